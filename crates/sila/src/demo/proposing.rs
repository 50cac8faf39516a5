//! The proposals of the script: what partners without a node proposed to the host, and what was said about it since.

use anyhow::Context;
use sila_core::AgencyId;
use sila_core::proposal::{ProposalKind, Stage};
use sila_core::time::Millis;

use crate::accounts::Worker;
use crate::app::App;
use crate::meetings::text::Words;
use crate::proposals::text::{MoveText, ProposalText};
use crate::proposals::{self, Said, Wish};

/// A proposal.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposed {
    /// The entity that proposed it.
    pub by: String,
    kind: String,
    /// Days before the demonstration.
    before: i64,
    ar: String,
    en: String,
    text_ar: String,
    text_en: String,
    moves: Vec<Step>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    to: String,
    /// Days after it was proposed.
    after: i64,
    words: String,
    next: String,
    /// Days after the move; none when 0.
    due: i64,
}

/// Writes it down, and what was said about it.
///
/// # Errors
/// When a step is refused.
pub async fn propose(
    app: &App,
    told: &Proposed,
    partner: AgencyId,
    keeper: &Worker,
    now: Millis,
) -> anyhow::Result<()> {
    let (me, at) = (app.node.id, now.plus_days(told.before.saturating_neg()));
    let text = ProposalText {
        title: Words::new(&told.ar, &told.en),
        text: Words::new(&told.text_ar, &told.text_en),
    };
    let kind = ProposalKind::from_code(&told.kind)?;
    let wish = Wish { kind, text, typed: None, proposer: partner, desk: me, partner };
    let id = proposals::propose(app, wish, keeper, at).await?;
    for step in &told.moves {
        let (to, at) = (Stage::from_code(&step.to)?, at.plus_days(step.after));
        let owned = step.due > 0;
        let owner = Words::new(&keeper.name_ar, &keeper.name_en);
        let text = MoveText {
            words: step.words.clone(),
            next: step.next.clone(),
            owner: if owned { owner } else { Words::default() },
        };
        let said = Said {
            to,
            text,
            due_at: owned.then(|| at.plus_days(step.due)),
            owner: owned.then_some(keeper.id),
            became: None,
        };
        let by = if to == Stage::Withdrawn { partner } else { me };
        let done = proposals::say(app, id, said, by, (keeper, at)).await;
        done.with_context(|| format!("{}: {}", told.by, step.to))?;
    }
    Ok(())
}
