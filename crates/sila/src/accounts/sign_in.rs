//! Signing in and out.

use maud::{Markup, html};
use sila_core::time::Millis;

use crate::accounts::{Worker, factor, password, session, store};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Note, Tone, acts};
use crate::web::{Cx, Errors, Form, Page, Pairs, forms};

/// Wrong passwords that cost nothing but the time to type them.
const FAILURES_FREE: i64 = 5;
/// First pause after that; it doubles with every further failure.
const PAUSE_SECONDS: i64 = 30;
/// Longest pause.
const PAUSE_SECONDS_MAX: i64 = 15 * 60;
/// A hash that no password is known for: an unknown user name takes as long as a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2lsYS1uby1zdWNoLXVzZXI$gn7DG3Jn1hiwJZmqpo4e2sLQR2oZ9q4nQyI0uO0cs8A";

/// The sign-in page.
///
/// # Errors
/// None of its own.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    if let Some(session) = ask.session.as_ref().filter(|session| !session.locked) {
        return Ok(Reply::see_other(ask.cx.url(session.worker.home())));
    }
    Ok(Reply::page(&show(&ask.cx, &ask.query, &Errors::none())))
}

/// Checks user name and password, and begins a session or asks for the second step.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let user_name = ask.form.get("user").unwrap_or_default().to_lowercase();
    let password = ask.form.get("password").unwrap_or_default().to_owned();
    match check(&ask.app, &user_name, password, ask.now).await? {
        Ok(worker) => entered(&ask, &worker).await,
        Err(key) => Ok(again(&ask, key)),
    }
}

/// The sign-in page with the reason why it is shown again.
pub fn again(ask: &Ask, key: &str) -> Reply {
    let mut errors = Errors::none();
    errors.add("user", ask.cx.t(key));
    let cx = Cx { path: "/sign-in".to_owned(), ..ask.cx.clone() };
    Reply::page_with_errors(&show(&cx, &ask.form, &errors))
}

/// After the right password: in, or on to the second step of who has one.
async fn entered(ask: &Ask, worker: &Worker) -> Result<Reply, Problem> {
    let (app, id) = (&ask.app, worker.id);
    let to = local(ask.form.get("then")).unwrap_or(worker.home());
    if app.store.read(move |tx| factor::store::has(tx, id)).await? {
        let cookie = factor::pending::begin(app, id, ask.now).await?;
        let next = format!("{}?then={}", ask.cx.url("/sign-in/code"), forms::encode(to));
        return Ok(Reply::see_other(next).with_cookie(factor::pending::cookie(app, &cookie)));
    }
    let cookie = session::begin(app, worker, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(to)).with_cookie(session::cookie(app, &cookie)))
}

/// Ends the session.
///
/// # Errors
/// When the store cannot be written.
pub async fn destroy(ask: Ask) -> Result<Reply, Problem> {
    if let Some(session) = &ask.session {
        let token = session.token;
        ask.app.store.write(move |tx| store::end_session(tx, token)).await?;
    }
    Ok(Reply::see_other(ask.cx.url("/sign-in")).with_cookie(session::no_cookie(&ask.app)))
}

/// The worker of that user name and password, or the key of the text that says why not. Of an account with a second factor only a right code
/// takes the count of wrong ones back: whoever knows the password does not get more tries by it.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn check(
    app: &App,
    user_name: &str,
    password: String,
    now: Millis,
) -> Result<Result<Worker, &'static str>, Problem> {
    let name = user_name.to_owned();
    // The attempt is counted before the password is hashed, so that guesses made at once are counted one by one.
    let row = app.store.write(move |tx| attempt(tx, &name, now)).await?;
    if row.as_ref().is_some_and(|row| now < row.locked_until) {
        return Ok(Err("sign-in-pause"));
    }
    let hash = row.as_ref().map_or_else(|| NOBODY.to_owned(), |row| row.password.clone());
    let right = app.hashing(move || password::matches(&password, &hash)).await?;
    let Some(row) = row else { return Ok(Err("sign-in-wrong")) };
    if right {
        let (id, failures, before) = (row.worker.id, row.failures, row.locked_until);
        let until = pause(now, failures.saturating_add(1));
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            match factor::store::has(tx, id)? {
                true => store::take_back(tx, id, until, before),
                false => store::set_failures(tx, id, 0, now),
            }
        };
        app.store.write(write).await?;
    }
    if right && row.worker.active { Ok(Ok(row.worker)) } else { Ok(Err("sign-in-wrong")) }
}

/// The account as it was before this attempt, which is counted as wrong until it proves right.
fn attempt(
    tx: &mut dyn Tx,
    user_name: &str,
    now: Millis,
) -> Result<Option<store::SignInRow>, DbError> {
    let row = store::by_name(tx, user_name)?;
    if let Some(row) = row.as_ref().filter(|row| now >= row.locked_until) {
        let failures = row.failures.saturating_add(1);
        store::set_failures(tx, row.worker.id, failures, pause(now, failures))?;
    }
    Ok(row)
}

/// Until when no further password or code is tried.
pub(super) fn pause(now: Millis, failures: i64) -> Millis {
    let over = failures.saturating_sub(FAILURES_FREE);
    if over < 0 {
        return now;
    }
    let doublings = u32::try_from(over).unwrap_or(u32::MAX).min(16);
    let seconds = PAUSE_SECONDS.saturating_mul(2_i64.saturating_pow(doublings));
    Millis(now.0.saturating_add(seconds.min(PAUSE_SECONDS_MAX).saturating_mul(1000)))
}

/// A path of this node to go on to, or nothing: never another site.
pub fn local(then: Option<&str>) -> Option<&str> {
    then.filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
}

fn show(cx: &Cx, values: &Pairs, errors: &Errors) -> Page {
    Page::new(cx, cx.t("sign-in-title")).bare().errors(errors.any()).body(body(cx, values, errors))
}

fn body(cx: &Cx, values: &Pairs, errors: &Errors) -> Markup {
    let form = Form::new(cx, values, errors);
    html! {
        h1 { (cx.t("sign-in-title")) }
        p.muted { (cx.agency()) }
        (form.summary())
        form method="post" action=(cx.url("/sign-in")) novalidate {
            @if let Some(then) = local(values.get("then")) { (form.hidden("then", then)) }
            (form.text("user", cx.t("sign-in-user")).ltr().autocomplete("username"))
            (form.password("password", cx.t("sign-in-password")).autocomplete("current-password"))
            (acts(&html! { (Button::submit(cx.t("sign-in-act"))) }))
        }
        (Note::new("info", cx.t("sign-in-notice-title")).tone(Tone::Info).says(cx.t("sign-in-notice")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_node_are_gone_on_to() {
        assert_eq!(local(Some("/referrals/in")), Some("/referrals/in"));
        for elsewhere in ["//evil.example", "https://evil.example", "/\\evil", "javascript:1", ""] {
            assert_eq!(local(Some(elsewhere)), None, "{elsewhere}");
        }
    }

    #[test]
    fn the_pause_begins_at_the_fifth_failure_doubles_and_ends_at_a_quarter_of_an_hour() {
        let now = Millis(0);
        assert_eq!(pause(now, 4), now);
        assert_eq!(pause(now, 5), Millis(30_000));
        assert_eq!(pause(now, 6), Millis(60_000));
        assert_eq!(pause(now, 5000), Millis(900_000));
    }

    #[test]
    fn the_hash_of_nobody_is_a_readable_hash() {
        assert!(argon2::password_hash::phc::PasswordHash::new(NOBODY).is_ok());
    }
}
