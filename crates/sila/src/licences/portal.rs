//! `/portal/licences`: an entity without a node asks for a licence, gives what is missing, asks for another term and brings grievances.

use maud::{Markup, html};
use sila_core::licence::{Act, Office};
use uuid::Uuid;

use super::measures;
use super::open::{self, Open};
use super::step::{self, take};
use super::{apply, list as lists, parts, show};
use crate::ask::Ask;
use crate::meetings::text::TEXT_MAX;
use crate::partners::Names;
use crate::portal::Guest;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Task, Tone, acts, columns, empty_state, heading, post, stack,
};
use crate::web::ident::{Code, Name};
use crate::web::{Errors, Form, Page, Pairs};

fn path(id: Uuid) -> String {
    format!("/portal/licences/{id}")
}

/// A licence of this partner.
async fn of(ask: &Ask) -> Result<(Guest, Open), Problem> {
    let guest = Guest::of(ask).await?;
    let open = open::open(&ask.app, ask.id("id")?).await?;
    match open.row.holder == guest.partner.id {
        true => Ok((guest, open)),
        false => Err(Problem::not_found()),
    }
}

/// The licences of this partner.
///
/// # Errors
/// `page.not_found` for an account without a partner.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let guest = Guest::of(&ask).await?;
    let all = open::of_holder(&ask.app, guest.partner.id).await?;
    let cx = &ask.cx;
    let new =
        html! { (Button::link(cx.t("licence-new"), cx.url("/portal/licences/new")).icon("plus")) };
    let none =
        empty_state("certificate", cx.t("licences-none"), cx.t("licences-none-portal"), &html! {});
    let line = |one: &Open| {
        Task::new("certificate", Tone::Info, one.text.name.of(cx.lang).to_owned(), cx.url(&path(one.row.id)))
            .meta(html! { (Code(&one.row.number)) " · " (cx.code("licence-family", one.row.family.code())) })
            .end(lists::state(cx, one.state(ask.now)))
    };
    let body = html! {
        (heading(cx.t("licences-own"), Some(&cx.t("licences-own-lead")), &new))
        (Card::new(cx.t("licences-own")).count(all.len()).body(html! {
            @if all.is_empty() { (none) }
            ul.tasks { @for one in &all { (line(one)) } }
        }))
    };
    let page = Page::new(cx, cx.t("licences-own")).crumb(cx.t("portal-title"), "/portal");
    Ok(Reply::page(&page.body(body)))
}

/// The form.
///
/// # Errors
/// As [`list`].
pub async fn form(ask: Ask) -> Result<Reply, Problem> {
    Guest::of(&ask).await?;
    Ok(Reply::page(&filled(&ask, &ask.query, &Errors::none())?))
}

/// Hands the application in.
///
/// # Errors
/// As [`list`]; as [`apply::apply`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let guest = Guest::of(&ask).await?;
    match apply::read(&ask.cx, &ask.form) {
        Ok((family, activities, text)) => {
            let wish = apply::Wish { family, holder: guest.partner.id, activities, text };
            let id = apply::apply(&ask.app, wish, &guest.worker, ask.now).await?;
            Ok(Reply::see_other(ask.cx.url(&path(id))))
        }
        Err(errors) => Ok(Reply::page_with_errors(&filled(&ask, &ask.form, &errors)?)),
    }
}

fn filled(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let body = apply::whole(cx, "/portal/licences", (values, errors), &html! {})?;
    let page = Page::new(cx, cx.t("licence-new")).crumb(cx.t("licences-own"), "/portal/licences");
    Ok(page.errors(errors.any()).body(body))
}

/// One licence as its holder sees it: where it stands, what is missing and why, until when, and what was decided. Who decided is not told.
///
/// # Errors
/// `page.not_found` for any licence of somebody else.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (_, open) = of(&ask).await?;
    let beside = show::beside(&ask, open.row.id).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let mut told = Vec::new();
    for kept in open.steps.iter().rev() {
        // What an officer recommends is between the office and its committee.
        let note = match kept.step.act {
            Act::Recommend => String::new(),
            _ => open.note(&ask.app, kept)?,
        };
        told.push((kept.step, note));
    }
    let main = html! {
        (moves(&ask, &open))
        (parts::measures(&ask, &open, &beside, true)?)
        (Card::new(cx.t("licence-course")).body(html! { ul.links { @for (step, note) in &told { li { div {
            b { (cx.code("licence-act", step.act.code())) }
            @if !note.is_empty() { p dir="auto" { (note) } }
            div.sub { (cx.at(step.at)) }
        } } } } }))
    };
    let aside = html! {
        (show::clock(cx, &open))
        (parts::facts(cx, &open, &names, true))
        (parts::papers(cx, &open))
        (parts::fees(&ask, &open, &beside.fees))
        (parts::authorities(&ask, &open, &beside.answers))
    };
    let name = open.text.name.of(cx.lang).to_owned();
    let body = html! {
        (heading(html! { (Name(&name)) " " (Code(&open.row.number)) }, None, &lists::state(cx, open.state(ask.now))))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, name.clone())
        .crumb(cx.t("portal-title"), "/portal")
        .crumb(cx.t("licences-own"), "/portal/licences");
    Ok(Reply::page(&page.body(body)))
}

/// What the holder can do now.
fn moves(ask: &Ask, open: &Open) -> Markup {
    let cx = &ask.cx;
    let all = open.course.next(ask.now).filter(|act| act.office() == Office::Holder);
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let missing = open.plan.papers.iter().filter(|one| !open.text.papers.contains(&one.code));
    let missing = missing.map(|one| (one.code.clone(), one.of(cx.lang).to_owned()));
    let missing: Vec<(String, String)> = missing.collect();
    let at = format!("{}/steps", path(open.row.id));
    html! {
        @for act in all {
            @let word = cx.code("licence-act", act.code());
            @if act == Act::Complete {
                (Card::new(word).body(html! {
                    (Note::new("files", cx.t("licence-asked-more")).tone(Tone::Warn).says(cx.t("licence-asked-more-text")))
                    (post(cx, &at, &html! {
                        (form.hidden("act", act.code()))
                        @if !missing.is_empty() { (form.checks("papers", cx.t("licence-papers-given")).choices(missing.clone()).optional()) }
                        (form.area("note", cx.t("licence-note")).max(TEXT_MAX).rows(2).optional())
                        (acts(&html! { (Button::submit(cx.t("licence-complete")).icon("paper-plane-tilt")) }))
                    }))
                }))
            } @else {
                (post(cx, &at, &html! { (form.hidden("act", act.code())) (Button::submit(word).soft()) }))
            }
        }
    }
}

/// A step of the holder.
///
/// # Errors
/// `page.not_found`; what the course refuses.
pub async fn step(ask: Ask) -> Result<Reply, Problem> {
    let (guest, open) = of(&ask).await?;
    let taken = step::read(&ask)?;
    if taken.act.office() != Office::Holder {
        return Err(Problem::not_found());
    }
    let back = path(open.row.id);
    let done = take(&ask.app, open.row.id, taken, &guest.worker, ask.now).await;
    done.map_err(|problem| problem.way_out(back.clone()))?;
    Ok(Reply::see_other(ask.cx.url(&back)))
}

/// A grievance of the holder.
///
/// # Errors
/// As [`measures::bring`].
pub async fn grieve(ask: Ask) -> Result<Reply, Problem> {
    let (guest, open) = of(&ask).await?;
    let words = ask.form.get("words").unwrap_or_default();
    let back = path(open.row.id);
    let said = (measures::against(&ask), words);
    let done = measures::bring(&ask.app, open.row.id, said, &guest.worker, ask.now).await;
    done.map_err(|problem| problem.way_out(back.clone()))?;
    Ok(Reply::see_other(ask.cx.url(&back)))
}
