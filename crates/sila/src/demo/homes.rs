//! Homes with rooms and beds, and who lives there already: by number, as the board shows them.

use anyhow::{Context, ensure};
use sila_core::codes::{Risk, Sex, Urgency};
use sila_core::ids::{CaseId, ReferralId};
use sila_core::person::{AgeBand, Ages};
use sila_core::shelter::{Feature, Need, Proposal, Rank, Sleeper, Takes, propose};
use sila_core::time::Millis;
use uuid::Uuid;

use super::deed::{Act, Deed, Escorted};
use super::hosting::listed;
use super::script::coded_list;
use super::stage::Stage;
use crate::accounts::Worker;
use crate::app::App;
use crate::cases::{CaseRecord, open_record};
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::p;
use crate::shelter::escorts::{self, Escort, Words};
use crate::shelter::homes::{self, Bed, Home, Room, address, store as rooms};
use crate::shelter::shifts;
use crate::shelter::stays::hold::{self, Hold, Whom};
use crate::shelter::stays::{moves, store};
use crate::shelter::waiting::{Waiting, Wanted, add};

/// What one shift of every home tells the next: what, and in which words.
const OPEN_POINTS: [(&str, &str); 2] = [
    ("HEALTH", "دواء المساء في الثامنة، والعلبة الجديدة في الخزانة المقفلة."),
    ("CHILD", "حافلة المدرسة غداً في السابعة والربع بدل السابعة والنصف."),
];

/// Whoever is brought comes so long after that was planned, in minutes.
const AHEAD_MINUTES: i64 = 20;

/// A home of the script.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The agency.
    pub node: String,
    code: String,
    name_ar: String,
    name_en: String,
    area: String,
    gates: Vec<String>,
    address: String,
    rooms: Vec<ToldRoom>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ToldRoom {
    name: String,
    wing: String,
    beds: usize,
    female: Option<[u8; 2]>,
    male: Option<[u8; 2]>,
    #[serde(default)]
    whole: bool,
    #[serde(default)]
    with_adult: bool,
    #[serde(default, deserialize_with = "coded_list")]
    features: Vec<Feature>,
    taken: usize,
    #[serde(default)]
    held: usize,
    #[serde(default)]
    out: usize,
    #[serde(default)]
    unseen: bool,
}

/// Makes the home and lets people live in it since before.
///
/// # Errors
/// When the store cannot be written.
pub async fn furnish(app: &App, worker: &Worker, told: &Told, now: Millis) -> anyhow::Result<()> {
    let id = app.clock.new_id();
    let home = Home {
        id,
        code: told.code.clone(),
        name_ar: told.name_ar.clone(),
        name_en: told.name_en.clone(),
        area: told.area.clone(),
        gates: told.gates.clone(),
        rooms: told.rooms.iter().map(|one| room(app, id, one, now)).collect(),
    };
    let (key, address) = address::seal(app, id, &told.address);
    let new = rooms::NewHome { home: home.clone(), key, address, now };
    app.store.write(move |tx| rooms::insert(tx, &new)).await?;
    for (room, told) in home.rooms.iter().zip(&told.rooms) {
        let mut beds = room.beds.iter().map(|bed| bed.id);
        let stays = if room.whole { told.taken.min(1) } else { told.taken };
        for _ in 0..stays {
            let taken: Vec<Uuid> =
                beds.by_ref().take(if room.whole { room.beds.len() } else { 1 }).collect();
            live(app, worker, (&home, room), taken, true, now).await?;
        }
    }
    for (kind, words) in OPEN_POINTS {
        let point = shifts::point(app, home.id, (kind, None, words), (worker.id, now));
        app.store.write(move |tx| shifts::store::add(tx, &point)).await?;
    }
    Ok(())
}

fn room(app: &App, home: Uuid, told: &ToldRoom, now: Millis) -> Room {
    let ages = |range: Option<[u8; 2]>| range.map(|[min, max]| Ages { min, max });
    let bed =
        |n: usize| Bed { id: app.clock.new_id(), label: n.to_string(), out: None, taken: None };
    Room {
        id: app.clock.new_id(),
        home,
        wing: told.wing.clone(),
        name: told.name.clone(),
        whole: told.whole,
        takes: Takes {
            female: ages(told.female),
            male: ages(told.male),
            with_adult: told.with_adult,
        },
        features: told.features.clone(),
        confirmed_at: now,
        beds: (1..=told.beds).map(bed).collect(),
    }
}

/// Somebody whom this room takes.
fn sleepers(room: &Room) -> Vec<Sleeper> {
    let sex = if room.takes.female.is_some() { Sex::Female } else { Sex::Male };
    let band = |age: AgeBand| Sleeper { sex, age };
    let fits = |one: &Sleeper| room.takes.one(*one) == sila_core::shelter::Fit::Sure;
    let wanted =
        [AgeBand::From25, AgeBand::From60, AgeBand::From6, AgeBand::From13, AgeBand::Under6];
    let first = wanted.into_iter().map(band).find(fits).unwrap_or(band(AgeBand::Unknown));
    let child = Sleeper { sex: Sex::Female, age: AgeBand::Under6 };
    let more = if room.whole { room.beds.len().saturating_sub(1) } else { 0 };
    std::iter::once(first).chain(std::iter::repeat_n(child, more)).collect()
}

async fn live(
    app: &App,
    worker: &Worker,
    (home, room): (&Home, &Room),
    beds: Vec<Uuid>,
    arrived: bool,
    now: Millis,
) -> anyhow::Result<()> {
    let need = Need { people: sleepers(room), features: Vec::new(), away_from: None };
    let matching = homes::matching(std::slice::from_ref(home), now);
    let grade = propose(&need, &matching).first().map(|one| one.grade).context("nobody fits")?;
    let place = Proposal { grade, home: home.id, rooms: vec![(room.id, beds)] };
    let whom = Whom { case: None, referral: None, urgency: Urgency::Routine };
    let hold = Hold::new(app, worker.id, (need, place), whom, now);
    let (id, step) = (hold.id(), hold::step(Some(worker.id), "ADMIT", "", now));
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let held = hold.insert(tx)?;
        if held && arrived {
            tx.send(&store::ADMIT, &p![id, now, None::<Millis>])?;
            store::add_step(tx, id, &step)?;
        }
        Ok(held)
    };
    anyhow::ensure!(app.store.write(write).await?, "a bed of the script is not free");
    Ok(())
}

/// Somebody is expected today, and the rooms have been looked at but for one wing.
///
/// # Errors
/// When the store cannot be written.
pub async fn today(app: &App, worker: &Worker, told: &Told, now: Millis) -> anyhow::Result<()> {
    let homes = hold::homes(app).await?;
    let home = homes.iter().find(|home| home.code == told.code).context("no such home")?;
    for (room, told) in home.rooms.iter().zip(&told.rooms) {
        let id = room.id;
        if !told.unseen {
            app.store.write(move |tx| tx.send(&rooms::CONFIRM_ROOM, &p![id, now])).await?;
        }
        let free = room.beds.iter().filter(|bed| bed.taken.is_none()).map(|bed| bed.id);
        for bed in free.take(told.held).collect::<Vec<Uuid>>() {
            live(app, worker, (home, room), vec![bed], false, now).await?;
        }
        for bed in room.beds.iter().rev().take(told.out) {
            let bed = bed.id;
            app.store.write(move |tx| tx.send(&rooms::OUT, &p![bed, "REPAIR", now])).await?;
        }
    }
    Ok(())
}

/// Those for whom a place was held when their referral was accepted have arrived: everything was in order.
///
/// # Errors
/// When the store cannot be written.
pub async fn arrive(app: &App, worker: &Worker, id: ReferralId, now: Millis) -> anyhow::Result<()> {
    let stays = app.store.read(move |tx| store::of_referral(tx, id)).await?;
    let Some(stay) = stays.into_iter().find(|stay| stay.state == "HELD") else { return Ok(()) };
    let homes = hold::homes(app).await?;
    let home = homes.into_iter().find(|home| home.id == stay.home).context("no such home")?;
    admit(app, worker, (stay.id, home.gates), Some(now.plus_days(21)), now).await
}

/// Plays one act, if a case of ours is given a place or waits for one. False when it is about something else.
///
/// # Errors
/// When the home has no place, they wait already, or the store cannot be written.
pub(super) async fn act(stage: &Stage, case: Option<CaseId>, deed: &Deed) -> anyhow::Result<bool> {
    if !matches!(deed.act, Act::Door { .. } | Act::Admit { .. } | Act::Queue { .. }) {
        return Ok(false);
    }
    let (app, worker) = (stage.at_work(&deed.by)?, stage.worker(&deed.by)?);
    let (case, now) = (case.context("no case")?, app.clock.now());
    let record = open_record(app, worker, case).await?;
    access::record(app, worker, Subject::Case(case.0), "shelter.place", now).await?;
    match &deed.act {
        Act::Door { home, escort } => {
            let (stay, _) = held(app, worker, (&record, home), now).await?;
            if let Some(told) = escort {
                brought((app, worker), stay, (told, false), now).await?;
            }
            let stay = app.store.read(move |tx| store::find(tx, stay)).await?;
            let refused = moves::may_arrive(app, &stay.context("no stay")?, now).await.err();
            let code = refused.map(|problem| problem.code);
            ensure!(code.as_deref() == Some("shelter.gates"), "at the door: {code:?}");
        }
        Act::Admit { home, escort } => {
            let (stay, gates) = held(app, worker, (&record, home), now).await?;
            if let Some(told) = escort {
                brought((app, worker), stay, (told, true), now).await?;
            }
            admit(app, worker, (stay, gates), None, now).await?;
        }
        Act::Queue { risk } => wait(app, worker, (&record, *risk), now).await?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// Who is to bring them, or has.
async fn brought(
    (app, worker): (&App, &Worker),
    stay: Uuid,
    (told, came): (&Escorted, bool),
    now: Millis,
) -> anyhow::Result<()> {
    let kind = escorts::KINDS.into_iter().find(|kind| *kind == told.kind);
    let kind = kind.context("no such escort")?;
    let tells = address::tells(app, &hold::homes(app).await?, &told.meeting).await?;
    ensure!(!tells, "an escort is never told where a home is");
    let [planned, arrived] = escorts::STEPS;
    let (act, at) = if came { (arrived, now) } else { (planned, now.plus_minutes(AHEAD_MINUTES)) };
    let agency = Some(listed(app, &told.agency).await?.id);
    let words = Words { officer: told.officer.clone(), meeting: told.meeting.clone() };
    let one = Escort { stay, came, kind: kind.to_owned(), agency, at, barred: false, words };
    let (one, by) = (escorts::sealed(app, one)?, (worker.id, now));
    let step = hold::step(Some(worker.id), act, kind, now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        escorts::store::set(tx, &one, by)?;
        store::add_step(tx, stay, &step)
    };
    Ok(app.store.write(write).await?)
}

/// Everybody of the case.
fn need(record: &CaseRecord, now: Millis) -> Need {
    let people = record.disclosure.people.iter();
    let people = people.map(|one| Sleeper { sex: one.sex, age: one.age_band(now) });
    Need { people: people.collect(), features: Vec::new(), away_from: None }
}

/// The place that is held for them, and what the home asks for; a new one where none is held.
async fn held(
    app: &App,
    worker: &Worker,
    (record, home): (&CaseRecord, &str),
    now: Millis,
) -> anyhow::Result<(Uuid, Vec<String>)> {
    let (case, homes) = (record.row.id, hold::homes(app).await?);
    let home = homes.into_iter().find(|one| one.code == home).context("no such home")?;
    if let Some(stay) = app.store.read(move |tx| store::live_of_case(tx, case)).await? {
        return Ok((stay, home.gates));
    }
    let free = |room: &&Room| room.beds.iter().any(|bed| bed.taken.is_none());
    let room = home.rooms.iter().find(free).context("the home is full")?.id;
    let wanted = Wanted { room: Some(room), past: None };
    let whom = Whom { case: Some(case), referral: None, urgency: record.row.urgency.parse()? };
    let stay = hold::create(app, worker.id, (need(record, now), wanted), whom, now).await?;
    Ok((stay, home.gates))
}

/// They are in the line of those who wait for a place.
async fn wait(
    app: &App,
    worker: &Worker,
    (record, risk): (&CaseRecord, Risk),
    now: Millis,
) -> anyhow::Result<()> {
    let urgency: Urgency = record.row.urgency.parse()?;
    let new = Waiting {
        id: app.clock.new_id(),
        case: Some(record.row.id),
        referral: None,
        need: need(record, now),
        rank: Rank { urgency, risk, linked: false, since: now },
        reference: String::new(),
        referred: record.row.origin.is_some(),
        first: None,
    };
    Ok(add::add(app, worker, new, now).await?)
}

/// Everything that the home asks for was seen to, and they have arrived.
async fn admit(
    app: &App,
    worker: &Worker,
    (id, gates): (Uuid, Vec<String>),
    leaves: Option<Millis>,
    now: Millis,
) -> anyhow::Result<()> {
    let by = worker.id;
    let step = |act, code: &str| hold::step(Some(by), act, code, now);
    let mut steps: Vec<_> = gates.iter().map(|gate| step("GATE", gate)).collect();
    steps.push(step("ADMIT", ""));
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for gate in &gates {
            tx.send(&store::SET_GATE, &p![id, gate, "DONE", "", by, now])?;
        }
        tx.send(&store::ADMIT, &p![id, now, leaves])?;
        steps.iter().try_for_each(|step| store::add_step(tx, id, step))
    };
    Ok(app.store.write(write).await?)
}

/// Those of this referral who live in a home leave it.
///
/// # Errors
/// When the store cannot be written.
pub async fn leave(app: &App, worker: &Worker, id: ReferralId, now: Millis) -> anyhow::Result<()> {
    let stays = app.store.read(move |tx| store::of_referral(tx, id)).await?;
    let Some(stay) = stays.into_iter().find(|stay| stay.state == "STAYING") else { return Ok(()) };
    let step = hold::step(Some(worker.id), "END", "RELATIVES", now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::end(tx, (stay.id, "STAYING"), "RELATIVES", Some(now.plus_days(30)), now)?;
        store::add_step(tx, stay.id, &step)
    };
    Ok(app.store.write(write).await?)
}
