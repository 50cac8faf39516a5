//! Several ideas become one with everybody's consent, and no support is ever added up.

use sila_core::IdeaId;

use super::store;
use crate::ideas::answers::INITIATIVE;
use crate::ideas::answers::store::counts;
use crate::ideas::answers::turned;
use crate::ideas::board::State;
use crate::ideas::board::tests::{Hall, hall};
use crate::testing::{NOW, check_page};

async fn ask(hall: &Hall, ids: &[IdeaId], text: &str) -> u16 {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut form: Vec<(&str, &str)> = ids.iter().map(|id| ("idea", id.as_str())).collect();
    form.push(("text", text));
    let path = format!("/ar{}/mergers", hall.room.path());
    hall.node.post(&path, &hall.officer, &form).await.status.as_u16()
}

async fn word(hall: &Hall, phone: &str, (id, idea): (IdeaId, IdeaId), word: &str) -> u16 {
    let path = format!("/ar{}/mergers/{id}", hall.room.door());
    let form = [("word", word), ("idea", &idea.to_string())];
    hall.node.post_as_phone(&path, phone, &form).await.0.status.as_u16()
}

async fn asked(hall: &Hall) -> IdeaId {
    let room = hall.room.id;
    hall.node.write(move |tx| store::asked_in(tx, room)).await.unwrap()[0].id
}

async fn page(hall: &Hall, phone: &str, path: &str) -> String {
    let path = format!("/ar{}{path}", hall.room.door());
    let body = hall.node.get_as_phone(&path, phone).await.body;
    check_page(&body, "ar");
    body
}

#[tokio::test]
async fn failure_merging_moved_support_both_ideas_are_kept_authors_asked_and_nothing_summed() {
    let hall = hall("ENTITY").await;
    let (one, two) = (hall.phone("هيئة الواحة").await, hall.phone("جمعية الندى").await);
    let a = hall.shown(&one, "رقم مناوبة موحد خارج الدوام").await;
    let b = hall.shown(&two, "رقم موحد للمناوبة الليلية").await;
    // Three support the first, two of them and one more the second: four people, not six.
    let mut fans = Vec::new();
    for n in 0..4 {
        fans.push(hall.phone(&format!("جهة {n}")).await);
    }
    for (fan, id) in [(0, a), (1, a), (2, a), (1, b), (2, b), (3, b)] {
        hall.act(&fans[fan], id, "endorsement", &[("yes", "1")]).await;
    }
    assert_eq!(ask(&hall, &[a], "وحدها").await, 422, "one idea is no merger");
    assert_eq!(ask(&hall, &[a, b], "رقم مناوبة واحد").await, 303);
    assert_eq!(ask(&hall, &[a, b], "مرة أخرى").await, 409, "their authors are asked already");
    let id = asked(&hall).await;

    // Nobody but the authors is asked, and nothing has happened yet.
    assert_eq!(word(&hall, &fans[0], (id, a), "yes").await, 404);
    assert!(page(&hall, &one, "").await.contains("هل تُدمج فكرتك"));
    assert_eq!(word(&hall, &one, (id, a), "yes").await, 303);
    assert_eq!((hall.find(a).await.state, hall.find(b).await.state), (State::Shown, State::Shown));
    let listed = hall.node.get(&format!("/ar{}/clusters", hall.room.path()), &hall.officer).await;
    check_page(&listed.body, "ar");
    let plain = listed.body.replace(['\u{2066}', '\u{2068}', '\u{2069}'], "");
    assert!(plain.contains("الموافقات: 1 من 2"), "how many, not which");
    assert_eq!(word(&hall, &two, (id, b), "yes").await, 303);

    // The new one begins without support; the others are kept, each with its author and its own count.
    let new = hall.find(id).await;
    assert_eq!((new.state, new.endorsed, new.source.as_str()), (State::Shown, 0, "MERGER"));
    for (parent, count) in [(a, 3), (b, 3)] {
        let kept = hall.find(parent).await;
        assert_eq!((kept.state, kept.endorsed), (State::Merged, count));
    }
    assert_eq!(hall.node.write(move |tx| store::different(tx, id)).await.unwrap(), 4);
    let seen = page(&hall, &fans[0], &format!("/ideas/{id}")).await;
    for words in [
        "رقم مناوبة موحد خارج الدوام",
        "رقم موحد للمناوبة الليلية",
        "هيئة الواحة",
        "جمعية الندى",
        "4 أشخاص مختلفين",
    ] {
        assert!(seen.replace(['\u{2068}', '\u{2069}'], "").contains(words), "{words}");
    }
    assert!(page(&hall, &one, &format!("/ideas/{a}")).await.contains(&format!("/ideas/{id}")));
    assert!(!hall.seen(&one).await.contains("رقم موحد للمناوبة الليلية"), "the board shows one");

    // Whoever supported one of them is asked again, and counts once.
    assert!(page(&hall, &fans[1], "").await.contains("هل تؤيد هذه أيضاً"));
    hall.act(&fans[1], id, "endorsement", &[("yes", "1")]).await;
    assert!(!page(&hall, &fans[1], "").await.contains("هل تؤيد هذه أيضاً"));
    assert_eq!(hall.find(id).await.endorsed, 1);
    // What becomes of it leads back to it, and from it to both telephones' ideas.
    let worker = hall.node.worker("later", &["PARTNERSHIP"]).await;
    let into = (INITIATIVE, uuid::Uuid::from_u128(9));
    turned::turn(&hall.node.app, id, into, (worker.id, NOW.plus_hours(1))).await.unwrap();
    let back = turned::origins(&hall.node.app, INITIATIVE, into.1).await.unwrap();
    let parents = hall.node.write(move |tx| store::parents(tx, id)).await.unwrap();
    assert_eq!((back[0].id, parents[0].idea, parents[1].idea), (id, a, b));
    assert_eq!(hall.node.write(|tx| counts(tx)).await.unwrap().initiatives, 1);
    let cookie = hall.node.sign_in(&worker).await;
    for idea in [id, a] {
        let path = format!("/ar{}/ideas/{idea}", hall.room.path());
        check_page(&hall.node.get(&path, &cookie).await.body, "ar");
    }
    hall.node.end().await;
}

#[tokio::test]
async fn one_no_ends_a_merger_and_everything_stays_as_it_was() {
    let hall = hall("ANONYMOUS").await;
    let (one, two) = (hall.phone("").await, hall.phone("").await);
    let a = hall.shown(&one, "تذكير بتجديد الوثائق").await;
    let b = hall.shown(&two, "رسالة تذكير بالوثائق").await;
    assert_eq!(ask(&hall, &[a, b], "تذكير واحد").await, 303);
    let id = asked(&hall).await;
    assert_eq!(word(&hall, &one, (id, a), "yes").await, 303);
    assert_eq!(word(&hall, &two, (id, b), "no").await, 303);
    assert_eq!(word(&hall, &one, (id, a), "yes").await, 404, "nobody is asked any more");
    assert_eq!((hall.find(a).await.state, hall.find(b).await.state), (State::Shown, State::Shown));
    assert!(
        hall.node
            .write(move |tx| crate::ideas::board::store::find(tx, id))
            .await
            .unwrap()
            .is_none()
    );

    // Asked again, one of them is removed meanwhile: there is nothing to merge as it was asked.
    assert_eq!(ask(&hall, &[a, b], "تذكير واحد").await, 303);
    let id = asked(&hall).await;
    word(&hall, &one, (id, a), "yes").await;
    hall.review(a, "remove", "OFF_TOPIC").await;
    word(&hall, &two, (id, b), "yes").await;
    assert_eq!(
        (hall.find(b).await.state, hall.find(a).await.state),
        (State::Shown, State::Removed)
    );
    // What came on paper has nobody to ask; words that name a person are not taken.
    let form =
        [("table", "الطاولة 4"), ("kind", "OPPORTUNITY"), ("text", "تذكير برسالة"), ("key", "p")];
    hall.node.post(&format!("/ar{}/paper", hall.room.path()), &hall.officer, &form).await;
    let room = hall.room.id;
    let all =
        hall.node.write(move |tx| crate::ideas::board::store::oldest(tx, room)).await.unwrap();
    let paper = all.iter().find(|one| one.seat.is_none()).unwrap().id;
    let named = crate::cases::tests::disclosure(&hall.node).people[0].name_ar.clone().unwrap();
    assert_eq!(ask(&hall, &[b, paper], &format!("تذكير {named}")).await, 422);
    assert_eq!(ask(&hall, &[b, paper], "تذكير").await, 303);
    let id = asked(&hall).await;
    word(&hall, &two, (id, b), "yes").await;
    assert_eq!(hall.find(id).await.state, State::Shown);
    hall.node.end().await;
}

#[tokio::test]
async fn two_anonymous_ideas_of_one_telephone_are_asked_about_one_by_one_and_nothing_joins_them() {
    let hall = hall("ANONYMOUS").await;
    let (one, two) = (hall.phone("").await, hall.phone("").await);
    let a = hall.shown(&one, "تذكير بتجديد الوثائق").await;
    let b = hall.shown(&one, "مكتبة تجارب ناجحة").await;
    let c = hall.shown(&two, "رسالة تذكير بالوثائق").await;
    assert_eq!(ask(&hall, &[a, b, c], "تذكير واحد").await, 303);
    let id = asked(&hall).await;
    let door = format!("/ar{}", hall.room.door());
    let seen = hall.node.get_as_phone(&door, &one).await.body;
    check_page(&seen, "ar");
    assert_eq!(seen.matches("هل تُدمج فكرتك").count(), 2, "one question for each idea");
    let clusters = async || {
        let path = format!("/ar{}/clusters", hall.room.path());
        hall.node.get(&path, &hall.officer).await.body
    };
    let told = |page: &str| {
        let card = page.split("id=\"mergers\"").nth(1).unwrap();
        card.split("</section>").next().unwrap().replace(['\u{2066}', '\u{2068}', '\u{2069}'], "")
    };
    assert_eq!(word(&hall, &one, (id, c), "yes").await, 404, "nobody answers for another idea");
    assert_eq!(word(&hall, &one, (id, a), "yes").await, 303);
    let after_a = told(&clusters().await);
    assert!(after_a.contains("الموافقات: 1 من 3"), "{after_a}");
    let parents = hall.node.write(move |tx| store::parents(tx, id)).await.unwrap();
    let agreed: Vec<_> = parents.iter().filter(|one| one.agreed).map(|one| one.idea).collect();
    assert_eq!(agreed, [a], "the other idea of the same telephone has not moved");
    let agree = [("word", "yes")];
    let without = hall.node.post_as_phone(&format!("{door}/mergers/{id}"), &one, &agree).await.0;
    assert_eq!(without.status, 400, "a word is about one idea");
    // Whoever moderates sees the same page whichever of the ideas it was.
    let undo = move |tx: &mut dyn crate::db::Tx| {
        tx.exec_text("update idea_parent set agreed = false", &[]).map(|_| ())
    };
    hall.node.write(undo).await.unwrap();
    assert_eq!(word(&hall, &two, (id, c), "yes").await, 303);
    assert_eq!(told(&clusters().await), after_a);
    assert_eq!(word(&hall, &one, (id, b), "yes").await, 303);
    assert_eq!(word(&hall, &one, (id, a), "yes").await, 303);
    assert_eq!(hall.find(id).await.state, State::Shown);
    hall.node.end().await;
}
