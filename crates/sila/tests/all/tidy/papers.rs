//! Laws: the papers say what is there. Dependencies are argued for, the contract is accounted for row by row, and
//! everything made by others lies beside its licence.

use std::collections::BTreeSet;

use super::clean;
use super::crates::{dependencies, manifests};
use super::tree::{self, Source};

/// Rows of the contract: A00 to A43 and B01 to B38.
const CONTRACT_ROWS: [(char, usize, usize); 2] = [('A', 0, 43), ('B', 1, 38)];

/// The papers that say of each capability where it is and which test proves it.
const FEATURES: [&str; 4] =
    ["docs/meeting-features.md", "docs/learning-features.md", "docs/features.md", "docs/demo.md"];

/// The cells of every row of the tables of a Markdown text, without the heads and the rules below them.
fn rows(text: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let rule = |line: &str| line.starts_with('|') && line.chars().all(|c| "|-: ".contains(c));
    let row = |(n, line): (usize, &&str)| {
        let head = lines.get(n + 1).is_some_and(|next| rule(next));
        let cells = line.strip_prefix('|')?.trim_end_matches('|').split('|');
        (!head && !rule(line)).then(|| cells.map(|cell| cell.trim().to_owned()).collect())
    };
    lines.iter().enumerate().filter_map(row).collect()
}

/// The names between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn unargued(used: &BTreeSet<String>, paper: &str) -> Vec<String> {
    let argued: BTreeSet<String> = rows(paper).iter().flat_map(|row| quoted(&row[0])).collect();
    let missing = used.difference(&argued).map(|name| format!("{name} has no line"));
    let gone = argued.difference(used).map(|name| format!("{name} is no longer used"));
    missing.chain(gone).collect()
}

fn contract_gaps(paper: &str, tests: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    let rows: Vec<Vec<String>> = rows(paper);
    let expected: Vec<String> = CONTRACT_ROWS
        .iter()
        .flat_map(|(seed, from, to)| (*from..=*to).map(move |n| format!("{seed}{n:02}")))
        .collect();
    let ids: Vec<String> = rows.iter().map(|row| row[0].clone()).collect();
    if ids != expected {
        found.push(format!("the {} rows are not A00 to A43 and B01 to B38 in order", ids.len()));
    }
    for row in &rows {
        let state = row.last().map_or("", String::as_str);
        if let Some(named) = state.strip_prefix("done:") {
            let named = quoted(named);
            if named.is_empty() {
                found.push(format!("{} is done but names no test", row[0]));
            }
            let absent = named.iter().filter(|name| !tests.contains(*name));
            found.extend(absent.map(|name| format!("{} names {name}, which is no test", row[0])));
        } else if !state.starts_with("not yet") {
            found.push(format!("{} is neither done nor not yet", row[0]));
        }
    }
    found
}

/// Rows of the table of features whose state is none, or names a test that is not there.
fn feature_gaps(paper: &str, tests: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for row in rows(paper) {
        let state = row.last().map_or("", String::as_str);
        let states = ["done:", "partly:", "not yet:", "not built:"];
        let known = states.into_iter().find(|one| state.starts_with(one));
        let named: Vec<String> =
            quoted(state).into_iter().filter(|name| !name.contains('/')).collect();
        match known {
            None => found.push(format!("{} says of none of the states that it is so", row[0])),
            Some("not yet:" | "not built:") => {}
            Some(_) if named.is_empty() => found.push(format!("{} names no test", row[0])),
            Some(_) => {}
        }
        let absent = named.iter().filter(|name| !tests.contains(*name));
        found.extend(absent.map(|name| format!("{} names {name}, which is no test", row[0])));
    }
    found
}

/// The names of all test functions.
fn tests(sources: &[Source]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in sources {
        for part in source.text.code.split("fn ").skip(1) {
            found.insert(part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    found
}

/// Folders with fonts or icons that have no licence in them.
fn unlicensed(paths: &[String]) -> Vec<String> {
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let made = paths.iter().filter(|path| {
        path.ends_with(".woff2") || path.ends_with(".ttf") || path.contains("/icons/")
    });
    let licensed: BTreeSet<String> = paths
        .iter()
        .filter(|path| path.contains("/LICENSE") || path.contains("/OFL"))
        .map(|path| folder(path))
        .collect();
    let folders: BTreeSet<String> = made.map(|path| folder(path)).collect();
    folders.difference(&licensed).cloned().collect()
}

#[test]
fn every_dependency_is_argued_for() {
    let sections = ["dependencies", "dev-dependencies", "build-dependencies"];
    let used = manifests().iter().flat_map(|(_, text)| dependencies(text, &sections)).collect();
    let outside: BTreeSet<String> =
        BTreeSet::into_iter(used).filter(|name| !name.starts_with("sila")).collect();
    assert!(outside.contains("tokio"), "the manifests were not read");
    let found = unargued(&outside, &tree::read("docs/dependencies.md"));
    clean(&found, "Say in docs/dependencies.md what it is for and what we would do without it:");
}

#[test]
fn every_row_of_the_contract_is_accounted_for() {
    let found = contract_gaps(&tree::read("docs/contract.md"), &tests(&tree::sources()));
    clean(&found, "docs/contract.md says which promise is kept by which test:");
}

/// Names of tests that a paper gives and that are no tests.
fn nameless(paper: &str, tests: &BTreeSet<String>) -> Vec<String> {
    let is_test = |name: &String| {
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        plain && name.matches('_').count() > 3
    };
    quoted(paper).into_iter().filter(|name| is_test(name) && !tests.contains(name)).collect()
}

#[test]
fn every_test_that_a_table_of_features_names_is_there() {
    let tests = tests(&tree::sources());
    for paper in FEATURES {
        let text = tree::read(paper);
        assert!(rows(&text).len() > 10, "{paper} has no table");
        clean(&nameless(&text, &tests), &format!("{paper} names a test that is not there:"));
    }
    let known = BTreeSet::from(["a_test_that_is_there".to_owned()]);
    let paper = "| x | `a_test_that_is_there`, `a_test_that_is_gone`, `/ideas` |";
    assert_eq!(nameless(paper, &known), ["a_test_that_is_gone"]);
}

#[test]
fn every_feature_of_partnerships_is_accounted_for() {
    let paper = tree::read("docs/partnership-features.md");
    assert!(rows(&paper).len() > 40, "the table was not read");
    let found = feature_gaps(&paper, &tests(&tree::sources()));
    clean(&found, "docs/partnership-features.md says which feature is shown by which test:");
}

#[test]
fn every_feature_of_casework_is_accounted_for() {
    let paper = tree::read("docs/casework.md");
    assert!(rows(&paper).len() > 100, "the table was not read");
    let found = feature_gaps(&paper, &tests(&tree::sources()));
    clean(&found, "docs/casework.md says which feature is shown by which test:");
}

#[test]
fn every_screen_that_is_done_names_a_test() {
    let bare = |paper: &str| -> Vec<String> {
        let done = rows(paper).into_iter().filter(|row| row[4].starts_with("done"));
        done.filter(|row| quoted(&row[3]).is_empty()).map(|row| row[1].clone()).collect()
    };
    let found = bare(&tree::read("docs/features.md"));
    clean(&found, "docs/features.md says done of these and names no test:");
    assert_eq!(bare("| 1 | a screen | `/` |  | done |"), ["a screen"]);
}

#[test]
fn a_gap_in_the_features_is_found() {
    let tests = BTreeSet::from(["it_works".to_owned()]);
    let gaps = |state: &str| {
        let paper = format!(
            "| | asked | where | state |\n|---|---|---|---|\n| F-1 | x | `a/` | {state} |\n"
        );
        feature_gaps(&paper, &tests).len()
    };
    assert_eq!(gaps("done: `it_works`"), 0);
    assert_eq!(gaps("partly: `it_works`; not the rest"), 0);
    assert_eq!(gaps("not yet: nothing"), 0);
    assert_eq!(gaps("not built: for a reason"), 0);
    assert_eq!(gaps("not built: as `it_does_not`"), 1);
    assert_eq!(gaps("done: `it_does_not`"), 1);
    assert_eq!(gaps("partly: half of it"), 1);
    assert_eq!(gaps("soon"), 1);
}

#[test]
fn fonts_and_icons_lie_beside_their_licences() {
    clean(&unlicensed(&tree::paths()), "Put the licence text of its makers into the folder:");
}

#[test]
fn a_dependency_without_a_reason_is_found() {
    let used = BTreeSet::from(["maud".to_owned(), "tokio".to_owned()]);
    let paper = "| crate | what for |\n|---|---|\n| `maud` | pages |\n| `old` | gone |\n";
    assert_eq!(unargued(&used, paper), ["tokio has no line", "old is no longer used"]);
}

#[test]
fn a_gap_in_the_contract_is_found() {
    let full: String = CONTRACT_ROWS
        .iter()
        .flat_map(|(seed, from, to)| {
            (*from..=*to).map(move |n| format!("| {seed}{n:02} | x | not yet |\n"))
        })
        .collect();
    let head = "| row | promise | state |\n|---|---|---|\n";
    let tests = BTreeSet::from(["contract_b17_residence".to_owned()]);
    let gaps = |rows: &str| contract_gaps(&format!("{head}{rows}"), &tests).len();
    assert_eq!(gaps(&full), 0);
    assert_eq!(gaps(&full.replace("| B17 | x | not yet |\n", "")), 1);
    let b17 =
        |state: &str| full.replace("| B17 | x | not yet |", &format!("| B17 | x | {state} |"));
    assert_eq!(gaps(&b17("done: `contract_b17_residence`")), 0);
    assert_eq!(gaps(&b17("done: `contract_b17_absent`")), 1);
    assert_eq!(gaps(&b17("done:")), 1);
    assert_eq!(gaps(&b17("soon")), 1);
}

#[test]
fn a_font_without_a_licence_is_found() {
    let paths = |list: &[&str]| list.iter().map(|path| (*path).to_owned()).collect::<Vec<_>>();
    assert_eq!(unlicensed(&paths(&["static/fonts/a.woff2"])), ["static/fonts"]);
    assert!(unlicensed(&paths(&["static/fonts/a.woff2", "static/fonts/OFL.txt"])).is_empty());
    assert_eq!(unlicensed(&paths(&["static/icons/a.svg", "LICENSE-MIT"])), ["static/icons"]);
}
