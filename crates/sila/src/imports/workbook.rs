//! Spreadsheets (XLSX): opened only after every part of the archive was really unpacked and counted, so that a small file
//! that grows without end is refused before anything reads it. What a formula shows is read; no formula is.

use std::io::{self, Cursor, Read, Write, copy};

use calamine::{DataRef, Reader, Xlsx};
use zip::ZipArchive;

use super::sheet::{Collected, NotASheet, Sheet};

/// Most parts of the archive.
const PARTS_MAX: usize = 500;
/// Largest size of all parts together once unpacked, in bytes.
pub const UNPACKED_BYTES_MAX: u64 = 96 * 1024 * 1024;
/// Most tags in the list of texts that cells share: each may be a text of its own, and all are held at once.
pub const SHARED_TAGS_MAX: u64 = 4_000_000;
/// The part that holds that list.
const SHARED: &str = "xl/sharedStrings.xml";
/// Largest whole number that a cell of a spreadsheet holds exactly.
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

/// Whether the bytes begin as an archive does.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads the first sheet.
///
/// # Errors
/// [`NotASheet`].
pub fn read(bytes: &[u8]) -> Result<Sheet, NotASheet> {
    weigh(bytes)?;
    let broken = |_broken| NotASheet::Kind;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let first = book.sheet_names().into_iter().next().ok_or(NotASheet::Empty)?;
    let mut reader = book.worksheet_cells_reader(&first).map_err(broken)?;
    let mut collected = Collected::default();
    let (mut at, mut cells) = (0_u32, Vec::new());
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let ((row, column), words) = (cell.get_position(), words(cell.get_value()));
        if words.is_empty() {
            continue;
        }
        let (row, column) = (row.saturating_add(1), usize::try_from(column).unwrap_or(usize::MAX));
        if row < at {
            return Err(NotASheet::Kind);
        }
        if row > at {
            collected.take_some(at, &cells)?;
            (at, cells) = (row, Vec::new());
        }
        if column >= super::sheet::COLUMNS_MAX {
            return Err(NotASheet::Columns(row));
        }
        cells.resize(cells.len().max(column.saturating_add(1)), String::new());
        if let Some(slot) = cells.get_mut(column) {
            *slot = words;
        }
    }
    collected.take_some(at, &cells)?;
    collected.sheet()
}

/// Counts the tags in what is written to it, and keeps nothing.
struct Tags(u64);

impl Write for Tags {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let tags = bytes.iter().filter(|byte| **byte == b'<').count();
        self.0 = self.0.saturating_add(u64::try_from(tags).unwrap_or(u64::MAX));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Unpacks every part into nothing and counts what comes: what a part says of its own size is not believed.
fn weigh(bytes: &[u8]) -> Result<(), NotASheet> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_broken| NotASheet::Kind)?;
    if archive.len() > PARTS_MAX {
        return Err(NotASheet::Unpacked);
    }
    let mut left = UNPACKED_BYTES_MAX;
    for n in 0..archive.len() {
        let part = archive.by_index(n).map_err(|_broken| NotASheet::Kind)?;
        if part.size() > left {
            return Err(NotASheet::Unpacked);
        }
        let name = part.name().map_err(|_broken| NotASheet::Kind)?;
        let is_shared = name.eq_ignore_ascii_case(SHARED);
        let (mut part, mut tags) = (part.take(left.saturating_add(1)), Tags(0));
        let unpacked = copy(&mut part, &mut tags).map_err(|_broken| NotASheet::Kind)?;
        left = left.checked_sub(unpacked).ok_or(NotASheet::Unpacked)?;
        if is_shared && tags.0 > SHARED_TAGS_MAX {
            return Err(NotASheet::Unpacked);
        }
    }
    Ok(())
}

/// A cell as words. A number without a fraction is written without one, so that telephone numbers stay whole.
fn words(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) if n.fract() == 0.0 && n.abs() < EXACT_MAX => format!("{n:.0}"),
        DataRef::Float(n) => n.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (y, m, d, ..) = at.to_ymd_hms_milli();
            format!("{y:04}-{m:02}-{d:02}")
        }
        DataRef::DateTime(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}
