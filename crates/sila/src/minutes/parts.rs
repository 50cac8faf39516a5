//! Points of minutes as they are shown elsewhere: where one stands, and what is late on the page of the day.

use maud::{Markup, html};
use sila_core::time::Millis;
use sila_core::{AgencyId, MeetingId};

use super::store::{self, Minutes, Stored};
use super::{Point, path};
use crate::accounts::{Permission, Worker};
use crate::db::{DbError, Tx};
use crate::meetings::store as meetings;
use crate::themes::store as themes;
use crate::web::components::{Task, Tone, tag};
use crate::web::{Cx, dates};

/// Where a point stands.
pub fn state(cx: &Cx, point: &Point) -> Markup {
    if !point.kind.is_owed() {
        return html! { @if let Some(at) = point.review_at { (tag(Tone::Info, cx.t_with("minutes-review-on", &[("day", crate::web::Arg::phrase(dates::day(cx.lang, at.plus_minutes(-1))))]))) } };
    }
    let tone = match &point.end {
        Some(_) if point.is_done() => Tone::Ok,
        Some(_) => Tone::Plain,
        None if point.is_late(cx.now) => Tone::Bad,
        None => Tone::Warn,
    };
    tag(tone, state_word(cx, point))
}

/// Where a point stands, in words alone.
pub fn state_word(cx: &Cx, point: &Point) -> String {
    match (&point.end, point.due_at) {
        (Some((end, _)), _) => cx.code("point-end", end.code()),
        (None, Some(due)) if point.kind.is_owed() => cx.deadline(due),
        _ => cx.code("point-kind", point.kind.code()),
    }
}

/// Days after which what is late goes up to the head of the agency.
pub const ESCALATED_DAYS: i64 = 7;
/// The role that it goes up to.
const HEAD: &str = "HEAD";

/// Whether it has gone up to the head of the agency.
fn is_escalated(one: &Stored, now: Millis) -> bool {
    one.due_at.is_some_and(|due| due.plus_days(ESCALATED_DAYS) < now)
}

/// What of minutes and threats waits for a worker.
#[derive(Debug, Default)]
pub struct Waiting {
    late: Vec<Stored>,
    to_sign: Vec<Minutes>,
    unreviewed: Vec<themes::Stored>,
    follow: Vec<MeetingId>,
}

impl Waiting {
    /// Reads what waits: what is late and ours or in minutes that we keep, for its own worker and for whoever keeps meetings, and for the
    /// head once it has gone up; minutes to be signed; threats that nobody has rated in time; meetings half a year ago that no other of
    /// their series has followed.
    pub fn read(
        tx: &mut dyn Tx,
        worker: &Worker,
        me: AgencyId,
        now: Millis,
    ) -> Result<Waiting, DbError> {
        let mut waiting = Waiting::default();
        let keeps = worker.may(Permission::MeetingKeep);
        let head = worker.roles.iter().any(|role| role == HEAD);
        let theirs = |one: &Stored| match head {
            true => is_escalated(one, now),
            false => keeps,
        };
        let late = store::late(tx, me, now)?.into_iter();
        waiting.late = late.filter(|one| one.worker == Some(worker.id) || theirs(one)).collect();
        if worker.may(Permission::AgreementSign) {
            waiting.to_sign = store::to_sign(tx, me)?;
        }
        if keeps {
            waiting.unreviewed = themes::unreviewed(tx, now)?;
            waiting.follow = meetings::unfollowed(tx, now)?;
        }
        Ok(waiting)
    }
}

/// The tasks of the day. What they are about stands on their own pages.
pub fn tasks(cx: &Cx, waiting: &Waiting) -> Vec<Task> {
    let mut tasks = Vec::new();
    for one in &waiting.to_sign {
        let href = cx.url(&path(one.meeting, ""));
        tasks.push(Task::new("signature", Tone::Gold, cx.t("minutes-day-sign"), href));
    }
    for one in &waiting.late {
        let (mark, key) = match is_escalated(one, cx.now) {
            true => ("siren", "minutes-day-escalated"),
            false => ("list-checks", "minutes-day-late"),
        };
        let title = cx.t_with(key, &[("n", one.number.into())]);
        let task = Task::new(mark, Tone::Bad, title, cx.url(&path(one.meeting, "")));
        let due = one.due_at.map_or_else(String::new, |due| cx.deadline(due));
        tasks.push(task.meta(cx.code("point-kind", one.kind.code())).end(tag(Tone::Bad, due)));
    }
    for one in &waiting.follow {
        let href = cx.url(&format!("/meetings/{one}/followup"));
        let task = Task::new("clock-countdown", Tone::Gold, cx.t("minutes-day-follow"), href);
        tasks.push(task.meta(cx.t("minutes-day-follow-text")));
    }
    for one in &waiting.unreviewed {
        let href = match one.meeting {
            Some(meeting) => cx.url(&format!("/meetings/{meeting}/themes")),
            None => cx.url("/themes"),
        };
        tasks.push(Task::new("shield-warning", Tone::Warn, cx.t("theme-day-review"), href));
    }
    tasks
}
