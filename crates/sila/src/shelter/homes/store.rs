//! All SQL of homes, rooms and beds. [`ADDRESS`] is the only statement that reads an address.

use std::collections::BTreeMap;

use sila_core::person::Ages;
use sila_core::shelter::{Feature, Takes};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{Bed, Home, Room, Taken};
use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub HOMES = "select id, code, name_ar, name_en, area, gates from home order by code limit 200";
    pub ROOMS = "select id, home, wing, name, whole, female_min, female_max, male_min, male_max, with_adult, features, confirmed_at from room order by home, wing, name limit 2000";
    pub BEDS = "select b.id, b.room, b.label, b.out_code, b.out_since, s.id, coalesce(s.state, ''), case when exists (select 1 from case_restricted y where y.case_id = c.id) or exists (select 1 from case_excluded e where e.case_id = c.id) then s.number else coalesce(c.reference, r.reference, s.number, '') end, coalesce(s.hold_until, 0), s.leaves_at from bed b left join stay s on s.id = b.stay left join referral r on r.id = s.referral left join case_file c on c.id = coalesce(s.case_id, r.case_id) order by b.room, b.label limit 20000";
    pub STALE = "select count(*) from room where confirmed_at <= $1";
    pub INSERT_HOME = "insert into home (id, code, name_ar, name_en, area, gates, created_at) values ($1, $2, $3, $4, $5, $6, $7)";
    pub INSERT_ADDRESS = "insert into home_address (home, key, body) values ($1, $2, $3)";
    pub ADDRESS = "select key, body from home_address where home = $1";
    pub INSERT_ROOM = "insert into room (id, home, wing, name, whole, female_min, female_max, male_min, male_max, with_adult, features, confirmed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    pub INSERT_BED = "insert into bed (id, room, label, stay, out_code, out_since) values ($1, $2, $3, null, null, null)";
    pub CONFIRM_ROOM = "update room set confirmed_at = $2 where id = $1";
    pub HOME_OF_ROOM = "select home from room where id = $1";
    pub HOME_OF_BED = "select m.home from bed b join room m on m.id = b.room where b.id = $1";
    pub OUT = "update bed set out_code = $2, out_since = $3 where id = $1 and stay is null and out_code is null";
    pub BACK = "update bed set out_code = null, out_since = null where id = $1 and out_code is not null";
    pub TAKE = "update bed set stay = $2 where id = $1 and stay is null and out_code is null";
    pub IS_FREE = "select 1 from bed where id = $1 and stay is null and out_code is null";
    pub FREE_ALL = "update bed set stay = null where stay = $1";
}

/// Every home with its rooms and beds, by code.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Home>, DbError> {
    let mut beds: BTreeMap<Uuid, Vec<Bed>> = BTreeMap::new();
    for row in tx.query(&BEDS, &[])? {
        beds.entry(row.get(1)?).or_default().push(bed(&row)?);
    }
    let mut rooms: BTreeMap<Uuid, Vec<Room>> = BTreeMap::new();
    for row in tx.query(&ROOMS, &[])? {
        let mut room = room(&row)?;
        room.beds = beds.remove(&room.id).unwrap_or_default();
        rooms.entry(room.home).or_default().push(room);
    }
    let mut homes = Vec::new();
    for row in tx.query(&HOMES, &[])? {
        let id = row.get(0)?;
        homes.push(Home {
            id,
            code: row.get(1)?,
            name_ar: row.get(2)?,
            name_en: row.get(3)?,
            area: row.get(4)?,
            gates: words(&row, 5)?,
            rooms: rooms.remove(&id).unwrap_or_default(),
        });
    }
    Ok(homes)
}

fn words(row: &Row, at: usize) -> Result<Vec<String>, DbError> {
    let text: String = row.get(at)?;
    Ok(text.split_whitespace().map(str::to_owned).collect())
}

fn bed(row: &Row) -> Result<Bed, DbError> {
    let out: Option<String> = row.get(3)?;
    let since: Option<Millis> = row.get(4)?;
    let stay: Option<Uuid> = row.get(5)?;
    let taken = |stay| -> Result<Taken, DbError> {
        Ok(Taken {
            stay,
            state: row.get(6)?,
            reference: row.get(7)?,
            hold_until: row.get(8)?,
            leaves_at: row.get(9)?,
        })
    };
    Ok(Bed {
        id: row.get(0)?,
        label: row.get(2)?,
        out: out.zip(since),
        taken: stay.map(taken).transpose()?,
    })
}

fn room(row: &Row) -> Result<Room, DbError> {
    let ages = |at: usize| -> Result<Option<Ages>, DbError> {
        let (min, max): (Option<u8>, Option<u8>) = (row.get(at)?, row.get(at + 1)?);
        Ok(min.zip(max).map(|(min, max)| Ages { min, max }))
    };
    let feature = |code: &String| {
        Feature::from_code(code).map_err(|error| DbError::Type { what: error.to_string() })
    };
    Ok(Room {
        id: row.get(0)?,
        home: row.get(1)?,
        wing: row.get(2)?,
        name: row.get(3)?,
        whole: row.get(4)?,
        takes: Takes { female: ages(5)?, male: ages(7)?, with_adult: row.get(9)? },
        features: words(row, 10)?.iter().map(feature).collect::<Result<_, _>>()?,
        confirmed_at: row.get(11)?,
        beds: Vec::new(),
    })
}

/// How many rooms nobody has confirmed since then.
pub fn stale(tx: &mut dyn Tx, since: Millis) -> Result<i64, DbError> {
    tx.one(&STALE, &p![since])?.get(0)
}

/// A home ready to be written, with its sealed address.
#[derive(Debug, Clone)]
pub struct NewHome {
    /// The home.
    pub home: Home,
    /// The key of its address, wrapped.
    pub key: Vec<u8>,
    /// Its sealed address.
    pub address: Vec<u8>,
    /// When.
    pub now: Millis,
}

/// Adds a home. `Unique` when its code is taken.
pub fn insert(tx: &mut dyn Tx, new: &NewHome) -> Result<(), DbError> {
    let home = &new.home;
    let gates = home.gates.join(" ");
    let args = p![home.id, &home.code, &home.name_ar, &home.name_en, &home.area, gates, new.now];
    tx.exec(&INSERT_HOME, &args)?;
    tx.send(&INSERT_ADDRESS, &p![home.id, &new.key, &new.address])?;
    home.rooms.iter().try_for_each(|room| insert_room(tx, room))
}

/// Adds a room with its beds. `Unique` when the home has one of that name.
pub fn insert_room(tx: &mut dyn Tx, room: &Room) -> Result<(), DbError> {
    let features: Vec<&str> = room.features.iter().map(|one| one.code()).collect();
    let (female, male) = (room.takes.female, room.takes.male);
    tx.exec(
        &INSERT_ROOM,
        &p![
            room.id,
            room.home,
            &room.wing,
            &room.name,
            room.whole,
            female.map(|ages| ages.min),
            female.map(|ages| ages.max),
            male.map(|ages| ages.min),
            male.map(|ages| ages.max),
            room.takes.with_adult,
            features.join(" "),
            room.confirmed_at,
        ],
    )?;
    room.beds
        .iter()
        .try_for_each(|bed| tx.send(&INSERT_BED, &p![bed.id, room.id, bed.label.as_str()]))
}

/// A wrapped key and what is sealed under it.
pub type Sealed = (Vec<u8>, Vec<u8>);

/// The wrapped key and the sealed address of a home.
pub fn address(tx: &mut dyn Tx, home: Uuid) -> Result<Option<Sealed>, DbError> {
    let row = tx.opt(&ADDRESS, &p![home])?;
    row.map(|row| Ok((row.get(0)?, row.get(1)?))).transpose()
}

/// Every home with its address, wrapped and sealed.
pub fn addresses(tx: &mut dyn Tx) -> Result<Vec<(Uuid, Sealed)>, DbError> {
    let mut all = Vec::new();
    for row in tx.query(&HOMES, &[])? {
        let home = row.get(0)?;
        all.extend(address(tx, home)?.map(|sealed| (home, sealed)));
    }
    Ok(all)
}

/// The home of a room.
pub fn home_of_room(tx: &mut dyn Tx, room: Uuid) -> Result<Option<Uuid>, DbError> {
    tx.opt(&HOME_OF_ROOM, &p![room])?.map(|row| row.get(0)).transpose()
}

/// The home of a bed.
pub fn home_of_bed(tx: &mut dyn Tx, bed: Uuid) -> Result<Option<Uuid>, DbError> {
    tx.opt(&HOME_OF_BED, &p![bed])?.map(|row| row.get(0)).transpose()
}

/// Gives these beds to a stay, all of them or none. False when one is not free any more.
pub fn take(tx: &mut dyn Tx, stay: Uuid, beds: &[Uuid]) -> Result<bool, DbError> {
    for bed in beds {
        if tx.opt(&IS_FREE, &p![*bed])?.is_none() {
            return Ok(false);
        }
    }
    for bed in beds {
        // Nobody can have come between: a write sees the beds as one writer after another would.
        if tx.exec(&TAKE, &p![*bed, stay])? != 1 {
            return Err(DbError::Retry);
        }
    }
    Ok(!beds.is_empty())
}

/// Frees every bed of a stay.
pub fn free_all(tx: &mut dyn Tx, stay: Uuid) -> Result<(), DbError> {
    tx.send(&FREE_ALL, &p![stay])
}
