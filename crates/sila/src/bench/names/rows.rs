//! Rows of a comma-separated file (RFC 4180) from anywhere: with a byte order mark or without, any line ends, columns in any
//! order. A row that cannot be read is counted and passed over.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use serde::Serialize;

/// Most bytes of a line; what is longer is not a row.
const LINE_BYTES_MAX: u64 = 1 << 20;
/// Most lines of one row: a cell in quotes may hold line ends.
const LINES_MAX: usize = 20;
/// Rows that could not be read of which the line is told.
const TOLD_MAX: usize = 5;

/// Rows that could not be read.
#[derive(Debug, Default, Serialize)]
pub struct Passed {
    /// How many.
    pub count: usize,
    /// Line and reason of the first ones.
    pub first: Vec<(usize, &'static str)>,
}

impl Passed {
    /// Adds those of another share of the rows.
    pub fn extend(&mut self, other: Passed) {
        self.count = self.count.saturating_add(other.count);
        self.first.extend(other.first);
        self.first.sort_unstable();
        self.first.truncate(TOLD_MAX);
    }
}

/// The rows of a file, as cells in the order of the wanted columns.
pub struct Rows {
    file: BufReader<std::fs::File>,
    places: Vec<usize>,
    /// Lines read ahead.
    ahead: VecDeque<Vec<u8>>,
    line: usize,
    /// Rows so far.
    count: u32,
    passed: Passed,
}

impl Rows {
    /// Opens a file that has these columns, and perhaps others.
    pub fn open(path: &Path, columns: &[&str]) -> anyhow::Result<Rows> {
        let file = std::fs::File::open(path).context("the file of records")?;
        let file = BufReader::with_capacity(1 << 20, file);
        let ahead = VecDeque::new();
        let passed = Passed::default();
        let mut rows = Rows { file, places: vec![], ahead, line: 0, count: 0, passed };
        let head = rows.lines()?.context("an empty file")?;
        let head = String::from_utf8(head).context("the first line is not UTF-8")?;
        let head = cells(head.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']));
        for column in columns {
            let is_it = |cell: &Cow<'_, str>| cell.trim().eq_ignore_ascii_case(column);
            match head.iter().position(is_it) {
                Some(place) => rows.places.push(place),
                None => bail!("the column {column} is missing"),
            }
        }
        Ok(rows)
    }

    /// The rows that could not be read so far.
    pub fn passed(self) -> Passed {
        self.passed
    }

    /// Counts the row before as one that could not be read.
    pub fn pass(&mut self, why: &'static str) {
        self.passed.count = self.passed.count.saturating_add(1);
        if self.passed.first.len() < TOLD_MAX {
            self.passed.first.push((self.line, why));
        }
    }

    /// The next `wanted` row whose cells can be read: which it is, and what `read` makes of it, which is given the cell of each
    /// column. Nothing at the end of the file.
    pub fn next<T>(
        &mut self,
        wanted: impl Fn(u32) -> bool,
        read: impl for<'a> Fn(&dyn Fn(usize) -> &'a str) -> T,
    ) -> anyhow::Result<Option<(u32, T)>> {
        while let Some(row) = self.lines()? {
            let nth = self.count;
            self.count = nth.saturating_add(1);
            if !wanted(nth) {
                continue;
            }
            let Ok(row) = std::str::from_utf8(&row) else {
                self.pass("not UTF-8");
                continue;
            };
            let row = row.trim_end_matches(['\r', '\n']);
            if row.is_empty() {
                continue;
            }
            let cells = cells(row);
            let at = |nth: usize| self.places.get(nth).and_then(|place| cells.get(*place));
            if (0..self.places.len()).any(|nth| at(nth).is_none()) {
                self.pass("too few cells");
                continue;
            }
            return Ok(Some((nth, read(&|nth| at(nth).map_or("", |cell| cell.trim())))));
        }
        Ok(None)
    }

    /// The lines of the next row: one, or more where a quote stays open.
    fn lines(&mut self) -> anyhow::Result<Option<Vec<u8>>> {
        let Some(mut row) = self.line()? else { return Ok(None) };
        let mut more = VecDeque::new();
        while is_open(&row) && more.len() < LINES_MAX {
            let Some(line) = self.line()? else { break };
            row.extend_from_slice(&line);
            more.push_back(line);
        }
        if is_open(&row) && !more.is_empty() {
            // A quote too many, and not a long cell: the lines after it are rows of their own.
            row.truncate(row.len().saturating_sub(more.iter().map(Vec::len).sum()));
            self.line = self.line.saturating_sub(more.len());
            more.append(&mut self.ahead);
            self.ahead = more;
        }
        Ok(Some(row))
    }

    fn line(&mut self) -> anyhow::Result<Option<Vec<u8>>> {
        let mut line = self.ahead.pop_front().unwrap_or_default();
        if line.is_empty() {
            self.file.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
        }
        self.line = self.line.saturating_add(usize::from(!line.is_empty()));
        Ok((!line.is_empty()).then_some(line))
    }
}

/// True if a quote at the start of a cell is not closed.
fn is_open(row: &[u8]) -> bool {
    let (mut starts, mut quoted) = (true, false);
    for byte in row {
        // Two quotes in a quoted cell close it and open it again.
        let is_quote = *byte == b'"';
        let was_quoted = quoted;
        quoted = if is_quote { !quoted && starts } else { quoted };
        starts = !quoted && (*byte == b',' || is_quote && was_quoted);
    }
    quoted
}

/// The cells of a row.
fn cells(row: &str) -> Vec<Cow<'_, str>> {
    if !row.contains('"') {
        return row.split(',').map(Cow::Borrowed).collect();
    }
    let mut cells = vec![String::new()];
    let (mut starts, mut quoted) = (true, false);
    let mut letters = row.chars().peekable();
    while let Some(c) = letters.next() {
        let doubled = c == '"' && quoted && letters.next_if_eq(&'"').is_some();
        match c {
            '"' if quoted && !doubled => quoted = false,
            '"' if starts => quoted = true,
            ',' if !quoted => cells.push(String::new()),
            c => cells.last_mut().into_iter().for_each(|cell| cell.push(c)),
        }
        starts = c == ',' && !quoted;
    }
    cells.into_iter().map(Cow::Owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(bytes: &[u8]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        file
    }

    fn read(bytes: &[u8]) -> (Vec<String>, Passed) {
        let file = written(bytes);
        let mut rows = Rows::open(file.path(), &["b", "a"]).unwrap();
        let mut found = Vec::new();
        let all = |_| true;
        while let Some((_, row)) = rows.next(all, |at| format!("{}|{}", at(0), at(1))).unwrap() {
            found.push(row);
        }
        (found, rows.passed())
    }

    #[test]
    fn marks_line_ends_quotes_and_the_order_of_columns_make_no_difference() {
        let file =
            "\u{feff}a, B ,c\r\n1,٢,3\r\n\r\n\"x, \"\"y\"\"\",\"two\nlines\",\nO\"B,2,\n3,4,\n";
        let (rows, passed) = read(file.as_bytes());
        assert_eq!(rows, ["٢|1", "two\nlines|x, \"y\"", "2|O\"B", "4|3"]);
        assert_eq!(passed.count, 0);
    }

    #[test]
    fn rows_that_cannot_be_read_are_counted_with_their_lines() {
        let mut file = b"a,b\n1,2\nalone\n3,\xff\n\"5,6\n7,8\n".to_vec();
        file.extend(std::iter::repeat_n(b'x', 3 << 20));
        file.extend(b"\n9,10");
        let (rows, passed) = read(&file);
        assert_eq!(rows, ["2|1", "8|7", "10|9"]);
        assert_eq!(passed.first.first(), Some(&(3, "too few cells")));
        assert_eq!(passed.first.get(1), Some(&(4, "not UTF-8")));
        assert_eq!(passed.first.get(2), Some(&(5, "too few cells")));
        assert!(passed.count >= 4);
    }

    #[test]
    fn a_file_without_a_column_says_which() {
        let error = |bytes: &[u8]| {
            let opened = Rows::open(written(bytes).path(), &["a", "b"]);
            opened.err().map(|error| error.to_string())
        };
        assert_eq!(error(b"a,c\n").as_deref(), Some("the column b is missing"));
        assert_eq!(error(b"").as_deref(), Some("an empty file"));
    }
}
