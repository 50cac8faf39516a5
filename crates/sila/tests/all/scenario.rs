//! Households H02, H05, H06, H10, H11 and H12 and the four contacts of the script, as `sila demo` shows them to whoever works there. What
//! they expect beside that, on nodes made for it, stands in the table of `docs/demo.md`.

use crate::household::{case, person, see, thursday};
use crate::support::demo::Demo;
use crate::support::html::{Form, forms};
use crate::support::visitor::{Seen, Visitor};

/// What only the page of a sealed record says, to who opens it.
const REPORTER: &str = "جابر السهيلي";
const TRUE_NAME: &str = "Marisol Dela Vega";

/// The page of the case of somebody who is found by name.
async fn case_of(who: &mut Visitor, name: &str) -> Seen {
    let page = person(who, name).await;
    see(who, &case(&page)).await
}

/// What is found by these words is not this person; others may have a name that sounds like it.
async fn is_not_found(who: &mut Visitor, typed: &str, told: &str) {
    let form = see(who, "/en/search").await.form("/search").unwrap();
    let found = who.send(&form.with("q", typed)).await.unwrap().ok();
    assert!(!found.text().contains(told), "{typed} is found: {}", found.text());
}

/// The one case of this category among a worker's own, and the list that leads to it by its number.
async fn listed(who: &mut Visitor, category: &str) -> (Seen, Seen) {
    let list = see(who, &format!("/en/cases?who=mine&category={category}")).await;
    let is_case =
        |link: &String| link.strip_prefix("/en/cases/").is_some_and(|rest| rest.len() == 36);
    let link = list.links().into_iter().find(is_case).expect("is listed");
    (see(who, &link).await, list)
}

/// The form that opens who reported.
fn opening(seen: &Seen) -> Option<Form> {
    forms(&seen.body).into_iter().find(|form| form.action.contains("/reporter/"))
}

/// H02: that a neighbour asked to stay unknown is seen by who works on it; who it was, by the sealed record's role alone.
async fn the_neighbour_stays_unknown(demo: &Demo) {
    let mut intake = demo.node("DANA").visitor("d-int1", &demo.password).await;
    let page = case_of(&mut intake, "سالم خلفان النورسي").await;
    assert!(page.text().contains("(year only)"), "{}", page.text());
    let reporter = format!("{}/reporter", page.path);
    for user in ["d-int1", "d-eld"] {
        let mut worker = demo.node("DANA").visitor(user, &demo.password).await;
        let seen = see(&mut worker, &reporter).await;
        assert!(seen.text().contains("A sealed reporter") && !seen.body.contains(REPORTER));
        assert!(opening(&seen).is_none(), "{user} has no way to open it");
    }
    let mut boss = demo.node("DANA").visitor("d-sup", &demo.password).await;
    let seen = see(&mut boss, &reporter).await;
    let opening = opening(&seen).expect("the sealed record's role opens it");
    let shown = boss.send(&opening.with("reason", "SAFETY")).await.unwrap().ok();
    assert!(shown.body.contains(REPORTER), "{}", shown.text());
}

/// H05: a code name, and a true name for exactly two.
async fn lulua_has_a_code_name(demo: &Demo) {
    let mut boss = demo.node("MARSA").visitor("m-sup", &demo.password).await;
    is_not_found(&mut boss, "لؤلؤة", "Lulua").await;
    for user in ["m-int1", "m-cm2", "m-leg"] {
        let mut worker = demo.node("MARSA").visitor(user, &demo.password).await;
        let (page, _) = listed(&mut worker, "TRAFF").await;
        assert!(page.text().contains("Lulua"), "{}", page.text());
        let identity = format!("{}/identity", page.path);
        let seen = see(&mut worker, &identity).await;
        assert!(seen.text().contains("The true name is sealed"), "{}", seen.text());
        assert!(![&page, &seen].iter().any(|page| page.body.contains("Marisol")), "{user}");
        let opening = seen.form("/identity/opening");
        assert_eq!(opening.is_some(), user != "m-int1", "{user}: not even who sealed it");
        if let Some(form) = opening {
            let shown = worker.send(&form.with("reason", "PAPERS")).await.unwrap().ok();
            assert!(shown.body.contains(TRUE_NAME), "{user}");
        }
        is_not_found(&mut worker, TRUE_NAME, "Lulua").await;
    }
}

/// H06: seven people of one household, for whom one agency answers.
async fn a_family_of_seven(demo: &Demo) {
    let mut worker = demo.node("DANA").visitor("d-cm2", &demo.password).await;
    let page = case_of(&mut worker, "سلامة الغافوي").await;
    assert!(page.text().contains("Dana Social Care Authority"), "{}", page.text());
    let kin = see(&mut worker, &format!("{}/kin", page.path)).await;
    for name in ["Juma", "Mohammed", "Shaikha", "Ahmed", "Noor", "Zayed"] {
        assert!(kin.body.contains(name), "{name}");
    }
}

/// H10: where her husband works, nothing of it goes.
async fn a_partner_is_barred(demo: &Demo) {
    let mut worker = demo.node("DANA").visitor("d-int1", &demo.password).await;
    let page = case_of(&mut worker, "مها راشد").await;
    let readers = see(&mut worker, &format!("{}/readers", page.path)).await;
    let text = readers.text();
    let (_, barred) = text.split_once("Agencies that are told nothing").expect("the card");
    let (barred, _) = barred.split_once("Why").unwrap_or((barred, ""));
    assert!(barred.contains("Municipality (demo)"), "{barred}");
}

/// H11 and H12: what may not be planned.
async fn what_may_not_be_planned(demo: &Demo) {
    let day = thursday();
    let plan = async |user: &str, name: &str, kind: &str, place: &str| {
        let mut worker = demo.node("DANA").visitor(user, &demo.password).await;
        let page = case_of(&mut worker, name).await;
        let new = see(&mut worker, &format!("{}/appointments/new", page.path)).await;
        let form = new.form("/appointments/new").unwrap();
        let form = form.with("kind", kind).with("place", place).with("time", "10:00");
        let form = form.with("day_d", &day.day.to_string());
        let form = form.with("day_m", &day.month.to_string());
        let form = form.with("day_y", &day.year.to_string());
        (page.text(), worker.send(&form).await.unwrap().text())
    };
    let (page, refused) = plan("d-cp", "هادي كريموف", "INTERVIEW", "AGENCY").await;
    assert!(page.contains("11 to 13") || page.contains("11–13"), "a range: {page}");
    assert!(refused.contains("let nobody tell it twice"), "he has told once: {refused}");
    let (_, refused) = plan("d-int1", "هند سعيد المهاوي", "SESSION", "PHONE").await;
    assert!(refused.contains("Nobody may ring here"), "{refused}");
    let (_, planned) = plan("d-int1", "هند سعيد المهاوي", "SESSION", "VIDEO").await;
    assert!(planned.contains("Session Planned"), "{planned}");
}

/// C1 to C4: what is kept of who needed no case.
async fn four_contacts(demo: &Demo) {
    let mut marsa = demo.node("MARSA").visitor("m-int1", &demo.password).await;
    let list = see(&mut marsa, "/en/contacts").await.text();
    assert!(list.contains("Inquiry") && list.contains("Consultation"), "C1 and C4: {list}");
    let mut clerk = demo.node("DANA").visitor("d-int2", &demo.password).await;
    let list = see(&mut clerk, "/en/contacts").await;
    let one = list.links().into_iter().find(|link| is_contact(link)).expect("C2");
    let rent = see(&mut clerk, &one).await.text();
    assert!(rent.contains("Financial") && rent.contains('4') && rent.contains("12"), "{rent}");
    let mut desk = demo.node("DANA").visitor("d-int1", &demo.password).await;
    let list = see(&mut desk, "/en/contacts").await;
    let one = list.links().into_iter().find(|link| is_contact(link)).expect("C3");
    let shut = see(&mut desk, &one).await;
    assert!(!shut.body.contains("زعم المتصل"), "shut: it is nobody's history");
    let mut boss = demo.node("DANA").visitor("d-sup", &demo.password).await;
    let seen = see(&mut boss, &one).await;
    assert!(!seen.body.contains("زعم المتصل"), "for a supervisor too, without a reason");
    let opening = seen.form("/opening").expect("a supervisor opens it with a reason");
    let shown = boss.send(&opening.with("reason", "COURT")).await.unwrap().ok();
    assert!(shown.body.contains("زعم المتصل"), "{}", shown.text());
}

fn is_contact(link: &str) -> bool {
    link.strip_prefix("/en/contacts/").is_some_and(|rest| rest.len() == 36)
}

#[tokio::test]
async fn h02_is_as_the_demonstration_shows_it() {
    the_neighbour_stays_unknown(&Demo::start().await).await;
}

#[tokio::test]
async fn h05_is_as_the_demonstration_shows_it() {
    lulua_has_a_code_name(&Demo::start().await).await;
}

#[tokio::test]
async fn h06_is_as_the_demonstration_shows_it() {
    a_family_of_seven(&Demo::start().await).await;
}

#[tokio::test]
async fn h10_is_as_the_demonstration_shows_it() {
    a_partner_is_barred(&Demo::start().await).await;
}

#[tokio::test]
async fn h11_and_h12_are_as_the_demonstration_shows_it() {
    what_may_not_be_planned(&Demo::start().await).await;
}

#[tokio::test]
async fn the_four_contacts_are_as_the_demonstration_shows_them() {
    four_contacts(&Demo::start().await).await;
}
