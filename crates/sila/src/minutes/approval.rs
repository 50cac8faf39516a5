//! Approval of minutes: the parties get them, those with a node sign, of those without it is written down how they approved, and when
//! the last has approved they are closed.

use std::collections::BTreeMap;

use sila_core::{AgencyId, MeetingId, Millis};
use sila_link::record::{Standing, Word as Voice};

use super::act::fresh;
use super::store::{self, Minutes, Word};
use super::text::{self, Line};
use super::{APPROVED, CIRCULATED, DRAFT, OBJECTION_DAYS, path, points, share};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::text::LINE_MAX;
use crate::meetings::{self, Open, fact, sealed, unsealed};
use crate::problem::Problem;
use crate::records::{self, By, propose};
use crate::reply::Reply;

/// What is written of a party that approved on paper.
pub const ON_PAPER: &str = "APPROVED";
/// What is written of a party that objected.
pub const OBJECTED: &str = "OBJECTED";

/// How one party stands to the minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// It has signed with its key.
    Signed,
    /// It approved on paper; that is written down here.
    Paper(Millis),
    /// It objected.
    Objects,
    /// It has said nothing yet.
    Awaited,
}

/// The parties of a meeting that is kept here: the host, and every entity that came or helps to organise.
///
/// # Errors
/// When the store cannot be read.
pub async fn parties(app: &App, id: MeetingId) -> Result<Vec<AgencyId>, Problem> {
    let all = app.store.read(move |tx| meetings::store::delegations(tx, id)).await?;
    let me = app.node.id;
    let came = all.iter().filter(|one| one.party != me && (one.present > 0 || one.seats == 0));
    Ok([me].into_iter().chain(came.map(|one| one.party)).collect())
}

/// How every party stands, the host first.
///
/// # Errors
/// When the store cannot be read.
pub async fn stances(app: &App, minutes: &Minutes) -> Result<BTreeMap<AgencyId, Stance>, Problem> {
    let (id, record) = (minutes.meeting, minutes.record);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let shared = match record {
            Some(record) => records::store::load(tx, record)?,
            None => None,
        };
        Ok((store::words(tx, id)?, shared))
    };
    let (words, shared) = app.store.read(read).await?;
    let mut all = BTreeMap::new();
    if minutes.host == app.node.id {
        all.extend(parties(app, id).await?.into_iter().map(|party| (party, Stance::Awaited)));
        if minutes.state != DRAFT {
            all.insert(minutes.host, Stance::Signed);
        }
    }
    if let Some((_, held)) = shared.as_ref().and_then(|loaded| loaded.shared.versions().last()) {
        for party in &held.version.parties {
            let stance = match held.words.get(party) {
                Some(Voice::Sign) => Stance::Signed,
                Some(_) => Stance::Objects,
                None => Stance::Awaited,
            };
            all.insert(*party, stance);
        }
    }
    for word in words {
        let stance = if word.word == ON_PAPER { Stance::Paper(word.at) } else { Stance::Objects };
        all.insert(word.party, stance);
    }
    Ok(all)
}

/// Sends the minutes to the parties: those with a node get them to sign. The host signs by sending.
///
/// # Errors
/// `minutes.closed` when the parties have them; `minutes.empty`; what records refuse.
pub async fn circulate(
    app: &App,
    meeting: &Open,
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let id = meeting.row.id;
    let refused = |code: &str| Problem::refused(code).way_out(path(id, ""));
    let begun = fresh(app, meeting);
    let read = app.store.read(move |tx| store::find(tx, id)).await?;
    let minutes = read.unwrap_or(begun);
    if minutes.state != DRAFT {
        return Err(refused("minutes.closed"));
    }
    let all = points(app, id).await?;
    if all.is_empty() {
        return Err(refused("minutes.empty"));
    }
    let line = |one: &super::Point| Line {
        number: one.number,
        kind: one.kind.code().to_owned(),
        owner: one.owner,
        due_at: one.due_at.map(|at| at.0),
        review_at: one.review_at.map(|at| at.0),
        text: one.text.clone(),
    };
    let content = text::Minutes {
        meeting: id,
        series: minutes.series,
        heading: meeting.heading.clone(),
        starts_at: minutes.starts_at.0,
        points: all.iter().map(line).collect(),
    };
    let mut linked = Vec::new();
    for party in parties(app, id).await? {
        if party != app.node.id && share::is_linked(app, party).await? {
            linked.push(party);
        }
    }
    let by = By { worker: Some(worker.id), now };
    let bytes = minicbor::to_vec(&content).unwrap_or_default();
    let record = match linked.is_empty() {
        true => None,
        false => Some(propose::first(app, text::MINUTES, &linked, bytes, by).await?),
    };
    let next = Minutes {
        state: CIRCULATED.to_owned(),
        record,
        circulated_at: Some(now),
        body: sealed(app, "minutes", id.0, &meeting.heading),
        ..minutes
    };
    let told = fact(app, "minutes", format!("{id} circulated"), Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::set(tx, &next)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Meetings);
    close_if_all(app, id, now).await
}

/// Closes minutes that are kept here when every party has approved them.
pub(super) async fn close_if_all(app: &App, id: MeetingId, now: Millis) -> Result<(), Problem> {
    let minutes = app.store.read(move |tx| store::find(tx, id)).await?;
    let Some(minutes) = minutes.filter(|one| one.state == CIRCULATED) else { return Ok(()) };
    let stances = stances(app, &minutes).await?;
    let agreed = |stance: &Stance| matches!(stance, Stance::Signed | Stance::Paper(_));
    if minutes.host != app.node.id || !stances.values().all(agreed) {
        return Ok(());
    }
    let next = Minutes { state: APPROVED.to_owned(), ..minutes };
    let told = fact(app, "minutes", format!("{id} approved"), None, now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::set(tx, &next)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Meetings);
    Ok(())
}

/// Whether the time for objections is over. Approving has no such end: without every party nothing is approved.
pub fn is_too_late(minutes: &Minutes, now: Millis) -> bool {
    minutes.circulated_at.is_some_and(|at| at.plus_days(OBJECTION_DAYS) < now)
}

/// Writes down what a party without a node has said, on whose word.
///
/// # Errors
/// `minutes.not_circulated`; `minutes.objected_late` for an objection after its time; `minutes.no_party` for a party of no such kind; `minutes.no_outcome` without a name.
pub async fn on_paper(
    app: &App,
    id: MeetingId,
    (party, approves): (AgencyId, bool),
    word: &str,
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let refused = |code: &str| Problem::refused(code).way_out(path(id, ""));
    let minutes = app.store.read(move |tx| store::find(tx, id)).await?;
    let minutes = minutes.filter(|one| one.host == app.node.id).ok_or_else(Problem::not_found)?;
    if minutes.state != CIRCULATED {
        return Err(refused("minutes.not_circulated"));
    }
    if !approves && is_too_late(&minutes, now) {
        return Err(refused("minutes.objected_late"));
    }
    if word.trim().is_empty() || word.chars().count() > LINE_MAX {
        return Err(refused("minutes.no_word"));
    }
    let known = parties(app, id).await?.contains(&party);
    if !known || party == app.node.id || share::is_linked(app, party).await? {
        return Err(refused("minutes.no_party"));
    }
    let said = if approves { ON_PAPER } else { OBJECTED };
    let body = sealed(app, "minutes_word", id.0, &word.to_owned());
    let one = Word { party, word: said.to_owned(), at: now, body };
    let (told, by) =
        (fact(app, "minutes", format!("{id} {said} on paper"), Some(worker), now), worker.id);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::say(tx, id, &one, Some(by))?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Meetings);
    close_if_all(app, id, now).await
}

/// On whose word a party without a node approved.
pub fn on_whose_word(app: &App, id: MeetingId, word: &Word) -> Result<String, Problem> {
    unsealed(app, "minutes_word", id.0, &word.body)
}

/// `POST …/circulation`.
///
/// # Errors
/// As [`circulate`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let meeting = meetings::of(&ask).await?;
    circulate(&ask.app, &meeting, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(meeting.row.id, ""))))
}

/// `POST …/revision`: minutes to which a party objected are written on, and sent to everybody anew.
///
/// # Errors
/// `page.not_found`; `minutes.no_objection`.
pub async fn revise(ask: Ask) -> Result<Reply, Problem> {
    let (id, me): (MeetingId, _) = (ask.id("id")?, ask.app.node.id);
    let minutes = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let minutes = minutes.filter(|one| one.host == me).ok_or_else(Problem::not_found)?;
    let objects = stances(&ask.app, &minutes).await?.values().any(|one| *one == Stance::Objects);
    if minutes.state != CIRCULATED || !objects {
        return Err(Problem::refused("minutes.no_objection").way_out(path(id, "")));
    }
    let next = Minutes { state: DRAFT.to_owned(), record: None, circulated_at: None, ..minutes };
    let told = fact(&ask.app, "minutes", format!("{id} revised"), Some(ask.worker()?), ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::set(tx, &next)?;
        store::forget_words(tx, id)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    ask.app.changed(Topic::Meetings);
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// `POST …/paper`.
///
/// # Errors
/// As [`on_paper`].
pub async fn paper(ask: Ask) -> Result<Reply, Problem> {
    let id: MeetingId = ask.id("id")?;
    let party = AgencyId::parse(ask.form.get("party").unwrap_or_default());
    let party = party.or(Err(Problem::refused("minutes.no_party").way_out(path(id, ""))))?;
    let approves = ask.form.get("word") != Some(OBJECTED);
    let whose = ask.form.get("whose").unwrap_or_default();
    on_paper(&ask.app, id, (party, approves), whose, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// Signs minutes that another agency keeps, or objects to them, in the name of ours.
///
/// # Errors
/// `page.not_found`; `minutes.objected_late` for an objection after its time; what records refuse.
pub async fn sign(app: &App, id: MeetingId, signs: bool, by: By) -> Result<(), Problem> {
    let me = app.node.id;
    let minutes = app.store.read(move |tx| store::find(tx, id)).await?;
    let minutes = minutes.filter(|one| one.host != me).ok_or_else(Problem::not_found)?;
    if !signs && is_too_late(&minutes, by.now) {
        return Err(Problem::refused("minutes.objected_late").way_out(path(id, "")));
    }
    let record = minutes.record.ok_or_else(Problem::not_found)?;
    let loaded = app.store.read(move |tx| records::store::load(tx, record)).await?;
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    let open = |digest: &&sila_seal::Hash| loaded.shared.standing(digest) == Some(Standing::Open);
    let digest = loaded.shared.versions().map(|(digest, _)| digest).find(open);
    let held = digest.and_then(|digest| loaded.shared.version(digest));
    let held = held.ok_or_else(|| Problem::refused("record.already_said").way_out(path(id, "")))?;
    let word = if signs { Voice::Sign } else { Voice::Decline };
    records::word::commit(app, held.version.clone(), word, by).await
}

/// `POST …/signature`.
///
/// # Errors
/// As [`sign`].
pub async fn signature(ask: Ask) -> Result<Reply, Problem> {
    let id: MeetingId = ask.id("id")?;
    let signs = match ask.form.get("word") {
        Some("sign") => true,
        Some("decline") => false,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let by = By { worker: Some(ask.worker()?.id), now: ask.now };
    sign(&ask.app, id, signs, by).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}
