//! H06 in the browser, in Arabic: a mother moves with her five children from Sharjah to Dubai, and the responsibility goes with them; the
//! father, who has a case of his own, is declined and stays. At every moment one agency answers for each of them, and both say the same one.

use super::browser::{Browser, SIZES};
use crate::household::{see, thursday};
use crate::scenario::{AGENCIES, answers};
use crate::support::demo::Demo;
use crate::support::h01::Answer;
use crate::support::visitor::Visitor;

const MOTHER: &str = "سلامة الغافوي";
const FATHER: &str = "جمعة الغافوي";
const CHILDREN: [&str; 5] = ["محمد", "شيخة", "أحمد", "نور", "زايد"];

const SAFETY: &[Answer] = &[
    ("danger", "no"),
    ("talk", "yes"),
    ("plan", "لا خطر الآن، والأسرة في بيتها الجديد"),
    ("contact", "no"),
    ("channel", "LINK"),
    ("reporter", "SELF"),
    ("language", "ar"),
];

const OF_MOTHER: &[Answer] =
    &[("name_ar", MOTHER), ("birth_d", "2"), ("birth_m", "5"), ("birth_y", "1988"), ("sex", "F")];

const OF_CHILDREN: [&[Answer]; 5] = [
    &[("o1_name", "محمد"), ("o1_age", "16"), ("o1_sex", "M"), ("o1_relation", "SON")],
    &[("o2_name", "شيخة"), ("o2_age", "14"), ("o2_sex", "F"), ("o2_relation", "DAUGHTER")],
    &[("o3_name", "أحمد"), ("o3_age", "12"), ("o3_sex", "M"), ("o3_relation", "SON")],
    &[("o4_name", "نور"), ("o4_age", "7"), ("o4_sex", "F"), ("o4_relation", "DAUGHTER")],
    &[("o5_name", "زايد"), ("o5_age", "3"), ("o5_sex", "M"), ("o5_relation", "SON")],
];

const OF_FATHER: &[Answer] =
    &[("name_ar", FATHER), ("birth_d", "13"), ("birth_m", "9"), ("birth_y", "1984"), ("sex", "M")];

const HOME: &[Answer] =
    &[("area", "AE-DU-DXB-QSS"), ("usual", "home"), ("risk_home", "no"), ("evidence", "LEASE")];

const NEED: &[Answer] = &[
    ("wishes", "أن يتابعها جهة قريبة من بيتها الجديد"),
    ("category", "WOMAN"),
    ("urgency", "STANDARD"),
    ("services", "LEGAL"),
    ("services", "PSYSOC"),
    ("harm", "NONE"),
];

const NEED_OF_FATHER: &[Answer] = &[
    ("wishes", "أن يبقى قريباً من أولاده"),
    ("category", "FAMILY"),
    ("urgency", "STANDARD"),
    ("services", "LEGAL"),
    ("harm", "NONE"),
];

const SHARING: &[Answer] = &[("ground", "WRITTEN"), ("hand_over", "yes")];

/// Tells everything once and hands over: the referral, and the case at Dana.
async fn sent(
    dana: &Browser,
    (person, others): (&[Answer], &[&[Answer]]),
    need: &[Answer],
) -> (String, String) {
    dana.goto("/ar/intake/new").await;
    dana.fill(SAFETY).await;
    dana.step(2).await;
    dana.fill(person).await;
    for (n, other) in (1..).zip(others) {
        dana.click("button[name=act][value=add]").await;
        dana.find(&format!("[name=o{n}_name]")).await;
        dana.fill(other).await;
    }
    dana.fill(HOME).await;
    dana.step(3).await;
    dana.fill(need).await;
    dana.step(4).await;
    dana.look("the responsibility is handed over").await;
    dana.fill(SHARING).await;
    dana.step(5).await;
    dana.says("main", "تتولى الجهة الأخرى المسؤولية").await;
    dana.look("checked").await;
    dana.click("button[name=act][value=send]").await;
    dana.arrives("/ar/referrals/").await;
    let link = dana.find("main a[href*=\"/cases/\"]").await;
    let case = link.attr("href").await.unwrap().unwrap();
    (dana.path().await, case)
}

/// A court ordered that the children see their father: on Thursday at four, outside the hours of the centre, planned all the same.
async fn a_visit_is_ordered(dana: &Browser, case: &str) {
    let day = thursday();
    let [d, m, y] = [day.day.to_string(), day.month.to_string(), day.year.to_string()];
    dana.goto(&format!("{case}/appointments/new")).await;
    dana.fill(&[("kind", "VISITATION"), ("time", "16:00"), ("place", "CENTRE")]).await;
    for (name, typed) in [("day_d", &d), ("day_m", &m), ("day_y", &y)] {
        dana.type_in(&format!("[name={name}]"), typed).await;
    }
    let plan = "form[action$=\"/appointments/new\"] button[type=submit]";
    dana.click(plan).await;
    dana.says("main", "هذا خارج ساعات عملنا").await;
    dana.fill(&[("all_the_same", "yes")]).await;
    dana.click(plan).await;
    dana.says("#case-appointments", "جلسة رؤية").await;
    dana.look("the order").await;
}

/// The address at which a calendar reminds whoever answers.
async fn reminder(browser: &Browser) -> String {
    browser.goto("/ar/calendar").await;
    browser.click("form[action$=\"/calendar\"] button").await;
    let address = browser.text(".code-box").await;
    let (_, secret) = address.split_once("/diary/").expect("an address");
    format!("/ar/diary/{}", secret.trim())
}

/// Of how much this calendar reminds.
async fn reminds(who: &mut Visitor, address: &str) -> usize {
    see(who, address).await.body.matches("BEGIN:VEVENT").count()
}

/// The family, as a supervisor of each agency finds it.
struct Family {
    dana: Visitor,
    marsa: Visitor,
    mother: String,
    father: String,
    referral: String,
}

impl Family {
    /// How many dates the calendars at Dana and at Marsa hold.
    async fn dates(&mut self, (dana, marsa): &(String, String)) -> [usize; 2] {
        [reminds(&mut self.dana, dana).await, reminds(&mut self.marsa, marsa).await]
    }

    /// What the page of each case says: at Dana of the mother's and the father's, at Marsa of what has come.
    async fn one_answers_for_each(&mut self, expected: [&'static str; 2], moment: &str) {
        let mother = see(&mut self.dana, &self.mother).await;
        let father = see(&mut self.dana, &self.father).await;
        let there = see(&mut self.marsa, &self.referral).await;
        let link = there.links().into_iter().find(|link| link.contains("/cases/"));
        let there = match link {
            Some(link) => Some(see(&mut self.marsa, &link).await),
            None => None,
        };
        for name in CHILDREN.iter().chain(&[MOTHER, FATHER]) {
            let here = if *name == FATHER { &father } else { &mother };
            assert!(here.body.contains(*name), "{moment}: {name} at Dana");
            let told = there.as_ref().filter(|page| page.body.contains(*name));
            let says = [Some(answers(here)), told.map(answers)];
            let claims = says.iter().zip(AGENCIES).filter(|(said, own)| **said == Some(*own));
            assert_eq!(claims.count(), 1, "{moment}: {name}: {says:?}");
            let named = expected[usize::from(*name == FATHER)];
            assert!(says.iter().flatten().all(|said| *said == named), "{moment}: {name}: {says:?}");
        }
        let unnamed = there.is_none_or(|page| !page.body.contains(FATHER));
        assert!(unnamed, "{moment}: the father has no name at Marsa");
    }
}

/// Accepted in part: she and the children are taken, for one of two services; he is not.
async fn decided(marsa: &Browser, mother: &str, father: &str) {
    marsa.goto(&format!("{mother}/part")).await;
    marsa.fill(&[("left-PSYSOC", "V2")]).await;
    marsa.look("in part").await;
    marsa.click("form[action$=\"/part\"] button").await;
    marsa.says("main", "بانتظار قائمة ما يُسلَّم").await;
    marsa.says("main", "لا يوجد مكان الآن، وتتاح قائمة انتظار").await;
    marsa.look("accepted").await;
    marsa.goto(&format!("{father}/decline")).await;
    marsa.fill(&[("code", "V4")]).await;
    marsa.click("form[action$=\"/decline\"] button").await;
    marsa.arrives(father).await;
    marsa.says("main", "غير مختصة بحسب الفئة").await;
    let page = marsa.client.source().await.unwrap();
    assert!(!page.contains(FATHER), "who is not taken is not named");
    marsa.look("declined").await;
}

/// Dana signs that everything goes that is open.
async fn handed(dana: &Browser, path: &str) {
    dana.goto(&format!("{path}/handover")).await;
    dana.says("main", "جلسة رؤية").await;
    let all =
        "document.querySelectorAll('[name^=\"fate-\"][value=GOES]').forEach((one) => one.click())";
    dana.script(all, Vec::new()).await;
    dana.look("what is open").await;
    dana.click("form[action$=\"/handover\"] button").await;
    dana.says("main", "بانتظار توقيع الجهة المستلِمة").await;
}

/// Marsa signs the same list, line by line; the case that begins there.
async fn taken(marsa: &Browser, path: &str) -> String {
    marsa.goto(path).await;
    marsa.says("main", "بانتظار توقيع الجهة المستلِمة").await;
    marsa.goto(&format!("{path}/taking")).await;
    marsa.says("main", "جلسة رؤية").await;
    let all = "document.querySelectorAll('[name^=\"line-\"]').forEach((one) => one.click())";
    marsa.script(all, Vec::new()).await;
    marsa.look("what is taken over").await;
    marsa.click("form[action$=\"/taking\"] button").await;
    let link = marsa.find("main a[href*=\"/cases/\"]").await;
    link.attr("href").await.unwrap().unwrap()
}

/// What went is there to be done, and at Dana only read.
async fn the_order_went(dana: &Browser, case: &str, marsa: &Browser, there: &str) {
    marsa.goto(there).await;
    marsa.says("#case-appointments", "جلسة رؤية").await;
    marsa.look("the case at Marsa").await;
    dana.goto(case).await;
    dana.says("#case-appointments", "انتقل مع الحالة").await;
    dana.says("main", "هي المسؤولة عن هذا الشخص الآن").await;
    assert!(!dana.has("main a[href$=\"/appointments/new\"]").await, "nothing new is planned here");
    dana.look("handed over").await;
    dana.goto(&format!("{case}/notes")).await;
    assert!(!dana.has("main form[action$=\"/notes\"]").await, "what is written here is only read");
    dana.goto(&format!("{case}/history")).await;
    dana.says("#case-history", "خُطط لموعد").await;
    dana.resize(SIZES[1]).await;
    dana.goto(case).await;
    dana.look("handed over, on a phone").await;
}

#[tokio::test]
async fn h06_is_walked_in_arabic_and_one_agency_is_responsible_at_every_moment() {
    let demo = Demo::start().await;
    let open = async |node: &str, user: &str| {
        let browser = Browser::open(demo.node(node), SIZES[0]).await;
        browser.enter("ar", user, &demo.password).await;
        browser
    };
    let (dana, marsa) = (open("DANA", "d-int1").await, open("MARSA", "m-ref").await);
    let (path, case) = sent(&dana, (OF_MOTHER, &OF_CHILDREN), NEED).await;
    let (declined, own) = sent(&dana, (OF_FATHER, &[]), NEED_OF_FATHER).await;
    let english = |path: &str| path.replacen("/ar/", "/en/", 1);
    let mut family = Family {
        dana: demo.node("DANA").visitor("d-sup", &demo.password).await,
        marsa: demo.node("MARSA").visitor("m-sup", &demo.password).await,
        mother: english(&case),
        father: english(&own),
        referral: english(&path),
    };
    let [here, there] = AGENCIES;
    let calendars = (reminder(&dana).await, reminder(&marsa).await);
    let [here_before, there_before] = family.dates(&calendars).await;
    a_visit_is_ordered(&dana, &case).await;
    assert_eq!(family.dates(&calendars).await, [here_before + 1, there_before], "its alarm");
    family.one_answers_for_each([here, here], "offered").await;
    decided(&marsa, &path, &declined).await;
    dana.goto(&path).await;
    dana.says("main", "بانتظار قائمة ما يُسلَّم").await;
    family.one_answers_for_each([here, here], "accepted in part").await;
    handed(&dana, &path).await;
    family.one_answers_for_each([here, here], "signed by one").await;
    let begun = taken(&marsa, &path).await;
    dana.goto(&path).await;
    dana.says("main", "سُلّم مفتاح الهوية").await;
    family.one_answers_for_each([there, here], "signed by both").await;
    the_order_went(&dana, &case, &marsa, &begun).await;
    let after = family.dates(&calendars).await;
    assert_eq!(after, [here_before, there_before + 1], "the alarm went with the order");
    dana.goto(&declined).await;
    dana.says("main", "غير مختصة بحسب الفئة").await;
}
