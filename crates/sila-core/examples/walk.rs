//! Random walks of two and three agencies through one referral:
//! `cargo run --release -p sila-core --example walk -- SEEDS [FROM]`.
//! A seed that fails is printed with the invariant that does not hold.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "the walk is a test that runs for as long as one likes"
)]

#[path = "../tests/walk/run.rs"]
mod run;

use std::process::ExitCode;

use run::{INVARIANTS, MUTANTS, Mutant, Written, attempt};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).filter_map(|word| word.parse::<u64>().ok());
    let seeds = words.next().unwrap_or(1_000);
    let from = words.next().unwrap_or(0);
    std::panic::set_hook(Box::new(|_| {}));
    let (mut all, mut failed) = (Written::new(), 0_u64);
    for seed in from..from + seeds {
        for three in [false, true] {
            match attempt(seed, three, Mutant::None) {
                Ok(written) => {
                    written.into_iter().for_each(|(act, n)| *all.entry(act).or_default() += n);
                }
                Err(why) => {
                    failed += 1;
                    println!("seed {seed}, three agencies {three}: {why}");
                }
            }
        }
    }
    for (mutant, invariant) in MUTANTS {
        println!("{mutant:?} would break: {}", INVARIANTS[invariant]);
    }
    all.iter().for_each(|(act, count)| println!("{count:>12}  {act}"));
    println!("{} walks, {failed} failed", 2 * seeds);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
