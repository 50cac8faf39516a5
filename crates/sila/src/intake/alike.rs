//! Looking before making: who on file may be the person in the form, or of their family. The writer says what is so;
//! nobody is taken for somebody else by the node.

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
use crate::people::register::Known;
use crate::problem::Problem;
use crate::web::Pairs;

/// People shown beside the form.
const SHOWN: usize = 6;

/// Fields of the draft that no page sends: what was said about people on file, and who was shown already.
const SAME: &str = "alike_same";
const UNLIKE: &str = "alike_unlike";
const KIN: &str = "alike_kin";
const LOOKED: &str = "alike_looked";
/// Why the recognised person looked alike before the form was filled from their record.
const WHY: &str = "alike_why";

/// Somebody on file who may be the person in the form.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Who.
    pub who: Identity,
    /// Why.
    pub why: Reasons,
    /// What the writer has said.
    pub said: Option<Act>,
}

fn ids(values: &Pairs, field: &'static str) -> BTreeSet<PersonId> {
    values.all(field).filter_map(|id| id.parse().ok()).collect()
}

fn said(values: &Pairs, person: PersonId) -> Option<Act> {
    let fields = [(SAME, Act::Same), (UNLIKE, Act::Different), (KIN, Act::Related)];
    fields.into_iter().find(|(field, _)| ids(values, field).contains(&person)).map(|(_, act)| act)
}

/// Who on file may be the person in the form, the likeliest first: only people whose cases the writer may open. A form
/// that was begun from a case has its person already.
///
/// # Errors
/// When the store cannot be read.
pub async fn candidates(
    ask: &Ask,
    draft: &Draft,
    answers: &Answers,
) -> Result<Vec<Candidate>, Problem> {
    let (None, Some(person)) = (draft.case, answers.people.first()) else { return Ok(Vec::new()) };
    let reader = ask.worker()?.clone();
    let readable = ask.app.store.read(move |tx| Readable::of(tx, &reader)).await?;
    let seen = |known: &Known| readable.sight(known.case, known.guard) == Some(Sight::Whole);
    let area = answers.residence.area.map(|area| area.to_string());
    let found = ask.app.people.alike(person, area, ask.now, seen);
    let mut clusters: Vec<BTreeSet<PersonId>> = Vec::new();
    let mut candidates = Vec::new();
    for one in found {
        let known = clusters.iter().any(|cluster| cluster.contains(&one.person));
        if known || candidates.len() == SHOWN {
            continue;
        }
        clusters.push(ask.app.people.cluster(one.person));
        // The record may have been taken off its case since.
        let Ok(who) = identity::through(&ask.app, ask.worker()?, one.person).await else {
            continue;
        };
        let said = said(&draft.values, one.person);
        let then = kept_why(&draft.values).filter(|_| said == Some(Act::Same));
        let why = then.unwrap_or_else(|| Reasons::of(&one.found));
        candidates.push(Candidate { who, why, said });
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

/// Whether a button says something about somebody on file: `same-ID`, `unlike-ID`, `kin-ID`, `unsay-ID`.
pub fn is_answer(act: &str) -> bool {
    act.split_once('-').is_some_and(|(word, _)| field(word).is_some())
}

/// Keeps in the draft what such a button said.
///
/// # Errors
/// `page.not_found` when the person does not exist for this worker.
pub async fn say(ask: &Ask, values: &mut Pairs, act: &str) -> Result<(), Problem> {
    let (word, id) = act.split_once('-').ok_or_else(Problem::not_found)?;
    let field = field(word).ok_or_else(Problem::not_found)?;
    let person: PersonId = id.parse().ok().ok_or_else(Problem::not_found)?;
    let who = identity::through(&ask.app, ask.worker()?, person).await?;
    if who.sight != Sight::Whole {
        return Err(Problem::not_found());
    }
    for other in [SAME, UNLIKE, KIN] {
        // One person can only be one person on file.
        if field != Some(SAME) || other != SAME {
            without(values, other, person);
        }
    }
    match field {
        Some(SAME) => {
            values.set(SAME, person.to_string());
            keep_why(ask, values, person);
            form::complete(values, &who.person, ask.now);
        }
        Some(field) => values.push(field, person.to_string()),
        None => {}
    }
    Ok(())
}

/// Keeps why somebody looks like the person in the form, before the form is filled from them: what is copied agrees.
fn keep_why(ask: &Ask, values: &mut Pairs, other: PersonId) {
    let answers = crate::intake::answers::read(&ask.cx, values, ask.now);
    let typed = answers.people.first();
    let found = typed.and_then(|typed| ask.app.people.explain_to(typed, other, ask.now));
    let why = found.map(|found| Reasons::of(&found).to_cbor()).unwrap_or_default();
    values.set(WHY, why.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
}

fn kept_why(values: &Pairs) -> Option<Reasons> {
    let text = values.get(WHY)?.as_bytes();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Option<Vec<u8>> = text.chunks(2).map(byte).collect();
    Reasons::from_cbor(&bytes?)
}

fn without(values: &mut Pairs, field: &'static str, person: PersonId) {
    let kept: Vec<PersonId> = ids(values, field).into_iter().filter(|id| *id != person).collect();
    values.set(field, "");
    for id in kept {
        values.push(field, id.to_string());
    }
}

/// Whether somebody stands beside the form about whom the writer has neither said anything nor gone on. From now on
/// going on is an answer.
pub fn asks_first(values: &mut Pairs, candidates: &[Candidate]) -> bool {
    let looked = ids(values, LOOKED);
    let open = candidates.iter().filter(|one| one.said.is_none()).map(|one| one.who.person.id);
    let fresh: Vec<PersonId> = open.filter(|id| !looked.contains(id)).collect();
    for id in &fresh {
        values.push(LOOKED, id.to_string());
    }
    // Whoever was recognised is not asked about again because of somebody less alike.
    !fresh.is_empty() && ids(values, SAME).is_empty()
}

/// What was said, ready to be written with the new record.
///
/// # Errors
/// When the store cannot be read.
pub async fn ready(
    ask: &Ask,
    values: &Pairs,
    new: (PersonId, &Person, Guard),
) -> Result<Vec<Ready>, Problem> {
    let (id, person, guard) = new;
    let (same, unlike, kin) = (ids(values, SAME), ids(values, UNLIKE), ids(values, KIN));
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
            Act::Same => kept_why(values).or_else(now),
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
