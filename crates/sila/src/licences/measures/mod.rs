//! Measures after a violation, one rung of the ladder at a time, and grievances against them, which somebody else decides in time.

pub mod store;

pub use store::{Grievance, Measure};

use sila_core::Millis;
use sila_core::licence::{Act, MEMORY_MONTHS, Office, Rung, State, allowed};
use uuid::Uuid;

use super::open::{self, Open, has_other_office};
use super::step;
use super::{holds, path, regime, wall};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::text::TEXT_MAX;
use crate::meetings::{fact, sealed};
use crate::problem::Problem;
use crate::reply::Reply;

/// What a measure is taken for.
#[derive(Debug, Clone)]
pub struct Blow {
    /// After which violation, by code.
    pub violation: String,
    /// Which rung.
    pub rung: Rung,
    /// People are in danger.
    pub danger: bool,
    /// Why.
    pub why: String,
}

/// The rungs that may be climbed now, after the measures that stand and are not forgotten.
pub fn open_rungs(before: &[Measure], danger: bool, now: Millis) -> Vec<Rung> {
    let since = now.uae_date().plus_months(MEMORY_MONTHS.saturating_neg()).at_minute(0);
    let counts = before.iter().filter(|one| one.lifted_at.is_none() && one.at >= since);
    allowed(&counts.map(|one| one.rung).collect::<Vec<_>>(), danger)
}

/// Takes a measure. A suspension and a closure move the licence in the same transaction.
///
/// # Errors
/// `page.not_found`; `page.forbidden` without the office of the rung; `licence.rung` for one that cannot be climbed yet;
/// `licence.reason` without words; `wall.judged`; `licence.same_person`; what the course refuses.
pub async fn take(
    app: &App,
    id: Uuid,
    blow: &Blow,
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let found = open::open(app, id).await?;
    let refused = |code: &str| Problem::refused(code).way_out(path(id));
    if !holds(worker, blow.rung.office()) {
        return Err(Problem::forbidden());
    }
    wall::may_regulate(app, worker.id, id).await?;
    let regime = regime::at(now).and_then(|regime| regime.violation(&blow.violation));
    let breach = regime.ok_or_else(|| Problem::bad_request("form.broken"))?;
    let why = blow.why.trim();
    if why.is_empty() || why.chars().count() > TEXT_MAX {
        return Err(refused("licence.reason"));
    }
    if !found.state(now).is_public() {
        return Err(refused("licence.order"));
    }
    let one = measure(app, blow, breach.fine, worker, now);
    let moved = act_of(blow.rung).map(|act| step::kept(app, id, (act, why), worker, now));
    let told = fact(app, "measure", format!("{id} {}", blow.rung), Some(worker), now);
    let (rung, danger, by) = (blow.rung, blow.danger, worker.id);
    let write = move |tx: &mut dyn Tx| -> Result<Option<&'static str>, DbError> {
        let before = store::of_licence(tx, id)?;
        if !open_rungs(&before, danger, now).contains(&rung) {
            return Ok(Some("licence.rung"));
        }
        if has_other_office(tx, id, by, rung.office())? {
            return Ok(Some("licence.same_person"));
        }
        if let Some(kept) = &moved
            && let Some(Err(code)) = step::try_take(tx, id, kept)?
        {
            return Ok(Some(code));
        }
        store::insert(tx, id, &one)?;
        journal::insert(tx, &told)?;
        Ok(None)
    };
    let written = app.store.write(write).await?;
    app.changed(Topic::Agreements);
    written.map_or(Ok(()), |code| Err(refused(code)))
}

/// The step that a rung moves the licence by.
fn act_of(rung: Rung) -> Option<Act> {
    match rung {
        Rung::Suspension => Some(Act::Suspend),
        Rung::Closure => Some(Act::Close),
        Rung::Notice | Rung::Warning | Rung::Fine => None,
    }
}

fn measure(app: &App, blow: &Blow, fine: u32, worker: &Worker, now: Millis) -> Measure {
    let id = app.clock.new_id();
    Measure {
        id,
        violation: blow.violation.clone(),
        rung: blow.rung,
        dirhams: if blow.rung == Rung::Fine { fine } else { 0 },
        at: now,
        worker: worker.id,
        lifted_at: None,
        body: sealed(app, "licence_measure", id, &blow.why.trim().to_owned()),
    }
}

/// The measure of the form.
///
/// # Errors
/// As [`take`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let get = |name: &str| ask.form.get(name).unwrap_or_default().to_owned();
    let rung = Rung::from_code(&get("rung"));
    let blow = Blow {
        violation: get("violation"),
        rung: rung.or(Err(Problem::refused("licence.rung").way_out(path(id))))?,
        danger: ask.form.has("danger", "yes"),
        why: get("why"),
    };
    take(&ask.app, id, &blow, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Until when a grievance may be brought against a decision of `at`.
pub fn grieve_by(open: &Open, at: Millis) -> Millis {
    at.plus_days(open.plan.terms.grieve_days)
}

/// What may be contested now: measures by identifier, and the refusal.
pub fn contestable(
    open: &Open,
    taken: &[Measure],
    filed: &[Grievance],
    now: Millis,
) -> Vec<Option<Uuid>> {
    let free = |what: Option<Uuid>, at: Millis| {
        now < grieve_by(open, at)
            && !filed.iter().any(|one| one.measure == what && one.filed_at >= at)
    };
    let refused = open.steps.last().filter(|one| one.step.act == Act::Refuse);
    let refused = refused.filter(|_| open.state(now) == State::Refused);
    let refusal = refused.filter(|one| free(None, one.step.at)).map(|_| None);
    let stands = taken.iter().filter(|one| one.lifted_at.is_none());
    let measures = stands.filter(|one| free(Some(one.id), one.at)).map(|one| Some(one.id));
    refusal.into_iter().chain(measures).collect()
}

/// Brings a grievance against a measure, or against the refusal.
///
/// # Errors
/// `page.not_found`; `licence.grievance` when it is too late, was brought before, or there is nothing to contest; `licence.reason` without
/// words.
pub async fn bring(
    app: &App,
    id: Uuid,
    (against, words): (Option<Uuid>, &str),
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let found = open::open(app, id).await?;
    let refused = |code: &str| Problem::refused(code).way_out(path(id));
    let words = words.trim();
    if words.is_empty() || words.chars().count() > TEXT_MAX {
        return Err(refused("licence.reason"));
    }
    let grievance = app.clock.new_id();
    let one = Grievance {
        id: grievance,
        licence: id,
        measure: against,
        filed_at: now,
        due_at: now.plus_days(found.plan.terms.answer_days),
        body: sealed(app, "licence_grievance", grievance, &words.to_owned()),
        reviewer: None,
        decided_at: None,
        upheld: None,
        answer: None,
    };
    let told = fact(app, "grievance", format!("{id} brought"), Some(worker), now);
    let filer = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let (taken, filed) = (store::of_licence(tx, id)?, store::grievances(tx, id)?);
        if !contestable(&found, &taken, &filed, now).contains(&against) {
            return Ok(false);
        }
        store::file(tx, &one, filer)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    let written = app.store.write(write).await?;
    app.changed(Topic::Agreements);
    if written { Ok(()) } else { Err(refused("licence.grievance")) }
}

/// The grievance of the form, which came on paper.
///
/// # Errors
/// As [`bring`].
pub async fn grieve(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let words = ask.form.get("words").unwrap_or_default();
    let against = against(&ask);
    bring(&ask.app, id, (against, words), ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// What the form contests.
pub(super) fn against(ask: &Ask) -> Option<Uuid> {
    ask.form.get("against").and_then(|id| id.parse().ok())
}

/// Decides a grievance. One that is right undoes what it contests.
///
/// # Errors
/// `page.not_found`; `licence.reason` without words; `licence.same_person` for whoever had a part in the licence; `licence.grievance`
/// when it was decided already.
pub async fn settle(
    app: &App,
    (id, grievance): (Uuid, Uuid),
    (upheld, words): (bool, &str),
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let refused = |code: &str| Problem::refused(code).way_out(path(id));
    let words = words.trim();
    if words.is_empty() || words.chars().count() > TEXT_MAX {
        return Err(refused("licence.reason"));
    }
    wall::may_regulate(app, worker.id, id).await?;
    let answer = sealed(app, "licence_grievance", grievance, &words.to_owned());
    let kept = step::kept(app, id, (Act::Restore, words), worker, now);
    let told = fact(app, "grievance", format!("{id} decided"), Some(worker), now);
    let by = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<Option<&'static str>, DbError> {
        let Some(one) = store::find(tx, grievance)?.filter(|one| one.licence == id) else {
            return Ok(Some(NOT_THERE));
        };
        if has_other_office(tx, id, by, Office::Review)? {
            return Ok(Some("licence.same_person"));
        }
        if !store::decide(tx, grievance, (by, now), (upheld, &answer))? {
            return Ok(Some("licence.grievance"));
        }
        if upheld {
            undo(tx, &one, &kept)?;
        }
        journal::insert(tx, &told)?;
        Ok(None)
    };
    let written = app.store.write(write).await?;
    app.changed(Topic::Agreements);
    match written {
        None => Ok(()),
        Some(NOT_THERE) => Err(Problem::not_found()),
        Some(code) => Err(refused(code)),
    }
}

/// There is no such grievance.
const NOT_THERE: &str = "page.not_found";

/// Undoes what a grievance contests. What another measure took away stays away: the licence moves only while it stands where a measure
/// that is lifted has put it. A licence whose term is over meanwhile does not come back; the measure is lifted all the same.
fn undo(tx: &mut dyn Tx, one: &Grievance, kept: &super::store::Kept) -> Result<(), DbError> {
    let Some(measure) = one.measure else {
        step::try_take(tx, one.licence, kept)?;
        return Ok(());
    };
    store::lift(tx, measure, kept.step.at)?;
    let taken = store::of_licence(tx, one.licence)?;
    // A closure that is undone may uncover a suspension that was undone before.
    for _ in [Rung::Closure, Rung::Suspension] {
        if is_struck_by_lifted(tx, one.licence, &taken)? {
            step::try_take(tx, one.licence, kept)?;
        }
    }
    Ok(())
}

/// Whether what keeps the licence from its holder is a measure that is lifted.
fn is_struck_by_lifted(tx: &mut dyn Tx, id: Uuid, taken: &[Measure]) -> Result<bool, DbError> {
    let found = super::store::find(tx, id)?;
    let course = found.and_then(|(row, steps)| open::course(&row, &steps));
    let Some(struck) = course.and_then(|(course, _)| course.struck()) else { return Ok(false) };
    let mut lifted = taken.iter().filter(|one| one.lifted_at.is_some());
    Ok(lifted.any(|one| act_of(one.rung) == Some(struck.act) && one.at == struck.at))
}

/// The decision of the form.
///
/// # Errors
/// As [`settle`].
pub async fn decide(ask: Ask) -> Result<Reply, Problem> {
    let (id, grievance): (Uuid, Uuid) = (ask.id("id")?, ask.id("grievance")?);
    let words = ask.form.get("words").unwrap_or_default();
    let upheld = match ask.form.get("upheld") {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    settle(&ask.app, (id, grievance), (upheld, words), ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}
