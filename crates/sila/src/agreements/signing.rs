//! Proposing, signing and stopping an agreement. The signature is the organisation's: made with the root key of its node.

use sila_core::agreement::Agreement;
use sila_core::{AgencyId, AgreementId, Millis, WorkerId};
use sila_link::{
    AgreementNamed, AgreementOffer, AgreementSigned, LinkError, Message, agreement_digest,
    sign_agreement,
};
use sila_seal::{Hash, sha256};

use super::{State, Stored, above, approval, store, vocabulary};
use crate::app::{App, Topic};
use crate::db::{DbError, Tx};
use crate::journal::store::Fact;
use crate::links::outbox::{self, Letter};
use crate::links::{self, Peer};
use crate::partners;
use crate::policy;
use crate::problem::Problem;

/// Who acts for the organisation, and when.
#[derive(Debug, Clone, Copy)]
pub struct By {
    /// The officer.
    pub worker: Option<WorkerId>,
    /// The time.
    pub now: Millis,
}

/// Signs an agreement and offers it to the other party.
///
/// # Errors
/// What the policy guide in force forbids ([`policy::gate`]) and what `above::fits` refuses; `agreement.no_aims`; what [`vocabulary::understood`] refuses; `agreement.malformed` or `agreement.not_a_party`; `agreement.not_linked` when there is no open link to the other
/// party; `agreement.exists` when one with this identifier was signed before.
pub async fn propose(app: &App, agreement: Agreement, by: By) -> Result<AgreementId, Problem> {
    let id = agreement.id;
    let body = agreement.to_cbor();
    // What the other side would refuse to read is refused here, by the same rule.
    let agreement = Agreement::from_cbor(&body)
        .map_err(|error| Problem::refused("agreement.malformed").because(error))?;
    let other = agreement.other(app.node.id).map(|party| party.agency);
    let other = other.ok_or_else(|| Problem::refused("agreement.not_a_party"))?;
    named(&agreement, "/agreements/new")?;
    vocabulary::understood(&agreement)?;
    policy::gate::check(app, &agreement, other, by.now).await?;
    above::fits(app, &agreement, other).await?;
    let way = way(app, other).await?;
    if agreement.approvers(app.node.id).next().is_some() {
        return draft(app, agreement, body, other, by).await;
    }
    let signature = sign_agreement(&body, &app.root()?);
    let offer = Message::AgreementOffer(AgreementOffer { agreement: body.clone(), signature });
    let letter = letter(app, &way, id, &offer, by.now)?;
    let told = fact(app, &agreement, "agreement.proposed", &[&body[..], &signature].concat(), by);
    let stored = Stored {
        digest: agreement_digest(&body),
        agreement,
        body,
        state: State::Proposed,
        peer: other,
        own_signature: Some(signature.to_vec()),
        peer_signature: None,
        updated_at: by.now,
        on_paper: None,
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if store::find(tx, id)?.is_some() {
            return Ok(false);
        }
        store::insert(tx, &stored)?;
        policy::store::apply(tx, &id.to_string(), "agreement.proposed", by.now)?;
        letter.iter().try_for_each(|letter| outbox::post(tx, letter))?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    finished(app, done, "agreement.exists").map(|()| id)
}

/// Keeps a text of ours that an authority has to approve before we sign it. Nothing is sent.
async fn draft(
    app: &App,
    agreement: Agreement,
    body: Vec<u8>,
    peer: AgencyId,
    by: By,
) -> Result<AgreementId, Problem> {
    let id = agreement.id;
    let told = fact(app, &agreement, "agreement.drafted", &body, by);
    let stored = Stored {
        digest: agreement_digest(&body),
        agreement,
        body,
        state: State::Drafted,
        peer,
        own_signature: None,
        peer_signature: None,
        updated_at: by.now,
        on_paper: None,
    };
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if store::find(tx, id)?.is_some() {
            return Ok(false);
        }
        store::insert(tx, &stored)?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    finished(app, done, "agreement.exists").map(|()| id)
}

/// Signs our own text, whose approvals are there, and offers it to the other party.
async fn send(app: &App, stored: Stored, by: By) -> Result<(), Problem> {
    let (id, digest) = (stored.agreement.id, stored.digest);
    let way = way(app, stored.peer).await?;
    let signature = sign_agreement(&stored.body, &app.root()?);
    let bytes = [&stored.body[..], &signature].concat();
    let told = fact(app, &stored.agreement, "agreement.proposed", &bytes, by);
    let offer = Message::AgreementOffer(AgreementOffer { agreement: stored.body, signature });
    let letter = letter(app, &way, id, &offer, by.now)?;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::send_draft(tx, id, digest, &signature, by.now)? {
            return Ok(false);
        }
        policy::store::apply(tx, &id.to_string(), "agreement.proposed", by.now)?;
        letter.iter().try_for_each(|letter| outbox::post(tx, letter))?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    finished(app, done, "agreement.changed")
}

/// Signs what the other party has proposed, if it is still the text with this digest, which the officer has read; from
/// here on it is in force within its dates. A text of our own that waited for an approval is signed and offered.
///
/// # Errors
/// `agreement.not_approved` while an approval from outside is missing that the text asks for; what [`vocabulary::understood`] refuses; `agreement.changed` when the other party has proposed another text meanwhile; `agreement.not_waiting` when it does not
/// wait for our signature; `agreement.not_linked`.
pub async fn sign(app: &App, id: AgreementId, read: Hash, by: By) -> Result<(), Problem> {
    let stored = one(app, id).await?;
    if stored.digest != read {
        return Err(Problem::refused("agreement.changed").way_out(format!("/agreements/{id}")));
    }
    named(&stored.agreement, &format!("/agreements/{id}"))?;
    vocabulary::understood(&stored.agreement)?;
    policy::gate::check(app, &stored.agreement, stored.peer, by.now).await?;
    above::fits(app, &stored.agreement, stored.peer).await?;
    approval::granted(app, &stored.agreement, stored.digest).await?;
    if stored.state == State::Drafted {
        return send(app, stored, by).await;
    }
    let way = over(linked(app, stored.peer).await?);
    let (digest, signature) = (stored.digest, sign_agreement(&stored.body, &app.root()?));
    let signed = Message::AgreementSigned(AgreementSigned { agreement: id, digest, signature });
    let letter = letter(app, &way, id, &signed, by.now)?;
    let bytes = [&digest[..], &signature].concat();
    let told = fact(app, &stored.agreement, "agreement.signed", &bytes, by);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::sign_own(tx, id, digest, &signature, by.now)? {
            return Ok(false);
        }
        policy::store::apply(tx, &id.to_string(), "agreement.signed", by.now)?;
        letter.iter().try_for_each(|letter| outbox::post(tx, letter))?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    finished(app, done, "agreement.not_waiting")
}

/// A partner without a node has signed the printed text with this digest; `who` signed for it. From here on it is in force
/// within its dates.
///
/// # Errors
/// `agreement.not_waiting` when it does not wait for a partner's signature on paper.
pub async fn on_paper(
    app: &App,
    id: AgreementId,
    read: Hash,
    who: &str,
    by: By,
) -> Result<(), Problem> {
    let stored = one(app, id).await?;
    let (who, data) = (who.to_owned(), [read, sha256(&[who.as_bytes()])].concat());
    let told = fact(app, &stored.agreement, "agreement.on_paper", &data, by);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::sign_on_paper(tx, id, read, &who, by.now)? {
            return Ok(false);
        }
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    finished(app, done, "agreement.not_waiting")
}

/// Stops a signed agreement (`stop`), or takes our stop back. Here it holds at once, on the other side as soon as it is
/// reached; what crosses meanwhile is set aside there and used when the stop is taken back.
///
/// # Errors
/// `agreement.not_signed` when there is nothing to stop.
pub async fn stop(app: &App, id: AgreementId, stop: bool, by: By) -> Result<(), Problem> {
    let stored = one(app, id).await?;
    let not_signed = || Problem::refused("agreement.not_signed").way_out("/agreements");
    let to = stored.state.stopped(true, stop).ok_or_else(not_signed)?;
    let way = told_by(app, stored.peer).await?;
    let named = AgreementNamed { agreement: id, digest: stored.digest };
    let (event, message) = if stop {
        ("agreement.suspended", Message::AgreementSuspend(named))
    } else {
        ("agreement.resumed", Message::AgreementResume(named))
    };
    let letter = letter(app, &way, id, &message, by.now)?;
    let told = fact(app, &stored.agreement, event, &stored.digest, by);
    let from = stored.state;
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::set_state(tx, id, from, to, by.now)? {
            return Ok(false);
        }
        letter.iter().try_for_each(|letter| outbox::post(tx, letter))?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    finished(app, done, "agreement.changed")
}

/// Takes our proposal back, which the other party has not signed. Where its signature is on the way both have signed: then the agreement is
/// stopped by us at both, and goes on when we take the stop back.
///
/// # Errors
/// `agreement.not_proposed` for what is no proposal of ours, or is signed by now; `agreement.changed` for another text than was read.
pub async fn withdraw(app: &App, id: AgreementId, read: Hash, by: By) -> Result<(), Problem> {
    let stored = one(app, id).await?;
    let refused = |code: &str| Problem::refused(code).way_out(format!("/agreements/{id}"));
    if stored.state != State::Proposed {
        return Err(refused("agreement.not_proposed"));
    }
    if stored.digest != read {
        return Err(refused("agreement.changed"));
    }
    let way = told_by(app, stored.peer).await?;
    let named = AgreementNamed { agreement: id, digest: stored.digest };
    let letter = letter(app, &way, id, &Message::AgreementSuspend(named), by.now)?;
    let told = fact(app, &stored.agreement, "agreement.withdrawn", &stored.digest, by);
    let write = move |tx: &mut dyn Tx| -> Result<bool, DbError> {
        if !store::set_state(tx, id, State::Proposed, State::Withdrawn, by.now)? {
            return Ok(false);
        }
        letter.iter().try_for_each(|letter| outbox::post(tx, letter))?;
        crate::journal::store::insert(tx, &told)?;
        Ok(true)
    };
    let done = app.store.write(write).await?;
    finished(app, done, "agreement.not_proposed")
}

/// One agreement.
///
/// # Errors
/// `page.not_found`.
pub async fn one(app: &App, id: AgreementId) -> Result<Stored, Problem> {
    let found = app.store.read(move |tx| store::find(tx, id)).await?;
    found.ok_or_else(Problem::not_found)
}

/// Nothing is signed that does not say what it is for.
pub(super) fn named(agreement: &Agreement, way_out: &str) -> Result<(), Problem> {
    let missing = || Problem::refused("agreement.no_aims").way_out(way_out);
    agreement.aims.as_ref().map(|_| ()).ok_or_else(missing)
}

/// How the other party learns of it.
pub(super) enum Way {
    /// By a letter over the link.
    Link(Box<Peer>),
    /// A partner without a node: by the officers.
    Officers,
}

/// Over the link with this agency.
pub(super) fn over(peer: Peer) -> Way {
    Way::Link(Box::new(peer))
}

/// The way to a party with whom something is to be agreed.
async fn way(app: &App, agency: AgencyId) -> Result<Way, Problem> {
    match app.store.read(move |tx| partners::store::find(tx, agency)).await? {
        Some(partner) => partner.addressee().map(|_| Way::Officers),
        None => linked(app, agency).await.map(|peer| Way::Link(Box::new(peer))),
    }
}

/// The way to a party that is told, whatever the state of its link or its level.
async fn told_by(app: &App, agency: AgencyId) -> Result<Way, Problem> {
    let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
        Ok((links::store::peer_of(tx, agency)?, partners::store::find(tx, agency)?))
    };
    match app.store.read(read).await? {
        (Some(peer), _) => Ok(Way::Link(Box::new(peer))),
        (None, Some(_)) => Ok(Way::Officers),
        (None, None) => Err(not_linked(None)),
    }
}

/// The other party, over an open link.
pub(super) async fn linked(app: &App, agency: AgencyId) -> Result<Peer, Problem> {
    let peer = app.store.read(move |tx| links::store::peer_of(tx, agency)).await?;
    match peer {
        Some(peer) if peer.is_open() => Ok(peer),
        other => Err(not_linked(other.as_ref())),
    }
}

fn not_linked(peer: Option<&Peer>) -> Problem {
    let way_out = peer.map_or("/links".to_owned(), |p| format!("/links/{}", p.agency.to_text()));
    Problem::refused("agreement.not_linked").way_out(way_out)
}

pub(super) fn letter(
    app: &App,
    way: &Way,
    id: AgreementId,
    message: &Message,
    now: Millis,
) -> Result<Option<Letter>, Problem> {
    let Way::Link(peer) = way else { return Ok(None) };
    let payload = message.encode();
    let payload = payload
        .map_err(|error: LinkError| Problem::refused("agreement.too_large").because(error))?;
    outbox::letter(app, peer, message.kind(), id.0, &payload, now).map(Some)
}

pub(super) fn fact(app: &App, agreement: &Agreement, event: &str, data: &[u8], by: By) -> Fact {
    let other = agreement.other(app.node.id).map_or("", |party| party.code.as_str());
    Fact {
        id: app.clock.new_id(),
        at: by.now,
        kind: "agreement",
        subject: format!("{other} {event}"),
        worker: by.worker,
        data: data.to_vec(),
    }
}

pub(super) fn finished(app: &App, done: bool, refused: &str) -> Result<(), Problem> {
    if !done {
        return Err(Problem::refused(refused).way_out("/agreements"));
    }
    app.outbox.notify_one();
    app.changed(Topic::Agreements);
    Ok(())
}
