//! What people need to learn, where that was noticed, and the courses that are open for it here and at partners.

pub mod store;

use maud::{Markup, html};
use sila_core::partnership::Words;
use sila_core::{Millis, WorkerId};
use uuid::Uuid;

use super::course::TITLE_MAX;
use super::{OPEN, Open, opened, path, store as courses};
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields, Verdict};
use crate::initiatives::both;
use crate::initiatives::propose::words;
use crate::journal::store::{self as journal, Fact};
use crate::knowledge::item::FIELDS;
use crate::lineage::parts::{Ways, ways};
use crate::lineage::{Became, End, Kind, seed};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Table, acts, columns, empty_state, heading, plain_tag, post, stack,
};
use crate::web::ident::Name;
use crate::web::{Errors, Form, Page, Pairs, dates};

/// Where a need was noticed.
pub const SOURCES: [&str; 4] = ["EVALUATION", "IDEA", "INCIDENT", "STAFF"];

/// A need as stored.
#[derive(Debug, Clone)]
pub struct Need {
    /// Identifier.
    pub id: Uuid,
    /// In which field of cooperation.
    pub field: String,
    /// Where it was noticed.
    pub source: String,
    /// What people should be able to do.
    pub what: Words,
    /// Who wrote it down.
    pub worker: WorkerId,
    /// When.
    pub at: Millis,
}

/// The courses that answer a need: of its field, open, and still to begin; the next first.
pub fn offers<'a>(need: &Need, courses: &'a [Open], now: Millis) -> Vec<&'a Open> {
    let answers = |open: &&Open| {
        open.course.field == need.field && open.stored.state == OPEN && now < open.stored.starts_at
    };
    let mut all: Vec<&Open> = courses.iter().filter(answers).collect();
    all.sort_by_key(|open| open.stored.starts_at);
    all
}

/// The needs with what answers them.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let mut values = Pairs::default();
    seed::begin(&ask, &mut values, &[("what", TITLE_MAX)]).await?;
    Ok(Reply::page(&document(&ask, &values, &Errors::none()).await?))
}

/// Writes a need down once the guard has looked through its words.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (cx, form, mut errors) = (&ask.cx, &ask.form, Errors::none());
    let one_of = |name: &str, all: &[&str]| {
        form.get(name).filter(|code| all.contains(code)).unwrap_or_default().to_owned()
    };
    let (field, source) = (one_of("field", &FIELDS), one_of("source", &SOURCES));
    for (name, code) in [("field", &field), ("source", &source)] {
        if code.is_empty() {
            errors.add(name, cx.t("need-choose"));
        }
    }
    if !words(form, "what").fit(TITLE_MAX) {
        errors.add("what_ar", cx.t("training-words-needed"));
    }
    if errors.any() {
        return Ok(Reply::page_with_errors(&document(&ask, form, &errors).await?));
    }
    let fields: Fields = ["what_ar", "what_en"]
        .map(|name| (name.to_owned(), form.get(name).unwrap_or_default().to_owned()))
        .into();
    let passed = match guard::judge(&ask.app, fields.clone(), form)? {
        Verdict::Passed(passed) => passed,
        Verdict::Held(findings) => {
            let carried: Vec<(&str, &str)> =
                form.iter().filter(|(name, _)| !name.starts_with("guard-")).collect();
            let body = html! {
                (heading(cx.t("training-needs-title"), None, &html! {}))
                (guard::held(cx, "/training/needs", (&fields, &findings), form, &carried))
            };
            return Ok(Reply::page_with_errors(
                &Page::new(cx, cx.t("training-needs-title")).body(body),
            ));
        }
    };
    let (id, worker, at) = (ask.app.clock.new_id(), ask.worker()?.id, ask.now);
    let text = |name: &str| passed.get(name).trim().to_owned();
    let what = Words { ar: text("what_ar"), en: text("what_en") };
    let need = Need { id, field, source, what, worker, at };
    let mut facts = guard::facts(&ask.app, &passed, &id.to_string(), worker, at);
    facts.push(told(&ask, id, "need"));
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &need)?;
        facts.iter().try_for_each(|fact| journal::insert(tx, fact))
    };
    ask.app.store.write(write).await?;
    seed::end(&ask, (Became::Skill, id)).await?;
    ask.app.changed(Topic::Agreements);
    Ok(Reply::see_other(cx.url("/training/needs")))
}

/// A need that is met is on the list no more.
///
/// # Errors
/// `page.not_found` when it is not on it.
pub async fn meet(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let (fact, now) = (told(&ask, id, "need met"), ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let met = store::meet(tx, id, now)?;
        if met {
            journal::insert(tx, &fact)?;
        }
        Ok(met)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    ask.app.changed(Topic::Agreements);
    Ok(Reply::see_other(ask.cx.url("/training/needs")))
}

fn told(ask: &Ask, id: Uuid, act: &str) -> Fact {
    Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "training",
        subject: format!("{id} {act}"),
        worker: ask.worker().ok().map(|worker| worker.id),
        data: act.as_bytes().to_vec(),
    }
}

async fn document(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let read =
        |tx: &mut dyn Tx| -> Result<_, DbError> { Ok((store::open(tx)?, courses::courses(tx)?)) };
    let (needs, courses) = ask.app.store.read(read).await?;
    let here = needs.iter().map(|need| need.id).collect();
    let ways = ways(ask, Kind::Skill, Became::Skill, &here).await?;
    let courses: Result<Vec<Open>, Problem> = courses.into_iter().map(opened).collect();
    let courses = courses?;
    let rows = needs.iter().map(|need| row(ask, need, &courses, &ways));
    let head = [
        Col::text(cx.t("need-what")),
        Col::text(cx.t("need-offers")),
        Col::acts(cx.t("training-state")),
    ];
    let empty = empty_state(
        "lightbulb",
        cx.t("training-needs-empty"),
        cx.t("training-needs-empty-text"),
        &html! {},
    );
    let table = Table::new(cx.t("training-needs-title"), head).rows(rows).when_empty(empty);
    let main = html! {
        (Card::new(cx.t("training-needs-title")).count(needs.len()).live("needs", "agreements").body(html! { (table) }))
    };
    let form = Form::new(cx, values, errors);
    let codes = |all: &'static [&'static str], family: &'static str| {
        all.iter().map(move |code| (*code, cx.code(family, code)))
    };
    let aside = html! {
        (Card::new(cx.t("training-need-new")).body(html! {
            form method="post" action=(cx.url("/training/needs")) novalidate {
                (seed::carried(&form, values))
                (form.summary())
                (both(&form, "what", &cx.t("need-what"), TITLE_MAX))
                (form.select("field", cx.t("knowledge-field")).empty(cx.t("need-choose")).choices(codes(&FIELDS, "knowledge-field")))
                (form.select("source", cx.t("need-source")).empty(cx.t("need-choose")).choices(codes(&SOURCES, "need-source")))
                (acts(&html! { (Button::save(cx)) }))
            }
        }))
    };
    let body = html! {
        (heading(cx.t("training-needs-title"), Some(&cx.t("training-needs-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page =
        Page::new(cx, cx.t("training-needs-title")).crumb(cx.t("training-title"), "/training");
    Ok(page.errors(errors.any()).body(body))
}

fn row(ask: &Ask, need: &Need, courses: &[Open], ways: &Ways) -> [Markup; 3] {
    let cx = &ask.cx;
    let offers = offers(need, courses, cx.now);
    [
        html! {
            (Name(cx.lang.pick(&need.what.ar, &need.what.en)))
            span.sub { (cx.code("knowledge-field", &need.field)) " · " (cx.code("need-source", &need.source)) }
            (ways.lines(ask, (Kind::Skill, End::of(need.id)), false))
        },
        html! {
            @for open in &offers {
                p { a.ref href=(cx.url(&path(open.stored.id))) { (Name(cx.lang.pick(&open.course.title.ar, &open.course.title.en))) }
                    span.sub { (dates::near(cx.lang, cx.now, open.stored.starts_at)) } }
            }
            @if offers.is_empty() { (plain_tag(cx.t("need-no-offer"))) }
        },
        html! {
            (post(cx, &format!("/training/needs/{}/met", need.id), &html! { (Button::submit(cx.t("training-need-met")).small().line().icon("check")) }))
            (seed::links(ask, (Kind::Skill, need.id)))
        },
    ]
}
