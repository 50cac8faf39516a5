//! How an offer reaches the agency that is asked: over the link, or on paper and at the portal where it has no node.

use sila_core::Refusal;
use sila_core::codes::Kind;
use sila_core::ids::{AgencyId, CaseId, PlaceId, ReferralId};
use sila_core::referral::{Offer, State};
use sila_core::time::Millis;

use super::handover::alone;
use super::offer::Asked;
use super::store::{self, Direction};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::licences::blocks;
use crate::links::{self, Peer};
use crate::partners::{self, Addressee};
use crate::problem::Problem;
use crate::shelter::danger::ask::Asking;
use crate::shelter::{asking, danger};

/// How an offer reaches the agency that is asked.
pub(super) enum Way {
    /// Over the link.
    Link(Box<Peer>),
    /// A partner without a node: on paper or at our portal.
    Hosted(Addressee),
}

impl Way {
    /// Until when the agency is to wait for the blind check that goes behind an offer; nothing where none goes.
    ///
    /// # Errors
    /// As [`danger::ask::announced`].
    pub(super) async fn checked_by(
        &self,
        app: &App,
        case: CaseId,
        offer: &Offer,
        now: Millis,
    ) -> Result<Option<Millis>, Problem> {
        match self {
            Way::Link(_) => danger::ask::announced(app, case, offer, now).await,
            Way::Hosted(_) => Ok(None),
        }
    }

    /// The blind check that goes behind an offer to a node, where it announces one.
    ///
    /// # Errors
    /// As [`danger::ask::of`].
    pub(super) async fn check(
        &self,
        app: &App,
        case: CaseId,
        (id, offer): (ReferralId, &Offer),
        now: Millis,
    ) -> Result<Option<Asking>, Problem> {
        match self {
            Way::Link(peer) => danger::ask::of(app, case, (id, peer, offer), now).await,
            Way::Hosted(_) => Ok(None),
        }
    }
}

/// The way to an agency, in an open transaction; nothing when there is none.
pub(super) fn way(
    tx: &mut dyn Tx,
    target: AgencyId,
) -> Result<Option<Result<Way, Problem>>, DbError> {
    if let Some(partner) = partners::store::find(tx, target)? {
        return Ok(Some(partner.addressee().map(Way::Hosted)));
    }
    let peer = links::store::peer_of(tx, target)?;
    Ok(peer.map(|peer| Ok(Way::Link(Box::new(peer)))))
}

/// The way to the agency, unless the same case is before it already or is handed over by another referral, and the question whose place it holds for the case.
pub(super) async fn reachable(
    app: &App,
    asked: &Asked<'_>,
    now: Millis,
) -> Result<(Way, Option<PlaceId>), Problem> {
    let (case, target, services) = (asked.case, asked.route.target, asked.services.to_vec());
    let informs = asked.route.kind == Kind::Information;
    let gives = (asked.route.kind == Kind::Transfer).then_some(app.node.id);
    let (way, live, place, shut, stops) = app
        .store
        .read(move |tx| {
            let before = store::of_case(tx, case)?;
            let live = before.iter().any(|other| {
                let pending = other.state.is_pending() || other.state == State::AwaitingApproval;
                // That an agency was told of it does not keep anybody from asking it for something.
                let alike = informs == (other.kind == Kind::Information);
                other.direction == Direction::Out && other.peer == target && pending && alike
            });
            let place = asking::store::held_for(tx, case, target, now)?;
            let shut = blocks::stop(tx, target, &services, now)?;
            let stops = gives.map(|me| alone::stops(tx, case, None, me)).transpose()?.flatten();
            Ok::<_, DbError>((way(tx, target)?, live, place, shut, stops))
        })
        .await?;
    if let Some(state) = shut {
        return Err(blocks::problem(target, state));
    }
    if live {
        return Err(Problem::refused("referral.already_sent"));
    }
    stops.map_or(Ok(()), Err)?;
    match way {
        None => Err(Problem::refused("referral.no_link")),
        Some(Ok(Way::Link(peer))) if !peer.is_open() => Err(Refusal::AgreementSuspended.into()),
        // Nobody there could say who has read it, and on paper it would lie about.
        Some(Ok(Way::Hosted(_))) if informs => {
            Err(Problem::refused("referral.information_without_node"))
        }
        Some(way) => Ok((way?, place.filter(|_| !informs))),
    }
}
