//! Law: no text of a page belittles anybody. `docs/words.md` names the words, and what is said instead.

use super::clean;
use super::tree::{self, File};

/// What may stand before an Arabic word.
const PREFIXES: [&str; 14] =
    ["", "ال", "و", "وال", "ب", "بال", "ل", "لل", "ولل", "ف", "فال", "ك", "كال", "أ"];

/// The banned terms of a section of the list, each as its words, with what is said instead.
fn banned(list: &str, section: &str) -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
    let part = list.split("\n## ").find(|part| part.starts_with(section)).unwrap_or_default();
    for row in part.lines().filter(|line| line.starts_with('|')).skip(2) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [not, but, _why] = cells[..] else { continue };
        found.extend(not.split(',').map(|term| (words(term), but.to_owned())));
    }
    found
}

/// The words of a text in small letters, without vowel signs.
fn words(text: &str) -> Vec<String> {
    let sign = |c: &char| ('\u{64b}'..='\u{652}').contains(c) || *c == '\u{640}';
    let plain: String = text.chars().filter(|c| !sign(c)).collect();
    let words = plain.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether a word is the banned one, as it is or after an Arabic prefix.
fn is(word: &str, banned: &str) -> bool {
    PREFIXES.iter().any(|prefix| word.strip_prefix(prefix) == Some(banned))
}

/// The texts of a file that hold a banned term.
fn belittling(file: &File, banned: &[(Vec<String>, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (n, line) in file.text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let said = words(line.split_once('=').map_or(line, |(_, said)| said));
        for (term, but) in banned {
            let here = |some: &[String]| some.iter().zip(term).all(|(word, not)| is(word, not));
            if said.windows(term.len()).any(here) {
                let term = term.join(" ");
                found.push(format!("{}:{} says \"{term}\"; say: {but}", file.path, n + 1));
            }
        }
    }
    found
}

#[test]
fn contract_b11_no_text_of_a_page_belittles_anybody() {
    let list = tree::read("docs/words.md");
    let mut found = Vec::new();
    for (lang, section, least) in [("en", "English", 50), ("ar", "العربية", 70)] {
        let banned = banned(&list, section);
        assert!(banned.len() > least, "the list for {lang} was not read: {}", banned.len());
        let texts = tree::ending(".ftl");
        let texts: Vec<&File> =
            texts.iter().filter(|file| file.path.contains(&format!("/locales/{lang}/"))).collect();
        assert!(texts.len() > 30, "the texts were not read");
        found.extend(texts.into_iter().flat_map(|file| belittling(file, &banned)));
    }
    clean(&found, "Say it with respect (docs/words.md):");
}

#[test]
fn a_word_that_belittles_is_found() {
    let list = "# x\n\n## English\n\n| not | but | why |\n|---|---|---|\n| victim, old maid | person | y |\n\n\
                ## العربية\n\n| لا | بل | لماذا |\n|---|---|---|\n| ضحية | شخص | ك |\n";
    let (en, ar) = (banned(list, "English"), banned(list, "العربية"));
    assert_eq!((en.len(), ar.len()), (2, 1));
    let file = |text: &str| File { path: "a.ftl".to_owned(), text: text.to_owned() };
    let found =
        |text: &str| belittling(&file(text), &en).len() + belittling(&file(text), &ar).len();
    for text in ["a = The Victim’s name", "a = An old maid", "a = وللضحيةِ حق", "    [one] الضَّحية"]
    {
        assert_eq!(found(text), 1, "{text}");
    }
    for text in ["a = Victory", "victim = person", "# the victim", "a = an old man", "a = تضحية"]
    {
        assert_eq!(found(text), 0, "{text}");
    }
}
