//! What is wrong with which row, as a file to keep and work through. It says where to look, never what stands there.

use super::check::Report;
use super::file;
use super::plan::Head;
use super::row::Finding;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Cx;
use crate::web::workbook::harmless;

/// What tells a spreadsheet that a text is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// The report as CSV in the reader's language.
///
/// # Errors
/// `page.not_found` for anybody but the worker who sent the file, and before the rows were read.
pub async fn download(ask: Ask) -> Result<Reply, Problem> {
    let import = file::open(&ask, "import.report").await?;
    let report = import.report()?.ok_or_else(Problem::not_found)?;
    let bytes = csv(&ask.cx, &import.head, &report)
        .map_err(|error| Problem::internal("import.unwritable").because(error))?;
    Ok(Reply::file("text/csv; charset=utf-8", "sila-import-report.csv", bytes))
}

/// Row, column, weight, what is wrong, what to do.
fn csv(cx: &Cx, head: &Head, report: &Report) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(MARK.to_vec());
    out.write_record(
        ["import-row", "import-column", "import-weight", "import-what", "import-todo"]
            .map(|key| cx.t(key)),
    )?;
    for finding in &report.findings {
        let column = finding.column.map_or("", |column| head.heading(column));
        out.write_record([
            finding.row.to_string(),
            harmless(column),
            weight(cx, finding),
            what(cx, finding),
            todo(cx, finding),
        ])?;
    }
    out.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// Whether the row stays out.
pub fn weight(cx: &Cx, finding: &Finding) -> String {
    cx.t(if finding.what.leaves_out() { "import-weight-out" } else { "import-weight-look" })
}

/// What is wrong.
pub fn what(cx: &Cx, finding: &Finding) -> String {
    cx.t(&format!("import-what-{}", finding.what.code()))
}

/// What to do.
pub fn todo(cx: &Cx, finding: &Finding) -> String {
    cx.t(&format!("import-todo-{}", finding.what.code()))
}
