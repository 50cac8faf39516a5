//! Bringing in: each row once, whatever stops it; who is made of it; who learns of it.

use std::ops::ControlFlow;

use super::super::store::{self, State};
use super::super::{check, file::PART_ROWS, run};
use super::{CANARY, Desk, register_csv};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::people::register;
use crate::testing::{NOW, check_page};

/// A file with so many people.
fn many(rows: usize) -> String {
    let row = |n: usize| format!("{n},شخص رقم,,\n");
    let rows: String = (0..rows).map(row).collect();
    format!("رقم الملف,الاسم,الهاتف,الجنس\n{rows}")
}

#[tokio::test]
async fn a_row_becomes_a_closed_case_with_the_row_it_came_from() {
    let mut desk = Desk::new().await;
    desk.send("سجل.csv", register_csv().as_bytes()).await;
    desk.accept().await;
    assert_eq!(desk.act("run").await.status, 303);
    assert_eq!(run::step(&desk.node.app).await.unwrap(), 1);
    assert_eq!(run::step(&desk.node.app).await.unwrap(), 0);
    let stored = desk.stored().await;
    assert_eq!((stored.state, stored.taken), (State::Done, 4));
    assert_eq!((desk.cases().await, desk.node.app.people.len()), (4, 4));
    let list = desk.get("/ar/cases?status=closed").await.body;
    assert_eq!(list.matches("H-26-0000").count(), 4, "{list}");
    let href = list.split("href=\"").filter_map(|part| part.split('"').next());
    let paths: Vec<&str> = href.filter(|path| path.starts_with("/ar/cases/")).collect();
    let mut whole = String::new();
    for path in paths {
        let page = desk.get(path).await;
        check_page(&page.body, "ar");
        whole.push_str(&page.body);
    }
    let file = "<bdi>سجل</bdi><bdi dir=\"ltr\">.csv</bdi>";
    for words in [CANARY, file, "ق-1", "مريم", "دبا", "مريخية", "31/02/1990"] {
        assert!(whole.contains(words), "{words}");
    }
    assert!(!whole.contains("lost"), "a doubtful Emirates ID is shown masked only");
}

#[tokio::test]
async fn a_case_of_the_past_is_neither_referred_nor_asked_about() {
    let mut desk = Desk::new().await;
    desk.send("a.csv", register_csv().as_bytes()).await;
    desk.accept().await;
    desk.act("run").await;
    run::step(&desk.node.app).await.unwrap();
    let supervisor = desk.node.worker("moza", &["SUPERVISOR"]).await;
    let cookie = desk.node.sign_in(&supervisor).await;
    let list = desk.node.get("/en/cases?status=closed", &cookie).await.body;
    let mut links = list.split("href=\"").filter_map(|part| part.split('"').next());
    let path = links.find(|path| path.starts_with("/en/cases/")).unwrap();
    let page = desk.node.get(path, &cookie).await.body;
    assert!(!page.contains("Refer this case") && page.contains("Visible to partners?"));
    let refused = desk.node.post(&format!("{path}/refer"), &cookie, &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("This case is closed"));
    let ask = desk.node.get(&format!("{path}/known"), &cookie).await.body;
    assert!(ask.contains("This case is closed") && ask.contains("/protection"));
}

#[tokio::test]
async fn after_a_kill_in_the_middle_every_row_is_there_once() {
    let mut desk = Desk::new().await;
    let rows = PART_ROWS * 2 + 7;
    desk.send("a.csv", many(rows).as_bytes()).await;
    desk.accept().await;
    desk.act("run").await;
    run::step(&desk.node.app).await.unwrap();
    // The node dies after the first part and before it knows of it; another takes its folder over.
    desk.node.app.store.close().await;
    let config = Config::at(desk.node.folder().to_owned(), "127.0.0.1:0".parse().unwrap());
    desk.node.app = App::open(config, Clock::fixed(NOW)).await.unwrap();
    register::fill(&desk.node.app).await.unwrap();
    assert_eq!(desk.stored().await.next_part, 1);
    while run::step(&desk.node.app).await.unwrap() > 0 {}
    let rows = i64::try_from(rows).unwrap();
    assert_eq!(desk.cases().await, rows);
    assert_eq!(i64::try_from(desk.node.app.people.len()).unwrap(), rows);
    assert_eq!(i64::from(desk.stored().await.taken), rows);
    assert_eq!(desk.act("run").await.status, 409, "what is done does not begin again");
}

#[tokio::test]
async fn every_row_is_read_beside_the_requests_and_a_plan_that_changed_meanwhile_counts() {
    let mut desk = Desk::new().await;
    desk.send("a.csv", many(PART_ROWS * 2).as_bytes()).await;
    assert_eq!(desk.say().await.status, 303);
    let path = format!("/en/imports/{}", desk.id);
    let page = desk.get(&path).await.body;
    assert!(page.contains("Rows read: 0 of 200") && page.contains("http-equiv=\"refresh\""));
    for lang in ["ar", "en"] {
        check_page(&desk.get(&format!("/{lang}/imports/{}", desk.id)).await.body, lang);
    }
    assert_eq!(desk.act("run").await.status, 409, "not before they were read");
    // What was read under words that do not hold any more is not kept.
    let before = desk.stored().await;
    assert_eq!(desk.say().await.status, 303);
    let (id, head) = (before.id, before.head.clone());
    let late = desk.node.write(move |tx| {
        let looked = store::looked(tx, id, &head, 1)?;
        Ok(looked || store::report(tx, (id, &head), b"old", NOW)?)
    });
    assert!(!late.await.unwrap());
    // The node stops while it reads, and begins anew.
    desk.node.app.store.close().await;
    let config = Config::at(desk.node.folder().to_owned(), "127.0.0.1:0".parse().unwrap());
    desk.node.app = App::open(config, Clock::fixed(NOW)).await.unwrap();
    assert_eq!(check::step(&desk.node.app).await.unwrap(), 1);
    assert_eq!(check::step(&desk.node.app).await.unwrap(), 0);
    assert_eq!((desk.stored().await.state, desk.stored().await.next_part), (State::Checked, 0));
    assert_eq!(desk.opened().await.1.unwrap().ready, 200);
    assert_eq!(desk.cases().await, 0, "nothing was written");
    // Destroyed while it waits to be read.
    desk.say().await;
    assert_eq!(desk.act("discard").await.status, 303);
    assert_eq!(check::step(&desk.node.app).await.unwrap(), 0);
}

#[tokio::test]
async fn the_same_rows_are_recognised_and_come_in_again_only_when_that_is_meant() {
    let mut desk = Desk::new().await;
    desk.send("a.csv", register_csv().as_bytes()).await;
    desk.accept().await;
    assert_eq!(desk.act("run").await.status, 303);
    run::step(&desk.node.app).await.unwrap();
    assert_eq!(desk.act("discard").await.status, 303, "the file itself is gone");
    // The same rows in another file, under another name, with a mark at its beginning.
    let again = format!("\u{feff}{}", register_csv());
    desk.send("b.csv", again.as_bytes()).await;
    let mapping = desk.get(&format!("/en/imports/{}/mapping", desk.id)).await.body;
    assert!(mapping.contains("The same rows were brought in before"));
    desk.accept().await;
    let page = desk.get(&format!("/en/imports/{}", desk.id)).await.body;
    assert!(page.contains("Bring the same rows in once more"), "{page}");
    check_page(&page, "en");
    assert_eq!(desk.act("run").await.status, 409, "not by itself");
    assert_eq!((desk.cases().await, desk.stored().await.state), (4, State::Checked));
    let path = format!("/en/imports/{}/run", desk.id);
    assert_eq!(desk.post(&path, &[("again", "yes")]).await.status, 303);
    run::step(&desk.node.app).await.unwrap();
    assert_eq!(desk.cases().await, 8);
    // Other rows are nobody's business.
    desk.send("c.csv", register_csv().replace("ق-1", "ق-9").as_bytes()).await;
    desk.accept().await;
    assert_eq!(desk.act("run").await.status, 303);
    // One that is stopped half-way goes on without a question.
    assert_eq!(desk.act("stop").await.status, 303);
    assert_eq!(desk.act("run").await.status, 303);
}

#[tokio::test]
async fn two_runners_of_one_part_bring_it_in_once() {
    let mut desk = Desk::new().await;
    desk.send("a.csv", many(PART_ROWS).as_bytes()).await;
    desk.accept().await;
    desk.act("run").await;
    let (one, two) = tokio::join!(run::step(&desk.node.app), run::step(&desk.node.app));
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(desk.cases().await, i64::try_from(PART_ROWS).unwrap());
}

#[tokio::test]
async fn it_is_stopped_and_continued_and_shows_how_far_it_is() {
    let mut desk = Desk::new().await;
    desk.send("a.csv", many(PART_ROWS * 2).as_bytes()).await;
    desk.accept().await;
    desk.act("run").await;
    run::step(&desk.node.app).await.unwrap();
    let page = desk.get(&format!("/en/imports/{}", desk.id)).await.body;
    assert!(page.contains("value=\"100\"") && page.contains("max=\"200\""), "{page}");
    assert!(page.contains("http-equiv=\"refresh\""), "works without the script");
    assert_eq!(desk.act("discard").await.status, 409, "not while it runs");
    assert_eq!(desk.act("stop").await.status, 303);
    assert_eq!(run::step(&desk.node.app).await.unwrap(), 0);
    assert_eq!(desk.cases().await, 100);
    for lang in ["ar", "en"] {
        check_page(&desk.get(&format!("/{lang}/imports/{}", desk.id)).await.body, lang);
    }
    desk.act("run").await;
    run::step(&desk.node.app).await.unwrap();
    assert_eq!((desk.cases().await, desk.stored().await.state), (200, State::Done));
    assert_eq!(desk.act("discard").await.status, 303);
    assert_eq!(desk.get(&format!("/en/imports/{}", desk.id)).await.status, 404);
    assert_eq!(desk.cases().await, 200, "what came in stays");
}

#[tokio::test]
async fn likely_doubles_wait_in_the_queue_and_nobody_is_merged() {
    let mut desk = Desk::new().await;
    let file = "الاسم,تاريخ الميلاد,الهاتف,الجنس\n\
        فاطمة أحمد علي الكثيبي,11/4/1993,0501234567,أنثى\n\
        فاطمه احمد علي الكثيبي,11/4/1993,0501234567,أنثى\n";
    desk.send("a.csv", file.as_bytes()).await;
    desk.accept().await;
    desk.act("run").await;
    run::step(&desk.node.app).await.unwrap();
    assert_eq!(desk.cases().await, 2);
    let mut pairs = 0;
    desk.node.app.people.pairs(
        |_| true,
        |_| {
            pairs += 1;
            ControlFlow::Continue(())
        },
    );
    assert_eq!(pairs, 1);
    let list = crate::duplicates::line::all(&desk.node.app, &desk.clerk.0).await.unwrap();
    assert_eq!(list.len(), 1);
}

#[tokio::test]
async fn nobody_else_finds_the_file_or_its_people() {
    let mut desk = Desk::new().await;
    desk.send("a.csv", register_csv().as_bytes()).await;
    desk.accept().await;
    desk.act("run").await;
    run::step(&desk.node.app).await.unwrap();
    let colleague = desk.node.worker("moza", &["REGISTER_CLERK"]).await;
    let officer = desk.node.worker("reem", &["INTAKE"]).await;
    let admin = desk.node.worker("amna", &["ADMIN"]).await;
    let path = format!("/en/imports/{}", desk.id);
    for (worker, status) in [(&colleague, 404), (&officer, 403), (&admin, 403)] {
        let cookie = desk.node.sign_in(worker).await;
        for ending in ["", "/mapping", "/report", "/discard"] {
            let got = desk.node.get(&format!("{path}{ending}"), &cookie).await;
            assert_eq!(got.status, status, "{ending}");
            assert!(!got.body.contains("a.csv") && !got.body.contains(CANARY));
        }
        for act in ["run", "stop", "discard", "mapping"] {
            let got = desk.node.post(&format!("{path}/{act}"), &cookie, &[]).await;
            assert_eq!(got.status, status, "{act}");
        }
        let cases = desk.node.get("/en/cases?status=closed", &cookie).await.body;
        assert!(!cases.contains("H-26-"), "the people are found by whoever brought them in");
    }
    assert_eq!(desk.node.upload("/en/imports", "stranger", "a.csv", b"x").await.status, 303);
}
