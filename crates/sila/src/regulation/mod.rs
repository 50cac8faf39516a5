//! The register of legal instruments (سجل الأدوات التشريعية): laws, decrees, decisions, policies and agreements, with the days between
//! which they are in force, and the basis of every rule that the program applies ([`sila_core::law::Rule`]).
//!
//! The register that comes with the program holds facts in our own words, and says of what nobody here has read that it is reported.
//! A node adds instruments, ends others, and gives a rule a further basis; nothing is ever taken out. Each page that applies a rule
//! leads to its basis with one click ([`link`]). All of it is public: law is.

mod list;
mod register;
mod rule;
mod shipped;
mod show;
pub mod store;
#[cfg(test)]
mod tests;
mod write;

use maud::{Markup, html};
use sila_core::codes::LawfulBasis;
use sila_core::law::Rule;

use crate::accounts::{Permission, Worker};
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::meetings::text::Words;
use crate::web::components::{Task, Tone, columns, stack};
use crate::web::ident::Code;
use crate::web::{Cx, Lang, Page};

pub use register::{Ground, Instrument, Register};

/// The routes of the register.
pub fn routes(r: &mut Routes) {
    use Permission::{LawKeep, Public};
    r.get("/{lang}/law", Public, list::page);
    r.get("/{lang}/law/rules", Public, rule::list);
    r.get("/{lang}/law/rules/{rule}", Public, rule::page);
    r.post("/{lang}/law/rules/{rule}/basis", LawKeep, rule::add);
    r.get("/{lang}/law/new", LawKeep, write::page);
    r.post("/{lang}/law", LawKeep, write::create);
    r.get("/{lang}/law/{code}", Public, show::page);
    r.post("/{lang}/law/{code}/articles", LawKeep, write::article);
    r.post("/{lang}/law/{code}/end", LawKeep, write::end);
}

/// The way from a page that applies a rule to the basis of the rule.
pub fn link(cx: &Cx, rule: Rule) -> Markup {
    html! { a.link href=(cx.url(&rule_path(rule))) { (cx.t("law-basis")) } }
}

/// By what right something about a person was shared, and why no more than that.
pub fn grounds(cx: &Cx, basis: LawfulBasis) -> Markup {
    let rules = [Rule::of_disclosure(basis), Rule::DataSchedule];
    html! {
        @for rule in rules {
            p.muted { (cx.code("law-rule", rule.code())) " · " (link(cx, rule)) }
        }
    }
}

/// A provision as a page names it: its number; or its name, on an English page in English with the Arabic original beside it.
pub fn provision(cx: &Cx, instrument: &str, number: &str) -> Markup {
    let is_arabic = number.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
    if !is_arabic {
        return html! { (Code(number)) };
    }
    let original = html! { bdi lang="ar" dir="rtl" { (number) } };
    match (cx.lang, shipped::english(instrument, number)) {
        (Lang::Ar, _) | (Lang::En, None) => original,
        (Lang::En, Some(name)) => html! { (name) " (" (original) ")" },
    }
}

/// A provision in a line of a list, which holds no marks.
fn provision_line(lang: Lang, instrument: &str, number: &str) -> String {
    match shipped::english(instrument, number).filter(|_| lang == Lang::En) {
        Some(name) => format!("{name} ({number})"),
        None => number.to_owned(),
    }
}

/// Words of the register on a page. What nobody wrote in English stands in the Arabic in which it was written, and is marked as that.
fn words(cx: &Cx, words: &Words) -> Markup {
    if cx.lang == Lang::En && words.en.is_empty() {
        return html! { p.muted.small { (cx.t("law-original")) } p lang="ar" dir="rtl" { (words.ar) } };
    }
    html! { p dir="auto" { (words.of(cx.lang)) } }
}

/// An instrument's code as a page shows it. The agreement and the guide are no published instruments: words say what is meant.
fn code(cx: &Cx, code: &str) -> Markup {
    match code {
        "AGREEMENT" | "GUIDE" => html! { (cx.code("law-code", code)) },
        _ => html! { (Code(code)) },
    }
}

/// The address of a rule, without language.
pub fn rule_path(rule: Rule) -> String {
    format!("/law/rules/{}", rule.code())
}

/// The address of an instrument, without language.
pub fn path(code: &str) -> String {
    format!("/law/{code}")
}

/// Two columns for whoever works here; one under the other for everybody else, whose page is narrow.
fn beside(cx: &Cx, main: &Markup, aside: &Markup) -> Markup {
    match cx.worker.is_some() {
        true => columns(&stack(main), &stack(aside)),
        false => stack(&html! { (main) (aside) }),
    }
}

/// A page of the register: with the navigation for whoever works here, alone for everybody else.
fn shown(cx: &Cx, page: Page) -> Page {
    if cx.worker.is_some() { page } else { page.bare() }
}

/// Rules of which nothing in force is the basis, for whoever keeps the register.
pub fn groundless(
    tx: &mut dyn Tx,
    worker: &Worker,
    now: sila_core::Millis,
) -> Result<Vec<Rule>, DbError> {
    if !worker.may(Permission::LawKeep) {
        return Ok(Vec::new());
    }
    let register = store::register(tx)?;
    Ok(Rule::ALL.iter().copied().filter(|rule| !register.is_founded(*rule, now)).collect())
}

/// What of the register waits on somebody's day.
pub fn tasks(cx: &Cx, groundless: &[Rule]) -> Vec<Task> {
    let task = |rule: &Rule| {
        Task::new("scales", Tone::Bad, cx.t("law-day-groundless"), cx.url(&rule_path(*rule)))
            .meta(cx.code("law-rule", rule.code()))
    };
    groundless.iter().map(task).collect()
}
