//! Writing down what was decided, and what follows from it: in one transaction, or not at all.

use sila_core::ids::{CaseId, PersonId, WorkerId};
use sila_core::time::{Date, Millis};
use uuid::Uuid;

use super::{Decision, FOSTER, Told, path, place, store};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::cases::appointments::{self, AGENCY, Appointment, HOME, SITTING, VISIT, plan};
use crate::cases::kin::{self, Care};
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::shelter::stays::{Stay, Step, hold, store as stays};

/// Visits and sittings begin at ten, in minutes since midnight.
const MORNING: u16 = 10 * 60;
/// No holiday is longer, with the days off beside it.
const HOLIDAY_DAYS: i64 = 14;

/// What is to be written down.
#[derive(Debug)]
pub struct Wish {
    /// About whom.
    pub child: PersonId,
    /// One of [`super::DECISIONS`].
    pub decision: &'static str,
    /// The day of the sitting.
    pub on_day: Date,
    /// After how many days somebody visits the family.
    pub visits: Vec<i64>,
    /// When the committee looks again, if it has said so.
    pub review: Option<Date>,
    /// What is sealed.
    pub told: Told,
}

/// A stay that ends with the decision, with what the journal says of it.
type Leaving = (Uuid, Step, Fact);

/// A decision with all that follows from it, ready to be written.
struct Writing {
    case: CaseId,
    by: WorkerId,
    new: Decision,
    body: Vec<u8>,
    /// What is planned.
    ahead: Vec<Appointment>,
    /// In whose care the child is from now on.
    care: Option<Care>,
    leaving: Option<Leaving>,
    fact: Fact,
}

/// Writes it down. A sitting that was planned was kept; with a foster family the child leaves the home today, and the visits are planned.
///
/// # Errors
/// `committee.moved` when the case or the stay has just changed; when the store cannot be written.
pub async fn put(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    wish: &Wish,
    now: Millis,
) -> Result<(), Problem> {
    let (id, case, by) = (app.clock.new_id(), record.row.id, worker.id);
    let fosters = wish.decision == FOSTER;
    let leaving = if fosters { leaving(app, record, worker, now).await? } else { None };
    let words = format!("{id} {}", wish.decision);
    let since = now.uae_date().at_minute(0);
    let care = Care { person: wish.child, carer: FOSTER.to_owned(), since };
    let writing = Writing {
        case,
        by,
        body: seal(app, record, id, &wish.told)?,
        ahead: ahead(app, wish, now).await?,
        care: fosters.then_some(care),
        leaving,
        fact: opening::fact(app, ("committee", case), worker, &words, now),
        new: Decision {
            id,
            child: wish.child,
            decision: wish.decision.to_owned(),
            on_day: wish.on_day.at_minute(0),
            at: now,
            by: Default::default(),
            told: Told::default(),
        },
    };
    let done = app.store.write(move |tx| writing.insert(tx)).await?;
    app.changed(Topic::Cases);
    app.changed(Topic::Shelter);
    let moved = || Problem::refused("committee.moved").way_out(path(record));
    if done { Ok(()) } else { Err(moved()) }
}

impl Writing {
    /// False, and nothing written, when the case is closed or the child does not live where it lived.
    fn insert(&self, tx: &mut dyn Tx) -> Result<bool, DbError> {
        let (case, by, now) = (self.case, self.by, self.new.at);
        let stay = if self.care.is_some() { store::stay_of(tx, case)? } else { None };
        let same = stay.as_ref().map(|stay| stay.id) == self.leaving.as_ref().map(|one| one.0);
        if !same || !store::insert(tx, (case, by), (&self.new, &self.body))? {
            return Ok(false);
        }
        let sat = self.new.on_day.plus_days(1);
        appointments::store::keep_sitting(tx, case, sat)?;
        for one in &self.ahead {
            appointments::store::insert(tx, (case, by), one, None)?;
        }
        if let Some(care) = &self.care {
            kin::store::set_care(tx, case, care, (by, now))?;
        }
        if let Some((stay, (_, step, fact))) = stay.zip(self.leaving.as_ref()) {
            stays::end(tx, (stay.id, &stay.state), FOSTER, None, now)?;
            stays::add_step(tx, stay.id, step)?;
            journal::insert(tx, fact)?;
        }
        journal::insert(tx, &self.fact)?;
        Ok(true)
    }
}

fn seal(app: &App, record: &CaseRecord, id: Uuid, told: &Told) -> Result<Vec<u8>, Problem> {
    let plain = minicbor::to_vec(told);
    let plain = plain.map_err(|error| Problem::internal("case.unwritable").because(error))?;
    record.seal(app, place(id), &plain)
}

/// The stay that ends. Nobody of the home is asked to look after the child again: the visits are planned in the case.
async fn leaving(
    app: &App,
    record: &CaseRecord,
    worker: &Worker,
    now: Millis,
) -> Result<Option<Leaving>, Problem> {
    let case = record.row.id;
    let stay = app.store.read(move |tx| store::stay_of(tx, case)).await?;
    let step = hold::step(Some(worker.id), "END", FOSTER, now);
    let with = |stay: Stay| {
        let fact = hold::fact(app, stay.id, &step);
        (stay.id, step, fact)
    };
    Ok(stay.map(with))
}

/// The visits, each on its day or the first after it on which we work, and the sitting that looks again, on the day that the committee
/// has set.
async fn ahead(app: &App, wish: &Wish, now: Millis) -> Result<Vec<Appointment>, Problem> {
    let calendar = plan::hours(app, now).await?;
    let today = now.uae_date();
    let visits = wish.visits.iter().map(|days| {
        let day = today.plus_days(*days);
        let mut near = (0..HOLIDAY_DAYS).map(|more| day.plus_days(more).at_minute(MORNING));
        let open = near.find(|at| calendar.is_open(*at));
        (VISIT, HOME, open.unwrap_or(day.at_minute(MORNING)))
    });
    let review = wish.review.map(|day| (SITTING, AGENCY, day.at_minute(MORNING)));
    let one = |(kind, place, at): (&str, &str, Millis)| Appointment {
        id: app.clock.new_id(),
        kind: kind.to_owned(),
        place: place.to_owned(),
        at,
        state: "PLANNED".to_owned(),
        code: String::new(),
        outside: !calendar.is_open(at),
        with: String::new(),
    };
    Ok(visits.chain(review).map(one).collect())
}
