//! All answers of the form as the types of the rules, and the first step where something is missing or wrong.

use sila_core::disclosure::Disclosure;
use sila_core::ids::AgencyId;
use sila_core::permission::Permission;
use sila_core::person::Person;
use sila_core::residence::Residence;
use sila_core::time::Millis;

use crate::intake::need::{self, NeedAnswers};
use crate::intake::safety::{self, SafetyAnswers};
use crate::intake::sharing::{self, SharingAnswers, To};
use crate::intake::{Step, residence};
use crate::people::form;
use crate::people::reading::Reading;
use crate::web::{Cx, Errors, Pairs};

/// Everything that was answered so far.
#[derive(Debug, Clone)]
pub struct Answers {
    /// Step 1.
    pub safety: SafetyAnswers,
    /// Step 2: the person concerned first.
    pub people: Vec<Person>,
    /// Step 2.
    pub residence: Residence,
    /// Step 3.
    pub need: NeedAnswers,
    /// Step 4.
    pub sharing: SharingAnswers,
    wrong: Vec<(Step, Errors)>,
}

/// Reads a draft. Mistakes are kept by step, in the reader's language.
pub fn read(cx: &Cx, values: &Pairs, now: Millis) -> Answers {
    let mut r = Reading::new(cx, values);
    let safety = safety::read(&mut r);
    let mut wrong = vec![(Step::Safety, r.errors())];

    let mut r = Reading::new(cx, values);
    let mut person = form::read(&mut r, now);
    person.language = safety.language;
    let mut people = vec![person];
    people.extend(form::read_others(&mut r, values, now));
    let residence = residence::read(&mut r);
    wrong.push((Step::Person, r.errors()));

    let mut r = Reading::new(cx, values);
    let need = need::read(&mut r);
    wrong.push((Step::Need, r.errors()));

    let mut r = Reading::new(cx, values);
    let sharing = sharing::read(&mut r);
    wrong.push((Step::Sharing, r.errors()));
    Answers { safety, people, residence, need, sharing, wrong }
}

impl Answers {
    /// The mistakes of a step.
    pub fn errors(&self, step: Step) -> Errors {
        let found = self.wrong.iter().find(|(at, _)| *at == step);
        found.map_or_else(Errors::none, |(_, errors)| errors.clone())
    }

    /// Adds a mistake that only shows when steps are seen together.
    pub fn add_wrong(&mut self, step: Step, field: &str, message: String) {
        if let Some((_, errors)) = self.wrong.iter_mut().find(|(at, _)| *at == step) {
            errors.add(field, message);
        }
    }

    /// The first step with a mistake or a gap.
    pub fn first_gap(&self) -> Option<Step> {
        self.wrong.iter().find(|(_, errors)| errors.any()).map(|(step, _)| *step)
    }

    /// Whether safety was asked. Before that, nothing speaks of another agency.
    pub fn safety_is_answered(&self) -> bool {
        self.errors(Step::Safety).is_empty()
    }

    /// All that is known, with the permission for the chosen recipient. `me` is our own agency.
    pub fn disclosure(&self, me: AgencyId, now: Millis) -> Disclosure {
        let sharing = &self.sharing;
        let recipient = match sharing.to {
            Some(To::Agency(agency)) => agency,
            Some(To::Here) | None => me,
        };
        let need = &self.need;
        let mut known = Disclosure {
            people: self.people.clone(),
            residence: self.residence.clone(),
            safety: self.safety.safety(),
            harm: need.harm.clone(),
            needs: need.services.clone(),
            wishes: need.wishes.clone(),
            unwanted: need.unwanted.clone(),
            account: need.account.clone(),
            permission: Permission {
                basis: sharing.ground.basis,
                form: sharing.ground.form,
                recipient,
                purpose: need.services.clone(),
                fields: Vec::new(),
                witness: sharing.witness.clone(),
                given_at: now,
                expires_at: now.plus_days(i64::from(sharing.days)),
                onward: sharing.onward.iter().copied().filter(|to| *to != recipient).collect(),
            },
            documents: Vec::new(),
            salt: None,
            no_wishes: need.no_wishes,
        };
        known.permission.fields = match sharing.to {
            Some(To::Agency(_)) => sharing.fields.clone(),
            Some(To::Here) | None => known.fields(),
        };
        known
    }
}
