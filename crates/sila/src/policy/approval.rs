//! Approving the draft: from then on it is a version, with the day from which it holds, and is never changed again.

use sila_core::policy::Guide;
use sila_core::time::Date;
use sila_core::{WorkerId, time::Millis};

use super::{draft, fact, store};
use crate::activation::saying::day;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;

/// A version may begin to hold at most so many days from now.
const AHEAD_DAYS: i64 = 366;

/// Approves the draft from the form.
///
/// # Errors
/// `page.not_found` without a draft; `policy.from` for a day that has passed or lies too far ahead; as [`approve`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let held = ask.app.store.read(store::draft).await?.ok_or_else(Problem::not_found)?;
    let today = ask.now.uae_date();
    let fits =
        |day: &Date| (0..=AHEAD_DAYS).contains(&day.to_days().saturating_sub(today.to_days()));
    let Some(from) = day(&ask.form, "from").filter(fits) else {
        return draft::again(&ask, &held.guide, "policy-from-needed");
    };
    let digest = minicbor::to_vec(&held.guide).unwrap_or_default();
    let told = fact(&ask, format!("{} approved", held.guide.number), &digest)?;
    approve(&ask.app, held.guide, from, (ask.worker()?.id, told), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url("/policy")))
}

/// Approves a version.
///
/// # Errors
/// What [`Guide::check`] finds; `policy.changed` when it was approved meanwhile.
pub async fn approve(
    app: &App,
    guide: Guide,
    from: Date,
    (by, told): (WorkerId, Fact),
    now: Millis,
) -> Result<(), Problem> {
    guide.check().map_err(|error| Problem::refused(error.code()).way_out("/policy/draft"))?;
    let guide = Guide { from: Some(from), ..guide };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        store::keep_draft(tx, &guide)?;
        let done = store::approve(tx, &guide, from, by, now)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("policy.changed").way_out("/policy"));
    }
    app.changed(Topic::Agreements);
    Ok(())
}
