//! The blind check that goes with a referral for shelter: whether somebody who is to be feared lives or works where the person
//! is to go.
//!
//! The agency that refers hides the names of whom she flees from in elements that are uniformly random; the agency that is asked
//! raises them to a key that lives for this one check and sends them back with a tag for everybody who lives or works in its
//! homes. Only the agency that refers can see whether one of its names is among the tags, and it says no more than whether
//! there is danger. So neither hears a name of the other:
//!
//! 1. a check has always [`CHECK_SLOTS`] elements; where nobody is asked about a random one stands;
//! 2. tags come in whole steps of [`TAGS_STEP`], filled up with random ones and sorted, so that they count nobody;
//! 3. the key belongs to one referral and is forgotten at once: tags of two checks cannot be laid side by side, and whoever keeps
//!    them can try no other name on them.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use sila_core::ReferralId;
use sila_seal::SealError;
use sila_seal::voprf::{Blind, Element, OprfKey, Output};
use zeroize::Zeroizing;

use crate::error::{Code, LinkError};

/// How many elements a check has, always.
pub const CHECK_SLOTS: usize = 16;
/// Bytes of a tag.
pub const TAG_BYTES: usize = 8;
/// Tags come in multiples of this.
pub const TAGS_STEP: usize = 1_024;
/// The most tags; whoever has more answers no check.
pub const TAGS_MAX: usize = 7 * TAGS_STEP;
/// The largest `place.values/1`, in bytes.
pub const VALUES_BYTES_MAX: usize = 64 * 1_024;
/// The name of the key under its seed.
const KEY: &[u8] = b"sila/place/check/1";

/// What is asked: `place.check/1`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PlaceCheck {
    /// The referral for shelter.
    #[n(0)]
    pub referral: ReferralId,
    /// The version of the rules for names.
    #[n(1)]
    pub rules: u16,
    /// Names, hidden.
    #[n(2)]
    pub elements: Vec<Element>,
}

/// What is answered: `place.values/1`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PlaceValues {
    /// The referral.
    #[n(0)]
    pub referral: ReferralId,
    /// The elements, raised to the key.
    #[n(1)]
    pub elements: Vec<Element>,
    /// One tag after the other, sorted.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub tags: Vec<u8>,
    /// Why there is no answer, such as `place.check_too_many`.
    #[n(3)]
    pub refused: Option<String>,
}

/// What came of it: `place.verdict/1`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PlaceVerdict {
    /// The referral.
    #[n(0)]
    pub referral: ReferralId,
    /// Nobody who is to be feared was found.
    #[n(1)]
    pub safe: bool,
}

/// A name and what hides it.
#[derive(Clone, Encode, Decode)]
struct Hidden {
    #[n(0)]
    value: String,
    #[cbor(n(1), with = "minicbor::bytes")]
    blind: [u8; 32],
}

/// A check with its secrets, kept sealed until the answer has come.
#[derive(Clone, Encode, Decode)]
pub struct SafetyCheck {
    #[n(0)]
    referral: ReferralId,
    #[n(1)]
    elements: Vec<Element>,
    #[n(2)]
    hidden: Vec<Hidden>,
}

impl std::fmt::Debug for SafetyCheck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SafetyCheck({})", self.referral)
    }
}

impl SafetyCheck {
    /// Hides these values. Those beyond [`CHECK_SLOTS`] are not asked about.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] for a value that is too long.
    pub fn new(
        referral: ReferralId,
        values: &[String],
        rng: &mut impl CryptoRng,
    ) -> Result<Self, SealError> {
        let (mut elements, mut hidden) = (Vec::with_capacity(CHECK_SLOTS), Vec::new());
        for nth in 0..CHECK_SLOTS {
            let Some(value) = values.get(nth) else {
                elements.push(Element::random(rng));
                continue;
            };
            let blind = Blind::generate(rng);
            elements.push(blind.blind(&input(referral, value))?);
            hidden.push(Hidden { value: value.clone(), blind: *blind.to_bytes() });
        }
        Ok(Self { referral, elements, hidden })
    }

    /// What is sent of it.
    #[must_use]
    pub fn message(&self, rules: u16) -> PlaceCheck {
        PlaceCheck { referral: self.referral, rules, elements: self.elements.clone() }
    }

    /// Whether one of the values is among the tags.
    ///
    /// # Errors
    /// [`SealError`] when the answer is not one to this check.
    pub fn is_met(&self, answer: &PlaceValues) -> Result<bool, SealError> {
        if answer.referral != self.referral || answer.elements.len() != CHECK_SLOTS {
            return Err(SealError::Malformed);
        }
        let tags: BTreeSet<&[u8]> = answer.tags.chunks(TAG_BYTES).collect();
        let mut met = false;
        for (hidden, evaluated) in self.hidden.iter().zip(&answer.elements) {
            let input = Zeroizing::new(input(self.referral, &hidden.value));
            let value = Blind::from_bytes(hidden.blind)?.finalize(&input, evaluated)?;
            met |= tags.contains(tag(&value).as_slice());
        }
        Ok(met)
    }
}

/// Answers a check: the values of its elements, and a tag for each of these texts. `seed` is random and used once.
///
/// # Errors
/// [`SealError::TooLarge`] when there are more texts than [`TAGS_MAX`]; [`SealError::Element`] for bytes that are no element.
pub fn evaluated(
    check: &PlaceCheck,
    texts: &BTreeSet<String>,
    seed: &Zeroizing<[u8; 32]>,
    rng: &mut impl CryptoRng,
) -> Result<PlaceValues, SealError> {
    if texts.len() > TAGS_MAX {
        return Err(SealError::TooLarge { limit: TAGS_MAX, found: texts.len() });
    }
    let key = OprfKey::derive(seed, KEY)?;
    let inputs: Vec<Vec<u8>> = texts.iter().map(|text| input(check.referral, text)).collect();
    let mut tags: BTreeSet<[u8; TAG_BYTES]> = key.evaluate(&inputs)?.iter().map(tag).collect();
    let whole = tags.len().max(1).next_multiple_of(TAGS_STEP);
    while tags.len() < whole {
        let mut random = [0; TAG_BYTES];
        rng.fill_bytes(&mut random);
        tags.insert(random);
    }
    Ok(PlaceValues {
        referral: check.referral,
        elements: key.blind_evaluate(&check.elements)?,
        tags: tags.into_iter().flatten().collect(),
        refused: None,
    })
}

fn input(referral: ReferralId, value: &str) -> Vec<u8> {
    [KEY, referral.0.as_bytes().as_slice(), value.as_bytes()].concat()
}

fn tag(value: &Output) -> [u8; TAG_BYTES] {
    value.first_chunk().copied().unwrap_or_default()
}

impl PlaceValues {
    /// Why a check is not answered.
    #[must_use]
    pub fn refusal(referral: ReferralId, code: &str) -> Self {
        Self { referral, elements: Vec::new(), tags: Vec::new(), refused: Some(code.to_owned()) }
    }

    /// All of an answer or only why there is none.
    pub(super) fn is_sound(&self) -> Result<bool, LinkError> {
        if let Some(code) = &self.refused {
            Code::parse(code)?;
            return Ok(self.elements.is_empty() && self.tags.is_empty());
        }
        let whole = TAGS_STEP.saturating_mul(TAG_BYTES);
        let steps = self.tags.len().checked_div(whole).unwrap_or(0);
        let few = steps > 0 && steps.saturating_mul(TAGS_STEP) <= TAGS_MAX;
        let fits = few && self.tags.len().is_multiple_of(whole);
        Ok(fits && self.elements.len() == CHECK_SLOTS)
    }
}

impl PlaceCheck {
    pub(super) fn is_sound(&self) -> bool {
        self.elements.len() == CHECK_SLOTS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestRng;
    use uuid::Uuid;

    fn id(n: u128) -> ReferralId {
        ReferralId(Uuid::from_u128(n))
    }

    fn texts(all: &[&str]) -> BTreeSet<String> {
        all.iter().map(|text| (*text).to_owned()).collect()
    }

    fn asked(values: &[&str]) -> SafetyCheck {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        SafetyCheck::new(id(1), &values, &mut TestRng::new(3)).unwrap()
    }

    fn answered(check: &SafetyCheck, there: &[&str], seed: u8) -> PlaceValues {
        let seed = Zeroizing::new([seed; 32]);
        evaluated(&check.message(1), &texts(there), &seed, &mut TestRng::new(4)).unwrap()
    }

    #[test]
    fn a_name_that_is_there_is_met_and_no_other() {
        let there = ["zyd|kwkb", "mrym|mhyr"];
        for (value, met) in [("zyd|kwkb", true), ("zyd|mhyr", false), ("", false)] {
            let check = asked(&["xyz|abc", value]);
            assert_eq!(check.is_met(&answered(&check, &there, 7)), Ok(met), "{value}");
        }
        assert_eq!(asked(&[]).is_met(&answered(&asked(&[]), &there, 7)), Ok(false));
    }

    #[test]
    fn an_answer_is_as_long_for_nobody_as_for_many_and_belongs_to_one_check() {
        let check = asked(&["zyd|kwkb"]);
        let many: Vec<String> = (0..900).map(|n| format!("name|{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let (none, full) = (answered(&check, &[], 7), answered(&check, &many, 7));
        assert_eq!((none.tags.len(), full.tags.len()), (8 * TAGS_STEP, 8 * TAGS_STEP));
        let again = answered(&check, &["zyd|kwkb"], 8);
        let crossed = PlaceValues { tags: again.tags, ..answered(&check, &["zyd|kwkb"], 7) };
        assert_eq!(check.is_met(&crossed), Ok(false), "tags of another key tell nothing");
        let other = PlaceValues { referral: id(2), ..none };
        assert_eq!(check.is_met(&other), Err(SealError::Malformed));
        let too_many: BTreeSet<String> = (0..=TAGS_MAX).map(|n| n.to_string()).collect();
        let seed = Zeroizing::new([1; 32]);
        let refused = evaluated(&check.message(1), &too_many, &seed, &mut TestRng::new(1));
        assert!(matches!(refused, Err(SealError::TooLarge { .. })), "never a part of them");
    }

    #[test]
    fn a_check_looks_the_same_whomever_it_is_about_and_elements_are_never_repeated() {
        let seen = |values: &[&str]| asked(values).message(1);
        let (none, one) = (seen(&[]), seen(&["zyd|kwkb"]));
        assert_eq!((none.elements.len(), one.elements.len()), (CHECK_SLOTS, CHECK_SLOTS));
        let all: BTreeSet<Element> = one.elements.into_iter().collect();
        assert_eq!(all.len(), CHECK_SLOTS);
    }
}
