//! `/obligations.ics`: what falls due, as a file for calendars (RFC 5545): one whole day each, with the words that were signed.

use sila_core::obligation::Standing;
use sila_core::partnership::Instance;
use sila_core::time::Date;
use sila_core::{AgreementId, Millis};

use super::list::AHEAD_DAYS;
use crate::activation::ledger;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::ical::{escaped, folded};

/// The file.
///
/// # Errors
/// When the store cannot be read.
pub async fn file(ask: Ask) -> Result<Reply, Problem> {
    let books = ledger::all(&ask.app).await?;
    let (cx, now) = (&ask.cx, ask.now);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Sila//Obligations//EN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
    ];
    for book in &books {
        for one in book.ledger.instances(now.plus_days(AHEAD_DAYS)) {
            if matches!(one.life.standing(now), Standing::Settled(_)) {
                continue;
            }
            let words = cx.lang.pick(&one.duty.text.ar, &one.duty.text.en);
            let who = book.name(cx.lang, one.duty.obligor);
            let code = &book.ledger.agreement.code;
            lines.extend(event(book.ledger.agreement.id, &one, now));
            lines.push(format!("SUMMARY:{}", escaped(&format!("{who}: {words}"))));
            lines
                .push(format!("DESCRIPTION:{}", escaped(&format!("{code} · {}", one.duty.clause))));
            lines.push("END:VEVENT".to_owned());
        }
    }
    lines.push("END:VCALENDAR".to_owned());
    let text: String = lines.iter().map(|line| folded(line)).collect();
    Ok(Reply::file("text/calendar; charset=utf-8", "obligations.ics", text.into_bytes()))
}

/// The beginning of an event. Its name stays the same as long as the obligation is due on that day.
fn event(agreement: AgreementId, one: &Instance<'_>, now: Millis) -> Vec<String> {
    let due = one.due.at.uae_date();
    let stamp = digits(now.uae_date());
    vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{agreement}-{}-{}@sila", one.duty.number, one.due.at.0),
        format!("DTSTAMP:{stamp}T000000Z"),
        format!("DTSTART;VALUE=DATE:{}", digits(due)),
        format!("DTEND;VALUE=DATE:{}", digits(due.plus_days(1))),
        "TRANSP:TRANSPARENT".to_owned(),
    ]
}

fn digits(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year, date.month, date.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_eight_digits() {
        assert_eq!(digits(Date { year: 2027, month: 3, day: 9 }), "20270309");
    }
}
