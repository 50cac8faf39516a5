//! What the node must do for a referral by itself: one row for each kind of work, written with what makes it due.

pub mod store;

/// The node must look at a referral and do by itself what is due.
pub const REACT: &str = "referral.react";
/// The time of a referral that was sent runs out.
pub const EXPIRE: &str = "referral.expire";
