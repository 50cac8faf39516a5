//! Votes that were held or are open, and what people have said of working with each other.

use anyhow::Context;
use sila_core::Millis;
use sila_core::ballot::{Ballot, Method, Paper};
use sila_core::experience::{Answer, Occasion, QUESTIONS, Quarter};
use uuid::Uuid;

use super::calendar::When;
use super::script::{Member, Script};
use super::stage::Stage;
use crate::feedback::{self, About};
use crate::votes::opening::{Asked, open};
use crate::votes::{closing, store, token};

/// Dots of each person.
const DOTS: u8 = 5;
/// Days that surely reach into the quarter before.
const QUARTER_DAYS: i64 = 91;

/// Votes and experiences.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voting {
    /// The votes.
    pub votes: Vec<Held>,
    /// What people said.
    pub experience: Vec<Felt>,
}

/// A vote.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// The agency that holds it.
    pub node: String,
    /// Who opens it.
    pub by: String,
    /// When.
    pub at: When,
    title: [String; 2],
    method: String,
    options: Vec<[String; 2]>,
    roll: Vec<(String, String)>,
    ballots: Vec<Vec<(u8, u8)>>,
    closed: bool,
}

/// What the people of one agency said about another in a quarter that is over.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Felt {
    of: String,
    about: String,
    quarters: i64,
    answers: Vec<[u8; QUESTIONS]>,
}

impl Felt {
    /// When, for a demonstration that begins at `now`.
    pub fn at(&self, now: Millis) -> Millis {
        now.plus_days(self.quarters.saturating_mul(-QUARTER_DAYS))
    }

    /// Where it stands, for errors.
    pub fn place(&self) -> String {
        format!("what {} says of {}", self.of, self.about)
    }
}

/// Holds a vote. Its people draw papers out of a hat.
///
/// # Errors
/// When a step is refused.
pub async fn hold(stage: &Stage, held: &Held) -> anyhow::Result<()> {
    let (app, officer) = (stage.node(&held.node)?, stage.worker(&held.by)?);
    let method = Method::from_code(&held.method)?;
    let asked = Asked {
        title: held.title.clone(),
        paper: Paper::new(method, u8::try_from(held.options.len())?, DOTS)?,
        options: held.options.clone(),
        quorum: 50,
        roll: held.roll.clone(),
    };
    let now = app.clock.now();
    let vote = open(app, officer, asked, None, now).await?;
    let (id, key) = (vote.id, token::key(app, &vote)?);
    for (n, marks) in (1_u32..).zip(&held.ballots) {
        let token = token::on_paper(&key)?;
        let ballot = Ballot::new(vote.paper, marks)?;
        let (spent, leaf, marks) = (token.spent(), token.leaf(&ballot), marks.clone());
        let write = move |tx: &mut dyn crate::db::Tx| {
            store::draw_paper(tx, id, &[n])?;
            store::cast(tx, id, (&spent, &leaf), &marks)
        };
        app.store.write(write).await?.context("a ballot")?;
    }
    if held.closed {
        closing::close(app, officer, &vote, now.plus_minutes(40)).await?;
    }
    Ok(())
}

/// Gives the answers and counts them when their quarter is over. Both agencies then show the same.
///
/// # Errors
/// When a step is refused.
pub async fn feel(
    stage: &mut Stage,
    script: &Script,
    felt: &Felt,
    now: Millis,
) -> anyhow::Result<()> {
    let (app, about) = (stage.node(&felt.of)?.clone(), stage.node(&felt.about)?.clone());
    let at = felt.at(now);
    let quarter = Quarter::of(at);
    let staff: Vec<&Member> = script.staff.iter().filter(|one| one.node == felt.of).collect();
    for (marks, member) in felt.answers.iter().zip(staff) {
        let worker = stage.worker(&member.code)?;
        let answer = Answer::new(*marks).context("a mark")?;
        let subject = Uuid::from_u128(u128::from(quarter.number()));
        let one = About { occasion: Occasion::Referral, subject, partner: about.node.id };
        feedback::answer::give(&app, worker, &one, answer, at).await?;
    }
    for _ in 0..2 {
        while feedback::report::tend(&app).await? > 0 {}
        stage.settle(&felt.of, &felt.about).await?;
        while feedback::report::tend(&about).await? > 0 {}
        stage.settle(&felt.of, &felt.about).await?;
    }
    Ok(())
}
