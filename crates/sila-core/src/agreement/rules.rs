//! What an agreement allows: the exchange, the question, the service for a person, and how fast.

use super::vocabulary::Place;
use super::{Agreement, KnownClause, ServiceTerms, ThirdAgency, Timer};
use crate::calendar::TimeLimit;
use crate::codes::{Category, Kind, KnownPurpose, LawfulBasis, Service, Sex, Urgency};
use crate::field::Field;
use crate::ids::AgencyId;
use crate::person::Ages;
use crate::refusal::Refusal;
use crate::time::Millis;

/// An exchange that somebody is about to make.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// The sender.
    pub from: AgencyId,
    /// The recipient.
    pub to: AgencyId,
    /// What is asked.
    pub kind: Kind,
    /// Whom it is about.
    pub category: Category,
    /// Which services are asked for.
    pub services: &'a [Service],
    /// Which fields would go.
    pub fields: &'a [Field],
}

impl<'a> Exchange<'a> {
    /// The codes by which it is asked.
    fn codes(&self) -> impl Iterator<Item = Place> + use<'a> {
        let services = self.services.iter().map(|one| one.spoken());
        let fields = self.fields.iter().map(|one| one.spoken());
        [self.kind.spoken(), self.category.spoken()].into_iter().chain(services).chain(fields)
    }
}

impl Agreement {
    /// Whether it is in force at `now`.
    ///
    /// # Errors
    /// [`Refusal::AgreementNotYet`] or [`Refusal::AgreementEnded`].
    pub fn in_force(&self, now: Millis) -> Result<(), Refusal> {
        let clause = || self.cites.term.clone();
        if now < self.from {
            return Err(Refusal::AgreementNotYet { from: self.from, clause: clause() });
        }
        if now >= self.until {
            return Err(Refusal::AgreementEnded { until: self.until, clause: clause() });
        }
        Ok(())
    }

    /// Whether this exchange is allowed at `now`. Whether the recipient's services suit the person
    /// is another question: see [`Agreement::eligible`].
    ///
    /// # Errors
    /// The first rule that says no, with the number of its clause.
    pub fn allows(&self, exchange: &Exchange<'_>, now: Millis) -> Result<(), Refusal> {
        self.in_force(now)?;
        if exchange.from == exchange.to {
            return Err(Refusal::SameAgency);
        }
        if self.party(exchange.from).is_none() || self.party(exchange.to).is_none() {
            return Err(Refusal::NotAParty { clause: self.cites.parties.clone() });
        }
        self.may_receive_persons(exchange.to)?;
        self.understands(exchange.codes())?;
        let category = exchange.category;
        if !self.categories.contains(&category) {
            let clause = self.cites.categories.clone();
            return Err(Refusal::CategoryNotCovered { category, clause });
        }
        self.allows_fields(exchange.kind, exchange.fields)?;
        if exchange.services.is_empty() && exchange.kind != Kind::Information {
            return Err(Refusal::NoService);
        }
        Ok(())
    }

    fn allows_fields(&self, kind: Kind, fields: &[Field]) -> Result<(), Refusal> {
        let clause = || self.cites.schedule.clone();
        let Some(row) = self.schedule.iter().find(|row| row.kind == kind) else {
            return Err(Refusal::KindNotCovered { kind, clause: clause() });
        };
        match fields.iter().find(|field| !row.fields.contains(field)) {
            Some(field) => Err(Refusal::FieldNotCovered { field: *field, kind, clause: clause() }),
            None => Ok(()),
        }
    }

    /// Whether `from` may ask `to` if a person is known, for this purpose and on this ground; the
    /// clause that says so.
    ///
    /// # Errors
    /// The first rule that says no, with the number of its clause. Where the agreement does not
    /// speak of such questions, that is the data schedule: what it does not list is not exchanged.
    pub fn may_ask(
        &self,
        from: AgencyId,
        to: AgencyId,
        purpose: KnownPurpose,
        basis: LawfulBasis,
        now: Millis,
    ) -> Result<&KnownClause, Refusal> {
        self.in_force(now)?;
        if from == to {
            return Err(Refusal::SameAgency);
        }
        if self.party(from).is_none() || self.party(to).is_none() {
            return Err(Refusal::NotAParty { clause: self.cites.parties.clone() });
        }
        self.may_receive_persons(from).and(self.may_receive_persons(to))?;
        let Some(known) = &self.known else {
            return Err(Refusal::KnownNotCovered { clause: self.cites.schedule.clone() });
        };
        let clause = known.number.clone();
        if !known.purposes.contains(&purpose) {
            return Err(Refusal::KnownPurposeNotCovered { purpose, clause });
        }
        if !known.bases.contains(&basis) {
            return Err(Refusal::KnownBasisNotCovered { basis, clause });
        }
        Ok(known)
    }

    /// Whether `from` may ask `to` for a place, without saying for whom: the agreement speaks of referrals for shelter, and
    /// `to` offers shelter under it.
    ///
    /// # Errors
    /// The first rule that says no, with the number of its clause.
    pub fn may_ask_for_place(
        &self,
        from: AgencyId,
        to: AgencyId,
        now: Millis,
    ) -> Result<(), Refusal> {
        self.in_force(now)?;
        if from == to {
            return Err(Refusal::SameAgency);
        }
        let (Some(_), Some(party)) = (self.party(from), self.party(to)) else {
            return Err(Refusal::NotAParty { clause: self.cites.parties.clone() });
        };
        self.allows_fields(Kind::Shelter, &[])?;
        self.may_receive_persons(to)?;
        let shelter = [Service::Shelter, Service::EmergencyShelter];
        if party.services.iter().any(|terms| shelter.contains(&terms.service)) {
            return Ok(());
        }
        let clause = self.cites.services.clone();
        Err(Refusal::ServiceNotOffered { service: Service::Shelter, clause })
    }

    /// The number of the clause under which the parties share what they have learnt at `now`.
    ///
    /// # Errors
    /// [`Refusal::ExpertiseNotCovered`] where the agreement does not speak of it: with the data schedule, since what that
    /// does not list is not exchanged. And when it is not in force.
    pub fn may_share_expertise(&self, now: Millis) -> Result<&str, Refusal> {
        self.in_force(now)?;
        let missing = || Refusal::ExpertiseNotCovered { clause: self.cites.schedule.clone() };
        self.expertise.as_ref().map(|one| one.number.as_str()).ok_or_else(missing)
    }

    /// Every reason why the services of `to` would not take this person; empty when they would.
    /// What is not known (sex, age) is never a reason. In an emergency the reasons are advice.
    pub fn eligible(
        &self,
        to: AgencyId,
        category: Category,
        services: &[Service],
        sex: Sex,
        ages: Option<Ages>,
    ) -> Vec<Refusal> {
        let Some(party) = self.party(to) else {
            return vec![Refusal::NotAParty { clause: self.cites.parties.clone() }];
        };
        let clause = &self.cites.services;
        services
            .iter()
            .flat_map(|service| match party.services.iter().find(|t| t.service == *service) {
                Some(terms) => terms.refusals(category, sex, ages, clause),
                None => {
                    vec![Refusal::ServiceNotOffered { service: *service, clause: clause.clone() }]
                }
            })
            .collect()
    }

    /// When `target`, whose clock runs, must have decided, and when the referral goes back, if it is offered at `now`.
    ///
    /// # Errors
    /// [`Refusal::NotAParty`], and [`Refusal::NoTimer`] when the target has no working day within two years.
    pub fn times(
        &self,
        timer: &Timer,
        target: AgencyId,
        now: Millis,
    ) -> Result<(Millis, Millis), Refusal> {
        let Some(party) = self.party(target) else {
            return Err(Refusal::NotAParty { clause: self.cites.parties.clone() });
        };
        let after = |limit: TimeLimit| limit.after(now, &party.calendar);
        let clause = || self.cites.timers.clone();
        after(timer.decide)
            .zip(after(timer.expire))
            .ok_or_else(|| Refusal::NoTimer { urgency: timer.urgency, clause: clause() })
    }

    /// Whether a party may pass a person whom the other has referred to it on to `third`.
    ///
    /// # Errors
    /// [`Refusal::OnwardNotCovered`] with the clause that names the others; where none does, that is the
    /// data schedule: what it does not list is not passed on.
    pub fn may_pass_on(&self, third: AgencyId) -> Result<&ThirdAgency, Refusal> {
        let Some(onward) = &self.onward else {
            return Err(Refusal::OnwardNotCovered { clause: self.cites.schedule.clone() });
        };
        let found = onward.to.iter().find(|named| named.agency == third);
        found.ok_or_else(|| Refusal::OnwardNotCovered { clause: onward.number.clone() })
    }

    /// The times that hold at one urgency.
    ///
    /// # Errors
    /// [`Refusal::NoTimer`] when the agreement gives none.
    pub fn timer(&self, urgency: Urgency) -> Result<Timer, Refusal> {
        let found = self.timers.iter().find(|timer| timer.urgency == urgency);
        found
            .copied()
            .ok_or_else(|| Refusal::NoTimer { urgency, clause: self.cites.timers.clone() })
    }
}

impl ServiceTerms {
    fn refusals(
        &self,
        category: Category,
        sex: Sex,
        ages: Option<Ages>,
        clause: &str,
    ) -> Vec<Refusal> {
        let (service, clause) = (self.service, || clause.to_owned());
        let mut refusals = Vec::new();
        if !self.categories.is_empty() && !self.categories.contains(&category) {
            refusals.push(Refusal::CategoryNotServed { service, category, clause: clause() });
        }
        if sex != Sex::Unknown && !self.sexes.is_empty() && !self.sexes.contains(&sex) {
            refusals.push(Refusal::SexNotServed { service, sex, clause: clause() });
        }
        let too_young = |a: Ages| self.age_min.is_some_and(|min| a.max < min);
        let too_old = |a: Ages| self.age_max.is_some_and(|max| a.min > max);
        if ages.is_some_and(|a| too_young(a) || too_old(a)) {
            let (min, max) = (self.age_min, self.age_max);
            refusals.push(Refusal::AgeNotServed { service, min, max, clause: clause() });
        }
        refusals
    }
}
