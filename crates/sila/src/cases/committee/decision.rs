//! Writing down what was decided, and what follows from it: in one transaction, or not at all.

use sila_core::ids::{CaseId, PersonId, WorkerId};
use sila_core::time::{Date, Millis};
use uuid::Uuid;

use super::{Decision, FOSTER, Told, path, place, store};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::cases::appointments::{self, AGENCY, Appointment, HOME, SITTING, VISIT, plan};
use crate::cases::glass;
use crate::cases::kin::{self, Care};
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::shelter::stays::{Stay, Step, hold, store as stays};

/// Visits and sittings begin at ten, in minutes since midnight.
const MORNING: u16 = 10 * 60;
/// The end of a day.
const LAST_MINUTE: u16 = 24 * 60 - 1;
/// The step of a stay by which the home is told that the child leaves today.
const LEAVES: &str = "LEAVES";
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

/// A stay that is to end because of the decision, with what the journal says of it.
type Leaving = (Uuid, Step, Fact);

/// A decision with all that follows from it, ready to be written.
struct Writing {
    case: CaseId,
    /// The case as it was read: who is in it says whose stay it is.
    version: i64,
    by: WorkerId,
    new: Decision,
    body: Vec<u8>,
    /// What is planned.
    ahead: Vec<Appointment>,
    /// In whose care the child is from now on.
    care: Option<Care>,
    /// A child goes who is alone in the case, so that a stay of one is the child's.
    alone: bool,
    leaving: Option<Leaving>,
    fact: Fact,
}

/// What came of writing it down.
enum Done {
    Written,
    /// The case or the stay is not what it was, or the decision stands already.
    Moved,
    /// Who wrote reads the case by broken glass.
    ByGlass,
}

/// Writes it down. A sitting of that day was kept; with a foster family the home is told that the child leaves today, and the visits are planned.
///
/// # Errors
/// `committee.moved` when the case or the stay has just changed, or the same decision stands already; forbidden to whoever reads the case by
/// broken glass; when the store cannot be written.
pub async fn put(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    wish: &Wish,
    now: Millis,
) -> Result<(), Problem> {
    let (id, case, by) = (app.clock.new_id(), record.row.id, worker.id);
    let fosters = wish.decision == FOSTER;
    let alone = fosters && record.disclosure.people.len() == 1;
    let leaving = if alone { leaving(app, case, worker, now).await? } else { None };
    let words = format!("{id} {}", wish.decision);
    let since = now.uae_date().at_minute(0);
    let care = Care { person: wish.child, carer: FOSTER.to_owned(), since };
    let writing = Writing {
        case,
        version: record.row.version,
        by,
        body: seal(app, record, id, &wish.told)?,
        ahead: ahead(app, wish, now).await?,
        care: fosters.then_some(care),
        alone,
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
    match done {
        Done::Written => Ok(()),
        Done::Moved => Err(Problem::refused("committee.moved").way_out(path(record))),
        Done::ByGlass => Err(Problem::forbidden()),
    }
}

impl Writing {
    /// Nothing is written unless all is.
    fn insert(&self, tx: &mut dyn Tx) -> Result<Done, DbError> {
        let (case, by, now) = (self.case, self.by, self.new.at);
        if glass::store::is_open(tx, case, by)? {
            return Ok(Done::ByGlass);
        }
        let lives = if self.alone { store::stay_of(tx, case)? } else { None };
        let lives = lives.filter(|stay| stay.people == 1).map(|stay| stay.id);
        let same = lives == self.leaving.as_ref().map(|one| one.0);
        if !same || !store::insert(tx, (case, by, self.version), (&self.new, &self.body))? {
            return Ok(Done::Moved);
        }
        appointments::store::keep_sitting(tx, case, self.new.on_day)?;
        for one in &self.ahead {
            appointments::store::insert(tx, (case, by), one, None)?;
        }
        if let Some(care) = &self.care {
            kin::store::set_care(tx, case, care, (by, now))?;
        }
        if let Some((stay, step, fact)) = &self.leaving {
            store::leaves(tx, *stay, now.uae_date().at_minute(LAST_MINUTE))?;
            stays::add_step(tx, *stay, step)?;
            journal::insert(tx, fact)?;
        }
        journal::insert(tx, &self.fact)?;
        Ok(Done::Written)
    }
}

fn seal(app: &App, record: &CaseRecord, id: Uuid, told: &Told) -> Result<Vec<u8>, Problem> {
    let plain = minicbor::to_vec(told);
    let plain = plain.map_err(|error| Problem::internal("case.unwritable").because(error))?;
    record.seal(app, place(id), &plain)
}

/// The stay that is to end: the home writes that down when the child has left. A stay does not say who of the case is in it, so that is known
/// only where the case has nobody else; otherwise the home is told by people.
async fn leaving(
    app: &App,
    case: CaseId,
    worker: &Worker,
    now: Millis,
) -> Result<Option<Leaving>, Problem> {
    let stay = app.store.read(move |tx| store::stay_of(tx, case)).await?;
    let stay = stay.filter(|stay| stay.people == 1);
    let step = hold::step(Some(worker.id), LEAVES, FOSTER, now);
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
