//! An entity names its own people: one address for each delegation, which the host hands to it, without an account and within its seats.
//! The page shows how many it has named, not whom: the address may be passed on.

use maud::html;
use sila_core::{AgencyId, MeetingId};

use super::guests::{ACCEPTED, guest, seat};
use super::list::when;
use super::store::{self, Delegation};
use super::text::{GuestText, LINE_MAX, Words};
use super::{CANCELLED, Open, door, entity, fact, of};
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::mail;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, post};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The address at which an entity names its people, without language.
pub fn address(app: &App, id: MeetingId, party: AgencyId) -> String {
    let party = party.to_text();
    let key = door::address_key(&door::key(app, id), &format!("register\n{party}"));
    format!("/attendance/{id}/entity/{party}/{key}")
}

/// The meeting, the entity of the address, and its seats.
async fn found(ask: &Ask) -> Result<(Open, Delegation), Problem> {
    let meeting = of(ask).await?;
    let party = AgencyId::parse(ask.param("party")).or(Err(Problem::not_found()))?;
    let id = meeting.row.id;
    if !address(&ask.app, id, party).ends_with(&format!("/{}", ask.param("key"))) {
        return Err(Problem::not_found());
    }
    let all = ask.app.store.read(move |tx| store::delegations(tx, id)).await?;
    let seats = all.into_iter().find(|one| one.party == party).ok_or_else(Problem::not_found)?;
    Ok((meeting, seats))
}

/// The form.
///
/// # Errors
/// `page.not_found` without the key.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (meeting, seats) = found(&ask).await?;
    let names = Names::all(&ask.app).await?;
    let page =
        document(&ask, (&meeting, seats), &names, (&Pairs::default(), &Errors::none()), None);
    Ok(Reply::page(&page))
}

/// Puts somebody onto the list of the entity.
///
/// # Errors
/// `page.not_found` without the key; `meeting.answered_late` once the meeting has begun; `meeting.no_seat`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (meeting, seats) = found(&ask).await?;
    let (cx, id) = (&ask.cx, meeting.row.id);
    if meeting.row.starts_at <= ask.now || meeting.row.state == CANCELLED {
        return Err(Problem::refused("meeting.answered_late"));
    }
    let names = Names::all(&ask.app).await?;
    let text = match read(cx, &ask.form) {
        Ok(text) => text,
        Err(errors) => {
            let page = document(&ask, (&meeting, seats), &names, (&ask.form, &errors), None);
            return Ok(Reply::page_with_errors(&page));
        }
    };
    let one = guest(&ask.app, seats.party, &text, ACCEPTED);
    let badge = one.badge.clone();
    let told = fact(&ask.app, "meeting", format!("{id} registered"), None, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let seated = seat(tx, id, &one)?;
        if seated.is_ok() {
            journal::insert(tx, &told)?;
        }
        Ok(seated)
    };
    ask.app.store.write(write).await?.map_err(Problem::refused)?;
    ask.app.changed(Topic::Meetings);
    let seats = Delegation { named: seats.named.saturating_add(1), ..seats };
    let blank = (&Pairs::default(), &Errors::none());
    Ok(Reply::page(&document(&ask, (&meeting, seats), &names, blank, Some(&badge))))
}

fn read(cx: &Cx, form: &Pairs) -> Result<GuestText, Errors> {
    let mut errors = Errors::none();
    let get = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let name = Words::new(get("name_ar"), get("name_en"));
    if name.is_empty() || !name.fits(LINE_MAX) {
        errors.add("name_ar", cx.t("meeting-guest-name-needed"));
    }
    if get("post").chars().count() > LINE_MAX {
        errors.add("post", cx.t_with("characters-max", &[("n", LINE_MAX.into())]));
    }
    let typed = get("mail");
    let mail = if typed.is_empty() { Some(typed) } else { mail::address(&typed) };
    match mail {
        Some(mail) if errors.is_empty() => {
            Ok(GuestText { name, post: get("post"), mail, ..GuestText::default() })
        }
        Some(_) => Err(errors),
        None => {
            errors.add("mail", cx.t("mail-address-needed"));
            Err(errors)
        }
    }
}

fn document(
    ask: &Ask,
    (meeting, seats): (&Open, Delegation),
    names: &Names,
    (values, errors): (&Pairs, &Errors),
    done: Option<&str>,
) -> Page {
    let (cx, id) = (&ask.cx, meeting.row.id);
    let form = Form::new(cx, values, errors);
    let left = u32::from(seats.seats).saturating_sub(seats.named);
    let numbers = [("n", seats.named.into()), ("seats", u32::from(seats.seats).into())];
    let body = html! {
        h1 { (Name(meeting.title(cx))) }
        p.muted { (when(cx, meeting)) " · " (Name(meeting.heading.place.of(cx.lang))) }
        p { b { (Name(entity(cx, names, ask.app.node.id, seats.party))) } " · " (cx.t_with("meeting-registered-of", &numbers)) }
        @if let Some(badge) = done {
            (Note::new("check-circle", cx.t("meeting-registered")).tone(Tone::Ok).body(html! { p { (cx.t("meeting-badge")) ": " (Code(badge)) } }))
        }
        (form.summary())
        @if left > 0 {
            (post(cx, &address(&ask.app, id, seats.party), &html! {
                (Card::new(cx.t("meeting-register")).body(html! {
                    (form.text("name_ar", cx.t("meeting-guest-name-ar")).lang("ar").max(LINE_MAX))
                    (form.text("name_en", cx.t("meeting-guest-name-en")).lang("en").max(LINE_MAX).optional())
                    (form.text("post", cx.t("meeting-guest-post")).max(LINE_MAX).optional())
                    (form.text("mail", cx.t("mail-address")).hint(cx.t("meeting-guest-mail-hint")).ltr().max(254).optional())
                }))
                (acts(&html! { (Button::submit(cx.t("meeting-register-act"))) }))
            }))
        } @else { (Note::new("users", cx.t("meeting-seats-full")).says(cx.t("meeting-seats-full-text"))) }
    };
    Page::new(cx, meeting.title(cx)).bare().errors(errors.any()).body(body)
}
