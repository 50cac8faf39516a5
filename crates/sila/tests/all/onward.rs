//! Three agencies, three programs: Marsa refers to Dana, Dana passes on to Naseem, and everybody knows what they may.

use super::support::demo::Demo;
use super::support::h01::{self, NAME};
use super::support::story::{Intake, answer, comes, fingerprint, referrals, send, take_in};
use super::support::visitor::{Seen, Visitor};

/// Where Naseem's house stands: known at Naseem alone.
const ADDRESS: &str = "فيلا ٧٧ شارع السدرة";

/// Taken in at Marsa for a place alone; she permits that Naseem is asked too.
async fn permitted(marsa: &mut Visitor) -> (Intake, String) {
    let intake = take_in(marsa, "en").await;
    let need = marsa.see(&format!("{}/3", intake.draft)).await.ok();
    let place = [("services", "SHELTER")];
    let sharing = answer(marsa, need, &place, "next").await;
    let form = sharing.form("/4").expect("the form of sharing");
    let third = form.offers.iter().find(|(name, _)| name == "onward");
    let third = third.expect("the agreement names a third agency").1.clone();
    let mut answers = h01::SHARING.to_vec();
    answers.push(("onward", &third));
    let check = answer(marsa, sharing, &answers, "next").await;
    (Intake { draft: intake.draft, check }, third)
}

/// Dana asks for an agency that the agreement does not name: the clause says no, and nothing moves.
async fn refused_to_a_stranger(dana: &mut Visitor, path: &str, stranger: &str) {
    let form = dana.see(&format!("{path}/redirect")).await.ok().form("/redirect").unwrap();
    let mut form = form.with("basis", "CAPACITY");
    form.fields.retain(|(name, _)| name != "to");
    form.fields.push(("to".to_owned(), stranger.to_owned()));
    let refused = dana.send(&form).await.unwrap();
    assert_eq!(refused.status.as_u16(), 409, "{}", refused.text());
    assert!(refused.text().contains("3.3"), "the clause is named: {}", refused.text());
    let after = dana.see(path).await.ok();
    assert!(after.links().contains(&format!("{path}/redirect")), "{}", after.text());
}

async fn redirected(dana: &mut Visitor, path: &str, third: &str) {
    let form = dana.see(&format!("{path}/redirect")).await.ok().form("/redirect").unwrap();
    let form = form.with("to", third).with("basis", "CAPACITY");
    let after = dana.send(&form).await.unwrap().ok();
    assert!(after.text().contains("Passed on"), "{}", after.text());
}

#[tokio::test]
async fn contract_b27_a_refers_to_b_and_b_redirects_to_c_as_agreements_and_the_person_allow() {
    let demo = Demo::start().await;
    let mut marsa = demo.node("MARSA").visitor("m-int1", &demo.password).await;
    let mut dana = demo.node("DANA").visitor("d-ref", &demo.password).await;
    let mut naseem = demo.node("NASEEM").visitor("n-ref", &demo.password).await;
    let house = naseem.see("/en/intake/new").await.ok();
    let plan = [("danger", "no"), ("talk", "yes"), ("plan", ADDRESS), ("contact", "no")];
    let kept = answer(&mut naseem, house, &plan, "next").await;
    assert!(naseem.see(&kept.path.replace("/2", "/1")).await.ok().body.contains(ADDRESS));

    let (intake, third) = permitted(&mut marsa).await;
    let path = send(&mut marsa, &intake, "en").await;
    comes(&dana, "it is at Dana", "/en/referrals/in", |l| referrals(l).contains(&path)).await;
    let stranger = &third.chars().rev().collect::<String>();
    refused_to_a_stranger(&mut dana, &path, &format!("{}0", &stranger[1..])).await;
    let before = referrals(&naseem.see("/en/referrals/in").await);
    redirected(&mut dana, &path, &third).await;

    let arrived = comes(&naseem, "it is at Naseem", "/en/referrals/in", |list| {
        referrals(list).iter().any(|one| !before.contains(one))
    });
    let arrived = referrals(&arrived.await);
    let onward = arrived.iter().find(|one| !before.contains(one)).unwrap().clone();
    let says = |page: &Seen| page.text().contains("Third agency") && page.text().contains("Naseem");
    comes(&marsa, "Marsa sees where her case is", &path, says).await;
    let preview = naseem.see(&onward).await.ok();
    assert!(preview.text().contains("First referred by"), "{}", preview.text());
    assert!(!preview.body.contains(NAME), "nobody is named before acceptance");

    for act in ["/claim", "/acceptance"] {
        naseem.act_once(&onward, act, &[]).await;
    }
    let opened =
        comes(&naseem, "the identity is open at Naseem", &onward, |page| page.body.contains(NAME));
    assert!(opened.await.links().iter().any(|link| link.contains("/cases/")), "with its case");
    let accepted = |page: &Seen| {
        page.text().contains("Awaiting the outcome") || page.form("/acknowledgement").is_some()
    };
    comes(&marsa, "Marsa sees that Naseem took her", &path, accepted).await;
    let erased = |page: &Seen| page.text().contains("erased");
    comes(&dana, "Dana has erased what it was shown", &path, erased).await;

    naseem.tell_outcome(&onward).await;
    let read = |page: &Seen| page.form("/acknowledgement").is_some();
    comes(&marsa, "Marsa learns the outcome", &path, read).await;
    let closed = marsa.act_once(&path, "/acknowledgement", &[]).await;
    assert!(closed.text().contains("Closed"), "{}", closed.text());
    comes(&naseem, "the loop is closed at Naseem", &onward, |page| page.text().contains("Closed"))
        .await;
    let mark = fingerprint(&marsa.see(&path).await.ok());
    let seen = comes(&dana, "both hold the same", &path, |page| fingerprint(page) == mark).await;
    let told = [seen, marsa.see(&path).await.ok(), dana.see(&onward).await.ok()];
    for page in &told[..] {
        assert!(!page.body.contains(ADDRESS), "the address of a shelter never travels");
    }
    assert!(!told[0].body.contains(NAME) && !told[2].body.contains(NAME), "Dana was told no name");
}
