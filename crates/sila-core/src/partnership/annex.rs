//! The annex of activation: which areas the parties work in, and what each owes, in words that rules can read.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use super::{Owner, Words};
use crate::calendar::TimeLimit;
use crate::codes::{Category, Kind, code_list};
use crate::ids::{AgencyId, AgreementId};
use crate::obligation::Trigger;
use crate::time::{Date, Millis};
use crate::wire::{is_clause_number, wire_type};

/// The most obligations of one annex.
pub const DUTIES_MAX: usize = 60;
/// Longest title, in characters.
pub const TITLE_MAX: usize = 160;
/// Longest text, in characters.
pub const TEXT_MAX: usize = 1_200;
/// The most indicators of one area.
pub const INDICATORS_MAX: usize = 6;
/// An obligation is on the list at most so many days before it is due.
const LEAD_DAYS_MAX: u16 = 120;
/// An obligation falls due at most so many days after an event.
const AFTER_DAYS_MAX: u16 = 366;
/// The same in minutes.
const AFTER_MINUTES_MAX: u32 = 366 * 24 * 60;
/// A party is called quiet after at most so many days.
const QUIET_DAYS_MAX: u16 = 365;

code_list! {
    /// The areas in which agencies that protect women and children usually agree to work together.
    Field, "cooperation_field" {
        Confidential = "CONFIDENTIAL_EXCHANGE": "Confidentiality and exchange of information.",
        Sheltering = "SHELTERING": "Sheltering.",
        Referral = "REFERRAL": "Referral by place of residence.",
        Experience = "EXPERIENCE": "Exchange of experience and best practice.",
        Research = "RESEARCH": "Studies and research.",
        Training = "TRAINING": "Training.",
        Events = "EVENTS": "Conferences and events.",
        Campaigns = "CAMPAIGNS": "Awareness campaigns.",
        Priority = "PRIORITY": "Simpler procedures and priority.",
        Documentation = "DOCUMENTATION": "Documentation of experience.",
    }
}

code_list! {
    /// What a party does by an obligation.
    Verb, "duty_verb" {
        Provide = "PROVIDE": "Provides a service, a place or a seat.",
        Report = "REPORT": "Reports.",
        Notify = "NOTIFY": "Gives notice.",
        Appoint = "APPOINT": "Names somebody.",
        Meet = "MEET": "Meets.",
        Review = "REVIEW": "Looks at something again.",
        Evaluate = "EVALUATE": "Evaluates.",
        Train = "TRAIN": "Trains.",
        Publish = "PUBLISH": "Publishes.",
        Keep = "KEEP": "Keeps something as it was agreed.",
    }
}

impl Field {
    /// The area in which a referral of this kind falls.
    pub fn of(kind: Kind) -> Self {
        if kind == Kind::Shelter { Self::Sheltering } else { Self::Referral }
    }
}

/// What shows whether an area lives up to its scope.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AreaIndicator {
    /// What is counted, with its unit.
    #[n(0)]
    pub name: Words,
    /// What is aimed at, in the unit of the name.
    #[n(1)]
    pub target: i64,
}

/// One area of cooperation under the agreement.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct AreaOfWork {
    /// Which.
    #[n(0)]
    pub field: Field,
    /// When work in it is to begin.
    #[n(1)]
    pub starts: Option<Date>,
    /// The party that leads it.
    #[n(2)]
    pub lead: AgencyId,
    /// Put aside for now: the other areas go on.
    #[n(3)]
    pub at_rest: bool,
    /// What falls in it.
    #[n(4)]
    pub scope: Words,
    /// The office that leads it, at each party.
    #[n(5)]
    pub leads: Vec<Owner>,
    /// What is counted, at least one.
    #[n(6)]
    pub indicators: Vec<AreaIndicator>,
}

/// What one party owes the other.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Duty {
    /// Its number in the annex, from 1. It never means another obligation.
    #[n(0)]
    pub number: u16,
    /// The clause of the agreement that it carries out, such as `5.1`.
    #[n(1)]
    pub clause: String,
    /// Its words, as signed.
    #[n(2)]
    pub text: Words,
    /// Who owes it.
    #[n(3)]
    pub obligor: AgencyId,
    /// To whom.
    #[n(4)]
    pub obligee: AgencyId,
    /// In which area it falls.
    #[n(5)]
    pub field: Field,
    /// 1 to 5, fixed by the signatures.
    #[n(6)]
    pub weight: u8,
    /// When it falls due.
    #[n(7)]
    pub trigger: Trigger,
    /// So many days before, it is on the list of whoever owes it.
    #[n(8)]
    pub lead_days: u16,
    /// What shows that it was done.
    #[n(9)]
    pub evidence: Words,
    /// What is done; nothing where the words alone say it.
    #[n(10)]
    pub verb: Option<Verb>,
}

/// What makes the agreement live, signed by all its parties.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Annex {
    /// The agreement it belongs to.
    #[n(0)]
    pub agreement: AgreementId,
    /// What the parties want to reach together.
    #[n(1)]
    pub objective: Words,
    /// Whom it is for, at least one group.
    #[n(2)]
    pub groups: Vec<Category>,
    /// Where they work together, at least one area.
    #[n(3)]
    pub areas: Vec<AreaOfWork>,
    /// What is owed.
    #[n(4)]
    pub duties: Vec<Duty>,
    /// A party that has done nothing about what it owes for so many days is shown as quiet to both.
    #[n(5)]
    pub quiet_days: u16,
}

wire_type!(Annex, 96 * 1_024, Annex::check);

impl Annex {
    /// How it stands in versions of shared records.
    pub const KIND: &'static str = "annex/1";

    /// Whether it makes sense in itself; the part at fault otherwise.
    ///
    /// # Errors
    /// The part: words that are missing or too long, no group, no area or one twice, a number twice, a party that owes itself.
    pub fn check(&self) -> Result<(), &'static str> {
        let areas: BTreeSet<Field> = self.areas.iter().map(|area| area.field).collect();
        let numbers: BTreeSet<u16> = self.duties.iter().map(|duty| duty.number).collect();
        let rules = [
            ("objective", self.objective.fit(TEXT_MAX)),
            ("groups", !self.groups.is_empty() && self.groups.len() <= Category::ALL.len()),
            ("areas", !areas.is_empty() && areas.len() == self.areas.len()),
            ("area", self.areas.iter().all(AreaOfWork::is_sound)),
            ("duties", numbers.len() == self.duties.len() && numbers.len() <= DUTIES_MAX),
            ("duty", self.duties.iter().all(Duty::is_sound)),
            ("quiet_days", (1..=QUIET_DAYS_MAX).contains(&self.quiet_days)),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }

    /// The area of this name.
    pub fn area(&self, field: Field) -> Option<&AreaOfWork> {
        self.areas.iter().find(|area| area.field == field)
    }

    /// From when each obligation of the last of these versions counts, which stand in their order, each with the time at which the
    /// last party signed it: since the first one from which on it was owed by the same party to the same for the same days. What a
    /// later version adds is owed for nothing that happened or fell due before both had signed that.
    pub fn owed_since(versions: &[(Millis, Annex)]) -> BTreeMap<u16, Millis> {
        let Some((_, last)) = versions.last() else { return BTreeMap::new() };
        let since = |duty: &Duty| {
            let same = |version: &&(Millis, Annex)| {
                version.1.duty(duty.number).is_some_and(|before| before.is_same_debt(duty))
            };
            let first = versions.iter().rev().take_while(same).last()?;
            Some((duty.number, first.0))
        };
        last.duties.iter().filter_map(since).collect()
    }

    /// The obligation with this number.
    pub fn duty(&self, number: u16) -> Option<&Duty> {
        self.duties.iter().find(|duty| duty.number == number)
    }
}

impl AreaOfWork {
    /// Whether it says what falls in it, who leads it at both parties, and what is counted.
    pub fn is_sound(&self) -> bool {
        let offices: BTreeSet<AgencyId> = self.leads.iter().map(|one| one.agency).collect();
        self.scope.fit(TEXT_MAX)
            && offices.len() >= 2
            && offices.len() == self.leads.len()
            && offices.contains(&self.lead)
            && self.leads.iter().all(|one| one.office.fit(TITLE_MAX))
            && (1..=INDICATORS_MAX).contains(&self.indicators.len())
            && self.indicators.iter().all(|one| one.name.fit(TITLE_MAX))
    }
}

impl Duty {
    /// Whether it makes sense in itself.
    pub fn is_sound(&self) -> bool {
        self.number > 0
            && is_clause_number(&self.clause)
            && self.text.fit(TEXT_MAX)
            && self.evidence.fit(TITLE_MAX)
            && self.obligor != self.obligee
            && (1..=5).contains(&self.weight)
            && self.lead_days <= LEAD_DAYS_MAX
            && self.is_timely()
    }

    /// Whether the same party owes it to the same for the same days: other words, weight or evidence make it no other debt.
    fn is_same_debt(&self, other: &Duty) -> bool {
        let debt = |duty: &Duty| (duty.obligor, duty.obligee, duty.trigger.clone());
        debt(self) == debt(other)
    }

    /// What waits for an event has some time for it, and not more than a year.
    fn is_timely(&self) -> bool {
        match self.trigger {
            Trigger::After { within: TimeLimit::Minutes(n), .. } => {
                (1..=AFTER_MINUTES_MAX).contains(&n)
            }
            Trigger::After { within: TimeLimit::WorkingDays(n), .. } => {
                (1..=AFTER_DAYS_MAX).contains(&n)
            }
            _ => true,
        }
    }
}
