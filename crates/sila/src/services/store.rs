//! All SQL of the directory. [`PLACE`] is the only statement that reads where a confidential service is.

use std::collections::BTreeSet;

use sila_core::codes::{Category, Service, Sex};
use sila_core::directory::{Listing, Pillar, Published, Seeker, Site};
use sila_core::{AgencyId, AreaCode, ListingId, Millis, RecordId};

use super::{HIDDEN, PUBLISHED, WITHDRAWN};
use crate::db::{DbError, Row, Tx, p};

/// Services that one page of the finder shows.
pub const PAGE: usize = 50;
/// Versions that are listed of one service.
const VERSIONS_MAX: usize = 100;
/// Oldest age that is told apart.
const AGE_MAX: i64 = 255;

/// What the filters of the interface leave. The arguments are agency, changed since, pillar, need, group, four stems.
macro_rules! own {
    ($columns:literal, $tail:literal) => {
        concat!(
            "select ",
            $columns,
            " from service s where s.origin = $1 and s.state = 'PUBLISHED' and s.updated_at >= $2 and ($3 = '' or s.pillar = $3) and ($4 = '' or s.need = $4) and ($5 = '' or exists (select 1 from service_word w where w.service = s.id and w.word in ($5))) and ($6 = '' or s.id in (select w.service from service_word w where w.word = $6)) and ($7 = '' or s.id in (select w.service from service_word w where w.word = $7)) and ($8 = '' or s.id in (select w.service from service_word w where w.word = $8)) and ($9 = '' or s.id in (select w.service from service_word w where w.word = $9))",
            $tail
        )
    };
}

crate::sql! {
    pub SERVICE = "select s.id, s.origin, s.state, s.number, s.draft, s.body, s.updated_at from service s where s.id = $1";
    pub DRAFTS = "select s.id, s.origin, s.state, s.number, s.draft, s.body, s.updated_at from service s where s.origin = $1 and s.draft is not null order by s.updated_at desc, s.id limit 50";
    pub DUE = "select s.id, s.origin, s.state, s.number, s.draft, s.body, s.updated_at from service s where s.origin = $1 and s.state = 'PUBLISHED' and s.assured_at <= $2 order by s.assured_at, s.id limit 50";
    pub FOUND = "select s.origin, s.body from service s where s.state = 'PUBLISHED' and s.assured_at > $1 and ($2 = '' or s.need = $2 or ($2 = 'SHELTER' and s.need = 'EMSHELTER')) and ($3 = '' or s.pillar = $3) and ($4 = '' or exists (select 1 from service_word w where w.service = s.id and w.word in ('group=', $4))) and ($5 = '' or exists (select 1 from service_word w where w.service = s.id and w.word in ('sex=', $5))) and s.age_min <= $6 and s.age_max >= $7 and ($8 = '' or exists (select 1 from service_word w where w.service = s.id and w.word in ('area=', $8, $9, $10))) and ($11 = '' or s.id in (select w.service from service_word w where w.word = $11)) and ($12 = '' or s.id in (select w.service from service_word w where w.word = $12)) and ($13 = '' or s.id in (select w.service from service_word w where w.word = $13)) and ($14 = '' or s.id in (select w.service from service_word w where w.word = $14)) and ($15 = '' or s.origin = $16) order by s.name, s.id limit 50";
    pub OWN = own!("s.updated_at, s.body", " order by s.id limit $10 offset $11");
    pub OWN_COUNT = own!("count(*)", "");
    pub ALL_OWN = "select s.body from service s where s.origin = $1 and s.state = 'PUBLISHED' order by s.pillar, s.name, s.id limit $2";
    pub OFFERS = "select distinct s.origin, s.need from service s where s.state = 'PUBLISHED'";
    pub BEGIN = "insert into service (id, origin, state, number, name, pillar, need, age_min, age_max, assured_at, updated_at, draft, body) values ($1, $2, 'HIDDEN', 0, '', '', '', 0, 255, 0, $3, $4, null)";
    pub DRAFT = "update service set draft = $2, updated_at = $3 where id = $1 and updated_at = $4";
    pub DROP_DRAFT = "update service set draft = null where id = $1";
    pub PUT = "insert into service (id, origin, state, number, name, pillar, need, age_min, age_max, assured_at, updated_at, draft, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, null, $12) on conflict (id) do update set state = excluded.state, number = excluded.number, name = excluded.name, pillar = excluded.pillar, need = excluded.need, age_min = excluded.age_min, age_max = excluded.age_max, assured_at = excluded.assured_at, updated_at = excluded.updated_at, body = excluded.body where service.origin = excluded.origin";
    pub PUT_VERSION = "insert into service_version (service, number, published_at, body) values ($1, $2, $3, $4) on conflict (service, number) do nothing";
    pub VERSIONS = "select number, published_at from service_version where service = $1 order by number desc limit 100";
    pub VERSION = "select body from service_version where service = $1 and number = $2";
    pub VERSION_BODIES = "select number, body from service_version where service = $1 order by number desc limit 100";
    pub RESITE = "update service_version set body = $3 where service = $1 and number = $2";
    pub DROP_WORDS = "delete from service_word where service = $1";
    pub PUT_WORD = "insert into service_word (word, service) values ($1, $2) on conflict (word, service) do nothing";
    pub PLACE = "select body from service_place where service = $1";
    pub PUT_PLACE = "insert into service_place (service, body) values ($1, $2) on conflict (service) do update set body = excluded.body";
    pub DROP_PLACE = "delete from service_place where service = $1";
    pub TO_SHARE = "select s.body, s.updated_at from service s where s.origin = $1 and s.body is not null and not exists (select 1 from service_share h where h.service = s.id and h.peer = $2 and h.sent >= s.updated_at) and (s.state = 'PUBLISHED' or exists (select 1 from service_share h where h.service = s.id and h.peer = $2)) order by s.updated_at, s.id limit 20";
    pub SHARE = "select record from service_share where service = $1 and peer = $2";
    pub PUT_SHARE = "insert into service_share (service, peer, record, sent) values ($1, $2, $3, $4) on conflict (service, peer) do update set record = excluded.record, sent = excluded.sent";
    pub DROP_SHARE = "delete from service_share where service = $1 and peer = $2";
}

/// A service as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Identifier.
    pub id: ListingId,
    /// The agency whose it is.
    pub origin: AgencyId,
    /// `HIDDEN`, `PUBLISHED` or `WITHDRAWN`.
    pub state: String,
    /// The version that is published; 0 before the first.
    pub number: u32,
    /// What is being written, sealed.
    pub draft: Option<Vec<u8>>,
    /// What is published, or was.
    pub published: Option<Published>,
    /// When it last changed.
    pub updated_at: Millis,
}

/// What the finder found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The agency whose it is.
    pub origin: AgencyId,
    /// What it says.
    pub published: Published,
}

/// What the finder is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// For whom.
    pub who: Seeker,
    /// Under which pillar.
    pub pillar: Option<Pillar>,
    /// Whose.
    pub origin: Option<AgencyId>,
    /// Stems, at most four.
    pub stems: Vec<String>,
    /// Only what was assured after this.
    pub assured_after: Millis,
}

/// What the open interface is asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only what has changed since.
    pub changed_since: Millis,
    /// Under which pillar.
    pub pillar: Option<Pillar>,
    /// Of which kind.
    pub need: Option<Service>,
    /// For which group.
    pub category: Option<Category>,
    /// Stems, at most four.
    pub stems: Vec<String>,
}

fn damaged() -> DbError {
    DbError::Type { what: "a service is damaged".to_owned() }
}

fn published(bytes: &[u8]) -> Result<Published, DbError> {
    Published::from_cbor(bytes).or(Err(damaged()))
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let body: Option<Vec<u8>> = row.get(5)?;
    Ok(Stored {
        id: row.get(0)?,
        origin: row.get(1)?,
        state: row.get(2)?,
        number: row.get(3)?,
        draft: row.get(4)?,
        published: body.as_deref().map(published).transpose()?,
        updated_at: row.get(6)?,
    })
}

/// One service.
pub fn find(tx: &mut dyn Tx, id: ListingId) -> Result<Option<Stored>, DbError> {
    tx.opt(&SERVICE, &p![id])?.as_ref().map(stored).transpose()
}

/// What is being written of ours.
pub fn drafts(tx: &mut dyn Tx, me: AgencyId) -> Result<Vec<Stored>, DbError> {
    tx.query(&DRAFTS, &p![me])?.iter().map(stored).collect()
}

/// What is published of ours and was assured at `until` or before; the oldest first.
pub fn due(tx: &mut dyn Tx, me: AgencyId, until: Millis) -> Result<Vec<Stored>, DbError> {
    tx.query(&DUE, &p![me, until])?.iter().map(stored).collect()
}

/// Under which words a service is found by group, sex and area: one for each code, or the bare name where it is for all.
fn marks(listing: &Listing) -> Vec<String> {
    let terms = &listing.terms;
    let groups = terms.categories.iter().map(|one| one.code()).collect::<Vec<_>>();
    let sexes = terms.sexes.iter().map(|one| one.code()).collect();
    let areas = listing.residence.iter().map(AreaCode::as_str).collect();
    let all = [("group", groups), ("sex", sexes), ("area", areas)];
    let of = |(name, codes): (&str, Vec<&str>)| -> Vec<String> {
        let codes = if codes.is_empty() { vec![""] } else { codes };
        codes.into_iter().map(|code| format!("{name}={code}")).collect()
    };
    all.into_iter().flat_map(of).collect()
}

/// The word under which a code is looked for; empty when it does not matter.
fn mark(name: &str, code: Option<&str>) -> String {
    code.map(|code| format!("{name}={code}")).unwrap_or_default()
}

/// An area and what it lies in, up to the emirate.
fn around(area: Option<AreaCode>) -> [Option<AreaCode>; 3] {
    let parent = |code: AreaCode| code.area().and_then(|area| area.parent);
    let area = area.filter(|area| !area.is_special());
    let above = area.and_then(parent);
    [area, above, above.and_then(parent)]
}

/// What is published and for whom it is looked for, by name; at most [`PAGE`].
pub fn found(tx: &mut dyn Tx, asked: &Asked) -> Result<Vec<Found>, DbError> {
    let who = &asked.who;
    let need = who.need.map_or("", Service::code);
    let pillar = asked.pillar.map_or("", Pillar::code);
    let group = mark("group", who.category.map(Category::code));
    let sex = mark("sex", Some(who.sex).filter(|sex| *sex != Sex::Unknown).map(Sex::code));
    let (oldest, youngest) =
        who.ages.map_or((AGE_MAX, 0), |ages| (i64::from(ages.max), i64::from(ages.min)));
    let [one, two, three] =
        around(who.area).map(|area| mark("area", area.as_ref().map(AreaCode::as_str)));
    // An area without anything above it matches itself again.
    let or_one = |text: String| if text.is_empty() { one.clone() } else { text };
    let (two, three) = (or_one(two), or_one(three));
    let [w1, w2, w3, w4] = stems(&asked.stems);
    let whose = if asked.origin.is_some() { "one" } else { "" };
    let origin = asked.origin.unwrap_or(AgencyId([0; 32]));
    let args = p![
        asked.assured_after,
        need,
        pillar,
        group,
        sex,
        oldest,
        youngest,
        one,
        two,
        three,
        w1,
        w2,
        w3,
        w4,
        whose,
        origin
    ];
    let one = |row: &Row| {
        let body: Vec<u8> = row.get(1)?;
        Ok(Found { origin: row.get(0)?, published: published(&body)? })
    };
    tx.query(&FOUND, &args)?.iter().map(one).collect()
}

fn stems(all: &[String]) -> [&str; 4] {
    [0, 1, 2, 3].map(|nth| all.get(nth).map_or("", String::as_str))
}

/// What is published of ours, in the order of identifiers: a page and how many there are in all.
pub fn own(
    tx: &mut dyn Tx,
    me: AgencyId,
    filter: &Filter,
    (limit, offset): (i64, i64),
) -> Result<(Vec<(Millis, Published)>, i64), DbError> {
    let pillar = filter.pillar.map_or("", Pillar::code);
    let need = filter.need.map_or("", Service::code);
    let group = mark("group", filter.category.map(Category::code));
    let [w1, w2, w3, w4] = stems(&filter.stems);
    let since = filter.changed_since;
    let count = p![me, since, pillar, need, &group, w1, w2, w3, w4];
    let total: i64 = tx.one(&OWN_COUNT, &count)?.get(0)?;
    let args = p![me, since, pillar, need, &group, w1, w2, w3, w4, limit, offset];
    let one = |row: &Row| {
        let body: Vec<u8> = row.get(1)?;
        Ok((row.get(0)?, published(&body)?))
    };
    let page: Result<Vec<_>, DbError> = tx.query(&OWN, &args)?.iter().map(one).collect();
    Ok((page?, total))
}

/// What is published of ours, by pillar and name; at most `limit`.
pub fn all_own(tx: &mut dyn Tx, me: AgencyId, limit: i64) -> Result<Vec<Published>, DbError> {
    let one = |row: &Row| published(&row.get::<Vec<u8>>(0)?);
    tx.query(&ALL_OWN, &p![me, limit])?.iter().map(one).collect()
}

/// Which agency publishes which kinds of service.
pub fn offers(tx: &mut dyn Tx) -> Result<Vec<(AgencyId, Service)>, DbError> {
    let one = |row: &Row| {
        let need: String = row.get(1)?;
        Ok((row.get(0)?, Service::from_code(&need).or(Err(damaged()))?))
    };
    tx.query(&OFFERS, &[])?.iter().map(one).collect()
}

/// Begins a service of ours that nobody but its keepers sees.
pub fn begin(
    tx: &mut dyn Tx,
    (id, me): (ListingId, AgencyId),
    draft: &[u8],
    now: Millis,
) -> Result<(), DbError> {
    tx.send(&BEGIN, &p![id, me, now, draft])
}

/// Keeps what is being written; false when somebody has written since `before`.
pub fn keep(
    tx: &mut dyn Tx,
    id: ListingId,
    draft: &[u8],
    (before, now): (Millis, Millis),
) -> Result<bool, DbError> {
    Ok(tx.exec(&DRAFT, &p![id, draft, now, before])? == 1)
}

/// Nothing is being written any more.
pub fn drop_draft(tx: &mut dyn Tx, id: ListingId) -> Result<(), DbError> {
    tx.send(&DROP_DRAFT, &p![id])
}

/// Writes what an agency publishes, as it is now, with its version and its stems. A version that is there stays as it is; but when a place
/// has become confidential, no older version says where it was. False when the service is another agency's.
pub fn put(
    tx: &mut dyn Tx,
    origin: AgencyId,
    one: &Published,
    words: &BTreeSet<String>,
    now: Millis,
) -> Result<bool, DbError> {
    let listing = &one.listing;
    let terms = &listing.terms;
    let state = if one.withdrawn { WITHDRAWN } else { PUBLISHED };
    let ages = (terms.age_min.map_or(0, i64::from), terms.age_max.map_or(AGE_MAX, i64::from));
    let (pillar, need) = (listing.pillar.code(), terms.service.code());
    let args = p![
        listing.id,
        origin,
        state,
        listing.number,
        &listing.ar.name,
        pillar,
        need,
        ages.0,
        ages.1,
        one.assured_at,
        now,
        one.to_cbor()
    ];
    if tx.exec(&PUT, &args)? != 1 {
        return Ok(false);
    }
    tx.send(&PUT_VERSION, &p![listing.id, listing.number, one.published_at, listing.to_cbor()])?;
    if listing.is_confidential() {
        hide_sites(tx, listing.id)?;
    }
    tx.send(&DROP_WORDS, &p![listing.id])?;
    if !one.withdrawn {
        let marks = marks(listing);
        words
            .iter()
            .chain(&marks)
            .try_for_each(|word| tx.send(&PUT_WORD, &p![word, listing.id]))?;
    }
    Ok(true)
}

fn hide_sites(tx: &mut dyn Tx, id: ListingId) -> Result<(), DbError> {
    for row in tx.query(&VERSION_BODIES, &p![id])? {
        let (number, body): (u32, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let mut listing = Listing::from_cbor(&body).or(Err(damaged()))?;
        if !listing.is_confidential() {
            listing.site = Site::Confidential;
            tx.send(&RESITE, &p![id, number, listing.to_cbor()])?;
        }
    }
    Ok(())
}

/// The versions that were published, the latest first, with when.
pub fn versions(tx: &mut dyn Tx, id: ListingId) -> Result<Vec<(u32, Millis)>, DbError> {
    let rows = tx.query(&VERSIONS, &p![id])?;
    rows.iter().take(VERSIONS_MAX).map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// One version as it was published.
pub fn version(tx: &mut dyn Tx, id: ListingId, number: u32) -> Result<Option<Listing>, DbError> {
    let Some(row) = tx.opt(&VERSION, &p![id, number])? else { return Ok(None) };
    let body: Vec<u8> = row.get(0)?;
    Listing::from_cbor(&body).map(Some).or(Err(damaged()))
}

/// Where a confidential service is, sealed.
pub(super) fn place(tx: &mut dyn Tx, id: ListingId) -> Result<Option<Vec<u8>>, DbError> {
    tx.opt(&PLACE, &p![id])?.map(|row| row.get(0)).transpose()
}

/// Keeps where a confidential service is, or forgets it.
pub(super) fn set_place(
    tx: &mut dyn Tx,
    id: ListingId,
    sealed: Option<&Vec<u8>>,
) -> Result<(), DbError> {
    match sealed {
        Some(body) => tx.send(&PUT_PLACE, &p![id, body]),
        None => tx.send(&DROP_PLACE, &p![id]),
    }
}

/// What of ours this agency has not been told yet as it stands now.
pub fn to_share(
    tx: &mut dyn Tx,
    me: AgencyId,
    peer: AgencyId,
) -> Result<Vec<(Published, Millis)>, DbError> {
    let one = |row: &Row| Ok((published(&row.get::<Vec<u8>>(0)?)?, row.get(1)?));
    tx.query(&TO_SHARE, &p![me, peer])?.iter().map(one).collect()
}

/// The record that carries a service of ours to an agency.
pub fn share(tx: &mut dyn Tx, id: ListingId, peer: AgencyId) -> Result<Option<RecordId>, DbError> {
    tx.opt(&SHARE, &p![id, peer])?.map(|row| row.get(0)).transpose()
}

/// It was sent as it stood then.
pub fn shared(
    tx: &mut dyn Tx,
    (id, peer): (ListingId, AgencyId),
    record: RecordId,
    sent: Millis,
) -> Result<(), DbError> {
    tx.send(&PUT_SHARE, &p![id, peer, record, sent])
}

/// That record came to nothing.
pub fn unshare(tx: &mut dyn Tx, id: ListingId, peer: AgencyId) -> Result<(), DbError> {
    tx.send(&DROP_SHARE, &p![id, peer])
}

/// Whether readers see it.
pub fn is_seen(stored: &Stored) -> bool {
    stored.state != HIDDEN
}
