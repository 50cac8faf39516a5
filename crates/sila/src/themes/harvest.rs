//! What the rooms of a meeting brought, theme by theme: which ideas stand together and from whom they came, how far each kind of
//! partner supports them, the words of those who let themselves be quoted, and what ideas became and how far that is today. It
//! is read from the boards each time: nothing is kept for it.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::consensus::Consensus;
use sila_core::meeting::Theme;
use sila_core::{IdeaId, MeetingId};
use sila_paper::{Column, Paper, Text};
use uuid::Uuid;

use super::fate::{self, Fate, Known};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers;
use crate::ideas::board::parts::by;
use crate::ideas::board::{self, Idea, Said};
use crate::ideas::clusters::kinds::{self, Kind, Kinds};
use crate::ideas::clusters::store::{self as clusters, ByAgency, Named};
use crate::ideas::rooms::{self, Room};
use crate::partners::Names;
use crate::problem::Problem;
use crate::web::Cx;
use crate::web::components::{Col, Table};
use crate::web::ident::Name;

/// The most that is quoted of one cluster, and of the ideas of a theme that stand alone.
const QUOTED_MAX: usize = 3;

/// Words that whoever said them lets the report quote, and by whom, as far as the room shows it.
struct Quote {
    words: String,
    by: String,
}

/// Ideas that stand together.
struct Group {
    name: String,
    ideas: usize,
    /// From whom, each once, as far as the room shows it.
    from: BTreeSet<String>,
    /// How many different people support at least one of them.
    people: u32,
    support: Consensus<Kind>,
}

/// What was said under one theme.
#[derive(Default)]
struct Brought {
    ideas: usize,
    groups: Vec<Group>,
    quotes: Vec<Quote>,
    /// What ideas became, each with whose idea it was.
    fates: Vec<(String, Fate)>,
}

/// What the rooms of a meeting brought; what belongs to no theme stands under none.
#[derive(Default)]
pub(super) struct Harvest(BTreeMap<Option<Theme>, Brought>);

/// What is read of a room.
struct Read {
    ideas: Vec<Idea>,
    clusters: Vec<Named>,
    members: BTreeMap<IdeaId, Uuid>,
    of_clusters: BTreeMap<Uuid, ByAgency>,
    people: ByAgency,
    quotable: BTreeSet<IdeaId>,
    promised: Vec<IdeaId>,
}

/// Reads what the rooms of a meeting brought.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn of_meeting(
    ask: &Ask,
    names: &Names,
    id: MeetingId,
) -> Result<Harvest, Problem> {
    let (mut harvest, id) = (Harvest::default(), id.0);
    let rooms = ask.app.store.read(move |tx| rooms::store::of_meeting(tx, id)).await?;
    if rooms.is_empty() {
        return Ok(harvest);
    }
    let known = Known::read(&ask.app, names.clone()).await?;
    for room in &rooms {
        harvest.add(ask, &known, room).await?;
    }
    Ok(harvest)
}

fn theme(idea: &Idea) -> Option<Theme> {
    Theme::from_code(&idea.kind).ok()
}

async fn read(ask: &Ask, room: &Room) -> Result<Read, Problem> {
    let id = room.id;
    let read = move |tx: &mut dyn Tx| -> Result<Read, DbError> {
        Ok(Read {
            ideas: board::store::oldest(tx, id)?,
            clusters: clusters::all(tx, id)?,
            members: clusters::members(tx, id)?,
            of_clusters: clusters::of_clusters(tx, id)?,
            people: clusters::people(tx, id)?,
            quotable: board::store::quotable(tx, id)?,
            promised: answers::store::promised(tx, id)?,
        })
    };
    Ok(ask.app.store.read(read).await?)
}

impl Harvest {
    async fn add(&mut self, ask: &Ask, known: &Known, room: &Room) -> Result<(), Problem> {
        let found = read(ask, room).await?;
        let kinds = Kinds::read(&ask.app, &found.people).await?;
        for idea in &found.ideas {
            let of = self.0.entry(theme(idea)).or_default();
            of.ideas = of.ideas.saturating_add(1);
        }
        let promised: BTreeSet<IdeaId> = found.promised.iter().copied().collect();
        let needed = |one: &Idea| {
            let id = &one.id;
            found.members.contains_key(id) || found.quotable.contains(id) || promised.contains(id)
        };
        let ideas = found.ideas.into_iter().filter(needed).collect();
        let ideas = board::read(&ask.app, ideas)?;
        let none = ByAgency::default();
        for (id, name) in found.clusters {
            let here = |one: &&(Idea, Said)| found.members.get(&one.0.id) == Some(&id);
            let inside: Vec<&(Idea, Said)> = ideas.iter().filter(here).collect();
            let of = self.0.entry(most(&inside)).or_default();
            let supporters = found.of_clusters.get(&id).unwrap_or(&none);
            of.quotes.extend(quotes(&ask.cx, &inside, &found.quotable));
            of.groups.push(group(name, &inside, supporters, &kinds));
        }
        let mut alone: BTreeMap<Option<Theme>, Vec<&(Idea, Said)>> = BTreeMap::new();
        for one in ideas.iter().filter(|one| !found.members.contains_key(&one.0.id)) {
            alone.entry(theme(&one.0)).or_default().push(one);
        }
        for (theme, ideas) in alone {
            let of = self.0.entry(theme).or_default();
            of.quotes.extend(quotes(&ask.cx, &ideas, &found.quotable));
        }
        for (idea, said) in ideas.iter().filter(|(idea, _)| promised.contains(&idea.id)) {
            let credit = Some(by(&ask.cx, said)).filter(|by| !by.is_empty());
            let credit = credit.unwrap_or_else(|| ask.cx.t("idea-by-nobody"));
            let of = self.0.entry(theme(idea)).or_default();
            let fates = fate::of(ask, known, idea.id).await?;
            of.fates.extend(fates.into_iter().map(|one| (credit.clone(), one)));
        }
        Ok(())
    }
}

/// The theme of most of these ideas.
fn most(ideas: &[&(Idea, Said)]) -> Option<Theme> {
    let mut counts: BTreeMap<Option<Theme>, usize> = BTreeMap::new();
    for (idea, _) in ideas {
        let count = counts.entry(theme(idea)).or_default();
        *count = count.saturating_add(1);
    }
    // Of themes with equally many the first of their order.
    let most = counts.into_iter().rev().max_by_key(|(_, n)| *n);
    most.and_then(|(theme, _)| theme)
}

fn group(name: String, ideas: &[&(Idea, Said)], supporters: &ByAgency, kinds: &Kinds) -> Group {
    let whose = |(_, said): &&(Idea, Said)| match said.by.entity.is_empty() {
        true => said.table.clone(),
        false => said.by.entity.clone(),
    };
    let from = ideas.iter().map(whose).filter(|name| !name.is_empty()).collect();
    let people = supporters.values().copied().fold(0, u32::saturating_add);
    Group { name, ideas: ideas.len(), from, people, support: kinds.consensus(supporters) }
}

/// Of what may be quoted, what most people support.
fn quotes(cx: &Cx, ideas: &[&(Idea, Said)], quotable: &BTreeSet<IdeaId>) -> Vec<Quote> {
    let allowed = ideas.iter().filter(|(idea, _)| quotable.contains(&idea.id));
    let mut allowed: Vec<&(Idea, Said)> = allowed.copied().collect();
    allowed.sort_by_key(|(idea, _)| (std::cmp::Reverse(idea.endorsed), idea.at, idea.id));
    let quote = |(_, said): &(Idea, Said)| Quote { words: said.text.clone(), by: by(cx, said) };
    allowed.into_iter().take(QUOTED_MAX).map(quote).collect()
}

impl Group {
    fn from(&self, cx: &Cx) -> String {
        let from: Vec<&str> = self.from.iter().map(String::as_str).collect();
        if from.is_empty() { cx.t("idea-by-nobody") } else { from.join(" · ") }
    }

    /// The support of each kind of partner, as far as it is told: never of fewer than five people, nor so that they could be
    /// worked out.
    fn support(&self, cx: &Cx) -> String {
        let mut parts = vec![cx.t_with("harvest-people", &[("n", self.people.into())])];
        if self.support.lowest().is_none() {
            parts.push(cx.t("harvest-no-kinds"));
            return parts.join(" · ");
        }
        let percent = |n: u32| cx.t_with("idea-percent", &[("n", n.into())]);
        let shares = self.support.shares.iter();
        parts.extend(shares.map(|(kind, n)| format!("{}: {}", kinds::word(cx, kind), percent(*n))));
        let few = self.support.few.iter();
        parts.extend(few.map(|one| format!("{}: {}", kinds::word(cx, one), cx.t("idea-too-few"))));
        let withheld = self.support.withheld.iter();
        parts.extend(
            withheld.map(|one| format!("{}: {}", kinds::word(cx, one), cx.t("harvest-withheld"))),
        );
        parts.join(" · ")
    }
}

fn heads(cx: &Cx, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| cx.t(key)).collect()
}

const GROUPS: [&str; 4] = ["harvest-cluster", "harvest-ideas", "harvest-from", "harvest-support"];
const FATES: [&str; 4] = ["harvest-became", "harvest-title", "harvest-whose", "harvest-stands"];

impl Brought {
    /// How many ideas there are, and how many of them stand in clusters.
    fn count(&self, cx: &Cx) -> String {
        let grouped: usize = self.groups.iter().map(|one| one.ideas).sum();
        let of = [("n", self.ideas.into()), ("grouped", grouped.into())];
        cx.t_with("harvest-count", &of)
    }

    fn shown(&self, cx: &Cx) -> Markup {
        let columns =
            |keys: &[&str]| heads(cx, keys).into_iter().map(Col::text).collect::<Vec<_>>();
        let groups = self.groups.iter().map(|one| {
            vec![
                html! { b { (Name(&one.name)) } },
                html! { (one.ideas) },
                html! { (Name(&one.from(cx))) },
                html! { (one.support(cx)) },
            ]
        });
        let fates = self.fates.iter().map(|(whose, one)| {
            vec![
                html! { a.ref href=(cx.url(&one.path)) { (one.kind) } },
                html! { (Name(&one.title)) },
                html! { (Name(whose)) },
                html! { (Name(&one.stands)) },
            ]
        });
        html! {
            p.muted { (self.count(cx)) }
            @if !self.groups.is_empty() { (Table::new(cx.t("harvest-clusters"), columns(&GROUPS)).rows(groups)) }
            @if !self.quotes.is_empty() {
                h4 { (cx.t("harvest-quotes")) }
                @for one in &self.quotes { blockquote { p dir="auto" { (one.words) } @if !one.by.is_empty() { p.muted { (Name(&one.by)) } } } }
            }
            @if !self.fates.is_empty() { div data-fates {
                h4 { (cx.t("harvest-fates")) }
                (Table::new(cx.t("harvest-fates"), columns(&FATES)).rows(fates))
            } }
        }
    }

    fn printed(&self, paper: Paper, cx: &Cx) -> Paper {
        let columns = |keys: &[&str], shares: [u16; 4]| -> Vec<Column> {
            heads(cx, keys).into_iter().zip(shares).map(|(head, n)| Column::new(head, n)).collect()
        };
        let mut paper = paper.small(self.count(cx));
        if !self.groups.is_empty() {
            let row = |one: &Group| {
                vec![
                    Text::new().name(&one.name),
                    Text::new().identifier(&one.ideas.to_string()),
                    Text::new().name(&one.from(cx)),
                    one.support(cx).into(),
                ]
            };
            let rows = self.groups.iter().map(row).collect();
            paper = paper.heading(2, cx.t("harvest-clusters"));
            paper = paper.table(columns(&GROUPS, [4, 2, 4, 5]), rows);
        }
        if !self.quotes.is_empty() {
            let quote = |one: &Quote| {
                let words = Text::new().name(&one.words);
                if one.by.is_empty() { words } else { words.and("\n").name(&one.by) }
            };
            let quotes = self.quotes.iter().map(quote).collect();
            paper = paper.heading(2, cx.t("harvest-quotes")).items(quotes);
        }
        if !self.fates.is_empty() {
            let row = |(whose, one): &(String, Fate)| {
                vec![
                    one.kind.clone().into(),
                    Text::new().name(&one.title),
                    Text::new().name(whose),
                    Text::new().name(&one.stands),
                ]
            };
            let rows = self.fates.iter().map(row).collect();
            paper = paper.heading(2, cx.t("harvest-fates"));
            paper = paper.table(columns(&FATES, [3, 4, 3, 5]), rows);
        }
        paper
    }

    /// Rows of the table for other programs: part, words, in English, from whom, how far.
    fn rows(&self, cx: &Cx, part: &str) -> Vec<[String; 5]> {
        let groups = self.groups.iter().map(|one| {
            let head = format!("{part} · {}", cx.t("harvest-cluster"));
            let from = format!("{}: {} · {}", cx.t("harvest-ideas"), one.ideas, one.from(cx));
            [head, one.name.clone(), String::new(), from, one.support(cx)]
        });
        let quotes = self.quotes.iter().map(|one| {
            let head = format!("{part} · {}", cx.t("harvest-quotes"));
            [head, one.words.clone(), String::new(), one.by.clone(), String::new()]
        });
        let fates = self.fates.iter().map(|(whose, one)| {
            let head = format!("{part} · {}", one.kind);
            [head, one.title.clone(), String::new(), whose.clone(), one.stands.clone()]
        });
        groups.chain(quotes).chain(fates).collect()
    }
}

impl Harvest {
    /// What was said under a theme, for the page; nothing where nothing was.
    pub fn shown(&self, cx: &Cx, theme: Option<Theme>) -> Markup {
        html! { @if let Some(said) = self.0.get(&theme) { (said.shown(cx)) } }
    }

    /// The same on paper.
    pub fn printed(&self, paper: Paper, cx: &Cx, theme: Option<Theme>) -> Paper {
        match self.0.get(&theme) {
            Some(said) => said.printed(paper, cx),
            None => paper,
        }
    }

    /// Whether something was said that belongs to no theme.
    pub fn has_others(&self) -> bool {
        self.0.contains_key(&None)
    }

    /// The same as rows.
    pub fn rows(&self, cx: &Cx) -> Vec<[String; 5]> {
        let part = |theme: &Option<Theme>| match theme {
            Some(theme) => cx.code("theme", theme.code()),
            None => cx.t("harvest-others"),
        };
        self.0.iter().flat_map(|(theme, said)| said.rows(cx, &part(theme))).collect()
    }
}
