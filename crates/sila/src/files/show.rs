//! `/partnerships/{agency}/files/{id}`: one file with its versions; opening the one that is there; and, for one of ours, putting the next.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_link::file::SHARED_BYTES_MAX;
use uuid::Uuid;

use super::store::{self, File, State, Version};
use super::{fact, list, open, path, picked, put, title};
use crate::accounts::Permission;
use crate::activation::saying::day;
use crate::ask::Ask;
use crate::journal::store as journal;
use crate::links::outbox;
use crate::partnerships;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, acts, columns, heading, stack, tag,
};
use crate::web::upload::Upload;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates, ident};

/// The file of the address with its versions, if it is for whoever asks.
async fn found(ask: &Ask) -> Result<(File, Vec<Version>), Problem> {
    let (agency, id): (AgencyId, Uuid) = (ask.id("agency")?, ask.id("id")?);
    partnerships::one(&ask.app, agency, ask.now).await?;
    let file = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let worker = ask.worker()?;
    let file = file.filter(|file| file.agency == agency && file.class.is_for(worker));
    let file = file.ok_or_else(Problem::not_found)?;
    let versions = ask.app.store.read(move |tx| store::versions(tx, id)).await?;
    Ok((file, versions))
}

/// The page.
///
/// # Errors
/// `page.not_found` for another partnership, and for a confidential one where the reader signs nothing.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (file, versions) = found(&ask).await?;
    let (cx, title) = (&ask.cx, title(&ask.app, &file)?);
    let current = versions.iter().find(|one| one.is_open(ask.now));
    let mut rows = Vec::new();
    for one in &versions {
        rows.push(row(&ask, &file, one).await?);
    }
    let heads = [
        Col::num(cx.t("room-number")),
        Col::text(cx.t("room-days")),
        Col::num(cx.t("room-size")),
        Col::status(cx.t("room-state")),
    ];
    let main = html! {
        (Card::new(cx.t("room-versions")).live("room-versions", "agreements").body(html! {
            (Table::new(cx.t("room-versions"), heads).rows(rows))
        }))
        @if file.ours && ask.may(Permission::AgreementSign) { (form(cx, &file)) }
    };
    let whose = if file.ours { "room-ours" } else { "room-theirs" };
    let aside = html! {
        (Card::new(cx.t("room-what")).body(html! {
            (Summary::new().row(cx.t("room-whose"), cx.t(whose)).row(cx.t("room-class"), file.class.name(cx)))
            @if current.is_some() { (opens(cx, &path(file.agency, &format!("/{}/marked", file.id)))) }
        }))
        (Note::new("eye", cx.t("room-mark")).says(cx.t("room-mark-text")))
    };
    let title = picked(cx.lang, &title).to_owned();
    let body = html! {
        (heading(ident::Name(&title), None, &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("room-title"), &path(file.agency, ""));
    Ok(Reply::page(&page.body(body)))
}

/// The way to the bytes.
pub(super) fn opens(cx: &Cx, to: &str) -> Markup {
    html! { (acts(&html! { (Button::link(cx.t("room-read"), cx.url(to)).icon("eye")) })) }
}

async fn row(ask: &Ask, file: &File, one: &Version) -> Result<[Markup; 4], Problem> {
    let cx = &ask.cx;
    let told = if file.ours {
        told(ask, one).await?
    } else {
        html! {}
    };
    let tone = match one.state {
        State::Here => Tone::Ok,
        State::Coming => Tone::Info,
        State::Gone => Tone::Plain,
        State::Broken => Tone::Bad,
    };
    let kilobytes = [("n", Arg::from(one.size.div_ceil(1_024)))];
    Ok([
        html! { span.num { (one.number) } },
        html! { (dates::day(cx.lang, one.at)) div.sub { (list::until(cx, one)) } },
        html! { (cx.t_with("room-kilobytes", &kilobytes)) },
        html! { (tag(tone, cx.code("room-state", one.state.code()))) (told) },
    ])
}

/// How far a version of ours has come at the other side.
async fn told(ask: &Ask, one: &Version) -> Result<Markup, Problem> {
    let cx = &ask.cx;
    if let Some(at) = one.opened_at {
        let day = [("day", Arg::phrase(dates::day(cx.lang, at)))];
        return Ok(html! { div.sub { (cx.t_with("room-opened", &day)) } });
    }
    let letters = outbox::delivery_of(&ask.app, one.id).await?;
    let is = |one: &crate::links::transit::Delivery, word: &str| {
        one.disposition.as_deref() == Some(word)
    };
    let key = if letters.is_empty() {
        return Ok(html! {});
    } else if letters.iter().all(|one| is(one, "APPLIED")) {
        "room-arrived"
    } else if letters.iter().any(|one| one.disposition.is_some() && !is(one, "APPLIED")) {
        "room-not-taken"
    } else {
        "room-on-its-way"
    };
    Ok(html! { div.sub { (cx.t(key)) } })
}

fn form(cx: &Cx, file: &File) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let fields = Form::new(cx, &values, &errors);
    let limit = [("mb", Arg::from(SHARED_BYTES_MAX / 1_024 / 1_024))];
    html! {
        (Card::new(cx.t("room-next")).body(html! {
            p.muted { (cx.t("room-next-text")) }
            form method="post" action=(cx.url(&path(file.agency, &format!("/{}", file.id)))) enctype="multipart/form-data" novalidate {
                (fields.date("until", cx.t("room-last-day")))
                div.field {
                    label for="file" { (cx.t("room-file")) }
                    p.hint id="file-h" { (cx.t_with("room-file-hint", &limit)) }
                    input.in type="file" id="file" name="file" aria-describedby="file-h" accept="application/pdf,image/jpeg,image/png";
                }
                (acts(&html! { (Button::submit(cx.t("room-put")).icon("upload-simple")) }))
            }
        }))
    }
}

/// Puts the next version there.
///
/// # Errors
/// As [`put::add`]; `room.broken` when the form broke off.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (file, _) = found(&ask).await?;
    let back = path(file.agency, &format!("/{}", file.id));
    let refused = |code: &str| Problem::refused(code).way_out(back.clone());
    let body = ask.take_body().ok_or_else(|| Problem::bad_request("form.broken"))?;
    let mut upload = Upload::open(&ask.headers, body).await.or(Err(refused("room.broken")))?;
    let until = day(&upload.fields, "until").ok_or_else(|| refused("room.day"))?;
    let mut bytes = Vec::new();
    while let Some(part) = upload.next().await.or(Err(refused("room.broken")))? {
        bytes.extend_from_slice(&part);
        if u32::try_from(bytes.len()).is_ok_and(|size| size <= SHARED_BYTES_MAX) {
            continue;
        }
        return Err(refused("room.too_large"));
    }
    put::add(&ask.app, file.id, (bytes, until), (ask.worker()?, ask.now)).await?;
    Ok(Reply::see_other(ask.cx.url(&back)))
}

/// The version that is there, with the name of this entity on it. That it was opened is written down first.
///
/// # Errors
/// As [`page`]; `page.not_found` also when nothing of it is open.
pub async fn marked(ask: Ask) -> Result<Reply, Problem> {
    let (_, versions) = found(&ask).await?;
    let version = versions.into_iter().find(|one| one.is_open(ask.now));
    let version = version.ok_or_else(Problem::not_found)?;
    let me = ask.app.node.id;
    let told = fact(&ask.app, &version, ("opened", me), Some(ask.worker()?.id), ask.now);
    ask.app.store.write(move |tx| journal::insert(tx, &told)).await?;
    let agency = &ask.app.node.agency;
    let name = (agency.name_ar.as_str(), agency.name_en.as_str());
    open::marked(&ask.app, &version, name, ask.now).await
}
