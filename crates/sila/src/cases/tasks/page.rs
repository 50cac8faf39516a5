//! The list, and the tick.

use maud::{Markup, html};
use sila_core::ids::CaseId;
use uuid::Uuid;

use super::{Mine, opened, store};
use crate::ask::Ask;
use crate::cases::plan::action;
use crate::cases::record::open_record;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::partners::Names;
use crate::problem::Problem;
use crate::referrals::joint::store::{self as joint, Due};
use crate::reply::Reply;
use crate::web::components::{Button, Card, Tone, heading, post, stack, tag};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Page, dates};

/// So many days what is done stays on the list.
const DONE_DAYS: i64 = 30;
/// What the list can be narrowed to; everything otherwise.
const SHOWS: [&str; 3] = ["late", "due", "done"];

/// The list.
///
/// # Errors
/// When the store cannot be read, or the reading cannot be written down.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    let wanted = SHOWS.into_iter().find(|one| ask.query.has("show", one));
    let (reader, now, done_too) = (worker.clone(), ask.now, wanted.is_none_or(|one| one == "done"));
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let since = now.plus_days(-DONE_DAYS);
        let done = if done_too { store::done(tx, &reader, since)? } else { Vec::new() };
        Ok((store::open(tx, &reader)?, done, joint::tasks_of(tx, &reader, now)?))
    };
    let (open, done, shared) = ask.app.store.read(read).await?;
    let open = if wanted == Some("done") { Vec::new() } else { open };
    let shared = if wanted == Some("done") { Vec::new() } else { shared };
    let names = if shared.is_empty() { Names::default() } else { Names::all(&ask.app).await? };
    let all = opened(&ask.app, worker, open.into_iter().chain(done).collect(), now).await?;
    Ok(Reply::page(&document(&ask.cx, wanted, &all, (&shared, &names))))
}

/// Says that a task is done, and stays on the list.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`; `plan.moved` when it was said before.
pub async fn finish(ask: Ask) -> Result<Reply, Problem> {
    let (case, one): (CaseId, Uuid) = (ask.id("id")?, ask.id("one")?);
    let worker = ask.worker()?;
    let record = open_record(&ask.app, worker, case).await?;
    access::record(&ask.app, worker, Subject::Case(case.0), "case.tasks", ask.now).await?;
    record.row.needs_open()?;
    let done = action::done(&ask.app, worker, &record, one, ask.now).await;
    done.map_err(|problem| problem.way_out("/tasks"))?;
    Ok(Reply::see_other(ask.cx.url("/tasks")))
}

fn document(
    cx: &Cx,
    wanted: Option<&'static str>,
    all: &[Mine],
    (shared, names): (&[Due], &Names),
) -> Page {
    let is = |one: &str| wanted.is_none_or(|wanted| wanted == one);
    let of = |keep: fn(&Mine, &Cx) -> bool| -> Vec<&Mine> {
        all.iter().filter(|one| keep(one, cx)).collect()
    };
    let late = of(|one, cx| one.done.is_none() && one.due < cx.now);
    let due = of(|one, cx| one.done.is_none() && one.due >= cx.now);
    let done = of(|one, _| one.done.is_some());
    let (shared_late, shared_due): (Vec<&Due>, Vec<&Due>) =
        shared.iter().partition(|one| one.due < cx.now);
    let body = html! {
        (heading(cx.t("tasks-title"), Some(&cx.t("tasks-lead")), &narrowing(cx, wanted)))
        (stack(&html! {
            @if is("late") { (group(cx, "late", &late, (&shared_late, names))) }
            @if is("due") { (group(cx, "due", &due, (&shared_due, names))) }
            @if is("done") { (group(cx, "done", &done, (&[], names))) }
        }))
    };
    Page::new(cx, cx.t("tasks-title")).body(body)
}

fn narrowing(cx: &Cx, wanted: Option<&str>) -> Markup {
    let tab = |words: String, here: bool, path: &str| Button::tab(words, cx.url(path), here);
    html! {
        (tab(cx.t("tasks-all"), wanted.is_none(), "/tasks"))
        @for one in SHOWS {
            (tab(cx.code("tasks", one), wanted == Some(one), &format!("/tasks?show={one}")))
        }
    }
}

fn group(cx: &Cx, code: &'static str, all: &[&Mine], (shared, names): (&[&Due], &Names)) -> Markup {
    let id = match code {
        "late" => "tasks-late",
        "due" => "tasks-due",
        _ => "tasks-done",
    };
    let none = html! { p.muted { (cx.code("tasks-none", code)) ". " (cx.t("tasks-none-text")) } };
    let count = all.len().saturating_add(shared.len());
    let card = Card::new(cx.code("tasks", code)).count(count).live(id, "cases");
    html! { (card.body(html! {
        @if count == 0 { (none) } @else {
            ul.joint {
                @for one in all { (line(cx, one)) }
                @for one in shared { (joint_line(cx, one, names)) }
            }
        }
    })) }
}

fn line(cx: &Cx, one: &Mine) -> Markup {
    let state = match one.done {
        Some(at) => tag(Tone::Ok, format!("{} {}", cx.t("care-done"), dates::day_short(at))),
        None if one.due < cx.now => tag(Tone::Bad, cx.deadline(one.due)),
        None => tag(Tone::Info, dates::day(cx.lang, one.due)),
    };
    let tick = Button::submit(cx.t("care-finish")).soft().small().icon("check");
    let act = format!("/tasks/{}/{}", one.case, one.id);
    html! { li {
        div.joint-h { b { (Name(&one.words)) } (state) }
        div.joint-who { a.ref href=(cx.url(&format!("/cases/{}/plan", one.case))) { (Reference(&one.reference)) } }
        @if one.done.is_none() { div.joint-acts { (post(cx, &act, &html! { (tick) })) } }
    } }
}

/// A task of a joint plan: what it is stands on the page of the plan, where it is also ticked off.
fn joint_line(cx: &Cx, one: &Due, names: &Names) -> Markup {
    let agency = names.of(cx.lang, one.peer).to_owned();
    let late = one.due < cx.now;
    let tone = if late { Tone::Bad } else { Tone::Info };
    let path = cx.url(&format!("/referrals/{}/joint", one.referral));
    html! { li {
        div.joint-h {
            b { a.link href=(path) { (cx.t_with("joint-day-task", &[("agency", agency.into())])) } }
            (tag(tone, cx.deadline(one.due)))
        }
        div.joint-who { (Reference(&one.reference)) }
    } }
}
