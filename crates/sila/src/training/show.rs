//! One course: what it is, where my own enrolment stands, and for whoever keeps it the list.

use std::collections::BTreeMap;

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::training::Enrolment;

use super::competence::questions;
use super::course::NAME_MAX;
use super::door::badge;
use super::store::{self, Enrolled};
use super::{OPEN, Open, open, path, programme, quiz, show_parts};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::lineage::{self, Became};
use crate::partners::Names;
use crate::polls;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Summary, Tone, acts, columns, heading, post, stack, tag,
};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Errors, Form, Page, Pairs, dates};

/// What the page shows.
pub struct View<'a> {
    /// The request.
    pub ask: &'a Ask,
    /// The course.
    pub found: Open,
    /// Enrolments for it that are known here, in the order of the queue.
    pub all: Vec<Enrolled>,
    /// The seats kept for agencies.
    pub kept: BTreeMap<AgencyId, u16>,
    /// What agencies are called.
    pub names: Names,
    /// What the reader has answered about it.
    pub answered: Vec<(String, u8)>,
    /// The rooms for questions and polls, and the ideas and needs from which it came.
    pub talk: Markup,
    /// Right answers before and after, of everybody here who answered both times.
    pub quizzed: Vec<(u8, u8)>,
}

impl View<'_> {
    /// The course is ours.
    pub fn is_ours(&self) -> bool {
        self.found.stored.origin == self.ask.app.node.id
    }

    /// What an agency is called.
    pub fn agency(&self, agency: AgencyId) -> &str {
        let cx = &self.ask.cx;
        if agency == self.ask.app.node.id { cx.agency() } else { self.names.of(cx.lang, agency) }
    }

    /// The reader's own enrolment: the one that counts, else the last.
    fn own(&self) -> Option<&Enrolled> {
        let me = self.ask.worker().ok().map(|worker| worker.id);
        let mine: Vec<&Enrolled> =
            self.all.iter().filter(|one| one.worker.is_some() && one.worker == me).collect();
        let counts =
            |one: &&&Enrolled| !matches!(one.state, Enrolment::UserCancelled | Enrolment::Declined);
        mine.iter().find(counts).or(mine.last()).copied()
    }
}

/// The page.
///
/// # Errors
/// `page.not_found`.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let found = open(&ask.app, ask.id("id")?).await?;
    let view = view(&ask, found).await?;
    Ok(Reply::page(&document(&view, &Errors::none())?))
}

/// The page with what was wrong in its form.
///
/// # Errors
/// When the store cannot be read.
pub async fn with_errors(ask: &Ask, found: Open, errors: &Errors) -> Result<Reply, Problem> {
    let view = view(ask, found).await?;
    Ok(Reply::page_with_errors(&document(&view, errors)?))
}

async fn view(ask: &Ask, found: Open) -> Result<View<'_>, Problem> {
    let id = found.stored.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::of_course(tx, id)?, store::kept(tx, id)?, store::quizzed(tx, id)?))
    };
    let (all, kept, quizzed) = ask.app.store.read(read).await?;
    let names = Names::all(&ask.app).await?;
    let talk = polls::of_course(ask, &found.stored).await?;
    let from = lineage::parts::origins_card(ask, (Became::Course, id.0)).await?;
    let talk = html! { (talk) (from) };
    let mut view = View { ask, found, all, kept, names, answered: Vec::new(), talk, quizzed };
    if let Some(id) = view.own().map(|one| one.id) {
        view.answered = ask.app.store.read(move |tx| store::answered(tx, id)).await?;
    }
    Ok(view)
}

/// Where an enrolment stands, in a word.
pub fn state(cx: &Cx, state: Enrolment) -> Markup {
    let tone = match state {
        Enrolment::Requested | Enrolment::Approved => Tone::Info,
        Enrolment::Booked | Enrolment::FullyAttended => Tone::Ok,
        Enrolment::Certified => Tone::Gold,
        Enrolment::Waitlisted | Enrolment::PartiallyAttended => Tone::Warn,
        Enrolment::NoShow | Enrolment::Declined | Enrolment::Revoked => Tone::Bad,
        Enrolment::UserCancelled | Enrolment::SessionCancelled => Tone::Plain,
    };
    tag(tone, cx.code("training-enrolment", state.code()))
}

fn document(view: &View<'_>, errors: &Errors) -> Result<Page, Problem> {
    let (cx, course) = (&view.ask.cx, &view.found.course);
    let keeps = view.is_ours() && view.ask.may(Permission::TrainingKeep);
    let main = html! {
        (about(view))
        (view.talk)
        @if keeps { (show_parts::roster(view)?) }
    };
    let aside = html! {
        (own(view, errors))
        (show_parts::seats(view))
        @if keeps { (show_parts::door(view)) }
        @if keeps || view.ask.may(Permission::TrainingApprove) { (quiz::together(cx, &view.found, &view.quizzed)) }
        @if keeps { (show_parts::moves(view)) }
    };
    let title = cx.lang.pick(&course.title.ar, &course.title.en);
    let lead = cx.code("training-kind", &course.kind);
    let top = html! { @if course.kind == programme::CONFERENCE {
        (Button::link(cx.t("programme-title"), cx.url(&format!("{}/programme", path(view.found.stored.id)))).line().icon("calendar-blank"))
    } };
    let body = html! {
        (heading(Name(title), Some(&lead), &top))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title.clone()).crumb(cx.t("training-title"), "/training");
    Ok(page.errors(errors.any()).body(body))
}

fn about(view: &View<'_>) -> Markup {
    let (cx, course) = (&view.ask.cx, &view.found.course);
    let pick = |words: &sila_core::partnership::Words| cx.lang.pick(&words.ar, &words.en).clone();
    let materials = Some(pick(&course.materials)).filter(|text| !text.is_empty());
    let minutes = i64::from(course.minutes);
    let rows = Summary::new()
        .row(cx.t("training-host"), Name(view.agency(view.found.stored.origin)))
        .row(cx.t("training-day"), dates::day_and_time(cx.lang, course.starts_at))
        .row(cx.t("training-hours"), dates::duration(cx.lang, minutes))
        .row(cx.t("training-place"), Name(&pick(&course.place)))
        .row_if(cx.t("training-materials"), materials.as_deref().map(Name));
    let state = cx.code("training-course-state", &view.found.stored.state);
    let tone = if view.found.stored.state == OPEN { Tone::Ok } else { Tone::Plain };
    html! {
        (Card::new(cx.t("training-about")).tag(tag(tone, state)).body(html! {
            p dir="auto" { (pick(&course.about)) }
            (rows)
        }))
    }
}

/// My own enrolment: where it stands and what comes next; or the form to ask for a seat.
fn own(view: &View<'_>, errors: &Errors) -> Markup {
    let (cx, course) = (&view.ask.cx, &view.found.stored);
    let may_ask = course.state == OPEN && cx.now < course.starts_at;
    let again = |one: &&Enrolled| {
        may_ask && matches!(one.state, Enrolment::UserCancelled | Enrolment::Declined)
    };
    let card = Card::new(cx.t("training-own")).live("own", "agreements");
    let card = match view.own().filter(|one| !again(one)) {
        Some(one) => card.tag(state(cx, one.state)).body(html! {
            p { (cx.code("training-next", one.state.code())) }
            @if one.state.is_open() {
                (post(cx, &format!("/training/enrolments/{}/cancellation", one.id), &html! {
                    (Button::submit(cx.t("training-cancel")).line().small())
                }))
            }
            @if one.token.is_some() {
                (Button::link(cx.t("certificate-title"), cx.url(&format!("/training/enrolments/{}/certificate", one.id))).icon("certificate"))
            }
            @if one.state == Enrolment::Booked {
                p { (cx.t("training-badge")) " " (Code(&badge(one.id, one.mark))) }
            }
            (quiz::own(cx, one, &view.found, &view.answered))
            (questions(cx, one, &view.found, &view.answered))
        }),
        None if may_ask => card.body(ask_form(view, errors)),
        None => card.body(html! { p.muted { (cx.t("training-not-open-now")) } }),
    };
    html! { (card) }
}

fn ask_form(view: &View<'_>, errors: &Errors) -> Markup {
    let cx = &view.ask.cx;
    let usual = view.ask.worker().ok().map(|worker| worker.name(cx.lang).to_owned());
    let typed = view.ask.form.get("name").map(str::to_owned).or(usual).unwrap_or_default();
    let values: Pairs = [("name", typed.as_str())].into_iter().collect();
    let form = Form::new(cx, &values, errors);
    html! {
        form method="post" action=(cx.url(&format!("{}/enrolment", path(view.found.stored.id)))) novalidate {
            (form.summary())
            (form.text("name", cx.t("training-name")).hint(cx.t("training-name-hint")).max(NAME_MAX))
            (acts(&html! { (Button::submit(cx.t("training-ask")).icon("graduation-cap")) }))
        }
        p.hint { (cx.t("training-least-text")) }
    }
}
