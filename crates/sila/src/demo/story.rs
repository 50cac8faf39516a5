//! The households of the script, and what was done since they came.

use sila_core::area::AreaCode;
use sila_core::codes::{
    Basis, Category, Channel, Document, Evidence, Harm, Kind, Language, LawfulBasis,
    OverrideReason, PermissionForm, Relation, Reporter, Service, Sex, Urgency,
};
use sila_core::field::Field;

use super::asking::Ask;
use super::calendar::When;
use super::caring::{Assessed, Care, Ending};
use super::script::{coded, coded_list, coded_maybe};
use super::sessions::Sessions;

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

/// Something that somebody did, at a time.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Deed {
    /// When.
    pub at: When,
    /// Who.
    pub by: String,
    /// What.
    #[serde(flatten)]
    pub act: Act,
}

/// What somebody did.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(tag = "act", rename_all = "UPPERCASE")]
pub enum Act {
    /// Sent the case to another agency.
    Refer(Box<Refer>),
    /// The second person approved the departure from the residence clause.
    Approve,
    /// Took an incoming referral for review.
    Claim,
    /// Asked the sender before deciding.
    Question {
        /// About what.
        code: String,
        /// In a few words.
        words: String,
    },
    /// Answered what the other agency asked.
    Reply {
        /// How.
        code: String,
        /// In a few words.
        words: String,
    },
    /// Accepted it.
    Accept,
    /// Accepted it for a part of what was asked.
    Part {
        /// What is not given, and why.
        left: Vec<(String, String)>,
    },
    /// Signed the list of what is open: what goes with the case.
    Hand,
    /// Signed the same list, and took the responsibility over.
    Take,
    /// Somebody of a partner without a node said something at the portal.
    Portal(Said),
    /// Typed in a slip that came back from a partner on paper.
    Slip {
        /// What it says.
        answer: String,
        /// On whose word.
        word: String,
    },
    /// Declined it.
    Decline {
        /// Why.
        code: String,
        /// The area believed competent.
        area: Option<String>,
    },
    /// Took it back.
    Recall {
        /// Why.
        code: String,
    },
    /// Told what came of it.
    Outcome {
        /// What.
        code: String,
    },
    /// Read the outcome.
    Acknowledge,
    /// Took note that it came back.
    Note,
    /// Asked another agency whether the person is known there, without telling whom.
    Ask(Ask),
    /// Named the person to the other agency's officer on duty.
    Name {
        /// Why.
        reason: String,
    },
    /// The officer on duty accepted, compared and answered.
    Answer {
        /// What.
        code: String,
    },
    /// Planned the sessions of the case.
    Plan(Box<Sessions>),
    /// Wrote down how the first session that is over went.
    Record {
        /// The state.
        state: String,
        /// Who was absent.
        #[serde(default)]
        code: String,
    },
    /// Wrote into the care plan.
    Care(Box<Care>),
    /// Filled the list of risk indicators.
    Assess(Box<Assessed>),
    /// Approved the care plan.
    Endorse,
    /// Asked that the case be closed.
    Close(Box<Ending>),
    /// Approved the closure.
    Confirm,
    /// Marked imminent danger: the clocks of the law begin.
    Danger,
    /// Asked the partners for a place, without telling for whom.
    Seek {
        /// Who holds one.
        held: String,
        /// Who has none.
        none: Vec<String>,
    },
    /// Sealed who reported, apart from the case.
    Seal {
        /// The name.
        name: String,
        /// How they are reached.
        phone: String,
        /// How they know.
        words: String,
    },
    /// Sealed the true name of somebody who has a code name here.
    Named {
        /// The name.
        name: String,
        /// The two who may open it.
        readers: Vec<String>,
    },
    /// Restricted the case to those who work on it.
    Restrict,
    /// Barred a partner from the case.
    Bar {
        /// The partner's code.
        agency: String,
        /// Why.
        reason: String,
    },
    /// Planned the one interview.
    Interview,
    /// Held a place in a home, saw to everything that it asks for, and admitted them.
    Admit {
        /// The home.
        home: String,
    },
    /// Did nothing, and time passed.
    Wait,
}

/// What somebody says at the portal.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(tag = "says", rename_all = "UPPERCASE")]
pub enum Said {
    /// They take the person.
    Accept,
    /// What came of it.
    Outcome {
        /// What.
        code: String,
    },
}

/// What a referral asks.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Refer {
    /// The agency that is asked.
    pub to: String,
    /// What for.
    #[serde(deserialize_with = "coded")]
    pub kind: Kind,
    /// Why that agency.
    #[serde(deserialize_with = "coded")]
    pub basis: Basis,
    /// The services.
    #[serde(deserialize_with = "coded_list")]
    pub services: Vec<Service>,
    /// Why the residence clause is departed from.
    #[serde(default, rename = "override", deserialize_with = "coded_maybe")]
    pub departure: Option<OverrideReason>,
    /// What the person does not want to share.
    #[serde(default, deserialize_with = "coded_list")]
    pub withhold: Vec<Field>,
    /// The program does not let it go, for this reason.
    pub refused: Option<String>,
}
