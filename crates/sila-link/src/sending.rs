//! The sending side: drafts of the outbox become sealed envelopes with a place in a stream.

use rand_core::CryptoRng;
use sila_core::{AgreementId, Millis};
use sila_seal::envelope::{self, AgreementRef};
use sila_seal::{Hash, SealError};
use uuid::Uuid;

use crate::error::LinkError;
use crate::party::{Me, Peer};
use crate::stream::{Cursor, Place};

/// One unsealed row of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxDraft {
    /// UUIDv7 of the message; never used for another content.
    pub id: Uuid,
    /// What the payload is ([`crate::Message::kind`]).
    pub kind: String,
    /// The thread it belongs to, such as a referral.
    pub conversation: Uuid,
    /// The message ([`crate::Message::encode`]).
    pub payload: Vec<u8>,
    /// The agreement that allows it and its digest; control messages have none.
    pub agreement: Option<(AgreementId, Hash)>,
    /// The purpose code under that agreement.
    pub purpose: Option<String>,
    /// When it was written.
    pub created: Millis,
    /// After this the receiver must not apply it.
    pub expires: Option<Millis>,
    /// Whether a person is in immediate danger.
    pub urgent: bool,
}

/// A sealed message to store with its place, then to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedEnvelope {
    /// The id of its draft.
    pub id: Uuid,
    /// Where it stands.
    pub place: Place,
    /// The envelope; sent as it is, however often.
    pub bytes: Vec<u8>,
    /// The hash of its header.
    pub header_hash: Hash,
    /// Its leaf for the log, already hashed.
    pub leaf: Hash,
}

/// What became of a batch of drafts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBatch {
    /// Store these and move `cursor` in the same transaction, and only if the stored cursor is
    /// still the one the batch began with. Nothing may be sent before that commit.
    pub envelopes: Vec<SealedEnvelope>,
    /// The cursor after them.
    pub cursor: Cursor,
    /// The link does not carry these kinds now; they stay in the outbox.
    pub held: Vec<Uuid>,
    /// These can never be sent as they are; tell their author.
    pub refused: Vec<(Uuid, LinkError)>,
}

/// Seals drafts of one stream in order, continuing at `cursor`.
///
/// # Errors
/// [`LinkError::OwnKey`] when a key of this node does not work.
pub fn seal_batch(
    me: &Me,
    peer: &Peer,
    cursor: Cursor,
    drafts: &[OutboxDraft],
    now: Millis,
    rng: &mut impl CryptoRng,
) -> Result<SealedBatch, LinkError> {
    let mut batch =
        SealedBatch { envelopes: Vec::new(), cursor, held: Vec::new(), refused: Vec::new() };
    for draft in drafts {
        if peer.state.allows(&draft.kind).is_err() {
            batch.held.push(draft.id);
            continue;
        }
        if peer.is_expired(draft.expires.map(|at| at.0), now) {
            batch.refused.push((draft.id, LinkError::Expired));
            continue;
        }
        match seal_one(me, peer, &batch.cursor, draft, rng) {
            Ok(sealed) => {
                batch.cursor = batch.cursor.advanced(sealed.header_hash);
                batch.envelopes.push(sealed);
            }
            Err(error @ (LinkError::Size(_) | LinkError::Schema(_))) => {
                batch.refused.push((draft.id, error));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(batch)
}

fn seal_one(
    me: &Me,
    peer: &Peer,
    cursor: &Cursor,
    draft: &OutboxDraft,
    rng: &mut impl CryptoRng,
) -> Result<SealedEnvelope, LinkError> {
    let header = envelope::Draft {
        id: draft.id,
        from: me.agency.0,
        to: peer.agency.0,
        stream: cursor.stream.number(),
        epoch: cursor.epoch,
        seq: cursor.next_seq(),
        prev: cursor.head,
        kind: draft.kind.clone(),
        conversation: draft.conversation,
        in_reply_to: None,
        created_ms: draft.created.0,
        expires_ms: draft.expires.map(|at| at.0),
        priority: u8::from(draft.urgent),
        blobs: Vec::new(),
        agreement: draft.agreement.map(|(id, digest)| AgreementRef { id: id.0, digest }),
        purpose: draft.purpose.clone(),
        critical: Vec::new(),
    };
    let sealed = envelope::seal(rng, header, &draft.payload, &me.sign, &peer.seal_to);
    let sealed = sealed.map_err(|error| match error {
        SealError::TooLarge { limit, .. } => LinkError::Size(limit),
        SealError::Field(_) | SealError::Link => LinkError::Schema("draft"),
        _ => LinkError::OwnKey,
    })?;
    Ok(SealedEnvelope {
        id: draft.id,
        place: Place { seq: cursor.next_seq(), ..cursor.place() },
        bytes: sealed.bytes,
        header_hash: sealed.header_hash,
        leaf: sealed.leaf_hash,
    })
}
