//! Both indices of an agreement at one moment, as the parties publish them: the numbers, and the hash of everything they were
//! computed from. Both sign the same bytes, or both say where their facts differ.

use minicbor::{Decode, Encode};

use super::discrepancy::Discrepancy;
use crate::ids::{AgreementId, FactId};
use crate::time::Millis;
use crate::wire::wire_type;

/// The most facts that are named one by one. Beyond, only the hash of all of them says whether they are the same.
pub const PARTS_MAX: usize = 2_000;
/// Longest name of a formula, in bytes.
const FORMULA_MAX: usize = 16;
/// The most of an index, in hundredths.
const VALUE_MAX: u32 = 10_000;

/// One fact by its identifier; the nil identifier stands for what is no list: parties, dates, plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub struct PartOf {
    /// The fact.
    #[n(0)]
    pub id: FactId,
    /// The first eight bytes of its hash.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub hash: [u8; 8],
}

/// What is published.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Published {
    /// Of which agreement.
    #[n(0)]
    pub agreement: AgreementId,
    /// At which moment, from what was signed until then.
    #[n(1)]
    pub at: Millis,
    /// Names and versions of the formulas: activation, balance.
    #[n(2)]
    pub formulas: [String; 2],
    /// The activation index in hundredths; nothing where there is too little.
    #[n(3)]
    pub activation: Option<u32>,
    /// The balance index in hundredths.
    #[n(4)]
    pub balance: Option<u32>,
    /// The hash of all facts.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub inputs: [u8; 32],
    /// Each fact, ascending; none where there are more than [`PARTS_MAX`].
    #[n(6)]
    pub parts: Vec<PartOf>,
}

wire_type!(Published, 88 * 1_024, Published::check);

impl Published {
    /// How it stands in versions of shared records.
    pub const KIND: &'static str = "indices/1";

    fn check(&self) -> Result<(), &'static str> {
        let value = |value: Option<u32>| value.is_none_or(|value| value <= VALUE_MAX);
        let rules = [
            ("formulas", self.formulas.iter().all(|name| name.len() <= FORMULA_MAX)),
            ("values", value(self.activation) && value(self.balance)),
            ("parts", self.parts.len() <= PARTS_MAX),
            ("order", self.parts.is_sorted_by(|one, next| one.id < next.id)),
        ];
        rules.iter().find(|(_, kept)| !kept).map_or(Ok(()), |(part, _)| Err(*part))
    }

    /// Where the facts of two parties differ, as far as they are named; empty when both have published the same.
    pub fn discrepancies(&self, theirs: &Self) -> Vec<Discrepancy> {
        let of = |all: &[PartOf], id| all.iter().find(|one| one.id == id).copied();
        let named = |id: FactId, there: Discrepancy| {
            if id.0.is_nil() { Discrepancy::Terms } else { there }
        };
        let mut list = Vec::new();
        for one in &self.parts {
            match of(&theirs.parts, one.id) {
                None => list.push(named(one.id, Discrepancy::OnlyOurs(one.id))),
                Some(there) if there != *one => {
                    list.push(named(one.id, Discrepancy::Differs(one.id)))
                }
                Some(_) => {}
            }
        }
        let new = theirs.parts.iter().filter(|one| of(&self.parts, one.id).is_none());
        list.extend(new.map(|one| named(one.id, Discrepancy::OnlyTheirs(one.id))));
        if list.is_empty() && self.inputs != theirs.inputs {
            list.push(Discrepancy::Terms);
        }
        list
    }
}
