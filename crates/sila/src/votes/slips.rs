//! The slips of everybody who has not drawn yet: one square each, to be cut and handed out.

use maud::{Markup, html};

use super::{Drawn, Elector, Vote, of_id, store, token};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Note, Tone, empty_state, heading, qr};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Page};

/// The sheet.
///
/// # Errors
/// `page.not_found`; `vote.closed`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let vote = of_id(&ask).await?;
    token::key(&ask.app, &vote)?;
    let id = vote.id;
    let electors = ask.app.store.read(move |tx| store::electors(tx, id)).await?;
    let cx = &ask.cx;
    let address = format!("{}{}", ask.origin(), cx.url(&vote.booth()));
    let mut drawn = Vec::new();
    for elector in electors.iter().filter(|elector| elector.drawn == Drawn::Not) {
        let slip =
            elector.slip.as_ref().map(|slip| token::opened(&ask.app, id, slip)).transpose()?;
        let slip = slip.unwrap_or_default();
        drawn.push(one(cx, &vote, Some(elector), &format!("{address}#s-{slip}"), &slip));
    }
    let back = html! { (Button::back(cx, &vote.path())) };
    let body = html! {
        div.no-print {
            (heading(cx.t("vote-slips"), Some(&cx.t_with("vote-slips-lead", &[("n", drawn.len().into())])), &back))
            (Note::new("users", cx.t("vote-slips-hand")).tone(Tone::Info).says(cx.t("vote-slips-hand-text")))
        }
        @if drawn.is_empty() { (empty_state("check", cx.t("vote-slips-none"), cx.t("vote-slips-none-text"), &html! {})) }
        div.slips { @for slip in &drawn { (slip) } }
    };
    let page = Page::new(cx, cx.t("vote-slips")).crumb(cx.t("votes-title"), "/votes");
    Ok(Reply::page(&page.crumb(vote.title(cx), &vote.path()).with("vote").body(body)))
}

/// One slip, or one paper when it is nobody's.
pub fn one(cx: &Cx, vote: &Vote, of: Option<&Elector>, address: &str, code: &str) -> Markup {
    html! {
        section.slip {
            (qr(address, &cx.t("vote-square")))
            div {
                p.slip-q { (Name(vote.title(cx))) }
                @match of {
                    Some(elector) => {
                        p.slip-n { (Name(&elector.name)) }
                        @if !elector.entity.is_empty() { p.muted { (Name(&elector.entity)) } }
                    },
                    None => p.slip-n { (cx.t("vote-paper")) },
                }
                p.slip-c { (Code(code)) }
                p.muted { (cx.t(if of.is_some() { "vote-slip-how" } else { "vote-paper-how" })) " " (Code(&vote.code)) }
            }
        }
    }
}
