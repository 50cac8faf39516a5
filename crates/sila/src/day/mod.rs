//! My day: what waits for this person, by what their roles may do. Every number leads to the list behind it.

pub mod notices;
pub mod page;
pub mod show;
pub mod store;
mod tasks;
#[cfg(test)]
mod tests;
