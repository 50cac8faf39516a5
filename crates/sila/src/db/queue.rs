//! The bounded line in front of the database threads, and what waits in it.

use super::error::DbError;
use super::tx::Tx;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// What a closure may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Read,
    Write,
}

/// A closure waiting for a transaction.
pub(super) trait Job: Send {
    fn mode(&self) -> Mode;
    /// Runs the closure; true asks to commit. May be called again after a rollback.
    fn run(&mut self, tx: &mut dyn Tx) -> bool;
    /// Answers the caller: with the closure's own result, or with the store's error.
    fn finish(self: Box<Self>, outcome: Result<(), DbError>);
    /// Whether the caller has gone away.
    fn is_abandoned(&self) -> bool;
}

pub(super) type Jobs = Vec<Box<dyn Job>>;

struct Task<T, E, F> {
    mode: Mode,
    closure: F,
    got: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for Task<T, E, F>
where
    F: FnMut(&mut dyn Tx) -> Result<T, E> + Send,
    E: From<DbError> + Send,
    T: Send,
{
    fn mode(&self) -> Mode {
        self.mode
    }

    fn run(&mut self, tx: &mut dyn Tx) -> bool {
        let closure = &mut self.closure;
        // A panic in one closure may cost its caller an answer, not everybody the thread.
        self.got = catch_unwind(AssertUnwindSafe(|| closure(tx))).ok();
        matches!(self.got, Some(Ok(_)))
    }

    fn finish(self: Box<Self>, outcome: Result<(), DbError>) {
        let panicked = || Err(DbError::other("panic", "a closure of the store panicked").into());
        let result = match outcome {
            Ok(()) => self.got.unwrap_or_else(panicked),
            Err(error) => Err(error.into()),
        };
        // The caller may have gone away; then nobody wants to know.
        let _gone = self.answer.send(result);
    }

    fn is_abandoned(&self) -> bool {
        self.answer.is_closed()
    }
}

/// Packs a closure and the place where its answer will appear.
pub(super) fn job<T, E, F>(
    mode: Mode,
    closure: F,
) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>)
where
    F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    E: From<DbError> + Send + 'static,
    T: Send + 'static,
{
    let (answer, receiver) = oneshot::channel();
    (Box::new(Task { mode, closure, got: None, answer }), receiver)
}

/// What a thread finds at the end of the line.
pub(super) enum Next {
    /// Work, oldest first.
    Work(Jobs),
    /// Nothing came for as long as the thread wanted to wait.
    Idle,
    /// No more work will come.
    Closed,
}

struct Line {
    jobs: VecDeque<Box<dyn Job>>,
    closed: bool,
}

pub(super) struct Queue {
    line: Mutex<Line>,
    arrived: Condvar,
    places: usize,
}

impl Queue {
    pub(super) fn new(places: usize) -> Self {
        let line = Mutex::new(Line { jobs: VecDeque::new(), closed: false });
        Self { line, arrived: Condvar::new(), places }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        // No code panics while holding the line, and it has no state to break.
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a job at the end; [`DbError::Busy`] when the line is full.
    pub(super) fn push(&self, job: Box<dyn Job>) -> Result<(), DbError> {
        let mut line = self.line();
        if line.closed {
            return Err(DbError::Closed);
        }
        if line.jobs.len() >= self.places {
            return Err(DbError::Busy);
        }
        line.jobs.push_back(job);
        drop(line);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for work and takes up to `most` jobs whose callers still wait.
    pub(super) fn pop(&self, most: usize, patience: Duration) -> Next {
        let mut line = self.line();
        loop {
            let mut jobs = Jobs::new();
            while jobs.len() < most
                && let Some(job) = line.jobs.pop_front()
            {
                if !job.is_abandoned() {
                    jobs.push(job);
                }
            }
            if !jobs.is_empty() {
                return Next::Work(jobs);
            }
            if line.closed {
                return Next::Closed;
            }
            let (next, waited) =
                self.arrived.wait_timeout(line, patience).unwrap_or_else(PoisonError::into_inner);
            line = next;
            if waited.timed_out() && line.jobs.is_empty() && !line.closed {
                return Next::Idle;
            }
        }
    }

    /// Whether new work is refused.
    pub(super) fn is_closed(&self) -> bool {
        self.line().closed
    }

    /// Refuses new work; what waits already is still done.
    pub(super) fn close(&self) {
        self.line().closed = true;
        self.arrived.notify_all();
    }
}
