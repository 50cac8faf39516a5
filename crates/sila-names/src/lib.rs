//! Names, identity numbers, telephone numbers and dates as people write them, in Arabic and in Latin
//! script. Pure: text in, values or typed problems out. No problem carries what was typed, because
//! that is about a person.

mod compare;
pub mod date;
pub mod emirates_id;
pub mod fold;
pub mod lexicon;
mod name;
pub mod phone;
pub mod register;
mod skeleton;
mod slip;
pub mod sound;
mod split;

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
