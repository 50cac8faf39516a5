//! The households of the script.

use sila_core::area::AreaCode;
use sila_core::codes::{
    Category, Channel, Document, Evidence, Harm, Language, LawfulBasis, PermissionForm, Relation,
    Reporter, Service, Sex, Urgency,
};

use super::calendar::When;
use super::deed::Deed;
use super::script::{coded, coded_list, coded_maybe};

/// A household, and what was done since it came.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Code, for errors and tests.
    pub code: String,
    /// The agency they turned to.
    pub node: String,
    /// Who took them in.
    pub by: String,
    /// When.
    pub at: When,
    /// How they came.
    #[serde(deserialize_with = "coded")]
    pub channel: Channel,
    /// Who told the agency.
    #[serde(deserialize_with = "coded")]
    pub reporter: Reporter,
    /// Somebody interprets.
    #[serde(default)]
    pub interpreter: bool,
    /// Whom it is about.
    #[serde(deserialize_with = "coded")]
    pub category: Category,
    /// How fast.
    #[serde(deserialize_with = "coded")]
    pub urgency: Urgency,
    /// The person concerned first.
    pub people: Vec<Someone>,
    /// Where they live.
    pub residence: Home,
    /// What was asked first.
    pub safety: Safety,
    /// What they need.
    #[serde(deserialize_with = "coded_list")]
    pub needs: Vec<Service>,
    /// What was done to them.
    #[serde(default, deserialize_with = "coded_list")]
    pub harm: Vec<Harm>,
    /// What they want.
    pub wishes: Option<String>,
    /// What they do not want.
    pub unwanted: Option<String>,
    /// What happened, in their words.
    pub account: Option<String>,
    /// Papers on file.
    #[serde(default, deserialize_with = "coded_list")]
    pub documents: Vec<Document>,
    /// What allows sharing.
    pub permission: Allowed,
    /// Colleagues who can read the case.
    #[serde(default)]
    pub members: Vec<String>,
    /// The intake is not finished: it stands at this step.
    pub draft: Option<u8>,
    /// What was done since, in order.
    pub acts: Vec<Deed>,
}

/// A person of a household.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Someone {
    /// Arabic name.
    pub name_ar: Option<String>,
    /// Latin name.
    pub name_en: Option<String>,
    /// Sex.
    #[serde(deserialize_with = "coded")]
    pub sex: Sex,
    /// Age on the day of the demonstration.
    pub age: Option<u16>,
    /// Birthday, `MM-DD`; without it only the year of birth is known.
    pub on: Option<String>,
    /// Youngest age somebody estimated.
    pub from: Option<u8>,
    /// Oldest age somebody estimated.
    pub to: Option<u8>,
    /// Nationality.
    pub nationality: Option<String>,
    /// Emirates ID.
    pub emirates_id: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Language.
    #[serde(default, deserialize_with = "coded_maybe")]
    pub language: Option<Language>,
    /// Relation to the person concerned.
    #[serde(default, deserialize_with = "coded_maybe")]
    pub relation: Option<Relation>,
}

/// Where somebody lives.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// Area of residence.
    #[serde(deserialize_with = "coded")]
    pub area: AreaCode,
    /// What that rests on.
    #[serde(deserialize_with = "coded")]
    pub evidence: Evidence,
    /// The usual home.
    pub usual_home: bool,
    /// Where they are, if elsewhere.
    #[serde(default, deserialize_with = "coded_maybe")]
    pub present_area: Option<AreaCode>,
    /// For how many days.
    pub stay_days: Option<u16>,
    /// The danger is near home.
    #[serde(default)]
    pub risk_near_home: bool,
}

/// Safety before anything else.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safety {
    /// In danger now.
    pub immediate_danger: bool,
    /// Can talk now.
    pub safe_to_talk: bool,
    /// The safe way to reach them.
    pub contact: Option<Contact>,
    /// The safety plan.
    pub plan: Option<String>,
}

/// A safe way to reach somebody.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Channel.
    #[serde(deserialize_with = "coded")]
    pub channel: Channel,
    /// Number.
    pub phone: String,
    /// When.
    pub times: String,
    /// What to say and never to say.
    pub instruction: String,
    /// The word by which the person knows who calls.
    #[serde(default)]
    pub word: Option<String>,
}

/// What allows sharing.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    /// The ground in law.
    #[serde(deserialize_with = "coded")]
    pub basis: LawfulBasis,
    /// The form of consent.
    #[serde(deserialize_with = "coded")]
    pub form: PermissionForm,
    /// Who witnessed it.
    pub witness: Option<String>,
}
