//! The room of the partners' meeting: what was said in it, at three agencies, and what was answered.

use anyhow::Context;
use sila_core::{AgencyId, IdeaId, SeatId, WorkerId};
use sila_seal::sha256;

use super::calendar::When;
use super::hall;
use super::stage::Stage;
use crate::app::App;
use crate::ideas::answers::{INITIATIVE, PRACTICE, becoming, given, turned};
use crate::ideas::board::post::{self, Voice, Words};
use crate::ideas::board::{endorsement, store};
use crate::ideas::review::decision::{self, Word};
use crate::ideas::rooms::{Room, opening, store as rooms};
use crate::ideas::seats::{Credit, Seat, join};
use crate::ideas::share::{self, sharing};
use crate::journal::store::Fact;
use crate::knowledge;
use crate::meetings::store as meetings;
use crate::partners;

/// People in the room who say nothing and support what others say.
const CROWD: usize = 53;

/// A room and what was said in it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// When.
    pub at: When,
    /// When it was answered.
    pub answered_at: When,
    /// The agency that opened it.
    pub node: String,
    /// Who moderates.
    pub by: String,
    title_ar: String,
    title_en: String,
    with: Vec<String>,
    said: Vec<SaidText>,
    comments: Vec<Comment>,
    waiting: Vec<String>,
    removed: Vec<(String, String)>,
    answers: Vec<AnswerText>,
    clusters: Vec<hall::ClusterText>,
    polls: Vec<hall::PollText>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidText {
    kind: String,
    text: String,
    #[serde(default)]
    entity: String,
    #[serde(default)]
    table: String,
    /// Another agency with which the room is shared, and who moderates there.
    node: Option<String>,
    by: Option<String>,
    support: usize,
    /// Whoever said it lets the report quote it.
    #[serde(default)]
    quote: bool,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Comment {
    about: String,
    kind: String,
    text: String,
    entity: String,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerText {
    about: String,
    code: String,
    words: String,
    /// English title of the initiative that it became.
    initiative: Option<String>,
    /// Kind of the item of the library that it became: the first of that kind.
    practice: Option<String>,
}

/// Plays it.
///
/// # Errors
/// When a step is refused.
pub async fn exchange(stage: &mut Stage, one: &Exchange) -> anyhow::Result<()> {
    let (app, officer) = (stage.node(&one.node)?.clone(), stage.worker(&one.by)?.id);
    for code in one.with.iter().chain([&one.node]) {
        crate::people::register::fill(stage.node(code)?).await?;
    }
    let room = open(&app, one, officer).await?;
    for code in &one.with {
        let peer = stage.node(code)?.node.id;
        sharing::share(&app, &room, peer, (officer, app.clock.now())).await?;
    }
    settle(stage, one).await?;
    let crowd = crowd(&app, &room).await?;
    for said in &one.said {
        say(stage, (one, &room), said, &crowd).await?;
    }
    settle(stage, one).await?;
    comment(&app, &room, one, officer).await?;
    rest(&app, &room, one, officer).await?;
    put_together(&app, &room, one, officer).await?;
    settle(stage, one).await
}

/// What is alike is put together, and the hall is asked.
async fn put_together(
    app: &App,
    room: &Room,
    one: &Exchange,
    officer: WorkerId,
) -> anyhow::Result<()> {
    for cluster in &one.clusters {
        let mut ideas = Vec::new();
        for text in &cluster.of {
            ideas.push(find(app, room, text).await?);
        }
        hall::together(app, room, (cluster, ideas), officer).await?;
    }
    for poll in &one.polls {
        hall::ask(app, room, poll, officer).await?;
    }
    Ok(())
}

async fn crowd(app: &App, room: &Room) -> anyhow::Result<Vec<Seat>> {
    let partners = app.store.read(partners::store::all).await?;
    let mut all = partners.iter().map(|one| (one.name_ar.as_str(), Some(one.id))).cycle();
    let mut crowd = Vec::new();
    for _ in 0..CROWD {
        let (entity, agency) = all.next().unwrap_or(("جهة مشاركة (تجريبية)", None));
        crowd.push(seated(app, room, (entity, agency)).await?);
    }
    Ok(crowd)
}

/// What was said about ideas, let through.
async fn comment(app: &App, room: &Room, one: &Exchange, officer: WorkerId) -> anyhow::Result<()> {
    for comment in &one.comments {
        let about = find(app, room, &comment.about).await?;
        let seat = seat(app, room, &comment.entity).await?;
        let words = words(Some(about), &comment.kind, &comment.text);
        let now = app.clock.now();
        let id = post::say(app, room, &Voice::Seat(Box::new(seat)), words, now).await?;
        decision::decide(app, room, id, Word::Show, (officer, now)).await?;
    }
    Ok(())
}

/// What was answered, and what came of it.
///
/// # Errors
/// When a step is refused.
pub async fn answer(stage: &mut Stage, one: &Exchange) -> anyhow::Result<()> {
    let (app, officer) = (stage.node(&one.node)?.clone(), stage.worker(&one.by)?.id);
    let all = app.store.read(rooms::all).await?;
    let room = all.into_iter().find(|room| room.title_en == one.title_en);
    let room = room.context("the room is not there")?;
    for answer in &one.answers {
        answered(&app, &room, officer, answer).await?;
    }
    settle(stage, one).await
}

async fn open(app: &App, one: &Exchange, officer: WorkerId) -> anyhow::Result<Room> {
    let now = app.clock.now();
    let meeting = app.store.read(meetings::all).await?.first().map(|meeting| meeting.id.0);
    let titles = (one.title_ar.clone(), one.title_en.clone());
    let room = Room { meeting, ..opening::fresh(app, titles, now) };
    let told = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "ideas",
        subject: format!("{} opened", room.id),
        worker: Some(officer),
        data: Vec::new(),
    };
    Ok(opening::open(app, room, told).await?)
}

fn words(about: Option<IdeaId>, kind: &str, text: &str) -> Words {
    Words { about, kind: kind.to_owned(), text: text.to_owned(), key: text.to_owned() }
}

/// Somebody of that entity comes into the room.
async fn seat(app: &App, room: &Room, entity: &str) -> anyhow::Result<Seat> {
    seated(app, room, (entity, None)).await
}

async fn seated(
    app: &App,
    room: &Room,
    (entity, agency): (&str, Option<AgencyId>),
) -> anyhow::Result<Seat> {
    let id = SeatId(app.clock.new_id());
    let credit = Credit { name: String::new(), entity: entity.to_owned() };
    let joined_at = app.clock.now();
    let seat = Seat { id, room: room.id, agency, worker: None, credit, joined_at };
    join::take(app, &seat, sha256(&[id.0.as_bytes()])).await?;
    Ok(seat)
}

/// An idea, let through, with those who support it.
async fn say(
    stage: &Stage,
    (one, room): (&Exchange, &Room),
    said: &SaidText,
    crowd: &[Seat],
) -> anyhow::Result<()> {
    let node = said.node.as_ref().unwrap_or(&one.node);
    let (app, officer) = (stage.node(node)?, stage.worker(said.by.as_ref().unwrap_or(&one.by))?.id);
    let id = room.id;
    let here = app.store.read(move |tx| rooms::find(tx, id)).await?;
    let (here, now) =
        (here.with_context(|| format!("the room is not at {node}"))?, app.clock.now());
    let voice = match said.table.as_str() {
        "" => Voice::Seat(Box::new(seat(app, &here, &said.entity).await?)),
        table => Voice::Paper(officer, table.to_owned()),
    };
    let idea = post::say(app, &here, &voice, words(None, &said.kind, &said.text), now).await?;
    decision::decide(app, &here, idea, Word::Show, (officer, now)).await?;
    if said.quote {
        app.store.write(move |tx| store::quote(tx, idea, true, now)).await?;
    }
    let here_too = said.node.is_none();
    for seat in crowd.iter().filter(|_| here_too).take(said.support) {
        endorsement::endorse(app, &here, seat, (idea, true), now).await?;
    }
    Ok(())
}

async fn find(app: &App, room: &Room, text: &str) -> anyhow::Result<IdeaId> {
    let id = room.id;
    let all = app.store.read(move |tx| store::oldest(tx, id)).await?;
    for idea in all {
        if crate::ideas::board::said(app, &idea)?.text == text {
            return Ok(idea.id);
        }
    }
    anyhow::bail!("{text} is not on the board")
}

/// What waits for the moderator, and what was removed.
async fn rest(app: &App, room: &Room, one: &Exchange, officer: WorkerId) -> anyhow::Result<()> {
    let now = app.clock.now();
    for text in &one.waiting {
        let seat = seat(app, room, "جهة مشاركة (تجريبية)").await?;
        let words = words(None, "OPPORTUNITY", text);
        post::say(app, room, &Voice::Seat(Box::new(seat)), words, now).await?;
    }
    for (text, reason) in &one.removed {
        let seat = seat(app, room, "جهة مشاركة (تجريبية)").await?;
        let voice = Voice::Seat(Box::new(seat));
        let id = post::say(app, room, &voice, words(None, "OPPORTUNITY", text), now).await?;
        let reason = crate::ideas::review::REASONS.into_iter().find(|one| one == reason);
        let reason = reason.context("an unknown reason")?;
        decision::decide(app, room, id, Word::Remove(reason), (officer, now)).await?;
    }
    Ok(())
}

async fn answered(
    app: &App,
    room: &Room,
    officer: WorkerId,
    one: &AnswerText,
) -> anyhow::Result<()> {
    let (id, by) = (find(app, room, &one.about).await?, (officer, app.clock.now()));
    given::answer(app, room, id, (&one.code, &one.words), by).await?;
    if let Some(title) = &one.initiative {
        let all = becoming::choices(app, crate::web::Lang::En).await?;
        let chosen = all.iter().find(|one| one.kind == INITIATIVE && one.title == *title);
        let chosen = chosen.with_context(|| format!("{title} is no initiative"))?;
        turned::turn(app, id, (INITIATIVE, chosen.target), by).await?;
    }
    if let Some(kind) = one.practice.clone() {
        let asked = knowledge::store::Asked { kind, ..Default::default() };
        let shelf = app.store.read(move |tx| knowledge::store::shelf(tx, &asked)).await?;
        let item = shelf.first().context("the library is empty")?;
        turned::turn(app, id, (PRACTICE, item.id.0), by).await?;
    }
    Ok(())
}

/// Lets every agency of the room tell the others.
async fn settle(stage: &mut Stage, one: &Exchange) -> anyhow::Result<()> {
    for code in &one.with {
        for _ in 0..3 {
            stage.settle(&one.node, code).await?;
            for node in [&one.node, code] {
                let app = stage.node(node)?.clone();
                while share::bring(&app).await? > 0 {}
            }
        }
        stage.settle(&one.node, code).await?;
    }
    Ok(())
}
