//! What the node knows of a partnership by itself, from facts: signed agreements with what was done under them, focal points, and the
//! partner's file. Where there is no fact yet nothing is said, and a person checks the clause.

use std::collections::{BTreeMap, BTreeSet};

use sila_core::partnership::Activation;
use sila_core::policy::Facts;
use sila_core::{AgencyId, AgreementId, Millis};

use crate::activation::Book;
use crate::db::{DbError, Tx};
use crate::partners::file::{self, Entry, Kind, store as files};
use crate::partnerships::store::{self as points, Stored as Point};

/// A partnership is evaluated once in so many days.
const EVALUATED_DAYS: i64 = 365;
/// Whose signature is good, in the file of a partner.
const RESOLUTION: &str = "RESOLUTION";

/// Everything from which it is told.
pub struct Known<'a> {
    books: &'a [Book],
    points: Vec<Point>,
    entries: BTreeMap<AgencyId, Vec<Entry>>,
    now: Millis,
}

impl<'a> Known<'a> {
    /// Reads it, beside the agreements that both have signed.
    pub fn read(tx: &mut dyn Tx, books: &'a [Book], now: Millis) -> Result<Known<'a>, DbError> {
        let mut entries: BTreeMap<AgencyId, Vec<Entry>> = BTreeMap::new();
        for entry in files::judged(tx)? {
            entries.entry(entry.agency).or_default().push(entry);
        }
        let today = now.uae_date();
        let points = points::points(tx)?.into_iter().filter(|one| one.holds(today)).collect();
        Ok(Known { books, points, entries, now })
    }

    /// Adds it to what is known besides.
    pub fn add(&self, facts: Facts, agency: AgencyId) -> Facts {
        let of = self.books.iter().filter(|book| book.stored.peer == agency);
        let in_force = of.filter(|book| book.ledger.holds(self.now).is_ok());
        let agreed: Vec<&Book> = in_force.collect();
        // Under an agreement on paper nothing is signed by key.
        let by_key = agreed.iter().copied().filter(|book| book.stored.on_paper.is_none());
        let live: Vec<&Book> = by_key.collect();
        let all = |kept: &dyn Fn(&Book) -> bool| {
            (!live.is_empty()).then(|| live.iter().all(|book| kept(book)))
        };
        let entries = self.entries.get(&agency).map_or(&[][..], Vec::as_slice);
        Facts {
            selected: file::settled(entries),
            focal: (!agreed.is_empty()).then(|| self.covered(agency, &agreed)),
            authority: self.authority(entries),
            aims: all(&|book| book.ledger.agreement.aims.is_some() && book.ledger.annex.is_some()),
            activated: all(&|book| {
                matches!(book.ledger.activation(self.now), Activation::Active { .. })
            }),
            evaluated: self.evaluated(&live),
            ..facts
        }
    }

    /// Each post is taken for the whole partnership, or for each of its agreements.
    fn covered(&self, agency: AgencyId, agreements: &[&Book]) -> bool {
        let posts = [(true, false), (true, true), (false, false), (false, true)];
        posts.into_iter().all(|(ours, deputy)| {
            let held =
                |one: &&Point| one.agency == agency && (one.ours, one.deputy) == (ours, deputy);
            let held: BTreeSet<Option<AgreementId>> =
                self.points.iter().filter(held).map(|one| one.agreement).collect();
            let each = |book: &&Book| held.contains(&Some(book.ledger.agreement.id));
            held.contains(&None) || agreements.iter().all(each)
        })
    }

    fn authority(&self, entries: &[Entry]) -> Option<bool> {
        let mut papers = entries
            .iter()
            .filter(|one| one.kind == Kind::Diligence && one.code == RESOLUTION)
            .peekable();
        papers.peek()?;
        Some(papers.any(|one| one.holds(self.now.uae_date())))
    }

    /// Nothing is owed in the first year.
    fn evaluated(&self, live: &[&Book]) -> Option<bool> {
        let since = self.now.plus_days(-EVALUATED_DAYS);
        let done = live.iter().any(|book| book.evaluated_since(since));
        let old = live.iter().any(|book| book.ledger.agreement.from <= since);
        (done || old).then_some(done)
    }
}
