//! Two real nodes: a course of one is open to five people of the other.

use std::collections::BTreeMap;

use sila::accounts::{Worker, store as accounts};
use sila::training::course::Course;
use sila::training::store::{self, Enrolled};
use sila::training::{
    self, OPEN, Open, announce, approval, attendance, certificate, enrolment, share,
};
use sila_core::partnership::Words;
use sila_core::training::{Enrolment, Step};
use sila_core::{CourseId, EnrolmentId, WorkerId};
use sila_link::certificate::Issuer;

use super::super::support::waiting::until;
use super::partnership::line_leads_to;
use super::{Place, SOON, agree, agree_on, directory, linked, terms};

async fn worker(place: &Place, name: &str, role: &str) -> Worker {
    let made = Worker {
        id: WorkerId(place.app.clock.new_id()),
        user_name: name.to_owned(),
        name_ar: "موظفة".to_owned(),
        name_en: name.to_owned(),
        roles: vec![role.to_owned()],
        active: true,
    };
    let (one, now) = (made.clone(), place.app.clock.now());
    place.app.store.write(move |tx| accounts::insert_worker(tx, &one, "none", now)).await.unwrap();
    made
}

fn course(place: &Place) -> Course {
    let now = place.app.clock.now();
    let words = |ar: &str, en: &str| Words { ar: ar.to_owned(), en: en.to_owned() };
    Course {
        id: CourseId(place.app.clock.new_id()),
        kind: "COURSE".to_owned(),
        title: words("المقابلة الأولى الآمنة", "The safe first interview"),
        about: words("كيف تبدأ المقابلة", "How an interview begins"),
        place: words("قاعة مرسى", "Marsa hall"),
        materials: Words::default(),
        starts_at: now.plus_days(20),
        ends_at: now.plus_days(20).plus_hours(6),
        minutes: 360,
        seats: 24,
        state: OPEN.to_owned(),
        revoked: Vec::new(),
        quiz: Vec::new(),
        field: String::new(),
        programme: Vec::new(),
    }
}

async fn bring(places: [&Place; 2]) {
    for place in places {
        share::bring(&place.app).await.unwrap();
    }
}

async fn of_course(place: &Place, id: CourseId) -> Vec<Enrolled> {
    place.app.store.read(move |tx| store::of_course(tx, id)).await.unwrap()
}

fn count(all: &[Enrolled], state: Enrolment) -> usize {
    all.iter().filter(|one| one.state == state).count()
}

/// Waits until both nodes say that so many are booked and so many wait.
async fn stand(both: [&Place; 2], id: CourseId, booked: usize, waiting: usize) {
    until("both nodes say the same of the seats", SOON, || async {
        bring(both).await;
        let mut same = true;
        for place in both {
            let all = of_course(place, id).await;
            let counts = (count(&all, Enrolment::Booked), count(&all, Enrolment::Waitlisted));
            same &= counts == (booked, waiting);
        }
        same.then_some(())
    })
    .await;
}

/// Six people of the second node ask to come to a course of the first, and their own agency approves.
async fn six_ask(both: [&Place; 2], found: &Open, boss: &Worker) -> Vec<(Worker, EnrolmentId)> {
    let [marsa, dana] = both;
    let mut wishes = Vec::new();
    for nth in 0..6 {
        let who = worker(dana, &format!("trainee-{nth}"), "INTAKE").await;
        let (name, now) = (format!("Name on paper {nth}"), dana.app.clock.now());
        let wish = enrolment::ask_for(&dana.app, &who, found, &name, now).await.unwrap();
        wishes.push((who, wish));
    }
    bring(both).await;
    let heard = of_course(marsa, found.stored.id).await;
    assert!(heard.is_empty(), "before Dana approves, Marsa hears of nobody");
    for (who, wish) in &wishes {
        let now = dana.app.clock.now();
        let own = approval::decide(&dana.app, who, *wish, Step::Approve, now).await.unwrap_err();
        assert_eq!(own.code, "training.own_wish");
        approval::decide(&dana.app, boss, *wish, Step::Approve, now).await.unwrap();
    }
    wishes
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b14_of_six_from_the_partner_for_five_seats_the_sixth_waits_and_moves_up() {
    let (marsa, dana) = linked(true).await;
    let (both, peer) = ([&marsa, &dana], dana.app.node.id);
    let keeper = worker(&marsa, "keeper", "PARTNERSHIP").await;
    let boss = worker(&dana, "boss", "SUPERVISOR").await;
    let (course, now) = (course(&marsa), marsa.app.clock.now());
    let (id, seats) = (course.id, BTreeMap::from([(peer, 5)]));

    // Without an agreement no seat can be kept for anybody.
    let early =
        announce(&marsa.app, &keeper, course.clone(), seats.clone(), now).await.unwrap_err();
    assert_eq!(early.code, "referral.no_agreement");
    agree(&marsa, &dana).await;
    let now = marsa.app.clock.now();
    announce(&marsa.app, &keeper, course.clone(), seats, now).await.unwrap();
    let found = until("the course is known at Dana", SOON, || async {
        bring(both).await;
        training::open(&dana.app, id).await.ok()
    })
    .await;
    assert_eq!((&found.course, found.stored.origin), (&course, marsa.app.node.id));

    let wishes = six_ask(both, &found, &boss).await;
    stand(both, id, 5, 1).await;
    line_leads_to(both, &format!("/training/{id}")).await;

    // What Marsa holds of them: a name as it was typed, a mark, and nothing by which Dana's people are known at Dana.
    let there = of_course(&marsa, id).await;
    assert_eq!(there.len(), 6);
    for one in &there {
        let known = wishes.iter().find(|(_, wish)| *wish == one.id).unwrap();
        assert!(one.worker.is_none() && one.agency == peer);
        assert_ne!(one.mark, [0; 32]);
        assert!(training::name(&marsa.app, one).unwrap().starts_with("Name on paper"));
        assert!(!one.mark.windows(16).any(|part| part == known.0.id.0.as_bytes()));
    }

    // One gives the seat up, and the sixth has it, at both.
    let all = of_course(&dana, id).await;
    let booked = all.iter().find(|one| one.state == Enrolment::Booked).unwrap();
    let waits = all.iter().find(|one| one.state == Enrolment::Waitlisted).unwrap().id;
    let (who, wish) = wishes.iter().find(|(_, wish)| *wish == booked.id).unwrap();
    enrolment::give_up(&dana.app, who, *wish, dana.app.clock.now()).await.unwrap();
    stand(both, id, 5, 0).await;
    let all = of_course(&dana, id).await;
    assert_eq!(all.iter().find(|one| one.id == waits).unwrap().state, Enrolment::Booked);

    // The course is cancelled: everybody at Dana hears of it.
    let open = training::open(&marsa.app, id).await.unwrap();
    let now = marsa.app.clock.now();
    training::move_on(&marsa.app, &keeper, open, training::CANCELLED, now).await.unwrap();
    until("Dana has heard of it", SOON, || async {
        bring(both).await;
        let all = of_course(&dana, id).await;
        (count(&all, Enrolment::SessionCancelled) == 5).then_some(())
    })
    .await;
    let open = training::open(&dana.app, id).await.unwrap();
    assert_eq!(open.stored.state, training::CANCELLED);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_seats_are_kept_for_a_partner_is_what_the_clause_says_and_not_what_is_typed() {
    let (marsa, dana) = linked(true).await;
    let mut text = terms(&marsa, &dana);
    text.expertise.as_mut().unwrap().seats = Some(3);
    agree_on(text, &marsa, &dana).await;
    let keeper = worker(&marsa, "keeper", "PARTNERSHIP").await;
    let (course, now, peer) = (course(&marsa), marsa.app.clock.now(), dana.app.node.id);
    let id = course.id;
    announce(&marsa.app, &keeper, course.clone(), [(peer, 9)].into(), now).await.unwrap();
    let kept = marsa.app.store.read(move |tx| store::kept(tx, id)).await.unwrap();
    assert_eq!(kept, BTreeMap::from([(peer, 3)]));
    // A course with fewer seats than the clause keeps is not opened to the partner.
    let small = Course { id: CourseId(marsa.app.clock.new_id()), seats: 2, ..course };
    let few = announce(&marsa.app, &keeper, small, [(peer, 1)].into(), now).await.unwrap_err();
    assert_eq!(few.code, "training.unfit");
    let cookie = directory::sign_in(&marsa, &keeper).await;
    let page = directory::get(&marsa, "/en/training/new", &cookie).await.body;
    assert!(page.contains("Open to them with 3 seats, as clause"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_for_whom_no_seat_is_kept_hears_nothing_and_gets_none() {
    let (marsa, dana) = linked(true).await;
    agree(&marsa, &dana).await;
    let both = [&marsa, &dana];
    let keeper = worker(&marsa, "keeper", "PARTNERSHIP").await;
    let (course, now) = (course(&marsa), marsa.app.clock.now());
    let id = course.id;
    announce(&marsa.app, &keeper, course.clone(), BTreeMap::new(), now).await.unwrap();
    bring(both).await;
    assert_eq!(training::open(&dana.app, id).await.unwrap_err().code, "page.not_found");

    // A node that makes the course up and asks all the same is declined.
    let boss = worker(&dana, "boss", "SUPERVISOR").await;
    let who = worker(&dana, "trainee", "INTAKE").await;
    let body = training::course::to_cbor(&course);
    let stored = store::Stored {
        id,
        origin: marsa.app.node.id,
        state: OPEN.to_owned(),
        starts_at: course.starts_at,
        body,
        updated_at: now,
    };
    let own = dana.app.node.id;
    let write = move |tx: &mut dyn sila::db::Tx| {
        store::insert(tx, &stored)?;
        store::keep_seats(tx, id, own, 5)
    };
    dana.app.store.write(write).await.unwrap();
    let found = training::open(&dana.app, id).await.unwrap();
    let wish = enrolment::ask_for(&dana.app, &who, &found, "Name", now).await.unwrap();
    approval::decide(&dana.app, &boss, wish, Step::Approve, now).await.unwrap();
    until("Marsa's node has declined", SOON, || async {
        bring(both).await;
        let all = of_course(&dana, id).await;
        (count(&all, Enrolment::Declined) == 1).then_some(())
    })
    .await;
    assert!(of_course(&marsa, id).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a31_a_trainee_of_the_other_agency_gets_a_certificate_that_holds_elsewhere() {
    let (marsa, dana) = linked(true).await;
    agree(&marsa, &dana).await;
    let both = [&marsa, &dana];
    let keeper = worker(&marsa, "keeper", "PARTNERSHIP").await;
    let boss = worker(&dana, "boss", "SUPERVISOR").await;
    let who = worker(&dana, "trainee", "INTAKE").await;
    let (course, now) = (course(&marsa), marsa.app.clock.now());
    let (id, seats) = (course.id, BTreeMap::from([(dana.app.node.id, 5)]));
    announce(&marsa.app, &keeper, course, seats, now).await.unwrap();
    let found = until("the course is known at Dana", SOON, || async {
        bring(both).await;
        training::open(&dana.app, id).await.ok()
    })
    .await;
    let wish = enrolment::ask_for(&dana.app, &who, &found, "هند سعيد", now).await.unwrap();
    approval::decide(&dana.app, &boss, wish, Step::Approve, now).await.unwrap();
    stand(both, id, 1, 0).await;
    let text = certified(both, &keeper, id, wish).await;

    // On a machine that has the issuer's file of keys and nothing else.
    let dir = tempfile::TempDir::new().unwrap();
    let (paper, keys) = (dir.path().join("paper"), dir.path().join("marsa.sila-keys"));
    let ring = marsa.app.keys();
    let all: Vec<_> = ring.stated().iter().map(|one| one.signed.clone()).collect();
    std::fs::write(&keys, Issuer::file(&all)).unwrap();
    let verify = |text: &str, name: &str| {
        std::fs::write(&paper, text).unwrap();
        let mut sila = std::process::Command::new(env!("CARGO_BIN_EXE_sila"));
        let sila = sila.arg("verify").arg(&paper).arg("--keys").arg(&keys).args(["--name", name]);
        sila.env_clear().output().unwrap().status.success()
    };
    assert!(verify(&text, "هند سعيد"));
    assert!(!verify(&text, "هند سعد"), "another name");
    let last = if text.ends_with('0') { "G" } else { "0" };
    assert!(!verify(&format!("{}{last}", &text[..text.len() - 1]), "هند سعيد"), "a changed symbol");

    // Marsa takes it back, and Dana's own page says so.
    let at = marsa.app.clock.now();
    certificate::take_back(&marsa.app, &keeper, wish, at).await.unwrap();
    until("Dana knows", SOON, || async {
        bring(both).await;
        certificate::check(&dana.app, &text).await.unwrap().filter(|found| found.revoked)
    })
    .await;
}

/// The course is held, everybody was there, and the certificate reaches the trainee's node.
async fn certified(both: [&Place; 2], keeper: &Worker, id: CourseId, wish: EnrolmentId) -> String {
    let [marsa, dana] = both;
    let later = marsa.app.clock.now().plus_days(21);
    let open = training::open(&marsa.app, id).await.unwrap();
    let came = vec![(wish, Step::Attend)];
    attendance::note(&marsa.app, keeper, &open, came, later).await.unwrap();
    training::move_on(&marsa.app, keeper, open, training::COMPLETED, later).await.unwrap();
    let open = training::open(&marsa.app, id).await.unwrap();
    assert_eq!(certificate::give(&marsa.app, keeper, &open, later).await.unwrap(), 1);
    let text = until("the certificate is at Dana", SOON, || async {
        bring(both).await;
        of_course(dana, id).await.into_iter().find_map(|one| one.token)
    })
    .await;
    let checked = certificate::check(&dana.app, &text).await.unwrap().unwrap();
    assert!(checked.certificate.is_of("هند سعيد") && !checked.revoked);
    text
}
