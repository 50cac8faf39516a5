//! Agreements that need an approval from outside before a party signs, and files with approved signatures.

use axum::http::StatusCode;
use sila::agreements::papers::store as papers;
use sila::agreements::texts::{self, Standing};
use sila::agreements::{
    State, Stored, amendment, approval, document, esign, signing, store, template,
};
use sila::partnerships;
use sila_core::AgreementId;
use sila_core::agreement::{Agreement, Approver};
use sila_seal::sha256;

use super::super::support::waiting::until;
use super::{Place, SOON, agree, in_force, linked, openapi, signer, terms, worker};

const PAPER: &[u8] = b"%PDF-1.7 the letter of the legal department";

fn needs(place: &Place) -> Vec<Approver> {
    let (name_ar, name_en) = ("الدائرة القانونية".to_owned(), "Legal department".to_owned());
    vec![Approver { party: place.app.node.id, name_ar, name_en }]
}

fn who() -> approval::Who {
    approval::Who { name: "Head of legal affairs".to_owned(), reference: "L-14/2026".to_owned() }
}

async fn at(place: &Place, id: AgreementId) -> Option<Stored> {
    place.app.store.read(move |tx| store::find(tx, id)).await.unwrap()
}

/// The legal department approves the text with this digest, as somebody of the node writes it down.
async fn approve(place: &Place, text: &Agreement, digest: [u8; 32]) {
    let keeper = worker(place, "PARTNERSHIP").await;
    let now = place.app.clock.now();
    let by = signing::By { worker: Some(keeper.id), now };
    let given = (0, now.uae_date(), &who());
    approval::record(&place.app, (text, digest), given, PAPER, by).await.unwrap();
    let again = approval::record(&place.app, (text, digest), given, PAPER, by).await.unwrap_err();
    assert_eq!(again.code, "approval.recorded");
    let id = text.id;
    let held = place.app.store.read(move |tx| papers::approvals(tx, id, digest)).await.unwrap();
    assert_eq!((held.len(), held[0].paper.hash), (1, sha256(&[PAPER])));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_that_needs_an_approval_is_not_signed_before_it_is_written_down() {
    let (dana, marsa) = linked(true).await;
    let of = [needs(&dana), needs(&marsa)].concat();
    let text = template::with_approval(terms(&dana, &marsa), of);
    let id = signing::propose(&dana.app, text, signer(&dana)).await.unwrap();
    let drafted = at(&dana, id).await.unwrap();
    assert_eq!((drafted.state, &drafted.own_signature), (State::Drafted, &None));
    let refused = signing::sign(&dana.app, id, drafted.digest, signer(&dana)).await.unwrap_err();
    assert_eq!(refused.code, "agreement.not_approved");
    assert!(refused.facts.contains(&("clause", "8.9".to_owned())), "{:?}", refused.facts);
    assert!(at(&marsa, id).await.is_none(), "nothing was sent");
    let token = openapi::token(&dana, marsa.app.node.id, &["partnership"]).await;
    let told = openapi::ask(&dana, "/api/agreements", &token).await;
    assert!(told.status == StatusCode::OK && !told.body.contains(&drafted.agreement.code));
    let told = openapi::ask(&dana, &format!("/api/agreements/{id}"), &token).await;
    assert_eq!(told.status, StatusCode::NOT_FOUND, "nor is it read by its program");
    let (them, now) = (marsa.app.node.id, dana.app.clock.now());
    let relation = partnerships::one(&dana.app, them, now).await;
    let missing = relation.err().map(|problem| problem.code);
    assert_eq!(missing.as_deref(), Some("page.not_found"), "a draft makes no partnership");
    let shown = super::partnership::page(&dana, &format!("/en/agreements/{id}")).await;
    assert!(shown.contains(&drafted.agreement.code), "its page is there all the same");
    approve(&dana, &drafted.agreement, drafted.digest).await;
    signing::sign(&dana.app, id, drafted.digest, signer(&dana)).await.unwrap();
    assert_eq!(at(&dana, id).await.unwrap().state, State::Proposed);
    let offered = until("the proposal has arrived", SOON, || at(&marsa, id)).await;
    assert_eq!((offered.state, offered.digest), (State::Offered, drafted.digest));
    // The second place of the clause is Marsa's.
    let refused = signing::sign(&marsa.app, id, offered.digest, signer(&marsa)).await.unwrap_err();
    assert_eq!(refused.code, "agreement.not_approved", "each needs its own");
    let keeper = worker(&marsa, "PARTNERSHIP").await;
    let by = signing::By { worker: Some(keeper.id), now: marsa.app.clock.now() };
    let no_paper = (1, by.now.uae_date(), &who());
    let text = (&offered.agreement, offered.digest);
    let wrong = approval::record(&marsa.app, text, no_paper, b"MZ", by).await.unwrap_err();
    assert_eq!(wrong.code, "signing.scan");
    approval::record(&marsa.app, text, no_paper, PAPER, by).await.unwrap();
    signing::sign(&marsa.app, id, offered.digest, signer(&marsa)).await.unwrap();
    for place in [&dana, &marsa] {
        in_force(place, 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_needs_its_own_approval_and_the_text_before_goes_on() {
    let (dana, marsa) = linked(true).await;
    let text = template::with_approval(terms(&dana, &marsa), needs(&dana));
    let id = signing::propose(&dana.app, text, signer(&dana)).await.unwrap();
    let first = at(&dana, id).await.unwrap();
    approve(&dana, &first.agreement, first.digest).await;
    signing::sign(&dana.app, id, first.digest, signer(&dana)).await.unwrap();
    until("the proposal has arrived", SOON, || at(&marsa, id)).await;
    signing::sign(&marsa.app, id, first.digest, signer(&marsa)).await.unwrap();
    in_force(&dana, 1).await;
    let mut later = first.agreement.clone();
    later.until = later.until.plus_days(30);
    amendment::propose(&dana.app, id, later, signer(&dana)).await.unwrap();
    let drafted = dana.app.store.read(move |tx| texts::drafted(tx, id)).await.unwrap().unwrap();
    let (digest, longer) = (drafted.digest, drafted.agreement.clone());
    assert_ne!(digest, first.digest, "another text");
    let sent = amendment::send(&dana.app, id, drafted.clone(), signer(&dana)).await;
    assert_eq!(sent.unwrap_err().code, "agreement.not_approved", "the approval before is not its");
    in_force(&dana, 1).await;
    approve(&dana, &longer, digest).await;
    amendment::send(&dana.app, id, drafted, signer(&dana)).await.unwrap();
    until("the amendment is at Marsa", SOON, || async {
        let all = marsa.app.store.read(move |tx| texts::all(tx, id)).await.unwrap();
        all.into_iter().find(|one| one.standing == Standing::Offered)
    })
    .await;
    amendment::sign(&marsa.app, id, digest, signer(&marsa)).await.unwrap();
    until("it is amended at Dana", SOON, || async {
        at(&dana, id).await.filter(|stored| stored.digest == digest)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_an_approved_signature_is_kept_only_when_it_is_about_this_very_document() {
    let (dana, marsa) = linked(false).await;
    let id = agree(&dana, &marsa).await;
    let stored = at(&dana, id).await.unwrap();
    let (ours, hash) = document::bytes(&stored).unwrap();
    assert_eq!(hash, sha256(&[&ours]));
    let keeper = worker(&dana, "PARTNERSHIP").await;
    let by = signing::By { worker: Some(keeper.id), now: dana.app.clock.now() };
    let party = marsa.app.node.id;
    for (file, code) in [
        (&ours[..], "esign.none"),
        (&b"%PDF-1.7 another document"[..], "esign.other_text"),
        (&b"a letter"[..], "esign.none"),
    ] {
        let refused = esign::attach(&dana.app, &stored, party, file, by).await.unwrap_err();
        assert_eq!(refused.code, code);
    }
    // The one part of a detached signature that is read: an octet string of 32 bytes after its object identifier.
    let oid = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
    let cms = |digest: &[u8]| [&[0x30, 0x2f][..], &oid, &[0x31, 0x22, 0x04, 0x20], digest].concat();
    let other = esign::attach(&dana.app, &stored, party, &cms(&[7; 32]), by).await.unwrap_err();
    assert_eq!(other.code, "esign.other_text");
    esign::attach(&dana.app, &stored, party, &cms(&hash), by).await.unwrap();
    let kept = dana.app.store.read(move |tx| papers::esigns(tx, id)).await.unwrap();
    assert_eq!((kept.len(), kept[0].found.as_str()), (1, "DETACHED"));
    let page = super::partnership::page(&dana, &format!("/en/agreements/{id}")).await;
    assert!(page.contains("fingerprint of the document agrees"), "{page}");
    let told = "is not checked by this program";
    assert!(page.contains(told), "what was not checked is said");
    let path = format!("/en/agreements/{id}/esign/{}", kept[0].paper.id);
    let report = super::partnership::page(&dana, &path).await;
    assert!(report.contains("could not be read"), "a fingerprint alone is no signature: {report}");
    assert!(report.contains("What is not checked here"));
}
