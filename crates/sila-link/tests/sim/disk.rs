//! What a node has committed, and how a transaction changes it.

use std::collections::BTreeMap;
use std::rc::Rc;

use sila_link::*;
use sila_seal::Hash;
use uuid::Uuid;

/// The domain refuses messages whose id ends so.
pub const DOMAIN_REFUSES: u128 = 7;

#[derive(Clone)]
pub struct OutRow {
    pub id: Uuid,
    pub bytes: Rc<Vec<u8>>,
    pub hash: Hash,
    pub disposition: Option<Disposition>,
}

#[derive(Clone)]
pub struct InRow {
    pub hash: Hash,
    pub disposition: Disposition,
}

/// Only [`crate::world::World`] changes it.
#[derive(Clone, Default)]
pub struct Disk {
    pub drafts: Vec<(Stream, OutboxDraft)>,
    pub unsent: Vec<Uuid>,
    pub sent: BTreeMap<Stream, (Cursor, u64)>,
    pub outbox: BTreeMap<Place, OutRow>,
    pub received: BTreeMap<Stream, Cursor>,
    pub inbox: BTreeMap<Place, InRow>,
    pub applied: Vec<(Stream, Uuid)>,
    pub alarm: Option<Alarm>,
}

impl Disk {
    pub fn sent(&self, stream: Stream) -> (Cursor, u64) {
        self.sent.get(&stream).copied().unwrap_or((Cursor::start(stream), 0))
    }

    pub fn cursors(&self) -> Vec<Cursor> {
        Stream::ALL
            .iter()
            .map(|s| self.received.get(s).copied().unwrap_or(Cursor::start(*s)))
            .collect()
    }

    pub fn positions(&self) -> Vec<Position> {
        let cursors = self.cursors();
        let both = Stream::ALL.iter().zip(&cursors).map(|(stream, received)| {
            let (sent, receipted) = self.sent(*stream);
            Position::new(&sent, receipted, received)
        });
        both.collect()
    }

    pub fn sent_hashes(&self) -> BTreeMap<Place, Hash> {
        self.outbox.iter().map(|(place, row)| (*place, row.hash)).collect()
    }

    pub fn inbox_hashes(&self) -> BTreeMap<Place, Hash> {
        self.inbox.iter().map(|(place, row)| (*place, row.hash)).collect()
    }

    /// Nothing to seal, and everything sealed is receipted.
    pub fn is_drained(&self) -> bool {
        self.drafts.is_empty() && self.outbox.values().all(|row| row.disposition.is_some())
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
}

/// What the domain does with an admitted message.
fn domain(message: &Admitted) -> Disposition {
    let kind = Kind::from_text(&message.header.kind).unwrap();
    match Message::decode(kind, &message.payload) {
        Err(error) => Disposition::Parked(error.to_code()),
        Ok(_) if message.header.id.as_u128() % 16 == DOMAIN_REFUSES => {
            Disposition::Refused(Code::known("referral.no_agreement"))
        }
        Ok(_) => Disposition::Applied,
    }
}

/// The transaction after sealing.
pub fn keep_sealed(disk: &mut Disk, stream: Stream, receipted: u64, batch: SealedBatch) {
    disk.drafts.retain(|(s, _)| *s != stream);
    disk.unsent.extend(batch.refused.iter().map(|(id, _)| *id));
    disk.sent.insert(stream, (batch.cursor, receipted));
    for sealed in batch.envelopes {
        let (id, hash, bytes) = (sealed.id, sealed.header_hash, Rc::new(sealed.bytes));
        disk.outbox.insert(sealed.place, OutRow { id, bytes, hash, disposition: None });
    }
}

/// The transaction after judging: messages, cursors, dispositions together.
pub fn keep(disk: &mut Disk, admissions: Vec<Admission>, receipts: Vec<Receipted>) {
    for admission in admissions {
        let (message, disposition) = match admission {
            Admission::New(message) => {
                let disposition = domain(&message);
                (message, disposition)
            }
            Admission::SetAside(message, disposition) => (message, disposition),
            _ => continue,
        };
        if disposition == Disposition::Applied {
            disk.applied.push((message.place.stream, message.header.id));
        }
        disk.received.insert(message.place.stream, message.cursor);
        let row = InRow { hash: message.header_hash, disposition };
        assert!(disk.inbox.insert(message.place, row).is_none(), "I1: taken twice");
    }
    for told in receipts {
        for (seq, disposition) in told.finished() {
            let place = Place { stream: told.stream, epoch: told.epoch, seq };
            disk.outbox.get_mut(&place).unwrap().disposition = Some(disposition);
        }
        let (cursor, receipted) = disk.sent(told.stream);
        disk.sent.insert(told.stream, (cursor, receipted.max(told.upto)));
    }
}
