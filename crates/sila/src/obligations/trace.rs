//! How the day was found, in words, step by step.

use sila_core::calendar::TimeLimit;
use sila_core::obligation::{Anchor, Due, Recurrence, Step, Trigger};
use sila_core::time::Date;

use crate::web::{Arg, Cx, dates};

/// Every step of the computation.
pub fn steps(cx: &Cx, due: &Due) -> Vec<String> {
    due.trace.iter().map(|step| words(cx, step)).collect()
}

fn day(cx: &Cx, date: Date) -> Arg {
    Arg::phrase(dates::both_calendars(cx.lang, date.at_minute(0)))
}

fn words(cx: &Cx, step: &Step) -> String {
    let with = |key: &str, date: Date| cx.t_with(key, &[("day", day(cx, date))]);
    let counted =
        |key: &str, n: i64, date: Date| cx.t_with(key, &[("n", n.into()), ("day", day(cx, date))]);
    match step {
        Step::Said(date) => with("trace-said", *date),
        Step::From(Anchor::Signed, date) => with("trace-from-signed", *date),
        Step::From(Anchor::Effective, date) => with("trace-from-effective", *date),
        Step::From(Anchor::Expiry, date) => with("trace-from-expiry", *date),
        Step::Days(n, date) if *n < 0 => {
            counted("trace-days-back", i64::from(n.unsigned_abs()), *date)
        }
        Step::Days(n, date) => counted("trace-days", i64::from(*n), *date),
        Step::WorkingDays(n, date) => {
            counted("trace-working-days", i64::from(n.unsigned_abs()), *date)
        }
        Step::Repetition(n, date) => {
            counted("trace-repetition", i64::try_from(*n).unwrap_or(i64::MAX), *date)
        }
        Step::Moved(date) => with("trace-moved", *date),
        Step::Happened(one) => {
            let what = Arg::phrase(cx.code("obligation-event", one.event.code()));
            let when = Arg::phrase(dates::near(cx.lang, cx.now, one.at));
            cx.t_with("trace-happened", &[("what", what), ("day", when)])
        }
        Step::Within(within, at) => {
            let when = Arg::phrase(dates::both_calendars(cx.lang, *at));
            let (unit, n) = counted_in(*within);
            cx.t_with(&format!("trace-within-{unit}"), &[("n", n.into()), ("day", when)])
        }
    }
}

/// When it falls due, as the annex says it.
pub fn rule(cx: &Cx, trigger: &Trigger) -> String {
    match trigger {
        Trigger::On(date) => cx.t_with("rule-on", &[("day", day(cx, *date))]),
        Trigger::Relative { days, working, .. } => {
            let key = if *working { "rule-after-working" } else { "rule-after" };
            cx.t_with(key, &[("n", i64::from(*days).into())])
        }
        Trigger::Recurring(Recurrence { frequency, interval, .. }) => {
            let unit = match frequency {
                sila_core::obligation::Frequency::Daily => "rule-every-day",
                sila_core::obligation::Frequency::Weekly => "rule-every-week",
                sila_core::obligation::Frequency::Monthly => "rule-every-month",
                sila_core::obligation::Frequency::Yearly => "rule-every-year",
            };
            cx.t_with(unit, &[("n", i64::from(*interval).into())])
        }
        Trigger::After { event, within } => {
            let what = Arg::phrase(cx.code("obligation-event", event.code()));
            let (unit, n) = counted_in(*within);
            cx.t_with(&format!("rule-event-{unit}"), &[("n", n.into()), ("what", what)])
        }
    }
}

/// In which unit a time is told, and how many of it.
fn counted_in(within: TimeLimit) -> (&'static str, i64) {
    match within {
        TimeLimit::WorkingDays(n) => ("working", i64::from(n)),
        TimeLimit::Minutes(n) if n % (24 * 60) == 0 => ("days", i64::from(n / (24 * 60))),
        TimeLimit::Minutes(n) => ("hours", i64::from(n.div_ceil(60))),
    }
}
