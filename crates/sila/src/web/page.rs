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
    /// The whole window, for a projector.
    Wall,
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
    pub(super) live: bool,
    pub(super) draft_form: Option<&'static str>,
    pub(super) refresh_seconds: Option<u16>,
    pub(super) by_the_clock: bool,
    pub(super) with: Option<&'static str>,
    pub(super) manifest: Option<String>,
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
            live: false,
            draft_form: None,
            refresh_seconds: None,
            by_the_clock: false,
            with: None,
            manifest: None,
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

    /// The whole window without a header, for a projector.
    #[must_use]
    pub fn wall(mut self) -> Page {
        self.shape = Shape::Wall;
        self
    }

    /// With the script of a room for ideas.
    #[must_use]
    pub fn live(mut self) -> Page {
        self.live = true;
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

    /// The live regions are asked for again after so many seconds, or the whole page where there is no JavaScript. For a screen
    /// that shows what the clock alone changes and on which nobody types.
    #[must_use]
    pub fn by_the_clock(mut self, seconds: u16) -> Page {
        self.refresh_seconds = Some(seconds);
        self.by_the_clock = true;
        self
    }

    /// With a stylesheet and a script of its own, `NAME.css` and `NAME.js`: for what few pages need.
    #[must_use]
    pub fn with(mut self, name: &'static str) -> Page {
        self.with = Some(name);
        self
    }

    /// May be put among the programs of a device; `url` is the address of its manifest.
    #[must_use]
    pub fn installable(mut self, url: String) -> Page {
        self.manifest = Some(url);
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use sila_core::Millis;

    use super::super::{Brand, Lang, NavItem, Who};
    use super::*;

    fn cx(lang: Lang) -> Cx {
        let mut cx = Cx::new(lang, "/referrals/in?page=2", Millis(0), Arc::new(Brand::default()));
        let item = |path| NavItem {
            key: "search-label",
            path,
            icon: "bell",
            group: "",
            count: None,
            hot: false,
            tab: false,
        };
        cx.nav = Arc::from([item("/"), item("/referrals"), item("/referrals/in")]);
        cx.worker = Some(Who { name: "<b>سارة".into(), role_key: "search-label" });
        cx
    }

    #[test]
    fn a_page_names_its_language_links_its_twin_and_escapes_names() {
        let html = Page::new(&cx(Lang::Ar), "الوارد").render();
        assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">"));
        assert!(html.contains("<title>الوارد – صلة</title>"));
        assert!(html.contains("hreflang=\"en\" href=\"/en/referrals/in?page=2\""));
        assert!(html.contains("<bdi>&lt;b&gt;سارة</bdi>") && !html.contains("<b>سارة"));
        let here = "href=\"/ar/referrals/in\" aria-current=\"page\"";
        assert_eq!(html.matches("aria-current").count(), html.matches(here).count());
        assert!(html.contains(here));
    }

    #[test]
    fn errors_are_said_in_the_title_and_a_draft_is_sent_before_the_language_turns() {
        let page = Page::new(&cx(Lang::En), "New").errors(true).draft_form("draft");
        let html = page.render();
        assert!(html.contains("<title>Error: New – Sila</title>"));
        assert!(html.contains("form=\"draft\" name=\"_lang\" value=\"ar\" formnovalidate"));
        assert!(!html.contains("<a class=\"lang\""));
    }

    #[test]
    fn the_demonstration_says_so_and_the_page_after_hiding_names_nothing() {
        let mut cx = cx(Lang::En);
        assert!(!Page::new(&cx, "x").render().contains("class=\"demo\""));
        cx.demo = true;
        assert!(Page::new(&cx, "x").render().contains("class=\"demo\""));
        assert!(Page::new(&cx, "x").bare().render().contains("class=\"demo\""));
        let hidden = Page::new(&cx, "Weather").neutral().render();
        let names = ["Sila", "demo", "icon.svg", "sila.js", "<nav"];
        assert!(names.iter().all(|name| !hidden.contains(name)), "{hidden}");
    }
}
