//! Arriving, going out and coming back, another bed, leaving for good.

use sila_core::shelter::Fit;
use sila_core::time::Millis;
use uuid::Uuid;

use super::{AFTER_CODES, EXIT_CODES, PROLONG_CODES, Stay, coded, gates, hold, path, show, store};
use crate::app::App;
use crate::ask::Ask;
use crate::journal::store as journal;
use crate::p;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::homes::store as rooms;
use crate::shelter::{danger, escorts};
use crate::web::{Errors, Pairs};

/// After how many days somebody may be asked how they are.
pub const LOOK_AFTER_DAYS: [&str; 4] = ["0", "7", "30", "90"];

/// They have arrived; with it, where somebody says it, how they came.
///
/// # Errors
/// `shelter.gates` while something must still be in order; as [`danger::may_take`] when the
/// blind check of their referral came, or said so, after they were accepted.
pub async fn admit(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    stay.needs(&["HELD"])?;
    may_arrive(&ask.app, &stay, ask.now).await?;
    let mut errors = Errors::none();
    let leaves = day(&ask.form, "leaves", ask.now, &stay).unwrap_or_else(|_wrong| {
        errors.add("leaves", ask.cx.t("joint-day-wrong"));
        None
    });
    let came = escorts::came(&ask, &stay, false, &mut errors).await?;
    if errors.any() {
        return show::shown(&ask, stay, &errors).await;
    }
    let came = came.map(|one| escorts::sealed(&ask.app, one)).transpose()?;
    let (id, by) = (stay.id, (ask.worker()?.id, ask.now));
    let step = hold::step(Some(by.0), "ADMIT", "", by.1);
    let with = came.map(|one| {
        let [_, act] = escorts::STEPS;
        let step = hold::step(Some(by.0), act, &one.0.kind, by.1);
        (one, hold::fact(&ask.app, id, &step), step)
    });
    hold::moved(&ask, &stay, step, move |tx| {
        let admitted = tx.exec(&store::ADMIT, &p![id, by.1, leaves])? == 1;
        if let Some((one, fact, step)) = with.as_ref().filter(|_| admitted) {
            escorts::store::set(tx, one, by)?;
            store::add_step(tx, id, step)?;
            journal::insert(tx, fact)?;
        }
        Ok(admitted)
    })
    .await
}

/// Whether whoever is expected may come in.
///
/// # Errors
/// `shelter.gates`; as [`danger::may_take`].
pub async fn may_arrive(app: &App, stay: &Stay, now: Millis) -> Result<(), Problem> {
    let (id, home) = (stay.id, stay.home);
    let waits = app.store.read(move |tx| danger::store::open_of_stay(tx, id)).await?;
    if let Some(referral) = waits {
        let safe = danger::may_take(app, referral, now).await;
        safe.map_err(|problem| problem.way_out(path(id, "")))?;
    }
    let passed = app.store.read(move |tx| store::gates(tx, id)).await?;
    let homes = hold::homes(app).await?;
    let home = homes.iter().find(|one| one.id == home).ok_or_else(Problem::not_found)?;
    if gates::missing(home, &passed).is_empty() {
        return Ok(());
    }
    Err(Problem::refused("shelter.gates").way_out(path(id, "")))
}

/// They go out and are expected back; or the day of leaving is another.
///
/// # Errors
/// `shelter.day` for a day that is none.
pub async fn leave(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    stay.needs(&["STAYING"])?;
    let back = day(&ask.form, "back", ask.now, &stay)?;
    let back = back.ok_or_else(|| Problem::refused("shelter.day").way_out(path(stay.id, "")))?;
    let step = hold::step(Some(ask.worker()?.id), "LEAVE", "", ask.now);
    let id = stay.id;
    hold::moved(&ask, &stay, step, move |tx| Ok(tx.exec(&store::AWAY, &p![id, back])? == 1)).await
}

/// They are back.
///
/// # Errors
/// `shelter.moved` when they were not away.
pub async fn come_back(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    stay.needs(&["AWAY"])?;
    let step = hold::step(Some(ask.worker()?.id), "RETURN", "", ask.now);
    let id = stay.id;
    hold::moved(&ask, &stay, step, move |tx| Ok(tx.exec(&store::BACK, &p![id])? == 1)).await
}

/// They move to another room: its beds are taken and the old ones freed in one act.
///
/// # Errors
/// `shelter.not_fitting` when the room does not take them, `shelter.taken` when somebody was quicker.
pub async fn transfer(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    stay.needs(&["STAYING", "AWAY"])?;
    let room: Uuid = ask
        .form
        .get("room")
        .and_then(|room| room.parse().ok())
        .ok_or_else(|| Problem::refused("shelter.not_fitting").way_out(path(stay.id, "")))?;
    let place = hold::choose(&stay.need, &hold::homes(&ask.app).await?, Some(room), ask.now)
        .map_err(|problem| problem.way_out(path(stay.id, "")))?;
    let beds: Vec<Uuid> = place.rooms.iter().flat_map(|(_, beds)| beds.clone()).collect();
    let step = hold::step(Some(ask.worker()?.id), "TRANSFER", "", ask.now);
    let (id, home) = (stay.id, place.home);
    hold::moved(&ask, &stay, step, move |tx| {
        for bed in &beds {
            if tx.opt(&rooms::IS_FREE, &p![*bed])?.is_none() {
                return Ok(false);
            }
        }
        if tx.exec(&store::MOVE, &p![id, home])? == 0 {
            return Ok(false);
        }
        rooms::free_all(tx, id)?;
        let taken = rooms::take(tx, id, &beds)?;
        if taken { Ok(true) } else { Err(crate::db::DbError::Retry) }
    })
    .await
}

/// They leave for good.
///
/// # Errors
/// `shelter.code` without where to.
pub async fn exit(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    stay.needs(&["STAYING", "AWAY"])?;
    let code = coded(ask.form.get("to"), &EXIT_CODES)?;
    let days: i64 = coded(ask.form.get("look_after"), &LOOK_AFTER_DAYS)?.parse().unwrap_or(0);
    let look_after = (days > 0).then(|| ask.now.plus_days(days));
    let step = hold::step(Some(ask.worker()?.id), "END", code, ask.now);
    let (id, from, now) = (stay.id, stay.state.clone(), ask.now);
    hold::moved(&ask, &stay, step, move |tx| store::end(tx, (id, &from), code, look_after, now))
        .await
}

/// They stay longer than was planned: for a reason, until a day.
///
/// # Errors
/// `shelter.code` without a reason; `shelter.day` without a day.
pub async fn prolong(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    stay.needs(&["STAYING", "AWAY"])?;
    let code = coded(ask.form.get("why"), &PROLONG_CODES)?;
    let until = day(&ask.form, "until", ask.now, &stay)?;
    let later = until.filter(|until| stay.leaves_at.is_none_or(|leaves| *until > leaves));
    let until = later.ok_or_else(|| Problem::refused("shelter.day").way_out(path(stay.id, "")))?;
    let step = hold::step(Some(ask.worker()?.id), "PROLONG", code, ask.now);
    let id = stay.id;
    hold::moved(&ask, &stay, step, move |tx| Ok(tx.exec(&store::LEAVES, &p![id, until])? == 1))
        .await
}

/// Somebody has asked how they are after they left, and when to ask again.
///
/// # Errors
/// `shelter.code` without an answer; `shelter.moved` when nobody was to ask any more.
pub async fn look_after(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    stay.needs(&["ENDED"])?;
    let code = coded(ask.form.get("how"), &AFTER_CODES)?;
    let days: i64 = coded(ask.form.get("look_after"), &LOOK_AFTER_DAYS)?.parse().unwrap_or(0);
    let again = (days > 0).then(|| ask.now.plus_days(days));
    let step = hold::step(Some(ask.worker()?.id), "AFTER", code, ask.now);
    let id = stay.id;
    hold::moved(&ask, &stay, step, move |tx| Ok(tx.exec(&store::AFTER, &p![id, again])? == 1)).await
}

/// A day of a form, to its end; nothing when it was left empty.
fn day(form: &Pairs, name: &str, now: Millis, stay: &Stay) -> Result<Option<Millis>, Problem> {
    let typed = ["d", "m", "y"].iter().any(|part| form.get(&format!("{name}_{part}")).is_some());
    if !typed {
        return Ok(None);
    }
    let wrong = || Problem::refused("shelter.day").way_out(path(stay.id, ""));
    let date = crate::referrals::joint::day(form, name, now.uae_date()).ok_or_else(wrong)?;
    Ok(Some(date.at_minute(24 * 60 - 1)))
}

/// Rooms to which they could move now: the first room of each proposal and whether it is certain.
pub fn rooms_for(
    stay: &Stay,
    homes: &[crate::shelter::homes::Home],
    now: Millis,
) -> Vec<(Uuid, Fit)> {
    let matching = crate::shelter::homes::matching(homes, now);
    let proposals = sila_core::shelter::propose(&stay.need, &matching);
    let fit = |doubtful| if doubtful { Fit::Doubtful } else { Fit::Sure };
    proposals
        .iter()
        .filter(|one| one.rooms.len() == 1)
        .filter_map(|one| Some((one.rooms.first()?.0, fit(one.grade.doubtful))))
        .collect()
}
