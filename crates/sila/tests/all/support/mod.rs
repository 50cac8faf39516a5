//! What the tests with real processes share: nodes, people who visit them without a script, waiting with a deadline.

pub mod demo;
pub mod h01;
pub mod html;
pub mod node;
pub mod pdf;
pub mod schema;
pub mod story;
pub mod traces;
pub mod visitor;
pub mod waiting;

/// The password of every account these tests make; long enough for the rule, and nobody's.
pub const PASSWORD: &str = "a long sentence for a test 42";
