//! From an invitation file to an open link.

use sila::links::acts;
use sila::links::joining;
use sila_link::LinkState;

use super::super::support::waiting::until;
use super::{Place, SOON, by, join, linked};

/// Two officers, one file, one telephone call.
#[tokio::test(flavor = "multi_thread")]
async fn contract_b05_two_officers_link_two_nodes_with_one_file_and_one_telephone_call() {
    let mut dana = Place::make("DANA", true).await;
    let mut marsa = Place::make("MARSA", false).await;
    dana.start();
    marsa.start();
    join(&dana, &marsa).await;
    let (at_dana, at_marsa) = (dana.peer(&marsa).await, marsa.peer(&dana).await);
    assert_eq!(at_dana.short_code, at_marsa.short_code);
    assert_eq!(at_dana.short_code.len(), "1234 5678 9012".len());
    assert_eq!(&at_dana.keys, marsa.app.keys().told());
    acts::confirm(&dana.app, &at_dana, true, by(&dana)).await.unwrap();
    assert!(!dana.peer(&marsa).await.is_open(), "one officer alone opens nothing");
    acts::confirm(&marsa.app, &at_marsa, true, by(&marsa)).await.unwrap();
    for (one, other) in [(&dana, &marsa), (&marsa, &dana)] {
        until("both know that both have compared", SOON, || async {
            one.peer(other).await.is_open().then_some(())
        })
        .await;
    }
    let peer = marsa.peer(&dana).await;
    acts::test(&marsa.app, &peer, by(&marsa)).await.unwrap();
    until("the test message is confirmed", SOON, || async { marsa.peer(&dana).await.test_done_at })
        .await;
    assert!(dana.peer(&marsa).await.test_seen_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_good_once_and_an_officer_who_hears_other_digits_ends_the_link() {
    let dana = Place::make("DANA", true).await;
    let mut marsa = Place::make("MARSA", false).await;
    let mut thief = Place::make("THIEF", false).await;
    let (token, file) = joining::invite(&dana.app, None, dana.app.clock.now()).await.unwrap();
    thief.start();
    joining::begin(&thief.app, &file, None, thief.app.clock.now()).await.unwrap();
    thief.reaches(&dana, LinkState::PendingVerify).await;
    marsa.start();
    joining::begin(&marsa.app, &file, None, marsa.app.clock.now()).await.unwrap();
    until("the second answer is refused", SOON, || async {
        marsa.peer(&dana).await.last_error.filter(|code| code == "L-INVITATION")
    })
    .await;
    assert!(dana.maybe_peer(&marsa).await.is_none());
    assert!(joining::file_of(&dana.app, token, dana.app.clock.now()).await.is_err());
    let peer = dana.peer(&thief).await;
    acts::confirm(&dana.app, &peer, false, by(&dana)).await.unwrap();
    assert_eq!(dana.peer(&thief).await.state, LinkState::Closed);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_is_not_one_says_so_and_changes_nothing() {
    let dana = Place::make("DANA", true).await;
    let marsa = Place::make("MARSA", false).await;
    let now = dana.app.clock.now();
    let (_, file) = joining::invite(&dana.app, None, now).await.unwrap();
    let code = |problem: Result<_, sila::problem::Problem>| {
        problem.map(|_: [u8; 32]| ()).unwrap_err().code
    };
    let begin = |file: Vec<u8>, now| {
        let app = marsa.app.clone();
        async move { joining::begin(&app, &file, None, now).await }
    };
    let mut altered = file.clone();
    *altered.last_mut().unwrap() ^= 1;
    assert_eq!(code(begin(altered, now).await), "link.not_an_invitation");
    assert_eq!(code(begin(file.clone(), now.plus_hours(73)).await), "link.invitation_over");
    let own = joining::begin(&dana.app, &file, None, now).await;
    assert_eq!(code(own), "link.own_invitation");
    assert_eq!(joining::from_text("SILA-").unwrap_err().code, "link.not_an_invitation");
    let alone = joining::invite(&marsa.app, None, now).await.unwrap_err();
    assert_eq!(alone.code, "link.no_endpoint");
    assert!(marsa.maybe_peer(&dana).await.is_none());
}

/// Whoever answers at the address with another key than the linked agency's gets nothing.
#[tokio::test(flavor = "multi_thread")]
async fn contract_b05_a_node_with_another_key_is_not_talked_to() {
    let (mut dana, marsa) = linked(false).await;
    let at = dana.at;
    dana.stop().await;
    let mut impostor = Place::make("DANA", true).await;
    impostor.stop().await;
    impostor.at = at;
    impostor.resume().await;
    acts::test(&marsa.app, &marsa.peer(&dana).await, by(&marsa)).await.unwrap();
    until("the key is refused", SOON, || async {
        marsa.peer(&dana).await.last_error.filter(|code| code == "S-PEER-KEY")
    })
    .await;
    assert!(marsa.peer(&dana).await.test_done_at.is_none());
    assert!(impostor.maybe_peer(&marsa).await.is_none());
}
