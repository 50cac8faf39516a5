//! A page: its title, its path of links, its body. Rendered once, by the frame.

use maud::{Markup, html};

use super::{Cx, layout};

/// How much of the frame a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// Header, navigation and bottom bar.
    #[default]
    Full,
    /// Only the mark and the language switch: sign-in, lock, errors.
    Bare,
    /// Nothing that names the product: the page after a quick hide.
    Neutral,
}

/// A page to be sent.
#[derive(Clone, Debug)]
pub struct Page {
    pub(super) cx: Cx,
    pub(super) title: String,
    pub(super) crumbs: Vec<(String, String)>,
    pub(super) shape: Shape,
    pub(super) has_errors: bool,
    pub(super) draft_form: Option<&'static str>,
    pub(super) refresh_seconds: Option<u16>,
    pub(super) body: Markup,
}

impl Page {
    /// A full page with this title (without the product's name).
    pub fn new(cx: &Cx, title: impl Into<String>) -> Page {
        Page {
            cx: cx.clone(),
            title: title.into(),
            crumbs: Vec::new(),
            shape: Shape::Full,
            has_errors: false,
            draft_form: None,
            refresh_seconds: None,
            body: html! {},
        }
    }

    /// Adds a link to the path above the page; `path` is without language.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, path: &str) -> Page {
        self.crumbs.push((label.into(), self.cx.url(path)));
        self
    }

    /// Without navigation, in the middle of the window: sign-in, lock, errors.
    #[must_use]
    pub fn bare(mut self) -> Page {
        self.shape = Shape::Bare;
        self
    }

    /// Without anything that names the product: the page after a quick hide.
    #[must_use]
    pub fn neutral(mut self) -> Page {
        self.shape = Shape::Neutral;
        self
    }

    /// The title then starts with "Error:", as screen readers read it first.
    #[must_use]
    pub fn errors(mut self, any: bool) -> Page {
        self.has_errors = any;
        self
    }

    /// The language switch then sends the form with this id (field [`super::forms::SWITCH_FIELD`]), so that what was
    /// typed is kept; the page's code answers by keeping the draft and going to the twin address.
    #[must_use]
    pub fn draft_form(mut self, form_id: &'static str) -> Page {
        self.draft_form = Some(form_id);
        self
    }

    /// Without JavaScript the browser then asks again after so many seconds. For pages that show live regions.
    #[must_use]
    pub fn refreshing(mut self, seconds: u16) -> Page {
        self.refresh_seconds = Some(seconds);
        self
    }

    /// The contents of `<main>`.
    #[must_use]
    pub fn body(mut self, body: Markup) -> Page {
        self.body = body;
        self
    }

    /// The whole document.
    pub fn render(&self) -> String {
        layout::document(self).into_string()
    }
}
