//! All SQL of votes. People are put on a roll in one place only: where the vote is opened.

use sila_core::ballot::{Ballot, BallotError, Method, Paper};
use sila_core::{Millis, VoteId};
use sila_seal::Hash;

use super::urn::Cast;
use super::{Choice, Drawn, Elector, Vote};
use crate::db::{DbError, Row, Tx, p};

macro_rules! of_vote {
    ($tail:literal) => {
        concat!(
            "select v.id, v.code, v.title_ar, v.title_en, v.method, v.options, v.dots, v.quorum, v.seed, v.public, v.roll, v.opened_by, v.opened_at, v.closed_at, v.urn from vote v ",
            $tail
        )
    };
}

crate::sql! {
    pub VOTE = of_vote!("where v.id = $1");
    pub VOTE_OF_CODE = of_vote!("where v.code = $1");
    pub VOTES = of_vote!("order by v.closed_at is not null, v.opened_at desc limit 100");
    pub INSERT_VOTE = "insert into vote (id, code, title_ar, title_en, method, options, dots, quorum, seed, public, roll, opened_by, opened_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    pub INSERT_CHOICE = "insert into vote_choice (vote, n, ar, en) values ($1, $2, $3, $4)";
    pub CHOICES = "select n, ar, en from vote_choice where vote = $1 order by n";
    pub INSERT_ELECTOR = "insert into vote_elector (vote, n, name, entity, slip_hash, slip, drawn) values ($1, $2, $3, $4, $5, $6, 0)";
    pub ELECTORS = "select n, name, entity, drawn, slip from vote_elector where vote = $1 order by n";
    pub DRAW = "update vote_elector set drawn = 1, asked = $3 where vote = $1 and slip_hash = $2 and (drawn = 0 or (drawn = 1 and asked = $3))";
    pub HOLDS_SLIP = "select n from vote_elector where vote = $1 and slip_hash = $2";
    pub DRAW_PAPER = "update vote_elector set drawn = 2 where vote = $1 and n = $2 and drawn = 0";
    pub IS_OPEN = "select closed_at is null from vote where id = $1";
    pub INSERT_BALLOT = "insert into vote_ballot (vote, spent, leaf, method, dots, given) values ($1, $2, $3, $4, $5, $6) on conflict (vote, spent) do nothing";
    pub INSERT_MARK = "insert into vote_mark (vote, spent, choice, mark, method) values ($1, $2, $3, $4, $5)";
    pub BALLOTS = "select b.leaf, m.choice, m.mark from vote_ballot b left join vote_mark m on m.vote = b.vote and m.spent = b.spent where b.vote = $1 order by b.leaf, m.choice";
    pub DROP_MARKS = "delete from vote_mark where vote = $1";
    pub DROP_BALLOTS = "delete from vote_ballot where vote = $1";
    pub CLOSE = "update vote set closed_at = $2, urn = $3, seed = $4 where id = $1 and closed_at is null";
    pub FORGET_DRAWING = "update vote_elector set asked = null, slip = null where vote = $1";
}

fn vote(row: &Row) -> Result<Vote, DbError> {
    let method: String = row.get(4)?;
    let wrong = |what: &str| DbError::Type { what: what.to_owned() };
    let method = Method::from_code(&method).or(Err(wrong("a method of voting")))?;
    let paper = Paper::new(method, row.get(5)?, row.get(6)?);
    Ok(Vote {
        id: row.get(0)?,
        code: row.get(1)?,
        title_ar: row.get(2)?,
        title_en: row.get(3)?,
        paper: paper.or(Err(wrong("a paper of a vote")))?,
        quorum: row.get(7)?,
        seed: row.get(8)?,
        public: row.get(9)?,
        roll: row.get(10)?,
        opened_by: row.get(11)?,
        opened_at: row.get(12)?,
        closed_at: row.get(13)?,
        urn: row.get(14)?,
    })
}

/// One vote.
pub fn find(tx: &mut dyn Tx, id: VoteId) -> Result<Option<Vote>, DbError> {
    tx.opt(&VOTE, &p![id])?.as_ref().map(vote).transpose()
}

/// The vote of a code.
pub fn of_code(tx: &mut dyn Tx, code: &str) -> Result<Option<Vote>, DbError> {
    tx.opt(&VOTE_OF_CODE, &p![code])?.as_ref().map(vote).transpose()
}

/// Votes, the open ones first; at most a hundred.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Vote>, DbError> {
    tx.query(&VOTES, &[])?.iter().map(vote).collect()
}

/// Somebody to be put on a roll: name, entity, hash of the slip, the slip sealed.
pub type Entry = (String, String, Hash, Vec<u8>);

/// Opens a vote with its options and the whole roll. There is no other way onto a roll.
pub fn open(
    tx: &mut dyn Tx,
    vote: &Vote,
    choices: &[Choice],
    roll: &[Entry],
) -> Result<(), DbError> {
    let Vote { id, code, title_ar, title_en, paper, quorum, seed, public, .. } = vote;
    let (method, options, dots) = (paper.method().code(), paper.options(), paper.dots());
    let (by, at) = (vote.opened_by, vote.opened_at);
    tx.send(
        &INSERT_VOTE,
        &p![
            *id, code, title_ar, title_en, method, options, dots, *quorum, seed, *public,
            vote.roll, by, at
        ],
    )?;
    for Choice { n, ar, en } in choices {
        tx.send(&INSERT_CHOICE, &p![*id, *n, ar, en])?;
    }
    for (n, (name, entity, hash, slip)) in (1_u32..).zip(roll) {
        tx.send(&INSERT_ELECTOR, &p![*id, n, name, entity, *hash, slip])?;
    }
    Ok(())
}

/// The options.
pub fn choices(tx: &mut dyn Tx, vote: VoteId) -> Result<Vec<Choice>, DbError> {
    let one = |row: &Row| Ok(Choice { n: row.get(0)?, ar: row.get(1)?, en: row.get(2)? });
    tx.query(&CHOICES, &p![vote])?.iter().map(one).collect()
}

/// The roll.
pub fn electors(tx: &mut dyn Tx, vote: VoteId) -> Result<Vec<Elector>, DbError> {
    let one = |row: &Row| {
        let drawn = match row.get(3)? {
            0_u8 => Drawn::Not,
            1 => Drawn::Phone,
            _ => Drawn::Paper,
        };
        let (name, entity) = (row.get(1)?, row.get(2)?);
        Ok(Elector { n: row.get(0)?, name, entity, drawn, slip: row.get(4)? })
    };
    tx.query(&ELECTORS, &p![vote])?.iter().map(one).collect()
}

/// What came of an attempt to draw or to cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It is done.
    Yes,
    /// Nobody on the roll has this slip.
    Unknown,
    /// It was done before, with something else.
    Before,
    /// The vote is closed.
    Closed,
}

fn is_open(tx: &mut dyn Tx, vote: VoteId) -> Result<bool, DbError> {
    tx.opt(&IS_OPEN, &p![vote])?.map_or(Ok(false), |row| row.get(0))
}

/// Marks that the holder of a slip has drawn with this blinded element; the same element again is the same drawing.
pub fn draw(tx: &mut dyn Tx, vote: VoteId, slip: &Hash, asked: &[u8; 32]) -> Result<Done, DbError> {
    if !is_open(tx, vote)? {
        return Ok(Done::Closed);
    }
    if tx.exec(&DRAW, &p![vote, slip, asked])? == 1 {
        return Ok(Done::Yes);
    }
    let known = tx.opt(&HOLDS_SLIP, &p![vote, slip])?.is_some();
    Ok(if known { Done::Before } else { Done::Unknown })
}

/// Marks that these people vote on paper; says how many of them had not drawn yet.
pub fn draw_paper(tx: &mut dyn Tx, vote: VoteId, places: &[u32]) -> Result<usize, DbError> {
    let mut marked = 0_usize;
    if !is_open(tx, vote)? {
        return Ok(0);
    }
    for n in places {
        marked = marked.saturating_add(usize::from(tx.exec(&DRAW_PAPER, &p![vote, *n])? == 1));
    }
    Ok(marked)
}

/// Puts a ballot into the box: the one place where ballots are stored. The rule of the vote is asked again here, against its row.
pub fn cast(
    tx: &mut dyn Tx,
    vote: VoteId,
    (spent, leaf): (&Hash, &Hash),
    marks: &[(u8, u8)],
) -> Result<Result<Done, BallotError>, DbError> {
    let Some(found) = find(tx, vote)?.filter(|vote| vote.closed_at.is_none()) else {
        return Ok(Ok(Done::Closed));
    };
    let ballot = match Ballot::new(found.paper, marks) {
        Ok(ballot) => ballot,
        Err(error) => return Ok(Err(error)),
    };
    let (method, dots) = (found.paper.method().code(), found.paper.dots());
    let given: u32 = ballot.marks().map(|(_, mark)| u32::from(mark)).sum();
    let given = if dots == 0 { 0 } else { given };
    if tx.exec(&INSERT_BALLOT, &p![vote, spent, leaf, method, dots, given])? == 0 {
        return Ok(Ok(Done::Before));
    }
    for (choice, mark) in ballot.marks() {
        tx.send(&INSERT_MARK, &p![vote, spent, choice, mark, method])?;
    }
    Ok(Ok(Done::Yes))
}

/// The ballots of an open vote, for its closing only.
pub(super) fn ballots(tx: &mut dyn Tx, vote: VoteId) -> Result<Vec<Cast>, DbError> {
    let mut found: Vec<Cast> = Vec::new();
    for row in tx.query(&BALLOTS, &p![vote])? {
        let leaf: Hash = row.get(0)?;
        if found.last().is_none_or(|last| last.leaf != leaf) {
            found.push(Cast { leaf, marks: Vec::new() });
        }
        let (choice, mark): (Option<u8>, Option<u8>) = (row.get(1)?, row.get(2)?);
        if let (Some(last), Some(choice), Some(mark)) = (found.last_mut(), choice, mark) {
            last.marks.extend([choice, mark]);
        }
    }
    Ok(found)
}

/// Closes a vote: the box is kept as one list, the rows of the ballots, the key and what was drawn with are deleted. False when
/// it is closed.
pub(super) fn close(
    tx: &mut dyn Tx,
    vote: VoteId,
    urn: Option<Vec<u8>>,
    now: Millis,
) -> Result<bool, DbError> {
    if tx.exec(&CLOSE, &p![vote, now, urn, Vec::<u8>::new()])? == 0 {
        return Ok(false);
    }
    tx.send(&DROP_MARKS, &p![vote])?;
    tx.send(&DROP_BALLOTS, &p![vote])?;
    tx.send(&FORGET_DRAWING, &p![vote])?;
    Ok(true)
}
