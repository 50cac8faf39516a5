//! One act of one side. Entries are kept for ever by both agencies and their auditors, so they hold
//! codes and hashes only: nothing in them can name or describe a person.

use super::offer::Offer;
use super::rules::Side;
use crate::area::AreaCode;
use crate::codes::{DeclineCode, LawfulBasis, OutcomeCode, RecallCode, Withdrawal};
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
    Act::Decline { code: DeclineCode::V3, proposed_area: None } => Err("proposed_area"),
    Act::Narrow { fields, .. } if fields.is_empty() || fields.len() > Field::ALL.len() => {
        Err("fields")
    }
    _ => Ok(()),
});

/// What a side can do. Number 1 is not used.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Act {
    /// Source: here is somebody; will you take them?
    #[n(0)]
    Offer(#[n(0)] Box<Offer>),
    /// Target: somebody is looking at it.
    #[n(2)]
    Claim,
    /// Target: we take them.
    #[n(3)]
    Accept,
    /// Source's node: the key to the identity; the commitment is in the entry, the key beside it.
    #[n(4)]
    Release {
        /// Commitment to the key.
        #[cbor(n(0), with = "minicbor::bytes")]
        key_commit: [u8; 32],
    },
    /// Target: we do not take them.
    #[n(5)]
    Decline {
        /// Why.
        #[n(0)]
        code: DeclineCode,
        /// Which area the target believes competent; needed with [`DeclineCode::V3`].
        #[n(1)]
        proposed_area: Option<AreaCode>,
    },
    /// Source: taken back before a decision.
    #[n(6)]
    Recall {
        /// Why.
        #[n(0)]
        code: RecallCode,
    },
    /// Source's node: nobody decided in time.
    #[n(7)]
    Expire,
    /// Target's node: the preview and the sealed identity are erased.
    #[n(8)]
    Purged,
    /// Target: what came of it.
    #[n(9)]
    Outcome {
        /// What.
        #[n(0)]
        code: OutcomeCode,
    },
    /// Source: seen; the referral is closed.
    #[n(10)]
    Acknowledge,
    /// Target: passed on, as the source's offer allows; what the third agency does is told here by the
    /// target's node.
    #[n(11)]
    Redirect {
        /// To whom.
        #[n(0)]
        to: AgencyId,
        /// The referral that it goes on as.
        #[n(1)]
        onward: ReferralId,
    },
    /// Either side: the person takes the permission back, which ends it at both. What the target holds is erased, unless
    /// it says within [`super::KEEP_WITHIN_MS`] on what ground of its own it keeps it.
    #[n(12)]
    Withdraw {
        /// Where the person said so.
        #[n(0)]
        at: Side,
        /// How.
        #[n(1)]
        why: Withdrawal,
    },
    /// Target: it keeps what it holds on a ground of its own, which does not rest on what the person took back.
    #[n(13)]
    Keep {
        /// The ground.
        #[n(0)]
        basis: LawfulBasis,
    },
    /// Either side: the person takes some fields back; the rest stays.
    #[n(14)]
    Narrow {
        /// Where the person said so.
        #[n(0)]
        at: Side,
        /// What may not be known any more.
        #[n(1)]
        fields: Vec<Field>,
    },
    /// Target's node: the fields that were taken back are erased.
    #[n(15)]
    Removed,
}

impl Act {
    /// The name of the act, for translation keys and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Offer(_) => "OFFER",
            Self::Claim => "CLAIM",
            Self::Accept => "ACCEPT",
            Self::Release { .. } => "RELEASE",
            Self::Decline { .. } => "DECLINE",
            Self::Recall { .. } => "RECALL",
            Self::Expire => "EXPIRE",
            Self::Purged => "PURGED",
            Self::Outcome { .. } => "OUTCOME",
            Self::Acknowledge => "ACKNOWLEDGE",
            Self::Redirect { .. } => "REDIRECT",
            Self::Withdraw { .. } => "WITHDRAW",
            Self::Keep { .. } => "KEEP",
            Self::Narrow { .. } => "NARROW",
            Self::Removed => "REMOVED",
        }
    }

    /// The only side that may do this.
    pub fn side(&self) -> Side {
        match self {
            Self::Offer(_)
            | Self::Release { .. }
            | Self::Recall { .. }
            | Self::Expire
            | Self::Acknowledge => Side::Source,
            Self::Claim
            | Self::Accept
            | Self::Decline { .. }
            | Self::Redirect { .. }
            | Self::Purged
            | Self::Keep { .. }
            | Self::Removed
            | Self::Outcome { .. } => Side::Target,
            Self::Withdraw { at, .. } | Self::Narrow { at, .. } => *at,
        }
    }
}
