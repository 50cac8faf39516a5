//! Accepting a referral that asks for a place, and holding one: both or neither, and never where it is.

use sila::db::{DbError, Tx};
use sila::referrals::{self, Record};
use sila::shelter::homes::{Bed, Home, Room, address, store as rooms};
use sila::shelter::stays::{Stay, hold, store as stays};
use sila_core::codes::{OutcomeCode, Urgency};
use sila_core::ids::ReferralId;
use sila_core::person::Ages;
use sila_core::referral::State;
use sila_core::shelter::Takes;

use super::nodes::{NOW, Node, Pair};
use super::{delivered, pages};
use crate::support::traces::{Wanted, dresses};

/// Where the home is; nobody else says these words.
pub const ADDRESS: &str = "زقاق المخشوربية 71 Thornwickle Lane";

/// A home of family rooms with four beds each, for women and children, boys to eleven.
pub async fn home(node: &Node, rooms_wanted: usize) {
    let takes = Takes {
        female: Some(Ages { min: 0, max: u8::MAX }),
        male: Some(Ages { min: 0, max: 11 }),
        with_adult: true,
    };
    home_for(node, rooms_wanted, takes).await;
}

/// A home of such rooms for others.
pub async fn home_for(node: &Node, rooms_wanted: usize, takes: Takes) {
    let new_id = || node.app.clock.new_id();
    let id = new_id();
    let bed = |n: usize| Bed { id: new_id(), label: n.to_string(), out: None, taken: None };
    let room = |n: usize| Room {
        id: new_id(),
        home: id,
        wing: "A".to_owned(),
        name: format!("F{n}"),
        whole: true,
        takes,
        features: Vec::new(),
        confirmed_at: NOW,
        beds: (1..=4).map(bed).collect(),
    };
    let home = Home {
        id,
        code: "DH1".to_owned(),
        name_ar: "دار السكينة".to_owned(),
        name_en: "Sakina".to_owned(),
        area: "AE-SH-SHJ".to_owned(),
        gates: Vec::new(),
        rooms: (1..=rooms_wanted).map(room).collect(),
    };
    let (key, address) = address::seal(&node.app, id, ADDRESS);
    let new = rooms::NewHome { home, key, address, now: NOW };
    node.app.store.write(move |tx: &mut dyn Tx| rooms::insert(tx, &new)).await.unwrap();
}

async fn held(node: &Node, id: ReferralId) -> Option<Stay> {
    let read = move |tx: &mut dyn Tx| stays::of_referral(tx, id);
    node.app.store.read(read).await.unwrap().into_iter().find(|stay| stay.state == "HELD")
}

pub async fn free_beds(node: &Node) -> usize {
    let homes = hold::homes(&node.app).await.unwrap();
    homes.iter().flat_map(Home::beds).filter(|bed| bed.taken.is_none()).count()
}

async fn accept(pair: &Pair, id: ReferralId) -> Result<(), String> {
    let done = referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await;
    done.map_err(|problem| problem.code)
}

async fn both_or_neither(pair: &Pair) {
    home(&pair.dana, 1).await;
    let (first, second) = (delivered(pair).await, delivered(pair).await);
    accept(pair, first).await.unwrap();
    let stay = held(&pair.dana, first).await.expect("accepted, so held");
    assert_eq!(stay.hold_until, NOW.plus_minutes(90), "as long as it is urgent");
    assert_eq!(free_beds(&pair.dana).await, 0, "a family room is taken whole");
    nothing_happens(pair, second).await;
    pair.settle().await;
    assert_eq!(pair.equal(first).await.row.state, State::Accepted);
    over(pair, first).await;
    accept(pair, second).await.unwrap();
    assert!(held(&pair.dana, second).await.is_some());
}

/// Without a place it is not accepted, and nothing is written.
async fn nothing_happens(pair: &Pair, id: ReferralId) {
    let before = pair.dana.record(id).await;
    assert_eq!(accept(pair, id).await.unwrap_err(), "shelter.no_place");
    let after = pair.dana.record(id).await;
    assert_eq!((after.row.state, after.stored.len()), (before.row.state, before.stored.len()));
    assert!(after.row.state.is_undecided() && held(&pair.dana, id).await.is_none());
}

/// The board shows the number of the case; the referral ends before they arrived, and the place is free.
async fn over(pair: &Pair, id: ReferralId) {
    let taken = hold::homes(&pair.dana.app).await.unwrap()[0].rooms[0].beds[0].taken.clone();
    assert!(taken.unwrap().reference.starts_with("C-"), "by the case's number");
    referrals::report(&pair.dana.app, &pair.officer, id, OutcomeCode::O4, NOW).await.unwrap();
    let over = stays_of(&pair.dana, id).await.remove(0);
    assert_eq!((over.state.as_str(), over.end_code.as_deref()), ("ENDED", Some("REFERRAL_OVER")));
    assert_eq!(free_beds(&pair.dana).await, 4);
}

async fn stays_of(node: &Node, id: ReferralId) -> Vec<Stay> {
    let read = move |tx: &mut dyn Tx| stays::of_referral(tx, id);
    node.app.store.read::<_, DbError, _>(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_a_referral_for_shelter_is_accepted_with_a_held_place_or_not_at_all() {
    both_or_neither(&Pair::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_the_same_on_postgresql() {
    if let Some((pair, database)) = Pair::across_engines().await {
        both_or_neither(&pair).await;
        pair.dana.app.store.close().await;
        database.end().await;
    }
}

/// Two desks accept two referrals at the same moment; there is one room.
#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_of_two_that_want_the_last_place_one_is_accepted() {
    let pair = Pair::new().await;
    home(&pair.dana, 1).await;
    let (one, two) = (delivered(&pair).await, delivered(&pair).await);
    let results = tokio::join!(accept(&pair, one), accept(&pair, two));
    let won = [&results.0, &results.1].iter().filter(|done| done.is_ok()).count();
    assert_eq!(won, 1, "{results:?}");
    let lost = results.0.err().or(results.1.err()).unwrap();
    assert!(["shelter.taken", "shelter.no_place"].contains(&lost.as_str()), "{lost}");
    for id in [one, two] {
        let accepted = pair.dana.record(id).await.row.state == State::Accepted;
        assert_eq!(held(&pair.dana, id).await.is_some(), accepted, "held if and only if accepted");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b09_where_a_home_is_never_leaves_its_agency() {
    let pair = Pair::new().await;
    home(&pair.dana, 1).await;
    let id = pair.offer(|wish| wish.urgency = Urgency::Emergency).await.unwrap().id;
    pair.settle().await;
    let desk = pair.dana.sign_in(&pair.officer).await;
    let page = format!("/ar/referrals/{id}");
    let (_, choice) = pages::get(&pair.dana, &desk, &page).await;
    assert!(choice.contains("name=\"room\""), "the places stand beside the referral");
    accept(&pair, id).await.unwrap();
    pair.settle().await;
    let wanted = Wanted::of(["المخشوربية", "Thornwickle"].into_iter().flat_map(dresses));
    let theirs = pair.marsa.sign_in(&pair.sender).await;
    let mut seen: Vec<Vec<u8>> = Vec::new();
    for (node, cookie) in [(&pair.marsa, &theirs), (&pair.dana, &desk)] {
        for path in
            [page.clone(), format!("{page}/proof"), "/en".to_owned(), "/ar/shelter".to_owned()]
        {
            seen.push(pages::get(node, cookie, &path).await.1.into_bytes());
        }
        let record: Record = node.record(id).await;
        let body = referrals::body_of(&node.app, &record).unwrap();
        seen.push(format!("{:?} {:?}", record.entries, body.map(|body| body.preview)).into_bytes());
        seen.extend(record.stored.iter().map(|entry| entry.body.clone()));
        for file in std::fs::read_dir(node.folder()).unwrap() {
            let path = file.unwrap().path();
            if path.is_file() {
                seen.push(std::fs::read(path).unwrap());
            }
        }
    }
    assert!(seen.iter().map(Vec::len).sum::<usize>() > 100_000);
    assert_eq!(wanted.in_any(&seen), None, "where it is");
    seen.push(ADDRESS.as_bytes().to_vec());
    assert!(wanted.in_any(&seen).is_some(), "a planted address is found");
    let (homes, marsa) =
        (Wanted::of(dresses("السكينة")), pages::get(&pair.marsa, &theirs, &page).await.1);
    assert_eq!(homes.in_any(&[marsa.into_bytes()]), None, "nor which home it is");
}
