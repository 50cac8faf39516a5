//! Writing a point down, saying how something owed has ended, and adding an erratum to what is approved.

use sila_core::meeting::{PointEnd, PointKind};
use sila_core::{AgencyId, MeetingId, Millis, WorkerId};
use uuid::Uuid;

use super::store::{self, Minutes, Stored};
use super::text::{POINTS_MAX, PointText, Ties};
use super::{APPROVED, DRAFT, Point, TABLE, opened, page, path, row_of, share};
use crate::accounts::Worker;
use crate::activation::saying::day;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::lineage::{Became, Coming, End, Kind};
use crate::meetings::text::{TEXT_MAX, Words};
use crate::meetings::{Open, fact, screened, sealed};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::{Cx, Errors, Pairs};

/// A point as it is said.
#[derive(Debug, Clone)]
pub struct Said {
    /// What it is.
    pub kind: PointKind,
    /// Its words.
    pub text: Words,
    /// Of a decision: on what it rests.
    pub basis: String,
    /// Whose it is to do, or who moved it.
    pub owner: AgencyId,
    /// Of ours, who does it.
    pub worker: Option<WorkerId>,
    /// Until when.
    pub due_at: Option<Millis>,
    /// When a decision is looked at again.
    pub review_at: Option<Millis>,
    /// The challenge that it answers.
    pub entry: Option<Uuid>,
    /// What was said that it comes from.
    pub from: Option<(Kind, End)>,
    /// What it has to do with other points.
    pub ties: Ties,
}

/// Minutes that this agency begins for its meeting.
pub fn fresh(app: &App, meeting: &Open) -> Minutes {
    let id = meeting.row.id;
    Minutes {
        meeting: id,
        series: meeting.row.series,
        host: app.node.id,
        state: DRAFT.to_owned(),
        starts_at: meeting.row.starts_at,
        record: None,
        circulated_at: None,
        body: sealed(app, "minutes", id.0, &meeting.heading),
    }
}

/// A point that is ready to be written, with everything that belongs to it.
pub struct Ready {
    app: App,
    begun: Minutes,
    said: Said,
    told: Fact,
    coming: Option<Coming>,
}

impl Ready {
    /// Checks a point.
    ///
    /// # Errors
    /// `minutes.no_basis` for a decision without one; `minutes.no_due` for something owed without a day.
    pub fn of(
        app: &App,
        meeting: &Open,
        said: Said,
        worker: &Worker,
        now: Millis,
    ) -> Result<Ready, Problem> {
        let id = meeting.row.id;
        let refused = |code: &str| Problem::refused(code).way_out(path(id, ""));
        if said.kind == PointKind::Decision && said.basis.trim().is_empty() {
            return Err(refused("minutes.no_basis"));
        }
        if said.kind.is_owed() && said.due_at.is_none() {
            return Err(refused("minutes.no_due"));
        }
        let told = fact(app, "minutes", format!("{id} {}", said.kind.code()), Some(worker), now);
        let into = (Became::Action, id.0);
        let coming = said.from.map(|from| Coming::of(app, from, into, (worker, now)));
        Ok(Ready { app: app.clone(), begun: fresh(app, meeting), said, told, coming })
    }

    /// Whether the decisions that it names are there.
    fn holds(&self, tx: &mut dyn Tx, own: &[Stored]) -> Result<bool, DbError> {
        let Ties { replaces, carries_out, .. } = self.said.ties;
        let decides = |one: &Stored, n: u16| one.number == n && one.kind == PointKind::Decision;
        if carries_out.is_some_and(|n| !own.iter().any(|one| decides(one, n))) {
            return Ok(false);
        }
        let Some((meeting, n)) = replaces else { return Ok(true) };
        Ok(store::points(tx, meeting)?.iter().any(|one| decides(one, n)))
    }

    /// Writes it and gives its number; or says why the minutes do not take it.
    pub fn write(&self, tx: &mut dyn Tx) -> Result<Result<u16, &'static str>, DbError> {
        let (id, said) = (self.begun.meeting, &self.said);
        store::begin(tx, &self.begun)?;
        if store::find(tx, id)?.is_none_or(|one| one.state != DRAFT) {
            return Ok(Err("minutes.closed"));
        }
        let all = store::points(tx, id)?;
        if all.len() >= POINTS_MAX {
            return Ok(Err("minutes.too_many"));
        }
        if !self.holds(tx, &all)? {
            return Ok(Err("minutes.no_decision"));
        }
        let number = all.last().map_or(1, |last| last.number.saturating_add(1));
        let (text, basis) = (said.text.clone(), said.basis.clone());
        let text = PointText { text, basis, outcome: String::new(), ties: said.ties };
        let stored = Stored {
            meeting: id,
            number,
            kind: said.kind,
            owner: said.owner,
            worker: said.worker,
            due_at: said.due_at,
            review_at: said.review_at,
            end: None,
            entry: said.entry,
            body: sealed(&self.app, TABLE, row_of(id, number), &text),
        };
        store::insert(tx, &stored)?;
        journal::insert(tx, &self.told)?;
        if let Some(coming) = &self.coming {
            coming.write(tx, number)?;
        }
        Ok(Ok(number))
    }
}

/// Writes a point into the minutes of a meeting that is kept here. Gives its number.
///
/// # Errors
/// As [`Ready::of`]; `minutes.closed` once the parties have them; `minutes.too_many`.
pub async fn add(
    app: &App,
    meeting: &Open,
    said: Said,
    worker: &Worker,
    now: Millis,
) -> Result<u16, Problem> {
    let id = meeting.row.id;
    let ready = Ready::of(app, meeting, said, worker, now)?;
    let write =
        move |tx: &mut dyn Tx| -> Result<Result<u16, &'static str>, DbError> { ready.write(tx) };
    let refused = |code: &str| Problem::refused(code).way_out(path(id, ""));
    let number = app.store.write(write).await?.map_err(refused)?;
    app.changed(Topic::Meetings);
    Ok(number)
}

/// Adds a point.
///
/// # Errors
/// `page.not_found` for minutes of others; as [`add`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let meeting = crate::meetings::of(&ask).await?;
    let id = meeting.row.id;
    let here = path(id, "/points");
    let form = match screened(&ask, &here, &["text_ar", "text_en", "basis"])? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    match read(&ask.cx, &form) {
        Ok(said) => {
            add(&ask.app, &meeting, said, ask.worker()?, ask.now).await?;
            Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
        }
        Err(errors) => Ok(Reply::page_with_errors(&page::document(&ask, &form, &errors).await?)),
    }
}

fn read(cx: &Cx, form: &Pairs) -> Result<Said, Errors> {
    let mut errors = Errors::none();
    let get = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let kind = PointKind::from_code(&get("kind")).ok();
    let text = Words::new(get("text_ar"), get("text_en"));
    let owner = AgencyId::parse(&get("owner")).ok();
    let at = |name: &str| day(form, name).map(|date| date.plus_days(1).at_minute(0));
    let (due_at, review_at) = (at("due"), at("review"));
    if text.is_empty() || !text.fits(TEXT_MAX) {
        errors.add("text_ar", cx.t("theme-text-needed"));
    }
    if owner.is_none() {
        errors.add("owner", cx.t("meeting-entity-needed"));
    }
    match kind {
        None => errors.add("kind", cx.t("minutes-kind-needed")),
        Some(PointKind::Decision) => {
            if !(1..=TEXT_MAX).contains(&get("basis").chars().count()) {
                errors.add("basis", cx.t("minutes-basis-needed"));
            }
            if review_at.is_none() {
                errors.add("review", cx.t("minutes-review-needed"));
            }
        }
        Some(kind) if kind.is_owed() && due_at.is_none() => {
            errors.add("due", cx.t("minutes-due-needed"));
        }
        Some(_) => {}
    }
    match (kind, owner) {
        (Some(kind), Some(owner)) if errors.is_empty() => Ok(Said {
            kind,
            text,
            basis: get("basis"),
            owner,
            worker: get("worker").parse().ok(),
            due_at,
            review_at,
            entry: None,
            from: None,
            ties: ties(kind, form),
        }),
        _ => Err(errors),
    }
}

/// What the form says of other points: only what fits the kind.
fn ties(kind: PointKind, form: &Pairs) -> Ties {
    let get = |name: &str| form.get(name).unwrap_or_default();
    let replaces = get("replaces").split_once('/');
    let replaces = replaces.and_then(|(id, n)| id.parse().ok().zip(n.parse().ok()));
    match kind {
        PointKind::Decision => Ties { by_vote: get("how") == "VOTE", replaces, ..Ties::default() },
        PointKind::Action => {
            Ties { carries_out: get("carries_out").parse().ok(), ..Ties::default() }
        }
        _ => Ties::default(),
    }
}

/// One point.
pub(super) async fn one(app: &App, id: MeetingId, number: u16) -> Result<Point, Problem> {
    let stored = app.store.read(move |tx| store::points(tx, id)).await?;
    let found = stored.into_iter().find(|one| one.number == number);
    opened(app, found.into_iter().collect())?.pop().ok_or_else(Problem::not_found)
}

/// Says how something owed has ended. Its owner says it; the host says it for a party without a node. What another agency must
/// know goes to it as a record.
///
/// # Errors
/// `page.not_found`; `minutes.not_ours` when it is neither ours nor in minutes that we keep; `minutes.no_outcome` without words;
/// `minutes.ended`.
pub async fn end(
    app: &App,
    (id, number): (MeetingId, u16),
    (ended, words): (PointEnd, &str),
    worker: &Worker,
    now: Millis,
) -> Result<(), Problem> {
    let refused = |code: &str| Problem::refused(code).way_out(path(id, ""));
    let minutes = app.store.read(move |tx| store::find(tx, id)).await?;
    let minutes = minutes.ok_or_else(Problem::not_found)?;
    let point = one(app, id, number).await?;
    let me = app.node.id;
    if words.trim().is_empty() || words.chars().count() > TEXT_MAX {
        return Err(refused("minutes.no_outcome"));
    }
    if !point.is_open() {
        return Err(refused("minutes.ended"));
    }
    let linked = share::is_linked(app, point.owner).await?;
    let may = point.owner == me || (minutes.host == me && (!linked || minutes.state == DRAFT));
    if !may {
        return Err(refused("minutes.not_ours"));
    }
    apply(app, &point, ended, words, Some(worker), now).await?;
    if minutes.state == APPROVED {
        share::tell(app, &minutes, &point, (ended, words), worker, now).await?;
    }
    Ok(())
}

/// Writes how a point has ended.
pub(super) async fn apply(
    app: &App,
    point: &Point,
    ended: PointEnd,
    words: &str,
    worker: Option<&Worker>,
    now: Millis,
) -> Result<(), Problem> {
    let (id, number) = (point.meeting, point.number);
    let text = PointText { outcome: words.to_owned(), ..point.text.clone() };
    let body = sealed(app, TABLE, row_of(id, number), &text);
    let told = fact(app, "minutes", format!("{id} {number} {}", ended.code()), worker, now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::end(tx, (id, number), ended, now, &body)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !app.store.write(write).await? {
        return Err(Problem::refused("minutes.ended").way_out(path(id, "")));
    }
    app.changed(Topic::Meetings);
    Ok(())
}

/// Ends a point from its form.
///
/// # Errors
/// As [`end`].
pub async fn settle(ask: Ask) -> Result<Reply, Problem> {
    let (id, number): (MeetingId, u16) = (ask.id("id")?, ask.id("n")?);
    let field = format!("words_{number}");
    let here = path(id, &format!("/points/{number}"));
    let form = match screened(&ask, &here, &[&field])? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let ended = PointEnd::from_code(form.get("end").unwrap_or_default());
    let ended = ended.or(Err(Problem::bad_request("form.broken")))?;
    let words = form.get(&field).unwrap_or_default();
    end(&ask.app, (id, number), (ended, words), ask.worker()?, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}

/// Adds an erratum to approved minutes that are kept here; what was approved stays as it is.
///
/// # Errors
/// `page.not_found`; `minutes.not_approved`; `minutes.no_outcome` without words.
pub async fn erratum(ask: Ask) -> Result<Reply, Problem> {
    let id: MeetingId = ask.id("id")?;
    let form = match screened(&ask, &path(id, "/errata"), &["erratum"])? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let (me, worker, now) = (ask.app.node.id, ask.worker()?, ask.now);
    let minutes = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let minutes = minutes.filter(|one| one.host == me).ok_or_else(Problem::not_found)?;
    let refused = |code: &str| Problem::refused(code).way_out(path(id, ""));
    if minutes.state != APPROVED {
        return Err(refused("minutes.not_approved"));
    }
    let words = form.get("erratum").unwrap_or_default().to_owned();
    if words.is_empty() || words.chars().count() > TEXT_MAX {
        return Err(refused("minutes.no_outcome"));
    }
    let row = ask.app.clock.new_id();
    let body = sealed(&ask.app, "minutes_erratum", row, &words);
    let (told, by) =
        (fact(&ask.app, "minutes", format!("{id} erratum"), Some(worker), now), worker.id);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::add_erratum(tx, id, (row, &body), by, now)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    ask.app.changed(Topic::Meetings);
    Ok(Reply::see_other(ask.cx.url(&path(id, ""))))
}
