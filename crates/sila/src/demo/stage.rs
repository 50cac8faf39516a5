//! The three nodes while the script is played on them: their clocks go together, and what one has for another is
//! handed over at once, sealed and over pinned TLS as between any two nodes.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, ensure};
use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use sila_link::Role;
use tokio::task::JoinSet;

use crate::accounts::{self, Worker};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::jobs::react;
use crate::links::{self, Peer, exchange, joining, sending};
use crate::wire::EXCHANGE;
use crate::wire::client::Line;

/// A letter takes a moment.
const TRAVEL_MS: i64 = 2_000;
/// More calls than two nodes ever need to say everything.
const CALLS_MAX: usize = 32;

/// The nodes of the demonstration, open in this program.
#[derive(Debug)]
pub struct Stage {
    apps: Vec<App>,
    lines: BTreeMap<(String, String), Line>,
    workers: BTreeMap<String, Worker>,
    places: BTreeMap<WorkerId, usize>,
    listening: JoinSet<()>,
}

impl Stage {
    /// Opens the stage: every node answers calls on its link.
    ///
    /// # Errors
    /// When an address cannot be listened on.
    pub async fn open(apps: Vec<App>) -> anyhow::Result<Stage> {
        let mut listening = JoinSet::new();
        let (mut workers, mut places) = (BTreeMap::new(), BTreeMap::new());
        for (nth, app) in apps.iter().enumerate() {
            let address = app.config.link.context("a node without an address for its link")?;
            let listener = crate::wire::server::bind(address).await?;
            let answering = app.clone();
            listening.spawn(async move {
                if let Err(error) = links::listen(answering, listener).await {
                    tracing::error!("the link does not listen: {error:#}");
                }
            });
            let everybody = app.store.read(accounts::store::all).await?;
            places.extend(everybody.iter().map(|worker| (worker.id, nth)));
            workers.extend(everybody.into_iter().map(|w| (w.user_name.to_uppercase(), w)));
        }
        Ok(Stage { apps, lines: BTreeMap::new(), workers, places, listening })
    }

    /// The node of that agency.
    ///
    /// # Errors
    /// When the script names another.
    pub fn node(&self, code: &str) -> anyhow::Result<&App> {
        let found = self.apps.iter().find(|app| app.node.agency.code == code);
        found.with_context(|| format!("no node {code}"))
    }

    /// The codes of the other agencies.
    pub fn others(&self, code: &str) -> Vec<String> {
        let codes = self.apps.iter().map(|app| app.node.agency.code.clone());
        codes.filter(|other| other != code).collect()
    }

    /// Everybody's codes, and who they are.
    ///
    /// # Errors
    /// When the script names somebody who works nowhere.
    pub fn worker(&self, code: &str) -> anyhow::Result<&Worker> {
        self.workers.get(code).with_context(|| format!("nobody is {code}"))
    }

    /// Where somebody works.
    ///
    /// # Errors
    /// When the script names somebody who works nowhere.
    pub fn at_work(&self, code: &str) -> anyhow::Result<&App> {
        let id = self.worker(code)?.id;
        let found = self.places.get(&id).and_then(|nth| self.apps.get(*nth));
        found.with_context(|| format!("{code} works nowhere"))
    }

    /// It is now this time, everywhere; never earlier than it was.
    pub fn set(&self, now: Millis) {
        for app in &self.apps {
            app.clock.set(Some(now.max(app.clock.now())));
        }
    }

    /// A connection from one node to another.
    pub fn line(&mut self, from: &App, to: &App) -> &mut Line {
        let key = (from.node.agency.code.clone(), to.node.agency.code.clone());
        self.lines.entry(key).or_insert_with(|| joining::line(from))
    }

    /// Lets two nodes tell each other everything they have for each other, and do what they owe.
    ///
    /// # Errors
    /// When they do not come to an end, or one refuses what the other says.
    pub async fn settle(&mut self, one: &str, two: &str) -> anyhow::Result<()> {
        let (one, two) = (self.node(one)?.clone(), self.node(two)?.clone());
        self.set(Millis(one.clock.now().0.saturating_add(TRAVEL_MS)));
        for _ in 0..CALLS_MAX {
            let done = react::all_due(&one).await? + react::all_due(&two).await?;
            let said = self.tell(&one, &two).await? | self.tell(&two, &one).await?;
            if !said && done == 0 {
                return Ok(());
            }
        }
        anyhow::bail!("{one:?} and {two:?} do not come to an end")
    }

    /// One node calls another until it has nothing to say. True when anything was said.
    async fn tell(&mut self, from: &App, to: &App) -> anyhow::Result<bool> {
        let mut peer = peer(from, to).await?;
        let callee = peer.callee().context("a node without an address")?;
        let (mut hello, mut refusals, mut any) = (None, Vec::new(), false);
        for _ in 0..CALLS_MAX {
            sending::seal_due(from, peer.link).await?;
            let said = sending::say(from, peer.link, Role::Caller, hello.as_ref(), &refusals).await;
            let said = said.map_err(|trouble| anyhow::anyhow!("{}", trouble.code()))?;
            if said.empty && hello.is_some() {
                return Ok(any);
            }
            said.leaves(&from.lines.of(peer.link), from.clock.now());
            let line = self.line(from, to);
            let answer = line.post(&callee, EXCHANGE, said.bytes.clone().into(), Duration::ZERO);
            let taken = exchange::take(from, peer.link, &answer.await?, Role::Answerer).await;
            let taken = taken.map_err(|trouble| anyhow::anyhow!("{}", trouble.code()))?;
            ensure!(taken.refused.is_empty(), "{to:?} refuses {:?}", taken.refused);
            any |= taken.stored > 0 || taken.receipted > 0;
            note_sent(from, &peer, said.envelopes).await?;
            (hello, refusals) = (taken.hello, taken.refusals);
            peer = self::peer(from, to).await?;
        }
        anyhow::bail!("{from:?} never stops calling {to:?}")
    }

    /// Gives every fact its place in the nodes' logs and closes the nodes.
    ///
    /// # Errors
    /// When a store cannot be written.
    pub async fn close(mut self) -> anyhow::Result<()> {
        self.listening.shutdown().await;
        drop(self.lines);
        for app in &self.apps {
            app.clock.set(None);
            while crate::journal::log::number(app, app.clock.now()).await? > 0 {}
            app.store.close().await;
        }
        Ok(())
    }
}

/// What `from` knows of `to`.
///
/// # Errors
/// When they are not linked.
pub async fn peer(from: &App, to: &App) -> anyhow::Result<Peer> {
    let agency = to.node.id;
    let found = from.store.read(move |tx| links::store::peer_of(tx, agency)).await?;
    found.with_context(|| format!("{from:?} has no link to {to:?}"))
}

type Sent = Vec<(sila_link::Place, u64)>;

async fn note_sent(from: &App, peer: &Peer, sent: Sent) -> anyhow::Result<()> {
    if sent.is_empty() {
        return Ok(());
    }
    let (link, now) = (peer.link, from.clock.now());
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        let mut places = sent.iter();
        places.try_for_each(|(first, last)| {
            links::transit::store::set_sent_at(tx, link, *first, *last, now)
        })
    };
    Ok(from.store.write(write).await?)
}
