//! What is new in a case for one reader (جديد منذ آخر اطلاع): the parts that somebody else changed since the reader last looked at its page. The
//! log of readings says when that was; the journal and the rows themselves say what changed. A mark stands for a quarter of an hour,
//! which is one visit, or until the reader has opened the page of that part. What is not for the reader bears no mark.

pub mod store;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use sila_core::time::Millis;

use crate::journal::access::VISIT_MINUTES;
use crate::web::Cx;
use crate::web::components::{Tone, tag};
use store::Line;

/// A part of a case that has a card or a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Who the people are, where they live, what they need and want.
    Known,
    /// Assessments.
    Assessments,
    /// The care plan and the pathway.
    Plan,
    /// Appointments.
    Appointments,
    /// Referrals.
    Referrals,
    /// Clocks of the law.
    Clocks,
    /// Reports that the law wants.
    Reports,
    /// Who reads the case.
    Readers,
    /// Notes that are for the reader.
    Notes,
    /// Documents that are for the reader.
    Documents,
    /// How the people are tied to each other.
    Kin,
    /// Flags.
    Flags,
    /// What a committee has decided.
    Committee,
    /// Letters on paper.
    Letters,
}

/// The kind of change, the part that it is of, and the screen on which the part is read beside the page of the case.
const PARTS: &[(&str, Part, &str)] = &[
    ("case", Part::Known, ""),
    ("assessment", Part::Assessments, ""),
    ("plan", Part::Plan, "case.plan"),
    ("pathway", Part::Plan, "case.plan"),
    ("appointment", Part::Appointments, "case.appointments"),
    ("referral", Part::Referrals, ""),
    ("interpreter", Part::Appointments, "case.interpreters"),
    ("clock", Part::Clocks, "case.clocks"),
    ("mandatory", Part::Reports, "case.mandatory"),
    ("scope", Part::Readers, "case.scope"),
    ("note", Part::Notes, "case.notes"),
    ("document", Part::Documents, "case.documents"),
    ("kin", Part::Kin, "case.kin"),
    ("flag", Part::Flags, "case.flags"),
    ("committee", Part::Committee, "case.committee"),
    ("letter", Part::Letters, "case.letters"),
];

/// The parts of a case that are new for a reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News(BTreeSet<Part>);

impl News {
    /// Until when a look counts as an earlier one: the marks of a visit stay for as long as it lasts.
    pub fn before(now: Millis) -> Millis {
        now.plus_minutes(-VISIT_MINUTES)
    }

    /// What has changed since this reader's last look. Nothing for who looks for the first time: then all of it is new.
    pub fn new(lines: &[Line]) -> News {
        let read: BTreeMap<&str, Millis> =
            lines.iter().filter(|one| one.read).map(|one| (one.what.as_str(), one.at)).collect();
        let of = |line: &Line| {
            let (_, part, screen) = PARTS.iter().find(|(kind, ..)| *kind == line.what)?;
            let seen = read.get(screen).is_some_and(|at| *at >= line.at);
            (!seen).then_some(*part)
        };
        News(lines.iter().filter(|one| !one.read).filter_map(of).collect())
    }

    /// Whether the part is new.
    pub fn has(&self, part: Part) -> bool {
        self.0.contains(&part)
    }

    /// The mark beside the heading of a part: words, and nothing where nothing is new.
    pub fn mark(&self, cx: &Cx, part: Part) -> Markup {
        html! { @if self.has(part) { (tag(Tone::Info, cx.t("case-news"))) } }
    }
}
