//! What the kind of a referral decides: a referral for information is read and over, an assessment comes back as a report, and neither moves the
//! responsibility.

use super::*;
use crate::Refusal;
use crate::agreement::tests::STRANGER;
use crate::agreement::{Agreement, ScheduleRow};
use crate::codes::{PermissionForm, Sex};
use crate::permission::Permission;
use crate::person::Ages;

fn of_kind(kind: Kind) -> Offer {
    Offer { kind, checked_by: None, ..offer() }
}

fn information() -> Offer {
    let fields = vec![Field::Sex, Field::Needs];
    Offer { services: Vec::new(), fields, ..of_kind(Kind::Information) }
}

fn first(offer: Offer) -> Entry {
    source(1, 0, Act::Offer(Box::new(offer)))
}

/// Everything that can have happened to a referral for information, and where it then stands.
fn situations() -> Vec<(Vec<Act>, State)> {
    use Act::{Expire, Note, Purged};
    vec![
        (vec![], State::Told),
        (vec![Note], State::Noted),
        (vec![recall()], State::Recalled),
        (vec![recall(), Purged], State::Recalled),
        (vec![Expire], State::Expired),
        (vec![Expire, Purged], State::Expired),
        (vec![withdraw(Side::Source)], State::Withdrawn),
        (vec![withdraw(Side::Target), Purged], State::Withdrawn),
        (vec![Note, withdraw(Side::Source)], State::Withdrawn),
        (vec![Note, withdraw(Side::Target), Purged], State::Withdrawn),
        (vec![invalidate()], State::Invalidated),
        (vec![Note, invalidate()], State::Invalidated),
        (vec![Note, invalidate(), erased()], State::Invalidated),
    ]
}

/// The whole of the rules of a referral for information.
fn leads_to(done: &[Act], state: State, act: &Act, in_time: bool) -> Option<State> {
    let purged = done.contains(&Act::Purged) || done.contains(&erased());
    let to = |holds: bool, state: State| holds.then_some(state);
    match act.code() {
        "NOTE" => to(state == State::Told && in_time, State::Noted),
        "RECALL" => to(state == State::Told, State::Recalled),
        "EXPIRE" => to(state == State::Told && !in_time, State::Expired),
        "WITHDRAW" => to([State::Told, State::Noted].contains(&state), State::Withdrawn),
        "INVALIDATE" => to(state != State::Invalidated && !purged, State::Invalidated),
        "ERASED" => to(state == State::Invalidated && !purged, state),
        "PURGED" => {
            let gone = [State::Recalled, State::Expired, State::Withdrawn].contains(&state);
            to(gone && !purged, state)
        }
        _ => None,
    }
}

#[test]
fn every_act_in_every_situation_of_a_referral_for_information() {
    let mut allowed = 0;
    for (done, state) in situations() {
        let entries = after_offer(first(information()), &done);
        let thread = fold(&entries);
        assert_eq!(thread.state(), state, "{done:?}");
        for act in every_act() {
            let me = if act.side() == Side::Source { SOURCE } else { TARGET };
            for (now, in_time) in [(NOW, true), (expires_at(), false)] {
                let next = thread.next(me, ByRole::node(), act.clone(), now);
                let expected = leads_to(&done, state, &act, in_time);
                assert_eq!(next.is_ok(), expected.is_some(), "{state} {}", act.code());
                let Some(expected) = expected else { continue };
                allowed += 1;
                let mut more = entries.clone();
                more.push(next.unwrap());
                assert_eq!(fold(&more).state(), expected, "{state} {}", act.code());
            }
        }
    }
    assert!(allowed > 20, "{allowed}");
}

/// A node that does not ask first is found out by the one that folds; nor does the other side's act count.
#[test]
fn every_forged_act_on_a_referral_for_information_is_found_out() {
    for (done, state) in situations() {
        let entries = after_offer(first(information()), &done);
        for act in every_act() {
            for (author, at) in
                [SOURCE, TARGET].into_iter().flat_map(|one| [(one, NOW), (one, expires_at())])
            {
                let mine = entries.iter().filter(|entry| entry.author == author).count();
                let n = u32::try_from(mine).unwrap() + 1;
                let seen = u32::try_from(entries.len() - mine).unwrap();
                let mut more = entries.clone();
                more.push(Entry { at, ..entry(author, n, seen, act.clone()) });
                let right_side = (author == SOURCE) == (act.side() == Side::Source);
                let in_time = at < expires_at();
                let honest = leads_to(&done, state, &act, in_time).is_some() && right_side;
                let folded = Thread::fold(&more);
                assert_eq!(folded.is_ok(), honest, "{state} {} {folded:?}", act.code());
            }
        }
    }
}

#[test]
fn a_referral_for_information_moves_nothing_names_nobody_and_always_has_an_owner_or_an_end() {
    for (done, state) in situations() {
        let thread = fold(&after_offer(first(information()), &done));
        assert_eq!(thread.responsible(), SOURCE);
        assert!(!thread.is_bound(TARGET) && !thread.identity_released() && !thread.is_joint());
        assert!(!state.is_undecided() && !state.awaits_target(), "nobody decides: {state}");
        assert_eq!(thread.owner().is_some(), thread.is_open(), "{done:?}");
        assert_eq!(thread.owed(TARGET), None);
        assert!(thread.next(STRANGER, ByRole::node(), Act::Note, NOW).is_err());
    }
    let read = fold(&after_offer(first(information()), &[Act::Note]));
    assert!(!read.is_open() && !State::Noted.must_purge(), "it is over, and stays");
    assert_eq!(fold(&[first(information())]).owner(), Some(Side::Target));
}

#[test]
fn what_nobody_reads_comes_back_and_what_was_read_is_not_taken_back_behind_it() {
    let unread = fold(&[first(information())]);
    let late = unread.next(TARGET, ByRole::node(), Act::Note, expires_at()).unwrap_err();
    assert_eq!(late, Refusal::TooLate { expires_at: expires_at() });
    let early = unread.next(SOURCE, ByRole::node(), Act::Expire, NOW).unwrap_err();
    assert_eq!(early, Refusal::TooEarly { expires_at: expires_at() });
    let code = |thread: &Thread, me, now| thread.reaction(me, now).map(|act| act.code());
    assert_eq!(code(&unread, SOURCE, NOW), None);
    assert_eq!(code(&unread, SOURCE, expires_at()), Some("EXPIRE"));
    let gone = fold(&after_offer(first(information()), &[Act::Note, withdraw(Side::Source)]));
    assert_eq!(code(&gone, TARGET, NOW), Some("PURGED"), "at once: nobody was named");
    // The recall crosses the reading, and the reading stands.
    let crossed = [first(information()), target(1, 1, Act::Note), source(2, 0, recall())];
    let crossed = fold(&crossed);
    assert_eq!(crossed.state(), State::Noted);
    assert_eq!(crossed.steps().last().unwrap().effect, Effect::TooLate);
    assert!(!crossed.awaiting_confirmation() && !crossed.is_open());
}

#[test]
fn only_an_assessment_ends_with_a_report_and_it_ends_with_nothing_else() {
    for kind in Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Information) {
        for done in [vec![], vec![Act::Claim], vec![Act::Accept], vec![Act::Accept, release()]] {
            let transfer = kind == Kind::Transfer;
            // Responsibility is handed over before its key is given.
            if transfer && done.contains(&release()) {
                continue;
            }
            let thread = fold(&after_offer(first(of_kind(kind)), &done));
            let taken = done.contains(&Act::Accept);
            let assessed = kind == Kind::Assessment;
            assert_eq!(thread.may(&report(), NOW), taken && assessed, "{kind} {done:?}");
            assert_eq!(thread.may(&outcome(), NOW), taken && !assessed && !transfer, "{kind}");
            assert!(!thread.may(&Act::Note, NOW), "{kind}");
        }
    }
    let done = [Act::Claim, Act::Accept, release(), report(), Act::Acknowledge];
    let thread = fold(&after_offer(first(of_kind(Kind::Assessment)), &done));
    assert_eq!(thread.state(), State::Closed);
    assert_eq!(thread.responsible(), SOURCE, "the lead stays");
    assert!(!thread.is_bound(TARGET));
    assert_eq!(report().words(), Some([10; 32]), "the report travels beside");
    assert_eq!(
        (report().outcome(), outcome().outcome()),
        (Some(OutcomeCode::O3), Some(OutcomeCode::O1))
    );
}

fn permission(fields: &[Field]) -> Permission {
    Permission {
        basis: LawfulBasis::Consent,
        form: Some(PermissionForm::Written),
        recipient: TARGET,
        purpose: vec![Service::Shelter, Service::Legal],
        fields: fields.to_vec(),
        witness: None,
        given_at: NOW,
        expires_at: NOW.plus_days(30),
        onward: vec![crate::agreement::tests::NASEEM],
    }
}

fn made(offer: Offer, agreement: &Agreement) -> Result<Offer, Refusal> {
    let (permission, ages) = (permission(&offer.fields), Some(Ages::exactly(32)));
    let agreement_digest = [8; 32];
    let sex = Sex::Female;
    let terms = Terms { agreement, agreement_digest, permission: &permission, sex, ages };
    let entry = offer.make(REFERRAL, ByRole::node(), &terms, NOW)?;
    let Act::Offer(offer) = entry.act else { panic!("no offer") };
    Ok(*offer)
}

#[test]
fn a_kind_that_the_agreement_does_not_speak_of_is_refused_with_its_clause() {
    let terms = between(DANA, MARSA);
    let refused = made(of_kind(Kind::Assessment), &terms).unwrap_err();
    assert_eq!((refused.code(), refused.clause()), ("agreement.kind_not_covered", Some("3.1")));
    let mut silent = terms.clone();
    silent.schedule.retain(|row| row.kind != Kind::Information);
    let refused = made(information(), &silent).unwrap_err();
    assert_eq!((refused.code(), refused.clause()), ("agreement.kind_not_covered", Some("3.1")));
    let wider = Offer { fields: vec![Field::Sex, Field::Birth], ..information() };
    let refused = made(wider, &terms).unwrap_err();
    assert_eq!(refused.code(), "agreement.field_not_covered", "no more than its rule allows");
}

#[test]
fn a_referral_for_information_asks_for_nothing_and_carries_nothing_that_waits_for_a_key() {
    let mut terms = between(DANA, MARSA);
    terms.schedule.retain(|row| row.kind != Kind::Information);
    let fields = Field::ALL.to_vec();
    terms.schedule.push(ScheduleRow { kind: Kind::Information, fields });
    let offer = made(information(), &terms).unwrap();
    assert!(offer.eligible && offer.onward.is_empty() && !offer.gives_shelter(&[]));
    let named = Offer { fields: vec![Field::Sex, Field::Name], ..information() };
    let asking = Offer { services: vec![Service::Shelter], ..information() };
    for (wrong, part) in [(named, "fields"), (asking, "kind")] {
        assert_eq!(made(wrong, &terms).unwrap_err(), Refusal::Malformed { part });
    }
}

#[test]
fn an_assessment_is_not_passed_on_and_takes_nobody_in() {
    let mut terms = between(DANA, MARSA);
    let row = terms.schedule[0].clone();
    terms.schedule.push(ScheduleRow { kind: Kind::Assessment, ..row });
    let offer = made(of_kind(Kind::Assessment), &terms).unwrap();
    assert!(offer.onward.is_empty(), "whatever the person would permit");
    assert!(!offer.gives_shelter(&[]), "somebody who needs a place is assessed, not taken in");
    let onward = Offer { onward: vec![crate::agreement::tests::NASEEM], ..offer };
    assert_eq!(onward.check(), Err("onward"));
}
