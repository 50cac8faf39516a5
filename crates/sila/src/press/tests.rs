//! A public statement through its pages: counted figures, no other number, and another pair of eyes.

use uuid::Uuid;

use super::figures;
use crate::meetings::store::{self as meetings, Presence};
use crate::meetings::tests::{called, id_of, node, partners, seated};
use crate::testing::{NOW, TestNode, check_page};

/// So many people were at a meeting.
async fn attended(node: &TestNode, cookie: &str, people: u16) {
    let id = id_of(&called(node, cookie).await);
    let party = partners(node, 1).await[0];
    seated(node, id, &[(party, people)]).await;
    let came = move |tx: &mut dyn crate::db::Tx| {
        let guests = meetings::guests(tx, id)?;
        guests.iter().try_for_each(|one| {
            let here = Presence { guest: one.id, day: 1, at: NOW, how: "HAND".to_owned() };
            meetings::present(tx, &here).map(|_| ())
        })
    };
    node.write(came).await.unwrap();
}

#[tokio::test]
async fn contract_b37_a_press_extract_has_counted_figures_only_and_somebody_else_approves_it() {
    let (node, cookie) = node().await;
    let few = figures::all(&node.app).await.unwrap();
    assert!(few.iter().all(|one| one.key != "present"), "nobody was there");
    attended(&node, &cookie, 12).await;
    let known = crate::cases::tests::disclosure(&node).people[0].name_ar.clone().unwrap();
    let write = |text: String, figure: &'static str| {
        let (node, cookie) = (&node, &cookie);
        async move {
            let form = [
                ("title_ar", "لقاء آفاق الشراكة"),
                ("text_ar", text.as_str()),
                ("figures", figure),
            ];
            node.post("/ar/press", cookie, &form).await
        }
    };
    // A number that is none of the figures, and somebody on file, do not pass.
    assert_eq!(write("حضر 13 شخصاً".to_owned(), "present").await.status, 422);
    assert_eq!(write("حضر 12 شخصاً".to_owned(), "entities").await.status, 422);
    assert_eq!(write(format!("ومنهم {known}"), "present").await.status, 422);
    let got = write("حضر ١٢ شخصاً في 2026".to_owned(), "present").await;
    assert_eq!(got.status, 303, "{}", got.body);
    let path = got.location;
    let page = node.get(&path, &cookie).await.body;
    check_page(&page, "ar");
    assert!(page.contains("<b class=\"num\">12</b>"));
    for lang in ["ar", "en"] {
        for rest in ["press", "press/new"] {
            check_page(&node.get(&format!("/{lang}/{rest}"), &cookie).await.body, lang);
        }
    }
    check_page(&node.get(&path.replace("/ar/", "/en/"), &cookie).await.body, "en");

    // Whoever wrote it does not approve it; a head does, once.
    let approval = format!("{path}/approval");
    assert_eq!(node.post(&approval, &cookie, &[]).await.status, 409, "one's own");
    let reader = node.worker("advisor", &["ADVISOR"]).await;
    let reader = node.sign_in(&reader).await;
    assert_eq!(node.post(&approval, &reader, &[]).await.status, 403);
    let head = node.worker("head", &["HEAD"]).await;
    let head = node.sign_in(&head).await;
    assert_eq!(node.post(&approval, &head, &[]).await.location, path);
    assert_eq!(node.post(&approval, &head, &[]).await.status, 409, "it is approved");
    let id: Uuid = path.rsplit('/').next().unwrap().parse().unwrap();
    let (row, extract) = super::open(&node.app, id).await.unwrap();
    assert_eq!(row.state, super::APPROVED);
    assert_eq!((extract.figures.len(), extract.figures[0].value), (1, 12));
    assert_ne!(row.approver, Some(row.author));
    let shown = node.get(&path, &head).await.body;
    check_page(&shown, "ar");
    assert!(shown.contains("موظفة officer") && shown.contains("موظفة head"));
    node.end().await;
}

#[tokio::test]
async fn contract_b37_four_people_at_a_meeting_or_in_all_projects_together_are_no_figure() {
    use crate::projects::store::{Parts, Reached};
    use crate::projects::{self, ProjectText, Wish};
    use sila_core::codes::Category;
    let (node, cookie) = node().await;
    attended(&node, &cookie, 4).await;
    let keys = async || {
        let all = figures::all(&node.app).await.unwrap();
        all.into_iter().map(|one| (one.key, one.value)).collect::<Vec<_>>()
    };
    let said =
        |all: &[(String, u64)], key: &str| all.iter().find(|one| one.0 == key).map(|one| one.1);
    assert_eq!(said(&keys().await, "present"), None, "an attendance of four");
    // Two and two of two groups: the sum is four.
    let worker = node.worker("keeper", &["PARTNERSHIP"]).await;
    let (partner, place): (_, sila_core::AreaCode) = (node.app.node.id, "AE-DU".parse().unwrap());
    let parts = Parts {
        groups: [Category::Woman, Category::Child].into(),
        partners: [partner].into(),
        places: [place].into(),
    };
    let title = crate::meetings::text::Words::new("مشروع", "Project");
    let text = ProjectText { title, ..ProjectText::default() };
    let wish = Wish { text, parts, during: (NOW, NOW.plus_days(9)), initiative: None };
    let id = projects::begin(&node.app, wish, &worker, NOW).await.unwrap();
    let reach = async |group, people| {
        let quarter = sila_core::experience::Quarter::of(NOW);
        let one = Reached { partner, group, place, quarter, people };
        projects::reach(&node.app, id, one, &worker, NOW).await.unwrap();
    };
    reach(Category::Woman, 2).await;
    reach(Category::Child, 2).await;
    let all = keys().await;
    assert_eq!(said(&all, "reached"), None, "a sum of four");
    assert!(!all.iter().any(|(key, _)| key.starts_with("reached")), "nor any part of it");
    // One more of each is six: the sum is said, and no part of it.
    reach(Category::Woman, 3).await;
    reach(Category::Child, 3).await;
    let all = keys().await;
    assert_eq!(said(&all, "reached"), Some(6));
    assert!(!all.iter().any(|(key, _)| key.starts_with("reached-")));
    // Neither form nor text says what is too few.
    let form = [("title_ar", "لقاء"), ("text_ar", "حضر 4 أشخاص"), ("figures", "present")];
    assert_eq!(node.post("/ar/press", &cookie, &form).await.status, 422);
    node.end().await;
}
