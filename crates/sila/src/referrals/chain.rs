//! The chain of attestation: what was signed, by whom, when; how it travelled; and what comes next.

use maud::{Markup, html};
use sila_core::codes::Kind;
use sila_core::field::Field;
use sila_core::ids::AgencyId;
use sila_core::referral::{Act, ByRole, Effect, Entry, Side, State, Step, Thread};
use sila_core::time::Millis;

use super::show::Sight;
use crate::accounts::roles;
use crate::links::Delivery;
use crate::partners::Level;
use crate::web::components::{ChainLink, LinkState, Tone, tag};
use crate::web::ident::{Code, Name, Reference};
use crate::web::{Cx, dates};

/// The links of a referral's chain, oldest first, and then what is awaited and what is to come.
pub fn links(cx: &Cx, sight: &Sight) -> Vec<ChainLink> {
    let Some(thread) = &sight.record.thread else { return vec![approval_awaited(cx)] };
    let mut links = Vec::new();
    for step in thread.steps() {
        links.push(entry(cx, sight, step));
        if matches!(step.entry.act, Act::Offer(_)) {
            links.extend(sent(cx, sight));
            links.extend(delivered(cx, sight));
        }
    }
    links.extend(opened(cx, sight));
    links.extend(awaited(cx, sight, thread));
    links.extend(to_come(cx, thread));
    links
}

fn approval_awaited(cx: &Cx) -> ChainLink {
    ChainLink::new("hourglass-medium", LinkState::Now, cx.t("referral-await-approval"))
}

/// Text key and icon of an act.
fn looks(act: &Act) -> &'static str {
    match act {
        Act::Offer(_) => "pencil-simple",
        Act::Claim => "eye",
        Act::Accept => "check",
        Act::Release { .. } => "key",
        Act::Decline { .. } => "arrow-u-up-left",
        Act::Recall { .. } => "arrow-counter-clockwise",
        Act::Expire => "clock-countdown",
        Act::Purged => "trash",
        Act::Outcome { .. } => "clipboard-text",
        Act::Acknowledge => "check-circle",
        Act::Redirect { .. } => "signpost",
        Act::Withdraw { .. } | Act::Narrow { .. } => "prohibit",
        Act::Keep { .. } => "scales",
        Act::Removed | Act::Erased { .. } => "trash",
        Act::Ask { .. } => "question",
        Act::Answer { .. } => "chat-circle-text",
        Act::Wait { .. } => "hourglass-medium",
        Act::Refuse { .. } | Act::Appeal { .. } => "scales",
        Act::Resume | Act::Reopen { .. } | Act::Agree { .. } => "arrow-counter-clockwise",
        Act::Cancel { .. } | Act::Invalidate { .. } => "prohibit",
        Act::AcceptPart { .. } => "check",
        Act::Hand { .. } | Act::Take { .. } => "list-checks",
        Act::Note => "check-circle",
        Act::Report { .. } => "clipboard-text",
    }
}

fn entry(cx: &Cx, sight: &Sight, step: &Step) -> ChainLink {
    let entry = &step.entry;
    let title = html! {
        (cx.code("referral-step", entry.act.code()))
        @if step.effect == Effect::TooLate { " " (tag(Tone::Warn, cx.t("referral-too-late"))) }
        @if step.effect == Effect::Stopped { " " (tag(Tone::Warn, cx.t("rounds-crossed"))) }
    };
    let mut link = ChainLink::new(looks(&entry.act), LinkState::Done, title).meta(html! {
        (agency(cx, sight, entry.author)) " · " (role(cx, &entry.by)) " · "
        span.num { (dates::near(cx.lang, cx.now, entry.at)) }
        @if let Some(detail) = detail(cx, &entry.act) { br; (detail) }
        @if let Some(third) = third(sight, entry) { br; (cx.t("referral-third")) " " (Name(cx.lang.pick(&third.0, &third.1))) }
    });
    let stored = &sight.record.stored;
    let same = stored.iter().find(|one| one.author == entry.author && one.n == entry.n);
    if let Some(stored) = same {
        link = link.seal(&stored.hash);
    }
    link
}

/// The third agency, beside the entry that passes on to it and those that tell what it did.
fn third<'a>(sight: &'a Sight, entry: &Entry) -> Option<&'a (String, String)> {
    let decided = matches!(entry.act, Act::Decline { .. } | Act::Outcome { .. });
    let told = decided || entry.act.accepts();
    let about = matches!(entry.act, Act::Redirect { .. }) || (told && entry.by == ByRole::node());
    sight.third.as_ref().filter(|_| about)
}

/// The code an act carries, in words.
pub fn detail(cx: &Cx, act: &Act) -> Option<Markup> {
    match act {
        Act::Decline { code, proposed_area } | Act::Refuse { code, proposed_area } => Some(html! {
            (Code(code.code())) " " (cx.code("decline", code.code()))
            @if let Some(area) = proposed_area {
                " · " (cx.t("referral-proposed-area")) " " (super::summary::area(cx, area.as_str()))
            }
        }),
        Act::Recall { code } => {
            Some(html! { (Code(code.code())) " " (cx.code("recall", code.code())) })
        }
        Act::Withdraw { why, .. } => Some(html! { (cx.code("withdrawal", why.code())) }),
        Act::Keep { basis } => Some(html! { (cx.code("lawful-basis", basis.code())) }),
        Act::Narrow { fields: taken, .. } => Some(html! { (fields(cx, taken)) }),
        Act::Outcome { code } | Act::Report { code, .. } => {
            Some(html! { (Code(code.code())) " " (cx.code("outcome", code.code())) })
        }
        act => super::rounds::show::detail(cx, act),
    }
}

/// Fields by name, one after the other.
pub fn fields(cx: &Cx, fields: &[Field]) -> String {
    let names: Vec<String> = fields.iter().map(|one| cx.code("field", one.code())).collect();
    names.join(" · ")
}

/// The agency by name.
pub fn agency(cx: &Cx, sight: &Sight, agency: AgencyId) -> Markup {
    let ours = agency == sight.me;
    html! { (Name(if ours { cx.agency() } else { sight.peer_name(cx) })) }
}

/// The role by name; entries never name staff.
pub fn role(cx: &Cx, by: &ByRole) -> String {
    if *by == ByRole::node() {
        return cx.t("referral-by-node");
    }
    cx.t(roles::text_key(by.code()))
}

/// At the sender: how the offer travelled.
fn sent(cx: &Cx, sight: &Sight) -> Option<ChainLink> {
    if sight.side != Some(Side::Source) {
        return None;
    }
    if let Some(level) = sight.record.partner {
        return handed(cx, sight, level);
    }
    // The letters of a conversation come in the order in which they were written.
    let first: Option<&Delivery> = sight.deliveries.first();
    let when = |time: Millis| html! { span.num { (dates::near(cx.lang, cx.now, time)) } };
    let under = html! {
        (cx.t("referral-under")) " " (Code(&sight.agreement_code)) " · "
        (cx.t("referral-clause")) " " (Code(&sight.clause))
    };
    match first.and_then(|delivery| delivery.sent_at) {
        Some(at) => Some(
            ChainLink::new("paper-plane-tilt", LinkState::Done, cx.t("referral-step-sent"))
                .meta(html! { (under) " · " (when(at)) }),
        ),
        None if sight.record.row.state == State::Offered => Some(
            ChainLink::new("paper-plane-tilt", LinkState::Now, cx.t("referral-step-sending"))
                .meta(html! { (under) }),
        ),
        None => None,
    }
}

/// At the sender, when the other agency has no node: where it lies until the partner has it.
fn handed(cx: &Cx, sight: &Sight, level: Level) -> Option<ChainLink> {
    if sight.record.row.delivered_at.is_some() {
        return None;
    }
    let (icon, key) = match level {
        Level::Portal => ("identification-card", "referral-step-in-portal"),
        Level::Paper | Level::Listed => ("printer", "referral-step-to-print"),
    };
    let waits = ChainLink::new(icon, LinkState::Now, cx.t(key));
    Some(waits.meta(html! { (cx.t("referral-under")) " " (Code(&sight.agreement_code)) }))
}

/// The link took it to the receiver: from its signed receipt, or from our own store.
fn delivered(cx: &Cx, sight: &Sight) -> Option<ChainLink> {
    let row = &sight.record.row;
    let at = row.delivered_at?;
    let target = if sight.side == Some(Side::Target) { sight.me } else { row.peer };
    let link = ChainLink::new("tray-arrow-down", LinkState::Done, cx.t("referral-step-received"));
    Some(link.meta(html! {
        (agency(cx, sight, target)) " · " (cx.t(taken_by(sight))) " · "
        span.num { (dates::near(cx.lang, cx.now, at)) }
    }))
}

/// Who took it in: a node, somebody at the portal, or somebody who signed for it.
fn taken_by(sight: &Sight) -> &'static str {
    match sight.record.partner {
        None => "referral-by-node",
        Some(Level::Portal) => "role-portal",
        Some(_) => "role-paper",
    }
}

/// Here, at the receiver: the case it became.
fn opened(cx: &Cx, sight: &Sight) -> Option<ChainLink> {
    let target = sight.side == Some(Side::Target);
    let case = sight.case.as_ref().filter(|_| target)?;
    let link = ChainLink::new("folders", LinkState::Done, cx.t("referral-step-case"));
    Some(link.meta(Reference(case)))
}

/// What is awaited now.
fn awaited(cx: &Cx, sight: &Sight, thread: &Thread) -> Option<ChainLink> {
    let row = &sight.record.row;
    let key = match thread.state() {
        _ if thread.awaiting_confirmation() => "referral-await-confirmation",
        State::Offered | State::Delivered | State::InReview => "referral-await-decision",
        State::Told => "information-await",
        State::Redirected => "referral-await-third",
        State::Clarifying => "rounds-await-answer",
        State::Waitlisted => "rounds-await-room",
        State::DeclineReview => "rounds-await-look",
        State::ReopenRequested => "rounds-await-reopen",
        State::Cancelled if thread.awaits_ground() => "rounds-await-ground",
        State::Cancelled if thread.is_kept() => return None,
        State::Accepted if thread.awaits_list() => "handover-await-list",
        State::Accepted if thread.awaits_taking() => "handover-await-taking",
        State::Accepted if !thread.identity_released() => "referral-await-key",
        State::Accepted if row.kind == Kind::Assessment => "assessment-await",
        State::Accepted => "referral-await-outcome",
        State::Completed => "referral-await-acknowledgement",
        State::Withdrawn if thread.is_kept() => return None,
        state if state.must_purge() && !thread.is_purged() => "referral-await-erasure",
        _ => return None,
    };
    let mut link = ChainLink::new("hourglass-medium", LinkState::Now, cx.t(key));
    if matches!(key, "referral-await-decision" | "information-await") {
        link = link.meta(html! { span.num { (cx.deadline(row.decide_by)) } });
    }
    Some(link)
}

/// What comes after that, when all goes well.
fn to_come(cx: &Cx, thread: &Thread) -> Vec<ChainLink> {
    let todo = |icon, key: &str| ChainLink::new(icon, LinkState::Todo, cx.t(key));
    let case = todo("folders", "referral-todo-case");
    let outcome = match thread.offer().kind {
        Kind::Assessment => todo("clipboard-text", "assessment-todo"),
        _ => todo("clipboard-text", "referral-todo-outcome"),
    };
    let closed = todo("check-circle", "referral-todo-closed");
    match thread.state() {
        _ if thread.awaiting_confirmation() => Vec::new(),
        State::Told => vec![todo("check-circle", "information-todo")],
        state if state.is_undecided() => vec![case, outcome, closed],
        State::Accepted if !thread.identity_released() => vec![case, outcome, closed],
        State::Accepted => vec![closed],
        _ => Vec::new(),
    }
}
