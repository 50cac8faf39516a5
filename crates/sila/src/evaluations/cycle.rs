//! Reading together what both parties have signed about an evaluation.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::evaluation::{Answers, Call, Outcome, Seal, Sheet, Stage};
use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::{Held, Standing, Version};
use sila_seal::{Hash, sha256};

use crate::app::App;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::records::store::{self as records, Loaded};

/// One evaluation as far as it has come.
#[derive(Debug, Clone)]
pub struct Cycle {
    /// The record of the call: it is the evaluation's identifier.
    pub id: RecordId,
    /// What both agree to look at.
    pub call: Call,
    /// Who proposed it.
    pub proposer: AgencyId,
    /// The other agency.
    pub other: AgencyId,
    /// When it was proposed.
    pub at: Millis,
    /// Both have agreed to hold it.
    pub agreed: bool,
    /// Its version, when it waits for our signature.
    pub waits: Option<Version>,
    /// What each party has sealed.
    pub seals: BTreeMap<AgencyId, Hash>,
    /// The sheets that are here and are what was sealed.
    pub sheets: BTreeMap<AgencyId, Sheet>,
    /// Parties that have sent their sheet.
    pub sent: BTreeSet<AgencyId>,
    /// The outcome, and whether both have signed it.
    pub outcome: Option<(RecordId, Outcome, bool)>,
}

impl Cycle {
    /// How far the answers have come.
    pub fn answers(&self) -> Answers {
        let (sealed, opened) = (self.seals.len(), self.sheets.len());
        Answers { sealed, opened, deadline: self.call.deadline }
    }

    /// Where it stands.
    pub fn stage(&self, now: Millis) -> Stage {
        match &self.outcome {
            _ if !self.agreed => Stage::Offered,
            Some((_, _, true)) => Stage::Closed,
            Some(_) => Stage::Signing,
            None if self.answers().may_open(now) => Stage::Opening,
            None => Stage::Open,
        }
    }

    /// Whether a party may still seal an answer: nobody has opened anything.
    pub fn takes_seals(&self) -> bool {
        self.agreed && self.sent.is_empty()
    }

    fn is_between(&self, version: &Version) -> bool {
        let parties: BTreeSet<&AgencyId> = version.parties.iter().collect();
        version.parties.len() == 2 && parties.contains(&self.other)
    }
}

/// Every evaluation that was not declined, the newest first.
pub fn all(tx: &mut dyn Tx, me: AgencyId) -> Result<Vec<Cycle>, DbError> {
    let mut cycles: BTreeMap<RecordId, Cycle> = BTreeMap::new();
    for (record, loaded) in &records::of_kind(tx, Call::KIND)? {
        cycles.extend(cycle(*record, loaded, me).map(|cycle| (*record, cycle)));
    }
    for loaded in records::of_kind(tx, Seal::KIND)?.values() {
        let Some((held, true)) = first(loaded) else { continue };
        let Ok(seal) = Seal::from_cbor(&held.version.content) else { continue };
        if let Some(cycle) = cycles.get_mut(&seal.call).filter(|one| one.is_between(&held.version))
        {
            cycle.seals.entry(held.version.proposer).or_insert(seal.digest);
        }
    }
    for loaded in records::of_kind(tx, Sheet::KIND)?.values() {
        let Some((held, signed)) = first(loaded) else { continue };
        sheet(&mut cycles, held, signed);
    }
    for (record, loaded) in &records::of_kind(tx, Outcome::KIND)? {
        let Some((held, signed)) = first(loaded) else { continue };
        let Ok(outcome) = Outcome::from_cbor(&held.version.content) else { continue };
        if let Some(cycle) =
            cycles.get_mut(&outcome.call).filter(|one| one.is_between(&held.version))
            && cycle.outcome.as_ref().is_none_or(|(_, _, both)| !both)
        {
            cycle.outcome = Some((*record, outcome, signed));
        }
    }
    let mut cycles: Vec<Cycle> = cycles.into_values().collect();
    cycles.sort_by_key(|cycle| (std::cmp::Reverse(cycle.at), cycle.id));
    Ok(cycles)
}

/// The first version of a record and whether it is in force; nothing when it came to nothing.
fn first(loaded: &Loaded) -> Option<(&Held, bool)> {
    let (digest, held) = loaded.shared.versions().find(|(_, held)| held.version.number == 1)?;
    match loaded.shared.standing(digest)? {
        Standing::InForce => Some((held, true)),
        Standing::Open => Some((held, false)),
        _ => None,
    }
}

fn cycle(id: RecordId, loaded: &Loaded, me: AgencyId) -> Option<Cycle> {
    let (held, agreed) = first(loaded)?;
    let version = &held.version;
    let call = Call::from_cbor(&version.content).ok()?;
    let mut others = version.parties.iter().copied().filter(|party| *party != me);
    let (other, None) = (others.next()?, others.next()) else { return None };
    let waits = held.awaited().any(|party| party == me).then(|| version.clone());
    Some(Cycle {
        id,
        call,
        proposer: version.proposer,
        other,
        at: version.at,
        agreed,
        waits,
        seals: BTreeMap::new(),
        sheets: BTreeMap::new(),
        sent: BTreeSet::new(),
        outcome: None,
    })
}

fn sheet(cycles: &mut BTreeMap<RecordId, Cycle>, held: &Held, signed: bool) {
    let Ok(sheet) = Sheet::from_cbor(&held.version.content) else { return };
    let Some(cycle) = cycles.get_mut(&sheet.call).filter(|one| one.is_between(&held.version))
    else {
        return;
    };
    let party = held.version.proposer;
    cycle.sent.insert(party);
    let sealed = cycle.seals.get(&party) == Some(&digest(&sheet));
    if signed && sealed && sheet.party == party && sheet.answers(&cycle.call) {
        cycle.sheets.entry(party).or_insert(sheet);
    }
}

/// What stands for a sheet before it is opened.
pub fn digest(sheet: &Sheet) -> Hash {
    sha256(&[b"sila/evaluation/sheet/1", &sheet.to_cbor()])
}

/// Every evaluation.
///
/// # Errors
/// When the store cannot be read.
pub async fn read(app: &App) -> Result<Vec<Cycle>, Problem> {
    let me = app.node.id;
    Ok(app.store.read(move |tx| all(tx, me)).await?)
}

/// One evaluation.
///
/// # Errors
/// `page.not_found`.
pub async fn one(app: &App, id: RecordId) -> Result<Cycle, Problem> {
    read(app).await?.into_iter().find(|one| one.id == id).ok_or_else(Problem::not_found)
}
