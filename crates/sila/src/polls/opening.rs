//! `POST /ideas/{room}/polls`: a presenter asks something.

use sila_core::poll::{OPTIONS_MAX, PollKind};
use uuid::Uuid;

use super::{Poll, list, store};
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard;
use crate::ideas::answers::given::ours;
use crate::ideas::rooms::{self, Room};
use crate::ideas::wall;
use crate::ideas::words::{NAME_MAX, clean, fits};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// Asks it: every telephone in the room and the projector show it at once.
///
/// # Errors
/// `room.closed`, `idea.not_our_room`, or when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    ours(&ask.app, &room)?;
    if !room.open {
        return Err(Problem::refused("room.closed").way_out(room.path()));
    }
    let poll = match read(&ask, &room) {
        Ok(poll) => poll,
        Err(errors) => return list::again(&ask, &room, &errors).await,
    };
    let (worker, path) = (ask.worker()?.id, poll.path());
    let told = fact(&ask, &poll, "poll opened")?;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::open(tx, &poll, worker)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    wall::live::again(&ask.app, room.id);
    ask.app.changed(Topic::Ideas);
    Ok(Reply::see_other(ask.cx.url(&path)))
}

/// What a presenter did with a poll, for the journal. What people answer is in no journal.
pub fn fact(ask: &Ask, poll: &Poll, act: &str) -> Result<Fact, Problem> {
    Ok(Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "ideas",
        subject: format!("{} {act}", poll.id),
        worker: Some(ask.worker()?.id),
        data: poll.kind.code().as_bytes().to_vec(),
    })
}

fn read(ask: &Ask, room: &Room) -> Result<Poll, Errors> {
    let (cx, form, mut errors) = (&ask.cx, &ask.form, Errors::none());
    let titles =
        ["ar", "en"].map(|name| clean(form.get(name).unwrap_or_default()).replace('\n', " "));
    let options =
        ["options_ar", "options_en"].map(|name| lines(form.get(name).unwrap_or_default()));
    for (name, text) in ["ar", "en"].iter().zip(&titles) {
        if !fits(text, NAME_MAX) {
            errors.add(*name, cx.t_with("idea-title-needed", &[("n", NAME_MAX.into())]));
        }
    }
    let all: Vec<(String, String)> =
        [titles.as_slice(), options[0].as_slice(), options[1].as_slice()]
            .concat()
            .into_iter()
            .map(|text| ("words".to_owned(), text))
            .collect();
    if !guard::look(&ask.app, &all).is_ok_and(|found| found.is_empty()) {
        errors.add("ar", cx.t("idea-title-names"));
    }
    let kind = form.get("kind").and_then(|code| PollKind::from_code(code).ok());
    if kind.is_none() {
        errors.add("kind", cx.t("poll-kind-needed"));
    }
    let [ar, en] = options;
    let long = ar.iter().chain(&en).any(|text| !fits(text, NAME_MAX));
    let wrong = kind.is_some_and(|kind| kind.fits(ar.len()).is_err());
    if wrong || long || ar.len() != en.len() {
        errors.add("options_ar", cx.t_with("poll-options-wrong", &[("n", OPTIONS_MAX.into())]));
    }
    let (Some(kind), false) = (kind, errors.any()) else { return Err(errors) };
    let [title_ar, title_en] = titles;
    let item: Option<Uuid> = form.get("item").and_then(|id| id.parse().ok());
    Ok(Poll {
        id: ask.app.clock.new_id(),
        room: room.id,
        item: item.filter(|_| room.meeting.is_some()),
        kind,
        ar: title_ar,
        en: title_en,
        options: ar.into_iter().zip(en).collect(),
        shown: true,
        opened_at: ask.now,
        closed_at: None,
    })
}

/// One option on each line.
fn lines(typed: &str) -> Vec<String> {
    typed.lines().map(clean).filter(|line| !line.is_empty()).collect()
}
