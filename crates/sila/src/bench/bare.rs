//! The bare loop: the same cryptography and the same durable commits as a delivery, and nothing else. One thread seals,
//! signs and commits; the other verifies, opens, signs the receipt and commits; batches pass between them.

use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use sila_seal::envelope::{self, Draft};
use sila_seal::{SealingKey, SigningKey, sha256};
use uuid::Uuid;

use super::store;
use crate::clock::Randomness;

/// Messages in one transaction.
pub const BATCH: u32 = 64;
const CONTEXT: &str = "sila/bench/1";

type Batch = Vec<(i64, [u8; 32], Vec<u8>)>;

/// Seals, sends, opens and stores `count` payloads of `bytes` bytes. Gives the time from the first to the last.
///
/// # Errors
/// When a disk or the cipher fails.
pub fn run(dir: &Path, count: u32, bytes: usize) -> anyhow::Result<Duration> {
    let rng = &mut Randomness;
    let (signs, opens) = (SigningKey::generate(rng), SealingKey::generate(rng));
    let (to, by) = (opens.public().clone(), signs.verifying());
    let (mut here, mut there) =
        (store::bare(&dir.join("bare-sender.db"))?, store::bare(&dir.join("bare-receiver.db"))?);
    let (send, receive) = mpsc::sync_channel::<Batch>(2);
    let began = now();
    let sender = std::thread::spawn(move || -> anyhow::Result<()> {
        let payload = vec![7_u8; bytes];
        let mut seq = 0_u32;
        while seq < count {
            let mut batch = Batch::new();
            for _ in 0..BATCH.min(count - seq) {
                seq += 1;
                let entry = signs.sign(CONTEXT, &payload);
                let draft = draft(seq, sha256(&[&entry]));
                let sealed = envelope::seal(&mut Randomness, draft, &payload, &signs, &to)?;
                batch.push((i64::from(seq), sealed.header_hash, sealed.bytes));
            }
            store::bare_batch(&mut here, &borrowed(&batch), None)?;
            send.send(batch)?;
        }
        Ok(())
    });
    let receipts = SigningKey::generate(rng);
    for batch in receive {
        for (_, _, bytes) in &batch {
            let parsed = envelope::parse(bytes)?;
            parsed.verify(&by)?;
            parsed.open(&opens)?;
            // The entry inside is signed and verified as well.
            let again = receipts.sign(CONTEXT, bytes);
            receipts.verifying().verify(CONTEXT, bytes, &again)?;
        }
        let upto = batch.last().map_or(0, |(seq, _, _)| *seq);
        let receipt = receipts.sign(CONTEXT, &upto.to_be_bytes());
        store::bare_batch(&mut there, &borrowed(&batch), Some((upto, &receipt)))?;
    }
    let taken = began.elapsed();
    match sender.join() {
        Ok(result) => result.map(|()| taken),
        Err(_panic) => anyhow::bail!("the sending thread of the bare loop failed"),
    }
}

fn borrowed(batch: &Batch) -> Vec<(i64, [u8; 32], &[u8])> {
    batch.iter().map(|(seq, hash, bytes)| (*seq, *hash, bytes.as_slice())).collect()
}

fn draft(seq: u32, conversation: [u8; 32]) -> Draft {
    let (id, _) = conversation.split_at(16);
    Draft {
        id: Uuid::from_slice(id).unwrap_or_default(),
        from: [1; 32],
        to: [2; 32],
        stream: 2,
        epoch: 1,
        seq: u64::from(seq),
        prev: [0; 32],
        kind: "referral.entry/1".to_owned(),
        conversation: Uuid::from_u128(u128::from(seq)),
        in_reply_to: None,
        created_ms: 0,
        expires_ms: None,
        priority: 0,
        blobs: Vec::new(),
        agreement: None,
        purpose: None,
        critical: Vec::new(),
    }
}

/// A point in time to measure from.
pub fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "measuring is what this folder is for")]
    Instant::now()
}
