//! All links of this agency, its invitations, and what was refused at the door.

use maud::{Markup, html};

use super::arrivals::{RefusedBytes, store as arrivals};
use super::invitation::store::{self as invitation, Invited};
use super::peer::Peer;
use super::store;
use super::words;
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Summary, Table, Tone, columns, empty_state, heading, links as list, post,
    stack, tag,
};
use crate::web::{Cx, Page, ident};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let read = |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::peers(tx)?, invitation::invitations(tx)?, arrivals::refused(tx)?))
    };
    let (peers, invited, refused) = ask.app.store.read(read).await?;
    let cx = &ask.cx;
    let admin = ask.may(Permission::LinkAdmin);
    let main = html! {
        (all(cx, &peers))
        @if admin { (invitations(cx, &invited)) }
        (door(cx, &peers, &refused))
    };
    let aside = html! { (ours(&ask)) };
    let moves = if admin {
        moves(&ask)
    } else {
        html! {}
    };
    let body = html! {
        (heading(cx.t("links-title"), Some(&cx.t("links-lead")), &moves))
        (columns(&stack(&main), &stack(&aside)))
    };
    Ok(Reply::page(&Page::new(cx, cx.t("links-title")).refreshing(30).body(body)))
}

fn moves(ask: &Ask) -> Markup {
    let cx = &ask.cx;
    let can_invite = !ask.app.keys().told().endpoints.is_empty();
    html! {
        (Button::link(cx.t("links-join"), cx.url("/links/join")).icon("plugs-connected").line())
        @if can_invite {
            (post(cx, "/links/invitations", &html! {
                (Button::submit(cx.t("links-invite")).icon("plus"))
            }))
        }
    }
}

fn all(cx: &Cx, peers: &[Peer]) -> Markup {
    let row = |peer: &Peer| {
        let href = cx.url(&format!("/links/{}", peer.agency.to_text()));
        let name = html! { a.link href=(href) { (ident::Name(peer.name(cx.lang))) } };
        let (tone, _) = words::standing(peer);
        let contact = peer.last_contact.map_or_else(
            || cx.t("link-no-contact"),
            |at| cx.t_with("link-last-contact-at", &[("at", crate::web::Arg::phrase(cx.at(at)))]),
        );
        (tone, name, html! { (ident::Code(&peer.code)) " · " (contact) }, words::state(cx, peer))
    };
    let rows: Vec<_> = peers.iter().map(row).collect();
    let none =
        empty_state("plugs-connected", cx.t("links-none"), cx.t("links-none-text"), &html! {});
    let body = if rows.is_empty() { none } else { list(&rows) };
    html! { (Card::new(cx.t("links-all")).count(peers.len()).live("links", "links").body(body)) }
}

fn invitations(cx: &Cx, invited: &[Invited]) -> Markup {
    let columns = [
        Col::text(cx.t("invitation-made")),
        Col::text(cx.t("invitation-by")),
        Col::status(cx.t("invitation-state")),
    ];
    let row = |one: &Invited| {
        let open = one.used_at.is_none() && one.expires_at > cx.now;
        let made = cx.at(one.created_at);
        let made = if open {
            let href = cx.url(&format!("/links/invitations/{}", one.token));
            html! { a.link href=(href) { (made) } }
        } else {
            html! { (made) }
        };
        let by = cx.lang.pick(&one.by_ar, &one.by_en).to_owned();
        let by = if by.is_empty() { cx.t("invitation-by-command") } else { by };
        let state = match (one.used_at, open) {
            (Some(_), _) => tag(Tone::Ok, cx.t("invitation-used")),
            (None, true) => tag(Tone::Gold, cx.t("invitation-open")),
            (None, false) => tag(Tone::Plain, cx.t("invitation-over")),
        };
        [made, html! { (ident::Name(&by)) }, state]
    };
    let table = Table::new(cx.t("invitations-title"), columns).rows(invited.iter().map(row));
    html! {
        @if !table.is_empty() {
            (Card::new(cx.t("invitations-title")).live("invitations", "links").body(html! { (table) }))
        }
    }
}

fn door(cx: &Cx, peers: &[Peer], refused: &[RefusedBytes]) -> Markup {
    let columns = [
        Col::text(cx.t("refused-at")),
        Col::text(cx.t("refused-from")),
        Col::text(cx.t("refused-why")),
        Col::num(cx.t("refused-size")),
    ];
    let from = |one: &RefusedBytes| {
        let peer = peers.iter().find(|peer| Some(peer.link) == one.link);
        match peer {
            Some(peer) => html! { (ident::Name(peer.name(cx.lang))) },
            None => html! { (cx.t("refused-unknown")) },
        }
    };
    let rows = refused.iter().map(|one| {
        [
            html! { (cx.at(one.at)) },
            from(one),
            html! { (words::line(cx, &one.code)) div.small { (ident::Seal(&one.hash)) } },
            html! { (one.size) },
        ]
    });
    let table = Table::new(cx.t("refused-title"), columns)
        .rows(rows)
        .when_empty(html! { p.muted { (cx.t("refused-none")) } });
    html! {
        (Card::new(cx.t("refused-title")).live("refused", "links").body(html! {
            p.muted { (cx.t("refused-lead")) }
            (table)
        }))
    }
}

/// What the other officer asks for when they want to know whom they are talking to.
fn ours(ask: &Ask) -> Markup {
    let (cx, node, ring) = (&ask.cx, &ask.app.node, ask.app.keys());
    let fingerprint = node.id.to_string();
    let address = match ring.told().endpoints.first() {
        Some(address) => html! { (ident::Code(address)) },
        None => html! { (cx.t("link-no-address")) },
    };
    let summary = Summary::new()
        .row(cx.t("link-code"), ident::Code(&node.agency.code))
        .row(cx.t("link-fingerprint"), ident::Code(&fingerprint))
        .row(cx.t("link-address"), address);
    html! { (Card::new(cx.t("links-ours")).link(cx.t("keys-title"), cx.url("/keys")).body(html! { (summary) })) }
}
