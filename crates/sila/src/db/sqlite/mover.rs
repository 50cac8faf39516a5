//! Moves the write-ahead log into the database beside the writer, which would otherwise stop for it: tens of milliseconds
//! in the middle of somebody's click.
//!
//! The mover takes the bulk on a connection of its own while commits go on. What was appended meanwhile is little: the
//! writer moves that itself, and its next commit begins the log anew.

use super::super::error::DbError;
use rusqlite::Connection;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A log of so many pages is moved.
const PAGES: i32 = 4_000;

/// Moves what no reader needs any more; never waits for anybody.
pub(super) const MOVE: &str = "PRAGMA wal_checkpoint(PASSIVE)";

#[derive(Default)]
struct Asked {
    long: bool,
    closed: bool,
}

/// Between the writer, who sees the log grow, and the thread that moves it.
#[derive(Default)]
pub(super) struct Mover {
    asked: Mutex<Asked>,
    bell: Condvar,
    moved: AtomicBool,
}

impl Mover {
    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After a commit: the log has so many pages.
    pub(super) fn grew(&self, pages: i32) {
        if pages >= PAGES && !self.moved.load(Ordering::Relaxed) {
            self.asked().long = true;
            self.bell.notify_one();
        }
    }

    /// Whether the bulk was moved since this was last asked: the writer moves the rest.
    pub(super) fn has_moved(&self) -> bool {
        self.moved.swap(false, Ordering::Relaxed)
    }

    pub(super) fn close(&self) {
        self.asked().closed = true;
        self.bell.notify_one();
    }

    /// The thread: moves the log whenever it is long, until the store closes.
    pub(super) fn run(&self, conn: &Connection) {
        while self.waits() {
            match conn.execute_batch(MOVE) {
                Ok(()) => self.moved.store(true, Ordering::Relaxed),
                Err(error) => {
                    tracing::warn!(code = DbError::from(error).code(), "the log was not moved");
                }
            }
        }
    }

    /// Waits until the log is long. False when the store closes.
    fn waits(&self) -> bool {
        let mut asked = self.asked();
        while !asked.long && !asked.closed {
            asked = self.bell.wait(asked).unwrap_or_else(PoisonError::into_inner);
        }
        asked.long = false;
        !asked.closed
    }
}
