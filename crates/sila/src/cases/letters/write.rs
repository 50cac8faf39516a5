//! `/cases/{id}/letters/consents/{one}`: the letter that a consent allows. The body, the purpose and what is said of the person follow from it; a few
//! words are added, and read before they stand on paper.

use axum::http::StatusCode;
use maud::{Markup, html};
use sila_core::time::Millis;
use uuid::Uuid;

use super::ways::Around;
use super::{
    Consent, Desk, LETTER, Said, case, commit, page, path, place, print, refused, shut, store,
};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::cases::plan::page::frame;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::reply::{self, Reply};
use crate::web::components::{
    Button, Card, Note, Summary, Tone, acts, columns, heading, post, stack,
};
use crate::web::ident::{Name, Reference};
use crate::web::{Cx, Errors, Form, Lang, Page, Pairs};

/// The fewest and the most characters of the words of a letter.
const WORDS_CHARS: std::ops::RangeInclusive<usize> = 20..=2_000;

/// The form.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for a consent of another; as [`Desk::allows`].
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let desk = Desk::of_case(&ask.app, &record).await?;
    let consent = desk.consent(ask.id("one")?)?;
    desk.allows(&record, consent, consent.recipient, &consent.given.fields, ask.now)?;
    let values: Pairs = [("language", ask.cx.lang.code())].into_iter().collect();
    let page = document(&ask.cx, (&record, &desk, consent), (&values, &Errors::none()));
    Ok(Reply::page(&page))
}

/// Writes the letter. What was typed stays, whatever refuses it.
///
/// # Errors
/// `page.not_found` for whoever may not read the case, and for a consent of another; `page.forbidden` for whoever reads it by broken glass.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let desk = Desk::of_case(&ask.app, &record).await?;
    let consent = desk.consent(ask.id("one")?)?;
    let words = ask.form.get("words").unwrap_or_default().trim();
    let lang = ask.form.get("language").and_then(Lang::from_code);
    let mut errors = Errors::none();
    if lang.is_none() {
        errors.add("language", ask.cx.t("case-letter-lang-missing"));
    }
    if !WORDS_CHARS.contains(&words.chars().count()) {
        errors.add("words", ask.cx.t("case-letter-words-missing"));
    }
    if let Some(lang) = lang.filter(|_| !errors.any()) {
        let said = (consent.id, lang, words);
        match write(&ask.app, ask.worker()?, &record, said, ask.now).await {
            Ok(_) => return Ok(Reply::see_other(ask.cx.url(&path(record.row.id, "#letters")))),
            Err(no) if no.status != StatusCode::CONFLICT => return Err(no),
            Err(no) => errors.add("words", reply::said(&ask.cx, &no)),
        }
    }
    let page = document(&ask.cx, (&record, &desk, consent), (&ask.form, &errors));
    Ok(Reply::page_with_errors(&page))
}

/// The act itself. The caller has found the case through the worker.
///
/// # Errors
/// As [`Desk::allows`]; `letter.shut` for words that no letter may say, and `letter.tries` after too many of them.
pub async fn write(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (consent, lang, words): (Uuid, Lang, &str),
    now: Millis,
) -> Result<Uuid, Problem> {
    let desk = Desk::of_case(app, record).await?;
    let consent = desk.consent(consent)?;
    let fields = consent.given.fields.clone();
    let around = desk.allows(record, consent, consent.recipient, &fields, now)?;
    let officer = around.and_then(Around::officer).cloned();
    let (id, case, by) = (app.clock.new_id(), record.row.id, (worker.id, now));
    if app.store.read(move |tx| shut::is_over(tx, case, by)).await? {
        return Err(refused(record, "letter.tries"));
    }
    if shut::says(app, worker, record, words).await? {
        shut::note(app, (worker, record), &desk, now).await?;
        return Err(refused(record, "letter.shut"));
    }
    let plain = minicbor::to_vec(Said { words: words.to_owned(), fields, officer })
        .map_err(|error| Problem::internal("case.unwritable").because(error))?;
    let body = record.seal(app, place(LETTER, id), &plain)?;
    let (consent, recipient, way) = (consent.id, consent.recipient, consent.way);
    let new = store::NewLetter { id, case, consent, recipient, way, lang, body };
    commit(app, (worker, record), Some(&desk.stood), "WRITE", now, move |tx| {
        let over = shut::is_over(tx, case, by)?;
        if !over {
            store::add_letter(tx, &new, by)?;
        }
        Ok(!over)
    })
    .await?;
    Ok(id)
}

fn document(
    cx: &Cx,
    (record, desk, consent): (&CaseRecord, &Desk, &Consent),
    (values, errors): (&Pairs, &Errors),
) -> Page {
    let form = Form::new(cx, values, errors);
    let langs = Lang::ALL.map(|lang| (lang.code(), lang.own_name()));
    let to = path(record.row.id, &format!("/consents/{}", consent.id));
    let main = html! {
        (Card::new(cx.t("case-letter-words-title")).body(post(cx, &to, &html! {
            (form.radios("language", cx.t("case-letter-lang")).hint(cx.t("case-letter-lang-hint")).side_by_side().choices(langs))
            (form.area("words", cx.t("case-letter-words")).hint(cx.t("case-letter-words-hint")).max(*WORDS_CHARS.end()).rows(8))
            (acts(&html! {
                (Button::submit(cx.t("case-letter-write-act")).icon("envelope-simple"))
                (Button::back(cx, &path(record.row.id, "")))
            }))
        })))
    };
    let body = html! {
        (errors.summary(cx))
        (heading(html! { (cx.t("case-letter-new")) " " (Reference(&record.row.reference)) }, Some(&cx.t("case-letter-new-lead")), &html! {}))
        (columns(&stack(&main), &stack(&beside(cx, record, desk, consent))))
    };
    frame(cx, record, cx.t("case-letter-new"))
        .crumb(cx.t("case-letter-title"), &path(record.row.id, ""))
        .errors(errors.any())
        .body(body)
}

/// What follows from the consent, before anything is written.
fn beside(cx: &Cx, record: &CaseRecord, desk: &Desk, consent: &Consent) -> Markup {
    let rows = Summary::new()
        .wide()
        .row(cx.t("case-letter-to"), Name(desk.names.of(cx.lang, consent.recipient)))
        .row(cx.t("case-letter-purpose"), cx.code("case-letter-purpose", consent.purpose))
        .row(cx.t("case-letter-reaches"), cx.code("case-letter-reach", consent.way.code()))
        .row(cx.t("letter-until"), cx.at(consent.given.expires_at));
    let fields = consent.given.fields.as_slice();
    html! {
        (Card::new(cx.t("case-letter-allowed")).body(html! { (rows) }))
        (Card::new(cx.t("case-letter-about")).body(html! { (print::about(cx, record, (fields, desk.code_name, false), cx.now)) }))
        (page::never(cx))
        @if desk.restricted {
            (Note::new("stamp", cx.t("case-letter-second")).tone(Tone::Gold).says(cx.t("case-letter-second-text")))
        }
    }
}
