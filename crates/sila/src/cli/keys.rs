//! `sila keys`: which keys the agency uses, and what is to be done with them.

use std::path::PathBuf;

use anyhow::{Context, bail};
use serde_json::json;
use sila_seal::Hash;
use sila_seal::code::{base32_decode, base32_encode};

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::keys::order::{self, What};
use crate::keys::store::Use;
use crate::web::Lang;
use crate::web::dates::day_and_time;

/// Flags of `sila keys`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Show the keys in use, the retired ones, and the number of the statement about them.
    Show {
        #[command(flatten)]
        config: Config,
        /// Print one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Replace keys by new ones. The running node does it, as soon as every linked agency has said what it knows.
    Rotate {
        #[command(flatten)]
        config: Config,
        /// The key that signs.
        #[arg(long, group = "what")]
        signing: bool,
        /// The key of the connection.
        #[arg(long, group = "what")]
        transport: bool,
        /// The key that opens what is sealed to this agency.
        #[arg(long, group = "what")]
        sealing: bool,
        /// All of them.
        #[arg(long, group = "what")]
        all: bool,
    },
    /// Withdraw the trust in a key. What it has signed before counts, by its place in the log.
    Revoke {
        #[command(flatten)]
        config: Config,
        /// Identifier of the key, as `sila keys show` prints it.
        kid: String,
        /// Why: it stands in the log.
        #[arg(long)]
        reason: String,
    },
    /// Put the next root in the place of the root, which is lost or no longer trusted.
    Root {
        #[command(flatten)]
        config: Config,
        /// Where the file `next-root.key` was moved to, when it is not in the node's folder.
        #[arg(long)]
        from: Option<PathBuf>,
    },
    /// Seal the key files under the passphrase, or the random bytes, in the file given with --unlock.
    Seal {
        #[command(flatten)]
        config: Config,
    },
}

pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    match &arguments.command {
        Command::Show { config, json } => show(config, *json).await,
        Command::Rotate { config, signing, transport, sealing, all } => {
            let asked = [
                (*signing, What::Replace(Use::Signing)),
                (*transport, What::Replace(Use::Transport)),
                (*sealing, What::Replace(Use::Sealing)),
                (*all, What::All),
            ];
            let what = asked.into_iter().find(|(is, _)| *is).map(|(_, what)| what);
            let what = what.context("say --signing, --transport, --sealing or --all")?;
            order(config, what, "").await
        }
        Command::Revoke { config, kid, reason } => {
            let bytes = base32_decode(&kid.replace('-', "")).ok();
            let kid = bytes.and_then(|bytes| Hash::try_from(bytes).ok());
            let kid = kid.context("this is not the identifier of a key")?;
            order(config, What::Revoke(kid), reason).await
        }
        Command::Root { config, from } => {
            let app = open(config).await?;
            if let Some(file) = from {
                let (next, named) = app.node.safe.next_root(Some(file))?;
                app.node.safe.write_next_root(&next, &named)?;
            }
            app.store.close().await;
            order(config, What::Root, "").await
        }
        Command::Seal { config } => seal(config),
    }
}

async fn open(config: &Config) -> anyhow::Result<App> {
    if !crate::node::exists(&config.dir) {
        bail!("there is no node in {}; `sila init` makes one", config.dir.display());
    }
    App::open(config.clone(), Clock::default()).await
}

async fn show(config: &Config, as_json: bool) -> anyhow::Result<()> {
    let app = open(config).await?;
    let ring = app.keys();
    app.store.close().await;
    let told = ring.told();
    if as_json {
        let keys = ring.held.iter().map(|held| {
            json!({
                "kid": base32_encode(&held.kid),
                "use": held.kind.code(),
                "statement": held.n,
                "since_ms": held.since.0,
                "retired_ms": held.retired_at.map(|at| at.0),
                "revoked": told.custody.is_revoked(&held.kid),
            })
        });
        return super::say_json(&json!({
            "statement": told.n,
            "roots": told.custody.former.len().saturating_add(1),
            "lost": ring.is_lost(),
            "sealed_at_rest": app.node.safe.is_locked(),
            "keys": keys.collect::<Vec<_>>(),
        }));
    }
    super::say(&format!("statement {}", told.n));
    for held in &ring.held {
        let state = match held.retired_at {
            _ if told.custody.is_revoked(&held.kid) => "revoked".to_owned(),
            Some(at) => format!("retired {}", day_and_time(Lang::En, at)),
            None => "in use".to_owned(),
        };
        let since = day_and_time(Lang::En, held.since);
        super::say(&format!(
            "{:<9} {} since {since}, {state}",
            held.kind.code(),
            base32_encode(&held.kid)
        ));
    }
    Ok(())
}

async fn order(config: &Config, what: What, reason: &str) -> anyhow::Result<()> {
    let app = open(config).await?;
    let given = order::give(&app, what, reason, None, app.clock.now()).await;
    app.store.close().await;
    given?;
    super::say("written down; the running node does it. `sila keys show` tells when it is done");
    Ok(())
}

fn seal(config: &Config) -> anyhow::Result<()> {
    let unlock =
        config.unlock.as_deref().context("say --unlock FILE with the file of the passphrase")?;
    let mut safe = crate::node::Safe::open(&config.dir, Some(unlock))?;
    safe.lock(unlock)?;
    super::say(
        "sealed. From now on the node starts only with --unlock: without that file nobody can read its records",
    );
    Ok(())
}
