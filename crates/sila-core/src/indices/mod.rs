//! Activation and balance of a partnership, computed from signed facts and never from opinions.
//!
//! - Every index is a weighted geometric mean of its components with a floor: one strong component cannot buy off a dead one.
//! - What does not apply is missing, neither 0 nor 1; the weights are shared out anew and the coverage says how much was there.
//! - Too little data gives no number at all.
//! - The same facts give the same bits on every machine: sums run in a fixed order and logarithms come from `libm`.
//!
//! Sources: OECD/JRC, *Handbook on Constructing Composite Indicators* (geometric aggregation, sensitivity); Brinkerhoff,
//! "Assessing and improving partnership relationships and outcomes" (2002), for what balance is made of.

pub mod activation;
pub mod balance;
mod combine;
mod discrepancy;
mod facts;
mod published;
mod share;

#[cfg(test)]
mod tests;

pub use combine::{Component, EvidenceMix, Index};
pub use discrepancy::{Discrepancy, discrepancies};
pub use facts::{
    Action, Area, Contribution, Decision, Deed, Evaluation, Evidence, Exchange, Facts, Initiative,
    Meeting, Milestone, Objective, Obligation, Voice,
};
pub use published::{PARTS_MAX, PartOf, Published};
pub use share::{jain, wilson};
