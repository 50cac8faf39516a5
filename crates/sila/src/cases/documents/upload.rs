//! `POST /cases/{id}/documents`: takes a document, or a new version of one. What it is is read from its bytes.

use super::vet::{Vetted, vet};
use super::{
    BYTES_MAX, COUNT_MAX, Document, Label, MEDIA, content_place, fact, of_case, path, place, store,
};
use crate::accounts::Permission;
use crate::app::Topic;
use crate::ask::Ask;
use crate::cases::opening;
use crate::cases::record::CaseRecord;
use crate::cases::sensitivity::Sensitivity;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::referrals::attachments::{SORTS, sniff};
use crate::reply::Reply;
use crate::web::forms::FormProblem;
use crate::web::upload::Upload;

/// Takes it.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`; `document.…` when it is too large, of a type that is not
/// taken, holds what it must not, or is one too many.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = opening::read(&ask, "case.documents").await?;
    record.needs_ours()?;
    let id = record.row.id;
    let back = path(id, "");
    let refused = |code: &str| Problem::refused(code).way_out(back.clone());
    if ask.app.store.read(move |tx| store::count(tx, id)).await? >= COUNT_MAX {
        return Err(refused("document.many"));
    }
    let body = ask.take_body().ok_or_else(|| Problem::bad_request("form.broken"))?;
    let mut upload = Upload::open(&ask.headers, body).await.map_err(unread)?;
    let sort = upload.fields.get("sort").unwrap_or_default().to_owned();
    let sensitivity = upload.fields.get("sensitivity").and_then(Sensitivity::from_code);
    let sensitivity = sensitivity.ok_or_else(|| refused("document.sensitivity"))?;
    if !SORTS.contains(&sort.as_str()) {
        return Err(refused("attachment.sort"));
    }
    let bytes = whole(&mut upload).await.map_err(|problem| problem.way_out(back.clone()))?;
    if upload.name.is_empty() || bytes.is_empty() {
        return Err(refused("attachment.none"));
    }
    let media = sniff::media(&bytes).map(|(media, _)| media).filter(|one| MEDIA.contains(one));
    let media = media.ok_or_else(|| refused("document.type"))?;
    let vetted = vet_apart(bytes, media).await?.map_err(refused)?;
    let of = upload.fields.get("of").and_then(|id| id.parse().ok());
    let new = begun(&ask, &record, (sort, sensitivity, media), (&upload.name, &vetted, of)).await?;
    keep(&ask, &record, new, &vetted.bytes).await?;
    Ok(Reply::see_other(ask.cx.url(&back)))
}

/// Looking through it takes time: it is done beside the requests.
///
/// # Errors
/// `node.stopping`.
pub async fn vet_apart(
    bytes: Vec<u8>,
    media: &'static str,
) -> Result<Result<Vetted, super::vet::Refused>, Problem> {
    let looked = tokio::task::spawn_blocking(move || vet(&bytes, media)).await;
    looked.map_err(|error| Problem::unavailable("node.stopping").because(error))
}

async fn whole(upload: &mut Upload) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(part) = upload.next().await.map_err(unread)? {
        bytes.extend_from_slice(&part);
        if bytes.len() > BYTES_MAX {
            return Err(Problem::too_large("document.too_large"));
        }
    }
    Ok(bytes)
}

/// The row, before its content: a new document, or the next version of one that the worker sees.
async fn begun(
    ask: &Ask,
    record: &CaseRecord,
    (sort, sensitivity, media): (String, Sensitivity, &str),
    (name, vetted, of): (&str, &Vetted, Option<uuid::Uuid>),
) -> Result<Document, Problem> {
    let worker = ask.worker()?;
    let id = ask.app.clock.new_id();
    let earlier = match of {
        Some(of) => {
            let mut all = of_case(&ask.app, worker, record).await?;
            all.retain(|one| one.thread == of);
            // What is shut is shut with its past: nobody shuts away from others what others have brought.
            let own = all.iter().all(|one| one.worker == worker.id);
            let narrower = all.first().is_some_and(|last| last.sensitivity < sensitivity);
            if narrower && !own && !worker.may(Permission::CaseApprove) {
                let back = path(record.row.id, "");
                return Err(Problem::refused("document.narrower").way_out(back));
            }
            Some(all.into_iter().next().ok_or_else(Problem::not_found)?)
        }
        None => None,
    };
    let (width, height) = vetted.points.unwrap_or_default();
    Ok(Document {
        id,
        thread: earlier.as_ref().map_or(id, |one| one.thread),
        version: earlier.map_or(1, |one| one.version.saturating_add(1)),
        sort,
        sensitivity,
        media: media.to_owned(),
        size: u32::try_from(vetted.bytes.len()).unwrap_or(u32::MAX),
        worker: worker.id,
        by: (String::new(), String::new()),
        at: ask.now,
        label: Label { name: name.to_owned(), width, height },
    })
}

async fn keep(ask: &Ask, record: &CaseRecord, new: Document, bytes: &[u8]) -> Result<(), Problem> {
    let (app, case) = (&ask.app, record.row.id);
    let label = minicbor::to_vec(&new.label)
        .map_err(|error| Problem::internal("case.unwritable").because(error))?;
    let body = record.seal(app, place(new.id), &label)?;
    let content = record.seal(app, content_place(new.id), bytes)?;
    let words = format!("{} {} {}", new.thread, new.version, new.sort);
    let fact = fact(app, case, ask.worker()?, words, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::insert(tx, case, &new, (&body, &content))?;
        if done {
            journal::insert(tx, &fact)?;
        }
        Ok(done)
    };
    let done = app.store.write(write).await?;
    app.changed(Topic::Cases);
    let moved = || Problem::refused("document.moved").way_out(path(case, ""));
    if done { Ok(()) } else { Err(moved()) }
}

fn unread(problem: FormProblem) -> Problem {
    match problem {
        FormProblem::TooManyFields | FormProblem::FieldTooLong => {
            Problem::too_large("form.too_large")
        }
        FormProblem::Body(_) => Problem::bad_request("attachment.broken"),
    }
}
