//! The document around every page: head, header, navigation, bottom bar.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::components::icon;
use super::forms::SWITCH_FIELD;
use super::i18n::Arg;
use super::ident::Name;
use super::page::Shape;
use super::{Cx, NavItem, Page, assets, i18n};

/// The product's mark: two agencies joined inside an eight-pointed star.
const MARK: PreEscaped<&str> = PreEscaped(concat!(
    r##"<svg class="mark" viewBox="0 0 64 64" aria-hidden="true"><rect x="13" y="13" width="38" height="38" rx="5" fill="#1d4029"/>"##,
    r##"<rect x="13" y="13" width="38" height="38" rx="5" transform="rotate(45 32 32)" fill="#1d4029"/>"##,
    r##"<path d="M23 38c0-6 5-6 9-6s9 0 9-6" fill="none" stroke="#e6d7a2" stroke-width="4.6" stroke-linecap="round"/>"##,
    r##"<circle cx="23" cy="42" r="3.4" fill="#e6d7a2"/><circle cx="41" cy="22" r="3.4" fill="#e6d7a2"/></svg>"##
));

pub(super) fn document(page: &Page) -> Markup {
    let cx = &page.cx;
    html! {
        (DOCTYPE)
        html lang=(cx.lang) dir=(cx.lang.dir()) {
            (head(page))
            body dir=(cx.lang.dir()) data-lang=(cx.lang) data-root=(cx.url("")) data-now=(cx.now.0) data-every=[page.by_the_clock.then_some(page.refresh_seconds).flatten()] {
                @match page.shape {
                    Shape::Full if cx.guest => (guest(page)),
                    Shape::Full => (full(page)),
                    Shape::Bare => (bare(page)),
                    Shape::Wall => {
                        @if cx.demo { header { (demo_banner(cx)) } }
                        main id="main" tabindex="-1" { (page.body) }
                    },
                    Shape::Neutral => main id="main" .neutral tabindex="-1" { (page.body) },
                }
            }
        }
    }
}

fn head(page: &Page) -> Markup {
    let cx = &page.cx;
    let key = if page.has_errors { "page-title-error" } else { "page-title" };
    let neutral = page.shape == Shape::Neutral;
    let title = match neutral {
        true => page.title.clone(),
        false => cx.t_with(key, &[("title", Arg::phrase(&page.title))]),
    };
    let font = |name: &str| assets::url(&format!("fonts/{name}.woff2"));
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width,initial-scale=1";
            title { (title) }
            meta name="theme-color" content="#ffffff";
            meta name="robots" content="noindex";
            // A number is not turned into a link by the browser: what has to be known before a call stands before it.
            meta name="format-detection" content="telephone=no";
            @if !neutral { link rel="icon" href=(assets::url("icon.svg")) type="image/svg+xml"; }
            link rel="preload" as="font" type="font/woff2" crossorigin href=(font("sila-400"));
            link rel="preload" as="font" type="font/woff2" crossorigin href=(font("sila-600"));
            link rel="stylesheet" href=(assets::url("sila.css"));
            @if page.shape == Shape::Wall { link rel="stylesheet" href=(assets::url("wall.css")); }
            link rel="alternate" hreflang=(cx.lang.twin()) href=(cx.twin_url());
            @if let Some(seconds) = page.refresh_seconds {
                noscript { meta http-equiv="refresh" content=(seconds); }
            }
            @if !neutral { script src=(assets::url("sila.js")) defer {} }
            @if page.live { script src=(assets::url("wall.js")) defer {} }
            @if let Some(url) = &page.manifest { link rel="manifest" href=(url); }
            @if let Some(name) = page.with {
                link rel="stylesheet" href=(assets::url(&format!("{name}.css")));
                script src=(assets::url(&format!("{name}.js"))) defer {}
            }
        }
    }
}

fn full(page: &Page) -> Markup {
    let cx = &page.cx;
    html! {
        a.skip href="#main" { (cx.t("skip-to-content")) }
        header.top { @if cx.demo { (demo_banner(cx)) } div.top-in {
            (brand(cx))
            (search(cx))
            div.top-act {
                (language_switch(page))
                (notifications(cx))
                (hide(cx))
                (me(cx))
            }
        } }
        div.shell {
            (side(cx))
            main id="main" tabindex="-1" {
                (crumbs(page))
                @if cx.masked { div.masked-line { (icon("eye-slash")) span { (cx.t("names-are-hidden")) } (mask(cx)) } }
                (page.body)
            }
        }
        (tabbar(cx))
        (spoken(cx))
    }
}

fn bare(page: &Page) -> Markup {
    let cx = &page.cx;
    html! {
        a.skip href="#main" { (cx.t("skip-to-content")) }
        header.top.bare-top { @if cx.demo { (demo_banner(cx)) } div.top-in {
            (brand(cx))
            div.top-act {
                (language_switch(page))
                @if cx.worker.is_some() { (hide(cx)) }
            }
        } }
        main id="main" .bare tabindex="-1" { (page.body) }
        (spoken(cx))
    }
}

/// For somebody of another agency: who they are and the way out, and nothing of ours.
fn guest(page: &Page) -> Markup {
    let cx = &page.cx;
    html! {
        a.skip href="#main" { (cx.t("skip-to-content")) }
        header.top.bare-top { @if cx.demo { (demo_banner(cx)) } div.top-in {
            (brand(cx))
            div.top-act {
                @if let Some(worker) = &cx.worker { span.guest-name { (Name(&worker.name)) } }
                (language_switch(page))
                (hide(cx))
                form method="post" action=(cx.url("/sign-out")) {
                    button.btn.soft.sm type="submit" { (cx.t("sign-out")) }
                }
            }
        } }
        main id="main" .guest tabindex="-1" { (crumbs(page)) (page.body) }
        (spoken(cx))
    }
}

/// On a node of invented records. A rehearsal says so in both languages, whichever the reader has chosen.
fn demo_banner(cx: &Cx) -> Markup {
    let there = cx.lang.twin();
    html! { p.demo {
        (icon("info"))
        @if cx.rehearsal {
            span { (cx.t("rehearsal-banner")) }
            span lang=(there.code()) dir=(there.dir()) { (i18n::text(there, "rehearsal-banner", &[])) }
        } @else { span { (cx.t("demo-banner")) } }
    } }
}

fn brand(cx: &Cx) -> Markup {
    html! {
        a.brand href=(cx.url("/")) {
            (MARK)
            div { b { (cx.t("app-name")) } span { (Name(cx.agency())) } }
        }
    }
}

fn search(cx: &Cx) -> Markup {
    html! {
        form.find method="post" role="search" action=(cx.url("/search")) {
            label.vh for="q" { (cx.t("search-label")) }
            (icon("magnifying-glass"))
            input id="q" name="q" type="search" autocomplete="off" maxlength="200" placeholder=(cx.t("search-hint"));
            kbd dir="ltr" aria-hidden="true" { "/" }
        }
        a.iconbtn.find-narrow href=(cx.url("/search")) aria-label=(cx.t("search-label")) {
            (icon("magnifying-glass"))
        }
    }
}

/// A link to the same page in the other language; inside a draft, a button that sends the draft first.
fn language_switch(page: &Page) -> Markup {
    let twin = page.cx.lang.twin();
    html! {
        @if let Some(form) = page.draft_form {
            button.lang type="submit" form=(form) name=(SWITCH_FIELD) value=(twin) formnovalidate lang=(twin) {
                (twin.own_name())
            }
        } @else {
            a.lang href=(page.cx.twin_url()) lang=(twin) hreflang=(twin) { (twin.own_name()) }
        }
    }
}

/// The bell: the way to everything that waits, with how many referrals are later than agreed. It shows no number when none is, and in quiet
/// hours.
fn notifications(cx: &Cx) -> Markup {
    let late = (cx.unread > 0).then(|| cx.t_with("day-overdue", &[("n", cx.unread.into())]));
    let label = late.unwrap_or_else(|| cx.t("notices-title"));
    html! {
        @if cx.worker.is_some() {
            a.iconbtn href=(cx.url("/notifications")) aria-label=(label) {
                (icon("bell"))
                @if cx.unread > 0 { span.dot.num aria-hidden="true" { (cx.unread.min(99)) } }
            }
        }
    }
}

fn hide(cx: &Cx) -> Markup {
    html! {
        a.hide-now href=(cx.url("/hidden")) rel="nofollow noreferrer" draggable="false" data-hide {
            (icon("eye-slash")) span { (cx.t("quick-hide")) }
        }
    }
}

/// Who is signed in, opening to the way out; works without JavaScript.
fn me(cx: &Cx) -> Markup {
    let Some(who) = &cx.worker else { return html! {} };
    let role = cx.t(who.role_key);
    html! {
        details.me-box {
            summary.me {
                span.ava aria-hidden="true" { (who.initial()) }
                div { b { (Name(&who.name)) } span { (role) } }
            }
            div.me-menu {
                p { b { (Name(&who.name)) } span.muted.small { (role) } }
                (mask(cx))
                form method="post" action=(cx.url("/sign-out")) {
                    button.btn.soft.sm type="submit" { (icon("sign-out")) (cx.t("sign-out")) }
                }
            }
        }
    }
}

/// Hides the names of people while somebody sits beside the worker, and shows them again; a form, so that it works without JavaScript.
fn mask(cx: &Cx) -> Markup {
    let (hide, words, name) =
        if cx.masked { ("no", "names-unhide", "eye") } else { ("yes", "names-hide", "eye-slash") };
    html! {
        form method="post" action=(cx.url("/me/names")) {
            input type="hidden" name="then" value=(cx.path);
            input type="hidden" name="hide" value=(hide);
            button.btn.soft.sm type="submit" { (icon(name)) (cx.t(words)) }
        }
    }
}

/// The entry whose address is the longest start of this page's address.
fn current(cx: &Cx) -> Option<&NavItem> {
    let path = cx.path.split(['?', '#']).next().unwrap_or_default();
    let under = |item: &&NavItem| match path.strip_prefix(item.path) {
        Some(rest) => rest.is_empty() || rest.starts_with('/'),
        None => false,
    };
    cx.nav.iter().filter(under).max_by_key(|item| item.path.len())
}

/// An entry that makes something new stands raised in the bottom bar and not in the side navigation.
fn makes_new(item: &NavItem) -> bool {
    item.path.ends_with("/new")
}

fn nav_link(cx: &Cx, item: &NavItem) -> Markup {
    let here = current(cx) == Some(item);
    html! {
        a.raised[makes_new(item)] href=(cx.url(item.path)) aria-current=[here.then_some("page")] {
            (icon(item.icon))
            span { (cx.t(item.key)) }
            @if let Some(count) = item.count {
                span.count.num.hot[item.hot] { (count) }
            }
        }
    }
}

fn side(cx: &Cx) -> Markup {
    html! {
        nav.side aria-label=(cx.t("nav-main")) { div.side-in { (nav_groups(cx)) } }
    }
}

fn nav_groups(cx: &Cx) -> Markup {
    let items: Vec<&NavItem> = cx.nav.iter().filter(|item| !makes_new(item)).collect();
    let before = std::iter::once("").chain(items.iter().map(|item| item.group));
    html! {
        @for (item, group_before) in items.iter().zip(before) {
            @if item.group != group_before { h2 { (cx.t(item.group)) } }
            (nav_link(cx, item))
        }
    }
}

/// The phone's bottom bar: four entries, and the rest behind "More".
fn tabbar(cx: &Cx) -> Markup {
    html! {
        nav.tabbar aria-label=(cx.t("nav-mobile")) {
            @for item in cx.nav.iter().filter(|item| item.tab).take(4) { (nav_link(cx, item)) }
            details.more {
                summary { (icon("list")) span { (cx.t("nav-more")) } }
                div.more-in { (nav_groups(cx)) }
            }
        }
    }
}

/// What the script says aloud, in the reader's language, and where.
fn spoken(cx: &Cx) -> Markup {
    html! {
        p.vh id="aloud" role="status"
            data-updated=(cx.t("updated"))
            data-waiting=(cx.t("update-waiting"))
            data-copied=(cx.t("copied"))
            data-not-saved=(cx.t("draft-not-saved"))
            data-crossed=(cx.t("draft-crossed"))
            data-none=(cx.t("choose-none"))
            data-search=(cx.t("choose-search"))
            data-left=(cx.t("characters-left-label"))
            data-over=(cx.t("characters-over-label")) {}
    }
}

fn crumbs(page: &Page) -> Markup {
    html! {
        @if !page.crumbs.is_empty() {
            nav.crumb aria-label=(page.cx.t("nav-path")) {
                @for (label, href) in &page.crumbs {
                    a href=(href) { bdi { (label) } }
                    svg.i.flip aria-hidden="true" { use href={ (assets::url("icons.svg")) "#caret-right" } {} }
                }
                bdi { (page.title) }
            }
        }
    }
}
