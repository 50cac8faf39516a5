//! The approval of a plan: asked by whoever works on it, given by a supervisor who wrote nothing of it.

use maud::{Markup, html};
use sila_core::care::{PlanState, may_decide};
use sila_core::time::Millis;

use super::{PLAN, Plan, Signed, case, commit, fact, of_case, path, place, store};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, post, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Pairs};

/// Longest note, in characters.
pub const NOTE_MAX: usize = 500;

/// Asks a supervisor to approve the plan as it is now.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `plan.empty`; `plan.moved` when it changed meanwhile.
pub async fn request(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let version = version(&ask)?;
    request_of(&ask.app, ask.worker()?, &record, version, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// The version that the reader saw.
fn version(ask: &Ask) -> Result<i64, Problem> {
    let version = ask.form.get("version").and_then(|text| text.parse().ok());
    version.ok_or_else(|| Problem::bad_request("form.broken"))
}

/// Asks approval of a version.
///
/// # Errors
/// `plan.empty` without a goal; `plan.moved` when it changed meanwhile, or waits already.
pub async fn request_of(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    version: i64,
    now: Millis,
) -> Result<(), Problem> {
    let case = record.row.id;
    if of_case(app, record).await?.goals.is_empty() {
        return Err(Problem::refused("plan.empty").way_out(path(case, "")));
    }
    let (by, fact) = (worker.id, fact(app, record, worker, format!("ASK {version}"), now));
    commit(app, record, fact, move |tx| store::ask(tx, (case, version), by, now)).await
}

/// Approves the plan, or returns it with a note.
///
/// # Errors
/// `plan.own_approval` for whoever asked or wrote it; `plan.moved` when it does not wait any more.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let version = version(&ask)?;
    let state = match ask.form.get("decision") {
        Some("approve") => PlanState::Approved,
        Some("return") => PlanState::Returned,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let note = ask.form.get("note").map(str::to_owned);
    if !is_said(state, note.as_deref()) {
        let mut errors = Errors::none();
        errors.add("note", ask.cx.t("care-note-missing"));
        return super::page::document(&ask, &record, (&ask.form, &errors)).await;
    }
    decide(&ask.app, ask.worker()?, &record, (version, state, note), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// Whether the note fits: what goes back goes back with a reason; an approval may have one.
pub fn is_said(state: PlanState, note: Option<&str>) -> bool {
    let fits = note.is_none_or(|note| note.chars().count() <= NOTE_MAX);
    fits && (state != PlanState::Returned || note.is_some_and(|note| !note.is_empty()))
}

/// Approves or returns a version, with a note or, where it is approved, without.
///
/// # Errors
/// As [`create`].
pub async fn decide(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (version, state, note): (i64, PlanState, Option<String>),
    now: Millis,
) -> Result<(), Problem> {
    let case = record.row.id;
    let plan = of_case(app, record).await?;
    if !may(worker, &plan) {
        return Err(Problem::refused("plan.own_approval").way_out(path(case, "")));
    }
    let note = note.map(|note| record.seal_words(app, place(PLAN, case.0), &note)).transpose()?;
    let fact = fact(app, record, worker, format!("{state} {version}"), now);
    let by = (worker.id, now);
    commit(app, record, fact, move |tx| {
        store::decide(tx, (case, version), state, by, note.as_ref())
    })
    .await
}

/// Whether this worker may decide about the plan: a supervisor who neither asked nor wrote any of it.
pub fn may(worker: &Worker, plan: &Plan) -> bool {
    let asked = plan.approval.asked.as_ref().map_or(worker.id, |asked| asked.who);
    worker.may(Permission::CaseApprove) && may_decide(worker.id, asked, &plan.authors())
}

/// Where the plan stands, and what the reader can do about it.
pub fn card(
    cx: &Cx,
    worker: &Worker,
    record: &CaseRecord,
    plan: &Plan,
    (values, errors): (&Pairs, &Errors),
) -> Markup {
    let approval = &plan.approval;
    let open = record.is_ours();
    let card = Card::new(cx.t("care-approval")).id("approval").tag(state_tag(cx, approval.state));
    html! { (card.body(html! {
        @if let Some(asked) = &approval.asked { (signed(cx, "care-asked-by", asked)) }
        @if let Some(decided) = &approval.decided {
            (signed(cx, if approval.state == PlanState::Returned { "care-returned-by" } else { "care-approved-by" }, decided))
        }
        @if !approval.note.is_empty() {
            @let tone = if approval.state == PlanState::Approved { Tone::Ok } else { Tone::Warn };
            (Note::new("chat-circle-text", cx.t("care-note")).tone(tone).body(html! { p.typed { (Name(&approval.note)) } }))
        }
        @match approval.state {
            PlanState::Draft | PlanState::Returned => {
                p.hint { (cx.t("care-approval-text")) }
                @if open && !plan.goals.is_empty() { (ask_form(cx, record, plan)) }
            },
            PlanState::Asked if open && may(worker, plan) => (decide_form(cx, record, plan, values, errors)),
            PlanState::Asked => p.hint { (cx.t("care-approval-waits")) },
            PlanState::Approved => p.hint { (cx.t("care-approval-holds")) },
        }
    })) }
}

fn signed(cx: &Cx, key: &str, signed: &Signed) -> Markup {
    html! { p { (cx.t(key)) " " b { (Name(cx.lang.pick(&signed.name_ar, &signed.name_en))) } " · " (cx.at(signed.at)) } }
}

/// The state as a tag.
pub fn state_tag(cx: &Cx, state: PlanState) -> Markup {
    let tone = match state {
        PlanState::Draft => Tone::Plain,
        PlanState::Asked => Tone::Gold,
        PlanState::Approved => Tone::Ok,
        PlanState::Returned => Tone::Warn,
    };
    tag(tone, cx.code("plan-state", state.code()))
}

fn ask_form(cx: &Cx, record: &CaseRecord, plan: &Plan) -> Markup {
    let inside = html! {
        input type="hidden" name="version" value=(plan.approval.version);
        (Button::submit(cx.t("care-ask")).line().icon("stamp"))
    };
    post(cx, &path(record.row.id, "/request"), &inside)
}

fn decide_form(
    cx: &Cx,
    record: &CaseRecord,
    plan: &Plan,
    values: &Pairs,
    errors: &Errors,
) -> Markup {
    let form = Form::new(cx, values, errors);
    let inside = html! {
        input type="hidden" name="version" value=(plan.approval.version);
        (form.area("note", cx.t("care-note")).hint(cx.t("care-note-hint")).max(NOTE_MAX).rows(2).optional())
        (acts(&html! {
            (Button::submit(cx.t("care-approve")).icon("stamp").sends("decision", "approve"))
            (Button::submit(cx.t("care-return")).soft().sends("decision", "return"))
        }))
    };
    post(cx, &path(record.row.id, "/decision"), &inside)
}
