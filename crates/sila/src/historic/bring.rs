//! Bringing a list in: every line is right or nothing is written, and each mistake is told with its line.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord, Trim};
use sila_core::partnership::Words;
use sila_core::time::Date;
use sila_core::{AgencyId, Millis, WorkerId};
use sila_seal::Hash;

use super::{Kind, Past, Text, list, store};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::meetings::sealed;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::{links, partners};

/// Largest file, in bytes.
pub const FILE_BYTES_MAX: usize = 512 * 1_024;
/// Most lines.
const LINES_MAX: usize = 1_000;
/// Longest title and source, in characters.
pub(super) const WORDS_MAX: usize = 200;
/// Fewer referrals than this are not told: somebody might be recognised. A longer period has more.
const COUNT_MIN: u32 = 5;
/// The columns, in this order.
pub const COLUMNS: [&str; 8] =
    ["kind", "partner", "from", "until", "count", "title_ar", "title_en", "source"];

/// A line as read.
pub(super) struct Line {
    pub(super) agency: AgencyId,
    pub(super) kind: Kind,
    pub(super) from: Date,
    pub(super) until: Date,
    pub(super) count: Option<u32>,
    pub(super) text: Text,
}

/// A mistake: the line, from 2, and the end of the key of its text.
pub type Mistake = (usize, &'static str);

/// Brings a list in, or says what is wrong with it.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let bytes = ask.file.as_ref().map(|file| file.bytes.as_slice()).unwrap_or_default();
    let mistakes = bring(&ask.app, bytes, ask.worker()?.id, ask.now).await?;
    if mistakes.is_empty() {
        return Ok(Reply::see_other(ask.cx.url("/historic")));
    }
    Ok(Reply::page_with_errors(&list::document(&ask, &mistakes).await?))
}

/// Brings a list in; where it has mistakes nothing is written.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(
    app: &App,
    bytes: &[u8],
    worker: WorkerId,
    now: Millis,
) -> Result<Vec<Mistake>, Problem> {
    let codes = app.store.read(codes).await?;
    let lines = match read(bytes, &codes, now) {
        Ok(lines) => lines,
        Err(mistakes) => return Ok(mistakes),
    };
    let rows: Vec<(Past, Hash)> = lines.iter().map(|line| row(app, line, worker, now)).collect();
    let told = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "partner",
        subject: format!("HISTORIC {}", rows.len()),
        worker: Some(worker),
        data: rows.iter().flat_map(|(_, mark)| *mark).collect(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for (past, mark) in &rows {
            store::insert(tx, past, *mark)?;
        }
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    Ok(Vec::new())
}

/// A line as it is kept, with the mark by which an equal one is known.
pub(super) fn row(app: &App, line: &Line, worker: WorkerId, now: Millis) -> (Past, Hash) {
    let id = app.clock.new_id();
    let said = format!(
        "{}|{}|{}|{}|{:?}|{:?}",
        line.agency.to_text(),
        line.kind.code(),
        line.from.to_days(),
        line.until.to_days(),
        line.count,
        line.text
    );
    let past = Past {
        id,
        agency: line.agency,
        kind: line.kind,
        from: line.from,
        until: line.until,
        count: line.count,
        at: now,
        worker,
        body: sealed(app, "historic", id, &line.text),
    };
    (past, app.vault.mark(said.as_bytes()))
}

/// The codes of linked agencies and of partners without a node.
fn codes(tx: &mut dyn Tx) -> Result<BTreeMap<String, AgencyId>, DbError> {
    let linked = links::store::peers(tx)?.into_iter().map(|peer| (peer.code, peer.agency));
    let mut codes: BTreeMap<String, AgencyId> = linked.collect();
    codes.extend(partners::store::all(tx)?.into_iter().map(|one| (one.code, one.id)));
    Ok(codes)
}

fn read(
    bytes: &[u8],
    codes: &BTreeMap<String, AgencyId>,
    now: Millis,
) -> Result<Vec<Line>, Vec<Mistake>> {
    let mut reader = ReaderBuilder::new().trim(Trim::All).flexible(true).from_reader(bytes);
    let head = reader.headers().cloned().unwrap_or_default();
    let head = head.iter().map(|name| name.trim_start_matches('\u{feff}'));
    if !head.eq(COLUMNS) {
        return Err(vec![(1, "columns")]);
    }
    let (mut lines, mut mistakes) = (Vec::new(), Vec::new());
    for (record, number) in reader.records().zip(2_usize..) {
        if number > LINES_MAX {
            mistakes.push((number, "many"));
            break;
        }
        match record.ok().as_ref().ok_or("columns").and_then(|record| line(record, codes, now)) {
            Ok(line) => lines.push(line),
            Err(wrong) => mistakes.push((number, wrong)),
        }
    }
    if lines.is_empty() && mistakes.is_empty() {
        mistakes.push((1, "empty"));
    }
    if mistakes.is_empty() { Ok(lines) } else { Err(mistakes) }
}

fn line(
    record: &StringRecord,
    codes: &BTreeMap<String, AgencyId>,
    now: Millis,
) -> Result<Line, &'static str> {
    let cell = |nth: usize| record.get(nth).unwrap_or_default();
    if record.len() != COLUMNS.len() {
        return Err("columns");
    }
    let kind = Kind::from_code(cell(0)).ok_or("kind")?;
    let agency = codes.get(cell(1)).copied().ok_or("partner")?;
    let (from, until) = (day(cell(2)).ok_or("dates")?, day(cell(3)).ok_or("dates")?);
    if until < from || from > now.uae_date() {
        return Err("dates");
    }
    let count = match (kind, cell(4)) {
        (Kind::Referrals, text) => {
            let count = text.parse().ok().filter(|count| (COUNT_MIN..=10_000_000).contains(count));
            Some(count.ok_or("count")?)
        }
        (_, "") => None,
        _ => return Err("count"),
    };
    let title = Words { ar: cell(5).to_owned(), en: cell(6).to_owned() };
    let source = cell(7).to_owned();
    if !title.fit(WORDS_MAX) || !(1..=WORDS_MAX).contains(&source.chars().count()) {
        return Err("words");
    }
    Ok(Line { agency, kind, from, until, count, text: Text { title, source, areas: None } })
}

/// A day such as `2019-04-30`.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let mut part = || parts.next()?.parse::<i64>().ok();
    let (year, month, day) = (part()?, part()?, part()?);
    let month = u8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    let first = Date { year: Some(year).filter(|y| (1_900..=2_100).contains(y))?, month, day: 1 };
    let day = u8::try_from(day).ok().filter(|day| (1..=first.days_in_month()).contains(day))?;
    Some(Date { day, ..first })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::NOW;

    const HEAD: &str = "kind,partner,from,until,count,title_ar,title_en,source\n";

    fn tried(rows: &str) -> Result<usize, Vec<Mistake>> {
        let codes = BTreeMap::from([("DANA".to_owned(), AgencyId([1; 32]))]);
        read(format!("{HEAD}{rows}").as_bytes(), &codes, NOW).map(|lines| lines.len())
    }

    #[test]
    fn each_mistake_is_told_with_its_line() {
        let good = "REFERRALS,DANA,2019-01-01,2019-12-31,34,إحالات,Referrals,Letter 4";
        assert_eq!(tried(good), Ok(1));
        for (row, wrong) in [
            ("CASES,DANA,2019-01-01,2019-12-31,34,أ,a,b", "kind"),
            ("REFERRALS,NOBODY,2019-01-01,2019-12-31,34,أ,a,b", "partner"),
            ("REFERRALS,DANA,2019-02-30,2019-12-31,34,أ,a,b", "dates"),
            ("REFERRALS,DANA,2019-12-31,2019-01-01,34,أ,a,b", "dates"),
            ("REFERRALS,DANA,2219-01-01,2219-12-31,34,أ,a,b", "dates"),
            ("REFERRALS,DANA,2019-01-01,2019-12-31,4,أ,a,b", "count"),
            ("REFERRALS,DANA,2019-01-01,2019-12-31,,أ,a,b", "count"),
            ("AGREEMENT,DANA,2019-01-01,2019-12-31,7,أ,a,b", "count"),
            ("AGREEMENT,DANA,2019-01-01,2019-12-31,,,a,b", "words"),
            ("AGREEMENT,DANA,2019-01-01,2019-12-31,,أ,a,", "words"),
            ("AGREEMENT,DANA", "columns"),
        ] {
            assert_eq!(tried(&format!("{good}\n{row}")), Err(vec![(3, wrong)]), "{row}");
        }
        assert_eq!(tried(""), Err(vec![(1, "empty")]));
        assert_eq!(read(b"a,b\n1,2\n", &BTreeMap::new(), NOW).err(), Some(vec![(1, "columns")]));
    }
}
