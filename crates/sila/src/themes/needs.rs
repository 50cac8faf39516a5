//! The register of community needs, and which of them no opportunity meets yet.

use maud::html;
use sila_core::Millis;
use uuid::Uuid;

use super::store::{self, NEEDS_MAX, Need};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::lineage::{self, Kind, seed};
use crate::meetings::text::{LINE_MAX, Words};
use crate::meetings::{fact, screened, sealed, unsealed};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::ident::{Code, Name};
use crate::web::{Errors, Form, Page};

/// What a need says.
///
/// # Errors
/// `vault.unreadable`.
pub fn words(app: &App, need: &Need) -> Result<Words, Problem> {
    unsealed(app, "need", need.id, &need.body)
}

/// Adds a need to the register, with the next number.
///
/// # Errors
/// `need.too_many`, or when the store cannot be written.
pub async fn add(app: &App, text: &Words, worker: &Worker, now: Millis) -> Result<Uuid, Problem> {
    let id = app.clock.new_id();
    let (body, told) =
        (sealed(app, "need", id, text), fact(app, "need", id.to_string(), Some(worker), now));
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let next = store::needs(tx)?.len().saturating_add(1);
        if next > NEEDS_MAX {
            return Ok(false);
        }
        let (code, body) = (format!("N-{next:02}"), body.clone());
        store::insert_need(tx, &Need { id, code, noted_at: now, body, opportunities: 0 })?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("need.too_many").way_out("/needs"));
    }
    app.changed(Topic::Meetings);
    Ok(id)
}

/// The register.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask, &Errors::none()).await?))
}

/// Adds a need.
///
/// # Errors
/// As [`add`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let form = match screened(&ask, "/needs", &["text_ar", "text_en"])? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let get = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let text = Words::new(get("text_ar"), get("text_en"));
    let mut errors = Errors::none();
    for (name, text) in [("text_ar", &text.ar), ("text_en", &text.en)] {
        if !(1..=LINE_MAX).contains(&text.chars().count()) {
            errors.add(name, ask.cx.t("meeting-line-needed"));
        }
    }
    if errors.any() {
        return Ok(Reply::page_with_errors(&document(&ask, &errors).await?));
    }
    add(&ask.app, &text, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url("/needs")))
}

async fn document(ask: &Ask, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let all = ask.app.store.read(store::needs).await?;
    let lines = ask.app.store.read(|tx| lineage::store::all_from(tx, Kind::Need)).await?;
    let unmet = all.iter().filter(|one| one.opportunities == 0).count();
    let mut rows = Vec::new();
    for one in &all {
        let text = words(&ask.app, one)?;
        let state = match one.opportunities {
            0 => tag(Tone::Warn, cx.t("need-unmet")),
            n => tag(Tone::Ok, cx.t_with("need-met", &[("n", n.into())])),
        };
        let came = lines.iter().filter(|line| line.from.1.id == one.id);
        let what = html! {
            (Name(text.of(cx.lang)))
            @for line in came { (lineage::parts::became(cx, line)) }
            div.acts-row { (seed::links(ask, (Kind::Need, one.id))) }
        };
        rows.push([html! { (Code(&one.code)) }, what, state]);
    }
    let columns_ = [
        Col::text(cx.t("need-code")),
        Col::text(cx.t("need-text")),
        Col::status(cx.t("need-opportunities")),
    ];
    let none = empty_state("heartbeat", cx.t("needs-empty"), cx.t("needs-empty-text"), &html! {});
    let table = Table::new(cx.t("needs-title"), columns_).rows(rows).when_empty(none);
    let form = Form::new(cx, &ask.form, errors);
    let main = html! {
        @if unmet > 0 {
            (Note::new("warning", cx.t_with("needs-unmet", &[("n", unmet.into())])).tone(Tone::Warn).says(cx.t("needs-unmet-text")))
        }
        (Card::new(cx.t("needs-title")).count(all.len()).live("needs", "meetings").body(html! { (table) }))
    };
    let aside = html! {
        @if ask.may(Permission::MeetingKeep) {
            (Card::new(cx.t("need-new")).body(post(cx, "/needs", &html! {
                (form.text("text_ar", cx.t("theme-text-ar")).lang("ar").max(LINE_MAX))
                (form.text("text_en", cx.t("theme-text-en")).lang("en").max(LINE_MAX))
                (acts(&html! { (Button::submit(cx.t("meeting-save"))) }))
            })))
        }
    };
    let body = html! {
        (heading(cx.t("needs-title"), Some(&cx.t("needs-lead")), &html! {}))
        (form.summary())
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("needs-title")).crumb(cx.t("meetings-title"), "/meetings");
    Ok(page.errors(errors.any()).body(body))
}
