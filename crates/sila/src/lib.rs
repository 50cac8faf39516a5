//! stub
pub mod web;
