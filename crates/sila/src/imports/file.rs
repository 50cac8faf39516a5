//! An import opened for the worker who sent its file: the sealed head, parts and report.

use sila_core::time::Millis;
use sila_seal::Key;
use uuid::Uuid;

use super::check::Report;
use super::plan::Head;
use super::sheet::{Row, Sheet};
use super::store::{self, State, Stored};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::vault::{self, Place};

/// Rows that are sealed together and brought in by one transaction.
pub const PART_ROWS: usize = 100;

/// An import that was found and opened.
pub struct Import {
    /// The columns.
    pub row: Stored,
    /// What the file was called, its headings, and what was said of it.
    pub head: Head,
    key: Key,
}

fn place(table: &'static str, id: Uuid) -> Place {
    Place { table, row: id }
}

fn damaged(error: impl std::fmt::Display) -> Problem {
    Problem::internal("vault.unreadable").because(error)
}

fn unwritable(error: impl std::fmt::Display) -> Problem {
    Problem::internal("import.unwritable").because(error)
}

/// A new import and its sealed parts, ready to be written.
///
/// # Errors
/// Only when it cannot be encoded.
pub fn compose(
    app: &App,
    worker: &Worker,
    name: String,
    sheet: &Sheet,
    now: Millis,
) -> Result<(Stored, Vec<Vec<u8>>), Problem> {
    let id = app.clock.new_id();
    let (key, wrapped) = app.vault.new_key(place("import", id));
    let head = Head { file: name, headings: sheet.headings.clone(), plan: None };
    let sealed = |rows: &[Row]| {
        let bytes = minicbor::to_vec(rows).map_err(unwritable)?;
        Ok(vault::seal(&key, place("import_part", id), &bytes))
    };
    let parts: Result<Vec<Vec<u8>>, Problem> = sheet.rows.chunks(PART_ROWS).map(sealed).collect();
    let parts = parts?;
    let whole = minicbor::to_vec((&sheet.headings, &sheet.rows)).map_err(unwritable)?;
    let head = minicbor::to_vec(head).map_err(unwritable)?;
    let row = Stored {
        id,
        worker: worker.id,
        state: State::Mapping,
        created_at: now,
        updated_at: now,
        rows: u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX),
        parts: u32::try_from(parts.len()).unwrap_or(u32::MAX),
        next_part: 0,
        taken: 0,
        head: vault::seal(&key, place("import", id), &head),
        key: wrapped,
        report: None,
        mark: app.vault.mark(&whole),
    };
    Ok((row, parts))
}

/// Opens what was found.
///
/// # Errors
/// `vault.unreadable` when it was sealed by another node or damaged.
pub fn unseal(app: &App, row: Stored) -> Result<Import, Problem> {
    let key = app.vault.open_key(place("import", row.id), &row.key)?;
    let head = vault::open(&key, place("import", row.id), &row.head)?;
    let head = minicbor::decode(&head).map_err(damaged)?;
    Ok(Import { row, head, key })
}

/// The import in the address, if the signed-in worker sent its file. The reading is written down.
///
/// # Errors
/// `page.not_found` otherwise.
pub async fn open(ask: &Ask, screen: &'static str) -> Result<Import, Problem> {
    let (id, worker): (Uuid, _) = (ask.id("id")?, ask.worker()?);
    let owner = worker.id;
    let found = ask.app.store.read(move |tx| store::find(tx, owner, id)).await?;
    let import = unseal(&ask.app, found.ok_or_else(Problem::not_found)?)?;
    access::record(&ask.app, worker, Subject::Import(id), screen, ask.now).await?;
    Ok(import)
}

impl Import {
    /// The rows of a sealed part.
    ///
    /// # Errors
    /// `vault.unreadable` when it is damaged.
    pub fn rows(&self, sealed: &[u8]) -> Result<Vec<Row>, Problem> {
        let bytes = vault::open(&self.key, place("import_part", self.row.id), sealed)?;
        minicbor::decode(&bytes).map_err(damaged)
    }

    /// Reads part `n` from the store.
    ///
    /// # Errors
    /// When it is not there or damaged.
    pub async fn part(&self, app: &App, n: u32) -> Result<Vec<Row>, Problem> {
        let id = self.row.id;
        let found = app.store.read(move |tx| store::part(tx, id, n)).await?;
        self.rows(&found.ok_or_else(Problem::not_found)?)
    }

    /// The report; nothing before the rows were read.
    ///
    /// # Errors
    /// `vault.unreadable` when it is damaged.
    pub fn report(&self) -> Result<Option<Report>, Problem> {
        let Some(sealed) = &self.row.report else { return Ok(None) };
        let bytes = vault::open(&self.key, place("import_report", self.row.id), sealed)?;
        minicbor::decode(&bytes).map(Some).map_err(damaged)
    }

    /// Seals what was said of the file.
    ///
    /// # Errors
    /// Only when it cannot be encoded.
    pub fn sealed(&self, head: &Head) -> Result<Vec<u8>, Problem> {
        let head = minicbor::to_vec(head).map_err(unwritable)?;
        Ok(vault::seal(&self.key, place("import", self.row.id), &head))
    }

    /// Seals the report on its rows.
    ///
    /// # Errors
    /// Only when it cannot be encoded.
    pub fn sealed_report(&self, report: &Report) -> Result<Vec<u8>, Problem> {
        let report = minicbor::to_vec(report).map_err(unwritable)?;
        Ok(vault::seal(&self.key, place("import_report", self.row.id), &report))
    }

    /// When the same rows were brought in before, by whomever.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn brought_in(&self, app: &App) -> Result<Option<Millis>, Problem> {
        let (id, mark) = (self.row.id, self.row.mark);
        Ok(app.store.read(move |tx| store::brought_in(tx, &mark, id)).await?)
    }
}
