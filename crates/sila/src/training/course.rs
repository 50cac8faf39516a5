//! What a course is made of, and how it, a wish to come to it and the host's answer travel.

use minicbor::{Decode, Encode};
use sila_core::ids::EnrolmentId;
use sila_core::partnership::Words;
use sila_core::training::{Enrolment, SEATS_MAX};
use sila_core::{CourseId, Millis};

use crate::knowledge::item::FIELDS;

/// The kind of record that opens a course to one partner.
pub const OFFER: &str = "training.course/1";
/// The kind of record by which a partner's trainee asks to come.
pub const WISH: &str = "training.enrolment/1";
/// The kind of record by which the host says how an enrolment stands.
pub const ANSWER: &str = "training.place/1";

/// Kinds of courses.
pub const KINDS: [&str; 3] = ["COURSE", "WORKSHOP", "CONFERENCE"];
/// Longest title and longest place, in characters.
pub const TITLE_MAX: usize = 120;
/// Longest description, and longest words about materials.
pub const ABOUT_MAX: usize = 1_500;
/// Longest name on a certificate.
pub const NAME_MAX: usize = 120;
/// Most hours of one course.
pub const HOURS_MAX: u16 = 200;

/// Most parts of a programme.
pub const SLOTS_MAX: usize = 24;
/// Most characters of what one says.
pub const SLOT_MAX: usize = 400;
/// Longest part, in minutes.
const SLOT_MINUTES_MAX: u16 = 480;
/// A conference is no longer than so many days.
const CONFERENCE_DAYS: i64 = 5;
/// Most questions of a quiz.
pub const QUESTIONS_MAX: usize = 10;
/// Most answers to choose from.
pub const OPTIONS_MAX: usize = 5;

/// A question of the quiz before and after a course.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Question {
    /// What is asked.
    #[n(0)]
    pub asks: Words,
    /// The answers to choose from.
    #[n(1)]
    pub options: Vec<Words>,
    /// The place of the right one.
    #[n(2)]
    pub right: u8,
}

impl Question {
    /// Whether every part is there and within its limit.
    pub fn fits(&self) -> bool {
        (2..=OPTIONS_MAX).contains(&self.options.len())
            && usize::from(self.right) < self.options.len()
            && self.options.iter().chain([&self.asks]).all(|words| words.fit(TITLE_MAX))
    }
}

/// A course that is held once.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Course {
    /// The same at every agency to which it is open.
    #[n(0)]
    pub id: CourseId,
    /// One of [`KINDS`].
    #[n(1)]
    pub kind: String,
    /// Its title.
    #[n(2)]
    pub title: Words,
    /// What one learns, and who should come.
    #[n(3)]
    pub about: Words,
    /// Where it is held.
    #[n(4)]
    pub place: Words,
    /// What there is to read, and where; may be empty.
    #[n(5)]
    pub materials: Words,
    /// When it begins.
    #[n(6)]
    pub starts_at: Millis,
    /// When it ends.
    #[n(7)]
    pub ends_at: Millis,
    /// What it counts, in minutes.
    #[n(8)]
    pub minutes: u16,
    /// Seats in all.
    #[n(9)]
    pub seats: u16,
    /// `OPEN`, `CLOSED`, `COMPLETED` or `CANCELLED`.
    #[n(10)]
    pub state: String,
    /// Certificates that were taken back.
    #[cbor(n(11), default)]
    pub revoked: Vec<EnrolmentId>,
    /// What is asked before and after it; may be empty.
    #[cbor(n(12), default)]
    pub quiz: Vec<Question>,
    /// In which field of cooperation it is; empty when nobody said.
    #[cbor(n(13), default)]
    pub field: String,
    /// The programme of a conference, in the order of time.
    #[cbor(n(14), default)]
    pub programme: Vec<Slot>,
}

impl Course {
    /// Whether every part is there and within its limit.
    pub fn fits(&self) -> bool {
        let state = [super::OPEN, super::CLOSED, super::COMPLETED, super::CANCELLED];
        let within = |text: &str| text.chars().count() <= ABOUT_MAX;
        KINDS.contains(&self.kind.as_str())
            && state.contains(&self.state.as_str())
            && self.title.fit(TITLE_MAX)
            && self.about.fit(ABOUT_MAX)
            && self.place.fit(TITLE_MAX)
            && within(&self.materials.ar)
            && within(&self.materials.en)
            && self.starts_at < self.ends_at
            && (1..=HOURS_MAX.saturating_mul(60)).contains(&self.minutes)
            && (1..=SEATS_MAX).contains(&self.seats)
            && self.revoked.len() <= usize::from(SEATS_MAX)
            && self.quiz.len() <= QUESTIONS_MAX
            && self.quiz.iter().all(Question::fits)
            && (self.field.is_empty() || FIELDS.contains(&self.field.as_str()))
            && self.programme.len() <= SLOTS_MAX
            && self.programme.iter().all(|slot| slot.fits(self.starts_at))
            && !self.is_crowded()
    }
}

impl Course {
    /// Whether two parts of the programme are in one room at one time.
    fn is_crowded(&self) -> bool {
        let rest = |nth: usize| self.programme.iter().skip(nth.saturating_add(1));
        let all = self.programme.iter().enumerate();
        all.into_iter().any(|(nth, one)| rest(nth).any(|other| one.meets(other)))
    }
}

/// A part of a conference: a talk in a room.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Slot {
    /// When it begins.
    #[n(0)]
    pub starts_at: Millis,
    /// How long it is.
    #[n(1)]
    pub minutes: u16,
    /// In which room.
    #[n(2)]
    pub room: Words,
    /// What it is called.
    #[n(3)]
    pub title: Words,
    /// What it says.
    #[n(4)]
    pub about: Words,
    /// Who speaks.
    #[n(5)]
    pub speaker: String,
}

impl Slot {
    fn ends_at(&self) -> Millis {
        self.starts_at.plus_minutes(i64::from(self.minutes))
    }

    fn fits(&self, begins: Millis) -> bool {
        let days = begins..begins.plus_days(CONFERENCE_DAYS);
        self.room.fit(TITLE_MAX)
            && self.title.fit(TITLE_MAX)
            && self.about.fit(SLOT_MAX)
            && (1..=NAME_MAX).contains(&self.speaker.chars().count())
            && (1..=SLOT_MINUTES_MAX).contains(&self.minutes)
            && days.contains(&self.starts_at)
    }

    fn meets(&self, other: &Slot) -> bool {
        let here = self.room.ar == other.room.ar || self.room.en == other.room.en;
        here && self.starts_at < other.ends_at() && other.starts_at < self.ends_at()
    }
}

/// A course as it is opened to one partner.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Offer {
    /// The course.
    #[n(0)]
    pub course: Course,
    /// Seats kept for the reader.
    #[n(1)]
    pub seats: u16,
}

/// A trainee of one agency asks for a seat in a course of another; that trainee's agency has approved it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Wish {
    /// The same at both agencies.
    #[n(0)]
    pub id: EnrolmentId,
    /// For which course.
    #[n(1)]
    pub course: CourseId,
    /// The name as it shall stand on the certificate.
    #[n(2)]
    pub name: String,
    /// Of whom, in a form that only the trainee's own node can trace.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub mark: [u8; 32],
    /// It was given up.
    #[n(4)]
    pub cancelled: bool,
}

/// How an enrolment stands at the host.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Answer {
    /// Which enrolment.
    #[n(0)]
    pub id: EnrolmentId,
    /// The code of an [`Enrolment`].
    #[n(1)]
    pub state: String,
    /// The text of the certificate, once there is one.
    #[n(2)]
    pub certificate: Option<String>,
}

impl Answer {
    /// What the host may say.
    pub fn said(&self) -> Option<Enrolment> {
        let own = [Enrolment::Requested, Enrolment::Approved, Enrolment::Declined];
        Enrolment::from_code(&self.state).filter(|state| !own.contains(state))
    }
}

/// The one encoding.
pub fn to_cbor<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).unwrap_or_default()
}
