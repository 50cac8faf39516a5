//! Durable referral deliveries per second between two nodes: sealed, signed, over pinned TLS, stored with full sync at
//! both ends, receipted; and how long an offer takes from the click to the receiver's list.

use std::path::Path;
use std::time::Duration;

use anyhow::ensure;
use serde::Serialize;
use sila_link::Stream;

use super::bare::{self, now};
use super::two::Two;
use super::{quantile, rate, rounded, store};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::{jobs, referrals};

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Referrals that wait when the link starts.
    pub referrals: u32,
    /// Offers made one by one afterwards.
    pub clicks: u32,
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
    /// From the offer's commit at the sender to its row at the receiver: half of the offers, in milliseconds.
    pub click_p50_ms: f64,
    /// 95 of 100 offers.
    pub click_p95_ms: f64,
    /// Offers made one by one.
    pub clicks: u32,
}

/// Longest time in which the deliveries must end.
const DEADLINE: Duration = Duration::from_secs(300);
/// Offers written in one transaction while the stage is set.
const GROUP: usize = 64;

/// Measures in a new folder `dir`.
///
/// # Errors
/// When the nodes cannot be made, or the deliveries do not end.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let two = Two::make(dir, wish.port, None).await?;
    let mut offers = Vec::new();
    for nth in 0..wish.referrals {
        offers.push(two.offer().await?);
        if offers.len() == GROUP || nth + 1 == wish.referrals {
            write(&two.sender, std::mem::take(&mut offers)).await?;
        }
    }
    let began = now();
    let working = (jobs::start(&two.receiver), jobs::start(&two.sender));
    delivered(&two, i64::from(wish.referrals), began).await?;
    let taken = began.elapsed();
    let envelope_bytes = two.sender.store.read(store::envelope_bytes).await?;
    let clicks = clicks(&two, wish.clicks).await?;
    drop(working);
    two.close().await?;
    let bytes = usize::try_from(envelope_bytes)?.saturating_sub(2_000);
    let (place, count) = (dir.to_owned(), wish.referrals);
    let bare = tokio::task::spawn_blocking(move || bare::run(&place, count, bytes)).await??;
    let (per_second, bare_per_second) = (rate(wish.referrals, taken), rate(wish.referrals, bare));
    Ok(Report {
        referrals: wish.referrals,
        seconds: rounded(taken.as_secs_f64()),
        per_second,
        envelope_bytes,
        bare_per_second,
        of_bare: rounded(per_second / bare_per_second),
        click_p50_ms: rounded(quantile(&clicks, 500)),
        click_p95_ms: rounded(quantile(&clicks, 950)),
        clicks: wish.clicks,
    })
}

async fn write(app: &App, offers: Vec<referrals::Offered>) -> anyhow::Result<()> {
    let all = move |tx: &mut dyn Tx| offers.iter().try_for_each(|offer| offer.insert(tx));
    Ok(app.store.write::<(), DbError, _>(all).await?)
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

/// Milliseconds from the commit of each offer to the signal at the receiver that its list changed and the row is there.
async fn clicks(two: &Two, count: u32) -> anyhow::Result<Vec<f64>> {
    let mut all = Vec::new();
    let mut bell = two.receiver.bell.subscribe();
    for _ in 0..count {
        let offer = two.offer().await?;
        let (id, officer) = (offer.id, sila_core::WorkerId(two.receiver.clock.new_id()));
        let began = now();
        write(&two.sender, vec![offer]).await?;
        two.sender.outbox.notify_one();
        loop {
            let topic = tokio::time::timeout(DEADLINE, bell.recv()).await?;
            if topic.is_ok_and(|topic| topic != Topic::Referrals) {
                continue;
            }
            let row =
                two.receiver.store.read(move |tx| referrals::store::find(tx, id, officer)).await?;
            if row.is_some() {
                break;
            }
        }
        all.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    all.sort_by(f64::total_cmp);
    Ok(all)
}
