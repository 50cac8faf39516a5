//! `sila verify`: is the log of this node intact? Reads the folder of a stopped or running node, or of a copy.

use std::path::PathBuf;

use anyhow::bail;

use crate::db::Store;
use crate::journal::verify::{self, Finding};

/// Flags of `sila verify`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of the node.
    #[arg(long, env = "SILA_DIR", default_value = "sila-node")]
    dir: PathBuf,
    /// Another database than the folder's own: a copy, or a postgres:// address.
    #[arg(long, env = "SILA_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (node, _) = crate::node::open(&arguments.dir)?;
    let place = match &arguments.database {
        Some(place) => place.clone(),
        None => arguments.dir.join("sila.db").display().to_string(),
    };
    let store = Store::open(&place).await?;
    let origin = sila_seal::checkpoint::origin(&node.id.0, 1);
    let found = verify::run(&store, &origin, node.sign.verifying()).await?;
    store.close().await;
    if arguments.json {
        super::say_json(&found)?;
    } else {
        super::say(&sentence(&found));
    }
    if found.intact { Ok(()) } else { bail!("the log of {} is not intact", node.agency.code) }
}

fn sentence(found: &Finding) -> String {
    match &found.first_bad {
        None => format!(
            "intact: {} entries, {} signed checkpoints, root {}",
            found.entries, found.checkpoints, found.root
        ),
        Some(bad) => format!("NOT intact: first bad entry {} ({})", bad.position, bad.reason),
    }
}
