//! Agreements at the portal: somebody of a partner without a node reads what is to be agreed with their agency, and signs it there. It is
//! written down who signed for it, and shown as what it is: neither a key nor ink.

use maud::{Markup, html};
use sila_core::AgreementId;
use sila_seal::hex;

use super::signing::{self, By};
use super::{State, Stored, document, list, store};
use crate::ask::Ask;
use crate::portal::Guest;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, post, stack,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident, paper};

/// Before the name of whoever signed at the portal, where it is kept.
const AT_PORTAL: &str = "portal: ";
/// Longest name and office of whoever signs, in characters.
const WHO_MAX: usize = 120;

/// Who signed for a partner without a node: on paper, or at the portal.
pub fn signed_by(cx: &Cx, who: &str) -> Markup {
    match who.strip_prefix(AT_PORTAL) {
        Some(name) => html! { (cx.t("agreement-signed-portal")) " " (ident::Name(name)) },
        None => html! { (cx.t("agreement-signed-paper")) " " (ident::Name(who)) },
    }
}

/// What the portal's first page shows of agreements.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, guest: &Guest) -> Result<Markup, Problem> {
    let (cx, partner) = (&ask.cx, guest.partner.id);
    let all = ask.app.store.read(move |tx| store::told(tx, partner)).await?;
    Ok(html! {
        (Card::new(cx.t("agreements-title")).count(all.len()).body(html! {
            @if all.is_empty() { p.muted { (cx.t("partner-no-agreement")) } }
            ul.links { @for one in &all {
                li {
                    div {
                        a.ref href=(cx.url(&path(one.agreement.id, ""))) { (ident::Reference(&one.agreement.code)) }
                        div.sub { (cx.lang.pick(&one.agreement.title_ar, &one.agreement.title_en)) }
                    }
                    (list::state_tag(cx, one, None))
                }
            } }
        }))
    })
}

fn path(id: AgreementId, rest: &str) -> String {
    format!("/portal/agreements/{id}{rest}")
}

/// The agreement of the address, if it is with this partner.
async fn own(ask: &Ask) -> Result<(Guest, Stored), Problem> {
    let guest = Guest::of(ask).await?;
    let (id, partner): (AgreementId, _) = (ask.id("id")?, guest.partner.id);
    let found = ask.app.store.read(move |tx| store::told_one(tx, partner, id)).await?;
    Ok((guest, found.ok_or_else(Problem::not_found)?))
}

/// One agreement.
///
/// # Errors
/// `page.not_found` for one with somebody else.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (guest, stored) = own(&ask).await?;
    let of = (&stored, guest.signs);
    Ok(Reply::page(&drawn(&ask.cx, of, &Pairs::default(), &Errors::none())))
}

/// The agreement as a file: the same bytes as for everybody.
///
/// # Errors
/// As [`page`].
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let (_, stored) = own(&ask).await?;
    paper::file(&document::document(&stored.agreement, &stored.digest), &stored.agreement.code)
}

fn drawn(cx: &Cx, (stored, signs): (&Stored, bool), values: &Pairs, errors: &Errors) -> Page {
    let agreement = &stored.agreement;
    let title = cx.lang.pick(&agreement.title_ar, &agreement.title_en);
    let pdf =
        Button::link(cx.t("agreement-pdf-open"), cx.url(&path(agreement.id, "/agreement.pdf")));
    let rows = Summary::new()
        .row(cx.t("agreement-from"), dates::both_calendars(cx.lang, agreement.from))
        .row(cx.t("agreement-until"), dates::both_calendars(cx.lang, agreement.until))
        .row(cx.t("agreement-digest"), ident::Seal(&stored.digest))
        .row_if(cx.t("agreement-theirs"), stored.on_paper.as_ref().map(|who| signed_by(cx, who)));
    let main = html! {
        (Card::new(cx.t("agreement-standing")).body(html! {
            (rows)
            (acts(&html! { (pdf.icon("download-simple").line()) }))
        }))
        (Card::new(cx.t("agreement-portal-clauses")).count(agreement.clauses.len()).body(html! {
            @for clause in &agreement.clauses {
                section.clause-text {
                    h3 { (ident::Code(&clause.number)) " " (cx.lang.pick(&clause.title_ar, &clause.title_en)) }
                    p { (cx.lang.pick(&clause.text_ar, &clause.text_en)) }
                }
            }
        }))
    };
    let aside = html! {
        @if stored.state == State::Proposed && !signs {
            (Note::new("info", cx.t("agreement-portal-other")).tone(Tone::Gold).says(cx.t("agreement-portal-other-text")))
        } @else if stored.state == State::Proposed { (signature(cx, stored, values, errors)) }
        @else { (Note::new("seal-check", cx.t("agreement-portal-done")).tone(Tone::Info).says(cx.t("agreement-portal-done-text"))) }
    };
    let tags = html! { (ident::Code(&agreement.code)) (list::state_tag(cx, stored, None)) };
    let body = html! {
        (heading(title, None, &tags))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("portal-title"), "/portal");
    page.errors(errors.any()).body(body)
}

fn signature(cx: &Cx, stored: &Stored, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    let inside = html! {
        p { (cx.t("agreement-portal-text")) }
        (form.hidden("digest", &hex(&stored.digest)))
        (form.text("who", cx.t("agreement-portal-who")).hint(cx.t("agreement-portal-who-hint")).max(WHO_MAX))
        (acts(&html! { (Button::submit(cx.t("agreement-sign")).icon("seal-check")) }))
    };
    html! {
        (Card::new(cx.t("agreement-your-move")).body(html! {
            (form.summary())
            (post(cx, &path(stored.agreement.id, "/signature"), &inside))
        }))
    }
}

/// Signs it for this partner: the text that was on the page.
///
/// # Errors
/// `page.not_found`; `page.forbidden` for an account that does not sign for its partner; `agreement.changed` when another text is
/// proposed meanwhile; `agreement.not_waiting`.
pub async fn sign(ask: Ask) -> Result<Reply, Problem> {
    let (guest, stored) = own(&ask).await?;
    if !guest.signs {
        return Err(Problem::forbidden());
    }
    let (id, who) = (stored.agreement.id, ask.form.get("who").unwrap_or_default().trim());
    let back = path(id, "");
    if !(3..=WHO_MAX).contains(&who.chars().count()) {
        let mut errors = Errors::none();
        errors.add("who", ask.cx.t("agreement-portal-who-hint"));
        return Ok(Reply::page_with_errors(&drawn(&ask.cx, (&stored, true), &ask.form, &errors)));
    }
    if ask.form.get("digest") != Some(hex(&stored.digest).as_str()) {
        return Err(Problem::refused("agreement.changed").way_out(back));
    }
    let by = By { worker: Some(guest.worker.id), now: ask.now };
    let who = format!("{AT_PORTAL}{who}");
    let done = signing::on_paper(&ask.app, id, stored.digest, &who, by).await;
    done.map_err(|problem| problem.way_out(back.clone()))?;
    ask.app.changed(crate::app::Topic::Agreements);
    Ok(Reply::see_other(ask.cx.url(&back)))
}
