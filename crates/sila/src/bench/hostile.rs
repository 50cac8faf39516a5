//! What a hostile linked agency costs: it sends malformed frames as fast as it is let, in every form that gets past the
//! door, to a node that runs as a program of its own. Measured are that program's processor time and memory.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, ensure};
use serde::Serialize;
use sila_link::link_id;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::bare::now;
use super::two::Two;
use super::usage::{cpu_seconds, rss_mib};
use super::{quantile, rounded};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::demo::children::{Addresses, Running};
use crate::links::{joining, sending};
use crate::wire::EXCHANGE;
use crate::wire::client::Callee;

/// Connections that the hostile node tries to hold.
const CONNECTIONS: usize = 64;
/// Malformed frames in one call.
const FRAMES: usize = 100;
const FRAMES_SENT: u64 = 100;
/// Of one malformed envelope.
const FRAME_BYTES: usize = 300;

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Malformed frames offered in a second.
    pub frames: u32,
    /// How long.
    pub seconds: u32,
    /// First of the ports used.
    pub port: u16,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Malformed frames written to the node.
    pub frames: u64,
    /// In a second.
    pub frames_per_second: f64,
    /// Calls that got an answer, of any kind.
    pub answered: u64,
    /// Processor time of the honest node, as a share of one core.
    pub core: f64,
    /// Its resident memory before, in MiB.
    pub rss_before_mib: f64,
    /// And after.
    pub rss_after_mib: f64,
    /// Milliseconds in which its pages answered meanwhile, 99 of 100.
    pub page_p99_ms: f64,
}

/// Measures in a new folder `dir`.
///
/// # Errors
/// When the nodes cannot be made, or the system does not tell what a program uses.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let two = Two::make(dir, wish.port, (None, None)).await?;
    let (hostile, honest) = (two.sender.config.clone(), two.receiver.config.clone());
    two.close().await?;
    let link = honest.link.context("a node without an address for its link")?;
    let addresses = Addresses { web: honest.web, link };
    let node = Running::start("DANA", &honest.dir, addresses).await?;
    let pid = node.pid().context("the node has stopped")?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (cpu, rss) = (cpu_seconds(pid)?, rss_mib(pid)?);
    let began = now();
    let (frames, answered, pages) = flood(&hostile, addresses, wish).await?;
    let taken = began.elapsed().as_secs_f64();
    let (cpu_after, rss_after) = (cpu_seconds(pid)?, rss_mib(pid)?);
    crate::demo::children::stop(vec![node]).await;
    Ok(Report {
        frames,
        frames_per_second: rounded(float(frames) / taken),
        answered,
        core: rounded((cpu_after - cpu) / taken),
        rss_before_mib: rounded(rss),
        rss_after_mib: rounded(rss_after),
        page_p99_ms: rounded(quantile(&pages, 990)),
    })
}

fn float(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Calls from many connections at once, while somebody opens a page now and then.
async fn flood(
    config: &Config,
    addresses: Addresses,
    wish: Wish,
) -> anyhow::Result<(u64, u64, Vec<f64>)> {
    let app = App::open(Config { link: None, ..config.clone() }, Clock::default()).await?;
    let peers = crate::links::peers(&app).await?;
    let peer = peers.first().context("the hostile node has no link")?.clone();
    let callee = Callee {
        endpoint: addresses.link.to_string(),
        spki: peer.keys.transport_spki,
        earlier: Vec::new(),
    };
    ensure!(peer.link == link_id(app.node.id, peer.agency), "not the link of the two");
    let until = Instant::now() + Duration::from_secs(u64::from(wish.seconds));
    let calls = wish.frames.div_ceil(u32::try_from(FRAMES)?).max(1);
    let pause = Duration::from_secs_f64(f64::from(u32::try_from(CONNECTIONS)?) / f64::from(calls));
    let mut tasks = JoinSet::new();
    for nth in 0..CONNECTIONS {
        let caller = Caller { app: app.clone(), callee: callee.clone(), link: peer.link, nth };
        tasks.spawn(caller.call_until(until, pause));
    }
    let pages = pages(addresses, until).await;
    let (mut frames, mut answered) = (0_u64, 0_u64);
    while let Some(done) = tasks.join_next().await {
        let (sent, heard) = done?;
        (frames, answered) = (frames.saturating_add(sent), answered.saturating_add(heard));
    }
    app.store.close().await;
    Ok((frames, answered, pages))
}

/// How long the node's health page takes, ten times a second.
async fn pages(addresses: Addresses, until: Instant) -> Vec<f64> {
    let mut all = Vec::new();
    let mut tick = tokio::time::interval(Duration::from_millis(100));
    while Instant::now() < until {
        tick.tick().await;
        let began = now();
        if crate::demo::children::ask_health(addresses.web).await.is_ok() {
            all.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    all.sort_by(f64::total_cmp);
    all
}

/// One connection of the hostile node.
struct Caller {
    app: App,
    callee: Callee,
    link: sila_seal::Hash,
    nth: usize,
}

impl Caller {
    /// Frames written, and answers that came.
    async fn call_until(self, until: Instant, pause: Duration) -> (u64, u64) {
        let mut line = joining::line(&self.app);
        let (mut sent, mut heard, mut round) = (0_u64, 0_u64, self.nth);
        let mut tick = tokio::time::interval(pause);
        while Instant::now() < until {
            tick.tick().await;
            round = round.wrapping_add(1);
            let Ok(body) = self.body(round).await else { continue };
            let call = line.post(&self.callee, EXCHANGE, body.into(), Duration::ZERO);
            let answer = tokio::time::timeout_at(until, call).await;
            sent = sent.saturating_add(FRAMES_SENT);
            heard = heard.saturating_add(u64::from(answer.is_ok()));
        }
        (sent, heard)
    }

    /// Three kinds in turn: noise; a good greeting before noise; a good greeting before envelopes whose form is nearly right.
    async fn body(&self, round: usize) -> anyhow::Result<Vec<u8>> {
        let mut noise = vec![0; FRAME_BYTES];
        rand_core::Rng::fill_bytes(&mut crate::clock::Randomness, &mut noise);
        let form = round.checked_rem(3);
        if form == Some(0) {
            return Ok(noise.repeat(FRAMES));
        }
        if form == Some(1) {
            // An array of three byte strings, as an envelope is, of which the first is no header.
            let head = [0x83, 0x58, 0xc8];
            noise.splice(0..head.len(), head);
        }
        let envelopes = vec![noise; FRAMES];
        let said = sending::say_exactly(&self.app, self.link, None, &envelopes).await;
        said.map_err(|trouble| anyhow::anyhow!("{}", trouble.code()))
    }
}
