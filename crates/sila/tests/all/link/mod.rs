//! Two nodes in this process, real TLS on loopback, a real database each: how a link begins, carries, and is stopped.

mod above;
mod activation;
mod agreement;
mod alarm;
mod alliances;
mod amendment;
mod announcements;
mod annual;
mod approvals;
mod assurance;
mod audits;
mod begin;
mod binding;
mod campaigns;
mod carry;
mod command;
mod differences;
pub mod directory;
mod door;
mod duties;
mod evaluation;
mod exchanges;
mod exits;
mod feedback;
mod files;
mod ideas;
mod improvements;
mod keys;
mod knowledge;
pub mod leak;
mod lineage;
mod manual;
mod minutes;
pub mod openapi;
mod partnership;
pub mod people;
mod plans;
mod policy;
mod proposals;
mod published;
mod records;
mod rehearse;
mod restore;
mod risks;
mod standards;
mod training;
mod trial;
mod webhooks;
mod witness;

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use sila::accounts::{Worker, store as accounts};
use sila::agreements::{self, signing, template};
use sila::app::App;
use sila::clock::Clock;
use sila::config::Config;
use sila::links::{self, Peer, acts, joining};
use sila::node::Agency;
use sila_core::agreement::{Aims, Objective, Party};
use sila_core::calendar::Week;
use sila_core::codes::{Category, Service};
use sila_core::{AgreementId, Millis, WorkerId};
use sila_link::LinkState;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::support::waiting::until;

/// Everything here happens within this time, even on a slow machine with a debug build.
pub const SOON: Duration = Duration::from_secs(60);

/// One agency's node in this process.
pub struct Place {
    /// The node.
    pub app: App,
    /// Where it listens for other nodes; nowhere when it only calls out.
    pub at: Option<SocketAddr>,
    tasks: JoinSet<()>,
    _dir: TempDir,
}

/// Nobody in particular, now.
pub fn by(place: &Place) -> acts::By {
    acts::By { worker: None, now: place.app.clock.now() }
}

/// The officer who signs.
pub fn signer(place: &Place) -> signing::By {
    signing::By { worker: None, now: place.app.clock.now() }
}

impl Place {
    /// A node that listens, or (`listens: false`) only calls out. Nothing runs yet.
    pub async fn make(code: &str, listens: bool) -> Place {
        Place::of(code, &format!("Agency {code}"), listens).await
    }

    /// A node that listens, of an agency with this English name.
    pub async fn named(code: &str, name_en: &str) -> Place {
        Place::of(code, name_en, true).await
    }

    async fn of(code: &str, name_en: &str, listens: bool) -> Place {
        Place::with(code, name_en, listens, |config| config).await
    }

    /// A node with its settings altered.
    pub async fn with(
        code: &str,
        name_en: &str,
        listens: bool,
        alter: impl FnOnce(Config) -> Config,
    ) -> Place {
        let dir = TempDir::new().unwrap();
        let web = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let config = alter(Config::at(dir.path().to_path_buf(), web));
        let listener = if listens { Some(TcpListener::bind(web).await.unwrap()) } else { None };
        let at = listener.as_ref().map(|listener| listener.local_addr().unwrap());
        let agency = Agency {
            code: code.to_owned(),
            name_ar: format!("جهة {code}"),
            name_en: name_en.to_owned(),
            covers: vec!["AE-SH".to_owned()],
            demo: true,
        };
        let endpoint = at.map_or(String::new(), |at| at.to_string());
        let clock = Clock::default();
        sila::node::create(dir.path(), None, &agency, &endpoint, clock.now()).unwrap();
        let app = App::open(config, clock).await.unwrap();
        let mut place = Place { app, at, tasks: JoinSet::new(), _dir: dir };
        if let Some(listener) = listener {
            place.listen(listener);
        }
        place
    }

    /// A node that is already there, and listens or not as it does.
    pub fn around(app: App) -> Place {
        Place { app, at: None, tasks: JoinSet::new(), _dir: TempDir::new().unwrap() }
    }

    fn listen(&mut self, listener: TcpListener) {
        let app = self.app.clone();
        self.tasks.spawn(async move { links::listen(app, listener).await.unwrap() });
    }

    /// Starts the jobs.
    pub fn start(&mut self) {
        let app = self.app.clone();
        self.tasks.spawn(sila::jobs::deliver::run(app));
    }

    /// Ends listener, jobs and calls without warning; the database stays.
    pub async fn stop(&mut self) {
        self.tasks.shutdown().await;
    }

    /// Listens again where it did before, and starts the jobs.
    pub async fn resume(&mut self) {
        if let Some(at) = self.at {
            let listener = until("the address is free again", SOON, || async move {
                TcpListener::bind(at).await.ok()
            });
            self.listen(listener.await);
        }
        self.start();
    }

    /// The other node as this one knows it.
    pub async fn peer(&self, other: &Place) -> Peer {
        self.maybe_peer(other).await.expect("the other node is known")
    }

    /// The other node, if this one knows it.
    pub async fn maybe_peer(&self, other: &Place) -> Option<Peer> {
        let agency = other.app.node.id;
        self.app.store.read(move |tx| links::store::peer_of(tx, agency)).await.unwrap()
    }

    /// Waits until the link to the other node is in this state.
    pub async fn reaches(&self, other: &Place, state: LinkState) {
        until(&format!("{} is {}", self.app.node.agency.code, state.code()), SOON, || async {
            self.maybe_peer(other).await.filter(|peer| peer.state == state)
        })
        .await;
    }
}

/// Somebody who works here in this role.
pub async fn worker(place: &Place, role: &str) -> Worker {
    let id = WorkerId(place.app.clock.new_id());
    let made = Worker {
        id,
        user_name: format!("{}-{id}", role.to_lowercase()),
        name_ar: "موظفة".to_owned(),
        name_en: role.to_owned(),
        roles: vec![role.to_owned()],
        active: true,
    };
    let (one, now) = (made.clone(), place.app.clock.now());
    place.app.store.write(move |tx| accounts::insert_worker(tx, &one, "none", now)).await.unwrap();
    made
}

/// Invites, joins and waits until both sides have keys. The digits are not compared yet.
pub async fn join(inviter: &Place, joiner: &Place) {
    let (_, file) = joining::invite(&inviter.app, None, inviter.app.clock.now()).await.unwrap();
    let file = joining::from_text(&joining::to_text(&file)).unwrap();
    joining::begin(&joiner.app, &file, None, joiner.app.clock.now()).await.unwrap();
    joiner.reaches(inviter, LinkState::PendingVerify).await;
    inviter.reaches(joiner, LinkState::PendingVerify).await;
}

/// Two nodes with an open link; the first listens, the second only when asked to.
pub async fn linked(both_listen: bool) -> (Place, Place) {
    let mut dana = Place::make("DANA", true).await;
    let mut marsa = Place::make("MARSA", both_listen).await;
    dana.start();
    marsa.start();
    link(&dana, &marsa).await;
    (dana, marsa)
}

/// From the invitation to an open link.
pub async fn link(inviter: &Place, joiner: &Place) {
    join(inviter, joiner).await;
    for (one, other) in [(inviter, joiner), (joiner, inviter)] {
        acts::confirm(&one.app, &one.peer(other).await, true, by(one)).await.unwrap();
    }
    for (one, other) in [(inviter, joiner), (joiner, inviter)] {
        until("both officers have compared", SOON, || async {
            one.peer(other).await.is_open().then_some(())
        })
        .await;
    }
}

/// Proposes an agreement at `one` and signs it at `other`; waits until it is in force at both.
pub async fn agree(one: &Place, other: &Place) -> AgreementId {
    agree_on(terms(one, other), one, other).await
}

/// As [`agree`], on this text.
pub async fn agree_on(
    text: sila_core::agreement::Agreement,
    one: &Place,
    other: &Place,
) -> AgreementId {
    let id = signing::propose(&one.app, text, signer(one)).await.unwrap();
    until("the proposal has arrived", SOON, || async {
        other.app.store.read(move |tx| agreements::store::find(tx, id)).await.unwrap()
    })
    .await;
    let read = signing::one(&other.app, id).await.unwrap().digest;
    signing::sign(&other.app, id, read, signer(other)).await.unwrap();
    for place in [one, other] {
        in_force(place, 1).await;
    }
    id
}

/// Proposes an agreement.
pub async fn propose(one: &Place, other: &Place) -> AgreementId {
    signing::propose(&one.app, terms(one, other), signer(one)).await.unwrap()
}

/// An agreement between the two.
pub fn terms(one: &Place, other: &Place) -> sila_core::agreement::Agreement {
    let party = |place: &Place| Party {
        agency: place.app.node.id,
        code: place.app.node.agency.code.clone(),
        name_ar: place.app.node.agency.name_ar.clone(),
        name_en: place.app.node.agency.name_en.clone(),
        covers: place.app.node.agency.areas(),
        services: vec![template::offered(Service::Shelter)],
        calendar: Week::Five.calendar(),
        sector: None,
    };
    let now = one.app.clock.now();
    let terms = template::Terms {
        id: AgreementId(one.app.clock.new_id()),
        code: "MOU-TEST-001".to_owned(),
        title_ar: "مذكرة تفاهم".to_owned(),
        title_en: "Memorandum of understanding".to_owned(),
        parties: [party(one), party(other)],
        categories: vec![Category::Woman],
        from: Millis(now.0 - 1),
        until: now.plus_days(30),
        known: false,
        onward: Vec::new(),
        expertise: true,
        seats: None,
        aims: Aims {
            number: template::AIMS.to_owned(),
            objectives: vec![Objective::Protection],
            groups: vec![Category::Woman],
            goals: vec![5],
        },
        private: false,
    };
    template::agreement(terms)
}

/// Waits until this many agreements are in force.
pub async fn in_force(place: &Place, count: usize) {
    until(&format!("{count} agreements are in force"), SOON, || async {
        let found = agreements::in_force(&place.app, place.app.clock.now()).await.unwrap();
        (found.len() == count).then_some(())
    })
    .await;
}
