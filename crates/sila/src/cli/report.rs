//! `sila report`: what a node tells of a year, written to standard output or to a file.

use std::path::PathBuf;

use anyhow::Context;
use clap::Subcommand;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::imprint::report;

/// Flags of `sila report`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    report: Report,
}

#[derive(Debug, Subcommand)]
enum Report {
    /// The yearly imprint: counts that point at nobody, as a table that any spreadsheet reads.
    Imprint(Imprint),
}

#[derive(Debug, clap::Args)]
struct Imprint {
    /// The year.
    #[arg(long, value_parser = clap::value_parser!(i64).range(2_000..=2_100))]
    year: i64,
    /// File to write; standard output when it is left out.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Folder of the node.
    #[arg(long, env = "SILA_DIR", default_value = "sila-node")]
    dir: PathBuf,
    /// Another database than the folder's own: a copy, or a postgres:// address.
    #[arg(long, env = "SILA_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// File with the passphrase, or the random bytes, under which the node's keys are sealed.
    #[arg(long, env = "SILA_UNLOCK")]
    unlock: Option<PathBuf>,
}

pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Report::Imprint(asked) = &arguments.report;
    let mut config = Config::at(asked.dir.clone(), ([127, 0, 0, 1], 0).into());
    config.database.clone_from(&asked.database);
    config.unlock.clone_from(&asked.unlock);
    let app = App::open(config, Clock::default()).await?;
    let imprint = report::of(&app, asked.year).await;
    app.store.close().await;
    let csv = imprint.map_err(|problem| anyhow::anyhow!("refused: {}", problem.code))?.csv();
    match &asked.out {
        Some(path) => {
            std::fs::write(path, csv).with_context(|| format!("cannot write {}", path.display()))?
        }
        None => super::say(csv.trim_end()),
    }
    Ok(())
}
