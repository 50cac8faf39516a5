//! The blind check before somebody is admitted: whether the person they flee from, or kin, lives or works in the home. The
//! node compares by itself; the answer is that a person must call, or that nothing is known, and never who it was or why. What
//! was typed is kept nowhere. Between two agencies it is asked with the referral ([`crate::shelter::danger`]).
//!
//! Names that only sound alike, or a shared family name, are enough for a call. That nothing is known is no promise.

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;

use maud::{Markup, html};
use sila_core::ids::{CaseId, PersonId};
use sila_core::person::Person;
use uuid::Uuid;

use super::store::Told;
use super::{Stay, hold, path, store};
use crate::accounts::{Permission, Worker, store as accounts};
use crate::app::App;
use crate::ask::Ask;
use crate::cases::{self, store as case_store};
use crate::db::{DbError, Tx};
use crate::people::form::{EMIRATES_ID_CHARS_MAX, NAME_CHARS_MAX, PHONE_CHARS_MAX};
use crate::people::reading::Reading;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Button, Card, Note, Tone, acts, post};
use crate::web::{Arg, Cx, Errors, Form, Pairs};

/// The act of the step that holds an answer.
pub const ACT: &str = "BLIND";
/// The answer that a person must call.
pub const CALL: &str = "CALL";
/// The answer that nothing is known.
pub const NOTHING: &str = "NOTHING";
/// Most checks of one stay: nobody finds out by trying who lives in a home.
pub const CHECKS_MAX: usize = 3;

/// The answers of a stay so far, the last one last.
pub fn answers(steps: &[Told]) -> Vec<&Told> {
    steps.iter().filter(|step| step.act == ACT).collect()
}

/// Compares, and writes down the answer with who asked.
///
/// # Errors
/// `shelter.moved` when it is no hold any more; `shelter.blind_enough` after [`CHECKS_MAX`].
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let stay = hold::one(&ask).await?;
    stay.needs(&["HELD"])?;
    let id = stay.id;
    let steps = ask.app.store.read(move |tx| store::steps(tx, id)).await?;
    if answers(&steps).len() >= CHECKS_MAX {
        return Err(Problem::refused("shelter.blind_enough").way_out(path(id, "")));
    }
    let found = is_near(&ask.app, &stay, typed(&ask)).await?;
    let code = if found { CALL } else { NOTHING };
    let step = hold::step(Some(ask.worker()?.id), ACT, code, ask.now);
    hold::moved(&ask, &stay, step, |_tx| Ok(true)).await
}

/// Whether the gate may be passed: somebody has asked, and where the answer was that a person must call, a supervisor says
/// that it was done.
///
/// # Errors
/// `shelter.blind_first`, `shelter.blind_call`.
pub async fn may_pass(ask: &Ask, stay: &Stay) -> Result<(), Problem> {
    let id = stay.id;
    let steps = ask.app.store.read(move |tx| store::steps(tx, id)).await?;
    let refused = |code: &str| Err(Problem::refused(code).way_out(path(id, "")));
    let said = answers(&steps);
    match said.last() {
        None => refused("shelter.blind_first"),
        _ if said.iter().any(|one| one.code == CALL) && !ask.may(Permission::ShelterKeep) => {
            refused("shelter.blind_call")
        }
        Some(_) => Ok(()),
    }
}

/// The person they flee from, as far as somebody can say.
fn typed(ask: &Ask) -> Option<Person> {
    let mut r = Reading::new(&ask.cx, &ask.form);
    let mut person = Person::unknown(PersonId(Uuid::nil()));
    person.name_ar = r.text("name_ar", NAME_CHARS_MAX);
    person.name_latin = r.text("name_latin", NAME_CHARS_MAX);
    person.emirates_id = r.text("emirates_id", EMIRATES_ID_CHARS_MAX);
    person.phone = r.text("phone", PHONE_CHARS_MAX);
    let said = [&person.name_ar, &person.name_latin, &person.emirates_id, &person.phone];
    said.iter().any(|one| one.is_some()).then_some(person)
}

/// Whether one of these lives in the home by another case, or has the family name of somebody who works with the homes.
async fn is_near(app: &App, stay: &Stay, typed: Option<Person>) -> Result<bool, Problem> {
    let (home, id, own) = (stay.home, stay.id, stay.case);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let residents: BTreeSet<CaseId> = store::cases_in(tx, (home, id))?.into_iter().collect();
        let stored = own.map(|case| case_store::stored(tx, case)).transpose()?.flatten();
        Ok((residents, stored, accounts::all(tx)?))
    };
    let (mut residents, stored, workers) = app.store.read(read).await?;
    if let Some(case) = own {
        residents.remove(&case);
    }
    let mut asked: Vec<Person> = typed.into_iter().collect();
    if let Some(stored) = stored {
        asked.extend(cases::unseal(app, stored, None)?.disclosure.people);
    }
    let lives = |person: &Person| {
        let there = |known: &crate::people::register::Known| residents.contains(&known.case);
        !app.people.alike(person, None, app.clock.now(), there).is_empty()
    };
    let staff: Vec<&Worker> =
        workers.iter().filter(|one| one.active && one.may(Permission::ShelterPlace)).collect();
    Ok(asked.iter().any(|person| lives(person) || works(person, &staff)))
}

/// The family name: the last word of a name that has more than one.
fn family(name: &str) -> Option<String> {
    let words = sila_names::fold::words(name);
    words.last().filter(|_| words.len() > 1).cloned()
}

/// Whether somebody who works there has the family name of this person.
fn works(person: &Person, staff: &[&Worker]) -> bool {
    let same = |own: &Option<String>, theirs: &str| {
        own.as_deref().and_then(family).is_some_and(|own| family(theirs) == Some(own))
    };
    staff
        .iter()
        .any(|one| same(&person.name_ar, &one.name_ar) || same(&person.name_latin, &one.name_en))
}

/// The card on the page of a hold: what was answered, and the question.
pub fn card(cx: &Cx, stay: Uuid, steps: &[Told]) -> Markup {
    let (values, errors) = (Pairs::default(), Errors::none());
    let form = Form::new(cx, &values, &errors);
    let said = answers(steps);
    let left = CHECKS_MAX.saturating_sub(said.len());
    let card = Card::new(cx.t("blind-title")).id("blind").body(html! {
        p.hint { (cx.t("blind-text")) }
        @if let Some(last) = said.last() {
            @let call = last.code == CALL;
            (Note::new(if call { "phone" } else { "info" }, cx.code("blind", &last.code))
                .tone(if call { Tone::Bad } else { Tone::Plain })
                .says(cx.t(if call { "blind-call-text" } else { "blind-nothing-text" })))
        }
        @if left > 0 {
            (post(cx, &path(stay, "/blind"), &html! {
                (form.text("name_ar", cx.t("blind-name-ar")).lang("ar").max(NAME_CHARS_MAX).optional())
                (form.text("name_latin", cx.t("blind-name-latin")).lang("en").max(NAME_CHARS_MAX).optional())
                div.row {
                    (form.text("emirates_id", cx.t("person-emirates-id")).numeric().max(EMIRATES_ID_CHARS_MAX).optional())
                    (form.text("phone", cx.t("person-phone")).tel().max(PHONE_CHARS_MAX).optional())
                }
                p.hint { (cx.t_with("blind-left", &[("n", Arg::from(left))])) }
                (acts(&html! { (Button::submit(cx.t("blind-act")).line().icon("shield-check")) }))
            }))
        }
    });
    html! { (card) }
}
