//! Writing a public statement.

use maud::html;
use sila_core::Millis;
use uuid::Uuid;

use super::figures::{self, Figure};
use super::store::{self, Stored};
use super::{Extract, TABLE, WRITTEN, path};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::text::{LINE_MAX, TEXT_MAX, Words};
use crate::meetings::{fact, screened, sealed};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// What the guard looks through.
const FREE: [&str; 4] = ["title_ar", "title_en", "text_ar", "text_en"];

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let all = figures::all(&ask.app).await?;
    Ok(Reply::page(&document(&ask.cx, &all, &Pairs::default(), &Errors::none())))
}

/// Keeps it, for somebody else to approve.
///
/// # Errors
/// As [`keep`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let form = match screened(&ask, "/press", &FREE)? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let all = figures::all(&ask.app).await?;
    let extract = match read(&ask.cx, &form, &all) {
        Ok(extract) => extract,
        Err(errors) => {
            return Ok(Reply::page_with_errors(&document(&ask.cx, &all, &form, &errors)));
        }
    };
    let id = keep(&ask.app, &extract, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// Keeps a statement, for somebody else to approve.
///
/// # Errors
/// `press.figures` when a number in it is none of its figures; when the store cannot be written.
pub async fn keep(
    app: &App,
    extract: &Extract,
    worker: &Worker,
    now: Millis,
) -> Result<Uuid, Problem> {
    if extract.stray().is_some() {
        return Err(Problem::refused("press.figures").way_out("/press/new"));
    }
    let id = app.clock.new_id();
    let stored = Stored {
        id,
        state: WRITTEN.to_owned(),
        author: worker.id,
        approver: None,
        at: now,
        approved_at: None,
        body: sealed(app, TABLE, id, extract),
    };
    let told = fact(app, "press", format!("{id} WRITTEN"), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &stored)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(id)
}

fn read(cx: &Cx, form: &Pairs, all: &[Figure]) -> Result<Extract, Errors> {
    let mut errors = Errors::none();
    let get = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let chosen: Vec<&str> = form.all("figures").collect();
    let extract = Extract {
        title: Words::new(get("title_ar"), get("title_en")),
        text: Words::new(get("text_ar"), get("text_en")),
        figures: all.iter().filter(|one| chosen.contains(&one.key.as_str())).cloned().collect(),
    };
    if extract.title.is_empty() || !extract.title.fits(LINE_MAX) {
        errors.add("title_ar", cx.t("proposal-title-needed"));
    }
    if extract.text.is_empty() || !extract.text.fits(TEXT_MAX) {
        errors.add("text_ar", cx.t("theme-text-needed"));
    }
    if let Some(n) = extract.stray() {
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        errors.add("text_ar", cx.t_with("press-stray", &[("n", n.into())]));
    }
    if errors.any() { Err(errors) } else { Ok(extract) }
}

fn document(cx: &Cx, all: &[Figure], values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let figures =
        all.iter().map(|one| (one.key.clone(), format!("{}: {}", one.name.of(cx.lang), one.value)));
    let title = cx.t("press-new");
    let body = html! {
        (heading(&title, Some(&cx.t("press-new-lead")), &html! {}))
        form.narrow method="post" action=(cx.url("/press")) novalidate {
            div.stack {
                (form.summary())
                (Note::new("shield-check", cx.t("press-no-case")).tone(Tone::Info).says(cx.t("press-no-case-text")))
                (Card::new(cx.t("press-figures")).body(html! {
                    (form.checks("figures", cx.t("press-figures-choose")).choices(figures))
                }))
                (Card::new(cx.t("press-words")).body(html! {
                    (form.text("title_ar", cx.t("proposal-title-ar")).lang("ar").max(LINE_MAX))
                    (form.text("title_en", cx.t("proposal-title-en")).lang("en").ltr().max(LINE_MAX).optional())
                    (form.area("text_ar", cx.t("press-text-ar")).hint(cx.t("press-text-hint")).lang("ar").max(TEXT_MAX).rows(5))
                    (form.area("text_en", cx.t("press-text-en")).lang("en").ltr().max(TEXT_MAX).rows(5).optional())
                }))
            }
            (acts(&html! { (Button::submit(cx.t("press-keep"))) }))
        }
    };
    let page = Page::new(cx, title).crumb(cx.t("press-title"), "/press");
    page.errors(errors.any()).body(body)
}
