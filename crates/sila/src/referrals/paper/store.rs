//! All SQL of slips.

use sila_core::ids::{ReferralId, WorkerId};
use sila_core::time::Millis;
use uuid::Uuid;

use crate::db::{DbError, Row, Tx, p};
use crate::journal::store::{self as journal, Fact};

crate::sql! {
    pub INSERT = "insert into slip (id, referral, at, worker, answer, way, word) values ($1, $2, $3, $4, $5, $6, $7)";
    pub OF_REFERRAL = "select s.id, s.at, s.answer, s.way, s.word, coalesce(w.name_ar, ''), coalesce(w.name_en, '') from slip s left join worker w on w.id = s.worker where s.referral = $1 order by s.at, s.id limit 50";
}

/// A slip to be written with the entry that stands on it.
#[derive(Debug, Clone)]
pub struct NewSlip {
    /// Identifier.
    pub id: Uuid,
    /// When it was typed in.
    pub at: Millis,
    /// Who typed it.
    pub worker: WorkerId,
    /// What it says: code of an answer.
    pub answer: &'static str,
    /// How it came: on paper or by telephone.
    pub way: &'static str,
    /// On whose word, sealed.
    pub word: Vec<u8>,
    /// Its line in the journal.
    pub fact: Fact,
}

impl NewSlip {
    /// Writes it with its line in the journal.
    pub fn insert(&self, tx: &mut dyn Tx, referral: ReferralId) -> Result<(), DbError> {
        let NewSlip { id, at, worker, answer, way, word, fact } = self;
        tx.send(&INSERT, &p![*id, referral, *at, *worker, *answer, *way, word])?;
        journal::insert(tx, fact)
    }
}

/// A slip as it was typed in.
#[derive(Debug, Clone)]
pub struct Slip {
    /// Identifier.
    pub id: Uuid,
    /// When.
    pub at: Millis,
    /// What it says.
    pub answer: String,
    /// How it came.
    pub way: String,
    /// On whose word; opened by [`super::slip::opened`].
    pub word: String,
    /// Who typed it, in Arabic.
    pub name_ar: String,
    /// In English.
    pub name_en: String,
}

/// The slips of a referral with their sealed words, oldest first.
pub fn of_referral(tx: &mut dyn Tx, id: ReferralId) -> Result<Vec<(Slip, Vec<u8>)>, DbError> {
    let slip = |row: &Row| {
        let slip = Slip {
            id: row.get(0)?,
            at: row.get(1)?,
            answer: row.get(2)?,
            way: row.get(3)?,
            word: String::new(),
            name_ar: row.get(5)?,
            name_en: row.get(6)?,
        };
        Ok((slip, row.get(4)?))
    };
    tx.query(&OF_REFERRAL, &p![id])?.iter().map(slip).collect()
}
