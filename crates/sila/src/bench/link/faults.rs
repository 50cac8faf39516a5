//! A bad network between two nodes. It holds no keys: it sees bytes, and at one turn of the talk in a hundred loses them with
//! the connection, at one says them twice, at one breaks off in the middle, at one makes them wait.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::clock::Randomness;

/// What it can do to a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Drop,
    Duplicate,
    Cut,
    Delay,
}

/// One turn in so many is struck by each fault.
const ONE_IN: u64 = 100;
/// Longest wait of what is made to wait, in milliseconds.
const DELAY_MS: u64 = 250;

/// Whether faults strike now, and how many have.
#[derive(Debug, Default)]
pub struct Faults {
    on: AtomicBool,
    turns: AtomicU64,
    dropped: AtomicU64,
    duplicated: AtomicU64,
    cut: AtomicU64,
    delayed: AtomicU64,
}

/// How many faults struck.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Struck {
    /// Turns of the talk: one side spoke after the other, handshakes included.
    pub turns: u64,
    /// Lost with the connection.
    pub dropped: u64,
    /// Said twice, which ends the connection: TLS takes no byte twice.
    pub duplicated: u64,
    /// Broken off in the middle.
    pub cut: u64,
    /// Made to wait, up to a quarter of a second.
    pub delayed: u64,
}

impl Faults {
    /// From now on they strike.
    pub fn begin(&self) {
        self.on.store(true, Ordering::Relaxed);
    }

    /// How many struck.
    pub fn struck(&self) -> Struck {
        let count = |of: &AtomicU64| of.load(Ordering::Relaxed);
        Struck {
            turns: count(&self.turns),
            dropped: count(&self.dropped),
            duplicated: count(&self.duplicated),
            cut: count(&self.cut),
            delayed: count(&self.delayed),
        }
    }

    fn strikes(&self) -> Option<Fault> {
        if !self.on.load(Ordering::Relaxed) {
            return None;
        }
        self.turns.fetch_add(1, Ordering::Relaxed);
        let (fault, count) = match random(ONE_IN) {
            0 => (Fault::Drop, &self.dropped),
            1 => (Fault::Duplicate, &self.duplicated),
            2 => (Fault::Cut, &self.cut),
            3 => (Fault::Delay, &self.delayed),
            _ => return None,
        };
        count.fetch_add(1, Ordering::Relaxed);
        Some(fault)
    }
}

fn random(below: u64) -> u64 {
    rand_core::Rng::next_u64(&mut Randomness).checked_rem(below).unwrap_or(0)
}

/// Takes calls at `listener` and carries them to `to`, until it is dropped.
pub async fn carry(listener: TcpListener, to: SocketAddr, faults: Arc<Faults>) {
    let mut open = JoinSet::new();
    while let Ok((here, _)) = listener.accept().await {
        let faults = Arc::clone(&faults);
        open.spawn(async move {
            let there = TcpStream::connect(to).await?;
            between(here, there, &faults).await
        });
        while open.try_join_next().is_some() {}
    }
}

/// Carries both ways until one side ends or a fault does.
async fn between(
    mut here: TcpStream,
    mut there: TcpStream,
    faults: &Faults,
) -> std::io::Result<()> {
    here.set_nodelay(true)?;
    there.set_nodelay(true)?;
    let (mut asked, mut answered) = (vec![0; 64 * 1_024], vec![0; 64 * 1_024]);
    let mut speaker = None;
    loop {
        let (forth, count) = tokio::select! {
            count = here.read(&mut asked) => (true, count?),
            count = there.read(&mut answered) => (false, count?),
        };
        let (bytes, to) = if forth { (&asked, &mut there) } else { (&answered, &mut here) };
        let bytes = bytes.get(..count).unwrap_or_default();
        let turns = speaker.replace(forth) != Some(forth);
        let fault = if turns { faults.strikes() } else { None };
        match fault {
            _ if bytes.is_empty() => return Ok(()),
            None => to.write_all(bytes).await?,
            Some(Fault::Drop) => return Ok(()),
            Some(Fault::Cut) => {
                return to.write_all(bytes.get(..count / 2).unwrap_or_default()).await;
            }
            Some(Fault::Duplicate) => {
                to.write_all(bytes).await?;
                to.write_all(bytes).await?;
            }
            Some(Fault::Delay) => {
                tokio::time::sleep(Duration::from_millis(random(DELAY_MS))).await;
                to.write_all(bytes).await?;
            }
        }
    }
}
