//! H10 in the browser, in Arabic: a woman whose husband works at a partner, and whose husband's cousin works at the desk. To both the case does not
//! exist, in no list, no search, no count, and nothing says that it is kept from them; who tries is written down. Where nothing may be sent,
//! three ways remain.

use serde_json::json;

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

const HOUSING: &[Answer] = &[
    ("wishes", "سكن باسمها، وألا يعلم زوجها"),
    ("category", "WOMAN"),
    ("urgency", "URGENT"),
    ("services", "HOUSING"),
    ("harm", "PSYCH"),
];

const SHARING: &[Answer] = &[("to", "here"), ("ground", "WRITTEN")];

const CONSENT: &[Answer] =
    &[("purpose", "HOUSING"), ("fields", "NAME"), ("given", "WRITTEN"), ("days", "30")];

const WORDS: &[Answer] = &[
    ("language", "ar"),
    ("words", "يرجى بيان المستندات المطلوبة لطلب سكن باسم حاملة هذا الخطاب."),
];

/// The partner where her husband works.
const TOWN: &str = "البلدية (تجريبية)";

async fn taken_in(desk: &Browser, need: &[Answer]) -> String {
    desk.goto("/ar/intake/new").await;
    for (answers, step) in [(SAFETY, 2), (PERSON, 3), (need, 4), (SHARING, 5)] {
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
    let case = taken_in(&desk, NEED).await;
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

/// Chooses the partner in a list of agencies; its value there.
async fn choose_town(browser: &Browser, list: &str) -> String {
    let choose = "const all = [...document.querySelectorAll(arguments[0] + ' option')];
        const found = all.find((one) => one.textContent.includes(arguments[1]));
        found.selected = true;
        return found.value";
    browser.find(list).await;
    let value = browser.script(choose, vec![json!(list), json!(TOWN)]).await;
    value.as_str().expect("the partner is in the list").to_owned()
}

/// A supervisor bars the partner from the case; what stands for it in forms.
async fn barred(supervisor: &Browser, case: &str) -> String {
    supervisor.goto(&format!("{case}/readers")).await;
    let town = choose_town(supervisor, "#agencies select[name=agency]").await;
    supervisor.click("#agencies select[name=reason] option[value=EMPLOYER]").await;
    supervisor.click("#agencies form[action$=\"/agencies\"] button").await;
    supervisor.find("#agencies form[action$=\"/agencies/end\"]").await;
    supervisor.look("the agency is barred").await;
    town
}

/// The officer wants to refer her there, and is stopped without a word of why.
async fn is_refused(desk: &Browser, case: &str, town: &str) {
    desk.goto(case).await;
    desk.click("form[action$=\"/refer\"] button").await;
    desk.arrives("/ar/intake/").await;
    let draft = desk.path().await;
    let draft = draft.trim_end_matches('1').to_owned();
    desk.goto(&format!("{draft}4")).await;
    desk.click(&format!("input[name=to][value=\"{town}\"]")).await;
    let why = "const list = document.querySelector('select[name=why]');
        list.selectedIndex = [...list.options].findIndex((one) => one.value !== '')";
    desk.script(why, Vec::new()).await;
    desk.fill(&[("ground", "WRITTEN")]).await;
    desk.step(5).await;
    desk.click("button[name=act][value=send]").await;
    desk.says("main", "لا يمكن نقل هذه الحالة إلى هذه الجهة").await;
    let source = desk.client.source().await.unwrap();
    assert!(!source.contains("يعمل حيث") && !source.contains("مها راشد"), "no reason is told");
    desk.look("refused").await;
}

/// Three ways are offered; she carries a letter herself, after her consent.
async fn she_carries_a_letter(desk: &Browser, case: &str) {
    desk.click("main a[href$=\"/letters#ways\"]").await;
    desk.arrives(&format!("{case}/letters")).await;
    for way in ["موظف آخر يسمّيه رئيس جهتنا", "خطاب يحمله صاحب الحالة", "لا يُرسل شيء"]
    {
        desk.says("#ways", way).await;
    }
    desk.look("three ways").await;
    desk.fill(&[("turn", "CARRIED"), ("why", "تختار يومًا لا يكون فيه زوجها هناك")]).await;
    desk.click("form[action$=\"/letters/ways\"] button").await;
    desk.find("#ways .tag.ok").await;
    choose_town(desk, "select[name=to]").await;
    desk.fill(CONSENT).await;
    desk.click("form[action$=\"/letters/consents\"] button").await;
    desk.arrives(&format!("{case}/letters/consents/")).await;
    desk.look("what the consent allows").await;
    desk.fill(WORDS).await;
    desk.click("form[action*=\"/letters/consents/\"] button[type=submit]").await;
    desk.says("#letters", "جاهز للطباعة").await;
    desk.look("a letter that she carries").await;
    desk.resize(SIZES[1]).await;
    desk.look("a letter that she carries, on a phone").await;
}

/// What he finds at the portal: all of its words.
async fn at_the_portal(guest: &Browser) -> String {
    guest.goto("/ar/portal").await;
    guest.text("main").await
}

#[tokio::test]
async fn h10_is_walked_in_arabic_and_where_he_works_nothing_is_found_and_three_ways_remain() {
    let demo = Demo::start().await;
    let open = async |user: &str| {
        let browser = Browser::open(demo.node("DANA"), SIZES[0]).await;
        browser.enter("ar", user, &demo.password).await;
        browser
    };
    let guest = open("x-p12").await;
    let before = at_the_portal(&guest).await;
    let desk = open("d-int1").await;
    let case = taken_in(&desk, HOUSING).await;
    let number = number(&desk).await;
    let supervisor = open("d-sup").await;
    let town = barred(&supervisor, &case).await;
    is_refused(&desk, &case, &town).await;
    she_carries_a_letter(&desk, &case).await;
    assert_eq!(at_the_portal(&guest).await, before, "not even a total has moved");
    for page in ["/ar/portal", case.as_str(), &format!("{case}/letters"), "/ar/cases"] {
        guest.goto(page).await;
        let source = guest.client.source().await.unwrap();
        assert!(!source.contains("مها راشد") && !source.contains(&number), "{page}");
    }
    guest.look("nothing there").await;
    let auditor = open("d-dpo").await;
    auditor.goto("/ar/audit/reads").await;
    auditor.says("main", "رُفض: جهة ممنوعة").await;
    auditor.look("who tried").await;
}
