//! Two nodes over a bad network, with crashes at every commit: nothing is lost, doubled, reordered
//! or readable. Every failure prints the seed that repeats it.

#[cfg(test)]
mod dice;
#[cfg(test)]
mod disk;
#[cfg(test)]
mod node;
#[cfg(test)]
mod world;

#[cfg(test)]
mod tests {
    use sila_link::{Disposition, LinkError, Stream};

    use crate::dice::Dice;
    use crate::world::{Event, Faults, World};

    const STREAMS: [Stream; 3] = [Stream::CONTROL, Stream::URGENT, Stream::REFERRALS];

    fn storm(dice: &mut Dice) -> Faults {
        Faults {
            loss: dice.below(40),
            twice: dice.below(40),
            corrupt: dice.below(30),
            delay_ms: dice.ms(1, 45_000),
            crash: dice.below(20),
            cut: dice.below(50),
            expiring: 15,
            one_way: dice.percent(30),
            until: dice.ms(60_000, 300_000),
        }
    }

    fn calm(_: &mut Dice) -> Faults {
        let (loss, twice, corrupt, crash, cut, expiring) = (0, 0, 0, 0, 0, 0);
        let (delay_ms, one_way, until) = (1, false, 0);
        Faults { loss, twice, corrupt, delay_ms, crash, cut, expiring, one_way, until }
    }

    fn write(world: &mut World, node: usize, messages: u64, until: i64) {
        for _ in 0..messages {
            let (time, stream) = (world.dice.ms(0, until), world.dice.at(3));
            world.at(time, Event::Write(node, STREAMS[stream]));
        }
    }

    fn stormy(seed: u64) -> World {
        let mut world = World::new(seed, storm);
        let until = world.faults.until;
        for node in 0..2 {
            let messages = world.dice.below(12);
            write(&mut world, node, messages, until);
        }
        world.run(until);
        world.settle();
        world
    }

    /// What must be true when all is quiet: both disks tell the same story.
    fn check(world: &World) {
        for (from, to) in [(0, 1), (1, 0)] {
            let (sender, receiver) = (&world.nodes[from].disk, &world.nodes[to].disk);
            assert!(sender.alarm.is_none(), "an honest peer alarms: {:?}", sender.alarm);
            assert!(sender.is_drained(), "I8: not drained");
            assert_eq!(sender.outbox.len(), receiver.inbox.len(), "I1: as many taken as sent");
            for stream in STREAMS {
                let sent = sender.outbox.iter().filter(|(place, row)| {
                    place.stream == stream && row.disposition == Some(Disposition::Applied)
                });
                let sent: Vec<_> = sent.map(|(place, row)| (place.stream, row.id)).collect();
                let applied = receiver.applied.iter().filter(|(s, _)| *s == stream);
                let applied: Vec<_> = applied.copied().collect();
                assert_eq!(applied, sent, "I1, I2: applied once and in order");
            }
            for (place, row) in &sender.outbox {
                let there = &receiver.inbox[place];
                assert_eq!(there.hash, row.hash, "I4");
                assert_eq!(Some(&there.disposition), row.disposition.as_ref(), "I3");
            }
        }
    }

    fn storms(seeds: std::ops::Range<u64>) {
        let mut seen = [0_usize; 4];
        for seed in seeds {
            let run = std::panic::catch_unwind(|| {
                let world = stormy(seed);
                check(&world);
                let rows = world.nodes.iter().flat_map(|node| node.disk.inbox.values());
                rows.fold([0; 4], |mut seen, row| {
                    let at = ["APPLIED", "EXPIRED", "PARKED", "REFUSED"];
                    let word = row.disposition.word();
                    seen[at.iter().position(|w| *w == word).unwrap()] += 1;
                    seen
                })
            });
            let Ok(fates) = run else { panic!("the simulation failed with seed {seed}") };
            seen.iter_mut().zip(fates).for_each(|(all, one)| *all += one);
        }
        assert!(seen.iter().all(|count| *count > 0), "every fate was met: {seen:?}");
    }

    #[test]
    fn storms_lose_double_and_show_nothing_1() {
        storms(0..100);
    }

    #[test]
    fn storms_lose_double_and_show_nothing_2() {
        storms(100..200);
    }

    #[test]
    fn storms_lose_double_and_show_nothing_3() {
        storms(200..300);
    }

    #[test]
    fn the_same_seed_tells_the_same_story() {
        let (one, again, other) = (stormy(4_711), stormy(4_711), stormy(4_712));
        assert_eq!((one.trace, one.commits), (again.trace, again.commits), "I12");
        assert_ne!(one.trace, other.trace);
    }

    #[test]
    fn who_forgets_what_it_sent_stops_before_it_sends_again() {
        for seed in 0..40 {
            let mut world = World::new(seed, calm);
            write(&mut world, 0, 10, 30_000);
            world.run(world.dice.clone().ms(1_000, 15_000));
            let backup = world.nodes[0].disk.clone();
            world.run(60_000);
            let forgotten = backup.outbox.len() < world.nodes[0].disk.outbox.len();
            world.nodes[0].disk = backup;
            world.crash(0);
            write(&mut world, 0, 3, 90_000);
            world.run(90_000);
            world.settle();
            let [restored, partner] = &world.nodes;
            assert!(partner.disk.alarm.is_none(), "seed {seed}: the partner saw no fork");
            let alarm = restored.disk.alarm.as_ref().map(|alarm| alarm.error.clone());
            assert_eq!(alarm, forgotten.then_some(LinkError::Rollback), "seed {seed}");
        }
    }

    #[test]
    fn who_forgets_what_it_received_gets_it_again() {
        for seed in 0..40 {
            let mut world = World::new(seed, calm);
            write(&mut world, 0, 10, 30_000);
            world.run(world.dice.clone().ms(1_000, 15_000));
            let backup = world.nodes[1].disk.clone();
            world.run(60_000);
            world.nodes[1].disk = backup;
            world.crash(1);
            world.run(90_000);
            world.settle();
            check(&world);
        }
    }
}
