//! Throwing an unfinished form away: asked first, gone for good.

use maud::html;

use crate::ask::Ask;
use crate::intake::{draft, store};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Page;
use crate::web::components::{ask_first, heading};

/// The question.
///
/// # Errors
/// `page.not_found` when it is somebody else's.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let draft = draft::open(&ask).await?;
    let cx = &ask.cx;
    let path = format!("/intake/{}/discard", draft.id);
    let body = html! {
        (heading(cx.t("intake-discard-title"), Some(&cx.t("intake-discard-text")), &html! {}))
        (ask_first(cx, &path, "/intake", &cx.t("intake-discard-yes"), &html! {}))
    };
    let page = Page::new(cx, cx.t("intake-discard-title")).crumb(cx.t("intake-drafts"), "/intake");
    Ok(Reply::page(&page.body(body)))
}

/// Deletes it with its key.
///
/// # Errors
/// `page.not_found` when it is somebody else's, or gone already.
pub async fn destroy(ask: Ask) -> Result<Reply, Problem> {
    let (worker, id) = (ask.worker()?.id, ask.id("draft")?);
    let gone = ask.app.store.write(move |tx| store::delete(tx, worker, id)).await?;
    if gone { Ok(Reply::see_other(ask.cx.url("/intake"))) } else { Err(Problem::not_found()) }
}
