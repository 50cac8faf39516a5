//! `POST /votes/{id}/closing`: the box is turned over and counted.

use sila_core::Millis;
use sila_core::ballot::BALLOTS_MIN;

use super::urn::Urn;
use super::{Drawn, Vote, of_id, roll, store};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;

/// Closes the vote of the address.
///
/// # Errors
/// `page.not_found`, and as [`close`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let vote = of_id(&ask).await?;
    close(&ask.app, ask.worker()?, &vote, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&vote.path())))
}

/// Closes a vote. Fewer than five ballots are not counted and not kept. The journal keeps the root over the ballots.
///
/// # Errors
/// `vote.closed`; `vote.roll_changed` when the roll is no longer what was frozen; `vote.overfull` when there are more ballots than people
/// have drawn: then nothing is counted.
pub async fn close(app: &App, worker: &Worker, vote: &Vote, now: Millis) -> Result<(), Problem> {
    let (id, frozen, path) = (vote.id, vote.roll, vote.path());
    let (app_of, worker) = (app.clone(), worker.id);
    let write = move |tx: &mut dyn Tx| -> Result<Result<(), &'static str>, DbError> {
        let electors = store::electors(tx, id)?;
        let drawn = electors.iter().filter(|elector| elector.drawn != Drawn::Not).count();
        let names: Vec<(String, String)> =
            electors.into_iter().map(|one| (one.name, one.entity)).collect();
        let urn = Urn::of(store::ballots(tx, id)?);
        if roll(&names) != frozen {
            return Ok(Err("vote.roll_changed"));
        }
        if urn.len() > drawn {
            return Ok(Err("vote.overfull"));
        }
        let many = u32::try_from(urn.len()).unwrap_or(u32::MAX);
        let kept = (many >= BALLOTS_MIN).then(|| urn.to_cbor());
        let root = kept.as_ref().map_or(Vec::new(), |_| urn.root().to_vec());
        if !store::close(tx, id, kept, now)? {
            return Ok(Err("vote.closed"));
        }
        let said = [b"closed ".as_slice(), &many.to_be_bytes(), &root].concat();
        journal::insert(tx, &super::fact(&app_of, id, worker, said, now))?;
        Ok(Ok(()))
    };
    let done = app.store.write(write).await?;
    done.map_err(|code| Problem::refused(code).way_out(path))?;
    app.changed(Topic::Agreements);
    Ok(())
}
