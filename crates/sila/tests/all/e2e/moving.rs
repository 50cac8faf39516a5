//! H06 in the browser, in Arabic: a mother moves with her children from Sharjah to Dubai, and the responsibility goes with them. At
//! every moment one agency answers for them, and both say the same one.

use super::browser::{Browser, SIZES};
use crate::support::demo::Demo;
use crate::support::h01::Answer;

const SAFETY: &[Answer] = &[
    ("danger", "no"),
    ("talk", "yes"),
    ("plan", "لا خطر الآن، والأسرة في بيتها الجديد"),
    ("contact", "no"),
    ("channel", "LINK"),
    ("reporter", "SELF"),
    ("language", "ar"),
];

const PERSON: &[Answer] = &[
    ("name_ar", "سلامة الغافوي"),
    ("birth_d", "2"),
    ("birth_m", "5"),
    ("birth_y", "1988"),
    ("sex", "F"),
    ("area", "AE-DU-DXB-QSS"),
    ("usual", "home"),
    ("risk_home", "no"),
    ("evidence", "LEASE"),
];

const NEED: &[Answer] = &[
    ("wishes", "أن تتابعها جهة قريبة من بيتها الجديد"),
    ("category", "WOMAN"),
    ("urgency", "STANDARD"),
    ("services", "LEGAL"),
    ("harm", "NONE"),
];

const SHARING: &[Answer] = &[("ground", "WRITTEN"), ("hand_over", "yes")];

async fn sent(dana: &Browser) -> String {
    dana.goto("/ar/intake/new").await;
    dana.fill(SAFETY).await;
    dana.step(2).await;
    dana.fill(PERSON).await;
    dana.step(3).await;
    dana.fill(NEED).await;
    dana.step(4).await;
    dana.look("the responsibility is handed over").await;
    dana.fill(SHARING).await;
    dana.step(5).await;
    dana.says("main", "تتولى الجهة الأخرى المسؤولية").await;
    dana.look("checked").await;
    dana.click("button[name=act][value=send]").await;
    dana.arrives("/ar/referrals/").await;
    dana.path().await
}

/// Who answers for her, as the page of the case says.
async fn responsible(browser: &Browser, case: &str) -> bool {
    browser.goto(case).await;
    browser.text("#case-summary").await.contains("مؤسسة مرسى")
}

#[tokio::test]
async fn h06_is_walked_in_arabic_and_one_agency_is_responsible_at_every_moment() {
    let demo = Demo::start().await;
    let open = async |node: &str, user: &str| {
        let browser = Browser::open(demo.node(node), SIZES[0]).await;
        browser.enter("ar", user, &demo.password).await;
        browser
    };
    let dana = open("DANA", "d-int1").await;
    let path = sent(&dana).await;
    let link = dana.find("main a[href*=\"/cases/\"]").await;
    let case = link.attr("href").await.unwrap().unwrap();
    let marsa = open("MARSA", "m-ref").await;
    marsa.goto(&path).await;
    marsa.click("form[action$=\"/acceptance\"] button").await;
    marsa.says("main", "بانتظار قائمة ما يُسلَّم").await;
    marsa.look("accepted").await;
    dana.goto(&path).await;
    dana.says("main", "بانتظار قائمة ما يُسلَّم").await;
    dana.goto(&format!("{path}/handover")).await;
    dana.look("what is open").await;
    dana.click("form[action$=\"/handover\"] button").await;
    dana.says("main", "بانتظار توقيع الجهة المستلِمة").await;
    assert!(!responsible(&dana, &case).await, "until both have signed Dana answers for her");
    marsa.goto(&path).await;
    marsa.says("main", "بانتظار توقيع الجهة المستلِمة").await;
    marsa.goto(&format!("{path}/taking")).await;
    marsa.look("what is taken over").await;
    marsa.click("form[action$=\"/taking\"] button").await;
    marsa.find("main a[href*=\"/cases/\"]").await;
    dana.goto(&path).await;
    dana.says("main", "سُلّم مفتاح الهوية").await;
    assert!(responsible(&dana, &case).await, "Dana’s case says who answers for her now");
    dana.look("handed over").await;
    dana.resize(SIZES[1]).await;
    dana.look("handed over, on a phone").await;
}
