//! How a field is drawn: a line, an area, a list, radios and boxes, a day in either calendar.

use maud::{Markup, Render, html};
use sila_core::time::Date;

use super::{Choice, Field, Kind};
use crate::web::dates;
use crate::web::hijri::CALENDARS;

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
