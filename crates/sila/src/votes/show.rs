//! A vote for the officers who keep it: who has drawn, the papers, the closing. While it is open there is nothing of what was said.

use maud::{Markup, html};

use super::{Choice, Drawn, Elector, Vote, booth, of_id, result, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, copyable, heading, post, qr, stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Cx, Page};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let vote = of_id(&ask).await?;
    let id = vote.id;
    let query = move |tx: &mut dyn Tx| -> Result<(Vec<Choice>, Vec<Elector>), DbError> {
        Ok((store::choices(tx, id)?, store::electors(tx, id)?))
    };
    let (choices, electors) = ask.app.store.read(query).await?;
    let (cx, keeps) = (&ask.cx, ask.may(Permission::VoteKeep));
    let open = vote.closed_at.is_none();
    let main = html! {
        @if open { (asked(cx, &choices)) } @else { (result::public(&ask, &vote).await?) }
        @if open && keeps { (people(cx, &vote, &electors)) }
    };
    let aside = html! {
        @if open { (door(&ask, &vote)) }
        (facts(cx, &vote, &electors))
        @if open && keeps { (closing(cx, &vote)) }
        (Note::new("eye-slash", cx.t("vote-secret")).says(cx.t("vote-secret-text")))
    };
    let top = html! {
        @if open { (tag(Tone::Gold, cx.t("vote-open"))) } @else { (tag(Tone::Ok, cx.t("vote-closed"))) }
        @if open && keeps { (Button::link(cx.t("vote-slips"), cx.url(&format!("{}/slips", vote.path()))).icon("printer")) }
    };
    let body = html! {
        (heading(html! { (Name(vote.title(cx))) }, Some(&booth::how(cx, &vote)), &top))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, vote.title(cx)).crumb(cx.t("votes-title"), "/votes").refreshing(60);
    Ok(Reply::page(&page.with("vote").body(body)))
}

fn asked(cx: &Cx, choices: &[Choice]) -> Markup {
    html! {
        (Card::new(cx.t("vote-options")).count(choices.len()).body(html! {
            ol.tally { @for choice in choices { li { p.tally-w { (Name(cx.lang.pick(&choice.ar, &choice.en))) } } } }
            p.muted { (cx.t("vote-no-result-yet")) }
        }))
    }
}

/// Who has drawn, and the papers for those who vote without a telephone.
fn people(cx: &Cx, vote: &Vote, electors: &[Elector]) -> Markup {
    let waiting = electors.iter().any(|one| one.drawn == Drawn::Not);
    let list = html! {
        ul.roll { @for one in electors { li {
            label {
                @if one.drawn == Drawn::Not { input type="checkbox" name="elector" value=(one.n); " " }
                (Name(&one.name)) @if !one.entity.is_empty() { " · " (Name(&one.entity)) }
            }
            (result::drawn(cx, one.drawn))
        } } }
    };
    let body = html! {
        p.muted { (cx.t("vote-roll-frozen")) }
        @if waiting {
            (post(cx, &format!("{}/paper", vote.path()), &html! {
                (list)
                (acts(&html! { (Button::submit(cx.t("vote-papers-act")).line().icon("printer")) }))
            }))
        } @else { (list) }
    };
    html! { (Card::new(cx.t("vote-roll")).count(electors.len()).live("vote-roll", "agreements").body(body)) }
}

/// How people in the room come to the page.
fn door(ask: &Ask, vote: &Vote) -> Markup {
    let cx = &ask.cx;
    let address = format!("{}{}", ask.origin(), cx.url(&vote.booth()));
    html! {
        (Card::new(cx.t("vote-door")).body(html! {
            div.door { (qr(&address, &cx.t("vote-square"))) }
            p { (copyable(cx, &vote.code)) }
            p.muted { (cx.t("vote-door-text")) }
        }))
    }
}

fn facts(cx: &Cx, vote: &Vote, electors: &[Elector]) -> Markup {
    let drawn = electors.iter().filter(|one| one.drawn != Drawn::Not).count();
    let count = [("n", drawn.into()), ("of", electors.len().into())];
    let rows = Summary::new()
        .row(cx.t("vote-method"), cx.code("vote-method", vote.paper.method().code()))
        .row(
            cx.t("vote-quorum"),
            cx.t_with("vote-quorum-of", &[("n", u32::from(vote.quorum).into())]),
        )
        .row(cx.t("vote-drawn"), cx.t_with("vote-drawn-of", &count))
        .row(cx.t("vote-opened-at"), cx.at(vote.opened_at))
        .row_if(cx.t("vote-closed-at"), vote.closed_at.map(|at| cx.at(at)));
    html! { (Card::new(cx.t("vote-facts")).body(html! { (rows) })) }
}

fn closing(cx: &Cx, vote: &Vote) -> Markup {
    let act = format!("{}/closing", vote.path());
    html! {
        (Card::new(cx.t("vote-close")).body(html! {
            p.muted { (cx.t("vote-close-text")) }
            details.fold {
                summary { (cx.t("vote-close-act")) }
                (post(cx, &act, &acts(&html! { (Button::submit(cx.t("vote-close-sure")).danger()) })))
            }
        }))
    }
}
