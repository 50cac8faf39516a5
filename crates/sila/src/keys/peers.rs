//! Key statements that come with a call: what a linked agency says of its keys, and what we have forgotten of ours.

use sila_core::Millis;
use sila_link::LinkError;
use sila_link::keys::{Unlearned, forgotten};
use sila_seal::Hash;

use super::store;
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::links::{self, fact, trouble::Trouble};

/// Learns the statements of a call, before its greeting is verified.
///
/// # Errors
/// [`LinkError::Fork`] when the agency's root has signed two statements with one number: the link is stopped. When the
/// store cannot be read or written.
pub async fn learn(
    app: &App,
    link: Hash,
    statements: &[Vec<u8>],
    now: Millis,
) -> Result<(), Trouble> {
    if statements.is_empty() {
        return Ok(());
    }
    remember(app, statements, now).await?;
    let peer = app.store.glance(move |tx| links::store::by_link(tx, link)).await?;
    let peer = peer.ok_or(LinkError::State)?;
    match peer.known().learn(statements) {
        Ok(None) => Ok(()),
        Ok(Some(known)) => {
            let pinned = [&[peer.keys.transport_spki], peer.pins.as_slice()].concat();
            let new = statements.to_vec();
            let data = known.statement.to_cbor();
            let told = fact(app, &peer, "link", "link.keys_learned", &data, None, now);
            let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
                links::store::set_known(tx, link, &known, &pinned, now)?;
                for bytes in &new {
                    links::store::keep_statement(tx, link, &known, bytes, now)?;
                }
                crate::journal::store::insert(tx, &told)
            };
            app.store.write(write).await?;
            app.changed(Topic::Links);
            Ok(())
        }
        Err(Unlearned::Refused(error)) => {
            tracing::warn!(peer = %peer.code, code = error.code(), "a key statement was not learned");
            Ok(())
        }
        Err(Unlearned::Proven(proof)) => {
            crate::evidence::accuse(app, &peer, *proof, now).await?;
            Err(LinkError::Fork.into())
        }
    }
}

/// Statements of our own that we have forgotten: this node was restored from a backup. The private keys to them are lost;
/// [`super::duty`] makes new ones.
async fn remember(app: &App, statements: &[Vec<u8>], now: Millis) -> Result<(), Trouble> {
    let ours = forgotten(app.keys().statement(), statements);
    if ours.is_empty() {
        return Ok(());
    }
    tracing::warn!(
        count = ours.len(),
        "key statements of this agency were forgotten and given back"
    );
    let write = move |tx: &mut dyn Tx| -> Result<(), DbError> {
        for signed in &ours {
            let n = signed.verify().map_or(0, |told| told.n);
            store::insert_statement(tx, n, &signed.to_cbor(), now)?;
        }
        Ok(())
    };
    app.store.write(write).await?;
    app.read_keys().await?;
    Ok(())
}
