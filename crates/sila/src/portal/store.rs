//! All SQL of the portal: its accounts, and the list of what is addressed to a partner.

use sila_core::AgencyId;
use sila_core::codes::{Category, Urgency};
use sila_core::ids::{ReferralId, WorkerId};
use sila_core::referral::State;
use sila_core::time::Millis;
use sila_seal::Hash;

use crate::accounts::{self, Worker};
use crate::db::{DbError, Row, Tx, p};
use crate::partners::{self, Partner};

crate::sql! {
    pub INSERT = "insert into portal_account (worker, partner, code, expires_at, joined_at, signs) values ($1, $2, $3, $4, null, false)";
    pub RENEW = "update portal_account set code = $3, expires_at = $4 where worker = $1 and partner = $2";
    pub ACCOUNTS = "select a.worker, w.user_name, w.name_ar, w.name_en, w.active, a.code is not null, a.expires_at, a.signs from portal_account a join worker w on w.id = a.worker where a.partner = $1 order by w.active desc, a.code is null, w.user_name limit 500";
    pub OPEN = "select count(*) from portal_account a join worker w on w.id = a.worker where a.partner = $1 and a.worker <> $2 and (w.active or (a.code is not null and a.expires_at > $3))";
    pub IS_OF = "select w.user_name from portal_account a join worker w on w.id = a.worker where a.partner = $1 and a.worker = $2";
    pub PARTNER_OF = "select partner, signs from portal_account where worker = $1";
    pub SET_SIGNS = "update portal_account set signs = $3 where worker = $1 and partner = $2 and signs <> $3";
    pub INVITED = "select a.worker, w.user_name, w.name_ar, w.name_en from portal_account a join worker w on w.id = a.worker where a.code = $1 and a.expires_at > $2";
    pub USE_CODE = "update portal_account set code = null, joined_at = $3 where code = $1 and expires_at > $2";
    pub LINES = "select r.id, r.reference, r.state, r.urgency, r.category, r.offered_at, r.decide_by from referral r where r.peer = $1 and r.direction = 'out' and r.state not in ('DRAFT', 'AWAITING_APPROVAL') and exists (select 1 from referral_entry e where e.referral = r.id) order by r.offered_at desc, r.id limit 200";
}

/// An account as an officer sees it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its identifier.
    pub worker: WorkerId,
    /// What is typed at sign-in.
    pub user_name: String,
    /// Arabic name, with the partner's.
    pub name_ar: String,
    /// English name, with the partner's.
    pub name_en: String,
    /// May sign in.
    pub active: bool,
    /// Its code was not used yet.
    pub invited: bool,
    /// Until when the code can be used.
    pub expires_at: Millis,
    /// May sign for the partner: agreements, minutes and how a difference is settled.
    pub signs: bool,
}

/// Most accounts of one partner with which somebody signs in, or may with a code that was not used yet.
pub const ACCOUNTS_MAX: i64 = 100;

/// Whether one more account of a partner may be open beside the others.
pub fn has_room(
    tx: &mut dyn Tx,
    partner: AgencyId,
    (beside, now): (WorkerId, Millis),
) -> Result<bool, DbError> {
    let open: i64 = tx.one(&OPEN, &p![partner, beside, now])?.get(0)?;
    Ok(open < ACCOUNTS_MAX)
}

/// The user name of an account; nothing when it is not one of this partner.
pub fn user_name(
    tx: &mut dyn Tx,
    worker: WorkerId,
    partner: AgencyId,
) -> Result<Option<String>, DbError> {
    tx.opt(&IS_OF, &p![partner, worker])?.map(|row| row.get(0)).transpose()
}

/// The accounts of a partner: those that are open before those that were closed.
pub fn accounts(tx: &mut dyn Tx, partner: AgencyId) -> Result<Vec<Account>, DbError> {
    let account = |row: &Row| {
        Ok(Account {
            worker: row.get(0)?,
            user_name: row.get(1)?,
            name_ar: row.get(2)?,
            name_en: row.get(3)?,
            active: row.get(4)?,
            invited: row.get(5)?,
            expires_at: row.get(6)?,
            signs: row.get(7)?,
        })
    };
    tx.query(&ACCOUNTS, &p![partner])?.iter().map(account).collect()
}

/// Adds an account that waits for its code and signs nothing. `Unique` when the user name is taken.
pub fn insert(
    tx: &mut dyn Tx,
    (worker, partner): (&Worker, AgencyId),
    (code, expires_at): (Hash, Millis),
    now: Millis,
) -> Result<(), DbError> {
    accounts::store::insert_worker(tx, worker, "", now)?;
    tx.exec(&INSERT, &p![worker.id, partner, code, expires_at]).map(|_| ())
}

/// Gives a new code: until it is used nobody signs in with this account. False when it is not one of this partner.
pub fn renew(
    tx: &mut dyn Tx,
    (worker, partner): (WorkerId, AgencyId),
    (code, expires_at): (Hash, Millis),
) -> Result<bool, DbError> {
    if tx.exec(&RENEW, &p![worker, partner, code, expires_at])? == 0 {
        return Ok(false);
    }
    close(tx, worker).map(|()| true)
}

/// Ends an account, its code and its right to sign. False when it is not one of this partner.
pub fn end(tx: &mut dyn Tx, worker: WorkerId, partner: AgencyId) -> Result<bool, DbError> {
    if tx.exec(&RENEW, &p![worker, partner, None::<Hash>, Millis(0)])? == 0 {
        return Ok(false);
    }
    set_signs(tx, (worker, partner), false)?;
    close(tx, worker).map(|()| true)
}

fn close(tx: &mut dyn Tx, worker: WorkerId) -> Result<(), DbError> {
    accounts::store::set_roles(tx, worker, &guest(), false)
}

fn guest() -> [String; 1] {
    [accounts::roles::GUEST.code.to_owned()]
}

/// The account that waits for this code.
pub fn invited(tx: &mut dyn Tx, code: Hash, now: Millis) -> Result<Option<Worker>, DbError> {
    let Some(row) = tx.opt(&INVITED, &p![code, now])? else { return Ok(None) };
    Ok(Some(Worker {
        id: row.get(0)?,
        user_name: row.get(1)?,
        name_ar: row.get(2)?,
        name_en: row.get(3)?,
        roles: guest().to_vec(),
        active: true,
    }))
}

/// Uses the code, sets the password and opens the account. False when the code was used meanwhile.
pub fn join(
    tx: &mut dyn Tx,
    worker: WorkerId,
    (code, password): (Hash, &str),
    now: Millis,
) -> Result<bool, DbError> {
    if tx.exec(&USE_CODE, &p![code, now, now])? != 1 {
        return Ok(false);
    }
    accounts::store::set_password(tx, worker, password)?;
    accounts::store::set_roles(tx, worker, &guest(), true)?;
    Ok(true)
}

/// Says whether an account signs for its partner. False when that is so already, or it is not one of this partner.
pub fn set_signs(
    tx: &mut dyn Tx,
    (worker, partner): (WorkerId, AgencyId),
    signs: bool,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SET_SIGNS, &p![worker, partner, signs])? == 1)
}

/// The partner to which an account is bound, and whether it signs for it.
pub fn partner_of(tx: &mut dyn Tx, worker: WorkerId) -> Result<Option<(Partner, bool)>, DbError> {
    let Some(row) = tx.opt(&PARTNER_OF, &p![worker])? else { return Ok(None) };
    let signs: bool = row.get(1)?;
    Ok(partners::store::find(tx, row.get(0)?)?.map(|partner| (partner, signs)))
}

/// A referral as the list shows it: nothing in it describes a person.
#[derive(Debug, Clone)]
pub struct Line {
    /// The referral.
    pub id: ReferralId,
    /// Its number.
    pub reference: String,
    /// Where it stands.
    pub state: State,
    /// How fast.
    pub urgency: Urgency,
    /// Whom it is about.
    pub category: Category,
    /// When it was signed.
    pub offered_at: Millis,
    /// When it should be decided.
    pub decide_by: Millis,
}

/// What is addressed to a partner, the newest first.
pub fn lines(tx: &mut dyn Tx, partner: AgencyId) -> Result<Vec<Line>, DbError> {
    let unknown = || DbError::Type { what: "referral: an unknown code".to_owned() };
    let line = |row: &Row| {
        let code = |at: usize| row.get::<String>(at);
        Ok(Line {
            id: row.get(0)?,
            reference: row.get(1)?,
            state: code(2)?.parse().or(Err(unknown()))?,
            urgency: code(3)?.parse().or(Err(unknown()))?,
            category: code(4)?.parse().or(Err(unknown()))?,
            offered_at: row.get(5)?,
            decide_by: row.get(6)?,
        })
    };
    tx.query(&LINES, &p![partner])?.iter().map(line).collect()
}
