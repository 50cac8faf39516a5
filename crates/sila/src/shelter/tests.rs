//! Shelter on both engines: one bed is taken once, holds end by themselves, gates are kept, and an address stands nowhere but
//! on its own page.

use sila_core::codes::{Category, Sex, Urgency};
use sila_core::person::{AgeBand, Ages};
use sila_core::shelter::{Need, Sleeper, Takes};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::homes::{Bed, Home, Room, address, store as rooms};
use super::stays::hold::{self, Whom};
use super::stays::{Stay, due, store};
use super::waiting::Wanted;
use crate::accounts::Worker;
use crate::app::App;
use crate::cases;
use crate::db::DbError;
use crate::testing::{NOW, TestNode, check_page};

/// Where the home of these tests is.
pub(crate) const ADDRESS: &str = "canary-lane-9917, حيّ الياقوت";
const ATTEMPTS: usize = 1_000;

fn women() -> Takes {
    Takes {
        female: Some(Ages { min: 0, max: u8::MAX }),
        male: Some(Ages { min: 0, max: 11 }),
        with_adult: true,
    }
}

fn woman() -> Need {
    let people = vec![Sleeper { sex: Sex::Female, age: AgeBand::From25 }];
    Need { people, features: Vec::new(), away_from: None }
}

/// A home with a shared room of so many beds, and a family room of three.
pub(crate) async fn home(node: &TestNode, beds: usize) -> Home {
    home_called(node, beds, "TH1").await
}

/// The same under another code.
pub(crate) async fn home_called(node: &TestNode, beds: usize, code: &str) -> Home {
    let id = node.app.clock.new_id();
    let room = |name: &str, whole: bool, beds: usize| Room {
        id: node.app.clock.new_id(),
        home: id,
        wing: "A".to_owned(),
        name: name.to_owned(),
        whole,
        takes: women(),
        features: Vec::new(),
        confirmed_at: NOW,
        beds: (1..=beds)
            .map(|n| Bed {
                id: node.app.clock.new_id(),
                label: n.to_string(),
                out: None,
                taken: None,
            })
            .collect(),
    };
    let home = Home {
        id,
        code: code.to_owned(),
        name_ar: "دار الياسمين (تجريبية)".to_owned(),
        name_en: "Yasmin Home (demo)".to_owned(),
        area: "AE-SH-SHJ".to_owned(),
        gates: vec!["CONSENT".to_owned(), "HEALTH".to_owned()],
        rooms: vec![room("غرفة 1", false, beds), room("غرفة 2", true, 3)],
    };
    let (key, address) = address::seal(&node.app, id, ADDRESS);
    let new = rooms::NewHome { home: home.clone(), key, address, now: NOW };
    node.write(move |tx| rooms::insert(tx, &new)).await.unwrap();
    home
}

fn whom() -> Whom {
    Whom { case: None, referral: None, urgency: Urgency::Urgent }
}

async fn held(node: &TestNode, worker: &Worker) -> Result<Uuid, String> {
    let made = hold::create(&node.app, worker.id, (woman(), Wanted::default()), whom(), NOW).await;
    made.map_err(|problem| problem.code)
}

async fn homes(node: &TestNode) -> Vec<Home> {
    hold::homes(&node.app).await.unwrap()
}

/// Takes every bed of the second room out of use, so that one bed is left.
async fn leave_one_bed(node: &TestNode) {
    home(node, 1).await;
    let home = homes(node).await.remove(0);
    let out: Vec<Uuid> = home.rooms[1].beds.iter().map(|bed| bed.id).collect();
    node.write(move |tx| {
        out.iter().try_for_each(|bed| tx.send(&rooms::OUT, &crate::p![*bed, "REPAIR", NOW]))
    })
    .await
    .unwrap();
}

/// Whoever is turned away because too many wait tries again: each of them really wants the bed.
async fn want(app: App, new: hold::Hold) -> bool {
    loop {
        let again = new.clone();
        match app.store.write(move |tx| again.insert(tx)).await {
            Err(DbError::Busy | DbError::Retry) => tokio::task::yield_now().await,
            done => return done.unwrap(),
        }
    }
}

/// Many want the one free bed at the same moment.
async fn one_of_a_thousand(node: TestNode) {
    leave_one_bed(&node).await;
    let worker = node.worker("khawla", &["SHELTER_SUPERVISOR"]).await;
    let place = hold::choose(&woman(), &homes(&node).await, None, NOW).unwrap();
    let mut tasks = JoinSet::new();
    for _ in 0..ATTEMPTS {
        let chosen = (woman(), place.clone());
        let new = hold::Hold::new(&node.app, worker.id, chosen, whom(), NOW);
        tasks.spawn(want(node.app.clone(), new));
    }
    let won = tasks.join_all().await.into_iter().filter(|won| *won).count();
    assert_eq!(won, 1, "exactly one of {ATTEMPTS}");
    one_is_there(&node, &worker).await;
    node.end().await;
}

async fn one_is_there(node: &TestNode, worker: &Worker) {
    let home = homes(node).await.remove(0);
    let stays = node.write(|tx| store::open(tx)).await.unwrap();
    let taken = home.beds().filter(|bed| bed.taken.is_some()).count();
    assert_eq!((stays.len(), taken), (1, 1), "no hold without a bed, no bed twice");
    let matching = super::homes::matching(&[home], NOW);
    assert!(matching.iter().all(|room| room.space() == 0), "never less than nothing");
    assert_eq!(held(node, worker).await.unwrap_err(), "shelter.no_place");
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a20_of_a_thousand_at_one_bed_exactly_one_gets_it() {
    one_of_a_thousand(TestNode::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a20_of_a_thousand_at_one_bed_exactly_one_gets_it_on_postgres() {
    if let Some(node) = TestNode::postgres().await {
        one_of_a_thousand(node).await;
    }
}

async fn find(node: &TestNode, stay: Uuid) -> Stay {
    node.write(move |tx| store::find(tx, stay)).await.unwrap().unwrap()
}

/// Extended three times for a reason of the list, and not more.
async fn extended(node: &TestNode, worker: &Worker, stay: Uuid) {
    let cookie = node.sign_in(worker).await;
    let act = format!("/en/shelter/stays/{stay}/extension");
    let mut got = Vec::new();
    for why in ["MAYBE", "ESCORT", "ESCORT", "ESCORT", "ESCORT"] {
        got.push(node.post(&act, &cookie, &[("why", why)]).await.status.as_u16());
    }
    assert_eq!(got, [409, 303, 303, 303, 409]);
    assert_eq!(find(node, stay).await.hold_until, NOW.plus_minutes(4 * 90));
}

async fn a_hold_lives_and_ends(node: TestNode) {
    home(&node, 2).await;
    let worker = node.worker("khawla", &["SHELTER_SUPERVISOR"]).await;
    let first = held(&node, &worker).await.unwrap();
    extended(&node, &worker, first).await;
    assert_eq!(due::tend(&node.app, NOW.plus_minutes(359)).await.unwrap(), 0);
    assert_eq!(due::tend(&node.app, NOW.plus_minutes(360)).await.unwrap(), 1);
    released(&node, first).await;
    assert_eq!(admission(&node, &worker, first).await, 409, "too late");
    node.end().await;
}

async fn released(node: &TestNode, stay: Uuid) {
    let over = find(node, stay).await;
    assert_eq!((over.state.as_str(), over.end_code.as_deref()), ("ENDED", Some("EXPIRED")));
    assert!(homes(node).await[0].beds().all(|bed| bed.taken.is_none()), "the bed is free again");
}

async fn admission(node: &TestNode, worker: &Worker, stay: Uuid) -> u16 {
    let cookie = node.sign_in(worker).await;
    let act = format!("/en/shelter/stays/{stay}/admission");
    node.post(&act, &cookie, &[]).await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_a_held_place_expires_and_is_released() {
    a_hold_lives_and_ends(TestNode::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_a_held_place_expires_and_is_released_on_postgres() {
    if let Some(node) = TestNode::postgres().await {
        a_hold_lives_and_ends(node).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a20_nobody_is_admitted_before_everything_is_in_order() {
    let node = TestNode::new().await;
    home(&node, 1).await;
    let staff = node.worker("salma", &["SHELTER_STAFF"]).await;
    let boss = node.worker("khawla", &["SHELTER_SUPERVISOR"]).await;
    let (hers, bosses) = (node.sign_in(&staff).await, node.sign_in(&boss).await);
    let stay = held(&node, &staff).await.unwrap();
    let path = |rest: &str| format!("/en/shelter/stays/{stay}{rest}");
    let post = |who: String, rest: &'static str, form: Vec<(&'static str, &'static str)>| {
        let node = &node;
        async move { node.post(&path(rest), &who, &form).await.status.as_u16() }
    };
    assert_eq!(post(hers.clone(), "/admission", vec![]).await, 409);
    assert_eq!(post(hers.clone(), "/gates", vec![("gate", "CONSENT")]).await, 303);
    let without = vec![("gate", "HEALTH"), ("why", "WITHIN_A_DAY")];
    assert_eq!(post(hers.clone(), "/gates", without.clone()).await, 403, "only a supervisor");
    assert_eq!(post(hers.clone(), "/admission", vec![]).await, 409);
    assert_eq!(post(bosses, "/gates", without).await, 303);
    assert_eq!(post(hers.clone(), "/admission", vec![]).await, 303);
    assert_eq!(post(hers.clone(), "/admission", vec![]).await, 409, "twice");
    let back = vec![("back_d", "24"), ("back_m", "11"), ("back_y", "2026")];
    assert_eq!(post(hers.clone(), "/leave", back).await, 303);
    assert_eq!(post(hers.clone(), "/return", vec![]).await, 303);
    assert_eq!(
        post(hers.clone(), "/leave", vec![("back_d", "1"), ("back_m", "1"), ("back_y", "2020")])
            .await,
        409
    );
    let room = homes(&node).await[0].rooms[1].id.to_string();
    let moved = node.post(&path("/transfer"), &hers, &[("room", &room)]).await;
    assert_eq!(moved.status, 303, "{}", moved.body);
    let now = homes(&node).await.remove(0);
    assert!(now.rooms[0].beds.iter().all(|bed| bed.taken.is_none()), "the old bed is free");
    assert!(
        now.rooms[1].beds.iter().all(|bed| bed.taken.is_some()),
        "the family room is taken whole"
    );
    let later = vec![("why", "HOUSING"), ("until_d", "1"), ("until_m", "3"), ("until_y", "2027")];
    assert_eq!(post(hers.clone(), "/prolongation", later[..1].to_vec()).await, 409, "until when");
    assert_eq!(post(hers.clone(), "/prolongation", later[1..].to_vec()).await, 409, "and why");
    assert_eq!(post(hers.clone(), "/prolongation", later.clone()).await, 303);
    assert_eq!(post(hers.clone(), "/prolongation", later).await, 409, "later than it was");
    let exit = vec![("to", "RELATIVES"), ("look_after", "30")];
    assert_eq!(post(hers.clone(), "/exit", exit.clone()).await, 303);
    assert_eq!(post(hers.clone(), "/exit", exit).await, 409);
    let asked = vec![("how", "WELL"), ("look_after", "90")];
    assert_eq!(post(hers.clone(), "/look-after", vec![("how", "SO-SO")]).await, 409);
    assert_eq!(post(hers.clone(), "/look-after", asked).await, 303);
    let last = vec![("how", "WELL"), ("look_after", "0")];
    assert_eq!(post(hers.clone(), "/look-after", last.clone()).await, 303);
    assert_eq!(post(hers, "/look-after", last).await, 409, "nobody is to ask any more");
    assert!(homes(&node).await[0].beds().all(|bed| bed.taken.is_none()));
    let steps = node.write(move |tx| store::steps(tx, stay)).await.unwrap();
    let acts: Vec<&str> = steps.iter().map(|step| step.act.as_str()).collect();
    let first = ["HOLD", "GATE", "GATE", "ADMIT", "LEAVE", "RETURN", "TRANSFER"];
    assert_eq!(acts[..7], first);
    assert_eq!(acts[7..], ["PROLONG", "END", "AFTER", "AFTER"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_that_nobody_has_confirmed_for_a_day_says_so_until_somebody_does() {
    let node = TestNode::new().await;
    let made = home(&node, 2).await;
    let boss = node.worker("khawla", &["SHELTER_SUPERVISOR"]).await;
    let unsure = async |cookie: &str, path: &str| {
        let page = node.get(path, cookie).await.body;
        page.matches("To be confirmed").count()
    };
    let own = format!("/en/shelter/homes/{}", made.id);
    node.app.clock.set(Some(NOW.plus_minutes(24 * 60 - 1)));
    let cookie = node.sign_in(&boss).await;
    assert_eq!(unsure(&cookie, "/en/shelter").await, 0, "it is a day old in a minute");
    node.app.clock.set(Some(NOW.plus_hours(24)));
    let cookie = node.sign_in(&boss).await;
    assert_eq!((unsure(&cookie, "/en/shelter").await, unsure(&cookie, &own).await), (2, 2));
    assert!(
        super::homes::matching(&homes(&node).await, node.app.clock.now())
            .iter()
            .all(|room| !room.confirmed)
    );
    let confirm = format!("/en/shelter/rooms/{}/confirmation", made.rooms[0].id);
    assert_eq!(node.post(&confirm, &cookie, &[]).await.status, 303);
    assert_eq!((unsure(&cookie, "/en/shelter").await, unsure(&cookie, &own).await), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_the_address_of_a_home_stands_on_its_own_page_alone() {
    let node = TestNode::new().await;
    let made = home(&node, 2).await;
    let boss = node.worker("khawla", &["SHELTER_SUPERVISOR"]).await;
    let cookie = node.sign_in(&boss).await;
    let stay = held(&node, &boss).await.unwrap();
    let address = format!("/en/shelter/homes/{}/address", made.id);
    for path in [
        "/en/shelter",
        &format!("/en/shelter/homes/{}", made.id),
        &format!("/en/shelter/stays/{stay}"),
    ] {
        let got = node.get(path, &cookie).await;
        assert_eq!(got.status, 200, "{path}");
        assert!(!got.body.contains("canary-lane"), "{path}");
    }
    let shown = node.post(&address, &cookie, &[]).await.body;
    assert!(shown.contains("canary-lane-9917"), "its supervisor reads it");
    let home = sila_core::ReferralId(made.id);
    let reads = node.write(move |tx| crate::journal::store::readings(tx, home.0)).await.unwrap();
    assert_eq!(reads.len(), 1, "the reading is written down");
    for role in ["SHELTER_STAFF", "REFERRAL_OFFICER", "SUPERVISOR", "HEAD", "ADMIN", "DPO_AUDIT"] {
        let worker = node.worker(&role.to_lowercase(), &[role]).await;
        let cookie = node.sign_in(&worker).await;
        assert_eq!(node.post(&address, &cookie, &[]).await.status, 403, "{role}");
    }
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(node.folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            bytes.extend(std::fs::read(path).unwrap());
        }
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("TH1"), "the files hold what is not sealed");
    assert!(!holds("canary-lane") && !holds("حيّ الياقوت"), "the address is sealed at rest");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_shelter_read_well_in_both_languages() {
    let node = TestNode::new().await;
    let boss = node.worker("khawla", &["SHELTER_SUPERVISOR", "SUPERVISOR"]).await;
    let cookie = node.sign_in(&boss).await;
    let case = {
        let known = cases::tests::disclosure(&node);
        let urgent = (Category::Woman, Urgency::Urgent);
        let case =
            cases::compose(&node.app, &known, urgent.0, urgent.1, boss.id, None, NOW).unwrap();
        let id = case.id;
        node.write(move |tx| cases::store::insert(tx, &case)).await.unwrap();
        id
    };
    for lang in ["ar", "en"] {
        let empty = node.get(&format!("/{lang}/shelter"), &cookie).await;
        check_page(&empty.body, lang);
        let new = node.get(&format!("/{lang}/shelter/homes/new"), &cookie).await;
        check_page(&new.body, lang);
    }
    let made = home(&node, 4).await;
    let stay = held(&node, &boss).await.unwrap();
    for lang in ["ar", "en"] {
        let home = format!("shelter/homes/{}", made.id);
        let place = format!("shelter/place/{case}");
        for path in ["shelter", &home, &format!("shelter/stays/{stay}"), &place] {
            let got = node.get(&format!("/{lang}/{path}"), &cookie).await;
            assert_eq!(got.status, 200, "{path} {}", got.body);
            check_page(&got.body, lang);
        }
        let nobody = node.get(&format!("/{lang}/{place}?who=9"), &cookie).await;
        check_page(&nobody.body, lang);
        let none = node.get(&format!("/{lang}/{place}?who=0&features=STEP_FREE"), &cookie).await;
        assert!(none.body.contains("2"), "why the rooms do not take them is said");
        check_page(&none.body, lang);
    }
    let place = format!("/en/shelter/place/{case}");
    let done = node.post(&place, &cookie, &[("who", "0"), ("who", "1")]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let family = homes(&node).await[0].rooms[1].clone();
    assert!(
        family.beds.iter().all(|bed| bed.taken.is_some()),
        "a mother and her daughter get the family room"
    );
    assert_eq!(
        node.get(&place, &cookie).await.location,
        done.location,
        "they have a place already"
    );
    let stranger = node.worker("salma", &["SHELTER_STAFF"]).await;
    let hers = node.sign_in(&stranger).await;
    assert_eq!(node.get(&place, &hers).await.status, 404, "the case does not exist for her");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_home_is_added_by_its_form_with_rooms_and_beds_out_of_use_and_back() {
    let node = TestNode::new().await;
    let boss = node.worker("khawla", &["SHELTER_SUPERVISOR"]).await;
    let cookie = node.sign_in(&boss).await;
    let form = [
        ("name_ar", "دار السكينة"),
        ("name_en", "Sakina"),
        ("code", "DH1"),
        ("area", "AE-SH-SHJ"),
        ("gates", "CONSENT"),
        ("address", "Lane 1"),
    ];
    let bad = node.post("/en/shelter/homes", &cookie, &form[..4]).await;
    assert_eq!(bad.status, 422, "no address");
    let made = node.post("/en/shelter/homes", &cookie, &form).await;
    assert_eq!(made.status, 303, "{}", made.body);
    assert_eq!(
        node.post("/en/shelter/homes", &cookie, &form).await.status,
        422,
        "the code is taken"
    );
    let room =
        [("name", "1"), ("wing", "A"), ("beds", "2"), ("takes", "female"), ("female_min", "18")];
    let added = node.post(&format!("{}/rooms", made.location), &cookie, &room).await;
    assert_eq!(added.status, 303, "{}", added.body);
    assert_eq!(node.post(&format!("{}/rooms", made.location), &cookie, &room).await.status, 422);
    let nobody = [("name", "2"), ("wing", "A"), ("beds", "2")];
    assert_eq!(node.post(&format!("{}/rooms", made.location), &cookie, &nobody).await.status, 422);
    let made = homes(&node).await.remove(0).rooms.remove(0);
    assert_eq!(made.takes.female, Some(Ages { min: 18, max: u8::MAX }));
    let usage = format!("/en/shelter/beds/{}/use", made.beds[0].id);
    assert_eq!(node.post(&usage, &cookie, &[("why", "REPAIR")]).await.status, 303);
    assert_eq!(node.post(&usage, &cookie, &[("why", "REPAIR")]).await.status, 409);
    assert_eq!(super::homes::matching(&homes(&node).await, NOW)[0].space(), 1);
    assert_eq!(node.post(&usage, &cookie, &[("why", "BACK")]).await.status, 303);
    let confirm = format!("/en/shelter/rooms/{}/confirmation", made.id);
    assert_eq!(node.post(&confirm, &cookie, &[]).await.status, 303);
    assert_eq!(super::homes::matching(&homes(&node).await, NOW)[0].space(), 2);
}

#[tokio::test]
async fn a_board_without_homes_offers_what_helps_and_nothing_made_for_the_dark_band() {
    let node = TestNode::new().await;
    let keeper = node.worker("keeper", &["SHELTER_SUPERVISOR"]).await;
    let keeper = node.sign_in(&keeper).await;
    for lang in ["ar", "en"] {
        let board = node.get(&format!("/{lang}/shelter"), &keeper).await.body;
        check_page(&board, lang);
        let (_, empty) = board.split_once("class=\"empty\"").unwrap();
        assert!(!empty.contains("ghost"), "{empty}");
        let ways = board.matches(&format!("href=\"/{lang}/shelter/homes/new\"")).count();
        assert_eq!(ways, 2, "in the band and where there is nothing yet");
    }
    node.end().await;
}
