//! The figures of the department as a file. A file is passed on: a number that would point at somebody is left out of it for every reader, also
//! for those who see it on the page.

use sila_core::imprint::CELL_MIN;

use super::page::{Eye, Sight, natural, numbers, sight, things};
use crate::ask::Ask;
use crate::cases::clocks::Kind;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::workbook::{self, Cell, MEDIA, Sheet};
use crate::web::{Arg, Cx};

/// The rows, the headings first: what is counted, of which, how many.
fn rows(cx: &Cx, sight: &Sight) -> Vec<Vec<Cell>> {
    let eye = Eye { opens: false };
    let heads = ["department-counted", "department-which", "department-cases"];
    let mut rows = vec![heads.map(|key| Cell::Words(cx.t(key))).to_vec()];
    let few = cx.t_with("imprint-few", &[("n", Arg::from(CELL_MIN))]);
    let mut add = |what: &str, which: Vec<String>, counts: &[u64]| {
        for (which, count) in which.into_iter().zip(eye.told(counts)) {
            let count = count.map(|count| Cell::Number(count.to_string()));
            let count = count.unwrap_or_else(|| Cell::Words(few.clone()));
            rows.push(vec![Cell::Words(what.to_owned()), Cell::Words(which), count]);
        }
    };
    for ((title, _, codes), counts) in things(cx, &sight.glance) {
        let which = codes.iter().map(|(_, words)| words.clone()).collect();
        add(&cx.t(title), which, &numbers(&codes, counts));
    }
    let kinds = Kind::ALL.map(|kind| (kind.code(), cx.code("clock-over", kind.code())));
    let which = kinds.iter().map(|(_, words)| words.clone()).collect();
    add(&cx.t("department-clocks"), which, &numbers(&kinds, &sight.glance.clocks));
    let loads = &sight.glance.loads;
    let which = loads.iter().map(|one| cx.lang.pick(&one.name_ar, &one.name_en).clone()).collect();
    let open: Vec<u64> = loads.iter().map(|one| natural(one.open)).collect();
    add(&cx.t("department-workload"), which, &open);
    rows
}

/// As a file that any spreadsheet reads.
///
/// # Errors
/// As the page.
pub async fn csv(ask: Ask) -> Result<Reply, Problem> {
    let rows = rows(&ask.cx, &sight(&ask).await?);
    let bytes = workbook::csv(&rows).into_bytes();
    Ok(Reply::file("text/csv; charset=utf-8", "department.csv", bytes))
}

/// As a workbook.
///
/// # Errors
/// As the page; `workbook.failed`.
pub async fn xlsx(ask: Ask) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let rows = rows(cx, &sight(&ask).await?);
    let sheet = Sheet { title: cx.t("menu-department"), right_to_left: cx.lang.is_rtl(), rows };
    Ok(Reply::file(MEDIA, "department.xlsx", workbook::workbook(&[sheet])?))
}
