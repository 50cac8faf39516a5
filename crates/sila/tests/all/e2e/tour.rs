//! Every page that the navigation leads to, and the first record behind each list, as each role sees it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::browser::{Browser, SIZES};
use crate::support::demo::Demo;

/// Who goes round: together they may open everything.
const VISITORS: [(&str, &str); 6] = [
    ("DANA", "d-ref"),
    ("MARSA", "m-int1"),
    ("DANA", "d-head"),
    ("DANA", "d-part"),
    ("DANA", "d-dpo"),
    ("DANA", "d-adm"),
];

/// Paths that the navigation and the first row of each list lead to, without the language.
const LEADS: &str = "const nav = [...document.querySelectorAll('nav.side a, nav.tabbar a, .top-act a:not(.lang):not(.hide-now)')];
const row = document.querySelector('main table a[href], main ul.rows a[href]');
return [...nav, row].filter(Boolean).map((a) => new URL(a.href).pathname.replace(/^\\/(ar|en)/, '') || '/');";

/// Both languages in both sizes; neighbours differ in one thing only, so that a page is loaded once for each language.
const WAYS: [(&str, (u32, u32)); 4] =
    [("ar", SIZES[0]), ("ar", SIZES[1]), ("en", SIZES[1]), ("en", SIZES[0])];

#[tokio::test]
async fn every_page_of_the_navigation_is_clean_in_both_languages_and_sizes() {
    let demo = Demo::start().await;
    let mut seen = BTreeSet::new();
    for (agency, user) in VISITORS {
        let browser = Browser::open(demo.node(agency), SIZES[0]).await;
        browser.enter("ar", user, &demo.password).await;
        let mut ahead: Vec<String> = vec!["/".to_owned(), "/me".to_owned()];
        while let Some(path) = ahead.pop() {
            let own_to_the_role = path == "/";
            if !seen.insert(path.clone()) && !own_to_the_role {
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
            ahead.extend(leads.into_iter().filter(|path| !seen.contains(path)));
        }
    }
    assert!(seen.len() > 12, "the tour came past few pages: {seen:?}");
}

/// How the node answered for the page that is shown.
const STATUS: &str = "return performance.getEntriesByType('navigation')[0].responseStatus";

fn list(paths: &Value) -> Vec<String> {
    let paths = paths.as_array().expect("a list of paths").iter();
    paths.filter_map(|path| path.as_str().map(str::to_owned)).collect()
}
