//! `sila link`: inviting, joining and watching links from the command line, beside a running node or without it.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::links::acts::{self, By};
use crate::links::{self, Peer, joining};
use crate::problem::Problem;
use crate::web::{Lang, i18n};

/// Flags of `sila link`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Write an invitation file for one other agency. It is good once, for 72 hours: hand it over in person.
    Invite {
        #[command(flatten)]
        node: NodeOf,
        /// File to write; must not exist.
        #[arg(long)]
        out: PathBuf,
    },
    /// Answer an invitation file of another agency.
    Join {
        #[command(flatten)]
        node: NodeOf,
        /// The invitation file.
        file: PathBuf,
    },
    /// Show every link: state, the code to compare, last contact, what waits.
    Status {
        #[command(flatten)]
        node: NodeOf,
    },
    /// Say whether the other officer reads the same twelve digits on the telephone.
    Confirm {
        #[command(flatten)]
        node: NodeOf,
        /// Short code of the other agency.
        agency: String,
        /// The digits on both screens are the same.
        #[arg(long, conflicts_with = "differ", required_unless_present = "differ")]
        same: bool,
        /// They differ: the link is ended.
        #[arg(long)]
        differ: bool,
    },
    /// Practise linking: two fictitious agencies on this machine, apart from your node and everything in it.
    Rehearse(super::rehearse::Arguments),
    /// Go on after this node was restored from a backup: what was sent after it is told, and a new epoch begins.
    Recover {
        #[command(flatten)]
        node: NodeOf,
        /// Short code of the other agency.
        agency: String,
    },
    /// Send a test message.
    Test {
        #[command(flatten)]
        node: NodeOf,
        /// Short code of the other agency.
        agency: String,
    },
}

#[derive(Debug, clap::Args)]
struct NodeOf {
    #[command(flatten)]
    config: Config,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

pub async fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let node = match &arguments.command {
        Command::Invite { node, .. }
        | Command::Join { node, .. }
        | Command::Status { node }
        | Command::Confirm { node, .. }
        | Command::Recover { node, .. }
        | Command::Test { node, .. } => node,
        Command::Rehearse(arguments) => return super::rehearse::run(arguments).await,
    };
    if !crate::node::exists(&node.config.dir) {
        bail!("there is no node in {}; `sila init` makes one", node.config.dir.display());
    }
    let app = App::open(node.config.clone(), Clock::default()).await?;
    let done = act(&app, &arguments.command).await;
    app.store.close().await;
    let (value, text) = done?;
    if node.json {
        return super::say_json(&value);
    }
    super::say(&text);
    Ok(())
}

/// What is printed: for a script, and for a person.
type Told = (Value, String);

async fn act(app: &App, command: &Command) -> anyhow::Result<Told> {
    match command {
        Command::Invite { out, .. } => invite(app, out).await,
        Command::Join { file, .. } => join(app, file).await,
        Command::Status { .. } => status(app).await,
        Command::Confirm { agency, same, .. } => confirm(app, agency, *same).await,
        Command::Recover { agency, .. } => recover(app, agency).await,
        Command::Test { agency, .. } => test(app, agency).await,
        Command::Rehearse(_) => bail!("a rehearsal needs no node"),
    }
}

async fn invite(app: &App, out: &Path) -> anyhow::Result<Told> {
    let now = app.clock.now();
    let mut file = std::fs::File::create_new(out)
        .with_context(|| format!("cannot write {}", out.display()))?;
    let (_, invitation) = joining::invite(app, None, now).await.map_err(said)?;
    std::io::Write::write_all(&mut file, joining::to_text(&invitation).as_bytes())?;
    file.sync_all()?;
    let expires = now.plus_hours(joining::HOURS);
    let text = format!(
        "wrote {}. It can be answered once, until {}. Whoever has it can answer it: hand it over in person.",
        out.display(),
        crate::web::dates::day_and_time(Lang::En, expires)
    );
    Ok((json!({ "file": out.display().to_string(), "expires_ms": expires.0 }), text))
}

async fn join(app: &App, file: &Path) -> anyhow::Result<Told> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let bytes = joining::from_text(&text).map_err(said)?;
    let link = joining::begin(app, &bytes, None, app.clock.now()).await.map_err(said)?;
    let peer = app.store.read(move |tx| links::store::by_link(tx, link)).await?;
    let peer = peer.context("the link has just been written")?;
    if let Err(trouble) = joining::attempt(app, &peer, &mut joining::line(app)).await {
        bail!(
            "{} did not answer ({}). Nothing is lost: the running node goes on trying",
            peer.code,
            trouble.code()
        );
    }
    let peer = by_code(app, &peer.code).await?;
    let text = format!(
        "{} has answered. Compare by telephone: {}. Then: sila link confirm {} --same (or --differ)",
        peer.name_en, peer.short_code, peer.code
    );
    Ok((told(&peer), text))
}

async fn status(app: &App) -> anyhow::Result<Told> {
    let peers = links::peers(app).await.map_err(said)?;
    let lines: Vec<String> = peers.iter().map(line).collect();
    let text = if lines.is_empty() { "no link yet".to_owned() } else { lines.join("\n") };
    Ok((json!({ "links": peers.iter().map(told).collect::<Vec<_>>() }), text))
}

async fn confirm(app: &App, code: &str, same: bool) -> anyhow::Result<Told> {
    let peer = by_code(app, code).await?;
    acts::confirm(app, &peer, same, by(app)).await.map_err(said)?;
    let peer = by_code(app, code).await?;
    Ok((told(&peer), line(&peer)))
}

async fn recover(app: &App, code: &str) -> anyhow::Result<Told> {
    let peer = by_code(app, code).await?;
    if peer.alarm.as_deref() != Some("S-ROLLBACK") {
        bail!("the link to {code} has not stopped for a restore: there is nothing to recover");
    }
    acts::recover(app, &peer, by(app)).await.map_err(said)?;
    let peer = by_code(app, code).await?;
    let text = format!(
        "{}\nWhat this node sent after the backup is listed on the page of the link: write it again with the help of {code}",
        line(&peer)
    );
    Ok((told(&peer), text))
}

async fn test(app: &App, code: &str) -> anyhow::Result<Told> {
    let peer = by_code(app, code).await?;
    acts::test(app, &peer, by(app)).await.map_err(said)?;
    Ok((
        told(&peer),
        format!("the running node sends it; `sila link status` shows when {code} has confirmed"),
    ))
}

fn by(app: &App) -> By {
    By { worker: None, now: app.clock.now() }
}

async fn by_code(app: &App, code: &str) -> anyhow::Result<Peer> {
    let peers = links::peers(app).await.map_err(said)?;
    let mut found = peers.into_iter().filter(|peer| peer.code.eq_ignore_ascii_case(code));
    match (found.next(), found.next()) {
        (Some(peer), None) => Ok(peer),
        (Some(_), Some(_)) => bail!("two linked agencies call themselves {code}; use the pages"),
        (None, _) => bail!("there is no link to {code}"),
    }
}

fn told(peer: &Peer) -> Value {
    json!({
        "agency": peer.agency.to_text(),
        "code": peer.code,
        "name_ar": peer.name_ar,
        "name_en": peer.name_en,
        "state": peer.state.code(),
        "open": peer.is_open(),
        "short_code": peer.short_code,
        "last_contact_ms": peer.last_contact.map(|at| at.0),
        "last_error": peer.last_error,
        "alarm": peer.alarm,
        "waiting": peer.waiting,
        "test_done_ms": peer.test_done_at.map(|at| at.0),
    })
}

fn line(peer: &Peer) -> String {
    let contact = peer
        .last_contact
        .map_or_else(|| "never".to_owned(), |at| crate::web::dates::day_and_time(Lang::En, at));
    let error = peer.last_error.as_ref().map_or_else(String::new, |code| format!(", {code}"));
    let open = if peer.is_open() { "OPEN" } else { peer.state.code() };
    format!(
        "{}  {open}  code {}  last contact {contact}  waiting {}{error}",
        peer.code, peer.short_code, peer.waiting
    )
}

/// A refusal as a sentence, as the pages say it in English.
fn said(problem: Problem) -> anyhow::Error {
    let key = problem.text_key();
    if !i18n::has(Lang::En, &key) {
        return problem.into();
    }
    let text = |key: &str| i18n::text(Lang::En, key, &[]);
    anyhow::anyhow!("{}. {}", text(&key), text(&format!("{key}-next")))
}
