//! Law: nothing is left lying about: no promises in comments, no switched-off tests, no paths of one machine.

use super::clean;
use super::tree::{self, File, Source};

/// Marks of unfinished work. Written in two halves so that this file does not find itself.
const PROMISES: [&str; 4] =
    [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:"), concat!("HA", "CK:")];

/// Paths that exist on one machine only.
const MACHINES: [&str; 6] = [
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/Us", "ers/"),
    concat!("/tm", "p/"),
    concat!("../sha", "red"),
];

fn lines_with(file: &File, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (n, line) in file.text.lines().enumerate() {
        for word in words.iter().filter(|word| line.contains(**word)) {
            found.push(format!("{}:{} {word}", file.path, n + 1));
        }
    }
    found
}

fn switched_off(source: &Source) -> Vec<String> {
    let code = &source.text.code;
    let mark = concat!("#[ig", "nore");
    code.match_indices(mark)
        .map(|(at, _)| format!("{}:{}", source.path, super::rust_text::RustText::line_of(code, at)))
        .collect()
}

#[test]
fn no_promises_are_left() {
    let found: Vec<String> =
        tree::texts().iter().flat_map(|file| lines_with(file, &PROMISES)).collect();
    clean(&found, "Do it, or write an issue:");
}

#[test]
fn no_path_of_one_machine_is_left() {
    let found: Vec<String> =
        tree::texts().iter().flat_map(|file| lines_with(file, &MACHINES)).collect();
    clean(&found, "Everyone's machine is different; make the path an argument:");
}

#[test]
fn no_test_is_switched_off() {
    let found: Vec<String> = tree::sources().iter().flat_map(switched_off).collect();
    clean(&found, "Mend the test or delete it:");
}

#[test]
fn leftovers_are_found() {
    let file = |text: &str| File { path: "a.md".to_owned(), text: text.to_owned() };
    let promise = format!("fine\n// {} later", PROMISES[0]);
    assert_eq!(lines_with(&file(&promise), &PROMISES), [format!("a.md:2 {}", PROMISES[0])]);
    assert_eq!(lines_with(&file(&format!("see {}me/a", MACHINES[1])), &MACHINES).len(), 1);
    assert!(lines_with(&file("the home of a child is at work"), &MACHINES).is_empty());
    let off = format!("#[test]\n{}]\nfn a() {{}}", concat!("#[ig", "nore"));
    assert_eq!(switched_off(&Source::new("a.rs", &off)).len(), 1);
}
