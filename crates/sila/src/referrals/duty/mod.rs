//! What the node must do for a referral by itself: one row for each kind of work, written with what makes it due.

pub mod store;

/// The node must look at a referral and do by itself what is due.
pub const REACT: &str = "referral.react";
/// The time of a referral that was sent runs out.
pub const EXPIRE: &str = "referral.expire";
/// What the person allowed runs out, after it was used.
pub const RUN_OUT: &str = "referral.run_out";
/// The other agency was restored from a backup: what it has signed is sent back to it.
pub const GIVE_BACK: &str = "referral.give_back";
/// Something that this agency had signed and forgotten has come back.
pub const GIVEN_BACK: &str = "referral.given_back";
