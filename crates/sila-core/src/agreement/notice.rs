//! How a party ends an agreement before its time, and by when it must say so: who thinks of it on the last day of the term thinks of
//! it too late.

use minicbor::{Decode, Encode};

use super::Agreement;
use crate::time::{Date, Millis};

/// So many days before the last day for notice both parties are told, the first time first.
pub const ALARM_DAYS: [i64; 5] = [180, 90, 60, 30, 7];
/// Nobody asks for a longer notice than a year.
const NOTICE_DAYS_MAX: u16 = 366;
/// So many days before the last day for notice a party is asked whether the agreement goes on.
const DECIDE_DAYS: i64 = 60;
/// A day on which both parties work is found within so many days before.
const BACK_DAYS: i64 = 60;
/// The last minute of a day.
const END_OF_DAY: u16 = 24 * 60 - 1;

/// The clause by which a party ends the agreement.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct NoticeClause {
    /// Its number, such as `8.6`.
    #[n(0)]
    pub number: String,
    /// So many days after the notice the agreement ends.
    #[n(1)]
    pub days: u16,
}

/// What both parties are told about the last day for notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alarm {
    /// It comes.
    Comes {
        /// The step of [`ALARM_DAYS`] that was reached.
        step: i64,
        /// The last moment at which notice is in time.
        at: Millis,
    },
    /// It is past and nothing was said: the agreement runs until its end.
    Past {
        /// The last moment at which notice was in time.
        at: Millis,
    },
}

/// The last moment at which a notice of so many days before the end of `until` is in time: the end of work on the last day on which
/// both parties work and that is early enough.
pub fn last_notice(agreement: &Agreement, days: u16) -> Millis {
    let latest = agreement.until.uae_date().plus_days(-i64::from(days));
    let closes = |day: Date| -> Option<u16> {
        let [one, two] = &agreement.parties;
        Some(one.calendar.hours(day)?.until.min(two.calendar.hours(day)?.until))
    };
    let mut back = (0..=BACK_DAYS).map(|ago| latest.plus_days(-ago));
    let found = back.find_map(|day| closes(day).map(|minute| day.at_minute(minute)));
    found.unwrap_or_else(|| latest.at_minute(END_OF_DAY))
}

impl Agreement {
    /// What both parties are told at `now` about the last day for notice; nothing long before, nothing after the end, and nothing where no
    /// clause speaks of notice. A step that lies before the agreement took effect is not told.
    pub fn notice_alarm(&self, now: Millis) -> Option<Alarm> {
        let clause = self.notice.as_ref()?;
        if now < self.from || self.until <= now {
            return None;
        }
        let at = last_notice(self, clause.days);
        if at < now {
            return Some(Alarm::Past { at });
        }
        let reached = |step: &i64| self.from < at.plus_days(-step) && at.plus_days(-step) <= now;
        let step = ALARM_DAYS.iter().rev().copied().find(reached)?;
        Some(Alarm::Comes { step, at })
    }

    /// Until when a party says whether the agreement goes on: the last moment for notice, or its end where no clause speaks of notice.
    pub fn decide_by(&self) -> Millis {
        self.notice.as_ref().map_or(self.until, |clause| last_notice(self, clause.days))
    }

    /// From when on that is asked.
    pub fn renewal_opens(&self) -> Millis {
        self.decide_by().plus_days(-DECIDE_DAYS).max(self.from)
    }

    /// Whether that is asked at `now`.
    pub fn is_to_decide(&self, now: Millis) -> bool {
        self.renewal_opens() <= now && now < self.until
    }

    pub(super) fn is_notice(&self, clause: &NoticeClause) -> bool {
        self.has_clause(&clause.number) && (1..=NOTICE_DAYS_MAX).contains(&clause.days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::tests::{DANA, MARSA, between};
    use crate::calendar::Week;

    fn day(year: i64, month: u8, day: u8) -> Date {
        Date { year, month, day }
    }

    /// From 1 January 2026 until 30 June 2027, a Wednesday.
    fn with_notice(days: u16) -> Agreement {
        let mut agreement = between(DANA, MARSA);
        (agreement.from, agreement.until) =
            (day(2026, 1, 1).at_minute(0), day(2027, 6, 30).at_minute(0));
        agreement.notice = Some(NoticeClause { number: "6.1".to_owned(), days });
        agreement.parties[0].calendar = Week::Five.calendar();
        agreement.parties[1].calendar = Week::Four.calendar();
        agreement
    }

    #[test]
    fn the_last_day_for_notice_is_one_on_which_both_work() {
        let mut agreement = with_notice(90);
        // 90 days before is Thursday 1 April 2027; the government of Sharjah does not work on Fridays.
        assert_eq!(last_notice(&agreement, 90), day(2027, 4, 1).at_minute(930));
        assert_eq!(last_notice(&agreement, 89), day(2027, 4, 1).at_minute(930), "not Friday");
        assert_eq!(last_notice(&agreement, 87), day(2027, 4, 1).at_minute(930), "nor Sunday");
        assert_eq!(last_notice(&agreement, 86), day(2027, 4, 5).at_minute(930), "Monday");
        agreement.parties[0].calendar.closed = [day(2027, 4, 1)].into();
        assert_eq!(
            last_notice(&agreement, 90),
            day(2027, 3, 31).at_minute(930),
            "a day off of one"
        );
        agreement.parties[1].calendar = Week::Five.calendar();
        assert_eq!(last_notice(&agreement, 89), day(2027, 4, 2).at_minute(720), "a half Friday");
    }

    #[test]
    fn the_alarm_comes_before_the_window_of_notice_closes_and_not_only_before_the_end() {
        let agreement = with_notice(90);
        let last = last_notice(&agreement, 90);
        assert_eq!(agreement.notice_alarm(last.plus_days(-181)), None);
        for (ahead, step) in [
            (180, 180),
            (91, 180),
            (90, 90),
            (61, 90),
            (60, 60),
            (31, 60),
            (30, 30),
            (8, 30),
            (7, 7),
            (0, 7),
        ] {
            let told = agreement.notice_alarm(last.plus_days(-ahead));
            assert_eq!(told, Some(Alarm::Comes { step, at: last }), "{ahead} days ahead");
        }
        assert_eq!(agreement.notice_alarm(Millis(last.0 + 1)), Some(Alarm::Past { at: last }));
        assert_eq!(agreement.notice_alarm(agreement.until), None, "it has ended");
        let silent = Agreement { notice: None, ..agreement.clone() };
        assert_eq!(silent.notice_alarm(last), None);
        // An agreement that is shorter than a step is not told of it on its first day.
        let short = Agreement { from: last.plus_days(-20), ..agreement };
        assert_eq!(short.notice_alarm(last.plus_days(-19)), None);
        let told = short.notice_alarm(last.plus_days(-7));
        assert_eq!(told, Some(Alarm::Comes { step: 7, at: last }));
    }

    #[test]
    fn whether_an_agreement_goes_on_is_asked_for_sixty_days_before_the_last_day_for_notice() {
        let agreement = with_notice(90);
        let last = last_notice(&agreement, 90);
        assert_eq!(agreement.decide_by(), last);
        for (at, asked) in [
            (last.plus_days(-61), false),
            (last.plus_days(-60), true),
            (last, true),
            (Millis(agreement.until.0 - 1), true),
            (agreement.until, false),
        ] {
            assert_eq!(agreement.is_to_decide(at), asked, "{at:?}");
        }
        let silent = Agreement { notice: None, ..agreement.clone() };
        assert_eq!(silent.decide_by(), silent.until, "where no clause speaks of notice");
        let short = Agreement { from: last.plus_days(-5), ..agreement };
        assert_eq!(short.renewal_opens(), short.from, "never before it takes effect");
    }

    #[test]
    fn a_notice_of_no_days_or_without_its_clause_is_no_agreement() {
        for (days, number) in [(0, "6.1"), (400, "6.1"), (90, "9.9")] {
            let mut agreement = with_notice(90);
            agreement.notice = Some(NoticeClause { number: number.to_owned(), days });
            assert_eq!(agreement.check(), Err("notice"));
        }
        assert_eq!(with_notice(90).check(), Ok(()));
    }
}
