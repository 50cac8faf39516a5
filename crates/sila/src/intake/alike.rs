//! Looking before making: who on file may be the person in the form, or of their family, or somebody who came along. The
//! writer says what is so; nobody is taken for somebody else by the node.

use std::collections::BTreeSet;

use sila_core::ids::PersonId;
use sila_core::person::Person;

use crate::app::App;
use crate::ask::Ask;
use crate::db::DbError;
use crate::duplicates::decision::{self, Chosen, Ready};
use crate::duplicates::reasons::Reasons;
use crate::duplicates::store as decisions;
use crate::duplicates::verdict::Act;
use crate::intake::answers::Answers;
use crate::intake::draft::Draft;
use crate::journal::access::{self, Subject};
use crate::people::form;
use crate::people::guard::Guard;
use crate::people::identity::{self, Identity, Readable, Sight};
use crate::people::prepared::is_child;
use crate::people::register::Known;
use crate::problem::Problem;
use crate::web::Pairs;

/// People shown beside the form who may be the person concerned.
const SHOWN: usize = 6;
/// People shown for each of those who came along.
const SHOWN_BESIDE: usize = 3;

/// Fields of the draft that no page sends: what was said about people on file, and who was shown already. Those about
/// somebody who came along end with the number of the row ([`of_row`]).
const SAME: &str = "alike_same";
const UNLIKE: &str = "alike_unlike";
const KIN: &str = "alike_kin";
const LOOKED: &str = "alike_looked";
/// Why the recognised person looked alike before the form was filled from their record.
const WHY: &str = "alike_why";

/// Somebody on file who may be the person in the form.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Whom in the form: 0 is the person concerned, then the rows of those who came along.
    pub row: usize,
    /// What the form calls them.
    pub called: String,
    /// Who.
    pub who: Identity,
    /// Why.
    pub why: Reasons,
    /// What the writer has said.
    pub said: Option<Act>,
}

/// The name of a field about one row.
fn of_row(field: &str, row: usize) -> String {
    if row == 0 { field.to_owned() } else { format!("{field}_{row}") }
}

fn ids(values: &Pairs, field: &str, row: usize) -> BTreeSet<PersonId> {
    values.all(&of_row(field, row)).filter_map(|id| id.parse().ok()).collect()
}

fn said(values: &Pairs, row: usize, person: PersonId) -> Option<Act> {
    let fields = [(SAME, Act::Same), (UNLIKE, Act::Different), (KIN, Act::Related)];
    let mut fields = fields.into_iter();
    fields.find(|(field, _)| ids(values, field, row).contains(&person)).map(|(_, act)| act)
}

/// The people in the form, each with the number of the row: the person concerned first.
fn rows<'a>(values: &Pairs, people: &'a [Person]) -> Vec<(usize, &'a Person)> {
    std::iter::once(0).chain(form::rows(values)).zip(people).collect()
}

/// Forgets what was said about the rows from `row` on: one of them was taken out, and the later ones moved up.
pub fn forget_rows(values: &mut Pairs, row: usize) {
    for n in row.max(1)..=form::OTHERS_MAX {
        for field in [SAME, UNLIKE, KIN, LOOKED, WHY] {
            values.set(&of_row(field, n), "");
        }
    }
}

/// Who on file may be somebody in the form, the likeliest first for each: only people whose cases the writer may open. A
/// form that was begun from a case has its people already.
///
/// # Errors
/// When the store cannot be read.
pub async fn candidates(
    ask: &Ask,
    draft: &Draft,
    answers: &Answers,
) -> Result<Vec<Candidate>, Problem> {
    if draft.case.is_some() {
        return Ok(Vec::new());
    }
    let reader = ask.worker()?.clone();
    let readable = ask.app.store.read(move |tx| Readable::of(tx, &reader)).await?;
    let mut candidates = Vec::new();
    for (row, person) in rows(&draft.values, &answers.people) {
        candidates.extend(of_one(ask, draft, answers, (row, person), &readable).await?);
    }
    Ok(candidates)
}

/// Those for one row. Beside somebody who came along only who may be the same person is shown: the family shows beside the
/// person concerned.
async fn of_one(
    ask: &Ask,
    draft: &Draft,
    answers: &Answers,
    (row, person): (usize, &Person),
    readable: &Readable,
) -> Result<Vec<Candidate>, Problem> {
    let seen = |known: &Known| readable.sight(known.case, known.guard) == Some(Sight::Whole);
    let at_home = row == 0 || is_child(person, ask.now);
    let area = answers.residence.area.filter(|_| at_home).map(|area| area.to_string());
    let most = if row == 0 { SHOWN } else { SHOWN_BESIDE };
    let called = person.name_ar.clone().or(person.name_latin.clone()).unwrap_or_default();
    let mut clusters: Vec<BTreeSet<PersonId>> = Vec::new();
    let mut candidates = Vec::new();
    for one in ask.app.people.alike(person, area, ask.now, seen) {
        let known = clusters.iter().any(|cluster| cluster.contains(&one.person));
        let found = Reasons::of(&one.found);
        if known || candidates.len() == most || (row > 0 && found.is_household()) {
            continue;
        }
        clusters.push(ask.app.people.cluster(one.person));
        // The record may have been taken off its case since.
        let Ok(who) = identity::through(&ask.app, ask.worker()?, one.person).await else {
            continue;
        };
        let said = said(&draft.values, row, one.person);
        let then = kept_why(&draft.values, row).filter(|_| said == Some(Act::Same));
        let called = called.clone();
        candidates.push(Candidate { row, called, who, why: then.unwrap_or(found), said });
    }
    Ok(candidates)
}

/// Those of the people on file about whom the writer has said something: shown once more at the end.
///
/// # Errors
/// When the store cannot be read.
pub async fn said_of(
    ask: &Ask,
    draft: &Draft,
    answers: &Answers,
) -> Result<Vec<Candidate>, Problem> {
    let mut said = candidates(ask, draft, answers).await?;
    said.retain(|one| one.said.is_some());
    Ok(said)
}

/// Writes down who is about to be shown.
///
/// # Errors
/// When the store cannot be written.
pub async fn log(ask: &Ask, shown: &[Candidate]) -> Result<(), Problem> {
    if shown.is_empty() {
        return Ok(());
    }
    let subjects = shown.iter().map(|one| Subject::Person(one.who.person.id.0)).collect();
    access::record_all(&ask.app, ask.worker()?, subjects, "intake.alike", ask.now).await
}

/// The field that a button's word is kept in; none takes back what was said.
fn field(word: &str) -> Option<Option<&'static str>> {
    match word {
        "same" => Some(Some(SAME)),
        "unlike" => Some(Some(UNLIKE)),
        "kin" => Some(Some(KIN)),
        "unsay" => Some(None),
        _ => None,
    }
}

/// The word of a button, the number of the row and the person on file: `same-ID`, `unlike-ID`, `kin-ID`, `unsay-ID`; of a
/// row `same2-ID`.
fn answer(act: &str) -> Option<(Option<&'static str>, usize, PersonId)> {
    let (word, id) = act.split_once('-')?;
    let number = word.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let row = if number.is_empty() { 0 } else { number.parse().ok()? };
    let field = field(word.trim_end_matches(number))?;
    (row <= form::OTHERS_MAX).then_some((field, row, id.parse().ok()?))
}

/// Whether a button says something about somebody on file.
pub fn is_answer(act: &str) -> bool {
    answer(act).is_some()
}

/// The value of the button that says `word` about this candidate.
pub fn button(word: &str, one: &Candidate) -> String {
    let row = if one.row == 0 { String::new() } else { one.row.to_string() };
    format!("{word}{row}-{}", one.who.person.id)
}

/// Keeps in the draft what such a button said.
///
/// # Errors
/// `page.not_found` when the person does not exist for this worker.
pub async fn say(ask: &Ask, values: &mut Pairs, act: &str) -> Result<(), Problem> {
    let (field, row, person) = answer(act).ok_or_else(Problem::not_found)?;
    let who = identity::through(&ask.app, ask.worker()?, person).await?;
    if who.sight != Sight::Whole {
        return Err(Problem::not_found());
    }
    for other in [SAME, UNLIKE, KIN] {
        // One person can only be one person on file.
        if field != Some(SAME) || other != SAME {
            without(values, other, row, person);
        }
    }
    match field {
        Some(SAME) => {
            // And nobody on file is two people of one household.
            (0..=form::OTHERS_MAX).for_each(|other| without(values, SAME, other, person));
            values.set(&of_row(SAME, row), person.to_string());
            keep_why(ask, values, row, person);
            if row == 0 {
                form::complete(values, &who.person, ask.now);
            }
        }
        Some(field) => values.push(of_row(field, row), person.to_string()),
        None => {}
    }
    Ok(())
}

/// Keeps why somebody looks like the person in the form, before the form is filled from them: what is copied agrees.
fn keep_why(ask: &Ask, values: &mut Pairs, row: usize, other: PersonId) {
    let answers = crate::intake::answers::read(&ask.cx, values, ask.now);
    let typed = rows(values, &answers.people).into_iter().find(|(n, _)| *n == row);
    let found = typed.and_then(|(_, typed)| ask.app.people.explain_to(typed, other, ask.now));
    let why = found.map(|found| Reasons::of(&found).to_cbor()).unwrap_or_default();
    let why: String = why.iter().map(|byte| format!("{byte:02x}")).collect();
    values.set(&of_row(WHY, row), why);
}

fn kept_why(values: &Pairs, row: usize) -> Option<Reasons> {
    let text = values.get(&of_row(WHY, row))?.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Option<Vec<u8>> = text.chunks(2).map(byte).collect();
    Reasons::from_cbor(&bytes?)
}

fn without(values: &mut Pairs, field: &str, row: usize, person: PersonId) {
    let kept = ids(values, field, row).into_iter().filter(|id| *id != person);
    let (name, kept) = (of_row(field, row), kept.collect::<Vec<PersonId>>());
    values.set(&name, "");
    for id in kept {
        values.push(&name, id.to_string());
    }
}

/// Whether somebody stands beside the form about whom the writer has neither said anything nor gone on. From now on
/// going on is an answer.
pub fn asks_first(values: &mut Pairs, candidates: &[Candidate]) -> bool {
    let mut asks = false;
    for one in candidates.iter().filter(|one| one.said.is_none()) {
        let id = one.who.person.id;
        if !ids(values, LOOKED, one.row).contains(&id) {
            values.push(of_row(LOOKED, one.row), id.to_string());
            // Whoever was recognised is not asked about again because of somebody less alike.
            asks |= ids(values, SAME, one.row).is_empty();
        }
    }
    asks
}

/// What was said, ready to be written with the new records of all people in the form.
///
/// # Errors
/// When the store cannot be read.
pub async fn ready(
    ask: &Ask,
    values: &Pairs,
    (new, people): (&[PersonId], &[Person]),
    guard: Guard,
) -> Result<Vec<Ready>, Problem> {
    let mut all = Vec::new();
    for ((row, person), id) in rows(values, people).into_iter().zip(new) {
        all.extend(ready_of(ask, values, (row, *id, person), guard).await?);
    }
    Ok(all)
}

async fn ready_of(
    ask: &Ask,
    values: &Pairs,
    (row, id, person): (usize, PersonId, &Person),
    guard: Guard,
) -> Result<Vec<Ready>, Problem> {
    let said = |field| ids(values, field, row);
    let (same, unlike, kin) = (said(SAME), said(UNLIKE), said(KIN));
    let all: BTreeSet<PersonId> = same.iter().chain(&unlike).chain(&kin).copied().collect();
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let worker = ask.worker()?;
    let seen = identity::through_all(&ask.app, worker, &all).await?;
    let mut one_person = BTreeSet::new();
    for id in &same {
        one_person.extend(ask.app.people.cluster(*id));
    }
    let mut chosen = Vec::new();
    for who in seen.iter().filter(|who| who.sight == Sight::Whole && who.guard < Guard::Never) {
        let other = who.person.id;
        let act = match (same.contains(&other), one_person.contains(&other)) {
            (true, _) => Act::Same,
            // Said of a record of the very person that was recognised: the recognition counts.
            (false, true) => continue,
            (false, false) if unlike.contains(&other) => Act::Different,
            (false, false) => Act::Related,
        };
        let guard = guard.max(strictest(&ask.app, other, who.guard).await?);
        let now = || ask.app.people.explain_to(person, other, ask.now).map(|why| Reasons::of(&why));
        let why = match act {
            Act::Same => kept_why(values, row).or_else(now),
            _ => now(),
        };
        chosen.push(Chosen { other, act, guard, why });
    }
    Ok(decision::at_intake(&ask.app, worker, id, &chosen, ask.now))
}

/// The strictest guard of all records of a person.
async fn strictest(app: &App, person: PersonId, guard: Guard) -> Result<Guard, Problem> {
    let all = app.store.read(move |tx| decisions::cluster(tx, person)).await;
    let all = all.map_err(|error: DbError| Problem::from(error))?;
    let known = all.iter().filter_map(|one| app.people.known(*one)).map(|known| known.guard);
    Ok(known.fold(guard, Guard::max))
}
