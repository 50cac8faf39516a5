//! Every integration test of the node in one binary, so that they are linked once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cognitive_complexity,
    reason = "a test that meets the unexpected stops there; a story is long, and every await counts as a branch"
)]

mod bench;
mod canary;
mod demo;
mod e2e;
mod evidence;
mod export;
mod household;
mod kill;
mod known;
mod leaks;
mod learning;
mod link;
mod onward;
mod referral;
mod report;
mod scenario;
mod support;
mod tidy;
