//! Attested spellings: which Latin spellings stand for which Arabic names, and what each pair of
//! letters is worth as evidence. Read once from the file in the crate's folder `lexicon`, where its
//! source and licence are written down. `examples/lexicon.rs` makes the file.

mod bits;
#[cfg(test)]
mod tests;

pub use bits::{Reader, Writer};

use std::sync::LazyLock;

use crate::fold::Script;
use crate::skeleton;
use crate::sound::{CHUNK_PLACES, LETTER_PLACES};

/// First bytes of the file.
pub const MAGIC: u32 = 0x534E_4C31;
/// Letters of Arabic words in the file, by place.
pub const ARABIC: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويچگژ";
/// Bits of a letter in either script.
pub const LETTER_BITS: u32 = 5;
/// Bits of a length.
pub const LENGTH_BITS: u32 = 5;
/// Bits of a number of an Arabic word.
pub const ENTRY_BITS: u32 = 15;
/// Most Arabic words for one Latin word.
pub const ENTRIES_MAX: usize = 4;
/// Bits of the number of Arabic words for one Latin word, less one.
pub const COUNT_BITS: u32 = 2;

/// The file as it is carried.
pub(crate) static FILE: &[u8] = include_bytes!("../lexicon/names.lex");
static EMBEDDED: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::read(FILE).unwrap_or_default());

/// The spellings and the sound table in memory.
#[derive(Debug, Default)]
pub struct Lexicon {
    arabic: Words,
    latin: Words,
    /// Where the entries of each Latin word end.
    ends: Vec<u32>,
    entries: Vec<u32>,
    sounds: Vec<i8>,
}

impl Lexicon {
    /// The one that is carried in the crate.
    pub fn embedded() -> &'static Lexicon {
        &EMBEDDED
    }

    /// Reads a file of the form that `examples/lexicon.rs` writes; nothing if it has another form.
    pub fn read(file: &[u8]) -> Option<Lexicon> {
        let mut bits = Reader::of(file);
        if bits.take(32)? != MAGIC {
            return None;
        }
        let mut lexicon = Lexicon::default();
        let alphabet: Vec<char> = ARABIC.chars().collect();
        for _ in 0..bits.take(16)? {
            lexicon.arabic.take(&mut bits, |place| alphabet.get(place).copied())?;
        }
        for _ in 0..bits.take(16)? {
            lexicon.latin.take(&mut bits, |place| ('a'..='z').nth(place))?;
            for _ in 0..=bits.take(COUNT_BITS)? {
                lexicon.entries.push(bits.take(ENTRY_BITS)?);
            }
            lexicon.ends.push(u32::try_from(lexicon.entries.len()).ok()?);
        }
        for _ in 0..LETTER_PLACES * CHUNK_PLACES {
            let [byte, ..] = bits.take(8)?.to_le_bytes();
            lexicon.sounds.push(i8::from_le_bytes([byte]));
        }
        lexicon.arabic.index();
        lexicon.latin.index();
        Some(lexicon)
    }

    /// The numbers of the Arabic names that `token` may stand for, sorted, and how many there are; the
    /// places after them are 0. ال makes no difference.
    pub fn entries(&self, token: &str, script: Script) -> ([u32; ENTRIES_MAX], usize) {
        let found = match script {
            Script::Arabic => self.arabic.find(skeleton::without_article(token)),
            Script::Latin => {
                return self.latin.find(token).map(|w| self.of_latin(w)).unwrap_or_default();
            }
            Script::Mixed | Script::Other => None,
        };
        (found.map_or([0; 4], |entry| [entry, 0, 0, 0]), usize::from(found.is_some()))
    }

    /// The Arabic word with a number.
    pub fn word(&self, entry: u32) -> Option<&str> {
        self.arabic.word(entry)
    }

    /// The Latin spellings of a folded Arabic word without its article, in the order of the alphabet: those that stand for it before any other,
    /// or else all.
    pub(crate) fn spellings(&self, arabic: &str) -> Vec<&str> {
        let Some(wanted) = self.arabic.find(arabic) else { return Vec::new() };
        let words = (0..u32::try_from(self.latin.ends.len()).unwrap_or_default())
            .map(|word| (word, self.of_spelling(word)));
        let (first, all): (Vec<_>, Vec<_>) = words
            .filter(|(_, entries)| entries.contains(&wanted))
            .partition(|(_, entries)| entries.first() == Some(&wanted));
        let kept = if first.is_empty() { all } else { first };
        kept.into_iter().filter_map(|(word, _)| self.latin.word(word)).collect()
    }

    /// The folded Arabic word that a Latin spelling stands for most often.
    pub(crate) fn most_often(&self, latin: &str) -> Option<&str> {
        let first = *self.of_spelling(self.latin.find(latin)?).first()?;
        self.arabic.word(first)
    }

    /// How many Arabic and how many Latin words there are.
    pub fn counts(&self) -> (usize, usize) {
        (self.arabic.ends.len(), self.latin.ends.len())
    }

    /// What each letter and chunk are worth as a pair, in eighths of a bit, row by row.
    pub fn sounds(&self) -> &[i8] {
        &self.sounds
    }

    /// The entries of a Latin word, the most frequent first.
    fn of_spelling(&self, word: u32) -> &[u32] {
        let at = |word: u32| {
            let end = usize::try_from(word).ok().and_then(|word| self.ends.get(word));
            end.and_then(|end| usize::try_from(*end).ok())
        };
        let from = word.checked_sub(1).and_then(at).unwrap_or_default();
        self.entries.get(from..at(word).unwrap_or(from)).unwrap_or_default()
    }

    fn of_latin(&self, word: u32) -> ([u32; ENTRIES_MAX], usize) {
        let found = self.of_spelling(word);
        let mut entries = [0; ENTRIES_MAX];
        entries.iter_mut().zip(found).for_each(|(place, entry)| *place = *entry);
        let count = found.len().min(ENTRIES_MAX);
        entries.get_mut(..count).into_iter().for_each(<[u32]>::sort_unstable);
        (entries, count)
    }
}

/// Words in one text, found by a hash table of their places.
#[derive(Debug, Default)]
struct Words {
    text: String,
    ends: Vec<u32>,
    /// Number of a word plus one; a power of two of places.
    table: Vec<u32>,
}

impl Words {
    /// Reads the next word: how many letters it shares with the one before, and the others.
    fn take(&mut self, bits: &mut Reader, letter: impl Fn(usize) -> Option<char>) -> Option<()> {
        let last = u32::try_from(self.ends.len()).ok()?.checked_sub(1);
        let shared = usize::try_from(bits.take(LENGTH_BITS)?).ok()?;
        let before = last.and_then(|last| self.word(last)).unwrap_or_default();
        let mut word: String = before.chars().take(shared).collect();
        for _ in 0..bits.take(LENGTH_BITS)? {
            word.push(letter(usize::try_from(bits.take(LETTER_BITS)?).ok()?)?);
        }
        self.text.push_str(&word);
        self.ends.push(u32::try_from(self.text.len()).ok()?);
        Some(())
    }

    fn word(&self, number: u32) -> Option<&str> {
        let number = usize::try_from(number).ok()?;
        let from =
            number.checked_sub(1).and_then(|n| self.ends.get(n)).copied().unwrap_or_default();
        let to = usize::try_from(*self.ends.get(number)?).ok()?;
        self.text.get(usize::try_from(from).ok()?..to)
    }

    fn index(&mut self) {
        let size = (self.ends.len() * 2).next_power_of_two().max(2);
        let mut table = vec![0_u32; size];
        for number in 0..u32::try_from(self.ends.len()).unwrap_or_default() {
            let mut at = hash(self.word(number).unwrap_or_default()) & (size - 1);
            while table.get(at).is_some_and(|place| *place != 0) {
                at = (at + 1) & (size - 1);
            }
            table.get_mut(at).into_iter().for_each(|place| *place = number + 1);
        }
        self.table = table;
    }

    fn find(&self, word: &str) -> Option<u32> {
        let size = self.table.len();
        let mut at = hash(word) & size.checked_sub(1)?;
        loop {
            let number = self.table.get(at)?.checked_sub(1)?;
            if self.word(number) == Some(word) {
                return Some(number);
            }
            at = (at + 1) & (size - 1);
        }
    }
}

/// FNV-1a, folded to the width of an address.
fn hash(word: &str) -> usize {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    usize::try_from((hash ^ (hash >> 29)) & 0x7fff_ffff).unwrap_or_default()
}
