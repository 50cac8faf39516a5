//! Joint risks (المخاطر المشتركة) of a partnership: what threatens it, as it was said under the themes of a meeting or came from an idea, with
//! its marks, what is done against it, the day on which it is looked at again, and an owner at each party. A risk travels as a shared record
//! ([`crate::records`]): one party shares it and names its own owner; the other signs and names its own. Nobody names somebody else's people,
//! so a node signs by itself for what a partner says of its own owner and for nothing else. On the day it is looked at again it stands on the
//! worklist of both.

mod act;
mod list;
mod show;

use minicbor::{Decode, Encode};
use sila_core::meeting::{MARK_MAX, Threat};
use sila_core::time::Date;
use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::{Standing, Version};
use sila_seal::Hash;

use super::focal::NAME_MAX;
use crate::accounts::Permission;
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::meetings::text::{TEXT_MAX, Words};
use crate::records::store::{self as records, Loaded};

pub use act::{answer, bring, name, review, share};
pub(super) use list::card;

/// The kind of record.
pub const KIND: &str = "joint.risk/1";
/// The last minute of a day.
const END_OF_DAY: u16 = 24 * 60 - 1;

/// The routes.
pub(super) fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    r.get("/{lang}/partnerships/{agency}/risks", AgreementRead, list::page);
    r.post("/{lang}/partnerships/{agency}/risks", AgreementSign, list::create);
    r.get("/{lang}/partnerships/{agency}/risks/{id}", AgreementRead, show::page);
    r.post("/{lang}/partnerships/{agency}/risks/{id}/word", AgreementSign, show::say);
    r.post("/{lang}/partnerships/{agency}/risks/{id}/owner", AgreementSign, show::set_owner);
    r.post("/{lang}/partnerships/{agency}/risks/{id}/review", AgreementSign, show::look_again);
}

/// Who looks after a risk at one party.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Owner {
    /// At which party.
    #[n(0)]
    pub agency: AgencyId,
    /// Their name.
    #[n(1)]
    pub name: String,
    /// Office, telephone or address at work; may be empty.
    #[n(2)]
    pub reach: String,
}

/// A risk as both sign it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Risk {
    /// The entry of the themes that it comes from, at whoever shared it.
    #[n(0)]
    pub entry: RecordId,
    /// What threatens the partnership.
    #[n(1)]
    pub text: Words,
    /// What is done against it; may be empty.
    #[n(2)]
    pub note: Words,
    /// How likely, 1 to 5.
    #[n(3)]
    pub likelihood: u8,
    /// How bad, 1 to 5.
    #[n(4)]
    pub impact: u8,
    /// When it is looked at again.
    #[n(5)]
    pub review: Date,
    /// It threatens nobody any more.
    #[n(6)]
    pub over: bool,
    /// At most one of each party.
    #[n(7)]
    pub owners: Vec<Owner>,
}

impl Risk {
    /// Reads a version; nothing when it is of another kind, of more than two parties, or a part is missing or too long.
    pub fn of(version: &Version) -> Option<Risk> {
        let two = version.kind == KIND && version.parties.len() == 2;
        let risk: Risk = minicbor::decode(&version.content).ok().filter(|_| two)?;
        let mark = |mark: u8| (1..=MARK_MAX).contains(&mark);
        let words = !risk.text.is_empty() && risk.text.fits(TEXT_MAX) && risk.note.fits(TEXT_MAX);
        let owners = risk.owners.windows(2).all(|pair| match pair {
            [one, two] => one.agency < two.agency,
            _ => true,
        });
        let named = |one: &Owner| one.is_sound() && version.parties.contains(&one.agency);
        let sound = words && owners && risk.owners.iter().all(named);
        (sound && mark(risk.likelihood) && mark(risk.impact)).then_some(risk)
    }

    /// Its bytes.
    pub fn to_cbor(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Who looks after it at one party.
    pub fn owner(&self, party: AgencyId) -> Option<&Owner> {
        self.owners.iter().find(|one| one.agency == party)
    }

    /// The same with another owner at one party.
    #[must_use]
    pub fn owned(mut self, owner: Owner) -> Risk {
        self.owners.retain(|one| one.agency != owner.agency);
        self.owners.push(owner);
        self.owners.sort_by_key(|one| one.agency);
        self
    }

    /// Whether a party changes nothing with `next` but its own owner.
    pub fn only_owner_of(&self, party: AgencyId, next: &Risk) -> bool {
        next.owner(party).is_some_and(|owner| self.clone().owned(owner.clone()) == *next)
    }

    /// When it is to be looked at again.
    pub fn due_at(&self) -> Millis {
        self.review.at_minute(END_OF_DAY)
    }

    /// How it is rated.
    pub fn threat(&self) -> Threat {
        Threat {
            likelihood: self.likelihood,
            impact: self.impact,
            mitigated: !self.note.is_empty(),
            review_at: self.due_at(),
        }
    }
}

impl Owner {
    /// Whether there is a name, and nothing too long.
    pub fn is_sound(&self) -> bool {
        let short = |text: &str| text.chars().count() <= NAME_MAX;
        !self.name.trim().is_empty() && short(&self.name) && short(&self.reach)
    }
}

/// A version that not both have signed.
#[derive(Debug, Clone)]
pub struct Open {
    /// What is signed.
    pub digest: Hash,
    /// Whose it is.
    pub by: AgencyId,
    /// It waits for our word.
    pub waits: bool,
    /// What it says.
    pub risk: Risk,
}

/// A risk of a partnership as far as both have said their word.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its record.
    pub record: RecordId,
    /// The other party, seen from ours.
    pub partner: AgencyId,
    /// What both have signed; before that what one has shared.
    pub risk: Risk,
    /// Both have signed it.
    pub agreed: bool,
    /// What waits for a signature.
    pub open: Option<Open>,
}

impl Held {
    /// Whether somebody still looks after it, or is to sign something about it.
    pub fn is_alive(&self) -> bool {
        !self.risk.over || self.open.is_some()
    }
}

/// Every risk that is shared with somebody, the one to be looked at first before the others.
///
/// # Errors
/// When the store cannot be read.
pub fn all(tx: &mut dyn Tx, me: AgencyId) -> Result<Vec<Held>, DbError> {
    let loaded = records::of_kind(tx, KIND)?;
    let mut all: Vec<Held> =
        loaded.iter().filter_map(|(record, one)| held(*record, one, me)).collect();
    all.sort_by_key(|one| (one.risk.over, one.risk.review, one.record));
    Ok(all)
}

fn held(record: RecordId, loaded: &Loaded, me: AgencyId) -> Option<Held> {
    let shared = &loaded.shared;
    let is_open = |digest: &Hash| shared.standing(digest) == Some(Standing::Open);
    let open = shared.versions().find(|(digest, _)| is_open(digest)).and_then(|(digest, held)| {
        let risk = Risk::of(&held.version)?;
        let waits = !held.withdrawn && held.awaited().any(|party| party == me);
        Some(Open { digest: *digest, by: held.version.proposer, waits, risk })
    });
    let agreed = shared.in_force().and_then(|digest| Risk::of(&shared.version(&digest)?.version));
    let (_, any) = shared.versions().next()?;
    let partner = any.version.parties.iter().copied().find(|party| *party != me)?;
    let is_agreed = agreed.is_some();
    let risk = agreed.or_else(|| open.as_ref().map(|one| one.risk.clone()))?;
    Some(Held { record, partner, risk, agreed: is_agreed, open })
}

/// The risks of one partnership, or one of them, without language.
pub fn path(agency: AgencyId, record: Option<RecordId>) -> String {
    let all = format!("/partnerships/{}/risks", agency.to_text());
    record.map_or_else(|| all.clone(), |record| format!("{all}/{record}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const PARTIES: [AgencyId; 2] = [AgencyId([1; 32]), AgencyId([2; 32])];

    fn owner(agency: AgencyId, name: &str) -> Owner {
        Owner { agency, name: name.to_owned(), reach: String::new() }
    }

    fn risk() -> Risk {
        Risk {
            entry: RecordId(Uuid::from_u128(7)),
            text: Words::new("", "Funding ends"),
            note: Words::default(),
            likelihood: 3,
            impact: 4,
            review: Date { year: 2026, month: 12, day: 1 },
            over: false,
            owners: vec![owner(PARTIES[0], "Noura")],
        }
    }

    fn read(risk: &Risk) -> Option<Risk> {
        let record = RecordId(Uuid::from_u128(1));
        let (parties, content) = (PARTIES.to_vec(), risk.to_cbor());
        let at = Millis(0);
        Risk::of(&sila_link::record::first(record, KIND, parties, PARTIES[0], content, at))
    }

    #[test]
    fn a_risk_is_read_within_its_limits_and_with_owners_of_its_parties_only() {
        sila_seal::check_canonical(&risk().to_cbor()).unwrap();
        assert_eq!(read(&risk()), Some(risk()));
        let both = risk().owned(owner(PARTIES[1], "Khaled"));
        assert_eq!(read(&both), Some(both.clone()));
        let stranger = Risk { owners: vec![owner(AgencyId([9; 32]), "X")], ..risk() };
        let twice = Risk { owners: vec![both.owners[0].clone(); 2], ..risk() };
        let wrong = [
            stranger,
            twice,
            Risk { likelihood: 6, ..risk() },
            Risk { impact: 0, ..risk() },
            Risk { text: Words::default(), ..risk() },
            Risk { note: Words::new("x".repeat(TEXT_MAX + 1), ""), ..risk() },
            risk().owned(owner(PARTIES[0], " ")),
        ];
        for one in wrong {
            assert_eq!(read(&one), None, "{one:?}");
        }
    }

    #[test]
    fn a_party_changes_its_own_owner_and_anything_else_is_for_both_to_sign() {
        let (before, [us, them]) = (risk(), PARTIES);
        let named = before.clone().owned(owner(them, "Khaled"));
        assert!(before.only_owner_of(them, &named));
        assert!(!before.only_owner_of(us, &named), "somebody else’s people");
        let more = Risk { likelihood: 5, ..named.clone() };
        assert!(!before.only_owner_of(them, &more), "a mark with it");
        let taken = Risk { owners: vec![owner(them, "Khaled")], ..before.clone() };
        assert!(!before.only_owner_of(them, &taken), "our owner was taken out");
        assert!(!named.only_owner_of(them, &before), "nobody is named");
    }
}
