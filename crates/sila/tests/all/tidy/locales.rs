//! Law: Arabic and English say the same things: equal files, equal keys, equal placeholders.

use std::collections::{BTreeMap, BTreeSet};

use super::clean;
use super::tree;

/// Key to the placeholders of its text.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// The messages of a Fluent file. `key.attribute` stands for an attribute.
fn messages(text: &str) -> Result<Messages, String> {
    let mut found = Messages::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let continued = line.starts_with([' ', '}', '\t']);
        let attribute = line.trim_start().strip_prefix('.').and_then(|rest| rest.split_once('='));
        let message = line.split_once('=').filter(|_| !continued);
        if let Some((name, _)) = attribute.filter(|_| continued) {
            let message = key.split('.').next().unwrap_or_default().to_owned();
            key = format!("{message}.{}", name.trim());
            found.insert(key.clone(), BTreeSet::new());
        } else if let Some((name, _)) = message {
            key = name.trim().to_owned();
            if found.insert(key.clone(), BTreeSet::new()).is_some() {
                return Err(format!("{key} is there twice"));
            }
        }
        if let Some(placeholders) = found.get_mut(&key) {
            placeholders.extend(line.split('$').skip(1).map(|rest| {
                rest.chars().take_while(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
            }));
        }
    }
    Ok(found)
}

/// What the two texts of one file do not agree on.
fn differences(name: &str, ar: &str, en: &str) -> Vec<String> {
    let (ar, en) = match (messages(ar), messages(en)) {
        (Ok(ar), Ok(en)) => (ar, en),
        (ar, en) => {
            let errors = [ar.err(), en.err()];
            return errors.into_iter().flatten().map(|error| format!("{name}: {error}")).collect();
        }
    };
    let keys: BTreeSet<&String> = ar.keys().chain(en.keys()).collect();
    let say = |key: &String| match (ar.get(key), en.get(key)) {
        (None, _) => Some(format!("{name}: {key} is missing in ar")),
        (_, None) => Some(format!("{name}: {key} is missing in en")),
        (a, e) if a != e => Some(format!("{name}: {key} has {a:?} in ar and {e:?} in en")),
        _ => None,
    };
    keys.into_iter().filter_map(say).collect()
}

#[test]
fn arabic_and_english_say_the_same_things() {
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
    clean(&found, "Write the text in both languages, Arabic first:");
}

#[test]
fn a_difference_between_twins_is_found() {
    let ar = "a = أهلاً { $name }\nb =\n    { $n ->\n        [one] حالة\n       *[other] { $n } حالة\n    }\n";
    let en = "a = Hello { $name }\nb = { $n ->\n    [one] case\n   *[other] { $n } cases\n}\n";
    assert!(differences("x.ftl", ar, en).is_empty());
    assert_eq!(differences("x.ftl", ar, "a = Hello { $nome }\nc = new\n").len(), 3);
    assert_eq!(differences("x.ftl", ar, "a = 1\na = 2\n"), ["x.ftl: a is there twice"]);
    assert_eq!(differences("x.ftl", "a = 1\n    .hint = { $x }\n", "a = 1\n").len(), 1);
}
