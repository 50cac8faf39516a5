//! `/law/{code}`: one instrument with its provisions, what changed it, and the rules that rest on it.

use maud::{Markup, html};
use sila_core::law::Rule;

use super::register::{Instrument, Register};
use super::{beside, code, list, path, provision, rule_path, shown, store, words, write};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Note, Summary, Tone, heading};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Page, Pairs};

/// The page.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&document(&ask, &Pairs::default(), &Errors::none()).await?))
}

/// The page with the forms as they were typed.
///
/// # Errors
/// As [`page`].
pub async fn document(ask: &Ask, values: &Pairs, errors: &Errors) -> Result<Page, Problem> {
    let cx = &ask.cx;
    let register = ask.app.store.read(store::register).await?;
    let one = register.find(ask.param("code")).ok_or_else(Problem::not_found)?;
    let rules = register.resting_on(&one.code);
    let main = html! {
        @if one.reported {
            (Note::new("info", cx.t("law-reported")).tone(Tone::Warn).says(cx.t("law-reported-text")))
        }
        @if !one.note.is_empty() { (Note::new("info", cx.t("law-note")).tone(Tone::Info).says(one.note.of(cx.lang))) }
        (articles(cx, one))
        (resting(cx, &rules))
        @if ask.may(Permission::LawKeep) { (write::forms(cx, one, &register, values, errors)) }
    };
    let title = one.title.of(cx.lang).to_owned();
    let body = html! {
        (heading(Name(&title), None, &html! { (list::status(cx, one, ask.now)) }))
        (errors.summary(cx))
        (beside(cx, &main, &facts(cx, one, &register)))
        p { a.link href=(cx.url("/law")) { (cx.t("law-title")) } }
    };
    let page = Page::new(cx, title.clone()).crumb(cx.t("law-title"), "/law");
    Ok(shown(cx, page.errors(errors.any()).body(body)))
}

fn facts(cx: &Cx, one: &Instrument, register: &Register) -> Markup {
    let named = |code: &String| {
        let title = register.find(code).map_or(code.as_str(), |other| other.title.of(cx.lang));
        html! { a.link href=(cx.url(&path(code))) { (Name(title)) } }
    };
    let amended = Some(&one.amended_by).filter(|all| !all.is_empty());
    let rows = Summary::new()
        .row(cx.t("law-code"), code(cx, &one.code))
        .row(cx.t("law-kind"), cx.code("law-kind", &one.kind))
        .row(cx.t("law-scope"), list::scope(cx, one))
        .row_if(cx.t("law-number"), one.number.map(|number| number.to_string()))
        .row_if(cx.t("law-year"), one.year.map(|year| year.to_string()))
        .row(cx.t("law-in-force"), list::span(cx, one))
        .row_if(
            cx.t("law-amended-by"),
            amended.map(|all| html! { @for code in all { div { (named(code)) } } }),
        )
        .row_if(cx.t("law-repealed-by"), one.repealed_by.as_ref().map(named));
    html! { (Card::new(cx.t("law-facts")).body(html! { (rows) })) }
}

fn articles(cx: &Cx, one: &Instrument) -> Markup {
    html! {
        (Card::new(cx.t("law-articles")).id("articles").count(one.articles.len()).body(html! {
            p.hint { (cx.t("law-own-words")) }
            dl.summary.wide { @for article in &one.articles { div {
                dt { (provision(cx, &one.code, &article.number)) }
                dd { (words(cx, &article.gist)) }
            } } }
        }))
    }
}

fn resting(cx: &Cx, rules: &[Rule]) -> Markup {
    html! {
        (Card::new(cx.t("law-rests")).count(rules.len()).body(html! {
            @if rules.is_empty() { p.muted { (cx.t("law-rests-none")) } }
            ul.links { @for rule in rules { li { div {
                a.link href=(cx.url(&rule_path(*rule))) { (cx.code("law-rule", rule.code())) }
            } } } }
        }))
    }
}
