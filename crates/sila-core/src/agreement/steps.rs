//! How long the steps beside the decision may take: until somebody opens a referral, until the person who was taken is spoken to, until a
//! question how it stands is answered. Where the agreement says nothing of a step, the usual time holds ([`crate::joint::Deadline`]).

use minicbor::{Decode, Encode};

use super::{Agreement, Timer};
use crate::calendar::TimeLimit;
use crate::codes::Urgency;

/// Longest time of a step on the clock on the wall, in minutes: a day in an emergency, a week of what is urgent, else 30 days.
const fn minutes_max(urgency: Urgency) -> u32 {
    match urgency {
        Urgency::Emergency => 24 * 60,
        Urgency::Urgent => 7 * 24 * 60,
        Urgency::Routine => 30 * 24 * 60,
    }
}

/// Longest time of a step in working days.
const DAYS_MAX: u16 = 30;

/// The times of the steps at one urgency. What is not said takes the usual time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct StepTimes {
    /// In which somebody opens it.
    #[n(0)]
    pub look: Option<TimeLimit>,
    /// In which the person is in touch with the party that has taken them.
    #[n(1)]
    pub contact: Option<TimeLimit>,
    /// In which a question how it stands is answered.
    #[n(2)]
    pub reply: Option<TimeLimit>,
}

impl StepTimes {
    /// Whether it says something, and nothing that is no time or too long a one. What cannot wait runs on the clock on the wall.
    pub(crate) fn is_sound(self, urgency: Urgency) -> bool {
        let all = [self.look, self.contact, self.reply];
        let sound = |limit: &TimeLimit| match limit {
            TimeLimit::Minutes(minutes) => (1..=minutes_max(urgency)).contains(minutes),
            TimeLimit::WorkingDays(days) => {
                urgency == Urgency::Routine && (1..=DAYS_MAX).contains(days)
            }
        };
        all.iter().any(Option::is_some) && all.iter().flatten().all(sound)
    }
}

impl Agreement {
    /// What is agreed for the steps at one urgency; nothing where the usual times hold.
    pub fn steps(&self, urgency: Urgency) -> Option<StepTimes> {
        self.timer(urgency).ok().and_then(|timer| timer.steps)
    }
}

impl Timer {
    /// Whether the times of its steps, if there are some, can be kept.
    pub(super) fn has_sound_steps(&self) -> bool {
        self.steps.is_none_or(|steps| steps.is_sound(self.urgency))
    }
}

#[cfg(test)]
mod tests {
    use super::super::compare::{Part, changes};
    use super::super::tests::{DANA, MARSA, between};
    use super::*;

    fn with(urgency: Urgency, steps: StepTimes) -> Agreement {
        let mut agreement = between(DANA, MARSA);
        for timer in agreement.timers.iter_mut().filter(|timer| timer.urgency == urgency) {
            timer.steps = Some(steps);
        }
        agreement
    }

    #[test]
    fn times_of_steps_are_a_part_of_the_clause_about_times_and_take_no_place_unsaid() {
        let silent = between(DANA, MARSA);
        let look = Some(TimeLimit::Minutes(30));
        let said = with(Urgency::Urgent, StepTimes { look, ..StepTimes::default() });
        assert_eq!(said.check(), Ok(()));
        assert_eq!(said.steps(Urgency::Urgent).and_then(|steps| steps.look), look);
        assert_eq!((said.steps(Urgency::Routine), silent.steps(Urgency::Urgent)), (None, None));
        let found = changes(&silent, &said);
        assert_eq!((found.len(), found[0].rules.clone()), (1, vec![Part::Timers]));
        assert!(silent.to_cbor().len() < said.to_cbor().len());
        for one in [silent, said] {
            assert_eq!(Agreement::from_cbor(&one.to_cbor()).unwrap(), one);
        }
    }

    #[test]
    fn a_time_that_nobody_can_keep_or_that_lets_an_emergency_wait_for_monday_is_refused() {
        use TimeLimit::{Minutes, WorkingDays};
        use Urgency::{Emergency, Routine, Urgent};
        let times = |contact| StepTimes { contact, ..StepTimes::default() };
        for (urgency, contact, good) in [
            (Routine, Some(WorkingDays(2)), true),
            (Routine, Some(Minutes(90)), true),
            (Routine, Some(WorkingDays(31)), false),
            (Routine, Some(WorkingDays(0)), false),
            (Urgent, Some(WorkingDays(1)), false),
            (Emergency, Some(WorkingDays(1)), false),
            (Emergency, Some(Minutes(0)), false),
            (Emergency, Some(Minutes(45)), true),
            (Emergency, Some(Minutes(24 * 60)), true),
            (Emergency, Some(Minutes(24 * 60 + 1)), false),
            (Urgent, Some(Minutes(7 * 24 * 60)), true),
            (Urgent, Some(Minutes(7 * 24 * 60 + 1)), false),
            (Routine, Some(Minutes(30 * 24 * 60 + 1)), false),
            (Urgent, None, false),
        ] {
            let expected = if good { Ok(()) } else { Err("timers") };
            assert_eq!(with(urgency, times(contact)).check(), expected, "{urgency} {contact:?}");
        }
    }
}
