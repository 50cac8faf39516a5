//! What both sides write down of questions, how long, and what is free.

use sila::db::{DbError, Tx};
use sila::known::counts::{self, store as months};
use sila::known::question::budget::Budget;
use sila::known::question::erasure;
use sila_core::Millis;
use sila_link::known::Ask;
use uuid::Uuid;

use super::refusals::{send, written};
use super::*;

const DAY_MINUTES: i64 = 24 * 60;

/// What is left to the sender today, and how many questions Dana has counted against the worker.
async fn left(asking: &Asking) -> (i64, i64) {
    let (marsa, dana) = (&asking.pair.marsa.app, &asking.pair.dana.app);
    let clause = asking.pair.agreement.known.clone().unwrap();
    let (id, worker, now) = (asking.pair.agreement.id, asking.pair.sender.id, marsa.clock.now());
    let purpose = KnownPurpose::Protection;
    let ours = marsa.store.read(move |tx: &mut dyn Tx| {
        Budget::of(tx, (id, &clause), purpose, worker, now).map(|left| left.worker)
    });
    let theirs = dana
        .store
        .read(move |tx: &mut dyn Tx| questions::served_new(tx, (id, purpose.code()), Millis(0)));
    (ours.await.unwrap(), theirs.await.unwrap())
}

#[tokio::test]
async fn contract_b21_the_same_question_within_a_day_is_free_and_stands_in_both_logs() {
    let asking = fresh(&[OTHER]).await;
    let first = asking.ask().await;
    assert!(!first.again);
    assert_eq!(left(&asking).await, (14, 1));
    for _ in 0..3 {
        let again = asking.ask().await;
        assert!(again.again);
        assert_eq!(class(&again), class(&first));
        assert_ne!(again.batch, first.batch, "each stands in the logs for itself");
        assert!(proof::show(&asking.pair.marsa.app, &again, "DANA").await.unwrap().holds);
    }
    assert_eq!(left(&asking).await, (14, 1), "neither side counts it against what was agreed");
    assert_eq!(asking.counts().await, (4, 4), "and both have written it down");
    // The minute's limit holds for it too.
    for _ in 0..16 {
        asking.try_ask(|_| ()).await.unwrap();
    }
    assert_eq!(asking.try_ask(|_| ()).await.unwrap_err().code, "known.over_budget_minute");
    asking.pair.settle().await;
    assert_eq!(left(&asking).await, (14, 1));
    // The same woman in another case, and the next day, is a new question.
    asking.pair.wait(2);
    let case = case(&asking.pair.marsa, &asking.pair.sender, &FATIMA, |_| ()).await;
    asking.try_ask(|wish| wish.case = case).await.unwrap();
    asking.pair.settle().await;
    assert_eq!(left(&asking).await, (13, 2));
    asking.pair.wait(DAY_MINUTES + 1);
    assert!(!asking.ask().await.again);
}

/// What a dishonest node calls a repetition is counted, unless it is the very same question.
#[tokio::test]
async fn contract_b21_nobody_else_is_asked_about_for_free() {
    let asking = fresh(&[OTHER]).await;
    asking.try_ask(|_| ()).await.unwrap();
    let ask = written(&asking).await;
    asking.pair.settle().await;
    send(&asking, Ask { query: Uuid::from_u128(9), ..ask.clone() }).await;
    assert_eq!(left(&asking).await, (14, 1));
    let mut other = Ask { query: Uuid::from_u128(10), ..ask };
    other.elements.swap(0, 1);
    send(&asking, other).await;
    assert_eq!(left(&asking).await.1, 2, "the same elements in other slots are another question");
}

#[tokio::test]
async fn contract_b21_whom_a_question_was_about_is_forgotten_after_two_years() {
    let asking = fresh(&[FATIMA]).await;
    let marsa = &asking.pair.marsa.app;
    let question = asking.ask().await;
    assert_eq!(answer::found(marsa, &question).unwrap().len(), 1);
    asking.pair.wait(2 * 365 * DAY_MINUTES);
    assert_eq!(
        erasure::due(marsa, marsa.clock.now()).await.unwrap(),
        0,
        "an auditor may still ask"
    );
    assert!(proof::show(marsa, &asking.question(question.id).await, "DANA").await.unwrap().holds);
    asking.pair.wait(3 * DAY_MINUTES);
    assert_eq!(erasure::due(marsa, marsa.clock.now()).await.unwrap(), 1);
    assert_eq!(erasure::due(marsa, marsa.clock.now()).await.unwrap(), 0);
    let erased = asking.question(question.id).await;
    assert!(erased.body.is_empty() && erased.hits.is_none());
    let refused = proof::show(marsa, &erased, "DANA").await.unwrap_err();
    assert_eq!(refused.code, "known.erased");
    assert!(answer::found(marsa, &erased).unwrap().is_empty());
    assert_eq!((erased.batch, erased.class), (question.batch, question.class), "the line stays");
    let rows = dump::everything(&asking.pair.marsa).await;
    assert!(!dump::holds(&rows, &question.body), "not even sealed");
}

/// The last line that a node has written down about a month.
async fn month(node: &Node) -> Option<(i64, Option<i64>)> {
    let all = node.app.store.read(months::months).await.unwrap();
    all.first().map(|month| (month.ours, month.theirs))
}

#[tokio::test]
async fn contract_b21_both_sides_compare_their_counts_every_month() {
    let asking = fresh(&[OTHER]).await;
    let (marsa, dana) = (&asking.pair.marsa, &asking.pair.dana);
    assert_eq!(counts::due(&dana.app, dana.app.clock.now()).await.unwrap(), 0, "nothing to tell");
    asking.try_ask(|_| ()).await.unwrap();
    let ask = written(&asking).await;
    asking.pair.settle().await;
    asking.ask().await;
    assert_eq!(counts::due(&dana.app, dana.app.clock.now()).await.unwrap(), 0, "not yet a month");
    asking.pair.wait(31 * DAY_MINUTES);
    // One that is still on its way is in neither count.
    asking.refresh().await;
    asking.try_ask(|_| ()).await.unwrap();
    assert_eq!(counts::due(&dana.app, dana.app.clock.now()).await.unwrap(), 1);
    assert_eq!(counts::due(&dana.app, dana.app.clock.now()).await.unwrap(), 0, "once a month");
    asking.pair.settle().await;
    assert_eq!(month(dana).await, Some((2, None)));
    assert_eq!(month(marsa).await, Some((2, Some(2))));
    // Somebody asks in Marsa's name.
    send(&asking, Ask { query: Uuid::from_u128(9), ..ask }).await;
    asking.pair.wait(31 * DAY_MINUTES);
    assert_eq!(counts::due(&dana.app, dana.app.clock.now()).await.unwrap(), 1);
    asking.pair.settle().await;
    assert_eq!(month(marsa).await, Some((3, Some(4))), "one is not ours");
    let told = |tx: &mut dyn Tx| {
        let rows = tx.query_text("select subject from journal where kind = 'known.count'", &[])?;
        rows.iter().map(|row| row.get::<String>(0)).collect::<Result<Vec<_>, DbError>>()
    };
    let ours = marsa.app.store.read(told).await.unwrap();
    assert!(ours.iter().any(|subject| subject.ends_with("known.counts_differ")), "{ours:?}");
    assert_eq!(dana.app.store.read(told).await.unwrap().len(), 2);
}
