//! Forms: fields that keep what was typed, say what is wrong beside the field and again at the top (GOV.UK pattern).

use maud::{Markup, html};

use super::components::icon_class;
use super::field::Kind;
use super::{Cx, Field, Pairs};

/// What is wrong with a form, field by field, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors(Vec<(String, String)>);

impl Errors {
    /// Nothing wrong.
    pub fn none() -> Errors {
        Errors::default()
    }

    /// Notes that `field` (its name) is wrong; `message` says how to correct it, in the reader's language.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push((field.into(), message.into()));
    }

    /// True when nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True when something is wrong.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Every field with what is wrong with it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, message)| (field.as_str(), message.as_str()))
    }

    /// The first message for `field`.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    /// The box at the top of the page, linked to the fields; nothing when nothing is wrong.
    pub fn summary(&self, cx: &Cx) -> Markup {
        html! {
            @if self.any() {
                div.err-sum role="alert" aria-labelledby="err-sum" tabindex="-1" data-focus {
                    h2 id="err-sum" {
                        (icon_class("warning-circle", "i-24"))
                        (cx.t_with("error-summary", &[("n", self.0.len().into())]))
                    }
                    ul { @for (field, message) in &self.0 { li { a href={ "#" (field) } { (message) } } } }
                }
            }
        }
    }
}

/// The fields of one form: the reader, what was typed, what is wrong.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    pub(super) cx: &'a Cx,
    pub(super) values: &'a Pairs,
    pub(super) errors: &'a Errors,
    pub(super) there: Option<&'a Pairs>,
}

impl<'a> Form<'a> {
    /// Fields that show `values` and `errors`.
    pub fn new(cx: &'a Cx, values: &'a Pairs, errors: &'a Errors) -> Form<'a> {
        Form { cx, values, errors, there: None }
    }

    /// The label of a field that is asked in two languages: `label (Arabic)`, in the reader's language.
    pub fn label_in(&self, label: &str, lang: &str) -> String {
        format!("{label} ({})", self.cx.code("language", lang))
    }

    /// Beside every answer that is another one in `there`, that other one is shown.
    #[must_use]
    pub fn beside(self, there: Option<&'a Pairs>) -> Form<'a> {
        Form { there, ..self }
    }

    /// The error summary; put it above the form's first card.
    pub fn summary(&self) -> Markup {
        self.errors.summary(self.cx)
    }

    fn field(&self, kind: Kind, name: &str, label: impl Into<String>) -> Field<'a> {
        Field::new(*self, kind, name, label.into())
    }

    /// One line of text.
    pub fn text(&self, name: &str, label: impl Into<String>) -> Field<'a> {
        self.field(Kind::Text, name, label)
    }

    /// Several lines of text.
    pub fn area(&self, name: &str, label: impl Into<String>) -> Field<'a> {
        self.field(Kind::Area, name, label)
    }

    /// A list to choose one from; add the choices with [`Field::choice`].
    pub fn select(&self, name: &str, label: impl Into<String>) -> Field<'a> {
        self.field(Kind::Select, name, label)
    }

    /// A few choices, all seen at once, of which one is taken.
    pub fn radios(&self, name: &str, legend: impl Into<String>) -> Field<'a> {
        self.field(Kind::Radios, name, legend)
    }

    /// Choices of which several may be taken; read them with [`Pairs::all`].
    pub fn checks(&self, name: &str, legend: impl Into<String>) -> Field<'a> {
        self.field(Kind::Checks, name, legend)
    }

    /// A day in three boxes named `NAME_d`, `NAME_m`, `NAME_y`; errors are added to `NAME`.
    pub fn date(&self, name: &str, legend: impl Into<String>) -> Field<'a> {
        self.field(Kind::Date, name, legend)
    }

    /// A password, never filled in again.
    pub fn password(&self, name: &str, label: impl Into<String>) -> Field<'a> {
        self.field(Kind::Password, name, label)
    }

    /// A value that is sent along unseen.
    pub fn hidden(&self, name: &str, value: &str) -> Markup {
        html! { input type="hidden" name=(name) value=(value); }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use maud::Render;
    use sila_core::Millis;

    use super::super::{Brand, Lang};
    use super::*;

    fn shown(
        values: &[(&str, &str)],
        errors: &Errors,
        draw: impl Fn(&Form<'_>) -> Markup,
    ) -> String {
        let cx = Cx::new(Lang::En, "/", Millis(0), Arc::new(Brand::default()));
        let values: Pairs = values.iter().copied().collect();
        draw(&Form::new(&cx, &values, errors)).into_string()
    }

    #[test]
    fn a_wrong_field_keeps_what_was_typed_and_is_named_to_the_reader() {
        let mut errors = Errors::none();
        errors.add("eid", "Enter 15 digits");
        let html = shown(&[("eid", "784<")], &errors, |form| {
            html! { (form.summary()) (form.text("eid", "ID").hint("15 digits").numeric()) }
        });
        assert!(html.contains("<a href=\"#eid\">Enter 15 digits</a>"));
        assert!(html.contains("value=\"784&lt;\""));
        assert!(html.contains("aria-describedby=\"eid-h eid-e\" aria-invalid=\"true\""));
        assert!(html.contains("dir=\"ltr\"") && html.contains("inputmode=\"numeric\""));
    }

    #[test]
    fn choices_that_were_made_are_shown_as_made() {
        let values = [("need", "a"), ("need", "c"), ("area", "two"), ("d_d", "14")];
        let html = shown(&values, &Errors::none(), |form| {
            html! {
                (form.checks("need", "Needs").choice("a", "A").choice("b", "B").choice("c", "C"))
                (form.select("area", "Area").combo().choice("one", "One").choice_in("G", "two", "Two", "zwei"))
                (form.date("d", "Day"))
            }
        });
        assert_eq!(html.matches(" checked").count(), 2);
        assert!(
            html.contains(
                "<optgroup label=\"G\"><option value=\"two\" selected data-alias=\"zwei\">"
            )
        );
        assert!(html.contains("id=\"d\" name=\"d_d\"") && html.contains("value=\"14\""));
        assert!(!html.contains("aria-invalid"));
    }

    #[test]
    fn a_password_is_never_written_back() {
        let html =
            shown(&[("pw", "secret")], &Errors::none(), |form| form.password("pw", "P").render());
        assert!(!html.contains("secret"));
    }
}
