//! `sila backup`: a consistent copy of the database while the node runs.

use std::path::PathBuf;

use anyhow::bail;

use crate::config::Config;
use crate::db::Store;

/// Flags of `sila backup`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    config: Config,
    /// File to write; must not exist.
    #[arg(long)]
    to: PathBuf,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if arguments.config.database.is_some() {
        bail!("on PostgreSQL use pg_basebackup or pg_dump; see docs/operations.md");
    }
    let store = Store::open(&arguments.config.store_address()).await?;
    let bytes = store.backup(&arguments.to).await?;
    store.close().await;
    let to = arguments.to.display().to_string();
    if arguments.json {
        return super::say_json(&serde_json::json!({ "file": to, "bytes": bytes }));
    }
    super::say(&format!(
        "wrote {to} ({bytes} bytes). Keep the folder `keys` safe too: without it the copy cannot be read."
    ));
    Ok(())
}
