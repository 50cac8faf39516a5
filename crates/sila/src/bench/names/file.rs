//! The file of records.

use std::path::Path;

use sila_names::register::{Place, Record, Sex};
use sila_names::{EmiratesId, Name, PartialDate, Phone, Today};

use super::rows::{Passed, Rows};

const COLUMNS: [&str; 14] = [
    "rec_id",
    "person_id",
    "agency",
    "name_ar",
    "name_en",
    "gender",
    "dob",
    "nid",
    "phone",
    "emirate",
    "area",
    "building",
    "mother",
    "nationality",
];
/// No date of birth in the file is later than this.
const LAST_DAY: Today = Today { y: 2200, m: 12, d: 31 };

/// Who is who.
#[derive(Debug, Default)]
pub struct Truth {
    /// The true person of each row; [`NOBODY`] of one that could not be read.
    persons: Vec<u64>,
    /// True for rows of the agency A.
    at_a: Vec<bool>,
    /// Rows that could not be read.
    pub passed: Passed,
}

const NOBODY: u64 = u64::MAX;

impl Truth {
    /// How many records there are.
    pub fn len(&self) -> usize {
        self.persons.iter().filter(|person| **person != NOBODY).count()
    }

    /// The person of a record.
    pub fn person(&self, record: u32) -> Option<u64> {
        let person = self.persons.get(usize::try_from(record).ok()?).copied();
        person.filter(|person| *person != NOBODY)
    }

    /// True if two records are of one person.
    pub fn same(&self, a: u32, b: u32) -> bool {
        self.person(a).is_some() && self.person(a) == self.person(b)
    }

    /// True if the records are of two agencies.
    pub fn is_across(&self, a: u32, b: u32) -> bool {
        let at_a = |record: u32| self.at_a.get(usize::try_from(record).ok()?);
        at_a(a) != at_a(b)
    }

    /// Persons and records, sorted.
    pub fn order(&self) -> Vec<(u64, u32)> {
        let all = self.persons.iter().copied().zip(0..);
        let mut order: Vec<(u64, u32)> = all.filter(|(person, _)| *person != NOBODY).collect();
        order.sort_unstable();
        order
    }

    /// Pairs of records of one person, among those that `counts` says.
    pub fn pairs(&self, counts: impl Fn(u32, u32) -> bool) -> u32 {
        let order = self.order();
        let groups = order.chunk_by(|a, b| a.0 == b.0);
        let of_group = |group: &[(u64, u32)]| {
            let pairs = group.iter().enumerate().flat_map(|(at, a)| {
                group.iter().skip(at.saturating_add(1)).map(move |b| (a.1, b.1))
            });
            pairs.filter(|(a, b)| counts(*a, *b)).count()
        };
        u32::try_from(groups.map(of_group).sum::<usize>()).unwrap_or(u32::MAX)
    }

    /// Adds a record.
    pub fn enter(&mut self, row: &Row) {
        self.put(usize::try_from(row.nth).unwrap_or(usize::MAX), row.person, row.at_a);
    }

    /// Adds what is known of other rows.
    pub fn extend(&mut self, other: Truth) {
        for (nth, (person, at_a)) in other.persons.into_iter().zip(other.at_a).enumerate() {
            if person != NOBODY {
                self.put(nth, person, at_a);
            }
        }
        self.passed.extend(other.passed);
    }

    fn put(&mut self, nth: usize, person: u64, at_a: bool) {
        if nth >= self.persons.len() {
            self.persons.resize(nth.saturating_add(1), NOBODY);
            self.at_a.resize(nth.saturating_add(1), false);
        }
        self.persons.get_mut(nth).into_iter().for_each(|place| *place = person);
        self.at_a.get_mut(nth).into_iter().for_each(|place| *place = at_a);
    }
}

/// One record of the file.
#[derive(Debug)]
pub struct Row {
    /// The place in the file.
    pub nth: u32,
    /// The file's number.
    pub id: String,
    /// The true person.
    pub person: u64,
    /// Whether agency A has the record.
    pub at_a: bool,
    /// The name in Arabic and in Latin script, as written.
    pub names: [Option<String>; 2],
    /// What is known.
    pub record: Record,
}

/// Every record that can be read, in the order of the file.
pub struct Records(Rows);

impl Records {
    /// Opens a file.
    pub fn open(path: &Path) -> anyhow::Result<Records> {
        Ok(Records(Rows::open(path, &COLUMNS)?))
    }

    /// The next record; nothing at the end.
    pub fn next(&mut self) -> anyhow::Result<Option<Row>> {
        self.next_of(|_| true)
    }

    /// The next record of a `wanted` place in the file; nothing at the end.
    pub fn next_of(&mut self, wanted: impl Fn(u32) -> bool) -> anyhow::Result<Option<Row>> {
        loop {
            let Some((nth, row)) = self.0.next(&wanted, |at| row(at))? else { return Ok(None) };
            match row {
                Some(row) => return Ok(Some(Row { nth, ..row })),
                None => self.0.pass("no rec_id or person_id"),
            }
        }
    }

    /// The rows that could not be read so far.
    pub fn passed(self) -> Passed {
        self.0.passed()
    }
}

fn row<'a>(at: &dyn Fn(usize) -> &'a str) -> Option<Row> {
    let known = |nth: usize| Some(at(nth)).filter(|text| !text.is_empty());
    let (id, person) = (known(0)?.to_owned(), number(known(1)?));
    let at_a = at(2).eq_ignore_ascii_case("A");
    let names = [3, 4].map(|nth| known(nth).map(str::to_owned));
    Some(Row { nth: 0, id, person, at_a, names, record: record(at) })
}

/// A person's number, or one made of what stands in its place (FNV-1a, above all that can be written).
fn number(text: &str) -> u64 {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = || text.bytes().fold(0xcbf2_9ce4_8422_2325, fnv) | 1 << 63;
    text.parse::<u32>().map_or_else(|_| hash(), u64::from)
}

fn record<'a>(at: &dyn Fn(usize) -> &'a str) -> Record {
    let text = |nth: usize| Some(at(nth).to_owned()).filter(|text| !text.is_empty());
    let eid = EmiratesId::parse(at(7)).ok();
    let other = text(7).filter(|_| eid.is_none());
    Record {
        arabic: Name::parse(at(3)),
        latin: Name::parse(at(4)),
        mother: Name::parse(at(12)),
        birth: birth(at(6)),
        eid,
        other_ids: other.into_iter().collect(),
        phones: Phone::parse(at(8)).into_iter().collect(),
        sex: match at(5) {
            "F" | "f" => Some(Sex::Female),
            "M" | "m" => Some(Sex::Male),
            _ => None,
        },
        nationality: text(13),
        place: Place { emirate: text(9), area: text(10), building: text(11) },
    }
}

/// `1990-04-07`, `1990-04` or `1990`.
fn birth(text: &str) -> PartialDate {
    let mut parts = text.split('-');
    let mut part = || parts.next().unwrap_or_default();
    let (year, month, day) = (part(), part(), part());
    PartialDate::of_past(day, month, year, LAST_DAY).unwrap_or(PartialDate::Unknown)
}
