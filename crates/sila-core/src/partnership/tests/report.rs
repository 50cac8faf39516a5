//! What an agreement is for, and what it has brought: by group, by area, by goal.

use proptest::prelude::*;

use super::*;

const SECOND: RecordId = RecordId(Uuid::from_u128(3));

fn people(group: Category, first: u32, again: u32) -> People {
    People { group, first, again }
}

fn count(book: &Book, about: RecordId, people: Vec<People>, days: i64) -> Deed {
    Deed { people, ..book.deed(about, Act::Count, 0, days) }
}

/// Two initiatives that run, the second in another area, without a goal.
fn two() -> Book {
    let mut book = Book::open();
    book.agree(1);
    let first = book.ledger.plans[0].content.clone();
    let second = Plan { field: Field::Training, goals: Vec::new(), ..first };
    book.ledger.plans.push(Signed { record: SECOND, content: second, at: book.day(1) });
    book.act(Act::Start, 0, 2);
    book.say(book.deed(SECOND, Act::Start, 0, 2), 0, 2, Some(true));
    book
}

#[test]
fn contract_a12_an_agreement_that_names_no_objective_or_group_is_not_activated() {
    let mut book = Book::open();
    book.agree(1);
    let start = book.deed(PLAN, Act::Start, 0, 2);
    let may = |book: &Book| book.ledger.allows(&start, book.party(0), book.day(2));
    assert_eq!(may(&book), Ok(()));
    let aims = book.ledger.agreement.aims.take().unwrap();
    assert_eq!(may(&book), Err("agreement.no_aims"));
    for hollow in [
        Aims { objectives: Vec::new(), ..aims.clone() },
        Aims { groups: Vec::new(), ..aims.clone() },
        Aims { groups: vec![Category::Woman; 2], ..aims.clone() },
        Aims { goals: vec![5, 18], ..aims.clone() },
        Aims { number: "99.9".to_owned(), ..aims.clone() },
    ] {
        let agreement = Agreement { aims: Some(hollow), ..agreement() };
        assert_eq!(agreement.check(), Err("aims"));
    }
    let agreement = Agreement { aims: Some(aims), ..agreement() };
    assert_eq!(Agreement::from_cbor(&agreement.to_cbor()), Ok(agreement));
}

#[test]
fn contract_a12_impact_by_group_adds_up_and_counts_nobody_twice() {
    let mut book = two();
    let (woman, child) = (Category::Woman, Category::Child);
    let may = |book: &Book, people, by| {
        book.ledger.allows(&count(book, SECOND, people, 9), book.party(by), book.day(9))
    };
    let too_many = may(&book, vec![people(woman, 10, 1)], 0);
    assert_eq!(too_many, Err("initiative.again_too_many"), "nobody was counted before");
    assert_eq!(may(&book, vec![people(woman, 10, 0)], 1), Err("initiative.not_lead"));
    assert_eq!(may(&book, vec![people(woman, 4, 0)], 0), Err("deed.malformed"), "too few");
    assert_eq!(may(&book, vec![people(woman, 9, 0); 2], 0), Err("deed.malformed"), "twice");
    assert_eq!(may(&book, Vec::new(), 0), Err("deed.malformed"));
    let first = count(&book, PLAN, vec![people(woman, 30, 0), people(child, 12, 0)], 3);
    book.say(first, 0, 3, Some(true));
    let again = count(&book, SECOND, vec![people(woman, 8, 22)], 5);
    book.say(again.clone(), 0, 5, Some(true));
    // Neither returned nor waiting counts.
    book.say(again.clone(), 0, 7, Some(false));
    book.say(again, 0, 8, None);
    let courses = book.ledger.courses();
    let report = book.ledger.report(&courses, book.day(10));
    let of = |group| report.groups[&group];
    assert_eq!(of(woman), Reach { people: 38, again: 22 });
    assert_eq!(of(child), Reach { people: 12, again: 0 });
    assert_eq!(report.total, Reach { people: 50, again: 22 });
}

#[test]
fn contract_b22_one_area_put_to_rest_the_others_go_on_and_the_report_is_split() {
    let mut book = two();
    let area = book.ledger.annex.as_ref().unwrap().content.areas[0].clone();
    let training = AreaOfWork { field: Field::Training, at_rest: true, ..area };
    book.ledger.annex.as_mut().unwrap().content.areas.push(training);
    let may = |book: &Book, about, act| {
        book.ledger.allows(&book.deed(about, act, 0, 9), book.party(0), book.day(9))
    };
    let gift = |about| Deed { gave: Some(Gave::Room), ..book.deed(about, Act::Give, 0, 9) };
    let gives = |about| book.ledger.allows(&gift(about), book.party(0), book.day(9));
    assert_eq!((gives(SECOND), gives(PLAN)), (Err("area.at_rest"), Ok(())));
    assert_eq!(book.ledger.open(Field::Training), Err("area.at_rest"));
    assert_eq!(book.ledger.open(Field::Experience), Ok(()));
    assert_eq!(may(&book, SECOND, Act::Cancel), Ok(()), "what runs there may be ended");
    let first = count(&book, PLAN, vec![people(Category::Woman, 30, 0)], 3);
    book.say(first, 0, 3, Some(true));
    let courses = book.ledger.courses();
    let report = book.ledger.report(&courses, book.day(200));
    let fields: Vec<Field> = report.areas.iter().map(|area| area.field).collect();
    assert_eq!(fields, [Field::Experience, Field::Training]);
    let [alive, resting] = &report.areas[..] else { panic!("two areas") };
    let owed = book.ledger.instances(book.day(200));
    let owed = owed.iter().filter(|one| one.due.at <= book.day(200)).count();
    assert!(owed > 0);
    assert_eq!((alive.running, alive.reach.people, alive.owing), (1, 30, owed));
    assert_eq!((resting.running, resting.reach.people, resting.owing), (1, 0, 0));
    assert!(!alive.area.unwrap().at_rest && resting.area.unwrap().at_rest);
}

#[test]
fn an_area_says_what_falls_in_it_who_leads_and_what_is_counted() {
    let annex = annex(&agreement());
    let with = |change: &dyn Fn(&mut AreaOfWork)| {
        let mut annex = annex.clone();
        change(&mut annex.areas[0]);
        annex.check()
    };
    assert_eq!(with(&|_| {}), Ok(()));
    assert_eq!(with(&|area| area.scope = Words::default()), Err("area"));
    assert_eq!(with(&|area| area.leads.truncate(1)), Err("area"));
    assert_eq!(with(&|area| area.indicators.clear()), Err("area"));
}

#[test]
fn contract_a37_each_initiative_stands_once_under_each_goal_and_untagged_ones_are_flagged() {
    let mut book = two();
    let third = Plan { goals: vec![5], ..book.ledger.plans[0].content.clone() };
    let record = RecordId(Uuid::from_u128(4));
    book.ledger.plans.push(Signed { record, content: third, at: book.day(1) });
    let courses = book.ledger.courses();
    let goals = Goals::of(&courses);
    let of = |goal: u8| goals.tagged[&goal].iter().map(|one| one.record).collect::<Vec<_>>();
    assert_eq!(of(5), [PLAN, record]);
    assert_eq!(of(16), [PLAN]);
    assert_eq!(goals.tagged.len(), 2, "no goal without an initiative");
    let untagged: Vec<RecordId> = goals.untagged.iter().map(|one| one.record).collect();
    assert_eq!(untagged, [SECOND]);
    // What cannot be signed cannot be counted twice either.
    let twice = Plan { goals: vec![5, 5], ..book.ledger.plans[0].content.clone() };
    assert_eq!(twice.check(), Err("goals"));
}

proptest! {
    #[test]
    fn groups_and_areas_add_up_to_the_total(
        counts in proptest::collection::vec((0..12_usize, 5..90_u32, 0..90_u32, any::<bool>(), 0..3_u8), 0..30)
    ) {
        let mut book = two();
        for (nth, (group, first, again, here, answer)) in counts.into_iter().enumerate() {
            let about = if here { PLAN } else { SECOND };
            let days = 3 + i64::try_from(nth).unwrap();
            let deed = count(&book, about, vec![people(Category::ALL[group], first, again)], days);
            let answer = [None, Some(true), Some(false)][usize::from(answer)];
            if book.ledger.allows(&deed, book.party(0), book.day(days)).is_ok() {
                book.say(deed, 0, days, answer);
            }
        }
        let courses = book.ledger.courses();
        let report = book.ledger.report(&courses, book.day(50));
        let sum = |all: &mut dyn Iterator<Item = Reach>| {
            all.fold((0, 0), |(p, a), one| (p + one.people, a + one.again))
        };
        let total = (report.total.people, report.total.again);
        prop_assert_eq!(sum(&mut report.groups.values().copied()), total);
        prop_assert_eq!(sum(&mut report.areas.iter().map(|area| area.reach)), total);
    }
}
