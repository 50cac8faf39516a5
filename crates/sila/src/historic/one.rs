//! `/historic/{id}`: one agreement from before this software: its days and areas, the scan of its paper, and what is owed by it.

use maud::{Markup, html};
use sila_core::Millis;
use sila_seal::{Hash, sha256};
use uuid::Uuid;

use super::list::{evidence, mark};
use super::{Kind, Past, duties, store};
use crate::accounts::Permission;
use crate::agreements::{event, papers};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::Place;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, stack, tag,
};
use crate::web::{Cx, Errors, Page, Pairs, dates, ident};

/// Bytes of a scan in one row.
const ROW_BYTES: usize = 512 * 1_024;
/// Bytes by which its type is known.
const LOOK_BYTES: usize = 16;

/// The scan of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// SHA-256 of its bytes.
    pub hash: Hash,
    /// Its type, known by its first bytes.
    pub media: String,
    /// Its size.
    pub bytes: i64,
    /// When it was taken in.
    pub at: Millis,
}

/// The agreement of the address.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub(super) async fn found(ask: &Ask) -> Result<Past, Problem> {
    let id: Uuid = ask.id("id")?;
    let found = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    found.filter(|one| one.kind == Kind::Agreement).ok_or_else(Problem::not_found)
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let past = found(&ask).await?;
    let mut values = Pairs::default();
    values.push("who", "theirs");
    Ok(Reply::page(&document(&ask, &past, &values, &Errors::none()).await?))
}

/// The page, with what was typed.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn document(
    ask: &Ask,
    past: &Past,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let id = past.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::scan(tx, id)?, store::duties(tx, id)?))
    };
    let (scan, owed) = ask.app.store.read(read).await?;
    let names = Names::all(&ask.app).await?;
    let (cx, may) = (&ask.cx, ask.may(Permission::AgreementSign));
    let text = past.text(&ask.app)?;
    let title = cx.lang.pick(&text.title.ar, &text.title.en).clone();
    let day = |date: sila_core::time::Date| dates::both_calendars(cx.lang, date.at_minute(0));
    let areas = text.areas.unwrap_or_default();
    let rows = Summary::new()
        .row(cx.t("agreements-with"), ident::Name(names.of(cx.lang, past.agency)))
        .row(cx.t("agreement-from"), day(past.from))
        .row(cx.t("agreement-until"), day(past.until))
        .row(cx.t("historic-source"), ident::Name(&text.source))
        .row(
            cx.t("areas-title"),
            html! {
                @if areas.is_empty() { "–" }
                @for area in &areas { (tag(Tone::Plain, cx.code("cooperation-field", area.code()))) " " }
            },
        );
    let main = html! {
        (Note::new("warning", cx.t("historic-evidence")).tone(Tone::Warn).says(cx.t("historic-apart")))
        (duties::card(ask, &owed, may)?)
        @if may { (duties::form(cx, &past.path(), values, errors)) }
    };
    let aside = html! {
        (Card::new(cx.t("historic-kind-agreement")).body(html! { (rows) }))
        (scanned(cx, past, scan.as_ref(), may))
    };
    let body = html! {
        (heading(ident::Name(&title), None, &html! { (mark(cx)) " " (evidence(cx)) }))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title.clone()).crumb(cx.t("historic-title"), "/historic");
    Ok(page.errors(errors.any()).body(body))
}

fn scanned(cx: &Cx, past: &Past, scan: Option<&Scan>, may: bool) -> Markup {
    let path = cx.url(&format!("{}/scan", past.path()));
    html! {
        (Card::new(cx.t("signing-scan")).body(html! {
            @match scan {
                Some(scan) => {
                    p { a.link href=(path) { (cx.t("historic-scan-open")) } " · " (ident::Seal(&scan.hash)) }
                    p.small.muted { (dates::day(cx.lang, scan.at)) " · " (evidence(cx)) }
                }
                None => {
                    p.muted { (cx.t("historic-scan-none")) }
                    @if may {
                        form method="post" action=(path) enctype="multipart/form-data" {
                            div.field {
                                label for="file" { (cx.t("signing-scan")) }
                                p.hint id="file-h" { (cx.t("signing-scan-hint")) }
                                input.in type="file" id="file" name="file" aria-describedby="file-h" accept="application/pdf,image/jpeg,image/png";
                            }
                            (acts(&html! { (Button::submit(cx.t("historic-keep")).icon("upload-simple")) }))
                        }
                    }
                }
            }
        }))
    }
}

/// Takes the scan in and seals it.
///
/// # Errors
/// `signing.scan` when it is no PDF, JPEG or PNG by its first bytes; `signing.too_large`, `signing.broken`; `historic.scanned` when there is
/// one already.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let past = found(&ask).await?;
    let (id, way) = (past.id, past.path());
    let upload = papers::upload(&ask).await.map_err(|problem| problem.way_out(&way))?;
    let bytes = papers::whole(upload).await.map_err(|problem| problem.way_out(&way))?;
    let media = event::media(bytes.get(..LOOK_BYTES).unwrap_or(&bytes));
    let media = media.ok_or_else(|| Problem::refused("signing.scan").way_out(&way))?;
    let place = Place { table: "historic_paper", row: id };
    let rows: Vec<Vec<u8>> =
        bytes.chunks(ROW_BYTES).map(|piece| ask.app.vault.seal(place, piece)).collect();
    let scan = Scan {
        hash: sha256(&[&bytes]),
        media: media.to_owned(),
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        at: ask.now,
    };
    let worker = ask.worker()?.id;
    let told = Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "partner",
        subject: "HISTORIC_SCAN".to_owned(),
        worker: Some(worker),
        data: scan.hash.to_vec(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::keep_scan(tx, id, &scan, worker, &rows)? {
            return Ok(false);
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::refused("historic.scanned").way_out(way));
    }
    Ok(Reply::see_other(ask.cx.url(&way)))
}

/// `GET /historic/{id}/scan`: the paper, if it is still the one that was taken in.
///
/// # Errors
/// `page.not_found`; `signing.changed` when its hash is another one.
pub async fn scan(ask: Ask) -> Result<Reply, Problem> {
    let id = found(&ask).await?.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::scan(tx, id)?, store::scan_parts(tx, id)?))
    };
    let (scan, rows) = ask.app.store.read(read).await?;
    let scan = scan.ok_or_else(Problem::not_found)?;
    let place = Place { table: "historic_paper", row: id };
    let mut bytes = Vec::new();
    for row in rows {
        bytes.extend_from_slice(&ask.app.vault.open(place, &row)?);
    }
    if sha256(&[&bytes]) != scan.hash {
        return Err(Problem::internal("signing.changed"));
    }
    let media = event::known(&scan.media).unwrap_or("application/octet-stream");
    let ending = match media {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        _ => "bin",
    };
    Ok(Reply::file(media, format!("{id}.{ending}"), bytes))
}
