//! The agreement two agencies signed, as a rule a machine can keep: who, whom, which services, which
//! fields for which kind of exchange, the residence clause, and how fast.

use crate::area::{self, AreaCode};
use crate::calendar::{TimeLimit, WorkingCalendar};
use crate::codes::{Category, Kind, OverrideReason, Service, Sex, Urgency};
use crate::field::Field;
use crate::ids::{AgencyId, AgreementId};
use crate::time::Millis;
use crate::wire::{is_clause_number, is_machine_word, wire_type};
use minicbor::{Decode, Encode};

mod above;
mod aims;
mod approval;
mod arbiter;
pub mod compare;
mod notice;
mod optional;
mod prevail;
mod priority;
mod rules;
mod sector;
mod steps;
#[cfg(test)]
pub(crate) mod tests;
pub mod vocabulary;

pub use above::{AboveClause, AgreementKind, Binding, LEVELS_MAX};
pub(crate) use aims::are_goals;
pub use aims::{Aims, GOALS_MAX, Objective};
pub use approval::{APPROVERS_MAX, ApprovalClause, Approver};
pub use arbiter::ArbiterClause;
pub use compare::Follows;
pub use notice::{ALARM_DAYS, Alarm, NoticeClause, last_notice};
pub use optional::{
    ExpertiseClause, KnownClause, KnownQuota, OnwardClause, THIRD_AGENCIES_MAX, ThirdAgency,
};
pub use prevail::{PrevailClause, PrevailingText};
pub use priority::PriorityClause;
pub use rules::Exchange;
pub use sector::{PrivateClause, Sector};
pub use steps::StepTimes;
pub use vocabulary::Vocabulary;

/// The agreement both parties signed. Its bytes are what is signed: see [`Agreement::to_cbor`].
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Agreement {
    /// Which agreement.
    #[n(0)]
    pub id: AgreementId,
    /// Its reference, such as `MOU-DEMO-001`.
    #[n(1)]
    pub code: String,
    /// Title in Arabic.
    #[n(2)]
    pub title_ar: String,
    /// Title in English.
    #[n(3)]
    pub title_en: String,
    /// The two parties.
    #[n(4)]
    pub parties: [Party; 2],
    /// The categories of cases it covers.
    #[n(5)]
    pub categories: Vec<Category>,
    /// The data schedule: which fields for which kind of exchange.
    #[n(6)]
    pub schedule: Vec<ScheduleRow>,
    /// The residence clause.
    #[n(7)]
    pub residence: ResidenceClause,
    /// The text.
    #[n(8)]
    pub clauses: Vec<Clause>,
    /// How fast the recipient decides.
    #[n(9)]
    pub timers: Vec<Timer>,
    /// In force from.
    #[n(10)]
    pub from: Millis,
    /// No longer in force from.
    #[n(11)]
    pub until: Millis,
    /// Which clause states which rule, so that a refusal can name it.
    #[n(12)]
    pub cites: Cites,
    /// Whether the parties may ask each other if a person is known; nothing allows nothing.
    #[n(13)]
    pub known: Option<KnownClause>,
    /// To whom a party may pass on a person whom the other has referred to it; nothing allows nobody.
    #[n(14)]
    pub onward: Option<OnwardClause>,
    /// Whether the parties share what they have learnt; nothing allows nothing.
    #[n(15)]
    pub expertise: Option<ExpertiseClause>,
    /// What it is for. One that does not say is never activated.
    #[n(16)]
    pub aims: Option<Aims>,
    /// Whether a private party may receive something about persons; nothing allows nothing.
    #[n(17)]
    pub private: Option<PrivateClause>,
    /// Which codes the parties understand; nothing leaves it to their programs.
    #[n(18)]
    pub vocabulary: Option<Vocabulary>,
    /// The text that this one takes the place of; nothing for the first.
    #[n(19)]
    pub follows: Option<Follows>,
    /// How a party ends it before its time; nothing leaves it to run out.
    #[n(20)]
    pub notice: Option<NoticeClause>,
    /// Whose approval a party needs before it signs; nothing asks for none.
    #[n(21)]
    pub approval: Option<ApprovalClause>,
    /// The agreement above this one; nothing for one that stands alone.
    #[n(22)]
    pub above: Option<AboveClause>,
    /// What it is called; nothing where nobody has said.
    #[n(23)]
    pub kind: Option<AgreementKind>,
    /// Which text decides where the languages differ; nothing where nobody has said.
    #[n(24)]
    pub prevails: Option<PrevailClause>,
    /// Who decides where the heads of both cannot agree; nothing where nobody is named.
    #[n(25)]
    pub arbiter: Option<ArbiterClause>,
    /// By which clause referred cases come before equal ones; nothing puts nobody first.
    #[n(26)]
    pub priority: Option<PriorityClause>,
}

/// The clauses that state the rules, by number.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Cites {
    /// Who the parties are.
    #[n(0)]
    pub parties: String,
    /// Which categories are covered.
    #[n(1)]
    pub categories: String,
    /// Which fields may be exchanged.
    #[n(2)]
    pub schedule: String,
    /// Which services each party offers, and to whom.
    #[n(3)]
    pub services: String,
    /// How fast.
    #[n(4)]
    pub timers: String,
    /// From when until when.
    #[n(5)]
    pub term: String,
}

/// One party of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Party {
    /// Its identity.
    #[n(0)]
    pub agency: AgencyId,
    /// Its short code, such as `DANA`.
    #[n(1)]
    pub code: String,
    /// Name in Arabic.
    #[n(2)]
    pub name_ar: String,
    /// Name in English.
    #[n(3)]
    pub name_en: String,
    /// The areas where it is competent by residence.
    #[n(4)]
    pub covers: Vec<AreaCode>,
    /// What it offers the other party's cases.
    #[n(5)]
    pub services: Vec<ServiceTerms>,
    /// When it works: working days are counted on this calendar wherever its clock runs.
    #[n(6)]
    pub calendar: WorkingCalendar,
    /// What kind of entity it is.
    #[n(7)]
    pub sector: Option<Sector>,
}

/// To whom a party offers a service. An empty list is no restriction.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ServiceTerms {
    /// The service.
    #[n(0)]
    pub service: Service,
    /// The categories it is for.
    #[n(1)]
    pub categories: Vec<Category>,
    /// The sexes it is for.
    #[n(2)]
    pub sexes: Vec<Sex>,
    /// Youngest, in whole years.
    #[n(3)]
    pub age_min: Option<u8>,
    /// Oldest, in whole years.
    #[n(4)]
    pub age_max: Option<u8>,
}

/// The fields that may go with one kind of exchange.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ScheduleRow {
    /// Kind of exchange.
    #[n(0)]
    pub kind: Kind,
    /// Fields allowed.
    #[n(1)]
    pub fields: Vec<Field>,
}

/// The clause by which a person's residence decides who is competent.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct ResidenceClause {
    /// Its number, such as `4.2`.
    #[n(0)]
    pub number: String,
    /// Its words in Arabic.
    #[n(1)]
    pub text_ar: String,
    /// Its words in English.
    #[n(2)]
    pub text_en: String,
    /// The reasons for which an officer may depart from it.
    #[n(3)]
    pub exceptions: Vec<OverrideReason>,
    /// A stay shorter than this many days creates no residence.
    #[n(4)]
    pub short_stay_days: u16,
}

/// A clause in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Clause {
    /// Its number.
    #[n(0)]
    pub number: String,
    /// Title in Arabic.
    #[n(1)]
    pub title_ar: String,
    /// Title in English.
    #[n(2)]
    pub title_en: String,
    /// Text in Arabic.
    #[n(3)]
    pub text_ar: String,
    /// Text in English.
    #[n(4)]
    pub text_en: String,
    /// Whether it binds, where somebody has said so.
    #[n(5)]
    pub binds: Option<bool>,
}

/// How fast the recipient decides at one urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Timer {
    /// The urgency.
    #[n(0)]
    pub urgency: Urgency,
    /// In which to decide.
    #[n(1)]
    pub decide: TimeLimit,
    /// After which the referral goes back to the sender.
    #[n(2)]
    pub expire: TimeLimit,
    /// How long the other steps may take, where that is agreed.
    #[n(3)]
    pub steps: Option<StepTimes>,
}

wire_type!(Agreement, 256 * 1024, |agreement| agreement.check());

impl Agreement {
    /// The party with this identity.
    pub fn party(&self, agency: AgencyId) -> Option<&Party> {
        self.parties.iter().find(|party| party.agency == agency)
    }

    /// The party that is not `agency`; `None` when `agency` is no party.
    pub fn other(&self, agency: AgencyId) -> Option<&Party> {
        self.party(agency)?;
        self.parties.iter().find(|party| party.agency != agency)
    }

    /// The clause with this number.
    pub fn clause(&self, number: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.number == number)
    }

    /// Whether the agreement makes sense in itself; the name of the part at fault otherwise.
    ///
    /// # Errors
    /// The part: two equal parties, a calendar without a working day, a term that ends before it starts, a cited clause that is not in
    /// the text, an urgency without times, two rows for one kind.
    pub fn check(&self) -> Result<(), &'static str> {
        let [one, two] = &self.parties;
        let cites = &self.cites;
        let cited = [
            &cites.parties,
            &cites.categories,
            &cites.schedule,
            &cites.services,
            &cites.timers,
            &cites.term,
            &self.residence.number,
        ];
        let timed = |urgency: &Urgency| {
            let mut rows = self.timers.iter().filter(|timer| timer.urgency == *urgency);
            let sensible =
                rows.next().is_some_and(|t| t.decide.is_within(t.expire) && t.has_sound_steps());
            sensible && rows.next().is_none()
        };
        let once = |kind: &Kind| self.schedule.iter().filter(|row| row.kind == *kind).count() <= 1;
        let rules = [
            ("code", is_machine_word(&self.code, 32)),
            ("parties", one.agency != two.agency),
            ("calendar", one.calendar.is_sensible() && two.calendar.is_sensible()),
            ("term", self.from < self.until),
            ("clauses", cited.iter().all(|number| self.has_clause(number))),
            ("timers", Urgency::ALL.iter().all(timed)),
            ("schedule", Kind::ALL.iter().all(once)),
            ("known", self.known.as_ref().is_none_or(|known| self.has_clause(&known.number))),
            ("onward", self.onward.as_ref().is_none_or(|onward| self.is_sound(onward))),
            (
                "expertise",
                self.expertise
                    .as_ref()
                    .is_none_or(|one| one.is_sound() && self.has_clause(&one.number)),
            ),
            ("private", self.private.as_ref().is_none_or(|one| self.has_clause(&one.number))),
            ("scope", self.is_within_sectors()),
            (
                "vocabulary",
                self.vocabulary.as_ref().is_none_or(|v| v.is_sound() && self.has_clause(&v.number)),
            ),
            ("notice", self.notice.as_ref().is_none_or(|one| self.is_notice(one))),
            ("approval", self.approval.as_ref().is_none_or(|one| self.is_approval(one))),
            ("above", self.above.as_ref().is_none_or(|one| self.is_above(one))),
            ("prevails", self.prevails.as_ref().is_none_or(|one| self.is_prevailing(one))),
            ("arbiter", self.arbiter.as_ref().is_none_or(|one| self.is_arbiter(one))),
            ("priority", self.puts_first().is_none_or(|number| self.has_clause(number))),
            ("binding", self.binds_what_it_states()),
            ("follows", self.follows.as_ref().is_none_or(|before| before.number > 1)),
            ("aims", self.aims.as_ref().is_none_or(|a| a.is_sound() && self.has_clause(&a.number))),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }

    /// Third agencies are no parties, and each is named once.
    fn is_sound(&self, onward: &OnwardClause) -> bool {
        let third = |one: &ThirdAgency| {
            let named = onward.to.iter().filter(|other| other.agency == one.agency).count();
            self.party(one.agency).is_none() && named == 1 && is_machine_word(&one.code, 32)
        };
        self.has_clause(&onward.number)
            && (1..=THIRD_AGENCIES_MAX).contains(&onward.to.len())
            && onward.to.iter().all(third)
    }

    fn has_clause(&self, number: &str) -> bool {
        is_clause_number(number) && self.clause(number).is_some()
    }
}

impl Party {
    /// True when it is competent for people who live in `area`.
    pub fn covers(&self, area: &AreaCode) -> bool {
        self.covers.iter().any(|covered| area::is_within(area, covered))
    }
}
