//! The balance index (مؤشر توازن الشراكة), `pbi/1`: whether the parties carry, decide, answer and gain as they agreed.
//!
//! Balance is measured against what was agreed, never against equal halves: Principles of Partnership (Global Humanitarian
//! Platform, 2007), equality "irrespective of size and power". Aggregation as in the activation index. Two idle parties are in
//! balance, so this number is printed only beside the other.

use std::collections::BTreeMap;

use super::activation::{is_held, is_signed_by_all, obligations};
use super::combine::{Component, EvidenceMix, Index};
use super::facts::{Deed, Evaluation, Facts, Window};
use super::share::{jain, ratio, spread, wilson};
use crate::ids::AgencyId;
use crate::time::Millis;

/// Name and version of the formula.
pub const FORMULA: &str = "pbi/1";
/// Accountability counts half where the last evaluation ran one way only.
const ONE_WAY: f64 = 0.5;
/// Fewer demands in a direction than this say nothing and might point at a person.
const DEMANDS_LEAST: u32 = 5;

/// How even a partnership is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// غير متوازنة, 0 to under 40.
    Unbalanced,
    /// متوازنة جزئياً, 40 to under 70.
    Partly,
    /// متوازنة, 70 and over.
    Balanced,
}

impl Band {
    /// The band of a value from 0 to 100.
    pub fn of(value: f64) -> Self {
        match value {
            v if v >= 70.0 => Self::Balanced,
            v if v >= 40.0 => Self::Partly,
            _ => Self::Unbalanced,
        }
    }
}

/// The balance index at `now` over the twelve months before.
pub fn index(facts: &Facts, now: Millis) -> Index {
    let window = Window::until(now, facts);
    let (mix, count) = counted(facts, window);
    let part = |code, weight, value| Component { code, weight, value };
    let components = vec![
        part("B1", 0.20, contributions(facts, window)),
        part("B2", 0.15, voices(facts, window)),
        part("B3", 0.15, decisions(facts, window)),
        part("B4", 0.20, accountability(facts, window)),
        part("B5", 0.15, responsiveness(facts)),
        part("B6", 0.15, benefits(facts, window)),
    ];
    Index::of(FORMULA, components, count, mix)
}

/// One minus half the distance between what was given and what was agreed to be given.
fn contributions(facts: &Facts, window: Window) -> Option<f64> {
    let mut given: BTreeMap<AgencyId, f64> = BTreeMap::new();
    for contribution in
        facts.contributions.iter().filter(|gift| window.holds(gift.given.happened_at))
    {
        let (Some(fils), true) = (contribution.value_fils, contribution.given.is_confirmed())
        else {
            continue;
        };
        *given.entry(contribution.given.by).or_default() += dirhams(fils);
    }
    let whole: f64 = given.values().sum();
    let agreed: f64 = facts.agreed_shares.values().copied().map(f64::from).sum();
    let n = f64::from(u32::try_from(facts.parties.len()).ok()?);
    let mut apart = 0.0;
    for party in &facts.parties {
        let share = ratio(given.get(party).copied().unwrap_or(0.0), whole)?;
        let of = facts.agreed_shares.get(party).copied().unwrap_or(0);
        apart += (share - ratio(f64::from(of), agreed).unwrap_or(1.0 / n)).abs();
    }
    Some(1.0 - 0.5 * apart)
}

/// Fils as dirhams: exact up to four thousand million dirhams.
fn dirhams(fils: u64) -> f64 {
    let whole = u32::try_from(fils / 100).unwrap_or(u32::MAX);
    let rest = u32::try_from(fils % 100).unwrap_or(0);
    f64::from(whole) + f64::from(rest) / 100.0
}

/// How evenly agenda items, proposals, initiatives and the hosting of meetings are spread.
fn voices(facts: &Facts, window: Window) -> Option<f64> {
    let mut counts: BTreeMap<AgencyId, u32> =
        facts.parties.iter().map(|party| (*party, 0)).collect();
    let brought =
        facts.voices.iter().map(|voice| voice.deed).filter(|deed| window.factor(deed) > 0.0);
    let hosted = facts.meetings.iter().filter(|meeting| is_held(facts, window, meeting));
    for by in brought.map(|deed| deed.by).chain(hosted.map(|meeting| meeting.held.by)) {
        if let Some(count) = counts.get_mut(&by) {
            *count = count.saturating_add(1);
        }
    }
    let counts: Vec<u32> = counts.into_values().collect();
    if counts.iter().all(|count| *count == 0) { None } else { jain(&counts) }
}

/// The share of decisions that all have signed, times how alike the parties' proposals are accepted.
fn decisions(facts: &Facts, window: Window) -> Option<f64> {
    let mut proposals: BTreeMap<AgencyId, (f64, f64)> =
        facts.parties.iter().map(|party| (*party, (1.0, 2.0))).collect();
    let (mut signed, mut adopted) = (0.0, 0.0);
    for decision in facts.decisions.iter().filter(|decision| window.holds(decision.decided_at)) {
        if let Some((accepted, all)) = proposals.get_mut(&decision.proposed_by) {
            *accepted += if decision.accepted { 1.0 } else { 0.0 };
            *all += 1.0;
        }
        if decision.accepted {
            adopted += 1.0;
            signed += if is_signed_by_all(facts, &decision.signed_by) { 1.0 } else { 0.0 };
        }
    }
    let rates: Vec<f64> = proposals.values().map(|(accepted, all)| accepted / all).collect();
    Some(ratio(signed, adopted)? * (1.0 - spread(&rates)))
}

/// How alike the parties fulfil what they owe.
fn accountability(facts: &Facts, window: Window) -> Option<f64> {
    let scores = facts.parties.iter().map(|party| obligations(facts, window, |by| by == *party));
    let scores: Option<Vec<f64>> = scores.collect();
    let alike = 1.0 - spread(&scores?);
    Some(if facts.evaluation == Evaluation::OneWay { ONE_WAY * alike } else { alike })
}

/// The slowest direction beside the quickest, by the lower bound of the share answered in time.
fn responsiveness(facts: &Facts) -> Option<f64> {
    let mut ways: BTreeMap<AgencyId, (u32, u32)> =
        facts.parties.iter().map(|party| (*party, (0, 0))).collect();
    for way in facts.exchanges.iter().filter(|_| facts.has_exchange) {
        let (in_time, demanded) = ways.get_mut(&way.answers)?;
        *in_time = in_time.saturating_add(way.in_time.min(way.demanded));
        *demanded = demanded.saturating_add(way.demanded);
    }
    let bounds = ways.values().map(|(in_time, demanded)| {
        (*demanded >= DEMANDS_LEAST).then(|| wilson(*in_time, *demanded)).flatten()
    });
    let bounds: Option<Vec<f64>> = bounds.collect();
    let bounds = bounds?;
    let most = bounds.iter().copied().fold(0.0, f64::max);
    let least = bounds.iter().copied().fold(f64::INFINITY, f64::min);
    Some(if most > 0.0 { least / most } else { 1.0 })
}

/// How alike the parties reach what each wants for itself.
fn benefits(facts: &Facts, window: Window) -> Option<f64> {
    let mut shares = Vec::new();
    for party in &facts.parties {
        let (mut reached, mut all) = (0.0, 0.0);
        for objective in facts.objectives.iter().filter(|objective| objective.of == *party) {
            let sourced = objective.source.is_some_and(|deed| window.factor(&deed) > 0.0);
            reached += if sourced { f64::from(objective.reached_permille.min(1_000)) } else { 0.0 };
            all += 1_000.0;
        }
        shares.push(ratio(reached, all)?);
    }
    let sourced = facts.objectives.iter().any(|objective| objective.source.is_some());
    sourced.then(|| 1.0 - spread(&shares))
}

/// What the facts in the window rest on, and how many they are.
fn counted(facts: &Facts, window: Window) -> (EvidenceMix, u32) {
    let mut mix = EvidenceMix::default();
    let given = facts.contributions.iter().map(|gift| gift.given);
    let brought = facts.voices.iter().map(|voice| voice.deed);
    let sources = facts.objectives.iter().filter_map(|objective| objective.source);
    let owed = facts.obligations.iter().filter_map(|owed| owed.fulfilled);
    let all = given.chain(brought).chain(sources).chain(owed);
    all.filter(|deed: &Deed| window.factor(deed) > 0.0).for_each(|deed| mix.add(&deed));
    if responsiveness(facts).is_some() {
        let demanded = facts.exchanges.iter().map(|way| way.demanded);
        mix.observed = demanded.fold(mix.observed, u32::saturating_add);
    }
    let held = facts.meetings.iter().filter(|meeting| is_held(facts, window, meeting)).count();
    let decided = facts.decisions.iter().filter(|decision| window.holds(decision.decided_at));
    let beside = u32::try_from(held.saturating_add(decided.count())).unwrap_or(u32::MAX);
    (mix, mix.sum().saturating_add(beside))
}
