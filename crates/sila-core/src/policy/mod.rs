//! The partnership management policy guide: versions of chapters and clauses, in both languages, each clause with the
//! question by which it is checked. A clause may name a [`Rule`] that the node itself keeps: what breaks it is stopped, and the
//! number of the clause is the reason given.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use crate::codes::code_list;
use crate::partnership::Words;
use crate::time::Date;

/// Longest title, in characters.
pub const TITLE_MAX: usize = 160;
/// Longest text of a clause, in characters.
pub const TEXT_MAX: usize = 1_200;
/// The most clauses of one guide.
pub const CLAUSES_MAX: usize = 80;
/// Longest number of a clause, in characters.
const NUMBER_MAX: usize = 8;
/// The longest term that a clause may allow, in months.
const MONTHS_MAX: u16 = 120;
/// A clause is checked again at the latest after so many months.
const EVERY_MAX: u16 = 36;

code_list! {
    /// What the node keeps by itself, because a clause says so.
    Rule, "policy_rule" {
        Classified = "CLASSIFIED": "Nothing is agreed with a partner that has no class.",
        Acknowledged = "ACKNOWLEDGED": "Nothing is agreed with a linked agency that has not acknowledged this version.",
        Term = "TERM": "No agreement runs longer than the clause says.",
        Selected = "SELECTED": "The partner was chosen by two people who scored it apart.",
        Focal = "FOCAL": "A focal point and a deputy are named on both sides.",
        Authority = "AUTHORITY": "The resolution by which somebody signs for the partner is on file and has not expired.",
        Aims = "AIMS": "Every agreement says what it is for and whom it serves, and its annex who leads each area.",
        Activated = "ACTIVATED": "Under every agreement a joint initiative runs.",
        Evaluated = "EVALUATED": "Both parties have evaluated the partnership within a year.",
    }
}

impl Rule {
    /// Whether what breaks it is stopped. The others are told from facts in the matrix, and stop nothing.
    pub fn stops(self) -> bool {
        matches!(self, Self::Classified | Self::Acknowledged | Self::Term)
    }
}

code_list! {
    /// What a person found when a clause was checked for a partnership.
    Finding, "policy_finding" {
        Compliant = "COMPLIANT": "The clause is kept.",
        Partial = "PARTIAL": "The clause is kept in part.",
        NonCompliant = "NON_COMPLIANT": "The clause is not kept.",
        NotApplicable = "NOT_APPLICABLE": "The clause does not concern this partnership.",
    }
}

/// One version of the guide.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Guide {
    /// Its number, from 1. It never means another text once it is approved.
    #[n(0)]
    pub number: u32,
    /// What it is called.
    #[n(1)]
    pub title: Words,
    /// From when it holds; none while it is a draft.
    #[n(2)]
    pub from: Option<Date>,
    /// In their order.
    #[n(3)]
    pub chapters: Vec<Chapter>,
}

/// Clauses that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Chapter {
    /// What it is called.
    #[n(0)]
    pub title: Words,
    /// In their order.
    #[n(1)]
    pub clauses: Vec<Clause>,
}

/// One clause.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Clause {
    /// Its number, such as `2.3`.
    #[n(0)]
    pub number: String,
    /// Its words.
    #[n(1)]
    pub text: Words,
    /// It binds; otherwise it is guidance.
    #[n(2)]
    pub mandatory: bool,
    /// The question by which it is checked. Guidance may have none.
    #[n(3)]
    pub question: Option<Words>,
    /// What shows that it is kept.
    #[n(4)]
    pub evidence: Option<Words>,
    /// Who answers for it.
    #[n(5)]
    pub owner: Option<Words>,
    /// What the node keeps of it by itself.
    #[n(6)]
    pub rule: Option<Rule>,
    /// For [`Rule::Term`]: the longest term, in months.
    #[n(7)]
    pub months: Option<u16>,
    /// What a person has found counts for so many months; for good where nothing is said.
    #[n(8)]
    pub every: Option<u16>,
}

/// What one version says of a clause otherwise than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// It was not there.
    New(&'a Clause),
    /// It says something else: before, and now.
    Other(&'a Clause, &'a Clause),
    /// It is gone.
    Gone(&'a Clause),
}

/// Why a guide is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuideError {
    /// A title or a text is missing in one of the languages, or too long.
    #[error("policy.words")]
    Words,
    /// No clause at all, or too many.
    #[error("policy.clauses")]
    Clauses,
    /// A number that is none, or that stands twice.
    #[error("policy.number")]
    Number,
    /// A mandatory clause without a question, an evidence and an owner.
    #[error("policy.control")]
    Control,
    /// A rule on a clause that is only guidance, one that stands twice, or a longest term that is missing.
    #[error("policy.rule")]
    Rule,
}

impl GuideError {
    /// The stable code.
    pub fn code(&self) -> String {
        self.to_string()
    }
}

impl Guide {
    /// Every clause, in order.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.chapters.iter().flat_map(|chapter| &chapter.clauses)
    }

    /// The clause with this number.
    pub fn clause(&self, number: &str) -> Option<&Clause> {
        self.clauses().find(|clause| clause.number == number)
    }

    /// The clause by which the node keeps this rule.
    pub fn rule(&self, rule: Rule) -> Option<&Clause> {
        self.clauses().find(|clause| clause.rule == Some(rule))
    }

    /// What this version says otherwise than an earlier one, in the order of this one; what is gone stands last.
    pub fn changes<'a>(&'a self, before: &'a Guide) -> Vec<Change<'a>> {
        let now = self.clauses().filter_map(|clause| match before.clause(&clause.number) {
            None => Some(Change::New(clause)),
            Some(old) => (old != clause).then_some(Change::Other(old, clause)),
        });
        let gone = before.clauses().filter(|clause| self.clause(&clause.number).is_none());
        now.chain(gone.map(Change::Gone)).collect()
    }

    /// Whether the guide can be approved: every mandatory clause has a question, an evidence and an owner.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), GuideError> {
        let titled = self.chapters.iter().all(|chapter| chapter.title.fit(TITLE_MAX));
        if !self.title.fit(TITLE_MAX) || !titled {
            return Err(GuideError::Words);
        }
        if !(1..=CLAUSES_MAX).contains(&self.clauses().count()) {
            return Err(GuideError::Clauses);
        }
        let (mut numbers, mut rules) = (BTreeSet::new(), BTreeSet::new());
        for clause in self.clauses() {
            clause.check()?;
            if !numbers.insert(&clause.number) {
                return Err(GuideError::Number);
            }
            if clause.rule.is_some_and(|rule| !rules.insert(rule.code())) {
                return Err(GuideError::Rule);
            }
        }
        Ok(())
    }
}

impl Clause {
    /// Whether the clause can stand in a guide that is approved.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), GuideError> {
        let plain = |c: char| c.is_ascii_digit() || c == '.';
        let counts = (1..=NUMBER_MAX).contains(&self.number.len());
        if !counts || !self.number.chars().all(plain) {
            return Err(GuideError::Number);
        }
        let control = [&self.question, &self.evidence, &self.owner];
        let said = control.iter().filter_map(|words| words.as_ref());
        if !self.text.fit(TEXT_MAX) || said.clone().any(|words| !words.fit(TEXT_MAX)) {
            return Err(GuideError::Words);
        }
        if self.mandatory && said.count() < control.len() {
            return Err(GuideError::Control);
        }
        let term = self.rule == Some(Rule::Term);
        let months = self.months.is_some_and(|months| (1..=MONTHS_MAX).contains(&months));
        let every = self.every.is_none_or(|every| (1..=EVERY_MAX).contains(&every));
        if (self.rule.is_some() && !self.mandatory) || term != months || !every {
            return Err(GuideError::Rule);
        }
        Ok(())
    }
}

/// What is known of a partnership when a rule is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The partner has a class.
    pub classified: bool,
    /// The partner has acknowledged this version; a partner without a node cannot, and is not asked.
    pub acknowledged: bool,
    /// The term that is about to be agreed, in whole months begun; none when nothing is.
    pub months: Option<i64>,
    /// Two people have scored the partner apart; none when nobody has.
    pub selected: Option<bool>,
    /// A focal point and a deputy are named on both sides; none without a signed agreement, as with all that follows but the first.
    pub focal: Option<bool>,
    /// The resolution of who signs is on file and holds; none when there never was one.
    pub authority: Option<bool>,
    /// Every agreement has its aims and an annex.
    pub aims: Option<bool>,
    /// Under every agreement an initiative runs.
    pub activated: Option<bool>,
    /// Both have evaluated within a year; none while no year has passed.
    pub evaluated: Option<bool>,
}

impl Facts {
    /// Whether the clause is kept; none when the node does not keep it by itself.
    pub fn keep(&self, clause: &Clause) -> Option<bool> {
        Some(match clause.rule? {
            Rule::Classified => self.classified,
            Rule::Acknowledged => self.acknowledged,
            Rule::Term => {
                let most = i64::from(clause.months.unwrap_or(MONTHS_MAX));
                self.months.is_none_or(|months| months <= most)
            }
            Rule::Selected => self.selected?,
            Rule::Focal => self.focal?,
            Rule::Authority => self.authority?,
            Rule::Aims => self.aims?,
            Rule::Activated => self.activated?,
            Rule::Evaluated => self.evaluated?,
        })
    }

    /// The first clause of this guide that stands in the way.
    pub fn stopped_by<'a>(&self, guide: &'a Guide) -> Option<&'a Clause> {
        let stops = |clause: &&Clause| clause.rule.is_some_and(Rule::stops);
        guide.clauses().filter(stops).find(|clause| self.keep(clause) == Some(false))
    }
}
