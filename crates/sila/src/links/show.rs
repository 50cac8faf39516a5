//! One link: what to do now, how it stands, what is on its way, what waits for a person.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_link::{LinkError, LinkState, Place, Stream};

use super::acts::{self, By};
use super::arrivals::{Parked, store as arrivals};
use super::peer::Peer;
use super::transit::epochs::{self, Forgotten};
use super::transit::standing::store as standing;
use super::transit::{Delivery, Queue};
use super::{health, kinds, parked, ready, store, words};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::evidence;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Tone, acts as act_row, ask_first, columns, heading, post, stack,
};
use crate::web::{Arg, Cx, Page, ident};
use crate::witness::settled::Between;

/// What a page about one link shows.
pub(super) struct View {
    pub peer: Peer,
    pub queues: Vec<Queue>,
    pub not_understood: Vec<kinds::NotUnderstood>,
    pub parked: Vec<Parked>,
    pub not_applied: Vec<Delivery>,
    pub forgotten: Vec<Forgotten>,
    pub between: Between,
    pub proofs: Vec<evidence::store::Stored>,
    pub admin: bool,
}

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let view = view(&ask).await?;
    let (cx, peer) = (&ask.cx, &view.peer);
    let main = html! {
        (evidence::show::list(cx, &view.proofs))
        (ready::steps(cx, &view))
        (health::card(cx, &view))
        (view.between.card(cx, peer))
        (kinds::note(cx, peer, &view.not_understood))
        (health::queues(cx, &view.queues))
        (health::parked(cx, &view))
        (health::forgotten(cx, &view.forgotten))
        (health::not_applied(cx, &view.not_applied))
        (ready::report(cx, peer))
    };
    let aside = html! {
        @if view.admin { (moves(cx, peer)) }
        (crate::lifecycle::card(&ask, peer.agency).await?)
        (crate::knowledge::learnt::panel(&ask, peer.agency).await?)
        (health::keys(cx, peer))
    };
    let name = peer.name(cx.lang).to_owned();
    let body = html! {
        (heading(ident::Name(&name), Some(&cx.t("link-lead")), &html! {
            span id="state" data-live="links" { (words::state(cx, peer)) }
            @if ask.may(Permission::AuditRead) {
                (Button::link(cx.t("feed-title"), cx.url(&path(peer, "disclosures"))).soft().icon("list-checks"))
            }
        }))
        div.stack {
            div id="now" data-live="links" { (now(cx, &view)) }
            (columns(&stack(&main), &stack(&aside)))
        }
    };
    let page = Page::new(cx, name).crumb(cx.t("links-title"), "/links").refreshing(30);
    Ok(Reply::page(&page.body(body)))
}

async fn view(ask: &Ask) -> Result<View, Problem> {
    let (agency, admin) = (agency(ask)?, ask.may(Permission::LinkAdmin));
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let Some(peer) = store::peer_of(tx, agency)? else { return Ok(None) };
        let link = peer.link;
        let queues = standing::queues(tx, link)?;
        let not_understood = kinds::store::waiting(tx, link)?;
        let parked = arrivals::parked(tx, link)?;
        let not_applied = standing::not_applied(tx, link)?;
        let forgotten = epochs::forgotten(tx, link)?;
        let between = Between::of(tx, link)?;
        let proofs = evidence::store::of_link(tx, link)?;
        Ok(Some(View {
            peer,
            queues,
            not_understood,
            parked,
            not_applied,
            forgotten,
            between,
            proofs,
            admin,
        }))
    };
    ask.app.store.read(read).await?.ok_or_else(Problem::not_found)
}

fn agency(ask: &Ask) -> Result<AgencyId, Problem> {
    ask.id("agency")
}

fn path(peer: &Peer, act: &str) -> String {
    format!("/links/{}/{act}", peer.agency.to_text())
}

/// What matters before everything else.
fn now(cx: &Cx, view: &View) -> Markup {
    let peer = &view.peer;
    if let Some(alarm) = &peer.alarm {
        return html! { (words::note(cx, alarm, Tone::Bad)) };
    }
    let note = |icon, which: &str, tone| {
        let title = cx.t(&format!("link-now-{which}"));
        html! { (Note::new(icon, title).tone(tone).says(cx.t(&format!("link-now-{which}-text")))) }
    };
    match peer.state {
        LinkState::PendingVerify => compare(cx, view),
        LinkState::Joining => note("hourglass-medium", "joining", Tone::Info),
        LinkState::Active if peer.peer_verified_at.is_none() => {
            note("phone", "other-officer", Tone::Info)
        }
        LinkState::Active if peer.awaits_key() => note("key", "key", Tone::Warn),
        LinkState::Active if !peer.is_open() => note("hourglass-medium", "proving", Tone::Info),
        LinkState::Suspended(held) if held.by_us => note("prohibit", "suspended-us", Tone::Bad),
        LinkState::Suspended(_) => note("prohibit", "suspended-them", Tone::Bad),
        LinkState::Closed => note("info", "closed", Tone::Plain),
        _ => html! {},
    }
}

/// The twelve digits, and what the officer heard.
fn compare(cx: &Cx, view: &View) -> Markup {
    let peer = &view.peer;
    let who = [("agency", Arg::from(peer.name(cx.lang)))];
    html! {
        (Card::new(cx.t("compare-title")).body(html! {
            p { (cx.t_with("compare-text", &who)) }
            p.digits { bdi.eid dir="ltr" { (peer.short_code) } }
            @if view.admin {
                (post(cx, &path(peer, "comparison"), &act_row(&html! {
                    (Button::submit(cx.t("compare-same")).sends("same", "yes").icon("check"))
                    (Button::submit(cx.t("compare-differ")).sends("same", "no").danger())
                })))
            } @else {
                p.muted { (cx.t("compare-admin")) }
            }
        }))
    }
}

fn moves(cx: &Cx, peer: &Peer) -> Markup {
    let act = |act: &str, button: fn(Button) -> Button| {
        let words = cx.t(&format!("link-act-{act}"));
        html! {
            div {
                p.small.muted { (cx.t(&format!("link-act-{act}-text"))) }
                (post(cx, &path(peer, act), &html! { (button(Button::submit(words))) }))
            }
        }
    };
    let held = matches!(peer.state, LinkState::Suspended(held) if held.by_us);
    let closed = peer.state == LinkState::Closed;
    let rollback = peer.alarm.as_deref() == Some(LinkError::Rollback.code());
    html! {
        @if !closed {
            (Card::new(cx.t("link-moves")).live("moves", "links").body(html! { div.stack {
                @if peer.carries() && peer.proved_at.is_some() { (act("test", |b| b.icon("paper-plane-tilt").line())) }
                @if peer.carries() { (act("call", |b| b.icon("arrows-clockwise").soft())) }
                @if rollback { (act("recovery", |b| b.icon("lifebuoy"))) }
                @else if held { (act("resumption", |b| b.icon("check"))) }
                @if peer.state == LinkState::Active { (act("suspension", |b| b.icon("prohibit").danger())) }
                div { a.link href=(cx.url(&path(peer, "closing"))) { (cx.t("link-close")) } }
            } }))
        }
    }
}

/// What the officer heard on the telephone.
///
/// # Errors
/// `link.wrong_state`, or when the store cannot be written.
pub async fn comparison(ask: Ask) -> Result<Reply, Problem> {
    let peer = view(&ask).await?.peer;
    let same = match ask.form.get("same") {
        Some("yes") => true,
        Some("no") => false,
        _ => return Err(Problem::bad_request("form.broken")),
    };
    acts::confirm(&ask.app, &peer, same, by(&ask)?).await?;
    back(&ask, &peer)
}

/// Sends a test message; before the self-test is complete, begins that again.
///
/// # Errors
/// When the store cannot be written.
pub async fn test(ask: Ask) -> Result<Reply, Problem> {
    let peer = view(&ask).await?.peer;
    if peer.proved_at.is_some() {
        acts::test(&ask.app, &peer, by(&ask)?).await?;
    } else {
        acts::try_again(&ask.app, &peer, ask.now).await?;
    }
    back(&ask, &peer)
}

/// Calls the other side now.
///
/// # Errors
/// When the store cannot be written.
pub async fn call(ask: Ask) -> Result<Reply, Problem> {
    let peer = view(&ask).await?.peer;
    acts::call_now(&ask.app, &peer, ask.now).await?;
    back(&ask, &peer)
}

/// Stops the link on both sides.
///
/// # Errors
/// `link.wrong_state`, or when the store cannot be written.
pub async fn suspension(ask: Ask) -> Result<Reply, Problem> {
    let peer = view(&ask).await?.peer;
    acts::suspend(&ask.app, &peer, by(&ask)?).await?;
    back(&ask, &peer)
}

/// Takes our stop back.
///
/// # Errors
/// `link.wrong_state`, or when the store cannot be written.
pub async fn resumption(ask: Ask) -> Result<Reply, Problem> {
    let peer = view(&ask).await?.peer;
    acts::resume(&ask.app, &peer, by(&ask)?).await?;
    back(&ask, &peer)
}

/// Goes on after this node was restored from a backup.
///
/// # Errors
/// `link.wrong_state`, or when the store cannot be written.
pub async fn recovery(ask: Ask) -> Result<Reply, Problem> {
    let peer = view(&ask).await?.peer;
    acts::recover(&ask.app, &peer, by(&ask)?).await?;
    back(&ask, &peer)
}

/// Asks before a link is ended.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn closing(ask: Ask) -> Result<Reply, Problem> {
    let peer = view(&ask).await?.peer;
    let cx = &ask.cx;
    let to = format!("/links/{}", peer.agency.to_text());
    let name = peer.name(cx.lang);
    let body = html! {
        (heading(cx.t("link-close"), Some(name), &html! {}))
        (Card::new(cx.t("link-close")).body(html! {
            p { (cx.t("link-close-text")) }
            (ask_first(cx, &path(&peer, "closing"), &to, &cx.t("link-close"), &html! {}))
        }))
    };
    let page = Page::new(cx, cx.t("link-close")).crumb(cx.t("links-title"), "/links");
    Ok(Reply::page(&page.crumb(name, &to).body(body)))
}

/// Ends a link.
///
/// # Errors
/// `link.wrong_state`, or when the store cannot be written.
pub async fn close(ask: Ask) -> Result<Reply, Problem> {
    let peer = view(&ask).await?.peer;
    acts::close(&ask.app, &peer, by(&ask)?).await?;
    back(&ask, &peer)
}

/// Tries a parked message again, or gives it up.
///
/// # Errors
/// `page.not_found` when it is not parked any more, or when the store cannot be written.
pub async fn settle(ask: Ask) -> Result<Reply, Problem> {
    let peer = view(&ask).await?.peer;
    let place = place(&ask)?;
    if ask.form.has("act", "give_up") {
        parked::give_up(&ask.app, &peer, place, Some(ask.worker()?.id), ask.now).await?;
    } else {
        parked::retry(&ask.app, &peer, place, ask.now).await?;
    }
    back(&ask, &peer)
}

fn place(ask: &Ask) -> Result<Place, Problem> {
    let number = |name: &str| ask.form.get(name).and_then(|text| text.parse::<u64>().ok());
    let read = || {
        let stream = Stream::from_number(u8::try_from(number("stream")?).ok()?).ok()?;
        let epoch = u32::try_from(number("epoch")?).ok()?;
        Some(Place { stream, epoch, seq: number("seq")? })
    };
    read().ok_or_else(|| Problem::bad_request("form.broken"))
}

fn by(ask: &Ask) -> Result<By, Problem> {
    Ok(By { worker: Some(ask.worker()?.id), now: ask.now })
}

fn back(ask: &Ask, peer: &Peer) -> Result<Reply, Problem> {
    Ok(Reply::see_other(ask.cx.url(&format!("/links/{}", peer.agency.to_text()))))
}
