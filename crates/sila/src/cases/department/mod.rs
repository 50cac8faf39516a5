//! The department at a glance: open cases by urgency, risk, stage and age, who has how many, clocks of the law that ran out,
//! referrals,
//! and who was turned away. Whoever reads the cases sees every number and opens its list; a head who reads none sees numbers
//! without
//! what would point at somebody. A team's supervisor sees the same of the team.

pub mod figures;
pub mod page;
pub mod store;
#[cfg(test)]
mod tests;

use sila_core::time::Millis;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/department", Permission::CaseRead, page::show);
    r.get("/{lang}/department.csv", Permission::CaseRead, figures::csv);
    r.get("/{lang}/department.xlsx", Permission::CaseRead, figures::xlsx);
}

/// The code of what nobody has said yet: no stage, no assessment.
pub const NONE: &str = "NONE";

/// How long a case has been open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// Up to a month.
    New,
    /// Up to three.
    Months,
    /// Up to half a year.
    Half,
    /// Longer.
    Long,
}

impl Age {
    /// All of them, the shortest first.
    pub const ALL: [Age; 4] = [Age::New, Age::Months, Age::Half, Age::Long];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Age::New => "NEW",
            Age::Months => "MONTHS",
            Age::Half => "HALF",
            Age::Long => "LONG",
        }
    }

    /// The age of that code.
    pub fn of(code: &str) -> Option<Age> {
        Age::ALL.into_iter().find(|age| age.code() == code)
    }

    /// The days that a case of this age has been open at most; none for the longest.
    fn days(self) -> Option<i64> {
        match self {
            Age::New => Some(30),
            Age::Months => Some(90),
            Age::Half => Some(180),
            Age::Long => None,
        }
    }

    /// When such a case was opened: from the first time on, before the second.
    pub fn opened(self, now: Millis) -> (Millis, Millis) {
        let back = |days: i64| now.plus_days(-days);
        let from = self.days().map_or(Millis(i64::MIN), back);
        let shorter = Age::ALL.into_iter().take_while(|age| *age != self).last();
        let until = shorter.and_then(Age::days).map_or(Millis(i64::MAX), back);
        (from, until)
    }
}
