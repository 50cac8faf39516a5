//! Composing an offer: every rule is asked before anything is signed, and only what may leave is sealed for leaving.

mod leaving;
pub(super) mod wanted;

use sila_core::Refusal;
use sila_core::agreement::Agreement;
use sila_core::codes::{
    Basis, Category, Kind, LawfulBasis, OverrideReason, ReturnCode, Service, Sex, Urgency,
};
use sila_core::directory::Listed;
use sila_core::disclosure::{Disclosure, Preview};
use sila_core::field::Field;
use sila_core::ids::{AgencyId, CaseId, ReferralId};
use sila_core::partnership::Field as Area;
use sila_core::person::Ages;
use sila_core::referral::{Act, ByRole, Entry, Offer, Override, State, Terms};
use sila_core::time::Millis;

pub(super) use leaving::{Leaving, Parts, Sent, parts};

use super::body::{self, Body, Waiting};
use super::handover::alone;
use super::letter::identity_commitment;
use super::record;
use super::store::{self, Direction, NewReferral, Referral, Sealed};
use super::way::{self, Way};
use super::{content, duty, following};
use crate::accounts::{Permission, Worker};
use crate::agreements::{InForce, vocabulary};
use crate::app::App;
use crate::cases::handover::store as handover;
use crate::cases::scope::agency;
use crate::db::{DbError, Tx};
use crate::problem::Problem;

/// Where a case is sent, why, and under which agreement.
#[derive(Debug, Clone)]
pub struct Route {
    /// The agreement, in force.
    pub agreement: InForce,
    /// The agency that is asked.
    pub target: AgencyId,
    /// Why this agency.
    pub basis: Basis,
    /// What is asked.
    pub kind: Kind,
    /// Why the residence clause is departed from, if it is.
    pub override_: Option<OverrideReason>,
    /// The number of the residence clause.
    pub clause: String,
}

/// What somebody wants to send.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The case.
    pub case: CaseId,
    /// All that is known; what is not in `fields` stays.
    pub disclosure: &'a Disclosure,
    /// Whom it is about.
    pub category: Category,
    /// How fast.
    pub urgency: Urgency,
    /// Which services are asked for.
    pub services: &'a [Service],
    /// The parts that were chosen to go.
    pub fields: &'a [Field],
    /// Where to.
    pub route: &'a Route,
    /// The service of the directory that is asked for, in the version that was read.
    pub listed: Option<Listed>,
    /// Why responsibility goes back, where it had come from the agency that is asked.
    pub back: Option<ReturnCode>,
}

/// A composed offer, to be inserted in the transaction that makes it true.
pub struct Offered {
    /// The referral.
    pub id: ReferralId,
    /// Its number.
    pub reference: String,
    new: NewReferral,
    sent: Option<Sent>,
    /// A place to sleep is asked for.
    sleeps: bool,
    /// We, where responsibility is to go from us by it.
    gives: Option<AgencyId>,
    now: Millis,
}

/// Asks every rule and composes the offer. An override of the residence clause waits for a second approver, except in
/// imminent danger and in an emergency, where only the least goes and a second person signs within a day.
///
/// # Errors
/// `referral.no_wishes` when nobody wrote down what the person wants, nor why not; the first rule that says no, with the clause; `referral.already_sent` when the same case is before
/// that agency; where responsibility is to go, `referral.other_transfer` while it is offered to another one, `referral.not_lead`.
pub async fn compose(
    app: &App,
    worker: &Worker,
    asked: &Asked<'_>,
    now: Millis,
) -> Result<Offered, Problem> {
    let told = may_be_told(app, worker, asked, now).await?;
    let asked = &Asked { disclosure: &told, ..*asked };
    asked.route.agreement.open(Area::of(asked.route.kind))?;
    let id = ReferralId(app.clock.new_id());
    let least = least(asked);
    let asked = &Asked { fields: &least, ..asked_for(asked) };
    let mut shared = asked.disclosure.clone().limited_to(asked.fields);
    shared.salt = Some(content::salt(app, asked.case));
    crate::services::programme::allows(app, asked, &shared.fields()).await?;
    let mut preview = Preview::of(
        asked.disclosure,
        asked.category,
        asked.services,
        asked.urgency,
        asked.fields,
        now,
    );
    understood(&asked.route.agreement.agreement, &shared, &mut preview)?;
    preview.linked_priority = following::is_known_to(app, asked.case, asked.route.target).await?;
    let now_or_never = asked.urgency == Urgency::Emergency;
    let second = |reason: &OverrideReason| *reason != OverrideReason::Imminent && !now_or_never;
    let waits = asked.route.override_.filter(second);
    let parts = parts(id, &preview, &shared);
    let by = record::by(worker, Permission::ReferralOffer)?;
    let approver = waits.map(|_| by.clone());
    let offer = draft(app, asked, &shared, &parts, approver);
    let person = concerned(asked.disclosure, now);
    let mut entry = checked(id, by, offer, asked, person, now)?;
    let (way, place) = way::reachable(app, asked, now).await?;
    let reference = reference(app, now).await?;
    let Act::Offer(offer) = &mut entry.act else {
        return Err(Problem::internal("referral.unsigned"));
    };
    offer.reference.clone_from(&reference);
    offer.place = place;
    offer.checked_by = way.checked_by(app, asked.case, offer, now).await?;
    let to = (asked.route.target, asked.route.kind, asked.back);
    offer.follows = following::earlier(app, asked.case, to).await?;
    let waiting = waits.map(|reason| waiting(asked, reason, worker, now));
    let first = State::first_of(offer.kind);
    let state = if waiting.is_some() { State::AwaitingApproval } else { first };
    let linked = preview.linked_priority;
    let gives = (asked.route.kind == Kind::Transfer).then_some(app.node.id);
    let row = Referral { linked, ..row(id, Some(asked.case), state, offer, worker, now) };
    let opening = waiting.is_none().then(|| parts.opening());
    let body = Body { preview, shared: Some(shared), waiting, returned: None, opening };
    let sealed = body::seal_new(app, id, &body)?;
    let sleeps = wanted::sleeps(asked.services);
    if body.waiting.is_some() {
        let new = NewReferral { row, fingerprint: [0; 32], sealed };
        return Ok(Offered { id, reference, new, sent: None, sleeps, gives, now });
    }
    let offered = send(app, worker, &way, (row, sealed), Leaving { entry, parts }, now)?;
    Offered { gives, sleeps, ..offered }.checked(app, &way, asked.case).await
}

/// The parts that go: those that were chosen, in an emergency the least of them, and with a referral for information what names nobody.
fn least(asked: &Asked<'_>) -> Vec<Field> {
    let goes = |field: &Field| field.may_go(asked.urgency) && field.goes_with(asked.route.kind);
    asked.fields.iter().copied().filter(goes).collect()
}

/// A referral for information asks for no service, whatever the person needs.
fn asked_for<'a>(asked: &Asked<'a>) -> Asked<'a> {
    match asked.route.kind {
        Kind::Information => Asked { services: &[], listed: None, ..*asked },
        _ => *asked,
    }
}

/// What this worker may send: the person was asked what she wants, nothing bars the agency from her case, and to agencies that are
/// barred from it nobody passes it on.
async fn may_be_told(
    app: &App,
    worker: &Worker,
    asked: &Asked<'_>,
    now: Millis,
) -> Result<Disclosure, Problem> {
    if !worker.may(Permission::ReferralOffer) {
        return Err(Problem::forbidden());
    }
    if !asked.disclosure.answers_wishes() {
        let back = format!("/cases/{}", asked.case);
        return Err(Problem::refused("referral.no_wishes").way_out(back));
    }
    agency::may_hear(app, worker, (asked.case, asked.route.target), now).await?;
    let mut told = asked.disclosure.clone();
    told.permission.onward = agency::unbarred(app, asked.case, told.permission.onward).await?;
    Ok(told)
}

/// Nothing leaves in words that the parties have not agreed to know, also not what is sealed.
fn understood(
    agreement: &Agreement,
    shared: &Disclosure,
    preview: &mut Preview,
) -> Result<(), Problem> {
    vocabulary::understood(agreement)?;
    agreement.understands(shared.codes())?;
    Ok(vocabulary::known(agreement, preview)?)
}

/// Signs the offer and completes the row with the key of the identity.
fn send(
    app: &App,
    worker: &Worker,
    way: &Way,
    (row, mut sealed): (Referral, Sealed),
    leaving: Leaving,
    now: Millis,
) -> Result<Offered, Problem> {
    let (id, reference) = (row.id, row.reference.clone());
    sealed.identity_key = Some(leaving.kept_key(app, id));
    let (sent, projection) = leaving.sign(app, worker, way, &row, now)?;
    let new = NewReferral { row, fingerprint: projection.fingerprint, sealed };
    Ok(Offered { id, reference, new, sent: Some(sent), sleeps: false, gives: None, now })
}

/// The offer before the rules fill in what they decide. The reference is set once no rule has refused.
pub(super) fn draft(
    app: &App,
    asked: &Asked<'_>,
    shared: &Disclosure,
    parts: &Parts,
    approver: Option<ByRole>,
) -> Offer {
    let route = asked.route;
    let departure = |reason| Override { reason, approved_by_role: approver };
    Offer {
        reference: "R".to_owned(),
        source: app.node.id,
        target: route.target,
        kind: route.kind,
        basis: route.basis,
        urgency: asked.urgency,
        category: asked.category,
        services: asked.services.to_vec(),
        area: shared.residence.area,
        agreement: route.agreement.agreement.id,
        agreement_digest: route.agreement.digest,
        clause: route.clause.clone(),
        override_: route.override_.map(departure),
        eligible: true,
        lawful_basis: LawfulBasis::Consent,
        preview_commit: parts.preview.commitment(),
        identity_commit: identity_commitment(&parts.identity),
        decide_by: Millis(0),
        expires_at: Millis(0),
        fields: shared.fields(),
        onward: Vec::new(),
        origin: None,
        place: None,
        listed: asked.listed,
        follows: None,
        checked_by: None,
        calendars: None,
        steps: None,
    }
}

/// Asks agreement, data schedule, permission, override and eligibility.
pub(super) fn checked(
    id: ReferralId,
    by: ByRole,
    offer: Offer,
    asked: &Asked<'_>,
    (sex, ages): (Sex, Option<Ages>),
    now: Millis,
) -> Result<Entry, Refusal> {
    let terms = Terms {
        agreement: &asked.route.agreement.agreement,
        agreement_digest: asked.route.agreement.digest,
        permission: &asked.disclosure.permission,
        sex,
        ages,
    };
    offer.make(id, by, &terms, now)
}

/// What eligibility asks about the person concerned, whether it is shared or not.
fn concerned(disclosure: &Disclosure, now: Millis) -> (Sex, Option<Ages>) {
    let person = disclosure.people.first();
    (person.map_or(Sex::Unknown, |p| p.sex), person.and_then(|p| p.ages(now)))
}

/// The next number of the year, such as `R-MARSA-26-00012`.
pub(super) async fn reference(app: &App, now: Millis) -> Result<String, Problem> {
    let year = now.uae_date().year.rem_euclid(100);
    let series = format!("referral-{year:02}");
    let number = app.store.write(move |tx| store::next_number(tx, &series)).await?;
    Ok(format!("R-{}-{year:02}-{number:05}", app.node.agency.code))
}

fn waiting(asked: &Asked<'_>, reason: OverrideReason, worker: &Worker, now: Millis) -> Waiting {
    let (sex, ages) = concerned(asked.disclosure, now);
    Waiting {
        kind: asked.route.kind,
        basis: asked.route.basis,
        fields: asked.fields.to_vec(),
        agreement: asked.route.agreement.agreement.id,
        reason,
        listed: asked.listed,
        back: asked.back,
        role: record::role_for(worker, Permission::ReferralOffer).to_owned(),
        sex,
        age_min: ages.map(|ages| ages.min),
        age_max: ages.map(|ages| ages.max),
    }
}

/// The row of a referral that this agency makes.
pub(super) fn row(
    id: ReferralId,
    case: Option<CaseId>,
    state: State,
    offer: &Offer,
    worker: &Worker,
    now: Millis,
) -> Referral {
    Referral {
        id,
        reference: offer.reference.clone(),
        direction: Direction::Out,
        peer: offer.target,
        case_id: case,
        state,
        is_open: true,
        urgency: offer.urgency,
        linked: false,
        ahead: false,
        category: offer.category,
        area: offer.area.map_or_else(String::new, |area| area.to_string()),
        agreement: offer.agreement,
        offered_at: now,
        decide_by: offer.decide_by,
        expires_at: offer.expires_at,
        updated_at: now,
        version: 1,
        created_by: Some(worker.id),
        claimed_by: None,
        claimed_at: None,
        noted_at: None,
        delivered_at: None,
        relay: None,
        kind: offer.kind,
    }
}

impl std::fmt::Debug for Offered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Offered({})", self.reference)
    }
}

impl Offered {
    /// The same with the blind check that goes behind it, where one does.
    async fn checked(mut self, app: &App, way: &Way, case: CaseId) -> Result<Offered, Problem> {
        if let Some(sent) = &mut self.sent {
            sent.check = way.check(app, case, (self.id, sent.offer()), self.now).await?;
        }
        Ok(self)
    }

    /// Writes the referral; when it goes out at once also its entry, its letter, the journal's fact and the job that
    /// lets it expire.
    ///
    /// # Errors
    /// What the store answers; [`Offered::refused`] says it in words.
    pub fn insert(&self, tx: &mut dyn Tx) -> Result<(), DbError> {
        wanted::needed(tx, &self.new.row, self.sleeps)?;
        store::insert(tx, &self.new)?;
        if let Some((me, case)) = self.gives.zip(self.new.row.case_id) {
            handover::begin(tx, (case, self.id), me)?;
            alone::needed(tx, case, self.id)?;
        }
        let Some(sent) = &self.sent else { return Ok(()) };
        sent.insert(tx, self.id)?;
        duty::store::add(tx, duty::EXPIRE, self.id, self.new.row.expires_at)
    }

    /// Why nothing was written: somebody else was quicker to offer the responsibility for the same case, or they did not want a place there
    /// and were not asked again.
    pub fn refused(&self, error: DbError) -> Problem {
        wanted::refused(error, self.new.row.case_id)
    }

    /// True when it waits for a second approver and nothing leaves yet.
    pub fn awaits_approval(&self) -> bool {
        self.sent.is_none()
    }

    /// When it was composed.
    pub fn at(&self) -> Millis {
        self.now
    }
}
