//! A place is held for somebody who is expected: for a while, which may be extended for a reason and ends by itself.

use sila_core::codes::Urgency;
use sila_core::ids::{CaseId, ReferralId, WorkerId};
use sila_core::shelter::{Need, Proposal, propose};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{
    EXTENSION_CODES, EXTENSIONS_MAX, RELEASE_CODES, Stay, Step, coded, hold_minutes, path, store,
};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::scope::store as scope;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::p;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::asking::HELD_MINUTES;
use crate::shelter::homes::{self, Home, store as rooms};
use crate::shelter::waiting::{self, Asker, Wanted};

/// For whom a place is held.
#[derive(Debug, Clone, Copy)]
pub struct Whom {
    /// The case, when it is ours already.
    pub case: Option<CaseId>,
    /// The referral that is accepted with it.
    pub referral: Option<ReferralId>,
    /// How urgent, which says how long.
    pub urgency: Urgency,
}

/// A hold ready to be written.
#[derive(Debug, Clone)]
pub struct Hold {
    stay: Stay,
    beds: Vec<Uuid>,
    step: Step,
    fact: Fact,
    /// It is held already, for a partner's question, and is confirmed for this referral.
    confirms: Option<ReferralId>,
    /// Why it is given past those who wait.
    past: Option<(Step, Fact)>,
}

/// The homes of this agency.
///
/// # Errors
/// When the store cannot be read.
pub async fn homes(app: &App) -> Result<Vec<Home>, Problem> {
    Ok(app.store.read(rooms::all).await?)
}

/// The place that was wanted (its first room), or the best one when none was named.
///
/// # Errors
/// `shelter.no_place` when nothing takes them now, `shelter.not_fitting` when the wanted one does not.
pub fn choose(
    need: &Need,
    homes: &[Home],
    wanted: Option<Uuid>,
    now: Millis,
) -> Result<Proposal, Problem> {
    let proposals = propose(need, &homes::matching(homes, now));
    let is_wanted = |one: &Proposal| match wanted {
        Some(room) => one.rooms.first().is_some_and(|(first, _)| *first == room),
        None => true,
    };
    let code = if proposals.is_empty() { "shelter.no_place" } else { "shelter.not_fitting" };
    proposals.into_iter().find(is_wanted).ok_or_else(|| Problem::refused(code))
}

impl Hold {
    /// A hold of this place.
    pub fn new(
        app: &App,
        worker: WorkerId,
        (need, place): (Need, Proposal),
        whom: Whom,
        now: Millis,
    ) -> Hold {
        let until = now.plus_minutes(hold_minutes(whom.urgency));
        Self::until_then(app, Some(worker), (need, place), whom, (now, until))
    }

    /// A hold for a partner's question: nobody here has chosen it, and no case or referral is behind it yet.
    pub fn for_partner(app: &App, (need, place): (Need, Proposal), now: Millis) -> Hold {
        let whom = Whom { case: None, referral: None, urgency: Urgency::Emergency };
        let until = now.plus_minutes(HELD_MINUTES);
        Self::until_then(app, None, (need, place), whom, (now, until))
    }

    /// What is held already for a partner's question, confirmed for the referral that came with it.
    pub fn confirming(
        app: &App,
        worker: WorkerId,
        stay: &Stay,
        referral: ReferralId,
        now: Millis,
    ) -> Hold {
        let step = step(Some(worker), "CONFIRM", "", now);
        let fact = fact(app, stay.id, &step);
        let stay = Stay { worker: Some(worker), ..stay.clone() };
        Hold { stay, beds: Vec::new(), step, fact, confirms: Some(referral), past: None }
    }

    fn until_then(
        app: &App,
        worker: Option<WorkerId>,
        (need, place): (Need, Proposal),
        whom: Whom,
        (now, until): (Millis, Millis),
    ) -> Hold {
        let id = app.clock.new_id();
        let stay = Stay {
            id,
            home: place.home,
            state: "HELD".to_owned(),
            end_code: None,
            people: i64::try_from(need.people.len()).unwrap_or(i64::MAX),
            need,
            case: whom.case,
            referral: whom.referral,
            held_at: now,
            hold_until: until,
            extended: 0,
            arrived_at: None,
            leaves_at: None,
            back_at: None,
            ended_at: None,
            look_after_at: None,
            worker,
            reference: String::new(),
        };
        let step = step(worker, "HOLD", "", now);
        let fact = fact(app, id, &step);
        let beds = place.rooms.into_iter().flat_map(|(_, beds)| beds).collect();
        Hold { stay, beds, step, fact, confirms: None, past: None }
    }

    /// Given past those who wait, for this reason.
    #[must_use]
    pub fn past(self, app: &App, code: Option<&'static str>) -> Hold {
        let past = code.map(|code| {
            let step = step(self.stay.worker, "PAST", code, self.step.at);
            let fact = fact(app, self.stay.id, &step);
            (step, fact)
        });
        Hold { past, ..self }
    }

    /// The stay it begins.
    pub fn id(&self) -> Uuid {
        self.stay.id
    }

    /// Until when.
    pub fn until(&self) -> Millis {
        self.stay.hold_until
    }

    /// Writes it. False, and nothing written, when a bed is not free any more or they have a place already.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn insert(&self, tx: &mut dyn Tx) -> Result<bool, DbError> {
        let done = match self.confirms {
            Some(referral) => store::confirm(tx, &self.stay, referral, &self.step)?,
            None => store::insert(tx, &self.stay, &self.beds, &self.step)?,
        };
        if !done {
            return Ok(false);
        }
        if let Some((step, fact)) = &self.past {
            store::add_step(tx, self.stay.id, step)?;
            journal::insert(tx, fact)?;
        }
        let whom = (self.stay.case, self.confirms.or(self.stay.referral));
        waiting::store::placed(tx, whom, self.step.at)?;
        journal::insert(tx, &self.fact)?;
        Ok(true)
    }
}

/// Holds a place for a case of ours.
///
/// # Errors
/// As [`waiting::pick`]; `shelter.taken` when somebody was quicker.
pub async fn create(
    app: &App,
    worker: WorkerId,
    (need, wanted): (Need, Wanted),
    whom: Whom,
    now: Millis,
) -> Result<Uuid, Problem> {
    let Whom { case, referral, urgency } = whom;
    let linked = came_first(app, case).await?;
    let asker = Asker { case, referral, linked, urgency, since: now };
    let homes = homes(app).await?;
    let (place, past) = waiting::pick(app, (&need, &homes), asker, wanted, now).await?;
    let hold = Hold::new(app, worker, (need, place), whom, now).past(app, past);
    let id = hold.id();
    let held = app.store.write(move |tx| hold.insert(tx)).await.map_err(|error: DbError| error)?;
    app.changed(Topic::Shelter);
    if held { Ok(id) } else { Err(Problem::refused("shelter.taken").way_out("/shelter")) }
}

/// Whether the case came to us under an agreement that puts it before whoever came by themselves.
async fn came_first(app: &App, case: Option<CaseId>) -> Result<bool, Problem> {
    let Some(case) = case else { return Ok(false) };
    Ok(app.store.read(move |tx| waiting::store::came_first(tx, case)).await?)
}

/// One step of a stay.
pub fn step(worker: Option<WorkerId>, act: &'static str, code: &str, at: Millis) -> Step {
    Step { at, worker, act, code: code.to_owned() }
}

/// The journal's fact of a step: codes only.
pub fn fact(app: &App, stay: Uuid, step: &Step) -> Fact {
    let data = format!("{} {}", step.act, step.code).into_bytes();
    let (id, subject) = (app.clock.new_id(), stay.to_string());
    Fact { id, at: step.at, kind: "stay", subject, worker: step.worker, data }
}

/// The stay of the address; none for whoever is excluded from its case.
///
/// # Errors
/// `page.not_found`.
pub async fn one(ask: &Ask) -> Result<Stay, Problem> {
    let id: Uuid = ask.id("id")?;
    let reader = ask.worker()?.id;
    let read = move |tx: &mut dyn Tx| -> Result<Option<Stay>, DbError> {
        let found = store::find(tx, id)?;
        let shut = scope::shut_subjects(tx, reader)?;
        let about = |stay: &Stay| [stay.case.map(|id| id.0), stay.referral.map(|id| id.0)];
        Ok(found.filter(|stay| !about(stay).into_iter().flatten().any(|id| shut.contains(&id))))
    };
    ask.app.store.read(read).await?.ok_or_else(Problem::not_found)
}

/// Moves a stay, if nobody has moved it meanwhile, and goes back to its page.
///
/// # Errors
/// `shelter.moved` when somebody was quicker.
pub async fn moved<F>(ask: &Ask, stay: &Stay, step: Step, mut act: F) -> Result<Reply, Problem>
where
    F: FnMut(&mut dyn Tx) -> Result<bool, DbError> + Send + 'static,
{
    let (id, fact) = (stay.id, fact(&ask.app, stay.id, &step));
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = act(tx)?;
        if done {
            store::add_step(tx, id, &step)?;
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = ask.app.store.write(write).await?;
    ask.app.changed(Topic::Shelter);
    if !done {
        return Err(Problem::refused("shelter.moved").way_out(path(id, "")));
    }
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// Extends a hold.
///
/// # Errors
/// `shelter.code` without a reason; `shelter.extended` when it was extended often enough.
pub async fn extend(ask: Ask) -> Result<Reply, Problem> {
    let stay = one(&ask).await?;
    stay.needs(&["HELD"])?;
    let code = coded(ask.form.get("why"), &EXTENSION_CODES)?;
    if stay.extended >= EXTENSIONS_MAX {
        return Err(Problem::refused("shelter.extended").way_out(path(stay.id, "")));
    }
    let length = stay.hold_until.minutes_since(stay.held_at) / stay.extended.saturating_add(1);
    let until = stay.hold_until.max(ask.now).plus_minutes(length);
    let step = step(Some(ask.worker()?.id), "EXTEND", code, ask.now);
    let (id, extended) = (stay.id, stay.extended);
    moved(&ask, &stay, step, move |tx| Ok(tx.exec(&store::EXTEND, &p![id, extended, until])? == 1))
        .await
}

/// Lets a hold go before anybody has arrived.
///
/// # Errors
/// `shelter.code` without a reason.
pub async fn release(ask: Ask) -> Result<Reply, Problem> {
    let stay = one(&ask).await?;
    stay.needs(&["HELD"])?;
    let code = coded(ask.form.get("why"), &RELEASE_CODES)?;
    let step = step(Some(ask.worker()?.id), "END", code, ask.now);
    let (id, now) = (stay.id, ask.now);
    moved(&ask, &stay, step, move |tx| store::end(tx, (id, "HELD"), code, None, now)).await
}
