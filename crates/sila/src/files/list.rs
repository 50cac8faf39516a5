//! `/partnerships/{agency}/files`: the room; and its card on the page of the partnership.

use maud::{Markup, html};
use sila_core::{AgencyId, Millis};

use super::store::{self, File, State, Version};
use super::{path, picked, title};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::meetings::entity;
use crate::partners::Names;
use crate::partnerships;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, Tone, empty_state, heading, tag};
use crate::web::{Arg, Cx, Page, dates, ident};

/// Most lines of the card.
const CARD_LINES: usize = 5;

/// The files of a room that are for whoever asks, with what is there of each.
async fn files(ask: &Ask, agency: AgencyId) -> Result<Vec<(File, Vec<Version>)>, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::files(tx, agency)?, store::living(tx, agency)?))
    };
    let (mut files, living) = ask.app.store.read(read).await?;
    let worker = ask.worker()?;
    files.retain(|file| file.class.is_for(worker));
    let with = |file: File| {
        let own = living.iter().filter(|one| one.file == file.id).cloned().collect();
        (file, own)
    };
    Ok(files.into_iter().map(with).collect())
}

/// The newest version that is open to be read now.
fn open<'a>(ask: &Ask, versions: &'a [Version]) -> Option<&'a Version> {
    versions.iter().find(|one| one.is_open(ask.now))
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
                div.sub { (until(cx, version)) }
            } }
        });
    }
    Ok(html! {
        (Card::new(cx.t("room-title")).count(lines.len()).body(html! {
            @if lines.is_empty() { p.muted { (cx.t("room-nothing-now")) } }
            @else { ul.links { @for line in lines.iter().take(CARD_LINES) { (line) } } }
            p { a.link href=(cx.url(&path(agency, ""))) { (cx.t("room-enter")) } }
        }))
    })
}

/// Its last day.
pub(super) fn until(cx: &Cx, version: &Version) -> String {
    let last = Millis(version.ends_at.0.saturating_sub(1));
    let day = dates::day(cx.lang, last);
    cx.t_with("room-until", &[("day", Arg::phrase(day))])
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
        rows.push(row(&ask, &names, file, versions)?);
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

fn row(
    ask: &Ask,
    names: &Names,
    file: &File,
    versions: &[Version],
) -> Result<[Markup; 4], Problem> {
    let (cx, title) = (&ask.cx, title(&ask.app, file)?);
    let href = cx.url(&path(file.agency, &format!("/{}", file.id)));
    let current = open(ask, versions);
    let is_coming = versions.iter().any(|one| one.state == State::Coming);
    Ok([
        html! {
            a.ref href=(href) { (ident::Name(picked(cx.lang, &title))) }
            @if let Some(version) = current { div.sub { (until(cx, version)) } }
        },
        html! { (ident::Name(whose(ask, names, file))) },
        html! { (file.class.name(cx)) },
        match current {
            Some(one) if !file.ours && one.opened_at.is_none() => {
                tag(Tone::Gold, cx.t("room-fresh"))
            }
            Some(_) => tag(Tone::Ok, cx.t("room-open")),
            None if is_coming => tag(Tone::Info, cx.code("room-state", State::Coming.code())),
            None => tag(Tone::Plain, cx.t("room-nothing")),
        },
    ])
}

/// The name of the side that has put it there.
pub(super) fn whose<'a>(ask: &'a Ask, names: &'a Names, file: &File) -> &'a str {
    let me = ask.app.node.id;
    entity(&ask.cx, names, me, if file.ours { me } else { file.agency })
}
