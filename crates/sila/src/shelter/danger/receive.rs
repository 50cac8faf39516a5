//! What partners' nodes say about a blind check: they ask, they answer ours, and they say what came of theirs.

use std::collections::BTreeSet;

use rand_core::Rng;
use sila_core::ids::{AgencyId, ReferralId};
use sila_core::referral::Offer;
use sila_core::time::Millis;
use sila_link::place::safety::{SafetyCheck, evaluated};
use sila_link::place::{Place, PlaceCheck, PlaceValues, PlaceVerdict};
use sila_link::{Code, Disposition, LinkError, Message};
use zeroize::Zeroizing;

use super::{
    ASKED, CHECKS_DAY_MAX, CLEAR, Check, NOT_SAFE, REFUSED, SERVED, WAITING, WAITS_MAX, ask, fact,
    passing, store, values,
};
use crate::accounts::{Permission, store as accounts};
use crate::app::App;
use crate::cases::{self, identity, store as case_store};
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::known::day_began;
use crate::links::Peer;
use crate::links::outbox::{self, Letter};
use crate::links::receiving::{Apply, NOT_APPLIED, Parked};
use crate::problem::Problem;
use crate::referrals::store::Direction;
use crate::referrals::{Record, letter};

/// The offer has not come yet: the message waits for it.
const NO_OFFER: &str = "thread.no_offer";
/// More checks than [`CHECKS_DAY_MAX`].
const TOO_MANY: &str = "place.check_too_many";

/// For so many minutes after the check was waited for a place that is held for an offer stays held, so that people can decide.
const HELD_AFTER: i64 = 30;

/// What partners' nodes say of a check. What two others say to each other by way of us is handed on.
///
/// # Errors
/// [`Parked`] until the offer has come.
pub async fn prepare(app: &App, peer: &Peer, place: Place, now: Millis) -> Result<Apply, Parked> {
    if let Some(passed) = passing::between(app, peer, &place, now).await? {
        return Ok(passed);
    }
    match place {
        Place::Check(check) => asked(app, peer, check, now).await,
        Place::Values(answer) => answered(app, peer, answer, now).await,
        Place::Verdict(verdict) => Ok(settled(app, peer, &verdict, now)),
        Place::Ask(_) | Place::Answer(_) | Place::Release(_) => Err(LinkError::Kind.into()),
    }
}

/// An offer has come that says that a check follows: nobody is taken into our homes before it. The place that it names stays held
/// meanwhile.
///
/// # Errors
/// When the store cannot be written.
pub fn announced(
    tx: &mut dyn Tx,
    (id, peer): (ReferralId, AgencyId),
    offer: &Offer,
    now: Millis,
) -> Result<(), DbError> {
    let Some(by) = offer.checked_by else { return Ok(()) };
    let due = by.min(now.plus_minutes(WAITS_MAX));
    store::insert(tx, &Check { due: Some(due), ..store::served(id, peer, WAITING, now) })?;
    match offer.place {
        Some(place) => store::keep_held(tx, (peer, place), due.plus_minutes(HELD_AFTER), now),
        None => Ok(()),
    }
}

pub(super) fn not_applied(error: &dyn std::fmt::Display) -> Parked {
    tracing::error!("a blind check cannot be taken: {error}");
    Parked { code: NOT_APPLIED.to_owned() }
}

pub(super) fn refused(code: &'static str) -> Disposition {
    Disposition::Refused(Code::known(code))
}

/// A letter about a check, on the way of its referral.
pub(super) async fn posted(
    app: &App,
    record: &Record,
    place: Place,
    now: Millis,
) -> Result<Letter, Parked> {
    let message = Message::Place(place);
    let letter = letter::beside_entries(app, record, &message, now).await;
    letter.map_err(|problem| Parked { code: problem.code })
}

/// A partner asks about a referral of its own into one of our homes: the node answers at once, or says why not. A referral has one check,
/// and a partner so many a day.
///
/// # Errors
/// [`Parked`] until the offer has come.
async fn asked(app: &App, peer: &Peer, check: PlaceCheck, now: Millis) -> Result<Apply, Parked> {
    let (id, agency) = (check.referral, peer.agency);
    let no_offer = |_none: Problem| Parked { code: NO_OFFER.to_owned() };
    let record = Record::of(app, id).await.map_err(no_offer)?;
    let thread = record.thread.as_ref();
    let shelter = thread.is_some_and(|thread| thread.offer().gives_shelter(&[]));
    if record.row.peer != agency || record.row.direction != Direction::In || !shelter {
        return Ok(Box::new(|_tx| Ok(refused("place.check_not_asked"))));
    }
    let day = day_began(now);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let full = store::served_since(tx, agency, day)? >= CHECKS_DAY_MAX;
        let come = store::find(tx, id)?.is_some_and(|check| check.due.is_none());
        Ok((come, full))
    };
    let (before, full) = app.store.read(read).await.map_err(|error| not_applied(&error))?;
    if before {
        return Ok(Box::new(|_tx| Ok(refused("place.check_before"))));
    }
    // Whoever asks too often costs no work.
    let answer = if full { Err(TOO_MANY) } else { answer(app, check).await };
    let (state, answer) = match answer {
        Ok(answer) => (WAITING, answer),
        Err(code) => (REFUSED, PlaceValues::refusal(id, code)),
    };
    let too_many = PlaceValues::refusal(id, TOO_MANY);
    let letters = (
        posted(app, &record, Place::Values(answer), now).await?,
        posted(app, &record, Place::Values(too_many), now).await?,
    );
    let told = [state, REFUSED].map(|state| fact(app, id, &format!("{SERVED} {state}"), None, now));
    Ok(Box::new(move |tx| {
        // Counted where it is written, so that many at once are counted one after the other.
        let full = store::served_since(tx, agency, day)? >= CHECKS_DAY_MAX;
        let state = if full { REFUSED } else { state };
        if !store::come(tx, &store::served(id, agency, state, now))? {
            return Ok(refused("place.check_before"));
        }
        outbox::post(tx, if full { &letters.1 } else { &letters.0 })?;
        let [said, limited] = &told;
        journal::insert(tx, if full { limited } else { said })?;
        Ok(Disposition::Applied)
    }))
}

/// The values of the check, with a tag for everybody who lives in our homes or works with them. The key is forgotten here.
async fn answer(app: &App, check: PlaceCheck) -> Result<PlaceValues, &'static str> {
    if check.rules != values::RULES {
        return Err("place.check_rules");
    }
    let failed = |error: &dyn std::fmt::Display| {
        tracing::error!("a blind check cannot be answered: {error}");
        "place.check_failed"
    };
    let there = there(app).await.map_err(|problem| failed(&problem))?;
    // Thousands of evaluations, away from the threads that answer others.
    let work = move || {
        let mut seed = Zeroizing::new([0; 32]);
        Randomness.fill_bytes(seed.as_mut_slice());
        evaluated(&check, &there, &seed, &mut Randomness)
    };
    let done = tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))?;
    done.map_err(|error| failed(&error))
}

/// What is listed of everybody who lives in our homes or works with them.
async fn there(app: &App) -> Result<BTreeSet<String>, Problem> {
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        let Some(cases) = store::residents(tx)? else { return Ok(None) };
        let (mut stored, mut sealed) = (Vec::new(), Vec::new());
        for case in cases {
            stored.extend(case_store::stored(tx, case)?);
            sealed.extend(identity::store::compared(tx, case)?.map(|locked| (case, locked)));
        }
        Ok(Some((stored, sealed, accounts::all(tx)?)))
    };
    let found = app.store.read(read).await?;
    let (stored, sealed, workers) = found.ok_or_else(|| Problem::internal("danger.too_many"))?;
    let mut names = Vec::new();
    // A code name would hide whoever lives here from those who know the true one.
    for (case, locked) in sealed {
        names.push(identity::compared(app, case, &locked)?);
    }
    for one in stored {
        for person in cases::unseal(app, one, None)?.disclosure.people {
            names.extend(person.name_ar.into_iter().chain(person.name_latin));
        }
    }
    let staff = workers.into_iter().filter(|one| one.active && one.may(Permission::ShelterRead));
    names.extend(staff.flat_map(|one| [one.name_ar, one.name_en]));
    Ok(names.iter().flat_map(|name| values::listed(name)).collect())
}

/// The answer to a check of ours: only this node sees what it says, and tells the other one word of it.
///
/// # Errors
/// [`Parked`] when the store cannot be read.
async fn answered(
    app: &App,
    peer: &Peer,
    answer: PlaceValues,
    now: Millis,
) -> Result<Apply, Parked> {
    let (about, agency) = (answer.referral, peer.agency);
    let read = move |tx: &mut dyn Tx| store::asked_about(tx, about);
    let check = app.store.read(read).await.map_err(|error| not_applied(&error))?;
    let Some(check) = check.filter(|check| check.awaits(agency)) else {
        return Ok(Box::new(|_tx| Ok(refused("place.check_not_asked"))));
    };
    let id = check.referral;
    let record = Record::of(app, id).await.map_err(|problem| not_applied(&problem))?;
    let met = met(app, &record, &check, &answer).await.map_err(|problem| not_applied(&problem))?;
    let state = match met {
        None => REFUSED,
        Some(true) => NOT_SAFE,
        Some(false) => CLEAR,
    };
    let letter = match met {
        None => None,
        Some(met) => {
            let verdict = PlaceVerdict { referral: about, safe: !met };
            Some(posted(app, &record, Place::Verdict(verdict), now).await?)
        }
    };
    let told = fact(app, id, &format!("{ASKED} {state}"), None, now);
    Ok(Box::new(move |tx| {
        if !store::settle(tx, (id, agency, ASKED), state, now)? {
            return Ok(refused("place.check_not_asked"));
        }
        letter.iter().try_for_each(|letter| outbox::post(tx, letter))?;
        journal::insert(tx, &told)?;
        Ok(Disposition::Applied)
    }))
}

/// Whether somebody was found; nothing when there is no answer that could be read, or nobody was found and not everybody could be
/// asked about.
async fn met(
    app: &App,
    record: &Record,
    check: &Check,
    answer: &PlaceValues,
) -> Result<Option<bool>, Problem> {
    let (Some(case), Some(secret)) = (record.row.case_id, &check.secret) else { return Ok(None) };
    if answer.refused.is_some() {
        return Ok(None);
    }
    let Some(case) = ask::record_of(app, case).await? else { return Ok(None) };
    let plain = case.open(app, ask::place(check.referral), secret)?;
    let asked: SafetyCheck = minicbor::decode(&plain)
        .map_err(|error| Problem::internal("vault.unreadable").because(error))?;
    let met = asked.is_met(answer).ok();
    let whole = values::is_whole(&ask::feared(app, &case).await?);
    Ok(met.filter(|met| *met || whole))
}

/// What came of a check that we answered.
fn settled(app: &App, peer: &Peer, verdict: &PlaceVerdict, now: Millis) -> Apply {
    let (id, agency): (ReferralId, _) = (verdict.referral, peer.agency);
    let state = if verdict.safe { CLEAR } else { NOT_SAFE };
    let told = fact(app, id, &format!("{SERVED} {state}"), None, now);
    Box::new(move |tx| {
        if !store::settle(tx, (id, agency, SERVED), state, now)? {
            return Ok(refused("place.check_not_asked"));
        }
        journal::insert(tx, &told)?;
        Ok(Disposition::Applied)
    })
}
