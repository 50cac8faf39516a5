//! What a node finds out that asks another whether a person is known: as `known` does it, one value in each slot of a question
//! and all values of everybody in the list, without the blinding, which changes nothing about what meets.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;
use sila_core::PersonId;
use sila_core::codes::KnownClass;
use sila_core::person::{Birth, Person};
use sila_link::known::table::Handle;
use sila_link::known::{Hit, Slot};
use sila_names::PartialDate;

use super::super::rounded;
use super::file::{Records, Row, Truth};
use super::tokens::hash;
use crate::known::list::values::{asked, listed};

/// What was measured: agency A asks for each of its records, the others answer from their lists.
#[derive(Debug, Default, Serialize)]
pub struct Questions {
    /// Questions about people whom the others know.
    pub known: u32,
    /// Of these, so many are answered with the right person, called strong.
    pub found_strong: f64,
    /// The same, called strong or possible.
    pub found: f64,
    /// Of the records that an answer calls strong, so many are of the person.
    pub precision_strong: f64,
    /// Of the records that an answer calls possible, so many are of the person.
    pub precision_possible: f64,
    /// Questions about people whom the others do not know.
    pub unknown: u32,
    /// Of these, so many are answered with somebody, called strong.
    pub false_strong: f64,
    /// The same, called strong or possible.
    pub false_found: f64,
}

/// Records found of the person, and in all.
#[derive(Default)]
struct Count {
    right: u32,
    all: u32,
}

impl Count {
    fn add(&mut self, right: bool) {
        self.right = self.right.saturating_add(u32::from(right));
        self.all = self.all.saturating_add(1);
    }

    fn share(&self) -> f64 {
        rounded(f64::from(self.right) / f64::from(self.all.max(1)))
    }
}

/// Lists everybody whom the others have, and asks for everybody whom A has.
pub fn run(path: &Path, truth: &Truth) -> anyhow::Result<Questions> {
    let (mut list, mut others) = (Vec::new(), BTreeSet::new());
    let mut records = Records::open(path)?;
    while let Some(row) = records.next()? {
        if !row.at_a {
            others.insert(row.person);
            let values = listed(&person(&row));
            list.extend(values.into_iter().map(|value| (number(&value), row.nth)));
        }
    }
    list.sort_unstable();
    let mut answers = Answers::default();
    let mut records = Records::open(path)?;
    while let Some(row) = records.next()? {
        if row.at_a {
            let hits = hits(&list, &person(&row));
            let right = |nth| truth.same(row.nth, nth);
            answers.add(&hits, others.contains(&row.person), right);
        }
    }
    Ok(answers.told())
}

/// What was answered.
#[derive(Default)]
struct Answers {
    strong: Count,
    possible: Count,
    known: Count,
    known_strong: Count,
    unknown: Count,
    unknown_strong: Count,
}

impl Answers {
    fn add(&mut self, hits: &[(u32, KnownClass)], is_known: bool, right: impl Fn(u32) -> bool) {
        let is_strong = |class: &KnownClass| *class == KnownClass::Strong;
        for (nth, class) in hits {
            let count = if is_strong(class) { &mut self.strong } else { &mut self.possible };
            count.add(right(*nth));
        }
        if is_known {
            self.known.add(hits.iter().any(|(nth, _)| right(*nth)));
            self.known_strong.add(hits.iter().any(|(nth, class)| is_strong(class) && right(*nth)));
        } else {
            self.unknown.add(!hits.is_empty());
            self.unknown_strong.add(hits.iter().any(|(_, class)| is_strong(class)));
        }
    }

    fn told(&self) -> Questions {
        Questions {
            known: self.known.all,
            found_strong: self.known_strong.share(),
            found: self.known.share(),
            precision_strong: self.strong.share(),
            precision_possible: self.possible.share(),
            unknown: self.unknown.all,
            false_strong: self.unknown_strong.share(),
            false_found: self.unknown.share(),
        }
    }
}

/// The records that an answer tells of, and how sure it is.
fn hits(list: &[(u64, u32)], person: &Person) -> Vec<(u32, KnownClass)> {
    let mut found: Vec<(Slot, Handle)> = Vec::new();
    for value in asked(person) {
        let wanted = number(&value);
        let from = list.partition_point(|(number, _)| *number < wanted);
        let block = list.get(from..).unwrap_or_default();
        for (_, nth) in block.iter().take_while(|(number, _)| *number == wanted) {
            let mut handle = Handle::default();
            handle.iter_mut().zip(nth.to_be_bytes()).for_each(|(place, byte)| *place = byte);
            found.push((value.0, handle));
        }
    }
    let told = Hit::gather(&found).into_iter().filter(|hit| hit.class() != KnownClass::None);
    told.map(|hit| {
        let class = hit.class();
        let [a, b, c, d, ..] = hit.handle;
        (u32::from_be_bytes([a, b, c, d]), class)
    })
    .collect()
}

/// Stands for the blinded value.
fn number((slot, value): &(Slot, String)) -> u64 {
    hash(&format!("{}={value}", slot.code()))
}

/// The record as a case holds it.
fn person(row: &Row) -> Person {
    let birth = match row.record.birth {
        PartialDate::Day { y, m, d } => Birth::Exact { y, m, d },
        PartialDate::Month { y, .. } | PartialDate::Year(y) => Birth::YearOnly(y),
        PartialDate::Unknown => Birth::Unknown,
    };
    let [name_ar, name_latin] = row.names.clone();
    Person {
        name_ar,
        name_latin,
        birth,
        emirates_id: row.record.eid.as_ref().map(|eid| eid.digits().to_owned()),
        phone: row.record.phones.first().map(|phone| phone.e164().to_owned()),
        ..Person::unknown(PersonId(uuid::Uuid::nil()))
    }
}
