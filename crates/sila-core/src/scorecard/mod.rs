//! The scorecard of a partnership: whether it brings what it promised (effectiveness), and whether it will last
//! (sustainability). It stands beside the indices of activation and balance ([`crate::indices`]) and is never mixed with them.
//!
//! Everything is counted in whole thousandths from signed facts and dated rows, so that the same facts give the same score
//! on every machine, also for a day that is past.

mod results;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::agreement::Alarm;
use crate::ids::AgreementId;
use crate::meeting::{Threat, sustainability};
use crate::partnership::Ledger;
use crate::time::Millis;

/// Name and version of the formula.
pub const FORMULA: &str = "card/1";
/// The whole, in thousandths.
const WHOLE: u32 = 1_000;
/// Below this share of the weights effectiveness has no number, in percent.
const COVERAGE_LEAST: u32 = 50;
/// After its end both are told for so many days that nothing follows it.
const ENDED_DAYS: i64 = 30;
/// Before the end of an agreement both parties are warned so many days ahead, the earliest first.
pub const WARNING_DAYS: [i64; 3] = [90, 60, 30];

/// One part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its key in texts.
    pub code: &'static str,
    /// Its weight in percent; the weights of one score sum to 100.
    pub weight: u32,
    /// In thousandths; nothing where nothing is due yet.
    pub value: Option<u32>,
    /// How many facts it was counted from.
    pub facts: usize,
}

/// Who keeps the contact between the agencies, at our side and at theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// A focal point is named: ours, theirs.
    pub focal: [bool; 2],
    /// Somebody stands in for it: ours, theirs.
    pub deputy: [bool; 2],
}

impl Cover {
    /// A focal point counts 35 of a hundred, whoever stands in for it 15.
    fn share(self) -> u32 {
        let of = |named: bool, share: u32| if named { share } else { 0 };
        let [our, their] = self.focal;
        let [our_deputy, their_deputy] = self.deputy;
        [of(our, 350), of(their, 350), of(our_deputy, 150), of(their_deputy, 150)].iter().sum()
    }

    fn named(self) -> usize {
        self.focal.into_iter().chain(self.deputy).filter(|named| *named).count()
    }
}

/// Everything a score is counted from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// What was signed, agreement by agreement.
    pub ledgers: &'a [Ledger],
    /// Who keeps the contact.
    pub cover: Cover,
    /// External threats that are open.
    pub threats: &'a [Threat],
}

/// The two scores with their parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scorecard {
    /// 0 to 100; nothing when too little is due yet.
    pub effectiveness: Option<u32>,
    /// Targets, milestones, obligations.
    pub results: Vec<Part>,
    /// 0 to 100.
    pub sustainability: u32,
    /// Renewal, cover, threats.
    pub lasting: Vec<Part>,
}

/// What both parties are to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// An agreement ends and nothing comes after it.
    Ends {
        /// Which.
        agreement: AgreementId,
        /// The step of [`WARNING_DAYS`] that was reached; 0 when it has ended.
        days: i64,
        /// When it ends.
        at: Millis,
    },
    /// The last day for notice of the end comes, or has passed, and nothing comes after the agreement.
    Notice {
        /// Which.
        agreement: AgreementId,
        /// What is told.
        alarm: Alarm,
    },
    /// Nobody is named as focal point.
    Vacant {
        /// At our side; otherwise at theirs.
        ours: bool,
    },
}

/// The score at `now`, from what was signed until then.
pub fn scorecard(facts: &Facts<'_>, now: Millis) -> Scorecard {
    let then: Vec<Ledger> = signed(facts, now).map(|one| as_of(one, now).into_owned()).collect();
    let results = results::parts(&then, now);
    let lasting = vec![
        Part { code: "RENEWAL", weight: 40, value: Some(renewal(&then, now)), facts: then.len() },
        Part {
            code: "COVER",
            weight: 30,
            value: Some(facts.cover.share()),
            facts: facts.cover.named(),
        },
        Part {
            code: "THREATS",
            weight: 30,
            value: Some(sustainability(facts.threats, now).saturating_mul(10)),
            facts: facts.threats.len(),
        },
    ];
    Scorecard {
        effectiveness: score(&results),
        sustainability: score(&lasting).unwrap_or(0),
        results,
        lasting,
    }
}

/// The agreements that all parties had signed by then: what was signed later counts on no day before.
fn signed<'a>(facts: &Facts<'a>, now: Millis) -> impl Iterator<Item = &'a Ledger> {
    facts.ledgers.iter().filter(move |one| one.signed_at.is_none_or(|at| at <= now))
}

/// The weighted mean of the parts that are there, in percent rounded down; nothing below the coverage.
fn score(parts: &[Part]) -> Option<u32> {
    let there = parts.iter().filter_map(|part| Some((part.weight, part.value?)));
    let (weights, sum) = there.fold((0_u32, 0_u32), |(weights, sum), (weight, value)| {
        (weights.saturating_add(weight), sum.saturating_add(weight.saturating_mul(value)))
    });
    let mean = sum.checked_div(weights.saturating_mul(10))?;
    (weights >= COVERAGE_LEAST).then_some(mean)
}

/// What both parties are to look at, the most urgent first.
pub fn warnings(facts: &Facts<'_>, now: Millis) -> Vec<Warning> {
    let then: Vec<Cow<'_, Ledger>> = signed(facts, now).map(|one| as_of(one, now)).collect();
    let then: Vec<&Ledger> = then.iter().map(Cow::as_ref).collect();
    let ends = then.iter().filter_map(|one| {
        let at = one.until();
        let open = now < at.plus_days(ENDED_DAYS) && !is_followed(&then, one);
        let days = stage(at, now).filter(|_| open)?;
        Some(Warning::Ends { agreement: one.agreement.id, days, at })
    });
    let notices = then.iter().filter(|one| !is_followed(&then, one)).filter_map(|one| {
        let alarm = one.agreement.notice_alarm(now).filter(|_| one.exit().is_none())?;
        Some(Warning::Notice { agreement: one.agreement.id, alarm })
    });
    let mut all: Vec<Warning> = ends.chain(notices).collect();
    all.sort_by_key(|warning| match warning {
        Warning::Ends { at, .. }
        | Warning::Notice { alarm: Alarm::Comes { at, .. } | Alarm::Past { at }, .. } => *at,
        Warning::Vacant { .. } => Millis(i64::MAX),
    });
    let [our, their] = facts.cover.focal;
    all.extend((!our).then_some(Warning::Vacant { ours: true }));
    all.extend((!their).then_some(Warning::Vacant { ours: false }));
    all
}

/// The step of [`WARNING_DAYS`] that was reached; 0 when the end is past, nothing long before.
fn stage(until: Millis, now: Millis) -> Option<i64> {
    if until <= now {
        return Some(0);
    }
    WARNING_DAYS.iter().rev().copied().find(|days| until <= now.plus_days(*days))
}

/// Another agreement begins in time and lasts longer.
pub fn is_followed(ledgers: &[&Ledger], one: &Ledger) -> bool {
    let until = one.until();
    ledgers.iter().any(|next| next.agreement.from <= until && until < next.until())
}

/// The whole while every agreement has long to run or is followed; less with each step of the warning; nothing when no
/// agreement is in force.
fn renewal(ledgers: &[Ledger], now: Millis) -> u32 {
    let ledgers: Vec<&Ledger> = ledgers.iter().collect();
    let in_force = ledgers.iter().filter(|one| one.holds(now).is_ok());
    let share = |one: &&Ledger| match stage(one.until(), now) {
        Some(_) if is_followed(&ledgers, one) => WHOLE,
        None => WHOLE,
        Some(days) if days > 60 => 750,
        Some(days) if days > 30 => 500,
        Some(_) => 250,
    };
    in_force.map(share).min().unwrap_or(0)
}

/// What was signed until `now`, and nothing later.
#[must_use]
pub fn as_of(ledger: &Ledger, now: Millis) -> Cow<'_, Ledger> {
    if is_of(ledger, now) {
        return Cow::Borrowed(ledger);
    }
    let mut then = ledger.clone();
    then.annex = then.annex.filter(|signed| signed.at <= now);
    then.indicators = then.indicators.filter(|signed| signed.at <= now);
    then.plans.retain(|signed| signed.at <= now);
    then.deeds.retain(|said| said.at <= now);
    then.events.retain(|one| one.at <= now);
    then.deeds.iter_mut().for_each(|said| said.answers.retain(|answer| answer.at <= now));
    Cow::Owned(then)
}

/// Whether nothing in it is later than `now`.
fn is_of(ledger: &Ledger, now: Millis) -> bool {
    let annex = ledger.annex.iter().map(|one| one.at);
    let indicators = ledger.indicators.iter().map(|one| one.at);
    let plans = ledger.plans.iter().map(|one| one.at);
    let events = ledger.events.iter().map(|one| one.at);
    let said = ledger.deeds.iter();
    let said = said.flat_map(|one| one.answers.iter().map(|answer| answer.at).chain([one.at]));
    annex.chain(indicators).chain(plans).chain(events).chain(said).all(|at| at <= now)
}
