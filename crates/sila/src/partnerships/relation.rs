//! Everything that is known of one partnership.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::agreement::Agreement;
use sila_core::experience::Quarter;
use sila_core::meeting::Threat;
use sila_core::partnership::Ledger;
use sila_core::scorecard::{Cover, Facts, Scorecard, Warning, is_followed, scorecard, warnings};
use sila_core::{AgencyId, AgreementId, Millis, RecordId};
use uuid::Uuid;

use super::handover::{self, Note};
use super::plan;
use super::risks::{self, Held};
use super::store::{self, Left, Stored};
use crate::activation::ledger::{self, Book};
use crate::agreements::renewal::{self, Choice};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::differences::{self, Difference};
use crate::meetings::unsealed;
use crate::partners::file::{self, Kind};
use crate::problem::Problem;
use crate::records::store as records;
use crate::themes;

/// Where the name of a focal point is sealed.
pub(super) const TABLE: &str = "focal_point";

/// Who keeps the contact.
#[derive(Debug, Clone)]
pub struct Point {
    /// Identifier.
    pub id: Uuid,
    /// As stored.
    pub stored: Stored,
    /// Their name.
    pub name: String,
    /// Office, telephone or address at work.
    pub reach: String,
}

/// One partnership at one moment.
#[derive(Debug, Clone)]
pub struct Relation {
    /// The other agency.
    pub agency: AgencyId,
    /// The agreements that both have signed, with what was signed under them.
    pub books: Vec<Book>,
    /// What was signed under them.
    pub ledgers: Vec<Ledger>,
    /// Who keeps the contact now.
    pub points: Vec<Point>,
    /// The other node has told who keeps the contact there.
    pub tells: bool,
    /// What whoever kept the contact here left, the newest first.
    pub left: Vec<Note>,
    /// External threats of the register that are open.
    pub threats: Vec<Threat>,
    /// Differences, the newest first.
    pub differences: Vec<Difference>,
    /// Referrals sent and received in the quarters that are over.
    pub referrals: (u64, u64),
    /// What of the partner's file expires or is to be looked at, and on which day it comes first.
    pub due: Vec<(Kind, i64)>,
    /// A version of the relationship plan waits for our signature.
    pub plan_waits: bool,
    /// What our agency has decided last about going on with each agreement, with the end of the term that it was about.
    pub renewals: BTreeMap<AgreementId, (Millis, Choice)>,
    /// Risks that both look after, the first to be looked at again before the others.
    pub risks: Vec<Held>,
}

impl Relation {
    /// Which posts are taken.
    pub fn cover(&self) -> Cover {
        let both = |deputy| [self.is_held((true, deputy)), self.is_held((false, deputy))];
        Cover { focal: both(false), deputy: both(true) }
    }

    /// Whether a post, at our side or theirs, is taken: for the whole partnership, or else for each of its agreements.
    pub fn is_held(&self, (ours, deputy): (bool, bool)) -> bool {
        let post = |one: &&Point| (one.stored.ours, one.stored.deputy) == (ours, deputy);
        let held: BTreeSet<Option<AgreementId>> =
            self.points.iter().filter(post).map(|one| one.stored.agreement).collect();
        let each = |one: &Ledger| held.contains(&Some(one.agreement.id));
        held.contains(&None) || (!self.ledgers.is_empty() && self.ledgers.iter().all(each))
    }

    /// Agreements of which it is time to say whether they go on, and nobody here has said it. One that another follows, or of which notice was
    /// given, waits for nobody.
    pub fn undecided(&self, now: Millis) -> Vec<&Agreement> {
        let all: Vec<&Ledger> = self.ledgers.iter().collect();
        let waits = |one: &&&Ledger| {
            let agreement = &one.agreement;
            let said = self.renewals.get(&agreement.id);
            let decided = said.is_some_and(|(until, _)| *until == agreement.until);
            let asked = agreement.is_to_decide(now) && one.exit().is_none();
            asked && !decided && !is_followed(&all, one)
        };
        all.iter().filter(waits).map(|one| &one.agreement).collect()
    }

    /// The same without what does not hold by an audit, for a score that stands beside the one from everything that both have signed.
    #[must_use]
    pub fn without(&self, fails: &BTreeSet<RecordId>) -> Relation {
        let mut less = self.clone();
        for ledger in &mut less.ledgers {
            ledger.deeds.retain(|said| !fails.contains(&said.record));
        }
        less
    }

    fn facts(&self) -> Facts<'_> {
        Facts { ledgers: &self.ledgers, cover: self.cover(), threats: &self.threats }
    }

    /// Both scores with their parts.
    pub fn card(&self, now: Millis) -> Scorecard {
        scorecard(&self.facts(), now)
    }

    /// What both parties are to look at.
    pub fn warnings(&self, now: Millis) -> Vec<Warning> {
        warnings(&self.facts(), now)
    }
}

/// Every partnership with an agreement that both have signed, as it was on the day of `now`.
///
/// # Errors
/// When the store cannot be read.
pub async fn all(app: &App, now: Millis) -> Result<Vec<Relation>, Problem> {
    of(app, now, None).await
}

/// The partnership with one agency.
///
/// # Errors
/// `page.not_found` for an agency without a signed agreement; when the store cannot be read.
pub async fn one(app: &App, agency: AgencyId, now: Millis) -> Result<Relation, Problem> {
    of(app, now, Some(agency)).await?.pop().ok_or_else(Problem::not_found)
}

/// What is read of partnerships at once.
struct Read {
    counted: Vec<(u64, u64)>,
    points: Vec<Stored>,
    left: Vec<Left>,
    moves: Vec<differences::store::Stored>,
    entries: Vec<themes::store::Stored>,
    due: Vec<(AgencyId, Kind, i64)>,
    plans: BTreeSet<AgencyId>,
    renewals: BTreeMap<AgreementId, (Millis, Choice)>,
    risks: Vec<Held>,
}

impl Read {
    fn of(
        tx: &mut dyn Tx,
        agencies: &[AgencyId],
        (me, now): (AgencyId, Millis),
    ) -> Result<Read, DbError> {
        let mut counted = Vec::new();
        for agency in agencies {
            counted.push(store::exchanged(tx, *agency, (Millis(0), Quarter::of(now).begins()))?);
        }
        let plans = records::asked_of(tx, [plan::KIND; 3])?;
        Ok(Read {
            counted,
            points: store::points(tx)?,
            left: store::handovers(tx)?,
            moves: differences::store::all(tx)?,
            entries: themes::store::of_period(tx, Millis(0), now)?,
            due: file::store::due(tx, file::ahead(now))?,
            plans: plans.iter().map(|one| one.version.proposer).collect(),
            renewals: renewal::store::last(tx)?,
            risks: risks::all(tx, me)?,
        })
    }
}

async fn of(app: &App, now: Millis, with: Option<AgencyId>) -> Result<Vec<Relation>, Problem> {
    let mut books: BTreeMap<AgencyId, Vec<Book>> = BTreeMap::new();
    let all = ledger::shared(app).await?;
    for book in all.iter().filter(|book| with.is_none_or(|one| book.stored.peer == one)) {
        books.entry(book.stored.peer).or_default().push(book.clone());
    }
    let agencies: Vec<AgencyId> = books.keys().copied().collect();
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| Read::of(tx, &agencies, (me, now));
    let Read { counted, points: stored, left, moves, entries, due, plans, renewals, risks } =
        app.store.read(read).await?;
    let differences = Difference::all(moves);
    let entries = themes::opened(app, entries)?;
    let open = entries.iter().filter(|one| one.closed_at.is_none_or(|at| at > now));
    let threats: Vec<Threat> = open.filter_map(|one| one.threat).collect();
    let mine = stored.into_iter().filter(|one| books.contains_key(&one.agency));
    let mine: Vec<Stored> = mine.collect();
    let by_node = |one: &&Stored| !one.ours && one.worker.is_none();
    let tell: BTreeSet<AgencyId> = mine.iter().filter(by_node).map(|one| one.agency).collect();
    let points = opened(app, mine, now)?;
    let left = left.into_iter().filter(|one| books.contains_key(&one.agency) && one.at <= now);
    let left: Vec<Note> = left.map(|one| handover::opened(app, one)).collect::<Result<_, _>>()?;
    let relation = |((agency, books), referrals): ((AgencyId, Vec<Book>), (u64, u64))| {
        let ledgers = books.iter().map(|book| book.ledger.clone()).collect();
        let points = points.iter().filter(|one| one.stored.agency == agency).cloned();
        let (points, threats) = (points.collect(), threats.clone());
        let left = left.iter().filter(|one| one.stored.agency == agency).cloned().collect();
        let tells = tell.contains(&agency);
        let of = differences.iter().filter(|one| one.partner == agency);
        let differences = of.filter_map(|one| one.as_of(now)).collect();
        let due = due.iter().filter(|(of, ..)| *of == agency);
        let due = due.map(|(_, kind, day)| (*kind, *day)).collect();
        Relation {
            agency,
            books,
            ledgers,
            points,
            tells,
            left,
            threats,
            differences,
            referrals,
            due,
            plan_waits: plans.contains(&agency),
            renewals: renewals.clone(),
            risks: risks.iter().filter(|one| one.partner == agency).cloned().collect(),
        }
    };
    Ok(books.into_iter().zip(counted).map(relation).collect())
}

/// The appointments that hold on the day of `now`.
pub(super) fn opened(app: &App, stored: Vec<Stored>, now: Millis) -> Result<Vec<Point>, Problem> {
    let today = now.uae_date();
    let one = |stored: Stored| {
        let (name, reach) = unsealed(app, TABLE, stored.id, &stored.body)?;
        Ok(Point { id: stored.id, stored, name, reach })
    };
    stored.into_iter().filter(|stored| stored.holds(today)).map(one).collect()
}
