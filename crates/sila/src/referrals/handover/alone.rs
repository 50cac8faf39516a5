//! One agency at a time is asked to take responsibility over, and only the agency that has it can ask. Which referral that is stands in a
//! row of the case ([`handover::begin`]): it is taken in the transaction that offers, so that of two officers one is the first; it
//! is free again when nothing comes of the referral; and it stays with the one by which responsibility went.
//!
//! An acceptance can cross the end of a referral, or an appeal begin a declined one again, while another agency is asked: then
//! neither is handed over before a person has ended the other.

use sila_core::codes::Kind;
use sila_core::ids::{AgencyId, CaseId, ReferralId};
use sila_core::referral::Thread;

use crate::app::App;
use crate::cases::handover::store as handover;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::referrals::path;
use crate::referrals::store::{Direction, Referral};

/// Inside this noun only: another referral hands the case over, or it is not ours to give; nothing is written.
pub(in crate::referrals) const ELSEWHERE: &str = "the case is handed over by another referral";

/// Where responsibility stands in a referral by which we hand it over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moves {
    /// It may still go: the other agency is asked, or has accepted. With us, who have it.
    Waits(AgencyId),
    /// It has gone.
    Gone,
    /// It stays with us: nothing came of it.
    Stays,
}

impl Moves {
    /// What these entries say; nothing where no responsibility of ours moves by them.
    pub(in crate::referrals) fn of(row: &Referral, thread: &Thread) -> Option<Moves> {
        let ours = row.direction == Direction::Out && row.relay.is_none();
        if !ours || thread.offer().kind != Kind::Transfer {
            return None;
        }
        let waits = thread.state().is_undecided() || thread.state().is_taken();
        Some(match waits {
            _ if thread.identity_released() => Moves::Gone,
            true => Moves::Waits(thread.offer().source),
            false => Moves::Stays,
        })
    }
}

/// Keeps the row of the case as the entries of this referral want it. Where another referral has it, that one keeps it.
pub(in crate::referrals) fn follow(
    tx: &mut dyn Tx,
    row: &Referral,
    moves: Option<Moves>,
) -> Result<(), DbError> {
    let Some(case) = row.case_id else { return Ok(()) };
    match moves {
        Some(Moves::Waits(me)) => handover::begin(tx, (case, row.id), me).map(|_first| ()),
        Some(Moves::Stays) => handover::stop(tx, case, row.id),
        Some(Moves::Gone) | None => Ok(()),
    }
}

/// The referral is the one by which the case is handed over. It is asked in the transaction that offers, signs a list, or gives the key.
///
/// # Errors
/// [`ELSEWHERE`].
pub(in crate::referrals) fn needed(
    tx: &mut dyn Tx,
    case: CaseId,
    id: ReferralId,
) -> Result<(), DbError> {
    match handover::is_by(tx, case, id)? {
        true => Ok(()),
        false => Err(DbError::Check { what: ELSEWHERE.to_owned() }),
    }
}

/// Why the case cannot be handed over by this referral, or by a new one.
pub(in crate::referrals) fn stops(
    tx: &mut dyn Tx,
    case: CaseId,
    id: Option<ReferralId>,
    me: AgencyId,
) -> Result<Option<Problem>, DbError> {
    let by = handover::by(tx, case)?;
    let lead = handover::lead(tx, case)?;
    let gone = || Problem::refused("referral.not_lead").way_out(format!("/cases/{case}"));
    Ok(match by {
        _ if lead.is_some_and(|lead| lead != me) => Some(gone()),
        Some(one) if one.handed_at.is_some() => {
            Some(Problem::refused("case.handed_over").way_out(format!("/cases/{case}")))
        }
        Some(one) if Some(one.referral) != id => {
            Some(Problem::refused("referral.other_transfer").way_out(path(one.referral, "")))
        }
        _ => None,
    })
}

/// Refuses what this referral cannot hand over.
///
/// # Errors
/// `referral.not_lead`, `referral.other_transfer`, `case.handed_over`; when the store cannot be read.
pub(in crate::referrals) async fn free(
    app: &App,
    case: CaseId,
    id: ReferralId,
) -> Result<(), Problem> {
    let me = app.node.id;
    let why = app.store.read(move |tx| stops(tx, case, Some(id), me)).await?;
    why.map_or(Ok(()), Err)
}

/// What is answered to whom another one was quicker than, or who signs while another referral hands the case over.
pub(in crate::referrals) async fn refusal(
    app: &App,
    case: Option<CaseId>,
    id: ReferralId,
) -> Problem {
    let Some(case) = case else { return Problem::unavailable("referral.busy") };
    match free(app, case, id).await {
        Err(problem) => problem,
        Ok(()) => Problem::unavailable("referral.busy"),
    }
}

/// The same for a new referral, of which nothing was written.
pub(in crate::referrals) fn refused(error: DbError, case: Option<CaseId>) -> Problem {
    let back = case.map_or_else(|| "/referrals/out".to_owned(), |case| format!("/cases/{case}"));
    match error {
        DbError::Check { what } if what == ELSEWHERE => {
            Problem::refused("referral.other_transfer").way_out(back)
        }
        other => other.into(),
    }
}
