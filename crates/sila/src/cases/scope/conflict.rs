//! The barrier against a conflict of interest (حاجز تضارب المصالح): a colleague who is kin of somebody in the case, lives beside them, or works
//! where they work, is excluded from it. To them the case does not exist: not in lists, searches, hints or counts, and nothing says
//! that it is kept from them. Anybody who reads the case may exclude; only who approves cases lets in again.

use maud::{Markup, html};
use sila_core::ids::WorkerId;

use super::store::{self, Colleague};
use super::{Change, change, page};
use crate::accounts::Permission;
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Tone, acts, icon, post, tag};
use crate::web::ident::Name;
use crate::web::{Errors, Form, Pairs};

/// Why a colleague is excluded.
pub const REASONS: [&str; 5] = ["KIN", "TRIBE", "ADDRESS", "EMPLOYER", "DECLARED"];

/// Who is excluded, and why.
pub type Excluded = (Colleague, String);

/// Excludes a colleague.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = page::case(&ask).await?;
    let (id, owner) = (record.row.id, record.row.owner);
    let wanted = ask.form.get("excluded").and_then(|id| id.parse::<WorkerId>().ok());
    let reason = REASONS.iter().find(|code| ask.form.has("reason", code)).copied();
    let known = ask.app.store.read(move |tx| store::excludable(tx, id)).await?;
    let by = ask.worker()?;
    let allowed =
        |one: &WorkerId| *one != owner && *one != by.id && known.iter().any(|(id, ..)| id == one);
    let mut errors = Errors::none();
    let worker = wanted.filter(allowed);
    if worker.is_none() {
        errors.add("excluded", ask.cx.t("conflict-who-missing"));
    }
    if reason.is_none() {
        errors.add("reason", ask.cx.t("conflict-why-missing"));
    }
    let Some((worker, reason)) = worker.zip(reason) else {
        return page::document(&ask, &record, &errors).await;
    };
    change(&ask.app, by, id, Change::Exclude(worker, reason), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&page::path(id))))
}

/// Ends an exclusion.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for somebody who is not excluded.
pub async fn end(ask: Ask) -> Result<Reply, Problem> {
    let record = page::case(&ask).await?;
    let id = record.row.id;
    let wanted = ask.form.get("worker").and_then(|id| id.parse::<WorkerId>().ok());
    let all = ask.app.store.read(move |tx| store::excluded(tx, id)).await?;
    let worker = wanted.filter(|one| all.iter().any(|((id, ..), _)| id == one));
    let worker = worker.ok_or_else(Problem::not_found)?;
    change(&ask.app, ask.worker()?, id, Change::Readmit(worker), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&page::path(id))))
}

/// The card on the page of who reads a case.
pub fn card(
    ask: &Ask,
    record: &CaseRecord,
    (excluded, others): (&[Excluded], &[Colleague]),
    errors: &Errors,
) -> Markup {
    let cx = &ask.cx;
    let (values, id) = (Pairs::default(), record.row.id);
    let form = Form::new(cx, &values, errors);
    let name = |one: &Colleague| cx.lang.pick(&one.1, &one.2).clone();
    let free = others.iter().filter(|one| one.0 != record.row.owner);
    let choices = free.map(|one| (one.0.to_string(), name(one)));
    let reasons = REASONS.map(|code| (code, cx.code("conflict", code)));
    html! {
        (Card::new(cx.t("conflict-title")).id("conflict").count(excluded.len()).body(html! {
            p.hint { (cx.t("conflict-text")) }
            ul.people { @for (one, reason) in excluded { li { (icon("prohibit")) div {
                b { (Name(&name(one))) } " " (tag(Tone::Warn, cx.code("conflict", reason)))
                @if ask.may(Permission::CaseApprove) { div.joint-acts {
                    (post(cx, &format!("/cases/{id}/conflicts/end"), &html! {
                        input type="hidden" name="worker" value=(one.0);
                        (Button::submit(cx.t("conflict-end")).soft().small())
                    }))
                } }
            } } } }
            (post(cx, &format!("/cases/{id}/conflicts"), &html! {
                (form.select("excluded", cx.t("scope-colleague")).empty(cx.t("scope-choose")).choices(choices))
                (form.select("reason", cx.t("conflict-why")).empty(cx.t("scope-choose")).choices(reasons))
                (acts(&html! { (Button::submit(cx.t("conflict-exclude")).line().icon("prohibit")) }))
            }))
        }))
    }
}
