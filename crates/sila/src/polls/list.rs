//! `/ideas/{room}/polls`: what was asked in a room, and the form to ask something.

use maud::{Markup, html};
use sila_core::poll::{OPTIONS_MAX, PollKind};

use super::{Poll, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::rooms::{self, Room};
use crate::ideas::words::NAME_MAX;
use crate::meetings::{self, programme};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, acts, columns, empty_state, heading, plain_tag, stack,
    tag,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};
use sila_core::MeetingId;

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let mut values = Pairs::default();
    values.push("kind", PollKind::Single.code());
    if let Some(item) = ask.query.get("item") {
        values.push("item", item);
    }
    Ok(Reply::page(&document(&ask, &room, &values, &Errors::none()).await?))
}

/// The page with what was typed and what is wrong with it.
///
/// # Errors
/// When the store cannot be read.
pub async fn again(ask: &Ask, room: &Room, errors: &Errors) -> Result<Reply, Problem> {
    Ok(Reply::page_with_errors(&document(ask, room, &ask.form, errors).await?))
}

async fn document(
    ask: &Ask,
    room: &Room,
    values: &Pairs,
    errors: &Errors,
) -> Result<Page, Problem> {
    let id = room.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut all = Vec::new();
        for poll in store::of_room(tx, id)? {
            let answered = store::answered(tx, poll.id)?;
            all.push((poll, answered));
        }
        Ok(all)
    };
    let polls = ask.app.store.read(read).await?;
    let items = items(ask, room).await?;
    let cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    let asks = room.open && room.origin == ask.app.node.id && ask.may(Permission::IdeaModerate);
    let main = html! {
        (form.summary())
        (table(cx, &polls))
        @if asks { (fields(cx, room, &form, items)) }
    };
    let aside = html! {
        (Note::new("eye-slash", cx.t("poll-quiet")).says(cx.t("poll-quiet-text")))
        (Note::new("scales", cx.t("poll-no-vote")).says(cx.t("poll-no-vote-text")))
    };
    let body = html! {
        (heading(cx.t("polls-title"), Some(&cx.t("polls-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("polls-title"))
        .crumb(cx.t("ideas-title"), "/ideas")
        .crumb(room.title(cx.lang), &room.path());
    Ok(page.errors(errors.any()).body(body))
}

/// The items of the meeting to which the room belongs.
async fn items(ask: &Ask, room: &Room) -> Result<Vec<(String, String)>, Problem> {
    let Some(id) = room.meeting else { return Ok(Vec::new()) };
    let Ok(meeting) = meetings::open(&ask.app, MeetingId(id)).await else { return Ok(Vec::new()) };
    let lines = programme::lines(&ask.app, &meeting).await?;
    let lang = ask.cx.lang;
    Ok(lines
        .iter()
        .map(|line| (line.item.id.to_string(), line.text.title.of(lang).to_owned()))
        .collect())
}

/// Whether it takes answers, in a word.
pub fn state(cx: &Cx, poll: &Poll) -> Markup {
    if poll.is_open() { tag(Tone::Ok, cx.t("poll-open")) } else { plain_tag(cx.t("poll-closed")) }
}

fn table(cx: &Cx, polls: &[(Poll, i64)]) -> Markup {
    let columns = [
        Col::text(cx.t("poll-question")),
        Col::text(cx.t("poll-kind")),
        Col::num(cx.t("poll-answers")),
        Col::text(cx.t("idea-opened-at")),
        Col::status(cx.t("record-state")),
    ];
    let rows = polls.iter().map(|(poll, answered)| {
        [
            html! { a.ref href=(cx.url(&poll.path())) { (ident::Name(poll.title(cx.lang))) } },
            html! { (cx.code("poll-kind", poll.kind.code())) },
            html! { (answered) },
            html! { (dates::near(cx.lang, cx.now, poll.opened_at)) },
            state(cx, poll),
        ]
    });
    let empty = empty_state("question", cx.t("polls-empty"), cx.t("polls-empty-text"), &html! {});
    html! { (Table::new(cx.t("polls-title"), columns).rows(rows).when_empty(empty)) }
}

fn fields(cx: &Cx, room: &Room, form: &Form<'_>, items: Vec<(String, String)>) -> Markup {
    let kinds = PollKind::ALL.iter().fold(form.radios("kind", cx.t("poll-kind")), |field, kind| {
        field.choice_hint(
            kind.code(),
            cx.code("poll-kind", kind.code()),
            cx.code("poll-kind-hint", kind.code()),
        )
    });
    let hint = cx.t_with("poll-options-hint", &[("n", OPTIONS_MAX.into())]);
    html! {
        (Card::new(cx.t("poll-new")).id("new").body(html! {
            form method="post" action=(cx.url(&format!("{}/polls", room.path()))) novalidate {
                (form.text("ar", cx.t("poll-question-ar")).lang("ar").max(NAME_MAX))
                (form.text("en", cx.t("poll-question-en")).lang("en").ltr().max(NAME_MAX))
                (kinds)
                (form.area("options_ar", cx.t("poll-options-ar")).hint(hint).lang("ar").rows(4).optional())
                (form.area("options_en", cx.t("poll-options-en")).lang("en").ltr().rows(4).optional())
                @if !items.is_empty() {
                    (form.select("item", cx.t("poll-item")).empty(cx.t("poll-item-none")).choices(items).optional())
                }
                (acts(&html! { (Button::submit(cx.t("poll-open-it")).icon("question")) }))
            }
        }))
    }
}
