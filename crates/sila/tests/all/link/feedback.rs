//! What people of one agency say of the other stands on both nodes in sums, and what one of them said nowhere.

use sila::accounts::Worker;
use sila::agreements::{self, signing};
use sila::feedback::{About, answer, report, store};
use sila::meetings::text::{GuestText, Heading, Words};
use sila::meetings::{self, Called};
use sila::minutes;
use sila_core::MeetingId;
use sila_core::experience::{Answer, Occasion, Report};
use sila_core::meeting::{MeetingKind, PointKind};
use uuid::Uuid;

use super::super::support::waiting::until;
use super::{Place, SOON, in_force, linked, signer, terms, worker};

/// An agreement that is still in force when the quarter is over.
async fn agree_for_a_year(one: &Place, other: &Place) {
    let mut agreed = terms(one, other);
    agreed.until = agreed.until.plus_days(365);
    let id = signing::propose(&one.app, agreed, signer(one)).await.unwrap();
    until("the proposal has arrived", SOON, || async {
        other.app.store.read(move |tx| agreements::store::find(tx, id)).await.unwrap()
    })
    .await;
    let read = signing::one(&other.app, id).await.unwrap().digest;
    signing::sign(&other.app, id, read, signer(other)).await.unwrap();
    for place in [one, other] {
        in_force(place, 1).await;
    }
}

/// Somebody of `at` answers about `with`.
async fn says(at: &Place, with: &Place, who: &Worker, occasion: Occasion, mark: u8) {
    let about = About { occasion, subject: Uuid::from_u128(7), partner: with.app.node.id };
    let answer = Answer::new([mark, 5, 5, 5, 5]).unwrap();
    answer::give(&at.app, who, &about, answer, at.app.clock.now()).await.unwrap();
    let again = answer::give(&at.app, who, &about, answer, at.app.clock.now()).await;
    assert_eq!(again.unwrap_err().code, "feedback.given", "one person, one answer");
}

async fn reports(place: &Place) -> Vec<Report> {
    let all = place.app.store.read(store::reports).await.unwrap();
    all.into_iter().map(|(_, _, report)| report).collect()
}

async fn answers(place: &Place) -> usize {
    let count = "select * from experience_answer";
    place.app.store.read(move |tx| tx.query_text(count, &[])).await.unwrap().len()
}

/// The next quarter begins at both.
fn next_quarter(places: [&Place; 2]) {
    let later = places[0].app.clock.now().plus_days(60);
    places.iter().for_each(|place| place.app.clock.set(Some(later)));
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a02_the_score_stands_on_both_nodes_and_a_single_answer_nowhere() {
    let (dana, marsa) = linked(true).await;
    agree_for_a_year(&dana, &marsa).await;
    let both = [&dana, &marsa];
    let mut people = Vec::new();
    for _ in 0..6 {
        people.push(worker(&dana, "INTAKE").await);
    }
    // Four people of Marsa: their quarter will say nothing.
    for _ in 0..4 {
        let who = worker(&marsa, "INTAKE").await;
        says(&marsa, &dana, &who, Occasion::Referral, 4).await;
    }
    assert_eq!(answers(&marsa).await, 4);

    // Five after referrals and one after an initiative: the one cannot be had by subtraction either.
    let about = About {
        occasion: Occasion::Referral,
        subject: Uuid::from_u128(8),
        partner: marsa.app.node.id,
    };
    for (n, who) in (1..).zip(&people[..5]) {
        let answer = Answer::new([n, 5, 5, 5, 5]).unwrap();
        answer::give(&dana.app, who, &about, answer, dana.app.clock.now()).await.unwrap();
    }
    says(&dana, &marsa, &people[5], Occasion::Initiative, 1).await;
    report::tend(&dana.app).await.unwrap();
    assert!(reports(&dana).await.is_empty(), "a quarter that runs is not shown");
    next_quarter(both);
    until("the score stands on both nodes", SOON, || async {
        for place in both {
            report::tend(&place.app).await.ok()?;
        }
        (reports(&marsa).await.len() == 1).then_some(())
    })
    .await;
    let (here, there) = (reports(&dana).await, reports(&marsa).await);
    assert_eq!(here, there, "the same on both");
    let all = here[0].all.as_ref().unwrap();
    assert_eq!((all.people, all.answers, all.sums), (6, 6, [16, 30, 30, 30, 30]));
    assert_eq!((&here[0].referral, &here[0].initiative), (&None, &None));
    assert_eq!((answers(&dana).await, answers(&marsa).await), (0, 0));

    // A report that shows too few, from a node that was changed, is not taken.
    let mut forged = here[0].clone();
    forged.referral =
        Some(sila_core::experience::Cell { people: 5, answers: 5, sums: [15, 25, 25, 25, 25] });
    assert!(!forged.is_sound());
}

/// A meeting of today at `dana` to which somebody of `marsa` came; its minutes are at both.
async fn met(dana: &Place, marsa: &Place, keeper: &Worker) -> MeetingId {
    let (us, them) = (dana.app.node.id, marsa.app.node.id);
    let now = dana.app.clock.now();
    let id = MeetingId(dana.app.clock.new_id());
    let called = Called {
        kind: MeetingKind::Foresight,
        heading: Heading { title: Words::new("لقاء", "Meeting"), ..Heading::default() },
        day: now.uae_date(),
        days: 1,
        series: None,
    };
    meetings::call(&dana.app, id, called, keeper, now).await.unwrap();
    let guest = meetings::guest(&dana.app, them, &GuestText::default(), meetings::ACCEPTED);
    let how = "HAND".to_owned();
    let there = meetings::store::Presence { guest: guest.id, day: 1, at: now, how };
    let write = move |tx: &mut dyn sila::db::Tx| {
        meetings::store::set_seats(tx, id, them, 1)?;
        meetings::store::invite(tx, id, &guest)?;
        meetings::store::present(tx, &there).map(drop)
    };
    dana.app.store.write(write).await.unwrap();
    let meeting = meetings::open(&dana.app, id).await.unwrap();
    let note = minutes::Said {
        kind: PointKind::Note,
        text: Words::new("إحاطة", "Note"),
        basis: String::new(),
        owner: us,
        worker: None,
        due_at: None,
        review_at: None,
        entry: None,
        from: None,
        ties: minutes::Ties::default(),
    };
    minutes::add(&dana.app, &meeting, note, keeper, now).await.unwrap();
    minutes::circulate(&dana.app, &meeting, keeper, now).await.unwrap();
    until("the minutes are at Marsa", SOON, || async {
        minutes::bring(&marsa.app).await.unwrap();
        marsa.app.store.read(move |tx| minutes::store::find(tx, id)).await.unwrap()
    })
    .await;
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a02_after_a_meeting_the_score_reaches_the_partner_and_its_own_reaches_us() {
    let (dana, marsa) = linked(true).await;
    agree_for_a_year(&dana, &marsa).await;
    let (us, them) = (dana.app.node.id, marsa.app.node.id);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        ours.push(worker(&dana, "INTAKE").await);
        theirs.push(worker(&marsa, "INTAKE").await);
    }
    let now = dana.app.clock.now();
    let id = met(&dana, &marsa, &ours[0]).await;

    // When it is over each side is asked about the other, and about nobody else.
    let both = [&dana, &marsa];
    let tomorrow = now.plus_days(1);
    both.iter().for_each(|place| place.app.clock.set(Some(tomorrow)));
    assert_eq!(sila::feedback::met(&dana.app, id, tomorrow).await.unwrap(), [them]);
    assert_eq!(sila::feedback::met(&marsa.app, id, tomorrow).await.unwrap(), [us]);
    for (place, people, partner, mark) in [(&dana, &ours, them, 5), (&marsa, &theirs, us, 4)] {
        let about = About { occasion: Occasion::Meeting, subject: id.0, partner };
        for who in people {
            let answer = Answer::new([mark, 5, 5, 5, 5]).unwrap();
            answer::give(&place.app, who, &about, answer, tomorrow).await.unwrap();
        }
    }
    next_quarter(both);
    until("both scores stand on both nodes", SOON, || async {
        for place in both {
            report::tend(&place.app).await.ok()?;
        }
        (reports(&dana).await.len() == 2 && reports(&marsa).await.len() == 2).then_some(())
    })
    .await;
    for place in both {
        let all = place.app.store.read(store::reports).await.unwrap();
        for (author, about, mark) in [(us, them, 25), (them, us, 20)] {
            let one = all.iter().find(|one| (one.0, one.1) == (author, about)).unwrap();
            let cell = one.2.cell(Occasion::Meeting).unwrap();
            assert_eq!(
                (cell.people, cell.answers, cell.sums[0]),
                (5, 5, mark),
                "after the meeting"
            );
        }
    }
}
