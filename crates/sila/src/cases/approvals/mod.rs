//! `/approvals` (الاعتمادات): one list for a supervisor of everything of cases that waits for somebody else's word: plans, closures, reports
//! that were not made, and sharing that departs from a rule. Each line leads to the page on which it is read and decided, with a reason
//! where it goes back. What somebody wrote or asked for is not on their own list, and a plan that is changed waits anew.

#[cfg(test)]
mod tests;

use maud::{Markup, html};
use sila_core::time::Millis;

use crate::accounts::{Permission, Worker};
use crate::ask::{Ask, Routes};
use crate::cases::plan::store::Line;
use crate::cases::{closure, letters, mandatory, plan};
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::referrals::counts::store as referrals;
use crate::reply::Reply;
use crate::web::components::{Card, Col, Note, Table, Tone, empty_state, heading, stack, tag};
use crate::web::ident::Reference;
use crate::web::{Cx, Page, dates};

/// The route of the list.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/approvals", Permission::CaseApprove, page);
}

/// Something that waits: codes and the number of the case or the referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// `PLAN`, `CLOSURE`, `REPORT`, `LETTER`, `OFFICER` or `SHARING`.
    pub sort: &'static str,
    /// The number of the case or the referral.
    pub reference: String,
    /// Since when.
    pub at: Millis,
    /// Where it is decided, without language.
    pub path: String,
}

/// Everything that waits for this worker, the oldest first.
///
/// # Errors
/// What the store answers.
pub fn waiting(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<Waiting>, DbError> {
    let line = |sort: &'static str, line: Line, path: String| Waiting {
        sort,
        reference: line.reference,
        at: line.at,
        path,
    };
    let mut all = Vec::new();
    for one in plan::store::to_decide(tx, worker)? {
        let path = plan::path(one.case, "");
        all.push(line("PLAN", one, path));
    }
    for one in closure::store::to_decide(tx, worker)? {
        let path = closure::path(one.case, "");
        all.push(line("CLOSURE", one, path));
    }
    for one in mandatory::store::to_confirm(tx, worker)? {
        let path = mandatory::path(one.case, "");
        all.push(line("REPORT", one, path));
    }
    for one in letters::store::to_decide(tx, worker)? {
        let path = letters::path(one.case, "#letters");
        all.push(line("LETTER", one, path));
    }
    for one in letters::store::to_name(tx, worker)? {
        let path = letters::path(one.case, "#ways");
        all.push(line("OFFICER", one, path));
    }
    if worker.may(Permission::ReferralApprove) {
        let found = referrals::to_approve(tx, worker.id)?;
        all.extend(found.into_iter().map(|(id, reference, at)| Waiting {
            sort: "SHARING",
            path: format!("/referrals/{id}"),
            reference,
            at,
        }));
    }
    all.sort_by_key(|one| one.at);
    Ok(all)
}

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?.clone();
    let all = ask.app.store.read(move |tx| waiting(tx, &worker)).await?;
    Ok(Reply::page(&document(&ask.cx, &all)))
}

fn document(cx: &Cx, all: &[Waiting]) -> Page {
    let heads = [
        Col::text(cx.t("approval-what")),
        Col::text(cx.t("approval-number")),
        Col::status(cx.t("approval-since")),
    ];
    let none = empty_state("stamp", cx.t("approvals-none"), cx.t("approvals-none-text"), &html! {});
    let row = |one: &Waiting| -> [Markup; 3] {
        [
            html! { a.link href=(cx.url(&one.path)) { (cx.code("approval-sort", one.sort)) } },
            html! { (Reference(&one.reference)) },
            tag(Tone::Gold, dates::near(cx.lang, cx.now, one.at)),
        ]
    };
    let table =
        Table::new(cx.t("approvals-title"), heads).when_empty(none).rows(all.iter().map(row));
    let list = Card::new(cx.t("approvals-title")).count(all.len()).live("approvals", "cases");
    let body = html! {
        (heading(cx.t("approvals-title"), Some(&cx.t("approvals-lead")), &html! {}))
        (stack(&html! {
            (list.body(html! { (table) }))
            (Note::new("info", cx.t("approvals-anew")).tone(Tone::Info).says(cx.t("approvals-anew-text")))
        }))
    };
    Page::new(cx, cx.t("approvals-title")).body(body)
}
