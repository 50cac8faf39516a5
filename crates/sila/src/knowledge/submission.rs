//! `/knowledge/{id}/submission`: the guard looks through the draft; when nothing in it points to a person, or somebody has decided
//! on each finding, it goes to the reviewers.

use maud::html;

use super::store::{self, Stored};
use super::write::{later, read, values, writing};
use super::{DRAFT, Open, SUBMITTED, crossed, fact, path, sealed};
use crate::app::Topic;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields, Passed, Verdict};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, heading, post};
use crate::web::{Cx, Errors, Page};

/// What the guard says, before it is submitted.
///
/// # Errors
/// `page.not_found`; `guard.filling` while it cannot know everybody.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let found = writing(&ask).await?;
    let (fields, whole) = fields(&ask.cx, &found);
    if !whole {
        return Err(Problem::elsewhere(format!("{}/draft", path(found.stored.id))));
    }
    let findings = guard::look(&ask.app, &fields)?;
    Ok(Reply::page(&document(&ask, &found, &fields, &findings)))
}

/// Submits it.
///
/// # Errors
/// As [`page`]; `knowledge.crossed`.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = writing(&ask).await?;
    let (fields, whole) = fields(&ask.cx, &found);
    if !whole {
        return Err(Problem::elsewhere(format!("{}/draft", path(found.stored.id))));
    }
    match guard::judge(&ask.app, fields.clone(), &ask.form)? {
        Verdict::Held(findings) => {
            Ok(Reply::page_with_errors(&document(&ask, &found, &fields, &findings)))
        }
        Verdict::Passed(passed) => {
            let id = found.stored.id;
            submit(&ask, found, &passed).await?;
            Ok(Reply::see_other(ask.cx.url(&path(id))))
        }
    }
}

/// The texts of a draft for the guard, without the line in which staff are credited; and whether the draft is whole.
fn fields(cx: &Cx, found: &Open) -> (Fields, bool) {
    let text = found.draft.clone().unwrap_or_default();
    let mut errors = Errors::none();
    super::write::check(cx, &text, &mut errors);
    let typed = values(&text);
    let free = typed.iter().filter(|(name, _)| !matches!(*name, "kind" | "field" | "authors"));
    (free.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(), errors.is_empty())
}

async fn submit(ask: &Ask, found: Open, passed: &Passed) -> Result<(), Problem> {
    let (id, before, worker) = (found.stored.id, found.stored.updated_at, ask.worker()?);
    let mut typed = values(&found.draft.clone().unwrap_or_default());
    for (name, text) in &passed.fields {
        typed.set(name, text.clone());
    }
    let text = read(&typed);
    if !text.fits() {
        // What the guard took out was all there was.
        return Err(Problem::elsewhere(format!("{}/draft", path(id))));
    }
    // A draft that goes back into review is another version when the one before was reviewed already.
    let reviewed = ask.app.store.read(move |tx| store::reviews(tx, id)).await?;
    let again = reviewed.iter().any(|one| one.number == found.stored.number);
    let number =
        found.stored.number.saturating_add(u32::from(again && found.stored.stage == DRAFT));
    let next = Stored {
        stage: SUBMITTED.to_owned(),
        draft: Some(sealed(&ask.app, id, &text)),
        number,
        updated_at: later(ask.now, before),
        ..found.stored
    };
    let mut facts = guard::facts(&ask.app, passed, &id.to_string(), worker.id, ask.now);
    facts.push(fact(&ask.app, id, worker, "submitted", ask.now));
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let done = store::update(tx, &next, before)?;
        if done {
            facts.iter().try_for_each(|fact| journal::insert(tx, fact))?;
        }
        Ok(done)
    };
    if !ask.app.store.write(write).await? {
        return Err(crossed(id));
    }
    ask.app.changed(Topic::Agreements);
    Ok(())
}

fn document(ask: &Ask, found: &Open, fields: &Fields, findings: &[guard::Finding]) -> Page {
    let (cx, id) = (&ask.cx, found.stored.id);
    let action = format!("{}/submission", path(id));
    let back = html! { (Button::link(cx.t("knowledge-back-to-draft"), cx.url(&format!("{}/draft", path(id)))).line().icon("pencil-simple")) };
    let body = html! {
        (heading(cx.t("knowledge-check"), Some(&cx.t("knowledge-check-lead")), &back))
        @if findings.is_empty() {
            (Note::new("shield-check", cx.t("knowledge-clean")).tone(Tone::Ok).says(cx.t("knowledge-clean-text")))
            (Card::new(cx.t("knowledge-what-next")).body(html! {
                p { (cx.t("knowledge-what-next-text")) }
                (post(cx, &action, &acts(&html! { (Button::submit(cx.t("knowledge-submit")).icon("paper-plane-tilt")) })))
            }))
        } @else {
            (guard::held(cx, &action, (fields, findings), &ask.form, &[]))
        }
    };
    Page::new(cx, cx.t("knowledge-check")).crumb(cx.t("knowledge-title"), "/knowledge").body(body)
}
