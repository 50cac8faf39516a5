//! Who might have a conflict of interest in a case: what a colleague is called and what they declared is compared with the people of the case
//! and with whoever is said to have done harm. What is found is a reason to ask, not an answer: a supervisor decides, in words, and
//! is not asked again. Nothing but the reason is told, and nobody is excluded by the program.

use std::collections::BTreeMap;

use sila_core::area::AreaCode;
use sila_core::codes::Relation;
use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;
use sila_names::{Level, Name, Token, compare, token_level};

use super::store;
use crate::accounts::interests::{self, Interests};
use crate::app::{App, Topic};
use crate::cases::kin::{self, Alleged};
use crate::cases::record::{CaseRecord, unseal};
use crate::cases::store as cases;
use crate::db::{DbError, Tx};
use crate::problem::Problem;

#[cfg(test)]
mod tests;

/// Two names of which it is this likely, by the names alone, that they are one person's.
const SAME_PERSON: f64 = 0.9;
/// A part of a name that is shorter is an initial and says nothing.
const PART_CHARS_MIN: usize = 3;

/// What a case says of people, as far as it is compared.
#[derive(Default)]
pub struct Facts {
    names: Vec<Name>,
    employers: Vec<Name>,
    areas: Vec<AreaCode>,
}

impl Facts {
    /// The people of a case, whoever is said to have done harm, employers among them, and where they live.
    pub fn of(record: &CaseRecord, alleged: &[Alleged]) -> Facts {
        let known = &record.disclosure;
        let mut facts = Facts::default();
        for person in &known.people {
            for name in person.name_ar.iter().chain(&person.name_latin) {
                facts.add(name, person.relation == Some(Relation::Employer));
            }
        }
        for one in alleged.iter().filter(|one| one.ended_at.is_none()) {
            facts.add(&one.said.name, one.said.relation == Relation::Employer);
        }
        facts.areas.extend(known.residence.area.iter().chain(&known.residence.present_area));
        facts
    }

    /// These names, too.
    pub fn and(mut self, names: impl IntoIterator<Item = String>) -> Facts {
        names.into_iter().for_each(|name| self.add(&name, false));
        self
    }

    /// Whether this one word is a part of one of the names: "Rashid", of somebody who is called that.
    pub fn has_part(&self, word: &str) -> bool {
        let word = Name::parse(word);
        word.tokens().len() == 1 && self.names.iter().any(|name| holds(&word, name))
    }

    fn add(&mut self, name: &str, is_employer: bool) {
        let name = Name::parse(name);
        if is_employer {
            self.employers.push(name.clone());
        }
        self.names.push(name);
    }
}

/// Two parts that are one name, in one script or across.
fn same(a: &Token, b: &Token) -> bool {
    let short = [a, b].iter().any(|part| part.text().chars().count() < PART_CHARS_MIN);
    let far = if a.script() == b.script() { Level::Skeleton } else { Level::Fuzzy };
    !short && token_level(a, b) <= far
}

/// The family name: the last of several parts.
fn family(name: &Name) -> Option<&Token> {
    name.tokens().last().filter(|_| name.tokens().len() > 1)
}

/// The father's name: the second of at least three parts.
fn father(name: &Name) -> Option<&Token> {
    name.tokens().get(1).filter(|_| name.tokens().len() > 2)
}

/// One person, parent and child, or children of one father, as their names have it.
fn are_kin(a: &Name, b: &Name) -> bool {
    if !family(a).zip(family(b)).is_some_and(|(a, b)| same(a, b)) {
        return false;
    }
    let (one, other) = (a.tokens(), b.tokens());
    let meet = |a: Option<&Token>, b: Option<&Token>| a.zip(b).is_some_and(|(a, b)| same(a, b));
    let (mine, theirs) = (father(a), father(b));
    let of_one_father = meet(mine, theirs);
    let parent = meet(mine, other.first()) || meet(one.first(), theirs);
    of_one_father || parent || compare(a, b).probability > SAME_PERSON
}

/// All parts of the shorter name are in the other: the name of an employer is written long and short.
fn holds(a: &Name, b: &Name) -> bool {
    let (few, many) = if a.tokens().len() <= b.tokens().len() { (a, b) } else { (b, a) };
    let found = |part: &Token| many.tokens().iter().any(|other| same(part, other));
    !few.is_empty() && few.tokens().iter().all(found)
}

/// Why a colleague of these names, who declared this, might have a conflict of interest: some of [`super::conflict::REASONS`].
pub fn reasons(names: [&str; 2], declared: &Interests, facts: &Facts) -> Vec<&'static str> {
    let own = names.map(Name::parse);
    let families: Vec<Name> = declared.families.iter().map(|name| Name::parse(name)).collect();
    let employers: Vec<Name> = declared.employers.iter().map(|name| Name::parse(name)).collect();
    let mut found = Vec::new();
    let any = |of: &[Name], alike: &dyn Fn(&Name, &Name) -> bool, with: &[Name]| {
        of.iter().any(|one| with.iter().any(|other| alike(one, other)))
    };
    let by_name = |a: &Name, b: &Name| family(a).zip(family(b)).is_some_and(|(a, b)| same(a, b));
    let by_family =
        |a: &Name, b: &Name| a.tokens().last().zip(family(b)).is_some_and(|(a, b)| same(a, b));
    if any(&own, &are_kin, &facts.names) {
        found.push("KIN");
    } else if any(&own, &by_name, &facts.names) || any(&families, &by_family, &facts.names) {
        found.push("TRIBE");
    }
    if declared.area.is_some_and(|area| facts.areas.contains(&area)) {
        found.push("ADDRESS");
    }
    if any(&employers, &holds, &facts.employers) {
        found.push("EMPLOYER");
    }
    found
}

/// Looks at a case again: what is found for the first time waits for a supervisor.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read or written.
pub async fn look(app: &App, record: &CaseRecord, now: Millis) -> Result<(), Problem> {
    let id = record.row.id;
    let (_, alleged) = kin::of_case(app, record).await?;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::excludable(tx, id)?, interests::store::every(tx)?, store::hints(tx, id)?))
    };
    let (colleagues, sealed, known) = app.store.read(read).await?;
    let mut declared: BTreeMap<WorkerId, Interests> = BTreeMap::new();
    for (worker, body) in sealed {
        declared.insert(worker, interests::opened(app, worker, &body)?);
    }
    let (facts, nothing) = (Facts::of(record, &alleged), Interests::default());
    let mut new: Vec<(WorkerId, &'static str)> = Vec::new();
    for (worker, ar, en) in &colleagues {
        let said = declared.get(worker).unwrap_or(&nothing);
        let found = reasons([ar.as_str(), en.as_str()], said, &facts).into_iter();
        let is_new = |reason: &&'static str| {
            !known.iter().any(|hint| hint.who.0 == *worker && hint.reason == *reason)
        };
        new.extend(found.filter(is_new).map(|reason| (*worker, reason)));
    }
    if new.is_empty() {
        return Ok(());
    }
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        new.iter().try_for_each(|(worker, reason)| store::add_hint(tx, id, (*worker, reason), now))
    };
    app.store.write(write).await?;
    app.changed(Topic::Cases);
    Ok(())
}

/// Looks at a case that was just opened or given to somebody. Nobody sees it by that. What goes wrong stops nothing: the page of who
/// reads the case looks again.
pub async fn follow(app: &App, case: CaseId, now: Millis) {
    let looked = async {
        let stored = app.store.read(move |tx| cases::stored(tx, case)).await?;
        match stored.map(|stored| unseal(app, stored, None)).transpose()? {
            Some(record) => look(app, &record, now).await,
            None => Ok(()),
        }
    };
    if let Err(problem) = looked.await {
        tracing::warn!(code = %problem.code, "a case was not compared with declared interests: {problem}");
    }
}
