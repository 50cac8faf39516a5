//! The activation index (مؤشر تفعيل الشراكة), `pai/1`: whether an agreement is being carried out.
//!
//! `100 · exp(Σ w ln max(x, 0.01) / Σ w)` over five components: obligations O .30, areas C .20, initiatives I .20,
//! exchange X .20, governance G .10.

use std::collections::BTreeSet;

use super::combine::{Component, EvidenceMix, Index};
use super::facts::{Action, Deed, Facts, Initiative, Meeting, Milestone, Obligation, Window};
use super::share::ratio;
use crate::ids::AgencyId;
use crate::time::Millis;

/// Name and version of the formula.
pub const FORMULA: &str = "pai/1";
/// An obligation that was late counts at most this, and less each day.
const LATE_MOST: f64 = 0.8;
/// After so many days late it counts nothing.
const LATE_DAYS: f64 = 90.0;
/// An initiative counts at most this until it is measured whether anybody is better off.
const UNMEASURED_MOST: f64 = 0.8;
/// What was not planned adds at most this share of what was.
const UNPLANNED_MOST: f64 = 0.1;
/// Where no plan says when, an area is expected to live this long after the agreement took effect.
const GRACE_DAYS: i64 = 183;
/// Fewer demands than this say nothing and might point at a person.
const DEMANDS_LEAST: u32 = 5;
/// Demands are told in steps of so many: two pages, looked at one after the other, do not tell a single one by subtracting.
const DEMANDS_STEP: u32 = 5;
/// Without a sound deed for so long a partnership is dormant.
const DORMANT_DAYS: i64 = 180;
const DAY_MINUTES: f64 = 1_440.0;

/// How far a partnership is activated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// غير مفعّلة, 0 to under 20.
    NotActivated,
    /// تفعيل ضعيف, 20 to under 40.
    Weak,
    /// تفعيل جزئي, 40 to under 60.
    Partial,
    /// مفعّلة, 60 to under 80.
    Activated,
    /// مفعّلة بالكامل, 80 and over.
    Fully,
}

impl Band {
    /// The band of a value from 0 to 100.
    pub fn of(value: f64) -> Self {
        match value {
            v if v >= 80.0 => Self::Fully,
            v if v >= 60.0 => Self::Activated,
            v if v >= 40.0 => Self::Partial,
            v if v >= 20.0 => Self::Weak,
            _ => Self::NotActivated,
        }
    }
}

/// The activation index at `now` over the twelve months before.
pub fn index(facts: &Facts, now: Millis) -> Index {
    let window = Window::until(now, facts);
    let (mix, count) = counted(facts, window);
    let part = |code, weight, value| Component { code, weight, value };
    let components = vec![
        part("O", 0.30, obligations(facts, window, |_| true)),
        part("C", 0.20, areas(facts, window)),
        part("I", 0.20, initiatives(facts, window)),
        part("X", 0.20, exchange(facts)),
        part("G", 0.10, governance(facts, window)),
    ];
    Index::of(FORMULA, components, count, mix)
}

/// Whether nothing sound has happened for 180 days, whatever the index says.
pub fn is_dormant(facts: &Facts, now: Millis) -> bool {
    let window = Window { from: now.plus_days(-DORMANT_DAYS), ..Window::until(now, facts) };
    let young = facts.effective_on > window.from;
    let answered =
        facts.exchanges.iter().filter_map(|way| way.answered_at).any(|at| window.holds(at));
    !young && !answered && !deeds(facts).any(|deed| window.is_sound(deed))
}

/// The weighted share of what `whose` owed in the window and fulfilled.
pub(super) fn obligations(
    facts: &Facts,
    window: Window,
    whose: impl Fn(AgencyId) -> bool,
) -> Option<f64> {
    let due = facts.obligations.iter().filter(|owed| {
        whose(owed.obligor)
            && window.holds(owed.due_at)
            && !is_signed_by_all(facts, &owed.waived_by)
    });
    let (mut sum, mut whole) = (0.0, 0.0);
    for owed in due {
        let weight = f64::from(owed.weight);
        whole += weight;
        sum += weight * fulfilment(owed, window);
    }
    ratio(sum, whole)
}

/// Evidence factor times punctuality. What is done before the window was done on time, so only `now` limits it.
fn fulfilment(owed: &Obligation, window: Window) -> f64 {
    let Some(deed) = owed.fulfilled.filter(|deed| deed.happened_at <= window.now) else {
        return 0.0;
    };
    let minutes = deed.happened_at.minutes_since(owed.due_at).max(0);
    let days = f64::from(u32::try_from(minutes).unwrap_or(u32::MAX)) / DAY_MINUTES;
    let punctual =
        if days > 0.0 { (LATE_MOST * (1.0 - days.ceil() / LATE_DAYS)).max(0.0) } else { 1.0 };
    deed.factor(window.effective_on) * punctual
}

/// The share of areas that should live by now and do.
fn areas(facts: &Facts, window: Window) -> Option<f64> {
    let grace = facts.effective_on.plus_days(GRACE_DAYS);
    let started =
        facts.areas.iter().filter(|area| area.planned_start.unwrap_or(grace) <= window.now);
    let (mut alive, mut whole) = (0.0, 0.0);
    for area in started {
        whole += 1.0;
        alive += if area.deeds.iter().any(|deed| window.is_sound(deed)) { 1.0 } else { 0.0 };
    }
    ratio(alive, whole)
}

/// The share of milestones due by now that a party other than the leading one has confirmed.
fn initiatives(facts: &Facts, window: Window) -> Option<f64> {
    let (mut planned, mut beside) = ((0.0, 0.0), (0.0, 0.0));
    for initiative in facts.initiatives.iter().filter(|initiative| !is_let_off(facts, initiative)) {
        let Some(score) = progress(initiative, window) else { continue };
        let weight = f64::from(initiative.weight);
        let sum = if initiative.planned { &mut planned } else { &mut beside };
        sum.0 += weight * score;
        sum.1 += weight;
    }
    // Half a year without a plan counts as one planned initiative of which nothing is done.
    let late = !facts.has_plan && facts.effective_on.plus_days(GRACE_DAYS) <= window.now;
    let whole = if late && planned.1 == 0.0 { 1.0 } else { planned.1 };
    let extra = ratio(beside.0, beside.1).unwrap_or(0.0) * beside.1.min(UNPLANNED_MOST * whole);
    ratio((planned.0 + extra).min(whole), whole)
}

/// How much of one initiative is done of what is due; `None` when nothing is.
fn progress(initiative: &Initiative, window: Window) -> Option<f64> {
    let confirmed = |milestone: &Milestone| {
        let deed = milestone.reached.filter(|deed| deed.happened_at <= window.now)?;
        let led = Deed { by: initiative.lead, ..deed };
        (led.is_confirmed()).then_some(deed.happened_at)
    };
    let (mut done, mut whole) = (0.0, 0.0);
    for milestone in initiative.milestones.iter().filter(|milestone| milestone.due_at <= window.now)
    {
        let reached = confirmed(milestone);
        let over = reached.is_some_and(|at| at <= window.from) && milestone.due_at <= window.from;
        let weight = if over { 0.0 } else { f64::from(milestone.weight) };
        whole += weight;
        done += if reached.is_some() { weight } else { 0.0 };
    }
    let measured = initiative
        .better_off
        .is_some_and(|deed| deed.happened_at <= window.now && deed.is_sound(window.effective_on));
    let most = if measured { 1.0 } else { UNMEASURED_MOST };
    ratio(done, whole).map(|score| score.min(most))
}

/// Given up by all parties before anything was missed. Otherwise a failure stays a failure.
fn is_let_off(facts: &Facts, initiative: &Initiative) -> bool {
    let missed = initiative.milestones.iter().filter(|milestone| {
        milestone.reached.is_none_or(|deed| deed.happened_at > milestone.due_at)
    });
    let first = missed.map(|milestone| milestone.due_at).min();
    let in_time = initiative.cancelled_at.is_some_and(|at| first.is_none_or(|first| at < first));
    in_time && is_signed_by_all(facts, &initiative.cancelled_by)
}

/// The share of demands answered inside the agreed time, both directions together.
fn exchange(facts: &Facts) -> Option<f64> {
    let (mut in_time, mut demanded) = (0_u32, 0_u32);
    for way in &facts.exchanges {
        in_time = in_time.saturating_add(way.in_time.min(way.demanded));
        demanded = demanded.saturating_add(way.demanded);
    }
    let enough = facts.has_exchange && demanded >= DEMANDS_LEAST;
    if enough { ratio(f64::from(in_time), f64::from(demanded)) } else { None }
}

/// Half meetings held of those planned, half actions verified in time of those due; one alone where the other is missing.
fn governance(facts: &Facts, window: Window) -> Option<f64> {
    let held = facts.meetings.iter().filter(|meeting| is_held(facts, window, meeting)).count();
    let held = f64::from(u32::try_from(held).unwrap_or(u32::MAX));
    let meetings = ratio(held, f64::from(facts.meetings_planned)).map(|share| share.min(1.0));
    let (mut verified, mut due) = (0.0, 0.0);
    for action in facts.actions.iter().filter(|action| window.holds(action.due_at)) {
        due += 1.0;
        verified += if is_verified(action) { 1.0 } else { 0.0 };
    }
    match (meetings, ratio(verified, due)) {
        (Some(meetings), Some(actions)) => Some(0.5 * meetings + 0.5 * actions),
        (one, other) => one.or(other),
    }
}

pub(super) fn is_held(facts: &Facts, window: Window, meeting: &Meeting) -> bool {
    let approved = is_signed_by_all(facts, &meeting.approved_by);
    approved && meeting.quorum && window.holds(meeting.held.happened_at)
}

fn is_verified(action: &Action) -> bool {
    action.done.is_some_and(|deed| deed.happened_at <= action.due_at && deed.is_confirmed())
}

pub(super) fn is_signed_by_all(facts: &Facts, signed: &BTreeSet<AgencyId>) -> bool {
    facts.parties.is_subset(signed)
}

/// Every deed by which a partnership shows that it lives.
fn deeds(facts: &Facts) -> impl Iterator<Item = &Deed> {
    let owed = facts.obligations.iter().filter_map(|owed| owed.fulfilled.as_ref());
    let areas = facts.areas.iter().flat_map(|area| &area.deeds);
    let steps = facts.initiatives.iter().flat_map(|initiative| &initiative.milestones);
    let steps = steps.filter_map(|milestone| milestone.reached.as_ref());
    let actions = facts.actions.iter().filter_map(|action| action.done.as_ref());
    owed.chain(areas).chain(steps).chain(actions)
}

/// What the facts in the window rest on, and how many they are. A demand over the link is a fact the nodes observed; too few
/// are not told, not even as a number of facts.
fn counted(facts: &Facts, window: Window) -> (EvidenceMix, u32) {
    let mut mix = EvidenceMix::default();
    for deed in deeds(facts).filter(|deed| window.factor(deed) > 0.0) {
        mix.add(deed);
    }
    if exchange(facts).is_some() {
        let demanded = facts.exchanges.iter().map(|way| way.demanded);
        let all = demanded.fold(0, u32::saturating_add);
        mix.observed = mix.observed.saturating_add(all.saturating_sub(all % DEMANDS_STEP));
    }
    let undone = facts.obligations.iter().filter(|owed| {
        window.holds(owed.due_at) && owed.fulfilled.is_none_or(|deed| window.factor(&deed) == 0.0)
    });
    let held = facts.meetings.iter().filter(|meeting| is_held(facts, window, meeting));
    let beside = u32::try_from(undone.count().saturating_add(held.count())).unwrap_or(u32::MAX);
    (mix, mix.sum().saturating_add(beside))
}
