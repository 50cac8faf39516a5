//! Meetings of partners (اللقاءات): several days, a programme of items, a delegation of each entity with its seats, invitations,
//! and who was there. Most entities have no node: they are entries of [`crate::partners`] like any other.
//!
//! A meeting is kept by the agency that hosts it. What it decides leaves it as minutes that every party signs. Names of those who
//! are invited are sealed at rest and shown only to whoever keeps the meeting. Whoever is in the room proves it with a code
//! that stands on a screen there for half a minute ([`sila_seal::attendance`]); the screen needs no session.

mod attendance;
mod badges;
pub mod door;
mod form;
mod guests;
mod hour;
mod ical;
mod invitations;
mod item;
mod kiosk;
#[cfg(test)]
mod late;
mod list;
pub mod programme;
mod registration;
mod reply;
mod seats;
mod show;
pub mod store;
#[cfg(test)]
pub(crate) mod tests;
pub mod text;

use minicbor::{Decode, Encode};
use sila_core::time::Millis;
use sila_core::{AgencyId, MeetingId};
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::{Ask, Routes};
use crate::guard::{self, Fields, Verdict};
use crate::journal::store::Fact;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::vault::Place;
use crate::web::components::heading;
use crate::web::{Cx, Page, Pairs};
pub use form::{Called, call};
pub use guests::{ACCEPTED, attended, guest};
pub use item::{crumbs, entities};
pub use list::when;
use store::Meeting;
use text::Heading;

/// It is being prepared.
pub const PLANNED: &str = "PLANNED";
/// The invitations are out.
pub const INVITED: &str = "INVITED";
/// It does not take place.
pub const CANCELLED: &str = "CANCELLED";

/// The routes of meetings.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, MeetingKeep, Public};
    r.get("/{lang}/meetings", AgreementRead, list::page);
    r.get("/{lang}/meetings/new", MeetingKeep, form::new);
    r.post("/{lang}/meetings", MeetingKeep, form::create);
    r.get("/{lang}/meetings/{id}", AgreementRead, show::page);
    r.get("/{lang}/meetings/{id}/change", MeetingKeep, form::change);
    r.post("/{lang}/meetings/{id}", MeetingKeep, form::update);
    r.post("/{lang}/meetings/{id}/state", MeetingKeep, show::set_state);
    r.get("/{lang}/meetings/{id}/programme", AgreementRead, programme::page);
    r.get("/{lang}/meetings/{id}/now", AgreementRead, hour::page);
    r.get("/{lang}/meetings/{id}/calendar", AgreementRead, ical::file);
    r.get("/{lang}/meetings/{id}/items/{item}", MeetingKeep, item::page);
    r.post("/{lang}/meetings/{id}/items/{item}", MeetingKeep, item::save);
    r.get("/{lang}/meetings/{id}/seats", AgreementRead, seats::page);
    r.post("/{lang}/meetings/{id}/seats", MeetingKeep, seats::create);
    r.get("/{lang}/meetings/{id}/guests", MeetingKeep, guests::page);
    r.post("/{lang}/meetings/{id}/guests", MeetingKeep, guests::create);
    r.post("/{lang}/meetings/{id}/guests/{guest}", MeetingKeep, guests::update);
    r.get("/{lang}/meetings/{id}/badges", MeetingKeep, badges::badges);
    r.get("/{lang}/meetings/{id}/sheet", MeetingKeep, badges::sheet);
    r.get("/{lang}/meetings/{id}/letters", MeetingKeep, badges::letters);
    r.get("/{lang}/attendance", AgreementRead, attendance::page);
    r.get("/{lang}/attendance/{id}/screen/{key}", Public, door::screen);
    r.get("/{lang}/attendance/{id}", Public, door::page);
    r.post("/{lang}/attendance/{id}", Public, door::create);
    r.post("/{lang}/meetings/{id}/mail", MeetingKeep, invitations::create);
    r.get("/{lang}/attendance/{id}/entity/{party}/{key}", Public, registration::page);
    r.post("/{lang}/attendance/{id}/entity/{party}/{key}", Public, registration::create);
    r.get("/{lang}/attendance/{id}/kiosk/{key}", Public, kiosk::page);
    r.post("/{lang}/attendance/{id}/kiosk/{key}", Public, kiosk::create);
    r.get("/{lang}/attendance/{id}/kiosk/kept.js", Public, kiosk::worker);
    r.get("/{lang}/attendance/{id}/reply", Public, reply::page);
    r.post("/{lang}/attendance/{id}/reply", Public, reply::create);
}

/// A meeting and what it is called.
#[derive(Debug, Clone)]
pub struct Open {
    /// The row.
    pub row: Meeting,
    /// Its title and place.
    pub heading: Heading,
}

impl Open {
    /// The title in the reader's language.
    pub fn title(&self, cx: &Cx) -> &str {
        self.heading.title.of(cx.lang)
    }

    /// The day of this number, from 1: the instant at which it begins in the State.
    pub fn day(&self, number: u16) -> Millis {
        self.row.starts_at.plus_days(i64::from(number).saturating_sub(1))
    }

    /// The number of the day on which `now` lies; nothing before and after the meeting.
    pub fn day_at(&self, now: Millis) -> Option<u16> {
        (1..=self.row.days)
            .find(|day| self.day(*day) <= now && now < self.day(day.saturating_add(1)))
    }

    /// Whether its last day is over.
    pub fn is_over(&self, now: Millis) -> bool {
        self.day(self.row.days.saturating_add(1)) <= now
    }
}

/// A meeting that this agency keeps.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn open(app: &App, id: MeetingId) -> Result<Open, Problem> {
    let row = app.store.read(move |tx| store::find(tx, id)).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    let heading = unsealed(app, "meeting", row.id.0, &row.body)?;
    Ok(Open { row, heading })
}

/// The meeting of the address.
///
/// # Errors
/// As [`open`].
pub async fn of(ask: &Ask) -> Result<Open, Problem> {
    open(&ask.app, ask.id("id")?).await
}

/// A text sealed for its row.
pub fn sealed<T: Encode<()>>(app: &App, table: &'static str, row: Uuid, text: &T) -> Vec<u8> {
    app.vault.seal(Place { table, row }, &minicbor::to_vec(text).unwrap_or_default())
}

/// The text of a row.
///
/// # Errors
/// `vault.unreadable` when it is damaged or of another row.
pub fn unsealed<T: for<'b> Decode<'b, ()>>(
    app: &App,
    table: &'static str,
    row: Uuid,
    body: &[u8],
) -> Result<T, Problem> {
    let plain = app.vault.open(Place { table, row }, body)?;
    minicbor::decode(&plain).map_err(|error| Problem::internal("vault.unreadable").because(error))
}

/// What was done, for the journal. Never a name.
pub fn fact(
    app: &App,
    kind: &'static str,
    subject: String,
    worker: Option<&Worker>,
    now: Millis,
) -> Fact {
    let data = subject.clone().into_bytes();
    Fact { id: app.clock.new_id(), at: now, kind, subject, worker: worker.map(|one| one.id), data }
}

/// The path of a meeting, with `rest` behind it.
pub fn path(id: MeetingId, rest: &str) -> String {
    format!("/meetings/{id}{rest}")
}

/// What an entity is called, ours included.
pub fn entity<'a>(cx: &'a Cx, names: &'a Names, me: AgencyId, who: AgencyId) -> &'a str {
    if who == me { cx.agency() } else { names.of(cx.lang, who) }
}

/// Lets the guard look through the fields that others will read. Gives the form without what was taken out, or the page that
/// asks for decisions and sends everything typed back to `action`.
///
/// # Errors
/// As [`guard::judge`].
pub fn screened(ask: &Ask, action: &str, names: &[&str]) -> Result<Result<Pairs, Reply>, Problem> {
    let free = ask.form.iter().filter(|(name, _)| names.contains(name));
    let fields: Fields = free.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    match guard::judge(&ask.app, fields.clone(), &ask.form)? {
        Verdict::Passed(passed) => {
            let mut form = ask.form.clone();
            for (name, text) in passed.fields {
                form.set(&name, text);
            }
            Ok(Ok(form))
        }
        Verdict::Held(findings) => {
            let cx = &ask.cx;
            let typed = ask.form.iter().filter(|(name, _)| !name.starts_with("guard-"));
            let carried: Vec<(&str, &str)> = typed.collect();
            let held = guard::held(cx, action, (&fields, &findings), &ask.form, &carried);
            let title = cx.t("meeting-check");
            let body = maud::html! { (heading(&title, None, &maud::html! {})) (held) };
            Ok(Err(Reply::page_with_errors(&Page::new(cx, title).body(body))))
        }
    }
}
