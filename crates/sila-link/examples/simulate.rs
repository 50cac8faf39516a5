//! Runs the simulator: `cargo run --release -p sila-link --example simulate -- --seeds 1000 --nodes
//! 3..5 [--seed 7] [--from 0]`. Prints how often each fault struck and each invariant was checked; a
//! seed that fails is printed with the invariant, and `--seed` runs it again alone. `--mutant all`
//! looks for a seed that shows each deliberately broken node.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "the simulator is a test that runs for as long as one likes"
)]

#[path = "../tests/sim/run/mod.rs"]
mod run;

use std::process::ExitCode;

use run::tally::{INVARIANTS, Tally};
use run::{MUTANTS, Mutant, attempt, twice};

/// One seed in so many runs twice, to see that it tells the same story.
const AGAIN: u64 = 50;
/// A mutant is looked for in so many seeds.
const HUNT_MAX: u64 = 3_000;

struct Asked {
    seeds: u64,
    from: u64,
    nodes: (usize, usize),
    only: Option<u64>,
    mutant: Option<String>,
}

fn asked() -> Option<Asked> {
    let mut asked = Asked { seeds: 100, from: 0, nodes: (3, 5), only: None, mutant: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next()?;
        match word.as_str() {
            "--seeds" => asked.seeds = value.parse().ok()?,
            "--from" => asked.from = value.parse().ok()?,
            "--seed" => asked.only = Some(value.parse().ok()?),
            "--mutant" => asked.mutant = Some(value),
            "--nodes" => {
                let (least, most) = value.split_once("..").unwrap_or((&value, &value));
                asked.nodes = (least.parse().ok()?, most.parse().ok()?);
            }
            _ => return None,
        }
    }
    let (least, most) = asked.nodes;
    (2 <= least && least <= most && most <= 9).then_some(asked)
}

fn main() -> ExitCode {
    let Some(asked) = asked() else {
        println!("simulate --seeds N --nodes 3..5 [--from N] [--seed N]");
        return ExitCode::FAILURE;
    };
    if asked.only.is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    if let Some(name) = &asked.mutant {
        return hunt(name, asked.nodes.0, asked.from);
    }
    let seeds = asked.only.map_or(asked.from..asked.from + asked.seeds, |seed| seed..seed + 1);
    let (mut all, mut failed, mut ran) = (Tally::default(), 0_u64, 0_u64);
    for seed in seeds {
        let spread = u64::try_from(asked.nodes.1 - asked.nodes.0 + 1).unwrap();
        let nodes = asked.nodes.0 + usize::try_from(seed % spread).unwrap();
        let again = seed % AGAIN == 0;
        let told = if again { twice } else { attempt }(seed, nodes, Mutant::None);
        ran += 1;
        match told {
            Ok(tally) => all.add(&tally),
            Err(why) => {
                failed += 1;
                println!("seed {seed} with {nodes} nodes FAILED: {why}");
            }
        }
    }
    print(&all, ran, failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Looks for a seed that shows each mutant (or the named one) to break its invariant.
fn hunt(name: &str, nodes: usize, from: u64) -> ExitCode {
    for (mutant, invariant, _) in MUTANTS {
        if name != "all" && name != format!("{mutant:?}") {
            continue;
        }
        let run = if invariant == 12 { twice } else { attempt };
        let wanted = format!("I{invariant}: ");
        let found = (from..from + HUNT_MAX).find_map(|seed| {
            let why = run(seed, nodes, mutant).err()?;
            why.starts_with(&wanted).then_some((seed, why))
        });
        match found {
            Some((seed, why)) => println!("{mutant:?}: seed {seed}: {why}"),
            None => println!("{mutant:?}: none of {HUNT_MAX} seeds breaks {wanted}"),
        }
    }
    ExitCode::SUCCESS
}

fn print(all: &Tally, ran: u64, failed: u64) {
    println!("{ran} seeds, {failed} failed");
    println!("{} messages, {} bodies, {} commits", all.messages, all.bodies, all.commits);
    println!("\nwhat struck");
    for (fault, count) in &all.struck {
        println!("  {count:>12}  {fault}");
    }
    println!("\nwhat was checked");
    for (at, invariant) in INVARIANTS.iter().enumerate().skip(1) {
        println!("  {:>12}  I{at} {invariant}", all.checks[at]);
    }
}
