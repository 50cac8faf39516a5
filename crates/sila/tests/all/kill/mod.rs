//! Nodes that die without warning, as processes: what they had promised is there when they come back.

mod alone;
mod bound;
mod bringing_in;
mod reaper;
mod restored;
mod rotation;
mod stopped;
mod story;
