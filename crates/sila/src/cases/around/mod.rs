//! What stands around a case: its referrals, where it came from, who can read it and who did, and what of it is open.

pub mod store;
