//! The calendar as a program reads it.

use std::fmt::Write;

use sila_seal::sha256;

use super::store::Entry;
use crate::web::Cx;
use crate::web::ical::{escaped, folded, stamp};

/// An appointment is shown as so long, in minutes: nobody writes its end down.
const MINUTES: i64 = 60;

/// The calendar. Every line ends as the standard wants; no text of anybody is in it.
pub(super) fn calendar(cx: &Cx, entries: &[Entry]) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//calendar//EN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
    ];
    for entry in entries {
        let appointment = entry.kind != "ACTION";
        let summary = match appointment {
            true => cx.code("diary-kind", &entry.kind),
            false => cx.t("diary-action"),
        };
        let minutes = if appointment { MINUTES } else { 0 };
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}", uid(entry)),
            format!("DTSTAMP:{}", stamp(cx.now)),
            format!("DTSTART:{}", stamp(entry.at)),
            format!("DTEND:{}", stamp(entry.at.plus_minutes(minutes))),
            format!("SUMMARY:{}", escaped(&summary)),
            "CLASS:PRIVATE".to_owned(),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

/// An identifier that stays the same for a program and leads to no row.
fn uid(entry: &Entry) -> String {
    let hash = sha256(&[b"sila/calendar/uid/1", entry.id.as_bytes()]);
    hash.iter().take(12).fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}
