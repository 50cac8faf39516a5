//! `/me/mail`: whether somebody wants to be told by e-mail that something waits, and where. Each decides it for themselves.

use maud::html;
use sila_core::WorkerId;

use super::{address, is_on, store};
use crate::app::App;
use crate::ask::Ask;
use crate::meetings::{sealed, unsealed};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading, post};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The table whose rows hold addresses.
const TABLE: &str = "mail_wish";

/// The address of a row.
///
/// # Errors
/// `vault.unreadable`.
pub(super) fn address_of(app: &App, worker: WorkerId, body: &[u8]) -> Result<String, Problem> {
    unsealed(app, TABLE, worker.0, body)
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id = ask.worker()?.id;
    let mut values = Pairs::default();
    if let Some(body) = ask.app.store.read(move |tx| store::wish(tx, id)).await? {
        values.push("address", address_of(&ask.app, id, &body)?);
    }
    Ok(Reply::page(&document(&ask, &values, &Errors::none())))
}

/// Keeps the wish, or ends it.
///
/// # Errors
/// When the store cannot be written.
pub async fn save(ask: Ask) -> Result<Reply, Problem> {
    let (id, now) = (ask.worker()?.id, ask.now);
    if ask.form.get("act") == Some("off") {
        ask.app.store.write(move |tx| store::drop_wish(tx, id)).await?;
        return Ok(Reply::see_other(ask.cx.url("/me/mail")));
    }
    let Some(to) = address(ask.form.get("address").unwrap_or_default()) else {
        let mut errors = Errors::none();
        errors.add("address", ask.cx.t("mail-address-needed"));
        return Ok(Reply::page_with_errors(&document(&ask, &ask.form, &errors)));
    };
    let body = sealed(&ask.app, TABLE, id.0, &to);
    ask.app.store.write(move |tx| store::set_wish(tx, id, &body, now)).await?;
    Ok(Reply::see_other(ask.cx.url("/me/mail")))
}

fn document(ask: &Ask, values: &Pairs, errors: &Errors) -> Page {
    let cx: &Cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    let wants = values.get("address").is_some_and(|known| !known.is_empty()) && !errors.any();
    let body = html! {
        (heading(cx.t("mail-mine"), Some(&cx.t("mail-mine-lead")), &html! {}))
        div.stack.narrow {
            (form.summary())
            @if !is_on(&ask.app) { (Note::new("envelope-simple", cx.t("mail-off")).tone(Tone::Warn).says(cx.t("mail-off-mine"))) }
            (Card::new(cx.t("mail-mine")).body(post(cx, "/me/mail", &html! {
                (form.text("address", cx.t("mail-address")).hint(cx.t("mail-mine-hint")).ltr().max(254).autocomplete("email"))
                (acts(&html! {
                    (Button::submit(cx.t("mail-mine-on")).sends("act", "on"))
                    @if wants { (Button::submit(cx.t("mail-mine-off")).soft().sends("act", "off").unchecked()) }
                }))
            })))
        }
    };
    Page::new(cx, cx.t("mail-mine")).crumb(cx.t("me-title"), "/me").errors(errors.any()).body(body)
}
