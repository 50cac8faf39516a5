//! Filling in forms as people do: with a mouse, or with the keyboard alone.

use fantoccini::elements::Element;
use fantoccini::key::Key;
use serde_json::json;

use super::browser::Browser;
use crate::support::h01::Answer;

/// Most times Tab is pressed on the way to a field.
const TABS_MAX: usize = 150;

/// What a field is for the person in front of it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// One of several, all in sight.
    Radio,
    /// Any of several.
    Check,
    /// One of a list that unfolds.
    Select,
    /// One of a long list that is searched; holds what is typed to find the choice.
    Search(String),
    /// Words.
    Text,
}

/// Tells what a field is; for a searched list also the words of the choice.
const KIND: &str = "const [name, value] = arguments;
const field = document.querySelector(`[name=\"${name}\"]`);
if (!field) return null;
if (field.tagName === 'SELECT') {
  const option = [...field.options].find((o) => o.value === value);
  if (!option) return null;
  return field.hidden ? ['search', option.text] : ['select', ''];
}
return [['radio', 'checkbox'].includes(field.type) ? field.type : 'text', ''];";

/// Where the focus is: name, value, id and kind of the element; whether it can be seen that the focus is there.
const FOCUS: &str = "const el = document.activeElement;
const style = getComputedStyle(el), box = el.getBoundingClientRect();
const ring = (s) => (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
const near = el.closest('label, summary') ?? el;
const seen = ring(style) || ring(getComputedStyle(near));
const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
const covered = top && !el.contains(top) && !top.contains(el) && !near.contains(top);
const what = `${el.tagName.toLowerCase()}${el.id ? '#' + el.id : ''}[${el.name ?? ''}=${el.value ?? ''}]`;
return { matches: arguments[0] ? el.matches(arguments[0]) : false, what, seen, inside: inside && !covered, body: el === document.body };";

impl Browser {
    async fn kind(&self, (name, value): Answer) -> Kind {
        let told = self.script(KIND, vec![json!(name), json!(value)]).await;
        match (told[0].as_str(), told[1].as_str()) {
            (Some("radio"), _) => Kind::Radio,
            (Some("checkbox"), _) => Kind::Check,
            (Some("select"), _) => Kind::Select,
            (Some("search"), Some(words)) => Kind::Search(words.to_owned()),
            (Some("text"), _) => Kind::Text,
            _ => panic!("{} has no field {name} that takes {value}", self.path().await),
        }
    }

    /// Answers questions with the mouse.
    pub async fn fill(&self, answers: &[Answer]) {
        for answer @ (name, value) in answers.iter().copied() {
            match self.kind(answer).await {
                Kind::Radio | Kind::Check => self.tick(&chosen(answer)).await,
                Kind::Select => {
                    let css = format!("select[name=\"{name}\"] option[value=\"{value}\"]");
                    self.click(&css).await;
                }
                Kind::Search(words) => self.search(&format!("#{name}"), &words).await,
                Kind::Text => self.type_in(&format!("[name=\"{name}\"]"), value).await,
            }
        }
    }

    /// Ticks a box or a choice unless it is ticked.
    async fn tick(&self, css: &str) {
        let choice = self.bring(css).await;
        if !choice.is_selected().await.unwrap() {
            choice.click().await.unwrap_or_else(|error| panic!("tick {css}: {error}"));
        }
    }

    async fn search(&self, css: &str, words: &str) {
        let field = self.bring(css).await;
        field.click().await.unwrap();
        field.send_keys(words).await.unwrap();
        self.press(&[Key::Enter]).await;
    }

    /// Goes to an element with the Tab key; the focus must be seen on the way.
    pub async fn tab_to(&self, css: &str) -> Element {
        for _ in 0..TABS_MAX {
            self.press(&[Key::Tab]).await;
            let focus = self.script(FOCUS, vec![json!(css)]).await;
            if focus["seen"] == false && focus["body"] == false {
                self.note(&format!("the focus on {} is not seen", focus["what"])).await;
            }
            if focus["inside"] == false && focus["body"] == false {
                self.note(&format!("the focus on {} is out of sight", focus["what"])).await;
            }
            if focus["matches"] == true {
                return self.client.active_element().await.unwrap();
            }
        }
        panic!("{}: {css} cannot be reached with Tab", self.path().await);
    }

    /// Answers questions with the keyboard alone; they must come in the order of the page.
    pub async fn fill_by_keys(&self, answers: &[Answer]) {
        for answer @ (name, value) in answers.iter().copied() {
            let named = format!("[name=\"{name}\"]");
            match self.kind(answer).await {
                Kind::Radio => self.choose_by_keys(&named, &chosen(answer)).await,
                Kind::Check => {
                    if !self.tab_to(&chosen(answer)).await.is_selected().await.unwrap() {
                        self.press(&[Key::Space]).await;
                    }
                }
                Kind::Select => self.select_by_keys(&named, value).await,
                Kind::Search(words) => {
                    let field = self.tab_to(&format!("#{name}")).await;
                    field.send_keys(&words).await.unwrap();
                    self.press(&[Key::Down, Key::Enter]).await;
                }
                Kind::Text => self.tab_to(&named).await.send_keys(value).await.unwrap(),
            }
            let taken = "const all = [...document.getElementsByName(arguments[0])];
                return all.some((el) => el.value === arguments[1] && (!/radio|checkbox/.test(el.type) || el.checked))";
            let taken = self.script(taken, vec![json!(name), json!(value)]).await;
            assert!(taken == true, "{name} does not hold {value} after it was answered by keys");
        }
    }

    /// Tab comes to the group; the arrow keys choose in it.
    async fn choose_by_keys(&self, group: &str, wanted: &str) {
        self.tab_to(group).await;
        self.press(&[Key::Space]).await;
        let chosen = "return document.querySelector(arguments[0]).checked";
        for _ in 0..TABS_MAX {
            if self.script(chosen, vec![json!(wanted)]).await == true {
                return;
            }
            self.press(&[Key::Down]).await;
        }
        panic!("the arrow keys do not come to {wanted}");
    }

    async fn select_by_keys(&self, list: &str, wanted: &str) {
        self.tab_to(list).await;
        let value = "return document.activeElement.value";
        for _ in 0..TABS_MAX {
            if self.script(value, Vec::new()).await == wanted {
                return;
            }
            self.press(&[Key::Down]).await;
        }
        panic!("the arrow keys do not come to {wanted} in {list}");
    }
}

fn chosen((name, value): Answer) -> String {
    format!("input[name=\"{name}\"][value=\"{value}\"]")
}
