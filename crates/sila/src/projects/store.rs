//! All SQL of community projects.

use std::collections::BTreeSet;

use sila_core::area::AreaCode;
use sila_core::codes::Category;
use sila_core::experience::Quarter;
use sila_core::{AgencyId, Millis, RecordId, WorkerId};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub ALL_PROJECTS = "select j.id, j.initiative, j.starts_at, j.ends_at, j.body from project j order by j.starts_at desc, j.id limit 500";
    pub PROJECT = "select j.id, j.initiative, j.starts_at, j.ends_at, j.body from project j where j.id = $1";
    pub INSERT = "insert into project (id, initiative, starts_at, ends_at, body) values ($1, $2, $3, $4, $5)";
    pub PARTS = "select t.kind, t.code from project_part t where t.project = $1 order by t.kind, t.code limit 200";
    pub ADD_PART = "insert into project_part (project, kind, code) values ($1, $2, $3)";
    pub REACHED = "select c.partner, c.grp, c.place, c.quarter, c.people from project_count c where c.project = $1 order by c.quarter, c.partner, c.grp, c.place limit 10000";
    pub SET_REACHED = "insert into project_count (project, partner, grp, place, quarter, people, at, worker) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (project, partner, grp, place, quarter) do update set people = excluded.people, at = excluded.at, worker = excluded.worker";
    pub BY_GROUP = "select c.grp, cast(sum(c.people) as bigint) from project_count c group by c.grp order by c.grp";
}

/// What kind of part a row names.
const GROUP: &str = "GROUP";
const PARTNER: &str = "PARTNER";
const PLACE: &str = "PLACE";

/// A project as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Identifier.
    pub id: Uuid,
    /// The joint initiative that it is part of.
    pub initiative: Option<RecordId>,
    /// Its first day.
    pub starts_at: Millis,
    /// The first instant after its last day.
    pub ends_at: Millis,
    /// Its words, sealed.
    pub body: Vec<u8>,
}

/// For whom, with whom and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// For whom.
    pub groups: BTreeSet<Category>,
    /// With whom.
    pub partners: BTreeSet<AgencyId>,
    /// Where.
    pub places: BTreeSet<AreaCode>,
}

/// How many people one partner reached of one group in one place in one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// Who reached them.
    pub partner: AgencyId,
    /// Of which group.
    pub group: Category,
    /// Where.
    pub place: AreaCode,
    /// When.
    pub quarter: Quarter,
    /// How many.
    pub people: u32,
}

fn unknown() -> DbError {
    DbError::Type { what: "project: an unknown code".to_owned() }
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get(0)?,
        initiative: row.get(1)?,
        starts_at: row.get(2)?,
        ends_at: row.get(3)?,
        body: row.get(4)?,
    })
}

/// Every project, the newest first.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    tx.query(&ALL_PROJECTS, &[])?.iter().map(stored).collect()
}

/// One project.
pub fn find(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Stored>, DbError> {
    tx.opt(&PROJECT, &p![id])?.as_ref().map(stored).transpose()
}

/// Writes a project with its parts.
pub fn insert(tx: &mut dyn Tx, one: &Stored, parts: &Parts) -> Result<(), DbError> {
    let Stored { id, initiative, starts_at, ends_at, body } = one;
    tx.send(&INSERT, &p![*id, *initiative, *starts_at, *ends_at, body])?;
    for group in &parts.groups {
        tx.send(&ADD_PART, &p![*id, GROUP, group.code()])?;
    }
    for partner in &parts.partners {
        tx.send(&ADD_PART, &p![*id, PARTNER, partner.to_text()])?;
    }
    for place in &parts.places {
        tx.send(&ADD_PART, &p![*id, PLACE, place.as_str()])?;
    }
    Ok(())
}

/// For whom, with whom and where a project is.
pub fn parts(tx: &mut dyn Tx, id: Uuid) -> Result<Parts, DbError> {
    let mut parts = Parts::default();
    for row in tx.query(&PARTS, &p![id])? {
        let (kind, code): (String, String) = (row.get(0)?, row.get(1)?);
        match kind.as_str() {
            GROUP => {
                parts.groups.insert(Category::from_code(&code).or(Err(unknown()))?);
            }
            PARTNER => {
                parts.partners.insert(AgencyId::parse(&code).or(Err(unknown()))?);
            }
            _ => {
                parts.places.insert(AreaCode::parse(&code).or(Err(unknown()))?);
            }
        }
    }
    Ok(parts)
}

/// Everybody who was reached.
pub fn reached(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Reached>, DbError> {
    let one = |row: &Row| {
        let group: String = row.get(1)?;
        Ok(Reached {
            partner: row.get(0)?,
            group: Category::from_code(&group).or(Err(unknown()))?,
            place: row.get(2)?,
            quarter: Quarter::from_number(row.get(3)?),
            people: row.get(4)?,
        })
    };
    tx.query(&REACHED, &p![id])?.iter().map(one).collect()
}

/// Writes how many people were reached; what was counted before for the same partner, group, place and quarter is replaced.
pub fn set_reached(
    tx: &mut dyn Tx,
    id: Uuid,
    one: &Reached,
    (worker, now): (WorkerId, Millis),
) -> Result<(), DbError> {
    let Reached { partner, group, place, quarter, people } = one;
    let (group, quarter) = (group.code(), quarter.number());
    let args = p![id, *partner, group, *place, quarter, *people, now, worker];
    tx.send(&SET_REACHED, &args)
}

/// How many people of each group all projects have reached.
pub fn by_group(tx: &mut dyn Tx) -> Result<Vec<(Category, u64)>, DbError> {
    let one = |row: &Row| {
        let (group, people): (String, i64) = (row.get(0)?, row.get(1)?);
        let group = Category::from_code(&group).or(Err(unknown()))?;
        Ok((group, u64::try_from(people).unwrap_or_default()))
    };
    tx.query(&BY_GROUP, &[])?.iter().map(one).collect()
}
