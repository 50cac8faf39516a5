//! `/law`: every instrument, and whether it is in force on a day.

use maud::{Markup, html};
use sila_core::Millis;

use super::register::{Instrument, Register, Since};
use super::{code, path, shown, store};
use crate::accounts::Permission;
use crate::activation::saying::day;
use crate::ask::Ask;
use crate::cases::list::area_name;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, acts, heading, tag};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Page, dates};

/// The page. The day asked for stands in the address.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let register = ask.app.store.read(store::register).await?;
    let on = day(&ask.query, "on").map_or(ask.now, |date| date.at_minute(12 * 60));
    let may = ask.may(Permission::LawKeep);
    let top = html! {
        (Button::link(cx.t("law-rules"), cx.url("/law/rules")).soft().icon("list-checks"))
        @if may { (Button::link(cx.t("law-new"), cx.url("/law/new")).icon("plus")) }
    };
    let errors = Errors::none();
    let form = Form::new(cx, &ask.query, &errors);
    let columns = [
        Col::text(cx.t("law-instrument")),
        Col::text(cx.t("law-kind")),
        Col::text(cx.t("law-scope")),
        Col::text(cx.t("law-in-force")),
        Col::status(cx.t("law-status")),
        Col::num(cx.t("law-rules-n")),
    ];
    let rows = register.all().map(|one| row(cx, &register, one, on));
    let table = Table::new(cx.t("law-title"), columns).rows(rows);
    let body = html! {
        (heading(cx.t("law-title"), Some(&cx.t("law-lead")), &top))
        div.stack {
            (Card::new(cx.t("law-on")).body(html! {
                form action=(cx.url("/law")) {
                    (form.date("on", cx.t("law-on-day")))
                    (acts(&html! { (Button::submit(cx.t("law-look")).soft().icon("calendar-blank")) }))
                }
            }))
            (Card::new(cx.t("law-title")).count(register.all().count()).body(html! { (table) }))
        }
    };
    Ok(Reply::page(&shown(cx, Page::new(cx, cx.t("law-title")).body(body))))
}

fn row(cx: &Cx, register: &Register, one: &Instrument, on: Millis) -> [Markup; 6] {
    [
        html! {
            a.link href=(cx.url(&path(&one.code))) { (Name(one.title.of(cx.lang))) }
            div.sub { (code(cx, &one.code)) }
        },
        html! { (cx.code("law-kind", &one.kind)) },
        html! { (scope(cx, one)) },
        html! { (span(cx, one)) },
        status(cx, one, on),
        html! { (register.resting_on(&one.code).len()) },
    ]
}

/// Where it holds.
pub(super) fn scope(cx: &Cx, one: &Instrument) -> String {
    match one.scope.as_str() {
        "" => cx.t("law-scope-parties"),
        "AE" => cx.t("law-scope-state"),
        code => area_name(cx, code),
    }
}

/// From when until when it is in force.
pub(super) fn span(cx: &Cx, one: &Instrument) -> Markup {
    html! {
        span.num { (since(cx, one.from)) }
        @if let Some(until) = one.until { " – " span.num { (since(cx, until)) } }
    }
}

fn since(cx: &Cx, one: Since) -> String {
    match one.day_known {
        true => dates::day(cx.lang, one.at),
        false => one.at.uae_date().year.to_string(),
    }
}

/// Whether it is in force on that day.
pub(super) fn status(cx: &Cx, one: &Instrument, on: Millis) -> Markup {
    match one.in_force(on) {
        true => tag(Tone::Ok, cx.t("law-holds")),
        false if on < one.from.at => tag(Tone::Plain, cx.t("law-not-yet")),
        false => tag(Tone::Bad, cx.t("law-ended")),
    }
}
