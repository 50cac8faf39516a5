//! Numbers counted by hand, and what is never told.

use proptest::prelude::*;

use super::*;

const START: Millis = Millis(1_795_334_400_000);

/// Offered so many hours after the start, acknowledged and taken on so many minutes later.
fn passage(hours: i64, acknowledged: i64, taken: Option<i64>, steps: u32) -> Passage {
    let offered_at = START.plus_hours(hours);
    let taken_at = taken.map(|minutes| offered_at.plus_minutes(minutes));
    Passage {
        offered_at,
        acknowledged_at: Some(offered_at.plus_minutes(acknowledged)),
        taken_at,
        decide_by: offered_at.plus_minutes(120),
        decided_at: taken_at,
        steps,
        documents: steps / 2,
    }
}

/// Five slow ones before the day, six quick ones after it.
fn log() -> Vec<Passage> {
    let before = [(0, 90, 300), (1, 70, 280), (2, 110, 330), (3, 80, 90), (4, 60, 100)];
    let after =
        [(48, 10, 40), (49, 20, 60), (50, 15, 130), (51, 5, 30), (52, 25, 50), (53, 30, 55)];
    let of = |steps| {
        move |(hours, acknowledged, taken)| passage(hours, acknowledged, Some(taken), steps)
    };
    before.into_iter().map(of(9)).chain(after.into_iter().map(of(6))).collect()
}

#[test]
fn contract_a19_before_and_after_a_day_are_the_medians_by_hand() {
    let [before, after] = Efficiency::around(&log(), START.plus_hours(24));
    let told = |one: Efficiency| (one.count, one.to_acknowledge, one.to_service, one.steps);
    // Before: 60 70 80 90 110 and 90 100 280 300 330. After: 5 10 15 20 25 30 and 30 40 50 55 60 130, the lower middle.
    assert_eq!(told(before), (Some(5), Some(80), Some(280), Some(9)));
    assert_eq!(told(after), (Some(5), Some(15), Some(50), Some(6)), "six are a whole five");
    assert_eq!((before.documents, after.documents), (Some(4), Some(3)));
}

#[test]
fn two_days_that_are_compared_do_not_tell_of_one_referral_between_them() {
    let log = log();
    let count = |hours| Efficiency::around(&log, START.plus_hours(hours)).map(|one| one.count);
    assert_eq!(count(50), count(51), "one was offered between them");
}

#[test]
fn who_of_them_is_told_only_where_the_others_could_be_told_too() {
    type Row<'a> = (&'a [u64], &'a [u64], Option<u64>, &'a [Option<u64>]);
    let table: [Row; 5] = [
        (&[10, 20], &[20, 30], Some(30), &[Some(10), Some(20)]),
        // Twelve of thirteen women: one was not. And two of thirty-seven in all, so that there is no sum.
        (&[12, 23], &[13, 24], None, &[None, None]),
        (&[12, 23], &[13, 23], None, &[None, Some(23)]),
        // Three were not, and the smallest other cell goes with them.
        (&[12, 20, 30], &[15, 30, 50], Some(62), &[None, None, Some(30)]),
        (&[6, 5, 0], &[6, 5, 2], None, &[Some(6), Some(5), None]),
    ];
    for (parts, wholes, total, cells) in table {
        let told = Told::of_parts(parts, wholes);
        assert_eq!((told.total, told.cells.as_slice()), (total, cells), "{parts:?} of {wholes:?}");
        assert!(told.reconciles(parts));
    }
}

#[test]
fn contract_a19_fewer_than_five_are_not_told() {
    let log = log();
    let four = Efficiency::of(&log[..4]);
    let nothing = Efficiency {
        count: None,
        to_acknowledge: None,
        to_service: None,
        steps: None,
        documents: None,
    };
    assert_eq!(four, nothing);
    assert_eq!(Efficiency::of(&[]).count, None, "nobody looks like few");
    let mut few = log.clone();
    few.iter_mut().skip(4).for_each(|one| one.taken_at = None);
    let few = Efficiency::of(&few);
    assert_eq!((few.count, few.to_service), (Some(10), None), "four were taken on");
    assert!(few.to_acknowledge.is_some());
}

#[test]
fn contract_a01_indicators_of_units_are_counted_from_the_log_and_again_with_identical_numbers() {
    let mut recorded = Recorded { passages: log(), kept: (7, 9), closed: 2 };
    // Decided within 120 minutes: 2 before and 5 after, of 11.
    let expected = [
        (Gauge::Acknowledge, Some(30)),
        (Gauge::Service, Some(90)),
        (Gauge::InTime, Some(63)),
        (Gauge::Taken, Some(11)),
        (Gauge::Steps, Some(6)),
        (Gauge::Kept, Some(77)),
        (Gauge::Closed, Some(2)),
    ];
    for (gauge, figure) in expected {
        assert_eq!(recorded.gauge(gauge), figure, "{gauge}");
    }
    recorded.passages.reverse();
    for (gauge, figure) in expected {
        assert_eq!(recorded.gauge(gauge), figure, "{gauge} again, in another order");
    }
    recorded.passages.truncate(4);
    assert_eq!(recorded.gauge(Gauge::Taken), None);
    assert_eq!(recorded.gauge(Gauge::InTime), None);
    assert_eq!(Recorded::default().gauge(Gauge::Kept), None, "nothing was due");
}

/// Counts, the total and the cells that are told.
type Case<'a> = (&'a [u64], Option<u64>, &'a [Option<u64>]);

#[test]
fn contract_b36_small_cells_are_left_out_with_their_complement_and_totals_reconcile() {
    let table: [Case<'_>; 8] = [
        (&[], Some(0), &[]),
        (&[0, 0], Some(0), &[Some(0), Some(0)]),
        (&[10, 20, 30], Some(60), &[Some(10), Some(20), Some(30)]),
        (&[3, 20, 30], Some(53), &[None, None, Some(30)]),
        (&[3, 4, 30], Some(37), &[None, None, Some(30)]),
        (&[1, 1, 7, 30], Some(39), &[None, None, None, Some(30)]),
        (&[3, 0], None, &[None, Some(0)]),
        (&[2, 1], None, &[None, None]),
    ];
    for (counts, total, cells) in table {
        let told = Told::of(counts);
        assert_eq!((told.total, told.cells.as_slice()), (total, cells), "{counts:?}");
        assert!(told.reconciles(counts));
    }
}

proptest! {
    #[test]
    fn nobody_is_found_by_subtraction_from_those_who_are_counted_beside(
        pairs in proptest::collection::vec((0_u64..12, 0_u64..12), 0..9),
    ) {
        let parts: Vec<u64> = pairs.iter().map(|(part, _)| *part).collect();
        let over: Vec<u64> = pairs.iter().map(|(_, over)| *over).collect();
        let wholes: Vec<u64> = pairs.iter().map(|(part, over)| part + over).collect();
        let told = Told::of_parts(&parts, &wholes);
        prop_assert!(told.reconciles(&parts));
        let safe = |n: u64| n == 0 || n >= CELL_MIN;
        for (cell, over) in told.cells.iter().zip(&over) {
            prop_assert!(cell.is_none_or(|part| safe(part) && safe(*over)));
        }
        if told.total.is_some() {
            for side in [&parts, &over] {
                let hidden = side.iter().zip(&told.cells).filter(|(_, cell)| cell.is_none());
                let hidden: Vec<u64> = hidden.map(|(n, _)| *n).collect();
                prop_assert!(safe(side.iter().sum()));
                prop_assert!(hidden.is_empty() || (hidden.len() > 1 && hidden.iter().sum::<u64>() >= CELL_MIN));
            }
        }
    }

    #[test]
    fn nobody_is_found_by_subtraction(counts in proptest::collection::vec(0_u64..12, 0..9)) {
        let told = Told::of(&counts);
        prop_assert!(told.reconciles(&counts));
        let hidden: Vec<u64> = counts.iter().zip(&told.cells)
            .filter(|(_, cell)| cell.is_none()).map(|(count, _)| *count).collect();
        prop_assert!(told.cells.iter().flatten().all(|count| *count == 0 || *count >= CELL_MIN));
        if told.total.is_some() && !hidden.is_empty() {
            prop_assert!(hidden.len() > 1 && hidden.iter().sum::<u64>() >= CELL_MIN);
        }
    }
}
