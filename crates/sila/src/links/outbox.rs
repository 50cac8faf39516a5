//! Writing a message to a linked agency: sealed at rest, in the transaction that makes it true. Delivery comes after.

use sila_core::Millis;
use sila_link::{Kind, Stream};
use sila_seal::Hash;
use uuid::Uuid;

use super::peer::Peer;
use super::transit::Delivery;
use super::transit::standing::store as standing;
use super::transit::store;
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::vault::Place;

/// When this many messages wait for one link, no more are written: the person is told instead.
pub const WAITING_MAX: i64 = 100_000;

/// A message that waits for the other agency.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Identifier; becomes the identifier of its envelope.
    pub id: Uuid,
    /// The link.
    pub link: Hash,
    /// Its stream.
    pub stream: u8,
    /// What it is.
    pub kind: &'static str,
    /// What it belongs to.
    pub conversation: Uuid,
    /// Purpose code; `LINK` for the link's own messages.
    pub purpose: &'static str,
    /// The agreement that allows it, with its digest.
    pub agreement: Option<(Uuid, Hash)>,
    /// The payload, sealed under the node's own key.
    pub sealed: Vec<u8>,
    /// When it was written.
    pub created_at: Millis,
    /// Not to be applied after.
    pub expires_at: Option<Millis>,
    /// A person is in danger.
    pub urgent: bool,
}

/// Makes a letter of an encoded message ([`sila_link::Message::encode`]): on the control stream, without agreement,
/// unless the setters below say otherwise. Call it outside the transaction, it seals.
///
/// # Errors
/// `link.outbox_full` when too much waits already.
pub fn letter(
    app: &App,
    peer: &Peer,
    kind: Kind,
    conversation: Uuid,
    payload: &[u8],
    now: Millis,
) -> Result<Letter, Problem> {
    if app.lines.of(peer.link).waiting() >= WAITING_MAX {
        return Err(Problem::refused("link.outbox_full")
            .way_out(format!("/links/{}", peer.agency.to_text())));
    }
    let id = app.clock.new_id();
    Ok(Letter {
        id,
        link: peer.link,
        stream: Stream::CONTROL.number(),
        kind: kind.as_str(),
        conversation,
        purpose: "LINK",
        agreement: None,
        sealed: app.vault.seal(place(id), payload),
        created_at: now,
        expires_at: None,
        urgent: false,
    })
}

impl Letter {
    /// On another stream than the control stream.
    #[must_use]
    pub fn on(self, stream: Stream) -> Letter {
        Letter { stream: stream.number(), ..self }
    }

    /// For a purpose, under an agreement.
    #[must_use]
    pub fn under(self, purpose: &'static str, agreement: Uuid, digest: Hash) -> Letter {
        Letter { purpose, agreement: Some((agreement, digest)), ..self }
    }

    /// Not to be applied after this time.
    #[must_use]
    pub fn until(self, expires_at: Option<Millis>) -> Letter {
        Letter { expires_at, ..self }
    }

    /// A person is in danger: tried more often.
    #[must_use]
    pub fn urgent(self, urgent: bool) -> Letter {
        Letter { urgent, ..self }
    }
}

/// Where the payload of a letter is bound to while it waits.
pub(super) fn place(id: Uuid) -> Place {
    Place { table: "outbox", row: id }
}

/// Puts a letter into the outbox, in the transaction that makes it true. Afterwards: `app.outbox.notify_one()`.
///
/// # Errors
/// When the store cannot be written.
pub fn post(tx: &mut dyn Tx, letter: &Letter) -> Result<(), DbError> {
    store::insert_outbox(tx, letter)
}

/// Forgets the letters of one kind in a conversation, also those that are kept in case they have to be sealed again.
///
/// # Errors
/// When the store cannot be written.
pub fn forget(tx: &mut dyn Tx, conversation: Uuid, kind: Kind) -> Result<u64, DbError> {
    store::forget_outbox(tx, conversation, kind.as_str())
}

/// Everything of one conversation that this node has written, oldest first, with where it is on its way.
///
/// # Errors
/// When the store cannot be read.
pub async fn delivery_of(app: &App, conversation: Uuid) -> Result<Vec<Delivery>, Problem> {
    Ok(app.store.read(move |tx| standing::deliveries(tx, conversation)).await?)
}
