//! `/initiatives`: what we do together with others, what each waits for, and the development goals they serve.

use maud::{Markup, html};
use sila_core::partnership::{Course, Goals, Mark};

use crate::accounts::Permission;
use crate::activation::ledger::{self, Book, What};
use crate::ask::Ask;
use crate::historic;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Kpi, Table, Task, Tone, empty_state, heading, tag,
};
use crate::web::{Arg, Cx, Page, dates, ident};

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let books = ledger::all(&ask.app).await?;
    let before = historic::card(&ask, historic::Kind::Initiative).await?;
    let cx = &ask.cx;
    let all: Vec<(&Book, Course<'_>)> = books
        .iter()
        .flat_map(|book| book.ledger.courses().into_iter().map(move |course| (book, course)))
        .collect();
    let new = html! {
        @if ask.may(Permission::AgreementSign) {
            (Button::link(cx.t("initiative-new"), cx.url("/initiatives/new")).icon("plus"))
        }
    };
    let body = html! {
        (heading(cx.t("initiatives-title"), Some(&cx.t("initiatives-lead")), &new))
        (tiles(cx, &all))
        div.stack {
            (proposed(cx, &books))
            (table(cx, ask.app.node.id, &all))
            (goals(cx, &Goals::of(all.iter().map(|(_, course)| course))))
            (before)
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("initiatives-title")).refreshing(30).body(body)))
}

fn tiles(cx: &Cx, all: &[(&Book, Course<'_>)]) -> Markup {
    let of = |mark| all.iter().filter(|(_, course)| course.mark == mark).count();
    let ideas = all.len();
    let here = cx.url("/initiatives");
    html! {
        div.kpis {
            (Kpi::new(cx, cx.t("initiatives-running"), &of(Mark::Running), here.clone()).icon("rocket-launch", Tone::Ok))
            (Kpi::new(cx, cx.t("initiatives-agreed"), &of(Mark::Agreed), here.clone()).icon("handshake", Tone::Gold))
            (Kpi::new(cx, cx.t("initiatives-closed"), &of(Mark::Closed), here.clone()).icon("seal-check", Tone::Info)
                .note(cx.t("initiatives-closed-note")))
            (Kpi::new(cx, cx.t("initiatives-ideas"), &ideas, here).icon("lightbulb", Tone::Plain)
                .note(cx.t("initiatives-ideas-note")))
        }
    }
}

fn proposed(cx: &Cx, books: &[Book]) -> Markup {
    let mut tasks = Vec::new();
    for book in books {
        for one in &book.proposals {
            let What::Plan(plan) = &one.what else { continue };
            let href = cx.url(&format!("/initiatives/{}", one.record));
            let words =
                if one.waits_for_us { "record-waits-for-us" } else { "record-standing-open" };
            let tone = if one.waits_for_us { Tone::Gold } else { Tone::Info };
            let title = ident::Name(cx.lang.pick(&plan.title.ar, &plan.title.en)).0.to_owned();
            let meta = html! { (ident::Name(book.name(cx.lang, one.by))) " · " (dates::near(cx.lang, cx.now, one.at)) };
            tasks.push(
                Task::new("lightbulb", tone, title, href).meta(meta).end(tag(tone, cx.t(words))),
            );
        }
    }
    html! {
        @if !tasks.is_empty() {
            (Card::new(cx.t("initiatives-proposed")).count(tasks.len()).live("initiatives-proposed", "agreements")
                .body(html! { ul.tasks { @for task in &tasks { (task) } } }))
        }
    }
}

fn table(cx: &Cx, me: sila_core::AgencyId, all: &[(&Book, Course<'_>)]) -> Markup {
    let columns = [
        Col::text(cx.t("initiative-one")),
        Col::text(cx.t("initiative-with")),
        Col::text(cx.t("initiative-field")),
        Col::status(cx.t("record-state")),
        Col::text(cx.t("initiative-next")),
    ];
    let empty = empty_state(
        "rocket-launch",
        cx.t("initiatives-empty"),
        cx.t("initiatives-empty-text"),
        &html! {},
    );
    let rows = all.iter().map(|(book, course)| {
        let plan = course.plan;
        let other = crate::activation::saying::other(book, me);
        [
            html! {
                a.ref href=(cx.url(&format!("/initiatives/{}", course.record))) {
                    (ident::Name(cx.lang.pick(&plan.title.ar, &plan.title.en)))
                }
                span.sub { (ident::Reference(&book.ledger.agreement.code)) }
            },
            html! { (ident::Name(book.name(cx.lang, other))) },
            html! { (cx.code("cooperation-field", plan.field.code())) },
            mark(cx, course.mark),
            next(cx, course),
        ]
    });
    let table = Table::new(cx.t("initiatives-title"), columns).rows(rows).when_empty(empty);
    let card =
        Card::new(cx.t("initiatives-title")).count(all.len()).live("initiatives", "agreements");
    html! { (card.body(html! { (table) })) }
}

/// Where it stands, in a word.
pub fn mark(cx: &Cx, mark: Mark) -> Markup {
    let tone = match mark {
        Mark::Agreed => Tone::Gold,
        Mark::Running => Tone::Ok,
        Mark::Closed => Tone::Info,
        Mark::Cancelled => Tone::Plain,
    };
    tag(tone, cx.code("initiative-mark", mark.code()))
}

/// The next milestone that is not confirmed, or how it ended.
fn next(cx: &Cx, course: &Course<'_>) -> Markup {
    let done = |number| course.reached.get(&number).is_some_and(|said| said.confirmed().is_some());
    let steps = &course.plan.milestones;
    let reached = steps.iter().filter(|one| done(one.number)).count();
    let of = [("n", Arg::from(reached)), ("of", Arg::from(steps.len()))];
    let open = steps.iter().filter(|one| !done(one.number)).min_by_key(|one| one.due);
    html! {
        span.num { (cx.t_with("initiative-steps", &of)) }
        @if let Some(step) = open.filter(|_| course.ended_at.is_none()) {
            span.sub { (cx.deadline(step.due.at_minute(24 * 60 - 1))) }
        }
    }
}

/// Each initiative once for each goal, and those without one.
pub fn goals(cx: &Cx, all: &Goals<'_, '_>) -> Markup {
    let columns = [
        Col::text(cx.t("goal-one")),
        Col::text(cx.t("initiatives-title")),
        Col::num(cx.t("goal-count")),
    ];
    let names = |courses: &[&Course<'_>]| {
        html! { @for one in courses {
            div { (ident::Name(cx.lang.pick(&one.plan.title.ar, &one.plan.title.en))) }
        } }
    };
    let mut table = Table::new(cx.t("goals-title"), columns);
    for (goal, courses) in &all.tagged {
        table = table.row([
            html! { span.num { (goal) } " · " (cx.t(&format!("goal-{goal}"))) },
            names(courses),
            html! { (courses.len()) },
        ]);
    }
    if !all.untagged.is_empty() {
        let label = tag(Tone::Warn, cx.t("goal-none"));
        table = table.row([label, names(&all.untagged), html! { (all.untagged.len()) }]);
    }
    html! {
        @if !table.is_empty() {
            (Card::new(cx.t("goals-title")).id("goals").body(html! { p.muted { (cx.t("goals-lead")) } (table) }))
        }
    }
}
