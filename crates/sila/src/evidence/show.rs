//! `/evidence/{id}`: what an alarm is about, how anybody can check it, and what to do.

use maud::{Markup, html};
use sila_link::evidence::{Evidence, Proof};
use uuid::Uuid;

use super::store::{self, Stored};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::links::{self, Peer, words};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Summary, Tone, columns, heading, stack};
use crate::web::{Arg, Cx, Page, ident};

async fn found(ask: &Ask) -> Result<(Stored, Peer), Problem> {
    let id: Uuid = ask.id("id")?;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let Some(proof) = store::find(tx, id)? else { return Ok(None) };
        let peer = links::store::by_link(tx, proof.link)?;
        Ok(peer.map(|peer| (proof, peer)))
    };
    ask.app.store.read(read).await?.ok_or_else(Problem::not_found)
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (proof, peer) = found(&ask).await?;
    let cx = &ask.cx;
    let read = Evidence::from_cbor(&proof.body).ok();
    let holds = read
        .as_ref()
        .is_some_and(|evidence| evidence.verify().is_ok_and(|(agency, _)| agency == peer.agency));
    let name = [("agency", Arg::from(peer.name(cx.lang)))];
    let main = html! {
        (Note::new("warning-circle", cx.t_with("evidence-proven", &name)).tone(Tone::Bad).body(html! {
            p { (cx.t(kind(read.as_ref()))) }
        }))
        (Card::new(cx.t("evidence-do")).body(steps(cx, &peer)))
    };
    let aside = html! {
        (Card::new(cx.t("evidence-file")).body(html! { div.stack {
            p.muted { (cx.t("evidence-file-text")) }
            (Button::link(cx.t("evidence-save"), cx.url(&format!("/evidence/{}/file", proof.id))).icon("download-simple"))
            (about(cx, &proof, &peer, holds))
        } }))
    };
    let title = cx.t("evidence-title");
    let back = format!("/links/{}", peer.agency.to_text());
    let body = html! {
        (heading(&title, Some(&cx.t("evidence-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("links-title"), "/links");
    Ok(Reply::page(&page.crumb(peer.name(cx.lang), &back).body(body)))
}

/// What was signed twice.
fn kind(evidence: Option<&Evidence>) -> &'static str {
    match evidence.map(|evidence| &evidence.proof) {
        Some(Proof::Fork { .. }) => "evidence-kind-fork",
        Some(Proof::SplitView { .. }) => "evidence-kind-split",
        Some(Proof::FalseGrowth { .. }) => "evidence-kind-growth",
        Some(Proof::Contradiction { .. }) => "evidence-kind-contradiction",
        Some(Proof::Rollback { .. }) => "evidence-kind-rollback",
        Some(Proof::Statements { .. }) => "evidence-kind-statements",
        None => "evidence-kind-unreadable",
    }
}

fn steps(cx: &Cx, peer: &Peer) -> Markup {
    let name = [("agency", Arg::from(peer.name(cx.lang)))];
    html! {
        div.prose { ol {
            li { (cx.t_with("evidence-do-call", &name)) }
            li { (cx.t("evidence-do-save")) }
            li { (cx.t("evidence-do-paper")) }
            li { (cx.t("evidence-do-decide")) }
        } }
        p { a.link href=(cx.url(&format!("/links/{}", peer.agency.to_text()))) { (cx.t("evidence-to-link")) } }
    }
}

fn about(cx: &Cx, proof: &Stored, peer: &Peer, holds: bool) -> Markup {
    let checked = if holds { "evidence-holds" } else { "evidence-holds-not" };
    let fingerprint = peer.agency.to_string();
    let summary = Summary::new()
        .row(cx.t("evidence-found"), cx.at(proof.at))
        .row(cx.t("evidence-crime"), html! { (ident::Code(&proof.crime)) })
        .row(cx.t("evidence-against"), ident::Name(peer.name(cx.lang)))
        .row(cx.t("link-fingerprint"), ident::Code(&fingerprint))
        .row(cx.t("evidence-checked"), cx.t(checked));
    html! { (summary) }
}

/// The proof as a file: it names no person.
///
/// # Errors
/// As [`page`].
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let (proof, peer) = found(&ask).await?;
    let name = format!("sila-proof-{}.cbor", peer.code);
    Ok(Reply::file("application/cbor", name, proof.body))
}

/// Proofs against an agency, on the page of the link to it.
pub fn list(cx: &Cx, proofs: &[Stored]) -> Markup {
    html! {
        @if !proofs.is_empty() {
            (Card::new(cx.t("evidence-list")).count(proofs.len()).body(html! { ul.links {
                @for proof in proofs {
                    li { a.link href=(cx.url(&format!("/evidence/{}", proof.id))) {
                        (words::of_code(cx, &proof.crime).title)
                    } " · " span.num { (cx.at(proof.at)) } }
                }
            } }))
        }
    }
}
