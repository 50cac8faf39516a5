//! What the law wants reported (الإبلاغ الوجوبي): from the facts of a case it follows whether a report is due, to whom, within what time,
//! and by which article. The facts may leave it open; then the question that decides is named. Nobody is reported by the program: a
//! person reads what it says, reports, and writes down that they did, or why they did not.

use crate::codes::{Category, Harm, HarmContext, code_list};
use crate::person::Ages;

/// From this age on somebody is no child (Federal Law 3 of 2016, article 1).
const ADULT_AT: u8 = 18;
/// From this age on the law on senior citizens protects (Federal Law 9 of 2019).
const SENIOR_AT: u8 = 60;

code_list! {
    /// A report that the law wants.
    Mandatory, "mandatory_report" {
        Child = "CHILD": "Harm to a child: to the child protection unit, at once.",
        ChildCrime = "CHILD_CRIME": "Harm to a child that the prosecution must act on: to the prosecution, within a day.",
        Family = "FAMILY": "Domestic violence: to the ministry, the authority or a social support centre, at once.",
        Trafficking = "TRAFFICKING": "Human trafficking: to the police or the prosecution, at once.",
        Senior = "SENIOR": "Violence against a senior citizen: to the protection unit, at once.",
        Parentage = "PARENTAGE": "A child of unknown parentage was found: to the police, at once.",
    }
}

code_list! {
    /// To whom a report goes.
    Recipient, "report_recipient" {
        ChildProtection = "CHILD_PROTECTION": "The child protection unit.",
        Prosecution = "PROSECUTION": "The Public Prosecution.",
        Police = "POLICE": "The police.",
        SupportCentre = "SUPPORT_CENTRE": "A social support centre of the police.",
        Authority = "AUTHORITY": "The ministry or the local authority for social affairs.",
        SeniorProtection = "SENIOR_PROTECTION": "The protection unit for senior citizens.",
    }
}

code_list! {
    /// What has to be known before it can be told whether a report is due.
    Question, "report_question" {
        Harm = "HARM": "What happened?",
        Age = "AGE": "How old is the person?",
        Context = "CONTEXT": "Who is said to have done it?",
    }
}

code_list! {
    /// Why a report that was due was not made. A supervisor confirms it or not.
    WhyNot, "report_why_not" {
        Reported = "REPORTED": "It was reported by others, and we have the number.",
        Mistaken = "MISTAKEN": "The facts are not as they were written down.",
        Directed = "DIRECTED": "The prosecution or a court has told us not to.",
    }
}

/// Within what time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// The law says at once and names no hours.
    AtOnce,
    /// So many hours from the day on which it became known.
    Hours(i64),
}

impl Within {
    /// The hours after which it counts as late here. Where the law says "at once" the two hours are a rule of ours.
    pub fn hours(self) -> i64 {
        match self {
            Self::AtOnce => 2,
            Self::Hours(hours) => hours,
        }
    }
}

impl Mandatory {
    /// Within what time.
    pub fn within(self) -> Within {
        match self {
            Self::ChildCrime => Within::Hours(24),
            _ => Within::AtOnce,
        }
    }

    /// To whom it can go, the first choice first.
    pub fn recipients(self) -> &'static [Recipient] {
        use Recipient::{
            Authority, ChildProtection, Police, Prosecution, SeniorProtection, SupportCentre,
        };
        match self {
            Self::Child => &[ChildProtection, Authority, Police],
            Self::ChildCrime => &[Prosecution],
            Self::Family => &[Authority, SupportCentre],
            Self::Trafficking => &[Police, Prosecution],
            Self::Senior => &[SeniorProtection, Authority, Police],
            Self::Parentage => &[Police],
        }
    }

    /// Instrument and article, as the register of legal instruments names them.
    pub fn basis(self) -> (&'static str, &'static str) {
        match self {
            Self::Child => ("UAE-2016-3", "42"),
            Self::ChildCrime => ("UAE-CAB-2018-52", "12.9"),
            Self::Family => ("UAE-DL-2024-13", "5"),
            Self::Trafficking => ("UAE-DL-2023-24", "8"),
            Self::Senior => ("UAE-2019-9", "13"),
            Self::Parentage => ("UAE-DL-2022-24", "3"),
        }
    }
}

/// What is known of the person concerned.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// Whom the case is about.
    pub category: Category,
    /// The ages that are possible; none when nothing is known.
    pub ages: Option<Ages>,
    /// What was done.
    pub harm: &'a [Harm],
    /// In immediate danger.
    pub danger: bool,
    /// Who is said to have done it, as far as somebody has said.
    pub context: Option<HarmContext>,
}

/// What follows from the facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assessed {
    /// Reports that are due.
    pub due: Vec<Mandatory>,
    /// What has to be known before the rest can be told.
    pub open: Vec<Question>,
}

impl Facts<'_> {
    /// Whether somebody did something to the person.
    fn is_harmed(&self) -> bool {
        self.harm.iter().any(|harm| !matches!(harm, Harm::NoHarm | Harm::Unknown))
    }

    /// Whoever may be a child is treated as one.
    fn may_be_child(&self) -> bool {
        let categories = [Category::Child, Category::UnknownParentage];
        categories.contains(&self.category) || self.ages.is_some_and(|ages| ages.min < ADULT_AT)
    }

    fn may_be_senior(&self) -> bool {
        self.category == Category::Older || self.ages.is_some_and(|ages| ages.max >= SENIOR_AT)
    }

    /// What the prosecution must act on.
    fn is_crime(&self) -> bool {
        let crimes = [
            Harm::Physical,
            Harm::Rape,
            Harm::SexualAssault,
            Harm::Trafficking,
            Harm::Abduction,
            Harm::ChildAbuseMaterial,
            Harm::UnlawfulGroups,
        ];
        self.danger || self.harm.iter().any(|harm| crimes.contains(harm))
    }

    /// What must be reported, and what is still to be asked.
    pub fn assess(&self) -> Assessed {
        let mut told = Assessed::default();
        let trafficked =
            self.category == Category::Trafficking || self.harm.contains(&Harm::Trafficking);
        let at_home = matches!(self.context, Some(HarmContext::Spouse | HarmContext::Family));
        let rules = [
            (Mandatory::Child, self.is_harmed() && self.may_be_child()),
            (Mandatory::ChildCrime, self.is_harmed() && self.may_be_child() && self.is_crime()),
            (Mandatory::Family, self.is_harmed() && at_home),
            (Mandatory::Trafficking, trafficked),
            (Mandatory::Senior, self.is_harmed() && self.may_be_senior()),
            (Mandatory::Parentage, self.category == Category::UnknownParentage),
        ];
        told.due = rules.into_iter().filter(|(_, due)| *due).map(|(kind, _)| kind).collect();
        let unknown = self.harm.is_empty() || self.harm.contains(&Harm::Unknown);
        let decides = matches!(self.context, None | Some(HarmContext::Unknown));
        let questions = [
            (Question::Harm, unknown && !self.is_harmed()),
            (Question::Age, self.is_harmed() && self.ages.is_none() && !self.has_age()),
            (Question::Context, self.is_harmed() && decides),
        ];
        told.open = questions.into_iter().filter(|(_, open)| *open).map(|(one, _)| one).collect();
        told
    }

    /// Whether the category says enough of the age.
    fn has_age(&self) -> bool {
        self.may_be_child() || self.category == Category::Older
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(category: Category, age: Option<u8>, harm: &[Harm]) -> Facts<'_> {
        let ages = age.map(|age| Ages { min: age, max: age });
        Facts { category, ages, harm, danger: false, context: None }
    }

    #[test]
    fn what_must_be_reported_follows_from_the_facts() {
        use Mandatory::{Child, ChildCrime, Family, Parentage, Senior, Trafficking};
        let spouse = Some(HarmContext::Spouse);
        let stranger = Some(HarmContext::PublicPlace);
        let neglect = [Harm::Neglect];
        let assault = [Harm::Physical];
        let table: [(Facts<'_>, Option<HarmContext>, &[Mandatory]); 9] = [
            (facts(Category::Child, Some(9), &neglect), stranger, &[Child]),
            (facts(Category::Child, Some(9), &assault), stranger, &[Child, ChildCrime]),
            (facts(Category::Woman, Some(31), &assault), spouse, &[Family]),
            (facts(Category::Woman, Some(31), &assault), stranger, &[]),
            (facts(Category::Woman, Some(17), &assault), spouse, &[Child, ChildCrime, Family]),
            (facts(Category::Trafficking, Some(26), &[]), stranger, &[Trafficking]),
            (facts(Category::Older, None, &neglect), Some(HarmContext::Family), &[Family, Senior]),
            (facts(Category::Family, Some(60), &neglect), stranger, &[Senior]),
            (facts(Category::UnknownParentage, None, &[Harm::NoHarm]), stranger, &[Parentage]),
        ];
        for (facts, context, due) in table {
            let told = Facts { context, ..facts.clone() }.assess();
            assert_eq!(told.due, due, "{facts:?} {context:?}");
        }
    }

    #[test]
    fn danger_brings_the_prosecution_in_and_no_harm_brings_nobody() {
        let calm = facts(Category::Child, Some(12), &[Harm::Neglect]);
        let danger = Facts { danger: true, ..calm };
        assert!(danger.assess().due.contains(&Mandatory::ChildCrime));
        let none = facts(Category::Child, Some(12), &[Harm::NoHarm]).assess();
        assert_eq!(none, Assessed::default());
    }

    #[test]
    fn what_cannot_be_told_is_asked_and_never_taken_for_no() {
        let open = facts(Category::Woman, None, &[Harm::Unknown]).assess();
        assert_eq!(open.open, [Question::Harm]);
        let unaged = facts(Category::Other, None, &[Harm::Verbal]).assess();
        assert_eq!(unaged.open, [Question::Age, Question::Context]);
        let whole = Facts {
            context: Some(HarmContext::Work),
            ..facts(Category::Woman, Some(30), &[Harm::Verbal])
        };
        assert_eq!(whole.assess(), Assessed::default());
    }

    #[test]
    fn every_duty_names_who_receives_it_and_by_which_article() {
        for kind in Mandatory::ALL {
            assert!(!kind.recipients().is_empty());
            assert!(!kind.basis().1.is_empty() && kind.within().hours() <= 24);
        }
    }
}
