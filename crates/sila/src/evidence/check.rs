//! Checking a pack with nothing but the pack: no node, no network, no clock.

use std::collections::BTreeMap;

use sila_core::agreement::Agreement;
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, Entry, Offer, Thread};
use sila_core::{AgencyId, Millis, WorkerId};
use sila_link::evidence::{content, leaf};
use sila_link::{Promise, SignedEntry, agreement_digest, promise, verify_agreement, verify_chain};
use sila_seal::checkpoint::{SignedCheckpoint, origin, witness_name};
use sila_seal::envelope::parse_stub;
use sila_seal::merkle::verify_inclusion;
use sila_seal::{Hash, Key, VerifyingKey};
use uuid::Uuid;

use super::keys::{Agencies, Keys, Standing, agencies};
use super::pack::{Cosigned, Log, Pack, Receipt, Row};
use crate::journal::store::about;
use crate::referrals::letter::{identity_aad, identity_commitment, key_commitment};

/// The first thing that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Broken {
    /// Which part: `container`, `form`, `keys`, `manifest`, `file`, `entries`, `agreement`, `contents`, `log`, `receipts`, `revoked`.
    pub part: &'static str,
    /// Where in it, and why.
    pub why: String,
}

/// What a pack proves.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Proven {
    /// The reference number of the referral.
    pub reference: String,
    /// The agencies in it, the maker first: code, English name, fingerprint. Compare the fingerprints with what you know.
    pub agencies: Vec<(String, String, String)>,
    /// Signed entries, all of them in the log.
    pub entries: usize,
    /// Where the referral stands by them.
    pub state: &'static str,
    /// Rows of the maker's log.
    pub rows: usize,
    /// Codes of the agencies that have cosigned heads covering all of it.
    pub witnesses: Vec<String>,
    /// Receipts of the other agency.
    pub receipts: usize,
    /// What was shown before acceptance is in it and is what was signed.
    pub preview: bool,
    /// Who the person is is in it and is what was signed.
    pub identity: bool,
}

pub(super) fn broken(part: &'static str, why: impl Into<String>) -> Broken {
    Broken { part, why: why.into() }
}

/// Checks everything, in order.
///
/// # Errors
/// The first thing that does not hold.
pub fn check(pack: &Pack) -> Result<Proven, Broken> {
    let agencies = agencies(pack)?;
    let (id, entries) = entries(pack, &agencies)?;
    let thread = Thread::fold(&entries).map_err(|error| broken("entries", error.code()))?;
    let offer = thread.offer();
    agreement(pack, &agencies, offer)?;
    contents(pack, id, offer, &entries)?;
    let witnesses = logs(pack, &agencies, id)?;
    for (at, receipt) in pack.receipts.iter().enumerate() {
        self::receipt(pack, &agencies, id, receipt)
            .ok_or_else(|| broken("receipts", format!("receipt {at}")))?;
    }
    Standing::of(pack, &agencies).check()?;
    let code = |agency: &AgencyId| agencies.get(agency).map(|keys| keys.newest.code.clone());
    let named = pack.agencies.iter().filter_map(|chain| chain.last()?.verify().ok());
    let named = named
        .map(|told| (told.code.clone(), told.name_en.clone(), AgencyId(told.agency()).to_string()));
    Ok(Proven {
        reference: offer.reference.clone(),
        agencies: named.collect(),
        entries: entries.len(),
        state: thread.state().code(),
        rows: pack.logs.iter().map(|log| log.rows.len()).sum(),
        witnesses: witnesses.iter().filter_map(code).collect(),
        receipts: pack.receipts.len(),
        preview: pack.preview.is_some(),
        identity: pack.identity.is_some(),
    })
}

fn entries(pack: &Pack, agencies: &Agencies) -> Result<(ReferralId, Vec<Entry>), Broken> {
    let mut chains: BTreeMap<AgencyId, Vec<SignedEntry>> = BTreeMap::new();
    let mut id = None;
    for (at, bytes) in pack.entries.iter().enumerate() {
        let wrong = || broken("entries", format!("entry {at} cannot be read"));
        let signed = SignedEntry::from_cbor(bytes).or(Err(wrong()))?;
        let entry = signed.read().or(Err(wrong()))?;
        if *id.get_or_insert(entry.referral) != entry.referral || signed.to_cbor() != **bytes {
            return Err(broken("entries", format!("entry {at} is of another referral")));
        }
        chains.entry(entry.author).or_default().push(signed);
    }
    let mut all = Vec::new();
    for (author, chain) in &chains {
        let keys =
            agencies.get(author).ok_or_else(|| broken("entries", "an author without keys"))?;
        let read = verify_chain(chain, *author, &keys.sign);
        let (entries, _) = read.map_err(|error| {
            broken("entries", format!("{}: {}", keys.newest.code, error.code()))
        })?;
        all.extend(entries);
    }
    let id = id.ok_or_else(|| broken("entries", "there are none"))?;
    Ok((id, all))
}

fn agreement(pack: &Pack, agencies: &Agencies, offer: &Offer) -> Result<(), Broken> {
    let body = &pack.agreement.body;
    if agreement_digest(body) != offer.agreement_digest || Agreement::from_cbor(body).is_err() {
        return Err(broken("agreement", "it is not the one that the offer names"));
    }
    for party in [offer.source, offer.target] {
        let signed = pack.agreement.signatures.iter().filter(|(by, _)| *by == party);
        let mut keys = agencies.get(&party).into_iter().flat_map(|keys| &keys.roots);
        let count = signed.clone().count();
        let good = |root: &VerifyingKey| {
            signed.clone().any(|(_, signature)| verify_agreement(body, root, signature).is_ok())
        };
        if count != 1 || !keys.any(good) || pack.agreement.signatures.len() != 2 {
            return Err(broken("agreement", "the signature of a party does not hold"));
        }
    }
    Ok(())
}

/// What was shown and given is what the signed entries commit to.
fn contents(pack: &Pack, id: ReferralId, offer: &Offer, entries: &[Entry]) -> Result<(), Broken> {
    if let Some(preview) = &pack.preview
        && preview.commitment() != offer.preview_commit
    {
        return Err(broken("contents", "the preview is not the one that was signed"));
    }
    let Some(given) = &pack.identity else { return Ok(()) };
    let sealed = identity_commitment(&given.sealed) == offer.identity_commit;
    let opens = Key::from_bytes(given.key).open(&identity_aad(id), &given.sealed).is_ok();
    let released = entries.iter().find_map(|entry| match &entry.act {
        Act::Release { key_commit } => Some(*key_commit == key_commitment(id, &given.key)),
        _ => None,
    });
    let holds = sealed && opens && released != Some(false);
    if holds {
        Ok(())
    } else {
        Err(broken("contents", "the identity is not the one that was signed"))
    }
}

/// The agencies whose cosigned heads cover every row.
fn logs(pack: &Pack, agencies: &Agencies, id: ReferralId) -> Result<Vec<AgencyId>, Broken> {
    let maker = agencies.get(&pack.maker).ok_or_else(|| broken("log", "a log without keys"))?;
    let mut covering: Option<Vec<AgencyId>> = None;
    for log in &pack.logs {
        let (size, root, log_origin) = head(&log.head, pack.maker, maker)?;
        for row in &log.rows {
            place(row, size, &root)
                .ok_or_else(|| broken("log", format!("the row at place {}", row.position)))?;
            stands(pack, agencies, id, row).ok_or_else(|| {
                broken("log", format!("what the row at place {} holds", row.position))
            })?;
        }
        let about = log.rows.iter().filter(|row| row.kind != "receipt");
        let last = about.map(|row| row.position).max().unwrap_or(0);
        let mut by = Vec::new();
        for one in &log.cosigned {
            let covers = cosigned(one, (pack.maker, maker), agencies, (size, root, &log_origin))?;
            by.extend((covers > last).then_some(one.by));
        }
        by.sort();
        by.dedup();
        covering = Some(match covering {
            None => by,
            Some(before) => before.into_iter().filter(|one| by.contains(one)).collect(),
        });
    }
    let logged: Vec<&Row> = pack.logs.iter().flat_map(|log: &Log| &log.rows).collect();
    for (at, entry) in pack.entries.iter().enumerate() {
        if !logged.iter().any(|row| row.kind == "entry" && row.data == *entry) {
            return Err(broken("log", format!("entry {at} stands in no row")));
        }
    }
    Ok(covering.unwrap_or_default())
}

fn head(note: &str, agency: AgencyId, keys: &Keys) -> Result<(u64, Hash, String), Broken> {
    let wrong = || broken("log", "the head of the log is not signed by the maker");
    let read = SignedCheckpoint::parse(note).or(Err(wrong()))?;
    let told = read.checkpoint.clone();
    let number = sila_link::witness::claimed_log(note).filter(|(owner, _)| *owner == agency);
    let (_, number) = number.ok_or_else(wrong)?;
    let quantum = |key: &_| read.cosigned_by_quantum(&told.origin, key).is_ok();
    let signed = keys.signed_head(|key| read.verify(key).is_ok(), quantum).is_some();
    let whole = told.origin == origin(&agency.0, number) && signed;
    if whole { Ok((told.size, told.root, told.origin)) } else { Err(wrong()) }
}

/// How many leaves a cosigned head covers.
fn cosigned(
    one: &Cosigned,
    (maker, keys): (AgencyId, &Keys),
    agencies: &Agencies,
    (size, root, log_origin): (u64, Hash, &str),
) -> Result<u64, Broken> {
    let wrong = |why: &str| broken("log", format!("cosigned head: {why}"));
    let (covers, its_root, its_origin) = head(&one.note, maker, keys)?;
    let read = SignedCheckpoint::parse(&one.note).or(Err(wrong("unreadable")))?;
    let witness = agencies.get(&one.by).ok_or_else(|| wrong("a witness without keys"))?;
    let name = witness_name(&one.by.0);
    let quantum = |key: &_| read.cosigned_by_quantum(&name, key).is_ok();
    if witness.signed_head(|key| read.cosigned_by(&name, key).is_ok(), quantum).is_none() {
        return Err(wrong("the witness has not signed it"));
    }
    let continued = match &one.growth {
        None => (covers, its_root) == (size, root),
        Some(growth) => {
            (growth.old_size, growth.old_root) == (covers, its_root)
                && (growth.new_size, growth.new_root) == (size, root)
                && growth.origin == log_origin
                && growth.holds()
        }
    };
    if continued && its_origin == log_origin {
        Ok(covers)
    } else {
        Err(wrong("the log does not continue it"))
    }
}

/// The row is the one at its place.
fn place(row: &Row, size: u64, root: &Hash) -> Option<()> {
    let id = Uuid::from_slice(&row.id).ok()?;
    let worker = row.worker.as_ref().map(|id| Uuid::from_slice(id)).transpose().ok()?;
    let what = (row.kind.as_bytes(), row.subject.as_bytes());
    let about = about(&row.salt, id, Millis(row.at), what, worker.map(WorkerId));
    let leaf = leaf(&about, &content(&row.salt, &row.data));
    let (hashes, rest) = row.proof.as_chunks::<32>();
    let holds = rest.is_empty()
        && row.salt.len() == crate::journal::store::SALT_BYTES
        && verify_inclusion(&leaf, row.position, size, hashes, root).is_ok();
    holds.then_some(())
}

/// What a row holds is about this referral, and signed by whom it says.
fn stands(pack: &Pack, agencies: &Agencies, id: ReferralId, row: &Row) -> Option<()> {
    match row.kind.as_str() {
        "entry" => {
            (row.subject == id.to_string() && pack.entries.contains(&row.data)).then_some(())
        }
        "envelope.in" | "envelope.out" => {
            let stub = parse_stub(&row.data).ok()?;
            let keys = agencies.get(&AgencyId(stub.header.from))?;
            let signed = keys.sign.iter().any(|key| stub.verify(key).is_ok());
            (signed && stub.header.conversation == id.0).then_some(())
        }
        "receipt" => pack.receipts.iter().any(|one| one.signed == row.data).then_some(()),
        _ => None,
    }
}

/// The other agency has signed that it stored our message.
fn receipt(pack: &Pack, agencies: &Agencies, id: ReferralId, receipt: &Receipt) -> Option<()> {
    let maker = agencies.get(&pack.maker)?;
    let told: Promise = agencies.values().find_map(|keys| {
        promise(&receipt.signed, &keys.sign).ok().filter(|told| told.from.0 == keys.newest.agency())
    })?;
    let mut before: Option<(u64, Hash)> = None;
    for bytes in &receipt.chain {
        let stub = parse_stub(bytes).ok()?;
        let header = &stub.header;
        let first = before.is_none();
        let follows = before.is_none_or(|(seq, hash)| header.seq == seq + 1 && header.prev == hash);
        let ours = header.from == pack.maker.0
            && header.to == told.from.0
            && told.to == pack.maker
            && header.stream == told.place.stream.number()
            && header.epoch == told.place.epoch
            && maker.sign.iter().any(|key| stub.verify(key).is_ok());
        if !follows || !ours || (first && header.conversation != id.0) {
            return None;
        }
        before = Some((header.seq, stub.header_hash()));
    }
    (before? == (told.place.seq, told.header_hash)).then_some(())
}
