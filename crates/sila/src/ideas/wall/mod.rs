//! The wall: what a projector shows to the hall, and the stream by which it and every telephone hear of what is new.

pub mod control;
pub mod live;
pub mod page;
