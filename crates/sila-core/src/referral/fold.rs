//! From entries to a thread: whose they are, in which order they hold, and what each of them did.

use super::act::Act;
use super::entry::Entry;
use super::offer::Offer;
use super::order::Sides;
use super::rules::{Side, Standing};
use super::thread::{Effect, Step, Thread, ThreadError};
use crate::ids::AgencyId;

/// No honest side writes more: what can happen again is counted.
const ENTRIES_PER_SIDE_MAX: usize = 48;

impl Thread {
    /// Derives the state from the entries of both sides, given in any order; an entry given twice
    /// counts once. The links of the hash chains and the signatures are checked where they are made.
    ///
    /// # Errors
    /// [`ThreadError`].
    pub fn fold(entries: &[Entry]) -> Result<Self, ThreadError> {
        let offers = entries.iter().filter(|entry| matches!(entry.act, Act::Offer(_)));
        let first = offers.min_by_key(|entry| entry.n);
        let Some((first, Act::Offer(offer))) = first.map(|entry| (entry, &entry.act)) else {
            return Err(ThreadError::NoOffer);
        };
        if entries.iter().any(|entry| entry.referral != first.referral) {
            return Err(ThreadError::Mixed);
        }
        if entries.iter().any(|e| e.author != offer.source && e.author != offer.target) {
            return Err(ThreadError::Stranger);
        }
        let source = chain(entries, offer.source, Side::Source)?;
        let target = chain(entries, offer.target, Side::Target)?;
        let sides = Sides { source: &source, target: &target };
        let (steps, standing) = walk(sides, offer)?;
        check_source(sides, offer)?;
        Ok(Self {
            referral: first.referral,
            offer: offer.clone(),
            steps,
            standing,
            state: standing.state.ok_or(ThreadError::NoOffer)?,
            source_count: count(&source)?,
            target_count: count(&target)?,
            source_seen: target.last().map_or(0, |entry| entry.seen),
        })
    }
}

/// The entries of one author by number, from 1 and without gaps.
fn chain(entries: &[Entry], author: AgencyId, side: Side) -> Result<Vec<&Entry>, ThreadError> {
    let mut chain: Vec<&Entry> = entries.iter().filter(|e| e.author == author).collect();
    chain.sort_by_key(|entry| entry.n);
    chain.dedup();
    if chain.len() > ENTRIES_PER_SIDE_MAX {
        return Err(ThreadError::TooMany);
    }
    let mut seen = 0;
    for (n, entry) in (1_u32..).zip(&chain) {
        if entry.n < n {
            return Err(ThreadError::Fork { side, n: entry.n });
        }
        if entry.n > n {
            return Err(ThreadError::Incomplete { side });
        }
        if entry.act.side() != side {
            return Err(ThreadError::NotAllowed { side, n });
        }
        if entry.seen < seen {
            return Err(ThreadError::SeenLess { side, n });
        }
        seen = entry.seen;
    }
    Ok(chain)
}

fn count(chain: &[&Entry]) -> Result<u32, ThreadError> {
    u32::try_from(chain.len()).map_err(|_out| ThreadError::TooMany)
}

/// Applies the entries in their order. An entry of the target that has no place is against the
/// rules, because the target knew everything that stands before it; one of the source is too late.
fn walk(sides: Sides<'_>, offer: &Offer) -> Result<(Vec<Step>, Standing), ThreadError> {
    let order = sides.ordered()?;
    let mut standing = Standing::BEFORE;
    let mut steps = Vec::with_capacity(order.len());
    for (side, entry) in order {
        let (after, effect) = applied(standing, entry, offer);
        if effect == Effect::TooLate && side == Side::Target {
            return Err(ThreadError::NotAllowed { side, n: entry.n });
        }
        standing = after;
        steps.push(Step { entry: entry.clone(), effect });
    }
    Ok((steps, standing))
}

/// What one more entry does. A recall that did not know of an acceptance stops what was accepted.
fn applied(standing: Standing, entry: &Entry, offer: &Offer) -> (Standing, Effect) {
    if let Some(after) = standing.after(&entry.act, entry.at, offer) {
        let moved = after.state.filter(|_| after.state != standing.state);
        return (after, moved.map_or(Effect::Noted, Effect::Moved));
    }
    match standing.crossed(&entry.act) {
        Some(after) => (after, Effect::Stopped),
        None => (standing, Effect::TooLate),
    }
}

/// Every source entry had a place in what its author had in front of them.
fn check_source(sides: Sides<'_>, offer: &Offer) -> Result<(), ThreadError> {
    for (at, entry) in sides.source.iter().enumerate() {
        let order = sides.as_seen_by_source(at)?.ordered()?;
        let mut standing = Standing::BEFORE;
        for (_, earlier) in order {
            standing = applied(standing, earlier, offer).0;
        }
        if standing.after(&entry.act, entry.at, offer).is_none() {
            return Err(ThreadError::NotAllowed { side: Side::Source, n: entry.n });
        }
    }
    Ok(())
}
