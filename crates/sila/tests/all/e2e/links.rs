//! Two officers link two real nodes in two browsers, from the invitation to the test message.

use fantoccini::Locator;
use fantoccini::key::Key;

use super::browser::{Browser, SIZES};
use crate::support::PASSWORD;
use crate::support::node::Node;

/// Both nodes run; each officer is signed in, one in Arabic at a desk, one in English on a phone.
async fn officers(dana: &Node, marsa: &Node) -> (Browser, Browser) {
    let at_dana = Browser::open(dana, SIZES[0]).await;
    at_dana.sign_in("ar", "admin", PASSWORD).await;
    let at_marsa = Browser::open(marsa, SIZES[1]).await;
    at_marsa.sign_in("en", "admin", PASSWORD).await;
    (at_dana, at_marsa)
}

/// Presses a button by its key, as the bar of the phone may lie over its place.
async fn press(browser: &Browser, css: &str) {
    let enter = char::from(Key::Enter).to_string();
    browser
        .find(css)
        .await
        .send_keys(&enter)
        .await
        .unwrap_or_else(|error| panic!("{css}: {error}"));
}

async fn text(browser: &Browser, css: &str) -> String {
    browser.find(css).await.text().await.unwrap()
}

/// Makes an invitation and gives its text.
async fn invite(browser: &Browser) -> String {
    browser.goto("/ar/links").await;
    browser.look("links without any").await;
    browser.click("form[action$='/links/invitations'] button").await;
    browser.arrives("/ar/links/invitations/").await;
    browser.look("invitation").await;
    browser.find("textarea").await.prop("value").await.unwrap().unwrap()
}

/// Opens the invitation, looks whose it is, and accepts it.
async fn join(browser: &Browser, invitation: &str) {
    browser.goto("/en/links/join").await;
    browser.look("join").await;
    browser.type_in("#invitation", "nothing of the kind").await;
    press(browser, "form[action$='/links/join'] button[type=submit]").await;
    browser.find("[role=alert]").await;
    browser.look("join, refused").await;
    browser.type_in("#invitation", invitation).await;
    press(browser, "form[action$='/links/join'] button[type=submit]").await;
    browser.find("input[name=agreed]").await;
    browser.look("whose invitation").await;
    press(browser, "form[action$='/links/join'] button[type=submit]").await;
    browser.find("#now .digits").await;
}

#[tokio::test]
async fn contract_b05_linking_is_guided_and_health_is_visible() {
    let home = tempfile::tempdir().unwrap();
    let mut dana =
        Node::make(home.path(), "DANA", "دائرة دانة (تجريبية)", "Dana Department (demo)", "AE-SH");
    let mut marsa = Node::make(
        home.path(),
        "MARSA",
        "مؤسسة مرسى (تجريبية)",
        "Marsa Foundation (demo)",
        "AE-DU",
    );
    dana.start().await;
    marsa.start().await;
    let (at_dana, at_marsa) = officers(&dana, &marsa).await;
    let invitation = invite(&at_dana).await;
    join(&at_marsa, &invitation).await;
    at_marsa.look("compare").await;
    at_dana.goto("/ar/links").await;
    at_dana.look("links").await;
    at_dana.click("#links ul.links a").await;
    let digits = text(&at_dana, "#now .digits").await;
    assert_eq!(digits.chars().filter(char::is_ascii_digit).count(), 12);
    assert_eq!(digits, text(&at_marsa, "#now .digits").await, "the same on both screens");
    at_dana.look("compare").await;
    for browser in [&at_dana, &at_marsa] {
        press(browser, "form[action$='/comparison'] button[value=yes]").await;
    }
    for browser in [&at_dana, &at_marsa] {
        browser
            .comes("both officers have confirmed, without reloading", || async {
                let seen = browser.client.find(Locator::Css("#state .tag.ok")).await;
                seen.ok().map(drop)
            })
            .await;
        browser.look("an open link").await;
    }
    press(&at_marsa, "form[action$='/test'] button").await;
    at_marsa.find("#health .tag.ok").await;
    press(&at_dana, "form[action$='/suspension'] button").await;
    for browser in [&at_dana, &at_marsa] {
        browser.find("#now .note.bad").await;
        browser.look("a suspended link").await;
    }
    press(&at_dana, "form[action$='/resumption'] button").await;
    at_marsa.find("#state .tag.ok").await;
}
