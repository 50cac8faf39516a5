//! Approved signatures of persons under an agreement, in files that a trust service of the State has made. Three things stand beside
//! each other on the page and are never mixed: the signature with the organisation's key, which both nodes make and check; the file with
//! an approved signature, of which our node checks what can be checked without asking anybody ([`checked`]); and the scan of ink on paper.

pub mod checked;
mod cms;
pub mod found;
mod report;

pub use report::page as checking;

use maud::{Markup, html};
use sila_core::{AgencyId, AgreementId};
use sila_seal::Hash;

use super::papers::{self, Paper, store as rows};
use super::{Stored, document, signing};
use crate::accounts::Permission;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading, tag};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// A file with an approved signature, as stored.
#[derive(Debug, Clone)]
pub struct Attached {
    /// For which party somebody signed.
    pub party: AgencyId,
    /// The key of what was found in it.
    pub found: String,
    /// The hash of the text whose document it is about.
    pub digest: Hash,
    /// The file.
    pub paper: Paper,
}

/// `GET /agreements/{id}/esign`.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let stored = signing::one(&ask.app, ask.id("id")?).await?;
    Ok(Reply::page(&form(&ask.cx, &stored, &Pairs::default(), &Errors::none())))
}

/// `POST /agreements/{id}/esign`: takes the file in when it is about this text.
///
/// # Errors
/// As [`attach`]; `signing.broken`, `signing.too_large`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let way = format!("/agreements/{id}");
    let out = |problem: Problem| problem.way_out(format!("/agreements/{id}/esign"));
    let stored = signing::one(&ask.app, id).await?;
    let upload = papers::upload(&ask).await.map_err(out)?;
    let party = upload.fields.get("party").and_then(|text| AgencyId::parse(text).ok());
    let Some(party) = party.filter(|party| stored.agreement.party(*party).is_some()) else {
        let mut errors = Errors::none();
        errors.add("party", ask.cx.t("esign-party-needed"));
        let page = form(&ask.cx, &stored, &upload.fields, &errors);
        return Ok(Reply::page_with_errors(&page));
    };
    let bytes = papers::whole(upload).await.map_err(out)?;
    let by = signing::By { worker: Some(ask.worker()?.id), now: ask.now };
    attach(&ask.app, &stored, party, &bytes, by).await.map_err(out)?;
    Ok(Reply::see_other(ask.cx.url(&way)))
}

/// Keeps a file with an approved signature of a party under the text that is shown now.
///
/// # Errors
/// What [`found::look`] refuses.
pub async fn attach(
    app: &App,
    stored: &Stored,
    party: AgencyId,
    file: &[u8],
    by: signing::By,
) -> Result<(), Problem> {
    let worker = by.worker.ok_or_else(Problem::forbidden)?;
    let (ours, _) = document::bytes(stored)?;
    let found = found::look(file, &ours).map_err(Problem::refused)?;
    let media = papers::media(file).ok_or_else(|| Problem::refused("esign.none"))?;
    let id = stored.agreement.id;
    let (paper, parts) = papers::kept(app, id, (media, file), (by.now, worker));
    let data = [&stored.digest[..], &paper.hash, &party.0].concat();
    let told = signing::fact(app, &stored.agreement, "agreement.esign_attached", &data, by);
    let (found, digest) = (found.code().to_owned(), stored.digest);
    let one = Attached { party, found, digest, paper };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        rows::insert(tx, &one.paper, &parts)?;
        rows::attach(tx, &one)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(())
}

fn form(cx: &Cx, stored: &Stored, values: &Pairs, errors: &Errors) -> Page {
    let id = stored.agreement.id;
    let form = Form::new(cx, values, errors);
    let parties = stored.agreement.parties.iter();
    let parties =
        parties.map(|one| (one.agency.to_text(), cx.lang.pick(&one.name_ar, &one.name_en).clone()));
    let title = cx.t("esign-title");
    let body = html! {
        (heading(title.clone(), Some(&cx.t("esign-lead")), &html! { (ident::Code(&stored.agreement.code)) }))
        (form.summary())
        form method="post" action=(cx.url(&format!("/agreements/{id}/esign"))) enctype="multipart/form-data" novalidate {
            (Card::new(cx.t("esign-file")).body(html! {
                (Note::new("info", cx.t("esign-checked")).tone(Tone::Info).says(cx.t("esign-checked-text")))
                (form.radios("party", cx.t("esign-party")).choices(parties))
                div.field {
                    label for="file" { (cx.t("esign-file")) }
                    p.hint id="file-h" { (cx.t("esign-file-hint")) }
                    input.in type="file" id="file" name="file" aria-describedby="file-h" accept="application/pdf,.p7s,.p7m";
                }
            }))
            (acts(&html! { (Button::submit(cx.t("esign-attach")).icon("plus")) }))
        }
    };
    let back = format!("/agreements/{id}");
    Page::new(cx, title).crumb(stored.agreement.code.clone(), &back).errors(errors.any()).body(body)
}

/// On the page of the agreement: the files, with what was checked and what was not.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, stored: &Stored) -> Result<Markup, Problem> {
    let (cx, id) = (&ask.cx, stored.agreement.id);
    let all = ask.app.store.read(move |tx| rows::esigns(tx, id)).await?;
    let may = ask.may(Permission::AgreementSign);
    if all.is_empty() && !may {
        return Ok(html! {});
    }
    Ok(html! {
        (Card::new(cx.t("esign-title")).id("esign").body(html! {
            @if all.is_empty() { p.muted { (cx.t("esign-none")) } }
            ul.plain { @for one in &all { li { (line(cx, stored, one)) } } }
            p.small.muted { (cx.t("esign-caution")) }
            @if may { (acts(&html! { (Button::link(cx.t("esign-attach"), cx.url(&format!("/agreements/{id}/esign"))).line().icon("plus")) })) }
        }))
    })
}

fn line(cx: &Cx, stored: &Stored, one: &Attached) -> Markup {
    let party = stored.agreement.party(one.party);
    let name = party.map_or("", |party| cx.lang.pick(&party.name_ar, &party.name_en));
    let file = cx.url(&format!("/agreements/{}/papers/{}", stored.agreement.id, one.paper.id));
    let report = cx.url(&format!("/agreements/{}/esign/{}", stored.agreement.id, one.paper.id));
    let tone = if one.found == found::Found::PdfUnread.code() { Tone::Warn } else { Tone::Info };
    html! {
        (ident::Name(name)) " " (tag(tone, cx.code("esign-found", &one.found)))
        @if one.digest != stored.digest { " " (tag(Tone::Plain, cx.t("esign-earlier"))) }
        span.sub {
            (dates::day(cx.lang, one.paper.at)) " · "
            a.link href=(file) { (cx.t("esign-open")) } " " (ident::Seal(&one.paper.hash)) " · "
            a.link href=(report) { (cx.t("esign-report")) }
        }
    }
}
