//! Why an exchange stopped, and what is kept of it: bytes refused are counted, histories that disagree are evidence.

use hyper::StatusCode;
use sila_core::Millis;
use sila_link::{Alarm, LinkError, LinkEvent, Side};
use sila_seal::{Hash, sha256};

use super::arrivals::{RefusedBytes, store as arrivals};
use super::{fact, peer::Peer, store};
use crate::app::{App, Topic};
use crate::db::DbError;
use crate::evidence;
use crate::problem::Problem;
use crate::wire::client::CallError;
use crate::wire::server::Refused;

/// Why an exchange stopped.
#[derive(Debug)]
pub enum Trouble {
    /// By the rules of the link.
    Refused(LinkError),
    /// The call did not go through.
    Call(CallError),
    /// This node cannot do it now.
    Here(Problem),
}

impl Trouble {
    /// The stable code for rows, logs and the other side.
    pub fn code(&self) -> String {
        match self {
            Trouble::Refused(error) => error.code().to_owned(),
            Trouble::Call(error) => error.code(),
            Trouble::Here(problem) if problem.code == "store.full" => "T-DISK".to_owned(),
            Trouble::Here(_) => "T-BUSY".to_owned(),
        }
    }

    /// As the other side is told.
    pub fn answer(&self) -> Refused {
        let status = match self {
            Trouble::Refused(LinkError::Size(_)) => StatusCode::PAYLOAD_TOO_LARGE,
            Trouble::Refused(LinkError::Schema(_)) => StatusCode::BAD_REQUEST,
            Trouble::Refused(_) => StatusCode::CONFLICT,
            Trouble::Call(_) | Trouble::Here(_) => StatusCode::SERVICE_UNAVAILABLE,
        };
        Refused::new(status, self.code())
    }
}

impl From<LinkError> for Trouble {
    fn from(error: LinkError) -> Trouble {
        Trouble::Refused(error)
    }
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Trouble {
        Trouble::Here(problem)
    }
}

impl From<DbError> for Trouble {
    fn from(error: DbError) -> Trouble {
        Trouble::Here(error.into())
    }
}

/// Counts bytes that were refused. Only their size and hash are kept: they may hold anything.
pub async fn count_refused(app: &App, link: Option<Hash>, code: &str, bytes: &[u8]) {
    let refused = RefusedBytes {
        link,
        at: app.clock.now(),
        code: code.to_owned(),
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        hash: sha256(&[bytes]),
    };
    let id = app.clock.new_id();
    // Now and then the oldest are removed, so that a flood of rubbish fills no disk.
    let prune = id.as_bytes().last().is_some_and(|byte| byte % 64 == 0);
    let write = move |tx: &mut dyn crate::db::Tx| arrivals::insert_refused(tx, id, &refused, prune);
    if let Err(error) = app.store.write(write).await {
        tracing::warn!("refused bytes could not be counted: {error}");
    }
    app.changed(Topic::Links);
}

/// The histories disagree: keeps the evidence in the journal and stops the link until an officer has looked.
///
/// # Errors
/// When the store cannot be written.
pub async fn alarm(app: &App, peer: &Peer, alarm: &Alarm, now: Millis) -> Result<(), Problem> {
    let (accused, told) = (peer.clone(), alarm.clone());
    let proof = app.store.read(move |tx| evidence::alarm::fork(tx, &accused, &told)).await?;
    if let Some(proof) = proof {
        return evidence::accuse(app, peer, proof, now).await;
    }
    let code = alarm.error.code();
    tracing::error!(code, peer = %peer.code, "the link was stopped: the two histories disagree");
    let told = fact(app, peer, "alarm", code, &kept(alarm), None, now);
    let (link, from) = (peer.link, peer.state);
    let to = from.after(LinkEvent::Suspend(Side::Us)).unwrap_or(from);
    app.store
        .write(move |tx| {
            store::set_state(tx, link, from, to, now)?;
            store::set_alarm(tx, link, code, now)?;
            crate::journal::store::insert(tx, &told)
        })
        .await?;
    app.changed(Topic::Links);
    Ok(())
}

/// `[code, stream, epoch, seq, held, claimed, envelope]`: what a third party needs to judge.
fn kept(alarm: &Alarm) -> Vec<u8> {
    let bytes = |bytes: &[u8]| minicbor::bytes::ByteVec::from(bytes.to_vec());
    let place = alarm.place.map(|place| (place.stream, place.epoch, place.seq));
    let held = alarm.held.map(|hash| bytes(&hash));
    let told = (alarm.error.code(), place, held, bytes(&alarm.claimed), bytes(&alarm.envelope));
    minicbor::to_vec(told).unwrap_or_default()
}
