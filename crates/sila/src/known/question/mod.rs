//! Questions: asking, serving, taking the answer, and proving later whom a question was about.

pub mod answer;
pub mod ask;
pub mod budget;
pub mod erasure;
pub mod proof;
pub mod serve;
pub mod store;
