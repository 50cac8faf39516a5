//! What an emergency leaves for afterwards: the second signature within a day, and the review within three, by two people of
//! whom neither has sent it.

use sila_core::codes::{PermissionForm, Urgency};
use sila_core::ids::ReferralId;
use sila_core::joint::{Deed, Finding};

use crate::ask::Ask;
use crate::problem::Problem;
use crate::referrals::back_to;
use crate::referrals::joint::{self, Desk, Room, Wish};
use crate::referrals::store::Direction;
use crate::reply::Reply;

/// Signs what went out, and says how the person has consented since, or why nobody asked.
///
/// # Errors
/// `referral.own_approval` for the sender; `joint.too_late` when it was signed before; `page.not_found` for a stranger.
pub async fn countersign(ask: Ask) -> Result<Reply, Problem> {
    let consent = ask.form.get("consent").and_then(|code| PermissionForm::from_code(code).ok());
    let consent = consent.ok_or_else(|| missing(&ask))?;
    act(&ask, Deed::Countersign { consent }).await
}

/// Reviews it. Whoever has signed it does not.
///
/// # Errors
/// As [`countersign`]; `joint.not_allowed` for whoever signed.
pub async fn review(ask: Ask) -> Result<Reply, Problem> {
    let finding = ask.form.get("finding").and_then(|code| Finding::from_code(code).ok());
    let finding = finding.ok_or_else(|| missing(&ask))?;
    act(&ask, Deed::Review { finding }).await
}

/// Nothing was chosen.
fn missing(ask: &Ask) -> Problem {
    Problem::refused("deadline.missing").way_out(format!("/referrals/{}", ask.param("id")))
}

async fn act(ask: &Ask, deed: Deed) -> Result<Reply, Problem> {
    let (id, worker): (ReferralId, _) = (ask.id("id")?, ask.worker()?);
    let decide = |desk: &Desk| {
        let row = &desk.record.row;
        if row.direction != Direction::Out || row.urgency != Urgency::Emergency {
            return Err(Problem::not_found());
        }
        if row.created_by == Some(worker.id) {
            return Err(
                Problem::refused("referral.own_approval").way_out(format!("/referrals/{id}"))
            );
        }
        Ok(Wish::new(deed.clone(), ""))
    };
    joint::write(&ask.app, worker, (id, Room::Times), ask.now, decide).await?;
    Ok(back_to(&ask.cx, id))
}
