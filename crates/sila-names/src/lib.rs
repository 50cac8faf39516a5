//! Names, identity numbers, telephone numbers and dates as people write them, in Arabic and in Latin
//! script. Pure: text in, values or typed problems out. No problem carries what was typed, because
//! that is about a person.

pub mod date;
pub mod emirates_id;
pub mod fold;
pub mod phone;

pub use date::{DateProblem, PartialDate, Today};
pub use emirates_id::EmiratesId;
pub use fold::{Script, fold, words};
pub use phone::Phone;
