//! The cards of the page of clusters.

use maud::{Markup, html};
use sila_core::IdeaId;
use sila_core::consensus::Consensus;

use super::kinds::{Kind, word};
use super::page::{AT_A_TIME, OF_EACH, Shown, View};
use super::store::ByAgency;
use super::{NAME_MAX, SUGGESTED_MAX};
use crate::ideas::answers::one::path;
use crate::ideas::board::parts::by;
use crate::ideas::board::{Idea, Said};
use crate::ideas::rooms::Room;
use crate::ideas::words::IDEA_MAX;
use crate::web::components::{
    Button, Card, Col, Table, Tone, acts, empty_state, icon, meter, post, tag,
};
use crate::web::{Cx, ident};

/// Ideas that stand alone and are offered for choosing.
pub const ALONE_MAX: usize = 60;
/// Ideas and clusters in the list of consensus.
pub const CONSENSUS_MAX: usize = 15;

/// What stands together.
pub fn clusters(cx: &Cx, room: &Room, view: &View) -> Markup {
    html! {
        @if view.clusters.is_empty() {
            (Card::new(cx.t("idea-clusters")).body(empty_state("tree-structure", cx.t("idea-clusters-none"), cx.t("idea-clusters-none-text"), &html! {})))
        }
        @for one in &view.shown { (cluster(cx, room, view, one)) }
        (more(cx, room, view))
    }
}

fn cluster(cx: &Cx, room: &Room, view: &View, one: &Shown) -> Markup {
    let (id, name) = &one.named;
    let different = view.of_clusters.get(id).into_iter().flat_map(|all| all.values().copied());
    let different = different.fold(0, u32::saturating_add);
    let listed = one.before.saturating_add(one.ideas.len());
    let of = format!("{}/clusters?of={id}", room.path());
    let rest = match view.one {
        Some(_) => format!("{of}&page={}", view.page.saturating_add(1)),
        None => of,
    };
    html! {
        (Card::new(name.clone()).count(one.size).body(html! {
            p.muted { (cx.t_with("idea-different", &[("n", different.into())])) " " (cx.t("idea-never-summed")) }
            ul.ideas { @for idea in &one.ideas { (line(cx, room, idea, view.acts.then_some(*id))) } }
            @if listed < one.size {
                (Button::link(cx.t_with("idea-cluster-rest", &[("n", one.size.saturating_sub(listed).into())]), cx.url(&rest)).soft().small())
            }
            @if view.acts && one.ideas.len() > 1 { (merge(cx, room, one.ideas.get(..OF_EACH).unwrap_or(&one.ideas))) }
        }))
    }
}

/// The ways to the other clusters.
fn more(cx: &Cx, room: &Room, view: &View) -> Markup {
    let at = |page: usize| cx.url(&format!("{}/clusters?page={page}", room.path()));
    let shown = view.page.saturating_mul(AT_A_TIME);
    html! {
        @if view.one.is_some() {
            p { (Button::link(cx.t("idea-clusters-all"), at(1)).soft().small()) }
        } @else {
            div.acts-row {
                @if view.page > 1 { (Button::link(cx.t("idea-clusters-before"), at(view.page.saturating_sub(1))).soft().small()) }
                @if shown < view.clusters.len() { (Button::link(cx.t("idea-clusters-next"), at(view.page.saturating_add(1))).soft().small()) }
            }
        }
    }
}

fn line(cx: &Cx, room: &Room, (idea, said): &(Idea, Said), cluster: Option<uuid::Uuid>) -> Markup {
    html! {
        li.idea {
            p dir="auto" { a href=(cx.url(&path(room, idea.id))) { (said.text) } }
            div.idea-f {
                span { bdi { (by(cx, said)) } }
                span.vote { (icon("thumbs-up")) span.num data-own-count { (idea.endorsed) } }
                @if let Some(id) = cluster {
                    (post(cx, &format!("{}/clusters/{id}/out", room.path()), &html! {
                        input type="hidden" name="idea" value=(idea.id);
                        (Button::submit(cx.t("idea-cluster-out")).soft().small())
                    }))
                }
            }
        }
    }
}

/// A box to tick before an idea.
fn tick(idea: &Idea, said: &Said, ticked: bool) -> Markup {
    html! {
        label { input type="checkbox" name="idea" value=(idea.id) checked[ticked]; " " (ident::Name(&said.text)) " · " span.num { (idea.endorsed) } }
    }
}

/// The question whether the ideas of a cluster may become one.
fn merge(cx: &Cx, room: &Room, ideas: &[(Idea, Said)]) -> Markup {
    let first = ideas.first().map_or("", |(_, said)| said.text.as_str());
    html! {
        details.fold {
            summary { (cx.t("idea-merge")) }
            p.muted { (cx.t("idea-merge-text")) }
            (post(cx, &format!("{}/mergers", room.path()), &html! {
                div.stack { @for (idea, said) in ideas { (tick(idea, said, true)) } }
                textarea.in name="text" rows="3" maxlength=(IDEA_MAX) aria-label=(cx.t("idea-merge-words")) dir="auto" { (first) }
                (acts(&html! { (Button::submit(cx.t("idea-merge-ask")).line().small().icon("path")) }))
            }))
        }
    }
}

/// What this node suggests.
pub fn suggested(cx: &Cx, room: &Room, view: &View) -> Markup {
    let Some(groups) = &view.suggested else { return html! {} };
    let lead = cx.t_with("idea-cluster-suggested-text", &[("n", SUGGESTED_MAX.into())]);
    html! {
        (Card::new(cx.t("idea-cluster-suggested")).id("suggested").count(groups.len()).body(html! {
            @if groups.is_empty() { p.muted { (cx.t("idea-cluster-nothing-near")) } }
            @else { p.muted { (lead) } }
            @for group in groups {
                @let ideas: Vec<&(Idea, Said)> = group.iter().filter_map(|id| view.ideas.get(id)).collect();
                (post(cx, &format!("{}/clusters", room.path()), &html! { div.idea {
                    div.stack { @for (idea, said) in &ideas { (tick(idea, said, true)) } }
                    div.idea-acts {
                        input.in.narrow name="name" maxlength=(NAME_MAX) aria-label=(cx.t("idea-cluster-name")) dir="auto" value=(short(&ideas));
                        (Button::submit(cx.t("idea-cluster-keep")).line().small().icon("check"))
                    }
                } }))
            }
        }))
    }
}

fn short(ideas: &[&(Idea, Said)]) -> String {
    let first = ideas.first().map_or("", |(_, said)| said.text.as_str());
    first.chars().take(NAME_MAX).collect::<String>().replace('\n', " ")
}

/// Choosing ideas, and a name or a cluster that there is.
pub fn by_hand(cx: &Cx, room: &Room, view: &View) -> Markup {
    html! {
        @if !view.alone.is_empty() {
            (Card::new(cx.t("idea-cluster-by-hand")).count(view.count.saturating_sub(view.grouped)).body(html! {
                (post(cx, &format!("{}/clusters", room.path()), &html! {
                    div.stack { @for (idea, said) in &view.alone { (tick(idea, said, false)) } }
                    div.idea-acts {
                        label for="cluster-name" { (cx.t("idea-cluster-name")) }
                        input.in.narrow id="cluster-name" name="name" maxlength=(NAME_MAX) dir="auto";
                        @if !view.clusters.is_empty() {
                            label for="cluster-into" { (cx.t("idea-cluster-into")) }
                            select.in.narrow id="cluster-into" name="into" {
                                option value="" { (cx.t("idea-cluster-new")) }
                                @for (id, name) in &view.clusters { option value=(id) { (name) } }
                            }
                        }
                        (Button::submit(cx.t("idea-cluster-put")).small().icon("tree-structure"))
                    }
                }))
            }))
        }
    }
}

/// Something that people support, with how far the kinds go along.
struct Support<'a> {
    words: &'a str,
    path: Option<String>,
    people: u32,
    all: Consensus<Kind>,
    lowest: u32,
    by: Kind,
}

/// What all kinds of partners go along with: by the share of the kind that likes it least.
pub fn consensus(cx: &Cx, room: &Room, view: &View) -> Markup {
    let mut all: Vec<Support<'_>> = Vec::new();
    let mut add = |words, path, supporters: &ByAgency| {
        let found = view.kinds.consensus(supporters);
        let Some((kind, lowest)) = found.lowest().map(|(kind, share)| (kind.clone(), share)) else {
            return;
        };
        let people = supporters.values().copied().fold(0, u32::saturating_add);
        all.push(Support { words, path, people, all: found, lowest, by: kind });
    };
    for (id, name) in &view.clusters {
        if let Some(supporters) = view.of_clusters.get(id) {
            add(name.as_str(), None, supporters);
        }
    }
    for (id, supporters) in &view.of_ideas {
        if let Some((_, said)) = view.ideas.get(id) {
            add(said.text.as_str(), Some(path(room, *id)), supporters);
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse((one.lowest, one.people)));
    html! {
        (Card::new(cx.t("idea-consensus")).id("consensus").body(html! {
            p.muted { (cx.t("idea-consensus-text")) }
            @if !view.kinds.tell() { p { (cx.t("idea-consensus-few")) } }
            @for one in all.iter().take(CONSENSUS_MAX) { (share(cx, one)) }
        }))
    }
}

fn share(cx: &Cx, one: &Support<'_>) -> Markup {
    let percent = |n: u32| cx.t_with("idea-percent", &[("n", n.into())]);
    let rows = one
        .all
        .shares
        .iter()
        .map(|(kind, n)| [html! { (word(cx, kind)) }, html! { (percent(*n)) }]);
    let rows: Vec<_> = rows.collect();
    let few = one
        .all
        .few
        .iter()
        .map(|kind| [html! { (word(cx, kind)) }, html! { (cx.t("idea-too-few")) }]);
    let withheld = one.all.withheld.iter();
    let withheld =
        withheld.map(|kind| [html! { (word(cx, kind)) }, html! { (cx.t("idea-kind-withheld")) }]);
    let columns = [Col::text(cx.t("idea-kind-of-partner")), Col::num(cx.t("idea-support-count"))];
    let said = format!("{} {}", percent(one.lowest), word(cx, &one.by));
    html! {
        div.idea {
            p { @match &one.path {
                Some(path) => a href=(cx.url(path)) { (ident::Name(one.words)) },
                None => (ident::Name(one.words)),
            } }
            (meter(cx, one.lowest, 0, 101, &said))
            p.small { (tag(Tone::Info, cx.t_with("idea-lowest", &[("n", one.lowest.into())]))) " " (word(cx, &one.by)) }
            details.fold {
                summary { (cx.t("idea-by-kind")) }
                (Table::new(cx.t("idea-by-kind"), columns).rows(rows).rows(few).rows(withheld))
            }
        }
    }
}

/// Mergers about which somebody is still asked.
pub fn mergers(cx: &Cx, room: &Room, view: &View) -> Markup {
    let words =
        |id: &IdeaId| view.ideas.get(id).map(|(_, said)| said.text.as_str()).unwrap_or_default();
    html! {
        @if !view.mergers.is_empty() {
            (Card::new(cx.t("idea-mergers")).id("mergers").count(view.mergers.len()).live("mergers", "ideas").body(html! {
                @for (merger, said, parents) in &view.mergers { div.idea {
                    p dir="auto" { (said.text) }
                    // How many, not which: two ideas whose author agrees at once would be seen to be of one author.
                    @let agreed = parents.iter().filter(|parent| parent.agreed).count();
                    ul.plain { @for parent in parents { li { (ident::Name(words(&parent.idea))) } } }
                    p { (tag(Tone::Gold, cx.t_with("idea-merge-agreed-of", &[("n", agreed.into()), ("total", parents.len().into())]))) }
                    @if view.acts {
                        (post(cx, &format!("{}/mergers/{}/end", room.path(), merger.id), &html! {
                            (Button::submit(cx.t("idea-merge-end")).soft().small())
                        }))
                    }
                } }
            }))
        }
    }
}
