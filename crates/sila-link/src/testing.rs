//! What the tests of this crate share: repeatable randomness and two agencies that know each other.

use rand_core::{Infallible, TryCryptoRng, TryRng};
use sila_core::AgencyId;
use sila_seal::statement::{Custody, KeyStatement};
use sila_seal::{SUITE, SealingKey, SigningKey, sha256};

use crate::{LinkState, Me, Peer};

/// SHA-256 in counter mode: the same for the same seed.
pub(crate) struct TestRng {
    seed: u64,
    block: u64,
}

impl TestRng {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, block: 0 }
    }
}

impl TryRng for TestRng {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_be_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        for chunk in to.chunks_mut(32) {
            let block = sha256(&[&self.seed.to_be_bytes(), &self.block.to_be_bytes()]);
            self.block += 1;
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}

impl TryCryptoRng for TestRng {}

/// One agency's own keys; different for every seed.
pub(crate) fn me(seed: u8) -> Me {
    Me {
        agency: AgencyId([seed; 32]),
        sign: SigningKey::from_bytes(&[seed; 32]),
        open: vec![SealingKey::generate(&mut TestRng::new(seed.into()))],
    }
}

/// An agency as its partner knows it, on an active link.
pub(crate) fn peer(of: &Me) -> Peer {
    Peer {
        agency: of.agency,
        sign: vec![of.sign.verifying()],
        seal_to: of.open[0].public().clone(),
        state: LinkState::Active,
        agreements: Vec::new(),
        version_seen: 0,
        clock_agrees: true,
    }
}

/// The first key statement of an agency, not yet signed.
pub(crate) fn statement(root: &SigningKey, sign: &SigningKey, custody: Custody) -> KeyStatement {
    KeyStatement {
        n: 1,
        prev: [0; 32],
        root: root.verifying(),
        sign: sign.verifying(),
        sealing: SealingKey::generate(&mut TestRng::new(1)).public().clone(),
        transport_spki: [0; 32],
        endpoints: Vec::new(),
        code: "A".to_owned(),
        name_ar: "أ".to_owned(),
        name_en: "A".to_owned(),
        created: 0,
        suite: SUITE,
        custody,
    }
}
