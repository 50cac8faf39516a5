//! `/ideas/{room}/ideas/{id}`: one idea as whoever works here sees it: its answer, what it became, and what can be said about it.

use maud::{Markup, html};
use sila_core::IdeaId;

use super::given::{REASON_MAX, on_board};
use super::{Answer, CODES, Turned, becoming, due, opened, store};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::board::parts::by;
use crate::ideas::board::{self, Idea, Said, State};
use crate::ideas::mergers::parts::{self as mergers, Roots};
use crate::ideas::rooms::{self, Room};
use crate::ideas::share;
use crate::lineage::{self, Became, End, Kind, seed};
use crate::menu::is_shut;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    self, Button, Card, Summary, Tone, columns, heading, plain_tag, stack, tag,
};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// Its address, without language.
pub fn path(room: &Room, id: IdeaId) -> String {
    format!("{}/ideas/{id}", room.path())
}

struct View {
    idea: Idea,
    said: Said,
    comments: Vec<(Idea, Said)>,
    answer: Option<Answer>,
    turned: Vec<Turned>,
    support: Vec<(String, i64)>,
    choices: Vec<becoming::Choice>,
    lines: Vec<lineage::Line>,
    roots: Roots,
    from: Vec<lineage::Contribution>,
}

/// The page.
///
/// # Errors
/// `page.not_found` for what is not on the board, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let view = view(&ask, &room, ask.id("id")?).await?;
    let mut values = Pairs::default();
    if let Some(answer) = &view.answer {
        values.push("code", &answer.code);
        values.push("words", &answer.words);
    }
    Ok(Reply::page(&show(&ask, &room, &view, &values, &Errors::none())))
}

/// The page with what was typed and what is wrong with it.
///
/// # Errors
/// As [`page`].
pub async fn again(ask: &Ask, room: &Room, id: IdeaId, errors: &Errors) -> Result<Reply, Problem> {
    let view = view(ask, room, id).await?;
    Ok(Reply::page_with_errors(&show(ask, room, &view, &ask.form, errors)))
}

async fn view(ask: &Ask, room: &Room, id: IdeaId) -> Result<View, Problem> {
    let (app, in_room) = (&ask.app, room.clone());
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((
            seen(tx, &in_room, id)?,
            board::store::comments(tx, id)?,
            store::of(tx, id)?,
            store::turned_of(tx, id)?,
            share::store::support(tx, id)?,
            lineage::store::of_source(tx, Kind::Idea, End::of(id.0))?,
        ))
    };
    let (idea, comments, kept, turned, support, lines) = app.store.read(read).await?;
    let idea = idea.ok_or_else(Problem::not_found)?;
    let names = app.store.read(crate::partners::store::names).await?;
    let named = |agency| names.of(ask.cx.lang, agency).to_owned();
    let answers = acts(ask, room, &idea);
    Ok(View {
        said: board::said(app, &idea)?,
        comments: board::read(app, comments)?,
        answer: kept.map(|kept| opened(app, id, kept)).transpose()?,
        support: support.into_iter().map(|(agency, n)| (named(agency), n)).collect(),
        choices: if answers { becoming::choices(app, ask.cx.lang).await? } else { Vec::new() },
        roots: mergers::roots(app, id).await?,
        from: lineage::origins_of(app, &ask.cx, (Became::Idea, End::of(id.0))).await?,
        idea,
        turned,
        lines,
    })
}

fn show(ask: &Ask, room: &Room, view: &View, values: &Pairs, errors: &Errors) -> Page {
    let cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    let answers = acts(ask, room, &view.idea);
    let main = html! {
        (form.summary())
        (standing(cx, room, view))
        @if answers { (answer(cx, room, view, &form)) (become_card(cx, room, view, &form)) }
        @if view.idea.state == State::Shown && room.origin == ask.app.node.id { (seed::links(ask, (Kind::Idea, view.idea.id.0))) }
        (comments(cx, view, answers))
    };
    let aside = html! { (about(cx, room, view)) };
    let body = html! {
        (heading(html! { span dir="auto" { (view.said.text) } }, None, &mark(cx, view.answer.as_ref())))
        (columns(&stack(&main), &stack(&aside)))
    };
    Page::new(cx, cx.t("idea-one"))
        .crumb(cx.t("ideas-title"), "/ideas")
        .crumb(room.title(cx.lang), &room.path())
        .errors(errors.any())
        .body(body)
}

/// An idea on the board, or one that became part of another and is kept under it.
fn seen(tx: &mut dyn Tx, room: &Room, id: IdeaId) -> Result<Option<Idea>, DbError> {
    let found = board::store::find(tx, id)?;
    let merged = |one: &Idea| one.room == room.id && one.state == State::Merged;
    match found.filter(merged) {
        Some(idea) => Ok(Some(idea)),
        None => on_board(tx, room, id),
    }
}

/// Whether the reader may answer it and make something of it.
fn acts(ask: &Ask, room: &Room, idea: &Idea) -> bool {
    let ours = room.origin == ask.app.node.id && idea.state == State::Shown;
    ours && ask.may(Permission::IdeaModerate)
}

/// What was answered, in a word.
pub fn mark(cx: &Cx, answer: Option<&Answer>) -> Markup {
    match answer {
        None => plain_tag(cx.t("idea-answer-open")),
        Some(answer) => {
            let tone = match answer.code.as_str() {
                "ACCEPTED" => Tone::Ok,
                "STUDY" => Tone::Info,
                "DEFERRED" => Tone::Gold,
                _ => Tone::Warn,
            };
            tag(tone, cx.code("idea-answer-code", &answer.code))
        }
    }
}

fn standing(cx: &Cx, room: &Room, view: &View) -> Markup {
    html! {
        (Card::new(cx.t("idea-answer-title")).body(html! {
            @match &view.answer {
                Some(answer) => {
                    p dir="auto" { (answer.words) }
                    p.small.muted { (dates::both_calendars(cx.lang, answer.at)) }
                }
                None => p { (cx.t("idea-answer-none")) " " (cx.deadline(due(room, &view.idea))) },
            }
            @for one in &view.turned {
                p { (cx.code("idea-became", &one.kind)) " "
                    @if !is_shut(cx, &one.path()) { a href=(cx.url(&one.path())) { (cx.t("idea-became-see")) } " · " }
                    (dates::day(cx.lang, one.at)) }
            }
            @for line in &view.lines { (lineage::parts::became(cx, line)) }
            @for one in &view.from { (lineage::parts::origin(cx, one)) }
        }))
        (mergers::card(cx, &view.roots, |id| path(room, id)))
    }
}

fn answer(cx: &Cx, room: &Room, view: &View, form: &Form<'_>) -> Markup {
    let codes = CODES.map(|code| (code, cx.code("idea-answer-code", code)));
    let to = format!("{}/answer", path(room, view.idea.id));
    html! {
        (Card::new(cx.t("idea-answer-give")).body(html! {
            form method="post" action=(cx.url(&to)) novalidate {
                (form.radios("code", cx.t("idea-answer-what")).side_by_side().choices(codes))
                (form.area("words", cx.t("idea-answer-why")).hint(cx.t("idea-answer-why-hint")).max(REASON_MAX).rows(3))
                (components::acts(&html! { (Button::submit(cx.t("idea-answer-give")).icon("chat-circle-text")) }))
            }
        }))
    }
}

fn become_card(cx: &Cx, room: &Room, view: &View, form: &Form<'_>) -> Markup {
    let to = format!("{}/becoming", path(room, view.idea.id));
    let fresh = cx.url(&format!("/initiatives/new?from_idea={}", view.idea.id));
    let turn = cx.url(&lineage::path((Kind::Idea, End::of(view.idea.id.0))));
    let list = form.select("into", cx.t("idea-become-known")).combo();
    let known = view.choices.iter().fold(list, |list, one| {
        list.choice_in(cx.code("idea-into", one.kind), one.value(), &one.title, "")
    });
    html! {
        (Card::new(cx.t("idea-become")).body(html! {
            p.muted { (cx.t("idea-become-text")) }
            div.acts-row { (Button::link(cx.t("idea-become-initiative"), fresh).line().icon("rocket-launch")) (Button::link(cx.t("lineage-turn"), turn).soft().icon("list-checks")) }
            @if !view.choices.is_empty() {
                form method="post" action=(cx.url(&to)) novalidate {
                    (known)
                    (components::acts(&html! { (Button::submit(cx.t("idea-become-link")).soft().icon("link")) }))
                }
            }
        }))
    }
}

fn comments(cx: &Cx, view: &View, turns: bool) -> Markup {
    html! {
        @if !view.comments.is_empty() {
            (Card::new(cx.t("idea-comments")).count(view.comments.len()).body(html! {
                ul.ideas { @for (one, said) in &view.comments { li.idea {
                    p dir="auto" { (said.text) }
                    div.idea-f {
                        span { (plain_tag(cx.code("idea-position", &one.kind))) " " bdi { (by(cx, said)) } }
                        span { (dates::near(cx.lang, cx.now, one.at)) }
                        @if turns { a.link href=(cx.url(&lineage::path((Kind::Idea, End::of(one.id.0))))) { (cx.t("lineage-turn-short")) } }
                    }
                } } }
            }))
        }
    }
}

fn about(cx: &Cx, room: &Room, view: &View) -> Markup {
    let by = by(cx, &view.said);
    let by = if by.is_empty() { cx.t("idea-by-nobody") } else { by };
    let mut rows = Summary::new()
        .row(cx.t("idea-by"), html! { b { (ident::Name(&by)) } })
        .row(cx.t("idea-kind"), cx.code("idea-kind", &view.idea.kind))
        .row(cx.t("idea-said-at"), dates::both_calendars(cx.lang, view.idea.at))
        .row(cx.t("idea-source"), cx.code("idea-source", &view.idea.source))
        .row(cx.t("idea-support-here"), html! { span.num { (view.idea.endorsed) } });
    for (name, n) in &view.support {
        rows = rows
            .row(cx.t("idea-support-there"), html! { (ident::Name(name)) " " span.num { (n) } });
    }
    html! {
        (Card::new(cx.t("idea-about")).body(html! {
            (rows)
            p.small { a href=(cx.url(&room.path())) { (ident::Name(room.title(cx.lang))) } }
        }))
    }
}
