//! `sila db`: all records of a node from one engine to the other, or out into lines of JSON and back.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::clock::Clock;
use crate::db::copy::CopyReport;
use crate::db::migrate::MIGRATIONS;
use crate::db::{Store, copy, export};

/// Flags of `sila db`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Copy every record of a stopped node into an empty database.
    Copy {
        /// File or postgres:// address to read.
        #[arg(long)]
        from: String,
        /// File or postgres:// address to write; must be empty.
        #[arg(long)]
        to: String,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Write every record as lines of JSON, in a format that other programs can read.
    Export {
        /// File or postgres:// address to read.
        #[arg(long)]
        from: String,
        /// File to write; must not exist.
        #[arg(long)]
        to: PathBuf,
    },
    /// Bring in what `export` has written, of this version or an older one.
    Import {
        /// File that was exported.
        #[arg(long)]
        from: PathBuf,
        /// File or postgres:// address to write; must be empty.
        #[arg(long)]
        to: String,
    },
}

pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    match &arguments.command {
        Command::Copy { from, to, json } => copied(from, to, *json).await,
        Command::Export { from, to } => exported(from, to).await,
        Command::Import { from, to } => imported(from, to).await,
    }
}

async fn copied(from: &str, to: &str, json: bool) -> anyhow::Result<()> {
    let (from, to) = (Store::open(from).await?, Store::open(to).await?);
    let report = copy::copy(&from, &to).await?;
    from.close().await;
    to.close().await;
    if json {
        return super::say_json(&report);
    }
    say(&report);
    Ok(())
}

async fn exported(from: &str, to: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = File::options();
    let file = options.write(true).create_new(true).mode(0o600).open(to);
    let file = file.with_context(|| format!("{} cannot be made", to.display()))?;
    let from = Store::open(from).await?;
    let written = export::export(&from, file).await;
    from.close().await;
    if written.is_err() {
        std::fs::remove_file(to)?;
    }
    let rows = written?;
    super::say(&format!(
        "wrote {rows} records to {}. Keep the folder `keys` safe too, and not beside it: it opens what is sealed.",
        to.display()
    ));
    Ok(())
}

async fn imported(from: &Path, to: &str) -> anyhow::Result<()> {
    let file = File::open(from).with_context(|| format!("{} cannot be read", from.display()))?;
    let to = Store::open(to).await?;
    let report = export::import(file, &to, MIGRATIONS, Clock::default().now()).await?;
    to.close().await;
    say(&report);
    Ok(())
}

fn say(report: &CopyReport) {
    for (table, rows) in &report.tables {
        super::say(&format!("{table}: {rows}"));
    }
}
