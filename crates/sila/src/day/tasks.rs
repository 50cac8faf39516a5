//! What waits for somebody, as things to do: each a line with the place where it is done. A line names nobody.

use maud::{Markup, html};

use crate::accounts::{Permission, Worker};
use crate::activation::attention;
use crate::cases::appointments::card as appointments;
use crate::cases::list::{area_name, urgency_tag};
use crate::day::show::{Day, SHOWN};
use crate::intake::draft;
use crate::links::Peer;
use crate::partners::Names;
use crate::partnerships;
use crate::referrals::joint::store::{Due, OpenDispute};
use crate::referrals::store::Referral;
use crate::shelter::danger::calls;
use crate::shelter::stays::Stay;
use crate::web::components::{Task, Tone, tag};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx};

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
    tasks.extend(crate::cases::mandatory::day::tasks(cx, &day.reports));
    tasks.extend(crate::cases::scope::decision::tasks(cx, &day.hints));
    tasks.extend(crate::referrals::permission::tasks(cx, &day.permissions));
    let times = day.deadlines.iter();
    tasks.extend(times.map(|one| crate::referrals::deadlines::show::task(cx, one, names)));
    let rounds = day.rounds.iter().take(SHOWN);
    tasks.extend(rounds.map(|one| crate::referrals::words::task::task(cx, one, names)));
    tasks.extend(day.disputes.iter().take(SHOWN).map(|open| dispute(cx, open, names)));
    tasks.extend(day.appointments.iter().map(|one| appointments::task(cx, one)));
    tasks.extend(day.lacking.iter().map(|one| crate::cases::interpreters::task(cx, one)));
    tasks.extend(crate::cases::plan::day::tasks(cx, &day.care));
    tasks.extend(crate::cases::closure::day::tasks(cx, &day.closures));
    tasks.extend(day.tasks.iter().map(|due| joint_task(cx, due, names)));
    tasks.extend(in_homes(cx, day));
    tasks.extend(day.reviews.iter().take(SHOWN).map(|item| review(cx, item, names)));
    tasks.extend(together(cx, day));
    tasks.extend(day.files.iter().map(|one| crate::files::task(cx, *one, names)));
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

/// What waits in our homes.
fn in_homes(cx: &Cx, day: &Day) -> Vec<Task> {
    let handovers = day.shifts.iter().map(|one| crate::shelter::shifts::task(cx, one));
    let mut tasks: Vec<Task> = calls::task(cx, day.calls).into_iter().chain(handovers).collect();
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

pub(super) fn peer_name<'a>(cx: &Cx, referral: &Referral, names: &'a Names) -> &'a str {
    names.of(cx.lang, referral.peer)
}

/// "Woman protection · from Marsa · R-…": what a referral is about, without a name.
fn about_referral(cx: &Cx, referral: &Referral, names: &Names) -> Markup {
    html! {
        (Name(peer_name(cx, referral, names))) " · " (Reference(&referral.reference))
        " · " (area_name(cx, &referral.area))
    }
}

pub(super) fn href(cx: &Cx, referral: &Referral) -> String {
    cx.url(&format!("/referrals/{}", referral.id))
}

fn reply(cx: &Cx, referral: &Referral, names: &Names) -> Task {
    let late = referral.decide_by < cx.now;
    let (mark, tone) = if late { ("siren", Tone::Bad) } else { ("tray-arrow-down", Tone::Gold) };
    let what = Arg::phrase(cx.code("category", referral.category.code()));
    let told = referral.state == sila_core::referral::State::Told;
    let title = cx.t_with(if told { "information-day" } else { "day-reply" }, &[("what", what)]);
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

/// Facts to audit, campaigns, studies, exchanges, alliances and tokens that wait for a word, and colleagues who wish to learn: as many as there are, each kind in one line.
fn together(cx: &Cx, day: &Day) -> Vec<Task> {
    let studies = usize::try_from(day.studies).unwrap_or_default();
    let seats = usize::try_from(day.seats).unwrap_or_default();
    let told = usize::try_from(day.announcements).unwrap_or_default();
    let audits = usize::try_from(day.audits).unwrap_or_default();
    let kinds = [
        (audits, "magnifying-glass", "audits-day", "/audits"),
        (day.campaigns, "megaphone", "campaign-day", "/campaigns"),
        (studies, "chart-bar", "research-day", "/research"),
        (day.wishes, "graduation-cap", "training-day-wishes", "/training"),
        (seats, "graduation-cap", "training-day-seats", "/training"),
        (day.exchanges, "handshake", "exchange-day", "/exchanges"),
        (day.alliances, "handshake", "alliance-day", "/alliances"),
        (day.tokens, "key", "tokens-day", "/tokens/waiting"),
        (told, "broadcast", "announcement-day", "/announcements"),
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
