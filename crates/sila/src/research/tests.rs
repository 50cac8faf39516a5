//! Studies and figures through their pages: what is given, to whom, until when, and what is refused.

use sila_core::CaseId;
use sila_core::codes::{Category, Urgency};

use crate::accounts::Worker;
use crate::testing::{NOW, TestNode, check_page};

/// The quarter before the one in which tests stand, and the one before that.
const LAST: &str = "8106";
const BEFORE: &str = "8105";

/// So many cases of a category, opened in the quarter before or the one before that.
async fn cases(
    node: &TestNode,
    owner: &Worker,
    category: Category,
    area: &str,
    quarter: &str,
    n: usize,
) {
    for _ in 0..n {
        let mut known = crate::cases::tests::disclosure(node);
        known.people.clear();
        known.residence.area = Some(area.parse().unwrap());
        let opened = NOW.plus_days(if quarter == LAST { -80 } else { -170 });
        let case = crate::cases::compose(
            &node.app,
            &known,
            category,
            Urgency::ALL[0],
            owner.id,
            None,
            opened,
        );
        let case = case.unwrap();
        node.write(move |tx| crate::cases::store::insert(tx, &case)).await.unwrap();
    }
}

struct Office {
    node: TestNode,
    researcher: Worker,
    head: Worker,
    owner: Worker,
}

/// A node with nineteen women, nine children and three older people of the last quarter.
async fn office(node: TestNode) -> Office {
    let researcher = node.worker("researcher", &["RESEARCHER"]).await;
    let head = node.worker("head", &["HEAD"]).await;
    let owner = node.worker("owner", &["CASE_MANAGER"]).await;
    cases(&node, &owner, Category::Woman, "AE-SH", LAST, 19).await;
    cases(&node, &owner, Category::Child, "AE-SH", LAST, 9).await;
    cases(&node, &owner, Category::Older, "AE-SH", LAST, 3).await;
    crate::people::register::fill(&node.app).await.unwrap();
    Office { node, researcher, head, owner }
}

const WORDS: [(&str, &str); 6] = [
    ("title_ar", "أثر المقابلة الواحدة في زمن التعافي"),
    ("title_en", "Effect of the single interview on recovery time"),
    ("question_ar", "هل تأتي الجلسة الأولى أسرع حين لا تُروى الواقعة مرتين؟"),
    ("question_en", "Does the first session come sooner when the account is given once?"),
    ("institution_ar", "الجامعة – قسم الخدمة الاجتماعية (تجريبية)"),
    ("institution_en", "University – Social Work Department (demo)"),
];

/// Proposes the study through its form and gives its address.
async fn proposed(office: &Office) -> String {
    let node = &office.node;
    let cookie = node.sign_in(&office.researcher).await;
    check_page(&node.get("/ar/research/new", &cookie).await.body, "ar");
    let wrong = node.post("/ar/research", &cookie, &[("group_min", "4")]).await;
    check_page(&wrong.body, "ar");
    assert!(wrong.body.contains("من 5 إلى 50"), "four is no group");
    let researcher = office.researcher.id.to_string();
    let mut fields = WORDS.to_vec();
    fields.extend([
        ("researcher", researcher.as_str()),
        ("from", BEFORE),
        ("to", LAST),
        ("axes", "CATEGORY"),
        ("axes", "TOLD"),
        ("axes", "SUPPORT"),
        ("group_min", "5"),
    ]);
    let got = node.post("/ar/research", &cookie, &fields).await;
    assert!(got.location.starts_with("/ar/research/"), "{}", got.body);
    got.location
}

/// Writes the committee's word down, good until the end of 2026.
async fn approved(office: &Office, path: &str) {
    let cookie = office.node.sign_in(&office.head).await;
    let page = office.node.get(path, &cookie).await;
    check_page(&page.body, "ar");
    let fields = [
        ("word", "approve"),
        ("committee", "لجنة أخلاقيات البحث"),
        ("number", "REC-2026-17"),
        ("on_d", "1"),
        ("on_m", "10"),
        ("on_y", "2026"),
        ("until_d", "31"),
        ("until_m", "12"),
        ("until_y", "2026"),
        ("group_min", "5"),
    ];
    let early = decided(office, path, &cookie, &fields[..1]).await;
    check_page(&early.body, "ar");
    let done = decided(office, path, &cookie, &fields).await;
    assert_eq!(done.location, path, "{}", done.body);
    check_page(&office.node.get(&path.replace("/ar/", "/en/"), &cookie).await.body, "en");
}

async fn decided(
    office: &Office,
    path: &str,
    cookie: &str,
    fields: &[(&str, &str)],
) -> crate::testing::Got {
    office.node.post(&format!("{path}/approval"), cookie, fields).await
}

fn span<'a>(from: &'a str, axis: &'a str) -> [(&'a str, &'a str); 3] {
    [("from", from), ("to", LAST), ("axes", axis)]
}

#[tokio::test]
async fn contract_b13_rs1_a_cell_of_three_and_its_complement_are_suppressed_on_page_and_in_the_file()
 {
    let office = office(TestNode::new().await).await;
    let node = &office.node;
    let path = proposed(&office).await;
    let cookie = node.sign_in(&office.researcher).await;
    let early = node.post(&format!("{path}/tables"), &cookie, &span(LAST, "CATEGORY")).await;
    assert_eq!(early.status, 409, "nothing before the committee's word");
    let day = node.get("/ar", &node.sign_in(&office.head).await).await;
    assert!(
        day.body.contains("دراسة تنتظر قرار اللجنة"),
        "it waits on the day of whoever approves"
    );
    let own = node.post(&format!("{path}/approval"), &cookie, &[("word", "decline")]).await;
    assert_eq!(own.status, 403, "a researcher decides on no study");
    approved(&office, &path).await;

    let got = node.post(&format!("{path}/tables"), &cookie, &span(LAST, "CATEGORY")).await;
    let table = node.get(&got.location, &cookie).await;
    check_page(&table.body, "ar");
    assert!(
        table.body.contains(">19<") && table.body.contains(">12<") && table.body.contains(">31<")
    );
    assert!(
        !table.body.contains(">3<") && !table.body.contains(">9<"),
        "neither the three nor the nine"
    );
    let file = node.get(&format!("{}/file", got.location), &cookie).await;
    assert_eq!(file.body, "CATEGORY,CASES\r\nWOMAN,19\r\nSUPPRESSED,12\r\nTOTAL,31\r\n");
    let again = node.post(&format!("{path}/tables"), &cookie, &span(LAST, "CATEGORY")).await;
    assert_eq!(again.location, got.location, "what was given is given again as it was");
    check_page(&node.get(&path, &cookie).await.body, "ar");
    check_page(&node.get("/en/research", &cookie).await.body, "en");

    let beyond = node.post(&format!("{path}/tables"), &cookie, &span(LAST, "EMIRATE")).await;
    assert_eq!(beyond.status, 409, "by emirate was not approved");
    let colleague = node.worker("second", &["RESEARCHER"]).await;
    let other = node.sign_in(&colleague).await;
    assert_eq!(node.get(&got.location, &other).await.status, 404, "another's table is not there");
    let theirs = node.post(&format!("{path}/tables"), &other, &span(LAST, "CATEGORY")).await;
    assert_eq!(theirs.status, 404);

    let written = node.post(&format!("{path}/result"), &cookie, &[]).await;
    assert!(written.location.contains("/knowledge/"), "{}", written.body);
    let draft = node.get(&written.location, &cookie).await;
    assert!(
        draft.body.contains("أثر المقابلة الواحدة في زمن التعافي"),
        "the results go into the library"
    );

    node.app.clock.set(Some(NOW.plus_days(40)));
    let cookie = node.sign_in(&office.researcher).await;
    assert_eq!(node.get(&got.location, &cookie).await.status, 409, "read no more after the end");
    let late = node.post(&format!("{path}/tables"), &cookie, &span(LAST, "SUPPORT")).await;
    assert_eq!(late.status, 409, "and nothing is drawn");
    office.node.end().await;
}

#[tokio::test]
async fn contract_b13_what_was_given_is_remembered_and_a_difference_of_three_is_refused() {
    let office = office(TestNode::new().await).await;
    let (node, owner) = (&office.node, &office.owner);
    cases(node, owner, Category::Woman, "AE-SH", BEFORE, 6).await;
    cases(node, owner, Category::Child, "AE-SH", BEFORE, 6).await;
    cases(node, owner, Category::Older, "AE-SH", BEFORE, 6).await;
    let path = proposed(&office).await;
    approved(&office, &path).await;
    let cookie = node.sign_in(&office.researcher).await;
    let both = node.post(&format!("{path}/tables"), &cookie, &span(BEFORE, "CATEGORY")).await;
    let body = node.get(&both.location, &cookie).await.body;
    assert!(
        [">25<", ">15<", ">9<"].iter().all(|n| body.contains(n)),
        "all three are shown together"
    );
    let first = [("from", BEFORE), ("to", BEFORE), ("axes", "CATEGORY")];
    let refused = node.post(&format!("{path}/tables"), &cookie, &first).await;
    assert_eq!(refused.status, 409, "nine older people less six are three");
    assert!(refused.body.contains("بطرحه من جدول سابق"), "{}", refused.body);
    let women = [("from", LAST), ("to", LAST), ("axes", "CATEGORY"), ("categories", "WOMAN")];
    let women = node.post(&format!("{path}/tables"), &cookie, &women).await;
    assert!(women.location.contains("/tables/"), "nineteen less nothing: {}", women.body);

    // What comes late changes no table: a quarter is counted once.
    cases(node, owner, Category::Woman, "AE-SH", LAST, 1).await;
    let support = node.post(&format!("{path}/tables"), &cookie, &span(LAST, "SUPPORT")).await;
    let file = node.get(&format!("{}/file", support.location), &cookie).await.body;
    assert_eq!(file, "SUPPORT,CASES\r\nNONE,31\r\nTOTAL,31\r\n");
    office.node.end().await;
}

#[tokio::test]
async fn contract_b13_a_researcher_reaches_no_case_screen_and_whoever_reads_cases_gets_no_table() {
    let office = office(TestNode::new().await).await;
    let (node, owner) = (&office.node, office.owner.id);
    let (one, reference): (CaseId, String) = {
        let known = crate::cases::tests::disclosure(node);
        let case = crate::cases::compose(
            &node.app,
            &known,
            Category::Woman,
            Urgency::ALL[0],
            owner,
            None,
            NOW,
        );
        let case = case.unwrap();
        let id = case.id;
        let made = node.write(move |tx| crate::cases::store::insert(tx, &case)).await;
        (id, made.unwrap())
    };
    crate::people::register::fill(&node.app).await.unwrap();
    let cookie = node.sign_in(&office.researcher).await;
    for path in [
        "/ar/cases".to_owned(),
        format!("/ar/cases/{one}"),
        format!("/ar/cases/{one}/readers"),
        "/ar/referrals/in".to_owned(),
        "/ar/referrals/out".to_owned(),
        "/ar/intake/new".to_owned(),
        "/ar/known".to_owned(),
        "/ar/shelter".to_owned(),
        "/ar/duplicates".to_owned(),
        "/ar/imports".to_owned(),
        "/ar/audit".to_owned(),
    ] {
        assert_eq!(node.get(&path, &cookie).await.status, 403, "{path}");
    }
    let name = crate::cases::tests::disclosure(node).people[0].name_ar.clone().unwrap();
    let search = node.post("/ar/search", &cookie, &[("q", &name)]).await;
    assert!(!search.body.contains(&reference), "a search finds no case");

    // Somebody who does both is given nothing, whatever was approved.
    let path = proposed(&office).await;
    approved(&office, &path).await;
    let id = office.researcher.id;
    let roles = vec!["RESEARCHER".to_owned(), "CASE_MANAGER".to_owned()];
    node.write(move |tx| crate::accounts::store::set_roles(tx, id, &roles, true)).await.unwrap();
    let cookie = node.sign_in(&office.researcher).await;
    let refused = node.post(&format!("{path}/tables"), &cookie, &span(LAST, "CATEGORY")).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.body.contains("لا يُعطى جدول لمن يقرأ الحالات"));
    office.node.end().await;
}

/// A case that nobody but its people knows of.
async fn restricted(node: &TestNode, owner: &Worker) {
    let known = crate::cases::tests::disclosure(node);
    let (category, at) = (Category::Trafficking, NOW.plus_days(-80));
    let case =
        crate::cases::compose(&node.app, &known, category, Urgency::ALL[0], owner.id, None, at);
    let (case, by) = (case.unwrap(), owner.clone());
    let hide = move |tx: &mut dyn crate::db::Tx| {
        crate::cases::store::insert(tx, &case)?;
        crate::cases::scope::store::restrict(tx, case.id, (&by, true), NOW)
    };
    node.write(hide).await.unwrap();
}

async fn figures(node: TestNode) {
    let office = office(node).await;
    let (node, owner) = (&office.node, &office.owner);
    cases(node, owner, Category::Woman, "AE-DU", LAST, 7).await;
    restricted(node, owner).await;
    let cookie = node.sign_in(&office.head).await;
    check_page(&node.get("/ar/research/figures", &cookie).await.body, "ar");
    let fields = [("from", LAST), ("to", LAST), ("axes", "CATEGORY"), ("axes", "EMIRATE")];
    let got = node.post("/ar/research/figures", &cookie, &fields).await;
    let file = node.get(&format!("{}/file", got.location), &cookie).await.body;
    assert_eq!(
        file,
        "CATEGORY,EMIRATE,CASES\r\nCHILD,AE-SH,9\r\nWOMAN,AE-SH,19\r\nSUPPRESSED,,10\r\nTOTAL,,38\r\n",
        "a restricted case is in no count"
    );
    let named = node
        .post("/ar/research/figures", &cookie, &[("from", LAST), ("to", LAST), ("axes", "TOLD")])
        .await;
    assert_eq!(named.status, 409, "by what is not published");
    let open = [("from", "8107"), ("to", "8107"), ("axes", "CATEGORY")];
    let now = node.post("/ar/research/figures", &cookie, &open).await;
    assert_eq!(now.status, 409, "the quarter is not over");
    nobody_else(node, &cookie, &got.location).await;
    office.node.end().await;
}

async fn nobody_else(node: &TestNode, cookie: &str, table: &str) {
    // 31 in Sharjah less the 28 that are shown are the three older people.
    let emirates = [("from", LAST), ("to", LAST), ("axes", "EMIRATE")];
    let attack = node.post("/ar/research/figures", cookie, &emirates).await;
    assert_eq!(attack.status, 409);
    assert!(attack.body.contains("بطرحه من جدول سابق"));
    let anybody = node.worker("anybody", &["INTAKE"]).await;
    let stranger = node.sign_in(&anybody).await;
    assert_eq!(node.get(table, &stranger).await.status, 403);
}

#[tokio::test]
async fn contract_b12_published_figures_have_no_small_cell_and_two_exports_do_not_differ_by_one() {
    figures(TestNode::new().await).await;
}

#[tokio::test]
async fn contract_b12_the_same_figures_from_postgresql() {
    if let Some(node) = TestNode::postgres().await {
        figures(node).await;
    }
}
