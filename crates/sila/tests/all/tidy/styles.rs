//! Laws: one stylesheet serves both directions, and no style is written into a page.

use super::clean;
use super::tree::{self, File, Source};

/// CSS without comments and strings, one declaration to an item, with its line.
fn declarations(css: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut line, mut from, mut now) = (1, 1, String::new());
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |i| i + 2)
        } else if c == '"' {
            rest[1..].find('"').map_or(rest.len(), |i| i + 2)
        } else {
            0
        };
        if skipped > 0 {
            line += rest[..skipped].matches('\n').count();
            rest = &rest[skipped..];
            continue;
        }
        if matches!(c, '{' | '}' | ';') {
            found.push((from, std::mem::take(&mut now).trim().to_owned()));
            from = line;
        } else {
            if now.trim().is_empty() {
                from = line;
            }
            now.push(c);
        }
        line += usize::from(c == '\n');
        rest = &rest[c.len_utf8()..];
    }
    found
}

/// Whether the declaration names a side of the screen instead of a side of the text.
fn is_physical(declaration: &str) -> bool {
    let Some((property, value)) = declaration.split_once(':') else { return false };
    let (property, value) = (property.trim(), value.trim());
    let plain = property.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let sided = |text: &str| text.split(['-', ' ']).any(|part| part == "left" || part == "right");
    let aligned = ["text-align", "float", "clear", "caption-side"].contains(&property);
    plain && !property.starts_with("--") && (sided(property) || (aligned && sided(value)))
}

fn physical(file: &File) -> Vec<String> {
    declarations(&file.text)
        .iter()
        .filter(|(_, declaration)| is_physical(declaration))
        .map(|(line, declaration)| format!("{}:{line} {declaration}", file.path))
        .collect()
}

fn inline_styles(source: &Source) -> Vec<String> {
    let page = source.path.starts_with("crates/sila/src/");
    let mut found = Vec::new();
    for (n, line) in source.text.code.lines().enumerate().filter(|_| page) {
        let mut parts = line.split("style=");
        let before = parts.next().unwrap_or_default();
        if parts.next().is_some() && before.ends_with([' ', '\t']) {
            found.push(format!("{}:{}", source.path, n + 1));
        }
    }
    found
}

#[test]
fn styles_follow_the_text_not_the_screen() {
    let found: Vec<String> = tree::ending(".css").iter().flat_map(physical).collect();
    clean(
        &found,
        "Write inline-start, inline-end and the like; right to left is not a special case:",
    );
}

#[test]
fn pages_carry_no_style_of_their_own() {
    let found: Vec<String> = tree::sources().iter().flat_map(inline_styles).collect();
    clean(&found, "The content security policy refuses it; add a class to the stylesheet:");
}

#[test]
fn a_physical_property_is_found() {
    let found = |css: &str| physical(&File { path: "a.css".to_owned(), text: css.to_owned() });
    assert_eq!(found(".a{color:red;margin-left:1px}"), ["a.css:1 margin-left:1px"]);
    assert_eq!(found("/* left */\n.a {\n  text-align: right;\n}"), ["a.css:3 text-align: right"]);
    assert_eq!(found(".a{left:0}.b{border-top-right-radius:2px}").len(), 2);
    assert!(found(".left-panel:hover{inset-inline-start:0;content:\";left:0\"}").is_empty());
    assert!(found("a:right{background:linear-gradient(to right,#000,#fff)}").is_empty());
}

#[test]
fn an_inline_style_is_found() {
    let found = |text| inline_styles(&Source::new("crates/sila/src/a/page.rs", text)).len();
    assert_eq!(found("html! { p style=\"color:red\" { } }"), 1);
    assert_eq!(found("html! { p class=\"a style=b\" { } } let my_style=1;"), 0);
}
