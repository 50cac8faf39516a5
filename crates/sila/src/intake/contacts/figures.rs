//! `/contacts/figures`: how many turned to us, for what and by which way, by quarter. Only quarters that are over, and no small group.

use maud::{Markup, html};
use sila_core::care::cohort::Shown;
use sila_core::codes::Channel;
use sila_core::experience::Quarter;

use super::KINDS;
use super::store::{self, Count};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Note, Table, Tone, empty_state, heading};
use crate::web::{Arg, Cx, Page};

/// Quarters on the page.
const QUARTERS: u32 = 8;

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let until = Quarter::of(ask.now);
    let from = Quarter::from_number(until.number().saturating_sub(QUARTERS));
    let counts = ask.app.store.read(move |tx| store::counts(tx, (from, until))).await?;
    let quarters: Vec<Quarter> =
        (from.number()..until.number()).rev().map(Quarter::from_number).collect();
    Ok(Reply::page(&document(&ask.cx, &quarters, &counts)))
}

fn document(cx: &Cx, quarters: &[Quarter], counts: &[Count]) -> Page {
    let kinds = KINDS.map(|kind| (kind.code(), cx.code("contact-kind", kind.code())));
    let ways: Vec<(&str, String)> =
        Channel::ALL.iter().map(|one| (one.code(), cx.code("channel", one.code()))).collect();
    let by_kind = table(cx, &cx.t("contacts-by-kind"), &kinds, (quarters, counts), |one| &one.kind);
    let by_way =
        table(cx, &cx.t("contacts-by-channel"), &ways, (quarters, counts), |one| &one.channel);
    let body = html! {
        (heading(cx.t("contacts-figures"), Some(&cx.t("contacts-figures-lead")), &html! {}))
        div.stack {
            (Card::new(cx.t("contacts-by-kind")).body(by_kind))
            (Card::new(cx.t("contacts-by-channel")).body(by_way))
            (Note::new("eye-slash", cx.t("effects-few")).tone(Tone::Info).says(cx.t("contacts-few-text")))
        }
    };
    Page::new(cx, cx.t("contacts-figures")).crumb(cx.t("contacts-title"), "/contacts").body(body)
}

/// The counts of a quarter in the order of the codes; nothing where all together are too few.
pub(super) fn shown(
    counts: &[Count],
    quarter: Quarter,
    codes: &[&str],
    of: impl Fn(&Count) -> &String,
) -> Option<Shown> {
    let sum = |code: &&str| {
        let own = counts.iter().filter(|one| one.quarter == quarter && of(one) == code);
        own.fold(0_u32, |sum, one| sum.saturating_add(one.total))
    };
    Shown::of(&codes.iter().map(sum).collect::<Vec<u32>>())
}

fn table(
    cx: &Cx,
    caption: &str,
    columns: &[(&str, String)],
    (quarters, counts): (&[Quarter], &[Count]),
    of: impl Fn(&Count) -> &String + Copy,
) -> Markup {
    let codes: Vec<&str> = columns.iter().map(|(code, _)| *code).collect();
    let heads = columns.iter().map(|(_, words)| Col::num(words.clone()));
    let heads = [Col::text(cx.t("effects-when")), Col::num(cx.t("contacts-total"))]
        .into_iter()
        .chain(heads);
    let cell = |count: Option<u32>| match count {
        Some(count) => html! { span.num { (count) } },
        None => html! { (cx.t("effects-left-out")) },
    };
    let rows = quarters.iter().filter_map(|quarter| {
        let shown = shown(counts, *quarter, &codes, of)?;
        let first = [html! { (name(cx, *quarter)) }, cell(Some(shown.total))];
        Some(first.into_iter().chain(shown.cells.iter().map(|one| cell(*one))).collect::<Vec<_>>())
    });
    let empty =
        empty_state("chart-bar", cx.t("effects-none"), cx.t("effects-none-text"), &html! {});
    html! { (Table::new(caption, heads).when_empty(empty).rows(rows)) }
}

fn name(cx: &Cx, quarter: Quarter) -> String {
    let (year, nth) = quarter.parts();
    let parts = [("nth", Arg::phrase(nth.to_string())), ("year", Arg::phrase(year.to_string()))];
    cx.t_with("effects-quarter", &parts)
}
