//! The impact indicators that the parties set when they sign: what is to change for people, from where, to where, by when.
//! Figures are said later as deeds ([`super::Act::Measure`]) and count when the other party has signed them too.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use super::Words;
use super::annex::TITLE_MAX;
use super::deed::{Act, Deed, Said};
use super::ledger::Ledger;
use crate::ids::{AgencyId, AgreementId, RecordId};
use crate::time::{Date, Millis};
use crate::wire::wire_type;

/// The most indicators of one agreement.
pub const INDICATORS_MAX: usize = 12;
/// The whole of a share, in thousandths.
pub const WHOLE: u32 = 1_000;
/// The last minute of a day.
const END_OF_DAY: u16 = 24 * 60 - 1;

/// What an agreement is to change.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Indicator {
    /// Its number, from 1. It never means another indicator.
    #[n(0)]
    pub number: u16,
    /// What is counted, with its unit.
    #[n(1)]
    pub name: Words,
    /// The figure when the parties signed.
    #[n(2)]
    pub baseline: i64,
    /// What is aimed at.
    #[n(3)]
    pub target: i64,
    /// By when.
    #[n(4)]
    pub due: Date,
    /// Where the figure will come from.
    #[n(5)]
    pub source: Words,
    /// The party that measures.
    #[n(6)]
    pub owner: AgencyId,
}

/// The indicators of one agreement, as all parties sign them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Indicators {
    /// The agreement they belong to.
    #[n(0)]
    pub agreement: AgreementId,
    /// At least one.
    #[n(1)]
    pub all: Vec<Indicator>,
}

wire_type!(Indicators, 32 * 1_024, Indicators::check);

impl Indicators {
    /// How it stands in versions of shared records.
    pub const KIND: &'static str = "indicators/1";

    /// Whether it makes sense in itself; the part at fault otherwise.
    ///
    /// # Errors
    /// The part: none or too many, a number twice, words missing, a target that is the baseline.
    pub fn check(&self) -> Result<(), &'static str> {
        let numbers: BTreeSet<u16> = self.all.iter().map(|one| one.number).collect();
        let rules = [
            ("indicators", (1..=INDICATORS_MAX).contains(&numbers.len())),
            ("indicator_numbers", numbers.len() == self.all.len() && !numbers.contains(&0)),
            ("indicator", self.all.iter().all(Indicator::is_sound)),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }
}

impl Indicator {
    fn is_sound(&self) -> bool {
        self.name.fit(TITLE_MAX) && self.source.fit(TITLE_MAX) && self.baseline != self.target
    }

    /// Whether its day is over.
    pub fn is_due(&self, now: Millis) -> bool {
        self.due.at_minute(END_OF_DAY) < now
    }
}

/// One indicator with what was said of it.
#[derive(Clone, Copy, Debug)]
pub struct Impact<'a> {
    /// As signed.
    pub indicator: &'a Indicator,
    /// The newest figure that both parties have signed.
    pub actual: Option<&'a Said>,
    /// A figure that one party has said and the other has not answered.
    pub waiting: Option<&'a Said>,
}

impl Impact<'_> {
    /// How much of the way is gone, in thousandths; nothing while no figure is signed.
    pub fn reached(&self) -> Option<u32> {
        let figure = self.actual?.deed.figure?;
        Some(reached(Some(self.indicator.baseline), self.indicator.target, figure))
    }
}

/// How much of the way from the baseline to the target is gone, in thousandths from 0 to 1,000. Without a baseline the way
/// begins at 0. It may lead down.
pub fn reached(baseline: Option<i64>, target: i64, actual: i64) -> u32 {
    let from = i128::from(baseline.unwrap_or(0));
    let (whole, gone) = (i128::from(target) - from, i128::from(actual) - from);
    let (whole, gone) = if whole < 0 { (-whole, -gone) } else { (whole, gone) };
    if gone >= whole {
        return WHOLE;
    }
    let share = gone.max(0).saturating_mul(i128::from(WHOLE)).checked_div(whole);
    share.and_then(|share| u32::try_from(share).ok()).unwrap_or(WHOLE)
}

impl Ledger {
    /// The impact indicators with their figures, in their order.
    pub fn impact(&self) -> Vec<Impact<'_>> {
        let Some(signed) = &self.indicators else { return Vec::new() };
        let with = |indicator| {
            let said = self.measured(signed.record, indicator);
            let newest = said.iter().filter(|said| said.confirmed().is_some());
            Impact {
                indicator,
                actual: newest.max_by_key(|said| (said.deed.on, said.at, said.record)).copied(),
                waiting: said.iter().find(|said| said.is_waiting()).copied(),
            }
        };
        signed.content.all.iter().map(with).collect()
    }

    /// Every figure that was said of an indicator.
    fn measured(&self, record: RecordId, indicator: &Indicator) -> Vec<&Said> {
        let of = |said: &&Said| {
            let Deed { about, act, number, .. } = &said.deed;
            *about == record && *act == Act::Measure && *number == indicator.number
        };
        self.deeds.iter().filter(of).collect()
    }

    /// Whether a party may say a figure of an indicator: the one that measures, while none waits for its answer.
    ///
    /// # Errors
    /// The code of the reason.
    pub(super) fn allows_figure(&self, deed: &Deed, by: AgencyId) -> Result<(), &'static str> {
        let mut all = self.impact().into_iter();
        let one = all.find(|one| one.indicator.number == deed.number);
        match one.filter(|_| deed.act == Act::Measure) {
            None => Err("indicator.unknown"),
            Some(one) if one.indicator.owner != by => Err("indicator.not_yours"),
            Some(one) if one.waiting.is_some() => Err("deed.waiting"),
            Some(_) => Ok(()),
        }
    }
}
