//! The worker's devices and what they handed over.

use maud::{Markup, html};
use uuid::Uuid;

use super::store::{self, Device, Line};
use super::{place, short, take};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, empty_state, heading, icon, post, tag,
};
use crate::web::ident::Reference;
use crate::web::{Arg, Cx, Page};

fn fact(ask: &Ask, device: Uuid, words: &str) -> Result<Fact, Problem> {
    Ok(Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "lockbox",
        subject: device.to_string(),
        worker: Some(ask.worker()?.id),
        data: words.as_bytes().to_vec(),
    })
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::devices(tx, worker)?, store::boxes(tx, worker)?))
    };
    let (devices, boxes) = ask.app.store.read(read).await?;
    let cx = &ask.cx;
    let set_up = post(
        cx,
        "/intake/offline",
        &html! {
            (Button::submit(cx.t("lockbox-set-up")).icon("plus"))
        },
    );
    let body = html! {
        (heading(cx.t("lockbox-list"), Some(&cx.t("lockbox-list-lead")), &html! { (set_up) }))
        div.stack {
            (Note::new("info", cx.t("lockbox-how")).tone(Tone::Info).body(html! { ul {
                @for way in ["lockbox-how-open", "lockbox-how-sealed", "lockbox-how-danger", "lockbox-how-lost"] { li { (cx.t(way)) } }
            } }))
            (Card::new(cx.t("lockbox-devices")).id("devices").count(devices.len()).body(html! { (device_table(cx, &devices)) }))
            (Card::new(cx.t("lockbox-boxes")).id("boxes").count(boxes.len()).body(html! { (box_table(cx, &boxes)) }))
        }
    };
    let page = Page::new(cx, cx.t("lockbox-list")).crumb(cx.t("intake-drafts"), "/intake");
    Ok(Reply::page(&page.body(body)))
}

fn device_table(cx: &Cx, devices: &[Device]) -> Markup {
    let end = |one: &Device| {
        let path = format!("/lockbox/{}/end", one.id);
        post(cx, &path, &html! { (Button::submit(cx.t("lockbox-end")).soft().small()) })
    };
    let row = |one: &Device| {
        let form = cx.url(&format!("/lockbox/{}/form", one.id));
        let state = match one.ended_at {
            None => html! { (tag(Tone::Ok, cx.t("lockbox-usable"))) },
            Some(at) => html! { (tag(Tone::Plain, cx.t("lockbox-ended"))) " " (cx.at(at)) },
        };
        [
            html! { (Reference(&short(one.id))) },
            html! { (cx.at(one.at)) },
            state,
            html! { @if one.ended_at.is_none() {
                (Button::link(cx.t("lockbox-open"), form).line().small()) " " (end(one))
            } },
        ]
    };
    let columns = [
        Col::text(cx.t("lockbox-device")),
        Col::text(cx.t("lockbox-since")),
        Col::status(cx.t("lockbox-state")),
        Col::acts(cx.t("lockbox-acts")),
    ];
    let none =
        empty_state("wifi-slash", cx.t("lockbox-none"), cx.t("lockbox-none-text"), &html! {});
    let table = Table::new(cx.t("lockbox-devices"), columns).when_empty(none);
    html! { (table.rows(devices.iter().map(row))) }
}

fn box_table(cx: &Cx, boxes: &[Line]) -> Markup {
    let row = |one: &Line| {
        let taken = one.state == take::TAKEN;
        let tone = if taken { Tone::Ok } else { Tone::Bad };
        [
            html! { (cx.at(one.typed_at)) },
            html! { (cx.at(one.at)) },
            html! { (Reference(&short(one.device))) },
            html! {
                (tag(tone, cx.code("lockbox-state", &one.state)))
                @if one.again > 0 { " " span.muted { (cx.t_with("lockbox-again", &[("n", Arg::from(one.again))])) } }
            },
            html! { @if let Some(draft) = one.draft {
                a.link href=(cx.url(&format!("/intake/{draft}/1"))) { (icon("notebook")) " " (cx.t("lockbox-go-on")) }
            } },
        ]
    };
    let columns = [
        Col::text(cx.t("lockbox-typed")),
        Col::text(cx.t("lockbox-came")),
        Col::text(cx.t("lockbox-device")),
        Col::status(cx.t("lockbox-state")),
        Col::acts(cx.t("lockbox-acts")),
    ];
    let none = empty_state(
        "tray-arrow-down",
        cx.t("lockbox-no-box"),
        cx.t("lockbox-no-box-text"),
        &html! {},
    );
    let table = Table::new(cx.t("lockbox-boxes"), columns).when_empty(none);
    html! { (table.rows(boxes.iter().map(row))) }
}

/// Sets a device up: the browser that asks goes to its page at once.
///
/// # Errors
/// When the store cannot be written.
pub async fn set_up(ask: Ask) -> Result<Reply, Problem> {
    let id = Uuid::from_bytes(random());
    let (_, wrapped) = ask.app.vault.new_key(place(id));
    let worker = ask.worker()?.id;
    let device = Device { id, worker, at: ask.now, ended_at: None, key: Some(wrapped) };
    let told = fact(&ask, id, "SET-UP")?;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert_device(tx, &device)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("/lockbox/{id}/form"))))
}

/// The number opens the page, so all of it is chance: one made from the time would be half known.
fn random() -> [u8; 16] {
    let mut number = [0; 16];
    rand_core::Rng::fill_bytes(&mut crate::clock::Randomness, &mut number);
    number
}

/// Ends a device. Its secret is deleted: what it has not handed over opens for nobody.
///
/// # Errors
/// `page.not_found` when it is another worker's, or has ended.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let (id, worker): (Uuid, _) = (ask.id("device")?, ask.worker()?.id);
    let (told, now) = (fact(&ask, id, "END")?, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let ended = store::end(tx, worker, id, now)?;
        if ended {
            journal::insert(tx, &told)?;
        }
        Ok(ended)
    };
    match ask.app.store.write(write).await? {
        true => Ok(Reply::see_other(ask.cx.url("/intake/offline"))),
        false => Err(Problem::not_found()),
    }
}
