//! Saying who interprets, and refusing who may not.

use sila_core::codes::Language;
use sila_core::ids::AgencyId;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Interpreting, PHONE, PLANNED, path, place, store};
use crate::accounts::Worker;
use crate::accounts::interests::Interests;
use crate::app::{App, Topic};
use crate::cases::kin;
use crate::cases::opening::fact;
use crate::cases::record::CaseRecord;
use crate::cases::scope::hints::{self, Facts};
use crate::cases::scope::store as scope;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;

/// What somebody interprets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// These appointments, each with its time.
    Appointments(Vec<(Uuid, Millis)>),
    /// A conversation that is over: what it was, when, and one of [`super::OUTCOMES`].
    Talk(&'static str, Millis, &'static str),
}

/// Who interprets what.
#[derive(Debug, Clone)]
pub struct Wish {
    /// What.
    pub what: What,
    /// Into which language.
    pub language: Language,
    /// One of [`super::WAYS`].
    pub way: &'static str,
    /// From which agency.
    pub partner: Option<AgencyId>,
    /// What they are called; empty when only the agency is known.
    pub name: String,
    /// Somebody of the same family name, who was asked and is no kin.
    pub no_kin: bool,
}

/// Why somebody may not interpret here, with the field that says so.
pub type Unfit = (&'static str, &'static str);

/// Nobody signs by telephone; who is kept from the case does not hear it; and people of the case, their family and whoever is said to have
/// done harm do not speak for the person.
async fn unfit(app: &App, record: &CaseRecord, wish: &Wish) -> Result<Option<Unfit>, Problem> {
    if wish.language == Language::SignLanguage && wish.way == PHONE {
        return Ok(Some(("way", "interpreter-no-phone")));
    }
    let (case, partner) = (record.row.id, wish.partner);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let barred = partner.map(|partner| scope::is_agency_barred(tx, case, partner));
        Ok((barred.transpose()?.unwrap_or_default(), scope::excluded(tx, case)?))
    };
    let (barred, excluded) = app.store.read(read).await?;
    if barred {
        return Ok(Some(("partner", "interpreter-barred")));
    }
    let (_, alleged) = kin::of_case(app, record).await?;
    let colleagues = excluded.into_iter().flat_map(|((_, ar, en), _)| [ar, en]);
    let facts = Facts::of(record, &alleged).and(colleagues);
    let near = hints::reasons([wish.name.as_str(), ""], &Interests::default(), &facts);
    Ok(match near.first() {
        Some(&"KIN") => Some(("name", "interpreter-kin")),
        Some(_) if !wish.no_kin => Some(("no_kin", "interpreter-family")),
        _ => None,
    })
}

/// The rows that a wish makes.
fn rows(app: &App, wish: &Wish) -> Vec<Interpreting> {
    let row = |appointment: Option<Uuid>, talk: &str, at: Millis, state: &str| Interpreting {
        id: app.clock.new_id(),
        appointment,
        talk: talk.to_owned(),
        language: wish.language.code().to_owned(),
        way: wish.way.to_owned(),
        partner: wish.partner,
        state: state.to_owned(),
        at,
        name: wish.name.clone(),
    };
    match &wish.what {
        What::Talk(talk, at, outcome) => vec![row(None, talk, *at, outcome)],
        What::Appointments(all) => {
            all.iter().map(|(id, at)| row(Some(*id), "", *at, PLANNED)).collect()
        }
    }
}

/// Writes who interprets, or says why nobody of that name or agency does; then nothing is written.
///
/// # Errors
/// `interpreter.moved` when it was said before what came of it; when the store cannot be read or written.
pub async fn put(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    wish: &Wish,
    now: Millis,
) -> Result<Option<Unfit>, Problem> {
    if let Some(unfit) = unfit(app, record, wish).await? {
        return Ok(Some(unfit));
    }
    let whose = (record.row.id, worker.id);
    let mut sealed: Vec<store::Sealed> = Vec::new();
    for one in rows(app, wish) {
        let seat = place(one.id, one.appointment);
        let name = Some(&one.name).filter(|name| !name.is_empty());
        let name = name.map(|name| record.seal_words(app, seat, name)).transpose()?;
        sealed.push((one, name));
    }
    let data = match &wish.what {
        What::Talk(talk, _, outcome) => format!("TALK {talk} {} {outcome}", wish.way),
        What::Appointments(all) => format!("PLAN {} {}", wish.way, all.len()),
    };
    let fact = fact(app, ("interpreter", whose.0), worker, &data, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let mut any = false;
        for one in &sealed {
            any |= store::put(tx, whose, one)?;
        }
        if any {
            journal::insert(tx, &fact)?;
        }
        Ok(any)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    if done { Ok(None) } else { Err(moved(record)) }
}

/// Writes what came of it: one of [`super::OUTCOMES`].
///
/// # Errors
/// `interpreter.moved` before its time, and when somebody was quicker.
pub async fn settle(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (id, outcome): (Uuid, &'static str),
    now: Millis,
) -> Result<(), Problem> {
    let case = record.row.id;
    let fact = fact(app, ("interpreter", case), worker, outcome, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::settle(tx, (case, id), outcome, now)?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    if done { Ok(()) } else { Err(moved(record)) }
}

fn moved(record: &CaseRecord) -> Problem {
    Problem::refused("interpreter.moved").way_out(path(record.row.id))
}
