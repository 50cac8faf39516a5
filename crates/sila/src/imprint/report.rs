//! `/imprint`: the yearly report, as a page and as a file. The same records give the same bytes.

use maud::{Markup, html};
use sila_core::Millis;
use sila_core::codes::{Category, OutcomeCode};
use sila_core::experience::Quarter;
use sila_core::imprint::{CELL_MIN, FORMULA, Told};

use super::recorded::{self, Period};
use super::{gauges, quarters, store};
use crate::app::App;
use crate::ask::Ask;
use crate::db::Tx;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Note, Table, Tone, acts, heading};
use crate::web::{Arg, Cx, Page, ident};

/// What stands where a count is not told.
const LEFT_OUT: &str = "*";

/// Counts that belong together, and their sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its key in texts and in the file.
    pub key: &'static str,
    /// The family of codes that name its rows, in texts.
    pub family: &'static str,
    /// Codes, in their order.
    pub codes: Vec<&'static str>,
    /// Counts as recorded; never shown where they are of people.
    counts: Vec<u64>,
    /// What may be told of them.
    pub told: Told,
}

impl Section {
    /// Counts of people: too few are left out, with their complement.
    fn of_people(
        key: &'static str,
        family: &'static str,
        codes: Vec<&'static str>,
        counts: Vec<u64>,
    ) -> Section {
        let told = Told::of(&counts);
        Section { key, family, codes, counts, told }
    }

    /// Counts of people among others who are counted beside them.
    fn of_parts(
        key: &'static str,
        family: &'static str,
        codes: Vec<&'static str>,
        (counts, wholes): (Vec<u64>, &[u64]),
    ) -> Section {
        let told = Told::of_parts(&counts, wholes);
        Section { key, family, codes, counts, told }
    }

    /// Counts of what agencies did: told as they are. They are of different kinds and have no sum.
    fn of_work(key: &'static str, family: &'static str, rows: &[(&'static str, u64)]) -> Section {
        let (codes, counts): (Vec<_>, Vec<_>) = rows.iter().copied().unzip();
        let told = Told { total: None, cells: counts.iter().copied().map(Some).collect() };
        Section { key, family, codes, counts, told }
    }

    /// Whether what is told is what was counted, and adds up.
    pub fn reconciles(&self) -> bool {
        self.told.reconciles(&self.counts)
    }
}

/// The report of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// The agency's code.
    pub agency: String,
    /// The year.
    pub year: i64,
    /// What is told.
    pub sections: Vec<Section>,
}

/// Until when a report that is asked for now counts: whole quarters only, so that two reports, one after the other, do not tell
/// what happened to somebody between them.
fn counted_until(end: Millis, now: Millis) -> Millis {
    end.min(Quarter::of(now).begins())
}

/// Counts one year, or the quarters of it that are over. What is of people is counted once for each quarter, and
/// kept as it was.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, year: i64) -> Result<Imprint, Problem> {
    let (from, end) = recorded::year(year);
    let until = counted_until(end, app.clock.now()).max(from);
    let counts = quarters::between(app, from, until).await?;
    let period = recorded::read(app, from, until).await?;
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| store::learnt(tx, me, from, until);
    let (_, published) = app.store.read(read).await?;
    let codes = || Category::ALL.iter().map(|one| one.code()).collect::<Vec<_>>();
    let outcomes = OutcomeCode::ALL.iter().map(|one| one.code()).collect();
    let taken = (counts.taken, counts.received.as_slice());
    let sections = vec![
        Section::of_people("received", "category", codes(), counts.received.clone()),
        Section::of_people("sent", "category", codes(), counts.sent),
        Section::of_parts("taken", "category", codes(), taken),
        Section::of_people("outcomes", "outcome", outcomes, counts.outcomes),
        Section::of_people("learning", "imprint-row", vec!["CERTIFIED"], vec![counts.certified]),
        work(&period, published),
    ];
    Ok(Imprint { agency: app.node.agency.code.clone(), year, sections })
}

/// What agencies did together: counts of nobody.
fn work(period: &Period, published: u64) -> Section {
    let last = period.until.plus_minutes(-1);
    let in_force = period.books.iter().filter(|one| one.ledger.holds(last).is_ok());
    let in_force = u64::try_from(in_force.count()).unwrap_or(u64::MAX);
    let recorded = period.recorded(None, None);
    let rows = [
        ("AGREEMENTS", in_force),
        ("CLOSED", recorded.closed),
        ("KEPT", recorded.kept.0),
        ("DUE", recorded.kept.1),
        ("PUBLISHED", published),
    ];
    Section::of_work("work", "imprint-row", &rows)
}

impl Imprint {
    /// The report as a file (RFC 4180): codes and counts, with the sum of each section, `*` where a count is left out.
    pub fn csv(&self) -> String {
        let mut out = String::from("agency,year,formula,section,code,count\r\n");
        let year = self.year.to_string();
        for section in &self.sections {
            let mut line = |code: &str, count: Option<u64>| {
                let count = count.map_or_else(|| LEFT_OUT.to_owned(), |count| count.to_string());
                let cells = [self.agency.as_str(), &year, FORMULA, section.key, code, &count];
                out.push_str(&cells.join(","));
                out.push_str("\r\n");
            };
            for (code, count) in section.codes.iter().zip(&section.told.cells) {
                line(code, *count);
            }
            if section.key != "work" {
                line("TOTAL", section.told.total);
            }
        }
        out
    }
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (cx, year) = (&ask.cx, gauges::asked(&ask));
    let imprint = of(&ask.app, year).await?;
    let title = cx.t("imprint-title");
    let file = cx.url(&format!("/imprint.csv?year={year}"));
    let before = cx.url(&format!("/imprint?year={}", year.saturating_sub(1)));
    let top = html! {
        (Button::link(cx.t("imprint-efficiency"), cx.url("/imprint/efficiency")).line())
        (Button::link(cx.t("gauges-title"), cx.url("/imprint/gauges")).line())
        (Button::link(cx.t("report-csv"), file).line().icon("download-simple"))
    };
    let named = cx.t_with("imprint-of-year", &[("year", Arg::phrase(year.to_string()))]);
    let left_out = [("n", Arg::from(CELL_MIN))];
    let body = html! {
        (heading(title.clone(), Some(&named), &top))
        div.stack {
            (Note::new("eye-slash", cx.t("imprint-nobody")).tone(Tone::Info).says(cx.t_with("imprint-nobody-text", &left_out)))
            @for section in &imprint.sections { (card(cx, section)) }
            (acts(&html! { (Button::link(cx.t("imprint-year-before"), before).soft()) }))
        }
        p.small.muted { (cx.t("imprint-formula")) " " (ident::Code(FORMULA)) }
    };
    Ok(Reply::page(&Page::new(cx, title).body(body)))
}

fn card(cx: &Cx, section: &Section) -> Markup {
    let columns = [Col::text(cx.t("imprint-row")), Col::num(cx.t("partnership-count"))];
    let told =
        |count: Option<u64>| count.map_or_else(|| cx.t("imprint-left-out"), |n| n.to_string());
    let rows = section.codes.iter().zip(&section.told.cells);
    let rows = rows.filter(|(_, count)| **count != Some(0));
    let rows = rows.map(|(code, count)| [name(cx, section.family, code), told(*count)]);
    let total = (section.key != "work").then(|| [cx.t("imprint-total"), told(section.told.total)]);
    let rows = rows.chain(total).map(|[label, count]| [html! { (label) }, html! { (count) }]);
    let title = cx.t(&format!("imprint-section-{}", section.key));
    html! { (Card::new(title.clone()).body(html! { (Table::new(title, columns).rows(rows)) })) }
}

/// What a row is called.
fn name(cx: &Cx, family: &str, code: &str) -> String {
    match family {
        "category" => cx.code("category", code),
        "outcome" => cx.code("outcome", code),
        _ => cx.code("imprint-row", code),
    }
}

/// The file.
///
/// # Errors
/// When the store cannot be read.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let year = gauges::asked(&ask);
    let csv = of(&ask.app, year).await?.csv();
    let name = format!("imprint-{year}.csv");
    Ok(Reply::file("text/csv; charset=utf-8", name, csv.into_bytes()))
}
