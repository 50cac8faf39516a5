//! International days on which campaigns like to begin, by the calendar of the United Nations and of the State.

use crate::time::Date;

/// A day of the year and its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorldDay {
    /// Its code.
    pub code: &'static str,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
}

const fn on(month: u8, day: u8, code: &'static str) -> WorldDay {
    WorldDay { code, month, day }
}

/// Days about women, children, families and whoever these agencies protect, in the order of the year.
pub const DAYS: [WorldDay; 12] = [
    on(3, 8, "WOMEN"),
    on(3, 15, "EMIRATI_CHILD"),
    on(5, 15, "FAMILIES"),
    on(6, 4, "CHILD_VICTIMS"),
    on(6, 15, "ELDER_ABUSE"),
    on(7, 30, "TRAFFICKING"),
    on(8, 28, "EMIRATI_WOMEN"),
    on(10, 1, "OLDER"),
    on(10, 11, "GIRL"),
    on(11, 18, "CHILD_SEXUAL_ABUSE"),
    on(11, 20, "CHILDREN"),
    on(11, 25, "VIOLENCE"),
];

/// The days from `from` to `to`, both included, in their order.
pub fn within(from: Date, to: Date) -> Vec<(Date, &'static str)> {
    let years = from.year..=to.year;
    let all = years.flat_map(|year| {
        DAYS.iter().map(move |one| (Date { year, month: one.month, day: one.day }, one.code))
    });
    all.filter(|(day, _)| (from..=to).contains(day)).collect()
}
