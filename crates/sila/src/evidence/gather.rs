//! Gathering a pack from the store: rows with their proofs, heads with their witnesses, receipts with the messages they
//! name.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::bytes::ByteVec;
use sila_core::AgencyId;
use sila_core::ids::ReferralId;
use sila_core::time::Millis;
use sila_link::witness::Growth;
use sila_link::{Place, Salted, Stream, receipt_place};
use sila_seal::checkpoint::origin;
use sila_seal::envelope;
use sila_seal::statement::SignedStatement;
use sila_seal::{Hash, sha256};
use uuid::Uuid;

use super::check::Broken;
use super::keys;
use super::pack::{Cosigned, Given, Log, Pack, Pact, Receipt, Row};
use super::store;
use crate::agreements;
use crate::app::App;
use crate::db::{DbError, Tx, p};
use crate::journal::tree::Tree;
use crate::links;
use crate::problem::Problem;
use crate::referrals::{Record, body};
use crate::witness;

/// A receipt is put in when it names a message at most so far behind ours.
const CHAIN_MAX: u64 = 256;

/// What the pack says of the content, taken from the sealed row.
struct Contents {
    preview: Option<Salted>,
    identity: Option<Given>,
}

/// Everything about one referral.
///
/// # Errors
/// `evidence.too_early` while something about it has no place in the log; `referral.not_sent` before it was signed.
pub async fn gather(app: &App, record: &Record) -> Result<Pack, Problem> {
    record.thread()?;
    let contents = contents(app, record)?;
    let (id, peer, terms) = (record.row.id, record.row.peer, record.row.agreement);
    let entries: Vec<ByteVec> =
        record.stored.iter().map(|entry| entry.body.clone().into()).collect();
    let ours: Vec<_> = app.keys().stated().iter().map(|one| one.signed.clone()).collect();
    let maker = app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let Some(agreement) = agreements::store::find(tx, terms)? else { return Ok(None) };
        let link = sila_link::link_id(maker, peer);
        let sent = sent(tx, link, id)?;
        let mut about: BTreeSet<String> = sent.iter().map(|one| one.id.to_string()).collect();
        for row in tx.query(&store::TAKEN_ABOUT, &p![link, id.0])? {
            about.insert(row.get::<Uuid>(0)?.to_string());
        }
        about.insert(id.to_string());
        let receipts = receipts(tx, link, &sent)?;
        let (receipts, rows): (Vec<Receipt>, Vec<Uuid>) = receipts.into_iter().unzip();
        let Some(logs) = logs(tx, maker, &about, &rows)? else { return Ok(None) };
        let by: BTreeSet<AgencyId> =
            logs.iter().flat_map(|log| &log.cosigned).map(|one| one.by).chain([peer]).collect();
        let mut agencies: Vec<Vec<SignedStatement>> = vec![ours.clone()];
        for agency in by {
            let link = sila_link::link_id(maker, agency);
            let all = links::store::their_statements(tx, link, 0, i64::MAX)?;
            let read = |bytes: &Vec<u8>| SignedStatement::from_cbor(bytes).ok();
            agencies.push(all.iter().filter_map(read).collect());
        }
        Ok(Some((agreement, agencies, logs, receipts)))
    };
    let found = app.store.read(read).await?;
    let (agreement, agencies, logs, receipts) =
        found.ok_or_else(|| Problem::unavailable("evidence.too_early"))?;
    let logged: Vec<&Row> = logs.iter().flat_map(|log| &log.rows).collect();
    if !entries.iter().all(|entry| logged.iter().any(|row| row.data == *entry)) {
        return Err(Problem::unavailable("evidence.too_early"));
    }
    let signed = |by, signature: Option<Vec<u8>>| signature.map(|bytes| (by, bytes.into()));
    let signatures =
        [signed(maker, agreement.own_signature), signed(peer, agreement.peer_signature)];
    let signatures = signatures.into_iter().flatten().collect();
    let mut pack = Pack {
        maker,
        agencies,
        agreement: Pact { body: agreement.body.into(), signatures },
        entries,
        preview: contents.preview,
        identity: contents.identity,
        logs,
        receipts,
    };
    let unsound = |broken: Broken| Problem::internal("evidence.unsound").because(broken.why);
    keys::leave_out(&mut pack).map_err(unsound)?;
    Ok(pack)
}

/// What opens the commitments, as far as it is here and fits what was signed.
fn contents(app: &App, record: &Record) -> Result<Contents, Problem> {
    let nothing = Contents { preview: None, identity: None };
    let (id, offer) = (record.row.id, record.thread()?.offer());
    let Some(body) = body::open(app, id, &record.sealed)? else { return Ok(nothing) };
    let Some(opening) = body.opening else { return Ok(nothing) };
    let preview = Salted { salt: opening.salt, bytes: body.preview.to_cbor() };
    let sealed = record.sealed.identity.clone().zip(record.sealed.identity_key.as_ref());
    let identity = match (opening.identity, sealed) {
        (Some(given), _) => Some(given),
        (None, Some((sealed, _))) => {
            let key = *body::identity_key(app, id, &record.sealed)?;
            Some(Given { sealed: sealed.into(), key })
        }
        (None, None) => None,
    };
    let preview = Some(preview).filter(|preview| preview.commitment() == offer.preview_commit);
    Ok(Contents { preview, identity })
}

/// One of our messages about the referral.
struct Sent {
    id: Uuid,
    place: Place,
    at: Millis,
}

fn sent(tx: &mut dyn Tx, link: Hash, id: ReferralId) -> Result<Vec<Sent>, DbError> {
    let mut all = Vec::new();
    for row in tx.query(&store::SENT_ABOUT, &p![link, id.0])? {
        let (stream, seq): (u8, i64) = (row.get(1)?, row.get(3)?);
        let Ok(stream) = Stream::from_number(stream) else { continue };
        let place = Place { stream, epoch: row.get(2)?, seq: u64::try_from(seq).unwrap_or(0) };
        all.push(Sent { id: row.get(0)?, place, at: row.get(4)? });
    }
    Ok(all)
}

/// The rows about these subjects and the rows of receipts, by log; nothing while one of them has no place yet.
fn logs(
    tx: &mut dyn Tx,
    maker: AgencyId,
    about: &BTreeSet<String>,
    receipts: &[Uuid],
) -> Result<Option<Vec<Log>>, DbError> {
    let mut all = Vec::new();
    for subject in about {
        all.extend(tx.query(&store::ROWS_OF, &p![subject.as_str()])?);
    }
    for id in receipts {
        all.extend(tx.query(&store::ROW, &p![*id])?);
    }
    let mut rows: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    for row in all {
        let place: (Option<u32>, Option<i64>) = (row.get(0)?, row.get(1)?);
        let (Some(log), Some(position)) = place else { return Ok(None) };
        let (id, worker): (Uuid, Option<Uuid>) = (row.get(2)?, row.get(6)?);
        let (data, salt): (Vec<u8>, Vec<u8>) = (row.get(7)?, row.get(8)?);
        rows.entry(log).or_default().push(Row {
            position: u64::try_from(position).unwrap_or(0),
            id: id.as_bytes().to_vec().into(),
            at: row.get(3)?,
            kind: row.get(4)?,
            subject: row.get(5)?,
            worker: worker.map(|id| id.as_bytes().to_vec().into()),
            data: data.into(),
            salt: salt.into(),
            proof: Vec::new().into(),
        });
    }
    let mut logs = Vec::new();
    for (number, rows) in rows {
        logs.push(log(tx, maker, number, rows)?);
    }
    Ok(Some(logs))
}

fn log(tx: &mut dyn Tx, maker: AgencyId, number: u32, mut rows: Vec<Row>) -> Result<Log, DbError> {
    let newest = tx.one(&store::NEWEST_OF_LOG, &p![number])?;
    let (size, head): (i64, String) = (newest.get(0)?, newest.get(1)?);
    let size = u64::try_from(size).unwrap_or(0);
    let tree = Tree::load(tx, number, size)?;
    for row in &mut rows {
        row.proof = tree.inclusion(tx, row.position)?.concat().into();
    }
    rows.sort_by_key(|row| row.position);
    let (name, root) = (origin(&maker.0, number), tree.root_at(size));
    let mut cosigned = Vec::new();
    for one in witness::store::every_cosigned(tx)?.into_iter().filter(|one| one.log == number) {
        let Some(peer) = links::store::by_link(tx, one.link)? else { continue };
        let growth = match (tree.root_at(one.size), root, tree.consistency(one.size)) {
            (Some(old), Some(new), Ok(proof)) if one.size < size => {
                Some(Growth::new(&name, (one.size, old), (size, new), &proof))
            }
            _ => None,
        };
        cosigned.push(Cosigned { by: peer.agency, note: one.note, growth });
    }
    Ok(Log { head, cosigned, rows })
}

/// For each of our messages the first receipt that covers it, with the messages between. A receipt that covers several
/// stands once.
fn receipts(tx: &mut dyn Tx, link: Hash, sent: &[Sent]) -> Result<Vec<(Receipt, Uuid)>, DbError> {
    let Some(since) = sent.iter().map(|one| one.at).min() else { return Ok(Vec::new()) };
    let mut signed: Vec<(Place, Vec<u8>, Uuid)> = Vec::new();
    for row in tx.query(&store::RECEIPTS_SINCE, &p![since])? {
        let (bytes, id): (Vec<u8>, Uuid) = (row.get(0)?, row.get(1)?);
        signed.extend(receipt_place(&bytes).ok().map(|place| (place, bytes, id)));
    }
    let (mut out, mut used) = (Vec::new(), BTreeSet::new());
    for Sent { place, .. } in sent {
        let covers = |(upto, ..): &&(Place, Vec<u8>, Uuid)| {
            (upto.stream, upto.epoch) == (place.stream, place.epoch)
                && upto.seq >= place.seq
                && upto.seq - place.seq < CHAIN_MAX
        };
        let mut covering: Vec<_> = signed.iter().filter(covers).collect();
        covering.sort_by_key(|(upto, ..)| upto.seq);
        for (upto, bytes, id) in covering {
            let Some(chain) = chain(tx, link, *place, upto.seq)? else { continue };
            // Receipts of other links may name the same place; only the right one names the right header.
            let ends = chain.last().and_then(|stub| envelope::parse_stub(stub).ok());
            let same = ends.map(|stub| stub.header_hash());
            if same.is_some_and(|hash| bytes.windows(32).any(|part| part == hash)) {
                if used.insert(sha256(&[bytes])) {
                    out.push((Receipt { signed: bytes.clone().into(), chain }, *id));
                }
                break;
            }
        }
    }
    Ok(out)
}

/// Stubs of our messages from one place on.
fn chain(
    tx: &mut dyn Tx,
    link: Hash,
    from: Place,
    upto: u64,
) -> Result<Option<Vec<ByteVec>>, DbError> {
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let between = p![link, from.stream.number(), from.epoch, number(from.seq), number(upto)];
    let mut chain = Vec::new();
    for row in tx.query(&store::SENT_BETWEEN, &between)? {
        let bytes: Vec<u8> = row.get(0)?;
        let Ok(parsed) = envelope::parse(&bytes) else { return Ok(None) };
        chain.push(parsed.stub().into());
    }
    Ok(Some(chain))
}
