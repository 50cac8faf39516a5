//! The register of all people of the node: who may be whom, by any spelling. It is derived from the sealed records,
//! lives in memory only, and is read again at every start while the node serves already.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use sila_core::ids::{CaseId, PersonId};
use sila_core::person::Person;
use sila_core::time::Millis;
use sila_names::Name;
use sila_names::register::{Explanation, Field, Model, Record, Register, Verdict};

mod filling;

pub use filling::{fill, fill_until_done, follow};

use crate::cases::CaseRecord;
use crate::duplicates::remembered::Remembered;
use crate::duplicates::verdict::{Decision, Pair, Standing};
use crate::people::guard::Guard;
use crate::people::pairs::Pairs;
use crate::people::prepared::{family, is_at_home, mother, names, numbers, record, years};
use crate::people::words::{Meeting, Words};

/// Records that are compared with one new record.
const NEAR_MAX: usize = 40;
/// Pairs are kept from this probability on, of one person or of one household.
const KEPT_FROM: f64 = 0.5;
/// Between two attempts when the store cannot be read.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

/// What the register keeps of a person beside the names' index.
#[derive(Debug, Clone)]
pub struct Known {
    /// The case whose record it is.
    pub case: CaseId,
    /// How carefully it is compared.
    pub guard: Guard,
    /// The years in which the person may have been born.
    pub years: Option<(u16, u16)>,
    /// How urgent the case is.
    pub is_emergency: bool,
}

/// One person found beside another.
#[derive(Debug, Clone)]
pub struct Alike {
    /// Who.
    pub person: PersonId,
    /// Whose record it is, and how carefully to be compared.
    pub known: Known,
    /// Why.
    pub found: Explanation,
}

/// Two records that may be of one person or of one household.
#[derive(Debug)]
pub struct Candidate<'a> {
    /// Which.
    pub pair: Pair,
    /// How likely.
    pub found: Verdict,
    /// What is kept of both, in the order of the pair.
    pub known: [&'a Known; 2],
    /// What was decided about them.
    pub standing: Standing,
    /// Other records of the two have settled it: they are one person, or somebody told them apart.
    pub is_settled: bool,
}

struct Kept {
    version: i64,
    people: Vec<(PersonId, Record)>,
    /// The name of the family in both scripts, for those who are known by their given name alone.
    family: [Name; 2],
}

#[derive(Default)]
struct Filling {
    read: u64,
    of: u64,
    done: bool,
}

struct Inner {
    index: Register<PersonId>,
    words: Words,
    known: BTreeMap<PersonId, Known>,
    cases: BTreeMap<CaseId, Kept>,
    pairs: Pairs,
    remembered: Remembered,
    filling: Filling,
}

/// The register. Its `Debug` says how many people it holds.
pub struct People {
    inner: RwLock<Inner>,
}

impl std::fmt::Debug for People {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "People({})", self.read().known.len())
    }
}

impl Default for People {
    fn default() -> People {
        let inner = Inner {
            index: Register::new(Model::shipped()),
            words: Words::default(),
            known: BTreeMap::new(),
            cases: BTreeMap::new(),
            pairs: Pairs::default(),
            remembered: Remembered::default(),
            filling: Filling::default(),
        };
        People { inner: RwLock::new(inner) }
    }
}

impl People {
    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Inner> {
        self.inner.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many cases were read of how many; nothing when all were.
    pub fn filling(&self) -> Option<(u64, u64)> {
        let inner = self.read();
        (!inner.filling.done).then_some((inner.filling.read, inner.filling.of))
    }

    /// How many people it holds.
    pub fn len(&self) -> usize {
        self.read().known.len()
    }

    /// Whether it holds nobody.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is kept of a person.
    pub fn known(&self, person: PersonId) -> Option<Known> {
        self.read().known.get(&person).cloned()
    }

    /// People of `seen` cases whose names hold these words in any spelling.
    pub fn named(
        &self,
        query: &Name,
        seen: impl Fn(&Known) -> bool,
    ) -> Vec<(PersonId, Known, Meeting)> {
        let inner = self.read();
        let found = inner.words.named(query).into_iter().filter_map(|(person, meeting)| {
            let known = inner.known.get(&person).filter(|known| seen(known))?;
            Some((person, known.clone(), meeting))
        });
        found.collect()
    }

    /// Where a text names somebody on file, as bytes of it. It does not say whom: whoever asks may not know the case.
    pub fn mentions(&self, text: &str) -> Vec<(usize, usize)> {
        let words = sila_names::traces::words(text);
        let found = self.read().words.mentions(text, &words);
        let bytes = |(first, end): (usize, usize)| {
            Some((words.get(first)?.from, words.get(end.checked_sub(1)?)?.to))
        };
        found.into_iter().filter_map(bytes).collect()
    }

    /// People of `seen` cases with a number that is or holds these digits.
    pub fn numbered(&self, digits: &str, seen: impl Fn(&Known) -> bool) -> Vec<(PersonId, Known)> {
        let inner = self.read();
        let found = inner.words.numbered(digits).into_iter().filter_map(|person| {
            Some((person, inner.known.get(&person).filter(|known| seen(known))?.clone()))
        });
        found.collect()
    }

    /// Who on file may be this person or of their household, the likeliest first: only of `seen` cases.
    pub fn alike(
        &self,
        person: &Person,
        area: Option<String>,
        now: Millis,
        seen: impl Fn(&Known) -> bool,
    ) -> Vec<Alike> {
        let inner = self.read();
        let asked = record(person, area, now);
        let found = inner.index.near(&asked, NEAR_MAX);
        let alike =
            found.into_iter().filter(|hit| is_worth_a_look(hit.verdict)).filter_map(|hit| {
                let known = inner.known.get(&hit.key).filter(|known| seen(known))?.clone();
                let found = inner.index.explain_to(&asked, &hit.key)?;
                has_bond(&found).then_some(Alike { person: hit.key, known, found })
            });
        alike.collect()
    }

    /// Goes through the pairs that somebody may look at until `each` has enough: those that may be one person or wait for a second
    /// word, then those of one household. `seen` is asked about both.
    pub fn pairs(
        &self,
        seen: impl Fn(&Known) -> bool,
        each: impl FnMut(Candidate<'_>) -> ControlFlow<()>,
    ) {
        let inner = self.read();
        let likely = inner.pairs.likely();
        let waits = |pair: &Pair| inner.remembered.of(*pair).proposal.is_some();
        let likely = likely.filter(|pair| !waits(pair));
        let households = inner.pairs.households().filter(|pair| !waits(pair));
        inner.visit(inner.remembered.waiting().chain(likely).chain(households), seen, each);
    }

    /// As [`People::pairs`] for the pairs of one record.
    pub fn pairs_of(
        &self,
        person: PersonId,
        seen: impl Fn(&Known) -> bool,
        each: impl FnMut(Candidate<'_>) -> ControlFlow<()>,
    ) {
        let inner = self.read();
        let of = |pair: &Pair| pair.one == person || pair.two == person;
        let waiting = inner.remembered.waiting().filter(of);
        let waiting = waiting.filter(|pair| inner.pairs.get(*pair).is_none());
        inner.visit(inner.pairs.of(person).chain(waiting), seen, each);
    }

    /// Why two records may be one person; nothing when one of them is not on file.
    pub fn explain(&self, pair: Pair) -> Option<Explanation> {
        self.read().explain(pair)
    }

    /// Why a person who is not on file may be one who is.
    pub fn explain_to(&self, person: &Person, other: PersonId, now: Millis) -> Option<Explanation> {
        self.read().index.explain_to(&record(person, None, now), &other)
    }

    /// All records on file that were said to be this person.
    pub fn cluster(&self, person: PersonId) -> BTreeSet<PersonId> {
        let inner = self.read();
        inner.remembered.cluster(person, |other| inner.known.contains_key(&other))
    }

    /// Takes in a decision that has been written down.
    pub fn decided(&self, decision: Decision) {
        self.write().remembered.take(decision);
    }
}

impl Inner {
    fn visit(
        &self,
        pairs: impl Iterator<Item = Pair>,
        seen: impl Fn(&Known) -> bool,
        mut each: impl FnMut(Candidate<'_>) -> ControlFlow<()>,
    ) {
        for pair in pairs {
            let known = (self.known.get(&pair.one), self.known.get(&pair.two));
            let (Some(one), Some(two)) = known else { continue };
            if !seen(one) || !seen(two) {
                continue;
            }
            let kept = self.pairs.get(pair);
            let Some(found) = kept.or_else(|| Some(self.explain(pair)?.verdict)) else { continue };
            let standing = self.remembered.of(pair);
            let is_settled = self.is_settled(pair);
            if each(Candidate { pair, found, known: [one, two], standing, is_settled }).is_break() {
                return;
            }
        }
    }

    /// Whether other records of the two have settled it already: they are one person, or somebody told them apart.
    fn is_settled(&self, pair: Pair) -> bool {
        let remembered = &self.remembered;
        if !remembered.knows(pair.one) && !remembered.knows(pair.two) {
            return false;
        }
        let here = |other: PersonId| self.known.contains_key(&other);
        let (ones, twos) = (remembered.cluster(pair.one, here), remembered.cluster(pair.two, here));
        ones.contains(&pair.two) || remembered.apart(&ones, &twos)
    }

    fn explain(&self, pair: Pair) -> Option<Explanation> {
        self.index.explain(&pair.one, &pair.two)
    }

    /// Takes a case's people out.
    fn forget(&mut self, case: CaseId) {
        let Some(kept) = self.cases.remove(&case) else { return };
        for (person, record) in kept.people {
            self.words.remove(person, &names(&record, &kept.family), &numbers(&record));
            self.index.remove(&person);
            self.known.remove(&person);
            self.pairs.forget(person);
        }
    }

    /// Takes in a case as it is now; an older reading of it changes nothing.
    fn take(&mut self, case: &CaseRecord, now: Millis) {
        let (id, version) = (case.row.id, case.row.version);
        if self.cases.get(&id).is_some_and(|kept| kept.version > version) {
            return;
        }
        self.forget(id);
        let guard = Guard::of(&case.row.category, &case.disclosure);
        let area = Some(case.row.area.clone()).filter(|area| !area.is_empty());
        let is_emergency = case.row.urgency == sila_core::codes::Urgency::Emergency.code();
        let mut people = Vec::new();
        let family = family(&case.disclosure.people);
        for person in &case.disclosure.people {
            let at_home = is_at_home(&case.disclosure.people, person, now);
            let area = area.clone().filter(|_| at_home);
            let record = Record { mother: mother(case, person), ..record(person, area, now) };
            self.words.insert(person.id, &names(&record, &family), &numbers(&record));
            if guard < Guard::Never {
                self.index.insert(person.id, &record);
            }
            let years = years(person.birth, now);
            self.known.insert(person.id, Known { case: id, guard, years, is_emergency });
            people.push((person.id, record));
        }
        self.cases.insert(id, Kept { version, people, family });
    }

    /// Compares the people of a case with all others, and remembers who is worth a look.
    fn compare(&mut self, case: CaseId) {
        let Some(kept) = self.cases.get(&case) else { return };
        let mut found = Vec::new();
        for (person, record) in &kept.people {
            if self.known.get(person).is_none_or(|known| known.guard == Guard::Never) {
                continue;
            }
            for hit in self.index.near(record, NEAR_MAX) {
                found.extend(Pair::of(*person, hit.key).map(|pair| (pair, hit.verdict)));
            }
        }
        for (pair, verdict) in found {
            self.keep(pair, verdict);
        }
    }

    /// Keeps a pair of two cases; people of one case were told apart by whoever wrote it.
    fn keep(&mut self, pair: Pair, verdict: Verdict) {
        let case = |person| self.known.get(&person).map(|known| known.case);
        let of_two_cases = case(pair.one) != case(pair.two);
        let bond = |found: Explanation| has_bond(&found);
        if is_worth_a_look(verdict) && of_two_cases && self.explain(pair).is_some_and(bond) {
            self.pairs.insert(pair, verdict);
        }
    }
}

fn is_worth_a_look(verdict: Verdict) -> bool {
    verdict.same >= KEPT_FROM || verdict.household >= KEPT_FROM
}

/// Whether a household is more than a guess: the names behind the given name, a home, a paper or a whole telephone number is shared.
fn has_bond(found: &Explanation) -> bool {
    let shared = |field: Field, findings: &[&str]| {
        found.parts.iter().any(|part| part.field == field && findings.contains(&part.finding))
    };
    found.verdict.same >= KEPT_FROM
        || shared(Field::Names, &["all", "all-loose"])
        || found.words_shared >= 2
        || shared(Field::Phone, &["same"])
        || shared(Field::Id, &["same", "other-paper"])
        || shared(Field::Place, &["same", "building"])
}
