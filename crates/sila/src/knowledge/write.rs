//! Writing an item: one form that is kept as it is typed, for its author only.

use maud::{Markup, html};
use sila_core::{KnowledgeId, Millis};

use super::item::{FIELDS, KINDS, PART_MAX, SUMMARY_MAX, TITLE_MAX, Text, Words};
use super::store::{self, Stored};
use super::{DRAFT, HIDDEN, Open, SUBMITTED, crossed, own, path, sealed};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading, saved, saved_text};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Id of the form; the language switch sends it.
const FORM: &str = "knowledge";
/// What the form was made from: the time at which it was kept last.
const STAMP: &str = "_stamp";

/// Begins an item and goes to its form.
///
/// # Errors
/// When the store cannot be written.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    let id = KnowledgeId(ask.app.clock.new_id());
    let authors = format!("{}{}{}", worker.name_ar, "، ", worker.name_en);
    let stored = begun(&ask.app, (id, worker.id), &Text { authors, ..Text::default() }, ask.now);
    ask.app.store.write(move |tx| store::insert(tx, &stored)).await?;
    Ok(Reply::see_other(ask.cx.url(&format!("{}/draft", path(id)))))
}

/// A new item of ours in the hands of its author.
pub fn begun(
    app: &App,
    (id, author): (KnowledgeId, sila_core::WorkerId),
    text: &Text,
    now: Millis,
) -> Stored {
    Stored {
        id,
        origin: app.node.id,
        author: Some(author),
        state: HIDDEN.to_owned(),
        stage: DRAFT.to_owned(),
        kind: text.kind.clone(),
        field: text.field.clone(),
        language: text.language().to_owned(),
        tier: String::new(),
        number: 1,
        adopted: 0,
        body: None,
        draft: Some(sealed(app, id, text)),
        published_at: None,
        updated_at: now,
    }
}

/// A next version of what is published, for its author; readers see the present one meanwhile.
///
/// # Errors
/// `page.not_found`; `knowledge.crossed`.
pub async fn revise(ask: Ask) -> Result<Reply, Problem> {
    let found = own(&ask.app, ask.worker()?, ask.id("id")?).await?;
    let (id, before) = (found.stored.id, found.stored.updated_at);
    if found.stored.stage.is_empty() {
        let (number, draft) = (found.stored.number.saturating_add(1), found.stored.body.clone());
        let stage = DRAFT.to_owned();
        let next =
            Stored { number, stage, draft, updated_at: later(ask.now, before), ..found.stored };
        if !ask.app.store.write(move |tx| store::update(tx, &next, before)).await? {
            return Err(crossed(id));
        }
    }
    Ok(Reply::see_other(ask.cx.url(&format!("{}/draft", path(id)))))
}

/// The time of a change: never that of the one before, since it tells them apart.
pub fn later(now: Millis, before: Millis) -> Millis {
    Millis(now.0.max(before.0.saturating_add(1)))
}

/// The form.
///
/// # Errors
/// `page.not_found` for everybody but the author, and when it is being reviewed.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let found = writing(&ask).await?;
    let values = values(&found.draft.clone().unwrap_or_default());
    Ok(Reply::page(&document(&ask.cx, &found, &values, &Errors::none())))
}

/// An item that its author may write in now.
pub(super) async fn writing(ask: &Ask) -> Result<Open, Problem> {
    let found = own(&ask.app, ask.worker()?, ask.id("id")?).await?;
    match found.stored.stage.as_str() {
        DRAFT | SUBMITTED => Ok(found),
        _ => Err(Problem::elsewhere(path(found.stored.id))),
    }
}

/// Keeps what was typed, and goes on to the check where it is whole.
///
/// # Errors
/// `page.not_found`.
pub async fn save(ask: Ask) -> Result<Reply, Problem> {
    let Kept { found, crossed } = kept(&ask).await?;
    let here = format!("{}/draft", path(found.stored.id));
    if let Some(lang) = ask.form.language_switch().filter(|_| !crossed) {
        return Ok(Reply::see_other(format!("/{lang}{here}")));
    }
    if ask.form.get("_later").is_some() && !crossed {
        return Ok(Reply::see_other(ask.cx.url("/knowledge")));
    }
    let mut errors = Errors::none();
    if crossed {
        errors.add("title_ar", ask.cx.t("knowledge-written-elsewhere"));
    } else {
        check(&ask.cx, &read(&ask.form), &mut errors);
    }
    if errors.any() {
        return Ok(Reply::page_with_errors(&document(&ask.cx, &found, &ask.form, &errors)));
    }
    Ok(Reply::see_other(ask.cx.url(&format!("{}/submission", path(found.stored.id)))))
}

/// Keeps what was typed and says when: what the autosave asks for.
///
/// # Errors
/// `page.not_found`; `draft.crossed` when another window has kept something else.
pub async fn keep(ask: Ask) -> Result<Reply, Problem> {
    let Kept { found, crossed } = kept(&ask).await?;
    if crossed {
        let way_out = format!("{}/draft", path(found.stored.id));
        return Err(Problem::refused("draft.crossed").way_out(way_out));
    }
    let stamp = found.stored.updated_at.0;
    Ok(Reply::text(format!("{}\n{stamp}", saved_text(&ask.cx, ask.now))))
}

struct Kept {
    found: Open,
    /// Another window has kept something else: nothing was kept now.
    crossed: bool,
}

async fn kept(ask: &Ask) -> Result<Kept, Problem> {
    let mut found = writing(ask).await?;
    let text = read(&ask.form);
    if found.draft.as_ref() == Some(&text) {
        return Ok(Kept { found, crossed: false });
    }
    let before = found.stored.updated_at;
    let made_from = ask.form.get(STAMP).and_then(|stamp| stamp.parse().ok()).map(Millis);
    if made_from.is_some_and(|stamp| stamp != before) {
        return Ok(Kept { found, crossed: true });
    }
    let (id, worker) = (found.stored.id, ask.worker()?.id);
    let next = begun(&ask.app, (id, worker), &text, later(ask.now, before));
    // What is changed while others review it is a draft again; readers of a published version keep what they see.
    let published = found.seen.is_some();
    let was = found.stored.clone();
    let next = if published {
        Stored { draft: next.draft, stage: next.stage, updated_at: next.updated_at, ..was }
    } else {
        Stored { number: was.number, ..next }
    };
    let written = next.clone();
    let done = ask.app.store.write(move |tx| store::update(tx, &written, before)).await?;
    (found.stored, found.draft) = (next, Some(text));
    Ok(Kept { found, crossed: !done })
}

const PARTS: [(&str, usize); 5] = [
    ("title", TITLE_MAX),
    ("summary", SUMMARY_MAX),
    ("done", PART_MAX),
    ("result", PART_MAX),
    ("failed", PART_MAX),
];

fn parts(words: &Words) -> [&str; 5] {
    [&words.title, &words.summary, &words.done, &words.result, &words.failed]
}

/// A text as the fields of the form; the guard looks through the same fields.
pub fn values(text: &Text) -> Pairs {
    let mut values = Pairs::default();
    for (name, value) in [
        ("kind", &text.kind),
        ("field", &text.field),
        ("authors", &text.authors),
        ("keywords", &text.keywords),
    ] {
        values.push(name, value);
    }
    for (words, lang) in [(&text.ar, "ar"), (&text.en, "en")] {
        for ((name, _), part) in PARTS.iter().zip(parts(words)) {
            values.push(format!("{name}_{lang}"), part);
        }
    }
    values
}

/// The fields of the form as a text.
pub fn read(form: &Pairs) -> Text {
    let get = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let words = |lang: &str| Words {
        title: get(&format!("title_{lang}")),
        summary: get(&format!("summary_{lang}")),
        done: get(&format!("done_{lang}")),
        result: get(&format!("result_{lang}")),
        failed: get(&format!("failed_{lang}")),
    };
    Text {
        kind: get("kind"),
        field: get("field"),
        ar: words("ar"),
        en: words("en"),
        authors: get("authors"),
        keywords: get("keywords"),
    }
}

/// What is missing or too long.
pub fn check(cx: &Cx, text: &Text, errors: &mut Errors) {
    if !KINDS.contains(&text.kind.as_str()) {
        errors.add("kind", cx.t("knowledge-kind-needed"));
    }
    if !FIELDS.contains(&text.field.as_str()) {
        errors.add("field", cx.t("knowledge-field-needed"));
    }
    if text.authors.trim().is_empty() {
        errors.add("authors", cx.t("knowledge-authors-needed"));
    }
    let begun = |words: &Words| parts(words).iter().any(|part| !part.trim().is_empty());
    for (words, lang) in [(&text.ar, "ar"), (&text.en, "en")] {
        let needed = begun(words) || (lang == cx.lang.code() && !text.fits_in_one());
        for ((name, max), part) in PARTS.iter().zip(parts(words)) {
            let field = format!("{name}_{lang}");
            if part.chars().count() > *max {
                errors.add(field, cx.t_with("characters-max", &[("n", (*max).into())]));
            } else if needed
                && matches!(*name, "title" | "summary" | "done")
                && part.trim().is_empty()
            {
                errors.add(field, cx.t("knowledge-part-needed"));
            }
        }
    }
    for (name, text) in [("authors", &text.authors), ("keywords", &text.keywords)] {
        if text.chars().count() > SUMMARY_MAX {
            errors.add(name, cx.t_with("characters-max", &[("n", SUMMARY_MAX.into())]));
        }
    }
}

fn document(cx: &Cx, found: &Open, values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let path = cx.url(&format!("{}/draft", path(found.stored.id)));
    let kinds = KINDS.map(|kind| (kind, cx.code("knowledge-kind", kind)));
    let fields = FIELDS.map(|field| (field, cx.code("knowledge-field", field)));
    let about = html! {
        (form.select("kind", cx.t("knowledge-kind")).choices(kinds))
        (form.select("field", cx.t("knowledge-field")).choices(fields))
        (form.text("authors", cx.t("knowledge-authors")).hint(cx.t("knowledge-authors-hint")).max(SUMMARY_MAX))
        (form.text("keywords", cx.t("knowledge-keywords")).hint(cx.t("knowledge-keywords-hint")).max(SUMMARY_MAX).optional())
    };
    let (first, second) = cx.lang.pick(("ar", "en"), ("en", "ar"));
    let title = cx.t("knowledge-write");
    let body = html! {
        (heading(&title, Some(&cx.t("knowledge-write-lead")), &html! {}))
        div.form-wrap {
            form #(FORM) method="post" action=(path) novalidate data-autosave={ (path) "/keep" } {
                (form.summary())
                (form.hidden(STAMP, &found.stored.updated_at.0.to_string()))
                (Card::new(cx.t("knowledge-about")).body(about))
                @for lang in [first, second] {
                    (Card::new(cx.t(if lang == "ar" { "knowledge-in-arabic" } else { "knowledge-in-english" })).body(words(cx, &form, lang)))
                }
                (acts(&html! {
                    (Button::submit(cx.t("knowledge-to-check")).icon("shield-check"))
                    (Button::later(cx))
                    (saved(cx, Some(found.stored.updated_at)))
                }))
            }
            aside.stack {
                @if found.stored.stage == SUBMITTED {
                    (Note::new("warning", cx.t("knowledge-in-review")).tone(Tone::Warn).says(cx.t("knowledge-in-review-text")))
                }
                (Note::new("eye-slash", cx.t("knowledge-only-you")).says(cx.t("knowledge-only-you-text")))
                (Note::new("shield-check", cx.t("knowledge-nobody-in-it")).says(cx.t("knowledge-nobody-in-it-text")))
                (Note::new("users-three", cx.t("knowledge-what-next")).says(cx.t("knowledge-what-next-text")))
            }
        }
    };
    Page::new(cx, title)
        .crumb(cx.t("knowledge-title"), "/knowledge")
        .errors(errors.any())
        .draft_form(FORM)
        .body(body)
}

fn words(cx: &Cx, form: &Form<'_>, lang: &'static str) -> Markup {
    let name = |part: &str| format!("{part}_{lang}");
    html! {
        (form.text(&name("title"), cx.t("knowledge-item-title")).lang(lang).max(TITLE_MAX))
        (form.area(&name("summary"), cx.t("knowledge-summary")).hint(cx.t("knowledge-summary-hint")).lang(lang).max(SUMMARY_MAX).rows(3))
        (form.area(&name("done"), cx.t("knowledge-done")).hint(cx.t("knowledge-done-hint")).lang(lang).max(PART_MAX).rows(6))
        (form.area(&name("result"), cx.t("knowledge-result")).hint(cx.t("knowledge-result-hint")).lang(lang).max(PART_MAX).rows(3).optional())
        (form.area(&name("failed"), cx.t("knowledge-failed")).hint(cx.t("knowledge-failed-hint")).lang(lang).max(PART_MAX).rows(3).optional())
    }
}
