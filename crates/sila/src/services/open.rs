//! The directory for everybody, signed in or not: one thing on a page, a way out on every page, nothing from elsewhere. What was
//! typed stands in no address, and nobody is counted.

use maud::{Markup, html};
use sila_core::ListingId;
use sila_core::directory::{Listing, Pillar, Published};
use sila_core::time::Millis;

use super::store::{self, Asked};
use super::{PUBLISHED, find, form, query_stems, show};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, empty_state, icon};
use crate::web::ident::{Code, Name};
use crate::web::{Cx, Page};

/// Services on the sheet.
const SHEET_MAX: i64 = 500;

/// The first page: four pillars, or words.
///
/// # Errors
/// None of its own.
pub async fn front(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let body = html! {
        h1 { (cx.t("services-ask")) }
        ul.shelf { @for one in Pillar::ALL {
            li.shelf-i {
                h2 { a.link href=(cx.url(&format!("/directory/under/{}", one.code()))) { (cx.code("pillar", one.code())) } }
                p.shelf-s { (cx.t(form::pillar_hint(*one))) }
            }
        } }
        form.filters-k method="post" action=(cx.url("/directory/found")) role="search" {
            label for="q" { (cx.t("services-ask-words")) }
            div.search-row {
                input.in id="q" name="q" type="search" dir="auto" autocomplete="off" maxlength=(find::QUERY_MAX);
                (Button::submit(cx.t("search-go")).icon("magnifying-glass"))
            }
        }
        p { a.link href=(cx.url("/directory/all")) { (cx.t("services-sheet")) } }
    };
    Ok(Reply::page(&document(cx, cx.t("services-public"), &body)))
}

/// A page for everybody: the way out stands first.
fn document(cx: &Cx, title: String, body: &Markup) -> Page {
    let body = html! {
        div.stack {
            div { a.hide-now href=(cx.url("/hidden")) rel="nofollow noreferrer" draggable="false" data-hide {
                (icon("eye-slash")) span { (cx.t("services-leave")) }
            } }
            (body)
        }
    };
    Page::new(cx, title).bare().body(body)
}

async fn ours(ask: &Ask, asked: Asked) -> Result<Vec<Listing>, Problem> {
    let asked = Asked { origin: Some(ask.app.node.id), assured_after: Millis(-1), ..asked };
    let found = ask.app.store.read(move |tx| store::found(tx, &asked)).await?;
    Ok(found.into_iter().map(|one| one.published.listing).collect())
}

fn names(cx: &Cx, title: String, found: &[Listing]) -> Page {
    let none =
        empty_state("signpost", cx.t("services-none"), cx.t("services-none-open"), &html! {});
    let body = html! {
        h1 { (&title) }
        @if found.is_empty() { (none) }
        ul.shelf { @for one in found {
            li.shelf-i {
                h2 { a.link href=(cx.url(&format!("/directory/{}", one.id))) { bdi { (cx.lang.pick(&one.ar, &one.en).name) } } }
                p.shelf-s { (cx.code("service", one.terms.service.code())) }
            }
        } }
        p { a.link href=(cx.url("/directory")) { (cx.t("services-again")) } }
    };
    document(cx, title, &body)
}

/// The services under one pillar.
///
/// # Errors
/// `page.not_found` for any other word.
pub async fn pillar(ask: Ask) -> Result<Reply, Problem> {
    let one = Pillar::from_code(ask.param("pillar")).or(Err(Problem::not_found()))?;
    let asked = Asked { pillar: Some(one), ..find::read(&crate::web::Pairs::default(), ask.now) };
    let found = ours(&ask, asked).await?;
    Ok(Reply::page(&names(&ask.cx, ask.cx.code("pillar", one.code()), &found)))
}

/// The services that words lead to.
///
/// # Errors
/// When the store cannot be read.
pub async fn found(ask: Ask) -> Result<Reply, Problem> {
    let typed = ask.form.get("q").unwrap_or_default();
    let typed: String = typed.chars().take(find::QUERY_MAX).collect();
    let plain = find::read(&crate::web::Pairs::default(), ask.now);
    let found = ours(&ask, Asked { stems: query_stems(&typed), ..plain }).await?;
    Ok(Reply::page(&names(&ask.cx, ask.cx.t("services-found"), &found)))
}

/// One service.
///
/// # Errors
/// `page.not_found` for what is not published here.
pub async fn one(ask: Ask) -> Result<Reply, Problem> {
    let id: ListingId = ask.id("id")?;
    let stored = ask.app.store.read(move |tx| store::find(tx, id)).await?;
    let stored = stored.filter(|one| one.origin == ask.app.node.id && one.state == PUBLISHED);
    let published: Published =
        stored.and_then(|one| one.published).ok_or_else(Problem::not_found)?;
    let (cx, listing) = (&ask.cx, &published.listing);
    let words = cx.lang.pick(&listing.ar, &listing.en);
    let body = html! {
        h1 { (Name(&words.name)) }
        p.lead dir="auto" { (words.summary) }
        @if !listing.phone.is_empty() { p { b { (Code(&listing.phone)) } } }
        div { (find::band(cx, published.band)) }
        (show::card(cx, listing, cx.lang))
        p { a.link href=(cx.url(&format!("/directory/under/{}", listing.pillar.code()))) { (cx.t("services-again")) } }
    };
    Ok(Reply::page(&document(cx, words.name.clone(), &body)))
}

/// Everything on one sheet, to be printed.
///
/// # Errors
/// When the store cannot be read.
pub async fn sheet(ask: Ask) -> Result<Reply, Problem> {
    let me = ask.app.node.id;
    let all = ask.app.store.read(move |tx| store::all_own(tx, me, SHEET_MAX)).await?;
    let cx = &ask.cx;
    let under = |pillar: Pillar| all.iter().filter(move |one| one.listing.pillar == pillar);
    let body = html! {
        h1 { (cx.t("services-sheet-title")) }
        @for pillar in Pillar::ALL {
            @if under(*pillar).next().is_some() {
                h2 { (cx.code("pillar", pillar.code())) }
                @for one in under(*pillar) { (line(cx, &one.listing)) }
            }
        }
        @if all.is_empty() { p { (cx.t("services-empty")) } }
    };
    Ok(Reply::page(&document(cx, cx.t("services-sheet-title"), &body)))
}

fn line(cx: &Cx, listing: &Listing) -> Markup {
    let words = cx.lang.pick(&listing.ar, &listing.en);
    html! {
        section {
            h3 { (Name(&words.name)) }
            p dir="auto" { (words.summary) }
            p.muted {
                (show::opening(cx, &listing.opening)) br;
                (show::site(cx, &listing.site))
                @if !listing.phone.is_empty() { br; (Code(&listing.phone)) }
            }
        }
    }
}
