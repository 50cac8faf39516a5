//! All SQL of knowledge.

use std::collections::BTreeSet;

use sila_core::{AgencyId, KnowledgeId, Millis, RecordId, WorkerId};

use super::item::Tier;
use crate::db::{DbError, Row, Tx, p};

/// Rows that one page of the library shows.
pub const PAGE: usize = 50;

/// Columns of a [`Stored`], in the order in which [`stored`] reads them.
macro_rules! of_item {
    ($tail:literal) => {
        concat!(
            "select k.id, k.origin, k.author, k.state, k.stage, k.kind, k.field, k.language, k.tier, k.number, k.adopted, k.body, k.draft, k.published_at, k.updated_at from knowledge k ",
            $tail
        )
    };
}

/// What the filters leave: the arguments are kind, field, tier, language, origin.
macro_rules! shelf {
    ($from:literal, $more:literal, $order:literal) => {
        concat!(
            "select k.id, k.origin, k.author, k.state, k.stage, k.kind, k.field, k.language, k.tier, k.number, k.adopted, k.body, k.draft, k.published_at, k.updated_at from ",
            $from,
            " where k.state = 'PUBLISHED' and ($1 = '' or k.kind = $1) and ($2 = '' or k.field = $2) and ($3 = '' or k.tier = $3) and ($4 = '' or k.language = $4 or k.language = 'BOTH') and ($5 = '' or k.origin = $6) ",
            $more,
            " order by ",
            $order,
            " limit 50"
        )
    };
}

crate::sql! {
    pub KNOWLEDGE = of_item!("where k.id = $1");
    pub SHELF = shelf!("knowledge k", "", "k.adopted desc, k.published_at desc, k.id");
    pub FOUND = shelf!("knowledge_word f cross join knowledge k", "and k.id = f.item and f.word = $7 and ($8 = '' or exists (select 1 from knowledge_word w where w.word = $8 and w.item = f.item)) and ($9 = '' or exists (select 1 from knowledge_word w where w.word = $9 and w.item = f.item)) and ($10 = '' or exists (select 1 from knowledge_word w where w.word = $10 and w.item = f.item))", "f.rank desc, f.item");
    pub FEW = "select count(*) from (select w.item from knowledge_word w where w.word = $1 limit 2000) few";
    pub MINE = of_item!("where k.stage in ('DRAFT', 'SUBMITTED') and k.author = $1 order by k.updated_at desc, k.id limit 50");
    pub TO_REVIEW = of_item!("where k.stage = 'SUBMITTED' and (k.author is null or k.author <> $1) and not exists (select 1 from knowledge_review r where r.item = k.id and r.number = k.number and (r.worker = $1 or (k.author is null and r.agency = $2))) order by k.updated_at, k.id limit 50");
    pub READY = of_item!("where k.stage = 'SUBMITTED' and k.author is not null order by k.updated_at, k.id limit 50");
    pub OF_ORIGIN = of_item!("where k.origin = $1 and k.state = 'PUBLISHED' order by k.adopted desc, k.published_at desc, k.id limit 5");
    pub SHARED_WITH = of_item!("join knowledge_share s on s.item = k.id where s.peer = $1 and k.state = 'PUBLISHED' order by k.adopted desc, k.published_at desc, k.id limit 5");
    pub INSERT_ITEM = "insert into knowledge (id, origin, author, state, stage, kind, field, language, tier, number, adopted, body, draft, published_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, $14) on conflict (id) do nothing";
    pub UPDATE_ITEM = "update knowledge set state = $2, stage = $3, kind = $4, field = $5, language = $6, tier = $7, number = $8, body = $9, draft = $10, published_at = $11, updated_at = $12 where id = $1 and updated_at = $13";
    pub DROP_WORDS = "delete from knowledge_word where item = $1";
    pub INSERT_WORD = "insert into knowledge_word (word, item, rank) select cast($1 as text), k.id, k.adopted * 4398046511104 + coalesce(k.published_at, 0) from knowledge k where k.id = $2 on conflict (word, item) do nothing";
    pub RANK = "update knowledge_word set rank = (select k.adopted * 4398046511104 + coalesce(k.published_at, 0) from knowledge k where k.id = knowledge_word.item) where item = $1";
    pub INSERT_REVIEW = "insert into knowledge_review (item, number, agency, worker, tier, body, at) values ($1, $2, $3, $4, $5, $6, $7)";
    pub REVIEWS = "select r.number, r.agency, r.worker, r.tier, r.body, r.at from knowledge_review r where r.item = $1 order by r.at, r.number, r.agency";
    pub ADOPT = "insert into knowledge_adoption (item, agency, body, at) values ($1, $2, $3, $4) on conflict (item, agency) do update set body = excluded.body, at = excluded.at";
    pub COUNT_ADOPTED = "update knowledge set adopted = (select count(*) from knowledge_adoption a where a.item = knowledge.id) where id = $1";
    pub ADOPTIONS = "select a.agency, a.body, a.at from knowledge_adoption a where a.item = $1 order by a.at, a.agency";
    pub INSERT_SHARE = "insert into knowledge_share (item, peer, record) values ($1, $2, $3) on conflict (item, peer) do nothing";
    pub SHARES = "select peer, record from knowledge_share where item = $1 order by peer";
    pub UNSHARE = "delete from knowledge_share where item = $1 and record = $2";
}

/// An item as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Identifier.
    pub id: KnowledgeId,
    /// The agency whose it is.
    pub origin: AgencyId,
    /// Who of ours writes it; nobody when it is another agency's.
    pub author: Option<WorkerId>,
    /// `HIDDEN`, `PUBLISHED` or `WITHDRAWN`.
    pub state: String,
    /// Empty, `DRAFT` or `SUBMITTED`: what is being written or reviewed beside what readers see.
    pub stage: String,
    /// Kind of what is seen, or of the draft before.
    pub kind: String,
    /// Field of cooperation.
    pub field: String,
    /// `AR`, `EN` or `BOTH`.
    pub language: String,
    /// Its tier; empty before.
    pub tier: String,
    /// The version that is seen or, while there is a stage, that is being written.
    pub number: u32,
    /// How many agencies use it, as far as it is known here.
    pub adopted: i64,
    /// What readers see, sealed.
    pub body: Option<Vec<u8>>,
    /// What is being written, sealed.
    pub draft: Option<Vec<u8>>,
    /// When the first version was published.
    pub published_at: Option<Millis>,
    /// When it last changed.
    pub updated_at: Millis,
}

/// A review as stored.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// Of which version.
    pub number: u32,
    /// Of which agency the reviewer is.
    pub agency: AgencyId,
    /// Which of ours; nobody when it is a partner's.
    pub worker: Option<WorkerId>,
    /// What it came to.
    pub tier: Tier,
    /// The review, encoded.
    pub body: Vec<u8>,
    /// When.
    pub at: Millis,
}

/// What the library is asked for; empty texts ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Kind.
    pub kind: String,
    /// Field.
    pub field: String,
    /// Tier.
    pub tier: String,
    /// Language it can be read in.
    pub language: String,
    /// Whose.
    pub origin: Option<AgencyId>,
    /// Stems; an item has all of them.
    pub stems: Vec<String>,
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get(0)?,
        origin: row.get(1)?,
        author: row.get(2)?,
        state: row.get(3)?,
        stage: row.get(4)?,
        kind: row.get(5)?,
        field: row.get(6)?,
        language: row.get(7)?,
        tier: row.get(8)?,
        number: row.get(9)?,
        adopted: row.get(10)?,
        body: row.get(11)?,
        draft: row.get(12)?,
        published_at: row.get(13)?,
        updated_at: row.get(14)?,
    })
}

fn all(rows: &[Row]) -> Result<Vec<Stored>, DbError> {
    rows.iter().map(stored).collect()
}

/// One item. Who may see it is asked of [`super::open`].
pub(super) fn find(tx: &mut dyn Tx, id: KnowledgeId) -> Result<Option<Stored>, DbError> {
    tx.opt(&KNOWLEDGE, &p![id])?.as_ref().map(stored).transpose()
}

/// What is published and asked for: what is used most first. At most [`PAGE`].
pub fn shelf(tx: &mut dyn Tx, asked: &Asked) -> Result<Vec<Stored>, DbError> {
    let origin = asked.origin.unwrap_or(AgencyId([0; 32]));
    let whose = if asked.origin.is_some() { "one" } else { "" };
    let Asked { kind, field, tier, language, .. } = asked;
    let stems = rarest_first(tx, &asked.stems)?;
    let Some(first) = stems.first() else {
        return all(&tx.query(&SHELF, &p![kind, field, tier, language, whose, origin])?);
    };
    let stem = |nth: usize| stems.get(nth).map_or("", String::as_str);
    let (two, three, four) = (stem(1), stem(2), stem(3));
    let args = p![kind, field, tier, language, whose, origin, first, two, three, four];
    all(&tx.query(&FOUND, &args)?)
}

/// The stems in the order of how many items have them, as far as that matters: the first one says which items are looked at.
fn rarest_first(tx: &mut dyn Tx, stems: &[String]) -> Result<Vec<String>, DbError> {
    let mut counted: Vec<(i64, &String)> = Vec::new();
    for stem in stems {
        counted.push((tx.one(&FEW, &p![stem])?.get(0)?, stem));
    }
    counted.sort_unstable();
    Ok(counted.into_iter().map(|(_, stem)| stem.clone()).collect())
}

/// What this worker is writing or has submitted.
pub fn mine(tx: &mut dyn Tx, worker: WorkerId) -> Result<Vec<Stored>, DbError> {
    all(&tx.query(&MINE, &p![worker])?)
}

/// What waits for this worker's review.
pub fn to_review(tx: &mut dyn Tx, worker: WorkerId, me: AgencyId) -> Result<Vec<Stored>, DbError> {
    all(&tx.query(&TO_REVIEW, &p![worker, me])?)
}

/// What of ours is under review.
pub fn ready(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    all(&tx.query(&READY, &[])?)
}

/// What an agency has published to us, what is used most first; at most five.
pub fn of_origin(tx: &mut dyn Tx, origin: AgencyId) -> Result<Vec<Stored>, DbError> {
    all(&tx.query(&OF_ORIGIN, &p![origin])?)
}

/// What we have published to an agency; at most five.
pub fn shared_with(tx: &mut dyn Tx, peer: AgencyId) -> Result<Vec<Stored>, DbError> {
    all(&tx.query(&SHARED_WITH, &p![peer])?)
}

/// Writes a new item; one that is there is left as it is.
pub fn insert(tx: &mut dyn Tx, item: &Stored) -> Result<(), DbError> {
    let Stored { id, origin, author, state, stage, kind, field, language, tier, .. } = item;
    let (body, draft) = (item.body.clone(), item.draft.clone());
    tx.send(
        &INSERT_ITEM,
        &p![
            *id,
            *origin,
            *author,
            state,
            stage,
            kind,
            field,
            language,
            tier,
            item.number,
            body,
            draft,
            item.published_at,
            item.updated_at
        ],
    )
}

/// Writes an item as it is now; false when somebody else has changed it since `before`.
pub fn update(tx: &mut dyn Tx, item: &Stored, before: Millis) -> Result<bool, DbError> {
    let Stored { id, state, stage, kind, field, language, tier, number, .. } = item;
    let (body, draft) = (item.body.clone(), item.draft.clone());
    let done = tx.exec(
        &UPDATE_ITEM,
        &p![
            *id,
            state,
            stage,
            kind,
            field,
            language,
            tier,
            *number,
            body,
            draft,
            item.published_at,
            item.updated_at,
            before
        ],
    )?;
    Ok(done == 1)
}

/// Makes an item findable by these stems, and by no others.
pub fn index(tx: &mut dyn Tx, id: KnowledgeId, stems: &BTreeSet<String>) -> Result<(), DbError> {
    tx.send(&DROP_WORDS, &p![id])?;
    stems.iter().try_for_each(|stem| tx.send(&INSERT_WORD, &p![stem, id]))
}

/// Keeps a review.
pub fn review(tx: &mut dyn Tx, item: KnowledgeId, one: &Reviewed) -> Result<(), DbError> {
    let Reviewed { number, agency, worker, tier, body, at } = one;
    tx.send(&INSERT_REVIEW, &p![item, *number, *agency, *worker, tier.code(), body, *at])
}

/// The reviews of an item, the first first.
pub fn reviews(tx: &mut dyn Tx, item: KnowledgeId) -> Result<Vec<Reviewed>, DbError> {
    let one = |row: &Row| {
        let tier: String = row.get(3)?;
        Ok(Reviewed {
            number: row.get(0)?,
            agency: row.get(1)?,
            worker: row.get(2)?,
            tier: Tier::from_code(&tier).unwrap_or(Tier::NotYet),
            body: row.get(4)?,
            at: row.get(5)?,
        })
    };
    tx.query(&REVIEWS, &p![item])?.iter().map(one).collect()
}

/// An agency uses it; said again, the later word stands.
pub fn adopt(
    tx: &mut dyn Tx,
    item: KnowledgeId,
    agency: AgencyId,
    body: &[u8],
    at: Millis,
) -> Result<(), DbError> {
    tx.send(&ADOPT, &p![item, agency, body, at])?;
    tx.send(&COUNT_ADOPTED, &p![item])?;
    tx.send(&RANK, &p![item])
}

/// Who uses it: agency, what they said, when.
pub fn adoptions(
    tx: &mut dyn Tx,
    item: KnowledgeId,
) -> Result<Vec<(AgencyId, Vec<u8>, Millis)>, DbError> {
    let rows = tx.query(&ADOPTIONS, &p![item])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).collect()
}

/// The record that carries an item of ours to a partner.
pub fn share(
    tx: &mut dyn Tx,
    item: KnowledgeId,
    peer: AgencyId,
    record: RecordId,
) -> Result<(), DbError> {
    tx.send(&INSERT_SHARE, &p![item, peer, record])
}

/// With whom an item of ours is shared.
pub fn shares(tx: &mut dyn Tx, item: KnowledgeId) -> Result<Vec<(AgencyId, RecordId)>, DbError> {
    let rows = tx.query(&SHARES, &p![item])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// That record came to nothing.
pub fn unshare(tx: &mut dyn Tx, item: KnowledgeId, record: RecordId) -> Result<(), DbError> {
    tx.send(&UNSHARE, &p![item, record])
}
