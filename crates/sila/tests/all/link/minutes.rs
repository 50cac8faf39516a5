//! Minutes between two nodes: both sign the same bytes, then nothing changes; what one owes stands at both until it says how it
//! ended.

use sila::accounts::Worker;
use sila::meetings::text::{Heading, Words};
use sila::meetings::{self, Called, call};
use sila::minutes::{self, APPROVED, CIRCULATED, Said, store};
use sila::records::By;
use sila_core::meeting::{MeetingKind, PointEnd, PointKind};
use sila_core::{MeetingId, Millis};

use super::super::support::waiting::until;
use super::partnership::line_leads_to;
use super::{Place, SOON, agree, linked, worker};

async fn state(place: &Place, id: MeetingId) -> Option<String> {
    minutes::bring(&place.app).await.unwrap();
    place.app.store.read(move |tx| store::find(tx, id)).await.unwrap().map(|one| one.state)
}

async fn reaches(place: &Place, id: MeetingId, wanted: &str) {
    until("the minutes stand so", SOON, || async {
        state(place, id).await.filter(|state| state == wanted).map(|_| ())
    })
    .await;
}

async fn late(place: &Place) -> usize {
    let (me, now) = (place.app.node.id, place.app.clock.now());
    place.app.store.read(move |tx| store::late(tx, me, now)).await.unwrap().len()
}

/// Eight days after it had them, a party approves or asks for an erratum: it does not object any more.
async fn cannot_object_late(place: &Place, worker: &Worker, id: MeetingId) {
    let now = place.app.clock.now().plus_days(minutes::OBJECTION_DAYS + 1);
    let by = By { worker: Some(worker.id), now };
    let refused = minutes::sign(&place.app, id, false, by).await.unwrap_err();
    assert_eq!(refused.code, "minutes.objected_late");
}

fn called(now: Millis) -> Called {
    Called {
        kind: MeetingKind::Foresight,
        heading: Heading { title: Words::new("لقاء", "Meeting"), ..Heading::default() },
        day: now.uae_date(),
        days: 1,
        series: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a07_an_overdue_action_stands_at_both_parties_until_its_owner_says_its_outcome() {
    let (dana, marsa) = linked(true).await;
    let (keeper, doer) = (worker(&dana, "PARTNERSHIP").await, worker(&marsa, "PARTNERSHIP").await);
    let (id, now, peer) =
        (MeetingId(dana.app.clock.new_id()), dana.app.clock.now(), marsa.app.node.id);
    call(&dana.app, id, called(now), &keeper, now).await.unwrap();
    dana.app.store.write(move |tx| meetings::store::set_seats(tx, id, peer, 0)).await.unwrap();
    let meeting = meetings::open(&dana.app, id).await.unwrap();
    let said = Said {
        kind: PointKind::Action,
        text: Words::new("جدول مناوبة مشترك", "A joint duty roster"),
        basis: String::new(),
        owner: peer,
        worker: None,
        due_at: Some(now.plus_days(-1)),
        review_at: None,
        entry: None,
        from: None,
        ties: sila::minutes::Ties::default(),
    };
    minutes::add(&dana.app, &meeting, said, &keeper, now).await.unwrap();
    assert_eq!((late(&dana).await, late(&marsa).await), (1, 0), "the draft is the host's own");

    minutes::circulate(&dana.app, &meeting, &keeper, now).await.unwrap();
    reaches(&marsa, id, CIRCULATED).await;
    assert_eq!(state(&dana, id).await.unwrap(), CIRCULATED, "not approved by one party alone");
    cannot_object_late(&marsa, &doer, id).await;
    let by = By { worker: Some(doer.id), now: marsa.app.clock.now() };
    minutes::sign(&marsa.app, id, true, by).await.unwrap();
    reaches(&dana, id, APPROVED).await;
    reaches(&marsa, id, APPROVED).await;
    assert_eq!((late(&dana).await, late(&marsa).await), (1, 1), "it is late at both");
    let late_at =
        |point: &minutes::Point| (point.number, point.owner, point.due_at, point.text.clone());
    let (here, there) = (
        minutes::points(&dana.app, id).await.unwrap(),
        minutes::points(&marsa.app, id).await.unwrap(),
    );
    assert_eq!(late_at(&here[0]), late_at(&there[0]), "both hold the same");

    // Neither party changes what both have signed, and the host does not say the other's outcome.
    let again = By { worker: Some(doer.id), now: marsa.app.clock.now() };
    assert!(minutes::sign(&marsa.app, id, false, again).await.is_err());
    assert!(minutes::circulate(&dana.app, &meeting, &keeper, now).await.is_err());
    let outcome = (PointEnd::Done, "صدر الجدول");
    let refused = minutes::end(&dana.app, (id, 1), outcome, &keeper, now).await.unwrap_err();
    assert_eq!(refused.code, "minutes.not_ours");

    minutes::end(&marsa.app, (id, 1), outcome, &doer, marsa.app.clock.now()).await.unwrap();
    until("the host knows the outcome", SOON, || async {
        minutes::bring(&dana.app).await.unwrap();
        minutes::bring(&marsa.app).await.unwrap();
        let points = minutes::points(&dana.app, id).await.unwrap();
        points[0].is_done().then_some(())
    })
    .await;
    assert_eq!((late(&dana).await, late(&marsa).await), (0, 0));
    assert_eq!(minutes::points(&dana.app, id).await.unwrap()[0].text.outcome, "صدر الجدول");
    agree(&dana, &marsa).await;
    line_leads_to([&dana, &marsa], &minutes::path(id, "")).await;
}
