//! `/portal/join`: the code that was given by hand opens the account, once. A code that is wrong, used or old gets the same answer.

use maud::html;

use super::{invitation, store};
use crate::accounts::{admin, password, session};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, acts};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Asks for the code and a password.
///
/// # Errors
/// None of its own.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    Ok(Reply::page(&show(&ask.cx, &Pairs::default(), &Errors::none())))
}

/// Opens the account and signs in.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let (app, now) = (&ask.app, ask.now);
    let code = ask.form.get("code").and_then(invitation::read);
    let worker = match code {
        Some(code) => app.store.read(move |tx| store::invited(tx, code, now)).await?,
        None => None,
    };
    let mut errors = Errors::none();
    let (Some(code), Some(worker)) = (code, worker) else {
        errors.add("code", ask.cx.t("portal-code-wrong"));
        return Ok(Reply::page_with_errors(&show(&ask.cx, &ask.form, &errors)));
    };
    let chosen = ask.form.get("password").unwrap_or_default().to_owned();
    if let Err(weak) = password::check(&worker.user_name, &chosen) {
        errors.add("password", admin::weak_text(&ask.cx, weak));
        return Ok(Reply::page_with_errors(&show(&ask.cx, &ask.form, &errors)));
    }
    let hash = app.hashing(move || password::hash(&chosen)).await??;
    let fact = Fact {
        id: app.clock.new_id(),
        at: now,
        kind: "account",
        subject: worker.id.to_string(),
        worker: Some(worker.id),
        data: b"portal joined".to_vec(),
    };
    let id = worker.id;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let joined = store::join(tx, id, (code, &hash), now)?;
        if joined {
            journal::insert(tx, &fact)?;
        }
        Ok(joined)
    };
    if !app.store.write(write).await? {
        errors.add("code", ask.cx.t("portal-code-wrong"));
        return Ok(Reply::page_with_errors(&show(&ask.cx, &ask.form, &errors)));
    }
    let cookie = session::begin(app, &worker, now).await?;
    Ok(Reply::see_other(ask.cx.url("/portal")).with_cookie(session::cookie(app, &cookie)))
}

fn show(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let cx = &Cx { worker: None, ..cx.clone() };
    let form = Form::new(cx, values, errors);
    let body = html! {
        h1 { (cx.t("portal-join-title")) }
        p.muted { (cx.agency()) }
        p { (cx.t("portal-join-text")) }
        (form.summary())
        form method="post" action=(cx.url("/portal/join")) novalidate {
            (form.text("code", cx.t("portal-code")).hint(cx.t("portal-code-hint")).ltr().autocomplete("off").max(40))
            (form.password("password", cx.t("password-new")).hint(cx.t("password-hint")).autocomplete("new-password"))
            (acts(&html! { (Button::submit(cx.t("portal-join"))) }))
        }
    };
    Page::new(cx, cx.t("portal-join-title")).bare().errors(errors.any()).body(body)
}
