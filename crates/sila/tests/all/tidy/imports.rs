//! Laws: the pure crates touch nothing outside themselves, and the plumbing of the node knows no noun.

use std::collections::BTreeSet;

use super::clean;
use super::rust_text::RustText;
use super::tree::{self, Source};

const PURE: [&str; 5] = ["sila-core", "sila-names", "sila-seal", "sila-link", "sila-paper"];

/// What a pure crate may never name.
const OUTSIDE: [&str; 12] = [
    "tokio",
    "axum",
    "hyper",
    "rustls",
    "rusqlite",
    "tokio_postgres",
    "std::fs",
    "std::net",
    "std::env",
    "std::thread",
    "std::time",
    "std::process",
];

/// Files and folders of the node that every noun stands on. They must not know any of them.
const PLUMBING: [&str; 7] = ["db", "web", "wire", "vault", "clock", "problem", "config"];

/// Neighbours of the plumbing that are no nouns either: the frame, and the places that see many nouns.
const FRAME: &[&str] = &[
    "main",
    "lib",
    "app",
    "ask",
    "bench",
    "cli",
    "demo",
    "events",
    "jobs",
    "menu",
    "node",
    "reply",
    "routes",
    "serve",
    "statements",
    "status",
    "testing",
    "tests",
];

/// The paths named by the code below `root`, for example `fs` and `net` for `use std::{fs, net::IpAddr}`.
fn named_below(code: &str, root: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let start = format!("{root}::");
    for (at, _) in code.match_indices(&start) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let line = RustText::line_of(code, at);
        let rest = &code[at + start.len()..];
        found.extend(first_names(rest).into_iter().map(|name| (line, name)));
    }
    found
}

fn first_names(rest: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = rest.strip_prefix('{') else { return vec![word(rest)] };
    let (mut depth, mut names, mut from) = (0_usize, Vec::new(), 0);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(word(&group[from..i]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(word(&group[from..i]));
                from = i + 1;
            }
            _ => {}
        }
    }
    names
}

fn impure(source: &Source) -> Vec<String> {
    let pure = PURE.iter().any(|name| source.path.starts_with(&format!("crates/{name}/src/")));
    if !pure || source.is_test() {
        return Vec::new();
    }
    let code = source.text.code_without_tests();
    let mut found = Vec::new();
    for outside in OUTSIDE {
        let hits: Vec<usize> = match outside.split_once("::") {
            Some((root, name)) => named_below(&code, root)
                .into_iter()
                .filter(|(_, named)| named == name)
                .map(|(line, _)| line)
                .collect(),
            None => named_below(&code, outside).into_iter().map(|(line, _)| line).collect(),
        };
        found.extend(hits.iter().map(|line| format!("{}:{line} names {outside}", source.path)));
    }
    found
}

fn part_of_node(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("crates/sila/src/")?;
    Some(inside.split('/').next()?.trim_end_matches(".rs"))
}

fn nouns(sources: &[Source]) -> BTreeSet<String> {
    let parts = sources.iter().filter_map(|source| part_of_node(&source.path));
    parts
        .filter(|part| !PLUMBING.contains(part) && !FRAME.contains(part))
        .map(str::to_owned)
        .collect()
}

fn nouns_in_plumbing(sources: &[Source], nouns: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let plumbing = part_of_node(&source.path).is_some_and(|part| PLUMBING.contains(&part));
        if !plumbing || source.is_test() {
            continue;
        }
        for (line, name) in named_below(&source.text.code_without_tests(), "crate") {
            if nouns.contains(&name) {
                found.push(format!("{}:{line} names the noun {name}", source.path));
            }
        }
    }
    found
}

#[test]
fn pure_crates_touch_nothing_outside() {
    let found: Vec<String> = tree::sources().iter().flat_map(impure).collect();
    clean(&found, "A pure crate is given time, randomness and bytes as arguments:");
}

#[test]
fn plumbing_knows_no_noun() {
    let sources = tree::sources();
    let found = nouns_in_plumbing(&sources, &nouns(&sources));
    clean(&found, "Plumbing serves every noun and knows none; pass what it needs as an argument:");
}

#[test]
fn an_impure_import_is_found_however_it_is_written() {
    let found = |text| impure(&Source::new("crates/sila-link/src/a.rs", text)).len();
    assert_eq!(found("use std::fs;"), 1);
    assert_eq!(found("use std::{collections::BTreeMap, net::IpAddr};"), 1);
    assert_eq!(found("fn f() { tokio::spawn(g()); }"), 1);
    assert_eq!(found("fn f() -> std::time::Instant { todo }"), 1);
    assert_eq!(found("// std::fs\nuse std::{fmt, str};"), 0);
    assert_eq!(found("#[cfg(test)]\nmod tests { use std::fs; }"), 0);
}

#[test]
fn a_noun_in_the_plumbing_is_found() {
    let sources = [
        Source::new("crates/sila/src/referrals/mod.rs", ""),
        Source::new("crates/sila/src/web/page.rs", "use crate::{clock::Clock, referrals::store};"),
        Source::new("crates/sila/src/jobs/mod.rs", "use crate::referrals::store;"),
    ];
    let nouns = nouns(&sources);
    assert!(nouns.contains("referrals") && nouns.len() == 1);
    assert_eq!(nouns_in_plumbing(&sources, &nouns).len(), 1);
}
