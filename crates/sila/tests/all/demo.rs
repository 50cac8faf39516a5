//! The demonstration as its visitor starts it: one command, three nodes, everybody can sign in, and both sides of every
//! referral hold the same.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use sila::accounts::{self, Worker};
use sila::agreements::{self, State as Pact};
use sila::app::App;
use sila::cases;
use sila::clock::Clock;
use sila::config::Config;
use sila::demo::children::{Addresses, all_free};
use sila::ideas::clusters::{self, kinds::Kinds};
use sila::ideas::rooms::store as rooms;
use sila::meetings::store::{self as meetings, Counts};
use sila::referrals::Record;
use sila::referrals::store::{Direction, Referral};
use sila_core::ids::ReferralId;
use sila_core::referral::State;

use crate::support::node::{run, sila};
use crate::support::visitor::Visitor;
use crate::support::waiting::{free_address, until};

/// A letter has arrived within this time, even on a busy machine.
const ARRIVAL: Duration = Duration::from_secs(20);

const NODES: [&str; 3] = ["DANA", "MARSA", "NASEEM"];

/// `sila demo --json`, with the object it printed.
struct Demo {
    child: Child,
    told: serde_json::Value,
}

impl Demo {
    fn start(dir: &Path, port: Option<u16>) -> Demo {
        let mut command = sila();
        command.args(["demo", "--json", "--dir"]).arg(dir);
        if let Some(port) = port {
            command.args(["--port", &port.to_string()]);
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line).expect("one JSON object on one line");
        Demo { child, told }
    }

    /// As the system stops it.
    fn stop(mut self) -> ExitStatus {
        run(Command::new("kill").arg(self.child.id().to_string()));
        self.child.wait().unwrap()
    }

    fn node(&self, code: &str) -> &serde_json::Value {
        let nodes = self.told["nodes"].as_array().unwrap();
        nodes.iter().find(|node| node["code"] == code).unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _already_gone = self.child.kill();
        let _already_gone = self.child.wait();
    }
}

pub fn free_port() -> u16 {
    loop {
        let port = free_address().port();
        let three: Vec<Addresses> = (0..3).map(|nth| Addresses::of(port, nth).unwrap()).collect();
        if all_free(&three).is_ok() {
            return port;
        }
    }
}

/// What a demonstration leaves that was killed while it was made.
fn half_made(dir: &Path) {
    std::fs::create_dir_all(dir.join("MARSA/keys")).unwrap();
    std::fs::write(dir.join("lock"), "").unwrap();
    std::fs::write(dir.join("MARSA/keys/agency.json"), "{").unwrap();
}

#[tokio::test]
async fn contract_a41_one_command_starts_three_nodes_that_agree_and_a_meeting_of_31_entities_and_70_people()
 {
    let home = tempfile::tempdir().unwrap();
    let (dir, port) = (home.path().join("demo"), free_port());
    half_made(&dir);
    let demo = Demo::start(&dir, Some(port));
    for code in NODES {
        visit(demo.node(code)).await;
    }
    the_draft_goes_out(&demo).await;
    the_report_is_complete(demo.node("DANA")).await;
    what_staff_and_the_public_say_is_there(&demo).await;
    assert!(demo.stop().success());
    let nodes = open(&dir).await;
    same_on_both_sides(&nodes).await;
    everybody_came(&nodes[0]).await;
    kinds_of_partners_are_told_apart(&nodes[0]).await;
    the_pictures_of_the_walk(&nodes).await;
    for app in &nodes {
        app.store.close().await;
        run(sila().args(["verify", "--dir"]).arg(&app.config.dir));
    }
    again(&dir, port);
}

/// The woman from Khor Fakkan was taken in at Marsa; the form only waits to be sent, and arrives at Dana.
async fn the_draft_goes_out(demo: &Demo) {
    let mut writer = signed_in(demo.node("MARSA"), "m-int1").await;
    let drafts = writer.get("/en/intake").await.unwrap().ok().body;
    let (before, _) = drafts.split_once("/5\"").expect("a form stands at its last step");
    let path = format!("{}/5", before.rsplit('"').next().unwrap());
    let check = writer.get(&path).await.unwrap().ok();
    assert!(
        check.text().contains("Send to \u{2068}Dana Social Care Authority"),
        "{}",
        check.text()
    );
    let sent = writer.send(&check.form("/5").unwrap().with("act", "send")).await.unwrap().ok();
    let text = sent.text();
    let reference = text.split_whitespace().find(|word| word.starts_with("R-MARSA-")).unwrap();
    let officer = signed_in(demo.node("DANA"), "d-ref").await;
    until("the referral arrives at Dana", ARRIVAL, || {
        let mut officer = officer.clone();
        async move {
            let seen = officer.get("/ar/referrals/in").await.unwrap().ok();
            seen.body.contains(reference).then_some(())
        }
    })
    .await;
    until("Marsa hears that it arrived", ARRIVAL, || {
        let mut writer = writer.clone();
        async move {
            let seen = writer.get("/en/referrals/out").await.unwrap().ok().text();
            let (_, row) = seen.split_once(reference)?;
            row.contains("Delivered").then_some(())
        }
    })
    .await;
}

/// The report of the meeting, in both languages: who came, the sum, what stands together, whose words may be quoted, and how far
/// what came of ideas is.
async fn the_report_is_complete(dana: &serde_json::Value) {
    let mut officer = signed_in(dana, "d-part").await;
    let list = officer.get("/ar/meetings").await.unwrap().ok().body;
    let path = list.split("\"/ar/meetings/").skip(1).map(|part| part.split('"').next().unwrap());
    let ids: BTreeSet<&str> = path.filter(|id| id.len() == 36).collect();
    let mut found = None;
    for id in ids {
        let page = officer.get(&format!("/ar/meetings/{id}/report")).await.unwrap().ok();
        if page.body.contains("data-fates") {
            found = Some((id.to_owned(), page.text()));
        }
    }
    let (id, text) = found.expect("a meeting with what its rooms brought");
    for told in [
        "حضر 70 مشاركاً من 31 جهة",
        "الطفل أولاً",
        "تكرار المقابلات مع الطفل",
        "بيت الطفل (تجريبي)",
        "أصبحت مبادرة مشتركة",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(!text.contains("سوق أسر منتجة مشترك"), "nobody has let it be quoted");
    let english = officer.get(&format!("/en/meetings/{id}/report")).await.unwrap().ok().text();
    assert!(english.contains("70 people of 31 entities were there"), "{english}");
    for lang in ["ar", "en"] {
        let path = format!("/{lang}/meetings/{id}/report.pdf");
        let file = officer.get(&path).await.unwrap().ok();
        assert!(file.body.starts_with("%PDF"), "{path}");
    }
}

/// A visit of staff that both have signed, and a complaint that an officer has taken up.
async fn what_staff_and_the_public_say_is_there(demo: &Demo) {
    for (code, user) in [("DANA", "d-cm1"), ("MARSA", "m-part")] {
        let mut visitor = signed_in(demo.node(code), user).await;
        let seen = visitor.get("/en/exchanges").await.unwrap().ok().text();
        assert!(seen.contains("A visit to the reception room of Marsa"), "{code}");
        assert!(seen.contains("Reported"), "{code}: {seen}");
    }
    let mut officer = signed_in(demo.node("DANA"), "d-lic").await;
    let seen = officer.get("/en/complaints").await.unwrap().ok();
    assert!(seen.body.contains("Q-"), "{}", seen.body);
}

async fn signed_in(node: &serde_json::Value, user: &str) -> Visitor {
    let url = node["url"].as_str().unwrap();
    let web: SocketAddr = url.strip_prefix("http://").unwrap().parse().unwrap();
    let accounts = node["accounts"].as_array().unwrap();
    let account = accounts.iter().find(|account| account["user"] == user).unwrap();
    let mut visitor = Visitor::new(web);
    visitor.sign_in(user, account["password"].as_str().unwrap()).await;
    visitor
}

/// One of the staff signs in; every page says that nothing here is real.
async fn visit(node: &serde_json::Value) {
    let accounts = node["accounts"].as_array().unwrap();
    let desk = |account: &&serde_json::Value| {
        account["roles"].as_array().unwrap().contains(&"REFERRAL_OFFICER".into())
    };
    let officer = accounts.iter().find(desk).unwrap();
    let user = officer["user"].as_str().unwrap();
    let mut visitor = signed_in(node, user).await;
    for path in ["/ar/referrals/in", "/en/referrals/out"] {
        let seen = visitor.get(path).await.unwrap().ok();
        assert!(seen.body.contains("class=\"demo\""), "{path} does not say that it is invented");
        assert!(seen.body.contains("R-"), "{path} shows no referral to {user}");
    }
}

/// A folder that is whole is used again, with its keys, and only on its own ports.
fn again(dir: &Path, port: u16) {
    let key = dir.join("DANA/keys/root.key");
    let before = std::fs::read(&key).unwrap();
    let elsewhere =
        sila().args(["demo", "--dir"]).arg(dir).args(["--port", "1500"]).output().unwrap();
    assert!(!elsewhere.status.success());
    let said = String::from_utf8_lossy(&elsewhere.stderr).into_owned();
    assert!(said.contains(&format!("made for port {port}")), "{said}");
    let demo = Demo::start(dir, None);
    assert_eq!(demo.node("DANA")["url"], format!("http://127.0.0.1:{port}"));
    assert!(demo.stop().success());
    assert_eq!(std::fs::read(&key).unwrap(), before);
}

async fn open(dir: &Path) -> Vec<App> {
    let mut nodes = Vec::new();
    for code in NODES {
        let config = Config::at(dir.join(code), "127.0.0.1:0".parse().unwrap());
        nodes.push(App::open(config, Clock::default()).await.unwrap());
    }
    nodes
}

/// The meeting of the demonstration: its delegations and its list of those who were there add up.
async fn everybody_came(dana: &App) {
    let all = dana.store.read(meetings::all).await.unwrap();
    let [coming, meeting] = all.as_slice() else { panic!("the meeting, and the one that follows") };
    assert_eq!(coming.series, meeting.id, "they are one series");
    let id = meeting.id;
    let counts = dana.store.read(move |tx| meetings::counts(tx, id)).await.unwrap();
    let whole = Counts { entities: 31, entities_present: 31, named: 70, present: 70 };
    assert_eq!(counts, whole);
    for day in 1..=meeting.days {
        let list = dana.store.read(move |tx| meetings::presences(tx, id)).await.unwrap();
        assert_eq!(list.iter().filter(|one| one.day == day).count(), 70, "day {day}");
    }
}

/// In the room of the meeting the card of consensus shows real groups: the directory was there before anybody spoke.
async fn kinds_of_partners_are_told_apart(dana: &App) {
    let all = dana.store.read(rooms::all).await.unwrap();
    let asks = "How do we make our partnership stronger?";
    let room = all.iter().find(|room| room.title_en == asks).unwrap().id;
    let read = move |tx: &mut dyn sila::db::Tx| -> Result<_, sila::db::DbError> {
        Ok((clusters::store::people(tx, room)?, clusters::store::of_strongest(tx, room)?))
    };
    let (people, supporters) = dana.store.read(read).await.unwrap();
    let kinds = Kinds::read(dana, &people).await.unwrap();
    assert!(kinds.tell());
    let told = |one| kinds.consensus(one).shares.len();
    assert!(supporters.values().all(|one| told(one) >= 3), "federal, local, associations");
}

/// All of them, also those that no list shows to a stranger.
async fn referrals(app: &App) -> Vec<(Referral, [u8; 32])> {
    let read = |tx: &mut dyn sila::db::Tx| -> Result<Vec<ReferralId>, sila::db::DbError> {
        let rows = tx.query_text("select id from referral order by id", &[])?;
        rows.iter().map(|row| row.get(0)).collect()
    };
    let mut found = Vec::new();
    for id in app.store.read(read).await.unwrap() {
        let record = Record::of(app, id).await.unwrap();
        found.push((record.row, record.fingerprint));
    }
    found
}

/// Every referral that left stands on both sides, in the same state and with the same signed entries.
async fn same_on_both_sides(nodes: &[App]) {
    let mut sides: BTreeMap<String, Vec<(State, [u8; 32])>> = BTreeMap::new();
    for app in nodes {
        for (row, fingerprint) in referrals(app).await {
            // A partner without a node holds nothing: both sides are kept here.
            if nodes.iter().any(|node| node.node.id == row.peer) {
                sides.entry(row.reference).or_default().push((row.state, fingerprint));
            }
        }
    }
    let mut states = Vec::new();
    for (reference, sides) in &sides {
        states.push(sides[0].0);
        if sides[0].0 == State::AwaitingApproval {
            assert_eq!(sides.len(), 1, "{reference} left before it was approved");
        } else {
            assert_eq!(sides.len(), 2, "{reference} is on one side only");
            assert_eq!(sides[0], sides[1], "{reference}");
        }
    }
    for state in [
        State::AwaitingApproval,
        State::Delivered,
        State::InReview,
        State::Accepted,
        State::Completed,
        State::Closed,
        State::Declined,
        State::Recalled,
        State::Expired,
    ] {
        assert!(states.contains(&state), "nothing to see in state {state:?}");
    }
}

/// What the walk-through promises its visitor.
async fn the_pictures_of_the_walk(nodes: &[App]) {
    let [dana, marsa, naseem] = nodes else { panic!("three nodes") };
    let now = dana.clock.now();
    let hot = referrals(marsa).await.into_iter().map(|(row, _)| row);
    let hot: Vec<Referral> = hot
        .filter(|row| row.urgency.code() == "EMERGENCY" && row.state == State::Delivered)
        .collect();
    assert_eq!(hot.len(), 1, "one emergency waits at Marsa");
    assert!(hot[0].decide_by > now, "and is not late yet");
    let unsigned = marsa.node.id;
    let stored =
        naseem.store.read(move |tx| agreements::store::of_peer(tx, unsigned)).await.unwrap();
    let offered = stored.iter().find(|one| one.agreement.code == "AGR-D-15").unwrap();
    assert_eq!(offered.state, Pact::Offered, "it waits for Naseem's signature");
    let usable = agreements::in_force(naseem, now).await.unwrap();
    assert!(usable.iter().all(|one| one.agreement.code != "AGR-D-15"), "unsigned carries nothing");
    let printed = marsa.store.read(agreements::store::all).await.unwrap();
    let printed = printed.into_iter().find(|one| one.agreement.code == "AGR-D-11").unwrap();
    assert_eq!(printed.state, Pact::Proposed, "it waits for the partner's signature on paper");
    let usable = agreements::in_force(marsa, now).await.unwrap();
    assert!(usable.iter().all(|one| one.agreement.code != "AGR-D-11"), "unsigned carries nothing");
    nothing_typed_twice(dana, marsa).await;
}

/// The case of the woman from Deira opened at Marsa with what Dana shared.
async fn nothing_typed_twice(dana: &App, marsa: &App) {
    let here = referrals(marsa).await;
    let accepted = here.iter().map(|(row, _)| row).find(|row| {
        row.direction == Direction::In
            && row.state == State::Accepted
            && row.area == "AE-DU-DXB-DEI"
    });
    let accepted = accepted.expect("it was accepted").clone();
    let there = Record::of(dana, accepted.id).await.unwrap().row;
    let (ours, theirs) = (accepted.case_id.unwrap(), there.case_id.unwrap());
    let officer = worker(marsa, "m-ref").await;
    let supervisor = worker(dana, "d-sup").await;
    let ours = cases::open_record(marsa, &officer, ours).await.unwrap();
    let theirs = cases::open_record(dana, &supervisor, theirs).await.unwrap();
    assert_eq!(ours.origin.unwrap().code, "DANA");
    let names = |known: &sila_core::disclosure::Disclosure| -> Vec<_> {
        let people = known.people.iter();
        people.map(|p| (p.name_ar.clone(), p.name_latin.clone(), p.birth)).collect()
    };
    assert_eq!(names(&ours.disclosure), names(&theirs.disclosure));
    assert_eq!(ours.disclosure.residence, theirs.disclosure.residence);
    assert_eq!(ours.disclosure.wishes, theirs.disclosure.wishes);
}

async fn worker(app: &App, user: &'static str) -> Worker {
    let found = app.store.read(move |tx| accounts::store::by_name(tx, user)).await.unwrap();
    found.unwrap().worker
}
