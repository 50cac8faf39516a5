//! Words that people type into a room: what is taken away from them, and how long they may be.

/// Longest idea, in characters.
pub const IDEA_MAX: usize = 500;
/// Longest name of a person or an entity, and longest title, in characters.
pub const NAME_MAX: usize = 120;
/// Marks over or under one letter that stay; more of them are used only to write over the lines above and below.
const MARKS_MAX: usize = 4;

/// The text without what is not seen: marks that turn the direction, characters without width, control characters but for the
/// new line. The joiners stay between letters, where Arabic script and emoji need them.
pub fn clean(typed: &str) -> String {
    let mut out = String::with_capacity(typed.len());
    let mut marks = 0_usize;
    let mut before = ' ';
    let mut all = typed.trim().chars().peekable();
    while let Some(c) = all.next() {
        let next = all.peek().copied().unwrap_or(' ');
        let joins = matches!(c, '\u{200c}' | '\u{200d}');
        let inside = joins && !before.is_whitespace() && !next.is_whitespace();
        marks = if is_mark(c) { marks.saturating_add(1) } else { 0 };
        let seen = inside || !(joins || is_unseen(c));
        if seen && marks <= MARKS_MAX && !(joins && before == c) {
            out.push(if c == '\t' { ' ' } else { c });
        }
        before = c;
    }
    out.replace('\r', "").trim().to_owned()
}

/// Whether it is not empty and not longer than `max` characters.
pub fn fits(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.chars().count())
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{0483}'..='\u{0489}' | '\u{0610}'..='\u{061a}' | '\u{064b}'..='\u{065f}'
        | '\u{06d6}'..='\u{06ed}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

fn is_unseen(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\t');
    let invisible = matches!(c, '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
    control || invisible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_taken_away_and_words_stay_as_they_are() {
        for (typed, kept) in [
            ("  بطاقة مترجم معتمد ", "بطاقة مترجم معتمد"),
            ("ab\u{202e}dc\u{2066}e\u{200b}f", "abdcef"),
            ("a\u{0}b\u{7}c\td", "abc d"),
            ("one\r\ntwo", "one\ntwo"),
            ("می\u{200c}شود", "می\u{200c}شود"),
            ("\u{200c} a \u{200d}", "a"),
            ("👩\u{200d}🏫", "👩\u{200d}🏫"),
            ("مُحَمَّدٌ", "مُحَمَّدٌ"),
            ("\u{feff}\u{2060}\u{3164}\u{115f}", ""),
        ] {
            assert_eq!(clean(typed), kept, "{typed:?}");
        }
        let tower = format!("a{}b", "\u{0301}".repeat(200));
        assert_eq!(clean(&tower).chars().count(), 2 + MARKS_MAX);
        assert_eq!(clean(&clean(&tower)), clean(&tower));
    }

    #[test]
    fn an_empty_text_and_one_of_ten_thousand_characters_do_not_fit() {
        assert!(fits("ب", IDEA_MAX) && fits(&"ب".repeat(IDEA_MAX), IDEA_MAX));
        assert!(!fits("", IDEA_MAX) && !fits(&"ب".repeat(10_000), IDEA_MAX));
    }
}
