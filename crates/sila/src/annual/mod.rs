//! The yearly report of partnerships (التقرير السنوي للشراكات): one page, one document and two tables of the same figures.
//!
//! Each figure stands with the version of the formula it is counted by and the number of facts that were counted. The report of a
//! day is made from what was recorded until the end of that day, and from nothing else: the same records give the same bytes.

mod document;
pub mod excellence;
pub mod figures;
mod page;
mod tables;

use sila_core::Millis;
use sila_core::time::Date;

use crate::accounts::Permission;
use crate::ask::{Ask, Routes};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::paper;

pub use document::document;
pub use figures::{Report, of};
pub use tables::{csv, xlsx};

/// The routes.
pub fn routes(r: &mut Routes) {
    use Permission::AgreementRead;
    r.get("/{lang}/annual", AgreementRead, page::page);
    r.get("/{lang}/annual.pdf", AgreementRead, pdf);
    r.get("/{lang}/annual.csv", AgreementRead, table);
    r.get("/{lang}/annual.xlsx", AgreementRead, workbook);
    r.get("/{lang}/excellence", AgreementRead, excellence::page);
    r.get("/{lang}/excellence.csv", AgreementRead, excellence::table);
    r.get("/{lang}/excellence.xlsx", AgreementRead, excellence::book);
}

/// A year from its first moment to the first of the next.
fn year(year: i64) -> (Millis, Millis) {
    let first = |year| Date { year, month: 1, day: 1 }.at_minute(0);
    (first(year), first(year.saturating_add(1)))
}

/// The year that is asked for; this one when none is.
fn asked(ask: &Ask) -> i64 {
    let this = ask.now.uae_date().year;
    let typed = ask.query.get("year").and_then(|text| text.parse().ok());
    typed.filter(|year| (2_000..=this).contains(year)).unwrap_or(this)
}

async fn report(ask: &Ask) -> Result<Report, Problem> {
    of(&ask.app, asked(ask), ask.now).await
}

async fn pdf(ask: Ask) -> Result<Reply, Problem> {
    let report = report(&ask).await?;
    paper::file(&document(&ask.cx, &report), &format!("partnerships-{}", report.year))
}

async fn table(ask: Ask) -> Result<Reply, Problem> {
    let report = report(&ask).await?;
    let name = format!("partnerships-{}.csv", report.year);
    Ok(Reply::file("text/csv; charset=utf-8", name, tables::csv(&ask.cx, &report).into_bytes()))
}

async fn workbook(ask: Ask) -> Result<Reply, Problem> {
    let report = report(&ask).await?;
    let name = format!("partnerships-{}.xlsx", report.year);
    Ok(Reply::file(crate::web::workbook::MEDIA, name, tables::xlsx(&ask.cx, &report)?))
}
