//! What was done about the households of the script since they came.

use sila_core::codes::{Basis, Kind, Language, OverrideReason, Relation, Risk, Service, Urgency};
use sila_core::field::Field;
use sila_core::mandatory::{Mandatory, Recipient};

use super::asking::Ask;
use super::calendar::When;
use super::caring::{Assessed, Care, Ending, Filled};
use super::script::{coded, coded_list, coded_maybe};
use super::sessions::Sessions;
use super::story::Allowed;

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
    /// Filled a form that the agency has loaded.
    Fill(Box<Filled>),
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
        /// Who holds one; the first is chosen.
        held: Vec<String>,
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
    /// Wrote down who is said to have done harm.
    Alleged {
        /// The name.
        name: String,
        /// What they are of the person concerned.
        #[serde(deserialize_with = "coded")]
        relation: Relation,
        /// They live in the same home.
        #[serde(default)]
        at_home: bool,
        /// What to beware of.
        words: String,
    },
    /// Spoke with the other supervisor after a blind check that found somebody: they may come.
    Spoken,
    /// Restricted the case to those who work on it.
    Restrict,
    /// Named a colleague who works on the case from now on.
    Entrust {
        /// Who.
        to: String,
    },
    /// Made a report that the law wants.
    Report {
        /// Which.
        #[serde(deserialize_with = "coded")]
        kind: Mandatory,
        /// To whom.
        #[serde(deserialize_with = "coded")]
        to: Recipient,
        /// Under which number it was received.
        number: String,
    },
    /// Barred a partner from the case.
    Bar {
        /// The partner's code.
        agency: String,
        /// Why.
        reason: String,
    },
    /// Wrote down through whom something was said.
    Interpret(Box<Interpreted>),
    /// Wrote down that a partner's place is not wanted, and let go what was held.
    Unwanted {
        /// The partner's code.
        agency: String,
        /// Why.
        reason: String,
    },
    /// Chose one of the ways that remain where a partner is barred from the case.
    Around {
        /// The partner's code.
        agency: String,
        /// Which way.
        turn: String,
        /// Why.
        words: String,
    },
    /// Wrote down what the person allows, wrote the letter and printed it.
    Letter {
        /// The partner's code.
        to: String,
        /// What for.
        purpose: String,
        /// What may be said, as far as it is known.
        #[serde(deserialize_with = "coded_list")]
        fields: Vec<Field>,
        /// In which language.
        lang: String,
        /// What is asked.
        words: String,
        /// For how many days the consent holds.
        days: i64,
    },
    /// Planned the one interview.
    Interview,
    /// Planned to visit the person at home.
    Visit,
    /// Put the case before the committee: on this day after it was opened, or the first after it on which the agency works.
    Sitting {
        /// How many days after.
        day: i64,
    },
    /// Held a place in a home and wanted to take them in, which is refused while something is missing that it asks for.
    Door {
        /// The home.
        home: String,
        /// Who was to bring them.
        #[serde(default)]
        escort: Option<Escorted>,
    },
    /// Held a place in a home, saw to everything that it asks for, and admitted them.
    Admit {
        /// The home.
        home: String,
        /// Who brought them.
        #[serde(default)]
        escort: Option<Escorted>,
    },
    /// Put them on the waiting list for a place.
    Queue {
        /// How dangerous it is to wait.
        #[serde(deserialize_with = "coded")]
        risk: Risk,
    },
    /// Did nothing, and time passed.
    Wait,
}

/// Who brings somebody to a home.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escorted {
    /// In which capacity.
    pub kind: String,
    /// The partner's code.
    pub agency: String,
    /// Who of theirs.
    pub officer: String,
    /// Where they meet; never the home.
    #[serde(default)]
    pub meeting: String,
}

/// Through whom something was said; they declared that they keep it to themselves.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Interpreted {
    /// What was said.
    pub talk: String,
    /// Into which language.
    #[serde(deserialize_with = "coded")]
    pub language: Language,
    /// How.
    pub way: String,
    /// The code of the agency from which they come.
    pub from: Option<String>,
    /// What they are called.
    #[serde(default)]
    pub name: String,
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
    /// What the assessment that was asked for came to.
    Report {
        /// What.
        code: String,
        /// The report.
        words: String,
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
    /// How fast, where it is not as it was when they came.
    #[serde(default, deserialize_with = "coded_maybe")]
    pub urgency: Option<Urgency>,
    /// What allows sharing, where it is not what it was when they came.
    pub permission: Option<Allowed>,
    /// The program does not let it go, for this reason.
    pub refused: Option<String>,
}
