//! All SQL of shared records.

use std::collections::BTreeMap;

use sila_core::{AgencyId, Millis, RecordId};
use sila_link::record::{Shared, SignedVoice, Standing, Version, Voice};
use sila_seal::Hash;

use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub VERSIONS = "select body from shared_version where record = $1";
    pub VOICES = "select w.body from shared_voice w join shared_version v on v.digest = w.version where v.record = $1";
    pub VERSIONS_OF_KIND = "select body from shared_version where kind = $1";
    pub EVERY = "select digest, body from shared_version order by record, number, digest";
    pub VOICES_ABOUT = "select body from shared_voice where version = $1 order by party, word";
    pub IN_FORCE_OF_KIND = "select body from shared_version where kind = $1 and standing = 'IN_FORCE'";
    pub RECENT_OF_KIND = "select digest, record, number, kind, body, standing, waits, updated_at from shared_version where kind = $1 and updated_at >= $2 order by updated_at desc, digest limit 2000";
    pub VOICES_OF_KIND = "select v.record, w.body from shared_voice w join shared_version v on v.digest = w.version where v.kind = $1";
    pub HEARD_OF_KIND = "select digest, heard_at from shared_version where kind = $1";
    pub INSERT_VERSION = "insert into shared_version (digest, record, number, kind, proposer, body, standing, waits, owes, updated_at, heard_at) values ($1, $2, $3, $4, $5, $6, 'INCOMPLETE', false, false, $7, $7) on conflict (digest) do nothing";
    pub INSERT_VOICE = "insert into shared_voice (version, party, word, body, passed) values ($1, $2, $3, $4, $5) on conflict (version, party, word) do nothing";
    pub PROJECT = "update shared_version set standing = $2, waits = $3, owes = $4, updated_at = case when standing = $2 then updated_at else $5 end where digest = $1";
    pub LISTED = "select digest, record, number, kind, body, standing, waits, updated_at from shared_version where kind not in ('annex/1', 'initiative/1', 'deed/1', 'knowledge/1', 'knowledge.review/1', 'knowledge.adoption/1', 'policy/1', 'campaign/1', 'campaign.report/1', 'indicators/1', 'evaluation/1', 'evaluation.seal/1', 'evaluation.sheet/1', 'evaluation.outcome/1', 'idea.sheet/1', 'minutes/1', 'minutes.outcome/1', 'experience/1', 'listing/1', 'training.course/1', 'training.enrolment/1', 'training.place/1', 'proposal/1', 'proposal.move/1', 'indices/1', 'standards/1', 'focal/1', 'workplan/1', 'exit/1', 'exchange/1', 'difference/1', 'relation.plan/1', 'joint.risk/1', 'alliance/1', 'announcement/1', 'announcement.reading/1') and (standing in ('OPEN', 'IN_FORCE') or (standing = 'DEAD' and number = 1)) order by waits desc, updated_at desc, digest limit 200";
    pub WAITING = "select count(*) from shared_version where waits and kind not in ('annex/1', 'initiative/1', 'deed/1', 'knowledge/1', 'knowledge.review/1', 'knowledge.adoption/1', 'policy/1', 'campaign/1', 'campaign.report/1', 'indicators/1', 'evaluation/1', 'evaluation.seal/1', 'evaluation.sheet/1', 'evaluation.outcome/1', 'idea.sheet/1', 'minutes/1', 'minutes.outcome/1', 'experience/1', 'listing/1', 'training.course/1', 'training.enrolment/1', 'training.place/1', 'proposal/1', 'proposal.move/1', 'indices/1', 'standards/1', 'focal/1', 'workplan/1', 'exit/1', 'exchange/1', 'difference/1', 'relation.plan/1', 'joint.risk/1', 'alliance/1', 'announcement/1', 'announcement.reading/1')";
    pub ASKED_OF = "select digest, record, number, kind, body, standing, waits, updated_at from shared_version where waits and kind in ($1, $2, $3) order by row_number() over (partition by proposer order by updated_at, digest), updated_at, digest limit 200";
    pub UNREAD_OF = "select v.digest, v.record, v.number, v.kind, v.body, v.standing, v.waits, v.updated_at from shared_version v where v.standing in ('IN_FORCE', 'REPLACED') and v.kind in ($1, $2, $3) and not exists (select 1 from shared_read r where r.digest = v.digest) order by v.number, v.updated_at, v.digest limit 50";
    pub ASKED_FROM = "select digest, record, number, kind, body, standing, waits, updated_at from shared_version where waits and proposer = $1 and kind = $2 order by updated_at, digest limit 50";
    pub SETTLED_OF = "select v.digest, v.record, v.number, v.kind, v.body, v.standing, v.waits, v.updated_at from shared_version v where v.standing in ('IN_FORCE', 'REPLACED', 'DEAD') and v.kind = $1 and not exists (select 1 from shared_read r where r.digest = v.digest) order by v.number, v.updated_at, v.digest limit 50";
    pub READ = "insert into shared_read (digest) values ($1) on conflict (digest) do nothing";
    pub PENDING_OF = "select count(*) from shared_version where proposer = $1 and standing in ('OPEN', 'INCOMPLETE')";
    pub OWING = "select distinct record from shared_version where owes order by record limit 50";
    pub TO_PASS = "select v.body, w.body from shared_voice w join shared_version v on v.digest = w.version where not w.passed order by row_number() over (partition by v.record order by v.number, w.version, w.party, w.word), v.record limit 200";
    pub PASSED = "update shared_voice set passed = true where version = $1 and party = $2 and word = $3";
}

/// A record with everything that was said about it.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// What follows from it.
    pub shared: Shared,
    /// The voices as signed.
    pub voices: Vec<SignedVoice>,
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// The hash of the version.
    pub digest: Hash,
    /// The record.
    pub record: RecordId,
    /// The version.
    pub version: Version,
    /// Where it stands.
    pub standing: Standing,
    /// It waits for our word.
    pub waits: bool,
    /// When its standing last changed.
    pub updated_at: Millis,
}

fn damaged() -> DbError {
    DbError::Type { what: "a shared record is damaged".to_owned() }
}

fn version(bytes: &[u8]) -> Result<Version, DbError> {
    Version::from_cbor(bytes).or(Err(damaged()))
}

fn voice(bytes: &[u8]) -> Result<SignedVoice, DbError> {
    SignedVoice::from_cbor(bytes).or(Err(damaged()))
}

/// Everything known of a record; nothing when it is not known.
pub fn load(tx: &mut dyn Tx, record: RecordId) -> Result<Option<Loaded>, DbError> {
    let versions: Result<Vec<Version>, DbError> = tx
        .query(&VERSIONS, &p![record])?
        .iter()
        .map(|row| version(&row.get::<Vec<u8>>(0)?))
        .collect();
    let versions = versions?;
    if versions.is_empty() {
        return Ok(None);
    }
    let voices: Result<Vec<SignedVoice>, DbError> =
        tx.query(&VOICES, &p![record])?.iter().map(|row| voice(&row.get::<Vec<u8>>(0)?)).collect();
    Ok(Some(together(versions, voices?)?))
}

/// Every record of a kind that another noun reads: see the top of [`super`].
pub fn of_kind(tx: &mut dyn Tx, kind: &str) -> Result<BTreeMap<RecordId, Loaded>, DbError> {
    let mut versions: BTreeMap<RecordId, Vec<Version>> = BTreeMap::new();
    for row in tx.query(&VERSIONS_OF_KIND, &p![kind])? {
        let version = version(&row.get::<Vec<u8>>(0)?)?;
        versions.entry(version.record).or_default().push(version);
    }
    let mut voices: BTreeMap<RecordId, Vec<SignedVoice>> = BTreeMap::new();
    for row in tx.query(&VOICES_OF_KIND, &p![kind])? {
        voices.entry(row.get(0)?).or_default().push(voice(&row.get::<Vec<u8>>(1)?)?);
    }
    let one = |(record, versions)| {
        let voices = voices.remove(&record).unwrap_or_default();
        Ok((record, together(versions, voices)?))
    };
    versions.into_iter().map(one).collect()
}

/// When this node first had each version of a kind.
pub fn heard_of_kind(tx: &mut dyn Tx, kind: &str) -> Result<BTreeMap<Hash, Millis>, DbError> {
    let rows = tx.query(&HEARD_OF_KIND, &p![kind])?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Every version to which another agency is a party, with what was said about it as it was signed.
pub fn with(tx: &mut dyn Tx, other: AgencyId) -> Result<Vec<(Version, Vec<SignedVoice>)>, DbError> {
    let mut all = Vec::new();
    for row in tx.query(&EVERY, &[])? {
        let version = version(&row.get::<Vec<u8>>(1)?)?;
        if version.parties.contains(&other) {
            let digest: Hash = row.get(0)?;
            let voices = tx.query(&VOICES_ABOUT, &p![digest])?;
            let voices: Result<Vec<SignedVoice>, DbError> =
                voices.iter().map(|row| voice(&row.get::<Vec<u8>>(0)?)).collect();
            all.push((version, voices?));
        }
    }
    Ok(all)
}

/// Every version of a kind that holds now, without what was said about it.
pub fn in_force_of_kind(tx: &mut dyn Tx, kind: &str) -> Result<Vec<Version>, DbError> {
    let rows = tx.query(&IN_FORCE_OF_KIND, &p![kind])?;
    rows.iter().map(|row| version(&row.get::<Vec<u8>>(0)?)).collect()
}

fn together(versions: Vec<Version>, voices: Vec<SignedVoice>) -> Result<Loaded, DbError> {
    let said: Result<Vec<Voice>, DbError> =
        voices.iter().map(|voice| voice.read().or(Err(damaged()))).collect();
    Ok(Loaded { shared: Shared::of(versions, &said?), voices })
}

/// Writes a version and a voice about it, and what follows for all versions of the record. `passed`: our node need not
/// pass the voice on.
pub fn keep(
    tx: &mut dyn Tx,
    shared: &Shared,
    written: &Version,
    (signed, said): (&SignedVoice, &Voice),
    (me, passed): (AgencyId, bool),
    now: Millis,
) -> Result<(), DbError> {
    let Version { record, kind, number, proposer, .. } = written;
    let digest = written.digest();
    tx.send(
        &INSERT_VERSION,
        &p![digest, *record, *number, kind, *proposer, written.to_cbor(), now],
    )?;
    tx.send(
        &INSERT_VOICE,
        &p![said.version, said.party, said.word.code(), signed.to_cbor(), passed],
    )?;
    let owed = shared.owed(me).map(|(digest, _)| digest);
    for (digest, held) in shared.versions() {
        let standing = shared.standing(digest).unwrap_or(Standing::Incomplete);
        let asked = standing == Standing::Open && !held.withdrawn;
        let waits = asked && held.awaited().any(|party| party == me);
        let owes = owed == Some(*digest);
        tx.send(&PROJECT, &p![*digest, standing.code(), waits, owes, now])?;
    }
    Ok(())
}

fn line(row: &Row) -> Result<Line, DbError> {
    let (body, standing): (Vec<u8>, String) = (row.get(4)?, row.get(5)?);
    Ok(Line {
        digest: row.get(0)?,
        record: row.get(1)?,
        version: version(&body)?,
        standing: Standing::ALL
            .into_iter()
            .find(|one| one.code() == standing)
            .ok_or_else(damaged)?,
        waits: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

/// What is open or in force, and first versions that came to nothing; what waits for us first.
pub fn listed(tx: &mut dyn Tx) -> Result<Vec<Line>, DbError> {
    tx.query(&LISTED, &[])?.iter().map(line).collect()
}

/// Versions of a kind that have changed since, the last first.
pub fn recent_of_kind(tx: &mut dyn Tx, kind: &str, since: Millis) -> Result<Vec<Line>, DbError> {
    tx.query(&RECENT_OF_KIND, &p![kind, since])?.iter().map(line).collect()
}

/// How many versions wait for our word.
pub fn waiting(tx: &mut dyn Tx) -> Result<i64, DbError> {
    tx.one(&WAITING, &[])?.get(0)
}

/// Versions of these kinds that wait for our word, the oldest first: the noun of these kinds says it. The agencies take turns, so that none
/// with many that wait for somebody at a desk stands in the way of another.
pub fn asked_of(tx: &mut dyn Tx, [one, two, three]: [&str; 3]) -> Result<Vec<Line>, DbError> {
    let rows = tx.query(&ASKED_OF, &p![one, two, three])?;
    let mut lines: Vec<Line> = rows.iter().map(line).collect::<Result<_, _>>()?;
    lines.sort_by_key(|line| (line.updated_at, line.digest));
    Ok(lines)
}

/// Versions of these kinds that have taken effect and that their noun has not read yet.
pub fn unread_of(tx: &mut dyn Tx, [one, two, three]: [&str; 3]) -> Result<Vec<Line>, DbError> {
    tx.query(&UNREAD_OF, &p![one, two, three])?.iter().map(line).collect()
}

/// Versions of a kind that one agency wrote and that wait for our word, so that no agency stands in the way of another.
pub fn asked_from(tx: &mut dyn Tx, proposer: AgencyId, kind: &str) -> Result<Vec<Line>, DbError> {
    tx.query(&ASKED_FROM, &p![proposer, kind])?.iter().map(line).collect()
}

/// Versions of a kind that have taken effect or never will, and that their noun has not read yet.
pub fn settled_of(tx: &mut dyn Tx, kind: &str) -> Result<Vec<Line>, DbError> {
    tx.query(&SETTLED_OF, &p![kind])?.iter().map(line).collect()
}

/// The noun has read this version.
pub fn read(tx: &mut dyn Tx, digest: &Hash) -> Result<(), DbError> {
    tx.send(&READ, &p![*digest])
}

/// How many versions of this proposer wait for somebody.
pub fn pending_of(tx: &mut dyn Tx, proposer: AgencyId) -> Result<i64, DbError> {
    tx.one(&PENDING_OF, &p![proposer])?.get(0)
}

/// Records about which our node must say something by itself.
pub fn owing(tx: &mut dyn Tx) -> Result<Vec<RecordId>, DbError> {
    tx.query(&OWING, &[])?.iter().map(|row| row.get(0)).collect()
}

/// Voices that our node must pass on, each with its version. The records take turns, so that none that waits stands in the way of another.
pub fn to_pass(tx: &mut dyn Tx) -> Result<Vec<(Version, SignedVoice)>, DbError> {
    let rows = tx.query(&TO_PASS, &[])?;
    let pair = |row: &Row| {
        let (one, other): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
        Ok((version(&one)?, voice(&other)?))
    };
    rows.iter().map(pair).collect()
}

/// A voice was passed on.
pub fn passed(tx: &mut dyn Tx, said: &Voice) -> Result<(), DbError> {
    tx.send(&PASSED, &p![said.version, said.party, said.word.code()])
}
