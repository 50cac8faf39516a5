//! All SQL of rooms that are shared.

use sila_core::{AgencyId, IdeaId, Millis, RoomId};

use crate::db::{DbError, Tx, p};
use crate::ideas::board::Idea;
use crate::ideas::rooms;

crate::sql! {
    pub SHARE = "insert into idea_share (room, peer, told) values ($1, $2, $3) on conflict (room, peer) do nothing";
    pub TOLD = "update idea_share set told = true where room = $1 and peer = $2";
    pub TELL_AGAIN = "update idea_share set told = false where room = $1";
    pub PEERS_OF = "select s.peer from idea_share s where s.room = $1 order by s.peer";
    pub DUE = "insert into idea_due (idea, peer, room, at) values ($1, $2, $3, $4) on conflict (idea, peer) do update set at = case when excluded.at > idea_due.at then excluded.at else idea_due.at + 1 end";
    pub SHOWN_DUE = "insert into idea_due (idea, peer, room, at) select i.id, $2, i.room, $3 from idea i where i.room = $1 and i.state = 'SHOWN' and (i.about is null or exists (select 1 from idea a where a.id = i.about and a.state = 'SHOWN')) on conflict (idea, peer) do nothing";
    pub WAITING = "select w.room, w.peer from (select d.room, d.peer from idea_due d union select s.room, s.peer from idea_share s where not s.told) w order by row_number() over (partition by w.peer order by w.room), w.peer, w.room limit 200";
    pub DUE_OF = "select d.idea, d.at from idea_due d join idea i on i.id = d.idea where d.room = $1 and d.peer = $2 order by (case when i.about is null then 0 else 1 end), i.at, i.id limit $3";
    pub SENT = "delete from idea_due where idea = $1 and peer = $2 and at = $3";
    pub SUPPORT = "insert into idea_support (idea, agency, n) values ($1, $2, $3) on conflict (idea, agency) do update set n = excluded.n";
    pub SUPPORT_OF = "select s.agency, s.n from idea_support s where s.idea = $1 and s.n > 0 order by s.agency";
}

/// A room is shared with an agency from now on; what is on the board is sent.
pub fn share(tx: &mut dyn Tx, room: RoomId, peer: AgencyId, now: Millis) -> Result<(), DbError> {
    tx.send(&SHARE, &p![room, peer, false])?;
    tx.send(&SHOWN_DUE, &p![room, peer, now])
}

/// A room that another agency opened is here too.
pub fn join(tx: &mut dyn Tx, room: RoomId, host: AgencyId) -> Result<(), DbError> {
    tx.send(&SHARE, &p![room, host, true])
}

/// An agency has the room as it is now.
pub fn told(tx: &mut dyn Tx, room: RoomId, peer: AgencyId) -> Result<(), DbError> {
    tx.send(&TOLD, &p![room, peer])
}

/// The room itself changed: everybody with whom it is shared is told.
pub fn tell_again(tx: &mut dyn Tx, room: RoomId) -> Result<(), DbError> {
    tx.send(&TELL_AGAIN, &p![room])
}

/// With whom a room is shared.
pub fn peers(tx: &mut dyn Tx, room: RoomId) -> Result<Vec<AgencyId>, DbError> {
    tx.query(&PEERS_OF, &p![room])?.iter().map(|row| row.get(0)).collect()
}

/// Something about an idea is to be sent, where its room is shared: by the agency that opened the room to every guest, by a guest to that
/// agency.
pub fn enqueue(tx: &mut dyn Tx, me: AgencyId, idea: &Idea, now: Millis) -> Result<(), DbError> {
    let peers = peers(tx, idea.room)?;
    if peers.is_empty() {
        return Ok(());
    }
    let Some(room) = rooms::store::find(tx, idea.room)? else { return Ok(()) };
    for peer in peers {
        if room.origin == me || peer == room.origin {
            tx.send(&DUE, &p![idea.id, peer, room.id, now])?;
        }
    }
    Ok(())
}

/// Rooms and agencies for which something waits.
pub fn waiting(tx: &mut dyn Tx) -> Result<Vec<(RoomId, AgencyId)>, DbError> {
    tx.query(&WAITING, &[])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// What waits for an agency in a room: ideas before comments, in the order in which they were said.
pub fn due(
    tx: &mut dyn Tx,
    (room, peer): (RoomId, AgencyId),
    limit: u32,
) -> Result<Vec<(IdeaId, Millis)>, DbError> {
    let rows = tx.query(&DUE_OF, &p![room, peer, limit])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// It is sent, unless it changed again meanwhile.
pub fn sent(tx: &mut dyn Tx, peer: AgencyId, (idea, at): (IdeaId, Millis)) -> Result<(), DbError> {
    tx.send(&SENT, &p![idea, peer, at])
}

/// How many support an idea at another agency, as it says.
pub fn set_support(
    tx: &mut dyn Tx,
    idea: IdeaId,
    (agency, n): (AgencyId, i64),
) -> Result<(), DbError> {
    tx.send(&SUPPORT, &p![idea, agency, n])
}

/// How many support an idea at each other agency.
pub fn support(tx: &mut dyn Tx, idea: IdeaId) -> Result<Vec<(AgencyId, i64)>, DbError> {
    let rows = tx.query(&SUPPORT_OF, &p![idea])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}
