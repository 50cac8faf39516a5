//! A Sila node: pages, link, store, jobs and commands of one agency.
//!
//! The frame is `app`, `ask`, `routes`, `reply`, `problem`, `config`, `clock`, `node`, `vault`; plumbing (`db`, `web`,
//! `jobs`, `cli`) knows how; the folders of nouns know what.

pub mod accounts;
pub mod activation;
pub mod agreements;
pub mod app;
pub mod ask;
pub mod bench;
pub mod cases;
pub mod cli;
pub mod clock;
pub mod config;
pub mod day;
pub mod db;
pub mod demo;
pub mod duplicates;
pub mod events;
pub mod evidence;
pub mod feedback;
pub mod guard;
pub mod historic;
pub mod hsds;
pub mod ideas;
pub mod imports;
pub mod improvements;
pub mod initiatives;
pub mod intake;
pub mod jobs;
pub mod journal;
pub mod keys;
pub mod knowledge;
pub mod known;
pub mod lineage;
pub mod links;
pub mod meetings;
pub mod menu;
pub mod minutes;
pub mod node;
pub mod obligations;
pub mod partners;
pub mod partnerships;
pub mod lifecycle;
pub mod people;
pub mod policy;
pub mod portal;
pub mod problem;
pub mod proposals;
pub mod records;
pub mod referrals;
pub mod reply;
pub mod research;
pub mod routes;
pub mod search;
pub mod services;
pub mod setup;
pub mod shelter;
pub mod statements;
#[cfg(test)]
mod testing;
pub mod themes;
pub mod training;
pub mod vault;
pub mod votes;
pub mod web;
pub mod wire;
pub mod witness;
