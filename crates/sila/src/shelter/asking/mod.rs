//! Asking partners for a place for tonight, without saying for whom, and answering when a partner asks.
//!
//! A question is a [`Need`] in codes. Whoever is asked answers by itself from its board: how good its place is and until when it
//! is held, never which home or how many beds. The held place is confirmed with the referral, in one act; what nobody
//! confirms ends by itself. When one place is confirmed the others are let go.

pub mod answer;
pub mod ask;
pub mod partner;
pub mod receive;
pub mod settle;
pub mod show;
pub mod store;

use sila_core::agreement::Agreement;
use sila_core::codes::{Service, Urgency};
use sila_core::ids::{AgencyId, CaseId, PlaceId, ReferralId, WorkerId};
use sila_core::partnership::Field as Area;
use sila_core::shelter::{Capacity, Need};
use sila_core::time::Millis;
use sila_link::place::Place;
use sila_link::{Kind, Message, Stream};
use uuid::Uuid;

use crate::agreements::{self, InForce};
use crate::app::App;
use crate::db::{DbError, Tx};
use crate::journal::store::Fact;
use crate::licences::blocks;
use crate::links::outbox::{self, Letter};
use crate::links::{self, Peer};
use crate::problem::Problem;

/// So long a place is held for a question, and the question lives, in minutes: long enough to bring somebody from another
/// emirate and to have the referral answered before.
pub const HELD_MINUTES: i64 = 4 * 60;
/// The most places that are held at once for the questions of one partner; whoever asks more is told to telephone.
pub const HELD_MAX: i64 = 4;
/// The purpose named in the headers of these letters.
const PURPOSE: &str = "PLACE";

/// A question of ours.
#[derive(Debug, Clone)]
pub struct Question {
    /// Identifier, the same at every agency that is asked.
    pub id: PlaceId,
    /// For which case. It does not leave.
    pub case: CaseId,
    /// Who asked.
    pub worker: WorkerId,
    /// Who needs the place, in codes.
    pub need: Need,
    /// How urgent.
    pub urgency: Urgency,
    /// When.
    pub asked_at: Millis,
    /// `OPEN`, `SENT` with a referral, `CONFIRMED` by its acceptance, or `CLOSED`.
    pub state: String,
    /// The referral that was sent with it.
    pub referral: Option<ReferralId>,
    /// To whom.
    pub chosen: Option<AgencyId>,
    /// The number of the case.
    pub reference: String,
}

/// What one partner said.
#[derive(Debug, Clone)]
pub struct Said {
    /// The partner.
    pub peer: AgencyId,
    /// `WAITING`, `HELD`, `MAYBE`, `NONE`, `REFUSED` or `RELEASED`.
    pub state: String,
    /// How good the place is.
    pub capacity: Option<Capacity>,
    /// Until when it is held.
    pub until: Option<Millis>,
    /// When it answered.
    pub answered_at: Option<Millis>,
}

impl Said {
    /// Whether a place is held there at this moment.
    pub fn is_held(&self, now: Millis) -> bool {
        self.state == "HELD" && self.until.is_some_and(|until| now < until)
    }
}

/// What a partner asked us.
#[derive(Debug, Clone)]
pub struct Request {
    /// The partner.
    pub peer: AgencyId,
    /// Its question.
    pub id: PlaceId,
    /// Who needs the place, in codes.
    pub need: Need,
    /// How urgent.
    pub urgency: Urgency,
    /// When it came.
    pub asked_at: Millis,
    /// `OPEN`, or what was answered: `HELD`, `MAYBE`, `NONE`, `REFUSED`; `RELEASED` when it is no longer needed.
    pub state: String,
    /// The stay that holds the place.
    pub stay: Option<Uuid>,
}

/// A partner that may be asked.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The partner.
    pub peer: Peer,
    /// The agreement that allows it.
    pub agreement: InForce,
}

/// The partners that an agreement in force allows to ask, each once, over links that are open.
///
/// # Errors
/// When the store cannot be read.
pub async fn desks(app: &App, now: Millis) -> Result<Vec<Desk>, Problem> {
    let me = app.node.id;
    let mut desks: Vec<Desk> = Vec::new();
    for agreement in agreements::in_force(app, now).await? {
        let agency = agreement.peer;
        let allowed = agreement.agreement.may_ask_for_place(me, agency, now).is_ok()
            && agreement.open(Area::Sheltering).is_ok();
        if !allowed || desks.iter().any(|desk| desk.peer.agency == agency) {
            continue;
        }
        let read = move |tx: &mut dyn Tx| -> Result<_, DbError> {
            let shut = blocks::stop(tx, agency, &[Service::Shelter], now)?;
            Ok(links::store::peer_of(tx, agency)?.filter(|_| shut.is_none()))
        };
        let peer = app.store.read(read).await?;
        desks.extend(peer.filter(Peer::is_open).map(|peer| Desk { peer, agreement }));
    }
    Ok(desks)
}

/// The agreement in force under which this partner may ask us.
///
/// # Errors
/// When the store cannot be read.
async fn allows(app: &App, peer: AgencyId, now: Millis) -> Result<Option<InForce>, Problem> {
    let me = app.node.id;
    let fits = |one: &Agreement| {
        one.parties.iter().any(|party| party.agency == peer)
            && one.may_ask_for_place(peer, me, now).is_ok()
    };
    let all = agreements::in_force(app, now).await?;
    Ok(all.into_iter().find(|one| one.peer == peer && fits(&one.agreement)))
}

/// The letter with one of these messages. All about one question belong to one conversation.
///
/// # Errors
/// `shelter.too_large`; `link.outbox_full`.
pub(super) fn letter(
    app: &App,
    (peer, agreement): (&Peer, &InForce),
    question: PlaceId,
    place: Place,
    now: Millis,
) -> Result<Letter, Problem> {
    let message = Message::Place(place);
    let kind: Kind = message.kind();
    let payload = message.encode();
    let payload = payload.map_err(|error| Problem::refused("shelter.too_large").because(error))?;
    let letter = outbox::letter(app, peer, kind, question.0, &payload, now)?;
    let ends = Some(now.plus_minutes(HELD_MINUTES));
    let letter = letter.on(Stream::URGENT).until(ends).urgent(true);
    Ok(letter.under(PURPOSE, agreement.agreement.id.0, agreement.digest))
}

/// The journal's fact of what happened to a question: codes only.
fn fact(app: &App, question: PlaceId, code: &str, worker: Option<WorkerId>, now: Millis) -> Fact {
    let (id, subject, data) = (app.clock.new_id(), question.to_string(), code.as_bytes().to_vec());
    Fact { id, at: now, kind: "place", subject, worker, data }
}

/// The question of this case that holds a place at this partner now: it goes with the referral.
///
/// # Errors
/// When the store cannot be read.
pub async fn held_for(
    app: &App,
    case: CaseId,
    peer: AgencyId,
    now: Millis,
) -> Result<Option<PlaceId>, Problem> {
    let read = move |tx: &mut dyn Tx| store::held_for(tx, case, peer, now);
    Ok(app.store.read(read).await?)
}
