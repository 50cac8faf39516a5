//! Reviewing: seven criteria, each with a score and a reason, from which the tier follows. Authors see all of it, without the
//! reviewer's name when the reviewer works for a partner.

use maud::{Markup, html};
use sila_core::KnowledgeId;
use sila_core::time::Millis;

use super::item::{self, CRITERIA, NOTE_MAX, REVIEW, Review, SCORE_MAX};
use super::store::{self, Reviewed};
use super::{Open, SUBMITTED, crossed, fact, open, path, show};
use crate::accounts::Worker;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields, Verdict};
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::records::{By, propose};
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, columns, heading, stack};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// What this worker may review now.
async fn reviewable(ask: &Ask) -> Result<Open, Problem> {
    let (id, worker): (KnowledgeId, _) = (ask.id("id")?, ask.worker()?.clone());
    let found = open(&ask.app, &worker, id).await?;
    let me = ask.app.node.id;
    let waits = ask.app.store.read(move |tx| store::to_review(tx, worker.id, me)).await?;
    if found.stored.stage == SUBMITTED && waits.iter().any(|one| one.id == id) {
        Ok(found)
    } else {
        Err(Problem::elsewhere(path(id)))
    }
}

/// The item beside the rubric.
///
/// # Errors
/// `page.not_found`; to the item when there is nothing to review.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let found = reviewable(&ask).await?;
    Ok(Reply::page(&document(&ask, &found, &Pairs::default(), &Errors::none())))
}

/// Keeps the review, and sends it to the agency whose item it is.
///
/// # Errors
/// As [`page`]; what [`give`] refuses.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let found = reviewable(&ask).await?;
    let errors = checked(&ask.cx, &ask.form);
    if errors.any() {
        return Ok(Reply::page_with_errors(&document(&ask, &found, &ask.form, &errors)));
    }
    let fields: Fields = CRITERIA
        .iter()
        .map(|one| (reason(one), ask.form.get(&reason(one)).unwrap_or_default().to_owned()))
        .collect();
    match guard::judge(&ask.app, fields.clone(), &ask.form)? {
        Verdict::Held(findings) => {
            let cx = &ask.cx;
            let carried: Vec<(&str, &str)> =
                ask.form.iter().filter(|(name, _)| !name.starts_with("guard-")).collect();
            let action = format!("{}/review", path(found.stored.id));
            let body = html! {
                (heading(cx.t("knowledge-review"), None, &html! {}))
                (guard::held(cx, &action, (&fields, &findings), &ask.form, &carried))
            };
            let page = Page::new(cx, cx.t("knowledge-review"));
            Ok(Reply::page_with_errors(
                &page.crumb(cx.t("knowledge-title"), "/knowledge").body(body),
            ))
        }
        Verdict::Passed(passed) => {
            let worker = ask.worker()?;
            let subject = found.stored.id.to_string();
            let kept = guard::facts(&ask.app, &passed, &subject, worker.id, ask.now);
            ask.app
                .store
                .write(move |tx| kept.iter().try_for_each(|fact| journal::insert(tx, fact)))
                .await?;
            let review = Review {
                item: found.stored.id,
                number: found.stored.number,
                scores: CRITERIA.iter().map(|one| score(&ask.form, one).unwrap_or(0)).collect(),
                reasons: passed.fields.into_iter().map(|(_, text)| text).collect(),
            };
            give(&ask.app, worker, &found, review, ask.now).await?;
            Ok(Reply::see_other(ask.cx.url(&path(found.stored.id))))
        }
    }
}

/// Writes a review down; of a partner's item it is sent there.
///
/// # Errors
/// `knowledge.unfit` for a review that is not whole; when the item's agency is not reached.
pub async fn give(
    app: &App,
    worker: &Worker,
    found: &Open,
    review: Review,
    now: Millis,
) -> Result<(), Problem> {
    let (id, me, origin) = (found.stored.id, app.node.id, found.stored.origin);
    if !review.fits() || found.stored.author == Some(worker.id) {
        return Err(Problem::refused("knowledge.unfit").way_out(path(id)));
    }
    let body = item::to_cbor(&review);
    if origin != me {
        super::share::basis(app, origin, now).await?;
        let by = By { worker: Some(worker.id), now };
        propose::first(app, REVIEW, &[origin], body.clone(), by).await?;
    }
    let (number, tier) = (review.number, review.tier());
    let one = Reviewed { number, agency: me, worker: Some(worker.id), tier, body, at: now };
    let told = fact(app, id, worker, "reviewed", now);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let before = store::reviews(tx, id)?;
        let same =
            |r: &Reviewed| r.number == number && r.worker == one.worker && r.worker.is_some();
        if before.iter().any(same) {
            return Ok(false);
        }
        store::review(tx, id, &one)?;
        journal::insert(tx, &told)?;
        Ok(true)
    };
    if !app.store.write(write).await? {
        return Err(crossed(id));
    }
    app.changed(Topic::Agreements);
    Ok(())
}

fn score_name(criterion: &str) -> String {
    format!("score_{}", criterion.to_ascii_lowercase())
}

fn reason(criterion: &str) -> String {
    format!("reason_{}", criterion.to_ascii_lowercase())
}

fn score(form: &Pairs, criterion: &str) -> Option<u8> {
    form.get(&score_name(criterion))?.parse().ok().filter(|score| *score <= SCORE_MAX)
}

fn checked(cx: &Cx, form: &Pairs) -> Errors {
    let mut errors = Errors::none();
    for one in CRITERIA {
        if score(form, one).is_none() {
            errors.add(score_name(one), cx.t("knowledge-score-needed"));
        }
        let said = form.get(&reason(one)).unwrap_or_default().chars().count();
        if !(1..=NOTE_MAX).contains(&said) {
            errors.add(reason(one), cx.t("knowledge-reason-needed"));
        }
    }
    errors
}

fn document(ask: &Ask, found: &Open, values: &Pairs, errors: &Errors) -> Page {
    let cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    let text = found.draft.as_ref().or(found.seen.as_ref());
    let one = |criterion: &str| -> Markup {
        let scores =
            (0..=SCORE_MAX).rev().map(|n| (n.to_string(), cx.t(&format!("knowledge-score-{n}"))));
        html! {
            (Card::new(cx.code("knowledge-criterion", criterion)).body(html! {
                p.hint { (cx.code("knowledge-criterion-hint", criterion)) }
                (form.radios(&score_name(criterion), cx.t("knowledge-score")).side_by_side().choices(scores))
                (form.area(&reason(criterion), cx.t("knowledge-reason")).max(NOTE_MAX).rows(2))
            }))
        }
    };
    let title = text.map(|text| text.words(cx.lang).0.title.clone()).unwrap_or_default();
    let rubric = html! {
        form method="post" action=(cx.url(&format!("{}/review", path(found.stored.id)))) novalidate {
            (form.summary())
            div.stack { @for criterion in CRITERIA { (one(criterion)) } }
            (acts(&html! { (Button::submit(cx.t("knowledge-review-give")).icon("seal-check")) }))
        }
    };
    let main = html! { @if let Some(text) = text { (show::words(cx, text)) } (rubric) };
    let aside = html! {
        (Note::new("scales", cx.t("knowledge-rubric")).tone(Tone::Info).says(cx.t("knowledge-rubric-text")))
        (Note::new("eye", cx.t("knowledge-review-seen")).says(cx.t("knowledge-review-seen-text")))
    };
    let lead = cx.t("knowledge-review-lead");
    let body = html! {
        (heading(crate::web::ident::Name(&title), Some(&lead), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    Page::new(cx, cx.t("knowledge-review"))
        .crumb(cx.t("knowledge-title"), "/knowledge")
        .errors(errors.any())
        .body(body)
}
