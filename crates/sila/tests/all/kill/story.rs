//! H01 goes from Marsa to Dana while both nodes are killed again and again.

use rusqlite::Connection;

use super::reaper::Reaper;
use crate::support::demo::Demo;
use crate::support::h01::UNWANTED;
use crate::support::node::Node;
use crate::support::story::{comes, fingerprint, referrals, send, take_in};
use crate::support::visitor::{Seen, Visitor};

/// How often each node dies.
const TIMES: usize = 10;
/// Intake, send and delivery, claim, acceptance, release, outcome, acknowledgement.
const PARTS: usize = 7;

/// The two officers, and how to look over their shoulders.
struct Officers {
    marsa: Visitor,
    dana: Visitor,
}

impl Officers {
    async fn of(demo: &Demo) -> Officers {
        Officers {
            marsa: demo.node("MARSA").visitor("m-int1", &demo.password).await,
            dana: demo.node("DANA").visitor("d-ref", &demo.password).await,
        }
    }
}

#[tokio::test]
async fn contract_b02_each_node_killed_ten_times_leaves_one_referral_one_case_and_equal_state() {
    let mut demo = Demo::start().await;
    demo.take_over().await;
    let mut reaper = Reaper::new(2, TIMES, PARTS);
    let Officers { mut marsa, mut dana } = Officers::of(&demo).await;
    let before = [counts(demo.node("MARSA")), counts(demo.node("DANA"))];
    let mut nodes = two(&mut demo);

    let (intake, ()) = tokio::join!(take_in(&mut marsa, "en"), reaper.next_part(&mut nodes));
    let kept = marsa.see(&intake.check.path).await.ok();
    assert_eq!(kept.text(), intake.check.text(), "an answer was lost");

    let delivered = async {
        let sent = send(&mut marsa, &intake, "en").await;
        comes(&dana, "it is at Dana", "/en/referrals/in", |l| referrals(l).contains(&sent)).await;
        sent
    };
    let (path, ()) = tokio::join!(delivered, reaper.next_part(&mut nodes));

    for act in ["/claim", "/acceptance"] {
        tokio::join!(dana.act_once(&path, act, &[]), reaper.next_part(&mut nodes));
        assert!(dana.see(&path).await.ok().form(act).is_none(), "{act} was lost");
    }
    let opened =
        comes(&dana, "the identity is open at Dana", &path, |page| case_of(page).is_some());
    let (opened, ()) = tokio::join!(opened, reaper.next_part(&mut nodes));
    let case = case_of(&opened).unwrap();

    tokio::join!(dana.tell_outcome(&path), reaper.next_part(&mut nodes));
    let learnt = async {
        let read = |page: &Seen| page.form("/acknowledgement").is_some();
        comes(&marsa.clone(), "Marsa learns the outcome", &path, read).await;
        marsa.act_once(&path, "/acknowledgement", &[]).await
    };
    tokio::join!(learnt, reaper.next_part(&mut nodes));
    assert_eq!(reaper.done(), [TIMES, TIMES], "seed {}", reaper.seed);

    let here = marsa.see(&path).await.ok();
    let mark = fingerprint(&here);
    comes(&dana, "both threads are equal", &path, |page| fingerprint(page) == mark).await;
    assert!(dana.see(&case).await.ok().text().contains(UNWANTED), "an answer was typed twice");
    let [marsa, dana] = nodes;
    marsa.kill();
    dana.kill();
    let id = path.rsplit('/').next().unwrap();
    assert_eq!(row(marsa, id), row(dana, id), "the same state and fingerprint at both");
    assert_eq!(entries(marsa, id), entries(dana, id), "the same signed entries at both");
    let grown = [(1, 1, 0), (1, 1, 1)];
    for ((node, before), more) in [&*marsa, &*dana].into_iter().zip(before).zip(grown) {
        let (referrals, cases, from_this) = counts(node);
        let found = (referrals - before.0, cases - before.1, from_this - before.2);
        assert_eq!(found, more, "referrals, cases and cases from a referral at {}", node.code);
        assert_eq!(node.verify()["intact"], true);
    }
}

/// Marsa and Dana.
fn two(demo: &mut Demo) -> [&mut Node; 2] {
    let mut found: Vec<&mut Node> =
        demo.nodes.iter_mut().filter(|node| node.code != "NASEEM").collect();
    found.sort_by(|a, b| b.code.cmp(&a.code));
    found.try_into().ok().expect("two nodes")
}

/// The address of the case, once the page leads to one.
fn case_of(page: &Seen) -> Option<String> {
    page.links().into_iter().find(|path| path.contains("/cases/"))
}

fn database(node: &Node) -> Connection {
    Connection::open(node.dir.join("sila.db")).unwrap()
}

/// How many referrals, cases, and cases that came from a referral the node holds.
fn counts(node: &Node) -> (i64, i64, i64) {
    let sql = "select (select count(*) from referral), (select count(*) from case_file), \
               (select count(*) from case_file where origin_referral is not null)";
    let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    database(node).query_row(sql, [], row).unwrap()
}

/// State and fingerprint of a referral.
fn row(node: &Node, id: &str) -> (String, Vec<u8>) {
    let id = id.parse::<uuid::Uuid>().unwrap().into_bytes();
    let sql = "select state, fingerprint from referral where id = ?1";
    database(node).query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

/// Author, number, act and hash of every signed entry of a referral.
fn entries(node: &Node, id: &str) -> Vec<(Vec<u8>, i64, String, Vec<u8>)> {
    let id = id.parse::<uuid::Uuid>().unwrap().into_bytes();
    let sql = "select author, n, act, hash from referral_entry where referral = ?1 order by 1, 2";
    let (database, row) = (database(node), |row: &rusqlite::Row<'_>| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    });
    let mut query = database.prepare(sql).unwrap();
    query.query_map([id], row).unwrap().map(Result::unwrap).collect()
}

#[tokio::test]
async fn contract_b02_while_one_node_is_down_the_other_works_and_what_waits_flows_when_it_returns()
{
    let mut demo = Demo::start().await;
    demo.take_over().await;
    let Officers { mut marsa, dana } = Officers::of(&demo).await;
    demo.node_mut("DANA").kill();

    let intake = take_in(&mut marsa, "en").await;
    let path = send(&mut marsa, &intake, "en").await;
    for page in ["/en", "/en/cases", "/en/referrals/in", "/en/agreements", path.as_str()] {
        marsa.see(page).await.ok();
    }
    let waiting = marsa.see(&path).await.ok();
    assert!(waiting.form("/recall").is_some() || waiting.body.contains("/recall"), "still ours");

    demo.node_mut("DANA").start().await;
    comes(&dana, "it is at Dana", "/en/referrals/in", |l| referrals(l).contains(&path)).await;
    let mark =
        fingerprint(&comes(&dana, "the page is there", &path, |p| p.status.is_success()).await);
    comes(&marsa, "Marsa learns that it arrived", &path, |page| fingerprint(page) == mark).await;
}
