//! The people of a case and how they belong together (الأسرة والقرابة), drawn by generations with a table that says the same, and in whose care
//! each of them is; and apart from them whoever is said to have done harm. Such a person is no person of the case: never found by a search,
//! never contacted, never in a referral, a letter or a print. Names and words are sealed under the key of the case; nothing is taken away, an
//! entry is ended.

mod care;
mod page;
pub mod store;
#[cfg(test)]
mod tests;

use minicbor::{Decode, Encode};
use sila_core::codes::Relation;
use sila_core::ids::{CaseId, PersonId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

pub use care::Care;

use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::{Ask, Routes};
use crate::cases::interpreters;
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::vault::Place;

/// The routes of relations.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/kin", Permission::CaseRead, page::show);
    r.post("/{lang}/cases/{id}/kin", Permission::CaseRead, page::relate);
    r.post("/{lang}/cases/{id}/care", Permission::CaseRead, care::create);
    r.post("/{lang}/cases/{id}/alleged", Permission::CaseRead, page::allege);
    r.post("/{lang}/cases/{id}/alleged/{one}/end", Permission::CaseRead, page::end);
}

/// Two people of a case other than the person concerned: `one` is the `relation` of `other`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tie {
    /// Who.
    pub one: PersonId,
    /// Is what.
    pub relation: Relation,
    /// Of whom.
    pub other: PersonId,
}

/// Who is said to have done harm. It is sealed.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Said {
    /// The name, as far as it is known.
    #[n(0)]
    pub name: String,
    /// How they are related to the person concerned.
    #[n(1)]
    pub relation: Relation,
    /// They live in the same home.
    #[n(2)]
    pub at_home: bool,
    /// What to beware of.
    #[n(3)]
    pub words: String,
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Said")
    }
}

/// An entry about somebody who is said to have done harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alleged {
    /// Identifier.
    pub id: Uuid,
    /// When it was written.
    pub at: Millis,
    /// When it was ended.
    pub ended_at: Option<Millis>,
    /// What it says.
    pub said: Said,
}

/// The generation of a relation as seen from the person concerned: 0 the one before, 1 the same, 2 the one after; 3 who is no kin.
pub fn generation(relation: Relation) -> usize {
    use Relation::{
        Aunt, Brother, Daughter, Father, FormerSpouse, Grandparent, Husband, Mother, OtherRelative,
        Sister, Son, Stepfather, Stepmother, Uncle, Wife,
    };
    match relation {
        Father | Mother | Stepfather | Stepmother | Grandparent | Uncle | Aunt => 0,
        Husband | Wife | FormerSpouse | Brother | Sister | OtherRelative => 1,
        Son | Daughter => 2,
        _ => 3,
    }
}

/// The address, without language.
pub fn path(case: CaseId) -> String {
    format!("/cases/{case}/kin")
}

fn place(id: Uuid) -> Place {
    Place { table: "alleged", row: id }
}

/// The case of the address, for whoever may read it. The reading is written down.
async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    opening::read(ask, "case.kin").await
}

/// What is known beside the people themselves.
///
/// # Errors
/// `vault.unreadable`; when the store cannot be read.
pub async fn of_case(app: &App, record: &CaseRecord) -> Result<(Vec<Tie>, Vec<Alleged>), Problem> {
    let id = record.row.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::ties(tx, id)?, store::alleged(tx, id)?))
    };
    let (ties, stored) = app.store.read(read).await?;
    let open = |one: store::Sealed| {
        let plain = record.open(app, place(one.id), &one.body)?;
        let said = minicbor::decode(&plain);
        let said = said.map_err(|error| Problem::internal("vault.unreadable").because(error))?;
        Ok(Alleged { id: one.id, at: one.at, ended_at: one.ended_at, said })
    };
    Ok((ties, stored.into_iter().map(open).collect::<Result<_, Problem>>()?))
}

/// Writes down who is said to have done harm; whoever was to interpret and is called that does not. The caller has found the case through the worker.
///
/// # Errors
/// When the store cannot be written.
pub async fn allege(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    said: Said,
    now: Millis,
) -> Result<(), Problem> {
    let plain = minicbor::to_vec(said);
    let plain = plain.map_err(|error| Problem::internal("case.unwritable").because(error))?;
    let (id, case) = (app.clock.new_id(), record.row.id);
    let body = record.seal(app, place(id), &plain)?;
    let by = (worker.id, now);
    commit(app, record, (format!("ALLEGED {id}"), by), move |tx| {
        store::insert(tx, (id, case), &body, by)
    })
    .await?;
    interpreters::saying::look_again(app, worker, record, now).await
}

/// Writes something with its fact.
async fn commit(
    app: &App,
    record: &CaseRecord,
    (words, (worker, now)): (String, (WorkerId, Millis)),
    act: impl Fn(&mut dyn Tx) -> Result<(), DbError> + Send + 'static,
) -> Result<(), Problem> {
    let fact = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "kin",
        subject: record.row.id.to_string(),
        worker: Some(worker),
        data: words.into_bytes(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        act(tx)?;
        journal::insert(tx, &fact)
    };
    app.store.write(write).await?;
    app.changed(Topic::Cases);
    Ok(())
}
