//! What must hold: at every step, and once everything has come to rest.

use sila_core::Millis;
use sila_core::codes::Kind;
use sila_core::referral::{Act, Entry, Owed, State, Thread};

use super::World;
use super::node::{BEDS, Bed, Node};
use super::shape::{AGENCIES, DOWN, RIVAL, ROUTES, UP, WAYS};

/// What each invariant says, by its number in the table of the rules (`src/referral/tests/mod.rs`).
pub const INVARIANTS: [&str; 11] = [
    "",
    "exactly one agency answers for the person",
    "no key without an acceptance, and none after the end",
    "nothing open without an owner, nothing undecided for ever",
    "what ended is erased, or a person is told that they are late",
    "a case that is closed has no referral that can still be decided or go on",
    "both sides come to one story",
    "accepted for a place and the place held: both or neither",
    "what the offer froze moves by signed acts alone",
    "what is kept for ever holds codes and hashes alone",
    "the state and its time are those of the last entry that moved it",
];

/// What holds at every step.
pub fn always(world: &World) {
    frozen(world);
    one_answers(world);
    closed(world);
    for node in &world.nodes {
        places(node);
        erased(node);
        for thread in node.known.iter().flatten() {
            one(thread, world.now);
        }
    }
}

/// The offers are those that were signed, whatever became of the agreement since.
fn frozen(world: &World) {
    for (way, frozen) in world.frozen.iter().enumerate() {
        let first = |node: &Node| match node.memory.threads[way].first().map(|entry| &entry.act) {
            Some(Act::Offer(offer)) => Some(offer.as_ref()) == frozen.as_ref(),
            _ => true,
        };
        assert!(world.nodes.iter().all(first), "8: what was offered has changed");
    }
}

fn one_answers(world: &World) {
    let [first, others @ ..] = &world.nodes;
    let gone: Vec<&Thread> =
        first.sent().filter(|thread| thread.responsible() != first.me).collect();
    assert!(gone.len() <= 1, "1: handed over to {} agencies", gone.len());
    let target = |way: usize| &others[ROUTES[way].2 - 1];
    let says = |way: usize| {
        let (me, thread) = (target(way).me, target(way).known[way].as_ref());
        thread.is_some_and(|thread| thread.responsible() == me)
    };
    let claims = (0..WAYS).filter(|way| says(*way)).count() + usize::from(gone.is_empty());
    assert!(claims <= 1, "1: {claims} agencies say that they answer for one person");
    // Whoever the key is on its way to knows that they must act.
    let bound = (0..WAYS).any(|way| {
        let (me, thread) = (target(way).me, target(way).known[way].as_ref());
        let one = gone.first().is_some_and(|gone| gone.responsible() == me);
        one && thread.is_some_and(|thread| thread.is_bound(me))
    });
    assert!(claims == 1 || bound, "1: nobody knows that they must act");
}

/// Nothing of a closed case is still to be decided or under way, also not at who has written something that is still on its way.
fn closed(world: &World) {
    if !world.nodes[0].memory.is_closed {
        return;
    }
    for way in [UP, RIVAL] {
        let both = [0, ROUTES[way].2].map(|at| &world.nodes[at]);
        let own = both.iter().flat_map(|node| {
            node.memory.threads[way].iter().filter(move |entry| entry.author == node.me)
        });
        let all: Vec<Entry> = own.cloned().collect();
        if all.is_empty() {
            continue;
        }
        let state = Thread::fold(&all).unwrap_or_else(|error| panic!("6: {error}")).state();
        let goes_on = state.is_undecided() || [State::Accepted, State::Completed].contains(&state);
        assert!(!goes_on, "5: {state} from a case that is closed");
    }
}

fn places(node: &Node) {
    let taken = node.memory.taken();
    assert!(taken <= BEDS, "7: {taken} in {BEDS} beds");
    for (way, thread) in node.came() {
        let accepted = thread.steps().iter().any(|step| step.entry.act.accepts());
        let bed = node.memory.beds[way];
        let asks = thread.offer().kind == Kind::Shelter;
        assert!(bed.is_none() || accepted, "7: a bed without an acceptance");
        assert!(!(asks && accepted) || bed.is_some(), "7: accepted without a bed");
        let let_go = [State::Completed, State::Closed].map(|state| Some(Bed::Left(state)));
        let again = thread.state() == State::Accepted && let_go.contains(&bed);
        assert!(!again, "7: it goes on without the bed that was let go");
    }
}

/// What the target says that it erased is gone, and it has no key that it was not given for its acceptance.
fn erased(node: &Node) {
    for (way, thread) in node.known.iter().enumerate() {
        let Some(thread) = thread.as_ref().filter(|one| one.offer().target == node.me) else {
            continue;
        };
        let accepted = thread.steps().iter().any(|step| step.entry.act.accepts());
        let key = node.memory.keys[way];
        assert!(!key || (accepted && thread.identity_released()), "2: a key before its time");
        let empty = node.memory.words[way].is_empty() && !key;
        assert!(!thread.is_purged() || empty, "4: said to be erased, and kept");
    }
}

/// What holds of a referral wherever it is looked at.
fn one(thread: &Thread, now: Millis) {
    let accepted = thread.steps().iter().any(|step| step.entry.act.accepts());
    assert!(!thread.identity_released() || accepted, "2: a key without an acceptance");
    let alone = thread.redirect().is_none() && thread.offer().origin.is_none();
    let moved = thread.identity_released() && thread.offer().kind == Kind::Transfer;
    assert!(!moved || !alone || thread.is_list_taken(), "1: handed over by one signature");
    let gone = thread.state().must_purge();
    for me in AGENCIES {
        let gives = matches!(thread.reaction(me, now), Some(Act::Release { .. }));
        assert!(!gives || !gone, "2: a key after the end");
    }
    let owned = thread.is_open() == thread.owner().is_some();
    assert!(owned, "3: an owner of {}", thread.state());
    if thread.awaits_ground() {
        let owed = thread.owed(thread.offer().target).map(|(owed, _)| owed);
        assert!(owed == Some(Owed::Ground), "4: nobody is told");
    }
    let touched = ["ASK", "WAIT", "APPEAL"];
    if !thread.steps().iter().any(|step| touched.contains(&step.entry.act.code())) {
        let same = thread.expires_at() == thread.offer().expires_at;
        assert!(same, "8: the time of the offer has moved");
    }
}

/// What holds once nothing is on its way and no node owes anything.
pub fn settled(world: &World) {
    for (way, (_, source, target)) in ROUTES.into_iter().enumerate() {
        let both = [source, target].map(|at| &world.nodes[at]);
        assert!(both[0].known[way] == both[1].known[way], "6: two stories");
        let Some(thread) = &both[0].known[way] else { continue };
        let later = |thread: &Thread| thread.purge_from().is_some_and(|from| world.now < from);
        // The middle answers when the third agency has.
        let third = world.nodes[1].known[DOWN].as_ref();
        let third = third.filter(|_| thread.redirect().is_some());
        let waits = later(thread) || third.is_some_and(|down| down.awaits_ground() || later(down));
        let ends = thread.state().must_purge() && !thread.is_kept() && !thread.awaits_ground();
        assert!(!ends || thread.is_purged() || waits, "4: {} is not erased", thread.state());
        let moved = last_moved(thread);
        for node in both {
            let row = node.memory.rows[way];
            assert!(row == moved, "10: {row:?} on the list, {moved:?} by the entries");
        }
    }
}

/// The state and since when, by replaying the entries one by one.
fn last_moved(thread: &Thread) -> Option<(State, Millis)> {
    let entries: Vec<Entry> = thread.steps().iter().map(|step| step.entry.clone()).collect();
    let mut last: Option<(State, Millis)> = None;
    for end in 1..=entries.len() {
        let state = Thread::fold(&entries[..end]).expect("a prefix is a thread").state();
        if last.is_none_or(|(before, _)| before != state) {
            last = Some((state, entries[end - 1].at));
        }
    }
    last
}
