//! Looking people up: some who are known, each by a record that was taken out, and some who are not.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;
use sila_names::PartialDate;
use sila_names::register::{Query, Record, Register};

use super::super::bare::now;
use super::super::{quantile, rounded};
use super::file::{Records, Row, Truth};
use super::usage;

/// Most people of each kind that are looked up.
const ASKED_MAX: usize = 4_000;
/// One in so many persons is chosen, where there are enough.
const SPREAD: u64 = 5;

/// What was measured for one kind of question.
#[derive(Debug, Default, Serialize)]
pub struct Kind {
    /// Questions about people who are known.
    pub asked: usize,
    /// The first answer is right.
    pub found_at_1: f64,
    /// One of the first twenty is right.
    pub found_at_20: f64,
    /// Questions about people who are not known.
    pub absent: usize,
    /// Of those the first answer is thought to be the person.
    pub false_alarm: f64,
    /// Milliseconds on the wall: half of the questions took at most this.
    pub p50_ms: f64,
    /// 99 of 100.
    pub p99_ms: f64,
    /// The same without the time in which the machine did something else and this program waited for a core.
    pub p99_own_ms: f64,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Lookup {
    /// Records in the register meanwhile.
    pub records: usize,
    /// Everything the record says.
    pub full: Kind,
    /// Name and day of birth, where the record has one.
    pub name_birth: Kind,
    /// Name and year of birth, where the record has one.
    pub name_year: Kind,
    /// The name alone.
    pub name: Kind,
    /// Entering a record until it can be found: milliseconds on the wall, 99 of 100.
    pub insert_p99_ms: f64,
    /// The same without waiting for a core.
    pub insert_p99_own_ms: f64,
    /// Of those entered, so many were found at once.
    pub insert_found: f64,
}

struct Question {
    person: u64,
    is_known: bool,
    record: Record,
}

/// Takes records out, asks for them, and puts them back.
pub fn run(path: &Path, truth: &Truth, mut register: Register<u32>) -> anyhow::Result<Lookup> {
    let (one, all) = chosen(truth);
    let mut questions = Vec::new();
    let mut records = Records::open(path)?;
    while let Some(Row { nth, person, record, .. }) = records.next()? {
        let (is_known, is_absent) = (one.contains(&nth), all.contains(&nth));
        if is_known || is_absent {
            register.remove(&nth);
            questions.push((nth, Question { person, is_known, record }));
        }
    }
    let mut seen = BTreeSet::new();
    let asked: Vec<&Question> = questions
        .iter()
        .map(|(_, question)| question)
        .filter(|question| question.is_known || seen.insert(question.person))
        .collect();
    let measure = |reduced: fn(&Record) -> Option<Record>| kind(&register, truth, &asked, reduced);
    let (full, name_birth, name_year, name) =
        (measure(full), measure(name_birth), measure(name_year), measure(name));
    let records = register.len();
    let (inserts, insert_found) = inserts(&mut register, &questions);
    let (insert_p99_ms, insert_p99_own_ms) = (inserts.wall(990), inserts.own(990));
    Ok(Lookup {
        records,
        full,
        name_birth,
        name_year,
        name,
        insert_p99_ms,
        insert_p99_own_ms,
        insert_found,
    })
}

/// Of some people with several records one record, and of some other people all.
fn chosen(truth: &Truth) -> (BTreeSet<u32>, BTreeSet<u32>) {
    let order = truth.order();
    let (mut one, mut all, mut absent) = (BTreeSet::new(), BTreeSet::new(), 0_usize);
    // Persons are numbered family by family: a stride spreads the choice over the whole file.
    let people = u64::try_from(truth.len()).unwrap_or(u64::MAX);
    let stride = (people / u64::try_from(ASKED_MAX).unwrap_or(1) / 2).max(SPREAD);
    for group in order.chunk_by(|a, b| a.0 == b.0) {
        let Some((person, last)) = group.last().copied() else { continue };
        match person % stride {
            0 if group.len() > 1 && one.len() < ASKED_MAX => {
                one.insert(last);
            }
            1 | 2 if absent < ASKED_MAX => {
                absent = absent.saturating_add(1);
                all.extend(group.iter().map(|(_, nth)| *nth));
            }
            _ => {}
        }
    }
    (one, all)
}

fn kind(
    register: &Register<u32>,
    truth: &Truth,
    questions: &[&Question],
    reduced: fn(&Record) -> Option<Record>,
) -> Kind {
    let mut kind = Kind::default();
    let mut times = Times::default();
    let (mut at_1, mut at_20, mut alarms) = (0.0, 0.0, 0.0);
    for question in questions {
        let Some(record) = reduced(&question.record) else { continue };
        let query = Query::of(record);
        let hits = times.of(|| register.search(&query, 20));
        let right = hits.iter().position(|hit| truth.person(hit.key) == Some(question.person));
        if question.is_known {
            kind.asked = kind.asked.saturating_add(1);
            at_1 += f64::from(u8::from(right == Some(0)));
            at_20 += f64::from(u8::from(right.is_some()));
        } else {
            kind.absent = kind.absent.saturating_add(1);
            let alarm = hits.first().is_some_and(|hit| hit.verdict.same > 0.5);
            alarms += f64::from(u8::from(alarm));
        }
    }
    let share = |count: f64, of: usize| {
        rounded(count / u32::try_from(of.max(1)).map_or(1.0, f64::from) * 10.0) / 10.0
    };
    kind.found_at_1 = share(at_1, kind.asked);
    kind.found_at_20 = share(at_20, kind.asked);
    kind.false_alarm = share(alarms, kind.absent);
    kind.p50_ms = times.wall(500);
    kind.p99_ms = times.wall(990);
    kind.p99_own_ms = times.own(990);
    kind
}

/// Milliseconds of many pieces of work: on the wall, and without waiting for a core.
#[derive(Default)]
struct Times {
    wall: Vec<f64>,
    own: Vec<f64>,
}

impl Times {
    /// Does the work and notes how long it took.
    fn of<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let (waited, start) = (usage::waited_ms(), now());
        let done = work();
        let taken = start.elapsed().as_secs_f64() * 1e3;
        self.wall.push(taken);
        self.own.push((taken - (usage::waited_ms() - waited)).max(0.0));
        done
    }

    /// What so many of a thousand took at most on the wall.
    fn wall(&self, part: usize) -> f64 {
        of_thousand(&self.wall, part)
    }

    /// The same without waiting for a core.
    fn own(&self, part: usize) -> f64 {
        of_thousand(&self.own, part)
    }
}

fn of_thousand(times: &[f64], part: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    rounded(quantile(&times, part))
}

fn inserts(register: &mut Register<u32>, questions: &[(u32, Question)]) -> (Times, f64) {
    let (mut times, mut found) = (Times::default(), 0.0);
    for (nth, question) in questions {
        times.of(|| register.insert(*nth, &question.record));
        let hits = register.search(&Query::of(question.record.clone()), 20);
        found += f64::from(u8::from(hits.iter().any(|hit| hit.key == *nth)));
    }
    let count = u32::try_from(questions.len().max(1)).map_or(1.0, f64::from);
    (times, rounded(found / count))
}

#[expect(clippy::unnecessary_wraps, reason = "one of four ways to ask")]
fn full(record: &Record) -> Option<Record> {
    Some(record.clone())
}

fn named(record: &Record) -> Record {
    Record { arabic: record.arabic.clone(), latin: record.latin.clone(), ..Record::unknown() }
}

fn name_birth(record: &Record) -> Option<Record> {
    let is_day = matches!(record.birth, PartialDate::Day { .. });
    is_day.then(|| Record { birth: record.birth, ..named(record) })
}

fn name_year(record: &Record) -> Option<Record> {
    let birth = PartialDate::Year(record.birth.year()?);
    Some(Record { birth, ..named(record) })
}

#[expect(clippy::unnecessary_wraps, reason = "one of four ways to ask")]
fn name(record: &Record) -> Option<Record> {
    Some(named(record))
}
