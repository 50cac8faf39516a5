//! People: how a person is read from a form and shown on a page.
//!
//! Everything about a person may be unknown. Nothing here refuses somebody for a missing paper: what looks wrong is a
//! warning, and "not known" is an answer.

pub mod form;
pub mod nationality;
pub mod reading;
pub mod show;
#[cfg(test)]
mod tests;
