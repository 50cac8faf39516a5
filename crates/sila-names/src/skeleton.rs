//! The consonants of a name, in classes that survive romanisation: `محمد`, Mohammed, Muhamad and
//! Mohamed are all `MHMD`. Vowels are left out because nobody writes them alike; letters that one
//! country writes in several ways give several skeletons.

mod arabic;
mod latin;
#[cfg(test)]
mod tests;

pub(crate) use arabic::{servant as arabic_servant, without_article};
pub(crate) use latin::{servant as latin_servant, without_article as without_latin_article};

use crate::fold::Script;
use std::fmt;
use std::sync::LazyLock;

/// Most skeletons of one token.
pub const SKELETONS_MAX: usize = 12;
/// Most consonants of a skeleton; what follows is left out.
const LENGTH_MAX: u32 = 12;
const BITS: u32 = 5;
/// The classes; the place in this list, counted from one, is the number packed into a skeleton.
const CLASSES: &[u8] = b"0ABCDFGHJKLMNRSTWXYZ";

/// Up to twelve consonant classes, the first in the highest bits, so that the order is that of the
/// spelled text. Equal for equal names in every build with the same [`NORMALISER`](crate::NORMALISER).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Skeleton(u64);

impl Skeleton {
    /// Reads spelled classes; characters that are no class are left out.
    pub fn of(spelled: &str) -> Self {
        spelled.bytes().fold(Self::default(), Self::with)
    }

    /// The classes as text, for example `MHMD`. `A` is an initial vowel, `X` is خ, `C` is ش, `0` is
    /// the name of God in a compound.
    pub fn spelled(self) -> String {
        let place = |nth: u32| (self.0 >> (BITS * (LENGTH_MAX - 1 - nth))) & ((1 << BITS) - 1);
        let class = |number: u64| {
            let at = usize::try_from(number).ok()?.checked_sub(1)?;
            CLASSES.get(at).map(|class| char::from(*class))
        };
        (0..LENGTH_MAX).map_while(|nth| class(place(nth))).collect()
    }

    /// The number of classes.
    pub fn len(self) -> usize {
        let free = self.0.trailing_zeros().min(LENGTH_MAX * BITS) / BITS;
        usize::try_from(LENGTH_MAX - free).unwrap_or_default()
    }

    /// The first class alone.
    pub fn first(self) -> Self {
        Self(self.0 & (((1 << BITS) - 1) << (BITS * (LENGTH_MAX - 1))))
    }

    /// True when there is no consonant at all.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The packed number, the same in every build with the same [`NORMALISER`](crate::NORMALISER).
    pub fn number(self) -> u64 {
        self.0
    }

    /// These classes, then those of `end`.
    fn then(self, end: Skeleton) -> Self {
        let free = self.0.trailing_zeros().min(LENGTH_MAX * BITS) / BITS;
        Self(self.0 | end.0 >> (BITS * (LENGTH_MAX - free)))
    }

    /// Without its first class, if that is `class`.
    fn without_first(self, class: u8) -> Self {
        if self.first() == Self::default().with(class) {
            Self((self.0 << BITS) & ((1 << (BITS * LENGTH_MAX)) - 1))
        } else {
            self
        }
    }

    /// Which classes occur: one bit for each.
    pub(crate) fn classes(self) -> u32 {
        let place = |nth: u32| (self.0 >> (BITS * (LENGTH_MAX - 1 - nth))) & ((1 << BITS) - 1);
        let bit = |number: u64| u32::try_from(number).map_or(0, |number| 1 << number);
        (0..LENGTH_MAX).fold(0, |all, nth| all | bit(place(nth))) & !1
    }

    fn with(self, class: u8) -> Self {
        let number = NUMBERS.get(usize::from(class)).copied().unwrap_or_default();
        let free = self.0.trailing_zeros().min(LENGTH_MAX * BITS) / BITS;
        if number == 0 || free == 0 {
            return self;
        }
        Self(self.0 | u64::from(number) << (BITS * (free - 1)))
    }
}

/// The number of each class by its letter, 0 for what is no class.
static NUMBERS: LazyLock<[u8; 128]> = LazyLock::new(|| {
    let mut numbers = [0; 128];
    for (class, number) in CLASSES.iter().zip(1..) {
        let place = numbers.get_mut(usize::from(*class));
        place.into_iter().for_each(|place| *place = number);
    }
    numbers
});

impl fmt::Debug for Skeleton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Skeleton({})", self.spelled())
    }
}

/// A growing set of skeletons: every choice multiplies it, up to [`SKELETONS_MAX`].
#[derive(Clone, Copy, Debug)]
struct Paths {
    all: [Skeleton; SKELETONS_MAX],
    count: usize,
}

impl Paths {
    fn start() -> Self {
        Self { all: [Skeleton::default(); SKELETONS_MAX], count: 1 }
    }

    /// Continues every path with each of `choices`; the first choice is the principal one.
    fn push(&mut self, choices: &[&str]) {
        let before = *self;
        self.count = 0;
        for choice in choices {
            for path in before.all() {
                if let Some(place) = self.all.get_mut(self.count) {
                    *place = choice.bytes().fold(*path, Skeleton::with);
                    self.count += 1;
                }
            }
        }
    }

    fn all(&self) -> &[Skeleton] {
        self.all.get(..self.count).unwrap_or_default()
    }
}

/// The skeletons of a folded token of one script, the principal one first, none twice, at most
/// [`SKELETONS_MAX`]. A token without consonants, or of another script, has none.
pub(crate) fn skeletons(token: &str, script: Script) -> Vec<Skeleton> {
    let all = match script {
        Script::Arabic => arabic::skeletons(token),
        Script::Latin => latin::skeletons(token),
        Script::Mixed | Script::Other => Vec::new(),
    };
    let mut kept: Vec<Skeleton> = Vec::with_capacity(all.len());
    for skeleton in all {
        if kept.len() < SKELETONS_MAX && !skeleton.is_empty() && !kept.contains(&skeleton) {
            kept.push(skeleton);
        }
    }
    kept
}
