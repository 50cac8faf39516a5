//! Small lists, empty lists, pages of long lists.

use maud::{Markup, Render, html};

use super::{Tone, icon, icon_class};
use crate::web::{Cx, Pairs};

/// Says that a list is empty and what would fill it; never a blank.
pub fn empty_state(name: &str, title: impl Render, words: impl Render, act: &Markup) -> Markup {
    html! {
        div.empty {
            span.e-i { (icon(name)) }
            b { (title) }
            p.muted { (words) }
            (act)
        }
    }
}

/// A coloured lamp. The words beside it must say the same.
pub fn lamp(tone: Tone) -> Markup {
    let class = match tone {
        Tone::Ok => "lamp",
        Tone::Warn | Tone::Gold => "lamp w",
        Tone::Bad => "lamp x",
        Tone::Plain | Tone::Info => "lamp n",
    };
    html! { span class=(class) aria-hidden="true" {} }
}

/// A list of lamp, name, line under it, tag.
pub fn links(rows: &[(Tone, Markup, Markup, Markup)]) -> Markup {
    html! {
        ul.links {
            @for (tone, name, under, end) in rows {
                li { (lamp(*tone)) div { (name) div.sub { (under) } } (end) }
            }
        }
    }
}

/// Which part of a long list is shown. Pages count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The page shown.
    pub page: u32,
    /// Rows on a page.
    pub per_page: u32,
    /// Rows in all.
    pub total: u64,
}

impl Paging {
    /// Reads `?page=`; anything that is not a page is the first.
    pub fn asked(query: &Pairs, per_page: u32, total: u64) -> Paging {
        let page = query.get("page").and_then(|text| text.parse().ok()).unwrap_or(1_u32);
        let paging = Paging { page: 1, per_page: per_page.max(1), total };
        Paging { page: page.clamp(1, paging.pages()), ..paging }
    }

    /// How many pages there are; an empty list has one.
    pub fn pages(&self) -> u32 {
        let pages = self.total.div_ceil(u64::from(self.per_page.max(1)));
        u32::try_from(pages).unwrap_or(u32::MAX).max(1)
    }

    /// Rows to leave out before this page.
    pub fn offset(&self) -> u64 {
        u64::from(self.page.saturating_sub(1)) * u64::from(self.per_page)
    }

    /// "34 results".
    pub fn count(&self, cx: &Cx) -> String {
        cx.t_with("results", &[("n", self.total.into())])
    }

    /// Links to the page before and after, keeping the filter of `query`; nothing when there is one page.
    pub fn links(&self, cx: &Cx, path: &str, query: &Pairs) -> Markup {
        let to = |page: u32| {
            let mut query = query.clone();
            query.set("page", page.to_string());
            format!("{}?{}", cx.url(path), query.encoded())
        };
        let pages = self.pages();
        html! {
            @if pages > 1 {
                nav.pages aria-label=(cx.t("pages-label")) {
                    @if self.page > 1 {
                        a.btn.soft.sm href=(to(self.page - 1)) rel="prev" { (icon_class("arrow-right", "back")) (cx.t("page-previous")) }
                    }
                    span.num { (cx.t_with("page-of", &[("n", self.page.into()), ("of", pages.into())])) }
                    @if self.page < pages {
                        a.btn.soft.sm href=(to(self.page + 1)) rel="next" { (cx.t("page-next")) (icon_class("arrow-right", "flip")) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_does_not_exist_is_brought_back_into_the_list() {
        let asked =
            |text: &str, total| Paging::asked(&[("page", text)].into_iter().collect(), 20, total);
        assert_eq!(asked("3", 100).offset(), 40);
        assert_eq!(asked("99", 100).page, 5);
        assert_eq!(asked("0", 100).page, 1);
        assert_eq!(asked("x", 0).pages(), 1);
        assert_eq!(asked("2", 21).pages(), 2);
    }
}
