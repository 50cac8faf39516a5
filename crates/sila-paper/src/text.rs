//! Words of one paragraph, with their weight and what stands apart in them.

use std::ops::Range;

/// A language of the house. It decides the direction of a page, and how a machine reads it aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// From right to left.
    Arabic,
    /// From left to right.
    English,
}

impl Language {
    /// The tag of the language (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::Arabic => "ar-AE",
            Language::English => "en-GB",
        }
    }

    pub(crate) fn is_rtl(self) -> bool {
        self == Language::Arabic
    }
}

/// A part of a text that has the same weight.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    words: String,
    strong: bool,
    apart: Option<Apart>,
}

/// A part whose direction must not mix with that of its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Apart {
    /// From left to right, and not divided where it can be helped: a reference, a hash, a telephone number.
    Identifier,
    /// As its first letter says: a name in either script.
    Name,
}

/// The words of a paragraph or a cell. `\n` begins a new line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    parts: Vec<Part>,
    free: bool,
}

impl Text {
    /// No words yet.
    #[must_use]
    pub fn new() -> Text {
        Text::default()
    }

    /// What somebody typed: its direction is that of its first letter, not that of the page.
    #[must_use]
    pub fn free(words: &str) -> Text {
        Text { free: true, ..Text::new().and(words) }
    }

    /// Goes on with these words.
    #[must_use]
    pub fn and(self, words: &str) -> Text {
        self.part(words, false, None)
    }

    /// Goes on in a heavier weight.
    #[must_use]
    pub fn strong(self, words: &str) -> Text {
        self.part(words, true, None)
    }

    /// Goes on with a machine's identifier: from left to right whatever stands around it.
    #[must_use]
    pub fn identifier(self, words: &str) -> Text {
        self.part(words, false, Some(Apart::Identifier))
    }

    /// Goes on with a name, whose script is its own.
    #[must_use]
    pub fn name(self, words: &str) -> Text {
        self.part(words, false, Some(Apart::Name))
    }

    /// Goes on with the parts of another text.
    #[must_use]
    pub fn then(mut self, other: Text) -> Text {
        self.parts.extend(other.parts);
        self
    }

    fn part(mut self, words: &str, strong: bool, apart: Option<Apart>) -> Text {
        self.parts.push(Part { words: clean(words), strong, apart });
        self
    }

    /// How many bytes of words it has.
    pub(crate) fn bytes(&self) -> usize {
        self.parts.iter().fold(0, |sum, part| sum.saturating_add(part.words.len()))
    }

    pub(crate) fn is_free(&self) -> bool {
        self.free
    }

    /// The words in one string for each line, with the marks that keep directions apart.
    pub(crate) fn written(&self) -> Vec<Written> {
        let mut lines = vec![Written::default()];
        for part in &self.parts {
            for (n, words) in part.words.split('\n').enumerate() {
                if n > 0 {
                    lines.push(Written::default());
                }
                if let Some(line) = lines.last_mut() {
                    line.push(words, part);
                }
            }
        }
        lines
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Text {
        Text::new().and(words)
    }
}

impl From<String> for Text {
    fn from(words: String) -> Text {
        Text::new().and(&words)
    }
}

/// One line as it was written, before it is folded to a width.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// The words, with isolates (UAX 9) around what stands apart.
    pub text: String,
    strong: Vec<Range<usize>>,
    whole: Vec<Range<usize>>,
}

impl Written {
    fn push(&mut self, words: &str, part: &Part) {
        let open = match part.apart {
            Some(Apart::Identifier) => "\u{2066}",
            Some(Apart::Name) => "\u{2068}",
            None => "",
        };
        self.text.push_str(open);
        let from = self.text.len();
        self.text.push_str(words);
        let range = from..self.text.len();
        if part.apart.is_some() {
            self.text.push('\u{2069}');
        }
        if part.strong {
            self.strong.push(range.clone());
        }
        if part.apart == Some(Apart::Identifier) {
            self.whole.push(range);
        }
    }

    /// The words without the marks that keep directions apart.
    pub fn bare(&self) -> String {
        self.text.chars().filter(|c| !is_isolate(*c)).collect()
    }

    /// Whether the letter at this byte is written heavier.
    pub fn is_strong(&self, at: usize) -> bool {
        self.strong.iter().any(|range| range.contains(&at))
    }

    /// Whether the byte belongs to an identifier.
    pub fn is_whole(&self, at: usize) -> bool {
        self.whole.iter().any(|range| range.contains(&at))
    }
}

/// Whether it is a mark that keeps directions apart: seen by nobody.
pub(crate) fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2069}')
}

/// Marks of direction that come with somebody's words could turn what stands around them: they are left out, but for isolates that
/// are closed again, which turn nothing but what is in them. Control characters have no shape and are left out too. What has no meaning that two readers share becomes the sign for it.
fn clean(words: &str) -> String {
    let kept = |c: char| match c {
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' | '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\u{202f}' => Some('\u{a0}'),
        '\u{2010}' | '\u{2011}' | '\u{2212}' => Some('-'),
        c if is_isolate(c) => Some(c),
        '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{200b}'
        | '\u{feff}'
        | '\u{ad}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{61c}' => None,
        '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' => None,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => Some('\u{fffd}'),
        c if c.is_control() => None,
        c => Some(c),
    };
    let kept: String = words.chars().filter_map(kept).collect();
    kept.split('\n').map(closed).collect::<Vec<String>>().join("\n")
}

/// A line without isolates that are not closed in it, and without ends of isolates that are not opened in it.
fn closed(line: &str) -> String {
    let (mut open, mut stray) = (Vec::new(), Vec::new());
    for (at, c) in line.char_indices().filter(|(_, c)| is_isolate(*c)) {
        if c != '\u{2069}' {
            open.push(at);
        } else if open.pop().is_none() {
            stray.push(at);
        }
    }
    let lone = |at: &usize| open.binary_search(at).is_ok() || stray.binary_search(at).is_ok();
    line.char_indices().filter(|(at, _)| !lone(at)).map(|(_, c)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_turn_what_stands_around_them() {
        let text = Text::from("a\u{202e}b\u{2069}c\u{0}\u{feff}d").identifier("R-26\u{2066}-1");
        assert_eq!(text.written()[0].text, "abcd\u{2066}R-26-1\u{2069}");
        let kept = "a \u{2068}ب\u{2069} c";
        assert_eq!(
            Text::from(format!("{kept}\u{2067}\nd\u{2069}").as_str()).written()[0].text,
            kept
        );
    }

    #[test]
    fn a_part_keeps_its_weight_over_a_new_line() {
        let lines = Text::from("a").strong("b\nc").written();
        assert_eq!(lines.len(), 2);
        assert!(!lines[0].is_strong(0) && lines[0].is_strong(1) && lines[1].is_strong(0));
    }
}
