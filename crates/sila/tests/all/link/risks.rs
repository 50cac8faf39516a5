//! A joint risk on two nodes: shared from the themes, signed by both, with an owner whom each party names for itself.

use sila::meetings::text::{Heading, Words};
use sila::meetings::{self, Called, call, sealed};
use sila::partnerships::risks::{self, Held, Owner};
use sila::themes::{self, Entry, EntryText};
use sila_core::meeting::{MeetingKind, Theme};
use sila_core::{AgencyId, MeetingId, RecordId};
use sila_link::record::Word;

use super::super::support::waiting::until;
use super::activation::{by, live};
use super::partnership::page;
use super::{Place, SOON, directory, worker};

/// A threat that was noted here, to be rated again in so many days.
async fn noted(place: &Place, days: i64) -> Entry {
    noted_at(place, days, None, "Funding ends").await
}

/// The same, said at a meeting.
async fn noted_at(place: &Place, days: i64, meeting: Option<MeetingId>, said: &str) -> Entry {
    let (id, now) = (place.app.clock.new_id(), place.app.clock.now());
    let text = EntryText {
        text: Words::new("ينتهي التمويل", said),
        note: Words::new("طلب ثانٍ", "A second request"),
        said_by: String::new(),
    };
    let stored = themes::store::Stored {
        id,
        meeting,
        theme: Theme::Threat,
        noted_at: now,
        closed_at: None,
        rated: Some((3, 4, now.plus_days(days))),
        initiative: None,
        body: sealed(&place.app, "theme_entry", id, &text),
        needs: Vec::new(),
    };
    let written = stored.clone();
    let write = move |tx: &mut dyn sila::db::Tx| themes::store::insert(tx, &written);
    place.app.store.write(write).await.unwrap();
    themes::opened(&place.app, vec![stored]).unwrap().remove(0)
}

fn owner(agency: AgencyId, name: &str) -> Owner {
    Owner { agency, name: name.to_owned(), reach: "Office 2".to_owned() }
}

/// Waits until this node holds the risk so; both do their job meanwhile.
async fn holds(places: [&Place; 2], what: &str, so: impl Fn(&Held) -> bool) -> Held {
    until(what, SOON, || async {
        for one in places {
            risks::bring(&one.app).await.unwrap();
        }
        let me = places[0].app.node.id;
        let read = move |tx: &mut dyn sila::db::Tx| risks::all(tx, me);
        let all = places[0].app.store.read(read).await.unwrap();
        all.into_iter().next().filter(|one| so(one))
    })
    .await
}

/// A meeting here to which this party was invited.
async fn met(place: &Place, party: AgencyId) -> MeetingId {
    let (id, now) = (MeetingId(place.app.clock.new_id()), place.app.clock.now());
    let called = Called {
        kind: MeetingKind::Foresight,
        heading: Heading { title: Words::new("لقاء", "Meeting"), ..Heading::default() },
        day: now.uae_date(),
        days: 1,
        series: None,
    };
    let keeper = worker(place, "PARTNERSHIP").await;
    call(&place.app, id, called, &keeper, now).await.unwrap();
    place.app.store.write(move |tx| meetings::store::set_seats(tx, id, party, 0)).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_is_offered_no_threat_that_was_said_where_it_was_not_invited() {
    let (dana, _marsa, [_, them]) = live().await;
    let (with_them, with_others) = (met(&dana, them).await, met(&dana, AgencyId([9; 32])).await);
    noted_at(&dana, 20, Some(with_them), "Rents rise").await;
    let other = noted_at(&dana, 20, Some(with_others), "A donor leaves").await;
    noted_at(&dana, 20, None, "A law changes").await;
    let path = format!("/en{}", risks::path(them, None));
    let offered = page(&dana, &path).await;
    assert!(offered.contains("Rents rise") && offered.contains("A law changes"), "{offered}");
    assert!(!offered.contains("A donor leaves"), "what others said is not theirs to hear");
    // Whoever types its identifier is told to choose one that is offered.
    let officer = worker(&dana, "PARTNERSHIP").await;
    let cookie = directory::sign_in(&dana, &officer).await;
    let form = format!("entry={}&name=Noura&reach=", other.id);
    let got = directory::post(&dana, &path, &cookie, &form).await;
    assert_eq!(got.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    let me = dana.app.node.id;
    let shared = dana.app.store.read(move |tx| risks::all(tx, me)).await.unwrap();
    assert!(shared.is_empty(), "nothing was shared");
}

const AGAIN: &str = "A joint risk is to be looked at again";

#[tokio::test(flavor = "multi_thread")]
async fn a_joint_risk_has_an_owner_at_each_party_and_stands_on_both_worklists() {
    let (dana, marsa, [us, them]) = live().await;
    let (here, there) = ([&dana, &marsa], [&marsa, &dana]);
    let entry = noted(&dana, 20).await;
    let ours = owner(us, "Noura (demo)");
    let id = risks::share(&dana.app, them, &entry, ours.clone(), by(&dana)).await.unwrap();
    let twice = risks::share(&dana.app, them, &entry, ours, by(&dana)).await.unwrap_err();
    assert_eq!(twice.code, "risk.not_open", "it is shared already");
    let waits = |one: &Held| one.open.as_ref().is_some_and(|open| open.waits);
    let asked = holds(there, "the risk has arrived", waits).await;
    assert!(!asked.agreed && asked.record == id);
    assert!(page(&marsa, "/en").await.contains("A joint risk waits for our signature"));
    let alone = risks::answer(&marsa.app, &asked, (Word::Sign, None), by(&marsa)).await;
    assert_eq!(alone.unwrap_err().code, "risk.no_owner");
    // Whatever agency stands in it, a node names its own people only.
    let named = (Word::Sign, Some(owner(us, "Khaled (demo)")));
    risks::answer(&marsa.app, &asked, named, by(&marsa)).await.unwrap();
    let whole = |one: &Held| one.agreed && one.open.is_none() && one.risk.owners.len() == 2;
    let (mine, theirs) = (
        holds(here, "both owners are named", whole).await,
        holds(there, "both owners are named", whole).await,
    );
    assert_eq!(mine.risk, theirs.risk, "both hold the same");
    let name = |party| mine.risk.owner(party).unwrap().name.clone();
    assert_eq!((name(us), name(them)), ("Noura (demo)".to_owned(), "Khaled (demo)".to_owned()));
    for (place, other, own) in [(&dana, them, "Noura (demo)"), (&marsa, us, "Khaled (demo)")] {
        let day = page(place, "/en").await;
        assert!(day.contains(AGAIN) && day.contains(own), "{own}");
        for lang in ["ar", "en"] {
            let own_page = format!("/{lang}{}", risks::path(other, Some(id)));
            let page = page(place, &own_page).await;
            assert!(page.contains("Noura (demo)") && page.contains("Khaled (demo)"));
        }
    }
    let later = marsa.app.clock.now().plus_days(200).uae_date();
    let read = (5, 5, later, false);
    risks::review(&marsa.app, &theirs, read, by(&marsa)).await.unwrap();
    let asked = holds(here, "the new marks have arrived", waits).await;
    assert_eq!(asked.risk.likelihood, 3, "until both have signed the old marks count");
    risks::answer(&dana.app, &asked, (Word::Sign, None), by(&dana)).await.unwrap();
    for (places, place) in [(here, &dana), (there, &marsa)] {
        let rated = |one: &Held| one.open.is_none() && one.risk.likelihood == 5;
        let held = holds(places, "both have signed the new marks", rated).await;
        assert_eq!((held.risk.review, held.risk.owners.len()), (later, 2));
        assert!(!page(place, "/en").await.contains(AGAIN), "it is long until then");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_signs_nothing_about_a_risk_by_itself_but_a_partners_own_owner() {
    let (dana, marsa, [us, them]) = live().await;
    let (here, there) = ([&dana, &marsa], [&marsa, &dana]);
    let entry = noted(&dana, 90).await;
    risks::share(&dana.app, them, &entry, owner(us, "Noura"), by(&dana)).await.unwrap();
    let waits = |one: &Held| one.open.as_ref().is_some_and(|open| open.waits);
    let asked = holds(there, "the risk has arrived", waits).await;
    let named = (Word::Sign, Some(owner(them, "Khaled")));
    risks::answer(&marsa.app, &asked, named, by(&marsa)).await.unwrap();
    let whole = |one: &Held| one.agreed && one.open.is_none() && one.risk.owners.len() == 2;
    let held = holds(there, "both owners are named", whole).await;
    holds(here, "both owners are named", whole).await;
    assert!(!page(&dana, "/en").await.contains(AGAIN), "in ninety days");
    let ours = held.risk.clone().owned(owner(us, "Somebody else"));
    let record: RecordId = held.record;
    let sent = sila::records::propose::amend(&marsa.app, record, ours.to_cbor(), by(&marsa)).await;
    sent.unwrap();
    let asked = holds(here, "it waits for somebody here", waits).await;
    assert_eq!(risks::bring(&dana.app).await.unwrap(), 0, "the node says nothing about it");
    assert_eq!(asked.risk.owner(us).unwrap().name, "Noura");
    risks::answer(&dana.app, &asked, (Word::Decline, None), by(&dana)).await.unwrap();
    holds(there, "it was declined", whole).await;
    let bytes = b"\x6eno risk at all".to_vec();
    sila::records::propose::amend(&marsa.app, record, bytes, by(&marsa)).await.unwrap();
    until("what cannot be read is declined by the node", SOON, || async {
        risks::bring(&dana.app).await.unwrap();
        let read = move |tx: &mut dyn sila::db::Tx| sila::records::store::load(tx, record);
        let loaded = marsa.app.store.read(read).await.unwrap().unwrap();
        let dead = |(digest, one): (&sila_seal::Hash, &sila_link::record::Held)| {
            one.version.content == b"\x6eno risk at all"
                && loaded.shared.standing(digest) == Some(sila_link::record::Standing::Dead)
        };
        let declined = loaded.shared.versions().any(dead);
        declined.then_some(())
    })
    .await;
    let kept = holds(there, "what both signed stands", whole).await;
    assert_eq!(kept.risk, held.risk);
}
