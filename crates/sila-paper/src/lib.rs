//! Documents as PDF, in Arabic and English: paragraphs, headings, tables, lists, notes, squares for scanners, and texts in both
//! languages beside each other.
//!
//! Pure: a [`Paper`] goes in, bytes come out, and the same paper gives the same bytes on every machine, so that the hash of a
//! document can be shown beside the hash of what was signed. It knows nothing of the trade.
//!
//! The way of a document: [`Paper`] (its parts) → `setting` (words become lines, lines become *strips*, the smallest things that are
//! not divided between pages) → `pages` (which strip stands where) → `drawing` (the file, tagged for those who do not see it).
//! What is written conforms to PDF/A-2a (made to be kept) and PDF/UA-1 (made to be read by everybody), as far as the writer can
//! check it; a document that does not is not written.
//!
//! Words stand in the file in their logical order: what is copied out of it is what went in.

mod drawing;
mod face;
mod lines;
mod pages;
mod paper;
mod setting;
mod shape;
mod square;
mod strip;
mod text;

pub use paper::{Column, Day, Margins, Paper, Tone};
pub use text::{Language, Text};

/// Most words of one document, in bytes.
pub const BYTES_MAX: usize = 1 << 20;
/// Most words of one paragraph or cell, in bytes.
pub const TEXT_BYTES_MAX: usize = 1 << 16;
/// Most pages of one document.
pub const PAGES_MAX: usize = 400;
/// Most columns of one table.
pub const COLUMNS_MAX: usize = 10;

/// Why a document is not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// More words than [`BYTES_MAX`], or a text of more than [`TEXT_BYTES_MAX`].
    #[error("the document has {0} bytes of words")]
    TooLong(usize),
    /// More pages than [`PAGES_MAX`].
    #[error("the document has {0} pages")]
    TooManyPages(usize),
    /// A table has none or more columns than [`COLUMNS_MAX`], or a row of another number.
    #[error("a table has a row of {0} cells")]
    Table(usize),
    /// What a square should hold does not fit into one.
    #[error("the square cannot hold {0} bytes")]
    Square(usize),
    /// The writer refuses: a fault of this crate, told as a fact of its author's.
    #[error("the document was not written: {0}")]
    Unwritten(String),
}

impl PaperError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            PaperError::TooLong(_) => "paper.too_long",
            PaperError::TooManyPages(_) => "paper.too_many_pages",
            PaperError::Table(_) => "paper.table",
            PaperError::Square(_) => "paper.square",
            PaperError::Unwritten(_) => "paper.unwritten",
        }
    }
}

/// Writes a document.
///
/// # Errors
/// See [`PaperError`]: too long, too many pages, a table out of shape, or a square that holds too much.
pub fn write(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let lengths = paper.lengths();
    let bytes = lengths.iter().copied().fold(0, usize::saturating_add);
    if bytes > BYTES_MAX || lengths.iter().any(|length| *length > TEXT_BYTES_MAX) {
        return Err(PaperError::TooLong(bytes));
    }
    let faces = face::Faces::load().ok_or_else(|| PaperError::Unwritten("a font".into()))?;
    let set = setting::set(&faces, paper)?;
    let pages = pages::divide(&set.strips);
    if pages.len() > PAGES_MAX {
        return Err(PaperError::TooManyPages(pages.len()));
    }
    drawing::draw(&faces, paper, &set, &pages)
}
