//! All SQL of clusters, and of who supports what by kind of partner.

use std::collections::BTreeMap;

use sila_core::{AgencyId, IdeaId, Millis, RoomId, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub INSERT_CLUSTER = "insert into idea_cluster (id, room, name, worker, at) values ($1, $2, $3, $4, $5)";
    pub CLUSTERS = "select c.id, c.name from idea_cluster c where c.room = $1 order by c.at, c.id limit 200";
    pub MIRROR = "insert into idea_cluster (id, room, name, worker, at) values ($1, $2, $3, null, $4) on conflict (id) do update set name = excluded.name where idea_cluster.room = excluded.room";
    pub PUT_IN = "insert into idea_in_cluster (idea, cluster) select i.id, c.id from idea i join idea_cluster c on c.room = i.room where i.id = $1 and c.id = $2 and i.about is null and i.state = 'SHOWN' on conflict (idea) do update set cluster = excluded.cluster";
    pub TAKE_OUT = "delete from idea_in_cluster where idea = $1 and cluster = $2";
    pub LEAVE = "delete from idea_in_cluster where idea = $1";
    pub OF_IDEA = "select c.id, c.name from idea_in_cluster m join idea_cluster c on c.id = m.cluster where m.idea = $1";
    pub DROP_EMPTY = "delete from idea_cluster where room = $1 and not exists (select 1 from idea_in_cluster m where m.cluster = idea_cluster.id)";
    pub MEMBERS = "select m.idea, m.cluster from idea_cluster c join idea_in_cluster m on m.cluster = c.id join idea i on i.id = m.idea where c.room = $1 and i.state = 'SHOWN' limit 10000";
    pub SIZES = "select c.id, count(*) from idea_cluster c join idea_in_cluster m on m.cluster = c.id join idea i on i.id = m.idea where c.room = $1 and i.state = 'SHOWN' group by c.id";
    pub PEOPLE = "select s.agency, count(*) from idea_seat s where s.room = $1 group by s.agency";
    pub OF_STRONGEST = "select e.idea, s.agency, count(*) from (select i.id from idea i where i.room = $1 and i.state = 'SHOWN' and i.about is null and not exists (select 1 from idea_in_cluster m where m.idea = i.id) order by i.endorsed desc, i.at, i.id limit 200) strongest join idea_endorsement e on e.idea = strongest.id join idea_seat s on s.id = e.seat group by e.idea, s.agency";
    pub OF_CLUSTERS = "select c.id, s.agency, count(distinct e.seat) from idea_cluster c join idea_in_cluster m on m.cluster = c.id join idea i on i.id = m.idea join idea_endorsement e on e.idea = m.idea join idea_seat s on s.id = e.seat where c.room = $1 and i.state = 'SHOWN' group by c.id, s.agency limit 100000";
}

/// A cluster as stored: which, and what it is called.
pub type Named = (Uuid, String);
/// How many people of each agency; none for an entity that is not known here.
pub type ByAgency = BTreeMap<Option<AgencyId>, u32>;

/// Makes a cluster of these ideas. Ideas that stood in another one leave it; what is not on this board is left out.
pub fn make(
    tx: &mut dyn Tx,
    (room, id, name): (RoomId, Uuid, &str),
    ideas: &[IdeaId],
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    tx.send(&INSERT_CLUSTER, &p![id, room, name, worker, now])?;
    put(tx, room, id, ideas)
}

/// Puts ideas into a cluster that there is.
pub fn put(tx: &mut dyn Tx, room: RoomId, id: Uuid, ideas: &[IdeaId]) -> Result<(), DbError> {
    for idea in ideas {
        tx.exec(&PUT_IN, &p![*idea, id])?;
    }
    tx.exec(&DROP_EMPTY, &p![room]).map(|_| ())
}

/// Takes an idea out; a cluster of nothing is gone.
pub fn take_out(tx: &mut dyn Tx, room: RoomId, id: Uuid, idea: IdeaId) -> Result<(), DbError> {
    tx.exec(&TAKE_OUT, &p![idea, id])?;
    tx.exec(&DROP_EMPTY, &p![room]).map(|_| ())
}

/// In which cluster an idea stands.
pub fn of_idea(tx: &mut dyn Tx, idea: IdeaId) -> Result<Option<Named>, DbError> {
    let found = tx.opt(&OF_IDEA, &p![idea])?;
    found.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// An idea stands where the agency that opened the room has put it, or alone.
pub fn mirror(
    tx: &mut dyn Tx,
    (room, idea): (RoomId, IdeaId),
    into: Option<&Named>,
    now: Millis,
) -> Result<(), DbError> {
    match into {
        Some((id, name)) => {
            tx.send(&MIRROR, &p![*id, room, name, now])?;
            put(tx, room, *id, &[idea])
        }
        None => {
            tx.exec(&LEAVE, &p![idea])?;
            tx.exec(&DROP_EMPTY, &p![room]).map(|_| ())
        }
    }
}

/// The clusters of a room, the first first.
pub fn all(tx: &mut dyn Tx, room: RoomId) -> Result<Vec<Named>, DbError> {
    tx.query(&CLUSTERS, &p![room])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// In which cluster each idea stands.
pub fn members(tx: &mut dyn Tx, room: RoomId) -> Result<BTreeMap<IdeaId, Uuid>, DbError> {
    tx.query(&MEMBERS, &p![room])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// How many ideas stand in each cluster.
pub fn sizes(tx: &mut dyn Tx, room: RoomId) -> Result<BTreeMap<Uuid, usize>, DbError> {
    let size = |row: &Row| {
        let n: i64 = row.get(1)?;
        Ok((row.get(0)?, usize::try_from(n).unwrap_or_default()))
    };
    tx.query(&SIZES, &p![room])?.iter().map(size).collect()
}

/// How many people of each agency are in a room.
pub fn people(tx: &mut dyn Tx, room: RoomId) -> Result<ByAgency, DbError> {
    tx.query(&PEOPLE, &p![room])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

fn by_agency<K: Ord>(
    rows: &[Row],
    key: impl Fn(&Row) -> Result<K, DbError>,
) -> Result<BTreeMap<K, ByAgency>, DbError> {
    let mut all: BTreeMap<K, ByAgency> = BTreeMap::new();
    for row in rows {
        all.entry(key(row)?).or_default().insert(row.get(1)?, row.get(2)?);
    }
    Ok(all)
}

/// How many people of each agency support each of the 200 ideas outside the clusters that most people support.
pub fn of_strongest(tx: &mut dyn Tx, room: RoomId) -> Result<BTreeMap<IdeaId, ByAgency>, DbError> {
    by_agency(&tx.query(&OF_STRONGEST, &p![room])?, |row| row.get(0))
}

/// How many different people of each agency support at least one idea of each cluster: whoever supports two of them is one.
pub fn of_clusters(tx: &mut dyn Tx, room: RoomId) -> Result<BTreeMap<Uuid, ByAgency>, DbError> {
    by_agency(&tx.query(&OF_CLUSTERS, &p![room])?, |row| row.get(0))
}
