//! Letters of other agencies about referrals. What can be checked without the store is checked here, outside any
//! transaction: form, signature, commitments. The rest happens inside, against the rows of that moment: place in the
//! author's chain, the thread, the agreement. What is refused changes nothing and is set aside with its code.

mod beside;

use std::collections::BTreeMap;
use std::sync::Arc;

use sila_core::agreement::{Agreement, vocabulary};
use sila_core::ids::AgencyId;
use sila_core::partnership::Field as Area;
use sila_core::referral::{Act, Entry, Offer, State, Thread, ThreadError};
use sila_core::refusal::Refusal;
use sila_core::time::Millis;
use sila_core::wire::WireError;
use sila_link::{Code, Disposition, Kind, Message, ReferralEntry, SignedEntry};
use sila_seal::{Hash, VerifyingKey};

use super::body;
use super::letter::key_commitment;
use super::record::{self, Record};
use super::store::{self, Direction, NewReferral, Referral, Sealed, StoredEntry};
use super::words::store::StoredWords;
use super::{deadlines, duty, entry, handover, reaction, returning};
use crate::activation::{areas, besides};
use crate::agreements::{self, texts};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::links::receiving::{Apply, Parked, Speaker};
use crate::p;
use crate::shelter::danger::receive as danger;

/// A letter that holds by itself.
struct Incoming {
    me: AgencyId,
    peer: AgencyId,
    /// The other agency; or we, and the entry comes back after a restore.
    author: AgencyId,
    entry: Entry,
    stored: StoredEntry,
    fact: Fact,
    /// With an offer: the sealed columns of the new row.
    sealed: Option<Sealed>,
    linked: bool,
    /// The codes of the preview.
    codes: Vec<vocabulary::Place>,
    /// With a release: the key of the identity, sealed for keeping.
    key: Option<Vec<u8>>,
    /// What was written beside it, sealed for keeping.
    words: Option<StoredWords>,
    /// With an appeal: what was erased here, and what the offer had committed to.
    again: Option<(Sealed, Hash, Hash)>,
    /// Agreements with its sender, by their digest.
    agreements: Arc<BTreeMap<Hash, Agreement>>,
    now: Millis,
}

fn parked(code: &str) -> Parked {
    Parked { code: code.to_owned() }
}

/// Checks a letter and says how to apply it.
///
/// # Errors
/// [`Parked`] when it is malformed, holds a code this node does not know, is not signed by `peer`, or what travels
/// beside the entry is not what the entry commits to.
pub fn prepare(app: &App, speaker: &Speaker, payload: &[u8], now: Millis) -> Result<Apply, Parked> {
    let peer = &speaker.peer;
    let Ok(Message::ReferralEntry(message)) = Message::decode(Kind::ReferralEntry, payload) else {
        return Err(parked("referral.malformed"));
    };
    let (entry, signed) = verified(app, speaker, &message)?;
    let (author, stored) = (entry.author, entry::stored(&entry, &signed));
    let id = entry.referral;
    let mut incoming = Incoming {
        me: app.node.id,
        peer: peer.agency,
        author,
        fact: entry::fact(app, id, &stored, None, now),
        stored,
        sealed: None,
        linked: false,
        codes: Vec::new(),
        key: None,
        words: None,
        again: None,
        agreements: Arc::clone(&speaker.agreements),
        now,
        entry,
    };
    match &incoming.entry.act {
        _ if author != peer.agency => {}
        Act::Offer(offer) => {
            // A number is the sender's own: nobody takes those of another agency.
            if !offer.reference.starts_with(&format!("R-{}-", peer.code)) {
                return Err(parked("referral.malformed"));
            }
            beside::allowed_onward(&incoming.entry, offer, &message)?;
            let preview = beside::previewed(offer, &message)?;
            incoming.linked = preview.linked_priority;
            incoming.codes = preview.codes();
            incoming.sealed = Some(beside::sealed(app, &incoming.entry, offer, preview, &message)?);
        }
        Act::Release { key_commit } => {
            let key = message.key.ok_or_else(|| parked("referral.no_key"))?;
            if key_commitment(id, &key) != *key_commit {
                return Err(parked("referral.key_differs"));
            }
            incoming.key = Some(body::seal_identity_key(app, id, &key));
        }
        Act::Appeal { .. } => incoming.again = Some(beside::shown_again(app, id, &message)?),
        Act::Hand { .. } => handover::list::readable(message.words.as_ref())?,
        _ => {}
    }
    // Our own entries come back after a restore without what was beside them.
    if author == peer.agency {
        incoming.words = beside::written(app, &incoming, message.words.as_ref())?;
    }
    Ok(Box::new(move |tx| incoming.apply(tx)))
}

/// Reads the entry and checks who signed it. Its place in the chain is checked when it is applied.
///
/// An entry may be older than the message that brings it: signed by a key that was revoked before it could be delivered. The
/// message around it was signed by a key that counts, so its sender stands by it; whoever stole the revoked key cannot
/// send it. Of our own, given back after a restore, only keys count that are not revoked.
fn verified(
    app: &App,
    speaker: &Speaker,
    message: &ReferralEntry,
) -> Result<(Entry, SignedEntry), Parked> {
    let signed = SignedEntry::from_cbor(&message.entry).or(Err(parked("referral.malformed")))?;
    let entry = signed.read().map_err(|_unread| unread(&signed))?;
    let by = if entry.author == app.node.id {
        let ring = app.keys();
        let counts = |key: &VerifyingKey| !ring.told().custody.is_revoked(&key.id());
        let own: Vec<_> = ring.signed_by().into_iter().filter(counts).collect();
        signed.signer(&own).is_some()
    } else {
        entry.author == speaker.peer.agency && signed.signer(&speaker.signed).is_some()
    };
    match entry.n {
        0 => Err(parked("referral.malformed")),
        _ if by => Ok((entry, signed)),
        _ => Err(parked("referral.signature")),
    }
}

/// An entry that this node cannot read: with a code outside its lists it waits for an upgrade.
fn unread(signed: &SignedEntry) -> Parked {
    match Entry::from_cbor(signed.entry_bytes()) {
        Err(WireError::UnknownCode(_)) => parked("referral.unknown_code"),
        _ => parked("referral.malformed"),
    }
}

impl Incoming {
    /// Applies it against what is stored now: everything is checked before anything is written.
    fn apply(&self, tx: &mut dyn Tx) -> Result<Disposition, DbError> {
        let Some(record) = Record::load(tx, self.entry.referral)? else {
            let ours = self.author == self.me;
            return if ours { Ok(set_aside("referral.forgotten")) } else { self.apply_first(tx) };
        };
        if record.row.peer != self.peer {
            return Ok(refused("referral.not_in_this_referral"));
        }
        let again =
            record.stored.iter().find(|it| it.author == self.author && it.n == self.entry.n);
        if let Some(known) = again {
            let same = known.hash == self.stored.hash;
            return Ok(if same { Disposition::Applied } else { refused("thread.fork") });
        }
        let end = record.chain_end(self.author);
        if self.entry.n != end.n.saturating_add(1) {
            return Ok(set_aside("thread.incomplete"));
        }
        if self.entry.prev != end.hash {
            return Ok(refused("thread.fork"));
        }
        self.apply_next(tx, &record)
    }

    fn apply_next(&self, tx: &mut dyn Tx, record: &Record) -> Result<Disposition, DbError> {
        let mut entries = record.entries.clone();
        entries.push(self.entry.clone());
        let thread = match Thread::fold(&entries) {
            Ok(thread) => thread,
            Err(error @ ThreadError::Incomplete { .. }) => return Ok(set_aside(error.code())),
            Err(error) => return Ok(refused(error.code())),
        };
        if let Some((_, preview, identity)) = &self.again
            && (*preview != thread.offer().preview_commit
                || *identity != thread.offer().identity_commit)
        {
            return Ok(refused("referral.preview_differs"));
        }
        let mut stored = record.stored.clone();
        stored.push(self.stored.clone());
        let to = record::projection(&record.row, &thread, &stored);
        if !record::project(tx, &record.row, &to, self.now)? {
            return Err(DbError::Retry);
        }
        if self.author == self.me {
            let before = record.thread.as_ref().unwrap_or(&thread);
            returning::redo(tx, &record.row, &self.entry.act, (before, &thread), self.now)?;
        }
        // A key that crossed a withdrawal opens nothing, and is not kept.
        if let Some(key) = self.key.as_ref().filter(|_| thread.identity_released()) {
            tx.send(&store::SET_IDENTITY_KEY, &p![self.entry.referral, key])?;
        }
        self.show_again(tx, &thread)?;
        self.write(tx, &thread)
    }

    /// What a decline had erased here is there again, for whoever looks at the appeal.
    fn show_again(&self, tx: &mut dyn Tx, thread: &Thread) -> Result<(), DbError> {
        let Some((sealed, ..)) = &self.again else { return Ok(()) };
        // It may have come too late, and then nothing of it is kept.
        if thread.state() != State::DeclineReview {
            return Ok(());
        }
        let Sealed { key, body, identity, .. } = sealed;
        tx.send(&store::SHOW_AGAIN, &p![self.entry.referral, key, body, identity.clone()])
    }

    /// The first entry of a referral that is new here.
    fn apply_first(&self, tx: &mut dyn Tx) -> Result<Disposition, DbError> {
        let (Act::Offer(offer), Some(sealed)) = (&self.entry.act, &self.sealed) else {
            return Ok(set_aside("thread.no_offer"));
        };
        if offer.source != self.peer || offer.target != self.me || self.entry.n != 1 {
            return Ok(refused("referral.not_in_this_referral"));
        }
        let thread = match Thread::fold(std::slice::from_ref(&self.entry)) {
            Ok(thread) => thread,
            Err(error) => return Ok(refused(error.code())),
        };
        if let Some(code) = self.against(tx, offer)? {
            return Ok(set_aside(code));
        }
        let row = self.row(offer);
        let to = record::projection(&row, &thread, std::slice::from_ref(&self.stored));
        let row = Referral { state: to.state, is_open: to.is_open, ..row };
        let new = NewReferral { row, fingerprint: to.fingerprint, sealed: sealed.clone() };
        store::insert(tx, &new)?;
        danger::announced(tx, (self.entry.referral, self.peer), offer, self.now)?;
        deadlines::begin(tx, self.entry.referral, (offer, true), self.entry.at)?;
        self.write(tx, &thread)
    }

    /// Why our own rules do not admit this offer.
    fn against(&self, tx: &mut dyn Tx, offer: &Offer) -> Result<Option<&'static str>, DbError> {
        if store::reference_taken(tx, &offer.reference)? {
            return Ok(Some("referral.reference_taken"));
        }
        let Some((digest, state)) = agreements::store::standing(tx, offer.agreement, self.peer)?
        else {
            return Ok(Some("referral.no_agreement"));
        };
        if state != agreements::State::Signed {
            return Ok(Some("agreement.suspended"));
        }
        if let Some(why) = agreements::above::refuses(tx, offer.agreement, (self.me, self.now))? {
            return Ok(Some(why.code()));
        }
        // Sent under the text before an amendment, which reached the sender later than us.
        if offer.agreement_digest != digest
            && let Some(before) = texts::replaced(tx, offer.agreement_digest, self.peer, self.now)?
        {
            return self.admitted(tx, offer, &before, offer.agreement_digest);
        }
        // Made a moment ago, by a message of the same body.
        let new = match self.agreements.get(&digest) {
            Some(_) => None,
            None => agreements::store::find(tx, offer.agreement)?.map(|stored| stored.agreement),
        };
        let Some(agreement) = self.agreements.get(&digest).or(new.as_ref()) else {
            return Ok(Some("referral.no_agreement"));
        };
        self.admitted(tx, offer, agreement, digest)
    }

    /// Why this text does not admit the offer.
    fn admitted(
        &self,
        tx: &mut dyn Tx,
        offer: &Offer,
        agreement: &Agreement,
        digest: Hash,
    ) -> Result<Option<&'static str>, DbError> {
        if agreements::vocabulary::understood(agreement).is_err() {
            return Ok(Some("agreement.vocabulary_differs"));
        }
        if let Err(refusal) = besides::exits(tx, self.me)?.holds(agreement, self.now) {
            return Ok(Some(refusal.code()));
        }
        let resting = areas::at_rest(tx)?.remove(&(offer.agreement, self.peer));
        let area = Area::of(offer.kind);
        if resting.is_some_and(|areas| areas.contains(&area)) {
            return Ok(Some(Refusal::AreaAtRest { area }.code()));
        }
        let admitted = offer.admissible(agreement, digest, self.now);
        let admitted = admitted.and_then(|()| agreement.understands(self.codes.iter().copied()));
        Ok(admitted.err().map(|refusal| refusal.code()))
    }

    fn row(&self, offer: &Offer) -> Referral {
        Referral {
            id: self.entry.referral,
            reference: offer.reference.clone(),
            direction: Direction::In,
            peer: self.peer,
            case_id: None,
            state: State::Offered,
            is_open: true,
            urgency: offer.urgency,
            linked: self.linked,
            ahead: false,
            category: offer.category,
            area: offer.area.map_or_else(String::new, |area| area.to_string()),
            agreement: offer.agreement,
            offered_at: self.entry.at,
            decide_by: offer.decide_by,
            expires_at: offer.expires_at,
            updated_at: self.now,
            version: 1,
            created_by: None,
            claimed_by: None,
            claimed_at: None,
            noted_at: None,
            delivered_at: Some(self.now),
            relay: None,
            kind: offer.kind,
        }
    }

    fn write(&self, tx: &mut dyn Tx, thread: &Thread) -> Result<Disposition, DbError> {
        store::insert_entry(tx, self.entry.referral, &self.stored)?;
        // What was said of somebody whom nobody here may know any more is not kept.
        let shut = thread.state().must_purge() && !thread.is_kept();
        if let Some(words) = self.words.as_ref().filter(|_| !shut) {
            words.insert(tx, self.entry.referral)?;
        }
        journal::insert(tx, &self.fact)?;
        if reaction::owes(thread, self.me, self.now) {
            duty::store::add(tx, duty::REACT, self.entry.referral, self.now)?;
        }
        Ok(Disposition::Applied)
    }
}

fn set_aside(code: &'static str) -> Disposition {
    Disposition::Parked(Code::known(code))
}

fn refused(code: &'static str) -> Disposition {
    Disposition::Refused(Code::known(code))
}
