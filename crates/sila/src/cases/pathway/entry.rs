//! `/cases/{id}/pathway`: entering a stage, with its day, and with the reason where one is needed.

use maud::html;
use sila_core::care::{Stage, StageReason, StageRefusal, Step, enter};
use sila_core::time::Millis;

use super::{of_case, store};
use crate::accounts::Worker;
use crate::activation::saying;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::cases::plan;
use crate::cases::record::CaseRecord;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, heading};
use crate::web::ident::Reference;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The form.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = plan::case(&ask).await?;
    record.needs_ours()?;
    let steps = of_case(&ask.app, record.row.id).await?;
    let today = ask.now.uae_date();
    let next = Stage::ALL.iter().find(|stage| Some(**stage) > steps.last().map(|s| s.stage));
    let values: Pairs = [
        ("stage", next.map_or("", |stage| stage.code()).to_owned()),
        ("day_d", today.day.to_string()),
        ("day_m", today.month.to_string()),
        ("day_y", today.year.to_string()),
    ]
    .into_iter()
    .collect();
    Ok(Reply::page(&form(&ask.cx, &record, &steps, (&values, &Errors::none()))))
}

/// Enters the stage.
///
/// # Errors
/// As [`page`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = plan::case(&ask).await?;
    record.needs_ours()?;
    let steps = of_case(&ask.app, record.row.id).await?;
    let mut errors = Errors::none();
    match read(&ask, &record, &steps, &mut errors) {
        Some(step) => {
            commit(&ask.app, ask.worker()?, &record, (steps.len(), step), ask.now).await?;
            Ok(Reply::see_other(ask.cx.url(&plan::path(record.row.id, ""))))
        }
        None => {
            let page = form(&ask.cx, &record, &steps, (&ask.form, &errors));
            Ok(Reply::page_with_errors(&page))
        }
    }
}

fn read(ask: &Ask, record: &CaseRecord, steps: &[Step], errors: &mut Errors) -> Option<Step> {
    let (cx, form) = (&ask.cx, &ask.form);
    let stage = form.get("stage").and_then(|code| Stage::from_code(code).ok());
    let reason = form.get("reason").and_then(|code| StageReason::from_code(code).ok());
    let opened = record.row.opened_at.uae_date();
    let on = saying::day(form, "day").filter(|day| *day >= opened);
    if stage.is_none() {
        errors.add("stage", cx.t("pathway-stage-missing"));
    }
    if on.is_none() {
        errors.add("day", cx.t("pathway-day-wrong"));
    }
    let entered = enter(steps.last(), stage?, reason, on?, ask.now.uae_date());
    let (field, key) = match entered {
        Ok(step) => return Some(step),
        Err(StageRefusal::Same) => ("stage", "pathway-same"),
        Err(StageRefusal::Jump) => ("reason", "pathway-jump"),
        Err(StageRefusal::Back) => ("reason", "pathway-back"),
        Err(StageRefusal::Day) => ("day", "pathway-day-wrong"),
    };
    errors.add(field, cx.t(key));
    None
}

/// Writes down the step after the first `n`.
///
/// # Errors
/// `pathway.moved` when somebody was quicker.
pub async fn commit(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (n, step): (usize, Step),
    now: Millis,
) -> Result<(), Problem> {
    let (case, by) = (record.row.id, (worker.id, now));
    let reason = step.reason.map_or("", StageReason::code);
    let fact = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "pathway",
        subject: case.to_string(),
        worker: Some(worker.id),
        data: format!("{} {reason}", step.stage.code()).into_bytes(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::insert(tx, (case, n), &step, by)?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    let moved = || Problem::refused("pathway.moved").way_out(plan::path(case, ""));
    if done { Ok(()) } else { Err(moved()) }
}

fn form(cx: &Cx, record: &CaseRecord, steps: &[Step], (values, errors): (&Pairs, &Errors)) -> Page {
    let form = Form::new(cx, values, errors);
    let stages =
        Stage::ALL.iter().fold(form.radios("stage", cx.t("pathway-stage")), |field, one| {
            let (words, hint) = (cx.code("stage", one.code()), cx.code("stage-text", one.code()));
            field.choice_hint(one.code(), words, hint)
        });
    let reasons =
        StageReason::ALL.iter().map(|why| (why.code(), cx.code("stage-reason", why.code())));
    let path = format!("/cases/{}/pathway", record.row.id);
    let body = html! {
        (heading(html! { (cx.t("pathway-move")) " " (Reference(&record.row.reference)) }, None, &html! {}))
        form.narrow method="post" action=(cx.url(&path)) novalidate {
            (form.summary())
            (Card::new(cx.t("pathway")).tag(super::card::stage_tag(cx, steps)).body(html! {
                (stages)
                (form.date("day", cx.t("pathway-day")))
                (form.select("reason", cx.t("pathway-reason")).hint(cx.t("pathway-reason-hint")).empty(cx.t("pathway-reason-none")).choices(reasons).optional())
            }))
            (acts(&html! { (Button::save(cx)) (Button::back(cx, &plan::path(record.row.id, ""))) }))
        }
    };
    plan::page::frame(cx, record, cx.t("pathway-move")).errors(errors.any()).body(body)
}
