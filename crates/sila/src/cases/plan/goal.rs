//! Goals: setting one in the person's own words, the page of one with its actions, and what came of it.

use maud::{Markup, html};
use sila_core::care::{GoalKind, GoalOutcome, Measure};
use sila_core::time::Millis;
use uuid::Uuid;

use super::{
    GOAL, Goal, Plan, Said, action, case, commit, fact, of_case, page, path, place, store,
};
use crate::accounts::Worker;
use crate::app::App;
use crate::ask::Ask;
use crate::cases::record::CaseRecord;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, acts, columns, heading, stack};
use crate::web::ident::Reference;
use crate::web::{Cx, Errors, Form, Page, Pairs};

/// Longest words of a goal, in characters.
const WORDS_MAX: usize = 600;

/// A goal that is to be set.
#[derive(Debug, Clone)]
pub struct Wish {
    /// What it is about.
    pub kind: GoalKind,
    /// The person's own words.
    pub words: String,
    /// From where to where; needed for a goal of empowerment.
    pub measure: Option<Measure>,
}

/// The form.
///
/// # Errors
/// `page.not_found` for whoever may not read the case; `case.closed`.
pub async fn new(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    Ok(Reply::page(&form(&ask.cx, &record, (&ask.query, &Errors::none()))))
}

/// Sets the goal.
///
/// # Errors
/// As [`new`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let mut errors = Errors::none();
    let Some(wish) = read(&ask, &mut errors) else {
        return Ok(Reply::page_with_errors(&form(&ask.cx, &record, (&ask.form, &errors))));
    };
    let goal = set(&ask.app, ask.worker()?, &record, wish, ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, &format!("/goals/{goal}")))))
}

fn read(ask: &Ask, errors: &mut Errors) -> Option<Wish> {
    let (cx, form) = (&ask.cx, &ask.form);
    let kind = form.get("kind").and_then(|code| GoalKind::from_code(code).ok());
    let words = form.get("words").filter(|words| words.chars().count() <= WORDS_MAX);
    let measured = kind.is_some_and(GoalKind::is_empowerment);
    let (start, target) = (number(form, "start"), number(form, "target"));
    let measure = start.zip(target).and_then(|(start, target)| Measure::new(start, target));
    let rules = [
        ("kind", kind.is_some(), "care-kind-missing"),
        ("words", words.is_some(), "care-words-missing"),
        ("start", !measured || start.is_some(), "care-number-missing"),
        ("target", !measured || start.is_none() || measure.is_some(), "care-target-wrong"),
    ];
    for (name, kept, key) in rules {
        if !kept {
            errors.add(name, cx.t(key));
        }
    }
    if errors.any() {
        return None;
    }
    Some(Wish { kind: kind?, words: words?.to_owned(), measure: measure.filter(|_| measured) })
}

/// A number of a measure, in Latin or Arabic digits.
fn number(form: &Pairs, name: &str) -> Option<u32> {
    let typed = sila_names::fold::ascii_digits(form.get(name)?);
    typed.parse().ok().filter(|n| *n <= Measure::MAX)
}

/// Writes a goal down.
///
/// # Errors
/// When the store cannot be written.
pub async fn set(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    wish: Wish,
    now: Millis,
) -> Result<Uuid, Problem> {
    let (id, case, by, kind) = (app.clock.new_id(), record.row.id, worker.id, wish.kind);
    let said = Said { words: wish.words, measure: wish.measure, ..Said::default() };
    let body = seal(app, record, id, &said)?;
    let fact = fact(app, record, worker, format!("GOAL {kind}"), now);
    commit(app, record, fact, move |tx| {
        store::insert_goal(tx, case, (id, kind), &body, (by, now)).map(|()| true)
    })
    .await?;
    Ok(id)
}

fn seal(app: &App, record: &CaseRecord, id: Uuid, said: &Said) -> Result<Vec<u8>, Problem> {
    let body = minicbor::to_vec(said);
    let body = body.map_err(|error| Problem::internal("case.unwritable").because(error))?;
    record.seal(app, place(GOAL, id), &body)
}

/// The goal of the address, with its plan.
///
/// # Errors
/// `page.not_found` when the case has no such goal.
pub async fn find(ask: &Ask, record: &CaseRecord) -> Result<(Plan, Goal), Problem> {
    let id: Uuid = ask.id("one")?;
    let plan = of_case(&ask.app, record).await?;
    let goal = plan.goals.iter().find(|goal| goal.id == id).cloned();
    Ok((plan, goal.ok_or_else(Problem::not_found)?))
}

/// The page of a goal.
///
/// # Errors
/// `page.not_found` for whoever may not read the case.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    document(&ask, &record, (&Pairs::default(), &Errors::none())).await
}

/// Writes down what came of the goal.
///
/// # Errors
/// `plan.moved` when it was written down before.
pub async fn tell(ask: Ask) -> Result<Reply, Problem> {
    let record = case(&ask).await?;
    record.needs_ours()?;
    let (_, goal) = find(&ask, &record).await?;
    let mut errors = Errors::none();
    let Some(outcome) = outcome(&ask, &goal, &mut errors) else {
        return document(&ask, &record, (&ask.form, &errors)).await;
    };
    let measured = number(&ask.form, "measured").filter(|_| goal.said.measure.is_some());
    let after = ask.form.get("after").map(str::to_owned);
    end(&ask.app, ask.worker()?, &record, (&goal, outcome), (measured, after), ask.now).await?;
    Ok(Reply::see_other(ask.cx.url(&path(record.row.id, ""))))
}

/// What came of a goal: of a measured one it follows from the number, unless the person wants something else.
fn outcome(ask: &Ask, goal: &Goal, errors: &mut Errors) -> Option<GoalOutcome> {
    let (cx, form) = (&ask.cx, &ask.form);
    let chosen = form.get("outcome").and_then(|code| GoalOutcome::from_code(code).ok());
    let long = form.get("after").is_some_and(|words| words.chars().count() > WORDS_MAX);
    if long {
        errors.add("after", cx.t("care-words-missing"));
    }
    let (outcome, field, key) = match goal.said.measure {
        Some(_) if chosen == Some(GoalOutcome::Changed) => (chosen, "outcome", "wrong-choice"),
        Some(measure) => {
            let measured = number(form, "measured").map(|now| measure.outcome(now));
            (measured, "measured", "care-number-missing")
        }
        None => (chosen, "outcome", "care-outcome-missing"),
    };
    if outcome.is_none() {
        errors.add(field, cx.t(key));
    }
    outcome.filter(|_| !errors.any())
}

/// Writes down what came of a goal, what was measured, and what the person says of it.
///
/// # Errors
/// `plan.moved` when it was written down before.
pub async fn end(
    app: &App,
    worker: &Worker,
    record: &CaseRecord,
    (goal, outcome): (&Goal, GoalOutcome),
    (measured, after): (Option<u32>, Option<String>),
    now: Millis,
) -> Result<(), Problem> {
    let whose = (record.row.id, goal.id);
    let body = seal(app, record, goal.id, &Said { measured, after, ..goal.said.clone() })?;
    let fact = fact(app, record, worker, format!("OUTCOME {} {outcome}", goal.kind), now);
    commit(app, record, fact, move |tx| store::set_outcome(tx, whose, outcome, &body, now)).await
}

fn form(cx: &Cx, record: &CaseRecord, (values, errors): (&Pairs, &Errors)) -> Page {
    let form = Form::new(cx, values, errors);
    let group = |kind: GoalKind| {
        let empowers = kind.is_empowerment();
        cx.t(if empowers { "care-group-empowerment" } else { "care-group-care" })
    };
    let empty = form.select("kind", cx.t("care-kind"));
    let kinds = GoalKind::ALL.iter().fold(empty, |field, kind| {
        field.choice_in(group(*kind), kind.code(), cx.code("goal-kind", kind.code()), "")
    });
    let body = html! {
        (heading(html! { (cx.t("care-goal-new")) " " (Reference(&record.row.reference)) }, None, &html! {}))
        form.narrow method="post" action=(cx.url(&path(record.row.id, "/goals/new"))) novalidate {
            (form.summary())
            (Card::new(cx.t("care-goal")).body(html! {
                (kinds)
                (form.area("words", cx.t("care-words")).hint(cx.t("care-words-hint")).max(WORDS_MAX).rows(3))
                p.hint { (cx.t("care-measure-text")) }
                div.row {
                    (form.text("start", cx.t("care-start")).numeric().max(7).optional())
                    (form.text("target", cx.t("care-target")).numeric().max(7).optional())
                }
            }))
            (acts(&html! { (Button::save(cx)) (Button::back(cx, &path(record.row.id, ""))) }))
        }
    };
    page::frame(cx, record, cx.t("care-goal-new")).errors(errors.any()).body(body)
}

/// The page of a goal, with its two forms while it is open.
///
/// # Errors
/// `page.not_found` when the case has no such goal.
pub async fn document(
    ask: &Ask,
    record: &CaseRecord,
    (values, errors): (&Pairs, &Errors),
) -> Result<Reply, Problem> {
    let (plan, goal) = find(ask, record).await?;
    let readers = action::choices(&ask.app, record).await?;
    let cx = &ask.cx;
    let form = Form::new(cx, values, errors);
    let open = record.is_ours() && goal.outcome.is_none();
    let main = html! {
        (form.summary())
        (page::goal_card(cx, record, &plan, &goal))
        @if open { (action::card(cx, record, &goal, &form, &readers)) }
    };
    let aside = html! { @if open { (outcome_card(cx, record, &goal, &form)) } };
    let body = html! {
        (heading(html! { (cx.code("goal-kind", goal.kind.code())) " " (Reference(&record.row.reference)) }, None, &html! {}))
        @if open { (columns(&main, &aside)) } @else { (stack(&main)) }
    };
    let page = page::frame(cx, record, cx.code("goal-kind", goal.kind.code()));
    let page = page.crumb(cx.t("care-plan"), &path(record.row.id, "")).errors(errors.any());
    let page = page.body(body);
    Ok(if errors.any() { Reply::page_with_errors(&page) } else { Reply::page(&page) })
}

fn outcome_card(cx: &Cx, record: &CaseRecord, goal: &Goal, form: &Form<'_>) -> Markup {
    let outcomes =
        GoalOutcome::ALL.iter().map(|one| (one.code(), cx.code("goal-outcome", one.code())));
    let changed = GoalOutcome::Changed.code();
    let rest = format!("/goals/{}/outcome", goal.id);
    let inside = html! {
        @if let Some(unit) = goal.kind.unit().filter(|_| goal.said.measure.is_some()) {
            p.hint { (cx.t("care-measured-text")) }
            (form.text("measured", cx.code("care-unit", unit)).numeric().max(7))
            (form.checks("outcome", cx.t("care-or")).choice(changed, cx.code("goal-outcome", changed)).optional())
        } @else {
            (form.radios("outcome", cx.t("care-outcome-how")).choices(outcomes))
        }
        (form.area("after", cx.t("care-after")).max(WORDS_MAX).rows(2).optional())
        (acts(&html! { (Button::save(cx).line()) }))
    };
    let action = path(record.row.id, &rest);
    html! { (Card::new(cx.t("care-outcome")).body(crate::web::components::post(cx, &action, &inside))) }
}
