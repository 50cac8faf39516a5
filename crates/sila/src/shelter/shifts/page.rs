//! `/shelter/homes/{id}/shift`: what is open, and the handovers. Made to be read at the change of shifts, on a phone.

use maud::{Markup, html};
use uuid::Uuid;

use super::{ACKNOWLEDGE_HOURS, Handover, KINDS, Point, WORDS_CHARS_MAX, path, store, words};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::shelter::escorts;
use crate::shelter::homes::{Home, show::one};
use crate::web::components::{
    Button, Card, ChainLink, LinkState, Note, Task, Tone, acts, chain, columns, heading, post, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Form, Page, dates};

/// The page.
///
/// # Errors
/// `page.not_found`.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let home = one(&ask).await?;
    document(&ask, &home, &Errors::none()).await
}

/// What the page shows, with the words opened.
struct Sight {
    points: Vec<(Point, String)>,
    handovers: Vec<(Handover, String)>,
}

/// The page with what is wrong.
///
/// # Errors
/// When the reading cannot be written down, and `vault.unreadable`.
pub async fn document(ask: &Ask, home: &Home, errors: &Errors) -> Result<Reply, Problem> {
    let (app, cx, id) = (&ask.app, &ask.cx, home.id);
    let worker = ask.worker()?;
    access::record(app, worker, Subject::Shift(id), "shelter.shift", ask.now).await?;
    let reader = worker.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::open(tx, id, reader)?, store::handovers(tx, id)?))
    };
    let (points, handovers) = app.store.read(read).await?;
    let opened = |point: Point| {
        let said = words(app, "shift_point", point.id, &point.body)?;
        Ok::<_, Problem>((point, said))
    };
    let told = |one: Handover| {
        let said = words(app, "shift_handover", one.id, &one.body)?;
        Ok::<_, Problem>((one, said))
    };
    let sight = Sight {
        points: points.into_iter().map(opened).collect::<Result<_, _>>()?,
        handovers: handovers.into_iter().map(told).collect::<Result<_, _>>()?,
    };
    let place = ask.may(Permission::ShelterPlace);
    let expected = escorts::shift(ask, id).await?;
    let main = html! {
        (waits(ask, home, &sight, place))
        (expected)
        (open_points(cx, home, &sight, place))
        @if place { (new_point(ask, home, errors)) }
    };
    let aside = html! {
        @if place { (hand_over(ask, home, &sight, errors)) }
        (past(cx, &sight))
    };
    let body = html! {
        (errors.summary(cx))
        (heading(html! { (cx.t("shift-title")) " " (Name(home.name(cx.lang))) }, Some(&cx.t("shift-lead")), &html! {}))
        (columns(&main, &aside))
    };
    let page = Page::new(cx, cx.t("shift-title"))
        .crumb(cx.t("shelter-title"), "/shelter")
        .crumb(home.code.clone(), &format!("/shelter/homes/{id}"))
        .errors(errors.any())
        .body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

/// The handover that the next shift has to acknowledge.
fn waits(ask: &Ask, home: &Home, sight: &Sight, place: bool) -> Markup {
    let cx = &ask.cx;
    let Some((one, said)) = sight.handovers.iter().find(|(one, _)| one.acknowledged_at.is_none())
    else {
        return html! {};
    };
    let own = ask.worker().is_ok_and(|worker| worker.id == one.worker);
    let by = cx.lang.pick(&one.names[0].0, &one.names[0].1);
    let args = [("name", Arg::from(by.as_str())), ("n", one.points.into())];
    let note = Note::new("users-three", cx.t_with("shift-waits", &args)).tone(Tone::Gold);
    let act = path(home.id, &format!("/{}/acknowledgement", one.id));
    html! {
        (note.body(html! {
            p { (cx.at(one.at)) }
            @if !said.is_empty() { p { (Name(said)) } }
            @if one.body.is_empty() { p.muted { (cx.t("shift-erased")) } }
            @if place && !own {
                (post(cx, &act, &acts(&html! { (Button::submit(cx.t("shift-acknowledge")).icon("check")) })))
            } @else if own { p.hint { (cx.t("shift-next-does")) } }
        }))
    }
}

fn open_points(cx: &Cx, home: &Home, sight: &Sight, place: bool) -> Markup {
    let card =
        Card::new(cx.t("shift-open")).count(sight.points.len()).live("shift-open", "shelter");
    html! {
        (card.body(html! {
            @if sight.points.is_empty() { p.muted { (cx.t("shift-nothing-open")) } }
            ul.reads { @for (point, said) in &sight.points { li {
                (tag(tone(&point.kind), cx.code("shift-kind", &point.kind)))
                @if let Some(stay) = point.stay { " " a.ref href=(cx.url(&format!("/shelter/stays/{stay}"))) { (Reference(&point.reference)) } }
                p { (Name(said)) }
                div.sub { (dates::near(cx.lang, cx.now, point.at)) }
                @if place { (post(cx, &path(home.id, &format!("/points/{}/done", point.id)), &html! {
                    (Button::submit(cx.t("shift-done")).small().soft().icon("check"))
                })) }
            } } }
        }))
    }
}

fn tone(kind: &str) -> Tone {
    match kind {
        "SAFETY" => Tone::Bad,
        "HEALTH" | "CHILD" => Tone::Warn,
        _ => Tone::Plain,
    }
}

fn new_point(ask: &Ask, home: &Home, errors: &Errors) -> Markup {
    let cx = &ask.cx;
    let form = Form::new(cx, &ask.form, errors);
    let kinds = KINDS.map(|kind| (kind, cx.code("shift-kind", kind)));
    let mut stays: Vec<(String, String)> = Vec::new();
    for taken in home.beds().filter_map(|bed| bed.taken.as_ref()) {
        let one = (taken.stay.to_string(), taken.reference.clone());
        if !stays.contains(&one) {
            stays.push(one);
        }
    }
    html! {
        (Card::new(cx.t("shift-new")).body(post(cx, &path(home.id, "/points"), &html! {
            (form.select("kind", cx.t("shift-kind")).choices(kinds))
            (form.select("stay", cx.t("shift-about")).empty(cx.t("shift-about-house")).choices(stays).optional())
            (form.area("words", cx.t("shift-words")).hint(cx.t("shift-words-hint")).max(WORDS_CHARS_MAX).rows(3))
            (acts(&html! { (Button::submit(cx.t("shift-add")).line().icon("plus")) }))
        })))
    }
}

fn hand_over(ask: &Ask, home: &Home, sight: &Sight, errors: &Errors) -> Markup {
    let cx = &ask.cx;
    if sight.handovers.iter().any(|(one, _)| one.acknowledged_at.is_none()) {
        return html! {};
    }
    let form = Form::new(cx, &ask.form, errors);
    html! {
        (Card::new(cx.t("shift-hand-over")).body(post(cx, &path(home.id, "/handover"), &html! {
            p.hint { (cx.t_with("shift-hand-over-text", &[("n", sight.points.len().into())])) }
            (form.area("said", cx.t("shift-said")).max(WORDS_CHARS_MAX).rows(3).optional())
            (acts(&html! { (Button::submit(cx.t("shift-hand-over-act")).icon("users-three")) }))
        })))
    }
}

fn past(cx: &Cx, sight: &Sight) -> Markup {
    let link = |(one, said): &(Handover, String)| {
        let by = cx.lang.pick(&one.names[0].0, &one.names[0].1);
        let taken = one.acknowledged_at;
        let state = if taken.is_some() { LinkState::Done } else { LinkState::Now };
        let to = cx.lang.pick(&one.names[1].0, &one.names[1].1);
        ChainLink::new(
            "users-three",
            state,
            html! { (Name(by)) " · " (cx.t_with("shift-points", &[("n", one.points.into())])) },
        )
        .meta(html! {
            (cx.at(one.at))
            @if !said.is_empty() { br; (Name(said)) }
            @if one.body.is_empty() { br; (cx.t("shift-erased")) }
            @if let Some(at) = taken { br; (cx.t("shift-taken")) " " (Name(to)) " · " (cx.at(at)) }
        })
    };
    let links: Vec<ChainLink> = sight.handovers.iter().map(link).collect();
    html! { (Card::new(cx.t("shift-past")).body(html! {
        @if links.is_empty() { p.muted { (cx.t("shift-past-none")) } } @else { (chain(cx, &links)) }
    })) }
}

/// A handover that waits, on the day of those who place people in homes.
pub fn task(cx: &Cx, one: &Handover) -> Task {
    let due = one.at.plus_hours(ACKNOWLEDGE_HOURS);
    let tone = if due < cx.now { Tone::Bad } else { Tone::Gold };
    Task::new("users-three", tone, cx.t("shift-task"), cx.url(&path(one.home, "")))
        .meta(html! { (Name(cx.lang.pick(&one.names[0].0, &one.names[0].1))) " · " (cx.t_with("shift-points", &[("n", one.points.into())])) })
        .end(tag(tone, cx.deadline(due)))
}

/// The address of a home's handovers.
pub fn link(cx: &Cx, home: Uuid) -> Markup {
    html! { (Button::link(cx.t("shift-title"), cx.url(&path(home, ""))).line().icon("users-three")) }
}
