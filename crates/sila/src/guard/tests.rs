//! What is planted is found and held until somebody decides; what is clean is not held.

use sila_core::codes::{Category, Urgency};

use super::*;
use crate::testing::{NOW, TestNode};

fn fields(text: &str) -> Fields {
    vec![("body".to_owned(), text.to_owned())]
}

/// A node whose register was read, with a woman and her daughter on file.
pub(crate) async fn node() -> TestNode {
    filled(TestNode::new().await).await
}

/// The same with a node of one's own.
pub(crate) async fn filled(node: TestNode) -> TestNode {
    let worker = node.worker("amal", &["INTAKE"]).await;
    let known = crate::cases::tests::disclosure(&node);
    let (category, urgency) = (Category::Woman, Urgency::Routine);
    let case = crate::cases::compose(&node.app, &known, category, urgency, worker.id, None, NOW);
    let case = case.unwrap();
    node.write(move |tx| crate::cases::store::insert(tx, &case)).await.unwrap();
    crate::people::register::fill(&node.app).await.unwrap();
    node
}

#[tokio::test]
async fn what_is_planted_is_held_and_decided_on_one_by_one() {
    let node = node().await;
    let known = crate::cases::tests::disclosure(&node);
    let (ar, latin) = (known.people[0].name_ar.clone().unwrap(), "Wafa Salim");
    let text = format!(
        "بدأنا مع {ar} ثم اتصلنا على 050 123 4567. {latin} agreed. Write to office@example.ae"
    );
    let found = look(&node.app, &fields(&text)).unwrap();
    let kinds: Vec<&str> = found.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, ["PERSON", "PHONE", "PERSON", "EMAIL"]);
    let held = judge(&node.app, fields(&text), &Pairs::default()).unwrap();
    assert!(matches!(held, Verdict::Held(held) if held == found), "nothing was decided");

    let mut form = Pairs::default();
    for finding in &found {
        form.push(page::name(finding), REMOVE);
    }
    form.set(&page::name(&found[3]), Reason::Public.code());
    let Verdict::Passed(passed) = judge(&node.app, fields(&text), &form).unwrap() else {
        panic!("everything was decided")
    };
    let wanted = "بدأنا مع […] ثم اتصلنا على […]. […] agreed. Write to office@example.ae";
    assert_eq!(passed.get("body"), wanted);
    assert_eq!(passed.kept, [("body".to_owned(), "EMAIL", Reason::Public)]);
    let worker = node.worker("huda", &["RESEARCHER"]).await;
    let facts = facts(&node.app, &passed, "subject", worker.id, NOW);
    assert_eq!(
        facts[0].data, b"body EMAIL PUBLIC",
        "what stayed is written down without the words"
    );

    // A decision holds for this text only.
    let other = text.replace("4567", "4568");
    assert!(matches!(judge(&node.app, fields(&other), &form).unwrap(), Verdict::Held(_)));
    node.end().await;
}

#[tokio::test]
async fn clean_texts_are_not_held() {
    let node = node().await;
    let texts = [
        "نسأل في أول مقابلة: ماذا لا تريد أن يحدث؟ ونكتب الجواب بكلماتها، ثم نعود إليه قبل كل قرار.",
        "زيارة مشتركة خلال 48 ساعة بعد المغادرة، بموظفتين من الجهتين، وخط المساعدة 800700.",
        "Since 2024 both agencies ask the question before any other; in 35 of 40 interviews it changed the plan.",
        "بطاقة صغيرة بعبارات متفق عليها للاتصال الآمن، بلا شعار ولا اسم جهة ولا رقم.",
        "The memorandum of 12 March 2026 (MOU-DEMO-001, clause 4.2) is reviewed every six months.",
    ];
    for text in texts {
        assert_eq!(look(&node.app, &fields(text)).unwrap(), [], "{text}");
    }
    node.end().await;
}

#[tokio::test]
async fn until_everybody_on_file_is_known_nothing_passes() {
    let node = TestNode::new().await;
    let refused = look(&node.app, &fields("نص")).unwrap_err();
    assert_eq!(refused.code, "guard.filling");
    crate::people::register::fill(&node.app).await.unwrap();
    let many = "0501234567، ".repeat(FINDINGS_MAX + 1);
    assert_eq!(look(&node.app, &fields(&many)).unwrap_err().code, "guard.too_many");
    let long = "س".repeat(traces::TEXT_BYTES_MAX);
    assert_eq!(look(&node.app, &fields(&long)).unwrap_err().code, "guard.too_long");
    node.end().await;
}
