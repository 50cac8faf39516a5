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
