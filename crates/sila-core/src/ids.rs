//! Who and which: the identity of an agency and the newtypes over UUIDs.

use crate::wire::WireError;
use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// An identifier that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier of this kind: {kind}")]
pub struct NotAnId {
    /// Which identifier was expected.
    pub kind: &'static str,
}

macro_rules! uuid_ids {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                match Uuid::try_parse(text) {
                    Ok(uuid) => Ok(Self(uuid)),
                    Err(_) => Err(NotAnId { kind: stringify!($name) }),
                }
            }
        }

        impl<C> Encode<C> for $name {
            fn encode<W: encode::Write>(
                &self,
                e: &mut Encoder<W>,
                _: &mut C,
            ) -> Result<(), encode::Error<W::Error>> {
                e.bytes(self.0.as_bytes())?.ok()
            }
        }

        impl<'b, C> Decode<'b, C> for $name {
            fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
                match <[u8; 16]>::try_from(d.bytes()?) {
                    Ok(bytes) => Ok(Self(Uuid::from_bytes(bytes))),
                    Err(_) => Err(decode::Error::custom(WireError::Invalid { part: "id" })),
                }
            }
        }
    )+};
}

uuid_ids! {
    /// A question for a place, and the place that was held for it.
    PlaceId;
    /// One referral between two agencies, the same at both.
    ReferralId;
    /// One case at one agency.
    CaseId;
    /// One person as one agency knows them.
    PersonId;
    /// One member of staff of one agency.
    WorkerId;
    /// One signed agreement, the same at both parties.
    AgreementId;
    /// One unsent draft at one agency.
    DraftId;
    /// One contact (call, visit, letter) at one agency, before it is a case.
    ContactId;
    /// One record that several agencies share, the same at all of them.
    RecordId;
    /// One item of knowledge, the same wherever it is shared.
    KnowledgeId;
    /// One meeting of partners, the same at all parties of its minutes.
    MeetingId;
    /// One course, held once, the same wherever it is offered.
    CourseId;
    /// One wish of one trainee to come to one course, the same at the trainee's agency and at the host.
    EnrolmentId;
    /// One service as an agency lists it, the same wherever it is published.
    ListingId;
    /// One vote at one agency.
    VoteId;
    /// One sealed message between two nodes.
    MessageId;
    /// One fact of a partnership, the same at all parties.
    FactId;
    /// One room in which people exchange ideas, the same wherever it is shared.
    RoomId;
    /// One place in a room: a telephone or an account that has joined it.
    SeatId;
    /// One idea, the same wherever its room is shared.
    IdeaId;
    /// One study at one agency.
    StudyId;
    /// One table that was given out.
    ExtractId;
}

/// Crockford's base 32: no I, L, O or U, so that it can be read out by telephone.
const BASE32: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 256 bits in groups of five, the last group filled up with zeros.
const TEXT_CHARS: usize = 52;

/// The identity of an agency: the hash of its root key. It never changes and no office gives it out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgencyId(pub [u8; 32]);

impl AgencyId {
    /// The whole identity in Crockford base 32: 52 characters, for files and addresses.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(TEXT_CHARS);
        let (mut bits, mut held) = (0_u32, 0_u32);
        for byte in self.0 {
            bits = (bits << 8) | u32::from(byte);
            held += 8;
            while held >= 5 {
                held -= 5;
                text.push(symbol(bits >> held));
            }
            bits &= (1 << held) - 1;
        }
        text.push(symbol(bits << (5 - held)));
        text
    }

    /// Reads what [`to_text`](Self::to_text) wrote, in any case, with spaces or dashes, and with the
    /// letters that people mistake for digits (I and L for 1, O for 0).
    ///
    /// # Errors
    /// [`NotAnId`] when it is not exactly 256 bits in that alphabet.
    pub fn parse(text: &str) -> Result<Self, NotAnId> {
        let wrong = NotAnId { kind: "AgencyId" };
        let mut id = [0_u8; 32];
        let mut slots = id.iter_mut();
        let (mut bits, mut held, mut chars) = (0_u32, 0_u32, 0_usize);
        for c in text.chars().filter(|c| !matches!(c, '-' | ' ')) {
            chars += 1;
            bits = (bits << 5) | value(c).ok_or(wrong)?;
            held += 5;
            if held >= 8 {
                held -= 8;
                let byte = u8::try_from(bits >> held).map_err(|_out| wrong)?;
                *slots.next().ok_or(wrong)? = byte;
                bits &= (1 << held) - 1;
            }
        }
        if chars == TEXT_CHARS && bits == 0 { Ok(Self(id)) } else { Err(wrong) }
    }
}

fn symbol(five_bits: u32) -> char {
    usize::try_from(five_bits & 31)
        .ok()
        .and_then(|at| BASE32.get(at))
        .map_or('0', |b| char::from(*b))
}

fn value(c: char) -> Option<u32> {
    let canonical = match c.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    let at = BASE32.iter().position(|b| char::from(*b) == canonical)?;
    u32::try_from(at).ok()
}

/// The short form for people: the first 100 bits as four groups of five. Compare it, do not parse it.
impl fmt::Display for AgencyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, c) in self.to_text().chars().take(20).enumerate() {
            if at > 0 && at % 5 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for AgencyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AgencyId({self})")
    }
}

impl FromStr for AgencyId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        Self::parse(text)
    }
}

impl<C> Encode<C> for AgencyId {
    fn encode<W: encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for AgencyId {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        match <[u8; 32]>::try_from(d.bytes()?) {
            Ok(bytes) => Ok(Self(bytes)),
            Err(_) => Err(decode::Error::custom(WireError::Invalid { part: "agency" })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_agency_is_shown_short_and_written_whole() {
        let id = AgencyId(std::array::from_fn(|n| u8::try_from(n).unwrap()));
        assert_eq!(id.to_text(), "000G40R40M30E209185GR38E1W8124GK2GAHC5RR34D1P70X3RFG");
        assert_eq!(id.to_string(), "000G4-0R40M-30E20-9185G");
        assert_eq!(AgencyId([0xFF; 32]).to_text(), format!("{}G", "Z".repeat(51)));
    }

    #[test]
    fn what_people_mistake_is_read_and_the_rest_refused() {
        let id = AgencyId([0; 32]);
        assert_eq!(AgencyId::parse(&"O".repeat(52)), Ok(id));
        let one = AgencyId::parse(&format!("{}{}", "1".repeat(51), "0"));
        assert_eq!(AgencyId::parse(&format!("{}{}", "il".repeat(25), "I-0")), one);
        assert!(one.is_ok());
        for text in ["", "0", &"0".repeat(51), &"0".repeat(53), &"U".repeat(52), &"٠".repeat(52)] {
            assert!(AgencyId::parse(text).is_err(), "{text}");
        }
        assert!(AgencyId::parse(&format!("{}1", "0".repeat(51))).is_err(), "bits left over");
        assert!(AgencyId::parse(&id.to_string()).is_err(), "the short form names nobody");
    }

    #[test]
    fn uuids_come_back_from_text_and_from_exactly_sixteen_bytes() {
        let id = ReferralId(Uuid::from_u128(0x0198_7654));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("no".parse::<CaseId>(), Err(NotAnId { kind: "CaseId" }));
        let bytes = crate::wire::to_cbor(&id);
        assert_eq!((bytes.len(), crate::wire::from_cbor(&bytes, 32)), (17, Ok(id)));
        let short = [0x41, 0];
        let refused = crate::wire::from_cbor::<ReferralId>(&short, 32);
        assert_eq!(refused, Err(WireError::Invalid { part: "id" }));
    }

    proptest! {
        #[test]
        fn an_agency_comes_back_from_its_text(bytes in any::<[u8; 32]>(), at in 0_usize..52) {
            let id = AgencyId(bytes);
            let text = id.to_text();
            prop_assert_eq!(AgencyId::parse(&text), Ok(id));
            prop_assert_eq!(AgencyId::parse(&text.to_lowercase()), Ok(id));
            let spaced = format!("{} -{}", &text[..at], &text[at..]);
            prop_assert_eq!(AgencyId::parse(&spaced), Ok(id));
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,70}") {
            if let Ok(id) = AgencyId::parse(&text) {
                prop_assert_eq!(id.to_text().len(), 52);
            }
        }
    }
}
