//! What a side can do in one entry.

use super::entry::ByRole;
use super::offer::Offer;
use super::rules::Side;
use crate::area::AreaCode;
use crate::codes::{
    AnswerCode, CancelCode, DeclineCode, LawfulBasis, OutcomeCode, QuestionCode, RecallCode,
    ResumeCode, Service, WaitBand, Withdrawal,
};
use crate::field::Field;
use crate::ids::{AgencyId, ReferralId};
use crate::time::Millis;
use minicbor::{Decode, Encode};

/// How often something was read in a role.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Views {
    /// The role.
    #[n(0)]
    pub role: ByRole,
    /// How often.
    #[n(1)]
    pub count: u32,
}

/// One of several services that were asked for, which is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Left {
    /// The service.
    #[n(0)]
    pub service: Service,
    /// Why.
    #[n(1)]
    pub code: DeclineCode,
}

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
    /// Target: it has to know this before it can decide. Its clock stands until the answer, but not for ever.
    #[n(16)]
    Ask {
        /// About which of the services.
        #[n(0)]
        item: Option<Service>,
        /// About which field.
        #[n(1)]
        field: Option<Field>,
        /// What.
        #[n(2)]
        code: QuestionCode,
        /// Commitment to the words that travel beside.
        #[cbor(n(3), with = "minicbor::bytes")]
        words: Option<[u8; 32]>,
    },
    /// Source: what it can say to the question.
    #[n(17)]
    Answer {
        /// What.
        #[n(0)]
        code: AnswerCode,
        /// Commitment to the words that travel beside.
        #[cbor(n(1), with = "minicbor::bytes")]
        words: Option<[u8; 32]>,
    },
    /// Target: taken in principle, and there is no room yet. Said again before [`super::WAIT_DAYS`] have passed.
    #[n(18)]
    Wait {
        /// How far up the list.
        #[n(0)]
        band: WaitBand,
        /// The day on which there will be room, as far as it is known: a time on it.
        #[n(1)]
        expected: Millis,
    },
    /// Target: somebody would not take them, and a second person there looks at that first.
    #[n(19)]
    Refuse {
        /// Why.
        #[n(0)]
        code: DeclineCode,
        /// Which area is believed competent; needed with [`DeclineCode::V3`].
        #[n(1)]
        proposed_area: Option<AreaCode>,
    },
    /// Target, a second person: it is reviewed again. Otherwise they decline.
    #[n(20)]
    Resume,
    /// Source: the decline is contested, once and within [`super::APPEAL_DAYS`]. What the target had erased comes again.
    #[n(21)]
    Appeal {
        /// Commitment to the words that travel beside.
        #[cbor(n(0), with = "minicbor::bytes")]
        words: Option<[u8; 32]>,
    },
    /// Either side: what was accepted is stopped.
    #[n(22)]
    Cancel {
        /// Who stops it.
        #[n(0)]
        at: Side,
        /// Why.
        #[n(1)]
        code: CancelCode,
    },
    /// Source: it should never have been sent. Nobody at the target reads it any more, and its node erases it.
    #[n(23)]
    Invalidate {
        /// Why: one of [`Act::INVALID`].
        #[n(0)]
        code: RecallCode,
    },
    /// Target's node: what was sent in error is erased, and this is how often it was read.
    #[n(24)]
    Erased {
        /// By role; a role is named once.
        #[n(0)]
        views: Vec<Views>,
    },
    /// Either side: a closed referral should go on.
    #[n(25)]
    Reopen {
        /// Who wants it.
        #[n(0)]
        at: Side,
        /// Why.
        #[n(1)]
        code: ResumeCode,
    },
    /// The other side: it goes on, or stays closed.
    #[n(26)]
    Agree {
        /// Who answers.
        #[n(0)]
        at: Side,
        /// It goes on.
        #[n(1)]
        agreed: bool,
    },
    /// Target: taken, but not for all of the services.
    #[n(27)]
    AcceptPart {
        /// What is not given, each with its reason; all others are.
        #[n(0)]
        left: Vec<Left>,
    },
    /// Source: this is open, and this becomes of each of it; the list travels beside. Signed anew when it changes.
    #[n(28)]
    Hand {
        /// Commitment to the [`super::HandoverList`].
        #[cbor(n(0), with = "minicbor::bytes")]
        list: [u8; 32],
    },
    /// Target: it has gone through that list and takes what goes with the person. Then the source's node gives the key.
    #[n(29)]
    Take {
        /// The list that was signed last.
        #[cbor(n(0), with = "minicbor::bytes")]
        list: [u8; 32],
    },
    /// Target: somebody there has taken note of what is for information, which asks for nothing. With it the referral is over.
    #[n(30)]
    Note,
    /// Target: what the assessment that was asked for has come to.
    #[n(31)]
    Report {
        /// What.
        #[n(0)]
        code: OutcomeCode,
        /// Commitment to the report that travels beside.
        #[cbor(n(1), with = "minicbor::bytes")]
        words: [u8; 32],
    },
}

impl Act {
    /// Why something should never have been sent.
    pub const INVALID: [RecallCode; 3] = [RecallCode::R1, RecallCode::R2, RecallCode::R3];

    /// What came of it, where the target says so.
    pub fn outcome(&self) -> Option<OutcomeCode> {
        match self {
            Self::Outcome { code } | Self::Report { code, .. } => Some(*code),
            _ => None,
        }
    }

    /// Whether the target takes the person by this act.
    pub fn accepts(&self) -> bool {
        matches!(self, Self::Accept | Self::AcceptPart { .. })
    }

    /// The commitment to words that travel beside the entry.
    pub fn words(&self) -> Option<[u8; 32]> {
        match self {
            Self::Ask { words, .. } | Self::Answer { words, .. } | Self::Appeal { words } => *words,
            Self::Hand { list } => Some(*list),
            Self::Report { words, .. } => Some(*words),
            _ => None,
        }
    }

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
            Self::Ask { .. } => "ASK",
            Self::Answer { .. } => "ANSWER",
            Self::Wait { .. } => "WAIT",
            Self::Refuse { .. } => "REFUSE",
            Self::Resume => "RESUME",
            Self::Appeal { .. } => "APPEAL",
            Self::Cancel { .. } => "CANCEL",
            Self::Invalidate { .. } => "INVALIDATE",
            Self::Erased { .. } => "ERASED",
            Self::Reopen { .. } => "REOPEN",
            Self::Agree { .. } => "AGREE",
            Self::AcceptPart { .. } => "ACCEPT_PART",
            Self::Hand { .. } => "HAND",
            Self::Take { .. } => "TAKE",
            Self::Note => "NOTE",
            Self::Report { .. } => "REPORT",
        }
    }

    /// The only side that may do this.
    pub fn side(&self) -> Side {
        match self {
            Self::Offer(_)
            | Self::Release { .. }
            | Self::Recall { .. }
            | Self::Expire
            | Self::Answer { .. }
            | Self::Appeal { .. }
            | Self::Invalidate { .. }
            | Self::Hand { .. }
            | Self::Acknowledge => Side::Source,
            Self::Claim
            | Self::Accept
            | Self::AcceptPart { .. }
            | Self::Ask { .. }
            | Self::Wait { .. }
            | Self::Refuse { .. }
            | Self::Resume
            | Self::Erased { .. }
            | Self::Decline { .. }
            | Self::Redirect { .. }
            | Self::Purged
            | Self::Keep { .. }
            | Self::Removed
            | Self::Take { .. }
            | Self::Note
            | Self::Report { .. }
            | Self::Outcome { .. } => Side::Target,
            Self::Withdraw { at, .. }
            | Self::Narrow { at, .. }
            | Self::Cancel { at, .. }
            | Self::Reopen { at, .. }
            | Self::Agree { at, .. } => *at,
        }
    }
}
