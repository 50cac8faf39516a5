//! Everything signed under one agreement, and what follows: which obligations stand where, whether the agreement lives, and
//! which party is quiet. Nobody sets these states; each node computes them from the same facts.

use std::collections::BTreeMap;

use super::annex::{Annex, Duty, Field};
use super::course::{Course, Mark};
use super::deed::{Act, Deed, Said};
use super::impact::Indicators;
use super::lived::{entry, lived};
use super::plan::Plan;
use crate::agreement::Agreement;
use crate::ids::{AgencyId, RecordId};
use crate::obligation::{self, Anchors, Due, Event, Happened, Standing, Terms, Trigger};
use crate::time::Millis;

/// An agreement without a running initiative for so many days is dormant.
pub const DORMANT_DAYS: i64 = 90;
/// After so many days late the other party may declare a breach.
const CURE_DAYS: u16 = 30;
/// Silence for so many working days is acceptance by default.
const SILENCE_DAYS: u16 = 10;

/// Something that all parties have signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed<T> {
    /// Its record.
    pub record: RecordId,
    /// What it says.
    pub content: T,
    /// When the last party signed.
    pub at: Millis,
}

/// Everything signed under one agreement.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The agreement.
    pub agreement: Agreement,
    /// When the last party signed it, where that is known.
    pub signed_at: Option<Millis>,
    /// Its annex, in the version in force; the time is that of its first version.
    pub annex: Option<Signed<Annex>>,
    /// By the number of an obligation of the annex: from when it counts, as [`Annex::owed_since`] says. What is not here counts from the
    /// first version.
    pub owed_since: BTreeMap<u16, Millis>,
    /// Its impact indicators, in the version in force.
    pub indicators: Option<Signed<Indicators>>,
    /// The plans of its initiatives, the first first.
    pub plans: Vec<Signed<Plan>>,
    /// What was done, the first first.
    pub deeds: Vec<Said>,
    /// What happened under it besides, such as a referral that was accepted; the first first.
    pub events: Vec<Happened>,
}

/// One obligation on one day.
#[derive(Clone, Debug)]
pub struct Instance<'a> {
    /// The record of the annex.
    pub record: RecordId,
    /// The obligation.
    pub duty: &'a Duty,
    /// When it is due, and how that day was found.
    pub due: Due,
    /// What was said about it, as rules read it.
    pub life: obligation::Instance,
    /// What was said about it, as signed.
    pub deeds: Vec<&'a Said>,
}

/// Whether an agreement lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// It is not in force.
    OutOfForce,
    /// غير مفعّلة: no initiative has run under it yet.
    NotActivated {
        /// When it will be dormant.
        dormant_at: Millis,
    },
    /// An initiative runs.
    Active {
        /// How many.
        running: usize,
    },
    /// None runs now; one did a short while ago.
    Resting {
        /// When it will be dormant.
        dormant_at: Millis,
    },
    /// خاملة: for 90 days none has run.
    Dormant {
        /// Since when none has.
        since: Millis,
    },
}

impl Activation {
    /// The key of texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::OutOfForce => "OUT_OF_FORCE",
            Self::NotActivated { .. } => "NOT_ACTIVATED",
            Self::Active { .. } => "ACTIVE",
            Self::Resting { .. } => "RESTING",
            Self::Dormant { .. } => "DORMANT",
        }
    }
}

/// A party that has done nothing for too long about what it owes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// Which.
    pub party: AgencyId,
    /// The last thing it did about what it owes, or when the annex was signed.
    pub since: Millis,
    /// How many of its obligations wait for it.
    pub waiting: usize,
}

/// What was said about each record, the first first.
pub(super) type About<'a> = BTreeMap<RecordId, Vec<&'a Said>>;

/// How the initiative of a plan has gone.
pub(super) fn course<'a>(plan: &'a Signed<Plan>, about: &About<'a>) -> Course<'a> {
    let of = about.get(&plan.record).cloned().unwrap_or_default();
    Course::of(plan.record, &plan.content, plan.at, of)
}

impl Ledger {
    /// Puts what was said in the order of time. Of two deeds at one time the one with the lower record comes first.
    pub fn sort(&mut self) {
        self.deeds.sort_by_key(|said| (said.at, said.record));
        self.plans.sort_by_key(|plan| (plan.at, plan.record));
        self.events.sort();
    }

    /// The initiatives, the first first.
    pub fn courses(&self) -> Vec<Course<'_>> {
        let about = self.about();
        self.plans.iter().map(|plan| course(plan, &about)).collect()
    }

    /// What was said, by what it is about.
    pub(super) fn about(&self) -> About<'_> {
        let mut about = About::new();
        for said in &self.deeds {
            about.entry(said.deed.about).or_default().push(said);
        }
        about
    }

    /// Every obligation on every day it falls due until `until`, the first due first.
    pub fn instances(&self, until: Millis) -> Vec<Instance<'_>> {
        let Some(annex) = &self.annex else { return Vec::new() };
        let mut said: BTreeMap<(u16, Millis), Vec<&Said>> = BTreeMap::new();
        for one in self.deeds.iter().filter(|one| one.deed.about == annex.record) {
            if let Some(due) = one.deed.due_at.filter(|_| one.deed.act.is_of_duty()) {
                said.entry((one.deed.number, due)).or_default().push(one);
            }
        }
        let duties = annex.content.duties.iter();
        let mut all: Vec<Instance> =
            duties.flat_map(|duty| self.of_duty(annex, duty, until, &said)).collect();
        all.sort_by_key(|instance| (instance.due.at, instance.duty.number));
        all
    }

    fn of_duty<'a>(
        &'a self,
        annex: &Signed<Annex>,
        duty: &'a Duty,
        until: Millis,
        said: &BTreeMap<(u16, Millis), Vec<&'a Said>>,
    ) -> Vec<Instance<'a>> {
        let agreement = &self.agreement;
        let parties = agreement.party(duty.obligor).zip(agreement.party(duty.obligee));
        let Some((obligor, obligee)) = parties else { return Vec::new() };
        let owed_since = self.owed_since(annex, duty.number);
        let anchors = Anchors {
            signed: owed_since.uae_date(),
            effective: agreement.from.uae_date(),
            expiry: agreement.until.uae_date(),
        };
        let dues = match &duty.trigger {
            Trigger::After { .. } => {
                let mut since = self.happened();
                since.retain(|one| owed_since <= one.at);
                duty.trigger.happened(&since, &obligor.calendar)
            }
            fixed => fixed.dues(&anchors, &obligor.calendar),
        };
        let dues = dues.into_iter();
        // What fell due before both had signed the obligation, or once the agreement was over, was never owed.
        let over = self.until();
        let owed = dues.filter(|due| owed_since <= due.at && due.at < over);
        let owed = owed.take_while(|due| due.at.plus_days(-i64::from(duty.lead_days)) <= until);
        let instance = |due: Due| {
            let deeds = said.get(&(duty.number, due.at)).cloned().unwrap_or_default();
            let terms = Terms {
                due_at: due.at,
                lead_days: duty.lead_days,
                cure_days: CURE_DAYS,
                silence_days: SILENCE_DAYS,
                calendar: obligee.calendar.clone(),
            };
            let life = lived(terms, &deeds, duty);
            Instance { record: annex.record, duty, due, life, deeds }
        };
        owed.map(instance).collect()
    }

    /// From when an obligation counts.
    fn owed_since(&self, annex: &Signed<Annex>, number: u16) -> Millis {
        self.owed_since.get(&number).copied().unwrap_or(annex.at)
    }

    /// Everything that can make an obligation fall due: what happened besides, and what was signed about the initiatives.
    fn happened(&self) -> Vec<Happened> {
        let mut all = self.events.clone();
        for course in self.courses() {
            let started = course.started_at.map(|at| (at, Event::InitiativeStarted));
            let closed = course.ended_at.filter(|_| course.mark == Mark::Closed);
            let closed = closed.map(|at| (at, Event::InitiativeClosed));
            let both = started.into_iter().chain(closed);
            all.extend(both.map(|(at, event)| Happened { at, event }));
        }
        all
    }

    /// Whether the agreement lives at `now`.
    pub fn activation(&self, now: Millis) -> Activation {
        if self.holds(now).is_err() {
            return Activation::OutOfForce;
        }
        let courses = self.courses();
        let running = courses.iter().filter(|course| course.mark == Mark::Running).count();
        if running > 0 {
            return Activation::Active { running };
        }
        let ran = courses.iter().filter(|course| course.started_at.is_some());
        let last = ran.filter_map(|course| course.ended_at).max();
        let since = last.unwrap_or(self.agreement.from).max(self.agreement.from);
        let dormant_at = since.plus_days(DORMANT_DAYS);
        match last {
            _ if dormant_at <= now => Activation::Dormant { since },
            Some(_) => Activation::Resting { dormant_at },
            None => Activation::NotActivated { dormant_at },
        }
    }

    /// Parties that owe something now and have done nothing about what they owe for as long as the annex says.
    pub fn quiet(&self, now: Millis) -> Vec<Quiet> {
        let Some(annex) = &self.annex else { return Vec::new() };
        let instances = self.instances(now);
        let waits = |instance: &&Instance| {
            let standing = instance.life.standing(now);
            matches!(
                standing,
                Standing::Open | Standing::Overdue | Standing::Returned | Standing::Breached
            )
        };
        let quiet = |party: AgencyId| {
            let own = |said: &&Said| said.by == party && said.deed.act.is_of_duty();
            let last = self.deeds.iter().filter(own).map(|said| said.at).max();
            let theirs = instances.iter().filter(|one| one.duty.obligor == party);
            let waiting: Vec<&Instance> = theirs.filter(waits).collect();
            let owed = waiting.iter().map(|one| self.owed_since(annex, one.duty.number)).min();
            let since = last.unwrap_or(annex.at).max(owed.unwrap_or(annex.at));
            Quiet { party, since, waiting: waiting.len() }
        };
        let days = i64::from(annex.content.quiet_days);
        let parties = self.agreement.parties.iter().map(|party| quiet(party.agency));
        parties.filter(|one| one.waiting > 0 && one.since.plus_days(days) <= now).collect()
    }

    /// The initiative of this record.
    pub fn course(&self, record: RecordId) -> Option<Course<'_>> {
        let plan = self.plans.iter().find(|plan| plan.record == record)?;
        let deeds = self.deeds.iter().filter(|said| said.deed.about == record).collect();
        Some(Course::of(record, &plan.content, plan.at, deeds))
    }

    /// The obligation with this number that is due at this time.
    pub fn instance(&self, number: u16, due_at: Millis) -> Option<Instance<'_>> {
        let mut all = self.instances(due_at).into_iter();
        all.find(|one| one.duty.number == number && one.due.at == due_at)
    }

    /// Whether a party may say this now. What it says stands in the deed; the other party asks the same before it confirms.
    ///
    /// # Errors
    /// The code of the reason.
    pub fn allows(&self, deed: &Deed, by: AgencyId, now: Millis) -> Result<(), &'static str> {
        deed.check().or(Err("deed.malformed"))?;
        if self.agreement.party(by).is_none() || deed.agreement != self.agreement.id {
            return Err("deed.elsewhere");
        }
        if deed.on > now.uae_date() {
            return Err("deed.ahead");
        }
        let (act, number) = (deed.act, deed.number);
        if act.is_of_exit() {
            return self.allows_exit(deed, by, now);
        }
        if let Some(course) = self.course(deed.about) {
            self.works(deed, by, course.plan)?;
            return course.allows(act, number);
        }
        if self.indicators.as_ref().is_some_and(|signed| signed.record == deed.about) {
            return self.allows_figure(deed, by);
        }
        let here = self.annex.as_ref().is_some_and(|annex| annex.record == deed.about);
        let due = deed.due_at.filter(|_| here).and_then(|due| self.instance(number, due));
        let instance = due.ok_or("obligation.unknown")?;
        let said = entry(act, by, instance.duty, now).ok_or("deed.elsewhere")?;
        instance.life.with(said).map(|_| ()).map_err(obligation::NotNow::code)
    }
}

impl Ledger {
    /// Whether work goes on in this area: the others go on while one is at rest.
    ///
    /// # Errors
    /// `area.at_rest`.
    pub fn open(&self, field: Field) -> Result<(), &'static str> {
        let area = self.annex.as_ref().and_then(|annex| annex.content.area(field));
        if area.is_some_and(|area| area.at_rest) { Err("area.at_rest") } else { Ok(()) }
    }

    /// Nothing begins under an agreement that does not say what it is for, nor goes on in an area at rest; what runs there
    /// may be ended. Whoever leads counts the people, so that nobody is counted by both.
    fn works(&self, deed: &Deed, by: AgencyId, plan: &Plan) -> Result<(), &'static str> {
        match deed.act {
            Act::Cancel | Act::Close => return Ok(()),
            Act::Start if self.agreement.aims.is_none() => return Err("agreement.no_aims"),
            Act::Count if by != plan.lead => return Err("initiative.not_lead"),
            Act::Count if self.counts_too_many(deed) => return Err("initiative.again_too_many"),
            _ => {}
        }
        self.open(plan.field)
    }

    /// Nobody is counted again who was not counted: of a group no more than are in it.
    fn counts_too_many(&self, deed: &Deed) -> bool {
        let courses = self.courses();
        let counted = |group| {
            let all = courses.iter().flat_map(Course::people).filter(|one| one.group == group);
            all.fold(0_u64, |sum, one| sum.saturating_add(u64::from(one.first)))
        };
        deed.people.iter().any(|one| u64::from(one.again) > counted(one.group))
    }
}

impl Instance<'_> {
    /// What the other party has not answered yet.
    pub fn waiting(&self) -> Option<&Said> {
        self.deeds.iter().rev().copied().find(|said| said.is_waiting())
    }
}
