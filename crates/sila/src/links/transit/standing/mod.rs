//! How what was written for a partner stands: what is on its way, what was set aside, what waits.

pub mod store;
