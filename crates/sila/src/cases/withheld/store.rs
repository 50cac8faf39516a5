//! All SQL of cases that nobody may read any more.

use sila_core::ids::CaseId;
use sila_core::time::Millis;

use crate::cases::glass::store as glass;
use crate::db::{DbError, Sql, Tx};
use crate::shelter::escorts::store as escorts;
use crate::shelter::shifts::store as shifts;
use crate::{intake, known, p};

crate::sql! {
    pub WITHHOLD = "insert into case_withheld (case_id, at) values ($1, $2) on conflict (case_id) do nothing";
    pub PROTECT = "insert into known_protected (case_id, worker, at) select c.id, c.owner, $2 from case_file c where c.id = $1 on conflict (case_id) do nothing";
    pub LIFT = "delete from case_withheld where case_id = $1 and erased_at is null";
    pub SET_ERASED = "update case_withheld set erased_at = $2 where case_id = $1 and erased_at is null";
    pub ERASE = "update case_file set status = 'erased', category = '', urgency = '', area = '', key = $2, body = $2, updated_at = $3, version = version + 1 where id = $1";
    pub ERASE_PEOPLE = "update person set body = $2 where case_id = $1";
    pub ERASE_ACTIONS = "delete from care_action where case_id = $1";
    pub ERASE_GOALS = "delete from care_goal where case_id = $1";
    pub ERASE_PLAN = "delete from care_plan where case_id = $1";
    pub ERASE_PATHWAY = "delete from pathway_step where case_id = $1";
    pub ERASE_APPOINTMENTS = "delete from appointment where case_id = $1";
    pub ERASE_INTERPRETERS = "delete from interpreting where case_id = $1";
    pub ERASE_ASSESSMENTS = "delete from assessment where case_id = $1";
    pub ERASE_CLOCKS = "delete from case_clock where case_id = $1";
    pub ERASE_REPORTS = "delete from mandatory_report where case_id = $1";
    pub ERASE_CONTEXT = "delete from mandatory_fact where case_id = $1";
    pub ERASE_NOTES = "delete from case_note where case_id = $1";
    pub ERASE_DOCUMENTS = "delete from case_document where case_id = $1";
    pub ERASE_KIN = "delete from kinship where case_id = $1";
    pub ERASE_CARE = "delete from case_care where case_id = $1";
    pub ERASE_ALLEGED = "delete from alleged where case_id = $1";
    pub ERASE_HINTS = "delete from conflict_hint where case_id = $1";
    pub ERASE_DECISIONS = "delete from committee_decision where case_id = $1";
    pub ERASE_FLAGS = "delete from case_flag where case_id = $1";
    pub ERASE_LETTER_PRINTS = "delete from letter_print where case_id = $1";
    pub ERASE_LETTERS = "delete from case_letter where case_id = $1";
    pub ERASE_LETTER_CONSENTS = "delete from letter_consent where case_id = $1";
    pub ERASE_WAYS = "delete from barred_way where case_id = $1";
    pub ERASE_CHECKS = "delete from case_check where case_id = $1";
    pub ERASE_CLOSURES = "delete from case_closure where case_id = $1";
    pub ERASE_WAITING = "delete from waiting where case_id = $1 or referral in (select r.id from referral r where r.case_id = $1)";
    pub ERASE_UNWANTED = "delete from place_unwanted where case_id = $1";
    pub ERASE_DANGERS = "delete from danger_check where referral in (select r.id from referral r where r.case_id = $1)";
}

/// What was said of the person in codes, which no key seals. What stays of an erased case, and why, stands in
/// `docs/threat-model.md`; a test compares the two.
const TOLD: [&Sql; 27] = [
    &ERASE_ACTIONS,
    &ERASE_GOALS,
    &ERASE_PLAN,
    &ERASE_PATHWAY,
    &ERASE_APPOINTMENTS,
    &ERASE_INTERPRETERS,
    &ERASE_ASSESSMENTS,
    &ERASE_CLOCKS,
    &ERASE_REPORTS,
    &ERASE_CONTEXT,
    &ERASE_NOTES,
    &ERASE_DOCUMENTS,
    &ERASE_KIN,
    &ERASE_CARE,
    &ERASE_ALLEGED,
    &ERASE_HINTS,
    &ERASE_DECISIONS,
    &ERASE_FLAGS,
    &ERASE_LETTER_PRINTS,
    &ERASE_LETTERS,
    &ERASE_LETTER_CONSENTS,
    &ERASE_WAYS,
    &ERASE_CHECKS,
    &ERASE_CLOSURES,
    &ERASE_WAITING,
    &ERASE_DANGERS,
    &ERASE_UNWANTED,
];

/// Withholds the case from everybody, and its people from the lists that partners may ask; or opens it again.
pub fn set(tx: &mut dyn Tx, case: CaseId, on: bool, now: Millis) -> Result<(), DbError> {
    if !on {
        return tx.send(&LIFT, &p![case]);
    }
    tx.send(&WITHHOLD, &p![case, now])?;
    tx.send(&PROTECT, &p![case, now])
}

/// Destroys the key of a case that is withheld, everything sealed under it that stands in its own rows, and what codes say of the
/// person; with it what stands elsewhere and was written about its people: unfinished forms, questions to other agencies, what shifts
/// told each other, who brought them to a home, why glass was broken. Any other case stays. Says whether it did.
pub fn erase(tx: &mut dyn Tx, case: CaseId, now: Millis) -> Result<bool, DbError> {
    if tx.exec(&SET_ERASED, &p![case, now])? == 0 {
        return Ok(false);
    }
    let nothing: Vec<u8> = Vec::new();
    tx.send(&ERASE, &p![case, nothing.clone(), now])?;
    tx.send(&ERASE_PEOPLE, &p![case, nothing])?;
    TOLD.iter().try_for_each(|sql| tx.send(sql, &p![case]))?;
    intake::store::delete_of(tx, case)?;
    known::question::store::erase_of(tx, case, now)?;
    known::naming::store::erase_of(tx, case)?;
    shifts::erase_of(tx, case, now)?;
    escorts::erase_of(tx, case)?;
    glass::erase_of(tx, case)?;
    crate::cases::reporter::store::erase(tx, case)?;
    crate::cases::identity::store::erase(tx, case)?;
    Ok(true)
}
