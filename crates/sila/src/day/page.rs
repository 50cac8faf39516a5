//! The page: greeting, tiles, what needs this person now, newest referrals, links.

use maud::{Markup, html};
use sila_link::LinkState;

use crate::accounts::{Permission, Worker};
use crate::activation::attention;
use crate::cases::appointments::card as appointments;
use crate::cases::list::{area_name, urgency_tag};
use crate::cases::store as cases;
use crate::day::show::{Day, LATEST, SHOWN};
use crate::intake::draft;
use crate::links::Peer;
use crate::partners::Names;
use crate::partnerships;
use crate::referrals::joint::store::{Due, OpenDispute};
use crate::referrals::store::Referral;
use crate::shelter::stays::Stay;
use crate::web::components::{
    Button, Card, Col, Hero, Kpi, Table, Task, Tone, columns, empty_state, links, tag,
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

/// Everything that waits for this person, the late things first.
pub(super) fn tasks(cx: &Cx, worker: &Worker, day: &Day, names: &Names) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    let mut waiting: Vec<&Referral> = day.waiting.iter().collect();
    waiting.sort_by_key(|referral| (referral.decide_by >= cx.now, referral.decide_by));
    if worker.may(Permission::ReferralDecide) {
        tasks.extend(waiting.iter().take(SHOWN).map(|referral| reply(cx, referral, names)));
    }
    tasks.extend(day.glass.iter().map(|one| crate::cases::glass::list::task(cx, one)));
    tasks.extend(crate::instruments::tasks(cx, &day.assess));
    tasks.extend(day.late.iter().map(|one| crate::cases::clocks::card::late(cx, one)));
    tasks.extend(day.clocks.iter().map(|one| crate::cases::clocks::card::task(cx, one)));
    let times = day.deadlines.iter();
    tasks.extend(times.map(|one| crate::referrals::deadlines::show::task(cx, one, names)));
    let rounds = day.rounds.iter().take(SHOWN);
    tasks.extend(rounds.map(|one| crate::referrals::words::task::task(cx, one, names)));
    tasks.extend(day.disputes.iter().take(SHOWN).map(|open| dispute(cx, open, names)));
    tasks.extend(day.appointments.iter().map(|one| appointments::task(cx, one)));
    tasks.extend(crate::cases::plan::day::tasks(cx, &day.care));
    tasks.extend(crate::cases::closure::day::tasks(cx, &day.closures));
    tasks.extend(day.tasks.iter().map(|due| joint_task(cx, due, names)));
    tasks.extend(in_homes(cx, day));
    tasks.extend(day.reviews.iter().take(SHOWN).map(|item| review(cx, item, names)));
    tasks.extend(together(cx, day));
    tasks.extend(
        day.services.iter().take(SHOWN).map(|stored| crate::services::find::task(cx, stored)),
    );
    tasks.extend(day.approvals.iter().take(SHOWN).map(|referral| approval(cx, referral, names)));
    tasks.extend(day.returned.iter().take(SHOWN).map(|referral| returned(cx, referral, names)));
    if worker.may(Permission::LinkAdmin) {
        tasks.extend(
            day.links
                .iter()
                .filter(|(_, parked)| *parked > 0)
                .map(|(peer, n)| parked(cx, peer, *n)),
        );
    }
    tasks.extend(day.to_sign.iter().take(SHOWN).map(|agreement| to_sign(cx, agreement)));
    if let Some(me) = day.me {
        tasks.extend(day.books.iter().flat_map(|book| attention::tasks(cx, book, me)));
        tasks.extend(crate::evaluations::attention::tasks(cx, &day.cycles, names, me));
    }
    tasks.extend(of_partners(cx, day, names));
    if day.doubles > 0 {
        let title = cx.t_with("day-doubles", &[("n", day.doubles.into())]);
        let task = Task::new("users-three", Tone::Gold, title, cx.url("/duplicates"));
        tasks.push(task.meta(cx.t("day-tile-doubles-note")));
    }
    tasks.extend(day.drafts.iter().take(SHOWN).map(|line| draft::task(cx, line)));
    tasks
}

fn needs_you(cx: &Cx, worker: &Worker, day: &Day, names: &Names) -> Markup {
    let tasks = tasks(cx, worker, day, names);
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

/// What waits in our homes.
fn in_homes(cx: &Cx, day: &Day) -> Vec<Task> {
    let handovers = day.shifts.iter().map(|one| crate::shelter::shifts::task(cx, one));
    let mut tasks: Vec<Task> = handovers.collect();
    tasks.extend(day.stays.iter().map(|stay| expected(cx, stay)));
    if day.stale_rooms > 0 {
        let title = cx.t_with("day-rooms-stale", &[("n", day.stale_rooms.into())]);
        let task = Task::new("bed", Tone::Gold, title, cx.url("/shelter"));
        tasks.push(task.meta(cx.t("day-rooms-stale-text")));
    }
    tasks
}

/// What waits between us and partners.
fn of_partners(cx: &Cx, day: &Day, names: &Names) -> Vec<Task> {
    let relations = day.relations.iter();
    let mut tasks: Vec<Task> =
        relations.flat_map(|one| partnerships::attention::tasks(cx, one, names)).collect();
    tasks.extend(crate::minutes::tasks(cx, &day.minutes));
    tasks.extend(crate::proposals::tasks(cx, &day.proposals));
    tasks.extend(crate::licences::tasks(cx, &day.licences, names));
    tasks.extend(crate::regulation::tasks(cx, &day.groundless));
    tasks
}

fn peer_name<'a>(cx: &Cx, referral: &Referral, names: &'a Names) -> &'a str {
    names.of(cx.lang, referral.peer)
}

/// "Woman protection · from Marsa · R-…": what a referral is about, without a name.
fn about_referral(cx: &Cx, referral: &Referral, names: &Names) -> Markup {
    html! {
        (Name(peer_name(cx, referral, names))) " · " (Reference(&referral.reference))
        " · " (area_name(cx, &referral.area))
    }
}

fn href(cx: &Cx, referral: &Referral) -> String {
    cx.url(&format!("/referrals/{}", referral.id))
}

fn reply(cx: &Cx, referral: &Referral, names: &Names) -> Task {
    let late = referral.decide_by < cx.now;
    let (mark, tone) = if late { ("siren", Tone::Bad) } else { ("tray-arrow-down", Tone::Gold) };
    let what = Arg::phrase(cx.code("category", referral.category.code()));
    let title = cx.t_with("day-reply", &[("what", what)]);
    Task::new(mark, tone, title, href(cx, referral))
        .meta(about_referral(cx, referral, names))
        .end(tag(if late { Tone::Bad } else { Tone::Warn }, cx.deadline(referral.decide_by)))
}

/// A task of a joint plan. What it is stands on the page of the plan alone.
fn joint_task(cx: &Cx, due: &Due, names: &Names) -> Task {
    let late = due.due < cx.now;
    let agency = Arg::from(names.of(cx.lang, due.peer));
    let path = format!("/referrals/{}/joint", due.referral);
    let tone = if late { Tone::Bad } else { Tone::Gold };
    Task::new(
        "list-checks",
        tone,
        cx.t_with("joint-day-task", &[("agency", agency)]),
        cx.url(&path),
    )
    .meta(Reference(&due.reference))
    .end(tag(if late { Tone::Bad } else { Tone::Warn }, cx.deadline(due.due)))
}

/// Somebody is expected to arrive, to come back or to leave.
fn expected(cx: &Cx, stay: &Stay) -> Task {
    let at = stay.due_at().unwrap_or(cx.now);
    let tone = if at < cx.now { Tone::Bad } else { Tone::Gold };
    let href = cx.url(&crate::shelter::stays::path(stay.id, ""));
    Task::new("bed", tone, cx.t(stay.due_key()), href)
        .meta(Reference(&stay.reference))
        .end(tag(if at < cx.now { Tone::Bad } else { Tone::Warn }, cx.deadline(at)))
}

/// A review that waits. What it is about stands on its own page.
fn review(cx: &Cx, item: &crate::knowledge::store::Stored, names: &Names) -> Task {
    let href = cx.url(&format!("/knowledge/{}/review", item.id));
    let whose = match item.author {
        Some(_) => cx.agency().to_owned(),
        None => names.of(cx.lang, item.origin).to_owned(),
    };
    Task::new("scales", Tone::Gold, cx.t("knowledge-day-review"), href)
        .meta(html! { (Name(&whose)) })
}

/// Campaigns, studies, exchanges and tokens that wait for a word, and colleagues who wish to learn: as many as there are, each kind in one line.
fn together(cx: &Cx, day: &Day) -> Vec<Task> {
    let studies = usize::try_from(day.studies).unwrap_or_default();
    let seats = usize::try_from(day.seats).unwrap_or_default();
    let kinds = [
        (day.campaigns, "megaphone", "campaign-day", "/campaigns"),
        (studies, "chart-bar", "research-day", "/research"),
        (day.wishes, "graduation-cap", "training-day-wishes", "/training"),
        (seats, "graduation-cap", "training-day-seats", "/training"),
        (day.exchanges, "handshake", "exchange-day", "/exchanges"),
        (day.tokens, "key", "tokens-day", "/tokens/waiting"),
    ];
    let some = kinds.into_iter().filter(|(count, ..)| *count > 0);
    let task = |(count, icon, key, path): (usize, &'static str, &str, &str)| {
        let title = cx.t_with(key, &[("n", count.into())]);
        Task::new(icon, Tone::Gold, title, cx.url(path))
    };
    some.map(task).collect()
}

/// A dispute that waits for us. What it is about stands on its page alone.
fn dispute(cx: &Cx, open: &OpenDispute, names: &Names) -> Task {
    let late = open.due.is_some_and(|due| due < cx.now);
    let (tone, sign) = if late { (Tone::Bad, Tone::Bad) } else { (Tone::Gold, Tone::Warn) };
    let agency = Arg::from(names.of(cx.lang, open.peer));
    let title = cx.t_with("dispute-day", &[("agency", agency)]);
    let path = format!("/referrals/{}/dispute", open.referral);
    Task::new("scales", tone, title, cx.url(&path))
        .meta(html! { (cx.code("dispute-stage", open.stage.code())) " · " (Reference(&open.reference)) })
        .end(html! { @if let Some(due) = open.due { (tag(sign, cx.deadline(due))) } })
}

fn approval(cx: &Cx, referral: &Referral, names: &Names) -> Task {
    Task::new("stamp", Tone::Gold, cx.t("day-approve"), href(cx, referral))
        .meta(about_referral(cx, referral, names))
        .end(urgency_tag(cx, referral.urgency.code()))
}

fn returned(cx: &Cx, referral: &Referral, names: &Names) -> Task {
    let state = cx.code("state", referral.state.code());
    Task::new("arrow-u-up-left", Tone::Info, cx.t("day-returned"), href(cx, referral))
        .meta(about_referral(cx, referral, names))
        .end(tag(Tone::Info, state))
}

fn parked(cx: &Cx, peer: &Peer, n: usize) -> Task {
    let title = cx.t_with("day-parked", &[("n", n.into())]);
    Task::new("envelope-simple", Tone::Bad, title, cx.url("/links"))
        .meta(html! { (Name(peer.name(cx.lang))) " · " (cx.t("day-parked-text")) })
}

fn to_sign(cx: &Cx, agreement: &crate::agreements::Stored) -> Task {
    let agreement = &agreement.agreement;
    let path = format!("/agreements/{}", agreement.id);
    Task::new("signature", Tone::Gold, cx.t("day-sign"), cx.url(&path))
        .meta(html! { (Name(cx.lang.pick(&agreement.title_ar, &agreement.title_en))) })
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
        let undecided = referral.state.awaits_target();
        let late = undecided && referral.decide_by < cx.now;
        [
            html! {
                a.ref href=(href(cx, referral)) { (Reference(&referral.reference)) }
                span.sub { (cx.code("category", referral.category.code())) }
            },
            html! { (Name(peer_name(cx, referral, names))) },
            html! { (area_name(cx, &referral.area)) },
            if late { tag(Tone::Bad, cx.t("day-late")) } else { state_tag(cx, referral) },
            html! { @if undecided { (cx.deadline(referral.decide_by)) } @else { "–" } },
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
