//! All SQL of meetings.

use sila_core::{AgencyId, MeetingId, Millis};
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

/// Most items of one programme, delegations and guests of one meeting.
pub const ITEMS_MAX: usize = 200;
/// Most delegations.
pub const SEATS_MAX: usize = 500;
/// Most guests.
pub const GUESTS_MAX: usize = 2_000;

/// Columns of a [`Meeting`], in its order.
macro_rules! of_meeting {
    ($tail:literal) => {
        concat!(
            "select m.id, m.series, m.kind, m.state, m.starts_at, m.days, m.body, m.updated_at from meeting m ",
            $tail
        )
    };
}

crate::sql! {
    pub MEETING = of_meeting!("where m.id = $1");
    pub MEETINGS = of_meeting!("order by m.starts_at desc, m.id limit 200");
    pub EARLIER = of_meeting!("where m.series = $1 and m.starts_at < $2 and m.state <> 'CANCELLED' order by m.starts_at, m.id limit 200");
    pub UNFOLLOWED = "select m.id from meeting m where m.kind in ('FORESIGHT', 'FORUM') and m.state <> 'CANCELLED' and m.starts_at > $1 and m.starts_at <= $2 and not exists (select 1 from meeting l where l.series = m.series and l.starts_at > m.starts_at and l.state <> 'CANCELLED') order by m.starts_at, m.id limit 5";
    pub INSERT = "insert into meeting (id, series, kind, state, starts_at, days, body, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    pub UPDATE = "update meeting set series = $2, kind = $3, state = $4, starts_at = $5, days = $6, body = $7, updated_at = $8 where id = $1 and updated_at = $9";
    pub ITEMS = "select id, day, minute, minutes, body from meeting_item where meeting = $1 order by day, minute, id limit 200";
    pub KEEP_ITEM = "insert into meeting_item (id, meeting, day, minute, minutes, body) values ($1, $2, $3, $4, $5, $6) on conflict (id) do update set day = excluded.day, minute = excluded.minute, minutes = excluded.minutes, body = excluded.body where meeting_item.meeting = excluded.meeting";
    pub DROP_ITEM = "delete from meeting_item where id = $1 and meeting = $2";
    pub LAST_DAY = "select coalesce(max(day), 0) from meeting_item where meeting = $1";
    pub SEATS = "select s.party, s.seats, (select count(*) from meeting_guest g where g.meeting = s.meeting and g.party = s.party and g.state <> 'APOLOGISED'), (select count(*) from meeting_guest g where g.meeting = s.meeting and g.party = s.party and g.state = 'ACCEPTED'), (select count(*) from meeting_guest g where g.meeting = s.meeting and g.party = s.party and g.state = 'APOLOGISED'), (select count(distinct a.guest) from meeting_guest g join meeting_presence a on a.guest = g.id where g.meeting = s.meeting and g.party = s.party) from meeting_seat s where s.meeting = $1 order by s.party limit 500";
    pub SET_SEATS = "insert into meeting_seat (meeting, party, seats) values ($1, $2, $3) on conflict (meeting, party) do update set seats = excluded.seats";
    pub GUESTS = "select g.id, g.party, g.badge, g.state, g.body from meeting_guest g where g.meeting = $1 order by g.party, g.id limit 2000";
    pub GUEST = "select g.id, g.party, g.badge, g.state, g.body from meeting_guest g where g.meeting = $1 and g.badge = $2";
    pub INSERT_GUEST = "insert into meeting_guest (id, meeting, party, badge, state, body) values ($1, $2, $3, $4, $5, $6)";
    pub GUEST_STATE = "update meeting_guest set state = $3 where id = $1 and meeting = $2";
    pub PRESENT = "insert into meeting_presence (guest, day, at, how) values ($1, $2, $3, $4) on conflict (guest, day) do nothing";
    pub PRESENCES = "select a.guest, a.day, a.at, a.how from meeting_guest g join meeting_presence a on a.guest = g.id where g.meeting = $1 order by a.at, a.guest limit 4000";
    pub COUNTS = "select (select count(*) from meeting_seat s where s.meeting = $1 and s.seats > 0), (select count(distinct g.party) from meeting_guest g join meeting_presence a on a.guest = g.id where g.meeting = $1), (select count(*) from meeting_guest g where g.meeting = $1 and g.state <> 'APOLOGISED'), (select count(distinct a.guest) from meeting_guest g join meeting_presence a on a.guest = g.id where g.meeting = $1)";
}

/// A meeting as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Identifier.
    pub id: MeetingId,
    /// The first meeting of its series; its own identifier when it stands alone.
    pub series: MeetingId,
    /// Code of its kind.
    pub kind: String,
    /// `PLANNED`, `INVITED` or `CANCELLED`.
    pub state: String,
    /// Midnight of its first day in the State.
    pub starts_at: Millis,
    /// How many days it has.
    pub days: u16,
    /// Title and place, sealed.
    pub body: Vec<u8>,
    /// When it last changed.
    pub updated_at: Millis,
}

/// An item of the programme as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Identifier.
    pub id: Uuid,
    /// On which day, from 1.
    pub day: u16,
    /// When it begins, in minutes after midnight.
    pub minute: u16,
    /// How long it may take, in minutes.
    pub minutes: u16,
    /// Its text, sealed.
    pub body: Vec<u8>,
}

/// A delegation, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delegation {
    /// The entity.
    pub party: AgencyId,
    /// Its seats; none for whoever helps to organise and sends nobody.
    pub seats: u16,
    /// Named, without those who apologised.
    pub named: u32,
    /// Of these, those who said they would come.
    pub accepted: u32,
    /// Those who apologised.
    pub apologised: u32,
    /// Those who were there on any day.
    pub present: u32,
}

/// Somebody who is invited, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// Identifier.
    pub id: Uuid,
    /// Their entity.
    pub party: AgencyId,
    /// What stands on their badge.
    pub badge: String,
    /// `INVITED`, `ACCEPTED` or `APOLOGISED`.
    pub state: String,
    /// Name and office, sealed.
    pub body: Vec<u8>,
}

/// That somebody was there on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// Who.
    pub guest: Uuid,
    /// On which day.
    pub day: u16,
    /// Since when.
    pub at: Millis,
    /// `SCREEN` by the code on the screen, `HAND` by whoever keeps the list.
    pub how: String,
}

/// How many came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entities with seats.
    pub entities: u32,
    /// Of these, those of which somebody was there.
    pub entities_present: u32,
    /// People who are invited and have not apologised.
    pub named: u32,
    /// People who were there on any day.
    pub present: u32,
}

fn meeting(row: &Row) -> Result<Meeting, DbError> {
    Ok(Meeting {
        id: row.get(0)?,
        series: row.get(1)?,
        kind: row.get(2)?,
        state: row.get(3)?,
        starts_at: row.get(4)?,
        days: row.get(5)?,
        body: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

/// One meeting.
pub fn find(tx: &mut dyn Tx, id: MeetingId) -> Result<Option<Meeting>, DbError> {
    tx.opt(&MEETING, &p![id])?.as_ref().map(meeting).transpose()
}

/// The meetings, the latest first.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Meeting>, DbError> {
    tx.query(&MEETINGS, &[])?.iter().map(meeting).collect()
}

/// Earlier meetings of a series, the first first.
pub fn earlier(
    tx: &mut dyn Tx,
    series: MeetingId,
    before: Millis,
) -> Result<Vec<Meeting>, DbError> {
    tx.query(&EARLIER, &p![series, before])?.iter().map(meeting).collect()
}

/// Days after which somebody looks what came of a meeting: half a year, and how long they are asked to.
pub const FOLLOW_DAYS: [i64; 2] = [180, 360];

/// Foresight meetings and forums of half a year ago that no later meeting of their series has followed.
pub fn unfollowed(tx: &mut dyn Tx, now: Millis) -> Result<Vec<MeetingId>, DbError> {
    let [after, until] = FOLLOW_DAYS.map(|days| now.plus_days(-days));
    tx.query(&UNFOLLOWED, &p![until, after])?.iter().map(|row| row.get(0)).collect()
}

/// Writes a new meeting.
pub fn insert(tx: &mut dyn Tx, one: &Meeting) -> Result<(), DbError> {
    let Meeting { id, series, kind, state, starts_at, days, body, updated_at } = one;
    tx.send(&INSERT, &p![*id, *series, kind, state, *starts_at, *days, body, *updated_at])
}

/// Writes a meeting as it is now; false when somebody else has changed it since `before`.
pub fn update(tx: &mut dyn Tx, one: &Meeting, before: Millis) -> Result<bool, DbError> {
    let Meeting { id, series, kind, state, starts_at, days, body, updated_at } = one;
    let args = p![*id, *series, kind, state, *starts_at, *days, body, *updated_at, before];
    Ok(tx.exec(&UPDATE, &args)? == 1)
}

/// The programme, in its order.
pub fn items(tx: &mut dyn Tx, id: MeetingId) -> Result<Vec<Item>, DbError> {
    let item = |row: &Row| {
        Ok(Item {
            id: row.get(0)?,
            day: row.get(1)?,
            minute: row.get(2)?,
            minutes: row.get(3)?,
            body: row.get(4)?,
        })
    };
    tx.query(&ITEMS, &p![id])?.iter().map(item).collect()
}

/// Writes an item, new or changed.
pub fn keep_item(tx: &mut dyn Tx, meeting: MeetingId, item: &Item) -> Result<(), DbError> {
    let Item { id, day, minute, minutes, body } = item;
    tx.send(&KEEP_ITEM, &p![*id, meeting, *day, *minute, *minutes, body])
}

/// Takes an item out of the programme.
pub fn drop_item(tx: &mut dyn Tx, meeting: MeetingId, item: Uuid) -> Result<(), DbError> {
    tx.send(&DROP_ITEM, &p![item, meeting])
}

/// The last day on which there is an item; 0 without any.
pub fn last_day(tx: &mut dyn Tx, meeting: MeetingId) -> Result<u16, DbError> {
    tx.one(&LAST_DAY, &p![meeting])?.get(0)
}

/// The delegations, counted.
pub fn delegations(tx: &mut dyn Tx, meeting: MeetingId) -> Result<Vec<Delegation>, DbError> {
    let one = |row: &Row| {
        Ok(Delegation {
            party: row.get(0)?,
            seats: row.get(1)?,
            named: row.get(2)?,
            accepted: row.get(3)?,
            apologised: row.get(4)?,
            present: row.get(5)?,
        })
    };
    tx.query(&SEATS, &p![meeting])?.iter().map(one).collect()
}

/// Gives an entity so many seats.
pub fn set_seats(
    tx: &mut dyn Tx,
    meeting: MeetingId,
    party: AgencyId,
    seats: u16,
) -> Result<(), DbError> {
    tx.send(&SET_SEATS, &p![meeting, party, seats])
}

fn guest(row: &Row) -> Result<Guest, DbError> {
    Ok(Guest {
        id: row.get(0)?,
        party: row.get(1)?,
        badge: row.get(2)?,
        state: row.get(3)?,
        body: row.get(4)?,
    })
}

/// Everybody who is invited.
pub fn guests(tx: &mut dyn Tx, meeting: MeetingId) -> Result<Vec<Guest>, DbError> {
    tx.query(&GUESTS, &p![meeting])?.iter().map(guest).collect()
}

/// Whose badge it is.
pub fn of_badge(
    tx: &mut dyn Tx,
    meeting: MeetingId,
    badge: &str,
) -> Result<Option<Guest>, DbError> {
    tx.opt(&GUEST, &p![meeting, badge])?.as_ref().map(guest).transpose()
}

/// Writes somebody onto the list.
pub fn invite(tx: &mut dyn Tx, meeting: MeetingId, one: &Guest) -> Result<(), DbError> {
    let Guest { id, party, badge, state, body } = one;
    tx.send(&INSERT_GUEST, &p![*id, meeting, *party, badge, state, body])
}

/// Somebody said whether they come; false when nobody of that identifier is invited.
pub fn answer(
    tx: &mut dyn Tx,
    meeting: MeetingId,
    guest: Uuid,
    state: &str,
) -> Result<bool, DbError> {
    Ok(tx.exec(&GUEST_STATE, &p![guest, meeting, state])? == 1)
}

/// Somebody is there; false when that is known of this day.
pub fn present(tx: &mut dyn Tx, one: &Presence) -> Result<bool, DbError> {
    Ok(tx.exec(&PRESENT, &p![one.guest, one.day, one.at, &one.how])? == 1)
}

/// Who was there on which day, the first first.
pub fn presences(tx: &mut dyn Tx, meeting: MeetingId) -> Result<Vec<Presence>, DbError> {
    let one = |row: &Row| {
        Ok(Presence { guest: row.get(0)?, day: row.get(1)?, at: row.get(2)?, how: row.get(3)? })
    };
    tx.query(&PRESENCES, &p![meeting])?.iter().map(one).collect()
}

/// How many came.
pub fn counts(tx: &mut dyn Tx, meeting: MeetingId) -> Result<Counts, DbError> {
    let row = tx.one(&COUNTS, &p![meeting])?;
    Ok(Counts {
        entities: row.get(0)?,
        entities_present: row.get(1)?,
        named: row.get(2)?,
        present: row.get(3)?,
    })
}
