//! A letter says what its consent names and nothing else, to the one body that it names; each print is on record; whoever takes the consent back ends
//! it; and where an agency is barred, the three ways are chosen here and told nowhere else.

use std::sync::Arc;

use sila_core::codes::{Category, PermissionForm, Urgency};
use sila_core::field::Field;
use sila_core::ids::{AgencyId, CaseId};
use sila_core::time::Millis;
use uuid::Uuid;

use super::consent::{Wish, give};
use super::ways::{self, Answer, Turn};
use super::{Desk, Officer, consent, print, store, write};
use crate::accounts::Worker;
use crate::cases::record::{CaseRecord, compose, open_record};
use crate::cases::scope::{self, Change, tests::new_case};
use crate::cases::tests::disclosure;
use crate::cases::{identity, store as cases};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
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
    let desk = Desk::of_case(&node.app, &record).await.unwrap();
    let done = print::put(&node.app, worker, (&record, &desk), letter, now).await;
    done.err().map(|problem| problem.code)
}

/// How often somebody is in the access log of a case under this screen.
async fn logged(node: &TestNode, worker: &Worker, case: CaseId, screen: &'static str) -> i64 {
    let (id, since) = (worker.id, NOW.plus_days(-1));
    let read = move |tx: &mut dyn Tx| journal::readings_since(tx, case.0, (id, screen), since);
    node.write(read).await.unwrap()
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
    let late = node.post(&given.location, &mine, &written).await;
    assert!(late.status == 422 && late.body.contains(WORDS), "what was typed stays");
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
        format!(
            "تقيم الآن في {} وتحتاج إلى أوراق.",
            crate::shelter::tests::ADDRESS.replace("حيّ", "بحيّ")
        ),
        format!("رقم الحالة لدينا {reference}. {WORDS}"),
        format!("وقد سُلّم كتاب ولماريسول أن تسأل عنه. {WORDS}"),
        "Please tell Marisol which papers a travel document needs.".to_owned(),
        format!("Our number is {}. {WORDS}", reference.replace('-', "")),
    ];
    let mine = node.sign_in(&owner).await;
    let path = format!("/en/cases/{case}/letters/consents/{given}");
    let got = node.post(&path, &mine, &[("language", "ar"), ("words", shut[0].as_str())]).await;
    assert!(got.status == 422 && got.body.contains("no letter may say"), "{}", got.body);
    // On another day each: a few tries of one day are all.
    for (words, day) in shut.iter().zip(1..) {
        let said = (given, Lang::Ar, words.as_str());
        let now = NOW.plus_days(day).plus_minutes(1);
        let known = record(&node, &owner, case).await;
        let refused = write::write(&node.app, &owner, &known, said, now).await.unwrap_err();
        assert_eq!(refused.code, "letter.shut", "{words}");
    }
    let told = node.get(&format!("/en/cases/{case}/history"), &mine).await.body;
    assert!(told.contains("Words that no letter may say were refused"), "{told}");
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
async fn h05_nobody_learns_by_trying_and_areas_alone_are_no_address() {
    let (node, owner, case) = desk().await;
    home(&node, 1).await;
    let known = record(&node, &owner, case).await;
    let given = give(&node.app, &owner, &known, wish(CLUB), NOW).await.unwrap();
    let mine = node.sign_in(&owner).await;
    let path = format!("/en/cases/{case}/letters/consents/{given}");
    let shut = format!("تقيم الآن في {} وتحتاج.", crate::shelter::tests::ADDRESS);
    let got = node.post(&path, &mine, &[("words", shut.as_str())]).await;
    assert!(got.status == 422 && !got.body.contains("no letter may say"), "not looked at");
    let put = async |words: &str, now: Millis| {
        let said = (given, Lang::Ar, words);
        let done = write::write(&node.app, &owner, &known, said, now).await;
        done.map_err(|problem| problem.code)
    };
    put("تسكن عائلتها في حيّ الياقوت منذ زمن.", NOW).await.unwrap();
    for _ in 0..5 {
        assert_eq!(put(&shut, NOW).await.unwrap_err(), "letter.shut");
    }
    assert_eq!(put(&shut, NOW).await.unwrap_err(), "letter.tries", "right or wrong");
    assert_eq!(put(WORDS, NOW).await.unwrap_err(), "letter.tries");
    put(WORDS, NOW.plus_days(1).plus_minutes(1)).await.unwrap();
    assert_eq!(logged(&node, &owner, case, "case.letter-refused").await, 5);
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h05_a_number_is_masked_on_the_page_and_falls_out_where_a_name_was_sealed_since() {
    let (node, owner, case) = desk().await;
    let second = node.worker("badriya", &["CASE_MANAGER"]).await;
    scope::change(&node.app, &owner, case, Change::Name(second.id), NOW).await.unwrap();
    let known = record(&node, &owner, case).await;
    let fields = vec![Field::EmiratesId, Field::Name];
    let wish = Wish { fields, ..wish(CLUB) };
    let given = give(&node.app, &owner, &known, wish, NOW).await.unwrap();
    let words = format!("تُدعى ماريسول وترغب في العودة إلى أهلها. {WORDS}");
    let said = (given, Lang::Ar, words.as_str());
    let letter = write::write(&node.app, &owner, &known, said, NOW).await.unwrap();
    let number = known.disclosure.people[0].emirates_id.clone().unwrap();
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let page = format!("/en/cases/{case}/letters/consents/{given}");
    let seen = node.get(&page, &node.sign_in(&owner).await).await.body;
    assert!(seen.contains("XXXXXXX") && !digits(&seen).contains(&digits(&number)), "{seen}");
    assert!(digits(&paper(&node, &owner, case, letter).await).contains(&digits(&number)));
    let later = NOW.plus_minutes(1);
    let two = [owner.id, second.id];
    identity::seal(&node.app, &owner, &known, (TRUE_NAME, two), later).await.unwrap();
    let code = printed(&node, &second, (case, letter), later).await;
    assert_eq!(code.as_deref(), Some("letter.sealed_since"), "it was looked at before");
    let number = digits(&number);
    assert!(!digits(&paper(&node, &owner, case, letter).await).contains(&number));
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_print_looks_again_where_it_writes() {
    let (node, owner, case) = desk().await;
    let (given, letter) = written(&node, &owner, case, CLUB).await;
    let known = record(&node, &owner, case).await;
    let read = Desk::of_case(&node.app, &known).await.unwrap();
    let put = async || {
        let at = (&known, &read);
        print::put(&node.app, &owner, at, letter, NOW).await.map_err(|no| no.code)
    };
    put().await.unwrap();
    scope::change(&node.app, &owner, case, Change::Restrict, NOW).await.unwrap();
    assert_eq!(put().await.unwrap_err(), "letter.moved", "restricted meanwhile");
    scope::change(&node.app, &owner, case, Change::Open, NOW).await.unwrap();
    put().await.unwrap();
    let spoken = (given, sila_core::codes::Withdrawal::Spoken);
    consent::take_back(&node.app, &owner, &known, spoken, NOW).await.unwrap();
    assert_eq!(put().await.unwrap_err(), "letter.moved", "taken back meanwhile");
    let prints = node.write(move |tx| store::prints(tx, case)).await.unwrap();
    assert_eq!(prints[&letter].len(), 2, "two went out");
    assert_eq!(logged(&node, &owner, case, "case.letter-print").await, 2, "and none that was not");
    node.end().await;
}

/// A case from which the town is barred, and two heads who are named on it.
async fn barred() -> (TestNode, Worker, CaseId, [Worker; 2]) {
    let (node, owner, case) = desk().await;
    let heads = [node.worker("noura", &["HEAD"]).await, node.worker("salma", &["HEAD"]).await];
    for head in &heads {
        scope::change(&node.app, &owner, case, Change::Name(head.id), NOW).await.unwrap();
    }
    scope::change(&node.app, &owner, case, Change::Bar(TOWN, "EMPLOYER"), NOW).await.unwrap();
    (node, owner, case, heads)
}

async fn choose(node: &TestNode, worker: &Worker, case: CaseId, turn: Turn, now: Millis) -> Uuid {
    let known = record(node, worker, case).await;
    let way = (TOWN, turn, "لا بد من خطاب سكن");
    ways::choose(&node.app, worker, &known, way, now).await.unwrap();
    node.write(move |tx| store::ways(tx, case)).await.unwrap().remove(0).id
}

/// Names an officer, or says why not.
async fn name(
    node: &TestNode,
    worker: &Worker,
    (case, way): (CaseId, Uuid),
    officer: &str,
) -> Result<(), String> {
    let known = record(node, worker, case).await;
    let officer = Officer { name: officer.to_owned(), office: "الإسكان".to_owned() };
    let answer = Answer { officer, why: "لا قرابة".to_owned() };
    let done = ways::decide(&node.app, worker, &known, (way, Turn::Named, answer), NOW).await;
    done.map_err(|problem| problem.code)
}

#[tokio::test(flavor = "multi_thread")]
async fn h10_a_consent_given_for_one_officer_carries_no_letter_to_another() {
    let (node, owner, case, [head, _]) = barred().await;
    let first = choose(&node, &owner, case, Turn::Asked, NOW).await;
    name(&node, &head, (case, first), "منى").await.unwrap();
    let (given, letter) = written(&node, &owner, case, TOWN).await;
    let second = choose(&node, &owner, case, Turn::Asked, NOW).await;
    name(&node, &head, (case, second), "راشد").await.unwrap();
    let known = record(&node, &owner, case).await;
    let said = (given, Lang::Ar, WORDS);
    let refused = write::write(&node.app, &owner, &known, said, NOW).await.unwrap_err();
    assert_eq!(refused.code, "letter.other_way", "she agreed to Mona");
    let code = printed(&node, &owner, (case, letter), NOW).await;
    assert_eq!(code.as_deref(), Some("letter.other_way"));
    let (_, letter) = written(&node, &owner, case, TOWN).await;
    assert!(paper(&node, &owner, case, letter).await.contains("راشد"));
    // The barrier is lifted and put up again: nobody has chosen anything about this one.
    scope::change(&node.app, &owner, case, Change::Admit(TOWN), NOW).await.unwrap();
    let later = NOW.plus_minutes(1);
    scope::change(&node.app, &owner, case, Change::Bar(TOWN, "KIN"), later).await.unwrap();
    let code = printed(&node, &owner, (case, letter), later).await;
    assert_eq!(code.as_deref(), Some("letter.no_way"));
    node.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn h10_the_head_names_and_not_who_asked_and_what_is_not_asked_any_more_waits_for_nobody() {
    let (node, owner, case, [head, other]) = barred().await;
    let signer = node.worker("sara", &["CASE_MANAGER", "PARTNERSHIP"]).await;
    scope::change(&node.app, &owner, case, Change::Name(signer.id), NOW).await.unwrap();
    let way = choose(&node, &head, case, Turn::Asked, NOW).await;
    let answer = format!("/en/cases/{case}/letters/ways/{way}");
    let named = [("officer", "منى"), ("office", "الإسكان"), ("reason", "لا قرابة لها")];
    let signs = node.sign_in(&signer).await;
    assert_eq!(node.post(&answer, &signs, &named).await.status, 403, "signs, and is no head");
    assert_eq!(name(&node, &head, (case, way), "منى").await.unwrap_err(), "letter.own_way");
    let waits = async |worker: &Worker| {
        let list = node.get("/en/approvals", &node.sign_in(worker).await).await.body;
        list.contains("Naming an officer at a barred agency")
    };
    assert_eq!([waits(&head).await, waits(&other).await], [false, true]);
    choose(&node, &owner, case, Turn::Carried, NOW).await;
    assert!(!waits(&other).await, "she carries it");
    assert_eq!(name(&node, &other, (case, way), "منى").await.unwrap_err(), "letter.moved");
    choose(&node, &owner, case, Turn::Asked, NOW).await;
    assert!(waits(&other).await);
    scope::change(&node.app, &owner, case, Change::Admit(TOWN), NOW).await.unwrap();
    assert!(!waits(&other).await, "the barrier is lifted");
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
    assert_eq!(node.post(&decision(letter), &hers, &[]).await.status, 400, "neither");
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
    let (_, stale) = written(&node, &owner, case, CLUB).await;
    scope::change(&node.app, &owner, case, Change::Open, NOW).await.unwrap();
    let moved = node.post(&decision(stale), &hers, &yes).await;
    assert_eq!(moved.status, 409, "there is nothing to approve");
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
