//! Who is in a restricted case, who reported, and the true name of somebody who has a code name: in no byte that leaves a node for anybody
//! who is not named to read it. Pages, documents, tables, the directory, answers to programs, the link, the log, the calendar and the mail are
//! gone through; and a name that somebody lets slip on purpose is found in every one of them that would carry it.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use sila::accounts::Worker;
use sila::cases::reporter::{self, Identity};
use sila::cases::scope::{self, Change};
use sila::cases::{self, identity};
use sila::config::{Config, Mail};
use sila::db::Tx;
use sila::people::register;
use sila_core::codes::{Category, Urgency};
use sila_core::directory::Listing;
use sila_core::ids::CaseId;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::super::referral::nodes::h01;
use super::super::support::traces::{Wanted, dresses};
use super::directory::{arrives, boys, get, post, publish, sign_in};
use super::leak::{Heard, bytes, everything, unpacked};
use super::{Place, agree, linked, worker};

pub const NAME_AR: &str = "زمردينة خلفان القشعمانية";
pub const NAME_LATIN: &str = "Zomordina Khalfan Alqashaamiya";
pub const CHILD: &str = "طغنوشران";
pub const PHONE: &str = "+971597730666";
pub const WORDS: &str = "روت عن الدهليز الخفندري";
pub const REPORTER: &str = "جرناس الحظلموني";
pub const REPORTER_PHONE: &str = "+971597730888";
pub const TRUE_NAME: &str = "Quillandra Vexmortesa";

/// What of these would tell.
const TRACES: [&str; 10] = [
    "زمردينة",
    "القشعمانية",
    "Zomordina",
    "Alqashaamiya",
    "طغنوشران",
    "597730666",
    "الخفندري",
    "جرناس",
    "597730888",
    "Quillandra",
];

fn wanted() -> Wanted {
    let more = ["الحظلموني", "Vexmortesa"];
    Wanted::of(TRACES.into_iter().chain(more).flat_map(dresses))
}

/// A restricted case of a woman with her child: somebody reported it, and her true name is sealed for two. It has an appointment today.
pub async fn guarded(node: &Place, owner: &Worker, second: &Worker) -> CaseId {
    let (app, now) = (&node.app, node.app.clock.now());
    let text = |text: &str| Some(text.to_owned());
    let mut known = h01(app.node.id);
    known.people.truncate(2);
    let her = &mut known.people[0];
    (her.name_ar, her.name_latin) = (text(NAME_AR), text(NAME_LATIN));
    (her.phone, her.emirates_id) = (text(PHONE), None);
    known.people[1].name_ar = text(CHILD);
    known.account = text(WORDS);
    let kind = (Category::Trafficking, Urgency::Urgent);
    let case = cases::compose(app, &known, kind.0, kind.1, owner.id, None, now).unwrap();
    let id = case.id;
    let insert = move |tx: &mut dyn Tx| cases::store::insert(tx, &case).map(|_| ());
    app.store.write(insert).await.unwrap();
    register::follow(app, id).await;
    let who = Identity {
        name: REPORTER.to_owned(),
        phone: REPORTER_PHONE.to_owned(),
        words: WORDS.to_owned(),
        agrees: false,
    };
    reporter::keep(app, owner, id, &who, now).await.unwrap();
    scope::change(app, owner, id, Change::Name(second.id), now).await.unwrap();
    let record = cases::open_record(app, owner, id).await.unwrap();
    let two = [owner.id, second.id];
    identity::seal(app, owner, &record, (TRUE_NAME, two), now).await.unwrap();
    scope::change(app, owner, id, Change::Restrict, now).await.unwrap();
    let cookie = sign_in(node, owner).await;
    let day = now.plus_days(2).uae_date();
    let form = format!(
        "kind=SESSION&place=CENTRE&day_d={}&day_m={}&day_y={}&time=10%3A00&weeks=0&times=1&with={}&all_the_same=yes",
        day.day,
        day.month,
        day.year,
        NAME_LATIN.replace(' ', "+")
    );
    let planned = post(node, &format!("/en/cases/{id}/appointments/new"), &cookie, &form).await;
    assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.body);
    id
}

/// Whoever may read everything and is not named in the case, and those who see figures and lists.
async fn strangers(node: &Place) -> Vec<Worker> {
    let mut people = Vec::new();
    for role in ["SUPERVISOR", "HEAD", "DPO_AUDIT", "INTAKE", "PARTNERSHIP", "SHELTER_SUPERVISOR"] {
        people.push(worker(node, role).await);
    }
    people
}

/// What the link has carried to the other node, as that node gives it to its own people, to partners and to programs.
async fn carried(dana: &Place, marsa: &Place, listing: &Listing) -> Vec<(String, Vec<u8>)> {
    arrives([dana, marsa], marsa, listing.id, listing.number).await;
    let people = [worker(marsa, "SUPERVISOR").await, worker(marsa, "PARTNERSHIP").await];
    let given = everything(marsa, &people).await;
    let there = |(path, body): (String, Vec<u8>)| (format!("at the partner: {path}"), body);
    given.into_iter().map(there).collect()
}

/// What is written down in the clear, and what the pages of the case itself say to who may not open it.
async fn elsewhere(node: &Place, people: &[Worker], case: CaseId) -> Vec<(String, Vec<u8>)> {
    let mut given = Vec::new();
    let table = sila::routes::table();
    let own = table.list.iter().filter(|route| route.path.starts_with("/{lang}/cases/{id}"));
    let paths =
        own.map(|route| route.path.replace("{lang}", "en").replace("{id}", &case.to_string()));
    let paths: Vec<String> = paths.filter(|path| !path.contains('{')).collect();
    assert!(paths.len() > 15, "{}", paths.len());
    for one in people {
        for path in &paths {
            let cookie = sign_in(node, one).await;
            let (status, body) = bytes(node, path, &cookie).await;
            assert_ne!(status, StatusCode::OK, "{path} {:?}", one.roles);
            given.push((path.clone(), body));
        }
        for typed in [NAME_AR, NAME_LATIN, PHONE, REPORTER, TRUE_NAME] {
            let cookie = sign_in(node, one).await;
            let q: String = typed.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let found = post(node, "/en/search", &cookie, &format!("q={q}")).await;
            // What somebody typed comes back in the field alone.
            assert!(!found.body.contains(&case.to_string()), "{:?}", one.roles);
        }
    }
    given
}

/// The calendar of somebody who may read the case: it goes to programs and telephones.
pub async fn calendar(node: &Place, owner: &Worker) -> Vec<u8> {
    let cookie = sign_in(node, owner).await;
    let made = post(node, "/en/calendar", &cookie, "").await;
    let (_, rest) = made.body.split_once("/diary/").expect("an address");
    let secret: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    let feed = get(node, &format!("/en/diary/{secret}"), "").await;
    assert!(feed.body.contains("BEGIN:VEVENT"), "{}", feed.body);
    feed.body.into_bytes()
}

/// Everything that leaves the node.
async fn leaves(
    node: &Place,
    (owner, people): (&Worker, &[Worker]),
    case: CaseId,
    heard: &Heard,
) -> Vec<(String, Vec<u8>)> {
    let mut given = everything(node, people).await;
    let files: Vec<_> = given.iter().map(|(path, body)| (path.clone(), unpacked(body))).collect();
    given.extend(files);
    given.extend(elsewhere(node, people, case).await);
    given.push(("the calendar".to_owned(), calendar(node, owner).await));
    given.push(("the log".to_owned(), heard.0.lock().unwrap().clone()));
    given
}

/// Where a trace stands.
fn leaks(given: &[(String, Vec<u8>)]) -> Vec<&str> {
    let wanted = wanted();
    let told = given.iter().filter(|(_, body)| wanted.in_any(std::slice::from_ref(body)).is_some());
    told.map(|(path, _)| path.as_str()).collect()
}

#[tokio::test]
async fn contract_b08_restricted_names_reporters_and_true_names_are_in_no_byte_that_leaves() {
    let heard = Heard::default();
    let writer = heard.clone();
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE);
    let log = log.with_writer(move || writer.clone()).finish();
    let _listening = tracing::subscriber::set_default(log);
    tracing::info!("the log is heard");
    let (dana, marsa) = linked(true).await;
    agree(&dana, &marsa).await;
    let owner = worker(&dana, "CHILD_PROTECTION").await;
    let second = worker(&dana, "CASE_MANAGER").await;
    let case = guarded(&dana, &owner, &second).await;
    let people = strangers(&dana).await;
    let keeper = worker(&dana, "HEAD").await;
    let house = boys(&dana);
    publish(&dana, &keeper, &house, None).await;
    let mut given = leaves(&dana, (&owner, &people), case, &heard).await;
    given.extend(carried(&dana, &marsa, &house).await);
    assert!(String::from_utf8_lossy(&heard.0.lock().unwrap()).contains("the log is heard"));
    assert_eq!(leaks(&given), Vec::<&str>::new());
    // It fails where it must: a name that somebody writes into what is public, and one in a line of the log.
    let mut slip = boys(&dana);
    slip.ar.name = format!("بيت {NAME_AR}");
    slip.en.name = format!("House of {NAME_LATIN}");
    publish(&dana, &keeper, &slip, None).await;
    tracing::warn!("somebody called {REPORTER} has told");
    let mut given = leaves(&dana, (&owner, &people[..2]), case, &heard).await;
    given.extend(carried(&dana, &marsa, &slip).await);
    let found = leaks(&given);
    let there = "at the partner: /ar/services";
    for place in ["/ar/directory/all", "/hsds/services", "/ar/services/export", there, "the log"] {
        assert!(found.contains(&place), "{place} is not found in {found:?}");
    }
}

/// A mail server that keeps every byte.
pub async fn sink() -> (u16, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let kept = Arc::new(Mutex::new(Vec::new()));
    let all = kept.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(hear(stream, all.clone()));
        }
    });
    (port, kept)
}

async fn hear(stream: TcpStream, kept: Arc<Mutex<Vec<u8>>>) {
    let (from, mut to) = stream.into_split();
    let mut lines = BufReader::new(from).lines();
    let (mut say, mut in_data) = ("220 here\r\n", false);
    loop {
        if !say.is_empty() && to.write_all(say.as_bytes()).await.is_err() {
            return;
        }
        let Ok(Some(line)) = lines.next_line().await else { return };
        kept.lock().unwrap().extend(line.as_bytes());
        say = match line.as_str() {
            "." if in_data => {
                in_data = false;
                "250 taken\r\n"
            }
            _ if in_data => "",
            "DATA" => {
                in_data = true;
                "354 go on\r\n"
            }
            _ => "250 yes\r\n",
        };
    }
}

#[tokio::test]
async fn what_is_mailed_to_who_works_on_a_restricted_case_says_that_something_waits_and_no_more() {
    let (port, kept) = sink().await;
    let mail = Mail {
        relay: Some(format!("smtp://127.0.0.1:{port}")),
        from: Some("sila@dana.example".to_owned()),
        ..Mail::default()
    };
    let node = Place::with("DANA", "Dana", false, |config| Config { mail, ..config }).await;
    let ten = node.app.clock.now().plus_days(1).uae_date().at_minute(600);
    node.app.clock.set(Some(ten));
    let owner = worker(&node, "INTAKE").await;
    let second = worker(&node, "CASE_MANAGER").await;
    guarded(&node, &owner, &second).await;
    let cookie = sign_in(&node, &owner).await;
    let wished = post(&node, "/en/me/mail", &cookie, "act=on&address=owner%40dana.example").await;
    assert_eq!(wished.status, StatusCode::SEE_OTHER, "{}", wished.body);
    // Something waits for her: a report that the law wants.
    let day = get(&node, "/en", &cookie).await.body;
    assert!(day.contains("To report: "), "{day}");
    assert!(!day.contains("Zomordina"), "also her own day names nobody");
    for _ in 0..2 {
        sila::mail::tend(&node.app, node.app.clock.now()).await.unwrap();
    }
    let sent = kept.lock().unwrap().clone();
    assert!(String::from_utf8_lossy(&sent).contains("owner@dana.example"), "a letter went");
    assert_eq!(wanted().in_any(&[sent]), None);
}
