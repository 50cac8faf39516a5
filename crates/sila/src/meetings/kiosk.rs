//! The device at the door of a meeting: somebody reads badges with it, with or without a network. Its address holds a key that
//! whoever keeps the meeting hands out. It knows no names and keeps nothing but badges that the node does not have yet.
//!
//! A device tells how long ago somebody came, by its own clock at both ends: whether that clock is right does not matter. Whatever it
//! sends twice counts once. The paper list is there for when the device is not.

use maud::html;
use sila_core::{MeetingId, Millis};

use super::door::{self, typed_badge};
use super::store::{self, Presence};
use super::{CANCELLED, Open, fact, of};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Note, Tone};
use crate::web::ident::Name;
use crate::web::{Cx, Page, assets};

/// Most badges that are taken in one go; the script sends fewer.
const BADGES_MAX: usize = 200;
/// Longest time for which a device may have kept a badge, in milliseconds: the night after the last day.
const KEPT_MS_MAX: i64 = 36 * 3_600_000;
/// A clock that was set right by so much between reading and sending, in milliseconds, changes no day.
const SET_MS_MAX: i64 = 10 * 60_000;

fn key(app: &App, id: MeetingId) -> String {
    door::address_key(&door::key(app, id), "kiosk")
}

/// The address of the device's page, with the key that opens it.
pub fn path(ask: &Ask, meeting: &Open) -> String {
    let id = meeting.row.id;
    ask.cx.url(&format!("/attendance/{id}/kiosk/{}", key(&ask.app, id)))
}

async fn found(ask: &Ask) -> Result<Open, Problem> {
    let meeting = of(ask).await?;
    let known = ask.param("key") == key(&ask.app, meeting.row.id);
    if !known || meeting.row.state == CANCELLED {
        return Err(Problem::not_found());
    }
    Ok(meeting)
}

/// The page.
///
/// # Errors
/// `page.not_found` without the key.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let meeting = found(&ask).await?;
    Ok(Reply::page(&document(&ask, &meeting, None)))
}

/// The script by which the browser shows the page without a network. It is the same for every meeting.
///
/// # Errors
/// `page.not_found` for a meeting that is not kept here.
pub async fn worker(ask: Ask) -> Result<Reply, Problem> {
    of(&ask).await?;
    let found = assets::all().find(|(name, _)| *name == "kept.js");
    let (_, bytes) = found.ok_or_else(Problem::not_found)?;
    Ok(Reply::script(bytes))
}

fn document(ask: &Ask, meeting: &Open, came: Option<Came>) -> Page {
    let (cx, id) = (&ask.cx, meeting.row.id);
    let here = path(ask, meeting);
    let keeper = cx.url(&format!("/attendance/{id}/kiosk/kept.js"));
    let body = html! {
        div.kiosk data-kiosk=(id) data-keeper=(keeper) data-word-kept=(cx.t("kiosk-kept")) data-word-again=(cx.t("kiosk-again"))
            data-word-wrong=(cx.t("kiosk-wrong")) {
            h1 { (Name(meeting.title(cx))) }
            form method="post" action=(here) data-badges {
                div.field {
                    label for="badge" { (cx.t("meeting-badge")) }
                    p.hint { (cx.t("kiosk-hint")) }
                    input.in.ltr id="badge" name="badge" dir="ltr" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" autofocus;
                }
                (Button::submit(cx.t("kiosk-act")).icon("check-circle"))
            }
            p.kiosk-said data-said role="status" data-tone=[came.map(|came| if came.is_taken() { "ok" } else { "bad" })] {
                @if let Some(came) = came { (came.words(cx)) }
            }
            p.kiosk-kept data-kept hidden { b data-count { "0" } " " (cx.t("kiosk-waiting")) }
            div data-odd hidden { (Note::new("warning", cx.t("kiosk-odd")).tone(Tone::Warn)) ul {} }
            p.muted { (cx.t("kiosk-paper")) }
        }
    };
    Page::new(cx, cx.t("kiosk-title")).bare().with("kiosk").body(body)
}

/// What came of one badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// They are on the list now.
    Here,
    /// They were on it.
    Before,
    /// Nobody has this badge.
    Unknown,
    /// The meeting had not begun.
    NotThen,
    /// The meeting was over, or nobody can say any more on which day they came.
    TooLate,
}

impl Came {
    fn is_taken(self) -> bool {
        matches!(self, Came::Here | Came::Before)
    }

    fn words(self, cx: &Cx) -> String {
        cx.t(match self {
            Came::Here => "meeting-here",
            Came::Before => "meeting-here-again",
            Came::Unknown => "meeting-badge-unknown",
            Came::NotThen => "meeting-not-today",
            Came::TooLate => "meeting-too-late",
        })
    }
}

/// When somebody came whose badge a device read at `read_ms` and sends at `sent_ms`, both by its own clock. Nothing when that
/// cannot be said, because the badge was kept too long or the clock was set between: it would count on a day on which they may
/// not have been there.
pub fn arrived(now: Millis, sent_ms: i64, read_ms: i64) -> Option<Millis> {
    let ago = sent_ms.saturating_sub(read_ms);
    let known = (-SET_MS_MAX..=KEPT_MS_MAX).contains(&ago);
    known.then(|| Millis(now.0.saturating_sub(ago.max(0))))
}

/// When and on which day of the meeting somebody came, or why that is not recorded.
type When = Result<(Millis, u16), Came>;

fn day_of(meeting: &Open, at: Option<Millis>) -> When {
    let at = at.ok_or(Came::TooLate)?;
    match meeting.day_at(at) {
        Some(day) => Ok((at, day)),
        None if meeting.is_over(at) => Err(Came::TooLate),
        None => Err(Came::NotThen),
    }
}

/// Takes badges with the time at which each came, as far as it is known.
///
/// # Errors
/// When the store cannot be written.
pub async fn take(
    app: &App,
    meeting: &Open,
    came: Vec<(String, Option<Millis>)>,
    now: Millis,
) -> Result<Vec<Came>, Problem> {
    let id = meeting.row.id;
    let timed: Vec<(String, When)> =
        came.into_iter().map(|(badge, at)| (badge, day_of(meeting, at))).collect();
    let told = fact(app, "meeting", format!("{id} present by kiosk"), None, now);
    let write = move |tx: &mut dyn Tx| -> Result<Vec<Came>, DbError> {
        let mut all = Vec::new();
        for (badge, when) in &timed {
            let known = store::of_badge(tx, id, badge)?;
            all.push(match (known, *when) {
                (None, _) => Came::Unknown,
                (_, Err(why)) => why,
                (Some(guest), Ok((at, day))) => {
                    let one = Presence { guest: guest.id, day, at, how: "KIOSK".to_owned() };
                    if store::present(tx, &one)? { Came::Here } else { Came::Before }
                }
            });
        }
        if all.contains(&Came::Here) {
            journal::insert(tx, &told)?;
        }
        Ok(all)
    };
    let all = app.store.write(write).await?;
    app.changed(Topic::Meetings);
    Ok(all)
}

/// Takes what a device has kept, or one badge that was typed where no script runs.
///
/// # Errors
/// `page.not_found` without the key; `form.broken`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let meeting = found(&ask).await?;
    let Some(sent) = ask.form.get("sent") else {
        let typed = typed_badge(ask.form.get("badge").unwrap_or_default());
        let came = take(&ask.app, &meeting, vec![(typed, Some(ask.now))], ask.now).await?;
        return Ok(Reply::page(&document(&ask, &meeting, came.first().copied())));
    };
    let broken = || Problem::bad_request("form.broken");
    let sent: i64 = sent.parse().or(Err(broken()))?;
    let mut all = Vec::new();
    for one in ask.form.all("came") {
        let (badge, read) = one.split_once('@').ok_or_else(broken)?;
        let read: i64 = read.parse().or(Err(broken()))?;
        all.push((typed_badge(badge), arrived(ask.now, sent, read)));
    }
    if all.len() > BADGES_MAX {
        return Err(broken());
    }
    let badges: Vec<String> = all.iter().map(|(badge, _)| badge.clone()).collect();
    let came = take(&ask.app, &meeting, all, ask.now).await?;
    let lines = badges.iter().zip(came).map(|(badge, came)| {
        serde_json::json!({ "badge": badge, "taken": came.is_taken(), "words": came.words(&ask.cx) })
    });
    let lines: Vec<serde_json::Value> = lines.collect();
    Ok(Reply::json(&serde_json::json!({ "came": lines })))
}
