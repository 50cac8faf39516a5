//! Records that this agency shares with others: each takes effect only with the signatures of all its parties, and every
//! party holds the same bytes, the same signatures and the same hash. [`sila_link::record`] has the rules.
//!
//! *Propose* and *amend* are in [`propose`], *sign* and *decline* and *withdraw* in [`word`], *read* is [`store::load`]
//! and the pages. Another noun shares a record of its own by giving its kind and content to [`propose::first`] and reading
//! [`store::of_kind`]; the kind that this folder itself knows is a text in two languages, [`text::KIND`].
//!
//! There is no centre: whoever says something sends it to every party it is linked with. The proposer is linked with
//! all of them, and its node passes on what it takes in, so that parties without a link of their own hold the same.

pub mod forward;
pub mod list;
mod parties;
pub mod propose;
pub mod receive;
mod show;
pub mod store;
#[cfg(test)]
mod tests;
pub mod text;
pub mod word;

use axum::http::StatusCode;
use sila_core::{AgencyId, Millis, WorkerId};
use sila_link::record::{Share, SignedVoice, Version, Voice, Word};
use sila_link::{LinkState, Message, Stream};

use crate::accounts::Permission;
use crate::app::App;
use crate::ask::Routes;
use crate::links::Peer;
use crate::links::outbox::{self, Letter};
use crate::problem::Problem;

/// Who acts for the organisation, and when.
#[derive(Debug, Clone, Copy)]
pub struct By {
    /// The officer; nobody when the node acts by itself.
    pub worker: Option<WorkerId>,
    /// The time.
    pub now: Millis,
}

/// The routes of shared records. Whoever signs agreements signs these.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/records", Permission::AgreementRead, list::page);
    r.get("/{lang}/records/new", Permission::AgreementSign, propose::page);
    r.post("/{lang}/records", Permission::AgreementSign, propose::create);
    r.get("/{lang}/records/{id}", Permission::AgreementRead, show::page);
    r.get("/{lang}/records/{id}/amendment", Permission::AgreementSign, propose::amendment_page);
    r.post("/{lang}/records/{id}/amendment", Permission::AgreementSign, propose::amend_by_form);
    r.post("/{lang}/records/{id}/word", Permission::AgreementSign, word::create);
}

/// What the rules refuse now, such as while the link to a party is stopped or a version before waits for it, comes again: nothing until
/// then. So it holds up nothing of another party.
///
/// # Errors
/// What is no refusal.
pub fn unless_refused<T>(sent: Result<T, Problem>) -> Result<Option<T>, Problem> {
    match sent {
        Ok(sent) => Ok(Some(sent)),
        Err(problem) if problem.status == StatusCode::CONFLICT => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// What our agency says about a version, signed with its root key.
fn said(app: &App, version: &Version, word: Word, now: Millis) -> Result<SignedVoice, Problem> {
    let voice = Voice { version: version.digest(), party: app.node.id, word, at: now };
    Ok(SignedVoice::sign(&voice, app.keys().statement(), &app.root()?))
}

/// The letters that carry a voice to every party we are linked with, but for `not_to`.
fn letters(
    app: &App,
    peers: &[Peer],
    version: &Version,
    voice: &SignedVoice,
    not_to: AgencyId,
    now: Millis,
) -> Result<Vec<Letter>, Problem> {
    let share = Share { version: version.to_cbor(), voice: voice.clone() };
    let message = Message::RecordShare(share);
    let payload =
        message.encode().map_err(|error| Problem::refused("record.too_large").because(error))?;
    let party = |peer: &&Peer| {
        let theirs = version.parties.contains(&peer.agency) && peer.agency != not_to;
        theirs && matches!(peer.state, LinkState::Active | LinkState::Suspended(_))
    };
    let letter = |peer: &Peer| {
        let record = version.record.0;
        let letter = outbox::letter(app, peer, message.kind(), record, &payload, now)?;
        Ok(letter.on(Stream::PARTNERSHIP))
    };
    peers.iter().filter(party).map(letter).collect()
}
