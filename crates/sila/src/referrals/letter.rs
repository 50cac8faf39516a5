//! The sealed message in which one signed entry travels, and what may travel beside it.

use sila_core::codes::Urgency;
use sila_core::ids::ReferralId;
use sila_core::referral::Offer;
use sila_core::time::Millis;
use sila_link::{FirstEntry, Kind, Message, ReferralEntry, Salted, SignedEntry, Stream};
use sila_seal::{Hash, sha256};

use super::record::Record;
use crate::app::App;
use crate::links::Peer;
use crate::links::outbox::{self, Letter};
use crate::problem::Problem;

/// The purpose named in the headers of all letters about a referral.
const PURPOSE: &str = "REFERRAL";

/// What travels beside an entry.
#[derive(Default)]
pub struct Beside {
    /// With an offer.
    pub preview: Option<Salted>,
    /// With an offer.
    pub identity: Option<Vec<u8>>,
    /// With a release.
    pub key: Option<[u8; 32]>,
    /// With an offer that passes a person on.
    pub origin: Option<FirstEntry>,
    /// With a question, an answer or an appeal.
    pub words: Option<Salted>,
}

/// What an offer's entry says about the sealed identity beside it. The bytes are sealed under a random key and cannot be
/// guessed, so they need no salt.
pub fn identity_commitment(identity: &[u8]) -> Hash {
    sha256(&[b"sila/identity/1", identity])
}

/// What a release's entry says about the key beside it.
pub fn key_commitment(id: ReferralId, key: &[u8; 32]) -> Hash {
    sha256(&[b"sila/identity-key/1", id.0.as_bytes(), key])
}

/// What the sealed identity is bound to.
pub fn identity_aad(id: ReferralId) -> Vec<u8> {
    [b"sila/identity/1/", id.0.as_bytes().as_slice()].concat()
}

/// The letter for one entry and what travels beside it.
///
/// # Errors
/// `referral.too_large` when no peer would take it.
pub fn letter(
    app: &App,
    peer: &Peer,
    (id, offer): (ReferralId, &Offer),
    signed: &SignedEntry,
    beside: Beside,
    now: Millis,
) -> Result<Letter, Problem> {
    let message = Message::ReferralEntry(ReferralEntry {
        entry: signed.to_cbor(),
        preview: beside.preview,
        identity: beside.identity,
        key: beside.key,
        origin: beside.origin,
        words: beside.words,
    });
    let payload =
        message.encode().map_err(|error| Problem::refused("referral.too_large").because(error))?;
    let letter = outbox::letter(app, peer, Kind::ReferralEntry, id.0, &payload, now)?;
    Ok(on_its_way(letter, offer).urgent(offer.urgency == Urgency::Emergency))
}

/// A letter about a referral that is not one of its entries: about a document, or a line of the joint work.
///
/// # Errors
/// `referral.no_link`, `referral.too_large` or `link.outbox_full`.
pub async fn beside_entries(
    app: &App,
    record: &Record,
    message: &Message,
    now: Millis,
) -> Result<Letter, Problem> {
    let agency = record.row.peer;
    let peer = app.store.read(move |tx| crate::links::store::peer_of(tx, agency)).await?;
    let peer = peer.ok_or_else(|| Problem::refused("referral.no_link"))?;
    with_offer(app, &peer, (record.row.id, record.thread()?.offer()), message, now)
}

/// A letter that goes behind an offer and is none of its entries.
///
/// # Errors
/// `referral.too_large` or `link.outbox_full`.
pub fn with_offer(
    app: &App,
    peer: &Peer,
    (id, offer): (ReferralId, &Offer),
    message: &Message,
    now: Millis,
) -> Result<Letter, Problem> {
    let payload =
        message.encode().map_err(|error| Problem::refused("referral.too_large").because(error))?;
    let letter = outbox::letter(app, peer, message.kind(), id.0, &payload, now)?;
    Ok(on_its_way(letter, offer))
}

/// All letters of one referral use one stream, under its agreement.
fn on_its_way(letter: Letter, offer: &Offer) -> Letter {
    let emergency = offer.urgency == Urgency::Emergency;
    let stream = if emergency { Stream::URGENT } else { Stream::REFERRALS };
    letter.on(stream).under(PURPOSE, offer.agreement.0, offer.agreement_digest)
}
