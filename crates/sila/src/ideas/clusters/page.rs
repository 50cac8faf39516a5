//! `/ideas/{room}/clusters`: what stands together, what could, and how far all kinds of partners go along.

use std::collections::{BTreeMap, BTreeSet};

use maud::html;
use sila_core::IdeaId;
use sila_names::near;
use uuid::Uuid;

use super::kinds::Kinds;
use super::store::{self, ByAgency, Named};
use super::{COMPARED_MAX, SUGGESTED_MAX, parts};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::{self, Idea, Said};
use crate::ideas::mergers::{self, Merger, Parent};
use crate::ideas::rooms::{self, Room};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, columns, heading, stack};
use crate::web::{Errors, Page};

/// What the page is drawn from.
pub struct View {
    /// How many ideas are on the board.
    pub count: usize,
    /// Those that the page shows, the oldest first: what stands in a cluster, what could, the newest that stand alone, and those
    /// that most kinds of partners support. To open every sealed word of a full board takes a while.
    pub ideas: BTreeMap<IdeaId, (Idea, Said)>,
    /// The clusters.
    pub clusters: Vec<Named>,
    /// Where each idea stands.
    pub members: BTreeMap<IdeaId, Uuid>,
    /// Who supports each idea, by agency.
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

impl View {
    /// The ideas of a cluster, the oldest first.
    pub fn of(&self, cluster: Uuid) -> Vec<&(Idea, Said)> {
        let here = |id: &IdeaId| self.members.get(id) == Some(&cluster);
        let mut all: Vec<_> =
            self.ideas.iter().filter(|(id, _)| here(id)).map(|(_, one)| one).collect();
        all.sort_by_key(|(idea, _)| (idea.at, idea.id));
        all
    }

    /// The ideas that stand alone, the newest first.
    pub fn alone(&self) -> Vec<&(Idea, Said)> {
        let alone = |id: &IdeaId| !self.members.contains_key(id);
        let mut all: Vec<_> =
            self.ideas.iter().filter(|(id, _)| alone(id)).map(|(_, one)| one).collect();
        all.sort_by_key(|(idea, _)| std::cmp::Reverse((idea.at, idea.id)));
        all
    }
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

async fn view(ask: &Ask, room: &Room) -> Result<View, Problem> {
    let (app, id) = (&ask.app, room.id);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut mergers = Vec::new();
        for merger in mergers::store::asked_in(tx, id)? {
            let parents = mergers::store::parents(tx, merger.id)?;
            mergers.push((merger, parents));
        }
        Ok((
            board::store::oldest(tx, id)?,
            (store::all(tx, id)?, store::members(tx, id)?),
            (store::people(tx, id)?, store::of_ideas(tx, id)?, store::of_clusters(tx, id)?),
            mergers,
        ))
    };
    let (ideas, (clusters, members), (people, of_ideas, of_clusters), asked) =
        app.store.read(read).await?;
    let kinds = Kinds::read(app, &people).await?;
    let wanted = ask.query.get("suggest").is_some();
    let (count, mut also) = (ideas.len(), strongest(&of_ideas, &members, &kinds));
    also.extend(asked.iter().flat_map(|(_, parents)| parents).map(|parent| parent.idea));
    let newest = if wanted { COMPARED_MAX } else { parts::ALONE_MAX };
    let ideas = board::read(app, shown(ideas, &members, &also, newest))?;
    let mut mergers = Vec::new();
    for (merger, parents) in asked {
        let blank = Idea { id: merger.id, body: Some(merger.body.clone()), ..Idea::blank(room) };
        mergers.push((merger, board::said(app, &blank)?, parents));
    }
    let suggested = if wanted { Some(suggestions(&ideas, &members).await?) } else { None };
    Ok(View {
        count,
        ideas: ideas.into_iter().map(|one| (one.0.id, one)).collect(),
        clusters,
        members,
        of_ideas,
        of_clusters,
        kinds,
        mergers,
        suggested,
        acts: room.origin == app.node.id && ask.may(Permission::IdeaModerate),
    })
}

/// Of the ideas that stand alone, those with the widest support, as many as the page lists.
fn strongest(
    of_ideas: &BTreeMap<IdeaId, ByAgency>,
    members: &BTreeMap<IdeaId, Uuid>,
    kinds: &Kinds,
) -> BTreeSet<IdeaId> {
    let alone = of_ideas.iter().filter(|(id, _)| !members.contains_key(id));
    let mut all: Vec<_> = alone
        .filter_map(|(id, supporters)| {
            let people = supporters.values().copied().fold(0, u32::saturating_add);
            kinds.consensus(supporters).lowest().map(|(_, share)| (share, people, *id))
        })
        .collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.into_iter().take(parts::CONSENSUS_MAX).map(|(.., id)| id).collect()
}

/// The ideas whose words the page needs; `ideas` are the oldest first, and `newest` of those that stand alone are wanted,
/// and `also` these.
fn shown(
    ideas: Vec<Idea>,
    members: &BTreeMap<IdeaId, Uuid>,
    also: &BTreeSet<IdeaId>,
    newest: usize,
) -> Vec<Idea> {
    let alone = ideas.iter().rev().filter(|idea| !members.contains_key(&idea.id));
    let new: BTreeSet<IdeaId> = alone.take(newest).map(|idea| idea.id).collect();
    let needed = |id: &IdeaId| members.contains_key(id) || new.contains(id) || also.contains(id);
    ideas.into_iter().filter(|idea| needed(&idea.id)).collect()
}

/// Ideas that stand alone and say nearly the same as another: with it, or with the cluster in which it stands.
async fn suggestions(
    ideas: &[(Idea, Said)],
    members: &BTreeMap<IdeaId, Uuid>,
) -> Result<Vec<Vec<IdeaId>>, Problem> {
    let alone: BTreeSet<IdeaId> =
        ideas.iter().map(|(idea, _)| idea.id).filter(|id| !members.contains_key(id)).collect();
    let newest = ideas.iter().rev().filter(|(idea, _)| alone.contains(&idea.id)).take(COMPARED_MAX);
    let (ids, words): (Vec<IdeaId>, Vec<String>) =
        newest.map(|(idea, said)| (idea.id, said.text.clone())).unzip();
    // Seconds of one core for the largest room: not on the threads that serve pages.
    let found = tokio::task::spawn_blocking(move || near::groups(&words)).await;
    let found = found.map_err(|error| Problem::internal("idea.suggestion").because(error))?;
    let group = |group: Vec<usize>| group.iter().filter_map(|at| ids.get(*at)).copied().collect();
    Ok(found.into_iter().take(SUGGESTED_MAX).map(group).collect())
}
