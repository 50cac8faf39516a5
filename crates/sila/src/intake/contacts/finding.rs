//! A report that proved to be untrue: it is shut, so that it is nobody's history. A supervisor opens it with a reason.

use sila_core::codes::ContactKind;
use sila_core::time::Millis;
use uuid::Uuid;

use super::show::{REASONS, document};
use super::{DAYS_UNFOUNDED, fact, found, path, store, told};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// Shuts it.
///
/// # Errors
/// `page.not_found` for whoever did not write it down and is no supervisor, and for what is no report; `contact.moved` when
/// somebody was quicker.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let kept = found(&ask).await?;
    if kept.kind != ContactKind::Report {
        return Err(Problem::not_found());
    }
    let id = kept.id;
    if shut(&ask.app, ask.worker()?, (id, kept.at), ask.now).await? {
        return Ok(Reply::see_other(ask.cx.url(&path(id, ""))));
    }
    Err(Problem::refused("contact.moved").way_out(path(id, "")))
}

/// Shuts the report that was written down at `at`. False when somebody was quicker.
///
/// # Errors
/// When the store cannot be written.
pub async fn shut(
    app: &App,
    worker: &Worker,
    (id, at): (Uuid, Millis),
    now: Millis,
) -> Result<bool, Problem> {
    let until = at.plus_days(DAYS_UNFOUNDED);
    let fact = fact(app, id, worker, super::UNFOUNDED, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let first = store::shut(tx, id, until)?;
        if first {
            journal::insert(tx, &fact)?;
        }
        Ok(first)
    };
    Ok(app.store.write(write).await?)
}

/// Shows once what it said. The reason is in the journal, the reading in the log.
///
/// # Errors
/// `page.not_found` for a contact that is not shut.
pub async fn open(ask: Ask) -> Result<Reply, Problem> {
    let kept = found(&ask).await?;
    if !kept.is_shut() {
        return Err(Problem::not_found());
    }
    let said = ask.form.get("reason").unwrap_or_default();
    let Some(reason) = REASONS.into_iter().find(|code| *code == said) else {
        let mut errors = Errors::none();
        errors.add("reason", ask.cx.t("contact-reason-missing"));
        return document(&ask, &kept, &super::Told::default(), &errors).await;
    };
    let worker = ask.worker()?;
    let fact = fact(&ask.app, kept.id, worker, &format!("OPEN {reason}"), ask.now);
    access::record(&ask.app, worker, Subject::Contact(kept.id), "contact.opened", ask.now).await?;
    ask.app.store.write(move |tx| journal::insert(tx, &fact)).await?;
    document(&ask, &kept, &told(&ask.app, &kept)?, &Errors::none()).await
}
