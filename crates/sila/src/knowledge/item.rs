//! What an item of knowledge is made of, and how it, a review of it and its use elsewhere travel. Nothing here is about a
//! person of a case: authors are staff who want to be named.

use minicbor::{Decode, Encode};
use sila_core::{KnowledgeId, Millis};

use crate::web::Lang;

/// The kind of record that carries an item to one partner.
pub const ITEM: &str = "knowledge/1";
/// The kind of record that carries a partner's review back.
pub const REVIEW: &str = "knowledge.review/1";
/// The kind of record by which a partner says that it uses an item.
pub const ADOPTION: &str = "knowledge.adoption/1";

/// Kinds of items.
pub const KINDS: [&str; 6] = ["PRACTICE", "EXPERIENCE", "AFTER_ACTION", "STUDY", "LESSON", "TOOL"];
/// Fields of cooperation.
pub const FIELDS: [&str; 8] =
    ["CHILD", "WOMAN", "FAMILY", "SHELTER", "REFERRAL", "TRAINING", "AWARENESS", "CONFIDENTIALITY"];
/// Longest title, in characters.
pub const TITLE_MAX: usize = 160;
/// Longest summary, and longest line of authors and key words.
pub const SUMMARY_MAX: usize = 600;
/// Longest part of the text.
pub const PART_MAX: usize = 6_000;
/// Longest reason of a review and longest note of an adoption.
pub const NOTE_MAX: usize = 800;

/// How good a practice is found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Not yet.
    NotYet,
    /// A promising practice.
    Promising,
    /// A best practice.
    Best,
}

impl Tier {
    /// Every tier.
    pub const ALL: [Tier; 3] = [Tier::NotYet, Tier::Promising, Tier::Best];

    /// The key in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            Tier::NotYet => "NOT_YET",
            Tier::Promising => "PROMISING",
            Tier::Best => "BEST",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Tier> {
        Tier::ALL.into_iter().find(|tier| tier.code() == code)
    }
}

/// What a reviewer scores, from 0 to 3 each. The first three must hold, whatever the others are.
pub const CRITERIA: [&str; 7] =
    ["RELEVANCE", "EVIDENCE", "ETHICS", "EFFECT", "EQUITY", "TRANSFER", "SUSTAINABILITY"];
/// The best score of a criterion.
pub const SCORE_MAX: u8 = 3;
/// Of the criteria, those without which nothing else counts.
const NEEDED: usize = 3;
/// From so many points on it is a promising, and a best practice.
const POINTS: [u32; 2] = [11, 17];

/// A text in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Words {
    /// Its title.
    #[n(0)]
    pub title: String,
    /// What it is about, in a few sentences.
    #[n(1)]
    pub summary: String,
    /// What was done.
    #[n(2)]
    pub done: String,
    /// What came of it.
    #[n(3)]
    pub result: String,
    /// What did not work, and what to do otherwise.
    #[n(4)]
    pub failed: String,
}

impl Words {
    /// Title, summary and what was done are there.
    pub fn is_whole(&self) -> bool {
        [&self.title, &self.summary, &self.done].iter().all(|text| !text.trim().is_empty())
    }

    fn fits(&self) -> bool {
        let within = |text: &str, max| text.chars().count() <= max;
        within(&self.title, TITLE_MAX)
            && within(&self.summary, SUMMARY_MAX)
            && [&self.done, &self.result, &self.failed].iter().all(|text| within(text, PART_MAX))
    }
}

/// What readers see of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Text {
    /// One of [`KINDS`].
    #[n(0)]
    pub kind: String,
    /// One of [`FIELDS`].
    #[n(1)]
    pub field: String,
    /// In Arabic; empty when it was not written in Arabic.
    #[n(2)]
    pub ar: Words,
    /// In English.
    #[n(3)]
    pub en: Words,
    /// Who is to be credited, as they want to be named.
    #[n(4)]
    pub authors: String,
    /// Key words in both languages.
    #[n(5)]
    pub keywords: String,
}

impl Text {
    /// Whether it can be shown: codes of the lists, within the limits, whole in one language at least.
    pub fn fits(&self) -> bool {
        let within = |text: &str| text.chars().count() <= SUMMARY_MAX;
        KINDS.contains(&self.kind.as_str())
            && FIELDS.contains(&self.field.as_str())
            && self.fits_in_one()
            && self.ar.fits()
            && self.en.fits()
            && !self.authors.trim().is_empty()
            && within(&self.authors)
            && within(&self.keywords)
    }

    /// Whether it is whole in one language at least.
    pub fn fits_in_one(&self) -> bool {
        self.ar.is_whole() || self.en.is_whole()
    }

    /// `AR`, `EN` or `BOTH`.
    pub fn language(&self) -> &'static str {
        match (self.ar.is_whole(), self.en.is_whole()) {
            (true, true) => "BOTH",
            (false, true) => "EN",
            _ => "AR",
        }
    }

    /// The words in the reader's language, or in the other when there are none, with the language they are in.
    pub fn words(&self, lang: Lang) -> (&Words, Lang) {
        let (own, other) = lang.pick((&self.ar, &self.en), (&self.en, &self.ar));
        if own.is_whole() { (own, lang) } else { (other, lang.twin()) }
    }
}

/// Where a shared item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Standing {
    /// Its partner is asked to review it; nobody else there sees it.
    #[n(0)]
    Review,
    /// It is published to the partner.
    #[n(1)]
    Published,
    /// Its agency stands by it no more.
    #[n(2)]
    Withdrawn,
}

/// An item as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Item {
    /// Which.
    #[n(0)]
    pub id: KnowledgeId,
    /// Its version, from 1.
    #[n(1)]
    pub number: u32,
    /// Where it stands.
    #[n(2)]
    pub standing: Standing,
    /// The tier that its reviews came to; empty before.
    #[n(3)]
    pub tier: String,
    /// What readers see.
    #[n(4)]
    pub text: Text,
    /// When its agency published it.
    #[n(5)]
    pub at: Millis,
}

/// A review as it travels and is kept.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Review {
    /// Of which item.
    #[n(0)]
    pub item: KnowledgeId,
    /// Of which version of it.
    #[n(1)]
    pub number: u32,
    /// For each of [`CRITERIA`] in order, 0 to [`SCORE_MAX`].
    #[n(2)]
    pub scores: Vec<u8>,
    /// The reason of each score, in the same order.
    #[n(3)]
    pub reasons: Vec<String>,
}

impl Review {
    /// A score and a reason for every criterion, within the limits.
    pub fn fits(&self) -> bool {
        let said = |text: &String| (1..=NOTE_MAX).contains(&text.trim().chars().count());
        self.scores.len() == CRITERIA.len()
            && self.scores.iter().all(|score| *score <= SCORE_MAX)
            && self.reasons.len() == CRITERIA.len()
            && self.reasons.iter().all(said)
    }

    /// The tier that follows from the scores: nothing is promising that is beside the point, without evidence or harms; nothing is
    /// best that is weak in anything.
    pub fn tier(&self) -> Tier {
        let points: u32 = self.scores.iter().map(|score| u32::from(*score)).sum();
        let [promising, best] = POINTS;
        if self.scores.iter().take(NEEDED).any(|score| *score == 0) || points < promising {
            Tier::NotYet
        } else if points >= best && self.scores.iter().all(|score| *score >= 2) {
            Tier::Best
        } else {
            Tier::Promising
        }
    }
}

/// That an agency uses an item, as it travels and is kept.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Adoption {
    /// Which item.
    #[n(0)]
    pub item: KnowledgeId,
    /// Since when.
    #[n(1)]
    pub since: Millis,
    /// What came of it; may be empty.
    #[n(2)]
    pub outcome: String,
}

/// The tier that reviews of one version come to: the lower of two, once there are two by different people, of different
/// agencies when it is to be shared.
pub fn tier_of(reviews: &[(Vec<u8>, Tier)], shared: bool) -> Option<Tier> {
    let agencies: std::collections::BTreeSet<&Vec<u8>> = reviews.iter().map(|(of, _)| of).collect();
    let enough = reviews.len() >= 2 && (!shared || agencies.len() >= 2);
    reviews.iter().map(|(_, tier)| *tier).min().filter(|_| enough)
}

/// The one encoding of any of these.
pub fn to_cbor<T: Encode<()>>(value: &T) -> Vec<u8> {
    minicbor::to_vec(value).unwrap_or_default()
}

/// The identifier by which an item is cited for ever: `sila:DANA/…`, without its version.
pub fn persistent(code: &str, id: KnowledgeId) -> String {
    format!("sila:{code}/{}", id.0.simple())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review(scores: [u8; 7]) -> Review {
        let reasons = vec!["لأنه كذلك".to_owned(); CRITERIA.len()];
        let item = KnowledgeId(uuid::Uuid::from_u128(1));
        Review { item, number: 1, scores: scores.to_vec(), reasons }
    }

    #[test]
    fn the_tier_follows_from_the_scores() {
        let table = [
            ([3, 3, 3, 3, 3, 3, 3], Tier::Best),
            ([3, 2, 3, 2, 2, 3, 2], Tier::Best),
            ([3, 3, 3, 3, 3, 3, 1], Tier::Promising),
            ([2, 1, 2, 2, 1, 2, 1], Tier::Promising),
            ([2, 1, 2, 2, 1, 1, 1], Tier::NotYet),
            ([3, 0, 3, 3, 3, 3, 3], Tier::NotYet),
            ([3, 3, 0, 3, 3, 3, 3], Tier::NotYet),
        ];
        for (scores, tier) in table {
            assert_eq!(review(scores).tier(), tier, "{scores:?}");
        }
        assert!(!Review { scores: vec![4; 7], ..review([3; 7]) }.fits());
        assert!(!Review { reasons: vec![String::new(); 7], ..review([3; 7]) }.fits());
    }

    #[test]
    fn two_reviews_are_needed_and_of_two_agencies_when_it_is_shared() {
        let (ours, theirs) = ((vec![1], Tier::Best), (vec![2], Tier::Promising));
        assert_eq!(tier_of(&[], false), None);
        assert_eq!(tier_of(std::slice::from_ref(&ours), false), None);
        assert_eq!(tier_of(&[ours.clone(), ours.clone()], true), None);
        assert_eq!(tier_of(&[ours.clone(), ours.clone()], false), Some(Tier::Best));
        assert_eq!(tier_of(&[ours, theirs], true), Some(Tier::Promising));
    }

    #[test]
    fn the_largest_item_is_within_a_record_and_canonical() {
        let part = |max| "ل".repeat(max);
        let words = Words {
            title: part(TITLE_MAX),
            summary: part(SUMMARY_MAX),
            done: part(PART_MAX),
            result: part(PART_MAX),
            failed: part(PART_MAX),
        };
        let text = Text {
            kind: "PRACTICE".to_owned(),
            field: "CHILD".to_owned(),
            ar: words.clone(),
            en: words,
            authors: part(SUMMARY_MAX),
            keywords: part(SUMMARY_MAX),
        };
        assert!(text.fits());
        assert!(!Text { kind: "CASE".to_owned(), ..text.clone() }.fits());
        let id = KnowledgeId(uuid::Uuid::from_u128(7));
        let standing = Standing::Published;
        let item = Item { id, number: 1, standing, tier: "BEST".to_owned(), text, at: Millis(1) };
        let bytes = to_cbor(&item);
        assert!(bytes.len() < sila_link::record::CONTENT_BYTES_MAX, "{}", bytes.len());
        sila_seal::check_canonical(&bytes).unwrap();
        assert_eq!(minicbor::decode::<Item>(&bytes).unwrap(), item);
    }
}
