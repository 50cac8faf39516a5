//! Writing a service: one form, kept as it was typed, right or wrong, for those who keep the directory.

use maud::html;
use sila_core::ListingId;
use sila_core::directory::Band;

use super::store::{self, Stored};
use super::{draft_place, form, own, path, reading};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Note, Tone, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// What the form was made from: the time at which it was kept last.
const STAMP: &str = "_stamp";

/// What was typed, sealed: it may say where a confidential place is.
pub fn sealed(app: &App, id: ListingId, values: &Pairs) -> Result<Vec<u8>, Problem> {
    let kept = values.iter().filter(|(name, value)| !value.is_empty() && !name.starts_with('_'));
    let pairs: Vec<(&str, &str)> = kept.collect();
    let plain = minicbor::to_vec(pairs);
    let plain = plain.map_err(|error| Problem::internal("draft.unwritable").because(error))?;
    Ok(app.vault.seal(draft_place(id), &plain))
}

/// What is being written, as it was typed.
///
/// # Errors
/// `vault.unreadable` when it was changed from outside.
pub fn typed(app: &App, stored: &Stored) -> Result<Option<Pairs>, Problem> {
    let Some(sealed) = &stored.draft else { return Ok(None) };
    let plain = app.vault.open(draft_place(stored.id), sealed)?;
    let pairs: Result<Vec<(String, String)>, _> = minicbor::decode(&plain);
    let pairs = pairs.map_err(|error| Problem::internal("vault.unreadable").because(error))?;
    Ok(Some(pairs.into_iter().collect()))
}

/// Begins a service and goes to its form.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (id, me, now) = (ListingId(ask.app.clock.new_id()), ask.app.node.id, ask.now);
    let first: Pairs = [("band", Band::Unsaid.code())].into_iter().collect();
    let draft = sealed(&ask.app, id, &first)?;
    ask.app.store.write(move |tx| store::begin(tx, (id, me), &draft, now)).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("{}/draft", path(id)))))
}

/// What the form shows: what was typed last, or what is published.
fn begun(ask: &Ask, stored: &Stored) -> Result<Pairs, Problem> {
    if let Some(values) = typed(&ask.app, stored)? {
        return Ok(values);
    }
    let Some(published) = &stored.published else { return Ok(Pairs::default()) };
    Ok(form::values(&published.listing, published.band))
}

/// The form.
///
/// # Errors
/// `page.not_found` for what is another agency's.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let stored = own(&ask.app, ask.id("id")?).await?;
    let values = begun(&ask, &stored)?;
    let wrong = match (stored.draft.is_some(), ask.query.get("check")) {
        (true, Some(_)) => reading::read(&ask.cx, &values, (stored.id, 1)).err(),
        _ => None,
    };
    Ok(Reply::page(&document(&ask.cx, &stored, &values, &wrong.unwrap_or_default())))
}

/// Keeps what was typed, and goes to the service where it is whole.
///
/// # Errors
/// `page.not_found`; `draft.crossed` when somebody else has written meanwhile.
pub async fn save(ask: Ask) -> Result<Reply, Problem> {
    let stored = own(&ask.app, ask.id("id")?).await?;
    let (id, before) = (stored.id, stored.updated_at);
    let here = format!("{}/draft", path(id));
    let made_from = ask.form.get(STAMP).and_then(|stamp| stamp.parse::<i64>().ok());
    let draft = sealed(&ask.app, id, &ask.form)?;
    let times = (before, crate::knowledge::later(ask.now, before));
    let crossed = made_from.is_some_and(|stamp| stamp != before.0)
        || !ask.app.store.write(move |tx| store::keep(tx, id, &draft, times)).await?;
    if crossed {
        return Err(Problem::refused("draft.crossed").way_out(here));
    }
    if let Some(lang) = ask.form.language_switch() {
        return Ok(Reply::see_other(format!("/{lang}{here}")));
    }
    match reading::read(&ask.cx, &ask.form, (id, 1)) {
        Ok(_) => Ok(Reply::see_other(ask.cx.url(&path(id)))),
        Err(errors) => {
            let stored = own(&ask.app, id).await?;
            Ok(Reply::page_with_errors(&document(&ask.cx, &stored, &ask.form, &errors)))
        }
    }
}

fn document(cx: &Cx, stored: &Stored, values: &Pairs, errors: &Errors) -> Page {
    let sheet = Form::new(cx, values, errors);
    let title = cx.t(if stored.number > 0 { "services-revise" } else { "services-new" });
    let body = html! {
        (heading(&title, Some(&cx.t("services-write-lead")), &html! {}))
        div.form-wrap {
            form #directory method="post" action=(cx.url(&format!("{}/draft", path(stored.id)))) novalidate {
                (sheet.summary())
                (sheet.hidden(STAMP, &stored.updated_at.0.to_string()))
                (form::fields(cx, &sheet, values))
                (acts(&html! {
                    (Button::submit(cx.t("services-keep")).icon("check-circle"))
                    (Button::link(cx.t("services-title"), cx.url("/services")).soft())
                }))
            }
            aside.stack {
                (Note::new("eye-slash", cx.t("services-draft-note")).says(cx.t("services-draft-text")))
                (Note::new("lock-key", cx.t("services-two-stores")).tone(Tone::Gold).says(cx.t("services-two-stores-text")))
            }
        }
    };
    Page::new(cx, title)
        .crumb(cx.t("services-title"), "/services")
        .errors(errors.any())
        .draft_form("directory")
        .body(body)
}
