//! Everything that decides about a letter of a case: whom it may reach and how, what the person allowed, and what a supervisor said.

use std::collections::BTreeMap;

use sila_core::care::PlanState;
use sila_core::field::Field;
use sila_core::ids::{AgencyId, CaseId};
use sila_core::permission::Permission as Given;
use sila_core::time::Millis;
use uuid::Uuid;

use super::store::{self, SealedConsent, SealedLetter, SealedWay};
use super::ways::{Around, Turn};
use super::{ANSWER, CONSENT, Consent, LETTER, Letter, NOTE, WAY, Way, path, place, refused, ways};
use crate::app::App;
use crate::cases::identity;
use crate::cases::record::CaseRecord;
use crate::cases::scope::store as scope;
use crate::db::{DbError, Tx};
use crate::partners::{self, Level, Names};
use crate::problem::Problem;

/// What a letter may say of a person at all: who they are and which papers there are. Never where they live or stay, how they are reached, what
/// happened, or who belongs to them.
const FIELDS: [Field; 6] = [
    Field::Name,
    Field::Birth,
    Field::Sex,
    Field::Nationality,
    Field::EmiratesId,
    Field::Documents,
];

/// The letters of a case and what stands around them.
#[derive(Debug, Clone)]
pub struct Desk {
    /// What the person allowed, the newest first.
    pub consents: Vec<Consent>,
    /// Letters, the newest first.
    pub letters: Vec<Letter>,
    /// What was chosen about agencies that are barred, the newest first.
    pub ways: Vec<Around>,
    /// Agencies that are barred from the case.
    pub barred: Vec<AgencyId>,
    /// What agencies are called.
    pub names: Names,
    /// The case is restricted.
    pub restricted: bool,
    /// The person is known by a code name, and the true one is sealed.
    pub code_name: bool,
    /// What all of this rests on.
    pub(super) stood: Stood,
}

/// What everything that decides about letters rests on, as it lies in the store. Whoever writes looks at it again inside the transaction that
/// writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stood {
    rows: Rows,
    barred: Vec<(AgencyId, Millis)>,
    levels: BTreeMap<AgencyId, Level>,
    restricted: bool,
    sealed: Option<Millis>,
}

impl Stood {
    /// Reads it. The caller has found the case through the worker.
    pub(super) fn of_case(tx: &mut dyn Tx, id: CaseId) -> Result<Stood, DbError> {
        let all = partners::store::all(tx)?;
        Ok(Stood {
            rows: (store::consents(tx, id)?, store::letters(tx, id)?, store::ways(tx, id)?),
            barred: scope::barred_since(tx, id)?,
            levels: all.into_iter().map(|one| (one.id, one.level)).collect(),
            restricted: scope::restricted(tx, id)?.is_some(),
            sealed: identity::store::of_case(tx, id)?.map(|sealed| sealed.at),
        })
    }
}

/// What of a person may stand in a letter: what is known, and what the person has not kept back.
pub fn offered(record: &CaseRecord, code_name: bool) -> Vec<Field> {
    let known = record.disclosure.fields();
    let telling = |field: &Field| code_name && *field == Field::EmiratesId;
    let may = |field: &Field| {
        known.contains(field) && !record.kept_back.contains(field) && !telling(field)
    };
    FIELDS.into_iter().filter(may).collect()
}

type Rows = (Vec<SealedConsent>, Vec<SealedLetter>, Vec<SealedWay>);

impl Desk {
    /// Reads it, in one snapshot.
    ///
    /// # Errors
    /// `vault.unreadable`; when the store cannot be read.
    pub async fn of_case(app: &App, record: &CaseRecord) -> Result<Desk, Problem> {
        let id = record.row.id;
        let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
            Ok((Stood::of_case(tx, id)?, store::prints(tx, id)?, partners::store::names(tx)?))
        };
        let (stood, prints, names) = app.store.read(read).await?;
        let (consents, letters, chosen) = stood.rows.clone();
        let letter = |one: SealedLetter| {
            let printed = prints.get(&one.id).cloned().unwrap_or_default();
            open_letter(app, record, one, printed)
        };
        Ok(Desk {
            consents: consents
                .into_iter()
                .map(|one| open_consent(app, record, one))
                .collect::<Result<_, _>>()?,
            letters: letters.into_iter().map(letter).collect::<Result<_, _>>()?,
            ways: chosen
                .into_iter()
                .map(|one| open_way(app, record, one))
                .collect::<Result<_, _>>()?,
            barred: stood.barred.iter().map(|(agency, _)| *agency).collect(),
            names,
            restricted: stood.restricted,
            code_name: stood.sealed.is_some(),
            stood,
        })
    }

    /// A consent of this case.
    ///
    /// # Errors
    /// `page.not_found` for any other.
    pub fn consent(&self, id: Uuid) -> Result<&Consent, Problem> {
        self.consents.iter().find(|one| one.id == id).ok_or_else(Problem::not_found)
    }

    /// A letter of this case.
    ///
    /// # Errors
    /// `page.not_found` for any other.
    pub fn letter(&self, id: Uuid) -> Result<&Letter, Problem> {
        self.letters.iter().find(|one| one.id == id).ok_or_else(Problem::not_found)
    }

    /// What was last chosen about an agency that is barred, since it is.
    pub fn chosen(&self, agency: AgencyId) -> Option<&Around> {
        let (_, since) = self.stood.barred.iter().find(|(one, _)| *one == agency)?;
        self.ways.iter().find(|one| one.agency == agency && one.at >= *since)
    }

    /// How a letter reaches this agency, and what was chosen where it is barred.
    ///
    /// # Errors
    /// `letter.electronic` where a referral is the way; `letter.no_way` for a barred agency before one of the three was chosen.
    pub fn way_to(
        &self,
        record: &CaseRecord,
        agency: AgencyId,
    ) -> Result<(Way, Option<&Around>), Problem> {
        if !self.barred.contains(&agency) {
            return match self.stood.levels.get(&agency) {
                Some(Level::Listed) => Ok((Way::Handed, None)),
                _ => Err(refused(record, "letter.electronic")),
            };
        }
        let chosen = self.chosen(agency);
        match chosen.map(|one| one.turn) {
            Some(Turn::Carried) => Ok((Way::Carried, chosen)),
            Some(Turn::Named) => Ok((Way::Officer, chosen)),
            _ => Err(refused(record, "letter.no_way").way_out(path(record.row.id, "#ways"))),
        }
    }

    /// Every body that a letter of this case may reach now.
    pub fn recipients(&self, record: &CaseRecord) -> Vec<AgencyId> {
        self.names.linked().filter(|one| self.way_to(record, *one).is_ok()).collect()
    }

    /// Whether a letter waits for a supervisor: of a restricted case somebody else looks at it first.
    pub fn waits(&self, letter: &Letter) -> bool {
        self.restricted && letter.decision.is_none()
    }

    /// Whether a letter may rest on this consent now: it names the body, the fields and the time, was not taken back, and what was chosen where the
    /// agency is barred is what the person knew of. Gives that.
    ///
    /// # Errors
    /// `letter.taken_back`; what [`Given::covers`] refuses; as [`Desk::way_to`]; `letter.other_way`.
    pub fn allows(
        &self,
        record: &CaseRecord,
        consent: &Consent,
        to: AgencyId,
        fields: &[Field],
        now: Millis,
    ) -> Result<Option<&Around>, Problem> {
        if consent.ended.is_some() {
            return Err(refused(record, "letter.taken_back"));
        }
        let covered = consent.given.covers(to, fields, now);
        covered.map_err(|no| Problem::from(no).way_out(path(record.row.id, "")))?;
        let (way, around) = self.way_to(record, to)?;
        if way != consent.way || around.map(|one| one.id) != consent.around {
            return Err(refused(record, "letter.other_way"));
        }
        Ok(around)
    }

    /// Whether a letter may be printed now, and the consent on which it rests.
    ///
    /// # Errors
    /// As [`Desk::allows`]; `letter.sealed_since` where the true name was sealed after it was written; `letter.waits`
    /// before a supervisor has agreed where one must, `letter.returned` after one did not.
    pub fn may_print(
        &self,
        record: &CaseRecord,
        letter: &Letter,
        now: Millis,
    ) -> Result<&Consent, Problem> {
        let consent = self.consent(letter.consent)?;
        self.allows(record, consent, letter.recipient, &letter.said.fields, now)?;
        if self.stood.sealed.is_some_and(|at| at > letter.at) {
            return Err(refused(record, "letter.sealed_since"));
        }
        if letter.decision == Some(PlanState::Returned) {
            return Err(refused(record, "letter.returned"));
        }
        if self.waits(letter) { Err(refused(record, "letter.waits")) } else { Ok(consent) }
    }
}

fn unreadable(error: impl std::fmt::Display) -> Problem {
    Problem::internal("vault.unreadable").because(error)
}

fn open_consent(app: &App, record: &CaseRecord, one: SealedConsent) -> Result<Consent, Problem> {
    let plain = record.open(app, place(CONSENT, one.id), &one.body)?;
    let given = Given::from_cbor(&plain).map_err(unreadable)?;
    let SealedConsent { id, recipient, purpose, way, around, at, ended, by, .. } = one;
    Ok(Consent { id, recipient, purpose, way, around, at, ended, by, given })
}

fn open_letter(
    app: &App,
    record: &CaseRecord,
    one: SealedLetter,
    prints: Vec<Millis>,
) -> Result<Letter, Problem> {
    let plain = record.open(app, place(LETTER, one.id), &one.body)?;
    let said = minicbor::decode(&plain).map_err(unreadable)?;
    let note = one.note.as_deref();
    let note = note.map(|note| record.open_words(app, place(NOTE, one.id), note)).transpose()?;
    Ok(Letter {
        id: one.id,
        consent: one.consent,
        recipient: one.recipient,
        way: one.way,
        lang: one.lang,
        worker: one.worker,
        by: one.by,
        at: one.at,
        decision: one.decision,
        note: note.unwrap_or_default(),
        said,
        prints,
    })
}

fn open_way(app: &App, record: &CaseRecord, one: SealedWay) -> Result<Around, Problem> {
    let why = record.open_words(app, place(WAY, one.id), &one.body)?;
    let answer = match &one.answer {
        Some(sealed) => {
            let plain = record.open(app, place(ANSWER, one.id), sealed)?;
            Some(minicbor::decode::<ways::Answer>(&plain).map_err(unreadable)?)
        }
        None => None,
    };
    Ok(Around {
        id: one.id,
        agency: one.agency,
        turn: one.turn,
        worker: one.worker,
        at: one.at,
        by: one.by,
        why,
        decided: one.decided_at.map(|at| (at, one.decided_by)),
        answer,
    })
}
