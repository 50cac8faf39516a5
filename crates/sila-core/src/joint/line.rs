//! One line of the joint work. Lines are kept for ever by both agencies, so they hold codes, days and hashes only: the words
//! travel beside them, sealed, and the line commits to them.

use super::deed::Deed;
use super::reminder::Progress;
use crate::ids::{AgencyId, NotAnId, ReferralId};
use crate::referral::ByRole;
use crate::time::Millis;
use crate::wire::wire_type;
use minicbor::{Decode, Encode};
use std::fmt;
use std::str::FromStr;

/// The most people invited to one conference.
const INVITED_MAX: usize = 40;

/// A line, by who wrote it and its number among that agency's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct LineId {
    /// The agency that wrote it.
    #[n(0)]
    pub author: AgencyId,
    /// Its number, from 1.
    #[n(1)]
    pub n: u32,
}

/// For addresses: the agency in full, a dot, the number.
impl fmt::Display for LineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.author.to_text(), self.n)
    }
}

impl FromStr for LineId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = NotAnId { kind: "LineId" };
        let (author, n) = text.split_once('.').ok_or(wrong)?;
        let n = n.parse().map_err(|_not_a_number| wrong)?;
        Ok(Self { author: AgencyId::parse(author)?, n })
    }
}

/// One deed of one worker. Its bytes are what the author's node signs.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Line {
    /// The referral it belongs to.
    #[n(0)]
    pub referral: ReferralId,
    /// The agency that wrote it.
    #[n(1)]
    pub author: AgencyId,
    /// Its number among this author's lines of this referral, from 1.
    #[n(2)]
    pub n: u32,
    /// Hash of the author's previous signed line; zeros for the first. Set by the signer.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub prev: [u8; 32],
    /// One more than the highest count of all lines, of both agencies, that the author had.
    #[n(4)]
    pub tick: u32,
    /// When, by the author's clock. Nothing is ordered by it.
    #[n(5)]
    pub at: Millis,
    /// In which role.
    #[n(6)]
    pub by: ByRole,
    /// Which of the author's workers: the number of the line that introduced them; 0 in that line itself, and in those of the
    /// node.
    #[n(7)]
    pub who: u32,
    /// What.
    #[n(8)]
    pub deed: Deed,
    /// Commitment to the words that travel beside.
    #[cbor(n(9), with = "minicbor::bytes")]
    pub words: Option<[u8; 32]>,
}

wire_type!(Line, 4 * 1024, |line| line.check());

impl Line {
    /// Which line this is.
    pub fn id(&self) -> LineId {
        LineId { author: self.author, n: self.n }
    }

    fn check(&self) -> Result<(), &'static str> {
        if self.deed.needs_words() && self.words.is_none() {
            return Err("words");
        }
        if self.deed.is_nobodys() != (self.who == 0) {
            return Err("who");
        }
        match &self.deed {
            Deed::Meet { invited, .. } if invited.len() > INVITED_MAX => Err("invited"),
            Deed::Reply { progress, by, .. } if by.is_some() != (*progress == Progress::By) => {
                Err("by")
            }
            _ => Ok(()),
        }
    }
}
