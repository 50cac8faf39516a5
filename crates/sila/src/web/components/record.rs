//! The parts of one record: summary list, reply clock, chain of attestation, conversation.

use maud::{Markup, Render, html};

use super::{Tone, icon};
use crate::web::Cx;
use crate::web::ident::{Name, Seal};

/// Questions and answers under each other.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Summary {
    wide: bool,
    rows: Vec<Row>,
}

/// Question, answer, and the words and address of a link to change it.
type Row = (String, Markup, Option<(String, String)>);

impl Summary {
    /// An empty list.
    pub fn new() -> Summary {
        Summary::default()
    }

    /// With a wider column for the questions.
    pub fn wide(mut self) -> Summary {
        self.wide = true;
        self
    }

    /// Adds a row. The answer is markup: a name goes in [`Name`], an identifier in its own type.
    pub fn row(mut self, label: impl Into<String>, answer: impl Render) -> Summary {
        self.rows.push((label.into(), answer.render(), None));
        self
    }

    /// Adds a row only when there is an answer.
    pub fn row_if<T: Render>(self, label: impl Into<String>, answer: Option<T>) -> Summary {
        match answer {
            Some(answer) => self.row(label, answer),
            None => self,
        }
    }

    /// The rows, each with its label and its answer.
    pub fn told(&self) -> impl Iterator<Item = (&str, &Markup)> {
        self.rows.iter().map(|(label, answer, _)| (label.as_str(), answer))
    }

    /// Adds a row with a "Change" link: `href` with language.
    pub fn row_change(
        mut self,
        cx: &Cx,
        label: impl Into<String>,
        answer: impl Render,
        href: impl Into<String>,
    ) -> Summary {
        self.rows.push((label.into(), answer.render(), Some((cx.t("change"), href.into()))));
        self
    }
}

impl Render for Summary {
    fn render(&self) -> Markup {
        html! {
            dl.summary.wide[self.wide] {
                @for (label, answer, change) in &self.rows {
                    div.has-change[change.is_some()] {
                        dt { (label) }
                        dd { (answer) }
                        @if let Some((words, href)) = change {
                            dd.change { a.link href=(href) { (words) span.vh { " " (label) } } }
                        }
                    }
                }
            }
        }
    }
}

/// The box with the agreed time to answer.
#[derive(Clone, Debug)]
pub struct ClockBox {
    /// What the time is: "Agreed reply time".
    pub label: String,
    /// How much is left or late.
    pub value: String,
    /// Where it comes from: "2 hours · clause 5.1".
    pub source: Markup,
    /// `Bad` when late, `Warn` when near, `Ok` or `Plain` otherwise.
    pub tone: Tone,
}

impl Render for ClockBox {
    fn render(&self) -> Markup {
        html! {
            div class={ "clock " (self.tone.class()) } {
                span.xs { (self.label) }
                b.num { (self.value) }
                span.xs { (self.source) }
            }
        }
    }
}

/// Where a link of a chain stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It happened and is signed.
    Done,
    /// It is awaited.
    Now,
    /// It comes later.
    Todo,
    /// Its signature or place does not hold.
    Broken,
}

/// One link of a chain of attestation, or one line of a history.
#[derive(Clone, Debug)]
#[must_use]
pub struct ChainLink {
    icon: &'static str,
    state: LinkState,
    title: Markup,
    meta: Markup,
    seal: Option<Vec<u8>>,
}

impl ChainLink {
    /// A link.
    pub fn new(icon: &'static str, state: LinkState, title: impl Render) -> ChainLink {
        ChainLink { icon, state, title: title.render(), meta: html! {}, seal: None }
    }

    /// Who and when.
    pub fn meta(mut self, meta: impl Render) -> ChainLink {
        self.meta = meta.render();
        self
    }

    /// Its hash.
    pub fn seal(mut self, hash: &[u8]) -> ChainLink {
        self.seal = Some(hash.to_vec());
        self
    }
}

/// Links in their order, oldest first; what is to come is dashed.
pub fn chain(cx: &Cx, links: &[ChainLink]) -> Markup {
    html! {
        ol.chain {
            @for link in links {
                @let (class, said) = match link.state {
                    LinkState::Done => ("", "chain-done"),
                    LinkState::Now => ("now", "chain-now"),
                    LinkState::Todo => ("todo", "chain-todo"),
                    LinkState::Broken => ("broken", "chain-broken"),
                };
                li class=(class) {
                    span.c-i { (icon(link.icon)) }
                    b { (link.title) span.vh { " (" (cx.t(said)) ")" } }
                    div.c-m { (link.meta) }
                    @if let Some(hash) = &link.seal { (Seal(hash)) }
                }
            }
        }
    }
}

/// Messages of a conversation: (who, when, what they wrote).
pub fn talk(messages: &[(String, String, String)]) -> Markup {
    html! {
        ul.talk {
            @for (who, when, words) in messages {
                li {
                    span.ava aria-hidden="true" { (who.chars().next().map_or_else(String::new, String::from)) }
                    div { b { (Name(who)) } " " span.xs.muted.num { (when) } p dir="auto" { (words) } }
                }
            }
        }
    }
}
