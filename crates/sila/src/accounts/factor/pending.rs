//! Between the two steps: the password was right, the code is waited for. It is held by a cookie of its own, opens nothing, and is over after
//! five minutes or after too many wrong codes.

use maud::html;
use rand_core::Rng;
use sila_core::ids::WorkerId;
use sila_core::time::Millis;
use sila_seal::code::base32_encode;
use sila_seal::{Hash, sha256};

use super::trial::{self, Refused, Right};
use super::{PATH, store};
use crate::accounts::{Worker, session, sign_in};
use crate::app::App;
use crate::ask::Ask;
use crate::clock::Randomness;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, acts};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Minutes that a sign-in waits for its code.
pub const LIFE_MINUTES: i64 = 5;

/// Begins to wait for the code, and gives the cookie's value.
///
/// # Errors
/// When the store cannot be written.
pub async fn begin(app: &App, worker: WorkerId, now: Millis) -> Result<String, Problem> {
    let mut bytes = [0_u8; 32];
    Randomness.fill_bytes(&mut bytes);
    let cookie = base32_encode(&bytes);
    let (token, oldest) = (sha256(&[cookie.as_bytes()]), now.plus_minutes(-LIFE_MINUTES));
    app.store.write(move |tx| store::insert_pending(tx, token, worker, now, oldest)).await?;
    Ok(cookie)
}

/// The cookie's name at this agency; see [`session::cookie_name`].
pub fn cookie_name(app: &App) -> String {
    format!("sila_code_{}", app.node.agency.code.to_ascii_lowercase())
}

/// The `Set-Cookie` value: kept from scripts and from other sites, and gone when the time is over.
pub fn cookie(app: &App, value: &str) -> String {
    let secure = if app.config.https { "; Secure" } else { "" };
    let (name, seconds) = (cookie_name(app), LIFE_MINUTES * 60);
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

/// Whose code is waited for in this browser.
async fn waiting(ask: &Ask) -> Result<Option<(Worker, Hash)>, Problem> {
    let Some(cookie) = ask.cookie(&cookie_name(&ask.app)) else { return Ok(None) };
    let token = sha256(&[cookie.as_bytes()]);
    let found = ask.app.store.read(move |tx| store::pending(tx, token)).await?;
    let in_time = |at: Millis| ask.now < at.plus_minutes(LIFE_MINUTES);
    let found = found.filter(|(worker, at)| worker.active && in_time(*at));
    Ok(found.map(|(worker, _)| (worker, token)))
}

/// Asks for the code.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    if waiting(&ask).await?.is_none() {
        return Ok(Reply::see_other(ask.cx.url("/sign-in")));
    }
    Ok(Reply::page(&show(&ask.cx, &ask.query, &Errors::none())))
}

/// Takes the code and begins the session.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let Some((worker, token)) = waiting(&ask).await? else {
        return Ok(sign_in::again(&ask, Refused::Over.key()));
    };
    let typed = ask.form.get("code").unwrap_or_default();
    match trial::check(&ask.app, worker.id, typed, Some(token), ask.now).await? {
        Ok(right) => enter(&ask, &worker, token, right).await,
        Err(Refused::Over) => Ok(sign_in::again(&ask, Refused::Over.key())),
        Err(refused) => {
            let mut errors = Errors::none();
            errors.add("code", ask.cx.t(refused.key()));
            let then = ask.form.get("then").map(|then| ("then", then));
            let values: Pairs = then.into_iter().collect();
            Ok(Reply::page_with_errors(&show(&ask.cx, &values, &errors)))
        }
    }
}

/// The session. Whoever came in by a recovery code is led to where the telephone is replaced.
async fn enter(ask: &Ask, worker: &Worker, token: Hash, right: Right) -> Result<Reply, Problem> {
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> { store::end_pending(tx, token) };
    if !ask.app.store.write(write).await? {
        return Ok(sign_in::again(ask, Refused::Over.key()));
    }
    let cookie = session::begin(&ask.app, worker, ask.now).await?;
    let to = match right {
        Right::ByTime => sign_in::local(ask.form.get("then")).unwrap_or(worker.home()),
        Right::Recovery => PATH,
    };
    Ok(Reply::see_other(ask.cx.url(to)).with_cookie(session::cookie(&ask.app, &cookie)))
}

fn show(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    let cx = &Cx { worker: None, ..cx.clone() };
    let form = Form::new(cx, values, errors);
    let body = html! {
        h1 { (cx.t("factor-ask-title")) }
        p.muted { (cx.agency()) }
        p { (cx.t("factor-ask-text")) }
        (form.summary())
        form method="post" action=(cx.url("/sign-in/code")) novalidate {
            @if let Some(then) = sign_in::local(values.get("then")) { (form.hidden("then", then)) }
            (form.text("code", cx.t("factor-code")).hint(cx.t("factor-code-or-recovery")).ltr().autocomplete("one-time-code").max(40))
            (acts(&html! {
                (Button::submit(cx.t("sign-in-act")))
                (Button::link(cx.t("factor-again"), cx.url("/sign-in")).soft())
            }))
        }
    };
    Page::new(cx, cx.t("factor-ask-title")).bare().errors(errors.any()).body(body)
}
