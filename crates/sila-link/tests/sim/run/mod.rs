//! Some nodes, linked with each other, over a network that does its worst, on machines that fail, with
//! keys that change and a peer that may lie. One thread, virtual time, one source of chance: the same
//! seed tells the same story.

pub mod check;
pub mod crime;
pub mod dice;
pub mod disk;
mod drain;
pub mod fault;
pub mod judge;
pub mod keys;
pub mod law;
pub mod log;
pub mod node;
pub mod say;
pub mod take;
pub mod tally;
pub mod world;

use tally::Tally;
use world::World;

/// A change of the node under test that breaks one promise, to show that its check can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mutant {
    /// The node as it is.
    None,
    /// Stores what was judged against cursors that have moved since (I1).
    StoresUnseen,
    /// Uses a message again that came a second time after a restore (I1).
    AppliesAgain,
    /// Applies a batch backwards (I2).
    AppliesBackwards,
    /// Loses the last row that it has receipted in a crash, and keeps the cursor (I3).
    LosesRows,
    /// Gives the sequence numbers of what is not receipted to other messages after a crash (I4).
    ReusesNumbers,
    /// Follows a body that was written for an earlier life (I4).
    HearsTheDead,
    /// Answers before the commit (I5).
    AnswersFirst,
    /// Shows the head of its log before its peers have said what they hold (I6).
    ShowsAtOnce,
    /// Takes a second message for the same place as a repetition (I7).
    IgnoresForks,
    /// Believes only its own view of a log (I7).
    IgnoresGossip,
    /// Waits for a time that a clock set back has moved a year away (I8).
    TrustsItsClock,
    /// Fills a call without looking at what the reader takes (I9).
    IgnoresLimits,
    /// Uses new keys and does not tell (I10).
    KeepsKeysToItself,
    /// Leaves the plaintext beside the envelope (I11).
    SpeaksPlainly,
    /// Takes a number from outside the seed (I12).
    RollsItsOwnDice,
    /// Found by the simulator: takes the late answer of a life before the one it talks with (I4).
    HearsTheLate,
    /// Found by the simulator: answers a greeting that it cannot verify as if it had heard nothing, so that
    /// a restored node whose own key was revoked waits for ever (I10).
    EchoesNothing,
    /// Found by the simulator: sends a restored node what follows the statement that it once knew (I10).
    TrustsItsMemory,
}

/// Each mutant, the invariant it breaks, and a seed with three nodes that shows it.
pub const MUTANTS: [(Mutant, usize, u64); 18] = [
    (Mutant::StoresUnseen, 1, 2),
    (Mutant::AppliesAgain, 1, 26),
    (Mutant::AppliesBackwards, 2, 0),
    (Mutant::LosesRows, 3, 3),
    (Mutant::ReusesNumbers, 4, 2),
    (Mutant::HearsTheDead, 4, 1_094),
    (Mutant::AnswersFirst, 5, 0),
    (Mutant::ShowsAtOnce, 6, 10),
    (Mutant::IgnoresForks, 7, 115),
    (Mutant::IgnoresGossip, 7, 0),
    (Mutant::TrustsItsClock, 8, 57),
    (Mutant::IgnoresLimits, 9, 2),
    (Mutant::KeepsKeysToItself, 10, 2),
    (Mutant::SpeaksPlainly, 11, 0),
    (Mutant::RollsItsOwnDice, 12, 0),
    (Mutant::HearsTheLate, 4, 1_291),
    (Mutant::EchoesNothing, 3, 329),
    (Mutant::TrustsItsMemory, 10, 40_359),
];

/// Runs one seed to its end and checks everything.
///
/// # Panics
/// With the number of the invariant that does not hold.
pub fn run(seed: u64, nodes: usize, mutant: Mutant) -> Tally {
    let mut world = World::new(seed, nodes, mutant);
    world.run_to_the_end();
    check::at_the_end(&mut world);
    let mut tally = std::mem::take(&mut world.tally);
    tally.trace = world.trace;
    tally
}

/// Runs one seed and gives the failure as text.
pub fn attempt(seed: u64, nodes: usize, mutant: Mutant) -> Result<Tally, String> {
    let run = std::panic::catch_unwind(|| run(seed, nodes, mutant));
    run.map_err(|panic| match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => panic.downcast::<&str>().map_or("?".to_owned(), |text| (*text).to_owned()),
    })
}

/// Runs a seed twice: the same seed tells the same story (I12).
pub fn twice(seed: u64, nodes: usize, mutant: Mutant) -> Result<Tally, String> {
    let (one, again) = (attempt(seed, nodes, mutant)?, attempt(seed, nodes, mutant)?);
    let mut tally = one;
    if tally.trace != again.trace {
        return Err("I12: the same seed told another story".to_owned());
    }
    tally.checks[12] += 1;
    Ok(tally)
}
