//! The agreements of the script.

use sila_core::agreement::{self, Agreement, Aims, Objective, PrevailingText, Sector};
use sila_core::codes::{Category, Service, Sex};
use sila_core::ids::{AgencyId, AgreementId};
use sila_core::time::Millis;

use super::calendar::When;
use super::hosting::Accord;
use super::script::{coded, coded_list};
use crate::agreements::{calendar, library, prevail, template};
use crate::node::Agency;

/// How long they hold: three years.
pub(super) const DAYS: i64 = 3 * 365;

/// Partners without a node that an agency beside the host of the meeting has on record, by its code.
pub type Elsewhere = std::collections::BTreeMap<String, Vec<String>>;

/// The agreements, and what each agency offers the others under them.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreements {
    /// Each between two agencies.
    pub agreements: Vec<Pact>,
    /// Those with partners that have no node.
    pub on_paper: Vec<Accord>,
    /// Who else has partners without a node on record.
    pub listed: Elsewhere,
    /// What each agency offers the others.
    pub terms: std::collections::BTreeMap<String, Vec<Terms>>,
    /// What kind of entity each agency is.
    pub sectors: std::collections::BTreeMap<String, String>,
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
    /// The strategic objectives it serves.
    #[serde(deserialize_with = "coded_list")]
    pub objectives: Vec<Objective>,
    /// The goals of sustainable development that they serve.
    pub goals: Vec<u8>,
    /// The parties may ask each other whether a person is known.
    #[serde(default)]
    pub known: bool,
    /// The parties share practices and experiences.
    #[serde(default)]
    pub expertise: bool,
    /// The codes of the agencies to which the parties may pass a person on.
    #[serde(default)]
    pub onward: Vec<String>,
    /// The clauses of the library that stand in it, by their numbers.
    #[serde(default)]
    pub library: Vec<String>,
    /// How often, when it is not the usual number of times.
    #[serde(skip)]
    pub quota: Option<agreement::KnownQuota>,
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

impl Agreements {
    /// The agreement as both sides sign it, in force from `from`.
    pub fn between(
        &self,
        pact: &Pact,
        parties: [(&Agency, AgencyId); 2],
        third: Vec<agreement::ThirdAgency>,
        id: AgreementId,
        from: Millis,
    ) -> Agreement {
        let mut agreed = template::agreement(template::Terms {
            id,
            code: pact.code.clone(),
            title_ar: pact.title_ar.clone(),
            title_en: pact.title_en.clone(),
            parties: parties.map(|(agency, id)| self.party(agency, id, from)),
            categories: pact.categories.clone(),
            from,
            until: from.plus_days(DAYS),
            known: pact.known,
            onward: third,
            expertise: pact.expertise,
            seats: None,
            aims: Aims {
                number: template::AIMS.to_owned(),
                objectives: pact.objectives.clone(),
                groups: pact.categories.clone(),
                goals: pact.goals.clone(),
            },
            private: false,
        });
        if let (Some(clause), Some(quota)) = (&mut agreed.known, pact.quota) {
            clause.quota = quota;
        }
        pact.library.iter().for_each(|choice| library::add(&mut agreed, choice));
        prevail::saying(agreed, PrevailingText::Arabic)
    }

    /// An agency as a party to what is signed then.
    pub(super) fn party(&self, agency: &Agency, id: AgencyId, from: Millis) -> agreement::Party {
        let terms = self.terms.get(&agency.code).map(Vec::as_slice).unwrap_or_default();
        agreement::Party {
            agency: id,
            code: agency.code.clone(),
            name_ar: agency.name_ar.clone(),
            name_en: agency.name_en.clone(),
            covers: agency.areas(),
            services: terms.iter().map(Terms::signed).collect(),
            calendar: calendar::of(
                calendar::usual_week(&agency.areas()),
                from,
                from.plus_days(DAYS),
            ),
            sector: self.sectors.get(&agency.code).and_then(|code| Sector::from_code(code).ok()),
        }
    }
}

impl Terms {
    /// As it stands in an agreement.
    pub(super) fn signed(&self) -> agreement::ServiceTerms {
        agreement::ServiceTerms {
            service: self.service,
            categories: self.categories.clone(),
            sexes: self.sexes.clone(),
            age_min: self.age_min,
            age_max: self.age_max,
        }
    }
}
