//! Invitations: made, answered once, or run out.

use sila_core::{Millis, WorkerId};
use sila_seal::Hash;
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub INSERT_INVITATION = "insert into invitation (token, body, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5)";
    pub INVITATION = "select body, expires_at, used_at, link from invitation where token = $1";
    pub USE_INVITATION = "update invitation set used_at = $2, link = $3 where token = $1 and used_at is null";
    pub INVITATIONS = "select i.token, i.created_at, i.expires_at, i.used_at, i.link, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from invitation i left join worker w on w.id = i.created_by order by i.created_at desc limit 20";
    pub INVITATION_FILE = "select body from invitation where token = $1 and used_at is null and expires_at > $2";
}

/// An invitation as its officer sees it.
#[derive(Debug, Clone)]
pub struct Invited {
    /// Names it; not secret.
    pub token: Uuid,
    /// When it was made.
    pub created_at: Millis,
    /// Until when it can be answered.
    pub expires_at: Millis,
    /// When it was answered.
    pub used_at: Option<Millis>,
    /// The link that came of it.
    pub link: Option<Hash>,
    /// Who made it, in Arabic; empty for the command line.
    pub by_ar: String,
    /// Who made it, in English.
    pub by_en: String,
}

/// Writes an invitation; `body` is its sealed [`sila_link::Pending`].
pub fn insert_invitation(
    tx: &mut dyn Tx,
    token: Uuid,
    body: &[u8],
    by: Option<WorkerId>,
    (now, expires): (Millis, Millis),
) -> Result<(), DbError> {
    tx.send(&INSERT_INVITATION, &p![token.as_bytes(), body, by, now, expires])
}

/// The newest invitations.
pub fn invitations(tx: &mut dyn Tx) -> Result<Vec<Invited>, DbError> {
    let rows = tx.query(&INVITATIONS, &[])?;
    let read = |row: &Row| {
        Ok(Invited {
            token: row.get(0)?,
            created_at: row.get(1)?,
            expires_at: row.get(2)?,
            used_at: row.get(3)?,
            link: row.get(4)?,
            by_ar: row.get(5)?,
            by_en: row.get(6)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The sealed body of an invitation, when it was used, and the link that came of it.
pub type Answerable = (Vec<u8>, Option<Millis>, Option<Hash>);

/// An invitation that somebody answers.
pub fn invitation(tx: &mut dyn Tx, token: Uuid) -> Result<Option<Answerable>, DbError> {
    match tx.opt(&INVITATION, &p![token.as_bytes()])? {
        Some(row) => Ok(Some((row.get(0)?, row.get(2)?, row.get(3)?))),
        None => Ok(None),
    }
}

/// The sealed body of an invitation that can still be answered.
pub fn open_invitation(
    tx: &mut dyn Tx,
    token: Uuid,
    now: Millis,
) -> Result<Option<Vec<u8>>, DbError> {
    match tx.opt(&INVITATION_FILE, &p![token.as_bytes(), now])? {
        Some(row) => row.get(0).map(Some),
        None => Ok(None),
    }
}

/// Uses an invitation up. False when somebody was quicker.
pub fn use_invitation(
    tx: &mut dyn Tx,
    token: Uuid,
    link: Hash,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&USE_INVITATION, &p![token.as_bytes(), now, link])? == 1)
}
