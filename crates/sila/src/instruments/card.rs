//! The risk of a case on its page, with every assessment there was; and on somebody's day that it is time to look again.

use maud::{Markup, html};
use sila_core::codes::Risk;
use sila_core::ids::CaseId;
use sila_core::time::Millis;

use super::Assessment;
use super::store;
use crate::cases::CaseRecord;
use crate::cases::news::{News, Part};
use crate::db::{DbError, Tx};
use crate::web::components::{Button, Card, Task, Tone, acts, tag};
use crate::web::ident::Reference;
use crate::web::{Cx, dates};

/// What the page of a case shows of its assessments.
#[derive(Debug, Default)]
pub struct Shown {
    /// The newest first.
    all: Vec<Assessment>,
    /// Forms in use: identifier, Arabic and English title.
    forms: Vec<(uuid::Uuid, String, String)>,
}

impl Shown {
    /// The newest assessment.
    pub fn newest(&self) -> Option<&Assessment> {
        self.all.first()
    }

    /// Reads it. The caller has found the case through the worker.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn read(tx: &mut dyn Tx, case: CaseId) -> Result<Shown, DbError> {
        Ok(Shown { all: store::of_case(tx, case)?, forms: store::titles(tx)? })
    }
}

/// A level as a tag.
pub fn level_tag(cx: &Cx, level: Risk) -> Markup {
    let tone = match level {
        Risk::Low => Tone::Ok,
        Risk::Medium => Tone::Gold,
        Risk::High | Risk::Imminent => Tone::Bad,
    };
    tag(tone, cx.code("waiting-risk", level.code()))
}

/// The card.
pub fn card(cx: &Cx, record: &CaseRecord, shown: &Shown, news: &News) -> Markup {
    let card = Card::new(cx.t("assessment-risk")).live("case-risk", "cases");
    let card = match shown.all.first() {
        Some(last) => card.tag(level_tag(cx, last.level)),
        None => card.tag(tag(Tone::Plain, cx.t("assessment-none"))),
    };
    let card = card.tag(news.mark(cx, Part::Assessments));
    html! {
        (card.body(html! {
            @if shown.all.is_empty() { p.muted { (cx.t("assessment-none-text")) } }
            ul.reads { @for one in &shown.all { li {
                a.link href=(cx.url(&super::fill::path(record, one.id, ""))) { (dates::day(cx.lang, one.at)) }
                " " (level_tag(cx, one.level))
                @if one.lowered_by.is_some() { " " (tag(Tone::Warn, cx.t("assessment-lowered"))) }
                @if let Some((_, ar, en)) = shown.forms.iter().find(|(id, ..)| *id == one.instrument) { div.sub { (cx.lang.pick(ar, en)) } }
                @if let Some(again) = one.again_at { div.sub { (cx.t("assessment-again")) " " (cx.deadline(again)) } }
            } } }
            @if record.is_ours() {
                (acts(&html! { @for (id, ar, en) in &shown.forms {
                    (Button::link(cx.lang.pick(ar, en).clone(), cx.url(&format!("/cases/{}/assessments/new/{id}", record.row.id))).line().small().icon("clipboard-text"))
                } }))
            }
        }))
    }
}

/// On the day: the number of the case, and since when.
pub fn tasks(cx: &Cx, due: &[(CaseId, String, Millis)]) -> Vec<Task> {
    let one = |(case, reference, at): &(CaseId, String, Millis)| {
        Task::new(
            "clipboard-text",
            Tone::Gold,
            cx.t("assessment-task"),
            cx.url(&format!("/cases/{case}")),
        )
        .meta(Reference(reference))
        .end(tag(Tone::Warn, cx.deadline(*at)))
    };
    due.iter().map(one).collect()
}
