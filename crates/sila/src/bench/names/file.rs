//! The file of records.

use std::path::Path;

use anyhow::{Context, ensure};
use sila_names::register::{Place, Record, Register, Sex};
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
    ids: Ids,
    /// The true person of each record.
    pub persons: Vec<u64>,
    /// True for records of the agency A.
    at_a: Vec<bool>,
    /// Rows that could not be read.
    pub passed: Passed,
}

/// The file's number of each record, one after the other.
#[derive(Debug, Default)]
struct Ids {
    text: String,
    ends: Vec<usize>,
}

impl Truth {
    /// How many records there are.
    pub fn len(&self) -> usize {
        self.persons.len()
    }

    /// The person of a record.
    pub fn person(&self, record: u32) -> Option<u64> {
        self.persons.get(usize::try_from(record).ok()?).copied()
    }

    /// The file's number of a record.
    pub fn id(&self, record: u32) -> &str {
        let Ok(at) = usize::try_from(record) else { return "" };
        let end = |at: usize| self.ids.ends.get(at).copied().unwrap_or_default();
        let from = at.checked_sub(1).map_or(0, end);
        self.ids.text.get(from..end(at)).unwrap_or_default()
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

    /// Pairs of records of one person, among those that `counts` says.
    pub fn pairs(&self, counts: impl Fn(u32, u32) -> bool) -> u32 {
        let mut order: Vec<(u64, u32)> = self.persons.iter().copied().zip(0..).collect();
        order.sort_unstable();
        let groups = order.chunk_by(|a, b| a.0 == b.0);
        let of_group = |group: &[(u64, u32)]| {
            let pairs = group.iter().enumerate().flat_map(|(at, a)| {
                group.iter().skip(at.saturating_add(1)).map(move |b| (a.1, b.1))
            });
            pairs.filter(|(a, b)| counts(*a, *b)).count()
        };
        u32::try_from(groups.map(of_group).sum::<usize>()).unwrap_or(u32::MAX)
    }

    fn enter(&mut self, row: &Row) {
        self.ids.text.push_str(&row.id);
        self.ids.ends.push(self.ids.text.len());
        self.persons.push(row.person);
        self.at_a.push(row.at_a);
    }
}

/// One record of the file.
#[derive(Debug)]
pub struct Row {
    /// The file's number.
    pub id: String,
    /// The true person.
    pub person: u64,
    /// Whether agency A has the record.
    pub at_a: bool,
    /// What is known.
    pub record: Record,
}

/// Records handed from the thread that reads to the one that files, at a time, and how often.
const BATCH: usize = 500;
const BATCHES: usize = 6;

/// Files all records under their place in the file. One thread reads while another files.
pub fn fill(path: &Path, register: &mut Register<u32>) -> anyhow::Result<Truth> {
    let mut truth = Truth::default();
    register.reserve(lines(path)?);
    let mut records = Records::open(path)?;
    let (sender, receiver) = std::sync::mpsc::sync_channel::<Vec<Row>>(BATCHES);
    truth.passed = std::thread::scope(|scope| {
        let reading = scope.spawn(move || -> anyhow::Result<Passed> {
            let mut batch = Vec::with_capacity(BATCH);
            while let Some(row) = records.next()? {
                batch.push(row);
                if batch.len() == BATCH {
                    sender.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH)))?;
                }
            }
            sender.send(batch)?;
            Ok(records.0.passed())
        });
        let rows = receiver.into_iter().flatten().zip(0_u32..);
        register.extend_with(rows.map(|(row, nth)| {
            truth.enter(&row);
            (nth, row.record)
        }));
        reading.join().map_err(|_panic| anyhow::anyhow!("reading the records stopped"))?
    })?;
    ensure!(truth.len() > 0, "no record could be read");
    Ok(truth)
}

/// How many lines there are.
fn lines(path: &Path) -> anyhow::Result<usize> {
    let mut file = std::fs::File::open(path).context("the file of records")?;
    let (mut lines, mut part) = (0_usize, vec![0_u8; 1 << 18]);
    loop {
        let read = std::io::Read::read(&mut file, &mut part)?;
        let bytes = part.get(..read).unwrap_or_default();
        lines = lines.saturating_add(bytes.iter().filter(|byte| **byte == b'\n').count());
        if read == 0 {
            return Ok(lines);
        }
    }
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
        loop {
            let Some(row) = self.0.next(|at| row(at))? else { return Ok(None) };
            match row {
                Some(row) => return Ok(Some(row)),
                None => self.0.pass("no rec_id or person_id"),
            }
        }
    }
}

fn row<'a>(at: &dyn Fn(usize) -> &'a str) -> Option<Row> {
    let known = |nth: usize| Some(at(nth)).filter(|text| !text.is_empty());
    let (id, person) = (known(0)?.to_owned(), number(known(1)?));
    let at_a = at(2).eq_ignore_ascii_case("A");
    Some(Row { id, person, at_a, record: record(at) })
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
