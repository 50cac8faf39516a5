//! H01 with the keyboard alone: Tab, Enter, Space, arrows. The focus is seen on every stop.

use fantoccini::key::Key;

use super::browser::{Browser, SIZES};
use crate::support::demo::Demo;
use crate::support::h01;

impl Browser {
    /// Presses Enter on an element reached with Tab.
    async fn enter_on(&self, css: &str) {
        self.tab_to(css).await;
        self.press(&[Key::Enter]).await;
    }

    async fn sign_in_by_keys(&self, user: &str, password: &str) {
        self.goto("/ar/sign-in").await;
        self.tab_to("[name=user]").await.send_keys(user).await.unwrap();
        self.tab_to("[name=password]").await.send_keys(password).await.unwrap();
        self.press(&[Key::Enter]).await;
        self.arrives_after("/sign-in").await;
    }

    /// Waits until the page whose address holds `before` has been left.
    async fn arrives_after(&self, before: &str) {
        self.comes(&format!("{before} is left"), || async {
            (!self.path().await.contains(before)).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn h01_is_referred_and_accepted_with_the_keyboard_alone() {
    let demo = Demo::start().await;
    let marsa = Browser::open(demo.node("MARSA"), SIZES[0]).await;
    marsa.sign_in_by_keys("m-int1", &demo.password).await;
    marsa.enter_on("a.skip").await;
    marsa.enter_on("main a[href=\"/ar/intake/new\"]").await;
    marsa.find("[name=danger]").await;
    marsa.fill_by_keys(&in_page_order(h01::SAFETY, &marsa).await).await;
    marsa.enter_on("button[name=act][value=next]").await;
    marsa.find("[name=name_ar]").await;
    let person = [h01::PERSON, h01::RESIDENCE].concat();
    marsa.fill_by_keys(&in_page_order(&person, &marsa).await).await;
    marsa.enter_on("button[name=act][value=next]").await;
    marsa.find("[name=wishes]").await;
    marsa.fill_by_keys(&in_page_order(h01::NEED, &marsa).await).await;
    marsa.enter_on("button[name=act][value=next]").await;
    marsa.find("[name=ground]").await;
    marsa.fill_by_keys(h01::SHARING).await;
    marsa.enter_on("button[name=act][value=next]").await;
    marsa.find("#leaves").await;
    marsa.enter_on("button[name=act][value=send]").await;
    marsa.arrives("/ar/referrals/").await;
    let path = marsa.path().await;

    let dana = Browser::open(demo.node("DANA"), SIZES[0]).await;
    dana.sign_in_by_keys("d-ref", &demo.password).await;
    dana.enter_on("nav.side a[href=\"/ar/referrals/in\"]").await;
    let row = format!("main a[href=\"{path}\"]");
    dana.find(&row).await;
    dana.enter_on(&row).await;
    dana.arrives(&path).await;
    dana.enter_on("form[action$=\"/acceptance\"] button").await;
    dana.find("main a[href*=\"/cases/\"]").await;
}

/// The answers in the order in which Tab comes past their fields.
async fn in_page_order(answers: &[h01::Answer], browser: &Browser) -> Vec<h01::Answer> {
    let mut placed = Vec::new();
    for answer in answers {
        let at = "const all = [...document.querySelectorAll('main input, main select, main textarea')];
            return all.findIndex((el) => el.name === arguments[0] && (!/radio|checkbox/.test(el.type) || el.value === arguments[1]))";
        let at = browser.script(at, vec![answer.0.into(), answer.1.into()]).await;
        placed.push((at.as_i64().unwrap(), *answer));
    }
    placed.sort_by_key(|(at, _)| *at);
    placed.into_iter().map(|(_, answer)| answer).collect()
}
