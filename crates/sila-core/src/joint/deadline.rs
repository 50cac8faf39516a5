//! Times that both agencies hold each other to: when each runs out, whom its running out has reached, and the two acts that an
//! emergency leaves for afterwards. Both agencies work out the same times from what both have signed.

use super::deed::Deed;
use super::fold::JointError;
use super::line::{Line, LineId};
use super::reminder::{ContactWay, Reminder};
use crate::agreement::{Agreement, StepTimes};
use crate::calendar::TimeLimit;
use crate::codes::{Kind, PermissionForm, Urgency, code_list};
use crate::ids::AgencyId;
use crate::referral::{ByRole, Offer, Side};
use crate::time::{Date, Millis};

code_list! {
    /// What both agencies wait for.
    Deadline, "referral_deadline" {
        Decision = "DECISION": "The receiving agency decides.",
        Signature = "SIGNATURE": "A second person at the referring agency signs what went out in an emergency.",
        Review = "REVIEW": "Somebody else at the referring agency reviews it.",
        Reading = "READING": "Somebody at the receiving agency takes note of what is for information.",
        Look = "LOOK": "Somebody at the receiving agency opens it.",
        Contact = "CONTACT": "The receiving agency gets in touch with the person whom it has taken.",
        Reply = "REPLY": "The receiving agency says how it stands.",
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
impl Deadline {
    /// The deadlines that begin with this offer. What is passed on was signed and is reviewed where it came from.
    pub fn of(offer: &Offer) -> &'static [Self] {
        let emergency = offer.urgency == Urgency::Emergency && offer.origin.is_none();
        match (Self::to_answer(offer.kind), emergency) {
            (Self::Reading, true) => &[Self::Reading, Self::Signature, Self::Review],
            (Self::Reading, false) => &[Self::Reading],
            (_, true) => &[Self::Decision, Self::Signature, Self::Review, Self::Look],
            (_, false) => &[Self::Decision, Self::Look],
        }
    }

    /// What the receiving agency has this time for: to decide, or only to take note.
    pub fn to_answer(kind: Kind) -> Self {
        if kind == Kind::Information { Self::Reading } else { Self::Decision }
    }

    /// How long the agreement lets this step take; `None` where it does not say.
    pub fn agreed(self, steps: Option<StepTimes>) -> Option<TimeLimit> {
        match self {
            Self::Look => steps?.look,
            Self::Contact => steps?.contact,
            Self::Reply => steps?.reply,
            _ => None,
        }
    }

    /// How long it may take where the agreement does not say. What cannot wait runs on the clock on the wall, the rest in working
    /// days of the agency that is asked. `None` for the answer, whose time every agreement says.
    pub fn usual(self, urgency: Urgency) -> Option<TimeLimit> {
        let (hours, days) = (|n: u32| TimeLimit::Minutes(n * 60), TimeLimit::WorkingDays);
        Some(match (self, urgency) {
            (Self::Decision | Self::Reading, _) => return None,
            (Self::Signature, _) => hours(24),
            (Self::Review, _) => hours(72),
            (Self::Look, Urgency::Emergency) => TimeLimit::Minutes(15),
            (Self::Look, Urgency::Urgent) => hours(1),
            (Self::Look, Urgency::Routine) => days(1),
            (Self::Contact | Self::Reply, Urgency::Emergency) => hours(1),
            (Self::Contact | Self::Reply, Urgency::Urgent) => hours(24),
            (Self::Contact, Urgency::Routine) => days(3),
            (Self::Reply, Urgency::Routine) => days(2),
        })
    }

    /// When it runs out that began at `from`, and when, nobody having acted, the second level is told: half as much time later.
    /// Working days are counted on the calendar, frozen in the offer, of the agency that has to act. Nobody looks later than they
    /// should have decided.
    pub fn times(self, offer: &Offer, from: Millis, agreement: Option<&Agreement>) -> [Millis; 2] {
        let limit = self.agreed(offer.steps).or_else(|| self.usual(offer.urgency));
        let Some(limit) = limit else {
            let second = agreement.and_then(|terms| second_of(terms, offer, from));
            let minutes = offer.expires_at.minutes_since(offer.decide_by).div_euclid(2);
            return [offer.decide_by, second.unwrap_or(offer.decide_by.plus_minutes(minutes))];
        };
        let calendar = offer.calendar(Side::Target);
        let due = limit.after(from, &calendar).unwrap_or(from);
        let second = limit.after_half_more(from, &calendar).unwrap_or(due);
        match self {
            Self::Look => [due.min(offer.decide_by), second.min(offer.expires_at)],
            _ => [due, second],
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
    look: Option<LineId>,
    contact: Option<(LineId, Date, ContactWay)>,
    reminders: Vec<Reminder>,
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

    /// The line that says that a person has opened it.
    pub fn look(&self) -> Option<LineId> {
        self.look
    }

    /// On which day the person was in touch first with the agency that has taken them, and how.
    pub fn contact(&self) -> Option<(LineId, Date, ContactWay)> {
        self.contact
    }

    /// How often the sender has asked how it stands, the oldest first.
    pub fn reminders(&self) -> &[Reminder] {
        &self.reminders
    }

    /// The question of the sender that waits for an answer.
    pub fn open_reminder(&self) -> Option<&Reminder> {
        self.reminders.last().filter(|last| last.answer.is_none())
    }

    /// Whether what it waits for is done. An answer is no part of the joint work.
    pub fn is_done(&self, deadline: Deadline) -> bool {
        match deadline {
            Deadline::Decision | Deadline::Reading => false,
            Deadline::Signature => self.signature.is_some(),
            Deadline::Review => self.review.is_some(),
            Deadline::Look => self.look.is_some(),
            Deadline::Contact => self.contact.is_some(),
            Deadline::Reply => self.open_reminder().is_none(),
        }
    }

    /// Applies a line about a time; `None` when it was said or done before.
    pub(super) fn apply(
        &mut self,
        source: AgencyId,
        line: &Line,
    ) -> Result<Option<()>, JointError> {
        let id = line.id();
        let theirs = matches!(line.deed, Deed::Look | Deed::Contact { .. } | Deed::Reply { .. });
        match line.deed {
            Deed::Escalate { deadline, level } => {
                if line.by != ByRole::node() || level == 0 || level > LEVELS {
                    return Err(JointError::NotAllowed);
                }
                let new = self.level(line.author, deadline) < level;
                Ok(new.then(|| self.told.push(Told { id, deadline, level })))
            }
            _ if (line.author == source) == theirs => Err(JointError::NotAllowed),
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
            Deed::Remind => Ok(self.open_reminder().is_none().then(|| self.remind(id, line.at))),
            _ => self.after_acceptance(line),
        }
    }

    /// Whoever was told that an earlier question was not answered is told of this one anew.
    fn remind(&mut self, id: LineId, at: Millis) {
        self.told.retain(|told| told.deadline != Deadline::Reply);
        self.reminders.push(Reminder { id, at, answer: None });
    }

    /// Applies a line of the agency that is asked.
    fn after_acceptance(&mut self, line: &Line) -> Result<Option<()>, JointError> {
        let id = line.id();
        match line.deed {
            Deed::Look if line.by != ByRole::node() => Err(JointError::NotAllowed),
            Deed::Look => Ok(self.look.is_none().then(|| self.look = Some(id))),
            // Nobody has been in touch on a day to come.
            Deed::Contact { day, .. } if day > line.at.uae_date() => Err(JointError::NotAllowed),
            Deed::Contact { day, way } => {
                Ok(self.contact.is_none().then(|| self.contact = Some((id, day, way))))
            }
            Deed::Reply { remind, progress, by } => {
                let mut asked = self.reminders.iter_mut();
                let asked = asked.find(|one| one.id == remind).ok_or(JointError::NotAllowed)?;
                let new = asked.answer.is_none();
                Ok(new.then(|| asked.answer = Some((id, progress, by))))
            }
            _ => Ok(None),
        }
    }
}
