//! The agreements of the script.

use sila_core::agreement::{self, Agreement};
use sila_core::codes::{Category, Kind, OverrideReason, Service, Sex, Urgency};
use sila_core::field::Field;
use sila_core::ids::{AgencyId, AgreementId};
use sila_core::time::Millis;

use super::calendar::When;
use super::script::{coded, coded_list};
use crate::node::Agency;

/// The agreements and what they share: clauses, data schedule, times.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreements {
    /// Each between two agencies.
    pub agreements: Vec<Pact>,
    /// What each agency offers the others.
    pub terms: std::collections::BTreeMap<String, Vec<Terms>>,
    /// Which fields go with which kind of exchange.
    pub schedule: Vec<Row>,
    /// How fast.
    pub timers: Vec<Times>,
    /// The clause that decides by residence.
    pub residence: Residence,
    /// The text.
    pub clauses: Vec<Clause>,
    /// Which clause states which rule.
    pub cites: Cites,
    /// How long they hold.
    pub years: i64,
}

/// One agreement.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pact {
    /// Reference, such as `MOU-DEMO-001`.
    pub code: String,
    /// The agencies' codes; the first one offers it.
    pub parties: [String; 2],
    /// Signed by both. Otherwise it waits for the second.
    pub signed: bool,
    /// When it was offered.
    pub at: When,
    /// Title in Arabic.
    pub title_ar: String,
    /// Title in English.
    pub title_en: String,
    /// The categories it covers.
    #[serde(deserialize_with = "coded_list")]
    pub categories: Vec<Category>,
}

/// To whom a service is offered; an empty list is no restriction.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// The service.
    #[serde(deserialize_with = "coded")]
    pub service: Service,
    /// Categories.
    #[serde(default, deserialize_with = "coded_list")]
    pub categories: Vec<Category>,
    /// Sexes.
    #[serde(default, deserialize_with = "coded_list")]
    pub sexes: Vec<Sex>,
    /// Youngest.
    pub age_min: Option<u8>,
    /// Oldest.
    pub age_max: Option<u8>,
}

/// A row of the data schedule.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Kind of exchange.
    #[serde(deserialize_with = "coded")]
    pub kind: Kind,
    /// Fields that may go.
    #[serde(deserialize_with = "coded_list")]
    pub fields: Vec<Field>,
}

/// The times of one urgency.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// The urgency.
    #[serde(deserialize_with = "coded")]
    pub urgency: Urgency,
    /// Minutes in which to decide.
    pub decide_minutes: u32,
    /// Minutes after which it goes back.
    pub expire_minutes: u32,
}

/// The clause of residence.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residence {
    /// Its number.
    pub number: String,
    /// Days below which a stay makes no residence.
    pub short_stay_days: u16,
    /// Why it may be departed from.
    #[serde(deserialize_with = "coded_list")]
    pub exceptions: Vec<OverrideReason>,
    /// Its words in Arabic.
    pub text_ar: String,
    /// Its words in English.
    pub text_en: String,
}

/// A clause.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Its number.
    pub number: String,
    /// Title in Arabic.
    pub title_ar: String,
    /// Title in English.
    pub title_en: String,
    /// Text in Arabic.
    pub text_ar: String,
    /// Text in English.
    pub text_en: String,
}

/// Numbers of the clauses that state the rules.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cites {
    /// Who the parties are.
    pub parties: String,
    /// Categories.
    pub categories: String,
    /// Data schedule.
    pub schedule: String,
    /// Services.
    pub services: String,
    /// Times.
    pub timers: String,
    /// Term.
    pub term: String,
}

impl Agreements {
    /// The agreement as both sides sign it, in force from `from`.
    pub fn between(
        &self,
        pact: &Pact,
        parties: [(&Agency, AgencyId); 2],
        id: AgreementId,
        from: Millis,
    ) -> Agreement {
        Agreement {
            id,
            code: pact.code.clone(),
            title_ar: pact.title_ar.clone(),
            title_en: pact.title_en.clone(),
            parties: parties.map(|(agency, id)| self.party(agency, id)),
            categories: pact.categories.clone(),
            schedule: self.schedule.iter().map(Row::signed).collect(),
            residence: self.residence.signed(),
            clauses: self.clauses.iter().map(Clause::signed).collect(),
            timers: self.timers.iter().map(Times::signed).collect(),
            from,
            until: from.plus_days(self.years.saturating_mul(365)),
            cites: self.cites.signed(),
        }
    }

    fn party(&self, agency: &Agency, id: AgencyId) -> agreement::Party {
        let terms = self.terms.get(&agency.code).map(Vec::as_slice).unwrap_or_default();
        agreement::Party {
            agency: id,
            code: agency.code.clone(),
            name_ar: agency.name_ar.clone(),
            name_en: agency.name_en.clone(),
            covers: agency.areas(),
            services: terms.iter().map(Terms::signed).collect(),
        }
    }
}

impl Terms {
    fn signed(&self) -> agreement::ServiceTerms {
        agreement::ServiceTerms {
            service: self.service,
            categories: self.categories.clone(),
            sexes: self.sexes.clone(),
            age_min: self.age_min,
            age_max: self.age_max,
        }
    }
}

impl Row {
    fn signed(&self) -> agreement::ScheduleRow {
        agreement::ScheduleRow { kind: self.kind, fields: self.fields.clone() }
    }
}

impl Times {
    fn signed(&self) -> agreement::Timer {
        agreement::Timer {
            urgency: self.urgency,
            decide_minutes: self.decide_minutes,
            expire_minutes: self.expire_minutes,
        }
    }
}

impl Residence {
    fn signed(&self) -> agreement::ResidenceClause {
        agreement::ResidenceClause {
            number: self.number.clone(),
            text_ar: self.text_ar.clone(),
            text_en: self.text_en.clone(),
            exceptions: self.exceptions.clone(),
            short_stay_days: self.short_stay_days,
        }
    }
}

impl Clause {
    fn signed(&self) -> agreement::Clause {
        agreement::Clause {
            number: self.number.clone(),
            title_ar: self.title_ar.clone(),
            title_en: self.title_en.clone(),
            text_ar: self.text_ar.clone(),
            text_en: self.text_en.clone(),
        }
    }
}

impl Cites {
    fn signed(&self) -> agreement::Cites {
        agreement::Cites {
            parties: self.parties.clone(),
            categories: self.categories.clone(),
            schedule: self.schedule.clone(),
            services: self.services.clone(),
            timers: self.timers.clone(),
            term: self.term.clone(),
        }
    }
}
