//! Names, identity numbers, telephone numbers and dates as people write them, in Arabic and in Latin
//! script. Pure: text in, values or typed problems out. No problem carries what was typed, because
//! that is about a person.
//!
//! # Two names
//!
//! A [`Name`] is prepared once and compared often, across scripts and spellings:
//!
//! ```
//! use sila_names::{Level, Name, compare};
//!
//! let paper = Name::parse("خديجة بنت عبد الرحمن القاسمي");
//! let passport = Name::parse("Khadidja Abderrahmane Al-Qassimi");
//! let found = compare(&paper, &passport);
//! assert_eq!((found.given, found.matched, found.conflicts), (Level::Lexicon, 3, 0));
//! assert!(found.probability > 0.9);
//!
//! // Her sister is another person.
//! let sister = compare(&paper, &Name::parse("Mariam Abderrahmane Al-Qassimi"));
//! assert!(sister.probability < 0.1);
//! ```
//!
//! What is between the text and the probability:
//!
//! 1. [`fold()`]: differences that do not make another name (vowel signs, hamza, ة and ه, accents).
//! 2. [`parts`]: particles are left out (بن, al-), compounds joined (عبد الله, Nour Eddine).
//! 3. [`Skeleton`]: the consonants, in classes that survive romanisation; good keys for an index.
//! 4. [`lexicon`]: attested spellings, from Wikidata, carried in the crate.
//! 5. [`sound`]: evidence learned from those spellings, letter by letter, for names nobody has seen.
//! 6. [`compare()`]: which parts belong together, in any order, and what that says.
//!
//! # Many people
//!
//! [`near`] puts short texts together that say nearly the same.
//! [`spelling`] proposes a name in the other script.
//! [`traces`] finds what in a free text points to one person.
//! [`register`] finds a person again by names, numbers and dates, and tells her from her family.

mod compare;
pub mod date;
pub mod emirates_id;
pub mod fold;
pub mod lexicon;
mod name;
pub mod near;
pub mod phone;
pub mod register;
mod skeleton;
mod slip;
pub mod sound;
pub mod spelling;
mod split;
pub mod traces;

#[doc(hidden)]
pub use compare::evidence;
pub use compare::{Level, Likeness, compare, token_level};
pub use date::{DateProblem, PartialDate, Today};
pub use emirates_id::EmiratesId;
pub use fold::{Script, fold, words};
pub use name::{NORMALISER, Name, Token, normaliser_digest};
pub use phone::Phone;
pub use skeleton::{SKELETONS_MAX, Skeleton};
pub use split::{CHARACTERS_MAX, NamePart, PARTS_MAX, parts};
