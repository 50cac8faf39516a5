//! What somebody has learnt: hours in a year, courses, certificates; a file of it that verifies; and for a supervisor the
//! learning of the team. What a trainee answers about a course is read by that trainee alone; others see an average, and only
//! once enough have answered.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::ids::EnrolmentId;
use sila_core::partnership::Words;
use sila_core::training::Enrolment;
use sila_core::{Millis, WorkerId};
use sila_link::certificate::{Learning, Learnt};

use super::store::{self, Enrolled};
use super::{Open, open, opened, path};
use crate::accounts::{self, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::exchanges::{self, Spent};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Kpi, Note, Table, Tone, columns, empty_state, heading, stack,
};
use crate::web::ident::Name;
use crate::web::{Cx, Page, dates};

/// An average is shown once so many have answered.
pub const ANSWERS_MIN: i64 = 5;
/// So many days after a course its trainees are asked whether they use it.
pub const USED_AFTER_DAYS: i64 = 60;
/// How good was it, from 1 to 5; asked at once.
pub const GOOD: &str = "GOOD";
/// Did you use it, from 1 to 5; asked after [`USED_AFTER_DAYS`].
pub const USED: &str = "USED";

/// Something somebody came to.
pub type Came = (Enrolled, Open);

/// What somebody of ours has come to, the latest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, worker: WorkerId) -> Result<Vec<Came>, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<Vec<_>, DbError> {
        let mut all = Vec::new();
        for one in store::of_worker(tx, worker)?.into_iter().filter(|one| one.state.came()) {
            if let Some(course) = store::find(tx, one.course)? {
                all.push((one, course));
            }
        }
        Ok(all)
    };
    let rows = app.store.read(read).await?;
    let all: Result<Vec<Came>, Problem> =
        rows.into_iter().map(|(one, course)| Ok((one, opened(course)?))).collect();
    let mut all = all?;
    all.sort_by_key(|(_, open)| std::cmp::Reverse(open.course.starts_at));
    Ok(all)
}

/// Minutes by year, the latest year first.
pub fn years(all: &[Came], spent: &[Spent]) -> Vec<(i64, u32)> {
    let mut years: BTreeMap<i64, u32> = BTreeMap::new();
    let courses = all.iter().map(|(_, open)| (open.course.starts_at, open.course.minutes));
    for (at, counts) in courses.chain(spent.iter().map(|one| (one.at, one.minutes))) {
        let minutes = years.entry(at.uae_date().year).or_default();
        *minutes = minutes.saturating_add(u32::from(counts));
    }
    years.into_iter().rev().collect()
}

/// The file: everything somebody has learnt, signed by this node, with the certificates of its hosts.
///
/// # Errors
/// When the store cannot be read.
pub async fn file(app: &App, worker: &Worker, now: Millis) -> Result<String, Problem> {
    let courses = of(app, worker.id).await?;
    let all = app.store.read(exchanges::all).await?;
    let spent = exchanges::spent(app, &all, worker.id).into_iter().map(|one| Learnt {
        title: one.title,
        host: one.host,
        held_at: one.at,
        minutes: one.minutes,
        certificate: None,
    });
    let learnt = courses.into_iter().map(|(one, open)| Learnt {
        title: open.course.title,
        host: open.stored.origin,
        held_at: open.course.starts_at,
        minutes: open.course.minutes,
        certificate: one.token.filter(|_| one.state == Enrolment::Certified),
    });
    let name = Words { ar: worker.name_ar.clone(), en: worker.name_en.clone() };
    let told =
        Learning { agency: app.node.id, name, at: now, courses: learnt.chain(spent).collect() };
    Ok(told.sign(app.keys().sign()))
}

/// My own record.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.id;
    let all = of(&ask.app, worker).await?;
    let went = ask.app.store.read(exchanges::all).await?;
    let spent = exchanges::spent(&ask.app, &went, worker);
    let names = Names::all(&ask.app).await?;
    let (cx, me) = (&ask.cx, ask.app.node.id);
    let host = |open: &Open| {
        let origin = open.stored.origin;
        if origin == me { cx.agency().to_owned() } else { names.of(cx.lang, origin).to_owned() }
    };
    let row = |(one, open): &Came| {
        let title = cx.lang.pick(&open.course.title.ar, &open.course.title.en);
        [
            html! { a.ref href=(cx.url(&path(open.stored.id))) { (Name(title)) } span.sub { (Name(&host(open))) } },
            html! { (dates::day(cx.lang, open.course.starts_at)) },
            html! { (dates::duration(cx.lang, i64::from(open.course.minutes))) },
            match &one.token {
                Some(_) => {
                    let href = cx.url(&format!("/training/enrolments/{}/certificate", one.id));
                    html! { (Button::link(cx.t("certificate-title"), href).small().line().icon("certificate")) }
                }
                None => super::show::state(cx, one.state),
            },
        ]
    };
    let head = [
        Col::text(cx.t("training-course")),
        Col::text(cx.t("training-day")),
        Col::text(cx.t("training-hours")),
        Col::acts(cx.t("certificate-title")),
    ];
    let empty = empty_state(
        "graduation-cap",
        cx.t("competence-empty"),
        cx.t("competence-empty-text"),
        &html! {},
    );
    let table = Table::new(cx.t("competence-title"), head).rows(all.iter().map(row));
    let export = html! {
        (Button::link(cx.t("competence-export"), cx.url("/training/record/file")).icon("download-simple"))
    };
    let body = html! {
        (heading(cx.t("competence-title"), Some(&cx.t("competence-lead")), &export))
        (tiles(cx, &all, &spent))
        (Card::new(cx.t("training-courses")).count(all.len()).body(html! { (table.when_empty(empty)) }))
        (elsewhere(cx, &spent, &names))
        (Note::new("seal-check", cx.t("competence-export")).says(cx.t("competence-export-text")))
    };
    let page = Page::new(cx, cx.t("competence-title")).crumb(cx.t("training-title"), "/training");
    Ok(Reply::page(&page.body(html! { div.stack { (body) } })))
}

/// Time that was spent at partners, as they have signed it.
fn elsewhere(cx: &Cx, spent: &[Spent], names: &Names) -> Markup {
    let head = [
        Col::text(cx.t("exchange-one")),
        Col::text(cx.t("training-day")),
        Col::text(cx.t("training-hours")),
    ];
    let row = |one: &Spent| {
        let title = cx.lang.pick(&one.title.ar, &one.title.en);
        [
            html! {
                a.ref href=(cx.url(&exchanges::path(one.record))) { (Name(title)) }
                span.sub { (Name(names.of(cx.lang, one.host))) }
            },
            html! { (dates::day(cx.lang, one.at)) },
            html! { (dates::duration(cx.lang, i64::from(one.minutes))) },
        ]
    };
    let table = Table::new(cx.t("exchanges-title"), head).rows(spent.iter().map(row));
    html! {
        @if !spent.is_empty() {
            (Card::new(cx.t("exchanges-title")).count(spent.len()).body(html! { (table) }))
        }
    }
}

fn tiles(cx: &Cx, all: &[Came], spent: &[Spent]) -> Markup {
    let tile = |(year, minutes): &(i64, u32)| {
        let hours = dates::duration(cx.lang, i64::from(*minutes));
        html! { (Kpi::new(cx, year.to_string(), &hours, cx.url("/training/record")).icon("graduation-cap", Tone::Ok)) }
    };
    let years = years(all, spent);
    html! { @if !years.is_empty() { div.kpis { @for one in years.iter().take(4) { (tile(one)) } } } }
}

/// The file of my own record.
///
/// # Errors
/// When the store cannot be read.
pub async fn export(ask: Ask) -> Result<Reply, Problem> {
    let text = file(&ask.app, ask.worker()?, ask.now).await?;
    let name = format!("{}.sila-learning", ask.app.node.agency.code);
    Ok(Reply::file("text/plain", name, text.into_bytes()))
}

/// Answers about a course one was in: how good it was, or whether one uses it. Only the number is kept, and nobody else reads it.
///
/// # Errors
/// `page.not_found` for anybody else's; `form.broken`; `training.too_early` for [`USED`] before its time.
pub async fn answer(ask: Ask) -> Result<Reply, Problem> {
    let id: EnrolmentId = ask.id("id")?;
    let question = [GOOD, USED].into_iter().find(|one| ask.form.get("question") == Some(*one));
    let score = ask.form.get("score").and_then(|text| text.parse::<u8>().ok());
    let score = score.filter(|score| (1..=5).contains(score));
    let (Some(question), Some(score)) = (question, score) else {
        return Err(Problem::bad_request("form.broken"));
    };
    let own = ask.worker()?.id;
    let one = ask.app.store.read(move |tx| store::enrolment(tx, id)).await?;
    let mine = |one: &Enrolled| one.worker == Some(own) && one.state.came();
    let one = one.filter(mine).ok_or_else(Problem::not_found)?;
    let found = open(&ask.app, one.course).await?;
    let from = found.course.ends_at.plus_days(if question == USED { USED_AFTER_DAYS } else { 0 });
    if ask.now < from {
        return Err(Problem::refused("training.too_early").way_out(path(one.course)));
    }
    let now = ask.now;
    ask.app.store.write(move |tx| store::answer(tx, id, question, score, now)).await?;
    Ok(Reply::see_other(ask.cx.url(&path(one.course))))
}

/// The learning of the team this year, for whoever approves: who came to what, and the averages of answers of enough people.
///
/// # Errors
/// When the store cannot be read.
pub async fn team(ask: Ask) -> Result<Reply, Problem> {
    let (people, averages, went) = ask
        .app
        .store
        .read(|tx| {
            let answers: Result<Vec<_>, DbError> =
                [GOOD, USED].into_iter().map(|one| store::average(tx, one)).collect();
            Ok::<_, DbError>((accounts::store::all(tx)?, answers?, exchanges::all(tx)?))
        })
        .await?;
    let year = ask.now.uae_date().year;
    let mut rows = Vec::new();
    for person in people.into_iter().filter(|person| person.active) {
        let all = of(&ask.app, person.id).await?;
        let spent = exchanges::spent(&ask.app, &went, person.id);
        let hours = years(&all, &spent).into_iter().find(|(of, _)| *of == year);
        let minutes = hours.map_or(0, |(_, n)| n);
        rows.push((person, minutes, all));
    }
    Ok(Reply::page(&team_page(&ask.cx, year, &rows, &averages)))
}

fn team_page(
    cx: &Cx,
    year: i64,
    rows: &[(Worker, u32, Vec<Came>)],
    averages: &[store::Average],
) -> Page {
    let row = |(person, minutes, all): &(Worker, u32, Vec<Came>)| {
        let certified = all.iter().filter(|(one, _)| one.state == Enrolment::Certified).count();
        [
            html! { (Name(person.name(cx.lang))) },
            html! { @if *minutes == 0 { "–" } @else { (dates::duration(cx.lang, i64::from(*minutes))) } },
            html! { span.num { (all.len()) } },
            html! { span.num { (certified) } },
        ]
    };
    let head = [
        Col::text(cx.t("training-who")),
        Col::text(cx.t_with("competence-hours-of", &[("year", year.to_string().as_str().into())])),
        Col::num(cx.t("training-courses")),
        Col::num(cx.t("competence-certificates")),
    ];
    let table = Table::new(cx.t("competence-team"), head).rows(rows.iter().map(row));
    let aside = html! {
        (Card::new(cx.t("competence-answers")).body(html! {
            @for one in averages.iter().filter(|one| one.count >= ANSWERS_MIN) {
                p { (cx.code("competence-question", &one.question)) " " strong.num { (tenths(one)) } " / 5 "
                    span.sub { (cx.t_with("competence-answered", &[("n", one.count.into())])) } }
            }
            @if !averages.iter().any(|one| one.count >= ANSWERS_MIN) { p.muted { (cx.t("competence-too-few")) } }
        }))
        (Note::new("eye-slash", cx.t("competence-private")).says(cx.t("competence-private-text")))
    };
    let main =
        html! { (Card::new(cx.t("competence-team")).count(rows.len()).body(html! { (table) })) };
    let body = html! {
        (heading(cx.t("competence-team"), Some(&cx.t("competence-team-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    Page::new(cx, cx.t("competence-team")).crumb(cx.t("training-title"), "/training").body(body)
}

/// An average with one decimal.
fn tenths(one: &store::Average) -> String {
    let tenths = one.sum.saturating_mul(10).checked_div(one.count).unwrap_or(0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What the reader is asked about a course one was in: at once how good it was, later whether one uses it.
pub fn questions(cx: &Cx, one: &Enrolled, open: &Open, answered: &[(String, u8)]) -> Markup {
    let due = |question: &str| {
        let days = if question == USED { USED_AFTER_DAYS } else { 0 };
        one.state.came() && cx.now >= open.course.ends_at.plus_days(days)
    };
    let to = cx.url(&format!("/training/enrolments/{}/answer", one.id));
    html! {
        @for question in [GOOD, USED].into_iter().filter(|question| due(question)) {
            @let said = answered.iter().find(|(of, _)| of == question).map(|(_, score)| *score);
            form.answer method="post" action=(to) novalidate {
                input type="hidden" name="question" value=(question);
                p { (cx.code("competence-question", question)) }
                div.acts-in { @for score in 1..=5_u8 {
                    @let button = Button::submit(score.to_string()).small().sends("score", score.to_string());
                    @if said == Some(score) { (button) } @else { (button.line()) }
                } }
            }
        }
    }
}
