//! What leaves with an offer: its signed first entry, and what travels beside it, sealed.

use sila_core::disclosure::{Disclosure, Preview};
use sila_core::ids::{AgencyId, PlaceId, ReferralId};
use sila_core::referral::{Entry, Offer, Thread};
use sila_core::time::Millis;
use sila_link::{Salted, SignedEntry};
use sila_seal::Key;
use zeroize::Zeroizing;

use super::super::body::{self, Opening};
use super::super::letter::{self, Beside, identity_aad};
use super::super::store::{self, Referral, StoredEntry};
use super::super::way::Way;
use super::super::{deadlines, entry, random, record};
use crate::accounts::Worker;
use crate::app::App;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::evidence::pack::Given;
use crate::journal::store::{self as journal, Fact};
use crate::links::outbox::{self, Letter};
use crate::problem::Problem;
use crate::shelter::asking;
use crate::shelter::danger::ask::Asking;

/// What leaves at once; an offer that waits for approval has none of it.
pub(in crate::referrals) struct Sent {
    /// The blind check that goes behind it.
    pub(in crate::referrals) check: Option<Asking>,
    /// The question whose held place it names.
    place: Option<(PlaceId, AgencyId)>,
    entry: StoredEntry,
    /// Nothing for a partner without a node.
    letter: Option<Letter>,
    fact: Fact,
    /// The offer, with which times begin to run.
    offer: Box<Offer>,
}

/// A signed-to-be first entry and what travels beside it.
pub(in crate::referrals) struct Leaving {
    pub(in crate::referrals) entry: Entry,
    pub(in crate::referrals) parts: Parts,
}

/// The preview and the identity, sealed for leaving.
pub(in crate::referrals) struct Parts {
    pub(super) preview: Salted,
    pub(super) identity: Vec<u8>,
    key: Zeroizing<[u8; 32]>,
}

impl Parts {
    /// What opens the commitments that the offer makes to them.
    pub(in crate::referrals) fn opening(&self) -> Opening {
        let identity = Given { sealed: self.identity.clone().into(), key: *self.key };
        Opening { salt: self.preview.salt, identity: Some(identity) }
    }
}

impl Leaving {
    /// Signs the first entry and writes its letter.
    pub(in crate::referrals) fn sign(
        self,
        app: &App,
        worker: &Worker,
        way: &Way,
        row: &Referral,
        now: Millis,
    ) -> Result<(Sent, record::Projection), Problem> {
        let signed: SignedEntry = entry::sign(app, self.entry.clone(), &[])?;
        let stored = entry::stored(&self.entry, &signed);
        let thread = Thread::fold(std::slice::from_ref(&self.entry))
            .map_err(|error| Problem::internal("referral.broken_thread").because(error))?;
        let projection = record::projection(row, &thread, std::slice::from_ref(&stored));
        let (preview, identity) = (Some(self.parts.preview), Some(self.parts.identity));
        let beside = Beside { preview, identity, ..Beside::default() };
        let about = (row.id, thread.offer());
        let letter = match way {
            Way::Link(peer) => Some(letter::letter(app, peer, about, &signed, beside, now)?),
            Way::Hosted(partner) if partner.agency() == row.peer => None,
            Way::Hosted(_) => return Err(Problem::internal("referral.unsigned")),
        };
        let fact = entry::fact(app, row.id, &stored, Some(worker.id), now);
        let place = thread.offer().place.map(|place| (place, row.peer));
        let offer = Box::new(thread.offer().clone());
        Ok((Sent { check: None, place, entry: stored, letter, fact, offer }, projection))
    }

    /// The key of the identity, sealed for keeping.
    pub(in crate::referrals) fn kept_key(&self, app: &App, id: ReferralId) -> Vec<u8> {
        body::seal_identity_key(app, id, &self.parts.key)
    }
}

/// Seals the preview and the identity for leaving.
pub(in crate::referrals) fn parts(id: ReferralId, preview: &Preview, shared: &Disclosure) -> Parts {
    let rng = &mut Randomness;
    let key = Key::generate(rng);
    let identity = key.seal(rng, &identity_aad(id), &shared.to_cbor());
    let preview = Salted { salt: random(), bytes: preview.to_cbor() };
    Parts { preview, identity, key: key.to_bytes() }
}

impl Sent {
    /// What is offered.
    pub(in crate::referrals) fn offer(&self) -> &Offer {
        &self.offer
    }

    /// Writes entry, letter and fact.
    pub(in crate::referrals) fn insert(
        &self,
        tx: &mut dyn Tx,
        id: ReferralId,
    ) -> Result<(), DbError> {
        store::insert_entry(tx, id, &self.entry)?;
        if let Some((place, target)) = self.place {
            asking::store::set_sent(tx, place, id, target)?;
        }
        self.letter.iter().try_for_each(|letter| outbox::post(tx, letter))?;
        self.check.iter().try_for_each(|check| check.insert(tx))?;
        deadlines::begin(tx, id, (&self.offer, self.letter.is_some()), self.entry.at)?;
        journal::insert(tx, &self.fact)
    }
}
