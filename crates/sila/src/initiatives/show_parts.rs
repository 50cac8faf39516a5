//! The parts of an initiative's page that grow: milestones, measures, contributions.

use maud::{Markup, html};
use sila_core::partnership::{Act, Mark, Measure, Milestone, Said};

use super::show::View;
use crate::activation::deed_form::{self, Asked};
use crate::activation::saying::FILS;
use crate::web::components::{Card, Col, Summary, Table, Tone, empty_state, meter, tag};
use crate::web::{Arg, Cx, dates, ident};

/// Every milestone: by when, reached by whom, confirmed by whom.
pub(super) fn milestones(view: &View<'_>) -> Markup {
    let View { cx, course, .. } = view;
    let steps = &course.plan.milestones;
    let confirmed =
        steps.iter().filter(|one| is_confirmed(course.reached.get(&one.number))).count();
    let of = [("n", Arg::from(confirmed)), ("of", Arg::from(steps.len()))];
    let said = cx.t_with("initiative-steps", &of);
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    html! {
        (Card::new(cx.t("milestones-title")).count(steps.len()).live("milestones", "agreements").body(html! {
            (meter(cx, small(confirmed), 0, small(steps.len()), &said))
            p.small.muted { (said) }
            ul.joint { @for one in steps { (milestone(view, one)) } }
        }))
    }
}

fn is_confirmed(said: Option<&&Said>) -> bool {
    said.is_some_and(|said| said.confirmed().is_some())
}

fn milestone(view: &View<'_>, one: &Milestone) -> Markup {
    let View { cx, book, course, may, .. } = view;
    let reached = course.reached.get(&one.number);
    let due = one.due.at_minute(24 * 60 - 1);
    let state = match reached {
        Some(said) => deed_form::state(cx, said),
        None if due < cx.now && course.ended_at.is_none() => tag(Tone::Bad, cx.deadline(due)),
        None => tag(Tone::Plain, cx.deadline(due)),
    };
    let form = Asked {
        book,
        about: course.record,
        act: Act::Reach,
        number: one.number,
        due_at: None,
        key: "milestone-reach",
    };
    let open = course.mark == Mark::Running && reached.is_none();
    html! {
        li {
            div.joint-h { b { (ident::Name(cx.lang.pick(&one.title.ar, &one.title.en))) } (state) }
            div.joint-who { (cx.t("milestone-due")) " " (dates::day(cx.lang, due)) }
            @if let Some(before) = one.after.and_then(|number| course.plan.milestone(number)) { (waits(view, one, before)) }
            @if let Some(said) = reached {
                div.sub {
                    (cx.t("milestone-by")) " " (ident::Name(book.name(cx.lang, said.by))) " · "
                    (dates::day(cx.lang, said.deed.on.at_minute(0)))
                    @if let Some(answer) = said.confirmed() {
                        " · " (cx.t("deed-confirmed-by")) " " (ident::Name(book.name(cx.lang, answer.by)))
                    }
                }
                div.sub { (cx.t("deed-evidence")) ": " (ident::Name(&said.deed.evidence)) }
            }
            @if *may && open { (deed_form::fold(cx, form)) }
        }
    }
}

/// The milestone that another one waits for, and whether a late one holds it up.
fn waits(view: &View<'_>, one: &Milestone, before: &Milestone) -> Markup {
    let View { cx, course, .. } = view;
    let late = course.held_up(one.number, cx.now).filter(|_| course.ended_at.is_none());
    html! {
        div.sub { (cx.t("milestone-after")) ": " (ident::Name(cx.lang.pick(&before.title.ar, &before.title.en))) }
        @if let Some(late) = late {
            div { (tag(Tone::Warn, cx.t("milestone-held-up"))) " " (ident::Name(cx.lang.pick(&late.title.ar, &late.title.en))) }
        }
    }
}

/// How much, how well, and whether anybody is better off: before, aimed at, reached.
pub(super) fn measures(view: &View<'_>) -> Markup {
    let View { cx, course, may, .. } = view;
    let columns = [
        Col::text(cx.t("measure-one")),
        Col::num(cx.t("measure-baseline")),
        Col::num(cx.t("measure-target")),
        Col::num(cx.t("measure-actual")),
        Col::status(cx.t("record-state")),
    ];
    let rows = course.plan.measures.iter().map(|one| measure(view, one));
    let table = Table::new(cx.t("measures-title"), columns).rows(rows);
    let open = *may && course.mark == Mark::Running;
    html! {
        (Card::new(cx.t("measures-title")).live("measures", "agreements").body(html! {
            (table)
            @if open { @for one in &course.plan.measures { (measure_form(view, one)) } }
        }))
    }
}

fn measure(view: &View<'_>, one: &Measure) -> [Markup; 5] {
    let View { cx, course, .. } = view;
    let actual = course.actuals.get(&one.number);
    [
        html! {
            (ident::Name(cx.lang.pick(&one.name.ar, &one.name.en)))
            span.sub { (cx.code("measure-kind", one.kind.code())) " · " (cx.t("measure-source")) ": " (ident::Name(cx.lang.pick(&one.source.ar, &one.source.en))) }
        },
        html! { @match one.baseline { Some(n) => (n), None => (cx.t("measure-unknown")) } },
        html! { (one.target) },
        html! { @match actual.and_then(|said| said.deed.figure) { Some(n) => (n), None => "–" } },
        html! { @match actual { Some(said) => (deed_form::state(cx, said)), None => (tag(Tone::Plain, cx.t("measure-not-yet"))) } },
    ]
}

fn measure_form(view: &View<'_>, one: &Measure) -> Markup {
    let View { cx, book, course, .. } = view;
    let ask = Asked {
        book,
        about: course.record,
        act: Act::Measure,
        number: one.number,
        due_at: None,
        key: "measure-add",
    };
    let name = ident::Name(cx.lang.pick(&one.name.ar, &one.name.en));
    html! { p.small.muted { (name) } (deed_form::fold(cx, ask)) }
}

/// What each party gave, and whether the other has signed for it.
pub(super) fn gifts(view: &View<'_>) -> Markup {
    let View { cx, book, course, .. } = view;
    let columns = [
        Col::text(cx.t("gift-what")),
        Col::text(cx.t("gift-by")),
        Col::text(cx.t("gift-value")),
        Col::status(cx.t("gift-receipt")),
    ];
    let value = |said: &Said| {
        said.deed.fils.map_or_else(|| cx.t("deed-no-value"), |fils| dirhams(cx, fils))
    };
    let kind = |said: &Said| said.deed.gave.map(|gave| cx.code("contribution", gave.code()));
    let rows = course.gifts.iter().map(|said| {
        [
            html! { (ident::Name(&said.deed.words)) span.sub { (kind(said).unwrap_or_default()) } },
            html! { (ident::Name(book.name(cx.lang, said.by))) },
            html! { (value(said)) },
            deed_form::state(cx, said),
        ]
    });
    let none = empty_state("handshake", cx.t("gifts-none"), cx.t("gifts-none-text"), &html! {});
    let table = Table::new(cx.t("gifts-title"), columns).rows(rows).when_empty(none);
    html! { (Card::new(cx.t("gifts-title")).count(course.gifts.len()).live("gifts", "agreements").body(html! { (budget(view)) (table) })) }
}

/// What was planned, beside what was given and received in money.
fn budget(view: &View<'_>) -> Markup {
    let View { cx, course, .. } = view;
    let given = course.given_fils();
    let planned = course.plan.budget_fils;
    let left = planned.map(|planned| match planned.checked_sub(given) {
        Some(left) => (cx.t("budget-left"), dirhams(cx, left)),
        None => (cx.t("budget-over"), dirhams(cx, given.saturating_sub(planned))),
    });
    let rows = Summary::new()
        .row(
            cx.t("budget-title"),
            planned.map_or_else(|| cx.t("budget-none"), |all| dirhams(cx, all)),
        )
        .row(cx.t("budget-given"), dirhams(cx, given));
    let rows = left.into_iter().fold(rows, |rows, (label, left)| rows.row(label, left));
    html! { (rows) p.small.muted { (cx.t("budget-text")) } }
}

/// So many dirhams.
pub(super) fn dirhams(cx: &Cx, fils: u64) -> String {
    let n = i64::try_from(fils / FILS).unwrap_or(i64::MAX);
    cx.t_with("deed-dirhams-n", &[("n", n.into())])
}
