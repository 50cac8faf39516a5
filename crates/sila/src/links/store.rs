//! All SQL of links and invitations. What moves over a link is in [`super::transit::store`].

use sila_core::{AgencyId, Millis, WorkerId};
use sila_link::keys::{Earlier, Known};
use sila_link::{Joined, LinkState};
use sila_seal::statement::SignedStatement;
use sila_seal::{Hash, VerifyingKey};

use super::peer::Peer;
use super::verified;
use crate::db::{DbError, Row, Tx, p};

/// Earlier TLS keys of one agency that are still taken.
const PINS_MAX: usize = 8;

/// Columns of a [`Peer`], in the order in which [`peer`] reads them.
macro_rules! of_peer {
    ($tail:literal) => {
        of_peer!("0", $tail)
    };
    ($waiting:literal, $tail:literal) => {
        concat!(
            "select l.id, l.peer, l.code, l.name_ar, l.name_en, l.state, l.statement, l.endpoint, l.short_code, ",
            "l.verified_at, l.verified_by, l.peer_verified_at, l.alarm, l.version_seen, l.skew_ms, ",
            "l.test_sent_at, l.test_done_at, l.test_seen_at, l.last_contact, l.last_error, l.attempts, l.next_try, ",
            "l.pins, l.earlier, l.knows, l.ceremony, ",
            $waiting,
            ", l.proved_at, l.trial, l.unopened from link l ",
            $tail
        )
    };
}

crate::sql! {
    pub PEERS = of_peer!(
        "(select count(*) from (select 1 as one from outbox o where o.link = l.id and o.fault is null and not o.sealed limit 100001) w)",
        "order by l.name_ar, l.id"
    );
    pub PEER_BY_LINK = of_peer!("where l.id = $1");
    pub PEER_BY_AGENCY = of_peer!("where l.peer = $1");
    pub PEER_BY_KEY = of_peer!("where l.spki = $1 or l.id in (select link from peer_statement where spki = $1)");
    pub INSERT_LINK = "insert into link (id, peer, code, name_ar, name_en, state, statement, spki, endpoint, short_code, joining, ceremony, earlier, pins, knows, version_seen, skew_ms, attempts, next_try, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $13, $14, $15, 0, 0, 0, 0, $12, $12, $12) on conflict (id) do update set code = excluded.code, name_ar = excluded.name_ar, name_en = excluded.name_en, state = excluded.state, statement = excluded.statement, spki = excluded.spki, endpoint = excluded.endpoint, short_code = excluded.short_code, joining = excluded.joining, ceremony = excluded.ceremony, earlier = excluded.earlier, knows = 0, pins = excluded.pins, forgot = null, unopened = null, verified_at = null, verified_by = null, peer_verified_at = null, proved_at = null, trial = null, alarm = null, last_error = null, attempts = 0, next_try = excluded.next_try, updated_at = excluded.updated_at";
    pub SET_JOINED = "update link set state = $2, short_code = $3, joining = null, ceremony = $5, last_error = null, attempts = 0, next_try = $4, last_contact = $4, updated_at = $4 where id = $1 and state = 'JOINING'";
    pub JOINING_OF = "select joining from link where id = $1 and state = 'JOINING'";
    pub STATE_OF = "select state from link where id = $1";
    pub SET_STATE = "update link set state = $3, updated_at = $4 where id = $1 and state = $2";
    pub SET_VERIFIED = "update link set state = $3, verified_at = $4, verified_by = $5, updated_at = $4 where id = $1 and state = $2";
    pub SET_PEER_VERIFIED = "update link set peer_verified_at = $2, updated_at = $2 where id = $1 and peer_verified_at is null";
    pub SET_ALARM = "update link set alarm = $2, last_error = $2, updated_at = $3 where id = $1";
    pub CLEAR_ALARM = "update link set alarm = null, last_error = null, attempts = 0, next_try = $2, updated_at = $2 where id = $1";
    pub SET_CONTACT = "update link set last_contact = $2, last_error = null, attempts = 0, next_try = $2, version_seen = $3, skew_ms = $4 where id = $1";
    pub SET_FAILURE = "update link set attempts = $2, next_try = $3, last_error = $4 where id = $1";
    pub SET_RETRY = "update link set attempts = 0, next_try = $2 where id = $1";
    pub SET_TRIAL = "update link set trial = $2, updated_at = $3 where id = $1 and proved_at is null";
    pub SET_PROVED = "update link set proved_at = $2, trial = coalesce($3, trial), updated_at = $2 where id = $1 and proved_at is null";
    pub SET_TEST_SENT = "update link set test_sent_at = $2, test_done_at = null where id = $1";
    pub SET_TEST_SEEN = "update link set test_seen_at = $2 where id = $1";
    pub SET_TEST_DONE = "update link set test_done_at = $2 where id = $1 and test_done_at is null";
    pub ATTENTION = "select (select count(*) from link where state = 'PENDING_VERIFY' or alarm is not null) + (select count(*) from envelope_in where disposition = 'PARKED' and code <> 'P-OPEN')";
    pub SET_KNOWN = "update link set code = $2, name_ar = $3, name_en = $4, statement = $5, spki = $6, pins = $7, endpoint = $8, earlier = $9, updated_at = $10 where id = $1";
    pub SET_KNOWS = "update link set knows = $2 where id = $1";
    pub SET_FORGOT = "update link set forgot = $2 where id = $1";
    pub SET_UNOPENED = "update link set unopened = $2 where id = $1";
    pub FORGOT = "select forgot from link where id = $1";
    pub FORGET_VERSION = "update link set version_seen = 0 where id = $1 and alarm = 'S-DOWNGRADE'";
    pub KEEP_STATEMENT = "insert into peer_statement (link, n, spki, body, at) values ($1, $2, $3, $4, $5) on conflict (link, n) do nothing";
    pub THEIR_STATEMENTS = "select body from peer_statement where link = $1 and n > $2 order by n limit $3";
}

/// Reads a [`Peer`] from the columns of `of_peer!`.
fn peer(row: &Row) -> Result<Peer, DbError> {
    let damaged = |what: &str| DbError::Type { what: format!("link: {what}") };
    let statement: Vec<u8> = row.get(6)?;
    let (statement, keys) = verified::statement(&statement).or(Err(damaged("statement")))?;
    let state: String = row.get(5)?;
    Ok(Peer {
        link: row.get(0)?,
        agency: row.get(1)?,
        code: row.get(2)?,
        name_ar: row.get(3)?,
        name_en: row.get(4)?,
        state: LinkState::from_code(&state).or(Err(damaged("state")))?,
        statement,
        keys,
        endpoint: row.get(7)?,
        short_code: row.get(8)?,
        verified_at: row.get(9)?,
        verified_by: row.get(10)?,
        peer_verified_at: row.get(11)?,
        alarm: row.get(12)?,
        version_seen: row.get(13)?,
        skew_ms: row.get(14)?,
        test_sent_at: row.get(15)?,
        test_done_at: row.get(16)?,
        test_seen_at: row.get(17)?,
        last_contact: row.get(18)?,
        last_error: row.get(19)?,
        attempts: row.get(20)?,
        next_try: row.get(21)?,
        pins: pins(&row.get::<Vec<u8>>(22)?),
        earlier: earlier(&row.get::<Vec<u8>>(23)?)?,
        knows: row.get(24)?,
        ceremony: row.get(25)?,
        waiting: row.get(26)?,
        proved_at: row.get(27)?,
        trial: row.get(28)?,
        unopened: row.get(29)?,
    })
}

/// All links, also closed ones, with what waits for each.
pub fn peers(tx: &mut dyn Tx) -> Result<Vec<Peer>, DbError> {
    tx.query(&PEERS, &[])?.iter().map(peer).collect()
}

/// The link with this identifier, without counting what waits.
pub fn by_link(tx: &mut dyn Tx, link: Hash) -> Result<Option<Peer>, DbError> {
    tx.opt(&PEER_BY_LINK, &p![link])?.as_ref().map(peer).transpose()
}

/// The link to this agency, with what waits for it.
pub fn peer_of(tx: &mut dyn Tx, agency: AgencyId) -> Result<Option<Peer>, DbError> {
    tx.opt(&PEER_BY_AGENCY, &p![agency])?.as_ref().map(peer).transpose()
}

/// The link whose other side holds this transport key, without counting what waits.
pub fn by_key(tx: &mut dyn Tx, spki: Hash) -> Result<Option<Peer>, DbError> {
    let found = tx.opt(&PEER_BY_KEY, &p![spki])?.as_ref().map(peer).transpose()?;
    Ok(found.filter(|peer| !peer.keys.custody.is_revoked(&spki)))
}

/// How many things about links wait for an officer: codes to compare, alarms, parked messages.
pub fn attention(tx: &mut dyn Tx) -> Result<i64, DbError> {
    tx.one(&ATTENTION, &[])?.get(0)
}

/// A link that begins: its keys are known, nothing has been compared yet.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// Identifier of the link.
    pub link: Hash,
    /// The other side's keys and its short code, as both sides computed it.
    pub joined: Joined,
    /// Where the link stands.
    pub state: LinkState,
    /// Sealed answer to an invitation that is still to be accepted.
    pub joining: Option<Vec<u8>>,
    /// When.
    pub now: Millis,
}

/// Writes a link that begins; an old one to the same agency begins anew and keeps its positions.
pub fn begin(tx: &mut dyn Tx, beginning: &Beginning) -> Result<(), DbError> {
    let keys = &beginning.joined.statement;
    tx.send(
        &INSERT_LINK,
        &p![
            beginning.link,
            AgencyId(keys.agency()),
            &keys.code,
            &keys.name_ar,
            &keys.name_en,
            beginning.state.code(),
            beginning.joined.signed_statement.to_cbor(),
            keys.transport_spki,
            keys.endpoints.first().map_or("", String::as_str),
            &beginning.joined.short_code,
            beginning.joining.clone(),
            beginning.now,
            beginning.joined.transcript,
            no_earlier(),
            Vec::<u8>::new()
        ],
    )?;
    let statement = beginning.joined.signed_statement.to_cbor();
    tx.send(
        &KEEP_STATEMENT,
        &p![beginning.link, keys.n, keys.transport_spki, statement, beginning.now],
    )
}

fn earlier(bytes: &[u8]) -> Result<Vec<Earlier>, DbError> {
    let damaged = || DbError::Type { what: "link: earlier keys".to_owned() };
    let all: Vec<minicbor::bytes::ByteVec> = minicbor::decode(bytes).or(Err(damaged()))?;
    let read = |bytes: &minicbor::bytes::ByteVec| {
        let (statement, told) = verified::statement(bytes).ok()?;
        Some(Earlier { key: told.sign, statement })
    };
    all.iter().map(|bytes| read(bytes).ok_or_else(damaged)).collect()
}

fn pins(bytes: &[u8]) -> Vec<Hash> {
    bytes.chunks_exact(32).filter_map(|pin| pin.try_into().ok()).collect()
}

fn no_earlier() -> Vec<u8> {
    vec![0x80]
}

/// What the other side's newest statement says. The TLS keys that were `pinned` until now, the newest first, are
/// still taken, unless they were revoked.
pub fn set_known(
    tx: &mut dyn Tx,
    link: Hash,
    known: &Known,
    pinned: &[Hash],
    now: Millis,
) -> Result<(), DbError> {
    let told = &known.told;
    let counts = |spki: &&Hash| **spki != told.transport_spki && !told.custody.is_revoked(spki);
    let pins: Vec<u8> = pinned.iter().filter(counts).take(PINS_MAX).flatten().copied().collect();
    let bytes = |earlier: &Earlier| minicbor::bytes::ByteVec::from(earlier.statement.to_cbor());
    let earlier: Vec<_> = known.earlier.iter().map(bytes).collect();
    let earlier = minicbor::to_vec(earlier).unwrap_or_else(|_| no_earlier());
    tx.send(
        &SET_KNOWN,
        &p![
            link,
            &told.code,
            &told.name_ar,
            &told.name_en,
            known.statement.to_cbor(),
            told.transport_spki,
            pins,
            told.endpoints.first().map_or("", String::as_str),
            earlier,
            now
        ],
    )
}

/// Keeps a statement of the other side that belongs to what is known of it, to give it back one day.
pub fn keep_statement(
    tx: &mut dyn Tx,
    link: Hash,
    known: &Known,
    bytes: &[u8],
    now: Millis,
) -> Result<(), DbError> {
    let told = SignedStatement::from_cbor(bytes).and_then(|signed| signed.verify());
    let theirs = told.ok().filter(|told| told.agency() == known.told.agency());
    match theirs.filter(|told| told.n <= known.told.n) {
        Some(told) => tx.send(&KEEP_STATEMENT, &p![link, told.n, told.transport_spki, bytes, now]),
        None => Ok(()),
    }
}

/// Their own statements after the one that they remember, oldest first.
pub fn their_statements(
    tx: &mut dyn Tx,
    link: Hash,
    after: u32,
    limit: i64,
) -> Result<Vec<Vec<u8>>, DbError> {
    tx.query(&THEIR_STATEMENTS, &p![link, after, limit])?.iter().map(|row| row.get(0)).collect()
}

/// Every key that the other side signs or once signed with, also revoked ones, the newest first.
pub fn their_keys(tx: &mut dyn Tx, link: Hash) -> Result<Vec<VerifyingKey>, DbError> {
    let all = their_statements(tx, link, 0, i64::MAX)?;
    let told = all.iter().filter_map(|bytes| verified::statement(bytes).ok());
    let mut keys: Vec<_> = told.map(|(_, told)| told.sign).collect();
    keys.dedup();
    keys.reverse();
    Ok(keys)
}

/// Which of our statements the other side holds.
pub fn set_knows(tx: &mut dyn Tx, link: Hash, knows: u32) -> Result<(), DbError> {
    tx.send(&SET_KNOWS, &p![link, knows])
}

/// What the other side said when we had forgotten what we sent it; nothing when that is mended.
pub fn set_forgot(tx: &mut dyn Tx, link: Hash, positions: Option<&[u8]>) -> Result<(), DbError> {
    tx.send(&SET_FORGOT, &p![link, positions])
}

/// The same, read.
pub fn forgot(tx: &mut dyn Tx, link: Hash) -> Result<Option<Vec<u8>>, DbError> {
    match tx.opt(&FORGOT, &p![link])? {
        Some(row) => row.get(0),
        None => Ok(None),
    }
}

/// An officer agrees that the other side speaks an older version than before.
pub fn accept_version(tx: &mut dyn Tx, link: Hash) -> Result<(), DbError> {
    tx.send(&FORGET_VERSION, &p![link])
}

/// The sealed answer of a link that is joining.
pub fn joining_of(tx: &mut dyn Tx, link: Hash) -> Result<Option<Vec<u8>>, DbError> {
    match tx.opt(&JOINING_OF, &p![link])? {
        Some(row) => row.get(0),
        None => Ok(None),
    }
}

/// The answer was accepted. False when the link is not joining any more.
pub fn set_joined(
    tx: &mut dyn Tx,
    link: Hash,
    short_code: &str,
    ceremony: Hash,
    now: Millis,
) -> Result<bool, DbError> {
    let state = LinkState::PendingVerify.code();
    Ok(tx.exec(&SET_JOINED, &p![link, state, short_code, now, ceremony])? == 1)
}

/// Moves a link from one state to another. False when it is not in the first any more.
pub fn set_state(
    tx: &mut dyn Tx,
    link: Hash,
    from: LinkState,
    to: LinkState,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_STATE, &p![link, from.code(), to.code(), now])? == 1)
}

/// The state of a link now.
pub fn state_of(tx: &mut dyn Tx, link: Hash) -> Result<LinkState, DbError> {
    let code: String = tx.one(&STATE_OF, &p![link])?.get(0)?;
    LinkState::from_code(&code).or(Err(DbError::Type { what: "link: state".to_owned() }))
}

/// Our officer has compared the codes: they are the same.
pub fn set_verified(
    tx: &mut dyn Tx,
    link: Hash,
    (from, to): (LinkState, LinkState),
    by: Option<WorkerId>,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_VERIFIED, &p![link, from.code(), to.code(), now, by])? == 1)
}

/// The other side lets everything flow, so its officer has compared the codes.
pub fn set_peer_verified(tx: &mut dyn Tx, link: Hash, now: Millis) -> Result<(), DbError> {
    tx.send(&SET_PEER_VERIFIED, &p![link, now])
}

/// They have lost the sealing key with this id.
pub fn set_unopened(tx: &mut dyn Tx, link: Hash, kid: &Hash) -> Result<(), DbError> {
    tx.send(&SET_UNOPENED, &p![link, *kid])
}

/// Stops every call until an officer has looked.
pub fn set_alarm(tx: &mut dyn Tx, link: Hash, code: &str, now: Millis) -> Result<(), DbError> {
    tx.send(&SET_ALARM, &p![link, code, now])
}

/// An officer has looked.
pub fn clear_alarm(tx: &mut dyn Tx, link: Hash, now: Millis) -> Result<(), DbError> {
    tx.send(&CLEAR_ALARM, &p![link, now])
}

/// The two sides have just reached each other.
pub fn set_contact(
    tx: &mut dyn Tx,
    link: Hash,
    version: u16,
    skew_ms: i64,
    now: Millis,
) -> Result<(), DbError> {
    tx.send(&SET_CONTACT, &p![link, now, version, skew_ms])
}

/// A call failed; the next one is due at `next_try`.
pub fn set_failure(
    tx: &mut dyn Tx,
    link: Hash,
    attempts: u32,
    next_try: Millis,
    code: &str,
) -> Result<(), DbError> {
    tx.send(&SET_FAILURE, &p![link, attempts, next_try, code])
}

/// The next call is due now.
pub fn set_retry(tx: &mut dyn Tx, link: Hash, now: Millis) -> Result<(), DbError> {
    tx.send(&SET_RETRY, &p![link, now])
}

/// Keeps how far the self-test has come; nothing begins it anew.
pub fn set_trial(
    tx: &mut dyn Tx,
    link: Hash,
    trial: Option<&[u8]>,
    now: Millis,
) -> Result<(), DbError> {
    tx.send(&SET_TRIAL, &p![link, trial.map(<[u8]>::to_vec), now])
}

/// The self-test is complete. False when it was before.
pub fn set_proved(
    tx: &mut dyn Tx,
    link: Hash,
    trial: Option<&[u8]>,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_PROVED, &p![link, now, trial.map(<[u8]>::to_vec)])? == 1)
}

/// A test message was written.
pub fn set_test_sent(tx: &mut dyn Tx, link: Hash, now: Millis) -> Result<(), DbError> {
    tx.send(&SET_TEST_SENT, &p![link, now])
}

/// A test message of the other side arrived.
pub fn set_test_seen(tx: &mut dyn Tx, link: Hash, now: Millis) -> Result<(), DbError> {
    tx.send(&SET_TEST_SEEN, &p![link, now])
}

/// The other side has receipted our test message.
pub fn set_test_done(tx: &mut dyn Tx, link: Hash, now: Millis) -> Result<(), DbError> {
    tx.send(&SET_TEST_DONE, &p![link, now])
}
