//! Steps of a licence, fees that were paid, and what other authorities said.

use sila_core::Millis;
use sila_core::licence::{Act, Office, State, Step};
use uuid::Uuid;

use super::open::{self, course, has_other_office};
use super::store::{self, Answer, Kept, Paid, Stored};
use super::{TABLE, holds, inspections, path, wall};
use crate::accounts::Worker;
use crate::activation::saying::whole;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::text::TEXT_MAX;
use crate::meetings::{fact, sealed};
use crate::problem::Problem;
use crate::reply::Reply;

/// Longest number of a receipt or a letter, in characters.
pub const NUMBER_MAX: usize = 40;
/// Most dirhams of one receipt.
const DIRHAMS_MAX: u32 = 1_000_000;

/// A step that somebody takes.
#[derive(Debug, Clone)]
pub struct Taken {
    /// What is done.
    pub act: Act,
    /// Why; acts that decide something need it.
    pub note: String,
    /// What is handed in with it, by code; only what was missing is.
    pub papers: Vec<String>,
}

/// Whether an act is not taken without a reason.
pub fn needs_reason(act: Act) -> bool {
    matches!(
        act,
        Act::AskMore
            | Act::Recommend
            | Act::Refuse
            | Act::Object
            | Act::Suspend
            | Act::Close
            | Act::Decline
            | Act::Restore
    )
}

/// Whether an act stands on its own: the others come with a measure, a grievance or an inspection.
pub fn is_own(act: Act) -> bool {
    !matches!(act, Act::Suspend | Act::Close | Act::Restore | Act::Pass)
}

/// Takes a step, with what is handed in by it: both are written, or neither.
///
/// # Errors
/// `page.not_found`; `wall.judged`; what `try_take` refuses; `licence.moved` when somebody else has acted meanwhile.
pub async fn take(
    app: &App,
    id: Uuid,
    taken: Taken,
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    if taken.act.office() != Office::Holder {
        wall::may_regulate(app, worker.id, id).await?;
    }
    let papers = handed_in(app, id, &taken).await?;
    let kept = kept(app, id, (taken.act, &taken.note), worker, now);
    let told = fact(app, "licence", format!("{id} {}", taken.act), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<Option<Result<(), &'static str>>, DbError> {
        if let Some((before, _)) = &papers
            && store::find(tx, id)?.is_some_and(|(row, _)| row.body != *before)
        {
            return Ok(Some(Err("licence.moved")));
        }
        let tried = try_take(tx, id, &kept)?;
        if tried == Some(Ok(())) {
            if let Some((_, after)) = &papers {
                store::set_body(tx, id, after)?;
            }
            journal::insert(tx, &told)?;
        }
        Ok(tried)
    };
    let written = app.store.write(write).await;
    app.changed(Topic::Agreements);
    match written {
        Ok(Some(Ok(()))) => Ok(()),
        Ok(Some(Err(code))) => Err(Problem::refused(code).way_out(path(id))),
        Ok(None) => Err(Problem::not_found()),
        Err(DbError::Unique { .. }) => Err(Problem::refused("licence.moved").way_out(path(id))),
        Err(error) => Err(error.into()),
    }
}

/// The words of an application as they are, and as they are with what is handed in; nothing when nothing new is.
async fn handed_in(
    app: &App,
    id: Uuid,
    taken: &Taken,
) -> Result<Option<(Vec<u8>, Vec<u8>)>, Problem> {
    if taken.act != Act::Complete || taken.papers.is_empty() {
        return Ok(None);
    }
    let open::Open { row, mut text, plan, .. } = open::open(app, id).await?;
    let known = |code: &&String| plan.papers.iter().any(|one| one.code == **code);
    text.papers.extend(taken.papers.iter().filter(known).cloned());
    text.papers.sort();
    text.papers.dedup();
    Ok(Some((row.body, sealed(app, TABLE, id, &text))))
}

/// A step with its reason as it is kept.
pub(super) fn kept(
    app: &App,
    id: Uuid,
    (act, note): (Act, &str),
    worker: &Worker,
    now: Millis,
) -> Kept {
    let note = note.trim();
    let note = match note.is_empty() {
        true => Vec::new(),
        false => sealed(app, "licence_step", id, &note.to_owned()),
    };
    Kept { step: Step { act, at: now, by: worker.id }, note }
}

/// Takes a step in an open transaction; nothing when there is no such licence, the code of a refusal when it is not taken.
///
/// # Errors
/// When the store cannot be written.
pub(super) fn try_take(
    tx: &mut dyn Tx,
    id: Uuid,
    kept: &Kept,
) -> Result<Option<Result<(), &'static str>>, DbError> {
    let Some((row, steps)) = store::find(tx, id)? else { return Ok(None) };
    let Some((mut course, _)) = course(&row, &steps) else { return Ok(None) };
    let Step { act, by, .. } = kept.step;
    if needs_reason(act) && kept.note.is_empty() {
        return Ok(Some(Err("licence.reason")));
    }
    if let Err(refused) = course.take(kept.step) {
        return Ok(Some(Err(refused.code())));
    }
    if has_other_office(tx, id, by, act.office())? {
        return Ok(Some(Err("licence.same_person")));
    }
    if let Some(missing) = missing(tx, &row, &steps, kept.step)? {
        return Ok(Some(Err(missing)));
    }
    store::add_step(tx, id, steps.len().saturating_add(1), kept)?;
    Ok(Some(Ok(())))
}

/// What must be there before an act, and is not.
fn missing(
    tx: &mut dyn Tx,
    row: &Stored,
    steps: &[Kept],
    step: Step,
) -> Result<Option<&'static str>, DbError> {
    let Some((_, plan)) = course(row, steps) else { return Ok(None) };
    let paid = |tx: &mut dyn Tx, code: &str, since: Millis| -> Result<bool, DbError> {
        Ok(store::fees(tx, row.id)?.iter().any(|one| one.code == code && one.at >= since))
    };
    Ok(match step.act {
        Act::Recommend if !paid(tx, store::ISSUE, Millis(0))? => Some("licence.unpaid"),
        Act::Renew => {
            let asked = steps.iter().rev().find(|one| one.step.act == Act::AskRenewal);
            let since = asked.map_or(step.at, |one| one.step.at);
            (!paid(tx, store::RENEWAL, since)?).then_some("licence.unpaid")
        }
        Act::Clear => {
            let answers = store::answers(tx, row.id)?;
            let clear = |code: &str| answers.iter().any(|a| a.authority == code && !a.objects);
            let all = plan.authorities.iter().all(|one| clear(&one.code));
            (!all).then_some("licence.unanswered")
        }
        Act::Pass if !inspections::store::audited(tx, row.id)? => Some("licence.not_audited"),
        _ => None,
    })
}

/// The step of the form, for whoever holds its office.
///
/// # Errors
/// `form.broken` for what no form of ours sends; `page.forbidden` without the office; as [`take`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let taken = read(&ask)?;
    if !is_own(taken.act) || !holds(ask.worker()?, taken.act.office()) {
        return Err(Problem::forbidden());
    }
    take(&ask.app, id, taken, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// The step that was sent.
///
/// # Errors
/// `form.broken`.
pub(super) fn read(ask: &Ask) -> Result<Taken, Problem> {
    let act = Act::from_code(ask.form.get("act").unwrap_or_default());
    let act = act.or(Err(Problem::bad_request("form.broken")))?;
    let note = ask.form.get("note").unwrap_or_default();
    if note.chars().count() > TEXT_MAX {
        return Err(Problem::bad_request("form.broken"));
    }
    let papers = ask.form.all("papers").map(str::to_owned).collect();
    Ok(Taken { act, note: note.to_owned(), papers })
}

/// Writes down that a fee was paid: that of the application, or that of another term with what is added for being late.
///
/// # Errors
/// `page.not_found`; `licence.fee` for another sum than is owed, or without a receipt.
pub async fn pay(
    app: &App,
    id: Uuid,
    (dirhams, receipt): (u32, String),
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let found = open::open(app, id).await?;
    let renewing = matches!(found.state(now), State::Renewing | State::Overdue);
    let (code, owed) = match renewing {
        true => (store::RENEWAL, found.renewal_fee(now)),
        false => (store::ISSUE, found.plan.fee),
    };
    let written = (1..=NUMBER_MAX).contains(&receipt.trim().chars().count());
    if dirhams != owed || dirhams > DIRHAMS_MAX || !written {
        return Err(Problem::refused("licence.fee")
            .with("dirhams", owed.to_string())
            .way_out(path(id)));
    }
    let paid = Paid { code: code.to_owned(), dirhams, receipt: receipt.trim().to_owned(), at: now };
    let told = fact(app, "licence", format!("{id} paid {code}"), Some(worker), now);
    let by = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::add_fee(tx, id, &paid, by)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(())
}

/// The fee of the form.
///
/// # Errors
/// As [`pay`].
pub async fn fee(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let get = |name: &str| ask.form.get(name).unwrap_or_default();
    let dirhams = whole(get("dirhams")).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let receipt = get("receipt").to_owned();
    pay(&ask.app, id, (dirhams, receipt), ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Writes down what an authority said, while it is asked.
///
/// # Errors
/// `page.not_found`; `wall.judged`; `licence.order` while nobody is asked; `form.broken` for an authority that is not asked.
pub async fn answer(
    app: &App,
    id: Uuid,
    (authority, objects, number): (String, bool, String),
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    wall::may_regulate(app, worker.id, id).await?;
    let found = open::open(app, id).await?;
    if found.state(now) != State::NonObjection {
        return Err(Problem::refused("licence.order").way_out(path(id)));
    }
    let asked = found.plan.authorities.iter().any(|one| one.code == authority);
    if !asked || number.chars().count() > NUMBER_MAX {
        return Err(Problem::bad_request("form.broken"));
    }
    let what = if objects { "objects" } else { "does not object" };
    let told = fact(app, "licence", format!("{id} {authority} {what}"), Some(worker), now);
    let answer = Answer { authority, objects, number, at: now };
    let by = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if has_other_office(tx, id, by, Office::Officer)? {
            return Ok(false);
        }
        store::set_answer(tx, id, &answer, by)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    let written = app.store.write(write).await?;
    app.changed(Topic::Agreements);
    match written {
        true => Ok(()),
        false => Err(Problem::refused("licence.same_person").way_out(path(id))),
    }
}

/// The answer of the form.
///
/// # Errors
/// As [`answer`].
pub async fn authority(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let get = |name: &str| ask.form.get(name).unwrap_or_default().trim().to_owned();
    let said = (get("authority"), ask.form.has("objects", "yes"), get("number"));
    answer(&ask.app, id, said, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}
