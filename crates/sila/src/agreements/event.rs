//! The signing of an agreement as it took place: who signed for each party, in which capacity, on which day, where, and the
//! scanned paper. The scan is a picture of ink on paper: its hash says that it is still the same picture, and it is never called a
//! digital signature.

use maud::{Markup, html};
use minicbor::{Decode, Encode};
use sila_core::time::Date;
use sila_core::{AgencyId, AgreementId, Millis, WorkerId};
use sila_seal::{Hash, sha256};

use super::{Stored, signing, store};
use crate::accounts::Permission;
use crate::activation::saying::day;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::meetings::{sealed, unsealed};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::Place;
use crate::web::components::{Button, Card, Note, Summary, Tone, acts, heading};
use crate::web::upload::Upload;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates, ident};

/// Largest scan, in bytes.
pub const SCAN_BYTES_MAX: usize = 8 * 1_024 * 1_024;
/// Bytes of a scan in one row.
const ROW_BYTES: usize = 512 * 1_024;
/// Bytes by which the type is known.
const LOOK_BYTES: usize = 16;
/// Rows for signatories.
const ROWS: usize = 4;
/// Longest name, title and place, in characters.
const WORDS_MAX: usize = 120;

/// Somebody who signed for a party.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Signatory {
    /// For which party.
    #[n(0)]
    pub party: AgencyId,
    /// The name.
    #[n(1)]
    pub name: String,
    /// The capacity in which it was signed.
    #[n(2)]
    pub title: String,
}

/// What took place, as it is sealed in its row.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Event {
    /// Where.
    #[n(0)]
    pub place: String,
    /// Who signed, at least one for each party.
    #[n(1)]
    pub signatories: Vec<Signatory>,
}

/// The scanned paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scan {
    /// SHA-256 of its bytes.
    pub hash: Hash,
    /// Its type, known by its first bytes.
    pub media: &'static str,
    /// Its size.
    pub bytes: i64,
}

/// An event as stored; what is said of it is sealed.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The agreement.
    pub agreement: AgreementId,
    /// The day.
    pub on: Date,
    /// When it was written down.
    pub at: Millis,
    /// By whom.
    pub worker: WorkerId,
    /// [`Event`], sealed.
    pub body: Vec<u8>,
    /// The paper.
    pub scan: Scan,
}

/// The types of scans, each with its ending.
const MEDIA: [(&str, &str, &[u8]); 3] = [
    ("application/pdf", "pdf", b"%PDF-"),
    ("image/jpeg", "jpg", &[0xff, 0xd8, 0xff]),
    ("image/png", "png", b"\x89PNG\r\n\x1a\n"),
];

/// The type of a scan that begins so.
pub fn media(first: &[u8]) -> Option<&'static str> {
    MEDIA.iter().find(|(_, _, mark)| first.starts_with(mark)).map(|(media, _, _)| *media)
}

/// The type that is stored under this name.
pub fn known(media: &str) -> Option<&'static str> {
    MEDIA.iter().find(|(known, _, _)| *known == media).map(|(known, _, _)| *known)
}

/// The form.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let stored = signing::one(&ask.app, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask.cx, &stored, &Pairs::default(), &Errors::none())))
}

/// Writes the event down and seals the scan.
///
/// # Errors
/// `signing.recorded` when it was written down before; `signing.scan`, `signing.too_large` or `signing.broken` when the paper
/// cannot be taken.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let stored = signing::one(&ask.app, id).await?;
    let (way, worker) = (format!("/agreements/{id}"), ask.worker()?.id);
    let refused = |code: &str| Problem::refused(code).way_out(format!("{way}/signing"));
    let body = ask.take_body().ok_or_else(|| Problem::bad_request("form.broken"))?;
    let upload = Upload::open(&ask.headers, body).await;
    let mut upload = upload.or(Err(refused("signing.broken")))?;
    let (on, event) = match read(&ask.cx, &stored, &upload.fields) {
        Ok(read) => read,
        Err(errors) => {
            let page = form(&ask.cx, &stored, &upload.fields, &errors);
            return Ok(Reply::page_with_errors(&page));
        }
    };
    let mut paper = Vec::new();
    while let Some(piece) = upload.next().await.or(Err(refused("signing.broken")))? {
        paper.extend(piece);
        if paper.len() > SCAN_BYTES_MAX {
            return Err(refused("signing.too_large"));
        }
    }
    record(
        &ask.app,
        &stored,
        (on, &event),
        &paper,
        signing::By { worker: Some(worker), now: ask.now },
    )
    .await
    .map_err(|problem| problem.way_out(format!("{way}/signing")))?;
    Ok(Reply::see_other(ask.cx.url(&way)))
}

/// Writes down that an agreement was signed by hand, with the scanned paper.
///
/// # Errors
/// `signing.scan` when it is no PDF, JPEG or PNG; `signing.recorded`.
pub async fn record(
    app: &App,
    stored: &Stored,
    (on, event): (Date, &Event),
    paper: &[u8],
    by: signing::By,
) -> Result<(), Problem> {
    let id = stored.agreement.id;
    let media = media(paper.get(..LOOK_BYTES).unwrap_or(paper));
    let media = media.ok_or_else(|| Problem::refused("signing.scan"))?;
    let worker = by.worker.ok_or_else(Problem::forbidden)?;
    let bytes = i64::try_from(paper.len()).unwrap_or(i64::MAX);
    let scan = Scan { hash: sha256(&[paper]), media, bytes };
    let body = sealed(app, "signing", id.0, event);
    let kept = Kept { agreement: id, on, at: by.now, worker, body, scan };
    let place = Place { table: "signing_scan", row: id.0 };
    let rows: Vec<Vec<u8>> =
        paper.chunks(ROW_BYTES).map(|piece| app.vault.seal(place, piece)).collect();
    let other = stored.agreement.other(app.node.id).map_or("", |party| party.code.as_str());
    let told = Fact {
        id: app.clock.new_id(),
        at: by.now,
        kind: "agreement",
        subject: format!("{other} agreement.signing_recorded"),
        worker: by.worker,
        data: [&scan.hash[..], &kept.body].concat(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if store::signing(tx, id)?.is_some() {
            return Ok(false);
        }
        store::insert_signing(tx, &kept, &rows)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("signing.recorded"));
    }
    app.changed(Topic::Agreements);
    Ok(())
}

/// `GET /agreements/{id}/scan`: the paper, if it is still the one that was taken in.
///
/// # Errors
/// `page.not_found`; `signing.changed` when its hash is another one.
pub async fn scan(ask: Ask) -> Result<Reply, Problem> {
    let stored = signing::one(&ask.app, ask.id("id")?).await?;
    let id = stored.agreement.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::signing(tx, id)?, store::scan(tx, id)?))
    };
    let (kept, rows) = ask.app.store.read(read).await?;
    let kept = kept.ok_or_else(Problem::not_found)?;
    let place = Place { table: "signing_scan", row: id.0 };
    let mut paper = Vec::new();
    for row in rows {
        paper.extend_from_slice(&ask.app.vault.open(place, &row)?);
    }
    if sha256(&[&paper]) != kept.scan.hash {
        return Err(Problem::internal("signing.changed"));
    }
    let ending = MEDIA.iter().find(|(media, _, _)| *media == kept.scan.media);
    let ending = ending.map_or("bin", |(_, ending, _)| *ending);
    Ok(Reply::file(kept.scan.media, format!("{}.{ending}", stored.agreement.code), paper))
}

fn read(cx: &Cx, stored: &Stored, form: &Pairs) -> Result<(Date, Event), Errors> {
    let mut errors = Errors::none();
    let said = |name: String| form.get(&name).unwrap_or_default().trim().to_owned();
    let fits = |text: &str| (2..=WORDS_MAX).contains(&text.chars().count());
    let on = day(form, "on").filter(|on| *on <= cx.now.uae_date());
    if on.is_none() {
        errors.add("on", cx.t("signing-day-needed"));
    }
    let place = said("place".to_owned());
    if !fits(&place) {
        errors.add("place", cx.t("signing-place-needed"));
    }
    let mut signatories = Vec::new();
    for row in 1..=ROWS {
        let (name, title) = (said(format!("name{row}")), said(format!("title{row}")));
        if name.is_empty() && title.is_empty() {
            continue;
        }
        let party = AgencyId::parse(&said(format!("party{row}"))).ok();
        match party.filter(|party| stored.agreement.party(*party).is_some()) {
            Some(party) if fits(&name) && fits(&title) => {
                signatories.push(Signatory { party, name, title });
            }
            _ => errors.add(format!("name{row}"), cx.t("signing-who-needed")),
        }
    }
    let signed = |agency| signatories.iter().any(|one| one.party == agency);
    if !errors.any() && !stored.agreement.parties.iter().all(|party| signed(party.agency)) {
        errors.add("name1", cx.t("signing-both-needed"));
    }
    match on {
        Some(on) if !errors.any() => Ok((on, Event { place, signatories })),
        _ => Err(errors),
    }
}

fn form(cx: &Cx, stored: &Stored, values: &Pairs, errors: &Errors) -> Page {
    let id = stored.agreement.id;
    let form = Form::new(cx, values, errors);
    let parties = || {
        let all = stored.agreement.parties.iter();
        all.map(|one| (one.agency.to_text(), cx.lang.pick(&one.name_ar, &one.name_en).clone()))
    };
    let who = html! {
        @for row in 1..=ROWS {
            (form.select(&format!("party{row}"), cx.t_with("signing-for-n", &[("n", Arg::from(row))])).choices(parties()))
            (form.text(&format!("name{row}"), cx.t("signing-name")).max(WORDS_MAX))
            (form.text(&format!("title{row}"), cx.t("signing-capacity")).max(WORDS_MAX))
        }
    };
    let paper = html! {
        (Note::new("file-text", cx.t("signing-ink")).tone(Tone::Info).says(cx.t("signing-ink-text")))
        div.field {
            label for="file" { (cx.t("signing-scan")) }
            p.hint id="file-h" { (cx.t("signing-scan-hint")) }
            input.in type="file" id="file" name="file" aria-describedby="file-h" accept="application/pdf,image/jpeg,image/png";
        }
    };
    let title = cx.t("signing-title");
    let body = html! {
        (heading(title.clone(), None, &html! { (ident::Code(&stored.agreement.code)) }))
        (form.summary())
        form method="post" action=(cx.url(&format!("/agreements/{id}/signing"))) enctype="multipart/form-data" novalidate {
            div.stack {
                (Card::new(cx.t("signing-when")).body(html! {
                    (form.date("on", cx.t("signing-day")))
                    (form.text("place", cx.t("signing-place")).max(WORDS_MAX))
                }))
                (Card::new(cx.t("signing-who")).body(html! { p.muted { (cx.t("signing-who-lead")) } (who) }))
                (Card::new(cx.t("signing-scan")).body(paper))
            }
            (acts(&html! { (Button::submit(cx.t("signing-record"))) }))
        }
    };
    let back = format!("/agreements/{id}");
    Page::new(cx, title).crumb(stored.agreement.code.clone(), &back).errors(errors.any()).body(body)
}

/// On the page of the agreement: who signed, when and where, and the paper with its hash.
///
/// # Errors
/// When the store cannot be read; `vault.unreadable`.
pub async fn card(ask: &Ask, stored: &Stored) -> Result<Markup, Problem> {
    let (cx, id) = (&ask.cx, stored.agreement.id);
    let kept = ask.app.store.read(move |tx| store::signing(tx, id)).await?;
    let Some(kept) = kept else {
        let href = cx.url(&format!("/agreements/{id}/signing"));
        return Ok(html! {
            @if ask.may(Permission::AgreementSign) {
                (Card::new(cx.t("signing-title")).body(html! {
                    p.muted { (cx.t("signing-none")) }
                    (acts(&html! { (Button::link(cx.t("signing-record"), href).line().icon("pencil-simple")) }))
                }))
            }
        });
    };
    let event: Event = unsealed(&ask.app, "signing", id.0, &kept.body)?;
    let mut rows = Summary::new()
        .row(cx.t("signing-day"), dates::both_calendars(cx.lang, kept.on.at_minute(0)))
        .row(cx.t("signing-place"), ident::Name(&event.place));
    for one in &event.signatories {
        let party = stored.agreement.party(one.party);
        let name = party.map_or("", |party| cx.lang.pick(&party.name_ar, &party.name_en));
        rows = rows.row(name, html! { (ident::Name(&one.name)) " · " (ident::Name(&one.title)) });
    }
    let scan = cx.url(&format!("/agreements/{id}/scan"));
    let size = Arg::from(kept.scan.bytes.saturating_add(1_023) / 1_024);
    Ok(html! {
        (Card::new(cx.t("signing-title")).body(html! {
            (rows.row(cx.t("signing-scan-hash"), ident::Seal(&kept.scan.hash)))
            p.small.muted { (cx.t("signing-ink-text")) }
            (acts(&html! {
                (Button::link(cx.t("signing-open"), scan).line().icon("download-simple"))
                span.small.muted { (cx.t_with("signing-kilobytes", &[("n", size)])) }
            }))
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_known_by_its_first_bytes_and_nothing_that_runs_is_one() {
        assert_eq!(media(b"%PDF-1.7 and more"), Some("application/pdf"));
        assert_eq!(media(b"\xff\xd8\xff\xe0JFIF"), Some("image/jpeg"));
        assert_eq!(media(b"\x89PNG\r\n\x1a\n...."), Some("image/png"));
        for other in [&b"PK\x03\x04"[..], b"<svg ", b"MZ", b"", b"%PD"] {
            assert_eq!(media(other), None);
        }
    }
}
