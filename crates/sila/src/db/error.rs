//! What a database can answer instead of a result, the same words on both engines.
//!
//! Nothing here carries a value from a row: texts of this type may be logged.

use rusqlite::ErrorCode;
use tokio_postgres::error::SqlState;

/// Why the store did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// A primary key or unique index already has this value. `what` names the constraint
    /// (PostgreSQL) or the columns (SQLite), for logs only: do not decide by it.
    #[error("the value exists already ({what})")]
    Unique {
        /// Constraint or columns.
        what: String,
    },
    /// A row points at a row that does not exist, or would be left pointing at nothing.
    #[error("a referenced row does not exist")]
    ForeignKey,
    /// A `CHECK` or `NOT NULL` rule refused the row.
    #[error("the row breaks a rule of its table ({what})")]
    Check {
        /// Constraint or columns.
        what: String,
    },
    /// The transaction met another one too often and was given up. Nothing was written.
    #[error("too many transactions wanted the same rows")]
    Retry,
    /// The disk (or the quota of the database) is full. Nothing was written.
    #[error("the disk of the database is full")]
    Full,
    /// The disk answered with an error. Nothing was written.
    #[error("the disk of the database failed (code {code})")]
    Disk {
        /// SQLite's extended result code, or 0 where the operating system answered.
        code: i32,
    },
    /// Too much is waiting already, or the closure used up its budget. Nothing was written.
    #[error("the database is busy")]
    Busy,
    /// The store was closed.
    #[error("the database is closed")]
    Closed,
    /// The server cannot be reached. Nothing was written.
    #[error("the database server cannot be reached")]
    Unavailable,
    /// The connection broke while the commit was on its way: it may or may not have happened.
    /// Repeat with the same idempotency key.
    #[error("the connection broke during the commit; it is unknown whether it happened")]
    Unknown,
    /// `one` found no row.
    #[error("no such row")]
    NoRow,
    /// A value has another type than the code expects; `what` says which, never the value.
    #[error("wrong type: {what}")]
    Type {
        /// What was wanted and what was found.
        what: String,
    },
    /// The closure tried to write in a read, or the server is a read-only copy.
    #[error("the database cannot be written through this connection")]
    ReadOnly,
    /// The schema is not what this program needs.
    #[error("schema: {what}")]
    Schema {
        /// What is wrong and with which step.
        what: String,
    },
    /// The schema changed under a prepared statement; the store prepares it again by itself.
    #[error("a prepared statement is stale")]
    Stale,
    /// Anything else: a mistake in a statement, a damaged file. The text holds no values.
    #[error("database error: {0}")]
    Other(String),
}

impl DbError {
    /// A stable key for translation and logs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unique { .. } => "db.unique",
            Self::ForeignKey => "db.foreign_key",
            Self::Check { .. } => "db.check",
            Self::Retry => "db.retry",
            Self::Full => "db.full",
            Self::Disk { .. } => "db.disk",
            Self::Busy => "db.busy",
            Self::Closed => "db.closed",
            Self::Unavailable => "db.unavailable",
            Self::Unknown => "db.unknown",
            Self::NoRow => "db.no_row",
            Self::Type { .. } => "db.type",
            Self::ReadOnly => "db.read_only",
            Self::Schema { .. } => "db.schema",
            Self::Stale => "db.stale",
            Self::Other(_) => "db.other",
        }
    }

    /// Whether asking again a little later may work (a page answers 503, not 500).
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Retry | Self::Full | Self::Busy | Self::Closed | Self::Unavailable)
    }

    /// `code` is SQLite's extended result code, the SQLSTATE, or the part that failed.
    pub(super) fn other(code: &str, what: impl std::fmt::Display) -> Self {
        Self::Other(format!("{code}: {what}"))
    }

    pub(super) fn wrong_type(what: impl Into<String>) -> Self {
        Self::Type { what: what.into() }
    }

    pub(super) fn schema(what: impl Into<String>) -> Self {
        Self::Schema { what: what.into() }
    }
}

// Extended result codes of SQLite (sqlite.org/rescode.html).
const CHECK: i32 = 275;
const FOREIGN_KEY: i32 = 787;
const NOT_NULL: i32 = 1299;
const PRIMARY_KEY: i32 = 1555;
const UNIQUE: i32 = 2067;
const ROWID: i32 = 2579;
const WRONG_DATATYPE: i32 = 3091;
// The shared-memory file cannot grow: the disk is full.
const SHM_SIZE: i32 = 4874;

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(inner, message) = error else {
            return Self::other("rusqlite", without_values(&error));
        };
        let what = message.unwrap_or_default();
        let columns = || what.split_once(": ").map_or("", |(_, rest)| rest).to_owned();
        match (inner.code, inner.extended_code) {
            (_, PRIMARY_KEY | UNIQUE | ROWID) => Self::Unique { what: columns() },
            (_, FOREIGN_KEY) => Self::ForeignKey,
            (_, CHECK | NOT_NULL) => Self::Check { what: columns() },
            (_, WRONG_DATATYPE) => Self::wrong_type(what),
            (ErrorCode::DiskFull, _) | (_, SHM_SIZE) => Self::Full,
            (ErrorCode::SystemIoFailure, code) => Self::Disk { code },
            (ErrorCode::ReadOnly, _) => Self::ReadOnly,
            (
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::OperationInterrupted,
                _,
            ) => Self::Busy,
            (_, code) => Self::other(&code.to_string(), what),
        }
    }
}

/// rusqlite's own errors may print a parameter; only the kind is kept.
fn without_values(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::ExecuteReturnedResults => "a statement for exec returned rows".into(),
        rusqlite::Error::MultipleStatement => "more than one statement".into(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        rusqlite::Error::InvalidPath(_) => "the path is not text".into(),
        _ => "the statement cannot be used like this".into(),
    }
}

impl From<&tokio_postgres::Error> for DbError {
    fn from(error: &tokio_postgres::Error) -> Self {
        let Some(server) = error.as_db_error() else {
            return if error.is_closed() || caused_by::<std::io::Error>(error) {
                Self::Unavailable
            } else if caused_by::<DoesNotFit>(error) {
                Self::wrong_type(error.to_string())
            } else {
                // The client's texts name kinds and positions, never values.
                Self::other("client", error)
            };
        };
        let what = || server.constraint().or(server.column()).unwrap_or_default().to_owned();
        match *server.code() {
            SqlState::UNIQUE_VIOLATION => Self::Unique { what: what() },
            SqlState::FOREIGN_KEY_VIOLATION | SqlState::RESTRICT_VIOLATION => Self::ForeignKey,
            SqlState::CHECK_VIOLATION | SqlState::NOT_NULL_VIOLATION => {
                Self::Check { what: what() }
            }
            SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Self::Retry,
            // "cached plan must not change result type"; the statement went with its session.
            SqlState::FEATURE_NOT_SUPPORTED | SqlState::INVALID_SQL_STATEMENT_NAME => Self::Stale,
            SqlState::DISK_FULL => Self::Full,
            SqlState::IO_ERROR => Self::Disk { code: 0 },
            SqlState::READ_ONLY_SQL_TRANSACTION => Self::ReadOnly,
            SqlState::QUERY_CANCELED | SqlState::LOCK_NOT_AVAILABLE => Self::Busy,
            SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            | SqlState::TOO_MANY_CONNECTIONS => Self::Unavailable,
            SqlState::DATATYPE_MISMATCH | SqlState::INVALID_TEXT_REPRESENTATION => {
                Self::wrong_type("a value does not fit its column")
            }
            _ => Self::other(server.code().code(), about_statement(server)),
        }
    }
}

/// The server's sentence where it speaks of the statement (class 42, 0A); elsewhere it may quote
/// a value from a row.
fn about_statement(server: &tokio_postgres::error::DbError) -> String {
    let code = server.code().code();
    if code.starts_with("42") || code.starts_with("0A") || code.starts_with("3D") {
        server.message().to_owned()
    } else {
        server.table().unwrap_or_default().to_owned()
    }
}

/// A value that its column cannot take.
#[derive(Debug, thiserror::Error)]
#[error("{kind} does not fit a column of type {column}")]
pub(super) struct DoesNotFit {
    pub(super) kind: &'static str,
    pub(super) column: String,
}

fn caused_by<T: std::error::Error + 'static>(error: &tokio_postgres::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if inner.is::<T>() {
            return true;
        }
        source = inner.source();
    }
    false
}

impl From<std::io::Error> for DbError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::other("file", kind),
        }
    }
}
