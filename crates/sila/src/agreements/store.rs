//! All SQL of agreements.

use std::collections::BTreeMap;

use sila_core::agreement::Agreement;
use sila_core::{AgencyId, AgreementId, Millis};
use sila_seal::Hash;

use super::event::{self, Kept, Scan};
use super::{First, State, above};
use crate::db::{DbError, Row, Tx, p};
use crate::referrals;

/// Columns of a [`Stored`], in the order in which [`stored`] reads them.
macro_rules! of_agreement {
    ($tail:literal) => {
        concat!(
            "select a.body, a.digest, a.state, a.peer, a.own_signature, a.peer_signature, a.updated_at, a.on_paper from agreement a ",
            $tail
        )
    };
}

crate::sql! {
    pub ALL_AGREEMENTS = of_agreement!("order by a.updated_at desc, a.id");
    pub AGREEMENT = of_agreement!("where a.id = $1");
    pub AGREEMENTS_OF = of_agreement!("where a.peer = $1 order by a.updated_at desc, a.id");
    pub AGREEMENTS_TOLD = of_agreement!("where a.peer = $1 and a.state <> 'DRAFTED' order by a.updated_at desc, a.id");
    pub IN_FORCE = of_agreement!("left join link l on l.peer = a.peer left join partner p on p.id = a.peer where a.state = 'SIGNED' and ((l.state = 'ACTIVE' and l.peer_verified_at is not null and l.proved_at is not null) or p.level in ('L1', 'L2')) order by a.code, a.id");
    pub USABLE = "select id, digest from agreement where peer = $1 and state = 'SIGNED' union all select a.id, t.digest from agreement_text t join agreement a on a.id = t.agreement where a.peer = $1 and a.state = 'SIGNED' and t.state = 'REPLACED'";
    pub ANY_STOPPED = "select 1 from agreement where peer = $1 and state in ('SUSPENDED_BY_US', 'SUSPENDED_BY_THEM', 'SUSPENDED_BY_BOTH') limit 1";
    pub STANDING = "select digest, state from agreement where id = $1 and peer = $2";
    pub INSERT = "insert into agreement (id, code, peer, state, digest, body, own_signature, peer_signature, from_at, until_at, updated_at, puts_first) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do update set puts_first = excluded.puts_first, code = excluded.code, state = excluded.state, digest = excluded.digest, body = excluded.body, own_signature = excluded.own_signature, peer_signature = excluded.peer_signature, from_at = excluded.from_at, until_at = excluded.until_at, updated_at = excluded.updated_at";
    pub SIGN_OWN = "update agreement set own_signature = $3, state = 'SIGNED', updated_at = $4, signed_at = $4 where id = $1 and digest = $2 and state = 'OFFERED'";
    pub SEND_DRAFT = "update agreement set own_signature = $3, state = 'PROPOSED', updated_at = $4 where id = $1 and digest = $2 and state = 'DRAFTED'";
    pub SIGN_PEER = "update agreement set peer_signature = $3, state = case when state = 'WITHDRAWN' then 'SUSPENDED_BY_US' else 'SIGNED' end, updated_at = $4, signed_at = $4 where id = $1 and digest = $2 and state in ('PROPOSED', 'WITHDRAWN') and own_signature is not null";
    pub SIGN_ON_PAPER = "update agreement set on_paper = $3, state = 'SIGNED', updated_at = $4, signed_at = $4 where id = $1 and digest = $2 and state = 'PROPOSED' and exists (select 1 from partner p where p.id = agreement.peer)";
    pub SIGNING = "select agreement, on_day, at, worker, body, hash, media, bytes from signing where agreement = $1";
    pub INSERT_SIGNING = "insert into signing (agreement, on_day, at, worker, body, hash, media, bytes) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    pub SCAN = "select body from signing_scan where agreement = $1 order by nth";
    pub INSERT_SCAN = "insert into signing_scan (agreement, nth, body) values ($1, $2, $3)";
    pub SIGNED_AT = "select id, signed_at from agreement where signed_at is not null";
    pub SET_STATE = "update agreement set state = $3, updated_at = $4 where id = $1 and state = $2";
    pub PUTS_FIRST = "select puts_first from agreement where id = $1 and state = 'SIGNED' and puts_first is not null and not halted";
    pub FIRSTS = "select id, code, puts_first from agreement where state = 'SIGNED' and puts_first is not null and not halted order by id";
    pub PEER = "select peer from agreement where id = $1";
    pub SET_HALTED = "update agreement set halted = $2 where id = $1 and halted <> $2";
}

/// An agreement with its signatures.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The agreement.
    pub agreement: Agreement,
    /// Its bytes, which both sides sign.
    pub body: Vec<u8>,
    /// SHA-256 of its bytes.
    pub digest: Hash,
    /// Where it stands.
    pub state: State,
    /// The other party.
    pub peer: AgencyId,
    /// Our signature.
    pub own_signature: Option<Vec<u8>>,
    /// Theirs.
    pub peer_signature: Option<Vec<u8>>,
    /// When it last changed.
    pub updated_at: Millis,
    /// Of a partner without a node: who signed the paper for it.
    pub on_paper: Option<String>,
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    let damaged = |what: &str| DbError::Type { what: format!("agreement: {what}") };
    let (body, state): (Vec<u8>, String) = (row.get(0)?, row.get(2)?);
    Ok(Stored {
        agreement: Agreement::from_cbor(&body).or(Err(damaged("body")))?,
        body,
        digest: row.get(1)?,
        state: State::from_code(&state).ok_or_else(|| damaged("state"))?,
        peer: row.get(3)?,
        own_signature: row.get(4)?,
        peer_signature: row.get(5)?,
        updated_at: row.get(6)?,
        on_paper: row.get(7)?,
    })
}

/// Every agreement, the last changed first.
pub fn all(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    tx.query(&ALL_AGREEMENTS, &[])?.iter().map(stored).collect()
}

/// One agreement.
pub fn find(tx: &mut dyn Tx, id: AgreementId) -> Result<Option<Stored>, DbError> {
    tx.opt(&AGREEMENT, &p![id])?.as_ref().map(stored).transpose()
}

/// When the last party has signed, of every agreement of which that is known.
pub fn signed_at(tx: &mut dyn Tx) -> Result<BTreeMap<AgreementId, Millis>, DbError> {
    tx.query(&SIGNED_AT, &[])?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// Which agreement with this agency has this identifier, and how it stands.
pub fn standing(
    tx: &mut dyn Tx,
    id: AgreementId,
    peer: AgencyId,
) -> Result<Option<(Hash, State)>, DbError> {
    let Some(row) = tx.opt(&STANDING, &p![id, peer])? else { return Ok(None) };
    let state: String = row.get(1)?;
    let state = State::from_code(&state);
    Ok(Some((row.get(0)?, state.ok_or(DbError::Type { what: "agreement: state".to_owned() })?)))
}

/// Every agreement with this agency, the last changed first.
pub fn of_peer(tx: &mut dyn Tx, peer: AgencyId) -> Result<Vec<Stored>, DbError> {
    tx.query(&AGREEMENTS_OF, &p![peer])?.iter().map(stored).collect()
}

/// Those of them that the other party may read, too: not our texts that wait for an approval from outside.
pub fn told(tx: &mut dyn Tx, peer: AgencyId) -> Result<Vec<Stored>, DbError> {
    tx.query(&AGREEMENTS_TOLD, &p![peer])?.iter().map(stored).collect()
}

/// One agreement as the other party finds it.
pub fn told_one(
    tx: &mut dyn Tx,
    peer: AgencyId,
    id: AgreementId,
) -> Result<Option<Stored>, DbError> {
    Ok(find(tx, id)?.filter(|one| one.peer == peer && one.state != State::Drafted))
}

/// Agreements signed by both, not suspended, over links that are open. Their dates are not looked at.
pub fn in_force(tx: &mut dyn Tx) -> Result<Vec<Stored>, DbError> {
    tx.query(&IN_FORCE, &[])?.iter().map(stored).collect()
}

/// What a message with this agency may name now: signed by both and not suspended, or in force until an amendment took its place. One that has run out still carries
/// what goes on with cases that were sent under it; new offers are refused by [`super::in_force`].
pub fn usable(tx: &mut dyn Tx, peer: AgencyId) -> Result<Vec<(AgreementId, Hash)>, DbError> {
    let rows = tx.query(&USABLE, &p![peer])?;
    let all = rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?)));
    let mut all: Vec<(AgreementId, Hash)> = all.collect::<Result<_, DbError>>()?;
    // What stands under an agreement that was stopped may stand still with it.
    if tx.opt(&ANY_STOPPED, &p![peer])?.is_some() {
        let stopped = above::stopped(tx, peer)?;
        all.retain(|(id, _)| !stopped.contains(id));
    }
    Ok(all)
}

/// Writes an agreement; a proposal that was not yet signed is replaced.
pub fn insert(tx: &mut dyn Tx, stored: &Stored) -> Result<(), DbError> {
    let Stored { agreement, .. } = stored;
    tx.send(
        &INSERT,
        &p![
            agreement.id,
            &agreement.code,
            stored.peer,
            stored.state.code(),
            stored.digest,
            &stored.body,
            stored.own_signature.clone(),
            stored.peer_signature.clone(),
            agreement.from,
            agreement.until,
            stored.updated_at,
            agreement.puts_first()
        ],
    )
}

/// Adds our signature to their proposal. False when it is not waiting for it.
pub fn sign_own(
    tx: &mut dyn Tx,
    id: AgreementId,
    digest: Hash,
    signature: &[u8],
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SIGN_OWN, &p![id, digest, signature, now])? == 1)
}

/// Adds our signature to our own text, which is a proposal from here on. False when it is not waiting for it.
pub fn send_draft(
    tx: &mut dyn Tx,
    id: AgreementId,
    digest: Hash,
    signature: &[u8],
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SEND_DRAFT, &p![id, digest, signature, now])? == 1)
}

/// Adds their signature to our proposal. Where it crossed our taking it back both have signed, and it is stopped by us. False when it is not
/// waiting for it.
pub fn sign_peer(
    tx: &mut dyn Tx,
    id: AgreementId,
    digest: Hash,
    signature: &[u8],
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SIGN_PEER, &p![id, digest, signature, now])? == 1)
}

/// A partner without a node has signed our proposal on paper. False when it is not waiting for it.
pub fn sign_on_paper(
    tx: &mut dyn Tx,
    id: AgreementId,
    digest: Hash,
    who: &str,
    now: Millis,
) -> Result<bool, DbError> {
    Ok(tx.exec(&SIGN_ON_PAPER, &p![id, digest, who, now])? == 1)
}

/// Moves an agreement from one state to another. False when it is not in the first any more.
pub fn set_state(
    tx: &mut dyn Tx,
    id: AgreementId,
    from: State,
    to: State,
    now: Millis,
) -> Result<bool, DbError> {
    if tx.exec(&SET_STATE, &p![id, from.code(), to.code(), now])? != 1 {
        return Ok(false);
    }
    reorder(tx, id)?;
    follow(tx, id)?;
    Ok(true)
}

/// What stands under the agreement is halted with it, and goes on with it.
fn follow(tx: &mut dyn Tx, id: AgreementId) -> Result<(), DbError> {
    let Some(row) = tx.opt(&PEER, &p![id])? else { return Ok(()) };
    let peer = row.get(0)?;
    let halted = above::stopped(tx, peer)?;
    for one in of_peer(tx, peer)?.into_iter().map(|stored| stored.agreement.id) {
        if tx.exec(&SET_HALTED, &p![one, halted.contains(&one)])? == 1 {
            reorder(tx, one)?;
        }
    }
    Ok(())
}

/// Whether the agreement puts cases that are referred under it before equal ones: by a clause of the text in force, while nobody has
/// stopped it. That its term is over changes nothing for what came before.
pub fn puts_first(tx: &mut dyn Tx, id: AgreementId) -> Result<bool, DbError> {
    Ok(tx.opt(&PUTS_FIRST, &p![id])?.is_some())
}

/// Every agreement that does, with its clause.
pub fn firsts(tx: &mut dyn Tx) -> Result<BTreeMap<AgreementId, First>, DbError> {
    let one = |row: &Row| Ok((row.get(0)?, First { agreement: row.get(1)?, clause: row.get(2)? }));
    tx.query(&FIRSTS, &[])?.iter().map(one).collect()
}

/// What came under the agreement stands where it puts it now.
pub fn reorder(tx: &mut dyn Tx, id: AgreementId) -> Result<(), DbError> {
    let ahead = puts_first(tx, id)?;
    referrals::store::put_ahead(tx, id, ahead)
}

/// How an agreement was signed, if that was written down.
pub fn signing(tx: &mut dyn Tx, id: AgreementId) -> Result<Option<Kept>, DbError> {
    let Some(row) = tx.opt(&SIGNING, &p![id])? else { return Ok(None) };
    let (on, media): (Millis, String) = (row.get(1)?, row.get(6)?);
    let media = event::known(&media);
    let media = media.ok_or_else(|| DbError::Type { what: "signing: media".to_owned() })?;
    Ok(Some(Kept {
        agreement: row.get(0)?,
        on: on.uae_date(),
        at: row.get(2)?,
        worker: row.get(3)?,
        body: row.get(4)?,
        scan: Scan { hash: row.get(5)?, media, bytes: row.get(7)? },
    }))
}

/// Writes down how an agreement was signed, with the pieces of the sealed scan.
pub fn insert_signing(tx: &mut dyn Tx, kept: &Kept, rows: &[Vec<u8>]) -> Result<(), DbError> {
    let Kept { agreement, on, at, worker, body, scan } = kept;
    let on = on.at_minute(0);
    let values = p![*agreement, on, *at, *worker, body, scan.hash, scan.media, scan.bytes];
    tx.send(&INSERT_SIGNING, &values)?;
    for (nth, row) in (0_i64..).zip(rows) {
        tx.send(&INSERT_SCAN, &p![*agreement, nth, row])?;
    }
    Ok(())
}

/// The pieces of the sealed scan, in order.
pub fn scan(tx: &mut dyn Tx, id: AgreementId) -> Result<Vec<Vec<u8>>, DbError> {
    tx.query(&SCAN, &p![id])?.iter().map(|row| row.get(0)).collect()
}
