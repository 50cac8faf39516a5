use super::*;
use crate::agreement::tests::{DANA, MARSA, NOW, between};
use crate::codes::{
    Basis, Category, DeclineCode, Kind, LawfulBasis, OutcomeCode, RecallCode, Service, Urgency,
    Withdrawal,
};
use crate::field::Field;
use crate::{AgencyId, AreaCode, Millis, ReferralId};
use uuid::Uuid;

mod acts;
mod bytes;
mod crossing;
mod making;
mod passing_on;
mod permission;
mod random;
mod responsible;

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
