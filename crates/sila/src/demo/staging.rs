//! Making the three nodes: folders with keys, databases, and everybody who works there.

use anyhow::Context;
use sila_core::ids::WorkerId;
use sila_core::time::Millis;

use super::children::Addresses;
use super::folder::Folder;
use super::script::{Member, Script};
use crate::accounts::{Worker, password, store};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::DbError;

/// What everybody signs in with. Long enough for the rules, and printed for all to see: nothing here is secret.
pub const PASSWORD: &str = "sila-demo-lantern";

/// Makes the nodes, as if on `began`, and opens them with clocks that stand there. One of them, by its code, may keep its
/// store at an address.
///
/// # Errors
/// When a folder cannot be written.
pub async fn make(
    script: &Script,
    folder: &Folder,
    (port, database): (u16, Option<(&str, &str)>),
    began: Millis,
) -> anyhow::Result<Vec<App>> {
    let hash = hashed().await?;
    let mut apps = Vec::new();
    for (nth, agency) in script.nodes.iter().enumerate() {
        let addresses = Addresses::of(port, nth)?;
        let dir = folder.node(&agency.code);
        crate::node::create(&dir, None, agency, &addresses.link.to_string(), began)?;
        let config = Config {
            link: Some(addresses.link),
            link_endpoint: Some(addresses.link.to_string()),
            database: database
                .filter(|(code, _)| *code == agency.code)
                .map(|(_, at)| at.to_owned()),
            ..Config::at(dir, addresses.web)
        };
        let app = App::open(config, Clock::fixed(began)).await?;
        let staff: Vec<Member> = script.staff_of(&agency.code).cloned().collect();
        employ(&app, &staff, &hash, began).await?;
        apps.push(app);
    }
    Ok(apps)
}

/// Hashing takes its time on purpose; everybody has the same password, so once is enough.
/// The password of everybody, as it is kept.
///
/// # Errors
/// When it cannot be hashed.
pub async fn hashed() -> anyhow::Result<String> {
    let hashed = tokio::task::spawn_blocking(|| password::hash(PASSWORD)).await;
    hashed?.ok().context("the password could not be hashed")
}

async fn employ(app: &App, staff: &[Member], hash: &str, now: Millis) -> anyhow::Result<()> {
    let workers: Vec<Worker> = staff.iter().map(|member| worker(app, member)).collect();
    let hash = hash.to_owned();
    app.store
        .write(move |tx| {
            workers.iter().try_for_each(|worker| store::insert_worker(tx, worker, &hash, now))?;
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

fn worker(app: &App, member: &Member) -> Worker {
    Worker {
        id: WorkerId(app.clock.new_id()),
        user_name: member.user_name(),
        name_ar: member.name_ar.clone(),
        name_en: member.name_en.clone(),
        roles: member.roles.clone(),
        active: true,
    }
}
