//! All SQL of teams.

use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub INSERT = "insert into team (id, name_ar, name_en, at) values ($1, $2, $3, $4)";
    pub TEAMS = "select t.id, t.name_ar, t.name_en, t.ended_at, (select count(*) from team_member m where m.team = t.id) from team t order by case when t.ended_at is null then 0 else 1 end, t.name_ar, t.id limit 200";
    pub TEAM = "select t.id, t.name_ar, t.name_en, t.ended_at, (select count(*) from team_member m where m.team = t.id) from team t where t.id = $1";
    pub MEMBERS = "select w.id, w.name_ar, w.name_en, w.roles, w.active, m.leads, m.reads from team_member m join worker w on w.id = m.worker where m.team = $1 order by m.leads desc, w.name_ar, w.id limit 500";
    pub PUT = "insert into team_member (team, worker, leads, reads, at) values ($1, $2, $3, $4, $5) on conflict (team, worker) do update set leads = excluded.leads, reads = excluded.reads";
    pub REMOVE = "delete from team_member where team = $1 and worker = $2";
    pub END = "update team set ended_at = $2 where id = $1 and ended_at is null";
    pub EMPTY = "delete from team_member where team = $1";
    pub READS_ANY = "select 1 from team_member where worker = $1 and reads limit 1";
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Identifier.
    pub id: Uuid,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// When it was ended.
    pub ended_at: Option<Millis>,
    /// How many are in it.
    pub members: i64,
}

/// What somebody is in a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Works in it and reads their own cases.
    Member,
    /// Works in it and reads what it works on.
    Reader,
    /// Leads it, and so reads what it works on.
    Leader,
}

impl Part {
    /// All of them.
    pub const ALL: [Part; 3] = [Part::Member, Part::Reader, Part::Leader];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Part::Member => "MEMBER",
            Part::Reader => "READER",
            Part::Leader => "LEADER",
        }
    }

    fn of(leads: bool, reads: bool) -> Part {
        match (leads, reads) {
            (true, _) => Part::Leader,
            (false, true) => Part::Reader,
            (false, false) => Part::Member,
        }
    }
}

/// Somebody in a team.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub worker: WorkerId,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Role codes.
    pub roles: Vec<String>,
    /// May sign in.
    pub active: bool,
    /// What they are in it.
    pub part: Part,
}

fn team(row: &Row) -> Result<Team, DbError> {
    Ok(Team {
        id: row.get(0)?,
        name_ar: row.get(1)?,
        name_en: row.get(2)?,
        ended_at: row.get(3)?,
        members: row.get(4)?,
    })
}

/// Writes a new team.
pub fn insert(tx: &mut dyn Tx, team: &Team, now: Millis) -> Result<(), DbError> {
    tx.send(&INSERT, &p![team.id, team.name_ar.as_str(), team.name_en.as_str(), now])
}

/// Every team, at most 200; those that were ended last.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Team>, DbError> {
    tx.query(&TEAMS, &[])?.iter().map(team).collect()
}

/// One team.
pub fn one(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Team>, DbError> {
    tx.opt(&TEAM, &p![id])?.as_ref().map(team).transpose()
}

/// Who is in a team, whoever leads it first.
pub fn members(tx: &mut dyn Tx, team: Uuid) -> Result<Vec<Member>, DbError> {
    let member = |row: &Row| {
        let roles: String = row.get(3)?;
        Ok(Member {
            worker: row.get(0)?,
            name_ar: row.get(1)?,
            name_en: row.get(2)?,
            roles: roles.split_whitespace().map(str::to_owned).collect(),
            active: row.get(4)?,
            part: Part::of(row.get(5)?, row.get(6)?),
        })
    };
    tx.query(&MEMBERS, &p![team])?.iter().map(member).collect()
}

/// Puts somebody into a team, or changes what they are in it.
pub fn put(
    tx: &mut dyn Tx,
    team: Uuid,
    (worker, part): (WorkerId, Part),
    now: Millis,
) -> Result<(), DbError> {
    let (leads, reads) = (part == Part::Leader, part != Part::Member);
    tx.send(&PUT, &p![team, worker, leads, reads, now])
}

/// Takes somebody out of a team; false when they were not in it.
pub fn remove(tx: &mut dyn Tx, team: Uuid, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.exec(&REMOVE, &p![team, worker])? == 1)
}

/// Ends a team: nobody is in it any more, so nobody reads anything because of it. False when it was ended before.
pub fn end(tx: &mut dyn Tx, id: Uuid, now: Millis) -> Result<bool, DbError> {
    let ended = tx.exec(&END, &p![id, now])? == 1;
    if ended {
        tx.send(&EMPTY, &p![id])?;
    }
    Ok(ended)
}

/// Whether this worker reads what some team works on.
pub fn reads_any(tx: &mut dyn Tx, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.opt(&READS_ANY, &p![worker])?.is_some())
}
