//! PostgreSQL: some threads, each with one connection, all fed from one queue.
//!
//! Writes are `SERIALIZABLE`, the same meaning as SQLite's single writer; a conflict runs the
//! closure again. PostgreSQL groups the flushes of parallel commits by itself.

mod tls;
mod tx;
mod wire;

use super::error::DbError;
use super::queue::{Job, Next, Queue};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tls::Address;
use tokio::sync::oneshot;
use tx::{End, PgTx};
use wire::Wire;

/// Places in the queue; more callers than this are told that the node is busy.
const QUEUE_PLACES: usize = 4096;
/// How often a closure runs before its caller is told that the rows are wanted too much.
const ATTEMPTS: u32 = 40;
/// From this attempt on, closures of this node that met conflicts run one after the other.
const SINGLE_FILE_FROM: u32 = 3;

pub(super) struct Postgres {
    queue: Arc<Queue>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Postgres {
    /// Connects once to see that the address is right, then starts the threads.
    pub(super) async fn open(place: &str) -> Result<Self, DbError> {
        let address = tls::parse(place)?;
        let queue = Arc::new(Queue::new(QUEUE_PLACES));
        let single_file = Arc::new(Mutex::new(()));
        let mut threads = Vec::new();
        let (first, connected) = oneshot::channel();
        let mut first = Some(first);
        for i in 0..address.connections {
            let (queue, single_file) = (Arc::clone(&queue), Arc::clone(&single_file));
            let (address, first) = (address.clone(), first.take());
            let body = move || serve(address, &queue, &single_file, first);
            threads.push(std::thread::Builder::new().name(format!("db-pg-{i}")).spawn(body)?);
        }
        let store = Self { queue, threads: Mutex::new(threads) };
        connected.await.unwrap_or(Err(DbError::Closed))?;
        Ok(store)
    }

    pub(super) fn push(&self, job: Box<dyn Job>) -> Result<(), DbError> {
        self.queue.push(job)
    }

    /// Finishes what waits, then ends the threads and their connections.
    pub(super) fn close(&self) {
        self.queue.close();
        let threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            let _ended = thread.join();
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.queue.close();
    }
}

/// The body of a thread. `first` is told whether the server can be reached.
fn serve(
    address: Address,
    queue: &Queue,
    single_file: &Mutex<()>,
    first: Option<oneshot::Sender<Result<(), DbError>>>,
) {
    let mut wire = match Wire::new(address) {
        Ok(wire) => wire,
        Err(error) => {
            tracing::error!(code = error.code(), "a database thread could not start");
            return;
        }
    };
    if let Some(first) = first {
        // The caller may have given up waiting.
        let _gone = first.send(wire.ensure());
    }
    loop {
        match queue.pop(1, Duration::MAX) {
            Next::Work(jobs) => {
                for job in jobs {
                    run(&mut wire, single_file, job);
                }
            }
            Next::Idle => {}
            Next::Closed => return wire.hang_up(),
        }
    }
}

/// Runs a job until it is committed, refused, or has met too many conflicts.
fn run(wire: &mut Wire, single_file: &Mutex<()>, mut job: Box<dyn Job>) {
    let mut last = DbError::Retry;
    let mut turn: Option<MutexGuard<'_, ()>> = None;
    for attempt in 0..ATTEMPTS {
        if attempt >= SINGLE_FILE_FROM && turn.is_none() {
            // Guards nothing but the order, so a panic elsewhere cannot spoil it.
            turn = Some(single_file.lock().unwrap_or_else(PoisonError::into_inner));
        }
        if let Err(error) = wire.ensure() {
            return job.finish(Err(error));
        }
        let mut tx = PgTx::new(wire, job.mode());
        let asked = job.run(&mut tx);
        if asked && tx.has_answer() {
            job.finish(Ok(()));
            return tx.end_read();
        }
        match tx.end(asked) {
            End::Done => return job.finish(Ok(())),
            End::Failed(error) => return job.finish(Err(error)),
            End::Again(error) => last = error,
        }
        if attempt > 0 {
            wire.wait(Duration::from_micros(u64::from(attempt) * 200));
        }
    }
    job.finish(Err(last));
}
