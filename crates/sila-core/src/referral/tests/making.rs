//! The first entry: every rule is asked before anything is signed.

use super::*;
use crate::Refusal;
use crate::agreement::tests::STRANGER;
use crate::agreement::{Agreement, StepTimes};
use crate::calendar::{TimeLimit, Week, WorkingCalendar};
use crate::codes::{FollowsCode, OverrideReason, PermissionForm, ReturnCode, Sex};
use crate::permission::Permission;
use crate::person::Ages;

fn permission() -> Permission {
    Permission {
        basis: LawfulBasis::Consent,
        form: Some(PermissionForm::Written),
        recipient: TARGET,
        purpose: vec![Service::Shelter, Service::Legal],
        fields: offer().fields,
        witness: None,
        given_at: NOW,
        expires_at: NOW.plus_days(30),
        onward: Vec::new(),
    }
}

fn make(
    offer: Offer,
    agreement: &Agreement,
    permission: &Permission,
    sex: Sex,
) -> Result<Entry, Refusal> {
    let agreement_digest = [8; 32];
    let ages = Some(Ages::exactly(32));
    let terms = Terms { agreement, agreement_digest, permission, sex, ages };
    offer.make(REFERRAL, ByRole::node(), &terms, NOW)
}

fn made(change: impl FnOnce(&mut Offer)) -> Result<Entry, Refusal> {
    let mut offer = offer();
    change(&mut offer);
    make(offer, &between(DANA, MARSA), &permission(), Sex::Female)
}

fn refused(change: impl FnOnce(&mut Offer)) -> &'static str {
    made(change).unwrap_err().code()
}

#[test]
fn b17_an_offer_freezes_the_agreement_it_was_made_under() {
    let entry = made(|offer| {
        offer.agreement = crate::AgreementId(Uuid::nil());
        offer.clause = "9".to_owned();
        offer.lawful_basis = LawfulBasis::LegalClaim;
        offer.decide_by = Millis(0);
    })
    .unwrap();
    let thread = fold(std::slice::from_ref(&entry));
    assert_eq!((entry.n, entry.seen, entry.author), (1, 0, SOURCE));
    let offer = thread.offer();
    assert_eq!(offer.agreement, between(DANA, MARSA).id);
    assert_eq!((offer.agreement_digest, offer.clause.as_str()), ([8; 32], "4.2"));
    assert_eq!(offer.lawful_basis, LawfulBasis::Consent);
    assert_eq!(offer.decide_by, NOW.plus_minutes(120));
    assert_eq!(offer.expires_at, NOW.plus_minutes(240));
    assert!(offer.eligible);
}

#[test]
fn the_target_holds_an_offer_against_the_same_agreement() {
    let Act::Offer(offer) = made(|_| ()).unwrap().act else { panic!("no offer") };
    let agreement = between(DANA, MARSA);
    assert_eq!(offer.admissible(&agreement, [8; 32], NOW), Ok(()));
    let differs = Err(Refusal::AgreementDiffers);
    assert_eq!(offer.admissible(&agreement, [9; 32], NOW), differs);
    let other = between(DANA, crate::agreement::tests::NASEEM);
    assert_eq!(offer.admissible(&other, [8; 32], NOW), differs);
    let ended = offer.admissible(&agreement, [8; 32], agreement.until).unwrap_err();
    assert_eq!(ended.code(), "agreement.ended");
}

#[test]
fn responsibility_goes_back_for_a_reason_and_nothing_else_has_one() {
    let mut agreement = between(DANA, MARSA);
    let row = agreement.schedule[0].clone();
    agreement.schedule.push(crate::agreement::ScheduleRow { kind: Kind::Transfer, ..row });
    let refused = |kind, code, why| {
        let follows = Some(Follows { referral: REFERRAL, code, why });
        let offer = Offer { kind, follows, ..offer() };
        make(offer, &agreement, &permission(), Sex::Female).err().map(|refusal| refusal.code())
    };
    let (why, malformed) = (Some(ReturnCode::B4), Some("referral.malformed"));
    assert_eq!(refused(Kind::Transfer, FollowsCode::Returns, why), None);
    assert_eq!(refused(Kind::Transfer, FollowsCode::Returns, None), malformed);
    assert_eq!(refused(offer().kind, FollowsCode::Returns, why), malformed);
    assert_eq!(refused(Kind::Transfer, FollowsCode::Reopens, None), None);
    assert_eq!(refused(Kind::Transfer, FollowsCode::Reopens, why), malformed);
}

#[test]
fn a_home_is_asked_for_by_its_kind_or_by_one_of_its_services() {
    let (kind, both) = (Kind::Transfer, vec![Service::Legal, Service::EmergencyShelter]);
    let left = |service| [Left { service, code: DeclineCode::V1 }];
    let moved = Offer { kind, services: both, ..offer() };
    assert!(moved.gives_shelter(&[]) && moved.gives_shelter(&left(Service::Legal)));
    assert!(!moved.gives_shelter(&left(Service::EmergencyShelter)), "taken for the rest alone");
    assert!(!Offer { services: vec![Service::Legal], ..moved }.gives_shelter(&[]));
    assert!(Offer { services: Vec::new(), ..offer() }.gives_shelter(&[]), "by its kind");
}

#[test]
fn every_rule_can_stop_an_offer() {
    assert_eq!(refused(|o| o.category = Category::Older), "agreement.category_not_covered");
    assert_eq!(refused(|o| o.kind = Kind::Transfer), "agreement.kind_not_covered");
    assert_eq!(refused(|o| o.fields = vec![Field::MedicalRecord]), "agreement.field_not_covered");
    assert_eq!(refused(|o| o.fields = vec![Field::Account]), "permission.lacks_field");
    assert_eq!(refused(|o| o.services = vec![Service::Housing]), "permission.lacks_service");
    assert_eq!(refused(|o| o.services.clear()), "referral.no_service");
    assert_eq!(refused(|o| o.source = STRANGER), "agreement.not_a_party");
    assert_eq!(refused(|o| o.target = STRANGER), "agreement.not_a_party");
    assert_eq!(refused(|o| o.target = SOURCE), "referral.malformed");
    assert_eq!(refused(|o| o.reference = "R 1".to_owned()), "referral.malformed");
    let agreement = between(DANA, MARSA);
    let of = |change: fn(&mut Permission)| {
        let mut permission = permission();
        change(&mut permission);
        make(offer(), &agreement, &permission, Sex::Female).unwrap_err().code()
    };
    assert_eq!(of(|p| p.recipient = SOURCE), "permission.for_another");
    assert_eq!(of(|p| p.expires_at = NOW), "permission.expired");
    assert_eq!(of(|p| p.form = None), "referral.no_consent");
    assert_eq!(of(|p| p.form = Some(PermissionForm::Verbal)), "permission.no_witness");
}

#[test]
fn an_offer_freezes_the_calendars_that_both_have_signed_and_the_target_takes_no_others() {
    let mut agreement = between(DANA, MARSA);
    let (today, later) = (NOW.uae_date(), NOW.uae_date().plus_days(40));
    let long_ago = today.plus_days(-30);
    agreement.parties[1].calendar.closed = [long_ago, later].into();
    let entry = make(offer(), &agreement, &permission(), Sex::Female).unwrap();
    let Act::Offer(frozen) = entry.act else { panic!("no offer") };
    let of = |agency| agreement.party(agency).unwrap().calendar.clone();
    let kept = WorkingCalendar { closed: [later].into(), ..of(SOURCE) };
    assert_eq!(*frozen.calendar(Side::Source), kept, "no day that is past");
    assert_eq!(*frozen.calendar(Side::Target), of(TARGET));
    assert_eq!(frozen.admissible(&agreement, [8; 32], NOW), Ok(()));
    let changed = |change: fn(&mut Calendars)| {
        let mut other = frozen.clone();
        if let Some(own) = other.calendars.as_mut() {
            change(own);
        }
        other.admissible(&agreement, [8; 32], NOW).map_err(|refusal| refusal.code())
    };
    let differs = Err(Refusal::AgreementDiffers.code());
    assert_eq!(changed(|own| own.source.closed.clear()), differs);
    assert_eq!(changed(|own| own.target = Week::Five.calendar()), differs);
    let sooner = changed(|own| own.from = own.from.plus_days(-500));
    assert_eq!(sooner, Err("referral.malformed"), "days that nobody counts");
    let bytes = Entry { act: Act::Offer(frozen), ..offered() }.to_cbor();
    assert!(Entry::from_cbor(&bytes).is_ok());
}

#[test]
fn contract_b26_an_offer_freezes_the_times_of_the_steps_and_the_target_takes_no_others() {
    let mut agreement = between(DANA, MARSA);
    let within =
        |minutes| StepTimes { look: Some(TimeLimit::Minutes(minutes)), ..StepTimes::default() };
    agreement.timers.iter_mut().for_each(|timer| timer.steps = Some(within(20)));
    let entry = make(offer(), &agreement, &permission(), Sex::Female).unwrap();
    let Act::Offer(frozen) = entry.act else { panic!("no offer") };
    assert_eq!(frozen.steps, Some(within(20)));
    let with = |steps| Offer { steps, ..(*frozen).clone() };
    let differs = Err(Refusal::AgreementDiffers);
    assert_eq!(frozen.admissible(&agreement, [8; 32], NOW), Ok(()));
    assert_eq!(with(Some(within(21))).admissible(&agreement, [8; 32], NOW), differs);
    let older = with(None).admissible(&agreement, [8; 32], NOW);
    assert_eq!(older, Ok(()), "a program that does not know the field offers the usual times");
    let silent = between(DANA, MARSA);
    assert_eq!(frozen.admissible(&silent, [8; 32], NOW), differs, "nobody invents a time");
    let zero = with(Some(within(0))).admissible(&agreement, [8; 32], NOW);
    assert_eq!(zero, Err(Refusal::Malformed { part: "steps" }));
    let read = |steps| {
        let act = Act::Offer(Box::new(with(steps)));
        let entry = Entry { act, ..offered() };
        (entry.to_cbor().len(), Entry::from_cbor(&entry.to_cbor()).map(|read| read == entry))
    };
    let ((said, whole), (unsaid, same)) = (read(Some(within(20))), read(None));
    assert_eq!((whole, same), (Ok(true), Ok(true)));
    assert!(unsaid < said, "what is not said takes no place");
}

#[test]
fn b18_who_is_not_eligible_is_stopped_except_in_an_emergency() {
    let agreement = between(DANA, MARSA);
    let stopped = make(offer(), &agreement, &permission(), Sex::Male).unwrap_err();
    assert_eq!((stopped.code(), stopped.clause()), ("eligibility.sex_not_served", Some("4.1")));
    let mut urgent = offer();
    urgent.urgency = Urgency::Emergency;
    let entry = make(urgent, &agreement, &permission(), Sex::Male).unwrap();
    assert!(!fold(&[entry]).offer().eligible, "the departure is on record");
}

#[test]
fn b17_a_departure_from_the_clause_needs_a_listed_reason_and_a_second_person() {
    let with = |reason, approved: Option<&str>| {
        let approved_by_role = approved.map(|role| ByRole::new(role).unwrap());
        made(|offer| offer.override_ = Some(Override { reason, approved_by_role }))
            .map(|entry| fold(&[entry]).offer().override_.is_some())
            .map_err(|refusal| (refusal.code(), refusal.clause().map(str::to_owned)))
    };
    let clause = Some("4.2".to_owned());
    let unapproved = Err(("agreement.override_not_approved", clause.clone()));
    assert_eq!(with(OverrideReason::Capacity, Some("SUPERVISOR")), Ok(true));
    assert_eq!(with(OverrideReason::Capacity, None), unapproved);
    assert_eq!(with(OverrideReason::Capacity, Some("NODE")), unapproved);
    assert_eq!(with(OverrideReason::Imminent, None), Ok(true));
    let unlisted = Err(("agreement.override_not_covered", clause));
    assert_eq!(with(OverrideReason::Specialism, Some("SUPERVISOR")), unlisted);
}

#[test]
fn in_an_emergency_nothing_waits_for_a_signature_and_the_least_goes() {
    let departs = |offer: &mut Offer| {
        let reason = OverrideReason::Capacity;
        (offer.urgency, offer.override_) =
            (Urgency::Emergency, Some(Override { reason, approved_by_role: None }));
    };
    let entry = made(departs).unwrap();
    assert!(fold(&[entry]).offer().override_.is_some(), "the departure is on record");
    let told = |offer: &mut Offer| {
        departs(offer);
        offer.fields.push(Field::Account);
    };
    assert_eq!(refused(told), "referral.malformed", "no story goes in an emergency");
    let least = Field::EMERGENCY;
    assert!(!least.contains(&Field::EmiratesId) && !least.contains(&Field::MedicalRecord));
}
