//! One node as the real one works: a disk that keeps what was committed, and a memory that does not
//! survive a crash.

use std::collections::BTreeMap;
use std::rc::Rc;

use sila_core::{AgencyId, Millis};
use sila_link::hello::Claimed;
use sila_link::*;
use sila_seal::checkpoint::Checkpoint;

use super::dice::Dice;
use super::disk::{Disk, Rows};
use super::keys::{Ring, Safe, agency};
use super::log::Log;

/// A head of ours that a peer holds, and how much of it the peer has cosigned.
pub type Held = (Checkpoint, Option<u64>);

/// What a node remembers of a link while it lives.
pub struct Line {
    pub session: Session,
    /// The last greeting that was written for now.
    pub greeting: Option<Rc<Hello>>,
    pub calling: Option<u64>,
    pub retry: Retry,
    pub refusals: Vec<Refusal>,
    /// The sizes of our log that the peer asks about.
    pub asks: Vec<u64>,
    /// The peer has shown its head and waits for a cosignature.
    pub shown: bool,
    /// The peer has said in this life which head of ours it holds.
    pub told: bool,
    pub clock_agrees: bool,
    /// The peer has said in this life which statement of ours it holds, and we hold it too.
    pub asked: bool,
    /// What their last greeting claimed, when it could not be verified.
    pub blind: Option<Claimed>,
    /// The last words of the peer about our log, and what they say.
    pub yours: Option<(String, u32, Held)>,
    /// The head of our log that the peer says it holds.
    pub holds: Option<Checkpoint>,
}

pub struct Node {
    pub agency: AgencyId,
    pub safe: Safe,
    pub disk: Disk,
    pub backup: Option<Disk>,
    pub restored: bool,
    pub jumped: bool,
    pub lines: BTreeMap<usize, Line>,
    pub life: u32,
    pub up: bool,
    /// Milliseconds that its clock is ahead.
    pub clock: i64,
    pub slow_ms: i64,
    pub newer: bool,
    /// Envelopes it takes in one call: small, so that a backlog needs many.
    pub envelopes_max: u32,
    /// Counts changes of the keys.
    pub stamp: u32,
    mes: BTreeMap<(u32, u32), Rc<Me>>,
}

impl Line {
    pub fn new(fresh: u64, now: Millis) -> Self {
        Self {
            session: Session::new(fresh),
            greeting: None,
            calling: None,
            retry: Retry::now(now),
            refusals: Vec::new(),
            asks: Vec::new(),
            shown: false,
            told: false,
            clock_agrees: true,
            asked: false,
            blind: None,
            yours: None,
            holds: None,
        }
    }
}

impl Node {
    pub fn new(quantum: bool, newer: bool, dice: &mut Dice) -> Self {
        let safe = Safe { roots: vec![key(dice), key(dice)] };
        let agency = agency(&safe);
        let ring = Ring::new(&safe, quantum, dice);
        let disk = Disk { ring, log: Log::new(agency.0, 1), rows: BTreeMap::new() };
        Self {
            agency,
            safe,
            disk,
            backup: None,
            restored: false,
            jumped: false,
            lines: BTreeMap::new(),
            life: 0,
            up: true,
            clock: 0,
            slow_ms: 0,
            newer,
            envelopes_max: u32::try_from(1 + dice.below(6)).unwrap(),
            stamp: 0,
            mes: BTreeMap::new(),
        }
    }

    /// Our keys for a reader who knows our statements up to `knows`.
    pub fn me(&mut self, knows: u32) -> Rc<Me> {
        let (ring, agency) = (&self.disk.ring, self.agency);
        let me = self.mes.entry((self.stamp, knows));
        Rc::clone(me.or_insert_with(|| Rc::new(ring.me(agency, knows))))
    }

    /// Our keys as this peer can verify them.
    pub fn me_for(&mut self, peer: usize) -> Rc<Me> {
        self.me(self.disk.rows[&peer].peer_knows)
    }

    pub fn keys_changed(&mut self) {
        self.stamp += 1;
        self.mes.clear();
    }

    pub fn rows(&self, peer: usize) -> &Rows {
        &self.disk.rows[&peer]
    }

    pub fn line(&mut self, peer: usize) -> &mut Line {
        self.lines.get_mut(&peer).unwrap()
    }

    /// Whether every peer has said in this life which head of ours it holds.
    pub fn may_show(&self) -> bool {
        self.peers_in_force().all(|peer| self.lines[peer].told)
    }

    /// Whether every peer has said in this life which statement of ours it holds: who may have forgotten
    /// one must not sign another with its number.
    pub fn may_sign(&self) -> bool {
        self.peers_in_force().all(|peer| self.lines[peer].asked)
    }

    /// Whether this peer must still say in this life which statement of ours it holds.
    pub fn awaits_keys_of(&self, peer: usize) -> bool {
        self.peers_in_force().any(|one| *one == peer && !self.lines[one].asked)
    }

    /// One that is convicted is not asked, nor one to which the link was ended; one whose link only stands still is.
    fn peers_in_force(&self) -> impl Iterator<Item = &usize> {
        let over = |rows: &Rows| rows.ended || !rows.evidence.is_empty();
        self.disk.rows.iter().filter(move |(_, rows)| !over(rows)).map(|(peer, _)| peer)
    }

    pub fn judge(&mut self, peer: usize, envelopes: &[Vec<u8>], now: Millis) -> Vec<Admission> {
        let (history, cursors) = (self.rows(peer).inbox_hashes(), self.rows(peer).cursors());
        let me = self.me_for(peer);
        let party = self.rows(peer).peer(self.lines[&peer].clock_agrees);
        admit_batch(&me, &party, &cursors, envelopes, &history, now)
    }
}

fn key(dice: &mut Dice) -> sila_seal::SigningKey {
    sila_seal::SigningKey::generate(dice)
}
