//! Laws: SQL lives in `db/` and in the `store.rs` of each noun; migrations use only tokens the migrator knows.

use super::clean;
use super::tree::{self, File, Source};

/// Words for what the two engines call differently. `db/migrate.rs` replaces them.
const TOKENS: [&str; 8] =
    ["int", "bool", "bytes", "uuid", "text", "seq_pk", "strict", "strict_rowless"];

fn is_sql(text: &str) -> bool {
    let text = text.trim_start().to_lowercase();
    let has = |word: &str| text.contains(word);
    let starts = |word: &str| text.starts_with(word);
    (starts("select ") && has(" from "))
        || (starts("update ") && has(" set "))
        || (starts("with ") && has(" as (") && has("select "))
        || ["insert into ", "delete from ", "create table ", "create index ", "create unique "]
            .iter()
            .chain(&["alter table ", "drop table ", "drop index ", "pragma "])
            .any(|word| starts(word))
}

fn misplaced(source: &Source) -> Vec<String> {
    let path = &source.path;
    let node = path.starts_with("crates/") && path.contains("/src/");
    let store = path.starts_with("crates/sila/src/db/") || path.ends_with("/store.rs");
    // A test may reach under a store, to damage what lies there.
    if !node || source.is_test() || (store && path.starts_with("crates/sila/")) {
        return Vec::new();
    }
    let found = source.text.strings.iter().filter(|(_, text)| is_sql(text));
    found.map(|(line, _)| format!("{path}:{line}")).collect()
}

fn unknown_tokens(file: &File) -> Vec<String> {
    let mut found = Vec::new();
    for (n, line) in file.text.lines().enumerate() {
        let code = line.split("--").next().unwrap_or_default();
        for (i, part) in code.split(['{', '}']).enumerate() {
            if i % 2 == 1 && !TOKENS.contains(&part) {
                found.push(format!("{}:{} {{{part}}}", file.path, n + 1));
            }
        }
        if code.matches('{').count() != code.matches('}').count() {
            found.push(format!("{}:{} braces do not match", file.path, n + 1));
        }
    }
    found
}

#[test]
fn sql_stays_in_the_stores() {
    let found: Vec<String> = tree::sources().iter().flat_map(misplaced).collect();
    clean(&found, "Move the statement to the store.rs of its noun:");
}

#[test]
fn migrations_use_known_tokens() {
    let files = tree::ending(".sql");
    assert!(!files.is_empty(), "there are no migrations");
    let found: Vec<String> = files.iter().flat_map(unknown_tokens).collect();
    clean(&found, "A migration is one text for both engines; a new token needs db/migrate.rs:");
}

#[test]
fn sql_outside_a_store_is_found() {
    let found = |path, text| misplaced(&Source::new(path, text)).len();
    let text =
        "const A: &str = \"Select id\n from case_file\";\nfn f() { g(\"delete from draft\") }";
    assert_eq!(found("crates/sila/src/cases/list.rs", text), 2);
    assert_eq!(found("crates/sila-core/src/store.rs", text), 2);
    assert_eq!(found("crates/sila/src/cases/store.rs", text), 0);
    assert_eq!(found("crates/sila/src/db/migrate.rs", text), 0);
    assert_eq!(found("crates/sila/src/journal/tests.rs", text), 0);
    assert_eq!(found("crates/sila/src/cases/list.rs", "f(\"select the area first\")"), 0);
}

#[test]
fn an_unknown_token_is_found() {
    let file = |text: &str| File { path: "a.sql".to_owned(), text: text.to_owned() };
    assert!(unknown_tokens(&file("create table a (b {bytes}) {strict};")).is_empty());
    assert_eq!(unknown_tokens(&file("create table a (b {byte});")).len(), 1);
    assert_eq!(unknown_tokens(&file("create table a (b {bytes);")).len(), 2);
}
