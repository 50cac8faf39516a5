//! H10 in the browser, in Arabic: a woman whose husband's cousin works at the desk. To the cousin the case does not exist, in no
//! list, no search, no count, and nothing says that it is kept from him; who tries is written down.

use super::browser::{Browser, SIZES};
use crate::support::demo::Demo;
use crate::support::h01::Answer;

const SAFETY: &[Answer] = &[
    ("danger", "no"),
    ("talk", "yes"),
    ("plan", "تبقى عند والدتها، ولا يعرف زوجها موعد حضورها"),
    ("contact", "no"),
    ("channel", "APP"),
    ("reporter", "SELF"),
    ("language", "ar"),
];

const PERSON: &[Answer] = &[
    ("name_ar", "مها راشد الغدير"),
    ("birth_d", "3"),
    ("birth_m", "9"),
    ("birth_y", "1995"),
    ("sex", "F"),
    ("area", "AE-SH-SHJ-RHM"),
    ("usual", "home"),
    ("risk_home", "yes"),
    ("evidence", "STATEMENT"),
];

const NEED: &[Answer] = &[
    ("wishes", "ألا يعرف أحد من أقارب زوجها أنها حضرت"),
    ("category", "WOMAN"),
    ("urgency", "URGENT"),
    ("services", "LEGAL"),
    ("harm", "PSYCH"),
];

const SHARING: &[Answer] = &[("to", "here"), ("ground", "WRITTEN")];

async fn taken_in(desk: &Browser) -> String {
    desk.goto("/ar/intake/new").await;
    for (answers, step) in [(SAFETY, 2), (PERSON, 3), (NEED, 4), (SHARING, 5)] {
        desk.fill(answers).await;
        desk.step(step).await;
    }
    desk.click("button[name=act][value=open]").await;
    desk.arrives("/ar/cases/").await;
    desk.path().await
}

/// The number of the case as its page says it.
async fn number(browser: &Browser) -> String {
    let title = browser.text("h1").await;
    let found = title.split_whitespace().find(|word| word.contains("C-"));
    let number = found.unwrap_or_else(|| panic!("no number in {title}"));
    number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

/// How many cases stand in the colleague's list.
async fn listed(browser: &Browser) -> u64 {
    browser.goto("/ar/cases").await;
    let rows = "return document.querySelectorAll('main tbody tr').length;";
    browser.script(rows, Vec::new()).await.as_u64().unwrap()
}

/// Everything that the colleague could look at says nothing of the case.
async fn sees_nothing(colleague: &Browser, case: &str, number: &str) {
    for page in ["/ar", "/ar/cases", case, "/ar/search"] {
        colleague.goto(page).await;
        let source = colleague.client.source().await.unwrap();
        assert!(!source.contains("مها راشد") && !source.contains(number), "{page}");
        assert!(!source.contains("تضارب"), "nothing says that it is kept from him: {page}");
    }
    colleague.look("nothing there").await;
}

#[tokio::test]
async fn h10_is_walked_in_arabic_and_the_colleague_who_is_kin_finds_nothing() {
    let demo = Demo::start().await;
    let open = async |user: &str| {
        let browser = Browser::open(demo.node("DANA"), SIZES[0]).await;
        browser.enter("ar", user, &demo.password).await;
        browser
    };
    let desk = open("d-int1").await;
    let case = taken_in(&desk).await;
    let number = number(&desk).await;
    let cousin = open("d-cm2").await;
    let before = listed(&cousin).await;
    let supervisor = open("d-sup").await;
    supervisor.goto(&format!("{case}/readers")).await;
    supervisor.says("#conflict", "مروان الغدير").await;
    supervisor.look("the family name is pointed out").await;
    let choose =
        "const all = [...document.querySelectorAll('#conflict select[name=excluded] option')];
        all.find((one) => one.textContent.includes('مروان')).selected = true;";
    supervisor.script(choose, Vec::new()).await;
    supervisor.fill(&[("reason", "KIN")]).await;
    supervisor.click("form[action$=\"/conflicts\"] button").await;
    supervisor.find("#conflict form[action$=\"/conflicts/end\"]").await;
    supervisor.look("excluded").await;
    sees_nothing(&cousin, &case, &number).await;
    assert_eq!(listed(&cousin).await, before, "no count has moved");
    supervisor.goto(&format!("{case}/readers")).await;
    supervisor.says("main", "مروان الغدير").await;
    supervisor.says("main", "حاول").await;
    supervisor.resize(SIZES[1]).await;
    supervisor.look("who reads it, on a phone").await;
}
