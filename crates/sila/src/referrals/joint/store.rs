//! All SQL of joint work: the signed lines with their sealed words, and the open tasks that follow from them.

use sila_core::ids::{AgencyId, ReferralId, WorkerId};
use sila_core::joint::{DisputeStage, HEAD, LineId};
use sila_core::time::Millis;
use uuid::Uuid;

use crate::accounts::{Permission, Worker};
use crate::cases::scope::store::barred;
use crate::db::{DbError, Row, Tx};
use crate::p;

crate::sql! {
    pub LINES = "select id, author, n, at, deed, body, hash, worker, key, words from referral_line where referral = $1 order by author, n";
    pub INSERT = "insert into referral_line (id, referral, author, n, at, deed, body, hash, worker, key, words) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    pub ERASE_WORDS = "update referral_line set key = null, words = null where referral = $1";
    pub DELETE_TASKS = "delete from joint_task where referral = $1";
    pub INSERT_TASK = "insert into joint_task (referral, author, n, worker, due, until) values ($1, $2, $3, $4, $5, $6)";
    pub TASKS_OF = concat!("select t.referral, t.author, t.n, t.due, r.reference, r.peer from joint_task t join referral r on r.id = t.referral join case_file c on c.id = r.case_id where (t.worker = $1 or (t.worker is null and c.owner = $1)) and t.until > $2 and r.state in ('ACCEPTED', 'COMPLETED') and exists (select 1 from case_member m where m.case_id = c.id and m.worker = $1) and not ", barred!("c.id", "$1"), " order by t.due, t.referral, t.n limit 100");
    pub DELETE_DISPUTE = "delete from open_dispute where referral = $1";
    pub INSERT_DISPUTE = "insert into open_dispute (referral, stage, ours, due) values ($1, $2, $3, $4)";
    pub RULINGS_DUE = "select referral from open_dispute where stage = 'ARBITER' and ours and due <= $1 order by due, referral limit 50";
    pub DISPUTES = concat!("select d.referral, d.stage, d.due, r.reference, r.peer, r.direction, r.created_by, r.claimed_by from open_dispute d cross join referral r where r.id = d.referral and d.ours and not ", barred!("r.case_id", "$1"), " order by coalesce(d.due, 9223372036854775807), d.referral limit 200");
}

/// A line as stored.
#[derive(Debug, Clone)]
pub struct StoredLine {
    /// The row, to which its sealed words are bound.
    pub id: Uuid,
    /// Who wrote it.
    pub author: AgencyId,
    /// Its number among that agency's lines.
    pub n: u32,
    /// When, by the author's clock.
    pub at: Millis,
    /// The name of the deed.
    pub deed: String,
    /// The signed line.
    pub body: Vec<u8>,
    /// Its hash.
    pub hash: [u8; 32],
    /// Which of our workers wrote it.
    pub worker: Option<WorkerId>,
    /// The key of the words, wrapped.
    pub key: Option<Vec<u8>>,
    /// The words, sealed.
    pub words: Option<Vec<u8>>,
}

impl StoredLine {
    /// Which line it is.
    pub fn line(&self) -> LineId {
        LineId { author: self.author, n: self.n }
    }
}

/// Destroys the keys of what was written about a referral, and the words. The signed lines stay: they name nobody.
pub fn erase_words(tx: &mut dyn Tx, id: ReferralId) -> Result<(), DbError> {
    tx.send(&ERASE_WORDS, &p![id])?;
    tx.send(&DELETE_TASKS, &p![id])
}

/// An open task of our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenTask {
    /// The line that gave it.
    pub line: LineId,
    /// Who is to do it; nobody named: the owner of the case.
    pub worker: Option<WorkerId>,
    /// By when.
    pub due: Millis,
    /// Until when the permission to share holds.
    pub until: Millis,
}

/// A task on somebody's list. It does not say what is to be done: that is on the page of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The referral.
    pub referral: ReferralId,
    /// The line that gave it.
    pub line: LineId,
    /// By when.
    pub due: Millis,
    /// The referral's number.
    pub reference: String,
    /// The other agency.
    pub peer: AgencyId,
}

fn stored(row: &Row) -> Result<StoredLine, DbError> {
    Ok(StoredLine {
        id: row.get(0)?,
        author: row.get(1)?,
        n: row.get(2)?,
        at: row.get(3)?,
        deed: row.get(4)?,
        body: row.get(5)?,
        hash: row.get(6)?,
        worker: row.get(7)?,
        key: row.get(8)?,
        words: row.get(9)?,
    })
}

/// The lines of a referral.
pub fn lines(tx: &mut dyn Tx, referral: ReferralId) -> Result<Vec<StoredLine>, DbError> {
    tx.query(&LINES, &p![referral])?.iter().map(stored).collect()
}

/// Writes a line.
pub fn insert(tx: &mut dyn Tx, referral: ReferralId, line: &StoredLine) -> Result<(), DbError> {
    tx.send(
        &INSERT,
        &p![
            line.id,
            referral,
            line.author,
            line.n,
            line.at,
            line.deed.as_str(),
            line.body.as_slice(),
            line.hash,
            line.worker,
            line.key.clone(),
            line.words.clone()
        ],
    )
}

/// Replaces the open tasks of a referral.
pub fn set_tasks(tx: &mut dyn Tx, referral: ReferralId, tasks: &[OpenTask]) -> Result<(), DbError> {
    tx.send(&DELETE_TASKS, &p![referral])?;
    tasks.iter().try_for_each(|task| {
        let LineId { author, n } = task.line;
        tx.send(&INSERT_TASK, &p![referral, author, n, task.worker, task.due, task.until])
    })
}

/// What this worker has to do in joint work, the next first. Only of cases that they are a member of.
pub fn tasks_of(tx: &mut dyn Tx, worker: &Worker, now: Millis) -> Result<Vec<Due>, DbError> {
    let due = |row: &Row| {
        Ok(Due {
            referral: row.get(0)?,
            line: LineId { author: row.get(1)?, n: row.get(2)? },
            due: row.get(3)?,
            reference: row.get(4)?,
            peer: row.get(5)?,
        })
    };
    tx.query(&TASKS_OF, &p![worker.id, now])?.iter().map(due).collect()
}

/// A dispute that waits for our agency. What it is about stands on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDispute {
    /// The referral.
    pub referral: ReferralId,
    /// Where it stands.
    pub stage: DisputeStage,
    /// By when this stage should be over.
    pub due: Option<Millis>,
    /// The referral's number.
    pub reference: String,
    /// The other agency.
    pub peer: AgencyId,
}

/// Replaces what is known of the open dispute about a referral: its stage, whether our agency has to act, and by when.
pub fn set_dispute(
    tx: &mut dyn Tx,
    referral: ReferralId,
    open: Option<(DisputeStage, bool, Option<Millis>)>,
) -> Result<(), DbError> {
    tx.send(&DELETE_DISPUTE, &p![referral])?;
    open.map_or(Ok(()), |(stage, ours, due)| {
        tx.send(&INSERT_DISPUTE, &p![referral, stage.code(), ours, due])
    })
}

/// The referrals about which the other agency has written down a ruling that nobody here has contradicted in time.
pub fn rulings_due(tx: &mut dyn Tx, now: Millis) -> Result<Vec<ReferralId>, DbError> {
    tx.query(&RULINGS_DUE, &p![now])?.iter().map(|row| row.get(0)).collect()
}

/// The disputes that wait for our agency, the next first: before the heads those of the referrals that this worker answers
/// for, before a head all that have come so far.
pub fn disputes_of(tx: &mut dyn Tx, worker: &Worker) -> Result<Vec<OpenDispute>, DbError> {
    let head = worker.roles.iter().any(|role| role == HEAD);
    let mut open = Vec::new();
    for row in tx.query(&DISPUTES, &p![worker.id])? {
        let (stage, direction, by): (String, String, Option<WorkerId>) =
            (row.get(1)?, row.get(5)?, row.get(6)?);
        let Ok(stage) = DisputeStage::from_code(&stage) else { continue };
        let desk = direction == "in" && worker.may(Permission::ReferralDecide);
        let follows: Option<WorkerId> = row.get(7)?;
        let theirs = desk || [by, follows].contains(&Some(worker.id));
        let heads = matches!(stage, DisputeStage::Heads | DisputeStage::Arbiter);
        if if heads { head } else { theirs } {
            let (referral, due) = (row.get(0)?, row.get(2)?);
            let (reference, peer) = (row.get(3)?, row.get(4)?);
            open.push(OpenDispute { referral, stage, due, reference, peer });
        }
    }
    Ok(open)
}
