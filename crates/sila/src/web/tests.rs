//! Laws of texts, icons and styles, read from the sources themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use fluent_syntax::parser;

use super::assets::embedded::{ASSETS, LOCALES};
use super::{Arg, Lang, i18n};

/// What one message asks for and which plural forms its selectors have.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    placeholders: BTreeSet<String>,
    selectors: Vec<(String, BTreeSet<String>)>,
}

/// Key (`message` or `message.attribute`) to shape, over every file of a language.
fn shapes(lang: Lang) -> BTreeMap<String, Shape> {
    let mut found = BTreeMap::new();
    for (_, file, source) in LOCALES.iter().filter(|(code, _, _)| *code == lang.code()) {
        let resource =
            parser::parse(*source).unwrap_or_else(|(_, why)| panic!("{lang}/{file}: {why:?}"));
        for entry in &resource.body {
            let Entry::Message(message) = entry else { continue };
            let attributes = message
                .attributes
                .iter()
                .map(|a| (format!("{}.{}", message.id.name, a.id.name), &a.value));
            let own = message.value.iter().map(|value| (message.id.name.to_owned(), value));
            for (key, pattern) in own.chain(attributes) {
                let mut shape = Shape::default();
                read(pattern, &mut shape);
                assert!(
                    found.insert(key.clone(), shape).is_none(),
                    "{lang}: {key} is written twice, lastly in {file}"
                );
            }
        }
    }
    found
}

fn read(pattern: &Pattern<&str>, shape: &mut Shape) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            read_expression(expression, shape);
        }
    }
}

fn read_expression(expression: &Expression<&str>, shape: &mut Shape) {
    match expression {
        Expression::Inline(inline) => read_inline(inline, shape),
        Expression::Select { selector, variants } => {
            read_inline(selector, shape);
            let names = variants.iter().map(|variant| match variant.key {
                VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name } => {
                    name.to_owned()
                }
            });
            if let InlineExpression::VariableReference { id } = selector {
                shape.selectors.push((id.name.to_owned(), names.collect()));
            }
            variants.iter().for_each(|variant| read(&variant.value, shape));
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, shape: &mut Shape) {
    match inline {
        InlineExpression::VariableReference { id } => {
            shape.placeholders.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference {
            arguments: CallArguments { positional, .. }, ..
        } => {
            positional.iter().for_each(|argument| read_inline(argument, shape));
        }
        InlineExpression::Placeable { expression } => read_expression(expression, shape),
        _ => {}
    }
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_placeholders() {
    let (ar, en) = (shapes(Lang::Ar), shapes(Lang::En));
    let only = |a: &BTreeMap<String, Shape>, b: &BTreeMap<String, Shape>| -> Vec<String> {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect()
    };
    assert_eq!(only(&ar, &en), Vec::<String>::new(), "only in Arabic");
    assert_eq!(only(&en, &ar), Vec::<String>::new(), "only in English");
    for (key, shape) in &ar {
        assert_eq!(
            shape.placeholders, en[key].placeholders,
            "placeholders of {key} (Arabic, English)"
        );
    }
}

#[test]
fn counted_texts_have_every_plural_form_of_their_language() {
    let forms =
        |names: &[&str]| -> BTreeSet<String> { names.iter().map(|n| (*n).to_owned()).collect() };
    let all = forms(&["zero", "one", "two", "few", "many", "other"]);
    let any_plural =
        |names: &BTreeSet<String>| names.iter().any(|name| name != "other" && all.contains(name));
    for lang in Lang::ALL {
        let wanted = lang.pick(all.clone(), forms(&["one", "other"]));
        for (key, shape) in shapes(lang) {
            for (variable, names) in shape.selectors.iter().filter(|(_, names)| any_plural(names)) {
                let missing: Vec<_> = wanted.difference(names).collect();
                assert!(missing.is_empty(), "{lang}: {key} lacks {missing:?} for ${variable}");
            }
        }
    }
}

#[test]
fn arabic_counts_choose_their_form() {
    let said = |n: i64| i18n::text(Lang::Ar, "results", &[("n", Arg::Num(n))]);
    let wanted = [
        (0, "لا نتائج"),
        (1, "نتيجة واحدة"),
        (2, "نتيجتان"),
        (3, "3 نتائج"),
        (11, "11 نتيجة"),
        (100, "100 نتيجة"),
    ];
    for (n, words) in wanted {
        assert_eq!(said(n), words);
    }
}

#[test]
fn a_text_that_is_missing_is_shown_as_its_key_and_values_are_isolated() {
    assert_eq!(i18n::text(Lang::Ar, "no-such-text", &[]), "no-such-text");
    let time = |arg: Arg| i18n::text(Lang::En, "draft-saved", &[("time", arg)]);
    assert_eq!(time("مريم".into()), "Draft saved \u{2068}مريم\u{2069}");
    assert_eq!(time(Arg::ident("R-26-01")), "Draft saved \u{2066}R-26-01\u{2069}");
    assert_eq!(time(Arg::phrase("10:42")), "Draft saved 10:42");
}

fn sources(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

fn own_folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The product's own code; this file is left out, because it names what it looks for.
fn code() -> Vec<(PathBuf, String)> {
    let all = sources(&own_folder("src"), ".rs");
    all.into_iter().filter(|(path, _)| !path.ends_with("web/tests.rs")).collect()
}

/// The string literals that follow `call` (such as `.t(`), after any white space.
fn literals_after<'a>(text: &'a str, call: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(call)
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'))
        .map(|(word, _)| word)
}

#[test]
fn every_text_that_the_code_asks_for_exists() {
    let known = shapes(Lang::Ar);
    let mut missing = Vec::new();
    for (path, text) in code() {
        for call in [".t(", ".t_with(", "text(lang, ", "part("] {
            for key in literals_after(&text, call).filter(|key| !key.contains('{')) {
                if !known.contains_key(key) {
                    missing.push(format!("{}: {key}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "texts that no locale has:\n{}", missing.join("\n"));
}

/// A key is used when it stands in the code as a whole literal, or when the code builds keys with its beginning:
/// `format!("month-{n}")` or `cx.code("month", …)`. The lists that agencies exchange (`codes.ftl`) are whole, used or
/// not: a code may arrive that no page of ours sends.
#[test]
fn every_text_is_used() {
    let code: String = code().into_iter().map(|(_, text)| text).collect();
    let words: BTreeSet<&str> = code.split('"').collect();
    let built =
        code.split('"').filter_map(|word| word.split_once('{')).map(|(start, _)| start.to_owned());
    let coded = literals_after(&code, ".code(").map(|family| format!("{family}-"));
    let families: Vec<String> =
        built.chain(coded).filter(|start| start.len() > 3 && start.ends_with('-')).collect();
    let exchanged: String = LOCALES
        .iter()
        .filter(|(_, file, _)| *file == "codes.ftl")
        .map(|(_, _, text)| *text)
        .collect();
    let unused: Vec<String> = shapes(Lang::Ar)
        .into_keys()
        .filter(|key| !exchanged.lines().any(|line| line.starts_with(&format!("{key} ="))))
        .filter(|key| !words.contains(key.as_str()))
        .filter(|key| !families.iter().any(|family| key.starts_with(family.as_str())))
        .collect();
    assert!(unused.is_empty(), "texts that nothing shows: {unused:?}");
}

#[test]
fn every_icon_that_the_code_names_is_in_the_sprite() {
    let sprite =
        ASSETS.iter().find(|(path, _)| *path == "icons.svg").map(|(_, bytes)| *bytes).unwrap();
    let sprite = std::str::from_utf8(sprite).unwrap();
    let mut missing = Vec::new();
    for (path, text) in code() {
        let calls = [
            "icon(",
            "icon_class(",
            "icon: ",
            "Note::new(",
            "Task::new(",
            "ChainLink::new(",
            "empty_state(",
        ];
        for name in calls.into_iter().flat_map(|call| literals_after(&text, call)) {
            if !sprite.contains(&format!("<symbol id=\"{name}\"")) {
                missing.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "icons without a file in static/icons:\n{}", missing.join("\n"));
}

#[test]
fn styles_follow_the_direction_of_reading() {
    let physical = [
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-left",
        "border-right",
    ];
    let sided = [
        "left:",
        "right:",
        "top:",
        "bottom:",
        "float:",
        "width:",
        "height:",
        "min-width:",
        "max-height:",
    ];
    for (path, text) in sources(&own_folder("static/css"), ".css") {
        for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line.trim())) {
            let bad = physical.iter().any(|word| line.contains(word))
                || sided.iter().any(|word| line.starts_with(word))
                || line.contains("text-align: left")
                || line.contains("text-align: right");
            assert!(!bad, "{}:{number} uses a physical side: {line}", path.display());
        }
    }
}

#[test]
fn nothing_is_styled_or_scripted_inline() {
    for (path, text) in code() {
        for word in [" style=", " onclick=", " onload=", "=\"javascript:"] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}
