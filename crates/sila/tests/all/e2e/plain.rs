//! The same work in a browser that runs no script: links, forms and whole pages.

use crate::support::demo::Demo;
use crate::support::h01;
use crate::support::story::{DONE, send, take_in};
use crate::support::waiting::until;

#[tokio::test]
async fn h01_is_referred_accepted_and_closed_without_a_script() {
    let demo = Demo::start().await;
    let mut marsa = demo.node("MARSA").visitor("m-int1", &demo.password).await;
    let mut dana = demo.node("DANA").visitor("d-ref", &demo.password).await;
    let intake = take_in(&mut marsa, "ar").await;
    assert!(intake.check.text().contains(h01::ACCOUNT), "{}", intake.check.text());
    let path = send(&mut marsa, &intake, "ar").await;

    let preview = until("the referral is at Dana", DONE, || {
        let (mut dana, path) = (dana.clone(), path.clone());
        async move { dana.see(&path).await.form("/claim").map(|_| dana) }
    });
    dana = preview.await;
    let preview = dana.see(&path).await.ok();
    assert!(!preview.body.contains(h01::NAME), "a name before acceptance");
    assert!(
        preview.body.contains("<noscript><meta http-equiv=\"refresh\""),
        "looks again by itself"
    );
    dana.act_once(&path, "/claim", &[]).await;
    dana.act_once(&path, "/acceptance", &[]).await;
    let case = until("the case is open at Dana", DONE, || {
        let (mut dana, path) = (dana.clone(), path.clone());
        async move { dana.see(&path).await.links().into_iter().find(|to| to.contains("/cases/")) }
    });
    let case = dana.see(&case.await).await.ok();
    for told in [h01::NAME, h01::ACCOUNT, h01::UNWANTED] {
        let withheld = told == h01::ACCOUNT;
        assert_eq!(case.body.contains(told), !withheld, "{told}");
    }
    dana.tell_outcome(&path).await;
    until("Marsa can close it", DONE, || {
        let (mut marsa, path) = (marsa.clone(), path.clone());
        async move { marsa.see(&path).await.form("/acknowledgement").map(drop) }
    })
    .await;
    let closed = marsa.act_once(&path, "/acknowledgement", &[]).await;
    assert!(closed.form("/recall").is_none() && closed.form("/acknowledgement").is_none());
}
