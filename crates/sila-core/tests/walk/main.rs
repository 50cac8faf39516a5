//! Random walks of two and three agencies through one referral, in the ordinary tests some hundreds of seeds.
//! `cargo run --release -p sila-core --example walk -- 100000` runs as many as one likes.

#[cfg(test)]
mod run;

#[cfg(test)]
mod tests {
    use crate::run::{INVARIANTS, MUTANTS, Mutant, Written, attempt};

    fn walks(seeds: std::ops::Range<u64>, three: bool) -> Written {
        let mut all = Written::new();
        for seed in seeds {
            match attempt(seed, three, Mutant::None) {
                Ok(written) => {
                    for (act, count) in written {
                        *all.entry(act).or_default() += count;
                    }
                }
                Err(why) => panic!("seed {seed}: {why}"),
            }
        }
        all
    }

    #[test]
    fn two_agencies_walk_through_every_act() {
        let written = walks(0..250, false);
        let never: Vec<&str> = ALL.iter().copied().filter(|a| !written.contains_key(a)).collect();
        assert!(never.is_empty(), "never written: {never:?}");
    }

    #[test]
    fn three_agencies_walk_through_what_was_passed_on() {
        let written = walks(0..200, true);
        assert!(written.contains_key("REDIRECT") && written["RELEASE"] > 20, "{written:?}");
    }

    /// Seeds in which it ran out at the one side while the person took it back at the other: the agency in the middle erased nothing.
    #[test]
    fn what_ends_in_two_ways_at_once_is_erased_at_every_side() {
        for seed in [3_689, 4_252, 4_594, 5_322, 44_864, 48_208] {
            let written = walks(seed..seed + 1, true);
            assert!(written.contains_key("EXPIRE") && written.contains_key("WITHDRAW"));
        }
    }

    #[test]
    fn every_mutant_is_found() {
        std::panic::set_hook(Box::new(|_| {}));
        for (mutant, invariant) in MUTANTS {
            let wanted = format!("{invariant}: ");
            let found = (0..300)
                .any(|seed| attempt(seed, false, mutant).is_err_and(|why| why.contains(&wanted)));
            assert!(found, "{mutant:?} breaks \"{}\", and no seed shows it", INVARIANTS[invariant]);
        }
    }

    /// What two agencies can write, but for passing on.
    const ALL: [&str; 27] = [
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
