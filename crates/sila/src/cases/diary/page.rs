//! `/calendar`: making, renewing and ending the address; and the address itself.

use maud::html;

use super::{ics, new_secret, read, store};
use crate::accounts::{Permission, store as accounts};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Page;
use crate::web::components::{Button, Card, Note, Tone, acts, copyable, heading, post, stack};

/// Days back and ahead that a calendar holds.
const DAYS: (i64, i64) = (-7, 92);

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.id;
    let since = ask.app.store.read(move |tx| store::of_worker(tx, worker)).await?;
    Ok(Reply::page(&document(&ask, since.is_some(), None)))
}

/// A new address, shown once.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let ((secret, kept), worker, now) = (new_secret(), ask.worker()?.id, ask.now);
    ask.app.store.write(move |tx| store::set(tx, worker, kept, now)).await?;
    let address = format!("{}{}", ask.origin(), ask.cx.url(&format!("/diary/{secret}")));
    Ok(Reply::page(&document(&ask, true, Some(&address))))
}

/// The address is none any more.
///
/// # Errors
/// When the store cannot be written.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.id;
    ask.app.store.write(move |tx| store::end(tx, worker)).await?;
    Ok(Reply::see_other(ask.cx.url("/calendar")))
}

/// The calendar of whoever has this address.
///
/// # Errors
/// `page.not_found` for an address that is none, and when its owner reads no case any more.
pub async fn diary(ask: Ask) -> Result<Reply, Problem> {
    let secret = read(ask.param("secret")).ok_or_else(Problem::not_found)?;
    let span = (ask.now.plus_days(DAYS.0), ask.now.plus_days(DAYS.1));
    let found = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let Some(id) = store::whose(tx, secret)? else { return Ok(None) };
        let worker = accounts::one(tx, id)?;
        let worker = worker.filter(|one| one.active && one.may(Permission::CaseRead));
        worker.map(|worker| store::entries(tx, &worker, span)).transpose()
    };
    let entries = ask.app.store.read(found).await?.ok_or_else(Problem::not_found)?;
    let words = ics::calendar(&ask.cx, &entries);
    Ok(Reply::file("text/calendar; charset=utf-8", "calendar.ics", words.into_bytes()))
}

fn document(ask: &Ask, is_made: bool, address: Option<&str>) -> Page {
    let cx = &ask.cx;
    let again = if is_made { "diary-renew" } else { "diary-make" };
    let body = html! {
        (heading(cx.t("diary-title"), Some(&cx.t("diary-lead")), &html! {}))
        (stack(&html! {
            @if let Some(address) = address {
                (Card::new(cx.t("diary-address")).body(html! {
                    p { (cx.t("diary-address-text")) }
                    (copyable(cx, address))
                }))
            }
            (Card::new(cx.t("diary-own")).body(html! {
                p.hint { (cx.t(if is_made { "diary-is-made" } else { "diary-none" })) }
                (post(cx, "/calendar", &acts(&html! { (Button::submit(cx.t(again)).icon("calendar-check")) })))
                @if is_made {
                    (post(cx, "/calendar/end", &acts(&html! { (Button::submit(cx.t("diary-end")).soft()) })))
                }
            }))
            (Note::new("eye-slash", cx.t("diary-least")).tone(Tone::Info).says(cx.t("diary-least-text")))
        }))
    };
    Page::new(cx, cx.t("diary-title")).body(body)
}
