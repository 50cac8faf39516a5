//! The transaction after judging, what follows from it, and the watch over the other's log.

use std::rc::Rc;

use sila_link::witness::{Growth, Head, Saying, Unwitnessed, claimed_log, cosigned_size};
use sila_link::*;
use sila_seal::Hash;
use sila_seal::checkpoint::SignedCheckpoint;

use super::Mutant;
use super::disk::Keeping;
use super::log::Log;
use super::node::Held;
use super::take::Work;
use super::world::World;

impl World {
    pub fn store(&mut self, node: usize, mut work: Work) {
        let (from, role, call) = (work.from, work.role, work.call);
        let Some(hello) = work.hello.take() else { return self.finish(node, from, role, call) };
        if self.nodes[node].lines[&from].session.number() != work.session
            && self.mutant != Mutant::HearsTheDead
        {
            return self.tally.strike("judged for another life");
        }
        let now = self.local(node);
        if self.nodes[node].rows(from).cursors() != work.cursors
            && self.mutant != Mutant::StoresUnseen
        {
            work.admissions = self.nodes[node].judge(from, &work.parts.envelopes, now);
        }
        let forked = self.forked(node, from, &work.parts);
        let alarmed = self.alarmed(node, from, &work);
        let caught = self.convicted.contains(&(node, from));
        self.tally.check(7, !forked || caught, "two messages for one place, and no evidence");
        if alarmed {
            return;
        }
        let refusals = work.admissions.iter().filter_map(|admission| match admission {
            Admission::Refused(refusal) => Some(refusal.clone()),
            _ => None,
        });
        let refusals: Vec<_> = refusals.collect();
        let receipts = self.receipts(node, from, &work.parts.receipts);
        if !self.keep(node, &mut work, &receipts, &hello) {
            return;
        }
        self.nodes[node].line(from).refusals = refusals;
        if let Some(said) = &work.parts.saying
            && !self.witness(node, from, said)
        {
            return;
        }
        self.finish(node, from, role, call);
    }

    pub fn finish(&mut self, node: usize, from: usize, role: Role, call: u64) {
        if role == Role::Caller {
            self.answer(node, from, call)
        } else {
            self.answered(node, from, call)
        }
    }

    fn keeping(&self) -> Keeping {
        match self.mutant {
            Mutant::AppliesAgain => Keeping::Again,
            Mutant::AppliesBackwards => Keeping::Backwards,
            _ => Keeping::Once,
        }
    }

    fn keep(
        &mut self,
        node: usize,
        work: &mut Work,
        receipts: &[(Receipted, Rc<Vec<u8>>)],
        hello: &Hello,
    ) -> bool {
        let (from, how) = (work.from, self.keeping());
        let admissions = std::mem::take(&mut work.admissions);
        let taken = taken(&admissions);
        let before = self.nodes[node].rows(from).applied.len();
        let (mut forgotten, mut closed, mut open) = (0, false, false);
        let kept = self.commit(node, |disk| {
            let rows = disk.rows.get_mut(&from).unwrap();
            let leaves = rows.keep(admissions, &work.parts.envelopes, how);
            for (told, bytes) in receipts {
                forgotten += rows.keep_receipt(told, bytes);
            }
            closed = rows.keep_closing(hello);
            open = rows.keep_reopened(hello);
            disk.log.leaves.extend(leaves);
        });
        self.remember(node, from, &taken);
        for (struck, name) in [
            (forgotten > 0, "forgotten messages told"),
            (closed, "epoch closed"),
            (open, "epoch reopened"),
        ] {
            if struck {
                self.tally.strike(name);
            }
        }
        self.effects(node, from, before);
        kept
    }

    /// Each effect once, and in the order of its stream.
    fn effects(&mut self, node: usize, from: usize, before: usize) {
        if self.crime_of(from).is_some() {
            return;
        }
        let applied = self.nodes[node].rows(from).applied.clone();
        for (at, (stream, id, late)) in applied.iter().enumerate().skip(before) {
            let earlier = &applied[..at];
            let once = earlier.iter().all(|(_, known, _)| known != id);
            self.tally.check(1, once, "a message took effect twice");
            let newer = |(s, known, _): &(Stream, _, bool)| s == stream && known > id;
            let late = *late || self.given_up.contains(id);
            let in_order = late || !earlier.iter().filter(|row| !row.2).any(newer);
            self.tally.check(2, in_order, "out of order");
        }
    }

    /// For ever one content for each place that anybody has taken.
    fn remember(&mut self, node: usize, from: usize, taken: &[(Place, Hash)]) {
        for (place, hash) in taken {
            let stored = self.nodes[node].rows(from).inbox.get(place).map(|row| row.hash);
            if stored == Some(*hash) && self.crime_of(from).is_none() {
                let first = *self.accepted.entry((from, node, *place)).or_insert(*hash);
                self.tally.check(4, first == *hash, "another content for a place that was taken");
            }
        }
    }

    /// Reads receipts; whatever they promise must be on the other disk at this very moment.
    fn receipts(
        &mut self,
        node: usize,
        from: usize,
        receipts: &[Vec<u8>],
    ) -> Vec<(Receipted, Rc<Vec<u8>>)> {
        let mut out = Vec::new();
        let honest = self.crime_of(from).is_none();
        for bytes in receipts {
            let Ok(place) = receipt_place(bytes) else { continue };
            let me = self.nodes[node].me_for(from);
            let rows = self.nodes[node].rows(from);
            let (sent, receipted) = rows.sent(place.stream);
            let (history, peer) = (rows.sent_hashes(), rows.peer(true));
            let recovering = rows.opening.contains_key(&place.stream);
            let check = if recovering { check_closing } else { check_receipt };
            match check(&me, &peer, bytes, &sent, receipted, &history) {
                Ok(Some(told)) => {
                    if honest {
                        self.promised(node, from, &told);
                    }
                    out.push((told, Rc::new(bytes.clone())));
                }
                Ok(None) | Err(Halt::Refused(_)) => {}
                Err(Halt::Alarm(alarm)) => {
                    let known =
                        !honest || self.crime_of(node).is_some() || self.nodes[node].restored;
                    assert!(known, "I3: an honest receipt alarms: {:?}", alarm.error);
                }
            }
        }
        out
    }

    fn promised(&mut self, node: usize, from: usize, told: &Receipted) {
        let there = self.nodes[from].disk.rows[&node].inbox.clone();
        let (restored, rotated) = (self.nodes[from].restored, self.current_keys(from, node));
        for (seq, disposition) in told.finished() {
            let place = Place { stream: told.stream, epoch: told.epoch, seq };
            let row = there.get(&place);
            let kept = restored || row.is_some_and(|row| row.disposition == disposition);
            self.tally.check(3, kept, "a receipted message is not there, or had another fate");
            if let Some(row) = self.nodes[node].rows(from).outbox.get(&place)
                && row.keys != rotated
            {
                self.tally.check(10, true, "");
                self.tally.strike("receipted after its keys had changed");
            }
        }
    }

    /// The watch over the other's log, and what the other says about ours.
    fn witness(&mut self, node: usize, from: usize, said: &Saying) -> bool {
        self.nodes[node].line(from).asks.clone_from(&said.asks);
        if !self.held(node, from, said.yours.as_deref()) {
            return false;
        }
        let view = self.nodes[node].rows(from).view.clone();
        let known = self.nodes[node].rows(from).known.clone();
        let lied = self.false_growth(node, from, said);
        self.nodes[node].line(from).shown = false;
        if said.head.is_some() {
            match view.grow(&known, said) {
                Ok(view) => {
                    let kept =
                        self.commit(node, |d| d.rows.get_mut(&from).unwrap().view = view.clone());
                    if self.nodes[node].rows(from).view == view {
                        self.cosigned(node, from, &view);
                    }
                    if !kept {
                        return false;
                    }
                    self.nodes[node].line(from).shown = true;
                }
                Err(Unwitnessed::Proven(evidence)) => {
                    self.accuse(node, from, *evidence);
                    return false;
                }
                Err(Unwitnessed::Refused(LinkError::SplitView)) => {
                    self.tally.strike("contradicted under a revoked key");
                    self.alarm(node, from, LinkError::SplitView, None);
                    return false;
                }
                Err(_) => {
                    self.tally.check(7, !lied, "a false growth without evidence");
                    self.tally.strike("head not cosigned");
                }
            }
        }
        said.gossip.iter().all(|note| self.gossip(node, from, note))
    }

    /// Which head of ours the peer holds. One that we do not contain: we were restored.
    fn held(&mut self, node: usize, from: usize, yours: Option<&str>) -> bool {
        let log = self.shown_log(node, from);
        self.nodes[node].line(from).told = true;
        let Some(yours) = yours else { return true };
        let Some((head, cosigned)) = self.read_yours(node, from, yours) else { return true };
        self.nodes[node].line(from).holds = Some(head.clone());
        let number = claimed_log(yours).map_or(0, |(_, number)| number);
        if log.contains(&head) {
            return cosigned.is_none_or(|size| {
                self.commit(node, |d| d.rows.get_mut(&from).unwrap().cosigned = (number, size))
            });
        }
        if self.crime_of(node).is_some() {
            return true;
        }
        let over = number >= log.number;
        if over {
            self.tally.check(6, self.nodes[node].restored, "a log lost its end without a restore");
            self.tally.strike("log begun anew");
        }
        self.commit(node, |disk| {
            if over {
                disk.log = Log::new(disk.log.agency, number + 1);
            }
            disk.log.name(&head);
        })
    }

    /// Our head in the peer's words, and how much of it the peer has cosigned. What was verified before
    /// is not verified again.
    fn read_yours(&mut self, node: usize, from: usize, yours: &str) -> Option<Held> {
        let it = &self.nodes[node];
        let keys = it.rows(from).known.told.n;
        if let Some((note, n, held)) = &it.lines[&from].yours
            && (note.as_str(), *n) == (yours, keys)
        {
            return Some(held.clone());
        }
        let read = SignedCheckpoint::parse(yours).ok();
        let ours = |read: &SignedCheckpoint| {
            let mut told = it.disk.ring.told.iter().rev();
            told.any(|told| read.verify(&told.sign).is_ok())
        };
        let cosigned = || cosigned_size(yours, &it.rows(from).known).ok();
        let held = read.filter(ours).map(|read| (read.checkpoint, cosigned()))?;
        self.nodes[node].line(from).yours = Some((yours.to_owned(), keys, held.clone()));
        Some(held)
    }

    /// A head of a third agency's log.
    fn gossip(&mut self, node: usize, from: usize, note: &str) -> bool {
        let owner = claimed_log(note).map(|(agency, _)| agency);
        let known = self.nodes.iter().position(|other| Some(other.agency) == owner);
        let Some(owner) = known.filter(|k| *k != node && *k != from) else { return true };
        let Some(rows) = self.nodes[node].disk.rows.get(&owner) else { return true };
        let seen = rows.view.cosigned.iter().chain(&rows.view.heard);
        let mut seen = seen.map(|head| head.note.as_str());
        if self.mutant == Mutant::IgnoresGossip || seen.any(|seen| seen == note) {
            return true;
        }
        match rows.view.hear(&rows.known, note) {
            Ok(Some(view)) => self.commit(node, |d| d.rows.get_mut(&owner).unwrap().view = view),
            Ok(None) | Err(Unwitnessed::From(_) | Unwitnessed::Refused(_)) => true,
            Err(Unwitnessed::Proven(evidence)) => {
                self.accuse(node, owner, *evidence);
                true
            }
        }
    }

    /// Whether a growth was shown that convicts its log.
    fn false_growth(&self, node: usize, from: usize, said: &Saying) -> bool {
        if self.crime_of(from).is_none() {
            return false;
        }
        let rows = self.nodes[node].rows(from);
        let note = said.head.as_deref().unwrap_or_default();
        let Ok(head) = Head::open(note, rows.view.log, &rows.known) else { return false };
        let keys = rows.known.signing();
        let size = rows.view.cosigned.as_ref().map_or(0, |head| head.size);
        let grown = said.growths.iter().filter_map(|bytes| Growth::open(bytes, &keys).ok());
        let mut grown = grown.filter(|growth| growth.old_size == size);
        let grown = grown.find(|growth| growth.new_size == head.size);
        size > 0 && size < head.size && grown.is_some_and(|growth| !growth.holds())
    }
}

fn taken(admissions: &[Admission]) -> Vec<(Place, Hash)> {
    let taken = admissions.iter().filter_map(|admission| match admission {
        Admission::New(message) | Admission::SetAside(message, _) => {
            Some((message.place, message.header_hash))
        }
        _ => None,
    });
    taken.collect()
}
