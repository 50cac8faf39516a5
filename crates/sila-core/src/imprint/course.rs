//! How long a referral stood in each of its states, from recorded events. What nobody recorded belongs to the state before it, and the time
//! in which the clock stood, because something was asked, belongs to none of them.

use super::median;
use crate::codes::code_list;
use crate::time::Millis;

/// Questions that a referral can have.
const ASKED_MAX: usize = 2;

code_list! {
    /// What a referral stands in, between two recorded events.
    Stage, "efficiency_stage" {
        Transit = "TRANSIT": "From the offer until the receiving agency has it.",
        Look = "LOOK": "From there until somebody opens it.",
        Claim = "CLAIM": "From there until one officer takes it in hand.",
        Decision = "DECISION": "From there until it is decided, without the time in which the clock stood or a place was waited for.",
        Stood = "STOOD": "In which the clock stood, because something was asked.",
        Listed = "LISTED": "On the waiting list, until it was decided.",
        Place = "PLACE": "From the decision to take the person until a place is held.",
        Service = "SERVICE": "From there until the person was spoken to, or has moved in.",
    }
}

/// When a referral came into each state; nothing where it never did, or nobody recorded it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Course {
    /// Offered.
    pub sent_at: Option<Millis>,
    /// Taken in by the other agency's node.
    pub received_at: Option<Millis>,
    /// Opened by somebody there.
    pub looked_at: Option<Millis>,
    /// Taken in hand by one officer.
    pub claimed_at: Option<Millis>,
    /// Put on the waiting list.
    pub listed_at: Option<Millis>,
    /// Decided.
    pub decided_at: Option<Millis>,
    /// The person was taken on.
    pub taken_at: Option<Millis>,
    /// A place is held.
    pub held_at: Option<Millis>,
    /// The person was spoken to, or has moved in.
    pub served_at: Option<Millis>,
    /// From when until when something was asked.
    pub asked: [Option<(Millis, Option<Millis>)>; ASKED_MAX],
}

impl Course {
    /// Takes one more recorded act of the two agencies, in the order of time. The first of a kind counts.
    pub fn happened(&mut self, act: &str, at: Millis) {
        match act {
            "OFFER" => _ = self.sent_at.get_or_insert(at),
            "CLAIM" => _ = self.claimed_at.get_or_insert(at),
            "WAIT" => _ = self.listed_at.get_or_insert(at),
            "ASK" => {
                if let Some(free) = self.asked.iter_mut().find(|one| one.is_none()) {
                    *free = Some((at, None));
                }
            }
            "ANSWER" | "REFUSE" => self.answered(at),
            "ACCEPT" | "ACCEPT_PART" => {
                self.decided(at);
                self.taken_at.get_or_insert(at);
            }
            "DECLINE" | "REDIRECT" => self.decided(at),
            _ => {}
        }
    }

    fn answered(&mut self, at: Millis) {
        let open = |one: &&mut (Millis, Option<Millis>)| one.1.is_none();
        if let Some(one) = self.asked.iter_mut().flatten().find(open) {
            one.1 = Some(at);
        }
    }

    fn decided(&mut self, at: Millis) {
        self.answered(at);
        self.decided_at.get_or_insert(at);
    }

    /// How long it stood in this state, in milliseconds; nothing where it never did, or still does.
    pub fn stood(&self, stage: Stage) -> Option<i64> {
        let before = |earlier: &[Option<Millis>], end: Option<Millis>| {
            let from = earlier.iter().rev().flatten().next()?;
            Some((*from, end?))
        };
        let length = |(from, until): (Millis, Millis)| until.0.saturating_sub(from.0).max(0);
        let all = [self.sent_at, self.received_at, self.looked_at, self.claimed_at];
        let [sent, received, looked, _] = all;
        match stage {
            Stage::Transit => before(&[sent], received).map(length),
            Stage::Look => before(&[sent, received], looked).map(length),
            Stage::Claim => before(&[sent, received, looked], self.claimed_at).map(length),
            Stage::Decision => before(&all, self.decided_at).map(|span| self.reviewed(span)),
            Stage::Stood => {
                let spans = self.asked.iter().flatten();
                let spans: Vec<i64> =
                    spans.filter_map(|(from, until)| Some(length((*from, (*until)?)))).collect();
                (!spans.is_empty()).then(|| spans.iter().sum())
            }
            Stage::Listed => before(&[self.listed_at], self.decided_at).map(length),
            Stage::Place => before(&[self.taken_at], self.held_at).map(length),
            Stage::Service => before(&[self.taken_at], self.served_at)
                .map(|(taken, served)| (self.held_at.map_or(taken, |held| held.max(taken)), served))
                .map(length),
        }
    }

    /// What is left of a span when the time is taken out in which the clock stood or a place was waited for.
    fn reviewed(&self, (from, until): (Millis, Millis)) -> i64 {
        let listed = self.listed_at.map(|at| (at, until));
        let asked =
            self.asked.iter().flatten().filter_map(|(at, answered)| Some((*at, (*answered)?)));
        let within = |(begin, end): (Millis, Millis)| {
            end.0.min(until.0).saturating_sub(begin.0.max(from.0)).max(0)
        };
        let out: i64 = asked.chain(listed).map(within).sum();
        until.0.saturating_sub(from.0).saturating_sub(out).max(0)
    }
}

/// The median minutes in each state, of five referrals or more.
pub fn stages<'a>(courses: impl IntoIterator<Item = &'a Course>) -> Vec<(Stage, Option<i64>)> {
    let courses: Vec<&Course> = courses.into_iter().collect();
    let of = |stage: Stage| {
        let lengths = courses.iter().filter_map(|one| one.stood(stage));
        median(lengths.map(|ms| ms.div_euclid(60_000)).collect())
    };
    Stage::ALL.iter().map(|stage| (*stage, of(*stage))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Millis = Millis(1_795_334_400_000);

    fn at(minutes: i64) -> Millis {
        START.plus_minutes(minutes)
    }

    /// Arrived after 2 minutes, opened after 12, claimed after 20; asked from 30 to 50; taken after 70, held after 75, spoken to after 95.
    fn whole(later: i64) -> Course {
        let mut course = Course {
            received_at: Some(at(2)),
            looked_at: Some(at(12)),
            held_at: Some(at(75 + later)),
            served_at: Some(at(95 + later)),
            ..Course::default()
        };
        let acts = [("OFFER", 0), ("CLAIM", 20), ("ASK", 30), ("ANSWER", 50), ("CLAIM", 60)];
        acts.iter().for_each(|(act, minutes)| course.happened(act, at(*minutes)));
        course.happened("ACCEPT", at(70 + later));
        course.happened("RELEASE", at(71 + later));
        course
    }

    fn minutes(course: &Course, stage: Stage) -> Option<i64> {
        course.stood(stage).map(|ms| ms / 60_000)
    }

    #[test]
    fn contract_a19_the_time_in_each_state_is_what_a_person_would_count() {
        let course = whole(0);
        let all = Stage::ALL.iter().map(|stage| minutes(&course, *stage));
        let expected = [Some(2), Some(10), Some(8), Some(30), Some(20), None, Some(5), Some(20)];
        assert_eq!(
            all.collect::<Vec<_>>(),
            expected,
            "30 = 70 less 20 less the 20 of the question"
        );
        let mut waits = Course { received_at: Some(at(1)), ..Course::default() };
        for (act, minutes) in [("OFFER", 0), ("WAIT", 10), ("WAIT", 500), ("ACCEPT", 1_000)] {
            waits.happened(act, at(minutes));
        }
        assert_eq!(minutes(&waits, Stage::Listed), Some(990), "from the first word about the list");
        assert_eq!(
            minutes(&waits, Stage::Decision),
            Some(9),
            "nobody claimed it: since it arrived"
        );
        let held = Course { held_at: Some(at(40)), ..waits };
        assert_eq!(minutes(&held, Stage::Place), Some(0), "held before it was decided");
        let mut no = Course::default();
        for (act, minutes) in [("OFFER", 0), ("ASK", 5), ("DECLINE", 25)] {
            no.happened(act, at(minutes));
        }
        assert_eq!(
            (minutes(&no, Stage::Stood), minutes(&no, Stage::Decision)),
            (Some(20), Some(5))
        );
        assert_eq!((minutes(&no, Stage::Place), minutes(&no, Stage::Service)), (None, None));
        let mut open = Course::default();
        open.happened("OFFER", at(0));
        open.happened("ASK", at(5));
        let still = Stage::ALL.iter().filter(|stage| open.stood(**stage).is_some()).count();
        assert_eq!(still, 0, "what goes on is not counted before it is over");
    }

    #[test]
    fn every_question_that_a_referral_can_have_is_counted() {
        assert_eq!(usize::from(crate::referral::QUESTIONS_MAX), ASKED_MAX);
    }

    #[test]
    fn contract_a19_states_of_fewer_than_five_referrals_are_not_told() {
        let five: Vec<Course> = (0..5).map(whole).collect();
        let of = |courses: &[Course], stage: Stage| {
            stages(courses).into_iter().find(|(one, _)| *one == stage).and_then(|(_, m)| m)
        };
        assert_eq!(of(&five, Stage::Decision), Some(32));
        assert_eq!(of(&five[..4], Stage::Decision), None);
        let mut few = five;
        few[0].looked_at = None;
        assert_eq!((of(&few, Stage::Look), of(&few, Stage::Claim)), (None, Some(8)));
    }
}
