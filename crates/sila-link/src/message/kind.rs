//! The kinds of message: their names in headers, what each needs and where it may travel.

use crate::error::LinkError;
use crate::known::KnownKind;
use crate::place::PlaceKind;
use crate::stream::Stream;

/// All kinds that this build understands, as they stand in headers and greetings.
pub const KINDS: [&str; 32] = [
    "referral.entry/1",
    "referral.line/1",
    "agreement.offer/1",
    "agreement.signed/1",
    "agreement.suspend/1",
    "agreement.resume/1",
    "link.test/1",
    "link.suspend/1",
    "link.resume/1",
    "link.disposition/1",
    "link.verified/1",
    "link.file/1",
    "link.tested/1",
    "link.proved/1",
    "attachment.offer/1",
    "attachment.news/1",
    "known.keys/1",
    "known.table/1",
    "known.query/1",
    "known.answer/1",
    "known.disclose/1",
    "known.reply/1",
    "known.count/1",
    "record.share/1",
    "file.part/1",
    "file.withdraw/1",
    "place.ask/1",
    "place.answer/1",
    "place.release/1",
    "place.check/1",
    "place.values/1",
    "place.verdict/1",
];

/// A kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A signed entry of a referral thread.
    ReferralEntry,
    /// A signed line of what two agencies do together, and its words ([`crate::joint`]).
    ReferralLine,
    /// An agreement, signed by the side that proposes it.
    AgreementOffer,
    /// The other side's signature on it.
    AgreementSigned,
    /// The sender stops what a signed agreement allows.
    AgreementSuspend,
    /// The sender takes that stop back.
    AgreementResume,
    /// A test of the link, for the administrator.
    LinkTest,
    /// The sender stops the flow.
    LinkSuspend,
    /// The sender takes its stop back.
    LinkResume,
    /// A message that had been set aside has since been used, or given up.
    LinkDisposition,
    /// The sender's officer has compared the twelve digits.
    LinkVerified,
    /// The file of a self-test lies ready.
    LinkFile,
    /// The file of a self-test was fetched and is whole.
    LinkTested,
    /// The sender's self-test of the link is complete.
    LinkProved,
    /// A document of a referral lies ready.
    AttachmentOffer,
    /// What became of a document.
    AttachmentNews,
    /// Whether a person is known to the other side ([`crate::known`]).
    Known(KnownKind),
    /// A version of a shared record, and what one party says about it ([`crate::record`]).
    RecordShare,
    /// A part of a file of the room of a partnership ([`crate::file`]).
    FilePart,
    /// The sender takes a version of a shared file back.
    FileWithdraw,
    /// Whether the other side has a place ([`crate::place`]).
    Place(PlaceKind),
}

impl Kind {
    /// Reads the kind of a header.
    ///
    /// # Errors
    /// [`LinkError::Kind`] when this build does not know it.
    pub fn from_text(text: &str) -> Result<Self, LinkError> {
        let all = [
            Self::ReferralEntry,
            Self::ReferralLine,
            Self::AgreementOffer,
            Self::AgreementSigned,
            Self::AgreementSuspend,
            Self::AgreementResume,
            Self::LinkTest,
            Self::LinkSuspend,
            Self::LinkResume,
            Self::LinkDisposition,
            Self::RecordShare,
            Self::FilePart,
            Self::FileWithdraw,
            Self::LinkVerified,
            Self::LinkFile,
            Self::LinkTested,
            Self::LinkProved,
            Self::AttachmentOffer,
            Self::AttachmentNews,
        ];
        let known = KnownKind::ALL.into_iter().map(Self::Known);
        let places = PlaceKind::ALL.into_iter().map(Self::Place);
        all.into_iter()
            .chain(known)
            .chain(places)
            .find(|kind| kind.as_str() == text)
            .ok_or(LinkError::Kind)
    }

    /// The text in the header: the name and its major version.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReferralEntry => "referral.entry/1",
            Self::ReferralLine => "referral.line/1",
            Self::AgreementOffer => "agreement.offer/1",
            Self::AgreementSigned => "agreement.signed/1",
            Self::AgreementSuspend => "agreement.suspend/1",
            Self::AgreementResume => "agreement.resume/1",
            Self::LinkTest => "link.test/1",
            Self::LinkSuspend => "link.suspend/1",
            Self::LinkResume => "link.resume/1",
            Self::LinkDisposition => "link.disposition/1",
            Self::LinkVerified => "link.verified/1",
            Self::LinkFile => "link.file/1",
            Self::LinkTested => "link.tested/1",
            Self::LinkProved => "link.proved/1",
            Self::AttachmentOffer => "attachment.offer/1",
            Self::AttachmentNews => "attachment.news/1",
            Self::Known(kind) => kind.as_str(),
            Self::RecordShare => "record.share/1",
            Self::FilePart => "file.part/1",
            Self::FileWithdraw => "file.withdraw/1",
            Self::Place(kind) => kind.as_str(),
        }
    }

    /// Whether the header must name an agreement in force.
    #[must_use]
    pub fn needs_agreement(self) -> bool {
        matches!(
            self,
            Self::ReferralEntry
                | Self::ReferralLine
                | Self::AttachmentOffer
                | Self::AttachmentNews
                | Self::Known(_)
                | Self::Place(_)
        )
    }

    /// Whether it may travel on this stream. All messages of one referral use one stream, the
    /// urgent one when its offer was an emergency, so that their order holds.
    #[must_use]
    pub fn may_use(self, stream: Stream) -> bool {
        match self {
            Self::ReferralEntry
            | Self::ReferralLine
            | Self::AttachmentOffer
            | Self::AttachmentNews => stream == Stream::URGENT || stream == Stream::REFERRALS,
            Self::LinkTest => true,
            Self::Known(kind) => stream == kind.stream(),
            Self::RecordShare | Self::FilePart | Self::FileWithdraw => {
                stream == Stream::PARTNERSHIP
            }
            Self::Place(kind) if kind.is_of_referral() => {
                stream == Stream::URGENT || stream == Stream::REFERRALS
            }
            Self::Place(_) => stream == Stream::URGENT,
            _ => stream == Stream::CONTROL,
        }
    }
}
