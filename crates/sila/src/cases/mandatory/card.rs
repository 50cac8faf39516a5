//! Reports on the page of their case, and each of them on its own page.

use maud::{Markup, html};
use sila_core::law::Rule;
use sila_core::mandatory::{Question, WhyNot, Within};

use super::{Report, State, Told, path};
use crate::cases::record::CaseRecord;
use crate::regulation;
use crate::web::components::{Button, Card, ClockBox, Note, Tone, acts, stack, tag};
use crate::web::ident::{Code, Name};
use crate::web::{Arg, Cx};

/// The card; nothing where nothing is due and nothing is to be asked.
pub fn card(cx: &Cx, record: &CaseRecord, told: &Told) -> Markup {
    if told.reports.is_empty() && (told.open.is_empty() || !record.row.is_open()) {
        return html! {};
    }
    let card = Card::new(cx.t("mandatory-title")).live("case-mandatory", "cases");
    let page = cx.url(&path(record.row.id, ""));
    html! {
        (card.link(cx.t("mandatory-open"), page).body(stack(&html! {
            @for report in &told.reports { (one(cx, record, report)) }
            (questions(cx, &told.open))
        })))
    }
}

/// What has to be known before the rest can be told.
pub fn questions(cx: &Cx, open: &[Question]) -> Markup {
    if open.is_empty() {
        return html! {};
    }
    html! {
        (Note::new("question", cx.t("mandatory-unclear")).tone(Tone::Info).body(html! {
            ul.plain { @for question in open { li { (cx.code("mandatory-question", question.code())) } } }
        }))
    }
}

/// A report: what, to whom, by which article, and where it stands.
pub fn one(cx: &Cx, record: &CaseRecord, report: &Report) -> Markup {
    let name = cx.code("mandatory-kind", report.kind.code());
    let late = report.done_at.is_some_and(|at| at > report.due);
    html! {
        div {
            @match report.state {
                State::Due => (due(cx, record, report, name)),
                State::Made => {
                    b { (name) } " " (tag(if late { Tone::Warn } else { Tone::Ok }, cx.t("mandatory-made")))
                    (done(cx, report))
                },
                State::NotMade | State::Confirmed => {
                    b { (name) } " " (tag(Tone::Warn, cx.code("mandatory-state", report.state.code())))
                    (done(cx, report))
                },
            }
        }
    }
}

fn due(cx: &Cx, record: &CaseRecord, report: &Report, name: String) -> Markup {
    let tone = if cx.now > report.due { Tone::Bad } else { Tone::Warn };
    let form = path(record.row.id, &format!("/{}", report.kind.code().to_lowercase()));
    html! {
        (ClockBox { label: name, value: cx.deadline(report.due), source: basis(cx, report), tone })
        p { (cx.t("mandatory-to")) " " (recipients(cx, report)) " · " (within(cx, report)) }
        @if record.row.is_open() {
            (acts(&html! { (Button::link(cx.t("mandatory-do"), cx.url(&form)).small().icon("megaphone")) }))
        }
    }
}

/// "Federal Law 3 of 2016 · 42", each with its way.
pub fn basis(cx: &Cx, report: &Report) -> Markup {
    let (instrument, article) = report.kind.basis();
    html! {
        a.link href=(cx.url(&regulation::path(instrument))) { (cx.code("mandatory-law", report.kind.code())) }
        " · " (cx.t("law-article")) " " (Code(article)) " · " (regulation::link(cx, Rule::DutyReport))
    }
}

fn recipients(cx: &Cx, report: &Report) -> String {
    let names = report.kind.recipients().iter();
    let names: Vec<String> = names.map(|one| cx.code("mandatory-recipient", one.code())).collect();
    names.join(&cx.t("mandatory-or"))
}

fn within(cx: &Cx, report: &Report) -> String {
    match report.kind.within() {
        Within::AtOnce => cx.t("mandatory-at-once"),
        Within::Hours(hours) => cx.t_with("mandatory-hours", &[("n", Arg::from(hours))]),
    }
}

/// To whom and when, under which number; or why not.
fn done(cx: &Cx, report: &Report) -> Markup {
    let why = WhyNot::from_code(&report.code).is_ok();
    let words = if why { "mandatory-why" } else { "mandatory-recipient" };
    html! {
        div.sub {
            (cx.code(words, &report.code))
            @if let Some(at) = report.done_at { " · " (cx.at(at)) }
            @if !report.said.number.is_empty() { " · " (Code(&report.said.number)) }
        }
        @if !report.said.words.is_empty() { p.typed { (Name(&report.said.words)) } }
    }
}
