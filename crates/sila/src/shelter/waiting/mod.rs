//! The waiting list for places: an order that anybody can check, the place that came free for whom is first, and no place given
//! past the others without a reason that is written down.
//!
//! The order is [`Rank`]; who is passed over by a place is [`passed_over`]. Whoever is not on the list waits since this moment.

pub mod add;
pub mod end;
pub mod history;
pub mod list;
pub mod store;

use sila_core::codes::{Risk, Urgency};
use sila_core::ids::{CaseId, ReferralId};
use sila_core::shelter::{Need, Proposal, Rank, Room, passed_over, propose};
use sila_core::time::Millis;
use uuid::Uuid;

use crate::agreements::First;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::shelter::homes::{self, Home};
use crate::shelter::unwanted::{self, Whose};

/// Why a place is given past somebody who comes before.
pub const PAST_CODES: [&str; 4] = ["DANGER", "THEIR_WISH", "CANNOT_COME", "ORDERED"];
/// How waiting ends without a place.
pub const END_CODES: [&str; 4] = ["NOT_NEEDED", "ELSEWHERE", "UNREACHABLE", "WITHDREW"];

/// Somebody who waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Identifier.
    pub id: Uuid,
    /// The case, when it is ours already.
    pub case: Option<CaseId>,
    /// The referral that waits with them.
    pub referral: Option<ReferralId>,
    /// Who needs a place, in codes.
    pub need: Need,
    /// Where they stand in the line.
    pub rank: Rank,
    /// The number of the case or of the referral.
    pub reference: String,
    /// A linked agency referred them.
    pub referred: bool,
    /// By which clause that puts them before whoever came by themselves; read with the line.
    pub first: Option<First>,
}

impl Waiting {
    /// Whether it is about one of these cases, referrals or people.
    pub fn is_about(&self, these: &std::collections::BTreeSet<Uuid>) -> bool {
        let about = [self.case.map(|id| id.0), self.referral.map(|id| id.0)];
        about.into_iter().flatten().any(|id| these.contains(&id))
    }
}

/// What somebody wants of the places: the one that begins with this room, and why past those who come before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// The first room of the place; the best place when none is named.
    pub room: Option<Uuid>,
    /// One of [`PAST_CODES`].
    pub past: Option<&'static str>,
}

impl Wanted {
    /// As a form sent it. A reason outside its list is no reason.
    pub fn read(form: &crate::web::Pairs) -> Wanted {
        let past = form.get("past");
        Wanted {
            room: form.get("room").and_then(|room| room.parse().ok()),
            past: PAST_CODES.into_iter().find(|code| Some(*code) == past),
        }
    }
}

/// Who asks for a place.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    /// The case.
    pub case: Option<CaseId>,
    /// The referral.
    pub referral: Option<ReferralId>,
    /// A linked agency asks, or referred them, and the agreement with it puts them before whoever came by themselves.
    pub linked: bool,
    /// How urgent.
    pub urgency: Urgency,
    /// Since when; this moment for whoever is not on the list.
    pub since: Millis,
}

/// Those in line who come before whoever asks.
pub fn ahead<'a>(line: &'a [Waiting], asker: &Asker) -> Vec<&'a Need> {
    let own = |one: &&Waiting| {
        (one.case.is_some() && one.case == asker.case)
            || (one.referral.is_some() && one.referral == asker.referral)
    };
    let listed = line.iter().find(own).map(|one| one.rank);
    let Asker { urgency, linked, since, .. } = *asker;
    let rank = listed.unwrap_or(Rank { urgency, risk: Risk::Low, linked, since });
    let before = line.iter().filter(|one| !own(one) && one.rank <= rank);
    before.map(|one| &one.need).collect()
}

/// Every place that takes them and passes nobody over, the best first.
pub fn fair(need: &Need, rooms: &[Room], ahead: &[&Need]) -> Vec<Proposal> {
    let places = propose(need, rooms).into_iter();
    places.filter(|place| passed_over(ahead, rooms, place).is_none()).collect()
}

/// The place that was wanted, or the best that passes nobody over; with the reason where it does pass somebody over.
///
/// # Errors
/// `shelter.no_place`, `shelter.not_fitting`; `shelter.unwanted` where they did not want it and were not asked again; `shelter.others_wait` when somebody comes before and no reason was given.
pub async fn pick(
    app: &App,
    (need, homes): (&Need, &[Home]),
    asker: Asker,
    wanted: Wanted,
    now: Millis,
) -> Result<(Proposal, Option<&'static str>), Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let said = asker.case.map(|case| unwanted::store::of_case(tx, case)).transpose()?;
        Ok((store::line(tx)?, said.unwrap_or_default()))
    };
    let (line, unwanted) = app.store.read(read).await?;
    let refused = |place: &Proposal| unwanted::about(&unwanted, Whose::Home(place.home)).is_some();
    let (ahead, rooms) = (ahead(&line, &asker), homes::matching(homes, now));
    let all = propose(need, &rooms);
    let code = if all.is_empty() { "shelter.no_place" } else { "shelter.not_fitting" };
    let is_wanted = |place: &Proposal| {
        let first = place.rooms.first().map(|(room, _)| *room);
        wanted.room.is_none() || first == wanted.room
    };
    let mut fitting: Vec<Proposal> = all.into_iter().filter(is_wanted).collect();
    if !fitting.is_empty() && fitting.iter().all(refused) {
        return Err(Problem::refused("shelter.unwanted"));
    }
    fitting.retain(|place| !refused(place));
    let fair = |place: &Proposal| passed_over(&ahead, &rooms, place).is_none();
    if let Some(nth) = fitting.iter().position(fair) {
        return Ok((fitting.swap_remove(nth), None));
    }
    let place = fitting.into_iter().next().ok_or_else(|| Problem::refused(code))?;
    match wanted.past {
        Some(past) => Ok((place, Some(past))),
        None => Err(Problem::refused("shelter.others_wait")),
    }
}

/// The first room of each of these places that somebody in line comes before.
pub fn past(line: &[Waiting], asker: &Asker, rooms: &[Room], places: &[Proposal]) -> Vec<Uuid> {
    let ahead = ahead(line, asker);
    let passes = places.iter().filter(|place| passed_over(&ahead, rooms, place).is_some());
    passes.filter_map(|place| Some(place.rooms.first()?.0)).collect()
}
