//! Machine identifiers and user-entered names, each rendering itself isolated.
//!
//! Inside Arabic text a browser shows `784-1990-1234567-1` reversed by its hyphens (UAX #9); `<bdi dir="ltr">` keeps
//! it whole. Names come in either script, so they get a `<bdi>` without a direction.

use maud::{Markup, Render, html};

/// A reference number such as `R-MARSA-26-00012`.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'a>(pub &'a str);

impl Render for Reference<'_> {
    fn render(&self) -> Markup {
        html! { bdi.eid dir="ltr" { (self.0) } }
    }
}

/// An Emirates ID, masked: only `784` and the year of birth are shown (AEGOV pattern `784-1990-XXXXXXX-X`).
#[derive(Clone, Copy, Debug)]
pub struct EmiratesId<'a>(pub &'a str);

impl EmiratesId<'_> {
    /// The masked text. A number of another shape is masked whole.
    pub fn masked(&self) -> String {
        let digits: String = self.0.chars().filter(char::is_ascii_digit).collect();
        match (digits.len(), digits.get(..3), digits.get(3..7)) {
            (15, Some(country), Some(year)) => format!("{country}-{year}-XXXXXXX-X"),
            _ => "XXX-XXXX-XXXXXXX-X".to_owned(),
        }
    }
}

impl Render for EmiratesId<'_> {
    fn render(&self) -> Markup {
        html! { bdi.eid dir="ltr" { (self.masked()) } }
    }
}

/// An Emirates ID in full; only where the reader asked for it and the asking was recorded.
#[derive(Clone, Copy, Debug)]
pub struct EmiratesIdInFull<'a>(pub &'a str);

impl Render for EmiratesIdInFull<'_> {
    fn render(&self) -> Markup {
        let digits: Vec<char> = self.0.chars().filter(char::is_ascii_digit).collect();
        let grouped = digits.len() == 15;
        html! { bdi.eid dir="ltr" {
            @if grouped {
                @for (i, digit) in digits.iter().enumerate() {
                    @if matches!(i, 3 | 7 | 14) { "-" }
                    (digit)
                }
            } @else { (self.0) }
        } }
    }
}

/// A telephone number. One of the Emirates is written in groups (AEGOV pattern `+971 55 123 4567`), any other as it is.
#[derive(Clone, Copy, Debug)]
pub struct Phone<'a>(pub &'a str);

impl Phone<'_> {
    /// The number in groups.
    pub fn grouped(&self) -> String {
        let own = self.0.strip_prefix("+971").filter(|own| own.bytes().all(|b| b.is_ascii_digit()));
        let area_digits = match own.map(str::len) {
            Some(9) => 2,
            Some(8) => 1,
            _ => return self.0.to_owned(),
        };
        let parts = own.and_then(|own| own.split_at_checked(area_digits));
        let parts = parts.and_then(|(area, rest)| Some((area, rest.split_at_checked(3)?)));
        parts.map_or_else(
            || self.0.to_owned(),
            |(area, (middle, end))| format!("+971 {area} {middle} {end}"),
        )
    }
}

impl Render for Phone<'_> {
    fn render(&self) -> Markup {
        html! { bdi.eid dir="ltr" { (self.grouped()) } }
    }
}

/// A hash or signature, shown by its first and last two bytes, whole in the `title`.
#[derive(Clone, Copy, Debug)]
pub struct Seal<'a>(pub &'a [u8]);

impl Render for Seal<'_> {
    fn render(&self) -> Markup {
        let whole = sila_seal::hex(self.0);
        let short =
            match (whole.get(..4), whole.len().checked_sub(4).and_then(|at| whole.get(at..))) {
                (Some(first), Some(last)) if whole.len() > 9 => format!("{first}…{last}"),
                _ => whole.clone(),
            };
        html! { bdi.seal dir="ltr" title=(whole) { (short) } }
    }
}

/// Any other code in Latin letters and digits: clause number, agency code, address, file name.
#[derive(Clone, Copy, Debug)]
pub struct Code<'a>(pub &'a str);

impl Render for Code<'_> {
    fn render(&self) -> Markup {
        html! { bdi.eid dir="ltr" { (self.0) } }
    }
}

/// The name of a file that a person chose. The ending follows the name in the direction of reading and stays whole: in
/// one run of text `سجل 2019.csv` would be seen as `csv.2019 سجل`.
#[derive(Clone, Copy, Debug)]
pub struct FileName<'a>(pub &'a str);

impl Render for FileName<'_> {
    fn render(&self) -> Markup {
        let (stem, ending) = self.0.rfind('.').map_or((self.0, ""), |dot| self.0.split_at(dot));
        html! { bdi { (stem) } @if !ending.is_empty() { bdi dir="ltr" { (ending) } } }
    }
}

/// Words that a person typed: a name, a title, an address. Escaped and isolated.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a>(pub &'a str);

impl Render for Name<'_> {
    fn render(&self) -> Markup {
        html! { bdi { (self.0) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_isolated_and_the_emirates_id_is_masked() {
        let shown = |part: &dyn Render| part.render().into_string();
        assert_eq!(shown(&Reference("R-26-01")), "<bdi class=\"eid\" dir=\"ltr\">R-26-01</bdi>");
        assert!(shown(&EmiratesId("784199012345671")).contains("784-1990-XXXXXXX-X"));
        assert!(shown(&EmiratesId("784-1990-1234567-1")).contains("784-1990-XXXXXXX-X"));
        assert!(!shown(&EmiratesId("78419901234")).contains("7841990"));
        assert!(shown(&EmiratesIdInFull("784199012345671")).contains("784-1990-1234567-1"));
        assert!(shown(&Seal(&[0xa9, 0x1f, 1, 2, 0x3c, 0x07])).contains(">a91f…3c07<"));
        assert_eq!(shown(&Name("<i>")), "<bdi>&lt;i&gt;</bdi>");
        assert_eq!(
            shown(&FileName("سجل 2019.csv")),
            "<bdi>سجل 2019</bdi><bdi dir=\"ltr\">.csv</bdi>"
        );
        assert_eq!(shown(&FileName("سجل")), "<bdi>سجل</bdi>");
    }

    #[test]
    fn a_number_of_the_emirates_is_written_in_groups() {
        for (kept, seen) in [
            ("+971501234567", "+971 50 123 4567"),
            ("+97165551234", "+971 6 555 1234"),
            ("+96550012345", "+96550012345"),
            ("+9718001", "+9718001"),
            ("سبعة", "سبعة"),
        ] {
            assert_eq!(Phone(kept).grouped(), seen);
        }
    }
}
