//! Two names word by word, in their order: names are shortened by leaving words out, seldom by changing their order.

use super::words::{Alike, Lexis, Position};

/// Most words of a name, as packed.
const WORDS_MAX: usize = 8;
/// Word pairs remembered for one question, and for the comparison of everybody.
const PAIRS_KNOWN: (usize, usize) = (1 << 11, 1 << 18);

/// Levels of the given name.
pub(super) mod given {
    pub(in super::super) const EXACT: u8 = 1;
    pub(in super::super) const ATTESTED: u8 = 2;
    pub(in super::super) const SOUND: u8 = 3;
    pub(in super::super) const CLOSE: u8 = 4;
    pub(in super::super) const MOVED: u8 = 5;
    pub(in super::super) const ELSEWHERE: u8 = 6;
    pub(in super::super) const APART: u8 = 7;
    pub(in super::super) const DIFFERENT: u8 = 8;
}

/// What two names have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Alignment {
    /// Level of the given name.
    pub(super) given: u8,
    /// Level of the rest of the name.
    pub(super) rest: u8,
    /// Words besides the given name that agree.
    pub(super) matched: u8,
    /// Words besides the given name that contradict.
    pub(super) conflicts: u8,
    /// What the rarity of the given name adds.
    pub(super) given_bits: f64,
    /// What the rarity of the other words adds.
    pub(super) rest_bits: f64,
}

/// Words besides the given name that agree, from which on another spelling of the names adds nothing.
const WHOLE: u8 = 3;

impl Alignment {
    /// True if given name and enough others agree, and none contradicts.
    pub(super) fn is_whole(&self) -> bool {
        (given::EXACT..=given::SOUND).contains(&self.given)
            && self.matched >= WHOLE
            && self.conflicts == 0
    }
}

/// Remembers how alike two words are: most comparisons meet the same few thousand pairs.
#[derive(Clone, Debug)]
pub(super) struct Memory(Vec<(u32, u32, Alike)>);

const UNKNOWN: (u32, u32, Alike) = (u32::MAX, u32::MAX, Alike::Different);

impl Memory {
    /// For one question.
    pub(super) fn small() -> Memory {
        Memory(vec![UNKNOWN; PAIRS_KNOWN.0])
    }

    /// For very many.
    pub(super) fn large() -> Memory {
        Memory(vec![UNKNOWN; PAIRS_KNOWN.1])
    }

    /// How alike two words are.
    pub(super) fn alike(&mut self, lexis: Lexis<'_>, a: u32, b: u32) -> Alike {
        if a == b {
            return Alike::Exact;
        }
        if !lexis.may_agree(a, b) {
            return Alike::Different;
        }
        let (a, b) = (a.min(b), a.max(b));
        let at = super::number::wide(a.wrapping_mul(0x9e37_79b1) ^ b.wrapping_mul(0x85eb_ca6b));
        let at = (at ^ (at >> 15)) & self.0.len().saturating_sub(1);
        let Some(entry) = self.0.get_mut(at) else { return Alike::Different };
        if (entry.0, entry.1) != (a, b) {
            *entry = (a, b, lexis.alike(a, b));
        }
        entry.2
    }
}

/// Aligns two names of at least one word each.
pub(super) fn align(lexis: Lexis<'_>, memory: &mut Memory, a: &[u32], b: &[u32]) -> Alignment {
    let (Some((first_a, rest_a)), Some((first_b, rest_b))) = (a.split_first(), b.split_first())
    else {
        return Alignment::default();
    };
    let alike = memory.alike(lexis, *first_a, *first_b);
    if alike.agrees() {
        let level = match alike {
            Alike::Exact => given::EXACT,
            Alike::Attested => given::ATTESTED,
            Alike::Sound => given::SOUND,
            _ => given::CLOSE,
        };
        return Aligner { lexis, memory }.judged(level, (*first_a, *first_b), rest_a, rest_b);
    }
    let mut aligner = Aligner { lexis, memory };
    if let Some(moved) = aligner.moved(a, b).or_else(|| aligner.moved(b, a)) {
        return moved;
    }
    let elsewhere = aligner.any(*first_a, rest_b) || aligner.any(*first_b, rest_a);
    let level = match alike {
        Alike::Apart => given::APART,
        _ if elsewhere => given::ELSEWHERE,
        _ => given::DIFFERENT,
    };
    Alignment { given_bits: 0.0, ..aligner.judged(level, (*first_a, *first_b), rest_a, rest_b) }
}

struct Aligner<'a> {
    lexis: Lexis<'a>,
    memory: &'a mut Memory,
}

impl Aligner<'_> {
    fn any(&mut self, word: u32, among: &[u32]) -> bool {
        among.iter().any(|other| self.memory.alike(self.lexis, word, *other) >= Alike::Sound)
    }

    /// The family name stands before the given name in `b`.
    fn moved(&mut self, a: &[u32], b: &[u32]) -> Option<Alignment> {
        let (first_a, rest_a) = a.split_first()?;
        let (first_b, [second_b, others @ ..]) = b.split_first()? else { return None };
        let agrees = self.memory.alike(self.lexis, *first_a, *second_b) >= Alike::Sound;
        if !agrees || !self.any(*first_b, rest_a) {
            return None;
        }
        let mut turned = [0_u32; WORDS_MAX];
        let ends = others.iter().chain([first_b]);
        turned.iter_mut().zip(ends).for_each(|(place, word)| *place = *word);
        let turned = turned.get(..others.len().saturating_add(1).min(WORDS_MAX))?;
        Some(self.judged(given::MOVED, (*first_a, *second_b), rest_a, turned))
    }

    fn judged(&mut self, level: u8, firsts: (u32, u32), a: &[u32], b: &[u32]) -> Alignment {
        let given_bits = self.lexis.rarity_bits(firsts.0, firsts.1, Position::Given);
        let rest = self.rest(a, b);
        Alignment { given: level, given_bits, ..rest }
    }

    /// The longest common run of words in order, with gaps.
    fn rest(&mut self, a: &[u32], b: &[u32]) -> Alignment {
        if a.is_empty() || b.is_empty() {
            return Alignment::default();
        }
        let best = self.best_run(a, b);
        let shorter = u8::try_from(a.len().min(b.len())).unwrap_or(u8::MAX);
        let conflicts = shorter.saturating_sub(best.matched);
        let loose = u8::from(best.loose);
        let rest = match (best.matched.min(3), conflicts.min(2)) {
            (0, 0 | 1) => 1,
            (0, _) => 2,
            (matched, conflicts) => {
                3 + (matched.saturating_sub(1) * 3 + conflicts).saturating_mul(2) + loose
            }
        };
        Alignment {
            rest,
            matched: best.matched,
            conflicts,
            rest_bits: best.bits,
            ..Alignment::default()
        }
    }

    /// One row at a time: `row[j]` is the best run of the words of `a` so far with the first `j` words of `b`.
    fn best_run(&mut self, a: &[u32], b: &[u32]) -> Run {
        let mut row = [Run::default(); WORDS_MAX + 1];
        for word in a {
            let mut diagonal = Run::default();
            let mut left = Run::default();
            for (place, other) in row.iter_mut().skip(1).zip(b) {
                let above = *place;
                let alike = self.memory.alike(self.lexis, *word, *other);
                let mut best = above.better(left);
                if alike.agrees() {
                    let bits = self.lexis.rarity_bits(*word, *other, Position::Rest);
                    best = best.better(diagonal.with(alike, bits));
                }
                (diagonal, left, *place) = (above, best, best);
            }
        }
        row.get(b.len()).copied().unwrap_or_default()
    }
}

/// A run of words that agree.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    matched: u8,
    sure: u8,
    loose: bool,
    bits: f64,
}

impl Run {
    fn with(self, alike: Alike, bits: f64) -> Run {
        let sure = alike >= Alike::Attested;
        Run {
            matched: self.matched.saturating_add(1),
            sure: self.sure.saturating_add(u8::from(sure)),
            loose: self.loose || !sure,
            bits: self.bits + bits,
        }
    }

    fn better(self, other: Run) -> Run {
        let rank = |run: &Run| (run.matched, run.sure);
        if rank(&self) >= rank(&other) { self } else { other }
    }
}
