//! How lineage looks on other pages: from what something came, what came of something, and how much of what is said becomes something.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::meeting::rate;
use uuid::Uuid;

use super::store::{self, Turned};
use super::{Became, Contribution, End, Kind, Known, Line, find, origins_of, path};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::menu::is_shut;
use crate::problem::Problem;
use crate::web::components::{Card, Col, Table, icon};
use crate::web::ident::Name;
use crate::web::{Arg, Cx, dates};

/// From what the things of one page came, and what came of them.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    from: BTreeMap<End, Vec<Contribution>>,
    to: BTreeMap<End, Vec<Line>>,
}

/// Reads both ways of the things of a page, which are sources of one kind and targets of another. What is not shown any more is left out.
///
/// # Errors
/// When the store cannot be read.
pub async fn ways(
    ask: &Ask,
    kind: Kind,
    into: Became,
    here: &BTreeSet<Uuid>,
) -> Result<Ways, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::all_to(tx, into)?, store::all_from(tx, kind)?))
    };
    let (back, forward) = ask.app.store.read(read).await?;
    let mut ways = Ways::default();
    let back: Vec<Line> = back.into_iter().filter(|line| here.contains(&line.into.1.id)).collect();
    if !back.is_empty() {
        let known = Known::read(&ask.app).await?;
        for line in back {
            if let Ok(one) = find(&ask.app, &ask.cx, &known, line.from).await {
                ways.from.entry(line.into.1).or_default().push(one);
            }
        }
    }
    for line in forward.into_iter().filter(|line| here.contains(&line.from.1.id)) {
        ways.to.entry(line.from.1).or_default().push(line);
    }
    Ok(ways)
}

impl Ways {
    /// The lines under one thing: from what it came, what came of it, and the way to make something of it.
    pub fn lines(&self, ask: &Ask, from: (Kind, End), turns: bool) -> Markup {
        let (cx, end) = (&ask.cx, from.1);
        let may = turns && ask.may(Permission::MeetingKeep);
        html! {
            @for one in self.from.get(&end).into_iter().flatten() { (origin(cx, one)) }
            @for line in self.to.get(&end).into_iter().flatten() { (became(cx, line)) }
            @if may { p.hint { a.link href=(cx.url(&path(from))) { (cx.t("lineage-turn")) } } }
        }
    }
}

/// From what it came: the words, who said them and when.
pub fn origin(cx: &Cx, one: &Contribution) -> Markup {
    html! {
        p.theme-note { (icon("arrow-u-up-left")) span {
            (cx.t("lineage-from")) " "
            @if is_shut(cx, &one.path) { (Name(&one.words)) } @else { a.link href=(cx.url(&one.path)) { (Name(&one.words)) } }
            @if !one.by.is_empty() { " · " (Name(&one.by)) }
            " · " (dates::day(cx.lang, one.at))
        } }
    }
}

/// The card with that from which something came, on its page; nothing where it came from nothing.
///
/// # Errors
/// When the store cannot be read.
pub async fn origins_card(ask: &Ask, (into, id): (Became, Uuid)) -> Result<Markup, Problem> {
    let all = origins_of(&ask.app, &ask.cx, (into, End::of(id))).await?;
    Ok(html! {
        @if !all.is_empty() {
            (Card::new(ask.cx.t("lineage-origin")).count(all.len()).body(html! { @for one in &all { (origin(&ask.cx, one)) } }))
        }
    })
}

/// What came of it.
pub fn became(cx: &Cx, line: &Line) -> Markup {
    let word = cx.code("lineage-became", line.into.0.code());
    html! {
        p.theme-note { (icon("arrow-right")) span {
            @if is_shut(cx, &line.path()) { (word) } @else { a.link href=(cx.url(&line.path())) { (word) } }
            " · " (dates::day(cx.lang, line.at))
        } }
    }
}

/// How much of what is said in discussions becomes something.
///
/// # Errors
/// When the store cannot be read.
pub async fn rate_card(ask: &Ask) -> Result<Markup, Problem> {
    let counts = ask.app.store.read(store::counts).await?;
    let cx = &ask.cx;
    let all = counts.iter().fold(Turned::default(), |sum, (_, one)| Turned {
        said: sum.said.saturating_add(one.said),
        turned: sum.turned.saturating_add(one.turned),
    });
    let share = |one: Turned| match rate(one.turned, one.said) {
        Some(share) => cx.t_with("lineage-rate", &[("n", Arg::from(share))]),
        None => "–".to_owned(),
    };
    let columns = [
        Col::text(cx.t("lineage-what")),
        Col::num(cx.t("lineage-said")),
        Col::num(cx.t("lineage-turned")),
        Col::num(cx.t("lineage-share")),
    ];
    let row = |label: String, one: Turned| {
        [html! { (label) }, html! { (one.said) }, html! { (one.turned) }, html! { (share(one)) }]
    };
    let rows = counts.iter().map(|(kind, one)| row(cx.code("lineage-kind", kind.code()), *one));
    let rows = rows.chain([row(cx.t("lineage-all"), all)]);
    Ok(html! {
        (Card::new(cx.t("lineage-title")).id("lineage").body(html! {
            p.muted { (cx.t("lineage-lead")) }
            (Table::new(cx.t("lineage-title"), columns).rows(rows))
        }))
    })
}
