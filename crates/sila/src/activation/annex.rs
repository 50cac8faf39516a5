//! Proposing the annex that makes an agreement live, or a new version of it. It holds when both have signed.

use sila_core::calendar::TimeLimit;
use sila_core::obligation::{Anchor, Event, Recurrence, Trigger};
use sila_core::partnership::{Annex, AreaIndicator, AreaOfWork, Duty, Field, Owner, Verb, Words};
use sila_core::{AgencyId, AgreementId};

use super::annex_form::{self, NEW_ROWS};
use super::ledger::{self, Book};
use super::saying::{self, day, whole};
use crate::ask::Ask;
use crate::initiatives::propose::{TEXT_MAX, TITLE_MAX, words};
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::{Cx, Errors, Pairs};

/// The form, with what is in force in it.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    let values = annex_form::filled(&book, ask.app.node.id);
    Ok(Reply::page(&annex_form::page(&ask.cx, &book, &values, &Errors::none())))
}

/// Signs and sends it.
///
/// # Errors
/// See [`saying::propose_annex`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: AgreementId = ask.id("id")?;
    let book = ledger::one(&ask.app, id).await?;
    match read(&ask.cx, &ask.form, &book, ask.app.node.id) {
        Ok(annex) => {
            saying::propose_annex(&ask.app, &annex, saying::by(&ask)?).await?;
            Ok(Reply::see_other(ask.cx.url(&format!("/agreements/{id}/activation"))))
        }
        Err(errors) => {
            Ok(Reply::page_with_errors(&annex_form::page(&ask.cx, &book, &ask.form, &errors)))
        }
    }
}

fn read(cx: &Cx, form: &Pairs, book: &Book, me: AgencyId) -> Result<Annex, Errors> {
    let mut errors = Errors::none();
    let objective = words(form, "objective");
    let groups: Vec<_> = form.all("groups").filter_map(|code| code.parse().ok()).collect();
    let quiet = form.get("quiet_days").and_then(whole).and_then(|n| u16::try_from(n).ok());
    let quiet = quiet.filter(|n| (1..=365).contains(n));
    for (end, text) in [("ar", &objective.ar), ("en", &objective.en)] {
        if !(1..=TEXT_MAX).contains(&text.chars().count()) {
            errors.add(format!("objective_{end}"), cx.t("plan-text-needed"));
        }
    }
    if groups.is_empty() {
        errors.add("groups", cx.t("initiative-groups-needed"));
    }
    let areas = areas(cx, form, (book, me), &mut errors);
    if areas.is_empty() && !errors.any() {
        errors.add("areas", cx.t("annex-areas-needed"));
    }
    if quiet.is_none() {
        errors.add("quiet_days", cx.t("annex-quiet-needed"));
    }
    let duties = duties(cx, form, book, me, &mut errors);
    match quiet {
        Some(quiet_days) if !errors.any() => Ok(Annex {
            agreement: book.ledger.agreement.id,
            objective,
            groups,
            areas,
            duties,
            quiet_days,
        }),
        _ => Err(errors),
    }
}

/// The areas ticked, as they are written in the form; one that stands in the annex and is not ticked stays as it was, at rest.
fn areas(
    cx: &Cx,
    form: &Pairs,
    (book, me): (&Book, AgencyId),
    errors: &mut Errors,
) -> Vec<AreaOfWork> {
    let mut all = Vec::new();
    for field in Field::ALL.iter().copied() {
        let before = book.ledger.annex.as_ref().and_then(|annex| annex.content.area(field));
        if !form.has("areas", field.code()) {
            all.extend(before.map(|area| AreaOfWork { at_rest: true, ..area.clone() }));
            continue;
        }
        let starts = before.and_then(|area| area.starts);
        let more = before.map(|area| area.indicators.iter().skip(1).cloned());
        let Some(mut area) = area(form, field, (book, me)) else {
            errors.add(annex_form::of_area(field, "scope_ar"), cx.t("area-needed"));
            continue;
        };
        area.starts = starts;
        area.indicators.extend(more.into_iter().flatten());
        all.push(area);
    }
    all
}

/// One area as written, if it is whole.
fn area(form: &Pairs, field: Field, (book, me): (&Book, AgencyId)) -> Option<AreaOfWork> {
    let said = |end: &str| words(form, &annex_form::of_area(field, end));
    let them = saying::other(book, me);
    let leads = form.get(&annex_form::of_area(field, "lead")) == Some("theirs");
    let target = form.get(&annex_form::of_area(field, "target")).and_then(whole)?;
    let area = AreaOfWork {
        field,
        starts: None,
        lead: if leads { them } else { me },
        at_rest: false,
        scope: said("scope"),
        leads: vec![
            Owner { agency: me, office: said("our") },
            Owner { agency: them, office: said("their") },
        ],
        indicators: vec![AreaIndicator { name: said("sign"), target }],
    };
    area.is_sound().then_some(area)
}

/// What is owed already stays as it was signed; new rows are added.
fn duties(cx: &Cx, form: &Pairs, book: &Book, me: AgencyId, errors: &mut Errors) -> Vec<Duty> {
    let before = book.ledger.annex.as_ref().map(|annex| annex.content.duties.clone());
    let mut all = before.unwrap_or_default();
    let used = all.iter().map(|duty| duty.number).max().unwrap_or(0);
    for row in 1..=NEW_ROWS {
        let name = format!("duty{row}");
        let text = words(form, &name);
        if text == Words::default() {
            continue;
        }
        match duty(form, &name, (book, me), text, used.saturating_add(row)) {
            Some(duty) => all.push(duty),
            None => errors.add(format!("{name}_ar"), cx.t("duty-needed")),
        }
    }
    all
}

fn duty(
    form: &Pairs,
    name: &str,
    (book, me): (&Book, AgencyId),
    text: Words,
    number: u16,
) -> Option<Duty> {
    let given = |end: &str| form.get(&format!("{name}_{end}")).unwrap_or_default();
    let small = |end: &str, most: i64| whole(given(end)).filter(|n| (0..=most).contains(n));
    let them = saying::other(book, me);
    let (obligor, obligee) = if given("who") == "theirs" { (them, me) } else { (me, them) };
    let proof = words(form, &format!("{name}_proof"));
    let clause = given("clause").to_owned();
    book.ledger.agreement.clause(&clause)?;
    let duty = Duty {
        number,
        clause,
        text,
        obligor,
        obligee,
        field: Field::from_code(given("field")).ok()?,
        weight: u8::try_from(small("weight", 5)?).ok()?,
        trigger: trigger(form, name)?,
        lead_days: u16::try_from(small("lead", 120)?).ok()?,
        evidence: proof,
        verb: Some(Verb::from_code(given("verb")).ok()?),
    };
    let fits = duty.text.fit(TEXT_MAX) && duty.evidence.fit(TITLE_MAX);
    (fits && duty.is_sound()).then_some(duty)
}

/// A day, so many days after the agreement took effect or after an event, or every so many months.
fn trigger(form: &Pairs, name: &str) -> Option<Trigger> {
    let given = |end: &str| form.get(&format!("{name}_{end}")).unwrap_or_default();
    let days = || whole(given("days")).and_then(|n| i16::try_from(n).ok()).filter(|n| *n >= 0);
    let every = |rule: &str| Recurrence::parse(rule).ok().map(Trigger::Recurring);
    match given("when") {
        "on" => Some(Trigger::On(day(form, &format!("{name}_day"))?)),
        "after" => {
            Some(Trigger::Relative { anchor: Anchor::Effective, days: days()?, working: false })
        }
        "after_working" => {
            Some(Trigger::Relative { anchor: Anchor::Effective, days: days()?, working: true })
        }
        "monthly" => every("FREQ=MONTHLY;BYMONTHDAY=-1"),
        "quarterly" => every("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"),
        "yearly" => every("FREQ=YEARLY"),
        "event" | "event_working" => {
            let event = Event::from_code(given("event")).ok()?;
            let days = days()?;
            let within = if given("when") == "event" {
                TimeLimit::Minutes(u32::try_from(days).ok()?.checked_mul(24 * 60)?)
            } else {
                TimeLimit::WorkingDays(u16::try_from(days).ok()?)
            };
            Some(Trigger::After { event, within })
        }
        _ => None,
    }
}
