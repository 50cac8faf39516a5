//! Spreadsheets: dates and numbers as they are shown, formulas as what they show, archives that mean harm.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::sheet::{self, NotASheet};
use super::super::workbook::{SHARED_TAGS_MAX, UNPACKED_BYTES_MAX};
use super::Desk;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="one" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// A workbook whose only sheet has these rows (XML).
fn book(rows: &str) -> Vec<u8> {
    let sheet = format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    );
    packed(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn text(cell: &str, words: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
}

#[test]
fn a_spreadsheet_is_read_as_it_is_shown() {
    let head = [text("A1", "الاسم"), text("B1", "الهاتف"), text("D1", "تاريخ الميلاد")].concat();
    let rows = format!(
        "<row r=\"1\">{head}</row>\
         <row r=\"3\">{}<c r=\"B3\"><v>971501234567</v></c><c r=\"D3\" s=\"1\"><v>34070</v></c></row>\
         <row r=\"4\"><c r=\"A4\" t=\"str\"><f>CONCATENATE(\"x\",\"y\")</f><v>xy</v></c></row>",
        text("A3", "فاطمة")
    );
    let sheet = sheet::read(&book(&rows)).unwrap();
    assert_eq!(sheet.headings, ["الاسم", "الهاتف", "", "تاريخ الميلاد"]);
    let wanted = ["فاطمة", "971501234567", "", "1993-04-11"].map(str::to_owned).to_vec();
    assert_eq!(sheet.rows, [(3, wanted), (4, vec!["xy".to_owned()])]);
}

#[test]
fn an_archive_that_grows_without_end_or_is_no_workbook_is_refused() {
    let size = usize::try_from(UNPACKED_BYTES_MAX).unwrap();
    let zeros = "0".repeat(size.div_euclid(2) + 1);
    let bomb = packed(&[("a", &zeros), ("b", &zeros)]);
    assert!(bomb.len() < 1024 * 1024, "{}", bomb.len());
    assert_eq!(sheet::read(&bomb), Err(NotASheet::Unpacked));
    // It says that it is small: the count of what comes out is what holds.
    let mut liar = packed(&[("a", &"0".repeat(size + 1))]);
    let said = u32::try_from(size + 1).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..liar.len() - 4).filter(|at| liar[*at..*at + 4] == said).collect();
    assert!(!places.is_empty());
    for at in places {
        liar[at..at + 4].copy_from_slice(&9_u32.to_le_bytes());
    }
    assert!(sheet::read(&liar).is_err());
    assert_eq!(sheet::read(&packed(&[("a.txt", "x")])), Err(NotASheet::Kind));
    assert_eq!(sheet::read(b"PK\x03\x04rubbish"), Err(NotASheet::Kind));
    let many: Vec<String> = (0..600).map(|n| format!("p{n}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(sheet::read(&packed(&many)), Err(NotASheet::Unpacked));
    let whole = book(&format!("<row r=\"1\">{}</row>", text("A1", "x")));
    for cut in (0..whole.len()).step_by(97) {
        assert!(sheet::read(&whole[..cut]).is_err());
    }
}

/// Texts that cells share are all held at once: a few kilobytes can be millions of them.
#[test]
fn a_list_of_shared_texts_without_end_is_refused() {
    let texts = |n: usize| format!("<sst>{}</sst>", "<si/>".repeat(n));
    let many = usize::try_from(SHARED_TAGS_MAX).unwrap();
    let bomb = packed(&[("xl/sharedStrings.xml", &texts(many))]);
    assert!(bomb.len() < 1024 * 1024, "{}", bomb.len());
    assert_eq!(sheet::read(&bomb), Err(NotASheet::Unpacked));
    // A cell that points to a text that is not there.
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>4294967295</v></c></row>";
    assert!(sheet::read(&book(rows)).is_err());
}

/// Nothing of a formula is read but what it shows; one that shows nothing is nothing.
#[test]
fn a_formula_is_not_read() {
    let rows = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}<c r=\"B2\"><f>HYPERLINK(\"http://x\",A1)</f></c></row>",
        text("A1", "name"),
        text("B1", "phone"),
        text("A2", "فاطمة")
    );
    assert_eq!(sheet::read(&book(&rows)).unwrap().rows, [(2, vec!["فاطمة".to_owned()])]);
}

#[test]
fn rows_out_of_order_and_columns_far_away_are_refused() {
    let row = |n: usize, cell: &str| format!("<row r=\"{n}\">{}</row>", text(cell, "x"));
    let backwards = [row(1, "A1"), row(5, "A5"), row(2, "A2")].concat();
    assert_eq!(sheet::read(&book(&backwards)), Err(NotASheet::Kind));
    let far = [row(1, "A1"), row(2, "XFD2")].concat();
    assert_eq!(sheet::read(&book(&far)), Err(NotASheet::Columns(2)));
    assert_eq!(sheet::read(&book("")), Err(NotASheet::Empty));
}

#[tokio::test]
async fn a_spreadsheet_comes_in_as_any_other_file() {
    let mut desk = Desk::new().await;
    let rows = format!(
        "<row r=\"1\">{}</row><row r=\"2\">{}</row>",
        text("A1", "الاسم"),
        text("A2", "فاطمة")
    );
    assert_eq!(desk.send("سجل.xlsx", &book(&rows)).await.status, 303);
    assert_eq!(desk.accept().await.status, 303);
    assert_eq!(desk.opened().await.1.unwrap().ready, 1);
}

#[test]
fn a_workbook_that_we_write_is_read_back_and_the_same_tables_give_the_same_bytes() {
    use crate::web::workbook::{Cell, Sheet, workbook};
    let sample = |figure: &str| {
        let words = |text: &str| Cell::Words(text.to_owned());
        let rows = vec![
            vec![words("الشريك"), words("value")],
            vec![words("=1+1 <b> & \"c\""), Cell::Number(figure.to_owned())],
        ];
        workbook(&[Sheet { title: "a/b [c]".to_owned(), right_to_left: true, rows }]).unwrap()
    };
    let bytes = sample("12.5");
    assert_eq!(bytes, sample("12.5"));
    assert_ne!(bytes, sample("12.6"));
    let read = sheet::read(&bytes).unwrap();
    assert_eq!(read.headings, ["الشريك", "value"]);
    assert_eq!(read.rows, [(2, vec!["=1+1 <b> & \"c\"".to_owned(), "12.5".to_owned()])]);
}
