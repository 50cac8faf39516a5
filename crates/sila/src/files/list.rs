//! `/partnerships/{agency}/files`: the room; and its card on the page of the partnership.

use maud::{Markup, html};
use sila_core::AgencyId;

use super::store::{self, File, Version};
use super::{path, picked, title};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::partners::Names;
use crate::partnerships;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Cx, Page, dates, ident};

/// The files of a room that are for whoever asks, with what is there of each.
async fn files(ask: &Ask, agency: AgencyId) -> Result<Vec<(File, Vec<Version>)>, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::files(tx, agency)?, store::living(tx, agency)?))
    };
    let (mut files, living) = ask.app.store.read(read).await?;
    let worker = ask.worker()?;
    files.retain(|file| file.class.is_for(worker));
    let of = |file: &File| living.iter().filter(|one| one.file == file.id).cloned().collect();
    Ok(files.into_iter().map(|file| (of(&file), file)).map(|(of, file)| (file, of)).collect())
}

/// What of it is open to be read now.
fn open(ask: &Ask, versions: &[Version]) -> Option<Version> {
    versions.iter().find(|one| one.is_open(ask.now)).cloned()
}

/// The card on the page of the partnership: what is open now.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, agency: AgencyId) -> Result<Markup, Problem> {
    let (cx, all) = (&ask.cx, files(ask, agency).await?);
    let mut lines = Vec::new();
    for (file, versions) in &all {
        let Some(version) = open(ask, versions) else { continue };
        let title = title(&ask.app, file)?;
        lines.push(html! {
            li { div {
                a.ref href=(cx.url(&path(agency, &format!("/{}", file.id)))) { (ident::Name(picked(cx.lang, &title))) }
                div.sub { (until(cx, &version)) }
            } }
        });
    }
    Ok(html! {
        (Card::new(cx.t("room-title")).count(lines.len()).body(html! {
            @if lines.is_empty() { p.muted { (cx.t("room-empty")) } }
            @else { ul.links { @for line in lines.iter().take(5) { (line) } } }
            p { a.link href=(cx.url(&path(agency, ""))) { (cx.t("room-enter")) } }
        }))
    })
}

/// Its last day.
pub(super) fn until(cx: &Cx, version: &Version) -> String {
    let last = sila_core::Millis(version.ends_at.0.saturating_sub(1));
    let day = dates::day(cx.lang, last);
    cx.t_with("room-until", &[("day", crate::web::Arg::phrase(day))])
}

/// The room.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let agency: AgencyId = ask.id("agency")?;
    partnerships::one(&ask.app, agency, ask.now).await?;
    let names = Names::all(&ask.app).await?;
    let (cx, all) = (&ask.cx, files(&ask, agency).await?);
    let heads = [
        Col::text(cx.t("room-file-title")),
        Col::text(cx.t("room-whose")),
        Col::text(cx.t("room-class")),
        Col::status(cx.t("room-state")),
    ];
    let mut rows = Vec::new();
    for (file, versions) in &all {
        rows.push(row(&ask, file, open(&ask, versions).as_ref())?);
    }
    let empty = empty_state("folders", cx.t("room-empty"), cx.t("room-empty-text"), &html! {});
    let title = cx.t("room-title");
    let new = html! {
        @if ask.may(Permission::AgreementSign) {
            (Button::link(cx.t("room-new"), cx.url(&path(agency, "/new"))).icon("plus"))
        }
    };
    let body = html! {
        (heading(&title, Some(&cx.t("room-lead")), &new))
        (Card::new(title.clone()).count(all.len()).live("room", "agreements").body(html! {
            (Table::new(title.clone(), heads).rows(rows).when_empty(empty))
        }))
    };
    let partnership = format!("/partnerships/{}", agency.to_text());
    let page = Page::new(cx, title).crumb(cx.t("partnerships-title"), "/partnerships");
    Ok(Reply::page(&page.crumb(names.of(cx.lang, agency), &partnership).body(body)))
}

fn row(ask: &Ask, file: &File, open: Option<&Version>) -> Result<[Markup; 4], Problem> {
    let (cx, title) = (&ask.cx, title(&ask.app, file)?);
    let href = cx.url(&path(file.agency, &format!("/{}", file.id)));
    let whose = if file.ours { "room-ours" } else { "room-theirs" };
    Ok([
        html! { a.ref href=(href) { (ident::Name(picked(cx.lang, &title))) } },
        html! { (cx.t(whose)) },
        html! { (file.class.name(cx)) },
        html! {
            @match open {
                Some(version) => { (tag(Tone::Ok, cx.t("room-open"))) span.sub { (until(cx, version)) } }
                None => { (tag(Tone::Plain, cx.t("room-nothing"))) }
            }
        },
    ])
}
