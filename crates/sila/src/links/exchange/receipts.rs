//! The receipts in a body: checked against what was sent, written down, and what they finish.

use sila_core::Millis;
use sila_link::{
    Call, Halt, LinkError, Place, Receipted, check_closing, check_receipt, receipt_place,
};

use super::{Hashes, stopping};
use crate::app::{App, Topic};
use crate::db::DbError;
use crate::links::peer::Peer;
use crate::links::store;
use crate::links::transit::{Books, epochs, store as transit};
use crate::links::trouble::Trouble;
use crate::referrals;

/// Checks receipts and writes down what they say. Says how many of our messages they finish.
pub(super) async fn take(
    app: &App,
    books: &mut Books,
    call: &Call,
    ours: &Hashes,
    now: Millis,
) -> Result<u64, Trouble> {
    let me = app.keys().me(books.peer.knows)?;
    let party = books.party(books.peer.state);
    let mut told: Vec<(Receipted, Vec<u8>)> = Vec::new();
    for bytes in &call.receipts {
        let Ok(place) = receipt_place(bytes) else { continue };
        let (sent, before) =
            (books.cursors.sent(place.stream), books.cursors.receipted(place.stream));
        let opening = books.cursors.opening(place.stream).is_some();
        let check = if opening { check_closing } else { check_receipt };
        let judged = match check(&me, &party, bytes, &sent, before, ours) {
            // Another call brought a newer one, or its place is told by the next.
            Err(Halt::Refused(LinkError::Gap { .. } | LinkError::Epoch)) => Ok(None),
            judged => judged,
        };
        if let Some(receipted) = stopping(app, &books.peer, judged, now).await? {
            books.cursors.set_receipted(receipted.stream, receipted.upto);
            told.push((receipted, bytes.clone()));
        }
    }
    let count = told.iter().map(|(r, _)| r.upto.saturating_sub(r.after)).sum();
    if count > 0 {
        write(app, &books.peer, told, now).await?;
        app.lines.of(books.peer.link).receipted();
    }
    Ok(count)
}

async fn write(
    app: &App,
    peer: &Peer,
    told: Vec<(Receipted, Vec<u8>)>,
    now: Millis,
) -> Result<(), Trouble> {
    let link = peer.link;
    let facts = told.iter().map(|(r, bytes)| {
        let subject = format!("{} {}/{}/{}", peer.code, r.stream.number(), r.epoch, r.upto);
        let kind = "receipt";
        let data = bytes.clone();
        crate::journal::store::Fact {
            id: app.clock.new_id(),
            at: now,
            kind,
            subject,
            worker: None,
            data,
        }
    });
    let facts: Vec<_> = facts.collect();
    app.store
        .write(move |tx| {
            for ((receipted, bytes), fact) in told.iter().zip(&facts) {
                let sent = transit::cursors(tx, link)?.sent(receipted.stream);
                if sent.epoch == receipted.epoch {
                    epochs::forget(tx, link, receipted, sent.upto, now)?;
                }
                if transit::receipted(tx, link, receipted, bytes, now)? {
                    store::set_test_done(tx, link, now)?;
                }
                let Receipted { stream, epoch, after, upto, .. } = *receipted;
                let first = Place { stream, epoch, seq: after.saturating_add(1) };
                for id in transit::applied_referrals(tx, link, first, upto)? {
                    referrals::store::set_delivered(tx, id, now)?;
                }
                crate::journal::store::insert(tx, fact)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    app.changed(Topic::Referrals);
    app.changed(Topic::Links);
    Ok(())
}
