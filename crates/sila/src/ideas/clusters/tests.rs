//! What says nearly the same is suggested, put together and taken apart; how far all kinds go along; and nothing is added up.

use std::collections::BTreeMap;

use sila_core::agreement::Sector;
use sila_core::{AgencyId, IdeaId};
use uuid::Uuid;

use super::store;
use crate::ideas::board::tests::{Hall, hall};
use crate::partners::{self, Level, Partner};
use crate::testing::{Got, NOW, check_page};

async fn post(hall: &Hall, rest: &str, form: &[(&str, &str)]) -> Got {
    hall.node.post(&format!("/ar{}{rest}", hall.room.path()), &hall.officer, form).await
}

async fn page(hall: &Hall, rest: &str) -> String {
    let mut bodies = Vec::new();
    for lang in ["en", "ar"] {
        let path = format!("/{lang}{}{rest}", hall.room.path());
        let body = hall.node.get(&path, &hall.officer).await.body;
        check_page(&body, lang);
        bodies.push(body);
    }
    bodies.remove(1).replace(['\u{2068}', '\u{2069}', '\u{2066}'], "")
}

async fn clusters(hall: &Hall) -> (Vec<store::Named>, BTreeMap<IdeaId, Uuid>) {
    let room = hall.room.id;
    hall.node.write(move |tx| Ok((store::all(tx, room)?, store::members(tx, room)?))).await.unwrap()
}

#[tokio::test]
async fn ideas_are_put_together_by_hand_and_as_suggested_and_counts_stay_apart() {
    let hall = hall("ENTITY").await;
    let phones = [hall.phone("هيئة الواحة").await, hall.phone("جمعية الندى").await];
    let a = hall.shown(&phones[0], "رقم مناوبة موحد خارج الدوام").await;
    let b = hall.shown(&phones[1], "رقم موحّد للمناوبه خارج أوقات الدوام").await;
    let c = hall.shown(&phones[0], "ركن أطفال في المحاكم").await;
    for (phone, id) in [(0, a), (0, b), (1, b)] {
        hall.act(&phones[phone], id, "endorsement", &[("yes", "1")]).await;
    }
    // Suggested: the two, however they are spelt; nothing has moved.
    let suggested = page(&hall, "/clusters?suggest=1").await;
    let part = suggested.split("id=\"suggested\"").nth(1).unwrap();
    let part = part.split("</section>").next().unwrap();
    for (id, there) in [(a, true), (b, true), (c, false)] {
        assert_eq!(part.contains(&format!("value=\"{id}\"")), there);
    }
    assert!(clusters(&hall).await.0.is_empty());

    let (one, two, three) = (a.to_string(), b.to_string(), c.to_string());
    let nobody = crate::cases::tests::disclosure(&hall.node).people[0].name_ar.clone().unwrap();
    for form in [
        vec![("idea", one.as_str())],
        vec![("name", "أرقام")],
        vec![("idea", one.as_str()), ("name", nobody.as_str())],
    ] {
        assert_eq!(post(&hall, "/clusters", &form).await.status, 422, "{form:?}");
    }
    let kept = [("idea", one.as_str()), ("idea", two.as_str()), ("name", "أرقام المناوبة")];
    assert_eq!(post(&hall, "/clusters", &kept).await.status, 303);
    let (named, members) = clusters(&hall).await;
    let id = named[0].0;
    assert_eq!((named[0].1.as_str(), members.len()), ("أرقام المناوبة", 2));
    let seen = page(&hall, "/clusters").await;
    assert!(
        seen.contains("أيّد شخصان مختلفان"),
        "two people, though there are three marks of support"
    );
    let counts: Vec<&str> = seen.split("data-own-count>").skip(1).map(|part| &part[..1]).collect();
    assert_eq!(counts, ["1", "2"], "each keeps its own");

    // By hand into the same, and out again; an empty cluster is gone, an idea of elsewhere never in.
    let into = id.to_string();
    post(&hall, "/clusters", &[("idea", three.as_str()), ("into", into.as_str())]).await;
    assert_eq!(clusters(&hall).await.1.len(), 3);
    let lost = [("idea", three.as_str()), ("into", "00000000-0000-0000-0000-000000000001")];
    assert_eq!(post(&hall, "/clusters", &lost).await.status, 404);
    for idea in [&one, &two, &three] {
        let out = post(&hall, &format!("/clusters/{id}/out"), &[("idea", idea.as_str())]).await;
        assert_eq!(out.status, 303, "{}", out.body);
    }
    assert_eq!(clusters(&hall).await, (Vec::new(), BTreeMap::new()));
    let reader = hall.node.worker("reader", &["INTAKE"]).await;
    let reader = hall.node.sign_in(&reader).await;
    let path = format!("/ar{}/clusters", hall.room.path());
    assert_eq!(hall.node.post(&path, &reader, &kept).await.status, 403);
    assert_eq!(hall.node.get(&path, &reader).await.status, 200);
    hall.node.end().await;
}

async fn partner(hall: &Hall, n: u8, name: &str, sector: Sector) {
    let one = Partner {
        id: AgencyId([n; 32]),
        code: format!("P{n}"),
        name_ar: name.to_owned(),
        name_en: format!("Partner {n}"),
        sector,
        level: Level::Listed,
        contact: String::new(),
        updated_at: NOW,
    };
    hall.node.write(move |tx| partners::store::insert(tx, &one)).await.unwrap();
}

#[tokio::test]
async fn the_lowest_share_of_all_kinds_of_partners_orders_what_they_agree_on() {
    let hall = hall("ENTITY").await;
    partner(&hall, 1, "هيئة الواحة", Sector::Local).await;
    partner(&hall, 2, "جمعية الندى", Sector::PublicBenefit).await;
    partner(&hall, 3, "شركة المرفأ", Sector::Private).await;
    let mut phones = Vec::new();
    for (name, people) in
        [("هيئة الواحة", 9), ("جمعية الندى", 5), ("شركة المرفأ", 4), ("جهة لا نعرفها", 6)]
    {
        for _ in 0..people {
            phones.push(hall.phone(name).await);
        }
    }
    // Nearly all of the many like the first; all kinds can live with the second.
    let many = hall.shown(&phones[0], "سوق أسر منتجة").await;
    let all = hall.shown(&phones[0], "بطاقة مترجم معتمد").await;
    for phone in phones[..9].iter().chain(&phones[9..10]) {
        hall.act(phone, many, "endorsement", &[("yes", "1")]).await;
    }
    for phone in phones[..5].iter().chain(&phones[9..13]) {
        hall.act(phone, all, "endorsement", &[("yes", "1")]).await;
    }
    assert_eq!((hall.find(many).await.endorsed, hall.find(all).await.endorsed), (10, 9));
    let seen = page(&hall, "/clusters").await;
    let card = seen.split("id=\"consensus\"").nth(1).unwrap();
    let (first, second) =
        (card.find("بطاقة مترجم معتمد").unwrap(), card.find("سوق أسر منتجة").unwrap());
    assert!(first < second, "55 and 80 of a hundred before 100 and 20");
    assert!(card.contains("أدنى نسبة: 55%") && card.contains("أدنى نسبة: 20%"), "{card}");
    assert!(card.contains("أقل من خمسة"), "four people of a company are not told apart");
    hall.node.end().await;
}

#[tokio::test]
async fn a_board_of_many_clusters_is_turned_page_by_page_and_one_is_read_whole() {
    let hall = hall("ENTITY").await;
    let phones = [hall.phone("هيئة الواحة").await, hall.phone("جمعية الندى").await];
    let mut ideas = Vec::new();
    for n in 0..12 {
        // No telephone says more than its share of a minute.
        let now = NOW.plus_minutes(2 * n);
        hall.node.app.clock.set(Some(now));
        ideas.push(hall.shown(&phones[0], &format!("فكرة رقم {n}")).await);
    }
    for (n, id) in (0_i64..).zip(&ideas) {
        hall.node.app.clock.set(Some(NOW.plus_minutes(24 + n)));
        let (id, name) = (id.to_string(), format!("مجموعة {n}."));
        let form = [("idea", id.as_str()), ("name", name.as_str())];
        assert_eq!(post(&hall, "/clusters", &form).await.status, 303);
    }
    let first = page(&hall, "/clusters").await;
    let second = page(&hall, "/clusters?page=2").await;
    let card = |page: &str, n: usize| page.contains(&format!(">مجموعة {n}.</h2>"));
    let on = |page: &str| (0..12).filter(|n| card(page, *n)).collect::<Vec<_>>();
    assert_eq!((on(&first), on(&second)), ((0..10).collect::<Vec<_>>(), vec![10, 11]));
    assert!(first.contains("page=2") && !second.contains("page=3") && second.contains("page=1"));

    // Twenty-two ideas in one cluster: the page lists twenty and leads to all.
    let (named, _) = clusters(&hall).await;
    let into = named[0].0.to_string();
    for n in 0..21 {
        hall.node.app.clock.set(Some(NOW.plus_minutes(40 + 2 * n)));
        let id = hall.shown(&phones[1], &format!("قول آخر {n}")).await.to_string();
        let form = [("idea", id.as_str()), ("into", into.as_str())];
        assert_eq!(post(&hall, "/clusters", &form).await.status, 303);
    }
    let first = page(&hall, "/clusters").await;
    assert!(first.contains("فكرتان أخريان") && first.contains(&format!("of={into}")));
    assert!(!first.contains("قول آخر 20"), "the newest is not listed there");
    let one = page(&hall, &format!("/clusters?of={into}")).await;
    assert_eq!(on(&one), vec![0]);
    assert!((0..21).all(|n| one.contains(&format!("قول آخر {n}"))));
    hall.node.end().await;
}
