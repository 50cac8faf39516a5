//! What there is to learn, what I have asked for, and what waits for my word.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::CourseId;

use super::store::{self, Enrolled};
use super::{Open, opened, path, show};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, columns, empty_state, heading, plain_tag, post, stack,
};
use crate::web::ident::Name;
use crate::web::{Cx, Page, dates};

/// What the page shows.
struct Desk {
    courses: BTreeMap<CourseId, Open>,
    order: Vec<CourseId>,
    mine: Vec<Enrolled>,
    waiting: Vec<Enrolled>,
    names: Names,
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (worker, approves) = (ask.worker()?.id, ask.may(Permission::TrainingApprove));
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let waiting = if approves { store::to_approve(tx, worker)? } else { Vec::new() };
        Ok((store::courses(tx)?, store::of_worker(tx, worker)?, waiting))
    };
    let (courses, mine, waiting) = ask.app.store.read(read).await?;
    let order = courses.iter().map(|course| course.id).collect();
    let open: Result<Vec<Open>, Problem> = courses.into_iter().map(opened).collect();
    let courses = open?.into_iter().map(|open| (open.stored.id, open)).collect();
    let names = Names::all(&ask.app).await?;
    let desk = Desk { courses, order, mine, waiting, names };
    Ok(Reply::page(&document(&ask, &desk)?))
}

fn document(ask: &Ask, desk: &Desk) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let new = html! {
        @if ask.may(Permission::TrainingKeep) {
            (Button::link(cx.t("training-new"), cx.url("/training/new")).icon("plus"))
        }
    };
    let main = html! {
        @if !desk.waiting.is_empty() { (approvals(ask, desk)?) }
        (courses(ask, desk))
    };
    let aside = html! {
        (mine(cx, desk))
        (more(ask))
        (Note::new("eye-slash", cx.t("training-least")).says(cx.t("training-least-text")))
    };
    let body = html! {
        (heading(cx.t("training-title"), Some(&cx.t("training-lead")), &new))
        (columns(&stack(&main), &stack(&aside)))
    };
    Ok(Page::new(cx, cx.t("training-title")).body(body))
}

fn host<'a>(ask: &'a Ask, desk: &'a Desk, open: &Open) -> &'a str {
    if open.stored.origin == ask.app.node.id {
        ask.cx.agency()
    } else {
        desk.names.of(ask.cx.lang, open.stored.origin)
    }
}

fn title(cx: &Cx, open: &Open) -> Markup {
    let title = cx.lang.pick(&open.course.title.ar, &open.course.title.en);
    html! { a.ref href=(cx.url(&path(open.stored.id))) { (Name(title)) } }
}

fn courses(ask: &Ask, desk: &Desk) -> Markup {
    let cx = &ask.cx;
    let head = [
        Col::text(cx.t("training-course")),
        Col::text(cx.t("training-host")),
        Col::text(cx.t("training-day")),
        Col::num(cx.t("training-seats")),
        Col::status(cx.t("training-state")),
    ];
    let row = |open: &Open| {
        let mine = desk.mine.iter().find(|one| one.course == open.stored.id);
        [
            html! { (title(cx, open)) span.sub { (cx.code("training-kind", &open.course.kind)) } },
            html! { (Name(host(ask, desk, open))) },
            html! { (dates::near(cx.lang, cx.now, open.course.starts_at)) },
            html! { span.num { (open.course.seats) } },
            match mine {
                Some(one) => show::state(cx, one.state),
                None => plain_tag(cx.code("training-course-state", &open.stored.state)),
            },
        ]
    };
    let rows = desk.order.iter().filter_map(|id| desk.courses.get(id)).map(row);
    let empty = empty_state(
        "graduation-cap",
        cx.t("training-empty"),
        cx.t("training-empty-text"),
        &html! {},
    );
    let table = Table::new(cx.t("training-courses"), head).rows(rows);
    let card =
        Card::new(cx.t("training-courses")).count(desk.order.len()).live("courses", "agreements");
    html! { (card.body(html! { (table.when_empty(empty)) })) }
}

fn mine(cx: &Cx, desk: &Desk) -> Markup {
    let line = |one: &Enrolled| {
        let open = desk.courses.get(&one.course);
        html! { @if let Some(open) = open {
            li { (title(cx, open)) " " (show::state(cx, one.state)) }
        } }
    };
    html! {
        (Card::new(cx.t("training-mine")).count(desk.mine.len()).body(html! {
            @if desk.mine.is_empty() { p.muted { (cx.t("training-mine-empty")) } }
            ul.mine { @for one in &desk.mine { (line(one)) } }
        }))
    }
}

fn more(ask: &Ask) -> Markup {
    let cx = &ask.cx;
    html! {
        (Card::new(cx.t("competence-title")).body(html! {
            div.acts-in {
                (Button::link(cx.t("competence-title"), cx.url("/training/record")).line().small().icon("graduation-cap"))
                @if ask.may(Permission::TrainingApprove) {
                    (Button::link(cx.t("competence-team"), cx.url("/training/team")).line().small().icon("users-three"))
                }
                @if ask.may(Permission::TrainingApprove) {
                    (Button::link(cx.t("training-needs-title"), cx.url("/training/needs")).line().small().icon("lightbulb"))
                }
                (Button::link(cx.t("exchanges-title"), cx.url("/exchanges")).line().small().icon("handshake"))
                (Button::link(cx.t("certificate-check-title"), cx.url("/training/check")).line().small().icon("seal-check"))
                (Button::link(cx.t("certificate-keys"), cx.url("/training/keys")).line().small().icon("key"))
                (Button::link(cx.t("certificate-revoked-list"), cx.url("/training/revoked")).line().small().icon("prohibit"))
            }
        }))
    }
}

/// Wishes of colleagues, each with its two buttons.
fn approvals(ask: &Ask, desk: &Desk) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    let mut rows = Vec::new();
    for one in &desk.waiting {
        let Some(open) = desk.courses.get(&one.course) else { continue };
        let who = super::name(&ask.app, one)?;
        let to = format!("/training/enrolments/{}/approval", one.id);
        let acts = post(
            cx,
            &to,
            &html! {
                (Button::submit(cx.t("training-approve")).small().sends("word", "approve").icon("check"))
                " " (Button::submit(cx.t("training-decline")).small().line().sends("word", "decline"))
            },
        );
        rows.push([
            html! { (Name(&who)) span.sub { (dates::near(cx.lang, cx.now, one.asked_at)) } },
            html! { (title(cx, open)) span.sub { (Name(host(ask, desk, open))) } },
            acts,
        ]);
    }
    let head = [
        Col::text(cx.t("training-who")),
        Col::text(cx.t("training-course")),
        Col::acts(cx.t("training-your-word")),
    ];
    let table = Table::new(cx.t("training-to-approve"), head).rows(rows);
    Ok(
        html! { (Card::new(cx.t("training-to-approve")).count(desk.waiting.len()).body(html! { (table) })) },
    )
}
