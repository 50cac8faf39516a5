//! The door between types and bytes: canonical CBOR out, bounded and complete CBOR in.
//!
//! What two agencies sign is bytes, so every type that travels is encoded in one way only (arrays and
//! fields in the order of their numbers) and is decoded only when it is whole, not too long, and
//! free of codes this node does not know. A code that is not known is refused and never blanked.

use crate::codes::UnknownCode;
use std::error::Error;

/// Why bytes from outside were not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WireError {
    /// More bytes than this kind of message may have.
    #[error("{bytes} bytes, at most {bytes_max}")]
    TooLong {
        /// Bytes given.
        bytes: usize,
        /// Bytes allowed.
        bytes_max: usize,
    },
    /// Not the CBOR that this type is written in.
    #[error("malformed")]
    Malformed,
    /// Bytes after the end of the value.
    #[error("{bytes} bytes after the end")]
    Trailing {
        /// Bytes left over.
        bytes: usize,
    },
    /// Readable, but not in the one encoding: a field this node does not know, or a number written
    /// in more bytes than it needs. What is signed must not have two spellings.
    #[error("not the one encoding")]
    NotCanonical,
    /// A code outside its list.
    #[error(transparent)]
    UnknownCode(#[from] UnknownCode),
    /// Well-formed, but one part breaks a rule of its type.
    #[error("invalid {part}")]
    Invalid {
        /// The part, as named in the type.
        part: &'static str,
    },
}

impl WireError {
    /// The stable key for translation, wire and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "wire.too_long",
            Self::Malformed => "wire.malformed",
            Self::Trailing { .. } => "wire.trailing_bytes",
            Self::NotCanonical => "wire.not_canonical",
            Self::UnknownCode(_) => "wire.unknown_code",
            Self::Invalid { .. } => "wire.invalid",
        }
    }
}

/// Encodes a value of this crate.
pub(crate) fn to_cbor<T: minicbor::Encode<()>>(value: &T) -> Vec<u8> {
    #[expect(
        clippy::expect_used,
        reason = "writing to a Vec cannot fail, and no encoder of this crate refuses a value"
    )]
    minicbor::to_vec(value).expect("a Vec takes every byte")
}

/// Decodes exactly one value from `bytes`, of which there may be at most `bytes_max`.
///
/// # Errors
/// [`WireError`], without any of the bytes in it.
pub(crate) fn from_cbor<'b, T: minicbor::Decode<'b, ()>>(
    bytes: &'b [u8],
    bytes_max: usize,
) -> Result<T, WireError> {
    if bytes.len() > bytes_max {
        return Err(WireError::TooLong { bytes: bytes.len(), bytes_max });
    }
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode::<T>().map_err(|error| refusal(&error))?;
    match bytes.len().saturating_sub(decoder.position()) {
        0 => Ok(value),
        bytes => Err(WireError::Trailing { bytes }),
    }
}

fn refusal(error: &minicbor::decode::Error) -> WireError {
    let source = error.source();
    if let Some(unknown) = source.and_then(|inner| inner.downcast_ref::<UnknownCode>()) {
        return WireError::UnknownCode(unknown.clone());
    }
    match source.and_then(|inner| inner.downcast_ref::<WireError>()) {
        Some(wire) => wire.clone(),
        None => WireError::Malformed,
    }
}

/// True for the short machine words that entries may carry: roles, reference numbers, flags.
/// Capital Latin letters, digits, `-` and `_`; 1 to `chars_max` of them. Free text cannot pass.
pub(crate) fn is_machine_word(text: &str, chars_max: usize) -> bool {
    (1..=chars_max).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-_".contains(&b))
}

/// True for a clause number such as `4.2`; also 1 to 12 characters.
pub(crate) fn is_clause_number(text: &str) -> bool {
    (1..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Gives a type `to_cbor` and `from_cbor` with its limit in bytes; `check` names the part at fault.
macro_rules! wire_type {
    ($type:ty, $bytes_max:expr) => {
        $crate::wire::wire_type!($type, $bytes_max, |_| Ok(()));
    };
    ($type:ty, $bytes_max:expr, $check:expr) => {
        impl $type {
            /// The longest encoding that is read, in bytes.
            pub const BYTES_MAX: usize = $bytes_max;

            /// The one encoding of this value.
            pub fn to_cbor(&self) -> Vec<u8> {
                $crate::wire::to_cbor(self)
            }

            /// Reads a value that fills `bytes` exactly.
            ///
            /// # Errors
            /// [`WireError`](crate::wire::WireError): too long, malformed, an unknown code, not the
            /// one encoding, or a part that breaks a rule of this type.
            pub fn from_cbor(bytes: &[u8]) -> Result<Self, $crate::wire::WireError> {
                let value: Self = $crate::wire::from_cbor(bytes, Self::BYTES_MAX)?;
                let check: fn(&Self) -> Result<(), &'static str> = $check;
                check(&value).map_err(|part| $crate::wire::WireError::Invalid { part })?;
                if value.to_cbor() == bytes {
                    Ok(value)
                } else {
                    Err($crate::wire::WireError::NotCanonical)
                }
            }
        }
    };
}
pub(crate) use wire_type;
