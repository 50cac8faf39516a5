//! The register that comes with the program.

use std::sync::LazyLock;

use sila_core::law::Rule;

use super::register::{Article, Ground, Instrument, Register, Since};
use crate::meetings::text::Words;

const INSTRUMENTS: &str = include_str!("instruments.json");
const RULES: &str = include_str!("rules.json");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    code: String,
    kind: String,
    scope: String,
    number: Option<u16>,
    year: Option<u16>,
    from: String,
    until: Option<String>,
    repealed_by: Option<String>,
    #[serde(default)]
    amended_by: Vec<String>,
    #[serde(default)]
    reported: bool,
    ar: String,
    en: String,
    #[serde(default)]
    note_ar: String,
    #[serde(default)]
    note_en: String,
    articles: Vec<Provision>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Provision {
    number: String,
    #[serde(default)]
    en_name: String,
    ar: String,
    en: String,
}

static SHIPPED: LazyLock<Register> = LazyLock::new(|| {
    let told: Vec<Told> = serde_json::from_str(INSTRUMENTS).unwrap_or_default();
    let rules: std::collections::BTreeMap<String, Vec<(String, String)>> =
        serde_json::from_str(RULES).unwrap_or_default();
    let ground = |(instrument, article)| Ground { instrument, article };
    let grounds = rules.into_iter().filter_map(|(code, all)| {
        Some((Rule::from_code(&code).ok()?, all.into_iter().map(ground).collect()))
    });
    let instruments = told.into_iter().filter_map(instrument);
    Register {
        instruments: instruments.map(|one| (one.code.clone(), one)).collect(),
        grounds: grounds.collect(),
    }
});

/// The register as shipped. A test reads every line of it.
pub fn register() -> Register {
    SHIPPED.clone()
}

/// What a provision that has a name for a number is called in English; nothing where nobody wrote it.
pub fn english(instrument: &str, number: &str) -> Option<&'static str> {
    let article = SHIPPED.find(instrument)?.article(number)?;
    Some(article.english.as_str()).filter(|name| !name.is_empty())
}

fn instrument(told: Told) -> Option<Instrument> {
    let article = |one: Provision| Article {
        number: one.number,
        english: one.en_name,
        gist: Words::new(one.ar, one.en),
    };
    Some(Instrument {
        from: Since::read(&told.from)?,
        until: told.until.as_deref().and_then(Since::read),
        title: Words::new(told.ar, told.en),
        note: Words::new(told.note_ar, told.note_en),
        articles: told.articles.into_iter().map(article).collect(),
        code: told.code,
        kind: told.kind,
        scope: told.scope,
        number: told.number,
        year: told.year,
        amended_by: told.amended_by,
        repealed_by: told.repealed_by,
        reported: told.reported,
    })
}
