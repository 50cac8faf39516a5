//! One field of a form: its label, its hint, what is wrong with it, and the box or the choices themselves.

mod draw;

use std::fmt::Write as _;

use maud::{Markup, html};

use super::components::icon;
use super::ident::Name;
use super::{Form, Pairs};

/// What a field is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Password,
    Area,
    Select,
    Radios,
    Checks,
    Date,
}

#[derive(Clone, Debug)]
struct Choice {
    value: String,
    label: String,
    hint: Option<String>,
    aliases: String,
    group: Option<String>,
}

/// A field; write it into the page with `(field)`.
#[derive(Clone, Debug)]
#[must_use]
pub struct Field<'a> {
    form: Form<'a>,
    kind: Kind,
    name: String,
    label: String,
    hint: Option<String>,
    optional: bool,
    page_title: bool,
    ltr: bool,
    numeric: bool,
    side_by_side: bool,
    combo: bool,
    empty: Option<String>,
    max: Option<usize>,
    rows: u16,
    autocomplete: &'static str,
    input_type: &'static str,
    lang: Option<&'static str>,
    choices: Vec<Choice>,
}

impl<'a> Field<'a> {
    pub(super) fn new(form: Form<'a>, kind: Kind, name: &str, label: String) -> Field<'a> {
        Field {
            form,
            kind,
            name: name.to_owned(),
            label,
            hint: None,
            optional: false,
            page_title: false,
            ltr: false,
            numeric: false,
            side_by_side: false,
            combo: false,
            empty: None,
            max: None,
            rows: 3,
            autocomplete: "off",
            input_type: "text",
            lang: None,
            choices: Vec::new(),
        }
    }
}

impl Field<'_> {
    /// A sentence under the label that helps to answer.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says "(optional)" beside the label.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The label is the page's heading: one question per page.
    pub fn page_title(mut self) -> Self {
        self.page_title = true;
        self
    }

    /// Latin letters and digits, written left to right: numbers, codes, addresses.
    pub fn ltr(mut self) -> Self {
        self.ltr = true;
        self
    }

    /// Digits only: the phone shows its number keys. Left to right.
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self.ltr()
    }

    /// A telephone number.
    pub fn tel(mut self) -> Self {
        self.input_type = "tel";
        self.ltr()
    }

    /// The language of what is typed: `ar` or `en`.
    pub fn lang(mut self, code: &'static str) -> Self {
        self.lang = Some(code);
        if code == "en" { self.ltr() } else { self }
    }

    /// At most so many characters; a long field counts them for the writer.
    pub fn max(mut self, characters: usize) -> Self {
        self.max = Some(characters);
        self
    }

    /// Height of a text area, in lines.
    pub fn rows(mut self, rows: u16) -> Self {
        self.rows = rows;
        self
    }

    /// What the browser may fill in: `username`, `current-password`, `one-time-code`, …
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// Choices in two columns.
    pub fn side_by_side(mut self) -> Self {
        self.side_by_side = true;
        self
    }

    /// A long list: with JavaScript it can be searched by typing, also by the choices' aliases.
    pub fn combo(mut self) -> Self {
        self.combo = true;
        self
    }

    /// What the empty choice of a list says; "Choose" otherwise.
    pub fn empty(mut self, words: impl Into<String>) -> Self {
        self.empty = Some(words.into());
        self
    }

    /// Adds a choice.
    pub fn choice(self, value: impl Into<String>, label: impl Into<String>) -> Self {
        self.push(value.into(), label.into(), None, String::new(), None)
    }

    /// Adds a choice with a sentence under it.
    pub fn choice_hint(
        self,
        value: impl Into<String>,
        label: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        self.push(value.into(), label.into(), Some(hint.into()), String::new(), None)
    }

    /// Adds a choice of a long list: its other names (separated by `;`), and the group it stands under.
    pub fn choice_in(
        self,
        group: impl Into<String>,
        value: impl Into<String>,
        label: impl Into<String>,
        aliases: impl Into<String>,
    ) -> Self {
        self.push(value.into(), label.into(), None, aliases.into(), Some(group.into()))
    }

    /// Adds many choices of (value, label).
    pub fn choices<V: Into<String>, L: Into<String>>(
        self,
        all: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        all.into_iter().fold(self, |field, (value, label)| field.choice(value, label))
    }

    fn push(
        mut self,
        value: String,
        label: String,
        hint: Option<String>,
        aliases: String,
        group: Option<String>,
    ) -> Self {
        self.choices.push(Choice { value, label, hint, aliases, group });
        self
    }

    fn value(&self) -> &str {
        self.form.values.get(&self.name).unwrap_or_default()
    }

    fn error(&self) -> Option<&str> {
        self.form.errors.get(&self.name)
    }

    /// The ids of hint and error, for `aria-describedby`.
    fn described(&self) -> Option<String> {
        let mut ids = String::new();
        if self.hint.is_some() {
            ids.push_str(&self.name);
            ids.push_str("-h");
        }
        if self.counts() {
            let _ = write!(ids, "{}{}-n", if ids.is_empty() { "" } else { " " }, self.name);
        }
        if self.there().is_some() {
            let _ = write!(ids, "{}{}-t", if ids.is_empty() { "" } else { " " }, self.name);
        }
        if self.error().is_some() {
            let _ = write!(ids, "{}{}-e", if ids.is_empty() { "" } else { " " }, self.name);
        }
        Some(ids).filter(|ids| !ids.is_empty())
    }

    /// What the other version of the form answers, when it is something else.
    fn there(&self) -> Option<String> {
        let there = self.said(self.form.there?);
        if there == self.said(self.form.values) {
            return None;
        }
        let words = there.join(self.form.cx.lang.pick("، ", ", "));
        Some(if words.is_empty() { self.form.cx.t("field-there-nothing") } else { words })
    }

    /// An answer in words; a password is never said.
    fn said(&self, values: &Pairs) -> Vec<String> {
        if self.kind == Kind::Date {
            let part = |part: &str| values.get(&format!("{}_{part}", self.name)).map(str::to_owned);
            let parts: Vec<String> = ["d", "m", "y"].into_iter().filter_map(part).collect();
            return if parts.is_empty() { parts } else { vec![parts.join("/")] };
        }
        let word = |value: &str| {
            let choice = self.choices.iter().find(|choice| choice.value == value);
            choice.map_or(value, |choice| &choice.label).to_owned()
        };
        let mut said: Vec<String> =
            values.all(&self.name).filter(|_| self.kind != Kind::Password).map(word).collect();
        said.sort_unstable();
        said
    }

    fn counts(&self) -> bool {
        self.kind == Kind::Area && self.max.is_some()
    }

    fn caption(&self) -> Markup {
        html! {
            (self.label)
            @if self.optional { " " span.opt { (self.form.cx.t("optional")) } }
        }
    }

    fn hint_and_error(&self) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p.hint id={ (self.name) "-h" } { (hint) } }
            @if let Some(there) = self.there() {
                p.there id={ (self.name) "-t" } {
                    (self.form.cx.t("field-there")) " " b { (Name(&there)) }
                }
            }
            @if let Some(message) = self.error() {
                p.msg id={ (self.name) "-e" } {
                    (icon("warning-circle"))
                    span { span.vh { (self.form.cx.t("error-prefix")) " " } (message) }
                }
            }
        }
    }

    fn is_group(&self) -> bool {
        matches!(self.kind, Kind::Radios | Kind::Checks | Kind::Date)
    }
}
