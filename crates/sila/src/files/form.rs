//! Beginning a file: its title in both languages, which the guard looks through, and how far it is to be read.

use maud::html;
use sila_core::AgencyId;
use sila_core::partnership::Words;

use super::{Class, TITLE_MAX, path, put};
use crate::ask::Ask;
use crate::initiatives::{both, propose::words};
use crate::meetings::screened;
use crate::partnerships;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, columns, heading, stack};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The form.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let agency = ask.id("agency")?;
    partnerships::one(&ask.app, agency, ask.now).await?;
    let mut values = Pairs::default();
    values.push("class", Class::Internal.code());
    Ok(Reply::page(&document(&ask.cx, agency, &values, &Errors::none())))
}

/// Begins it once the guard has looked through its title.
///
/// # Errors
/// As [`page`]; as [`put::begin`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let agency: AgencyId = ask.id("agency")?;
    partnerships::one(&ask.app, agency, ask.now).await?;
    let mut errors = Errors::none();
    if read(&ask.cx, &ask.form, &mut errors).is_none() {
        return Ok(Reply::page_with_errors(&document(&ask.cx, agency, &ask.form, &errors)));
    }
    let form = match screened(&ask, &path(agency, ""), &["title_ar", "title_en"])? {
        Ok(form) => form,
        Err(held) => return Ok(held),
    };
    let Some((title, class)) = read(&ask.cx, &form, &mut errors) else {
        return Ok(Reply::page_with_errors(&document(&ask.cx, agency, &form, &errors)));
    };
    let id = put::begin(&ask.app, agency, (&title, class), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(agency, &format!("/{id}")))))
}

fn read(cx: &Cx, form: &Pairs, errors: &mut Errors) -> Option<(Words, Class)> {
    let title = words(form, "title");
    for (end, said) in [("ar", &title.ar), ("en", &title.en)] {
        if !(1..=TITLE_MAX).contains(&said.chars().count()) {
            let many = [("n", TITLE_MAX.into())];
            errors.add(format!("title_{end}"), cx.t_with("room-title-needed", &many));
        }
    }
    let class = form.get("class").and_then(Class::from_code);
    if class.is_none() {
        errors.add("class", cx.t("room-class-needed"));
    }
    if errors.any() { None } else { Some((title, class?)) }
}

fn document(cx: &Cx, agency: AgencyId, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let classes = Class::ALL.iter().map(|class| (class.code(), class.name(cx)));
    let main = html! {
        form method="post" action=(cx.url(&path(agency, ""))) novalidate {
            (form.summary())
            (Card::new(cx.t("room-what")).body(html! {
                (both(&form, "title", &cx.t("room-file-title"), TITLE_MAX))
                (form.radios("class", cx.t("room-class")).choices(classes))
            }))
            (acts(&html! { (Button::submit(cx.t("room-begin")).icon("plus")) }))
        }
    };
    let aside = html! {
        (Note::new("shield-check", cx.t("room-no-person")).tone(Tone::Warn).says(cx.t("room-no-person-text")))
    };
    let title = cx.t("room-new");
    let body = html! {
        (heading(&title, Some(&cx.t("room-new-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, title).crumb(cx.t("room-title"), &path(agency, ""));
    page.errors(errors.any()).body(body)
}
