//! Sealing, alarms, evidence, and what a liar does besides.

use std::rc::Rc;

use sila_link::witness::View;
use sila_link::*;
use sila_seal::statement::SignedStatement;
use sila_seal::{Hash, envelope};

use super::Mutant;
use super::crime::Crime;
use super::disk::{InRow, Rows};
use super::log::Log;
use super::node::Node;
use super::take::Work;
use super::world::{Event, World};

impl World {
    /// Seals what may be sealed; false when that crashed. Nothing before a greeting of now.
    pub fn seal(&mut self, node: usize, peer: usize) -> bool {
        if self.nodes[node].lines[&peer].greeting.is_none() {
            return true;
        }
        for stream in Stream::ALL {
            let now = self.local(node);
            let agrees = self.nodes[node].lines[&peer].clock_agrees;
            let me = self.nodes[node].me_for(peer);
            let rows = self.nodes[node].rows(peer);
            let drafts: Vec<OutboxDraft> =
                rows.drafts.iter().filter(|d| d.0 == stream).map(|d| d.1.clone()).collect();
            if drafts.is_empty() || rows.opening.contains_key(&stream) || rows.waits_for_key() {
                continue;
            }
            let (party, cursor) = (rows.peer(agrees), rows.sent(stream).0);
            let keys = (party.seal_to.id(), me.sign.verifying().id());
            let batch = seal_batch(&me, &party, cursor, &drafts, now, &mut self.dice).unwrap();
            assert!(batch.held.is_empty());
            self.given_up.extend(batch.refused.iter().map(|(id, _)| *id));
            self.forge(node, peer, &me, &party, &batch);
            let leaves: Vec<_> = batch.envelopes.iter().map(|sealed| sealed.leaf).collect();
            if !self.commit(node, |disk| {
                disk.rows.get_mut(&peer).unwrap().keep_sealed(stream, batch, keys);
                disk.log.leaves.extend(leaves);
            }) {
                return false;
            }
        }
        true
    }

    /// A liar keeps a second message for a place ready.
    fn forge(&mut self, node: usize, peer: usize, me: &Me, party: &Peer, batch: &SealedBatch) {
        if self.crime_of(node) != Some(Crime::Fork) {
            return;
        }
        for sealed in &batch.envelopes {
            let header = envelope::parse(&sealed.bytes).unwrap().header;
            let draft = envelope::Draft {
                id: uuid::Uuid::from_u128(header.id.as_u128() | 1 << 90),
                from: header.from,
                to: header.to,
                stream: header.stream,
                epoch: header.epoch,
                seq: header.seq,
                prev: header.prev,
                kind: header.kind,
                conversation: header.conversation,
                in_reply_to: None,
                created_ms: header.created_ms,
                expires_ms: None,
                priority: header.priority,
                blobs: Vec::new(),
                agreement: header.agreement,
                purpose: None,
                critical: Vec::new(),
            };
            let other = envelope::seal(&mut self.dice, draft, b"another", &me.sign, &party.seal_to);
            let bytes = Rc::new(other.unwrap().bytes);
            self.forged.insert((node, peer, sealed.place), bytes);
        }
    }

    /// Whether these bytes and what is stored convict the peer of a fork.
    pub fn forked(&self, to: usize, from: usize, parts: &Call) -> bool {
        let rows = self.nodes[to].rows(from);
        let keys = rows.peer(true).sign;
        self.crime_of(from) == Some(Crime::Fork)
            && parts.envelopes.iter().any(|bytes| {
                let Ok(parsed) = envelope::parse(bytes) else { return false };
                let Ok(place) = place_of(bytes) else { return false };
                let other = |row: &InRow| row.hash != parsed.header_hash();
                let signed = keys.iter().any(|key| parsed.verify(key).is_ok());
                signed && rows.inbox.get(&place).is_some_and(other)
            })
    }

    /// Noise beside the true body.
    pub fn noise(&mut self, node: usize, peer: usize, call: u64) {
        if self.crime_of(node) != Some(Crime::Noise) || !self.faulty() {
            return;
        }
        let large = self.dice.percent(10);
        let bytes = if large { CALL_BYTES_MAX + 1 } else { self.dice.at(400) };
        let mut noise = vec![0_u8; bytes];
        let front = bytes.min(400);
        noise[..front].iter_mut().for_each(|byte| *byte = self.dice.roll().to_be_bytes()[0]);
        self.tally.check(9, !large || Call::decode(&noise).is_err(), "an oversize body was read");
        self.arrival(1, node, peer, call, Role::Caller, Rc::new(noise));
    }

    /// What was judged holds an alarm: nothing of it is stored.
    pub fn alarmed(&mut self, node: usize, from: usize, work: &Work) -> bool {
        let alarm = work.admissions.iter().find_map(|admission| match admission {
            Admission::Alarm(alarm) => Some((**alarm).clone()),
            _ => None,
        });
        let Some(alarm) = alarm else { return false };
        if self.mutant == Mutant::IgnoresForks {
            return false;
        }
        let rows = self.nodes[node].rows(from);
        let held = alarm.place.and_then(|place| {
            let at = if alarm.error == LinkError::Chain { place.seq - 1 } else { place.seq };
            rows.inbox.get(&Place { seq: at, ..place })
        });
        if let Some(held) = held {
            let keys = rows.signers(&[&held.bytes, &alarm.envelope]);
            let proof = Proof::Fork { one: held.bytes.to_vec(), other: alarm.envelope };
            self.accuse(node, from, Evidence { keys, proof });
        } else {
            self.alarm(node, from, alarm.error, None);
        }
        true
    }

    /// Evidence must convince somebody who has nothing else, and never convict the honest.
    pub fn accuse(&mut self, node: usize, from: usize, evidence: Evidence) {
        if self.crime_of(node).is_some() {
            return;
        }
        let file = Evidence::from_cbor(&evidence.to_cbor()).unwrap();
        let convicts = file.verify();
        let honest = self.crime_of(from).is_none();
        let law = if matches!(evidence.proof, Proof::Fork { .. }) { 4 } else { 6 };
        self.tally.check(law, !honest, &format!("an honest node is accused: {convicts:?}"));
        let who = convicts.map(|(agency, _)| agency);
        let right = who == Ok(self.nodes[from].agency);
        self.tally.check(7, right, &format!("the evidence does not convince: {who:?}"));
        self.tally.strike("convicted with evidence");
        self.convicted.insert((node, from));
        let rows = self.nodes[node].disk.rows.get_mut(&from).unwrap();
        rows.evidence.push(evidence);
        rows.alarm = Some(LinkError::Fork);
    }

    pub fn alarm(&mut self, node: usize, from: usize, error: LinkError, hello: Option<Hello>) {
        let honest = self.crime_of(from).is_none() && self.crime_of(node).is_none();
        let restored = self.nodes[node].restored && error == LinkError::Rollback;
        let restored = restored || (self.nodes[from].restored && error == LinkError::Downgrade);
        self.tally.check(4, !honest || restored, &format!("a false alarm: {error:?}"));
        self.tally.strike("alarm");
        let rows = self.nodes[node].disk.rows.get_mut(&from).unwrap();
        rows.alarm = Some(error);
        if !honest {
            self.end(node, from);
        }
        let line = self.nodes[node].line(from);
        line.calling = None;
        if let Some(hello) = hello.filter(|_| honest) {
            let time = self.now + self.dice.ms(1_000, 60_000);
            self.at(time, Event::Decide { node, peer: from, hello: Box::new(hello) });
        }
    }

    /// An officer ends the link. Whoever does so does not hear any more which head the other holds.
    fn end(&mut self, node: usize, peer: usize) {
        let honest = self.crime_of(node).is_none();
        let disk = &mut self.nodes[node].disk;
        disk.rows.get_mut(&peer).unwrap().ended = true;
        if honest {
            disk.log = Log::new(disk.log.agency, disk.log.number + 1);
        }
    }

    /// Who has lost keys in a restore makes new ones when every partner has spoken. A liar that has
    /// suspended the link says nothing: the officer sees for whom the keys wait, and ends that link.
    pub fn end_the_silent(&mut self) {
        let waits = |node: &Node| node.disk.ring.lost && !node.may_sign();
        for node in 1..self.nodes.len() {
            let liar = self.crime_of(0).is_some() && self.nodes[node].awaits_keys_of(0);
            if liar && waits(&self.nodes[node]) {
                self.tally.strike("link with a silent liar ended");
                self.end(node, 0);
            }
        }
    }

    /// Every head that is cosigned for an honest log, by whomever, belongs to one history.
    pub fn cosigned(&mut self, node: usize, owner: usize, view: &View) {
        if self.crime_of(owner).is_some() || self.crime_of(node).is_some() {
            return;
        }
        if let Some(head) = &view.cosigned {
            let known = *self.heads.entry((owner, view.log, head.size)).or_insert(head.root);
            let it = &self.nodes[owner];
            let told = format!(
                "two roots for size {} of log {} of {owner}, shown to {node}, which is at {} of {}; restored {}, told {:?}",
                head.size,
                view.log,
                it.disk.log.size(),
                it.disk.log.number,
                it.restored,
                it.lines.iter().map(|(j, line)| (*j, line.told)).collect::<Vec<_>>(),
            );
            self.tally.check(6, known == head.root, &told);
            // What a forgotten life has shown may still arrive, until its owner has heard who holds it.
            let it = &self.nodes[owner];
            let unheard = it.restored && !it.lines[&node].told;
            let log = &it.disk.log;
            if !unheard
                && log.number == view.log
                && let Some(root) = log.root_at(head.size)
            {
                self.tally.check(6, root == head.root, "a cosigned head is not of this history");
            }
        }
    }

    /// A mutant: a crash takes the last row of each link that was receipted.
    pub fn lose_a_row(&mut self, node: usize) {
        let peers: Vec<usize> = self.nodes[node].lines.keys().copied().collect();
        for peer in peers {
            let told = self.nodes[peer].disk.rows[&node].outbox.clone();
            let inbox = &mut self.nodes[node].disk.rows.get_mut(&peer).unwrap().inbox;
            let told = |place: &Place| told.get(place).is_some_and(|row| row.disposition.is_some());
            let last = inbox.keys().rev().find(|place| told(place)).copied();
            last.map(|place| inbox.remove(&place));
        }
    }

    /// A mutant: composes the answer before the commit.
    pub fn answers_first(&mut self, to: usize, mut work: Work) {
        let (from, call) = (work.from, work.call);
        let before = self.nodes[to].disk.clone();
        let admissions = std::mem::take(&mut work.admissions);
        let rows = self.nodes[to].disk.rows.get_mut(&from).unwrap();
        rows.keep(admissions, &work.parts.envelopes, super::disk::Keeping::Once);
        let body = self.body(to, from, Role::Answerer);
        self.nodes[to].disk = before;
        self.send(to, from, call, Role::Answerer, body);
    }
}

impl Rows {
    /// The peer's statements that name the keys under these envelopes, also keys revoked since.
    fn signers(&self, envelopes: &[&Vec<u8>]) -> Vec<SignedStatement> {
        let kid = |bytes: &&Vec<u8>| envelope::parse(bytes).map(|e| e.header.sign_kid).ok();
        let kids: Vec<_> = envelopes.iter().filter_map(kid).collect();
        let named = |kid: &Hash| {
            let mut all = self.theirs.iter();
            all.find(|s| s.verify().is_ok_and(|told| told.sign.id() == *kid)).cloned()
        };
        kids.iter().filter_map(named).collect()
    }

    /// The streams on which the peer lacks what a revoked key has signed: it will never take that.
    pub fn refused_for_ever(&self, plan: &Plan, gone: impl Fn(&Hash) -> bool) -> Vec<Stream> {
        let lacks = plan.streams.iter().filter(|stream| {
            let Some(seq) = stream.send_from else { return false };
            let first = Place { stream: stream.stream, epoch: stream.send_epoch, seq };
            let last = Place { epoch: u32::MAX, seq: u64::MAX, ..first };
            self.outbox.range(first..=last).any(|(_, row)| gone(&row.keys.1))
        });
        lacks.map(|stream| stream.stream).collect()
    }

    /// After a revocation: what nobody has taken goes out again, in a new epoch.
    pub fn withdraw_unreceipted(&mut self) {
        for mine in self.positions() {
            if mine.sent_upto > mine.receipted || mine.opening.is_some() {
                let epoch = mine.opening.unwrap_or(mine.sent_epoch).max(mine.sent_epoch) + 1;
                self.opening.insert(mine.stream, epoch);
            }
        }
    }

    /// A mutant: forgets what is not receipted, and gives its numbers to others.
    pub fn forget_unreceipted(&mut self) {
        let gone: Vec<Place> = self
            .outbox
            .iter()
            .filter(|(_, row)| row.disposition.is_none())
            .map(|(p, _)| *p)
            .collect();
        for place in gone.iter().rev() {
            let row = self.outbox.remove(place).unwrap();
            self.drafts.insert(0, Rc::clone(&row.draft));
            let head = self.outbox.get(&Place { seq: place.seq - 1, ..*place }).map(|row| row.hash);
            let (cursor, receipted) = self.sent(place.stream);
            let head = head.unwrap_or([0; 32]);
            self.sent
                .insert(place.stream, (Cursor { upto: place.seq - 1, head, ..cursor }, receipted));
        }
    }
}
