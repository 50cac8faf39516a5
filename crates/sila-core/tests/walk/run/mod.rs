//! Two agencies or more, each with a disk, do by chance whatever the rules let them do about one case: persons act, nodes do what
//! they owe, entries arrive late, what was not committed is lost in a crash, clocks differ, agreements are amended, places fill and
//! time runs out. One source of chance: the same seed tells the same story.

mod acts;
mod check;
mod mutant;
mod node;
mod offers;
mod shape;
mod words;

use sila_core::Millis;
use sila_core::care::Unsettled;
use sila_core::referral::{Act, ByRole, Entry, Leg, Offer, Side, State, Thread, relay};

pub use check::INVARIANTS;
pub use mutant::{MUTANTS, Mutant};
use node::{BEDS, Bed, Node, Said, Store};
pub use shape::Shape;
use shape::{AGENCIES, DOWN, End, RIVAL, ROUTES, UP, WAYS};

const START: Millis = Millis(1_763_967_600_000);

/// How often each act was written, by its code.
pub type Written = std::collections::BTreeMap<&'static str, u64>;

/// What came of a walk.
pub struct Tale {
    /// What was written.
    pub written: Written,
    /// The state of each referral at the end; empty where there was none.
    pub ends: [&'static str; WAYS],
}

/// Where all chance comes from.
pub struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        let all = u64::try_from(n.max(1)).unwrap();
        usize::try_from(self.roll() % all).unwrap()
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// Everything there is.
pub struct World {
    dice: Dice,
    shape: Shape,
    mutant: Mutant,
    now: Millis,
    nodes: [Node; 4],
    /// What was offered, as it was signed.
    frozen: [Option<Offer>; WAYS],
    /// The version of the agreements, which are amended now and then.
    agreement: u8,
    /// What the first agency kept before it gave a key.
    backup: Option<Store>,
    written: Written,
}

impl World {
    fn new(seed: u64, shape: Shape, mutant: Mutant) -> World {
        let mut dice = Dice(seed);
        let offer = offers::first(&mut dice, shape);
        let nodes = AGENCIES.map(|me| Node::new(me, mutant));
        let (frozen, written) = ([None, None, None], Written::new());
        let (now, agreement, backup) = (START, 1, None);
        let mut world =
            World { dice, shape, mutant, now, nodes, frozen, agreement, backup, written };
        world.begin(UP, offer);
        world.nodes[0].commit();
        if shape == Shape::Rivals && world.dice.below(2) == 0 {
            world.offer_to_another();
        }
        world
    }

    /// Writes the offer of a referral.
    fn begin(&mut self, way: usize, offer: Offer) {
        let (referral, source, _) = ROUTES[way];
        self.frozen[way] = Some(offer.clone());
        let act = words::named(Act::Offer(Box::new(offer)), self.mutant);
        let (author, by) = (AGENCIES[source], ByRole::new("INTAKE").unwrap());
        let entry = Entry { referral, author, n: 1, prev: [0; 32], seen: 0, at: self.now, by, act };
        self.write((source, way), &entry, None);
    }

    fn write(&mut self, (here, way): (usize, usize), entry: &Entry, said: Said) {
        words::check(entry);
        *self.written.entry(entry.act.code()).or_default() += 1;
        if here == 0 && matches!(entry.act, Act::Release { .. }) {
            self.backup = Some(self.nodes[0].memory.clone());
        }
        self.nodes[here].push(way, entry, said, self.now);
    }

    /// A person at one end does something, if the rules let them.
    fn person(&mut self, end: End) {
        let over = !self.nodes[0].sent().any(Thread::is_open);
        if end.here == 0 && self.dice.below(if over { 3 } else { 12 }) == 0 {
            return self.office();
        }
        if !end.is_source && self.dice.below(6) == 0 {
            return self.home(end);
        }
        let Some(thread) = self.nodes[end.here].known[end.way].clone() else { return };
        // Whoever stands in the middle decides nothing once it has gone on.
        if self.is_middle(end) {
            return;
        }
        if end.here == 1 && self.dice.below(6) == 0 && self.pass_on(&thread) {
            return;
        }
        let (_, said) = words::SAID[self.dice.below(words::SAID.len())];
        let hash = words::commitment(said, self.dice.roll(), self.mutant);
        let Some(entry) = self.chosen(end, &thread, hash) else { return };
        let places = thread.needs_place(end.me(), &entry.act) && entry.act.accepts();
        let said = (entry.act.words() == Some(hash)).then_some((hash, said));
        self.write((end.here, end.way), &entry, said);
        if places {
            self.nodes[end.here].hold(end.way);
        }
    }

    /// One of the acts that somebody may do now.
    fn chosen(&mut self, end: End, thread: &Thread, hash: [u8; 32]) -> Option<Entry> {
        // Two clocks are never quite the same.
        let drift = i64::try_from(self.dice.below(5)).unwrap() - 2;
        let (now, by) = (self.now.plus_minutes(drift), ByRole::new("REFERRAL_OFFICER").unwrap());
        let side = if end.is_source { Side::Source } else { Side::Target };
        let mut all = acts::all(side, self.now, hash, &mut self.dice);
        // A person erases only where the rules leave it to a person.
        all.retain(|act| *act != Act::Purged || thread.awaits_ground());
        all.retain(|act| self.is_free(end, thread, act));
        let may = |act| thread.next(end.me(), by.clone(), act, now).ok();
        let may: Vec<Entry> = all.into_iter().filter_map(may).collect();
        let weighed = may.iter().flat_map(|one| std::iter::repeat_n(one, acts::weight(&one.act)));
        let weighed: Vec<&Entry> = weighed.collect();
        weighed.get(self.dice.below(weighed.len().max(60))).copied().cloned()
    }

    /// Whether nothing beside the entries stands against it.
    fn is_free(&self, end: End, thread: &Thread, act: &Act) -> bool {
        let (node, me) = (&self.nodes[end.here], end.me());
        let open = !node.memory.is_closed || self.mutant == Mutant::GoesOnClosed;
        let room = act.accepts() && node.memory.taken() < BEDS;
        let placed = room
            || node.memory.has_bed(end.way)
            || self.mutant == Mutant::AcceptsWithoutPlace
            || !thread.needs_place(me, act);
        let moves = matches!(act, Act::Hand { .. } | Act::Appeal { .. } | Act::Release { .. });
        let lead = node.memory.lead.unwrap_or(me);
        let alone = self.mutant == Mutant::HandsOverTwice
            || !moves
            || thread.may_hand_over(me, lead, node.sent()).is_ok();
        (open || !act.needs_open_case()) && placed && alone
    }

    /// What somebody does about the case at the first agency: closes it, opens it again, sends it to yet another agency.
    fn office(&mut self) {
        let node = &mut self.nodes[0];
        let open = node.sent().filter(|thread| thread.is_open()).count();
        let open = Unsettled { referrals: u32::try_from(open).unwrap(), ..Unsettled::default() };
        if node.memory.is_closed {
            node.memory.is_closed = self.dice.below(4) > 0;
        } else if open.is_settled() || self.mutant == Mutant::ClosesAnyway {
            node.memory.is_closed = true;
        } else if self.shape == Shape::Rivals && node.known[RIVAL].is_none() {
            self.offer_to_another();
        }
    }

    /// What happens in the home: others come and go, who was accepted arrives, leaves or never came.
    fn home(&mut self, end: End) {
        let node = &mut self.nodes[end.here];
        let state = node.known[end.way].as_ref().map(Thread::state);
        let has = node.memory.has_bed(end.way);
        let store = &mut node.memory;
        match (self.dice.below(4), state) {
            (0, _) if store.taken() < BEDS => store.others += 1,
            (1, _) => store.others = store.others.saturating_sub(1),
            (2, _) if has => store.beds[end.way] = Some(Bed::Slept),
            (3, Some(state)) if has => store.beds[end.way] = Some(Bed::Left(state)),
            _ => {}
        }
    }

    fn offer_to_another(&mut self) {
        let Some(first) = &self.frozen[UP] else { return };
        let offer = offers::another(first, self.agreement, self.now);
        self.begin(RIVAL, offer);
    }

    fn pass_on(&mut self, thread: &Thread) -> bool {
        let (referral, source, target) = ROUTES[DOWN];
        let act = Act::Redirect { to: AGENCIES[target], onward: referral };
        let by = ByRole::new("REFERRAL_OFFICER").unwrap();
        let first = thread.offer();
        let Ok(told) = thread.next(AGENCIES[source], by, act, self.now) else { return false };
        if !first.onward.contains(&AGENCIES[target]) {
            return false;
        }
        let offer = offers::onward(first, self.agreement);
        self.write((source, UP), &told, None);
        self.begin(DOWN, offer);
        self.nodes[source].commit();
        true
    }

    /// Whether this end is one of the two of an agency that has passed it on.
    fn is_middle(&self, end: End) -> bool {
        end.here == 1 && self.nodes[1].known[DOWN].is_some()
    }

    /// One node does the next thing that it owes. Says whether it did.
    fn node(&mut self, end: End) -> bool {
        if self.is_middle(end) {
            return self.middle();
        }
        let Some(thread) = self.nodes[end.here].known[end.way].clone() else { return false };
        let Some(act) = thread.reaction(end.me(), self.now) else { return false };
        let erases = matches!(act, Act::Purged | Act::Erased { .. });
        let lazy = (self.mutant == Mutant::NeverErases && erases)
            || (self.mutant == Mutant::NeverExpires && act == Act::Expire);
        if lazy || !self.is_free(end, &thread, &act) {
            return false;
        }
        let entry = thread.next(end.me(), ByRole::node(), act, self.now);
        self.write((end.here, end.way), &entry.expect("what is owed is allowed"), None);
        true
    }

    /// The agency in the middle tells each side what the other does; both of its threads are one commit.
    fn middle(&mut self) -> bool {
        let [Some(up), Some(down), _] = &self.nodes[1].known else { return false };
        let Some((leg, entry)) = relay(up, down, AGENCIES[1], self.now) else { return false };
        self.write((1, if leg == Leg::Up { UP } else { DOWN }), &entry, None);
        true
    }

    fn step(&mut self) {
        let ends = self.shape.ends();
        let end = End::numbered(self.dice.below(ends));
        let upto = self.dice.below(3) + 1;
        match self.dice.below(10) {
            0..=2 => self.person(end),
            3 | 4 => _ = self.node(end),
            5 | 6 => self.take(end, upto),
            7 => self.nodes[end.here].commit(),
            // However many walk, each has as much time.
            8 if self.dice.below(ends / 2) == 0 => self.wait(),
            8 => {}
            _ => self.nodes[end.here].crash(),
        }
        check::always(self);
    }

    fn take(&mut self, end: End, upto: usize) {
        let [here, there] = self.nodes.get_disjoint_mut([end.here, end.there]).unwrap();
        here.take(end.way, &there.disk, upto, self.now);
    }

    /// Time goes on, and with it the agreement may change.
    fn wait(&mut self) {
        self.now = self.now.plus_minutes(i64::try_from(self.dice.below(150)).unwrap());
        if self.dice.below(4) == 0 {
            self.agreement = self.agreement.saturating_add(1);
            if self.mutant == Mutant::AppliesAmendment {
                offers::amend(&mut self.nodes[0]);
            }
        }
        let moves = self.frozen[UP].as_ref().is_some_and(offers::moves_lead);
        let backup = self.backup.take_if(|_| moves && self.mutant == Mutant::ForgetsRelease);
        if let Some(backup) = backup {
            self.nodes[0].restore(backup);
        }
    }

    /// Everything arrives, and the nodes do what they owe, until nothing more happens.
    fn settle(&mut self) {
        self.nodes.iter_mut().for_each(Node::commit);
        for _ in 0..200 {
            let mut moved = false;
            for at in 0..self.shape.ends() {
                let end = End::numbered(at);
                let count = |world: &World| world.nodes[end.here].memory.threads[end.way].len();
                let before = count(self);
                self.take(end, usize::MAX);
                moved |= self.node(end) || count(self) > before;
                self.nodes[end.here].commit();
            }
            if !moved {
                return;
            }
        }
        panic!("6: they never come to rest");
    }
}

/// Runs one seed to its end.
///
/// # Panics
/// With the number of the invariant that does not hold.
pub fn run(seed: u64, shape: Shape, mutant: Mutant) -> Tale {
    let mut world = World::new(seed, shape, mutant);
    let steps = (40 + world.dice.below(260)) * shape.ends() / 2;
    for _ in 0..steps {
        world.step();
    }
    world.settle();
    check::settled(&world);
    // However long nobody does anything, no decision is left to nobody.
    world.now = world.now.plus_days(400);
    world.settle();
    check::always(&world);
    check::settled(&world);
    let end = |way: usize| {
        let state = world.nodes[ROUTES[way].1].known[way].as_ref().map(Thread::state);
        assert!(!state.is_some_and(State::is_undecided), "3: {state:?} for ever");
        state.map_or("", |state| state.code())
    };
    let ends = [UP, DOWN, RIVAL].map(end);
    Tale { written: world.written, ends }
}

/// More seeds than any mutant needs.
const SEEDS_MAX: u64 = 400;

/// The first seeds on which a broken node is found, and what is said of it there.
pub fn found(mutant: Mutant, shape: Shape) -> Vec<(u64, String)> {
    let says = |seed: u64| Some((seed, attempt(seed, shape, mutant).err()?));
    (0..SEEDS_MAX).filter_map(says).take(2).collect()
}

/// Runs one seed and gives the failure as text.
pub fn attempt(seed: u64, shape: Shape, mutant: Mutant) -> Result<Tale, String> {
    let run = std::panic::catch_unwind(|| run(seed, shape, mutant));
    run.map_err(|panic| match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic.downcast::<&str>().map_or("?".to_owned(), |text| (*text).to_owned()),
    })
}
