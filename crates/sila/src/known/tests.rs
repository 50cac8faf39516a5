//! The officer's desk: what is shown, and what is written down about it.

use sila_core::person::Person;
use sila_core::{AgencyId, AgreementId, PersonId};
use uuid::Uuid;

use super::naming::name::{self, Body};
use super::naming::store::{self, Naming};
use crate::testing::{NOW, TestNode};

const NUMBER: &str = "784-1989-1000001-1";

/// A woman whom a partner has named, accepted to be read.
async fn named(node: &TestNode) -> Uuid {
    let id = Uuid::from_u128(41);
    let emirates_id = Some("784198910000011".to_owned());
    let person = Person { emirates_id, ..Person::unknown(PersonId(Uuid::nil())) };
    let body = Body { person, reason: "سبب".to_owned() };
    let naming = Naming {
        id,
        incoming: true,
        query: Uuid::from_u128(42),
        agreement: AgreementId(Uuid::from_u128(43)),
        peer: AgencyId([1; 32]),
        handle: [2; 16],
        subject: [3; 16],
        case: None,
        place: 0,
        purpose: "PROTECTION".to_owned(),
        at: NOW,
        body: name::sealed(&node.app, id, &body).unwrap(),
        opened_at: None,
        answer: None,
        answered_at: None,
        who: Default::default(),
        officer: Default::default(),
    };
    let officer = node.worker("noor", &["REFERRAL_OFFICER"]).await;
    let write = move |tx: &mut dyn crate::db::Tx| {
        store::insert(tx, &naming, None)?;
        store::open(tx, id, officer.id, NOW)
    };
    assert!(node.app.store.write(write).await.unwrap());
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b08_a_named_number_is_masked_until_its_showing_is_written_down() {
    let node = TestNode::new().await;
    let id = named(&node).await;
    let path = format!("/ar/known/inbox/{id}");
    let full = format!("{path}/emirates-id");
    let officer = node.worker("hind", &["REFERRAL_OFFICER"]).await;
    let cookie = node.sign_in(&officer).await;
    let masked = node.get(&path, &cookie).await.body;
    assert!(masked.contains("784-1989-XXXXXXX-X") && !masked.contains(NUMBER));
    assert!(node.post(&full, &cookie, &[]).await.body.contains(NUMBER));
    let case = sila_core::CaseId(id);
    let reads = node.app.store.read(move |tx| crate::cases::store::reads(tx, case)).await.unwrap();
    let mut screens: Vec<&str> = reads.iter().map(|read| read.screen.as_str()).collect();
    screens.sort_unstable();
    assert_eq!(screens, ["known.compare", "known.emirates-id"]);
    let stranger = node.sign_in(&node.worker("reem", &["INTAKE"]).await).await;
    for refused in [node.get(&path, &stranger).await, node.post(&full, &stranger, &[]).await] {
        assert!(refused.status == 403 || refused.status == 404);
        assert!(!refused.body.contains("784-1989"));
    }
}
