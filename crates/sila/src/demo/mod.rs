//! The demonstration: three linked nodes of invented agencies, with staff and the work of the last weeks, made by the
//! same acts that the pages use, then run as three programs.

pub mod asking;
pub mod calendar;
pub mod campaigning;
pub mod caring;
pub mod children;
pub mod contacting;
pub mod course;
pub mod deed;
mod delegations;
pub mod directory;
mod draft;
pub mod drafting;
pub mod exchange;
pub mod folder;
pub mod gathering;
mod guarding;
mod hall;
pub mod homes;
pub mod hosting;
pub mod household;
pub mod learning;
mod lettering;
mod licensing;
pub mod linking;
pub mod living;
mod measuring;
pub mod pact;
mod partnering;
mod play;
mod policy;
mod proposing;
mod public;
mod referring;
pub mod rehearsal;
pub mod script;
pub mod sessions;
pub mod sharing;
pub mod stage;
pub mod staging;
pub mod story;
mod studying;
pub mod teaching;
#[cfg(test)]
mod tests;
pub mod visiting;
pub mod voting;

use std::path::Path;

use crate::clock::Clock;
use calendar::When;
use children::{Addresses, Running};
use folder::Folder;
use script::Script;
use stage::Stage;

/// The first port of the pages, when nobody says another.
pub const PORT: u16 = 8481;

/// When the agencies made their nodes.
const FOUNDED: When = When::Before { days: 33, minute: 9 * 60 };
/// When their officers met to link them.
const LINKED: When = When::Before { days: 32, minute: 10 * 60 };

/// What the person at the terminal asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// The folder of the demonstration.
    pub dir: &'a Path,
    /// The first port, if it matters.
    pub port: Option<u16>,
    /// Begin again from nothing.
    pub reset: bool,
}

/// Where the demonstration stands and on which addresses: it was made just now, or is there from before.
///
/// # Errors
/// In words for the person at the terminal: the folder or a port is not free, or the folder was made for other ports.
pub async fn prepare(script: &Script, wish: &Wish<'_>) -> anyhow::Result<(Folder, Vec<Addresses>)> {
    let codes: Vec<&str> = script.nodes.iter().map(|node| node.code.as_str()).collect();
    let folder = Folder::take(wish.dir, &codes)?;
    let before = folder.ready().filter(|_| !wish.reset);
    if let (Some(ready), Some(port)) = (before, wish.port) {
        anyhow::ensure!(
            ready.port == port,
            "this demo was made for port {}: leave --port out, or begin again with --reset",
            ready.port
        );
    }
    let port = before.map(|ready| ready.port).or(wish.port).unwrap_or(PORT);
    let addresses: anyhow::Result<Vec<Addresses>> =
        (0..codes.len()).map(|nth| Addresses::of(port, nth)).collect();
    let addresses = addresses?;
    children::all_free(&addresses)?;
    if before.is_none() {
        folder.clear()?;
        make(script, &folder, port).await?;
        folder.finish(port)?;
    }
    Ok((folder, addresses))
}

async fn make(script: &Script, folder: &Folder, port: u16) -> anyhow::Result<()> {
    let now = Clock::default().now();
    tell("making three nodes with their keys and staff");
    let apps = staging::make(script, folder, (port, None), FOUNDED.at(now)).await?;
    let mut stage = Stage::open(apps).await?;
    tell("linking them");
    linking::link_all(&mut stage, script, LINKED.at(now)).await?;
    caring::load_form(&stage, "DANA", ["D-SUP", "D-HEAD"]).await?;
    tell("opening the homes");
    for told in &script.homes {
        let worker = stage.worker(script.keeper_of(&told.node)?)?;
        homes::furnish(stage.node(&told.node)?, worker, told, LINKED.at(now)).await?;
    }
    gathering::list(&stage, &script.meeting, &script.agreements.listed, LINKED.at(now)).await?;
    gathering::call(&stage, &script.meeting, now).await?;
    play::play(&mut stage, script, now).await?;
    directory::fill(&mut stage, script).await?;
    for told in &script.homes {
        let worker = stage.worker(script.keeper_of(&told.node)?)?;
        homes::today(stage.node(&told.node)?, worker, told, now).await?;
    }
    together(&mut stage, script, now).await?;
    tell("closing the books");
    stage.close().await
}

/// What the agencies do with each other beside their cases.
async fn together(
    stage: &mut Stage,
    script: &Script,
    now: sila_core::Millis,
) -> anyhow::Result<()> {
    gathering::hold(stage, &script.meeting, now).await?;
    policy::adopt(stage, script, now).await?;
    studying::study(stage, now).await?;
    licensing::regulate(stage, script, now).await?;
    partnering::partner(stage, script, now).await?;
    measuring::hold(stage, script, now).await
}

/// Starts every node and waits until it answers.
///
/// # Errors
/// Names the node that does not start.
pub async fn start(
    script: &Script,
    folder: &Folder,
    addresses: &[Addresses],
) -> anyhow::Result<Vec<Running>> {
    let mut running = Vec::new();
    for (node, addresses) in script.nodes.iter().zip(addresses) {
        running.push(Running::start(&node.code, &folder.node(&node.code), *addresses).await?);
    }
    Ok(running)
}

/// A line of progress, on standard error: standard output is for what was asked.
pub fn tell(line: &str) {
    use std::io::Write;
    let _closed_pipe = writeln!(std::io::stderr(), "{line}");
}
