//! Nodes that break one promise each, to show that the check of each invariant can fail.

use super::shape::Shape;

/// A node that breaks one promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// As it is.
    None,
    /// Is restored from a backup that does not know what it has handed over (1).
    ForgetsRelease,
    /// Does not ask what else it has sent, nor whether it still answers, before it hands over (1).
    HandsOverTwice,
    /// Lets the key travel with the offer (2).
    SendsKeyAtOnce,
    /// Lets nothing expire (3).
    NeverExpires,
    /// Erases nothing (4).
    NeverErases,
    /// Says that it erased, and keeps the words (4).
    KeepsWords,
    /// Closes a case whatever is open of it (5).
    ClosesAnyway,
    /// Lets a referral of a closed case go on (5).
    GoesOnClosed,
    /// Says that it has what a crash then takes from it (6).
    ReceiptsEarly,
    /// Accepts for a place whether one is free or not (7).
    AcceptsWithoutPlace,
    /// Holds the place in another commit than the acceptance (7).
    HoldsApart,
    /// Applies an amended agreement to what was offered before (8).
    AppliesAmendment,
    /// Writes words where their hash belongs (9).
    SignsWords,
    /// Writes words where a number belongs (9).
    NamesInReference,
    /// Counts the time in a state from the last time that the row was touched (10).
    StampsRow,
}

/// Each mutant, the walk on which it shows, and the invariant that it breaks.
pub const MUTANTS: [(Mutant, Shape, usize); 16] = [
    (Mutant::ForgetsRelease, Shape::Pair, 1),
    (Mutant::HandsOverTwice, Shape::Rivals, 1),
    (Mutant::SendsKeyAtOnce, Shape::Pair, 2),
    (Mutant::SendsKeyAtOnce, Shape::Onward, 2),
    (Mutant::NeverExpires, Shape::Pair, 3),
    (Mutant::NeverErases, Shape::Pair, 4),
    (Mutant::KeepsWords, Shape::Pair, 4),
    (Mutant::ClosesAnyway, Shape::Pair, 5),
    (Mutant::GoesOnClosed, Shape::Pair, 5),
    (Mutant::ReceiptsEarly, Shape::Pair, 6),
    (Mutant::AcceptsWithoutPlace, Shape::Pair, 7),
    (Mutant::HoldsApart, Shape::Pair, 7),
    (Mutant::AppliesAmendment, Shape::Pair, 8),
    (Mutant::SignsWords, Shape::Pair, 9),
    (Mutant::NamesInReference, Shape::Pair, 9),
    (Mutant::StampsRow, Shape::Pair, 10),
];
