//! The pages of the frame, at a desk and on a phone, in both languages: sign-in, lock, quick hide, accounts, audit.

use fantoccini::key::Key;

use super::browser::{Browser, SIZES};
use crate::support::PASSWORD;
use crate::support::node::Node;

/// A running agency with its first administrator.
async fn agency(home: &std::path::Path) -> Node {
    let mut node =
        Node::make(home, "MARSA", "مؤسسة مرسى (تجريبية)", "Marsa Foundation (demo)", "AE-DU");
    node.start().await;
    node
}

impl Browser {
    /// Signs in through the form of the sign-in page, which is looked at on the way.
    pub async fn sign_in(&self, lang: &str, user: &str, password: &str) {
        self.goto(&format!("/{lang}/sign-in")).await;
        self.look("sign-in").await;
        self.enter(lang, user, password).await;
    }

    /// Signs in.
    pub async fn enter(&self, lang: &str, user: &str, password: &str) {
        self.goto(&format!("/{lang}/sign-in")).await;
        self.type_in("#user", user).await;
        self.type_in("#password", password).await;
        self.click("main form button[type=submit]").await;
        self.comes(&format!("{user} is let in"), || async {
            (!self.path().await.contains("/sign-in")).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn the_frame_is_clean_in_both_languages_and_sizes() {
    let home = tempfile::tempdir().unwrap();
    let node = agency(home.path()).await;
    let browser = Browser::open(&node, SIZES[0]).await;
    for size in SIZES {
        browser.resize(size).await;
        for lang in ["ar", "en"] {
            browser.sign_in(lang, "admin", PASSWORD).await;
            for path in ["/me", "/accounts", "/accounts/new", "/nowhere"] {
                browser.goto(&format!("/{lang}{path}")).await;
                browser.look(path).await;
            }
            browser.goto(&format!("/{lang}/lock")).await;
            browser.look("lock").await;
            browser.goto(&format!("/{lang}/hidden")).await;
            browser.look("hidden").await;
            browser.client.delete_all_cookies().await.unwrap();
        }
    }
}

/// The headings of the report of the partnership meeting, in its order.
const SIX: [(&str, [&str; 6]); 2] = [
    (
        "ar",
        [
            "اللقاءات والمحاور",
            "الخدمات",
            "دليل السياسة",
            "الأنظمة والآليات",
            "التدريب وأفضل الممارسات",
            "الحضور",
        ],
    ),
    (
        "en",
        [
            "Meetings and themes",
            "Services",
            "Policy guide",
            "Systems and mechanisms",
            "Training and best practice",
            "Attendance",
        ],
    ),
];

#[tokio::test]
async fn contract_a00_the_navigation_echoes_the_six_headings_of_the_report_in_both_languages() {
    let home = tempfile::tempdir().unwrap();
    let node = agency(home.path()).await;
    let browser = Browser::open(&node, SIZES[0]).await;
    browser.sign_in("ar", "admin", PASSWORD).await;
    for (lang, headings) in SIX {
        browser.goto(&format!("/{lang}/attendance")).await;
        browser.look("the navigation").await;
        let seen = "return [...document.querySelectorAll('nav.side h2')]
            .filter((h) => h.checkVisibility()).map((h) => h.textContent.trim())";
        let seen = browser.script(seen, Vec::new()).await;
        let seen: Vec<&str> =
            seen.as_array().unwrap().iter().filter_map(|one| one.as_str()).collect();
        let of_report: Vec<&str> =
            seen.iter().copied().filter(|one| headings.contains(one)).collect();
        assert_eq!(of_report, headings, "{lang}: {seen:?}");
    }
}

#[tokio::test]
async fn quick_hide_by_button_and_by_keys_leads_to_a_neutral_page_and_back_shows_nothing() {
    let home = tempfile::tempdir().unwrap();
    let node = agency(home.path()).await;
    let browser = Browser::open(&node, SIZES[0]).await;
    browser.sign_in("ar", "admin", PASSWORD).await;
    for by_keys in [true, false] {
        browser.goto("/ar/accounts").await;
        if by_keys {
            browser.find(".hide-now").await;
            browser.press(&[Key::Shift, Key::Shift, Key::Shift]).await;
        } else {
            browser.click(".hide-now").await;
        }
        browser.arrives("/ar/hidden").await;
        let neutral = browser.client.source().await.unwrap();
        assert!(!neutral.contains("صلة") && !neutral.contains("مرسى"), "{neutral}");
        browser.client.back().await.unwrap();
        assert!(!browser.has(".me-box").await, "Back shows {}", browser.path().await);
        browser.goto("/ar/accounts").await;
        browser.arrives("/ar/lock").await;
        browser.type_in("#password", PASSWORD).await;
        browser.click("main form button[type=submit]").await;
        browser.arrives("/ar/accounts").await;
    }
}

/// Breaks every law of pages at once.
const DAMAGE: &str = r#"
const add = (tag, text, set = {}) => {
  const el = Object.assign(document.createElement(tag), set);
  el.textContent = text;
  document.querySelector("main").append(el);
  return el;
};
add("p", "الإحالة R-MARSA-26-00012 هنا");
add("p", "هويتها 784-1990-1234567-1");
add("p", "ختم 0f1e2d3c4b5a69788796a5b4c3d2e1f0");
add("p", "هاتف +971 59 123 4567");
add("p", "referral-state-open");
add("img", "", { src: "http://127.0.0.2:9/pixel.gif" });
add("div", "").setAttribute("style", "color: red");
add("div", "واسع").style.cssText = "inline-size: 3000px; block-size: 20px";
document.documentElement.dir = "ltr";
console.error("broken on purpose");
"#;

#[tokio::test]
async fn the_look_at_a_page_sees_each_kind_of_damage() {
    let home = tempfile::tempdir().unwrap();
    let node = agency(home.path()).await;
    let browser = Browser::open(&node, SIZES[1]).await;
    browser.goto("/ar/sign-in").await;
    assert!(browser.findings().await.is_empty());
    browser.script(DAMAGE, Vec::new()).await;
    let found = browser.findings().await.join("\n");
    let wanted = [
        "html is ar/ltr",
        "not isolated: الإحالة",
        "not isolated: هويتها",
        "not isolated: ختم",
        "not isolated: هاتف",
        "raw text key: referral-state-open",
        "refused by the policy: img-src",
        "refused by the policy: style-src",
        "overflow: 3",
        "image-alt",
        "broken on purpose",
    ];
    for law in wanted {
        assert!(found.contains(law), "{law} is not among\n{found}");
    }
}
