//! The joint work of one referral as somebody at this agency finds it.

use std::collections::BTreeMap;

use sila_core::ids::{AgencyId, ReferralId, WorkerId};
use sila_core::joint::{Deed, Joint, Line, LineId, Plan, WhyEnd};
use sila_core::referral::{State, Thread};
use sila_core::time::Millis;
use sila_link::{ChainEnd, Salted, SignedLine, fingerprint};

use super::store::{self, OpenTask, StoredLine};
use crate::accounts::Worker;
use crate::app::App;
use crate::cases;
use crate::db::{DbError, Tx};
use crate::links::{self, Peer};
use crate::problem::Problem;
use crate::referrals::body;
use crate::referrals::record::Record;
use crate::vault::{self, Place};

/// Which part of what two agencies say to each other about a referral somebody comes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// The joint work: for whoever may read the case.
    Joint,
    /// Disputes, in which nobody is named: for whoever may see the referral.
    Dispute,
    /// Times that run out, the second signature, the review: for the same.
    Times,
}

impl Room {
    /// Whether a line is said here.
    fn holds(self, line: &Line) -> bool {
        let room = match &line.deed {
            deed if deed.is_dispute() => Room::Dispute,
            deed if deed.is_about_time() => Room::Times,
            _ => Room::Joint,
        };
        line.deed == Deed::Member || room == self
    }
}

/// Whether the two agencies still share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Yes.
    Open,
    /// The work is over: it can be read and nothing is added.
    Over,
    /// The person's permission was withdrawn or has run out, or sharing is unsafe: nothing of it is shown.
    Ended,
}

/// The lines of a referral and what they add up to.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The lines as stored.
    pub stored: Vec<StoredLine>,
    /// The same lines, read.
    pub lines: Vec<Line>,
    /// What follows from them.
    pub joint: Joint,
}

impl Loaded {
    /// Reads the lines of a referral whose offer was signed.
    pub fn load(tx: &mut dyn Tx, thread: &Thread) -> Result<Loaded, DbError> {
        let damaged = |what: &str| DbError::Type { what: format!("joint work is damaged: {what}") };
        let parties = [thread.offer().source, thread.offer().target];
        let stored = store::lines(tx, thread.referral())?;
        let read = |stored: &StoredLine| {
            SignedLine::from_cbor(&stored.body).and_then(|signed| signed.read())
        };
        let lines: Result<Vec<Line>, _> = stored.iter().map(read).collect();
        let lines = lines.or(Err(damaged("line")))?;
        let joint = Joint::fold(thread.referral(), parties, &lines)
            .map_err(|error| damaged(error.code()))?;
        Ok(Loaded { stored, lines, joint })
    }

    /// The end of the chain of one author.
    pub fn chain_end(&self, author: AgencyId) -> ChainEnd {
        let own = self.stored.iter().filter(|line| line.author == author);
        own.max_by_key(|line| line.n)
            .map_or_else(ChainEnd::default, |line| ChainEnd { n: line.n, hash: line.hash })
    }

    /// The line that introduced one of our workers.
    pub fn member(&self, worker: WorkerId) -> Option<LineId> {
        let introduced = |line: &&StoredLine| line.worker == Some(worker) && line.deed == "MEMBER";
        self.stored.iter().find(introduced).map(StoredLine::line)
    }

    /// Our worker whom a line introduced.
    fn worker(&self, member: LineId) -> Option<WorkerId> {
        self.stored.iter().find(|line| line.line() == member).and_then(|line| line.worker)
    }

    /// The open tasks of `me` as they follow from the lines.
    pub fn open_tasks(&self, me: AgencyId, until: Millis) -> Vec<OpenTask> {
        let plan = self.joint.plan();
        if plan.end.is_some() {
            return Vec::new();
        }
        let ours = plan.tasks.iter().filter(|task| task.agency == me && task.state.is_open());
        let one = |task: &sila_core::joint::Task| OpenTask {
            line: task.id,
            worker: task.member.and_then(|n| self.worker(LineId { author: me, n })),
            due: end_of(task.due),
            until,
        };
        ours.map(one).collect()
    }
}

/// The end of a day in the State.
pub fn end_of(day: sila_core::time::Date) -> Millis {
    day.at_minute(24 * 60 - 1)
}

/// Where the words of a line belong.
pub fn place(row: uuid::Uuid) -> Place {
    Place { table: "referral_line", row }
}

/// Until when the permission to share holds, as far as it is known here.
pub fn until(app: &App, record: &Record) -> Result<Option<Millis>, Problem> {
    let body = body::open(app, record.row.id, &record.sealed)?;
    Ok(body.and_then(|body| body.shared).map(|shared| shared.permission.expires_at))
}

/// Everything about the joint work of one referral, for a worker who may read the case.
pub struct Desk {
    /// The referral.
    pub record: Record,
    /// Its lines.
    pub loaded: Loaded,
    /// Our own agency.
    pub me: AgencyId,
    /// The other agency.
    pub peer: Peer,
    /// Until when the permission to share holds.
    pub until: Option<Millis>,
    /// Whether the two still share.
    pub sharing: Sharing,
    /// Whether the worker who asks was introduced to the other agency.
    pub takes_part: bool,
    words: BTreeMap<LineId, String>,
}

impl Desk {
    /// Finds it through the worker who asks: for the joint work somebody who may read the case, once the other agency was told
    /// who the person is; for a dispute somebody who may see the referral. A stranger finds nothing.
    ///
    /// # Errors
    /// `page.not_found`, or when the store cannot be read.
    pub async fn through(
        app: &App,
        worker: &Worker,
        (id, room): (ReferralId, Room),
        now: Millis,
    ) -> Result<Desk, Problem> {
        let record = Record::through(app, worker, id).await?;
        let thread = record.thread.clone().ok_or_else(Problem::not_found)?;
        let case = match room {
            Room::Dispute | Room::Times => None,
            Room::Joint if thread.is_joint() => {
                Some(record.row.case_id.ok_or_else(Problem::not_found)?)
            }
            Room::Joint => return Err(Problem::not_found()),
        };
        let (reader, agency) = (worker.clone(), record.row.peer);
        let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
            let case = case.map(|case| cases::store::find(tx, &reader, case)).transpose()?;
            if case.is_some_and(|case| case.is_none()) {
                return Ok(None);
            }
            let peer = links::store::peer_of(tx, agency)?;
            let loaded = Loaded::load(tx, &thread)?;
            Ok(peer.map(|peer| (loaded, peer)))
        };
        let (loaded, peer) = app.store.read(read).await?.ok_or_else(Problem::not_found)?;
        let until = until(app, &record)?;
        let sharing = sharing(&record, &loaded.joint, until, now);
        let words = match (room, sharing) {
            (Room::Joint, Sharing::Ended) => BTreeMap::new(),
            _ => opened(app, &loaded, room)?,
        };
        let (me, takes_part) = (app.node.id, loaded.member(worker.id).is_some());
        Ok(Desk { record, loaded, me, peer, until, sharing, takes_part, words })
    }

    /// # Errors
    /// `joint.ended` when nothing is added any more.
    pub fn needs_open(&self, room: Room) -> Result<(), Problem> {
        let back = || Problem::refused("joint.ended").way_out(super::path(self.record.row.id, ""));
        if room != Room::Joint || self.sharing == Sharing::Open { Ok(()) } else { Err(back()) }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        self.loaded.joint.plan()
    }

    /// What somebody wrote beside a line; nothing when sharing has ended.
    pub fn words(&self, line: LineId) -> &str {
        self.words.get(&line).map_or("", String::as_str)
    }

    /// 32 bytes that are the same at both agencies when both hold the same lines.
    pub fn fingerprint(&self) -> [u8; 32] {
        let lines = self.loaded.stored.iter();
        let chained: Vec<_> = lines.map(|line| (line.author, line.n, line.hash)).collect();
        fingerprint(&chained)
    }
}

fn sharing(record: &Record, joint: &Joint, until: Option<Millis>, now: Millis) -> Sharing {
    let withdrawn =
        joint.plan().end.is_some_and(|(_, why)| matches!(why, WhyEnd::Permission | WhyEnd::Unsafe));
    if withdrawn || until.is_none_or(|until| now >= until) {
        return Sharing::Ended;
    }
    let state = record.thread.as_ref().map(|thread| thread.state());
    let working = matches!(state, Some(State::Accepted | State::Completed));
    if working && joint.plan().end.is_none() { Sharing::Open } else { Sharing::Over }
}

/// What was written beside the lines of one room.
///
/// # Errors
/// When what is sealed does not open.
pub fn opened(app: &App, loaded: &Loaded, room: Room) -> Result<BTreeMap<LineId, String>, Problem> {
    let mut words = BTreeMap::new();
    let lines = loaded.stored.iter().zip(&loaded.lines);
    for (line, _) in lines.filter(|(_, line)| room.holds(line)) {
        let (Some(key), Some(sealed)) = (&line.key, &line.words) else { continue };
        let key = app.vault.open_key(place(line.id), key)?;
        let plain = vault::open(&key, place(line.id), sealed)?;
        let salted: Salted = minicbor::decode(&plain)
            .map_err(|error| Problem::internal("joint.unreadable").because(error))?;
        words.insert(line.line(), String::from_utf8_lossy(&salted.bytes).into_owned());
    }
    Ok(words)
}
