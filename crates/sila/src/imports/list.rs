//! The worker's imports, and the form that sends a file.

use maud::{Markup, html};

use super::file::{self, Import};
use super::run;
use super::sheet::{self, FILE_BYTES_MAX, NotASheet, ROWS_MAX};
use super::show::state_tag;
use super::store;
use crate::ask::Ask;
use crate::db::DbError;
use crate::journal::access::{self, Subject};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Col, Table, acts, columns, empty_state, heading, icon};
use crate::web::ident::FileName;
use crate::web::{Cx, Errors, Page, dates};

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let imports = mine(&ask).await?;
    Ok(Reply::page(&document(&ask.cx, &imports, &Errors::none())))
}

/// The worker's imports, the newest first. Their file names are written down as read.
async fn mine(ask: &Ask) -> Result<Vec<Import>, Problem> {
    let worker = ask.worker()?;
    let id = worker.id;
    let stored = ask.app.store.read(move |tx| store::all(tx, id)).await?;
    let subjects = stored.iter().map(|one| Subject::Import(one.id)).collect();
    access::record_all(&ask.app, worker, subjects, "import.list", ask.now).await?;
    stored.into_iter().map(|one| file::unseal(&ask.app, one)).collect()
}

/// `POST /{lang}/imports`: takes the file apart and keeps it, sealed.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let sent = ask.file.clone();
    let read = tokio::task::spawn_blocking(move || {
        let sent = sent.ok_or(NotASheet::Empty)?;
        Ok((sheet::read(&sent.bytes)?, sent.name))
    });
    let read = read.await.map_err(|error| Problem::unavailable("node.stopping").because(error))?;
    let (sheet, name) = match read {
        Ok(read) => read,
        Err(not) => return refused(&ask, not).await,
    };
    let (row, parts) = file::compose(&ask.app, ask.worker()?, name, &sheet, ask.now)?;
    let fact = run::fact(&ask.app, &row, "import.sent", ask.now)?;
    let id = row.id;
    let write = move |tx: &mut dyn crate::db::Tx| {
        store::insert(tx, &row, &parts)?;
        journal::insert(tx, &fact)
    };
    ask.app.store.write(write).await.map_err(|error: DbError| Problem::from(error))?;
    Ok(Reply::see_other(ask.cx.url(&format!("/imports/{id}/mapping"))))
}

async fn refused(ask: &Ask, not: NotASheet) -> Result<Reply, Problem> {
    let mut errors = Errors::none();
    let key = format!("import-refused-{}", not.code());
    let said = [("row", not.row().into()), ("rows", ROWS_MAX.into())];
    errors.add("file", ask.cx.t_with(&key, &said));
    let imports = mine(ask).await?;
    Ok(Reply::page_with_errors(&document(&ask.cx, &imports, &errors)))
}

fn document(cx: &Cx, imports: &[Import], errors: &Errors) -> Page {
    let main = html! { (send_card(cx, errors)) (list_card(cx, imports)) };
    let aside = html! {
        (Card::new(cx.t("import-how")).body(html! {
            ol.numbered {
                @for step in 1..=4 { li { (cx.t(&format!("import-how-{step}"))) } }
            }
        }))
    };
    let body = html! {
        (heading(cx.t("import-title"), Some(&cx.t("import-lead")), &html! {}))
        (errors.summary(cx))
        (columns(&main, &aside))
    };
    Page::new(cx, cx.t("import-title")).errors(errors.any()).body(body)
}

fn send_card(cx: &Cx, errors: &Errors) -> Markup {
    let wrong = errors.get("file");
    let megabytes = FILE_BYTES_MAX.div_euclid(1024 * 1024);
    let limits = [("mb", megabytes.into()), ("rows", ROWS_MAX.into())];
    let card = Card::new(cx.t("import-send")).body(html! {
        form method="post" action=(cx.url("/imports")) enctype="multipart/form-data" novalidate {
            div.field.err[wrong.is_some()] {
                label for="file" { (cx.t("import-file")) }
                p.hint id="file-h" { (cx.t_with("import-file-hint", &limits)) }
                @if let Some(message) = wrong {
                    p.msg id="file-e" { (icon("warning-circle")) span { (message) } }
                }
                input.in type="file" id="file" name="file" accept=".csv,.txt,.tsv,.xlsx,text/csv"
                    aria-describedby="file-h" aria-invalid=[wrong.map(|_| "true")];
            }
            (acts(&html! { (Button::submit(cx.t("import-send-act")).icon("upload-simple")) }))
        }
    });
    html! { (card) }
}

fn list_card(cx: &Cx, imports: &[Import]) -> Markup {
    let columns = [
        Col::text(cx.t("import-file")),
        Col::status(cx.t("import-state")),
        Col::num(cx.t("import-rows")),
        Col::num(cx.t("import-taken")),
        Col::num(cx.t("import-sent")),
    ];
    let none = empty_state("files", cx.t("import-none"), cx.t("import-none-text"), &html! {});
    let rows = imports.iter().map(|import| {
        [
            html! { a.ref href=(cx.url(&format!("/imports/{}", import.row.id))) { (FileName(&import.head.file)) } },
            state_tag(cx, import.row.state),
            html! { (import.row.rows) },
            html! { (import.row.taken) },
            html! { (dates::day_short(import.row.created_at)) },
        ]
    });
    let table = Table::new(cx.t("import-list"), columns).when_empty(none).rows(rows);
    html! { (Card::new(cx.t("import-list")).live("imports", "people").body(html! { (table) })) }
}
