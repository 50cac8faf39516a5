//! All SQL of what is written beside entries, of what people here have to do about a referral, and of second looks.

use sila_core::ids::{AgencyId, CaseId, ReferralId, WorkerId};
use sila_core::referral::Owed;
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::cases::scope::store::kept_from as barred;
use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub INSERT = "insert into referral_words (id, referral, author, n, key, words) values ($1, $2, $3, $4, $5, $6)";
    pub OF_REFERRAL = "select id, author, n, key, words from referral_words where referral = $1 order by author, n";
    pub ERASE = "delete from referral_words where referral = $1";
    pub OWE = "insert into referral_owed (referral, owed, since, due, late) values ($1, $2, $3, $4, $5) on conflict (referral) do update set owed = excluded.owed, since = excluded.since, due = excluded.due, late = excluded.late";
    pub OWE_NOTHING = "delete from referral_owed where referral = $1";
    pub WAITING = concat!("select o.referral, o.owed, o.since, o.due, r.reference, r.peer, r.created_by, r.claimed_by, o.late from referral_owed o cross join referral r where r.id = o.referral and not ", barred!("r.case_id", "$1"), " order by o.due, o.referral limit 200");
    pub VIEWS = "select a.role, count(*) from access a where a.subject in ($1, $2) and (a.role = $3 or $3 = '') group by a.role order by a.role limit 32";
    pub DECLINED = "select 1 from journal j join referral_entry e on e.body = j.data where j.kind = 'entry' and j.subject = $2 and j.worker = $3 and e.referral = $1 and e.act in ('REFUSE', 'DECLINE') limit 1";
    pub LOOKED = "select 1 from second_look where what = 'DECLINE'";
    pub LOOK = "insert into second_look (what) values ('DECLINE') on conflict (what) do nothing";
    pub LOOK_NO_MORE = "delete from second_look where what = 'DECLINE'";
}

/// Sealed words as stored.
#[derive(Debug, Clone)]
pub struct StoredWords {
    /// Identifier, to which they are sealed.
    pub id: Uuid,
    /// Who wrote the entry beside which they stand.
    pub author: AgencyId,
    /// Its number.
    pub n: u32,
    /// Their key, wrapped.
    pub key: Vec<u8>,
    /// The words, sealed.
    pub words: Vec<u8>,
}

impl StoredWords {
    /// Writes them.
    ///
    /// # Errors
    /// `Unique` when words stand there already.
    pub fn insert(&self, tx: &mut dyn Tx, id: ReferralId) -> Result<(), DbError> {
        let StoredWords { author, n, key, words, .. } = self;
        tx.send(&INSERT, &p![self.id, id, *author, *n, key, words])
    }
}

/// What was written about a referral.
pub fn of_referral(tx: &mut dyn Tx, id: ReferralId) -> Result<Vec<StoredWords>, DbError> {
    let one = |row: &Row| {
        Ok(StoredWords {
            id: row.get(0)?,
            author: row.get(1)?,
            n: row.get(2)?,
            key: row.get(3)?,
            words: row.get(4)?,
        })
    };
    tx.query(&OF_REFERRAL, &p![id])?.iter().map(one).collect()
}

/// What was written about a referral, and whether this worker has declined it.
pub fn beside(
    tx: &mut dyn Tx,
    id: ReferralId,
    worker: WorkerId,
) -> Result<(Vec<StoredWords>, bool), DbError> {
    Ok((of_referral(tx, id)?, has_declined(tx, id, worker)?))
}

/// Whether this worker has declined the referral, be it as the first who looked or as the second.
pub fn has_declined(tx: &mut dyn Tx, id: ReferralId, worker: WorkerId) -> Result<bool, DbError> {
    Ok(tx.opt(&DECLINED, &p![id, id.to_string(), worker])?.is_some())
}

/// Destroys what was written about a referral, with its keys.
pub fn erase(tx: &mut dyn Tx, id: ReferralId) -> Result<(), DbError> {
    tx.send(&ERASE, &p![id])
}

/// What people here have to do about a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Debt {
    /// What.
    pub owed: Owed,
    /// Since when.
    pub since: Millis,
    /// By when.
    pub due: Millis,
    /// From when it says that somebody has waited too long.
    pub late: Millis,
}

/// Writes down what people here have to do; or nothing any more.
pub fn owe(tx: &mut dyn Tx, id: ReferralId, debt: Option<Debt>) -> Result<(), DbError> {
    match debt {
        Some(Debt { owed, since, due, late }) => {
            tx.send(&OWE, &p![id, owed.code(), since, due, late])
        }
        None => tx.send(&OWE_NOTHING, &p![id]),
    }
}

/// Something that people here have to do. Names nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The referral.
    pub referral: ReferralId,
    /// What.
    pub owed: Owed,
    /// By when.
    pub due: Millis,
    /// From when it says that somebody has waited too long.
    pub late: Millis,
    /// The referral's number.
    pub reference: String,
    /// The other agency.
    pub peer: AgencyId,
}

/// What this worker can do of it, the next first: what one sent or follows oneself or all of it, and no second look at one's own decline.
pub fn waiting(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Waiting>, DbError> {
    let mut all = Vec::new();
    for row in tx.query(&WAITING, &p![worker.id])? {
        let code: String = row.get(1)?;
        let owed = Owed::from_code(&code)
            .or(Err(DbError::Type { what: "an unknown thing that is owed".to_owned() }))?;
        let (referral, created): (ReferralId, Option<WorkerId>) = (row.get(0)?, row.get(6)?);
        let follows: Option<WorkerId> = row.get(7)?;
        let own = [created, follows].contains(&Some(worker.id));
        let own = own || worker.may(Permission::ReferralReadAll);
        let may = match owed {
            Owed::Answer | Owed::Hand => own && worker.may(Permission::ReferralOffer),
            Owed::Review => {
                worker.may(Permission::ReferralApprove) && !has_declined(tx, referral, worker.id)?
            }
            Owed::Refresh | Owed::Ground | Owed::Take => worker.may(Permission::ReferralDecide),
            Owed::Reopen if created.is_some() => own && worker.may(Permission::ReferralOffer),
            Owed::Reopen => worker.may(Permission::ReferralDecide),
        };
        if may {
            all.push(Waiting {
                referral,
                owed,
                due: row.get(3)?,
                late: row.get(8)?,
                reference: row.get(4)?,
                peer: row.get(5)?,
            });
        }
    }
    Ok(all)
}

/// How often a referral and the case it became were read here, by role: by all roles, or by this one alone.
pub fn views(
    tx: &mut dyn Tx,
    (id, case): (ReferralId, Option<CaseId>),
    only: &str,
) -> Result<Vec<(String, i64)>, DbError> {
    let case = case.map_or(id.0, |case| case.0);
    let one = |row: &Row| Ok((row.get(0)?, row.get(1)?));
    tx.query(&VIEWS, &p![id.0, case, only])?.iter().map(one).collect()
}

/// Whether a second person looks at every decline.
pub fn is_looked_at(tx: &mut dyn Tx) -> Result<bool, DbError> {
    Ok(tx.opt(&LOOKED, &[])?.is_some())
}

/// Decides that a second person looks at every decline, or no longer.
pub fn look_at_all(tx: &mut dyn Tx, on: bool) -> Result<(), DbError> {
    tx.send(if on { &LOOK } else { &LOOK_NO_MORE }, &[])
}
