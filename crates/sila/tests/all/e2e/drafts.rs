//! What was typed stays: over the language switch in the middle of a form, over the lock, and over quick hide.

use fantoccini::key::Key;
use serde_json::json;

use super::browser::{Browser, SIZES};
use crate::support::demo::Demo;
use crate::support::h01;

impl Browser {
    /// What a field of the form holds.
    async fn value(&self, name: &str) -> String {
        let script = "const all = [...document.getElementsByName(arguments[0])];
            const one = all.find((el) => !/radio|checkbox/.test(el.type) || el.checked);
            return one?.value ?? ''";
        self.find(&format!("[name=\"{name}\"]")).await;
        self.script(script, vec![json!(name)]).await.as_str().unwrap().to_owned()
    }

    async fn still_holds(&self, answers: &[h01::Answer], after: &str) {
        for (name, value) in answers {
            assert_eq!(self.value(name).await, *value, "{name} after {after}");
        }
    }
}

/// Half an answer, as it stands when somebody is called away.
const TYPED: &[h01::Answer] = &[
    ("danger", "no"),
    ("plan", "هي الآن عند أختها"),
    ("contact_phone", "059 000 00"),
    ("channel", "PHONE"),
];

#[tokio::test]
async fn what_was_typed_stays_over_the_language_switch_the_lock_and_quick_hide() {
    let demo = Demo::start().await;
    let marsa = Browser::open(demo.node("MARSA"), SIZES[0]).await;
    marsa.enter("ar", "m-int1", &demo.password).await;
    marsa.goto("/ar/intake/new").await;
    marsa.fill(TYPED).await;
    let draft = marsa.path().await;

    marsa.click("button.lang").await;
    let twin = draft.replace("/ar/", "/en/");
    marsa.arrives(&twin).await;
    marsa.still_holds(TYPED, "the language switch").await;
    marsa.look("the draft in English").await;

    // The session locks in another window; the next step is sent from this one.
    let also = [("contact_times", "10:00–12:00")];
    marsa.fill(&also).await;
    let window = marsa.client.window().await.unwrap();
    let other = marsa.client.new_window(true).await.unwrap();
    marsa.client.switch_to_window(other.handle).await.unwrap();
    marsa.goto("/en/lock").await;
    marsa.client.switch_to_window(window).await.unwrap();
    marsa.click("button[name=act][value=next]").await;
    marsa.arrives("/en/lock").await;
    marsa.look("the lock").await;
    marsa.type_in("#password", &demo.password).await;
    marsa.click("main form button[type=submit]").await;
    marsa.arrives(&twin).await;
    marsa.still_holds(&[TYPED, &also].concat(), "the lock").await;

    // Autosave has kept what was typed before the page was hidden.
    let words = [("contact_words", "نص قصير باسم «المكتبة»")];
    marsa.fill(&words).await;
    let saved = marsa.text("[data-saved]").await;
    marsa
        .comes("autosave says so", || async {
            let now = marsa.text("[data-saved]").await;
            (now != saved || !now.is_empty()).then_some(())
        })
        .await;
    marsa.press(&[Key::Shift, Key::Shift, Key::Shift]).await;
    marsa.arrives("/en/hidden").await;
    marsa.client.back().await.unwrap();
    assert!(!marsa.client.source().await.unwrap().contains("المكتبة"), "Back shows the form");
}
