//! `/cases/{id}/documents`: the list, the form, and one document as it may be seen.

use maud::{Markup, html};

use super::{BYTES_MAX, Document, content, found, give, of_case, path};
use crate::ask::Ask;
use crate::cases::handover::only_read;
use crate::cases::opening;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::cases::sensitivity::Sensitivity;
use crate::problem::Problem;
use crate::referrals::attachments::SORTS;
use crate::reply::Reply;
use crate::web::components::{
    Button, Card, Col, Note, Summary, Table, Tone, acts, columns, empty_state, heading, post, stack,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Form, Pairs, dates};

/// The list.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn list(ask: Ask) -> Result<Reply, Problem> {
    let record = opening::read(&ask, "case.documents").await?;
    let cx = &ask.cx;
    let all = of_case(&ask.app, ask.worker()?, &record).await?;
    let heads = [
        Col::text(cx.t("document-sort")),
        Col::status(cx.t("note-sensitivity")),
        Col::num(cx.t("document-version")),
        Col::text(cx.t("document-by")),
        Col::num(cx.t("contact-at")),
    ];
    let none = empty_state("files", cx.t("documents-none"), cx.t("documents-none-text"), &html! {});
    let table = Table::new(cx.t("documents-title"), heads)
        .when_empty(none)
        .rows(all.iter().map(|one| line(cx, &record, one)));
    let main =
        html! { (Card::new(cx.t("documents-title")).count(all.len()).body(html! { (table) })) };
    let aside = html! {
        (only_read(cx, &record))
        @if record.is_ours() { (form(cx, &record, None)) }
    };
    let title = html! { (cx.t("documents-title")) " " (Reference(&record.row.reference)) };
    let body = html! {
        (heading(title, Some(&cx.t("documents-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    Ok(Reply::page(&frame(cx, &record, cx.t("documents-title")).body(body)))
}

fn line(cx: &Cx, record: &CaseRecord, one: &Document) -> [Markup; 5] {
    let show = cx.url(&path(record.row.id, &format!("/{}", one.id)));
    [
        html! {
            a.link href=(show) { (cx.code("attachment-sort", &one.sort)) }
            span.sub { (Name(&one.label.name)) }
        },
        one.sensitivity.tag(cx),
        html! { span.num { (one.version) } },
        html! { (Name(cx.lang.pick(&one.by.0, &one.by.1))) },
        html! { span.num { (dates::near(cx.lang, cx.now, one.at)) } },
    ]
}

/// The form: a new document, or the next version of one.
fn form(cx: &Cx, record: &CaseRecord, of: Option<&Document>) -> Markup {
    let known =
        of.map(|one| [("sort", one.sort.as_str()), ("sensitivity", one.sensitivity.code())]);
    let known = known.unwrap_or([("sort", ""), ("sensitivity", "ORDINARY")]);
    let (values, errors): (Pairs, Errors) = (known.into_iter().collect(), Errors::none());
    let fields = Form::new(cx, &values, &errors);
    let sorts = SORTS.iter().map(|sort| (*sort, cx.code("attachment-sort", sort)));
    let limit = [("mb", Arg::from(BYTES_MAX / 1_024 / 1_024))];
    let title = if of.is_some() { "document-next" } else { "document-new" };
    html! {
        (Card::new(cx.t(title)).body(html! {
            form method="post" action=(cx.url(&path(record.row.id, ""))) enctype="multipart/form-data" novalidate {
                @if let Some(one) = of { (fields.hidden("of", &one.thread.to_string())) }
                (fields.select("sort", cx.t("attachment-sort")).choices(sorts))
                (fields.radios("sensitivity", cx.t("note-sensitivity")).choices(Sensitivity::choices(cx)))
                div.field {
                    label for="file" { (cx.t("attachment-file")) }
                    p.hint id="file-h" { (cx.t_with("document-hint", &limit)) }
                    input.in type="file" id="file" name="file" aria-describedby="file-h"
                        accept="application/pdf,image/jpeg,image/png,text/plain";
                }
                (acts(&html! { (Button::submit(cx.t("document-act")).icon("upload-simple")) }))
            }
        }))
    }
}

/// One document: what may be seen of it here, under the mark of whoever looks.
///
/// # Errors
/// `page.not_found` also where the document is not for the reader.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let (record, one) = found(&ask, "case.document").await?;
    let cx = &ask.cx;
    let mark = give::mark(ask.worker()?, &ask);
    let base = path(record.row.id, &format!("/{}", one.id));
    let title = cx.code("attachment-sort", &one.sort);
    let seen = match one.media.as_str() {
        "text/plain" => {
            let bytes = content(&ask.app, &record, one.id).await?;
            let words = String::from_utf8_lossy(&bytes).into_owned();
            html! { p.mark { (Name(&mark)) } p.typed { (Name(&words)) } }
        }
        "application/pdf" => {
            let open = Button::link(cx.t("document-pdf-open"), cx.url(&format!("{base}/marked")));
            html! {
                (Note::new("file-text", cx.t("document-pdf")).tone(Tone::Info).says(cx.t("document-pdf-text")))
                (acts(&html! { (open.icon("eye")) }))
            }
        }
        _ => html! { img.document src=(cx.url(&format!("{base}/picture"))) alt=(title); },
    };
    let rows = Summary::new()
        .row(cx.t("document-name"), Name(&one.label.name))
        .row(cx.t("note-sensitivity"), one.sensitivity.tag(cx))
        .row(cx.t("document-version"), one.version.to_string())
        .row(cx.t("document-by"), Name(cx.lang.pick(&one.by.0, &one.by.1)))
        .row(cx.t("contact-at"), cx.at(one.at));
    let aside = html! {
        (Card::new(cx.t("document-one")).body(html! {
            (rows)
            (post(cx, &format!("{base}/copy"), &acts(&html! { (Button::submit(cx.t("document-copy")).line().icon("download-simple")) })))
            p.hint { (cx.t("document-copy-text")) }
        }))
        @if record.is_ours() { (form(cx, &record, Some(&one))) }
    };
    let main = html! { (Card::new(title.clone()).body(seen)) };
    let body = html! {
        (heading(html! { (title) " " (Reference(&record.row.reference)) }, None, &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = frame(cx, &record, title.clone());
    Ok(Reply::page(&page.crumb(cx.t("documents-title"), &path(record.row.id, "")).body(body)))
}
