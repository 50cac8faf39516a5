use super::*;
use crate::calendar::{TimeLimit, Week};
use crate::time::{Date, Millis};
use proptest::prelude::*;

fn day(year: i64, month: u8, day: u8) -> Date {
    Date { year, month, day }
}

/// In effect for two years from Saturday 1 November 2025.
fn anchors() -> Anchors {
    Anchors { signed: day(2025, 10, 20), effective: day(2025, 11, 1), expiry: day(2027, 10, 31) }
}

fn days(rule: &str) -> Vec<Date> {
    Recurrence::parse(rule).unwrap().days(anchors().effective, anchors().expiry)
}

#[test]
fn a_rule_is_read_whole_or_refused_by_name() {
    let quarterly =
        Recurrence::parse("RRULE:FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;COUNT=8").unwrap();
    assert_eq!((quarterly.interval, quarterly.count, quarterly.month_day), (3, Some(8), Some(-1)));
    assert_eq!(Recurrence::parse("FREQ=YEARLY").unwrap().interval, 1);
    let refused = [
        ("", ""),
        ("COUNT=3", "FREQ"),
        ("FREQ=HOURLY", "FREQ=HOURLY"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0"),
        ("FREQ=DAILY;COUNT=1001", "COUNT=1001"),
        ("FREQ=DAILY;BYDAY=MO", "BYDAY=MO"),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0"),
        ("FREQ=MONTHLY;;", ""),
        ("FREQ=DAILY;X=مرة كل سنة هجرية وليس ميلادية", "X=مرة كل سنة هجرية وليس "),
    ];
    for (text, part) in refused {
        assert_eq!(Recurrence::parse(text).unwrap_err().part, part, "{text}");
    }
}

#[test]
fn rules_give_the_days_that_the_standard_says() {
    assert_eq!(
        days("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1;COUNT=4"),
        [day(2025, 11, 30), day(2026, 2, 28), day(2026, 5, 31), day(2026, 8, 31),]
    );
    assert_eq!(days("FREQ=YEARLY"), [day(2025, 11, 1), day(2026, 11, 1)]);
    assert_eq!(
        days("FREQ=WEEKLY;INTERVAL=2;COUNT=3"),
        [day(2025, 11, 1), day(2025, 11, 15), day(2025, 11, 29),]
    );
    assert_eq!(days("FREQ=DAILY").len(), 730);
    let thirties = days("FREQ=MONTHLY;BYMONTHDAY=31");
    assert_eq!(thirties.len(), 14, "months without a 31st have none: {thirties:?}");
    let leap = Recurrence::parse("FREQ=YEARLY").unwrap().days(day(2024, 2, 29), day(2033, 1, 1));
    assert_eq!(leap, [day(2024, 2, 29), day(2028, 2, 29), day(2032, 2, 29)]);
}

#[test]
fn the_day_is_told_with_its_computation() {
    let sharjah = Week::Four.calendar();
    let relative = Trigger::Relative { anchor: Anchor::Effective, days: 30, working: false };
    let due = relative.dues(&anchors(), &sharjah).remove(0);
    assert_eq!(due.at, day(2025, 12, 1).at_minute(930));
    assert_eq!(
        due.trace,
        [Step::From(Anchor::Effective, day(2025, 11, 1)), Step::Days(30, day(2025, 12, 1)),]
    );
    let before = Trigger::Relative { anchor: Anchor::Expiry, days: -90, working: false };
    let due = before.dues(&anchors(), &sharjah).remove(0);
    assert_eq!(due.at, day(2027, 8, 2).at_minute(930));
    assert_eq!(due.trace.len(), 2, "a Monday needs no moving");
    let working = Trigger::Relative { anchor: Anchor::Effective, days: 5, working: true };
    let due = working.dues(&anchors(), &sharjah).remove(0);
    assert_eq!(due.at, day(2025, 11, 10).at_minute(930), "Mon to Thu, then Monday");
}

#[test]
fn a_day_off_is_moved_and_the_computation_says_so() {
    let mut calendar = Week::Five.calendar();
    calendar.closed = [day(2025, 12, 2), day(2025, 12, 3)].into();
    let due = Trigger::On(day(2025, 12, 2)).dues(&anchors(), &calendar).remove(0);
    assert_eq!(due.at, day(2025, 12, 4).at_minute(930));
    assert_eq!(due.trace, [Step::Said(day(2025, 12, 2)), Step::Moved(day(2025, 12, 4))]);
    let rule = Recurrence::parse("FREQ=MONTHLY;BYMONTHDAY=1;COUNT=2").unwrap();
    let dues = Trigger::Recurring(rule).dues(&anchors(), &calendar);
    assert_eq!(dues[0].at, day(2025, 11, 3).at_minute(930), "a Saturday");
    assert_eq!(
        dues[0].trace[1..],
        [Step::Repetition(1, day(2025, 11, 1)), Step::Moved(day(2025, 11, 3))]
    );
    assert_eq!(dues[1].at, day(2025, 12, 1).at_minute(930));
}

#[test]
fn an_event_starts_its_own_clock_every_time_and_the_computation_names_it() {
    let within = TimeLimit::Minutes(24 * 60);
    let report = Trigger::After { event: Event::ReferralAccepted, within };
    let calendar = Week::Four.calendar();
    assert_eq!(report.dues(&anchors(), &calendar), []);
    let at = day(2025, 11, 20).at_minute(960);
    let accepted = |at| Happened { at, event: Event::ReferralAccepted };
    let closed = Happened { at, event: Event::InitiativeClosed };
    let all = [accepted(at.plus_days(1)), accepted(at), closed, accepted(at)];
    let dues = report.happened(&all, &calendar);
    let times: Vec<Millis> = dues.iter().map(|due| due.at).collect();
    assert_eq!(times, [at.plus_days(1), at.plus_days(2)], "each moment once, in order");
    assert_eq!(
        dues[0].trace,
        [Step::Happened(accepted(at)), Step::Within(within, at.plus_days(1))]
    );
    // Thursday afternoon; the third working day in Sharjah is Wednesday.
    let within = TimeLimit::WorkingDays(3);
    let meeting = Trigger::After { event: Event::MinutesApproved, within };
    let dues = meeting.happened(&[Happened { at, event: Event::MinutesApproved }], &calendar);
    assert_eq!(dues[0].at, day(2025, 11, 26).at_minute(930));
    assert_eq!(meeting.happened(&all, &calendar), []);
    assert_eq!(Trigger::On(day(2025, 12, 2)).happened(&all, &calendar), []);
}

fn terms() -> Terms {
    Terms {
        due_at: day(2025, 12, 1).at_minute(930),
        lead_days: 14,
        cure_days: 30,
        silence_days: 10,
        calendar: Week::Four.calendar(),
    }
}

fn said(script: &[(Party, Act, i64)]) -> Result<Instance, NotNow> {
    script.iter().try_fold(Instance::new(terms()), |instance, (by, act, days)| {
        instance.with(Entry { by: *by, act: *act, at: terms().due_at.plus_days(*days) })
    })
}

fn at(days: i64) -> Millis {
    terms().due_at.plus_days(days)
}

#[test]
fn only_the_other_party_closes_it() {
    use Act::{Accept, Cure, DeclareBreach, Return, Submit};
    use Party::{Obligee, Obligor};
    let done = said(&[
        (Obligor, Submit, -3),
        (Obligee, Return, -2),
        (Obligor, Submit, -1),
        (Obligee, Accept, 0),
    ]);
    let done = done.unwrap();
    assert_eq!(done.standing(at(0)), Standing::Settled(Settled::Accepted));
    assert_eq!(done.fulfilled_at(at(0)), Some(at(-1)), "the submission that was accepted");
    for act in [Accept, Return, DeclareBreach, Cure] {
        let own = said(&[(Obligor, Submit, -3), (Obligor, act, -2)]);
        assert_eq!(own.unwrap_err(), NotNow::NotYours, "{act:?}");
    }
    assert_eq!(said(&[(Obligee, Submit, -3)]).unwrap_err(), NotNow::NotYours);
    assert_eq!(said(&[(Obligee, Accept, -3)]).unwrap_err(), NotNow::Standing);
}

#[test]
fn silence_is_acceptance_by_default_after_ten_working_days() {
    let waiting = said(&[(Party::Obligor, Act::Submit, 0)]).unwrap();
    let until = TimeLimit::WorkingDays(10).after(at(0), &terms().calendar).unwrap();
    assert_eq!(waiting.standing(Millis(until.0 - 1)), Standing::Submitted { until });
    assert_eq!(waiting.standing(until), Standing::Settled(Settled::ByDefault));
    assert_eq!(waiting.fulfilled_at(until), Some(at(0)));
    let late = waiting.with(Entry { by: Party::Obligee, act: Act::Accept, at: until });
    assert_eq!(late.unwrap_err(), NotNow::Standing);
}

#[test]
fn it_is_waived_by_both_or_not_at_all() {
    let one = said(&[(Party::Obligor, Act::Waive, -3)]).unwrap();
    assert_eq!(one.standing(at(-3)), Standing::Open);
    let twice = one.clone().with(Entry { by: Party::Obligor, act: Act::Waive, at: at(-2) });
    assert_eq!(twice.unwrap_err(), NotNow::Standing);
    let both = one.with(Entry { by: Party::Obligee, act: Act::Waive, at: at(-2) }).unwrap();
    assert_eq!(both.standing(at(90)), Standing::Settled(Settled::Waived));
    assert_eq!(both.fulfilled_at(at(90)), None);
}

#[test]
fn a_breach_waits_for_the_cure_period_and_can_be_made_good() {
    use Party::{Obligee, Obligor};
    let early = said(&[(Obligee, Act::DeclareBreach, 29)]);
    assert_eq!(early.unwrap_err(), NotNow::TooEarly);
    let broken = said(&[(Obligee, Act::DeclareBreach, 30)]).unwrap();
    assert_eq!(broken.standing(at(31)), Standing::Breached);
    let mended = said(&[
        (Obligee, Act::DeclareBreach, 30),
        (Obligor, Act::Submit, 33),
        (Obligee, Act::Accept, 34),
    ]);
    assert_eq!(mended.unwrap().fulfilled_at(at(35)), Some(at(33)));
    let cured = said(&[(Obligee, Act::DeclareBreach, 30), (Obligee, Act::Cure, 31)]).unwrap();
    assert_eq!(cured.standing(at(32)), Standing::Overdue);
}

#[test]
fn time_alone_moves_it_from_scheduled_to_overdue() {
    let quiet = Instance::new(terms());
    let table = [
        (-15, Standing::Scheduled),
        (-14, Standing::Open),
        (0, Standing::Open),
        (1, Standing::Overdue),
    ];
    for (days, standing) in table {
        assert_eq!(quiet.standing(at(days)), standing);
    }
    let back = said(&[(Party::Obligor, Act::Submit, 3), (Party::Obligee, Act::Return, 2)]);
    assert_eq!(back.unwrap_err(), NotNow::Backdated);
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let act = prop::sample::select(vec![
        Act::Submit,
        Act::Accept,
        Act::Return,
        Act::Waive,
        Act::DeclareBreach,
        Act::Cure,
    ]);
    let by = prop::sample::select(vec![Party::Obligor, Party::Obligee]);
    (by, act, -20_i64..80).prop_map(|(by, act, days)| Entry { by, act, at: at(days) })
}

proptest! {
    /// Whatever is said in whatever order: fulfilment needs the obligor's submission and the other party's word or silence,
    /// a waiver needs both, and what is over stays over.
    #[test]
    fn no_party_alone_ends_what_both_agreed(mut entries in prop::collection::vec(any_entry(), 0..24)) {
        entries.sort_by_key(|entry| entry.at);
        let mut instance = Instance::new(terms());
        let mut over = None;
        for entry in entries {
            if let Ok(next) = instance.clone().with(entry) {
                prop_assert!(over.is_none(), "nothing is said about what is over");
                instance = next;
            }
            if let Standing::Settled(how) = instance.standing(entry.at) {
                over = Some(how);
            }
        }
        let has = |by, act| instance.entries().iter().any(|entry| (entry.by, entry.act) == (by, act));
        match instance.standing(at(80)) {
            Standing::Settled(Settled::Accepted) => prop_assert!(has(Party::Obligor, Act::Submit) && has(Party::Obligee, Act::Accept)),
            Standing::Settled(Settled::ByDefault) => prop_assert!(has(Party::Obligor, Act::Submit)),
            Standing::Settled(Settled::Waived) => prop_assert!(has(Party::Obligor, Act::Waive) && has(Party::Obligee, Act::Waive)),
            _ => prop_assert!(instance.fulfilled_at(at(80)).is_none()),
        }
    }
}
