//! SQLite: one writer thread that commits in groups, and a few readers.
//!
//! While one group is being flushed to the disk, the next one gathers in the queue; nothing
//! waits for a timer. Every job of a group runs in its own savepoint, so that a refused one takes
//! nothing with it, and all are answered only after the common commit.

mod backup;
mod mover;
mod tx;

use super::error::DbError;
use super::queue::{Job, Jobs, Mode, Next, Queue};
use super::tx::Tx;
use mover::{MOVE, Mover};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tx::SqliteTx;

pub(super) use backup::backup;

/// Places in each queue; more callers than this are told that the node is busy.
const QUEUE_PLACES: usize = 4096;
/// Jobs in one commit.
const GROUP: usize = 256;
/// A writer without work for this long moves the write-ahead log into the database.
const IDLE: Duration = Duration::from_secs(1);
/// Budgets of one closure, in units of [`STEPS`] instructions of SQLite's machine: about two
/// seconds of writing and half a minute of reading. Counting needs no clock.
const WRITE_BUDGET: u32 = if cfg!(test) { 5 } else { 200 };
const READ_BUDGET: u32 = 3_000;
/// A glance that computes longer than one unit, some ten milliseconds, is left to the readers.
const GLANCE_BUDGET: u32 = 0;
/// Connections for glances.
const GLANCES: usize = 2;
const STEPS: i32 = 1_000_000;
/// Prepared statements kept by each connection.
const STATEMENTS: usize = 256;
/// Page cache of the writer and of each reader, in KiB.
const WRITER_CACHE_KIB: u32 = 8 * 1024;
const READER_CACHE_KIB: u32 = 2 * 1024;

pub(super) struct Sqlite {
    path: PathBuf,
    writes: Arc<Queue>,
    reads: Arc<Queue>,
    /// Connections that no thread of the store owns: whoever glances borrows one.
    spare: Mutex<Vec<Line>>,
    mover: Arc<Mover>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

/// A connection and the budget of the closure that is running on it.
struct Line {
    conn: Connection,
    used: Arc<AtomicU32>,
    budget: u32,
}

impl Line {
    fn with_budget(mut conn: Connection, budget: u32) -> Result<Self, DbError> {
        let used = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&used);
        let over = move || count.fetch_add(1, Ordering::Relaxed) >= budget;
        conn.progress_handler(STEPS, Some(over))?;
        Ok(Self { conn, used, budget })
    }

    /// Runs one closure; `Ok` says whether it asks to commit.
    fn run(&self, job: &mut dyn Job) -> Result<bool, DbError> {
        self.run_within(job).0
    }

    /// Runs one closure; says also whether it used its budget up.
    fn run_within(&self, job: &mut dyn Job) -> (Result<bool, DbError>, bool) {
        self.used.store(0, Ordering::Relaxed);
        let mut tx = SqliteTx::new(&self.conn);
        let asked = job.run(&mut tx);
        // The store's own commands after the closure start with a full budget.
        let spent = self.used.swap(0, Ordering::Relaxed) > self.budget;
        match tx.into_failure() {
            Some(error) if asked => (Err(error), spent),
            _ => (Ok(asked), spent),
        }
    }

    /// One of the few commands around every closure: parsed once.
    fn sql(&self, text: &str) -> Result<(), DbError> {
        self.conn.prepare_cached(text)?.execute([])?;
        Ok(())
    }
}

fn connect(path: &Path, flags: OpenFlags, cache_kib: u32) -> Result<Connection, DbError> {
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    // Otherwise every statement with a bound `limit` is planned anew each time it runs.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch(&format!(
        "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cache_size=-{cache_kib};
         PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
    ))?;
    Ok(conn)
}

/// Makes the file readable by its owner only, before SQLite writes to it; its side files take the same mode.
fn make_private(path: &Path) -> Result<(), DbError> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600).open(path)?;
    Ok(())
}

/// A read-write connection: write-ahead log, every commit flushed.
fn connect_writer(path: &Path) -> Result<Connection, DbError> {
    make_private(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let conn = connect(path, flags, WRITER_CACHE_KIB)?;
    let mode: String = conn.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        // A file system without shared memory, such as NFS, would lose durability in silence.
        return Err(DbError::other("journal_mode", "this file system cannot hold the database"));
    }
    conn.execute_batch(
        "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864;",
    )?;
    Ok(conn)
}

/// The connection of the writer, which tells the mover how long the log has become.
fn writer(path: &Path, mover: &Arc<Mover>) -> Result<Connection, DbError> {
    let (mut conn, mover) = (connect_writer(path)?, Arc::clone(mover));
    // This takes the place of SQLite's own checkpoints inside a commit.
    conn.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
        mover.grew(pages);
        Ok(())
    }))?;
    Ok(conn)
}

fn connect_reader(path: &Path) -> Result<Connection, DbError> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, READER_CACHE_KIB)?;
    conn.execute_batch("PRAGMA query_only=ON;")?;
    Ok(conn)
}

impl Sqlite {
    /// Opens or creates the file and starts the threads.
    pub(super) fn open(path: &Path) -> Result<Self, DbError> {
        let (writes, reads) = (Queue::new(QUEUE_PLACES), Queue::new(QUEUE_PLACES));
        let store = Self {
            path: path.to_owned(),
            writes: Arc::new(writes),
            reads: Arc::new(reads),
            spare: Mutex::default(),
            mover: Arc::default(),
            threads: Mutex::default(),
        };
        let (queue, mover) = (Arc::clone(&store.writes), Arc::clone(&store.mover));
        let writer = Line::with_budget(writer(path, &mover)?, WRITE_BUDGET)?;
        store.start("db-write", move || write_loop(&writer, &queue, &mover))?;
        let (conn, mover) = (connect_writer(path)?, Arc::clone(&store.mover));
        store.start("db-move", move || mover.run(&conn))?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        for _ in 0..cores.max(4) {
            let reader = Line::with_budget(connect_reader(path)?, READ_BUDGET)?;
            let queue = Arc::clone(&store.reads);
            store.start("db-read", move || read_loop(&reader, &queue))?;
        }
        for _ in 0..GLANCES {
            let conn = connect_reader(path)?;
            conn.busy_timeout(Duration::ZERO)?;
            store.spare().push(Line::with_budget(conn, GLANCE_BUDGET)?);
        }
        Ok(store)
    }

    fn start(&self, name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), DbError> {
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(body)?;
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn spare(&self) -> MutexGuard<'_, Vec<Line>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a read here and now. The readers get it when no connection is free or it computes too long.
    pub(super) fn glance(&self, mut job: Box<dyn Job>) -> Result<(), DbError> {
        let Some(line) = self.spare().pop() else { return self.reads.push(job) };
        let (outcome, spent) = match line.sql("BEGIN") {
            Ok(()) => line.run_within(job.as_mut()),
            Err(error) => (Err(error), true),
        };
        roll_back(&line);
        if !self.reads.is_closed() {
            self.spare().push(line);
        }
        // The readers have time, and wait for a lock if there is one.
        if spent || outcome == Err(DbError::Busy) {
            return self.reads.push(job);
        }
        job.finish(outcome.map(drop));
        Ok(())
    }

    pub(super) fn push(&self, job: Box<dyn Job>) -> Result<(), DbError> {
        match job.mode() {
            Mode::Read => self.reads.push(job),
            Mode::Write => self.writes.push(job),
        }
    }

    /// Finishes what waits, then ends the threads. The writer, started first, ends last: the last
    /// connection tidies the log away, and a read-only one could not.
    pub(super) fn close(&self) {
        let mut threads =
            std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        self.reads.close();
        self.mover.close();
        for reader in threads.drain(threads.len().min(1)..) {
            let _ended = reader.join();
        }
        self.spare().clear();
        self.writes.close();
        for writer in threads {
            let _ended = writer.join();
        }
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        self.reads.close();
        self.mover.close();
        self.spare().clear();
        self.writes.close();
    }
}

fn write_loop(line: &Line, queue: &Queue, mover: &Mover) {
    let mut has_log = true;
    loop {
        match queue.pop(GROUP, IDLE) {
            Next::Work(jobs) => {
                has_log = true;
                write(line, jobs);
                if mover.has_moved() {
                    move_log(line);
                }
            }
            Next::Idle if has_log => {
                has_log = false;
                move_log(line);
            }
            Next::Idle => {}
            Next::Closed => return,
        }
    }
}

fn move_log(line: &Line) {
    if let Err(error) = line.conn.execute_batch(MOVE) {
        tracing::warn!(code = DbError::from(error).code(), "the log was not moved");
    }
}

fn write(line: &Line, mut jobs: Jobs) {
    if jobs.len() > 1 {
        match together(line, &mut jobs) {
            Group::Committed(outcomes) => {
                for (job, outcome) in jobs.into_iter().zip(outcomes) {
                    job.finish(outcome);
                }
                return;
            }
            Group::NotBegun(error) => {
                for job in jobs {
                    job.finish(Err(error.clone()));
                }
                return;
            }
            Group::Lost => {}
        }
    }
    for job in jobs {
        alone(line, job);
    }
}

enum Group {
    Committed(Vec<Result<(), DbError>>),
    /// The transaction could not begin: another process holds the file, the disk is broken.
    NotBegun(DbError),
    /// SQLite rolled the whole transaction back (disk full, I/O error, budget used up, deferred
    /// rule broken at the commit). Closures may run twice: each runs again in a transaction of
    /// its own, and only the one at fault is refused.
    Lost,
}

fn together(line: &Line, jobs: &mut Jobs) -> Group {
    if let Err(error) = line.sql("BEGIN IMMEDIATE") {
        return Group::NotBegun(error);
    }
    match in_savepoints(line, jobs) {
        Ok(outcomes) => Group::Committed(outcomes),
        Err(error) => {
            tracing::warn!(code = error.code(), "a group of writes is repeated one by one");
            roll_back(line);
            Group::Lost
        }
    }
}

fn in_savepoints(line: &Line, jobs: &mut Jobs) -> Result<Vec<Result<(), DbError>>, DbError> {
    let mut outcomes = Vec::with_capacity(jobs.len());
    for job in jobs.iter_mut() {
        line.sql("SAVEPOINT job")?;
        let ran = line.run(job.as_mut());
        if line.conn.is_autocommit() {
            return Err(ran.err().unwrap_or(DbError::Busy));
        }
        if !matches!(ran, Ok(true)) {
            line.sql("ROLLBACK TO job")?;
        }
        line.sql("RELEASE job")?;
        outcomes.push(ran.map(drop));
    }
    line.sql("COMMIT")?;
    Ok(outcomes)
}

fn alone(line: &Line, mut job: Box<dyn Job>) {
    if let Err(error) = line.sql("BEGIN IMMEDIATE") {
        return job.finish(Err(error));
    }
    let outcome = match line.run(job.as_mut()) {
        Ok(true) => line.sql("COMMIT"),
        Ok(false) => Ok(()),
        Err(error) => Err(error),
    };
    roll_back(line);
    job.finish(outcome);
}

/// Ends a transaction that is still open; SQLite may have ended it by itself.
fn roll_back(line: &Line) {
    if !line.conn.is_autocommit()
        && let Err(error) = line.sql("ROLLBACK")
    {
        tracing::error!(code = error.code(), "a transaction could not be rolled back");
    }
}

fn read_loop(line: &Line, queue: &Queue) {
    loop {
        match queue.pop(1, Duration::MAX) {
            Next::Work(jobs) => {
                for job in jobs {
                    read(line, job);
                }
            }
            Next::Idle => {}
            Next::Closed => return,
        }
    }
}

/// One snapshot per closure: it begins with the first statement.
fn read(line: &Line, mut job: Box<dyn Job>) {
    if let Err(error) = line.sql("BEGIN") {
        return job.finish(Err(error));
    }
    let outcome = line.run(job.as_mut()).map(drop);
    roll_back(line);
    job.finish(outcome);
}

/// One transaction on a connection of its own, without foreign keys while it runs and without a
/// budget, for steps of the schema and for copying. The keys are checked before the commit.
pub(super) fn maintain<T>(
    path: &Path,
    act: impl FnOnce(&mut dyn Tx) -> Result<T, DbError>,
) -> Result<T, DbError> {
    let conn = connect_writer(path)?;
    conn.execute_batch("PRAGMA foreign_keys=OFF; BEGIN IMMEDIATE;")?;
    let mut tx = SqliteTx::new(&conn);
    let done = act(&mut tx)?;
    let dangling = tx.query_text("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", &[])?;
    if !dangling.is_empty() {
        return Err(DbError::ForeignKey);
    }
    if let Some(error) = tx.into_failure() {
        return Err(error);
    }
    conn.execute_batch("COMMIT")?;
    Ok(done)
}

/// Moves the write-ahead log into the database and empties it.
pub(super) fn checkpoint(path: &Path) -> Result<(), DbError> {
    Ok(connect_writer(path)?.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?)
}
