//! What the node does by itself about a referral: release the key, erase, let it expire, open the case.

use sila_core::codes::{FollowsCode, LawfulBasis, Withdrawal};
use sila_core::disclosure::Disclosure;
use sila_core::ids::{AgencyId, ReferralId, WorkerId};
use sila_core::permission::Permission;
use sila_core::referral::{Act, Side, State, Thread};
use sila_core::time::Millis;
use sila_seal::Key;

use super::body;
use super::entry::{self, Deed, Then};
use super::letter::{identity_aad, key_commitment};
use super::record::Record;
use super::store::Direction;
use super::typing::Count;
use super::{duty, ending, handover, narrowing, passing, rounds, store};
use crate::accounts::{self, Permission as May, Worker};
use crate::app::{App, Topic};
use crate::cases;
use crate::db::{DbError, Tx};
use crate::evidence::pack::Given;
use crate::intake::typing;
use crate::p;
use crate::partners::Level;
use crate::problem::Problem;
use crate::shelter::danger::passing as danger;

/// More than a referral can owe at once.
const STEPS_MAX: usize = 8;

/// What is due.
enum Due {
    /// An entry of the node.
    Entry(Act),
    /// The portal of a partner without a node shows nothing of it any more, or not what was taken back.
    PortalClosed(Act),
    /// The identity can be opened and the case created.
    Case,
    /// It was passed on: what the one side does is told to the other.
    Relay,
}

/// Does everything the node owes this referral, step by step, each in a transaction of its own.
///
/// # Errors
/// When the store fails, or what was released does not open; the job then comes again.
pub async fn react(app: &App, id: ReferralId, now: Millis) -> Result<(), Problem> {
    look_first(app, id, now).await?;
    for _ in 0..STEPS_MAX {
        match enter(app, id, now).await {
            Ok(true) => continue,
            Ok(false) => return Ok(()),
            Err(problem) if problem.code == NOTHING => {}
            Err(problem) => return Err(problem),
        }
        let record = Record::of(app, id).await?;
        match due(app, &record, now) {
            Some(Due::Entry(Act::Release { .. })) if handover::is_signed(&record) => {
                handover::release(app, &record, now).await?;
            }
            Some(Due::Entry(Act::Removed)) => narrowing::remove(app, &record, now).await?,
            Some(Due::Entry(Act::Erased { .. })) => {
                rounds::erase(app, &record, None, now).await?;
            }
            Some(Due::PortalClosed(Act::Erased { .. })) => {
                rounds::erase(app, &record, Some(record.row.peer), now).await?;
            }
            Some(Due::Case) => open_case(app, &record, now).await?,
            Some(Due::Entry(_) | Due::PortalClosed(_)) => {}
            Some(Due::Relay) if passing::bring(app, &record, now).await? => {}
            Some(Due::Relay) | None if settle(app, &record, now).await? => return Ok(()),
            Some(Due::Relay) | None => {}
        }
    }
    Err(Problem::unavailable("referral.busy"))
}

/// What is looked at before any entry is.
async fn look_first(app: &App, id: ReferralId, now: Millis) -> Result<(), Problem> {
    ending::keep_who_lives_here(app, id, now).await?;
    danger::ask_anew(app, id, now).await
}

/// Whether the node of `me` has something to do: an entry is due, or something was decided and must be settled here.
pub fn owes(thread: &Thread, me: AgencyId, now: Millis) -> bool {
    let passed_on = thread.redirect().is_some() || thread.offer().origin.is_some();
    passed_on || thread.reaction(me, now).is_some() || !thread.state().is_pending()
}

fn due(app: &App, record: &Record, now: Millis) -> Option<Due> {
    let thread = record.thread.as_ref()?;
    if record.row.relay.is_some() {
        return Some(Due::Relay);
    }
    if let Some(act) = ending::cut_off(record, app.node.id) {
        return Some(Due::Entry(act));
    }
    if let Some(act) = thread.reaction(app.node.id, now) {
        return Some(Due::Entry(act));
    }
    let hosted = record.partner == Some(Level::Portal);
    let theirs = thread.reaction(record.row.peer, now).filter(|_| hosted);
    if let Some(act @ (Act::Purged | Act::Removed | Act::Erased { .. })) = theirs {
        return Some(Due::PortalClosed(act));
    }
    // What is shown at the portal is ours: nobody there holds it on a ground of their own.
    if hosted && thread.awaits_ground() {
        return Some(Due::PortalClosed(Act::Purged));
    }
    let ours = thread.side(app.node.id) == Some(Side::Target);
    let keyed = record.sealed.identity_key.is_some() && record.sealed.identity.is_some();
    // A key that came together with a withdrawal opens nothing, unless it is kept on a ground of its own.
    let known = thread.state().is_taken() || thread.is_kept();
    let opens = ours && thread.identity_released() && known;
    (opens && keyed && record.row.case_id.is_none()).then_some(Due::Case)
}

/// Writes the entry that is due, and says whether more is. [`NOTHING`] when no entry is due.
async fn enter(app: &App, id: ReferralId, now: Millis) -> Result<bool, Problem> {
    let decide = |record: &Record| match due(app, record, now) {
        Some(Due::Entry(Act::Release { .. })) if !handover::is_signed(record) => {
            release(app, record, now)
        }
        Some(Due::Entry(act @ Act::Purged)) => Ok(Deed::of_node(act).then(Then::Erase)),
        Some(Due::Entry(act)) if !is_prepared(&act) => Ok(Deed::of_node(act)),
        // Nothing is removed here: what the portal shows follows from the thread, and the case is our own.
        Some(Due::PortalClosed(act)) if !matches!(act, Act::Erased { .. }) => {
            Ok(Deed::of_node(act).hosted(record.row.peer))
        }
        _ => Err(Problem::refused(NOTHING)),
    };
    entry::write(app, id, now, decide).await
}

/// Something is read before it can be written.
fn is_prepared(act: &Act) -> bool {
    matches!(act, Act::Removed | Act::Erased { .. } | Act::Release { .. })
}

/// Inside this noun only: no entry is due.
pub(super) const NOTHING: &str = "referral.nothing_due";

/// The release of the key that this node holds; or, where the permission has run out meanwhile, the end of the referral.
///
/// # Errors
/// `referral.no_key` when it was given or forgotten.
pub fn release(app: &App, record: &Record, now: Millis) -> Result<Deed, Problem> {
    let id = record.row.id;
    // The person has taken back what this node was told, and so nothing of it is given on; what goes on a ground in law goes on.
    let allowed = record.thread()?.offer().lawful_basis == LawfulBasis::Consent;
    if record.sealed.key.is_empty() && allowed {
        return Err(Problem::unavailable("referral.busy"));
    }
    if has_run_out(app, record, now)? {
        let act = Act::Withdraw { at: Side::Source, why: Withdrawal::Expired };
        return Ok(Deed::of_node(act).then(Then::ForgetKey));
    }
    let key = held_key(app, record)?;
    let key_commit = key_commitment(id, &key);
    let deed = Deed::of_node(Act::Release { key_commit });
    Ok(Deed { key: Some(key), ..deed }.then(Then::ForgetKey))
}

/// The key of the identity at the agency that has sealed it.
///
/// # Errors
/// `referral.no_key` when it was given or forgotten.
pub(super) fn held_key(app: &App, record: &Record) -> Result<[u8; 32], Problem> {
    match &record.sealed.identity_key {
        Some(_) => Ok(*body::identity_key(app, record.row.id, &record.sealed)?),
        None => kept_key(app, record),
    }
}

/// After a decline the key was put away, and an appeal has led to an acceptance: it is still beside what was sent.
fn kept_key(app: &App, record: &Record) -> Result<[u8; 32], Problem> {
    let body = body::open(app, record.row.id, &record.sealed)?;
    let given = body.and_then(|body| body.opening).and_then(|opening| opening.identity);
    given.map(|given| given.key).ok_or_else(|| Problem::refused("referral.no_key"))
}

/// Whether what the person allowed has run out since it was offered. Where a referral was passed on, its first sender asks that.
fn has_run_out(app: &App, record: &Record, now: Millis) -> Result<bool, Problem> {
    let shared = body::open(app, record.row.id, &record.sealed)?.and_then(|body| body.shared);
    let over = |permission: Permission| {
        permission.basis == LawfulBasis::Consent && now >= permission.expires_at
    };
    Ok(shared.is_some_and(|shared| over(shared.permission)))
}

/// Opens the identity with the released key and creates the case, with nothing typed again: one transaction.
async fn open_case(app: &App, record: &Record, now: Millis) -> Result<(), Problem> {
    let (row, id) = (&record.row, record.row.id);
    let disclosure = open_identity(app, record)?;
    let owner = match row.claimed_by {
        Some(worker) => worker,
        None => at_the_desk(app).await?,
    };
    // The salt belongs to what was sent, not to the case that is made of it.
    let told = Disclosure { salt: None, ..disclosure.clone() };
    let mut case = cases::compose(app, &told, row.category, row.urgency, owner, Some(id), now)?;
    // Accepting a service or a place does not move responsibility; only a transfer does.
    case.lead = record.thread()?.responsible();
    let arriving = handover::arriving(app, record, &case, now).await?;
    let shared = reseal(app, record, disclosure)?;
    let (version, made) = (row.version, case.id);
    let back = returned(record)?.filter(|_| case.lead == app.node.id);
    let peer = row.peer;
    let carried = Count::new(app, id, typing::of_sent(&told, now), (None, now));
    app.store
        .write(move |tx| {
            if tx.exec(&store::TOUCH, &p![id, version])? == 0 {
                return Ok(());
            }
            cases::store::insert(tx, &case)?;
            carried.insert(tx)?;
            arriving.iter().try_for_each(|arriving| arriving.insert(tx))?;
            if let Some(earlier) = back {
                take_back(tx, (earlier, id), (peer, case.lead))?;
            }
            tx.send(&store::SET_CASE, &p![id, case.id, &shared])?;
            Ok::<_, DbError>(())
        })
        .await?;
    app.changed(Topic::Cases);
    app.changed(Topic::Referrals);
    crate::people::register::follow(app, made).await;
    Ok(())
}

/// The referral by which responsibility had gone to whom hands it back now.
fn returned(record: &Record) -> Result<Option<ReferralId>, Problem> {
    let follows = record.thread()?.offer().follows;
    let back = follows.filter(|earlier| earlier.code == FollowsCode::Returns);
    Ok(back.map(|earlier| earlier.referral))
}

/// The case from which it had gone says again who answers for the person: we do, in the case that came back.
fn take_back(
    tx: &mut dyn Tx,
    (earlier, back): (ReferralId, ReferralId),
    (peer, me): (AgencyId, AgencyId),
) -> Result<(), DbError> {
    let Some(earlier) = Record::load(tx, earlier)? else { return Ok(()) };
    let gone = earlier.thread.as_ref().is_some_and(|thread| thread.responsible() == peer);
    let ours = earlier.row.direction == Direction::Out && earlier.row.peer == peer && gone;
    match earlier.row.case_id.filter(|_| ours) {
        Some(case) => {
            cases::store::set_lead(tx, case, me)?;
            cases::handover::store::come_back(tx, case, back)
        }
        None => Ok(()),
    }
}

/// Who had accepted is not known any more after a restore: somebody who may decide takes the case over.
async fn at_the_desk(app: &App) -> Result<WorkerId, Problem> {
    let all = app.store.read(accounts::store::all).await?;
    let may = |worker: &&Worker| worker.active && worker.may(May::ReferralDecide);
    let found = all.iter().find(may).map(|worker| worker.id);
    found.ok_or_else(|| Problem::internal("referral.no_owner"))
}

/// What the sender shared, cut to the fields its signed offer names.
fn open_identity(app: &App, record: &Record) -> Result<Disclosure, Problem> {
    let (sealed, id) = (&record.sealed, record.row.id);
    let Some(identity) = &sealed.identity else {
        return Err(Problem::internal("referral.no_key"));
    };
    let key = Key::from_bytes(*body::identity_key(app, id, sealed)?);
    let unreadable = |error: &dyn std::fmt::Display| {
        Problem::internal("referral.identity_unreadable").because(error)
    };
    // What was passed on is sealed as the agency that offered first had sealed it.
    let origin = record.thread()?.offer().origin.as_ref().map(|origin| origin.referral);
    let plain = key
        .open(&identity_aad(origin.unwrap_or(id)), identity)
        .map_err(|error| unreadable(&error))?;
    let disclosure = Disclosure::from_cbor(&plain).map_err(|error| unreadable(&error))?;
    let disclosure = disclosure.limited_to(&record.thread()?.offer().fields);
    Ok(narrowing::without(disclosure, &record.thread()?.narrowed()))
}

/// The body of the referral with what was shared in it.
fn reseal(app: &App, record: &Record, disclosure: Disclosure) -> Result<Vec<u8>, Problem> {
    let (id, sealed) = (record.row.id, &record.sealed);
    let erased = || Problem::internal("referral.unreadable");
    let mut body = body::open(app, id, sealed)?.ok_or_else(erased)?;
    body.shared = Some(disclosure);
    // The identity as it was sealed tells also what was taken back since.
    if !record.thread()?.narrowed().is_empty() {
        body.opening = None;
    }
    if let (Some(opening), Some(identity)) = (&mut body.opening, &sealed.identity) {
        let key = *body::identity_key(app, id, sealed)?;
        opening.identity = Some(Given { sealed: identity.clone().into(), key });
    }
    body::seal(&body::key(app, id, sealed)?.ok_or_else(erased)?, id, &body)
}

/// Nothing is due: the job is done, unless something changed meanwhile. A sender forgets the key of an identity that
/// will never be released.
async fn settle(app: &App, record: &Record, now: Millis) -> Result<bool, Problem> {
    let (id, version) = (record.row.id, record.row.version);
    let thread = record.thread.as_ref();
    let decided = thread.is_none_or(|thread| !thread.state().is_pending());
    // Of a referral for information that was read no key is ever given.
    let read = record.row.state == State::Noted;
    let purged = thread.is_some_and(|thread| thread.is_purged());
    let forget = (purged || read) && record.sealed.identity_key.is_some();
    let ours = thread.is_some_and(|thread| thread.side(app.node.id) == Some(Side::Target));
    // For a partner at the portal the end comes from this node too.
    let acts = ours || record.partner == Some(Level::Portal);
    let later = thread.and_then(Thread::purge_from).filter(|from| acts && *from > now);
    // Nobody here has read the outcome yet: when that has gone on for long enough, the node closes it.
    let closes =
        thread.and_then(Thread::closes_at).filter(|at| record.is_ours_to_close() && *at > now);
    let later = later.or(closes);
    let runs_out = ending::runs_out(app, record)?;
    let done = app
        .store
        .write(move |tx| {
            // Also a lock: whoever writes at the same moment waits, and its job is not lost.
            if tx.exec(&store::TOUCH, &p![id, version])? == 0 {
                return Ok(false);
            }
            if forget {
                tx.send(&store::SET_IDENTITY_KEY, &p![id, None::<Vec<u8>>])?;
            }
            if decided {
                tx.send(&duty::store::DONE, &p![duty::EXPIRE, id])?;
            }
            if let Some(at) = runs_out {
                duty::store::add(tx, duty::RUN_OUT, id, at)?;
            }
            match later {
                Some(from) => duty::store::add(tx, duty::REACT, id, from)?,
                None => tx.send(&duty::store::DONE, &p![duty::REACT, id])?,
            }
            Ok::<_, DbError>(true)
        })
        .await?;
    if let Some(case) = record.row.case_id.filter(|_| purged && ours) {
        crate::people::register::follow(app, case).await;
    }
    Ok(done)
}
