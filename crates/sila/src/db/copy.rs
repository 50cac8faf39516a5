//! Moving a node from one engine to the other, in both directions, table by table.
//!
//! The source is read in one snapshot, the target is written in one transaction: either the whole
//! copy is there or nothing is. While rows come in, foreign keys rest (SQLite) or are taken away
//! and set again (PostgreSQL, whose DDL is part of the transaction); both check all of them at
//! the end.

use super::Store;
use super::error::DbError;
use super::sql::Dialect;
use super::tx::Tx;
use super::value::V;
use crate::p;
use serde::Serialize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Rows read at once, and rows that wait between the two threads times four.
const CHUNK: i64 = 500;

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CopyReport {
    /// Table and number of rows, by name.
    pub tables: Vec<(String, u64)>,
    /// All rows.
    pub rows: u64,
}

/// A table: its columns, and those of its primary key in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<String>,
    pub key: Vec<String>,
}

/// What goes from one side to the other: each table before its rows.
pub(super) enum Parcel {
    Table(Table),
    Rows(Vec<Vec<V>>),
    End,
}

/// Copies every row of `from` to `to`. Both must have the same steps of the schema (migrate the
/// target first), and the target's tables must be empty. Neither may be in use by a node.
///
/// # Errors
/// [`DbError::Schema`] when the schemas differ or the target holds rows; what the engines answer.
/// After an error the target is as it was.
pub async fn copy(from: &Store, to: &Store) -> Result<CopyReport, DbError> {
    let (sender, receiver) = sync_channel::<Parcel>(4);
    let wanted = from.read(steps).await?;
    // Each closure owns its end of the channel and can run only once.
    let mut sender = Some(sender);
    let source = from.read(move |tx| match sender.take() {
        Some(sender) => pour(tx, &sender),
        None => Err(DbError::Unavailable),
    });
    let mut receiver = Some(receiver);
    let target = to.maintain(move |tx| match receiver.take() {
        Some(receiver) => fill(tx, &receiver, &wanted),
        None => Err(DbError::Unavailable),
    });
    let (poured, filled) = tokio::join!(source, target);
    match (poured, filled) {
        (Ok(()), filled) => filled,
        // Of a side that failed the other sees only that it is gone.
        (Err(source), Err(target)) if target != gone(()) => {
            tracing::debug!(%source, "the source was stopped by the target");
            Err(target)
        }
        (Err(source), _) => Err(source),
    }
}

fn gone<E>(_: E) -> DbError {
    DbError::other("copy", "the other side stopped")
}

pub(super) fn pour(tx: &mut dyn Tx, out: &SyncSender<Parcel>) -> Result<(), DbError> {
    for table in tables(tx)? {
        let (first, next) = (table.page(false), table.page(true));
        out.send(Parcel::Table(table.clone())).map_err(gone)?;
        let mut rows = tx.query_text(&first, &p![CHUNK])?;
        while let Some(last) = rows.last() {
            let mut after = vec![V::Int(CHUNK)];
            for column in &table.key {
                let at = table.columns.iter().position(|name| name == column);
                after.push(last.get(at.unwrap_or(usize::MAX))?);
            }
            let parcel = rows.into_iter().map(super::Row::into_values).collect();
            out.send(Parcel::Rows(parcel)).map_err(gone)?;
            rows = tx.query_text(&next, &after)?;
        }
    }
    out.send(Parcel::End).map_err(gone)
}

pub(super) fn fill(
    tx: &mut dyn Tx,
    parcels: &Receiver<Parcel>,
    wanted: &[(u32, [u8; 32])],
) -> Result<CopyReport, DbError> {
    if steps(tx)? != wanted {
        return Err(DbError::schema("source and target have different steps; migrate both"));
    }
    let here = tables(tx)?;
    for table in &here {
        let used = tx.query_text(&format!("SELECT 1 FROM {} LIMIT 1", quoted(&table.name)), &[])?;
        if !used.is_empty() {
            return Err(DbError::schema(format!("the target's table {} holds rows", table.name)));
        }
    }
    let keys = if tx.dialect() == Dialect::Postgres { lift_keys(tx)? } else { Vec::new() };
    let tables = insert_all(tx, parcels, &here)?;
    for key in &keys {
        tx.script(&format!("ALTER TABLE {} ADD CONSTRAINT {} {}", key.table, key.name, key.rule))?;
    }
    if tx.dialect() == Dialect::Postgres {
        set_sequences(tx)?;
    }
    let rows = tables.iter().map(|(_, rows)| rows).sum();
    Ok(CopyReport { tables, rows })
}

fn insert_all(
    tx: &mut dyn Tx,
    parcels: &Receiver<Parcel>,
    here: &[Table],
) -> Result<Vec<(String, u64)>, DbError> {
    let mut done: Vec<(String, u64)> = Vec::new();
    let mut insert = String::new();
    loop {
        match parcels.recv().map_err(gone)? {
            Parcel::End => break,
            Parcel::Table(table) => {
                if !here.iter().any(|t| t.name == table.name) {
                    return Err(DbError::schema(format!("the target lacks {}", table.name)));
                }
                insert = table.insert();
                done.push((table.name, 0));
            }
            Parcel::Rows(rows) => {
                let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
                for row in &rows {
                    tx.send_text(&insert, row)?;
                }
                // The pipeline is emptied once per parcel, so that it does not grow for ever.
                tx.query_text("SELECT 1", &[])?;
                if let Some((_, total)) = done.last_mut() {
                    *total += count;
                }
            }
        }
    }
    for (name, sent) in &done {
        let text = format!("SELECT CAST(count(*) AS {}) FROM {}", int(tx.dialect()), quoted(name));
        let found = tx.query_text(&text, &[])?;
        let found: i64 = found.first().ok_or(DbError::NoRow)?.get(0)?;
        if u64::try_from(found) != Ok(*sent) {
            return Err(DbError::other("copy", format!("{name}: {sent} rows sent, {found} there")));
        }
    }
    Ok(done)
}

fn int(dialect: Dialect) -> &'static str {
    if dialect == Dialect::Sqlite { "INTEGER" } else { "BIGINT" }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

impl Table {
    fn page(&self, after_a_row: bool) -> String {
        let (name, key) = (quoted(&self.name), list(&self.key));
        let places: Vec<String> = (2..).zip(&self.key).map(|(n, _)| format!("${n}")).collect();
        let places = places.join(", ");
        let after =
            if after_a_row { format!("WHERE ({key}) > ({places}) ") } else { String::new() };
        format!("SELECT {} FROM {name} {after}ORDER BY {key} LIMIT $1", list(&self.columns))
    }

    fn insert(&self) -> String {
        let places: Vec<String> = (1..).zip(&self.columns).map(|(n, _)| format!("${n}")).collect();
        let (name, columns) = (quoted(&self.name), list(&self.columns));
        format!("INSERT INTO {name} ({columns}) VALUES ({})", places.join(", "))
    }
}

/// The applied steps of the schema, for comparison.
pub(super) fn steps(tx: &mut dyn Tx) -> Result<Vec<(u32, [u8; 32])>, DbError> {
    let text = "SELECT version, sha256 FROM _migration ORDER BY version";
    tx.query_text(text, &[])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

const SQLITE_COLUMNS: &str = "SELECT t.name, c.name, c.pk FROM pragma_table_list t
    JOIN pragma_table_info(t.name) c
    WHERE t.schema = 'main' AND t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_'
      AND t.name <> '_migration' ORDER BY t.name, c.cid";
const POSTGRES_COLUMNS: &str = "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT),
      CAST(coalesce(array_position(CAST(i.indkey AS SMALLINT[]), a.attnum) + 1, 0) AS BIGINT)
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r'
      AND c.relname <> '_migration' ORDER BY c.relname COLLATE \"C\", a.attnum";

/// All tables of the node with their columns and their primary keys in order.
fn tables(tx: &mut dyn Tx) -> Result<Vec<Table>, DbError> {
    let text = match tx.dialect() {
        Dialect::Sqlite => SQLITE_COLUMNS,
        Dialect::Postgres => POSTGRES_COLUMNS,
    };
    let mut found: Vec<Table> = Vec::new();
    let mut keys: Vec<(i64, String)> = Vec::new();
    for row in tx.query_text(text, &[])? {
        let (name, column, place): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if found.last().is_none_or(|table| table.name != name) {
            found.push(Table { name, columns: Vec::new(), key: Vec::new() });
            keys.clear();
        }
        let Some(table) = found.last_mut() else { continue };
        if place > 0 {
            keys.push((place, column.clone()));
            keys.sort();
            table.key = keys.iter().map(|(_, column)| column.clone()).collect();
        }
        table.columns.push(column);
    }
    match found.iter().find(|table| table.key.is_empty()) {
        Some(table) => Err(DbError::schema(format!("table {} has no primary key", table.name))),
        None => Ok(found),
    }
}

/// A foreign key taken away for the time of the copy.
struct Key {
    table: String,
    name: String,
    rule: String,
}

fn lift_keys(tx: &mut dyn Tx) -> Result<Vec<Key>, DbError> {
    let text = "SELECT CAST(CAST(conrelid AS regclass) AS TEXT), CAST(conname AS TEXT),
        pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace)";
    let mut keys = Vec::new();
    for row in tx.query_text(text, &[])? {
        let (table, name, rule): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let name = quoted(&name);
        tx.script(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}"))?;
        keys.push(Key { table, name, rule });
    }
    Ok(keys)
}

/// Lets the counters of `{seq_pk}` columns go on after the highest number that came in.
fn set_sequences(tx: &mut dyn Tx) -> Result<(), DbError> {
    let text = "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT) FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attidentity <> ''
        WHERE c.relnamespace = CAST(current_schema() AS regnamespace)";
    for row in tx.query_text(text, &[])? {
        let (table, column): (String, String) = (row.get(0)?, row.get(1)?);
        let (table, quoted_column) = (quoted(&table), quoted(&column));
        let literal = |name: &str| name.replace('\'', "''");
        tx.script(&format!(
            "SELECT setval(pg_get_serial_sequence('{}', '{}'), max({quoted_column}))
             FROM {table} HAVING max({quoted_column}) IS NOT NULL",
            literal(&table),
            literal(&column)
        ))?;
    }
    Ok(())
}
