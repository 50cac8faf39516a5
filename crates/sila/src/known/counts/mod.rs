//! The monthly counts: whoever was asked says once a month how many questions it has counted, and whoever asked compares.
//! Somebody who asks in an agency's name, or a question that is kept out of one log, shows as a difference, in both logs.

pub mod store;

use sila_core::time::Millis;
use sila_link::known::{Count, Known};
use sila_link::{Code, Disposition};

use self::store::Month;
use super::letter;
use super::question::store as questions;
use crate::agreements::{self, InForce};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::links::receiving::Apply;
use crate::links::{self, Peer, outbox};
use crate::problem::Problem;

/// The agreement is not with this agency.
const NOT_COVERED: Code = Code::known("agreement.known_not_covered");

/// The month of a time in the State, such as 202611.
fn month_of(time: Millis) -> u32 {
    let date = time.uae_date();
    let year = u32::try_from(date.year).unwrap_or(0);
    year.saturating_mul(100).saturating_add(u32::from(date.month))
}

/// When the month of `now` began in the State.
fn month_began(now: Millis) -> Millis {
    let days = i64::from(now.uae_date().day).saturating_sub(1);
    super::day_began(now).plus_days(days.saturating_neg())
}

/// Tells every partner the count of the month that has ended. Says how many were told.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn due(app: &App, now: Millis) -> Result<usize, Problem> {
    let mut told = 0_usize;
    for agreement in agreements::in_force(app, now).await? {
        if agreement.agreement.known.is_some() {
            told = told.saturating_add(usize::from(tell(app, &agreement, now).await?));
        }
    }
    Ok(told)
}

async fn tell(app: &App, agreement: &InForce, now: Millis) -> Result<bool, Problem> {
    let (id, agency, began) = (agreement.agreement.id, agreement.peer, month_began(now));
    let month = month_of(began.plus_days(-1));
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        if store::last_told(tx, id)?.is_some_and(|last| last >= month)
            || !store::served_before(tx, id, began)?
        {
            return Ok(None);
        }
        let peer = links::store::peer_of(tx, agency)?.filter(Peer::is_open);
        Ok(peer.zip(Some(questions::served(tx, id)?)))
    };
    let Some((peer, served)) = app.store.read(read).await? else { return Ok(false) };
    let count = Count { agreement: id, month, served: u64::try_from(served).unwrap_or(0) };
    let letter = letter(app, &peer, agreement, &Known::Count(count), now)?;
    let row = Month { agreement: id, incoming: true, month, ours: served, theirs: None, at: now };
    let fact = fact(app, &peer, "known.count_told", &row, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        // Asked meanwhile: counted again in a moment.
        if questions::served(tx, id)? != served {
            return Ok(false);
        }
        store::insert(tx, &row)?;
        outbox::post(tx, &letter)?;
        crate::journal::store::insert(tx, &fact)?;
        Ok(true)
    };
    let told = app.store.write(write).await?;
    app.outbox.notify_one();
    Ok(told)
}

/// What the partner's count does: it is compared with ours and written down with it.
pub(in crate::known) fn taken(app: &App, peer: &Peer, count: Count, now: Millis) -> Apply {
    let (app, peer) = (app.clone(), peer.clone());
    Box::new(move |tx| {
        let id = count.agreement;
        let ours = agreements::store::find(tx, id)?.filter(|stored| stored.peer == peer.agency);
        if ours.is_none() {
            return Ok(Disposition::Refused(NOT_COVERED));
        }
        let row = Month {
            agreement: id,
            incoming: false,
            month: count.month,
            ours: store::settled(tx, id)?,
            theirs: Some(i64::try_from(count.served).unwrap_or(i64::MAX)),
            at: now,
        };
        let event = if row.differs() { "known.counts_differ" } else { "known.counts_equal" };
        store::insert(tx, &row)?;
        crate::journal::store::insert(tx, &fact(&app, &peer, event, &row, now))?;
        if row.differs() {
            tracing::warn!("a partner has counted other questions of ours than we have");
        }
        Ok(Disposition::Applied)
    })
}

fn fact(
    app: &App,
    peer: &Peer,
    event: &str,
    row: &Month,
    now: Millis,
) -> crate::journal::store::Fact {
    let mut data = row.agreement.0.as_bytes().to_vec();
    data.extend(row.month.to_be_bytes());
    data.extend(row.ours.to_be_bytes());
    data.extend(row.theirs.unwrap_or_default().to_be_bytes());
    links::fact(app, peer, "known.count", event, &data, None, now)
}
