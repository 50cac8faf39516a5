//! Case conferences: when, who of both agencies, what about, and what was decided; tasks come from there.

use maud::{Markup, html};
use sila_core::joint::{Deed, LineId, Meeting};
use sila_core::time::Millis;

use super::desk::Desk;
use super::parts::{Sheet, day, members};
use super::{Wish, act, checked, field, words};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Tone, empty_state, tag};
use crate::web::ident::Name;
use crate::web::{Errors, Pairs};

/// Calls a conference.
///
/// # Errors
/// As [`super::write`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    act(&ask, read).await
}

/// Writes what it decided.
///
/// # Errors
/// As [`super::write`].
pub async fn minutes(ask: Ask) -> Result<Reply, Problem> {
    let meeting: LineId = ask.id("line")?;
    act(&ask, |ask, desk| {
        let mut errors = Errors::none();
        let name = field("minutes", meeting, desk);
        let decided = words(ask, &name, "joint-minutes-missing", &mut errors);
        checked(errors, Wish::new(Deed::Minutes { meeting }, decided))
    })
    .await
}

/// Agrees with what the other agency wrote.
///
/// # Errors
/// As [`super::write`].
pub async fn agree(ask: Ask) -> Result<Reply, Problem> {
    let meeting: LineId = ask.id("line")?;
    act(&ask, |_, _| Ok(Wish::new(Deed::Agree { meeting }, ""))).await
}

fn read(ask: &Ask, desk: &Desk) -> Result<Wish, Errors> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let agenda = words(ask, "agenda", "joint-agenda-missing", &mut errors);
    let date = day(form, "meet_day", ask.now.uae_date());
    if date.is_none() {
        errors.add("meet_day", cx.t("joint-day-wrong"));
    }
    let minute = time(form, "meet_time");
    if minute.is_none() {
        errors.add("meet_time", cx.t("joint-time-wrong"));
    }
    let invited = form.all("meet_who").filter_map(|line| line.parse::<LineId>().ok());
    let invited: Vec<LineId> = invited.filter(|line| desk.plan().member(*line).is_some()).collect();
    if invited.is_empty() {
        errors.add("meet_who", cx.t("joint-invited-missing"));
    }
    let at: Option<Millis> = date.zip(minute).map(|(date, minute)| date.at_minute(minute));
    match at {
        Some(at) => checked(errors, Wish::new(Deed::Meet { at, invited }, agenda)),
        None => Err(errors),
    }
}

/// Minutes after midnight, from `10:30`.
pub fn time(form: &Pairs, name: &str) -> Option<u16> {
    let typed = sila_names::fold::ascii_digits(form.get(name)?);
    let (hours, minutes) = typed.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| hours.saturating_mul(60).saturating_add(minutes))
}

/// The conferences, the latest first, and the form to call one.
pub fn card(sheet: &Sheet<'_>) -> Markup {
    let cx = sheet.cx;
    let mut meetings: Vec<&Meeting> = sheet.plan().meetings.iter().collect();
    meetings.sort_by_key(|meeting| std::cmp::Reverse(meeting.at));
    let none = empty_state(
        "users-three",
        cx.t("joint-meetings-none"),
        cx.t("joint-meetings-none-text"),
        &html! {},
    );
    html! {
        (Card::new(cx.t("joint-meetings")).count(meetings.len()).live("joint-meetings", "referrals").body(html! {
            @if meetings.is_empty() { (none) }
            ul.joint { @for meeting in meetings { (one(sheet, meeting)) } }
        }))
        @if sheet.is_open() { section.card { div.card-b { (form(sheet)) } } }
    }
}

fn form(sheet: &Sheet<'_>) -> Markup {
    let (cx, fields) = (sheet.cx, sheet.form());
    let who = fields.checks("meet_who", cx.t("joint-invited")).hint(cx.t("joint-invited-hint"));
    let inside = html! {
        (fields.area("agenda", cx.t("joint-agenda")).max(super::WORDS_MAX).rows(2))
        (fields.date("meet_day", cx.t("joint-meet-day")))
        (fields.text("meet_time", cx.t("joint-meet-time")).hint(cx.t("joint-meet-time-hint")).ltr().max(5))
        (members(sheet, who, false))
    };
    let wrong = ["agenda", "meet_day", "meet_time", "meet_who"];
    sheet.fold_out("joint-meet-new", &wrong, "/conferences", &inside)
}

fn one(sheet: &Sheet<'_>, meeting: &Meeting) -> Markup {
    let cx = sheet.cx;
    let (tone, key) = match (meeting.minutes, meeting.agreed) {
        (_, Some(_)) => (Tone::Ok, "joint-meeting-agreed"),
        (Some(_), None) => (Tone::Gold, "joint-meeting-written"),
        (None, _) if meeting.at < cx.now => (Tone::Warn, "joint-meeting-unwritten"),
        (None, _) => (Tone::Info, "joint-meeting-called"),
    };
    html! {
        li {
            div.joint-h { b { span.num { (cx.at(meeting.at)) } } (tag(tone, cx.t(key))) }
            (sheet.typed(meeting.id))
            div.joint-who {
                (cx.t("joint-invited")) ": "
                @for (i, member) in meeting.invited.iter().enumerate() {
                    @if i > 0 { (cx.lang.pick("، ", ", ")) }
                    (Name(sheet.member(*member)))
                }
            }
            div.sub { (cx.t("joint-meeting-by")) " " (sheet.signed(meeting.id)) }
            @if let Some(minutes) = meeting.minutes {
                h4 { (cx.t("joint-minutes")) }
                (sheet.typed(minutes))
                div.sub { (cx.t("joint-minutes-by")) " " (sheet.signed(minutes)) }
            }
            @if let Some(agreed) = meeting.agreed {
                div.sub { (cx.t("joint-minutes-agreed")) " " (sheet.signed(agreed)) }
            }
            @if sheet.is_open() { (acts(sheet, meeting)) }
        }
    }
}

fn acts(sheet: &Sheet<'_>, meeting: &Meeting) -> Markup {
    let cx = sheet.cx;
    let name = sheet.field("minutes", meeting.id);
    let field = sheet.form().area(&name, cx.t("joint-minutes")).hint(cx.t("joint-minutes-hint"));
    let theirs = meeting.minutes.is_some_and(|line| line.author != sheet.desk.me);
    let agreement = format!("/conferences/{}/agreement", meeting.id);
    let minutes = format!("/conferences/{}/minutes", meeting.id);
    html! {
        @if meeting.minutes.is_none() {
            (sheet.fold_out("joint-minutes-write", &[&name], &minutes, &html! {
                (field.max(super::WORDS_MAX).rows(3))
            }))
        }
        @if theirs && meeting.agreed.is_none() {
            div.joint-acts {
                (sheet.button(&agreement, &Button::submit(cx.t("joint-minutes-agree")).small().icon("check")))
            }
        }
    }
}
