//! What somebody of a partner without a node sees and signs at the portal: what is theirs, and nothing of another partner.

use axum::http::StatusCode;
use sila_core::{AgencyId, AgreementId};
use sila_seal::hex;

use crate::accounts::{Worker, store as accounts};
use crate::agreements::{self, State};
use crate::db::Tx;
use crate::partnerships::tests::partner;
use crate::testing::{NOW, TestNode, check_page};

/// Somebody of this partner who signs in.
pub(crate) async fn guest(node: &TestNode, partner: AgencyId) -> String {
    guest_called(node, partner, ("guest", [7; 32])).await
}

/// Somebody of this partner who signs in under this name, invited with the code of this hash.
pub(crate) async fn guest_called(
    node: &TestNode,
    partner: AgencyId,
    (name, code): (&str, [u8; 32]),
) -> String {
    let guest = Worker {
        id: sila_core::WorkerId(node.app.clock.new_id()),
        user_name: name.to_owned(),
        name_ar: "ضيف".to_owned(),
        name_en: "Guest".to_owned(),
        roles: vec!["PORTAL".to_owned()],
        active: true,
    };
    let made = guest.clone();
    let write = move |tx: &mut dyn Tx| {
        super::store::insert(tx, (&made, partner), (code, NOW), NOW)?;
        accounts::set_roles(tx, made.id, &made.roles, true)
    };
    node.write(write).await.unwrap();
    node.sign_in(&guest).await
}

/// The officer lets the partner's account sign.
pub(crate) async fn signs(node: &TestNode, partner: AgencyId) {
    let admin = node.worker("linker", &["ADMIN"]).await;
    let admin = node.sign_in(&admin).await;
    let read = move |tx: &mut dyn Tx| super::store::accounts(tx, partner);
    let account = node.app.store.read(read).await.unwrap().remove(0).worker;
    let path = format!("/en/partners/{}/accounts/{account}/signing", partner.to_text());
    let got = node.post(&path, &admin, &[("signs", "yes")]).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let other =
        format!("/en/partners/{}/accounts/{}/signing", partner.to_text(), uuid::Uuid::nil());
    assert_eq!(node.post(&other, &admin, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_account_that_was_ended_signs_only_after_the_officer_says_so_again() {
    let node = crate::guard::tests::node().await;
    let club = partner(&node, 400).await;
    guest(&node, club).await;
    signs(&node, club).await;
    let all = async || {
        let read = move |tx: &mut dyn Tx| super::store::accounts(tx, club);
        node.app.store.read(read).await.unwrap()
    };
    let [account] = <[_; 1]>::try_from(all().await).unwrap();
    assert!(account.signs);
    let worker = account.worker;
    assert!(node.write(move |tx| super::store::end(tx, worker, club)).await.unwrap());
    assert!(!all().await[0].signs);
    node.end().await;
}

/// Accounts of a partner with which somebody signs in.
async fn many(node: &TestNode, partner: AgencyId, count: u8) -> Vec<sila_core::WorkerId> {
    let one = |n: u8| Worker {
        id: sila_core::WorkerId(node.app.clock.new_id()),
        user_name: format!("guest-{n:03}"),
        name_ar: format!("ضيف {n}"),
        name_en: format!("Guest {n}"),
        roles: vec!["PORTAL".to_owned()],
        active: true,
    };
    let all: Vec<Worker> = (0..count).map(one).collect();
    let ids = all.iter().map(|one| one.id).collect();
    let write = move |tx: &mut dyn Tx| {
        for (n, one) in (0_u8..).zip(&all) {
            super::store::insert(tx, (one, partner), ([n; 32], NOW), NOW)?;
            accounts::set_roles(tx, one.id, &one.roles, true)?;
        }
        Ok(())
    };
    node.write(write).await.unwrap();
    ids
}

#[tokio::test]
async fn the_hundred_and_first_account_is_refused_in_words_until_another_is_closed() {
    let node = crate::guard::tests::node().await;
    let club = partner(&node, 400).await;
    let ids = many(&node, club, 100).await;
    let admin = node.worker("linker", &["ADMIN"]).await;
    let admin = node.sign_in(&admin).await;
    let of = |lang: &str, rest: &str| format!("/{lang}/partners/{}{rest}", club.to_text());
    let form = [("name_ar", "ندى"), ("name_en", "Nada"), ("user", "nada")];
    for (lang, words) in [("en", "100 open accounts, which is the most"), ("ar", "100 حساب مفتوح")]
    {
        let got = node.post(&of(lang, "/accounts"), &admin, &form).await;
        assert_eq!(got.status, StatusCode::CONFLICT);
        check_page(&got.body, lang);
        assert!(got.body.contains(words) && got.body.contains(&of(lang, "")), "{}", got.body);
    }
    let listed = async || {
        let all = node.app.store.read(move |tx| super::store::accounts(tx, club)).await.unwrap();
        all.into_iter().map(|one| (one.user_name, one.active)).collect::<Vec<_>>()
    };
    assert!(listed().await.iter().all(|(name, _)| name != "nada"), "nothing was written");
    let account = |act: &str| of("en", &format!("/accounts/{}/{act}", ids[0]));
    // Who has lost the password gets another code: they are one of the hundred.
    assert_eq!(node.post(&account("code"), &admin, &[]).await.status, StatusCode::OK);
    assert_eq!(node.post(&account("end"), &admin, &[]).await.status, StatusCode::SEE_OTHER);
    let made = node.post(&of("en", "/accounts"), &admin, &form).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    // The closed one is not opened beside the hundred, and stays in the list, after those that are open.
    assert_eq!(node.post(&account("code"), &admin, &[]).await.status, StatusCode::CONFLICT);
    let last = listed().await;
    assert_eq!((last.len(), last.last().unwrap().0.as_str()), (101, "guest-000"));
    node.end().await;
}

/// An agreement of this partner, as far as `state`.
async fn agreement(
    node: &TestNode,
    partner: AgencyId,
    nth: u8,
    state: State,
) -> agreements::Stored {
    let read = move |tx: &mut dyn Tx| agreements::store::of_peer(tx, partner);
    let signed = node.app.store.read(read).await.unwrap().remove(0);
    let mut agreement = signed.agreement.clone();
    (agreement.id, agreement.code) =
        (AgreementId(node.app.clock.new_id()), format!("MOU-TEST-00{nth}"));
    let body = agreement.to_cbor();
    let digest = sila_link::agreement_digest(&body);
    let one = agreements::Stored { agreement, body, digest, state, on_paper: None, ..signed };
    let kept = one.clone();
    node.write(move |tx| agreements::store::insert(tx, &kept)).await.unwrap();
    one
}

#[tokio::test]
async fn a_partner_without_a_node_reads_and_signs_its_agreement_and_sees_nothing_of_another() {
    let node = crate::guard::tests::node().await;
    let club = partner(&node, 400).await;
    let cookie = guest(&node, club).await;
    let draft = agreement(&node, club, 3, State::Drafted).await;
    let one = agreement(&node, club, 2, State::Proposed).await;
    let path = format!("/portal/agreements/{}", one.agreement.id);
    for lang in ["ar", "en"] {
        for page in ["/portal", path.as_str(), "/portal/differences/new"] {
            let got = node.get(&format!("/{lang}{page}"), &cookie).await;
            assert_eq!(got.status, StatusCode::OK, "{page}");
            check_page(&got.body, lang);
        }
    }
    assert!(node.get("/en/portal", &cookie).await.body.contains("MOU-TEST-002"));
    // Our own text, which waits for an approval before anybody else may know of it.
    assert!(!node.get("/en/portal", &cookie).await.body.contains("MOU-TEST-003"));
    for rest in ["", "/agreement.pdf"] {
        let ours = format!("/en/portal/agreements/{}{rest}", draft.agreement.id);
        assert_eq!(node.get(&ours, &cookie).await.status, StatusCode::NOT_FOUND, "{rest}");
    }
    let pdf = node.get(&format!("/en{path}/agreement.pdf"), &cookie).await;
    assert_eq!(pdf.status, StatusCode::OK, "the whole text");
    let digest = hex(&one.digest);
    let sign = format!("/en{path}/signature");
    // Whoever receives referrals does not sign for their agency; the officer says who does.
    let form = [("digest", digest.as_str()), ("who", "Ghada, head of the club")];
    assert_eq!(node.post(&sign, &cookie, &form).await.status, StatusCode::FORBIDDEN);
    let page = node.get(&format!("/en{path}"), &cookie).await.body;
    assert!(page.contains("Somebody else signs") && !page.contains("name=\"who\""), "{page}");
    signs(&node, club).await;
    let wrong: [&[(&str, &str)]; 2] = [
        &[("digest", digest.as_str()), ("who", "")],
        &[("digest", "00"), ("who", "Ghada, head of the club")],
    ];
    for (form, status) in wrong.into_iter().zip([422, 409]) {
        assert_eq!(node.post(&sign, &cookie, form).await.status, status, "{form:?}");
    }
    let form = [("digest", digest.as_str()), ("who", "<Ghada>, head of the club")];
    assert_eq!(node.post(&sign, &cookie, &form).await.status, StatusCode::SEE_OTHER);
    assert_eq!(node.post(&sign, &cookie, &form).await.status, StatusCode::CONFLICT, "once");
    let officer = node.worker("part", &["PARTNERSHIP"]).await;
    let officer = node.sign_in(&officer).await;
    let page = node.get(&format!("/en/agreements/{}", one.agreement.id), &officer).await.body;
    assert!(page.contains("at the portal, by") && page.contains("&lt;Ghada&gt;"), "as what it is");
    // Raised at the portal, it stands here; and the officers' pages do not exist for the guest.
    let form = [("topic", "COSTS"), ("title", "The hall"), ("words", "Who pays for it?")];
    let raised = node.post("/en/portal/differences", &cookie, &form).await;
    assert_eq!(raised.status, StatusCode::SEE_OTHER);
    assert!(node.get("/en/differences", &officer).await.body.contains("The hall"));
    let step = [("act", "SETTLE"), ("words", "We take turns.")];
    let moves = format!("{}/moves", raised.location);
    assert_eq!(node.post(&moves, &cookie, &step).await.status, StatusCode::SEE_OTHER);
    for page in ["/en/differences", "/en/agreements", "/en/partners/classes"] {
        assert_eq!(node.get(page, &cookie).await.status, StatusCode::NOT_FOUND, "{page}");
    }
    let unknown = uuid::Uuid::from_u128(9);
    for page in ["agreements", "differences", "minutes"] {
        let got = node.get(&format!("/en/portal/{page}/{unknown}"), &cookie).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{page}");
    }
}
