//! Files that two agencies share in the room of their partnership. A message carries one part of one version, with what is said of the
//! version, so that parts may come in any order and none of them counts by itself. Its sender withdraws it with the same words: whoever never
//! had it knows then that it is not to come.

use minicbor::{Decode, Encode};
use sila_core::Millis;
use sila_seal::Hash;
use uuid::Uuid;

use crate::error::LinkError;

/// Bytes of every part but the last, which has the rest.
pub const PART_BYTES: usize = 128 * 1_024;
/// The largest version, in bytes.
pub const SHARED_BYTES_MAX: u32 = 4 * 1_024 * 1_024;
/// The longest title in one language, in bytes.
pub const SHARED_TITLE_BYTES_MAX: usize = 800;
/// The longest code.
const CODE_BYTES_MAX: usize = 32;

/// One part of a version of a shared file: `file.part/1`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FilePart {
    /// What it is a part of; the same in every part.
    #[n(0)]
    pub about: SharedFile,
    /// Which part, from 0.
    #[n(1)]
    pub nth: u16,
    /// Its bytes.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

/// What is said of a version of a shared file; by itself `file.withdraw/1`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SharedFile {
    /// The version.
    #[cbor(n(0), with = "crate::known::messages::id")]
    pub id: Uuid,
    /// The file, the same in every version.
    #[cbor(n(1), with = "crate::known::messages::id")]
    pub file: Uuid,
    /// From 1 on.
    #[n(2)]
    pub number: u32,
    /// Arabic title.
    #[n(3)]
    pub title_ar: String,
    /// English title.
    #[n(4)]
    pub title_en: String,
    /// How far it is to be read, such as `INTERNAL`.
    #[n(5)]
    pub class: String,
    /// Its type, such as `application/pdf`; the reader looks at the bytes, not at this.
    #[n(6)]
    pub media: String,
    /// From then on both sides have it no more.
    #[n(7)]
    pub ends_at: i64,
    /// Bytes of the whole.
    #[n(8)]
    pub size: u32,
    /// SHA-256 of the whole.
    #[cbor(n(9), with = "minicbor::bytes")]
    pub hash: Hash,
}

impl SharedFile {
    /// In how many parts it travels.
    #[must_use]
    pub fn parts(&self) -> u16 {
        let size = usize::try_from(self.size).unwrap_or(usize::MAX);
        u16::try_from(size.div_ceil(PART_BYTES)).unwrap_or(u16::MAX)
    }

    /// From then on both sides have it no more.
    #[must_use]
    pub fn ends(&self) -> Millis {
        Millis(self.ends_at)
    }

    pub(crate) fn check(&self) -> Result<(), LinkError> {
        let title = |text: &str| (1..=SHARED_TITLE_BYTES_MAX).contains(&text.len());
        if !title(&self.title_ar) || !title(&self.title_en) {
            return Err(LinkError::Size(SHARED_TITLE_BYTES_MAX));
        }
        if self.class.len() > CODE_BYTES_MAX || self.media.len() > CODE_BYTES_MAX {
            return Err(LinkError::Size(CODE_BYTES_MAX));
        }
        if !(1..=SHARED_BYTES_MAX).contains(&self.size) {
            return Err(LinkError::Size(usize::try_from(SHARED_BYTES_MAX).unwrap_or(usize::MAX)));
        }
        if self.number == 0 { Err(LinkError::Schema("number of a version")) } else { Ok(()) }
    }
}

impl FilePart {
    /// Every part of a version, in order.
    #[must_use]
    pub fn all(about: &SharedFile, bytes: &[u8]) -> Vec<FilePart> {
        let one = |(nth, piece): (u16, &[u8])| FilePart {
            about: about.clone(),
            nth,
            bytes: piece.to_vec(),
        };
        (0_u16..).zip(bytes.chunks(PART_BYTES)).map(one).collect()
    }

    pub(crate) fn check(&self) -> Result<(), LinkError> {
        self.about.check()?;
        let before = usize::from(self.nth).saturating_mul(PART_BYTES);
        let size = usize::try_from(self.about.size).unwrap_or(usize::MAX);
        let wanted = size.saturating_sub(before).min(PART_BYTES);
        if self.nth >= self.about.parts() || self.bytes.len() != wanted {
            return Err(LinkError::Schema("part of a file"));
        }
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::message::{Kind, Message};
    use crate::wire::to_cbor;

    pub(crate) fn about(size: u32) -> SharedFile {
        SharedFile {
            id: Uuid::from_u128(1),
            file: Uuid::from_u128(2),
            number: 1,
            title_ar: "دليل".to_owned(),
            title_en: "Handbook".to_owned(),
            class: "INTERNAL".to_owned(),
            media: "application/pdf".to_owned(),
            ends_at: 1_790_000_000_000,
            size,
            hash: [7; 32],
        }
    }

    pub(crate) fn part() -> FilePart {
        FilePart { about: about(3), nth: 0, bytes: vec![1, 2, 3] }
    }

    #[test]
    fn a_file_falls_into_parts_and_what_is_no_part_of_it_is_neither_written_nor_read() {
        let size = PART_BYTES * 2 + 5;
        let bytes: Vec<u8> = (0..size).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let about = about(u32::try_from(size).unwrap());
        let parts = FilePart::all(&about, &bytes);
        assert_eq!((parts.len(), about.parts(), parts[2].bytes.len()), (3, 3, 5));
        assert_eq!(parts.iter().flat_map(|one| one.bytes.clone()).collect::<Vec<u8>>(), bytes);
        assert!(parts.iter().all(|one| Message::FilePart(one.clone()).encode().is_ok()));
        let large = SharedFile { size: SHARED_BYTES_MAX + 1, ..about.clone() };
        let titled = SharedFile { title_en: String::new(), ..about.clone() };
        let zeroth = SharedFile { number: 0, ..about.clone() };
        let last = parts[2].clone();
        for wrong in [
            FilePart { nth: 3, ..last.clone() },
            FilePart { nth: 1, ..last.clone() },
            FilePart { bytes: vec![0; PART_BYTES], ..last.clone() },
            FilePart { about: large, ..last.clone() },
            FilePart { about: titled, ..last.clone() },
            FilePart { about: zeroth, ..last },
        ] {
            let bytes = to_cbor(&wrong);
            assert!(Message::FilePart(wrong).encode().is_err());
            assert!(Message::decode(Kind::FilePart, &bytes).is_err());
        }
        let nameless = SharedFile { title_ar: String::new(), ..about };
        let bytes = to_cbor(&nameless);
        assert!(Message::decode(Kind::FileWithdraw, &bytes).is_err());
        assert!(Message::FileWithdraw(nameless).encode().is_err());
    }
}
