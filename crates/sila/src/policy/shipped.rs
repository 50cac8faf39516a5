//! The guide that comes with the program: original, complete, meant to be adapted.

use sila_core::partnership::Words;
use sila_core::policy::{Chapter, Clause, Guide, Rule};

use crate::problem::Problem;

const FILE: &str = include_str!("guide.json");

#[derive(serde::Deserialize)]
struct Said {
    ar: String,
    en: String,
}

#[derive(serde::Deserialize)]
struct Whole {
    title: Said,
    chapters: Vec<Part>,
}

#[derive(serde::Deserialize)]
struct Part {
    title: Said,
    clauses: Vec<Line>,
}

#[derive(serde::Deserialize)]
struct Line {
    number: String,
    text: Said,
    #[serde(default)]
    mandatory: bool,
    question: Option<Said>,
    evidence: Option<Said>,
    owner: Option<Said>,
    rule: Option<String>,
    months: Option<u16>,
    every: Option<u16>,
}

impl From<Said> for Words {
    fn from(said: Said) -> Words {
        Words { ar: said.ar, en: said.en }
    }
}

impl From<Line> for Clause {
    fn from(line: Line) -> Clause {
        Clause {
            number: line.number,
            text: line.text.into(),
            mandatory: line.mandatory,
            question: line.question.map(Words::from),
            evidence: line.evidence.map(Words::from),
            owner: line.owner.map(Words::from),
            rule: line.rule.and_then(|code| Rule::from_code(&code).ok()),
            months: line.months,
            every: line.every,
        }
    }
}

/// The guide as shipped, as a draft of version 1.
///
/// # Errors
/// When the file cannot be read: a fault of the program.
pub fn guide() -> Result<Guide, Problem> {
    let whole: Whole = serde_json::from_str(FILE)
        .map_err(|error| Problem::internal("policy.shipped").because(error))?;
    let chapters = whole.chapters.into_iter().map(|part| Chapter {
        title: part.title.into(),
        clauses: part.clauses.into_iter().map(Clause::from).collect(),
    });
    let chapters = chapters.collect();
    Ok(Guide { number: 1, title: whole.title.into(), from: None, chapters })
}
