//! What a node says in one body.

use std::rc::Rc;

use sila_link::witness::Saying;
use sila_link::*;
use sila_seal::checkpoint::{SignedCheckpoint, witness_name};
use sila_seal::sha256;

use super::Mutant;
use super::crime::Crime;
use super::disk::CANARY;
use super::log::Log;
use super::node::Node;
use super::world::World;

impl World {
    /// A body as the plan on the last greeting asks for it; before one, the greeting alone.
    pub fn body(&mut self, i: usize, j: usize, role: Role) -> Vec<u8> {
        let now = self.local(i);
        let clock_agrees = self.nodes[i].lines[&j].clock_agrees;
        let knows = self.knows(i, j);
        let me = self.nodes[i].me(knows);
        let peer = self.nodes[i].rows(j).peer(clock_agrees);
        let hello = self.greeting(i, j, role);
        let theirs = self.nodes[i].lines[&j].greeting.clone();
        let limits = theirs.as_ref().filter(|_| self.mutant != Mutant::IgnoresLimits);
        let signed = hello.sign(&me);
        self.note_lie(i, j, &hello, &signed);
        let mut packer = Packer::new(&signed, limits.map(|hello| hello.limits));
        self.statements(i, j, &mut packer);
        for refusal in &self.nodes[i].lines[&j].refusals {
            packer.refusal(refusal);
        }
        if let Some(theirs) = theirs {
            let said = self.saying(i, j, role);
            packer.saying(&said);
            let rows = self.nodes[i].rows(j);
            let sent = rows.sent_hashes();
            let known = rows.known.told.n;
            if let Ok(plan) = plan(&peer, &rows.positions(), &theirs, known, &sent, now) {
                self.pack(i, j, &mut packer, &plan, &me, &peer);
            }
        }
        let mut body = packer.finish();
        if self.mutant == Mutant::SpeaksPlainly && self.nodes[i].rows(j).outbox.len() > 2 {
            body.extend([0x82, 0x18, 99, 0x58, u8::try_from(CANARY.len()).unwrap()]);
            body.extend(CANARY);
        }
        body
    }

    fn knows(&self, i: usize, j: usize) -> u32 {
        if self.mutant == Mutant::KeepsKeysToItself {
            return u32::MAX;
        }
        let node = &self.nodes[i];
        let claimed = node.lines[&j].blind.map(|claimed| claimed.knows.unwrap_or(1));
        let claimed = claimed.filter(|_| self.mutant != Mutant::TrustsItsMemory);
        node.rows(j).peer_knows.min(claimed.unwrap_or(u32::MAX))
    }

    fn greeting(&mut self, i: usize, j: usize, role: Role) -> Hello {
        let now = self.local(i);
        let crime = self.crime_of(i);
        let later = self.now > self.faults.until / 2;
        let knows = self.knows(i, j);
        let lies = crime == Some(Crime::Rollback) && self.dice.percent(30);
        let node = &mut self.nodes[i];
        let me = node.me(knows);
        let rows = node.rows(j);
        let mut positions = rows.positions();
        if lies {
            positions.iter_mut().for_each(|p| p.recv_upto /= 2);
        }
        let (n, peer) = (node.disk.ring.n(), rows.peer(true));
        let mut hello = Hello::new(&me, &peer, role, positions, n, now);
        hello.limits.envelopes = node.envelopes_max;
        hello.knows = Some(rows.known.told.n);
        // What a seed tells must not depend on how many kinds there are: a corrupted byte would move.
        hello.kinds = vec!["referral.entry/1".to_owned()];
        if node.newer && !(crime == Some(Crime::Downgrade) && later) {
            hello.version_max = 2;
            hello.kinds.push("referral.entry/2".to_owned());
        }
        let line = &node.lines[&j];
        match &line.blind {
            Some(claimed) if self.mutant != Mutant::EchoesNothing => {
                line.session.echoes(hello, claimed)
            }
            _ => line.session.says(hello),
        }
    }

    /// Whether this greeting denies what its reader holds a receipt for.
    fn note_lie(&mut self, i: usize, j: usize, hello: &Hello, signed: &[u8]) {
        let denied = |(place, _): &(Place, Rc<Vec<u8>>)| {
            let position = hello.position(place.stream);
            position.recv_epoch == place.epoch && position.recv_upto < place.seq
        };
        let mut receipts = self.nodes[j].rows(i).receipts.values();
        let lied = receipts.find(|row| denied(row)).map(|(_, receipt)| Rc::clone(receipt));
        if let (Some(Crime::Rollback), Some(receipt), false) =
            (self.crime_of(i), lied, self.nodes[i].jumped)
        {
            self.lies.insert(sha256(&[signed]), receipt);
        }
    }

    fn statements(&self, i: usize, j: usize, packer: &mut Packer) {
        if self.mutant == Mutant::KeepsKeysToItself {
            return;
        }
        let (node, line) = (&self.nodes[i], &self.nodes[i].lines[&j]);
        let rows = node.rows(j);
        let skip = |n: u32| usize::try_from(n).unwrap();
        for statement in node.disk.ring.statements.iter().skip(skip(self.knows(i, j))) {
            packer.statement(&statement.to_cbor());
        }
        let theirs = line.greeting.as_ref().map(|hello| hello.statement);
        let theirs = line.blind.map(|claimed| claimed.statement).or(theirs);
        for statement in rows.theirs.iter().skip(theirs.map_or(usize::MAX, skip)) {
            packer.statement(&statement.to_cbor());
        }
    }

    fn pack(&mut self, i: usize, j: usize, packer: &mut Packer, plan: &Plan, me: &Me, peer: &Peer) {
        let now = self.local(i);
        let rows = self.nodes[i].rows(j);
        for stream in &plan.streams {
            let Some(after) = stream.receipt_after else { continue };
            let (name, epoch) = (stream.stream, stream.receipt_epoch);
            let told = rows.inbox_rows(name, epoch, after);
            if let Ok(signed) = sign_receipt(me, peer, name, epoch, after, &told, now) {
                packer.receipt(&signed);
            }
        }
        for stream in &plan.streams {
            let Some(seq) = stream.send_from else { continue };
            let first = Place { stream: stream.stream, epoch: stream.send_epoch, seq };
            let last = Place { epoch: u32::MAX, seq: u64::MAX, ..first };
            for (place, row) in rows.outbox.range(first..=last) {
                let other = self.forged.get(&(i, j, *place));
                let bytes = other.filter(|_| self.dice.percent(50)).unwrap_or(&row.bytes);
                if !packer.envelope(bytes) {
                    return;
                }
            }
        }
    }

    /// The log that a node shows to a peer; one node may have two.
    pub fn shown_log(&self, i: usize, j: usize) -> Log {
        let mut log = self.nodes[i].disk.log.clone();
        if self.crime_of(i) == Some(Crime::SplitView)
            && j % 2 == 1
            && let Some(leaf) = log.leaves.first_mut()
        {
            leaf[0] ^= 1;
        }
        log
    }

    fn saying(&mut self, i: usize, j: usize, role: Role) -> Saying {
        let crime = self.crime_of(i);
        if matches!(crime, Some(Crime::SplitView | Crime::FalseProof)) {
            let leaf = sha256(&[b"heartbeat", &self.now.to_be_bytes()]);
            self.nodes[i].disk.log.leaves.push(leaf);
        }
        let log = self.shown_log(i, j);
        let time_s = u64::try_from(self.now / 1_000).unwrap();
        let knows = self.knows(i, j);
        let me = self.nodes[i].me(knows);
        let node = &self.nodes[i];
        let (rows, line) = (node.rows(j), &node.lines[&j]);
        let mut said = Saying { log: log.number, asks: rows.view.asks(), ..Saying::default() };
        if node.may_show() || self.mutant == Mutant::ShowsAtOnce {
            let quantum = node.disk.ring.quantum.as_deref();
            if rows.cosigned != (log.number, log.size()) && log.size() > 0 {
                said.head = Some(log.note(&me.sign, quantum, time_s));
                for mut growth in line.asks.iter().filter_map(|ask| log.growth(*ask)) {
                    if let (Some(Crime::FalseProof), Some(byte)) = (crime, growth.proof.last_mut())
                    {
                        *byte ^= 1;
                    }
                    said.push_growth(growth.sign(&me.sign));
                }
                if let Some((at, proof)) = line.holds.as_ref().and_then(|head| log.continues(head))
                {
                    said.set_continuation(at, &proof);
                }
            }
        }
        said.yours = yours(node, j, &me, time_s);
        if role == Role::Caller {
            let others = node.disk.rows.iter().filter(|(k, _)| **k != j);
            let heads = others.filter_map(|(_, rows)| rows.view.cosigned.as_ref());
            said.gossip = heads.take(witness::GOSSIP_MAX).map(|head| head.note.clone()).collect();
        }
        said
    }

    /// Puts a body on the wire, after looking at every byte of it.
    pub fn send(&mut self, from: usize, to: usize, call: u64, role: Role, body: Vec<u8>) {
        self.inspect(from, to, &body);
        self.tally.bodies += 1;
        let body = Rc::new(body);
        let doubled = self.faulty() && self.dice.percent(self.faults.twice);
        if doubled {
            self.tally.strike("doubled");
        }
        for _ in 0..1 + u64::from(doubled) {
            self.carry(from, to, call, role, Rc::clone(&body));
        }
    }

    fn carry(&mut self, from: usize, to: usize, call: u64, role: Role, mut body: Rc<Vec<u8>>) {
        let mut delay = self.dice.ms(1, 40);
        if self.faulty() {
            if self.cuts.contains(&(from.min(to), from.max(to))) {
                return self.tally.strike("partition");
            }
            if self.dice.percent(self.faults.loss) {
                return self.tally.strike("dropped");
            }
            if self.dice.percent(self.faults.corrupt) {
                let at = self.dice.at(body.len());
                Rc::make_mut(&mut body)[at] ^= 1 << self.dice.below(8);
                self.tally.strike("corrupted");
            }
            if self.faults.delay_ms > 1 && self.dice.percent(40) {
                delay += self.dice.ms(0, self.faults.delay_ms);
                self.tally.strike("delayed and reordered");
            }
        }
        self.arrival(delay, from, to, call, role, body);
    }

    fn inspect(&mut self, from: usize, to: usize, body: &[u8]) {
        self.trace = sha256(&[&self.trace, &self.now.to_be_bytes(), &sha256(&[body])]);
        if self.crime_of(from).is_some() {
            return;
        }
        self.tally.check(9, body.len() <= CALL_BYTES_MAX, "a body over the limit");
        let plain = body.windows(CANARY.len()).any(|w| w[0] == CANARY[0] && w == CANARY);
        self.tally.check(11, !plain, "plaintext on the wire");
        let parts = Call::decode(body).unwrap();
        let limit = self.nodes[from].lines[&to].greeting.as_ref().map(|h| h.limits.envelopes);
        let many = u32::try_from(parts.envelopes.len()).unwrap();
        let within = limit.is_none_or(|limit| many <= limit);
        self.tally.check(9, within, "more envelopes than the reader takes");
        for bytes in &parts.envelopes {
            let hash = sila_seal::envelope::parse(bytes).unwrap().header_hash();
            let place = place_of(bytes).unwrap();
            if !self.nodes[from].restored {
                let first = *self.left.entry((from, to, place)).or_insert(hash);
                self.tally.check(4, first == hash, "two contents for one sequence number");
            }
        }
        self.promises(from, to, &parts);
    }

    /// Whatever a body promises is on the disk at this very moment.
    fn promises(&mut self, from: usize, to: usize, parts: &Call) {
        let rows = self.nodes[from].disk.rows[&to].clone();
        for receipt in &parts.receipts {
            let place = receipt_place(receipt).unwrap();
            self.tally.check(5, rows.inbox.contains_key(&place), "receipted, not stored");
        }
        let said = parts.saying.as_ref().and_then(|said| said.yours.as_ref());
        if let Some(yours) = said {
            let stored =
                rows.view.cosigned.as_ref().is_some_and(|head| yours.starts_with(&head.note));
            self.tally.check(5, stored, "cosigned, not stored");
        }
    }
}

/// The head of the peer's log that we hold, cosigned when it has just been shown.
fn yours(node: &Node, j: usize, me: &Me, time_s: u64) -> Option<String> {
    let head = node.rows(j).view.cosigned.as_ref()?;
    if !node.lines[&j].shown {
        return Some(head.note.clone());
    }
    let note = SignedCheckpoint::parse(&head.note).unwrap();
    let name = witness_name(&node.agency.0);
    let mut lines = note.cosign(&name, &me.sign, time_s).unwrap();
    if let Some(quantum) = &node.disk.ring.quantum {
        lines += &note.cosign_quantum(&name, quantum, time_s).unwrap();
    }
    Some(head.note.clone() + &lines)
}
