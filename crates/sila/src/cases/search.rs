//! Finding a case by its reference number or by that of one of its referrals. Names are not searched here.

use maud::html;

use crate::ask::Ask;
use crate::cases::{list, store};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Page;
use crate::web::components::{empty_state, heading};

/// Looks for the number and goes to the case; says so when nothing is found that this person may open.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let typed: String =
        ask.form.get("q").unwrap_or_default().chars().take(list::REFERENCE_CHARS_MAX).collect();
    let (reference, worker) = (typed.trim().to_ascii_uppercase(), ask.worker()?.clone());
    if !reference.is_empty() && worker.may(crate::accounts::Permission::CaseRead) {
        let found =
            ask.app.store.read(move |tx| store::by_reference(tx, &worker, &reference)).await?;
        if let Some(case) = found {
            return Ok(Reply::see_other(ask.cx.url(&format!("/cases/{case}"))));
        }
    }
    let cx = &ask.cx;
    let body = html! {
        (heading(cx.t("search-title"), None, &html! {}))
        (list::search_card(cx, &typed))
        @if !typed.is_empty() {
            (empty_state("magnifying-glass", cx.t("search-none"), cx.t("search-none-text"), &html! {}))
        }
    };
    Ok(Reply::page(&Page::new(cx, cx.t("search-title")).body(body)))
}
