//! A supervisor looks at a letter of a restricted case before it is printed: somebody else than who wrote it.

use maud::{Markup, html};
use sila_core::care::{PlanState, may_decide};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Desk, Letter, NOTE, case, commit, page, path, place, refused, store};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::cases::plan::approval::is_said;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, acts, post};
use crate::web::{Cx, Errors, Form};

/// The longest note, in characters.
const NOTE_CHARS_MAX: usize = 500;

/// Approves, or gives back with a note.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; as [`decide`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let one: Uuid = ask.id("one")?;
    let state = match ask.form.get("decision") {
        Some("approve") => PlanState::Approved,
        Some("return") => PlanState::Returned,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    let note = ask.form.get("note").unwrap_or_default().trim();
    if !is_said(state, Some(note)) {
        let mut errors = Errors::none();
        errors.add("note", ask.cx.t("care-note-missing"));
        return page::document(&ask, &record, (&ask.form, &errors)).await;
    }
    decide(&ask.app, ask.worker()?, &record, (one, state, note), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, "#letters"))))
}

/// The act itself.
///
/// # Errors
/// `page.not_found` for a letter of another case; `letter.own_approval` for who wrote it; `letter.moved` when it was decided before, or the case is not
/// restricted.
pub async fn decide(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (id, state, note): (Uuid, PlanState, &str),
    now: Millis,
) -> Result<(), Problem> {
    let desk = Desk::of_case(app, record).await?;
    if !may_decide(worker.id, desk.letter(id)?.worker, &[]) {
        return Err(refused(record, "letter.own_approval"));
    }
    let (case, by) = (record.row.id, (worker.id, now));
    let note = Some(note).filter(|note| !note.is_empty());
    let note = note.map(|note| record.seal_words(app, place(NOTE, id), note)).transpose()?;
    commit(app, (worker, record), Some(&desk.stood), state.code(), now, move |tx| {
        store::decide(tx, (id, case), state, by, note.as_ref())
    })
    .await
}

/// Whether this reader may decide about the letter.
pub(super) fn may(ask: &Ask, letter: &Letter) -> bool {
    ask.may(Permission::CaseApprove)
        && ask.worker().is_ok_and(|worker| may_decide(worker.id, letter.worker, &[]))
}

/// The form of the decision.
pub(super) fn form(cx: &Cx, record: &CaseRecord, letter: &Letter, form: &Form<'_>) -> Markup {
    post(
        cx,
        &path(record.row.id, &format!("/{}/decision", letter.id)),
        &html! {
            (form.area("note", cx.t("care-note")).max(NOTE_CHARS_MAX).rows(2).optional())
            (acts(&html! {
                (Button::submit(cx.t("care-approve")).icon("stamp").sends("decision", "approve"))
                (Button::submit(cx.t("care-return")).line().sends("decision", "return"))
            }))
        },
    )
}
