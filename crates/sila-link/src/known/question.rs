//! Asking: eight blinded inputs out, eight proved values back; and the proof, later, of whom it was about.

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use sila_seal::voprf::{Blind, Element, Output, Proof, verify};
use sila_seal::{Hash, SealError, sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{SLOTS, Scope, Slot};

/// What stands in both sides' logs for one question: a hash over its identifier, its scope and its
/// elements.
#[must_use]
pub fn batch_hash(query: Uuid, scope: &Scope, elements: &[Element]) -> Hash {
    let mut bytes = b"sila/known/batch/1".to_vec();
    bytes.extend(query.as_bytes());
    bytes.extend(scope.agreement.0.as_bytes());
    bytes.extend(scope.epoch.week.to_be_bytes());
    bytes.extend(scope.epoch.edition.to_be_bytes());
    bytes.extend(scope.purpose.code().as_bytes());
    bytes.push(0);
    elements.iter().for_each(|element| bytes.extend(element.0));
    sha256(&[&bytes])
}

/// Stands for the elements alone: equal for a question and for the same one asked again.
#[must_use]
pub fn elements_hash(elements: &[Element]) -> Hash {
    let bytes: Vec<u8> = elements.iter().flat_map(|element| element.0).collect();
    sha256(&[b"sila/known/elements/1", &bytes])
}

/// One used slot of a question: kept sealed, it shows later whom the question was about.
#[derive(Clone, Encode, Decode)]
pub struct Asked {
    /// The slot's place.
    #[n(0)]
    pub slot: u8,
    /// The value asked for, such as a number or spelled consonants.
    #[n(1)]
    pub value: String,
    /// The secret that hid it.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub blind: [u8; 32],
}

impl Asked {
    fn is_of(&self, slot: Slot) -> bool {
        Slot::ALL.get(usize::from(self.slot)) == Some(&slot)
    }
}

/// A question with its secrets.
#[derive(Clone, Encode, Decode)]
pub struct Question {
    /// Which question.
    #[cbor(n(0), with = "crate::known::messages::id")]
    pub query: Uuid,
    /// Under which keys.
    #[n(1)]
    pub scope: Scope,
    /// The version of the rules for names.
    #[n(2)]
    pub normaliser: u16,
    /// The elements as sent.
    #[n(3)]
    pub elements: Vec<Element>,
    /// The slots that ask for something.
    #[n(4)]
    pub asked: Vec<Asked>,
}

impl Question {
    /// Blinds at most one value for each slot; the other slots get a random element. Of several
    /// values for one slot the first counts.
    ///
    /// # Errors
    /// [`SealError::TooLarge`] for a value that is too long.
    pub fn new(
        query: Uuid,
        scope: Scope,
        normaliser: u16,
        values: &[(Slot, String)],
        rng: &mut impl CryptoRng,
    ) -> Result<Self, SealError> {
        let (mut elements, mut asked) = (Vec::with_capacity(SLOTS), Vec::new());
        for (place, slot) in (0_u8..).zip(Slot::ALL) {
            let Some((_, value)) = values.iter().find(|(of, _)| *of == slot) else {
                elements.push(Element::random(rng));
                continue;
            };
            let blind = Blind::generate(rng);
            elements.push(blind.blind(&scope.input(slot, normaliser, value))?);
            asked.push(Asked { slot: place, value: value.clone(), blind: *blind.to_bytes() });
        }
        Ok(Self { query, scope, normaliser, elements, asked })
    }

    /// The same question once more: the same elements under another identifier. The answer can say nothing about anybody
    /// else, which is why the answering side does not count it against what was agreed; it does learn that it is the
    /// same question.
    #[must_use]
    pub fn again(self, query: Uuid) -> Self {
        Self { query, ..self }
    }

    /// Whether it asks for these values and for no other.
    #[must_use]
    pub fn is_about(&self, values: &[(Slot, String)]) -> bool {
        let asks = |(slot, value): &(Slot, String)| {
            let mut asked = self.asked.iter();
            asked.any(|asked| asked.is_of(*slot) && asked.value == *value)
        };
        values.len() == self.asked.len() && values.iter().all(asks)
    }

    /// What stands for it in both logs.
    #[must_use]
    pub fn batch(&self) -> Hash {
        batch_hash(self.query, &self.scope, &self.elements)
    }

    /// Checks every proof against the keys of the signed statement and unblinds the values of the
    /// slots that asked for something.
    ///
    /// # Errors
    /// [`SealError::Proof`] when one slot was answered under another key.
    pub fn open(
        &self,
        keys: &[Element; SLOTS],
        evaluated: &[Element],
        proofs: &[Proof],
    ) -> Result<Vec<(Slot, Output)>, SealError> {
        if evaluated.len() != SLOTS || proofs.len() != SLOTS || self.elements.len() != SLOTS {
            return Err(SealError::Malformed);
        }
        let slots = keys.iter().zip(&self.elements).zip(evaluated.iter().zip(proofs));
        for ((key, blinded), (evaluated, proof)) in slots {
            verify(key, &[*blinded], &[*evaluated], proof)?;
        }
        let mut values = Vec::with_capacity(self.asked.len());
        for asked in &self.asked {
            let place = usize::from(asked.slot);
            let slot = *Slot::ALL.get(place).ok_or(SealError::Malformed)?;
            let evaluated = evaluated.get(place).ok_or(SealError::Malformed)?;
            let input = Zeroizing::new(self.scope.input(slot, self.normaliser, &asked.value));
            values.push((slot, Blind::from_bytes(asked.blind)?.finalize(&input, evaluated)?));
        }
        Ok(values)
    }

    /// For an auditor: whether every value, hidden again by its kept secret, is the element that
    /// was sent, and the hash over all elements is `logged` at the other side.
    #[must_use]
    pub fn was_about(&self, logged: &Hash) -> bool {
        let again = |asked: &Asked| {
            let place = usize::from(asked.slot);
            let input = self.scope.input(*Slot::ALL.get(place)?, self.normaliser, &asked.value);
            let blinded = Blind::from_bytes(asked.blind).ok()?.blind(&input).ok()?;
            Some(self.elements.get(place) == Some(&blinded))
        };
        !self.asked.is_empty()
            && self.asked.iter().all(|asked| again(asked) == Some(true))
            && self.batch() == *logged
    }
}

impl std::fmt::Debug for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Question({})", self.query)
    }
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Asked(slot {})", self.slot)
    }
}
