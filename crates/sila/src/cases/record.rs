//! Making a case (everything sealed before the transaction) and opening it again.

use minicbor::{Decode, Encode};
use sila_core::codes::{Category, Channel, Reporter, Urgency};
use sila_core::disclosure::Disclosure;
use sila_core::field::Field;
use sila_core::ids::{AgencyId, CaseId, PersonId, ReferralId, WorkerId};
use sila_core::mandatory::Mandatory;
use sila_core::person::Person;
use sila_core::time::Millis;
use sila_seal::Key;
use uuid::Uuid;

use crate::accounts::Worker;
use crate::app::App;
use crate::cases::interpreters::Need;
use crate::cases::scope::store::is_barred;
use crate::cases::store::{self, CaseRow, Stored};
use crate::cases::{glass, mandatory};
use crate::journal::access::{self, Subject};
use crate::problem::Problem;
use crate::vault::{self, Place};

/// How the person came to us. Stays here; never part of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Contact {
    /// By which channel.
    #[n(0)]
    pub channel: Channel,
    /// Who told us.
    #[n(1)]
    pub reporter: Reporter,
    /// Somebody must interpret.
    #[n(2)]
    pub interpreter: bool,
}

/// From which row of an older register a case was brought in, and what that register says that has no field here.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Provenance {
    /// The import.
    #[n(0)]
    pub import: String,
    /// What the file was called.
    #[n(1)]
    pub file: String,
    /// The row of the file, counted as a spreadsheet does: the headings are row 1.
    #[n(2)]
    pub row: u32,
    /// The file number in the older register.
    #[n(3)]
    pub number: Option<String>,
    /// The mother's name.
    #[n(4)]
    pub mother: Option<String>,
    /// Heading and words of the cells that could not be read, as they were written.
    #[n(5)]
    pub written: Vec<(String, String)>,
}

/// What is kept with a case beside what may be shared.
#[derive(Debug, Clone, Default)]
pub(super) struct Extra {
    pub(super) contact: Option<Contact>,
    pub(super) provenance: Option<Provenance>,
    pub(super) kept_back: Vec<Field>,
}

/// The sealed body of a case. The people are sealed one by one beside it.
#[derive(Encode, Decode)]
struct Body {
    #[n(0)]
    disclosure: Disclosure,
    #[n(1)]
    contact: Option<Contact>,
    #[n(2)]
    provenance: Option<Provenance>,
    #[n(3)]
    kept_back: Vec<Field>,
}

/// A case ready to be written.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// Identifier.
    pub id: CaseId,
    /// Series of the reference number, such as `C-26`; the number is allotted in the transaction.
    pub series: String,
    /// `open`, or `closed` for a case of the past.
    pub status: &'static str,
    /// Who works on it.
    pub owner: WorkerId,
    /// Category.
    pub category: Category,
    /// Urgency.
    pub urgency: Urgency,
    /// Area code of residence; empty when unknown.
    pub area: String,
    /// The agency responsible for the person.
    pub lead: AgencyId,
    /// The referral by which it came.
    pub origin_referral: Option<ReferralId>,
    /// When it was opened.
    pub opened_at: Millis,
    /// The case's key, wrapped by the node's key.
    pub key_wrapped: Vec<u8>,
    /// The sealed body.
    pub body: Vec<u8>,
    /// The sealed people.
    pub people: Vec<(PersonId, Vec<u8>)>,
    /// Reports that the law wants by what is known now, each with an identifier of its own.
    pub reports: Vec<(Uuid, Mandatory)>,
    /// Whether somebody must interpret: as it was known before, and as it is now.
    pub interpreting: [Option<Need>; 2],
}

/// From whom and when a case came by referral.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The referral.
    pub referral: ReferralId,
    /// Its reference number.
    pub reference: String,
    /// When it was offered.
    pub at: Millis,
    /// The sender's code.
    pub code: String,
    /// The sender's Arabic name.
    pub name_ar: String,
    /// The sender's English name.
    pub name_en: String,
}

/// A case opened for somebody who may read it.
#[derive(Debug, Clone)]
pub struct CaseRecord {
    /// The columns.
    pub row: CaseRow,
    /// What is known: people, residence, safety, needs, wishes, permission.
    pub disclosure: Disclosure,
    /// How the person came to us; nothing for cases that came by referral.
    pub contact: Option<Contact>,
    /// What the person did not want told to others, when it was asked.
    pub kept_back: Vec<Field>,
    /// From whom it came by referral: every answer was then given there.
    pub origin: Option<Origin>,
    /// From which row of an older register it came.
    pub provenance: Option<Provenance>,
    /// Responsibility was handed over by us: what is written here is only read.
    pub handed: bool,
    pub(super) key: Vec<u8>,
}

impl CaseRecord {
    /// Whether the care record is written here: the case is open, and responsibility has not been handed over by us. A case that came
    /// by a referral for a service is ours, although the agency that sent it answers for the person.
    pub fn is_ours(&self) -> bool {
        self.row.is_open() && !self.handed
    }

    /// The refusal of an act that changes the care record.
    ///
    /// # Errors
    /// `case.closed`; as [`CaseRecord::needs_lead`].
    pub fn needs_ours(&self) -> Result<(), Problem> {
        self.row.needs_open()?;
        self.needs_lead()
    }

    /// The refusal of an act that needs no open case and changes the care record.
    ///
    /// # Errors
    /// `case.handed_over`.
    pub fn needs_lead(&self) -> Result<(), Problem> {
        let handed = || Problem::refused("case.handed_over");
        let back = format!("/cases/{}", self.row.id);
        if self.handed { Err(handed().way_out(back)) } else { Ok(()) }
    }
}

/// Makes a case out of what is known, with a key of its own. Nothing is stored yet.
///
/// # Errors
/// Only when the cipher fails.
pub fn compose(
    app: &App,
    disclosure: &Disclosure,
    category: Category,
    urgency: Urgency,
    owner: WorkerId,
    origin: Option<ReferralId>,
    now: Millis,
) -> Result<NewCase, Problem> {
    let id = CaseId(app.clock.new_id());
    let (key, key_wrapped) = app.vault.new_key(place("case_file", id.0));
    let (body, people) = seal(app, &key, id, (disclosure, Extra::default()), &[])?;
    Ok(NewCase {
        id,
        series: format!("C-{:02}", now.uae_date().year.rem_euclid(100)),
        status: "open",
        owner,
        category,
        urgency,
        area: disclosure.residence.area.map_or("", |area| area.as_str()).to_owned(),
        lead: app.node.id,
        origin_referral: origin,
        opened_at: now,
        key_wrapped,
        body,
        people,
        reports: mandatory::found(app, disclosure, category, now),
        interpreting: [Need::told(disclosure, None); 2],
    })
}

impl NewCase {
    /// Keeps with the case how the person came to us, and what she does not want told to others.
    ///
    /// # Errors
    /// Only when the cipher fails.
    pub fn with_contact(
        mut self,
        app: &App,
        disclosure: &Disclosure,
        contact: Contact,
        kept_back: Vec<Field>,
    ) -> Result<NewCase, Problem> {
        let key = app.vault.open_key(place("case_file", self.id.0), &self.key_wrapped)?;
        let extra = Extra { contact: Some(contact), kept_back, ..Extra::default() };
        (self.body, self.people) = seal(app, &key, self.id, (disclosure, extra), &[])?;
        Ok(self)
    }

    /// A closed case of the past, with the row of the older register it was brought in from. Its reference number is of
    /// a series of its own, `H`.
    ///
    /// # Errors
    /// Only when the cipher fails.
    pub fn of_the_past(
        mut self,
        app: &App,
        disclosure: &Disclosure,
        provenance: Provenance,
    ) -> Result<NewCase, Problem> {
        let key = app.vault.open_key(place("case_file", self.id.0), &self.key_wrapped)?;
        let extra = Extra { provenance: Some(provenance), ..Extra::default() };
        (self.body, self.people) = seal(app, &key, self.id, (disclosure, extra), &[])?;
        self.series = self.series.replacen('C', "H", 1);
        self.status = "closed";
        self.reports.clear();
        Ok(self)
    }
}

pub(super) type Sealed = (Vec<u8>, Vec<(PersonId, Vec<u8>)>);

/// Seals a case. People whose identifier is one of `ours` keep it; the others are given one.
pub(super) fn seal(
    app: &App,
    key: &Key,
    id: CaseId,
    (disclosure, extra): (&Disclosure, Extra),
    ours: &[PersonId],
) -> Result<Sealed, Problem> {
    let mut disclosure = disclosure.clone();
    let people = std::mem::take(&mut disclosure.people);
    let Extra { contact, provenance, kept_back } = extra;
    let body = minicbor::to_vec(Body { disclosure, contact, provenance, kept_back })
        .map_err(|error| Problem::internal("case.unwritable").because(error))?;
    let body = vault::seal(key, place("case_file", id.0), &body);
    let mut free = ours.to_vec();
    let sealed = people.iter().map(|person| {
        let kept = free.iter().position(|own| *own == person.id).map(|at| free.swap_remove(at));
        let id = kept.unwrap_or_else(|| PersonId(app.clock.new_id()));
        let person = Person { id, ..person.clone() };
        (id, vault::seal(key, place("person", id.0), &person.to_cbor()))
    });
    Ok((body, sealed.collect()))
}

pub(super) fn place(table: &'static str, row: Uuid) -> Place {
    Place { table, row }
}

/// What the access log says when somebody tried to open a case that does not exist for them.
const REFUSED: &str = "case.refused";

/// Opens a case for a worker who may read it. The caller writes the reading down before showing anything.
///
/// # Errors
/// `page.not_found` when there is no such case for this worker.
pub async fn open_record(app: &App, worker: &Worker, id: CaseId) -> Result<CaseRecord, Problem> {
    let (reader, now) = (worker.clone(), app.clock.now());
    let found = app
        .store
        .read(move |tx| {
            // What was opened for a time is over at its hour, before the node has looked at its clock.
            let over = glass::store::is_over(tx, id, reader.id, now)?;
            let Some(stored) = store::find(tx, &reader, id)?.filter(|_| !over) else {
                return Ok(Err(is_barred(tx, id, reader.id)?));
            };
            let origin = stored.row.origin;
            let origin = origin.map(|origin| store::origin(tx, origin)).transpose()?.flatten();
            Ok::<_, crate::db::DbError>(Ok((stored, origin)))
        })
        .await?;
    let (stored, origin) = match found {
        Ok(found) => found,
        Err(barred) => {
            if barred {
                access::record(app, worker, Subject::Case(id.0), REFUSED, app.clock.now()).await?;
            }
            return Err(Problem::not_found());
        }
    };
    unseal(app, stored, origin)
}

/// Opens a case for the node's own list of people that a partner may ask about. Nobody reads it: only values of the
/// oblivious function leave.
///
/// # Errors
/// `vault.unreadable`.
pub(crate) fn for_list(
    app: &App,
    sealed: &crate::known::list::store::Sealed,
) -> Result<Disclosure, Problem> {
    contents(app, sealed.id, &sealed.key, &sealed.body, &sealed.people).map(|body| body.disclosure)
}

/// Opens a stored case for the node itself: its register of people is made of all of them.
///
/// # Errors
/// `vault.unreadable` when it was sealed by another node or damaged.
pub fn unseal(app: &App, stored: Stored, origin: Option<Origin>) -> Result<CaseRecord, Problem> {
    let body = contents(app, stored.row.id, &stored.key, &stored.body, &stored.people)?;
    Ok(CaseRecord {
        row: stored.row,
        disclosure: body.disclosure,
        contact: body.contact,
        provenance: body.provenance,
        kept_back: body.kept_back,
        origin,
        handed: stored.handed,
        key: stored.key,
    })
}

fn contents(
    app: &App,
    id: CaseId,
    key: &[u8],
    body: &[u8],
    people: &[(PersonId, Vec<u8>)],
) -> Result<Body, Problem> {
    let damaged =
        |error: &dyn std::fmt::Display| Problem::internal("vault.unreadable").because(error);
    let key = app.vault.open_key(place("case_file", id.0), key)?;
    let body = vault::open(&key, place("case_file", id.0), body)?;
    let mut body: Body = minicbor::decode(&body).map_err(|error| damaged(&error))?;
    for (id, sealed) in people {
        let plain = vault::open(&key, place("person", id.0), sealed)?;
        body.disclosure.people.push(Person::from_cbor(&plain).map_err(|error| damaged(&error))?);
    }
    Ok(body)
}
