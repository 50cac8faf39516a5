//! The running node: its identity, its store, its clock, and the bell that tells open pages to look again.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use sila_core::Millis;
use sila_seal::SigningKey;
use tokio::sync::{Notify, Semaphore, broadcast};

use crate::activation::ledger::Shelf;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Store;
use crate::ideas::wall::live::Walls;
use crate::keys::{self, Ring};
use crate::links::Lines;
use crate::node::Node;
use crate::people::People;
use crate::problem::Problem;
use crate::vault::Vault;

/// How many passwords are hashed at once: each takes 19 MiB.
const HASHING_MAX: usize = 2;

/// What a page shows that may have changed. Carries no content: pages ask again as the person who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// A referral moved.
    Referrals,
    /// A case changed.
    Cases,
    /// A link's health, a join, a parked message.
    Links,
    /// An agreement was signed or suspended, or something was said about a shared record.
    Agreements,
    /// Somebody is in the register, or something was decided about two records.
    People,
    /// A bed, a hold or a stay.
    Shelter,
    /// What is said in a room for ideas.
    Ideas,
    /// A meeting, who is there, and what was decided.
    Meetings,
}

impl Topic {
    const ALL: [Topic; 8] = [
        Topic::Referrals,
        Topic::Cases,
        Topic::Links,
        Topic::Agreements,
        Topic::People,
        Topic::Shelter,
        Topic::Ideas,
        Topic::Meetings,
    ];
}

/// Shared by every request and job.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts of a running node.
pub struct Parts {
    /// What the administrator set.
    pub config: Config,
    /// Who the node is.
    pub node: Node,
    /// Where it keeps everything.
    pub store: Store,
    /// What time it is.
    pub clock: Clock,
    /// Seals records at rest.
    pub vault: Vault,
    /// Rings when something changed.
    pub bell: broadcast::Sender<Topic>,
    /// Wakes the delivery to other nodes.
    pub outbox: Notify,
    /// Rings when a partner asks for a place or answers.
    pub places: Notify,
    /// Wakes the work the node owes itself.
    pub jobs: Notify,
    /// What is going on over the links right now.
    pub lines: Lines,
    /// Who may be whom.
    pub people: People,
    /// What goes on in the rooms for ideas right now.
    pub walls: Walls,
    /// What was signed under every agreement, as last read.
    pub books: Shelf,
    /// Licences of the public register, as last opened.
    pub licences: crate::licences::Shelf,
    /// When this run of the program began.
    pub started: Millis,
    ring: RwLock<Arc<Ring>>,
    hashing: Semaphore,
    rung: Mutex<BTreeMap<Topic, Millis>>,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "App({:?})", self.node)
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(
        config: Config,
        node: Node,
        store: Store,
        clock: Clock,
        (vault, ring): (Vault, Ring),
    ) -> App {
        // To a page that was open while the node was down, everything may have changed.
        let started = clock.now();
        let rung = Mutex::new(Topic::ALL.map(|topic| (topic, started)).into());
        App(Arc::new(Parts {
            config,
            node,
            store,
            clock,
            vault,
            bell: broadcast::channel(64).0,
            outbox: Notify::new(),
            places: Notify::new(),
            jobs: Notify::new(),
            lines: Lines::default(),
            people: People::default(),
            walls: Walls::default(),
            books: Shelf::default(),
            licences: crate::licences::Shelf::default(),
            started,
            ring: RwLock::new(Arc::new(ring)),
            hashing: Semaphore::new(HASHING_MAX),
            rung,
        }))
    }

    /// Opens the node in the configured folder.
    ///
    /// # Errors
    /// Says in plain words what is missing, damaged or not reachable.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<App> {
        crate::mail::check(&config.mail)?;
        let (node, key) = crate::node::open(&config.dir, config.unlock.as_deref())?;
        let vault = Vault::new(key);
        let store = Store::open(&config.store_address()).await?;
        store.migrate(crate::db::migrate::MIGRATIONS, clock.now()).await?;
        let ring = keys::first::open(&store, &vault, &node.safe).await?;
        anyhow::ensure!(ring.agency() == node.id, "the database belongs to another agency");
        let app = App::new(config, node, store, clock, (vault, ring));
        crate::instruments::ship(&app).await?;
        Ok(app)
    }

    /// The keys of this agency as they are now.
    pub fn keys(&self) -> Arc<Ring> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the keys again.
    ///
    /// # Errors
    /// When the store cannot be read, or a key is damaged.
    pub async fn read_keys(&self) -> Result<(), Problem> {
        let rows = self.store.read(keys::ring::rows).await?;
        let ring = Ring::open(&self.vault, rows);
        let ring = ring.map_err(|error| Problem::internal("keys.broken").because(error))?;
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
        Ok(())
    }

    /// The root key, to sign an agreement or an invitation.
    ///
    /// # Errors
    /// `keys.root_absent` when it was moved away.
    pub fn root(&self) -> Result<SigningKey, Problem> {
        let absent = |error| Problem::refused("keys.root_absent").way_out("/keys").because(error);
        self.node.safe.root().map_err(absent)
    }

    /// Tells open pages that something changed. Nobody listening is fine.
    pub fn changed(&self, topic: Topic) {
        let now = self.clock.now();
        self.rung.lock().unwrap_or_else(PoisonError::into_inner).insert(topic, now);
        let _listeners = self.bell.send(topic);
    }

    /// What has changed since then, for a page that was rendered before it began to listen.
    pub fn changed_since(&self, since: Millis) -> Vec<Topic> {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        rung.iter().filter(|(_, at)| **at >= since).map(|(topic, _)| *topic).collect()
    }

    /// Runs work on a password away from the request threads, two at a time.
    ///
    /// # Errors
    /// When the node is stopping.
    pub async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let stopping = |_| Problem::unavailable("node.stopping");
        let _place = self.hashing.acquire().await.map_err(stopping)?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| Problem::unavailable("node.stopping").because(error))
    }
}
