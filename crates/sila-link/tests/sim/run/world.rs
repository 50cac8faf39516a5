//! The world of one seed: virtual time, the network, the machines, and what strikes them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use sila_core::Millis;
use sila_link::*;
use sila_seal::Hash;
use uuid::Uuid;

use super::Mutant;
use super::crime::Crime;
use super::dice::Dice;
use super::disk::{Disk, Rows, draft};
use super::fault::Faults;
use super::keys::{Change, current};
use super::node::{Line, Node};
use super::take::Work;
use super::tally::Tally;

/// When an answer has not come after this long, the call has failed.
const TIMEOUT_MS: i64 = 30_000;
/// A node calls at least this often, for the sake of one that cannot dial.
pub const POLL_MS: i64 = 60_000;
const YEAR_MS: i64 = 365 * 24 * 60 * 60 * 1_000;

pub enum Event {
    Write { from: usize, to: usize, stream: Stream },
    Wake { node: usize, peer: usize },
    Arrive { to: usize, from: usize, call: u64, role: Role, body: Rc<Vec<u8>> },
    Commit { node: usize, life: u32, work: Box<Work> },
    Timeout { node: usize, peer: usize, call: u64 },
    Restart(usize),
    Cut((usize, usize), bool),
    Slow(usize, i64),
    Jump(usize, i64),
    Rotate(usize, Change),
    Erase(usize),
    Backup(usize),
    Restore(usize),
    Decide { node: usize, peer: usize, hello: Box<Hello> },
}

pub struct World {
    pub now: i64,
    pub nodes: Vec<Node>,
    pub links: BTreeSet<(usize, usize)>,
    pub faults: Faults,
    pub dice: Dice,
    pub mutant: Mutant,
    pub tally: Tally,
    pub trace: Hash,
    pub cuts: BTreeSet<(usize, usize)>,
    pub one_way: BTreeSet<(usize, usize)>,
    /// Every envelope that ever left a node, and every one that was ever taken: one hash, for ever.
    pub left: BTreeMap<(usize, usize, Place), Hash>,
    pub accepted: BTreeMap<(usize, usize, Place), Hash>,
    /// What ran out before it was sealed, in whichever life of its sender. A sender that was restored,
    /// with a clock set back, sends it after all, behind what it has forgotten: the order of the
    /// places holds, that of the writing cannot.
    pub given_up: BTreeSet<Uuid>,
    /// Second messages that a liar holds ready.
    pub forged: BTreeMap<(usize, usize, Place), Rc<Vec<u8>>>,
    /// Greetings that deny what their reader holds a receipt for, with such a receipt.
    pub lies: BTreeMap<Hash, Rc<Vec<u8>>>,
    /// Every head that an honest log was cosigned for.
    pub heads: BTreeMap<(usize, u32, u64), Hash>,
    /// Who convicted whom.
    pub convicted: BTreeSet<(usize, usize)>,
    queue: BTreeMap<(i64, u64), Event>,
    order: u64,
    calls: u64,
}

impl World {
    pub fn new(seed: u64, count: usize, mutant: Mutant) -> Self {
        let mut dice = Dice::new(seed);
        let faults = Faults::storm(&mut dice);
        let mut tally = Tally::default();
        if let Some(crime) = faults.crime {
            tally.strike(crime.name());
        }
        let mut nodes = Vec::new();
        for _ in 0..count {
            let newer = dice.percent(faults.newer);
            nodes.push(Node::new(faults.quantum, newer, &mut dice));
        }
        let mut world = Self {
            now: 0,
            nodes,
            links: BTreeSet::new(),
            faults,
            dice,
            mutant,
            tally,
            trace: [0; 32],
            cuts: BTreeSet::new(),
            one_way: BTreeSet::new(),
            left: BTreeMap::new(),
            accepted: BTreeMap::new(),
            given_up: BTreeSet::new(),
            forged: BTreeMap::new(),
            lies: BTreeMap::new(),
            heads: BTreeMap::new(),
            convicted: BTreeSet::new(),
            queue: BTreeMap::new(),
            order: 0,
            calls: 0,
        };
        world.link();
        world.plan_writes();
        world.plan_faults();
        world
    }

    fn link(&mut self) {
        let count = self.nodes.len();
        for a in 0..count {
            for b in a + 1..count {
                if count > 3 && b > a + 1 && !self.dice.percent(70) {
                    continue;
                }
                self.links.insert((a, b));
                if self.dice.percent(self.faults.one_way) {
                    self.one_way.insert((a, b));
                    self.tally.strike("one-way link");
                }
                for (i, j) in [(a, b), (b, a)] {
                    let statement = self.nodes[j].disk.ring.newest().clone();
                    self.nodes[i].disk.rows.insert(j, Rows::new(&statement));
                    let fresh = self.fresh();
                    self.nodes[i].lines.insert(j, Line::new(fresh, Millis(0)));
                    self.at(0, Event::Wake { node: i, peer: j });
                }
            }
        }
    }

    fn plan_writes(&mut self) {
        let streams = [Stream::CONTROL, Stream::URGENT, Stream::REFERRALS];
        let links: Vec<_> = self.links.iter().copied().collect();
        for _ in 0..self.faults.messages {
            let (a, b) = links[self.dice.at(links.len())];
            let (from, to) = if self.dice.percent(50) { (a, b) } else { (b, a) };
            let stream = streams[self.dice.at(3)];
            let time = self.dice.ms(0, self.faults.until);
            self.at(time, Event::Write { from, to, stream });
        }
    }

    fn plan_faults(&mut self) {
        let (until, count) = (self.faults.until, self.nodes.len());
        let links: Vec<_> = self.links.iter().copied().collect();
        for link in links {
            if self.dice.percent(self.faults.cut) {
                let (start, length) = (self.dice.ms(0, until), self.dice.ms(1_000, 55_000));
                self.at(start, Event::Cut(link, true));
                self.at(start + length, Event::Cut(link, false));
            }
        }
        let changes = [Change::Sealing, Change::Signing, Change::Revoked, Change::Root];
        for _ in 0..self.faults.rotations {
            // Whoever replaces the root opens a safe and would know that the node was restored.
            let kinds = if self.faults.restore { 3 } else { 4 };
            let (node, change) = (self.dice.at(count), changes[self.dice.at(kinds)]);
            let time = self.dice.ms(0, until);
            self.at(time, Event::Rotate(node, change));
            if self.dice.percent(self.faults.erased) {
                let time = time + self.dice.ms(0, 30_000);
                self.at(time, Event::Erase(node));
            }
        }
        for _ in 0..self.faults.jumps {
            let (node, time) = (self.dice.at(count), self.dice.ms(0, until));
            let ms = if self.dice.percent(50) { YEAR_MS } else { -YEAR_MS };
            self.at(time, Event::Jump(node, ms));
        }
        if self.faults.slow_ms > 0 {
            let (node, time) = (self.dice.at(count), self.dice.ms(0, until));
            self.at(time, Event::Slow(node, self.faults.slow_ms));
            self.at(until, Event::Slow(node, 0));
        }
        let node = 1 + self.dice.at(count - 1);
        if self.faults.restore && (self.faults.crime.is_none() || node != 0) {
            let backup = self.dice.ms(0, until);
            let restore = self.dice.ms(backup, until + 1);
            self.at(backup, Event::Backup(node));
            self.at(restore, Event::Restore(node));
        }
    }

    /// Node 0 is the liar, when there is one.
    pub fn crime_of(&self, node: usize) -> Option<Crime> {
        self.faults.crime.filter(|_| node == 0)
    }

    pub fn at(&mut self, time: i64, event: Event) {
        self.order += 1;
        self.queue.insert((time, self.order), event);
    }

    pub fn arrival(
        &mut self,
        delay: i64,
        from: usize,
        to: usize,
        call: u64,
        role: Role,
        body: Rc<Vec<u8>>,
    ) {
        self.at(self.now + delay, Event::Arrive { to, from, call, role, body });
    }

    pub fn fresh(&mut self) -> u64 {
        static OUTSIDE: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let outside = std::sync::atomic::Ordering::Relaxed;
        let more = self.mutant == Mutant::RollsItsOwnDice;
        self.dice.roll() ^ if more { OUTSIDE.fetch_add(1, outside) } else { 0 }
    }

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

    fn step(&mut self, event: Event) {
        match event {
            Event::Write { from, to, stream } => self.write(from, to, stream),
            Event::Wake { node, peer } => self.wake(node, peer),
            Event::Arrive { to, from, call, role, body } => {
                self.arrive(to, from, call, role, &body)
            }
            Event::Commit { node, life, work } => {
                if self.nodes[node].life == life && self.nodes[node].up {
                    self.store(node, *work);
                }
            }
            Event::Timeout { node, peer, call } => {
                if self.nodes[node].lines[&peer].calling == Some(call) {
                    self.failed(node, peer);
                }
            }
            Event::Restart(node) => self.restart(node),
            Event::Cut(link, true) => drop(self.cuts.insert(link)),
            Event::Cut(link, false) => drop(self.cuts.remove(&link)),
            Event::Slow(node, ms) => self.nodes[node].slow_ms = ms,
            Event::Jump(node, ms) => self.jump(node, ms),
            Event::Rotate(node, change) => self.rotate(node, change),
            Event::Erase(node) => self.erase(node),
            Event::Backup(node) => self.nodes[node].backup = Some(self.nodes[node].disk.clone()),
            Event::Restore(node) => self.restore(node),
            Event::Decide { node, peer, hello } => self.decide(node, peer, &hello),
        }
    }

    /// The time by the clock of a node.
    pub fn local(&self, node: usize) -> Millis {
        Millis(self.now + self.nodes[node].clock)
    }

    pub fn faulty(&self) -> bool {
        self.now < self.faults.until
    }

    /// One transaction. A crash can come just before it, just after it, or not at all.
    pub fn commit(&mut self, node: usize, change: impl FnOnce(&mut Disk)) -> bool {
        self.tally.commits += 1;
        let crash = self.faulty() && self.dice.percent(self.faults.crash);
        let stored = !crash || self.dice.percent(50);
        if stored {
            change(&mut self.nodes[node].disk);
        }
        if crash {
            self.tally.strike(if stored {
                "crash after a commit"
            } else {
                "crash before a commit"
            });
            self.crash(node);
        }
        !crash
    }

    fn crash(&mut self, node: usize) {
        let back = self.now + self.dice.ms(1, 20_000);
        let it = &mut self.nodes[node];
        it.life += 1;
        it.up = false;
        if self.mutant == Mutant::ReusesNumbers {
            it.disk.rows.values_mut().for_each(Rows::forget_unreceipted);
        }
        it.keys_changed();
        if self.mutant == Mutant::LosesRows {
            self.lose_a_row(node);
        }
        self.at(back, Event::Restart(node));
    }

    fn restart(&mut self, node: usize) {
        let now = self.local(node);
        let peers: Vec<usize> = self.nodes[node].lines.keys().copied().collect();
        for peer in peers {
            let fresh = self.fresh();
            self.nodes[node].lines.insert(peer, Line::new(fresh, now));
            self.at(self.now, Event::Wake { node, peer });
            if self.nodes[node].rows(peer).alarm.is_some() {
                let rows = self.nodes[node].disk.rows.get_mut(&peer).unwrap();
                rows.alarm = rows.alarm.take().filter(|alarm| *alarm != LinkError::Rollback);
            }
        }
        self.nodes[node].up = true;
    }

    fn restore(&mut self, node: usize) {
        if let Some(backup) = self.nodes[node].backup.take() {
            self.tally.strike("restored from a backup");
            self.nodes[node].disk = backup;
            self.nodes[node].restored = true;
            self.crash(node);
        }
    }

    fn jump(&mut self, node: usize, ms: i64) {
        self.tally.strike("clock jumped by a year");
        self.nodes[node].clock += ms;
        self.nodes[node].jumped = true;
        let peers: Vec<usize> = self.nodes[node].lines.keys().copied().collect();
        for peer in peers {
            self.at(self.now, Event::Wake { node, peer });
        }
    }

    pub fn rotate(&mut self, node: usize, change: Change) {
        let it = &self.nodes[node];
        if !it.up || !it.may_sign() || it.disk.ring.lost {
            if self.faulty() {
                self.at(self.now + 20_000, Event::Rotate(node, change));
            }
            return;
        }
        self.tally.strike(match change {
            Change::Sealing => "sealing key replaced",
            Change::Signing => "signing key replaced",
            Change::Revoked => "signing key revoked",
            Change::Root => "root replaced",
        });
        let (now, leaves) = (self.local(node), self.nodes[node].disk.log.size());
        let mut ring = self.nodes[node].disk.ring.clone();
        ring.change(change, &mut self.nodes[node].safe, leaves, now, &mut self.dice);
        self.nodes[node].keys_changed();
        // The root's safe does not crash; what it has signed is stored before anything else happens.
        let disk = &mut self.nodes[node].disk;
        disk.ring = ring;
        for rows in disk.rows.values_mut().filter(|_| change == Change::Revoked) {
            rows.withdraw_unreceipted();
        }
    }

    fn erase(&mut self, node: usize) {
        if self.nodes[node].disk.ring.open.len() > 1 {
            self.tally.strike("retired key erased early");
            self.nodes[node].disk.ring.open.truncate(1);
            self.nodes[node].keys_changed();
        }
    }

    pub fn current_keys(&self, to: usize, from: usize) -> (Hash, Hash) {
        let seal_to = current(&self.nodes[to].disk.ring).0;
        (seal_to, current(&self.nodes[from].disk.ring).1)
    }

    fn write(&mut self, from: usize, to: usize, stream: Stream) {
        self.order += 1;
        self.tally.messages += 1;
        let id = u128::from(self.order);
        let expires = self.dice.percent(self.faults.expiring);
        let newer = self.nodes[from].newer && stream != Stream::CONTROL && self.dice.percent(30);
        if newer {
            self.tally.strike("version skew: unknown kind");
        }
        let message = draft(id, stream, expires, newer, self.local(from), &mut self.dice);
        let message = Rc::new((stream, message));
        // The user sees an error when this crashes, and writes it again; here it is just not there.
        self.commit(from, |disk| disk.rows.get_mut(&to).unwrap().drafts.push(message));
        self.at(self.now, Event::Wake { node: from, peer: to });
    }

    pub fn failed(&mut self, node: usize, peer: usize) {
        let (jitter, now) = (self.dice.roll(), self.local(node));
        let it = &mut self.nodes[node];
        let open = it.disk.rows[&peer]
            .outbox
            .iter()
            .any(|(place, row)| place.stream.is_urgent() && row.disposition.is_none());
        let line = it.line(peer);
        line.calling = None;
        line.retry = line.retry.failed(now, open, jitter);
        let wait = line.retry.due.0 - now.0;
        self.at(self.now + wait, Event::Wake { node, peer });
    }

    fn wake(&mut self, node: usize, peer: usize) {
        let now = self.local(node);
        let deaf = self.one_way.contains(&(peer, node));
        let it = &self.nodes[node];
        let line = &it.lines[&peer];
        if !it.up || line.calling.is_some() || it.rows(peer).alarm.is_some() || deaf {
            return;
        }
        if !line.retry.is_due(now)
            || (self.mutant == Mutant::TrustsItsClock && line.retry.due > now)
        {
            return;
        }
        if !self.seal(node, peer) {
            return;
        }
        self.calls += 1;
        let call = self.calls;
        self.nodes[node].line(peer).calling = Some(call);
        let body = self.body(node, peer, Role::Caller);
        self.nodes[node].line(peer).refusals.clear();
        self.at(self.now + TIMEOUT_MS, Event::Timeout { node, peer, call });
        self.noise(node, peer, call);
        self.send(node, peer, call, Role::Caller, body);
    }

    pub fn answer(&mut self, node: usize, peer: usize, call: u64) {
        if self.nodes[node].rows(peer).alarm.is_some() || !self.seal(node, peer) {
            return;
        }
        let body = self.body(node, peer, Role::Answerer);
        self.nodes[node].line(peer).refusals.clear();
        self.send(node, peer, call, Role::Answerer, body);
    }

    pub fn answered(&mut self, node: usize, peer: usize, call: u64) {
        let line = self.nodes[node].line(peer);
        if line.calling == Some(call) {
            line.calling = None;
        }
        // An answer that was not written for now brings nothing: as if none had come.
        let Some(hello) = line.greeting.clone() else { return self.failed(node, peer) };
        let rows = self.nodes[node].rows(peer);
        let mine = rows.positions();
        let more = !rows.is_drained()
            || mine.iter().any(|mine| {
                let theirs = hello.position(mine.stream);
                theirs.sent_upto > mine.recv_upto || theirs.receipted < mine.recv_upto
            });
        let next = if more { self.dice.ms(1, 500) } else { POLL_MS };
        self.at(self.now + next, Event::Wake { node, peer });
    }
}
