//! A node's records as lines of JSON, for whoever wants to read them without this program, and back.
//!
//! ```text
//! {"format":"sila-records/1","steps":[[1,"ab01…"]]}      the steps of the schema, each with the SHA-256 of its text
//! {"table":"agency","columns":["id","code"]}             each table by its name
//! [{"hex":"0192…"},"DANA"]                                its rows by their keys, a value for each column
//! {"rows":2,"chain":"…"}                                  how many rows, and the chain of all lines before
//! ```
//!
//! The chain of no lines is 32 zero bytes; each line makes it the SHA-256 of the chain before and the line with its line feed.
//!
//! A value is `null`, a whole number (truth is 0 or 1), a text, or `{"hex":…}` for bytes and identifiers. Both engines write
//! the same bytes for the same records.

use super::copy::{CopyReport, Parcel, Table, fill, pour, steps};
use super::error::DbError;
use super::migrate::Migration;
use super::value::V;
use super::{Store, blocking};
use serde_json::{Value, json};
use sila_core::Millis;
use sila_seal::{Hash, hex, sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

const FORMAT: &str = "sila-records/1";
/// Longest line, in bytes: the largest value that the store takes, as hexadecimal digits, with room beside it.
const LINE_MAX: u64 = 256 << 20;
/// Rows handed over at once.
const CHUNK: usize = 500;

/// Writes every record of `from` into `to`, in one snapshot. Says how many rows.
///
/// # Errors
/// What the engine or the file system answers.
pub async fn export(from: &Store, to: File) -> Result<u64, DbError> {
    let (sender, receiver) = sync_channel::<Parcel>(4);
    let known = from.read(steps).await?;
    let mut sender = Some(sender);
    let source = from.read(move |tx| match sender.take() {
        Some(sender) => pour(tx, &sender),
        None => Err(DbError::Unavailable),
    });
    let target = blocking(move || written(&known, &receiver, to));
    match tokio::join!(source, target) {
        // Of a file that cannot be written the other side sees only that nobody takes its rows.
        (_, Err(error)) | (Err(error), _) if error != DbError::Closed => Err(error),
        (Err(error), _) => Err(error),
        (Ok(()), written) => written,
    }
}

/// Brings records that [`export`] wrote into the empty database `to`, and its schema up to `all`. Files of older versions
/// come in as they are and then go through the steps that followed.
///
/// # Errors
/// [`DbError::Schema`] for a file that is not whole, was changed, or comes from another or a newer program, and for a
/// database that holds records: it holds none of the file's afterwards.
pub async fn import(
    from: File,
    to: &Store,
    all: &'static [Migration],
    now: Millis,
) -> Result<CopyReport, DbError> {
    let mut lines = Lines { from: BufReader::new(from), chain: Hash::default() };
    let known = head(&lines.next()?)?;
    // Row 0 is a lock and no step.
    let told: Vec<_> = known.iter().filter(|(version, _)| *version > 0).collect();
    let begun = all.get(..told.len()).filter(|begun| {
        begun
            .iter()
            .zip(&told)
            .all(|(step, (version, digest))| (step.version, step.digest()) == (*version, *digest))
    });
    let begun = begun.ok_or_else(|| {
        DbError::schema(
            "the file was written by another or a newer program: use that one, or a newer one",
        )
    })?;
    to.migrate(begun, now).await?;
    let (sender, receiver) = sync_channel::<Parcel>(4);
    let source = blocking(move || read_all(lines, &sender));
    let mut receiver = Some(receiver);
    let target = to.maintain(move |tx| match receiver.take() {
        Some(receiver) => fill(tx, &receiver, &known),
        None => Err(DbError::Unavailable),
    });
    let (read, filled) = tokio::join!(source, target);
    // What is wrong with the file says more than that it ended.
    let report = match (read, filled) {
        (Err(error @ DbError::Schema { .. }), _) | (_, Err(error)) | (Err(error), _) => {
            return Err(error);
        }
        (Ok(()), Ok(report)) => report,
    };
    to.migrate(all, now).await?;
    Ok(report)
}

fn written(
    known: &[(u32, [u8; 32])],
    parcels: &Receiver<Parcel>,
    to: File,
) -> Result<u64, DbError> {
    let mut out = Out { to: BufWriter::new(to), chain: Hash::default() };
    let steps: Vec<Value> =
        known.iter().map(|(version, digest)| json!([version, hex(digest)])).collect();
    out.line(&json!({ "format": FORMAT, "steps": steps }))?;
    let mut count = 0_u64;
    loop {
        match parcels.recv().map_err(|_gone| DbError::Closed)? {
            Parcel::Table(table) => {
                out.line(&json!({ "table": table.name, "columns": table.columns }))?;
            }
            Parcel::Rows(rows) => {
                for row in &rows {
                    out.line(&row.iter().map(to_json).collect())?;
                    count = count.saturating_add(1);
                }
            }
            Parcel::End => break,
        }
    }
    let chain = hex(&out.chain);
    out.line(&json!({ "rows": count, "chain": chain }))?;
    out.to.flush()?;
    out.to.get_ref().sync_all()?;
    Ok(count)
}

struct Out {
    to: BufWriter<File>,
    chain: Hash,
}

impl Out {
    fn line(&mut self, value: &Value) -> Result<(), DbError> {
        let line = format!("{value}\n");
        self.chain = sha256(&[&self.chain, line.as_bytes()]);
        Ok(self.to.write_all(line.as_bytes())?)
    }
}

struct Lines {
    from: BufReader<File>,
    chain: Hash,
}

impl Lines {
    fn next(&mut self) -> Result<Value, DbError> {
        let mut line = Vec::new();
        (&mut self.from).take(LINE_MAX).read_until(b'\n', &mut line)?;
        let value = serde_json::from_slice(&line);
        let value: Value = value.map_err(|_broken| torn())?;
        if value.get("chain").is_none() {
            self.chain = sha256(&[&self.chain, &line]);
        }
        Ok(value)
    }
}

fn torn() -> DbError {
    DbError::schema("the file is not whole: take it from where it was written once more")
}

/// The steps of the schema that the first line names.
fn head(line: &Value) -> Result<Vec<(u32, [u8; 32])>, DbError> {
    let steps = line.get("steps").and_then(Value::as_array);
    let steps = steps.filter(|_| line.get("format").and_then(Value::as_str) == Some(FORMAT));
    let step = |step: &Value| {
        let version = u32::try_from(step.get(0)?.as_u64()?).ok()?;
        Some((version, unhex(step.get(1)?.as_str()?)?.try_into().ok()?))
    };
    let read = steps.and_then(|steps| steps.iter().map(step).collect());
    read.ok_or_else(|| DbError::schema("this is not a file of records that this program can read"))
}

/// Hands all tables and rows over; the end only when everything was there.
fn read_all(mut lines: Lines, out: &SyncSender<Parcel>) -> Result<(), DbError> {
    let send = |parcel| out.send(parcel).map_err(|_gone| DbError::Closed);
    let (mut rows, mut count) = (Vec::new(), 0_u64);
    loop {
        let line = lines.next()?;
        if let Value::Array(values) = line {
            rows.push(values.iter().map(from_json).collect::<Option<_>>().ok_or_else(torn)?);
            count = count.saturating_add(1);
            if rows.len() >= CHUNK {
                send(Parcel::Rows(std::mem::take(&mut rows)))?;
            }
            continue;
        }
        send(Parcel::Rows(std::mem::take(&mut rows)))?;
        if let Some(chain) = line.get("chain").and_then(Value::as_str) {
            let same = hex(&lines.chain) == chain
                && line.get("rows").and_then(Value::as_u64) == Some(count);
            let whole = same && lines.from.fill_buf()?.is_empty();
            return if whole { send(Parcel::End) } else { Err(torn()) };
        }
        send(Parcel::Table(table(&line).ok_or_else(torn)?))?;
    }
}

fn table(line: &Value) -> Option<Table> {
    let columns = line.get("columns")?.as_array()?;
    let columns = columns.iter().map(|one| Some(one.as_str()?.to_owned())).collect::<Option<_>>();
    Some(Table {
        name: line.get("table")?.as_str()?.to_owned(),
        columns: columns?,
        key: Vec::new(),
    })
}

fn to_json(value: &V) -> Value {
    match value {
        V::Null => Value::Null,
        V::Int(number) => json!(number),
        V::Bool(truth) => json!(i64::from(*truth)),
        V::Text(text) => json!(text),
        V::Bytes(bytes) => json!({ "hex": hex(bytes) }),
        V::Uuid(id) => json!({ "hex": hex(id.as_bytes()) }),
    }
}

fn from_json(value: &Value) -> Option<V> {
    match value {
        Value::Null => Some(V::Null),
        Value::Number(number) => Some(V::Int(number.as_i64()?)),
        Value::String(text) => Some(V::Text(text.clone())),
        Value::Object(_) => Some(V::Bytes(unhex(value.get("hex")?.as_str()?)?)),
        Value::Bool(_) | Value::Array(_) => None,
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks_exact(2);
    if !digits.remainder().is_empty() {
        return None;
    }
    let byte = |two: &[u8]| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok();
    digits.map(byte).collect()
}
