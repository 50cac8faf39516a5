//! All SQL of the texts of agreements.

use sila_core::agreement::Agreement;
use sila_core::{AgencyId, AgreementId, Millis};
use sila_seal::Hash;

use super::{STILL_DAYS, Standing, Text};
use crate::agreements::{Stored, store as agreements};
use crate::db::{DbError, Row, Tx, p};

crate::sql! {
    pub TEXTS = "select body, digest, state, own_signature, peer_signature, at from agreement_text where agreement = $1 order by at, digest";
    pub PENDING = "select body, digest, state, own_signature, peer_signature, at from agreement_text where agreement = $1 and state in ('PROPOSED', 'OFFERED')";
    pub DRAFTED = "select body, digest, state, own_signature, peer_signature, at from agreement_text where agreement = $1 and state = 'DRAFTED' order by at desc, digest limit 1";
    pub REPLACED = "select t.body, t.digest, t.state, t.own_signature, t.peer_signature, t.at from agreement_text t join agreement a on a.id = t.agreement where t.digest = $1 and a.peer = $2 and t.state = 'REPLACED' and t.at > $3";
    pub KEEP = "insert into agreement_text (agreement, digest, state, body, own_signature, peer_signature, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict (agreement, digest) do update set state = excluded.state, own_signature = excluded.own_signature, peer_signature = excluded.peer_signature, at = excluded.at";
    pub SET_ASIDE = "update agreement_text set state = 'PAST' where agreement = $1 and state in ('DRAFTED', 'PROPOSED', 'OFFERED')";
    pub REPLACE = "update agreement set body = $3, digest = $4, code = $5, own_signature = $6, peer_signature = $7, from_at = $8, until_at = $9, updated_at = $10, puts_first = $11 where id = $1 and digest = $2";
    pub TAKEN_UP = "delete from agreement_text where agreement = $1 and digest = $2 and state <> 'REPLACED'";
}

fn text(row: &Row) -> Result<Text, DbError> {
    let damaged = |what: &str| DbError::Type { what: format!("agreement_text: {what}") };
    let (body, state): (Vec<u8>, String) = (row.get(0)?, row.get(2)?);
    Ok(Text {
        agreement: Agreement::from_cbor(&body).or(Err(damaged("body")))?,
        body,
        digest: row.get(1)?,
        standing: Standing::from_code(&state).ok_or_else(|| damaged("state"))?,
        own_signature: row.get(3)?,
        peer_signature: row.get(4)?,
        at: row.get(5)?,
    })
}

/// Every text of an agreement but the one in its row, the first first.
pub fn all(tx: &mut dyn Tx, id: AgreementId) -> Result<Vec<Text>, DbError> {
    tx.query(&TEXTS, &p![id])?.iter().map(text).collect()
}

/// The amendment that waits for a signature.
pub fn pending(tx: &mut dyn Tx, id: AgreementId) -> Result<Option<Text>, DbError> {
    tx.opt(&PENDING, &p![id])?.as_ref().map(text).transpose()
}

/// The amendment of ours that waits for an approval.
pub fn drafted(tx: &mut dyn Tx, id: AgreementId) -> Result<Option<Text>, DbError> {
    tx.opt(&DRAFTED, &p![id])?.as_ref().map(text).transpose()
}

/// The text with this digest, under an agreement with this agency, that was in force until not long before `now`.
pub fn replaced(
    tx: &mut dyn Tx,
    digest: Hash,
    peer: AgencyId,
    now: Millis,
) -> Result<Option<Agreement>, DbError> {
    let since = now.plus_days(-STILL_DAYS);
    let found = tx.opt(&REPLACED, &p![digest, peer, since])?.as_ref().map(text).transpose()?;
    Ok(found.map(|text| text.agreement))
}

/// Keeps a text.
pub fn keep(tx: &mut dyn Tx, text: &Text) -> Result<(), DbError> {
    let Text { agreement, body, digest, standing, at, .. } = text;
    let signatures = (text.own_signature.clone(), text.peer_signature.clone());
    let row = p![agreement.id, *digest, standing.code(), body, signatures.0, signatures.1, *at];
    tx.send(&KEEP, &row)
}

/// What waited for a signature waits no more: another text came in its place.
pub fn set_aside(tx: &mut dyn Tx, id: AgreementId) -> Result<(), DbError> {
    tx.send(&SET_ASIDE, &p![id])
}

/// Puts an amendment that both have signed into the row of its agreement. False when the row has another text by now.
pub fn replace(
    tx: &mut dyn Tx,
    before: &Stored,
    text: &Text,
    now: Millis,
) -> Result<bool, DbError> {
    let Text { agreement, body, digest, own_signature, peer_signature, .. } = text;
    let row = p![
        agreement.id,
        before.digest,
        body,
        *digest,
        &agreement.code,
        own_signature.clone(),
        peer_signature.clone(),
        agreement.from,
        agreement.until,
        now,
        agreement.puts_first()
    ];
    if tx.exec(&REPLACE, &row)? != 1 {
        return Ok(false);
    }
    // It stands in the row of the agreement from now on, with both signatures.
    take_up(tx, agreement.id, *digest)?;
    agreements::reorder(tx, agreement.id)?;
    Ok(true)
}

/// A text stands in the row of its agreement from now on, and not among the others.
pub fn take_up(tx: &mut dyn Tx, id: AgreementId, digest: Hash) -> Result<(), DbError> {
    tx.send(&TAKEN_UP, &p![id, digest])
}
