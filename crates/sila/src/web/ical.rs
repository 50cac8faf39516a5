//! Files for calendars (RFC 5545): how a text, a line and a time are written in them.

use sila_core::time::Millis;

use super::dates;

/// Bytes of a line before it is folded (RFC 5545 §3.1).
const LINE_BYTES: usize = 75;

/// A text as it stands in a line: nothing in it divides a cell or ends the line.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line with its end, folded between characters.
pub fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut used = 0_usize;
    for c in line.chars() {
        if used.saturating_add(c.len_utf8()) > LINE_BYTES {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used = used.saturating_add(c.len_utf8());
    }
    out.push_str("\r\n");
    out
}

/// A time of the clock of Greenwich: `20261122T080000Z`.
pub fn stamp(at: Millis) -> String {
    // The pages tell the time of the State, four hours ahead.
    let at = dates::civil(at.plus_hours(-4));
    let day = format!("{:04}{:02}{:02}", at.year(), at.month(), at.day());
    format!("{day}T{:02}{:02}{:02}Z", at.hour(), at.minute(), at.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_arabic_line_is_folded_between_characters_and_nothing_divides_a_cell() {
        let line = format!("SUMMARY:{}", escaped(&"اجتماع؛ a;b,c\n".repeat(9)));
        let text = folded(&line);
        assert!(text.split("\r\n").all(|part| part.len() <= LINE_BYTES), "{text}");
        assert_eq!(text.replace("\r\n ", "").trim_end(), line);
        assert!(!escaped("a\nb").contains('\n') && escaped("a;b") == "a\\;b");
    }

    #[test]
    fn a_time_is_told_by_the_clock_of_greenwich() {
        assert_eq!(stamp(Millis(1_795_334_400_000)), "20261122T080000Z");
    }
}
