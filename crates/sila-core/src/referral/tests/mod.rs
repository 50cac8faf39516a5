//! The rules of a referral. What always holds, and which test shows it (those of the node are in `crates/sila/tests/all/referral`).
//! `tests/walk` asks the first ten by these numbers, on walks of two agencies, of three, and of four where one case is transferred
//! to two of them at once; for each number it has a node that breaks it, and finds that:
//!
//! | | holds | shown by |
//! |---|---|---|
//! | 1 | exactly one agency answers for the person | `responsible` (every interleaving of two and three agencies), `rivals` (of two transfers at once), `handover`, `needs`, `tests/walk`; at the node `handover::a_crash_between_signature_and_key_leaves_one_agency_and_ends_alike` |
//! | 2 | nothing is readable before it was accepted under an agreement and a permission or a ground in law | `making`, `permission`, `tests/walk`; at the node `failure_access_before_acceptance`, `handover::the_list_names_nobody_before_the_key_is_given` |
//! | 3 | every offer ends or has an owner | `acts::open_means_that_somebody_has_something_to_do_or_to_learn`, `random`, `tests/walk` |
//! | 4 | what ends is erased, or somebody is told that they are late | `random`, `permission`, `stopping`, `tests/walk` |
//! | 5 | a source that is closed forces its referrals to end first | `needs`, `tests/walk`; at the node `failure_ghost_acceptance`, `rules::a_source_is_not_closed_under_a_referral_that_is_still_to_be_decided`, `rules::nothing_begins_again_from_a_case_that_is_closed` |
//! | 6 | whatever is lost, doubled or late, both sides come to one story | `random`, `crossing`, `tests/walk`; at the node `storm` |
//! | 7 | accepted for a place, and the place held: both or neither | `needs`, `tests/walk`; at the node `contract_b09_a_referral_for_shelter_is_accepted_with_a_held_place_or_not_at_all`, `rules::no_way_leads_to_an_acceptance_without_a_held_place`, `rules::what_is_over_goes_on_only_with_the_place_that_went_with_it` |
//! | 8 | what an offer froze does not change with its agreement | `making::b17_an_offer_freezes_the_agreement_it_was_made_under`, `clocks`, `tests/walk` |
//! | 9 | what is kept for ever holds codes and hashes alone | `bytes::free_text_has_no_way_in`, `bytes::what_is_kept_for_ever_has_no_room_for_a_sentence`, `tests/walk`; at the node `failure_purge_that_keeps_prose` |
//! | 10 | time in a state is counted from the entries | `random`, `tests/walk` |
//! | 11 | whoever is to go into a home is taken only once it was asked there whether it is safe | `bytes::free_text_has_no_way_in`, `passing_on::what_the_first_agency_did_not_sign_is_seen_through`; at the node `contract_b09_an_offer_says_that_a_check_follows_and_nobody_is_accepted_before_it` |

use super::*;
use crate::agreement::tests::{DANA, MARSA, NOW, between};
use crate::codes::{
    AnswerCode, Basis, CancelCode, Category, DeclineCode, Kind, LawfulBasis, OutcomeCode,
    QuestionCode, RecallCode, ResumeCode, Service, Urgency, WaitBand, Withdrawal,
};
use crate::field::Field;
use crate::{AgencyId, AreaCode, Millis, ReferralId};
use uuid::Uuid;

mod acts;
mod bytes;
mod clocks;
mod crossing;
mod handover;
mod kinds;
mod making;
mod needs;
mod passing_on;
mod permission;
mod random;
mod responsible;
mod rivals;
mod stopping;

const REFERRAL: ReferralId = ReferralId(Uuid::from_u128(12));
const SOURCE: AgencyId = MARSA;
const TARGET: AgencyId = DANA;

fn expires_at() -> Millis {
    NOW.plus_minutes(240)
}

pub(crate) fn offer() -> Offer {
    Offer {
        reference: "R-MARSA-26-00012".to_owned(),
        source: SOURCE,
        target: TARGET,
        kind: Kind::Shelter,
        basis: Basis::Residence,
        urgency: Urgency::Urgent,
        category: Category::Woman,
        services: vec![Service::Shelter, Service::Legal],
        area: AreaCode::parse("AE-SH-KFK").ok(),
        agreement: between(DANA, MARSA).id,
        agreement_digest: [4; 32],
        clause: "4.2".to_owned(),
        override_: None,
        eligible: true,
        lawful_basis: LawfulBasis::Consent,
        preview_commit: [5; 32],
        identity_commit: [6; 32],
        decide_by: NOW.plus_minutes(120),
        expires_at: expires_at(),
        fields: vec![Field::Name, Field::Sex, Field::Birth, Field::Residence, Field::Needs],
        onward: Vec::new(),
        origin: None,
        place: None,
        listed: None,
        follows: None,
        checked_by: Some(NOW.plus_minutes(15)),
        calendars: None,
        steps: None,
    }
}

fn entry(author: AgencyId, n: u32, seen: u32, act: Act) -> Entry {
    let at = if act == Act::Expire { expires_at() } else { NOW };
    let by = ByRole::new("REFERRAL_OFFICER").unwrap();
    Entry { referral: REFERRAL, author, n, prev: [0; 32], seen, at, by, act }
}

fn source(n: u32, seen: u32, act: Act) -> Entry {
    entry(SOURCE, n, seen, act)
}

fn target(n: u32, seen: u32, act: Act) -> Entry {
    entry(TARGET, n, seen, act)
}

fn offered() -> Entry {
    source(1, 0, Act::Offer(Box::new(offer())))
}

fn decline() -> Act {
    Act::Decline { code: DeclineCode::V1, proposed_area: None }
}

fn recall() -> Act {
    Act::Recall { code: RecallCode::R4 }
}

fn release() -> Act {
    Act::Release { key_commit: [7; 32] }
}

fn outcome() -> Act {
    Act::Outcome { code: OutcomeCode::O1 }
}

fn redirect() -> Act {
    let onward = ReferralId(Uuid::from_u128(13));
    Act::Redirect { to: crate::agreement::tests::NASEEM, onward }
}

fn withdraw(at: Side) -> Act {
    Act::Withdraw { at, why: Withdrawal::Spoken }
}

fn keep() -> Act {
    Act::Keep { basis: LawfulBasis::VitalInterest }
}

fn narrow(at: Side) -> Act {
    Act::Narrow { at, fields: vec![Field::Sex] }
}

fn ask() -> Act {
    let (item, field) = (Some(Service::Legal), Some(Field::Birth));
    Act::Ask { item, field, code: QuestionCode::Household, words: Some([8; 32]) }
}

fn answer() -> Act {
    Act::Answer { code: AnswerCode::Given, words: Some([9; 32]) }
}

fn wait() -> Act {
    Act::Wait { band: WaitBand::First, expected: NOW.plus_days(30) }
}

fn refuse() -> Act {
    Act::Refuse { code: DeclineCode::V1, proposed_area: None }
}

fn appeal() -> Act {
    Act::Appeal { words: None }
}

fn cancel(at: Side) -> Act {
    Act::Cancel { at, code: CancelCode::C1 }
}

fn invalidate() -> Act {
    Act::Invalidate { code: RecallCode::R2 }
}

fn erased() -> Act {
    let role = ByRole::new("REFERRAL_OFFICER").unwrap();
    Act::Erased { views: vec![Views { role, count: 3 }] }
}

fn reopen(at: Side) -> Act {
    Act::Reopen { at, code: ResumeCode::N1 }
}

fn agree(at: Side, agreed: bool) -> Act {
    Act::Agree { at, agreed }
}

fn accept_part() -> Act {
    Act::AcceptPart { left: vec![Left { service: Service::Legal, code: DeclineCode::V11 }] }
}

fn hand(list: u8) -> Act {
    Act::Hand { list: [list; 32] }
}

fn take(list: u8) -> Act {
    Act::Take { list: [list; 32] }
}

fn report() -> Act {
    Act::Report { code: OutcomeCode::O3, words: [10; 32] }
}

/// An offer by which responsibility moves.
fn transfer() -> Entry {
    source(1, 0, Act::Offer(Box::new(Offer { kind: Kind::Transfer, ..offer() })))
}

/// Every act once.
fn every_act() -> Vec<Act> {
    vec![
        Act::Offer(Box::new(offer())),
        Act::Claim,
        Act::Accept,
        release(),
        decline(),
        recall(),
        Act::Expire,
        Act::Purged,
        outcome(),
        Act::Acknowledge,
        redirect(),
        withdraw(Side::Source),
        withdraw(Side::Target),
        keep(),
        narrow(Side::Source),
        narrow(Side::Target),
        Act::Removed,
        ask(),
        answer(),
        wait(),
        refuse(),
        Act::Resume,
        appeal(),
        cancel(Side::Source),
        cancel(Side::Target),
        invalidate(),
        erased(),
        reopen(Side::Source),
        reopen(Side::Target),
        agree(Side::Source, true),
        agree(Side::Target, false),
        accept_part(),
        hand(1),
        take(1),
        Act::Note,
        report(),
    ]
}

/// A thread in which each act was done with full knowledge of all before it.
fn after(acts: &[Act]) -> Vec<Entry> {
    after_offer(offered(), acts)
}

/// The same after this offer.
fn after_offer(first: Entry, acts: &[Act]) -> Vec<Entry> {
    let mut entries = vec![first];
    for act in acts {
        let author = if act.side() == Side::Source { SOURCE } else { TARGET };
        let mine = entries.iter().filter(|entry| entry.author == author).count();
        let others = entries.len() - mine;
        let (n, seen) = (u32::try_from(mine).unwrap() + 1, u32::try_from(others).unwrap());
        entries.push(entry(author, n, seen, act.clone()));
    }
    entries
}

fn fold(entries: &[Entry]) -> Thread {
    Thread::fold(entries).unwrap()
}
