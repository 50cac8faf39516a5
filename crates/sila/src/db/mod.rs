//! The store: SQLite by default, PostgreSQL when an agency outgrows one machine.
//!
//! One SQL text with `$n` placeholders serves both engines; [`Store::read`], [`Store::glance`]
//! and [`Store::write`] are the only doors. A closure does SQL only: no clock, no randomness, no network, no heavy
//! computing. It may run twice (a group commit that failed, a serialisation conflict, a lost
//! connection), which is why it is an `FnMut` that leaves its captures usable.
//!
//! ```ignore
//! store.write(move |tx| { tx.send(&INSERT_CASE, &p![id, area])?; Ok::<_, DbError>(()) }).await?;
//! ```

pub mod bench;
pub mod copy;
mod error;
pub mod export;
pub mod migrate;
mod postgres;
mod queue;
mod sql;
mod sqlite;
mod tx;
mod value;

#[cfg(test)]
pub(crate) mod tests;

pub use crate::{p, sql};
pub use error::DbError;
pub use sql::{Dialect, Sql, faults};
pub use tx::{Shape, Tx};
pub use value::{FromV, Row, V};

use migrate::Migration;
use queue::Mode;
use sila_core::Millis;
use std::path::Path;
use std::sync::Arc;

/// The database of a node. Cheap to clone; the last clone closes it.
#[derive(Clone)]
pub struct Store {
    engine: Arc<Engine>,
}

enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

impl std::fmt::Debug for Store {
    // The address of a server may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("dialect", &self.dialect()).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database at `place`: a `postgres://` address, or the path of a SQLite file
    /// (created if absent; `sqlite:` in front is allowed). The schema is not touched.
    ///
    /// PostgreSQL's address takes two parameters of our own: `connections` (16) and
    /// `sslrootcert` (a PEM file; without it the system's certificates). A server that is not on
    /// this machine must speak TLS unless `sslmode=disable` is written out.
    ///
    /// # Errors
    /// What the file system or the server answers.
    pub async fn open(place: &str) -> Result<Self, DbError> {
        let engine = if is_postgres(place) {
            Engine::Postgres(postgres::Postgres::open(place).await?)
        } else {
            let path = place.strip_prefix("sqlite:").unwrap_or(place).to_owned();
            blocking(move || sqlite::Sqlite::open(Path::new(&path)).map(Engine::Sqlite)).await?
        };
        Ok(Self { engine: Arc::new(engine) })
    }

    /// Which engine answers.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match *self.engine {
            Engine::Sqlite(_) => Dialect::Sqlite,
            Engine::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs `closure` in a transaction of its own. `Ok` means the change is on the disk; an error
    /// means that nothing of this closure was written ([`DbError::Unknown`] excepted). If the
    /// returned future is dropped, the closure may or may not run.
    ///
    /// # Errors
    /// The closure's own error, or the store's.
    pub async fn write<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
        E: From<DbError> + Send + 'static,
        T: Send + 'static,
    {
        self.submit(Mode::Write, closure).await
    }

    /// Runs `closure` on one snapshot, without the right to write.
    ///
    /// # Errors
    /// The closure's own error, or the store's.
    pub async fn read<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
        E: From<DbError> + Send + 'static,
        T: Send + 'static,
    {
        self.submit(Mode::Read, closure).await
    }

    /// As [`Store::read`], for a few rows by their keys: SQLite answers on the thread that asks, which saves two changes of
    /// thread. What turns out to take long is left to the readers, and a closed store answers as they do.
    ///
    /// # Errors
    /// The closure's own error, or the store's.
    pub async fn glance<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
        E: From<DbError> + Send + 'static,
        T: Send + 'static,
    {
        let Engine::Sqlite(engine) = &*self.engine else { return self.read(closure).await };
        let (job, answer) = queue::job(Mode::Read, closure);
        engine.glance(job)?;
        answer.await.unwrap_or_else(|_| Err(DbError::Closed.into()))
    }

    async fn submit<T, E, F>(&self, mode: Mode, closure: F) -> Result<T, E>
    where
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
        E: From<DbError> + Send + 'static,
        T: Send + 'static,
    {
        let (job, answer) = queue::job(mode, closure);
        match &*self.engine {
            Engine::Sqlite(engine) => engine.push(job)?,
            Engine::Postgres(engine) => engine.push(job)?,
        }
        answer.await.unwrap_or_else(|_| Err(DbError::Closed.into()))
    }

    /// Brings the schema up to date with `steps` ([`migrate::MIGRATIONS`] for a node), and returns
    /// the versions that were applied.
    ///
    /// # Errors
    /// [`DbError::Schema`] when the database was made by other or newer steps.
    pub async fn migrate(
        &self,
        steps: &'static [Migration],
        now: Millis,
    ) -> Result<Vec<u32>, DbError> {
        migrate::run(self, steps, now).await
    }

    /// Copies a SQLite database, in use, to the file `to`, and checks the copy. Returns its size
    /// in bytes. The file appears when the copy is good and flushed; it must not exist before.
    ///
    /// # Errors
    /// [`DbError::Other`] on PostgreSQL, whose own tools do this (or [`copy::copy`] to a file);
    /// what the file system answers.
    pub async fn backup(&self, to: &Path) -> Result<u64, DbError> {
        let Engine::Sqlite(engine) = &*self.engine else {
            return Err(DbError::other("backup", "PostgreSQL is backed up by its own tools"));
        };
        let (from, to) = (engine.path().to_owned(), to.to_owned());
        blocking(move || sqlite::backup(&from, &to)).await
    }

    /// Empties SQLite's write-ahead log into the database (once a night); nothing elsewhere.
    ///
    /// # Errors
    /// What the engine answers.
    pub async fn checkpoint(&self) -> Result<(), DbError> {
        let Engine::Sqlite(engine) = &*self.engine else { return Ok(()) };
        let path = engine.path().to_owned();
        blocking(move || sqlite::checkpoint(&path)).await
    }

    /// Finishes what waits, refuses what comes, and returns when the database is closed, for all
    /// clones.
    pub async fn close(&self) {
        let engine = Arc::clone(&self.engine);
        let ended = tokio::task::spawn_blocking(move || match &*engine {
            Engine::Sqlite(engine) => engine.close(),
            Engine::Postgres(engine) => engine.close(),
        });
        let _ended = ended.await;
    }

    /// One transaction for the schema or a copy: without budget or time limit, and on SQLite
    /// without foreign keys until the end. Runs once; never for nouns.
    pub(crate) async fn maintain<T, F>(&self, mut act: F) -> Result<T, DbError>
    where
        F: FnMut(&mut dyn Tx) -> Result<T, DbError> + Send + 'static,
        T: Send + 'static,
    {
        match &*self.engine {
            Engine::Sqlite(engine) => {
                let path = engine.path().to_owned();
                blocking(move || sqlite::maintain(&path, act)).await
            }
            Engine::Postgres(_) => {
                self.write(move |tx| {
                    tx.script("SET LOCAL statement_timeout = 0")?;
                    act(tx)
                })
                .await
            }
        }
    }
}

/// Whether `place` is the address of a PostgreSQL server.
#[must_use]
pub fn is_postgres(place: &str) -> bool {
    place.starts_with("postgres://") || place.starts_with("postgresql://")
}

async fn blocking<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, DbError> + Send + 'static,
) -> Result<T, DbError> {
    tokio::task::spawn_blocking(act).await.unwrap_or(Err(DbError::Closed))
}
