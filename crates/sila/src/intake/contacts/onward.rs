//! A contact becomes an intake: the form begins filled in with what was written down, and the contact is gone.

use super::{Kept, Told, fact, found, store, told};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::intake::{draft, store as drafts, typing};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Pairs;

/// Begins the intake. Nothing is typed twice, and nothing stays in two places.
///
/// # Errors
/// `page.not_found` for whoever did not write it down and is no supervisor; `contact.shut` for a report that proved to be untrue;
/// `contact.moved` when somebody was quicker.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let kept = found(&ask).await?;
    if kept.is_shut() {
        return Err(Problem::refused("contact.shut").way_out(super::path(kept.id, "")));
    }
    let mut values = values(&kept, &told(&ask.app, &kept)?);
    typing::bring(&mut values);
    let draft = draft::compose(&ask.app, &values, None, 0, ask.now)?;
    let (worker, path) = (ask.worker()?, format!("/intake/{}/1", draft.id));
    let (writer, fact) = (worker.id, fact(&ask.app, kept.id, worker, "INTAKE", ask.now));
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let first = store::to_intake(tx, &kept)?;
        if first {
            drafts::insert(tx, &draft, writer)?;
            journal::insert(tx, &fact)?;
        }
        Ok(first)
    };
    if ask.app.store.write(write).await? {
        return Ok(Reply::see_other(ask.cx.url(&path)));
    }
    Err(Problem::refused("contact.moved").way_out("/contacts"))
}

/// The answers that are known already.
fn values(kept: &Kept, told: &Told) -> Pairs {
    let report = kept.kind == sila_core::codes::ContactKind::Report;
    let mut values: Pairs =
        [("channel", kept.channel.code()), ("reporter", if report { "ANON" } else { "SELF" })]
            .into_iter()
            .collect();
    let known = [
        ("services", kept.service.as_str()),
        ("area", kept.area.as_str()),
        ("account", told.words.as_str()),
        ("contact_phone", told.phone.as_str()),
    ];
    for (name, value) in known.into_iter().filter(|(_, value)| !value.is_empty()) {
        values.push(name, value);
    }
    values
}
