//! Saying who interprets, and refusing who may not.

use sila_core::codes::Language;
use sila_core::ids::{AgencyId, CaseId};
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

/// Who is kept from a case at a moment. It is read again in the transaction that writes, and nothing is written where it is not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept {
    /// The agency is told nothing.
    barred: bool,
    /// Colleagues to whom the case does not exist.
    excluded: Vec<(scope::Colleague, String)>,
    /// The entries about who is said to have done harm, and when they were ended.
    alleged: Vec<(Uuid, Option<Millis>)>,
}

impl Kept {
    fn read(tx: &mut dyn Tx, case: CaseId, partner: Option<AgencyId>) -> Result<Kept, DbError> {
        let barred = partner.map(|partner| scope::is_agency_barred(tx, case, partner));
        let alleged = kin::store::alleged(tx, case)?.into_iter().map(|one| (one.id, one.ended_at));
        Ok(Kept {
            barred: barred.transpose()?.unwrap_or_default(),
            excluded: scope::excluded(tx, case)?,
            alleged: alleged.collect(),
        })
    }

    /// The people of the case, who is said to have done harm, and colleagues who are kept from it: what names are compared with.
    async fn facts(&self, app: &App, record: &CaseRecord) -> Result<Facts, Problem> {
        let (_, alleged) = kin::of_case(app, record).await?;
        let colleagues = self.excluded.iter().flat_map(|((_, ar, en), _)| [ar.clone(), en.clone()]);
        Ok(Facts::of(record, &alleged).and(colleagues))
    }
}

/// Nobody signs by telephone; who is kept from the case does not hear it; and people of the case, their family and whoever is said to have
/// done harm do not speak for the person.
async fn unfit(
    app: &App,
    record: &CaseRecord,
    wish: &Wish,
    kept: &Kept,
) -> Result<Option<Unfit>, Problem> {
    if wish.language == Language::SignLanguage && wish.way == PHONE {
        return Ok(Some(("way", "interpreter-no-phone")));
    }
    if kept.barred {
        return Ok(Some(("partner", "interpreter-barred")));
    }
    let facts = kept.facts(app, record).await?;
    let near = hints::reasons([wish.name.as_str(), ""], &Interests::default(), &facts);
    let asks = !near.is_empty() || facts.has_part(&wish.name);
    Ok(match near.first() {
        Some(&"KIN") => Some(("name", "interpreter-kin")),
        _ if asks && !wish.no_kin => Some(("no_kin", "interpreter-family")),
        _ => None,
    })
}

/// Looks again at who was planned before: whoever is now said to have done harm, or kept from the case, does not interpret at what is to
/// come, and somebody is needed again.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read or written.
pub async fn look_again(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    now: Millis,
) -> Result<(), Problem> {
    let case = record.row.id;
    let kept = app.store.read(move |tx| Kept::read(tx, case, None)).await?;
    let facts = kept.facts(app, record).await?;
    let is_kin = |one: &Interpreting| {
        let near = hints::reasons([one.name.as_str(), ""], &Interests::default(), &facts);
        near.first() == Some(&"KIN")
    };
    let mut planned = super::of_case(app, record).await?;
    planned.retain(|one| one.state == PLANNED && now < one.at && is_kin(one));
    let fact = fact(app, ("interpreter", case), worker, "UNNAME", now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        let mut any = false;
        for one in &planned {
            any |= store::unname(tx, case, one.id)?;
        }
        if any { journal::insert(tx, &fact) } else { Ok(()) }
    };
    app.store.write(write).await?;
    Ok(())
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
/// `interpreter.moved` when it was said before what came of it, or somebody is kept from the case since; when the store cannot be read or written.
pub async fn put(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    wish: &Wish,
    now: Millis,
) -> Result<Option<Unfit>, Problem> {
    let (whose, partner) = ((record.row.id, worker.id), wish.partner);
    let kept = app.store.read(move |tx| Kept::read(tx, whose.0, partner)).await?;
    if let Some(unfit) = unfit(app, record, wish, &kept).await? {
        return Ok(Some(unfit));
    }
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
        if Kept::read(tx, whose.0, partner)? != kept {
            return Ok(false);
        }
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
