//! The room at the portal: somebody of a partner without a node opens what was put there for it, under the name of its entity.

use maud::{Markup, html};
use uuid::Uuid;

use super::open::{self, Reader};
use super::store::{self, File, Version};
use super::{list, picked, show, title};
use crate::announcements::reach;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::portal::Guest;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Note, Summary, Table, Tone, columns, heading, stack, tag};
use crate::web::{Cx, Page, ident};

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
    let (mut files, mut open) = ask.app.store.read(read).await?;
    files.retain(|file| is_for(file, guest));
    open.retain(|one| one.is_open(now) && files.iter().any(|file| file.id == one.file));
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

/// Whether it was put there for the partner of this account, and is for the account itself.
fn is_for(file: &File, guest: &Guest) -> bool {
    file.ours && file.agency == guest.partner.id && file.class.is_for_guest(guest)
}

/// The file of the address and what is open of it, if it is for whoever asks and an agreement with their partner is in force.
async fn own(ask: &Ask) -> Result<(Guest, File, Vec<Version>), Problem> {
    let guest = Guest::of(ask).await?;
    let (id, partner, now): (Uuid, _, _) = (ask.id("id")?, guest.partner.id, ask.now);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::find(tx, id)?, store::versions(tx, id)?))
    };
    let (file, mut versions) = ask.app.store.read(read).await?;
    let file = file.filter(|file| is_for(file, &guest)).ok_or_else(Problem::not_found)?;
    versions.retain(|one| one.is_open(now));
    if versions.is_empty() || !reach::agreed(&ask.app, partner, now).await? {
        return Err(Problem::not_found());
    }
    Ok((guest, file, versions))
}

/// One file.
///
/// # Errors
/// `page.not_found` for one of another partner, a confidential one where the account signs nothing, one of which nothing is open, and while
/// no agreement is in force.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (_, file, versions) = own(&ask).await?;
    let (cx, title) = (&ask.cx, title(&ask.app, &file)?);
    let rows = versions.iter().map(|one| {
        [
            show::number(cx, one),
            show::days(cx, one),
            state(cx, one),
            show::opens(cx, &path(file.id, &format!("/{}", one.id))),
        ]
    });
    let main = html! {
        (Card::new(cx.t("room-versions")).count(versions.len()).body(html! {
            (Table::new(cx.t("room-versions"), show::heads(cx)).rows(rows))
        }))
    };
    let other = cx.lang.pick(title.en.as_str(), title.ar.as_str());
    let about = Summary::new()
        .row(cx.t("room-other-language"), ident::Name(other))
        .row(cx.t("room-whose"), ident::Name(cx.agency()))
        .row(cx.t("room-class"), file.class.name(cx));
    let aside = html! {
        (Card::new(cx.t("room-what")).body(html! { (about) }))
        (Note::new("eye", cx.t("room-mark")).says(cx.t("room-mark-text")))
    };
    let until = versions.first().map(|one| list::until(cx, one));
    let name = picked(cx.lang, &title).to_owned();
    let body = html! {
        (heading(ident::Name(&name), until.as_deref(), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, name).crumb(cx.t("portal-title"), "/portal");
    Ok(Reply::page(&page.body(body)))
}

/// Whether somebody of the partner has opened it.
fn state(cx: &Cx, one: &Version) -> Markup {
    match one.opened_at {
        None => tag(Tone::Gold, cx.t("room-fresh")),
        Some(_) => tag(Tone::Ok, cx.t("room-open")),
    }
}

/// A version with who reads on it; its sender sees when it was first opened.
///
/// # Errors
/// As [`page`]; `page.not_found` also for a version that is not open.
pub async fn marked(ask: Ask) -> Result<Reply, Problem> {
    let (guest, _, versions) = own(&ask).await?;
    let id: Uuid = ask.id("version")?;
    let version = versions.into_iter().find(|one| one.id == id).ok_or_else(Problem::not_found)?;
    let Guest { partner, worker, .. } = &guest;
    let (name_ar, name_en) = (partner.name_ar.as_str(), partner.name_en.as_str());
    let by = Reader { worker, entity: partner.id, name_ar, name_en, is_meant: true };
    open::marked(&ask.app, &version, by, ask.now).await
}
