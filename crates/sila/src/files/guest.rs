//! The room at the portal: somebody of a partner without a node opens what was put there for it, under the name of its entity.

use maud::{Markup, html};
use uuid::Uuid;

use super::store::{self, File, Version};
use super::{fact, list, open, picked, show, title};
use crate::announcements::reach;
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::portal::Guest;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Note, Summary, columns, heading, stack};
use crate::web::{Page, ident};

fn path(id: Uuid, rest: &str) -> String {
    format!("/portal/files/{id}{rest}")
}

/// What the portal's first page shows of the room; nothing when there is nothing.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, guest: &Guest) -> Result<Markup, Problem> {
    let (cx, partner, now) = (&ask.cx, guest.partner.id, ask.now);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::files(tx, partner)?, store::living(tx, partner)?))
    };
    let (files, mut open) = ask.app.store.read(read).await?;
    open.retain(|one| one.is_open(now));
    if open.is_empty() || !reach::agreed(&ask.app, partner, now).await? {
        return Ok(html! {});
    }
    let mut lines = Vec::new();
    for file in &files {
        let Some(version) = open.iter().find(|one| one.file == file.id) else { continue };
        let title = title(&ask.app, file)?;
        lines.push(html! {
            li { div {
                a.ref href=(cx.url(&path(file.id, ""))) { (ident::Name(picked(cx.lang, &title))) }
                div.sub { (list::until(cx, version)) }
            } }
        });
    }
    Ok(html! {
        (Card::new(cx.t("room-title")).count(lines.len()).body(html! {
            ul.links { @for line in &lines { (line) } }
        }))
    })
}

/// The file of the address and what is open of it, if it was put there for this partner and an agreement with it is in force.
async fn own(ask: &Ask) -> Result<(Guest, File, Version), Problem> {
    let guest = Guest::of(ask).await?;
    let (id, partner, now): (Uuid, _, _) = (ask.id("id")?, guest.partner.id, ask.now);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::find(tx, id)?, store::versions(tx, id)?))
    };
    let (file, versions) = ask.app.store.read(read).await?;
    let file = file.filter(|file| file.ours && file.agency == partner);
    let version = versions.into_iter().find(|one| one.is_open(now));
    let (file, version) = file.zip(version).ok_or_else(Problem::not_found)?;
    if !reach::agreed(&ask.app, partner, now).await? {
        return Err(Problem::not_found());
    }
    Ok((guest, file, version))
}

/// One file.
///
/// # Errors
/// `page.not_found` for one of another partner, one of which nothing is open, and while no agreement is in force.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (_, file, version) = own(&ask).await?;
    let cx = &ask.cx;
    let title = title(&ask.app, &file)?;
    let title = picked(cx.lang, &title).to_owned();
    let rows = Summary::new()
        .row(cx.t("room-class"), file.class.name(cx))
        .row(cx.t("room-number"), version.number.to_string());
    let main = html! {
        (Card::new(cx.t("room-what")).body(html! {
            (rows)
            (show::opens(cx, &path(file.id, "/marked")))
        }))
    };
    let aside = html! { (Note::new("eye", cx.t("room-mark")).says(cx.t("room-mark-text"))) };
    let body = html! {
        (heading(ident::Name(&title), Some(&list::until(cx, &version)), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("portal-title"), "/portal");
    Ok(Reply::page(&page.body(body)))
}

/// The bytes with the name of the partner on them. That it was opened is written down first, and its sender sees when.
///
/// # Errors
/// As [`page`].
pub async fn marked(ask: Ask) -> Result<Reply, Problem> {
    let (guest, _, version) = own(&ask).await?;
    let (partner, now, id) = (guest.partner.id, ask.now, version.id);
    let told = fact(&ask.app, &version, ("opened", partner), Some(guest.worker.id), now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::opened(tx, id, now)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    ask.app.changed(Topic::Agreements);
    let name = (guest.partner.name_ar.as_str(), guest.partner.name_en.as_str());
    open::marked(&ask.app, &version, name, now).await
}
