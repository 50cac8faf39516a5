//! Law: every text file has its twin, and the twins hold the same keys in the same order, so that they can be read side
//! by side; and every kind of fact in the journal has its word. That placeholders agree and that every key is used is a test of `web`, which knows the grammar.

use std::collections::{BTreeMap, BTreeSet};

use super::clean;
use super::rust_text::{RustText, block_end};
use super::tree::{self, Source};

/// The keys of a Fluent file, in the order written.
fn keys(text: &str) -> Vec<&str> {
    let message = |line: &&str| line.starts_with(|c: char| c.is_ascii_alphabetic());
    text.lines().filter(message).filter_map(|line| Some(line.split_once('=')?.0.trim())).collect()
}

/// What a file and its twin do not agree on.
fn differences(name: &str, ar: &str, en: &str) -> Vec<String> {
    let (ar, en) = (keys(ar), keys(en));
    let missing = |side: &str, here: &[&str], there: &[&str]| -> Vec<String> {
        let absent = here.iter().filter(|key| !there.contains(key));
        absent.map(|key| format!("{name}: {key} is missing in {side}")).collect()
    };
    let mut found = [missing("en", &ar, &en), missing("ar", &en, &ar)].concat();
    if found.is_empty() && ar != en {
        let first = ar.iter().zip(&en).find(|(a, e)| a != e).map_or("the end", |(a, _)| *a);
        found.push(format!("{name}: the order differs from {first} on"));
    }
    found
}

#[test]
fn text_files_are_twins() {
    let mut twins: BTreeMap<String, [Option<String>; 2]> = BTreeMap::new();
    for file in tree::ending(".ftl") {
        let (folder, name) = file.path.rsplit_once('/').unwrap();
        let side = usize::from(folder.ends_with("/en"));
        twins.entry(name.to_owned()).or_default()[side] = Some(file.text);
    }
    let compare = |(name, twins): (&String, &[Option<String>; 2])| match twins {
        [Some(ar), Some(en)] => differences(name, ar, en),
        [None, _] => vec![format!("{name} has no Arabic twin")],
        [_, None] => vec![format!("{name} has no English twin")],
    };
    let found: Vec<String> = twins.iter().flat_map(compare).collect();
    clean(&found, "Write the text in both languages, Arabic first, in the same place:");
}

/// Keys that stand twice in the files of one language: what is read last would be shown for both.
fn doubled<'a>(files: impl Iterator<Item = &'a tree::File>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let all = files.flat_map(|file| keys(&file.text).into_iter().map(move |key| (file, key)));
    let again = all.filter(|(_, key)| !seen.insert(*key));
    again.map(|(file, key)| format!("{}: {key}", file.path)).collect()
}

#[test]
fn no_key_stands_twice() {
    let files = tree::ending(".ftl");
    let of = |lang: &'static str| files.iter().filter(move |file| file.path.contains(lang));
    let found = [doubled(of("/ar/")), doubled(of("/en/"))].concat();
    clean(&found, "Give one of the two another key:");
}

#[test]
fn a_key_that_stands_twice_is_found() {
    let file = |path: &str| tree::File { path: path.to_owned(), text: "a = Dune\n".to_owned() };
    assert_eq!(doubled([file("x.ftl"), file("y.ftl")].iter()), ["y.ftl: a"]);
    assert!(doubled([file("x.ftl")].iter()).is_empty());
}

/// The kinds of the facts that a file writes into the journal, where they are written out.
fn kinds(source: &Source) -> Vec<String> {
    let code = &source.text.code;
    let mut found = Vec::new();
    for (at, _) in code.match_indices("Fact {") {
        let end = block_end(code, at + "Fact ".len());
        let kind = code[at..end].find("kind: \"").map(|after| RustText::line_of(code, at + after));
        let literal = source.text.strings.iter().find(|one| Some(one.0) == kind);
        found.extend(literal.map(|one| one.1.clone()));
    }
    found
}

/// Kinds of facts that the audit trail has no word for.
fn wordless(source: &Source, keys: &BTreeSet<String>) -> Vec<String> {
    let key = |kind: &String| format!("journal-{}", kind.replace('.', "-"));
    let none = kinds(source).into_iter().filter(|kind| !keys.contains(&key(kind)));
    none.map(|kind| format!("{}: {kind}", source.path)).collect()
}

#[test]
fn every_kind_of_fact_has_its_word() {
    let arabic: Vec<tree::File> =
        tree::ending(".ftl").into_iter().filter(|file| file.path.contains("/ar/")).collect();
    let known = arabic.iter().flat_map(|file| keys(&file.text)).map(str::to_owned).collect();
    let sources = tree::sources();
    assert!(sources.iter().flat_map(kinds).count() > 20, "the facts were not found");
    let found: Vec<String> = sources.iter().flat_map(|one| wordless(one, &known)).collect();
    clean(&found, "Write journal-KIND beside the texts of the noun:");
}

#[test]
fn a_kind_without_a_word_is_found() {
    let text = "fn f() { Fact { id, kind: \"dune\", subject: \"x\".to_owned() } }";
    let source = Source::new("a.rs", text);
    assert_eq!(wordless(&source, &BTreeSet::new()), ["a.rs: dune"]);
    assert!(wordless(&source, &BTreeSet::from(["journal-dune".to_owned()])).is_empty());
}

#[test]
fn a_difference_between_twins_is_found() {
    let ar = "# عنوان\na = أهلاً { $name }\nb =\n    { $n ->\n       *[other] حالات\n    }\n";
    assert!(
        differences("x.ftl", ar, "a = Hello { $name }\n\nb = Cases\n    .hint = More\n").is_empty()
    );
    assert_eq!(differences("x.ftl", ar, "a = Hello\nc = new\n").len(), 2);
    assert_eq!(differences("x.ftl", ar, "b = Cases\na = Hello\n").len(), 1);
}
