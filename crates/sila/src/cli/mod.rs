//! The command line: one file per command. Texts for people go to standard output, logs to standard error.

mod account;
mod backup;
mod bench;
mod certificate;
mod db;
mod demo;
mod evidence;
pub mod init;
mod keys;
mod link;
mod rehearse;
mod report;
mod serve;
mod verify;

use clap::{Parser, Subcommand};

/// Sila: agencies that protect children, women and families refer cases to each other.
#[derive(Debug, Parser)]
#[command(name = "sila", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run this agency's node. The first run guides you through making the agency.
    Serve(serve::Arguments),
    /// Three linked nodes of invented agencies on this machine, to try everything.
    Demo(demo::Arguments),
    /// Make the agency's node by flags instead of the guided first run.
    Init(init::Arguments),
    /// Write what proves a referral, or a proof against an agency, to a file.
    Evidence(evidence::Arguments),
    /// Check the tamper-evident log, or a file of evidence, and name the first thing that does not hold.
    Verify(verify::Arguments),
    /// Link this node to another agency's node, and see how the links stand.
    Link(link::Arguments),
    /// Show, replace and revoke the agency's keys.
    Keys(keys::Arguments),
    /// Set a new password and take the second factor away, when nobody is left who could do it on a page.
    Account(account::Arguments),
    /// Write what the node tells of a year: counts that point at nobody.
    Report(report::Arguments),
    /// Write a consistent copy of a running node's database.
    Backup(backup::Arguments),
    /// Move a node's records between database engines.
    Db(db::Arguments),
    /// Measure this machine.
    Bench(bench::Arguments),
}

/// Reads the command line and does what it says.
///
/// # Errors
/// A sentence for the person at the terminal.
pub async fn run() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Serve(arguments) => serve::run(arguments).await,
        Command::Demo(arguments) => demo::run(&arguments).await,
        Command::Init(arguments) => init::run(&arguments).await,
        Command::Evidence(arguments) => evidence::run(&arguments).await,
        Command::Verify(arguments) => verify::run(&arguments).await,
        Command::Link(arguments) => link::run(&arguments).await,
        Command::Keys(arguments) => keys::run(&arguments).await,
        Command::Account(arguments) => account::run(&arguments).await,
        Command::Report(arguments) => report::run(&arguments).await,
        Command::Backup(arguments) => backup::run(&arguments).await,
        Command::Db(arguments) => db::run(&arguments).await,
        Command::Bench(arguments) => bench::run(&arguments).await,
    }
}

/// Writes a line for the person at the terminal. A closed pipe is not an error.
pub fn say(line: &str) {
    use std::io::Write;
    let _closed_pipe = writeln!(std::io::stdout(), "{line}");
}

/// Writes one JSON object for a script.
pub fn say_json<T: serde::Serialize>(value: &T) -> anyhow::Result<()> {
    say(&serde_json::to_string(value)?);
    Ok(())
}
