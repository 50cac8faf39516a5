//! The matrix of mandatory clauses and partnerships: a mark in each field, which says the same by its shape, its colour and its words.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::policy::Clause;

use super::matrix::{Book, said};
use crate::partners::Names;
use crate::web::components::{Button, Card, Col, Table, icon};
use crate::web::{Cx, ident};

/// Partnerships on one page of the matrix: with so many clauses more would be heavy on a telephone. The list above it has all.
const SHOWN: usize = 5;

/// The matrix, from its page `number` on, counted from one.
pub fn card(cx: &Cx, book: &Book, names: &Names, number: usize) -> Markup {
    let before = number.clamp(1, book.facts.len().div_ceil(SHOWN).max(1)).saturating_sub(1);
    let skipped = before.saturating_mul(SHOWN);
    let at = |number: usize| cx.url(&format!("/policy/compliance?matrix={number}#matrix"));
    let clauses: Vec<&Clause> = book.mandatory().collect();
    let first = Col::text(cx.t("policy-partner"));
    let columns =
        [first].into_iter().chain(clauses.iter().map(|one| Col::text(one.number.clone())));
    let rows = book
        .facts
        .keys()
        .skip(skipped)
        .take(SHOWN)
        .map(|agency| row(cx, book, (&clauses, names), *agency));
    html! {
        @if !book.facts.is_empty() {
            (Card::new(cx.t("policy-matrix")).id("matrix").body(html! {
                p.muted { (cx.t("policy-matrix-lead")) }
                (Table::new(cx.t("policy-matrix"), columns).rows(rows))
                div.acts-row {
                    @if before > 0 { (Button::link(cx.t("policy-matrix-before"), at(before)).soft().small()) }
                    @if skipped.saturating_add(SHOWN) < book.facts.len() {
                        (Button::link(cx.t("policy-matrix-next"), at(before.saturating_add(2))).soft().small())
                    }
                }
            }))
        }
    }
}

fn row(
    cx: &Cx,
    book: &Book,
    (clauses, names): (&[&Clause], &Names),
    agency: AgencyId,
) -> Vec<Markup> {
    let page = cx.url(&format!("/policy/compliance?agency={}", agency.to_text()));
    let name = html! { a.ref href=(page) { (ident::Name(names.of(cx.lang, agency))) } };
    let marks = clauses.iter().map(|clause| {
        let (tone, mark, words) = said(cx, &book.kept(clause, agency, cx.now));
        html! { span class={ "tag plain " (tone.class()) } title=(words) { (icon(mark)) span.vh { (words) } } }
    });
    [name].into_iter().chain(marks).collect()
}
