//! The page of a partnership: what it counts is what the registers hold, and who keeps the contact.

use axum::http::StatusCode;
use sila_core::agreement::{Aims, Objective, Sector};
use sila_core::time::Date;
use sila_core::{AgencyId, Millis};

use super::{Appointment, appoint, relation, store};
use crate::accounts::Worker;
use crate::agreements::{self, State, Stored, template};
use crate::partners::{self, Level, Partner};
use crate::referrals::store::{self as referrals, Direction, Referral};
use crate::referrals::tests::{new, referral};
use crate::testing::{NOW, TestNode, check_page};

/// An agreement on paper with a partner without a node, in force for so many days from now.
pub(crate) async fn partner(node: &TestNode, days: i64) -> AgencyId {
    let id = partners::identity(node.app.node.id, node.app.clock.new_id());
    let made = Partner {
        id,
        code: "CLUB".to_owned(),
        name_ar: "نادٍ (تجريبي)".to_owned(),
        name_en: "Club (demo)".to_owned(),
        sector: Sector::PublicBenefit,
        level: Level::Portal,
        contact: String::new(),
        updated_at: NOW,
    };
    let stored = on_paper(node, id, days);
    let write = move |tx: &mut dyn crate::db::Tx| {
        partners::store::insert(tx, &made)?;
        agreements::store::insert(tx, &stored)
    };
    node.write(write).await.unwrap();
    id
}

pub(crate) fn on_paper(node: &TestNode, id: AgencyId, days: i64) -> Stored {
    let party = |agency, code: &str, name: (&str, &str)| sila_core::agreement::Party {
        agency,
        code: code.to_owned(),
        name_ar: name.0.to_owned(),
        name_en: name.1.to_owned(),
        covers: node.app.node.agency.areas(),
        services: Vec::new(),
        calendar: sila_core::calendar::Week::Five.calendar(),
        sector: None,
    };
    let own = &node.app.node.agency;
    let agreement = template::agreement(template::Terms {
        id: sila_core::AgreementId(node.app.clock.new_id()),
        code: "MOU-TEST-001".to_owned(),
        title_ar: "مذكرة".to_owned(),
        title_en: "Memorandum".to_owned(),
        parties: [
            party(node.app.node.id, &own.code, (&own.name_ar, &own.name_en)),
            party(id, "CLUB", ("نادٍ", "Club")),
        ],
        categories: vec![sila_core::codes::Category::Woman],
        from: NOW.plus_days(-40),
        until: NOW.plus_days(days),
        known: false,
        onward: Vec::new(),
        expertise: false,
        seats: None,
        aims: Aims {
            number: "1.2".to_owned(),
            objectives: vec![Objective::Protection],
            groups: vec![sila_core::codes::Category::Woman],
            goals: vec![5],
        },
        private: false,
    });
    let body = agreement.to_cbor();
    Stored {
        digest: sila_link::agreement_digest(&body),
        body,
        agreement,
        peer: id,
        state: State::Signed,
        own_signature: None,
        peer_signature: None,
        on_paper: Some("Letter 7".to_owned()),
        updated_at: NOW,
    }
}

fn appointed(agency: AgencyId, ours: bool, deputy: bool, from: Date) -> Appointment {
    let name = "خالد التجريبي".to_owned();
    Appointment {
        agreement: None,
        agency,
        ours,
        deputy,
        name,
        reach: "مكتب الشراكات".to_owned(),
        from,
    }
}

async fn sustainability(node: &TestNode, agency: AgencyId, now: Millis) -> u32 {
    relation::one(&node.app, agency, now).await.unwrap().card(now).sustainability
}

#[tokio::test]
async fn contract_a18_a_vacancy_lowers_the_score_and_a_past_day_is_counted_as_it_was() {
    let node = TestNode::new().await;
    let agency = partner(&node, 400).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let days = |n: i64| NOW.plus_days(n);
    assert_eq!(sustainability(&node, agency, NOW).await, 70, "nobody is named");
    let mut ours = None;
    for (mine, deputy) in [(true, false), (false, false), (true, true), (false, true)] {
        let one = appointed(agency, mine, deputy, NOW.uae_date());
        let id = appoint(&node.app, &one, officer.id, NOW).await.unwrap();
        ours = ours.or(Some(id));
    }
    assert_eq!(sustainability(&node, agency, NOW).await, 100);
    let (left, day) = (ours.unwrap(), days(10).uae_date());
    assert!(node.write(move |tx| store::end(tx, left, agency, day)).await.unwrap());
    let gone = relation::one(&node.app, agency, days(10)).await.unwrap();
    // 40,000 + 650 × 30 + 30,000, of a thousand.
    assert_eq!(gone.card(days(10)).sustainability, 89);
    assert_eq!(gone.warnings(days(10)).len(), 1);
    for (past, expected) in [(0, 100), (9, 100), (-1, 70)] {
        assert_eq!(sustainability(&node, agency, days(past)).await, expected, "day {past}");
    }
    assert_eq!(sustainability(&node, agency, days(310)).await, 79, "ninety days are left");
}

async fn officer(node: &TestNode) -> (Worker, String) {
    let worker = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&worker).await;
    (worker, cookie)
}

#[tokio::test]
async fn contract_a36_each_figure_of_the_page_names_its_register_and_equals_it() {
    let node = TestNode::new().await;
    let agency = partner(&node, 60).await;
    let (_, cookie) = officer(&node).await;
    let page = node.get(&format!("/en/partnerships/{}", agency.to_text()), &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    let now = relation::one(&node.app, agency, NOW).await.unwrap();
    let figures = super::figures::of(&now, NOW);
    for figure in &figures {
        // The register of referrals is not theirs to open: it is named, and no link leads there.
        let opens = !figure.register.starts_with("/referrals");
        let link = page.body.contains(&format!("href=\"/en{}\"", figure.register));
        assert_eq!(link, opens, "{figure:?}");
    }
    let count = |key: &str| figures.iter().find(|one| one.key == key).unwrap().count;
    let register = node.app.store.read(agreements::store::in_force).await.unwrap();
    assert_eq!(count("partnership-agreements"), Some(u64::try_from(register.len()).unwrap()));
    assert_eq!(count("partnership-agreements"), Some(1));
    assert!(page.body.contains("within 60 days"), "the end is near");
    let list = node.get("/ar/partnerships", &cookie).await;
    assert!(list.body.contains("نادٍ"), "it stands in the list");
}

#[tokio::test]
async fn a_focal_point_is_named_and_ended_by_whoever_signs_and_by_nobody_else() {
    let node = TestNode::new().await;
    let agency = partner(&node, 400).await;
    let (_, cookie) = officer(&node).await;
    let path = format!("/en/partnerships/{}/focal", agency.to_text());
    let form = |day: &'static str| {
        [
            ("side", "theirs"),
            ("post", "focal"),
            ("name", "<Noura> (demo)"),
            ("reach", "Office 4"),
            ("from_d", day),
            ("from_m", "11"),
            ("from_y", "2026"),
        ]
    };
    let ahead = node.post(&path, &cookie, &form("23")).await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY, "a day that is ahead");
    let named = node.post(&path, &cookie, &form("20")).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER);
    let page = node.get(&named.location, &cookie).await;
    assert!(page.body.contains("&lt;Noura&gt; (demo)"), "escaped");
    let reader = node.worker("case", &["CASE_MANAGER"]).await;
    let stranger = node.sign_in(&reader).await;
    assert_eq!(node.post(&path, &stranger, &form("20")).await.status, StatusCode::FORBIDDEN);
    let point = relation::one(&node.app, agency, NOW).await.unwrap().points.remove(0);
    let end = format!("{path}/{}/end", point.id);
    assert_eq!(node.post(&end, &cookie, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(relation::one(&node.app, agency, NOW).await.unwrap().points.is_empty());
    assert_eq!(node.post(&end, &cookie, &[]).await.status, StatusCode::NOT_FOUND);
    let elsewhere = AgencyId([7; 32]).to_text();
    let other = node.get(&format!("/en/partnerships/{elsewhere}"), &cookie).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_leaves_the_post_leaves_a_note_that_somebody_else_reads() {
    let node = TestNode::new().await;
    let agency = partner(&node, 400).await;
    let (officer, cookie) = officer(&node).await;
    let one = appointed(agency, true, false, NOW.uae_date());
    let id = appoint(&node.app, &one, officer.id, NOW).await.unwrap();
    let base = format!("/en/partnerships/{}", agency.to_text());
    let path = format!("{base}/focal/{id}/handover");
    let ended = node.post(&format!("{base}/focal/{id}/end"), &cookie, &[]).await;
    assert_eq!(ended.location, path, "nobody leaves without a word");
    for lang in ["ar", "en"] {
        let page = node.get(&path.replacen("en", lang, 1), &cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        check_page(&page.body, lang);
    }
    let day = NOW.uae_date();
    let (d, m, y) = (day.day.to_string(), day.month.to_string(), day.year.to_string());
    let mut form = vec![("done", "OPEN"), ("until_d", &d), ("until_m", &m), ("until_y", &y)];
    assert_eq!(node.post(&path, &cookie, &form).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    form.push(("note", "canary <b> on Thursdays"));
    assert_eq!(node.post(&path, &cookie, &form).await.status, StatusCode::SEE_OTHER);
    let now = relation::one(&node.app, agency, NOW).await.unwrap();
    assert!(now.points.is_empty(), "the post is vacant");
    let page = node.get(&base, &cookie).await.body;
    assert!(
        page.contains("canary &lt;b&gt; on Thursdays") && page.contains("We have no focal point")
    );
    let read = format!("{base}/handover/{}/read", now.left[0].stored.id);
    assert_eq!(node.post(&read, &cookie, &[]).await.status, StatusCode::NOT_FOUND, "one’s own");
    let next = node.worker("next", &["PARTNERSHIP"]).await;
    let next = node.sign_in(&next).await;
    let day = node.get("/en", &next).await.body;
    assert!(day.contains("A handover note waits to be read"));
    assert_eq!(node.post(&read, &next, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!node.get("/en", &next).await.body.contains("A handover note waits to be read"));
}

#[tokio::test]
async fn the_network_is_drawn_from_facts_and_said_as_tables() {
    let node = TestNode::new().await;
    partner(&node, 400).await;
    let alone = partners::identity(node.app.node.id, node.app.clock.new_id());
    let listed = Partner {
        id: alone,
        code: "ALONE".to_owned(),
        name_ar: "جهة وحيدة".to_owned(),
        name_en: "<Alone>".to_owned(),
        sector: Sector::Private,
        level: Level::Listed,
        contact: String::new(),
        updated_at: NOW,
    };
    node.write(move |tx| partners::store::insert(tx, &listed)).await.unwrap();
    let figures = super::network::of(&node.app, NOW).await.unwrap().figures();
    // Three members, one tie: 1 of 3 pairs; the one without an agreement stands alone.
    assert_eq!((figures.members, figures.pairs, figures.density), (3, 1, Some(333)));
    assert_eq!(figures.isolates.into_iter().collect::<Vec<_>>(), [alone]);
    let ended = super::network::of(&node.app, NOW.plus_days(500)).await.unwrap().figures();
    assert_eq!(ended.pairs, 0, "an agreement that has ended ties nobody");
    let (_, cookie) = officer(&node).await;
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/partnerships/network"), &cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        check_page(&page.body, lang);
        assert!(page.body.contains("class=\"net\"") && page.body.contains("n-agreement"));
    }
    let page = node.get("/en/partnerships/network", &cookie).await.body;
    assert!(page.contains("&lt;Alone&gt;") && !page.contains("<Alone>"), "escaped");
}

/// The figures of a row of a table, by the words it begins with.
fn figures_of(page: &str, table: &str, row: &str) -> Vec<u32> {
    let table = page.split(&format!("aria-label=\"{table}\"")).nth(1).unwrap();
    let table = table.split("</table>").next().unwrap();
    let row = table.split("<tr").find(|one| one.contains(&format!(">{row}</th>"))).unwrap();
    let cells = row.split("</td>").filter_map(|cell| cell.rsplit('>').next());
    cells.filter_map(|words| words.trim().parse().ok()).collect()
}

#[tokio::test]
async fn the_board_counts_what_is_signed_in_force_dormant_and_about_to_end_by_class() {
    let node = TestNode::new().await;
    let agency = partner(&node, 400).await;
    let mut more = [
        on_paper(&node, agency, 30),
        on_paper(&node, agency, -1),
        on_paper(&node, agency, 400),
        on_paper(&node, agency, 400),
    ];
    more[2].state = State::Suspended { by_us: true, by_them: false };
    // For a hundred days nothing has run under the last one.
    more[3].agreement.from = NOW.plus_days(-100);
    for (one, n) in more.iter_mut().zip(2..) {
        one.agreement.code = format!("MOU-TEST-00{n}");
        one.body = one.agreement.to_cbor();
        one.digest = sila_link::agreement_digest(&one.body);
    }
    let write = move |tx: &mut dyn crate::db::Tx| {
        more.iter().try_for_each(|one| agreements::store::insert(tx, one))
    };
    node.write(write).await.unwrap();
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let classes = ["STRATEGIC".to_owned(), "ENABLING".to_owned()];
    partners::classes::set(&node.app, agency, &classes, (officer.id, NOW)).await.unwrap();
    let cookie = node.sign_in(&officer).await;
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/agreements/board"), &cookie).await.body, lang);
    }
    let page = node.get("/en/agreements/board", &cookie).await.body;
    // Signed, in force, with a running initiative, dormant, about to end.
    let wanted = [5, 3, 0, 1, 1];
    assert_eq!(figures_of(&page, "All agreements", "Together"), wanted);
    for class in ["Strategic", "Enabling"] {
        assert_eq!(figures_of(&page, "By class of the partner", class), wanted, "{class}");
    }
}

#[tokio::test]
async fn the_relationship_plan_is_put_together_from_the_registers_and_the_same_again() {
    let node = TestNode::new().await;
    let agency = partner(&node, 400).await;
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let cookie = node.sign_in(&officer).await;
    let relation = relation::one(&node.app, agency, NOW).await.unwrap();
    for lang in [crate::web::Lang::Ar, crate::web::Lang::En] {
        let path = format!("/{}/partnerships/{}/plan.pdf", lang.code(), agency.to_text());
        let file = node.get(&path, &cookie).await;
        assert_eq!(file.status, StatusCode::OK);
        let cx = crate::web::Cx::new(lang, "", NOW, Default::default());
        let plan = format!("{:?}", super::plan::document(&cx, &relation, "Club"));
        assert_eq!(plan, format!("{:?}", super::plan::document(&cx, &relation, "Club")));
        assert!(plan.contains("MOU-TEST-001") && plan.contains("Club"), "{plan}");
        assert!(!plan.contains("relation-plan-"), "every text is said");
    }
    let mut named = relation.clone();
    let english = crate::web::Cx::new(crate::web::Lang::En, "", NOW, Default::default());
    let vacant = |one: &relation::Relation| {
        format!("{:?}", super::plan::document(&english, one, "Club")).matches("Vacant").count()
    };
    assert_eq!(vacant(&named), 4);
    appoint(&node.app, &appointed(agency, true, false, NOW.uae_date()), officer.id, NOW)
        .await
        .unwrap();
    named = relation::one(&node.app, agency, NOW).await.unwrap();
    assert_eq!(vacant(&named), 3, "the plan follows the registers");
    let nobody = format!("/en/partnerships/{}/plan.pdf", AgencyId([9; 32]).to_text());
    assert_eq!(node.get(&nobody, &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_line_of_time_is_paged_and_no_stranger_finds_it() {
    let node = TestNode::new().await;
    let agency = partner(&node, 400).await;
    let more: Vec<Stored> = (2..=40)
        .map(|n| {
            let mut one = on_paper(&node, agency, 400);
            one.agreement.code = format!("MOU-TEST-{n:03}");
            one.agreement.from = NOW.plus_days(-40 - n);
            one.body = one.agreement.to_cbor();
            one.digest = sila_link::agreement_digest(&one.body);
            one
        })
        .collect();
    let write = move |tx: &mut dyn crate::db::Tx| {
        more.iter().try_for_each(|one| agreements::store::insert(tx, one))
    };
    node.write(write).await.unwrap();
    let (_, cookie) = officer(&node).await;
    let base = format!("partnerships/{}/timeline", agency.to_text());
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/{base}"), &cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        check_page(&page.body, lang);
    }
    let first = node.get(&format!("/en/{base}"), &cookie).await.body;
    assert!(first.contains("MOU-TEST-001") && !first.contains("MOU-TEST-040"), "newest first");
    let second = node.get(&format!("/en/{base}?page=2"), &cookie).await.body;
    assert!(second.contains("MOU-TEST-040") && !second.contains("MOU-TEST-001"));
    let nobody = format!("/en/partnerships/{}/timeline", AgencyId([9; 32]).to_text());
    assert_eq!(node.get(&nobody, &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_line_of_time_counts_referrals_of_quarters_that_are_over_and_links_for_whoever_may() {
    let node = TestNode::new().await;
    let agency = partner(&node, 400).await;
    let offered = |n: u16, direction, days| Referral {
        peer: agency,
        offered_at: NOW.plus_days(days),
        ..referral(n, direction)
    };
    // Seven went out and four came in in the third quarter, six came in in the second; this one is not over.
    let mut rows: Vec<Referral> = (0..7).map(|n| offered(n, Direction::Out, -90)).collect();
    rows.extend((7..11).map(|n| offered(n, Direction::In, -90)));
    rows.extend((11..17).map(|n| offered(n, Direction::In, -180)));
    rows.extend((17..30).map(|n| offered(n, Direction::Out, 0)));
    let write = move |tx: &mut dyn crate::db::Tx| {
        let mut rows = rows.iter().cloned().map(new);
        rows.try_for_each(|row| referrals::insert(tx, &row))
    };
    node.write(write).await.unwrap();
    let path = format!("/en/partnerships/{}/timeline", agency.to_text());
    for (role, opens) in [("PARTNERSHIP", false), ("HEAD", true)] {
        let worker = node.worker(&role.to_lowercase(), &[role]).await;
        let cookie = node.sign_in(&worker).await;
        let page = node.get(&path, &cookie).await.body;
        let list = page.split("<ul class=\"links\">").nth(1).unwrap();
        let list = list.split("</ul>").next().unwrap();
        assert!(list.contains("5 in quarter 3 / 2026") && list.contains("5 in quarter 2 / 2026"));
        assert_eq!(list.matches("in quarter").count(), 2, "neither four nor what is not over");
        for way in ["out", "in"] {
            let link = format!("href=\"/en/referrals/{way}\"");
            assert_eq!(list.contains(&link), opens, "{role}: {way}");
        }
    }
}

#[tokio::test]
async fn plan_and_risks_of_a_partner_without_a_node_are_read_and_nothing_is_sent() {
    let node = TestNode::new().await;
    let agency = partner(&node, 400).await;
    let (_, cookie) = officer(&node).await;
    let reader = node.worker("case", &["CASE_MANAGER"]).await;
    let reader = node.sign_in(&reader).await;
    for rest in ["plan", "risks"] {
        let path = format!("partnerships/{}/{rest}", agency.to_text());
        for lang in ["ar", "en"] {
            let page = node.get(&format!("/{lang}/{path}"), &cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{rest}");
            check_page(&page.body, lang);
        }
        let forbidden = node.post(&format!("/en/{path}"), &reader, &[]).await;
        assert_eq!(forbidden.status, StatusCode::FORBIDDEN, "{rest}");
        let nobody = format!("/en/partnerships/{}/{rest}", AgencyId([9; 32]).to_text());
        assert_eq!(node.get(&nobody, &cookie).await.status, StatusCode::NOT_FOUND);
    }
    let plan = node.get(&format!("/en/partnerships/{}/plan", agency.to_text()), &cookie).await.body;
    assert!(plan.contains("MOU-TEST-001") && !plan.contains("Sign and propose"));
}
