//! What the running node keeps in memory about its links: one gate for each direction, and a bell for each.
//!
//! Nothing here is needed for correctness: positions are checked again inside every transaction. The gates only keep two
//! exchanges of one link from doing the same work twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use sila_link::hello::Claimed;
use sila_link::{Hello, Role, SealedFile, Session};
use sila_seal::Hash;
use tokio::sync::watch;
use tokio::time::{Duration, Instant};

use crate::clock::Randomness;
use crate::wire::patience::Patience;
use crate::witness::Watch;

/// Messages given in an answer are receipted by the next call of the other side. After this time we call with them.
const PATIENCE: Duration = Duration::from_millis(250);

/// An outbox that was seen empty is looked at again after this time, even if nobody rings.
const EMPTY: Duration = Duration::from_secs(1);

/// One link of the running node.
#[derive(Debug)]
pub struct Line {
    /// Held while what came over this link is judged and stored.
    pub taking: tokio::sync::Mutex<()>,
    /// Held while what waits for this link is sealed.
    pub sealing: tokio::sync::Mutex<()>,
    /// Held while a body is built, so that a call and an answer never carry the same messages.
    pub saying: tokio::sync::Mutex<()>,
    waiting: AtomicI64,
    calling: AtomicBool,
    answered: Mutex<Option<Instant>>,
    bell: watch::Sender<u64>,
    /// How often the bell had rung, and when, as nothing waited to be sealed.
    emptied: Mutex<Option<(u64, Instant)>>,
    /// The talk about logs.
    pub watch: Watch,
    /// With calls of the other side that are refused.
    pub patience: Patience,
    /// The file of our self-test that lies ready for the other side.
    lying: Mutex<Option<Lying>>,
    /// The file of the other side's self-test that is still to be fetched.
    asked: Mutex<Option<SealedFile>>,
    /// The kinds that the other side has said in this life of the node.
    understood: Mutex<Option<BTreeSet<String>>>,
    session: Mutex<Session>,
    greeted: AtomicBool,
    is_asked: AtomicBool,
    blind: Mutex<Option<Claimed>>,
    stated: AtomicU32,
}

/// A small file that lies ready in memory: losing it costs a repetition.
#[derive(Debug, Clone)]
pub struct Lying {
    /// What the other side was told.
    pub file: SealedFile,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
    /// Since when.
    pub since: Instant,
}

impl Line {
    fn new() -> Line {
        Line {
            taking: tokio::sync::Mutex::new(()),
            sealing: tokio::sync::Mutex::new(()),
            saying: tokio::sync::Mutex::new(()),
            waiting: AtomicI64::new(0),
            calling: AtomicBool::new(false),
            answered: Mutex::new(None),
            bell: watch::channel(0).0,
            emptied: Mutex::default(),
            watch: Watch::default(),
            patience: Patience::with_mistakes(),
            lying: Mutex::new(None),
            asked: Mutex::new(None),
            understood: Mutex::default(),
            session: Mutex::new(Session::new(fresh())),
            greeted: AtomicBool::new(false),
            is_asked: AtomicBool::new(false),
            blind: Mutex::new(None),
            stated: AtomicU32::new(0),
        }
    }

    /// How many messages waited to be sealed when they were last counted, at most a second ago.
    pub fn waiting(&self) -> i64 {
        self.waiting.load(Ordering::Relaxed)
    }

    /// They were counted.
    pub fn set_waiting(&self, count: i64) {
        self.waiting.store(count, Ordering::Relaxed);
    }

    /// Whether messages go into a body now: not into an answer while a call of ours carries them, and not into a call
    /// while the other side may still receipt what an answer gave it. They would be the same messages twice.
    pub fn may_carry(&self, role: Role) -> bool {
        match role {
            Role::Caller => self.answered().is_none(),
            Role::Answerer => !self.calling.load(Ordering::Relaxed),
        }
    }

    /// A body with messages goes out.
    pub fn carries(&self, role: Role) {
        match role {
            Role::Caller => self.calling.store(true, Ordering::Relaxed),
            Role::Answerer => self.set_answered(Some(Instant::now() + PATIENCE)),
        }
    }

    /// The call of ours has ended, and what its answer said is stored.
    pub fn called(&self) {
        self.calling.store(false, Ordering::Relaxed);
    }

    /// Until when the other side may still receipt what an answer gave it.
    pub fn answered(&self) -> Option<Instant> {
        let answered = *self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered.filter(|until| *until > Instant::now())
    }

    /// A receipt came for what an answer gave: there is nothing to wait for any more.
    pub fn receipted(&self) {
        if self.answered().is_some() {
            self.set_answered(None);
            self.ring();
        }
    }

    /// The file of our self-test lies ready no longer.
    pub fn take_back(&self) {
        *self.lying.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The file of our self-test that lies ready.
    pub fn lying(&self) -> Option<Lying> {
        self.lying.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// This file lies ready from now on.
    pub fn lay(&self, lying: Lying) {
        *self.lying.lock().unwrap_or_else(PoisonError::into_inner) = Some(lying);
    }

    /// The file that is still to be fetched from the other side.
    pub fn asked(&self) -> Option<SealedFile> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Which file is still to be fetched.
    pub fn ask(&self, file: Option<SealedFile>) {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = file;
    }

    fn set_answered(&self, until: Option<Instant>) {
        *self.answered.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }

    /// Writes into a greeting of ours which life of this node speaks, which one of theirs it has heard, and that it answers
    /// one that it could not verify.
    pub fn says(&self, hello: Hello) -> Hello {
        match self.blind() {
            Some(claimed) => self.session().echoes(hello, &claimed),
            None => self.session().says(hello),
        }
    }

    /// What their last greeting claimed, if it could not be verified.
    pub fn blind(&self) -> Option<Claimed> {
        *self.blind.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Their greeting could not be verified, or (with nothing) it could.
    pub fn set_blind(&self, claimed: Option<Claimed>) {
        *self.blind.lock().unwrap_or_else(PoisonError::into_inner) = claimed;
    }

    /// Takes in a verified greeting. False when its body was written for another life of either side.
    pub fn hears(&self, hello: &Hello) -> bool {
        self.session().hears(hello)
    }

    /// A verified greeting says which statement of ours they hold. It counts when its speaker has seen us in this life, and
    /// when it is none that we have forgotten and not been given back yet.
    pub fn asks(&self, hello: &Hello, ours: u32) {
        if self.session().asked(hello) && hello.knows.unwrap_or(1) <= ours {
            self.is_asked.store(true, Ordering::Relaxed);
        }
    }

    /// Whether they have said so in this life.
    pub fn is_asked(&self) -> bool {
        self.is_asked.load(Ordering::Relaxed)
    }

    /// Whether a greeting that was current is so still: another life may have spoken since.
    pub fn is_current(&self, hello: &Hello) -> bool {
        hello.session.is_none() || hello.heard == Some(self.session().number())
    }

    /// A current greeting raised no alarm in this life of the node: from now on messages may be sealed.
    pub fn greet(&self) {
        self.greeted.store(true, Ordering::Relaxed);
    }

    /// Whether one has.
    pub fn is_greeted(&self) -> bool {
        self.greeted.load(Ordering::Relaxed)
    }

    /// Whether the other side has said exactly these kinds last.
    pub fn understands(&self, said: &BTreeSet<String>) -> bool {
        let understood = self.understood.lock().unwrap_or_else(PoisonError::into_inner);
        understood.as_ref() == Some(said)
    }

    /// It has, and that is stored.
    pub fn set_understands(&self, said: BTreeSet<String>) {
        *self.understood.lock().unwrap_or_else(PoisonError::into_inner) = Some(said);
    }

    /// Whether our statement of this number is news: true once, then it goes along with whatever else there is to say.
    pub fn states(&self, n: u32) -> bool {
        self.stated.swap(n, Ordering::Relaxed) != n
    }

    fn session(&self) -> std::sync::MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hears every ring from now on.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }

    /// How often it has rung.
    pub fn rings(&self) -> u64 {
        *self.bell.borrow()
    }

    /// Nothing waited to be sealed, and nothing held any of it back, when somebody looked who had heard so many rings.
    pub fn set_emptied(&self, rings: u64) {
        let seen = Some((rings, Instant::now()));
        *self.emptied.lock().unwrap_or_else(PoisonError::into_inner) = seen;
    }

    /// Whether that is still so: nobody has rung since.
    pub fn is_emptied(&self) -> bool {
        let emptied = *self.emptied.lock().unwrap_or_else(PoisonError::into_inner);
        emptied.is_some_and(|(rings, at)| rings == self.rings() && at.elapsed() < EMPTY)
    }

    /// Something waits, or the link's state changed.
    pub fn ring(&self) {
        self.bell.send_modify(|rings| *rings = rings.wrapping_add(1));
    }
}

fn fresh() -> u64 {
    rand_core::Rng::next_u64(&mut Randomness)
}

/// All links of the running node.
#[derive(Debug)]
pub struct Lines {
    /// With everybody who is not linked, together.
    pub strangers: Patience,
    rung: AtomicBool,
    all: Mutex<BTreeMap<Hash, Arc<Line>>>,
}

impl Default for Lines {
    fn default() -> Lines {
        Lines {
            strangers: Patience::with_mistakes(),
            rung: AtomicBool::new(false),
            all: Mutex::default(),
        }
    }
}

impl Lines {
    /// The line of this link.
    pub fn of(&self, link: Hash) -> Arc<Line> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(link).or_insert_with(|| Arc::new(Line::new())))
    }

    /// From now on the job that delivers rings whenever a letter was written.
    pub fn set_rung(&self) {
        self.rung.store(true, Ordering::Relaxed);
    }

    /// Whether it does: where no such job runs, nothing may be concluded from silence.
    pub fn are_rung(&self) -> bool {
        self.rung.load(Ordering::Relaxed)
    }

    /// Rings for every link.
    pub fn ring_all(&self) {
        self.each(Line::ring);
    }

    /// Does something with every line.
    pub fn each(&self, act: impl Fn(&Line)) {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.values().for_each(|line| act(line));
    }
}
