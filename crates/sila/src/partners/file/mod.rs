//! The file of a partner (ملف الشريك), with a node or without: the names it had, its classes, who holds which post, what it offers and
//! needs, which services each needs of the other ([`grid`]), due diligence with its expiry, risks with their review, conflicts of interest that were declared, and who scored it when it was
//! chosen. An entry is dated, is ended and is never changed; so the file says what held on any day.
//!
//! A score is one person's: nobody sees another's before they have given their own, and two that differ by more than
//! [`DIVERGENCE_MAX`] points ask for a note.

mod act;
mod card;
pub mod grid;
mod score;
mod show;
pub mod store;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use sila_core::codes::Service;
use sila_core::time::Date;
use sila_core::{AgencyId, Millis, WorkerId};
use uuid::Uuid;

pub use act::add;
pub use score::{CRITERIA, DIVERGENCE_MAX, Score, points, settled};
pub use show::path;

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::db::{DbError, Tx};
use crate::meetings::{sealed, unsealed};
use crate::problem::Problem;

/// Where the words of an entry are sealed.
const TABLE: &str = "partner_entry";
/// A class is looked at again after so many days.
const YEAR_DAYS: i64 = 365;
/// So many days before it expires an entry is looked at.
const SOON_DAYS: i64 = 30;

/// The services of the shared list.
static SERVICES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| Service::ALL.iter().map(|one| one.code()).collect());

/// The routes.
pub(super) fn routes(r: &mut Routes) {
    use Permission::{AgreementRead, AgreementSign};
    r.get("/{lang}/partners/{id}/file", AgreementRead, show::page);
    r.post("/{lang}/partners/{id}/file", AgreementSign, act::create);
    r.post("/{lang}/partners/{id}/file/{entry}/end", AgreementSign, act::end);
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A name, from a day on.
    Name,
    /// A class; several at once, each reviewed yearly.
    Class,
    /// Somebody at the partner or with us, by post.
    Contact,
    /// What it offers.
    Offer,
    /// What it needs.
    Need,
    /// A service that we need of it.
    Want,
    /// A service that it needs of us.
    Asks,
    /// A paper that was looked at, and when it expires.
    Diligence,
    /// A risk of the partnership, and when it is looked at again.
    Risk,
    /// A conflict of interest or a gift, declared.
    Interest,
    /// What one person scored when the partner was chosen.
    Score,
    /// Why two scores differ so much, and what follows.
    Note,
}

impl Kind {
    /// Every kind, in the order of the page.
    pub const ALL: [Kind; 12] = [
        Kind::Name,
        Kind::Class,
        Kind::Contact,
        Kind::Offer,
        Kind::Need,
        Kind::Want,
        Kind::Asks,
        Kind::Diligence,
        Kind::Risk,
        Kind::Interest,
        Kind::Score,
        Kind::Note,
    ];

    /// The key in rows and texts.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Name => "NAME",
            Kind::Class => "CLASS",
            Kind::Contact => "CONTACT",
            Kind::Offer => "OFFER",
            Kind::Need => "NEED",
            Kind::Want => "WANT",
            Kind::Asks => "ASKS",
            Kind::Diligence => "DILIGENCE",
            Kind::Risk => "RISK",
            Kind::Interest => "INTEREST",
            Kind::Score => "SCORE",
            Kind::Note => "NOTE",
        }
    }

    /// Reads the key.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// What it can say; nothing where only words do.
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            Kind::Class => &[
                "STRATEGIC",
                "SUPERVISORY",
                "ENABLING",
                "KEY",
                "SUPPORTING",
                "OPERATIONS",
                "ACADEMIC",
                "CSR",
            ],
            Kind::Contact => &["SPONSOR", "MANAGER", "LEGAL", "DPO", "SIGNATORY"],
            Kind::Offer | Kind::Need => &[
                "SHELTERING",
                "REFERRAL",
                "EXPERIENCE",
                "RESEARCH",
                "TRAINING",
                "EVENTS",
                "CAMPAIGNS",
                "VENUE",
                "EXPERTS",
                "FUNDS",
                "MEDIA",
            ],
            Kind::Want | Kind::Asks => SERVICES.as_slice(),
            Kind::Diligence => &[
                "LICENCE",
                "RESOLUTION",
                "SAFEGUARDING",
                "DATA_PROTECTION",
                "INSURANCE",
                "SANCTIONS",
            ],
            _ => &[],
        }
    }

    /// Under what its codes stand in texts.
    pub fn family(self) -> String {
        match self {
            Kind::Want | Kind::Asks => "service".to_owned(),
            kind => format!("file-{}", kind.code().to_ascii_lowercase()),
        }
    }

    /// Whether writing it is choosing or judging the partner: nobody does who regulates it.
    pub fn judges(self) -> bool {
        matches!(self, Kind::Class | Kind::Score | Kind::Note)
    }

    /// Whether it needs a last day: an expiry or a review.
    pub fn expires(self) -> bool {
        matches!(self, Kind::Diligence | Kind::Risk)
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Identifier.
    pub id: Uuid,
    /// About whom.
    pub agency: AgencyId,
    /// About what.
    pub kind: Kind,
    /// What it says, of the codes of its kind.
    pub code: String,
    /// From which day.
    pub from_day: i64,
    /// Its expiry, or its next review.
    pub until_day: Option<i64>,
    /// The day on which it was ended.
    pub ended_day: Option<i64>,
    /// Of a risk likelihood times impact.
    pub weight: Option<i64>,
    /// Who wrote it.
    pub worker: WorkerId,
    /// Its words.
    pub words: (String, String),
}

impl Entry {
    /// Whether it holds on a day. What expires holds no more; what is only to be looked at again does.
    pub fn holds(&self, day: Date) -> bool {
        let day = day.to_days();
        let over = self.kind == Kind::Diligence && self.until_day.is_some_and(|until| until <= day);
        self.from_day <= day && self.ended_day.is_none_or(|ended| day < ended) && !over
    }

    /// How many days are left until its day; nothing where it has none, or was ended.
    pub fn left(&self, day: Date) -> Option<i64> {
        let open = self.ended_day.is_none();
        Some(self.until_day.filter(|_| open)?.saturating_sub(day.to_days()))
    }

    /// Whether somebody is to look at it now.
    pub fn is_due(&self, day: Date) -> bool {
        self.left(day).is_some_and(|left| left <= SOON_DAYS)
    }
}

/// The whole file of a partner, the first entry first.
///
/// # Errors
/// When the store cannot be read, or an entry is damaged.
pub async fn of(app: &App, agency: AgencyId) -> Result<Vec<Entry>, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> { store::of(tx, agency) };
    let rows = app.store.read(read).await?;
    let opened = |(entry, body): (Entry, Vec<u8>)| {
        let words = unsealed(app, TABLE, entry.id, &body)?;
        Ok(Entry { words, ..entry })
    };
    rows.into_iter().map(opened).collect()
}

/// A class from today on, without words.
pub(super) fn class(
    app: &App,
    agency: AgencyId,
    code: &str,
    (worker, now): (WorkerId, Millis),
) -> Entry {
    let from = now.uae_date();
    Entry {
        id: app.clock.new_id(),
        agency,
        kind: Kind::Class,
        code: code.to_owned(),
        from_day: from.to_days(),
        until_day: Some(from.plus_days(YEAR_DAYS).to_days()),
        ended_day: None,
        weight: None,
        worker,
        words: (String::new(), String::new()),
    }
}

/// The words of an entry, sealed for its row.
pub(super) fn sealed_words(app: &App, one: &Entry) -> Vec<u8> {
    sealed(app, TABLE, one.id, &one.words)
}

/// Whether a paper of due diligence has expired and no newer one of its kind holds: no new agreement is proposed before.
pub fn expired(entries: &[Entry], day: Date) -> Vec<&Entry> {
    let papers =
        || entries.iter().filter(|one| one.kind == Kind::Diligence && one.ended_day.is_none());
    let held = |code: &str| papers().any(|one| one.code == code && one.holds(day));
    papers().filter(|one| one.left(day).is_some_and(|left| left <= 0) && !held(&one.code)).collect()
}

/// Whether a new agreement may be proposed to a partner; those in force go on.
///
/// # Errors
/// `partner.diligence_expired` while a paper of its file has expired and no newer one is there.
pub async fn allows(app: &App, agency: AgencyId, now: Millis) -> Result<(), Problem> {
    if expired(&of(app, agency).await?, now.uae_date()).is_empty() {
        return Ok(());
    }
    Err(Problem::refused("partner.diligence_expired").way_out(path(agency)))
}

/// The last day up to which something is looked at ahead.
pub fn ahead(now: Millis) -> Date {
    now.plus_days(SOON_DAYS).uae_date()
}
