//! Destroying the file: its rows, its name and its report. What was brought in from it stays.

use maud::html;

use super::file;
use super::run;
use super::store;
use crate::ask::Ask;
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Page;
use crate::web::components::{Card, ask_first, heading};
use crate::web::ident::FileName;

/// Asks first.
///
/// # Errors
/// `page.not_found` for anybody but the worker who sent the file.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let import = file::open(&ask, "import.discard").await?;
    let (cx, path) = (&ask.cx, format!("/imports/{}", import.row.id));
    let said = [("n", import.row.taken.into())];
    let body = html! {
        (heading(cx.t("import-discard"), None, &html! {}))
        (Card::new(cx.t("import-file")).body(html! {
            p { b { (FileName(&import.head.file)) } }
            p { (cx.t_with("import-discard-text", &said)) }
            (ask_first(cx, &format!("{path}/discard"), &path, &cx.t("import-discard-act"), &html! {}))
        }))
    };
    Ok(Reply::page(
        &Page::new(cx, cx.t("import-discard")).crumb(cx.t("import-title"), "/imports").body(body),
    ))
}

/// Destroys it.
///
/// # Errors
/// `import.moved` while rows are being brought in.
pub async fn destroy(ask: Ask) -> Result<Reply, Problem> {
    let import = file::open(&ask, "import.discard").await?;
    let fact = run::fact(&ask.app, &import.row, "import.discarded", ask.now)?;
    let (worker, id) = (import.row.worker, import.row.id);
    let done = ask.app.store.write(move |tx| {
        if !store::destroy(tx, worker, id)? {
            return Err(Problem::refused("import.moved").way_out(format!("/imports/{id}")));
        }
        journal::insert(tx, &fact).map_err(Problem::from)
    });
    done.await?;
    Ok(Reply::see_other(ask.cx.url("/imports")))
}
