//! `/referrals/{id}/evidence`: a named officer writes an evidence pack. It holds what was shared about a person, so it asks
//! for a reason, is written into the access log and into the journal, and both before the file is given.

use maud::html;
use sila_core::ids::ReferralId;
use sila_core::time::Millis;
use sila_seal::sha256;

use super::container::{self, Making};
use super::{check, gather, index};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::{log, store as journal};
use crate::problem::Problem;
use crate::referrals::Record;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading, post};
use crate::web::ident::Reference;
use crate::web::{Brand, Cx, Errors, Form, Lang, Page, Pairs};

/// The shortest reason, in characters.
const REASON_CHARS_MIN: usize = 10;
/// The longest.
const REASON_CHARS_MAX: usize = 500;

/// A pack as a file.
#[derive(Debug)]
pub struct Written {
    /// What to call it: the reference number and nothing of the person.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Asks for the reason.
///
/// # Errors
/// `page.not_found` for a stranger.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = Record::through(&ask.app, ask.worker()?, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask.cx, &record, &ask.form, &Errors::none())))
}

/// Gives the file.
///
/// # Errors
/// As [`write()`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (id, worker) = (ask.id("id")?, ask.worker()?);
    let reason = ask.form.get("reason").unwrap_or_default().trim().to_owned();
    if !is_reason(&reason) {
        let record = Record::through(&ask.app, worker, id).await?;
        let mut errors = Errors::none();
        errors.add("reason", ask.cx.t("pack-reason-missing"));
        return Ok(Reply::page_with_errors(&form(&ask.cx, &record, &ask.form, &errors)));
    }
    let written = write(&ask.app, worker, id, &reason, ask.now).await?;
    Ok(Reply::file("application/zip", written.name, written.bytes))
}

fn is_reason(reason: &str) -> bool {
    (REASON_CHARS_MIN..=REASON_CHARS_MAX).contains(&reason.chars().count())
}

/// Writes a pack, checks it as a stranger would, and logs it before it is given.
///
/// # Errors
/// `page.forbidden`, `page.not_found`, `evidence.reason`, `evidence.too_early`, `evidence.revoked` while nothing but a revoked
/// key stands for an entry, or when the store cannot be written.
pub async fn write(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    reason: &str,
    now: Millis,
) -> Result<Written, Problem> {
    if !worker.may(Permission::EvidenceMake) {
        return Err(Problem::forbidden());
    }
    if !is_reason(reason) {
        return Err(Problem::refused("evidence.reason"));
    }
    let record = Record::through(app, worker, id).await?;
    if record.partner.is_some() {
        return Err(Problem::refused("evidence.no_node"));
    }
    while log::number(app, now).await? >= log::BATCH {}
    let pack = gather::gather(app, &record).await?;
    let unsound = |broken: check::Broken| {
        if broken.part == "revoked" {
            return Problem::refused("evidence.revoked");
        }
        Problem::internal("evidence.unsound").because(format!("{}: {}", broken.part, broken.why))
    };
    let proven = check::check(&pack).map_err(unsound)?;
    let making = Making {
        by: worker.name_ar.clone(),
        reason: reason.to_owned(),
        at: now.0,
        reference: proven.reference.clone(),
    };
    let thread = record.thread()?;
    let page = |lang| index::page(&context(app, lang, now), &pack, thread, &proven, &making);
    let pages = [page(Lang::Ar), page(Lang::En)];
    let bytes = container::write(&pack, pages, &making, app.keys().sign())
        .map_err(|error| Problem::internal("evidence.unsound").because(error))?;
    container::open(&bytes).map_err(unsound)?;
    logged(app, worker, id, sha256(&[&bytes]).to_vec(), now).await?;
    Ok(Written { name: format!("sila-{}.evidence.zip", proven.reference), bytes })
}

async fn logged(
    app: &App,
    worker: &Worker,
    id: ReferralId,
    data: Vec<u8>,
    now: Millis,
) -> Result<(), Problem> {
    let fact = journal::Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "evidence.pack",
        subject: id.to_string(),
        worker: Some(worker.id),
        data,
    };
    let (read, reader) = (app.clock.new_id(), worker.clone());
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        access::in_tx(tx, read, &reader, Subject::Referral(id.0), "evidence.create", now)?;
        journal::insert(tx, &fact)
    };
    Ok(app.store.write(write).await?)
}

/// A page without a reader.
fn context(app: &App, lang: Lang, now: Millis) -> Cx {
    let agency = &app.node.agency;
    let brand = Brand { name_ar: agency.name_ar.clone(), name_en: agency.name_en.clone() };
    Cx::new(lang, "/", now, std::sync::Arc::new(brand))
}

fn form(cx: &Cx, record: &Record, values: &Pairs, errors: &Errors) -> Page {
    let fields = Form::new(cx, values, errors);
    let back = format!("/referrals/{}", record.row.id);
    let act = format!("{back}/evidence");
    let reason = fields.area("reason", cx.t("pack-reason")).hint(cx.t("pack-reason-hint"));
    let reason = reason.max(REASON_CHARS_MAX).rows(3);
    let inside = html! {
        (reason)
        (acts(&html! {
            (Button::submit(cx.t("pack-write")).icon("download-simple"))
            (Button::link(cx.t("cancel"), cx.url(&back)).soft())
        }))
    };
    let title = cx.t("pack-make");
    let body = html! {
        (errors.summary(cx))
        (heading(html! { (title) " " (Reference(&record.row.reference)) }, Some(&cx.t("pack-lead")), &html! {}))
        div.stack {
            (Note::new("lock-key", cx.t("pack-handle")).tone(Tone::Warn).says(cx.t("pack-handle-text")))
            (Card::new(title.clone()).body(post(cx, &act, &inside)))
        }
    };
    Page::new(cx, title).crumb(record.row.reference.clone(), &back).errors(errors.any()).body(body)
}
