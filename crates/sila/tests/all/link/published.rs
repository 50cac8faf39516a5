//! The numbers two nodes publish: the same, signed by both, or a list of the facts in which they differ.

use sila::activation::closed::Work;
use sila::activation::published::{self, Last};
use sila::activation::saying;
use sila::activation::{Book, exchange};
use sila::records::propose;
use sila_core::indices::{Discrepancy, Published};
use sila_core::partnership::Act;
use sila_core::{AgencyId, RecordId};

use super::super::support::waiting::until;
use super::activation::{annex, book, by, deed, done, live, plan, sees, sign_proposal};
use super::partnership::page;
use super::{Place, SOON};

async fn last(place: &Place) -> Option<Last> {
    let id = book(place).await.ledger.agreement.id;
    published::last(&place.app, id, place.app.clock.now()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_a01_both_nodes_sign_the_same_number_or_list_what_differs() {
    let (dana, marsa, ids) = live().await;
    let first = book(&dana).await;
    let annexed = saying::propose_annex(&dana.app, &annex(&first, ids), by(&dana)).await.unwrap();
    sign_proposal(&marsa, annexed).await;
    let id = saying::propose_plan(&marsa.app, &plan(&first, ids), by(&marsa)).await.unwrap();
    sign_proposal(&dana, id).await;
    let agreed = sees(&marsa, "the plan is agreed", |book| !book.ledger.plans.is_empty()).await;
    done(&dana, &marsa, deed(&agreed, id, Act::Start, 0, None), true).await;
    let now = dana.app.clock.now();
    let ours = published::computed(&dana.app, &book(&dana).await, now).await.unwrap();
    let theirs = published::computed(&marsa.app, &book(&marsa).await, now).await.unwrap();
    assert_eq!(ours.to_cbor(), theirs.to_cbor(), "each by itself, byte for byte");
    assert!(ours.parts.len() > 3, "every fact is named");
    let kind = Published::KIND;
    propose::first(&dana.app, kind, &[ids[1]], ours.to_cbor(), by(&dana)).await.unwrap();
    for place in [&marsa, &dana] {
        until("both have signed the number", SOON, || async move {
            published::bring(&place.app).await.unwrap();
            last(place).await.filter(|last| matches!(last, Last::Both(_, one) if one.at == now))
        })
        .await;
    }
    let path = format!("/en/agreements/{}/activation", first.ledger.agreement.id);
    assert!(page(&marsa, &path).await.contains("Published by both"));
    // One node has made its number better by leaving a fact out.
    let mut better = ours.clone();
    better.at = now.plus_minutes(1);
    (better.activation, better.inputs) = (Some(9_900), [9; 32]);
    let left_out = better.parts.pop().unwrap();
    propose::first(&dana.app, kind, &[ids[1]], better.to_cbor(), by(&dana)).await.unwrap();
    let mut honest = ours.clone();
    honest.at = better.at;
    propose::first(&marsa.app, kind, &[ids[0]], honest.to_cbor(), by(&marsa)).await.unwrap();
    for (place, expected) in [
        (&dana, Discrepancy::OnlyTheirs(left_out.id)),
        (&marsa, Discrepancy::OnlyOurs(left_out.id)),
    ] {
        let found = until("the discrepancy is here", SOON, || async {
            match last(place).await {
                Some(Last::Differ(at, list)) if at == better.at => Some(list),
                _ => None,
            }
        });
        assert_eq!(found.await, [expected]);
        let page = page(place, &path).await;
        assert!(page.contains("No number") && page.contains(&left_out.id.to_string()));
        assert!(!page.contains("99.00"), "a number that one alone finds is not published");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_computed_for_a_moment_is_reused_and_equals_the_whole_computation() {
    let (dana, marsa, ids) = live().await;
    let first = book(&dana).await;
    let annexed = saying::propose_annex(&dana.app, &annex(&first, ids), by(&dana)).await.unwrap();
    sign_proposal(&marsa, annexed).await;
    let id = saying::propose_plan(&marsa.app, &plan(&first, ids), by(&marsa)).await.unwrap();
    sign_proposal(&dana, id).await;
    let agreed = sees(&dana, "the plan is agreed", |book| !book.ledger.plans.is_empty()).await;
    let at = dana.app.clock.now();
    let whole = async |book: &sila::activation::Book| {
        let seen = exchange::of(&dana.app, &book.ledger.agreement, at).await.unwrap();
        published::afresh(book, seen, at)
    };
    let before = published::both(&dana.app, &agreed, at).await.unwrap();
    let work = dana.app.books.closed.work();
    assert_eq!(published::both(&dana.app, &agreed, at).await.unwrap(), before, "reused");
    assert_eq!(dana.app.books.closed.work(), work, "and nothing is computed");
    assert_eq!(before, whole(&agreed).await, "and equal to the whole computation");
    // What is signed later changes nothing of a moment that is past, and everything of a later one.
    let moved = || async { (dana.app.clock.now() > at).then_some(()) };
    until("the clock has moved on", SOON, moved).await;
    done(&dana, &marsa, deed(&agreed, id, Act::Start, 0, None), true).await;
    let now = book(&dana).await;
    assert_eq!(now.print(at), agreed.print(at));
    assert_eq!(published::both(&dana.app, &now, at).await.unwrap(), whole(&now).await);
    let later = dana.app.clock.now();
    assert_ne!(now.print(later), agreed.print(later));
    let fresh = published::both(&dana.app, &now, later).await.unwrap();
    assert_ne!(fresh.published.inputs, before.published.inputs);
}

/// Another initiative of the same agreement, signed by both.
async fn another(dana: &Place, marsa: &Place, signed: &Book, parties: [AgencyId; 2]) -> RecordId {
    let one = saying::propose_plan(&marsa.app, &plan(signed, parties), by(marsa)).await.unwrap();
    sign_proposal(dana, one).await;
    sees(dana, "the plan is agreed", |book| book.ledger.course(one).is_some()).await;
    one
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_computes_nothing_again_and_a_new_fact_only_the_initiative_it_is_about() {
    let (dana, marsa, ids) = live().await;
    let signed = book(&dana).await;
    let id = signed.ledger.agreement.id;
    let first = another(&dana, &marsa, &signed, ids).await;
    let second = another(&dana, &marsa, &signed, ids).await;
    let look = async || {
        let activation = page(&dana, &format!("/en/agreements/{id}/activation")).await;
        let partnership = format!("/ar/partnerships/{}", marsa.app.node.id.to_text());
        page(&dana, &partnership).await;
        assert!(activation.contains("Computed for"));
        dana.app.books.closed.work()
    };
    let begun = look().await;
    assert!(begun.indices > 0 && begun.initiatives >= 2, "{begun:?}");
    for _ in 0..3 {
        assert_eq!(look().await, begun, "nothing was signed, and nothing is computed");
    }
    done(&dana, &marsa, deed(&signed, second, Act::Start, 0, None), true).await;
    let after = look().await;
    let Work { indices, initiatives } = after;
    assert_eq!(indices, begun.indices + 1, "both pages rest on one computation");
    assert_eq!(initiatives, begun.initiatives + 1, "and the other initiative is as it was");
    assert_eq!(look().await, after);
    let now = book(&dana).await;
    assert!(now.ledger.course(first).is_some());
    let at = dana.app.clock.now();
    let shown = published::shown(&dana.app, &now, at).await.unwrap();
    let seen = exchange::of(&dana.app, &now.ledger.agreement, at).await.unwrap();
    assert_eq!(shown, published::afresh(&now, seen, shown.published.at), "equal to the whole");
    assert!(shown.published.at <= at && now.changed_at(at) == Some(shown.published.at));
}
