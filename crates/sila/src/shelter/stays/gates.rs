//! What must be in order before somebody is admitted: each thing is done, or a supervisor says why it is not.

use super::{blind, coded, hold, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::p;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::homes::Home;

/// Everything that a home can ask for.
pub const GATES: [&str; 9] =
    ["CONSENT", "RIGHTS", "HEALTH", "SAFETY", BLIND, "ORDER", "MEDICAL", "UNABLE", "NO_CARER"];
/// It was asked who is in the home already; see [`blind`].
const BLIND: &str = "BLIND";
/// What a home asks for when nobody says otherwise.
pub const USUAL: [&str; 4] = ["CONSENT", "RIGHTS", "HEALTH", "SAFETY"];
/// Why something may be missing.
pub const OVERRIDE_CODES: [&str; 4] = ["DANGER", "WITHIN_A_DAY", "DOES_NOT_APPLY", "ORDERED"];

/// The gates of this home that are not passed yet.
pub fn missing<'a>(home: &'a Home, passed: &[store::Passed]) -> Vec<&'a str> {
    let open = |gate: &&str| !passed.iter().any(|one| one.gate == **gate);
    home.gates.iter().map(String::as_str).filter(open).collect()
}

/// Passes a gate.
///
/// # Errors
/// `shelter.code` for a gate or a reason that is not in its list; `shelter.blind_first` and `shelter.blind_call`;
/// `page.forbidden` when somebody who does not keep homes
/// wants to go without.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    stay.needs(&["HELD"])?;
    let gate = coded(ask.form.get("gate"), &GATES)?;
    let (state, code) = match ask.form.get("why") {
        None => {
            if gate == BLIND {
                blind::may_pass(&ask, &stay).await?;
            }
            ("DONE", "")
        }
        Some(_) if !ask.may(Permission::ShelterKeep) => return Err(Problem::forbidden()),
        why => ("OVERRIDDEN", coded(why, &OVERRIDE_CODES)?),
    };
    let worker = ask.worker()?.id;
    let step = hold::step(Some(worker), "GATE", gate, ask.now);
    let (id, now) = (stay.id, ask.now);
    hold::moved(&ask, &stay, step, move |tx| {
        tx.send(&store::SET_GATE, &p![id, gate, state, code, worker, now])?;
        Ok(true)
    })
    .await
}
