//! A referral as this node has it: its row, its signed entries, and the thread they make.

use sila_core::Refusal;
use sila_core::codes::Withdrawal;
use sila_core::ids::{AgencyId, ReferralId, WorkerId};
use sila_core::joint::Deadline;
use sila_core::referral::{Entry, State, Thread, ThreadError};
use sila_core::time::Millis;
use sila_link::{ChainEnd, SignedEntry, fingerprint};

use super::attachments::{self, Stopped};
use super::handover::alone::{self, Moves};
use super::store::{self, Direction, Found, Referral, Sealed, StoredEntry};
use super::words::store::Debt;
use super::{deadlines, duty, ending, words};
use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::cases::glass;
use crate::cases::withheld::store as withheld;
use crate::db::{DbError, Tx};
use crate::p;
use crate::partners::Level;
use crate::problem::Problem;

/// One referral, read in one transaction.
pub struct Record {
    /// The row.
    pub row: Referral,
    /// The sealed columns.
    pub sealed: Sealed,
    /// The entries of both sides as stored.
    pub stored: Vec<StoredEntry>,
    /// The same entries, read.
    pub entries: Vec<Entry>,
    /// What they add up to; `None` before the offer is signed.
    pub thread: Option<Thread>,
    /// The same at both agencies when both hold the same entries.
    pub fingerprint: [u8; 32],
    /// The reader is a member of its case.
    pub member: bool,
    /// Its case does not exist for the reader.
    pub barred: bool,
    /// The level of the other agency, when it has no node: what it does is then written here ([`super::hosted`]).
    pub partner: Option<Level>,
    /// It was sent from a case that is erased here, because the person took back the permission by which that came: why.
    pub cut_off: Option<Withdrawal>,
}

/// The columns that follow from the entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Projection {
    /// Where it stands.
    pub state: State,
    /// Whether somebody here still has something to do or to learn.
    pub is_open: bool,
    /// The same at both agencies when both hold the same entries.
    pub fingerprint: [u8; 32],
    /// The person has taken the permission back, and what was told of her may not be read by the one who was told.
    pub withheld: bool,
    /// The documents that may not cross any more.
    pub stopped: Stopped,
    /// When the target should have decided, and from when it no longer can: later than offered when its clock has stood.
    pub decide_by: Millis,
    /// The same.
    pub expires_at: Millis,
    /// What people here have to do about it beside deciding it.
    pub owed: Option<Debt>,
    /// By when the target should be in touch with the person whom it has taken, and when the second level hears that it is not.
    pub contact: Option<[Millis; 2]>,
    /// Where responsibility stands that we hand over by it.
    pub moves: Option<Moves>,
}

/// Whether `worker` may know of this referral. Sent: its sender and whoever follows it instead, the members of its case, and who may read all.
/// Received: who may read all or decide, and from acceptance the members of the case it became.
pub fn may_see(worker: &Worker, row: &Referral, member: bool) -> bool {
    let theirs = [row.created_by, row.claimed_by].contains(&Some(worker.id));
    let own = row.direction == Direction::Out && theirs;
    let desk = row.direction == Direction::In && worker.may(Permission::ReferralDecide);
    let approver = row.state == State::AwaitingApproval && worker.may(Permission::ReferralApprove);
    worker.may(Permission::ReferralReadAll) || own || member || desk || approver
}

impl Record {
    /// Reads a referral in an open transaction, for the node itself.
    ///
    /// # Errors
    /// When the store cannot be read or the row was changed from outside.
    pub fn load(tx: &mut dyn Tx, id: ReferralId) -> Result<Option<Record>, DbError> {
        Record::load_for(tx, id, (WorkerId(uuid::Uuid::nil()), Millis(0)))
    }

    fn load_for(
        tx: &mut dyn Tx,
        id: ReferralId,
        (worker, now): (WorkerId, Millis),
    ) -> Result<Option<Record>, DbError> {
        let Some(Found { row, mut sealed, member, barred, withheld, fingerprint, partner }) =
            store::find(tx, id, worker)?
        else {
            return Ok(None);
        };
        let stored = store::entries(tx, id)?;
        let entries = read(&stored)?;
        let thread = match Thread::fold(&entries) {
            Ok(thread) => Some(thread),
            Err(ThreadError::NoOffer) if entries.is_empty() => None,
            Err(error) => return Err(damaged(error.code())),
        };
        // What was opened for a time is over at its hour, before the node has looked at its clock.
        let over = match row.case_id.filter(|_| member) {
            Some(case) => glass::store::is_over(tx, case, worker, now)?,
            None => false,
        };
        // Whoever was told does not read on while it is decided whether to erase or on what ground to keep; nor in what was
        // sent on from the case that came of it.
        let cut_off = match row.case_id.filter(|_| withheld && sealed.key.is_empty()) {
            Some(case) if row.direction == Direction::Out => ending::why(tx, case)?,
            _ => None,
        };
        let told =
            row.direction == Direction::In && thread.as_ref().is_some_and(Thread::is_withheld);
        if told || withheld {
            sealed.key.clear();
        }
        Ok(Some(Record {
            row,
            sealed,
            stored,
            entries,
            thread,
            fingerprint,
            member: member && !over,
            barred: barred || over,
            partner,
            cut_off,
        }))
    }

    /// Reads a referral for the node itself.
    ///
    /// # Errors
    /// `page.not_found`, or when the store cannot be read.
    pub async fn of(app: &App, id: ReferralId) -> Result<Record, Problem> {
        let found = app.store.read(move |tx| Record::load(tx, id)).await?;
        found.ok_or_else(Problem::not_found)
    }

    /// Finds a referral through the worker who asks for it. A stranger finds nothing.
    ///
    /// # Errors
    /// `page.not_found`, or when the store cannot be read.
    pub async fn through(app: &App, worker: &Worker, id: ReferralId) -> Result<Record, Problem> {
        let reader = (worker.id, app.clock.now());
        let found = app.store.read(move |tx| Record::load_for(tx, id, reader)).await?;
        found
            .filter(|record| !record.barred && may_see(worker, &record.row, record.member))
            .ok_or_else(Problem::not_found)
    }

    /// Finds a referral through the partner without a node to which it is addressed. Any other finds nothing.
    ///
    /// # Errors
    /// `page.not_found`, or when the store cannot be read.
    pub async fn addressed_to(
        app: &App,
        partner: AgencyId,
        id: ReferralId,
    ) -> Result<Record, Problem> {
        let record = Record::of(app, id).await?;
        let theirs = record.row.direction == Direction::Out && record.row.peer == partner;
        if theirs && record.thread.is_some() { Ok(record) } else { Err(Problem::not_found()) }
    }

    /// The thread of a referral that was signed.
    ///
    /// # Errors
    /// `referral.not_sent` before that.
    pub fn thread(&self) -> Result<&Thread, Problem> {
        self.thread.as_ref().ok_or_else(|| Problem::refused("referral.not_sent"))
    }

    /// The end of the chain of one author.
    pub fn chain_end(&self, author: AgencyId) -> ChainEnd {
        chain_end(&self.stored, author)
    }

    /// Whether a colleague is looking at it now, so that nobody else decides meanwhile.
    pub fn is_claimed_by_another(&self, worker: WorkerId, now: Millis) -> bool {
        let by_another = self.row.claimed_by.is_some_and(|claimed| claimed != worker);
        let incoming = self.row.direction == Direction::In;
        incoming && by_another && self.row.state == State::InReview && now < self.claimed_until()
    }

    /// Whether our node closes it when nobody here reads its outcome: we have sent it, and tell nobody else's.
    pub fn is_ours_to_close(&self) -> bool {
        self.row.direction == Direction::Out && self.row.relay.is_none()
    }

    /// Until when the claim holds: 5, 10 or 30 minutes by urgency, then anybody may take it over.
    pub fn claimed_until(&self) -> Millis {
        use sila_core::codes::Urgency;
        let minutes = match self.row.urgency {
            Urgency::Emergency => 5,
            Urgency::Urgent => 10,
            Urgency::Routine => 30,
        };
        self.row.claimed_at.unwrap_or_default().plus_minutes(minutes)
    }
}

/// The end of the chain of one author among stored entries.
pub fn chain_end(stored: &[StoredEntry], author: AgencyId) -> ChainEnd {
    let own = stored.iter().filter(|entry| entry.author == author);
    own.max_by_key(|entry| entry.n)
        .map_or_else(ChainEnd::default, |entry| ChainEnd { n: entry.n, hash: entry.hash })
}

/// Reads stored entries. They were verified when they were stored.
pub fn read(stored: &[StoredEntry]) -> Result<Vec<Entry>, DbError> {
    let entry = |stored: &StoredEntry| {
        let signed = SignedEntry::from_cbor(&stored.body).or(Err(damaged("entry")))?;
        signed.read().or(Err(damaged("entry")))
    };
    stored.iter().map(entry).collect()
}

/// A row that this node cannot have written.
fn damaged(what: &str) -> DbError {
    DbError::Type { what: format!("a stored referral is damaged: {what}") }
}

/// What the row must say when its entries are `stored`.
pub fn projection(row: &Referral, thread: &Thread, stored: &[StoredEntry]) -> Projection {
    let chained: Vec<_> = stored.iter().map(|e| (e.author, e.n, e.hash)).collect();
    Projection {
        state: state(row, thread),
        is_open: is_open(row.direction, thread, row.noted_at.is_some()),
        fingerprint: fingerprint(&chained),
        withheld: thread.is_withheld(),
        stopped: Stopped::by(thread),
        decide_by: thread.decide_by(),
        expires_at: thread.expires_at(),
        owed: owed(row, thread),
        contact: contact(thread),
        moves: Moves::of(row, thread),
    }
}

/// What people here have to do about it, by the calendars that the offer has frozen.
fn owed(row: &Referral, thread: &Thread) -> Option<Debt> {
    let (owed, due) = thread.owed(us(row, thread))?;
    let late = words::task::late_from(thread, (owed, due));
    Some(Debt { owed, since: thread.since(), due, late })
}

/// The times of the first contact, from the acceptance on. Where the person was passed on, whoever has taken them tells it to the
/// agency in the middle.
fn contact(thread: &Thread) -> Option<[Millis; 2]> {
    let accepted = thread.decision().filter(|entry| entry.act.accepts())?;
    let direct = thread.redirect().is_none();
    direct.then(|| Deadline::Contact.times(thread.offer(), accepted.at, None))
}

/// Our agency in a referral.
fn us(row: &Referral, thread: &Thread) -> AgencyId {
    let offer = thread.offer();
    if row.direction == Direction::Out { offer.source } else { offer.target }
}

/// What the entries say; and while they only say that it was offered, whether it has arrived.
fn state(row: &Referral, thread: &Thread) -> State {
    match thread.state() {
        State::Offered if row.delivered_at.is_some() => State::Delivered,
        state => state,
    }
}

/// A referral that came back stays open at the sender until somebody there took note: nothing returns silently.
pub fn is_open(direction: Direction, thread: &Thread, noted: bool) -> bool {
    thread.is_open() || (direction == Direction::Out && came_back(thread.state()) && !noted)
}

/// True when it ended otherwise than the sender wanted, who must know.
pub fn came_back(state: State) -> bool {
    matches!(state, State::Declined | State::Expired | State::Withdrawn | State::Cancelled)
}

/// Writes the projection if nobody wrote since `row` was read; says whether it did.
pub fn project(
    tx: &mut dyn Tx,
    row: &Referral,
    to: &Projection,
    now: Millis,
) -> Result<bool, DbError> {
    let ahead = store::is_ahead(tx, row)?;
    let place = store::priority(&Referral { ahead, ..row.clone() }, to.state);
    let args = p![
        row.id,
        row.version,
        to.state.code(),
        to.is_open,
        to.fingerprint,
        now,
        place,
        to.decide_by,
        to.expires_at,
        ahead
    ];
    if tx.exec(&store::PROJECT, &args)? == 0 {
        return Ok(false);
    }
    let shut = matches!(to.state, State::Withdrawn | State::Invalidated);
    if let (Direction::In, true, Some(case)) = (row.direction, shut, row.case_id) {
        withheld::set(tx, case, to.withheld, now)?;
    }
    if to.stopped != Stopped::Nothing {
        attachments::store::stop(tx, (row.id, row.direction), to.stopped, now)?;
    }
    words::store::owe(tx, row.id, to.owed)?;
    alone::follow(tx, row, to.moves)?;
    // Whoever knew that it came back does not know yet how it ends the second time.
    if row.noted_at.is_some() && to.state.is_undecided() {
        tx.send(&store::SET_NOTED, &p![row.id, None::<Millis>, to.is_open])?;
    }
    clock(tx, row, to)?;
    deadlines::follow(tx, row, to)?;
    let over = !to.state.is_undecided() && to.state != State::Accepted;
    if over && row.direction == Direction::In {
        crate::shelter::stays::store::referral_over(tx, row.id, now)?;
    }
    Ok(true)
}

/// The time to decide runs again when it is reviewed anew, later when it has stood, and not while others have the next word.
fn clock(tx: &mut dyn Tx, row: &Referral, to: &Projection) -> Result<(), DbError> {
    let later = to.decide_by.0.saturating_sub(row.decide_by.0);
    let answer = Deadline::to_answer(row.kind);
    if !to.state.is_pending() {
        return deadlines::store::end(tx, row.id, answer);
    }
    if !row.state.is_pending() {
        let half = to.expires_at.0.saturating_sub(to.decide_by.0) / 2;
        let second = Millis(to.decide_by.0.saturating_add(half));
        deadlines::store::begin(tx, row.id, answer, [to.decide_by, second])?;
    } else if later != 0 {
        deadlines::store::put_off(tx, row.id, answer, later)?;
    }
    // The sender lets it expire, not before the new time.
    if row.direction == Direction::Out && to.expires_at != row.expires_at {
        duty::store::add(tx, duty::EXPIRE, row.id, to.expires_at)?;
    }
    Ok(())
}

/// The role under which `worker` does what needs `permission`: the first of theirs that allows it.
pub fn role_for(worker: &Worker, permission: Permission) -> &str {
    let allows =
        |role: &&String| crate::accounts::roles::allow(std::slice::from_ref(*role), permission);
    worker.roles.iter().find(allows).map_or_else(|| worker.role(), String::as_str)
}

/// The same, as signed entries name it.
///
/// # Errors
/// `referral.malformed` when a role's code cannot stand in an entry.
pub fn by(worker: &Worker, permission: Permission) -> Result<sila_core::referral::ByRole, Problem> {
    sila_core::referral::ByRole::new(role_for(worker, permission))
        .map_err(|error| Problem::from(Refusal::from(error)))
}
