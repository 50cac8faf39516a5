//! All SQL of lineage.

use super::{Became, End, Kind, Line};
use crate::db::{DbError, Row, Tx, p};

/// Columns of a [`Line`], in its order.
macro_rules! of_line {
    ($tail:literal) => {
        concat!(
            "select l.source, l.source_id, l.source_n, l.target, l.target_id, l.target_n, l.at, l.worker from lineage l ",
            $tail
        )
    };
}

crate::sql! {
    pub ADD = "insert into lineage (source, source_id, source_n, target, target_id, target_n, at, worker) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (source, source_id, source_n, target, target_id, target_n) do nothing";
    pub FROM = of_line!("where l.source = $1 and l.source_id = $2 and l.source_n = $3 order by l.at, l.target_id, l.target_n limit 200");
    pub INTO = of_line!("where l.target = $1 and l.target_id = $2 and l.target_n = $3 order by l.at limit 50");
    pub FROM_ALL = of_line!("where l.source = $1 order by l.at desc, l.target_id, l.target_n limit 5000");
    pub TO_ALL = of_line!("where l.target = $1 order by l.at desc, l.target_id, l.target_n limit 5000");
    pub IDEAS = "select count(*), coalesce(sum(case when exists (select 1 from idea_turned t where t.idea = i.id) or exists (select 1 from lineage l where l.source = 'IDEA' and l.source_id = i.id) then 1 else 0 end), 0) from idea i where i.state = 'SHOWN' and i.about is null";
    pub POINTS = "select count(*), coalesce(sum(case when exists (select 1 from lineage l where l.source = 'POINT' and l.source_id = p.meeting and l.source_n = p.number) then 1 else 0 end), 0) from minutes_point p";
    pub ENTRIES = "select count(*), coalesce(sum(case when e.initiative is not null or exists (select 1 from minutes_point p where p.entry = e.id) or exists (select 1 from lineage l where l.source = 'ENTRY' and l.source_id = e.id) then 1 else 0 end), 0) from theme_entry e";
}

fn line(row: &Row) -> Result<Line, DbError> {
    let unknown = || DbError::Type { what: "lineage: an unknown code".to_owned() };
    let (source, target): (String, String) = (row.get(0)?, row.get(3)?);
    let kind = Kind::from_code(&source).ok_or_else(unknown)?;
    let into = Became::from_code(&target).ok_or_else(unknown)?;
    Ok(Line {
        from: (kind, End { id: row.get(1)?, n: row.get(2)? }),
        into: (into, End { id: row.get(4)?, n: row.get(5)? }),
        at: row.get(6)?,
        worker: row.get(7)?,
    })
}

/// Writes a line; said again it is there once.
pub fn add(tx: &mut dyn Tx, one: &Line) -> Result<(), DbError> {
    let ((kind, from), (into, to)) = (one.from, one.into);
    let args = p![kind.code(), from.id, from.n, into.code(), to.id, to.n, one.at, one.worker];
    tx.send(&ADD, &args)
}

/// What came of something.
pub fn of_source(tx: &mut dyn Tx, kind: Kind, end: End) -> Result<Vec<Line>, DbError> {
    tx.query(&FROM, &p![kind.code(), end.id, end.n])?.iter().map(line).collect()
}

/// From what something came.
pub fn of_target(tx: &mut dyn Tx, (into, end): (Became, End)) -> Result<Vec<Line>, DbError> {
    tx.query(&INTO, &p![into.code(), end.id, end.n])?.iter().map(line).collect()
}

/// Everything that came of something of this kind.
pub fn all_from(tx: &mut dyn Tx, kind: Kind) -> Result<Vec<Line>, DbError> {
    tx.query(&FROM_ALL, &p![kind.code()])?.iter().map(line).collect()
}

/// Everything of a kind that came from something, the newest first.
pub fn all_to(tx: &mut dyn Tx, into: Became) -> Result<Vec<Line>, DbError> {
    tx.query(&TO_ALL, &p![into.code()])?.iter().map(line).collect()
}

/// How much was said, and how much of it became something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turned {
    /// How many contributions there are.
    pub said: u64,
    /// How many of them became something.
    pub turned: u64,
}

/// Ideas on boards, points of minutes, and entries under themes, each counted from the rows that the lists show.
pub fn counts(tx: &mut dyn Tx) -> Result<[(Kind, Turned); 3], DbError> {
    let mut count = |sql, kind| -> Result<(Kind, Turned), DbError> {
        let row = tx.one(sql, &[])?;
        let (said, turned): (i64, i64) = (row.get(0)?, row.get(1)?);
        let whole = |n: i64| u64::try_from(n).unwrap_or_default();
        Ok((kind, Turned { said: whole(said), turned: whole(turned) }))
    };
    Ok([count(&IDEAS, Kind::Idea)?, count(&POINTS, Kind::Point)?, count(&ENTRIES, Kind::Entry)?])
}
