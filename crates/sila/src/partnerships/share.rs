//! How each node knows who keeps the contact at the other side: whoever names or ends somebody here tells the linked partner, which
//! signs for it. What a node says of its own people takes the place of what was written down for it here.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};
use sila_core::{AgencyId, AgreementId, Millis, RecordId};
use sila_link::record::{Version, Word};
use sila_seal::sha256;
use uuid::Uuid;

use super::focal::{NAME_MAX, fact};
use super::relation::TABLE;
use super::store::{self, Stored};
use crate::activation::ledger;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::links::{self, Peer};
use crate::meetings::{sealed, unsealed};
use crate::problem::Problem;
use crate::records::{By, propose, store as records, unless_refused, word};

/// The kind of record.
pub const KIND: &str = "focal/1";
/// Most appointments that one agency tells of one partnership, the last ones.
const POINTS_MAX: usize = 40;

/// Who keeps the contact at the side of the agency that says it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Sheet {
    /// The first first.
    #[n(0)]
    points: Vec<Named>,
}

/// One appointment.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Named {
    /// Its identifier there.
    #[n(0)]
    id: RecordId,
    /// Stands in for the focal point.
    #[n(1)]
    deputy: bool,
    /// First day, as days since 1970-01-01.
    #[n(2)]
    from_day: i64,
    /// First day on which it is over.
    #[n(3)]
    until_day: Option<i64>,
    /// Their name.
    #[n(4)]
    name: String,
    /// Office, telephone or address at work.
    #[n(5)]
    reach: String,
    /// For one agreement; otherwise for the whole partnership.
    #[n(6)]
    agreement: Option<AgreementId>,
}

impl Sheet {
    fn of(content: &[u8]) -> Option<Sheet> {
        minicbor::decode::<Sheet>(content).ok().filter(Sheet::is_sound)
    }

    fn is_sound(&self) -> bool {
        let ids: BTreeSet<RecordId> = self.points.iter().map(|one| one.id).collect();
        let short = |text: &str| text.chars().count() <= NAME_MAX;
        let sound = |one: &Named| {
            let ends = one.until_day.is_none_or(|until| one.from_day <= until);
            ends && !one.name.trim().is_empty() && short(&one.name) && short(&one.reach)
        };
        ids.len() == self.points.len() && ids.len() <= POINTS_MAX && self.points.iter().all(sound)
    }
}

/// Tells what was named or ended here, signs for what partners told, and takes it in. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn bring(app: &App) -> Result<usize, Problem> {
    Ok(tell(app).await? + answer(app).await? + take_in(app).await?)
}

async fn agreed(app: &App, peer: AgencyId) -> Result<bool, Problem> {
    Ok(ledger::shared(app).await?.iter().any(|book| book.stored.peer == peer))
}

async fn tell(app: &App) -> Result<usize, Problem> {
    let waiting = app.store.read(store::to_tell).await?;
    if waiting.is_empty() || app.root().is_err() {
        return Ok(0);
    }
    let mut done = 0_usize;
    for peer in links::peers(app).await?.into_iter().filter(Peer::is_open) {
        if waiting.contains(&peer.agency) && agreed(app, peer.agency).await? {
            done = done.saturating_add(usize::from(tell_one(app, peer.agency).await?));
        }
    }
    Ok(done)
}

/// Tells one partner; not while it has not signed for what was told before.
async fn tell_one(app: &App, peer: AgencyId) -> Result<bool, Problem> {
    let own = |one: &Stored| one.ours && one.agency == peer;
    let mut points: Vec<Stored> =
        app.store.read(store::points).await?.into_iter().filter(own).collect();
    points.drain(..points.len().saturating_sub(POINTS_MAX));
    let named: Result<Vec<Named>, Problem> = points.iter().map(|one| named(app, one)).collect();
    let content = minicbor::to_vec(Sheet { points: named? }).unwrap_or_default();
    let by = By { worker: None, now: app.clock.now() };
    let sent = match before(app, peer).await? {
        None => propose::first(app, KIND, &[peer], content, by).await.map(|_| ()),
        Some(record) => propose::amend(app, record, content, by).await,
    };
    if unless_refused(sent)?.is_none() {
        return Ok(false);
    }
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        points.iter().try_for_each(|one| store::told(tx, one))
    };
    app.store.write(write).await?;
    app.changed(Topic::Agreements);
    Ok(true)
}

fn named(app: &App, one: &Stored) -> Result<Named, Problem> {
    let (name, reach) = unsealed(app, TABLE, one.id, &one.body)?;
    let Stored { id, deputy, from_day, until_day, agreement, .. } = *one;
    Ok(Named { id: RecordId(id), deputy, from_day, until_day, name, reach, agreement })
}

/// The record in which this partner was told before, if it has come to something or still may.
async fn before(app: &App, peer: AgencyId) -> Result<Option<RecordId>, Problem> {
    let me = app.node.id;
    let all = app.store.read(|tx| records::of_kind(tx, KIND)).await?;
    let ours = |one: &records::Loaded| {
        let first = one.shared.versions().find(|(_, held)| held.version.number == 1);
        let ours = first.is_some_and(|(_, held)| {
            held.version.proposer == me && held.version.parties.contains(&peer)
        });
        let open = one.shared.versions().any(|(digest, _)| {
            one.shared.standing(digest) == Some(sila_link::record::Standing::Open)
        });
        ours && (open || one.shared.in_force().is_some())
    };
    Ok(all.into_iter().find(|(_, one)| ours(one)).map(|(record, _)| record))
}

async fn answer(app: &App) -> Result<usize, Problem> {
    let asked = app.store.read(|tx| records::asked_of(tx, [KIND; 3])).await?;
    let mut done = 0_usize;
    for line in asked {
        let word = if accepts(app, &line.version).await? { Word::Sign } else { Word::Decline };
        done = done.saturating_add(usize::from(word::answer(app, line.version, word).await?));
    }
    Ok(done)
}

/// Whether this node signs for it: it can be read, it is of a partner with an agreement, and in a record that this partner began.
async fn accepts(app: &App, version: &Version) -> Result<bool, Problem> {
    let (from, record) = (version.proposer, version.record);
    if version.parties.len() != 2 || from == app.node.id || Sheet::of(&version.content).is_none() {
        return Ok(false);
    }
    let loaded = app.store.read(move |tx| records::load(tx, record)).await?;
    let theirs = loaded.is_some_and(|one| {
        let mut versions = one.shared.versions();
        versions.all(|(_, held)| held.version.proposer == from)
    });
    Ok(theirs && agreed(app, from).await?)
}

async fn take_in(app: &App) -> Result<usize, Problem> {
    let unread = app.store.read(|tx| records::unread_of(tx, [KIND; 3])).await?;
    let done = unread.len();
    for line in unread {
        let (from, digest, now) = (line.version.proposer, line.digest, app.clock.now());
        let sheet = Sheet::of(&line.version.content).filter(|_| from != app.node.id);
        let points = sheet.map_or_else(Vec::new, |sheet| sheet.points);
        let rows: Vec<Stored> = points.iter().map(|one| row(app, from, one)).collect();
        let known = rows.first().map(|one| fact(app, one, "told", None, now));
        let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
            for one in &rows {
                store::appoint(tx, one, now)?;
                if let Some(until) = one.until_day {
                    store::end(tx, one.id, from, Millis(0).plus_days(until).uae_date())?;
                }
            }
            if let Some(known) = &known {
                store::end_typed(tx, from, now.uae_date())?;
                crate::journal::store::insert(tx, known)?;
            }
            records::read(tx, &digest)
        };
        app.store.write(write).await?;
        app.changed(Topic::Agreements);
    }
    Ok(done)
}

/// A row for what another node has told. Its identifier is made of both, so that no node writes into rows of another.
fn row(app: &App, from: AgencyId, one: &Named) -> Stored {
    let hash = sha256(&[b"sila/focal/1", &from.0, one.id.0.as_bytes()]);
    let id = Uuid::from_bytes(hash.first_chunk().copied().unwrap_or_default());
    Stored {
        id,
        agency: from,
        ours: false,
        deputy: one.deputy,
        from_day: one.from_day,
        until_day: one.until_day,
        told: true,
        worker: None,
        body: sealed(app, TABLE, id, &(one.name.clone(), one.reach.clone())),
        agreement: one.agreement,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_within_its_limits_and_not_otherwise() {
        let one = |n: u128, name: &str, until_day| Named {
            id: RecordId(Uuid::from_u128(n)),
            deputy: false,
            from_day: 20_000,
            until_day,
            name: name.to_owned(),
            reach: String::new(),
            agreement: None,
        };
        let read = |points: Vec<Named>| {
            let bytes = minicbor::to_vec(Sheet { points }).unwrap();
            sila_seal::check_canonical(&bytes).unwrap();
            Sheet::of(&bytes).is_some()
        };
        assert!(read(vec![one(1, "Noura", None), one(2, "Khaled", Some(20_010))]));
        assert!(read(Vec::new()), "nobody is named");
        assert!(!read(vec![one(1, "Noura", None), one(1, "Khaled", None)]), "twice");
        assert!(!read(vec![one(1, " ", None)]), "without a name");
        assert!(!read(vec![one(1, "Noura", Some(19_999))]), "it ends before it begins");
        assert!(!read(vec![one(1, &"n".repeat(NAME_MAX + 1), None)]), "too long");
        assert!(!read((0..41).map(|n| one(n, "Noura", None)).collect()), "too many");
    }
}
