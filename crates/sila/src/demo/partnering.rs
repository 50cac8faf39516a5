//! What the first agency of the script knows of its partners: their files with due diligence, risks and two who score apart; the standards
//! that the first two have signed; a difference that waits for a signature; and who keeps the contact, told by each node.

use anyhow::Context;
use sila_core::codes::Service;
use sila_core::difference::{Act, Topic};
use sila_core::imprint::Gauge;
use sila_core::standard::{Standard, Standards};
use sila_core::time::Millis;

use super::hosting::agency;
use super::script::Script;
use super::stage::Stage;
use crate::accounts::Worker;
use crate::activation::ledger;
use crate::app::App;
use crate::differences::{self, Text, Wish};
use crate::partners::classes;
use crate::partners::file::{self, Entry, Kind};
use crate::records::By;
use crate::{partnerships, standards};

const PARTNERS: &str = include_str!("../../demo/partners.json");
/// More rounds than two nodes ever need.
const ROUNDS: usize = 12;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    files: Vec<File>,
    standards: Vec<StandardText>,
    difference: DifferenceText,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    partner: String,
    #[serde(default)]
    classes: Vec<String>,
    entries: Vec<EntryText>,
    scores: Vec<ScoreText>,
    note: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryText {
    kind: String,
    #[serde(default)]
    code: String,
    /// Days from the day of the demonstration.
    from: i64,
    until: Option<i64>,
    likelihood: Option<i64>,
    impact: Option<i64>,
    words: String,
    #[serde(default)]
    en: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ScoreText {
    by: String,
    marks: String,
    words: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardText {
    service: Option<String>,
    measure: String,
    target: i64,
    owner: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct DifferenceText {
    topic: String,
    title: String,
    words: String,
    answer: String,
    settlement: String,
}

/// Plays it.
///
/// # Errors
/// When a step is refused.
pub async fn partner(stage: &mut Stage, script: &Script, now: Millis) -> anyhow::Result<()> {
    let told: Told = serde_json::from_str(PARTNERS)?;
    let [first, second, ..] = script.nodes.as_slice() else { anyhow::bail!("two nodes") };
    let app = stage.node(&first.code)?.clone();
    for one in &told.files {
        fill(stage, &app, one, now).await?;
    }
    let other = stage.node(&second.code)?.clone();
    for node in [&app, &other] {
        crate::people::register::fill(node).await?;
    }
    agree(stage, (&app, &other), &told.standards, now).await?;
    differ(stage, (&app, &other), &told.difference, now).await?;
    tend(stage, (&app, &other)).await
}

async fn fill(stage: &Stage, app: &App, one: &File, now: Millis) -> anyhow::Result<()> {
    let agency = agency(stage, app, &one.partner).await?;
    let officer = stage.worker("D-PART")?;
    if !one.classes.is_empty() {
        classes::set(app, agency, &one.classes, (officer.id, now.plus_days(-45))).await?;
    }
    let blank = |kind: Kind, worker: &Worker| Entry {
        id: app.clock.new_id(),
        agency,
        kind,
        code: String::new(),
        from_day: now.plus_days(-31).uae_date().to_days(),
        until_day: None,
        ended_day: None,
        weight: None,
        worker: worker.id,
        words: (String::new(), String::new()),
    };
    for text in &one.entries {
        let kind = Kind::from_code(&text.kind).context("a kind")?;
        let weight = text.likelihood.zip(text.impact).map(|(one, two)| one.saturating_mul(two));
        let day = |days: i64| now.plus_days(days).uae_date().to_days();
        let entry = Entry {
            code: text.code.clone(),
            from_day: day(text.from),
            until_day: text.until.map(day),
            weight,
            words: (text.words.clone(), text.en.clone()),
            ..blank(kind, officer)
        };
        file::add(app, &entry, now).await?;
    }
    for score in &one.scores {
        let worker = stage.worker(&score.by)?;
        let words = (score.words.clone(), String::new());
        let entry = Entry { code: score.marks.clone(), words, ..blank(Kind::Score, worker) };
        file::add(app, &entry, now).await?;
    }
    if let Some(note) = &one.note {
        let words = (note.clone(), String::new());
        file::add(app, &Entry { words, ..blank(Kind::Note, officer) }, now).await?;
    }
    Ok(())
}

/// Both sign the standards.
async fn agree(
    stage: &mut Stage,
    (app, other): (&App, &App),
    all: &[StandardText],
    now: Millis,
) -> anyhow::Result<()> {
    let books = ledger::all(app).await?;
    let book = books.iter().find(|book| book.stored.peer == other.node.id).context("a book")?;
    let mut list = Vec::new();
    for (number, one) in (1_u16..).zip(all) {
        let service = one.service.as_deref().map(Service::from_code).transpose()?;
        let measure = Gauge::from_code(&one.measure)?;
        let owner = stage.node(&one.owner)?.node.id;
        list.push(Standard { number, service, measure, target: one.target, owner });
    }
    let standards = Standards { agreement: book.ledger.agreement.id, all: list };
    let by = By { worker: Some(stage.worker("D-HEAD")?.id), now };
    standards::propose(app, book, &standards, by).await?;
    tend(stage, (app, other)).await?;
    let books = ledger::all(other).await?;
    let book = books.iter().find(|book| book.stored.peer == app.node.id).context("a book")?;
    let kept = standards::of(other, book).await?.context("the standards have arrived")?;
    let by = By { worker: Some(stage.worker("M-HEAD")?.id), now };
    standards::answer(other, &kept, true, by).await?;
    tend(stage, (app, other)).await
}

/// One raises it, the other answers and proposes a settlement, which waits for the signature of the first.
async fn differ(
    stage: &mut Stage,
    (app, other): (&App, &App),
    told: &DifferenceText,
    now: Millis,
) -> anyhow::Result<()> {
    let text = Text { title: told.title.clone(), words: told.words.clone() };
    let wish = Wish {
        topic: Topic::from_code(&told.topic)?,
        text,
        party: app.node.id,
        partner: other.node.id,
    };
    let first = stage.worker("D-PART")?.clone();
    let id = differences::raise(app, wish, &first, now.plus_days(-3)).await?;
    tend(stage, (app, other)).await?;
    let second = stage.worker("M-PART")?.clone();
    for (act, words, days) in [(Act::Say, &told.answer, -2), (Act::Settle, &told.settlement, -1)] {
        let by = (&second, now.plus_days(days));
        differences::say(other, id, (act, words), other.node.id, by).await?;
    }
    tend(stage, (app, other)).await
}

/// Both nodes do what they owe until nothing is left.
async fn tend(stage: &mut Stage, (one, other): (&App, &App)) -> anyhow::Result<()> {
    for _ in 0..ROUNDS {
        stage.settle(&one.node.agency.code, &other.node.agency.code).await?;
        let mut done = 0_usize;
        for app in [one, other] {
            done = done.saturating_add(differences::bring(app).await?);
            done = done.saturating_add(partnerships::share::bring(app).await?);
        }
        if done == 0 {
            return Ok(());
        }
    }
    anyhow::bail!("the partners do not come to an end")
}
