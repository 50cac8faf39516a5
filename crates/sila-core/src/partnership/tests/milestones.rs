//! Milestones that wait for one another, and money that was planned beside money that was given.

use super::*;

/// Three milestones, each after the one before, thirty days apart.
fn chain(book: &Book) -> Vec<Milestone> {
    let one = |number: u16| Milestone {
        number,
        title: words("A step"),
        weight: 1,
        due: book.day(i64::from(number) * 30).uae_date(),
        after: Some(number - 1).filter(|before| *before > 0),
    };
    (1..=3).map(one).collect()
}

#[test]
fn a_milestone_waits_for_one_that_is_there_and_due_before_and_never_for_itself() {
    let mut book = Book::open();
    book.agree(1);
    let plan = Plan { milestones: chain(&book), ..book.ledger.plans[0].content.clone() };
    assert_eq!(plan.check(), Ok(()));
    assert_eq!(Plan::from_cbor(&plan.to_cbor()).unwrap(), plan);
    for (nth, after) in [(0, 3), (0, 1), (1, 9), (0, 2)] {
        let mut wrong = plan.clone();
        wrong.milestones[nth].after = Some(after);
        assert_eq!(wrong.check(), Err("milestone_order"), "{nth} after {after}");
    }
    let mut round = plan.clone();
    round.milestones.iter_mut().for_each(|one| one.due = plan.milestones[0].due);
    assert_eq!(round.check(), Ok(()), "on one day, one after the other");
    round.milestones[0].after = Some(3);
    assert_eq!(round.check(), Err("milestone_order"), "round and round");
    assert_eq!(Plan { budget_fils: Some(0), ..plan.clone() }.check(), Err("budget"));
    assert_eq!(Plan { budget_fils: Some(50_000_000), ..plan }.check(), Ok(()));
}

#[test]
fn a_late_milestone_holds_up_whatever_waits_for_it_until_both_say_that_it_is_reached() {
    let mut book = Book::open();
    book.agree(1);
    book.ledger.plans[0].content.milestones = chain(&book);
    book.act(Act::Start, 0, 2);
    let held = |book: &Book, number, days| {
        let courses = book.ledger.courses();
        courses[0].held_up(number, book.day(days)).map(|one| one.number)
    };
    assert_eq!([1, 2, 3].map(|n| held(&book, n, 20)), [None; 3], "nothing is late");
    assert_eq!([1, 2, 3].map(|n| held(&book, n, 40)), [None, Some(1), Some(1)]);
    book.say(book.deed(PLAN, Act::Reach, 1, 41), 0, 41, None);
    assert_eq!(held(&book, 3, 42), Some(1), "one party alone reaches nothing");
    book.act(Act::Reach, 1, 43);
    assert_eq!([1, 2, 3].map(|n| held(&book, n, 50)), [None; 3]);
    assert_eq!([1, 2, 3].map(|n| held(&book, n, 70)), [None, None, Some(2)]);
    book.act(Act::Reach, 3, 71);
    assert_eq!(held(&book, 3, 75), None, "it is reached all the same");
}

#[test]
fn what_was_given_is_the_money_that_was_received_and_nothing_else() {
    let mut book = Book::open();
    book.agree(1);
    book.act(Act::Start, 0, 2);
    let gift = |book: &Book, gave, fils| Deed {
        gave: Some(gave),
        fils,
        ..book.deed(PLAN, Act::Give, 0, 3)
    };
    book.say(gift(&book, Gave::Cash, Some(30_000)), 0, 3, Some(true));
    book.say(gift(&book, Gave::Cash, Some(12_500)), 1, 4, Some(true));
    book.say(gift(&book, Gave::Cash, Some(99_000)), 0, 5, None);
    book.say(gift(&book, Gave::Cash, Some(88_000)), 0, 6, Some(false));
    book.say(gift(&book, Gave::Time, None), 0, 7, Some(true));
    assert_eq!(book.ledger.courses()[0].given_fils(), 42_500);
}
