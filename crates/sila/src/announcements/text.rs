//! What an announcement says, and what comes back: as it is sealed in its row and as it travels.

use minicbor::{Decode, Encode};
use sila_core::partnership::Words;
use sila_core::time::Date;
use sila_core::{Millis, RecordId};

use crate::web::Lang;

/// The kind of record that is an announcement.
pub const KIND: &str = "announcement/1";
/// The kind of record by which an entity says that it has read one, and what it answers.
pub const READING: &str = "announcement.reading/1";

/// Longest title and question, in characters.
pub const TITLE_MAX: usize = 160;
/// Longest text, in characters.
pub const TEXT_MAX: usize = 4_000;
/// Longest answer, in characters.
pub const ANSWER_MAX: usize = 80;
/// A question has at least so many answers.
pub const ANSWERS_MIN: usize = 2;
/// The most answers of a question.
pub const ANSWERS_MAX: usize = 6;

/// A question of which each entity chooses one answer.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Question {
    /// What is asked.
    #[n(0)]
    pub asks: Words,
    /// The answers, numbered from 1.
    #[n(1)]
    pub answers: Vec<Words>,
}

impl Question {
    /// Whether it is whole and nothing in it is too long.
    pub fn fits(&self) -> bool {
        let many = (ANSWERS_MIN..=ANSWERS_MAX).contains(&self.answers.len());
        many && self.asks.fit(TITLE_MAX) && self.answers.iter().all(|one| one.fit(ANSWER_MAX))
    }

    /// Whether there is an answer of this number.
    pub fn has(&self, answer: u8) -> bool {
        (1..=self.answers.len()).contains(&usize::from(answer))
    }
}

/// What is told to partners. Nobody is in it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Announcement {
    /// The same at every agency.
    #[n(0)]
    pub id: RecordId,
    /// Title.
    #[n(1)]
    pub title: Words,
    /// Text.
    #[n(2)]
    pub text: Words,
    /// The last day on which it is shown and answered.
    #[n(3)]
    pub until: Date,
    /// What is asked with it.
    #[n(4)]
    pub question: Option<Question>,
}

impl Announcement {
    /// Whether it is whole in both languages and nothing in it is too long.
    pub fn fits(&self) -> bool {
        let asked = self.question.as_ref().is_none_or(Question::fits);
        self.title.fit(TITLE_MAX) && self.text.fit(TEXT_MAX) && asked
    }

    /// The first instant at which it is shown no more.
    pub fn ends(&self) -> Millis {
        self.until.plus_days(1).at_minute(0)
    }

    /// The title in the reader's language.
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.title.ar, &self.title.en)
    }
}

/// That an entity has read an announcement, and what it answers. Nobody of the entity is in it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Reading {
    /// Which announcement.
    #[n(0)]
    pub announcement: RecordId,
    /// When somebody of the entity first opened it.
    #[n(1)]
    pub read_at: Millis,
    /// The number of the answer, and when it was given.
    #[n(2)]
    pub answer: Option<Answer>,
}

/// An answer of an entity. A later one takes the place of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Answer {
    /// Its number, from 1.
    #[n(0)]
    pub number: u8,
    /// When it was given.
    #[n(1)]
    pub at: Millis,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn words(text: &str) -> Words {
        Words { ar: text.to_owned(), en: text.to_owned() }
    }

    fn one(answers: usize) -> Announcement {
        let answers = (0..answers).map(|n| words(&format!("Answer {n}"))).collect();
        Announcement {
            id: RecordId(Uuid::from_u128(7)),
            title: words("The hall is closed"),
            text: words("From Sunday on."),
            until: Date { year: 2026, month: 11, day: 30 },
            question: Some(Question { asks: words("Who comes?"), answers }),
        }
    }

    #[test]
    fn an_announcement_is_whole_in_both_languages_and_asks_two_to_six_answers() {
        for (answers, whole) in [(1, false), (2, true), (6, true), (7, false)] {
            assert_eq!(one(answers).fits(), whole, "{answers} answers");
        }
        let plain = Announcement { question: None, ..one(2) };
        assert!(plain.fits());
        let mut half = plain.clone();
        half.text.en = " ".to_owned();
        let mut long = plain.clone();
        long.title.ar = "م".repeat(TITLE_MAX + 1);
        assert!(!half.fits() && !long.fits());
        let question = one(6).question.unwrap();
        assert!(question.has(1) && question.has(6) && !question.has(0) && !question.has(7));
        // The last day is shown to its end by the clocks of the State.
        assert_eq!(plain.ends(), plain.until.at_minute(24 * 60));
        let bytes = minicbor::to_vec(&plain).unwrap();
        assert_eq!(minicbor::decode::<Announcement>(&bytes).unwrap(), plain);
    }
}
