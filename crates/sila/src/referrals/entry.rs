//! Writing an entry of our own: decide on what is stored, sign, and commit entry, row, letter and journal fact together,
//! if nobody wrote meanwhile; else decide again.

use sila_core::Refusal;
use sila_core::ids::{AgencyId, CaseId, ReferralId, WorkerId};
use sila_core::referral::{Act, Entry, HandoverLine, Thread};
use sila_core::time::Millis;
use sila_link::{Salted, SignedEntry};

pub use super::deed::{Again, Deed, Then};
use super::handover::alone::{self, Moves};
use super::letter::{self, Beside};
use super::narrowing::{CHANGED, Rest};
use super::paper::NewSlip;
use super::record::{self, Projection, Record};
use super::store::{self, Direction, Referral, StoredEntry};
use super::words::{self, store::StoredWords};
use super::{duty, ending, reaction};
use crate::app::{App, Topic};
use crate::cases;
use crate::cases::scope::store as scope;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::links::{self, outbox::Letter};
use crate::p;
use crate::problem::Problem;
use crate::shelter::danger::store as danger;
use crate::shelter::stays::hold::Hold;

/// How often an act is decided again when somebody else wrote first.
const TRIES: usize = 8;
/// Inside this file only: the place that goes with an acceptance was taken meanwhile, and nothing is written.
const NOT_FREE: &str = "the bed is not free any more";
/// As [`NOT_FREE`]: the agency that would know the name was barred from the case.
const BARRED: &str = "the agency is barred from the case";

/// Everything that one transaction writes for an act.
pub struct Written {
    row: Referral,
    entry: StoredEntry,
    projection: Projection,
    /// Nothing for a partner without a node.
    letter: Option<Letter>,
    slip: Option<NewSlip>,
    hold: Option<Hold>,
    rest: Option<Rest>,
    words: Option<StoredWords>,
    fact: Fact,
    then: Then,
    worker: Option<WorkerId>,
    /// The case, and the agency that answers for her from now on: handed over by this entry.
    lead: Option<(CaseId, AgencyId)>,
    /// The agencies that know her name by this entry.
    named_to: Vec<AgencyId>,
    settled: Vec<HandoverLine>,
    /// Somebody here takes the person into a home by it.
    into_home: bool,
    /// The node has something to do after it.
    owes: bool,
    now: Millis,
}

/// An entry with its signature, ready to be stored.
pub fn stored(entry: &Entry, signed: &SignedEntry) -> StoredEntry {
    StoredEntry {
        author: entry.author,
        n: entry.n,
        at: entry.at,
        act: entry.act.code().to_owned(),
        body: signed.to_cbor(),
        hash: signed.hash(),
    }
}

/// The journal's fact of an entry, own or received.
pub fn fact(
    app: &App,
    id: ReferralId,
    entry: &StoredEntry,
    worker: Option<WorkerId>,
    now: Millis,
) -> Fact {
    let (fact, subject, data) = (app.clock.new_id(), id.to_string(), entry.body.clone());
    Fact { id: fact, at: now, kind: "entry", subject, worker, data }
}

/// Signs the next entry of our chain.
///
/// # Errors
/// `referral.unsigned` when the key does not work.
pub fn sign(app: &App, entry: Entry, stored: &[StoredEntry]) -> Result<SignedEntry, Problem> {
    let end = record::chain_end(stored, entry.author);
    SignedEntry::sign(entry, &end, app.keys().sign())
        .map_err(|error| Problem::internal("referral.unsigned").because(error))
}

/// Does what `decide` decides, on what is stored now. Says whether the node owes the referral something after it: then
/// its job is written in the same transaction.
///
/// # Errors
/// What `decide` or the rules refuse; `referral.busy` when others keep writing.
pub async fn write<F>(app: &App, id: ReferralId, now: Millis, decide: F) -> Result<bool, Problem>
where
    F: Fn(&Record) -> Result<Deed, Problem>,
{
    for _ in 0..TRIES {
        let read = move |tx: &mut dyn Tx| with_peer(tx, id);
        let (record, peer) = app.store.read(read).await?.ok_or_else(Problem::not_found)?;
        let deed = decide(&record)?;
        let by_node = deed.worker.is_none();
        if peer.is_none() && record.partner.is_none() {
            return Err(Problem::refused("referral.no_link"));
        }
        let written = compose(app, peer.as_ref(), &record, deed, now)?;
        let owes = written.owes;
        let done = app.store.write(move |tx| written.insert(tx)).await;
        if matches!(&done, Err(DbError::Check { what }) if what == NOT_FREE) {
            return Err(Problem::refused("shelter.taken").way_out(format!("/referrals/{id}")));
        }
        if matches!(&done, Err(DbError::Check { what }) if what == alone::ELSEWHERE) {
            // What the node owes waits until a person has ended the other referral.
            let case = record.row.case_id.filter(|_| !by_node);
            return Err(alone::refusal(app, case, id).await);
        }
        // To whom it was is not told why the key does not come.
        if matches!(&done, Err(DbError::Check { what }) if what == CHANGED || what == BARRED) {
            return Err(Problem::unavailable("referral.busy"));
        }
        if done? {
            app.outbox.notify_one();
            if owes {
                app.jobs.notify_one();
            }
            app.changed(Topic::Referrals);
            return Ok(owes);
        }
    }
    Err(Problem::unavailable("referral.busy"))
}

/// A referral, and the link to its other agency.
fn with_peer(
    tx: &mut dyn Tx,
    id: ReferralId,
) -> Result<Option<(Record, Option<links::Peer>)>, DbError> {
    let Some(record) = Record::load(tx, id)? else { return Ok(None) };
    let peer = links::store::peer_of(tx, record.row.peer)?;
    Ok(Some((record, peer)))
}

fn compose(
    app: &App,
    peer: Option<&links::Peer>,
    record: &Record,
    deed: Deed,
    now: Millis,
) -> Result<Written, Problem> {
    let (row, thread) = (&record.row, record.thread()?);
    let entry = match deed.given {
        Some(entry) => entry,
        // Who passed it on decides nothing any more.
        None if row.relay.is_some() => {
            return Err(Refusal::WrongState { state: thread.state() }.into());
        }
        None => thread.next(deed.hosted.unwrap_or(app.node.id), deed.by, deed.act, now)?,
    };
    let mut entries = record.entries.clone();
    entries.push(entry.clone());
    let signed = sign(app, entry.clone(), &record.stored)?;
    let own = stored(&entry, &signed);
    let mut all = record.stored.clone();
    all.push(own.clone());
    let after = Thread::fold(&entries)
        .map_err(|error| Problem::internal("referral.broken_thread").because(error))?;
    let words = deed.words.as_ref().map(|words| words::sealed(app, &own, words)).transpose()?;
    let named_to = named_to(row, &after, &entry.act);
    let into_home = deed.worker.is_some() && is_into_home(&after, &entry.act);
    let beside = beside(deed.key, deed.words, deed.again.as_deref());
    let letter = |peer| letter::letter(app, peer, (row.id, after.offer()), &signed, beside, now);
    Ok(Written {
        row: row.clone(),
        projection: record::projection(row, &after, &all),
        letter: peer.map(letter).transpose()?,
        slip: deed.slip,
        hold: deed.hold,
        rest: deed.rest,
        words,
        fact: fact(app, row.id, &own, deed.worker, now),
        entry: own,
        then: deed.then,
        worker: deed.worker,
        lead: row.case_id.zip(handed_over(thread, &after)),
        named_to,
        settled: deed.settled,
        into_home,
        owes: reaction::owes(&after, app.node.id, now),
        now,
    })
}

/// Who knows the name by an act of ours: the agency that is asked, and the one to which that has passed it on.
fn named_to(row: &Referral, thread: &Thread, act: &Act) -> Vec<AgencyId> {
    let gives = row.direction == Direction::Out && matches!(act, Act::Release { .. });
    let third = thread.redirect().map(|(to, _)| to);
    [Some(row.peer), third].into_iter().flatten().filter(|_| gives).collect()
}

/// Whether this acceptance takes the person into a home.
fn is_into_home(thread: &Thread, act: &Act) -> bool {
    match act {
        Act::Accept => thread.offer().gives_shelter(&[]),
        Act::AcceptPart { left } => thread.offer().gives_shelter(left),
        _ => false,
    }
}

/// What travels beside the entry of a deed.
fn beside(key: Option<[u8; 32]>, words: Option<Salted>, again: Option<&Again>) -> Beside {
    let (preview, identity) =
        again.map(|again| (again.preview.clone(), again.identity.clone())).unzip();
    Beside { key, words, preview, identity, ..Beside::default() }
}

/// Erases what is held of a referral: what it says, its documents and messages, and the case it became, where the person has
/// taken the permission back, with every referral that was sent on from that case.
pub(super) fn erase(tx: &mut dyn Tx, row: &Referral, now: Millis) -> Result<(), DbError> {
    erase_told(tx, row.id)?;
    let Some(case) = row.case_id.filter(|_| row.direction == Direction::In) else { return Ok(()) };
    // What was stopped is open until a person decides; then it is shut and erased at once.
    cases::withheld::store::set(tx, case, true, now)?;
    if cases::withheld::store::erase(tx, case, now)? {
        let all = store::of_case(tx, case)?;
        let mut others = all.iter().filter(|other| other.id != row.id);
        others.try_for_each(|one| ending::erase_onward(tx, one, now))?;
    }
    Ok(())
}

/// Erases what one referral says, its documents and messages.
fn erase_told(tx: &mut dyn Tx, id: ReferralId) -> Result<(), DbError> {
    tx.send(&store::ERASE, &p![id, Vec::<u8>::new()])?;
    super::attachments::store::erase(tx, id)?;
    words::store::erase(tx, id)?;
    super::joint::store::erase_words(tx, id)
}

/// The agency that answers for the person from this entry on, when it is another than before.
pub(super) fn handed_over(before: &Thread, after: &Thread) -> Option<AgencyId> {
    let (from, to) = (before.responsible(), after.responsible());
    (from != to).then_some(to)
}

impl Written {
    /// No name is given to an agency that was barred from the case since it was asked.
    fn bar(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        let Some(case) = self.row.case_id else { return Ok(()) };
        for agency in &self.named_to {
            if scope::is_agency_barred(tx, case, *agency)? {
                return Err(DbError::Check { what: BARRED.to_owned() });
            }
        }
        Ok(())
    }

    /// Responsibility goes by one referral at a time, and only from whoever has it.
    fn hand(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        let waits = matches!(self.projection.moves, Some(Moves::Waits(_)));
        match self.row.case_id.filter(|_| waits || self.lead.is_some()) {
            Some(case) => alone::needed(tx, case, self.row.id),
            None => Ok(()),
        }
    }

    /// Takes the place that goes with an acceptance, unless a blind check came since it was judged.
    fn place(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        if self.into_home && danger::is_open(tx, self.row.id)? {
            return Err(DbError::Check { what: CHANGED.to_owned() });
        }
        let Some(hold) = &self.hold else { return Ok(()) };
        match hold.insert(tx)? {
            true => Ok(()),
            false => Err(DbError::Check { what: NOT_FREE.to_owned() }),
        }
    }

    /// Writes all of it, or nothing when the referral has changed since it was read.
    fn insert(&self, tx: &mut dyn Tx) -> Result<bool, DbError> {
        self.bar(tx)?;
        if !record::project(tx, &self.row, &self.projection, self.now)? {
            return Ok(false);
        }
        let id = self.row.id;
        self.hand(tx)?;
        self.place(tx)?;
        store::insert_entry(tx, id, &self.entry)?;
        match self.then {
            Then::Nothing => {}
            Then::Claim => tx.send(&store::SET_CLAIM, &p![id, self.worker, self.now])?,
            Then::ClaimFor(who) => tx.send(&store::SET_CLAIM, &p![id, who, self.now])?,
            Then::Erase => erase(tx, &self.row, self.now)?,
            Then::ForgetKey => tx.send(&store::SET_IDENTITY_KEY, &p![id, None::<Vec<u8>>])?,
        }
        if let Some(words) = &self.words {
            words.insert(tx, id)?;
        }
        if let Some(rest) = &self.rest {
            rest.write(tx, &self.row, self.now)?;
        }
        if let Some(case) = self.row.case_id {
            cases::handover::store::settle(tx, case, &self.settled, (self.worker, self.now))?;
        }
        if let Some((case, agency)) = self.lead {
            cases::store::set_lead(tx, case, agency)?;
            cases::handover::store::go(tx, (case, id), self.now)?;
        }
        self.letter.iter().try_for_each(|letter| links::outbox::post(tx, letter))?;
        self.slip.iter().try_for_each(|slip| slip.insert(tx, id))?;
        journal::insert(tx, &self.fact)?;
        if self.owes {
            duty::store::add(tx, duty::REACT, id, self.now)?;
        } else {
            tx.send(&duty::store::DONE, &p![duty::REACT, id])?;
        }
        Ok(true)
    }
}
