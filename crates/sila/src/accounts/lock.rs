//! The lock: the session waits for the password, nothing of the work is shown, and what was typed is kept.

use maud::html;

use crate::accounts::{session, sign_in, store};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::form;
use crate::web::cx::Cx;
use crate::web::page::Page;

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
    Ok(Reply::page(&show(&without_worker(&ask.cx), ask.query.get("then"), None)))
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
            ask.app.store.write(move |tx| store::end_session(tx, token)).await?;
            let to = sign_in::local(ask.form.get("then")).unwrap_or("/");
            Ok(Reply::see_other(ask.cx.url(to)).with_cookie(session::cookie(&ask.app, &cookie)))
        }
        Err(key) => {
            let cx = without_worker(&ask.cx);
            Ok(Reply::page_with_errors(&show(&cx, ask.form.get("then"), Some(key))))
        }
    }
}

fn without_worker(cx: &Cx) -> Cx {
    Cx { worker: None, ..cx.clone() }
}

fn show(cx: &Cx, then: Option<&str>, error: Option<&str>) -> Page {
    let body = html! {
        h1 { (cx.t("lock-title")) }
        p { (cx.t("lock-text")) }
        @if let Some(key) = error { (form::error_summary(cx, &[("password", cx.t(key))])) }
        form method="post" action=(cx.url("/lock")) novalidate {
            @if let Some(then) = sign_in::local(then) { input type="hidden" name="then" value=(then); }
            (form::password(cx, "password", &cx.t("sign-in-password")).autocomplete("current-password").required())
            div.acts-row { button.btn type="submit" { (cx.t("lock-open")) } }
        }
        form method="post" action=(cx.url("/sign-out")) {
            button.btn.soft type="submit" { (cx.t("sign-out")) }
        }
    };
    Page::new(cx, cx.t("lock-title")).bare().errors(error.is_some()).body(body)
}
