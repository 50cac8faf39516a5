//! "Is this person known to you?": asking a linked agency about a person without telling who it is.
//!
//! [`list`] makes the list that a partner may ask about and keeps the lists that partners sent; [`question`] asks,
//! answers, and proves to auditors; [`counts`] compares once a month what both sides have counted; [`naming`] is the next step, by name, which a person at the other side accepts or
//! refuses; [`pages`] shows all of it. The rules of the exchange are in [`sila_link::known`]; an agreement must allow each question.

pub mod counts;
pub mod list;
pub mod naming;
pub mod pages;
pub mod question;
#[cfg(test)]
mod tests;

use sila_core::time::Millis;
use sila_link::Kind;
use sila_link::known::{Known, KnownKind};
use sila_link::{LinkError, Message};

use crate::accounts::Permission;
use crate::agreements::InForce;
use crate::app::App;
use crate::ask::Routes;
use crate::links::Peer;
use crate::links::outbox::{self, Letter};
use crate::links::receiving::{Apply, Parked};
use crate::problem::Problem;

/// The routes of questions between agencies.
pub fn routes(r: &mut Routes) {
    r.get("/{lang}/cases/{id}/known", Permission::KnownAsk, pages::ask::page);
    r.post("/{lang}/cases/{id}/known", Permission::KnownAsk, pages::ask::create);
    r.post("/{lang}/cases/{id}/protection", Permission::KnownAsk, pages::ask::protection);
    r.get("/{lang}/known", Permission::KnownAsk, pages::history::page);
    r.get("/{lang}/known/inbox", Permission::KnownAnswer, pages::desk::list);
    r.get("/{lang}/known/inbox/{id}", Permission::KnownAnswer, pages::desk::page);
    r.post("/{lang}/known/inbox/{id}/opening", Permission::KnownAnswer, pages::desk::open);
    r.post("/{lang}/known/inbox/{id}/emirates-id", Permission::KnownAnswer, pages::desk::reveal);
    r.post("/{lang}/known/inbox/{id}/answer", Permission::KnownAnswer, pages::desk::answer);
    r.get("/{lang}/known/{id}", Permission::KnownAsk, pages::show::page);
    r.get("/{lang}/known/{id}/naming", Permission::KnownAsk, pages::name::page);
    r.post("/{lang}/known/{id}/naming", Permission::KnownAsk, pages::name::create);
    r.get("/{lang}/audit/known", Permission::AuditRead, pages::audit::list);
    r.post("/{lang}/audit/known/{id}/opening", Permission::AuditRead, pages::audit::open);
    r.post("/{lang}/audit/known/{id}/file", Permission::AuditRead, pages::audit::file);
}

/// The purpose named in the headers of all these letters; the purpose of a question is inside, sealed.
const PURPOSE: &str = "KNOWN";
/// The State is four hours ahead of UTC, without summer time: the day of the quotas begins at midnight there.
const STATE_OFFSET_MS: i64 = 4 * 60 * 60 * 1_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// When the day of `now` began in the State.
pub(crate) fn day_began(now: Millis) -> Millis {
    let local = now.0.saturating_add(STATE_OFFSET_MS);
    Millis(local.saturating_sub(local.rem_euclid(DAY_MS)).saturating_sub(STATE_OFFSET_MS))
}

/// What is due without anybody asking: lists, the counts of the month that has ended, and forgetting. Says how much was done.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn due(app: &App, now: Millis) -> Result<usize, Problem> {
    let done = [
        list::make::refresh(app, now).await?,
        counts::due(app, now).await?,
        question::erasure::due(app, now).await?,
    ];
    Ok(done.into_iter().sum())
}

/// The letter with one of these messages, under the agreement. Questions under one agreement belong to one conversation,
/// so that each is counted before the next is judged.
///
/// # Errors
/// `known.too_large`; `link.outbox_full`.
pub(crate) fn letter(
    app: &App,
    peer: &Peer,
    agreement: &InForce,
    known: &Known,
    now: Millis,
) -> Result<Letter, Problem> {
    let kind = known.kind();
    let id = agreement.agreement.id;
    let conversation = match known {
        Known::Disclose(told) => told.id,
        Known::Reply(reply) => reply.id,
        Known::Query(_) | Known::Answer(_) | Known::Count(_) => id.0,
        Known::Keys(_) | Known::Table(_) => app.clock.new_id(),
    };
    let payload = Message::Known(known.clone()).encode();
    let payload = payload.map_err(|e| Problem::refused("known.too_large").because(e))?;
    let letter = outbox::letter(app, peer, Kind::Known(kind), conversation, &payload, now)?;
    Ok(letter.on(kind.stream()).under(PURPOSE, id.0, agreement.digest))
}

/// Decides what one of these messages does.
///
/// # Errors
/// Why it must wait for a person.
pub async fn prepare(
    app: &App,
    peer: &Peer,
    kind: KnownKind,
    payload: &[u8],
    now: Millis,
) -> Result<Apply, Parked> {
    let Message::Known(known) = Message::decode(Kind::Known(kind), payload)? else {
        return Err(LinkError::Kind.into());
    };
    match known {
        Known::Keys(statement) => list::taken::keys(app, peer, statement, now),
        Known::Table(chunk) => Ok(list::taken::table(peer, chunk, now)),
        Known::Query(ask) => question::serve::prepare(app, peer, ask, payload.len(), now).await,
        Known::Answer(answer) => question::answer::prepare(app, peer, answer, now).await,
        Known::Disclose(told) => naming::reply::prepare(app, peer, told, now).await,
        Known::Reply(reply) => Ok(naming::reply::taken(app, peer, &reply, now)),
        Known::Count(count) => Ok(counts::taken(app, peer, count, now)),
    }
}
