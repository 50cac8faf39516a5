//! Judging the messages of a call away from the threads that serve requests, on as many cores as there are.

use std::ops::Range;
use std::sync::Arc;

use sila_core::Millis;
use sila_link::{Admission, Call, Cursor, Me, admit_batch, expected, joined};

use super::Hashes;
use crate::links::sending::blocking;
use crate::problem::Problem;

/// Fewer messages than this are not worth a part of their own.
const PART_MIN: usize = 16;

/// What messages are judged by.
pub(super) struct Judge {
    pub me: Arc<Me>,
    pub party: sila_link::Peer,
    pub call: Arc<Call>,
    /// Header hashes of messages taken in earlier.
    pub history: Hashes,
    pub now: Millis,
}

impl Judge {
    fn part(&self, cursors: &[Cursor], range: Range<usize>) -> Vec<Admission> {
        let envelopes = self.call.envelopes.get(range).unwrap_or_default();
        admit_batch(&self.me, &self.party, cursors, envelopes, &self.history, self.now)
    }
}

/// Judges all messages of a call in their order, where it is long in parts side by side.
pub(super) async fn judged(
    judge: Arc<Judge>,
    cursors: Vec<Cursor>,
) -> Result<Vec<Admission>, Problem> {
    let count = judge.call.envelopes.len();
    let Some(parts) = parts(&judge.call.envelopes, &cursors).filter(|parts| parts.len() > 1) else {
        return blocking(count, move || judge.part(&cursors, 0..count)).await;
    };
    let mut running = Vec::new();
    for (start, range) in parts {
        let judge = Arc::clone(&judge);
        running.push(tokio::task::spawn_blocking(move || judge.part(&start, range)));
    }
    let mut judged = Vec::new();
    for part in running {
        let part = part.await;
        judged.push(part.map_err(|error| Problem::unavailable("node.stopping").because(error))?);
    }
    match joined(judged, count) {
        Some(whole) => Ok(whole),
        None => blocking(count, move || judge.part(&cursors, 0..count)).await,
    }
}

/// One part for each core, each with the cursors that it begins with if all before it take their places. Nothing when some
/// cannot.
fn parts(envelopes: &[Vec<u8>], cursors: &[Cursor]) -> Option<Vec<(Vec<Cursor>, Range<usize>)>> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let size = envelopes.len().div_ceil(cores).max(PART_MIN);
    let mut start = cursors.to_vec();
    let mut all = Vec::new();
    let mut first = 0_usize;
    for part in envelopes.chunks(size) {
        let range = first..first.saturating_add(part.len());
        first = range.end;
        let next = if first < envelopes.len() { expected(&start, part)? } else { Vec::new() };
        all.push((std::mem::replace(&mut start, next), range));
    }
    Some(all)
}
