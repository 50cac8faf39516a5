//! Approval from outside: where the text asks for it, our agency signs only after an authority over it has approved this very text. Who
//! approved, when, under which reference, and the paper with its hash are written down; the refusal names the clause.
//!
//! Each party keeps its own approvals. That the other party has signed is its word that it had them.

use maud::{Markup, html};
use minicbor::{Decode, Encode};
use sila_core::AgreementId;
use sila_core::agreement::{Agreement, Approver};
use sila_core::time::Date;
use sila_seal::Hash;

use super::papers::{self, Paper, store as rows};
use super::texts::{self, Standing};
use super::{State, Stored, signing};
use crate::accounts::Permission;
use crate::activation::saying::day;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::{sealed, unsealed};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading, tag};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// Longest name and reference, in characters.
const WORDS_MAX: usize = 120;
/// The table whose rows are sealed.
const TABLE: &str = "agreement_approval";

/// Who approved, as it is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Who {
    /// Name and capacity.
    #[n(0)]
    pub name: String,
    /// The number of the letter or decision.
    #[n(1)]
    pub reference: String,
}

/// An approval as stored.
#[derive(Debug, Clone)]
pub struct Approval {
    /// Which authority of the clause.
    pub place: usize,
    /// On which day.
    pub on: Date,
    /// [`Who`], sealed for the row of the paper.
    pub body: Vec<u8>,
    /// The paper.
    pub paper: Paper,
}

/// A text that our agency has not signed yet.
struct Open {
    text: Agreement,
    digest: Hash,
}

/// Whether every approval that our agency needs for this text is written down.
///
/// # Errors
/// `agreement.not_approved` with the clause.
pub async fn granted(app: &App, text: &Agreement, digest: Hash) -> Result<(), Problem> {
    let Some(clause) = &text.approval else { return Ok(()) };
    let id = text.id;
    let held = app.store.read(move |tx| rows::approvals(tx, id, digest)).await?;
    let given = |place: usize| held.iter().any(|one| one.place == place);
    if text.approvers(app.node.id).all(|(place, _)| given(place)) {
        return Ok(());
    }
    let refused = Problem::refused("agreement.not_approved").with("clause", clause.number.clone());
    Err(refused.way_out(format!("/agreements/{id}/approval")))
}

/// The text of this agreement that waits for our signature.
async fn open(app: &App, stored: &Stored) -> Result<Option<Open>, Problem> {
    let id = stored.agreement.id;
    if matches!(stored.state, State::Drafted | State::Offered) {
        return Ok(Some(Open { text: stored.agreement.clone(), digest: stored.digest }));
    }
    let all = app.store.read(move |tx| texts::all(tx, id)).await?;
    let waits = |one: &texts::Text| matches!(one.standing, Standing::Drafted | Standing::Offered);
    let found = all.into_iter().rev().find(waits);
    Ok(found.map(|text| Open { text: text.agreement, digest: text.digest }))
}

/// `GET /agreements/{id}/approval`.
///
/// # Errors
/// `page.not_found` when no text waits for our signature.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let stored = signing::one(&ask.app, ask.id("id")?).await?;
    let open = open(&ask.app, &stored).await?.ok_or_else(Problem::not_found)?;
    let missing = missing(&ask.app, &open).await?;
    Ok(Reply::page(&form(&ask.cx, &open, &missing, &Pairs::default(), &Errors::none())))
}

async fn missing(app: &App, open: &Open) -> Result<Vec<(usize, Approver)>, Problem> {
    let (id, digest) = (open.text.id, open.digest);
    let held = app.store.read(move |tx| rows::approvals(tx, id, digest)).await?;
    let lacks = |place: usize| held.iter().all(|one| one.place != place);
    let ours = open.text.approvers(app.node.id).filter(|(place, _)| lacks(*place));
    Ok(ours.map(|(place, one)| (place, one.clone())).collect())
}

/// `POST /agreements/{id}/approval`: writes it down, with the paper.
///
/// # Errors
/// `page.not_found`; `signing.scan`, `signing.too_large` or `signing.broken` when the paper cannot be taken; `approval.recorded`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let way = format!("/agreements/{id}");
    let stored = signing::one(&ask.app, id).await?;
    let open = open(&ask.app, &stored).await?.ok_or_else(Problem::not_found)?;
    let missing = missing(&ask.app, &open).await?;
    let out = |problem: Problem| problem.way_out(format!("{way}/approval"));
    let upload = papers::upload(&ask).await.map_err(out)?;
    let read = read(&ask.cx, &missing, &upload.fields);
    let fields = upload.fields.clone();
    let (place, on, who) = match read {
        Ok(read) => read,
        Err(errors) => {
            let page = form(&ask.cx, &open, &missing, &fields, &errors);
            return Ok(Reply::page_with_errors(&page));
        }
    };
    let bytes = papers::whole(upload).await.map_err(out)?;
    let by = signing::By { worker: Some(ask.worker()?.id), now: ask.now };
    record(&ask.app, (&open.text, open.digest), (place, on, &who), &bytes, by)
        .await
        .map_err(out)?;
    Ok(Reply::see_other(ask.cx.url(&way)))
}

/// Writes an approval of the text with this digest down.
///
/// # Errors
/// `signing.scan` when the paper is no PDF, JPEG or PNG; `approval.recorded` when it was written down before.
pub async fn record(
    app: &App,
    (text, digest): (&Agreement, Hash),
    (place, on, who): (usize, Date, &Who),
    paper: &[u8],
    by: signing::By,
) -> Result<(), Problem> {
    let media = papers::media(paper).filter(|media| !media.ends_with("signature"));
    let media = media.ok_or_else(|| Problem::refused("signing.scan"))?;
    let worker = by.worker.ok_or_else(Problem::forbidden)?;
    let (paper, parts) = papers::kept(app, text.id, (media, paper), (by.now, worker));
    let body = sealed(app, TABLE, paper.id, who);
    let data = [&digest[..], &paper.hash, &body].concat();
    let told = signing::fact(app, text, "agreement.approved", &data, by);
    let approval = Approval { place, on, body, paper };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        rows::insert(tx, &approval.paper, &parts)?;
        if !rows::approve(tx, digest, &approval)? {
            return Ok(false);
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("approval.recorded"));
    }
    app.changed(Topic::Agreements);
    Ok(())
}

fn read(
    cx: &Cx,
    missing: &[(usize, Approver)],
    form: &Pairs,
) -> Result<(usize, Date, Who), Errors> {
    let mut errors = Errors::none();
    let said = |name: &str| form.get(name).unwrap_or_default().trim().to_owned();
    let place = said("authority").parse().ok();
    let place = place.filter(|place| missing.iter().any(|(one, _)| one == place));
    if place.is_none() {
        errors.add("authority", cx.t("approval-authority-needed"));
    }
    let on = day(form, "on").filter(|on| *on <= cx.now.uae_date());
    if on.is_none() {
        errors.add("on", cx.t("signing-day-needed"));
    }
    let who = Who { name: said("name"), reference: said("reference") };
    for (field, words) in [("name", &who.name), ("reference", &who.reference)] {
        if !(2..=WORDS_MAX).contains(&words.chars().count()) {
            errors.add(field, cx.t("approval-who-needed"));
        }
    }
    match place.zip(on) {
        Some((place, on)) if !errors.any() => Ok((place, on, who)),
        _ => Err(errors),
    }
}

fn form(
    cx: &Cx,
    open: &Open,
    missing: &[(usize, Approver)],
    values: &Pairs,
    errors: &Errors,
) -> Page {
    let id = open.text.id;
    let form = Form::new(cx, values, errors);
    let title = cx.t("approval-title");
    let named = |(place, one): &(usize, Approver)| {
        (place.to_string(), cx.lang.pick(&one.name_ar, &one.name_en).clone())
    };
    let body = html! {
        (heading(title.clone(), Some(&cx.t("approval-lead")), &html! { (ident::Code(&open.text.code)) }))
        (form.summary())
        @if missing.is_empty() { (Note::new("seal-check", cx.t("approval-all")).tone(Tone::Ok)) }
        @else {
            form method="post" action=(cx.url(&format!("/agreements/{id}/approval"))) enctype="multipart/form-data" novalidate {
                (Card::new(title.clone()).body(html! {
                    p.small { (cx.t("agreement-digest")) ": " (ident::Seal(&open.digest)) }
                    (form.radios("authority", cx.t("approval-authority")).choices(missing.iter().map(named)))
                    (form.text("name", cx.t("approval-who")).max(WORDS_MAX))
                    (form.text("reference", cx.t("approval-reference")).max(WORDS_MAX))
                    (form.date("on", cx.t("approval-day")))
                    div.field {
                        label for="file" { (cx.t("approval-paper")) }
                        p.hint id="file-h" { (cx.t("signing-scan-hint")) }
                        input.in type="file" id="file" name="file" aria-describedby="file-h" accept="application/pdf,image/jpeg,image/png";
                    }
                }))
                (acts(&html! { (Button::submit(cx.t("approval-record")).icon("stamp")) }))
            }
        }
    };
    let back = format!("/agreements/{id}");
    Page::new(cx, title).crumb(open.text.code.clone(), &back).errors(errors.any()).body(body)
}

/// On the page of the agreement: whose approval the text asks for, and which is written down. With it, whether ours are all there;
/// nothing where the text asks for none.
///
/// # Errors
/// When the store cannot be read; `vault.unreadable`.
pub async fn card(ask: &Ask, stored: &Stored) -> Result<(Markup, Option<bool>), Problem> {
    let waits = open(&ask.app, stored).await?;
    let may = ask.may(Permission::AgreementSign) && waits.is_some();
    let shown =
        waits.unwrap_or_else(|| Open { text: stored.agreement.clone(), digest: stored.digest });
    let Some(clause) = &shown.text.approval else { return Ok((html! {}, None)) };
    let (cx, id, digest) = (&ask.cx, stored.agreement.id, shown.digest);
    let held = ask.app.store.read(move |tx| rows::approvals(tx, id, digest)).await?;
    let mut lines = Vec::new();
    for (place, one) in clause.of.iter().enumerate() {
        let found = held.iter().find(|approval| approval.place == place);
        lines.push(line(ask, (one, stored), found)?);
    }
    let ours = |(place, _): (usize, &Approver)| held.iter().any(|one| one.place == place);
    let whole = shown.text.approvers(ask.app.node.id).all(ours);
    let href = cx.url(&format!("/agreements/{id}/approval"));
    let card = html! {
        (Card::new(cx.t("approval-title")).id("approval").body(html! {
            p.small.muted { (cx.t_with("approval-clause", &[("clause", clause.number.as_str().into())])) }
            ul.plain { @for line in &lines { li { (line) } } }
            @if may && !whole { (acts(&html! { (Button::link(cx.t("approval-record"), href).icon("stamp")) })) }
        }))
    };
    Ok((card, Some(whole)))
}

fn line(
    ask: &Ask,
    (one, stored): (&Approver, &Stored),
    found: Option<&Approval>,
) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let name = cx.lang.pick(&one.name_ar, &one.name_en);
    if one.party != ask.app.node.id {
        return Ok(html! { (ident::Name(name)) span.sub { (cx.t("approval-theirs")) } });
    }
    let Some(found) = found else {
        return Ok(html! { (ident::Name(name)) " " (tag(Tone::Warn, cx.t("approval-waits"))) });
    };
    let who: Who = unsealed(&ask.app, TABLE, found.paper.id, &found.body)?;
    let paper = cx.url(&format!("/agreements/{}/papers/{}", stored.agreement.id, found.paper.id));
    Ok(html! {
        (ident::Name(name)) " " (tag(Tone::Ok, cx.t("approval-given")))
        span.sub {
            (ident::Name(&who.name)) " · " (ident::Name(&who.reference)) " · "
            (dates::both_calendars(cx.lang, found.on.at_minute(0))) " · "
            a.link href=(paper) { (cx.t("approval-open")) } " " (ident::Seal(&found.paper.hash))
        }
    })
}
