//! `POST /ideas/{room}/sharing`: the room is shared with a linked agency, under an agreement with a clause for it.

use maud::{Markup, html};
use sila_core::{AgencyId, Millis, WorkerId};

use super::store;
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::ideas::answers::given::ours;
use crate::ideas::rooms::{self, Room};
use crate::journal::store::{self as journal, Fact};
use crate::knowledge::share::{basis, partners};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Tone, post, tag};
use crate::web::{Cx, ident};

/// Does it.
///
/// # Errors
/// See [`share`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let room = rooms::find(&ask.app, ask.id("room")?).await?;
    let peer = ask.form.get("peer").and_then(|text| AgencyId::parse(text).ok());
    let peer = peer.ok_or_else(|| Problem::bad_request("form.broken"))?;
    share(&ask.app, &room, peer, (ask.worker()?.id, ask.now)).await?;
    Ok(Reply::see_other(ask.cx.url(&room.path())))
}

/// Shares a room of ours with an agency. What is on its board is sent, and from then on what changes.
///
/// # Errors
/// `idea.not_our_room`; `agreement.expertise_not_covered` and the like when no agreement allows it; when the store cannot be written.
pub async fn share(
    app: &App,
    room: &Room,
    peer: AgencyId,
    (worker, now): (WorkerId, Millis),
) -> Result<(), Problem> {
    ours(app, room)?;
    let basis = basis(app, peer, now).await?;
    let told = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "ideas",
        subject: format!("{} shared", room.id),
        worker: Some(worker),
        data: format!("{} {}", basis.agreement, basis.clause).into_bytes(),
    };
    let id = room.id;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::share(tx, id, peer, now)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    Ok(())
}

/// With whom a room is shared, and with whom it can be.
///
/// # Errors
/// When the store cannot be read.
pub async fn card(ask: &Ask, room: &Room) -> Result<Markup, Problem> {
    let id = room.id;
    let shared = ask.app.store.read(move |tx| store::peers(tx, id)).await?;
    let open = partners(&ask.app, ask.now).await?;
    let names = ask.app.store.read(crate::partners::store::names).await?;
    let cx: &Cx = &ask.cx;
    if room.origin != ask.app.node.id {
        let host = names.of(cx.lang, room.origin);
        return Ok(html! {
            (Card::new(cx.t("idea-shared")).body(html! {
                p { (cx.t("idea-shared-by")) " " b { (ident::Name(host)) } }
            }))
        });
    }
    let others = open.iter().filter(|(peer, _)| !shared.contains(&peer.agency));
    let to = format!("{}/sharing", room.path());
    Ok(html! {
        @if !open.is_empty() || !shared.is_empty() {
            (Card::new(cx.t("idea-shared")).body(html! {
                p.muted { (cx.t("idea-shared-text")) }
                @for agency in &shared {
                    p { (ident::Name(names.of(cx.lang, *agency))) " " (tag(Tone::Ok, cx.t("idea-shared-now"))) }
                }
                @for (peer, basis) in others {
                    (post(cx, &to, &html! {
                        input type="hidden" name="peer" value=(peer.agency.to_text());
                        p { (ident::Name(peer.name(cx.lang))) span.sub { (ident::Reference(&basis.agreement)) " " (ident::Code(&basis.clause)) } }
                        (Button::submit(cx.t("idea-share")).soft().small().icon("arrows-left-right"))
                    }))
                }
            }))
        }
    })
}
