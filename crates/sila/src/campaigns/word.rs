//! The word of our communication office about a campaign of a partner.

use sila_core::Millis;
use sila_link::record::Word;

use super::{Held, open, path};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::records::{By, word};
use crate::reply::Reply;

/// Says it about the words that were on the page.
///
/// # Errors
/// As [`say`]; `form.broken` for any other word.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let id = found.record;
    let word = word::asked(&ask.form, &found.digest)?;
    say(&ask.app, ask.worker()?, found, word, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

/// Signs or declines it in the name of our agency. What has begun is signed by nobody any more: a campaign without the word of all
/// its parties has not taken place together.
///
/// # Errors
/// `campaign.not_waiting` when our word is not asked; `campaign.begun`; what records refuse.
pub async fn say(
    app: &App,
    worker: &Worker,
    found: Held,
    word: Word,
    now: Millis,
) -> Result<(), Problem> {
    let refused = |code: &str| Err(Problem::refused(code).way_out(path(found.record)));
    if !found.waits_for(app.node.id) {
        return refused("campaign.not_waiting");
    }
    if word == Word::Sign && found.has_begun(now) {
        return refused("campaign.begun");
    }
    let by = By { worker: Some(worker.id), now };
    word::commit(app, found.version, word, by).await?;
    app.changed(Topic::Agreements);
    Ok(())
}
