//! `GET /agreements/{id}/esign/{paper}`: what was checked of the signatures in a file, and what was not.

use maud::{Markup, html};
use sila_core::AgreementId;

use super::checked::{self, AUTHORITIES, AUTHORITIES_BYTES_MAX, Checked};
use super::found;
use crate::agreements::{State, Stored, document, papers, signing, texts};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Note, Summary, Tone, heading, stack, tag};
use crate::web::{Arg, Cx, Page, dates, ident};

/// The page. It is made anew each time it is opened, with the authorities that are named then.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let stored = signing::one(&ask.app, id).await?;
    let (paper, file) = papers::opened(&ask).await?;
    let all = ask.app.store.read(move |tx| papers::store::esigns(tx, id)).await?;
    let one = all.into_iter().find(|one| one.paper.id == paper.id);
    let one = one.ok_or_else(Problem::not_found)?;
    let text = of_text(&ask, &stored, one.digest).await?;
    let (document, _) = document::bytes(&text)?;
    let authorities = authorities(&ask).await;
    let found = found::covered(&file, &document)
        .ok()
        .and_then(|covered| checked::look(&covered.cms, covered.content, &authorities, paper.at));
    let cx = &ask.cx;
    let title = cx.t("esign-report");
    let body = html! {
        (heading(title.clone(), Some(&cx.t("esign-report-lead")), &html! { (ident::Code(&stored.agreement.code)) }))
        (stack(&html! {
            @match &found {
                None => (Note::new("question", cx.t("esign-unread")).tone(Tone::Warn).says(cx.t("esign-unread-text"))),
                Some(all) => { @for one in all { (signer(cx, one, !authorities.is_empty())) } },
            }
            (Note::new("info", cx.t("esign-not-checked")).tone(Tone::Info).says(cx.t("esign-not-checked-text")))
        }))
    };
    let back = format!("/agreements/{id}");
    Ok(Reply::page(&Page::new(cx, title).crumb(stored.agreement.code.clone(), &back).body(body)))
}

/// The text that the file is about: the one in the row, or one that was before it.
async fn of_text(ask: &Ask, stored: &Stored, digest: sila_seal::Hash) -> Result<Stored, Problem> {
    let id = stored.agreement.id;
    if stored.digest == digest {
        return Ok(stored.clone());
    }
    let past = ask.app.store.read(move |tx| texts::all(tx, id)).await?;
    let text = past.into_iter().find(|one| one.digest == digest).ok_or_else(Problem::not_found)?;
    Ok(Stored {
        agreement: text.agreement,
        body: text.body,
        digest: text.digest,
        state: State::Signed,
        peer: stored.peer,
        own_signature: text.own_signature,
        peer_signature: text.peer_signature,
        updated_at: text.at,
        on_paper: None,
    })
}

/// The file of authorities in the folder of the node; nothing where the administrator has named none.
async fn authorities(ask: &Ask) -> Vec<u8> {
    let path = ask.app.config.dir.join(AUTHORITIES);
    let read = tokio::task::spawn_blocking(move || std::fs::read(path).unwrap_or_default());
    let file = read.await.unwrap_or_default();
    if file.len() > AUTHORITIES_BYTES_MAX { Vec::new() } else { file }
}

fn signer(cx: &Cx, one: &Checked, named: bool) -> Markup {
    let (from, until) = one.holds;
    let word = |kept: bool, yes: &str, no: &str| {
        let (tone, key) = if kept { (Tone::Ok, yes) } else { (Tone::Bad, no) };
        tag(tone, cx.t(key))
    };
    let chain = match (&one.authority, named) {
        (Some(name), _) => {
            let words = cx.t_with("esign-chain-holds", &[("name", Arg::from(name.as_str()))]);
            tag(Tone::Ok, words)
        }
        (None, true) => tag(Tone::Warn, cx.t("esign-chain-none")),
        (None, false) => tag(Tone::Plain, cx.t("esign-chain-unknown")),
    };
    let summary = Summary::new()
        .row(cx.t("esign-signer"), ident::Name(&one.name))
        .row(cx.t("esign-issuer"), ident::Name(&one.issuer))
        .row(cx.t("esign-from"), dates::both_calendars(cx.lang, from))
        .row(cx.t("esign-until"), dates::both_calendars(cx.lang, until))
        .row(cx.t("esign-held"), word(one.held, "esign-held-yes", "esign-held-no"))
        .row(cx.t("esign-fits"), word(one.fits, "esign-fits-yes", "esign-fits-no"))
        .row(cx.t("esign-chain"), chain);
    html! { (Card::new(cx.t("esign-certificate")).body(html! { (summary) })) }
}
