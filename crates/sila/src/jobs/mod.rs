//! Work that goes on beside the requests: numbering the journal, reacting to what arrived, bringing in older registers,
//! delivering the outbox, fetching documents, keeping the time limits, what partners share for learning, and what questions between agencies ask for. Each loop
//! wakes by a bell or after a second, does what is due, and sleeps again.

pub mod deliver;
mod documents;
pub mod react;

use std::future::Future;
use std::time::Duration;

use tokio::sync::Notify;

use crate::app::App;
use crate::journal::log;
use crate::problem::Problem;

/// Longest sleep of a loop: a bell that was missed costs no more than this.
const TICK: Duration = Duration::from_secs(1);

/// Starts every loop of a node. They end with the returned tasks.
pub fn start(app: &App) -> tokio::task::JoinSet<()> {
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(repeat("number", app.clone(), None, |app| async move {
        let numbered = crate::witness::tend(&app, app.clock.now()).await?;
        // What came meanwhile waits, so that many facts share a head.
        Ok(if numbered < log::BATCH { 0 } else { numbered })
    }));
    tasks.spawn(repeat("keys", app.clone(), None, |app| async move {
        crate::keys::duty::tend(&app, app.clock.now()).await
    }));
    tasks.spawn(repeat("react", app.clone(), Some(|app| &app.jobs), |app| async move {
        react::all_due(&app).await
    }));
    tasks.spawn(repeat("deadlines", app.clone(), None, |app| async move {
        let now = app.clock.now();
        let stood = crate::referrals::dispute::arbiter::tend(&app, now).await?;
        Ok(stood + crate::referrals::deadlines::tend::tend(&app, now).await?)
    }));
    tasks.spawn(repeat("glass", app.clone(), None, |app| async move {
        crate::cases::glass::tend(&app, app.clock.now()).await
    }));
    tasks.spawn(repeat("contacts", app.clone(), None, |app| async move {
        crate::intake::contacts::tend(&app, app.clock.now()).await
    }));
    share(app, &mut tasks);
    sign(app, &mut tasks);
    tasks.spawn(repeat("known", app.clone(), None, |app| async move {
        crate::known::due(&app, app.clock.now()).await
    }));
    tasks.spawn(repeat("shelter", app.clone(), None, |app| async move {
        crate::shelter::stays::due::tend(&app, app.clock.now()).await
    }));
    tasks.spawn(repeat("places", app.clone(), Some(|app| &app.places), |app| async move {
        let now = app.clock.now();
        let answered = crate::shelter::asking::answer::tend(&app, now).await?;
        Ok(answered + crate::shelter::asking::settle::tend(&app, now).await?)
    }));
    tasks.spawn(repeat("import", app.clone(), None, |app| async move {
        crate::imports::due(&app).await
    }));
    tasks.spawn(documents::run(app.clone()));
    tasks.spawn(deliver::run(app.clone()));
    tasks.spawn(crate::people::register::fill_until_done(app.clone()));
    tasks
}

/// Loops of what partners share.
fn share(app: &App, tasks: &mut tokio::task::JoinSet<()>) {
    tasks.spawn(repeat("webhooks", app.clone(), None, |app| async move {
        crate::webhooks::due::tend(&app, app.clock.now()).await
    }));
    tasks.spawn(repeat("records", app.clone(), None, |app| async move {
        crate::records::forward::bring(&app).await
    }));
    tasks.spawn(repeat("knowledge", app.clone(), None, |app| async move {
        crate::knowledge::share::bring(&app).await
    }));
    tasks.spawn(repeat("training", app.clone(), None, |app| async move {
        crate::training::share::bring(&app).await
    }));
    tasks.spawn(repeat("exchanges", app.clone(), None, |app| async move {
        crate::exchanges::share::bring(&app).await
    }));
    tasks.spawn(repeat("campaigns", app.clone(), None, |app| async move {
        crate::campaigns::share::bring(&app).await
    }));
    tasks.spawn(repeat("announcements", app.clone(), None, |app| async move {
        crate::announcements::bring(&app).await
    }));
    tasks.spawn(repeat("files", app.clone(), None, |app| async move {
        crate::files::tend(&app, app.clock.now()).await
    }));
    tasks.spawn(repeat("services", app.clone(), None, |app| async move {
        crate::services::share::bring(&app).await
    }));
    tasks.spawn(repeat("feedback", app.clone(), None, |app| async move {
        crate::feedback::report::tend(&app).await
    }));
    tasks.spawn(repeat("minutes", app.clone(), None, |app| async move {
        crate::minutes::bring(&app).await
    }));
    tasks.spawn(repeat("mail", app.clone(), None, |app| async move {
        crate::mail::tend(&app, app.clock.now()).await
    }));
    tasks.spawn(repeat("proposals", app.clone(), None, |app| async move {
        crate::proposals::bring(&app).await
    }));
    tasks.spawn(repeat("ideas", app.clone(), None, |app| async move {
        crate::ideas::share::bring(&app).await
    }));
}

/// Loops of what partners sign about working together.
fn sign(app: &App, tasks: &mut tokio::task::JoinSet<()>) {
    tasks.spawn(repeat("indices", app.clone(), None, |app| async move {
        crate::activation::published::bring(&app).await
    }));
    tasks.spawn(repeat("audits", app.clone(), None, |app| async move {
        crate::audits::tend(&app).await
    }));
    tasks.spawn(repeat("differences", app.clone(), None, |app| async move {
        crate::differences::bring(&app).await
    }));
    tasks.spawn(repeat("focal", app.clone(), None, |app| async move {
        crate::partnerships::share::bring(&app).await
    }));
    tasks.spawn(repeat("plans", app.clone(), None, |app| async move {
        crate::partnerships::plan::bring(&app).await
    }));
    tasks.spawn(repeat("risks", app.clone(), None, |app| async move {
        crate::partnerships::risks::bring(&app).await
    }));
    tasks.spawn(repeat("alliances", app.clone(), None, |app| async move {
        crate::partnerships::alliances::bring(&app).await
    }));
    tasks.spawn(repeat("evaluations", app.clone(), None, |app| async move {
        crate::evaluations::bring::bring(&app).await
    }));
}

type Bell = fn(&App) -> &Notify;

/// Does `work` again and again; what fails is logged and tried at the next tick.
async fn repeat<F, R>(name: &'static str, app: App, bell: Option<Bell>, work: F)
where
    F: Fn(App) -> R,
    R: Future<Output = Result<usize, Problem>>,
{
    loop {
        match work(app.clone()).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(problem) => {
                tracing::warn!(job = name, code = %problem.code, "job failed: {problem}")
            }
        }
        match bell {
            None => tokio::time::sleep(TICK).await,
            Some(bell) => {
                let rung = tokio::time::timeout(TICK, bell(&app).notified()).await;
                drop(rung);
            }
        }
    }
}
