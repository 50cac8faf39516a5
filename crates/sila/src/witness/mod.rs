//! Linked agencies watch over each other's logs. This node shows the heads of its log to each of them and keeps their
//! cosignatures; it looks at the heads they show, stores what it has seen and only then cosigns; and it passes on what it
//! has seen of others, so that a log that shows two stories is found out.
//!
//! [`sila_link::witness`] has the rules. [`saying`] is what goes into a call, [`hearing`] what is taken from one,
//! `watch` what the running node remembers between two calls, [`settled`] what people see of it.

pub mod hearing;
pub mod saying;
pub mod settled;
pub mod store;
mod watch;

pub use settled::Standing;
pub use watch::Watch;

use sila_core::Millis;

use crate::app::App;
use crate::journal::log;
use crate::problem::Problem;

/// Numbers what waits in the journal, and wakes the links to which something must be said about logs now. Says how many
/// facts were numbered.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn tend(app: &App, now: Millis) -> Result<usize, Problem> {
    let numbered = log::number_when_due(app, now).await?;
    app.lines.each(|line| {
        if numbered.count > 0 {
            line.watch.has_news(numbered.exchanged, now);
        }
        if line.watch.presses(now) {
            line.ring();
        }
    });
    Ok(numbered.count)
}
