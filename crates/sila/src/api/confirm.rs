//! `/tokens/waiting`: tokens that read names of people, for whoever approves referrals and did not make them.

use maud::html;
use sila_core::ids::WorkerId;
use uuid::Uuid;

use super::show::{self, scopes};
use super::store::{self, Kept};
use crate::accounts::admin;
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::partners::Names;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Page;
use crate::web::components::{Button, Card, Col, Note, Table, Tone, empty_state, heading, post};
use crate::web::ident::Name;

/// Where they wait.
pub(super) const PATH: &str = "/tokens/waiting";

/// The list.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let (worker, now) = (ask.worker()?.id, ask.now);
    let all = ask.app.store.read(move |tx| store::unconfirmed(tx, worker, now)).await?;
    let names = Names::all(&ask.app).await?;
    let cx = &ask.cx;
    let head = [
        Col::text(cx.t("tokens-label")),
        Col::text(cx.t("tokens-scopes")),
        Col::text(cx.t("tokens-until")),
        Col::acts(cx.t("tokens-state")),
    ];
    let row = |kept: &Kept| {
        let act = format!("{}/{}/confirmation", show::PATH, kept.id);
        let button = html! { (Button::submit(cx.t("tokens-confirm")).small().icon("check")) };
        [
            html! { (Name(&kept.label)) span.sub { (Name(names.of(cx.lang, kept.partner))) } },
            html! { (scopes(cx, &kept.scopes)) },
            html! { span.num { (cx.at(kept.expires_at)) } },
            post(cx, &act, &button),
        ]
    };
    let none = empty_state(
        "key",
        cx.t("tokens-waiting-none"),
        cx.t("tokens-waiting-none-text"),
        &html! {},
    );
    let table = Table::new(cx.t("tokens-waiting"), head).rows(all.iter().map(row)).when_empty(none);
    let body = html! {
        (heading(cx.t("tokens-waiting"), Some(&cx.t("tokens-waiting-lead")), &html! {}))
        div.stack {
            (Note::new("eye", cx.t("tokens-names")).tone(Tone::Warn).says(cx.t("tokens-names-text")))
            (Card::new(cx.t("tokens-waiting")).count(all.len()).body(html! { (table) }))
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("tokens-waiting")).body(body)))
}

/// Confirms one.
///
/// # Errors
/// `page.not_found` for one that does not wait, or that the worker has made.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (id, now): (Uuid, _) = (ask.id("id")?, ask.now);
    let worker = ask.worker()?.id;
    let told = admin::fact(&ask, WorkerId(id), "token confirmed")?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::confirm(tx, id, worker, now)?;
        if done {
            journal::insert(tx, &told)?;
        }
        Ok(done)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    ask.app.changed(Topic::Referrals);
    Ok(Reply::see_other(ask.cx.url(PATH)))
}
