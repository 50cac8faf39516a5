//! A forgotten password: an administrator sets a new one and tells it in person. The journal says who did it for whom; a second factor
//! stays, so that the new password alone opens nothing where there is one.

use super::{admin, factor, password, store};
use crate::app::App;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store::{self as journal, Fact};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Errors;

/// Sets it; every session of the account ends. One's own is changed on one's own page, and guests of the portal get a code there.
///
/// # Errors
/// `page.not_found` for nobody and for guests, `account.self`, or when the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let worker = admin::find(&ask).await?;
    if worker.is_guest() {
        return Err(Problem::not_found());
    }
    if worker.id == ask.worker()?.id {
        return Err(Problem::refused("account.self").way_out("/me"));
    }
    let new = ask.form.get("password").unwrap_or_default().to_owned();
    if let Err(weak) = password::check(&worker.user_name, &new) {
        let mut errors = Errors::none();
        errors.add("password", admin::weak_text(&ask.cx, weak));
        let page = admin::edit_page(&ask.cx, &worker, &admin::values(&worker), &errors);
        return Ok(Reply::page_with_errors(&page));
    }
    let hash = ask.app.hashing(move || password::hash(&new)).await??;
    let (id, fact) = (worker.id, admin::fact(&ask, worker.id, "password")?);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::set_password(tx, id, &hash)?;
        journal::insert(tx, &fact)
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url("/accounts")))
}

/// Sets it at the server and takes the second factor away: the way back of a sole administrator who has lost them. Whoever reads the
/// node's folder can do more than this; the journal says that nobody signed in did it.
///
/// # Errors
/// A sentence for the person at the terminal: nobody has this user name, or the password is weak; when the store cannot be written.
pub async fn at_the_server(app: &App, user_name: &str, new: &str) -> anyhow::Result<()> {
    let name = user_name.trim().to_lowercase();
    let of = name.clone();
    let found = app.store.read(move |tx: &mut dyn Tx| store::by_name(tx, &of)).await?;
    let Some(worker) = found.map(|row| row.worker).filter(|worker| !worker.is_guest()) else {
        anyhow::bail!("no account with a password is called {name}");
    };
    let id = worker.id;
    password::check(&name, new)?;
    let hash = password::hash(new)?;
    let fact = Fact {
        id: app.clock.new_id(),
        at: app.clock.now(),
        kind: "account",
        subject: format!("{id} server-reset"),
        worker: None,
        data: b"password set and second factor taken away at the server".to_vec(),
    };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::set_password(tx, id, &hash)?;
        store::set_failures(tx, id, 0, sila_core::Millis(0))?;
        factor::end(tx, id)?;
        journal::insert(tx, &fact)
    };
    app.store.write(write).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::testing::{TestNode, check_page};

    #[tokio::test]
    async fn an_administrator_sets_a_new_password_for_who_has_forgotten_theirs() {
        let node = TestNode::new().await;
        let boss = node.worker("admin", &["ADMIN"]).await;
        let worker = node.worker("reem", &["INTAKE"]).await;
        let (admin, session) = (node.sign_in(&boss).await, node.sign_in(&worker).await);
        let page = format!("/en/accounts/{}", worker.id);
        check_page(&node.get(&page, &admin).await.body, "en");
        let to = format!("{page}/password");
        let new = [("password", "eleven green lanterns")];
        let colleague = node.worker("sara", &["SUPERVISOR"]).await;
        let colleague = node.sign_in(&colleague).await;
        assert_eq!(node.post(&to, &colleague, &new).await.status, 403);
        let own = format!("/en/accounts/{}/password", boss.id);
        assert_eq!(node.post(&own, &admin, &new).await.status, 409, "not one’s own");
        let weak = node.post(&to, &admin, &[("password", "short")]).await;
        assert_eq!(weak.status, 422);
        assert!(weak.body.contains("at least 15 characters") && weak.body.contains("#password"));
        assert_eq!(node.post(&to, &admin, &new).await.status, 303);
        assert_eq!(node.get("/en/contacts", &session).await.status, 303, "the session ended");
        let sign_in = [("user", "reem"), ("password", "eleven green lanterns")];
        let signed = node.post_holding("/en/sign-in", "", &sign_in).await.0;
        assert_eq!(signed.status, 303, "{}", signed.body);
        node.end().await;
    }
}
