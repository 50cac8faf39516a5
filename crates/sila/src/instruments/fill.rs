//! Filling a form in a case: one closed answer to each question, what follows from them, and the judgement of whoever fills it.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::codes::Risk;
use sila_core::ids::WorkerId;
use sila_core::instrument::{Instrument, Question};
use sila_core::time::Millis;
use uuid::Uuid;

use super::store::{self, Loaded};
use super::{Assessment, Filled, REASON_CHARS_MAX, REASON_CHARS_MIN, State, fact, file, seal};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::CaseRecord;
use crate::cases::plan;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::ident::Reference;
use crate::web::{Cx, Errors, Form, Page};

/// The form.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for a form that is not in use; `case.closed`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (record, loaded) = asked(&ask).await?;
    let instrument = file::of(&loaded)?;
    Ok(Reply::page(&document(&ask, &record, (&loaded, &instrument), &Errors::none())))
}

/// Keeps what was filled.
///
/// # Errors
/// As [`page`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (record, loaded) = asked(&ask).await?;
    let instrument = file::of(&loaded)?;
    let mut errors = Errors::none();
    let answers = answers(&ask, &instrument, &mut errors);
    let note = ask.form.get("note").unwrap_or_default().trim().to_owned();
    let scored = instrument.score(&answers).ok();
    let wanted = ask.form.get("level").and_then(|code| Risk::from_code(code).ok());
    let level = wanted.or(scored.as_ref().map(|score| score.level));
    if let Some((score, level)) = scored.as_ref().zip(level) {
        if !Instrument::may_stand(score.level, level) {
            errors.add("level", ask.cx.t("assessment-not-lower"));
        } else if level > score.level && note.chars().count() < REASON_CHARS_MIN {
            errors.add("note", ask.cx.t("assessment-why"));
        }
    }
    if note.chars().count() > REASON_CHARS_MAX {
        errors.add("note", ask.cx.t("assessment-long"));
    }
    let (Some(score), Some(level), true) = (scored, level, errors.is_empty()) else {
        let page = document(&ask, &record, (&loaded, &instrument), &errors);
        return Ok(Reply::page_with_errors(&page));
    };
    let filled = (Filled { answers, note, lowered: None }, [score.level, level]);
    let by = (&ask.app, ask.worker()?.id);
    let id = write(by, &record, (&loaded, &instrument), filled, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(&record, id, ""))))
}

/// Writes down what was filled, with the level that the answers reach and the one that stands.
///
/// # Errors
/// `case.closed`.
pub async fn write(
    (app, worker): (&App, WorkerId),
    record: &CaseRecord,
    (loaded, instrument): (&Loaded, &Instrument),
    (filled, [scored, level]): (Filled, [Risk; 2]),
    now: Millis,
) -> Result<Uuid, Problem> {
    let days = instrument.again_days.get(&level);
    let id = app.clock.new_id();
    let new = Assessment {
        id,
        case: record.row.id,
        instrument: loaded.id,
        scored,
        level,
        at: now,
        again_at: days.map(|days| now.plus_days(i64::from(*days))),
        worker,
        lowered_by: None,
        body: seal(app, record, id, &filled)?,
    };
    let (words, subject) = (format!("{id} {scored} {level}"), record.row.id.to_string());
    let fact = fact(app, &subject, "assessment", worker, &words, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let added = store::add(tx, &new)?;
        if added {
            journal::insert(tx, &fact)?;
        }
        Ok(added)
    };
    let added = app.store.write(write).await?;
    app.changed(Topic::Cases);
    if added { Ok(id) } else { Err(Problem::refused("case.closed")) }
}

/// A form in use, by its code, filled in with what was given, and with `rest` for every other question: for the demonstration.
///
/// # Errors
/// As [`write`]; `page.not_found` for a form that is not in use and for an answer that it does not have; `instrument.unreadable`.
pub async fn demonstrate(
    (app, worker): (&App, WorkerId),
    record: &CaseRecord,
    (code, note): (&str, &str),
    (given, rest): (&BTreeMap<String, String>, &str),
    now: Millis,
) -> Result<(), Problem> {
    let active = app.store.read(store::active).await?;
    let loaded = active.into_iter().find(|one| one.code == code);
    let loaded = loaded.ok_or_else(Problem::not_found)?;
    let form = file::of(&loaded)?;
    let said = |code: &String| given.get(code).map_or(rest, String::as_str).to_owned();
    let answers: BTreeMap<String, String> =
        form.questions.iter().map(|one| (one.code.clone(), said(&one.code))).collect();
    let score = form.score(&answers).map_err(|_code| Problem::not_found())?;
    let filled = Filled { answers, note: note.to_owned(), lowered: None };
    let levels = [score.level, score.level];
    write((app, worker), record, (&loaded, &form), (filled, levels), now).await.map(|_id| ())
}

/// The address of an assessment, without language.
pub fn path(record: &CaseRecord, id: Uuid, rest: &str) -> String {
    format!("/cases/{}/assessments/{id}{rest}", record.row.id)
}

async fn asked(ask: &Ask) -> Result<(CaseRecord, Loaded), Problem> {
    let record = plan::case(ask).await?;
    record.needs_ours()?;
    let id: Uuid = ask.id("instrument")?;
    let loaded = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let loaded = loaded.filter(|one| one.state == State::Active);
    Ok((record, loaded.ok_or_else(Problem::not_found)?))
}

/// The name of the field of a question.
fn field(question: &Question) -> String {
    format!("q-{}", question.code.to_ascii_lowercase())
}

fn answers(ask: &Ask, form: &Instrument, errors: &mut Errors) -> BTreeMap<String, String> {
    let mut given = BTreeMap::new();
    for question in &form.questions {
        let name = field(question);
        let answer = ask.form.get(&name).and_then(|code| question.answer(code));
        match answer {
            Some(answer) => drop(given.insert(question.code.clone(), answer.code.clone())),
            None => errors.add(&name, ask.cx.t("assessment-unanswered")),
        }
    }
    given
}

fn document(
    ask: &Ask,
    record: &CaseRecord,
    (loaded, instrument): (&Loaded, &Instrument),
    errors: &Errors,
) -> Page {
    let cx = &ask.cx;
    let form = Form::new(cx, &ask.form, errors);
    let title = cx.lang.pick(&instrument.title.ar, &instrument.title.en);
    let action = cx.url(&format!("/cases/{}/assessments/new/{}", record.row.id, loaded.id));
    let body = html! {
        (heading(html! { (title) " " (Reference(&record.row.reference)) }, Some(cx.lang.pick(&instrument.source.ar, &instrument.source.en)), &html! {}))
        form.narrow method="post" action=(action) novalidate {
            (form.summary())
            (Card::new(cx.t("assessment-questions")).body(html! {
                p.hint { (cx.t("assessment-lead")) }
                @for question in &instrument.questions { (asks(cx, &form, question)) }
            }))
            (Card::new(cx.t("assessment-judgement")).body(html! {
                (form.select("level", cx.t("assessment-level")).hint(cx.t("assessment-level-hint"))
                    .empty(cx.t("assessment-as-scored")).choices(levels(cx)).optional())
                (form.area("note", cx.t("assessment-note")).hint(cx.t("assessment-note-hint")).max(REASON_CHARS_MAX).rows(3).optional())
            }))
            (acts(&html! { (Button::save(cx)) (Button::back(cx, &format!("/cases/{}", record.row.id))) }))
        }
    };
    plan::page::frame(cx, record, title.clone()).errors(errors.any()).body(body)
}

fn asks(cx: &Cx, form: &Form<'_>, question: &Question) -> Markup {
    let words = cx.lang.pick(&question.words.ar, &question.words.en).clone();
    let answers = question.answers.iter();
    let answers =
        answers.map(|one| (one.code.clone(), cx.lang.pick(&one.words.ar, &one.words.en).clone()));
    html! { (form.radios(&field(question), words).side_by_side().choices(answers)) }
}

/// Every level with its words.
pub fn levels(cx: &Cx) -> Vec<(&'static str, String)> {
    Risk::ALL.iter().map(|one| (one.code(), cx.code("waiting-risk", one.code()))).collect()
}
