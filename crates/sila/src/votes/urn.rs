//! The box after it was turned over: every ballot under its leaf, sorted by it.

use minicbor::{Decode, Encode};
use sila_core::ballot::{Ballot, NotCounted, Paper, Tally, count};
use sila_seal::Hash;
use sila_seal::merkle::root;

use crate::problem::Problem;

/// A ballot as it lay in the box.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct Cast {
    /// What its voter can find it by, and nobody else.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub leaf: Hash,
    /// Option, mark, option, mark …
    #[cbor(n(1), with = "minicbor::bytes")]
    pub marks: Vec<u8>,
}

/// A closed box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urn(Vec<Cast>);

impl Urn {
    /// Sorts the ballots by leaf, in which their order is lost.
    pub fn of(mut ballots: Vec<Cast>) -> Urn {
        ballots.sort_unstable();
        Urn(ballots)
    }

    /// As stored.
    pub fn to_cbor(&self) -> Vec<u8> {
        // Writing to memory cannot fail.
        minicbor::to_vec(&self.0).unwrap_or_default()
    }

    /// Reads what [`Urn::to_cbor`] wrote.
    ///
    /// # Errors
    /// `vote.damaged`.
    pub fn read(bytes: &[u8]) -> Result<Urn, Problem> {
        let read = minicbor::decode(bytes);
        read.map(Urn).map_err(|error| Problem::internal("vote.damaged").because(error))
    }

    /// How many ballots.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True without any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The leaves, sorted.
    pub fn leaves(&self) -> impl Iterator<Item = &Hash> {
        self.0.iter().map(|cast| &cast.leaf)
    }

    /// The root of the Merkle tree (RFC 6962) over the sorted leaves.
    pub fn root(&self) -> Hash {
        root(&self.leaves().copied().collect::<Vec<_>>())
    }

    /// Counts it.
    ///
    /// # Errors
    /// `vote.damaged` for a ballot that cannot be; the rule's reason otherwise.
    pub fn count(
        &self,
        paper: Paper,
        electorate: u32,
        quorum: u8,
    ) -> Result<Result<Tally, NotCounted>, Problem> {
        let damaged = |error| Problem::internal("vote.damaged").because(error);
        let ballot = |cast: &Cast| {
            let (pairs, _) = cast.marks.as_chunks::<2>();
            let marks: Vec<(u8, u8)> =
                pairs.iter().map(|[option, mark]| (*option, *mark)).collect();
            Ballot::new(paper, &marks)
        };
        let ballots: Result<Vec<_>, _> = self.0.iter().map(ballot).collect();
        Ok(count(paper, &ballots.map_err(damaged)?, electorate, quorum))
    }
}
