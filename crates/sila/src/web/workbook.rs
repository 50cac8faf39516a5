//! Tables as a workbook (ECMA-376): as little of it as every spreadsheet reads, and the same tables give the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::problem::Problem;

/// What a workbook is called on the wire.
pub const MEDIA: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Longest name of a sheet, in characters.
const TITLE_MAX: usize = 31;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words; never a formula.
    Words(String),
    /// A number in digits.
    Number(String),
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub title: String,
    /// Its first column stands at the right.
    pub right_to_left: bool,
    /// Its rows, the headings first.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell that no spreadsheet takes for a formula, blanks before it or not (OWASP, CSV injection).
pub fn harmless(cell: &str) -> String {
    let signs = ['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'];
    let formula = cell.trim_start().starts_with(signs) || cell.starts_with(['\t', '\r', '\n']);
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

/// Words that a spreadsheet would divide or take for a formula stay words.
pub fn quoted(cell: &str) -> String {
    let cell = harmless(cell);
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

/// A table as a file that any spreadsheet reads (RFC 4180).
pub fn csv(rows: &[Vec<Cell>]) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Words(words) => quoted(words),
        Cell::Number(digits) => digits.clone(),
    };
    rows.iter().fold(String::new(), |mut out, row| {
        out.push_str(&row.iter().map(cell).collect::<Vec<_>>().join(","));
        out.push_str("\r\n");
        out
    })
}

/// The bytes of a workbook.
///
/// # Errors
/// `workbook.failed`: a fault of the program.
pub fn workbook(sheets: &[Sheet]) -> Result<Vec<u8>, Problem> {
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types(sheets.len())),
        ("_rels/.rels".to_owned(), relations(&[("officeDocument", "xl/workbook.xml".to_owned())])),
        ("xl/workbook.xml".to_owned(), book(sheets)),
    ];
    let paths: Vec<_> =
        (1..=sheets.len()).map(|n| ("worksheet", format!("worksheets/sheet{n}.xml"))).collect();
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), relations(&paths)));
    for (n, sheet) in (1_u16..).zip(sheets) {
        parts.push((format!("xl/worksheets/sheet{n}.xml"), table(sheet)));
    }
    packed(&parts).map_err(|error| Problem::internal("workbook.failed").because(error))
}

fn packed(parts: &[(String, String)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a time: the constant has none, where the default would take the clock's.
    let options = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn types(sheets: usize) -> String {
    let kind = |path: &str, what: &str| {
        format!(
            "<Override PartName=\"/xl/{path}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{what}+xml\"/>"
        )
    };
    let all: String =
        (1..=sheets).map(|n| kind(&format!("worksheets/sheet{n}"), "worksheet")).collect();
    format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>{}{all}</Types>",
        kind("workbook", "sheet.main")
    )
}

fn relations(all: &[(&str, String)]) -> String {
    let one = |(n, (kind, path)): (u16, &(&str, String))| {
        format!("<Relationship Id=\"r{n}\" Type=\"{OFFICE}/{kind}\" Target=\"{path}\"/>")
    };
    let all: String = (1_u16..).zip(all).map(one).collect();
    format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>")
}

fn book(sheets: &[Sheet]) -> String {
    let one = |(n, sheet): (u16, &Sheet)| {
        let plain = sheet.title.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(TITLE_MAX);
        let title = escaped(&plain.collect::<String>());
        format!("<sheet name=\"{title}\" sheetId=\"{n}\" r:id=\"r{n}\"/>")
    };
    let all: String = (1_u16..).zip(sheets).map(one).collect();
    format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{all}</sheets></workbook>"
    )
}

fn table(sheet: &Sheet) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Words(text) => {
            format!(
                "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                escaped(text)
            )
        }
        Cell::Number(digits) => format!("<c><v>{}</v></c>", escaped(digits)),
    };
    let row =
        |cells: &Vec<Cell>| format!("<row>{}</row>", cells.iter().map(cell).collect::<String>());
    let rows: String = sheet.rows.iter().map(row).collect();
    let side = if sheet.right_to_left { " rightToLeft=\"1\"" } else { "" };
    format!(
        "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView{side} workbookViewId=\"0\"/></sheetViews><sheetData>{rows}</sheetData></worksheet>"
    )
}

/// XML has no room for control characters.
fn escaped(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_cell_stays_one_cell_and_no_formula() {
        for (cell, as_written) in [
            ("Dana", "Dana"),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("=1+1", "'=1+1"),
            ("@x", "'@x"),
            ("-2", "'-2"),
        ] {
            assert_eq!(quoted(cell), as_written);
        }
    }
}
