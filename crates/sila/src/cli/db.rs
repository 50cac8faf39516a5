//! `sila db copy`: from the file to PostgreSQL, or back.

use crate::db::Store;

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
}

pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Command::Copy { from, to, json } = &arguments.command;
    let (from, to) = (Store::open(from).await?, Store::open(to).await?);
    let report = crate::db::copy::copy(&from, &to).await?;
    from.close().await;
    to.close().await;
    if *json {
        return super::say_json(&report);
    }
    for (table, rows) in &report.tables {
        super::say(&format!("{table}: {rows}"));
    }
    Ok(())
}
