//! The rehearsal: two fictitious agencies on this machine, one that stands for the officers' own and one for the partner,
//! so that linking can be practised before anybody signs. Neither holds a key or a record of a real agency, and no real
//! node links to one of them: nothing real can be sent by mistake.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use sila_core::ids::WorkerId;

use super::children::{self, Addresses, Running};
use super::folder::Folder;
use crate::accounts::{Worker, password, store};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::DbError;
use crate::links::trial::Report;
use crate::links::{Peer, acts, joining, store as links};
use crate::node::{Agency, FICTITIOUS, FICTITIOUS_AR};

/// The first of the two ports for pages, when nobody says another.
pub const PORT: u16 = 8_491;
/// What everybody signs in with. Printed for all to see: nothing here is secret.
pub const PASSWORD: &str = "sila-practice-lantern";
/// A step between two nodes of one machine is done within this time.
const SOON: Duration = Duration::from_secs(60);

/// Codes of the two agencies; the first stands for the officers' own.
pub const CODES: [&str; 2] = ["PRACTICE1", "PRACTICE2"];

/// Who works at each of them: user name, role, Arabic and English name.
pub const STAFF: [(&str, &str, &str, &str); 4] = [
    ("link", "PARTNERSHIP", "موظف الربط (وهمي)", "Link officer (fictitious)"),
    ("intake", "INTAKE", "موظف الاستقبال (وهمي)", "Intake officer (fictitious)"),
    ("referral", "REFERRAL_OFFICER", "موظف الإحالة (وهمي)", "Referral officer (fictitious)"),
    ("admin", "ADMIN", "مدير النظام (وهمي)", "Administrator (fictitious)"),
];

/// The two nodes and their folder.
#[derive(Debug)]
pub struct Rehearsal {
    folder: Folder,
    agencies: [Agency; 2],
    /// Where each serves.
    pub addresses: [Addresses; 2],
}

/// The agency that stands for one of the two, under a name that says what it is in both languages.
fn agency(code: &str, ar: &str, en: &str, covers: &str) -> Agency {
    Agency {
        code: code.to_owned(),
        name_ar: format!("{FICTITIOUS_AR} · {ar}"),
        name_en: format!("{FICTITIOUS} · {en}"),
        covers: vec![covers.to_owned()],
        demo: true,
    }
}

impl Rehearsal {
    /// Makes both nodes anew in `dir`, named after the agency of the real node in `own` if one is given: its two names are
    /// read, nothing else.
    ///
    /// # Errors
    /// When the folder holds something else, a port is taken, or a node cannot be made.
    pub async fn make(dir: &Path, own: Option<&Path>, port: u16) -> anyhow::Result<Rehearsal> {
        let (ar, en) = match own {
            Some(own) => crate::node::names(own)?,
            None => ("جهتكم".to_owned(), "Your agency".to_owned()),
        };
        let [one, two] = CODES;
        let agencies = [
            agency(one, &ar, &en, "AE-SH"),
            agency(two, "الجهة الشريكة", "Partner agency", "AE-DU"),
        ];
        let folder = Folder::take(dir, &CODES)?;
        let addresses = [Addresses::of(port, 0)?, Addresses::of(port, 1)?];
        children::all_free(&addresses)?;
        folder.clear()?;
        let hash = tokio::task::spawn_blocking(|| password::hash(PASSWORD)).await?;
        let hash = hash.ok().context("the password could not be hashed")?;
        let rehearsal = Rehearsal { folder, agencies, addresses };
        for nth in 0..CODES.len() {
            rehearsal.node(nth, &hash).await?;
        }
        rehearsal.folder.finish(port)?;
        Ok(rehearsal)
    }

    fn config(&self, nth: usize) -> anyhow::Result<Config> {
        let of = self.agencies.get(nth).zip(self.addresses.get(nth));
        let (agency, addresses) = of.context("a rehearsal has two nodes")?;
        Ok(Config {
            link: Some(addresses.link),
            link_endpoint: Some(addresses.link.to_string()),
            ..Config::at(self.folder.node(&agency.code), addresses.web)
        })
    }

    async fn node(&self, nth: usize, hash: &str) -> anyhow::Result<()> {
        let (config, clock) = (self.config(nth)?, Clock::default());
        let agency = self.agencies.get(nth).context("a rehearsal has two nodes")?;
        let endpoint = config.link_endpoint.clone().unwrap_or_default();
        let now = clock.now();
        crate::node::create(&config.dir, None, agency, &endpoint, now)?;
        let app = App::open(config, clock).await?;
        let staff: Vec<Worker> = STAFF.iter().map(|one| worker(&app, one)).collect();
        let hash = hash.to_owned();
        app.store
            .write(move |tx| {
                staff.iter().try_for_each(|one| store::insert_worker(tx, one, &hash, now))?;
                Ok::<_, DbError>(())
            })
            .await?;
        app.store.close().await;
        Ok(())
    }

    /// Starts both nodes and waits until they answer.
    ///
    /// # Errors
    /// Names the node that does not start.
    pub async fn start(&self) -> anyhow::Result<Vec<Running>> {
        let mut running = Vec::new();
        for (code, addresses) in CODES.iter().zip(self.addresses) {
            running.push(Running::start(code, &self.folder.node(code), addresses).await?);
        }
        Ok(running)
    }

    /// The names of one of the two, Arabic and English.
    pub fn names(&self, nth: usize) -> (&str, &str) {
        self.agencies.get(nth).map_or(("", ""), |agency| (&agency.name_ar, &agency.name_en))
    }

    /// Takes every step that two officers take, telling each: invitation, answer, digits, self-test, open.
    ///
    /// # Errors
    /// Names the step that did not come to its end.
    pub async fn walk(&self, tell: impl Fn(Step<'_>)) -> anyhow::Result<()> {
        let one = App::open(self.config(0)?, Clock::default()).await?;
        let two = App::open(self.config(1)?, Clock::default()).await?;
        let walked = steps(&one, &two, tell).await;
        one.store.close().await;
        two.store.close().await;
        walked
    }
}

/// What has just happened in [`Rehearsal::walk`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// The first agency has made an invitation.
    Invited,
    /// The second has answered it; both screens show these digits.
    Joined(&'a str),
    /// Both officers have said that they are the same.
    Compared,
    /// The self-tests of both sides are complete.
    Proved,
    /// The link carries.
    Open,
}

async fn steps(one: &App, two: &App, tell: impl Fn(Step<'_>)) -> anyhow::Result<()> {
    let now = one.clock.now();
    let (_, file) = joining::invite(one, None, now).await?;
    tell(Step::Invited);
    let file = joining::from_text(&joining::to_text(&file))?;
    joining::begin(two, &file, None, now).await?;
    let state = |peer: &Peer| !peer.short_code.is_empty();
    let (here, there) = (reaches(one, two, state).await?, reaches(two, one, state).await?);
    anyhow::ensure!(here.short_code == there.short_code, "the two screens show other digits");
    tell(Step::Joined(&here.short_code));
    for (app, peer) in [(one, &here), (two, &there)] {
        let by = acts::By { worker: None, now: app.clock.now() };
        acts::confirm(app, peer, true, by).await?;
    }
    tell(Step::Compared);
    for (app, other) in [(one, two), (two, one)] {
        let peer = reaches(app, other, |peer| peer.proved_at.is_some()).await?;
        let fault = Report::of(&peer).and_then(|report| report.fault().map(str::to_owned));
        anyhow::ensure!(fault.is_none(), "the self-test failed: {}", fault.unwrap_or_default());
    }
    tell(Step::Proved);
    for (app, other) in [(one, two), (two, one)] {
        reaches(app, other, Peer::is_open).await?;
    }
    tell(Step::Open);
    Ok(())
}

/// Waits until one node sees the other so.
async fn reaches(app: &App, other: &App, state: impl Fn(&Peer) -> bool) -> anyhow::Result<Peer> {
    let agency = other.node.id;
    let looking = async {
        loop {
            let peer = app.store.read(move |tx| links::peer_of(tx, agency)).await?;
            if let Some(peer) = peer.filter(&state) {
                return Ok::<_, DbError>(peer);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let found = tokio::time::timeout(SOON, looking).await;
    Ok(found.context("the two nodes do not come together: look at their link pages")??)
}

fn worker(app: &App, (user, role, ar, en): &(&str, &str, &str, &str)) -> Worker {
    Worker {
        id: WorkerId(app.clock.new_id()),
        user_name: (*user).to_owned(),
        name_ar: (*ar).to_owned(),
        name_en: (*en).to_owned(),
        roles: vec![(*role).to_owned()],
        active: true,
    }
}
