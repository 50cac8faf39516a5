//! The manual for the two officers names what stands on the screens, in both languages.

use std::path::Path;

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read_to_string(&root).unwrap_or_else(|error| panic!("{}: {error}", root.display()))
}

/// What stands between double stars, and between single ones in the first column of the table.
fn named(paper: &str) -> Vec<String> {
    let bold = paper.split("**").skip(1).step_by(2).map(str::to_owned);
    let seen = paper.lines().filter_map(|line| line.strip_prefix("| *")?.split_once("* |"));
    bold.chain(seen.map(|(words, _)| words.to_owned())).collect()
}

/// The texts of a language, each with the line breaks of the manual made spaces.
fn texts(lang: &str) -> Vec<String> {
    let files = ["links", "frame", "agreements", "web"];
    let lines = files.map(|file| read(&format!("crates/sila/locales/{lang}/{file}.ftl")));
    let value = |line: &str| line.split_once(" = ").map(|(_, value)| value.to_owned());
    lines.iter().flat_map(|text| text.lines().filter_map(value)).collect()
}

#[test]
fn the_manual_of_linking_is_true_to_the_screens() {
    for lang in ["ar", "en"] {
        let (paper, texts) = (read(&format!("docs/guide-{lang}/link.md")), texts(lang));
        let words = named(&paper);
        assert!(words.len() > 12, "{lang}: {words:?}");
        for named in words {
            let named = named.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                texts.contains(&named),
                "the {lang} manual names {named}, which no screen shows"
            );
        }
    }
}
