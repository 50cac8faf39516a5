//! The report of a quarter: counted when the quarter is over, shared with the partner, read at the partner's.

use sila_core::AgencyId;
use sila_core::experience::{Quarter, Report};
use sila_link::record::{Version, Word};

use super::store;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::records::{By, propose, store as records, unless_refused, word};
use crate::{agreements, links};

/// The kind of shared record that carries a report.
pub const KIND: &str = "experience/1";

/// As it travels and as it is stored.
pub fn to_cbor(report: &Report) -> Vec<u8> {
    // Writing to memory cannot fail.
    minicbor::to_vec(report).unwrap_or_default()
}

/// Counts the quarters that are over, shares what may be shown, and reads what partners shared. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn tend(app: &App) -> Result<usize, Problem> {
    let now = Quarter::of(app.clock.now());
    let mut done = 0_usize;
    for (partner, quarter) in app.store.read(move |tx| store::due(tx, now)).await? {
        done = done.saturating_add(usize::from(count(app, partner, quarter).await?));
    }
    Ok(done.saturating_add(bring(app).await?))
}

/// Counts one quarter. Where there are too few, nothing is shown and the answers are deleted all the same. While the link to the
/// partner is closed it waits.
async fn count(app: &App, partner: AgencyId, quarter: Quarter) -> Result<bool, Problem> {
    let groups = app.store.read(move |tx| store::groups(tx, partner, quarter)).await?;
    let report = Report::of(quarter, &groups);
    let (me, now) = (app.node.id, app.clock.now());
    let link = links::peers(app).await?.into_iter().find(|peer| peer.agency == partner);
    if report.all.is_some() {
        match link {
            Some(link) if link.is_open() => {
                let by = By { worker: None, now };
                let sent = propose::first(app, KIND, &[partner], to_cbor(&report), by).await;
                if unless_refused(sent)?.is_none() {
                    return Ok(false);
                }
            }
            Some(_) => return Ok(false),
            None => {}
        }
    }
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        if report.all.is_some() {
            store::keep(tx, (me, partner), &report, now)?;
        }
        store::forget(tx, partner, quarter)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(true)
}

/// Says this node's word about the reports of partners, and keeps those that have taken effect.
async fn bring(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for line in app.store.read(|tx| records::asked_of(tx, [KIND; 3])).await? {
        let sound = accepts(app, &line.version).await?;
        let said = if sound { Word::Sign } else { Word::Decline };
        done = done.saturating_add(usize::from(word::answer(app, line.version, said).await?));
    }
    for line in app.store.read(|tx| records::unread_of(tx, [KIND; 3])).await? {
        let (version, digest, me) = (line.version, line.digest, app.node.id);
        let report = (version.proposer != me).then(|| read(&version)).flatten();
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            if let Some(report) = &report {
                store::keep(tx, (version.proposer, me), report, version.at)?;
            }
            records::read(tx, &digest)
        };
        app.store.write(write).await?;
        app.changed(Topic::Agreements);
        done = done.saturating_add(1);
    }
    Ok(done)
}

fn read(version: &Version) -> Option<Report> {
    minicbor::decode::<Report>(&version.content).ok().filter(Report::is_sound)
}

/// A report is taken from a partner with an agreement in force, about us, of a quarter that is over, and when no number in it shows
/// too few.
async fn accepts(app: &App, version: &Version) -> Result<bool, Problem> {
    let (from, now) = (version.proposer, app.clock.now());
    let agreed = agreements::in_force(app, now).await?.iter().any(|one| one.peer == from);
    let over = read(version).is_some_and(|report| report.quarter < Quarter::of(now));
    Ok(from != app.node.id && version.parties.len() == 2 && agreed && over)
}
