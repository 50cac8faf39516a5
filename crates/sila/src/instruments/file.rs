//! The file of an instrument: JSON in a form of our own, `sila-instrument/1`, read strictly. What it may say is described in the
//! guide; what contradicts itself is refused with its place.

use std::collections::BTreeMap;

use serde::Deserialize;
use sila_core::codes::Risk;
use sila_core::ids::WorkerId;
use sila_core::instrument::{Answer, Both, Instrument, Question, Rule, Unsound, When};
use sila_core::time::Millis;
use sila_seal::{Hash, sha256};

use super::store::Loaded;
use super::{SHIPPED, State};
use crate::app::App;
use crate::problem::Problem;

/// The largest file, in bytes.
pub const FILE_BYTES_MAX: usize = 256 * 1024;
/// What the file calls itself.
const FORMAT: &str = "sila-instrument/1";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    format: String,
    code: String,
    version: u32,
    title: Words,
    source: Words,
    #[serde(default)]
    answers: Vec<AnswerText>,
    questions: Vec<QuestionText>,
    rules: Vec<RuleText>,
    #[serde(default)]
    again_days: BTreeMap<String, u16>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    ar: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerText {
    code: String,
    ar: String,
    en: String,
    points: i32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionText {
    code: String,
    ar: String,
    en: String,
    /// Without its own answers a question has those of the form.
    #[serde(default)]
    answers: Vec<AnswerText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    level: String,
    points: Option<i32>,
    #[serde(default)]
    all: Vec<(String, String)>,
}

/// Why a file is no instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAnInstrument {
    /// No such JSON; the line where it stops making sense.
    Form(usize),
    /// Another form, or a newer one.
    Format,
    /// A level that there is not.
    Level(String),
    /// A rule with both points and answers, or with neither.
    Rule(usize),
    /// It contradicts itself.
    Unsound(Unsound),
}

impl NotAnInstrument {
    /// The key of its text, and where in the file.
    pub fn says(&self) -> (&'static str, String) {
        match self {
            Self::Form(line) => ("form", line.to_string()),
            Self::Format => ("format", FORMAT.to_owned()),
            Self::Level(level) => ("level", level.chars().take(40).collect()),
            Self::Rule(n) => ("rule", n.to_string()),
            Self::Unsound(unsound) => (unsound.code(), unsound.place()),
        }
    }
}

/// Reads a file.
///
/// # Errors
/// [`NotAnInstrument`].
pub fn read(bytes: &[u8]) -> Result<Instrument, NotAnInstrument> {
    let text: Text =
        serde_json::from_slice(bytes).map_err(|error| NotAnInstrument::Form(error.line()))?;
    if text.format != FORMAT {
        return Err(NotAnInstrument::Format);
    }
    let level = |code: &str| Risk::from_code(code).or(Err(NotAnInstrument::Level(code.to_owned())));
    let rule = |(at, rule): (usize, &RuleText)| {
        let when = match (rule.points, rule.all.is_empty()) {
            (Some(points), true) => When::Points(points),
            (None, false) => When::All(rule.all.clone()),
            _ => return Err(NotAnInstrument::Rule(at)),
        };
        Ok(Rule { level: level(&rule.level)?, when })
    };
    let rules: Result<Vec<Rule>, _> = (1_usize..).zip(&text.rules).map(rule).collect();
    let again = text.again_days.iter().map(|(code, days)| Ok((level(code)?, *days)));
    let common: Vec<Answer> = text.answers.into_iter().map(answer).collect();
    let question = |one: QuestionText| Question {
        code: one.code,
        words: Both { ar: one.ar, en: one.en },
        answers: match one.answers.is_empty() {
            true => common.clone(),
            false => one.answers.into_iter().map(answer).collect(),
        },
    };
    let instrument = Instrument {
        code: text.code,
        version: text.version,
        title: Both { ar: text.title.ar, en: text.title.en },
        source: Both { ar: text.source.ar, en: text.source.en },
        rules: rules?,
        again_days: again.collect::<Result<_, _>>()?,
        questions: text.questions.into_iter().map(question).collect(),
    };
    instrument.check().map_err(NotAnInstrument::Unsound)?;
    Ok(instrument)
}

fn answer(one: AnswerText) -> Answer {
    Answer { code: one.code, words: Both { ar: one.ar, en: one.en }, points: one.points }
}

/// What a version is known by: the hash of its file.
pub fn digest(bytes: &[u8]) -> Hash {
    sha256(&[b"sila/instrument/1", bytes])
}

/// A file that was read, ready to be stored.
pub fn loaded(
    app: &App,
    (bytes, instrument): (&[u8], &Instrument),
    (state, by): (State, Option<WorkerId>),
    now: Millis,
) -> Loaded {
    Loaded {
        id: app.clock.new_id(),
        code: instrument.code.clone(),
        version: instrument.version,
        title: instrument.title.clone(),
        digest: digest(bytes),
        state,
        body: bytes.to_vec(),
        loaded_by: by,
        loaded_at: now,
        decided_by: None,
    }
}

/// The list that comes with the program: in use without anybody's word, until the agency retires it.
///
/// # Errors
/// Never: a test reads it.
pub fn shipped(app: &App, now: Millis) -> Result<Loaded, Problem> {
    let instrument = read(SHIPPED).map_err(|_no| Problem::internal("instrument.unreadable"))?;
    Ok(loaded(app, (SHIPPED, &instrument), (State::Active, None), now))
}

/// The instrument of a stored file.
///
/// # Errors
/// `instrument.unreadable` when the row was changed from outside.
pub fn of(loaded: &Loaded) -> Result<Instrument, Problem> {
    if digest(&loaded.body) != loaded.digest {
        return Err(Problem::internal("instrument.unreadable"));
    }
    read(&loaded.body).map_err(|_no| Problem::internal("instrument.unreadable"))
}
