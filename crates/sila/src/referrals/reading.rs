//! `POST /referrals/{id}/reading`: somebody has read a referral for information and takes note of it. Nothing was asked, so nothing is decided: with it
//! the referral is over. Here it is known who that was; the sender is told the role and the time.

use maud::{Markup, html};
use sila_core::codes::Kind;
use sila_core::ids::ReferralId;
use sila_core::referral::{Act, State, Thread};
use sila_core::time::Millis;

use super::entry::{self, Deed, Then};
use super::record::{self, Record};
use super::show::Sight;
use super::store::Direction;
use super::{back_to, chain};
use crate::accounts::{self, Permission, Worker};
use crate::app::App;
use crate::ask::Ask;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::web::components::{Note, Tone};
use crate::web::ident::Name;
use crate::web::{Cx, dates};

/// The signed-in worker takes note.
///
/// # Errors
/// What the rules refuse: it asks for something, was read before, was taken back, or its time has run out.
pub async fn create(ask: Ask) -> Result<Reply, Problem> {
    let id: ReferralId = ask.id("id")?;
    read(&ask.app, ask.worker()?, id, ask.now).await?;
    Ok(back_to(&ask.cx, id))
}

/// The act itself.
///
/// # Errors
/// As `create`.
pub async fn read(app: &App, worker: &Worker, id: ReferralId, now: Millis) -> Result<(), Problem> {
    Record::through(app, worker, id).await?;
    let by = record::by(worker, Permission::ReferralDecide)?;
    entry::write(
        app,
        id,
        now,
        |_| Ok(Deed::of(Act::Note, by.clone(), worker.id).then(Then::Claim)),
    )
    .await?;
    Ok(())
}

/// Our worker who has taken note of what is for information, in Arabic and in English.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn by(app: &App, record: &Record) -> Result<Option<(String, String)>, Problem> {
    let read = record.row.state == State::Noted && record.row.direction == Direction::In;
    let Some(worker) = record.row.claimed_by.filter(|_| read) else { return Ok(None) };
    let found = app.store.read(move |tx| accounts::store::one(tx, worker)).await?;
    Ok(found.map(|worker| (worker.name_ar, worker.name_en)))
}

/// What a referral for information is, and who has read it: by name at the agency that was told, by role and time at the one that told.
pub(super) fn note(cx: &Cx, sight: &Sight, by: Option<&(String, String)>) -> Markup {
    let (row, thread) = (&sight.record.row, sight.record.thread.as_ref());
    let key = match row.direction {
        Direction::In => "information-in-text",
        Direction::Out => "information-out-text",
    };
    html! {
        @if row.state == State::Told {
            (Note::new("info", cx.t("information-title")).tone(Tone::Info).says(cx.t(key)))
        } @else if let Some(entry) = thread.filter(|_| row.state == State::Noted).and_then(read_entry) {
            (Note::new("check-circle", cx.t("information-read")).tone(Tone::Ok).body(html! {
                p {
                    @if let Some((ar, en)) = by { (Name(cx.lang.pick(ar, en))) " · " }
                    (chain::agency(cx, sight, entry.author)) " · " (chain::role(cx, &entry.by)) " · "
                    span.num { (dates::near(cx.lang, cx.now, entry.at)) }
                }
                p.small { (cx.t("information-over")) }
            }))
        }
    }
}

/// The entry by which somebody has taken note.
fn read_entry(thread: &Thread) -> Option<&sila_core::referral::Entry> {
    let mut entries = thread.steps().iter().map(|step| &step.entry);
    entries.rfind(|entry| entry.act == Act::Note)
}

/// Key of why no name is shown: not yet, or never.
pub(super) fn unnamed_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Information => "information-unnamed-text",
        _ => "referral-preview-only-text",
    }
}
