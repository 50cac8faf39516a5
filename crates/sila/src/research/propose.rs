//! Proposing a study: what it asks, who carries it, and what may be counted for it.

use maud::{Markup, html};
use sila_core::extract::{Axis, GROUP_MAX, GROUP_MIN, Wanted};
use sila_core::partnership::Words;
use sila_core::{Millis, StudyId, WorkerId};

use super::store::{self, Stored};
use super::study::{self, QUESTION_MAX, Study, TITLE_MAX};
use super::{PROPOSED, fact, parts, path};
use crate::accounts::{Worker, store as accounts};
use crate::activation::saying::whole;
use crate::app::{App, Topic};
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::guard::{self, Fields, Finding, Verdict};
use crate::initiatives::both;
use crate::journal::store as journal;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, columns, heading, stack};
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// The words of a study and the most characters of each.
const WORDS: [(&str, usize); 3] =
    [("title", TITLE_MAX), ("question", QUESTION_MAX), ("institution", TITLE_MAX)];

/// Everybody here who does research and nothing about cases.
async fn researchers(app: &App) -> Result<Vec<Worker>, Problem> {
    let all = app.store.read(accounts::all).await?;
    let does = |worker: &Worker| {
        let role = worker.roles.iter().any(|role| role == "RESEARCHER");
        worker.active && role && !super::reads_cases(worker)
    };
    Ok(all.into_iter().filter(does).collect())
}

/// The form.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let people = researchers(&ask.app).await?;
    let least = GROUP_MIN.to_string();
    let values: Pairs = [("group_min", least.as_str())].into_iter().collect();
    Ok(Reply::page(&document(&ask.cx, &people, &values, &Errors::none())))
}

fn document(cx: &Cx, people: &[Worker], values: &Pairs, errors: &Errors) -> Page {
    let form = Form::new(cx, values, errors);
    let who = people.iter().map(|one| (one.id.to_string(), one.name(cx.lang).to_owned()));
    let main = html! {
        form method="post" action=(cx.url("/research")) novalidate {
            (form.summary())
            div.stack {
                (Card::new(cx.t("research-study")).body(html! {
                    (both(&form, "title", &cx.t("research-study-title"), TITLE_MAX))
                    (both(&form, "question", &cx.t("research-question"), QUESTION_MAX))
                    (both(&form, "institution", &cx.t("research-institution"), TITLE_MAX))
                    (form.select("researcher", cx.t("research-researcher")).hint(cx.t("research-researcher-hint")).empty(cx.t("research-choose")).choices(who))
                }))
                (Card::new(cx.t("research-scope")).body(counts(cx, &form)))
            }
            (acts(&html! { (Button::submit(cx.t("research-propose")).icon("paper-plane-tilt")) }))
        }
    };
    let aside = html! {
        (Note::new("eye-slash", cx.t("research-nobody")).says(cx.t("research-nobody-text")))
        (Note::new("scales", cx.t("research-then")).tone(Tone::Info).says(cx.t("research-then-text")))
    };
    let body = html! {
        (heading(cx.t("research-new"), Some(&cx.t("research-new-lead")), &html! {}))
        (columns(&stack(&main), &stack(&aside)))
    };
    let page = Page::new(cx, cx.t("research-new")).crumb(cx.t("research-title"), "/research");
    page.errors(errors.any()).body(body)
}

fn counts(cx: &Cx, form: &Form<'_>) -> Markup {
    html! {
        (parts::fields(cx, form, &parts::over(cx), Axis::ALL, &parts::categories()))
        (form.text("group_min", cx.t("research-group-min")).hint(cx.t("research-group-min-hint")).numeric().max(2))
    }
}

/// Proposes the study once the guard has looked through its words.
///
/// # Errors
/// As [`propose`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let people = researchers(&ask.app).await?;
    let (cx, form, mut errors) = (&ask.cx, &ask.form, Errors::none());
    let chosen =
        people.iter().find(|one| Some(one.id.to_string().as_str()) == form.get("researcher"));
    let scope = read(cx, form, chosen.is_some(), &mut errors);
    let (Some(scope), Some(researcher)) = (scope.filter(|_| errors.is_empty()), chosen) else {
        return Ok(Reply::page_with_errors(&document(cx, &people, form, &errors)));
    };
    let fields = fields(form);
    let passed = match guard::judge(&ask.app, fields.clone(), form)? {
        Verdict::Held(findings) => {
            return Ok(Reply::page_with_errors(&held(&ask, (&fields, &findings))));
        }
        Verdict::Passed(passed) => passed,
    };
    let words = |name: &str| Words {
        ar: passed.get(&format!("{name}_ar")).trim().to_owned(),
        en: passed.get(&format!("{name}_en")).trim().to_owned(),
    };
    let (title, question) = (words("title"), words("question"));
    let study = Study { title, question, institution: words("institution"), scope };
    let worker = ask.worker()?;
    let id = propose(&ask.app, worker, study, researcher.id, ask.now).await?;
    let facts = guard::facts(&ask.app, &passed, &id.to_string(), worker.id, ask.now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        facts.iter().try_for_each(|fact| journal::insert(tx, fact))
    };
    ask.app.store.write(write).await?;
    Ok(Reply::see_other(ask.cx.url(&path(id))))
}

fn read(cx: &Cx, form: &Pairs, chosen: bool, errors: &mut Errors) -> Option<Wanted> {
    for (name, max) in WORDS {
        for end in ["ar", "en"] {
            let field = format!("{name}_{end}");
            match form.get(&field).unwrap_or_default().trim().chars().count() {
                0 => errors.add(field, cx.t("research-words-needed")),
                n if n > max => {
                    errors.add(field, cx.t_with("characters-max", &[("n", max.into())]))
                }
                _ => {}
            }
        }
    }
    if !chosen {
        errors.add("researcher", cx.t("research-researcher-needed"));
    }
    let least = form.get("group_min").and_then(whole).and_then(|n| u32::try_from(n).ok());
    let least = least.filter(|n| (GROUP_MIN..=GROUP_MAX).contains(n));
    if least.is_none() {
        errors.add("group_min", cx.t("research-group-wrong"));
    }
    if form.all("axes").next().is_none() {
        errors.add("axes", cx.t("research-axes-needed"));
    }
    let wanted = parts::read(form, least.unwrap_or(GROUP_MIN));
    let known = |one: &Wanted| [one.from, one.to].iter().all(|end| parts::over(cx).contains(end));
    if wanted.as_ref().is_none_or(|one| one.to < one.from || !known(one)) {
        errors.add("from", cx.t("research-quarters-wrong"));
    }
    wanted
}

fn fields(form: &Pairs) -> Fields {
    let names = WORDS.iter().flat_map(|(name, _)| [format!("{name}_ar"), format!("{name}_en")]);
    names.map(|name| (name.clone(), form.get(&name).unwrap_or_default().to_owned())).collect()
}

/// What the guard has found in the words, to be decided on.
fn held(ask: &Ask, found: (&Fields, &[Finding])) -> Page {
    let cx = &ask.cx;
    let carried: Vec<(&str, &str)> =
        ask.form.iter().filter(|(name, _)| !name.starts_with("guard-")).collect();
    let body = html! {
        (heading(cx.t("research-new"), None, &html! {}))
        (guard::held(cx, "/research", found, &ask.form, &carried))
    };
    Page::new(cx, cx.t("research-new")).crumb(cx.t("research-title"), "/research").body(body)
}

/// Proposes a study. It waits for the word of an ethics committee.
///
/// # Errors
/// `research.unfit`.
pub async fn propose(
    app: &App,
    worker: &Worker,
    study: Study,
    researcher: WorkerId,
    now: Millis,
) -> Result<StudyId, Problem> {
    if !study.fits() {
        return Err(Problem::refused("research.unfit").way_out("/research"));
    }
    let id = StudyId(app.clock.new_id());
    let row = Stored {
        id,
        state: PROPOSED.to_owned(),
        proposer: worker.id,
        researcher,
        asked_at: now,
        until: now,
        result: None,
        body: study::to_cbor(&study),
        approval: None,
    };
    let told = fact(app, &id.to_string(), worker, "proposed", now);
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::insert(tx, &row)?;
        journal::insert(tx, &told)
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(id)
}
