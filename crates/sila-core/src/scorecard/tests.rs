//! The score against values counted by hand.

use uuid::Uuid;

use super::*;
use crate::agreement::NoticeClause;
use crate::ids::RecordId;
use crate::partnership::tests::{ANNEX, Book, words};
use crate::partnership::{Act, Answer, Deed, Indicator, Indicators, Signed};
use crate::time::Date;

const CARD: RecordId = RecordId(Uuid::from_u128(3));
const FULL: Cover = Cover { focal: [true; 2], deputy: [true; 2] };

fn facts<'a>(ledgers: &'a [Ledger], cover: Cover, threats: &'a [Threat]) -> Facts<'a> {
    Facts { ledgers, cover, threats }
}

/// One obligation, due on day 30.
fn book() -> Book {
    let mut book = Book::open();
    book.ledger.annex.as_mut().unwrap().content.duties.truncate(1);
    book
}

/// An initiative runs, its milestone is reached in time, 36 of the 40 on the way from 40 to 80 are gone.
fn running() -> Book {
    let mut book = book();
    book.agree(1);
    book.act(Act::Start, 0, 2);
    book.act(Act::Reach, 1, 10);
    book.act(Act::Measure, 1, 20);
    book
}

fn effectiveness(book: &Book, days: i64) -> Option<u32> {
    let ledgers = [book.ledger.clone()];
    scorecard(&facts(&ledgers, FULL, &[]), book.day(days)).effectiveness
}

#[test]
fn contract_a18_effectiveness_is_what_was_reached_and_equals_the_sum_by_hand() {
    let mut book = running();
    assert_eq!(effectiveness(&book, 9), None, "half of the weights are not there yet");
    // Targets 900 × 50 %, milestones 1,000 × 30 %; the obligation is not due yet: 75,000 of 80 %.
    assert_eq!(effectiveness(&book, 25), Some(93));
    // It is due on day 30 and was not fulfilled: 45,000 + 30,000 + 0.
    assert_eq!(effectiveness(&book, 45), Some(75));
    let done = Deed { due_at: Some(book.report()), ..book.deed(ANNEX, Act::Fulfil, 1, 46) };
    book.say(done, 0, 46, None);
    assert_eq!(effectiveness(&book, 47), Some(93), "what waits for an answer is left out");
    let answer = Answer { by: book.party(1), confirms: true, at: book.day(48) };
    book.ledger.deeds.last_mut().unwrap().answers.push(answer);
    assert_eq!(effectiveness(&book, 49), Some(95));
}

#[test]
fn contract_a18_a_target_that_is_over_without_a_figure_and_a_late_milestone_count_less() {
    let mut late = book();
    late.agree(1);
    late.act(Act::Start, 0, 2);
    late.ledger.annex = None;
    assert_eq!(effectiveness(&late, 70), None, "milestones alone are too little");
    late.act(Act::Reach, 1, 70);
    late.act(Act::Measure, 1, 72);
    // 900 × 50 % and 500 × 30 %, of 80 %.
    assert_eq!(effectiveness(&late, 75), Some(75));
    let mut given_up = book();
    given_up.ledger.annex = None;
    given_up.agree(1);
    given_up.act(Act::Start, 0, 2);
    given_up.act(Act::Cancel, 0, 5);
    assert_eq!(effectiveness(&given_up, 75), Some(0), "giving up does not make it better");
}

#[test]
fn contract_a18_a_vacant_focal_point_and_a_threat_lower_sustainability() {
    let book = book();
    let (ledgers, now) = ([book.ledger.clone()], book.day(5));
    let of = |cover: Cover, threats: &[Threat]| {
        scorecard(&facts(&ledgers, cover, threats), now).sustainability
    };
    assert_eq!(of(FULL, &[]), 100);
    // 40,000 + 650 × 30 + 30,000.
    assert_eq!(of(Cover { focal: [false, true], ..FULL }, &[]), 89);
    assert_eq!(of(Cover { focal: [true, false], ..FULL }, &[]), 89);
    assert_eq!(of(Cover { deputy: [false; 2], ..FULL }, &[]), 91);
    assert_eq!(of(Cover::default(), &[]), 70);
    let review_at = now.plus_days(9);
    let threat = Threat { likelihood: 3, impact: 4, mitigated: false, review_at };
    // 40,000 + 30,000 + 880 × 30.
    assert_eq!(of(FULL, &[threat]), 96);
    let vacant = warnings(&facts(&ledgers, Cover { focal: [false, true], ..FULL }, &[]), now);
    assert_eq!(vacant, [Warning::Vacant { ours: true }]);
}

#[test]
fn contract_a18_both_are_warned_90_60_and_30_days_before_the_end() {
    let book = book();
    let ledgers = [book.ledger.clone()];
    let until = book.ledger.agreement.until;
    let table = [
        (91, None, 100),
        (90, Some(90), 90),
        (61, Some(90), 90),
        (60, Some(60), 80),
        (31, Some(60), 80),
        (30, Some(30), 70),
        (1, Some(30), 70),
        (0, Some(0), 60),
    ];
    for (left, warned, expected) in table {
        let (all, now) = (facts(&ledgers, FULL, &[]), until.plus_days(-left));
        let days = warnings(&all, now).first().map(|warning| match warning {
            Warning::Ends { days, .. } => *days,
            Warning::Vacant { .. } | Warning::Notice { .. } => -1,
        });
        assert_eq!(days, warned, "{left} days before");
        assert_eq!(scorecard(&all, now).sustainability, expected, "{left} days before");
    }
    for (past, told) in [(29, 1), (30, 0), (400, 0)] {
        let all = facts(&ledgers, FULL, &[]);
        assert_eq!(warnings(&all, until.plus_days(past)).len(), told, "{past} days after");
    }
    let mut next = book.ledger.clone();
    (next.agreement.from, next.agreement.until) = (until, until.plus_days(400));
    let ledgers = [book.ledger.clone(), next];
    let all = facts(&ledgers, FULL, &[]);
    assert!(warnings(&all, until.plus_days(-10)).is_empty(), "what follows is signed");
    assert_eq!(scorecard(&all, until.plus_days(-10)).sustainability, 100);
}

#[test]
fn contract_a18_what_was_signed_later_counts_on_no_day_before() {
    let book = book();
    let until = book.ledger.agreement.until;
    let mut next = book.ledger.clone();
    (next.agreement.from, next.agreement.until) = (until, until.plus_days(400));
    next.signed_at = Some(until.plus_days(-5));
    let ledgers = [book.ledger.clone(), next];
    let all = facts(&ledgers, FULL, &[]);
    for (day, sustainability, warned) in [(-10, 70, 1), (-5, 100, 0)] {
        let day = until.plus_days(day);
        assert_eq!(scorecard(&all, day).sustainability, sustainability);
        assert_eq!(warnings(&all, day).len(), warned);
    }
}

#[test]
fn contract_a18_the_score_of_a_past_day_is_counted_again_from_the_log() {
    let mut book = running();
    let (day, before) = (book.day(25), book.ledger.clone());
    let then = scorecard(&facts(&[before], FULL, &[]), day);
    let done = Deed { due_at: Some(book.report()), ..book.deed(ANNEX, Act::Fulfil, 1, 40) };
    book.say(done, 0, 40, Some(true));
    book.act(Act::Measure, 1, 60);
    book.ledger.deeds.reverse();
    book.ledger.sort();
    let later = [book.ledger.clone()];
    assert_eq!(scorecard(&facts(&later, FULL, &[]), day), then);
    assert_ne!(scorecard(&facts(&later, FULL, &[]), book.day(70)), then);
}

fn with_indicator(book: &mut Book) -> Date {
    let due = book.day(90).uae_date();
    let owner = book.party(0);
    let one = Indicator {
        number: 1,
        name: words("Women housed within a day, of 100"),
        baseline: 60,
        target: 90,
        due,
        source: words("Register of places"),
        owner,
    };
    let content = Indicators { agreement: book.ledger.agreement.id, all: vec![one] };
    let at = book.ledger.agreement.from;
    book.ledger.indicators = Some(Signed { record: CARD, content, at });
    due
}

#[test]
fn contract_b20_an_indicator_set_at_signing_has_baseline_target_and_the_figure_both_signed() {
    let mut book = book();
    let due = with_indicator(&mut book);
    let figure = |book: &Book, figure, days| Deed {
        figure: Some(figure),
        ..book.deed(CARD, Act::Measure, 1, days)
    };
    let reached = |book: &Book| book.ledger.impact()[0].reached();
    assert_eq!(reached(&book), None);
    let said = figure(&book, 75, 10);
    assert_eq!(
        book.ledger.allows(&said, book.party(1), book.day(11)),
        Err("indicator.not_yours"),
        "the party that measures says it"
    );
    let unknown = Deed { number: 2, ..said.clone() };
    assert_eq!(book.ledger.allows(&unknown, book.party(0), book.day(11)), Err("indicator.unknown"));
    assert_eq!(book.ledger.allows(&said, book.party(0), book.day(11)), Ok(()));
    book.say(said, 0, 11, None);
    assert_eq!(reached(&book), None, "one party alone has no figure");
    assert!(book.ledger.impact()[0].waiting.is_some());
    book.say(figure(&book, 75, 12), 0, 12, Some(true));
    assert_eq!(reached(&book), Some(500), "15 of the 30 from 60 to 90");
    book.say(figure(&book, 96, 20), 0, 20, Some(true));
    let impact = &book.ledger.impact()[0];
    assert_eq!(
        (impact.indicator.baseline, impact.indicator.target, impact.actual.unwrap().deed.figure),
        (60, 90, Some(96))
    );
    assert_eq!((impact.reached(), impact.indicator.due), (Some(1_000), due));
}

#[test]
fn contract_b20_a_way_may_lead_down_and_what_makes_no_sense_is_refused() {
    use crate::partnership::reached;
    let table = [
        (Some(40), 80, 76, 900),
        (Some(40), 80, 30, 0),
        (Some(40), 80, 99, 1_000),
        (Some(10), 4, 7, 500),
        (Some(10), 4, 12, 0),
        (Some(10), 4, 3, 1_000),
        (None, 50, 25, 500),
        (Some(i64::MIN), i64::MAX, 0, 500),
    ];
    for (baseline, target, actual, expected) in table {
        assert_eq!(reached(baseline, target, actual), expected, "{baseline:?} {target} {actual}");
    }
    let mut book = book();
    with_indicator(&mut book);
    let good = book.ledger.indicators.unwrap().content;
    assert_eq!(Indicators::from_cbor(&good.to_cbor()).unwrap(), good);
    let twice = Indicators { all: [good.all.clone(), good.all.clone()].concat(), ..good.clone() };
    assert_eq!(twice.check(), Err("indicator_numbers"));
    let none = Indicators { all: Vec::new(), ..good.clone() };
    assert_eq!(none.check(), Err("indicators"));
    let mut still = good;
    still.all[0].target = still.all[0].baseline;
    assert_eq!(still.check(), Err("indicator"));
}

#[test]
fn contract_a18_an_agreement_that_a_notice_ends_is_warned_of_and_counted_until_its_day() {
    let mut book = book();
    book.ledger.agreement.notice = Some(NoticeClause { number: "6.1".to_owned(), days: 30 });
    let (over, about) = (book.day(100), book.ledger.exit_record());
    let notice = Deed { due_at: Some(over), ..book.deed(about, Act::Notice, 0, 40) };
    book.say(notice, 0, 40, None);
    let (ledgers, id) = ([book.ledger.clone()], book.ledger.agreement.id);
    let of = |now: Millis| {
        let facts = facts(&ledgers, FULL, &[]);
        (scorecard(&facts, now).sustainability, warnings(&facts, now))
    };
    let ends = |days| vec![Warning::Ends { agreement: id, days, at: over }];
    assert_eq!(of(book.day(39)), (100, Vec::new()), "before it was given nobody knew of it");
    assert_eq!(of(over.plus_days(-29)), (70, ends(30)));
    assert_eq!(of(over), (60, ends(0)));
    assert_eq!(of(over.plus_days(30)), (60, Vec::new()));
    let term = book.ledger.agreement.until;
    assert_eq!(of(term.plus_days(-9)), (60, Vec::new()), "nor once more when its term would end");
}
