use super::super::tests::{DANA, MARSA, between};
use super::*;
use crate::agreement::NoticeClause;
use crate::codes::Category;

fn edited(change: impl FnOnce(&mut Agreement)) -> (Agreement, Agreement) {
    let before = between(DANA, MARSA);
    let mut after = before.clone();
    change(&mut after);
    (before, after)
}

fn clause<'a>(agreement: &'a mut Agreement, number: &str) -> &'a mut Clause {
    agreement.clauses.iter_mut().find(|clause| clause.number == number).unwrap()
}

fn warned(before: &Agreement, after: &Agreement) -> Vec<(String, Vec<Warning>)> {
    changes(before, after).into_iter().map(|one| (one.number.clone(), one.warnings())).collect()
}

#[test]
fn a_text_is_equal_to_itself() {
    let (before, after) = edited(|_| {});
    assert_eq!(changes(&before, &after), []);
    assert_eq!(taken(&before, &after, &BTreeSet::new()), before);
}

#[test]
fn text_without_rule_rule_without_text_and_one_language_alone_are_flagged() {
    let (before, after) = edited(|text| clause(text, "2.1").text_en.push('!'));
    let both = vec![Warning::OneLanguage, Warning::TextAlone];
    assert_eq!(warned(&before, &after), [("2.1".to_owned(), both)]);
    let (before, after) = edited(|text| text.categories.push(Category::Older));
    assert_eq!(warned(&before, &after), [("2.1".to_owned(), vec![Warning::RuleAlone])]);
    let (before, after) = edited(|text| {
        text.categories.push(Category::Older);
        let clause = clause(text, "2.1");
        clause.text_ar.push('!');
        clause.text_en.push('!');
    });
    assert_eq!(warned(&before, &after), [("2.1".to_owned(), Vec::new())], "both together");
    let (before, mut after) = edited(|_| {});
    let more = Clause { number: "8.1".to_owned(), ..before.clauses[0].clone() };
    after.clauses.push(more);
    assert_eq!(warned(&before, &after), [("8.1".to_owned(), Vec::new())], "states no rule");
    let mut people: Vec<&str> =
        after.kept_by_people().iter().map(|clause| clause.number.as_str()).collect();
    people.sort_unstable();
    assert_eq!(people, ["8.1"], "what the node does not keep is known");
}

#[test]
fn every_rule_has_its_clause_and_a_rule_without_one_is_no_agreement() {
    let agreement = between(DANA, MARSA);
    for (part, number) in agreement.rules() {
        let mut without = agreement.clone();
        without.clauses.retain(|clause| clause.number != number);
        assert!(without.check().is_err(), "{part}");
    }
}

#[test]
fn clause_by_clause_a_change_is_taken_with_its_rule_or_left_with_it() {
    let (before, after) = edited(|text| {
        text.categories.push(Category::Older);
        text.until = text.until.plus_days(365);
        for number in ["2.1", "6.1"] {
            let clause = clause(text, number);
            clause.text_ar.push('!');
            clause.text_en.push('!');
        }
    });
    let only = |number: &str| taken(&before, &after, &BTreeSet::from([number.to_owned()]));
    let wider = only("2.1");
    assert_eq!(wider.categories, after.categories);
    assert_eq!(wider.until, before.until, "the term was left");
    assert_eq!(wider.clause("6.1"), before.clause("6.1"));
    let longer = only("6.1");
    assert_eq!((longer.until, &longer.categories), (after.until, &before.categories));
    let all = BTreeSet::from(["2.1".to_owned(), "6.1".to_owned()]);
    assert_eq!(changes(&after, &taken(&before, &after, &all)), [], "all taken is the proposal");
    assert_eq!(
        changes(&before, &taken(&before, &after, &BTreeSet::new())),
        [],
        "none, the old one"
    );
    for text in [wider, longer] {
        assert_eq!(text.check(), Ok(()));
    }
}

#[test]
fn a_text_says_what_it_follows_and_survives_its_bytes() {
    let before = between(DANA, MARSA);
    assert_eq!(before.number(), 1);
    let follows = Some(Follows { number: 2, digest: [7; 32] });
    let after = Agreement { follows, ..before.clone() };
    assert_eq!((after.number(), after.check()), (2, Ok(())));
    assert_eq!(Agreement::from_cbor(&after.to_cbor()), Ok(after.clone()));
    let first = Some(Follows { number: 1, digest: [7; 32] });
    assert_eq!(Agreement { follows: first, ..after }.check(), Err("follows"));
}

#[test]
fn a_clause_is_left_out_together_with_its_rule_unless_no_agreement_does_without_it() {
    let (_, before) = edited(|text| {
        text.known = None;
        text.notice = Some(NoticeClause { number: "9.1".to_owned(), days: 30 });
        let own = Clause { number: "9.1".to_owned(), ..text.clauses[0].clone() };
        text.clauses.push(own);
        let plain = Clause { number: "9.2".to_owned(), ..text.clauses[0].clone() };
        text.clauses.push(plain);
    });
    let silent = before.without("9.1").unwrap();
    assert!(silent.notice.is_none() && silent.clause("9.1").is_none());
    assert_eq!(silent.check(), Ok(()));
    let one = changes(&before, &silent);
    assert_eq!(one.len(), 1);
    assert_eq!(one[0].warnings(), [], "the words went with their rule");
    let fewer = before.without("9.2").unwrap();
    assert_eq!(fewer.clauses.len(), before.clauses.len() - 1);
    assert_eq!(fewer.notice, before.notice);
    for (part, number) in before.rules().into_iter().filter(|(part, _)| *part != Part::Notice) {
        let refused = before.without(number);
        assert!(refused.is_err(), "{part:?} of {number}: {refused:?}");
    }
}
