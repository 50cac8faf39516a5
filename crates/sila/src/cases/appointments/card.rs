//! The appointments on the page of their case, and on the day of whoever works on it.

use maud::{Markup, html};

use super::store::Today;
use super::{Appointment, outcome, path};
use crate::cases::interpreters::{self, Interpreting};
use crate::cases::news::{News, Part};
use crate::cases::record::CaseRecord;
use crate::web::components::{Button, Card, Task, Tone, acts, empty_state, tag};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, dates};

/// Planned ones on the page.
const SHOWN: usize = 6;

/// The card: what is planned, the next first, and what was.
pub fn card(
    cx: &Cx,
    record: &CaseRecord,
    (all, said): (&[Appointment], &[Interpreting]),
    news: &News,
) -> Markup {
    let (planned, past): (Vec<&Appointment>, Vec<&Appointment>) =
        all.iter().partition(|one| one.is_planned());
    if all.is_empty() && !record.row.is_open() {
        return html! {};
    }
    let none = empty_state("calendar-blank", cx.t("appointment-none"), "", &html! {});
    let more = planned.len().saturating_sub(SHOWN);
    let card = Card::new(cx.t("appointments")).count(planned.len());
    let card = card.tag(news.mark(cx, Part::Appointments));
    html! { (card.live("case-appointments", "cases").body(html! {
        @if all.is_empty() { (none) }
        ul.joint { @for one in planned.iter().take(SHOWN) { li { (head(cx, one)) (line(cx, one)) (interpreters::line(cx, record, said, one)) (button(cx, record, one)) } } }
        @if more > 0 { p.sub { (cx.t_with("appointment-more", &[("n", more.into())])) } }
        @if !past.is_empty() {
            h3 { (cx.t("appointment-earlier")) }
            ul.joint { @for one in past.iter().rev() { li { (head(cx, one)) (line(cx, one)) (interpreters::line(cx, record, said, one)) } } }
        }
        @if record.is_ours() {
            (acts(&html! {
                (Button::link(cx.t("appointment-new"), cx.url(&path(record.row.id, "new"))).line().small().icon("plus"))
                (Button::link(cx.t("interpreters"), cx.url(&interpreters::path(record.row.id))).soft().small())
            }))
        }
    })) }
}

fn head(cx: &Cx, one: &Appointment) -> Markup {
    let (tone, words) = match one.state.as_str() {
        "PLANNED" if one.at <= cx.now => (Tone::Gold, cx.t("appointment-to-record")),
        "PLANNED" => (Tone::Info, cx.t("appointment-planned")),
        state => {
            let tone = match state {
                "KEPT" => Tone::Ok,
                "MISSED" => Tone::Warn,
                _ => Tone::Plain,
            };
            (tone, cx.code("appointment-outcome", &outcome::key(state, &one.code)))
        }
    };
    html! { div.joint-h { b { (cx.code("appointment-kind", &one.kind)) } (tag(tone, words)) } }
}

/// When, where and with whom.
pub fn line(cx: &Cx, one: &Appointment) -> Markup {
    html! {
        div.joint-who {
            (dates::long_day(cx.lang, one.at)) " · " b { span.num { (dates::clock(one.at)) } }
            " · " (cx.code("appointment-place", &one.place))
            @if !one.with.is_empty() { " · " (Name(&one.with)) }
        }
        @if one.outside { div.sub { (cx.t("appointment-outside")) } }
    }
}

fn button(cx: &Cx, record: &CaseRecord, one: &Appointment) -> Markup {
    let words = if one.at <= cx.now { "appointment-record" } else { "appointment-call-off" };
    let button = Button::link(cx.t(words), cx.url(&path(record.row.id, &one.id.to_string())));
    html! { @if record.row.is_open() { div.joint-acts {
        @if one.at <= cx.now { (button.small()) } @else { (button.soft().small()) }
    } } }
}

/// An appointment of today as something to do: the number of the case, and no name.
pub fn task(cx: &Cx, one: &Today) -> Task {
    let what = Arg::phrase(cx.code("appointment-kind", &one.kind));
    let [state, language, way] = &one.interpreter;
    let title = cx.t_with(
        "appointment-today",
        &[("time", Arg::phrase(dates::clock(one.at))), ("what", what)],
    );
    let tone = if one.at <= cx.now { Tone::Gold } else { Tone::Info };
    Task::new("calendar-blank", tone, title, cx.url(&format!("/cases/{}", one.case)))
        .meta(html! { (Reference(&one.reference)) " " (interpreters::mark(cx, state, (language, way))) })
        .end(tag(tone, dates::near(cx.lang, cx.now, one.at)))
}
