//! What people who were helped say of it: four marks, no words, told only in sums of five people or more.

use crate::codes::code_list;
use crate::experience::{MARK_MAX, PEOPLE_MIN};

/// Questions of an answer.
pub const QUESTIONS: usize = 4;

code_list! {
    /// What is asked, in this order. Nothing in it says who asks.
    VoiceQuestion, "voice_question" {
        Respect = "RESPECT": "Were you treated with respect?",
        Heard = "HEARD": "Were you listened to?",
        Clear = "CLEAR": "Was everything explained clearly?",
        Helped = "HELPED": "Did it help you?",
    }
}

/// What one person said: a mark from 1 to 5 for each [`VoiceQuestion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice([u8; QUESTIONS]);

impl Voice {
    /// An answer; none when a mark is not 1 to 5.
    pub fn new(marks: [u8; QUESTIONS]) -> Option<Self> {
        marks.iter().all(|mark| (1..=MARK_MAX).contains(mark)).then_some(Self(marks))
    }

    /// The marks, in the order of the questions.
    pub fn marks(self) -> [u8; QUESTIONS] {
        self.0
    }
}

/// Answers of a quarter that is over, added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voices {
    people: u32,
    sums: [u32; QUESTIONS],
}

impl Voices {
    /// A sum; nothing of fewer than five people.
    pub fn of(people: u32, sums: [u32; QUESTIONS]) -> Option<Self> {
        (people >= PEOPLE_MIN).then_some(Self { people, sums })
    }

    /// How many people.
    pub fn people(self) -> u32 {
        self.people
    }

    /// The mean of a question in hundredths.
    pub fn mean(self, question: usize) -> Option<u32> {
        self.sums.get(question)?.checked_mul(100)?.checked_div(self.people)
    }
}
