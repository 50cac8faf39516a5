//! Every byte that leaves a node, searched for what nobody may be told: where a home or a confidential service is, who is in a restricted
//! case, who reported, a true name, who complained. Every route of the table is asked, with real things in it, in both languages, by those
//! who may and those who may not; every act with nothing and with what is wrong; then the letters, the calendar, the programs, the partner,
//! the log, and what lies on the disk. What somebody may be told stands in `secret.rs`, with the reason, and nowhere else.

mod asking;
mod paths;
mod secret;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use axum::http::StatusCode;
use sila::accounts::{Worker, store as accounts};
use sila::app::App;
use sila::clock::Clock;
use sila::config::{Config, Mail};
use sila::db::{DbError, Tx};
use sila::demo::children::Addresses;
use sila::demo::script::Script;
use sila::demo::stage::Stage;
use sila::demo::{self, Wish};
use sila::services::share;
use sila::web::workbook::{Cell, Sheet, workbook};
use sila_core::AgencyId;
use uuid::Uuid;

use super::link::directory::{boys, post, publish, sign_in};
use super::link::leak::{HOME, Heard, SERVICE, complained};
use super::link::openapi::token;
use super::link::people::{NAME_AR, NAME_LATIN, REPORTER, calendar, guarded, sink};
use super::link::{Place, worker};
use super::support::traces::Wanted;
use asking::{Round, Visitor, secrets_in};

/// Who goes round at Dana beside the two who are named in the restricted case, nobody, and a program.
const AT_DANA: [&str; 14] = [
    "d-sup", "d-head", "d-part", "d-ref", "d-shel", "d-dpo", "d-lic", "d-lcm", "d-lrv", "d-adm",
    "d-int1", "d-cm1", "d-comm", "x-p17",
];
const AT_MARSA: [&str; 3] = ["m-sup", "m-part", "m-res"];

/// What leaves a node as a file or an answer to a program.
const KINDS: [&str; 6] = [
    "text/html",
    "text/csv",
    "text/calendar",
    "application/pdf",
    "application/json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
];
/// So many kinds of pages are shown in each language.
const PAGES_LEAST: usize = 250;

/// The nodes of the demonstration, open in this program.
struct Nodes {
    dana: Place,
    marsa: Place,
    stage: Stage,
    mail: Arc<std::sync::Mutex<Vec<u8>>>,
}

async fn open(dir: &Path, port: u16) -> Nodes {
    let (mail_port, mail) = sink().await;
    let letters = Mail {
        relay: Some(format!("smtp://127.0.0.1:{mail_port}")),
        from: Some("sila@dana.example".to_owned()),
        ..Mail::default()
    };
    let mut apps = Vec::new();
    for (nth, code) in ["DANA", "MARSA", "NASEEM"].into_iter().enumerate() {
        let at = Addresses::of(port, nth).unwrap();
        let config = Config {
            link: Some(at.link),
            link_endpoint: Some(at.link.to_string()),
            mail: if nth == 0 { letters.clone() } else { Mail::default() },
            ..Config::at(dir.join(code), at.web)
        };
        apps.push(App::open(config, Clock::default()).await.unwrap());
    }
    // Nothing is saved where others read it before everybody on file is known again after the start.
    for app in &apps {
        sila::people::register::fill(app).await.unwrap();
    }
    let [dana, marsa, _] = [apps[0].clone(), apps[1].clone(), apps[2].clone()].map(Place::around);
    Nodes { dana, marsa, stage: Stage::open(apps).await.unwrap(), mail }
}

impl Nodes {
    /// Dana brings its services to Marsa.
    async fn carry(&mut self) {
        for _ in 0..3 {
            for place in [&self.dana, &self.marsa] {
                share::bring(&place.app).await.unwrap();
            }
            self.stage.settle("DANA", "MARSA").await.unwrap();
        }
    }
}

/// The restricted case, the home, the service and the complaint are there; says who may read the case, and where they all are.
async fn plant(dana: &Place) -> (Worker, Vec<String>) {
    let owner = worker(dana, "CHILD_PROTECTION").await;
    let second = worker(dana, "CASE_MANAGER").await;
    let case = guarded(dana, &owner, &second).await;
    let keeper = worker(dana, "HEAD").await;
    let listing = boys(dana);
    publish(dana, &keeper, &listing, Some(SERVICE)).await;
    complained(dana).await;
    let shelter = worker(dana, "SHELTER_SUPERVISOR").await;
    let cookie = sign_in(dana, &shelter).await;
    let address: String = HOME.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let home = format!(
        "name_ar=%D8%AF%D8%A7%D8%B1&name_en=House&code=H1&area=AE-SH-KFK&address={address}"
    );
    let made = post(dana, "/en/shelter/homes", &cookie, &home).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let read = |tx: &mut dyn Tx| -> Result<(Uuid, Uuid), DbError> {
        let last = "select id, licence from licence_complaint order by id desc limit 1";
        let row = tx.query_text(last, &[])?;
        Ok((row[0].get(0)?, row[0].get(1)?))
    };
    let (complaint, licence) = dana.app.store.read(read).await.unwrap();
    let paths = vec![
        format!("/en/complaints/{complaint}"),
        format!("/en/licences/{licence}"),
        format!("/en/cases/{case}"),
        made.location,
        format!("/en/directory/{}", listing.id),
        format!("/en/services/{}", listing.id),
    ];
    (owner, paths)
}

async fn visitors(place: &Place, names: &[&'static str]) -> Vec<Visitor> {
    let mut all = Vec::new();
    for name in names.iter().copied() {
        let found = place.app.store.read(move |tx| accounts::by_name(tx, name)).await.unwrap();
        let worker = found.unwrap_or_else(|| panic!("nobody is {name}")).worker;
        all.push(Visitor { name, worker: Some(worker), token: None });
    }
    all.push(Visitor { name: "nobody", worker: None, token: None });
    all
}

/// Everybody at Dana.
async fn at_dana(dana: &Place, owner: &Worker, partner: AgencyId) -> Vec<Visitor> {
    let mut all = visitors(dana, &AT_DANA).await;
    let scopes = sila::api::Scope::ALL.map(sila::api::Scope::code);
    let token = token(dana, partner, &scopes).await;
    all.push(Visitor { name: "a program", worker: None, token: Some(token) });
    all.insert(0, Visitor { name: "the owner", worker: Some(owner.clone()), token: None });
    all
}

/// What is written to the folder of a node, and its log.
fn at_rest(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut ahead = vec![dir.to_owned()];
    while let Some(dir) = ahead.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => ahead.push(path),
                false => found.push((path.display().to_string(), std::fs::read(&path).unwrap())),
            }
        }
    }
    found
}

/// The word that something waits is mailed to whoever may read the restricted case, a day later.
async fn letters(nodes: &Nodes, owner: &Worker) -> Vec<u8> {
    let dana = &nodes.dana;
    let cookie = sign_in(dana, owner).await;
    let wished = post(dana, "/en/me/mail", &cookie, "act=on&address=owner%40dana.example").await;
    assert_eq!(wished.status, StatusCode::SEE_OTHER, "{}", wished.body);
    dana.app.clock.set(Some(dana.app.clock.now().plus_days(1).uae_date().at_minute(600)));
    for _ in 0..2 {
        sila::mail::tend(&dana.app, dana.app.clock.now()).await.unwrap();
    }
    nodes.mail.lock().unwrap().clone()
}

/// Where one of these tells something that it may not.
fn telling(wanted: &Wanted, all: &[(String, Vec<u8>)]) -> Vec<String> {
    let told = all.iter().filter(|(_, bytes)| !secrets_in(wanted, bytes).is_empty());
    told.map(|(path, _)| path.clone()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn contract_b08_no_route_letter_file_log_or_partner_is_told_where_a_home_is_or_who_is_protected()
 {
    let heard = Heard::default();
    let writer = heard.clone();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG);
    tracing::subscriber::set_global_default(log.with_writer(move || writer.clone()).finish())
        .unwrap();
    tracing::info!("the log is heard");
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("demo");
    let port = super::support::demo::first_port();
    let wish = Wish { dir: &dir, port: Some(port), reset: false };
    drop(demo::prepare(&Script::read().unwrap(), &wish).await.unwrap());
    let wanted = Arc::new(secret::wanted());
    let mut nodes = open(&dir, port).await;
    let (owner, paths) = plant(&nodes.dana).await;
    nodes.carry().await;

    let there = nodes.marsa.app.node.id;
    let everybody = at_dana(&nodes.dana, &owner, there).await;
    let mut dana = Round::new(&nodes.dana.app, everybody, wanted.clone());
    paths.iter().for_each(|path| dana.known.learn(path, &[]));
    dana.look().await;
    let partners = visitors(&nodes.marsa, &AT_MARSA).await;
    let mut marsa = Round::new(&nodes.marsa.app, partners, wanted.clone());
    marsa.look().await;
    let mut beside = vec![("the calendar".to_owned(), calendar(&nodes.dana, &owner).await)];
    beside.push(("the letters".to_owned(), letters(&nodes, &owner).await));
    dana.act().await;
    beside.push(("the log".to_owned(), heard.0.lock().unwrap().clone()));
    beside.extend(at_rest(&dir));
    let mut wrong = missing(&dana, &beside);
    wrong.extend(telling(&wanted, &beside).into_iter().map(|path| format!("told by {path}")));
    for round in [&dana, &marsa] {
        wrong.extend(round.leaks());
        wrong.extend(round.failures());
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), dana.told.len(), wrong.join("\n"));
    it_can_fail(&nodes, &wanted, &dir, &heard).await;
}

/// What was not asked for or did not come: every route, with something real in it, in both languages, and every kind of file.
fn missing(dana: &Round, beside: &[(String, Vec<u8>)]) -> Vec<String> {
    let mut wrong: Vec<String> =
        dana.unseen().iter().map(|route| format!("{route} was not asked")).collect();
    let reasons: BTreeSet<String> = paths::unmet_for_a_reason();
    let unmet = dana.known.unmet();
    wrong.extend(unmet.difference(&reasons).map(|begins| format!("there is nothing at {begins}")));
    let kinds = dana.kinds();
    for kind in KINDS {
        if kinds.get(kind).is_none_or(|length| *length == 0) {
            wrong.push(format!("no {kind}: {kinds:?}"));
        }
    }
    let shown = dana.shown();
    for english in [false, true] {
        let pages = shown.iter().filter(|(_, lang)| *lang == english).count();
        if pages < PAGES_LEAST {
            wrong.push(format!("{pages} pages were shown (English: {english})"));
        }
    }
    for (name, word) in [("the log", "the log is heard"), ("the letters", "owner@dana.example")] {
        let found = beside.iter().find(|(path, _)| path == name).unwrap();
        if !String::from_utf8_lossy(&found.1).contains(word) {
            wrong.push(format!("{name} holds nothing"));
        }
    }
    wrong
}

/// The same search finds a name that somebody lets slip: on pages in both languages, in what programs read, in a file of services, in a
/// letter, in a document, in a workbook, in the log, on the disk. (At the partner: `link::people`.)
async fn it_can_fail(nodes: &Nodes, wanted: &Wanted, dir: &Path, heard: &Heard) {
    std::fs::write(dir.join("note"), HOME).unwrap();
    assert_eq!(telling(wanted, &at_rest(dir)), [dir.join("note").display().to_string()]);
    let dana = &nodes.dana;
    let keeper = worker(dana, "HEAD").await;
    let mut slip = boys(dana);
    slip.ar.name = format!("بيت {NAME_AR}");
    slip.en.name = format!("House of {NAME_AR}");
    publish(dana, &keeper, &slip, None).await;
    tracing::warn!("somebody called {REPORTER} has told");
    let letter = mailed(nodes).await;
    let logged = heard.0.lock().unwrap().clone();
    let mut told = vec![
        ("the log", logged),
        ("the letter", letter),
        ("the document", document()),
        ("the workbook", book()),
    ];
    let reader = worker(dana, "SUPERVISOR").await;
    let cookie = sign_in(dana, &reader).await;
    for path in ["/ar/directory/all", "/en/directory/all", "/hsds/services", "/ar/services/export"]
    {
        told.push((path, super::link::leak::bytes(dana, path, &cookie).await.1));
    }
    let silent = told.iter().filter(|(_, bytes)| secrets_in(wanted, bytes).is_empty());
    let silent: Vec<&str> = silent.map(|(name, _)| *name).collect();
    assert_eq!(silent, Vec::<&str>::new(), "what was let slip is not found there");
}

/// A letter that says too much, as the mail server gets it.
async fn mailed(nodes: &Nodes) -> Vec<u8> {
    let (app, now) = (&nodes.dana.app, nodes.dana.app.clock.now());
    let letter = sila::mail::Letter {
        to: "owner@dana.example".to_owned(),
        subject: "Sila".to_owned(),
        words: format!("For {NAME_AR}"),
        ..sila::mail::Letter::default()
    };
    let about = (app.clock.new_id(), app.clock.new_id(), 1);
    let one = sila::mail::post(app, sila::mail::Kind::Notice, about, &letter, now);
    app.store.write(move |tx| sila::mail::store::put(tx, &one)).await.unwrap();
    nodes.mail.lock().unwrap().clear();
    sila::mail::tend(app, now).await.unwrap();
    nodes.mail.lock().unwrap().clone()
}

/// A document that says too much.
fn document() -> Vec<u8> {
    let margins = sila_paper::Margins {
        agency: "دانة".to_owned(),
        reference: "R-1".to_owned(),
        caution: "سرّي".to_owned(),
        page_words: ("صفحة".to_owned(), "من".to_owned()),
    };
    let day = sila_paper::Day { year: 2026, month: 11, day: 22 };
    let paper = sila_paper::Paper::new(sila_paper::Language::Arabic, "رسالة", day, margins);
    sila_paper::write(&paper.paragraph(format!("{NAME_AR} {NAME_LATIN}"))).unwrap()
}

/// A workbook that says too much.
fn book() -> Vec<u8> {
    let rows = vec![vec![Cell::Words(NAME_AR.to_owned())]];
    workbook(&[Sheet { title: "1".to_owned(), right_to_left: true, rows }]).unwrap()
}
