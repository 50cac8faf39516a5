//! What whoever leaves the post of a focal point leaves to whoever comes after: what was handed over, what was not, and a note. The
//! appointment ends with it, and the note stands on the page of the day until somebody else has read it.

use maud::{Markup, html};
use minicbor::{Decode, Encode};
use sila_core::time::Date;
use sila_core::{AgencyId, Millis};
use uuid::Uuid;

use super::focal::fact;
use super::relation::{self, Point, Relation};
use super::store::{self, Left};
use super::{ahead, attention};
use crate::activation::saying::day;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::{sealed, unsealed};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Task, Tone, acts, columns, heading, post, stack, tag};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// The table whose rows are sealed.
const TABLE: &str = "focal_handover";
/// Longest note, in characters.
const NOTE_MAX: usize = 2_000;
/// So many days ahead a post may end.
const AHEAD_DAYS: i64 = 90;
/// Most notes that are shown.
const SHOWN: usize = 5;
/// What is handed over.
pub const ITEMS: [&str; 6] = ["PEOPLE", "OPEN", "PAPERS", "MEETINGS", "ACCESS", "RISKS"];

/// The words of a note.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Words {
    /// Who leaves.
    #[n(0)]
    pub name: String,
    /// What was handed over, of [`ITEMS`].
    #[n(1)]
    pub done: Vec<String>,
    /// What whoever comes after must know.
    #[n(2)]
    pub note: String,
}

/// A note with its words.
#[derive(Debug, Clone)]
pub struct Note {
    /// As stored.
    pub stored: Left,
    /// Its words.
    pub words: Words,
}

/// A note that can be read.
///
/// # Errors
/// `vault.unreadable`.
pub fn opened(app: &App, stored: Left) -> Result<Note, Problem> {
    let words = unsealed(app, TABLE, stored.id, &stored.body)?;
    Ok(Note { stored, words })
}

/// Where somebody hands over, without language.
pub(super) fn path(agency: AgencyId, point: Uuid) -> String {
    format!("/partnerships/{}/focal/{point}/handover", agency.to_text())
}

/// Somebody of ours who holds a post of this partnership, with the partnership.
async fn own(ask: &Ask) -> Result<(Relation, Point), Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    let id: Uuid = ask.id("id")?;
    let ours = |one: &&Point| one.id == id && one.stored.ours && one.stored.until_day.is_none();
    let point = relation.points.iter().find(ours).cloned().ok_or_else(Problem::not_found)?;
    Ok((relation, point))
}

/// The form, beside everything that falls due.
///
/// # Errors
/// `page.not_found` when nobody of ours holds this post.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (relation, point) = own(&ask).await?;
    let mut values = Pairs::default();
    let today = ask.now.uae_date();
    values.push("until_d", today.day.to_string());
    values.push("until_m", today.month.to_string());
    values.push("until_y", today.year.to_string());
    Ok(Reply::page(&drawn(&ask, (&relation, &point), &values, &Errors::none()).await?))
}

/// Ends the appointment and keeps the note.
///
/// # Errors
/// As [`page`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (relation, point) = own(&ask).await?;
    let (until, words) = match read(&ask, &point) {
        Ok(read) => read,
        Err(errors) => {
            let page = drawn(&ask, (&relation, &point), &ask.form, &errors).await?;
            return Ok(Reply::page_with_errors(&page));
        }
    };
    hand_over(&ask.app, &point, (until, &words), ask.worker()?.id, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&attention::path(&relation))))
}

fn read(ask: &Ask, point: &Point) -> Result<(Date, Words), Errors> {
    let (cx, form, mut errors) = (&ask.cx, &ask.form, Errors::none());
    let note = form.get("note").unwrap_or_default().trim().to_owned();
    if !(1..=NOTE_MAX).contains(&note.chars().count()) {
        errors.add("note", cx.t("handover-note-needed"));
    }
    let last = ask.now.plus_days(AHEAD_DAYS).uae_date();
    let sound = |until: &Date| point.stored.from_day <= until.to_days() && *until <= last;
    let until = day(form, "until").filter(sound);
    if until.is_none() {
        errors.add("until", cx.t("handover-day-needed"));
    }
    let done = ITEMS.iter().filter(|item| form.has("done", item));
    let words =
        Words { name: point.name.clone(), done: done.map(|one| (*one).to_owned()).collect(), note };
    until.filter(|_| errors.is_empty()).map(|until| (until, words)).ok_or(errors)
}

/// Ends an appointment of ours on a day, and keeps what whoever held it leaves.
///
/// # Errors
/// `page.not_found` when it has ended meanwhile; when the store cannot be written.
pub async fn hand_over(
    app: &App,
    point: &Point,
    (until, words): (Date, &Words),
    worker: sila_core::WorkerId,
    now: Millis,
) -> Result<(), Problem> {
    let (id, agency) = (app.clock.new_id(), point.stored.agency);
    let body = sealed(app, TABLE, id, words);
    let left = Left { id, point: point.id, agency, worker, at: now, reader: None, body };
    let told = fact(app, &point.stored, "handed over", Some(worker), now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::end(tx, left.point, agency, until)? {
            return Ok(false);
        }
        store::leave(tx, &left)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Agreements);
    if done { Ok(()) } else { Err(Problem::not_found()) }
}

/// `POST /partnerships/{agency}/handover/{id}/read`: whoever comes after has read the note.
///
/// # Errors
/// `page.not_found` when it was read before, or is one's own.
pub async fn seen(ask: Ask) -> Result<Reply, Problem> {
    let relation = relation::one(&ask.app, ask.id("agency")?, ask.now).await?;
    let (agency, reader, now) = (relation.agency, ask.worker()?.id, ask.now);
    let id: Uuid = ask.id("id")?;
    let write = move |tx: &mut dyn Tx| store::read(tx, (id, agency), reader, now);
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    ask.app.changed(Topic::Agreements);
    Ok(Reply::see_other(ask.cx.url(&attention::path(&relation))))
}

async fn drawn(
    ask: &Ask,
    (relation, point): (&Relation, &Point),
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let names = Names::all(&ask.app).await?;
    let form = Form::new(cx, values, errors);
    let items = ITEMS.iter().map(|item| (*item, cx.code("handover-item", item)));
    let inside = html! {
        (form.checks("done", cx.t("handover-done")).choices(items).optional())
        (form.area("note", cx.t("handover-note")).hint(cx.t("handover-note-hint")).max(NOTE_MAX).rows(6))
        (form.date("until", cx.t("handover-until")))
        (acts(&html! { (Button::submit(cx.t("handover-act"))) (Button::back(cx, &attention::path(relation))) }))
    };
    let main = html! {
        (Card::new(cx.t("handover-title")).body(html! {
            (form.summary())
            (post(cx, &path(relation.agency, point.id), &inside))
        }))
    };
    let title = cx.t("handover-title");
    let body = html! {
        (heading(html! { (title) " · " (ident::Name(&point.name)) }, Some(&cx.t("handover-lead")), &html! {}))
        (columns(&stack(&main), &stack(&ahead::card(cx, relation))))
    };
    let page = Page::new(cx, title)
        .crumb(cx.t("partnerships-title"), "/partnerships")
        .crumb(names.of(cx.lang, relation.agency), &attention::path(relation));
    Ok(page.errors(errors.any()).body(body))
}

/// What was left lately, on the page of the partnership.
pub(super) fn lines(cx: &Cx, relation: &Relation) -> Markup {
    let read = |one: &Note| {
        format!("/partnerships/{}/handover/{}/read", relation.agency.to_text(), one.stored.id)
    };
    html! {
        @for one in relation.left.iter().take(SHOWN) {
            details.fold open[one.stored.reader.is_none()] {
                summary { (cx.t("handover-left")) " · " (ident::Name(&one.words.name)) " · " (dates::day(cx.lang, one.stored.at)) }
                ul.plain { @for item in ITEMS {
                    @let done = one.words.done.iter().any(|code| code == item);
                    li {
                        (cx.code("handover-item", item)) " "
                        (tag(if done { Tone::Ok } else { Tone::Warn }, cx.t(if done { "handover-yes" } else { "handover-no" })))
                    }
                } }
                p dir="auto" { (one.words.note) }
                @if one.stored.reader.is_none() {
                    (post(cx, &read(one), &html! { (Button::submit(cx.t("handover-read")).soft().small()) }))
                }
            }
        }
    }
}

/// What was left and nobody has read yet, for the page of the day.
pub(super) fn tasks(cx: &Cx, relation: &Relation, names: &Names) -> Vec<Task> {
    let href = format!("{}#focal", cx.url(&attention::path(relation)));
    let unread = relation.left.iter().filter(|one| one.stored.reader.is_none());
    let name = || html! { (ident::Name(names.of(cx.lang, relation.agency))) };
    let task = |one: &Note| {
        let end = tag(Tone::Gold, dates::day(cx.lang, one.stored.at));
        let title = cx.t("handover-waits");
        Task::new("user-focus", Tone::Gold, title, href.clone()).meta(name()).end(end)
    };
    unread.map(task).collect()
}
