//! The draw. Chance is made of what was drawn from: whoever holds the same signed facts draws the same, and whoever wants to be drawn or not
//! to be drawn would have to sign something else. What was drawn stays drawn, whatever is signed later with a day of that quarter.

use sila_core::experience::Quarter;
use sila_core::partnership::Said;
use sila_core::{AgreementId, Millis, RecordId};
use sila_seal::{Hash, sha256};

use super::store;
use crate::activation::ledger;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store as journal;
use crate::meetings::fact;
use crate::problem::Problem;

/// One of so many facts is drawn, and at least one.
const ONE_OF: usize = 20;
/// A quarter is drawn so many days after it is over, so that what was signed at its end has arrived at both.
const WAY_DAYS: i64 = 3;
/// So many quarters back are drawn where a node did not run.
const QUARTERS: u32 = 4;

/// What was drawn of the facts of one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// The hash of the agreement, the quarter and every fact.
    pub seed: Hash,
    /// How many facts there were.
    pub facts: usize,
    /// The records of those drawn, in the order of the draw.
    pub drawn: Vec<RecordId>,
}

/// Draws from what another party has confirmed in a quarter.
pub fn draw(agreement: AgreementId, quarter: Quarter, deeds: &[Said]) -> Lot {
    let confirmed = deeds.iter().filter_map(|said| {
        let at = said.confirmed()?.at;
        (Quarter::of(at) == quarter).then(|| (leaf(said, at), said.record))
    });
    let mut leaves: Vec<(Hash, RecordId)> = confirmed.collect();
    leaves.sort_unstable();
    let number = quarter.number().to_be_bytes();
    let mut parts: Vec<&[u8]> = vec![agreement.0.as_bytes().as_slice(), number.as_slice()];
    parts.extend(leaves.iter().map(|(leaf, _)| leaf.as_slice()));
    let (seed, facts) = (sha256(&parts), leaves.len());
    let ticket = |(leaf, record): (Hash, RecordId)| (sha256(&[&seed, &leaf]), record);
    let mut tickets: Vec<(Hash, RecordId)> = leaves.into_iter().map(ticket).collect();
    tickets.sort_unstable();
    tickets.truncate(facts.div_ceil(ONE_OF));
    Lot { seed, facts, drawn: tickets.into_iter().map(|(_, record)| record).collect() }
}

/// What stands for a fact as both have signed it.
fn leaf(said: &Said, confirmed_at: Millis) -> Hash {
    let (deed, at) = (said.deed.to_cbor(), said.at.0.to_be_bytes());
    let confirmed = confirmed_at.0.to_be_bytes();
    sha256(&[said.record.0.as_bytes(), &deed, &said.by.0, &at, &confirmed])
}

/// Draws what is due. Says how many draws were made.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn tend(app: &App) -> Result<usize, Problem> {
    let now = app.clock.now();
    let last = before(Quarter::of(now.plus_days(-WAY_DAYS)), 1);
    let undrawn = app.store.read(move |tx| store::undrawn(tx, last)).await?;
    if undrawn.is_empty() {
        return Ok(0);
    }
    let mut lots = Vec::new();
    for book in ledger::shared(app).await?.iter() {
        let id = book.ledger.agreement.id;
        if !undrawn.contains(&id) {
            continue;
        }
        for back in 0..QUARTERS {
            let quarter = before(last, back);
            let lot = draw(id, quarter, &book.ledger.deeds);
            // That there was nothing is kept of the last quarter alone: it says that it was drawn.
            if lot.facts > 0 || back == 0 {
                lots.push((id, quarter, lot));
            }
        }
    }
    let made = kept(app, lots, now).await?;
    if made > 0 {
        app.changed(Topic::Agreements);
    }
    Ok(made)
}

async fn kept(
    app: &App,
    lots: Vec<(AgreementId, Quarter, Lot)>,
    now: Millis,
) -> Result<usize, Problem> {
    let told = |(id, ..): &(AgreementId, Quarter, Lot)| {
        fact(app, "audit", format!("{id} drawn"), None, now)
    };
    let told: Vec<_> = lots.iter().map(told).collect();
    let write = move |tx: &mut dyn Tx| -> Result<usize, DbError> {
        let mut made = 0_usize;
        for ((agreement, quarter, lot), told) in lots.iter().zip(&told) {
            let facts = i64::try_from(lot.facts).unwrap_or(i64::MAX);
            let (agreement, quarter, seed) = (*agreement, *quarter, lot.seed);
            let draw = store::Draw { agreement, quarter, seed, facts, at: now };
            if store::keep(tx, &draw, &lot.drawn)? {
                made = made.saturating_add(1);
                if facts > 0 {
                    journal::insert(tx, told)?;
                }
            }
        }
        Ok(made)
    };
    Ok(app.store.write(write).await?)
}

/// So many quarters before.
fn before(quarter: Quarter, back: u32) -> Quarter {
    Quarter::from_number(quarter.number().saturating_sub(back))
}

#[cfg(test)]
mod tests {
    use sila_core::AgencyId;
    use sila_core::partnership::{Act, Answer, Deed};
    use uuid::Uuid;

    use super::*;

    const AGREEMENT: AgreementId = AgreementId(Uuid::from_u128(7));
    /// 10 May 2026, in the second quarter.
    const MAY: Millis = Millis(1_778_400_000_000);

    fn said(n: u8, confirms: bool, at: Millis) -> Said {
        let record = RecordId(Uuid::from_u128(u128::from(n) + 1));
        Said {
            record,
            deed: Deed {
                agreement: AGREEMENT,
                about: record,
                act: Act::Start,
                number: 0,
                due_at: None,
                on: at.uae_date(),
                words: format!("Fact {n}"),
                evidence: "Letter 14".to_owned(),
                gave: None,
                fils: None,
                figure: None,
                people: Vec::new(),
            },
            by: AgencyId([1; 32]),
            at,
            heard_at: None,
            answers: vec![Answer { by: AgencyId([2; 32]), confirms, at }],
        }
    }

    #[test]
    fn five_of_a_hundred_are_drawn_and_at_least_one_and_the_same_by_whoever_holds_the_same() {
        let quarter = Quarter::of(MAY);
        for (facts, drawn) in [(0_u8, 0), (1, 1), (20, 1), (21, 2), (100, 5), (101, 6)] {
            let mut deeds: Vec<Said> = (0..facts).map(|n| said(n, true, MAY)).collect();
            let lot = draw(AGREEMENT, quarter, &deeds);
            assert_eq!((lot.facts, lot.drawn.len()), (usize::from(facts), drawn), "{facts}");
            deeds.reverse();
            assert_eq!(draw(AGREEMENT, quarter, &deeds), lot, "whatever the order");
        }
    }

    #[test]
    fn only_what_the_other_party_confirmed_in_the_quarter_is_drawn_from_and_each_changes_the_seed()
    {
        let quarter = Quarter::of(MAY);
        let mut deeds: Vec<Said> = (0..60).map(|n| said(n, true, MAY)).collect();
        let lot = draw(AGREEMENT, quarter, &deeds);
        deeds.push(said(200, false, MAY));
        deeds.push(said(201, true, quarter.next().begins()));
        deeds.push(said(202, true, Millis(quarter.begins().0 - 1)));
        let mut own = said(203, true, MAY);
        own.answers[0].by = own.by;
        deeds.push(own);
        assert_eq!(draw(AGREEMENT, quarter, &deeds), lot, "nothing of that counts");
        deeds[0].deed.words.push('.');
        let other = draw(AGREEMENT, quarter, &deeds);
        assert_ne!(other.seed, lot.seed, "another text is another seed");
        assert_ne!(draw(AgreementId(Uuid::nil()), quarter, &deeds).seed, other.seed);
    }
}
