//! Law: things are called by the trade's nouns. Words that fit anything name nothing.

use super::clean;
use super::tree::{self, Source};

/// Never in paths or in names of types.
const EMPTY_WORDS: [&str; 13] = [
    "manager",
    "service",
    "handler",
    "helper",
    "util",
    "utils",
    "common",
    "base",
    "impl",
    "data",
    "info",
    "process",
    "processor",
];

/// Paths that keep such a word, each with its reason.
const ALLOWED_PATHS: [(&str, &str); 4] = [
    ("crates/sila-core/data/", "reference tables carried into the project as files"),
    ("crates/sila/static/icons/", "icons keep the names their makers gave them"),
    ("deploy/sila.service", "systemd calls its units so"),
    ("crates/sila/src/services/", "the social services an agency offers"),
];

/// Names of types that keep such a word, each with its reason.
const ALLOWED_TYPES: [(&str, &str); 2] = [
    ("Service", "the social service a person needs"),
    ("ServiceTerms", "on what terms an agency gives a social service"),
];

fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
        } else {
            if c.is_uppercase() {
                words.push(String::new());
            }
            words.last_mut().unwrap().extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn empty_word(name: &str) -> Option<String> {
    words(name).into_iter().find(|word| EMPTY_WORDS.contains(&word.as_str()))
}

fn bad_path(path: &str) -> Option<String> {
    if ALLOWED_PATHS.iter().any(|(allowed, _)| path.starts_with(allowed)) {
        return None;
    }
    path.split('/').find_map(empty_word).map(|word| format!("{path} says \"{word}\""))
}

/// The names of the types a file declares, with their lines.
fn declared(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (n, line) in source.text.code.lines().enumerate() {
        let mut tokens = line.split_whitespace().skip_while(|token| token.starts_with("pub"));
        if let (Some("struct" | "enum" | "trait" | "type" | "union"), Some(name)) =
            (tokens.next(), tokens.next())
        {
            let name = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push((n + 1, name));
        }
    }
    found
}

fn bad_types(source: &Source) -> Vec<String> {
    let allowed = |name: &str| ALLOWED_TYPES.iter().any(|(allowed, _)| *allowed == name);
    declared(source)
        .into_iter()
        .filter(|(_, name)| !allowed(name))
        .filter_map(|(line, name)| {
            empty_word(&name).map(|word| format!("{}:{line} {name} says \"{word}\"", source.path))
        })
        .collect()
}

#[test]
fn paths_use_the_nouns_of_the_trade() {
    let found: Vec<String> = tree::paths().iter().filter_map(|path| bad_path(path)).collect();
    clean(&found, "Name it after what it is; GLOSSARY.md has the nouns:");
}

#[test]
fn types_use_the_nouns_of_the_trade() {
    let found: Vec<String> = tree::sources().iter().flat_map(bad_types).collect();
    clean(&found, "Name it after what it is; GLOSSARY.md has the nouns:");
}

#[test]
fn an_empty_word_is_found() {
    assert!(bad_path("crates/sila/src/cases/case_utils.rs").is_some());
    assert!(bad_path("crates/sila/src/common/mod.rs").is_some());
    assert!(bad_path("crates/sila/src/cases/database.rs").is_none());
    let found = |text| bad_types(&Source::new("a.rs", text)).len();
    assert_eq!(
        found("pub struct CaseManager;\nenum DataKind {}\npub(crate) type Handler = u8;"),
        3
    );
    assert_eq!(found("pub enum Service {}\nstruct Metadata;\n// struct CaseManager"), 0);
}
