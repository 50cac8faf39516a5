//! A copy of the database while it is in use.

use super::connect_reader;
use crate::db::error::DbError;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::File;
use std::path::{Path, PathBuf};

/// Copies the database at `from` to the new file `to`, checks the copy, and only then gives it
/// its name. Returns the size in bytes.
///
/// All pages are copied in one step from a read-only connection: writers go on meanwhile, and a
/// copy in smaller steps would start again with every commit and never end.
pub(crate) fn backup(from: &Path, to: &Path) -> Result<u64, DbError> {
    if to.exists() {
        return Err(DbError::other("backup", "a file of that name exists"));
    }
    let part = part_of(to);
    remove(&part)?;
    let result = copy(from, &part).and_then(|()| {
        let file = File::open(&part)?;
        file.sync_all()?;
        std::fs::rename(&part, to)?;
        sync_folder(to)?;
        Ok(file.metadata()?.len())
    });
    if result.is_err() {
        remove(&part)?;
    }
    result
}

fn copy(from: &Path, part: &Path) -> Result<(), DbError> {
    let source = connect_reader(from)?;
    super::make_private(part)?;
    let mut target = Connection::open(part)?;
    // The file is flushed once at the end, so SQLite need not do it.
    target.execute_batch("PRAGMA synchronous=OFF")?;
    let step = Backup::new(&source, &mut target)?.step(-1)?;
    if step != StepResult::Done {
        return Err(DbError::Busy);
    }
    let verdict: String = target.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(DbError::other("quick_check", "the copy is damaged"));
    }
    // The copy carries the mark of the write-ahead log; one file is easier to carry away.
    target.query_row("PRAGMA journal_mode=DELETE", [], |_| Ok(()))?;
    target.close().map_err(|(_, error)| error.into())
}

fn part_of(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), DbError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Flushes the folder, so that the new name survives a power cut.
fn sync_folder(path: &Path) -> Result<(), DbError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(())
}
