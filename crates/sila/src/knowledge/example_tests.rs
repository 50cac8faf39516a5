//! An example of a finished initiative holds nobody: what was written on the way is stripped, and looked through again.

use std::collections::BTreeMap;

use sila_core::codes::Category;
use sila_core::partnership::{
    Act, Answer, Course, Deed, Field, Mark, Measure, MeasureKind, Milestone, Origin, Owner, Plan,
    Said, Words,
};
use sila_core::time::Date;
use sila_core::{AgencyId, AgreementId, RecordId};
use uuid::Uuid;

use super::example::{compose, make, stripped};
use super::item::Text;
use super::{drafted, store};
use crate::lineage::{self, Became};
use crate::testing::{NOW, TestNode, check_page};

/// Everything by which the seeded people could be known: names in both scripts, numbers.
fn identifiers(node: &TestNode) -> Vec<String> {
    let known = crate::cases::tests::disclosure(node);
    let safe = known.safety.safe_contact.and_then(|contact| contact.phone);
    let people = known.people.iter().flat_map(|one| {
        let all = [&one.name_ar, &one.name_latin, &one.emirates_id, &one.phone];
        all.into_iter().flatten().cloned().collect::<Vec<_>>()
    });
    people.filter(|text| text.chars().count() > 4).chain(safe).collect()
}

/// The identifiers that a text holds, however numbers are grouped.
fn scan(text: &Text, identifiers: &[String]) -> Vec<String> {
    let typed = super::write::values(text);
    let words: String = typed.iter().map(|(_, text)| text.to_owned() + "\n").collect();
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let all = bare(&words);
    identifiers.iter().filter(|one| all.contains(&bare(one))).cloned().collect()
}

fn both(ar: &str, en: &str) -> Words {
    Words { ar: ar.to_owned(), en: en.to_owned() }
}

fn plan() -> Plan {
    let agency = AgencyId([1; 32]);
    Plan {
        agreement: AgreementId(Uuid::from_u128(1)),
        title: both("حقيبة الطوارئ العائلية", "Family emergency bag"),
        field: Field::Sheltering,
        objective: both("تصل الحقيبة خلال يوم", "The bag arrives within a day"),
        need: both("أسر تغادر دون متاع", "Families leave with nothing"),
        groups: vec![Category::Family],
        goals: vec![5],
        lead: agency,
        owners: vec![Owner { agency, office: both("مكتب", "Office") }],
        origin: Origin { by: agency, idea: both("فكرة", "Idea") },
        weight: 1,
        milestones: vec![Milestone {
            number: 1,
            title: both("أول مئة حقيبة", "The first hundred bags"),
            weight: 1,
            due: Date { year: 2026, month: 11, day: 1 },
            after: None,
        }],
        measures: vec![Measure {
            number: 1,
            kind: MeasureKind::BetterOff,
            name: both("حقائب في يومها", "Bags within the day"),
            baseline: Some(0),
            target: 100,
            source: both("سجل", "Register"),
        }],
        shortfall: None,
        budget_fils: None,
    }
}

fn said(act: Act, words: &str, figure: Option<i64>) -> Said {
    Said {
        record: RecordId(Uuid::from_u128(2)),
        deed: Deed {
            agreement: AgreementId(Uuid::from_u128(1)),
            about: RecordId(Uuid::from_u128(3)),
            act,
            number: 1,
            due_at: None,
            on: Date { year: 2026, month: 11, day: 2 },
            words: words.to_owned(),
            evidence: "Letter".to_owned(),
            gave: None,
            fils: None,
            figure,
            people: Vec::new(),
        },
        by: AgencyId([1; 32]),
        at: NOW,
        heard_at: None,
        answers: vec![Answer { by: AgencyId([2; 32]), confirms: true, at: NOW }],
    }
}

#[tokio::test]
async fn contract_a33_an_example_of_an_initiative_holds_no_identifier_of_anybody_on_file() {
    let node = crate::guard::tests::node().await;
    let identifiers = identifiers(&node);
    assert!(identifiers.len() >= 5, "{}", identifiers.len());
    // The parties were careless: every identifier stands in what they wrote, in both languages.
    let careless = format!("وصلت إلى {} صباحاً", identifiers.join(" ثم "));
    let english = format!("It reached {} in time", identifiers.join(" and "));
    let careless = [
        said(Act::Reach, &careless, None),
        said(Act::Measure, &english, Some(104)),
        said(Act::Close, &careless, None),
    ];
    let plan = plan();
    let course = Course {
        record: RecordId(Uuid::from_u128(3)),
        plan: &plan,
        agreed_at: NOW,
        mark: Mark::Closed,
        started_at: Some(NOW),
        ended_at: Some(NOW),
        reached: BTreeMap::from([(1, &careless[0])]),
        actuals: BTreeMap::from([(1, &careless[1])]),
        gifts: Vec::new(),
        counts: Vec::new(),
        impact: Some(&careless[2]),
        deeds: careless.iter().collect(),
    };
    let text = compose(&course, "مرسى، دانة");
    assert_eq!(scan(&text, &identifiers), identifiers, "the scanner finds what is there");
    let clean = stripped(&node.app, &text).unwrap();
    assert_eq!(scan(&clean, &identifiers), [""; 0], "and nothing after");
    assert!(clean.ar.result.contains("104") && clean.ar.done.contains("أول مئة حقيبة"));
    assert!(clean.fits(), "it can be published as it is");

    // One click: a draft of whoever clicked, with the way back; nobody else sees it, and the guard finds nothing more.
    let writer = node.worker("writer", &["COMMUNICATION"]).await;
    let id = make(&node.app, course.record, &text, &writer, NOW).await.unwrap();
    let cookie = node.sign_in(&writer).await;
    let draft = node.get(&format!("/ar/knowledge/{id}/draft"), &cookie).await.body;
    check_page(&draft, "ar");
    assert!(identifiers.iter().all(|one| !draft.contains(one.as_str())));
    let other = node.worker("other", &["RESEARCHER"]).await;
    let other = node.sign_in(&other).await;
    assert_eq!(node.get(&format!("/ar/knowledge/{id}"), &other).await.status, 404);
    let sent = node.post(&format!("/ar/knowledge/{id}/submission"), &cookie, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let stored = node.write(move |tx| store::find(tx, id)).await.unwrap().unwrap();
    let submitted = drafted(&node.app, &stored).unwrap().unwrap();
    assert_eq!(scan(&submitted, &identifiers), [""; 0]);
    let lines = node.write(|tx| lineage::store::all_to(tx, Became::Example)).await.unwrap();
    assert_eq!((lines.len(), lines[0].into.1.id), (1, id.0));
    let nowhere = format!("/ar/initiatives/{}/example", Uuid::from_u128(9));
    assert_eq!(node.post(&nowhere, &cookie, &[]).await.status, 404);
    node.end().await;
}
