//! `/referrals/escalation`: whom our desk wants told when a time runs out, in two levels, for all agreements or for one.

use maud::{Markup, html};
use sila_core::ids::{AgreementId, WorkerId};
use sila_core::joint::LEVELS;

use super::store;
use crate::accounts::{self, Permission, Worker, roles};
use crate::agreements::{self, InForce};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::referrals::rounds::review;
use crate::referrals::words::store as words;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, acts, columns, heading, post, stack};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The most people of one level.
const NAMED_MAX: usize = 10;
/// The names of the boxes of one level: those of every card of the page differ.
fn field(agreement: AgreementId, level: u8) -> String {
    format!("level{level}-{}", agreement.0.simple())
}

/// The address.
const PATH: &str = "/referrals/escalation";

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let in_force = agreements::in_force(&ask.app, ask.now).await?;
    let agreements: Vec<AgreementId> = in_force.iter().map(|one| one.agreement.id).collect();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let mut named = vec![(store::DESK, store::contacts(tx, store::DESK)?)];
        for id in &agreements {
            named.push((*id, store::contacts(tx, *id)?));
        }
        Ok((colleagues(tx)?, named, words::is_looked_at(tx)?))
    };
    let (colleagues, named, looked_at) = ask.app.store.read(read).await?;
    let cx = &ask.cx;
    let may = ask.may(Permission::ReferralApprove);
    let main = html! {
        @for (id, named) in &named { (form(cx, title(cx, *id, &in_force), (*id, named), &colleagues, may)) }
        (review::setting(cx, looked_at, may))
    };
    let aside = html! {
        (Note::new("info", cx.t("escalation-how")).body(html! {
            @for key in ["escalation-how-1", "escalation-how-2", "escalation-how-3"] { p { (cx.t(key)) } }
        }))
    };
    let body = html! {
        (heading(cx.t("escalation-title"), Some(&cx.t("escalation-lead")), &html! {}))
        (columns(&stack(&main), &aside))
    };
    let page = Page::new(cx, cx.t("escalation-title")).crumb(cx.t("referrals"), "/referrals");
    Ok(Reply::page(&page.body(body)))
}

/// Colleagues who may read every referral: whoever is named must be able to look.
fn colleagues(tx: &mut dyn Tx) -> Result<Vec<Worker>, DbError> {
    let mut all = accounts::store::all(tx)?;
    all.retain(|worker| worker.active && worker.may(Permission::ReferralReadAll));
    Ok(all)
}

fn title(cx: &Cx, id: AgreementId, in_force: &[InForce]) -> String {
    let known = in_force.iter().find(|one| one.agreement.id == id);
    known.map_or_else(
        || cx.t("escalation-desk"),
        |one| cx.lang.pick(&one.agreement.title_ar, &one.agreement.title_en).clone(),
    )
}

fn form(
    cx: &Cx,
    title: String,
    (id, named): (AgreementId, &[(u8, WorkerId)]),
    colleagues: &[Worker],
    may: bool,
) -> Markup {
    let values: Pairs =
        named.iter().map(|(level, worker)| (field(id, *level), worker.to_string())).collect();
    let errors = Errors::none();
    let form = Form::new(cx, &values, &errors);
    let levels = (1..=LEVELS).map(|level| {
        let words = cx.t(&format!("escalation-level-{level}"));
        let boxes = form.checks(&field(id, level), words).side_by_side().optional();
        colleagues.iter().fold(boxes, |field, worker| {
            let role = cx.t(roles::text_key(worker.role()));
            field.choice_hint(worker.id.to_string(), worker.name(cx.lang), role)
        })
    });
    html! {
        (Card::new(title).body(post(cx, PATH, &html! {
            (form.hidden("agreement", &id.to_string()))
            @for level in levels { (level) }
            @if may { (acts(&html! { (Button::save(cx)) })) }
        })))
    }
}

/// Names them. Nobody named at a level leaves it to the supervisors, and then to the heads.
///
/// # Errors
/// `form.broken` for an agreement that is not in force, or somebody who may not read referrals.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let broken = || Problem::bad_request("form.broken");
    let id = ask.form.get("agreement").and_then(|id| id.parse::<AgreementId>().ok());
    let id = id.ok_or_else(broken)?;
    let in_force = agreements::in_force(&ask.app, ask.now).await?;
    if id != store::DESK && !in_force.iter().any(|one| one.agreement.id == id) {
        return Err(broken());
    }
    let known = ask.app.store.read(colleagues).await?;
    let mut named: Vec<(u8, WorkerId)> = Vec::new();
    for level in 1..=LEVELS {
        let boxes = field(id, level);
        let chosen = ask.form.all(&boxes).take(NAMED_MAX);
        for worker in chosen.map(|worker| worker.parse::<WorkerId>().ok()) {
            let worker = worker.filter(|id| known.iter().any(|one| one.id == *id));
            named.push((level, worker.ok_or_else(broken)?));
        }
    }
    let fact = Fact {
        id: ask.app.clock.new_id(),
        at: ask.now,
        kind: "deadline",
        subject: id.to_string(),
        worker: Some(ask.worker()?.id),
        data: b"NAMED".to_vec(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::name(tx, id, &named)?;
        journal::insert(tx, &fact)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(PATH)))
}
