//! The partners' meeting of the script: two days, its delegations with everybody who came, the four themes, the needs, and what
//! was recommended. Its minutes are still being written.

use anyhow::Context;
use sila_core::meeting::{Expected, MeetingKind, PointEnd, PointKind, Theme};
use sila_core::time::Millis;
use sila_core::{AgencyId, MeetingId};
use uuid::Uuid;

use super::calendar::When;
use super::delegations::{self, Delegation, Parties};
use super::pact::Elsewhere;
use super::proposing::{self, Proposed};
use super::public::{self, Better, Project, Statement};
use super::stage::Stage;
use crate::accounts::Worker;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::meetings::store::{Item, Presence};
use crate::meetings::text::{GuestText, Heading, ItemText, Words};
use crate::meetings::{self, ACCEPTED, Called, Open, guest, sealed, store};
use crate::minutes::{self, Ties};
use crate::themes::{self, EntryText};

/// The agency that hosts it, and who keeps it there.
const HOST: &str = "DANA";
const KEEPER: &str = "D-PART";
/// How many days it has.
const DAYS: u16 = 2;

/// The meeting as it is written down.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gathering {
    /// When its first day begins.
    at: When,
    ar: String,
    en: String,
    partners: Vec<Delegation>,
    themes: Vec<Said>,
    needs: Vec<(String, String)>,
    recommendations: Vec<Recommended>,
    items: Vec<Planned>,
    follow: Follow,
    proposals: Vec<Proposed>,
    decisions: Vec<Decided>,
    projects: Vec<Project>,
    statement: Statement,
    improvement: Better,
}

/// Day, time, minutes, title in both languages, what it leads to, who proposed it, who presents it, who answers for it, materials.
type Planned = (u16, String, u16, String, String, String, String, String, String, String);

/// The meeting that follows, of which invitations are out.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Follow {
    /// Days from now.
    days: i64,
    ar: String,
    en: String,
    seats: Vec<(String, u16)>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Decided {
    ar: String,
    en: String,
    basis: String,
    /// Days after the meeting.
    review: i64,
    by_vote: bool,
    /// What carries it out, and until when, in days after the meeting.
    action: Option<(String, String)>,
    due: i64,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    theme: String,
    ar: String,
    en: String,
    #[serde(default)]
    note: (String, String),
    #[serde(default)]
    action: Option<(String, String)>,
    /// Days after the meeting.
    #[serde(default)]
    due: i64,
    #[serde(default)]
    need: String,
    /// Likelihood and impact.
    #[serde(default)]
    marks: Option<(u8, u8)>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Recommended {
    ar: String,
    en: String,
    owner: String,
    due: i64,
    done: bool,
}

/// Plays it.
///
/// # Errors
/// When a step is refused.
pub async fn hold(stage: &mut Stage, told: &Gathering, now: Millis) -> anyhow::Result<()> {
    let app = stage.node(HOST)?.clone();
    let keeper = stage.worker(KEEPER)?.clone();
    let parties = delegations::parties(stage, &app, &told.partners).await?;
    let meeting = found(&app).await?;
    programme(&app, &meeting, told, &parties).await?;
    for one in &told.partners {
        let party = *parties.get(&one.code).context("an entity of the script")?;
        come(&app, &meeting, (party, one.seats)).await?;
    }
    for (ar, en) in &told.needs {
        themes::add_need(&app, &Words::new(ar, en), &keeper, meeting.day(1)).await?;
    }
    for one in &told.themes {
        entry(stage, &meeting, one, &keeper).await?;
    }
    recommend(&app, &meeting, told, (&parties, &keeper)).await?;
    afterwards(stage, &meeting, told, (&parties, &keeper), now).await
}

/// What comes of it: proposals, decisions, projects, a statement and a better service.
async fn afterwards(
    stage: &mut Stage,
    meeting: &Open,
    told: &Gathering,
    (parties, keeper): (&Parties, &Worker),
    now: Millis,
) -> anyhow::Result<()> {
    let app = stage.node(HOST)?.clone();
    for one in &told.proposals {
        let party = *parties.get(&one.by).context("an entity of the script")?;
        proposing::propose(&app, one, party, keeper, now).await?;
    }
    for one in &told.decisions {
        decide(&app, meeting, one, keeper).await?;
    }
    follow(&app, meeting, &told.follow, (parties, keeper), now).await?;
    for one in &told.projects {
        public::project(&app, one, parties, (keeper, now)).await?;
    }
    public::state(stage, &app, &told.statement, now).await?;
    public::improve(&app, &told.improvement, (keeper, now)).await
}

async fn decide(app: &App, meeting: &Open, one: &Decided, keeper: &Worker) -> anyhow::Result<()> {
    let said = minutes::Said {
        kind: PointKind::Decision,
        text: Words::new(&one.ar, &one.en),
        basis: one.basis.clone(),
        owner: app.node.id,
        worker: None,
        due_at: None,
        review_at: Some(meeting.day(DAYS).plus_days(one.review)),
        entry: None,
        from: None,
        ties: Ties { by_vote: one.by_vote, ..Ties::default() },
    };
    let at = meeting.day(DAYS).plus_hours(14);
    let number = minutes::add(app, meeting, said.clone(), keeper, at).await?;
    if let Some((ar, en)) = &one.action {
        let action = minutes::Said {
            kind: PointKind::Action,
            text: Words::new(ar, en),
            basis: String::new(),
            due_at: Some(meeting.day(DAYS).plus_days(one.due)),
            review_at: None,
            ties: Ties { carries_out: Some(number), ..Ties::default() },
            ..said
        };
        minutes::add(app, meeting, action, keeper, at).await?;
    }
    Ok(())
}

/// The meeting that follows: its period begins with the first, some have answered, and it opens with what is unfinished.
async fn follow(
    app: &App,
    before: &Open,
    told: &Follow,
    (parties, keeper): (&Parties, &Worker),
    now: Millis,
) -> anyhow::Result<()> {
    let (id, day) = (MeetingId(app.clock.new_id()), now.plus_days(told.days).uae_date());
    let until = day.at_minute(0);
    let called = Called {
        kind: MeetingKind::FollowUp,
        heading: Heading {
            title: Words::new(&told.ar, &told.en),
            place: Words::new("قاعة الاجتماعات (تجريبية)", "Meeting room (demo)"),
            period: Some((before.row.starts_at.0, until.0)),
        },
        day,
        days: 1,
        series: Some(before.row.id),
    };
    meetings::call(app, id, called, keeper, now).await?;
    let answers = [ACCEPTED, "TENTATIVE", "INVITED"];
    let mut guests = Vec::new();
    for (code, seats) in &told.seats {
        let party = *parties.get(code).with_context(|| code.clone())?;
        for (nth, answer) in (1..=*seats).zip(answers) {
            let name = Words::new(format!("عضو الوفد {nth}"), format!("Delegate {nth}"));
            guests.push(guest(app, party, &GuestText { name, ..GuestText::default() }, answer));
        }
    }
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for one in &guests {
            let of_party = guests.iter().filter(|other| other.party == one.party).count();
            let seats = u16::try_from(of_party).unwrap_or(u16::MAX);
            store::set_seats(tx, id, one.party, seats)?;
            store::invite(tx, id, one)?;
        }
        Ok(())
    };
    Ok(app.store.write(write).await?)
}

/// Puts the entities without a node on record at the host, and some of them elsewhere.
///
/// # Errors
/// When the store cannot be written.
pub async fn list(
    stage: &Stage,
    told: &Gathering,
    elsewhere: &Elsewhere,
    now: Millis,
) -> anyhow::Result<()> {
    delegations::list(stage.node(HOST)?, told.partners.iter(), now).await?;
    for (node, codes) in elsewhere {
        let theirs = told.partners.iter().filter(|one| codes.contains(&one.code));
        delegations::list(stage.node(node)?, theirs, now).await?;
    }
    Ok(())
}

/// Calls it, before anything is said: its room belongs to it.
///
/// # Errors
/// When the store cannot be written.
pub async fn call(stage: &Stage, told: &Gathering, now: Millis) -> anyhow::Result<()> {
    let (app, keeper) = (stage.node(HOST)?, stage.worker(KEEPER)?);
    let (id, begins) = (MeetingId(app.clock.new_id()), told.at.at(now));
    let place = Words::new("قاعة اللقاءات (تجريبية)", "Meeting hall (demo)");
    let called = Called {
        kind: MeetingKind::Foresight,
        heading: Heading { title: Words::new(&told.ar, &told.en), place, period: None },
        day: begins.uae_date(),
        days: DAYS,
        series: None,
    };
    Ok(meetings::call(app, id, called, keeper, begins.plus_days(-14)).await?)
}

/// The meeting, at its host.
async fn found(app: &App) -> anyhow::Result<Open> {
    let all = app.store.read(store::all).await?;
    let first = all.first().context("nobody has called the meeting")?;
    Ok(meetings::open(app, first.id).await?)
}

async fn programme(
    app: &App,
    meeting: &Open,
    told: &Gathering,
    parties: &Parties,
) -> anyhow::Result<()> {
    for (day, begins, minutes, ar, en, leads_to, by, presenter, owner, materials) in &told.items {
        let (id, row) = (meeting.row.id, app.clock.new_id());
        let text = ItemText {
            title: Words::new(ar, en),
            proposer: *parties.get(by).with_context(|| by.clone())?,
            presenter: presenter.clone(),
            owner: owner.clone(),
            expected: Expected::from_code(leads_to)?.code().to_owned(),
            materials: materials.clone(),
        };
        let (hour, minute) = begins.split_once(':').context("a time")?;
        let (hour, minute): (u16, u16) = (hour.parse()?, minute.parse()?);
        let minute = hour.saturating_mul(60).saturating_add(minute);
        let body = sealed(app, "meeting_item", row, &text);
        let item = Item { id: row, day: *day, minute, minutes: *minutes, body };
        app.store.write(move |tx| store::keep_item(tx, id, &item)).await?;
    }
    Ok(())
}

/// A delegation: everybody of it was there on both days.
async fn come(app: &App, meeting: &Open, (party, seats): (AgencyId, u16)) -> anyhow::Result<()> {
    let id = meeting.row.id;
    let of = |nth: u16| GuestText {
        name: Words::new(format!("عضو الوفد {nth}"), format!("Delegate {nth}")),
        ..GuestText::default()
    };
    let guests: Vec<_> = (1..=seats).map(|nth| guest(app, party, &of(nth), ACCEPTED)).collect();
    let there = |guest: Uuid, day: u16| {
        let at = meeting.day(day).plus_minutes(8 * 60 + 20);
        Presence { guest, day, at, how: "HAND".to_owned() }
    };
    let came: Vec<Presence> =
        guests.iter().flat_map(|one| (1..=DAYS).map(move |day| there(one.id, day))).collect();
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::set_seats(tx, id, party, seats)?;
        guests.iter().try_for_each(|one| store::invite(tx, id, one))?;
        came.iter().try_for_each(|one| store::present(tx, one).map(|_| ()))
    };
    Ok(app.store.write(write).await?)
}

async fn entry(stage: &Stage, meeting: &Open, one: &Said, keeper: &Worker) -> anyhow::Result<()> {
    let (app, (note_ar, note_en)) = (stage.node(HOST)?, &one.note);
    let text = EntryText {
        text: Words::new(&one.ar, &one.en),
        note: Words::new(note_ar, note_en),
        said_by: String::new(),
    };
    let at = meeting.day(1).plus_hours(11);
    let rated = one.marks.map(|(likely, impact)| (likely, impact, at.plus_days(90)));
    let action = one
        .action
        .as_ref()
        .map(|(ar, en)| (Words::new(ar, en), app.node.id, meeting.day(DAYS).plus_days(one.due)));
    let theme = Theme::from_code(&one.theme)?;
    let needs = if one.need.is_empty() { Vec::new() } else { vec![need(app, &one.need).await?] };
    let said = themes::Said { theme, text, initiative: None, needs, rated, action, from: None };
    themes::keep(app, meeting, said, keeper, at).await?;
    Ok(())
}

async fn need(app: &App, code: &str) -> anyhow::Result<Uuid> {
    let all = app.store.read(themes::store::needs).await?;
    let found = all.into_iter().find(|need| need.code == code);
    Ok(found.with_context(|| format!("no need {code}"))?.id)
}

async fn recommend(
    app: &App,
    meeting: &Open,
    told: &Gathering,
    (parties, keeper): (&Parties, &Worker),
) -> anyhow::Result<()> {
    let at = meeting.day(DAYS).plus_hours(13);
    for one in &told.recommendations {
        let said = minutes::Said {
            kind: PointKind::Recommendation,
            text: Words::new(&one.ar, &one.en),
            basis: String::new(),
            owner: *parties.get(&one.owner).with_context(|| one.owner.clone())?,
            worker: None,
            due_at: Some(meeting.day(DAYS).plus_days(one.due)),
            review_at: None,
            entry: None,
            from: None,
            ties: Ties::default(),
        };
        let number = minutes::add(app, meeting, said, keeper, at).await?;
        if one.done {
            let ended = (PointEnd::Done, "دليل مشترك باللغتين · A shared glossary");
            minutes::end(app, (meeting.row.id, number), ended, keeper, at.plus_days(3)).await?;
        }
    }
    Ok(())
}
