//! Service standards (معايير الخدمة): what two agencies agree a service is measured by, and the target. The value is counted from
//! referrals as recorded, never typed, and the same at both; of fewer than five it is not told.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use crate::codes::Service;
use crate::ids::{AgencyId, AgreementId};
use crate::imprint::{CELL_MIN, Gauge, Passage, Recorded};
use crate::wire::wire_type;

/// The most standards of one agreement.
pub const STANDARDS_MAX: usize = 40;
/// No target is larger: minutes of a year.
const TARGET_MAX: i64 = 525_600;
/// A sample is told in steps of so many, so that no person is had by subtracting one sample from another.
const STEP: u64 = 5;

/// What a service can be measured by.
pub const MEASURES: [Gauge; 4] = [Gauge::InTime, Gauge::Acknowledge, Gauge::Service, Gauge::Steps];

/// One standard.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Standard {
    /// Its number, from 1. It never means another standard.
    #[n(0)]
    pub number: u16,
    /// Of which service; of every one where none is named.
    #[n(1)]
    pub service: Option<Service>,
    /// What is counted.
    #[n(2)]
    pub measure: Gauge,
    /// What is aimed at, in the unit of the measure: of 100, minutes, or steps.
    #[n(3)]
    pub target: i64,
    /// The party that is measured: it answers what the other refers.
    #[n(4)]
    pub owner: AgencyId,
}

/// The standards of one agreement, as both parties sign them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Standards {
    /// The agreement.
    #[n(0)]
    pub agreement: AgreementId,
    /// At least one.
    #[n(1)]
    pub all: Vec<Standard>,
}

wire_type!(Standards, 16 * 1_024, Standards::check);

impl Standards {
    /// How it stands in versions of shared records.
    pub const KIND: &'static str = "standards/1";

    /// Whether it makes sense in itself; the part at fault otherwise.
    ///
    /// # Errors
    /// The part: none or too many, a number twice, the same measured twice, a target out of bounds.
    pub fn check(&self) -> Result<(), &'static str> {
        let numbers: BTreeSet<u16> = self.all.iter().map(|one| one.number).collect();
        let what: BTreeSet<_> =
            self.all.iter().map(|one| (one.service, one.measure, one.owner)).collect();
        let rules = [
            ("standards", (1..=STANDARDS_MAX).contains(&self.all.len())),
            ("standard_numbers", numbers.len() == self.all.len() && !numbers.contains(&0)),
            ("standard_twice", what.len() == self.all.len()),
            ("standard", self.all.iter().all(Standard::is_sound)),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }
}

/// One referral as far as standards look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// The party that had to answer.
    pub by: AgencyId,
    /// The services asked for.
    pub services: Vec<Service>,
    /// How it went.
    pub passage: Passage,
}

/// What was measured of a standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The value; nothing of fewer than five.
    pub value: Option<i64>,
    /// From how many at least, in steps of five; nothing of fewer than five.
    pub sample: Option<u64>,
}

impl Standard {
    fn is_sound(&self) -> bool {
        let most = if self.measure == Gauge::InTime { 100 } else { TARGET_MAX };
        MEASURES.contains(&self.measure) && (1..=most).contains(&self.target)
    }

    /// What it comes to over these referrals.
    pub fn measured(&self, all: &[Served]) -> Measured {
        let own = all.iter().filter(|one| {
            one.by == self.owner
                && self.service.is_none_or(|service| one.services.contains(&service))
        });
        let counted = |one: &Passage| match self.measure {
            Gauge::InTime => one.decided_at.is_some(),
            Gauge::Acknowledge => one.acknowledged_at.is_some(),
            Gauge::Service => one.taken_at.is_some(),
            _ => true,
        };
        let passages: Vec<Passage> =
            own.map(|one| one.passage).filter(|one| counted(one)).collect();
        let many = u64::try_from(passages.len()).unwrap_or(u64::MAX);
        let value = Recorded { passages, ..Recorded::default() }.gauge(self.measure);
        let sample = Some(many.saturating_sub(many % STEP)).filter(|_| many >= CELL_MIN);
        Measured { value: value.filter(|_| sample.is_some()), sample }
    }

    /// Whether a value is as good as the target.
    pub fn is_met_by(&self, value: i64) -> bool {
        if self.measure.is_downward() { value <= self.target } else { value >= self.target }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Millis;
    use uuid::Uuid;

    const US: AgencyId = AgencyId([1; 32]);
    const THEM: AgencyId = AgencyId([2; 32]);

    fn served(by: AgencyId, service: Service, minutes: i64) -> Served {
        let at = |minutes: i64| Millis(0).plus_minutes(minutes);
        let passage = Passage {
            offered_at: at(0),
            acknowledged_at: Some(at(minutes)),
            taken_at: None,
            decide_by: at(60),
            decided_at: Some(at(minutes)),
            steps: 3,
            documents: 0,
        };
        Served { by, services: vec![service], passage }
    }

    fn standard(number: u16, service: Option<Service>, measure: Gauge, target: i64) -> Standard {
        Standard { number, service, measure, target, owner: US }
    }

    #[test]
    fn contract_a29_a_standard_is_measured_from_recorded_referrals_with_its_sample_and_never_of_few()
     {
        let mut all: Vec<Served> =
            [10, 20, 30, 40, 90, 120, 50].map(|n| served(US, Service::Shelter, n)).into();
        all.push(served(US, Service::Legal, 10));
        all.extend((0..9).map(|_| served(THEM, Service::Shelter, 500)));
        let in_time = standard(1, Some(Service::Shelter), Gauge::InTime, 90);
        // Five of seven within the hour; the sample is told in fives.
        assert_eq!(in_time.measured(&all), Measured { value: Some(71), sample: Some(5) });
        assert!(!in_time.is_met_by(71) && in_time.is_met_by(90));
        let wait = standard(2, Some(Service::Shelter), Gauge::Acknowledge, 45);
        assert_eq!(wait.measured(&all).value, Some(40));
        assert!(wait.is_met_by(40) && !wait.is_met_by(46), "less is better");
        let few = standard(3, Some(Service::Legal), Gauge::InTime, 90);
        assert_eq!(few.measured(&all), Measured { value: None, sample: None });
        let every = standard(4, None, Gauge::Acknowledge, 45);
        assert_eq!(every.measured(&all).sample, Some(5), "eight are told as five or more");
        all.reverse();
        assert_eq!(in_time.measured(&all).value, Some(71), "whatever the order");
    }

    #[test]
    fn contract_a29_standards_that_make_no_sense_are_refused() {
        let of = |all: Vec<Standard>| Standards { agreement: AgreementId(Uuid::nil()), all };
        let one = standard(1, None, Gauge::InTime, 90);
        let good = of(vec![one.clone(), standard(2, Some(Service::Shelter), Gauge::InTime, 90)]);
        assert_eq!(Standards::from_cbor(&good.to_cbor()).unwrap(), good);
        let table = [
            (vec![], "standards"),
            (
                vec![one.clone(), Standard { measure: Gauge::Steps, ..one.clone() }],
                "standard_numbers",
            ),
            (vec![one.clone(), Standard { number: 2, ..one.clone() }], "standard_twice"),
            (vec![Standard { target: 101, ..one.clone() }], "standard"),
            (vec![Standard { target: 0, ..one.clone() }], "standard"),
            (vec![Standard { measure: Gauge::Closed, ..one }], "standard"),
        ];
        for (all, part) in table {
            assert_eq!(of(all).check(), Err(part));
        }
    }
}
