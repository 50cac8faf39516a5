//! The working calendars of the two agencies of a referral as both had signed them when it was offered. Every time in working days
//! runs on the calendar of the agency whose clock it is, and a later text of the agreement does not move it.

use std::borrow::Cow;

use minicbor::{Decode, Encode};

use super::offer::Offer;
use super::rules::Side;
use crate::agreement::Agreement;
use crate::calendar::{Week, WorkingCalendar};
use crate::ids::AgencyId;
use crate::time::Date;

/// Days off and other hours are frozen for so many days from the day of the offer on. No time of a referral is longer, and the few
/// that begin after that run in the ordinary week.
pub(super) const AHEAD_DAYS: i64 = 400;

/// The two calendars.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Calendars {
    /// The day of the offer.
    #[n(0)]
    pub from: Date,
    /// Of the agency that offers.
    #[n(1)]
    pub source: WorkingCalendar,
    /// Of the agency that is asked.
    #[n(2)]
    pub target: WorkingCalendar,
}

impl Calendars {
    /// Those of the parties of this agreement; `None` where one is no party.
    pub(super) fn of(
        agreement: &Agreement,
        [source, target]: [AgencyId; 2],
        from: Date,
    ) -> Option<Self> {
        let of = |agency| {
            let party = agreement.party(agency)?;
            Some(party.calendar.between(from, from.plus_days(AHEAD_DAYS)))
        };
        Some(Self { from, source: of(source)?, target: of(target)? })
    }

    /// Whether both make sense and say nothing about days that nobody counts.
    pub(super) fn is_sound(&self) -> bool {
        let until = self.from.plus_days(AHEAD_DAYS);
        let sound =
            |one: &WorkingCalendar| one.is_sensible() && one.between(self.from, until) == *one;
        sound(&self.source) && sound(&self.target)
    }
}

impl Offer {
    /// The calendar on which the clock of this side runs. Where the offer says nothing: the federal week without holidays, so that
    /// both sides count alike.
    pub fn calendar(&self, side: Side) -> Cow<'_, WorkingCalendar> {
        match (&self.calendars, side) {
            (Some(both), Side::Source) => Cow::Borrowed(&both.source),
            (Some(both), Side::Target) => Cow::Borrowed(&both.target),
            (None, _) => Cow::Owned(Week::Five.calendar()),
        }
    }

    /// Whether the calendars that it freezes, if it does, are those of the agreement, from about its own day on.
    pub(super) fn keeps_calendars_of(&self, agreement: &Agreement) -> bool {
        let parties = [self.source, self.target];
        self.calendars.as_ref().is_none_or(|own| {
            Calendars::of(agreement, parties, own.from).is_some_and(|signed| signed == *own)
        })
    }
}
