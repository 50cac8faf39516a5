//! What a household told, as the agency's records hold it.

use sila_core::disclosure::{Disclosure, SafeContact, Safety};
use sila_core::field::Field;
use sila_core::ids::{AgencyId, PersonId};
use sila_core::permission::Permission;
use sila_core::person::{Birth, Person};
use sila_core::residence::Residence;
use sila_core::time::Millis;

use super::calendar;
use super::story::{Allowed, Contact, Someone, Story};

/// How long a permission holds, in days.
const PERMISSION_DAYS: i64 = 90;

/// Everything the story tells, shared under `permission`; `now` is when the demonstration begins.
pub fn disclosure(
    story: &Story,
    permission: Permission,
    mut new_id: impl FnMut() -> PersonId,
    now: Millis,
) -> Disclosure {
    let asked = story.at.at(now);
    let home = &story.residence;
    let safety = &story.safety;
    Disclosure {
        people: story.people.iter().map(|one| person(one, new_id(), asked, now)).collect(),
        residence: Residence {
            area: Some(home.area),
            evidence: home.evidence,
            usual_home: home.usual_home,
            present_area: home.present_area,
            stay_days: home.stay_days,
            risk_near_home: home.risk_near_home,
        },
        safety: Safety {
            immediate_danger: safety.immediate_danger,
            safe_to_talk: safety.safe_to_talk,
            safe_contact: safety.contact.as_ref().map(safe_contact),
            plan: safety.plan.clone(),
        },
        harm: story.harm.clone(),
        needs: story.needs.clone(),
        wishes: story.wishes.clone(),
        unwanted: story.unwanted.clone(),
        account: story.account.clone(),
        permission,
        documents: story.documents.clone(),
        salt: None,
        no_wishes: None,
    }
}

/// The permission of the story, given to `recipient` for `fields`.
pub fn permission(
    story: &Story,
    recipient: AgencyId,
    fields: Vec<Field>,
    given_at: Millis,
) -> Permission {
    given(&story.permission, recipient, fields, given_at)
}

/// What `allowed` says, given to `recipient` for `fields`.
pub(super) fn given(
    allowed: &Allowed,
    recipient: AgencyId,
    fields: Vec<Field>,
    given_at: Millis,
) -> Permission {
    Permission {
        basis: allowed.basis,
        form: Some(allowed.form),
        recipient,
        purpose: Vec::new(),
        fields,
        witness: allowed.witness.clone(),
        given_at,
        expires_at: given_at.plus_days(PERMISSION_DAYS),
        onward: Vec::new(),
    }
}

fn safe_contact(contact: &Contact) -> SafeContact {
    SafeContact {
        channel: contact.channel,
        phone: Some(contact.phone.clone()),
        times: Some(contact.times.clone()),
        instruction: Some(contact.instruction.clone()),
        code_word: contact.word.clone(),
    }
}

fn person(one: &Someone, id: PersonId, asked: Millis, now: Millis) -> Person {
    let estimated =
        one.from.zip(one.to).map(|(min, max)| Birth::AgeRange { min, max, as_of: asked });
    let told = one.age.and_then(|age| calendar::birth(age, one.on.as_deref(), now));
    Person {
        id,
        name_ar: one.name_ar.clone(),
        name_latin: one.name_en.clone(),
        sex: one.sex,
        birth: estimated.or(told).unwrap_or(Birth::Unknown),
        nationality: one.nationality.clone(),
        emirates_id: one.emirates_id.clone(),
        phone: one.phone.clone(),
        language: one.language,
        relation: one.relation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::script::Script;
    use sila_core::codes::Sex;

    #[test]
    fn ages_are_those_of_the_script_on_any_day() {
        let script = Script::read().unwrap();
        for days in [0, 40, 200, 365, 1_200] {
            let now = Millis(1_763_964_000_000).plus_days(days);
            for story in &script.stories {
                let fields = vec![Field::Name];
                let permission = permission(story, AgencyId([7; 32]), fields, story.at.at(now));
                let told = disclosure(story, permission, || PersonId(uuid::Uuid::nil()), now);
                for (told, written) in told.people.iter().zip(&story.people) {
                    let ages =
                        told.ages(now).map(|ages| (u16::from(ages.min), u16::from(ages.max)));
                    let place = format!("{} after {days} days", story.code);
                    match (written.age, &written.on) {
                        (Some(age), Some(_)) => assert_eq!(ages, Some((age, age)), "{place}"),
                        (Some(age), None) => assert_eq!(ages, Some((age - 1, age)), "{place}"),
                        (None, _) => assert!(ages.is_none() || written.from.is_some(), "{place}"),
                    }
                    assert_ne!(told.sex, Sex::Unknown, "{place}");
                }
            }
        }
    }
}
