//! Passing on to a third agency: every rule that can say no, and that a third agency sees through a false one.

use super::*;
use crate::Refusal;
use crate::agreement::tests::{NASEEM, STRANGER};
use crate::agreement::{Agreement, OnwardClause, ThirdAgency};
use crate::codes::Sex;

/// The agreement under which it came; its clause 3.1 names Naseem.
fn under() -> Agreement {
    let to = vec![ThirdAgency {
        agency: NASEEM,
        code: "NASEEM".to_owned(),
        name_ar: "نسيم".to_owned(),
        name_en: "Naseem".to_owned(),
    }];
    Agreement {
        onward: Some(OnwardClause { number: "3.1".to_owned(), to }),
        ..between(DANA, MARSA)
    }
}

fn up(change: impl FnOnce(&mut Offer)) -> Thread {
    let mut first = Offer { onward: vec![NASEEM], ..offer() };
    change(&mut first);
    fold(&[source(1, 0, Act::Offer(Box::new(first)))])
}

fn onward<'a>(up: &'a Thread, under: &'a Agreement, with: &'a Agreement) -> Onward<'a> {
    Onward {
        up,
        first: [8; 32],
        under,
        agreement: with,
        agreement_digest: [9; 32],
        to: NASEEM,
        basis: Basis::Capacity,
        reference: "R-DANA-26-00001",
        preview_commit: [5; 32],
        sex: Sex::Female,
    }
}

fn made(onward: Onward<'_>, now: Millis) -> Result<(Entry, Entry), Refusal> {
    let id = ReferralId(Uuid::from_u128(13));
    onward.make(id, ByRole::new("REFERRAL_OFFICER").unwrap(), now)
}

#[test]
fn b27_it_goes_on_as_it_came_and_the_third_agency_can_tell() {
    let (up, under, with) = (up(|_| {}), under(), between(DANA, NASEEM));
    under.check().unwrap();
    let (first, told) = made(onward(&up, &under, &with), NOW).unwrap();
    let Act::Offer(passed) = &first.act else { panic!("an offer") };
    assert_eq!((first.author, first.n, told.author, told.n), (DANA, 1, DANA, 1));
    assert_eq!((passed.source, passed.target), (DANA, NASEEM));
    assert_eq!(passed.origin.as_ref().map(|o| (o.agency, o.referral)), Some((MARSA, REFERRAL)));
    assert_eq!(passed.identity_commit, up.offer().identity_commit, "sealed as it came");
    assert!(passed.expires_at <= up.offer().expires_at);
    assert_eq!(passed.checked_by, Some(NOW.plus_minutes(15)), "the check comes anew");
    assert_eq!(passed.passes_on(up.offer()), Ok(()));
    let mut entries = vec![source(1, 0, Act::Offer(Box::new(up.offer().clone()))), told];
    let thread = fold(&entries);
    assert_eq!(thread.state(), State::Redirected);
    assert_eq!(thread.redirect().map(|(to, _)| to), Some(NASEEM));
    entries.push(target(2, 1, Act::Redirect { to: NASEEM, onward: REFERRAL }));
    assert!(Thread::fold(&entries).is_err(), "once");
    let again = fold(std::slice::from_ref(&first));
    let twice = Onward { up: &again, ..onward(&up, &under, &with) };
    assert_eq!(made(twice, NOW).err(), Some(Refusal::OnwardTwice));
}

#[test]
fn contract_b27_every_refusal_of_passing_on_names_its_clause() {
    let (allowed, agreed, with) = (up(|_| {}), under(), between(DANA, NASEEM));
    let refused = |onward: Onward<'_>| {
        let refusal = made(onward, NOW).expect_err("refused");
        (refusal.code(), refusal.clause().map(str::to_owned))
    };
    let cites = |number: &str| Some(number.to_owned());
    let fine = onward(&allowed, &agreed, &with);
    let silent = between(DANA, MARSA);
    let not_covered = "agreement.onward_not_covered";
    assert_eq!(refused(Onward { under: &silent, ..fine }), (not_covered, cites("3.1")));
    assert_eq!(refused(Onward { to: STRANGER, ..fine }), (not_covered, cites("3.1")));
    let unasked = up(|offer| offer.onward.clear());
    assert_eq!(refused(Onward { up: &unasked, ..fine }), ("permission.no_onward", cites("3.1")));
    let medical = up(|offer| offer.fields.push(Field::MedicalRecord));
    let field = ("agreement.field_not_covered", cites("3.1"));
    assert_eq!(refused(Onward { up: &medical, ..fine }), field);
    let papers = up(|offer| offer.services.push(Service::Papers));
    let service = ("eligibility.service_not_offered", cites("4.1"));
    assert_eq!(refused(Onward { up: &papers, ..fine }), service);
    let older = up(|offer| offer.category = Category::Older);
    let category = ("agreement.category_not_covered", cites("2.1"));
    assert_eq!(refused(Onward { up: &older, ..fine }), category);
    let late = made(fine, expires_at()).expect_err("too late");
    assert_eq!(late.code(), "referral.wrong_state");
}

#[test]
fn what_the_first_agency_did_not_sign_is_seen_through() {
    let (up, under, with) = (up(|_| {}), under(), between(DANA, NASEEM));
    let (entry, _) = made(onward(&up, &under, &with), NOW).unwrap();
    let Act::Offer(passed) = entry.act else { panic!("an offer") };
    let part = |change: &dyn Fn(&mut Offer)| {
        let mut first = up.offer().clone();
        change(&mut first);
        match passed.passes_on(&first) {
            Err(Refusal::OnwardDiffers { part }) => part,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(part(&|o| o.onward = vec![STRANGER]), "onward");
    assert_eq!(part(&|o| o.target = STRANGER), "target");
    assert_eq!(part(&|o| o.source = STRANGER), "origin");
    assert_eq!(part(&|o| o.identity_commit = [0; 32]), "identity");
    assert_eq!(part(&|o| o.fields.clear()), "fields");
    assert_eq!(part(&|o| o.kind = Kind::Transfer), "kind");
    assert_eq!(part(&|o| o.expires_at = NOW), "expires_at");
    assert_eq!(part(&|o| o.checked_by = None), "checked_by");
}

#[test]
fn who_passed_on_decides_nothing_any_more() {
    let (up, under, with) = (up(|_| {}), under(), between(DANA, NASEEM));
    let (_, told) = made(onward(&up, &under, &with), NOW).unwrap();
    let thread = fold(&[source(1, 0, Act::Offer(Box::new(up.offer().clone()))), told]);
    let officer = ByRole::new("REFERRAL_OFFICER").unwrap();
    for act in [Act::Claim, Act::Accept, decline()] {
        let refused = thread.next(DANA, officer.clone(), act, NOW);
        assert_eq!(refused, Err(Refusal::WrongState { state: State::Redirected }));
    }
    assert!(thread.next(MARSA, officer, recall(), NOW).is_ok(), "the source may take it back");
}
