//! One node as the real one works: a disk that keeps what was committed, and a memory that does not
//! survive a crash.

use sila_core::{AgencyId, AgreementId, Millis};
use sila_link::*;
use sila_seal::{SealingKey, SigningKey};
use uuid::Uuid;

use crate::dice::Dice;
use crate::disk::Disk;

/// What the plaintext of every message contains, and no byte on the wire may.
pub const CANARY: &[u8] = b"CANARY-her-name-is-in-here-CANARY";
pub const AGREEMENT: AgreementId = AgreementId(Uuid::from_u128(99));

pub struct Node {
    pub me: Me,
    pub peer: Peer,
    pub disk: Disk,
    /// Envelopes it takes in one call: small, so that a backlog needs many.
    pub envelopes_max: u32,
    // What a crash forgets:
    pub life: u32,
    pub up: bool,
    pub greeting: Option<Hello>,
    pub calling: Option<u64>,
    pub retry: Retry,
    pub refusals: Vec<Refusal>,
}

pub fn pair(dice: &mut Dice) -> [Node; 2] {
    let keys = [1_u8, 2].map(|seed| Me {
        agency: AgencyId([seed; 32]),
        sign: SigningKey::generate(dice),
        open: vec![SealingKey::generate(dice)],
    });
    let peers = [1, 0].map(|other: usize| Peer {
        agency: keys[other].agency,
        sign: vec![keys[other].sign.verifying()],
        seal_to: keys[other].open[0].public().clone(),
        state: LinkState::Active,
        agreements: vec![(AGREEMENT, [9; 32])],
        version_seen: 0,
        clock_agrees: true,
    });
    let mut peers = peers.into_iter();
    keys.map(|me| Node {
        me,
        peer: peers.next().unwrap(),
        disk: Disk::default(),
        envelopes_max: u32::try_from(1 + dice.below(6)).unwrap(),
        life: 0,
        up: true,
        greeting: None,
        calling: None,
        retry: Retry::now(Millis(0)),
        refusals: Vec::new(),
    })
}

impl Node {
    /// A body as the plan on the last greeting asks for it; before one, the greeting alone.
    pub fn body(&self, role: Role, now: Millis) -> Result<Vec<u8>, Box<Alarm>> {
        let mine = self.disk.positions();
        let mut hello = Hello::new(&self.me, &self.peer, role, mine.clone(), 1, now);
        hello.limits.envelopes = self.envelopes_max;
        let limits = self.greeting.as_ref().map(|hello| hello.limits);
        let mut packer = Packer::new(&hello.sign(&self.me), limits);
        for refusal in &self.refusals {
            packer.refusal(refusal);
        }
        if let Some(theirs) = &self.greeting {
            let plan = self.plan(&mine, theirs, now)?;
            self.pack(&mut packer, &plan, now);
        }
        Ok(packer.finish())
    }

    pub fn plan(&self, mine: &[Position], theirs: &Hello, now: Millis) -> Result<Plan, Box<Alarm>> {
        let sent = self.disk.sent_hashes();
        plan(&self.peer, mine, theirs, 1, &sent, now).map_err(|halt| match halt {
            Halt::Alarm(alarm) => alarm,
            Halt::Refused(error) => panic!("both speak the same version: {error}"),
        })
    }

    fn pack(&self, packer: &mut Packer, plan: &Plan, now: Millis) {
        for stream in &plan.streams {
            if let Some(after) = stream.receipt_after {
                let rows = self.disk.inbox_rows(stream.stream, 1, after);
                let signed =
                    sign_receipt(&self.me, &self.peer, stream.stream, 1, after, &rows, now);
                packer.receipt(&signed.unwrap());
            }
        }
        for stream in &plan.streams {
            let Some(first) = stream.send_from else { continue };
            let first = Place { stream: stream.stream, epoch: 1, seq: first };
            let last = Place { seq: u64::MAX, ..first };
            for (_, row) in self.disk.outbox.range(first..=last) {
                if !packer.envelope(&row.bytes) {
                    return;
                }
            }
        }
    }

    pub fn judge(&self, envelopes: &[Vec<u8>], now: Millis) -> Vec<Admission> {
        let history = self.disk.inbox_hashes();
        let cursors = self.disk.cursors();
        admit_batch(&self.me, &self.peer, &cursors, envelopes, &history, now)
    }
}

/// The draft that a user of the node writes.
pub fn draft(id: u128, stream: Stream, expires: bool, now: Millis, dice: &mut Dice) -> OutboxDraft {
    let text = [CANARY, &id.to_be_bytes(), CANARY].concat();
    let message = if stream == Stream::CONTROL {
        Message::AgreementOffer(AgreementOffer { agreement: text, signature: [0; 64] })
    } else {
        let (preview, identity, key) = (None, None, None);
        Message::ReferralEntry(ReferralEntry { entry: text, preview, identity, key })
    };
    let digest = if dice.percent(10) { [8; 32] } else { [9; 32] };
    let expires = expires.then(|| Millis(now.0 + dice.ms(1, 20_000)));
    let payload = if dice.percent(5) { CANARY.to_vec() } else { message.encode().unwrap() };
    OutboxDraft {
        id: Uuid::from_u128(id),
        kind: message.kind().as_str().to_owned(),
        conversation: Uuid::from_u128(1),
        payload,
        agreement: (stream != Stream::CONTROL).then_some((AGREEMENT, digest)),
        purpose: None,
        created: now,
        expires,
        urgent: stream == Stream::URGENT,
    }
}
