//! Values on their way into a statement and rows on their way out, typed alike on both engines.

use super::error::DbError;
use sila_core::ListingId;
use sila_core::{
    AgencyId, AgreementId, AreaCode, CaseId, ContactId, CourseId, DraftId, EnrolmentId, IdeaId,
    KnowledgeId, MeetingId, MessageId, Millis, PersonId, PlaceId, RecordId, ReferralId, RoomId,
    SeatId, VoteId, WorkerId,
};
use sila_core::{ExtractId, StudyId};
use uuid::Uuid;

/// One value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum V {
    /// SQL `NULL`.
    Null,
    /// `{int}`: 64 bit; times are UTC milliseconds.
    Int(i64),
    /// `{bool}`.
    Bool(bool),
    /// `TEXT`, without U+0000.
    Text(String),
    /// `{bytes}`.
    Bytes(Vec<u8>),
    /// `{uuid}`.
    Uuid(Uuid),
}

impl V {
    /// The kind of value, for error texts.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "int",
            Self::Bool(_) => "bool",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Uuid(_) => "uuid",
        }
    }

    /// Refuses what only one of the engines would take: PostgreSQL's text cannot hold U+0000.
    pub(super) fn check(&self) -> Result<(), DbError> {
        match self {
            Self::Text(text) if text.contains('\0') => Err(DbError::wrong_type("text with U+0000")),
            _ => Ok(()),
        }
    }
}

/// The arguments of a statement: in `&p![id, "text", 3_i64]` they are `$1`, `$2`, `$3`.
#[macro_export]
macro_rules! p {
    ($($value:expr),* $(,)?) => { [$($crate::db::V::from($value)),*] };
}

macro_rules! from {
    ($($t:ty => |$x:ident| $v:expr;)*) => { $(
        impl From<$t> for V {
            fn from($x: $t) -> Self {
                $v
            }
        }
    )* };
}

from! {
    i64 => |x| V::Int(x);
    i32 => |x| V::Int(x.into());
    u32 => |x| V::Int(x.into());
    u16 => |x| V::Int(x.into());
    u8 => |x| V::Int(x.into());
    bool => |x| V::Bool(x);
    &str => |x| V::Text(x.to_owned());
    String => |x| V::Text(x);
    &String => |x| V::Text(x.clone());
    Uuid => |x| V::Uuid(x);
    &Uuid => |x| V::Uuid(*x);
    Vec<u8> => |x| V::Bytes(x);
    &Vec<u8> => |x| V::Bytes(x.clone());
    &[u8] => |x| V::Bytes(x.to_vec());
}

impl<const N: usize> From<[u8; N]> for V {
    fn from(x: [u8; N]) -> Self {
        Self::Bytes(x.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for V {
    fn from(x: &[u8; N]) -> Self {
        Self::Bytes(x.to_vec())
    }
}

impl<T> From<Option<T>> for V
where
    V: From<T>,
{
    fn from(x: Option<T>) -> Self {
        x.map_or(Self::Null, Self::from)
    }
}

/// A type that can be read from a column.
pub trait FromV: Sized {
    /// Reads the value.
    ///
    /// # Errors
    /// [`DbError::Type`] when the value is of another kind; the value itself is not named.
    fn from_v(v: &V) -> Result<Self, DbError>;
}

fn mismatch<T>(wanted: &str, found: &V) -> Result<T, DbError> {
    Err(DbError::wrong_type(format!("wanted {wanted}, found {}", found.kind())))
}

impl FromV for V {
    fn from_v(v: &V) -> Result<Self, DbError> {
        Ok(v.clone())
    }
}

impl FromV for i64 {
    fn from_v(v: &V) -> Result<Self, DbError> {
        match v {
            V::Int(x) => Ok(*x),
            other => mismatch("int", other),
        }
    }
}

impl FromV for u32 {
    fn from_v(v: &V) -> Result<Self, DbError> {
        let V::Int(x) = v else { return mismatch("int", v) };
        Self::try_from(*x).or_else(|_| mismatch("int of 32 bits", v))
    }
}

impl FromV for u16 {
    fn from_v(v: &V) -> Result<Self, DbError> {
        let V::Int(x) = v else { return mismatch("int", v) };
        Self::try_from(*x).or_else(|_| mismatch("int of 16 bits", v))
    }
}

impl FromV for u8 {
    fn from_v(v: &V) -> Result<Self, DbError> {
        let V::Int(x) = v else { return mismatch("int", v) };
        Self::try_from(*x).or_else(|_| mismatch("int of 8 bits", v))
    }
}

impl FromV for bool {
    fn from_v(v: &V) -> Result<Self, DbError> {
        match v {
            V::Bool(x) => Ok(*x),
            V::Int(0) => Ok(false),
            V::Int(1) => Ok(true),
            other => mismatch("bool", other),
        }
    }
}

impl FromV for String {
    fn from_v(v: &V) -> Result<Self, DbError> {
        match v {
            V::Text(x) => Ok(x.clone()),
            other => mismatch("text", other),
        }
    }
}

impl FromV for Vec<u8> {
    fn from_v(v: &V) -> Result<Self, DbError> {
        match v {
            V::Bytes(x) => Ok(x.clone()),
            V::Uuid(x) => Ok(x.as_bytes().to_vec()),
            other => mismatch("bytes", other),
        }
    }
}

impl<const N: usize> FromV for [u8; N] {
    fn from_v(v: &V) -> Result<Self, DbError> {
        let V::Bytes(x) = v else { return mismatch("bytes", v) };
        Self::try_from(x.as_slice()).or_else(|_| mismatch(&format!("{N} bytes"), v))
    }
}

impl FromV for Uuid {
    fn from_v(v: &V) -> Result<Self, DbError> {
        match v {
            V::Uuid(x) => Ok(*x),
            // SQLite keeps a uuid as 16 bytes.
            V::Bytes(x) => Self::from_slice(x).or_else(|_| mismatch("uuid", v)),
            other => mismatch("uuid", other),
        }
    }
}

impl<T: FromV> FromV for Option<T> {
    fn from_v(v: &V) -> Result<Self, DbError> {
        match v {
            V::Null => Ok(None),
            other => T::from_v(other).map(Some),
        }
    }
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub(super) Vec<V>);

impl Row {
    /// The value of column `i`, counted from 0.
    ///
    /// # Errors
    /// [`DbError::Type`] when there is no such column or the value is of another kind.
    pub fn get<T: FromV>(&self, i: usize) -> Result<T, DbError> {
        let v = self.0.get(i).ok_or_else(|| DbError::wrong_type(format!("no column {i}")))?;
        T::from_v(v).map_err(|e| match e {
            DbError::Type { what } => DbError::wrong_type(format!("column {i}: {what}")),
            other => other,
        })
    }

    /// The number of columns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the row has no columns.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All values in the order of the columns.
    #[must_use]
    pub fn into_values(self) -> Vec<V> {
        self.0
    }
}

macro_rules! ids {
    ($($id:ident)*) => { $(
        impl From<$id> for V {
            fn from(x: $id) -> Self {
                Self::Uuid(x.0)
            }
        }

        impl FromV for $id {
            fn from_v(v: &V) -> Result<Self, DbError> {
                Uuid::from_v(v).map(Self)
            }
        }
    )* };
}

ids! { AgreementId CaseId ContactId DraftId IdeaId KnowledgeId MeetingId MessageId PersonId PlaceId RecordId ReferralId RoomId SeatId WorkerId }
ids! { VoteId }
ids! { CourseId EnrolmentId }
ids! { ListingId }
ids! { ExtractId StudyId }

impl From<AgencyId> for V {
    fn from(x: AgencyId) -> Self {
        Self::from(x.0)
    }
}

impl FromV for AgencyId {
    fn from_v(v: &V) -> Result<Self, DbError> {
        FromV::from_v(v).map(Self)
    }
}

impl From<Millis> for V {
    fn from(x: Millis) -> Self {
        Self::Int(x.0)
    }
}

impl FromV for Millis {
    fn from_v(v: &V) -> Result<Self, DbError> {
        FromV::from_v(v).map(Self)
    }
}

impl From<AreaCode> for V {
    fn from(x: AreaCode) -> Self {
        Self::from(x.as_str())
    }
}

impl FromV for AreaCode {
    fn from_v(v: &V) -> Result<Self, DbError> {
        let code = String::from_v(v)?;
        Self::parse(&code).or_else(|_| mismatch("an area of the list", v))
    }
}
