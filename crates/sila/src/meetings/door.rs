//! The door of a meeting: a screen in the room with a code that changes every fifteen seconds, and the page on which somebody
//! with a badge says that they are there. Neither needs an account: the screen's address holds a key that whoever keeps the
//! meeting hands out, the page a badge and the code.

use maud::{Markup, html};
use sila_core::MeetingId;
use sila_names::fold::ascii_digits;
use sila_seal::attendance::{self, Shown};
use sila_seal::{Hash, hex, hmac};
use uuid::Uuid;

use super::list::when;
use super::store::{self, Presence};
use super::text::Words;
use super::{CANCELLED, Open, fact, guests, of};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Note, Tone, acts, qr};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Letters of a badge: no I, L, O and U, so that it can be read out.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters on a badge, sixty bits: whoever asks the door ten thousand times a second needs thousands of years for one badge of a hall.
const BADGE_LETTERS: usize = 12;
/// Hexadecimal digits of a key in an address.
const KEY_DIGITS: usize = 32;

/// The key of a meeting's codes, which only this node can compute.
pub fn key(app: &App, id: MeetingId) -> Hash {
    app.vault.mark(format!("attendance\n{id}").as_bytes())
}

/// What stands on somebody's badge.
pub fn badge(app: &App, guest: Uuid) -> String {
    lettered(&app.vault.mark(format!("badge\n{guest}").as_bytes()))
}

/// The letters of a badge that stand for a mark.
pub fn lettered(mark: &Hash) -> String {
    let letter = |byte: &u8| LETTERS.get(usize::from(byte & 31)).map_or('0', |b| char::from(*b));
    mark.iter().take(BADGE_LETTERS).map(letter).collect()
}

/// A badge as it was typed: in any case, with spaces, with the letters that people mistake for digits.
pub fn typed_badge(text: &str) -> String {
    let folded = ascii_digits(text).to_uppercase();
    let letter = |c: char| match c {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    folded.chars().filter(char::is_ascii_alphanumeric).map(letter).collect()
}

/// The key that stands in an address for `what` of the thing whose codes are made with `key`: whoever holds the address may
/// open that and nothing else.
pub fn address_key(key: &Hash, what: &str) -> String {
    hex(&hmac(key, what.as_bytes())).chars().take(KEY_DIGITS).collect()
}

fn screen_key(app: &App, id: MeetingId) -> String {
    address_key(&key(app, id), "screen")
}

/// The address of the screen, with the key that opens it.
pub fn screen_path(ask: &Ask, meeting: &Open) -> String {
    let id = meeting.row.id;
    ask.cx.url(&format!("/attendance/{id}/screen/{}", screen_key(&ask.app, id)))
}

/// The screen in the room.
///
/// # Errors
/// `page.not_found` without the key.
pub async fn screen(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let (cx, id) = (&ask.cx, meeting.row.id);
    if ask.param("key") != screen_key(&ask.app, id) || meeting.row.state == CANCELLED {
        return Err(Problem::not_found());
    }
    let counts = ask.app.store.read(move |tx| store::counts(tx, id)).await?;
    let title = meeting.title(cx).to_owned();
    let body = html! {
        div.door #clock data-live="clock" {
            h1 { (Name(&title)) }
            @if meeting.day_at(ask.now).is_some() { (shown(&ask, id, counts)) }
            @else { p.door-lead { (cx.t("meeting-door-closed")) " " (when(cx, &meeting)) } }
        }
    };
    Ok(Reply::page(&Page::new(cx, title).bare().by_the_clock(5).body(body)))
}

fn shown(ask: &Ask, id: MeetingId, counts: store::Counts) -> Markup {
    let count = [("n", counts.present.into()), ("entities", counts.entities_present.into())];
    let count = ask.cx.t_with("meeting-door-count", &count);
    code_shown(ask, &key(&ask.app, id), &format!("/attendance/{id}"), &count)
}

/// The code of this moment as a square and in digits, with the address at which it is typed, and how many are there; the same at
/// the door of a course.
pub fn code_shown(ask: &Ask, key: &Hash, path: &str, count: &str) -> Markup {
    let cx = &ask.cx;
    let code = attendance::code(key, ask.now.0);
    let address = format!("{}{}", ask.origin(), cx.url(path));
    let (first, last) = code.split_at(code.len() / 2);
    html! {
        p.door-lead { (cx.t("meeting-door-lead")) }
        (qr(&format!("{address}?c={code}"), &cx.t("meeting-door-square")))
        p.door-code { bdi dir="ltr" { (first) " " (last) } }
        p.muted { (cx.t("meeting-door-by-hand")) " " (Code(&address)) }
        p.door-count { (count) }
    }
}

/// The page on a telephone.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let mut values = Pairs::default();
    values.push("code", ask.query.get("c").unwrap_or_default());
    values.push("badge", ask.query.get("b").unwrap_or_default());
    Ok(Reply::page(&document(&ask.cx, &meeting, &values, &Errors::none())))
}

fn document(cx: &Cx, meeting: &Open, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let action = cx.url(&format!("/attendance/{}", meeting.row.id));
    let body = html! {
        h1 { (cx.t("meeting-checkin")) }
        p.muted { (Name(meeting.title(cx))) }
        form method="post" action=(action) novalidate {
            (form.summary())
            (form.text("badge", cx.t("meeting-badge")).hint(cx.t("meeting-badge-hint")).ltr().max(20))
            (form.text("code", cx.t("meeting-code")).hint(cx.t("meeting-code-hint")).numeric().max(20))
            (acts(&html! { (Button::submit(cx.t("meeting-checkin-act")).icon("check-circle")) }))
        }
    };
    Page::new(cx, cx.t("meeting-checkin")).bare().errors(errors.any()).body(body)
}

/// What came of saying that one is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// They are on the list.
    Here(Uuid),
    /// They were on it already.
    Again(Uuid),
    /// The code was on the screen earlier.
    OldCode,
    /// It never was.
    WrongCode,
    /// Nobody has this badge.
    NoBadge,
    /// It is not a day of the meeting.
    NotToday,
    /// The meeting is over.
    TooLate,
    /// This telephone has recorded somebody else today.
    OtherPhone,
}

/// The cookie by which a telephone is known to have recorded somebody today. It says nothing about whom to anybody but this node.
fn cookie_name(app: &App) -> String {
    format!("sila_door_{}", app.node.agency.code.to_ascii_lowercase())
}

/// What the cookie holds: a mark of the meeting, the day and the badge.
fn used_by(app: &App, meeting: &Open, badge: &str, now: sila_core::Millis) -> Option<String> {
    let day = meeting.day_at(now)?;
    let of = format!("phone\n{day}\n{}", typed_badge(badge));
    Some(hex(&hmac(&key(app, meeting.row.id), of.as_bytes())))
}

/// Somebody says that they are there.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn enter(
    app: &App,
    meeting: &Open,
    badge: &str,
    code: &str,
    now: sila_core::Millis,
) -> Result<Entry, Problem> {
    let id = meeting.row.id;
    let day = meeting.day_at(now).filter(|_| meeting.row.state != CANCELLED);
    let Some(day) = day else {
        let late = meeting.is_over(now) && meeting.row.state != CANCELLED;
        return Ok(if late { Entry::TooLate } else { Entry::NotToday });
    };
    match attendance::read(&key(app, id), now.0, &ascii_digits(code)) {
        Shown::Now => {}
        Shown::Old => return Ok(Entry::OldCode),
        Shown::Wrong => return Ok(Entry::WrongCode),
    }
    let (badge, told) =
        (typed_badge(badge), fact(app, "meeting", format!("{id} present by code"), None, now));
    let write = move |tx: &mut dyn Tx| -> Result<Entry, DbError> {
        let Some(guest) = store::of_badge(tx, id, &badge)? else { return Ok(Entry::NoBadge) };
        let how = "SCREEN".to_owned();
        if !store::present(tx, &Presence { guest: guest.id, day, at: now, how })? {
            return Ok(Entry::Again(guest.id));
        }
        journal::insert(tx, &told)?;
        Ok(Entry::Here(guest.id))
    };
    let entry = app.store.write(write).await?;
    if matches!(entry, Entry::Here(_)) {
        app.changed(Topic::Meetings);
    }
    Ok(entry)
}

/// Takes badge and code.
///
/// # Errors
/// `page.not_found`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let cx = &ask.cx;
    let get = |name: &str| ask.form.get(name).unwrap_or_default();
    let mark = used_by(&ask.app, &meeting, get("badge"), ask.now).unwrap_or_default();
    let name = cookie_name(&ask.app);
    let entry = match ask.cookie(&name) {
        Some(held) if is_of_today(&ask, &meeting, &held).await? && held != mark => {
            Entry::OtherPhone
        }
        _ => enter(&ask.app, &meeting, get("badge"), get("code"), ask.now).await?,
    };
    let secure = if ask.app.config.https { "; Secure" } else { "" };
    let set = format!("{name}={mark}; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400{secure}");
    let (field, key) = match entry {
        Entry::Here(guest) => {
            return Ok(done(&ask, &meeting, guest, false).await?.with_cookie(set));
        }
        Entry::Again(guest) => {
            return Ok(done(&ask, &meeting, guest, true).await?.with_cookie(set));
        }
        Entry::OtherPhone => ("badge", "meeting-other-phone"),
        Entry::OldCode => ("code", "meeting-code-old"),
        Entry::WrongCode => ("code", "meeting-code-wrong"),
        Entry::NoBadge => ("badge", "meeting-badge-unknown"),
        Entry::NotToday => ("code", "meeting-not-today"),
        Entry::TooLate => ("code", "meeting-too-late"),
    };
    let mut errors = Errors::none();
    errors.add(field, cx.t(key));
    // A new code has to be read off the screen; the badge stays as it was typed.
    let mut values = ask.form.clone();
    if field == "code" {
        values.set("code", "");
    }
    Ok(Reply::page_with_errors(&document(cx, &meeting, &values, &errors)))
}

/// Whether what a telephone holds is of somebody of this meeting, today.
async fn is_of_today(ask: &Ask, meeting: &Open, held: &str) -> Result<bool, Problem> {
    let id = meeting.row.id;
    let all = ask.app.store.read(move |tx| store::guests(tx, id)).await?;
    let mark = |badge: &str| used_by(&ask.app, meeting, badge, ask.now);
    Ok(all.iter().any(|one| mark(&one.badge).as_deref() == Some(held)))
}

async fn done(ask: &Ask, meeting: &Open, guest: Uuid, again: bool) -> Result<Reply, Problem> {
    let (cx, id) = (&ask.cx, meeting.row.id);
    let all = guests::all(&ask.app, id).await?;
    let one = all.iter().find(|one| one.guest.id == guest);
    let name: &Words = &one.ok_or_else(Problem::not_found)?.text.name;
    let key = if again { "meeting-here-again" } else { "meeting-here" };
    let body = html! {
        h1 { (Name(name.of(cx.lang))) }
        (Note::new("check-circle", cx.t(key)).tone(Tone::Ok).says(html! { (Name(meeting.title(cx))) }))
        p { a.link href=(cx.url(&format!("/meetings/{id}/programme"))) { (cx.t("meeting-programme-open")) } }
    };
    Ok(Reply::page(&Page::new(cx, cx.t(key)).bare().body(body)))
}
