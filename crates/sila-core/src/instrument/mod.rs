//! Instruments of assessment (أدوات التقييم): questions with closed answers, and rules that say what follows from them. An
//! agency loads the forms that its authorities have approved. What an answer weighs and when a level is reached is
//! declared in the form and nowhere else: nothing here knows a question.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::codes::Risk;
use crate::wire::is_machine_word;

/// The most questions of a form.
pub const QUESTIONS_MAX: usize = 200;
/// The most answers to one question.
pub const ANSWERS_MAX: usize = 12;
/// The most rules of a form.
pub const RULES_MAX: usize = 200;
/// The most points of one answer, either way.
pub const POINTS_MAX: i32 = 1_000;
/// The most characters of a question or an answer.
pub const WORDS_MAX: usize = 500;
/// The longest time until somebody looks again, in days.
pub const DAYS_MAX: u16 = 730;
/// The answers that leave a question open, for how much of a form is known: nobody could answer, it was unsafe to ask, or the person
/// preferred not to say.
pub const UNKNOWN: [&str; 3] = ["UNKNOWN", "UNSAFE", "DECLINED"];

/// Words in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    /// Arabic.
    pub ar: String,
    /// English.
    pub en: String,
}

/// One closed answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its code.
    pub code: String,
    /// Its words.
    pub words: Both,
    /// What it adds.
    pub points: i32,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its code.
    pub code: String,
    /// Its words.
    pub words: Both,
    /// What can be answered.
    pub answers: Vec<Answer>,
}

/// When a level is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// So many points, or more.
    Points(i32),
    /// Each of these questions was answered so.
    All(Vec<(String, String)>),
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// At least this level.
    pub level: Risk,
    /// When.
    pub when: When,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Its code, the same in every version.
    pub code: String,
    /// Its version.
    pub version: u32,
    /// What it is called.
    pub title: Both,
    /// Whose it is, who approved it, and under what number.
    pub source: Both,
    /// Its questions.
    pub questions: Vec<Question>,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// After how many days somebody looks again, by level.
    pub again_days: BTreeMap<Risk, u16>,
}

/// Why a form cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsound {
    /// A code that is no machine word, or stands twice.
    Code(String),
    /// Words that are missing in one language, or too long.
    Words(String),
    /// Too many or too few of something.
    Count(&'static str),
    /// A rule that speaks of a question or an answer that is not in the form.
    Rule(usize),
    /// Points or days beyond the limits.
    Number(String),
}

impl Unsound {
    /// The key of its text.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Code(_) => "code",
            Self::Words(_) => "words",
            Self::Count(_) => "count",
            Self::Rule(_) => "rule",
            Self::Number(_) => "number",
        }
    }

    /// Where: a code of the file, or the number of a rule.
    pub fn place(&self) -> String {
        match self {
            Self::Code(at) | Self::Words(at) | Self::Number(at) => at.chars().take(40).collect(),
            Self::Count(what) => (*what).to_owned(),
            Self::Rule(n) => n.to_string(),
        }
    }
}

/// What follows from the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// All points.
    pub points: i32,
    /// How many questions nobody could answer.
    pub unknown: usize,
    /// The highest level that a rule reaches; the lowest of all where none does.
    pub level: Risk,
    /// The rules that reach it, by their place in the form.
    pub because: Vec<usize>,
}

impl Instrument {
    /// Whether the form can be used.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn check(&self) -> Result<(), Unsound> {
        code(&self.code)?;
        words("title", &self.title)?;
        words("source", &self.source)?;
        if self.version == 0 {
            return Err(Unsound::Number("version".to_owned()));
        }
        if self.questions.is_empty() || self.questions.len() > QUESTIONS_MAX {
            return Err(Unsound::Count("questions"));
        }
        if self.rules.is_empty() || self.rules.len() > RULES_MAX {
            return Err(Unsound::Count("rules"));
        }
        unique(self.questions.iter().map(|one| &one.code))?;
        self.questions.iter().try_for_each(Question::check)?;
        if self.again_days.values().any(|days| *days == 0 || *days > DAYS_MAX) {
            return Err(Unsound::Number("again_days".to_owned()));
        }
        let holds = |rule: &Rule| match &rule.when {
            When::Points(_) => true,
            When::All(all) => {
                !all.is_empty() && all.iter().all(|(question, answer)| self.has(question, answer))
            }
        };
        match self.rules.iter().position(|rule| !holds(rule)) {
            Some(at) => Err(Unsound::Rule(at.saturating_add(1))),
            None => Ok(()),
        }
    }

    fn has(&self, question: &str, answer: &str) -> bool {
        let found = self.questions.iter().find(|one| one.code == question);
        found.is_some_and(|one| one.answer(answer).is_some())
    }

    /// What follows from these answers, one to each question.
    ///
    /// # Errors
    /// The code of the first question without an answer that the form knows.
    pub fn score(&self, given: &BTreeMap<String, String>) -> Result<Score, String> {
        let (mut points, mut unknown) = (0_i32, 0_usize);
        for question in &self.questions {
            let answer = given.get(&question.code).and_then(|code| question.answer(code));
            let answer = answer.ok_or_else(|| question.code.clone())?;
            points = points.saturating_add(answer.points);
            unknown = unknown.saturating_add(usize::from(UNKNOWN.contains(&answer.code.as_str())));
        }
        let reached = |rule: &Rule| match &rule.when {
            When::Points(least) => points >= *least,
            When::All(all) => all.iter().all(|(one, answer)| given.get(one) == Some(answer)),
        };
        let reached: Vec<(usize, Risk)> = (0..)
            .zip(&self.rules)
            .filter(|(_, rule)| reached(rule))
            .map(|(at, rule)| (at, rule.level))
            .collect();
        let level = reached.iter().map(|(_, level)| *level).max().unwrap_or(Risk::Low);
        let because = reached.into_iter().filter(|(_, one)| *one == level).map(|(at, _)| at);
        Ok(Score { points, unknown, level, because: because.collect() })
    }

    /// Whether the level of these answers may stand as `chosen` by the word of whoever fills it: their judgement raises a
    /// level, and never lowers it.
    pub fn may_stand(scored: Risk, chosen: Risk) -> bool {
        chosen >= scored
    }
}

impl Question {
    fn check(&self) -> Result<(), Unsound> {
        code(&self.code)?;
        words(&self.code, &self.words)?;
        if self.answers.len() < 2 || self.answers.len() > ANSWERS_MAX {
            return Err(Unsound::Count("answers"));
        }
        unique(self.answers.iter().map(|one| &one.code))?;
        for answer in &self.answers {
            code(&answer.code)?;
            words(&self.code, &answer.words)?;
            if answer.points.abs() > POINTS_MAX {
                return Err(Unsound::Number(self.code.clone()));
            }
        }
        Ok(())
    }

    /// The answer of a code.
    pub fn answer(&self, code: &str) -> Option<&Answer> {
        self.answers.iter().find(|one| one.code == code)
    }
}

fn code(code: &str) -> Result<(), Unsound> {
    if is_machine_word(code, 32) { Ok(()) } else { Err(Unsound::Code(code.to_owned())) }
}

fn words(at: &str, words: &Both) -> Result<(), Unsound> {
    let fits = |text: &str| !text.trim().is_empty() && text.chars().count() <= WORDS_MAX;
    if fits(&words.ar) && fits(&words.en) { Ok(()) } else { Err(Unsound::Words(at.to_owned())) }
}

fn unique<'a>(codes: impl Iterator<Item = &'a String>) -> Result<(), Unsound> {
    let mut seen = std::collections::BTreeSet::new();
    for code in codes {
        if !seen.insert(code) {
            return Err(Unsound::Code(code.clone()));
        }
    }
    Ok(())
}
