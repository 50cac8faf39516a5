//! A check of a referral that was passed on: whoever referred first asks the third agency anew, and the node in the middle hands on
//! what the two say to each other, as it came. It keeps none of it and can read no name in it: what is asked is hidden under secrets
//! of the first, what is answered under a key of the third. Of what came of it it sees the one word.

use sila_core::ids::ReferralId;
use sila_core::time::Millis;
use sila_link::Disposition;
use sila_link::place::Place;

use super::receive::{not_applied, posted, refused};
use super::{ASKED, Check, PASSED, WAITING, ask, fact, store};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::links::Peer;
use crate::links::outbox;
use crate::links::receiving::{Apply, Parked};
use crate::problem::Problem;
use crate::referrals::store::Direction;
use crate::referrals::{Record, letter};

/// The answer has gone through.
const ANSWERED: &str = "ANSWERED";
/// So has what came of it.
const SAID: &str = "SAID";

/// Asks anew where our referral was passed on and is still to be decided: about the referral as which it goes on.
///
/// # Errors
/// When the store cannot be read or written; `link.outbox_full`.
pub async fn ask_anew(app: &App, id: ReferralId, now: Millis) -> Result<(), Problem> {
    let check = super::of(app, id).await?;
    if check.is_none_or(|check| check.side != ASKED || check.onward.is_some()) {
        return Ok(());
    }
    let record = Record::of(app, id).await?;
    let thread = record.thread()?;
    let passed = thread.redirect().filter(|_| thread.state().is_undecided());
    let (Some((_, onward)), Some(case)) = (passed, record.row.case_id) else { return Ok(()) };
    let Some(case) = ask::record_of(app, case).await? else { return Ok(()) };
    let (message, secret) = ask::question(app, &case, (id, onward)).await?;
    let letter = letter::beside_entries(app, &record, &message, now).await?;
    let told = fact(app, id, ASKED, None, now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if store::ask_anew(tx, (id, onward), &secret, now)? {
            outbox::post(tx, &letter)?;
            journal::insert(tx, &told)?;
        }
        Ok(())
    };
    app.store.write(write).await?;
    app.outbox.notify_one();
    app.changed(Topic::Referrals);
    Ok(())
}

/// Hands on what is said about a referral that we passed on; nothing for any other. Each of the three messages goes through once.
///
/// # Errors
/// [`Parked`] when the store cannot be read.
pub(super) async fn between(
    app: &App,
    peer: &Peer,
    place: &Place,
    now: Millis,
) -> Result<Option<Apply>, Parked> {
    let Some(id) = place.referral() else { return Ok(None) };
    let Ok(down) = Record::of(app, id).await else { return Ok(None) };
    let Some(up) = down.row.relay.filter(|_| down.row.direction == Direction::Out) else {
        return Ok(None);
    };
    let up = Record::of(app, up).await.map_err(|problem| not_applied(&problem))?;
    let answers = matches!(place, Place::Values(_));
    let (from, to) = if answers { (&down, &up) } else { (&up, &down) };
    if from.row.peer != peer.agency {
        let apply: Apply = Box::new(|_tx| Ok(refused("place.check_not_asked")));
        return Ok(Some(apply));
    }
    let letter = posted(app, to, place.clone(), now).await?;
    let told = fact(app, id, PASSED, None, now);
    let (side, state) = (PASSED.to_owned(), WAITING.to_owned());
    let check = Check { side, state, ..store::served(id, down.row.peer, WAITING, now) };
    let step = match place {
        Place::Values(_) => Some((WAITING, ANSWERED)),
        Place::Verdict(_) => Some((ANSWERED, SAID)),
        _ => None,
    };
    let apply: Apply = Box::new(move |tx| {
        let goes = match step {
            Some(step) => store::pass(tx, id, step, now)?,
            None => store::insert(tx, &check)?,
        };
        if !goes {
            return Ok(refused("place.check_before"));
        }
        outbox::post(tx, &letter)?;
        journal::insert(tx, &told)?;
        Ok(Disposition::Applied)
    });
    Ok(Some(apply))
}
