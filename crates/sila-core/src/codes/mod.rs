//! The closed lists of codes that two agencies share. A code is text in storage and on the wire; a
//! code outside its list is an error that names the list, because blanking it silently would lose
//! what a colleague wrote.

mod case;
mod referral;
#[cfg(test)]
mod tests;

pub use case::{
    Category, Channel, ContactKind, Document, Harm, HarmContext, Language, NoWishes, Relation,
    Reporter, Risk, Service, Sex,
};
pub use referral::{
    AnswerCode, Basis, CancelCode, DeclineCode, Evidence, Fate, FollowsCode, Kind, KnownAnswer,
    KnownClass, KnownPurpose, LawfulBasis, OpenItem, OutcomeCode, OverrideReason, PermissionForm,
    QuestionCode, RecallCode, ResumeCode, ReturnCode, StaysCode, Urgency, WaitBand, Withdrawal,
};

/// A code that is not in its list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown code in list {list}")]
pub struct UnknownCode {
    /// Name of the list.
    pub list: &'static str,
    /// What was given, cut to 24 characters. Not shown by `Display`: it may be anything.
    pub code: String,
}

impl UnknownCode {
    pub(crate) fn new(list: &'static str, given: &str) -> Self {
        Self { list, code: given.chars().take(24).collect() }
    }
}

/// Declares a closed list: `Variant = "CODE": "meaning"`.
macro_rules! code_list {
    ($(#[doc = $doc:literal])+ $name:ident, $list:literal {
        $($variant:ident = $code:literal: $meaning:literal,)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $meaning] $variant,)+
        }

        impl $name {
            /// The name of this list.
            pub const LIST: &'static str = $list;
            /// Every value, in the order in which people are shown them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code, as stored and sent.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The list, and how many codes of it come before this one.
            pub fn spoken(self) -> (&'static str, usize) {
                (Self::LIST, Self::ALL.iter().take_while(|one| **one != self).count())
            }

            /// The value of a code.
            ///
            /// # Errors
            /// [`UnknownCode`](crate::codes::UnknownCode) when the list has no such code.
            pub fn from_code(code: &str) -> Result<Self, $crate::codes::UnknownCode> {
                match code {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::codes::UnknownCode::new($list, code)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::codes::UnknownCode;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                Self::from_code(code)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.str(self.code())?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(
                d: &mut minicbor::Decoder<'b>,
                _: &mut C,
            ) -> Result<Self, minicbor::decode::Error> {
                Self::from_code(d.str()?).map_err(minicbor::decode::Error::custom)
            }
        }
    };
}
pub(crate) use code_list;
