//! What the sample says beside the figures: how far it was looked at, and what the figures would be without what does not hold.

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::{AgreementId, RecordId};

use super::{Verdict, all, path, store};
use crate::activation::{Book, exchange, published};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::web::components::{Note, Tone, tag};
use crate::web::{Arg, Cx, ident};

/// What the samples of some agreements say until now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// From how many facts was drawn.
    pub facts: i64,
    /// How many were drawn.
    pub drawn: usize,
    /// How many of them somebody has looked at.
    pub looked: usize,
    /// Of how many nothing can be seen.
    pub unseen: usize,
    /// What does not hold.
    pub fails: BTreeSet<RecordId>,
}

/// What the samples of these agreements say.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, books: &[Book]) -> Result<Standing, Problem> {
    let ids: BTreeSet<AgreementId> = books.iter().map(|book| book.ledger.agreement.id).collect();
    let draws = app.store.read(store::draws).await?;
    let own = draws.iter().filter(|one| ids.contains(&one.agreement));
    let mut standing = Standing { facts: own.map(|one| one.facts).sum(), ..Standing::default() };
    for one in all(app).await?.iter().filter(|one| ids.contains(&one.drawn.agreement)) {
        standing.drawn = standing.drawn.saturating_add(1);
        let verdict = one.verdict();
        standing.looked = standing.looked.saturating_add(usize::from(verdict.is_some()));
        match verdict {
            Some(Verdict::Fails) => {
                standing.fails.insert(one.drawn.record);
            }
            Some(Verdict::Unseen) => standing.unseen = standing.unseen.saturating_add(1),
            Some(Verdict::Holds) | None => {}
        }
    }
    Ok(standing)
}

/// The same book without what does not hold. What both have signed stays where it is; this is for a number that stands beside theirs.
pub fn without(book: &Book, fails: &BTreeSet<RecordId>) -> Book {
    let mut book = book.clone();
    book.ledger.deeds.retain(|said| !fails.contains(&said.record));
    book
}

/// How far the sample was looked at, in a line under a figure.
pub fn coverage(cx: &Cx, standing: &Standing) -> Markup {
    if standing.drawn == 0 {
        return html! { p.small.muted { (cx.t("audits-none")) } };
    }
    let count = |n: usize| Arg::from(n);
    let args = [
        ("facts", Arg::phrase(standing.facts.to_string())),
        ("drawn", Arg::phrase(standing.drawn.to_string())),
        ("looked", Arg::phrase(standing.looked.to_string())),
    ];
    let fails = standing.fails.len();
    html! {
        p.small.muted {
            (cx.t_with("audits-coverage", &args))
            @if fails > 0 { " " (tag(Tone::Bad, cx.t_with("audits-fails", &[("n", count(fails))]))) }
            @if standing.unseen > 0 { " " (tag(Tone::Warn, cx.t_with("audits-unseen", &[("n", count(standing.unseen))]))) }
        }
    }
}

/// What does not hold, with both indices as both have signed the facts and without it. Nothing where everything that was seen holds.
///
/// # Errors
/// When the store cannot be read.
pub async fn flags(ask: &Ask, books: &[Book], standing: &Standing) -> Result<Vec<Note>, Problem> {
    let cx = &ask.cx;
    let mut notes = Vec::new();
    for book in books {
        let deeds = book.ledger.deeds.iter();
        let own: Vec<_> = deeds.filter(|said| standing.fails.contains(&said.record)).collect();
        if own.is_empty() {
            continue;
        }
        let found = published::shown(&ask.app, book, ask.now).await?;
        let at = found.published.at;
        let seen = exchange::of(&ask.app, &book.ledger.agreement, at).await?;
        let less = published::afresh(&without(book, &standing.fails), seen, at);
        let number = |value: Option<f64>| {
            let text = value.map(|value| format!("{value:.1}"));
            Arg::phrase(text.unwrap_or_else(|| cx.t("card-insufficient")))
        };
        let both = |key, with, without| {
            cx.t_with(key, &[("with", number(with)), ("without", number(without))])
        };
        let title = cx.t_with("audits-flag", &[("n", Arg::from(own.len()))]);
        notes.push(Note::new("warning-circle", title).tone(Tone::Bad).body(html! {
            p { (ident::Reference(&book.ledger.agreement.code)) " · " (cx.t("audits-flag-text")) }
            p { (both("audits-flag-activation", found.lives.value, less.lives.value)) }
            p { (both("audits-flag-balance", found.even.value, less.even.value)) }
            ul.plain { @for said in &own { li { a.link href=(cx.url(&path(said.record))) { (ident::Name(&said.deed.words)) } } } }
        }));
    }
    Ok(notes)
}
