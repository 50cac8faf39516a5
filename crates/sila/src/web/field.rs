//! One field of a form: its label, its hint, what is wrong with it, and the box or the choices themselves.

use std::fmt::Write as _;

use maud::{Markup, Render, html};
use sila_core::time::Date;

use super::components::icon;
use super::hijri::CALENDARS;
use super::ident::Name;
use super::{Form, Pairs, dates};

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

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        let wrong = self.error().is_some();
        if self.is_group() {
            return html! {
                fieldset.field.err[wrong] aria-describedby=[self.described()] {
                    legend.legend-l {
                        @if self.page_title { h1 { (self.caption()) } } @else { (self.caption()) }
                    }
                    (self.hint_and_error())
                    @if self.kind == Kind::Date { (date_boxes(self)) } @else { (options(self)) }
                }
            };
        }
        html! {
            div.field.err[wrong] {
                @if self.page_title {
                    h1 { label for=(self.name) { (self.caption()) } }
                } @else {
                    label for=(self.name) { (self.caption()) }
                }
                (self.hint_and_error())
                @match self.kind {
                    Kind::Area => (area(self)),
                    Kind::Select => (select(self)),
                    _ => (line(self)),
                }
            }
        }
    }
}

fn line(field: &Field<'_>) -> Markup {
    let secret = field.kind == Kind::Password;
    let kind = if secret { "password" } else { field.input_type };
    let ltr = field.ltr || secret;
    let value = if secret { "" } else { field.value() };
    html! {
        input.in.ltr[ltr].num[field.numeric] id=(field.name) name=(field.name) type=(kind)
            value=(value) autocomplete=(field.autocomplete)
            dir=[ltr.then_some("ltr")] lang=[field.lang]
            inputmode=[field.numeric.then_some("numeric")]
            maxlength=[field.max] spellcheck=[ltr.then_some("false")]
            aria-describedby=[field.described()]
            aria-invalid=[field.error().map(|_| "true")];
    }
}

fn area(field: &Field<'_>) -> Markup {
    html! {
        textarea.in.ltr[field.ltr] id=(field.name) name=(field.name) rows=(field.rows) autocomplete="off"
            dir=[(!field.ltr).then_some("auto")] lang=[field.lang] data-max=[field.max]
            aria-describedby=[field.described()]
            aria-invalid=[field.error().map(|_| "true")] { "\n" (field.value()) }
        @if let Some(max) = field.max {
            p.hint.counter id={ (field.name) "-n" } {
                (field.form.cx.t_with("characters-max", &[("n", max.into())]))
            }
        }
    }
}

fn select(field: &Field<'_>) -> Markup {
    let taken = field.value();
    let mut group: Option<&str> = None;
    let mut runs: Vec<(Option<&str>, Vec<&Choice>)> = Vec::new();
    for choice in &field.choices {
        let own = choice.group.as_deref();
        match runs.last_mut() {
            Some((_, run)) if own == group => run.push(choice),
            _ => runs.push((own, vec![choice])),
        }
        group = own;
    }
    html! {
        select.in id=(field.name) name=(field.name) data-combo[field.combo]
            aria-describedby=[field.described()]
            aria-invalid=[field.error().map(|_| "true")] {
            option value="" { (field.empty.clone().unwrap_or_else(|| field.form.cx.t("choose"))) }
            @for (group, run) in &runs {
                @if let Some(group) = group {
                    optgroup label=(group) { @for choice in run { (option(choice, taken)) } }
                } @else { @for choice in run { (option(choice, taken)) } }
            }
        }
    }
}

fn option(choice: &Choice, taken: &str) -> Markup {
    let aliases = Some(&choice.aliases).filter(|aliases| !aliases.is_empty());
    html! {
        option value=(choice.value) selected[choice.value == taken] data-alias=[aliases] { (choice.label) }
    }
}

/// Radios or checkboxes. The first has the field's own id, so that the error summary leads to it.
fn options(field: &Field<'_>) -> Markup {
    let kind = if field.kind == Kind::Radios { "radio" } else { "checkbox" };
    html! {
        div.radios.h[field.side_by_side] {
            @for (i, choice) in field.choices.iter().enumerate() {
                @let id = if i == 0 { field.name.clone() } else { format!("{}-{i}", field.name) };
                label.radio {
                    input type=(kind) id=(id) name=(field.name) value=(choice.value)
                        checked[field.form.values.has(&field.name, &choice.value)]
                        aria-describedby=[choice.hint.as_ref().map(|_| format!("{id}-c"))];
                    div {
                        b { (choice.label) }
                        @if let Some(hint) = &choice.hint { span id={ (id) "-c" } { (hint) } }
                    }
                }
            }
        }
    }
}

fn date_boxes(field: &Field<'_>) -> Markup {
    let wrong = field.error().map(|_| "true");
    html! {
        div.row3 {
            @for (part, label, length) in [("d", "date-day", 2), ("m", "date-month", 2), ("y", "date-year", 4)] {
                @let name = format!("{}_{part}", field.name);
                @let id = if part == "d" { field.name.clone() } else { name.clone() };
                div {
                    label for=(id) { (field.form.cx.t(label)) }
                    input.in.num id=(id) name=(name) inputmode="numeric" maxlength=(length) autocomplete="off"
                        value=(field.form.values.get(&name).unwrap_or_default()) aria-invalid=[wrong];
                }
            }
        }
        (calendar(field))
    }
}

/// In which calendar the day is typed, and the same day in the other where it is known.
fn calendar(field: &Field<'_>) -> Markup {
    let (cx, values) = (field.form.cx, field.form.values);
    let name = format!("{}_c", field.name);
    let number = |part: &str| -> Option<i64> {
        let typed = values.get(&format!("{}_{part}", field.name))?;
        sila_names::fold::ascii_digits(typed).parse().ok()
    };
    let day = number("y").zip(number("m")).zip(number("d")).and_then(|((year, month), day)| {
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let date = Date { year, month, day };
        let is_day = (1900..2100).contains(&year)
            && (1..=12).contains(&month)
            && (1..=date.days_in_month()).contains(&day);
        is_day.then(|| date.at_minute(12 * 60))
    });
    html! {
        div.cal {
            label for=(name) { (cx.t("date-calendar")) }
            select.in id=(name) name=(name) {
                @for code in CALENDARS {
                    option value=(code) selected[values.has(&name, code)] { (cx.code("calendar", code)) }
                }
            }
            @if let Some(hijri) = day.and_then(|day| dates::hijri(cx.lang, day)) { span.muted { (hijri) } }
        }
    }
}
