//! Two transfers of one case to two agencies at the same time, in every interleaving: people at the first agency sign lists, take back
//! and stop what they want of both, the others accept or not, nodes do what they owe now or later, entries arrive late and time
//! runs out. At every moment exactly one agency answers for the person.

use std::collections::{BTreeMap, BTreeSet};

use super::responsible::Way;
use super::*;
use crate::agreement::tests::NASEEM;

const RIVAL: ReferralId = ReferralId(Uuid::from_u128(14));

/// How one of the two can stand. What can be next is told by its number among all of them.
struct Place {
    /// Which agency is asked.
    asked: AgencyId,
    source: Thread,
    target: Option<Thread>,
    /// What can be next, and whether it hands the person over.
    next: Vec<(bool, usize)>,
    /// The same, once the time to decide is over.
    later: Option<usize>,
}

fn asked(target: AgencyId, referral: ReferralId) -> Way {
    let offer = Offer { kind: Kind::Transfer, target, ..offer() };
    let first = entry(SOURCE, 1, 0, Act::Offer(Box::new(offer)));
    let mut way = Way::default();
    way.source.written.push(Entry { referral, ..first });
    way
}

/// Everything that can be next of one of them, if nobody asks about the other.
fn next(way: &Way, target: AgencyId, now: Millis) -> Vec<(bool, Way)> {
    let mut next = Vec::new();
    for side in [Side::Source, Side::Target] {
        let mut later = way.clone();
        let (chain, me) = match side {
            Side::Source => (&mut later.source, SOURCE),
            Side::Target => (&mut later.target, target),
        };
        if chain.arrived < chain.written.len() {
            chain.arrived += 1;
            next.push((false, later));
        }
        let Some(thread) = way.seen_from(side) else { continue };
        let people = match side {
            Side::Source => vec![hand(1), recall(), cancel(Side::Source)],
            Side::Target => vec![Act::Accept, decline(), take(1)],
        };
        let officer = ByRole::new("REFERRAL_OFFICER").unwrap();
        let due = thread.reaction(me, now).map(|act| (act, ByRole::node()));
        for (act, by) in people.into_iter().map(|act| (act, officer.clone())).chain(due) {
            let hands = matches!(act, Act::Hand { .. } | Act::Release { .. });
            let Ok(entry) = thread.next(me, by, act, now) else { continue };
            let mut later = way.clone();
            match side {
                Side::Source => later.source.written.push(entry),
                Side::Target => later.target.written.push(entry),
            }
            next.push((hands, later));
        }
    }
    next
}

/// Every way in which one of them can stand; the first is the beginning.
fn places(target: AgencyId, referral: ReferralId) -> Vec<Place> {
    let mut ways = vec![(false, asked(target, referral))];
    let mut known = BTreeMap::from([((false, ways[0].1.key()), 0)]);
    let mut places = Vec::new();
    while let Some((late, way)) = ways.get(places.len()).cloned() {
        let mut number = |late: bool, way: Way| {
            let new = ways.len();
            let at = *known.entry((late, way.key())).or_insert(new);
            if at == new {
                ways.push((late, way));
            }
            at
        };
        let now = if late { expires_at() } else { NOW };
        let next = next(&way, target, now).into_iter();
        let next = next.map(|(hands, way)| (hands, number(late, way))).collect();
        let later = (!late).then(|| number(true, way.clone()));
        let (source, there) = (way.seen_from(Side::Source).unwrap(), way.seen_from(Side::Target));
        places.push(Place { asked: target, source, target: there, next, later });
    }
    places
}

/// Which of the two answers for her, or neither; what is wrong where that is not one agency.
fn leader(both: [&Place; 2]) -> Result<Option<usize>, &'static str> {
    let gone: Vec<usize> = (0..2).filter(|at| both[*at].source.responsible() != SOURCE).collect();
    let says = |place: &&Place| {
        place.target.as_ref().is_some_and(|thread| thread.responsible() == place.asked)
    };
    let claims = both.iter().copied().filter(|place| says(place)).count();
    if gone.len() > 1 || claims + usize::from(gone.is_empty()) > 1 {
        return Err("two answer for one person");
    }
    // The key is on its way. Whoever it goes to has signed for it and knows that.
    let bound = |place: &Place| place.target.as_ref().is_some_and(|t| t.is_bound(place.asked));
    match gone.first() {
        Some(at) if claims == 0 && !bound(both[*at]) => Err("nobody knows that they must act"),
        at => Ok(at.copied()),
    }
}

/// Whether the first agency may hand her over by this one of the two.
fn may_hand_over(both: [&Place; 2], at: usize) -> bool {
    let mut leads = both.iter().map(|place| place.source.responsible());
    let lead = leads.find(|lead| *lead != SOURCE).unwrap_or(SOURCE);
    both[at].source.may_hand_over(SOURCE, lead, both.map(|place| &place.source)).is_ok()
}

/// Every world that can come about, and who answers in them.
fn explore(asks: bool) -> Result<(usize, BTreeSet<Option<usize>>), &'static str> {
    let (one, other) = (places(TARGET, REFERRAL), places(NASEEM, RIVAL));
    let (mut known, mut open) = (vec![false; one.len() * other.len()], vec![(0, 0)]);
    let (mut worlds, mut leaders) = (0, BTreeSet::new());
    while let Some((a, b)) = open.pop() {
        if std::mem::replace(&mut known[a * other.len() + b], true) {
            continue;
        }
        worlds += 1;
        let both = [&one[a], &other[b]];
        leaders.insert(leader(both)?);
        let may = |hands: bool, at: usize| !hands || !asks || may_hand_over(both, at);
        let moves = both[0].next.iter().filter(|(hands, _)| may(*hands, 0));
        open.extend(moves.map(|(_, a)| (*a, b)));
        let moves = both[1].next.iter().filter(|(hands, _)| may(*hands, 1));
        open.extend(moves.map(|(_, b)| (a, *b)));
        open.extend(both[0].later.zip(both[1].later));
    }
    Ok((worlds, leaders))
}

#[test]
fn contract_b32_of_two_transfers_of_one_case_at_most_one_moves_responsibility() {
    let (worlds, leaders) = explore(true).unwrap();
    assert!(worlds > 1_000, "{worlds} worlds");
    assert_eq!(leaders, BTreeSet::from([None, Some(0), Some(1)]), "each of them, and neither");
}

/// The check can fail: an agency that does not ask what else it has sent hands one person over twice.
#[test]
fn two_transfers_that_do_not_ask_for_each_other_are_found() {
    assert_eq!(explore(false), Err("two answer for one person"));
}
