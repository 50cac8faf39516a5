//! Fault F5: the database of Dana comes back from an older backup, after Dana has acted on a referral.

use serde_json::Value;

use crate::support::demo::Demo;
use crate::support::node::{Node, run, sila};
use crate::support::story::{DONE, comes, fingerprint, referrals, send, take_in};
use crate::support::visitor::Seen;
use crate::support::waiting::until;

fn told(node: &Node, arguments: &[&str]) -> Value {
    let mut command = sila();
    command.args(arguments).arg("--json").arg("--dir").arg(&node.dir);
    serde_json::from_slice(&run(&mut command).stdout).expect("one JSON object")
}

/// The link of a node to an agency.
fn link(node: &Node, to: &str) -> Value {
    let all = told(node, &["link", "status"]);
    let all = all["links"].as_array().unwrap().clone();
    all.into_iter().find(|link| link["code"] == to).unwrap()
}

fn case_of(page: &Seen) -> Option<String> {
    page.links().into_iter().find(|path| path.contains("/cases/"))
}

#[tokio::test]
async fn fault_f5_a_database_from_an_older_backup_is_proven_by_the_partner_recovered_and_what_was_signed_comes_back()
 {
    let mut demo = Demo::start().await;
    demo.take_over().await;
    let password = demo.password.clone();
    let mut marsa = demo.node("MARSA").visitor("m-int1", &password).await;
    let mut dana = demo.node("DANA").visitor("d-ref", &password).await;
    let intake = take_in(&mut marsa, "en").await;
    let path = send(&mut marsa, &intake, "en").await;
    comes(&dana, "it is at Dana", "/en/referrals/in", |l| referrals(l).contains(&path)).await;
    let home = tempfile::tempdir().unwrap();
    let backup = home.path().join("backup.db");
    told(demo.node("DANA"), &["backup", "--to", backup.to_str().unwrap()]);

    for act in ["/claim", "/acceptance"] {
        dana.act_once(&path, act, &[]).await;
    }
    comes(&dana, "the case is there", &path, |page| case_of(page).is_some()).await;
    let accepted =
        comes(&marsa, "Marsa knows", &path, |page| page.text().contains("Awaiting the outcome"));
    let mark = fingerprint(&accepted.await);

    let node = demo.node_mut("DANA");
    node.kill();
    for name in ["sila.db", "sila.db-wal", "sila.db-shm"] {
        let _not_there = std::fs::remove_file(node.dir.join(name));
    }
    std::fs::copy(&backup, node.dir.join("sila.db")).unwrap();
    node.start().await;
    let node = demo.node("DANA");
    until("what Marsa holds proves the gap", DONE, || async {
        (link(node, "MARSA")["alarm"] == "S-ROLLBACK").then_some(())
    })
    .await;
    let mut dana = node.visitor("d-ref", &password).await;
    let old = dana.see(&path).await.ok();
    assert!(case_of(&old).is_none() && fingerprint(&old) != mark, "it was forgotten");
    // The officer is guided on the page of the link.
    let mut admin = node.visitor("d-adm", &password).await;
    let links = admin.see("/en/links").await.ok();
    let marsas = link(node, "MARSA")["agency"].as_str().unwrap().to_owned();
    let page = links.links().into_iter().find(|path| path.contains(&marsas)).unwrap();
    let form = admin.see(&page).await.ok().form("/recovery").expect("the way out of it");
    admin.insist(&form).await.ok();

    let back = comes(&dana, "what Dana had signed is back", &path, |p| fingerprint(p) == mark);
    assert!(back.await.text().contains("Accepted"));
    comes(&dana, "and so is her case", &path, |page| case_of(page).is_some()).await;
    let told = admin.see(&page).await.ok();
    assert!(told.text().contains("Sent after the backup"), "what was forgotten is listed");
    assert!(told.text().contains("come back by themselves"));
    assert_eq!(link(node, "MARSA")["alarm"], Value::Null);
    dana.tell_outcome(&path).await;
    comes(&marsa, "the referral goes on", &path, |page| page.form("/acknowledgement").is_some())
        .await;
    assert_eq!(link(demo.node("MARSA"), "DANA")["alarm"], Value::Null);
    for code in ["DANA", "MARSA"] {
        demo.node_mut(code).kill();
        assert_eq!(demo.node(code).verify()["intact"], true);
    }
}
