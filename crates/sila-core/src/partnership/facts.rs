//! The facts of the indices, from what the parties have signed.

use std::collections::{BTreeMap, BTreeSet};

use super::annex::Field;
use super::course::{Course, Mark};
use super::deed::{Act, Said};
use super::ledger::{About, Instance, Ledger, course};
use super::plan::MeasureKind;
use crate::ids::{AgencyId, FactId, RecordId};
use crate::indices::{
    Area, Contribution, Decision, Deed, Evaluation, Evidence, Exchange, Facts, Initiative,
    Milestone, Obligation, Voice,
};
use crate::obligation::{Act as Entry, Party, Settled, Standing};
use crate::time::Millis;

/// The last minute of a day.
const END_OF_DAY: u16 = 24 * 60 - 1;

/// What a fact is called before it has an identifier: its record, which kind of part of it, and the number and time of that part.
pub type FactKey = (RecordId, u8, i64, i64);

/// The facts of one initiative: they follow from its plan and from what was said about it, whatever the time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfInitiative {
    initiative: Initiative,
    contributions: Vec<Contribution>,
    voice: Voice,
}

impl Ledger {
    /// The facts at `now`. `name` gives a fact its identifier, the same at every party; what the nodes have counted themselves
    /// and what was decided comes from outside.
    pub fn facts(
        &self,
        now: Millis,
        name: impl Fn(FactKey) -> FactId,
        exchanges: Vec<Exchange>,
        decisions: Vec<Decision>,
    ) -> Facts {
        self.facts_by(now, name, (exchanges, decisions), |_, compute| compute())
    }

    /// As [`Ledger::facts`]. `part` gives the facts of the initiative of a record: those that it holds, as long as nothing was said
    /// about it since, or else what the closure computes.
    pub fn facts_by(
        &self,
        now: Millis,
        name: impl Fn(FactKey) -> FactId,
        (exchanges, decisions): (Vec<Exchange>, Vec<Decision>),
        mut part: impl FnMut(RecordId, &dyn Fn() -> OfInitiative) -> OfInitiative,
    ) -> Facts {
        let (about, instances) = (self.about(), self.instances(now));
        let fallen = instances.iter().filter(|one| one.due.at <= now);
        let mut facts = Facts {
            parties: self.parties(),
            effective_on: self.agreement.from,
            has_plan: self.annex.is_some(),
            has_exchange: !self.agreement.schedule.is_empty(),
            meetings_planned: 0,
            agreed_shares: BTreeMap::new(),
            evaluation: Evaluation::None,
            areas: self.areas(&about, &instances, now, &name),
            obligations: fallen.map(|one| owed(one, now, &name)).collect(),
            initiatives: Vec::new(),
            exchanges,
            meetings: Vec::new(),
            actions: Vec::new(),
            contributions: Vec::new(),
            voices: Vec::new(),
            decisions,
            objectives: Vec::new(),
        };
        for plan in &self.plans {
            let compute = || self.of_initiative(&course(plan, &about), &name);
            let one = part(plan.record, &compute);
            facts.initiatives.push(one.initiative);
            facts.contributions.extend(one.contributions);
            facts.voices.push(one.voice);
        }
        facts
    }

    fn of_initiative(
        &self,
        course: &Course<'_>,
        name: &impl Fn(FactKey) -> FactId,
    ) -> OfInitiative {
        OfInitiative {
            initiative: self.initiative(course, name),
            contributions: gifts(course, name),
            voice: self.voice(course, name),
        }
    }

    fn parties(&self) -> BTreeSet<AgencyId> {
        self.agreement.parties.iter().map(|party| party.agency).collect()
    }

    fn other(&self, party: AgencyId) -> AgencyId {
        self.agreement.other(party).map_or(party, |other| other.agency)
    }

    fn areas(
        &self,
        about: &About<'_>,
        instances: &[Instance<'_>],
        now: Millis,
        name: &impl Fn(FactKey) -> FactId,
    ) -> Vec<Area> {
        let Some(annex) = &self.annex else { return Vec::new() };
        let deeds = |field: Field| {
            let within = self.plans.iter().filter(move |plan| plan.content.field == field);
            let steps = within.filter_map(|plan| about.get(&plan.record)).flatten();
            let steps = steps.filter(|said| matches!(said.deed.act, Act::Start | Act::Reach));
            let steps = steps.filter(|said| said.confirmed().is_some()).map(|said| done(said));
            let owed = instances.iter().filter(move |one| one.duty.field == field);
            steps.chain(owed.filter_map(|one| fulfilled(one, now))).collect()
        };
        let areas = annex.content.areas.iter().zip(0_i64..);
        areas
            .filter(|(area, _)| !area.at_rest)
            .map(|(area, nth)| Area {
                id: name((annex.record, 0, nth, 0)),
                planned_start: area.starts.map(|day| day.at_minute(0)),
                deeds: deeds(area.field),
            })
            .collect()
    }

    fn initiative(&self, course: &Course<'_>, name: &impl Fn(FactKey) -> FactId) -> Initiative {
        let plan = course.plan;
        // A milestone is the lead's deed, whoever wrote it down: the party that does not lead is the one that confirms.
        let reached = |said: &Said| match said.confirmed() {
            Some(_) => {
                Deed { by: plan.lead, evidence: confirmed(self.other(plan.lead)), ..done(said) }
            }
            None => Deed { by: plan.lead, ..done(said) },
        };
        let milestones = plan.milestones.iter().map(|one| Milestone {
            weight: one.weight,
            due_at: one.due.at_minute(END_OF_DAY),
            reached: course.reached.get(&one.number).map(|said| reached(said)),
        });
        let better = plan.measures.iter().filter(|one| one.kind == MeasureKind::BetterOff);
        let mut better = better.filter_map(|one| course.actuals.get(&one.number));
        let cancelled = course.mark == Mark::Cancelled;
        Initiative {
            id: name((course.record, 1, 0, 0)),
            lead: plan.lead,
            weight: plan.weight,
            planned: true,
            milestones: milestones.collect(),
            better_off: better.find(|said| said.confirmed().is_some()).map(|said| done(said)),
            cancelled_at: course.ended_at.filter(|_| cancelled),
            cancelled_by: if cancelled { self.parties() } else { BTreeSet::new() },
        }
    }

    fn voice(&self, course: &Course<'_>, name: &impl Fn(FactKey) -> FactId) -> Voice {
        let by = course.plan.origin.by;
        let evidence = confirmed(self.other(by));
        let at = course.agreed_at;
        let deed = Deed { by, happened_at: at, recorded_at: at, evidence };
        Voice { id: name((course.record, 2, 0, 0)), deed }
    }
}

fn confirmed(by: AgencyId) -> Evidence {
    Evidence::Confirmed { by }
}

/// When it happened is what the day says, but never later than when it was signed.
fn done(said: &Said) -> Deed {
    let happened_at = said.deed.on.at_minute(END_OF_DAY).min(said.at);
    let evidence = said.confirmed().map_or(Evidence::Declared, |answer| confirmed(answer.by));
    Deed { by: said.by, happened_at, recorded_at: said.at, evidence }
}

fn gifts(course: &Course<'_>, name: &impl Fn(FactKey) -> FactId) -> Vec<Contribution> {
    let gift = |said: &&Said| Contribution {
        id: name((said.record, 3, 0, 0)),
        given: done(said),
        value_fils: said.deed.fils,
    };
    course.gifts.iter().map(gift).collect()
}

/// Punctual is who submitted in time: the time of the signature counts, not the day that is claimed.
fn fulfilled(one: &Instance<'_>, now: Millis) -> Option<Deed> {
    let submitted = one.life.entries().iter().rev().find(|entry| entry.act == Entry::Submit)?;
    let evidence = match one.life.standing(now) {
        Standing::Settled(Settled::Accepted) => confirmed(one.duty.obligee),
        Standing::Settled(Settled::ByDefault) => Evidence::Documented,
        Standing::Submitted { .. } => Evidence::Declared,
        _ => return None,
    };
    let (by, at) = (one.duty.obligor, submitted.at);
    Some(Deed { by, happened_at: at, recorded_at: at, evidence })
}

fn owed(one: &Instance<'_>, now: Millis, name: &impl Fn(FactKey) -> FactId) -> Obligation {
    let waived = one.life.entries().iter().filter(|entry| entry.act == Entry::Waive);
    let whose = |by| match by {
        Party::Obligor => one.duty.obligor,
        Party::Obligee => one.duty.obligee,
    };
    Obligation {
        id: name((one.record, 4, i64::from(one.duty.number), one.due.at.0)),
        obligor: one.duty.obligor,
        weight: one.duty.weight,
        due_at: one.due.at,
        fulfilled: fulfilled(one, now),
        waived_by: waived.map(|entry| whose(entry.by)).collect(),
    }
}
