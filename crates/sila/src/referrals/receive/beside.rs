//! What travels beside an entry, held against what the entry commits to.

use sila_core::disclosure::Preview;
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, Entry, Offer};
use sila_core::wire::WireError;
use sila_link::{ReferralEntry, Salted};
use sila_seal::Hash;

use super::super::body::{self, Body, Opening};
use super::super::letter::identity_commitment;
use super::super::store::Sealed;
use super::super::words::{self, store::StoredWords};
use super::{Incoming, parked};
use crate::app::App;
use crate::links::receiving::Parked;

/// An offer that was passed on comes with the signed first entry of the agency that offered first: it names us, and says
/// what the offer says.
pub(super) fn allowed_onward(
    entry: &Entry,
    offer: &Offer,
    message: &ReferralEntry,
) -> Result<(), Parked> {
    let Some(origin) = &offer.origin else { return Ok(()) };
    let first = message.origin.as_ref().ok_or_else(|| parked("referral.no_origin"))?;
    let (first, hash) = first.verify(origin.agency).or(Err(parked("referral.signature")))?;
    let same = hash == origin.entry && first.referral == origin.referral;
    match &first.act {
        Act::Offer(first) if same && entry.referral != origin.referral => {
            Ok(offer.passes_on(first)?)
        }
        _ => Err(parked("referral.onward_differs")),
    }
}

/// The preview beside an offer, if it is the one the entry commits to and says what the entry says.
pub(super) fn previewed(offer: &Offer, message: &ReferralEntry) -> Result<Preview, Parked> {
    let salted = message.preview.as_ref().ok_or_else(|| parked("referral.no_preview"))?;
    if salted.commitment() != offer.preview_commit {
        return Err(parked("referral.preview_differs"));
    }
    let preview = Preview::from_cbor(&salted.bytes).map_err(|error| match error {
        WireError::UnknownCode(_) => parked("referral.unknown_code"),
        _ => parked("referral.malformed"),
    })?;
    let same = preview.category == offer.category
        && preview.services == offer.services
        && preview.urgency == offer.urgency
        && preview.area == offer.area;
    if same { Ok(preview) } else { Err(parked("referral.preview_differs")) }
}

/// What was written beside the entry, if it is what the entry commits to.
pub(super) fn written(
    app: &App,
    incoming: &Incoming,
    said: Option<&Salted>,
) -> Result<Option<StoredWords>, Parked> {
    if !words::fit(&incoming.entry, said) {
        return Err(parked("referral.words_differ"));
    }
    let sealed = said.map(|said| words::sealed(app, &incoming.stored, said));
    sealed.transpose().or(Err(parked("referral.malformed")))
}

/// What comes again with an appeal: whether it is what was offered is checked against the stored offer.
pub(super) fn shown_again(
    app: &App,
    id: ReferralId,
    message: &ReferralEntry,
) -> Result<(Sealed, Hash, Hash), Parked> {
    let salted = message.preview.as_ref().ok_or_else(|| parked("referral.no_preview"))?;
    let identity = message.identity.as_ref().ok_or_else(|| parked("referral.no_identity"))?;
    let preview =
        Preview::from_cbor(&salted.bytes).map_err(|_unread| parked("referral.preview_differs"))?;
    let opening = Some(Opening { salt: salted.salt, identity: None });
    let body = Body { preview, shared: None, waiting: None, returned: None, opening };
    let sealed = body::seal_new(app, id, &body).or(Err(parked("referral.malformed")))?;
    let sealed = Sealed { identity: Some(identity.clone()), ..sealed };
    Ok((sealed, salted.commitment(), identity_commitment(identity)))
}

/// The sealed columns of a new row.
pub(super) fn sealed(
    app: &App,
    entry: &Entry,
    offer: &Offer,
    preview: Preview,
    message: &ReferralEntry,
) -> Result<Sealed, Parked> {
    let identity = message.identity.as_ref().ok_or_else(|| parked("referral.no_identity"))?;
    if identity_commitment(identity) != offer.identity_commit {
        return Err(parked("referral.identity_differs"));
    }
    let salt = message.preview.as_ref().map(|preview| preview.salt);
    let opening = salt.map(|salt| Opening { salt, identity: None });
    let body = Body { preview, shared: None, waiting: None, returned: None, opening };
    let sealed =
        body::seal_new(app, entry.referral, &body).or(Err(parked("referral.malformed")))?;
    Ok(Sealed { identity: Some(identity.clone()), ..sealed })
}
