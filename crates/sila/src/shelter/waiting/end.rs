//! Taking somebody off the list who has no place, with a reason.

use uuid::Uuid;

use super::store::TurnedAway;
use super::{END_CODES, store};
use crate::app::Topic;
use crate::ask::Ask;
use crate::cases::scope::store::shut_subjects;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::stays::coded;

/// Ends it. Whoever waited in vain is counted with those who were turned away.
///
/// # Errors
/// `page.not_found`, `shelter.code`; `shelter.moved` when somebody was quicker.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: Uuid = ask.id("id")?;
    let code = coded(ask.form.get("why"), &END_CODES)?;
    let reader = ask.worker()?.id;
    let read =
        move |tx: &mut dyn Tx| Ok::<_, DbError>((store::line(tx)?, shut_subjects(tx, reader)?));
    let (line, shut) = ask.app.store.read(read).await?;
    let one = line.into_iter().find(|one| one.id == id && !one.is_about(&shut));
    let one = one.ok_or_else(Problem::not_found)?;
    let (by, now) = (ask.worker()?.id, ask.now);
    let away = TurnedAway {
        id: ask.app.clock.new_id(),
        at: now,
        reason: "WAITED",
        linked: one.referred,
        people: one.need.people.len(),
    };
    let (fact, subject) = (ask.app.clock.new_id(), id.to_string());
    let data = format!("END {code}").into_bytes();
    let told = Fact { id: fact, at: now, kind: "waiting", subject, worker: Some(by), data };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::end(tx, id, code, by, now)? {
            return Ok(false);
        }
        if code != "NOT_NEEDED" {
            store::turn_away(tx, &away)?;
        }
        journal::insert(tx, &told)?;
        Ok(true)
    };
    let done = ask.app.store.write(write).await?;
    ask.app.changed(Topic::Shelter);
    let list = "/shelter/waiting";
    match done {
        true => Ok(Reply::see_other(ask.cx.url(list))),
        false => Err(Problem::refused("shelter.moved").way_out(list)),
    }
}
