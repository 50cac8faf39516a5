//! One obligation on one day: who has said what, and where it stands.
//!
//! The state is computed from signed entries and the time. The obligor submits; the other party accepts or returns; silence for ten
//! working days is acceptance by default, which counts less; both together waive; after the cure period the other party may
//! declare a breach, and withdraw it.

use minicbor::{Decode, Encode};

use crate::calendar::WorkingCalendar;
use crate::time::Millis;

/// No honest pair of parties writes more.
const ENTRIES_MAX: usize = 64;

/// Which of the two parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Party {
    /// The one that owes.
    #[n(0)]
    Obligor,
    /// The one to which it is owed.
    #[n(1)]
    Obligee,
}

/// What a party can say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Act {
    /// It is done; the evidence is attached.
    #[n(0)]
    Submit,
    /// We agree that it is done.
    #[n(1)]
    Accept,
    /// Something is missing.
    #[n(2)]
    Return,
    /// It need not be done. Waived when both have said so.
    #[n(3)]
    Waive,
    /// It was not done in time, nor in the time after that.
    #[n(4)]
    DeclareBreach,
    /// The breach is made good.
    #[n(5)]
    Cure,
}

/// A signed word of one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Entry {
    /// Whose.
    #[n(0)]
    pub by: Party,
    /// What.
    #[n(1)]
    pub act: Act,
    /// When.
    #[n(2)]
    pub at: Millis,
}

/// The days of one instance, fixed by the agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// When it is due.
    pub due_at: Millis,
    /// So many days before, it is on the obligor's list.
    pub lead_days: u16,
    /// So many days after, the other party may declare a breach.
    pub cure_days: u16,
    /// Silence of the other party for so many of its working days is acceptance by default.
    pub silence_days: u16,
    /// The calendar of the party to which it is owed.
    pub calendar: WorkingCalendar,
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The other party signed that it is done.
    Accepted,
    /// The other party said nothing in time.
    ByDefault,
    /// Both signed that it need not be done.
    Waived,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not yet on anybody's list.
    Scheduled,
    /// On the obligor's list.
    Open,
    /// On the obligor's list, and late.
    Overdue,
    /// Waits for the other party, until the time when silence is acceptance.
    Submitted {
        /// When silence becomes acceptance.
        until: Millis,
    },
    /// Came back to the obligor.
    Returned,
    /// Declared broken.
    Breached,
    /// Over.
    Settled(Settled),
}

/// One obligation on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    terms: Terms,
    entries: Vec<Entry>,
}

/// Why an act has no place here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum NotNow {
    /// It is the other party's act.
    NotYours,
    /// It does not fit where the obligation stands.
    Standing,
    /// The time has not come.
    TooEarly,
    /// The entry is older than the last one.
    Backdated,
    /// More entries than an obligation can have.
    TooMany,
}

impl NotNow {
    /// The stable key for translation, wire and logs.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotYours => "obligation.not_yours",
            Self::Standing => "obligation.standing",
            Self::TooEarly => "obligation.too_early",
            Self::Backdated => "obligation.backdated",
            Self::TooMany => "obligation.too_many",
        }
    }
}

impl Instance {
    /// As signed, with nothing said about it yet.
    pub fn new(terms: Terms) -> Self {
        Self { terms, entries: Vec::new() }
    }

    /// What was said, in order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The same with one more entry, if it has a place.
    ///
    /// # Errors
    /// [`NotNow`]: nobody acts for the other party, out of turn, or before the last entry.
    pub fn with(mut self, entry: Entry) -> Result<Self, NotNow> {
        if self.entries.len() >= ENTRIES_MAX {
            return Err(NotNow::TooMany);
        }
        if self.entries.last().is_some_and(|last| entry.at < last.at) {
            return Err(NotNow::Backdated);
        }
        self.allows(entry)?;
        self.entries.push(entry);
        Ok(self)
    }

    fn allows(&self, entry: Entry) -> Result<(), NotNow> {
        let whose = match entry.act {
            Act::Submit => Some(Party::Obligor),
            Act::Accept | Act::Return | Act::DeclareBreach | Act::Cure => Some(Party::Obligee),
            Act::Waive => None,
        };
        if whose.is_some_and(|whose| whose != entry.by) {
            return Err(NotNow::NotYours);
        }
        let standing = self.standing(entry.at);
        let fits = match entry.act {
            Act::Submit => matches!(
                standing,
                Standing::Scheduled
                    | Standing::Open
                    | Standing::Overdue
                    | Standing::Returned
                    | Standing::Breached
            ),
            Act::Accept | Act::Return => matches!(standing, Standing::Submitted { .. }),
            Act::Waive => !matches!(standing, Standing::Settled(_)) && !self.has_waived(entry.by),
            Act::DeclareBreach => matches!(standing, Standing::Overdue | Standing::Returned),
            Act::Cure => standing == Standing::Breached,
        };
        if !fits {
            return Err(NotNow::Standing);
        }
        let cured = self.terms.due_at.plus_days(i64::from(self.terms.cure_days));
        if entry.act == Act::DeclareBreach && entry.at < cured {
            return Err(NotNow::TooEarly);
        }
        Ok(())
    }

    fn has_waived(&self, party: Party) -> bool {
        self.entries.iter().any(|entry| entry.act == Act::Waive && entry.by == party)
    }

    /// Where it stands at `now`.
    pub fn standing(&self, now: Millis) -> Standing {
        if self.has_waived(Party::Obligor) && self.has_waived(Party::Obligee) {
            return Standing::Settled(Settled::Waived);
        }
        let last = self.entries.iter().rev().find(|entry| entry.act != Act::Waive);
        match last.map(|entry| (entry.act, entry.at)) {
            Some((Act::Submit, at)) => self.awaiting(at, now),
            Some((Act::Accept, _)) => Standing::Settled(Settled::Accepted),
            Some((Act::Return, _)) => Standing::Returned,
            Some((Act::DeclareBreach, _)) => Standing::Breached,
            Some((Act::Cure | Act::Waive, _)) | None => self.unsaid(now),
        }
    }

    /// A calendar without a working day makes silence last for good.
    fn awaiting(&self, at: Millis, now: Millis) -> Standing {
        let until = self.terms.calendar.after_days(at, self.terms.silence_days);
        let until = until.unwrap_or(Millis(i64::MAX));
        if now < until {
            Standing::Submitted { until }
        } else {
            Standing::Settled(Settled::ByDefault)
        }
    }

    fn unsaid(&self, now: Millis) -> Standing {
        let due = self.terms.due_at;
        let opens = due.plus_days(-i64::from(self.terms.lead_days));
        match now {
            now if now < opens => Standing::Scheduled,
            now if now <= due => Standing::Open,
            _ => Standing::Overdue,
        }
    }

    /// When it was fulfilled: the submission that was accepted, or not answered. `None` while it is not.
    pub fn fulfilled_at(&self, now: Millis) -> Option<Millis> {
        let fulfilled =
            matches!(self.standing(now), Standing::Settled(Settled::Accepted | Settled::ByDefault));
        let submitted = self.entries.iter().rev().find(|entry| entry.act == Act::Submit)?;
        fulfilled.then_some(submitted.at)
    }
}
