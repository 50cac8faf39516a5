//! Who is invited: by entity, within its seats; who said yes, who apologised and who comes instead; and who is there, ticked by
//! hand.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::{AgencyId, MeetingId, Millis};
use uuid::Uuid;

use super::item::{crumbs, entities};
use super::store::{self, GUESTS_MAX, Guest, Presence};
use super::text::{GuestText, LINE_MAX, Words};
use super::{Open, door, entity, fact, of, path, sealed, unsealed};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::mail;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, acts, columns, empty_state, heading, post, stack, tag,
};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Form, Page, dates};

/// Comes unless they say otherwise.
pub const INVITED: &str = "INVITED";
/// Said that they come.
pub const ACCEPTED: &str = "ACCEPTED";
/// Said that they may come; their seat is kept.
pub const TENTATIVE: &str = "TENTATIVE";
/// Said that they do not.
pub const APOLOGISED: &str = "APOLOGISED";

/// Somebody who is invited.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The row.
    pub guest: Guest,
    /// Name and office.
    pub text: GuestText,
}

/// Everybody who is invited. Somebody whose row is damaged stays on the list without a name and without an address: the others
/// are invited, counted and let in all the same.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(app: &App, id: MeetingId) -> Result<Vec<Invited>, Problem> {
    let guests = app.store.read(move |tx| store::guests(tx, id)).await?;
    let one = |guest: Guest| {
        let text = unsealed(app, "meeting_guest", guest.id, &guest.body);
        let text = text.unwrap_or_else(|problem| {
            tracing::error!(code = %problem.code, guest = %guest.id, "a guest cannot be read");
            GuestText::default()
        });
        Invited { guest, text }
    };
    Ok(guests.into_iter().map(one).collect())
}

/// Who is there: on a day of the meeting on that day, before and after it on any; people with their entity, or the entities alone. Two of
/// one name and entity are numbered.
///
/// # Errors
/// When the store cannot be read.
pub async fn attended(
    ask: &Ask,
    meeting: &Open,
    entities: bool,
) -> Result<Vec<(String, String)>, Problem> {
    let (id, today) = (meeting.row.id, meeting.day_at(ask.now));
    let there = ask.app.store.read(move |tx| store::presences(tx, id)).await?;
    let here = |guest: Uuid| {
        there.iter().any(|at| at.guest == guest && today.is_none_or(|day| at.day == day))
    };
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let mut seen: BTreeMap<(String, String), u32> = BTreeMap::new();
    for one in all(&ask.app, id).await?.iter().filter(|one| here(one.guest.id)) {
        let party = entity(cx, &names, ask.app.node.id, one.guest.party).to_owned();
        let who = match entities {
            true => (party, String::new()),
            false => (one.text.name.of(cx.lang).to_owned(), party),
        };
        let many = seen.entry(who).or_default();
        *many = many.saturating_add(1);
    }
    let numbered = |((name, party), many): ((String, String), u32)| {
        let many = if entities { 1 } else { many };
        (1..=many).map(move |nth| match nth {
            1 => (name.clone(), party.clone()),
            nth => (format!("{name} ({nth})"), party.clone()),
        })
    };
    Ok(seen.into_iter().flat_map(numbered).collect())
}

/// A new guest of an entity, with a badge of their own.
pub fn guest(app: &App, party: AgencyId, text: &GuestText, state: &str) -> Guest {
    let id = app.clock.new_id();
    let body = sealed(app, "meeting_guest", id, text);
    Guest { id, party, badge: door::badge(app, id), state: state.to_owned(), body }
}

/// Puts somebody onto the list, within the seats of their entity.
///
/// # Errors
/// `meeting.no_seat` when the entity has no seat left; `meeting.too_many_guests`.
pub fn seat(
    tx: &mut dyn Tx,
    id: MeetingId,
    one: &Guest,
) -> Result<Result<(), &'static str>, DbError> {
    let all = store::delegations(tx, id)?;
    let total: u32 = all.iter().map(|one| one.named.saturating_add(one.apologised)).sum();
    if usize::try_from(total).unwrap_or(GUESTS_MAX) >= GUESTS_MAX {
        return Ok(Err("meeting.too_many_guests"));
    }
    let free = all.iter().any(|d| d.party == one.party && d.named < u32::from(d.seats));
    if !free {
        return Ok(Err("meeting.no_seat"));
    }
    store::invite(tx, id, one)?;
    Ok(Ok(()))
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    Ok(Reply::page(&document(&ask, &meeting, &Errors::none()).await?))
}

/// Puts somebody onto the list.
///
/// # Errors
/// `page.not_found`; as [`seat`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let (cx, id) = (&ask.cx, meeting.row.id);
    let mut errors = Errors::none();
    let get = |name: &str| ask.form.get(name).unwrap_or_default().to_owned();
    let party = AgencyId::parse(&get("party")).ok();
    if party.is_none() {
        errors.add("party", cx.t("meeting-entity-needed"));
    }
    let name = Words::new(get("name_ar"), get("name_en"));
    if name.is_empty() || !name.fits(LINE_MAX) {
        errors.add("name_ar", cx.t("meeting-guest-name-needed"));
    }
    if get("post").chars().count() > LINE_MAX {
        errors.add("post", cx.t_with("characters-max", &[("n", LINE_MAX.into())]));
    }
    let typed = get("mail");
    let mail = if typed.is_empty() { Some(typed) } else { mail::address(&typed) };
    if mail.is_none() {
        errors.add("mail", cx.t("mail-address-needed"));
    }
    let Some(party) = party.filter(|_| errors.is_empty()) else {
        return Ok(Reply::page_with_errors(&document(&ask, &meeting, &errors).await?));
    };
    let mail = mail.unwrap_or_default();
    let text = GuestText { name, post: get("post"), instead_of: String::new(), mail };
    let one = guest(&ask.app, party, &text, INVITED);
    let told = fact(&ask.app, "meeting", format!("{id} guest invited"), ask.worker().ok(), ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let seated = seat(tx, id, &one)?;
        if seated.is_ok() {
            journal::insert(tx, &told)?;
        }
        Ok(seated)
    };
    let seated = ask.app.store.write(write).await?;
    seated.map_err(|code| Problem::refused(code).way_out(path(id, "/guests")))?;
    ask.app.changed(Topic::Meetings);
    Ok(Reply::see_other(cx.url(&path(id, "/guests"))))
}

/// Notes what somebody said, or that they are there.
///
/// # Errors
/// `page.not_found`; `meeting.not_today` when that day of the meeting has not begun; `form.broken`.
pub async fn update(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let (id, wanted): (_, Uuid) = (meeting.row.id, ask.id("guest")?);
    let act = ask.form.get("act").unwrap_or_default().to_owned();
    let day =
        match act.as_str() {
            ACCEPTED | APOLOGISED => None,
            "PRESENT" => Some(ticked(&ask, &meeting).ok_or_else(|| {
                Problem::refused("meeting.not_today").way_out(path(id, "/guests"))
            })?),
            _ => return Err(Problem::bad_request("form.broken")),
        };
    let word = format!("{id} guest {}", act.to_lowercase());
    let (told, now) = (fact(&ask.app, "meeting", word, ask.worker().ok(), ask.now), ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let known = store::guests(tx, id)?.iter().any(|one| one.id == wanted);
        if known {
            match day {
                Some(day) => {
                    let how = "HAND".to_owned();
                    store::present(tx, &Presence { guest: wanted, day, at: now, how })?;
                }
                None => {
                    store::answer(tx, id, wanted, &act)?;
                }
            }
            journal::insert(tx, &told)?;
        }
        Ok(known)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    ask.app.changed(Topic::Meetings);
    Ok(Reply::see_other(ask.cx.url(&path(id, "/guests"))))
}

/// The days of the meeting that have begun: on these somebody may have been there.
fn begun(meeting: &Open, now: Millis) -> impl Iterator<Item = u16> {
    (1..=meeting.row.days).filter(move |day| meeting.day(*day) <= now)
}

/// The day for which somebody is ticked by hand: the one that is named, as the paper list of an earlier day has it, or today.
fn ticked(ask: &Ask, meeting: &Open) -> Option<u16> {
    match ask.form.get("day") {
        Some(named) => named.parse().ok().filter(|day| begun(meeting, ask.now).any(|d| d == *day)),
        None => meeting.day_at(ask.now),
    }
}

async fn document(ask: &Ask, meeting: &Open, errors: &Errors) -> Result<Page, Problem> {
    let (cx, id, me) = (&ask.cx, meeting.row.id, ask.app.node.id);
    let names = Names::all(&ask.app).await?;
    let invited = all(&ask.app, id).await?;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::presences(tx, id)?, mail::store::about(tx, id.0)?))
    };
    let (there, mailed) = ask.app.store.read(read).await?;
    let form = Form::new(cx, &ask.form, errors);
    let add = Card::new(cx.t("meeting-guest-add")).body(post(cx, &path(id, "/guests"), &html! {
        (form.select("party", cx.t("meeting-entity")).combo().choices(entities(ask, meeting).await?))
        (form.text("name_ar", cx.t("meeting-guest-name-ar")).lang("ar").max(LINE_MAX))
        (form.text("name_en", cx.t("meeting-guest-name-en")).lang("en").max(LINE_MAX).optional())
        (form.text("post", cx.t("meeting-guest-post")).max(LINE_MAX).optional())
        (form.text("mail", cx.t("mail-address")).hint(cx.t("meeting-guest-mail-hint")).ltr().max(254).optional())
        (acts(&html! { (Button::submit(cx.t("meeting-save"))) }))
    }));
    let columns_ = [
        Col::text(cx.t("meeting-guest")),
        Col::text(cx.t("meeting-entity")),
        Col::text(cx.t("meeting-badge")),
        Col::status(cx.t("meeting-state")),
        Col::text(cx.t("meeting-since")),
        Col::acts(cx.t("meeting-acts")),
    ];
    let days: Vec<u16> = begun(meeting, ask.now).collect();
    let rows = invited.iter().map(|one| {
        let of_guest: Vec<&Presence> = there.iter().filter(|at| at.guest == one.guest.id).collect();
        let mailed = mailed.get(&one.guest.id).map(|(state, _)| mail::state(cx, state));
        let party = entity(cx, &names, me, one.guest.party);
        row(cx, meeting, (one, party, mailed), &of_guest, &days)
    });
    let none =
        empty_state("users", cx.t("meeting-no-guests"), cx.t("meeting-no-guests-text"), &html! {});
    let table = Table::new(cx.t("meeting-guests"), columns_).rows(rows).when_empty(none);
    let card =
        Card::new(cx.t("meeting-guests")).count(invited.len()).live("meeting-guests", "meetings");
    let aside = html! {
        (add)
        (Note::new("eye-slash", cx.t("meeting-guests-sealed")).says(cx.t("meeting-guests-sealed-text")))
    };
    let body = html! {
        (heading(cx.t("meeting-guests"), Some(&cx.t("meeting-guests-lead")), &html! {}))
        (form.summary())
        (columns(&stack(&html! { (card.body(html! { (table) })) }), &stack(&aside)))
    };
    Ok(crumbs(cx, cx.t("meeting-guests"), meeting).errors(errors.any()).refreshing(30).body(body))
}

fn row(
    cx: &Cx,
    meeting: &Open,
    (one, entity, mailed): (&Invited, &str, Option<Markup>),
    there: &[&Presence],
    days: &[u16],
) -> [Markup; 6] {
    let missed = days.iter().filter(|day| !there.iter().any(|at| at.day == **day));
    let first: Option<Millis> = there.iter().map(|at| at.at).min();
    let (tone, key) = match (first.is_some(), one.guest.state.as_str()) {
        (true, _) => (Tone::Ok, "meeting-was-there"),
        (_, ACCEPTED) => (Tone::Info, "meeting-accepted"),
        (_, TENTATIVE) => (Tone::Gold, "meeting-tentative"),
        (_, APOLOGISED) => (Tone::Warn, "meeting-apologised"),
        _ => (Tone::Plain, "meeting-invited"),
    };
    let here = path(meeting.row.id, &format!("/guests/{}", one.guest.id));
    let act = |act: &str, key: &str| {
        post(cx, &here, &html! { (Button::submit(cx.t(key)).soft().small().sends("act", act)) })
    };
    let came = |day: u16| {
        let word = match meeting.day_at(cx.now) {
            Some(today) if today == day => cx.t("meeting-mark-present"),
            _ => cx.t_with("meeting-mark-present-day", &[("n", day.into())]),
        };
        let inside = html! {
            input type="hidden" name="day" value=(day);
            (Button::submit(word).soft().small().sends("act", "PRESENT"))
        };
        post(cx, &here, &inside)
    };
    [
        html! {
            b { @if one.text.name.is_empty() { (cx.t("meeting-guest-unreadable")) } @else { (Name(one.text.name.of(cx.lang))) } }
            div.sub { (Name(&one.text.post)) @if !one.text.instead_of.is_empty() { " · " (cx.t("meeting-instead-of")) " " (Name(&one.text.instead_of)) } }
        },
        html! { (Name(entity)) },
        html! { (Code(&one.guest.badge)) @if let Some(mailed) = mailed { div.sub { (cx.t("meeting-by-mail")) " " (mailed) } } },
        tag(tone, cx.t(key)),
        html! { @if let Some(at) = first { (dates::near(cx.lang, cx.now, at)) } @else { "–" } },
        html! { div.acts-row {
            @for day in missed { (came(*day)) }
            @if first.is_none() && one.guest.state != APOLOGISED { (act(APOLOGISED, "meeting-mark-apology")) }
            @if first.is_none() && one.guest.state == APOLOGISED { (act(ACCEPTED, "meeting-mark-accepted")) }
        } },
    ]
}
