//! What a person writes down about one partnership: its classes, what was found when a clause was checked, and a clause set aside
//! with a reason and an end.

use maud::{Markup, html};
use sila_core::AgencyId;
use sila_core::policy::{Clause, Finding};
use sila_core::time::Date;

use super::matrix::{self, Book};
use super::store::{self, Check, Exception};
use super::{fact, in_force};
use crate::activation::saying::day;
use crate::ask::Ask;
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::partners::{Names, classes};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, post};
use crate::web::{Cx, Errors, Form, Pairs};

/// Longest note and reason, in characters.
const NOTE_MAX: usize = 400;
/// A clause is set aside for at most so many days.
const DAYS_MAX: i64 = 366;

/// What was typed, and what is wrong about it.
pub struct Wrong {
    /// As it was typed.
    pub values: Pairs,
    /// What is wrong.
    pub errors: Errors,
}

/// The three forms beside the clauses.
pub fn forms(cx: &Cx, book: &Book, agency: AgencyId, wrong: &Wrong) -> Markup {
    let mut values = wrong.values.clone();
    if values.is_empty() {
        book.classes.get(&agency).into_iter().flatten().for_each(|c| values.push("classes", c));
    }
    let form = Form::new(cx, &values, &wrong.errors);
    let clauses: Vec<(String, String)> = book
        .guide
        .clauses()
        .filter(|clause| clause.mandatory)
        .map(|clause| (clause.number.clone(), short(cx, clause)))
        .collect();
    let classes = book.labels.codes().map(|code| (code, book.labels.of(cx, code)));
    let findings = Finding::ALL.iter();
    let findings = findings.map(|one| (one.code(), cx.code("policy-finding", one.code())));
    let whom = form.hidden("agency", &agency.to_text());
    html! {
        (form.summary())
        (Card::new(cx.t("policy-class")).body(post(cx, "/policy/classes", &html! {
            (whom)
            (form.checks("classes", cx.t("policy-class")).hint(cx.t("policy-class-hint")).choices(classes))
            (acts(&html! { (Button::save(cx)) }))
        })))
        (Card::new(cx.t("policy-check")).body(post(cx, "/policy/checks", &html! {
            (whom)
            (form.select("clause", cx.t("policy-clause-number")).choices(clauses.clone()))
            (form.radios("finding", cx.t("policy-found")).choices(findings))
            (form.area("note", cx.t("policy-note")).optional().max(NOTE_MAX).rows(2))
            (acts(&html! { (Button::submit(cx.t("policy-check")).icon("list-checks")) }))
        })))
        (Card::new(cx.t("policy-except")).body(post(cx, "/policy/exceptions", &html! {
            (whom)
            (form.select("set_aside", cx.t("policy-clause-number")).choices(clauses))
            (form.area("reason", cx.t("policy-reason")).max(NOTE_MAX).rows(2))
            (form.date("until", cx.t("policy-until")))
            (acts(&html! { (Button::submit(cx.t("policy-except")).soft()) }))
        })))
    }
}

/// A clause in a list to choose from: its number and the beginning of its question.
fn short(cx: &Cx, clause: &Clause) -> String {
    let words = clause.question.as_ref().unwrap_or(&clause.text);
    let words: String = cx.lang.pick(&words.ar, &words.en).chars().take(60).collect();
    format!("{} · {words}", clause.number)
}

/// The partner that the form is about: one that is known here.
async fn partner(ask: &Ask) -> Result<AgencyId, Problem> {
    let names = Names::all(&ask.app).await?;
    let named = ask.form.get("agency").and_then(|text| AgencyId::parse(text).ok());
    named.filter(|id| names.linked().any(|one| one == *id)).ok_or_else(Problem::not_found)
}

fn back(ask: &Ask, agency: AgencyId) -> Reply {
    let path = format!("/policy/compliance?agency={}", agency.to_text());
    Reply::see_other(ask.cx.url(&path))
}

async fn again(ask: &Ask, agency: AgencyId, wrong: &[(&str, &str)]) -> Result<Reply, Problem> {
    let mut errors = Errors::none();
    wrong.iter().for_each(|(field, key)| errors.add(*field, ask.cx.t(key)));
    let wrong = Wrong { values: ask.form.clone(), errors };
    Ok(Reply::page_with_errors(&matrix::drawn(ask, Some(agency), &wrong).await?))
}

/// The classes of a partner from now on.
///
/// # Errors
/// `page.not_found` for a partner that is not known here; as [`classes::set`].
pub async fn classify(ask: Ask) -> Result<Reply, Problem> {
    let agency = partner(&ask).await?;
    let known = classes::labels(&ask.app).await?;
    let all = ask.form.all("classes").filter(|code| known.codes().any(|one| one == *code));
    let all: Vec<String> = all.map(str::to_owned).collect();
    classes::set(&ask.app, agency, &all, (ask.worker()?.id, ask.now)).await?;
    Ok(back(&ask, agency))
}

/// The clause of the guide in force that the form names.
async fn clause(ask: &Ask, field: &str) -> Result<Option<Clause>, Problem> {
    let held = in_force(&ask.app, ask.now).await?;
    let number = ask.form.get(field).unwrap_or_default();
    let found = held.and_then(|held| held.guide.clause(number).cloned());
    Ok(found.filter(|clause| clause.mandatory))
}

fn text(ask: &Ask, name: &str) -> String {
    ask.form.get(name).unwrap_or_default().trim().to_owned()
}

/// What was found when a clause was checked.
///
/// # Errors
/// `page.not_found` for a partner that is not known here.
pub async fn check(ask: Ask) -> Result<Reply, Problem> {
    let agency = partner(&ask).await?;
    let (clause, note) = (clause(&ask, "clause").await?, text(&ask, "note"));
    let finding = ask.form.get("finding").and_then(|code| Finding::from_code(code).ok());
    let (Some(clause), Some(finding)) = (clause, finding) else {
        return again(&ask, agency, &[("finding", "policy-finding-needed")]).await;
    };
    if matrix::knows(&ask, &clause, agency).await? {
        return again(&ask, agency, &[("clause", "policy-known")]).await;
    }
    if note.chars().count() > NOTE_MAX {
        return again(&ask, agency, &[("note", "policy-reason-needed")]).await;
    }
    let (worker, found) = (ask.worker()?.id, Check { finding, note, at: ask.now });
    let subject = format!("{} {} {}", agency.to_text(), clause.number, finding.code());
    let told = fact(&ask, subject.clone(), found.note.as_bytes())?;
    let now = ask.now;
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::check(tx, (&clause.number, agency), &found, worker)?;
        store::apply(tx, &subject, "policy.checked", now)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    Ok(back(&ask, agency))
}

/// Sets a clause aside for one partner until a day.
///
/// # Errors
/// `page.not_found` for a partner that is not known here; `page.forbidden` for anybody but a head of the agency.
pub async fn except(ask: Ask) -> Result<Reply, Problem> {
    if !ask.worker()?.roles.iter().any(|role| role == "HEAD") {
        return Err(Problem::forbidden().way_out("/policy/compliance"));
    }
    let agency = partner(&ask).await?;
    let (clause, reason) = (clause(&ask, "set_aside").await?, text(&ask, "reason"));
    let today = ask.now.uae_date();
    let fits = |day: &Date| (1..=DAYS_MAX).contains(&day.to_days().saturating_sub(today.to_days()));
    let Some(until) = day(&ask.form, "until").filter(fits) else {
        return again(&ask, agency, &[("until", "policy-until-needed")]).await;
    };
    let (Some(clause), true) = (clause, (3..=NOTE_MAX).contains(&reason.chars().count())) else {
        return again(&ask, agency, &[("reason", "policy-reason-needed")]).await;
    };
    let (id, worker, now) = (ask.app.clock.new_id(), ask.worker()?.id, ask.now);
    let told =
        fact(&ask, format!("{} {} excepted", agency.to_text(), clause.number), reason.as_bytes())?;
    let by = [String::new(), String::new()];
    let until = until.plus_days(1).at_minute(0);
    let one = Exception { clause: clause.number, agency, reason, until, by, at: now };
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        store::except(tx, id, &one, worker)?;
        store::apply(tx, &id.to_string(), "policy.excepted", now)?;
        journal::insert(tx, &told)
    };
    ask.app.store.write(write).await?;
    Ok(back(&ask, agency))
}
