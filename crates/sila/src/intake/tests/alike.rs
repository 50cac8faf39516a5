//! Looking before making: who is on file is shown beside the form, the writer decides, and nothing typed is lost.

use sila_core::ids::CaseId;

use super::{Desk, need, person, safety, sharing};
use crate::duplicates::line;
use crate::duplicates::reasons::Reasons;
use crate::people::register;

/// The same woman as [`person`], as another colleague would write her.
fn again() -> Vec<(&'static str, &'static str)> {
    vec![
        ("name_latin", "Wafa Salim Almarjani"),
        ("birth_d", "11"),
        ("birth_m", "4"),
        ("birth_y", "1993"),
        ("area", "AE-SH-KFK"),
        ("usual", "home"),
        ("risk_home", "no"),
    ]
}

/// A woman is on file, and the same worker begins another form.
async fn second_form() -> (Desk, CaseId) {
    let desk = Desk::new().await;
    register::fill(&desk.node.app).await.unwrap();
    desk.take_in().await;
    desk.post_owned(4, &sharing("here")).await;
    let opened = desk.post(5, &[("act", "open")]).await;
    let case = opened.location.rsplit('/').next().unwrap().parse().unwrap();
    (next_form(desk).await, case)
}

async fn next_form(desk: Desk) -> Desk {
    let begun = desk.node.get("/ar/intake/new", &desk.cookie).await;
    let draft = begun.location.split('/').nth(3).unwrap().to_owned();
    let desk = Desk { draft, ..desk };
    desk.post(1, &safety()).await;
    desk
}

async fn person_of(desk: &Desk, case: CaseId) -> String {
    let stored = desk.node.write(move |tx| crate::cases::store::stored(tx, case)).await.unwrap();
    stored.unwrap().people[0].0.to_string()
}

async fn finish(desk: &Desk) -> CaseId {
    desk.post(3, &need()).await;
    desk.post_owned(4, &sharing("here")).await;
    let opened = desk.post(5, &[("act", "open")]).await;
    assert!(opened.location.starts_with("/ar/cases/"), "{} {}", opened.status, opened.location);
    opened.location.rsplit('/').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b21_whoever_is_on_file_is_shown_before_a_second_record_is_made() {
    let (desk, case) = second_form().await;
    let known = person_of(&desk, case).await;
    let stopped = desk.post(2, &again()).await;
    assert_eq!(stopped.location, format!("{}#alike", desk.path("ar", 2)), "look first");
    let page = desk.page("en", 2).await;
    assert!(page.contains("id=\"alike\"") && page.contains(&format!("value=\"same-{known}\"")));
    assert!(page.contains("value=\"Wafa Salim Almarjani\""), "what was typed is there");
    let mut chosen = again();
    let same = format!("same-{known}");
    chosen.push(("act", same.as_str()));
    assert_eq!(desk.post(2, &chosen).await.location, format!("{}#alike", desk.path("ar", 2)));
    let page = desk.page("en", 2).await;
    assert!(page.contains("value=\"وفاء سالم المرجاني\""), "what is on file is not asked again");
    assert!(page.contains("value=\"Wafa Salim Almarjani\""), "and nothing typed is replaced");
    assert_eq!(desk.post(2, &again()).await.location, desk.path("ar", 3));
    // Her first case asks for a shelter: a second person must agree that it is she.
    finish(&desk).await;
    let boss = desk.node.worker("amal", &["SUPERVISOR"]).await;
    let lines = line::all(&desk.node.app, &boss).await.unwrap();
    assert!(lines.iter().any(|line| line.part == line::Part::Second), "{lines:?}");
    let cookie = desk.node.sign_in(&boss).await;
    let pair = lines.iter().find(|line| line.part == line::Part::Second).unwrap().pair;
    let path = format!("/en/duplicates/{}/{}", pair.one, pair.two);
    let kept =
        desk.node.write(move |tx| crate::duplicates::store::vectors(tx, pair)).await.unwrap();
    let kept = kept.values().next().and_then(|kept| Reasons::from_cbor(kept)).unwrap();
    assert!(kept.parts.iter().all(|part| part.field != "id"), "what was copied proves nothing");
    assert!(desk.node.get(&path, &cookie).await.body.contains("At that time:"));
    assert_eq!(desk.node.post(&path, &cookie, &[("act", "AGREE")]).await.status, 303);
    let page = desk.node.get(&format!("/en/people/{known}"), &cookie).await.body;
    assert!(page.contains("2 records of this person"));
}

#[tokio::test(flavor = "multi_thread")]
async fn not_the_same_is_remembered_and_going_on_is_always_possible() {
    let (desk, case) = second_form().await;
    let known = person_of(&desk, case).await;
    desk.post(2, &again()).await;
    assert_eq!(desk.post(2, &again()).await.location, desk.path("ar", 3), "going on is an answer");
    let mut other = again();
    let unlike = format!("unlike-{known}");
    other.push(("act", unlike.as_str()));
    desk.post(2, &other).await;
    assert_eq!(desk.post(2, &again()).await.location, desk.path("ar", 3));
    finish(&desk).await;
    let boss = desk.node.worker("amal", &["SUPERVISOR"]).await;
    let known: sila_core::ids::PersonId = known.parse().unwrap();
    let lines = line::all(&desk.node.app, &boss).await.unwrap();
    assert!(lines.iter().all(|line| line.pair.one != known && line.pair.two != known));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_other_workers_are_not_shown_beside_the_form() {
    let (desk, case) = second_form().await;
    let known = person_of(&desk, case).await;
    let other = desk.node.worker("hind", &["INTAKE"]).await;
    let cookie = desk.node.sign_in(&other).await;
    let desk = next_form(Desk { cookie, ..desk }).await;
    assert_eq!(desk.post(2, &again()).await.location, desk.path("ar", 3), "nobody to look at");
    assert!(!desk.page("en", 2).await.contains("id=\"alike\""));
    let mut guessed = again();
    let same = format!("same-{known}");
    guessed.push(("act", same.as_str()));
    assert_eq!(desk.post(2, &guessed).await.status, 404);
}

/// A mother with two girls.
fn mother_with_girls() -> Vec<(&'static str, &'static str)> {
    vec![
        ("name_ar", "شمسة راشد الهاشلي"),
        ("birth_y", "1990"),
        ("sex", "F"),
        ("area", "AE-SH-KFK"),
        ("usual", "home"),
        ("risk_home", "no"),
        ("others", "2"),
        ("o1_name", "غاية خلفان سعيد الزرقاوي"),
        ("o1_relation", "DAUGHTER"),
        ("o2_name", "مهره خلفان سعيد الزرقاوي"),
        ("o2_age", "8"),
        ("o2_relation", "DAUGHTER"),
    ]
}

/// A girl is on file; her mother comes with her and with a sister of hers who is not.
#[tokio::test(flavor = "multi_thread")]
async fn those_who_came_along_are_compared_too_and_the_panel_says_who() {
    let desk = Desk::new().await;
    register::fill(&desk.node.app).await.unwrap();
    desk.post(1, &safety()).await;
    let girl = [
        ("name_ar", "مهرة خلفان سعيد الزرقاوي"),
        ("birth_y", "2017"),
        ("sex", "F"),
        ("area", "AE-SH-KFK"),
        ("usual", "home"),
        ("risk_home", "no"),
    ];
    assert_eq!(desk.post(2, &girl).await.location, desk.path("ar", 3));
    let case = finish(&desk).await;
    let known = person_of(&desk, case).await;
    let desk = next_form(desk).await;
    let mut mother = mother_with_girls();
    let stopped = desk.post(2, &mother).await;
    assert_eq!(stopped.location, format!("{}#alike", desk.path("ar", 2)), "look first");
    let page = desk.page("en", 2).await;
    let same = format!("same2-{known}");
    assert!(page.contains(&format!("value=\"{same}\"")), "{page}");
    assert!(!page.contains(&format!("value=\"same1-{known}\"")), "a sister is not she");
    assert!(page.contains("who came along (row \u{2068}2\u{2069})") || page.contains("(row 2)"));
    crate::testing::check_page(&page, "en");
    // Said, then the row before it is taken out: it is asked again, of the row where she now stands.
    mother.push(("act", same.as_str()));
    desk.post(2, &mother).await;
    assert!(desk.page("en", 2).await.contains(&format!("value=\"unsay2-{known}\"")));
    mother.pop();
    mother.push(("act", "drop-1"));
    desk.post(2, &mother).await;
    let page = desk.page("en", 2).await;
    let same = format!("same1-{known}");
    assert!(page.contains(&format!("value=\"{same}\"")) && !page.contains("unsay"), "{page}");
    let mut mother: Vec<_> = mother.into_iter().filter(|(n, _)| !n.starts_with('o')).collect();
    mother.retain(|(name, _)| *name != "act");
    mother.extend([("others", "1"), ("o1_name", "مهره خلفان سعيد الزرقاوي"), ("o1_age", "8")]);
    mother.extend([("o1_relation", "DAUGHTER"), ("act", same.as_str())]);
    desk.post(2, &mother).await;
    mother.pop();
    assert_eq!(desk.post(2, &mother).await.location, desk.path("ar", 3));
    let new = finish(&desk).await;
    // The girl's record is joined with her older one (or waits for a second person); her mother's is not.
    let stored = desk.node.write(move |tx| crate::cases::store::stored(tx, new)).await.unwrap();
    let people: Vec<_> = stored.unwrap().people.into_iter().map(|(id, _)| id).collect();
    let known: sila_core::ids::PersonId = known.parse().unwrap();
    let joined = |person| crate::duplicates::verdict::Pair::of(person, known).unwrap();
    let decided = move |tx: &mut dyn crate::db::Tx| crate::duplicates::store::standings(tx, known);
    let decided = desk.node.app.store.read(decided).await.unwrap();
    let said = |person| decided.get(&joined(person)).copied().unwrap_or_default();
    assert_eq!(said(people[0]), Default::default(), "nothing was said of the mother");
    assert_ne!(said(people[1]), Default::default(), "the girl was recognised");
}

/// B30: one word, no paper, no date: taken in, found again, referred.
#[tokio::test(flavor = "multi_thread")]
async fn contract_b30_one_word_is_enough_to_be_taken_in_found_and_referred() {
    let (desk, dana) = Desk::linked().await;
    register::fill(&desk.node.app).await.unwrap();
    desk.post(1, &safety()).await;
    let who = [("name_ar", "لؤلؤة"), ("area", "AE-SH-KFK"), ("usual", "home"), ("risk_home", "no")];
    assert_eq!(desk.post(2, &who).await.location, desk.path("ar", 3));
    desk.post(3, &need()).await;
    desk.post_owned(4, &sharing(&dana.to_text())).await;
    let sent = desk.post(5, &[("act", "send")]).await;
    assert!(sent.location.starts_with("/ar/referrals/"), "{} {}", sent.status, sent.location);
    for typed in ["لؤلؤة", "لولوه", "Lulua"] {
        let page = desk.node.post("/en/search", &desk.cookie, &[("q", typed)]).await.body;
        assert!(page.contains("1 person found"), "{typed}");
    }
    let before = person();
    assert!(before.len() > who.len(), "others know more of themselves");
}
