//! Icons, tags, cards, notes, headings.

use maud::{Markup, Render, html};

use crate::web::{Cx, assets};

/// An icon of the sprite (`static/icons/NAME.svg`), as tall as the text. Decorative: the words beside it say it.
pub fn icon(name: &str) -> Markup {
    icon_class(name, "")
}

/// An icon with another class: `i-24` for 24 px, `flip` for one that points along the line of reading.
pub fn icon_class(name: &str, class: &str) -> Markup {
    html! {
        svg class={ "i" @if !class.is_empty() { " " (class) } } aria-hidden="true" {
            use href={ (assets::url("icons.svg")) "#" (name) } {}
        }
    }
}

/// The colour of a part. Colour never speaks alone: words say the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Grey.
    #[default]
    Plain,
    /// Green: done, well.
    Ok,
    /// Amber: soon, look.
    Warn,
    /// Red: late, refused, dangerous.
    Bad,
    /// Blue: for information, under way.
    Info,
    /// Gold: new, ours to act on.
    Gold,
}

impl Tone {
    /// The class in the stylesheet.
    pub const fn class(self) -> &'static str {
        match self {
            Tone::Plain => "",
            Tone::Ok => "ok",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
            Tone::Info => "info",
            Tone::Gold => "gold",
        }
    }
}

/// A dot and a word.
pub fn tag(tone: Tone, words: impl Render) -> Markup {
    html! { span class={ "tag " (tone.class()) } { (words) } }
}

/// A word in a frame, without a dot.
pub fn plain_tag(words: impl Render) -> Markup {
    html! { span.tag.plain { (words) } }
}

/// The page's `<h1>`, a sentence under it, and what can be done at its end.
pub fn heading(title: impl Render, lead: Option<&str>, acts: &Markup) -> Markup {
    html! {
        div.page-h {
            div {
                h1 { (title) }
                @if let Some(lead) = lead { p.muted { (lead) } }
            }
            @if !acts.0.is_empty() { div.acts { (acts) } }
        }
    }
}

/// Two columns: the main one and a narrower one beside it; one column in narrow windows.
pub fn columns(main: &Markup, aside: &Markup) -> Markup {
    html! { div.cols { div.stack { (main) } div.stack { (aside) } } }
}

/// Parts under each other with even space between.
pub fn stack(parts: &Markup) -> Markup {
    html! { div.stack { (parts) } }
}

/// A titled box.
#[derive(Clone, Debug)]
#[must_use]
pub struct Card {
    title: String,
    id: Option<&'static str>,
    count: Option<usize>,
    tag: Option<Markup>,
    link: Option<(String, String)>,
    topic: Option<&'static str>,
    body: Markup,
}

impl Card {
    /// A box with this heading.
    pub fn new(title: impl Into<String>) -> Card {
        Card {
            title: title.into(),
            id: None,
            count: None,
            tag: None,
            link: None,
            topic: None,
            body: html! {},
        }
    }

    /// An id, to be linked to; needed by [`Card::live`].
    pub fn id(mut self, id: &'static str) -> Card {
        self.id = Some(id);
        self
    }

    /// A number beside the heading.
    pub fn count(mut self, count: usize) -> Card {
        self.count = Some(count);
        self
    }

    /// A tag beside the heading; another stands after the first.
    pub fn tag(mut self, tag: Markup) -> Card {
        self.tag = Some(match self.tag {
            Some(first) => html! { (first) " " (tag) },
            None => tag,
        });
        self
    }

    /// A link at the end of the heading.
    pub fn link(mut self, words: impl Into<String>, href: impl Into<String>) -> Card {
        self.link = Some((words.into(), href.into()));
        self
    }

    /// Brought up to date without reloading when an event of this topic comes (`/events`). Needs an id.
    pub fn live(mut self, id: &'static str, topic: &'static str) -> Card {
        self.id = Some(id);
        self.topic = Some(topic);
        self
    }

    /// The contents.
    pub fn body(mut self, body: Markup) -> Card {
        self.body = body;
        self
    }
}

impl Render for Card {
    fn render(&self) -> Markup {
        html! {
            section.card id=[self.id] data-live=[self.topic] {
                div.card-h {
                    h2 { (self.title) }
                    @if let Some(count) = self.count { span.count.num { (count) } }
                    @if let Some(tag) = &self.tag { (tag) }
                    @if let Some((words, href)) = &self.link { a.link href=(href) { (words) } }
                }
                div.card-b { (self.body) }
            }
        }
    }
}

/// A coloured box with an icon: advice, a reason, a warning.
#[derive(Clone, Debug)]
#[must_use]
pub struct Note {
    tone: Tone,
    icon: &'static str,
    title: String,
    body: Markup,
}

impl Note {
    /// A note; green unless it is given a tone.
    pub fn new(icon: &'static str, title: impl Into<String>) -> Note {
        Note { tone: Tone::Ok, icon, title: title.into(), body: html! {} }
    }

    /// Its colour.
    pub fn tone(mut self, tone: Tone) -> Note {
        self.tone = tone;
        self
    }

    /// What it says; paragraphs.
    pub fn body(mut self, body: Markup) -> Note {
        self.body = body;
        self
    }

    /// What it says in one paragraph.
    pub fn says(self, words: impl Render) -> Note {
        self.body(html! { p { (words) } })
    }
}

impl Render for Note {
    fn render(&self) -> Markup {
        html! {
            div class={ "note " (self.tone.class()) } {
                (icon(self.icon))
                div { b { (self.title) } (self.body) }
            }
        }
    }
}

/// A code with a button that copies it; the button appears only with JavaScript.
pub fn copyable(cx: &Cx, code: &str) -> Markup {
    html! {
        span.copy {
            bdi.eid.code-box dir="ltr" { (code) }
            button.btn.soft.sm type="button" data-copy=(code) hidden { (icon("copy")) (cx.t("copy")) }
        }
    }
}
