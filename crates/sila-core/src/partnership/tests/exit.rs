//! The end of an agreement by notice, and obligations that an event makes due.

use super::*;
use crate::agreement::NoticeClause;
use crate::calendar::TimeLimit;
use crate::obligation::{Event, Happened, Step};
use crate::refusal::Refusal;

/// The first party may give thirty days' notice; the agreement runs for a year from day 0.
fn book() -> Book {
    let mut book = Book::open();
    book.ledger.agreement.notice = Some(NoticeClause { number: "6.1".to_owned(), days: 30 });
    book
}

fn notice(book: &Book, days: i64, ends: i64) -> Deed {
    let about = book.ledger.exit_record();
    Deed { due_at: Some(book.day(ends)), ..book.deed(about, Act::Notice, 0, days) }
}

fn settle(book: &Book, item: ExitItem, left: i64, days: i64) -> Deed {
    let about = book.ledger.exit_record();
    Deed { figure: Some(left), ..book.deed(about, Act::Settle, item.number(), days) }
}

#[test]
fn notice_ends_an_agreement_on_its_day_without_consent_and_cites_its_clause() {
    let mut book = book();
    let may =
        |book: &Book, deed: &Deed, days| book.ledger.allows(deed, book.party(0), book.day(days));
    assert_eq!(may(&book, &notice(&book, 40, 69), 40), Err("exit.too_soon"));
    assert_eq!(may(&book, &notice(&book, 40, 366), 40), Err("exit.too_late"));
    assert_eq!(may(&book, &settle(&book, ExitItem::Keys, 0, 40), 40), Err("exit.none"));
    let silent = Ledger {
        agreement: Agreement { notice: None, ..book.ledger.agreement.clone() },
        ..book.ledger.clone()
    };
    let deed = notice(&book, 40, 80);
    assert_eq!(silent.allows(&deed, book.party(0), book.day(40)), Err("exit.no_clause"));
    assert_eq!(may(&book, &deed, 40), Ok(()));
    book.say(deed, 0, 40, Some(false));
    assert_eq!(book.ledger.holds(book.day(79)), Ok(()), "it runs until its day");
    let ended = Refusal::AgreementEnded { until: book.day(80), clause: "6.1".to_owned() };
    assert_eq!(book.ledger.holds(book.day(80)), Err(ended), "what the other thinks of it");
    assert_eq!(book.state(80), "OUT_OF_FORCE");
    assert_eq!(may(&book, &notice(&book, 41, 90), 41), Err("exit.given"));
}

#[test]
fn nothing_falls_due_once_a_notice_has_ended_the_agreement() {
    let mut book = book();
    let due = |book: &Book| {
        let all = book.ledger.instances(book.day(360));
        all.iter().map(|one| one.due.at).collect::<Vec<_>>()
    };
    let (before, over) = (due(&book), book.day(100));
    assert!(before.iter().any(|at| *at < over) && before.iter().any(|at| over <= *at));
    assert_eq!(book.ledger.until(), book.ledger.agreement.until);
    book.say(notice(&book, 40, 100), 0, 40, None);
    assert_eq!(book.ledger.until(), over);
    let owed: Vec<_> = before.into_iter().filter(|at| *at < over).collect();
    assert_eq!(due(&book), owed, "what was owed before stays owed");
}

#[test]
fn a_notice_that_is_dated_back_or_too_short_ends_nothing() {
    let mut book = book();
    // Said on day 40, as if it had been said on day 1.
    let early = notice(&book, 1, 45);
    book.say(early, 0, 40, Some(true));
    assert!(book.ledger.exit().is_none());
    assert_eq!(book.ledger.holds(book.day(50)), Ok(()));
}

#[test]
fn a_notice_that_is_heard_of_late_counts_from_then() {
    let mut book = book();
    let deed = notice(&book, 1, 31);
    book.say(deed, 0, 1, None);
    assert_eq!(book.ledger.exit().unwrap().ends_at, book.day(31), "as who gave it reads it");
    // Signed with an old date, or a week and longer on its way: whoever hears of it has the days of the clause.
    for (heard, ends) in [(1, 31), (8, 31), (9, 32), (40, 63)] {
        book.ledger.deeds[0].heard_at = Some(book.day(heard));
        let ends = book.day(ends);
        assert_eq!(book.ledger.exit().unwrap().ends_at, ends, "heard of on day {heard}");
        assert_eq!(book.ledger.holds(Millis(ends.0 - 1)), Ok(()));
        assert!(book.ledger.holds(ends).is_err());
    }
}

#[test]
fn the_end_is_complete_only_when_each_party_has_nothing_left_that_nobody_takes_over() {
    let mut book = book();
    book.say(notice(&book, 10, 50), 0, 10, Some(true));
    let end = |book: &Book| book.deed(book.ledger.exit_record(), Act::End, 0, 60);
    let may = |book: &Book, deed: &Deed, by: usize, days| {
        book.ledger.allows(deed, book.party(by), book.day(days))
    };
    assert_eq!(book.ledger.exit().unwrap().open(), 12, "six kinds at each of the two");
    for by in [0, 1] {
        for item in ExitItem::ALL {
            assert_eq!(may(&book, &end(&book), 0, 60), Err("exit.open"), "{item} of {by}");
            book.say(settle(&book, *item, 0, 20), by, 20, None);
            assert!(book.ledger.exit().unwrap().open() > 0, "its own word closes nothing");
            book.say(settle(&book, *item, 0, 21), by, 21, Some(true));
        }
    }
    assert_eq!(book.ledger.exit().unwrap().open(), 0);
    assert_eq!(may(&book, &settle(&book, ExitItem::Keys, 0, 30), 0, 30), Err("exit.settled"));
    let early = Deed { on: book.day(40).uae_date(), ..end(&book) };
    assert_eq!(may(&book, &early, 0, 49), Err("exit.early"));
    assert_eq!(may(&book, &end(&book), 0, 60), Ok(()));
    book.say(end(&book), 0, 60, Some(true));
    assert!(book.ledger.exit().unwrap().ended.is_some());
    assert_eq!(may(&book, &end(&book), 1, 62), Err("exit.ended"));
}

#[test]
fn what_is_left_is_taken_over_by_somebody_who_is_named() {
    let book = book();
    let named = settle(&book, ExitItem::Referrals, 3, 20);
    assert_eq!(named.check(), Ok(()));
    let nameless = Deed { evidence: String::new(), ..named.clone() };
    assert_eq!(nameless.check(), Err("evidence"));
    let none = Deed { figure: Some(0), evidence: String::new(), ..named.clone() };
    assert_eq!(none.check(), Ok(()), "nothing is left");
    assert_eq!(Deed { figure: None, ..named.clone() }.check(), Err("figure"));
    assert_eq!(Deed { figure: Some(-1), ..named }.check(), Err("left"));
    for item in ExitItem::ALL {
        assert_eq!(ExitItem::of(item.number()), Some(*item));
    }
    assert_eq!(ExitItem::of(0), None);
}

#[test]
fn an_accepted_referral_makes_an_obligation_due_and_the_day_is_told_with_its_cause() {
    let mut book = book();
    let within = TimeLimit::Minutes(7 * 24 * 60);
    let trigger = Trigger::After { event: Event::ReferralAccepted, within };
    let one = duty(&book.ledger.agreement, 9, 1, trigger);
    assert!(one.is_sound());
    for within in [TimeLimit::Minutes(0), TimeLimit::WorkingDays(400)] {
        let trigger = Trigger::After { event: Event::ReferralAccepted, within };
        assert!(!Duty { trigger, ..one.clone() }.is_sound(), "{within:?}");
    }
    book.ledger.annex.as_mut().unwrap().content.duties = vec![one];
    assert!(book.ledger.instances(book.day(200)).is_empty(), "nothing has happened");
    let accepted = |days| Happened { at: book.day(days), event: Event::ReferralAccepted };
    // What was accepted before the annex was signed makes nothing due.
    let events = vec![accepted(-3), accepted(5), accepted(9)];
    let cause = accepted(5);
    book.ledger.events = events;
    let all = book.ledger.instances(book.day(200));
    let due: Vec<Millis> = all.iter().map(|one| one.due.at).collect();
    assert_eq!(due, [book.day(12), book.day(16)]);
    assert_eq!(all[0].due.trace, [Step::Happened(cause), Step::Within(within, book.day(12))]);
    assert_eq!(all[0].life.standing(book.day(13)), Standing::Overdue);
}

#[test]
fn the_start_of_an_initiative_is_an_event() {
    let mut book = book();
    let within = TimeLimit::WorkingDays(10);
    let trigger = Trigger::After { event: Event::InitiativeStarted, within };
    let one = duty(&book.ledger.agreement, 9, 1, trigger);
    book.ledger.annex.as_mut().unwrap().content.duties = vec![one];
    book.agree(1);
    book.act(Act::Start, 0, 20);
    let all = book.ledger.instances(book.day(200));
    assert_eq!(all.len(), 1, "the time is that of the second signature");
    let Step::Happened(cause) = all[0].due.trace[0] else { panic!("{:?}", all[0].due) };
    assert_eq!((cause.at, cause.event), (book.day(21), Event::InitiativeStarted));
}

#[test]
fn what_a_later_annex_brings_is_owed_for_nothing_that_happened_before_it_was_signed() {
    let mut book = book();
    let within = TimeLimit::Minutes(7 * 24 * 60);
    let of = |event| Trigger::After { event, within };
    let accepted = of(Event::ReferralAccepted);
    let (first, second) = (book.ledger.annex.clone().unwrap().content, book.day(30));
    let old = duty(&book.ledger.agreement, 8, 1, accepted.clone());
    let new = duty(&book.ledger.agreement, 9, 1, accepted.clone());
    let first = Annex { duties: vec![old.clone()], ..first };
    // The same debt in other words goes on; one that is new, or for other days, begins with the second signature.
    let reworded = Duty { weight: 5, text: words("The same in other words"), ..old.clone() };
    let both = Annex { duties: vec![reworded.clone(), new.clone()], ..first.clone() };
    let versions = [(book.day(0), first.clone()), (second, both.clone())];
    let since = Annex::owed_since(&versions);
    assert_eq!(since, BTreeMap::from([(8, book.day(0)), (9, second)]));
    let other = Duty { trigger: of(Event::MinutesApproved), ..old };
    let other = Annex { duties: vec![other], ..first.clone() };
    let later = [(book.day(40), other), (book.day(50), both.clone())];
    let back = [&versions[..], &later[..]].concat();
    assert_eq!(Annex::owed_since(&back)[&8], book.day(50), "what was changed and put back is new");
    assert_eq!(Annex::owed_since(&[]), BTreeMap::new());
    let happened = |days| Happened { at: book.day(days), event: Event::ReferralAccepted };
    book.ledger.events = vec![happened(5), happened(35)];
    book.ledger.annex.as_mut().unwrap().content = both;
    let due = |ledger: &Ledger, until| {
        let all = ledger.instances(until);
        all.iter().map(|one| (one.duty.number, one.due.at)).collect::<Vec<_>>()
    };
    book.ledger.owed_since = since;
    let found = due(&book.ledger, book.day(200));
    assert_eq!(found, [(8, book.day(12)), (8, book.day(42)), (9, book.day(42))]);
    book.ledger.owed_since.clear();
    assert_eq!(due(&book.ledger, book.day(200)).len(), 4, "from the first annex it would be four");
}

#[test]
fn days_from_the_signature_are_counted_from_the_signature_that_brought_the_obligation() {
    let mut book = book();
    let signed = Trigger::Relative { anchor: Anchor::Signed, days: 10, working: false };
    let fixed = Trigger::On(book.day(15).uae_date());
    let duties =
        vec![duty(&book.ledger.agreement, 1, 0, signed), duty(&book.ledger.agreement, 2, 0, fixed)];
    book.ledger.annex.as_mut().unwrap().content.duties = duties;
    book.ledger.owed_since = BTreeMap::from([(1, book.day(30)), (2, book.day(30))]);
    let all = book.ledger.instances(book.day(200));
    assert_eq!(all.len(), 1, "a day that was over before both had signed is not owed");
    assert!(all[0].due.at >= book.day(39), "{:?}", all[0].due);
    // Nobody is quiet about what was asked of them a moment ago.
    assert_eq!(book.ledger.quiet(book.day(45)), []);
}
