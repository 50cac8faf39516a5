//! Times that both agencies hold each other to: when each runs out, whom its running out has reached, and the two acts that an
//! emergency leaves for afterwards. Both agencies work out the same times from what both have signed.

use super::fold::JointError;
use super::line::{Deed, Line, LineId};
use crate::agreement::Agreement;
use crate::calendar::TimeLimit;
use crate::codes::{Kind, PermissionForm, Urgency, code_list};
use crate::ids::AgencyId;
use crate::referral::{ByRole, Offer};
use crate::time::Millis;

code_list! {
    /// What both agencies wait for.
    Deadline, "referral_deadline" {
        Decision = "DECISION": "The receiving agency decides.",
        Signature = "SIGNATURE": "A second person at the referring agency signs what went out in an emergency.",
        Review = "REVIEW": "Somebody else at the referring agency reviews it.",
        Reading = "READING": "Somebody at the receiving agency takes note of what is for information.",
    }
}

code_list! {
    /// What a review of an emergency came to.
    Finding, "emergency_finding" {
        Right = "RIGHT": "It had to go this way.",
        Lesson = "LESSON": "It was right, and there is something to learn from it.",
        Wrong = "WRONG": "It should not have gone this way.",
    }
}

/// How often the running out of a time is told, each time to people further up.
pub const LEVELS: u8 = 2;
/// Within so many hours a second person signs what went out without one.
const SIGNATURE_HOURS: i64 = 24;
/// Within so many hours somebody else reviews it.
const REVIEW_HOURS: i64 = 72;

impl Deadline {
    /// The deadlines that begin with this offer. What is passed on was signed and is reviewed where it came from.
    pub fn of(offer: &Offer) -> &'static [Self] {
        let emergency = offer.urgency == Urgency::Emergency && offer.origin.is_none();
        match (Self::to_answer(offer.kind), emergency) {
            (Self::Reading, true) => &[Self::Reading, Self::Signature, Self::Review],
            (Self::Reading, false) => &[Self::Reading],
            (_, true) => &[Self::Decision, Self::Signature, Self::Review],
            (_, false) => &[Self::Decision],
        }
    }

    /// What the receiving agency has this time for: to decide, or only to take note.
    pub fn to_answer(kind: Kind) -> Self {
        if kind == Kind::Information { Self::Reading } else { Self::Decision }
    }

    /// When it runs out, and when, nobody having acted, the second level is told: half as much time later. A decision in
    /// working days is counted on the calendar of the agency that has to take it; everything else on the clock on the wall.
    pub fn times(
        self,
        offer: &Offer,
        offered_at: Millis,
        agreement: Option<&Agreement>,
    ) -> [Millis; 2] {
        let whole = |hours: i64| {
            let due = offered_at.plus_hours(hours);
            [due, due.plus_hours(hours.div_euclid(2))]
        };
        match self {
            Self::Signature => whole(SIGNATURE_HOURS),
            Self::Review => whole(REVIEW_HOURS),
            Self::Decision | Self::Reading => {
                let second = agreement.and_then(|terms| second_of(terms, offer, offered_at));
                let minutes = offer.expires_at.minutes_since(offer.decide_by).div_euclid(2);
                [offer.decide_by, second.unwrap_or(offer.decide_by.plus_minutes(minutes))]
            }
        }
    }
}

/// The working day in the middle between deciding and expiring, on the calendar of the agency that is asked.
fn second_of(agreement: &Agreement, offer: &Offer, offered_at: Millis) -> Option<Millis> {
    let timer = agreement.timer(offer.urgency).ok()?;
    let calendar = &agreement.party(offer.target)?.calendar;
    match (timer.decide, timer.expire) {
        (TimeLimit::WorkingDays(decide), TimeLimit::WorkingDays(expire)) => {
            let days = decide.saturating_add(expire).div_ceil(2);
            TimeLimit::WorkingDays(days).after(offered_at, calendar)
        }
        _ => None,
    }
}

/// One agency has told its people that a time ran out. The words beside the line are their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The line that says so.
    pub id: LineId,
    /// Which time.
    pub deadline: Deadline,
    /// How far up, from 1 to [`LEVELS`].
    pub level: u8,
}

/// What became of the times of a referral.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watch {
    told: Vec<Told>,
    signature: Option<(LineId, u32, PermissionForm)>,
    review: Option<(LineId, u32, Finding)>,
}

impl Watch {
    /// Who was told what, in the order of the lines.
    pub fn told(&self) -> &[Told] {
        &self.told
    }

    /// How far up `agency` has told of it; 0 for nobody.
    pub fn level(&self, agency: AgencyId, deadline: Deadline) -> u8 {
        let own = |told: &&Told| told.id.author == agency && told.deadline == deadline;
        self.told.iter().filter(own).map(|told| told.level).max().unwrap_or(0)
    }

    /// The second signature, and how the person has consented since, or why nobody asked.
    pub fn signature(&self) -> Option<(LineId, PermissionForm)> {
        self.signature.map(|(id, _, consent)| (id, consent))
    }

    /// The review.
    pub fn review(&self) -> Option<(LineId, Finding)> {
        self.review.map(|(id, _, finding)| (id, finding))
    }

    /// Whether what it waits for is done. An answer is no part of the joint work.
    pub fn is_done(&self, deadline: Deadline) -> bool {
        match deadline {
            Deadline::Decision | Deadline::Reading => false,
            Deadline::Signature => self.signature.is_some(),
            Deadline::Review => self.review.is_some(),
        }
    }

    /// Applies a line about a time; `None` when it was said or done before.
    pub(super) fn apply(
        &mut self,
        source: AgencyId,
        line: &Line,
    ) -> Result<Option<()>, JointError> {
        let id = line.id();
        match line.deed {
            Deed::Escalate { deadline, level } => {
                if line.by != ByRole::node() || level == 0 || level > LEVELS {
                    return Err(JointError::NotAllowed);
                }
                let new = self.level(line.author, deadline) < level;
                Ok(new.then(|| self.told.push(Told { id, deadline, level })))
            }
            _ if line.author != source => Err(JointError::NotAllowed),
            // Signing and reviewing are two people's, in whatever order they come.
            Deed::Countersign { .. } if self.review.is_some_and(|(_, who, _)| who == line.who) => {
                Err(JointError::NotAllowed)
            }
            Deed::Countersign { consent } => {
                Ok(self.signature.is_none().then(|| self.signature = Some((id, line.who, consent))))
            }
            Deed::Review { .. } if self.signature.is_some_and(|(_, who, _)| who == line.who) => {
                Err(JointError::NotAllowed)
            }
            Deed::Review { finding } => {
                Ok(self.review.is_none().then(|| self.review = Some((id, line.who, finding))))
            }
            _ => Ok(None),
        }
    }
}
