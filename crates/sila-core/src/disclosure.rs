//! What travels beside a referral: the preview that anybody on duty may read, and the disclosure that
//! opens only after acceptance. Fields that are not shared are removed before anything is sealed.

use crate::area::AreaCode;
use crate::codes::{Category, Channel, Document, Harm, Language, NoWishes, Service, Sex, Urgency};
use crate::field::Field;
use crate::permission::Permission;
use crate::person::{AgeBand, Birth, Person};
use crate::residence::Residence;
use crate::time::Millis;
use crate::wire::{is_machine_word, wire_type};
use minicbor::{Decode, Encode};
use std::fmt;

mod codes;
mod content;
#[cfg(test)]
pub(crate) mod tests;

/// What the receiver sees before it decides. It names nobody.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Preview {
    /// Age band of the person concerned.
    #[n(0)]
    pub age_band: AgeBand,
    /// Sex.
    #[n(1)]
    pub sex: Sex,
    /// Category of the case.
    #[n(2)]
    pub category: Category,
    /// Services asked for.
    #[n(3)]
    pub services: Vec<Service>,
    /// How fast.
    #[n(4)]
    pub urgency: Urgency,
    /// Area of residence.
    #[n(5)]
    pub area: Option<AreaCode>,
    /// Age bands of the others in the household.
    #[n(6)]
    pub household: Vec<AgeBand>,
    /// Machine words such as [`Preview::IMMEDIATE_DANGER`].
    #[n(7)]
    pub flags: Vec<String>,
    /// Language of the person.
    #[n(8)]
    pub language: Option<Language>,
    /// Fields that the agreement or the person keeps back, shown so that nobody asks in vain.
    #[n(9)]
    pub not_shared: Vec<Field>,
    /// The person is known to both agencies, which gives priority.
    #[n(10)]
    pub linked_priority: bool,
}

wire_type!(Preview, 8 * 1024, |preview| {
    let words = preview.flags.iter().all(|flag| is_machine_word(flag, 32));
    if words { Ok(()) } else { Err("flags") }
});

/// The safe way to reach a person.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct SafeContact {
    /// Channel.
    #[n(0)]
    pub channel: Channel,
    /// Number in E.164.
    #[n(1)]
    pub phone: Option<String>,
    /// When.
    #[n(2)]
    pub times: Option<String>,
    /// What to say, and what never to do.
    #[n(3)]
    pub instruction: Option<String>,
    /// The word by which the person knows who calls.
    #[n(4)]
    pub code_word: Option<String>,
}

/// What was done about safety before anything else.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Safety {
    /// In immediate danger.
    #[n(0)]
    pub immediate_danger: bool,
    /// Safe to talk now.
    #[n(1)]
    pub safe_to_talk: bool,
    /// The safe way to reach the person.
    #[n(2)]
    pub safe_contact: Option<SafeContact>,
    /// The safety plan.
    #[n(3)]
    pub plan: Option<String>,
}

/// What one agency tells the other about a person. `Debug` prints how many people it holds.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Disclosure {
    /// The person concerned first, then the household.
    #[n(0)]
    pub people: Vec<Person>,
    /// Residence.
    #[n(1)]
    pub residence: Residence,
    /// Safety.
    #[n(2)]
    pub safety: Safety,
    /// Kinds of harm.
    #[n(3)]
    pub harm: Vec<Harm>,
    /// Services needed.
    #[n(4)]
    pub needs: Vec<Service>,
    /// What the person wants.
    #[n(5)]
    pub wishes: Option<String>,
    /// What the person does not want to happen.
    #[n(6)]
    pub unwanted: Option<String>,
    /// What happened, in the person's own words.
    #[n(7)]
    pub account: Option<String>,
    /// What allows this disclosure.
    #[n(8)]
    pub permission: Permission,
    /// Kinds of documents on file.
    #[n(9)]
    pub documents: Vec<Document>,
    /// What hides the content behind its hash ([`Disclosure::content`]): the same for every offer of one case, and known to
    /// the sender and to whoever opens this.
    #[cbor(n(10), with = "minicbor::bytes")]
    pub salt: Option<[u8; 32]>,
    /// Why nobody could write down what the person wants.
    #[n(11)]
    pub no_wishes: Option<NoWishes>,
}

wire_type!(Disclosure, 512 * 1024);

impl Preview {
    /// Flag: in immediate danger.
    pub const IMMEDIATE_DANGER: &'static str = "IMMEDIATE_DANGER";
    /// Flag: not safe to talk.
    pub const NOT_SAFE_TO_TALK: &'static str = "NOT_SAFE_TO_TALK";
    /// Flag: children come along.
    pub const CHILDREN: &'static str = "CHILDREN";

    /// The preview of a disclosure of which only `shared` fields will go.
    pub fn of(
        disclosure: &Disclosure,
        category: Category,
        services: &[Service],
        urgency: Urgency,
        shared: &[Field],
        now: Millis,
    ) -> Self {
        let not_shared = Field::ALL.iter().copied().filter(|f| !shared.contains(f)).collect();
        let seen = disclosure.clone().limited_to(shared);
        let concerned = seen.people.first();
        let household: Vec<AgeBand> =
            seen.people.iter().skip(1).map(|person| person.age_band(now)).collect();
        let flags = [
            (seen.safety.immediate_danger, Self::IMMEDIATE_DANGER),
            (shared.contains(&Field::Safety) && !seen.safety.safe_to_talk, Self::NOT_SAFE_TO_TALK),
            (household.iter().any(|band| band.is_child()), Self::CHILDREN),
        ];
        Self {
            age_band: concerned.map_or(AgeBand::Unknown, |person| person.age_band(now)),
            sex: concerned.map_or(Sex::Unknown, |person| person.sex),
            category,
            services: services.to_vec(),
            urgency,
            area: seen.residence.area,
            household,
            flags: flags.iter().filter(|(on, _)| *on).map(|(_, flag)| (*flag).to_owned()).collect(),
            language: concerned.and_then(|person| person.language),
            not_shared,
            linked_priority: false,
        }
    }
}

impl Disclosure {
    /// This disclosure with everything removed that is not in `fields`. The language to speak with
    /// people and the permission itself always go.
    #[must_use]
    pub fn limited_to(mut self, fields: &[Field]) -> Self {
        let keeps = |field: Field| fields.contains(&field);
        if !keeps(Field::Household) {
            self.people.truncate(1);
        }
        for person in &mut self.people {
            limit_person(person, &keeps);
        }
        if !keeps(Field::Residence) {
            self.residence = Residence::unknown();
        }
        limit_safety(&mut self.safety, &keeps);
        if !keeps(Field::Wishes) {
            (self.wishes, self.unwanted, self.no_wishes) = (None, None, None);
        }
        if !keeps(Field::Account) {
            self.account = None;
        }
        if !keeps(Field::Needs) {
            self.needs.clear();
        }
        if !keeps(Field::Harm) {
            self.harm.clear();
        }
        self.documents.retain(|document| keeps(field_of(*document)));
        self
    }

    /// Whether it is written down what the person wants, or why it could not be asked. Without it nothing is referred.
    pub fn answers_wishes(&self) -> bool {
        self.wishes.is_some() || self.no_wishes.is_some()
    }

    /// The fields that this disclosure really holds something of: exactly what would leave.
    pub fn fields(&self) -> Vec<Field> {
        let without = |field: &Field| {
            let rest: Vec<Field> = Field::ALL.iter().copied().filter(|f| f != field).collect();
            self.clone().limited_to(&rest) != *self
        };
        Field::ALL.iter().copied().filter(without).collect()
    }
}

fn limit_person(person: &mut Person, keeps: &impl Fn(Field) -> bool) {
    if !keeps(Field::Name) {
        (person.name_ar, person.name_latin) = (None, None);
    }
    if !keeps(Field::EmiratesId) {
        person.emirates_id = None;
    }
    if !keeps(Field::Birth) {
        person.birth = Birth::Unknown;
    }
    if !keeps(Field::Sex) {
        person.sex = Sex::Unknown;
    }
    if !keeps(Field::Nationality) {
        person.nationality = None;
    }
    if !keeps(Field::Phone) {
        person.phone = None;
    }
}

fn limit_safety(safety: &mut Safety, keeps: &impl Fn(Field) -> bool) {
    if !keeps(Field::Safety) {
        (safety.immediate_danger, safety.safe_to_talk, safety.plan) = (false, false, None);
    }
    if !keeps(Field::SafeContact) {
        safety.safe_contact = None;
    }
}

/// The field under which a kind of document is shared.
pub fn field_of(document: Document) -> Field {
    match document {
        Document::PoliceReport => Field::PoliceReport,
        Document::MedicalReport | Document::PsychologicalReport => Field::MedicalRecord,
        _ => Field::Documents,
    }
}

impl Safety {
    /// Nothing was asked yet: not known to be safe to talk.
    pub fn unknown() -> Self {
        Self { immediate_danger: false, safe_to_talk: false, safe_contact: None, plan: None }
    }
}

impl fmt::Debug for SafeContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SafeContact({})", self.channel)
    }
}

impl fmt::Debug for Safety {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Safety")
    }
}

impl fmt::Debug for Disclosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Disclosure({} people)", self.people.len())
    }
}
