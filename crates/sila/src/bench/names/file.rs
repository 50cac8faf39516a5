//! The file of records.

use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, ensure};
use sila_names::register::{Place, Record, Register, Sex};
use sila_names::{EmiratesId, Name, PartialDate, Phone, Today};

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
    /// The file's number of each record.
    pub ids: Vec<u32>,
    /// The true person of each record.
    pub persons: Vec<u32>,
    /// True for records of the agency A.
    pub at_a: Vec<bool>,
}

impl Truth {
    /// How many records there are.
    pub fn len(&self) -> usize {
        self.persons.len()
    }

    /// The person of a record.
    pub fn person(&self, record: u32) -> Option<u32> {
        self.persons.get(usize::try_from(record).ok()?).copied()
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
        let mut order: Vec<(u32, u32)> = self.persons.iter().copied().zip(0..).collect();
        order.sort_unstable();
        let groups = order.chunk_by(|a, b| a.0 == b.0);
        let of_group = |group: &[(u32, u32)]| {
            let pairs = group.iter().enumerate().flat_map(|(at, a)| {
                group.iter().skip(at.saturating_add(1)).map(move |b| (a.1, b.1))
            });
            pairs.filter(|(a, b)| counts(*a, *b)).count()
        };
        u32::try_from(groups.map(of_group).sum::<usize>()).unwrap_or(u32::MAX)
    }
}

/// Records handed from the thread that reads to the one that files, at a time.
const BATCH: usize = 1_000;

/// Files all records under their place in the file. One thread reads while another files.
pub fn fill(path: &Path, register: &mut Register<u32>) -> anyhow::Result<Truth> {
    let mut truth = Truth::default();
    let rows = rows(path)?;
    let (sender, receiver) = std::sync::mpsc::sync_channel::<Vec<Row>>(8);
    std::thread::scope(|scope| {
        let reading = scope.spawn(move || -> anyhow::Result<()> {
            let mut rows = rows.peekable();
            while rows.peek().is_some() {
                sender.send(rows.by_ref().take(BATCH).collect::<anyhow::Result<_>>()?)?;
            }
            Ok(())
        });
        let records = receiver.into_iter().flatten().zip(0_u32..);
        register.extend_with(records.map(|((id, person, at_a, record), nth)| {
            truth.ids.push(id);
            truth.persons.push(person);
            truth.at_a.push(at_a);
            (nth, record)
        }));
        reading.join().map_err(|_panic| anyhow::anyhow!("reading the records stopped"))?
    })?;
    ensure!(truth.len() > 0, "no record could be read");
    Ok(truth)
}

/// Every record with its number, its person, and whether it is of agency A.
pub fn rows(path: &Path) -> anyhow::Result<impl Iterator<Item = anyhow::Result<Row>> + Send> {
    let file = std::fs::File::open(path).context("the file of records")?;
    let mut lines = BufReader::with_capacity(1 << 20, file).lines();
    let head = cells(&lines.next().context("an empty file")??);
    let place = |name: &&str| head.iter().position(|cell| cell == name);
    let places: Option<Vec<usize>> = COLUMNS.iter().map(place).collect();
    let places = places.context("a column is missing")?;
    Ok(lines.map(move |line| {
        let cells = cells(&line?);
        let at = |nth: usize| {
            let cell = places.get(nth).and_then(|place| cells.get(*place));
            cell.map(String::as_str).unwrap_or_default()
        };
        Ok((at(0).parse()?, at(1).parse()?, at(2) == "A", record(at)))
    }))
}

/// Number, person, whether of agency A, and what is known.
pub type Row = (u32, u32, bool, Record);

fn record<'a>(at: impl Fn(usize) -> &'a str) -> Record {
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
            "F" => Some(Sex::Female),
            "M" => Some(Sex::Male),
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

/// The cells of a line (RFC 4180, without line breaks inside a cell).
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            '\r' => {}
            c => cells.last_mut().into_iter().for_each(|cell| cell.push(c)),
        }
    }
    cells
}
