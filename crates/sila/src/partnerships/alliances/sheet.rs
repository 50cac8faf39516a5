//! What an alliance says: which parties it has, each in which roles and from which day to which. A version only adds to the one before: a
//! role that was signed stays as it was signed, and all that can be said of it later is its last day.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use sila_core::partnership::Words;
use sila_core::time::Date;
use sila_core::{AgencyId, RecordId};
use sila_link::record::Version;

/// Longest name, in characters.
pub const NAME_MAX: usize = 160;
/// Longest text on what it is for, in characters.
pub const TEXT_MAX: usize = 1_200;
/// Fewer parties are a partnership of two, which has its own agreements.
pub const PARTIES_MIN: usize = 3;
/// The most terms of an alliance, those that are over with them.
pub const TERMS_MAX: usize = 120;
/// What a party can be in an alliance.
pub const ROLES: [&str; 5] = ["LEAD", "PARTNER", "FUNDER", "EXPERT", "OBSERVER"];

/// One role of one party.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Term {
    /// Whose.
    #[n(0)]
    pub agency: AgencyId,
    /// One of [`ROLES`].
    #[n(1)]
    pub role: String,
    /// The first day.
    #[n(2)]
    pub from: Date,
    /// The last day, once it is known.
    #[n(3)]
    pub until: Option<Date>,
}

impl Term {
    /// Whether it holds on this day.
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    fn is_sound(&self) -> bool {
        ROLES.contains(&self.role.as_str()) && self.until.is_none_or(|until| self.from <= until)
    }

    /// The same role of the same party on a day of both.
    fn crosses(&self, other: &Term) -> bool {
        let same = (self.agency, &self.role) == (other.agency, &other.role);
        let before = |one: &Term, two: &Term| one.until.is_some_and(|until| until < two.from);
        same && !before(self, other) && !before(other, self)
    }

    /// What this says now of what was said before: the same, or its last day with it.
    fn keeps(&self, before: &Term) -> bool {
        let open = Term { until: None, ..self.clone() };
        self == before || (before.until.is_none() && open == *before)
    }
}

/// A party. Not every party knows every other: whoever proposes says what each is called.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Party {
    /// Which.
    #[n(0)]
    pub agency: AgencyId,
    /// Its name.
    #[n(1)]
    pub name: Words,
}

/// The alliance as all its parties sign it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Alliance {
    /// Its name.
    #[n(0)]
    pub name: Words,
    /// What it is for.
    #[n(1)]
    pub purpose: Words,
    /// The alliance in whose place it stands, such as when a party came or left.
    #[n(2)]
    pub follows: Option<RecordId>,
    /// Its parties, ascending.
    #[n(3)]
    pub parties: Vec<Party>,
    /// Every role of every party, in the order in which they were signed.
    #[n(4)]
    pub terms: Vec<Term>,
}

impl Alliance {
    /// Reads a version; nothing when it is not sound.
    pub fn of(version: &Version) -> Option<Alliance> {
        let read = minicbor::decode::<Alliance>(&version.content).ok();
        read.filter(|one| one.is_sound(&version.parties))
    }

    /// Its bytes.
    pub fn to_cbor(&self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Whether it is whole in both languages and every one of these parties, and nobody else, has a role.
    pub fn is_sound(&self, parties: &[AgencyId]) -> bool {
        let alone = |(n, one): (usize, &Term)| {
            self.terms.iter().skip(n.saturating_add(1)).all(|other| !one.crosses(other))
        };
        let active: BTreeSet<AgencyId> = self.terms.iter().map(|one| one.agency).collect();
        parties.len() >= PARTIES_MIN
            && self.terms.len() <= TERMS_MAX
            && self.name.fit(NAME_MAX)
            && self.purpose.fit(TEXT_MAX)
            && self.parties.iter().map(|one| one.agency).eq(parties.iter().copied())
            && self.parties.iter().all(|one| one.name.fit(NAME_MAX))
            && parties.iter().copied().collect::<BTreeSet<_>>() == active
            && self.terms.iter().all(Term::is_sound)
            && self.terms.iter().enumerate().all(alone)
    }

    /// Whether it adds something to what was signed before, and changes nothing of it.
    pub fn only_adds_to(&self, before: &Alliance) -> bool {
        let same = Alliance { terms: before.terms.clone(), ..self.clone() } == *before;
        let mut both = before.terms.iter().zip(&self.terms);
        self != before
            && same
            && self.terms.len() >= before.terms.len()
            && both.all(|(was, is)| is.keeps(was))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const PARTIES: [AgencyId; 3] = [AgencyId([1; 32]), AgencyId([2; 32]), AgencyId([3; 32])];

    /// What somebody would make of a version.
    type Change = dyn Fn(&mut Alliance);

    fn day(day: u8) -> Date {
        Date { year: 2026, month: 11, day }
    }

    fn term(party: usize, role: &str, from: u8, until: Option<u8>) -> Term {
        let (agency, role) = (PARTIES[party], role.to_owned());
        Term { agency, role, from: day(from), until: until.map(day) }
    }

    fn alliance(terms: Vec<Term>) -> Alliance {
        let words = |text: &str| Words { ar: format!("{text} (ع)"), en: text.to_owned() };
        let party = |agency| Party { agency, name: words("Agency") };
        let parties = PARTIES.map(party).to_vec();
        let (name, purpose) = (words("Night line"), words("One number"));
        Alliance { name, purpose, follows: None, parties, terms }
    }

    fn three() -> Alliance {
        alliance(vec![
            term(0, "LEAD", 1, None),
            term(1, "PARTNER", 1, None),
            term(2, "FUNDER", 1, None),
        ])
    }

    #[test]
    fn every_party_has_a_role_and_no_role_stands_twice_on_one_day() {
        let good = three();
        sila_seal::check_canonical(&good.to_cbor()).unwrap();
        assert!(good.is_sound(&PARTIES));
        assert!(!good.is_sound(&PARTIES[..2]), "two have agreements of their own");
        let with = |more: Term| alliance([three().terms, vec![more]].concat());
        let table = [
            (with(term(1, "FUNDER", 5, None)), true, "a second role"),
            (with(term(1, "PARTNER", 5, None)), false, "the same role twice"),
            (with(term(1, "KING", 5, None)), false, "a role that nobody knows"),
            (with(term(1, "EXPERT", 5, Some(4))), false, "it ends before it begins"),
            (alliance(three().terms[..2].to_vec()), false, "a party without a role"),
            (Alliance { name: Words::default(), ..three() }, false, "without a name"),
            (Alliance { parties: Vec::new(), ..three() }, false, "nobody is said to be a party"),
        ];
        for (one, sound, why) in table {
            assert_eq!(one.is_sound(&PARTIES), sound, "{why}");
        }
        let mut again = three();
        again.terms[1].until = Some(day(4));
        again.terms.push(term(1, "PARTNER", 5, None));
        assert!(again.is_sound(&PARTIES), "the same role again, once the first is over");
        assert!(again.terms[1].holds(day(4)) && !again.terms[1].holds(day(5)));
    }

    #[test]
    fn a_later_version_adds_a_role_or_a_last_day_and_overwrites_nothing() {
        let before = three();
        let changed = |change: &Change| {
            let mut next = three();
            change(&mut next);
            next.only_adds_to(&before)
        };
        assert!(changed(&|one| one.terms.push(term(1, "EXPERT", 9, None))), "one more role");
        assert!(changed(&|one| one.terms[0].until = Some(day(20))), "a last day");
        let wrong: [(&Change, &str); 8] = [
            (&|_| {}, "nothing new"),
            (&|one| one.terms[0].role = "PARTNER".to_owned(), "another role"),
            (&|one| one.terms[0].from = day(2), "another first day"),
            (&|one| one.terms[0].agency = PARTIES[1], "another party"),
            (&|one| drop(one.terms.pop()), "a role is gone"),
            (&|one| one.parties[0].name.en = "Other".to_owned(), "another name"),
            (&|one| one.terms.swap(0, 1), "another order"),
            (&|one| one.follows = Some(RecordId(Uuid::from_u128(7))), "in another’s place"),
        ];
        for (change, why) in wrong {
            assert!(!changed(change), "{why}");
        }
        let mut over = three();
        over.terms[0].until = Some(day(20));
        let mut longer = over.clone();
        longer.terms[0].until = Some(day(25));
        let mut open = over.clone();
        open.terms[0].until = None;
        assert!(!longer.only_adds_to(&over), "a last day that was signed stays");
        assert!(!open.only_adds_to(&over), "and is not taken away");
    }
}
