//! Proposals through their pages: each move has its author and its day, and none is dropped in silence.

use sila_core::AgencyId;
use sila_core::proposal::Stage;
use uuid::Uuid;

use super::{open, store};
use crate::accounts::Worker;
use crate::meetings::tests::{node, partners};
use crate::partners::{self, Level};
use crate::testing::{Got, NOW, TestNode, check_page};

const FORM: [(&str, &str); 5] = [
    ("kind", "COOPERATION"),
    ("title_ar", "من الدار إلى العمل"),
    ("title_en", "From home to work"),
    ("text_ar", "فرص عمل لخريجات برامج التمكين"),
    ("by", "theirs"),
];

/// What a partner without a node proposes, written down by an officer; gives its address and identifier.
async fn proposed(node: &TestNode, cookie: &str, partner: AgencyId) -> (String, Uuid) {
    let partner = partner.to_text();
    let mut form = FORM.to_vec();
    form.push(("partner", &partner));
    let got = node.post("/ar/proposals", cookie, &form).await;
    assert_eq!(got.status, 303, "{}", got.body);
    let id = got.location.rsplit('/').next().unwrap().parse().unwrap();
    (got.location, id)
}

async fn say(node: &TestNode, cookie: &str, path: &str, to: &str, words: &str) -> Got {
    node.post(&format!("{path}/moves"), cookie, &[("to", to), ("words", words)]).await
}

/// Somebody of a partner at the portal.
async fn guest(node: &TestNode) -> (Worker, AgencyId) {
    let partner = partners(node, 3).await[2];
    let found = node.write(move |tx| partners::store::find(tx, partner)).await.unwrap().unwrap();
    let raised = partners::Partner { level: Level::Portal, ..found };
    let worker = Worker {
        id: sila_core::WorkerId(node.app.clock.new_id()),
        user_name: "focal".to_owned(),
        name_ar: "ضابطة اتصال".to_owned(),
        name_en: "Focal point".to_owned(),
        roles: vec!["PORTAL".to_owned()],
        active: true,
    };
    let (made, code) = (worker.clone(), sila_seal::sha256(&[b"code"]));
    let write = move |tx: &mut dyn crate::db::Tx| {
        partners::store::update(tx, &raised)?;
        crate::portal::store::insert(tx, (&made, partner), (code, NOW), NOW)?;
        let (roles, id) = (["PORTAL".to_owned()], made.id);
        crate::accounts::store::set_roles(tx, id, &roles, true)
    };
    node.write(write).await.unwrap();
    (worker, partner)
}

#[tokio::test]
async fn contract_a05_each_move_is_stamped_and_what_has_no_step_for_sixty_days_is_listed() {
    let (node, cookie) = node().await;
    let worker = node.worker("keeper", &["PARTNERSHIP"]).await;
    let partner = partners(&node, 1).await[0];
    let (path, id) = proposed(&node, &cookie, partner).await;
    assert_eq!(say(&node, &cookie, &path, "INITIATIVE", "بدأ").await.status, 422, "not agreed yet");
    assert_eq!(say(&node, &cookie, &path, "AGREED", "").await.status, 422, "no decision");
    node.app.clock.set(Some(NOW.plus_minutes(10)));
    let owner = worker.id.to_string();
    let form = [
        ("to", "AGREED"),
        ("words", "قرار اللجنة 4"),
        ("next", "خطة المبادرة"),
        ("owner", owner.as_str()),
        ("due_d", "1"),
        ("due_m", "12"),
        ("due_y", "2026"),
    ];
    assert_eq!(node.post(&format!("{path}/moves"), &cookie, &form).await.location, path);
    let found = open(&node.app, id).await.unwrap();
    let (one, text) = &found.moves[0];
    assert_eq!((one.at, one.party), (NOW.plus_minutes(10), node.app.node.id));
    assert!(one.worker.is_some() && text.owner.ar == worker.name_ar);
    assert_eq!(found.row.stage, Stage::Agreed);
    let page = node.get(&path, &cookie).await.body;
    check_page(&page, "ar");
    for words in ["قرار اللجنة 4", "خطة المبادرة", "موظفة officer", "موظفة keeper"]
    {
        assert!(page.contains(words), "{words}");
    }
    check_page(&node.get(&path.replace("/ar/", "/en/"), &cookie).await.body, "en");

    // Sixty days later it is listed, at the page of the day too, until somebody takes a step.
    let day = "لا خطوة منذ 60 يوماً<";
    node.app.clock.set(Some(NOW.plus_minutes(10).plus_days(60)));
    let cookie = node.sign_in(&worker).await;
    assert!(!node.get("/ar/proposals", &cookie).await.body.contains(day));
    node.app.clock.set(Some(NOW.plus_minutes(11).plus_days(60)));
    let list = node.get("/ar/proposals", &cookie).await.body;
    check_page(&list, "ar");
    assert!(list.contains(day) && list.contains("مقترح واحد طال انتظاره"));
    let today = node.get("/ar", &cookie).await.body;
    check_page(&today, "ar");
    assert!(today.contains("مقترح بلا خطوة منذ 60 يوماً"));
    say(&node, &cookie, &path, "AGREED", "اجتمع الفريق").await;
    assert!(!node.get("/ar/proposals", &cookie).await.body.contains("طال انتظاره"));
    node.end().await;
}

#[tokio::test]
async fn contract_a05_an_agreed_proposal_becomes_an_initiative_and_the_way_leads_both_ways() {
    let (node, cookie) = node().await;
    let partner = partners(&node, 1).await[0];
    let (path, id) = proposed(&node, &cookie, partner).await;
    let worker = node.worker("keeper", &["PARTNERSHIP"]).await;
    let record = sila_core::RecordId(node.app.clock.new_id());
    let begun = |hours, with| {
        let (node, worker) = (&node, &worker);
        async move {
            let at = NOW.plus_hours(hours);
            super::begun(&node.app, id, (record, "من الدار إلى العمل", with), (worker, at))
                .await
                .unwrap();
            open(&node.app, id).await.unwrap().row
        }
    };
    assert_eq!(begun(1, partner).await.stage, Stage::Proposed, "what is not agreed does not begin");
    say(&node, &cookie, &path, "AGREED", "نتفق").await;
    let other = AgencyId([9; 32]);
    assert_eq!(begun(2, other).await.stage, Stage::Agreed, "the title is not another partner's");
    let row = begun(2, partner).await;
    assert_eq!((row.stage, row.became), (Stage::Initiative, Some(record.0)));
    let page = node.get(&path, &cookie).await.body;
    assert!(page.contains(&format!("/ar/initiatives/{record}")));
    assert_eq!(say(&node, &cookie, &path, "DECLINED", "لا").await.status, 422, "it has begun");
    node.end().await;
}

#[tokio::test]
async fn contract_a35_a_partner_at_the_portal_proposes_and_nothing_of_it_is_dropped() {
    let (node, cookie) = node().await;
    let (worker, partner) = guest(&node).await;
    let guest = node.sign_in(&worker).await;
    check_page(&node.get("/ar/portal", &guest).await.body, "ar");
    check_page(&node.get("/en/portal/proposals/new", &guest).await.body, "en");
    let named = crate::cases::tests::disclosure(&node).people[0].name_ar.clone().unwrap();
    let why = format!("تأخر رد سألنا عنه {named}");
    let mut paths = Vec::new();
    for kind in ["COOPERATION", "AGENDA", "AMENDMENT", "INDICATOR"] {
        let form = [("kind", kind), ("title_ar", "مقترح"), ("text_ar", why.as_str())];
        let got = node.post("/ar/portal/proposals", &guest, &form).await;
        assert_eq!(got.status, 303, "{}", got.body);
        paths.push(got.location);
    }
    // The partner sees what it typed, and does not learn who is known here; ours see nobody.
    let page = node.get(&paths[0], &guest).await.body;
    check_page(&page, "ar");
    assert!(page.contains(&named));
    let ours = |path: &str| path.replace("/portal", "");
    let read = node.get(&ours(&paths[0]), &cookie).await.body;
    assert!(!read.contains(&named) && read.contains("[…]"));

    // It ends declined with a reason, taken back, or accepted.
    assert_eq!(say(&node, &cookie, &ours(&paths[0]), "DECLINED", "").await.status, 422);
    assert_eq!(say(&node, &cookie, &ours(&paths[0]), "WITHDRAWN", "سهواً").await.status, 422);
    say(&node, &cookie, &ours(&paths[0]), "DECLINED", "خارج اختصاصنا").await;
    assert!(node.get(&paths[0], &guest).await.body.contains("خارج اختصاصنا"));
    node.post(&format!("{}/withdrawal", paths[1]), &guest, &[]).await;
    assert_eq!(say(&node, &cookie, &ours(&paths[1]), "AGREED", "نعم").await.status, 422);
    say(&node, &cookie, &ours(&paths[2]), "AGREED", "يُعرض في التجديد").await;
    let rows = node.write(move |tx| store::of_partner(tx, partner)).await.unwrap();
    let count = |stage| rows.iter().filter(|row| row.stage == stage).count();
    let ends = [Stage::Declined, Stage::Withdrawn, Stage::Agreed, Stage::Proposed].map(count);
    let open = node.write(move |tx| store::open_of(tx, partner)).await.unwrap();
    assert_eq!(open, 1, "an amendment that is accepted is not open any more");
    assert_eq!(ends, [1, 1, 1, 1], "nothing is lost: the last waits, and stands on the day's page");
    let today = node.get("/ar", &cookie).await.body;
    assert!(today.contains("مقترح ينتظر الرد الأول"));

    // No statement of the register deletes.
    assert!(store::ALL.iter().all(|one| !one.sqlite.contains("delete")));
    assert_eq!(node.get(&paths[0], &cookie).await.status, 403, "the portal is the partner's own");
    node.end().await;
}
