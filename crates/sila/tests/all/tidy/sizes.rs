//! Law: a file is read in one sitting, a function on one screen, the front papers in minutes.

use super::clean;
use super::rust_text::{RustText, block_end};
use super::tree::{self, Source};

const SOURCE_LINES_MAX: usize = 500;
const TEST_LINES_MAX: usize = 700;
const FUNCTION_LINES_MAX: usize = 60;
const README_LINES_MAX: usize = 120;
const ARCHITECTURE_LINES_MAX: usize = 200;

fn long_file(source: &Source) -> Option<String> {
    let max = if source.is_test() { TEST_LINES_MAX } else { SOURCE_LINES_MAX };
    (source.text.lines > max)
        .then(|| format!("{} has {} lines of {max}", source.path, source.text.lines))
}

/// Where the body of the function declared at `from` opens; none for a declaration without a body.
fn body(code: &str, from: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (i, c) in code[from..].char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '{' if depth == 0 => return Some(from + i),
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

fn long_functions(source: &Source) -> Vec<String> {
    let code = &source.text.code;
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let alone = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let named = code[at + 3..].starts_with(|c: char| c.is_alphabetic() || c == '_');
        let (true, Some(open)) = (alone && named, body(code, at)) else { continue };
        let inside = &code[open + 1..block_end(code, open).max(open + 2) - 1];
        let lines = inside.lines().filter(|line| !line.trim().is_empty()).count();
        if lines > FUNCTION_LINES_MAX {
            let line = RustText::line_of(code, at);
            found.push(format!("{}:{line} has {lines} lines of code", source.path));
        }
    }
    found
}

fn long_paper(path: &str, text: &str, max: usize) -> Option<String> {
    let lines = text.lines().count();
    (lines > max).then(|| format!("{path} has {lines} lines of {max}"))
}

#[test]
fn files_fit_one_sitting() {
    let found: Vec<String> = tree::sources().iter().filter_map(long_file).collect();
    clean(&found, "Split the file where its subject changes:");
}

#[test]
fn functions_fit_one_screen() {
    let found: Vec<String> = tree::sources().iter().flat_map(long_functions).collect();
    clean(&found, "Give the steps of the function names of their own:");
}

#[test]
fn front_papers_are_short() {
    let long = |path: &str, max| long_paper(path, &tree::read(path), max);
    let found =
        [long("README.md", README_LINES_MAX), long("ARCHITECTURE.md", ARCHITECTURE_LINES_MAX)];
    clean(&found.into_iter().flatten().collect::<Vec<_>>(), "Move the detail to docs/:");
}

#[test]
fn a_long_file_and_a_long_function_are_found() {
    let file = |path, lines: usize| long_file(&Source::new(path, &"\n".repeat(lines)));
    assert!(file("crates/sila/src/a.rs", 501).is_some());
    assert!(file("crates/sila/src/a.rs", 500).is_none());
    assert!(file("crates/sila/src/a/tests.rs", 501).is_none());
    assert!(file("crates/sila/tests/all/a.rs", 701).is_some());
    let function = |lines: usize| {
        let text = format!(
            "fn f(a: [u8; 2]) -> u8 {{\n{}}}\n",
            "    // why\n    g('{');\n\n".repeat(lines)
        );
        long_functions(&Source::new("a.rs", &text)).len()
    };
    assert_eq!(function(61), 1);
    assert_eq!(function(60), 0);
    assert_eq!(long_functions(&Source::new("a.rs", "trait T { fn f(&self); }")).len(), 0);
}

#[test]
fn a_long_paper_is_found() {
    assert!(long_paper("README.md", &"x\n".repeat(121), 120).is_some());
    assert!(long_paper("README.md", &"x\n".repeat(120), 120).is_none());
}
