//! Letters on paper about a person (الخطابات الورقية): to a body that no electronic file about a person may go to. A partner that is only listed
//! gets nothing else, and neither does an agency that is barred from the case, where one of three ways remains ([`ways`]).
//!
//! A letter rests on the person's own consent ([`consent`]), which names the body, the purpose, what may be said and until when; it says no more
//! than that, in a few words of who works on the case. No field of it says where somebody lives or stays, or what happened; who is known by a code name is
//! called so, with a line for her own hand. Of a restricted case a supervisor has looked at it first. Each print is a disclosure on record, and
//! whoever takes the consent back ends all further printing.

pub mod approval;
pub mod consent;
mod desk;
mod page;
pub mod print;
mod shut;
pub mod store;
#[cfg(test)]
mod tests;
pub mod ways;
pub mod write;

use minicbor::{Decode, Encode};
use sila_core::care::PlanState;
use sila_core::codes::Withdrawal;
use sila_core::field::Field;
use sila_core::ids::{AgencyId, CaseId, WorkerId};
use sila_core::permission::Permission as Given;
use sila_core::time::Millis;
use uuid::Uuid;

pub use desk::{Desk, offered};

use desk::Stood;

use crate::accounts::{Permission, Worker};
use crate::app::{App, Topic};
use crate::ask::{Ask, Routes};
use crate::cases::record::CaseRecord;
use crate::cases::{glass, opening, store as cases};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::vault::Place;
use crate::web::Lang;

/// The routes of letters.
pub fn routes(r: &mut Routes) {
    let read = Permission::CaseRead;
    r.get("/{lang}/cases/{id}/letters", read, page::show);
    r.post("/{lang}/cases/{id}/letters/consents", read, consent::create);
    r.get("/{lang}/cases/{id}/letters/consents/{one}", read, write::page);
    r.post("/{lang}/cases/{id}/letters/consents/{one}", read, write::create);
    r.post("/{lang}/cases/{id}/letters/consents/{one}/withdrawal", read, consent::withdraw);
    r.post("/{lang}/cases/{id}/letters/ways", read, ways::create);
    r.post("/{lang}/cases/{id}/letters/ways/{one}", Permission::AgreementSign, ways::answer);
    r.post("/{lang}/cases/{id}/letters/{one}/decision", Permission::CaseApprove, approval::create);
    r.post("/{lang}/cases/{id}/letters/{one}/prints", read, print::create);
    r.get("/{lang}/cases/{id}/letters/{one}/receipt.pdf", read, print::receipt);
}

/// What a letter is for.
pub const PURPOSES: [&str; 7] =
    ["TRAVEL", "HOUSING", "SCHOOL", "HEALTH", "INCOME", "PAPERS", "OTHER"];

/// The purpose of that code.
pub fn purpose(code: &str) -> Option<&'static str> {
    PURPOSES.into_iter().find(|one| *one == code)
}

/// How a letter reaches whom it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is handed over at a body that is only listed.
    Handed,
    /// In person and in a sealed envelope, to the one officer whom the head has named.
    Officer,
    /// The person carries it.
    Carried,
}

impl Way {
    /// Every way.
    pub const ALL: [Way; 3] = [Way::Handed, Way::Officer, Way::Carried];

    /// The key in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            Way::Handed => "HANDED",
            Way::Officer => "OFFICER",
            Way::Carried => "CARRIED",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Way> {
        Way::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// Somebody at another agency, to whom alone a letter is handed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Officer {
    /// The name.
    #[n(0)]
    pub name: String,
    /// The office.
    #[n(1)]
    pub office: String,
}

/// What the person allowed.
#[derive(Debug, Clone)]
pub struct Consent {
    /// Identifier.
    pub id: Uuid,
    /// To whom.
    pub recipient: AgencyId,
    /// What for.
    pub purpose: &'static str,
    /// How the letter reaches them.
    pub way: Way,
    /// What had been chosen where the body is an agency that is barred.
    pub around: Option<Uuid>,
    /// When it was written down.
    pub at: Millis,
    /// When and how it was taken back.
    pub ended: Option<(Millis, Withdrawal)>,
    /// Who wrote it down: Arabic and English name.
    pub by: (String, String),
    /// Fields, form and time.
    pub given: Given,
}

impl Consent {
    /// Whether a letter may rest on it now.
    pub fn holds(&self, now: Millis) -> bool {
        self.ended.is_none() && now >= self.given.given_at && now < self.given.expires_at
    }
}

/// What is sealed of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Said {
    /// A few words of who works on the case.
    #[n(0)]
    pub words: String,
    /// What it says of the person: what the consent names.
    #[n(1)]
    pub fields: Vec<Field>,
    /// The one officer to whom it is handed.
    #[n(2)]
    pub officer: Option<Officer>,
}

/// A letter.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Identifier.
    pub id: Uuid,
    /// The consent on which it rests.
    pub consent: Uuid,
    /// To whom.
    pub recipient: AgencyId,
    /// How it reaches them.
    pub way: Way,
    /// In which language.
    pub lang: Lang,
    /// Who wrote it.
    pub worker: WorkerId,
    /// Their Arabic and English name.
    pub by: (String, String),
    /// When.
    pub at: Millis,
    /// What a supervisor decided: approved or returned.
    pub decision: Option<PlanState>,
    /// Why it was returned; empty otherwise.
    pub note: String,
    /// What it says.
    pub said: Said,
    /// When it was printed.
    pub prints: Vec<Millis>,
}

/// The number that stands on a letter. It leads to no case.
pub fn number(letter: Uuid) -> String {
    let text = letter.simple().to_string().to_uppercase();
    format!("L-{}", text.get(24..).unwrap_or_default())
}

/// The address, without language.
pub fn path(case: CaseId, rest: &str) -> String {
    format!("/cases/{case}/letters{rest}")
}

const CONSENT: &str = "letter_consent";
const LETTER: &str = "case_letter";
/// The note lies in the same row as the letter, in a place of its own.
const NOTE: &str = "case_letter.note";
const WAY: &str = "barred_way";
/// The answer of the head lies in the same row as what was asked.
const ANSWER: &str = "barred_way.answer";

fn place(table: &'static str, row: Uuid) -> Place {
    Place { table, row }
}

/// The case of the address, for whoever may read it. The reading is written down.
async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    opening::read(ask, "case.letters").await
}

fn refused(record: &CaseRecord, code: &str) -> Problem {
    Problem::refused(code).way_out(path(record.row.id, ""))
}

/// Writes something of a letter with its fact: codes only. What it rests on, and the case, stand inside the transaction as they were read; nothing is
/// looked at again where `stood` is left out.
///
/// # Errors
/// `page.forbidden` for whoever reads the case by broken glass; `letter.moved` when something changed meanwhile, or `act` says that somebody was quicker.
async fn commit(
    app: &App,
    (worker, record): (&Worker, &CaseRecord),
    stood: Option<&Stood>,
    words: &str,
    now: Millis,
    act: impl Fn(&mut dyn Tx) -> Result<bool, DbError> + Send + 'static,
) -> Result<(), Problem> {
    let (case, by, stood) = (record.row.id, worker.clone(), stood.cloned());
    let was = (record.row.version, record.row.status.clone(), record.handed);
    let fact = opening::fact(app, ("letter", case), worker, words, now);
    let write = move |tx: &mut dyn Tx| -> Result<Option<bool>, DbError> {
        if glass::store::is_open(tx, case, by.id)? {
            return Ok(None);
        }
        let stands = match &stood {
            Some(stood) => {
                let now = cases::find(tx, &by, case)?;
                let now = now.map(|case| (case.row.version, case.row.status, case.handed));
                now.as_ref() == Some(&was) && Stood::of_case(tx, case)? == *stood
            }
            None => true,
        };
        let done = stands && act(tx)?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(Some(done))
    };
    let done = app.store.write(write).await?.ok_or_else(Problem::forbidden)?;
    app.changed(Topic::Cases);
    if done { Ok(()) } else { Err(refused(record, "letter.moved")) }
}
