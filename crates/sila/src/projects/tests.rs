//! A community project through its pages: counts by group, by partner and by place are the same people.

use sila_core::AgencyId;
use sila_core::codes::Category;
use sila_core::experience::Quarter;
use uuid::Uuid;

use super::{open, sums};
use crate::meetings::tests::{node, partners};
use crate::testing::{NOW, TestNode, check_page};

const FORM: [(&str, &str); 13] = [
    ("title_ar", "بيت يتسع للجميع"),
    ("title_en", "A home for all"),
    ("groups", "WOMAN"),
    ("groups", "CHILD"),
    ("groups", "OLDER"),
    ("place1", KFK),
    ("place2", DHD),
    ("from_d", "1"),
    ("from_m", "10"),
    ("from_y", "2026"),
    ("until_d", "31"),
    ("until_m", "12"),
    ("until_y", "2026"),
];
const KFK: &str = "AE-SH-KFK";
const DHD: &str = "AE-SH-DHD";

/// Begins the project with two partners; gives its address.
async fn begun(node: &TestNode, cookie: &str, partners: &[String]) -> String {
    let mut form = FORM.to_vec();
    form.push(("partner1", &partners[0]));
    form.push(("partner2", &partners[1]));
    let lacking: Vec<(&str, &str)> =
        form.iter().copied().filter(|(name, _)| *name != "groups").collect();
    assert_eq!(node.post("/ar/projects", cookie, &lacking).await.status, 422);
    let got = node.post("/ar/projects", cookie, &form).await;
    assert_eq!(got.status, 303, "{}", got.body);
    got.location
}

async fn count(
    node: &TestNode,
    (cookie, path): (&str, &str),
    (partner, group, place): (&str, &str, &str),
    people: &str,
) -> u16 {
    let quarter = Quarter::of(NOW).number().to_string();
    let form = [
        ("partner", partner),
        ("group", group),
        ("place", place),
        ("quarter", quarter.as_str()),
        ("people", people),
    ];
    node.post(&format!("{path}/counts"), cookie, &form).await.status.as_u16()
}

#[tokio::test]
async fn contract_a23_counts_by_group_by_partner_and_by_place_are_of_the_same_people() {
    let (node, cookie) = node().await;
    let all = partners(&node, 3).await;
    let ids: Vec<String> = all.iter().map(AgencyId::to_text).collect();
    let path = begun(&node, &cookie, &ids).await;
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let at = (cookie.as_str(), path.as_str());
    for (partner, group, place, people) in [
        (0, "WOMAN", KFK, "40"),
        (0, "CHILD", KFK, "٢٥"),
        (1, "WOMAN", DHD, "12"),
        (1, "OLDER", DHD, "7"),
        (1, "OLDER", KFK, "3"),
        // Counted again: it takes the place of the first count.
        (0, "WOMAN", KFK, "44"),
    ] {
        assert_eq!(count(&node, at, (&ids[partner], group, place), people).await, 303);
    }
    // What the project does not name is not counted in it.
    let elsewhere = "AE-DU-DXB-DEI";
    for (partner, group, place) in [(2, "WOMAN", KFK), (0, "MAN", KFK), (0, "WOMAN", elsewhere)] {
        assert_eq!(count(&node, at, (&ids[partner], group, place), "5").await, 409);
    }
    assert_eq!(count(&node, at, (&ids[0], "WOMAN", KFK), "many").await, 422);

    let found = open(&node.app, id).await.unwrap();
    assert_eq!((found.parts.groups.len(), found.parts.partners.len()), (3, 2));
    let (groups, together) = sums(&found.reached, |one| one.group);
    let (by_partner, by_partners) = sums(&found.reached, |one| one.partner);
    let (_, by_places) = sums(&found.reached, |one| one.place);
    assert_eq!(together, 44 + 25 + 12 + 7 + 3);
    assert_eq!((by_partners, by_places), (together, together));
    assert_eq!(groups.values().sum::<u64>(), by_partner.values().sum::<u64>());
    assert_eq!((groups[&Category::Older], by_partner[&all[1]]), (10, 22));
    let every = node.write(|tx| super::store::by_group(tx)).await.unwrap();
    assert_eq!(every.iter().map(|(_, people)| people).sum::<u64>(), together);

    for lang in ["ar", "en"] {
        for path in [path.as_str(), "/ar/projects", "/ar/projects/new"] {
            let page = node.get(&path.replace("/ar/", &format!("/{lang}/")), &cookie).await.body;
            check_page(&page, lang);
        }
    }
    let shown = node.get(&path, &cookie).await.body;
    for number in [">91<", ">22<", ">69<", ">56<"] {
        assert!(shown.contains(number), "{number} is not on the page");
    }
    assert!(node.get("/ar/projects", &cookie).await.body.contains("<b>91</b>"));
    node.end().await;
}
