//! The blind check over the link: before somebody is taken into a home of another agency, whether whom they flee from, or kin of
//! theirs, lives or works there.
//!
//! The node that refers asks for everybody who is written down in the case as said to have done harm; it is never told to the
//! other agency. The node that is asked answers by itself for everybody who lives in its homes or works with them, and learns
//! nothing but what comes of it: safe, or that a person must call. Until then, and after a call that is due, nobody is accepted
//! into its homes ([`may_take`]): the offer says that a check follows, and until when it is waited for before people decide
//! instead. Where a referral is passed on, the check goes through the agency in the middle ([`passing`]). The exchange is in
//! [`sila_link::place::safety`]; what is compared is in [`values`]. Both sides write down that it was asked and what came of it,
//! never about whom.

pub mod ask;
pub mod calls;
pub mod passing;
pub mod receive;
pub mod show;
pub mod store;
pub mod values;

use sila_core::ids::{AgencyId, ReferralId, WorkerId};
use sila_core::time::Millis;

use crate::app::App;
use crate::journal::store::Fact;
use crate::problem::Problem;

/// So many checks of one partner are answered a day: nobody finds out by trying who lives in a home.
pub const CHECKS_DAY_MAX: i64 = 20;

/// No check is waited for longer than this, whatever an offer says, and nor is what comes of it, in minutes: then people speak.
pub const WAITS_MAX: i64 = 60;

/// The side that asked, and the side that answered.
pub const ASKED: &str = "ASKED";
/// See [`ASKED`].
pub const SERVED: &str = "SERVED";
/// The side in the middle, which hands on what the two others say.
pub const PASSED: &str = "PASSED";
/// It is on its way.
pub const WAITING: &str = "WAITING";
/// Nobody was found.
pub const CLEAR: &str = "CLEAR";
/// Somebody was found: a person must call.
pub const NOT_SAFE: &str = "NOT_SAFE";
/// It was not answered.
pub const REFUSED: &str = "REFUSED";
/// People have spoken: a supervisor of the homes says that they may come.
pub const SPOKEN: &str = "SPOKEN";

/// A check of a referral, as either side has it.
#[derive(Debug, Clone)]
pub struct Check {
    /// The referral.
    pub referral: ReferralId,
    /// The other agency.
    pub peer: AgencyId,
    /// [`ASKED`], [`SERVED`] or [`PASSED`].
    pub side: String,
    /// [`WAITING`], [`CLEAR`], [`NOT_SAFE`], [`REFUSED`] or [`SPOKEN`].
    pub state: String,
    /// When it was asked, or announced.
    pub at: Millis,
    /// Until when it is waited for, while it was announced and has not come.
    pub due: Option<Millis>,
    /// The referral that it is about, where ours was passed on.
    pub onward: Option<ReferralId>,
    /// Our secrets, sealed, while we wait for the answer.
    pub secret: Option<Vec<u8>>,
}

impl Check {
    /// Whether it is ours, was asked of this partner, and has no answer yet.
    fn awaits(&self, peer: AgencyId) -> bool {
        self.side == ASKED && self.peer == peer && self.state == WAITING
    }

    /// Where it stands now: what was announced and has not come in time was not asked, and of what has come and nobody has told in
    /// time nothing is known.
    pub fn standing(&self, now: Millis) -> &str {
        let until = self.due.unwrap_or_else(|| self.at.plus_minutes(WAITS_MAX));
        let late = self.state == WAITING && until <= now;
        if late { REFUSED } else { &self.state }
    }
}

/// The check of a referral; nothing where none was asked for.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, id: ReferralId) -> Result<Option<Check>, Problem> {
    Ok(app.store.read(move |tx| store::find(tx, id)).await?)
}

/// Whether whoever comes by this referral may be taken into our homes.
///
/// # Errors
/// `shelter.danger_waits` while the other node has not said what came of the check, `shelter.danger_unknown` when it has not come in
/// time or could not be answered, `shelter.danger` when somebody was found: then a person must call, and a supervisor of the
/// homes says that they may come ([`calls`]).
pub async fn may_take(app: &App, id: ReferralId, now: Millis) -> Result<(), Problem> {
    let check = of(app, id).await?.filter(|check| check.side == SERVED);
    let code = match check.as_ref().map(|check| check.standing(now)) {
        None | Some(CLEAR | SPOKEN) => return Ok(()),
        Some(NOT_SAFE) => "shelter.danger",
        Some(WAITING) => "shelter.danger_waits",
        Some(_) => "shelter.danger_unknown",
    };
    Err(Problem::refused(code).way_out(format!("/referrals/{id}")))
}

/// The journal's fact of a check: the side and a code.
fn fact(app: &App, id: ReferralId, words: &str, worker: Option<WorkerId>, now: Millis) -> Fact {
    let (fact, subject, data) = (app.clock.new_id(), id.to_string(), words.as_bytes().to_vec());
    Fact { id: fact, at: now, kind: "danger", subject, worker, data }
}
