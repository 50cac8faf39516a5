//! Two whole nodes over a wire that loses, doubles and delays whole calls in either direction, while people at both ends
//! act at the same time. At the end both hold the same entries in the same state; and whatever went over the wire, without
//! its TLS, and whatever is on either disk, without the keys, says nothing of the person.

use std::time::Duration;

use sila::app::App;
use sila::jobs::react;
use sila::links::{exchange, sending};
use sila_core::codes::RecallCode;
use sila_core::ids::CaseId;
use sila_link::Hello;

use super::*;

/// Chance from a seed: xorshift, so that a failing seed can be told.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    fn percent(&mut self, n: u64) -> bool {
        self.below(100) < n
    }
}

/// A body on its way.
struct Body {
    to_dana: bool,
    answers: bool,
    bytes: Vec<u8>,
}

/// What happens to each body while the storm lasts, in percent.
const LOST: u64 = 30;
const DOUBLED: u64 = 20;
const DELAYED: u64 = 40;

pub struct Wire<'a> {
    pair: &'a Pair,
    dice: Dice,
    calm: bool,
    late: Vec<Body>,
    /// Everything that anybody sent, as it stood inside TLS.
    seen: Vec<Vec<u8>>,
    heard: [Option<Hello>; 2],
}

impl<'a> Wire<'a> {
    /// A wire whose chances follow from the seed.
    pub fn new(pair: &'a Pair, seed: u64) -> Wire<'a> {
        let dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        Wire { pair, dice, calm: false, late: Vec::new(), seen: Vec::new(), heard: [None, None] }
    }

    /// Everything that anybody sent, as it stood inside TLS.
    pub fn seen(&self) -> &[Vec<u8>] {
        &self.seen
    }
    fn app(&self, dana: bool) -> &App {
        if dana { &self.pair.dana.app } else { &self.pair.marsa.app }
    }

    /// One node calls the other.
    async fn call(&mut self, dana_calls: bool) {
        let link = sila_link::link_id(self.pair.marsa.id(), self.pair.dana.id());
        let app = self.app(dana_calls).clone();
        sending::seal_due(&app, link).await.unwrap();
        let heard = self.heard[usize::from(dana_calls)].clone();
        let said = sending::say(&app, link, sila_link::Role::Caller, heard.as_ref(), &[]).await;
        app.lines.of(link).called();
        let Ok(said) = said else { return };
        self.send(Body { to_dana: !dana_calls, answers: false, bytes: said.bytes }).await;
    }

    /// Loses, doubles or delays a body; what is left of it arrives.
    async fn send(&mut self, body: Body) {
        self.seen.push(body.bytes.clone());
        if self.calm {
            return Box::pin(self.arrive(&body)).await;
        }
        if self.dice.percent(LOST) {
            return;
        }
        let times = 1 + u64::from(self.dice.percent(DOUBLED));
        if self.dice.percent(DELAYED) {
            return self.late.push(body);
        }
        for _ in 0..times {
            Box::pin(self.arrive(&body)).await;
        }
    }

    async fn arrive(&mut self, body: &Body) {
        let link = sila_link::link_id(self.pair.marsa.id(), self.pair.dana.id());
        let (here, there) = (self.app(body.to_dana).clone(), self.app(!body.to_dana).clone());
        if body.answers {
            let taken = exchange::take(&here, link, &body.bytes, sila_link::Role::Answerer).await;
            if let Ok(taken) = taken {
                self.heard[usize::from(body.to_dana)] = taken.hello;
            }
            return;
        }
        let caller = there.keys().told().transport_spki;
        let answer = exchange::answer(&here, caller, body.bytes.clone(), Duration::ZERO).await;
        if let Ok(bytes) = answer {
            Box::pin(self.send(Body { to_dana: !body.to_dana, answers: true, bytes })).await;
        }
    }

    /// A while of storm: calls from both ends, and bodies that come late and out of order.
    pub async fn blow(&mut self, turns: usize) {
        for _ in 0..turns {
            react::all_due(&self.pair.marsa.app).await.unwrap();
            react::all_due(&self.pair.dana.app).await.unwrap();
            let dana_calls = self.dice.percent(50);
            self.call(dana_calls).await;
            if !self.late.is_empty() && self.dice.percent(60) {
                let many = u64::try_from(self.late.len()).unwrap();
                let at = usize::try_from(self.dice.below(many)).unwrap();
                let body = self.late.swap_remove(at);
                self.arrive(&body).await;
            }
        }
    }

    /// The wire is good again; what was late arrives at last.
    pub async fn rest(&mut self, id: ReferralId) {
        self.calm = true;
        for body in std::mem::take(&mut self.late) {
            self.arrive(&body).await;
        }
        let mut calm = 0;
        for _ in 0..100 {
            self.blow(4).await;
            // Duties that failed in the storm are tried again a little later.
            self.pair.wait(1);
            let (here, there) = (self.pair.marsa.record(id).await, self.pair.dana.app.clone());
            let there = Record::of(&there, id).await;
            let same = there.is_ok_and(|there| there.fingerprint == here.fingerprint);
            calm = if same && here.stored.len() > 1 { calm + 1 } else { 0 };
            // Nobody owes anything any more.
            if calm > 10 {
                return;
            }
            // What an answer gave may be receipted by a call for a quarter of a second.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// A story over the wire; people act at both ends without waiting for each other.
async fn story(pair: &Pair, seed: u64) -> (ReferralId, Vec<Vec<u8>>) {
    let mut wire = Wire::new(pair, seed);
    let id = pair.offer(|_| {}).await.unwrap().id;
    while Record::of(&pair.dana.app, id).await.is_err() {
        wire.blow(3).await;
    }
    let officer = &pair.officer;
    let recalls = seed % 3 == 1;
    if recalls {
        let code = RecallCode::ALL[0];
        referrals::recall(&pair.marsa.app, &pair.sender, id, code, NOW).await.unwrap();
    }
    if seed % 3 == 2 {
        referrals::claim(&pair.dana.app, officer, id, NOW).await.unwrap();
        wire.blow(5).await;
    }
    // The other side may have heard of the recall by now, then it is refused.
    let accepted = referrals::accept(&pair.dana.app, officer, id, NOW).await;
    assert!(accepted.is_ok() || recalls, "seed {seed}");
    wire.blow(30).await;
    wire.rest(id).await;
    (id, wire.seen)
}

#[tokio::test(flavor = "multi_thread")]
async fn contract_b28_after_loss_doubling_and_reordering_both_sides_hold_the_same_referral() {
    for seed in 1..=9 {
        let pair = Pair::new().await;
        let (id, seen) = story(&pair, seed).await;
        let record = pair.equal(id).await;
        let state = record.thread().unwrap().state();
        let ends = [State::Accepted, State::Recalled, State::Cancelled];
        assert!(ends.contains(&state), "seed {seed}: {state:?}");
        let twice = record.entries.iter().enumerate().any(|(at, entry)| {
            record.entries[..at]
                .iter()
                .any(|other| (other.author, other.n) == (entry.author, entry.n))
        });
        assert!(
            !twice && seen.len() > 6,
            "seed {seed}: each entry once, over a wire that was used"
        );
        let acts: Vec<&str> = record.entries.iter().map(|entry| entry.act.code()).collect();
        if state == State::Accepted && !acts.contains(&"RECALL") {
            assert!(acts.contains(&"RELEASE"), "seed {seed}: {acts:?}");
            let case: CaseId =
                record.row.case_id.unwrap_or_else(|| panic!("seed {seed}: no case, {acts:?}"));
            assert_eq!(opened(&pair, case).await.disclosure.people.len(), 3, "seed {seed}");
        }
    }
}

/// Names and numbers of H01, as they are written and as bytes may hold them.
const CANARIES: [&str; 10] = [
    "وفاء",
    "المرجاني",
    "Wafaa",
    "Al Marjani",
    "784190000000019",
    "590000001",
    "590000002",
    "تبقى عند أختها",
    "روت ما حدث",
    "Mahra",
];

pub fn holds(bytes: &[u8], canary: &str) -> bool {
    let utf16: Vec<u8> = canary.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let within = |wanted: &[u8]| bytes.windows(wanted.len()).any(|part| part == wanted);
    within(canary.as_bytes()) || within(&utf16)
}

/// Every file of a node but its keys.
pub fn disk(node: &nodes::Node) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![node.folder().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name() != Some(std::ffi::OsStr::new("keys")) {
                folders.push(path);
            } else if path.is_file() {
                files.push((path.display().to_string(), std::fs::read(path).unwrap()));
            }
        }
    }
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_of_the_link_and_both_databases_without_the_keys_hold_nothing_of_the_person() {
    let pair = Pair::new().await;
    let (id, seen) = story(&pair, 3).await;
    assert_eq!(pair.equal(id).await.row.state, State::Accepted);
    let files: Vec<_> = disk(&pair.marsa).into_iter().chain(disk(&pair.dana)).collect();
    assert!(
        files.iter().filter(|(name, _)| name.ends_with("sila.db")).count() == 2,
        "both databases"
    );
    let reference = pair.equal(id).await.row.reference;
    assert!(files.iter().any(|(_, bytes)| holds(bytes, &reference)), "what is searched is found");
    for canary in CANARIES {
        assert!(seen.iter().all(|bytes| !holds(bytes, canary)), "on the wire");
        let found = files.iter().find(|(_, bytes)| holds(bytes, canary));
        assert!(found.is_none(), "in {:?}", found.map(|(name, _)| name));
    }
}
