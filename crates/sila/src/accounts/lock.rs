//! The lock: the session waits for the password, nothing of the work is shown, and what was typed is kept.

use maud::html;
use sila_seal::sha256;

use crate::accounts::{session, sign_in, store};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, acts};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The lock page. Asking for it locks the session: the same address is the "lock now" act.
///
/// # Errors
/// When the store cannot be written.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let Some(session) = &ask.session else {
        return Ok(Reply::see_other(ask.cx.url("/sign-in")));
    };
    let (token, now) = (session.token, ask.now);
    ask.app.store.write(move |tx| store::touch(tx, token, now, true)).await?;
    Ok(Reply::page(&show(&without_worker(&ask.cx), &ask.query, &Errors::none())))
}

/// Opens the lock with the password.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn open(ask: Ask) -> Result<Reply, Problem> {
    let Some(session) = &ask.session else {
        return Ok(Reply::see_other(ask.cx.url("/sign-in")));
    };
    let password = ask.form.get("password").unwrap_or_default().to_owned();
    let user_name = session.worker.user_name.clone();
    match sign_in::check(&ask.app, &user_name, password, ask.now).await? {
        Ok(worker) => {
            let (token, cookie) =
                (session.token, session::begin(&ask.app, &worker, ask.now).await?);
            let (next, masked) = (sha256(&[cookie.as_bytes()]), session.masked);
            let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
                store::mask(tx, next, masked)?;
                store::end_session(tx, token)
            };
            ask.app.store.write(write).await?;
            let to = sign_in::local(ask.form.get("then")).unwrap_or(worker.home());
            Ok(Reply::see_other(ask.cx.url(to)).with_cookie(session::cookie(&ask.app, &cookie)))
        }
        Err(key) => {
            let cx = without_worker(&ask.cx);
            let mut errors = Errors::none();
            errors.add("password", cx.t(key));
            Ok(Reply::page_with_errors(&show(&cx, &ask.form, &errors)))
        }
    }
}

fn without_worker(cx: &Cx) -> Cx {
    Cx { worker: None, ..cx.clone() }
}

fn show(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let body = html! {
        h1 { (cx.t("lock-title")) }
        p { (cx.t("lock-text")) }
        (form.summary())
        form method="post" action=(cx.url("/lock")) novalidate {
            @if let Some(then) = sign_in::local(values.get("then")) { (form.hidden("then", then)) }
            (form.password("password", cx.t("sign-in-password")).autocomplete("current-password"))
            (acts(&html! { (Button::submit(cx.t("lock-open"))) }))
        }
        form method="post" action=(cx.url("/sign-out")) {
            (Button::submit(cx.t("sign-out")).soft())
        }
    };
    Page::new(cx, cx.t("lock-title")).bare().errors(errors.any()).body(body)
}
