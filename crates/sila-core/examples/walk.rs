//! Random walks of two agencies and more through one case and its referrals:
//! `cargo run --release -p sila-core --example walk -- SEEDS [FROM]`.
//! A seed that fails is printed with the invariant that does not hold; so are the first seeds on which each broken node is found.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "the walk is a test that runs for as long as one likes"
)]

#[path = "../tests/walk/run/mod.rs"]
mod run;

use std::collections::BTreeMap;
use std::process::ExitCode;

use run::{INVARIANTS, MUTANTS, Mutant, Shape, Tale, Written, attempt, found};

/// How many seeds of each ending are printed.
const SHOWN: u64 = 6;

/// What all walks came to.
#[derive(Default)]
struct Sum {
    written: Written,
    /// How the referrals of a case ended where there was more than one, how often, and the first seeds.
    ends: BTreeMap<(Shape, String), (u64, Vec<u64>)>,
    failed: u64,
}

impl Sum {
    fn add(&mut self, seed: u64, shape: Shape, tale: Tale) {
        for (act, count) in tale.written {
            *self.written.entry(act).or_default() += count;
        }
        if tale.ends.iter().filter(|end| !end.is_empty()).count() > 1 {
            let entry = self.ends.entry((shape, tale.ends.join(" "))).or_default();
            entry.0 += 1;
            entry.1.extend(Some(seed).filter(|_| entry.0 <= SHOWN));
        }
    }
}

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).filter_map(|word| word.parse::<u64>().ok());
    let seeds = words.next().unwrap_or(1_000);
    let from = words.next().unwrap_or(0);
    std::panic::set_hook(Box::new(|_| {}));
    let mut sum = Sum::default();
    for seed in from..from + seeds {
        for shape in Shape::ALL {
            match attempt(seed, shape, Mutant::None) {
                Ok(tale) => sum.add(seed, shape, tale),
                Err(why) => {
                    sum.failed += 1;
                    println!("seed {seed}, {shape:?}: {why}");
                }
            }
        }
    }
    for (mutant, shape, invariant) in MUTANTS {
        println!("{mutant:?} ({shape:?}) breaks {invariant}: {}", INVARIANTS[invariant]);
        let found = found(mutant, shape);
        let wanted = format!("{invariant}: ");
        sum.failed += u64::from(!found.iter().any(|(_, why)| why.starts_with(&wanted)));
        found.iter().for_each(|(seed, why)| println!("    seed {seed}: {why}"));
    }
    for ((shape, ends), (count, seeds)) in &sum.ends {
        println!("{count:>12}  {shape:?}  {ends}  {seeds:?}");
    }
    sum.written.iter().for_each(|(act, count)| println!("{count:>12}  {act}"));
    println!("{} walks, {} failed", 3 * seeds, sum.failed);
    if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
