//! The steps: safety before anything else, few questions, places that are never guessed.

use super::{Desk, errors_of, need, person, safety, sharing};
use crate::testing::check_page;

/// What speaks of another agency.
const ROUTING: [&str; 4] = ["Dana", "هيئة دانة", "4.2", "الجهة المقترحة"];

#[tokio::test(flavor = "multi_thread")]
async fn contract_b19_safety_comes_before_routing_and_intake_is_complete_here() {
    let (desk, _) = Desk::linked().await;
    for step in 1..=5 {
        let got = desk.node.get(&desk.path("ar", step), &desk.cookie).await;
        match step {
            1 => assert_eq!(got.status, 200),
            _ => assert_eq!(got.location, desk.path("ar", 1), "step {step} waits for safety"),
        }
        for words in ROUTING {
            assert!(!got.body.contains(words), "{words} before safety");
        }
    }
    // Even when a residence is already on the form, an unanswered safety step keeps routing away.
    desk.post(2, &person()).await;
    let refused = desk.post(1, &[("danger", "no")]).await;
    assert_eq!(refused.status, 422);
    assert!(ROUTING.iter().all(|words| !refused.body.contains(words)));
    desk.post(1, &safety()).await;
    let page = desk.page("ar", 2).await;
    assert!(page.contains("هيئة دانة") && page.contains("4.2"), "the suggestion with its clause");
    // The wrong node still takes her in: the case opens here with its safety plan.
    desk.take_in().await;
    desk.post_owned(4, &sharing("here")).await;
    let opened = desk.post(5, &[("act", "open")]).await;
    let case = desk.node.get(&opened.location, &desk.cookie).await.body;
    assert!(case.contains("تنتظر في غرفة هادئة"), "the interim step is on the case");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_immediate_danger_what_to_do_stands_first() {
    let desk = Desk::new().await;
    let mut typed = safety();
    typed.retain(|(name, _)| *name != "danger");
    typed.push(("danger", "yes"));
    desk.post(1, &typed).await;
    for step in 1..=4 {
        let page = desk.page("en", step).await;
        let advice = page.find("Immediate danger: do this first").expect("advice");
        assert!(advice < page.find("<form id=\"intake\"").unwrap(), "step {step}");
    }
}

/// Questions of a page that must be answered and are not answered yet.
fn open_questions(page: &str) -> Vec<String> {
    let form = page.split_once("<form id=\"intake\"").unwrap().1.split_once("acts-row").unwrap().0;
    let fields = form.split("class=\"field").skip(1);
    let caption = |field: &str| {
        let from = field.find("<label").or_else(|| field.find("<legend")).unwrap();
        let text = field[from..].split_once('>').unwrap().1;
        text.split('<').next().unwrap().trim().to_owned()
    };
    let answered = |field: &str| field.contains(" checked") || field.contains(" selected");
    fields
        .filter(|field| !field.contains("class=\"opt\"") && !answered(field))
        .map(caption)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b25_budget_of_a_standard_referral_is_twelve_answers() {
    let (desk, _) = Desk::linked().await;
    let mut asked = Vec::new();
    for (step, typed) in [(1, safety()), (2, person()), (3, need())] {
        asked.extend(open_questions(&desk.page("en", step).await));
        desk.post(step, &typed).await;
    }
    let last = open_questions(&desk.page("en", 4).await);
    asked.extend(last.clone());
    assert_eq!(last, ["Permission or ground in law"], "the agency and the parts are suggested");
    assert!(asked.len() <= 12, "{} questions: {asked:#?}", asked.len());
    assert!(asked.len() >= 8, "the count sees the questions: {asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn dibba_alone_is_a_question_and_the_answer_is_kept() {
    let desk = Desk::new().await;
    desk.post(1, &safety()).await;
    let place = |extra: &[(&'static str, &'static str)]| {
        let mut typed = person();
        typed.retain(|(name, _)| *name != "area");
        typed.extend(extra);
        typed
    };
    let asked = desk.post(2, &place(&[("place", "دبا")])).await;
    assert_eq!(asked.status, 422);
    assert!(errors_of(&asked.body).contains("href=\"#place_is\""));
    for code in ["AE-SH-DBH", "AE-FU-DBF", "XX-OUT"] {
        assert!(asked.body.contains(&format!("name=\"place_is\" value=\"{code}\"")), "{code}");
    }
    let wrong = desk.post(2, &place(&[("place", "دبا"), ("place_is", "AE-DU")])).await;
    assert_eq!(wrong.status, 422, "only one of those places can be meant");
    let said = desk.post(2, &place(&[("place", "دبا"), ("place_is", "AE-FU-DBF")])).await;
    assert_eq!(said.location, desk.path("ar", 3));
    let known = desk.post(2, &place(&[("place", "Khorfakkan")])).await;
    assert_eq!(known.location, desk.path("ar", 3), "another spelling of one place");
    let unknown = desk.post(2, &place(&[("place", "Atlantis")])).await;
    assert!(errors_of(&unknown.body).contains("href=\"#place\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_people_are_added_and_removed_without_a_script() {
    let desk = Desk::new().await;
    desk.post(1, &safety()).await;
    let added = desk.post(2, &[("act", "add")]).await;
    assert_eq!(added.location, format!("{}#o1_name", desk.path("ar", 2)));
    desk.post(2, &[("others", "1"), ("o1_name", "حمدان"), ("act", "add")]).await;
    let page = desk.page("ar", 2).await;
    assert!(page.contains("name=\"o2_name\"") && page.contains("حمدان"));
    desk.post(2, &[("others", "2"), ("o1_name", "حمدان"), ("o2_name", "مهرة"), ("act", "drop-1")])
        .await;
    let page = desk.page("ar", 2).await;
    assert!(page.contains("مهرة") && !page.contains("حمدان") && !page.contains("o2_name"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_step_reads_well_in_both_languages_empty_wrong_and_filled() {
    let (desk, dana) = Desk::linked().await;
    let look = async || {
        for lang in ["ar", "en"] {
            for step in 1..=5 {
                let path = desk.path(lang, step);
                let got = desk.node.get(&path, &desk.cookie).await;
                if got.status == 200 {
                    check_page(&got.body, lang);
                }
                let wrong = desk.node.post(&path, &desk.cookie, &[("act", "look")]).await;
                assert_eq!(wrong.status, 303);
            }
            check_page(&desk.node.get(&format!("/{lang}/intake"), &desk.cookie).await.body, lang);
        }
    };
    look().await;
    for (step, typed) in [(1, safety()), (2, person()), (3, need())] {
        let empty = desk.node.post(&desk.path("en", step), &desk.cookie, &[]).await;
        assert_eq!(empty.status, 422);
        check_page(&empty.body, "en");
        desk.post(step, &typed).await;
    }
    desk.post_owned(4, &sharing(&dana.to_text())).await;
    for lang in ["ar", "en"] {
        for step in 1..=5 {
            check_page(&desk.page(lang, step).await, lang);
        }
        check_page(&desk.node.get(&format!("/{lang}/intake"), &desk.cookie).await.body, lang);
        let discard = format!("/{lang}/intake/{}/discard", desk.draft);
        check_page(&desk.node.get(&discard, &desk.cookie).await.body, lang);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_needed_answer_that_is_missing_is_named() {
    let desk = Desk::new().await;
    let empty = desk.post(1, &[]).await;
    for field in ["danger", "talk", "plan", "contact"] {
        assert!(errors_of(&empty.body).contains(&format!("href=\"#{field}\"")), "{field}");
    }
    assert!(empty.body.contains("<title>خطأ"), "the title says so first");
    let mut no_number = safety();
    no_number.retain(|(name, _)| *name != "contact_phone");
    let got = desk.post(1, &no_number).await;
    assert!(errors_of(&got.body).contains("#contact_phone"));
    desk.post(1, &safety()).await;
    for (step, fields) in [
        (2, vec!["area", "usual", "risk_home"]),
        (3, vec!["wishes", "category", "urgency", "services"]),
        (4, vec!["ground"]),
    ] {
        let got = desk.post(step, &[("share_asked", "yes")]).await;
        assert_eq!(got.status, 422, "step {step}");
        for field in fields {
            assert!(errors_of(&got.body).contains(&format!("href=\"#{field}\"")), "{field}");
        }
    }
    let oral = desk.post(4, &[("ground", "VERBAL"), ("to", "here")]).await;
    assert!(errors_of(&oral.body).contains("#witness"));
}
