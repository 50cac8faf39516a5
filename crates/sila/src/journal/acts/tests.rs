//! Every act that a fact of this program names has its words, and no words are left over.

use std::path::Path;

use sila_core::{difference, licence, lifecycle, meeting, proposal};

use super::*;
use crate::ideas::{answers, board};
use crate::web::{Lang, i18n};

/// Folders whose facts name a record alone; what was done to it stands in the part that is proved, not in a line.
const BY_RECORD: [&str; 9] = [
    "accounts/",
    "api/",
    "cases/",
    "duplicates/",
    "intake/",
    "portal/",
    "referrals/",
    "shelter/",
    "instruments/",
];

fn key(phrase: &str) -> String {
    format!("audit-act-{}", phrase.replace(' ', "-"))
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|one| one == "rs") && !path.ends_with("tests.rs") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

/// What stands between the mark and the bracket that closes it, wherever the mark stands and is no definition.
fn calls<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(mark) {
        let before = text[..at].trim_end();
        let inside = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        if inside || before.ends_with("fn") || before.ends_with("->") {
            continue;
        }
        let rest = &text[at + mark.len()..];
        let mut depth = 1;
        let end = rest.find(|c: char| {
            depth += i32::from(matches!(c, '(' | '{')) - i32::from(matches!(c, ')' | '}'));
            depth == 0
        });
        found.push(&rest[..end.unwrap_or(rest.len())]);
    }
    found
}

fn literals(call: &str) -> impl Iterator<Item = &str> {
    call.split('"').skip(1).step_by(2)
}

/// The words of a text that is filled in, without what is filled in.
fn phrases(literal: &str) -> Vec<String> {
    let parts = literal.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    let said = |word: &String| !word.contains(|c: char| c.is_ascii_digit());
    let phrases = parts.map(|part| words(part).into_iter().filter(said).collect::<Vec<_>>());
    let phrases = phrases.map(|words| words.join(" ").trim().to_owned());
    phrases.filter(|one| one.len() > 2 && one.contains(char::is_alphabetic)).collect()
}

#[test]
fn every_act_that_is_listed_has_words_in_both_languages_and_the_list_is_in_order() {
    assert!(ACTS.is_sorted(), "the list is searched in its order");
    for act in ACTS {
        assert!(Lang::ALL.iter().all(|lang| i18n::has(*lang, &key(act))), "{act}");
        assert_eq!(of(act), [*act]);
        assert!(act.split(' ').count() <= WORDS_MAX, "{act}");
    }
}

#[test]
fn every_act_and_every_screen_that_the_code_writes_into_a_line_has_words() {
    let mut all = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    let (mut seen, mut missing) = (0, Vec::new());
    for (path, text) in &all {
        let own = path.rsplit_once("/src/").unwrap().1;
        let text = text.split("#[cfg(test)]").next().unwrap();
        let by_record = BY_RECORD.iter().any(|folder| own.starts_with(folder));
        let facts = ["fact(", "Fact {"].map(|mark| calls(text, mark)).concat();
        for literal in facts.into_iter().filter(|_| !by_record).flat_map(literals) {
            let kind = i18n::has(Lang::Ar, &format!("journal-{}", literal.replace('.', "-")));
            for phrase in phrases(literal) {
                seen += 1;
                let known = kind || of(&phrase).join(" ") == phrase;
                missing.extend((!known).then(|| format!("{own}: {phrase}")));
            }
        }
        let marks = ["access::record(", "access::record_all(", "access::in_tx(", "opening::read("];
        let dotted = |one: &&str| one.contains('.') && !one.contains(' ');
        for screen in marks
            .map(|mark| calls(text, mark))
            .concat()
            .into_iter()
            .flat_map(literals)
            .filter(dotted)
        {
            seen += 1;
            let key = format!("screen-{}", screen.replace(['.', '_'], "-"));
            missing.extend((!i18n::has(Lang::Ar, &key)).then(|| format!("{own}: {screen}")));
        }
    }
    assert!(seen > 150, "the facts were not found: {seen}");
    assert!(missing.is_empty(), "no words for:\n{}", missing.join("\n"));
}

#[test]
fn every_code_that_stands_in_a_line_has_words() {
    let codes = [
        difference::Act::ALL.iter().map(|one| one.code()).collect::<Vec<_>>(),
        licence::Act::ALL.iter().map(|one| one.code()).collect(),
        licence::Rung::ALL.iter().map(|one| one.code()).collect(),
        lifecycle::Stage::ALL.iter().map(|one| one.code()).collect(),
        meeting::Theme::ALL.iter().map(|one| one.code()).collect(),
        meeting::PointKind::ALL.iter().map(|one| one.code()).collect(),
        proposal::Stage::ALL.iter().map(|one| one.code()).collect(),
        board::State::ALL.iter().map(|one| one.code()).collect(),
        sila_link::record::Word::ALL.iter().map(|one| one.code()).collect(),
        answers::CODES.to_vec(),
        answers::KINDS.to_vec(),
    ];
    let wordless: Vec<&str> =
        codes.concat().into_iter().filter(|code| of(code).len() != 1).collect();
    assert!(wordless.is_empty(), "{wordless:?}");
}

#[test]
fn an_act_is_found_beside_what_it_is_about() {
    assert_eq!(of("DANA agreement.signing_recorded"), ["signing recorded"]);
    assert_eq!(of("0192ab3c opened again"), ["opened again"], "the longest");
    assert_eq!(of("HISTORIC_DUTY"), ["historic duty"]);
    assert_eq!(of("0192ab3c cluster 0192ab3d smaller"), ["cluster", "smaller"]);
    assert!(of("UAE-2016-3 0192ab3c").is_empty());
}
