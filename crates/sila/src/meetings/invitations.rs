//! Invitations by mail: a letter to everybody who is invited and has an address, with the way to answer and the days as files for their
//! calendar. Who has none gets a printed letter. Whoever was invited so is told so too when the meeting does not take place.

use maud::{Markup, html};
use sila_core::Millis;

use super::guests::{APOLOGISED, Invited, all};
use super::ical::{self, Asked};
use super::programme::{self, Line};
use super::{CANCELLED, INVITED, Open, PLANNED, fact, of, path, store};
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::mail::{self, Kind, Letter};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Note, acts, post};
use crate::web::{Arg, Lang, dates, i18n};

/// Who has an address and has not had a letter about the meeting as it is now.
async fn waiting(ask: &Ask, meeting: &Open) -> Result<Vec<Invited>, Problem> {
    let (id, version) = (meeting.row.id, meeting.row.updated_at.0);
    let had = ask.app.store.read(move |tx| mail::store::about(tx, id.0)).await?;
    let mut invited = all(&ask.app, id).await?;
    let fresh = |one: &Invited| had.get(&one.guest.id).is_none_or(|(_, of)| *of != version);
    invited.retain(|one| !one.text.mail.is_empty() && one.guest.state != APOLOGISED && fresh(one));
    Ok(invited)
}

/// What whoever keeps the meeting can do about it.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, meeting: &Open) -> Result<Markup, Problem> {
    let (cx, id) = (&ask.cx, meeting.row.id);
    if meeting.row.starts_at <= ask.now || meeting.row.state == CANCELLED {
        return Ok(html! {});
    }
    if !mail::is_on(&ask.app) {
        return Ok(html! { (Note::new("envelope-simple", cx.t("mail-off")).body(html! {
            p { a.link href=(cx.url(&path(id, "/letters"))) { (cx.t("meeting-letters")) } }
        })) });
    }
    let many = waiting(ask, meeting).await?.len();
    Ok(html! {
        (Note::new("envelope-simple", cx.t_with("mail-invite-text", &[("n", many.into())])).body(html! {
            @if many > 0 { (post(cx, &path(id, "/mail"), &acts(&html! { (Button::submit(cx.t("mail-invite")).icon("paper-plane-tilt")) }))) }
            p { a.link href=(cx.url("/mail")) { (cx.t("mail-title")) } }
        }))
    })
}

/// `POST /meetings/{id}/mail`: the invitations go out.
///
/// # Errors
/// `page.not_found`; `mail.off`; `meeting.answered_late` once it has begun or is cancelled; `meeting.crossed`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let mut meeting = of(&ask).await?;
    let id = meeting.row.id;
    let refused = |code: &str| Problem::refused(code).way_out(path(id, ""));
    if !mail::is_on(&ask.app) {
        return Err(refused("mail.off"));
    }
    if meeting.row.starts_at <= ask.now || meeting.row.state == CANCELLED {
        return Err(refused("meeting.answered_late"));
    }
    let before = meeting.row.updated_at;
    if meeting.row.state == PLANNED {
        meeting.row.state = INVITED.to_owned();
        meeting.row.updated_at = Millis(ask.now.0.max(before.0.saturating_add(1)));
    }
    let lines = programme::lines(&ask.app, &meeting).await?;
    let mut letters = Vec::new();
    for one in waiting(&ask, &meeting).await? {
        let letter = letter(&ask, &meeting, &lines, &one, Kind::Invitation);
        let what = (id.0, one.guest.id, meeting.row.updated_at.0);
        letters.push(mail::post(&ask.app, Kind::Invitation, what, &letter, ask.now));
    }
    let word = format!("{id} {} invitations", letters.len());
    let (told, row) = (fact(&ask.app, "mail", word, ask.worker().ok(), ask.now), meeting.row);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if row.updated_at != before && !store::update(tx, &row, before)? {
            return Ok(false);
        }
        for one in &letters {
            mail::store::put(tx, one)?;
        }
        journal::insert(tx, &told).map(|()| true)
    };
    if !ask.app.store.write(write).await? {
        return Err(refused("meeting.crossed"));
    }
    ask.app.changed(Topic::Meetings);
    Ok(Reply::see_other(ask.cx.url(&path(id, "/guests"))))
}

/// Letters to whoever was invited by mail to a meeting that does not take place.
///
/// # Errors
/// When the store cannot be read.
pub async fn cancelling(ask: &Ask, meeting: &Open) -> Result<Vec<mail::store::Waiting>, Problem> {
    if !mail::is_on(&ask.app) {
        return Ok(Vec::new());
    }
    let id = meeting.row.id;
    let had = ask.app.store.read(move |tx| mail::store::about(tx, id.0)).await?;
    let lines = programme::lines(&ask.app, meeting).await?;
    let mut letters = Vec::new();
    for one in all(&ask.app, id).await? {
        if had.contains_key(&one.guest.id) {
            let letter = letter(ask, meeting, &lines, &one, Kind::Cancellation);
            let what = (id.0, one.guest.id, meeting.row.updated_at.0);
            letters.push(mail::post(&ask.app, Kind::Cancellation, what, &letter, ask.now));
        }
    }
    Ok(letters)
}

/// One letter in both languages: what the meeting is called, when and where it is, and how it is answered.
fn letter(ask: &Ask, meeting: &Open, lines: &[Line], one: &Invited, kind: Kind) -> Letter {
    let cancelled = kind == Kind::Cancellation;
    let (subject, text, method) = match cancelled {
        true => ("mail-cancellation-subject", "mail-cancellation-text", "CANCEL"),
        false => ("mail-invitation-subject", "mail-invitation-text", "REQUEST"),
    };
    let both = [Lang::Ar, Lang::En];
    let subject = both.map(|lang| {
        let title = Arg::phrase(meeting.heading.title.of(lang));
        plain(&i18n::text(lang, subject, &[("title", title)]))
    });
    let mut words: Vec<String> = Vec::new();
    for lang in both {
        words.push(i18n::text(lang, text, &[]));
        words.push(format!("    {}", meeting.heading.title.of(lang)));
        words.push(format!("    {}", plain(&days(lang, meeting))));
        words.push(format!("    {}", meeting.heading.place.of(lang)));
        if !cancelled {
            let answer = i18n::text(lang, "mail-invitation-answer", &[]);
            words.push(format!("{answer} {}", one.guest.badge));
            words.push(answer_address(ask, meeting, lang, &one.guest.badge));
        }
        words.push(String::new());
    }
    let from = ask.app.config.mail.from.clone().unwrap_or_default();
    let asked = Asked { method, from: &from, to: &one.text.mail };
    Letter {
        to: one.text.mail.clone(),
        subject: subject.join(" · "),
        words: words.join("\n"),
        calendars: ical::files(meeting, lines, ask.cx.lang, ask.now, asked),
        method: method.to_owned(),
    }
}

fn days(lang: Lang, meeting: &Open) -> String {
    let first = dates::long_day(lang, meeting.row.starts_at);
    if meeting.row.days < 2 {
        return first;
    }
    let last = Arg::phrase(dates::long_day(lang, meeting.day(meeting.row.days)));
    i18n::text(lang, "meeting-from-to", &[("from", Arg::phrase(first)), ("to", last)])
}

fn answer_address(ask: &Ask, meeting: &Open, lang: Lang, badge: &str) -> String {
    let page = format!("/{}/attendance/{}/reply?b={badge}", lang.code(), meeting.row.id);
    format!("{}{page}", ask.origin())
}

/// Without the marks of direction that pages need: a letter is shown by programs that set it themselves.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}
