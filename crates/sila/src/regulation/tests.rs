//! The register: every rule rests on something that is in force, one click away from the page that applies it.

use sila_core::law::Rule;

use super::register::Since;
use super::{path, provision, rule_path, shipped, store};
use crate::testing::{NOW, TestNode, check_page};
use crate::web::{Cx, Lang};

#[test]
fn contract_a24_every_rule_rests_on_a_provision_that_is_in_force() {
    let register = shipped::register();
    assert!(register.all().count() > 20, "the register that comes with the program was not read");
    for rule in Rule::ALL {
        let grounds = register.of(*rule);
        assert!(!grounds.is_empty(), "{rule} rests on nothing");
        for (instrument, ground) in grounds {
            let found = instrument.article(&ground.article);
            assert!(found.is_some(), "{rule}: {} has no {}", instrument.code, ground.article);
        }
        assert!(register.is_founded(*rule, NOW), "{rule}: nothing of it is in force");
    }
    for one in register.all() {
        assert!(!one.title.ar.is_empty() && !one.title.en.is_empty(), "{}", one.code);
        assert!(store::KINDS.contains(&one.kind.as_str()), "{}: {}", one.code, one.kind);
        assert!(one.articles.iter().all(|a| !a.gist.ar.is_empty() && !a.gist.en.is_empty()));
        let wrong = |a: &super::register::Article| a.number.is_ascii() != a.english.is_empty();
        let unnamed: Vec<_> = one.articles.iter().filter(|a| wrong(a)).map(|a| &a.number).collect();
        assert!(
            unnamed.is_empty(),
            "{}: without an English name, or with one too many: {unnamed:?}",
            one.code
        );
        let later = one.amended_by.iter().chain(&one.repealed_by);
        assert!(later.clone().all(|code| register.find(code).is_some()), "{}", one.code);
        assert_eq!(one.until.is_some(), one.repealed_by.is_some(), "{}", one.code);
    }
}

#[test]
fn contract_a24_an_instrument_is_in_force_between_its_days() {
    let register = shipped::register();
    let (old, new) = (register.find("UAE-DL-2019-10"), register.find("UAE-DL-2024-13"));
    let (old, new) = (old.unwrap(), new.unwrap());
    let day = Since::read("2024-10-02").unwrap().at;
    let before = sila_core::Millis(day.0 - 1);
    assert!(old.in_force(before) && !old.in_force(day));
    assert!(!new.in_force(before) && new.in_force(day));
    assert!(!Since::read("2019").unwrap().day_known);
    assert_eq!(Since::read("nineteen"), None);
}

/// Every rule is named by a page outside this folder: there is a click that leads from it to its basis.
#[test]
fn contract_a24_every_rule_is_linked_from_a_page_that_applies_it() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut code = String::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let own = path.ends_with("regulation") || path.ends_with("tests.rs");
            if path.is_dir() && !own {
                folders.push(path);
            } else if !own && path.extension().is_some_and(|one| one == "rs" || one == "json") {
                code.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    assert!(code.contains("Rule::of_disclosure("), "the ground of a disclosure");
    assert!(code.contains("regulation::grounds("), "the ground of a disclosure and its schedule");
    let beside = |rule: &&Rule| rule.code().starts_with("BASIS_") || **rule == Rule::DataSchedule;
    for rule in Rule::ALL.iter().filter(|rule| !beside(rule)) {
        let named = format!("Rule::{rule:?}");
        let by_name = |after: &str| code.contains(&format!("{named}{after}"));
        let told = code.contains(&format!("\"rule\": \"{rule}\""));
        assert!(told || [")", ",", "]"].into_iter().any(by_name), "{named} is linked from nowhere");
    }
}

#[tokio::test]
async fn contract_a24_anybody_reads_the_register_and_a_rule_shows_its_basis() {
    let node = TestNode::new().await;
    for lang in ["ar", "en"] {
        let list = node.get(&format!("/{lang}/law"), "").await;
        assert_eq!(list.status, 200);
        check_page(&list.body, lang);
        for rule in Rule::ALL {
            let page = node.get(&format!("/{lang}{}", rule_path(*rule)), "").await.body;
            check_page(&page, lang);
            let register = shipped::register();
            for (one, _) in register.of(*rule) {
                assert!(page.contains(&format!("/{lang}{}", path(&one.code))), "{rule}");
                assert!(page.contains(one.title.of(if lang == "ar" {
                    crate::web::Lang::Ar
                } else {
                    crate::web::Lang::En
                })));
            }
        }
        for one in shipped::register().all() {
            check_page(&node.get(&format!("/{lang}{}", path(&one.code)), "").await.body, lang);
        }
    }
    // A provision that has a name for a number: in English, with the original beside it, marked as Arabic.
    let residence = node.get("/en/law/rules/RESIDENCE", "").await.body;
    let named = "Residence (<bdi lang=\"ar\" dir=\"rtl\">الإقامة</bdi>)";
    assert!(residence.contains(named), "{residence}");
    assert!(node.get("/en/law/rules", "").await.body.contains(named));
    assert!(node.get("/en/law/AGREEMENT", "").await.body.contains(named));
    let arabic = node.get("/ar/law/rules/RESIDENCE", "").await.body;
    assert!(arabic.contains("الإقامة") && !arabic.contains("Residence"));
    // What is no published instrument bears words, not the code by which the register finds it.
    for (lang, words) in
        [("en", "The text that both parties have signed"), ("ar", "النص الذي وقّعه الطرفان")]
    {
        let list = node.get(&format!("/{lang}/law"), "").await.body;
        assert!(list.contains(words), "{lang}");
        assert!(!list.contains(">AGREEMENT<") && !list.contains(">GUIDE<"), "{lang}");
    }
    // On a day of 2020 the law of 2024 was not in force, and the one before it was.
    let then = node.get("/en/law?on_d=1&on_m=6&on_y=2020", "").await.body;
    let row = |code: &str| then.split("<tr").find(|row| row.contains(code)).unwrap().to_owned();
    assert!(row("UAE-DL-2024-13").contains("Not in force yet"));
    assert!(!row("UAE-DL-2019-10").contains("No longer in force"));
    for path in ["/en/law/rules/NONE", "/en/law/NONE"] {
        assert_eq!(node.get(path, "").await.status, 404);
    }
    assert_eq!(node.get("/en/law/new", "").await.status, 303, "only whoever keeps it adds to it");
    node.end().await;
}

#[tokio::test]
async fn contract_a24_a_later_law_takes_the_place_of_an_earlier_one_and_the_rule_gets_its_new_basis()
 {
    let node = TestNode::new().await;
    let keeper = node.worker("legal", &["LEGAL"]).await;
    let keeper = node.sign_in(&keeper).await;
    let other = node.worker("hala", &["CASE_MANAGER"]).await;
    let other = node.sign_in(&other).await;
    let law = [
        ("code", "dxb-2026-9"),
        ("title_ar", "قانون تجريبي"),
        ("title_en", "A law of the test"),
        ("kind", "LOCAL_LAW"),
        ("scope", "AE-DU"),
        ("from_d", "1"),
        ("from_m", "11"),
        ("from_y", "2026"),
    ];
    assert_eq!(node.post("/en/law", &other, &law).await.status, 403);
    assert_eq!(node.post("/en/law", &keeper, &law[..4]).await.status, 422);
    let made = node.post("/en/law", &keeper, &law).await;
    assert_eq!((made.status.as_u16(), made.location.as_str()), (303, "/en/law/DXB-2026-9"));
    assert_eq!(node.post("/en/law", &keeper, &law).await.status, 422, "the code is taken");
    let article = [("number", "4"), ("gist_ar", "نص"), ("gist_en", "<script>alert(1)</script>")];
    assert_eq!(node.post("/en/law/DXB-2026-9/articles", &keeper, &article).await.status, 303);
    check_page(&node.get("/en/law/DXB-2026-9", &keeper).await.body, "en");
    // What was written in Arabic only is marked as that on an English page.
    let arabic = [("number", "الختام"), ("gist_ar", "نص عربي وحده")];
    assert_eq!(node.post("/en/law/DXB-2026-9/articles", &keeper, &arabic).await.status, 303);
    let page = node.get("/en/law/DXB-2026-9", &keeper).await.body;
    assert!(page.contains("<bdi lang=\"ar\" dir=\"rtl\">الختام</bdi>"), "{page}");
    assert!(
        page.contains("this is the original")
            && page.contains("<p lang=\"ar\" dir=\"rtl\">نص عربي وحده</p>")
    );

    // The only basis of a rule ends: the keeper's day says so until the rule has another.
    let end = [
        ("later", "DXB-2026-9"),
        ("kind", "REPEALS"),
        ("from_d", "1"),
        ("from_m", "11"),
        ("from_y", "2026"),
    ];
    let day = node.get("/en", &keeper).await.body;
    assert!(!day.contains("/en/law/rules/SMALL_NUMBERS"));
    assert_eq!(node.post("/en/law/UAE-2016-3/end", &keeper, &end).await.status, 303);
    assert!(node.get("/en", &keeper).await.body.contains("/en/law/rules/SMALL_NUMBERS"));
    assert!(node.get("/en/law/UAE-2016-3", "").await.body.contains("No longer in force"));
    let nothing = node.get("/en/law/rules/SMALL_NUMBERS", "").await.body;
    assert!(nothing.contains("No instrument in force carries this rule today"));
    let bad = [("ground", "DXB-2026-9#5")];
    let at = "/en/law/rules/SMALL_NUMBERS/basis";
    assert_eq!(node.post(at, &keeper, &bad).await.status, 422);
    assert_eq!(node.post(at, &keeper, &[("ground", "DXB-2026-9#4")]).await.status, 303);
    let founded = node.get("/en/law/rules/SMALL_NUMBERS", "").await.body;
    assert!(founded.contains("A law of the test") && founded.contains("/en/law/UAE-2016-3"));
    assert!(!node.get("/en", &keeper).await.body.contains("/en/law/rules/SMALL_NUMBERS"));
    node.end().await;
}

#[test]
fn a_provision_with_a_dash_in_its_number_is_not_called_arabic() {
    let cx = Cx::new(Lang::En, "", NOW, Default::default());
    let drawn = |number| provision(&cx, "DXB-2026-9", number).into_string();
    assert!(drawn("4–6").contains("4–6") && !drawn("4–6").contains("lang=\"ar\""));
    assert!(drawn("الختام").contains("<bdi lang=\"ar\" dir=\"rtl\">الختام</bdi>"));
}
