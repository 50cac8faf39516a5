//! Agreements under one another, between two nodes: what stops or ends the one above does to the one below what its clause says.

use sila::agreements::{self, State, above, signing};
use sila::links::outbox;
use sila_core::agreement::Agreement;
use sila_core::{AgreementId, Millis, Refusal};
use uuid::Uuid;

use super::super::support::waiting::until;
use super::agreement::entry;
use super::amendment::becomes;
use super::binding::amended;
use super::directory::{get, sign_in};
use super::{Place, SOON, agree, in_force, linked, signer, terms, worker};

/// So long the agreement above still runs.
const RUNS_MS: i64 = 12_000;

/// Another agreement between the two, with this reference.
fn text(dana: &Place, marsa: &Place, code: &str) -> Agreement {
    Agreement { code: code.to_owned(), ..terms(dana, marsa) }
}

/// One proposes it and the other signs it.
async fn signed(dana: &Place, marsa: &Place, text: Agreement) -> AgreementId {
    let id = signing::propose(&dana.app, text, signer(dana)).await.unwrap();
    let arrived =
        || async { marsa.app.store.read(move |tx| agreements::store::find(tx, id)).await.unwrap() };
    let read = until("the proposal has arrived", SOON, arrived).await.digest;
    signing::sign(&marsa.app, id, read, signer(marsa)).await.unwrap();
    for place in [dana, marsa] {
        becomes(place, id, "it is signed", |one| one.state == State::Signed).await;
    }
    id
}

/// Why an agreement does not hold because of the one above it.
async fn why(place: &Place, id: AgreementId) -> Option<Refusal> {
    let of = (place.app.node.id, place.app.clock.now());
    place.app.store.read(move |tx| above::refuses(tx, id, of)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stops_or_ends_the_agreement_above_does_below_what_the_clause_says() {
    let (dana, marsa) = linked(true).await;
    let both = [&dana, &marsa];
    let top = agree(&dana, &marsa).await;
    let memorandum = signing::one(&dana.app, top).await.unwrap().agreement;
    let bound = above::under(text(&dana, &marsa, "SLA-TEST-1"), &memorandum, true, false);
    let bound = Agreement { until: memorandum.until, ..bound };
    let free = above::under(text(&dana, &marsa, "DATA-TEST-1"), &memorandum, false, true);
    let free = Agreement { until: memorandum.until.plus_days(90), ..free };
    let (bound, free) = (signed(&dana, &marsa, bound).await, signed(&dana, &marsa, free).await);
    for place in both {
        in_force(place, 3).await;
    }

    signing::stop(&marsa.app, top, true, signer(&marsa)).await.unwrap();
    for place in both {
        in_force(place, 1).await;
        assert_eq!(
            why(place, bound).await,
            Some(Refusal::AgreementStopped { clause: "1.3".into() })
        );
        assert_eq!(why(place, free).await, None);
    }
    let thread = entry(&dana, &marsa, bound).await;
    until("the letter stays where it is", SOON, || async {
        let all = outbox::delivery_of(&dana.app, thread).await.unwrap();
        (all.len() == 1 && all[0].seq.is_none()).then_some(())
    })
    .await;
    signing::stop(&marsa.app, top, false, signer(&marsa)).await.unwrap();
    until("it goes when the stop above is taken back", SOON, || async {
        outbox::delivery_of(&dana.app, thread).await.unwrap()[0].done_at
    })
    .await;

    let end = Millis(dana.app.clock.now().0 + RUNS_MS);
    amended(both, top, |text| text.until = end).await;
    for place in both {
        in_force(place, 1).await;
        let ended = why(place, bound).await.unwrap();
        assert_eq!((ended.code(), ended.clause()), ("agreement.ended", Some("1.3")));
        let cookie = sign_in(place, &worker(place, "PARTNERSHIP").await).await;
        let page = get(place, &format!("/en/agreements/{bound}"), &cookie).await.body;
        assert!(page.contains("Not in force, because the agreement above is not"), "{page}");
        assert!(page.contains(&format!("/en/agreements/{top}")) && page.contains("MOU-TEST-001"));
        let page = get(place, &format!("/en/agreements/{top}"), &cookie).await.body;
        let under = page.split("id=\"under\"").nth(1).expect("what stands under it");
        assert!(under.contains("SLA-TEST-1") && under.contains("DATA-TEST-1"), "{under}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_signed_under_what_is_not_there_or_over_before_it_or_under_itself() {
    let (dana, marsa) = linked(false).await;
    let top = agree(&dana, &marsa).await;
    let memorandum = signing::one(&dana.app, top).await.unwrap().agreement;
    let child = || text(&dana, &marsa, "SLA-TEST-1");
    let nowhere = Agreement { id: AgreementId(Uuid::from_u128(7)), ..memorandum.clone() };
    let late = Agreement { until: memorandum.until.plus_days(1), ..child() };
    for (text, code) in [
        (above::under(child(), &nowhere, false, false), "agreement.above_unknown"),
        (above::under(late, &memorandum, false, false), "agreement.above_outlived"),
    ] {
        let refused = signing::propose(&dana.app, text, signer(&dana)).await.unwrap_err();
        assert_eq!(refused.code, code);
    }
    let sound = Agreement { until: memorandum.until, ..child() };
    let below = signed(&dana, &marsa, above::under(sound, &memorandum, true, false)).await;
    let below = signing::one(&dana.app, below).await.unwrap().agreement;
    let circle = above::under(memorandum, &below, true, true);
    let refused = agreements::amendment::propose(&dana.app, top, circle, signer(&dana)).await;
    assert_eq!(refused.unwrap_err().code, "agreement.above_circle");
}
