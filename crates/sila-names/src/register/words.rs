//! Every word of every name, once. Records hold numbers of words; words hold their skeletons, and how often each
//! skeleton is borne, because sharing a rare name says more than sharing a common one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::number::{hash_text, large, lower, narrow, upper, wide};
use crate::{Level, Script, Skeleton, Token, token_level};

/// A skeleton that no record has.
pub(super) const UNSEEN: u32 = u32::MAX;

/// Skeletons of one word used in a key; a Latin spelling may be read in up to twelve ways.
pub(super) const READINGS: usize = 3;

/// How alike two words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Alike {
    /// Not alike.
    Different,
    /// Alike in letters or sound, but both are attested names of their own: ريم and ريما, محمد and محمود.
    Apart,
    /// A letter or two differ.
    Close,
    /// The same consonants.
    Sound,
    /// Attested spellings of one name.
    Attested,
    /// The same letters.
    Exact,
}

impl Alike {
    /// True if the two words can be one name.
    pub(super) fn agrees(self) -> bool {
        self >= Alike::Close
    }
}

/// A word with its skeletons.
#[derive(Clone, Debug)]
pub(super) struct Word {
    token: Token,
    sketch: Sketch,
}

/// What tells most words apart without reading them.
#[derive(Clone, Copy, Debug)]
struct Sketch {
    /// Consonant classes of the principal skeleton, and of all.
    classes: (u32, u32),
    /// A bit for each lexicon entry.
    entries: u32,
    /// The first skeletons, of which the very first is the principal one.
    readings: [u32; READINGS],
    /// Consonant classes of the principal skeleton.
    length: u8,
    /// A single letter stands for every word that begins with it.
    is_initial: bool,
}

/// Consonant classes of two words together, up to which both are short.
const SHORT_CLASSES: u8 = 5;

/// True of no class or a single one: one slip takes one class away and brings another.
fn is_one(classes: u32) -> bool {
    classes & classes.wrapping_sub(1) == 0
}

impl Sketch {
    fn of(token: &Token, readings: [u32; READINGS]) -> Sketch {
        Sketch {
            classes: token.classes(),
            entries: token.entries().iter().fold(0, |bits, entry| bits | 1 << (entry % 32)),
            readings,
            length: u8::try_from(token.classes().0.count_ones()).unwrap_or(u8::MAX),
            is_initial: token.text().chars().nth(1).is_none(),
        }
    }

    fn principal(&self) -> u32 {
        let [principal, ..] = self.readings;
        principal
    }

    /// False if the two words cannot be one name.
    fn may_agree(&self, other: &Sketch) -> bool {
        let mine = self.classes.0 & !other.classes.1;
        let theirs = other.classes.0 & !self.classes.1;
        // Short words are one slip from too many others.
        let long = self.length.saturating_add(other.length) > SHORT_CLASSES;
        (is_one(mine) && is_one(theirs) && (long || mine == 0 || theirs == 0))
            || self.entries & other.entries != 0
            || self.is_initial
            || other.is_initial
    }
}

impl Word {
    fn of(token: Token, number: impl FnMut(&Skeleton) -> u32) -> Word {
        let mut readings = [UNSEEN; READINGS];
        let numbers = token.skeletons().iter().map(number);
        readings.iter_mut().zip(numbers).for_each(|(place, number)| *place = number);
        Word { sketch: Sketch::of(&token, readings), token }
    }

    /// How alike two words are.
    fn alike(&self, other: &Word) -> Alike {
        match token_level(&self.token, &other.token) {
            Level::Exact => Alike::Exact,
            Level::Lexicon => Alike::Attested,
            Level::Skeleton if self.is_apart(other) => Alike::Apart,
            Level::Skeleton => Alike::Sound,
            Level::Fuzzy if self.is_apart(other) => Alike::Apart,
            Level::Fuzzy => Alike::Close,
            Level::None => Alike::Different,
        }
    }

    /// Both are known names, written in one script, and none is a spelling of the other.
    fn is_apart(&self, other: &Word) -> bool {
        let (a, b) = (&self.token, &other.token);
        let known = !a.entries().is_empty() && !b.entries().is_empty();
        known && a.script() == b.script() && a.script() != Script::Mixed
    }
}

/// Where in a name a word stands: frequencies differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// The given name.
    Given,
    /// Father, grandfather, family.
    Rest,
}

/// How often the skeletons of one position are borne.
#[derive(Clone, Debug, Default)]
struct Uses {
    by_skeleton: Vec<u32>,
    total: u64,
    squares: u64,
}

/// The dictionary of a register.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// Half of the hash of a word and its number, at the place of the hash or after it; a power of two long, at most
    /// half full.
    places: Vec<(u32, u32)>,
    words: Vec<Word>,
    /// The texts of the words one after the other, and where each ends: finding a word touches little memory.
    texts: String,
    ends: Vec<u32>,
    /// The sketches of the words, close together.
    sketches: Vec<Sketch>,
    skeletons: BTreeMap<Skeleton, u32>,
    given: Uses,
    rest: Uses,
}

impl Words {
    /// The number of a word, which is entered if it is new.
    pub(super) fn enter(&mut self, token: &Token) -> u32 {
        self.find(token).unwrap_or_else(|| self.add(token.clone()))
    }

    /// The numbers of the words of another dictionary, which are entered if they are new.
    pub(super) fn enter_all(&mut self, other: Words) -> Vec<u32> {
        let tokens = other.words.into_iter().map(|word| word.token);
        tokens.map(|token| self.find(&token).unwrap_or_else(|| self.add(token))).collect()
    }

    fn add(&mut self, token: Token) -> u32 {
        let id = self.len();
        self.texts.push_str(token.text());
        let word = Word::of(token, |skeleton| {
            let next = narrow(self.skeletons.len());
            *self.skeletons.entry(*skeleton).or_insert(next)
        });
        self.ends.push(narrow(self.texts.len()));
        self.sketches.push(word.sketch);
        self.words.push(word);
        if self.places.len() < self.words.len().saturating_mul(2) {
            let room = self.words.len().saturating_mul(4).next_power_of_two();
            self.places = vec![(0, UNSEEN); room];
            (0..self.len()).for_each(|id| self.place(id));
        } else {
            self.place(id);
        }
        id
    }

    /// The number of a word that is there.
    pub(super) fn find(&self, token: &Token) -> Option<u32> {
        let hash = hash_text(token.text());
        for place in self.trail(hash) {
            let (half, id) = self.places.get(place).copied().filter(|(_, id)| *id != UNSEEN)?;
            if half == upper(hash) && self.text(id) == Some(token.text()) {
                return Some(id);
            }
        }
        None
    }

    fn text(&self, id: u32) -> Option<&str> {
        let end = |id: u32| self.ends.get(wide(id)).map(|end| wide(*end));
        let from = id.checked_sub(1).map_or(Some(0), end)?;
        self.texts.get(from..end(id)?)
    }

    /// The places where a word may be, in order.
    fn trail(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let (start, places) = (wide(lower(hash)), self.places.len());
        (0..places).map(move |step| start.wrapping_add(step) & places.saturating_sub(1))
    }

    fn place(&mut self, id: u32) {
        let Some(text) = self.text(id) else { return };
        let hash = hash_text(text);
        for place in self.trail(hash) {
            if let Some(free) = self.places.get_mut(place).filter(|(_, id)| *id == UNSEEN) {
                *free = (upper(hash), id);
                return;
            }
        }
    }

    /// A word of a question, which is not entered.
    pub(super) fn strange(&self, token: &Token) -> Word {
        let known = |skeleton: &Skeleton| self.skeletons.get(skeleton).copied().unwrap_or(UNSEEN);
        Word::of(token.clone(), known)
    }

    /// How many words there are.
    pub(super) fn len(&self) -> u32 {
        narrow(self.words.len())
    }

    /// The bits by which sharing this skeleton says more (or less) than sharing any.
    pub(super) fn skeleton_bits(&self, skeleton: Skeleton, position: Position) -> f64 {
        let uses = self.uses(position);
        let borne = self.skeletons.get(&skeleton).map_or(0, |id| uses.count(*id));
        rarity_bits(uses.mean_bits(), borne)
    }

    /// Counts one more bearer of the word.
    pub(super) fn borne(&mut self, id: u32, position: Position) {
        let skeleton = self.sketches.get(wide(id)).map_or(UNSEEN, Sketch::principal);
        self.uses_mut(position).add(skeleton);
    }

    /// Counts one bearer less.
    pub(super) fn unborne(&mut self, id: u32, position: Position) {
        let skeleton = self.sketches.get(wide(id)).map_or(UNSEEN, Sketch::principal);
        self.uses_mut(position).take(skeleton);
    }

    fn uses_mut(&mut self, position: Position) -> &mut Uses {
        match position {
            Position::Given => &mut self.given,
            Position::Rest => &mut self.rest,
        }
    }

    fn uses(&self, position: Position) -> &Uses {
        match position {
            Position::Given => &self.given,
            Position::Rest => &self.rest,
        }
    }
}

impl Uses {
    fn add(&mut self, skeleton: u32) {
        if skeleton == UNSEEN {
            return;
        }
        let at = wide(skeleton);
        if self.by_skeleton.len() <= at {
            self.by_skeleton.resize(at.saturating_add(1), 0);
        }
        if let Some(count) = self.by_skeleton.get_mut(at) {
            self.squares = self.squares.saturating_add(u64::from(*count) * 2 + 1);
            *count = count.saturating_add(1);
            self.total = self.total.saturating_add(1);
        }
    }

    fn take(&mut self, skeleton: u32) {
        if let Some(count) = self.by_skeleton.get_mut(wide(skeleton)).filter(|count| **count > 0) {
            *count = count.saturating_sub(1);
            self.squares = self.squares.saturating_sub(u64::from(*count) * 2 + 1);
            self.total = self.total.saturating_sub(1);
        }
    }

    fn count(&self, skeleton: u32) -> u32 {
        self.by_skeleton.get(wide(skeleton)).copied().unwrap_or(0)
    }

    /// The binary logarithm of how many bear a skeleton that two people share, on average.
    fn mean_bits(&self) -> f64 {
        if self.total == 0 { 0.0 } else { (large(self.squares) / large(self.total)).log2() }
    }
}

/// Binary logarithms of small counts.
static LOGARITHMS: LazyLock<Vec<f64>> =
    LazyLock::new(|| (0..4_096_u32).map(|n| f64::from(n.max(1)).log2()).collect());

/// What sharing a skeleton that so many bear says more than sharing any.
fn rarity_bits(mean_bits: f64, borne: u32) -> f64 {
    let known = LOGARITHMS.get(wide(borne)).copied();
    let borne_bits = known.unwrap_or_else(|| f64::from(borne).log2());
    (mean_bits - borne_bits).clamp(RARITY_BITS.0, RARITY_BITS.1)
}

/// The words of the register, and those of a question after them.
#[derive(Clone, Copy)]
pub(super) struct Lexis<'a> {
    words: &'a Words,
    strange: &'a [Word],
    /// For given names and for the others.
    mean_bits: (f64, f64),
}

/// Most bits that rarity adds for one word, and most that commonness takes away.
const RARITY_BITS: (f64, f64) = (-4.0, 7.0);

impl<'a> Lexis<'a> {
    /// The words of a register, and words that follow in number.
    pub(super) fn new(words: &'a Words, strange: &'a [Word]) -> Lexis<'a> {
        let mean_bits = (words.given.mean_bits(), words.rest.mean_bits());
        Lexis { words, strange, mean_bits }
    }

    /// The word of a number.
    fn word(&self, id: u32) -> Option<&'a Word> {
        let known = self.words.words.get(wide(id));
        known.or_else(|| self.strange.get(wide(id.checked_sub(self.words.len())?)))
    }

    fn sketch(&self, id: u32) -> Option<&'a Sketch> {
        let known = self.words.sketches.get(wide(id));
        known.or_else(|| self.word(id).map(|word| &word.sketch))
    }

    /// True unless a glance tells two words apart.
    pub(super) fn may_agree(&self, a: u32, b: u32) -> bool {
        self.sketch(a).zip(self.sketch(b)).is_some_and(|(a, b)| a.may_agree(b))
    }

    /// How alike two words are.
    pub(super) fn alike(&self, a: u32, b: u32) -> Alike {
        match self.word(a).zip(self.word(b)) {
            Some((a, b)) => a.alike(b),
            None => Alike::Different,
        }
    }

    /// The first skeletons of a word; [`UNSEEN`] where it has no more.
    pub(super) fn readings(&self, id: u32) -> [u32; READINGS] {
        self.sketch(id).map_or([UNSEEN; READINGS], |sketch| sketch.readings)
    }

    /// The bits by which two people sharing this word says more (or less) than sharing any word.
    pub(super) fn rarity_bits(&self, a: u32, b: u32, position: Position) -> f64 {
        let (uses, mean_bits) = match position {
            Position::Given => (&self.words.given, self.mean_bits.0),
            Position::Rest => (&self.words.rest, self.mean_bits.1),
        };
        let count = |id| self.sketch(id).map_or(0, |sketch| uses.count(sketch.principal()));
        rarity_bits(mean_bits, count(a).max(count(b)))
    }
}
