//! A letter says what its consent names and nothing else, to the one body that it names; each print is on record; whoever takes the consent back ends
//! it; and where an agency is barred, the three ways are chosen here and told nowhere else.

use std::sync::Arc;

use sila_core::codes::{Category, PermissionForm, Urgency};
use sila_core::field::Field;
use sila_core::ids::{AgencyId, CaseId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::consent::{Wish, give};
use super::{Desk, consent, print, store, write};
use crate::accounts::Worker;
use crate::cases::record::{CaseRecord, compose, open_record};
use crate::cases::scope::{self, Change, tests::new_case};
use crate::cases::tests::disclosure;
use crate::cases::{identity, store as cases};
use crate::db::{DbError, Tx};
use crate::partners::club::{CLUB, with_club};
use crate::partners::{self, Level, Partner};
use crate::shelter::tests::home;
use crate::testing::{NOW, TestNode, check_page};
use crate::web::{Cx, Lang};

/// A partner whose people sign in at the portal.
const TOWN: AgencyId = AgencyId([8; 32]);
const WORDS: &str = "يرجى بيان الأوراق المطلوبة لسفر آمن، والموعد المتاح.";
const TRUE_NAME: &str = "ماريسول ديلا فيغا";

async fn town(node: &TestNode) {
    let all = node.write(partners::store::all).await.unwrap();
    let club = all.into_iter().find(|one| one.id == CLUB).unwrap();
    let (name_ar, name_en) = ("بلدية".to_owned(), "Town".to_owned());
    let (code, level) = ("TOWN".to_owned(), Level::Portal);
    let town = Partner { id: TOWN, code, name_ar, name_en, level, ..club };
    node.write(move |tx| partners::store::insert(tx, &town)).await.unwrap();
}

/// A node that knows both partners, and somebody with a case.
async fn desk() -> (TestNode, Worker, CaseId) {
    let (node, _) = with_club().await;
    town(&node).await;
    let owner = node.worker("reem", &["CASE_MANAGER"]).await;
    let case = new_case(&node, &owner).await;
    (node, owner, case)
}

async fn record(node: &TestNode, worker: &Worker, case: CaseId) -> CaseRecord {
    open_record(&node.app, worker, case).await.unwrap()
}

fn wish(to: AgencyId) -> Wish {
    Wish {
        to,
        purpose: "TRAVEL",
        fields: vec![Field::Name, Field::Sex],
        form: PermissionForm::Written,
        witness: None,
        days: 7,
    }
}

/// What refuses a consent to a letter.
async fn refuses(node: &TestNode, worker: &Worker, case: CaseId, wish: Wish) -> String {
    let record = record(node, worker, case).await;
    give(&node.app, worker, &record, wish, NOW).await.unwrap_err().code
}

/// A letter that may be printed.
async fn written(node: &TestNode, worker: &Worker, case: CaseId, to: AgencyId) -> (Uuid, Uuid) {
    let record = record(node, worker, case).await;
    let consent = give(&node.app, worker, &record, wish(to), NOW).await.unwrap();
    let said = (consent, Lang::Ar, WORDS);
    let letter = write::write(&node.app, worker, &record, said, NOW).await.unwrap();
    (consent, letter)
}

/// What printing it comes to: nothing, or the code that refuses it.
async fn printed(
    node: &TestNode,
    worker: &Worker,
    (case, letter): (CaseId, Uuid),
    now: Millis,
) -> Option<String> {
    let record = record(node, worker, case).await;
    let done = print::put(&node.app, worker, &record, letter, now).await;
    done.err().map(|problem| problem.code)
}

/// What stands on the paper.
async fn paper(node: &TestNode, worker: &Worker, case: CaseId, letter: Uuid) -> String {
    let record = record(node, worker, case).await;
    let desk = Desk::of_case(&node.app, &record).await.unwrap();
    let letter = desk.letter(letter).unwrap();
    let consent = desk.consent(letter.consent).unwrap();
    let cx = Cx::new(letter.lang, "", NOW, Arc::default());
    format!("{:?}", print::written(&cx, &record, (&desk, letter, consent), worker))
}

#[tokio::test(flavor = "multi_thread")]
async fn h05_a_letter_goes_to_a_listed_body_by_consent_and_each_print_is_on_record() {
    let (node, owner, case) = desk().await;
    let stranger = node.worker("hind", &["CASE_MANAGER"]).await;
    let (mine, other) = (node.sign_in(&owner).await, node.sign_in(&stranger).await);
    let at = |rest: &str| format!("/en/cases/{case}/letters{rest}");
    let club = CLUB.to_text();
    let yes = [
        ("to", club.as_str()),
        ("purpose", "TRAVEL"),
        ("fields", "NAME"),
        ("fields", "SEX"),
        ("given", "WRITTEN"),
        ("days", "30"),
    ];
    assert_eq!(node.get(&at(""), &other).await.status, 404);
    assert_eq!(node.post(&at("/consents"), &other, &yes).await.status, 404);
    for missing in ["to", "purpose", "fields", "given", "days"] {
        let some: Vec<_> = yes.into_iter().filter(|(name, _)| *name != missing).collect();
        assert_eq!(node.post(&at("/consents"), &mine, &some).await.status, 422, "{missing}");
    }
    let given = node.post(&at("/consents"), &mine, &yes).await;
    assert_eq!(given.status, 303, "{}", given.body);
    let written = [("language", "ar"), ("words", WORDS)];
    assert_eq!(node.post(&given.location, &other, &written).await.status, 404);
    assert_eq!(node.post(&given.location, &mine, &written[..1]).await.status, 422, "no words");
    assert_eq!(node.post(&given.location, &mine, &written).await.status, 303);
    let letter = node.write(move |tx| store::letters(tx, case)).await.unwrap().remove(0).id;
    let (print, receipt) =
        (at(&format!("/{letter}/prints")), at(&format!("/{letter}/receipt.pdf")));
    assert_eq!(node.get(&receipt, &mine).await.status, 404, "nothing was said yet");
    assert_eq!(node.post(&print, &other, &[]).await.status, 404);
    let file = node.post(&print, &mine, &[]).await;
    assert!(file.status == 200 && file.body.starts_with("%PDF"), "{}", file.status);
    assert_eq!(node.get(&receipt, &mine).await.status, 200);
    assert_eq!(node.get(&receipt, &other).await.status, 404);
    let page = node.get(&at(""), &mine).await.body;
    assert!(page.contains("Printed once"), "{page}");
    let take_back = format!("{}/withdrawal", given.location);
    assert_eq!(node.post(&take_back, &mine, &[("why", "SPOKEN")]).await.status, 303);
    assert_eq!(node.post(&print, &mine, &[]).await.status, 409, "nothing more is printed");
    assert_eq!(node.get(&given.location, &mine).await.status, 409, "nor written");
    for lang in ["ar", "en"] {
        for path in [format!("/{lang}/cases/{case}/letters"), format!("/{lang}/cases/{case}")] {
            check_page(&node.get(&path, &mine).await.body, lang);
        }
    }
    let told = node.get(&format!("/en/cases/{case}/history"), &mine).await.body;
    for words in ["letter on paper was printed", "letter on paper was taken back"] {
        assert!(told.contains(words), "{words}");
    }
    let auditor = node.worker("huda", &["DPO_AUDIT"]).await;
    let trail = node.get("/en/audit/reads", &node.sign_in(&auditor).await).await.body;
    assert!(trail.contains("A letter on paper, printed") && !trail.contains(WORDS), "{trail}");
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h05_a_letter_rests_on_the_consent_to_this_body_for_these_fields_and_this_time() {
    let (node, owner, case) = desk().await;
    assert_eq!(refuses(&node, &owner, case, wish(TOWN)).await, "letter.electronic");
    let wrong = [
        (Wish { fields: vec![], ..wish(CLUB) }, "letter.field"),
        (Wish { fields: vec![Field::Residence], ..wish(CLUB) }, "letter.field"),
        (Wish { fields: vec![Field::Account], ..wish(CLUB) }, "letter.field"),
        (Wish { form: PermissionForm::Verbal, ..wish(CLUB) }, "permission.no_witness"),
        (Wish { form: PermissionForm::NotSafe, ..wish(CLUB) }, "referral.no_consent"),
    ];
    for (wish, code) in wrong {
        assert_eq!(refuses(&node, &owner, case, wish).await, code);
    }
    let (given, letter) = written(&node, &owner, case, CLUB).await;
    let other = new_case(&node, &owner).await;
    let mine = node.sign_in(&owner).await;
    let stray = format!("/en/cases/{other}/letters/consents/{given}");
    assert_eq!(node.get(&stray, &mine).await.status, 404, "the consent of another case");
    let words = [("language", "ar"), ("words", WORDS)];
    assert_eq!(node.post(&stray, &mine, &words).await.status, 404);
    let late = printed(&node, &owner, (case, letter), NOW.plus_days(8)).await;
    assert_eq!(late.as_deref(), Some("permission.expired"));
    assert_eq!(printed(&node, &owner, (case, letter), NOW).await, None);
    // Somebody turns the row of the letter to another body from outside.
    let turn = move |tx: &mut dyn Tx| -> Result<u64, DbError> {
        let sql = "update case_letter set recipient = $2 where id = $1";
        tx.exec_text(sql, &crate::p![letter, TOWN])
    };
    node.write(turn).await.unwrap();
    let turned = printed(&node, &owner, (case, letter), NOW).await;
    assert_eq!(turned.as_deref(), Some("permission.for_another"));
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h05_no_carer_consents_to_a_letter_about_a_person_exposed_to_trafficking() {
    let (node, owner, _) = desk().await;
    let known = disclosure(&node);
    let kind = (Category::Trafficking, Urgency::Emergency);
    let new = compose(&node.app, &known, kind.0, kind.1, owner.id, None, NOW).unwrap();
    let case = new.id;
    node.write(move |tx| cases::insert(tx, &new)).await.unwrap();
    let carer = Wish { form: PermissionForm::Carer, ..wish(CLUB) };
    assert_eq!(refuses(&node, &owner, case, carer).await, "permission.carer_barred");
    written(&node, &owner, case, CLUB).await;
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h05_a_letter_bears_the_code_name_and_says_no_true_name_no_home_and_no_case() {
    let (node, owner, case) = desk().await;
    let second = node.worker("badriya", &["CASE_MANAGER"]).await;
    scope::change(&node.app, &owner, case, Change::Name(second.id), NOW).await.unwrap();
    home(&node, 1).await;
    let known = record(&node, &owner, case).await;
    let two = [owner.id, second.id];
    identity::seal(&node.app, &owner, &known, (TRUE_NAME, two), NOW).await.unwrap();
    let number = [Field::EmiratesId, Field::Name].to_vec();
    let number = Wish { fields: number, ..wish(CLUB) };
    assert_eq!(refuses(&node, &owner, case, number).await, "letter.field", "it would tell");
    let (given, letter) = written(&node, &owner, case, CLUB).await;
    let reference = known.row.reference.clone();
    let shut = [
        format!("تُدعى ماريسول وترغب في العودة إلى أهلها. {WORDS}"),
        format!("تقيم الآن في {} وتحتاج إلى أوراق.", crate::shelter::tests::ADDRESS),
        format!("رقم الحالة لدينا {reference}. {WORDS}"),
    ];
    let mine = node.sign_in(&owner).await;
    let path = format!("/en/cases/{case}/letters/consents/{given}");
    for words in &shut {
        let got = node.post(&path, &mine, &[("language", "ar"), ("words", words)]).await;
        assert!(got.status == 422 && got.body.contains("no letter may say"), "{words}");
        let said = (given, Lang::Ar, words.as_str());
        let refused = write::write(&node.app, &owner, &known, said, NOW).await.unwrap_err();
        assert_eq!(refused.code, "letter.shut", "{words}");
    }
    let paper = paper(&node, &owner, case, letter).await;
    for never in ["ماريسول", &reference, "78419", "971590", crate::shelter::tests::ADDRESS] {
        assert!(!paper.contains(never), "{never}: {paper}");
    }
    for told in [known.disclosure.people[0].name_ar.as_deref().unwrap(), "سفر آمن", "بيد صاحب"]
    {
        assert!(paper.contains(told), "{told}: {paper}");
    }
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_of_a_restricted_case_waits_for_a_supervisor_who_did_not_write_it() {
    let (node, owner, case) = desk().await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    scope::change(&node.app, &owner, case, Change::Name(boss.id), NOW).await.unwrap();
    scope::change(&node.app, &owner, case, Change::Restrict, NOW).await.unwrap();
    let (_, letter) = written(&node, &owner, case, CLUB).await;
    let (_, own) = written(&node, &boss, case, CLUB).await;
    let code = printed(&node, &owner, (case, letter), NOW).await;
    assert_eq!(code.as_deref(), Some("letter.waits"));
    let (mine, hers) = (node.sign_in(&owner).await, node.sign_in(&boss).await);
    let list = node.get("/en/approvals", &hers).await.body;
    assert_eq!(list.matches("Letter on paper from a restricted case").count(), 1, "{list}");
    let decision = |letter: Uuid| format!("/en/cases/{case}/letters/{letter}/decision");
    let yes = [("decision", "approve")];
    assert_eq!(node.post(&decision(letter), &mine, &yes).await.status, 403);
    assert_eq!(node.post(&decision(own), &hers, &yes).await.status, 409, "her own letter");
    let no = [("decision", "return")];
    assert_eq!(node.post(&decision(letter), &hers, &no).await.status, 422, "without a reason");
    assert_eq!(node.post(&decision(letter), &hers, &yes).await.status, 303);
    assert_eq!(node.post(&decision(letter), &hers, &yes).await.status, 409, "once");
    assert_eq!(printed(&node, &owner, (case, letter), NOW).await, None);
    let (_, again) = written(&node, &owner, case, CLUB).await;
    let note = [("decision", "return"), ("note", "الغرض غير واضح")];
    assert_eq!(node.post(&decision(again), &hers, &note).await.status, 303);
    let code = printed(&node, &owner, (case, again), NOW).await;
    assert_eq!(code.as_deref(), Some("letter.returned"));
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h10_where_an_agency_is_barred_an_officer_is_named_by_the_head_or_she_carries_it_or_nothing_goes()
 {
    let (node, owner, case) = desk().await;
    let head = node.worker("noura", &["HEAD"]).await;
    scope::change(&node.app, &owner, case, Change::Bar(TOWN, "EMPLOYER"), NOW).await.unwrap();
    assert_eq!(refuses(&node, &owner, case, wish(TOWN)).await, "letter.no_way");
    let (mine, heads) = (node.sign_in(&owner).await, node.sign_in(&head).await);
    let page = format!("/en/cases/{case}/letters");
    let readers = node.get(&format!("/en/cases/{case}/readers"), &mine).await.body;
    assert!(readers.contains(&format!("{page}#ways")), "the barrier leads to the ways");
    let town = TOWN.to_text();
    let choose = async |turn: &str| {
        let form = [("agency", town.as_str()), ("turn", turn), ("why", "لا بد من خطاب سكن")];
        node.post(&format!("{page}/ways"), &mine, &form).await.status.as_u16()
    };
    assert_eq!([choose("NAMED").await, choose("").await], [422, 422], "the head alone names");
    assert_eq!(choose("ASKED").await, 303);
    assert_eq!(refuses(&node, &owner, case, wish(TOWN)).await, "letter.no_way", "not yet");
    let way = node.write(move |tx| store::ways(tx, case)).await.unwrap().remove(0).id;
    let answer = format!("{page}/ways/{way}");
    let named = [("officer", "منى الضحى"), ("office", "مديرة الإسكان"), ("reason", "لا قرابة لها")];
    assert_eq!(node.post(&answer, &mine, &named).await.status, 403);
    assert_eq!(node.post(&answer, &heads, &named).await.status, 404, "not named on the case");
    scope::change(&node.app, &owner, case, Change::Name(head.id), NOW).await.unwrap();
    let list = node.get("/en/approvals", &heads).await.body;
    assert!(list.contains("Naming an officer at a barred agency"), "{list}");
    assert_eq!(node.post(&answer, &heads, &named[1..]).await.status, 422, "whom?");
    assert_eq!(node.post(&answer, &heads, &named).await.status, 303);
    assert_eq!(node.post(&answer, &heads, &named).await.status, 409, "once");
    let (_, letter) = written(&node, &owner, case, TOWN).await;
    let sealed = paper(&node, &owner, case, letter).await;
    assert!(sealed.contains("منى الضحى") && sealed.contains("ظرف مختوم"), "{sealed}");
    assert_eq!(printed(&node, &owner, (case, letter), NOW).await, None);
    assert_eq!(choose("CARRIED").await, 303);
    let code = printed(&node, &owner, (case, letter), NOW).await;
    assert_eq!(code.as_deref(), Some("letter.other_way"), "she agreed to another way");
    let (_, letter) = written(&node, &owner, case, TOWN).await;
    let carried = paper(&node, &owner, case, letter).await;
    let reference = record(&node, &owner, case).await.row.reference;
    assert!(!carried.contains(&reference) && !carried.contains("خورفكان"), "{carried}");
    assert_eq!(choose("DROPPED").await, 303);
    let code = printed(&node, &owner, (case, letter), NOW).await;
    assert_eq!(code.as_deref(), Some("letter.no_way"), "nothing goes");
    let told = node.get(&format!("/en/cases/{case}/history"), &mine).await.body;
    for words in ["The head named an officer", "the person carries", "was dropped"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(!told.contains("منى") && !told.contains("لا قرابة"), "what was done, not whom");
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_is_taken_back_once_and_what_was_written_on_it_is_not_printed() {
    let (node, owner, case) = desk().await;
    let (given, letter) = written(&node, &owner, case, CLUB).await;
    let known = record(&node, &owner, case).await;
    let spoken = (given, sila_core::codes::Withdrawal::Spoken);
    consent::take_back(&node.app, &owner, &known, spoken, NOW).await.unwrap();
    let again = consent::take_back(&node.app, &owner, &known, spoken, NOW).await.unwrap_err();
    assert_eq!(again.code, "letter.moved");
    let code = printed(&node, &owner, (case, letter), NOW).await;
    assert_eq!(code.as_deref(), Some("letter.taken_back"));
    node.end().await;
}
