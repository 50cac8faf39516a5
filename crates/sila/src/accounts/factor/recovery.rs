//! Recovery codes, for whoever has lost the telephone: ten, each of eighty bits and good once. They are shown once; what is kept are marks
//! under the node's key.

use rand_core::Rng;
use sila_core::ids::WorkerId;
use sila_seal::Hash;
use sila_seal::code::{base32_decode, base32_encode};

use crate::app::App;
use crate::clock::Randomness;

/// Codes that somebody is given.
pub const COUNT: usize = 10;
/// Bytes of randomness in one.
const BYTES: usize = 10;

/// New codes as they are shown, and their marks.
pub fn new(app: &App, worker: WorkerId) -> (Vec<String>, Vec<Hash>) {
    let one = |_| {
        let mut bytes = [0_u8; BYTES];
        Randomness.fill_bytes(&mut bytes);
        (in_groups(&base32_encode(&bytes)), mark(app, worker, &bytes))
    };
    (0..COUNT).map(one).unzip()
}

fn in_groups(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// The mark of what was typed; nothing when it is no recovery code by its length. What people confuse is forgiven, the case too.
pub fn typed(app: &App, worker: WorkerId, text: &str) -> Option<Hash> {
    let bytes = base32_decode(text.trim()).ok()?;
    (bytes.len() == BYTES).then(|| mark(app, worker, &bytes))
}

fn mark(app: &App, worker: WorkerId, bytes: &[u8]) -> Hash {
    let parts: [&[u8]; 3] = [b"sila/recovery-code/1", worker.0.as_bytes(), bytes];
    app.vault.mark(&parts.concat())
}
