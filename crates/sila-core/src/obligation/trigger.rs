//! When an obligation falls due, with the way the day was found.

use minicbor::{Decode, Encode};

use super::recurrence::Recurrence;
use crate::calendar::{TimeLimit, WorkingCalendar};
use crate::codes::code_list;
use crate::time::{Date, Millis};

/// The last minute of a day.
const END_OF_DAY: u16 = 24 * 60 - 1;
/// Most days of one obligation that are computed at once.
const DUE_MAX: usize = 1_000;
/// A day off is moved to the next working day, which is found within so many days.
const MOVE_DAYS: i64 = 60;

code_list! {
    /// What can make an obligation fall due when it happens. Each is signed by both parties, so that both know when it was.
    Event, "obligation_event" {
        ReferralAccepted = "REFERRAL_ACCEPTED": "A referral under the agreement was accepted.",
        MinutesApproved = "MINUTES_APPROVED": "The minutes of a meeting were approved by both.",
        InitiativeStarted = "INITIATIVE_STARTED": "A joint initiative began.",
        InitiativeClosed = "INITIATIVE_CLOSED": "A joint initiative was closed.",
        EvaluationClosed = "EVALUATION_CLOSED": "An evaluation was signed by both.",
    }
}

/// Something that happened, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Happened {
    /// When.
    pub at: Millis,
    /// What.
    pub event: Event,
}

/// A day of the agreement from which others are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Anchor {
    /// Both had signed.
    #[n(0)]
    Signed,
    /// It took effect.
    #[n(1)]
    Effective,
    /// It ends.
    #[n(2)]
    Expiry,
}

/// The days of one agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchors {
    /// Both had signed.
    pub signed: Date,
    /// It took effect.
    pub effective: Date,
    /// It ends; nothing falls due later.
    pub expiry: Date,
}

impl Anchors {
    fn of(&self, anchor: Anchor) -> Date {
        match anchor {
            Anchor::Signed => self.signed,
            Anchor::Effective => self.effective,
            Anchor::Expiry => self.expiry,
        }
    }
}

/// What makes an obligation fall due.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Trigger {
    /// One day.
    #[n(0)]
    On(#[n(0)] Date),
    /// So many days after a day of the agreement, or before it when negative.
    #[n(1)]
    Relative {
        /// The day from which to count.
        #[n(0)]
        anchor: Anchor,
        /// How many.
        #[n(1)]
        days: i16,
        /// Count working days of the obligor, not days of the calendar.
        #[n(2)]
        working: bool,
    },
    /// Again and again from the day it takes effect.
    #[n(2)]
    Recurring(#[n(0)] Recurrence),
    /// So long after something happened, every time it happens.
    #[n(3)]
    After {
        /// What.
        #[n(0)]
        event: Event,
        /// How long; working days are those of the obligor.
        #[n(1)]
        within: TimeLimit,
    },
}

/// One step in the computation of a day, for people to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The agreement says this day.
    Said(Date),
    /// Counted from here.
    From(Anchor, Date),
    /// So many days further, or back.
    Days(i16, Date),
    /// So many working days of the obligor further, or back.
    WorkingDays(i16, Date),
    /// The repetition of this number, from 1.
    Repetition(usize, Date),
    /// It was a day off; the next working day.
    Moved(Date),
    /// Something happened.
    Happened(Happened),
    /// So long after, which comes to this moment.
    Within(TimeLimit, Millis),
}

/// One day on which an obligation is due, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The instant: the end of work of that day, or the hour.
    pub at: Millis,
    /// The computation.
    pub trace: Vec<Step>,
}

impl Trigger {
    /// Every time it falls due under an agreement with these days, in order, on the calendar of the obligor. A day off is moved
    /// to the next working day. What waits for an event gives nothing here: see [`Trigger::happened`].
    pub fn dues(&self, anchors: &Anchors, calendar: &WorkingCalendar) -> Vec<Due> {
        match self {
            Self::On(day) => vec![settled(*day, vec![Step::Said(*day)], calendar)],
            Self::Relative { anchor, days, working } => {
                let from = anchors.of(*anchor);
                let begin = Step::From(*anchor, from);
                let (day, step) = if *working {
                    let day = working_days(from, *days, calendar);
                    (day, Step::WorkingDays(*days, day))
                } else {
                    let day = from.plus_days(i64::from(*days));
                    (day, Step::Days(*days, day))
                };
                vec![settled(day, vec![begin, step], calendar)]
            }
            Self::Recurring(rule) => {
                let days = rule.days(anchors.effective, anchors.expiry);
                let begin = Step::From(Anchor::Effective, anchors.effective);
                let numbered = (1..).zip(days).take(DUE_MAX);
                numbered
                    .map(|(n, day)| {
                        settled(day, vec![begin.clone(), Step::Repetition(n, day)], calendar)
                    })
                    .collect()
            }
            Self::After { .. } => Vec::new(),
        }
    }

    /// When it falls due because of what has happened, on the calendar of the obligor, each moment once; nothing when it does not
    /// wait for that.
    pub fn happened(&self, all: &[Happened], calendar: &WorkingCalendar) -> Vec<Due> {
        let Self::After { event: awaited, within } = self else { return Vec::new() };
        let due = |one: &Happened| {
            let at = within.after(one.at, calendar)?;
            Some(Due { at, trace: vec![Step::Happened(*one), Step::Within(*within, at)] })
        };
        let mut dues: Vec<Due> =
            all.iter().filter(|one| one.event == *awaited).filter_map(due).collect();
        dues.sort_by_key(|due| due.at);
        dues.dedup_by_key(|due| due.at);
        dues
    }
}

/// The end of work of `day`, or of the next working day.
fn settled(day: Date, mut trace: Vec<Step>, calendar: &WorkingCalendar) -> Due {
    let working = |day: &Date| calendar.hours(*day).is_some();
    let found = (0..=MOVE_DAYS).map(|ahead| day.plus_days(ahead)).find(working);
    let on = found.unwrap_or(day);
    if on != day {
        trace.push(Step::Moved(on));
    }
    let minute = calendar.hours(on).map_or(END_OF_DAY, |hours| hours.until);
    Due { at: on.at_minute(minute), trace }
}

/// The `days`-th working day after `from`, or before it when negative.
fn working_days(from: Date, days: i16, calendar: &WorkingCalendar) -> Date {
    let step = if days < 0 { -1 } else { 1 };
    let mut left = days.unsigned_abs();
    let mut day = from;
    // A calendar with one working day a week needs seven days for each; more is none at all.
    for _ in 0..u32::from(left).saturating_mul(7).saturating_add(400) {
        if left == 0 {
            break;
        }
        day = day.plus_days(step);
        if calendar.hours(day).is_some() {
            left -= 1;
        }
    }
    day
}
