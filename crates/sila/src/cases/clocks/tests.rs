use sila_core::codes::{Category, Fate, OpenItem, Urgency};
use sila_core::ids::CaseId;
use sila_core::person::Birth;
use sila_core::referral::HandoverLine;

use super::table::Span;
use super::{Clock, Kind, alarm, of_case};
use crate::accounts::Worker;
use crate::cases::handover::{Arriving, Words};
use crate::cases::{compose, open_record, store as cases, tests::disclosure};
use crate::regulation;
use crate::testing::{NOW, TestNode, check_page};

async fn child(node: &TestNode, owner: &Worker, age: u8) -> CaseId {
    opened(node, owner, (Category::Child, age)).await
}

async fn opened(node: &TestNode, owner: &Worker, (category, age): (Category, u8)) -> CaseId {
    let mut known = disclosure(node);
    known.people.truncate(1);
    known.people[0].birth = Birth::AgeRange { min: age, max: age, as_of: NOW };
    let owner = owner.id;
    let case = compose(&node.app, &known, category, Urgency::Emergency, owner, None, NOW).unwrap();
    let id = case.id;
    node.write(move |tx| cases::insert(tx, &case)).await.unwrap();
    id
}

#[test]
fn a_clock_is_louder_after_twelve_and_twenty_hours_and_when_it_has_run_out() {
    let loud = |hours: i64| alarm(Kind::Notice, NOW.plus_hours(24), NOW.plus_hours(hours));
    let all: Vec<u8> = [0, 11, 12, 19, 20, 24, 25].map(loud).to_vec();
    assert_eq!(all, [0, 0, 1, 1, 2, 2, 3]);
    let order = |days: i64| alarm(Kind::Order, NOW.plus_days(30), NOW.plus_days(days));
    assert_eq!([0, 20, 24, 25, 28, 31].map(order), [0, 0, 0, 1, 2, 3]);
    let grievance = |days: i64| alarm(Kind::Grievance, NOW.plus_days(7), NOW.plus_days(days));
    assert_eq!([0, 4, 6, 8].map(grievance), [0, 1, 2, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_law_wants_within_a_day_is_written_down_with_its_number() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let case = child(&node, &owner, 14).await;
    let (mine, theirs) = (node.sign_in(&owner).await, node.sign_in(&stranger).await);
    let path = |rest: &str| format!("/en/cases/{case}/clocks{rest}");
    assert_eq!(node.post(&path(""), &theirs, &[]).await.status, 404);
    assert_eq!(node.post(&path(""), &mine, &[]).await.status, 303);
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/cases/{case}"), &mine).await.body, lang);
        check_page(&node.get(&format!("/{lang}/cases/{case}/clocks/told"), &mine).await.body, lang);
    }
    let lacking = node.post(&path("/notice"), &mine, &[("outcome", "SENT")]).await;
    assert_eq!(lacking.status, 422, "a receipt has a number");
    let sent = [("outcome", "SENT"), ("number", "P02-26-00417")];
    assert_eq!(node.post(&path("/notice"), &mine, &sent).await.status, 303);
    assert_eq!(node.post(&path("/notice"), &mine, &sent).await.status, 409, "once");
    let told = node.post(&path("/told"), &mine, &[("outcome", "TOLD")]).await;
    assert_eq!(told.status, 422, "from thirteen on they sign or refuse");
    assert_eq!(node.post(&path("/told"), &mine, &[("outcome", "REFUSED")]).await.status, 303);
    let page = node.get(&format!("/en/cases/{case}"), &mine).await.body;
    assert!(page.contains("P02-26-00417") && page.contains("Refused to sign"), "{page}");
    let files = std::fs::read_dir(&node.app.config.dir).unwrap();
    for file in files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let bytes = std::fs::read(file).unwrap();
        assert!(!bytes.windows(12).any(|part| part == b"P02-26-00417"), "sealed at rest");
    }
}

/// Whoever answers for the agency learns that a time of the law has run out, and of nobody's case.
#[tokio::test(flavor = "multi_thread")]
async fn the_head_sees_how_many_clocks_have_run_out_and_no_case() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
    let head = node.worker("sultan", &["HEAD"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let mut kept = None;
    for _ in 0..2 {
        let case = child(&node, &owner, 14).await;
        let mine = node.sign_in(&owner).await;
        let begun = node.post(&format!("/en/cases/{case}/clocks"), &mine, &[]).await;
        assert_eq!(begun.status, 303);
        kept = Some(case);
    }
    let day = async |worker: &Worker| {
        let cookie = node.sign_in(worker).await;
        node.get("/en", &cookie).await.body
    };
    assert!(!day(&head).await.contains("Overdue: notice"), "in time");
    node.app.clock.set(Some(NOW.plus_hours(25)));
    let seen = day(&head).await;
    check_page(&seen, "en");
    assert!(seen.contains("Overdue: notice to the prosecution") && seen.contains("in 2 cases"));
    assert!(!seen.contains("C-26-0000") && day(&boss).await.contains("C-26-00001"));
    let restrict = crate::cases::scope::Change::Restrict;
    let (case, now) = (kept.unwrap(), node.app.clock.now());
    crate::cases::scope::change(&node.app, &owner, case, restrict, now).await.unwrap();
    assert!(day(&head).await.contains("in one case"), "absent from counts, too");
}

#[test]
fn younger_children_are_told_and_an_unknown_age_is_taken_as_old_enough() {
    let mut person =
        sila_core::person::Person::unknown(sila_core::ids::PersonId(uuid::Uuid::nil()));
    assert_eq!(Kind::Told.outcomes(Some(&person), NOW), ["SIGNED", "REFUSED"]);
    person.birth = Birth::AgeRange { min: 9, max: 11, as_of: NOW };
    assert_eq!(Kind::Told.outcomes(Some(&person), NOW), ["TOLD"]);
    person.birth = Birth::AgeRange { min: 11, max: 13, as_of: NOW };
    assert_eq!(Kind::Told.outcomes(Some(&person), NOW), ["SIGNED", "REFUSED"]);
}

/// The boxes of the day that lies so many days before now.
fn on(days: i64) -> [(&'static str, String); 3] {
    let day = NOW.plus_days(-days).uae_date();
    [
        ("day_d", day.day.to_string()),
        ("day_m", day.month.to_string()),
        ("day_y", day.year.to_string()),
    ]
}

async fn posted(node: &TestNode, worker: &Worker, path: &str, form: &[(&str, String)]) -> u16 {
    let cookie = node.sign_in(worker).await;
    let form: Vec<(&str, &str)> =
        form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    node.post(path, &cookie, &form).await.status.as_u16()
}

/// Records what starts a clock: the `nth` of its kind, with what else the form holds.
async fn begun(
    node: &TestNode,
    worker: &Worker,
    (case, kind, nth): (CaseId, &str, i64),
    rest: &[(&'static str, &str)],
) -> u16 {
    let mut form = on(0).to_vec();
    form.push(("nth", nth.to_string()));
    form.extend(rest.iter().map(|(name, value)| (*name, (*value).to_owned())));
    posted(node, worker, &format!("/en/cases/{case}/beginnings/{kind}"), &form).await
}

async fn clocks(node: &TestNode, worker: &Worker, case: CaseId) -> Vec<Clock> {
    let record = open_record(&node.app, worker, case).await.unwrap();
    of_case(&node.app, &record).await.unwrap()
}

async fn day(node: &TestNode, worker: &Worker) -> String {
    let cookie = node.sign_in(worker).await;
    node.get("/en", &cookie).await.body
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_of_protection_is_on_the_day_of_its_owner_from_ten_days_before_its_end() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CASE_MANAGER"]).await;
    let boss = node.worker("amal", &["SUPERVISOR"]).await;
    let case = opened(&node, &owner, (Category::Woman, 30)).await;
    let order = (case, "order", 1);
    for (days, number) in
        [("31", "PO-26-1188"), ("0", "PO-26-1188"), ("", "PO-26-1188"), ("30", "")]
    {
        let form = [("days", days), ("number", number)];
        assert_eq!(begun(&node, &owner, order, &form).await, 422, "{days} {number}");
    }
    let form = [("days", "30"), ("number", "PO-26-1188")];
    assert_eq!(begun(&node, &boss, (case, "notice", 1), &form).await, 404, "not by hand");
    assert_eq!(begun(&node, &owner, order, &form).await, 303);
    assert_eq!(begun(&node, &owner, order, &form).await, 409, "a form that is sent twice");
    let all = clocks(&node, &owner, case).await;
    let first = NOW.uae_date();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].due, first.plus_days(30).at_minute(0), "its day is the first of thirty");
    assert_eq!(all[0].number, "PO-26-1188");
    let marks = "Protection order: its end";
    let cookie = node.sign_in(&owner).await;
    for lang in ["ar", "en"] {
        check_page(&node.get(&format!("/{lang}/cases/{case}"), &cookie).await.body, lang);
        for rest in ["clocks/order/1", "beginnings/order", "beginnings/grievance"] {
            let page = node.get(&format!("/{lang}/cases/{case}/{rest}"), &cookie).await;
            assert_eq!(page.status, 200, "{rest}");
            check_page(&page.body, lang);
        }
    }
    for (after, seen, over) in
        [(0, false, false), (19, false, false), (21, true, false), (31, false, true)]
    {
        node.app.clock.set(Some(NOW.plus_days(after)));
        let page = day(&node, &owner).await;
        assert_eq!(page.contains(marks), seen, "after {after} days");
        assert_eq!(page.contains("Overdue: the protection order has ended"), over);
        let theirs = day(&node, &boss).await;
        assert_eq!(theirs.contains("Overdue: the protection order has ended"), over);
    }
    let theirs = node.sign_in(&boss).await;
    let listed = node.get("/en/cases?who=all&clock=ORDER", &theirs).await.body;
    assert!(listed.contains("C-26-00001"), "the department's list of what ran out");
    let other = node.get("/en/cases?who=all&clock=GRIEVANCE", &theirs).await.body;
    assert!(!other.contains("C-26-00001"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_extended_twice_from_its_end_and_each_number_is_kept_sealed() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CASE_MANAGER"]).await;
    let case = opened(&node, &owner, (Category::Woman, 30)).await;
    let form = [("days", "30"), ("number", "PO-26-1188")];
    assert_eq!(begun(&node, &owner, (case, "order", 1), &form).await, 303);
    let path = |nth: i64| format!("/en/cases/{case}/clocks/order/{nth}");
    let said = |days: &str, number: &str| {
        let fields = [("outcome", "RENEWED"), ("days", days), ("number", number)];
        fields.map(|(name, value)| (name, value.to_owned()))
    };
    assert_eq!(posted(&node, &owner, &path(1), &said("", "PO-26-2001")).await, 422);
    assert_eq!(posted(&node, &owner, &path(1), &said("31", "PO-26-2001")).await, 422);
    assert_eq!(posted(&node, &owner, &path(1), &said("30", "")).await, 422);
    assert_eq!(posted(&node, &owner, &path(1), &said("30", "PO-26-2001")).await, 303);
    assert_eq!(posted(&node, &owner, &path(1), &said("30", "PO-26-2001")).await, 409, "once");
    assert_eq!(posted(&node, &owner, &path(2), &said("20", "PO-26-3001")).await, 303);
    let third = posted(&node, &owner, &path(3), &said("30", "PO-26-4001")).await;
    assert_eq!(third, 422, "the law knows two extensions");
    let all = clocks(&node, &owner, case).await;
    let told: Vec<(i64, i64, &str, bool)> = all
        .iter()
        .map(|one| (one.nth, one.turn, one.number.as_str(), one.done.is_some()))
        .collect();
    let wanted =
        [(1, 0, "PO-26-1188", true), (2, 1, "PO-26-2001", true), (3, 2, "PO-26-3001", false)];
    assert_eq!(told, wanted);
    assert_eq!((all[1].began_at, all[2].began_at), (all[0].due, all[1].due), "no day between");
    assert_eq!(all[2].due, NOW.uae_date().plus_days(80).at_minute(0));
    let files = std::fs::read_dir(&node.app.config.dir).unwrap();
    for file in files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let bytes = std::fs::read(file).unwrap();
        assert!(!bytes.windows(6).any(|part| part == b"PO-26-"), "sealed at rest");
    }
    let early = [("outcome", "EXPIRED".to_owned())];
    assert_eq!(posted(&node, &owner, &path(3), &early).await, 422, "it has not run out");
    node.app.clock.set(Some(NOW.plus_days(81)));
    assert_eq!(posted(&node, &owner, &path(3), &early).await, 303);
    let cookie = node.sign_in(&owner).await;
    let page = node.get(&format!("/en/cases/{case}"), &cookie).await.body;
    assert!(page.contains("Ran out, not extended") && page.contains("extension 2 of 2"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_family_has_fifteen_days_to_agree_and_seven_are_left_to_contest_an_order() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CHILD_PROTECTION"]).await;
    let stranger = node.worker("huda", &["CASE_MANAGER"]).await;
    let case = child(&node, &owner, 9).await;
    let woman = opened(&node, &owner, (Category::Woman, 30)).await;
    assert_eq!(begun(&node, &owner, (woman, "measures", 1), &[]).await, 404, "of a child alone");
    assert_eq!(begun(&node, &stranger, (case, "measures", 1), &[]).await, 404, "a stranger");
    let ahead = [("day_y", "2099")];
    let mut form = on(0).to_vec();
    form.retain(|(name, _)| *name != "day_y");
    form.extend(ahead.map(|(name, value)| (name, value.to_owned())));
    form.push(("nth", "1".to_owned()));
    let path = format!("/en/cases/{case}/beginnings/measures");
    assert_eq!(posted(&node, &owner, &path, &form).await, 422, "a day that is to come");
    for kind in ["measures", "grievance"] {
        assert_eq!(begun(&node, &owner, (case, kind, 1), &[]).await, 303, "{kind}");
    }
    let all = clocks(&node, &owner, case).await;
    let first = NOW.uae_date();
    let due = |kind: Kind| all.iter().find(|one| one.kind == kind).unwrap().due;
    assert_eq!(due(Kind::Measures), first.plus_days(15).at_minute(0));
    assert_eq!(due(Kind::Grievance), first.plus_days(7).at_minute(0));
    let page = day(&node, &owner).await;
    assert!(page.contains("Agreement on measures of protection"), "from its beginning");
    let does = |kind: &str, code: &str, number: &str| {
        let form = [("outcome", code.to_owned()), ("number", number.to_owned())];
        (format!("/en/cases/{case}/clocks/{kind}/1"), form)
    };
    for (kind, code, number, status) in [
        ("measures", "RAISED", "", 422),
        ("measures", "AGREED", "", 303),
        ("grievance", "PASSED", "", 422),
        ("grievance", "LODGED", "", 422),
        ("grievance", "LODGED", "G-26-77", 303),
    ] {
        let (path, form) = does(kind, code, number);
        assert_eq!(posted(&node, &owner, &path, &form).await, status, "{kind} {code}");
    }
    let page = day(&node, &owner).await;
    assert!(!page.contains("Agreement on measures of protection"), "ended by what was recorded");
}

/// Every clock of the table has its length, its events and a rule that something in force is the basis of.
#[tokio::test]
async fn the_table_of_clocks_is_public_and_each_row_leads_to_its_provision() {
    let node = TestNode::new().await;
    let register = node.app.store.read(regulation::store::register).await.unwrap();
    let spans = Kind::ALL.map(|kind| kind.terms().span);
    let (day, days) = (Span::Hours(24), Span::Days);
    assert_eq!(spans, [day, day, day, days(15), Span::UpToDays(30), days(7)]);
    for lang in ["ar", "en"] {
        let page = node.get(&format!("/{lang}/law/clocks"), "").await.body;
        check_page(&page, lang);
        for kind in Kind::ALL {
            let rule = kind.terms().rule;
            assert!(register.is_founded(rule, NOW), "{rule}");
            assert!(page.contains(&format!("/{lang}{}", regulation::rule_path(rule))), "{rule}");
        }
    }
    assert_eq!(Kind::ALL.map(|kind| Kind::from_code(kind.code())), Kind::ALL.map(Some));
}

/// What runs when responsibility moves runs on at the agency that takes it, also two orders of one day.
#[tokio::test]
async fn an_order_goes_with_its_case_and_ends_when_it_ends() {
    let node = TestNode::new().await;
    let owner = node.worker("shamsa", &["CASE_MANAGER"]).await;
    let known = disclosure(&node);
    let (category, urgency) = (Category::Woman, Urgency::Urgent);
    let case = compose(&node.app, &known, category, urgency, owner.id, None, NOW).unwrap();
    let due = NOW.plus_days(12);
    let line = HandoverLine {
        id: [0; 16],
        item: OpenItem::Clock,
        kind: "ORDER".to_owned(),
        at: due,
        fate: Fate::Goes,
        why: None,
    };
    let going = [(line.clone(), Words::default()), (line, Words::default())];
    let arriving = Arriving::new(&node.app, &case, &going, NOW).unwrap();
    let id = case.id;
    let write = move |tx: &mut dyn crate::db::Tx| {
        cases::insert(tx, &case)?;
        arriving.insert(tx)
    };
    node.write(write).await.unwrap();
    let all = clocks(&node, &owner, id).await;
    let told: Vec<_> = all.iter().map(|one| (one.kind, one.nth, one.due)).collect();
    assert_eq!(told, [(Kind::Order, 1, due), (Kind::Order, 2, due)]);
}
