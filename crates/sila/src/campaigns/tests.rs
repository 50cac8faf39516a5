//! The pages of campaigns at one node: what the form refuses, who may say the office's word, and the guard.

use sila_core::AgencyId;
use sila_core::agreement::Sector;

use crate::partners::{Level, Partner};
use crate::testing::{NOW, TestNode, check_page};

const WORDS: [(&str, &str, &str); 9] = [
    ("title", "صمتك ليس أمانهم", "Your silence is not their safety"),
    ("audience", "معلمو المدارس", "school teachers"),
    ("objective", "أن يعرف المعلم بمن يتصل", "Teachers know whom to call"),
    ("outputs", "عشرون مدرسة", "Twenty schools"),
    ("outtakes", "ثلاث علامات", "Three signs"),
    ("outcomes", "بلاغات أكثر", "More reports"),
    ("impact", "كما يقوله استبيان", "As a survey says"),
    ("helpline", "تجريبي", "DEMO"),
    ("message1", "لا تصمت", "Do not be silent: DEMO"),
];

#[tokio::test]
async fn contract_b16_the_form_names_what_is_missing_and_adds_no_partner_without_an_agreement() {
    let node = crate::guard::tests::node().await;
    let officer = node.worker("comm", &["COMMUNICATION"]).await;
    let media = Partner {
        id: AgencyId([31; 32]),
        code: "P31".to_owned(),
        name_ar: "إعلام مجتمعي (تجريبي)".to_owned(),
        name_en: "Community Media (demo)".to_owned(),
        sector: Sector::Private,
        level: Level::Listed,
        contact: String::new(),
        updated_at: NOW,
    };
    let (one, media_id) = (media.clone(), media.id.to_text());
    node.write(move |tx| crate::partners::store::insert(tx, &one)).await.unwrap();
    let cookie = node.sign_in(&officer).await;
    check_page(&node.get("/ar/campaigns", &cookie).await.body, "ar");
    check_page(&node.get("/en/campaigns/new", &cookie).await.body, "en");
    let mut fields = Vec::new();
    for (name, ar, en) in WORDS {
        fields.push((format!("{name}_ar"), ar.to_owned()));
        fields.push((format!("{name}_en"), en.to_owned()));
    }
    fields.push(("with".to_owned(), media_id));
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let got = node.post("/en/campaigns", &cookie, &fields).await;
    check_page(&got.body, "en");
    for said in [
        "There is no agreement in force with",
        "Choose a partner.",
        "Name the helpline in every message",
        "Look through messages and pictures",
        "at least one task for each party",
        "Choose at least one channel",
    ] {
        assert!(got.body.contains(said), "{said}: {}", got.body);
    }
    node.end().await;
}

#[tokio::test]
async fn only_the_communication_office_writes_campaigns() {
    let node = TestNode::new().await;
    for role in ["HEAD", "PARTNERSHIP", "INTAKE"] {
        let worker = node.worker(&role.to_lowercase(), &[role]).await;
        let cookie = node.sign_in(&worker).await;
        check_page(&node.get("/ar/campaigns", &cookie).await.body, "ar");
        assert_eq!(node.get("/ar/campaigns/new", &cookie).await.status, 403, "{role}");
        let id = node.app.clock.new_id();
        let word = format!("/ar/campaigns/{id}/word");
        let word = node.post(&word, &cookie, &[("word", "sign")]).await;
        assert_eq!(word.status, 403, "{role}");
    }
    node.end().await;
}
