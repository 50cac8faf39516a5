//! Opening a room.

use maud::html;
use rand_core::Rng;
use sila_core::{Millis, RoomId};

use super::{Anonymity, Room, Wall, store};
use crate::app::App;
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::guard;
use crate::ideas::words::{NAME_MAX, clean, fits};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, acts, heading};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Days within which an idea is answered unless the room says otherwise.
pub const ANSWER_DAYS: u16 = 30;
/// The most it may say.
pub const ANSWER_DAYS_MAX: u16 = 365;
/// How often a new code is tried when it is taken.
const TRIES: usize = 8;

/// The form.
///
/// # Errors
/// None of its own.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let mut values = Pairs::default();
    values.push("anonymity", Anonymity::Entity.code());
    values.push("board", "themes");
    values.push("answer_days", ANSWER_DAYS.to_string());
    // The meeting or the course from whose page it is opened.
    for name in ["meeting", "course"] {
        if let Some(id) = ask.query.get(name).filter(|id| id.parse::<uuid::Uuid>().is_ok()) {
            values.push(name, id);
        }
    }
    if ask.query.get("course").is_some() {
        values.set("board", "open");
    }
    Ok(Reply::page(&form(&ask.cx, &values, &Errors::none())))
}

/// Opens it.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = match read(&ask) {
        Ok(room) => room,
        Err(errors) => return Ok(Reply::page_with_errors(&form(&ask.cx, &ask.form, &errors))),
    };
    let told = Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "ideas",
        subject: format!("{} opened", room.id),
        worker: Some(ask.worker()?.id),
        data: room.anonymity.code().as_bytes().to_vec(),
    };
    let room = open(&ask.app, room, told).await?;
    Ok(Reply::see_other(ask.cx.url(&room.path())))
}

/// Writes a room under a code that is free.
///
/// # Errors
/// When the store cannot be written.
pub async fn open(app: &App, room: Room, told: Fact) -> Result<Room, Problem> {
    for _ in 0..TRIES {
        let room = Room { code: new_code(), ..room.clone() };
        let (written, told) = (room.clone(), told.clone());
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            store::insert(tx, &written)?;
            journal::insert(tx, &told)
        };
        match app.store.write(write).await {
            Err(DbError::Unique { .. }) => {}
            done => return Ok(done.map(|()| room)?),
        }
    }
    Err(Problem::unavailable("store.busy"))
}

/// A room as it is before it has a code.
pub fn fresh(app: &App, (title_ar, title_en): (String, String), now: Millis) -> Room {
    Room {
        id: RoomId(app.clock.new_id()),
        origin: app.node.id,
        code: String::new(),
        title_ar,
        title_en,
        anonymity: Anonymity::Entity,
        themes: true,
        open: true,
        wall: Wall::Live,
        wall_at: now,
        answer_days: ANSWER_DAYS,
        meeting: None,
        course: None,
        opened_at: now,
    }
}

/// Nine digits, the first not zero: nobody finds a room by trying.
fn new_code() -> String {
    Randomness
        .next_u32()
        .checked_rem(900_000_000)
        .unwrap_or(0)
        .saturating_add(100_000_000)
        .to_string()
}

fn read(ask: &Ask) -> Result<Room, Errors> {
    let (cx, form) = (&ask.cx, &ask.form);
    let mut errors = Errors::none();
    let mut title = |name: &str| {
        let text = clean(form.get(name).unwrap_or_default()).replace('\n', " ");
        let fields = vec![(name.to_owned(), text.clone())];
        if !fits(&text, NAME_MAX) {
            errors.add(name, cx.t_with("idea-title-needed", &[("n", NAME_MAX.into())]));
        } else if !guard::look(&ask.app, &fields).is_ok_and(|found| found.is_empty()) {
            errors.add(name, cx.t("idea-title-names"));
        }
        text
    };
    let titles = (title("title_ar"), title("title_en"));
    let anonymity = form.get("anonymity").and_then(Anonymity::from_code);
    if anonymity.is_none() {
        errors.add("anonymity", cx.t("idea-anonymity-needed"));
    }
    let days = form.get("answer_days").unwrap_or_default();
    let days: Option<u16> = sila_names::fold::ascii_digits(days).trim().parse().ok();
    let days = days.filter(|days| (1..=ANSWER_DAYS_MAX).contains(days));
    if days.is_none() {
        errors.add("answer_days", cx.t("idea-answer-days-needed"));
    }
    let (Some(anonymity), Some(answer_days), false) = (anonymity, days, errors.any()) else {
        return Err(errors);
    };
    let themes = form.get("board") == Some("themes");
    let whose = |name: &str| form.get(name).and_then(|text| text.parse().ok());
    let (meeting, course) = (whose("meeting"), whose("course"));
    Ok(Room { anonymity, answer_days, themes, meeting, course, ..fresh(&ask.app, titles, ask.now) })
}

fn form(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let mut levels = form.radios("anonymity", cx.t("idea-anonymity-ask"));
    for level in Anonymity::ALL {
        let code = level.code();
        let (label, hint) = (cx.code("idea-anonymity", code), cx.code("idea-anonymity-text", code));
        levels = levels.choice_hint(code, label, hint);
    }
    let boards = [("themes", cx.t("idea-board-themes")), ("open", cx.t("idea-board-open"))];
    let title = cx.t("idea-room-new");
    let body = html! {
        (heading(&title, Some(&cx.t("idea-room-new-lead")), &html! {}))
        (form.summary())
        div.form-wrap {
            form method="post" action=(cx.url("/ideas")) novalidate {
                @for name in ["meeting", "course"] { @if let Some(id) = values.get(name) { (form.hidden(name, id)) } }
                (Card::new(cx.t("idea-room-question")).body(html! {
                    (form.text("title_ar", cx.t("idea-title-ar")).lang("ar").max(NAME_MAX))
                    (form.text("title_en", cx.t("idea-title-en")).lang("en").max(NAME_MAX))
                    (form.radios("board", cx.t("idea-board")).choices(boards))
                }))
                (Card::new(cx.t("idea-anonymity")).body(html! { (levels) }))
                (Card::new(cx.t("idea-answer-title")).body(html! {
                    (form.text("answer_days", cx.t("idea-answer-days")).hint(cx.t("idea-answer-days-hint")).numeric().max(3))
                }))
                (acts(&html! { (Button::submit(cx.t("idea-room-open-it")).icon("lightbulb")) }))
            }
            aside.stack {
                (Note::new("eye-slash", cx.t("idea-never-less")).says(cx.t("idea-never-less-text")))
                (Note::new("shield-check", cx.t("idea-guarded")).says(cx.t("idea-guarded-text")))
            }
        }
    };
    Page::new(cx, title).crumb(cx.t("ideas-title"), "/ideas").errors(errors.any()).body(body)
}
