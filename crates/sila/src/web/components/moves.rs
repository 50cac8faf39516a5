//! Buttons and the small forms that do one thing.

use maud::{Markup, Render, html};
use sila_core::Millis;

use super::{icon, icon_class};
use crate::web::i18n::Arg;
use crate::web::{Cx, dates};

/// A button, or a link that looks like one.
#[derive(Clone, Debug)]
#[must_use]
pub struct Button {
    words: String,
    class: &'static str,
    small: bool,
    icon: Option<(&'static str, bool)>,
    icon_last: bool,
    href: Option<String>,
    sends: Option<(String, String)>,
    form: Option<&'static str>,
    unchecked: bool,
    current: bool,
}

impl Button {
    /// A button that sends its form. The first of a page stays gold, the others are [`Button::line`] or [`Button::soft`].
    pub fn submit(words: impl Into<String>) -> Button {
        Button {
            words: words.into(),
            class: "",
            small: false,
            icon: None,
            icon_last: false,
            href: None,
            sends: None,
            form: None,
            unchecked: false,
            current: false,
        }
    }

    /// A link that looks like a button; `href` with language.
    pub fn link(words: impl Into<String>, href: impl Into<String>) -> Button {
        Button { href: Some(href.into()), ..Button::submit(words) }
    }

    /// One of the parts of a page among which one is chosen; `href` with language. Which one is shown is not said by its frame alone.
    pub fn tab(words: impl Into<String>, href: impl Into<String>, shown: bool) -> Button {
        let link = Button::link(words, href);
        if shown { Button { current: true, ..link.line() } } else { link.soft() }
    }

    /// "Save and continue" with an arrow along the line.
    pub fn next(cx: &Cx) -> Button {
        Button { icon_last: true, ..Button::submit(cx.t("continue")).icon("arrow-right").flipped() }
    }

    /// "Save".
    pub fn save(cx: &Cx) -> Button {
        Button::submit(cx.t("save"))
    }

    /// "Save and return later": sends `_later=yes` without the browser's checks.
    pub fn later(cx: &Cx) -> Button {
        Button::submit(cx.t("save-later")).soft().sends("_later", "yes").unchecked()
    }

    /// "Back" to `path` (without language).
    pub fn back(cx: &Cx, path: &str) -> Button {
        Button::link(cx.t("back"), cx.url(path)).soft()
    }

    /// Framed in gold: the second choice.
    pub fn line(mut self) -> Button {
        self.class = "line";
        self
    }

    /// Framed in grey: other choices.
    pub fn soft(mut self) -> Button {
        self.class = "soft";
        self
    }

    /// Red: cannot be undone.
    pub fn danger(mut self) -> Button {
        self.class = "danger";
        self
    }

    /// Framed in white, inside a [`super::Hero`].
    pub fn ghost(mut self) -> Button {
        self.class = "ghost";
        self
    }

    /// Lower, for cards and tables.
    pub fn small(mut self) -> Button {
        self.small = true;
        self
    }

    /// An icon before the words.
    pub fn icon(mut self, name: &'static str) -> Button {
        self.icon = Some((name, false));
        self
    }

    /// The icon points along the line of reading.
    pub fn flipped(mut self) -> Button {
        self.icon = self.icon.map(|(name, _)| (name, true));
        self
    }

    /// Sends `name=value` with the form when this button is pressed.
    pub fn sends(mut self, name: impl Into<String>, value: impl Into<String>) -> Button {
        self.sends = Some((name.into(), value.into()));
        self
    }

    /// Sends the form with this id, from outside of it.
    pub fn of_form(mut self, id: &'static str) -> Button {
        self.form = Some(id);
        self
    }

    /// Sends the form without the browser's own checks: keep a draft, add a row.
    pub fn unchecked(mut self) -> Button {
        self.unchecked = true;
        self
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let class = format!("btn {}{}", self.class, if self.small { " sm" } else { "" });
        let (name, value) = self.sends.as_ref().map_or((None, None), |(n, v)| (Some(n), Some(v)));
        let drawn = html! {
            @if let Some((name, flip)) = self.icon { (icon_class(name, if flip { "flip" } else { "" })) }
        };
        html! {
            @if let Some(href) = &self.href {
                a class=(class.trim()) href=(href) aria-current=[self.current.then_some("true")] { (drawn) (self.words) }
            } @else {
                button class=(class.trim()) type="submit" name=[name] value=[value] form=[self.form]
                    formnovalidate[self.unchecked] {
                    @if !self.icon_last { (drawn) }
                    (self.words)
                    @if self.icon_last { (drawn) }
                }
            }
        }
    }
}

/// The row of buttons at the end of a form.
pub fn acts(buttons: &Markup) -> Markup {
    html! { div.acts-row { (buttons) } }
}

/// "Draft saved 10:42", at the end of [`acts`]; a form with `data-autosave` writes the answer of its address there.
pub fn saved(cx: &Cx, at: Option<Millis>) -> Markup {
    html! {
        span.saved {
            @if at.is_some() { (icon("cloud-check")) }
            span data-saved { @if let Some(at) = at { (saved_text(cx, at)) } }
        }
    }
}

/// The words that an autosave answers with.
pub fn saved_text(cx: &Cx, at: Millis) -> String {
    cx.t_with("draft-saved", &[("time", Arg::phrase(dates::clock(at)))])
}

/// A form that posts to `path` (without language); fields and buttons are `inside`.
pub fn post(cx: &Cx, path: &str, inside: &Markup) -> Markup {
    html! { form method="post" action=(cx.url(path)) novalidate { (inside) } }
}

/// A page's question before something that cannot be undone: say what will happen, a red button, and a way back.
pub fn ask_first(cx: &Cx, path: &str, back: &str, words: &str, fields: &Markup) -> Markup {
    post(
        cx,
        path,
        &html! {
            (fields)
            (acts(&html! {
                (Button::submit(words).danger())
                (Button::link(cx.t("cancel"), cx.url(back)).soft())
            }))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_is_shown_says_so_in_more_than_its_frame() {
        let tab = |shown| Button::tab("Open", "/en/x", shown).render().into_string();
        assert!(tab(true).contains("aria-current=\"true\""), "{}", tab(true));
        assert!(!tab(false).contains("aria-current"), "{}", tab(false));
    }
}
