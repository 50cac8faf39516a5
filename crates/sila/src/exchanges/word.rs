//! The word of our officer about an exchange that another agency proposes to us, and about its report.

use sila_core::Millis;
use sila_link::record::Word;

use super::{Held, open, path, share};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::records::{By, word};
use crate::reply::Reply;

/// Says it about the version that was on the page.
///
/// # Errors
/// As [`say`]; `form.broken` for any other word.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?.last;
    let id = found.record;
    let word = word::asked(&ask.form, &found.digest)?;
    say(&ask.app, ask.worker()?, found, word, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Signs or declines it in the name of our agency.
///
/// # Errors
/// `exchange.not_waiting` when our word is not asked, or it cannot be signed; what records refuse.
pub async fn say(
    app: &App,
    worker: &Worker,
    found: Held,
    word: Word,
    now: Millis,
) -> Result<(), Problem> {
    let sound = word == Word::Decline || share::may_stand(app, &found.version).await?;
    if !found.waits_for(app.node.id) || !sound {
        return Err(Problem::refused("exchange.not_waiting").way_out(path(found.record)));
    }
    let by = By { worker: Some(worker.id), now };
    word::commit(app, found.version, word, by).await?;
    app.changed(Topic::Agreements);
    Ok(())
}
