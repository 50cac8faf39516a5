//! The five steps and the fields that belong to each.

use crate::people::form::OTHERS_MAX;

/// A step of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Is the person safe now?
    Safety,
    /// Who they are and where they live.
    Person,
    /// What they need and want.
    Need,
    /// What may be shared, with whom, on what ground.
    Sharing,
    /// Everything once more, and the decision.
    Check,
}

const SAFETY: &[&str] = &[
    "channel",
    "reporter",
    "danger",
    "talk",
    "language",
    "interpreter",
    "contact",
    "contact_channel",
    "contact_phone",
    "contact_times",
    "contact_words",
    "contact_code",
    "plan",
];

const PERSON: &[&str] = &[
    "name_ar",
    "name_latin",
    "emirates_id",
    "birth_d",
    "birth_m",
    "birth_y",
    "birth_c",
    "age_min",
    "age_max",
    "sex",
    "nationality",
    "phone",
    "others",
    "area",
    "place",
    "place_is",
    "evidence",
    "usual",
    "present",
    "stay_days",
    "risk_home",
];

const NEED: &[&str] = &[
    "category",
    "services",
    "urgency",
    "harm",
    "account",
    "wishes",
    "no_wishes",
    "unwanted",
    "listed",
];

const SHARING: &[&str] = &[
    "to",
    "why",
    "ground",
    "witness",
    "days",
    "share",
    "share_asked",
    "onward",
    "hand_over",
    "kind",
    "back_why",
];

impl Step {
    /// In their order.
    pub const ALL: [Step; 5] = [Step::Safety, Step::Person, Step::Need, Step::Sharing, Step::Check];

    /// From 1 to 5.
    pub fn number(self) -> u8 {
        match self {
            Step::Safety => 1,
            Step::Person => 2,
            Step::Need => 3,
            Step::Sharing => 4,
            Step::Check => 5,
        }
    }

    /// The step of that number.
    pub fn of(number: &str) -> Option<Step> {
        let number: u8 = number.parse().ok()?;
        Step::ALL.into_iter().find(|step| step.number() == number)
    }

    /// The one after it; the last has none after it.
    pub fn next(self) -> Step {
        Step::ALL.into_iter().find(|step| *step > self).unwrap_or(Step::Check)
    }

    /// Key of its short name.
    pub fn name_key(self) -> &'static str {
        match self {
            Step::Safety => "intake-step-safety",
            Step::Person => "intake-step-person",
            Step::Need => "intake-step-need",
            Step::Sharing => "intake-step-sharing",
            Step::Check => "intake-step-check",
        }
    }

    /// Key of its heading.
    pub fn heading_key(self) -> &'static str {
        match self {
            Step::Safety => "intake-heading-safety",
            Step::Person => "intake-heading-person",
            Step::Need => "intake-heading-need",
            Step::Sharing => "intake-heading-sharing",
            Step::Check => "intake-heading-check",
        }
    }

    /// Whether a field belongs to this step. Fields of no step are not kept.
    pub fn owns(self, field: &str) -> bool {
        match self {
            Step::Safety => SAFETY.contains(&field),
            Step::Person => PERSON.contains(&field) || is_of_other_person(field),
            Step::Need => NEED.contains(&field),
            Step::Sharing => SHARING.contains(&field),
            Step::Check => false,
        }
    }
}

/// `o3_name`: a field of the third person who came along.
fn is_of_other_person(field: &str) -> bool {
    let Some((row, part)) = field.strip_prefix('o').and_then(|rest| rest.split_once('_')) else {
        return false;
    };
    let in_range = row.parse::<usize>().is_ok_and(|n| (1..=OTHERS_MAX).contains(&n));
    in_range && matches!(part, "name" | "age" | "sex" | "relation")
}
