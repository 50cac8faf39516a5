//! Two real nodes: what one puts into the room the other has whole, until its sender withdraws it or its last day is over. What is not what was
//! said is thrown away, and nothing comes without an agreement or over a stopped link.

use sila::accounts::Worker;
use sila::db::{DbError, Tx};
use sila::files::store::{self, State, Version};
use sila::files::{self, Class, LIVING_MAX, put, receive};
use sila::links::acts;
use sila_core::Millis;
use sila_core::partnership::Words;
use sila_link::file::{FilePart, SharedFile};
use sila_link::{Disposition, Message};
use sila_seal::sha256;
use uuid::Uuid;

use super::super::support::waiting::until;
use super::{Place, SOON, agree, by, linked, worker};

async fn officer(place: &Place) -> Worker {
    worker(place, "PARTNERSHIP").await
}

/// A picture of so many bytes, of this colour so to speak.
fn picture(bytes: usize, colour: u8) -> Vec<u8> {
    let chunk = |name: &[u8], inside: &[u8]| {
        let long = u32::try_from(inside.len()).unwrap().to_be_bytes();
        [&long[..], name, inside, &[0; 4]].concat()
    };
    let head = [0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0];
    let parts = [chunk(b"IHDR", &head), chunk(b"IDAT", &vec![colour; bytes]), chunk(b"IEND", b"")];
    [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
}

fn title() -> Words {
    Words { ar: "دليل العمل".to_owned(), en: "Handbook".to_owned() }
}

async fn add(place: &Place, worker: &Worker, file: Uuid, bytes: &[u8]) -> Result<Uuid, String> {
    let now = place.app.clock.now();
    let what = (bytes.to_vec(), now.uae_date().plus_days(10));
    put::add(&place.app, file, what, (worker, now)).await.map_err(|problem| problem.code)
}

async fn version(place: &Place, id: Uuid) -> Option<Version> {
    place.app.store.read(move |tx| store::find_version(tx, id)).await.unwrap()
}

async fn whole(place: &Place, id: Uuid) -> Version {
    until("the version is whole", SOON, || async {
        version(place, id).await.filter(|one| one.state == State::Here)
    })
    .await
}

/// That only its line is left.
async fn is_erased(place: &Place, id: Uuid, state: State) {
    let one = version(place, id).await.unwrap();
    assert_eq!((one.state, one.key), (state, None));
    let parts = place.app.store.read(move |tx| store::parts(tx, id)).await.unwrap();
    assert!(parts.is_empty());
}

/// That both have the same bytes of a version.
async fn both_read(places: [&Place; 2], id: Uuid, bytes: &[u8]) {
    for place in places {
        let (version, now) = (version(place, id).await.unwrap(), place.app.clock.now());
        assert_eq!(version.hash, sha256(&[bytes]));
        assert!(files::content(&place.app, &version, now).await.unwrap() == bytes);
        let gone = files::content(&place.app, &version, version.ends_at).await;
        assert_eq!(gone.unwrap_err().code, "page.not_found", "not a moment longer");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_file_arrives_whole_in_versions_and_is_erased_at_both_by_its_withdrawal_and_its_end()
 {
    let (dana, marsa) = linked(true).await;
    let (worker, both) = (officer(&dana).await, [&dana, &marsa]);
    let (there, now) = (marsa.app.node.id, dana.app.clock.now());
    let file = put::begin(&dana.app, there, (&title(), Class::Internal), now).await.unwrap();
    let (first, second) = (picture(300_000, 1), picture(140_000, 2));
    let early = add(&dana, &worker, file, &first).await;
    assert_eq!(early.unwrap_err(), "room.shut", "no agreement lets it go");
    agree(&dana, &marsa).await;
    let one = add(&dana, &worker, file, &first).await.unwrap();
    whole(&marsa, one).await;
    let fresh = || marsa.app.store.read(move |tx| store::fresh(tx, now));
    assert_eq!(fresh().await.unwrap(), [(dana.app.node.id, 1)], "it waits to be opened");
    let theirs = marsa.app.store.read(move |tx| store::find(tx, file)).await.unwrap().unwrap();
    assert_eq!((theirs.agency, theirs.ours), (dana.app.node.id, false));
    assert_eq!(files::title(&marsa.app, &theirs).unwrap(), title());
    let own = officer(&marsa).await;
    let back = add(&marsa, &own, file, &first).await;
    assert_eq!(back.unwrap_err(), "page.not_found", "nobody writes into a file of the other");
    let taken = files::withdraw(&marsa.app, one, (&own, now)).await;
    assert_eq!(taken.unwrap_err().code, "page.not_found", "nor takes it away");

    let two = add(&dana, &worker, file, &second).await.unwrap();
    assert_eq!(whole(&marsa, two).await.number, 2);
    assert_eq!(fresh().await.unwrap(), [(dana.app.node.id, 1)], "one file, in two versions");
    both_read(both, one, &first).await;
    both_read(both, two, &second).await;

    files::withdraw(&dana.app, one, (&worker, now)).await.unwrap();
    is_erased(&dana, one, State::Withdrawn).await;
    until("it is withdrawn there", SOON, || async {
        version(&marsa, one).await.filter(|one| one.state == State::Withdrawn)
    })
    .await;
    is_erased(&marsa, one, State::Withdrawn).await;
    both_read(both, two, &second).await;
    for place in both {
        let ends = version(place, two).await.unwrap().ends_at;
        assert_eq!(files::tend(&place.app, Millis(ends.0 - 1)).await.unwrap(), 0);
        assert_eq!(files::tend(&place.app, ends).await.unwrap(), 1);
        is_erased(place, two, State::Gone).await;
        let left = place.app.store.read(move |tx| store::versions(tx, file)).await.unwrap();
        assert_eq!(left.iter().map(|one| one.number).collect::<Vec<_>>(), [2, 1], "the lines");
    }
}

/// What Dana says of these bytes.
fn about(dana: &Place, bytes: &[u8]) -> SharedFile {
    SharedFile {
        id: dana.app.clock.new_id(),
        file: dana.app.clock.new_id(),
        number: 1,
        title_ar: title().ar,
        title_en: title().en,
        class: "INTERNAL".to_owned(),
        media: "image/png".to_owned(),
        ends_at: dana.app.clock.now().plus_days(5).0,
        size: u32::try_from(bytes.len()).unwrap(),
        hash: sha256(&[bytes]),
    }
}

/// What Marsa says to a message of Dana.
async fn answer(marsa: &Place, dana: &Place, message: &Message) -> String {
    let (peer, now) = (marsa.peer(dana).await, marsa.app.clock.now());
    let (kind, payload) = (message.kind(), message.encode().unwrap());
    let mut apply = receive::prepare(&marsa.app, &peer, kind, &payload, now).await.unwrap();
    let applied = move |tx: &mut dyn Tx| -> Result<Disposition, DbError> { apply(tx) };
    let disposition = marsa.app.store.write(applied).await.unwrap();
    disposition.code().map_or("applied".to_owned(), |code| code.as_str().to_owned())
}

/// What Marsa says to each part of a version.
async fn takes(marsa: &Place, dana: &Place, about: &SharedFile, bytes: &[u8]) -> Vec<String> {
    let mut said = Vec::new();
    for part in FilePart::all(about, bytes) {
        said.push(answer(marsa, dana, &Message::FilePart(part)).await);
    }
    said
}

fn twice(code: &str) -> Vec<String> {
    vec![code.to_owned(), code.to_owned()]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_file_that_is_not_what_was_said_is_thrown_away_and_a_stopped_link_takes_nothing() {
    let (dana, marsa) = linked(true).await;
    let bytes = picture(200_000, 3);
    let good = about(&dana, &bytes);
    assert_eq!(takes(&marsa, &dana, &good, &bytes).await, twice(receive::SHUT), "no agreement");
    agree(&dana, &marsa).await;

    let program = b"MZ\x90\0 a program".to_vec();
    let called = SharedFile { media: "application/pdf".to_owned(), ..about(&dana, &program) };
    let pageless = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n%%EOF\n".to_vec();
    let unmarked = SharedFile { media: called.media.clone(), ..about(&dana, &pageless) };
    let html = SharedFile { media: "text/html".to_owned(), ..called.clone() };
    let secret = SharedFile { class: "SECRET".to_owned(), ..good.clone() };
    let unfit = (receive::UNFIT, receive::UNFIT);
    let table = [
        (
            SharedFile { hash: [9; 32], ..about(&dana, &bytes) },
            &bytes,
            ("applied", receive::BROKEN),
        ),
        (called, &program, (receive::BROKEN, receive::BROKEN)),
        (unmarked, &pageless, (receive::BROKEN, receive::BROKEN)),
        (html, &program, unfit),
        (secret, &bytes, unfit),
        (SharedFile { ends_at: 5, ..good.clone() }, &bytes, unfit),
        (SharedFile { ends_at: i64::MAX, ..good.clone() }, &bytes, unfit),
    ];
    for (about, bytes, (first, last)) in table {
        let said = takes(&marsa, &dana, &about, bytes).await;
        let ends = (said.first().map(String::as_str), said.last().map(String::as_str));
        assert_eq!(ends, (Some(first), Some(last)), "{about:?}");
        let id = about.id;
        let parts = marsa.app.store.read(move |tx| store::parts(tx, id)).await.unwrap();
        assert!(parts.is_empty(), "nothing of it is kept");
    }

    assert_eq!(takes(&marsa, &dana, &good, &bytes).await, twice("applied"));
    assert_eq!(takes(&marsa, &dana, &good, &bytes).await, twice("applied"), "said twice");
    let again = SharedFile { id: dana.app.clock.new_id(), ..good.clone() };
    assert_eq!(takes(&marsa, &dana, &again, &bytes).await, twice(receive::UNFIT), "its number");
    let altered = SharedFile { number: 2, ..good.clone() };
    assert_eq!(takes(&marsa, &dana, &altered, &bytes).await, twice(receive::UNFIT));

    acts::suspend(&marsa.app, &marsa.peer(&dana).await, by(&marsa)).await.unwrap();
    let next = SharedFile { number: 2, ..again };
    assert_eq!(takes(&marsa, &dana, &next, &bytes).await, twice(receive::SHUT), "it is stopped");
    let (worker, now) = (officer(&marsa).await, marsa.app.clock.now());
    let what = (&title(), Class::Internal);
    let own = put::begin(&marsa.app, dana.app.node.id, what, now).await.unwrap();
    assert_eq!(add(&marsa, &worker, own, &bytes).await.unwrap_err(), "room.shut");
    let held = version(&marsa, good.id).await.unwrap();
    assert!(files::content(&marsa.app, &held, now).await.is_ok(), "what is there stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_file_never_comes_later_and_neither_too_many_nor_those_of_others_are_taken() {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let bytes = picture(200_000, 4);
    let never = about(&dana, &bytes);
    let withdrawal = Message::FileWithdraw(never.clone());
    assert_eq!(answer(&marsa, &dana, &withdrawal).await, "applied", "before it came");
    is_erased(&marsa, never.id, State::Withdrawn).await;
    assert_eq!(takes(&marsa, &dana, &never, &bytes).await, twice(receive::OVER));

    let what = (&title(), Class::Internal);
    let now = marsa.app.clock.now();
    let own = put::begin(&marsa.app, dana.app.node.id, what, now).await.unwrap();
    let worker = officer(&marsa).await;
    let ours = add(&marsa, &worker, own, &bytes).await.unwrap();
    for (id, file) in [(ours, own), (dana.app.clock.new_id(), own), (ours, never.file)] {
        let about = SharedFile { id, file, number: 7, ..about(&dana, &bytes) };
        assert_eq!(takes(&marsa, &dana, &about, &bytes).await, twice(receive::UNFIT));
        let withdrawal = Message::FileWithdraw(about);
        assert_eq!(answer(&marsa, &dana, &withdrawal).await, receive::UNFIT);
    }
    assert_eq!(version(&marsa, ours).await.unwrap().state, State::Here, "ours stays");

    let small = picture(40, 5);
    for _ in 0..LIVING_MAX {
        assert_eq!(takes(&marsa, &dana, &about(&dana, &small), &small).await, ["applied"]);
    }
    assert_eq!(takes(&marsa, &dana, &about(&dana, &small), &small).await, [receive::MANY]);
}
