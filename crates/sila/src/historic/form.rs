//! `/historic/new`: one older agreement by form: with whom, its days, the areas it speaks of, and where it is written. Its scan and what is
//! owed by it are added on its page.

use maud::html;
use sila_core::AgencyId;
use sila_core::partnership::Field as Area;

use super::bring::{self, Line, WORDS_MAX};
use super::{Kind, Text, store};
use crate::activation::saying::day;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::initiatives::{both, propose::words};
use crate::journal::store::{self as journal, Fact};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let names = Names::all(&ask.app).await?;
    Ok(Reply::page(&drawn(&ask.cx, &names, &Pairs::default(), &Errors::none())))
}

/// Brings one agreement in.
///
/// # Errors
/// `historic.known` when the same was brought in before; when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let names = Names::all(&ask.app).await?;
    let line = match read(&ask, &names) {
        Ok(line) => line,
        Err(errors) => {
            let page = drawn(&ask.cx, &names, &ask.form, &errors);
            return Ok(Reply::page_with_errors(&page));
        }
    };
    let worker = ask.worker()?.id;
    let (past, mark) = bring::row(&ask.app, &line, worker, ask.now);
    let path = past.path();
    let told = Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "partner",
        subject: "HISTORIC 1".to_owned(),
        worker: Some(worker),
        data: mark.to_vec(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::insert(tx, &past, mark)? {
            return Ok(false);
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::refused("historic.known").way_out("/historic"));
    }
    Ok(Reply::see_other(ask.cx.url(&path)))
}

fn read(ask: &Ask, names: &Names) -> Result<Line, Errors> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let agency = form.get("partner").and_then(|text| AgencyId::parse(text).ok());
    let agency = agency.filter(|id| names.linked().any(|known| known == *id));
    let title = words(form, "title");
    let source = form.get("source").unwrap_or_default().trim().to_owned();
    let (from, until) = (day(form, "from"), day(form, "until"));
    let dates = from.zip(until).filter(|(from, until)| from <= until);
    let dates = dates.filter(|(from, _)| *from <= ask.now.uae_date());
    for (wrong, field, key) in [
        (agency.is_none(), "partner", "historic-partner-needed"),
        (!title.fit(WORDS_MAX), "title_ar", "historic-words-needed"),
        (!(1..=WORDS_MAX).contains(&source.chars().count()), "source", "historic-source-needed"),
        (dates.is_none(), "from", "historic-dates-needed"),
    ] {
        if wrong {
            errors.add(field, cx.t(key));
        }
    }
    let areas: Vec<Area> =
        Area::ALL.iter().copied().filter(|one| form.has("areas", one.code())).collect();
    match agency.zip(dates) {
        Some((agency, (from, until))) if !errors.any() => Ok(Line {
            agency,
            kind: Kind::Agreement,
            from,
            until,
            count: None,
            text: Text { title, source, areas: Some(areas) },
        }),
        _ => Err(errors),
    }
}

fn drawn(cx: &Cx, names: &Names, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let title = cx.t("historic-new");
    let partners = names.linked().map(|id| (id.to_text(), names.of(cx.lang, id).to_owned()));
    let areas = Area::ALL.iter().map(|one| (one.code(), cx.code("cooperation-field", one.code())));
    let fields = html! {
        (form.select("partner", cx.t("agreements-with")).choices(partners))
        (both(&form, "title", &cx.t("historic-what"), WORDS_MAX))
        (form.date("from", cx.t("agreement-from")))
        (form.date("until", cx.t("agreement-until")))
        (form.text("source", cx.t("historic-source")).max(WORDS_MAX))
        (form.checks("areas", cx.t("areas-title")).optional().choices(areas))
    };
    let body = html! {
        (heading(title.clone(), Some(&cx.t("historic-new-lead")), &html! { (super::list::evidence(cx)) }))
        form.narrow method="post" action=(cx.url("/historic/agreements")) novalidate {
            (form.summary())
            (Card::new(cx.t("historic-kind-agreement")).body(fields))
            (acts(&html! { (Button::submit(cx.t("historic-keep"))) }))
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("historic-title"), "/historic");
    page.errors(errors.any()).body(body)
}
