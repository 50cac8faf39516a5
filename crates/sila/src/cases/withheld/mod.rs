//! Cases whose person has taken the permission back under which another agency had told us of her (سحب الموافقة).
//!
//! From the withdrawal on nobody here reads such a case, finds it or counts it. It opens again when the agency says on what ground of
//! its own it keeps it. Else its key is destroyed: the case, its people and what was written to it cannot be opened any more.

pub mod store;
#[cfg(test)]
mod tests;
