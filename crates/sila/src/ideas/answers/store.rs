//! All SQL of answers and of what ideas became.

use sila_core::{AgencyId, IdeaId, Millis, RoomId};
use uuid::Uuid;

use super::Turned;
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub ANSWER = "insert into idea_answer (idea, code, body, at) values ($1, $2, $3, $4) on conflict (idea) do update set code = excluded.code, body = excluded.body, at = excluded.at";
    pub ANSWER_OF = "select a.idea, a.code, a.body, a.at from idea_answer a where a.idea = $1";
    pub TURN = "insert into idea_turned (idea, kind, target, at) values ($1, $2, $3, $4) on conflict (idea, kind, target) do nothing";
    pub TURNED = "select t.idea, t.kind, t.target, t.at from idea_turned t where t.idea = $1 order by t.at, t.kind, t.target";
    pub ORIGINS = "select t.idea from idea_turned t where t.kind = $1 and t.target = $2 order by t.at, t.idea limit 50";
    pub TURNED_COUNT = "select count(distinct t.idea), count(distinct t.target) from idea_turned t join idea i on i.id = t.idea where t.kind = $1 and i.state = 'SHOWN'";
    pub SHOWN_COUNT = "select count(*) from idea i where i.state = 'SHOWN' and i.about is null";
    pub ANSWERED_COUNT = "select count(*) from idea_answer a join idea i on i.id = a.idea where i.state = 'SHOWN'";
    pub PROMISED = "select i.id from idea i where i.room = $1 and i.about is null and i.state = 'SHOWN' and (exists (select 1 from idea_answer a where a.idea = i.id) or exists (select 1 from idea_turned t where t.idea = i.id) or exists (select 1 from lineage l where l.source = 'IDEA' and l.source_id = i.id)) order by i.at, i.id limit 500";
    pub TAKEN_UP = "select i.id, i.origin, r.origin, a.at from idea_answer a join idea i on i.id = a.idea join idea_room r on r.id = i.room where a.code = 'ACCEPTED' and a.at <= $3 and i.about is null and i.state in ('SHOWN', 'MERGED') and ((i.origin = $1 and r.origin = $2) or (i.origin = $2 and r.origin = $1)) and not exists (select 1 from idea_due d where d.idea = i.id and (d.peer = $1 or d.peer = $2)) order by a.at, i.id limit 1000";
    pub TARGETS = "select distinct t.target from idea_turned t join idea i on i.id = t.idea where t.kind = $1 and i.state = 'SHOWN' limit 5000";
}

/// An answer as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it says.
    pub code: String,
    /// Why, sealed.
    pub body: Vec<u8>,
    /// When.
    pub at: Millis,
}

fn kept(row: &Row) -> Result<(IdeaId, Kept), DbError> {
    Ok((row.get(0)?, Kept { code: row.get(1)?, body: row.get(2)?, at: row.get(3)? }))
}

fn turned(row: &Row) -> Result<(IdeaId, Turned), DbError> {
    Ok((row.get(0)?, Turned { kind: row.get(1)?, target: row.get(2)?, at: row.get(3)? }))
}

/// Answers an idea, or answers it again.
pub fn answer(tx: &mut dyn Tx, id: IdeaId, one: &Kept) -> Result<(), DbError> {
    tx.send(&ANSWER, &p![id, &one.code, &one.body, one.at])
}

/// The answer to an idea.
pub fn of(tx: &mut dyn Tx, id: IdeaId) -> Result<Option<Kept>, DbError> {
    match tx.opt(&ANSWER_OF, &p![id])? {
        Some(row) => kept(&row).map(|(_, kept)| Some(kept)),
        None => Ok(None),
    }
}

/// An idea became something; said again it is there once.
pub fn turn(tx: &mut dyn Tx, id: IdeaId, into: &Turned) -> Result<(), DbError> {
    tx.send(&TURN, &p![id, &into.kind, into.target, into.at])
}

/// What an idea became, the first first.
pub fn turned_of(tx: &mut dyn Tx, id: IdeaId) -> Result<Vec<Turned>, DbError> {
    tx.query(&TURNED, &p![id])?.iter().map(|row| turned(row).map(|(_, turned)| turned)).collect()
}

/// The ideas from which something came.
pub fn origins(tx: &mut dyn Tx, kind: &str, target: Uuid) -> Result<Vec<IdeaId>, DbError> {
    tx.query(&ORIGINS, &p![kind, target])?.iter().map(|row| row.get(0)).collect()
}

/// What something of a kind came from ideas.
pub fn targets(tx: &mut dyn Tx, kind: &str) -> Result<std::collections::BTreeSet<Uuid>, DbError> {
    tx.query(&TARGETS, &p![kind])?.iter().map(|row| row.get(0)).collect()
}

/// The ideas of a room that were answered or became something, in the order in which they were said.
pub fn promised(tx: &mut dyn Tx, room: RoomId) -> Result<Vec<IdeaId>, DbError> {
    tx.query(&PROMISED, &p![room])?.iter().map(|row| row.get(0)).collect()
}

/// An idea that another agency than that of its author took up, in a room of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenUp {
    /// Which.
    pub idea: IdeaId,
    /// Where it was said.
    pub by: AgencyId,
    /// Who accepted it.
    pub taken_by: AgencyId,
    /// When.
    pub at: Millis,
}

/// Ideas of either agency that the other has accepted until `now`, and about which nothing is still to be sent.
pub fn taken_up(
    tx: &mut dyn Tx,
    (one, two): (AgencyId, AgencyId),
    now: Millis,
) -> Result<Vec<TakenUp>, DbError> {
    let taken = |row: &Row| {
        Ok(TakenUp { idea: row.get(0)?, by: row.get(1)?, taken_by: row.get(2)?, at: row.get(3)? })
    };
    tx.query(&TAKEN_UP, &p![one, two, now])?.iter().map(taken).collect()
}

/// Numbers over all rooms, each counted from the same rows that the lists show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ideas on the boards.
    pub shown: i64,
    /// Of them, answered.
    pub answered: i64,
    /// Of them, those that became an initiative.
    pub turned: i64,
    /// Initiatives that came from ideas.
    pub initiatives: i64,
}

/// The numbers.
pub fn counts(tx: &mut dyn Tx) -> Result<Counts, DbError> {
    let turned = tx.one(&TURNED_COUNT, &p![super::INITIATIVE])?;
    Ok(Counts {
        shown: tx.one(&SHOWN_COUNT, &[])?.get(0)?,
        answered: tx.one(&ANSWERED_COUNT, &[])?.get(0)?,
        turned: turned.get(0)?,
        initiatives: turned.get(1)?,
    })
}
