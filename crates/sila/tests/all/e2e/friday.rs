//! H03 in the browser, in Arabic: the duty line of Dana, the clocks of the law, the question to both partners, the emergency
//! referral on one screen with its two words, the acceptance at Marsa, the second signature by the supervisor.

use super::browser::{Browser, SIZES};
use crate::support::demo::Demo;
use crate::support::h01::Answer;

const SAFETY: &[Answer] = &[
    ("danger", "yes"),
    ("talk", "no"),
    ("plan", "المعلم معه الآن في المدرسة، ولا يغادر قبل وصول المختص"),
    ("contact", "no"),
    ("channel", "VOICE"),
    ("reporter", "TEACHER"),
    ("language", "ar"),
];

const PERSON: &[Answer] = &[
    ("name_ar", "راشد علي السدراوي"),
    ("birth_d", "19"),
    ("birth_m", "6"),
    ("birth_y", "2012"),
    ("sex", "M"),
    ("area", "AE-SH-SHJ-MWL"),
    ("usual", "home"),
    ("risk_home", "yes"),
    ("evidence", "SCHOOL"),
];

const NEED: &[Answer] = &[
    ("wishes", "أن يعرف أخوه الصغير أنه بخير"),
    ("unwanted", "ألا يعود الليلة إلى البيت"),
    ("category", "CHILD"),
    ("urgency", "EMERGENCY"),
    ("services", "EMSHELTER"),
    ("account", "أخبر معلمه أنه ضُرب وأنه يخاف العودة"),
    ("harm", "PHYS"),
];

const SHARING: &[Answer] = &[("to", "here"), ("ground", "VITAL")];

/// Everything is told once, and the case is opened at Dana.
async fn taken_in(dana: &Browser) -> String {
    dana.goto("/ar/intake/new").await;
    dana.fill(SAFETY).await;
    dana.step(2).await;
    dana.fill(PERSON).await;
    dana.step(3).await;
    dana.fill(NEED).await;
    dana.step(4).await;
    dana.fill(SHARING).await;
    dana.step(5).await;
    dana.click("button[name=act][value=open]").await;
    dana.arrives("/ar/cases/").await;
    dana.path().await
}

/// The clocks run, and each says by when and by which law.
async fn clocks(dana: &Browser) {
    dana.look("the case").await;
    dana.click("form[action$=\"/clocks\"] button").await;
    dana.says("#case-clocks", "12.9").await;
    dana.look("clocks").await;
}

/// Both partners answer by themselves; Marsa holds a place.
async fn a_place(dana: &Browser, case: &str) -> String {
    dana.goto(&format!("{case}/place")).await;
    dana.fill(&[("who", "0")]).await;
    dana.click("form[action$=\"/place\"] button[type=submit]").await;
    dana.arrives("/ar/shelter/questions/").await;
    let question = dana.path().await;
    dana.find("#place-answers a[href*=\"/emergency?to=\"]").await;
    dana.says("#place-answers", "نسيم").await;
    dana.look("answers").await;
    question
}

/// One screen: whom, why, on what ground, what goes. Then the two words.
async fn sent(dana: &Browser) -> (String, Vec<String>) {
    dana.click("#place-answers a[href*=\"/emergency?to=\"]").await;
    dana.find("form[action$=\"/emergency\"]").await;
    dana.look("emergency referral").await;
    let page = dana.text("main").await;
    assert!(!page.contains("أخبر معلمه"), "what he told is not on the page of what goes");
    dana.click("form[action$=\"/emergency\"] button[type=submit]").await;
    dana.arrives("/ar/referrals/").await;
    dana.look("sent").await;
    (dana.path().await, words(dana).await)
}

async fn words(browser: &Browser) -> Vec<String> {
    let page = browser.text("main").await;
    let parts = page.split('«').skip(1).filter_map(|part| part.split_once('»'));
    parts.map(|(word, _)| word.trim().to_owned()).take(2).collect()
}

async fn accepted(marsa: &Browser, path: &str, said: &[String]) {
    marsa.goto(path).await;
    let preview = marsa.client.source().await.unwrap();
    assert!(!preview.contains("السدراوي"), "a name in the preview");
    assert_eq!(words(marsa).await, said, "both desks see the same two words");
    marsa.look("the preview").await;
    marsa.click("form[action$=\"/acceptance\"] button").await;
    marsa.find("main a[href*=\"/cases/\"]").await;
    marsa.says("main", "والمكان لدى").await;
    marsa.look("accepted").await;
}

/// On the supervisor's day: the second signature. Whoever sent it cannot give it.
async fn signed(supervisor: &Browser, path: &str) {
    supervisor.goto("/ar").await;
    supervisor.find(&format!("main a[href=\"{path}\"]")).await;
    supervisor.look("the supervisor's day").await;
    supervisor.goto(path).await;
    supervisor.fill(&[("consent", "NOTSAFE")]).await;
    supervisor.click("form[action$=\"/countersignature\"] button").await;
    supervisor.says("#referral-times", "وُقّعت بعد الإرسال").await;
    supervisor.look("signed").await;
}

#[tokio::test]
async fn contract_b26_h03_is_walked_in_arabic_from_the_duty_line_to_the_place() {
    let demo = Demo::start().await;
    let open = async |node: &str, user: &str| {
        let browser = Browser::open(demo.node(node), SIZES[0]).await;
        browser.enter("ar", user, &demo.password).await;
        browser
    };
    let dana = open("DANA", "d-int1").await;
    let case = taken_in(&dana).await;
    clocks(&dana).await;
    let question = a_place(&dana, &case).await;
    let (path, said) = sent(&dana).await;
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(!dana.has("form[action$=\"/countersignature\"]").await, "not whoever sent it");
    let marsa = open("MARSA", "m-ref").await;
    accepted(&marsa, &path, &said).await;
    dana.says("main", "والمكان لدى").await;
    dana.goto(&question).await;
    dana.says("#place-answers", "أكدت").await;
    let supervisor = open("DANA", "d-sup").await;
    signed(&supervisor, &path).await;
    dana.goto(&format!("{case}/clocks/told")).await;
    dana.fill(&[("outcome", "REFUSED")]).await;
    dana.look("told").await;
    dana.click("main form button[type=submit]").await;
    dana.says("#case-clocks", "رفض").await;
    dana.resize(SIZES[1]).await;
    dana.look("the case on a phone").await;
    dana.goto(&path).await;
    dana.look("the referral on a phone").await;
}
