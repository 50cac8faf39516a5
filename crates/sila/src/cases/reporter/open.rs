//! `POST /cases/{id}/reporter/{one}`: shows who reported, once, to whoever has the right and a reason.

use maud::html;
use uuid::Uuid;

use super::page::document;
use super::{Identity, REASONS, fact, path, store, unseal};
use crate::ask::Ask;
use crate::cases::opening;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Summary, Tone, acts, heading};
use crate::web::ident::{Name, Phone, Reference};
use crate::web::{Cx, Errors, Page, Pairs};

/// Opens it. The reason and its number are in the journal before the name is on the page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `reporter.no_consent` when consent is named that was not given.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = opening::read(&ask, "case.reporter-opened").await?;
    let (case, id): (_, Uuid) = (record.row.id, ask.id("one")?);
    let said = ask.form.get("reason").unwrap_or_default();
    let number = ask.form.get("number").unwrap_or_default();
    let reason = REASONS.iter().find(|(code, _)| *code == said);
    let mut errors = Errors::none();
    if reason.is_none() {
        errors.add("reason", ask.cx.t("reporter-reason-missing"));
    }
    let plain = number.len() <= 60 && number.chars().all(|c| c.is_ascii_graphic());
    if reason.is_some_and(|(_, numbered)| *numbered && number.is_empty()) || !plain {
        errors.add("number", ask.cx.t("reporter-number-missing"));
    }
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::of_case(tx, case)?, store::one(tx, case, id)?))
    };
    let (all, found) = ask.app.store.read(read).await?;
    let (key, body) = found.ok_or_else(Problem::not_found)?;
    let Some((reason, _)) = reason.filter(|_| errors.is_empty()) else {
        let page = document(&ask, &record, &all, (&Pairs::default(), &errors));
        return Ok(Reply::page_with_errors(&page));
    };
    let who = unseal(&ask.app, id, &key, &body)?;
    if *reason == "CONSENT" && !who.agrees {
        return Err(Problem::refused("reporter.no_consent").way_out(path(case, "")));
    }
    let words = format!("OPEN {id} {reason} {number}");
    let fact = fact(&ask.app, case, ask.worker()?, words.trim_end(), ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::opened(tx, id)?;
        journal::insert(tx, &fact)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::page(&shown(&ask.cx, &record, &who)))
}

fn shown(cx: &Cx, record: &CaseRecord, who: &Identity) -> Page {
    let agrees = if who.agrees { "reporter-agrees-yes" } else { "reporter-agrees-no" };
    let rows = Summary::new()
        .wide()
        .row(cx.t("reporter-name"), Name(&who.name))
        .row_if(cx.t("reporter-phone"), Some(Phone(&who.phone)).filter(|_| !who.phone.is_empty()))
        .row_if(cx.t("reporter-words"), Some(Name(&who.words)).filter(|_| !who.words.is_empty()))
        .row(cx.t("reporter-agrees"), cx.t(agrees));
    let body = html! {
        (heading(html! { (cx.t("reporter-one")) " " (Reference(&record.row.reference)) }, None, &html! {}))
        div.stack {
            (Note::new("warning", cx.t("reporter-once")).tone(Tone::Warn).says(cx.t("reporter-once-text")))
            (Card::new(cx.t("reporter-one")).body(html! { (rows) }))
            (acts(&html! { (Button::back(cx, &path(record.row.id, ""))) }))
        }
    };
    frame(cx, record, cx.t("reporter-one")).body(body)
}
