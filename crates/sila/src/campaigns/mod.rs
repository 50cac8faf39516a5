//! Joint awareness campaigns (الحملات التوعوية المشتركة): what two agencies say to the public together.
//!
//! The communication office of one agency writes a campaign; the guard looks through its words; signing it sends it to the other
//! parties as a shared record ([`crate::records`]) that waits for the word of *their* communication office. Only when all have signed the same
//! messages in both languages does it stand. Afterwards each party reports of its own part, and its node counts the contacts of
//! fourteen days before and after, of which no small number is ever told. The rules are in [`sila_core::campaign`].

mod form;
mod list;
mod propose;
mod report;
pub mod share;
mod show;
mod show_parts;
pub mod store;
#[cfg(test)]
mod tests;
mod word;

use std::collections::BTreeMap;

use sila_core::campaign::{Campaign, Report};
use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::{Shared, Standing, Version};
use sila_seal::Hash;

use crate::accounts::{Permission, Worker};
use crate::app::App;
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::problem::Problem;
use crate::records::store as records;

pub use propose::propose;
pub use word::say;

/// The kind of record that is a campaign.
pub const PLAN: &str = "campaign/1";
/// The kind of record by which a party says what came of its part.
pub const REPORT: &str = "campaign.report/1";

/// The state of a campaign that all have signed and that is over.
pub const ENDED: &str = "ENDED";

/// The routes of campaigns.
pub fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, CampaignKeep};
    r.get("/{lang}/campaigns", AgreementRead, list::page);
    r.get("/{lang}/campaigns/new", CampaignKeep, propose::page);
    r.post("/{lang}/campaigns", CampaignKeep, propose::create);
    r.get("/{lang}/campaigns/{id}", AgreementRead, show::page);
    r.post("/{lang}/campaigns/{id}/word", CampaignKeep, word::create);
    r.post("/{lang}/campaigns/{id}/report", CampaignKeep, report::create);
}

/// A campaign as this node holds it.
#[derive(Debug, Clone)]
pub struct Held {
    /// The record.
    pub record: RecordId,
    /// The hash of what is signed.
    pub digest: Hash,
    /// The version that is signed.
    pub version: Version,
    /// What it says.
    pub campaign: Campaign,
    /// Where it stands.
    pub standing: Standing,
    /// Who has not said anything yet.
    pub awaited: Vec<AgencyId>,
    /// Who has signed.
    pub signed: Vec<AgencyId>,
}

impl Held {
    /// All its parties have signed.
    pub fn stands(&self) -> bool {
        self.standing == Standing::InForce
    }

    /// It waits for this agency's word.
    pub fn waits_for(&self, agency: AgencyId) -> bool {
        self.standing == Standing::Open && self.awaited.contains(&agency)
    }

    /// Where it stands for this agency, as a code.
    pub fn state(&self, me: AgencyId, now: Millis) -> &'static str {
        let over = self.campaign.ends < now.uae_date();
        match self.standing {
            Standing::InForce if over => ENDED,
            Standing::InForce if self.has_begun(now) => "RUNS",
            Standing::InForce => "APPROVED",
            Standing::Dead | Standing::Replaced => "DECLINED",
            _ if self.waits_for(me) => "YOURS",
            _ => "THEIRS",
        }
    }

    /// Its first day has come.
    pub fn has_begun(&self, now: Millis) -> bool {
        self.campaign.begins <= now.uae_date()
    }
}

/// The first version of a record; a campaign has no other.
fn held(record: RecordId, shared: &Shared) -> Option<Held> {
    let (digest, one) = shared.versions().find(|(_, one)| one.version.number == 1)?;
    let campaign = minicbor::decode(&one.version.content).ok()?;
    let signed = one.words.iter().filter(|(_, word)| !word.is_decline());
    Some(Held {
        record,
        digest: *digest,
        version: one.version.clone(),
        campaign,
        standing: shared.standing(digest)?,
        awaited: one.awaited().collect(),
        signed: signed.map(|(party, _)| *party).collect(),
    })
}

/// Every campaign that is known here, the last to begin first.
///
/// # Errors
/// When the store cannot be read.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Held>, DbError> {
    let loaded = records::of_kind(tx, PLAN)?;
    let mut all: Vec<Held> =
        loaded.iter().filter_map(|(record, one)| held(*record, &one.shared)).collect();
    all.sort_by_key(|one| std::cmp::Reverse((one.campaign.begins, one.record)));
    Ok(all)
}

/// One campaign.
///
/// # Errors
/// `page.not_found`.
pub async fn open(app: &App, id: RecordId) -> Result<Held, Problem> {
    let loaded = app.store.read(move |tx| records::load(tx, id)).await?;
    let found = loaded.and_then(|one| held(id, &one.shared));
    found.filter(|one| one.version.kind == PLAN).ok_or_else(Problem::not_found)
}

/// What a party has reported: in which record, and what all parties hold of it. A record that another has written into is nobody's.
fn reported(shared: &Shared) -> Option<(AgencyId, Report)> {
    let digest = shared.in_force()?;
    let version = &shared.version(&digest)?.version;
    let own = |one: &Version| one.proposer == version.proposer;
    let report = minicbor::decode(&version.content).ok()?;
    shared.versions().all(|(_, one)| own(&one.version)).then_some((version.proposer, report))
}

/// Reports by campaign and party, each with its record.
pub type Reports = BTreeMap<(RecordId, AgencyId), (RecordId, Report)>;

/// The reports on every campaign.
///
/// # Errors
/// When the store cannot be read.
pub fn reports(tx: &mut dyn Tx) -> Result<Reports, DbError> {
    let loaded = records::of_kind(tx, REPORT)?;
    let one = |(record, loaded): (&RecordId, &records::Loaded)| {
        let (party, report) = reported(&loaded.shared)?;
        Some(((report.campaign, party), (*record, report)))
    };
    Ok(loaded.iter().filter_map(one).collect())
}

/// Whether something that this agency said of a campaign waits for the other parties.
///
/// # Errors
/// When the store cannot be read.
pub fn is_pending(tx: &mut dyn Tx, campaign: RecordId, me: AgencyId) -> Result<bool, DbError> {
    let loaded = records::of_kind(tx, REPORT)?;
    let open = |shared: &Shared, digest: &Hash| {
        matches!(shared.standing(digest), Some(Standing::Open | Standing::Incomplete))
    };
    let about = |version: &Version| {
        let report: Option<Report> = minicbor::decode(&version.content).ok();
        version.proposer == me && report.is_some_and(|report| report.campaign == campaign)
    };
    let waits = |shared: &Shared| {
        shared.versions().any(|(digest, one)| about(&one.version) && open(shared, digest))
    };
    Ok(loaded.values().any(|one| waits(&one.shared)))
}

/// How many campaigns wait for the word of this worker's agency; none for whoever may not say it.
///
/// # Errors
/// When the store cannot be read.
pub fn waiting(tx: &mut dyn Tx, worker: &Worker) -> Result<usize, DbError> {
    if !worker.may(Permission::CampaignKeep) {
        return Ok(0);
    }
    Ok(records::asked_of(tx, [PLAN; 3])?.len())
}

/// The address of a campaign, without language.
pub fn path(id: RecordId) -> String {
    format!("/campaigns/{id}")
}
