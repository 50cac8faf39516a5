//! What a node does with a body that arrives: keys, greeting, session, plan; then it judges.

use std::rc::Rc;

use sila_link::hello::Claimed;
use sila_link::keys::{Unlearned, forgotten};
use sila_link::*;
use sila_seal::sha256;
use sila_seal::statement::SignedStatement;

use super::Mutant;
use super::disk::Rows;
use super::keys::Change;
use super::world::{Event, World};

/// A body that has been judged and waits for its transaction.
pub struct Work {
    pub from: usize,
    pub role: Role,
    pub call: u64,
    pub parts: Call,
    pub hello: Option<Rc<Hello>>,
    pub session: u64,
    pub cursors: Vec<Cursor>,
    pub admissions: Vec<Admission>,
}

impl World {
    pub fn arrive(&mut self, to: usize, from: usize, call: u64, role: Role, body: &[u8]) {
        if !self.nodes[to].up || self.nodes[to].rows(from).alarm.is_some() {
            return;
        }
        let Ok(parts) = Call::decode(body) else { return self.tally.strike("refused unread") };
        if !self.learn(to, from, &parts) {
            return;
        }
        let me = self.nodes[to].me_for(from);
        let agrees = self.nodes[to].lines[&from].clock_agrees;
        let peer = self.nodes[to].rows(from).peer(agrees);
        let Ok(hello) = Hello::open(&parts.hello, &me, &peer, role) else {
            let claimed = Hello::claimed(&parts.hello).ok();
            if let Some(claimed) = claimed.filter(|claimed| claimed.from == peer.agency) {
                self.answer_blindly(to, from, call, role, claimed);
            }
            return;
        };
        let knows = hello.knows.unwrap_or(1);
        if knows != self.nodes[to].rows(from).peer_knows
            && !self.commit(to, |disk| disk.rows.get_mut(&from).unwrap().peer_knows = knows)
        {
            return;
        }
        let n = self.nodes[to].disk.ring.n();
        let line = self.nodes[to].line(from);
        line.blind = None;
        line.asked |= line.session.asked(&hello) && knows <= n;
        let named = hello.heard.is_some() && line.session.asked(&hello);
        let current = line.session.hears(&hello)
            || self.mutant == Mutant::HearsTheDead
            || (named && self.mutant == Mutant::HearsTheLate);
        if !self.replace_lost(to) {
            return;
        }
        if !current {
            self.tally.strike("from another life");
            self.nodes[to].line(from).greeting = None;
            let work = self.work(to, from, call, role, parts, None);
            return self.commit_later(to, work);
        }
        self.current(to, from, call, role, parts, hello);
    }

    fn current(
        &mut self,
        to: usize,
        from: usize,
        call: u64,
        role: Role,
        parts: Call,
        hello: Hello,
    ) {
        let now = self.local(to);
        self.denied(to, from, &parts.hello, &hello);
        let rows = self.nodes[to].rows(from);
        let (sent, known) = (rows.sent_hashes(), rows.known.told.n);
        let planned = plan(&rows.peer(true), &rows.positions(), &hello, known, &sent, now);
        match planned {
            Ok(plan) => {
                let version = plan.version_seen;
                self.nodes[to].line(from).clock_agrees = plan.clock_agrees();
                if version > self.nodes[to].rows(from).version_seen
                    && !self.commit(to, |d| d.rows.get_mut(&from).unwrap().version_seen = version)
                {
                    return;
                }
                if !self.send_again(to, from, &plan, &hello) {
                    return;
                }
            }
            Err(Halt::Alarm(alarm)) => return self.alarm(to, from, alarm.error, Some(hello)),
            Err(Halt::Refused(_)) => return self.tally.strike("refused version"),
        }
        let hello = Rc::new(hello);
        let line = self.nodes[to].line(from);
        line.greeting = Some(Rc::clone(&hello));
        line.retry = Retry::now(now);
        let mut work = self.work(to, from, call, role, parts, Some(hello));
        work.admissions = self.nodes[to].judge(from, &work.parts.envelopes, now);
        if self.mutant == Mutant::AnswersFirst && role == Role::Caller {
            return self.answers_first(to, work);
        }
        self.commit_later(to, work);
    }

    /// A restored peer lacks messages whose signing key we have revoked since: their content goes out
    /// again in a new epoch.
    fn send_again(&mut self, to: usize, from: usize, plan: &Plan, theirs: &Hello) -> bool {
        let (rows, ring) = (self.nodes[to].rows(from), &self.nodes[to].disk.ring);
        let custody = &ring.told.last().unwrap().custody;
        let streams = rows.refused_for_ever(plan, |kid| custody.is_revoked(kid));
        if streams.is_empty() {
            return true;
        }
        self.tally.strike("epoch opened after a revocation");
        let mine = rows.positions().into_iter().filter(|mine| streams.contains(&mine.stream));
        let open = mine
            .map(|mine| (mine.stream, reopen::next_epoch(&mine, &theirs.position(mine.stream))));
        let open: Vec<_> = open.collect();
        self.commit(to, |disk| disk.rows.get_mut(&from).unwrap().opening.extend(open))
    }

    fn work(
        &self,
        to: usize,
        from: usize,
        call: u64,
        role: Role,
        parts: Call,
        hello: Option<Rc<Hello>>,
    ) -> Work {
        let node = &self.nodes[to];
        let (session, cursors) = (node.lines[&from].session.number(), node.rows(from).cursors());
        Work { from, role, call, parts, hello, session, cursors, admissions: Vec::new() }
    }

    fn commit_later(&mut self, to: usize, work: Work) {
        let slow = self.nodes[to].slow_ms;
        if slow > 0 {
            self.tally.strike("slow disk");
        }
        let later =
            self.now + self.dice.ms(0, 60) + if slow > 0 { self.dice.ms(0, slow) } else { 0 };
        let life = self.nodes[to].life;
        self.at(later, Event::Commit { node: to, life, work: Box::new(work) });
    }

    /// Statements before everything else: theirs to know, and ours that we have forgotten.
    fn learn(&mut self, to: usize, from: usize, parts: &Call) -> bool {
        if parts.statements.is_empty() {
            return true;
        }
        let ours = forgotten(self.nodes[to].disk.ring.newest(), &parts.statements);
        if !ours.is_empty() && !self.adopt(to, ours) {
            return false;
        }
        match self.nodes[to].rows(from).known.learn(&parts.statements) {
            Ok(None) => true,
            Ok(Some(known)) => self.commit(to, |disk| {
                let rows = disk.rows.get_mut(&from).unwrap();
                for bytes in &parts.statements {
                    let signed = SignedStatement::from_cbor(bytes).unwrap();
                    let told = signed.verify().unwrap();
                    let next = usize::try_from(told.n).unwrap() == rows.theirs.len() + 1;
                    if next && told.agency() == known.told.agency() {
                        rows.theirs.push(signed);
                    }
                }
                rows.known = known;
            }),
            Err(Unlearned::Refused(_)) => true,
            Err(Unlearned::Proven(evidence)) => {
                self.accuse(to, from, *evidence);
                false
            }
        }
    }

    /// Statements of our own that we had forgotten. The private keys to them are lost; the statement
    /// that replaces them is made when every peer has said which one it holds.
    fn adopt(&mut self, to: usize, ours: Vec<SignedStatement>) -> bool {
        self.tally.strike("own keys forgotten and given back");
        let node = &mut self.nodes[to];
        let mut ring = node.disk.ring.clone();
        ring.told.extend(ours.iter().map(|signed| signed.verify().unwrap()));
        ring.statements.extend(ours);
        ring.lost = true;
        let kept = self.commit(to, |disk| disk.ring = ring);
        self.nodes[to].keys_changed();
        kept
    }

    /// New keys for those that were lost in a restore; false when that crashed.
    fn replace_lost(&mut self, node: usize) -> bool {
        if !self.nodes[node].disk.ring.lost || !self.nodes[node].may_sign() {
            return true;
        }
        let (now, it) = (self.local(node), &mut self.nodes[node]);
        let (mut ring, leaves) = (it.disk.ring.clone(), it.disk.log.size());
        ring.change(Change::Sealing, &mut it.safe, leaves, now, &mut self.dice);
        ring.change(Change::Signing, &mut it.safe, leaves, now, &mut self.dice);
        ring.lost = false;
        let before = ring.sign.len();
        ring.drop_revoked();
        let revoked = ring.sign.len() < before;
        self.tally.strike("lost keys replaced");
        let kept = self.commit(node, |disk| {
            disk.ring = ring;
            disk.rows.values_mut().filter(|_| revoked).for_each(Rows::withdraw_unreceipted);
        });
        self.nodes[node].keys_changed();
        kept
    }

    /// A greeting that cannot be verified, perhaps because its key was revoked and its speaker, restored
    /// from a backup, does not know: answer with our greeting and with its own statements, at once or
    /// in the next call.
    fn answer_blindly(&mut self, to: usize, from: usize, call: u64, role: Role, claimed: Claimed) {
        self.tally.strike("greeting not verified");
        let line = self.nodes[to].line(from);
        line.blind = Some(claimed);
        line.greeting = None;
        if role == Role::Caller {
            let body = self.body(to, from, Role::Answerer);
            self.send(to, from, call, Role::Answerer, body);
        } else if line.calling == Some(call) {
            self.failed(to, from);
        }
    }

    /// They deny what they have receipted.
    fn denied(&mut self, to: usize, from: usize, bytes: &[u8], hello: &Hello) {
        let rows = self.nodes[to].rows(from);
        let denied = rows.receipts.values().filter(|(place, _)| {
            let position = hello.position(place.stream);
            position.recv_epoch == place.epoch && position.recv_upto < place.seq
        });
        let lied = self.lies.get(&sha256(&[bytes]));
        let receipts: Vec<_> = denied.map(|(_, receipt)| receipt).chain(lied).cloned().collect();
        let proven = receipts.iter().any(|receipt| {
            let keys = rows.theirs.iter().rev().take(9).cloned().collect();
            let proof = Proof::Rollback { receipt: receipt.to_vec(), hello: bytes.to_vec() };
            matches!(Evidence { keys, proof }.verify(), Ok((_, LinkError::Rollback)))
        });
        if lied.is_some() {
            self.tally.check(7, proven, "a rollback without evidence");
        } else if proven && self.crime_of(from).is_none() {
            let it = &self.nodes[from];
            self.tally.check(3, it.restored || it.jumped, "denied what was receipted");
            self.tally.strike("rollback of a restored peer shown");
        }
    }

    /// The officer has looked at the alarm: go on in a new epoch.
    pub fn decide(&mut self, node: usize, peer: usize, hello: &Hello) {
        let positions = self.nodes[node].rows(peer).positions();
        let ahead = positions.into_iter().filter(|mine| {
            let theirs = hello.position(mine.stream);
            (theirs.recv_epoch, theirs.recv_upto) > (mine.sent_epoch, mine.sent_upto)
        });
        let open = ahead
            .map(|mine| (mine.stream, reopen::next_epoch(&mine, &hello.position(mine.stream))));
        let open: Vec<_> = open.collect();
        self.tally.strike("epoch opened after a restore");
        self.commit(node, |disk| {
            let rows = disk.rows.get_mut(&peer).unwrap();
            rows.alarm = None;
            rows.opening.extend(open);
        });
        self.at(self.now, Event::Wake { node, peer });
    }
}
