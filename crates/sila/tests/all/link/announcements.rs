//! Two real nodes: what one announces the other reads, and the sender learns which entity has read and what it answers. Who is stopped gets
//! nothing.

use sila::accounts::Worker;
use sila::activation::saying;
use sila::agreements::signing;
use sila::announcements::reach::{Audience, Way};
use sila::announcements::store::{self, Reader, Stored};
use sila::announcements::text::{Announcement, KIND, Question, READING, Reading};
use sila::announcements::{self, reach};
use sila::db::{DbError, Tx};
use sila::links::acts;
use sila::partners::classes;
use sila::records::store as records;
use sila_core::partnership::{Field, Words};
use sila_core::{AgencyId, AgreementId, RecordId};
use uuid::Uuid;

use super::super::support::waiting::until;
use super::activation::{self, annex, book, live, sees as signed, sign_proposal};
use super::{Place, SOON, agree, by, in_force, linked, signer, worker};

/// More than are looked at in one turn.
const MANY: usize = 250;

fn words(text: &str) -> Words {
    Words { ar: format!("{text} (ع)"), en: text.to_owned() }
}

/// An announcement for ten days, with a question of two answers.
fn text(place: &Place) -> Announcement {
    let now = place.app.clock.now();
    Announcement {
        id: RecordId(place.app.clock.new_id()),
        title: words("The hall moves"),
        text: words("From Sunday on we meet in the new hall."),
        until: now.uae_date().plus_days(10),
        question: Some(Question {
            asks: words("Do you need places for cars?"),
            answers: vec![words("Yes"), words("No")],
        }),
    }
}

async fn send(place: &Place, worker: &Worker, wish: &Audience) -> Result<Uuid, String> {
    let (one, now) = (text(place), place.app.clock.now());
    let sent = announcements::send(&place.app, &one, wish, (worker, now), Vec::new()).await;
    sent.map_err(|problem| problem.code)
}

async fn bring(places: [&Place; 2]) {
    for place in places {
        announcements::bring(&place.app).await.unwrap();
    }
}

async fn reader(place: &Place, id: Uuid, agency: AgencyId) -> Option<Reader> {
    place.app.store.read(move |tx| store::reader_of(tx, id, agency)).await.unwrap()
}

/// Waits until the other node holds it.
async fn arrived(places: [&Place; 2], id: Uuid) {
    until("the announcement has arrived", SOON, || async {
        bring(places).await;
        places[1].app.store.read(move |tx| store::find(tx, id)).await.unwrap()
    })
    .await;
}

/// Waits until the sender holds that of the other entity.
async fn sees(places: [&Place; 2], id: Uuid, what: &str, so: impl Fn(&Reader) -> bool) -> Reader {
    let there = places[1].app.node.id;
    until(what, SOON, || async {
        bring(places).await;
        reader(places[0], id, there).await.filter(|one| so(one))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announcement_is_read_by_entity_at_the_other_node_and_its_last_answer_counts() {
    let (dana, marsa) = linked(true).await;
    let (both, ids) = ([&dana, &marsa], [dana.app.node.id, marsa.app.node.id]);
    let (writer, colleague) =
        (worker(&dana, "PARTNERSHIP").await, worker(&marsa, "PARTNERSHIP").await);
    let all = Audience::default();
    let early = send(&dana, &writer, &all).await;
    assert_eq!(early.unwrap_err(), "announcement.nobody", "no agreement lets it go");
    agree(&dana, &marsa).await;
    let id = send(&dana, &writer, &all).await.unwrap();
    arrived(both, id).await;
    let told = reader(&dana, id, ids[1]).await.unwrap();
    assert_eq!((told.way, told.read_at, told.answer), (Way::Link, None, None));
    assert!(told.record.is_some(), "it was sent");
    let count = |worker: Worker| {
        let (me, now) = (ids[1], marsa.app.clock.now());
        marsa.app.store.read(move |tx| announcements::unread(tx, &worker, (me, now)))
    };
    assert_eq!(count(colleague.clone()).await.unwrap(), 1, "it waits in the menu");

    // Opening it is what tells the sender; and nobody of the entity is in what is told.
    let now = marsa.app.clock.now();
    let (stored, read) = announcements::open(&marsa.app, id, now).await.unwrap();
    assert_eq!((stored.origin, read.title.en.as_str()), (ids[0], "The hall moves"));
    assert_eq!(count(colleague.clone()).await.unwrap(), 0);
    let told = sees(both, id, "the reading came back", |one| one.read_at.is_some()).await;
    assert_eq!((told.read_at, told.answer), (Some(now), None));
    let said = dana.app.store.read(|tx| records::in_force_of_kind(tx, READING)).await.unwrap();
    let said: Vec<Reading> =
        said.iter().map(|one| minicbor::decode(&one.content).unwrap()).collect();
    assert_eq!(said, [Reading { announcement: RecordId(id), read_at: now, answer: None }]);

    let answer = |number: u8| {
        let by = (&colleague, marsa.app.clock.now());
        announcements::answer(&marsa.app, id, number, by)
    };
    assert_eq!(answer(3).await.unwrap_err().code, "page.not_found", "it is not offered");
    for number in [1, 2] {
        answer(number).await.unwrap();
        let is = |one: &Reader| one.answer.is_some_and(|answer| answer.number == number);
        sees(both, id, "the answer came", is).await;
    }

    // After its last day the partner sees it no more; its sender keeps who has read it.
    let gone = announcements::open(&marsa.app, id, stored.ends_at).await;
    assert_eq!(gone.unwrap_err().code, "page.not_found");
    let own = announcements::answer(&dana.app, id, 1, (&writer, now)).await;
    assert_eq!(own.unwrap_err().code, "page.not_found", "nobody answers themselves");
    announcements::open(&dana.app, id, stored.ends_at).await.unwrap();
    let (me, end) = (ids[1], stored.ends_at);
    let left = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::shown(tx, end)?, store::unread(tx, me, end)?))
    };
    assert_eq!(marsa.app.store.read(left).await.unwrap(), (Vec::new(), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_class_and_area_that_are_meant_are_told_and_who_is_stopped_gets_nothing() {
    let (dana, marsa, ids) = live().await;
    let held = annex(&book(&dana).await, ids);
    let record = saying::propose_annex(&dana.app, &held, activation::by(&dana)).await.unwrap();
    sign_proposal(&marsa, record).await;
    signed(&dana, "the annex is signed", |book| book.ledger.annex.is_some()).await;
    let (both, there) = ([&dana, &marsa], marsa.app.node.id);
    let (writer, now) = (worker(&dana, "PARTNERSHIP").await, dana.app.clock.now());
    let class = |code: &str| Audience { class: Some(code.to_owned()), area: None };
    let area = |field| Audience { class: None, area: Some(field) };
    let classes = ["STRATEGIC".to_owned()];
    classes::set(&dana.app, there, &classes, (writer.id, now)).await.unwrap();
    let table = [
        (class("STRATEGIC"), true),
        (class("ENABLING"), false),
        (area(Field::Training), true),
        (area(Field::Research), false),
    ];
    for (wish, meant) in table {
        let found = reach::of(&dana.app, &wish, dana.app.clock.now()).await.unwrap();
        let wanted: Vec<_> = meant.then_some((there, Way::Link)).into_iter().collect();
        assert_eq!(found, wanted, "{wish:?}");
    }
    let nobody = send(&dana, &writer, &class("ENABLING")).await;
    assert_eq!(nobody.unwrap_err(), "announcement.nobody");

    // Written while it was allowed, and stopped before it went: it stays here until the agreement holds again.
    let id = send(&dana, &writer, &area(Field::Training)).await.unwrap();
    let agreement = held.agreement;
    signing::stop(&dana.app, agreement, true, signer(&dana)).await.unwrap();
    in_force(&marsa, 0).await;
    assert_eq!(announcements::bring(&dana.app).await.unwrap(), 0);
    assert_eq!(reader(&dana, id, there).await.unwrap().record, None, "nothing went");
    let stopped = send(&dana, &writer, &Audience::default()).await;
    assert_eq!(stopped.unwrap_err(), "announcement.nobody");
    signing::stop(&dana.app, agreement, false, signer(&dana)).await.unwrap();
    // Both must hold it again: a node that is told of the end first would turn the announcement away.
    in_force(&marsa, 1).await;
    arrived(both, id).await;

    waits_while_stopped(both, agreement, &writer).await;

    let peer = dana.peer(&marsa).await;
    acts::suspend(&dana.app, &peer, by(&dana)).await.unwrap();
    let found = reach::of(&dana.app, &Audience::default(), dana.app.clock.now()).await.unwrap();
    assert_eq!(found, [(there, Way::Shut)], "the link is stopped");
}

/// What arrives while the agreement is stopped is neither shown nor turned away: it is taken when the agreement goes on.
async fn waits_while_stopped(both: [&Place; 2], agreement: AgreementId, writer: &Worker) {
    let [dana, marsa] = both;
    let (from, id) = (dana.app.node.id, send(dana, writer, &Audience::default()).await.unwrap());
    announcements::bring(&dana.app).await.unwrap();
    let asked = || marsa.app.store.read(move |tx| records::asked_from(tx, from, KIND));
    until("the record is there", SOON, || async {
        (asked().await.unwrap().len() == 1).then_some(())
    })
    .await;
    signing::stop(&marsa.app, agreement, true, signer(marsa)).await.unwrap();
    announcements::bring(&marsa.app).await.unwrap();
    let found = marsa.app.store.read(move |tx| store::find(tx, id)).await.unwrap();
    assert_eq!((found, asked().await.unwrap().len()), (None, 1), "nothing is said to it");
    in_force(dana, 0).await;
    signing::stop(&marsa.app, agreement, false, signer(marsa)).await.unwrap();
    in_force(dana, 1).await;
    arrived(both, id).await;
}

/// So many announcements, each with one reader: older than whatever is written later.
async fn many(place: &Place, origin: AgencyId, reader: (AgencyId, Way)) -> Vec<Uuid> {
    let at = place.app.clock.now().plus_minutes(-5);
    let one = |_: usize| announcements::kept(&place.app, &text(place), origin, at);
    let all: Vec<Stored> = (0..MANY).map(one).collect();
    let ids = all.iter().map(|one| one.id).collect();
    let write =
        move |tx: &mut dyn Tx| all.iter().try_for_each(|one| store::insert(tx, one, &[reader]));
    place.app.store.write(write).await.unwrap();
    ids
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_partner_that_cannot_be_reached_holds_up_nothing_of_another() {
    let (dana, marsa) = linked(true).await;
    let (both, ids) = ([&dana, &marsa], [dana.app.node.id, marsa.app.node.id]);
    agree(&dana, &marsa).await;
    let (writer, gone) = (worker(&dana, "PARTNERSHIP").await, AgencyId([9; 32]));
    many(&dana, ids[0], (gone, Way::Link)).await;
    // And as many were read here, of an agency that cannot be told.
    let read = many(&marsa, gone, (ids[1], Way::Here)).await;
    let at = marsa.app.clock.now();
    let write =
        move |tx: &mut dyn Tx| read.iter().try_for_each(|id| store::read(tx, *id, ids[1], at));
    marsa.app.store.write(write).await.unwrap();
    let id = send(&dana, &writer, &Audience::default()).await.unwrap();
    arrived(both, id).await;
    announcements::open(&marsa.app, id, marsa.app.clock.now()).await.unwrap();
    sees(both, id, "the reading came back", |one| one.read_at.is_some()).await;
}
