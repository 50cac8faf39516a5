//! `sila bench store`: what this machine and its disk can do.

/// Flags of `sila bench`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Measure durable new cases and reads by key. Prints one JSON object.
    Store {
        /// File or postgres:// address of a new, empty database; it keeps the measured rows.
        #[arg(long)]
        at: String,
        /// Callers at the same time.
        #[arg(long, default_value_t = 64)]
        clients: usize,
        /// Time for each of the three measurements.
        #[arg(long, default_value_t = 5.0)]
        seconds: f64,
    },
}

pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let Command::Store { at, clients, seconds } = &arguments.command;
    let report = crate::db::bench::run(at, *clients, *seconds).await?;
    super::say_json(&report)
}
