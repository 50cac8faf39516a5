//! Names of people, hidden and shown again: for as long as a person sits beside the worker and sees the screen. It holds for the session, also
//! after the lock; what is hidden is seen once where somebody asks for it, and the asking is written down.

use crate::accounts::{sign_in, store};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;

/// Hides the names or shows them again, and goes back to where the worker was.
///
/// # Errors
/// When the store cannot be written.
pub async fn set(ask: Ask) -> Result<Reply, Problem> {
    let Some(session) = &ask.session else {
        return Ok(Reply::see_other(ask.cx.url("/sign-in")));
    };
    let (token, masked) = (session.token, ask.form.has("hide", "yes"));
    ask.app.store.write(move |tx| store::mask(tx, token, masked)).await?;
    let to = sign_in::local(ask.form.get("then")).unwrap_or(session.worker.home());
    Ok(Reply::see_other(ask.cx.url(to)))
}
