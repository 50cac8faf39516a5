//! `/cases/{id}/notes`: the notes that are for the reader, and one with its earlier versions.

use maud::{Markup, html};
use uuid::Uuid;

use super::{Note, case, of_case, path, write};
use crate::ask::Ask;
use crate::cases::handover::only_read;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::cases::sensitivity::Sensitivity;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, columns, empty_state, heading, post, stack};
use crate::web::ident::{Name, Reference};
use crate::web::{Arg, Cx, Errors, Form, Pairs};

/// Longest note, in characters.
const WORDS_MAX: usize = 4_000;

/// The page.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn show(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let values: Pairs = [("sensitivity", "ORDINARY")].into_iter().collect();
    all(&ask, &record, (&values, &Errors::none())).await
}

/// Writes a note.
///
/// # Errors
/// As [`show`]; `case.handed_over`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_lead()?;
    let mut errors = Errors::none();
    let Some(said) = read(&ask, &mut errors) else {
        return all(&ask, &record, (&ask.form, &errors)).await;
    };
    write(&ask.app, ask.worker()?, &record, (None, 1), (said.0, &said.1), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// The versions of the note of the address, the newest first.
async fn found(ask: &Ask, record: &CaseRecord) -> Result<Vec<Note>, Problem> {
    let thread: Uuid = ask.id("thread")?;
    let mut notes = of_case(&ask.app, ask.worker()?, record).await?;
    notes.retain(|note| note.thread == thread);
    if notes.is_empty() { Err(Problem::not_found()) } else { Ok(notes) }
}

/// One note with its earlier versions.
///
/// # Errors
/// `page.not_found` also where the note is not for the reader.
pub async fn one(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    let notes = found(&ask, &record).await?;
    let values: Pairs = notes
        .first()
        .map(|note| [("sensitivity", note.sensitivity.code()), ("words", note.words.as_str())])
        .into_iter()
        .flatten()
        .collect();
    history(&ask, &record, &notes, (&values, &Errors::none()))
}

/// Corrects one's own note by a new version.
///
/// # Errors
/// As [`one`]; `page.forbidden` for a note of somebody else; `note.moved` when it was corrected in another window.
pub async fn correct(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_lead()?;
    let notes = found(&ask, &record).await?;
    let worker = ask.worker()?;
    let own = notes.first().filter(|note| note.worker == worker.id);
    let last = own.ok_or_else(Problem::forbidden)?;
    let mut errors = Errors::none();
    let Some(said) = read(&ask, &mut errors) else {
        return history(&ask, &record, &notes, (&ask.form, &errors));
    };
    let next = (Some(last.thread), last.version.saturating_add(1));
    write(&ask.app, worker, &record, next, (said.0, &said.1), ask.now).await?;
    let thread = format!("/{}", last.thread);
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, &thread))))
}

fn read(ask: &Ask, errors: &mut Errors) -> Option<(Sensitivity, String)> {
    let sensitivity = ask.form.get("sensitivity").and_then(Sensitivity::from_code);
    let words = ask.form.get("words").unwrap_or_default().trim().to_owned();
    if sensitivity.is_none() {
        errors.add("sensitivity", ask.cx.t("note-sensitivity-missing"));
    }
    if words.is_empty() || words.chars().count() > WORDS_MAX {
        errors.add("words", ask.cx.t("note-words-missing"));
    }
    if errors.any() { None } else { Some((sensitivity?, words)) }
}

fn reply(page: &crate::web::Page, errors: &Errors) -> Reply {
    if errors.any() { Reply::page_with_errors(page) } else { Reply::page(page) }
}

async fn all(
    ask: &Ask,
    record: &CaseRecord,
    (values, errors): (&Pairs, &Errors),
) -> Result<Reply, Problem> {
    let cx = &ask.cx;
    let notes = of_case(&ask.app, ask.worker()?, record).await?;
    let mut newest: Vec<&Note> = Vec::new();
    for note in &notes {
        if newest.last().is_none_or(|last| last.thread != note.thread) {
            newest.push(note);
        }
    }
    let none = empty_state("notebook", cx.t("notes-none"), cx.t("notes-none-text"), &html! {});
    let main = html! {
        (Card::new(cx.t("notes-title")).count(newest.len()).live("case-notes", "cases").body(html! {
            @if newest.is_empty() { (none) }
            ul.joint { @for note in &newest { li { (shown(cx, record, note)) } } }
        }))
    };
    let form = Form::new(cx, values, errors);
    let new = Card::new(cx.t("note-new")).body(fields(cx, &form, &path(record.row.id, "")));
    let aside = html! { (only_read(cx, record)) @if !record.handed { (new) } };
    let title = html! { (cx.t("notes-title")) " " (Reference(&record.row.reference)) };
    let body = html! {
        (form.summary())
        (heading(title, Some(&cx.t("notes-lead")), &html! {}))
        (columns(&main, &aside))
    };
    let page = frame(cx, record, cx.t("notes-title")).errors(errors.any()).body(body);
    Ok(reply(&page, errors))
}

fn fields(cx: &Cx, form: &Form<'_>, act: &str) -> Markup {
    post(
        cx,
        act,
        &html! {
            (form.area("words", cx.t("note-words")).max(WORDS_MAX).rows(6))
            (form.radios("sensitivity", cx.t("note-sensitivity")).hint(cx.t("note-sensitivity-hint")).choices(Sensitivity::choices(cx)))
            (acts(&html! { (Button::save(cx)) }))
        },
    )
}

fn head(cx: &Cx, note: &Note) -> Markup {
    html! {
        div.joint-h { b { (Name(cx.lang.pick(&note.name.0, &note.name.1))) } (note.sensitivity.tag(cx)) }
        div.joint-who {
            (cx.at(note.at))
            @if note.version > 1 { " · " (cx.t_with("note-version", &[("n", Arg::from(note.version))])) }
        }
    }
}

fn shown(cx: &Cx, record: &CaseRecord, note: &Note) -> Markup {
    let one = cx.url(&path(record.row.id, &format!("/{}", note.thread)));
    html! {
        (head(cx, note))
        p.typed { (Name(&note.words)) }
        p.sub { a.link href=(one) { (cx.t("note-open")) } }
    }
}

fn history(
    ask: &Ask,
    record: &CaseRecord,
    notes: &[Note],
    (values, errors): (&Pairs, &Errors),
) -> Result<Reply, Problem> {
    let (cx, worker) = (&ask.cx, ask.worker()?);
    let own = notes.first().filter(|note| note.worker == worker.id);
    let main = html! {
        (Card::new(cx.t("note-versions")).count(notes.len()).body(html! {
            ul.joint { @for note in notes { li { (head(cx, note)) p.typed { (Name(&note.words)) } } } }
        }))
    };
    let form = Form::new(cx, values, errors);
    let aside = html! {
        @if let Some(note) = own.filter(|_| !record.handed) {
            (Card::new(cx.t("note-correct")).body(html! {
                p.hint { (cx.t("note-correct-text")) }
                (fields(cx, &form, &path(record.row.id, &format!("/{}", note.thread))))
            }))
        }
    };
    let title = html! { (cx.t("note-one")) " " (Reference(&record.row.reference)) };
    let body = html! { (form.summary()) (heading(title, None, &html! {})) (columns(&stack(&main), &stack(&aside))) };
    let page = frame(cx, record, cx.t("note-one"))
        .crumb(cx.t("notes-title"), &path(record.row.id, ""))
        .errors(errors.any())
        .body(body);
    Ok(reply(&page, errors))
}
