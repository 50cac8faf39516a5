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
mod making;
mod passing_on;
mod permission;
mod random;
mod responsible;
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
    ]
}

/// A thread in which each act was done with full knowledge of all before it.
fn after(acts: &[Act]) -> Vec<Entry> {
    let mut entries = vec![offered()];
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
