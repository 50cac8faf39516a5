//! One agency: what is committed, and what is only in memory. Everything that follows from an entry is one commit with it.

use std::collections::BTreeMap;

use sila_core::referral::{Act, Effect, Entry, State, Step, Thread};
use sila_core::{AgencyId, Millis};

use super::mutant::Mutant;
use super::shape::{AGENCIES, ROUTES, WAYS};

/// Beds of each agency: as few as can be.
pub const BEDS: usize = 1;

/// Words by their commitment.
pub type Words = BTreeMap<[u8; 32], &'static str>;

/// What was said beside an entry, with its commitment.
pub type Said = Option<([u8; 32], &'static str)>;

/// Where somebody is who came by a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bed {
    /// A bed is held for her.
    Held,
    /// She sleeps there.
    Slept,
    /// The bed is another's again; the referral stood so then.
    Left(State),
}

/// What an agency keeps.
#[derive(Clone, Default)]
pub struct Store {
    /// The entries of each referral.
    pub threads: [Vec<Entry>; WAYS],
    /// What was said beside them.
    pub words: [Words; WAYS],
    /// Whether it was given the key to the identity.
    pub keys: [bool; WAYS],
    /// The row of the list: the state, and since when.
    pub rows: [Option<(State, Millis)>; WAYS],
    /// The bed that goes with a referral.
    pub beds: [Option<Bed>; WAYS],
    /// Beds of others.
    pub others: usize,
    /// Who answers for the person by what is known of the case here.
    pub lead: Option<AgencyId>,
    /// The case is closed here.
    pub is_closed: bool,
}

impl Store {
    /// Beds that are held or slept in.
    pub fn taken(&self) -> usize {
        self.others + (0..WAYS).filter(|way| self.has_bed(*way)).count()
    }

    /// Whether a bed is held for, or slept in by, whom this referral is about.
    pub fn has_bed(&self, way: usize) -> bool {
        matches!(self.beds[way], Some(Bed::Held | Bed::Slept))
    }
}

/// One agency.
pub struct Node {
    /// Which.
    pub me: AgencyId,
    /// What a crash leaves.
    pub disk: Store,
    /// What is known now.
    pub memory: Store,
    /// The threads of what is in memory.
    pub known: [Option<Thread>; WAYS],
    /// How much of the other side's entries it has said to have.
    receipts: [usize; WAYS],
    mutant: Mutant,
}

impl Node {
    /// An agency that knows nothing yet.
    pub fn new(me: AgencyId, mutant: Mutant) -> Node {
        let (disk, memory) = (Store::default(), Store::default());
        Node { me, disk, memory, known: Default::default(), receipts: [0; WAYS], mutant }
    }

    /// What is in memory lasts from now on.
    pub fn commit(&mut self) {
        self.disk.clone_from(&self.memory);
    }

    /// What was not committed is gone.
    pub fn crash(&mut self) {
        self.restore(self.disk.clone());
    }

    /// Goes on from what was kept.
    pub fn restore(&mut self, kept: Store) {
        self.memory = kept;
        (0..WAYS).for_each(|way| self.fold(way));
    }

    fn fold(&mut self, way: usize) {
        let entries = &self.memory.threads[way];
        self.known[way] = (!entries.is_empty()).then(|| {
            Thread::fold(entries).unwrap_or_else(|error| panic!("6: no thread at all: {error}"))
        });
    }

    /// Takes what is next of the other side's committed entries, in their order.
    pub fn take(&mut self, way: usize, from: &Store, upto: usize, now: Millis) {
        let theirs = |entry: &&Entry| entry.author != self.me;
        let mut have = self.memory.threads[way].iter().filter(theirs).count();
        if self.mutant == Mutant::ReceiptsEarly {
            have = have.max(self.receipts[way]);
        }
        let next = from.threads[way].iter().filter(theirs).skip(have).take(upto);
        let next: Vec<Entry> = next.cloned().collect();
        self.receipts[way] = have + next.len();
        for entry in next {
            let said = entry.act.words().and_then(|hash| from.words[way].get_key_value(&hash));
            let said = said.map(|(hash, said)| (*hash, *said));
            self.push(way, &entry, said, now);
        }
    }

    /// One more entry, own or the other side's, and everything that follows from it here.
    pub fn push(&mut self, way: usize, entry: &Entry, said: Said, now: Millis) {
        let led = self.known[way].as_ref().map(Thread::responsible);
        let own = entry.author == self.me;
        self.memory.threads[way].push(entry.clone());
        self.fold(way);
        self.keep(way, entry, said);
        let Some(thread) = &self.known[way] else { return };
        let (state, leads) = (thread.state(), thread.responsible());
        let since = if self.mutant == Mutant::StampsRow { now } else { thread.since() };
        self.memory.rows[way] = Some((state, since));
        let over = !state.is_undecided() && state != State::Accepted;
        if over && self.memory.beds[way] == Some(Bed::Held) {
            self.memory.beds[way] = Some(Bed::Left(state));
        }
        if own && led == Some(self.me) && leads != self.me {
            self.memory.lead = Some(leads);
        }
    }

    /// Keeps what came beside an entry, or erases what is kept. What comes too late opens nothing.
    fn keep(&mut self, way: usize, entry: &Entry, said: Said) {
        let Some(thread) = &self.known[way] else { return };
        let (own, store) = (entry.author == self.me, &mut self.memory);
        let late = |step: &Step| step.effect == Effect::TooLate && step.entry == *entry;
        let counts = !thread.is_purged() && !thread.steps().iter().any(late);
        if let Some((hash, said)) = said.filter(|_| counts) {
            store.words[way].insert(hash, said);
        }
        let early = self.mutant == Mutant::SendsKeyAtOnce && matches!(entry.act, Act::Offer(_));
        let given = counts && matches!(entry.act, Act::Release { .. });
        store.keys[way] |= !own && (given || early);
        if own && matches!(entry.act, Act::Purged | Act::Erased { .. }) {
            store.keys[way] = false;
            if self.mutant != Mutant::KeepsWords {
                store.words[way].clear();
            }
        }
    }

    /// Holds a bed for whom this referral is about, if one is free.
    pub fn hold(&mut self, way: usize) {
        if self.memory.taken() < BEDS {
            self.memory.beds[way] = Some(Bed::Held);
            if self.mutant == Mutant::HoldsApart {
                self.disk.beds[way] = Some(Bed::Held);
            }
        }
    }

    /// The referrals that came to this agency and were not passed on by it.
    pub fn came(&self) -> impl Iterator<Item = (usize, &Thread)> {
        let all = self.known.iter().enumerate();
        let all = all.filter_map(|(way, thread)| Some((way, thread.as_ref()?)));
        all.filter(move |(_, thread)| {
            thread.offer().target == self.me && thread.redirect().is_none()
        })
    }

    /// The referrals that it has sent of its own case.
    pub fn sent(&self) -> impl Iterator<Item = &Thread> {
        let own = move |way: &usize| AGENCIES[ROUTES[*way].1] == self.me;
        (0..WAYS).filter(own).filter_map(move |way| self.known[way].as_ref())
    }
}
