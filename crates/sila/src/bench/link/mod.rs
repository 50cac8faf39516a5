//! What the link carries between two nodes: referrals that wait, sealed, signed, over pinned TLS, stored with full sync at
//! both ends, receipted; messages one by one; a full outbox after a start; a bad network. Beside it a bare loop.

mod apart;
mod faults;
mod moments;

use std::path::Path;
use std::time::Duration;

use anyhow::ensure;
use serde::Serialize;
use sila_core::codes::Urgency;
use sila_link::Stream;

use super::bare::{self, now};
use super::two::Two;
use super::usage::cpu_seconds;
use super::{quantile, rate, rounded, store};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::{jobs, referrals};

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Referrals that wait when the link starts.
    pub referrals: u32,
    /// Offers made one by one afterwards.
    pub clicks: u32,
    /// Exchanges of one message.
    pub exchanges: u32,
    /// Urgent offers, a hundred in a second.
    pub urgent: u32,
    /// Small messages that wait when the sender's program starts.
    pub queued: u32,
    /// Small messages over a bad network.
    pub messages: u32,
    /// First of the four ports used.
    pub port: u16,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Referrals delivered.
    pub referrals: u32,
    /// From the start until the receiver had applied and the sender held receipts for all of them.
    pub seconds: f64,
    /// Referrals delivered in a second.
    pub per_second: f64,
    /// Bytes of one sealed envelope.
    pub envelope_bytes: i64,
    /// The bare loop with the same number of payloads of that size.
    pub bare_per_second: f64,
    /// Deliveries as a share of the bare loop.
    pub of_bare: f64,
    /// Processor milliseconds of both nodes for one delivery.
    pub cpu_ms: f64,
    /// The same of the bare loop.
    pub bare_cpu_ms: f64,
    /// From the offer's commit at the sender to its row at the receiver: half of the offers, in milliseconds.
    pub click_p50_ms: f64,
    /// 95 of 100 offers.
    pub click_p95_ms: f64,
    /// Offers made one by one.
    pub clicks: u32,
    /// Exchanges of one message in a second, each begun when the receipt for the one before had come.
    pub exchanges_per_second: f64,
    /// From the click to the receiver's store, of a hundred urgent messages in a second: half of them, in milliseconds.
    pub urgent_p50_ms: f64,
    /// 99 of 100.
    pub urgent_p99_ms: f64,
    /// The two nodes as programs of their own.
    pub apart: apart::Report,
    /// What was asked for.
    pub targets: Vec<Target>,
}

/// Something that was asked for.
#[derive(Debug, Serialize)]
pub struct Target {
    what: &'static str,
    measured: f64,
    asked: &'static str,
    reached: bool,
}

/// Longest time in which something must happen.
const DEADLINE: Duration = Duration::from_secs(300);
/// Offers written in one transaction while the stage is set.
const GROUP: usize = 64;

/// Measures in new folders under `dir`.
///
/// # Errors
/// When the nodes cannot be made, or the deliveries do not end.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let two = Two::make(&dir.join("here"), wish.port, (None, None)).await?;
    write_offers(&two, wish.referrals).await?;
    let own = std::process::id();
    let (began, cpu) = (now(), cpu_seconds(own)?);
    let working = (jobs::start(&two.receiver), jobs::start(&two.sender));
    delivered(&two, i64::from(wish.referrals), began).await?;
    let (taken, cpu) = (began.elapsed(), cpu_seconds(own)? - cpu);
    let envelope_bytes = two.sender.store.read(store::envelope_bytes).await?;
    let clicks = moments::clicks(&two, wish.clicks).await?;
    let exchanges_per_second = moments::one_by_one(&two, wish.exchanges).await?;
    let urgent = moments::urgent(&two, wish.urgent).await?;
    drop(working);
    two.close().await?;
    let bytes = usize::try_from(envelope_bytes)?.saturating_sub(2_000);
    let (place, count) = (dir.to_owned(), wish.referrals);
    let bare_cpu = cpu_seconds(own)?;
    let bare = tokio::task::spawn_blocking(move || bare::run(&place, count, bytes)).await??;
    let bare_cpu = cpu_seconds(own)? - bare_cpu;
    let apart = apart::run(&dir.join("apart"), wish).await?;
    let (per_second, bare_per_second) = (rate(wish.referrals, taken), rate(wish.referrals, bare));
    let each_ms = |cpu: f64| rounded(cpu * 1_000.0 / f64::from(wish.referrals.max(1)));
    let mut report = Report {
        referrals: wish.referrals,
        seconds: rounded(taken.as_secs_f64()),
        per_second,
        envelope_bytes,
        bare_per_second,
        of_bare: rounded(per_second / bare_per_second),
        cpu_ms: each_ms(cpu),
        bare_cpu_ms: each_ms(bare_cpu),
        click_p50_ms: rounded(quantile(&clicks, 500)),
        click_p95_ms: rounded(quantile(&clicks, 950)),
        clicks: wish.clicks,
        exchanges_per_second,
        urgent_p50_ms: rounded(quantile(&urgent, 500)),
        urgent_p99_ms: rounded(quantile(&urgent, 990)),
        apart,
        targets: Vec::new(),
    };
    report.targets = report.targets();
    Ok(report)
}

impl Report {
    fn targets(&self) -> Vec<Target> {
        let least = |what, measured, asked, bound: f64| Target {
            what,
            measured,
            asked,
            reached: measured >= bound,
        };
        let below = |what, measured, asked, bound: f64| Target {
            what,
            measured,
            asked,
            reached: measured < bound,
        };
        let apart = &self.apart;
        let wrong = u32::try_from(apart.lost.saturating_add(apart.twice)).unwrap_or(u32::MAX);
        let rss = apart.rss_peak_sender_mib.max(apart.rss_peak_receiver_mib);
        vec![
            least("deliveries a second", self.per_second, "1,000", 1_000.0),
            least("share of the bare loop", self.of_bare, "0.5", 0.5),
            below("click until visible, p95, ms", self.click_p95_ms, "below 1,000", 1_000.0),
            least("receptions a second and core", apart.received_per_core, "1,400", 1_400.0),
            least("exchanges of one message a second", self.exchanges_per_second, "250", 250.0),
            below("urgent message, p99, ms", self.urgent_p99_ms, "below 50", 50.0),
            below("start with a full outbox, s", apart.restart_s, "below 1", 1.0),
            below("lost or twice", f64::from(wrong), "none", 1.0),
            below("resident memory, peak, MiB", rss, "below 95.3 (100 MB)", 95.3),
        ]
    }
}

async fn write(app: &App, offers: Vec<referrals::Offered>) -> anyhow::Result<()> {
    let all = move |tx: &mut dyn Tx| offers.iter().try_for_each(|offer| offer.insert(tx));
    Ok(app.store.write::<(), DbError, _>(all).await?)
}

/// Puts so many referrals into the sender's outbox.
async fn write_offers(two: &Two, count: u32) -> anyhow::Result<()> {
    let mut offers = Vec::new();
    for nth in 0..count {
        offers.push(two.offer(Urgency::Urgent).await?);
        if offers.len() == GROUP || nth + 1 == count {
            write(&two.sender, std::mem::take(&mut offers)).await?;
        }
    }
    Ok(())
}

/// Waits until the receiver has applied `count` and the sender holds their receipts.
async fn delivered(two: &Two, count: i64, began: std::time::Instant) -> anyhow::Result<()> {
    let peer = two.receiver.node.id;
    let stream = Stream::REFERRALS.number();
    let mut tick = tokio::time::interval(Duration::from_millis(10));
    loop {
        tick.tick().await;
        let sent = two.sender.store.read(move |tx| store::receipted(tx, peer, stream)).await?;
        ensure!(began.elapsed() < DEADLINE, "only {sent} receipted of {count}");
        // Counting what was applied is work for the store: once, when the receipts say that it is there.
        if sent >= count {
            let applied = two.receiver.store.read(store::taken_in).await?;
            ensure!(applied >= count, "{sent} receipted, but only {applied} applied");
            return Ok(());
        }
    }
}
