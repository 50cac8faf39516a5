//! Alliances (الشراكات متعددة الأطراف): a relationship of three agencies and more, as all of them have signed it: who its parties are, in
//! which roles and from when to when. It is a shared record ([`crate::records`]), so nobody changes it alone, every version that was signed
//! stays, and a version only adds to the one before ([`sheet`]). Nothing is sent by it: what leaves an agency leaves it under its agreement
//! with one other, which each pair can stop without stopping the third. The parties of a record never change; where one comes or leaves, the
//! others begin an alliance that stands in the place of the first.

mod act;
mod list;
mod propose;
pub mod sheet;
mod show;
mod term;

use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::{Standing, Version, Word};
use sila_seal::Hash;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::records::store::{self as records, Loaded};
use sheet::Alliance;

pub use act::{answer, bring, next, propose};

/// The kind of record.
pub const KIND: &str = "alliance/1";

/// The routes.
pub(super) fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    r.get("/{lang}/alliances", AgreementRead, list::page);
    r.get("/{lang}/alliances/new", AgreementSign, propose::page);
    r.post("/{lang}/alliances", AgreementSign, propose::create);
    r.get("/{lang}/alliances/{id}", AgreementRead, show::page);
    r.post("/{lang}/alliances/{id}/terms", AgreementSign, term::create);
    r.post("/{lang}/alliances/{id}/word", AgreementSign, act::say);
}

/// One version.
#[derive(Debug, Clone)]
pub struct One {
    /// What is signed.
    pub digest: Hash,
    /// The version.
    pub version: Version,
    /// What it says.
    pub alliance: Alliance,
    /// Who has signed it, and when.
    pub signed: Vec<(AgencyId, Millis)>,
    /// Who has said nothing yet.
    pub awaited: Vec<AgencyId>,
}

/// An alliance as far as its parties have said their word.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its record.
    pub record: RecordId,
    /// Every version that all have signed, the first first.
    pub signed: Vec<One>,
    /// The version that waits for signatures.
    pub open: Option<One>,
    /// What was proposed first, where a party has declined it.
    pub declined: Option<One>,
}

impl Held {
    /// What holds now, or what was proposed first.
    pub fn shown(&self) -> Option<&One> {
        self.signed.last().or(self.open.as_ref()).or(self.declined.as_ref())
    }

    /// Whether it is one of this agency: what was declined only where the agency had signed it.
    pub fn is_of(&self, agency: AgencyId) -> bool {
        let signed = |one: &One| one.signed.iter().any(|(party, _)| *party == agency);
        self.declined.as_ref().is_none_or(signed)
    }

    /// Whether a version waits for the word of this agency.
    pub fn waits_for(&self, agency: AgencyId) -> bool {
        self.open.as_ref().is_some_and(|one| one.awaited.contains(&agency))
    }
}

fn one(loaded: &Loaded, digest: &Hash) -> Option<One> {
    let held = loaded.shared.version(digest)?;
    let said = loaded.voices.iter().filter_map(|voice| voice.read().ok());
    let signed = said.filter(|one| one.version == *digest && one.word == Word::Sign);
    Some(One {
        digest: *digest,
        alliance: Alliance::of(&held.version)?,
        version: held.version.clone(),
        signed: signed.map(|one| (one.party, one.at)).collect(),
        awaited: if held.withdrawn { Vec::new() } else { held.awaited().collect() },
    })
}

fn held(record: RecordId, loaded: &Loaded) -> Option<Held> {
    let shared = &loaded.shared;
    let signed: Vec<One> =
        shared.history().iter().filter_map(|digest| one(loaded, digest)).collect();
    let stands = |so: Standing| {
        let mut all = shared.versions().map(|(digest, _)| digest);
        one(loaded, all.find(|digest| shared.standing(digest) == Some(so))?)
    };
    let open = stands(Standing::Open);
    let nothing = signed.is_empty() && open.is_none();
    let declined = if nothing { stands(Standing::Dead) } else { None };
    (!nothing || declined.is_some()).then_some(Held { record, signed, open, declined })
}

/// Every alliance that is known here.
///
/// # Errors
/// When the store cannot be read.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Held>, DbError> {
    let loaded = records::of_kind(tx, KIND)?;
    Ok(loaded.iter().filter_map(|(record, one)| held(*record, one)).collect())
}

/// One alliance.
///
/// # Errors
/// `page.not_found`.
pub async fn open(app: &App, id: RecordId) -> Result<Held, Problem> {
    let loaded = app.store.read(move |tx| records::load(tx, id)).await?;
    let found = loaded.and_then(|one| held(id, &one));
    let is_one = |one: &Held| one.shown().is_some_and(|one| one.version.kind == KIND);
    found.filter(is_one).ok_or_else(Problem::not_found)
}

/// How many alliances wait for our signature; none for whoever may not give it.
///
/// # Errors
/// When the store cannot be read.
pub fn waiting(tx: &mut dyn Tx, worker: &Worker) -> Result<usize, DbError> {
    if !worker.may(Permission::AgreementSign) {
        return Ok(0);
    }
    Ok(records::asked_of(tx, [KIND; 3])?.len())
}

/// The address of an alliance, without language.
pub fn path(id: RecordId) -> String {
    format!("/alliances/{id}")
}
