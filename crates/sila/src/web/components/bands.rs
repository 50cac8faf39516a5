//! The parts of a day page and of a form in steps: hero, tiles, list of actions, steps.

use maud::{Markup, PreEscaped, Render, html};

use super::{Tone, icon, spark};
use crate::web::Cx;
use crate::web::i18n::Arg;

/// The pattern of eight-pointed stars behind a hero, fading towards the start of the line.
fn girih(rtl: bool) -> Markup {
    let (from, to) = if rtl { ("1", "0") } else { ("0", "1") };
    html! {
        svg.star viewBox="0 0 640 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true" {
            defs {
                (PreEscaped(concat!(
                    r##"<pattern id="girih" width="80" height="80" patternUnits="userSpaceOnUse"><g fill="none" stroke="currentColor" stroke-width="1.6">"##,
                    r##"<rect x="18" y="18" width="44" height="44"/><rect x="18" y="18" width="44" height="44" transform="rotate(45 40 40)"/><circle cx="40" cy="40" r="9"/>"##,
                    r##"<path d="M0 40h8.9M71.1 40H80M40 0v8.9M40 71.1V80M0 0l18 18M80 0L62 18M0 80l18-18M80 80L62 62"/></g></pattern>"##
                )))
                linearGradient id="girih-fade" x1=(from) x2=(to) y1="0" y2="0" {
                    (PreEscaped(r##"<stop offset="0" stop-color="#000"/><stop offset=".45" stop-color="#777"/><stop offset="1" stop-color="#fff"/>"##))
                }
                (PreEscaped(r##"<mask id="girih-mask"><rect width="640" height="200" fill="url(#girih-fade)"/></mask>"##))
            }
            (PreEscaped(r##"<rect width="640" height="200" fill="url(#girih)" mask="url(#girih-mask)"/>"##))
        }
    }
}

/// The green band at the top of a day page.
#[derive(Clone, Debug)]
#[must_use]
pub struct Hero {
    rtl: bool,
    title: String,
    lines: Vec<Markup>,
    acts: Markup,
}

impl Hero {
    /// A band with this `<h1>`.
    pub fn new(cx: &Cx, title: impl Into<String>) -> Hero {
        Hero { rtl: cx.lang.is_rtl(), title: title.into(), lines: Vec::new(), acts: html! {} }
    }

    /// Adds a line under the title.
    pub fn line(mut self, line: impl Render) -> Hero {
        self.lines.push(line.render());
        self
    }

    /// Buttons at its end: the first white, others with [`super::Button::ghost`].
    pub fn acts(mut self, acts: Markup) -> Hero {
        self.acts = acts;
        self
    }
}

impl Render for Hero {
    fn render(&self) -> Markup {
        html! {
            section.hero {
                (girih(self.rtl))
                div.fadein { h1 { (self.title) } @for line in &self.lines { p { (line) } } }
                @if !self.acts.0.is_empty() { div.acts { (self.acts) } }
            }
        }
    }
}

/// A number that leads to the list it counts. Put several into `div.kpis`.
#[derive(Clone, Debug)]
#[must_use]
pub struct Kpi {
    label: String,
    value: String,
    icon: &'static str,
    tone: Tone,
    href: String,
    small: Option<String>,
    note: Option<(String, bool)>,
    trend: Vec<i64>,
    rtl: bool,
}

impl Kpi {
    /// A tile: what is counted, the count, and the list behind it.
    pub fn new(
        cx: &Cx,
        label: impl Into<String>,
        value: &impl ToString,
        href: impl Into<String>,
    ) -> Kpi {
        Kpi {
            label: label.into(),
            value: value.to_string(),
            icon: "hash",
            tone: Tone::Gold,
            href: href.into(),
            small: None,
            note: None,
            trend: Vec::new(),
            rtl: cx.lang.is_rtl(),
        }
    }

    /// Its icon and colour (`Gold`, `Ok`, `Info` or `Plain`).
    pub fn icon(mut self, icon: &'static str, tone: Tone) -> Kpi {
        self.icon = icon;
        self.tone = tone;
        self
    }

    /// Small words after the number: "of 64".
    pub fn small(mut self, words: impl Into<String>) -> Kpi {
        self.small = Some(words.into());
        self
    }

    /// A sentence under the number.
    pub fn note(mut self, words: impl Into<String>) -> Kpi {
        self.note = Some((words.into(), false));
        self
    }

    /// A sentence under the number that warns.
    pub fn warning(mut self, words: impl Into<String>) -> Kpi {
        self.note = Some((words.into(), true));
        self
    }

    /// The last counts, oldest first, drawn as a small line.
    pub fn trend(mut self, counts: Vec<i64>) -> Kpi {
        self.trend = counts;
        self
    }
}

impl Render for Kpi {
    fn render(&self) -> Markup {
        let (mark, line) = match self.tone {
            Tone::Ok => ("k-i g", "green"),
            Tone::Info => ("k-i b", "blue"),
            Tone::Plain => ("k-i n", "ink"),
            Tone::Gold | Tone::Warn | Tone::Bad => ("k-i", "gold"),
        };
        html! {
            a.card.kpi href=(self.href) {
                span.k-l { span class=(mark) { (icon(self.icon)) } (self.label) }
                span.k-v {
                    b.num { (self.value) @if let Some(small) = &self.small { " " small { (small) } } }
                    @if self.trend.len() > 1 { (spark(&self.trend, line, self.rtl)) }
                }
                @if let Some((words, bad)) = &self.note { span.k-s.bad[*bad] { (words) } }
            }
        }
    }
}

/// Something to do, in a list `ul.tasks`.
#[derive(Clone, Debug)]
#[must_use]
pub struct Task {
    icon: &'static str,
    tone: Tone,
    title: Markup,
    href: String,
    meta: Markup,
    end: Markup,
}

impl Task {
    /// A thing to do, linked to the place where it is done.
    pub fn new(
        icon: &'static str,
        tone: Tone,
        title: impl Render,
        href: impl Into<String>,
    ) -> Task {
        Task { icon, tone, title: title.render(), href: href.into(), meta: html! {}, end: html! {} }
    }

    /// Where it is done, with language.
    pub fn path(&self) -> &str {
        &self.href
    }

    /// The name of its icon.
    pub fn mark(&self) -> &'static str {
        self.icon
    }

    /// A line under it: from whom, why.
    pub fn meta(mut self, meta: impl Render) -> Task {
        self.meta = meta.render();
        self
    }

    /// What stands at its end: a tag with the time.
    pub fn end(mut self, end: Markup) -> Task {
        self.end = end;
        self
    }
}

impl Render for Task {
    fn render(&self) -> Markup {
        html! {
            li {
                span class={ "t-i " (self.tone.class()) } { (icon(self.icon)) }
                div.t-b { a.t-t href=(self.href) { (self.title) } div.t-m { (self.meta) } }
                div.t-e { (self.end) }
            }
        }
    }
}

/// One step of a form in steps; a step that was done may be gone back to.
#[derive(Clone, Debug)]
pub struct StepItem {
    /// Its name.
    pub label: String,
    /// Where it can be changed, once done.
    pub href: Option<String>,
}

/// The steps of a form and where the reader is (`current` counts from 1).
pub fn steps(cx: &Cx, current: usize, all: &[StepItem]) -> Markup {
    let of = [("n", Arg::from(current)), ("of", Arg::from(all.len()))];
    html! {
        div.mob-step {
            span { (cx.t_with("step-of", &of)) }
            progress max=(all.len()) value=(current) aria-label=(cx.t("progress")) {}
        }
        ol.steps aria-label=(cx.t("steps-label")) {
            @for (at, step) in all.iter().enumerate() {
                @let done = at + 1 < current;
                li.done[done] aria-current=[(at + 1 == current).then_some("step")] {
                    @match &step.href {
                        Some(href) if done => a href=(href) { (step.label) },
                        _ => (step.label),
                    }
                }
            }
        }
    }
}

/// A sentence across the page after something was done.
pub fn banner(tone: Tone, words: impl Render) -> Markup {
    let name = match tone {
        Tone::Ok => "check-circle",
        Tone::Bad => "warning-circle",
        Tone::Warn => "warning",
        Tone::Plain | Tone::Info | Tone::Gold => "info",
    };
    html! { div class={ "note banner " (tone.class()) } role="status" { (icon(name)) div { p { (words) } } } }
}
