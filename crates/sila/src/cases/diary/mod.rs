//! One's own calendar for a calendar program (iCalendar, RFC 5545): a secret address, and in it when and what kind of thing, and nothing
//! else. No case, no number, no name, no place: whoever finds the address learns when somebody is busy. A new address ends the old one, and
//! the end of the account or of a role that reads cases ends both.

mod ics;
mod page;
pub mod store;
#[cfg(test)]
mod tests;

use rand_core::Rng;
use sila_seal::code::{base32_decode, base32_encode};
use sila_seal::{Hash, sha256};

use crate::accounts::Permission;
use crate::ask::Routes;
use crate::clock::Randomness;

/// The routes of calendars. The address itself names nobody; whoever does not know it finds nothing there.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/calendar", Permission::CaseRead, page::show);
    r.post("/{lang}/calendar", Permission::CaseRead, page::create);
    r.post("/{lang}/calendar/end", Permission::CaseRead, page::end);
    r.get("/{lang}/diary/{secret}", Permission::Public, page::diary);
}

/// Bytes of a secret.
const SECRET_BYTES: usize = 20;

/// A new secret: as it stands in the address, and what is kept of it.
fn new_secret() -> (String, Hash) {
    let mut bytes = [0_u8; SECRET_BYTES];
    Randomness.fill_bytes(&mut bytes);
    (base32_encode(&bytes), digest(&bytes))
}

/// What is kept of the secret in an address; nothing when it is none.
fn read(secret: &str) -> Option<Hash> {
    let bytes = base32_decode(secret).ok()?;
    (bytes.len() == SECRET_BYTES).then(|| digest(&bytes))
}

fn digest(secret: &[u8]) -> Hash {
    sha256(&[b"sila/calendar/1", secret])
}
