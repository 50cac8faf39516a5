//! What the other party says about an agreement.

use sila_core::agreement::Agreement;
use sila_core::{Millis, Refusal};
use sila_link::{
    AgreementNamed, AgreementOffer, AgreementSigned, Code, Disposition, Kind, LinkError, Message,
    agreement_digest, verify_agreement,
};

use super::{State, Stored, amendment, store};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::journal::store::Fact;
use crate::links::receiving::{Apply, Parked};
use crate::links::{self, Peer};

/// The agreement is not (or no longer) in a state in which this can happen to it.
const WRONG_STATE: Code = Code::known("agreement.wrong_state");

/// Decides what a message about an agreement does.
///
/// # Errors
/// Why it must wait for a person.
#[expect(clippy::unused_async, reason = "every noun's `prepare` is async")]
pub async fn prepare(
    app: &App,
    peer: &Peer,
    kind: Kind,
    payload: &[u8],
    now: Millis,
) -> Result<Apply, Parked> {
    match Message::decode(kind, payload)? {
        Message::AgreementOffer(offer) => offered(app, peer, offer, now),
        Message::AgreementSigned(signed) => countersigned(app, peer, &signed, now),
        Message::AgreementSuspend(named) => Ok(stopped(app, peer, &named, true, now)),
        Message::AgreementResume(named) => Ok(stopped(app, peer, &named, false, now)),
        _ => Err(LinkError::Kind.into()),
    }
}

fn offered(app: &App, peer: &Peer, offer: AgreementOffer, now: Millis) -> Result<Apply, Parked> {
    let AgreementOffer { agreement: body, signature } = offer;
    let agreement =
        Agreement::from_cbor(&body).or(Err(Parked { code: "agreement.malformed".to_owned() }))?;
    verify_agreement(&body, &peer.keys.root, &signature)?;
    let parties = agreement.party(app.node.id).is_some() && agreement.party(peer.agency).is_some();
    if !parties {
        let clause = agreement.cites.parties;
        return Err(Refusal::NotAParty { clause }.into());
    }
    let told = fact(app, peer, "agreement.offered", &[&body[..], &signature].concat(), now);
    let stored = Stored {
        digest: agreement_digest(&body),
        agreement,
        body,
        state: State::Offered,
        peer: peer.agency,
        own_signature: None,
        peer_signature: Some(signature.to_vec()),
        updated_at: now,
        on_paper: None,
    };
    let me_first = app.node.id < peer.agency;
    Ok(Box::new(move |tx| {
        let taken = match store::find(tx, stored.agreement.id)? {
            Some(old) if old.digest == stored.digest => return Ok(Disposition::Applied),
            Some(old) if old.peer != stored.peer => None,
            Some(old) => amendment::answered(tx, &old, &stored, me_first)?,
            None => Some(store::insert(tx, &stored)?),
        };
        if taken.is_none() {
            return Ok(Disposition::Refused(WRONG_STATE));
        }
        crate::journal::store::insert(tx, &told)?;
        Ok(Disposition::Applied)
    }))
}

fn countersigned(
    app: &App,
    peer: &Peer,
    signed: &AgreementSigned,
    now: Millis,
) -> Result<Apply, Parked> {
    let AgreementSigned { agreement: id, digest, signature } = *signed;
    let (agency, root) = (peer.agency, peer.keys.root);
    let told = fact(app, peer, "agreement.countersigned", &[&digest[..], &signature].concat(), now);
    Ok(Box::new(move |tx| {
        let Some(stored) = store::find(tx, id)? else {
            return Ok(Disposition::Refused(WRONG_STATE));
        };
        let awaited = match stored.digest == digest {
            true => None,
            false => amendment::awaited(tx, &stored, digest)?,
        };
        if stored.peer != agency || (awaited.is_none() && stored.digest != digest) {
            return Ok(Disposition::Refused(Code::known("agreement.differs")));
        }
        let body = awaited.as_ref().map_or(&stored.body, |text| &text.body);
        if verify_agreement(body, &root, &signature).is_err() {
            return Ok(Disposition::Refused(LinkError::Signature.to_code()));
        }
        if let Some(mut text) = awaited {
            text.peer_signature = Some(signature.to_vec());
            return applied(tx, &told, |tx| amendment::signed_by_them(tx, &stored, &text, now));
        }
        if stored.peer_signature.as_deref() == Some(&signature[..]) {
            return Ok(Disposition::Applied);
        }
        applied(tx, &told, |tx| store::sign_peer(tx, id, digest, &signature, now))
    }))
}

fn stopped(app: &App, peer: &Peer, named: &AgreementNamed, stop: bool, now: Millis) -> Apply {
    let event = if stop { "agreement.suspended_by_them" } else { "agreement.resumed_by_them" };
    let told = fact(app, peer, event, &named.digest, now);
    let gone = fact(app, peer, "agreement.withdrawn_by_them", &named.digest, now);
    let (agency, AgreementNamed { agreement: id, digest }) = (peer.agency, named.clone());
    Box::new(move |tx| {
        let stored = store::find(tx, id)?;
        let stored = stored.filter(|s| s.peer == agency && s.digest == digest);
        // Whoever stops what the other has not signed takes it back.
        if stop && stored.as_ref().is_some_and(|s| s.state == State::Offered) {
            let (from, to) = (State::Offered, State::Withdrawn);
            return applied(tx, &gone, |tx| store::set_state(tx, id, from, to, now));
        }
        let moved = stored.and_then(|s| Some((s.state, s.state.stopped(false, stop)?)));
        let Some((from, to)) = moved else { return Ok(Disposition::Refused(WRONG_STATE)) };
        applied(tx, &told, |tx| store::set_state(tx, id, from, to, now))
    })
}

fn applied(
    tx: &mut dyn Tx,
    told: &Fact,
    change: impl FnOnce(&mut dyn Tx) -> Result<bool, DbError>,
) -> Result<Disposition, DbError> {
    if !change(tx)? {
        return Ok(Disposition::Refused(WRONG_STATE));
    }
    crate::journal::store::insert(tx, told)?;
    Ok(Disposition::Applied)
}

fn fact(app: &App, peer: &Peer, event: &str, data: &[u8], now: Millis) -> Fact {
    links::fact(app, peer, "agreement", event, data, None, now)
}
