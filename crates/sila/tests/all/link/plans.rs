//! The relationship plan on two nodes: one puts it together, the other signs the same bytes, and both say what has changed since.

use sila::activation::{Book, saying};
use sila::partnerships::plan::{Held, Sheet, drift};
use sila::partnerships::{self, plan};
use sila_core::AgencyId;
use sila_core::partnership::{Act, Annex, Duty, Words};
use sila_link::record::{CONTENT_BYTES_MAX, Word};
use sila_seal::hex;

use super::super::support::waiting::until;
use super::activation::{annex, begun, book, by, deed, done, live, sees, sign_proposal};
use super::partnership::page;
use super::{Place, SOON};

/// What this node puts together now.
async fn put_together(place: &Place, other: &Place) -> Sheet {
    let now = place.app.clock.now();
    let relation = partnerships::one(&place.app, other.app.node.id, now).await.unwrap();
    Sheet::of(&relation, place.app.node.id)
}

/// Waits until the plan of this node is so; both do their job meanwhile.
async fn holds(place: &Place, other: &Place, what: &str, so: impl Fn(&Held) -> bool) -> Held {
    until(what, SOON, || async {
        for one in [place, other] {
            plan::bring(&one.app).await.unwrap();
        }
        let held = plan::held(&place.app, other.app.node.id).await.unwrap();
        held.filter(|held| so(held))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sign_one_relationship_plan_and_each_page_tells_what_has_changed_since() {
    let (dana, marsa, ids) = live().await;
    let [_, id] = begun(&dana, &marsa, ids).await;
    let (ours, theirs) = (put_together(&dana, &marsa).await, put_together(&marsa, &dana).await);
    assert_eq!(ours.to_cbor(), theirs.to_cbor(), "the same registers, the same bytes");
    let texts = format!("{ours:?}");
    for part in ["MOU-TEST-001", "Nobody waits", "Name an officer on duty", "Answer within"] {
        assert!(texts.contains(part), "{part}");
    }
    plan::propose(&dana.app, ids[1], by(&dana)).await.unwrap();
    let asked = |held: &Held| held.open.as_ref().is_some_and(|one| one.waits);
    let held = holds(&marsa, &dana, "the plan has arrived", asked).await;
    assert_eq!(held.open.as_ref().unwrap().sheet, theirs);
    let path = |other: &Place| format!("/en/partnerships/{}/plan", other.app.node.id.to_text());
    let waiting = page(&marsa, &path(&dana)).await;
    assert!(waiting.contains("Our registers say the same") && waiting.contains("value=\"sign\""));
    assert!(page(&marsa, "/en").await.contains("A relationship plan waits for our signature"));
    assert!(!page(&dana, &path(&marsa)).await.contains("value=\"sign\""), "nobody signs twice");
    plan::answer(&marsa.app, &held, Word::Sign, by(&marsa)).await.unwrap();
    let signed = |held: &Held| held.signed.is_some() && held.open.is_none();
    let mut digests = Vec::new();
    for (place, other) in [(&dana, &marsa), (&marsa, &dana)] {
        let held = holds(place, other, "both have signed", signed).await;
        let one = held.signed.unwrap();
        assert!(drift(&one.sheet, &put_together(place, other).await).is_empty());
        let page = page(place, &path(other)).await;
        assert!(page.contains("Nothing has changed since both signed."));
        assert!(page.contains(&hex(&one.digest)[..24]), "the fingerprint stands on the page");
        digests.push(one.digest);
    }
    assert_eq!(digests[0], digests[1]);
    let again = plan::propose(&dana.app, ids[1], by(&dana)).await.unwrap_err();
    assert_eq!(again.code, "relation.unchanged");
    let agreed = book(&dana).await;
    done(&dana, &marsa, deed(&agreed, id, Act::Start, 0, None), true).await;
    for (place, other) in [(&dana, &marsa), (&marsa, &dana)] {
        let held = holds(place, other, "both have signed", signed).await;
        let found = drift(&held.signed.unwrap().sheet, &put_together(place, other).await);
        let [(section, one)] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((*section, one.changed.len()), ("DONE", 1), "the initiative runs now");
        assert_eq!((one.gone.len(), one.came.len()), (0, 0));
        let page = page(place, &path(other)).await;
        assert!(page.contains("Changed") && !page.contains("Nothing has changed since"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_was_declined_leaves_the_signed_one_and_nobody_signs_what_cannot_be_read() {
    let (dana, marsa, ids) = live().await;
    let signed = |held: &Held| held.signed.is_some() && held.open.is_none();
    plan::propose(&dana.app, ids[1], by(&dana)).await.unwrap();
    let asked = |held: &Held| held.open.as_ref().is_some_and(|one| one.waits);
    let held = holds(&marsa, &dana, "the plan has arrived", asked).await;
    plan::answer(&marsa.app, &held, Word::Sign, by(&marsa)).await.unwrap();
    let first = holds(&dana, &marsa, "both have signed", signed).await.signed.unwrap();
    begun(&dana, &marsa, ids).await;
    plan::propose(&marsa.app, ids[0], by(&marsa)).await.unwrap();
    let held = holds(&dana, &marsa, "the next version has arrived", asked).await;
    let early = plan::propose(&dana.app, ids[1], by(&dana)).await.unwrap_err();
    assert_eq!(early.code, "record.pending", "one version waits at a time");
    plan::answer(&dana.app, &held, Word::Decline, by(&dana)).await.unwrap();
    let kept = holds(&marsa, &dana, "it was declined", signed).await.signed.unwrap();
    assert_eq!((kept.digest, kept.number), (first.digest, 1));
    let bytes = b"\x6eno plan at all".to_vec();
    let record = sila::records::propose::amend(&dana.app, held.record, bytes, by(&dana)).await;
    record.unwrap();
    until("what cannot be read is declined by the node", SOON, || async {
        plan::bring(&marsa.app).await.unwrap();
        let record = held.record;
        let read = move |tx: &mut dyn sila::db::Tx| sila::records::store::load(tx, record);
        let loaded = dana.app.store.read(read).await.unwrap().unwrap();
        let dead = |(digest, one): (&sila_seal::Hash, &sila_link::record::Held)| {
            one.version.content == b"\x6eno plan at all"
                && loaded.shared.standing(digest) == Some(sila_link::record::Standing::Dead)
        };
        let declined = loaded.shared.versions().any(dead);
        (declined && loaded.shared.in_force() == Some(first.digest)).then_some(())
    })
    .await;
}

/// An annex as long as one may be: with what the plan says besides, the plan is longer than a record.
fn longest(first: &Book, ids: [AgencyId; 2]) -> Annex {
    let mut long = annex(first, ids);
    let one = long.duties.remove(0);
    // Long ones first, then short ones up to the last bytes.
    for (letters, left) in [(900, 3_200), (40, 500)] {
        while long.to_cbor().len() + left < CONTENT_BYTES_MAX {
            let number = u16::try_from(long.duties.len() + 1).unwrap();
            let text = Words { ar: "م".repeat(letters), en: "m".repeat(letters) };
            long.duties.push(Duty { number, text, ..one.clone() });
        }
    }
    long
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_is_too_long_says_by_how_much_and_where_before_anything_is_signed() {
    let (dana, marsa, ids) = live().await;
    let long = longest(&book(&dana).await, ids);
    let record = saying::propose_annex(&dana.app, &long, by(&dana)).await.unwrap();
    sign_proposal(&marsa, record).await;
    sees(&dana, "the annex holds", |book| book.ledger.annex.is_some()).await;
    let path = format!("partnerships/{}/plan", ids[1].to_text());
    let seen = page(&dana, &format!("/en/{path}")).await;
    let (_, told) = seen.split_once("KB too long to be signed").expect("how much");
    let (first, _) = told.split_once("</li>").unwrap();
    let lines = format!("KB in {} lines", long.duties.len());
    assert!(first.contains("What is owed: 9") && first.ends_with(&lines), "{first}");
    assert!(!seen.contains("Sign and propose"), "nobody is let sign what cannot go");
    let arabic = page(&dana, &format!("/ar/{path}")).await;
    assert!(arabic.contains("الخطة أطول مما يمكن توقيعه") && !arabic.contains("وقّع واقترح"));
    let refused = plan::propose(&dana.app, ids[1], by(&dana)).await.unwrap_err();
    assert_eq!(refused.code, "relation.too_long");
    assert!(plan::held(&dana.app, ids[1]).await.unwrap().is_none(), "nothing was signed");
}
