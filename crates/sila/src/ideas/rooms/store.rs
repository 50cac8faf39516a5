//! All SQL of rooms.

use sila_core::{Millis, RoomId};

use uuid::Uuid;

use super::{Anonymity, Room, Wall};
use crate::db::{DbError, Row, Tx, p};

macro_rules! rooms {
    ($tail:literal) => {
        concat!(
            "select r.id, r.origin, r.code, r.title_ar, r.title_en, r.anonymity, r.themes, r.open, r.wall, r.wall_at, r.answer_days, r.meeting, r.opened_at, r.course from idea_room r ",
            $tail
        )
    };
}

crate::sql! {
    pub INSERT_ROOM = "insert into idea_room (id, origin, code, title_ar, title_en, anonymity, themes, open, wall, wall_at, answer_days, meeting, opened_at, course) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    pub ROOM = rooms!("where r.id = $1");
    pub ROOM_OF_CODE = rooms!("where r.code = $1");
    pub ROOMS = rooms!("order by r.open desc, r.opened_at desc, r.id limit 100");
    pub OF_MEETING = rooms!("where r.meeting = $1 order by r.opened_at, r.id limit 50");
    pub OF_COURSE = rooms!("where r.course = $1 order by r.opened_at, r.id limit 50");
    pub SET_WALL = "update idea_room set wall = $2, wall_at = $3 where id = $1";
    pub SET_OPEN = "update idea_room set open = $2 where id = $1 and open <> $2";
}

fn room(row: &Row) -> Result<Room, DbError> {
    let unknown = || DbError::Type { what: "idea_room: an unknown code".to_owned() };
    let (anonymity, wall): (String, String) = (row.get(5)?, row.get(8)?);
    Ok(Room {
        id: row.get(0)?,
        origin: row.get(1)?,
        code: row.get(2)?,
        title_ar: row.get(3)?,
        title_en: row.get(4)?,
        anonymity: Anonymity::from_code(&anonymity).ok_or_else(unknown)?,
        themes: row.get(6)?,
        open: row.get(7)?,
        wall: Wall::from_code(&wall).ok_or_else(unknown)?,
        wall_at: row.get(9)?,
        answer_days: row.get(10)?,
        meeting: row.get(11)?,
        opened_at: row.get(12)?,
        course: row.get(13)?,
    })
}

/// Writes a new room. `Unique` when its code is taken.
pub fn insert(tx: &mut dyn Tx, room: &Room) -> Result<(), DbError> {
    let Room { id, origin, code, title_ar, title_en, themes, open, meeting, .. } = room;
    let args = p![
        *id,
        *origin,
        code,
        title_ar,
        title_en,
        room.anonymity.code(),
        *themes,
        *open,
        room.wall.code(),
        room.wall_at,
        room.answer_days,
        *meeting,
        room.opened_at,
        room.course
    ];
    tx.exec(&INSERT_ROOM, &args).map(|_| ())
}

/// One room.
pub fn find(tx: &mut dyn Tx, id: RoomId) -> Result<Option<Room>, DbError> {
    tx.opt(&ROOM, &p![id])?.as_ref().map(room).transpose()
}

/// The room that is joined here with this code.
pub fn of_code(tx: &mut dyn Tx, code: &str) -> Result<Option<Room>, DbError> {
    tx.opt(&ROOM_OF_CODE, &p![code])?.as_ref().map(room).transpose()
}

/// The rooms, open ones first, the newest first; at most 100.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Room>, DbError> {
    tx.query(&ROOMS, &[])?.iter().map(room).collect()
}

/// The rooms of a meeting, the first first.
pub fn of_meeting(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Room>, DbError> {
    tx.query(&OF_MEETING, &p![id])?.iter().map(room).collect()
}

/// The rooms of a course, the first first.
pub fn of_course(tx: &mut dyn Tx, id: Uuid) -> Result<Vec<Room>, DbError> {
    tx.query(&OF_COURSE, &p![id])?.iter().map(room).collect()
}

/// Says what the projector of a room shows from now on.
pub fn set_wall(tx: &mut dyn Tx, id: RoomId, wall: Wall, now: Millis) -> Result<(), DbError> {
    tx.send(&SET_WALL, &p![id, wall.code(), now])
}

/// Opens or closes a room; false when it was so before.
pub fn set_open(tx: &mut dyn Tx, id: RoomId, open: bool) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_OPEN, &p![id, open])? == 1)
}
