//! Everything that people can do about a referral, and how often they do it.

use sila_core::Millis;
use sila_core::codes::{
    AnswerCode, CancelCode, DeclineCode, LawfulBasis, OutcomeCode, QuestionCode, RecallCode,
    ResumeCode, Service, WaitBand, Withdrawal,
};
use sila_core::field::Field;
use sila_core::referral::{Act, Left, Side};

use super::Dice;

/// Everything that somebody can do on one side, with the commitment to what is said beside it.
pub fn all(side: Side, now: Millis, said: [u8; 32], dice: &mut Dice) -> Vec<Act> {
    let code = DeclineCode::V1;
    let (item, field) = (Some(Service::Legal), None);
    let words = Some(said);
    let mut all = vec![
        Act::Withdraw { at: side, why: Withdrawal::Spoken },
        Act::Narrow { at: side, fields: vec![Field::ALL[dice.below(3)]] },
        Act::Cancel { at: side, code: CancelCode::C1 },
        Act::Reopen { at: side, code: ResumeCode::N1 },
        Act::Agree { at: side, agreed: dice.below(2) == 0 },
    ];
    all.extend(match side {
        Side::Source => vec![
            Act::Recall { code: RecallCode::R4 },
            Act::Acknowledge,
            Act::Answer { code: AnswerCode::Given, words },
            Act::Appeal { words },
            Act::Invalidate { code: RecallCode::R2 },
            Act::Hand { list: [u8::from(dice.below(8) == 0); 32] },
        ],
        Side::Target => vec![
            Act::Claim,
            Act::Accept,
            Act::AcceptPart { left: vec![Left { service: Service::Legal, code }] },
            Act::Decline { code, proposed_area: None },
            Act::Refuse { code, proposed_area: None },
            Act::Resume,
            Act::Ask { item, field, code: QuestionCode::Safety, words },
            Act::Wait { band: WaitBand::First, expected: now.plus_days(9) },
            Act::Outcome { code: OutcomeCode::O1 },
            Act::Keep { basis: LawfulBasis::VitalInterest },
            Act::Purged,
            Act::Take { list: [0; 32] },
            Act::Take { list: [1; 32] },
        ],
    });
    all
}

/// How often people do this, beside what else they may do: what ends a referral is rare, or few walks would come far.
pub fn weight(act: &Act) -> usize {
    match act {
        Act::Withdraw { .. }
        | Act::Cancel { .. }
        | Act::Recall { .. }
        | Act::Invalidate { .. }
        | Act::Decline { .. }
        | Act::Refuse { .. } => 1,
        // What needs both sides, one after the other, would hardly ever come to its end.
        Act::Hand { .. } | Act::Agree { .. } => 24,
        Act::Take { .. } | Act::Appeal { .. } => 48,
        _ => 12,
    }
}
