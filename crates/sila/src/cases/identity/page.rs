//! `/cases/{id}/identity`: that a true name is sealed and for whom, the form that seals it, and for the two the form that opens it once.

use maud::{Markup, html};
use sila_core::ids::WorkerId;

use super::{REASONS, Sealed, path, seal, store, unseal};
use crate::ask::Ask;
use crate::cases::opening;
use crate::cases::plan::page::frame;
use crate::cases::readers::Reader;
use crate::cases::record::CaseRecord;
use crate::cases::store as cases;
use crate::db::{DbError, Tx};
use crate::people::form::NAME_CHARS_MAX;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, icon, post, stack,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Form, Pairs};

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let record = opening::read(&ask, "case.identity").await?;
    document(&ask, &record, &Errors::none()).await
}

/// Seals the true name for two colleagues.
///
/// # Errors
/// As [`show`]; `case.closed`; `identity.two_readers`, `identity.not_yours`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = opening::read(&ask, "case.identity").await?;
    record.needs_ours()?;
    let name = ask.form.get("true_name").unwrap_or_default().trim();
    let reader = |field: &str| ask.form.get(field).and_then(|id| id.parse::<WorkerId>().ok());
    let readers = reader("one").zip(reader("other")).filter(|(one, other)| one != other);
    let mut errors = Errors::none();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        errors.add("true_name", ask.cx.t("identity-name-missing"));
    }
    if readers.is_none() {
        errors.add("one", ask.cx.t("identity-readers-missing"));
    }
    let Some((one, other)) = readers.filter(|_| !errors.any()) else {
        return document(&ask, &record, &errors).await;
    };
    seal(&ask.app, ask.worker()?, &record, (name, [one, other]), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// Shows the true name once, to one of the two.
///
/// # Errors
/// `page.not_found` for anybody else.
pub async fn open(ask: Ask) -> Result<Reply, Problem> {
    let record = opening::read(&ask, "case.identity-opened").await?;
    let said = ask.form.get("reason").unwrap_or_default();
    let Some(reason) = REASONS.into_iter().find(|code| *code == said) else {
        let mut errors = Errors::none();
        errors.add("reason", ask.cx.t("identity-reason-missing"));
        return document(&ask, &record, &errors).await;
    };
    let id = record.row.id;
    let name = unseal(&ask.app, ask.worker()?, id, reason, ask.now).await?;
    let cx = &ask.cx;
    let rows = Summary::new().wide().row(cx.t("identity-true"), Name(&name));
    let body = html! {
        (heading(title(cx, &record), None, &html! {}))
        div.stack {
            (Note::new("warning", cx.t("reporter-once")).tone(Tone::Warn).says(cx.t("identity-once-text")))
            (Card::new(cx.t("identity-title")).body(html! { (rows) }))
            (acts(&html! { (Button::back(cx, &path(id, ""))) }))
        }
    };
    Ok(Reply::page(&frame(cx, &record, cx.t("identity-title")).body(body)))
}

fn title(cx: &Cx, record: &CaseRecord) -> Markup {
    html! { (cx.t("identity-title")) " " (Reference(&record.row.reference)) }
}

async fn document(ask: &Ask, record: &CaseRecord, errors: &Errors) -> Result<Reply, Problem> {
    let (cx, id, me) = (&ask.cx, record.row.id, ask.worker()?.id);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::of_case(tx, id)?, cases::readers(tx, id)?))
    };
    let (sealed, readers) = ask.app.store.read(read).await?;
    let mine = sealed.as_ref().is_none_or(|sealed| sealed.readers.contains(&me));
    let main = html! {
        @if let Some(sealed) = &sealed { (card(cx, record, (sealed, &readers), mine, errors)) }
        @if mine && record.is_ours() { (sealing(cx, record, &readers, errors)) }
    };
    let aside = html! {
        (Note::new("lock-key", cx.t("identity-apart")).tone(Tone::Info).says(cx.t("identity-apart-text")))
    };
    let body = html! {
        (errors.summary(cx))
        (heading(title(cx, record), None, &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = frame(cx, record, cx.t("identity-title")).errors(errors.any()).body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

/// For whom it is sealed; and for the two, the form that asks why.
fn card(
    cx: &Cx,
    record: &CaseRecord,
    (sealed, readers): (&Sealed, &[Reader]),
    mine: bool,
    errors: &Errors,
) -> Markup {
    let values = Pairs::default();
    let form = Form::new(cx, &values, errors);
    let reasons = REASONS.map(|code| (code, cx.code("identity-reason", code)));
    let named = readers.iter().filter(|reader| sealed.readers.contains(&reader.worker));
    html! {
        (Card::new(cx.t("identity-sealed")).body(html! {
            p.hint { (cx.t("identity-for")) " · " (cx.at(sealed.at)) }
            ul.people { @for reader in named { li { (icon("user")) div { b { (Name(reader.name(cx))) } } } } }
            p.hint { (cx.t_with("reporter-opened", &[("n", Arg::from(sealed.opened))])) }
            @if mine { (post(cx, &path(record.row.id, "/opening"), &html! {
                (form.radios("reason", cx.t("identity-reason")).choices(reasons))
                (acts(&html! { (Button::submit(cx.t("reporter-open")).danger().icon("eye")) }))
            })) }
        }))
    }
}

fn sealing(cx: &Cx, record: &CaseRecord, readers: &[Reader], errors: &Errors) -> Markup {
    let values = Pairs::default();
    let form = Form::new(cx, &values, errors);
    let choices =
        || readers.iter().map(move |one| (one.worker.to_string(), one.name(cx).to_owned()));
    html! {
        (Card::new(cx.t("identity-new")).body(post(cx, &path(record.row.id, ""), &html! {
            (form.text("true_name", cx.t("identity-true")).max(NAME_CHARS_MAX).autocomplete("off"))
            (form.select("one", cx.t("identity-one")).empty(cx.t("scope-choose")).choices(choices()))
            (form.select("other", cx.t("identity-other")).empty(cx.t("scope-choose")).choices(choices()))
            (acts(&html! { (Button::submit(cx.t("reporter-seal")).icon("lock-key")) }))
        })))
    }
}
