//! A transaction on a PostgreSQL connection: messages gather and travel together.

use super::wire::{Op, Out, Wire, from_postgres};
use crate::db::error::DbError;
use crate::db::queue::Mode;
use crate::db::sql::Dialect;
use crate::db::tx::{Shape, Tx};
use crate::db::value::{Row, V};

fn begin(mode: Mode) -> &'static str {
    match mode {
        Mode::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        Mode::Write => "BEGIN ISOLATION LEVEL SERIALIZABLE",
    }
}

/// How a transaction ended.
pub(super) enum End {
    /// As the closure wished: committed, or rolled back for a reason of its own.
    Done,
    /// Rolled back for this error.
    Failed(DbError),
    /// Rolled back because of another transaction or a lost connection: run it again.
    Again(DbError),
}

pub(super) struct PgTx<'w> {
    wire: &'w mut Wire,
    mode: Mode,
    begun: bool,
    pending: Vec<Op>,
    failed: Option<DbError>,
}

impl<'w> PgTx<'w> {
    pub(super) fn new(wire: &'w mut Wire, mode: Mode) -> Self {
        Self { wire, mode, begun: false, pending: Vec::new(), failed: None }
    }

    fn guard<T>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        act(self).inspect_err(|error| self.failed = Some(error.clone()))
    }

    fn prepared(&mut self, text: &str, args: &[V]) -> Result<tokio_postgres::Statement, DbError> {
        let statement = self.wire.statement(text)?;
        let count = statement.params().len();
        if count != args.len() {
            return Err(DbError::wrong_type(format!(
                "{count} placeholders, {} values",
                args.len()
            )));
        }
        args.iter().try_for_each(V::check)?;
        Ok(statement)
    }

    fn push(&mut self, op: Op) {
        if !self.begun {
            self.begun = true;
            self.pending.push(Op::Script(begin(self.mode).to_owned()));
        }
        self.pending.push(op);
    }

    /// Sends what has gathered and returns the last answer; the first error counts.
    fn flush(&mut self) -> Result<Out, DbError> {
        let ops = std::mem::take(&mut self.pending);
        let mut last = Out::Done;
        for answer in self.wire.pipeline(&ops)? {
            last = answer.map_err(|e| DbError::from(&e))?;
        }
        Ok(last)
    }

    /// A read that has its rows can be answered before its transaction is ended.
    pub(super) fn has_answer(&self) -> bool {
        self.mode == Mode::Read && self.failed.is_none() && self.pending.is_empty()
    }

    /// Ends a read that was answered. It commits, so that the server's count of rollbacks keeps
    /// its meaning for those who watch it.
    pub(super) fn end_read(mut self) {
        if self.begun {
            self.pending.push(Op::Script("COMMIT".to_owned()));
            if self.flush().is_err() {
                self.wire.hang_up();
            }
        }
    }

    /// Ends the transaction after the closure; `asked` is whether it wants to commit.
    pub(super) fn end(mut self, asked: bool) -> End {
        if let Some(error) = self.failed.take() {
            self.roll_back();
            return self.classify(error, asked);
        }
        if !self.begun {
            return End::Done;
        }
        if !asked {
            self.roll_back();
            return End::Done;
        }
        self.pending.push(Op::Script("COMMIT".to_owned()));
        match self.flush() {
            Ok(_) => End::Done,
            Err(DbError::Unavailable) if self.mode == Mode::Write => {
                self.wire.hang_up();
                End::Failed(DbError::Unknown)
            }
            Err(error) => self.classify(error, asked),
        }
    }

    fn classify(&mut self, error: DbError, asked: bool) -> End {
        match &error {
            DbError::Retry => End::Again(error),
            DbError::Unavailable => {
                self.wire.hang_up();
                End::Again(error)
            }
            // After a failover the old leader is a read-only copy: look for the new one.
            DbError::ReadOnly if self.mode == Mode::Write => {
                self.wire.hang_up();
                End::Again(error)
            }
            DbError::Stale => {
                self.wire.forget_statements();
                End::Again(error)
            }
            _ if asked => End::Failed(error),
            // The closure has made an answer of its own from the error.
            _ => End::Done,
        }
    }

    /// What was never sent needs no rollback.
    fn roll_back(&mut self) {
        let sent = self.begun && !matches!(self.pending.first(), Some(Op::Script(_)));
        self.pending.clear();
        if sent {
            self.pending.push(Op::Script("ROLLBACK".to_owned()));
            if self.flush().is_err() {
                self.wire.hang_up();
            }
        }
    }
}

impl Tx for PgTx<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn exec_text(&mut self, text: &str, args: &[V]) -> Result<u64, DbError> {
        self.guard(|tx| {
            let statement = tx.prepared(text, args)?;
            tx.push(Op::Exec(statement, args.to_vec()));
            match tx.flush()? {
                Out::Count(changed) => Ok(changed),
                _ => Ok(0),
            }
        })
    }

    fn send_text(&mut self, text: &str, args: &[V]) -> Result<(), DbError> {
        self.guard(|tx| {
            let statement = tx.prepared(text, args)?;
            tx.push(Op::Exec(statement, args.to_vec()));
            Ok(())
        })
    }

    fn query_text(&mut self, text: &str, args: &[V]) -> Result<Vec<Row>, DbError> {
        self.guard(|tx| {
            let statement = tx.prepared(text, args)?;
            tx.push(Op::Query(statement, args.to_vec()));
            match tx.flush()? {
                Out::Rows(rows) => rows.iter().map(from_postgres).collect(),
                _ => Ok(Vec::new()),
            }
        })
    }

    fn script(&mut self, text: &str) -> Result<(), DbError> {
        self.guard(|tx| {
            tx.push(Op::Script(text.to_owned()));
            tx.flush().map(drop)
        })
    }

    fn describe(&mut self, text: &str) -> Result<Shape, DbError> {
        self.wire.describe(text)
    }
}
