//! A question that comes after the partner has made new keys: nothing is learnt, and one press asks it again once they are here.

use sila::web::forms::encode;

use super::super::referral::pages;
use super::super::support::html::{self, Form};
use super::refusals::drop_written;
use super::*;

/// What the page of a question says, and the form that asks it again if there is one.
async fn page(asking: &Asking, cookie: &str, id: Uuid) -> (String, Option<Form>) {
    let marsa = &asking.pair.marsa;
    let (status, body) = pages::get(marsa, cookie, &format!("/en/known/{id}")).await;
    assert_eq!(status, 200, "{body}");
    let again = html::forms(&body).into_iter().find(|form| form.action.ends_with("/known"));
    (html::text(&body), again)
}

/// Presses the button; the question that was asked by it.
async fn press(asking: &Asking, cookie: &str, form: &Form) -> Question {
    let marsa = &asking.pair.marsa;
    let fields = form.fields.iter().map(|(name, value)| format!("{name}={}", encode(value)));
    let body = fields.collect::<Vec<_>>().join("&");
    let (status, said) = pages::post(marsa, cookie, &form.action, &body).await;
    assert_eq!(status, 303, "{said}");
    asking.pair.settle().await;
    let case = asking.case;
    let asked = marsa.app.store.read(move |tx| questions::of_case(tx, case)).await.unwrap();
    asked.into_iter().next().unwrap()
}

/// Somebody who was on Dana's list may not be found any more: Dana makes new keys and a new list, which are not sent yet.
async fn withdrawn(asking: &Asking) {
    let (dana, now) = (&asking.pair.dana.app, asking.pair.dana.app.clock.now());
    let (agreement, by) = (asking.pair.agreement.id, Some(asking.pair.officer.id));
    let listed = dana.store.read(move |tx| lists::versions(tx, agreement)).await.unwrap();
    let case = listed[0].0;
    dana.store.write(move |tx| lists::protect(tx, case, by, now)).await.unwrap();
    assert_eq!(make::refresh(dana, now).await.unwrap(), 1, "new keys");
}

#[tokio::test]
async fn contract_b21_a_question_under_keys_of_before_is_asked_again_with_one_press() {
    let asking = fresh(&[OTHER, FATIMA]).await;
    let cookie = asking.pair.marsa.sign_in(&asking.pair.sender).await;
    // Dana makes new keys while the question waits to be sent.
    let id = asking.try_ask(|_| ()).await.unwrap();
    withdrawn(&asking).await;
    asking.pair.settle().await;
    let first = asking.question(id).await;
    assert_eq!(
        (first.state.as_str(), first.code.as_deref(), first.hits.is_none()),
        ("REFUSED", Some("known.wrong_epoch"), true)
    );
    let (text, form) = page(&asking, &cookie, id).await;
    assert!(text.contains("Nothing was learnt"), "{text}");
    assert!(text.contains("The new keys and the new list are here"), "{text}");
    let again = press(&asking, &cookie, &form.expect("a button")).await;
    assert_eq!(again.state, "ANSWERED");
    assert_ne!(again.id, id);
    assert_eq!(
        (again.place, again.peer, &again.purpose, &again.basis),
        (first.place, first.peer, &first.purpose, &first.basis),
        "the same question"
    );
}

#[tokio::test]
async fn contract_b21_before_the_new_keys_have_come_the_page_waits_for_them() {
    let asking = fresh(&[OTHER, FATIMA]).await;
    let cookie = asking.pair.marsa.sign_in(&asking.pair.sender).await;
    let id = asking.try_ask(|_| ()).await.unwrap();
    drop_written(&asking).await;
    // The answer has overtaken the new keys.
    let at = asking.pair.marsa.app.clock.now();
    let code = Some("known.wrong_epoch".to_owned());
    let refused =
        questions::Settled { state: "REFUSED", code, class: None, hits: None, at, served: 1 };
    let settle = move |tx: &mut dyn sila::db::Tx| questions::settle(tx, id, &refused);
    assert!(asking.pair.marsa.app.store.write(settle).await.unwrap());
    let (text, form) = page(&asking, &cookie, id).await;
    assert!(text.contains("have not come yet") && form.is_none(), "{text}");
    withdrawn(&asking).await;
    asking.pair.settle().await;
    let (text, form) = page(&asking, &cookie, id).await;
    assert!(!text.contains("have not come yet"), "{text}");
    assert_eq!(press(&asking, &cookie, &form.expect("a button")).await.state, "ANSWERED");
}
