//! What this node says by itself: no to a campaign that no party may sign, yes to a partner's report of its own part, and how many
//! contacts there were here around a campaign that has run for fourteen days.

use sila_core::campaign::{Campaign, Effect, Report, overlap};
use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::{Version, Word};

use super::{Held, PLAN, REPORT, all, held, is_pending, reports, store};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::knowledge::share::basis;
use crate::problem::Problem;
use crate::records::{By, propose, store as records, unless_refused, word};

/// Does what is due. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    let mut done = 0_usize;
    for line in app.store.read(|tx| records::asked_of(tx, [PLAN, REPORT, REPORT])).await? {
        let Some(word) = answer(app, &line.version).await? else { continue };
        done = done.saturating_add(usize::from(word::answer(app, line.version, word).await?));
    }
    Ok(done.saturating_add(count(app, app.clock.now()).await?))
}

/// What the node answers; nothing where people decide.
async fn answer(app: &App, version: &Version) -> Result<Option<Word>, Problem> {
    let (from, now) = (version.proposer, app.clock.now());
    if basis(app, from, now).await.is_err() {
        return Ok(Some(Word::Decline));
    }
    if version.kind == PLAN {
        let plan: Option<Campaign> = minicbor::decode(&version.content).ok();
        let whole = plan.is_some_and(|plan| plan.lacks(&version.parties).is_empty());
        return Ok(if whole && version.number == 1 { None } else { Some(Word::Decline) });
    }
    let Ok(report) = minicbor::decode::<Report>(&version.content) else {
        return Ok(Some(Word::Decline));
    };
    let (campaign, record) = (report.campaign, version.record);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        let plan = records::load(tx, campaign)?.and_then(|one| held(campaign, &one.shared));
        Ok((plan, records::load(tx, record)?))
    };
    let (plan, loaded) = app.store.read(read).await?;
    let own = loaded
        .is_some_and(|one| one.shared.versions().all(|(_, held)| held.version.proposer == from));
    let sound = |plan: Held| {
        let same = plan.version.kind == PLAN && plan.version.parties == version.parties;
        same && plan.stands() && report.is_sound(&plan.campaign, from)
    };
    Ok(Some(if own && plan.is_some_and(sound) { Word::Sign } else { Word::Decline }))
}

/// Says what came of our part, to all parties.
///
/// # Errors
/// `page.not_found` unless the campaign stands; `campaign.waiting` until the others have what was said before; what records refuse.
pub async fn tell(app: &App, plan: &Held, report: &Report, by: By) -> Result<(), Problem> {
    let me = app.node.id;
    if !plan.stands() || !report.is_sound(&plan.campaign, me) {
        return Err(Problem::not_found());
    }
    let key = (plan.record, me);
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((reports(tx)?.remove(&key), is_pending(tx, key.0, me)?))
    };
    let (before, pending) = app.store.read(read).await?;
    if pending {
        return Err(Problem::refused("campaign.waiting").way_out(super::path(plan.record)));
    }
    let content = minicbor::to_vec(report).unwrap_or_default();
    match before {
        Some((_, same)) if same == *report => Ok(()),
        Some((record, _)) => propose::amend(app, record, content, by).await,
        None => {
            let others = plan.version.parties.iter().copied().filter(|party| *party != me);
            let others: Vec<AgencyId> = others.collect();
            propose::first(app, REPORT, &others, content, by).await.map(|_record| ())
        }
    }
}

/// Counts contacts around campaigns of which fourteen days are over at `now`, once each. Says how many.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn count(app: &App, now: Millis) -> Result<usize, Problem> {
    let me = app.node.id;
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> { Ok((all(tx)?, reports(tx)?)) };
    let (plans, said) = app.store.read(read).await?;
    let mut done = 0_usize;
    for plan in plans.iter().filter(|plan| plan.stands() && is_over(plan, now)) {
        let before = said.get(&(plan.record, me)).map(|(_, report)| report);
        if before.is_some_and(|report| report.effect.is_some()) {
            continue;
        }
        let mut report = before.cloned().unwrap_or_else(|| Report::new(plan.record));
        report.effect = Some(effect(app, plan, &plans).await?);
        let by = By { worker: None, now: app.clock.now() };
        let told = unless_refused(tell(app, plan, &report, by).await)?;
        done = done.saturating_add(usize::from(told.is_some()));
    }
    Ok(done)
}

fn is_over(plan: &Held, now: Millis) -> bool {
    let [_, (_, end)] = plan.campaign.windows();
    end <= now
}

/// Of campaigns whose days overlap only the first is counted: two counts would tell of the days between them.
async fn effect(app: &App, plan: &Held, plans: &[Held]) -> Result<Effect, Problem> {
    let own: (_, RecordId) = (plan.campaign.begins, plan.record);
    let first = |other: &&Held| (other.campaign.begins, other.record) < own && other.stands();
    let crossed = |other: &Held| overlap(other.campaign.begins, plan.campaign.begins);
    if plans.iter().filter(first).any(crossed) {
        return Ok(Effect::Overlaps);
    }
    let [before, after] = plan.campaign.windows();
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((store::contacts(tx, before)?, store::contacts(tx, after)?))
    };
    let (before, after) = app.store.read(read).await?;
    Ok(Effect::of(before, after))
}
