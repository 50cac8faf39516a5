//! What is offered, under the agreement as it is at that moment.

use sila_core::codes::{Basis, Category, FollowsCode, Kind, LawfulBasis, Service, Urgency};
use sila_core::field::Field;
use sila_core::referral::{Act, Follows, Offer, Origin};
use sila_core::{AgreementId, Millis, ReferralId};
use uuid::Uuid;

use super::node::Node;
use super::shape::{AGENCIES, ROUTES, Shape, UP};
use super::{Dice, START};

/// The offer with which a walk begins.
pub fn first(dice: &mut Dice, shape: Shape) -> Offer {
    let any = [Kind::Service, Kind::Shelter, Kind::Transfer][dice.below(3)];
    let kind = if shape == Shape::Rivals { Kind::Transfer } else { any };
    let urgency = Urgency::ALL[dice.below(Urgency::ALL.len())];
    let basis = [LawfulBasis::Consent, LawfulBasis::DutyToReport][dice.below(2)];
    let (referral, code) = (ReferralId(Uuid::from_u128(11)), FollowsCode::Reopens);
    let before = Follows { referral, code, why: None };
    Offer {
        reference: "R-ONE-26-00012".to_owned(),
        source: AGENCIES[0],
        target: AGENCIES[1],
        kind,
        basis: Basis::Residence,
        urgency,
        category: Category::Woman,
        services: vec![Service::Shelter, Service::Legal, Service::Health],
        area: None,
        agreement: AgreementId(Uuid::from_u128(15)),
        agreement_digest: [1; 32],
        clause: "4.2".to_owned(),
        override_: None,
        eligible: true,
        lawful_basis: basis,
        preview_commit: [5; 32],
        identity_commit: [6; 32],
        decide_by: START.plus_minutes(120),
        expires_at: START.plus_minutes(240),
        fields: vec![Field::Name, Field::Sex, Field::Birth],
        onward: if shape == Shape::Pair { Vec::new() } else { vec![AGENCIES[2]] },
        origin: None,
        place: None,
        listed: None,
        follows: (dice.below(4) == 0).then_some(before),
        checked_by: Some(START.plus_minutes(15)),
        calendars: None,
        steps: None,
    }
}

/// The same case, offered to another agency as well.
pub fn another(first: &Offer, agreement: u8, now: Millis) -> Offer {
    Offer {
        reference: "R-ONE-26-00013".to_owned(),
        target: AGENCIES[3],
        agreement_digest: [agreement; 32],
        onward: Vec::new(),
        follows: None,
        decide_by: now.plus_minutes(100 + 5 * i64::from(agreement)),
        expires_at: now.plus_minutes(200 + 10 * i64::from(agreement)),
        checked_by: Some(now.plus_minutes(15)),
        ..first.clone()
    }
}

/// What was offered, as it is passed on.
pub fn onward(first: &Offer, agreement: u8) -> Offer {
    let (referral, source, _) = ROUTES[UP];
    Offer {
        source: AGENCIES[1],
        target: AGENCIES[2],
        agreement_digest: [agreement; 32],
        onward: Vec::new(),
        origin: Some(Origin { agency: AGENCIES[source], referral, entry: [8; 32] }),
        follows: None,
        decide_by: first.decide_by.min(first.expires_at),
        ..first.clone()
    }
}

/// Whether responsibility moves by it.
pub fn moves_lead(offer: &Offer) -> bool {
    offer.kind == Kind::Transfer
}

/// What a node does that reads the times of an offer in the agreement as it is now.
pub fn amend(node: &mut Node) {
    for entry in node.memory.threads.iter_mut().flatten() {
        if let Act::Offer(offer) = &mut entry.act {
            offer.expires_at = offer.expires_at.plus_minutes(60);
        }
    }
}
