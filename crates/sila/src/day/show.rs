//! What the day page knows: read in one snapshot, narrowed to what the worker's roles may see.

use std::sync::Arc;

use sila_core::referral::State as ReferralState;
use sila_core::time::Millis;
use sila_core::{AgencyId, CaseId};

use crate::accounts::{Permission, Worker};
use crate::activation::ledger::{self, Book};
use crate::agreements::{self, State as AgreementState, Stored as Agreement};
use crate::app::App;
use crate::ask::Ask;
use crate::cases::appointments::store::{self as appointments, Today};
use crate::cases::clocks::store::{self as clocks, Late as LateClocks, Waiting as CaseClock};
use crate::cases::closure::day::Waiting as Closures;
use crate::cases::glass::{self, Glass};
use crate::cases::interpreters::store::{self as interpreters, Lacking};
use crate::cases::mandatory::store::{self as mandatory, Due as Report};
use crate::cases::plan::day::Waiting as Care;
use crate::cases::plan::store::Line as Waits;
use crate::cases::scope::store as scope;
use crate::cases::store as cases;
use crate::day::{page, tasks};
use crate::db::{DbError, Tx};
use crate::evaluations::{self, cycle::Cycle};
use crate::intake::store::{self as drafts, Line};
use crate::knowledge::store::{self as knowledge, Stored as Item};
use crate::links::{self, Peer, arrivals::store as arrivals};
use crate::minutes::Waiting;
use crate::partners::Names;
use crate::partnerships::{self, Relation};
use crate::problem::Problem;
use crate::referrals::deadlines::store::{self as deadlines, Waiting as Deadline};
use crate::referrals::duty::store::{self as duty, RunsOut};
use crate::referrals::joint::store::{self as joint, Due, OpenDispute};
use crate::referrals::store::{self as referrals, Asked, Direction, Referral};
use crate::referrals::words::store::{self as rounds, Waiting as Round};
use crate::referrals::{self as referral, Counts};
use crate::reply::Reply;
use crate::shelter::danger::calls;
use crate::shelter::homes::{FRESH_HOURS, store as rooms};
use crate::shelter::shifts::{self, Handover};
use crate::shelter::stays::{self, Stay};
use crate::web::{Cx, Lang};

/// Rows of the newest incoming referrals.
pub const LATEST: usize = 5;
/// Things to do of one kind on the page; the lists behind have the rest.
pub const SHOWN: usize = 5;
/// Days that count as "this week".
const WEEK_DAYS: i64 = 7;
/// A course with free seats for us is told of so many days before it begins.
const SEATS_DAYS: i64 = 30;

/// What the page shows. What the worker may not see is empty.
#[derive(Debug, Default)]
pub struct Day {
    /// Pairs of records that ask for a decision.
    pub doubles: u32,
    /// Counts of referrals.
    pub counts: Counts,
    /// Open cases, and those of them opened this week.
    pub cases: (i64, i64),
    /// Incoming and undecided, the most urgent first.
    pub waiting: Vec<Referral>,
    /// Incoming, the most urgent first, decided or not.
    pub latest: Vec<Referral>,
    /// Sent, and waiting for a second approver who is not the sender.
    pub approvals: Vec<Referral>,
    /// Sent, and back here with an answer to read.
    pub returned: Vec<Referral>,
    /// Questions, waiting lists, declines and ends of referrals that wait for this worker, the next first.
    pub rounds: Vec<Round>,
    /// Tasks of joint plans that are this worker's to do, the next first.
    pub tasks: Vec<Due>,
    /// Appointments of today in this worker's own cases.
    pub appointments: Vec<Today>,
    /// Appointments of the coming days in this worker's own cases for which nobody is named who interprets.
    pub lacking: Vec<Lacking>,
    /// What of care plans waits.
    pub care: Care,
    /// What of closures and follow-ups waits.
    pub closures: Closures,
    /// Clocks of the law in this worker's cases, and those that have run out for whoever reads all, the next first.
    pub clocks: Vec<CaseClock>,
    /// Reports that the law wants and nobody has made: in this worker's cases, and anywhere for who approves and reads all.
    pub reports: Vec<Report>,
    /// Cases in which a possible conflict of interest waits for a decision.
    pub hints: Vec<Waits>,
    /// Cases of this worker whose permission to be known by another agency, or by us, runs out soon.
    pub permissions: Vec<RunsOut>,
    /// Cases of this worker that should be assessed again: case, its number, since when.
    pub assess: Vec<(CaseId, String, Millis)>,
    /// Clocks of the law that have run out, as counts, for whoever answers for the agency and reads no case.
    pub late: Vec<LateClocks>,
    /// Glass that was broken in this worker's cases, or that they review.
    pub glass: Vec<Glass>,
    /// Holds and stays at which something is due, the next first.
    pub stays: Vec<Stay>,
    /// Handovers between shifts that wait for somebody who did not make them.
    pub shifts: Vec<Handover>,
    /// How many calls are due before somebody may be taken into our homes.
    pub calls: usize,
    /// Rooms that nobody has lately confirmed.
    pub stale_rooms: i64,
    /// Disputes in which this worker has to act, the next first.
    pub disputes: Vec<OpenDispute>,
    /// Times of referrals that this worker is named for or can act on, the next first.
    pub deadlines: Vec<Deadline>,
    /// Unfinished forms.
    pub drafts: Vec<Line>,
    /// Links with how many messages of each are parked.
    pub links: Vec<(Peer, usize)>,
    /// What others wrote and this worker may review.
    pub reviews: Vec<Item>,
    /// How many campaigns of partners wait for our communication office.
    pub campaigns: usize,
    /// How many announcements of partners nobody here has opened yet.
    pub announcements: i64,
    /// How many facts of the audit sample nobody has looked at.
    pub audits: i64,
    /// How many alliances wait for our signature.
    pub alliances: usize,
    /// How many shared files of each partner nobody here has opened.
    pub files: Vec<(AgencyId, i64)>,
    /// How many exchanges of partners wait for our word.
    pub exchanges: usize,
    /// How many studies wait for the word that this worker may write down.
    pub studies: i64,
    /// How many colleagues wait for this worker's word about a course.
    pub wishes: usize,
    /// Courses of partners that begin soon, with seats kept for us that nobody has asked for.
    pub seats: i64,
    /// Services of ours that nobody has looked at for too long.
    pub services: Vec<crate::services::store::Stored>,
    /// Agreements that wait for our signature.
    pub to_sign: Vec<Agreement>,
    /// Agreements that both have signed, with what was signed under them.
    pub books: Arc<Vec<Book>>,
    /// Partnerships, with what of them is to be looked at.
    pub relations: Vec<Relation>,
    /// Evaluations, the newest first.
    pub cycles: Vec<Cycle>,
    /// What of minutes and threats waits.
    pub minutes: Waiting,
    /// What of proposals waits.
    pub proposals: crate::proposals::Waiting,
    /// What of licences waits.
    pub licences: crate::licences::Waiting,
    /// How many tokens of partners' programs wait for this worker's confirmation.
    pub tokens: usize,
    /// Rules of which nothing in force is the basis.
    pub groundless: Vec<sila_core::law::Rule>,
    /// Our agency, for whom things wait.
    pub me: Option<AgencyId>,
}

/// The page.
///
/// # Errors
/// When the store cannot be read.
pub async fn page(ask: Ask) -> Result<Reply, Problem> {
    let worker = ask.worker()?;
    let day = of(&ask.app, worker, ask.now).await?;
    let named = !day.reviews.is_empty() || !day.relations.is_empty() || !day.cycles.is_empty();
    let named = named || !day.licences.overrides.is_empty() || !day.files.is_empty();
    let names = if worker.may(Permission::ReferralRead) || named {
        Names::all(&ask.app).await?
    } else {
        Names::default()
    };
    Ok(Reply::page(&page::document(&ask.cx, worker, &day, &names)))
}

/// Whether anything waits for somebody: what their page of the day would list.
///
/// # Errors
/// When the store cannot be read.
pub async fn waits(app: &App, worker: &Worker, now: Millis) -> Result<bool, Problem> {
    let day = of(app, worker, now).await?;
    let cx = Cx::new(Lang::Ar, "/", now, Arc::default());
    Ok(!tasks::tasks(&cx, worker, &day, &Names::default()).is_empty())
}

/// Reads a worker's day.
///
/// # Errors
/// When the store cannot be read.
pub async fn of(app: &App, worker: &Worker, now: Millis) -> Result<Day, Problem> {
    let counts = referral::counts(app, worker).await?;
    let doubles = match worker.may(Permission::DuplicatesDecide) {
        true => crate::duplicates::line::count(app, worker).await?,
        false => 0,
    };
    let (reader, me) = (worker.clone(), app.node.id);
    let read = move |tx: &mut dyn Tx| -> Result<Day, DbError> {
        let mut day = read(tx, &reader, me, now)?;
        day.minutes = Waiting::read(tx, &reader, me, now)?;
        if reader.may(Permission::AgreementRead) {
            day.proposals = crate::proposals::Waiting::read(tx, &reader, me, now)?;
        }
        if reader.may(Permission::KnowledgeReview) {
            day.reviews = knowledge::to_review(tx, reader.id, me)?;
        }
        day.campaigns = crate::campaigns::waiting(tx, &reader)?;
        day.exchanges = crate::exchanges::waiting(tx, &reader)?;
        day.alliances = crate::partnerships::alliances::waiting(tx, &reader)?;
        if crate::audits::may_find(&reader) {
            day.audits = crate::audits::store::waiting(tx)?;
        }
        if reader.may(Permission::AgreementSign) {
            day.announcements = crate::announcements::unread(tx, &reader, (me, now))?;
            day.files = crate::files::store::fresh(tx, now)?;
        }
        if reader.may(Permission::ResearchApprove) {
            day.studies = crate::research::store::proposed(tx, reader.id)?;
        }
        if reader.may(Permission::TrainingApprove) {
            day.wishes = crate::training::store::to_approve(tx, reader.id)?.len();
            day.seats = crate::training::store::unused(tx, me, now, now.plus_days(SEATS_DAYS))?;
        }
        if reader.may(Permission::ServiceKeep) {
            let until = now.plus_days(-sila_core::directory::ASSURED_DAYS);
            day.services = crate::services::store::due(tx, me, until)?;
        }
        if reader.may(Permission::ReferralApprove) {
            day.tokens = crate::api::store::unconfirmed(tx, reader.id, now)?.len();
        }
        day.licences = crate::licences::Waiting::read(tx, &reader, now)?;
        day.groundless = crate::regulation::groundless(tx, &reader, now)?;
        Ok(day)
    };
    let mut day = app.store.read(read).await?;
    if worker.may(Permission::AgreementSign) {
        day.books = ledger::shared(app).await?;
        day.relations = partnerships::all(app, now).await?;
        day.cycles = evaluations::cycle::read(app).await?;
    }
    day.counts = counts;
    day.doubles = doubles;
    Ok(day)
}

fn read(tx: &mut dyn Tx, worker: &Worker, me: AgencyId, now: Millis) -> Result<Day, DbError> {
    let mut day = Day::default();
    if worker.may(Permission::CaseRead) {
        day.cases = cases::count_open(tx, worker, now.plus_days(-WEEK_DAYS))?;
        let today = now.uae_date();
        let whole = (today.at_minute(0), today.plus_days(1).at_minute(0));
        day.appointments = appointments::of_day(tx, worker.id, whole)?;
        let ahead = (now, now.plus_days(WEEK_DAYS));
        day.lacking = interpreters::lacking(tx, worker.id, ahead)?;
        day.tasks = joint::tasks_of(tx, worker, now)?;
        day.care = Care::read(tx, worker, now)?;
        day.closures = Closures::read(tx, worker, now)?;
        day.clocks = clocks::waiting(tx, worker, now)?;
        day.reports = mandatory::waiting(tx, worker)?;
        day.hints = scope::to_decide(tx, worker)?;
        day.permissions = duty::running_out(tx, worker, now)?;
        day.assess = crate::instruments::store::due(tx, worker.id, now)?;
        if worker.may(Permission::CaseApprove) && !worker.may(Permission::CaseReadAll) {
            day.late = clocks::late(tx, worker, now)?;
        }
    }
    day.glass = glass::store::waiting(tx, worker)?;
    read_homes(tx, worker, now, &mut day)?;
    if worker.may(Permission::ReferralRead) {
        read_referrals(tx, worker, &mut day)?;
        day.disputes = joint::disputes_of(tx, worker)?;
        day.deadlines = deadlines::waiting(tx, worker)?;
        day.rounds = rounds::waiting(tx, worker)?;
    }
    if worker.may(Permission::Intake) {
        day.drafts = drafts::all(tx, worker.id)?;
    }
    if worker.may(Permission::LinkRead) {
        for peer in links::store::peers(tx)? {
            let parked = arrivals::parked(tx, peer.link)?.len();
            day.links.push((peer, parked));
        }
    }
    if worker.may(Permission::AgreementSign) {
        let all = agreements::store::all(tx)?;
        let waits =
            |a: &Agreement| matches!(a.state, AgreementState::Offered | AgreementState::Drafted);
        day.to_sign = all.into_iter().filter(waits).collect();
        day.me = Some(me);
    }
    Ok(day)
}

fn read_homes(tx: &mut dyn Tx, worker: &Worker, now: Millis, day: &mut Day) -> Result<(), DbError> {
    day.calls = calls::waiting(tx, worker, now)?;
    if worker.may(Permission::ShelterPlace) {
        let open = stays::store::open(tx)?;
        day.stays = open.into_iter().filter(|stay| stay.is_due(now)).take(SHOWN).collect();
        day.shifts = shifts::store::waiting(tx)?;
        day.shifts.retain(|one| one.worker != worker.id);
        day.stale_rooms = rooms::stale(tx, now.plus_hours(-FRESH_HOURS))?;
    }
    Ok(())
}

fn read_referrals(tx: &mut dyn Tx, worker: &Worker, day: &mut Day) -> Result<(), DbError> {
    let incoming = referrals::page(tx, &asked(worker, Direction::In))?;
    let waits = |r: &&Referral| r.state.awaits_target() || r.state == ReferralState::Told;
    day.waiting = incoming.iter().filter(waits).cloned().collect();
    day.latest = incoming.into_iter().take(LATEST).collect();
    let outgoing = referrals::page(tx, &asked(worker, Direction::Out))?;
    for row in outgoing {
        match row.state {
            ReferralState::AwaitingApproval
                if worker.may(Permission::ReferralApprove) && row.created_by != Some(worker.id) =>
            {
                day.approvals.push(row);
            }
            ReferralState::Completed => day.returned.push(row),
            state if referral::came_back(state) => day.returned.push(row),
            _ => {}
        }
    }
    Ok(())
}

/// Open referrals that this worker may see: those of the desk, or one's own.
fn asked(worker: &Worker, direction: Direction) -> Asked {
    let desk = direction == Direction::In && worker.may(Permission::ReferralDecide);
    let all = desk || worker.may(Permission::ReferralReadAll);
    Asked {
        direction,
        open: true,
        urgency: String::new(),
        state: String::new(),
        category: String::new(),
        kind: String::new(),
        late_at: Millis(0),
        after: None,
        reader: worker.id,
        only_own: !all,
    }
}
