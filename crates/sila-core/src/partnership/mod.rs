//! What makes an agreement live: the annex that says what each party owes and in which areas they work together, the joint
//! initiatives, and what was done about both. From these signed facts follows whether the agreement is activated, the same at
//! every party. An agreement by itself activates nothing.
//!
//! An annex and the plan of an initiative take effect when all parties have signed them. A [`Deed`] is what one party says it has
//! done; it is confirmed when another party has signed it too.

mod annex;
mod course;
mod deed;
mod exit;
mod facts;
mod impact;
mod ledger;
mod lived;
mod plan;
mod report;
#[cfg(test)]
pub(crate) mod tests;
mod year;

pub use annex::{Annex, AreaIndicator, AreaOfWork, Duty, Field, Verb};
pub use course::{Actual, Course, Gift, Mark, Reached};
pub use deed::{Act, Answer, Deed, FILS_MAX, Gave, PEOPLE_MIN, People, Said};
pub use exit::{Exit, ExitItem, Item};
pub use facts::{FactKey, OfInitiative};
pub use impact::{INDICATORS_MAX, Impact, Indicator, Indicators, reached};
pub use ledger::{Activation, Instance, Ledger, Quiet, Signed};
pub use plan::{Measure, MeasureKind, Milestone, Origin, Owner, Plan, Shortfall, in_order};
pub use report::{Goals, OfArea, Reach, Report};
pub use year::{LINES_MAX, Line, LineState, WorkPlan};

use minicbor::{Decode, Encode};

/// The same words in Arabic and in English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Words {
    /// In Arabic.
    #[n(0)]
    pub ar: String,
    /// In English.
    #[n(1)]
    pub en: String,
}

impl Words {
    /// Whether both are there, each of at most so many characters.
    pub fn fit(&self, chars_max: usize) -> bool {
        fits(&self.ar, chars_max) && fits(&self.en, chars_max)
    }
}

/// Whether a text is there and has at most so many characters.
pub(crate) fn fits(text: &str, chars_max: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= chars_max
}
