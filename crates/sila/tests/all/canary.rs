//! Words that nobody else says, in every field that people fill: none of them may be found on the wire, in the messages
//! inside TLS, or in what two nodes keep, with their keys removed.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::Connection;
use sila::jobs::react;
use sila::links::{exchange, sending};
use sila::referrals;
use sila_core::disclosure::SafeContact;
use sila_core::referral::State;
use sila_link::{Role, link_id};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::referral::nodes::{NOW, Pair};
use super::support::demo::Demo;
use super::support::h01::{self, Answer};
use super::support::node::Node;
use super::support::story::{Intake, answer, comes, referrals as listed, send};
use super::support::traces::{Wanted, dresses, files};
use super::support::visitor::Visitor;

const NAME_AR: &str = "زمهرودة قندخيل الخولمزقان";
const NAME_LATIN: &str = "Zamharuda Qandakhil Alkhwilmuzqan";
const CHILD: &str = "طغنوشرة";
const PLAN: &str = "خطتها ضفدعوزية plan Quombleforth";
const TIMES: &str = "بعد الظهيرغزة Vintzelmoor";
const WORDS: &str = "كلمة السر شنقظوفة Hexlumbrit";
const CODE: &str = "قطمشورة Blivernack";
const WISHES: &str = "تتمنى غرفة كظموشية wishes Dorvantique";
const UNWANTED: &str = "لا تريد عذقوبلية never Spraxenholt";
const ACCOUNT: &str = "روت ثجخونيات account Wuldermeck";
const PHONE: &str = "+971597730461";
const FILE: &str = "تقرير-هزغموطي-Klastebrun.txt";
const DOCUMENT: &str = "وثيقة فيها صغظيبولة and Mirthquandel, twice: Mirthquandel";
/// In none of the other texts; only the person's own paper.
const EMIRATES_ID: &str = "784190000000019";

/// What of the texts would tell: each unusual word, the names in parts, the numbers.
fn canaries() -> Vec<&'static str> {
    let texts =
        [NAME_AR, NAME_LATIN, CHILD, PLAN, TIMES, WORDS, CODE, WISHES, UNWANTED, ACCOUNT, FILE];
    let usual = ["account", "wishes", "غرفة", "الظهيرغزة", "never", "تتمنى"];
    let words =
        texts.into_iter().chain([DOCUMENT]).flat_map(|text| text.split([' ', '-', '.', ':', ',']));
    let words = words.filter(|word| word.chars().count() >= 6 && !usual.contains(word));
    let numbers = ["597730461", EMIRATES_ID, h01::EMIRATES_ID];
    let mut all: Vec<&str> = words.chain(numbers).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn wanted() -> Wanted {
    Wanted::of(canaries().into_iter().flat_map(dresses))
}

/// Everything that went between two nodes, in both directions.
#[derive(Clone, Default)]
struct Tape(Arc<Mutex<[Vec<u8>; 2]>>);

impl Tape {
    /// Listens in the place of `to`, passes everything on, and keeps it.
    async fn before(&self, to: SocketAddr) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, tape) = (listener.local_addr().unwrap(), self.clone());
        tokio::spawn(async move {
            while let Ok((from, _)) = listener.accept().await {
                let Ok(there) = TcpStream::connect(to).await else { continue };
                let ((from_in, from_out), (to_in, to_out)) =
                    (from.into_split(), there.into_split());
                tokio::spawn(pass(from_in, to_out, tape.clone(), 0));
                tokio::spawn(pass(to_in, from_out, tape.clone(), 1));
            }
        });
        address
    }

    fn kept(&self) -> Vec<Vec<u8>> {
        self.0.lock().unwrap().to_vec()
    }
}

async fn pass(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    tape: Tape,
    way: usize,
) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        tape.0.lock().unwrap()[way].extend(&bytes[..read]);
        if to.write_all(&bytes[..read]).await.is_err() {
            break;
        }
    }
}

/// Each calls the other at this address from now on.
fn call_at(node: &Node, code: &str, address: SocketAddr) {
    let database = Connection::open(node.dir.join("sila.db")).unwrap();
    let sql = "update link set endpoint = ?1 where code = ?2";
    assert_eq!(database.execute(sql, (address.to_string(), code)).unwrap(), 1);
}

/// The answers of H01 with these in their place.
fn with<'a>(answers: &[Answer], others: &[(&'static str, &'a str)]) -> Vec<(&'static str, &'a str)>
where
    'static: 'a,
{
    let other = |name: &str| others.iter().find(|(other, _)| *other == name);
    answers.iter().map(|one| other(one.0).copied().unwrap_or(*one)).collect()
}

async fn take_in(worker: &mut Visitor) -> Intake {
    let first = worker.see("/en/intake/new").await.ok();
    let draft = first.path.rsplit_once('/').unwrap().0.to_owned();
    let safety = [
        ("plan", PLAN),
        ("contact_phone", PHONE),
        ("contact_times", TIMES),
        ("contact_words", WORDS),
        ("contact_code", CODE),
    ];
    let mut person = answer(worker, first, &with(h01::SAFETY, &safety), "next").await;
    for child in h01::CHILDREN {
        person = answer(worker, person, child, "add").await;
    }
    let her =
        [("name_ar", NAME_AR), ("name_latin", NAME_LATIN), ("phone", PHONE), ("o1_name", CHILD)];
    let all = [h01::PERSON, h01::CHILDREN[0], h01::CHILDREN[1], h01::RESIDENCE].concat();
    let need = answer(worker, person, &with(&all, &her), "next").await;
    let told = [("wishes", WISHES), ("unwanted", UNWANTED), ("account", ACCOUNT)];
    let sharing = answer(worker, need, &with(h01::NEED, &told), "next").await;
    let check = answer(worker, sharing, h01::SHARING, "next").await;
    Intake { draft, check }
}

#[tokio::test]
async fn contract_b08_the_wire_and_the_databases_of_two_processes_hold_no_word_of_hers() {
    let mut demo = Demo::start().await;
    demo.take_over().await;
    let tape = Tape::default();
    for (here, there) in [("MARSA", "DANA"), ("DANA", "MARSA")] {
        let address = tape.before(demo.node(there).link).await;
        demo.node_mut(here).kill();
        call_at(demo.node(here), there, address);
        demo.node_mut(here).start().await;
    }
    let mut marsa = demo.node("MARSA").visitor("m-int1", &demo.password).await;
    let mut dana = demo.node("DANA").visitor("d-ref", &demo.password).await;
    let intake = take_in(&mut marsa).await;
    let mut typed = String::new();
    for step in 1..=4 {
        typed += &marsa.see(&format!("{}/{step}", intake.draft)).await.ok().body;
    }
    let path = send(&mut marsa, &intake, "en").await;
    comes(&dana, "it is at Dana", "/en/referrals/in", |l| listed(l).contains(&path)).await;
    for act in ["/claim", "/acceptance"] {
        dana.act_once(&path, act, &[]).await;
    }
    let opened = comes(&dana, "she is known at Dana", &path, |page| page.body.contains(NAME_AR));
    let case = opened.await.links().into_iter().find(|path| path.contains("/cases/")).unwrap();
    let fields = [("sort", "OTHER")];
    let to = format!("{path}/attachments");
    marsa.upload_with(&to, &fields, FILE, DOCUMENT.as_bytes()).await.unwrap().ok();
    let arrived = comes(&dana, "the document is at Dana", &path, |page| {
        page.links().iter().any(|link| link.contains("/attachments/"))
    });
    let file = arrived.await.links().into_iter().find(|l| l.contains("/attachments/")).unwrap();
    let file = dana.see(&file).await.ok().body;
    // Every word was typed, and most did travel: an officer of Dana reads them.
    for word in
        ["Quombleforth", "Vintzelmoor", "Hexlumbrit", "Blivernack", "Wuldermeck", "Qandakhil"]
    {
        assert!(typed.contains(word), "{word} was not taken in");
    }
    let read = [dana.see(&case).await.ok().body, dana.see(&path).await.ok().body, file].concat();
    for word in ["Qandakhil", "طغنوشرة", "Dorvantique", "Spraxenholt", "Mirthquandel"] {
        assert!(read.contains(word), "{word} did not arrive");
    }
    drop((marsa, dana));

    let wanted = wanted();
    let wire = tape.kept();
    let passed: Vec<usize> = wire.iter().map(Vec::len).collect();
    // Who calls whom, which way carries more and what went before the tape is not the same each time; two handshakes
    // alone are less than ten thousand bytes.
    let (both, more) = (passed.iter().all(|bytes| *bytes > 0), passed.iter().sum::<usize>());
    assert!(both && more > 30_000, "the calls went through the tape: {passed:?}");
    assert_eq!(wanted.in_any(&wire), None, "on the wire");
    for code in ["MARSA", "DANA", "NASEEM"] {
        demo.node_mut(code).kill();
        std::fs::remove_dir_all(demo.node(code).dir.join("keys")).unwrap();
        assert_eq!(wanted.in_any(&files(demo.node(code))), None, "in what {code} keeps");
    }
    // The search can find: one word, written into the database of Marsa as a mistake would.
    let database = Connection::open(demo.node("MARSA").dir.join("sila.db")).unwrap();
    let sql = "insert into setting (key, value) values ('mistake', ?1)";
    database.execute(sql, [format!("worker said: {WISHES}").into_bytes()]).unwrap();
    drop(database);
    assert!(wanted.in_any(&files(demo.node("MARSA"))).is_some(), "a planted word is found");
}

/// One call with its answer, kept.
async fn call(pair: &Pair, tape: &mut Vec<Vec<u8>>) {
    let (marsa, dana) = (&pair.marsa.app, &pair.dana.app);
    let (link, key) = (link_id(marsa.node.id, dana.node.id), marsa.keys().told().transport_spki);
    let mut hello = None;
    for _ in 0..3 {
        sending::seal_due(marsa, link).await.unwrap();
        let said = sending::say(marsa, link, Role::Caller, hello.as_ref(), &[]).await.unwrap();
        tape.push(said.bytes.clone());
        let answer = exchange::answer(dana, key, said.bytes, Duration::ZERO).await.unwrap();
        tape.push(answer.clone());
        hello = exchange::take(marsa, link, &answer, Role::Answerer).await.unwrap().hello;
    }
}

async fn settle(pair: &Pair, tape: &mut Vec<Vec<u8>>) {
    for _ in 0..6 {
        react::all_due(&pair.marsa.app).await.unwrap();
        react::all_due(&pair.dana.app).await.unwrap();
        call(pair, tape).await;
    }
}

#[tokio::test]
async fn contract_b08_the_messages_inside_tls_hold_no_word_of_hers_either() {
    let pair = Pair::new().await;
    let mut tape = Vec::new();
    let text = |text: &str| Some(text.to_owned());
    let offered = pair.offer(|wish| {
        let told = &mut wish.disclosure;
        let her = &mut told.people[0];
        (her.name_ar, her.name_latin) = (text(NAME_AR), text(NAME_LATIN));
        (her.phone, her.emirates_id) = (text(PHONE), text(EMIRATES_ID));
        told.people[1].name_ar = text(CHILD);
        (told.wishes, told.unwanted, told.account) = (text(WISHES), text(UNWANTED), text(ACCOUNT));
        told.safety.plan = text(PLAN);
        let contact = told.safety.safe_contact.take().unwrap();
        let (phone, times, instruction) = (text(PHONE), text(TIMES), text(WORDS));
        let code_word = text(CODE);
        let contact = SafeContact { phone, times, instruction, code_word, ..contact };
        told.safety.safe_contact = Some(contact);
    });
    let id = offered.await.unwrap().id;
    settle(&pair, &mut tape).await;
    referrals::accept(&pair.dana.app, &pair.officer, id, NOW).await.unwrap();
    settle(&pair, &mut tape).await;
    let there = pair.equal(id).await;
    assert_eq!(there.row.state, State::Accepted);
    assert!(there.row.case_id.is_some(), "Dana has opened what Marsa sealed");
    let wanted = wanted();
    assert!(tape.iter().map(Vec::len).sum::<usize>() > 20_000);
    assert_eq!(wanted.in_any(&tape), None, "in a body of the link");
    tape.push(format!("note={WISHES}").into_bytes());
    assert!(wanted.in_any(&tape).is_some(), "a planted word is found");
}
