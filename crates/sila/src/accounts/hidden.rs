//! Where quick hide leads: a page that names neither the product nor the work. The session is locked on the way.

use maud::html;

use crate::accounts::store;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::{Page, dates};

/// The neutral page: today's date in both calendars, as a calendar page would show it.
///
/// # Errors
/// When the store cannot be written.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    if let Some(session) = &ask.session {
        let (token, now) = (session.token, ask.now);
        ask.app.store.write(move |tx| store::touch(tx, token, now, true)).await?;
    }
    let title = ask.cx.t("hidden-title");
    let body = html! {
        h1 { (title) }
        p { (dates::both_calendars(ask.cx.lang, ask.now)) }
    };
    Ok(Reply::page(&Page::new(&ask.cx, title).neutral().body(body)))
}
