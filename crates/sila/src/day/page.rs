//! The page: greeting, tiles, what needs this person now, newest referrals, links.

use maud::{Markup, html};
use sila_link::LinkState;

use crate::accounts::{Permission, Worker};
use crate::cases::list::area_name;
use crate::cases::store as cases;
use crate::day::show::{Day, LATEST};
use crate::day::tasks;
use crate::links::Peer;
use crate::partners::Names;
use crate::referrals::store::Referral;
use crate::web::components::{
    Button, Card, Col, Hero, Kpi, Table, Tone, columns, empty_state, links, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Page, dates};

/// The whole page.
pub fn document(cx: &Cx, worker: &Worker, day: &Day, names: &Names) -> Page {
    let (casework, referrals) =
        (worker.may(Permission::CaseRead), worker.may(Permission::ReferralRead));
    let main = html! {
        (needs_you(cx, worker, day, names))
        @if referrals { (latest(cx, day, names)) }
    };
    let aside = html! {
        @if worker.may(Permission::LinkRead) { (lamps(cx, day)) }
        @if !worker.may(Permission::LinkRead) && (casework || referrals) { (about(cx)) }
    };
    let body = html! {
        (hero(cx, worker, day))
        (tiles(cx, worker, day))
        (columns(&main, &aside))
    };
    Page::new(cx, cx.t("menu-day")).refreshing(60).body(body)
}

/// Good morning, by the clock of the State.
fn greeting(cx: &Cx) -> &'static str {
    match dates::civil(cx.now).hour() {
        0..=11 => "day-morning",
        12..=16 => "day-afternoon",
        _ => "day-evening",
    }
}

fn hero(cx: &Cx, worker: &Worker, day: &Day) -> Markup {
    let first = worker.name(cx.lang).split_whitespace().next().unwrap_or_default();
    let title = cx.t_with(greeting(cx), &[("name", first.into())]);
    let overdue = day.counts.overdue;
    let state = match (overdue, day.counts.incoming_waiting) {
        (0, 0) => cx.t("day-calm"),
        (0, n) => cx.t_with("day-waiting", &[("n", n.into())]),
        (n, _) => cx.t_with("day-overdue", &[("n", n.into())]),
    };
    let hero = Hero::new(cx, title).line(dates::both_calendars(cx.lang, cx.now));
    let hero = if worker.may(Permission::ReferralRead) { hero.line(state) } else { hero };
    let acts = html! {
        @if worker.may(Permission::Intake) {
            (Button::link(cx.t("intake-start"), cx.url("/intake/new")).icon("plus"))
        }
        @if worker.may(Permission::CaseRead) {
            (Button::link(cx.t("search-title"), cx.url("/search")).ghost().icon("magnifying-glass"))
        }
    };
    html! { (hero.acts(acts)) }
}

fn tiles(cx: &Cx, worker: &Worker, day: &Day) -> Markup {
    let may = |permission| worker.may(permission);
    let mut tiles: Vec<Markup> = Vec::new();
    let mut add = |tile: Kpi| tiles.push(html! { (tile) });
    if may(Permission::ReferralRead) {
        let counts = &day.counts;
        let waiting = Kpi::new(
            cx,
            cx.t("day-tile-waiting"),
            &counts.incoming_waiting,
            cx.url("/referrals/in"),
        )
        .icon("tray-arrow-down", Tone::Gold);
        add(match counts.overdue {
            0 => waiting.note(cx.t("day-tile-in-time")),
            n => waiting.warning(cx.t_with("day-tile-overdue", &[("n", n.into())])),
        });
    }
    if may(Permission::CaseRead) {
        let (open, fresh) = day.cases;
        let more = if open >= cases::COUNTED_MAX { "+" } else { "" };
        let open = format!("{open}{more}");
        add(Kpi::new(cx, cx.t("day-tile-cases"), &open, cx.url("/cases?who=all"))
            .icon("folders", Tone::Ok)
            .note(cx.t_with("day-tile-new", &[("n", fresh.into())])));
    }
    if may(Permission::ReferralRead) {
        let sent = Kpi::new(
            cx,
            cx.t("day-tile-sent"),
            &day.counts.outgoing_open,
            cx.url("/referrals/out"),
        )
        .icon("paper-plane-tilt", Tone::Info);
        add(sent.note(cx.t_with("day-tile-approvals", &[("n", day.counts.approvals.into())])));
    }
    if may(Permission::Intake) {
        add(Kpi::new(cx, cx.t("day-tile-drafts"), &day.drafts.len(), cx.url("/intake"))
            .icon("notebook", Tone::Plain)
            .note(cx.t("day-tile-drafts-note")));
    }
    if may(Permission::DuplicatesDecide) && !may(Permission::Intake) {
        add(Kpi::new(cx, cx.t("menu-duplicates"), &day.doubles, cx.url("/duplicates"))
            .icon("users-three", Tone::Gold)
            .note(cx.t("day-tile-doubles-note")));
    }
    if may(Permission::LinkRead) && !may(Permission::CaseRead) {
        add(link_tile(cx, day));
    }
    if may(Permission::AgreementSign) {
        add(Kpi::new(cx, cx.t("day-tile-sign"), &day.to_sign.len(), cx.url("/agreements"))
            .icon("signature", Tone::Gold)
            .note(cx.t("day-tile-sign-note")));
    }
    html! { @if !tiles.is_empty() { div.kpis { @for tile in &tiles { (tile) } } } }
}

fn link_tile(cx: &Cx, day: &Day) -> Kpi {
    let working = day.links.iter().filter(|(peer, _)| health(peer).0 == Tone::Ok).count();
    let parked: usize = day.links.iter().map(|(_, parked)| parked).sum();
    let tile = Kpi::new(cx, cx.t("day-tile-links"), &working, cx.url("/links"))
        .icon("arrows-left-right", Tone::Ok)
        .small(cx.t_with("day-of", &[("n", day.links.len().into())]));
    match parked {
        0 => tile.note(cx.t("day-tile-no-parked")),
        n => tile.warning(cx.t_with("day-tile-parked", &[("n", n.into())])),
    }
}

fn needs_you(cx: &Cx, worker: &Worker, day: &Day, names: &Names) -> Markup {
    let tasks = tasks::tasks(cx, worker, day, names);
    let calm =
        empty_state("check-circle", cx.t("day-nothing"), cx.t("day-nothing-text"), &html! {});
    let card = Card::new(cx.t("day-needs-you"))
        .live("day-needs-you", "referrals cases links agreements people shelter meetings");
    let card = if tasks.is_empty() { card } else { card.count(tasks.len()) };
    html! {
        (card.body(html! {
            @if tasks.is_empty() { (calm) } @else { ul.tasks { @for task in &tasks { (task) } } }
        }))
    }
}

fn latest(cx: &Cx, day: &Day, names: &Names) -> Markup {
    let cols = [
        Col::text(cx.t("case-referral")),
        Col::text(cx.t("day-from")),
        Col::text(cx.t("case-area")),
        Col::status(cx.t("case-state")),
        Col::num(cx.t("day-reply-by")),
    ];
    let rows = day.latest.iter().take(LATEST).map(|referral| {
        let pending =
            referral.state.awaits_target() || referral.state == sila_core::referral::State::Told;
        let late = pending && referral.decide_by < cx.now;
        [
            html! {
                a.ref href=(tasks::href(cx, referral)) { (Reference(&referral.reference)) }
                span.sub { (cx.code("category", referral.category.code())) }
            },
            html! { (Name(tasks::peer_name(cx, referral, names))) },
            html! { (area_name(cx, &referral.area)) },
            if late { tag(Tone::Bad, cx.t("day-late")) } else { state_tag(cx, referral) },
            html! { @if pending { (cx.deadline(referral.decide_by)) } @else { "–" } },
        ]
    });
    let none = empty_state(
        "tray-arrow-down",
        cx.t("day-no-referral"),
        cx.t("day-no-referral-text"),
        &html! {},
    );
    let table = Table::new(cx.t("day-latest"), cols).when_empty(none).rows(rows);
    let card = Card::new(cx.t("day-latest"))
        .live("day-latest", "referrals")
        .link(cx.t("day-inbox"), cx.url("/referrals/in"));
    html! { (card.body(html! { (table) })) }
}

fn state_tag(cx: &Cx, referral: &Referral) -> Markup {
    use sila_core::referral::State::{Accepted, Closed, Completed, Delivered, InReview, Offered};
    let tone = match referral.state {
        Offered | Delivered => Tone::Gold,
        InReview => Tone::Info,
        Accepted | Completed | Closed => Tone::Ok,
        _ => Tone::Plain,
    };
    tag(tone, cx.code("state", referral.state.code()))
}

/// The lamp of a link and the key of its word.
fn health(peer: &Peer) -> (Tone, &'static str) {
    if peer.alarm.is_some() {
        return (Tone::Bad, "day-link-alarm");
    }
    match peer.state {
        LinkState::Active if !peer.is_open() => (Tone::Warn, "day-link-verify"),
        LinkState::Active if peer.attempts > 0 => (Tone::Bad, "day-link-down"),
        LinkState::Active => (Tone::Ok, "day-link-up"),
        LinkState::Suspended(_) => (Tone::Bad, "day-link-suspended"),
        LinkState::Closed => (Tone::Plain, "day-link-closed"),
        _ => (Tone::Warn, "day-link-verify"),
    }
}

fn lamps(cx: &Cx, day: &Day) -> Markup {
    let rows: Vec<(Tone, Markup, Markup, Markup)> = day
        .links
        .iter()
        .map(|(peer, _)| {
            let (tone, key) = health(peer);
            let contact = match peer.last_contact {
                Some(at) => {
                    let near = Arg::phrase(dates::near(cx.lang, cx.now, at));
                    cx.t_with("day-link-contact", &[("time", near)])
                }
                None => cx.t("day-link-never"),
            };
            let under = if peer.waiting > 0 {
                cx.t_with("day-link-waiting", &[("n", peer.waiting.into())])
            } else {
                contact
            };
            (tone, html! { (Name(peer.name(cx.lang))) }, html! { (under) }, tag(tone, cx.t(key)))
        })
        .collect();
    let none =
        empty_state("plugs-connected", cx.t("day-no-link"), cx.t("day-no-link-text"), &html! {});
    let card = Card::new(cx.t("day-links"))
        .live("day-links", "links")
        .link(cx.t("day-all-links"), cx.url("/links"));
    html! { (card.body(html! { @if rows.is_empty() { (none) } @else { (links(&rows)) } })) }
}

/// For those who see no links: what keeps their work safe.
fn about(cx: &Cx) -> Markup {
    let card = Card::new(cx.t("day-safe-title")).body(html! {
        ul.leaves {
            @for (mark, key) in [("lock-key", "day-safe-sealed"), ("eye", "day-safe-logged"), ("eye-slash", "day-safe-hide")] {
                li { (crate::web::components::icon(mark)) div { (cx.t(key)) } }
            }
        }
    });
    html! { (card) }
}
