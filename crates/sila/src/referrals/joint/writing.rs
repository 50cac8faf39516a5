//! Writing lines of our own: decide on what is stored, sign, and commit lines, letters and journal facts together, if nobody
//! wrote meanwhile; else decide again. Whoever writes for the first time is introduced to the other agency by name.

use sila_core::ids::{AgencyId, ReferralId, WorkerId};
use sila_core::joint::{Deed, HEAD, Joint, JointError, Line};
use sila_core::referral::{ByRole, Offer};
use sila_core::time::Millis;
use sila_link::{Message, ReferralLine, Salted, SignedLine};

use super::desk::{Desk, Loaded, Room, place};
use super::store::{self, OpenTask, StoredLine};
use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::links::outbox::{self, Letter};
use crate::p;
use crate::problem::Problem;
use crate::referrals::record::Record;
use crate::referrals::store::{self as referrals, Referral};
use crate::referrals::{deadlines, dispute, letter, record, words};
use crate::vault;

/// How often a deed is decided again when somebody else wrote first.
const TRIES: usize = 8;

/// What somebody wants to do.
#[derive(Debug, Clone)]
pub struct Wish {
    /// What.
    pub deed: Deed,
    /// In their own words; empty for none.
    pub words: String,
}

impl Wish {
    /// A deed with words.
    pub fn new(deed: Deed, words: impl Into<String>) -> Wish {
        Wish { deed, words: words.into() }
    }
}

impl From<JointError> for Problem {
    fn from(error: JointError) -> Problem {
        Problem::refused(error.code())
    }
}

/// Everything that one transaction writes.
struct Written {
    row: Referral,
    offer: Box<Offer>,
    me: AgencyId,
    lines: Vec<(StoredLine, Letter, Fact)>,
    tasks: Vec<OpenTask>,
    joint: Joint,
}

/// Does what `decide` decides, on what is stored now.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `joint.ended` when the two no longer share; as [`words::may_go`] where something
/// is said of the joint work; what `decide` or the rules refuse; `referral.busy` when others keep writing.
pub async fn write<F>(
    app: &App,
    worker: &Worker,
    (id, room): (ReferralId, Room),
    now: Millis,
    decide: F,
) -> Result<(), Problem>
where
    F: Fn(&Desk) -> Result<Wish, Problem>,
{
    for _ in 0..TRIES {
        let desk = Desk::through(app, worker, (id, room), now).await?;
        desk.needs_open(room)?;
        let wish = decide(&desk)?;
        if room == Room::Joint && !wish.words.is_empty() {
            words::may_go(app, worker, &desk.record.row, now).await?;
        }
        let written = compose(app, worker, &desk, wish, now).await?;
        if app.store.write(move |tx| written.insert(tx)).await.map_err(|e: DbError| e)? {
            app.outbox.notify_one();
            app.changed(Topic::Referrals);
            return Ok(());
        }
    }
    Err(Problem::unavailable("referral.busy"))
}

async fn compose(
    app: &App,
    worker: &Worker,
    desk: &Desk,
    wish: Wish,
    now: Millis,
) -> Result<Written, Problem> {
    let by = acting(worker, &wish.deed)?;
    let mut loaded = desk.loaded.clone();
    let mut messages = Vec::new();
    let introduced = loaded.member(worker.id);
    if introduced.is_none() {
        let name = format!("{}\n{}", worker.name_ar, worker.name_en);
        let name = Wish::new(Deed::Member, name);
        messages.push(add(app, &mut loaded, (Some(worker.id), &by, 0), name, now)?);
    }
    if wish.deed != Deed::Member {
        let who = loaded.member(worker.id).map_or(0, |line| line.n);
        messages.push(add(app, &mut loaded, (Some(worker.id), &by, who), wish, now)?);
    }
    let new = loaded.stored.split_off(desk.loaded.stored.len());
    loaded.stored = [desk.loaded.stored.clone(), new.clone()].concat();
    let mut lines = Vec::new();
    for (line, message) in new.into_iter().zip(messages) {
        let letter = letter::beside_entries(app, &desk.record, &message, now).await?;
        let fact = fact(app, desk.record.row.id, &line, now);
        lines.push((line, letter, fact));
    }
    let until = desk.until.unwrap_or(now);
    let tasks = loaded.open_tasks(desk.me, until);
    let (row, offer) = (desk.record.row.clone(), Box::new(desk.record.thread()?.offer().clone()));
    Ok(Written { row, offer, me: desk.me, lines, tasks, joint: loaded.joint })
}

/// The role in which somebody acts: a head as head in a dispute.
fn acting(worker: &Worker, deed: &Deed) -> Result<ByRole, Problem> {
    if matches!(deed, Deed::Countersign { .. } | Deed::Review { .. }) {
        return record::by(worker, Permission::ReferralApprove);
    }
    if deed.is_about_time() {
        return record::by(worker, Permission::ReferralRead);
    }
    let dispute = deed.is_dispute();
    let head = worker.roles.iter().any(|role| role == HEAD);
    match ByRole::new(HEAD) {
        Ok(by) if dispute && head => Ok(by),
        _ if dispute => record::by(worker, Permission::ReferralRead),
        _ => record::by(worker, Permission::CaseRead),
    }
}

/// Signs the next line, and adds it to those that are there.
fn add(
    app: &App,
    loaded: &mut Loaded,
    (worker, by, who): (Option<WorkerId>, &ByRole, u32),
    wish: Wish,
    now: Millis,
) -> Result<Message, Problem> {
    let salt = crate::referrals::random();
    let salted = Salted { salt, bytes: wish.words.into_bytes() };
    let salted = Some(salted).filter(|salted| !salted.bytes.is_empty());
    let deed = (wish.deed, salted.as_ref().map(Salted::commitment));
    let line = loaded.joint.next(app.node.id, (by.clone(), who), deed, now)?;
    let end = loaded.chain_end(app.node.id);
    let signed = SignedLine::sign(line, &end, app.keys().sign())
        .map_err(|error| Problem::internal("joint.unsigned").because(error))?;
    let line = signed.read().map_err(|error| Problem::internal("joint.unsigned").because(error))?;
    loaded.stored.push(stored(app, &line, &signed, salted.as_ref(), worker)?);
    loaded.lines.push(line.clone());
    let parties = loaded.joint.parties();
    loaded.joint = Joint::fold(line.referral, parties, &loaded.lines)?;
    Ok(Message::ReferralLine(ReferralLine { line: signed.to_cbor(), words: salted }))
}

/// A line ready to be stored, its words sealed under a key of their own.
pub fn stored(
    app: &App,
    line: &Line,
    signed: &SignedLine,
    words: Option<&Salted>,
    worker: Option<WorkerId>,
) -> Result<StoredLine, Problem> {
    let id = app.clock.new_id();
    let sealed = match words {
        None => None,
        Some(words) => {
            let plain = minicbor::to_vec(words)
                .map_err(|error| Problem::internal("joint.unreadable").because(error))?;
            let (key, wrapped) = app.vault.new_key(place(id));
            Some((wrapped, vault::seal(&key, place(id), &plain)))
        }
    };
    let (key, words) = sealed.unzip();
    let (author, n, at, deed) = (line.author, line.n, line.at, line.deed.code().to_owned());
    let (body, hash) = (signed.to_cbor(), signed.hash());
    Ok(StoredLine { id, author, n, at, deed, body, hash, worker, key, words })
}

/// The journal's fact of a line, own or received.
pub fn fact(app: &App, id: ReferralId, line: &StoredLine, now: Millis) -> Fact {
    let (subject, data) = (id.to_string(), line.body.clone());
    let (fact, worker) = (app.clock.new_id(), line.worker);
    Fact { id: fact, at: now, kind: "line", subject, worker, data }
}

impl Written {
    /// Writes all of it, or nothing when the referral has changed since it was read.
    fn insert(&self, tx: &mut dyn Tx) -> Result<bool, DbError> {
        if tx.exec(&referrals::TOUCH, &p![self.row.id, self.row.version])? == 0 {
            return Ok(false);
        }
        for (line, letter, fact) in &self.lines {
            store::insert(tx, self.row.id, line)?;
            outbox::post(tx, letter)?;
            journal::insert(tx, fact)?;
        }
        store::set_tasks(tx, self.row.id, &self.tasks)?;
        dispute::keep(tx, &self.row, self.me, &self.joint)?;
        deadlines::keep(tx, &self.row, &self.offer, &self.joint)?;
        Ok(true)
    }
}

/// A line that the node says by itself, with its letter: written in the transaction that makes it true.
pub struct OfNode {
    line: StoredLine,
    letter: Letter,
    fact: Fact,
}

/// Signs the next line of the node itself.
///
/// # Errors
/// What the rules refuse; `referral.no_link` and `link.outbox_full`.
pub async fn of_node(
    app: &App,
    record: &Record,
    loaded: &Loaded,
    wish: Wish,
    now: Millis,
) -> Result<OfNode, Problem> {
    let mut loaded = loaded.clone();
    let message = add(app, &mut loaded, (None, &ByRole::node(), 0), wish, now)?;
    let unsigned = || Problem::internal("joint.unsigned");
    let line = loaded.stored.pop().ok_or_else(unsigned)?;
    let letter = letter::beside_entries(app, record, &message, now).await?;
    Ok(OfNode { fact: fact(app, record.row.id, &line, now), line, letter })
}

impl OfNode {
    /// Writes it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn insert(&self, tx: &mut dyn Tx, id: ReferralId) -> Result<(), DbError> {
        store::insert(tx, id, &self.line)?;
        outbox::post(tx, &self.letter)?;
        journal::insert(tx, &self.fact)
    }
}
