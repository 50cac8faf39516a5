//! All SQL of mergers.

use sila_core::{IdeaId, Millis, RoomId, SeatId, WorkerId};

use super::{Asked, Merger, Parent};
use crate::db::{DbError, Row, Tx, p};

macro_rules! of_merger {
    ($tail:literal) => {
        concat!(
            "select m.id, m.room, m.kind, m.state, m.body, m.worker, m.at from idea_merger m ",
            $tail
        )
    };
}

crate::sql! {
    pub INSERT_MERGER = "insert into idea_merger (id, room, kind, state, body, worker, at) values ($1, $2, $3, 'ASKED', $4, $5, $6)";
    pub INSERT_PARENT = "insert into idea_parent (merger, idea, agreed) values ($1, $2, $3)";
    pub MERGER = of_merger!("where m.id = $1");
    pub ASKED_IN = of_merger!("where m.room = $1 and m.state = 'ASKED' order by m.at, m.id limit 100");
    pub ASKED_OF = "select m.id, m.room, m.kind, m.state, m.body, m.worker, m.at, p.idea from idea_merger m join idea_parent p on p.merger = m.id join idea i on i.id = p.idea where m.state = 'ASKED' and i.seat = $1 and not p.agreed order by m.at, m.id, i.at, i.id limit 40";
    pub PARENTS = "select p.idea, p.agreed from idea_parent p join idea i on i.id = p.idea where p.merger = $1 order by i.at, i.id";
    pub BECAME = "select p.merger from idea_parent p join idea_merger m on m.id = p.merger where p.idea = $1 and m.state = 'DONE'";
    pub IS_ASKED = "select count(*) from idea_parent p join idea_merger m on m.id = p.merger where p.idea = $1 and m.state = 'ASKED'";
    pub AGREE = "update idea_parent set agreed = true where merger = $1 and idea = $2 and not agreed and exists (select 1 from idea i where i.id = $2 and i.seat = $3)";
    pub END = "update idea_merger set state = $2 where id = $1 and state = 'ASKED'";
    pub DIFFERENT = "select count(distinct e.seat) from idea_endorsement e join idea_parent p on p.idea = e.idea where p.merger = $1";
    pub TO_CONFIRM = "select distinct p.merger from idea_parent p join idea_merger m on m.id = p.merger join idea_endorsement e on e.idea = p.idea where e.seat = $1 and m.state = 'DONE' and not exists (select 1 from idea_endorsement n where n.idea = p.merger and n.seat = $1) limit 20";
}

fn merger(row: &Row) -> Result<Merger, DbError> {
    let state: String = row.get(3)?;
    let state = Asked::from_code(&state);
    Ok(Merger {
        id: row.get(0)?,
        room: row.get(1)?,
        kind: row.get(2)?,
        state: state.ok_or_else(|| DbError::Type { what: "idea_merger: state".to_owned() })?,
        body: row.get(4)?,
        worker: row.get(5)?,
        at: row.get(6)?,
    })
}

/// Asks whether ideas may become one; `agreed` for those whose author cannot be asked.
pub fn ask(
    tx: &mut dyn Tx,
    (id, room, kind): (IdeaId, RoomId, &str),
    body: &[u8],
    parents: &[(IdeaId, bool)],
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    tx.send(&INSERT_MERGER, &p![id, room, kind, body.to_vec(), worker, now])?;
    for (idea, agreed) in parents {
        tx.send(&INSERT_PARENT, &p![id, *idea, *agreed])?;
    }
    Ok(())
}

/// One merger.
pub fn find(tx: &mut dyn Tx, id: IdeaId) -> Result<Option<Merger>, DbError> {
    tx.opt(&MERGER, &p![id])?.as_ref().map(merger).transpose()
}

/// The mergers of a room about which somebody is still asked.
pub fn asked_in(tx: &mut dyn Tx, room: RoomId) -> Result<Vec<Merger>, DbError> {
    tx.query(&ASKED_IN, &p![room])?.iter().map(merger).collect()
}

/// The mergers about which somebody in a room is asked, each with the idea of theirs that is to become part of it.
pub fn asked_of(tx: &mut dyn Tx, seat: SeatId) -> Result<Vec<(Merger, IdeaId)>, DbError> {
    tx.query(&ASKED_OF, &p![seat])?.iter().map(|row| Ok((merger(row)?, row.get(7)?))).collect()
}

/// From which ideas it comes, the oldest first, and whether the author of each has agreed.
pub fn parents(tx: &mut dyn Tx, id: IdeaId) -> Result<Vec<Parent>, DbError> {
    let one = |row: &Row| Ok(Parent { idea: row.get(0)?, agreed: row.get(1)? });
    tx.query(&PARENTS, &p![id])?.iter().map(one).collect()
}

/// The idea of which this one became a part.
pub fn became(tx: &mut dyn Tx, idea: IdeaId) -> Result<Option<IdeaId>, DbError> {
    tx.opt(&BECAME, &p![idea])?.map(|row| row.get(0)).transpose()
}

/// Whether somebody is asked about this idea already.
pub fn is_asked(tx: &mut dyn Tx, idea: IdeaId) -> Result<bool, DbError> {
    let count: i64 = tx.one(&IS_ASKED, &p![idea])?.get(0)?;
    Ok(count > 0)
}

/// Somebody agrees for one of their ideas in it; false when it is not theirs, or they have agreed.
pub fn agree(tx: &mut dyn Tx, (id, idea): (IdeaId, IdeaId), seat: SeatId) -> Result<bool, DbError> {
    Ok(tx.exec(&AGREE, &p![id, idea, seat])? == 1)
}

/// Nobody is asked any more; false when it was so before.
pub fn end(tx: &mut dyn Tx, id: IdeaId, state: Asked) -> Result<bool, DbError> {
    Ok(tx.exec(&END, &p![id, state.code()])? == 1)
}

/// How many different people support at least one of the ideas from which it came. It is said beside its own count, never added to it.
pub fn different(tx: &mut dyn Tx, id: IdeaId) -> Result<i64, DbError> {
    tx.one(&DIFFERENT, &p![id])?.get(0)
}

/// Merged ideas that somebody has not supported, having supported one from which it came.
pub fn to_confirm(tx: &mut dyn Tx, seat: SeatId) -> Result<Vec<IdeaId>, DbError> {
    tx.query(&TO_CONFIRM, &p![seat])?.iter().map(|row| row.get(0)).collect()
}
