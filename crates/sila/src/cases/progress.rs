//! The work on a case as a list of its parts, each in one of four states: not started, in progress, needs information, done. The state is read
//! from what is written down; nobody sets it by hand. "Needs information" is for what was looked at and lacks something: without it, colleagues
//! would think that nobody has worked on it.

use maud::{Markup, html};
use sila_core::care::PlanState;
use sila_core::person::Birth;
use sila_core::referral::State;
use sila_core::time::Millis;

use crate::cases::mandatory::State as Report;
use crate::cases::record::CaseRecord;
use crate::cases::show::Beside;
use crate::people::show as people;
use crate::web::Cx;
use crate::web::components::{Card, Tone, tag};

/// Where a part of the work stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nobody has begun.
    NotStarted,
    /// Somebody works on it.
    InProgress,
    /// It was looked at, and something is missing.
    NeedsInformation,
    /// Done.
    Done,
}

impl Progress {
    /// The word in texts.
    pub fn code(self) -> &'static str {
        match self {
            Progress::NotStarted => "NOT_STARTED",
            Progress::InProgress => "IN_PROGRESS",
            Progress::NeedsInformation => "NEEDS_INFORMATION",
            Progress::Done => "DONE",
        }
    }

    fn tone(self) -> Tone {
        match self {
            Progress::NotStarted => Tone::Plain,
            Progress::InProgress => Tone::Info,
            Progress::NeedsInformation => Tone::Warn,
            Progress::Done => Tone::Ok,
        }
    }
}

/// A part of the work: key of its words, the rest of its address below the case, where it stands.
pub type Part = (&'static str, &'static str, Progress);

/// The parts of the work on a case, in the order in which it is done. What a case does not need is left out.
pub fn of(record: &CaseRecord, beside: &Beside, now: Millis) -> Vec<Part> {
    let mut parts = vec![
        ("progress-contact", "", contact(record)),
        ("progress-person", "", person(record)),
        ("progress-assessment", "", assessment(beside, now)),
    ];
    parts.extend(reports(beside).map(|state| ("progress-reports", "/mandatory", state)));
    parts.push(("progress-plan", "/plan", plan(beside.plan.approval.state, beside)));
    parts.push(("progress-actions", "/plan", actions(beside)));
    parts.extend(referrals(beside).map(|state| ("progress-referrals", "", state)));
    parts.push(("progress-closure", "/closure", closure(record, beside)));
    parts
}

fn contact(record: &CaseRecord) -> Progress {
    match &record.disclosure.safety.safe_contact {
        None => Progress::NotStarted,
        // A way without a word about what is safe is half of a way.
        Some(way) if way.phone.is_some() && way.instruction.is_none() && way.times.is_none() => {
            Progress::NeedsInformation
        }
        Some(_) => Progress::Done,
    }
}

fn person(record: &CaseRecord) -> Progress {
    let Some(person) = record.disclosure.people.first() else { return Progress::NotStarted };
    let named = person.name_ar.is_some() || person.name_latin.is_some();
    let born = !matches!(person.birth, Birth::Unknown);
    let sure = people::doubts(person).is_empty() && person.emirates_id.is_some();
    if named && born && sure { Progress::Done } else { Progress::NeedsInformation }
}

fn assessment(beside: &Beside, now: Millis) -> Progress {
    match beside.assessed.newest() {
        None => Progress::NotStarted,
        Some(last) if last.again_at.is_some_and(|again| again <= now) => Progress::InProgress,
        Some(_) => Progress::Done,
    }
}

/// Reports that the law wants; nothing where it wants none and asks nothing more.
fn reports(beside: &Beside) -> Option<Progress> {
    let told = &beside.mandatory;
    let any = |state: Report| told.reports.iter().any(|report| report.state == state);
    match () {
        () if !told.open.is_empty() => Some(Progress::NeedsInformation),
        () if told.reports.is_empty() => None,
        () if any(Report::Due) && told.reports.iter().all(|one| one.state == Report::Due) => {
            Some(Progress::NotStarted)
        }
        () if any(Report::Due) || any(Report::NotMade) => Some(Progress::InProgress),
        () => Some(Progress::Done),
    }
}

fn plan(state: PlanState, beside: &Beside) -> Progress {
    match state {
        PlanState::Draft if beside.plan.goals.is_empty() => Progress::NotStarted,
        PlanState::Draft | PlanState::Asked => Progress::InProgress,
        PlanState::Returned => Progress::NeedsInformation,
        PlanState::Approved => Progress::Done,
    }
}

fn actions(beside: &Beside) -> Progress {
    let all = &beside.plan.actions;
    let open = all.iter().filter(|one| one.done.is_none()).count();
    match (all.len(), open) {
        (0, _) => Progress::NotStarted,
        (_, 0) => Progress::Done,
        _ => Progress::InProgress,
    }
}

/// Referrals that were sent; nothing where none was.
fn referrals(beside: &Beside) -> Option<Progress> {
    let sent = beside.referrals.iter().filter(|one| one.direction == "out");
    // A state that is not known counts as undecided.
    let sent: Vec<State> = sent
        .map(|one| State::from_code(&one.state.to_ascii_uppercase()).unwrap_or(State::Offered))
        .collect();
    match () {
        () if sent.is_empty() => None,
        () if sent.contains(&State::Clarifying) => Some(Progress::NeedsInformation),
        () if sent.iter().all(|state| state.is_final() || state.is_taken()) => Some(Progress::Done),
        () => Some(Progress::InProgress),
    }
}

fn closure(record: &CaseRecord, beside: &Beside) -> Progress {
    match beside.closures.first().map(|one| one.state) {
        _ if !record.row.is_open() => Progress::Done,
        Some(PlanState::Asked) => Progress::InProgress,
        Some(PlanState::Returned) => Progress::NeedsInformation,
        _ => Progress::NotStarted,
    }
}

/// The card of the case's page.
pub fn card(cx: &Cx, record: &CaseRecord, beside: &Beside) -> Markup {
    let parts = of(record, beside, cx.now);
    let done = parts.iter().filter(|(.., state)| *state == Progress::Done).count();
    let counts = [("done", done.into()), ("n", parts.len().into())];
    let card = Card::new(cx.t("progress-title")).live("case-progress", "cases referrals");
    html! {
        (card.body(html! {
            p.muted { (cx.t_with("progress-count", &counts)) }
            ul.progress { @for (key, rest, state) in &parts { li {
                @if rest.is_empty() { span { (cx.t(key)) } }
                @else { a.link href=(cx.url(&format!("/cases/{}{rest}", record.row.id))) { (cx.t(key)) } }
                (tag(state.tone(), cx.code("progress", state.code())))
            } } }
        }))
    }
}
