//! `/room/{code}/ideas/{id}`: one idea with its comments, one level deep.

use maud::{Markup, html};
use sila_core::IdeaId;
use uuid::Uuid;

use super::parts::{by, fields};
use super::{Idea, POSITIONS, Said, State, store};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers;
use crate::ideas::mergers::parts as mergers;
use crate::ideas::rooms::{self, Room};
use crate::ideas::seats::{self, Seat};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, icon, plain_tag, post};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates, ident};

/// The page.
///
/// # Errors
/// `page.not_found` for what is not shown, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::of_code(&ask.app, ask.param("code")).await?;
    let (seat, id) = (seats::of(&ask, &room).await?, ask.id("id")?);
    show(&ask, &room, seat.as_ref(), id, (&Pairs::default(), &Errors::none())).await
}

/// The page with what was typed and what is wrong with it.
///
/// # Errors
/// As [`page`].
pub async fn again(
    ask: &Ask,
    room: &Room,
    seat: Option<&Seat>,
    id: IdeaId,
    errors: &Errors,
) -> Result<Reply, Problem> {
    show(ask, room, seat, id, (&ask.form, errors)).await
}

async fn show(
    ask: &Ask,
    room: &Room,
    seat: Option<&Seat>,
    id: IdeaId,
    (values, errors): (&Pairs, &Errors),
) -> Result<Reply, Problem> {
    let sits = seat.map(|seat| seat.id);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let endorsed = match sits {
            Some(seat) => store::endorsed_by(tx, seat)?,
            None => Default::default(),
        };
        Ok((store::find(tx, id)?, store::comments(tx, id)?, endorsed, answers::store::of(tx, id)?))
    };
    let (found, comments, endorsed, kept) = ask.app.store.read(read).await?;
    let there = |one: &Idea| matches!(one.state, State::Shown | State::Merged);
    let seen = |one: &Idea| one.room == room.id && one.about.is_none() && there(one);
    let idea = found.filter(seen).ok_or_else(Problem::not_found)?;
    let (roots, shown) = (mergers::roots(&ask.app, id).await?, idea.state == State::Shown);
    let said = super::said(&ask.app, &idea)?;
    let comments = super::read(&ask.app, comments)?;
    let official = kept.map(|kept| answers::opened(&ask.app, id, kept)).transpose()?;
    let cx = &Cx { worker: None, ..ask.cx.clone() };
    let key = values.get("key").map(str::to_owned);
    let key = key.unwrap_or_else(|| Uuid::simple(ask.app.clock.new_id()).to_string());
    let form = Form::new(cx, values, errors);
    let notice = |asked: &str| ask.query.get(asked).is_some();
    let body = html! {
        div.room {
            p.small { a href=(cx.url(&room.door())) { (ident::Name(room.title(cx.lang))) } }
            h1 dir="auto" { (ident::Name(&said.text)) }
            p.muted { (plain_tag(cx.code("idea-kind", &idea.kind))) " " bdi { (by(cx, &said)) } " · " (dates::near(cx.lang, cx.now, idea.at)) }
            @if notice("sent") { (Note::new("check-circle", cx.t("idea-sent")).tone(Tone::Ok).says(cx.t("idea-sent-text"))) }
            @if notice("reported") { (Note::new("flag", cx.t("idea-reported")).tone(Tone::Info).says(cx.t("idea-reported-text"))) }
            (form.summary())
            @if seat.is_some() && shown { (support(cx, room, &idea, endorsed.contains(&idea.id))) }
            p { (answers::one::mark(cx, official.as_ref())) }
            @if let Some(one) = &official { p dir="auto" { (one.words) } }
            (mergers::card(cx, &roots, |id| format!("{}/ideas/{id}", room.door())))
            (talk(cx, &comments))
            @if seat.is_some() && shown && room.open { (answer(cx, room, &idea, &form, &key)) }
            @if seat.is_some() && shown {
                (post(cx, &format!("{}/ideas/{}/report", room.door(), idea.id), &html! {
                    (Button::submit(cx.t("idea-report")).soft().small().icon("flag"))
                }))
            }
        }
    };
    let page = Page::new(cx, cx.t("idea-one")).bare().live().errors(errors.any()).body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

fn support(cx: &Cx, room: &Room, idea: &Idea, own: bool) -> Markup {
    let inside = html! {
        input type="hidden" name="yes" value=(if own { "0" } else { "1" });
        input type="hidden" name="back" value="one";
        button.vote.own[own] type="submit" aria-pressed=(if own { "true" } else { "false" }) disabled[!room.open] {
            (icon("thumbs-up")) (cx.t(if own { "idea-support-end" } else { "idea-support" })) " "
            span.num { (idea.endorsed) }
        }
    };
    post(cx, &format!("{}/ideas/{}/endorsement", room.door(), idea.id), &inside)
}

fn talk(cx: &Cx, comments: &[(Idea, Said)]) -> Markup {
    html! {
        (Card::new(cx.t("idea-comments")).count(comments.len()).body(html! {
            @if comments.is_empty() { p.muted { (cx.t("idea-comments-none")) } }
            ul.ideas { @for (one, said) in comments {
                li.idea {
                    p dir="auto" { (said.text) }
                    div.idea-f {
                        span { (plain_tag(cx.code("idea-position", &one.kind))) " " bdi { (by(cx, said)) } }
                        span { (dates::near(cx.lang, cx.now, one.at)) }
                    }
                }
            } }
        }))
    }
}

fn answer(cx: &Cx, room: &Room, idea: &Idea, form: &Form<'_>, key: &str) -> Markup {
    let positions = POSITIONS.map(|one| (one, cx.code("idea-position", one)));
    let to = format!("{}/ideas/{}/comments", room.door(), idea.id);
    html! {
        (Card::new(cx.t("idea-comment")).body(html! {
            form method="post" action=(cx.url(&to)) novalidate data-send=(cx.t("idea-trying-again")) {
                (fields(cx, form, &positions, key))
                (acts(&html! { (Button::submit(cx.t("idea-send")).icon("paper-plane-tilt")) }))
            }
        }))
    }
}
