//! An alliance of three nodes, of which two have neither a link nor an agreement: who is which party since when is signed by all, and nothing
//! of it is overwritten.

use sila::agreements::{self, signing};
use sila::partnerships::alliances::sheet::{Alliance, Party, Term};
use sila::partnerships::alliances::{self, Held};
use sila::people::register;
use sila::records::{forward, propose, store};
use sila_core::RecordId;
use sila_core::partnership::Words;
use sila_link::record::{Standing, Word};

use super::super::support::waiting::until;
use super::activation::{by, words};
use super::partnership::page;
use super::{Place, SOON, agree, directory, in_force, link, linked, signer, terms, worker};

/// Dana has a link and an agreement with each of the others, who have none with each other.
pub async fn three() -> (Place, Place, Place) {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let mut naseem = Place::make("NASEEM", true).await;
    naseem.start();
    link(&dana, &naseem).await;
    let id = signing::propose(&dana.app, terms(&dana, &naseem), signer(&dana)).await.unwrap();
    let arrived = until("the proposal has arrived", SOON, || async {
        naseem.app.store.read(move |tx| agreements::store::find(tx, id)).await.unwrap()
    });
    let read = arrived.await.digest;
    signing::sign(&naseem.app, id, read, signer(&naseem)).await.unwrap();
    in_force(&dana, 2).await;
    in_force(&naseem, 1).await;
    (dana, marsa, naseem)
}

/// The first leads, the second takes part, the third funds, from today.
fn alliance(places: [&Place; 3]) -> Alliance {
    let from = places[0].app.clock.now().uae_date();
    let party = |place: &Place| {
        let own = &place.app.node.agency;
        let name = Words { ar: own.name_ar.clone(), en: own.name_en.clone() };
        Party { agency: place.app.node.id, name }
    };
    let mut parties = places.map(party).to_vec();
    parties.sort_by_key(|one| one.agency);
    let term = |(place, role): (&Place, &str)| Term {
        agency: place.app.node.id,
        role: role.to_owned(),
        from,
        until: None,
    };
    let roles = ["LEAD", "PARTNER", "FUNDER"];
    let terms = places.into_iter().zip(roles).map(term).collect();
    let (name, purpose) = (words("Night line"), words("One number at night"));
    Alliance { name, purpose, follows: None, parties, terms }
}

/// Waits until it stands so at this node; all do their jobs meanwhile.
async fn holds(
    places: [&Place; 3],
    at: &Place,
    id: RecordId,
    what: &str,
    so: impl Fn(&Held) -> bool,
) -> Held {
    until(what, SOON, || async {
        for place in places {
            forward::bring(&place.app).await.unwrap();
            alliances::bring(&place.app).await.unwrap();
        }
        alliances::open(&at.app, id).await.ok().filter(|held| so(held))
    })
    .await
}

/// The others sign what waits for them; waits until all hold so many versions that all have signed.
async fn signed(places: [&Place; 3], id: RecordId, versions: usize) -> Held {
    for place in &places[1..] {
        let me = place.app.node.id;
        let held = holds(places, place, id, "it waits for us", |one| one.waits_for(me)).await;
        alliances::answer(&place.app, &held, Word::Sign, by(place)).await.unwrap();
    }
    let whole = |one: &Held| one.signed.len() == versions && one.open.is_none();
    let mut all = Vec::new();
    for place in places {
        all.push(holds(places, place, id, "all have signed", whole).await);
    }
    let digests = |held: &Held| held.signed.iter().map(|one| one.digest).collect::<Vec<_>>();
    assert!(all.windows(2).all(|two| digests(&two[0]) == digests(&two[1])), "the same at all");
    all.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn three_say_who_is_which_party_since_when_and_nothing_that_was_signed_is_overwritten() {
    let (dana, marsa, naseem) = three().await;
    let all = [&dana, &marsa, &naseem];
    let first = alliance(all);
    let mut without = first.clone();
    without.terms.pop();
    let refused = alliances::propose(&dana.app, &without, by(&dana)).await.unwrap_err();
    assert_eq!(refused.code, "alliance.unfit", "a party without a role");
    let refused = alliances::propose(&marsa.app, &first, by(&marsa)).await.unwrap_err();
    assert_eq!(refused.code, "alliance.no_agreement", "Marsa has none with Naseem");

    let id = alliances::propose(&dana.app, &first, by(&dana)).await.unwrap();
    let path = format!("/alliances/{id}");
    let me = naseem.app.node.id;
    holds(all, &naseem, id, "it waits for Naseem", |one| one.waits_for(me)).await;
    let waiting = page(&naseem, &format!("/en{path}")).await;
    assert!(waiting.contains("Agency MARSA") && waiting.contains("value=\"sign\""), "{waiting}");
    assert!(page(&naseem, "/en").await.contains("An alliance waits for our signature"));
    assert!(!page(&dana, &format!("/en{path}")).await.contains("value=\"sign\""));
    signed(all, id, 1).await;
    assert!(!page(&naseem, "/en").await.contains("An alliance waits for our signature"));
    for (lang, role, pair) in
        [("en", "Funds", "No agreement with us"), ("ar", "يموّل", "لا اتفاقية معنا")]
    {
        let page = page(&naseem, &format!("/{lang}{path}")).await;
        assert!(page.contains(role) && page.contains(pair) && page.contains("MOU-TEST-001"));
    }

    // A last day, and another role from the day after.
    let mut next = first.clone();
    let today = next.terms[1].from;
    next.terms[1].until = Some(today.plus_days(30));
    let (agency, from) = (next.terms[1].agency, today.plus_days(31));
    next.terms.push(Term { agency, role: "EXPERT".to_owned(), from, until: None });
    let held = alliances::open(&dana.app, id).await.unwrap();
    alliances::next(&dana.app, &held, &next, by(&dana)).await.unwrap();
    let held = signed(all, id, 2).await;
    assert_eq!((&held.signed[0].alliance, &held.signed[1].alliance), (&first, &next));
    for place in all {
        let page = page(place, &format!("/en{path}")).await;
        assert!(
            page.contains("Version 1") && page.contains("Version 2") && page.contains("Advises")
        );
    }
    overwritten(all, &held, next).await;
}

/// What changes something that was signed is refused here, and declined by the nodes of the others.
async fn overwritten(all: [&Place; 3], held: &Held, mut next: Alliance) {
    let (dana, id) = (all[0], held.record);
    next.terms[0].role = "OBSERVER".to_owned();
    let refused = alliances::next(&dana.app, held, &next, by(dana)).await.unwrap_err();
    assert_eq!(refused.code, "alliance.unfit");
    propose::amend(&dana.app, id, next.to_cbor(), by(dana)).await.unwrap();
    until("the nodes have declined it", SOON, || async {
        for place in all {
            alliances::bring(&place.app).await.unwrap();
        }
        let loaded = dana.app.store.read(move |tx| store::load(tx, id)).await.unwrap();
        let shared = loaded.unwrap().shared;
        let dead = |digest| shared.standing(digest) == Some(Standing::Dead);
        let mut versions = shared.versions();
        versions.any(|(digest, one)| one.version.number == 3 && dead(digest)).then_some(())
    })
    .await;
    let last = alliances::open(&dana.app, id).await.unwrap().signed.pop().unwrap();
    assert_eq!(last.digest, held.signed[1].digest, "what all have signed holds");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alliance_that_a_party_declines_says_so_to_whoever_signed_it() {
    let (dana, marsa, naseem) = three().await;
    let all = [&dana, &marsa, &naseem];
    let before = RecordId(dana.app.clock.new_id());
    let first = Alliance { follows: Some(before), ..alliance(all) };
    let id = alliances::propose(&dana.app, &first, by(&dana)).await.unwrap();
    let me = naseem.app.node.id;
    let held = holds(all, &naseem, id, "it waits for Naseem", |one| one.waits_for(me)).await;
    let waiting = page(&naseem, &format!("/en/alliances/{id}")).await;
    assert!(waiting.contains("In the place of an earlier alliance"));
    assert!(!waiting.contains(&before.to_string()), "no way to what is not here");
    assert!(!waiting.contains(">Holds<") && !waiting.contains("was signed by all parties"));
    alliances::answer(&naseem.app, &held, Word::Decline, by(&naseem)).await.unwrap();
    holds(all, &dana, id, "Dana hears of it", |one| one.declined.is_some()).await;
    for path in ["/en/alliances".to_owned(), format!("/en/alliances/{id}")] {
        let shown = page(&dana, &path).await;
        assert!(shown.contains("Night line") && shown.contains("Will not be signed"), "{shown}");
        assert!(!shown.contains("A further role"), "nothing is added to it");
    }
    assert!(!page(&naseem, "/en/alliances").await.contains("Night line"), "it is over for them");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alliance_is_proposed_and_added_to_by_forms_that_say_what_is_missing() {
    let (dana, marsa, naseem) = three().await;
    let all = [&dana, &marsa, &naseem];
    register::fill(&dana.app).await.unwrap();
    let cookie = directory::sign_in(&dana, &worker(&dana, "PARTNERSHIP").await).await;
    let new = directory::get(&dana, "/en/alliances/new", &cookie).await.body;
    assert!(new.contains("Agency MARSA") && new.contains("Agency NASEEM"), "{new}");
    let [us, two, three] = all.map(|place| place.app.node.id.to_text());
    let text = "name_ar=Khatt&name_en=Night+line&purpose_ar=Raqm&purpose_en=One+number";
    let half = format!("{text}&from_d=1&from_m=12&from_y=2026&role_{us}=LEAD&role_{two}=PARTNER");
    let post = async |path: &str, form: &str| directory::post(&dana, path, &cookie, form).await;
    let wrong = post("/en/alliances", &half).await;
    assert_eq!(wrong.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("at least two others") && wrong.body.contains("Night line"));
    let done = post("/en/alliances", &format!("{half}&role_{three}=FUNDER")).await;
    assert_eq!(done.status, axum::http::StatusCode::SEE_OTHER, "{}", done.body);
    let read = |tx: &mut dyn sila::db::Tx| alliances::all(tx);
    let id = dana.app.store.read(read).await.unwrap()[0].record;
    signed(all, id, 1).await;
    let terms = format!("/en/alliances/{id}/terms");
    for (form, said) in [
        ("act=end&term=9&until_d=1&until_m=1&until_y=2027", "no last day yet"),
        ("act=end&term=0&until_d=1&until_m=1&until_y=2026", "cannot end before it begins"),
        ("act=add&party=&role=LEAD&from_d=1&from_m=1&from_y=2027", "one of its parties"),
    ] {
        let wrong = post(&terms, form).await;
        assert_eq!(wrong.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(wrong.body.contains(said), "{said}");
    }
    let twice = format!("act=add&party={us}&role=LEAD&from_d=1&from_m=1&from_y=2027");
    assert!(post(&terms, &twice).await.body.contains("has this role on one of these days"));
    let more = format!("act=add&party={us}&role=FUNDER&from_d=1&from_m=1&from_y=2027");
    assert_eq!(post(&terms, &more).await.status, axum::http::StatusCode::SEE_OTHER);
    let held = signed(all, id, 2).await;
    assert_eq!(held.signed[1].alliance.terms.len(), 4);
    for (role, read, write) in [("SHELTER_STAFF", 403, 403), ("INTAKE", 200, 403)] {
        let cookie = directory::sign_in(&dana, &worker(&dana, role).await).await;
        let got = directory::get(&dana, &format!("/ar/alliances/{id}"), &cookie).await;
        assert_eq!(got.status.as_u16(), read, "{role}");
        let got = directory::post(&dana, &terms, &cookie, &more).await;
        assert_eq!(got.status.as_u16(), write, "{role}");
    }
}
