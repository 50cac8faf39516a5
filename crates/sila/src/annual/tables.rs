//! The report as tables: every figure in a row with its formula and its facts.

use super::figures::{Figure, Report, Value};
use crate::problem::Problem;
use crate::web::Cx;
pub(super) use crate::web::workbook::quoted;
use crate::web::workbook::{Cell, Sheet, workbook};

const HEADS: [&str; 8] =
    ["agency", "year", "partner", "agreement", "figure", "value", "formula", "facts"];

/// One figure and what it is of.
struct Row<'a> {
    partner: &'a str,
    agreement: &'a str,
    figure: &'a Figure,
}

fn rows<'a>(cx: &Cx, report: &'a Report) -> Vec<Row<'a>> {
    let mut all: Vec<Row<'a>> = Vec::new();
    all.extend(report.whole.iter().map(|figure| Row { partner: "", agreement: "", figure }));
    for one in &report.partnerships {
        let partner = cx.lang.pick(one.name.ar.as_str(), one.name.en.as_str());
        all.extend(one.figures.iter().map(|figure| Row { partner, agreement: "", figure }));
        for pact in &one.pacts {
            let agreement = pact.code.as_str();
            all.extend(pact.figures.iter().map(|figure| Row { partner, agreement, figure }));
        }
    }
    all
}

/// As a file that any spreadsheet reads (RFC 4180).
pub fn csv(cx: &Cx, report: &Report) -> String {
    let mut out = HEADS.join(",");
    out.push_str("\r\n");
    let year = report.year.to_string();
    for Row { partner, agreement, figure } in rows(cx, report) {
        let (value, facts) = (figure.value.text(), figure.facts.to_string());
        let cells = [
            report.agency.as_str(),
            &year,
            partner,
            agreement,
            figure.key,
            &value,
            figure.formula,
            &facts,
        ];
        out.push_str(&cells.map(quoted).join(","));
        out.push_str("\r\n");
    }
    out
}

/// As a workbook: the figures, and what each means.
///
/// # Errors
/// `workbook.failed`: a fault of the program.
pub fn xlsx(cx: &Cx, report: &Report) -> Result<Vec<u8>, Problem> {
    let words = |text: String| Cell::Words(text);
    let heads = ["partner", "agreement", "figure", "value", "formula", "facts", "note"];
    let heads = heads.map(|head| words(cx.t(&format!("annual-column-{head}"))));
    let mut table = vec![heads.to_vec()];
    for Row { partner, agreement, figure } in rows(cx, report) {
        let value = match figure.value {
            Value::Count(count) => Cell::Number(count.to_string()),
            Value::Score(_) => Cell::Number(figure.value.text()),
            Value::Few | Value::Unknown => words(figure.value.text()),
        };
        table.push(vec![
            words(partner.to_owned()),
            words(agreement.to_owned()),
            words(cx.code("annual-figure", figure.key)),
            value,
            words(figure.formula.to_owned()),
            Cell::Number(figure.facts.to_string()),
            words(cx.code("annual-note", figure.key)),
        ]);
    }
    let title = format!("{} {}", report.agency, report.year);
    workbook(&[Sheet { title, right_to_left: cx.lang.pick(true, false), rows: table }])
}
