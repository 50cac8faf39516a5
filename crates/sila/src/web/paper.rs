//! What a page says, as a document: the same words, masked and isolated as they are there.

use std::sync::Arc;

use maud::Render;
use sila_core::time::Millis;
use sila_paper::{Day, Language, Margins, Paper, Text};

use super::components::Summary;
use super::{Cx, Lang, dates};
use crate::problem::Problem;
use crate::reply::Reply;

/// Elements that begin and end a line.
const BLOCKS: [&str; 8] = ["p", "div", "li", "ul", "ol", "br", "summary", "details"];

/// The language of a document.
pub fn language(lang: Lang) -> Language {
    match lang {
        Lang::Ar => Language::Arabic,
        Lang::En => Language::English,
    }
}

/// The day of a moment, as our calendar has it.
pub fn day(at: Millis) -> Day {
    let civil = dates::civil(at);
    let small = |n: i8| u8::try_from(n).unwrap_or(1);
    let year = u16::try_from(civil.year()).unwrap_or(1970);
    Day { year, month: small(civil.month()), day: small(civil.day()) }
}

/// Head and foot of a document of this agency.
pub fn margins(cx: &Cx, reference: &str, caution: String) -> Margins {
    Margins {
        agency: cx.agency().to_owned(),
        reference: reference.to_owned(),
        caution,
        page_words: (cx.t("pdf-page"), cx.t("pdf-of")),
    }
}

/// The rows of a summary.
pub fn pairs(summary: &Summary) -> Vec<(String, Text)> {
    summary.told().map(|(label, answer)| (label.to_owned(), words(answer))).collect()
}

/// The words of a piece of a page. What is isolated there stays isolated.
pub fn words(piece: &impl Render) -> Text {
    let mut reading = Reading::default();
    let html = piece.render().into_string();
    let mut parts = html.split('<');
    reading.words(parts.next().unwrap_or_default());
    for part in parts {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        reading.tag(tag);
        reading.words(after);
    }
    reading.text
}

#[derive(Default)]
struct Reading {
    text: Text,
    strong: bool,
    /// Inside an element with a direction of its own: its name, and whether it runs from left to right.
    apart: Option<(String, bool)>,
    breaks: bool,
    begun: bool,
}

impl Reading {
    fn tag(&mut self, tag: &str) {
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        let ltr = tag.contains("dir=\"ltr\"");
        if tag.starts_with('/') {
            self.apart.take_if(|(element, _)| element == name);
        } else if name == "bdi" || ltr || tag.contains("dir=\"auto\"") {
            self.apart = Some((name.to_owned(), ltr));
        }
        match name {
            "b" | "strong" => self.strong = !tag.starts_with('/'),
            _ if BLOCKS.contains(&name) => self.breaks = true,
            _ => {}
        }
    }

    fn words(&mut self, escaped: &str) {
        if escaped.is_empty() {
            return;
        }
        let words = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        let words = words.replace("&amp;", "&");
        let mut text = std::mem::take(&mut self.text);
        if self.breaks && self.begun {
            text = text.and("\n");
        }
        (self.breaks, self.begun) = (false, true);
        self.text = match &self.apart {
            Some((_, true)) => text.identifier(&words),
            Some((_, false)) => text.name(&words),
            None if self.strong => text.strong(&words),
            None => text.and(&words),
        };
    }
}

/// Both languages at once, whoever reads.
pub struct Both {
    /// Arabic.
    pub ar: Cx,
    /// English.
    pub en: Cx,
}

impl Both {
    /// On this day.
    pub fn new(at: Millis) -> Both {
        let cx = |lang| Cx::new(lang, "", at, Arc::default());
        Both { ar: cx(Lang::Ar), en: cx(Lang::En) }
    }

    /// Words beside each other.
    pub fn say(&self, paper: Paper, words: impl Fn(&Cx) -> Text) -> Paper {
        paper.parallel(words(&self.ar), words(&self.en))
    }

    /// A heading in both, beside each other.
    pub fn heading(&self, paper: Paper, level: u8, words: impl Fn(&Cx) -> String) -> Paper {
        paper.parallel_heading(level, &words(&self.ar), &words(&self.en))
    }
}

/// The file of a document, to save. Its name is the node's own.
///
/// # Errors
/// `paper.too_long`, `paper.too_many_pages`: more than a document may have.
pub fn file(paper: &Paper, name: &str) -> Result<Reply, Problem> {
    Ok(Reply::file("application/pdf", format!("{name}.pdf"), bytes(paper)?))
}

/// The bytes of a document.
///
/// # Errors
/// As [`file()`].
pub fn bytes(paper: &Paper) -> Result<Vec<u8>, Problem> {
    sila_paper::write(paper).map_err(|error| Problem::refused(error.code()).because(error))
}

#[cfg(test)]
mod tests {
    use maud::html;

    use super::*;
    use crate::web::ident::{EmiratesId, Name, Reference};

    #[test]
    fn a_piece_of_a_page_says_the_same_on_paper() {
        let piece = html! {
            (Name("A <b> & \"c\"")) " · " b { "strong" } " "
            p { (Reference("R-26-1")) }
            p { span.muted { (EmiratesId("784199012345671")) " x" } span dir="ltr" { "8:00" } }
        };
        let same = Text::new()
            .name("A <b> & \"c\"")
            .and(" · ")
            .strong("strong")
            .and(" ")
            .and("\n")
            .identifier("R-26-1")
            .and("\n")
            .identifier("784-1990-XXXXXXX-X")
            .and(" x")
            .identifier("8:00");
        assert_eq!(words(&piece), same);
    }

    #[test]
    fn a_day_is_that_of_our_calendar() {
        let evening = Millis(1_795_377_600_000);
        assert_eq!(day(evening), day(Millis(evening.0 + 1)));
        assert_eq!(day(Millis(0)), Day { year: 1970, month: 1, day: 1 });
    }
}
