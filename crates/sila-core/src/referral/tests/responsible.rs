//! Every interleaving of what two and three agencies can do with a transfer: persons act or do not, nodes do what they
//! owe now, later or after a crash (an act and its letter are one commit, so a crash is a move that did not happen yet),
//! entries arrive late, and time runs out. At every moment exactly one agency answers for the person.

use std::collections::BTreeSet;

use super::*;

const MIDDLE: AgencyId = TARGET;
const THIRD: AgencyId = crate::agreement::tests::NASEEM;
const ONWARD: ReferralId = ReferralId(Uuid::from_u128(13));

/// What one end of a thread has written, and how much of it has arrived at the other end.
#[derive(Clone, Default)]
pub(super) struct Chain {
    pub(super) written: Vec<Entry>,
    pub(super) arrived: usize,
}

impl Chain {
    /// The same chain has the same key, however it came about.
    fn key(&self) -> Vec<u8> {
        let mut key = vec![u8::try_from(self.arrived).unwrap()];
        for entry in &self.written {
            key.extend(entry.act.code().bytes());
            key.extend([u8::try_from(entry.seen).unwrap(), u8::from(entry.at > NOW)]);
            key.extend(list_of(&entry.act));
        }
        key.push(0);
        key
    }
}

/// One referral between two nodes.
#[derive(Clone, Default)]
pub(super) struct Way {
    pub(super) source: Chain,
    pub(super) target: Chain,
}

impl Way {
    /// What the node at this end has in front of it; nothing before the offer is there.
    pub(super) fn seen_from(&self, side: Side) -> Option<Thread> {
        let (own, other) = match side {
            Side::Source => (&self.source, &self.target),
            Side::Target => (&self.target, &self.source),
        };
        let arrived = other.written.iter().take(other.arrived);
        let view: Vec<Entry> = own.written.iter().chain(arrived).cloned().collect();
        (!view.is_empty()).then(|| fold(&view))
    }

    /// The same referral has the same key, however it came about.
    pub(super) fn key(&self) -> Vec<u8> {
        [self.source.key(), self.target.key()].concat()
    }

    fn everything(&self) -> Option<Thread> {
        let all: Vec<Entry> =
            self.source.written.iter().chain(&self.target.written).cloned().collect();
        (!all.is_empty()).then(|| fold(&all))
    }

    fn settled(&self) -> bool {
        let done = |chain: &Chain| chain.arrived == chain.written.len();
        done(&self.source) && done(&self.target)
    }
}

/// The whole world: the referral, the one it goes on as, and how late it is (of three times).
#[derive(Clone)]
struct World {
    up: Way,
    down: Way,
    time: u8,
}

impl World {
    fn new() -> World {
        let first = Offer { kind: Kind::Transfer, onward: vec![THIRD], ..offer() };
        let mut world = World { up: Way::default(), down: Way::default(), time: 0 };
        world.up.source.written.push(entry(SOURCE, 1, 0, Act::Offer(Box::new(first))));
        world
    }

    fn now(&self) -> Millis {
        [NOW, NOW.plus_minutes(130), expires_at()][usize::from(self.time)]
    }

    /// The same world has the same key, however it came about.
    fn key(&self) -> Vec<u8> {
        [vec![self.time], self.up.key(), self.down.key()].concat()
    }

    /// Every world that can be next.
    fn next(&self, redirects: bool) -> Vec<World> {
        let mut next = Vec::new();
        for chain in 0..4 {
            let mut world = self.clone();
            let chain = match chain {
                0 => &mut world.up.source,
                1 => &mut world.up.target,
                2 => &mut world.down.source,
                _ => &mut world.down.target,
            };
            if chain.arrived < chain.written.len() {
                chain.arrived += 1;
                next.push(world);
            }
        }
        if self.time < 2 {
            next.push(World { time: self.time + 1, ..self.clone() });
        }
        self.source_acts(redirects, &mut next);
        self.middle_acts(redirects, &mut next);
        self.third_acts(&mut next);
        next
    }

    fn source_acts(&self, redirects: bool, next: &mut Vec<World>) {
        let Some(thread) = self.up.seen_from(Side::Source) else { return };
        // Of three agencies the random walks do the rest: every interleaving of it would take too long.
        let stops = [cancel(Side::Source), invalidate()].into_iter().filter(|_| !redirects);
        // What is open changes while it is handed over, once; between three agencies one list is enough.
        let signed = self.up.source.written.iter().filter(|e| list_of(&e.act).is_some()).count();
        let lists = [hand(1), hand(2)].into_iter().take(if redirects { 1 } else { 2 });
        let lists = lists.filter(|_| signed < 2);
        let person = [recall(), Act::Acknowledge].into_iter().chain(stops).chain(lists);
        let mut acts: Vec<(Act, ByRole)> =
            person.into_iter().map(|act| (act, ByRole::new("INTAKE").unwrap())).collect();
        acts.extend(thread.reaction(SOURCE, self.now()).map(|act| (act, ByRole::node())));
        for (act, by) in acts {
            if let Ok(entry) = thread.next(SOURCE, by, act, self.now()) {
                let mut world = self.clone();
                world.up.source.written.push(entry);
                next.push(world);
            }
        }
    }

    fn middle_acts(&self, redirects: bool, next: &mut Vec<World>) {
        let Some(thread) = self.up.seen_from(Side::Target) else { return };
        let officer = ByRole::new("REFERRAL_OFFICER").unwrap();
        for act in [Act::Accept, decline(), take(1), take(2)] {
            if let Ok(entry) = thread.next(MIDDLE, officer.clone(), act, self.now()) {
                let mut world = self.clone();
                world.up.target.written.push(entry);
                next.push(world);
            }
        }
        let act = Act::Redirect { to: THIRD, onward: ONWARD };
        if let (true, Ok(entry)) = (redirects, thread.next(MIDDLE, officer, act, self.now())) {
            let mut world = self.clone();
            world.up.target.written.push(entry);
            world.down.source.written.push(passed_on(thread.offer(), self.now()));
            next.push(world);
        }
        let due = match self.down.seen_from(Side::Source) {
            Some(down) => relay(&thread, &down, MIDDLE, self.now()),
            None => thread
                .reaction(MIDDLE, self.now())
                .and_then(|act| thread.next(MIDDLE, ByRole::node(), act, self.now()).ok())
                .map(|entry| (Leg::Up, entry)),
        };
        if let Some((leg, entry)) = due {
            let mut world = self.clone();
            match leg {
                Leg::Up => world.up.target.written.push(entry),
                Leg::Down => world.down.source.written.push(entry),
            }
            next.push(world);
        }
    }

    fn third_acts(&self, next: &mut Vec<World>) {
        let Some(thread) = self.down.seen_from(Side::Target) else { return };
        let officer = ByRole::new("REFERRAL_OFFICER").unwrap();
        let mut acts: Vec<(Act, ByRole)> =
            [Act::Accept, decline(), outcome()].map(|act| (act, officer.clone())).into();
        acts.extend(thread.reaction(THIRD, self.now()).map(|act| (act, ByRole::node())));
        for (act, by) in acts {
            if let Ok(entry) = thread.next(THIRD, by, act, self.now()) {
                let mut world = self.clone();
                world.down.target.written.push(entry);
                next.push(world);
            }
        }
    }

    /// What each agency's own node says of itself: it answers for the person, or it is bound to.
    fn says(&self) -> Vec<(AgencyId, bool, bool)> {
        let middle = self.up.seen_from(Side::Target);
        [
            (SOURCE, self.up.seen_from(Side::Source)),
            (MIDDLE, middle),
            (THIRD, self.down.seen_from(Side::Target)),
        ]
        .into_iter()
        .map(|(me, thread)| match thread {
            Some(thread) => (me, thread.responsible() == me, thread.is_bound(me)),
            None => (me, false, false),
        })
        .collect()
    }

    fn check(&self) {
        let one = self.up.everything().unwrap().responsible();
        let says = self.says();
        match check_claims(&says) {
            Some(me) => assert_eq!(me, one, "somebody else answers than has signed for it"),
            // The key is on its way. Whoever it goes to has signed for it and knows that.
            None => assert!(says.contains(&(one, false, true)), "nobody knows that they must act"),
        }
        for way in [&self.up, &self.down] {
            let accepted = way.target.written.iter().any(|entry| entry.act == Act::Accept);
            let released = way.source.written.iter().any(|entry| entry.act.code() == "RELEASE");
            assert!(!released || accepted, "handed over without an acceptance");
        }
        let up = self.up.everything().unwrap();
        let direct = up.identity_released() && up.redirect().is_none();
        assert!(!direct || up.is_list_taken(), "handed over without two signatures on one list");
    }

    /// Nothing is on its way, nothing is owed: both ends of each referral say the same, and somebody claims her.
    fn check_settled(&self) {
        if !(self.up.settled() && self.down.settled()) {
            return;
        }
        for way in [&self.up, &self.down] {
            assert_eq!(way.seen_from(Side::Source), way.seen_from(Side::Target));
        }
        let claims = self.says().into_iter().filter(|(_, answers, _)| *answers).count();
        let up = self.up.everything().unwrap();
        let relaying = up.redirect().is_some() && up.identity_released();
        let handed = self.down.everything().is_none_or(|down| down.identity_released());
        assert!(claims == 1 || (relaying && !handed), "{claims} answer for her");
    }
}

fn list_of(act: &Act) -> Option<u8> {
    match act {
        Act::Hand { list } | Act::Take { list } => list.first().copied(),
        _ => None,
    }
}

/// Whoever says that it answers for the person: at most one.
fn check_claims(says: &[(AgencyId, bool, bool)]) -> Option<AgencyId> {
    let claims = says.iter().filter(|(_, answers, _)| *answers).map(|(me, ..)| *me);
    let claims: BTreeSet<AgencyId> = claims.collect();
    assert!(claims.len() <= 1, "two answer for one person: {claims:?}");
    claims.into_iter().next()
}

fn passed_on(first: &Offer, now: Millis) -> Entry {
    let origin = Origin { agency: SOURCE, referral: REFERRAL, entry: [8; 32] };
    let expires_at = NOW.plus_minutes(130);
    let offer = Offer {
        source: MIDDLE,
        target: THIRD,
        onward: Vec::new(),
        origin: Some(origin),
        listed: None,
        decide_by: NOW.plus_minutes(100),
        expires_at,
        ..first.clone()
    };
    Entry { referral: ONWARD, at: now, ..entry(MIDDLE, 1, 0, Act::Offer(Box::new(offer))) }
}

/// Every world that can come about; each is checked.
fn explore(redirects: bool) -> (usize, BTreeSet<(&'static str, &'static str)>) {
    let (mut known, mut open, mut ends) = (BTreeSet::new(), vec![World::new()], BTreeSet::new());
    known.insert(open[0].key());
    while let Some(world) = open.pop() {
        world.check();
        world.check_settled();
        let mut last = true;
        for next in world.next(redirects) {
            last = false;
            if known.insert(next.key()) {
                open.push(next);
            }
        }
        if last {
            let code = |way: &Way| way.everything().map_or("", |thread| thread.state().code());
            ends.insert((code(&world.up), code(&world.down)));
        }
    }
    (known.len(), ends)
}

#[test]
fn contract_b32_of_two_agencies_exactly_one_answers_at_every_moment() {
    let (worlds, ends) = explore(false);
    assert!(worlds > 100, "{worlds} worlds");
    let ends: Vec<&str> = ends.iter().map(|(up, _)| *up).collect();
    for state in ["DECLINED", "EXPIRED", "RECALLED", "ACCEPTED"] {
        assert!(ends.contains(&state), "no world ends {state}: {ends:?}");
    }
}

#[test]
fn contract_b32_of_three_agencies_exactly_one_answers_at_every_moment() {
    let (worlds, ends) = explore(true);
    assert!(worlds > 1_000, "{worlds} worlds");
    for end in [("CLOSED", "CLOSED"), ("DECLINED", "DECLINED"), ("RECALLED", "RECALLED")] {
        assert!(ends.contains(&end), "no world ends {end:?}: {ends:?}");
    }
}

/// The check can fail: after a source forgot what it had released, as a node restored from an old backup without its
/// peer's help, two agencies say that they answer.
#[test]
#[should_panic(expected = "two answer for one person")]
fn two_agencies_that_both_answer_are_found() {
    let mut world = World::new();
    world.up.source.arrived = 1;
    world.up.target.written.push(entry(MIDDLE, 1, 1, Act::Accept));
    world.up.target.arrived = 1;
    world.up.source.written.push(entry(SOURCE, 2, 1, hand(1)));
    world.up.source.arrived = 2;
    world.up.target.written.push(entry(MIDDLE, 2, 2, take(1)));
    world.up.target.arrived = 2;
    world.up.source.written.push(entry(SOURCE, 3, 2, release()));
    world.up.source.arrived = 3;
    world.check();
    let mut says = world.says();
    world.up.source.written.pop();
    says.extend(world.says());
    check_claims(&says);
}
