//! Drafts: what somebody typed so far, exactly as typed, sealed under a key of its own.

use maud::html;
use sila_core::ids::{CaseId, DraftId, WorkerId};
use sila_core::time::Millis;

use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::intake::store::{self, Line, Stored};
use crate::intake::{Step, typing};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::{self, Place};
use crate::web::components::{Button, Task, Tone, empty_state, heading};
use crate::web::{Arg, Cx, Page, Pairs};

/// An open draft.
#[derive(Clone)]
pub struct Draft {
    /// Identifier.
    pub id: DraftId,
    /// The case it will refer, when it was begun from one.
    pub case: Option<CaseId>,
    /// When it was saved last; nothing while it never was.
    pub saved_at: Option<Millis>,
    /// What was typed at every step, right or wrong.
    pub values: Pairs,
    key: Vec<u8>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Draft({})", self.id)
    }
}

fn place(id: DraftId) -> Place {
    Place { table: "draft", row: id.0 }
}

fn encode(values: &Pairs) -> Result<Vec<u8>, Problem> {
    let pairs: Vec<(&str, &str)> = values.iter().filter(|(_, value)| !value.is_empty()).collect();
    minicbor::to_vec(pairs).map_err(|error| Problem::internal("draft.unwritable").because(error))
}

/// Stands for the answers of a step as they are, whatever their order: a form sends it back, which tells whether another
/// window has changed them meanwhile. The last step stands for all of them.
///
/// # Errors
/// Only when the answers cannot be encoded.
pub fn stamp(values: &Pairs, step: Step) -> Result<String, Problem> {
    let mut own: Vec<(&str, &str)> =
        values.iter().filter(|(name, _)| step == Step::Check || step.owns(name)).collect();
    own.sort_unstable();
    let hash = sila_seal::sha256(&[&encode(&own.into_iter().collect())?]);
    Ok(hash.iter().take(STAMP_BYTES).map(|byte| format!("{byte:02x}")).collect())
}

/// Bytes of a stamp: enough that two versions of one form never share it.
const STAMP_BYTES: usize = 12;

impl Draft {
    /// Replaces what was typed at `step` by what the form says now. Other fields are not kept.
    pub fn take(&mut self, step: Step, form: &Pairs) {
        let others = self.values.iter().filter(|(name, _)| !step.owns(name));
        let typed = form.iter().filter(|(name, _)| step.owns(name));
        let now: Pairs = others.chain(typed).collect();
        self.values = typing::kept(&self.values, &now);
    }

    /// Writes it down.
    ///
    /// # Errors
    /// `page.not_found` when it was sent or discarded in another window.
    pub async fn keep(
        &mut self,
        app: &App,
        worker: WorkerId,
        step: Step,
        now: Millis,
    ) -> Result<(), Problem> {
        let key = app.vault.open_key(place(self.id), &self.key)?;
        let body = vault::seal(&key, place(self.id), &encode(&self.values)?);
        let (id, step) = (self.id, i64::from(step.number()));
        let kept =
            app.store.write(move |tx| store::update(tx, worker, id, step, &body, now)).await?;
        self.saved_at = Some(now);
        if kept { Ok(()) } else { Err(Problem::not_found()) }
    }

    /// The address of a step, without language.
    pub fn path(&self, step: Step) -> String {
        format!("/intake/{}/{}", self.id, step.number())
    }
}

/// A draft with these answers, ready to be written.
///
/// # Errors
/// Only when the answers cannot be encoded.
pub fn compose(
    app: &App,
    values: &Pairs,
    case: Option<CaseId>,
    step: i64,
    now: Millis,
) -> Result<Stored, Problem> {
    let id = DraftId(app.clock.new_id());
    let (key, wrapped) = app.vault.new_key(place(id));
    let body = vault::seal(&key, place(id), &encode(values)?);
    Ok(Stored { id, case, step, updated_at: now, key: wrapped, body })
}

/// Opens the draft named in the address, if the signed-in worker writes it.
///
/// # Errors
/// `page.elsewhere` when it is finished: what came of it. `page.not_found` otherwise.
pub async fn open(ask: &Ask) -> Result<Draft, Problem> {
    let (id, worker) = (ask.id("draft")?, ask.worker()?.id);
    let read = move |tx: &mut dyn Tx| {
        Ok::<_, DbError>((store::find(tx, worker, id)?, store::end(tx, worker, id)?))
    };
    let (found, end) = ask.app.store.read(read).await?;
    let gone = || end.map_or_else(Problem::not_found, |end| Problem::elsewhere(end.path()));
    let stored = found.ok_or_else(gone)?;
    let key = ask.app.vault.open_key(place(id), &stored.key)?;
    let body = vault::open(&key, place(id), &stored.body)?;
    let pairs: Vec<(String, String)> = minicbor::decode(&body)
        .map_err(|error| Problem::internal("vault.unreadable").because(error))?;
    Ok(Draft {
        id,
        case: stored.case,
        saved_at: Some(stored.updated_at).filter(|_| stored.step > 0),
        values: pairs.into_iter().collect(),
        key: stored.key,
    })
}

/// What the form assumes until somebody says otherwise.
pub(super) fn first_values() -> Pairs {
    [("channel", "WALKIN"), ("reporter", "SELF")].into_iter().collect()
}

/// Begins a form and goes to its first step. A form that was begun and never written in is used again.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.id;
    let fresh = compose(&ask.app, &first_values(), None, 0, ask.now)?;
    let begun = ask
        .app
        .store
        .write(move |tx| {
            if let Some(id) = store::untouched(tx, worker)? {
                return Ok(id);
            }
            store::insert(tx, &fresh, worker)?;
            Ok::<_, crate::db::DbError>(fresh.id)
        })
        .await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/intake/{begun}/1"))))
}

/// The worker's unfinished forms.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.id;
    let lines = ask.app.store.read(move |tx| store::all(tx, worker)).await?;
    let cx = &ask.cx;
    let start = Button::link(cx.t("intake-start"), cx.url("/intake/new")).icon("plus");
    let acts = html! {
        (Button::link(cx.t("lockbox-list"), cx.url("/intake/offline")).line().icon("wifi-slash")) " " (start)
    };
    let none = empty_state("notebook", cx.t("intake-none"), cx.t("intake-none-text"), &html! {});
    let body = html! {
        (heading(cx.t("intake-drafts"), Some(&cx.t("intake-drafts-lead")), &acts))
        section.card { div.card-b {
            @if lines.is_empty() { (none) } @else {
                ul.tasks { @for line in &lines { (task(cx, line)) } }
            }
        } }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("intake-drafts")).body(body)))
}

/// An unfinished form as something to go on with. Names nobody.
pub fn task(cx: &Cx, line: &Line) -> Task {
    let at = Step::ALL.into_iter().find(|step| i64::from(step.number()) == line.step);
    let step = at.map_or(Step::Safety, Step::next);
    let title = cx.t(if line.case.is_some() { "intake-task-referral" } else { "intake-task" });
    let saved = [("time", Arg::phrase(crate::web::dates::near(cx.lang, cx.now, line.updated_at)))];
    let end = html! {
        a.link href=(cx.url(&format!("/intake/{}/discard", line.id))) { (cx.t("intake-discard")) }
    };
    Task::new(
        "notebook",
        Tone::Plain,
        title,
        cx.url(&format!("/intake/{}/{}", line.id, step.number())),
    )
    .meta(format!("{} · {}", cx.t(step.name_key()), cx.t_with("intake-saved-at", &saved)))
    .end(end)
}
