//! One node of a seed may lie. It runs the same code and does one of these things besides.

use super::dice::Dice;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crime {
    /// Two messages for one place.
    Fork,
    /// One log for some of its peers, another for the rest.
    SplitView,
    /// A growth whose proof is wrong.
    FalseProof,
    /// Denies what it has receipted.
    Rollback,
    /// Offers a lower version than before.
    Downgrade,
    /// Bodies that are too large, or nothing but noise.
    Noise,
}

impl Crime {
    pub fn any(dice: &mut Dice) -> Self {
        let all = [
            Self::Fork,
            Self::Fork,
            Self::SplitView,
            Self::FalseProof,
            Self::Rollback,
            Self::Downgrade,
            Self::Noise,
        ];
        all[dice.at(all.len())]
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Fork => "crime: fork",
            Self::SplitView => "crime: split view",
            Self::FalseProof => "crime: false proof",
            Self::Rollback => "crime: rollback",
            Self::Downgrade => "crime: downgrade",
            Self::Noise => "crime: noise",
        }
    }
}
