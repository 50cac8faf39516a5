//! What leaves of a document: a picture that bears who looks and when, and a copy to save that bears the same or a mark of it. Both are
//! files for the browser to show or save, never pages.

use std::fmt::Write;

use sila_seal::base64;
use uuid::Uuid;

use super::stamp::stamped;
use super::{Document, content, fact, found, path};
use crate::accounts::Worker;
use crate::ask::Ask;
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::referrals::attachments::sniff;
use crate::reply::Reply;
use crate::web::dates;

/// A line of the mark stands every so many points.
const EVERY: u32 = 160;

/// Who looks and when, as it stands on everything that leaves.
pub(super) fn mark(worker: &Worker, ask: &Ask) -> String {
    let (day, time) = (dates::day_short(ask.now), dates::clock(ask.now));
    format!("{} · {} · {day} {time}", worker.name_ar, worker.user_name)
}

/// The picture with its mark.
///
/// # Errors
/// `page.not_found` for a document that is none for the reader, or is no picture.
pub async fn picture(ask: Ask) -> Result<Reply, Problem> {
    let (record, document) = found(&ask, "case.document").await?;
    if !document.media.starts_with("image/") {
        return Err(Problem::not_found());
    }
    let bytes = content(&ask.app, &record, document.id).await?;
    let svg = marked(&document, &bytes, &mark(ask.worker()?, &ask));
    Ok(Reply::file("image/svg+xml", name(&document, "svg"), svg.into_bytes()))
}

/// A PDF with the mark on each of its pages, to be seen in the browser’s own reader.
///
/// # Errors
/// As [`picture`]; `document.unmarked` for a file whose pages are not understood.
pub async fn pages(ask: Ask) -> Result<Reply, Problem> {
    let (record, document) = found(&ask, "case.document").await?;
    if document.media != "application/pdf" {
        return Err(Problem::not_found());
    }
    let bytes = content(&ask.app, &record, document.id).await?;
    let marked = stamped_apart(bytes, latin_mark(ask.worker()?, &ask)).await?;
    let back = path(record.row.id, &format!("/{}", document.id));
    let marked = marked.ok_or_else(|| Problem::refused("document.unmarked").way_out(back))?;
    Ok(Reply::shown("application/pdf", name(&document, "pdf"), marked))
}

/// Who looks and when, in the letters that a mark on a PDF has.
fn latin_mark(worker: &Worker, ask: &Ask) -> String {
    format!("{} - {} {}", worker.user_name, dates::day_short(ask.now), dates::clock(ask.now))
}

/// A PDF with the mark on each of its pages; nothing where its pages are not understood. Writing it takes time: it is done beside the requests.
///
/// # Errors
/// `node.stopping`.
pub async fn stamped_apart(bytes: Vec<u8>, mark: String) -> Result<Option<Vec<u8>>, Problem> {
    let done = tokio::task::spawn_blocking(move || stamped(&bytes, &mark)).await;
    done.map_err(|error| Problem::unavailable("node.stopping").because(error))
}

/// A copy to save. That somebody saved it is a fact of the journal.
///
/// # Errors
/// As [`picture`].
pub async fn copy(ask: Ask) -> Result<Reply, Problem> {
    let (record, document) = found(&ask, "case.document-copy").await?;
    let worker = ask.worker()?;
    let words = format!("COPY {} {}", document.thread, document.version);
    let fact = fact(&ask.app, record.row.id, worker, words, ask.now);
    let id = fact.id;
    let bytes = content(&ask.app, &record, document.id).await?;
    ask.app.store.write(move |tx| journal::insert(tx, &fact)).await?;
    let words = mark(worker, &ask);
    let (bytes, ending) = match document.media.as_str() {
        "application/pdf" => {
            let stamp = latin_mark(worker, &ask);
            let stamp = stamped_apart(bytes.clone(), stamp).await?;
            (traced(stamp.unwrap_or(bytes), id), "pdf")
        }
        "text/plain" => (headed(&bytes, &words), "txt"),
        _ => (marked(&document, &bytes, &words).into_bytes(), "svg"),
    };
    Ok(Reply::file("application/octet-stream", name(&document, ending), bytes))
}

/// A name that says nothing of what is inside.
fn name(document: &Document, ending: &str) -> String {
    let short = document.id.simple().to_string();
    format!("document-{}.{ending}", short.get(24..).unwrap_or_default())
}

/// Behind the end of a PDF a line that readers pass over: the fact of the journal that says who saved this copy.
fn traced(mut bytes: Vec<u8>, fact: Uuid) -> Vec<u8> {
    bytes.extend_from_slice(format!("\n% copy {fact}\n").as_bytes());
    bytes
}

/// Words with the mark in front.
fn headed(bytes: &[u8], mark: &str) -> Vec<u8> {
    [format!("[{mark}]\n\n").as_bytes(), bytes].concat()
}

fn marked(document: &Document, bytes: &[u8], mark: &str) -> String {
    drawn((document.label.width, document.label.height), bytes, mark)
}

/// The picture of so many points inside a drawing, under lines of the mark. Nothing in it runs, and it fetches nothing.
pub fn drawn((width, height): (u32, u32), bytes: &[u8], mark: &str) -> String {
    let media = sniff::media(bytes).map_or("image/png", |(media, _)| media);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\
         <image href=\"data:{media};base64,{}\" width=\"{width}\" height=\"{height}\"/>\
         <g font-family=\"sans-serif\" font-size=\"{}\" fill=\"#b00020\" fill-opacity=\"0.35\">",
        base64::encode(bytes),
        (width / 28).clamp(8, 48),
    );
    let words = maud::html! { (mark) }.into_string();
    for line in 0..=(height / EVERY).min(400) {
        let y = line.saturating_mul(EVERY).saturating_add(24);
        // Writing to a string does not fail.
        let _written = write!(svg, "<text x=\"12\" y=\"{y}\">{words}</text>");
    }
    svg.push_str("</g></svg>");
    svg
}
