//! Whatever the parties do, in whatever order it arrives: nobody is more than the others, nothing takes
//! effect without all of them, and in the end all hold the same.

use std::collections::{BTreeMap, VecDeque};

use proptest::prelude::*;

use super::*;

/// One thing that happens. Numbers are taken modulo what there is.
#[derive(Debug, Clone, Copy)]
enum Event {
    Propose {
        party: u8,
        content: u8,
    },
    Say {
        party: u8,
        version: u8,
        word: u8,
    },
    Deliver {
        from: u8,
        to: u8,
        twice: bool,
    },
    /// A version whose content was changed, with everything else as it was.
    Forge {
        party: u8,
        version: u8,
        content: u8,
    },
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        2 => (0..4_u8, any::<u8>()).prop_map(|(party, content)| Event::Propose { party, content }),
        6 => (0..4_u8, any::<u8>(), 0..3_u8)
            .prop_map(|(party, version, word)| Event::Say { party, version, word }),
        8 => (0..4_u8, 0..4_u8, any::<bool>())
            .prop_map(|(from, to, twice)| Event::Deliver { from, to, twice }),
        1 => (0..4_u8, any::<u8>(), any::<u8>())
            .prop_map(|(party, version, content)| Event::Forge { party, version, content }),
    ];
    proptest::collection::vec(event, 1..60)
}

type Parcel = (Version, Voice);

/// The parties' nodes, and what is on its way between each two of them, in order.
struct World {
    parties: Vec<AgencyId>,
    nodes: Vec<Shared>,
    ways: BTreeMap<(usize, usize), VecDeque<Parcel>>,
    said: Vec<Parcel>,
}

impl World {
    fn of(count: u8) -> World {
        let parties: Vec<AgencyId> = (1..=count).map(|n| AgencyId([n; 32])).collect();
        let nodes = vec![Shared::default(); parties.len()];
        World { parties, nodes, ways: BTreeMap::new(), said: Vec::new() }
    }

    fn nth(&self, n: u8) -> usize {
        usize::from(n) % self.parties.len()
    }

    /// A party says something, if its own node lets it, and it goes on its way to all others.
    fn say(&mut self, who: usize, digest: Hash, word: Word) {
        let party = self.parties[who];
        if self.nodes[who].may(party, &digest, word).is_err() {
            return;
        }
        let version = self.nodes[who].version(&digest).unwrap().version.clone();
        let voice = Voice { version: digest, party, word, at: Millis(1) };
        self.nodes[who].hear(&voice).unwrap();
        self.send(who, &(version, voice));
    }

    fn send(&mut self, from: usize, parcel: &Parcel) {
        self.said.push(parcel.clone());
        for to in (0..self.nodes.len()).filter(|to| *to != from) {
            self.ways.entry((from, to)).or_default().push_back(parcel.clone());
        }
    }

    fn owe(&mut self) {
        for who in 0..self.nodes.len() {
            while let Some((digest, word)) = self.nodes[who].owed(self.parties[who]) {
                self.say(who, digest, word);
            }
        }
    }

    fn deliver(&mut self, from: usize, to: usize, twice: bool) -> bool {
        let Some((version, voice)) = self.ways.entry((from, to)).or_default().pop_front() else {
            return false;
        };
        for _ in 0..=usize::from(twice) {
            let _known = self.nodes[to].add(version.clone());
            let heard = self.nodes[to].hear(&voice);
            assert!(heard.is_ok(), "an honest voice is heard: {heard:?}");
        }
        true
    }

    fn propose(&mut self, who: usize, content: u8) {
        let party = self.parties[who];
        let content = vec![content % 24];
        let version = if self.nodes[who].versions().next().is_none() {
            super::first(RECORD, "text/1", self.parties.clone(), party, content, Millis(1))
        } else {
            match self.nodes[who].amend(party, content, Millis(1)) {
                Ok(version) => version,
                Err(_) => return,
            }
        };
        let digest = version.digest();
        if self.nodes[who].add(version) == Ok(true) {
            self.say(who, digest, Word::Sign);
        }
    }

    /// Nobody's signature fits changed bytes: both nodes refuse them, whoever changed them.
    fn forge(&self, who: usize, version: u8, content: u8) {
        let Some((original, signed)) = self.said.get(usize::from(version) % self.said.len().max(1))
        else {
            return;
        };
        let changed = Version { content: vec![0x18, 0x80 | content], ..original.clone() };
        for node in &self.nodes {
            let mut node = node.clone();
            let before = (node.in_force(), changed.digest() == original.digest());
            assert!(!before.1);
            let _added = node.add(changed.clone());
            let own =
                Voice { version: changed.digest(), party: self.parties[who], ..signed.clone() };
            let _heard = node.hear(&own);
            assert_eq!(node.in_force(), before.0, "one side alone changes nothing");
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Propose { party, content } => self.propose(self.nth(party), content),
            Event::Say { party, version, word } => {
                let who = self.nth(party);
                // By number and content, so that a story with exchanged names means the same versions.
                let place = |(digest, held): (&Hash, &Held)| {
                    (held.version.number, held.version.content.clone(), *digest)
                };
                let mut known: Vec<_> = self.nodes[who].versions().map(place).collect();
                known.sort();
                if let Some((_, _, digest)) = known.get(usize::from(version) % known.len().max(1)) {
                    let word = [Word::Sign, Word::Decline, Word::Withdraw][usize::from(word)];
                    self.say(who, *digest, word);
                }
            }
            Event::Deliver { from, to, twice } => {
                let (from, to) = (self.nth(from), self.nth(to));
                self.deliver(from, to, twice);
            }
            Event::Forge { party, version, content } => {
                self.forge(self.nth(party), version, content);
            }
        }
        self.owe();
    }

    /// Everything that was ever said, in one place.
    fn everything(&self) -> Shared {
        let versions = self.said.iter().map(|(version, _)| version.clone()).collect();
        let voices: Vec<Voice> = self.said.iter().map(|(_, voice)| voice.clone()).collect();
        Shared::of(versions, &voices)
    }

    fn check(&self) {
        let all = self.everything();
        for (digest, held) in all.versions() {
            let complete = |other: &Held| {
                other.version.parties.iter().all(|p| other.words.get(p) == Some(&Word::Sign))
            };
            let rivals = all
                .versions()
                .filter(|(_, other)| other.version.prev == held.version.prev && complete(other));
            assert!(rivals.count() <= 1, "two versions in one place took effect");
            if complete(held) {
                assert!(!held.words.values().any(|word| word.is_decline()), "{digest:?}");
            }
        }
        let history = all.history();
        for node in &self.nodes {
            let theirs = node.history();
            assert!(history.starts_with(&theirs), "a node knows of something that never was");
        }
    }

    fn settle(&mut self) {
        loop {
            self.owe();
            let pairs: Vec<(usize, usize)> = self.ways.keys().copied().collect();
            let moved = pairs.into_iter().filter(|(f, t)| self.deliver(*f, *t, false)).count();
            if moved == 0 {
                return;
            }
        }
    }

    /// What every party may do about every version, by its place among the parties.
    fn rights(&self, node: usize) -> Vec<(usize, u32, u8, Word, bool)> {
        let shared = &self.nodes[node];
        let mut rights = Vec::new();
        for (nth, party) in self.parties.iter().enumerate() {
            for (digest, held) in shared.versions() {
                for word in Word::ALL {
                    let may = shared.may(*party, digest, word).is_ok();
                    rights.push((nth, held.version.number, held.version.content[0], word, may));
                }
            }
        }
        rights.sort();
        rights
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn contract_a16_no_party_alone_changes_anything_and_all_end_with_the_same_hash(
        count in 2..=4_u8,
        events in events(),
    ) {
        let mut world = World::of(count);
        for event in events {
            world.happen(event);
            world.check();
        }
        world.settle();
        world.check();
        let hashes: Vec<Option<Hash>> = world.nodes.iter().map(Shared::in_force).collect();
        prop_assert!(hashes.windows(2).all(|two| two[0] == two[1]), "{hashes:?}");
        prop_assert!(world.nodes.windows(2).all(|two| two[0] == two[1]), "the same record");
        for (digest, held) in world.nodes[0].versions() {
            let standing = world.nodes[0].standing(digest);
            let stuck = held.withdrawn && standing == Some(Standing::Open);
            prop_assert!(!stuck, "what was withdrawn is dead or in force in the end");
        }
    }

    /// The same story with the names of the parties exchanged: what the one might do there, the other
    /// may do here.
    #[test]
    fn contract_a16_what_one_party_may_do_any_other_may_do(
        events in events(),
        turn in 1..4_u8,
    ) {
        let count = 4_u8;
        let turned = |party: u8| (party % count + turn) % count;
        // Without crossing proposals: which of two goes on is decided by their hashes, in which the
        // names of the parties stand.
        let alone = |event: &Event| !matches!(event, Event::Propose { .. } | Event::Forge { .. });
        let events: Vec<Event> = events.into_iter().filter(alone).collect();
        let (mut here, mut there) = (World::of(count), World::of(count));
        for first in 0..3_u8 {
            here.happen(Event::Propose { party: first, content: first });
            there.happen(Event::Propose { party: turned(first), content: first });
            for event in &events {
                here.happen(*event);
                there.happen(match *event {
                    Event::Say { party, version, word } => {
                        Event::Say { party: turned(party), version, word }
                    }
                    Event::Deliver { from, to, twice } => {
                        Event::Deliver { from: turned(from), to: turned(to), twice }
                    }
                    other => other,
                });
            }
            here.settle();
            there.settle();
        }
        for node in 0..usize::from(count) {
            let theirs = there.rights((node + usize::from(turn)) % usize::from(count));
            let mut theirs: Vec<_> = theirs
                .into_iter()
                .map(|(nth, number, content, word, may)| {
                    let back = (nth + usize::from(count - turn)) % usize::from(count);
                    (back, number, content, word, may)
                })
                .collect();
            theirs.sort();
            prop_assert_eq!(here.rights(node), theirs);
        }
    }
}
