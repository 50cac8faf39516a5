//! Every integration test of the node in one binary, so that they are linked once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected stops there"
)]

mod demo;
mod e2e;
mod kill;
mod link;
mod referral;
mod support;
mod tidy;
