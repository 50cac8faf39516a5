//! The first act of a referral. It freezes the agreement's text and times, so that a later change of
//! the agreement never changes a referral under way.

use super::act::{Act, Left};
use super::calendars::{AHEAD_DAYS, Calendars};
use super::entry::{ByRole, Entry};
use crate::agreement::{Agreement, Exchange, StepTimes, THIRD_AGENCIES_MAX};
use crate::area::AreaCode;
use crate::codes::{
    Basis, Category, FollowsCode, Kind, LawfulBasis, OverrideReason, ReturnCode, Service, Sex,
    Urgency,
};
use crate::directory::Listed;
use crate::field::Field;
use crate::ids::{AgencyId, AgreementId, PlaceId, ReferralId};
use crate::permission::Permission;
use crate::person::Ages;
use crate::refusal::Refusal;
use crate::time::Millis;
use crate::wire::{is_clause_number, is_machine_word};
use minicbor::{Decode, Encode};

/// The services that are a place in a home.
pub(super) const SHELTERS: [Service; 2] = [Service::Shelter, Service::EmergencyShelter];

/// An officer departed from the residence clause. Both parties see this.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Override {
    /// Why.
    #[n(0)]
    pub reason: OverrideReason,
    /// The role of the second person who approved it. Imminent danger may go without, and every emergency: there the
    /// second person signs within a day (`NODE` is no person).
    #[n(1)]
    pub approved_by_role: Option<ByRole>,
}

/// What is offered, in codes and hashes. Who it is travels beside it, sealed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Offer {
    /// The number people quote, such as `R-MARSA-26-00012`.
    #[n(0)]
    pub reference: String,
    /// The agency that offers.
    #[n(1)]
    pub source: AgencyId,
    /// The agency that is asked.
    #[n(2)]
    pub target: AgencyId,
    /// What is asked.
    #[n(3)]
    pub kind: Kind,
    /// Why this agency.
    #[n(4)]
    pub basis: Basis,
    /// How fast.
    #[n(5)]
    pub urgency: Urgency,
    /// Whom it is about.
    #[n(6)]
    pub category: Category,
    /// Services asked for.
    #[n(7)]
    pub services: Vec<Service>,
    /// Area of residence.
    #[n(8)]
    pub area: Option<AreaCode>,
    /// The agreement it is made under.
    #[n(9)]
    pub agreement: AgreementId,
    /// The hash of the agreement's signed text.
    #[cbor(n(10), with = "minicbor::bytes")]
    pub agreement_digest: [u8; 32],
    /// The number of the residence clause.
    #[n(11)]
    pub clause: String,
    /// The departure from that clause, if any.
    #[n(12)]
    pub override_: Option<Override>,
    /// Whether the target's published terms take this person; `false` only in an emergency.
    #[n(13)]
    pub eligible: bool,
    /// What in law allows the disclosure.
    #[n(14)]
    pub lawful_basis: LawfulBasis,
    /// Commitment to the preview that travels beside.
    #[cbor(n(15), with = "minicbor::bytes")]
    pub preview_commit: [u8; 32],
    /// Commitment to the sealed identity that travels beside.
    #[cbor(n(16), with = "minicbor::bytes")]
    pub identity_commit: [u8; 32],
    /// When the target should have decided.
    #[n(17)]
    pub decide_by: Millis,
    /// From when it can no longer be decided.
    #[n(18)]
    pub expires_at: Millis,
    /// The fields that travel, so that both sides and their auditors can hold them against the
    /// agreement without opening anything.
    #[n(19)]
    pub fields: Vec<Field>,
    /// The agencies to which the target may pass the person on.
    #[n(20)]
    pub onward: Vec<AgencyId>,
    /// Where it comes from, when it was passed on.
    #[n(21)]
    pub origin: Option<Origin>,
    /// The place that the target holds for it, where it was asked for one before.
    #[n(22)]
    pub place: Option<PlaceId>,
    /// The service that is asked for, in the version that was read; none when only kinds are named.
    #[n(23)]
    pub listed: Option<Listed>,
    /// The referral of the same two agencies that it follows: handing back what that one had handed over, or beginning again
    /// what had ended.
    #[n(24)]
    pub follows: Option<Follows>,
    /// A blind check whether it is safe there comes behind this offer. Until what came of it is said, nobody is taken into a home;
    /// from this time on, people who have spoken may decide instead. Nothing where no check comes.
    #[n(25)]
    pub checked_by: Option<Millis>,
    /// On which days each of the two agencies works, as both had signed it when this was offered.
    #[n(26)]
    pub calendars: Option<Calendars>,
    /// How long the steps beside the decision may take, where the agreement says so; otherwise the usual times hold.
    #[n(27)]
    pub steps: Option<StepTimes>,
}

/// The earlier referral that an offer follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Follows {
    /// Which.
    #[n(0)]
    pub referral: ReferralId,
    /// Why.
    #[n(1)]
    pub code: FollowsCode,
    /// Why responsibility goes back; of nothing else.
    #[n(2)]
    pub why: Option<ReturnCode>,
}

/// The referral that an offer passes on.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Origin {
    /// The agency that referred the person first and answers for her until she is taken over.
    #[n(0)]
    pub agency: AgencyId,
    /// Its referral.
    #[n(1)]
    pub referral: ReferralId,
    /// The hash of its signed first entry.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub entry: [u8; 32],
}

/// What an offer is measured by when it is made.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// The hash of its signed text.
    pub agreement_digest: [u8; 32],
    /// What allows the disclosure.
    pub permission: &'a Permission,
    /// Sex of the person concerned.
    pub sex: Sex,
    /// Ages possible for the person concerned.
    pub ages: Option<Ages>,
}

impl Offer {
    /// The first entry of a referral, if every rule allows it. Sets what the rules decide: the
    /// agreement and its digest, the clause, eligibility, the basis in law and the two times.
    ///
    /// # Errors
    /// The first rule that says no: agreement, data schedule, permission, override, eligibility
    /// (which is advice in an emergency).
    pub fn make(
        mut self,
        referral: ReferralId,
        by: ByRole,
        terms: &Terms<'_>,
        now: Millis,
    ) -> Result<Entry, Refusal> {
        let timer = terms.agreement.timer(self.urgency)?;
        self.agreement = terms.agreement.id;
        self.agreement_digest = terms.agreement_digest;
        self.clause.clone_from(&terms.agreement.residence.number);
        self.lawful_basis = terms.permission.basis;
        (self.decide_by, self.expires_at) = terms.agreement.times(&timer, self.target, now)?;
        self.steps = timer.steps;
        let parties = [self.source, self.target];
        self.calendars = Calendars::of(terms.agreement, parties, now.uae_date());
        if self.may_be_passed_on() {
            self.onward.clone_from(&terms.permission.onward);
        }
        self.admissible(terms.agreement, terms.agreement_digest, now)?;
        terms.permission.covers(self.target, &self.fields, now)?;
        terms.permission.covers_purpose(&self.services)?;
        terms.permission.is_given_by(terms.ages, self.category)?;
        let (agreement, category) = (terms.agreement, self.category);
        let against =
            agreement.eligible(self.target, category, &self.services, terms.sex, terms.ages);
        self.eligible = against.is_empty();
        if self.urgency != Urgency::Emergency
            && let Some(refusal) = against.into_iter().next()
        {
            return Err(refusal);
        }
        Ok(self.entry(referral, by, now))
    }

    /// Whether the agreement allows this offer at `now`. Both sides ask; the target asks for the time
    /// of the entry, because an agreement that ends does not change a referral under way.
    ///
    /// # Errors
    /// The first rule that says no.
    pub fn admissible(
        &self,
        agreement: &Agreement,
        agreement_digest: [u8; 32],
        now: Millis,
    ) -> Result<(), Refusal> {
        self.check().map_err(|part| Refusal::Malformed { part })?;
        let same_text = self.agreement_digest == agreement_digest;
        let same_times = self.keeps_calendars_of(agreement) && self.keeps_steps_of(agreement);
        if self.agreement != agreement.id || !same_text || !same_times {
            return Err(Refusal::AgreementDiffers);
        }
        agreement.allows(&self.exchange(), now)?;
        let reason = self.override_.as_ref().map(|departure| departure.reason.spoken());
        let asked = [self.basis.spoken(), self.urgency.spoken(), self.lawful_basis.spoken()];
        let follows = self.follows.map(|earlier| earlier.code.spoken());
        let back = self.follows.and_then(|earlier| earlier.why).map(ReturnCode::spoken);
        agreement.understands(asked.into_iter().chain(reason).chain(follows).chain(back))?;
        for third in &self.onward {
            agreement.may_pass_on(*third)?;
        }
        self.override_allowed(agreement)
    }

    /// What the agreement has to allow.
    pub fn exchange(&self) -> Exchange<'_> {
        Exchange {
            from: self.source,
            to: self.target,
            kind: self.kind,
            category: self.category,
            services: &self.services,
            fields: &self.fields,
        }
    }

    /// Whether whoever takes the person, but leaves these services, takes them into a home.
    pub fn gives_shelter(&self, left: &[Left]) -> bool {
        let given = |service: &Service| left.iter().all(|one| one.service != *service);
        let mut asked = SHELTERS.iter().filter(|service| self.services.contains(service));
        // Whoever assesses, or is only told, takes nobody in.
        let takes = !matches!(self.kind, Kind::Assessment | Kind::Information);
        self.kind == Kind::Shelter || (takes && asked.any(given))
    }

    /// A departure from the residence clause has a reason that the agreement lists and, except in an emergency or imminent
    /// danger, the role of a second approver.
    fn override_allowed(&self, agreement: &Agreement) -> Result<(), Refusal> {
        let Some(departure) = &self.override_ else { return Ok(()) };
        let clause = || agreement.residence.number.clone();
        let reason = departure.reason;
        if !agreement.residence.exceptions.contains(&reason) {
            return Err(Refusal::OverrideNotCovered { reason, clause: clause() });
        }
        let second = departure.approved_by_role.as_ref().filter(|role| **role != ByRole::node());
        let waits = reason != OverrideReason::Imminent && self.urgency != Urgency::Emergency;
        if second.is_none() && waits {
            return Err(Refusal::OverrideNotApproved { clause: clause() });
        }
        Ok(())
    }

    /// The part that breaks a rule of this type, if any. Free text has no way in.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        let rules = [
            ("reference", is_machine_word(&self.reference, 32)),
            ("clause", is_clause_number(&self.clause)),
            ("target", self.source != self.target),
            ("expires_at", self.decide_by <= self.expires_at),
            ("services", self.services.len() <= Service::ALL.len()),
            ("fields", self.fields.len() <= Field::ALL.len()),
            ("fields", self.fields.iter().all(|field| field.may_go(self.urgency))),
            ("fields", self.fields.iter().all(|field| field.goes_with(self.kind))),
            ("kind", self.kind != Kind::Information || self.asks_nothing()),
            ("onward", self.onward.len() <= THIRD_AGENCIES_MAX),
            ("onward", self.onward.is_empty() || self.may_be_passed_on()),
            ("origin", self.origin.as_ref().is_none_or(|origin| self.is_passed_on(origin))),
            ("follows", self.follows.is_none_or(|earlier| self.may_follow(earlier))),
            ("checked_by", self.checked_by.is_none_or(|by| self.may_wait_for_check(by))),
            ("calendars", self.calendars.as_ref().is_none_or(|both| self.may_freeze(both))),
            ("steps", self.steps.is_none_or(|steps| steps.is_sound(self.urgency))),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }

    /// A report comes back to whoever asked for it, and a referral for information ends with whoever it was for.
    fn may_be_passed_on(&self) -> bool {
        !matches!(self.kind, Kind::Assessment | Kind::Information)
    }

    /// No service, no place, nothing that came before to be undone.
    fn asks_nothing(&self) -> bool {
        self.services.is_empty() && self.place.is_none() && self.listed.is_none()
    }

    /// Passed on by another agency to a third one, and not again.
    fn is_passed_on(&self, origin: &Origin) -> bool {
        self.may_be_passed_on()
            && origin.agency != self.source
            && origin.agency != self.target
            && self.onward.is_empty()
    }

    /// Only who is to go into a home waits for a check, and no longer than there is time to decide.
    fn may_wait_for_check(&self, by: Millis) -> bool {
        by <= self.expires_at && self.gives_shelter(&[])
    }

    /// Calendars from its own day on, as far as that can be told from when it is decided.
    fn may_freeze(&self, both: &Calendars) -> bool {
        let (from, decided) = (both.from, self.decide_by.uae_date());
        both.is_sound() && from <= decided && decided <= from.plus_days(AHEAD_DAYS)
    }

    /// Whether the times that it freezes, if it does, are those of the agreement.
    fn keeps_steps_of(&self, agreement: &Agreement) -> bool {
        self.steps.is_none() || self.steps == agreement.steps(self.urgency)
    }

    /// Only a transfer hands responsibility back, and it says why.
    fn may_follow(&self, earlier: Follows) -> bool {
        let back = earlier.code == FollowsCode::Returns;
        back == earlier.why.is_some() && (!back || self.kind == Kind::Transfer)
    }

    pub(super) fn entry(self, referral: ReferralId, by: ByRole, now: Millis) -> Entry {
        let (author, prev) = (self.source, [0; 32]);
        let act = Act::Offer(Box::new(self));
        Entry { referral, author, n: 1, prev, seen: 0, at: now, by, act }
    }
}
