//! Two texts of one agreement beside each other, clause by clause: what changed in which language, and in the rule that the clause
//! states. A change of the words without the rule, of the rule without the words, or of one language alone is said out loud; and
//! of a proposed text each clause can be taken or left, with the rules that it states.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use super::{Agreement, Clause, ResidenceClause};
use crate::codes::code_list;
use crate::wire::to_cbor;

code_list! {
    /// A part of an agreement that the link keeps as a rule.
    Part, "agreement_part" {
        Parties = "PARTIES": "Who the parties are.",
        Services = "SERVICES": "What each offers, to whom, where and when.",
        Categories = "CATEGORIES": "Which categories are covered.",
        Schedule = "SCHEDULE": "Which fields may be exchanged.",
        Residence = "RESIDENCE": "Whose residence decides.",
        Timers = "TIMERS": "How fast.",
        Term = "TERM": "From when until when.",
        Known = "KNOWN": "Asking whether a person is known.",
        Onward = "ONWARD": "Passing on to a third agency.",
        Expertise = "EXPERTISE": "Sharing what was learnt.",
        Aims = "AIMS": "What it is for.",
        Private = "PRIVATE": "What a private party may receive.",
        Vocabulary = "VOCABULARY": "Which codes are understood.",
        Notice = "NOTICE": "How a party ends it before its time.",
        Approval = "APPROVAL": "Whose approval a party needs before it signs.",
        Above = "ABOVE": "The agreement above it.",
        Prevails = "PREVAILS": "Which text decides where the languages differ.",
        Arbiter = "ARBITER": "Who decides where the heads of both cannot agree.",
        Priority = "PRIORITY": "Whether referred cases come before equal ones.",
    }
}

/// The text that another one takes the place of.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Follows {
    /// Which text this is under its agreement: 2 for the first that follows another.
    #[n(0)]
    pub number: u32,
    /// The hash of the text before.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub digest: [u8; 32],
}

/// What differs in one clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The number of the clause.
    pub number: String,
    /// The Arabic words changed, or came, or went.
    pub arabic: bool,
    /// The English words did.
    pub english: bool,
    /// Rules that the clause states and that changed.
    pub rules: Vec<Part>,
    /// The clause states a rule at all.
    pub stated: bool,
    /// Whether it binds was said otherwise.
    pub binds: bool,
}

/// What somebody should look at before signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The words changed in one language alone.
    OneLanguage,
    /// The words of a clause that states a rule changed, and the rule did not.
    TextAlone,
    /// A rule changed, and the words of its clause did not.
    RuleAlone,
}

impl Change {
    /// What to look at.
    pub fn warnings(&self) -> Vec<Warning> {
        let words = self.arabic || self.english;
        let all = [
            (self.arabic != self.english, Warning::OneLanguage),
            (words && self.stated && self.rules.is_empty(), Warning::TextAlone),
            (!words && !self.rules.is_empty(), Warning::RuleAlone),
        ];
        all.into_iter().filter(|(is, _)| *is).map(|(_, warning)| warning).collect()
    }
}

impl Agreement {
    /// Which text this is: 1 for the first that was proposed.
    pub fn number(&self) -> u32 {
        self.follows.as_ref().map_or(1, |before| before.number)
    }

    /// Every rule with the clause that states it.
    pub fn rules(&self) -> Vec<(Part, &str)> {
        let cites = &self.cites;
        let always = [
            (Part::Parties, cites.parties.as_str()),
            (Part::Services, cites.services.as_str()),
            (Part::Categories, cites.categories.as_str()),
            (Part::Schedule, cites.schedule.as_str()),
            (Part::Residence, self.residence.number.as_str()),
            (Part::Timers, cites.timers.as_str()),
            (Part::Term, cites.term.as_str()),
        ];
        let some = [
            self.known.as_ref().map(|one| (Part::Known, one.number.as_str())),
            self.onward.as_ref().map(|one| (Part::Onward, one.number.as_str())),
            self.expertise.as_ref().map(|one| (Part::Expertise, one.number.as_str())),
            self.aims.as_ref().map(|one| (Part::Aims, one.number.as_str())),
            self.private.as_ref().map(|one| (Part::Private, one.number.as_str())),
            self.vocabulary.as_ref().map(|one| (Part::Vocabulary, one.number.as_str())),
            self.notice.as_ref().map(|one| (Part::Notice, one.number.as_str())),
            self.approval.as_ref().map(|one| (Part::Approval, one.number.as_str())),
            self.above.as_ref().map(|one| (Part::Above, one.number.as_str())),
            self.prevails.as_ref().map(|one| (Part::Prevails, one.number.as_str())),
            self.arbiter.as_ref().map(|one| (Part::Arbiter, one.number.as_str())),
            self.puts_first().map(|number| (Part::Priority, number)),
        ];
        always.into_iter().chain(some.into_iter().flatten()).collect()
    }

    /// The agreement without a clause, and without the rules that it states.
    ///
    /// # Errors
    /// The first of its rules that no agreement does without, or that somebody else has to approve.
    pub fn without(&self, number: &str) -> Result<Agreement, Part> {
        let mut text = self.clone();
        for (part, _) in self.rules().into_iter().filter(|(_, stated)| *stated == number) {
            match part {
                Part::Known => text.known = None,
                Part::Onward => text.onward = None,
                Part::Expertise => text.expertise = None,
                Part::Private => text.private = None,
                Part::Notice => text.notice = None,
                Part::Above => text.above = None,
                Part::Prevails => text.prevails = None,
                Part::Arbiter => text.arbiter = None,
                Part::Priority => text.priority = None,
                needed => return Err(needed),
            }
        }
        text.clauses.retain(|clause| clause.number != number);
        Ok(text)
    }

    /// Clauses that state no rule of the link: people keep them, the node does not.
    pub fn kept_by_people(&self) -> Vec<&Clause> {
        let stated: BTreeSet<&str> = self.rules().into_iter().map(|(_, number)| number).collect();
        self.clauses.iter().filter(|clause| !stated.contains(clause.number.as_str())).collect()
    }

    fn part(&self, part: Part) -> Vec<u8> {
        let [one, two] = &self.parties;
        match part {
            Part::Parties => to_cbor(&(one.agency, &one.code, two.agency, &two.code)),
            Part::Services => to_cbor(&self.parties),
            Part::Categories => to_cbor(&self.categories),
            Part::Schedule => to_cbor(&self.schedule),
            Part::Residence => {
                to_cbor(&(&self.residence.exceptions, self.residence.short_stay_days))
            }
            Part::Timers => to_cbor(&self.timers),
            Part::Term => to_cbor(&(self.from, self.until)),
            Part::Known => to_cbor(&self.known),
            Part::Onward => to_cbor(&self.onward),
            Part::Expertise => to_cbor(&self.expertise),
            Part::Aims => to_cbor(&self.aims),
            Part::Private => to_cbor(&self.private),
            Part::Vocabulary => to_cbor(&self.vocabulary),
            Part::Notice => to_cbor(&self.notice),
            Part::Approval => to_cbor(&self.approval),
            Part::Above => to_cbor(&self.above),
            Part::Prevails => to_cbor(&self.prevails),
            Part::Arbiter => to_cbor(&self.arbiter),
            Part::Priority => to_cbor(&self.priority),
        }
    }

    /// Gives one part the value that another text has.
    fn restore(&mut self, part: Part, from: &Agreement) {
        match part {
            Part::Parties | Part::Services => self.parties.clone_from(&from.parties),
            Part::Categories => self.categories.clone_from(&from.categories),
            Part::Schedule => self.schedule.clone_from(&from.schedule),
            Part::Residence => self.residence.clone_from(&from.residence),
            Part::Timers => self.timers.clone_from(&from.timers),
            Part::Term => (self.from, self.until) = (from.from, from.until),
            Part::Known => self.known.clone_from(&from.known),
            Part::Onward => self.onward.clone_from(&from.onward),
            Part::Expertise => self.expertise.clone_from(&from.expertise),
            Part::Aims => self.aims.clone_from(&from.aims),
            Part::Private => self.private.clone_from(&from.private),
            Part::Vocabulary => self.vocabulary.clone_from(&from.vocabulary),
            Part::Notice => self.notice.clone_from(&from.notice),
            Part::Approval => self.approval.clone_from(&from.approval),
            Part::Above => self.above.clone_from(&from.above),
            Part::Prevails => self.prevails.clone_from(&from.prevails),
            Part::Arbiter => self.arbiter.clone_from(&from.arbiter),
            Part::Priority => self.priority.clone_from(&from.priority),
        }
    }
}

/// What differs between two texts of one agreement, in the order of the clauses.
pub fn changes(before: &Agreement, after: &Agreement) -> Vec<Change> {
    let both = before.clauses.iter().chain(&after.clauses);
    let mut numbers: Vec<&str> = both.map(|clause| clause.number.as_str()).collect();
    numbers.sort_by_key(|number| order(number));
    numbers.dedup();
    let all = numbers.into_iter().map(|number| {
        let (old, new) = (before.clause(number), after.clause(number));
        let differs = |of: fn(&Clause) -> (&str, &str)| old.map(of) != new.map(of);
        let stated: BTreeSet<Part> = before
            .rules()
            .into_iter()
            .chain(after.rules())
            .filter(|(_, cited)| *cited == number)
            .map(|(part, _)| part)
            .collect();
        let changed = stated.iter().filter(|part| before.part(**part) != after.part(**part));
        Change {
            number: number.to_owned(),
            arabic: differs(|clause| (&clause.title_ar, &clause.text_ar)),
            english: differs(|clause| (&clause.title_en, &clause.text_en)),
            rules: changed.copied().collect(),
            stated: !stated.is_empty(),
            binds: old.and_then(|one| one.binds) != new.and_then(|one| one.binds),
        }
    });
    let changed = |one: &Change| one.arabic || one.english || one.binds || !one.rules.is_empty();
    all.filter(changed).collect()
}

/// The proposed text with only these changed clauses taken: of every other one the words and the rules stay as they were before.
pub fn taken(before: &Agreement, after: &Agreement, accepted: &BTreeSet<String>) -> Agreement {
    let mut merged = after.clone();
    for change in changes(before, after) {
        if accepted.contains(&change.number) {
            continue;
        }
        let place = merged.clauses.iter_mut().find(|clause| clause.number == change.number);
        match (place, before.clause(&change.number)) {
            (Some(place), Some(old)) => place.clone_from(old),
            (None, Some(old)) => {
                merged.clauses.push(old.clone());
                merged.clauses.sort_by_key(|clause| order(&clause.number));
            }
            (_, None) => merged.clauses.retain(|clause| clause.number != change.number),
        }
        if change.number == before.residence.number {
            let ResidenceClause { text_ar, text_en, .. } = before.residence.clone();
            (merged.residence.text_ar, merged.residence.text_en) = (text_ar, text_en);
        }
        change.rules.iter().for_each(|part| merged.restore(*part, before));
    }
    merged
}

/// `10.2` comes after `9.1`.
fn order(number: &str) -> Vec<u16> {
    number.split('.').map(|part| part.parse().unwrap_or(u16::MAX)).collect()
}

#[cfg(test)]
mod tests;
