//! What an evidence pack holds: everything that both agencies signed about one referral, what opens the commitments in
//! it, and the proofs that it all stood in the maker's log under heads that others have cosigned.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use sila_core::AgencyId;
use sila_link::Salted;
use sila_link::witness::Growth;
use sila_seal::statement::SignedStatement;

/// The largest pack, in bytes.
pub const PACK_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Most rows, receipts or statements in one pack.
pub const PARTS_MAX: usize = 4_096;

/// A pack. Every byte of it is bound by a signature or a commitment of one of the agencies in it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Pack {
    /// Who made it: the agency whose log it is.
    #[n(0)]
    pub maker: AgencyId,
    /// The key statements of each agency that signed something, oldest first; the maker's first of all.
    #[n(1)]
    pub agencies: Vec<Vec<SignedStatement>>,
    /// The agreement under which the referral was made.
    #[n(2)]
    pub agreement: Pact,
    /// The signed entries of both agencies, as stored.
    #[n(3)]
    pub entries: Vec<ByteVec>,
    /// What could be read before acceptance; absent when it was erased.
    #[n(4)]
    pub preview: Option<Salted>,
    /// Who the person is, sealed as it was sent, with its key; absent when it was erased or never opened here.
    #[n(5)]
    pub identity: Option<Given>,
    /// The rows of the maker's logs that prove it.
    #[n(6)]
    pub logs: Vec<Log>,
    /// What the other agency signed that it had stored.
    #[n(7)]
    pub receipts: Vec<Receipt>,
}

/// An agreement with the signatures of its parties.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Pact {
    /// Its bytes.
    #[n(0)]
    pub body: ByteVec,
    /// Who signed, with the root key.
    #[n(1)]
    pub signatures: Vec<(AgencyId, ByteVec)>,
}

/// A sealed identity and what opens it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Given {
    /// As it was sent.
    #[n(0)]
    pub sealed: ByteVec,
    /// Its key.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub key: [u8; 32],
}

/// One of the maker's logs: a head, who else has signed it or an earlier one, and rows under it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Log {
    /// The newest head, a signed note.
    #[n(0)]
    pub head: String,
    /// The heads that others have cosigned, each with how the newest continues it.
    #[n(1)]
    pub cosigned: Vec<Cosigned>,
    /// Rows under the head.
    #[n(2)]
    pub rows: Vec<Row>,
}

/// A head that another agency has cosigned.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cosigned {
    /// Which agency.
    #[n(0)]
    pub by: AgencyId,
    /// The note with its signatures.
    #[n(1)]
    pub note: String,
    /// How the newest head continues it; absent when it is the newest.
    #[n(2)]
    pub growth: Option<Growth>,
}

/// A row of a log with the proof of its place.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Row {
    /// Its place.
    #[n(0)]
    pub position: u64,
    /// Its identifier.
    #[n(1)]
    pub id: ByteVec,
    /// When it was written, UTC milliseconds.
    #[n(2)]
    pub at: i64,
    /// What it is.
    #[n(3)]
    pub kind: String,
    /// What it is about.
    #[n(4)]
    pub subject: String,
    /// Who did it, when a person did.
    #[n(5)]
    pub worker: Option<ByteVec>,
    /// What it proves.
    #[n(6)]
    pub data: ByteVec,
    /// Its salt.
    #[n(7)]
    pub salt: ByteVec,
    /// The hashes from its leaf to the head, nearest first.
    #[n(8)]
    pub proof: ByteVec,
}

/// A receipt, and the messages from the one about the referral to the last one it names.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// As signed.
    #[n(0)]
    pub signed: ByteVec,
    /// Stubs of our messages ([`sila_seal::envelope::Stub`]), each naming the one before.
    #[n(1)]
    pub chain: Vec<ByteVec>,
}

impl Pack {
    /// The bytes of the file in the pack.
    pub fn to_cbor(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Reads what [`Self::to_cbor`] wrote, and nothing else: another encoding of the same pack is refused.
    pub fn from_cbor(bytes: &[u8]) -> Option<Pack> {
        if bytes.len() > PACK_BYTES_MAX {
            return None;
        }
        let pack: Pack = minicbor::decode(bytes).ok()?;
        let rows = pack.logs.iter().map(|log| log.rows.len()).max().unwrap_or(0);
        let few = rows.max(pack.receipts.len()).max(pack.entries.len()) <= PARTS_MAX;
        (few && pack.to_cbor() == bytes).then_some(pack)
    }
}
