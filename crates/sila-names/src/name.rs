//! A personal name, prepared once for many comparisons.

use crate::fold::Script;
use crate::lexicon::{self, ENTRIES_MAX, Lexicon};
use crate::skeleton::{self, Skeleton};
use crate::sound::Heard;
use crate::split::{self, NamePart};
use std::fmt;
use std::sync::OnceLock;

#[cfg(test)]
mod tests;

/// The version of folding, splitting, skeletons and lexicon. Two agencies that match by tokens need
/// the same; [`normaliser_digest`] proves it.
pub const NORMALISER: u16 = 1;

/// A whole personal name in one script, prepared for comparison. `Debug` shows no name.
///
/// ```
/// use sila_names::Name;
///
/// let name = Name::parse("عبد الله بن أحمد آل مكتوم");
/// let parts: Vec<&str> = name.tokens().iter().map(|token| token.text()).collect();
/// assert_eq!(parts, ["عبدالله", "احمد", "مكتوم"]);
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Name {
    tokens: Vec<Token>,
}

impl Name {
    /// Reads any text; at most 400 characters and 60 parts of it. Never fails; the name may be empty.
    pub fn parse(text: &str) -> Name {
        Name { tokens: split::parts(text).into_iter().map(Token::of).collect() }
    }

    /// A name of tokens prepared before.
    pub fn of_tokens(tokens: Vec<Token>) -> Name {
        Name { tokens }
    }

    /// The parts in their order, without particles, with compounds joined.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The name, with all its parts worked out now instead of at the first comparison.
    pub fn prepared(self) -> Name {
        self.tokens.iter().for_each(|token| _ = token.prepared());
        self
    }

    /// True when the text held no part of a name.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({} tokens)", self.tokens.len())
    }
}

/// One part of a name with its skeletons and its place in the lexicon, which are worked out when they are first asked
/// for: a register asks once for each different part of a million names. `Debug` shows no name.
#[derive(Clone)]
pub struct Token {
    text: Box<str>,
    script: Script,
    /// Apart, because tokens are moved often and most are never compared.
    prepared: OnceLock<Box<Prepared>>,
}

/// What is worked out from a token's text.
#[derive(Clone)]
struct Prepared {
    skeletons: Vec<Skeleton>,
    /// Classes of the principal skeleton, and of all.
    classes: (u32, u32),
    entries: [u32; ENTRIES_MAX],
    known: u8,
    heard: Heard,
}

impl Prepared {
    fn of(text: &str, script: Script) -> Prepared {
        let skeletons = skeleton::skeletons(text, script);
        let (entries, known) = Lexicon::embedded().entries(text, script);
        let classes = skeletons.iter().fold(0, |all, skeleton| all | skeleton.classes());
        let classes = (skeletons.first().map_or(0, |first| first.classes()), classes);
        let known = u8::try_from(known).unwrap_or_default();
        Prepared { skeletons, classes, entries, known, heard: Heard::of(text, script) }
    }
}

impl Token {
    /// One part of a name.
    pub fn of(part: NamePart) -> Token {
        Token { text: part.text.into(), script: part.script, prepared: OnceLock::new() }
    }

    fn prepared(&self) -> &Prepared {
        self.prepared.get_or_init(|| Box::new(Prepared::of(&self.text, self.script)))
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Arabic, Latin or other.
    pub fn script(&self) -> Script {
        self.script
    }

    /// At most [`SKELETONS_MAX`](crate::SKELETONS_MAX), the principal one first.
    pub fn skeletons(&self) -> &[Skeleton] {
        &self.prepared().skeletons
    }

    /// Numbers of the lexicon, sorted: two tokens with a number in common are attested spellings of
    /// one Arabic name.
    pub fn entries(&self) -> &[u32] {
        let prepared = self.prepared();
        prepared.entries.get(..usize::from(prepared.known)).unwrap_or_default()
    }

    /// Classes of the principal skeleton, and of all skeletons, one bit for each class.
    pub(crate) fn classes(&self) -> (u32, u32) {
        self.prepared().classes
    }

    /// The token as the sound table reads it.
    pub(crate) fn heard(&self) -> &Heard {
        &self.prepared().heard
    }
}

/// Equal parts make equal tokens.
impl PartialEq for Token {
    fn eq(&self, other: &Token) -> bool {
        self.script == other.script && self.text == other.text
    }
}

impl Eq for Token {}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({:?}, {} bytes)", self.script, self.text.len())
    }
}

/// Sixteen hexadecimal digits that change when any rule of the normaliser changes: a hash over the
/// lexicon and over the parts, skeletons and entries of test names.
pub fn normaliser_digest() -> String {
    let mut hash = Fnv::default();
    hash.add(&NORMALISER.to_be_bytes());
    hash.add(lexicon::FILE);
    for text in VECTORS {
        for token in Name::parse(text).tokens() {
            hash.add(token.text().as_bytes());
            token
                .skeletons()
                .iter()
                .for_each(|skeleton| hash.add(&skeleton.number().to_be_bytes()));
            token.entries().iter().for_each(|entry| hash.add(&entry.to_be_bytes()));
        }
    }
    format!("{:016x}", hash.0)
}

/// Names that touch every rule.
const VECTORS: &[&str] = &[
    "محمد بن راشد آل مكتوم",
    "عبد الرحمن عبد اللطيف نور الدين",
    "أبو بكر أم كلثوم فضل الله طه إبراهيم ولد",
    "ثابت ذياب ضياء ظافر غازي قاسم چمن گرگاش",
    "Mohammed bin Rashid Al Maktoum",
    "Abdel-Rahman Abdulatif Abdellah Nour Eddine Noor al-Din",
    "Abu Bakr Umm Kulthum Lahcen Elhassan Ennaceur Driss Najat",
    "Gargash Gamal Dhafer Thabet Ghazi Fayçal Djamel Xavier Ouafa Yasmine Vahid",
    "Alameri Elamin Elias Assayed Belhoul Buharoon Saleh Hessah Christian Navid Ishaq Zhila",
    "Benali Brahim Smail Hasanat Seif al-Islam Fadlallah Shahjahan Nooraldin Abdelali Abdullahi",
];

/// FNV-1a with 64 bits: not a secure hash, a fingerprint of rules.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self.0 = (self.0 ^ 0xff).wrapping_mul(0x0000_0100_0000_01b3);
    }
}
