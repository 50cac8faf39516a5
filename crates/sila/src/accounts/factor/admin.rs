//! What the administrator does: says which roles must have a second factor, sees who has one, and takes it from somebody who has lost it.

use maud::{Markup, html};
use sila_core::ids::WorkerId;
use sila_core::time::Millis;

use super::{must, store, told};
use crate::accounts::{Worker, roles, store as accounts};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Table, Tone, acts, heading, post, stack, tag,
};
use crate::web::ident::Name;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The page, without language.
const PATH: &str = "/accounts/second-factor";

/// Which roles must, and who has one.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let read =
        |tx: &mut dyn Tx| -> Result<_, DbError> { Ok((store::required(tx)?, store::workers(tx)?)) };
    let (required, workers) = ask.app.store.read(read).await?;
    let own = ask.worker()?.id;
    let cx = &ask.cx;
    let body = html! {
        (heading(cx.t("factor-title"), Some(&cx.t("factor-admin-lead")), &html! {}))
        (stack(&html! {
            (rule(cx, &required))
            (Card::new(cx.t("factor-who")).count(workers.len()).body(html! {
                (table(cx, own, &required, &workers))
            }))
        }))
    };
    let page = Page::new(cx, cx.t("factor-title")).crumb(cx.t("accounts-title"), "/accounts");
    Ok(Reply::page(&page.body(body)))
}

fn rule(cx: &Cx, required: &[String]) -> Markup {
    let values: Pairs = required.iter().map(|role| ("roles", role.as_str())).collect();
    let errors = Errors::none();
    let form = Form::new(cx, &values, &errors);
    let choices = roles::ROLES.iter().map(|role| (role.code, cx.t(roles::text_key(role.code))));
    let card = Card::new(cx.t("factor-rule")).body(html! {
        (Note::new("info", cx.t("factor-rule-title")).tone(Tone::Info).says(cx.t("factor-rule-text")))
        (post(cx, PATH, &html! {
            (form.checks("roles", cx.t("factor-rule-roles")).side_by_side().optional().choices(choices))
            (acts(&html! { (Button::save(cx)) }))
        }))
    });
    html! { (card) }
}

fn table(
    cx: &Cx,
    own: WorkerId,
    required: &[String],
    workers: &[(Worker, Option<Millis>)],
) -> Markup {
    let columns = [
        Col::text(cx.t("accounts-name")),
        Col::status(cx.t("accounts-state")),
        Col::acts(cx.t("team-acts")),
    ];
    let state = |worker: &Worker, since: Option<Millis>| match since {
        Some(_) => tag(Tone::Ok, cx.t("factor-on")),
        None if must(&worker.roles, required) => tag(Tone::Warn, cx.t("factor-missing")),
        None => tag(Tone::Plain, cx.t("factor-off")),
    };
    let row = |(worker, since): &(Worker, Option<Millis>)| {
        let to = format!("/accounts/{}/second-factor/reset", worker.id);
        [
            html! { (Name(worker.name(cx.lang))) },
            html! {
                (state(worker, *since))
                @if let Some(since) = since { span.sub { (cx.at(*since)) } }
            },
            html! { @if since.is_some() && worker.id != own {
                (post(cx, &to, &html! { (Button::submit(cx.t("factor-reset")).danger().small()) }))
            } },
        ]
    };
    html! { (Table::new(cx.t("factor-who"), columns).rows(workers.iter().map(row))) }
}

/// Says which roles must. It holds at once, for sessions that run too.
///
/// # Errors
/// When the store cannot be written.
pub async fn require(ask: Ask) -> Result<Reply, Problem> {
    let known = |code: &&str| roles::ROLES.iter().any(|role| role.code == *code);
    let chosen: Vec<String> = ask.form.all("roles").filter(known).map(str::to_owned).collect();
    let what = format!("second factor required {}", chosen.join(" "));
    let rule = told(&ask, "factor-required".to_owned(), what.trim_end())?;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::require(tx, &chosen)?;
        journal::insert(tx, &rule)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(PATH)))
}

/// Takes the second factor from somebody who has lost it: the next sign-in is by password alone. Their sessions end. One's own is ended on
/// one's own page, with a code.
///
/// # Errors
/// `page.not_found` for nobody, `factor.self` for oneself, or when the store cannot be written.
pub async fn reset(ask: Ask) -> Result<Reply, Problem> {
    let id: WorkerId = ask.id("id")?;
    if id == ask.worker()?.id {
        return Err(Problem::refused("factor.self").way_out(super::PATH));
    }
    let gone = told(&ask, format!("{id} factor-reset"), "second factor reset")?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if accounts::one(tx, id)?.is_none() {
            return Ok(false);
        }
        if super::end(tx, id)? {
            accounts::end_sessions_of(tx, id)?;
            journal::insert(tx, &gone)?;
        }
        Ok(true)
    };
    if !ask.app.store.write(write).await? {
        return Err(Problem::not_found());
    }
    Ok(Reply::see_other(ask.cx.url(PATH)))
}
