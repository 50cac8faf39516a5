//! The agreement is the rule of the link: what both sign, amend, stop, and let run out changes at both nodes what may be sent, in
//! either direction and at once, and what is refused names its clause.

use sila::agreements::{self, State, amendment, signing};
use sila::links::outbox;
use sila_core::agreement::{Agreement, Exchange};
use sila_core::codes::{Category, Kind, Service};
use sila_core::{AgreementId, Millis, Refusal};

use super::super::support::waiting::until;
use super::agreement::entry;
use super::amendment::{becomes, goes, waiting};
use super::{Place, SOON, agree, in_force, linked, signer};

/// So long the last text runs.
const RUNS_MS: i64 = 12_000;

/// Whether this node may send a referral about a woman for shelter to the other now.
async fn may(from: &Place, to: &Place) -> Result<(), Refusal> {
    let now = from.app.clock.now();
    if let Some(shut) = agreements::shut(&from.app, now).await.unwrap().remove(&to.app.node.id) {
        return Err(shut.refusal);
    }
    let all = agreements::in_force(&from.app, now).await.unwrap();
    let Some(one) = all.first() else { return Err(Refusal::NoAgreement) };
    let exchange = Exchange {
        from: from.app.node.id,
        to: to.app.node.id,
        kind: Kind::Shelter,
        category: Category::Woman,
        services: &[Service::Shelter],
        fields: &[],
    };
    one.agreement.allows(&exchange, now)
}

/// Both nodes come to refuse, in either direction, with this code and the number of a clause.
async fn refused([dana, marsa]: [&Place; 2], code: &str, clause: &str) {
    for (from, to) in [(dana, marsa), (marsa, dana)] {
        let what = format!("{} refuses: {code}", from.app.node.agency.code);
        let why = until(&what, SOON, || async {
            may(from, to).await.err().filter(|why| why.code() == code)
        });
        assert_eq!(why.await.clause().unwrap_or_default(), clause, "{what}");
    }
}

async fn allowed([dana, marsa]: [&Place; 2], id: AgreementId) {
    for (from, to) in [(dana, marsa), (marsa, dana)] {
        until("it may be sent", SOON, || async { may(from, to).await.ok() }).await;
        goes(from, to, id).await;
    }
}

/// A letter under the agreement stays at either node.
async fn nothing_goes([dana, marsa]: [&Place; 2], id: AgreementId) {
    for (from, to) in [(dana, marsa), (marsa, dana)] {
        let thread = entry(from, to, id).await;
        until("the letter stays where it is", SOON, || async {
            let all = outbox::delivery_of(&from.app, thread).await.unwrap();
            (all.len() == 1 && all[0].seq.is_none()).then_some(())
        })
        .await;
    }
}

/// One proposes another text and the other signs it; it holds at both.
pub async fn amended(
    [dana, marsa]: [&Place; 2],
    id: AgreementId,
    change: impl FnOnce(&mut Agreement),
) {
    let mut text = signing::one(&dana.app, id).await.unwrap().agreement;
    change(&mut text);
    amendment::propose(&dana.app, id, text, signer(dana)).await.unwrap();
    let read = waiting(marsa, id).await.digest;
    amendment::sign(&marsa.app, id, read, signer(marsa)).await.unwrap();
    for place in [dana, marsa] {
        becomes(place, id, "amended", |one| one.digest == read && one.state == State::Signed).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b04_what_is_signed_amended_stopped_and_over_changes_the_link_at_both_with_its_clause()
 {
    let (dana, marsa) = linked(true).await;
    let both = [&dana, &marsa];
    refused(both, "referral.no_agreement", "").await;

    let id = agree(&dana, &marsa).await;
    allowed(both, id).await;
    let cites = signing::one(&dana.app, id).await.unwrap().agreement.cites;

    amended(both, id, |text| text.categories = vec![Category::Child]).await;
    refused(both, "agreement.category_not_covered", &cites.categories).await;
    amended(both, id, |text| text.categories = vec![Category::Child, Category::Woman]).await;
    allowed(both, id).await;

    for (stops, other) in [(&dana, &marsa), (&marsa, &dana)] {
        signing::stop(&stops.app, id, true, signer(stops)).await.unwrap();
        refused(both, "agreement.stopped", &cites.term).await;
        let _not_theirs_to_take_back = signing::stop(&other.app, id, false, signer(other)).await;
        refused(both, "agreement.stopped", &cites.term).await;
        signing::stop(&stops.app, id, false, signer(stops)).await.unwrap();
        allowed(both, id).await;
    }

    let end = Millis(dana.app.clock.now().0 + RUNS_MS);
    amended(both, id, |text| text.until = end).await;
    refused(both, "agreement.ended", &cites.term).await;
    assert!(dana.app.clock.now() >= end, "not before its time");
    for place in both {
        in_force(place, 0).await;
    }
    nothing_goes(both, id).await;
}
