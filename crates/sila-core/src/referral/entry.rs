//! One act of one side. Entries are kept for ever by both agencies and their auditors, so they hold
//! codes and hashes only: nothing in them can name or describe a person.

use super::act::Act;
use crate::codes::{DeclineCode, Service};
use crate::field::Field;
use crate::ids::{AgencyId, ReferralId};
use crate::time::Millis;
use crate::wire::{WireError, is_machine_word, wire_type};
use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
use std::fmt;

/// The role in which somebody acted, such as `REFERRAL_OFFICER`, or `NODE` for the agency's system
/// itself. Names of staff stay at home.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByRole(String);

impl ByRole {
    /// A role by its code: 1 to 32 capital letters, digits, `-` or `_`.
    ///
    /// # Errors
    /// [`WireError::Invalid`] for anything else.
    pub fn new(code: &str) -> Result<Self, WireError> {
        if is_machine_word(code, 32) {
            Ok(Self(code.to_owned()))
        } else {
            Err(WireError::Invalid { part: "role" })
        }
    }

    /// The agency's system, without a person.
    pub fn node() -> Self {
        Self("NODE".to_owned())
    }

    /// The code.
    pub fn code(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ByRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<C> Encode<C> for ByRole {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.str(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for ByRole {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        Self::new(d.str()?).map_err(decode::Error::custom)
    }
}

/// One entry of a thread. Its bytes are what the author's node signs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Entry {
    /// The referral it belongs to.
    #[n(0)]
    pub referral: ReferralId,
    /// The agency that wrote it.
    #[n(1)]
    pub author: AgencyId,
    /// Its number among this author's entries of this referral, from 1.
    #[n(2)]
    pub n: u32,
    /// Hash of the author's previous signed entry; zeros for the first. Set by the signer.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub prev: [u8; 32],
    /// How many of the other side's entries the author had when writing this one.
    #[n(4)]
    pub seen: u32,
    /// When, by the author's clock.
    #[n(5)]
    pub at: Millis,
    /// In which role.
    #[n(6)]
    pub by: ByRole,
    /// What.
    #[n(7)]
    pub act: Act,
}

wire_type!(Entry, 16 * 1024, |entry| match &entry.act {
    Act::Offer(offer) => offer.check(),
    Act::Decline { code: DeclineCode::V3, proposed_area: None }
    | Act::Refuse { code: DeclineCode::V3, proposed_area: None } => Err("proposed_area"),
    Act::Invalidate { code } if !Act::INVALID.contains(code) => Err("code"),
    Act::Erased { views } if views.len() > VIEWS_MAX => Err("views"),
    Act::AcceptPart { left } if left.is_empty() || left.len() > Service::ALL.len() => Err("left"),
    Act::Narrow { fields, .. } if fields.is_empty() || fields.len() > Field::ALL.len() => {
        Err("fields")
    }
    _ => Ok(()),
});

/// More roles than any agency has.
const VIEWS_MAX: usize = 32;
