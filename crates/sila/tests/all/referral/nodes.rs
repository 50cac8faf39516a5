//! Two whole nodes in one process, linked and bound by an agreement, and the bytes between them handed over directly.

use std::sync::Arc;
use std::time::Duration;

use sila::accounts::{Worker, session};
use sila::agreements;
use sila::app::App;
use sila::cases;
use sila::clock::Clock;
use sila::config::Config;
use sila::db::DbError;
use sila::jobs::react;
use sila::links::{exchange, sending, store as links};
use sila::node::{self, Agency};
use sila::problem::Problem;
use sila::referrals::{self, Asked, Offered, Record, Route};
use sila_core::AreaCode;
use sila_core::agreement::{
    Agreement, Aims, Cites, Clause, KnownClause, KnownQuota, Objective, OnwardClause, Party,
    PriorityClause, ResidenceClause, ScheduleRow, ServiceTerms, ThirdAgency, Timer,
};
use sila_core::calendar::TimeLimit::Minutes;
use sila_core::calendar::Week;
use sila_core::codes::{
    Basis, Category, Channel, Document, Evidence, Harm, Kind, KnownPurpose, Language, LawfulBasis,
    OverrideReason, PermissionForm, Relation, Service, Sex, Urgency,
};
use sila_core::disclosure::{Disclosure, SafeContact, Safety};
use sila_core::field::Field;
use sila_core::ids::{AgencyId, AgreementId, CaseId, PersonId, ReferralId, WorkerId};
use sila_core::permission::Permission;
use sila_core::person::{Birth, Person};
use sila_core::residence::Residence;
use sila_core::time::Millis;
use sila_link::join::Joined;
use sila_link::{LinkState, Role, agreement_digest, link_id, sign_agreement};
use tempfile::TempDir;
use uuid::Uuid;

use super::super::support::waiting::until;

/// What nodes owe each other has happened within this time.
pub const SOON: Duration = Duration::from_secs(60);
/// Monday 24 November 2025, 11:00 in the State.
pub const NOW: Millis = Millis(1_763_967_600_000);

pub struct Node {
    pub app: App,
    _dir: TempDir,
}

impl Node {
    async fn new(code: &str, covers: &str, database: Option<String>) -> Node {
        let dir = TempDir::new().unwrap();
        let agency = Agency {
            code: code.to_owned(),
            name_ar: format!("جهة {code}"),
            name_en: format!("Agency {code}"),
            covers: vec![covers.to_owned()],
            demo: true,
        };
        node::create(dir.path(), None, &agency, "", NOW).unwrap();
        let mut config = Config::at(dir.path().to_owned(), "127.0.0.1:0".parse().unwrap());
        config.database = database;
        let app = App::open(config, Clock::fixed(NOW)).await.unwrap();
        Node { app, _dir: dir }
    }

    /// Where it keeps everything.
    pub fn folder(&self) -> &std::path::Path {
        self._dir.path()
    }

    pub fn id(&self) -> AgencyId {
        self.app.node.id
    }

    pub async fn worker(&self, user_name: &str, roles: &[&str]) -> Worker {
        let worker = Worker {
            id: WorkerId(self.app.clock.new_id()),
            user_name: user_name.to_owned(),
            name_ar: format!("موظفة {user_name}"),
            name_en: format!("Worker {user_name}"),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            active: true,
        };
        let made = worker.clone();
        let insert = move |tx: &mut dyn sila::db::Tx| {
            sila::accounts::store::insert_worker(tx, &made, "no password", NOW)
        };
        self.app.store.write(insert).await.unwrap();
        worker
    }

    pub async fn sign_in(&self, worker: &Worker) -> String {
        session::begin(&self.app, worker, self.app.clock.now()).await.unwrap()
    }

    pub async fn record(&self, id: ReferralId) -> Record {
        Record::of(&self.app, id).await.unwrap()
    }
}

/// Marsa sends, Dana receives.
pub struct Pair {
    pub marsa: Node,
    pub dana: Node,
    pub sender: Worker,
    pub officer: Worker,
    pub agreement: Agreement,
}

impl Pair {
    /// Linked, with an agreement in force.
    pub async fn new() -> Pair {
        let pair = Pair::without_agreement().await;
        pair.sign_at_both().await;
        pair
    }

    /// The same with Dana on PostgreSQL, and the database to drop; none when no server is wanted.
    pub async fn across_engines() -> Option<(Pair, Database)> {
        let database = Database::new().await?;
        let pair = Pair::linked(Some(database.place.clone())).await;
        pair.sign_at_both().await;
        Some((pair, database))
    }

    /// Linked, and nothing agreed.
    pub async fn without_agreement() -> Pair {
        Pair::linked(None).await
    }

    async fn sign_at_both(&self) {
        for node in [&self.marsa, &self.dana] {
            self.sign(node, false).await;
        }
    }

    async fn linked(database: Option<String>) -> Pair {
        let marsa = Node::new("MARSA", "AE-DU", None).await;
        let dana = Node::new("DANA", "AE-SH", database).await;
        link(&marsa, &dana).await;
        link(&dana, &marsa).await;
        let sender = marsa.worker("m-int1", &["INTAKE"]).await;
        let officer = dana.worker("d-ref", &["REFERRAL_OFFICER"]).await;
        let agreement = agreement(marsa.id(), dana.id());
        Pair { marsa, dana, sender, officer, agreement }
    }

    /// Writes the agreement at one node, active or suspended.
    pub async fn sign(&self, node: &Node, suspended: bool) {
        let peer = if node.id() == self.dana.id() { &self.marsa } else { &self.dana };
        signed(node, peer, &self.agreement, suspended).await;
    }

    pub fn route(&self) -> Route {
        let agreement = agreements::InForce {
            digest: agreement_digest(&self.agreement.to_cbor()),
            agreement: self.agreement.clone(),
            peer: self.dana.id(),
            at_rest: std::collections::BTreeSet::new(),
        };
        Route {
            target: self.dana.id(),
            basis: Basis::Residence,
            kind: Kind::Shelter,
            override_: None,
            clause: self.agreement.residence.number.clone(),
            agreement,
        }
    }

    /// H01 as Marsa knows her.
    pub fn h01(&self) -> Disclosure {
        h01(self.dana.id())
    }

    /// Opens the case at Marsa and composes the offer; inserts it when the rules allow it.
    pub async fn offer(&self, change: impl FnOnce(&mut Wish)) -> Result<Arc<Offered>, Problem> {
        let now = self.marsa.app.clock.now();
        let mut wish = Wish {
            disclosure: self.h01(),
            category: Category::Woman,
            urgency: Urgency::Urgent,
            services: vec![Service::Shelter, Service::Legal],
            fields: allowed(),
            route: self.route(),
        };
        change(&mut wish);
        let app = &self.marsa.app;
        let owner = self.sender.id;
        let case =
            cases::compose(app, &wish.disclosure, wish.category, wish.urgency, owner, None, now)?;
        let asked = Asked {
            case: case.id,
            disclosure: &wish.disclosure,
            category: wish.category,
            urgency: wish.urgency,
            services: &wish.services,
            fields: &wish.fields,
            route: &wish.route,
            listed: None,
            back: None,
        };
        let offered = Arc::new(referrals::compose(app, &self.sender, &asked, now).await?);
        let writing = Arc::clone(&offered);
        app.store
            .write(move |tx| {
                cases::store::insert(tx, &case)?;
                writing.insert(tx)
            })
            .await?;
        Ok(offered)
    }

    /// Lets every message and every duty of both nodes happen.
    pub async fn settle(&self) {
        for _ in 0..6 {
            react::all_due(&self.marsa.app).await.unwrap();
            react::all_due(&self.dana.app).await.unwrap();
            self.call().await;
        }
    }

    /// Lets everything happen until this is so. What could not be done is tried again after a while, and here no time passes by
    /// itself: so a minute passes before the next look.
    pub async fn comes_to(&self, what: &str, is_so: impl AsyncFn() -> bool) {
        until(what, SOON, || async {
            self.settle().await;
            if is_so().await {
                return Some(());
            }
            self.wait(1);
            None
        })
        .await;
    }

    /// One call from Marsa to Dana, with its answer.
    pub async fn call(&self) {
        call(&self.marsa, &self.dana).await;
    }

    /// Moves both clocks.
    pub fn wait(&self, minutes: i64) {
        for node in [&self.marsa, &self.dana] {
            node.app.clock.set(Some(node.app.clock.now().plus_minutes(minutes)));
        }
    }

    /// Both sides hold the same entries, in the same state.
    pub async fn equal(&self, id: ReferralId) -> Record {
        let (here, there) = (self.marsa.record(id).await, self.dana.record(id).await);
        assert_eq!(here.fingerprint, there.fingerprint, "fingerprint");
        assert_eq!(here.row.state, there.row.state, "state");
        let told = match here.thread().unwrap().state() {
            sila_core::referral::State::Offered if here.row.delivered_at.is_some() => {
                sila_core::referral::State::Delivered
            }
            state => state,
        };
        assert_eq!(here.row.state, told, "the row is a projection");
        there
    }
}

/// One call from one node to another, with its answer.
pub async fn call(from: &Node, to: &Node) {
    rounds(from, to, 3).await;
}

/// The same with so many rounds. The first round of a life only says who speaks.
pub async fn rounds(from: &Node, to: &Node, rounds: usize) {
    let link = link_id(from.id(), to.id());
    let (from, to) = (&from.app, &to.app);
    let key = from.keys().told().transport_spki;
    let mut hello = None;
    for _ in 0..rounds {
        sending::seal_due(from, link).await.unwrap();
        let said = sending::say(from, link, Role::Caller, hello.as_ref(), &[]).await.unwrap();
        let answer = exchange::answer(to, key, said.bytes, Duration::ZERO).await.unwrap();
        hello = exchange::take(from, link, &answer, Role::Answerer).await.unwrap().hello;
    }
}

/// A third agency, linked to Dana and bound to it by an agreement of its own.
pub async fn naseem(dana: &Node) -> Node {
    naseem_under(dana, |_| ()).await
}

/// The same with something else in the agreement.
pub async fn naseem_under(dana: &Node, change: impl FnOnce(&mut Agreement)) -> Node {
    let naseem = Node::new("NASEEM", "AE-RK", None).await;
    link(&naseem, dana).await;
    link(dana, &naseem).await;
    let mut terms = Agreement {
        id: AgreementId(Uuid::from_u128(15)),
        code: "MOU-DEMO-002".to_owned(),
        parties: [party(dana.id(), "DANA", "AE-SH"), party(naseem.id(), "NASEEM", "AE-RK")],
        ..agreement(naseem.id(), dana.id())
    };
    change(&mut terms);
    signed(dana, &naseem, &terms, false).await;
    signed(&naseem, dana, &terms, false).await;
    naseem
}

/// Naseem, and an agreement between Marsa and Dana under which Dana may pass on to it.
pub async fn with_naseem() -> (Pair, Node) {
    let mut pair = Pair::without_agreement().await;
    let naseem = naseem(&pair.dana).await;
    let third = ThirdAgency {
        agency: naseem.id(),
        code: "NASEEM".to_owned(),
        name_ar: "جهة NASEEM".to_owned(),
        name_en: "Agency NASEEM".to_owned(),
    };
    pair.agreement.onward = Some(OnwardClause { number: "3.1".to_owned(), to: vec![third] });
    pair.sign_at_both().await;
    (pair, naseem)
}

/// Another agency that Marsa may ask for a place, linked to it and bound by an agreement of its own.
pub async fn another_asked(marsa: &Node) -> Node {
    another_under(marsa, |_| ()).await
}

/// The same with something else in the agreement.
pub async fn another_under(marsa: &Node, change: impl FnOnce(&mut Agreement)) -> Node {
    let other = Node::new("NASEEM", "AE-RK", None).await;
    link(marsa, &other).await;
    link(&other, marsa).await;
    let mut terms = Agreement {
        id: AgreementId(Uuid::from_u128(16)),
        code: "MOU-DEMO-003".to_owned(),
        parties: [party(marsa.id(), "MARSA", "AE-DU"), party(other.id(), "NASEEM", "AE-RK")],
        ..agreement(marsa.id(), other.id())
    };
    change(&mut terms);
    signed(marsa, &other, &terms, false).await;
    signed(&other, marsa, &terms, false).await;
    other
}

/// An empty database on the test server.
pub struct Database {
    server: String,
    name: String,
    place: String,
}

impl Database {
    async fn new() -> Option<Database> {
        let server = std::env::var("SILA_TEST_PG").ok();
        let required = std::env::var("SILA_REQUIRE_PG").is_ok_and(|value| value == "1");
        assert!(server.is_some() || !required, "SILA_REQUIRE_PG=1 and no SILA_TEST_PG");
        let server = server?;
        let name = format!("sila_referral_{}", std::process::id());
        at_server(&server, &format!("CREATE DATABASE {name}")).await;
        let (base, _) = server.rsplit_once('/').unwrap();
        let place = format!("{base}/{name}?connections=4");
        Some(Database { server, name, place })
    }

    pub async fn end(self) {
        at_server(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

async fn at_server(address: &str, command: &str) {
    let (client, connection) =
        tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
    let task = tokio::spawn(connection);
    client.batch_execute(command).await.unwrap();
    drop(client);
    task.await.unwrap().unwrap();
}

/// What the sender wants to send.
pub struct Wish {
    pub disclosure: Disclosure,
    pub category: Category,
    pub urgency: Urgency,
    pub services: Vec<Service>,
    pub fields: Vec<Field>,
    pub route: Route,
}

/// All fields but the medical record, which the agreement keeps out.
pub fn allowed() -> Vec<Field> {
    Field::ALL.iter().copied().filter(|field| *field != Field::MedicalRecord).collect()
}

/// Both officers have compared the code.
pub async fn link(here: &Node, there: &Node) {
    let id = link_id(here.id(), there.id());
    let joined = Joined {
        statement: there.app.keys().told().clone(),
        signed_statement: there.app.keys().statement().clone(),
        short_code: "1234 5678 9012".to_owned(),
        transcript: [9; 32],
        accept: Vec::new(),
    };
    let beginning = links::Beginning {
        link: id,
        joined,
        state: LinkState::PendingVerify,
        joining: None,
        now: NOW,
    };
    here.app
        .store
        .write(move |tx| {
            links::begin(tx, &beginning)?;
            let active = (LinkState::PendingVerify, LinkState::Active);
            links::set_verified(tx, id, active, None, NOW)?;
            links::set_peer_verified(tx, id, NOW)?;
            links::set_proved(tx, id, None, NOW).map(|_| ())
        })
        .await
        .unwrap();
}

async fn signed(node: &Node, peer: &Node, agreement: &Agreement, suspended: bool) {
    let bytes = agreement.to_cbor();
    let by = |node: &Node| Some(sign_agreement(&bytes, &node.app.root().unwrap()).to_vec());
    let (own_signature, peer_signature) = (by(node), by(peer));
    let stored = agreements::Stored {
        agreement: agreement.clone(),
        digest: agreement_digest(&bytes),
        body: bytes,
        peer: peer.id(),
        state: if suspended {
            agreements::State::Suspended { by_us: true, by_them: false }
        } else {
            agreements::State::Signed
        },
        own_signature,
        peer_signature,
        updated_at: NOW,
        on_paper: None,
    };
    let write = move |tx: &mut dyn sila::db::Tx| agreements::store::insert(tx, &stored);
    node.app.store.write::<(), DbError, _>(write).await.unwrap();
}

fn party(agency: AgencyId, code: &str, covers: &str) -> Party {
    let terms = |service, categories: &[Category], age_max| ServiceTerms {
        service,
        categories: categories.to_vec(),
        sexes: vec![Sex::Female],
        age_min: Some(18),
        age_max,
    };
    Party {
        agency,
        code: code.to_owned(),
        name_ar: format!("جهة {code}"),
        name_en: format!("Agency {code}"),
        covers: vec![AreaCode::parse(covers).unwrap()],
        services: vec![
            terms(Service::Shelter, &[Category::Woman], None),
            terms(Service::Legal, &[], None),
        ],
        calendar: Week::Four.calendar(),
        sector: None,
    }
}

fn timer(urgency: Urgency, decide: u32, expire: u32) -> Timer {
    Timer { urgency, decide: Minutes(decide), expire: Minutes(expire), steps: None }
}

fn clause(number: &str) -> Clause {
    Clause {
        number: number.to_owned(),
        title_ar: "عنوان".to_owned(),
        title_en: "Title".to_owned(),
        text_ar: "نص".to_owned(),
        text_en: "Text".to_owned(),
        binds: None,
    }
}

/// MOU-DEMO-001 between the two.
fn agreement(marsa: AgencyId, dana: AgencyId) -> Agreement {
    let cite = |number: &str| number.to_owned();
    Agreement {
        id: AgreementId(Uuid::from_u128(14)),
        code: "MOU-DEMO-001".to_owned(),
        title_ar: "مذكرة تفاهم".to_owned(),
        title_en: "Memorandum".to_owned(),
        parties: [party(dana, "DANA", "AE-SH"), party(marsa, "MARSA", "AE-DU")],
        categories: vec![Category::Child, Category::Woman, Category::Family],
        schedule: vec![ScheduleRow { kind: Kind::Shelter, fields: allowed() }],
        residence: ResidenceClause {
            number: "4.2".to_owned(),
            text_ar: "تُحال الحالة بناء على مقر إقامتها".to_owned(),
            text_en: "Cases are referred by place of residence".to_owned(),
            exceptions: vec![OverrideReason::Imminent, OverrideReason::Capacity],
            short_stay_days: 15,
        },
        clauses: ["1.1", "2.1", "3.1", "4.1", "4.2", "5.1", "5.2", "6.1"].map(clause).to_vec(),
        timers: vec![
            timer(Urgency::Emergency, 30, 60),
            timer(Urgency::Urgent, 120, 240),
            timer(Urgency::Routine, 4_320, 14_400),
        ],
        from: NOW.plus_days(-100),
        until: NOW.plus_days(265),
        cites: Cites {
            parties: cite("1.1"),
            categories: cite("2.1"),
            schedule: cite("3.1"),
            services: cite("4.1"),
            timers: cite("5.1"),
            term: cite("6.1"),
        },
        known: Some(KnownClause {
            number: "3.1".to_owned(),
            purposes: vec![KnownPurpose::Protection],
            bases: vec![LawfulBasis::Consent, LawfulBasis::SocialProtection],
            quota: KnownQuota::USUAL,
        }),
        onward: None,
        expertise: None,
        aims: Some(Aims {
            number: cite("1.1"),
            objectives: vec![Objective::Protection],
            groups: vec![Category::Woman],
            goals: Vec::new(),
        }),
        private: None,
        vocabulary: None,
        follows: None,
        notice: None,
        approval: None,
        above: None,
        kind: None,
        prevails: None,
        arbiter: None,
        priority: Some(PriorityClause { number: cite("5.2") }),
    }
}

fn person(n: u128, ar: &str, latin: &str, birth: Birth, relation: Option<Relation>) -> Person {
    Person {
        name_ar: Some(ar.to_owned()),
        name_latin: Some(latin.to_owned()),
        sex: if relation == Some(Relation::Son) { Sex::Male } else { Sex::Female },
        birth,
        language: Some(Language::Arabic),
        relation,
        ..Person::unknown(PersonId(Uuid::from_u128(n)))
    }
}

pub fn h01(recipient: AgencyId) -> Disclosure {
    let text = |text: &str| Some(text.to_owned());
    let mother = Birth::Exact { y: 1993, m: 4, d: 11 };
    let wafaa = Person {
        nationality: text("ARE"),
        emirates_id: text("784190000000019"),
        phone: text("+971590000001"),
        ..person(1, "وفاء سالم المرجاني", "Wafaa Salem Al Marjani", mother, None)
    };
    let son = Birth::Exact { y: 2016, m: 2, d: 3 };
    let daughter = Birth::Exact { y: 2019, m: 9, d: 27 };
    Disclosure {
        people: vec![
            wafaa,
            person(2, "حمدان", "Hamdan", son, Some(Relation::Son)),
            person(3, "مهرة", "Mahra", daughter, Some(Relation::Daughter)),
        ],
        residence: Residence {
            area: AreaCode::parse("AE-SH-KFK").ok(),
            evidence: Evidence::Statement,
            usual_home: true,
            present_area: AreaCode::parse("AE-DU").ok(),
            stay_days: Some(3),
            risk_near_home: false,
        },
        safety: Safety {
            immediate_danger: false,
            safe_to_talk: true,
            safe_contact: Some(SafeContact {
                channel: Channel::Phone,
                phone: text("+971590000002"),
                times: text("09:00–14:00"),
                instruction: text("عبر الأخصائية فقط"),
                code_word: None,
            }),
            plan: text("تبقى عند أختها الليلة"),
        },
        harm: vec![Harm::Physical, Harm::Economic],
        needs: vec![Service::Shelter, Service::Legal],
        wishes: text("غرفة مع طفليها"),
        unwanted: text("ألا تُخبر أسرتها"),
        account: text("روت ما حدث"),
        permission: Permission {
            basis: LawfulBasis::Consent,
            form: Some(PermissionForm::Written),
            recipient,
            purpose: vec![Service::Shelter, Service::Legal],
            fields: allowed(),
            witness: None,
            given_at: NOW,
            expires_at: NOW.plus_days(30),
            onward: Vec::new(),
        },
        documents: vec![Document::MarriageContract],
        salt: None,
        no_wishes: None,
    }
}

/// The case that a referral opened at Dana, as its owner reads it.
pub async fn opened(pair: &Pair, id: CaseId) -> cases::CaseRecord {
    cases::open_record(&pair.dana.app, &pair.officer, id).await.unwrap()
}
