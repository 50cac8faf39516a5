//! The rows of a file: its letters decoded, its cells divided, within limits. A cell is words, never a formula.

use csv::ReaderBuilder;

use super::workbook;

/// Largest file, in bytes.
pub const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most rows below the headings.
pub const ROWS_MAX: usize = 100_000;
/// Most columns.
pub const COLUMNS_MAX: usize = 64;
/// Longest cell, in characters.
pub const CELL_CHARS_MAX: usize = 1_000;
/// How much of a file is looked at to find what divides its cells, in bytes.
const LOOKED_AT_BYTES: usize = 64 * 1024;

/// A row with its number, counted as a spreadsheet counts: the headings are row 1.
pub type Row = (u32, Vec<String>);

/// A file taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What stands in the first row.
    pub headings: Vec<String>,
    /// The rows below it that are not blank.
    pub rows: Vec<Row>,
}

/// Why a file was not taken, with the row where it is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotASheet {
    /// Neither a text nor a kind of file that is read.
    #[error("not a table")]
    Kind,
    /// A text in other letters than Unicode.
    #[error("not Unicode")]
    Letters,
    /// Nothing in it, or headings and no row.
    #[error("no rows")]
    Empty,
    /// More than [`ROWS_MAX`] rows.
    #[error("too many rows")]
    Rows,
    /// More than [`COLUMNS_MAX`] columns.
    #[error("too many columns in row {0}")]
    Columns(u32),
    /// A cell longer than [`CELL_CHARS_MAX`].
    #[error("a cell of row {0} is too long")]
    Cell(u32),
    /// A spreadsheet that is far larger once it is unpacked.
    #[error("too large once unpacked")]
    Unpacked,
}

impl NotASheet {
    /// Stable code, the end of the text's key.
    pub fn code(self) -> &'static str {
        match self {
            NotASheet::Kind => "kind",
            NotASheet::Letters => "letters",
            NotASheet::Empty => "empty",
            NotASheet::Rows => "rows",
            NotASheet::Columns(_) => "columns",
            NotASheet::Cell(_) => "cell",
            NotASheet::Unpacked => "unpacked",
        }
    }

    /// The row, or 0.
    pub fn row(self) -> u32 {
        match self {
            NotASheet::Columns(row) | NotASheet::Cell(row) => row,
            _ => 0,
        }
    }
}

/// Takes a file apart.
///
/// # Errors
/// [`NotASheet`].
pub fn read(bytes: &[u8]) -> Result<Sheet, NotASheet> {
    if workbook::is_archive(bytes) {
        return workbook::read(bytes);
    }
    let text = decoded(bytes)?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(divider(&text))
        .from_reader(text.as_bytes());
    let mut collected = Collected::default();
    let mut record = csv::StringRecord::new();
    let mut number = 0_u32;
    while reader.read_record(&mut record).map_err(|_unreadable| NotASheet::Kind)? {
        number = number.saturating_add(1);
        collected.take(number, record.iter())?;
    }
    collected.sheet()
}

/// Rows as they are read, each held to the limits.
#[derive(Debug, Default)]
pub struct Collected {
    headings: Option<Vec<String>>,
    rows: Vec<Row>,
}

impl Collected {
    fn take<'a>(
        &mut self,
        number: u32,
        cells: impl Iterator<Item = &'a str>,
    ) -> Result<(), NotASheet> {
        let mut kept = Vec::new();
        for cell in cells {
            if kept.len() == COLUMNS_MAX {
                return Err(NotASheet::Columns(number));
            }
            if cell.chars().count() > CELL_CHARS_MAX {
                return Err(NotASheet::Cell(number));
            }
            kept.push(clean(cell));
        }
        while kept.last().is_some_and(String::is_empty) {
            kept.pop();
        }
        if self.headings.is_none() {
            self.headings = Some(kept);
        } else if !kept.is_empty() {
            if self.rows.len() == ROWS_MAX {
                return Err(NotASheet::Rows);
            }
            self.rows.push((number, kept));
        }
        Ok(())
    }

    /// As `Collected::take`; a row without cells is none.
    pub fn take_some(&mut self, number: u32, cells: &[String]) -> Result<(), NotASheet> {
        if cells.is_empty() {
            return Ok(());
        }
        self.take(number, cells.iter().map(String::as_str))
    }

    /// What was read.
    pub fn sheet(self) -> Result<Sheet, NotASheet> {
        let headings = self.headings.unwrap_or_default();
        if headings.is_empty() || self.rows.is_empty() {
            return Err(NotASheet::Empty);
        }
        Ok(Sheet { headings, rows: self.rows })
    }
}

/// One line without control characters and without what is not seen.
fn clean(cell: &str) -> String {
    let seen = |c: char| match c {
        '\u{a0}' | '\n' | '\r' | '\t' => Some(' '),
        '\u{feff}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    };
    cell.chars().filter_map(seen).collect::<String>().trim().to_owned()
}

/// UTF-8 with or without its mark, or UTF-16 with its mark. Anything else, and anything with a zero in it, is no text.
fn decoded(bytes: &[u8]) -> Result<String, NotASheet> {
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).ok_or(NotASheet::Kind),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).ok_or(NotASheet::Kind),
        zeros if zeros.contains(&0) => Err(NotASheet::Kind),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        plain => utf8(plain),
    }?;
    if text.contains('\0') { Err(NotASheet::Kind) } else { Ok(text) }
}

/// Older spreadsheets save Arabic in letters of their own, which cannot be told apart without a guess.
fn utf8(bytes: &[u8]) -> Result<String, NotASheet> {
    String::from_utf8(bytes.to_vec()).map_err(|_other_letters| NotASheet::Letters)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().ok()
}

/// Comma, semicolon or tab: the one that stands most often outside of quotes in the first line.
fn divider(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes().take(LOOKED_AT_BYTES) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && counts.iter().any(|(_, n)| *n > 0) => break,
            _ if !quoted => {
                for (divider, n) in &mut counts {
                    *n = n.saturating_add(usize::from(*divider == byte));
                }
            }
            _ => {}
        }
    }
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(divider, _)| divider)
}
