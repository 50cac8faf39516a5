//! The work plan of a year.

use super::*;

fn line(book: &Book, number: u16, month: u8) -> Line {
    Line {
        number,
        field: Field::Training,
        text: words("A course for both agencies"),
        lead: book.party(0),
        month,
        initiative: None,
        duty: None,
    }
}

#[test]
fn a_work_plan_is_whole_and_survives_its_bytes() {
    let book = Book::open();
    let year = u16::try_from(book.day(0).uae_date().year).unwrap();
    let good = WorkPlan {
        agreement: book.ledger.agreement.id,
        year,
        lines: vec![line(&book, 1, 3), line(&book, 2, 12)],
    };
    assert_eq!(WorkPlan::from_cbor(&good.to_cbor()).unwrap(), good);
    let with = |lines: Vec<Line>| WorkPlan { lines, ..good.clone() }.check();
    assert_eq!(with(vec![]), Err("lines"));
    assert_eq!(with(vec![line(&book, 1, 3), line(&book, 1, 4)]), Err("numbers"));
    for month in [0, 13] {
        assert_eq!(with(vec![line(&book, 1, month)]), Err("line"));
    }
    let both = Line { initiative: Some(PLAN), duty: Some(1), ..line(&book, 1, 3) };
    assert_eq!(with(vec![both]), Err("line"), "one thing carries it out");
    assert_eq!(WorkPlan { year: 1_999, ..good.clone() }.check(), Err("year"));
}

#[test]
fn where_a_line_stands_follows_from_what_both_have_signed() {
    let mut book = Book::open();
    let start = book.day(20).uae_date();
    let year = u16::try_from(start.year).unwrap();
    let of = |book: &Book, initiative, duty, month| {
        let one = Line { initiative, duty, ..line(book, 1, month) };
        let (agreement, lines) = (book.ledger.agreement.id, vec![one]);
        WorkPlan { agreement, year, lines }
    };
    let state = |book: &Book, plan: &WorkPlan, days: i64| {
        plan.state(&plan.lines[0], &book.ledger, book.day(days))
    };
    let named = of(&book, Some(PLAN), None, start.month);
    book.agree(1);
    assert_eq!(state(&book, &named, 2), LineState::Ahead, "a signed plan has begun nothing");
    assert_eq!(state(&book, &named, 60), LineState::Late);
    book.act(Act::Start, 0, 20);
    assert_eq!(state(&book, &named, 60), LineState::Begun);
    let report = book.report();
    let owed = of(&book, None, Some(1), report.uae_date().month);
    let days = (report.0 - book.day(0).0) / 86_400_000;
    assert_eq!(state(&book, &owed, days - 1), LineState::Ahead);
    let due_at = Some(report);
    let deed = Deed { due_at, ..book.deed(ANNEX, Act::Fulfil, 1, days - 1) };
    book.say(deed, 0, days - 1, Some(true));
    assert_eq!(state(&book, &owed, days + 5), LineState::Done);
}
