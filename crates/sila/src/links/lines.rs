//! What the running node keeps in memory about its links: one gate for each direction, and a bell for each.
//!
//! Nothing here is needed for correctness: positions are checked again inside every transaction. The gates only keep two
//! exchanges of one link from doing the same work twice.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sila_link::Me;
use sila_seal::{Hash, SealingKey, SigningKey};
use tokio::sync::watch;

use crate::node::Node;

/// One link of the running node.
#[derive(Debug)]
pub struct Line {
    /// Held while what came over this link is judged and stored.
    pub taking: tokio::sync::Mutex<()>,
    /// Held while what waits for this link is sealed.
    pub sealing: tokio::sync::Mutex<()>,
    bell: watch::Sender<u64>,
}

impl Line {
    fn new() -> Line {
        Line {
            taking: tokio::sync::Mutex::new(()),
            sealing: tokio::sync::Mutex::new(()),
            bell: watch::channel(0).0,
        }
    }

    /// Hears every ring from now on.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.bell.subscribe()
    }

    /// Something waits, or the link's state changed.
    pub fn ring(&self) {
        self.bell.send_modify(|rings| *rings = rings.wrapping_add(1));
    }
}

/// All links of the running node.
#[derive(Debug, Default)]
pub struct Lines {
    all: Mutex<BTreeMap<Hash, Arc<Line>>>,
    me: OnceLock<Arc<Me>>,
}

impl Lines {
    /// The line of this link.
    pub fn of(&self, link: Hash) -> Arc<Line> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(all.entry(link).or_insert_with(|| Arc::new(Line::new())))
    }

    /// Rings for every link.
    pub fn ring_all(&self) {
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.values().for_each(|line| line.ring());
    }

    /// This node's keys as the pure link wants them.
    ///
    /// # Errors
    /// When the sealing key of the node cannot be read again, which [`crate::node::open`] has ruled out.
    pub fn me(&self, node: &Node) -> Result<Arc<Me>, sila_seal::SealError> {
        if let Some(me) = self.me.get() {
            return Ok(Arc::clone(me));
        }
        let me = Me {
            agency: node.id,
            sign: SigningKey::from_bytes(&node.sign.to_bytes()),
            open: vec![SealingKey::from_bytes(node.sealing.to_bytes().as_slice())?],
        };
        Ok(Arc::clone(self.me.get_or_init(|| Arc::new(me))))
    }
}
