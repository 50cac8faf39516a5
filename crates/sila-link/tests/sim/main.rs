//! The simulator in the ordinary tests: some dozens of seeds, and for each invariant a mutant that
//! breaks it. `cargo run --release -p sila-link --example simulate` runs any number of seeds.

#[cfg(test)]
mod run;

#[cfg(test)]
mod tests {
    use crate::run::crime::Crime;
    use crate::run::tally::{INVARIANTS, Tally};
    use crate::run::{MUTANTS, Mutant, attempt, twice};

    fn storms(seeds: std::ops::Range<u64>, nodes: usize) -> Tally {
        let mut all = Tally::default();
        for seed in seeds {
            match attempt(seed, nodes, Mutant::None) {
                Ok(tally) => all.add(&tally),
                Err(why) => panic!("seed {seed} with {nodes} nodes: {why}"),
            }
        }
        all
    }

    /// Each mutant breaks its invariant with the seed beside it, and no other one first.
    fn broken(mutants: &[(Mutant, usize, u64)]) {
        std::panic::set_hook(Box::new(|_| {}));
        for (mutant, invariant, seed) in mutants {
            let run = if *invariant == 12 { twice } else { attempt };
            let why = run(*seed, 3, *mutant).expect_err(INVARIANTS[*invariant]);
            let wanted = format!("I{invariant}: ");
            assert!(why.starts_with(&wanted), "{mutant:?} breaks {wanted}, but seed {seed}: {why}");
        }
    }

    #[test]
    fn every_invariant_can_fail_and_has_a_mutant_that_shows_it() {
        let named: std::collections::BTreeSet<_> = MUTANTS.iter().map(|(_, i, _)| *i).collect();
        assert_eq!(named, (1..=12).collect());
        broken(&MUTANTS[..8]);
    }

    #[test]
    fn every_other_mutant_is_found() {
        broken(&MUTANTS[8..]);
    }

    #[test]
    fn storms_over_three_nodes() {
        let all = storms(0..16, 3);
        let checked = (1..12).all(|invariant| all.checks[invariant] > 0);
        assert!(checked, "every invariant is checked: {:?}", all.checks);
    }

    #[test]
    fn storms_over_four_nodes() {
        storms(24..34, 4);
    }

    #[test]
    fn storms_over_five_nodes() {
        storms(40..48, 5);
    }

    /// Seeds that once failed, each with the fault that it showed. The mutants of the protocol's own faults
    /// bring them back, so their seeds must hold without.
    #[test]
    fn faults_that_were_found_stay_away() {
        let found = [
            (
                "who was restored and forgot the revocation of its own key waited for ever",
                40_039,
                4,
            ),
            ("the same, where its peer had messages for it", 40_056, 3),
            ("the same, with links that only the peer can call", 978, 3),
            ("the late answer of a forgotten life was taken as current", 754, 4),
            ("two that could not verify each other sent statements with a gap", 40_359, 3),
            ("a head under a revoked key was called proof", 2_373, 3),
            ("an agency restored while a new epoch opened lost what it had receipted", 51_622, 4),
            ("a number was used twice by who was restored while an epoch opened", 59_732, 5),
            ("what could not be opened was sent again without end", 52_178, 5),
            ("keys were signed before those whose link stood still had spoken", 1_855, 4),
            ("a log went on though who may hold its head had been left", 366, 3),
            ("the simulator blamed a message that had run out in a forgotten life", 1_631, 5),
            ("the simulator asked what was said to be known, not what is", 15_759, 3),
            ("the simulator wanted evidence from who had suspended the liar", 7_086, 3),
            ("keys that were lost waited for ever for a liar that says nothing", 17_610, 3),
            ("a log that showed two stories and fell silent went unseen", 19_843, 4),
            ("the simulator took the head of a forgotten life for another story", 73_785, 3),
        ];
        let again =
            MUTANTS[15..].iter().map(|(_, _, seed)| ("it holds without its mutant", *seed, 3));
        for (fault, seed, nodes) in found.into_iter().chain(again) {
            assert_eq!(attempt(seed, nodes, Mutant::None).err(), None, "{fault}: {seed}, {nodes}");
        }
    }

    #[test]
    fn the_same_seed_tells_the_same_story() {
        let (one, other) = (twice(4_711, 3, Mutant::None), twice(4_712, 3, Mutant::None));
        assert_ne!(one.unwrap().trace, other.unwrap().trace);
    }

    #[test]
    fn each_crime_has_a_name_of_its_own() {
        let mut dice = crate::run::dice::Dice::new(1);
        let names: std::collections::BTreeSet<_> =
            (0..200).map(|_| Crime::any(&mut dice).name()).collect();
        assert_eq!(names.len(), 6);
    }
}
