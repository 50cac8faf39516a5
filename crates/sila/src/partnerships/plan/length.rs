//! How long a plan may be: what both sign travels as one shared record. A plan that is longer is neither signed nor sent; whoever would
//! propose it is told how much too long it is, and which of its parts take most.

use sila_link::record::CONTENT_BYTES_MAX;

use super::sheet::{SECTIONS, Sheet};

const KB: usize = 1_024;

/// A plan that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLong {
    /// So much does not fit, in kilobytes, begun ones whole.
    pub over_kb: usize,
    /// The parts with a kilobyte and more, the longest first.
    pub parts: Vec<Part>,
}

/// One part of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// One of `SECTIONS`.
    pub section: &'static str,
    /// Its kilobytes.
    pub kb: usize,
    /// Its lines.
    pub lines: usize,
}

/// So much fits, in kilobytes.
pub const MAX_KB: usize = CONTENT_BYTES_MAX / KB;

/// What is too long about a plan; nothing when it fits.
pub fn too_long(sheet: &Sheet) -> Option<TooLong> {
    let over = sheet.to_cbor().len().checked_sub(CONTENT_BYTES_MAX).filter(|over| *over > 0)?;
    let part = |section: &'static str| {
        let own = || sheet.lines.iter().filter(move |one| one.section == section);
        let bytes: usize = own().map(|one| minicbor::to_vec(one).map_or(0, |one| one.len())).sum();
        Part { section, kb: bytes / KB, lines: own().count() }
    };
    let mut parts: Vec<Part> = SECTIONS.into_iter().map(part).filter(|one| one.kb > 0).collect();
    parts.sort_by_key(|one| std::cmp::Reverse(one.kb));
    Some(TooLong { over_kb: over.div_ceil(KB), parts })
}

#[cfg(test)]
mod tests {
    use sila_core::partnership::Words;

    use super::super::sheet::Line;
    use super::*;

    fn line(section: &str, n: usize, bytes: usize) -> Line {
        let words = Words { ar: String::new(), en: "x".repeat(bytes) };
        Line { section: section.to_owned(), key: format!("{n:03}"), words, marks: Vec::new() }
    }

    #[test]
    fn a_plan_that_does_not_fit_says_by_how_much_and_which_parts_take_most() {
        let aims = (0..3).map(|n| line("AIMS", n, 3_000));
        let owed = (0..30).map(|n| line("OWED", n, 3_000));
        let mut sheet = Sheet { lines: aims.chain(owed).chain([line("KEPT", 0, 100)]).collect() };
        let found = too_long(&sheet).unwrap();
        let over = sheet.to_cbor().len() - CONTENT_BYTES_MAX;
        assert_eq!(found.over_kb, over.div_ceil(1_024));
        let parts: Vec<_> = found.parts.iter().map(|one| (one.section, one.lines)).collect();
        assert_eq!(parts, [("OWED", 30), ("AIMS", 3)], "what is short is no help");
        assert!(found.parts[0].kb >= 87 && found.parts[1].kb == 8);

        // To the byte: the longest plan that fits is the longest content that a record carries.
        let last = sheet.lines.len() - 2;
        sheet.lines[last].words.en.truncate(3_000 - over);
        assert_eq!((sheet.to_cbor().len(), too_long(&sheet)), (CONTENT_BYTES_MAX, None));
        sheet.lines[last].words.en.push('x');
        assert_eq!(too_long(&sheet).unwrap().over_kb, 1);
    }
}
