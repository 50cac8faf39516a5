//! The transaction that a closure sees.

use super::error::DbError;
use super::sql::{Dialect, Sql};
use super::value::{Row, V};

/// What an engine says about a prepared statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// How many arguments it takes.
    pub params: usize,
    /// How many columns it returns.
    pub columns: usize,
}

/// An open transaction. Both engines keep the same promises:
///
/// * after an error of the database the transaction is lost: every later call returns the same
///   error, and the closure's `Ok` becomes that error. Where a conflict is expected, say so in
///   SQL (`ON CONFLICT DO NOTHING`, and look at the count);
/// * [`DbError::NoRow`] and [`DbError::Type`] of a row are not errors of the database;
/// * the number of arguments is the number of placeholders.
///
/// Nouns use the methods that take a [`Sql`]; those that take text are for this folder.
pub trait Tx {
    /// Which engine answers.
    fn dialect(&self) -> Dialect;

    /// Like [`Tx::exec`], with the text itself.
    ///
    /// # Errors
    /// What the engine answers.
    fn exec_text(&mut self, text: &str, args: &[V]) -> Result<u64, DbError>;

    /// Like [`Tx::send`], with the text itself.
    ///
    /// # Errors
    /// What the engine answers, perhaps at a later call.
    fn send_text(&mut self, text: &str, args: &[V]) -> Result<(), DbError>;

    /// Like [`Tx::query`], with the text itself.
    ///
    /// # Errors
    /// What the engine answers.
    fn query_text(&mut self, text: &str, args: &[V]) -> Result<Vec<Row>, DbError>;

    /// Runs several statements without arguments (a step of the schema).
    ///
    /// # Errors
    /// What the engine answers.
    fn script(&mut self, text: &str) -> Result<(), DbError>;

    /// Prepares a statement and says what it takes and returns.
    ///
    /// # Errors
    /// What the engine answers; here it does not cost the transaction on SQLite.
    fn describe(&mut self, text: &str) -> Result<Shape, DbError>;

    /// Runs a statement and returns how many rows it changed.
    ///
    /// # Errors
    /// What the engine answers.
    fn exec(&mut self, sql: &Sql, args: &[V]) -> Result<u64, DbError> {
        self.exec_text(sql.text(self.dialect()), args)
    }

    /// Runs a statement whose count is not needed. On PostgreSQL it travels with the next call,
    /// so that begin, writes and commit cost one round trip; an error appears there.
    ///
    /// # Errors
    /// What the engine answers, perhaps at a later call.
    fn send(&mut self, sql: &Sql, args: &[V]) -> Result<(), DbError> {
        self.send_text(sql.text(self.dialect()), args)
    }

    /// All rows of an answer.
    ///
    /// # Errors
    /// What the engine answers.
    fn query(&mut self, sql: &Sql, args: &[V]) -> Result<Vec<Row>, DbError> {
        self.query_text(sql.text(self.dialect()), args)
    }

    /// The first row.
    ///
    /// # Errors
    /// [`DbError::NoRow`] when there is none; what the engine answers.
    fn one(&mut self, sql: &Sql, args: &[V]) -> Result<Row, DbError> {
        self.opt(sql, args)?.ok_or(DbError::NoRow)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// What the engine answers.
    fn opt(&mut self, sql: &Sql, args: &[V]) -> Result<Option<Row>, DbError> {
        Ok(self.query(sql, args)?.into_iter().next())
    }
}
