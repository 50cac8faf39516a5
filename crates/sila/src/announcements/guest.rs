//! Announcements at the portal: somebody of a partner without a node reads what its agency is told, and answers for it.

use maud::{Markup, html};
use uuid::Uuid;

use super::reach::{self, Way};
use super::show::{say, until};
use super::store::{self, Reader, Stored};
use super::text::Announcement;
use super::{opened, page as parts};
use crate::app::Topic;
use crate::ask::Ask;
use crate::portal::Guest;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, columns, heading, stack};
use crate::web::{Errors, Page, ident};

fn path(id: Uuid, rest: &str) -> String {
    format!("/portal/announcements/{id}{rest}")
}

/// What the portal's first page shows of them; nothing when there is nothing.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, guest: &Guest) -> Result<Markup, Problem> {
    let (cx, partner, now) = (&ask.cx, guest.partner.id, ask.now);
    let all = ask.app.store.read(move |tx| store::shown_to(tx, partner, now)).await?;
    if all.is_empty() || !reach::agreed(&ask.app, partner, now).await? {
        return Ok(html! {});
    }
    let mut lines = Vec::new();
    for one in &all {
        let text = opened(&ask.app, one)?;
        lines.push(html! {
            li { div {
                a.ref href=(cx.url(&path(one.id, ""))) { (ident::Name(text.title(cx.lang))) }
                div.sub { (until(cx, one.ends_at)) }
            } }
        });
    }
    Ok(html! {
        (Card::new(cx.t("announcements-title")).count(all.len()).body(html! {
            ul.links { @for line in &lines { (line) } }
        }))
    })
}

/// The announcement of the address, if this partner is told, an agreement with it is in force and it is not over. That it was read is kept.
async fn own(ask: &Ask) -> Result<(Guest, Stored, Announcement, Reader), Problem> {
    let guest = Guest::of(ask).await?;
    let (id, partner, now): (Uuid, _, _) = (ask.id("id")?, guest.partner.id, ask.now);
    let found = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let stored = found.filter(|one| now < one.ends_at).ok_or_else(Problem::not_found)?;
    let reader = ask.app.store.read(move |tx| store::reader_of(tx, id, partner)).await?;
    let reader = reader.filter(|one| one.way == Way::Portal).ok_or_else(Problem::not_found)?;
    if !reach::agreed(&ask.app, partner, now).await? {
        return Err(Problem::not_found());
    }
    if reader.read_at.is_none() {
        ask.app.store.write(move |tx| store::read(tx, id, partner, now)).await?;
        ask.app.changed(Topic::Agreements);
    }
    let text = opened(&ask.app, &stored)?;
    Ok((guest, stored, text, reader))
}

/// One announcement.
///
/// # Errors
/// `page.not_found` for one that is not told to this partner, or is over, and while no agreement is in force.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&drawn(&ask, &Errors::none()).await?))
}

async fn drawn(ask: &Ask, errors: &Errors) -> Result<Page, Problem> {
    let (_, stored, text, reader) = own(ask).await?;
    let (cx, action) = (&ask.cx, path(stored.id, "/answer"));
    let main = parts::words(cx, &text);
    let aside = html! {
        @if let Some(question) = &text.question {
            (parts::question(cx, question, reader.answer, Some(&action), errors))
        }
    };
    let title = text.title(cx.lang).to_owned();
    let body = html! {
        (heading(ident::Name(&title), Some(&until(cx, stored.ends_at)), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("portal-title"), "/portal");
    Ok(page.errors(errors.any()).body(body))
}

/// Answers for this partner; the last answer before the end counts.
///
/// # Errors
/// As [`page`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (guest, stored, text, _) = own(&ask).await?;
    let Some(number) = parts::chosen(text.question.as_ref(), &ask.form) else {
        let errors = parts::none_chosen(&ask.cx);
        return Ok(Reply::page_with_errors(&drawn(&ask, &errors).await?));
    };
    let by = (&guest.worker, ask.now);
    say(&ask.app, stored.id, guest.partner.id, number, by).await?;
    Ok(Reply::see_other(ask.cx.url(&path(stored.id, ""))))
}
