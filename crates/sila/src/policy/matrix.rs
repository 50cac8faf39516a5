//! `/policy/compliance`: whether each partnership keeps to each mandatory clause. What the node knows by itself it says by itself;
//! the rest was found by a person, or has not been looked at.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::policy::{Clause, Facts, Finding, Guide};
use sila_core::time::Millis;

use super::compliance::{self, Wrong};
use super::known::Known;
use super::store::{self, Check, Exception};
use super::{gate, marks};
use crate::accounts::Permission;
use crate::activation::ledger;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::partners::classes::Labels;
use crate::partners::{Names, file};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Table, Tone, columns, empty_state, heading, stack, tag};
use crate::web::{Cx, Errors, Page, Pairs, dates, ident};

/// How a clause stands in one partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Set aside until then.
    Excepted(Millis),
    /// The node knows.
    Known(bool),
    /// A person found it so.
    Found(Check),
    /// A person found it so too long ago.
    Due(Check),
    /// It was set aside until then, and nobody has looked since: it is not kept.
    Lapsed(Millis),
    /// Nobody has looked.
    Unchecked,
}

/// Everything the page is drawn from.
pub struct Book {
    /// The guide in force.
    pub guide: Guide,
    /// What the node knows of each partner.
    pub facts: BTreeMap<AgencyId, Facts>,
    /// Classes.
    pub classes: BTreeMap<AgencyId, BTreeSet<String>>,
    /// What the classes are called.
    pub labels: Labels,
    /// What was found.
    pub checks: BTreeMap<(String, AgencyId), Check>,
    /// Every exception, also ended ones.
    pub exceptions: Vec<Exception>,
}

impl Book {
    /// How a clause stands in one partnership now.
    pub fn kept(&self, clause: &Clause, agency: AgencyId, now: Millis) -> Kept {
        let of = |one: &&Exception| one.agency == agency && one.clause == clause.number;
        let aside = self.exceptions.iter().filter(of).map(|one| one.until).max();
        if let Some(until) = aside.filter(|until| *until > now) {
            return Kept::Excepted(until);
        }
        let facts = self.facts.get(&agency).copied().unwrap_or_default();
        if let Some(kept) = facts.keep(clause) {
            return Kept::Known(kept);
        }
        let found = self.checks.get(&(clause.number.clone(), agency)).cloned();
        let since = found.as_ref().map_or(Millis(0), |check| check.at);
        match (aside, found) {
            (Some(until), _) if since < until => Kept::Lapsed(until),
            (_, Some(check)) if is_over(clause, &check, now) => Kept::Due(check),
            (_, Some(check)) => Kept::Found(check),
            (_, None) => Kept::Unchecked,
        }
    }

    pub(super) fn mandatory(&self) -> impl Iterator<Item = &Clause> {
        self.guide.clauses().filter(|clause| clause.mandatory)
    }
}

/// Whether what was found no longer counts.
fn is_over(clause: &Clause, check: &Check, now: Millis) -> bool {
    let until = |every: u16| check.at.uae_date().plus_months(i64::from(every));
    clause.every.is_some_and(|every| until(every) <= now.uae_date())
}

/// Reads it; nothing when no guide is in force.
pub async fn book(ask: &Ask, names: &Names) -> Result<Option<Book>, Problem> {
    let (now, all): (_, Vec<AgencyId>) = (ask.now, names.linked().collect());
    let signed = ledger::shared(&ask.app).await?;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let Some(held) = store::in_force(tx, now.uae_date())? else { return Ok(None) };
        let (mut facts, known) = (BTreeMap::new(), Known::read(tx, &signed, now)?);
        for agency in &all {
            let before = gate::facts(tx, &held.guide, *agency)?;
            facts.insert(*agency, known.add(before, *agency));
        }
        let (classes, checks) = (file::store::classes(tx)?, store::checks(tx)?);
        let labels = Labels::read(tx)?;
        let exceptions = store::exceptions(tx)?;
        Ok(Some(Book { guide: held.guide, facts, classes, labels, checks, exceptions }))
    };
    Ok(ask.app.store.read(read).await?)
}

/// Whether the node knows by itself how a clause is kept by a partner: then nobody types it.
pub async fn knows(ask: &Ask, clause: &Clause, agency: AgencyId) -> Result<bool, Problem> {
    let names = Names::all(&ask.app).await?;
    let facts = book(ask, &names).await?.and_then(|book| book.facts.get(&agency).copied());
    Ok(facts.is_some_and(|facts| facts.keep(clause).is_some()))
}

/// The page: all partners, or the one that is asked for.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let agency = ask.query.get("agency").and_then(|text| AgencyId::parse(text).ok());
    let wrong = Wrong { values: Pairs::default(), errors: Errors::none() };
    Ok(Reply::page(&drawn(&ask, agency, &wrong).await?))
}

/// The page with what was typed and what is wrong about it.
pub async fn drawn(ask: &Ask, agency: Option<AgencyId>, wrong: &Wrong) -> Result<Page, Problem> {
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let number = ask.query.get("matrix").and_then(|text| text.parse().ok()).unwrap_or(1);
    let title = cx.t("policy-compliance");
    let page = Page::new(cx, title.clone()).crumb(cx.t("policy-title"), "/policy");
    let Some(book) = book(ask, &names).await? else {
        let empty =
            empty_state("list-checks", cx.t("policy-empty"), cx.t("policy-empty-text"), &html! {});
        return Ok(page.body(html! { (heading(title, None, &html! {})) (empty) }));
    };
    let chosen = agency.filter(|agency| book.facts.contains_key(agency));
    let body = match chosen {
        None => html! {
            (heading(title, Some(&cx.t("policy-compliance-lead")), &html! {}))
            (stack(&html! { (everybody(cx, &book, &names)) (marks::card(cx, &book, &names, number)) (exceptions(cx, &book, &names)) }))
        },
        Some(agency) => {
            let aside = html! {
                @if ask.may(Permission::AgreementSign) { (compliance::forms(cx, &book, agency, wrong)) }
            };
            html! {
                (heading(ident::Name(names.of(cx.lang, agency)), Some(&cx.t("policy-compliance-lead")), &html! {}))
                (columns(&stack(&one(cx, &book, agency)), &stack(&aside)))
            }
        }
    };
    let page = if chosen.is_some() {
        page.crumb(cx.t("policy-compliance"), "/policy/compliance")
    } else {
        page
    };
    Ok(page.errors(wrong.errors.any()).body(body))
}

fn everybody(cx: &Cx, book: &Book, names: &Names) -> Markup {
    let columns = [
        Col::text(cx.t("policy-partner")),
        Col::text(cx.t("policy-class")),
        Col::num(cx.t("policy-kept-count")),
        Col::num(cx.t("policy-broken-count")),
        Col::num(cx.t("policy-unchecked-count")),
    ];
    let empty = empty_state(
        "buildings",
        cx.t("policy-no-partner"),
        cx.t("policy-no-partner-text"),
        &html! {},
    );
    let rows = book.facts.keys().map(|agency| {
        let all: Vec<Kept> =
            book.mandatory().map(|clause| book.kept(clause, *agency, cx.now)).collect();
        let of = |wanted: fn(&Kept) -> bool| all.iter().filter(|kept| wanted(kept)).count();
        let href = cx.url(&format!("/policy/compliance?agency={}", agency.to_text()));
        [
            html! { a.ref href=(href) { (ident::Name(names.of(cx.lang, *agency))) } },
            html! { (classes(cx, book, *agency)) },
            html! { (of(is_kept)) },
            html! { (of(is_broken)) },
            html! { (of(|kept| matches!(kept, Kept::Unchecked | Kept::Due(_)))) },
        ]
    });
    let table = Table::new(cx.t("policy-compliance"), columns).rows(rows).when_empty(empty);
    let card = Card::new(cx.t("policy-partnerships")).count(book.facts.len());
    html! { (card.body(html! { (table) })) }
}

fn is_kept(kept: &Kept) -> bool {
    match kept {
        Kept::Known(kept) => *kept,
        Kept::Found(check) => {
            matches!(check.finding, Finding::Compliant | Finding::NotApplicable)
        }
        _ => false,
    }
}

fn is_broken(kept: &Kept) -> bool {
    match kept {
        Kept::Known(kept) => !kept,
        Kept::Found(check) => matches!(check.finding, Finding::NonCompliant | Finding::Partial),
        Kept::Lapsed(_) => true,
        _ => false,
    }
}

fn classes(cx: &Cx, book: &Book, agency: AgencyId) -> String {
    let all = book.classes.get(&agency).into_iter().flatten();
    let all: Vec<String> = all.map(|class| book.labels.of(cx, class)).collect();
    if all.is_empty() { "–".to_owned() } else { all.join(cx.lang.pick("، ", ", ")) }
}

fn one(cx: &Cx, book: &Book, agency: AgencyId) -> Markup {
    html! {
        @for chapter in &book.guide.chapters {
            @let all: Vec<&Clause> = chapter.clauses.iter().filter(|clause| clause.mandatory).collect();
            @if !all.is_empty() {
                (Card::new(cx.lang.pick(&chapter.title.ar, &chapter.title.en)).body(html! {
                    @for clause in all {
                        section.clause-text id=(format!("c{}", clause.number)) {
                            h3 { (ident::Code(&clause.number)) " " (state(cx, &book.kept(clause, agency, cx.now))) }
                            @if let Some(question) = &clause.question { p { (cx.lang.pick(&question.ar, &question.en)) } }
                            (why(cx, &book.kept(clause, agency, cx.now)))
                        }
                    }
                }))
            }
        }
    }
}

/// How a clause stands, in a word, with its tone and the mark of the matrix.
pub(super) fn said(cx: &Cx, kept: &Kept) -> (Tone, &'static str, String) {
    let finding = |code: &str| cx.code("policy-finding", code);
    match kept {
        Kept::Excepted(_) => (Tone::Warn, "prohibit", cx.t("policy-excepted")),
        Kept::Known(true) => (Tone::Ok, "check-circle", finding("COMPLIANT")),
        Kept::Known(false) => (Tone::Bad, "x-circle", finding("NON_COMPLIANT")),
        Kept::Found(check) => {
            let (tone, mark) = match check.finding {
                Finding::Compliant => (Tone::Ok, "check"),
                Finding::Partial => (Tone::Warn, "warning-circle"),
                Finding::NonCompliant => (Tone::Bad, "x"),
                Finding::NotApplicable => (Tone::Plain, "info"),
            };
            (tone, mark, finding(check.finding.code()))
        }
        Kept::Due(_) => (Tone::Warn, "clock", cx.t("policy-due")),
        Kept::Lapsed(_) => (Tone::Bad, "x", cx.t("policy-lapsed")),
        Kept::Unchecked => (Tone::Plain, "question", cx.t("policy-unchecked")),
    }
}

fn state(cx: &Cx, kept: &Kept) -> Markup {
    let (tone, _, words) = said(cx, kept);
    tag(tone, words)
}

fn why(cx: &Cx, kept: &Kept) -> Markup {
    html! {
        @match kept {
            Kept::Excepted(until) => p.muted { (cx.t("policy-until")) " " (dates::day(cx.lang, *until)) },
            Kept::Known(_) => p.muted { (cx.t("policy-known")) },
            Kept::Lapsed(until) => p.muted { (cx.t("policy-lapsed-text")) " " (dates::day(cx.lang, *until)) },
            Kept::Found(check) | Kept::Due(check) => p.muted { (dates::day(cx.lang, check.at)) @if !check.note.is_empty() { " · " (ident::Name(&check.note)) } },
            Kept::Unchecked => {},
        }
    }
}

fn exceptions(cx: &Cx, book: &Book, names: &Names) -> Markup {
    let columns = [
        Col::text(cx.t("policy-clause-number")),
        Col::text(cx.t("policy-partner")),
        Col::text(cx.t("policy-reason")),
        Col::text(cx.t("policy-allowed-by")),
        Col::text(cx.t("policy-until")),
    ];
    let rows = book.exceptions.iter().map(|one| {
        let ended = one.until <= cx.now;
        let [ar, en] = &one.by;
        [
            html! { (ident::Code(&one.clause)) },
            html! { (ident::Name(names.of(cx.lang, one.agency))) },
            html! { (ident::Name(&one.reason)) },
            html! { (ident::Name(cx.lang.pick(ar, en))) },
            html! { (dates::day(cx.lang, one.until)) @if ended { " " (tag(Tone::Bad, cx.t("policy-ended"))) } },
        ]
    });
    html! {
        @if !book.exceptions.is_empty() {
            (Card::new(cx.t("policy-exceptions")).count(book.exceptions.len())
                .body(html! { (Table::new(cx.t("policy-exceptions"), columns).rows(rows)) }))
        }
    }
}
