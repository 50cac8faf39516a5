//! A node's own keys, as its disk keeps them, and how they change.

use std::rc::Rc;

use sila_core::{AgencyId, Millis};
use sila_link::{Me, keys};
use sila_seal::statement::{Custody, FormerRoot, KeyStatement, SignedStatement};
use sila_seal::statement::{agency_id, next_root_commitment};
use sila_seal::{Hash, QuantumSigningKey, SUITE, SealingKey, SigningKey};

use super::dice::Dice;

/// What a rotation replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Sealing,
    Signing,
    /// The signing key was stolen: it is revoked.
    Revoked,
    Root,
}

/// The keys on the disk; a restore brings old ones back.
#[derive(Clone)]
pub struct Ring {
    pub statements: Vec<SignedStatement>,
    /// What they say.
    pub told: Vec<KeyStatement>,
    /// The private keys to the newest are lost in a restore: the next must follow.
    pub lost: bool,
    /// With the number of the statement that introduced each; without revoked ones.
    pub sign: Vec<(u32, Rc<SigningKey>)>,
    /// The newest first.
    pub open: Vec<Rc<SealingKey>>,
    pub quantum: Option<Rc<QuantumSigningKey>>,
}

/// The root keys, in a safe: the current one and the next.
pub struct Safe {
    pub roots: Vec<SigningKey>,
}

impl Ring {
    pub fn new(safe: &Safe, quantum: bool, dice: &mut Dice) -> Self {
        let (sign, sealing) = (SigningKey::generate(dice), SealingKey::generate(dice));
        let quantum = quantum.then(|| Rc::new(QuantumSigningKey::generate(dice)));
        let custody = Custody {
            next_root: Some(next_root_commitment(&safe.roots[1].verifying())),
            quantum: quantum.as_ref().map(|key| key.verifying()),
            ..Custody::default()
        };
        let statement = KeyStatement {
            n: 1,
            prev: [0; 32],
            root: safe.roots[0].verifying(),
            sign: sign.verifying(),
            sealing: sealing.public().clone(),
            transport_spki: [4; 32],
            endpoints: Vec::new(),
            code: "SIM".to_owned(),
            name_ar: "محاكاة".to_owned(),
            name_en: "Simulated".to_owned(),
            created: 0,
            suite: SUITE,
            custody,
        };
        let statements = vec![statement.sign(&safe.roots[0]).unwrap()];
        let told = vec![statement];
        Self {
            statements,
            told,
            lost: false,
            sign: vec![(1, Rc::new(sign))],
            open: vec![Rc::new(sealing)],
            quantum,
        }
    }

    pub fn newest(&self) -> &SignedStatement {
        self.statements.last().unwrap()
    }

    pub fn n(&self) -> u32 {
        self.told.last().unwrap().n
    }

    /// Makes the next statement. `leaves` is the size of our log.
    pub fn change(
        &mut self,
        what: Change,
        safe: &mut Safe,
        leaves: u64,
        now: Millis,
        dice: &mut Dice,
    ) {
        let mut told = keys::after(self.newest(), now).unwrap();
        match what {
            Change::Sealing => {
                let key = SealingKey::generate(dice);
                keys::replace_sealing(&mut told, key.public().clone(), now);
                self.open.insert(0, Rc::new(key));
            }
            Change::Signing | Change::Revoked => {
                let since = (what == Change::Revoked).then_some((1, leaves));
                let key = SigningKey::generate(dice);
                keys::replace_signing(&mut told, key.verifying(), since, now);
                if since.is_some() {
                    self.sign.clear();
                }
                self.sign.push((told.n, Rc::new(key)));
            }
            Change::Root => {
                let next = safe.roots.remove(0);
                told.custody.former.push(FormerRoot::naming(&next, &safe.roots[0].verifying()));
                told.root = safe.roots[0].verifying();
                safe.roots.push(SigningKey::generate(dice));
                told.custody.next_root = Some(next_root_commitment(&safe.roots[1].verifying()));
            }
        }
        self.statements.push(told.sign(&safe.roots[0]).unwrap());
        self.told.push(told);
    }

    /// Keys that our own statements revoke are gone.
    pub fn drop_revoked(&mut self) {
        let custody = &self.told.last().unwrap().custody;
        let counts = |key: &SigningKey| !custody.is_revoked(&key.verifying().id());
        if self.sign.iter().any(|(_, key)| counts(key)) {
            self.sign.retain(|(_, key)| counts(key));
        }
    }

    /// Our keys for a reader who knows our statements up to `knows`.
    pub fn me(&self, agency: AgencyId, knows: u32) -> Me {
        let introduced: Vec<u32> = self.sign.iter().map(|(n, _)| *n).collect();
        let at = keys::signing_for(&introduced, knows).unwrap();
        let sign = SigningKey::from_bytes(&self.sign[at].1.to_bytes());
        let open = self.open.iter().map(|key| SealingKey::from_bytes(&*key.to_bytes()).unwrap());
        Me { agency, sign, open: open.collect() }
    }
}

pub fn agency(safe: &Safe) -> AgencyId {
    AgencyId(agency_id(&safe.roots[0].verifying()))
}

/// The ids of the keys that a statement holds now, to see which messages were under way while they
/// changed.
pub fn current(ring: &Ring) -> (Hash, Hash) {
    (ring.open[0].public().id(), ring.sign.last().unwrap().1.verifying().id())
}
