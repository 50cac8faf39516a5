//! The electronic link to other agencies: how it begins, what moves over it, how it is watched and stopped.
//!
//! [`sila_link`] decides, this folder stores and shows. A message is written with [`outbox::letter`] and
//! [`outbox::post`] in the transaction that makes it true; [`sending`] seals it; `jobs/deliver.rs` calls the other node;
//! [`exchange`] takes in what comes from either end; [`receiving`] gives each message to its noun and stores it, its
//! effect and its place in one transaction. What a noun cannot apply is [`parked`] and blocks nothing.

pub mod acts;
pub mod arrivals;
mod control;
pub mod exchange;
mod health;
pub mod invitation;
pub mod joining;
pub mod kinds;
mod lines;
pub mod list;
pub mod outbox;
pub mod parked;
pub mod peer;
mod ready;
pub mod receiving;
pub mod sending;
pub mod show;
pub mod store;
pub mod transit;
pub mod trial;
pub mod trouble;
mod verified;
pub mod words;

use std::sync::Arc;

use sila_core::{Millis, WorkerId};
use sila_seal::Hash;
use tokio::net::TcpListener;
use tokio::time::Instant;

pub use lines::{Line, Lines};
pub use outbox::delivery_of;
pub use peer::Peer;
pub use transit::{Cursors, Delivery};

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::journal::store::Fact;
use crate::problem::Problem;
use crate::wire::Part;
use crate::wire::server::{Act, Asked, Desk, Refused, not_found};

/// The routes of links.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/links", Permission::LinkRead, list::page);
    r.post("/{lang}/links/invitations", Permission::LinkAdmin, invitation::create);
    r.get("/{lang}/links/invitations/{token}", Permission::LinkAdmin, invitation::page);
    r.get("/{lang}/links/invitations/{token}/file", Permission::LinkAdmin, invitation::file);
    r.get("/{lang}/links/join", Permission::LinkAdmin, invitation::join);
    r.post("/{lang}/links/join", Permission::LinkAdmin, invitation::answer);
    r.get("/{lang}/links/{agency}", Permission::LinkRead, show::page);
    r.post("/{lang}/links/{agency}/comparison", Permission::LinkAdmin, show::comparison);
    r.post("/{lang}/links/{agency}/test", Permission::LinkAdmin, show::test);
    r.post("/{lang}/links/{agency}/call", Permission::LinkAdmin, show::call);
    r.post("/{lang}/links/{agency}/suspension", Permission::LinkAdmin, show::suspension);
    r.post("/{lang}/links/{agency}/resumption", Permission::LinkAdmin, show::resumption);
    r.post("/{lang}/links/{agency}/recovery", Permission::LinkAdmin, show::recovery);
    r.get("/{lang}/links/{agency}/closing", Permission::LinkAdmin, show::closing);
    r.post("/{lang}/links/{agency}/closing", Permission::LinkAdmin, show::close);
    r.post("/{lang}/links/{agency}/parked", Permission::LinkAdmin, show::settle);
}

/// Every link, also closed ones, in the order of the agencies' Arabic names.
///
/// # Errors
/// When the store cannot be read.
pub async fn peers(app: &App) -> Result<Vec<Peer>, Problem> {
    Ok(app.store.read(store::peers).await?)
}

/// Answers other nodes on `listener` until it is dropped.
///
/// # Errors
/// When the node's certificate and key do not belong together.
pub async fn listen(app: App, listener: TcpListener) -> anyhow::Result<()> {
    let (known, asked) = (app.clone(), app.clone());
    let desk = Desk {
        identity: Arc::new(move || joining::identity(&app)),
        knows: Arc::new(move |caller| {
            let app = known.clone();
            Box::pin(async move { exchange::knows(&app, caller).await })
        }),
        answers: Arc::new(move |Asked { caller, act, body, wait }| {
            let app = asked.clone();
            Box::pin(async move {
                match act {
                    Act::Exchange => exchange::answer(&app, caller, body, wait).await,
                    Act::Join => joining::answer(&app, caller, &body).await,
                    Act::File(part) => file(&app, caller, part).await,
                }
            })
        }),
    };
    crate::wire::server::run(listener, desk).await
}

/// Answers with a part of a file that lies ready for this caller, and for nobody else.
async fn file(app: &App, caller: Hash, part: Part) -> Result<Vec<u8>, Refused> {
    let peer = app.store.read(move |tx| store::by_key(tx, caller)).await;
    let peer = peer.ok().flatten().filter(Peer::carries);
    let line = peer.as_ref().map(|peer| app.lines.of(peer.link));
    let patience = line.as_ref().map_or(&app.lines.strangers, |line| &line.patience);
    if let Some(wait) = patience.wait(Instant::now()) {
        tokio::time::sleep(wait).await;
        return Err(not_found());
    }
    let bytes = match &peer {
        Some(peer) => lying(app, peer, part).await,
        None => None,
    };
    if bytes.is_none() {
        patience.tried(Instant::now());
    }
    bytes.ok_or_else(not_found)
}

async fn lying(app: &App, peer: &Peer, part: Part) -> Option<Vec<u8>> {
    match trial::part(app, peer.link, part) {
        Some(bytes) => Some(bytes),
        None => crate::referrals::attachments::fetch::part(app, peer, part).await,
    }
}

/// A fact about one link, for the journal.
pub(crate) fn fact(
    app: &App,
    peer: &Peer,
    kind: &'static str,
    event: &str,
    data: &[u8],
    worker: Option<WorkerId>,
    now: Millis,
) -> Fact {
    let subject = format!("{} {event}", peer.code);
    Fact { id: app.clock.new_id(), at: now, kind, subject, worker, data: data.to_vec() }
}
