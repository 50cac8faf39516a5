//! All SQL of partners without a node.

use sila_core::agreement::Sector;
use sila_core::{AgencyId, Millis};

use super::identity::Identity;
use super::{Level, Names, Partner};
use crate::db::{DbError, Row, Tx, p};

/// Columns of a [`Partner`], in its order.
macro_rules! of_partner {
    ($tail:literal) => {
        concat!(
            "select p.id, p.code, p.name_ar, p.name_en, p.class, p.level, p.contact, p.updated_at from partner p ",
            $tail
        )
    };
}

crate::sql! {
    pub PARTNERS = of_partner!("order by p.name_ar, p.id limit 500");
    pub PARTNER = of_partner!("where p.id = $1");
    pub INSERT = "insert into partner (id, code, name_ar, name_en, class, level, contact, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    pub UPDATE = "update partner set code = $2, name_ar = $3, name_en = $4, class = $5, level = $6, contact = $7, updated_at = $8 where id = $1";
    pub OWN_CLASSES = "select code, name_ar, name_en, retired_at from partner_class order by code limit 100";
    pub ADD_CLASS = "insert into partner_class (code, name_ar, name_en, at, retired_at) values ($1, $2, $3, $4, $5) on conflict (code) do update set retired_at = excluded.retired_at";
    pub IDENTITY = "select agency, licence, issuer, code, parent, public, updated_at, worker from partner_identity where agency = $1";
    pub OPEN_IDENTITIES = "select agency, licence, issuer, code, parent, public, updated_at, worker from partner_identity where public = 1 order by agency limit 1000";
    pub BELOW = "select agency from partner_identity where parent = $1 order by agency limit 100";
    pub IDENTIFY = "insert into partner_identity (agency, licence, issuer, code, parent, public, updated_at, worker) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (agency) do update set licence = excluded.licence, issuer = excluded.issuer, code = excluded.code, parent = excluded.parent, public = excluded.public, updated_at = excluded.updated_at, worker = excluded.worker";
    pub NAMES = "select peer, name_ar, name_en from link union all select id, name_ar, name_en from partner";
    pub NAME = "select name_ar, name_en from link where peer = $1 union all select name_ar, name_en from partner where id = $1";
}

/// A class of this node's own, or one that came with the program and was retired here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnClass {
    /// Its code.
    pub code: String,
    /// Arabic name.
    pub name_ar: String,
    /// English name.
    pub name_en: String,
    /// Since when it is given to nobody any more.
    pub retired_at: Option<Millis>,
}

/// The classes of this node's own.
pub fn own_classes(tx: &mut dyn Tx) -> Result<Vec<OwnClass>, DbError> {
    let one = |row: &Row| {
        Ok(OwnClass {
            code: row.get(0)?,
            name_ar: row.get(1)?,
            name_en: row.get(2)?,
            retired_at: row.get(3)?,
        })
    };
    tx.query(&OWN_CLASSES, &[])?.iter().map(one).collect()
}

/// Adds a class of this node's own, or retires one.
pub fn add_class(tx: &mut dyn Tx, one: &OwnClass, now: Millis) -> Result<(), DbError> {
    let row = p![&one.code, &one.name_ar, &one.name_en, now, one.retired_at];
    tx.exec(&ADD_CLASS, &row).map(|_| ())
}

fn partner(row: &Row) -> Result<Partner, DbError> {
    let (sector, level): (String, String) = (row.get(4)?, row.get(5)?);
    Ok(Partner {
        id: row.get(0)?,
        code: row.get(1)?,
        name_ar: row.get(2)?,
        name_en: row.get(3)?,
        sector: Sector::from_code(&sector)
            .or(Err(DbError::Type { what: "partner: class".to_owned() }))?,
        level: Level::from_code(&level)
            .ok_or_else(|| DbError::Type { what: "partner: level".to_owned() })?,
        contact: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

/// Every partner, by Arabic name.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Partner>, DbError> {
    tx.query(&PARTNERS, &[])?.iter().map(partner).collect()
}

/// One partner; nothing for an agency with a node.
pub fn find(tx: &mut dyn Tx, id: AgencyId) -> Result<Option<Partner>, DbError> {
    tx.opt(&PARTNER, &p![id])?.as_ref().map(partner).transpose()
}

fn args(partner: &Partner) -> [crate::db::V; 8] {
    p![
        partner.id,
        &partner.code,
        &partner.name_ar,
        &partner.name_en,
        partner.sector.code(),
        partner.level.code(),
        &partner.contact,
        partner.updated_at
    ]
}

/// Adds a partner. `Unique` when its code is taken.
pub fn insert(tx: &mut dyn Tx, partner: &Partner) -> Result<(), DbError> {
    tx.exec(&INSERT, &args(partner)).map(|_| ())
}

/// Changes a partner. `Unique` when its code is taken.
pub fn update(tx: &mut dyn Tx, partner: &Partner) -> Result<(), DbError> {
    tx.exec(&UPDATE, &args(partner)).map(|_| ())
}

/// What every agency is called.
pub fn names(tx: &mut dyn Tx) -> Result<Names, DbError> {
    let rows = tx.query(&NAMES, &[])?;
    let name = |row: &Row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
    rows.iter().map(name).collect::<Result<_, DbError>>().map(Names)
}

/// What one agency is called, in Arabic and in English.
pub fn name_of(tx: &mut dyn Tx, agency: AgencyId) -> Result<Option<(String, String)>, DbError> {
    match tx.query(&NAME, &p![agency])?.first() {
        Some(row) => Ok(Some((row.get(0)?, row.get(1)?))),
        None => Ok(None),
    }
}

fn one_identity(row: &Row) -> Result<Identity, DbError> {
    let public: i64 = row.get(5)?;
    Ok(Identity {
        agency: row.get(0)?,
        licence: row.get(1)?,
        issuer: row.get(2)?,
        code: row.get(3)?,
        parent: row.get(4)?,
        public: public == 1,
        updated_at: row.get(6)?,
        worker: row.get(7)?,
    })
}

/// By what an entity is known elsewhere.
pub fn identity(tx: &mut dyn Tx, agency: AgencyId) -> Result<Option<Identity>, DbError> {
    tx.opt(&IDENTITY, &p![agency])?.as_ref().map(one_identity).transpose()
}

/// Those that stand in the open directory.
pub fn open_identities(tx: &mut dyn Tx) -> Result<Vec<Identity>, DbError> {
    tx.query(&OPEN_IDENTITIES, &[])?.iter().map(one_identity).collect()
}

/// The entities directly under one.
pub fn below(tx: &mut dyn Tx, agency: AgencyId) -> Result<Vec<AgencyId>, DbError> {
    tx.query(&BELOW, &p![agency])?.iter().map(|row| row.get(0)).collect()
}

/// Writes down by what an entity is known.
pub fn identify(tx: &mut dyn Tx, one: &Identity) -> Result<(), DbError> {
    let values = p![
        one.agency,
        &one.licence,
        &one.issuer,
        &one.code,
        one.parent,
        i64::from(one.public),
        one.updated_at,
        one.worker
    ];
    tx.send(&IDENTIFY, &values)
}
