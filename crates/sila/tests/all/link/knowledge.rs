//! Two real nodes learn from each other: what is written at one is reviewed at both, published, used, and found. And nothing of a case
//! is ever in it.

use sila::accounts::Worker;
use sila::agreements::store as agreed;
use sila::knowledge::item::{Adoption, CRITERIA, Review, Text, Words};
use sila::knowledge::store::{self, Asked, Stored};
use sila::knowledge::{
    self, SUBMITTED, adoption, begun, publication, review, sealed, share, stems,
};
use sila_core::KnowledgeId;

use super::super::support::waiting::until;
use super::{Place, SOON, agree, linked, worker};

fn text() -> Text {
    let words = |title: &str, done: &str| Words {
        title: title.to_owned(),
        summary: "موجز".to_owned(),
        done: done.to_owned(),
        ..Words::default()
    };
    Text {
        kind: "PRACTICE".to_owned(),
        field: "WOMAN".to_owned(),
        ar: words("زيارة بعد المغادرة", "تقوم الشراكة على زيارة مشتركة خلال يومين"),
        en: words("A visit after leaving", "Two workers visit within two days"),
        authors: "موظفة دانة".to_owned(),
        keywords: String::new(),
    }
}

async fn submitted(place: &Place, author: &Worker) -> KnowledgeId {
    let (id, now) = (KnowledgeId(place.app.clock.new_id()), place.app.clock.now());
    let draft = Some(sealed(&place.app, id, &text()));
    let stage = SUBMITTED.to_owned();
    let item = Stored { stage, draft, ..begun(&place.app, (id, author.id), &text(), now) };
    place.app.store.write(move |tx| store::insert(tx, &item)).await.unwrap();
    id
}

fn said(id: KnowledgeId, score: u8) -> Review {
    let reasons = vec!["لأنه كذلك".to_owned(); CRITERIA.len()];
    Review { item: id, number: 1, scores: vec![score; CRITERIA.len()], reasons }
}

async fn found(place: &Place, words: &str) -> Vec<Stored> {
    let asked = Asked { stems: stems::of(words).into_iter().collect(), ..Asked::default() };
    place.app.store.read(move |tx| store::shelf(tx, &asked)).await.unwrap()
}

async fn bring(places: [&Place; 2]) {
    for place in places {
        share::bring(&place.app).await.unwrap();
    }
}

/// Waits until the reviewer there can open it, or readers can.
async fn there(places: [&Place; 2], reader: &Worker, id: KnowledgeId, state: &str) {
    until("the item is there", SOON, || async {
        bring(places).await;
        let open = knowledge::open(&places[1].app, reader, id).await.ok()?;
        (open.stored.state == state).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b01_two_agencies_share_what_they_learnt_and_both_see_it() {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let (author, head) = (worker(&dana, "INTAKE").await, worker(&dana, "HEAD").await);
    let (judge, reader) = (worker(&marsa, "RESEARCHER").await, worker(&marsa, "INTAKE").await);
    let boss = worker(&marsa, "HEAD").await;
    let (id, now, both) = (submitted(&dana, &author).await, dana.app.clock.now(), [&dana, &marsa]);
    let peer = marsa.app.node.id;

    // Unreviewed it goes nowhere; and a colleague's review alone does not let it be shared.
    let open = knowledge::open(&dana.app, &head, id).await.unwrap();
    let early = publication::publish(&dana.app, &head, &open, &[peer], now).await.unwrap_err();
    assert_eq!(early.code, "knowledge.not_reviewed");
    review::give(&dana.app, &head, &open, said(id, 3), now).await.unwrap();
    let own = knowledge::open(&dana.app, &author, id).await.unwrap();
    assert_eq!(
        review::give(&dana.app, &author, &own, said(id, 3), now).await.unwrap_err().code,
        "knowledge.unfit"
    );
    let early = publication::publish(&dana.app, &head, &open, &[peer], now).await.unwrap_err();
    assert_eq!(early.code, "knowledge.not_reviewed");

    // Asked for its review, Marsa's reviewers see it and nobody else there does.
    publication::ask_partner(&dana.app, &head, &open, peer, now).await.unwrap();
    there(both, &judge, id, knowledge::HIDDEN).await;
    assert_eq!(knowledge::open(&marsa.app, &reader, id).await.unwrap_err().code, "page.not_found");
    assert!(found(&marsa, "المغادرة").await.is_empty(), "it is on no shelf");
    let theirs = knowledge::open(&marsa.app, &judge, id).await.unwrap();
    assert_eq!(theirs.draft, Some(text()));
    review::give(&marsa.app, &judge, &theirs, said(id, 2), now).await.unwrap();
    until("the review is back", SOON, || async {
        bring(both).await;
        let reviews = dana.app.store.read(move |tx| store::reviews(tx, id)).await.unwrap();
        (reviews.len() == 2).then_some(())
    })
    .await;

    // Published: the lower tier counts, everybody at Marsa reads it, and it is found by any spelling.
    let open = knowledge::open(&dana.app, &head, id).await.unwrap();
    publication::publish(&dana.app, &head, &open, &[peer], now).await.unwrap();
    there(both, &reader, id, knowledge::PUBLISHED).await;
    let theirs = knowledge::open(&marsa.app, &reader, id).await.unwrap();
    assert_eq!((theirs.stored.tier.as_str(), theirs.seen), ("PROMISING", Some(text())));
    for place in both {
        for words in ["الشراكه", "شراكة", "visits", "المغادره"] {
            assert_eq!(found(place, words).await.len(), 1, "{words}");
        }
        assert!(found(place, "شركة").await.is_empty());
    }

    // Marsa uses it, and Dana hears of it.
    let theirs = knowledge::open(&marsa.app, &boss, id).await.unwrap();
    let use_it = Adoption { item: id, since: now, outcome: "نعم".to_owned() };
    adoption::adopt(&marsa.app, &boss, &theirs, use_it, now).await.unwrap();
    until("the use is known at Dana", SOON, || async {
        bring(both).await;
        let open = knowledge::open(&dana.app, &author, id).await.unwrap();
        (open.stored.adopted == 1).then_some(())
    })
    .await;

    // Withdrawn at Dana, it is withdrawn at Marsa and found no more.
    let open = knowledge::open(&dana.app, &head, id).await.unwrap();
    publication::take_back(&dana.app, &head, &open, now).await.unwrap();
    there(both, &reader, id, knowledge::WITHDRAWN).await;
    assert!(found(&marsa, "المغادرة").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a32_what_is_not_published_is_invisible_to_partners_and_no_agreement_no_sharing() {
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let (author, head) = (worker(&dana, "INTAKE").await, worker(&dana, "HEAD").await);
    let judge = worker(&marsa, "RESEARCHER").await;
    let (id, now) = (submitted(&dana, &author).await, dana.app.clock.now());
    let open = knowledge::open(&dana.app, &head, id).await.unwrap();
    review::give(&dana.app, &head, &open, said(id, 3), now).await.unwrap();
    let other = worker(&dana, "SUPERVISOR").await;
    review::give(&dana.app, &other, &open, said(id, 3), now).await.unwrap();
    // Published at home by two of ours; Marsa gets nothing of it.
    publication::publish(&dana.app, &head, &open, &[], now).await.unwrap();
    bring([&dana, &marsa]).await;
    assert_eq!(found(&dana, "المغادرة").await.len(), 1);
    assert_eq!(knowledge::open(&marsa.app, &judge, id).await.unwrap_err().code, "page.not_found");
    assert!(found(&marsa, "المغادرة").await.is_empty());

    // Without a clause for it nothing is shared, and the clause that says what is exchanged is named.
    let stored = dana.app.store.read(|tx| agreed::in_force(tx)).await.unwrap();
    assert!(stored[0].agreement.expertise.is_some());
    let mut without = stored[0].agreement.clone();
    without.expertise = None;
    let refused = sila::problem::Problem::from(without.may_share_expertise(now).unwrap_err());
    assert_eq!(refused.code, "agreement.expertise_not_covered");
    assert!(refused.facts.contains(&("clause", "3.1".to_owned())));
    let nobody = sila_core::AgencyId([7; 32]);
    let open = knowledge::open(&dana.app, &head, id).await.unwrap();
    let refused = publication::publish(&dana.app, &head, &open, &[nobody], now).await.unwrap_err();
    assert_eq!(refused.code, "referral.no_agreement");
}

#[tokio::test]
async fn contract_b07_the_texts_of_the_demonstration_pass_the_guard_that_knows_everybody_in_it() {
    let script = sila::demo::script::Script::read().unwrap();
    let mut words = sila::people::words::Words::default();
    let mut names = Vec::new();
    let people = script.stories.iter().flat_map(|story| &story.people);
    for (n, person) in (0_u128..).zip(people) {
        let id = sila_core::PersonId(uuid::Uuid::from_u128(n));
        let ar = sila_names::Name::parse(person.name_ar.as_deref().unwrap_or_default());
        let latin = sila_names::Name::parse(person.name_en.as_deref().unwrap_or_default());
        words.insert(id, &[&ar, &latin], &[]);
        names.extend([&person.name_ar, &person.name_en].into_iter().flatten().cloned());
    }
    let held = |text: &str| {
        let read = sila_names::traces::words(text);
        !words.mentions(text, &read).is_empty() || !sila_names::traces::traces(text).is_empty()
    };
    let mut parts = 0;
    for learnt in &script.knowledge {
        let text = learnt.text("موظفة".to_owned());
        for words in [&text.ar, &text.en] {
            for part in [&words.title, &words.summary, &words.done, &words.result, &words.failed] {
                assert!(!held(part), "{part}");
                parts += 1;
            }
        }
    }
    assert!(parts >= 40);
    // Planted in a sentence, everybody who is known by two names is found.
    let whole: Vec<&String> =
        names.iter().filter(|name| sila_names::Name::parse(name).tokens().len() > 1).collect();
    let missed: Vec<&&String> = whole
        .iter()
        .filter(|name| {
            !held(&format!("جاءت {name} إلى المركز")) || !held(&format!("we met {name} there"))
        })
        .collect();
    assert!(whole.len() >= 40, "{}", whole.len());
    assert!(
        missed.len() * 100 <= whole.len(),
        "{} of {} missed: {missed:?}",
        missed.len(),
        whole.len()
    );
}
