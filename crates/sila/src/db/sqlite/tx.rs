//! A transaction on a SQLite connection.

use crate::db::error::DbError;
use crate::db::sql::Dialect;
use crate::db::tx::{Shape, Tx};
use crate::db::value::{Row, V};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, Connection, ToSql};

impl ToSql for V {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Int(x) => ToSqlOutput::Owned(Value::Integer(*x)),
            Self::Bool(x) => ToSqlOutput::Owned(Value::Integer(i64::from(*x))),
            Self::Text(x) => ToSqlOutput::Borrowed(ValueRef::Text(x.as_bytes())),
            Self::Bytes(x) => ToSqlOutput::Borrowed(ValueRef::Blob(x)),
            Self::Uuid(x) => ToSqlOutput::Borrowed(ValueRef::Blob(x.as_bytes())),
        })
    }
}

fn from_sqlite(value: ValueRef<'_>) -> Result<V, DbError> {
    Ok(match value {
        ValueRef::Null => V::Null,
        ValueRef::Integer(x) => V::Int(x),
        ValueRef::Real(_) => return Err(DbError::wrong_type("a floating point column")),
        ValueRef::Text(x) => match std::str::from_utf8(x) {
            Ok(text) => V::Text(text.to_owned()),
            Err(_) => return Err(DbError::wrong_type("text that is not UTF-8")),
        },
        ValueRef::Blob(x) => V::Bytes(x.to_vec()),
    })
}

/// The first error of the database ends the transaction; see [`Tx`].
pub(super) struct SqliteTx<'c> {
    conn: &'c Connection,
    failed: Option<DbError>,
}

impl<'c> SqliteTx<'c> {
    pub(super) fn new(conn: &'c Connection) -> Self {
        Self { conn, failed: None }
    }

    /// The error that lost the transaction, if one did.
    pub(super) fn into_failure(self) -> Option<DbError> {
        self.failed
    }

    fn guard<T>(
        &mut self,
        act: impl FnOnce(&Connection) -> Result<T, DbError>,
    ) -> Result<T, DbError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        act(self.conn).inspect_err(|error| self.failed = Some(error.clone()))
    }
}

/// `$n` is a *named* parameter for SQLite, numbered by first use: bind by the number in the name.
fn bind(statement: &mut CachedStatement<'_>, args: &[V]) -> Result<(), DbError> {
    let count = statement.parameter_count();
    if count != args.len() {
        return Err(DbError::wrong_type(format!("{count} placeholders, {} values", args.len())));
    }
    for place in 1..=count {
        let n: usize = statement
            .parameter_name(place)
            .and_then(|name| name.strip_prefix('$'))
            .and_then(|digits| digits.parse().ok())
            .ok_or_else(|| DbError::wrong_type("a placeholder that is not $n"))?;
        let value = n.checked_sub(1).and_then(|i| args.get(i));
        let value = value.ok_or_else(|| DbError::wrong_type(format!("no value for ${n}")))?;
        value.check()?;
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

fn exec(conn: &Connection, text: &str, args: &[V]) -> Result<u64, DbError> {
    let mut statement = conn.prepare_cached(text)?;
    bind(&mut statement, args)?;
    let changed = statement.raw_execute()?;
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

fn query(conn: &Connection, text: &str, args: &[V]) -> Result<Vec<Row>, DbError> {
    let mut statement = conn.prepare_cached(text)?;
    bind(&mut statement, args)?;
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        // Counted here: the first step may have prepared the statement again for a new schema.
        let columns = row.as_ref().column_count();
        let mut values = Vec::with_capacity(columns);
        for i in 0..columns {
            values.push(from_sqlite(row.get_ref(i)?)?);
        }
        found.push(Row(values));
    }
    Ok(found)
}

impl Tx for SqliteTx<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn exec_text(&mut self, text: &str, args: &[V]) -> Result<u64, DbError> {
        self.guard(|conn| exec(conn, text, args))
    }

    fn send_text(&mut self, text: &str, args: &[V]) -> Result<(), DbError> {
        self.exec_text(text, args).map(drop)
    }

    fn query_text(&mut self, text: &str, args: &[V]) -> Result<Vec<Row>, DbError> {
        self.guard(|conn| query(conn, text, args))
    }

    fn script(&mut self, text: &str) -> Result<(), DbError> {
        self.guard(|conn| Ok(conn.execute_batch(text)?))
    }

    fn describe(&mut self, text: &str) -> Result<Shape, DbError> {
        let statement = self.conn.prepare(text)?;
        Ok(Shape { params: statement.parameter_count(), columns: statement.column_count() })
    }
}
