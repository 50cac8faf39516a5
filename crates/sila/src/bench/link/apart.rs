//! Two nodes as programs of their own, with a network between them that can be made a bad one: what a core receives, how soon
//! a full outbox moves after a start, whether anything is lost or comes twice, and how much memory it takes.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use rand_core::Rng;
use serde::Serialize;
use sila_link::{Kind, LinkTest, Message, Stream, link_id};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::super::bare::now;
use super::super::two::Two;
use super::super::usage::{cpu_seconds, rss_peak_mib};
use super::super::{rounded, store};
use super::faults::{Faults, Struck, carry};
use super::{Wish, write_offers};
use crate::app::App;
use crate::clock::{Clock, Randomness};
use crate::config::Config;
use crate::db::{DbError, Tx};
use crate::demo::children::{Addresses, Running, stop};
use crate::links::outbox;

/// What was measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Referrals taken in, for each second of the receiver's processor time.
    pub received_per_core: f64,
    /// Referrals sealed and sent, for each second of the sender's processor time, its start included.
    pub sent_per_core: f64,
    /// Messages that waited when the sender was started.
    pub queued: u32,
    /// From its start until the receiver had stored the first of them, in seconds.
    pub restart_s: f64,
    /// Messages sent over the bad network, those that waited included.
    pub messages: u32,
    /// How long that took.
    pub messages_s: f64,
    /// What the network did.
    pub faults: Struck,
    /// Messages that the receiver does not hold.
    pub lost: usize,
    /// Messages that it holds more than once.
    pub twice: usize,
    /// The most resident memory of the sender, in MiB.
    pub rss_peak_sender_mib: f64,
    /// And of the receiver.
    pub rss_peak_receiver_mib: f64,
}

/// Messages written in one transaction.
const GROUP: u32 = 1_000;
/// Identifiers read at once.
const PAGE: usize = 20_000;

/// Measures in a new folder `dir`.
///
/// # Errors
/// When the nodes cannot be made, do not run, or do not come to an end.
pub async fn run(dir: &Path, wish: Wish) -> anyhow::Result<Report> {
    let two = Two::make(dir, wish.port, (None, None)).await?;
    write_offers(&two, wish.referrals).await?;
    let (sender, receiver) = (two.sender.config.clone(), two.receiver.config.clone());
    two.close().await?;
    let mut pair = Pair::open(sender, receiver).await?;
    let there = pair.receiver.start().await?;
    let (received_per_core, sent_per_core) = pair.per_core(&there, wish.referrals).await?;
    let restart_s = pair.restart(wish.queued).await?;
    let messages_s = pair.suffer(wish.messages.saturating_sub(wish.queued)).await?;
    let (lost, twice) = pair.compare().await?;
    let rss_peak_receiver_mib = rounded(rss_peak_mib(pid(&there)?)?);
    stop(vec![there]).await;
    Ok(Report {
        received_per_core,
        sent_per_core,
        queued: wish.queued,
        restart_s,
        messages: wish.messages.max(wish.queued),
        messages_s,
        faults: pair.faults.struck(),
        lost,
        twice,
        rss_peak_sender_mib: rounded(pair.rss_peak_mib),
        rss_peak_receiver_mib,
    })
}

/// One node: a program, reached over the network between the two, and its store, open here as well.
struct Node {
    app: App,
    /// Where the program itself takes calls.
    behind: SocketAddr,
}

impl Node {
    async fn open(config: Config) -> anyhow::Result<Node> {
        let free = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let app = App::open(config, Clock::default()).await?;
        Ok(Node { app, behind: free })
    }

    async fn start(&self) -> anyhow::Result<Running> {
        let config = &self.app.config;
        let addresses = Addresses { web: config.web, link: self.behind };
        Running::start(&self.app.node.agency.code, &config.dir, addresses).await
    }
}

struct Pair {
    sender: Node,
    receiver: Node,
    faults: Arc<Faults>,
    /// Up to where the sender's stream of small messages goes when everything written is sealed.
    written: i64,
    rss_peak_mib: f64,
    _network: JoinSet<()>,
}

fn pid(node: &Running) -> anyhow::Result<u32> {
    node.pid().context("a node has stopped")
}

impl Pair {
    async fn open(sender: Config, receiver: Config) -> anyhow::Result<Pair> {
        let (sender, receiver) = (Node::open(sender).await?, Node::open(receiver).await?);
        let (faults, mut network) = (Arc::new(Faults::default()), JoinSet::new());
        for node in [&sender, &receiver] {
            let told = node.app.config.link.context("a node without an address for its link")?;
            let listener = crate::wire::server::bind(told).await?;
            network.spawn(carry(listener, node.behind, Arc::clone(&faults)));
        }
        let mut pair =
            Pair { sender, receiver, faults, written: 0, rss_peak_mib: 0.0, _network: network };
        pair.written = pair.upto(Stream::BULK).await?;
        Ok(pair)
    }

    async fn halt(&mut self, node: Running) -> anyhow::Result<()> {
        self.rss_peak_mib = self.rss_peak_mib.max(rss_peak_mib(pid(&node)?)?);
        stop(vec![node]).await;
        Ok(())
    }

    /// Up to where the sender holds receipts.
    async fn upto(&self, stream: Stream) -> anyhow::Result<i64> {
        let peer = self.receiver.app.node.id;
        let read = move |tx: &mut dyn Tx| store::receipted(tx, peer, stream.number());
        Ok(self.sender.app.store.read(read).await?)
    }

    /// Waits until they reach a place.
    async fn receipted(&self, stream: Stream, place: i64) -> anyhow::Result<()> {
        let mut tick = tokio::time::interval(Duration::from_millis(20));
        let (mut last, mut moved) = (0, now());
        while last < place {
            tick.tick().await;
            let upto = self.upto(stream).await?;
            if upto > last {
                (last, moved) = (upto, now());
            }
            ensure!(moved.elapsed() < Duration::from_secs(300), "stands at {last} of {place}");
        }
        Ok(())
    }

    /// Lets the referrals that wait arrive: how many for each second of the receiver's and of the sender's processor.
    async fn per_core(&mut self, there: &Running, count: u32) -> anyhow::Result<(f64, f64)> {
        let idle = cpu_seconds(pid(there)?)?;
        let here = self.sender.start().await?;
        self.receipted(Stream::REFERRALS, i64::from(count)).await?;
        let per_core = |cpu: f64| rounded(f64::from(count) / cpu.max(0.01));
        let received = per_core(cpu_seconds(pid(there)?)? - idle);
        let sent = per_core(cpu_seconds(pid(&here)?)?);
        self.halt(here).await?;
        Ok((received, sent))
    }

    /// Starts the sender with a full outbox: how long until the receiver has stored the first message of it.
    async fn restart(&mut self, queued: u32) -> anyhow::Result<f64> {
        self.letters(queued).await?;
        let stream = Stream::BULK.number();
        let upto = move |tx: &mut dyn Tx| store::taken_upto(tx, stream);
        let before = self.receiver.app.store.read(upto).await?;
        let began: Instant = now();
        let first = async {
            let mut tick = tokio::time::interval(Duration::from_millis(2));
            while queued > 0 && self.receiver.app.store.read(upto).await? <= before {
                ensure!(began.elapsed() < Duration::from_secs(300), "nothing arrives");
                tick.tick().await;
            }
            Ok(rounded(began.elapsed().as_secs_f64()))
        };
        let (here, first) = tokio::join!(self.sender.start(), first);
        self.halt(here?).await?;
        first
    }

    /// Lets what waits and so many more arrive over the bad network: how long that takes.
    async fn suffer(&mut self, more: u32) -> anyhow::Result<f64> {
        self.letters(more).await?;
        self.faults.begin();
        let began = now();
        let here = self.sender.start().await?;
        self.receipted(Stream::BULK, self.written).await?;
        let taken = rounded(began.elapsed().as_secs_f64());
        self.halt(here).await?;
        Ok(taken)
    }

    /// Writes small messages into the outbox of the sender, which does not run.
    async fn letters(&mut self, count: u32) -> anyhow::Result<()> {
        let (app, agency) = (&self.sender.app, self.receiver.app.node.id);
        let peer = app.store.read(move |tx| crate::links::store::peer_of(tx, agency)).await?;
        let peer = peer.context("not linked")?;
        let mut left = count;
        while left > 0 {
            let mut group = Vec::new();
            for _ in 0..left.min(GROUP) {
                let mut nonce = [0; 16];
                Randomness.fill_bytes(&mut nonce);
                let payload = Message::LinkTest(LinkTest { nonce }).encode()?;
                let (about, now) = (app.clock.new_id(), app.clock.now());
                let letter = outbox::letter(app, &peer, Kind::LinkTest, about, &payload, now)?;
                group.push(letter.on(Stream::BULK));
            }
            left = left.saturating_sub(GROUP);
            let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
                group.iter().try_for_each(|letter| outbox::post(tx, letter))
            };
            app.store.write(write).await?;
        }
        self.written = self.written.saturating_add(i64::from(count));
        Ok(())
    }

    /// Compares what was written with what was taken in, identifier by identifier: how many are missing, and how many
    /// there are twice.
    async fn compare(&self) -> anyhow::Result<(usize, usize)> {
        let (here, there) = (&self.sender.app, &self.receiver.app);
        let link = link_id(here.node.id, there.node.id);
        let sent = all(here, store::sent_tests).await?;
        let taken = all(there, move |tx, after| store::taken_tests(tx, link, after)).await?;
        let count = there.store.read(store::count_tests).await?;
        let lost = sent.iter().filter(|id| taken.binary_search(id).is_err()).count();
        Ok((lost, usize::try_from(count)?.saturating_sub(taken.len())))
    }
}

/// Every identifier of a list that is read page by page.
async fn all<F>(app: &App, page: F) -> anyhow::Result<Vec<Uuid>>
where
    F: Fn(&mut dyn Tx, Uuid) -> Result<Vec<Uuid>, DbError> + Copy + Send + 'static,
{
    let mut ids = Vec::new();
    loop {
        let last = ids.last().copied().unwrap_or_default();
        let mut more = app.store.read(move |tx| page(tx, last)).await?;
        let count = more.len();
        more.dedup();
        ids.append(&mut more);
        if count < PAGE {
            return Ok(ids);
        }
    }
}
