//! All SQL of devices that keep intake without a network, and of what they handed over.

use sila_core::ids::{DraftId, WorkerId};
use sila_core::time::Millis;
use sila_seal::Hash;
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::db::sql! {
    pub INSERT_DEVICE = "insert into lockbox_device (id, worker, at, key) values ($1, $2, $3, $4)";
    pub DEVICE = "select id, worker, at, ended_at, key from lockbox_device where id = $1";
    pub DEVICES = "select id, worker, at, ended_at, key from lockbox_device where worker = $1 order by at desc, id desc limit 50";
    pub END_DEVICE = "update lockbox_device set key = null, ended_at = $3 where id = $1 and worker = $2 and ended_at is null";
    pub INSERT_BOX = "insert into lockbox_box (id, device, state, digest, draft, typed_at, at, again) values ($1, $2, $3, $4, $5, $6, $7, 0) on conflict (id) do nothing";
    pub BOX = "select device, state, digest from lockbox_box where id = $1";
    pub BOX_AGAIN = "update lockbox_box set again = again + 1 where id = $1";
    pub BOXES_SINCE = "select count(*) from lockbox_box where device = $1 and at >= $2";
    pub BOXES_OF = "select b.device, b.state, b.typed_at, b.at, b.again, d.id from lockbox_box b join lockbox_device v on v.id = b.device left join draft d on d.id = b.draft and d.worker = $1 where v.worker = $1 order by b.at desc, b.id desc limit 100";
}

/// A device.
#[derive(Debug, Clone)]
pub struct Device {
    /// Its number, which is also what opens its page.
    pub id: Uuid,
    /// Whose forms come from it.
    pub worker: WorkerId,
    /// When it was set up.
    pub at: Millis,
    /// When it was ended.
    pub ended_at: Option<Millis>,
    /// Its secret, wrapped; none after its end.
    pub key: Option<Vec<u8>>,
}

fn read_device(row: &Row) -> Result<Device, DbError> {
    Ok(Device {
        id: row.get(0)?,
        worker: row.get(1)?,
        at: row.get(2)?,
        ended_at: row.get(3)?,
        key: row.get(4)?,
    })
}

/// A box as it is written down: what became of it, and nothing that was in it.
#[derive(Debug, Clone)]
pub struct Written {
    /// Its number, given by the device.
    pub id: Uuid,
    /// Where it was sealed.
    pub device: Uuid,
    /// `TAKEN`, or why it was not.
    pub state: &'static str,
    /// SHA-256 of its bytes.
    pub digest: Hash,
    /// The form it became.
    pub draft: Option<DraftId>,
    /// When it was sealed, as far as the device knows how long ago that was.
    pub typed_at: Millis,
    /// When it came.
    pub at: Millis,
}

/// A box in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it was sealed.
    pub device: Uuid,
    /// `TAKEN`, or why it was not.
    pub state: String,
    /// When it was sealed.
    pub typed_at: Millis,
    /// When it came.
    pub at: Millis,
    /// How often it came once more.
    pub again: i64,
    /// The form it became, while that is unfinished.
    pub draft: Option<DraftId>,
}

/// Writes a new device.
pub fn insert_device(tx: &mut dyn Tx, device: &Device) -> Result<(), DbError> {
    tx.send(&INSERT_DEVICE, &p![device.id, device.worker, device.at, device.key.clone()])
}

/// The device of this number.
pub fn device(tx: &mut dyn Tx, id: Uuid) -> Result<Option<Device>, DbError> {
    tx.opt(&DEVICE, &p![id])?.as_ref().map(read_device).transpose()
}

/// The worker's devices, the last first, at most 50.
pub fn devices(tx: &mut dyn Tx, worker: WorkerId) -> Result<Vec<Device>, DbError> {
    tx.query(&DEVICES, &p![worker])?.iter().map(read_device).collect()
}

/// Ends a device of this worker and deletes its secret; false when there was none to end.
pub fn end(tx: &mut dyn Tx, worker: WorkerId, id: Uuid, now: Millis) -> Result<bool, DbError> {
    Ok(tx.exec(&END_DEVICE, &p![id, worker, now])? == 1)
}

/// Writes what became of a box; false when one of this number is written already.
pub fn insert(tx: &mut dyn Tx, one: &Written) -> Result<bool, DbError> {
    let digest = one.digest.as_slice();
    let row = p![one.id, one.device, one.state, digest, one.draft, one.typed_at, one.at];
    Ok(tx.exec(&INSERT_BOX, &row)? == 1)
}

/// A box of this number: its device, what became of it, its hash.
pub fn known(tx: &mut dyn Tx, id: Uuid) -> Result<Option<(Uuid, String, Hash)>, DbError> {
    tx.opt(&BOX, &p![id])?.map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).transpose()
}

/// It came once more.
pub fn again(tx: &mut dyn Tx, id: Uuid) -> Result<(), DbError> {
    tx.send(&BOX_AGAIN, &p![id])
}

/// How many boxes of a device were written down since then.
pub fn since(tx: &mut dyn Tx, device: Uuid, since: Millis) -> Result<i64, DbError> {
    tx.one(&BOXES_SINCE, &p![device, since])?.get(0)
}

/// What the worker's devices handed over, the last first, at most 100.
pub fn boxes(tx: &mut dyn Tx, worker: WorkerId) -> Result<Vec<Line>, DbError> {
    let line = |row: &Row| {
        Ok(Line {
            device: row.get(0)?,
            state: row.get(1)?,
            typed_at: row.get(2)?,
            at: row.get(3)?,
            again: row.get(4)?,
            draft: row.get(5)?,
        })
    };
    tx.query(&BOXES_OF, &p![worker])?.iter().map(line).collect()
}
