//! Who a person is, as one case has them, opened for a worker who may know it: whoever may open the case, and in the
//! queue of doubles whoever decides there. To everybody else there is no such person.

use std::collections::BTreeSet;

use sila_core::disclosure::Disclosure;
use sila_core::ids::{CaseId, PersonId};
use sila_core::person::Person;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::cases::scope::store::barred_to;
use crate::cases::store::{self as cases, CaseRow};
use crate::cases::unseal;
use crate::db::{DbError, Tx};
use crate::people::guard::Guard;
use crate::people::prepared::is_at_home;
use crate::people::store;
use crate::problem::Problem;

/// What a worker may learn of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Names, birth and masked numbers, to decide whether two records are one person.
    Identity,
    /// Everything: the worker may open the case.
    Whole,
}

/// The cases a worker may open.
#[derive(Debug, Clone)]
pub struct Readable {
    all: bool,
    own: BTreeSet<CaseId>,
    barred: BTreeSet<CaseId>,
    decides: bool,
}

impl Readable {
    /// Of a worker.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(tx: &mut dyn Tx, worker: &Worker) -> Result<Readable, DbError> {
        let all = worker.may(Permission::CaseRead) && worker.may(Permission::CaseReadAll);
        let own = if all { BTreeSet::new() } else { cases::in_scope(tx, worker)? };
        let barred = barred_to(tx, worker.id)?;
        Ok(Readable { all, own, barred, decides: worker.may(Permission::DuplicatesDecide) })
    }

    /// Whether the case may be opened.
    pub fn opens(&self, case: CaseId) -> bool {
        !self.barred.contains(&case) && (self.all || self.own.contains(&case))
    }

    /// What may be learnt of somebody of this case; nothing when the person does not exist for this worker. The one
    /// rule of search, intake, queue and pages.
    pub fn sight(&self, case: CaseId, guard: Guard) -> Option<Sight> {
        if self.opens(case) {
            return Some(Sight::Whole);
        }
        let decides = self.decides && !self.barred.contains(&case);
        (decides && guard < Guard::Members).then_some(Sight::Identity)
    }
}

/// A person as one case has them.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Who.
    pub person: Person,
    /// The columns of the case.
    pub case: CaseRow,
    /// How carefully the record is compared.
    pub guard: Guard,
    /// What the worker who asked may learn.
    pub sight: Sight,
    /// True for the person concerned, false for somebody who came along.
    pub concerned: bool,
    /// Where the case says that somebody lives is where this person does.
    pub at_home: bool,
    /// Everybody of the case, with what else is known; only for [`Sight::Whole`].
    pub known: Option<Disclosure>,
}

/// Opens who a person is, through the worker who asks. The caller writes the reading down before anything is shown.
///
/// # Errors
/// `page.not_found` when there is no such person for this worker.
pub async fn through(app: &App, worker: &Worker, id: PersonId) -> Result<Identity, Problem> {
    let mut found = through_all(app, worker, &BTreeSet::from([id])).await?;
    found.pop().ok_or_else(Problem::not_found)
}

/// As [`through`] for several people; those who do not exist for this worker are left out.
///
/// # Errors
/// When the store cannot be read or a record is damaged.
pub async fn through_all(
    app: &App,
    worker: &Worker,
    ids: &BTreeSet<PersonId>,
) -> Result<Vec<Identity>, Problem> {
    let (reader, wanted) = (worker.clone(), ids.clone());
    let (readable, stored) = app
        .store
        .read(move |tx| {
            let mut found = Vec::new();
            for id in &wanted {
                let Some(case) = store::case_of(tx, *id)? else { continue };
                if let Some(stored) = cases::stored(tx, case)? {
                    found.push((*id, stored));
                }
            }
            Ok::<_, DbError>((Readable::of(tx, &reader)?, found))
        })
        .await?;
    let mut seen = Vec::new();
    for (id, stored) in stored {
        let record = unseal(app, stored, None)?;
        let guard = Guard::of(&record.row.category, &record.disclosure);
        let Some(sight) = readable.sight(record.row.id, guard) else { continue };
        let people = &record.disclosure.people;
        let Some(person) = people.iter().find(|person| person.id == id).cloned() else { continue };
        let concerned = people.first().is_some_and(|first| first.id == id);
        let at_home = is_at_home(people, &person, app.clock.now());
        let known = (sight == Sight::Whole).then_some(record.disclosure);
        seen.push(Identity { person, case: record.row, guard, sight, concerned, at_home, known });
    }
    Ok(seen)
}
