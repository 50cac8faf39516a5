//! `/partnerships/{agency}/files/{id}`: one file with its versions; opening one that is there; and, for one of ours, putting the next.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_link::Kind;
use sila_link::file::SHARED_BYTES_MAX;
use uuid::Uuid;

use super::open::{self, Reader};
use super::store::{self, File, State, Version};
use super::{list, path, picked, put, title};
use crate::accounts::Permission;
use crate::activation::saying::day;
use crate::ask::Ask;
use crate::links::outbox;
use crate::links::transit::Delivery;
use crate::partners::Names;
use crate::partnerships;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, acts, columns, heading, post, stack, tag,
};
use crate::web::upload::Upload;
use crate::web::{Arg, Cx, Errors, Form, Page, Pairs, dates, hijri, ident};

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
    let names = Names::all(&ask.app).await?;
    let (cx, title) = (&ask.cx, title(&ask.app, &file)?);
    let mut rows = Vec::new();
    for one in &versions {
        rows.push(row(&ask, &file, one).await?);
    }
    let empty = html! { p.muted { (cx.t("room-no-version")) } };
    let main = html! {
        (Card::new(cx.t("room-versions")).count(rows.len()).live("room-versions", "agreements").body(html! {
            (Table::new(cx.t("room-versions"), heads(cx)).rows(rows).when_empty(empty))
        }))
        @if file.ours && ask.may(Permission::AgreementSign) { (form(cx, &file)) }
    };
    let other = cx.lang.pick(title.en.as_str(), title.ar.as_str());
    let about = Summary::new()
        .row(cx.t("room-other-language"), ident::Name(other))
        .row(cx.t("room-whose"), ident::Name(list::whose(&ask, &names, &file)))
        .row(cx.t("room-class"), file.class.name(cx))
        .row(cx.t("room-since"), dates::both_calendars(cx.lang, file.at));
    let aside = html! {
        (Card::new(cx.t("room-what")).body(html! { (about) }))
        (Note::new("eye", cx.t("room-mark")).says(cx.t("room-mark-text")))
    };
    let name = picked(cx.lang, &title).to_owned();
    let current = versions.iter().find(|one| one.is_open(ask.now));
    let until = current.map(|one| list::until(cx, one));
    let body = html! {
        (heading(ident::Name(&name), until.as_deref(), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let partnership = format!("/partnerships/{}", file.agency.to_text());
    let page = Page::new(cx, name).crumb(names.of(cx.lang, file.agency), &partnership);
    Ok(Reply::page(&page.crumb(cx.t("room-title"), &path(file.agency, "")).body(body)))
}

/// The columns of versions.
pub(super) fn heads(cx: &Cx) -> [Col; 4] {
    [
        Col::text(cx.t("room-number")),
        Col::text(cx.t("room-days")),
        Col::status(cx.t("room-state")),
        Col::acts(cx.t("room-acts")),
    ]
}

/// Which version it is, of what type and how large.
pub(super) fn number(cx: &Cx, one: &Version) -> Markup {
    let kind = match one.media.as_str() {
        "application/pdf" => "PDF",
        "image/png" => "PNG",
        _ => "JPEG",
    };
    let kilobytes = [("n", Arg::from(one.size.div_ceil(1_024)))];
    html! {
        b { (cx.t_with("room-version", &[("n", Arg::from(one.number))])) }
        div.sub { (ident::Reference(kind)) " · " span.num { (cx.t_with("room-kilobytes", &kilobytes)) } }
    }
}

/// Since when it is there, and until when.
pub(super) fn days(cx: &Cx, one: &Version) -> Markup {
    html! { (dates::day(cx.lang, one.at)) div.sub { (list::until(cx, one)) } }
}

/// The way to the bytes.
pub(super) fn opens(cx: &Cx, to: &str) -> Markup {
    html! { (Button::link(cx.t("room-read"), cx.url(to)).line().small().icon("eye")) }
}

async fn row(ask: &Ask, file: &File, one: &Version) -> Result<[Markup; 4], Problem> {
    let cx = &ask.cx;
    let is_over = one.key.is_some() && one.ends_at <= ask.now;
    let state = if is_over { State::Gone } else { one.state };
    let tone = match state {
        State::Here => Tone::Ok,
        State::Coming => Tone::Info,
        State::Gone | State::Withdrawn => Tone::Plain,
        State::Broken => Tone::Bad,
    };
    let told = if file.ours { told(ask, one).await? } else { None };
    let to = path(file.agency, &format!("/{}/{}", file.id, one.id));
    let may_withdraw = file.ours && one.is_open(ask.now) && ask.may(Permission::AgreementSign);
    Ok([
        number(cx, one),
        days(cx, one),
        html! {
            (tag(tone, cx.code("room-state", state.code())))
            @if let Some(key) = told { div.small.muted { (cx.t(key)) } }
            @if let Some(at) = one.opened_at {
                div.small.muted { (opened(cx, file, dates::day(cx.lang, at))) }
            }
        },
        html! {
            @if one.is_open(ask.now) { (opens(cx, &to)) }
            @if may_withdraw {
                (post(cx, &format!("{to}/withdrawal"), &html! {
                    (Button::submit(cx.t("room-withdraw")).soft().small())
                }))
            }
        },
    ])
}

/// When those for whom it was put there first opened it here.
fn opened(cx: &Cx, file: &File, day: String) -> String {
    let key = if file.ours { "room-opened-portal" } else { "room-opened-here" };
    cx.t_with(key, &[("day", Arg::phrase(day))])
}

/// How far a version of ours, or its withdrawal, has come at a partner with a node.
async fn told(ask: &Ask, one: &Version) -> Result<Option<&'static str>, Problem> {
    let withdrawn = one.state == State::Withdrawn;
    let kind = if withdrawn { Kind::FileWithdraw } else { Kind::FilePart };
    let mut letters = outbox::delivery_of(&ask.app, one.id).await?;
    letters.retain(|letter| letter.kind == kind.as_str());
    let is_applied = |letter: &Delivery| letter.disposition.as_deref() == Some("APPLIED");
    let is_stuck = |letter: &Delivery| letter.disposition.is_some() && !is_applied(letter);
    Ok(if letters.is_empty() {
        None
    } else if letters.iter().any(is_stuck) {
        Some(if withdrawn { "room-withdrawal-not-taken" } else { "room-not-taken" })
    } else if letters.iter().all(is_applied) {
        Some(if withdrawn { "room-withdrawn-there" } else { "room-arrived" })
    } else {
        Some(if withdrawn { "room-withdrawal-goes" } else { "room-goes" })
    })
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
    hijri::turn(&mut upload.fields);
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

/// A version that is there, with who reads on it.
///
/// # Errors
/// As [`page`]; `page.not_found` also when it is not open.
pub async fn marked(ask: Ask) -> Result<Reply, Problem> {
    let (file, versions) = found(&ask).await?;
    let id: Uuid = ask.id("version")?;
    let version = versions.into_iter().find(|one| one.id == id).ok_or_else(Problem::not_found)?;
    let (node, worker) = (&ask.app.node, ask.worker()?);
    let (name_ar, name_en) = (node.agency.name_ar.as_str(), node.agency.name_en.as_str());
    let by = Reader { worker, entity: node.id, name_ar, name_en, is_meant: !file.ours };
    open::marked(&ask.app, &version, by, ask.now).await
}
