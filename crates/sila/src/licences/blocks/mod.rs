//! The block: a provider whose licence does not hold is sent nobody, and asked for no place. Whoever must all the same says why and until
//! when; it holds at once, because people cannot wait, and somebody else looks at it within days and says what they found: one that nobody has
//! looked at by then holds no more until somebody does. Whoever refers learns the state of the
//! licence, which is public, and nothing of its file.

mod page;
pub mod store;

pub use page::task;
pub use store::Override;

use sila_core::codes::Service;
use sila_core::licence::{Held, State, is_shut};
use sila_core::{AgencyId, Millis};
use uuid::Uuid;

use super::open::course;
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::text::TEXT_MAX;
use crate::meetings::{fact, sealed};
use crate::problem::Problem;

/// Why a provider is sent somebody all the same.
pub const REASONS: [&str; 4] = ["DANGER", "NO_OTHER", "CONTINUITY", "ORDERED"];
/// Most days of an override.
pub const DAYS_MAX: i64 = 30;
/// Days in which somebody else looks at it; without a review it holds no longer.
pub const REVIEW_DAYS: i64 = 3;
/// Under which name the words of reviews are sealed.
const REVIEW: &str = "licence_override.review";
/// The reviewer found that it was right.
pub const RIGHT: &str = "RIGHT";
/// The reviewer found that it was not: it ends.
pub const WRONG: &str = "WRONG";

/// The routes of overrides.
pub(super) fn routes(r: &mut Routes) {
    use Permission::{ReferralApprove, ReferralOffer, ReferralRead};
    r.get("/{lang}/overrides", ReferralRead, page::list);
    r.get("/{lang}/overrides/new", ReferralOffer, page::new);
    r.post("/{lang}/overrides", ReferralOffer, page::create);
    r.get("/{lang}/overrides/{id}", ReferralRead, page::one);
    r.post("/{lang}/overrides/{id}/review", ReferralApprove, page::review);
}

/// The licences of an entity as they count today.
pub fn held(tx: &mut dyn Tx, holder: AgencyId, now: Millis) -> Result<Vec<Held>, DbError> {
    let all = super::store::of_holder(tx, holder)?;
    // A licence of a person is theirs and not the entity's.
    let own = all.into_iter().filter(|(row, _)| !row.activities.is_empty());
    let held = own.filter_map(|(row, steps)| {
        let (course, _) = course(&row, &steps)?;
        Some(Held { state: course.standing(now).state, activities: row.activities })
    });
    Ok(held.collect())
}

/// The state of the licence for which a provider is sent nobody for these services; nothing when it may be, also by an override.
pub fn stop(
    tx: &mut dyn Tx,
    holder: AgencyId,
    services: &[Service],
    now: Millis,
) -> Result<Option<State>, DbError> {
    let held = held(tx, holder, now)?;
    if !is_shut(&held, services) || store::in_force(tx, holder, now)? {
        return Ok(None);
    }
    let lost = held.iter().map(|one| one.state).find(|state| state.is_public() && !state.holds());
    Ok(Some(lost.unwrap_or(State::Expired)))
}

/// What whoever wants to refer is told, with the way to an override.
pub fn problem(holder: AgencyId, state: State) -> Problem {
    Problem::refused("licence.shut")
        .with("licence-state", state.code())
        .way_out(format!("/overrides/new?holder={}", holder.to_text()))
}

/// Lets a provider be sent people for some days although its licence does not hold.
///
/// # Errors
/// `page.forbidden` for whoever does not refer; `override.needless` when nothing stops it; `override.incomplete` without words, for an
/// unknown reason or too many days.
pub async fn override_(
    app: &App,
    holder: AgencyId,
    (reason, words, days): (&str, &str, i64),
    worker: &Worker,
    now: Millis,
) -> Result<Uuid, Problem> {
    if !worker.may(Permission::ReferralOffer) {
        return Err(Problem::forbidden());
    }
    let words = words.trim();
    let said = (1..=TEXT_MAX).contains(&words.chars().count());
    if !said || !REASONS.contains(&reason) || !(1..=DAYS_MAX).contains(&days) {
        return Err(Problem::refused("override.incomplete").way_out("/overrides"));
    }
    let id = app.clock.new_id();
    let one = Override {
        id,
        holder,
        reason: reason.to_owned(),
        body: sealed(app, "licence_override", id, &words.to_owned()),
        worker: worker.id,
        name_ar: String::new(),
        name_en: String::new(),
        at: now,
        until: now.plus_days(days),
        reviewer: None,
        reviewed_at: None,
        finding: None,
        review: None,
        reviewed_by: (String::new(), String::new()),
    };
    let told = fact(app, "override", format!("{id} {reason}"), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let services = Service::ALL;
        if stop(tx, holder, services, now)?.is_none() {
            return Ok(false);
        }
        store::insert(tx, &one)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    let written = app.store.write(write).await?;
    app.changed(Topic::Referrals);
    match written {
        true => Ok(id),
        false => Err(Problem::refused("override.needless").way_out("/overrides")),
    }
}

/// Says whether an override was right, and why. One that was not ends.
///
/// # Errors
/// `page.not_found`; `override.incomplete` without words; `override.reviewed` when it was looked at already, or by whoever made it.
pub async fn judge(
    app: &App,
    id: Uuid,
    (right, words): (bool, &str),
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let words = words.trim().to_owned();
    if !(1..=TEXT_MAX).contains(&words.chars().count()) {
        return Err(Problem::refused("override.incomplete").way_out(format!("/overrides/{id}")));
    }
    let finding = if right { RIGHT } else { WRONG };
    let words = sealed(app, REVIEW, id, &words);
    let told = fact(app, "override", format!("{id} {finding}"), Some(worker), now);
    let by = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<Option<bool>, DbError> {
        let Some(one) = store::find(tx, id)? else { return Ok(None) };
        let until = if right { one.until } else { one.until.min(now) };
        let done = store::review(tx, id, (by, now), (finding, until, &words))?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(Some(done))
    };
    let written = app.store.write(write).await?;
    app.changed(Topic::Referrals);
    match written {
        None => Err(Problem::not_found()),
        Some(false) => Err(Problem::refused("override.reviewed").way_out("/overrides")),
        Some(true) => Ok(()),
    }
}
