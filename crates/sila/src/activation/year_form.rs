//! The form for the work plan of a year.

use maud::{Markup, html};
use sila_core::partnership::Field as Area;

use super::ledger::Book;
use crate::initiatives::both;
use crate::initiatives::propose::TITLE_MAX;
use crate::web::components::{Button, Card, acts};
use crate::web::{Arg, Cx, Errors, Form, Pairs};

/// Rows for new lines; more come with the next version.
pub const NEW_ROWS: u16 = 4;

/// An empty form for this year.
pub fn filled(year: i64) -> Pairs {
    let mut values = Pairs::default();
    values.push("year", year.to_string());
    (1..=NEW_ROWS).for_each(|row| values.push(format!("line{row}_lead"), "ours"));
    values
}

/// The form.
pub fn form(cx: &Cx, book: &Book, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    let path = format!("/agreements/{}/years", book.ledger.agreement.id);
    html! {
        details.fold open[errors.any() || book.years.is_empty()] {
            summary { (cx.t("year-set")) }
            (form.summary())
            form method="post" action=(cx.url(&path)) novalidate {
                div.stack {
                    (Card::new(cx.t("year-set")).body(html! {
                        (form.text("year", cx.t("year-year")).hint(cx.t("year-year-hint")).numeric().max(4))
                    }))
                    @for row in 1..=NEW_ROWS { (line(cx, &form, book, row)) }
                }
                (acts(&html! { (Button::submit(cx.t("record-propose")).icon("signature")) }))
            }
        }
    }
}

fn line(cx: &Cx, form: &Form<'_>, book: &Book, row: u16) -> Markup {
    let name = |end: &str| format!("line{row}{end}");
    let areas = Area::ALL.iter().map(|one| (one.code(), cx.code("cooperation-field", one.code())));
    let months = (1..=12).map(|month: u8| (month.to_string(), cx.t(&format!("month-{month}"))));
    let title = cx.t_with("year-line-n", &[("n", Arg::from(usize::from(row)))]);
    html! {
        (Card::new(title).body(html! {
            (both(form, &name(""), &cx.t("year-what"), TITLE_MAX))
            (form.select(&name("_field"), cx.t("initiative-field")).choices(areas).optional())
            (form.select(&name("_month"), cx.t("year-month")).choices(months).optional())
            (form.radios(&name("_lead"), cx.t("year-lead-party")).side_by_side()
                .choice("ours", cx.t("plan-ours")).choice("theirs", cx.t("plan-theirs")))
            (form.select(&name("_by"), cx.t("year-by")).choices(carriers(cx, book)).optional())
        }))
    }
}

/// What may carry a line out.
fn carriers(cx: &Cx, book: &Book) -> Vec<(String, String)> {
    let mut all = vec![(String::new(), cx.t("year-by-area"))];
    for course in book.ledger.courses() {
        let words = cx.lang.pick(&course.plan.title.ar, &course.plan.title.en).clone();
        all.push((format!("i:{}", course.record), words));
    }
    let duties = book.ledger.annex.iter().flat_map(|annex| &annex.content.duties);
    all.extend(duties.map(|duty| {
        let words = cx.lang.pick(&duty.text.ar, &duty.text.en);
        (format!("d:{}", duty.number), words.chars().take(80).collect())
    }));
    all
}
