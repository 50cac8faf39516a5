//! Two nodes, a network that does its worst until a set time, and the checks that always hold.

use std::collections::BTreeMap;
use std::rc::Rc;

use sila_core::Millis;
use sila_link::*;
use sila_seal::{Hash, sha256};

use crate::dice::Dice;
use crate::disk::{Disk, keep, keep_sealed};
use crate::node::{CANARY, Node, draft, pair};

/// When an answer has not come after this long, the call has failed.
const TIMEOUT_MS: i64 = 30_000;
/// A node calls at least this often, for the sake of one that cannot dial.
const POLL_MS: i64 = 30_000;
/// After the faults end, everything has arrived within this virtual time.
const DRAIN_MS: i64 = 40 * 60 * 1_000;

pub struct Faults {
    pub loss: u64,
    pub twice: u64,
    pub corrupt: u64,
    pub delay_ms: i64,
    pub crash: u64,
    pub cut: u64,
    /// How many messages may run out on their way, in percent.
    pub expiring: u64,
    /// Only node 0 can dial.
    pub one_way: bool,
    pub until: i64,
}

pub enum Event {
    Write(usize, Stream),
    Wake(usize),
    Arrive { to: usize, call: u64, role: Role, body: Rc<Vec<u8>> },
    Commit { node: usize, life: u32, work: Box<Work> },
    Timeout { node: usize, call: u64 },
    Restart(usize),
    Cut(bool),
}

/// A body that has been judged and waits for its transaction.
pub struct Work {
    role: Role,
    call: u64,
    parts: Call,
    cursors: Vec<Cursor>,
    admissions: Vec<Admission>,
}

pub struct World {
    pub now: i64,
    pub nodes: [Node; 2],
    pub faults: Faults,
    pub dice: Dice,
    pub trace: Hash,
    pub commits: u64,
    /// Every envelope that ever left a node, by place: one hash, for ever.
    left: BTreeMap<(usize, Place), Hash>,
    queue: BTreeMap<(i64, u64), Event>,
    order: u64,
    calls: u64,
    is_cut: bool,
}

impl World {
    pub fn new(seed: u64, faults: impl FnOnce(&mut Dice) -> Faults) -> Self {
        let mut dice = Dice::new(seed);
        let nodes = pair(&mut dice);
        let faults = faults(&mut dice);
        let mut world = Self {
            now: 0,
            nodes,
            faults,
            dice,
            trace: [0; 32],
            commits: 0,
            left: BTreeMap::new(),
            queue: BTreeMap::new(),
            order: 0,
            calls: 0,
            is_cut: false,
        };
        world.at(0, Event::Wake(0));
        world.at(0, Event::Wake(1));
        let until = world.faults.until;
        for start in (0..until).step_by(60_000) {
            if world.dice.percent(world.faults.cut) {
                let length = world.dice.ms(1_000, 55_000);
                world.at(start, Event::Cut(true));
                world.at(start + length, Event::Cut(false));
            }
        }
        world
    }

    pub fn at(&mut self, time: i64, event: Event) {
        self.order += 1;
        self.queue.insert((time, self.order), event);
    }

    /// Runs until this virtual time.
    pub fn run(&mut self, until: i64) {
        while let Some(entry) = self.queue.first_entry() {
            if entry.key().0 > until {
                break;
            }
            let ((time, _), event) = entry.remove_entry();
            self.now = time;
            self.step(event);
        }
        self.now = until;
    }

    /// Runs until both nodes have nothing left to do, and two minutes more, in which nothing may
    /// change; at the latest until the time by which everything must have arrived.
    pub fn settle(&mut self) {
        let latest = self.now.max(self.faults.until) + DRAIN_MS;
        while self.now < latest && !self.nodes.iter().all(|node| node.disk.is_drained()) {
            self.run(self.now + 10_000);
        }
        self.run(self.now + 120_000);
    }

    fn step(&mut self, event: Event) {
        match event {
            Event::Write(node, stream) => self.write(node, stream),
            Event::Wake(node) => self.wake(node),
            Event::Arrive { to, call, role, body } => self.arrive(to, call, role, &body),
            Event::Commit { node, life, work } => {
                if self.nodes[node].life == life && self.nodes[node].up {
                    self.store(node, *work);
                }
            }
            Event::Timeout { node, call } => {
                if self.nodes[node].calling == Some(call) {
                    self.failed(node);
                }
            }
            Event::Restart(node) => {
                self.nodes[node].up = true;
                self.at(self.now, Event::Wake(node));
            }
            Event::Cut(cut) => self.is_cut = cut,
        }
    }

    fn now(&self) -> Millis {
        Millis(self.now)
    }

    fn faulty(&self) -> bool {
        self.now < self.faults.until
    }

    /// One transaction. A crash can come just before it, just after it, or not at all.
    fn commit(&mut self, node: usize, change: impl FnOnce(&mut Disk)) -> bool {
        self.commits += 1;
        let crash = self.faulty() && self.dice.percent(self.faults.crash);
        let stored = !crash || self.dice.percent(50);
        if stored {
            change(&mut self.nodes[node].disk);
        }
        if crash {
            self.crash(node);
        }
        !crash
    }

    pub fn crash(&mut self, node: usize) {
        let back = self.now + self.dice.ms(1, 20_000);
        let it = &mut self.nodes[node];
        it.life += 1;
        it.up = false;
        it.greeting = None;
        it.calling = None;
        it.refusals.clear();
        it.retry = Retry::now(Millis(back));
        self.at(back, Event::Restart(node));
    }

    fn write(&mut self, node: usize, stream: Stream) {
        self.order += 1;
        let id = u128::from(self.order);
        let expires = self.dice.percent(self.faults.expiring);
        let message = draft(id, stream, expires, self.now(), &mut self.dice);
        // The user sees an error when this crashes, and writes it again; here it is just not there.
        self.commit(node, |disk| disk.drafts.push((stream, message)));
        self.at(self.now, Event::Wake(node));
    }

    fn failed(&mut self, node: usize) {
        let jitter = self.dice.roll();
        let now = self.now();
        let it = &mut self.nodes[node];
        it.calling = None;
        let urgent = it
            .disk
            .outbox
            .iter()
            .any(|(place, row)| place.stream.is_urgent() && row.disposition.is_none());
        it.retry = it.retry.failed(now, urgent, jitter);
        let due = it.retry.due.0;
        self.at(due, Event::Wake(node));
    }

    fn wake(&mut self, node: usize) {
        let it = &self.nodes[node];
        let may = node == 0 || !self.faults.one_way;
        if !it.up || it.calling.is_some() || it.disk.alarm.is_some() || !may {
            return;
        }
        if it.retry.due.0 > self.now {
            return;
        }
        if !self.seal(node) {
            return;
        }
        let Ok(body) = self.nodes[node].body(Role::Caller, self.now()) else {
            return;
        };
        self.calls += 1;
        let call = self.calls;
        self.nodes[node].calling = Some(call);
        self.nodes[node].refusals.clear();
        self.at(self.now + TIMEOUT_MS, Event::Timeout { node, call });
        self.send(node, call, Role::Caller, body);
    }

    /// Seals what may be sealed; false when that crashed. Nothing before the first greeting.
    fn seal(&mut self, node: usize) -> bool {
        if self.nodes[node].greeting.is_none() {
            return true;
        }
        for stream in Stream::ALL {
            let it = &self.nodes[node];
            let (cursor, receipted) = it.disk.sent(stream);
            let drafts: Vec<OutboxDraft> =
                it.disk.drafts.iter().filter(|(s, _)| *s == stream).map(|d| d.1.clone()).collect();
            if drafts.is_empty() {
                continue;
            }
            let now = self.now();
            let batch = seal_batch(&it.me, &it.peer, cursor, &drafts, now, &mut self.dice).unwrap();
            assert!(batch.held.is_empty());
            if !self.commit(node, |disk| keep_sealed(disk, stream, receipted, batch)) {
                return false;
            }
        }
        true
    }

    /// Puts a body on the wire, after looking at every byte of it.
    fn send(&mut self, from: usize, call: u64, role: Role, body: Vec<u8>) {
        self.inspect(from, &body);
        let body = Rc::new(body);
        let copies = 1 + u64::from(self.faulty() && self.dice.percent(self.faults.twice));
        for _ in 0..copies {
            let mut body = Rc::clone(&body);
            let mut delay = self.dice.ms(1, 40);
            if self.faulty() {
                if self.is_cut || self.dice.percent(self.faults.loss) {
                    continue;
                }
                if self.dice.percent(self.faults.corrupt) {
                    let at = self.dice.at(body.len());
                    Rc::make_mut(&mut body)[at] ^= 1 << self.dice.below(8);
                }
                delay += self.dice.ms(0, self.faults.delay_ms.max(1));
            }
            self.at(self.now + delay, Event::Arrive { to: 1 - from, call, role, body });
        }
    }

    fn inspect(&mut self, from: usize, body: &[u8]) {
        self.trace = sha256(&[&self.trace, &self.now.to_be_bytes(), &sha256(&[body])]);
        assert!(body.len() <= CALL_BYTES_MAX, "I9: a body is bounded");
        assert!(!body.windows(CANARY.len()).any(|w| w == CANARY), "I11: plaintext on the wire");
        let parts = Call::decode(body).unwrap();
        for bytes in &parts.envelopes {
            let parsed = sila_seal::envelope::parse(bytes).unwrap();
            let hash = parsed.header_hash();
            let first = *self.left.entry((from, place_of(bytes).unwrap())).or_insert(hash);
            assert_eq!(first, hash, "I4: two contents for one sequence number");
        }
        for receipt in &parts.receipts {
            let place = receipt_place(receipt).unwrap();
            assert!(self.nodes[from].disk.inbox.contains_key(&place), "I5: promised, not stored");
        }
    }

    fn arrive(&mut self, to: usize, call: u64, role: Role, body: &[u8]) {
        let now = self.now();
        let it = &mut self.nodes[to];
        if !it.up || it.disk.alarm.is_some() {
            return;
        }
        let Ok(parts) = Call::decode(body) else { return };
        let Ok(hello) = Hello::open(&parts.hello, &it.me, &it.peer, role) else { return };
        if let Err(alarm) = it.plan(&it.disk.positions(), &hello, now) {
            it.disk.alarm = Some(*alarm);
            return;
        }
        it.greeting = Some(hello);
        it.retry = Retry::now(now);
        let admissions = it.judge(&parts.envelopes, now);
        let cursors = it.disk.cursors();
        let work = Box::new(Work { role, call, parts, cursors, admissions });
        let life = it.life;
        let later = self.now + self.dice.ms(0, 60);
        self.at(later, Event::Commit { node: to, life, work });
    }

    fn store(&mut self, node: usize, mut work: Work) {
        let it = &self.nodes[node];
        if it.disk.cursors() != work.cursors {
            work.admissions = it.judge(&work.parts.envelopes, self.now());
        }
        let receipts = self.receipts(node, &work.parts.receipts);
        let mut refusals = Vec::new();
        for admission in &work.admissions {
            match admission {
                Admission::Alarm(alarm) => {
                    self.nodes[node].disk.alarm = Some((**alarm).clone());
                }
                Admission::Refused(refusal) => refusals.push(refusal.clone()),
                _ => {}
            }
        }
        let admissions = work.admissions;
        if !self.commit(node, |disk| keep(disk, admissions, receipts)) {
            return;
        }
        self.nodes[node].refusals = refusals;
        if work.role == Role::Caller {
            self.answer(node, work.call);
        } else {
            self.answered(node, work.call);
        }
    }

    fn answer(&mut self, node: usize, call: u64) {
        if self.nodes[node].disk.alarm.is_some() || !self.seal(node) {
            return;
        }
        if let Ok(body) = self.nodes[node].body(Role::Answerer, self.now()) {
            self.nodes[node].refusals.clear();
            self.send(node, call, Role::Answerer, body);
        }
    }

    fn answered(&mut self, node: usize, call: u64) {
        let it = &mut self.nodes[node];
        if it.calling == Some(call) {
            it.calling = None;
        }
        let mine = it.disk.positions();
        let hello = it.greeting.clone().unwrap();
        let more = !it.disk.is_drained()
            || Stream::ALL.iter().zip(&mine).any(|(stream, mine)| {
                let theirs = hello.position(*stream);
                theirs.sent_upto > mine.recv_upto || theirs.receipted < mine.recv_upto
            });
        let next = if more { self.dice.ms(1, 500) } else { POLL_MS };
        self.at(self.now + next, Event::Wake(node));
    }

    /// Reads receipts; whatever they promise must be on the other disk at this very moment.
    fn receipts(&self, node: usize, receipts: &[Vec<u8>]) -> Vec<Receipted> {
        let it = &self.nodes[node];
        let other = &self.nodes[1 - node].disk;
        let mut out = Vec::new();
        for bytes in receipts {
            let Ok(place) = receipt_place(bytes) else { continue };
            let (sent, receipted) = it.disk.sent(place.stream);
            let history = it.disk.sent_hashes();
            match check_receipt(&it.me, &it.peer, bytes, &sent, receipted, &history) {
                Ok(Some(told)) => {
                    for (seq, disposition) in told.finished() {
                        let row = other.inbox.get(&Place { seq, ..place }).expect("I3: lost");
                        assert_eq!(row.disposition, disposition, "I3: told another fate");
                    }
                    out.push(told);
                }
                Ok(None) | Err(Halt::Refused(_)) => {}
                Err(Halt::Alarm(alarm)) => panic!("an honest receipt alarms: {alarm:?}"),
            }
        }
        out
    }
}
