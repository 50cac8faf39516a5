//! `/cases/{id}/readers`: who can read the case and why, whom to name, whether it is restricted.

use maud::{Markup, html};
use sila_core::ids::{CaseId, WorkerId};
use sila_core::time::Millis;

use super::store::{self, Colleague};
use super::{Change, agency, change, conflict, decision, hints};
use crate::ask::Ask;
use crate::cases::opening;
use crate::cases::readers::Reader;
use crate::cases::record::CaseRecord;
use crate::cases::{glass, reads, show, store as cases};
use crate::db::DbError;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Note, Tone, acts, columns, heading, icon, post, stack, tag,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The address, without language.
pub fn path(case: CaseId) -> String {
    format!("/cases/{case}/readers")
}

/// The case of the address, for whoever may read it. The reading is written down.
pub(super) async fn case(ask: &Ask) -> Result<CaseRecord, Problem> {
    opening::read(ask, "case.scope").await
}

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    document(&ask, &record, &Errors::none()).await
}

pub(super) async fn document(
    ask: &Ask,
    record: &CaseRecord,
    errors: &Errors,
) -> Result<Reply, Problem> {
    let id = record.row.id;
    let read = move |tx: &mut dyn crate::db::Tx| -> Result<_, DbError> {
        let (readers, read) = (cases::readers(tx, id)?, cases::reads(tx, id)?);
        let glass = glass::store::of_case(tx, id)?;
        let barrier = (store::excluded(tx, id)?, store::excludable(tx, id)?);
        let barred = (store::barred_agencies(tx, id)?, store::hints(tx, id)?);
        Ok((
            store::restricted(tx, id)?,
            readers,
            store::colleagues(tx, id)?,
            read,
            (glass, barrier, barred),
        ))
    };
    hints::look(&ask.app, record, ask.now).await?;
    let (restricted, readers, colleagues, read, (glass, (excluded, others), (barred, found))) =
        ask.app.store.read(read).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let main = html! {
        (who(cx, record, &readers))
        (naming(cx, record, &colleagues, errors))
        (decision::card(ask, record, &found, errors))
        (conflict::card(ask, record, (&excluded, &others), errors))
        (agency::card(ask, record, (&barred, &names), errors))
    };
    let aside = html! {
        (restriction(cx, record, restricted))
        (glass::list::card(cx, &glass))
        (reads::card(cx, &read))
    };
    let case = format!("/cases/{id}");
    let body = html! {
        (heading(html! { (cx.t("scope-title")) " " (Reference(&record.row.reference)) }, Some(&cx.t("scope-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("scope-title"))
        .crumb(cx.t("cases-title"), "/cases")
        .crumb(record.row.reference.clone(), &case)
        .errors(errors.any())
        .body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

fn who(cx: &Cx, record: &CaseRecord, readers: &[Reader]) -> Markup {
    let remove = |reader: &Reader| {
        let inside = html! {
            input type="hidden" name="worker" value=(reader.worker);
            (Button::submit(cx.t("scope-remove")).soft().small())
        };
        post(cx, &format!("{}/removal", path(record.row.id)), &inside)
    };
    let card = Card::new(cx.t("scope-who")).id("who").count(readers.len()).body(html! {
        p.hint { (cx.t("case-readers-text")) }
        ul.people {
            @for reader in readers {
                li { (icon("user")) div {
                    b { (Name(reader.name(cx))) }
                    div.sub { (show::roles_of(cx, &reader.roles)) " · " (cx.t(why(record, reader))) }
                    @if reader.since.is_some() && reader.worker != record.row.owner { div.joint-acts { (remove(reader)) } }
                } }
            }
        }
    });
    html! { (card) }
}

fn why(record: &CaseRecord, reader: &Reader) -> &'static str {
    match reader.since {
        _ if reader.worker == record.row.owner => "scope-why-owner",
        Some(_) => "case-reads-member",
        None if reader.by_team => "scope-why-team",
        None => "case-reads-role",
    }
}

fn naming(cx: &Cx, record: &CaseRecord, colleagues: &[Colleague], errors: &Errors) -> Markup {
    let values = Pairs::default();
    let form = Form::new(cx, &values, errors);
    let choices = colleagues.iter().map(|(id, ar, en)| (id.to_string(), cx.lang.pick(ar, en)));
    let inside = html! {
        (form.select("worker", cx.t("scope-colleague")).empty(cx.t("scope-choose")).choices(choices))
        (acts(&html! { (Button::submit(cx.t("scope-name")).line().icon("plus")) }))
    };
    let card = Card::new(cx.t("scope-name-title")).body(html! {
        p.hint { (cx.t("scope-name-text")) }
        (errors.summary(cx))
        (post(cx, &path(record.row.id), &inside))
    });
    html! { (card) }
}

fn restriction(cx: &Cx, record: &CaseRecord, since: Option<Millis>) -> Markup {
    let act = |value: &str, button: Button| {
        let inside = html! { input type="hidden" name="restricted" value=(value); (button) };
        post(cx, &format!("/cases/{}/restriction", record.row.id), &inside)
    };
    let card = Card::new(cx.t("scope-restriction"));
    let card = match since {
        Some(at) => card.tag(tag(Tone::Warn, cx.t("scope-restricted"))).body(html! {
            p { (cx.t("scope-restricted-text")) }
            p.hint { (cx.t("scope-since")) " " (cx.at(at)) }
            (act("no", Button::submit(cx.t("scope-open")).soft()))
        }),
        None => card.body(html! {
            p { (cx.t("scope-ordinary-text")) }
            (Note::new("eye-slash", cx.t("scope-restrict-means")).tone(Tone::Info).says(cx.t("scope-restricted-text")))
            (act("yes", Button::submit(cx.t("scope-restrict")).icon("lock-key")))
        }),
    };
    html! { (card) }
}

/// Names a colleague: from now on they read the case.
///
/// # Errors
/// As [`show()`].
pub async fn name(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let id = record.row.id;
    let wanted = ask.form.get("worker").and_then(|id| id.parse::<WorkerId>().ok());
    let known = ask.app.store.read(move |tx| store::colleagues(tx, id)).await?;
    let Some(worker) = wanted.filter(|one| known.iter().any(|(id, ..)| id == one)) else {
        let mut errors = Errors::none();
        errors.add("worker", ask.cx.t("scope-colleague-missing"));
        return document(&ask, &record, &errors).await;
    };
    changed(&ask, id, Change::Name(worker)).await
}

/// Takes a colleague off the case again; its owner stays.
///
/// # Errors
/// As [`show()`].
pub async fn remove(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let wanted = ask.form.get("worker").and_then(|id| id.parse::<WorkerId>().ok());
    let worker = wanted.filter(|one| *one != record.row.owner).ok_or_else(Problem::not_found)?;
    changed(&ask, record.row.id, Change::Remove(worker)).await
}

/// Restricts the case to its members, or opens it again.
///
/// # Errors
/// As [`show()`].
pub async fn restrict(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let to = if ask.form.has("restricted", "yes") { Change::Restrict } else { Change::Open };
    changed(&ask, record.row.id, to).await
}

async fn changed(ask: &Ask, id: CaseId, to: Change) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    change(&ask.app, worker, id, to, ask.now).await?;
    // Whoever took themselves off has nothing to go back to.
    let gone = to == Change::Remove(worker.id);
    let back = if gone { "/cases".to_owned() } else { path(id) };
    Ok(Reply::see_other(ask.cx.url(&back)))
}
