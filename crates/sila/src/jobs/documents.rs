//! Documents of referrals: those whose time has come are offered, and what was offered to us is fetched, over each link by
//! a task of its own, so that a slow or dead peer disturbs nobody else and no message waits for a file.

use std::collections::BTreeMap;
use std::time::Duration;

use sila_seal::Hash;
use tokio::task::{AbortHandle, JoinSet};

use crate::app::App;
use crate::links::joining;
use crate::problem::Problem;
use crate::referrals::attachments::{fetch, leaving, store};

/// Between two looks.
const LOOK: Duration = Duration::from_millis(500);

/// Looks again and again. Ends with the task that runs it; what was fetched by then is kept.
pub async fn run(app: App) {
    let mut tasks = JoinSet::new();
    let mut running: BTreeMap<Hash, AbortHandle> = BTreeMap::new();
    loop {
        if let Err(problem) = look(&app, &mut tasks, &mut running).await {
            tracing::warn!(code = %problem.code, "documents wait: {problem}");
        }
        while tasks.try_join_next().is_some() {}
        tokio::time::sleep(LOOK).await;
    }
}

async fn look(
    app: &App,
    tasks: &mut JoinSet<()>,
    running: &mut BTreeMap<Hash, AbortHandle>,
) -> Result<(), Problem> {
    leaving::all_due(app).await?;
    let now = app.clock.now();
    running.retain(|_, task| !task.is_finished());
    for link in app.store.read(move |tx| store::links_to_fetch(tx, now)).await? {
        let app = app.clone();
        running.entry(link).or_insert_with(|| tasks.spawn(fetched(app, link)));
    }
    Ok(())
}

async fn fetched(app: App, link: Hash) {
    let mut line = joining::line(&app);
    if let Err(problem) = fetch::over(&app, link, &mut line).await {
        tracing::warn!(code = %problem.code, "a document waits: {problem}");
    }
}
