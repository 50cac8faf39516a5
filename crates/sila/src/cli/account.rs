//! `sila account`: the way back for whoever has the server and can no longer sign in.

use std::path::PathBuf;

use anyhow::{Context, bail};

use crate::accounts::forgotten;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;

/// Flags of `sila account`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    config: Config,
    /// User name of the account.
    #[arg(value_name = "USER")]
    account: String,
    /// File with the new password on its first line.
    #[arg(long)]
    password_file: PathBuf,
}

/// Sets a new password and takes the second factor away.
///
/// # Errors
/// Says which value cannot be used.
pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let (config, file) = (&arguments.config, &arguments.password_file);
    if !crate::node::exists(&config.dir) {
        bail!("there is no node in {}; `sila init` makes one", config.dir.display());
    }
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let password = text.lines().next().unwrap_or_default();
    let app = App::open(config.clone(), Clock::default()).await?;
    let set = forgotten::at_the_server(&app, &arguments.account, password).await;
    app.store.close().await;
    set?;
    super::say("done. Every session of the account has ended; remove the file of the password");
    Ok(())
}
