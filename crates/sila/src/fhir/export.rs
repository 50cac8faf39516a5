//! What was last referred to a partner as one file of rows, for a system that takes no other form.

use super::read::{admitted, page};
use super::resource::{Shown, birth};
use crate::api::{moment, told};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::workbook::harmless;

/// Most rows of a file, the newest first.
const ROWS_MAX: i64 = 1_000;
const HEADS: [&str; 12] = [
    "id",
    "reference",
    "state",
    "urgency",
    "category",
    "services",
    "referred_at",
    "decide_by",
    "name_ar",
    "name_latin",
    "sex",
    "birth",
];

/// The file. A name stands in it once the partner has accepted, and not before.
///
/// # Errors
/// None: a problem is an answer.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let done = async {
        let caller = admitted(&ask, "referrals.csv").await?;
        let (all, _) = page(&ask, &caller, (ROWS_MAX, 0), "fhir.file").await?;
        let mut out = String::from("\u{feff}");
        line(&mut out, &HEADS.map(str::to_owned));
        all.iter().for_each(|one| line(&mut out, &cells(one)));
        Ok(Reply::file("text/csv; charset=utf-8", "referrals.csv", out.into_bytes()))
    };
    told(&ask, done.await)
}

fn cells(shown: &Shown) -> [String; 12] {
    let row = &shown.record.row;
    let services = shown.said().map(|body| body.preview.services.clone()).unwrap_or_default();
    let services: Vec<&str> = services.iter().map(|one| one.code()).collect();
    let person = shown.person();
    let name = |of: Option<&Option<String>>| of.cloned().flatten().unwrap_or_default();
    [
        row.id.to_string(),
        row.reference.clone(),
        row.state.code().to_owned(),
        row.urgency.code().to_owned(),
        row.category.code().to_owned(),
        services.join(" "),
        moment(row.offered_at),
        moment(row.decide_by),
        name(person.map(|person| &person.name_ar)),
        name(person.map(|person| &person.name_latin)),
        shown.said().map_or_else(String::new, |body| body.preview.sex.code().to_owned()),
        person.and_then(|person| birth(person.birth)).unwrap_or_default(),
    ]
}

/// One row (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe.
fn line(out: &mut String, cells: &[String]) {
    let quoted = |cell: &String| format!("\"{}\"", harmless(cell).replace('"', "\"\""));
    out.push_str(&cells.iter().map(quoted).collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contract_b33_a_cell_is_never_a_formula_and_never_another_cell() {
        let mut out = String::new();
        let cells = ["=1+1", "+971", "-5", "@a", " =1", "\t=1", "a\"b", "a,b", "سلمى", ""];
        line(&mut out, &cells.map(str::to_owned));
        let wanted = "\"'=1+1\",\"'+971\",\"'-5\",\"'@a\",\"' =1\",\"'\t=1\",\"a\"\"b\",\"a,b\",\"سلمى\",\"\"\r\n";
        assert_eq!(out, wanted);
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_bytes());
        assert_eq!(rows.records().next().unwrap().unwrap().len(), cells.len());
    }
}
