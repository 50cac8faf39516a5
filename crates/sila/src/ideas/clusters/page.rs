//! `/ideas/{room}/clusters`: what stands together, what could, and how far all kinds of partners go along.

use std::collections::{BTreeMap, BTreeSet};

use maud::html;
use sila_core::{IdeaId, RoomId};
use sila_names::near;
use uuid::Uuid;

use super::kinds::Kinds;
use super::store::{self, ByAgency, Named};
use super::{COMPARED_MAX, SUGGESTED_MAX, parts};
use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::{self, Idea, Said};
use crate::ideas::mergers::{self, Merger, Parent};
use crate::ideas::rooms::{self, Room};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, columns, heading, stack};
use crate::web::{Errors, Page};

/// Clusters on one page.
pub(super) const AT_A_TIME: usize = 10;
/// Ideas of each that are listed there: as many as can be asked about at once.
pub(super) const OF_EACH: usize = 20;
/// Ideas of a cluster that are listed when it is looked at alone.
const ALL_OF_ONE: usize = 100;
/// The last page.
const PAGES_MAX: usize = 400;

/// A cluster on the page.
pub struct Shown {
    /// Which, and what it is called.
    pub named: Named,
    /// How many ideas stand in it.
    pub size: usize,
    /// How many of them come before those that are listed.
    pub before: usize,
    /// Those that are listed, the oldest first.
    pub ideas: Vec<(Idea, Said)>,
}

/// What the page is drawn from. Of a full board it opens the sealed words of what it shows, and of nothing else.
pub struct View {
    /// How many ideas are on the board.
    pub count: usize,
    /// How many of them stand in clusters.
    pub grouped: usize,
    /// All clusters.
    pub clusters: Vec<Named>,
    /// The clusters of this page, or the one that was asked for.
    pub shown: Vec<Shown>,
    /// The one cluster that was asked for.
    pub one: Option<Uuid>,
    /// Which page it is, from 1.
    pub page: usize,
    /// The newest ideas that stand alone, the newest first.
    pub alone: Vec<(Idea, Said)>,
    /// Other ideas that the page names: what is suggested, what most kinds of partners support, what is asked about.
    pub ideas: BTreeMap<IdeaId, (Idea, Said)>,
    /// Who supports each of the strongest ideas outside the clusters, by agency.
    pub of_ideas: BTreeMap<IdeaId, ByAgency>,
    /// Different people who support something of each cluster, by agency.
    pub of_clusters: BTreeMap<Uuid, ByAgency>,
    /// The kinds of partners in the room.
    pub kinds: Kinds,
    /// Mergers about which somebody is asked.
    pub mergers: Vec<(Merger, Said, Vec<Parent>)>,
    /// What this node suggests, if it was asked.
    pub suggested: Option<Vec<Vec<IdeaId>>>,
    /// The reader may put together and take apart.
    pub acts: bool,
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    Ok(Reply::page(&document(&ask, &room, &Errors::none()).await?))
}

/// The page with what was wrong in its form.
///
/// # Errors
/// When the store cannot be read.
pub async fn again(ask: &Ask, room: &Room, errors: &Errors) -> Result<Reply, Problem> {
    Ok(Reply::page_with_errors(&document(ask, room, errors).await?))
}

async fn document(ask: &Ask, room: &Room, errors: &Errors) -> Result<Page, Problem> {
    let (cx, view) = (&ask.cx, view(ask, room).await?);
    let suggest = cx.url(&format!("{}/clusters?suggest=1#suggested", room.path()));
    let top = html! {
        @if view.acts && view.count > 1 { (Button::link(cx.t("idea-cluster-suggest"), suggest).icon("sparkle")) }
    };
    let main = html! {
        (errors.summary(cx))
        (parts::clusters(cx, room, &view))
        (parts::suggested(cx, room, &view))
        @if view.acts { (parts::by_hand(cx, room, &view)) }
    };
    let aside = html! { (parts::consensus(cx, room, &view)) (parts::mergers(cx, room, &view)) };
    let body = html! {
        (heading(cx.t("idea-clusters"), Some(&cx.t("idea-clusters-lead")), &top))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("idea-clusters"))
        .crumb(cx.t("ideas-title"), "/ideas")
        .crumb(room.title(cx.lang), &room.path());
    Ok(page.errors(errors.any()).body(body))
}

/// What of the clusters was asked for.
#[derive(Clone, Copy)]
struct Asked {
    one: Option<Uuid>,
    page: usize,
    suggest: bool,
}

impl Asked {
    fn of(ask: &Ask) -> Asked {
        let page = ask.query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1_usize);
        Asked {
            one: ask.query.get("of").and_then(|id| id.parse().ok()),
            page: page.clamp(1, PAGES_MAX),
            suggest: ask.query.get("suggest").is_some(),
        }
    }

    /// How many ideas of a cluster are listed, and how many come before them.
    fn listed(self) -> (usize, usize) {
        match self.one {
            Some(_) => (ALL_OF_ONE, self.page.saturating_sub(1).saturating_mul(ALL_OF_ONE)),
            None => (OF_EACH, 0),
        }
    }

    /// The clusters that are shown.
    fn shown(self, all: &[Named]) -> Vec<Named> {
        match self.one {
            Some(id) => all.iter().filter(|(one, _)| *one == id).cloned().collect(),
            None => {
                let before = self.page.saturating_sub(1).saturating_mul(AT_A_TIME);
                all.iter().skip(before).take(AT_A_TIME).cloned().collect()
            }
        }
    }
}

/// What is read of the clusters of a room.
struct Read {
    count: usize,
    clusters: Vec<Named>,
    sizes: BTreeMap<Uuid, usize>,
    shown: Vec<(Named, Vec<Idea>)>,
    alone: Vec<Idea>,
    of_ideas: BTreeMap<IdeaId, ByAgency>,
    of_clusters: BTreeMap<Uuid, ByAgency>,
    mergers: Vec<(Merger, Vec<Parent>)>,
}

/// Reads it; who supports what only where kinds of partners can be told apart.
fn read(tx: &mut dyn Tx, room: RoomId, asked: Asked, told: bool) -> Result<Read, DbError> {
    let mut mergers = Vec::new();
    for merger in mergers::store::asked_in(tx, room)? {
        let parents = mergers::store::parents(tx, merger.id)?;
        mergers.push((merger, parents));
    }
    let clusters = store::all(tx, room)?;
    let (most, before) = asked.listed();
    let rows = (u32::try_from(most).unwrap_or(0), i64::try_from(before).unwrap_or(i64::MAX));
    let mut shown = Vec::new();
    for named in asked.shown(&clusters) {
        let ideas = board::store::in_cluster(tx, named.0, rows)?;
        shown.push((named, ideas));
    }
    let newest = if asked.suggest { COMPARED_MAX } else { parts::ALONE_MAX };
    let counts = board::store::shown_by_kind(tx, room)?;
    let count = counts.iter().map(|(_, n)| *n).sum::<i64>();
    Ok(Read {
        count: usize::try_from(count).unwrap_or(0),
        sizes: store::sizes(tx, room)?,
        shown,
        alone: board::store::alone(tx, room, u32::try_from(newest).unwrap_or(u32::MAX))?,
        of_ideas: if told { store::of_strongest(tx, room)? } else { BTreeMap::new() },
        of_clusters: store::of_clusters(tx, room)?,
        clusters,
        mergers,
    })
}

async fn view(ask: &Ask, room: &Room) -> Result<View, Problem> {
    let (app, id, asked) = (&ask.app, room.id, Asked::of(ask));
    let kinds = Kinds::read(app, &app.store.read(move |tx| store::people(tx, id)).await?).await?;
    let told = kinds.tell();
    let found = app.store.read(move |tx| read(tx, id, asked, told)).await?;
    let mut mergers = Vec::new();
    for (merger, parents) in found.mergers {
        let blank = Idea { id: merger.id, body: Some(merger.body.clone()), ..Idea::blank(room) };
        mergers.push((merger, board::said(app, &blank)?, parents));
    }
    let mut named = strongest(&found.of_ideas, &kinds);
    named.extend(mergers.iter().flat_map(|(_, _, parents)| parents).map(|parent| parent.idea));
    let mut alone = board::read(app, found.alone)?;
    let suggested = if asked.suggest { Some(suggestions(&alone).await?) } else { None };
    let near: BTreeSet<IdeaId> = suggested.iter().flatten().flatten().copied().collect();
    let mut ideas = others(app, &named).await?;
    let near = alone.iter().filter(|(idea, _)| near.contains(&idea.id));
    ideas.extend(near.map(|one| (one.0.id, one.clone())));
    alone.truncate(parts::ALONE_MAX);
    let mut shown = Vec::new();
    for (named, ideas) in found.shown {
        let size = found.sizes.get(&named.0).copied().unwrap_or(0);
        let ideas = board::read(app, ideas)?;
        shown.push(Shown { named, size, before: asked.listed().1, ideas });
    }
    Ok(View {
        count: found.count,
        grouped: found.sizes.values().sum(),
        clusters: found.clusters,
        shown,
        one: asked.one,
        page: asked.page,
        alone,
        ideas,
        of_ideas: found.of_ideas,
        of_clusters: found.of_clusters,
        kinds,
        mergers,
        suggested,
        acts: room.origin == app.node.id && ask.may(Permission::IdeaModerate),
    })
}

/// Ideas with their words.
async fn others(
    app: &App,
    wanted: &BTreeSet<IdeaId>,
) -> Result<BTreeMap<IdeaId, (Idea, Said)>, Problem> {
    let wanted = wanted.clone();
    let read = move |tx: &mut dyn Tx| -> Result<Vec<Idea>, DbError> {
        let found = wanted.iter().map(|id| board::store::find(tx, *id));
        Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    };
    let ideas = board::read(app, app.store.read(read).await?)?;
    Ok(ideas.into_iter().map(|one| (one.0.id, one)).collect())
}

/// Of the strongest ideas that stand alone, those with the widest support, as many as the page lists.
fn strongest(of_ideas: &BTreeMap<IdeaId, ByAgency>, kinds: &Kinds) -> BTreeSet<IdeaId> {
    let mut all: Vec<_> = of_ideas
        .iter()
        .filter_map(|(id, supporters)| {
            let people = supporters.values().copied().fold(0, u32::saturating_add);
            kinds.consensus(supporters).lowest().map(|(_, share)| (share, people, *id))
        })
        .collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.into_iter().take(parts::CONSENSUS_MAX).map(|(.., id)| id).collect()
}

/// Ideas that stand alone and say nearly the same as another.
async fn suggestions(alone: &[(Idea, Said)]) -> Result<Vec<Vec<IdeaId>>, Problem> {
    let (ids, words): (Vec<IdeaId>, Vec<String>) =
        alone.iter().map(|(idea, said)| (idea.id, said.text.clone())).unzip();
    // Seconds of one core for the largest room: not on the threads that serve pages.
    let found = tokio::task::spawn_blocking(move || near::groups(&words)).await;
    let found = found.map_err(|error| Problem::internal("idea.suggestion").because(error))?;
    let group = |group: Vec<usize>| group.iter().filter_map(|at| ids.get(*at)).copied().collect();
    Ok(found.into_iter().take(SUGGESTED_MAX).map(group).collect())
}
