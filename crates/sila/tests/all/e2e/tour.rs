//! One page of every kind that links lead to, as the roles see them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::browser::{Browser, SIZES};
use crate::support::demo::Demo;

/// Who goes round: together they may open everything.
const VISITORS: [(&str, &str); 11] = [
    ("DANA", "d-ref"),
    ("MARSA", "m-int1"),
    ("DANA", "d-head"),
    ("DANA", "d-part"),
    ("DANA", "d-dpo"),
    ("DANA", "d-adm"),
    ("MARSA", "m-res"),
    ("MARSA", "m-comm"),
    ("DANA", "d-lic"),
    ("DANA", "d-lcm"),
    ("DANA", "x-p17"),
];

/// Paths of every link of the page, without the language.
const LEADS: &str =
    "const all = [...document.querySelectorAll('nav.side a, nav.tabbar a, .top-act a, main a')];
const here = all.filter((a) => a.origin === location.origin);
return here.map((a) => new URL(a.href).pathname.replace(/^\\/(ar|en)/, '') || '/');";

/// Neutral, or making something when opened: other stories come past these.
const NOT_ENTERED: [&str; 2] = ["/hidden", "/intake/new"];

/// The path with its identifiers, numbers and codes left out: one page of each kind is enough. One digit is a step of a form.
fn kind(path: &str) -> String {
    let number = |part: &str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_digit());
    let code = |part: &str| part.bytes().any(|byte| byte.is_ascii_uppercase());
    let open = |part: &&str| part.len() >= 32 || number(part) || code(part);
    let part = |part: &str| Some(part).filter(|part| !open(part)).unwrap_or("*").to_owned();
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// Both languages in both sizes; neighbours differ in one thing only, so that a page is loaded once for each language.
const WAYS: [(&str, (u32, u32)); 4] =
    [("ar", SIZES[0]), ("ar", SIZES[1]), ("en", SIZES[1]), ("en", SIZES[0])];

#[tokio::test]
async fn contract_b30_a_page_of_every_kind_is_accessible_in_both_languages_and_sizes() {
    let demo = Demo::start().await;
    let mut seen = BTreeSet::new();
    for (agency, user) in VISITORS {
        let browser = Browser::open(demo.node(agency), SIZES[0]).await;
        browser.enter("ar", user, &demo.password).await;
        let mut ahead: Vec<String> = vec!["/".to_owned(), "/me".to_owned()];
        while let Some(path) = ahead.pop() {
            let own_to_the_role = path == "/";
            let known = !seen.insert(kind(&path)) && !own_to_the_role;
            if known || NOT_ENTERED.contains(&path.as_str()) {
                continue;
            }
            for (lang, size) in WAYS {
                browser.resize(size).await;
                let address = format!("/{lang}{}", path.trim_end_matches('/'));
                if browser.path().await != address {
                    browser.goto(&address).await;
                }
                if browser.script(STATUS, Vec::new()).await != 200 {
                    browser.note("is not there").await;
                }
                browser.look(user).await;
            }
            let leads = list(&browser.script(LEADS, Vec::new()).await);
            ahead.extend(leads.into_iter().filter(|path| !seen.contains(&kind(path))));
        }
    }
    assert!(seen.len() > 25, "the tour came past few pages: {seen:?}");
}

/// How the node answered for the page that is shown.
const STATUS: &str = "return performance.getEntriesByType('navigation')[0].responseStatus";

fn list(paths: &Value) -> Vec<String> {
    let paths = paths.as_array().expect("a list of paths").iter();
    paths.filter_map(|path| path.as_str().map(str::to_owned)).collect()
}
