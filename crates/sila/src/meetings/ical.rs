//! The programme as a file for calendars (RFC 5545): one event for each day, from its first item to its last. What goes by mail asks for
//! something of somebody (RFC 5546), and is a file for each day: one such file is about one event.

use sila_core::Millis;

use super::programme::{self, Line};
use super::{CANCELLED, Open, of};
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::Lang;
use crate::web::ical::{escaped, folded, stamp};

/// A day without items lasts from 9 to 15.
const USUAL: (i64, i64) = (9 * 60, 15 * 60);

/// The file.
///
/// # Errors
/// `page.not_found`, or when the store cannot be read.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let meeting = of(&ask).await?;
    let lines = programme::lines(&ask.app, &meeting).await?;
    let text = calendar(&meeting, &lines, ask.cx.lang, ask.now);
    Ok(Reply::file("text/calendar; charset=utf-8", "meeting.ics", text.into_bytes()))
}

/// From whom to whom a file goes by mail, and what it asks.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// `REQUEST` or `CANCEL`.
    pub method: &'static str,
    /// Address of the host.
    pub from: &'a str,
    /// Address of whoever is invited.
    pub to: &'a str,
}

/// The text of the file with every day.
pub fn calendar(meeting: &Open, lines: &[Line], lang: Lang, now: Millis) -> String {
    let mut out = begun("PUBLISH");
    for day in 1..=meeting.row.days {
        event(&mut out, (meeting, lines), day, lang, now, None);
    }
    out.push_str(&folded("END:VCALENDAR"));
    out
}

/// A file for each day, as they go by mail.
pub fn files(
    meeting: &Open,
    lines: &[Line],
    lang: Lang,
    now: Millis,
    asked: Asked<'_>,
) -> Vec<String> {
    let file = |day: u16| {
        let mut out = begun(asked.method);
        event(&mut out, (meeting, lines), day, lang, now, Some(asked));
        out.push_str(&folded("END:VCALENDAR"));
        out
    };
    (1..=meeting.row.days).map(file).collect()
}

fn begun(method: &str) -> String {
    let mut out = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sila//Meetings//EN"] {
        out.push_str(&folded(line));
    }
    out.push_str(&folded(&format!("METHOD:{method}")));
    out
}

fn event(
    out: &mut String,
    (meeting, lines): (&Open, &[Line]),
    day: u16,
    lang: Lang,
    now: Millis,
    asked: Option<Asked<'_>>,
) {
    let of_day: Vec<&Line> = lines.iter().filter(|line| line.item.day == day).collect();
    let begins = of_day.iter().map(|line| i64::from(line.item.minute)).min();
    let ends =
        of_day.iter().map(|line| i64::from(line.item.minute.saturating_add(line.item.minutes)));
    let (from, until) = (begins.unwrap_or(USUAL.0), ends.max().unwrap_or(USUAL.1));
    let at = |minutes| stamp(meeting.day(day).plus_minutes(minutes));
    let mut put = |line: &str| out.push_str(&folded(line));
    put("BEGIN:VEVENT");
    put(&format!("UID:{}-{day}@sila", meeting.row.id));
    put(&format!("SEQUENCE:{}", meeting.row.updated_at.0 / 1_000 % 1_000_000_000));
    put(&format!("DTSTAMP:{}", stamp(now)));
    put(&format!("DTSTART:{}", at(from)));
    put(&format!("DTEND:{}", at(until)));
    put(&format!("SUMMARY:{}", escaped(meeting.heading.title.of(lang))));
    put(&format!("LOCATION:{}", escaped(meeting.heading.place.of(lang))));
    let items = of_day.iter().map(|line| {
        format!("{} {}", super::item::clock(line.item.minute), line.text.title.of(lang))
    });
    let items: Vec<String> = items.collect();
    put(&format!("DESCRIPTION:{}", escaped(&items.join("\n"))));
    if let Some(asked) = asked {
        put(&format!("ORGANIZER:mailto:{}", asked.from));
        put(&format!(
            "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{}",
            asked.to
        ));
    }
    let state = if meeting.row.state == CANCELLED { "CANCELLED" } else { "CONFIRMED" };
    put(&format!("STATUS:{state}"));
    put("END:VEVENT");
}
