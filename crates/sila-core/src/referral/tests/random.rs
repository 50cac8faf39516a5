//! Two nodes, a bad post office and a random script: whatever happens, both end in one state.

use super::*;
use proptest::prelude::*;

/// One side: what it wrote and what has reached it, and how much of its own it has posted.
struct Node {
    me: AgencyId,
    view: Vec<Entry>,
    received: usize,
}

impl Node {
    fn own(&self) -> Vec<Entry> {
        self.view.iter().filter(|entry| entry.author == self.me).cloned().collect()
    }

    fn write(&mut self, act: Act, now: Millis) -> bool {
        let Ok(thread) = Thread::fold(&self.view) else { return false };
        let Ok(entry) = thread.next(self.me, ByRole::node(), act, now) else { return false };
        self.view.push(entry);
        true
    }

    fn react(&mut self, now: Millis) -> bool {
        let Ok(thread) = Thread::fold(&self.view) else { return false };
        thread.reaction(self.me, now).is_some_and(|act| self.write(act, now))
    }

    /// Takes the next entries of the other side, in its order, as the link delivers them.
    fn take(&mut self, from: &[Entry], upto: usize) {
        for entry in from.iter().skip(self.received).take(upto) {
            self.view.push(entry.clone());
            self.received += 1;
        }
    }
}

struct World {
    source: Node,
    target: Node,
    now: Millis,
}

impl World {
    fn new() -> Self {
        let source = Node { me: SOURCE, view: vec![offered()], received: 0 };
        Self { source, target: Node { me: TARGET, view: vec![], received: 0 }, now: NOW }
    }

    fn step(&mut self, (what, which): (u8, u8)) {
        let (to_target, to_source) = (self.source.own(), self.target.own());
        let upto = usize::from(which % 3) + 1;
        match what {
            0 => self.target.take(&to_target, upto),
            1 => self.source.take(&to_source, upto),
            2 => self.now = self.now.plus_minutes(i64::from(which)),
            3 => _ = self.source.react(self.now),
            4 => _ = self.target.react(self.now),
            _ => {
                let acts = every_act();
                let act = acts[usize::from(which) % acts.len()].clone();
                let source = act.side() == Side::Source;
                let node = if source { &mut self.source } else { &mut self.target };
                node.write(act, self.now);
            }
        }
    }

    /// Delivers everything and lets the nodes react until nothing more happens.
    fn settle(&mut self) {
        loop {
            let (to_target, to_source) = (self.source.own(), self.target.own());
            self.target.take(&to_target, usize::MAX);
            self.source.take(&to_source, usize::MAX);
            let reacted = [self.source.react(self.now), self.target.react(self.now)];
            if reacted == [false, false] {
                return;
            }
        }
    }
}

/// A state that this side may show as settled: nothing that is still on its way can change it.
fn settled(thread: &Thread) -> Option<State> {
    (!thread.is_open()).then_some(thread.state())
}

/// How often somebody began again after the end, or ended it in another way: what was settled may then change.
fn beginnings(thread: &Thread) -> usize {
    let again = |act: &Act| {
        matches!(
            act,
            Act::Appeal { .. } | Act::Reopen { .. } | Act::Withdraw { .. } | Act::Invalidate { .. }
        )
    };
    thread.steps().iter().filter(|step| again(&step.entry.act)).count()
}

/// What holds at every moment at each side, whatever has arrived.
fn holds(thread: &Thread, now: Millis) {
    let accepted = thread.steps().iter().any(|step| step.entry.act.accepts());
    assert!(!thread.identity_released() || accepted, "a key without an acceptance");
    assert_eq!(thread.is_open(), thread.owner().is_some(), "nobody owns {}", thread.state());
    // Time in a state is counted from the entries.
    assert_eq!(thread.entered().last().map(|(state, _)| *state), Some(thread.state()));
    // What the offer has frozen changes by acts of this referral alone.
    let touched = ["ASK", "WAIT", "APPEAL"];
    let touched = |step: &Step| touched.contains(&step.entry.act.code());
    if !thread.steps().iter().any(touched) {
        assert_eq!(thread.expires_at(), thread.offer().expires_at);
        assert_eq!(thread.decide_by(), thread.offer().decide_by);
    }
    if thread.awaits_ground() {
        assert_eq!(thread.owed(TARGET).map(|(owed, _)| owed), Some(Owed::Ground));
        // What was taken back in part goes at once; of the rest a person looks first.
        assert!(matches!(thread.reaction(TARGET, now), None | Some(Act::Removed)));
    }
}

fn script() -> impl Strategy<Value = Vec<(u8, u8)>> {
    proptest::collection::vec((0_u8..9, any::<u8>()), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn whatever_happens_both_sides_end_in_one_state(script in script()) {
        let mut world = World::new();
        let mut last = [(None, 0), (None, 0)];
        for step in script {
            world.step(step);
            for (node, last) in [&world.source, &world.target].into_iter().zip(&mut last) {
                if node.view.is_empty() {
                    continue;
                }
                let thread = fold(&node.view);
                holds(&thread, world.now);
                // A person may take back what was closed long ago, and it may go on.
                let now = (settled(&thread), beginnings(&thread));
                let again = now.1 > last.1;
                prop_assert!(last.0.is_none() || again || last.0 == now.0, "settled and changed");
                *last = now;
            }
        }
        world.settle();
        let (source, target) = (fold(&world.source.view), fold(&world.target.view));
        prop_assert_eq!(&source, &target);
        prop_assert!(!source.awaiting_confirmation());
        let passed_on = source.redirect().is_some() && source.identity_released();
        let waits = source.purge_from().is_some_and(|from| world.now < from);
        let owes = (passed_on || source.state().must_purge()) && !source.is_kept() && !waits;
        prop_assert_eq!(owes && !source.awaits_ground(), source.is_purged());
        prop_assert!(!source.is_withheld() || source.is_purged() || source.is_open());
        let taken = world.target.view.iter().any(|entry| entry.act.accepts());
        let stopped = [State::Withdrawn, State::Cancelled, State::Invalidated];
        prop_assert!(!source.state().is_taken() || taken);
        prop_assert!(!taken || source.state().is_taken() || stopped.contains(&source.state()));
        // However long nobody does anything: no decision is left to nobody.
        world.now = world.now.plus_days(400);
        world.settle();
        let (source, target) = (fold(&world.source.view), fold(&world.target.view));
        prop_assert_eq!(&source, &target);
        prop_assert!(!source.state().is_undecided(), "{}", source.state());
        holds(&source, world.now);
    }

    #[test]
    fn order_of_arrival_never_matters(script in script(), keys in any::<[u64; 12]>()) {
        let mut world = World::new();
        script.into_iter().for_each(|step| world.step(step));
        let mut shuffled: Vec<(u64, Entry)> =
            keys.into_iter().cycle().zip(world.source.view.clone()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let shuffled: Vec<Entry> = shuffled.into_iter().map(|(_, entry)| entry).collect();
        prop_assert_eq!(fold(&shuffled), fold(&world.source.view));
    }

    #[test]
    fn a_replay_from_any_prefix_tells_the_same_story(script in script()) {
        let mut world = World::new();
        script.into_iter().for_each(|step| world.step(step));
        world.settle();
        let whole = fold(&world.source.view);
        let steps = whole.steps();
        for end in 1..=steps.len() {
            let entries: Vec<Entry> = steps[..end].iter().map(|step| step.entry.clone()).collect();
            let replayed = fold(&entries);
            prop_assert_eq!(replayed.steps(), &steps[..end]);
        }
    }

    #[test]
    fn bytes_of_an_entry_never_panic_and_have_one_spelling(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        if let Ok(entry) = Entry::from_cbor(&bytes) {
            prop_assert_eq!(entry.to_cbor(), bytes);
        }
    }
}
