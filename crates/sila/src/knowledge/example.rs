//! An example from a finished initiative: one click writes it as a draft of the library, in the hands of whoever clicked. What the parties
//! wrote down on the way goes into it without whatever the guard takes for a person; then a person reads it, completes it, and the
//! guard looks through it again before anybody else does ([`super::submission`]).

use sila_core::partnership::{Course, Field, Mark};
use sila_core::{KnowledgeId, Millis, RecordId};

use super::item::{PART_MAX, SUMMARY_MAX, TITLE_MAX, Text, Words};
use super::write::{begun, read, values};
use super::{fact, path, store};
use crate::accounts::Worker;
use crate::activation::ledger::{self, Book};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields};
use crate::journal::store as journal;
use crate::lineage::{Became, End, Kind, Line, store as lineage};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Lang;

/// The kind of item that an example is.
const EXPERIENCE: &str = "EXPERIENCE";

/// Writes the example of the initiative of the address, and goes to its draft.
///
/// # Errors
/// `page.not_found`; `example.not_closed` while it is not closed; `guard.filling`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record: RecordId = ask.id("id")?;
    let books = ledger::all(&ask.app).await?;
    let found = books.iter().find_map(|book| Some((book, book.ledger.course(record)?)));
    let (book, course) = found.ok_or_else(Problem::not_found)?;
    if course.mark != Mark::Closed {
        let way_out = format!("/initiatives/{record}");
        return Err(Problem::refused("example.not_closed").way_out(way_out));
    }
    let text = compose(&course, &authors(book, &course));
    let id = make(&ask.app, record, &text, ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("{}/draft", path(id)))))
}

/// The parties, who are credited.
fn authors(book: &Book, course: &Course<'_>) -> String {
    let owners = course.plan.owners.iter();
    let names = owners.map(|one| book.name(Lang::Ar, one.agency).to_owned());
    names.collect::<Vec<_>>().join("، ")
}

/// What an initiative says of itself, in both languages, as the parties wrote it.
pub fn compose(course: &Course<'_>, authors: &str) -> Text {
    Text {
        kind: EXPERIENCE.to_owned(),
        field: field(course.plan.field).to_owned(),
        ar: words(course, Lang::Ar),
        en: words(course, Lang::En),
        authors: cut(authors, SUMMARY_MAX),
        keywords: String::new(),
    }
}

fn words(course: &Course<'_>, lang: Lang) -> Words {
    let plan = course.plan;
    let pick = |ar: &str, en: &str| lang.pick(ar, en).to_owned();
    let own = |text: &str| is_arabic(text) == (lang == Lang::Ar);
    let mut done = vec![pick(&plan.need.ar, &plan.need.en)];
    for step in plan.milestones.iter().filter(|one| course.reached.contains_key(&one.number)) {
        done.push(format!("- {}", lang.pick(&step.title.ar, &step.title.en)));
    }
    let said = course.deeds.iter().map(|said| said.deed.words.as_str()).filter(|text| own(text));
    done.extend(said.map(str::to_owned));
    let mut result = Vec::new();
    for measure in &plan.measures {
        let figure = course.actuals.get(&measure.number).and_then(|said| said.deed.figure);
        let name = lang.pick(&measure.name.ar, &measure.name.en);
        let number = |n: Option<i64>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
        result.push(format!("- {name}: {} ← {}", number(figure), number(measure.baseline)));
    }
    let impact = course.impact.map(|said| said.deed.words.as_str()).filter(|text| own(text));
    result.extend(impact.map(str::to_owned));
    Words {
        title: cut(&pick(&plan.title.ar, &plan.title.en), TITLE_MAX),
        summary: cut(&pick(&plan.objective.ar, &plan.objective.en), SUMMARY_MAX),
        done: cut(&done.join("\n"), PART_MAX),
        result: cut(&result.join("\n"), PART_MAX),
        failed: String::new(),
    }
}

fn cut(text: &str, max: usize) -> String {
    text.chars().take(max).collect()
}

fn is_arabic(text: &str) -> bool {
    text.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c))
}

/// The field of the library that is nearest to an area of cooperation.
fn field(area: Field) -> &'static str {
    match area {
        Field::Confidential => "CONFIDENTIALITY",
        Field::Sheltering => "SHELTER",
        Field::Training | Field::Experience | Field::Research | Field::Documentation => "TRAINING",
        Field::Events | Field::Campaigns => "AWARENESS",
        Field::Referral | Field::Priority => "REFERRAL",
    }
}

/// Takes out everything that points to a person and keeps what is left as a draft, with the way back to the initiative.
///
/// # Errors
/// `guard.filling`, or when the store cannot be written.
pub async fn make(
    app: &App,
    record: RecordId,
    text: &Text,
    worker: &Worker,
    now: Millis,
) -> Result<KnowledgeId, Problem> {
    let text = stripped(app, text)?;
    let id = KnowledgeId(app.clock.new_id());
    let stored = begun(app, (id, worker.id), &text, now);
    let (from, into) = ((Kind::Initiative, End::of(record.0)), (Became::Example, End::of(id.0)));
    let line = Line { from, into, at: now, worker: worker.id };
    let told = fact(app, id, worker, "begun from an initiative", now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &stored)?;
        lineage::add(tx, &line)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(id)
}

/// Keeps a lesson that was learnt at or with a partner as a draft, without whatever the guard takes for a person.
///
/// # Errors
/// `guard.filling`, or when the store cannot be written.
pub async fn lesson(
    app: &App,
    text: &Text,
    worker: &Worker,
    now: Millis,
) -> Result<KnowledgeId, Problem> {
    let text = stripped(app, text)?;
    let id = KnowledgeId(app.clock.new_id());
    let stored = begun(app, (id, worker.id), &text, now);
    let told = fact(app, id, worker, "begun from an exchange", now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &stored)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(id)
}

/// A text without anything that points to a person; who is credited stays.
///
/// # Errors
/// As [`guard::strip`].
pub fn stripped(app: &App, text: &Text) -> Result<Text, Problem> {
    let mut typed = values(text);
    let free = typed.iter().filter(|(name, _)| !matches!(*name, "kind" | "field" | "authors"));
    let fields: Fields = free.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    let (clean, _) = guard::strip(app, fields)?;
    for (name, text) in clean {
        typed.set(&name, text);
    }
    Ok(read(&typed))
}
