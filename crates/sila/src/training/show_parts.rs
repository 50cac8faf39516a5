//! The seats of a course, and for whoever keeps it the list of trainees and what may become of the course.

use maud::{Markup, html};
use sila_core::training::Enrolment;

use super::show::{View, state};
use super::store::Enrolled;
use super::{CANCELLED, COMPLETED, door, offer, path};
use crate::problem::Problem;
use crate::web::components::{Button, Card, Col, Table, acts, empty_state, meter, post};
use crate::web::ident::Name;

/// How the seats are taken, by agency. At a partner's course only our own are known.
pub fn seats(view: &View<'_>) -> Markup {
    let (cx, me) = (&view.ask.cx, view.ask.app.node.id);
    let kept: u16 = view.kept.values().fold(0, |sum, n| sum.saturating_add(*n));
    let ours = view.found.course.seats.saturating_sub(kept);
    let own = view.is_ours().then_some((me, ours));
    let all = own.into_iter().chain(view.kept.iter().map(|(agency, seats)| (*agency, *seats)));
    let row = |(agency, seats): (_, u16)| {
        let of = |held: fn(&Enrolled) -> bool| {
            view.all.iter().filter(|one| one.agency == agency && held(one)).count()
        };
        let taken = of(|one| one.state.holds_seat());
        let waits = of(|one| one.state == Enrolment::Waitlisted);
        let said = cx.t_with(
            "training-seats-taken",
            &[("taken", taken.into()), ("of", usize::from(seats).into())],
        );
        let taken = u32::try_from(taken).unwrap_or(u32::MAX);
        html! {
            div.seats {
                p { (Name(view.agency(agency))) }
                (meter(cx, taken.min(u32::from(seats)), 0, u32::from(seats), &said))
                p.sub { (said) @if waits > 0 { " · " (cx.t_with("training-waits", &[("n", waits.into())])) } }
            }
        }
    };
    let card = Card::new(cx.t("training-seats-title")).live("seats", "agreements");
    html! { (card.body(html! { @for one in all { (row(one)) } })) }
}

/// Everybody who has asked, in the order of the queue, with a field for whoever may have come.
pub fn roster(view: &View<'_>) -> Result<Markup, Problem> {
    let cx = &view.ask.cx;
    let stored = &view.found.stored;
    let begun = stored.starts_at.uae_date() <= cx.now.uae_date() && stored.state != CANCELLED;
    let came = |one: &Enrolled, word: &str, means: Enrolment| {
        html! { option value=(word) selected[one.state == means] { (cx.code("training-enrolment", means.code())) } }
    };
    let mut rows = Vec::new();
    for one in &view.all {
        let name = super::name(&view.ask.app, one)?;
        let marks = begun
            && one.state.holds_seat()
            && !matches!(one.state, Enrolment::Certified | Enrolment::Revoked);
        let cell = html! {
            @if marks {
                select.in name=(format!("came-{}", one.id)) aria-label=(cx.t_with("training-came", &[("name", name.as_str().into())])) {
                    option value="" { "–" }
                    (came(one, "FULL", Enrolment::FullyAttended))
                    (came(one, "PART", Enrolment::PartiallyAttended))
                    (came(one, "NOT", Enrolment::NoShow))
                }
            }
        };
        let paper = format!("/training/enrolments/{}", one.id);
        let cell = html! {
            (cell)
            @if one.token.is_some() { a.ref href=(cx.url(&format!("{paper}/certificate"))) { (cx.t("certificate-title")) } }
            @if one.state == Enrolment::Certified {
                " " button.btn.small.line formaction=(cx.url(&format!("{paper}/revocation"))) { (cx.t("certificate-revoke")) }
            }
        };
        rows.push([
            html! { (Name(&name)) },
            html! { (Name(view.agency(one.agency))) },
            state(cx, one.state),
            cell,
        ]);
    }
    let head = [
        Col::text(cx.t("training-who")),
        Col::text(cx.t("training-of")),
        Col::status(cx.t("training-state")),
        Col::acts(cx.t("training-attendance")),
    ];
    let empty = empty_state(
        "users-three",
        cx.t("training-nobody"),
        cx.t("training-nobody-text"),
        &html! {},
    );
    let table = Table::new(cx.t("training-list"), head).rows(rows).when_empty(empty);
    let inside = html! {
        (table)
        @if begun && !view.all.is_empty() {
            (acts(&html! { (Button::submit(cx.t("training-attendance-save")).icon("check-circle")) }))
        }
    };
    let body = post(cx, &format!("{}/attendance", path(stored.id)), &inside);
    Ok(html! { (Card::new(cx.t("training-list")).count(view.all.len()).body(body)) })
}

/// The screen for the room, until the course is over.
pub fn door(view: &View<'_>) -> Markup {
    let (cx, stored) = (&view.ask.cx, &view.found.stored);
    let over = [CANCELLED, COMPLETED].contains(&stored.state.as_str());
    let href = cx.url(&door::screen_path(&view.ask.app, stored.id));
    html! {
        @if !over {
            (Card::new(cx.t("training-attendance")).body(html! {
                p { (cx.t("training-door-text")) }
                (Button::link(cx.t("training-door"), href).line().small().icon("user-focus"))
            }))
        }
    }
}

/// Where the course may go from here.
pub fn moves(view: &View<'_>) -> Markup {
    let cx = &view.ask.cx;
    let stored = &view.found.stored;
    let next = offer::next(&stored.state, stored.starts_at <= cx.now);
    let one = |to: &'static str| {
        let button = Button::submit(cx.code("training-move", to)).small().sends("state", to);
        if to == CANCELLED { button.danger() } else { button.line() }
    };
    let certifies = stored.state == COMPLETED
        && view.all.iter().any(|one| one.state == Enrolment::FullyAttended);
    html! {
        @if certifies {
            (Card::new(cx.t("certificate-title")).body(post(cx, &format!("{}/certificates", path(stored.id)), &html! {
                p { (cx.t("certificate-give-text")) }
                (Button::submit(cx.t("certificate-give")).icon("certificate"))
            })))
        }
        @if !next.is_empty() {
            (Card::new(cx.t("training-moves")).body(post(cx, &format!("{}/state", path(stored.id)), &html! {
                div.acts-in { @for to in next { (one(to)) } }
            })))
        }
    }
}
