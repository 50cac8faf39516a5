//! How long the steps beside the decision may take: the choices in the forms, and how they are told on the page and in the document. What is
//! not agreed takes the usual time.

use maud::{Markup, html};
use sila_core::agreement::{Agreement, StepTimes, Timer};
use sila_core::calendar::TimeLimit;
use sila_core::codes::Urgency;
use sila_core::joint::Deadline;

use super::show::time_limit;
use crate::web::components::{Col, Table, plain_tag};
use crate::web::{Cx, Form, Pairs};

/// The steps whose time can be agreed.
const STEPS: [Deadline; 3] = [Deadline::Look, Deadline::Contact, Deadline::Reply];

/// What is usually chosen.
fn offered(urgency: Urgency) -> Vec<TimeLimit> {
    let minutes =
        |all: &[u32]| -> Vec<TimeLimit> { all.iter().copied().map(TimeLimit::Minutes).collect() };
    match urgency {
        Urgency::Emergency => minutes(&[5, 10, 15, 30, 60, 120]),
        Urgency::Urgent => minutes(&[30, 60, 120, 240, 480, 1_440, 2_880]),
        Urgency::Routine => [1, 2, 3, 5, 10].map(TimeLimit::WorkingDays).to_vec(),
    }
}

/// A time as a form sends it: `M30` for minutes, `D2` for working days.
fn code(limit: TimeLimit) -> String {
    match limit {
        TimeLimit::Minutes(minutes) => format!("M{minutes}"),
        TimeLimit::WorkingDays(days) => format!("D{days}"),
    }
}

fn read(code: &str) -> Option<TimeLimit> {
    if let Some(minutes) = code.strip_prefix('M') {
        return minutes.parse().ok().map(TimeLimit::Minutes);
    }
    code.strip_prefix('D')?.parse().ok().map(TimeLimit::WorkingDays)
}

fn name(urgency: Urgency, step: Deadline) -> String {
    format!("time_{}_{}", urgency.code(), step.code()).to_ascii_lowercase()
}

/// The choices: for each urgency the time of each step.
pub(super) fn fields(cx: &Cx, form: &Form<'_>, before: Option<&Agreement>) -> Markup {
    let one = |urgency: Urgency, step: Deadline| {
        let agreed = before.and_then(|agreement| step.agreed(agreement.steps(urgency)));
        let mut all = offered(urgency);
        all.extend(agreed.filter(|limit| !all.contains(limit)));
        let choices = all.into_iter().map(|limit| (code(limit), time_limit(cx, limit)));
        let label = format!(
            "{} · {}",
            cx.code("urgency", urgency.code()),
            cx.code("deadline", step.code())
        );
        let usual = step.usual(urgency).map(|limit| time_limit(cx, limit)).unwrap_or_default();
        let usual = format!("{} ({usual})", cx.t("times-usual"));
        form.select(&name(urgency, step), label).empty(usual).choices(choices).optional()
    };
    html! {
        details.fold {
            summary { (cx.t("times-title")) }
            p.hint { (cx.t("times-hint")) }
            @for urgency in Urgency::ALL { @for step in STEPS { (one(*urgency, step)) } }
        }
    }
}

/// What an agreement says, as the form shows it.
pub(super) fn filled(agreement: &Agreement, values: &mut Pairs) {
    for urgency in Urgency::ALL {
        for step in STEPS {
            if let Some(limit) = step.agreed(agreement.steps(*urgency)) {
                values.set(&name(*urgency, step), code(limit));
            }
        }
    }
}

/// The text with the times that the form says; a form that does not ask for them leaves them as they are.
pub(super) fn with(mut text: Agreement, form: &Pairs) -> Agreement {
    for timer in &mut text.timers {
        let urgency = timer.urgency;
        // The usual time is chosen by an empty value.
        let asked = |step| {
            let name = name(urgency, step);
            form.iter().any(|(key, _)| key == name)
        };
        if STEPS.into_iter().any(asked) {
            let said = |step| form.get(&name(urgency, step)).and_then(read);
            let [look, contact, reply] = STEPS.map(said);
            let steps = StepTimes { look, contact, reply };
            timer.steps = Some(steps).filter(|steps| *steps != StepTimes::default());
        }
    }
    text
}

/// The time of each step at each urgency, and which of them are the usual ones.
pub(super) fn table(cx: &Cx, agreement: &Agreement) -> Markup {
    let label = |step: Deadline| Col::text(cx.code("deadline", step.code()));
    let columns = [Col::text(cx.t("agreement-urgency"))].into_iter().chain(STEPS.map(label));
    let cell = |timer: &Timer, step: Deadline| {
        let agreed = step.agreed(timer.steps);
        let limit = agreed.or_else(|| step.usual(timer.urgency));
        html! {
            @if let Some(limit) = limit { (time_limit(cx, limit)) }
            @if agreed.is_none() { " " (plain_tag(cx.t("times-usual"))) }
        }
    };
    let rows = agreement.timers.iter().map(|timer| {
        let first = html! { (cx.code("urgency", timer.urgency.code())) };
        std::iter::once(first).chain(STEPS.map(|step| cell(timer, step)))
    });
    html! { (Table::new(cx.t("times-title"), columns).caption_seen().rows(rows)) }
}

/// The times that both sign, in words; nothing where the usual ones hold.
pub(super) fn said(cx: &Cx, timer: &Timer) -> Vec<String> {
    let one = |step: Deadline| {
        let limit = step.agreed(timer.steps)?;
        Some(format!("{}: {}", cx.code("deadline", step.code()), time_limit(cx, limit)))
    };
    STEPS.into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use sila_core::Millis;
    use sila_core::agreement::compare::{Part, Warning, changes};
    use sila_seal::sha256;

    use super::super::document::document;
    use super::super::template::tests::sample;
    use super::*;
    use crate::web::{Errors, Lang};

    fn form(pairs: &[(&str, &str)]) -> Pairs {
        pairs.iter().copied().collect()
    }

    #[test]
    fn contract_b26_the_parties_agree_how_long_each_step_may_take_and_sign_it() {
        let silent = sample();
        assert!(silent.timers.iter().all(|timer| timer.steps.is_none()));
        assert_eq!(with(silent.clone(), &Pairs::default()), silent, "a form that does not ask");
        let chosen = form(&[("time_urgent_look", "M30"), ("time_standard_contact", "D5")]);
        let said = with(silent.clone(), &chosen);
        assert_eq!(said.check(), Ok(()));
        let look = Deadline::Look.agreed(said.steps(Urgency::Urgent));
        assert_eq!(look, Some(TimeLimit::Minutes(30)));
        let contact = Deadline::Contact.agreed(said.steps(Urgency::Routine));
        assert_eq!(contact, Some(TimeLimit::WorkingDays(5)));
        let found = changes(&silent, &said);
        assert_eq!((found.len(), found[0].rules.clone()), (1, vec![Part::Timers]));
        assert_eq!(found[0].warnings(), [Warning::RuleAlone], "words and times are looked at");
        let mut values = Pairs::default();
        filled(&said, &mut values);
        assert_eq!(with(said.clone(), &values), said);
        let usual = form(&[("time_urgent_look", ""), ("time_standard_contact", "KLINGON")]);
        assert_eq!(with(said.clone(), &usual), silent);
        let file = |one: &Agreement| format!("{:?}", document(one, &sha256(&[&one.to_cbor()])));
        let cx = Cx::new(Lang::En, "", Millis(0), Default::default());
        let words = cx.code("deadline", "LOOK");
        assert!(file(&said).contains(&words) && !file(&silent).contains(&words), "{words}");
    }

    #[test]
    fn a_time_that_another_program_has_agreed_can_be_kept() {
        let mut odd = sample();
        let steps = StepTimes { look: Some(TimeLimit::Minutes(7)), ..StepTimes::default() };
        odd.timers[0].steps = Some(steps);
        let cx = Cx::new(Lang::En, "", Millis(0), Default::default());
        let mut values = Pairs::default();
        filled(&odd, &mut values);
        let errors = Errors::none();
        let drawn = fields(&cx, &Form::new(&cx, &values, &errors), Some(&odd)).into_string();
        assert!(drawn.contains("value=\"M7\" selected"), "{drawn}");
        assert_eq!(drawn.matches("<select").count(), 9);
    }
}
