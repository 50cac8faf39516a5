//! The keys of the agencies in a pack, and what a key that was revoked later still proves: what it signed before. Clocks do
//! not decide that; places in logs do.

use std::collections::BTreeMap;

use sila_core::AgencyId;
use sila_link::witness::claimed_log;
use sila_link::{SignedEntry, promise};
use sila_seal::checkpoint::{SignedCheckpoint, witness_name};
use sila_seal::envelope::parse_stub;
use sila_seal::statement::KeyStatement;
use sila_seal::{QuantumVerifyingKey, VerifyingKey};

use super::check::{Broken, broken};
use super::pack::{Pack, Receipt, Row};

/// The keys of one agency, by the whole chain of its statements.
pub(super) struct Keys {
    pub newest: KeyStatement,
    pub roots: Vec<VerifyingKey>,
    /// Every key that signs or once signed, in the order in which they came into use.
    pub sign: Vec<VerifyingKey>,
    pub quantum: Option<QuantumVerifyingKey>,
}

pub(super) type Agencies = BTreeMap<AgencyId, Keys>;

impl Keys {
    fn is_revoked(&self, key: &VerifyingKey) -> bool {
        self.newest.custody.is_revoked(&key.id())
    }

    /// Those that count wherever their signature stands.
    pub fn counting(&self) -> Vec<VerifyingKey> {
        self.sign.iter().copied().filter(|key| !self.is_revoked(key)).collect()
    }

    /// Whether `by` signed a head or a cosignature. One by a revoked key counts beside the ML-DSA signature, which whoever
    /// stole that key cannot make.
    pub fn signed_head(
        &self,
        by: impl Fn(&VerifyingKey) -> bool,
        quantum: impl Fn(&QuantumVerifyingKey) -> bool,
    ) -> Option<VerifyingKey> {
        let key = self.sign.iter().copied().find(by)?;
        let modern = self.quantum.as_ref().map(quantum);
        let holds = modern.unwrap_or_else(|| !self.is_revoked(&key));
        holds.then_some(key)
    }
}

/// Every statement continues the one before and is signed by its root.
pub(super) fn agencies(pack: &Pack) -> Result<Agencies, Broken> {
    let mut all = Agencies::new();
    for chain in &pack.agencies {
        let wrong = |n: usize| broken("keys", format!("agency {}, statement {n}", all.len()));
        let (mut told, mut last) = (Vec::<KeyStatement>::new(), None);
        for (n, signed) in chain.iter().enumerate() {
            let read = match last {
                None => signed.verify(),
                Some(last) => signed.verify_after(last),
            };
            told.push(read.or(Err(wrong(n)))?);
            last = Some(signed);
        }
        let Some(newest) = told.last().cloned() else { return Err(wrong(0)) };
        let roots = told.iter().map(|told| told.root).collect();
        let mut sign: Vec<VerifyingKey> = told.iter().map(|told| told.sign).collect();
        sign.dedup();
        let quantum = told.iter().rev().find_map(|told| told.custody.quantum.clone());
        all.insert(AgencyId(newest.agency()), Keys { newest, roots, sign, quantum });
    }
    let first = pack.agencies.first().and_then(|chain| chain.first()?.verify().ok());
    if all.len() != pack.agencies.len() || first.map(|told| told.agency()) != Some(pack.maker.0) {
        return Err(broken("keys", "the maker's statements are not first, or some stand twice"));
    }
    Ok(all)
}

/// A head of the maker's log that an agency cosigned: by whom, with its how-manieth key, which log, how many leaves.
struct Seen {
    by: AgencyId,
    key: usize,
    log: u32,
    size: u64,
}

/// Where everything stands.
pub(super) struct Standing<'a> {
    pack: &'a Pack,
    agencies: &'a Agencies,
    rows: Vec<(u32, &'a Row)>,
    seen: Vec<Seen>,
}

impl<'a> Standing<'a> {
    pub fn of(pack: &'a Pack, agencies: &'a Agencies) -> Standing<'a> {
        let number = |note: &str| claimed_log(note).map_or(1, |(_, number)| number);
        let logs = pack.logs.iter().map(|log| (number(&log.head), log));
        let rows = logs.flat_map(|(n, log)| log.rows.iter().map(move |row| (n, row))).collect();
        let notes = pack.logs.iter().flat_map(|log| &log.cosigned);
        let seen = notes.filter_map(|one| {
            let (keys, name) = (agencies.get(&one.by)?, witness_name(&one.by.0));
            let read = SignedCheckpoint::parse(&one.note).ok()?;
            let by = |key: &VerifyingKey| read.cosigned_by(&name, key).is_ok();
            let quantum = |key: &QuantumVerifyingKey| read.cosigned_by_quantum(&name, key).is_ok();
            let key = keys.signed_head(by, quantum)?;
            let key = keys.sign.iter().position(|one| *one == key)?;
            let (log, size) = (number(&one.note), read.checkpoint.size);
            Some(Seen { by: one.by, key, log, size })
        });
        Standing { pack, agencies, rows, seen: seen.collect() }
    }

    /// Whether what `key` of `author` signed counts, standing in the row that holds `data`. What the maker signed itself must
    /// stand before the place from which its key was revoked. What another agency signed must stand under a head that this
    /// agency cosigned with the same key, or an earlier one: it was there while that key was good.
    fn counts(&self, author: AgencyId, key: &VerifyingKey, data: &[u8]) -> bool {
        let Some(keys) = self.agencies.get(&author) else { return false };
        if !keys.is_revoked(key) {
            return true;
        }
        let Some(nth) = keys.sign.iter().position(|one| one == key) else { return false };
        let mut places = self.rows.iter().filter(|(_, row)| *row.data == *data);
        places.any(|(log, row)| {
            if author == self.pack.maker {
                return keys.newest.custody.trusts(&key.id(), *log, row.position);
            }
            let covers = |seen: &Seen| {
                (seen.by, seen.log) == (author, *log) && seen.key <= nth && row.position < seen.size
            };
            self.seen.iter().any(covers)
        })
    }

    /// The entry counts by its place, or because a later one of its author, which names it, counts.
    pub fn entries(&self) -> Result<(), Broken> {
        let mut vouched: Vec<AgencyId> = Vec::new();
        for (at, bytes) in self.pack.entries.iter().enumerate().rev() {
            let wrong = || broken("revoked", format!("entry {at} was signed by a revoked key"));
            let signed = SignedEntry::from_cbor(bytes).or(Err(wrong()))?;
            let author = signed.read().or(Err(wrong()))?.author;
            let keys = self.agencies.get(&author).ok_or_else(wrong)?;
            let key = signed.signer(&keys.sign).ok_or_else(wrong)?;
            if self.counts(author, key, bytes) {
                vouched.push(author);
            } else if !vouched.contains(&author) {
                return Err(wrong());
            }
        }
        Ok(())
    }

    /// A row with a message of a revoked key counts by its place.
    pub fn row(&self, row: &Row) -> bool {
        if !row.kind.starts_with("envelope.") {
            return true;
        }
        let counts = || {
            let stub = parse_stub(&row.data).ok()?;
            let author = AgencyId(stub.header.from);
            let mut keys = self.agencies.get(&author)?.sign.iter();
            let key = keys.find(|key| stub.verify(key).is_ok())?;
            Some(self.counts(author, key, &row.data))
        };
        counts().unwrap_or(false)
    }

    /// So does a receipt.
    pub fn receipt(&self, receipt: &Receipt) -> bool {
        let signed = |key: &VerifyingKey| promise(&receipt.signed, &[*key]).ok();
        let found = self.agencies.values().flat_map(|keys| &keys.sign);
        let found = found.filter_map(|key| Some((signed(key)?.from, key))).next();
        found.is_some_and(|(author, key)| self.counts(author, key, &receipt.signed))
    }

    /// What a revoked key signed behind its place proves nothing.
    pub fn check(&self) -> Result<(), Broken> {
        self.entries()?;
        let row = self.rows.iter().find(|(_, row)| !self.row(row));
        if let Some((_, row)) = row {
            return Err(broken("revoked", format!("the message at place {}", row.position)));
        }
        match self.pack.receipts.iter().position(|receipt| !self.receipt(receipt)) {
            Some(at) => Err(broken("revoked", format!("receipt {at}"))),
            None => Ok(()),
        }
    }
}

/// Leaves out messages and receipts of revoked keys that prove nothing. Entries stay: without them there is no pack.
pub(super) fn leave_out(pack: &mut Pack) -> Result<(), Broken> {
    let agencies = agencies(pack)?;
    let standing = Standing::of(pack, &agencies);
    let keep = |row: &Row| standing.row(row);
    let rows: Vec<Vec<bool>> =
        pack.logs.iter().map(|log| log.rows.iter().map(keep).collect()).collect();
    let receipts: Vec<bool> = pack.receipts.iter().map(|one| standing.receipt(one)).collect();
    for (log, keep) in pack.logs.iter_mut().zip(rows) {
        let mut keep = keep.into_iter();
        log.rows.retain(|_| keep.next().unwrap_or(false));
    }
    let mut keep = receipts.into_iter();
    pack.receipts.retain(|_| keep.next().unwrap_or(false));
    let kept: Vec<_> = pack.receipts.iter().map(|one| one.signed.clone()).collect();
    for log in &mut pack.logs {
        log.rows.retain(|row| row.kind != "receipt" || kept.contains(&row.data));
    }
    Ok(())
}
