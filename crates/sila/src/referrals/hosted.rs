//! What a partner without a node does about a referral. Its decision does not come over the wire but from our portal, or from
//! a slip that a worker types in. It becomes the same entry in the same thread, signed by this node in the partner's name; who stood
//! behind it is in the role of the entry (`PORTAL`, `PAPER`), in the journal, and in the slip.

use sila_core::Refusal;
use sila_core::ids::{AgencyId, ReferralId, WorkerId};
use sila_core::referral::{Act, ByRole, State};
use sila_core::time::Millis;
use sila_link::Salted;

use super::entry::{self, Deed};
use super::paper::NewSlip;
use super::record::Record;
use super::{reaction, store};
use crate::app::{App, Topic};
use crate::problem::Problem;

/// The role in entries that a portal user has written.
pub const PORTAL: &str = "PORTAL";
/// The role in entries that stand on the word of a slip.
pub const PAPER: &str = "PAPER";

/// Who wrote it down, and on whose word.
#[derive(Debug, Clone)]
pub struct Word {
    /// [`PORTAL`] or [`PAPER`].
    pub role: &'static str,
    /// The portal user, or the worker who typed the slip.
    pub worker: WorkerId,
    /// The slip.
    pub slip: Option<NewSlip>,
    /// With a question: what was written.
    pub said: Option<Salted>,
}

/// Writes what `partner` does, and what the node owes the referral after it.
///
/// # Errors
/// `page.not_found` for another partner's referral; what the rules refuse.
pub async fn act(
    app: &App,
    partner: AgencyId,
    id: ReferralId,
    act: &Act,
    word: &Word,
    now: Millis,
) -> Result<(), Problem> {
    let by = ByRole::new(word.role).map_err(|error| Problem::from(Refusal::from(error)))?;
    let owes = entry::write(app, id, now, |record: &Record| {
        if record.row.peer != partner || record.partner.is_none() {
            return Err(Problem::not_found());
        }
        let deed = Deed::of(act.clone(), by.clone(), word.worker).hosted(partner);
        Ok(Deed { slip: word.slip.clone(), words: word.said.clone(), ..deed })
    })
    .await?;
    if owes { reaction::react(app, id, now).await } else { Ok(()) }
}

/// The partner has it in hand: at the portal, or by a slip.
///
/// # Errors
/// When the store cannot be written.
pub async fn delivered(
    app: &App,
    record: &Record,
    slip: Option<NewSlip>,
    now: Millis,
) -> Result<(), Problem> {
    if record.row.state != State::Offered && slip.is_none() {
        return Ok(());
    }
    let id = record.row.id;
    app.store
        .write(move |tx| {
            store::set_delivered(tx, id.0, now)?;
            slip.iter().try_for_each(|slip| slip.insert(tx, id))
        })
        .await?;
    app.changed(Topic::Referrals);
    Ok(())
}
