//! H01 to its end: a woman and her two children, referred to Dana, are brought to the door by the police, who are never told where it is.

use sila::partners::{self, Level, Partner};
use sila::shelter::escorts;
use sila::shelter::stays::{Stay, store as stays};
use sila::web::Pairs;
use sila_core::agreement::Sector;
use sila_core::ids::{AgencyId, ReferralId};
use sila_core::referral::State;

use super::nodes::{NOW, Node, Pair};
use super::shelter::{ADDRESS, home};
use super::{accepted, pages};

/// Words that nobody else says.
const OFFICER: &str = "الرقيب زبرقان القنطري";
const MEETING: &str = "مدخل مركز شرطة الميدان الشرقي";

async fn police(node: &Node) -> AgencyId {
    let id = partners::identity(node.id(), node.app.clock.new_id());
    let police = Partner {
        id,
        code: "P01".to_owned(),
        name_ar: "القيادة العامة للشرطة (تجريبية)".to_owned(),
        name_en: "Police General Headquarters (demo)".to_owned(),
        sector: Sector::Local,
        level: Level::Paper,
        contact: String::new(),
        updated_at: NOW,
    };
    let insert = move |tx: &mut dyn sila::db::Tx| partners::store::insert(tx, &police);
    node.app.store.write(insert).await.unwrap();
    id
}

async fn stay_of(node: &Node, id: ReferralId) -> Stay {
    let read = move |tx: &mut dyn sila::db::Tx| stays::of_referral(tx, id);
    node.app.store.read(read).await.unwrap().remove(0)
}

/// Sends a form of a page of the stay as whoever keeps the homes.
async fn sent(node: &Node, cookie: &str, path: &str, form: &[(&str, &str)]) -> (u16, String) {
    let form: Pairs = form.iter().copied().collect();
    let (status, body) = pages::post(node, cookie, path, &form.encoded()).await;
    (status.as_u16(), body)
}

/// Who brings her is planned with the police, and refused where it says where the home is.
async fn planned(dana: &Node, cookie: &str, stay: &Stay, police: &str) {
    let path = format!("/ar/shelter/stays/{}/escort", stay.id);
    let form = [
        ("plan_how", "POLICE"),
        ("plan_agency", police),
        ("plan_officer", OFFICER),
        ("plan_day_d", "24"),
        ("plan_day_m", "11"),
        ("plan_day_y", "2025"),
        ("plan_time", "12:00"),
    ];
    let at_home = [form.as_slice(), &[("plan_meeting", ADDRESS)]].concat();
    assert_eq!(sent(dana, cookie, &path, &at_home).await.0, 422, "never the home");
    let form = [form.as_slice(), &[("plan_meeting", MEETING)]].concat();
    let (status, body) = sent(dana, cookie, &path, &form).await;
    assert_eq!(status, 303, "{body}");
    let board = pages::get(dana, cookie, "/ar/shelter").await.1;
    assert!(board.contains("مع الشرطة") && board.contains("القيادة العامة للشرطة"), "{board}");
    assert!(!board.contains(OFFICER) && !board.contains(MEETING), "with whom, and no more");
    let shift = format!("/ar/shelter/homes/{}/shift", stay.home);
    let shift = pages::get(dana, cookie, &shift).await.1;
    assert!(shift.contains(OFFICER) && shift.contains(MEETING), "{shift}");
}

#[tokio::test(flavor = "multi_thread")]
async fn h01_is_admitted_with_two_children_brought_by_the_police_who_never_hear_where() {
    let pair = Pair::new().await;
    home(&pair.dana, 1).await;
    let id = accepted(&pair).await;
    pair.settle().await;
    assert_eq!(pair.equal(id).await.row.state, State::Accepted);
    let stay = stay_of(&pair.dana, id).await;
    assert_eq!((stay.state.as_str(), stay.people), ("HELD", 3), "she and her two children");
    let (police, keeper) = (police(&pair.dana).await.to_text(), ["SHELTER_SUPERVISOR"]);
    let keeper = pair.dana.worker("latifa", &keeper).await;
    let cookie = pair.dana.sign_in(&keeper).await;
    planned(&pair.dana, &cookie, &stay, &police).await;
    let came = [
        ("came_how", "POLICE"),
        ("came_agency", police.as_str()),
        ("came_officer", OFFICER),
        ("came_time", "11:00"),
    ];
    let admission = format!("/ar/shelter/stays/{}/admission", stay.id);
    let (status, body) = sent(&pair.dana, &cookie, &admission, &came).await;
    assert_eq!(status, 303, "{body}");
    let stay = stay_of(&pair.dana, id).await;
    assert_eq!((stay.state.as_str(), stay.arrived_at), ("STAYING", Some(NOW)));
    let told = escorts::of_stay(&pair.dana.app, stay.id).await.unwrap();
    let told = told.iter().find(|one| one.came).expect("how they came is written down");
    assert_eq!((told.kind.as_str(), told.at), ("POLICE", NOW));
    assert_eq!(told.words.officer, OFFICER);
    pair.settle().await;
    nobody_else_hears_of_it(&pair, id).await;
}

/// Marsa reads that she was accepted: neither who brought her, nor where they met, nor where she sleeps; and no file says it in the clear.
async fn nobody_else_hears_of_it(pair: &Pair, id: ReferralId) {
    let theirs = pair.marsa.sign_in(&pair.sender).await;
    let page = pages::get(&pair.marsa, &theirs, &format!("/ar/referrals/{id}")).await.1;
    let secrets = [OFFICER, MEETING, "المخشوربية", "الميدان الشرقي", "زبرقان"];
    for secret in secrets {
        assert!(!page.contains(secret), "{secret}");
    }
    assert!(!page.contains("القيادة العامة للشرطة"), "nor by whom");
    for node in [&pair.marsa, &pair.dana] {
        for file in std::fs::read_dir(node.folder()).unwrap() {
            let file = file.unwrap().path();
            let bytes = if file.is_file() { std::fs::read(file).unwrap() } else { Vec::new() };
            for secret in secrets {
                let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
                assert!(!found, "{secret} is in a file");
            }
        }
    }
}
