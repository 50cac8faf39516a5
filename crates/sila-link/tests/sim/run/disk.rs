//! What a node has committed, and how a transaction changes it. Only [`super::world::World`] changes
//! it.

use std::collections::BTreeMap;
use std::rc::Rc;

use sila_core::{AgencyId, AgreementId, Millis};
use sila_link::keys::Known;
use sila_link::witness::View;
use sila_link::*;
use sila_seal::Hash;
use sila_seal::statement::SignedStatement;
use uuid::Uuid;

use super::dice::Dice;
use super::keys::Ring;
use super::log::Log;

/// What the plaintext of every message contains, and no byte on the wire may.
pub const CANARY: &[u8] = b"CANARY-her-name-is-in-here-CANARY";
pub const AGREEMENT: AgreementId = AgreementId(Uuid::from_u128(99));
/// The domain refuses messages whose number ends so.
const DOMAIN_REFUSES: u128 = 7;

#[derive(Clone)]
pub struct OutRow {
    pub draft: Rc<(Stream, OutboxDraft)>,
    pub bytes: Rc<Vec<u8>>,
    pub hash: Hash,
    pub keys: (Hash, Hash),
    pub disposition: Option<Disposition>,
}

#[derive(Clone)]
pub struct InRow {
    pub id: Uuid,
    pub hash: Hash,
    pub bytes: Rc<Vec<u8>>,
    pub disposition: Disposition,
}

/// Everything about one link.
#[derive(Clone)]
pub struct Rows {
    pub drafts: Vec<Rc<(Stream, OutboxDraft)>>,
    pub unsent: Vec<Uuid>,
    pub sent: BTreeMap<Stream, (Cursor, u64)>,
    pub opening: BTreeMap<Stream, u32>,
    pub outbox: BTreeMap<Place, OutRow>,
    pub received: BTreeMap<Stream, Cursor>,
    pub closed: BTreeMap<Stream, Closed>,
    pub inbox: BTreeMap<Place, InRow>,
    /// Stream, id, and whether it was sent again because its first key was gone.
    pub applied: Vec<(Stream, Uuid, bool)>,
    pub late: Vec<Uuid>,
    pub alarm: Option<LinkError>,
    /// The officer has ended the link with a liar.
    pub ended: bool,
    pub evidence: Vec<Evidence>,
    pub receipts: BTreeMap<Stream, (Place, Rc<Vec<u8>>)>,
    pub known: Known,
    /// Their sealing key that they have lost.
    pub unopened: Option<Hash>,
    pub theirs: Vec<SignedStatement>,
    pub peer_knows: u32,
    pub version_seen: u16,
    pub view: View,
    /// How much of our log, of this number, the peer has cosigned.
    pub cosigned: (u32, u64),
}

#[derive(Clone)]
pub struct Disk {
    pub ring: Ring,
    pub log: Log,
    pub rows: BTreeMap<usize, Rows>,
}

impl Rows {
    pub fn new(statement: &SignedStatement) -> Self {
        let known = Known::new(statement.clone()).unwrap();
        Self {
            drafts: Vec::new(),
            unsent: Vec::new(),
            sent: BTreeMap::new(),
            opening: BTreeMap::new(),
            outbox: BTreeMap::new(),
            received: BTreeMap::new(),
            closed: BTreeMap::new(),
            inbox: BTreeMap::new(),
            applied: Vec::new(),
            late: Vec::new(),
            alarm: None,
            ended: false,
            evidence: Vec::new(),
            receipts: BTreeMap::new(),
            known,
            unopened: None,
            theirs: vec![statement.clone()],
            peer_knows: 1,
            version_seen: 0,
            view: View::default(),
            cosigned: (1, 0),
        }
    }

    pub fn peer(&self, clock_agrees: bool) -> Peer {
        let mut peer = Peer {
            agency: AgencyId(self.known.told.agency()),
            sign: Vec::new(),
            seal_to: self.known.told.sealing.clone(),
            state: LinkState::Active,
            agreements: vec![(AGREEMENT, [9; 32])],
            version_seen: self.version_seen,
            clock_agrees,
        };
        self.known.write_into(&mut peer);
        peer
    }

    pub fn sent(&self, stream: Stream) -> (Cursor, u64) {
        self.sent.get(&stream).copied().unwrap_or((Cursor::start(stream), 0))
    }

    pub fn cursors(&self) -> Vec<Cursor> {
        let cursor = |s: &Stream| self.received.get(s).copied().unwrap_or(Cursor::start(*s));
        Stream::ALL.iter().map(cursor).collect()
    }

    pub fn positions(&self) -> Vec<Position> {
        let cursors = self.cursors();
        let both = Stream::ALL.iter().zip(&cursors).map(|(stream, received)| {
            let (sent, receipted) = self.sent(*stream);
            Position {
                opening: self.opening.get(stream).copied(),
                closed: self.closed.get(stream).copied(),
                ..Position::new(&sent, receipted, received)
            }
        });
        both.collect()
    }

    /// Whether they cannot open what is sealed to the newest key that we know of.
    pub fn waits_for_key(&self) -> bool {
        self.unopened == Some(self.known.told.sealing.id())
    }

    pub fn sent_hashes(&self) -> BTreeMap<Place, Hash> {
        self.outbox.iter().map(|(place, row)| (*place, row.hash)).collect()
    }

    pub fn inbox_hashes(&self) -> BTreeMap<Place, Hash> {
        self.inbox.iter().map(|(place, row)| (*place, row.hash)).collect()
    }

    /// Nothing to seal, and everything sealed is receipted.
    pub fn is_drained(&self) -> bool {
        let receipted = self.outbox.values().all(|row| row.disposition.is_some());
        self.drafts.is_empty() && self.opening.is_empty() && receipted
    }

    pub fn inbox_rows(&self, stream: Stream, epoch: u32, after: u64) -> Vec<InboxRow> {
        let first = Place { stream, epoch, seq: after + 1 };
        let last = Place { stream, epoch, seq: u64::MAX };
        let rows = self.inbox.range(first..=last).take(RECEIPT_ROWS_MAX);
        rows.map(|(place, row)| InboxRow {
            seq: place.seq,
            header_hash: row.hash,
            disposition: row.disposition.clone(),
        })
        .collect()
    }

    fn last_of(&self, stream: Stream, epoch: u32) -> u64 {
        let (first, last) =
            (Place { stream, epoch, seq: 0 }, Place { stream, epoch, seq: u64::MAX });
        self.inbox.range(first..=last).next_back().map_or(0, |(place, _)| place.seq)
    }

    /// The transaction after sealing.
    pub fn keep_sealed(&mut self, stream: Stream, batch: SealedBatch, keys: (Hash, Hash)) {
        let receipted = self.sent(stream).1;
        self.unsent.extend(batch.refused.iter().map(|(id, _)| *id));
        self.sent.insert(stream, (batch.cursor, receipted));
        let (mine, rest): (Vec<_>, Vec<_>) = self.drafts.drain(..).partition(|d| d.0 == stream);
        self.drafts = rest;
        for sealed in batch.envelopes {
            let draft = mine.iter().find(|draft| draft.1.id == sealed.id).unwrap();
            let (draft, bytes) = (Rc::clone(draft), Rc::new(sealed.bytes));
            let row = OutRow { draft, bytes, hash: sealed.header_hash, keys, disposition: None };
            self.outbox.insert(sealed.place, row);
        }
    }

    /// Their messages, with cursors and dispositions, in one transaction. Gives the leaves.
    pub fn keep(
        &mut self,
        admissions: Vec<Admission>,
        envelopes: &[Vec<u8>],
        how: Keeping,
    ) -> Vec<Hash> {
        let mut leaves = Vec::new();
        let mut effects = Vec::new();
        for admission in admissions {
            let (message, told) = match admission {
                Admission::New(message) => {
                    let disposition = domain(&message);
                    (message, disposition)
                }
                Admission::SetAside(message, disposition) => (message, disposition),
                _ => continue,
            };
            let id = message.header.id;
            let earlier = self.inbox.values().filter(|row| row.id == id);
            let (gone, used): (Vec<&InRow>, Vec<&InRow>) =
                earlier.partition(|row| row.disposition.asks_again());
            let used = used.first().map(|row| row.disposition.clone());
            let used = used.filter(|_| how != Keeping::Again);
            if used.is_none() && told == Disposition::Applied {
                effects.push((message.place.stream, id, !gone.is_empty()));
            }
            self.received.insert(message.place.stream, message.cursor);
            let bytes = Rc::new(envelopes[message.at].clone());
            let disposition = used.unwrap_or(told);
            let row = InRow { id, hash: message.header_hash, bytes, disposition };
            assert!(self.inbox.insert(message.place, row).is_none(), "I1: taken twice");
            leaves.push(message.leaf);
        }
        if how == Keeping::Backwards {
            effects.reverse();
        }
        self.applied.extend(effects);
        leaves
    }

    /// Receipts: what became of our messages. What asks for it goes out again, as a new message with
    /// the same id.
    pub fn keep_receipt(&mut self, told: &Receipted, bytes: &Rc<Vec<u8>>) -> u64 {
        let mut forgotten = 0;
        for (seq, disposition) in told.finished() {
            let place = Place { stream: told.stream, epoch: told.epoch, seq };
            let Some(row) = self.outbox.get_mut(&place) else {
                forgotten += 1;
                continue;
            };
            if disposition.asks_again() && row.disposition.is_none() {
                self.unopened = Some(row.keys.0);
                self.late.push(row.draft.1.id);
                self.drafts.push(Rc::clone(&row.draft));
            }
            row.disposition = Some(disposition);
        }
        let (cursor, receipted) = self.sent(told.stream);
        self.sent.insert(told.stream, (cursor, receipted.max(told.upto)));
        let place = Place { stream: told.stream, epoch: told.epoch, seq: told.upto };
        self.receipts.insert(told.stream, (place, Rc::clone(bytes)));
        forgotten
    }

    /// Their wish to close an epoch.
    pub fn keep_closing(&mut self, theirs: &Hello) -> bool {
        let mut closed = false;
        for mine in self.positions() {
            let theirs = theirs.position(mine.stream);
            let Some(closing) = reopen::close(&mine, &theirs) else { continue };
            let upto = self.last_of(mine.stream, closing.epoch);
            self.closed.insert(mine.stream, Closed { epoch: closing.epoch, upto });
            self.received.insert(mine.stream, closing.cursor);
            closed = true;
        }
        closed
    }

    /// Where the epoch we asked for is open, go on in it.
    pub fn keep_reopened(&mut self, theirs: &Hello) -> bool {
        let mut open = false;
        for mine in self.positions() {
            match reopen::reopened(&mine, &theirs.position(mine.stream)) {
                Ok(Some(next)) => {
                    self.withdraw(next.taken);
                    self.sent.insert(mine.stream, (next.cursor, 0));
                    self.opening.remove(&mine.stream);
                    open = true;
                }
                Ok(None) => {}
                Err(_) => {
                    let epoch = reopen::next_epoch(&mine, &theirs.position(mine.stream));
                    self.opening.insert(mine.stream, epoch);
                }
            }
        }
        open
    }

    /// What was sealed and is not held there is written again, in its order, before what was not yet sealed.
    fn withdraw(&mut self, taken: Place) {
        let mut back = Vec::new();
        self.outbox.retain(|place, row| {
            let behind = (place.epoch, place.seq) > (taken.epoch, taken.seq);
            let unknown = row.disposition.is_none();
            let withdrawn = place.stream == taken.stream && (behind || unknown);
            if withdrawn {
                back.push(Rc::clone(&row.draft));
            }
            !withdrawn
        });
        self.drafts.splice(0..0, back);
    }
}

/// How a node stores a batch; all but the first are mutants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    Once,
    Again,
    Backwards,
}

/// What the domain does with an admitted message.
fn domain(message: &Admitted) -> Disposition {
    let Ok(kind) = Kind::from_text(&message.header.kind) else {
        return Disposition::Parked(LinkError::Kind.to_code());
    };
    match Message::decode(kind, &message.payload) {
        Err(error) => Disposition::Parked(error.to_code()),
        Ok(_) if message.header.id.as_u128() % 16 == DOMAIN_REFUSES => {
            Disposition::Refused(Code::known("referral.no_agreement"))
        }
        Ok(_) => Disposition::Applied,
    }
}

/// The draft that a user of the node writes.
pub fn draft(
    id: u128,
    stream: Stream,
    expires: bool,
    newer: bool,
    now: Millis,
    dice: &mut Dice,
) -> OutboxDraft {
    let text = [CANARY, &id.to_be_bytes(), CANARY].concat();
    let message = if stream == Stream::CONTROL {
        Message::AgreementOffer(AgreementOffer { agreement: text, signature: [0; 64] })
    } else {
        let (preview, identity, key) = (None, None, None);
        Message::ReferralEntry(ReferralEntry {
            entry: text,
            preview,
            identity,
            key,
            origin: None,
            words: None,
        })
    };
    let digest = if dice.percent(10) { [8; 32] } else { [9; 32] };
    let expires = expires.then(|| Millis(now.0 + dice.ms(1, 20_000)));
    let payload = if dice.percent(5) { CANARY.to_vec() } else { message.encode().unwrap() };
    let kind = if newer { "referral.entry/2" } else { message.kind().as_str() };
    OutboxDraft {
        id: Uuid::from_u128(id),
        kind: kind.to_owned(),
        conversation: Uuid::from_u128(1),
        payload,
        agreement: (stream != Stream::CONTROL).then_some((AGREEMENT, digest)),
        purpose: None,
        created: now,
        expires,
        urgent: stream == Stream::URGENT,
    }
}
