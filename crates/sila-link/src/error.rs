//! Every reason the link can give for not doing something, each with a stable code.
//!
//! The first letter is the class and decides what the sender does: `T` transient (send the same
//! bytes again), `P` permanent for this message (it keeps its place, its content is set aside),
//! `L` the link needs a key or a setting, `S` security (stop and look), `O` local operator.

use std::borrow::Cow;

use crate::stream::Stream;

/// A code that travels in receipts and refusals and is stored in rows: `P-EXPIRED`,
/// `S-FORK`, or a reason of the domain such as `referral.no_agreement`.
///
/// An unknown code from a newer peer is kept as it is: 1 to 64 characters of `A-Z a-z 0-9 . _ -`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(Cow<'static, str>);

impl Code {
    /// The longest code, in bytes.
    pub const BYTES_MAX: usize = 64;

    /// A code known when this was compiled.
    #[must_use]
    pub const fn known(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// Reads a code that came from a peer, a row or the domain.
    ///
    /// # Errors
    /// [`LinkError::Schema`] when it is empty, too long or has other characters.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let fits = !text.is_empty() && text.len() <= Self::BYTES_MAX;
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        if fits && plain {
            Ok(Self(Cow::Owned(text.to_owned())))
        } else {
            Err(LinkError::Schema("code"))
        }
    }

    /// The text of the code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the sender does about a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Send the same bytes again later.
    Transient,
    /// This message will never be applied as it is; the stream goes on.
    Permanent,
    /// The link needs a key, a version or a decision before it can go on.
    Link,
    /// The two sides' histories disagree, or a signature is false: stop and look.
    Security,
    /// Someone at this node must act.
    Operator,
}

/// A typed refusal of the link. Holds what a person or a peer can act on, no sentences.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The peer cannot take more now.
    #[error("T-BUSY")]
    Busy,
    /// The peer is in maintenance until this UTC millisecond.
    #[error("T-MAINT")]
    Maintenance(i64),
    /// An earlier message of the stream has not arrived; this is the next one expected.
    #[error("T-GAP")]
    Gap {
        /// The stream with the hole.
        stream: Stream,
        /// The sequence number that must come next.
        expected: u64,
    },
    /// The bytes, or the named part of them, do not have the agreed form.
    #[error("P-SCHEMA in {0}")]
    Schema(&'static str),
    /// Nobody here knows messages of this kind (yet).
    #[error("P-KIND")]
    Kind,
    /// The header says that a part must be understood, and it is not.
    #[error("P-CRITICAL")]
    Critical,
    /// Larger than the limit, in bytes.
    #[error("P-SIZE over {0}")]
    Size(usize),
    /// The message was no longer valid when it arrived, or when it was to be sealed.
    #[error("P-EXPIRED")]
    Expired,
    /// No agreement in force covers it.
    #[error("P-AGREEMENT")]
    Agreement,
    /// The opened content is not what the signed header committed to.
    #[error("P-COMMIT")]
    Commit,
    /// The content cannot be opened with any key that still exists.
    #[error("P-OPEN")]
    Open,
    /// Signed or sealed with a key that the current key statement does not hold.
    #[error("L-KEY-UNKNOWN")]
    KeyUnknown,
    /// Signed with a key that its owner has revoked.
    #[error("L-KEY-REVOKED")]
    KeyRevoked,
    /// No protocol version in common.
    #[error("L-VERSION")]
    Version,
    /// The stream was opened anew and the two sides count in different epochs.
    #[error("L-EPOCH")]
    Epoch,
    /// The link is suspended by one side.
    #[error("L-SUSPENDED")]
    Suspended,
    /// The officers have not yet compared the code.
    #[error("L-NOT-VERIFIED")]
    NotVerified,
    /// Addressed to, or coming from, another agency than those of this link.
    #[error("L-ADDRESS")]
    Address,
    /// The link is closed, or this step is not allowed in the state it is in.
    #[error("L-STATE")]
    State,
    /// The invitation is not (or no longer) good: expired, used, or another secret.
    #[error("L-INVITATION")]
    Invitation,
    /// A signature is false.
    #[error("S-SIG")]
    Signature,
    /// Two different signed messages with one sequence number.
    #[error("S-FORK")]
    Fork,
    /// A message does not continue the chain that was accepted before.
    #[error("S-CHAIN")]
    Chain,
    /// One side holds more of the other's stream than that side remembers sending.
    #[error("S-ROLLBACK")]
    Rollback,
    /// A log has shown two stories.
    #[error("S-SPLITVIEW")]
    SplitView,
    /// The peer offers only versions older than those it spoke before.
    #[error("S-DOWNGRADE")]
    Downgrade,
    /// The outbox is full; nothing is dropped, the user is told.
    #[error("O-OUTBOX-FULL")]
    OutboxFull,
    /// The two clocks differ too much to judge whether a message has expired.
    #[error("O-CLOCK")]
    Clock,
    /// A key of this node did not work.
    #[error("O-KEY")]
    OwnKey,
}

impl LinkError {
    /// The stable key for wire, rows, logs and translation.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Busy => "T-BUSY",
            Self::Maintenance(_) => "T-MAINT",
            Self::Gap { .. } => "T-GAP",
            Self::Schema(_) => "P-SCHEMA",
            Self::Kind => "P-KIND",
            Self::Critical => "P-CRITICAL",
            Self::Size(_) => "P-SIZE",
            Self::Expired => "P-EXPIRED",
            Self::Agreement => "P-AGREEMENT",
            Self::Commit => "P-COMMIT",
            Self::Open => "P-OPEN",
            Self::KeyUnknown => "L-KEY-UNKNOWN",
            Self::KeyRevoked => "L-KEY-REVOKED",
            Self::Version => "L-VERSION",
            Self::Epoch => "L-EPOCH",
            Self::Suspended => "L-SUSPENDED",
            Self::NotVerified => "L-NOT-VERIFIED",
            Self::Address => "L-ADDRESS",
            Self::State => "L-STATE",
            Self::Invitation => "L-INVITATION",
            Self::Signature => "S-SIG",
            Self::Fork => "S-FORK",
            Self::Chain => "S-CHAIN",
            Self::Rollback => "S-ROLLBACK",
            Self::SplitView => "S-SPLITVIEW",
            Self::Downgrade => "S-DOWNGRADE",
            Self::OutboxFull => "O-OUTBOX-FULL",
            Self::Clock => "O-CLOCK",
            Self::OwnKey => "O-KEY",
        }
    }

    /// The code as it travels and is stored.
    #[must_use]
    pub fn to_code(&self) -> Code {
        Code::known(self.code())
    }

    /// What the sender does about it.
    #[must_use]
    pub fn class(&self) -> Class {
        class_of(self.code()).unwrap_or(Class::Permanent)
    }
}

/// The class of a code by its first letter; `None` for a reason of the domain.
#[must_use]
pub fn class_of(code: &str) -> Option<Class> {
    match code.split_once('-')?.0 {
        "T" => Some(Class::Transient),
        "P" => Some(Class::Permanent),
        "L" => Some(Class::Link),
        "S" => Some(Class::Security),
        "O" => Some(Class::Operator),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_is_the_first_letter_and_text_is_the_code() {
        let table = [
            (LinkError::Busy, Class::Transient),
            (LinkError::Gap { stream: Stream::URGENT, expected: 3 }, Class::Transient),
            (LinkError::Schema("x"), Class::Permanent),
            (LinkError::Version, Class::Link),
            (LinkError::Fork, Class::Security),
            (LinkError::OutboxFull, Class::Operator),
        ];
        for (error, class) in table {
            assert_eq!(error.class(), class);
            assert!(error.to_string().starts_with(error.code()));
            assert_eq!(Code::parse(error.code()), Ok(error.to_code()));
        }
        assert_eq!(class_of("referral.no_agreement"), None);
    }

    #[test]
    fn a_code_has_a_small_alphabet() {
        for bad in ["", "a b", "حالة", "x\n", &"x".repeat(65)] {
            assert_eq!(Code::parse(bad), Err(LinkError::Schema("code")), "{bad:?}");
        }
        assert_eq!(Code::parse("referral.no_agreement").unwrap().as_str(), "referral.no_agreement");
    }
}
