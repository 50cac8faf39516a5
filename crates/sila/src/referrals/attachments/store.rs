//! All SQL of documents that travel with a referral.

use sila_core::ids::{ReferralId, WorkerId};
use sila_core::time::Millis;
use sila_seal::Hash;
use uuid::Uuid;

use super::super::store::Direction;
use super::Stopped;
use crate::db::{DbError, Row, Tx};
use crate::links::outbox;
use crate::p;

macro_rules! columns {
    ($tail:literal) => {
        concat!(
            "select a.id, a.referral, a.direction, a.link, a.state, a.code, a.size, a.have, a.sort, a.media, a.body, \
             a.worker, a.created_at, a.updated_at, a.opened_at, a.opened_role, a.tries, a.next_try from attachment a ",
            $tail
        )
    };
}

crate::sql! {
    pub OF_REFERRAL = columns!("where a.referral = $1 and a.state not in ('COMING', 'ERASED') order by a.created_at, a.id");
    pub ONE = columns!("where a.id = $1");
    pub TO_LEAVE = columns!("join referral r on r.id = a.referral where a.state = 'WAITING' and a.next_try <= $1 and r.state in ('ACCEPTED', 'COMPLETED', 'CLOSED') and (r.direction = 'in' or r.identity_key is null) and not exists (select 1 from case_barred_agency b where b.case_id = r.case_id and b.agency = r.peer) order by a.created_at, a.id limit 20");
    pub TO_FETCH = columns!("where a.link = $1 and a.state = 'FETCHING' and a.next_try <= $2 order by a.created_at, a.id limit 1");
    pub LINKS_TO_FETCH = "select distinct link from attachment where state = 'FETCHING' and next_try <= $1";
    pub COUNT = "select count(*) from attachment where referral = $1 and state not in ('REFUSED', 'ERASED')";
    pub FETCHING_BYTES = "select coalesce(sum(size), 0) from attachment where link = $1 and state = 'FETCHING'";
    pub INSERT = "insert into attachment (id, referral, direction, link, state, size, have, sort, media, body, worker, created_at, updated_at, tries, next_try) values ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10, $11, $11, 0, $11)";
    pub COMPLETE = "update attachment set state = 'WAITING', size = $2, have = $3, body = $4, updated_at = $5, next_try = $5 where id = $1 and state = 'COMING'";
    pub SET_STATE = "update attachment set state = $3, code = $4, updated_at = $5 where id = $1 and state = $2";
    pub SET_HAVE = "update attachment set have = $3, tries = 0, updated_at = $4 where id = $1 and have = $2 and state = 'FETCHING'";
    pub SET_SERVED = "update attachment set have = $2, updated_at = $3 where id = $1 and have < $2";
    pub SET_TRY = "update attachment set tries = $2, next_try = $3 where id = $1";
    pub FETCH_AGAIN = "update attachment set state = 'FETCHING', code = null, size = $2, have = 0, sort = $3, media = $4, body = $5, updated_at = $6, tries = 0, next_try = $6 where id = $1 and state = 'REFUSED'";
    pub SET_OPENED = "update attachment set opened_at = $2, opened_role = $3 where id = $1 and opened_at is null";
    pub INSERT_PART = "insert into attachment_part (attachment, nth, body) values ($1, $2, $3)";
    pub PARTS = "select body from attachment_part where attachment = $1 and nth >= $2 and nth <= $3 order by nth";
    pub DELETE_PARTS = "delete from attachment_part where attachment = $1";
    pub DELETE = "delete from attachment where id = $1 and state in ('COMING', 'WAITING')";
    pub LEFT_BEHIND = "select id from attachment where state = 'COMING' and updated_at < $1 limit 20";
    pub ERASE_PARTS = "delete from attachment_part where attachment in (select id from attachment where referral = $1)";
    pub ERASE_OURS = "delete from attachment where referral = $1 and (direction = 'out' or state = 'REFUSED')";
    pub ERASE_THEIRS = "update attachment set state = 'ERASED', code = null, sort = '', media = '', body = $2 where referral = $1 and direction = 'in'";
    pub ERASE_PARTS_OF_THEIRS = "delete from attachment_part where attachment in (select id from attachment where referral = $1 and direction = 'in')";
    pub STOP_PARTS = "delete from attachment_part where attachment in (select id from attachment where referral = $1 and direction = 'in' and state = 'FETCHING')";
    pub STOP_THEIRS = "update attachment set state = 'ERASED', code = null, sort = '', media = '', body = $2, updated_at = $3 where referral = $1 and direction = 'in' and state = 'FETCHING'";
    pub STOP_OURS = "update attachment set code = case when state = 'OFFERED' then 'attachment.taken_back' else 'attachment.kept_back' end, state = 'REFUSED', updated_at = $2 where referral = $1 and direction = 'out' and state in ('WAITING', 'OFFERED')";
    pub HOLD_BACK = "update attachment set state = 'WAITING', updated_at = $2, next_try = $2 where referral = $1 and direction = 'out' and state = 'OFFERED' and have = 0";
    pub GONE = "select count(*) from attachment where referral = $1 and direction = $2 and (state in ('ERASED', 'ARRIVED') or code = 'attachment.taken_back')";
}

/// Where a document stands. Ours: coming from the browser, waiting for the acceptance, offered, arrived. Theirs: being
/// fetched, here. Either: refused. Of what was erased there is nothing but that it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Coming in from the browser.
    Coming,
    /// Whole here; leaves after the acceptance.
    Waiting,
    /// The other agency knows where it lies.
    Offered,
    /// The other agency has it.
    Arrived,
    /// Is being fetched from the other agency.
    Fetching,
    /// The other agency's document is here.
    Here,
    /// Will never cross.
    Refused,
    /// The other agency had told of it, and the person took that back: nothing of it is here.
    Erased,
}

impl State {
    const ALL: [State; 8] = [
        State::Coming,
        State::Waiting,
        State::Offered,
        State::Arrived,
        State::Fetching,
        State::Here,
        State::Refused,
        State::Erased,
    ];

    /// The word in the row, and the end of its text's key.
    pub fn code(self) -> &'static str {
        match self {
            State::Coming => "COMING",
            State::Waiting => "WAITING",
            State::Offered => "OFFERED",
            State::Arrived => "ARRIVED",
            State::Fetching => "FETCHING",
            State::Here => "HERE",
            State::Refused => "REFUSED",
            State::Erased => "ERASED",
        }
    }
}

/// A document as stored.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// The same at both agencies.
    pub id: Uuid,
    /// The referral it belongs to.
    pub referral: ReferralId,
    /// Ours goes out, theirs comes in.
    pub direction: Direction,
    /// The link to the other agency.
    pub link: Hash,
    /// Where it stands.
    pub state: State,
    /// Why it was refused.
    pub code: Option<String>,
    /// Bytes before sealing.
    pub size: u64,
    /// Sealed bytes that the receiving side has.
    pub have: u64,
    /// What it is, such as `MEDICAL`.
    pub sort: String,
    /// Its type.
    pub media: String,
    /// Its label, sealed.
    pub body: Vec<u8>,
    /// Who attached it here.
    pub worker: Option<WorkerId>,
    /// When.
    pub created_at: Millis,
    /// When it moved last.
    pub updated_at: Millis,
    /// When it was first opened at the receiving side.
    pub opened_at: Option<Millis>,
    /// In which role.
    pub opened_role: Option<String>,
    /// How often fetching failed since the last part.
    pub tries: u32,
    /// Not tried before this time.
    pub next_try: Millis,
}

impl Attachment {
    /// Whether all of it is here to be opened. What the person took back does not cross, and stays with the agency that wrote it.
    pub fn is_whole(&self) -> bool {
        match self.direction {
            Direction::In => self.state == State::Here,
            Direction::Out if self.state == State::Refused => {
                self.code.as_deref().is_some_and(|code| STOPPED.contains(&code))
            }
            Direction::Out => self.state != State::Coming,
        }
    }
}

/// Why a document of ours does not cross after it was taken back: it was on its way, or it was not.
const STOPPED: [&str; 2] = ["attachment.taken_back", "attachment.kept_back"];

fn bytes(row: &Row, at: usize) -> Result<u64, DbError> {
    let n: i64 = row.get(at)?;
    u64::try_from(n).or(Err(damaged("a count of bytes")))
}

fn damaged(what: &str) -> DbError {
    DbError::Type { what: format!("attachment: {what}") }
}

fn attachment(row: &Row) -> Result<Attachment, DbError> {
    let direction: String = row.get(2)?;
    let state: String = row.get(4)?;
    let state = State::ALL.into_iter().find(|one| one.code() == state);
    Ok(Attachment {
        id: row.get(0)?,
        referral: row.get(1)?,
        direction: if direction == "in" { Direction::In } else { Direction::Out },
        link: row.get(3)?,
        state: state.ok_or(damaged("state"))?,
        code: row.get(5)?,
        size: bytes(row, 6)?,
        have: bytes(row, 7)?,
        sort: row.get(8)?,
        media: row.get(9)?,
        body: row.get(10)?,
        worker: row.get(11)?,
        created_at: row.get(12)?,
        updated_at: row.get(13)?,
        opened_at: row.get(14)?,
        opened_role: row.get(15)?,
        tries: row.get(16)?,
        next_try: row.get(17)?,
    })
}

fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The documents of a referral, oldest first; not those that are still coming from a browser, nor what is left of an erased one.
pub fn of_referral(tx: &mut dyn Tx, id: ReferralId) -> Result<Vec<Attachment>, DbError> {
    tx.query(&OF_REFERRAL, &p![id])?.iter().map(attachment).collect()
}

/// One document.
pub fn one(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Attachment>, DbError> {
    tx.opt(&ONE, &p![id])?.as_ref().map(attachment).transpose()
}

/// Documents that wait here although the other agency has accepted.
pub fn to_leave(tx: &mut dyn Tx, now: Millis) -> Result<Vec<Attachment>, DbError> {
    tx.query(&TO_LEAVE, &p![now])?.iter().map(attachment).collect()
}

/// The links over which a document is to be fetched.
pub fn links_to_fetch(tx: &mut dyn Tx, now: Millis) -> Result<Vec<Hash>, DbError> {
    tx.query(&LINKS_TO_FETCH, &p![now])?.iter().map(|row| row.get(0)).collect()
}

/// The document to fetch next over a link.
pub fn to_fetch(tx: &mut dyn Tx, link: Hash, now: Millis) -> Result<Option<Attachment>, DbError> {
    tx.opt(&TO_FETCH, &p![link, now])?.as_ref().map(attachment).transpose()
}

/// How many documents a referral has.
pub fn count(tx: &mut dyn Tx, id: ReferralId) -> Result<i64, DbError> {
    tx.one(&COUNT, &p![id])?.get(0)
}

/// Bytes that are still to come over a link.
pub fn fetching_bytes(tx: &mut dyn Tx, link: Hash) -> Result<u64, DbError> {
    bytes(&tx.one(&FETCHING_BYTES, &p![link])?, 0)
}

/// Writes a document that begins to come in, from a browser or from the other agency.
pub fn insert(tx: &mut dyn Tx, new: &Attachment) -> Result<(), DbError> {
    let (direction, state) = (new.direction.code(), new.state.code());
    tx.send(
        &INSERT,
        &p![
            new.id,
            new.referral,
            direction,
            new.link,
            state,
            signed(new.size),
            &new.sort,
            &new.media,
            &new.body,
            new.worker,
            new.created_at
        ],
    )
}

/// A document has come in from the browser, whole.
pub fn complete(
    tx: &mut dyn Tx,
    (id, size): (Uuid, u64),
    body: &[u8],
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&COMPLETE, &p![id, signed(size), 0_i64, body, now])? == 1)
}

/// Moves a document from one state to another. False when it is not in the first any more.
pub fn set_state(
    tx: &mut dyn Tx,
    id: Uuid,
    (from, to): (State, State),
    code: Option<&str>,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_STATE, &p![id, from.code(), to.code(), code.map(str::to_owned), now])? == 1)
}

/// Keeps a row of sealed chunks that came after `had` bytes. False when something else came meanwhile.
pub fn take(
    tx: &mut dyn Tx,
    id: Uuid,
    had: u64,
    rows: &[Vec<u8>],
    now: Millis,
) -> Result<bool, DbError> {
    let more: usize = rows.iter().map(Vec::len).sum();
    let have = signed(had).saturating_add(i64::try_from(more).unwrap_or(i64::MAX));
    if tx.exec(&SET_HAVE, &p![id, signed(had), have, now])? == 0 {
        return Ok(false);
    }
    let first = had.checked_div(super::ROW_BYTES).unwrap_or(0);
    (first..).zip(rows).try_for_each(|(nth, body)| put(tx, id, nth, body))?;
    Ok(true)
}

/// Keeps one row of sealed chunks.
pub fn put(tx: &mut dyn Tx, id: Uuid, nth: u64, body: &[u8]) -> Result<(), DbError> {
    tx.send(&INSERT_PART, &p![id, signed(nth), body])
}

/// The other side has fetched so many sealed bytes.
pub fn set_served(tx: &mut dyn Tx, id: Uuid, have: u64, now: Millis) -> Result<(), DbError> {
    tx.send(&SET_SERVED, &p![id, signed(have), now])
}

/// Trying failed so often, and is due again then.
pub fn set_try(tx: &mut dyn Tx, id: Uuid, tries: u32, next: Millis) -> Result<(), DbError> {
    tx.send(&SET_TRY, &p![id, tries, next])
}

/// A document that we had given up lies ready again. False when it was not given up.
pub fn fetch_again(tx: &mut dyn Tx, new: &Attachment) -> Result<bool, DbError> {
    let args = p![new.id, signed(new.size), &new.sort, &new.media, &new.body, new.created_at];
    Ok(tx.exec(&FETCH_AGAIN, &args)? == 1)
}

/// It was opened at the receiving side. False when it was before.
pub fn set_opened(tx: &mut dyn Tx, id: Uuid, role: &str, at: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_OPENED, &p![id, at, role])? == 1)
}

/// Rows of sealed chunks, from one to another.
pub fn parts(tx: &mut dyn Tx, id: Uuid, first: u64, last: u64) -> Result<Vec<Vec<u8>>, DbError> {
    let rows = tx.query(&PARTS, &p![id, signed(first), signed(last)])?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Removes the content of a document that will never cross.
pub fn delete_parts(tx: &mut dyn Tx, id: Uuid) -> Result<(), DbError> {
    tx.send(&DELETE_PARTS, &p![id])
}

/// Removes a document that has not left. False when it has.
pub fn delete(tx: &mut dyn Tx, id: Uuid) -> Result<bool, DbError> {
    let gone = tx.exec(&DELETE, &p![id])? == 1;
    if gone {
        delete_parts(tx, id)?;
    }
    Ok(gone)
}

/// Documents whose browser went away before the end.
pub fn left_behind(tx: &mut dyn Tx, before: Millis) -> Result<Vec<Uuid>, DbError> {
    tx.query(&LEFT_BEHIND, &p![before])?.iter().map(|row| row.get(0)).collect()
}

/// The referral was erased, and with its key the keys of its documents: they go in the same transaction.
pub fn erase(tx: &mut dyn Tx, id: ReferralId) -> Result<(), DbError> {
    tx.send(&ERASE_PARTS, &p![id])?;
    tx.send(&ERASE_OURS, &p![id])?;
    tx.send(&ERASE_THEIRS, &p![id, Vec::<u8>::new()])
}

/// The documents of the other agency are erased, with their keys; ours stay.
pub fn erase_theirs(tx: &mut dyn Tx, id: ReferralId) -> Result<(), DbError> {
    tx.send(&ERASE_PARTS_OF_THEIRS, &p![id])?;
    tx.send(&ERASE_THEIRS, &p![id, Vec::<u8>::new()])
}

/// Ends what is on its way: no more of theirs comes in, and none of ours leaves, by what was [`Stopped`].
pub fn stop(
    tx: &mut dyn Tx,
    (id, direction): (ReferralId, Direction),
    stopped: Stopped,
    now: Millis,
) -> Result<(), DbError> {
    if stopped.comes_in(direction) {
        tx.send(&STOP_PARTS, &p![id])?;
        tx.send(&STOP_THEIRS, &p![id, Vec::<u8>::new(), now])?;
    }
    if stopped.leaves(direction) {
        tx.send(&STOP_OURS, &p![id, now])?;
        outbox::forget(tx, id.0, sila_link::Kind::AttachmentOffer)?;
    }
    Ok(())
}

/// The other agency was barred from the case: what it has not been told of yet waits. What it was told of is not served any more.
pub fn hold_back(tx: &mut dyn Tx, id: ReferralId, now: Millis) -> Result<(), DbError> {
    match outbox::forget(tx, id.0, sila_link::Kind::AttachmentOffer)? {
        0 => Ok(()),
        _ => tx.send(&HOLD_BACK, &p![id, now]),
    }
}

/// How many documents of a referral the agency that was told had, or was told of, and has no more.
pub fn gone(tx: &mut dyn Tx, (id, direction): (ReferralId, Direction)) -> Result<u64, DbError> {
    let count: i64 = tx.one(&GONE, &p![id, direction.code()])?.get(0)?;
    Ok(u64::try_from(count).unwrap_or_default())
}
