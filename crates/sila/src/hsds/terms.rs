//! The lists of codes as taxonomies: pillars, kinds of service, groups, and the language tags that carry translations.

use serde_json::{Value, json};
use sila_core::codes::{Category, Service, Sex};
use sila_core::directory::{Band, Pillar};
use sila_core::field::Field;
use uuid::Uuid;

use super::record::{Scribe, stable};

/// The taxonomies: the family of the codes, which is also the beginning of their texts' keys.
const FAMILIES: [&str; 7] =
    ["pillar", "service", "category", "sex", "band", "field", "language-tag"];

fn codes(family: &str) -> Vec<&'static str> {
    match family {
        "pillar" => Pillar::ALL.iter().map(|one| one.code()).collect(),
        "service" => Service::ALL.iter().map(|one| one.code()).collect(),
        "category" => Category::ALL.iter().map(|one| one.code()).collect(),
        "sex" => Sex::ALL.iter().map(|one| one.code()).collect(),
        "field" => Field::ALL.iter().map(|one| one.code()).collect(),
        "band" => Band::ALL.iter().map(|one| one.code()).collect(),
        _ => vec!["ar", "en"],
    }
}

fn taxonomy_id(family: &str) -> String {
    stable(&["taxonomy", family])
}

fn term_id(family: &str, code: &str) -> String {
    stable(&["term", family, code])
}

/// The family and the code of a term.
pub fn code_of(id: Uuid) -> Option<(&'static str, &'static str)> {
    let id = id.to_string();
    let of = |family: &'static str| codes(family).into_iter().map(move |code| (family, code));
    let mut known = ["pillar", "service", "category"].into_iter().flat_map(of);
    known.find(|(family, code)| term_id(family, code) == id)
}

fn taxonomy(scribe: &Scribe<'_>, family: &str) -> Value {
    json!({
        "id": taxonomy_id(family),
        "name": scribe.t(&format!("hsds-taxonomy-{family}")),
        "description": scribe.t(&format!("hsds-taxonomy-{family}-text")),
        "uri": format!("{}/taxonomy/{family}", super::PROFILE),
        "version": "1",
    })
}

/// All taxonomies.
pub fn taxonomies(scribe: &Scribe<'_>) -> Vec<Value> {
    FAMILIES.iter().map(|family| taxonomy(scribe, family)).collect()
}

/// One term.
pub fn term(scribe: &Scribe<'_>, family: &str, code: &str) -> Value {
    let name = match family {
        "language-tag" => code.to_owned(),
        _ => scribe.code(family, code),
    };
    json!({
        "id": term_id(family, code),
        "code": code,
        "name": name,
        "description": name,
        "taxonomy": scribe.t(&format!("hsds-taxonomy-{family}")),
        "taxonomy_id": taxonomy_id(family),
        "taxonomy_detail": taxonomy(scribe, family),
        "language": if family == "language-tag" { code } else { scribe.lang().code() },
        "term_uri": format!("{}/taxonomy/{family}#{code}", super::PROFILE),
    })
}

/// All terms.
pub fn all(scribe: &Scribe<'_>) -> Vec<Value> {
    let of = |family: &&'static str| {
        let family = *family;
        codes(family).into_iter().map(move |code| term(scribe, family, code))
    };
    FAMILIES.iter().flat_map(of).collect()
}
