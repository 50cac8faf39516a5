//! Random walks of two agencies and more through one case and its referrals, in the ordinary tests some hundreds of seeds.
//! `cargo run --release -p sila-core --example walk -- 100000` runs as many as one likes.

#[cfg(test)]
mod run;

#[cfg(test)]
mod tests {
    use crate::run::{INVARIANTS, MUTANTS, Mutant, Shape, Tale, Written, attempt, found};

    fn walk(seed: u64, shape: Shape) -> Tale {
        let tale = attempt(seed, shape, Mutant::None);
        tale.unwrap_or_else(|why| panic!("seed {seed}, {shape:?}: {why}"))
    }

    fn walks(seeds: std::ops::Range<u64>, shape: Shape) -> Written {
        let mut all = Written::new();
        for seed in seeds {
            for (act, count) in walk(seed, shape).written {
                *all.entry(act).or_default() += count;
            }
        }
        all
    }

    #[test]
    fn two_agencies_walk_through_every_act() {
        let written = walks(0..250, Shape::Pair);
        let never: Vec<&str> = ALL.iter().copied().filter(|a| !written.contains_key(a)).collect();
        assert!(never.is_empty(), "never written: {never:?}");
    }

    #[test]
    fn three_agencies_walk_through_what_was_passed_on() {
        let written = walks(0..200, Shape::Onward);
        assert!(written.contains_key("REDIRECT") && written["RELEASE"] > 20, "{written:?}");
    }

    /// Of one case, two transfers at the same time; each of them, and neither, is the one by which responsibility moves.
    #[test]
    fn contract_b32_of_two_transfers_at_once_at_most_one_moves_responsibility() {
        let (mut first, mut second) = (0, 0);
        for seed in 0..200 {
            let ends = walk(seed, Shape::Rivals).ends;
            let took = |end: &str| ["ACCEPTED", "COMPLETED", "CLOSED"].contains(&end);
            first += usize::from(took(ends[0]) && !took(ends[2]));
            second += usize::from(took(ends[2]) && !took(ends[0]));
        }
        assert!(first > 5 && second > 5, "{first} and {second}");
    }

    /// Whatever the walk says of a node that breaks one promise, it says of the invariant that this breaks, and of no other.
    #[test]
    fn every_mutant_is_found_by_the_check_of_its_invariant() {
        std::panic::set_hook(Box::new(|_| {}));
        for (mutant, shape, invariant) in MUTANTS {
            let found = found(mutant, shape);
            let wanted = format!("{invariant}: ");
            let says = INVARIANTS[invariant];
            assert!(!found.is_empty(), "{mutant:?} breaks \"{says}\", and no seed shows it");
            assert!(found.iter().all(|(_, why)| why.starts_with(&wanted)), "{mutant:?}: {found:?}");
        }
    }

    #[test]
    fn every_invariant_and_every_shape_has_a_mutant() {
        let of = |invariant: usize| MUTANTS.iter().any(|(_, _, breaks)| *breaks == invariant);
        assert!((1..INVARIANTS.len()).all(of));
        let on = |shape: &Shape| MUTANTS.iter().any(|(_, walks, _)| walks == shape);
        assert!(Shape::ALL.iter().all(on));
    }

    /// What two agencies can write, but for passing on.
    const ALL: [&str; 28] = [
        "OFFER",
        "CLAIM",
        "ACCEPT",
        "RELEASE",
        "DECLINE",
        "RECALL",
        "EXPIRE",
        "PURGED",
        "OUTCOME",
        "ACKNOWLEDGE",
        "WITHDRAW",
        "KEEP",
        "NARROW",
        "REMOVED",
        "ASK",
        "ANSWER",
        "WAIT",
        "REFUSE",
        "RESUME",
        "APPEAL",
        "CANCEL",
        "INVALIDATE",
        "ERASED",
        "REOPEN",
        "AGREE",
        "ACCEPT_PART",
        "HAND",
        "TAKE",
    ];
}
