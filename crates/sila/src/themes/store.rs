//! All SQL of themes and of the register of needs.

use std::collections::BTreeMap;

use sila_core::meeting::Theme;
use sila_core::{AgencyId, MeetingId, Millis, RecordId, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

/// Most needs of the register.
pub const NEEDS_MAX: usize = 500;

/// Columns of a [`Stored`], in its order.
macro_rules! of_entry {
    ($tail:literal) => {
        concat!(
            "select e.id, e.meeting, e.theme, e.noted_at, e.closed_at, e.likelihood, e.impact, e.review_at, e.initiative, e.body from theme_entry e ",
            $tail
        )
    };
}

crate::sql! {
    pub OF_MEETING = of_entry!("where e.meeting = $1 order by e.noted_at, e.id limit 1000");
    pub OF_PERIOD = of_entry!("where e.noted_at >= $1 and e.noted_at < $2 order by e.noted_at, e.id limit 1000");
    pub THREATS_HEARD_BY = of_entry!("where e.theme = 'THREAT' and e.closed_at is null and (e.meeting is null or exists (select 1 from meeting_seat s where s.meeting = e.meeting and s.party = $1)) order by e.noted_at, e.id limit 1000");
    pub ENTRY = of_entry!("where e.id = $1");
    pub UNREVIEWED = of_entry!("where e.closed_at is null and e.review_at < $1 order by e.review_at, e.id limit 50");
    pub INSERT = "insert into theme_entry (id, meeting, theme, noted_at, likelihood, impact, review_at, initiative, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    pub CLOSE = "update theme_entry set closed_at = $2 where id = $1 and closed_at is null";
    pub RATE = "update theme_entry set likelihood = $2, impact = $3, review_at = $4 where id = $1 and theme = 'THREAT' and closed_at is null";
    pub MEETS = "insert into theme_need (entry, need) values ($1, $2)";
    pub MET = "select n.entry, n.need from theme_need n order by n.entry, n.need limit 5000";
    pub NEEDS = "select n.id, n.code, n.noted_at, n.body, (select count(*) from theme_need t where t.need = n.id) from need n order by n.code limit 500";
    pub LEADS = "select l.id, l.theme, l.reporter, l.updated_at, l.body from theme_lead l where l.meeting = $1 order by l.theme";
    pub INSERT_LEAD = "insert into theme_lead (id, meeting, theme, reporter, updated_at, body) values ($1, $2, $3, $4, $5, $6) on conflict (meeting, theme) do nothing";
    pub UPDATE_LEAD = "update theme_lead set reporter = $2, updated_at = $3, body = $4 where id = $1 and updated_at = $5";
    pub INSERT_NEED = "insert into need (id, code, noted_at, body) values ($1, $2, $3, $4)";
}

/// An entry as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Identifier.
    pub id: Uuid,
    /// The meeting.
    pub meeting: Option<MeetingId>,
    /// Its theme.
    pub theme: Theme,
    /// When it was noted.
    pub noted_at: Millis,
    /// When it was closed.
    pub closed_at: Option<Millis>,
    /// Of a threat: likelihood, impact, day of the next rating.
    pub rated: Option<(u8, u8, Millis)>,
    /// An initiative.
    pub initiative: Option<RecordId>,
    /// Its text, sealed.
    pub body: Vec<u8>,
    /// Needs that it meets.
    pub needs: Vec<Uuid>,
}

/// The lead of a theme as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Led {
    /// Identifier.
    pub id: Uuid,
    /// The theme.
    pub theme: Theme,
    /// Of ours, who reports.
    pub reporter: Option<WorkerId>,
    /// When it was written last.
    pub updated_at: Millis,
    /// Names and summary, sealed.
    pub body: Vec<u8>,
}

/// A need of the community as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Identifier.
    pub id: Uuid,
    /// Its number in the register, such as `N-01`.
    pub code: String,
    /// When it was noted.
    pub noted_at: Millis,
    /// Its text, sealed.
    pub body: Vec<u8>,
    /// How many opportunities name it.
    pub opportunities: u32,
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let theme: String = row.get(2)?;
    let (likelihood, impact, review): (Option<u8>, Option<u8>, Option<Millis>) =
        (row.get(5)?, row.get(6)?, row.get(7)?);
    Ok(Stored {
        id: row.get(0)?,
        meeting: row.get(1)?,
        theme: Theme::from_code(&theme)
            .or(Err(DbError::Type { what: "theme_entry: theme".to_owned() }))?,
        noted_at: row.get(3)?,
        closed_at: row.get(4)?,
        rated: likelihood.zip(impact).zip(review).map(|((l, i), at)| (l, i, at)),
        initiative: row.get(8)?,
        body: row.get(9)?,
        needs: Vec::new(),
    })
}

/// Reads rows, puts the needs beside them, and orders them by theme and time.
fn together(tx: &mut dyn Tx, rows: &[Row]) -> Result<Vec<Stored>, DbError> {
    let mut met: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for row in tx.query(&MET, &[])? {
        met.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    let one = |row: &Row| {
        let one = stored(row)?;
        let needs = met.get(&one.id).cloned().unwrap_or_default();
        Ok(Stored { needs, ..one })
    };
    let mut all: Vec<Stored> = rows.iter().map(one).collect::<Result<_, DbError>>()?;
    all.sort_by_key(|one| (one.theme, one.noted_at, one.id));
    Ok(all)
}

/// The entries of a meeting.
pub fn of_meeting(tx: &mut dyn Tx, id: MeetingId) -> Result<Vec<Stored>, DbError> {
    let rows = tx.query(&OF_MEETING, &p![id])?;
    together(tx, &rows)
}

/// The entries noted in a period.
pub fn of_period(tx: &mut dyn Tx, from: Millis, until: Millis) -> Result<Vec<Stored>, DbError> {
    let rows = tx.query(&OF_PERIOD, &p![from, until])?;
    together(tx, &rows)
}

/// Open threats that were said where this party was invited, or of which no meeting is known: nothing that another partner said elsewhere.
pub fn threats_heard_by(tx: &mut dyn Tx, party: AgencyId) -> Result<Vec<Stored>, DbError> {
    let rows = tx.query(&THREATS_HEARD_BY, &p![party])?;
    together(tx, &rows)
}

/// One entry.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Stored>, DbError> {
    let rows = tx.query(&ENTRY, &p![id])?;
    Ok(together(tx, &rows)?.into_iter().next())
}

/// Open threats whose day of rating is past.
pub fn unreviewed(tx: &mut dyn Tx, now: Millis) -> Result<Vec<Stored>, DbError> {
    tx.query(&UNREVIEWED, &p![now])?.iter().map(stored).collect()
}

/// Writes a new entry with the needs it meets.
pub fn insert(tx: &mut dyn Tx, one: &Stored) -> Result<(), DbError> {
    let (likelihood, impact, review) = match one.rated {
        Some((likelihood, impact, at)) => (Some(likelihood), Some(impact), Some(at)),
        None => (None, None, None),
    };
    let theme = one.theme.code();
    tx.send(
        &INSERT,
        &p![
            one.id,
            one.meeting,
            theme,
            one.noted_at,
            likelihood,
            impact,
            review,
            one.initiative,
            &one.body
        ],
    )?;
    one.needs.iter().try_for_each(|need| tx.send(&MEETS, &p![one.id, *need]))
}

/// Closes an entry; false when it is closed.
pub fn close(tx: &mut dyn Tx, id: Uuid, at: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&CLOSE, &p![id, at])? == 1)
}

/// Rates a threat again; false when there is no open one of this identifier.
pub fn rate(
    tx: &mut dyn Tx,
    id: Uuid,
    (likelihood, impact): (u8, u8),
    review_at: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&RATE, &p![id, likelihood, impact, review_at])? == 1)
}

/// The register of needs, by their numbers.
pub fn needs(tx: &mut dyn Tx) -> Result<Vec<Need>, DbError> {
    let need = |row: &Row| {
        Ok(Need {
            id: row.get(0)?,
            code: row.get(1)?,
            noted_at: row.get(2)?,
            body: row.get(3)?,
            opportunities: row.get(4)?,
        })
    };
    tx.query(&NEEDS, &[])?.iter().map(need).collect()
}

/// Writes a need. `Unique` when its number is taken.
pub fn insert_need(tx: &mut dyn Tx, one: &Need) -> Result<(), DbError> {
    tx.send(&INSERT_NEED, &p![one.id, &one.code, one.noted_at, &one.body])
}

/// Who leads the themes of a meeting.
pub fn leads(tx: &mut dyn Tx, meeting: MeetingId) -> Result<Vec<Led>, DbError> {
    let one = |row: &Row| {
        let theme: String = row.get(1)?;
        Ok(Led {
            id: row.get(0)?,
            theme: Theme::from_code(&theme)
                .or(Err(DbError::Type { what: "theme_lead: theme".to_owned() }))?,
            reporter: row.get(2)?,
            updated_at: row.get(3)?,
            body: row.get(4)?,
        })
    };
    tx.query(&LEADS, &p![meeting])?.iter().map(one).collect()
}

/// Writes who leads a theme; false when somebody else has written since `before`.
pub fn lead(
    tx: &mut dyn Tx,
    meeting: MeetingId,
    one: &Led,
    before: Option<Millis>,
) -> Result<bool, DbError> {
    let Led { id, theme, reporter, updated_at, body } = one;
    let done = match before {
        None => {
            tx.exec(&INSERT_LEAD, &p![*id, meeting, theme.code(), *reporter, *updated_at, body])?
        }
        Some(at) => tx.exec(&UPDATE_LEAD, &p![*id, *reporter, *updated_at, body, at])?,
    };
    Ok(done == 1)
}
