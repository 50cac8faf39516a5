//! How the register comes to know everybody: read at the start, and again for every case that is written.

use sila_core::ids::CaseId;
use uuid::Uuid;

use super::{KEPT_FROM, PATIENCE};
use crate::app::{App, Topic};
use crate::cases::store as cases;
use crate::cases::unseal;
use crate::duplicates::store as decisions;
use crate::duplicates::verdict::{Decision, Pair};
use crate::problem::Problem;

/// Takes in a case that was just written: its people are found from now on. When the store cannot be read now, it is
/// tried again beside the request that wrote.
pub async fn follow(app: &App, case: CaseId) {
    if let Err(problem) = read_again(app, case).await {
        tracing::warn!(code = %problem.code, "the register of people fell behind: {problem}");
        let node = app.clone();
        tokio::spawn(async move {
            while read_again(&node, case).await.is_err() {
                tokio::time::sleep(PATIENCE).await;
            }
        });
    }
}

async fn read_again(app: &App, case: CaseId) -> Result<(), Problem> {
    let stored = app.store.read(move |tx| cases::stored(tx, case)).await?;
    let record = stored.map(|stored| unseal(app, stored, None)).transpose()?;
    let mut inner = app.people.write();
    match record {
        Some(record) => {
            inner.take(&record, app.clock.now());
            inner.compare(case);
        }
        None => inner.forget(case),
    }
    drop(inner);
    app.changed(Topic::People);
    Ok(())
}

/// Reads every case and every decision into the register. The node serves meanwhile.
///
/// # Errors
/// When the store cannot be read or a record is damaged.
pub async fn fill(app: &App) -> Result<(), Problem> {
    let of = app.store.read(cases::count_all).await?;
    app.people.write().filling.of = u64::try_from(of).unwrap_or(0);
    read_decisions(app).await?;
    let mut last = CaseId(Uuid::nil());
    loop {
        let stored = app.store.read(move |tx| cases::stored_after(tx, last)).await?;
        let Some(end) = stored.last() else { break };
        last = end.row.id;
        let node = app.clone();
        let taken = tokio::task::spawn_blocking(move || take_all(&node, stored));
        taken.await.map_err(|error| Problem::unavailable("node.stopping").because(error))??;
    }
    let node = app.clone();
    let done = tokio::task::spawn_blocking(move || finish(&node));
    done.await.map_err(|error| Problem::unavailable("node.stopping").because(error))?;
    app.changed(Topic::People);
    Ok(())
}

async fn read_decisions(app: &App) -> Result<(), Problem> {
    let mut last: Option<Decision> = None;
    loop {
        let from = last.clone();
        let some = app.store.read(move |tx| decisions::after(tx, from.as_ref())).await?;
        if some.is_empty() {
            return Ok(());
        }
        last = some.last().cloned();
        let mut inner = app.people.write();
        some.into_iter().for_each(|decision| inner.remembered.take(decision));
    }
}

fn take_all(app: &App, stored: Vec<cases::Stored>) -> Result<(), Problem> {
    for one in stored {
        let record = unseal(app, one, None)?;
        let mut inner = app.people.write();
        // Whoever wrote to the case meanwhile has taken it in already.
        if !inner.cases.contains_key(&record.row.id) {
            inner.take(&record, app.clock.now());
        }
        inner.filling.read = inner.filling.read.saturating_add(1);
    }
    Ok(())
}

/// Once everybody is in: who may be whom.
fn finish(app: &App) {
    let pairs = app.people.read().index.pairs(KEPT_FROM);
    let mut inner = app.people.write();
    for found in pairs {
        if let Some(pair) = Pair::of(found.a, found.b) {
            inner.keep(pair, found.verdict);
        }
    }
    inner.filling.done = true;
}

/// Fills the register; a failure is logged, without anything of the records, and it is tried again.
pub async fn fill_until_done(app: App) {
    while let Err(problem) = fill(&app).await {
        tracing::warn!(code = %problem.code, "the register of people could not be filled: {problem}");
        tokio::time::sleep(PATIENCE).await;
    }
}
