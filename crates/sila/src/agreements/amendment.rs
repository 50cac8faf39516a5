//! Another text for an agreement: while it is negotiated, each party answers the other's text with one of its own; once it is in
//! force, an amendment takes its place when both have signed, and the exchange goes on meanwhile under the text before.
//!
//! Every text names the one that it follows by its hash, so that what was signed has one lineage. Nothing of it is ever
//! overwritten: see [`super::texts`].

use sila_core::agreement::Agreement;
use sila_core::agreement::compare::Follows;
use sila_core::{AgreementId, Millis};
use sila_link::{AgreementOffer, AgreementSigned, Message, agreement_digest, sign_agreement};
use sila_seal::Hash;

use super::signing::{self, By};
use super::texts::{self, Standing, Text};
use super::{State, Stored, above, approval, store, vocabulary};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::policy;
use crate::problem::Problem;

/// Proposes this text in the place of the one that is on the table: of a proposal, the other party's or our own; of an agreement in
/// force, the one in force. It is signed and sent.
///
/// # Errors
/// `agreement.pending` while an amendment waits already; `agreement.on_paper` with a partner that signs on paper; what
/// [`signing::propose`] refuses.
pub async fn propose(app: &App, id: AgreementId, text: Agreement, by: By) -> Result<(), Problem> {
    let before = signing::one(app, id).await?;
    let way_out = format!("/agreements/{id}");
    let waiting = app.store.read(move |tx| texts::pending(tx, id)).await?;
    if before.on_paper.is_some() {
        return Err(Problem::refused("agreement.on_paper").way_out(way_out));
    }
    if waiting.as_ref().is_some_and(|text| text.standing == Standing::Proposed) {
        return Err(Problem::refused("agreement.pending").way_out(way_out));
    }
    let text = following(&before, waiting.as_ref(), text)?;
    signing::named(&text, &way_out)?;
    vocabulary::understood(&text)?;
    policy::gate::check(app, &text, before.peer, by.now).await?;
    above::fits(app, &text, before.peer).await?;
    if text.approvers(app.node.id).next().is_some() {
        return draft(app, before, text, by).await;
    }
    offer(app, before, text, by).await
}

/// Signs a text and sends it.
async fn offer(app: &App, before: Stored, text: Agreement, by: By) -> Result<(), Problem> {
    let (id, signed) = (text.id, before.state.is_signed());
    let body = text.to_cbor();
    let way = signing::linked(app, before.peer).await?;
    let signature = sign_agreement(&body, &app.root()?);
    let offer = Message::AgreementOffer(AgreementOffer { agreement: body.clone(), signature });
    let letter = signing::letter(app, &signing::over(way), id, &offer, by.now)?;
    let told =
        signing::fact(app, &text, "agreement.proposed", &[&body[..], &signature].concat(), by);
    let new = Stored {
        digest: agreement_digest(&body),
        agreement: text,
        body,
        state: State::Proposed,
        peer: before.peer,
        own_signature: Some(signature.to_vec()),
        peer_signature: None,
        updated_at: by.now,
        on_paper: None,
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let now = store::find(tx, id)?;
        if now.is_none_or(|now| now.digest != before.digest || now.state != before.state) {
            return Ok(false);
        }
        if signed {
            texts::set_aside(tx, id)?;
            texts::keep(tx, &Text::of(&new, Standing::Proposed))?;
        } else {
            texts::keep(tx, &Text::of(&before, Standing::Past))?;
            store::insert(tx, &new)?;
        }
        policy::store::apply(tx, &id.to_string(), "agreement.proposed", by.now)?;
        letter.iter().try_for_each(|letter| crate::links::outbox::post(tx, letter))?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    signing::finished(app, done, "agreement.changed")
}

/// Keeps a text that an authority has to approve before we sign it. Nothing is sent.
async fn draft(app: &App, before: Stored, text: Agreement, by: By) -> Result<(), Problem> {
    let (id, signed, body) = (text.id, before.state.is_signed(), text.to_cbor());
    let told = signing::fact(app, &text, "agreement.drafted", &body, by);
    let new = Stored {
        digest: agreement_digest(&body),
        agreement: text,
        body,
        state: State::Drafted,
        peer: before.peer,
        own_signature: None,
        peer_signature: None,
        updated_at: by.now,
        on_paper: None,
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let now = store::find(tx, id)?;
        if now.is_none_or(|now| now.digest != before.digest || now.state != before.state) {
            return Ok(false);
        }
        if signed {
            texts::keep(tx, &Text::of(&new, Standing::Drafted))?;
        } else {
            texts::keep(tx, &Text::of(&before, Standing::Past))?;
            store::insert(tx, &new)?;
        }
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    signing::finished(app, done, "agreement.changed")
}

/// Signs and sends an amendment of ours that waited for an approval.
///
/// # Errors
/// `agreement.not_approved`; `agreement.changed` when another text came meanwhile; what [`propose`] refuses.
pub async fn send(app: &App, id: AgreementId, text: Text, by: By) -> Result<(), Problem> {
    let before = signing::one(app, id).await?;
    let waiting = app.store.read(move |tx| texts::pending(tx, id)).await?;
    let follows = text.agreement.follows.as_ref().map(|one| one.digest);
    let on_table = waiting.map_or(before.digest, |one| one.digest);
    if !before.state.is_signed() || follows != Some(on_table) {
        return Err(Problem::refused("agreement.changed").way_out(format!("/agreements/{id}")));
    }
    policy::gate::check(app, &text.agreement, before.peer, by.now).await?;
    approval::granted(app, &text.agreement, text.digest).await?;
    offer(app, before, text.agreement, by).await
}

/// The text as the one that follows what is on the table. What the other side would refuse to read is refused here.
fn following(
    before: &Stored,
    waiting: Option<&Text>,
    text: Agreement,
) -> Result<Agreement, Problem> {
    let id = before.agreement.id;
    let follows = match waiting {
        Some(text) => Some(next(&text.agreement, text.digest)),
        // What was never sent is nothing to follow.
        None if before.state == State::Drafted => before.agreement.follows.clone(),
        None => Some(next(&before.agreement, before.digest)),
    };
    let text = Agreement { id, follows, ..text };
    let text = Agreement::from_cbor(&text.to_cbor())
        .map_err(|error| Problem::refused("agreement.malformed").because(error))?;
    if !same_parties(&text, &before.agreement) {
        let way_out = format!("/agreements/{id}");
        return Err(Problem::refused("agreement.not_a_party").way_out(way_out));
    }
    Ok(text)
}

/// Signs the amendment with this digest, which the officer has read. From here on it is the agreement.
///
/// # Errors
/// `agreement.not_waiting` when none waits for us; `agreement.changed` when it is another one; what [`signing::sign`] refuses.
pub async fn sign(app: &App, id: AgreementId, read: Hash, by: By) -> Result<(), Problem> {
    let before = signing::one(app, id).await?;
    let way_out = format!("/agreements/{id}");
    let waiting = app.store.read(move |tx| texts::pending(tx, id)).await?;
    let waiting = waiting.filter(|text| text.standing == Standing::Offered);
    let waiting =
        waiting.ok_or_else(|| Problem::refused("agreement.not_waiting").way_out(&way_out))?;
    if waiting.digest != read {
        return Err(Problem::refused("agreement.changed").way_out(way_out));
    }
    signing::named(&waiting.agreement, &way_out)?;
    vocabulary::understood(&waiting.agreement)?;
    policy::gate::check(app, &waiting.agreement, before.peer, by.now).await?;
    above::fits(app, &waiting.agreement, before.peer).await?;
    approval::granted(app, &waiting.agreement, waiting.digest).await?;
    let way = signing::over(signing::linked(app, before.peer).await?);
    let signature = sign_agreement(&waiting.body, &app.root()?);
    let digest = waiting.digest;
    let signed = Message::AgreementSigned(AgreementSigned { agreement: id, digest, signature });
    let letter = signing::letter(app, &way, id, &signed, by.now)?;
    let bytes = [&digest[..], &signature].concat();
    let told = signing::fact(app, &waiting.agreement, "agreement.signed", &bytes, by);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        let mut text = waiting.clone();
        text.own_signature = Some(signature.to_vec());
        if !take_effect(tx, &before, &text, by.now)? {
            return Ok(false);
        }
        policy::store::apply(tx, &id.to_string(), "agreement.signed", by.now)?;
        letter.iter().try_for_each(|letter| crate::links::outbox::post(tx, letter))?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    signing::finished(app, done, "agreement.changed")
}

/// The amendment is signed by both: it is the agreement now, and the text before is kept. False when that is another text by now.
pub(super) fn take_effect(
    tx: &mut dyn Tx,
    before: &Stored,
    text: &Text,
    now: Millis,
) -> Result<bool, DbError> {
    let old = Text { at: now, ..Text::of(before, Standing::Replaced) };
    if !texts::replace(tx, before, text, now)? {
        return Ok(false);
    }
    texts::keep(tx, &old)?;
    Ok(true)
}

/// The text of ours with this digest that their signature may still be on the way for: the amendment that waits, or a proposal in
/// whose place we have meanwhile put another of our own, before they had answered it.
pub(super) fn awaited(
    tx: &mut dyn Tx,
    here: &Stored,
    digest: Hash,
) -> Result<Option<Text>, DbError> {
    let id = here.agreement.id;
    if here.state != State::Proposed {
        let waiting = texts::pending(tx, id)?;
        let ours = |text: &Text| text.digest == digest && text.standing == Standing::Proposed;
        return Ok(waiting.filter(ours));
    }
    let past = texts::all(tx, id)?;
    let mut at = before(here);
    while let Some(hash) = at {
        let found = past.iter().find(|text| text.digest == hash && text.own_signature.is_some());
        let Some(text) = found.filter(|text| text.standing == Standing::Past) else { break };
        if hash == digest {
            return Ok(Some(text.clone()));
        }
        at = text.agreement.follows.as_ref().map(|before| before.digest);
    }
    Ok(None)
}

/// The other party has signed a text that [`awaited`] them, whose signature it has now. False when the row has another by now.
pub(super) fn signed_by_them(
    tx: &mut dyn Tx,
    here: &Stored,
    text: &Text,
    now: Millis,
) -> Result<bool, DbError> {
    if text.standing == Standing::Past {
        return crossed(tx, here, text, now);
    }
    take_effect(tx, here, text, now)
}

/// Their signature crossed the text that we proposed after it. There the one that they signed is in force, and the later one waits
/// as an amendment; so it is here.
fn crossed(tx: &mut dyn Tx, here: &Stored, text: &Text, now: Millis) -> Result<bool, DbError> {
    let id = here.agreement.id;
    let row = Stored {
        agreement: text.agreement.clone(),
        body: text.body.clone(),
        digest: text.digest,
        state: State::Proposed,
        peer: here.peer,
        own_signature: text.own_signature.clone(),
        peer_signature: None,
        updated_at: now,
        on_paper: None,
    };
    texts::take_up(tx, id, text.digest)?;
    texts::keep(tx, &Text::of(here, Standing::Proposed))?;
    store::insert(tx, &row)?;
    let signature = text.peer_signature.as_deref().unwrap_or_default();
    store::sign_peer(tx, id, text.digest, signature, now)
}

/// What an offer of the other party does to the text that is here. `None` when it is refused.
pub(super) fn answered(
    tx: &mut dyn Tx,
    here: &Stored,
    offered: &Stored,
    me_first: bool,
) -> Result<Option<()>, DbError> {
    let id = here.agreement.id;
    if !same_parties(&here.agreement, &offered.agreement) {
        return Ok(None);
    }
    let follows = offered.agreement.follows.as_ref().map(|before| before.digest);
    if here.state.is_signed() {
        let waiting = texts::pending(tx, id)?;
        if let Some(one) = &waiting
            && one.standing == Standing::Proposed
            && follows != Some(one.digest)
            && me_first
        {
            return Ok(None);
        }
        let known = waiting.map(|one| one.digest);
        if follows.is_none() || (follows != Some(here.digest) && follows != known) {
            return Ok(None);
        }
        texts::set_aside(tx, id)?;
        texts::keep(tx, &Text::of(offered, Standing::Offered))?;
        return Ok(Some(()));
    }
    // Both wrote at once: the text of the party whose identity comes first stays.
    let answers = follows == Some(here.digest);
    let again = here.state == State::Offered && here.peer == offered.peer;
    if !answers && !again && me_first {
        return Ok(None);
    }
    if !answers && !again && follows != before(here) {
        return Ok(None);
    }
    texts::keep(tx, &Text::of(here, Standing::Past))?;
    store::insert(tx, offered)?;
    Ok(Some(()))
}

fn before(stored: &Stored) -> Option<Hash> {
    stored.agreement.follows.as_ref().map(|before| before.digest)
}

fn next(before: &Agreement, digest: Hash) -> Follows {
    Follows { number: before.number().saturating_add(1), digest }
}

/// An amendment changes neither who agrees nor what it is called: no clause says either.
fn same_parties(one: &Agreement, other: &Agreement) -> bool {
    let same = one.parties.iter().all(|party| other.party(party.agency).is_some());
    same && one.kind == other.kind
}
